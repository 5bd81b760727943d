"""Gardens, playgrounds and farmyards: swing, slide, sandpit, clothes line, trellis, scarecrow."""

from __future__ import annotations

import numpy as np

from cityscape.grammar.kinds.plants import climbing
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import between, clump, pick, plate
from partgen.solids import Solid, ball, beam, box, cylinder, frustum, hull, rod, taper

GAY = ("#d8453a", "#2f77b8", "#e8b52f", "#3f9a5f")


@kind("swing", "furniture", width=(2.2, 4.0), depth=(1.5, 2.4), words=("swing", "playground", "swings"))
def swing(b: Build) -> None:
    """An A-frame with two seats on chains."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    h = 2.1
    m = b.look.material("vehicle", color=pick(b.rng, GAY), pattern="plain")
    x, y = w / 2 - 0.25, d / 2 - 0.08
    legs = [rod((s * (x + 0.15), e * y, low + 0.03), (s * x, 0, h), 0.065, segments=6) for s in (-1, 1) for e in (-1, 1)]
    b.add("frame", m, legs, rod((-x - 0.05, 0, h), (x + 0.05, 0, h), 0.065, segments=7))
    seats, chains = [], []
    for k in range(2):
        cx = (k - 0.5) * x
        lean = between(b.rng, -0.12, 0.12) * d
        chains += [rod((cx + s * 0.2, 0, h), (cx + s * 0.2, lean, 0.52), 0.022, segments=4) for s in (-1, 1)]
        seats.append(box(0.5, 0.24, 0.06, at=(cx, lean, 0.48)))
    b.add("chains", "metal", chains, label="rope")
    b.add("seats", b.look.material("vehicle", color=pick(b.rng, GAY), pattern="plain"), seats, label="seat")


@kind("slide", "furniture", width=(2.6, 4.2), depth=(0.9, 1.6), words=("slide", "playground slide", "climbing frame"))
def slide(b: Build) -> None:
    """A ladder, a small tower with a roof and a chute towards +x."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    one, two = (b.look.material("vehicle", color=c, pattern="plain") for c in (pick(b.rng, GAY[:2]), pick(b.rng, GAY[2:])))
    h, half = 1.35, min(0.42, d / 2 - 0.06)
    x0 = -w / 2 + 0.4
    x1 = x0 + 0.85
    b.add("posts", "wood", [box(0.1, 0.1, 2.2 - low, at=(x, s * half, low)) for x in (x0, x1) for s in (-1, 1)], label="post")
    b.add("platform", "wood", box(x1 - x0 + 0.1, 2 * half + 0.08, 0.08, at=((x0 + x1) / 2, 0, h)), label="floor")
    b.add(
        "roof",
        one,
        hull(
            np.array(
                [(x, s * (half + 0.05), 2.2) for x in (x0 - 0.08, x1 + 0.08) for s in (-1, 1)]
                + [(x, 0, 2.7) for x in (x0 - 0.08, x1 + 0.08)]
            )
        ),
    )
    b.add(
        "ladder",
        "wood",
        [beam((-w / 2 + 0.06, s * half * 0.7, low + 0.04), (x0 + 0.02, s * half * 0.7, h + 0.06), 0.07, 0.07) for s in (-1, 1)],
        [
            box(0.06, 1.4 * half, 0.05, at=(-w / 2 + 0.06 + (x0 + w / 2 - 0.04) * (z - low) / (h - low), 0, z - 0.02))
            for z in (0.3, 0.6, 0.9, 1.15)
        ],
        label="stairs",
    )
    run = [(x1 - 0.04, h + 0.03), (x1 + 0.2, h - 0.05), (w / 2 - 0.5, 0.24), (w / 2 - 0.03, 0.2)]
    chute: list[Solid] = []
    for (xa, za), (xc, zc) in zip(run, run[1:], strict=False):
        chute.append(hull(np.array([(x, s * half * 0.72, z + e) for x, z in ((xa, za), (xc, zc)) for s in (-1, 1) for e in (0, 0.05)])))
        for s in (-1, 1):
            chute.append(
                hull(np.array([(x, s * half * y, z + e) for x, z in ((xa, za), (xc, zc)) for y in (0.72, 0.84) for e in (0, 0.17)]))
            )
    b.add("chute", two, chute, label="slide")
    b.add("posts", "wood", box(0.1, 1.2 * half, 0.24 - low, at=(w / 2 - 0.45, 0, low)), label="post")


