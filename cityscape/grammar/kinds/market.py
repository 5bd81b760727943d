"""Trade and storage: stall, newsstand, parasol table, barrel, crate, hay, pots, rugs, vending machine."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.kinds.plants import bloom
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import axle, between, era, grown, lathe, pick, plate, tint
from cityscape.world.theme import Role
from partgen.solids import Solid, box, cone, cylinder, frustum, hull, rod

FRUIT = ("#cf3f2e", "#e3902c", "#e6c53a", "#7fa33c", "#7a3f6b")


def _awning(b: Build, w: float, y0: float, z0: float, y1: float, z1: float, *, strips: int, name: str = "awning") -> None:
    """A striped, sloping awning from its high back edge (y1, z1) to its front (y0, z0), with a valance."""
    m = b.look.material("awning")
    pale = b.look.material("awning", color=m.color2 if m.color2 and m.color2 != m.color else "#f3ecdc")
    m, pale = (x.model_copy(update={"color2": None}) for x in (m, pale))
    step = w / strips
    for k in range(strips):
        a, c = -w / 2 + k * step, -w / 2 + (k + 1) * step
        sheet = plate([(a, y0, z0), (c, y0, z0), (c, y1, z1), (a, y1, z1)], 0.05)
        drop = [(a, z0 + 0.01), (c, z0 + 0.01), (c, z0 - 0.14), ((a + c) / 2, z0 - 0.22), (a, z0 - 0.14)]
        valance = hull(np.array([(x, y0 + d, z) for x, z in drop for d in (-0.02, 0.02)]))
        b.add(name if k % 2 == 0 else f"{name}_stripes", m if k % 2 == 0 else pale, sheet, valance, label="awning")


def _produce(b: Build, w: float, y0: float, y1: float, z: float) -> None:
    """Trays of fruit, bolts of cloth, or pots and loaves on a counter."""
    rng = b.rng
    n = max(2, round(w / 0.62))
    step = w / n
    form = int(rng.integers(3))
    deep = y1 - y0
    trays: list[Solid] = []
    for k in range(n):
        x = -w / 2 + (k + 0.5) * step
        color = FRUIT[(k + int(rng.integers(2))) % len(FRUIT)]
        if form < 2:
            trays.append(
                hull(
                    np.array(
                        [
                            (x + s * (step / 2 - 0.03), y, h)
                            for s in (-1, 1)
                            for y, hs in ((y0, (z, z + 0.12)), (y1, (z, z + 0.26)))
                            for h in hs
                        ]
                    )
                )
            )
            heaps = []
            for i in range(3):
                for j in range(2):
                    e = (j + 0.5) / 2
                    r = min(0.105, step * 0.17)
                    heaps.append(bloom(x + (i - 1) * step * 0.29, y0 + deep * e, z + 0.12 + 0.14 * e + r * 0.55, r))
            b.add(f"goods_{1 + k % 3}", b.look.material("flower", color=color, pattern="plain"), heaps, label="goods")
        else:
            r = step * 0.28
            b.add(
                f"goods_{1 + k % 3}",
                b.look.material("fabric", color=color),
                rod((x, y0 + 0.04, z + r), (x, y1 - 0.04, z + r), r, segments=8),
                label="goods",
            )
    if trays:
        b.add("trays", tint(b.look.material("wood"), "#d2a768", 0.5), trays, label="crate")


@kind(
    "stall",
    "furniture",
    width=(2.0, 3.6),
    depth=(1.7, 2.6),
    words=("stall", "market stall", "booth", "market stand", "kiosk"),
    stand="square",
)
def stall(b: Build) -> None:
    """A market stall: counter with goods in front (-y), posts, striped awning."""
    w, d, rng, low = b.lot.width, b.lot.depth, b.rng, -b.lot.drop
    front, back = 2.05, between(rng, 2.45, 2.7)
    frame: Role = "metal" if era(b.look.style) in ("modern", "neon") else "timber"
    t = 0.09
    yf, yb = -d / 2 + 0.42, d / 2 - 0.2
    slope = (back - front) / (yb - (-d / 2 + 0.04))
    posts = [box(t, t, front + slope * (y + d / 2 - 0.04) - low, at=(s * (w / 2 - 0.16), y, low)) for s in (-1, 1) for y in (yf, yb)]
    b.add("posts", frame, posts, label="post")
    _awning(b, w - 0.02, -d / 2 + 0.04, front, d / 2 - 0.05, front + slope * (d - 0.09), strips=max(5, 2 * round(w / 0.8) + 1))
    cy0, cy1 = -d / 2 + 0.3, -d / 2 + 0.95
    b.add(
        "counter",
        "wood",
        box(w - 0.3, cy1 - cy0, 0.07, at=(0, (cy0 + cy1) / 2, 0.84)),
        box(w - 0.36, 0.06, 0.84 - low, at=(0, cy0 + 0.1, low)),
    )
    b.add("counter", "wood", [box(0.07, cy1 - cy0 - 0.1, 0.84 - low, at=(s * (w / 2 - 0.24), (cy0 + cy1) / 2, low)) for s in (-1, 1)])
    _produce(b, w - 0.36, cy0 + 0.02, cy1 - 0.04, 0.91)
    if rng.random() < 0.6:
        b.add(
            "crates",
            tint(b.look.material("wood"), "#d2a768", 0.3),
            [box(0.5, 0.4, h - low, at=(x, yb - 0.3, low)) for x, h in ((-w * 0.25, 0.4), (w * 0.22, 0.62))],
            label="crate",
        )
    if era(b.look.style) == "neon":
        b.add("sign", "sign", box(w * 0.6, 0.06, 0.3, at=(0, -d / 2 + 0.05, front + 0.02)))


@kind(
    "newsstand", "furniture", width=(1.8, 3.0), depth=(1.4, 2.2), words=("newsstand", "kiosk", "news kiosk", "ticket booth"), stand="square"
)
def newsstand(b: Build) -> None:
    """A small closed kiosk with a hatch, papers and a canopy."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    bw, bd, y = w - 0.3, d - 0.65, 0.2
    front = y - bd / 2
    b.add("base", "plinth", box(bw, bd, 0.25 - low, at=(0, y, low)))
    b.add("body", "accent" if b.rng.random() < 0.5 else "shutter", box(bw - 0.06, bd - 0.06, 2.0, at=(0, y, 0.25)))
    b.add(
        "windows",
        "glass",
        box(bw * 0.8, 0.06, 0.75, at=(0, front + 0.02, 1.15)),
        [box(0.06, bd * 0.6, 0.75, at=(s * (bw / 2 - 0.02), y, 1.15)) for s in (-1, 1)],
        label="window",
    )
    b.add("counter", "wood", box(bw * 0.86, 0.3, 0.06, at=(0, front - 0.1, 1.02)))
    b.add(
        "roof",
        "trim",
        hull(
            np.array(
                [
                    (sx * (w / 2 - 0.03) * e, y + sy * (d / 2 - 0.2) * e, z)
                    for sx in (-1, 1)
                    for sy in (-1, 1)
                    for e, z in ((0.97, 2.25), (1.0, 2.37), (0.6, 2.62))
                ]
            )
        ),
    )
    _awning(b, bw * 0.9, -d / 2 + 0.05, 2.0, front + 0.02, 2.26, strips=7)
    papers = ("#efe9da", "#d8574a", "#e8c24a", "#4f7fb0")
    n = max(3, int(bw / 0.34))
    for k in range(n):
        x = -bw / 2 + (k + 0.5) * bw / n
        b.add(
            f"papers_{1 + k % 3}",
            b.look.material("sign", color=papers[(k + int(b.rng.integers(2))) % 4], pattern="plain").model_copy(update={"emission": 0.0}),
            box(bw / n - 0.07, 0.06, 0.34, at=(x, front, 0.5)),
            label="paper",
        )
    b.add("sign", "sign", box(bw * 0.6, 0.08, 0.26, at=(0, y, 2.6)))


