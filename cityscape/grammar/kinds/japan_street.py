"""What stands in the lanes and gardens of a Japanese old town: trees, ponds, food stalls, rickshaws."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.kinds.japan import paper_lantern
from cityscape.grammar.kinds.trees import _branches, _radius, _tall, _trunk
from cityscape.grammar.kit import shade
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import axle, between, clump, pick, settle, spoked, tint, tube
from partgen.solids import Solid, ball, beam, box, cylinder, hull, rod

BLOSSOM = ("#f2b6c6", "#f6cad5", "#eda3b8")


@kind("cherry", "plant", width=(3.6, 5.6), depth=(3.6, 5.6), words=("cherry", "cherry blossom", "sakura", "blossom tree"), stand="trunk")
def cherry(b: Build) -> None:
    """A low forked trunk under flat clouds of blossom; green in summer, red in autumn, bare twigs in snow."""
    rng, reach = b.rng, _radius(b)
    variants = b.look.style.variants
    h = _tall(b, 1.75, 2.05) * reach
    leaves = b.look.material("foliage")
    if not b.look.color and not {"summer", "autumn", "winter"} & set(variants):
        leaves = leaves.model_copy(update={"color": (c := pick(rng, BLOSSOM)), "name": f"blossom-{c[1:]}"})
    bark = tint(b.look.material("bark"), "#3f2f2b", 0.5)
    start = np.array([0.0, 0.0, 0.26 * h])
    b.add("trunk", bark, _trunk(b, 0.34 * h, 0.1 * reach, lean=0.1, top=0.8))
    turn, crown, tips = 2 * pi * rng.random(), [], []
    n = int(rng.integers(6, 8))
    for k in range(n):
        t = turn + 2 * pi * (k + between(rng, -0.15, 0.15)) / n
        r = reach * between(rng, 0.34, 0.44)
        away = (reach - r) * between(rng, 0.9, 1.0)
        z = h * between(rng, 0.52, 0.7)
        crown.append(clump(rng, r, r, r * 0.62, at=(away * cos(t), away * sin(t), z), points=34, rough=0.2))
        tips.append((0.85 * away * cos(t), 0.85 * away * sin(t), z - 0.2 * r))
    for k in range(4):
        t = turn + 0.4 + pi / 2 * k
        r = reach * between(rng, 0.36, 0.46)
        crown.append(
            clump(
                rng, r, r, r * 0.62, at=(0.34 * reach * cos(t), 0.34 * reach * sin(t), h * between(rng, 0.74, 0.84)), points=34, rough=0.2
            )
        )
    b.add("trunk", bark, _branches(b, np.array(tips), start, 0.06 * reach))
    b.add("crown", leaves, crown)


@kind(
    "cloud_pine", "plant", width=(2.8, 4.6), depth=(2.8, 4.6), words=("cloud pine", "japanese pine", "bonsai", "black pine"), stand="trunk"
)
def cloud_pine(b: Build) -> None:
    """A bent trunk with a flat, clipped cushion of needles at the end of each limb."""
    rng, reach = b.rng, _radius(b)
    h = _tall(b, 4.2, 5.4) * (0.6 + 0.22 * reach)
    a = 2 * pi * rng.random()
    bend = 0.24 * reach
    ax, ay = cos(a), sin(a)
    line = np.array(
        [
            (0, 0, -b.lot.drop - 1e-9),
            (0, 0, 0.25),
            (bend * ax, bend * ay, 0.26 * h),
            (-0.5 * bend * ay, 0.5 * bend * ax, 0.5 * h),
            (-0.8 * bend * ax, -0.8 * bend * ay, 0.72 * h),
            (0.0, 0.0, 0.93 * h),
        ]
    )
    bark = tint(b.look.material("bark"), "#4a3b33", 0.4)
    b.add("trunk", bark, tube(line, [0.3, 0.21, 0.18, 0.15, 0.11, 0.07], segments=7))
    pads: list[Solid] = []
    for k in range(6):
        e = k / 5
        t = a + 2.5 * k
        r = reach * (0.5 - 0.16 * e) * between(rng, 0.9, 1.05)
        away = (reach - r) * (1 - 0.25 * e)
        z = h * (0.36 + 0.44 * e)
        root = np.array([np.interp(line[2, 2] + (line[4, 2] - line[2, 2]) * e, line[:, 2], line[:, i]) for i in range(3)])
        tip = np.array([away * cos(t), away * sin(t), z])
        b.add("trunk", bark, tube([root, (root + tip) / 2 + (0, 0, 0.12), tip], [0.08, 0.06, 0.04], segments=5))
        pads.append(clump(rng, r, r, 0.34 * r + 0.12, at=tuple(tip + (0, 0, 0.1)), points=36, rough=0.09, floor=float(z) - 0.02))
        s = 0.55 * r
        u = t + between(rng, -1, 1)
        pads.append(
            clump(
                rng,
                s,
                s,
                0.42 * s + 0.1,
                at=(tip[0] * 0.86 + 0.3 * r * cos(u), tip[1] * 0.86 + 0.3 * r * sin(u), z + 0.24 * r),
                points=24,
                rough=0.09,
            )
        )
    r = 0.42 * reach
    pads.append(clump(rng, r, r, 0.4 * r + 0.14, at=(0, 0, 0.95 * h), points=36, rough=0.09, floor=0.91 * h))
    b.add("crown", tint(b.look.material("needles"), "#35583f", 0.3), pads)


@kind("bamboo", "plant", width=(1.6, 3.0), depth=(1.6, 3.0), words=("bamboo", "bamboo grove"), stand="trunk")
def bamboo(b: Build) -> None:
    """A clump of jointed canes that lean outwards, feathered towards their tips."""
    rng, reach = b.rng, _radius(b)
    cane = b.look.material("wood", color="#9fae5e", pattern="plain")
    leaves = tint(b.look.material("foliage"), "#8fb052", 0.55)
    n = int(rng.integers(6, 8))
    canes, joints, tufts = [], [], []
    for k in range(n):
        t = 2.4 * k + between(rng, -0.3, 0.3)
        e = ((k + 0.5) / n) ** 0.5
        foot = np.array([0.27 * e * cos(t), 0.27 * e * sin(t), 0.0])
        h = _tall(b, 5.0, 6.6) * (1.02 - 0.22 * e)
        out = e * (reach - 0.42) * between(rng, 0.75, 1.0)
        tip = np.array([out * cos(t), out * sin(t), h * 0.94])
        mid = foot * 0.55 + tip * 0.45 + (0, 0, 0.08 * h)
        canes += tube([foot - (0, 0, b.lot.drop + 1e-9), foot + (0, 0, 0.02), mid, tip], [0.055, 0.055, 0.045, 0.02], segments=5)
        joints += [cylinder(0.066, 0.05, at=tuple(foot + (mid - foot) * q), segments=6) for q in (0.4, 0.85)]
        for q, r in ((0.25, 0.4), (0.55, 0.44), (0.88, 0.36)):
            c = mid + (tip - mid) * q
            for j in range(3):
                u = 2.4 * j + 2 * pi * rng.random()
                long = min(r * between(rng, 1.3, 1.8), reach - float(np.hypot(c[0], c[1])) - 0.04)
                if long > 0.15:
                    tufts.append(_leaf(c + (tip - mid) * 0.09 * j / 4, u, long, between(rng, -0.55, 0.25), 0.3 * r + 0.06))
    b.add("canes", cane, canes, label="trunk")
    b.add("joints", shade(cane, 0.75), joints, label="ring")
    b.add("crown", leaves, tufts)


def _leaf(at: np.ndarray, t: float, long: float, fall: float, wide: float) -> Solid:
    """A spray of leaves: a ridged blade from a point outwards."""
    out, side = np.array([cos(t), sin(t), fall]) * long, np.array([-sin(t), cos(t), 0.0]) * wide
    middle = at + out * 0.45
    up = np.array([0, 0, 0.5 * wide])
    return hull(np.array([at, middle + side, middle - side, middle + up, middle - 0.6 * up, at + out]))


@kind(
    "koi_pond",
    "furniture",
    width=(4.4, 7.0),
    depth=(3.6, 5.6),
    words=("koi pond", "koi", "fish pond", "garden pond"),
)
def koi_pond(b: Build) -> None:
    """A pond edged with boulders, koi in it, lily pads on it, an arched vermilion bridge across it."""
    rng = b.rng
    w, d, low = b.lot.width, b.lot.depth, settle(b)
    rx, ry = w / 2 - 0.36, d / 2 - 0.36
    n = 18
    t = 2 * pi * np.arange(n) / n
    wave = 1 - 0.1 * (1 + np.sin(2 * t + 2 * pi * rng.random())) / 2 - 0.06 * (1 + np.sin(3 * t + 2 * pi * rng.random())) / 2
    rim = np.c_[rx * wave * np.cos(t), ry * wave * np.sin(t)]
    b.add("basin", "stone", hull(np.vstack([np.c_[rim * 1.03, np.full(n, z)] for z in (low, 0.1)])), label="basin")
    b.add("water", "water", hull(np.vstack([np.c_[rim * 0.98, np.full(n, z)] for z in (0.08, 0.16)])), label="water")
    rocks = []
    for k in range(n):
        r = between(rng, 0.2, 0.33)
        p = rim[k] * (1 + between(rng, -0.02, 0.01))
        rocks.append(clump(rng, r, r, r * between(rng, 0.7, 1.2), at=(p[0], p[1], 0.1), points=14, rough=0.2, floor=low))
    b.add("rocks", "rock", rocks, label="rock")
    for k in range(5):
        u, e = 2 * pi * rng.random(), between(rng, 0.3, 0.72)
        x, y = rx * e * cos(u), ry * e * sin(u)
        m = b.look.material("flower", color=pick(rng, ("#e8622c", "#f3ead8", "#d8412f", "#f0a23c")), pattern="plain")
        yaw = 2 * pi * rng.random()
        fish = [ball(0.2, 0.075, 0.05, detail=1), hull([(-0.16, 0, -0.02), (-0.16, 0, 0.02), (-0.33, 0.09, 0.0), (-0.33, -0.09, 0.0)])]
        b.add(f"koi_{k + 1}", m, [s.turned(yaw).moved(x, y, 0.165) for s in fish], label="fish")
    pads = []
    for _ in range(7):
        u, e = 2 * pi * rng.random(), between(rng, 0.45, 0.8)
        pads.append(cylinder(between(rng, 0.12, 0.2), 0.025, at=(rx * e * cos(u), ry * e * sin(u), 0.15), segments=9))
    b.add("lily_pads", tint(b.look.material("foliage"), "#5b8a4a", 0.6), pads, label="leaf")
    _arched_bridge(b, w, low)
    tuft = [
        clump(rng, 0.32, 0.32, 0.28, at=(sx * (rx - 0.1) * 0.72, sy * (ry - 0.1) * 0.74, 0.25), points=20, floor=low)
        for sx, sy in ((-1, 1), (1, -1))
    ]
    b.add("moss", tint(b.look.material("foliage"), "#6f8a3f", 0.4), tuft, label="foliage")


def _arched_bridge(b: Build, w: float, low: float) -> None:
    """A red bridge along x that rises in a bow, with posts and rails."""
    red = b.look.material("accent")
    half, wide, rise = w / 2 - 0.04, 1.15, 0.8
    n = 9
    x = np.linspace(-half, half, n)
    z = 0.18 + rise * np.clip(np.cos(0.5 * np.pi * x / half), 0, 1) ** 1.2
    deck = [hull([(x[i], y, z[i] + t) for i in (k, k + 1) for y in (-wide / 2, wide / 2) for t in (-0.1, 0.0)]) for k in range(n - 1)]
    b.add("bridge_deck", "wood", deck, label="floor")
    rails: list[Solid] = []
    for s in (-1, 1):
        y = s * wide / 2
        for up, t in ((0.0, 0.14), (0.3, 0.07), (0.58, 0.09)):
            rails += [
                hull([(x[i], y + d, z[i] + up + q) for i in (k, k + 1) for d in (-0.05, 0.05) for q in (-t, 0.0)]) for k in range(n - 1)
            ]
        rails += [box(0.11, 0.11, 0.78, at=(float(np.clip(x[k], -half + 0.06, half - 0.06)), y, z[k] - 0.12)) for k in range(0, n, 2)]
        rails += [box(0.14, 0.14, 0.5 - low, at=(s2 * (half - 0.08), y, low)) for s2 in (-1, 1)]
    b.add("bridge_rails", red, rails, label="railing")
    caps = [
        ball(0.09, 0.09, 0.12, at=(float(np.clip(x[k], -half + 0.09, half - 0.09)), s * wide / 2, z[k] + 0.7), detail=0)
        for k in (0, 4, 8)
        for s in (-1, 1)
    ]
    b.add("bridge_knobs", "metal", caps, label="ornament")


@kind(
    "raked_garden",
    "furniture",
    width=(3.6, 6.0),
    depth=(3.0, 4.8),
    words=("zen garden", "raked gravel", "rock garden", "dry garden", "raked garden"),
)
def raked_garden(b: Build) -> None:
    """Pale gravel raked in lines and rings around three groups of rocks on moss, in a frame of stone."""
    rng = b.rng
    w, d, low = b.lot.width, b.lot.depth, settle(b)
    gravel = b.look.material("path", color="#d9d3c3", pattern="sand").model_copy(update={"color2": None})
    b.add("gravel", gravel, box(w - 0.3, d - 0.3, 0.1 - low, at=(0, 0, low)), label="gravel")
    b.add("border", "stone", [box(w, 0.16, 0.18 - low, at=(0, s * (d / 2 - 0.08), low)) for s in (-1, 1)], label="kerb")
    b.add("border", "stone", [box(0.16, d - 0.3, 0.18 - low, at=(s * (w / 2 - 0.08), 0, low)) for s in (-1, 1)], label="kerb")
    lines = int((d - 0.5) / 0.22)
    spots = [(-w * 0.22, d * 0.12, 0.5), (w * 0.2, -d * 0.13, 0.42), (w * 0.3, d * 0.24, 0.3)]
    rake: list[Solid] = []
    for k in range(lines):
        y = -d / 2 + 0.28 + (d - 0.56) * k / (lines - 1)
        cuts = [-w / 2 + 0.22]
        for x, yy, r in spots:
            gap = (r + 0.42) ** 2 - (y - yy) ** 2
            if gap > 0:
                cuts += [x - gap**0.5, x + gap**0.5]
        cuts.append(w / 2 - 0.22)
        cuts = sorted(cuts)
        for a, c in zip(cuts[::2], cuts[1::2], strict=True):
            if c - a > 0.15:
                rake.append(hull([(q, y + e, z) for q in (a, c) for e, z in ((-0.06, 0.09), (0.06, 0.09), (0.0, 0.13))]))
    b.add("rake_marks", gravel, rake, label="gravel")
    for x, y, r in spots:
        for q in (r + 0.32, r + 0.12):
            u = 2 * pi * np.arange(15) / 14
            b.add(
                "rings",
                gravel,
                tube(np.c_[x + q * np.cos(u), y + q * np.sin(u), np.full(15, 0.1)][:14], [0.045] * 14, segments=4),
                label="gravel",
            )
        b.add(
            "moss",
            tint(b.look.material("foliage"), "#6f8a3f", 0.5),
            clump(rng, r, r * 0.9, 0.14, at=(x, y, 0.1), points=20, floor=0.05),
            label="foliage",
        )
        tall = between(rng, 0.9, 1.5)
        b.add(
            "rocks",
            "rock",
            clump(rng, r * 0.52, r * 0.42, r * tall, at=(x - 0.2 * r, y, 0.15), points=18, rough=0.2, floor=0.05),
            label="rock",
        )
        b.add(
            "rocks",
            "rock",
            clump(rng, r * 0.3, r * 0.28, r * 0.45, at=(x + 0.45 * r, y - 0.15 * r, 0.12), points=14, rough=0.2, floor=0.05),
            label="rock",
        )


@kind("rickshaw", "vehicle", width=(2.5, 3.0), depth=(1.2, 1.5), words=("rickshaw", "jinrikisha", "pulled rickshaw"), stand="square")
def rickshaw(b: Build) -> None:
    """Two thin high wheels, a lacquered seat under a folding hood, long shafts to the front."""
    end, half = b.lot.width / 2, b.lot.depth / 2
    r, x = 0.6, -end + 0.72
    lacquer = b.look.material("accent")
    black = b.look.material("timber", color="#2e2624", pattern="plain")
    b.add("wheels", black, [s for q in (-1, 1) for s in spoked(x, q * (half - 0.07), r, r, 0.06, spokes=5, segments=12)], label="wheel")
    b.add("axle", "metal", axle(x, 0, r, 0.04, 2 * half - 0.1, segments=6), label="axle")
    w = half - 0.16
    body = [
        box(0.8, 2 * w, 0.1, at=(x, 0, r)),
        box(0.12, 2 * w, 0.75, at=(x - 0.4, 0, r)),
        box(0.5, 2 * w, 0.28, at=(x - 0.08, 0, r + 0.1)),
    ]
    body += [box(0.75, 0.06, 0.42, at=(x - 0.05, s * (w - 0.03), r + 0.1)) for s in (-1, 1)]
    body.append(box(0.45, 2 * w - 0.1, 0.08, at=(x + 0.62, 0, r - 0.22)))
    body.append(
        hull([(x + 0.36 + i, s * (w - 0.05), r + j) for s in (-1, 1) for i, j in ((0.0, 0.1), (0.06, 0.1), (0.06, -0.2), (0.16, -0.2))])
    )
    b.add("body", black, body, label="body")
    b.add(
        "cushion",
        lacquer,
        box(0.46, 2 * w - 0.14, 0.12, at=(x - 0.08, 0, r + 0.38)),
        box(0.1, 2 * w - 0.14, 0.5, at=(x - 0.3, 0, r + 0.42)),
        label="cushion",
    )
    hood = []
    t = np.linspace(0.15, 0.92, 6) * pi
    for k in range(5):
        p = [(x + 0.1 - 0.66 * cos(pi - v) * 0.9, r + 0.62 + 0.72 * sin(v)) for v in t[k : k + 2]]
        hood.append(hull([(px, s * (w + 0.02), pz + q) for px, pz in p for s in (-1, 1) for q in (0.0, 0.04)]))
    b.add("hood", lacquer, hood, label="awning")
    b.add(
        "hood_ribs",
        black,
        [
            hull(
                [
                    (x + q - 0.02, s * (w + 0.01), r + 0.4),
                    (x + q + 0.03, s * (w + 0.01), r + 0.4),
                    (x + q + 0.03, s * (w - 0.02), r + 0.4),
                    (px, s * (w + 0.01), pz),
                    (px + 0.04, s * (w - 0.02), pz),
                ]
            )
            for s in (-1, 1)
            for q, px, pz in ((-0.36, x - 0.42, r + 0.96), (-0.25, x + 0.3, r + 1.28))
        ],
        label="frame",
    )
    for s in (-1, 1):
        b.add(
            "shafts",
            black,
            tube(
                [(x - 0.2, s * (w - 0.02), r - 0.02), (x + 0.8, s * (w - 0.05), r - 0.06), (end - 0.03, s * (w - 0.16), 0.12)],
                [0.045, 0.04, 0.03],
                segments=6,
            ),
            label="beam",
        )
    b.add("shafts", black, rod((end - 0.06, -(w - 0.16), 0.12), (end - 0.06, w - 0.16, 0.12), 0.035, segments=6), label="beam")
    b.add("shafts", black, [box(0.06, 0.06, 0.14, at=(end - 0.3, s * (w - 0.15), 0.0)) for s in (-1, 1)], label="beam")


@kind(
    "yatai",
    "furniture",
    width=(2.4, 3.4),
    depth=(1.9, 2.6),
    words=("yatai", "food stall", "ramen stall", "street food", "noodle stall"),
    stand="square",
)
def yatai(b: Build) -> None:
    """A wheeled food stall: a small tiled roof, a curtain round the counter, red lanterns, stools, steaming pots."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    yf, yb = -d / 2 + 0.75, d / 2 - 0.3
    h = 2.1
    b.add("posts", "timber", [box(0.1, 0.1, h - low, at=(s * (w / 2 - 0.3), y, low)) for s in (-1, 1) for y in (yf, yb)], label="post")
    b.add(
        "counter",
        "wood",
        box(w - 0.4, yb - yf, 0.75, at=(0, (yf + yb) / 2, 0.18)),
        box(w - 0.3, 0.5, 0.08, at=(0, yf - 0.12, 0.93)),
        label="counter",
    )
    b.add(
        "counter_boards",
        "timber",
        [box(0.06, 0.05, 0.75, at=((k / 6 - 0.5) * (w - 0.5), yf - 0.005, 0.18)) for k in range(7)],
        label="beam",
    )
    wheels = [s.turned(pi / 2).moved(q * (w / 2 - 0.14), (yf + yb) / 2) for q in (-1, 1) for s in spoked(0, 0, 0.4, 0.4, 0.07)]
    b.add("wheels", "timber", wheels, label="wheel")
    e, m = w / 2 - 0.04, (yf + yb) / 2 - 0.1
    for s in (-1, 1):
        reach = (d / 2 - 0.04) + (m if s < 0 else -m)
        rows = [(m, h + 0.62), (m + s * reach * 0.5, h + 0.2), (m + s * reach, h - 0.02)]
        for (ya, za), (yb2, zb) in zip(rows, rows[1:], strict=False):
            b.add(
                "roof",
                "roof",
                hull([(i * e, y, z + t) for i in (-1, 1) for y, z in ((ya, za), (yb2, zb)) for t in (0, 0.08)]),
                label="roof",
            )
    b.add("roof_ridge", shade(b.look.material("roof"), 0.72), box(2 * e, 0.16, 0.16, at=(0, m, h + 0.6)), label="roof")
    b.add(
        "gables",
        "wood",
        [
            hull([(i * (w / 2 - 0.3) + q, m + y, z) for q in (-0.04, 0.04) for y, z in ((-0.7, h - 0.06), (0.7, h - 0.06), (0, h + 0.64))])
            for i in (-1, 1)
        ],
        label="wall",
    )
    b.add("beams", "timber", [box(w - 0.4, 0.09, 0.1, at=(0, y, h - 0.1)) for y in (yf, yb)], label="beam")
    n = max(4, round(w / 0.5))
    step = (w - 0.7) / n
    b.add(
        "curtain",
        "awning",
        [box(step - 0.04, 0.03, 0.46, at=((k + 0.5 - n / 2) * step, yf - 0.08, h - 0.52)) for k in range(n)],
        label="curtain",
    )
    b.add(
        "curtain_rail", "wood", rod((-w / 2 + 0.3, yf - 0.08, h - 0.06), (w / 2 - 0.3, yf - 0.08, h - 0.06), 0.03, segments=5), label="rail"
    )
    b.add(
        "crest",
        "trim",
        [cylinder(0.11, 0.02, segments=8).turned(roll=pi / 2).moved((k + 0.5 - n / 2) * step, yf - 0.085, h - 0.3) for k in range(n)],
        label="ornament",
    )
    for k in range(3):
        paper_lantern(b, (k - 1) * (w / 2 - 0.38), -d / 2 + 0.3, h - 0.02, r=0.15, h=0.4, red=True)
    b.add(
        "curtain_rail",
        "wood",
        rod((-w / 2 + 0.2, -d / 2 + 0.3, h + 0.0), (w / 2 - 0.2, -d / 2 + 0.3, h + 0.0), 0.03, segments=5),
        label="rail",
    )
    b.add(
        "curtain_rail",
        "wood",
        [beam((s * (w / 2 - 0.3), yf, h - 0.05), (s * (w / 2 - 0.3), -d / 2 + 0.26, h + 0.0), 0.06, 0.06) for s in (-1, 1)],
        label="rail",
    )
    b.add("pots", "metal", [cylinder(0.22, 0.3, at=(x, yf + 0.4, 0.92), segments=10) for x in (-0.55, 0.1)], label="pot")
    b.add("stools", "wood", [box(0.34, 0.34, 0.06, at=(x, -d / 2 + 0.24, 0.44)) for x in (-w * 0.28, w * 0.02, w * 0.3)], label="stool")
    b.add(
        "stools",
        "wood",
        [
            box(0.05, 0.05, 0.44 - low, at=(x + i * 0.12, -d / 2 + 0.24 + j * 0.12, low))
            for x in (-w * 0.28, w * 0.02, w * 0.3)
            for i in (-1, 1)
            for j in (-1, 1)
        ],
        label="stool",
    )


