"""The bathroom: tub, shower, toilet, washbasin, towels, laundry."""

from __future__ import annotations

from math import cos, pi, sin
from typing import Sequence

import numpy as np

from cityscape.grammar.joinery import chrome, disc, doors, drape, drawers, eased, joined, rounded, second, several, slab, vessel, wished
from cityscape.grammar.kit import between, chance, pick, shade
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import clump, lathe, ring, squeeze, tint, tube
from cityscape.world.material import Material
from partgen.solids import Solid, ball, box, cylinder, frustum, hull, prism, rod


def towel(b: Build, name: str, x: float, y: float, z: float, w: float, h: float, material: Material) -> None:
    """A folded towel over a bar along x at (y, z): hanging h in front, a little less behind, with a woven border."""
    t = 0.013
    cloth = [eased(w, 0.05, t + 0.012, at=(x, y, z), r=0.008)]
    cloth += [
        eased(w, t, h, at=(x, y - 0.022, z - h + 0.012), r=0.004),
        eased(w - 0.01, t, 0.8 * h, at=(x, y + 0.02, z - 0.8 * h + 0.012), r=0.004),
    ]
    b.add(name, material, cloth, label="towel")
    b.add(
        f"{name}_border",
        tint(material, "#fbf6ea" if material.color != "#fbf6ea" else "#8aa3a8", 0.7),
        box(w + 0.002, t + 0.004, 0.025, at=(x, y - 0.022, z - h + 0.06)),
        label="towel",
    )


@kind("bathtub", "furniture", width=(1.6, 1.85), depth=(0.72, 0.85), words=("bathtub", "bath", "tub"), indoor=Indoor("corner", front=0.6))
def bathtub(b: Build) -> None:
    """A tub full of water and foam: panelled in, or free on claw feet; taps, a shelf with soap, a duck."""
    w, d, h = b.lot.width, b.lot.depth, 0.56
    white, iron = wished(b, "ceramic"), chrome(b)
    glaze = b.look.material("ceramic")
    free = chance(b, 0.5)
    if free:
        shell = white if b.look.color else pick(b, white, several(b, "cabinet", 2)[1].model_copy(update={"roughness": 0.3}))
        b.add(
            "tub",
            shell,
            vessel(w - 0.04, d - 0.04, h - 0.12, wall=0.045, foot=0.76, base=0.05, corner=0.44 * d, steps=6, at=(0, 0, 0.11)),
            label="basin",
        )
        b.add("rim", glaze, _rim(w, d, 0.06, h - 0.03, h + 0.005, 0.46 * d))
        feet = [ball(0.05, 0.05, 0.05, at=(i * w * 0.27, j * d * 0.24, 0.05), detail=1) for i in (-1, 1) for j in (-1, 1)]
        feet += [
            hull(
                [
                    (i * w * (0.27 - e), j * d * (0.24 - f) + g, z)
                    for e, f, z in ((0.0, 0.0, 0.03), (0.03, 0.02, 0.15))
                    for g in (-0.03, 0.03)
                ]
                + [(i * w * 0.25 + 0.04 * i, j * d * 0.22, 0.13)]
            )
            for i in (-1, 1)
            for j in (-1, 1)
        ]
        b.add("feet", iron, feet, label="leg")
    else:
        side = joined(b) if chance(b, 0.4) else b.look.material("ceramic", pattern="tiles")
        b.add(
            "tub",
            glaze,
            vessel(w - 0.1, d - 0.1, h - 0.1, wall=0.04, foot=0.84, base=0.05, corner=0.2, steps=5, at=(0, 0, 0.1)),
            label="basin",
        )
        b.add("rim", white, _rim(w, d, 0.085, h - 0.04, h, 0.2, square=True))
        b.add(
            "panel",
            side,
            [box(w - 0.02, 0.03, h - 0.03, at=(0, s * (d - 0.05) / 2, 0)) for s in (-1, 1)],
            [box(0.03, d - 0.02, h - 0.03, at=(s * (w - 0.05) / 2, 0, 0)) for s in (-1, 1)],
        )
    b.add(
        "water",
        b.look.material("water", color="#8fc7cf"),
        disc(w - 0.2, d - 0.17, h - 0.16, h - 0.13, corner=0.4 * d if free else 0.16, steps=5),
    )
    foam = b.look.material("linen", color="#fbfdfd")
    bubbles = []
    for _ in range(11):
        a, e = between(b, 0, 2 * pi), between(b, 0.1, 0.75)
        r = between(b, 0.05, 0.1)
        bubbles.append(ball(r, r, 0.55 * r, at=(-w * 0.12 + e * w * 0.25 * cos(a), e * d * 0.28 * sin(a), h - 0.125), detail=1))
    b.add("foam", foam, bubbles)
    x, y = w / 2 - 0.09, 0.0
    z = h - 0.01
    b.add(
        "taps",
        iron,
        tube([(x, y, z), (x, y, z + 0.13), (x - 0.05, y, z + 0.17), (x - 0.12, y, z + 0.14)], [0.016] * 4, segments=8),
        [rod((x, y + s * 0.09, z), (x, y + s * 0.09, z + 0.06), 0.012, segments=8) for s in (-1, 1)],
        [rod((x, y + s * 0.09 - 0.025, z + 0.06), (x, y + s * 0.09 + 0.025, z + 0.06), 0.01, segments=6) for s in (-1, 1)],
        label="tap",
    )
    duck, dx, dy, dz = b.look.material("plastic", color="#f2c53d"), -w * 0.3, -d * 0.05, h - 0.11
    b.add(
        "duck", duck, ball(0.045, 0.035, 0.03, at=(dx, dy, dz), detail=1), ball(0.025, at=(dx + 0.03, dy, dz + 0.04), detail=1), label="toy"
    )
    b.add(
        "beak",
        b.look.material("plastic", color="#e2762f"),
        rod((dx + 0.05, dy, dz + 0.038), (dx + 0.07, dy, dz + 0.036), 0.01, end=0.004, segments=5),
        label="toy",
    )
    cloth = several(b, "curtain", 2)[1]
    towel(b, "towel", -w * 0.18, -d / 2 + 0.037, h - 0.008, 0.3, 0.26, cloth)
    squeeze(b)