@kind(
    "parasol_table",
    "furniture",
    width=(2.2, 3.2),
    depth=(2.2, 3.2),
    words=("parasol", "cafe table", "table", "umbrella", "terrace", "cafe"),
    stand="square",
)
def parasol_table(b: Build) -> None:
    """A round table under a parasol of two colours, with chairs around it."""
    low, rng = -b.lot.drop, b.rng
    reach = min(b.lot.width, b.lot.depth) / 2
    r, z = reach * 0.92, 2.15
    metal = b.look.material("metal")
    b.add("table", "wood", cylinder(0.48, 0.05, at=(0, 0, 0.7), segments=12))
    b.add(
        "pole",
        metal,
        cylinder(0.035, 2.75 - low, at=(0, 0, low), segments=7),
        cylinder(0.26, 0.06 - low, at=(0, 0, low), segments=10),
        label="post",
    )
    m = b.look.material("awning")
    pale = b.look.material("awning", color="#f4efe2")
    n = 8
    t = 2 * pi * (np.arange(n + 1)) / n + pi / n
    for k in range(n):
        a, c = (np.array([r * cos(u), r * sin(u), z]) for u in t[k : k + 2])
        tip = np.array([0, 0, z + 0.55])
        down = np.array([0, 0, 0.06])
        sheet = hull(np.array([a, c, tip, a - down, c - down, tip - down]))
        skirt = plate([a + (0, 0, 0.0), c, c - (0, 0, 0.16), a - (0, 0, 0.16)], 0.03)
        b.add(
            "parasol" if k % 2 == 0 else "parasol_stripes",
            (m if k % 2 == 0 else pale).model_copy(update={"color2": None}),
            sheet,
            skirt,
            label="parasol",
        )
    chairs: list[Solid] = []
    turn = 2 * pi * rng.random()
    many = int(rng.integers(2, 5))
    away = min(0.86, reach - 0.34)
    for k in range(many):
        seat = [box(0.4, 0.4, 0.05, at=(0, 0, 0.42)), box(0.4, 0.05, 0.42, at=(0, 0.175, 0.47))]
        seat += [box(0.05, 0.05, 0.42 - low, at=(sx * 0.17, sy * 0.17, low)) for sx in (-1, 1) for sy in (-1, 1)]
        u = turn + 2 * pi * k / many
        chairs += [s.moved(0, away, 0).turned(u) for s in seat]
    b.add("chairs", "wood" if era(b.look.style) in ("old", "green") else metal, chairs, label="chair")
    b.add(
        "cups",
        b.look.material("trim"),
        [cylinder(0.05, 0.1, at=(0.25 * cos(turn + k * 2.1), 0.25 * sin(turn + k * 2.1), 0.75), segments=6) for k in range(3)],
        label="cup",
    )