@kind("sandpit", "furniture", width=(1.6, 3.2), depth=(1.6, 3.2), words=("sandpit", "sandbox", "play area"))
def sandpit(b: Build) -> None:
    """Sand in a timber frame with a castle, a bucket and a ball."""
    w, d, low, rng = b.lot.width, b.lot.depth, -b.lot.drop, b.rng
    e, h = 0.2, 0.26
    b.add(
        "frame",
        "wood",
        [box(w, e, h - low, at=(0, s * (d - e) / 2, low)) for s in (-1, 1)]
        + [box(e, d - 2 * e, h - low, at=(s * (w - e) / 2, 0, low)) for s in (-1, 1)],
    )
    b.add("sand", "sand", box(w - 2 * e, d - 2 * e, 0.14 - low, at=(0, 0, low)))
    x, y = -w * 0.14, d * 0.12
    b.add(
        "castle",
        "sand",
        frustum(0.3, 0.16, 0.22, at=(x, y, 0.13), segments=9),
        [frustum(0.09, 0.07, 0.24, at=(x + 0.2 * sx, y + 0.2 * sy, 0.13), segments=7) for sx in (-1, 1) for sy in (-1, 1)],
        cylinder(0.09, 0.2, at=(x, y, 0.34), segments=7),
    )
    toys = [pick(rng, GAY[:2]), pick(rng, GAY[2:])]
    b.add(
        "bucket",
        b.look.material("vehicle", color=toys[0], pattern="plain"),
        frustum(0.08, 0.12, 0.2, at=(w * 0.2, -d * 0.16, 0.13), segments=8),
    )
    b.add("ball", b.look.material("vehicle", color=toys[1], pattern="plain"), ball(0.16, at=(w * 0.18, d * 0.2, 0.29), detail=1))


@kind("clothes_line", "furniture", width=(2.4, 5.0), depth=(0.6, 1.2), words=("clothes line", "washing line", "laundry", "washing"))
def clothes_line(b: Build) -> None:
    """Two T posts, lines, and washing in several colours."""
    w, d, low, rng = b.lot.width, b.lot.depth, -b.lot.drop, b.rng
    h, x = 1.9, w / 2 - 0.1
    y = d / 2 - 0.1
    b.add(
        "posts",
        "timber",
        [box(0.1, 0.1, h - low, at=(s * x, 0, low)) for s in (-1, 1)],
        [box(0.1, d - 0.04, 0.09, at=(s * x, 0, h - 0.09)) for s in (-1, 1)],
        label="post",
    )
    lines = (-y, y)
    b.add(
        "lines",
        b.look.material("fabric", color="#d9d2c0", pattern="plain"),
        [box(2 * x, 0.025, 0.025, at=(0, e, h - 0.05)) for e in lines],
        label="rope",
    )
    colors = ("#f2efe6", "#c8554a", "#5f8fbf", "#e3b750", "#7fa37a")
    n = max(3, int((2 * x - 0.3) / 0.62))
    k = 0
    for e in lines:
        for i in range(n):
            if rng.random() < 0.25:
                continue
            cx = -x + 0.25 + (i + 0.5) * (2 * x - 0.5) / n
            half, long = between(rng, 0.18, 0.26), between(rng, 0.5, 0.95)
            top = h - 0.02
            c = int(rng.integers(5))
            solids: list[Solid] = [box(2 * half, 0.04, long, at=(cx, e, top - long))]
            if long < 0.75:
                solids.append(
                    plate(
                        [
                            (cx - half * 1.5, e, top - 0.24),
                            (cx - half * 1.5, e, top - 0.1),
                            (cx, e, top),
                            (cx + half * 1.5, e, top - 0.1),
                            (cx + half * 1.5, e, top - 0.24),
                        ],
                        0.035,
                    )
                    if half * 1.5 < 0.3
                    else box(2 * half, 0.04, 0.05, at=(cx, e, top - 0.05))
                )
            b.add(f"cloth_{c + 1}", b.look.material("fabric", color=colors[c]), solids, label="cloth")
            k += 1
    if k == 0:
        b.add("cloth_1", b.look.material("fabric", color=colors[0]), box(0.5, 0.04, 0.9, at=(0, y, h - 0.92)), label="cloth")