def _rim(w: float, d: float, wide: float, z0: float, z1: float, corner: float, *, square: bool = False) -> list[Solid]:
    """The flat edge round a tub, `square` outside."""
    if not square:
        return vessel(w, d, z1 - z0, wall=wide, foot=1.0, corner=corner, steps=6, at=(0, 0, z0))[1:]
    bars = [box(w, wide, z1 - z0, at=(0, s * (d - wide) / 2, z0)) for s in (-1, 1)]
    bars += [box(wide, d - 0.01, z1 - z0 - 0.0006, at=(s * (w - wide) / 2, 0, z0 + 0.0003)) for s in (-1, 1)]
    x, y, cut = w / 2 - wide + 0.01, d / 2 - wide + 0.01, 0.1
    fill = [[(i * x, j * y), (i * (x - cut), j * y), (i * x, j * (y - cut))] for i in (-1, 1) for j in (-1, 1)]
    return bars + [prism(t, z0 + 0.001, z1 - 0.001) for t in fill]


@kind(
    "shower",
    "furniture",
    width=(0.85, 1.05),
    depth=(0.85, 1.05),
    words=("shower", "shower cabin", "shower stall"),
    indoor=Indoor("corner", front=0.7),
)
def shower(b: Build) -> None:
    """A tray with a tiled back, riser, mixer and rose; a curtain drawn aside on its rail, or a glass screen."""
    w, d, high = b.lot.width, b.lot.depth, 2.0
    iron, tile = chrome(b), b.look.material("ceramic", pattern="tiles", color=pick(b, "#e9eeea", "#bcd3d4", "#d9cdb8"))
    b.add("tray", "ceramic", vessel(w, d, 0.12, wall=0.06, foot=0.99, base=0.07, corner=0.05), label="basin")
    b.add("drain", iron, cylinder(0.05, 0.012, at=(0, 0.05, 0.065), segments=12), label="pipe")
    b.add(
        "tiles",
        tile,
        box(w - 0.01, 0.03, high - 0.1, at=(0, d / 2 - 0.016, 0.1)),
        box(0.03, d - 0.02, high - 0.1, at=(-w / 2 + 0.016, 0.005, 0.1)),
        label="panel",
    )
    y = d / 2 - 0.07
    b.add(
        "riser",
        iron,
        tube([(0, y, 0.95), (0, y, 1.88), (0, y - 0.05, 1.94), (0, y - 0.24, 1.95), (0, y - 0.26, 1.92)], [0.012] * 5, segments=7),
        [rod((0, y, z), (0, y + 0.05, z), 0.01, segments=6) for z in (1.0, 1.7)],
        label="pipe",
    )
    b.add("rose", iron, frustum(0.11, 0.03, 0.045, at=(0, y - 0.26, 1.885), segments=18), label="pipe")
    b.add(
        "mixer",
        iron,
        rod((-0.1, y, 0.98), (0.1, y, 0.98), 0.024, segments=10),
        [rod((s * 0.1, y, 0.98), (s * 0.13, y, 0.98), 0.03, segments=10) for s in (-1, 1)],
        label="tap",
    )
    shelf = eased(0.24, 0.1, 0.016, at=(w * 0.28, d / 2 - 0.075, 1.15))
    b.add("shelf", iron, shelf)
    bottles = several(b, "curtain", 2)
    for k, (x, t) in enumerate(((0.21, 0.17), (0.29, 0.13), (0.35, 0.15))):
        b.add(
            f"bottles_{k % 2 + 1}",
            bottles[k % 2],
            lathe([(0.026, -0.004), (0.026, 0.75 * t), (0.011, 0.84 * t), (0.011, t)], at=(x * w, d / 2 - 0.075, 1.166), segments=8),
            label="bottle",
        )
    if chance(b, 0.55):
        cloth = wished(b, "curtain")
        rail = high - 0.06
        b.add(
            "rail",
            iron,
            rod((-w / 2 + 0.02, -d / 2 + 0.03, rail), (w / 2 - 0.03, -d / 2 + 0.03, rail), 0.012, segments=7),
            rod((w / 2 - 0.03, -d / 2 + 0.03, rail), (w / 2 - 0.03, d / 2 - 0.02, rail), 0.012, segments=7),
        )
        b.add("curtain", cloth, drape(-w / 2 + 0.02, -w / 2 + 0.34, -d / 2 + 0.038, 0.13, rail + 0.005, thick=0.036, folds=6))
        b.add("hem", tint(cloth, "#fbf6ea", 0.6), [box(0.32, 0.05, 0.05, at=(-w / 2 + 0.18, -d / 2 + 0.026, 0.16))], label="curtain")
    else:
        frame = b.look.material("metal", color="#3b3f44") if chance(b, 0.5) else iron
        x, long = w / 2 - 0.025, d * 0.5
        b.add("screen", "glass", box(0.014, long, high - 0.24, at=(x, d / 2 - long / 2 - 0.02, 0.14)), label="glass")
        bars = [box(0.03, 0.03, high - 0.12, at=(x, e, 0.11)) for e in (d / 2 - 0.016, d / 2 - long - 0.02)]
        bars += [box(0.03, long, 0.03, at=(x, d / 2 - long / 2 - 0.02, z)) for z in (0.11, 0.75, 1.35, high - 0.03)]
        b.add("frame", frame, bars)
    squeeze(b)


