"""What stands on pavements: bench, bin, bus stop, bollard, hydrant, mailbox, bike rack."""

from __future__ import annotations

from math import pi

import numpy as np

from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import axle, era, lathe, pick, tube
from cityscape.world.material import Material
from cityscape.world.theme import Role
from partgen.solids import Solid, beam, box, cylinder, dome, frustum, gable, hull, taper


@kind("bench", "furniture", width=(1.3, 2.4), depth=(0.5, 0.85), words=("bench", "seat", "park bench"), stand="square")
def bench(b: Build) -> None:
    """A slatted bench with a back, a stone slab, or a bench with a curved end; one sits facing -y."""
    w, d, low, age = b.lot.width, b.lot.depth, -b.lot.drop, era(b.look.style)
    form = int(b.rng.integers(2)) if age in ("old", "neon") else 0
    if form == 1:
        b.add(
            "supports", "stone", [taper(0.2, d * 0.8, 0.26, d * 0.9, 0.38 - low, at=(s * w * 0.32, 0, low)) for s in (-1, 1)], label="leg"
        )
        b.add("seat", "stone" if age == "old" else "plinth", box(w, d, 0.1, at=(0, 0, 0.38)))
        return
    legs: Role = "metal" if age != "old" else "timber"
    t = 0.07
    y0, y1 = -d / 2 + 0.04, d / 2 - 0.16
    for s in (-1, 1):
        x = s * (w / 2 - 0.14)
        b.add(
            "frame",
            legs,
            box(t, t, 0.4 - low, at=(x, y0 + 0.06, low)),
            box(t, t, 0.4 - low, at=(x, y1, low)),
            box(t, y1 - y0, t, at=(x, (y0 + y1) / 2, 0.33)),
        )
        b.add("frame", legs, beam((x, y1, 0.38), (x, d / 2 - 0.06, 0.86), t, t))
        b.add("frame", legs, box(t, y1 - y0 - 0.06, 0.05, at=(x, (y0 + y1) / 2 + 0.03, 0.6)), box(t, t, 0.22, at=(x, y0 + 0.1, 0.4)))
    n = max(3, round((y1 - y0) / 0.13))
    step = (y1 - y0) / n
    slats: list[Solid] = [box(w, step * 0.8, 0.04, at=(0, y0 + (k + 0.5) * step, 0.4)) for k in range(n)]
    for e in (0.35, 0.62, 0.89):
        y, z = y1 + (d / 2 - 0.06 - y1) * e, 0.38 + 0.48 * e
        slats.append(box(w, 0.04, 0.1, at=(0, y - 0.055, z - 0.05)))
    b.add("slats", "wood", slats, label="seat")


@kind("bin", "furniture", width=(0.45, 0.75), depth=(0.45, 0.75), words=("bin", "trash can", "waste bin", "litter bin", "dustbin"))
def bin_(b: Build) -> None:
    """A litter bin with a hooded lid, or a wheeled bin."""
    low, r = -b.lot.drop, min(b.lot.width, b.lot.depth) / 2 - 0.01
    if b.rng.random() < 0.5:
        b.add("body", "metal" if b.rng.random() < 0.5 else "wood", frustum(0.82 * r, 0.92 * r, 0.78 - low, at=(0, 0, low), segments=12))
        b.add("rim", "metal", frustum(r, r, 0.07, at=(0, 0, 0.78), segments=12))
        b.add("posts", "metal", [box(0.05, 0.05, 0.16, at=(s * r * 0.7, 0, 0.85)) for s in (-1, 1)], label="post")
        b.add("lid", "metal", dome(r, 0.2, at=(0, 0, 1.01), segments=12, rings=3))
    else:
        m = b.look.material("vehicle", color=pick(b.rng, ("#3d6b45", "#3f5f86", "#4a4d52")), pattern="plain")
        b.add("body", m, taper(1.4 * r, 1.4 * r, 1.75 * r, 1.7 * r, 0.9 - low, at=(0, 0, low)))
        b.add("lid", m, gable(1.9 * r, 1.9 * r, 0.12, at=(0, 0, 0.9)))
        b.add(
            "wheels",
            b.look.material("metal", color="#26272a", pattern="plain"),
            [axle(s * 0.6 * r, 0.8 * r, 0.1, 0.1, 0.08) for s in (-1, 1)],
            label="wheel",
        )