def barrel_solids(x: float, y: float, z: float, r: float, h: float) -> tuple[list[Solid], list[Solid]]:
    """Staves and hoops of an upright barrel."""
    staves = lathe([(0.8 * r, 0), (0.94 * r, 0.25 * h), (0.97 * r, 0.5 * h), (0.94 * r, 0.75 * h), (0.8 * r, h)], at=(x, y, z), segments=10)
    hoops = [
        frustum(a * r + 0.012, c * r + 0.012, 0.06 * h, at=(x, y, z + e * h), segments=10)
        for e, a, c in ((0.1, 0.86, 0.895), (0.35, 0.955, 0.96), (0.6, 0.96, 0.955), (0.84, 0.895, 0.86))
    ]
    return staves, hoops


@kind("barrel", "furniture", width=(0.6, 1.5), depth=(0.6, 1.2), words=("barrel", "cask", "keg", "oil drum", "drum"), stand="square")
def barrel(b: Build) -> None:
    """One to three barrels: oak with hoops, or steel drums."""
    w, d, rng, low = b.lot.width, b.lot.depth, b.rng, -b.lot.drop
    old = era(b.look.style) in ("old", "green")
    r = min(0.34, d / 2 - 0.02, w / 2 - 0.02) if w < 1.05 else min(0.34, d / 2 - 0.02, w / 4 - 0.01)
    spots = [(0.0, 0.0)] if w < 1.05 else [(-w / 2 + r + 0.01, -d / 2 + r + 0.01), (w / 2 - r - 0.01, d / 2 - r - 0.01)]
    for k, (x, y) in enumerate(spots):
        h = 0.92 * (1.0 if k == 0 else between(rng, 0.85, 1.0))
        if old:
            staves, hoops = barrel_solids(x, y, 0, r, h)
            b.add("barrels", "wood", staves, label="barrel")
            b.add("hoops", "metal", hoops, label="hoop")
            b.add("barrels", "wood", cylinder(0.79 * r, -low, at=(x, y, low), segments=10) if low < 0 else [], label="barrel")
        else:
            m = b.look.material("vehicle", fresh=True)
            b.add(f"drum_{k + 1}", m, cylinder(r * 0.94, h - low, at=(x, y, low), segments=12), label="barrel")
            b.add("rims", "metal", [cylinder(r * 0.99, 0.04, at=(x, y, e * h), segments=12) for e in (0.3, 0.64, 0.97)], label="hoop")