def _loft(rows: Sequence[tuple[float, float, float, float]], y: float) -> Solid:
    """A hull through round-cornered outlines: width, depth, shift along y and height of each."""
    out = [np.c_[np.array(rounded(w, d, corner=0.45 * min(w, d), steps=5)) + (0, y + dy), np.full(20, z)] for w, d, dy, z in rows]
    return hull(np.vstack(out))


@kind(
    "toilet",
    "furniture",
    width=(0.4, 0.46),
    depth=(0.66, 0.74),
    words=("toilet", "lavatory", "wc"),
    indoor=Indoor("wall", front=0.6, sides=0.1, seat=True),
)
def toilet(b: Build) -> None:
    """A toilet with its cistern, an open or shut lid, and a roll of paper on the cistern in some."""
    w, d = b.lot.width, b.lot.depth
    white = wished(b, "ceramic")
    bw, bd = 0.36, d - 0.22
    by = -d / 2 + bd / 2 + 0.005
    b.add(
        "bowl", white, _loft([(0.24, bd * 0.62, 0.05, 0.0), (0.24, bd * 0.62, 0.05, 0.04), (0.2, bd * 0.55, 0.05, 0.16)], by), label="basin"
    )
    b.add("bowl", white, _loft([(0.2, bd * 0.6, 0.04, 0.14), (bw, bd, 0.0, 0.36), (bw, bd, 0.0, 0.395)], by))
    b.add("bowl", white, box(0.2, 0.26, 0.3, at=(0, d / 2 - 0.15, 0.09)))
    shut = chance(b, 0.6)
    seat = joined(b) if chance(b, 0.3) else tint(white, "#ffffff", 0.4)
    if shut:
        b.add("seat", seat, slab(bw + 0.01, bd - 0.01, 0.03, at=(0, by, 0.39), corner=0.17, ease=0.01), label="seat")
        b.add("lid", seat, slab(bw - 0.005, bd - 0.02, 0.022, at=(0, by, 0.418), corner=0.165, ease=0.01))
    else:
        b.add("seat", seat, vessel(bw + 0.01, bd - 0.01, 0.025, wall=0.065, foot=1.0, corner=0.17, steps=5, at=(0, by, 0.393))[1:])
        b.add("water", b.look.material("water", color="#9fc6d2"), disc(bw - 0.14, bd - 0.16, 0.38, 0.3955, corner=0.1, at=(0, by)))
        lid = slab(bw, bd - 0.03, 0.022, at=(0, 0, 0), corner=0.16, ease=0.008).turned(roll=pi / 2 - 0.08).moved(0, d / 2 - 0.235, 0.0)
        b.add("lid", seat, lid.moved(z=0.41 - float(lid.corners()[:, 2].min())))
    b.add("cistern", white, eased(w - 0.02, 0.17, 0.36, at=(0, d / 2 - 0.09, 0.37), r=0.025))
    b.add("cistern_lid", tint(white, "#ffffff", 0.3), eased(w, 0.185, 0.03, at=(0, d / 2 - 0.093, 0.72), r=0.01), label="lid")
    b.add("button", chrome(b), cylinder(0.024, 0.01, at=(0, d / 2 - 0.09, 0.748), segments=12), label="handle")
    if chance(b, 0.5):
        b.add("paper", "paper", ring(0.02, 0.052, 0.1, at=(w * 0.28, d / 2 - 0.09, 0.748), segments=12))
    squeeze(b)