@kind("bus_stop", "furniture", width=(2.6, 4.4), depth=(1.3, 1.9), words=("bus stop", "bus shelter", "tram stop", "shelter"))
def bus_stop(b: Build) -> None:
    """A glass shelter open to the street (-y), with bench, timetable and a flag sign."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    h, t = 2.3, 0.08
    x0, x1 = -w / 2 + 0.55, w / 2 - 0.12
    mid, long = (x0 + x1) / 2, x1 - x0
    yb, yf = d / 2 - 0.12, -d / 2 + 0.3
    b.add(
        "posts",
        "metal",
        [box(t, t, h - low, at=(x, yb, low)) for x in (x0, mid, x1)],
        [box(t, t, h - low, at=(x, yf + 0.2, low)) for x in (x0, x1)],
        label="post",
    )
    pane = long / 2 - t
    b.add(
        "glass",
        "glass",
        [box(pane, 0.04, h - 0.55, at=(x, yb, 0.3)) for x in (mid - long / 4, mid + long / 4)],
        box(0.04, yb - yf - 0.2 - t, h - 0.55, at=(x1, (yb + yf + 0.2) / 2, 0.3)),
        label="window",
    )
    b.add(
        "roof",
        "accent",
        hull(
            np.array(
                [
                    (x, y, z)
                    for x in (x0 - 0.1, x1 + 0.1)
                    for y, zs in ((-d / 2 + 0.02, (h + 0.1, h + 0.2)), (d / 2 - 0.02, (h, h + 0.1)))
                    for z in zs
                ]
            )
        ),
    )
    b.add("beam", "metal", box(long, 0.06, 0.12, at=(mid, yb, h - 0.1)))
    seat = 0.62 * long
    b.add("bench", "wood", box(seat, 0.36, 0.06, at=(mid - 0.1, yb - 0.24, 0.44)))
    b.add("legs", "metal", [box(0.06, 0.3, 0.44 - low, at=(mid - 0.1 + s * seat * 0.4, yb - 0.24, low)) for s in (-1, 1)], label="leg")
    poster = b.look.material("sign", color="#f0e6cf", pattern="plain")
    b.add("poster", poster, box(0.1, min(0.7, yb - yf - 0.35), 1.2, at=(x1 - 0.01, (yb + yf + 0.2) / 2, 0.6)), label="sign")
    x = -w / 2 + 0.2
    b.add("pole", "metal", cylinder(0.04, 2.7 - low, at=(x, yf, low), segments=7), label="post")
    b.add("sign", "sign", box(0.36, 0.05, 0.4, at=(x, yf - 0.06, 2.25)))
    b.add("timetable", poster, box(0.26, 0.04, 0.36, at=(x, yf - 0.055, 1.3)), label="sign")


@kind("bollard", "furniture", width=(0.25, 0.5), depth=(0.25, 0.5), words=("bollard", "mooring post"))
def bollard(b: Build) -> None:
    """A short post: cast iron, stone or steel with a light band."""
    r, low, age = min(b.lot.width, b.lot.depth) / 2, -b.lot.drop, era(b.look.style)
    if age == "old":
        b.add("post", "stone", lathe([(r * 0.9, low - 1e-9), (r * 0.9, 0.1), (r * 0.7, 0.6), (r * 0.85, 0.66), (r * 0.5, 0.8)], segments=8))
    else:
        b.add("post", "metal", lathe([(r, low - 1e-9), (r, 0.08), (r * 0.6, 0.12), (r * 0.55, 0.66)], segments=8))
        b.add("band", "lamp" if age == "neon" else b.look.material("trim"), cylinder(r * 0.62, 0.1, at=(0, 0, 0.66), segments=8))
        b.add("post", "metal", lathe([(r * 0.62, 0.76), (r * 0.3, 0.88)], segments=8))


@kind("hydrant", "furniture", width=(0.4, 0.65), depth=(0.4, 0.65), words=("hydrant", "fire hydrant"))
def hydrant(b: Build) -> None:
    """A fire hydrant with caps on three sides."""
    r, low = min(b.lot.width, b.lot.depth) / 2 - 0.01, -b.lot.drop
    m = b.look.material("vehicle", color=pick(b.rng, ("#c8332a", "#d9a326")), pattern="plain")
    b.add(
        "body",
        m,
        lathe([(r * 0.8, low - 1e-9), (r * 0.8, 0.07), (r * 0.52, 0.09), (r * 0.5, 0.56), (r * 0.64, 0.6), (r * 0.6, 0.68)], segments=10),
    )
    b.add("body", m, dome(r * 0.56, 0.14, at=(0, 0, 0.68), segments=10, rings=3))
    metal = b.look.material("metal")
    b.add(
        "caps", metal, box(2 * r, 0.2 * r, 0.2 * r, at=(0, 0, 0.42)), axle(0, -r * 0.7, 0.45, r * 0.34, r * 0.55, segments=8), label="cap"
    )
    b.add(
        "caps",
        metal,
        [axle(0, 0, 0, r * 0.26, r * 0.45, segments=8).turned(pi / 2).moved(s * r * 0.7, 0, 0.46) for s in (-1, 1)],
        cylinder(r * 0.16, 0.07, at=(0, 0, 0.8), segments=6),
        label="cap",
    )


@kind("mailbox", "furniture", width=(0.45, 0.75), depth=(0.4, 0.7), words=("mailbox", "letter box", "post box", "postbox"))
def mailbox(b: Build) -> None:
    """A rounded box on a post with a flag, or a red pillar box."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    if b.rng.random() < 0.6:
        half = min(0.15, w / 2 - 0.08)
        m = b.look.material("vehicle", color=pick(b.rng, ("#e8e4da", "#3f5f86", "#b8392f", "#4a6b4f")), pattern="plain")
        b.add("post", "wood", box(0.1, 0.1, 1.0 - low, at=(0, 0, low)))
        arc = [(half * np.cos(t), half * np.sin(t)) for t in np.linspace(0, pi, 7)]
        long = d - 0.06
        b.add(
            "box",
            m,
            hull(np.array([(x, s * long / 2, 1.16 + z) for x, z in [*arc, (-half, -0.16), (half, -0.16)] for s in (-1, 1)])),
            label="body",
        )
        b.add(
            "flag",
            b.look.material("accent", color="#d8392f", pattern="plain"),
            box(0.03, 0.05, 0.3, at=(half + 0.015, 0, 1.12)),
            box(0.03, 0.16, 0.1, at=(half + 0.015, 0.05, 1.34)),
        )
        b.add("door", "metal", box(half * 1.5, 0.03, 0.22, at=(0, -long / 2 - 0.01, 1.03)))
    else:
        r = min(w, d) / 2 - 0.03
        m = b.look.material("vehicle", color=pick(b.rng, ("#c42f2a", "#d9a326", "#2f5f9c")), pattern="plain")
        b.add("base", b.look.material("metal", color="#26282c", pattern="plain"), cylinder(r, 0.15 - low, at=(0, 0, low), segments=12))
        b.add(
            "body",
            m,
            cylinder(r * 0.92, 1.05, at=(0, 0, 0.15), segments=12),
            cylinder(r, 0.08, at=(0, 0, 1.2), segments=12),
            dome(r * 0.98, 0.14, at=(0, 0, 1.28), segments=12, rings=3),
        )
        b.add("slot", b.look.material("metal", color="#26282c", pattern="plain"), box(r, 0.1, 0.06, at=(0, -r * 0.86, 1.02)))
        b.add("plate", "trim", box(r * 0.8, 0.1, 0.22, at=(0, -r * 0.86, 0.68)), label="sign")