@kind("crate", "furniture", width=(0.7, 2.0), depth=(0.7, 1.6), words=("crate", "box", "chest", "container", "pallet"), stand="square")
def crate(b: Build) -> None:
    """A heap of wooden crates with battens, some open with goods."""
    w, d, rng, low = b.lot.width, b.lot.depth, b.rng, -b.lot.drop
    bare = tint(b.look.material("wood"), "#d2a768", 0.45)
    count = 1 if w < 1.1 else 2
    size = min(w / count - 0.06, d - 0.06, 1.0)

    def one(x: float, y: float, z: float, s: float, h: float, foot: float) -> None:
        t = 0.06
        b.add("crates", bare, box(s - 0.06, s - 0.06, h - 0.02 + foot, at=(x, y, z - foot)), label="crate")
        edges = [box(t, t, h + foot, at=(x + sx * (s - t) / 2, y + sy * (s - t) / 2, z - foot)) for sx in (-1, 1) for sy in (-1, 1)]
        for e in (0.0, h - 0.09):
            edges += [box(s - 2 * t, t * 0.8, 0.09, at=(x, y + sy * (s - t * 0.8) / 2, z + e)) for sy in (-1, 1)]
            edges += [box(t * 0.8, s - 2 * t, 0.09, at=(x + sx * (s - t * 0.8) / 2, y, z + e)) for sx in (-1, 1)]
        b.add("battens", "wood", edges, label="batten")

    for k in range(count):
        x = (k - (count - 1) / 2) * (w / count)
        h = between(rng, 0.6, 0.85) * size
        y = between(rng, -1, 1) * (d / 2 - size / 2 - 0.02)
        one(x, y, 0.0, size, h, -low)
        if k == 0 and rng.random() < 0.5:
            one(x, y, h - 0.02, size * 0.72, size * 0.5, 0.0)
        elif rng.random() < 0.5:
            b.add(
                "goods",
                b.look.material("flower", color=pick(rng, FRUIT), pattern="plain"),
                [bloom(x + i * size * 0.26, y + j * size * 0.26, h + 0.05, size * 0.13) for i in (-1, 0, 1) for j in (-1, 0, 1)],
                label="goods",
            )


@kind("hay_bale", "furniture", width=(1.0, 2.4), depth=(1.0, 1.8), words=("hay", "hay bale", "straw", "haystack", "bale"), stand="field")
def hay_bale(b: Build) -> None:
    """A round bale lying, square bales piled up, or a haystack with a pole."""
    w, d, rng, low = b.lot.width, b.lot.depth, b.rng, -b.lot.drop
    m = b.look.material("crop", color=pick(rng, ("#d9b95c", "#cfae55", "#e0c36c")), pattern="thatch")
    form = int(rng.integers(3)) if era(b.look.style) == "old" else int(rng.integers(2))
    if form == 0:
        r = min(w / 2 - 0.01, 0.72)
        long = min(d - 0.05, 1.3)
        b.add("bale", m, axle(0, 0, r + 0.012, r, long, segments=14), label="hay")
        b.add("bale", m, box(r * 0.7, long * 0.96, 0.1 - low, at=(0, 0, low)), label="hay")
        b.add(
            "twine",
            tint(m, "#8a6a34", 0.5),
            [axle(0, s * long * 0.25, r + 0.012, r + 0.012, 0.06, segments=14) for s in (-1, 1)] if r + 0.012 < w / 2 else [],
            label="rope",
        )
    elif form == 1:
        n = max(1, round(w / 0.95))
        bw = w / n - 0.05
        for k in range(n):
            x = -w / 2 + (k + 0.5) * w / n
            b.add("bales", m, [box(bw, d * 0.46, 0.46 - low, at=(x, s * d * 0.245, low)) for s in (-1, 1)], label="hay")
        b.add("bales", m, box(min(bw * 1.1, w - 0.1), d * 0.46, 0.46, at=(between(rng, -0.1, 0.1) * (w - bw * 1.1), 0, 0.46)), label="hay")
    else:
        r = min(w, d) / 2 - 0.02
        h = 1.75 * r * grown(b.lot)
        b.add(
            "stack",
            m,
            frustum(r * 0.82, r, 0.35 * h - low, at=(0, 0, low), segments=11),
            frustum(r, r * 0.62, 0.35 * h, at=(0, 0, 0.35 * h), segments=11),
            cone(r * 0.62, 0.36 * h, at=(0, 0, 0.7 * h), segments=11),
            label="hay",
        )
        b.add("pole", "timber", cylinder(0.05, 0.5, at=(0, 0, h), segments=6), label="post")
        b.add("pole", "timber", cylinder(0.05, 0.3, at=(0, 0, h - 0.3), segments=6), label="post")