@kind(
    "washbasin",
    "furniture",
    width=(0.55, 0.95),
    depth=(0.46, 0.54),
    words=("washbasin", "bathroom sink", "wash stand"),
    indoor=Indoor("wall", front=0.6),
)
def washbasin(b: Build) -> None:
    """A basin on a pedestal, in a cabinet, or a bowl on a wooden top; tap, soap, tooth brushes."""
    w, d, h = b.lot.width, b.lot.depth, 0.82
    white, iron, form = b.look.material("ceramic"), chrome(b), int(b.rng.integers(3))
    if form == 0:
        white = wished(b, "ceramic")
        b.add(
            "pedestal",
            white,
            lathe([(0.15, 0), (0.14, 0.04), (0.085, 0.16), (0.075, 0.5), (0.13, h - 0.14)], at=(0, 0.04, 0), segments=14),
            label="column",
        )
        bw, bd = min(w, 0.64), d - 0.01
        b.add("basin", white, vessel(bw, bd, 0.17, wall=0.05, foot=0.66, base=0.03, corner=0.17, steps=5, at=(0, 0, h - 0.16)))
        b.add("basin", white, eased(bw - 0.08, 0.1, 0.05, at=(0, d / 2 - 0.055, h - 0.04), r=0.012))
        water, z = (bw - 0.15, bd - 0.17), h - 0.06
    else:
        skin = wished(b, "cabinet") if form == 1 else joined(b)
        y = -d / 2 + 0.05
        b.add("body", skin, box(w - 0.03, d / 2 - y, h - (0.28 if form == 1 else 0.2), at=(0, (y + d / 2) / 2, 0.12)))
        b.add("plinth", shade(skin, 0.55), box(w - 0.08, d - 0.14, 0.13, at=(0, 0.04, 0)))
        if chance(b, 0.5):
            doors(b, -w / 2 + 0.02, w / 2 - 0.02, 0.13, h - 0.17, y, skin, iron, panel=chance(b, 0.5), high=True)
        else:
            drawers(b, -w / 2 + 0.02, w / 2 - 0.02, (0.13, 0.4, h - 0.17), y, skin, iron, form="bar")
        if form == 1:
            b.add("basin", white, vessel(w, d, 0.17, wall=0.07, foot=0.9, base=0.03, corner=0.04, at=(0, 0, h - 0.165)))
            water, z = (w - 0.18, d - 0.18), h - 0.07
        else:
            b.add("worktop", "worktop" if chance(b, 0.5) else second(skin), eased(w, d, 0.035, at=(0, 0, h - 0.1), r=0.008))
            r = min(0.4, w - 0.12)
            b.add("basin", white, vessel(r, min(r, d - 0.14), 0.12, wall=0.018, foot=0.66, base=0.02, steps=6, at=(0, -0.03, h - 0.067)))
            water, z = (r - 0.08, min(r, d - 0.14) - 0.08), h + 0.005
    y0 = -0.03 if form == 2 else 0.0
    b.add(
        "water",
        b.look.material("water", color="#9fc9d2"),
        disc(*water, z - 0.02, z, corner=0.45 * min(water) if form == 2 else 0.08, at=(0, y0)),
    )
    ty, tz = d / 2 - 0.055, h - 0.005 if form != 2 else h - 0.07
    reach = 0.1 if form == 2 else 0.12
    rise = 0.22 if form == 2 else 0.12
    b.add(
        "tap",
        iron,
        cylinder(0.024, 0.02, at=(0, ty, tz - 0.002), segments=10),
        tube([(0, ty, tz), (0, ty, tz + rise), (0, ty - 0.03, tz + rise + 0.03), (0, ty - reach, tz + rise)], [0.013] * 4, segments=8),
        rod((0, ty, tz + rise + 0.01), (0, ty + 0.02, tz + rise + 0.06), 0.008, segments=6),
    )
    sx = min(w * 0.36, 0.25)
    sz = (h - 0.069) if form == 2 else h - 0.005
    b.add(
        "soap",
        tint(b.look.material("curtain"), "#f6e6d8", 0.5),
        slab(0.08, 0.05, 0.03, at=(sx, ty + 0.005, sz), corner=0.02, ease=0.01),
        label="soap",
    )
    cup = several(b, "upholstery", 2)[1].model_copy(update={"pattern": "plain"})
    b.add("tumbler", cup, vessel(0.07, 0.07, 0.09, wall=0.008, foot=0.84, base=0.012, steps=4, at=(-sx, ty + 0.005, sz)), label="cup")
    brushes = several(b, "flower", 2)
    for k, s in enumerate((-1, 1)):
        b.add(
            f"brush_{k + 1}",
            brushes[k].model_copy(update={"pattern": "plain"}),
            rod((-sx - s * 0.015, ty + 0.005, sz + 0.01), (-sx + s * 0.028, ty, sz + 0.155), 0.006, segments=5),
            label="brush",
        )
    squeeze(b)