@kind("trellis", "furniture", width=(1.0, 3.0), depth=(0.3, 0.7), words=("trellis", "climbing plants", "espalier", "bean rows"))
def trellis(b: Build) -> None:
    """A lattice between posts with climbing leaves and flowers."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    h = 1.9
    b.add("posts", "wood", [box(0.1, 0.1, h - low, at=(s * (w / 2 - 0.06), 0, low)) for s in (-1, 1)], label="post")
    n = max(2, round(w / 0.4))
    b.add(
        "lattice",
        "wood",
        [box(w - 0.06, 0.04, 0.05, at=(0, 0, z)) for z in np.arange(0.25, h - 0.05, 0.38)],
        [box(0.05, 0.04, h - 0.3, at=(float(x), 0, 0.2)) for x in np.linspace(-w / 2, w / 2, n + 1)[1:-1]],
        label="rail",
    )
    cols = max(2, round(w / 0.5))
    spots = []
    for k in range(cols):
        x = ((k + 0.5) / cols - 0.5) * (w - 0.3)
        for z in np.arange(0.42, h * between(b.rng, 0.55, 1.0), 0.42):
            spots.append((x + between(b.rng, -0.06, 0.06), 0.0, float(z)))
    climbing(b, [(float(np.clip(x, -w / 2 + 0.24, w / 2 - 0.24)), y, z) for x, y, z in spots], 0.24, d / 2)
    b.add("soil", "soil", box(w, d, 0.1 - low, at=(0, 0, low)))


@kind("scarecrow", "furniture", width=(1.2, 1.8), depth=(0.5, 0.9), words=("scarecrow",), stand="field")
def scarecrow(b: Build) -> None:
    """A coat on a cross of poles, a straw head with a hat."""
    w, low = b.lot.width, -b.lot.drop
    d = b.lot.depth
    coat = b.look.material("fabric", color=pick(b.rng, ("#8a3f36", "#4f6a86", "#6b7a45", "#9a6a3a")))
    straw = b.look.material("crop", color="#d9b95c", pattern="thatch")
    b.add("pole", "timber", box(0.09, 0.09, 1.5 - low, at=(0, 0, low)), box(w - 0.1, 0.08, 0.08, at=(0, 0, 1.28)), label="post")
    b.add(
        "coat",
        coat,
        taper(0.56, min(0.34, d - 0.05), 0.4, 0.24, 0.75, at=(0, 0, 0.65)),
        [
            hull(np.array([(s * x, y, z) for x, r in ((0.12, 0.13), (w / 2 - 0.12, 0.09)) for y in (-r, r) for z in (1.32 - r, 1.32 + r)]))
            for s in (-1, 1)
        ],
        label="body",
    )
    b.add(
        "straw",
        straw,
        [ball(0.09, at=(s * (w / 2 - 0.1), 0, 1.32), detail=0) for s in (-1, 1)],
        clump(b.rng, 0.26, min(0.2, d / 2 - 0.02), 0.14, at=(0, 0, 0.6), points=16),
        label="straw",
    )
    b.add("head", b.look.material("fabric", color="#d8c08c", pattern="fabric"), ball(0.17, 0.17, 0.2, at=(0, 0, 1.58), detail=1))
    r = min(0.3, d / 2 - 0.01)
    b.add(
        "hat",
        b.look.material("fabric", color="#5f4a32", pattern="thatch"),
        cylinder(r, 0.05, at=(0, 0, 1.68), segments=10),
        frustum(0.17, 0.1, 0.24, at=(0, 0, 1.73), segments=8),
    )