@kind("pottery", "furniture", width=(1.0, 2.4), depth=(0.8, 1.6), words=("pottery", "pot", "jar", "amphora", "vase", "urn"), stand="square")
def pottery(b: Build) -> None:
    """A group of jars and bowls in several clays."""
    w, d, rng, low = b.lot.width, b.lot.depth, b.rng, -b.lot.drop
    colors = ("#b5623f", "#c98a54", "#8a4a35", "#d8b48a", "#3f7d86")
    n = 4 if w < 1.6 else 6
    for k in range(n):
        column, row = k % (n // 2), k // (n // 2)
        room = w / (n // 2)
        x = -w / 2 + room * (column + 0.5)
        y = (d / 4) * (1 if row == 0 else -1)
        r = min(room / 2, d / 4) * between(rng, 0.8, 0.97)
        h = r * between(rng, 2.0, 3.2) if row == 0 else r * between(rng, 1.1, 1.9)
        m = b.look.material("stone", color=colors[(k + int(rng.integers(2))) % 5], pattern="plain").model_copy(update={"color2": None})
        b.add(
            f"pot_{k + 1}",
            m,
            lathe(
                [
                    (0.5 * r, low - 1e-9),
                    (0.5 * r, 0.0),
                    (r, 0.45 * h),
                    (0.86 * r, 0.7 * h),
                    (0.4 * r, 0.88 * h),
                    (0.38 * r, 0.93 * h),
                    (0.56 * r, h),
                ],
                at=(x, y, 0),
                segments=10,
            ),
            label="pot",
        )


@kind(
    "rug_stand",
    "furniture",
    width=(1.6, 3.0),
    depth=(0.8, 1.6),
    words=("rug", "carpet", "rug stand", "carpets", "textiles"),
    stand="square",
)
def rug_stand(b: Build) -> None:
    """Rugs with borders hanging over a rail, rolls on the ground."""
    w, d, rng, low = b.lot.width, b.lot.depth, b.rng, -b.lot.drop
    h = 1.75
    b.add(
        "frame",
        "timber",
        [box(0.09, 0.09, h - low, at=(s * (w / 2 - 0.06), 0.1, low)) for s in (-1, 1)],
        box(w - 0.04, 0.09, 0.09, at=(0, 0.1, h)),
        [box(0.1, d * 0.62, 0.09 - low, at=(s * (w / 2 - 0.06), 0.05, low)) for s in (-1, 1)],
    )
    n = max(2, round(w / 0.95))
    room = (w - 0.3) / n
    colors = ("#a8322d", "#2f5d8c", "#c98a2b", "#6b3a6f", "#2f7d6b")
    start = int(rng.integers(5))
    for k in range(n):
        x = -(w - 0.3) / 2 + room * (k + 0.5)
        m = b.look.material("fabric", color=colors[(start + k) % 5])
        pale = b.look.material("fabric", color="#ead9b0")
        long = between(rng, 1.1, 1.5)
        half = room / 2 - 0.04
        b.add(
            f"rug_{k + 1}",
            m,
            box(2 * half, 0.04, long, at=(x, 0.03, h + 0.09 - long)),
            box(2 * half, 0.18, 0.03, at=(x, 0.1, h + 0.09)),
            label="rug",
        )
        bands = [box(2 * half, 0.05, 0.07, at=(x, 0.02, h + 0.02 - long + e)) for e in (0.16, long - 0.22)]
        mid = h + 0.09 - long / 2
        bands.append(
            hull(
                np.array(
                    [
                        (x + dx, 0.02 + s * 0.025, mid + dz)
                        for dx, dz in ((-half * 0.6, 0), (half * 0.6, 0), (0, long * 0.2), (0, -long * 0.2))
                        for s in (-1, 1)
                    ]
                )
            )
        )
        b.add("borders", pale, bands, label="ornament")
    y = -d / 2 + 0.14
    rolls = ((w * 0.05, -0.22, 0), (w * 0.05, 0.0, 2))
    for x, dy, k in rolls[: 2 if d > 1.0 else 1]:
        b.add(
            f"roll_{k + 1}",
            b.look.material("fabric", color=colors[(start + k + 2) % 5]),
            rod((x - w * 0.36, y - dy, 0.12), (x + w * 0.36, y - dy, 0.12), 0.12, segments=9),
            label="rug",
        )