@kind(
    "towel_rail",
    "furniture",
    width=(0.5, 0.75),
    depth=(0.1, 0.14),
    words=("towel rail", "towel", "towel rack"),
    indoor=Indoor("hung", front=0.0, at=(0.75, 0.95)),
)
def towel_rail(b: Build) -> None:
    """Two bars on the wall with towels over them."""
    w, d, iron = b.lot.width, b.lot.depth, chrome(b)
    y, levels = 0.0, (0.3, 0.68)
    b.add("rail", iron, [rod((-w / 2 + 0.02, y, z), (w / 2 - 0.02, y, z), 0.01, segments=7) for z in levels])
    b.add(
        "rail",
        iron,
        [rod((s * (w / 2 - 0.02), -0.012, z), (s * (w / 2 - 0.02), d / 2, z), 0.014, segments=7) for s in (-1, 1) for z in levels],
        [box(0.03, 0.014, levels[1], at=(s * (w / 2 - 0.02), d / 2 - 0.007, 0.02)) for s in (-1, 1)],
    )
    cloths = [wished(b, "curtain"), b.look.material("linen")]
    side = pick(b, -1, 1)
    towel(b, "towel", -side * w * 0.08, y, levels[1] - 0.002, w * between(b, 0.5, 0.66), between(b, 0.3, 0.35), cloths[0])
    towel(b, "hand_towel", side * w * 0.1, y, levels[0] - 0.002, w * between(b, 0.32, 0.5), between(b, 0.24, 0.29), cloths[1])
    squeeze(b)


