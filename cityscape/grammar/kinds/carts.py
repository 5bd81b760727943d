"""What horses and wind move: cart, wagon, rowing boat, sailing boat. They point along +x; boats float on z = 0."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.kinds.vehicles import Piece, put
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import axle, between, clump, pick, plate, spoked, tint
from cityscape.world.material import Material
from partgen.solids import Solid, beam, box, frustum, hull, rod


def _straw(b: Build) -> Material:
    return b.look.material("crop", color="#d9b95c", pattern="thatch")


def _load(b: Build, x0: float, x1: float, half: float, z: float) -> list[Piece]:
    """Hay, barrels, sacks or crates on a bed that spans x0..x1 at height z."""
    rng, mid, long = b.rng, (x0 + x1) / 2, x1 - x0
    form = int(rng.integers(4))
    if form == 0:
        hay = [clump(rng, long * 0.5, half * 0.96, 0.5, at=(mid, 0, z + 0.3), points=34, rough=0.18)]
        hay.append(clump(rng, long * 0.3, half * 0.6, 0.4, at=(mid + 0.1 * long, 0, z + 0.6), points=24, rough=0.18))
        return [("hay", _straw(b), "cargo", hay), ("hay", _straw(b), "cargo", [box(long * 0.9, half * 1.7, 0.2, at=(mid, 0, z))])]
    if form == 1:
        n = min(4, max(2, int(long / 0.62)))
        xs = [x0 + (k + 0.5) * long / n for k in range(n)]
        r = min(0.31, long / n / 2 - 0.01, half / 2 - 0.01)
        rows = [(x, s * (r + 0.005)) for x in xs for s in (-1, 1) if rng.random() < 0.85]
        staves = [
            f
            for x, y in rows
            for f in (frustum(r * 0.85, r, 0.3, at=(x, y, z), segments=7), frustum(r, r * 0.85, 0.3, at=(x, y, z + 0.3), segments=9))
        ]
        hoops = [frustum(r + 0.012, r + 0.012, 0.05, at=(x, y, z + h), segments=7) for x, y in rows for h in (0.2, 0.36)]
        return [("barrels", "wood", "barrel", staves), ("hoops", "metal", "hoop", hoops)]
    if form == 2:
        n = max(2, int(long / 0.56))
        xs = [x0 + (k + 0.5) * long / n for k in range(n)]
        sacks = [
            clump(rng, 0.5 * long / n, half * 0.48, 0.27, at=(x, s * half * 0.48, z + 0.14), points=18, rough=0.1, floor=z)
            for x in xs
            for s in (-1, 1)
        ]
        sacks += [clump(rng, 0.5 * long / n, half * 0.46, 0.24, at=(x, 0, z + 0.42), points=18, rough=0.1, floor=z + 0.3) for x in xs[:-1]]
        return [("sacks", b.look.material("fabric", color=pick(rng, ("#cbb58a", "#b89f72")), pattern="fabric"), "cargo", sacks)]
    n = max(2, int(long / 0.7))
    crates = [
        box(long / n - 0.06, half * 0.85, between(rng, 0.3, 0.6), at=(x0 + (k + 0.5) * long / n, s * half * 0.46, z))
        for k in range(n)
        for s in (-1, 1)
        if rng.random() < 0.8
    ]
    goods = [
        clump(
            rng,
            (long / n - 0.1) / 2,
            half * 0.38,
            0.14,
            at=tuple((c.corners().max(0) + c.corners().min(0)) / 2 * (1, 1, 0) + (0, 0, c.corners()[:, 2].max())),
            points=14,
        )
        for c in crates[::2]
    ]
    return [
        ("crates", tint(b.look.material("wood"), "#d2a768", 0.4), "crate", crates),
        ("produce", b.look.material("flower", color=pick(rng, ("#c8402f", "#7f9f3a", "#e0a030"))), "cargo", goods),
    ]


@kind(
    "cart",
    "vehicle",
    width=(2.4, 3.4),
    depth=(1.35, 1.8),
    words=("cart", "handcart", "horse cart", "donkey cart", "barrow"),
    stand="square",
)
def cart(b: Build) -> None:
    """Two spoked wheels under a bed with boarded sides, shafts resting on the ground ahead."""
    end, half = b.lot.width / 2, b.lot.depth / 2
    r = 0.5
    x0, x1 = -end + 0.05, end - 1.05
    inner = half - 0.17
    bed = 0.66
    mid, long = (x0 + x1) / 2, x1 - x0
    boards = [box(long, 2 * inner, 0.08, at=(mid, 0, bed))]
    boards += [box(long, 0.06, 0.34, at=(mid, s * (inner - 0.03), bed + 0.08)) for s in (-1, 1)]
    boards += [box(0.06, 2 * inner - 0.12, 0.34, at=(x, 0, bed + 0.08)) for x in (x0 + 0.03, x1 - 0.03)]
    shafts = [beam((mid, s * inner * 0.62, bed - 0.04), (end - 0.03, s * inner * 0.5, 0.06), 0.08, 0.1) for s in (-1, 1)]
    prop = [rod((x0 + 0.25, 0, 0.0), (x0 + 0.25, 0, bed), 0.05, segments=5)]
    stakes = [box(0.07, 0.07, 0.52, at=(x, s * (inner + 0.02), bed)) for x in (x0 + 0.12, mid, x1 - 0.12) for s in (-1, 1)]
    pieces: list[Piece] = [
        ("bed", "wood", "bed", boards),
        ("frame", "timber", "beam", [*shafts, *prop, *stakes, axle(mid, 0, r, 0.06, 2 * half - 0.06, segments=6)]),
        ("frame", "timber", "beam", [box(0.14, 2 * inner, bed - r, at=(mid, 0, r))]),
        (
            "wheels",
            tint(b.look.material("timber"), "#8a5a36", 0.35),
            "wheel",
            [w for s in (-1, 1) for w in spoked(mid, s * (half - 0.08), r, r, 0.09)],
        ),
    ]
    put(b, pieces + _load(b, x0 + 0.1, x1 - 0.1, inner - 0.08, bed + 0.08))


@kind(
    "wagon",
    "vehicle",
    width=(3.6, 5.2),
    depth=(1.6, 2.0),
    words=("wagon", "covered wagon", "hay wagon", "carriage", "coach wagon"),
    stand="square",
)
def wagon(b: Build) -> None:
    """Four spoked wheels, a boarded bed, a drawbar; a canvas tilt over hoops or an open load."""
    end, half = b.lot.width / 2, b.lot.depth / 2
    rf, rr = 0.42, 0.55
    x0, x1 = -end + 0.08, end - 0.95
    inner, bed = half - 0.2, 0.88
    mid, long = (x0 + x1) / 2, x1 - x0
    xr, xf = x0 + 0.7, x1 - 0.6
    boards = [box(long, 2 * inner, 0.1, at=(mid, 0, bed))]
    boards += [
        hull(np.array([(x, s * (inner - 0.06 * t + 0.1 * e), bed + 0.1 + 0.5 * e) for x in (x0, x1) for t in (0, 1) for e in (0, 1)]))
        for s in (-1, 1)
    ]
    boards += [box(0.06, 2 * inner - 0.1, 0.5, at=(x, 0, bed + 0.1)) for x in (x0 + 0.03, x1 - 0.03)]
    frame = [beam((xf, 0, rf + 0.05), (end - 0.03, 0, 0.08), 0.1, 0.1)]
    frame += [axle(xf, 0, rf, 0.07, 2 * half - 0.1, segments=6), axle(xr, 0, rr, 0.07, 2 * half - 0.1, segments=6)]
    frame += [box(0.2, 1.2 * inner, bed - rf, at=(xf, 0, rf)), box(0.2, 1.2 * inner, bed - rr, at=(xr, 0, rr))]
    wheels = [w for s in (-1, 1) for x, r in ((xf, rf), (xr, rr)) for w in spoked(x, s * (half - 0.09), r, r, 0.1)]
    pieces: list[Piece] = [
        ("bed", "wood", "bed", boards),
        ("frame", "timber", "beam", frame),
        ("wheels", tint(b.look.material("timber"), "#8a5a36", 0.35), "wheel", wheels),
    ]
    if b.rng.random() < 0.5:
        n, z, tall = 8, bed + 0.55, 0.95
        arcs = [(-(inner + 0.06) * cos(pi * k / n), z + tall * sin(pi * k / n)) for k in range(n + 1)]
        bulge = [(x0 + 0.05, 1.0), (x0 + 0.3 * long, 0.93), (x1 - 0.3 * long, 0.93), (x1 + 0.12, 1.0)]
        for (xa, fa), (xc, fc) in zip(bulge, bulge[1:], strict=False):
            rows = [(x, y * f, z + (h - z) * f) for x, f in ((xa, fa), (xc, fc)) for y, h in arcs]
            pieces.append(("cover", b.look.material("fabric", color=pick(b.rng, ("#e9dfc6", "#e2d2ac"))), "cover", [hull(np.array(rows))]))
        dark = [hull(np.array([(x, y * 0.72, z + 0.1 + (h - z) * 0.72) for x in (x1 + 0.1, x1 + 0.16) for y, h in arcs]))]
        pieces.append(("opening", b.look.material("fabric", color="#4a3c2c", pattern="plain"), "opening", dark))
        put(b, pieces)
    else:
        put(b, pieces + _load(b, x0 + 0.12, x1 - 0.12, inner - 0.1, bed + 0.1))


def _hull_shell(end: float, half: float, high: float, *, stern: float, thick: float) -> list[Solid]:
    """A boat's planked sides as plates between stations, its bottom on z = 0."""
    stations = [(-end, stern), (-0.45 * end, 0.94), (0.1 * end, 1.0), (0.6 * end, 0.68), (end, 0.03)]
    out: list[Solid] = []
    for (xa, fa), (xc, fc) in zip(stations, stations[1:], strict=False):
        for s in (-1, 1):
            ring = []
            for x, f in ((xa, fa), (xc, fc)):
                sheer = high * (1 + 0.28 * (x / end) ** 2 * (1.0 if x > 0 else 0.5))
                for lowered, y in ((0.0, half * f * 0.72), (1.0, half * f)):
                    z = sheer if lowered else 0.0
                    for inside in (0.0, min(thick, half * f * 0.9)):
                        ring.append((x * (0.9 if not lowered and abs(x) == end else 1.0), s * (y - inside), z))
            out.append(hull(np.array(ring)))
        floor = [
            (x * (0.9 if abs(x) == end else 1.0), s * half * f * 0.72, z)
            for x, f in ((xa, fa), (xc, fc))
            for s in (-1, 1)
            for z in (0.0, 0.08)
        ]
        out.append(hull(np.array(floor)))
    y = half * stern
    out.append(
        hull(
            np.array(
                [
                    (x, s * y * e, z)
                    for x, e, z in (
                        (-end * 0.9, 0.72, 0.0),
                        (-end * 0.9 + thick, 0.72, 0.0),
                        (-end, 1.0, high * 1.14),
                        (-end + thick, 1.0, high * 1.14),
                    )
                    for s in (-1, 1)
                ]
            )
        )
    )
    return out