@kind(
    "sake_barrels",
    "furniture",
    width=(1.6, 2.6),
    depth=(0.8, 1.1),
    words=("sake barrel", "sake", "straw barrel", "kazaridaru"),
    stand="square",
)
def sake_barrels(b: Build) -> None:
    """Straw-wrapped barrels with painted fronts, stacked in a rack under a little roof."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    n = max(2, round((w - 0.3) / 0.6))
    step = (w - 0.3) / n
    r = min(step * 0.46, 0.3, d / 2 - 0.12)
    h = 0.62
    b.add("rack", "timber", [box(0.09, 0.09, 2.0 - low, at=(s * (w / 2 - 0.12), d / 2 - 0.16, low)) for s in (-1, 1)], label="frame")
    b.add(
        "rack",
        "timber",
        box(w - 0.16, d - 0.2, 0.16 - low, at=(0, 0, low)),
        [box(w - 0.2, 0.08, 0.08, at=(0, d / 2 - 0.16, z)) for z in (0.8, 1.42)],
        label="frame",
    )
    b.add(
        "roof",
        "roof",
        hull([(s * (w / 2 - 0.02), y, z + t) for s in (-1, 1) for y, z in ((d / 2 - 0.04, 2.05), (-d / 2 + 0.04, 1.82)) for t in (0, 0.1)]),
        label="roof",
    )
    straw = b.look.material("fabric", color="#efe6cf", pattern="woven").model_copy(update={"color2": None})
    marks = ("#c23a2c", "#27446b", "#2f2a28")
    for row in range(2):
        for k in range(n):
            x, z = (k + 0.5 - n / 2) * step, 0.16 + row * (h + 0.005)
            b.add("barrels", straw, cylinder(r, h, at=(x, 0.02, z), segments=12), label="barrel")
            b.add("ropes", "fence", [cylinder(r + 0.02, 0.05, at=(x, 0.02, z + h * e), segments=12) for e in (0.02, 0.88)], label="rope")
            m = b.look.material("flower", color=marks[(k + row) % 3], pattern="plain")
            b.add(f"marks_{1 + (k + row) % 3}", m, box(r * 0.95, 0.1, h * 0.44, at=(x, 0.02 - r + 0.03, z + h * 0.24)), label="sign")
    b.add("rope", "fence", rod((-w / 2 + 0.1, d / 2 - 0.2, 1.7), (w / 2 - 0.1, d / 2 - 0.2, 1.7), 0.05, segments=6), label="rope")


@kind("bamboo_fence", "furniture", width=(1.8, 3.4), depth=(0.3, 0.5), words=("bamboo fence", "bamboo screen", "reed fence"))
def bamboo_fence(b: Build) -> None:
    """A screen of upright canes tied to rails between two posts."""
    w, low = b.lot.width, -b.lot.drop
    h = between(b.rng, 1.25, 1.6)
    cane = b.look.material("fence")
    n = int(w / 0.1)
    b.add(
        "canes",
        cane,
        [cylinder(0.048, h + 0.05 * ((k * 7) % 3), at=((k + 0.5 - n / 2) * (w - 0.2) / n, 0, 0.0), segments=6) for k in range(n)],
        label="fence",
    )
    b.add(
        "rails",
        shade(cane, 0.72),
        [rod((-w / 2 + 0.04, y, h * e), (w / 2 - 0.04, y, h * e), 0.035, segments=6) for e in (0.25, 0.6, 0.9) for y in (-0.075, 0.075)],
        label="rail",
    )
    b.add("posts", "timber", [cylinder(0.08, h + 0.12 - low, at=(s * (w / 2 - 0.09), 0, low), segments=7) for s in (-1, 1)], label="post")