@kind(
    "laundry_basket",
    "furniture",
    width=(0.38, 0.48),
    depth=(0.38, 0.48),
    words=("laundry basket", "hamper", "washing basket"),
    indoor=Indoor("corner", front=0.3),
)
def laundry_basket(b: Build) -> None:
    """A woven basket with washing spilling over its rim."""
    w, d, h = b.lot.width - 0.06, b.lot.depth - 0.06, between(b, 0.5, 0.6)
    straw = b.look.material("wood", color=pick(b, "#c9a269", "#b98d56", "#d8bf94"), pattern="woven")
    corner = 0.49 * min(w, d) if chance(b, 0.6) else 0.05
    b.add("basket", straw, vessel(w, d, h, wall=0.022, foot=0.82, base=0.03, corner=corner, steps=5))
    b.add(
        "rim",
        shade(straw, 0.75),
        vessel(w + 0.015, d + 0.015, 0.03, wall=0.036, foot=1.0, corner=corner, steps=5, at=(0, 0, h - 0.02))[1:],
        label="frame",
    )
    loop = ((0.0, -0.07, 0.0), (0.026, -0.05, 0.03), (0.026, 0.05, 0.03), (0.0, 0.07, 0.0))
    for side in (-1, 1):
        b.add(
            "handles",
            shade(straw, 0.75),
            tube([(side * (w / 2 + e), y, h - 0.06 + z) for e, y, z in loop], [0.01] * 4, segments=6),
            label="handle",
        )
    cloths = several(b, "upholstery", 3)
    b.add("washing", "linen", disc(w * 0.86, d * 0.86, h - 0.16, h - 0.03, corner=corner * 0.86), label="cloth")
    for k in range(3):
        a = 2.1 * k + between(b, 0, 1)
        x, y = 0.2 * w * cos(a), 0.2 * d * sin(a)
        b.add(
            f"clothes_{k + 1}",
            cloths[k].model_copy(update={"pattern": "plain"}),
            clump(b.rng, 0.3 * w, 0.2 * d, 0.08, at=(x, y, h - 0.02 + 0.015 * k), points=26, rough=0.3),
            label="cloth",
        )
    sleeve = hull(
        [
            (x, -d / 2 + y, z)
            for x in (-0.05, 0.05)
            for y, z in ((-0.022, h - 0.17), (-0.012, h - 0.17), (-0.026, h + 0.01), (0.05, h + 0.02), (0.05, h - 0.01), (-0.01, h + 0.02))
        ]
    )
    b.add("clothes_1", cloths[0].model_copy(update={"pattern": "plain"}), sleeve)
    squeeze(b)