@kind("bike_rack", "furniture", width=(1.6, 3.2), depth=(0.7, 1.9), words=("bike rack", "bicycle rack", "bike stand"))
def bike_rack(b: Build) -> None:
    """Steel hoops in a row, with a bicycle or two where there is room."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    m = b.look.material("metal")
    n = max(3, round(w / 0.6))
    xs = [float(x) for x in np.linspace(-w / 2 + 0.2, w / 2 - 0.2, n)]
    half = min(0.36, d / 2 - 0.06)
    for x in xs:
        b.add(
            "hoops",
            m,
            tube(
                [
                    (x, -half, low - 1e-9),
                    (x, -half, 0.6),
                    (x, -half * 0.6, 0.8),
                    (x, half * 0.6, 0.8),
                    (x, half, 0.6),
                    (x, half, low - 1e-9),
                ],
                [0.03] * 6,
                segments=6,
            ),
            label="rail",
        )
    b.add("base", m, [box(w, 0.09, 0.05 - low, at=(0, s * half, low)) for s in (-1, 1)])
    if d >= 1.75:
        for k, x in enumerate(xs[:-1]):
            if b.rng.random() < 0.45:
                _parked(b, (x + xs[k + 1]) / 2 + (0.04 - (xs[k + 1] - x) / 2), d, k)


def _parked(b: Build, x: float, d: float, k: int) -> None:
    r, back, front = 0.32, 0.55, -0.52
    dark = b.look.material("metal", color="#26272a", pattern="plain")
    x += 0.06
    wheels = [axle(0, 0, 0, r, 0.04, segments=12).turned(pi / 2).moved(x, y, r) for y in (back, front)]
    b.add("tyres", dark, wheels, label="wheel")
    paint = b.look.material("vehicle", fresh=True)
    p = {"back": (x, back, r), "crank": (x, 0.08, 0.3), "seat": (x, 0.26, 0.86), "neck": (x, front + 0.12, 0.84), "front": (x, front, r)}
    pairs = (("back", "crank"), ("crank", "seat"), ("crank", "neck"), ("seat", "neck"), ("back", "seat"), ("front", "neck"))
    b.add(f"frame_{k + 1}", paint, [beam(p[a], p[c], 0.07, 0.05) for a, c in pairs], label="frame")
    b.add("saddles", dark, box(0.12, 0.24, 0.06, at=(x, 0.26, 0.86)), box(0.44, 0.05, 0.05, at=(x, front + 0.14, 0.86)), label="seat")


@kind(
    "vending_machine",
    "furniture",
    width=(0.9, 1.2),
    depth=(0.7, 0.95),
    words=("vending machine", "drinks machine", "automat"),
    stand="square",
)
def vending_machine(b: Build) -> None:
    """A lit cabinet with rows of cans behind glass."""
    w, d, low = b.lot.width - 0.02, b.lot.depth - 0.1, -b.lot.drop
    h = 1.9
    body = b.look.material("accent" if era(b.look.style) != "neon" else "vehicle")
    b.add("body", body, box(w, d, h - low, at=(0, 0.03, low)))
    front = 0.03 - d / 2
    light = b.look.material("lamp", color="#dff4ff")
    b.add("display", light, box(w * 0.62, 0.04, 1.05, at=(-w * 0.12, front - 0.01, 0.72)), label="window")
    colors = ("#d8413a", "#3f9a4f", "#e8b52f", "#3f77c2")
    for row in range(4):
        cans = [box(0.07, 0.03, 0.16, at=(-w * 0.12 + (i - 2) * w * 0.12, front - 0.035, 0.78 + row * 0.25)) for i in range(5)]
        b.add(
            f"cans_{row + 1}",
            b.look.material("sign", color=colors[row], pattern="plain").model_copy(update={"emission": 0.4}),
            cans,
            label="goods",
        )
    dark: Material = b.look.material("metal", color="#22252b", pattern="plain")
    b.add(
        "slots",
        dark,
        box(w * 0.62, 0.04, 0.22, at=(-w * 0.12, front - 0.01, 0.3)),
        box(w * 0.16, 0.04, 0.5, at=(w * 0.34, front - 0.01, 0.9)),
        label="slot",
    )
    b.add("sign", "sign", box(w * 0.9, 0.05, 0.2, at=(0, front - 0.015, h - 0.28 + 0.06)))