@kind(
    "boat",
    "vehicle",
    width=(2.6, 4.4),
    depth=(1.1, 1.6),
    words=("boat", "rowing boat", "rowboat", "dinghy", "punt", "gondola"),
    stand="water",
)
def boat(b: Build) -> None:
    """An open rowing boat with thwarts and oars; it floats on z = 0."""
    end, half = b.lot.width / 2 - 0.02, b.lot.depth / 2 - 0.02
    high = 0.48
    paint = b.look.material("wood")
    hullside = tint(paint, pick(b.rng, ("#b5432f", "#2f6b8c", "#e8e0cc", "#3f7a5a")), 0.7) if b.rng.random() < 0.6 else paint
    seats = [box(0.26, 2 * half * f - 0.06, 0.06, at=(x * end, 0, 0.28)) for x, f in ((-0.62, 0.82), (-0.08, 0.88), (0.44, 0.7))]
    oars = []
    for s in (-1, 1):
        oars += [
            beam((-0.5 * end, s * half * 0.5, 0.34), (0.45 * end, s * half * 0.36, 0.37), 0.05, 0.05),
            plate(
                [
                    (0.45 * end, s * half * 0.36 - 0.08, 0.37),
                    (0.7 * end, s * half * 0.28 - 0.1, 0.38),
                    (0.7 * end, s * half * 0.28 + 0.08, 0.38),
                    (0.45 * end, s * half * 0.36 + 0.08, 0.37),
                ],
                0.04,
            ),
        ]
    b.add("hull", hullside, _hull_shell(end, half, high, stern=0.62, thick=0.07), label="hull")
    b.add("thwarts", tint(paint, "#d8b27a", 0.4), seats, label="seat")
    b.add("oars", tint(paint, "#e0c08c", 0.6), oars, label="oar")


@kind(
    "sailing_boat",
    "vehicle",
    width=(4.4, 7.5),
    depth=(1.6, 2.5),
    words=("sailing boat", "sailboat", "sail", "yacht", "dhow", "fishing boat", "ship"),
    stand="water",
)
def sailing_boat(b: Build) -> None:
    """A decked boat with mast, boom, mainsail and jib (or one lateen sail); it floats on z = 0."""
    rng = b.rng
    end, half = b.lot.width / 2 - 0.02, b.lot.depth / 2 - 0.02
    high = 0.2 * half + 0.5
    wood = b.look.material("wood")
    paint = tint(wood, pick(rng, ("#f0ece0", "#2f5d7a", "#7a2f2f", "#2f6b5a")), 0.75)
    b.add("hull", paint, _hull_shell(end, half, high, stern=0.66, thick=0.1), label="hull")
    deck = [
        hull(
            np.array(
                [
                    (x * end, s * half * f, z)
                    for x, f in ((-0.97, 0.58), (-0.45, 0.85), (0.1, 0.92), (0.6, 0.6), (0.85, 0.22))
                    for s in (-1, 1)
                    for z in (high - 0.22, high - 0.12)
                ]
            )
        )
    ]
    b.add("deck", tint(wood, "#d8b27a", 0.5), deck)
    if b.lot.width > 5.2:
        b.add("cabin", "trim", box(0.5 * end, half * 0.95, 0.42, at=(-0.35 * end, 0, high - 0.14)), label="cabin")
        b.add(
            "windows",
            "glass",
            [box(0.16, half * 0.95 + 0.06, 0.16, at=(-0.35 * end + dx * end, 0, high + 0.03)) for dx in (-0.13, 0.0, 0.13)],
            label="window",
        )
    mx, tall = 0.14 * end, high + 0.92 * b.lot.width
    t = 0.05
    b.add("mast", "timber", rod((mx, 0, high - 0.2), (mx, 0, tall), 0.08, end=0.05, segments=7))
    sail = b.look.material("fabric", color=pick(rng, ("#f3eee0", "#efe3c2", "#d9a05a", "#b8463a")))
    foot = high + 0.75
    if rng.random() < 0.65:
        b.add("mast", "timber", beam((mx, 0, foot - 0.08), (-0.92 * end, 0, foot), 0.09, 0.09))
        belly = 0.1 * half
        main = [
            (mx - 0.08, 0, foot),
            (mx - 0.08, 0, tall - 0.25),
            (-0.85 * end, 0, foot + 0.04),
            (-0.25 * end, belly, foot + 0.28 * (tall - foot)),
        ]
        b.add("sail", sail, hull(np.array([(x, y + s * t / 2, z) for x, y, z in main for s in (-1, 1)])))
        jib = [(mx + 0.03, 0.0, tall - 0.8), (0.9 * end, 0.0, high + 0.3), (mx + 0.35, 0.0, high + 0.45), (mx + 0.35, belly, foot + 0.5)]
        b.add("jib", sail, hull(np.array([(x, y + s * t / 2, z) for x, y, z in jib for s in (-1, 1)])), label="sail")
        b.add(
            "ropes",
            b.look.material("fabric", color="#8d7a58", pattern="plain"),
            rod((mx, 0, tall - 0.15), (0.96 * end, 0, high * 1.2), 0.02, segments=4),
            rod((mx, 0, tall - 0.15), (-0.97 * end, 0, high * 1.1), 0.02, segments=4),
            label="rope",
        )
    else:
        low, up = np.array([0.78 * end, 0.12, high + 0.5]), np.array([-0.55 * end, 0.12, tall + 0.15])
        b.add("yard", "timber", beam(low, up, 0.09, 0.09), label="mast")
        lateen = [
            tuple(low + (0, 0.05, -0.03)),
            tuple(up + (0, 0.05, -0.08)),
            (-0.8 * end, 0.17, foot),
            (0.0, 0.17 + 0.1 * half, foot + 0.3),
        ]
        b.add("sail", sail, hull(np.array([(x, y + s * t / 2, z) for x, y, z in lateen for s in (-1, 1)])))
        b.add(
            "ropes",
            b.look.material("fabric", color="#8d7a58", pattern="plain"),
            rod((-0.8 * end, 0.15, foot), (-0.9 * end, 0.1, high), 0.025, segments=4),
            label="rope",
        )
    flag = [(mx, 0, tall - 0.02), (mx, 0, tall - 0.3), (mx - 0.5, 0, tall - 0.14)]
    b.add("flag", "accent", plate(flag, 0.03))
