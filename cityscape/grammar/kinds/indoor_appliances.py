"""Machines of the household: stove, fridge, washing machine."""

from __future__ import annotations

from cityscape.grammar.joinery import chrome, eased, handle, several, wished
from cityscape.grammar.kinds.indoor_kitchen import TOP
from cityscape.grammar.kit import between, chance, pick, shade
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import lathe, squeeze, tint
from partgen.solids import Solid, ball, box, cylinder, hull, rod


@kind(
    "stove", "furniture", width=(0.6, 0.9), depth=(0.6, 0.68), words=("stove", "cooker", "oven", "range"), indoor=Indoor("wall", front=0.8)
)
def stove(b: Build) -> None:
    """A cooker with an oven door, knobs, hot plates and a pot, under a hood on a steel back."""
    w, d = b.lot.width, b.lot.depth
    steel = wished(b, "appliance")
    dark = b.look.material("plastic", color="#24262a")
    y = -d / 2 + 0.06
    b.add("body", steel, box(w - 0.004, d / 2 - y, TOP - 0.1, at=(0, (y + d / 2) / 2, 0.08)))
    b.add("plinth", dark, box(w - 0.04, d - 0.16, 0.09, at=(0, 0.06, 0)))
    b.add("hob", dark, eased(w, d - 0.025, 0.025, at=(0, 0.0125, TOP - 0.022), r=0.006), label="panel")
    b.add("oven_door", steel, eased(w - 0.02, 0.035, 0.46, at=(0, y - 0.016, 0.27), r=0.008), label="door")
    b.add("oven_window", dark, box(w * 0.66, 0.012, 0.24, at=(0, y - 0.034, 0.35)), label="window")
    b.add("drawer", steel, eased(w - 0.02, 0.03, 0.15, at=(0, y - 0.014, 0.1), r=0.006))
    b.add(
        "handles",
        "metal",
        handle("bar", 0, y - 0.032, 0.695, long=w * 0.72),
        handle("bar", 0, y - 0.027, 0.225, long=w * 0.4),
        label="handle",
    )
    b.add("controls", dark, box(w - 0.02, 0.03, 0.11, at=(0, y - 0.012, 0.755)), label="panel")
    b.add(
        "knobs",
        "metal",
        [rod((x * w, y - 0.02, 0.81), (x * w, y - 0.05, 0.81), 0.021, end=0.018, segments=10) for x in (-0.38, -0.23, -0.08, 0.23, 0.38)],
        label="handle",
    )
    glow = b.look.material("lamp", color="#ffb35c")
    b.add("display", glow, box(0.07, 0.006, 0.03, at=(w * 0.075, y - 0.028, 0.795)), label="screen")
    iron, gas = b.look.material("metal", color="#3a3d42"), chance(b, 0.5)
    rings: list[Solid] = []
    for i in (-1, 1):
        for j in (-1, 1):
            r = 0.1 if i * j > 0 else 0.08
            x, yy = i * w * 0.24, j * d * 0.2
            rings.append(cylinder(r, 0.01, at=(x, yy, TOP), segments=16))
            if gas:
                rings += [
                    box(2.3 * r, 0.012, 0.014, at=(x, yy, TOP)),
                    box(0.012, 2.3 * r, 0.0142, at=(x, yy, TOP)),
                    cylinder(0.4 * r, 0.0125, at=(x, yy, TOP), segments=10),
                ]
    b.add("hot_plates", iron, rings, label="grate")
    pan = pick(
        b,
        b.look.material("metal", color="#b5522f"),
        b.look.material("appliance"),
        several(b, "upholstery", 2)[1].model_copy(update={"pattern": "plain"}),
    )
    x, yy, z = w * 0.24 * pick(b, -1, 1), d * 0.2, TOP + (0.012 if gas else 0.008)
    deep = between(b, 0.1, 0.15)
    b.add(
        "saucepan",
        pan,
        cylinder(0.105, deep, at=(x, yy, z), segments=18),
        [rod((x + s * 0.09, yy, z + deep - 0.03), (x + s * 0.135, yy, z + deep - 0.03), 0.01, segments=6) for s in (-1, 1)],
        label="pot",
    )
    b.add(
        "lid",
        shade(pan, 0.85),
        lathe([(0.11, 0), (0.1, 0.012), (0.03, 0.024), (0.012, 0.028)], at=(x, yy, z + deep - 0.002), segments=18),
        ball(0.017, at=(x, yy, z + deep + 0.038), detail=1),
    )
    hood = 1.55
    b.add("back", steel, box(w - 0.02, 0.02, hood - TOP + 0.05, at=(0, d / 2 - 0.012, TOP - 0.02)), label="panel")
    hd = 0.46
    hy = d / 2 - hd / 2
    cx, cy = 0.13, d / 2 - 0.14
    b.add(
        "hood",
        steel,
        box(w, hd, 0.05, at=(0, hy, hood)),
        hull(
            [
                (sx * e, yy2, z2)
                for sx in (-1, 1)
                for e, ys, z2 in ((w / 2, (hy - hd / 2, hy + hd / 2), hood + 0.045), (cx, (cy - cx, d / 2), hood + 0.26))
                for yy2 in ys
            ]
        ),
        box(2 * cx, cx + d / 2 - cy, 0.5, at=(0, (cy - cx + d / 2) / 2, hood + 0.24)),
        label="hood",
    )
    b.add("hood_light", "lamp", box(w * 0.5, 0.05, 0.012, at=(0, hy - 0.08, hood - 0.006)), label="lamp")
    squeeze(b)


@kind(
    "fridge",
    "furniture",
    width=(0.6, 0.9),
    depth=(0.62, 0.72),
    words=("fridge", "refrigerator", "freezer", "icebox"),
    indoor=Indoor("wall", front=0.8),
)
def fridge(b: Build) -> None:
    """A fridge with a freezer below: rounded and coloured, or a plain steel one; notes and magnets on the door."""
    w, d = b.lot.width, b.lot.depth
    old = chance(b, 0.45)
    skin = several(b, "cabinet", 2)[1] if old and not b.look.color else wished(b, "appliance")
    skin = skin.model_copy(update={"roughness": 0.3})
    high, split, y = between(b, 1.7, 1.85), 0.62, -d / 2 + 0.1
    r = 0.06 if old else 0.012
    b.add("body", skin, eased(w, d / 2 - y, high - 0.05, at=(0, (y + d / 2) / 2, 0.05), r=r))
    b.add("plinth", b.look.material("plastic", color="#2a2c30"), box(w - 0.08, d - 0.16, 0.07, at=(0, 0.05, 0)))
    side = 1 if chance(b, 0.5) else -1
    bright = b.look.material("metal", color="#cfd3d5")
    for name, z0, z1 in (("freezer_door", 0.07, split), ("door", split + 0.012, high - 0.012)):
        b.add(name, tint(skin, "#ffffff", 0.06), eased(w - 0.008, 0.062, z1 - z0, at=(0, y - 0.028, z0), r=min(r, 0.026)), label="door")
        long = min(0.4, 0.6 * (z1 - z0))
        b.add(
            "handles",
            bright,
            handle("upright", side * (w / 2 - 0.06), y - 0.055, z0 + long / 2 + 0.06 if z0 > split else z1 - long / 2 - 0.06, long=long),
            label="handle",
        )
    face = y - 0.062
    b.add("badge", bright, box(0.12, 0.01, 0.02, at=(-side * (w / 2 - 0.13), face, high - 0.12)), label="sign")
    notes = [several(b, "book", 3)[k] for k in range(3)]
    for k, (x, z, s) in enumerate(((-0.12, 1.2, 0.09), (0.02, 1.32, 0.075), (-0.04, 1.08, 0.06))):
        b.add(
            "notes" if k == 0 else f"notes_{k}",
            "paper" if k == 0 else tint(notes[k], "#fff3cf", 0.35),
            box(s, 0.006, s * 1.2, at=(x * side, face, z)),
            label="paper",
        )
    b.add(
        "magnets",
        notes[0],
        [
            rod((x * side, face - 0.012, z), (x * side, face + 0.004, z), 0.013, segments=8)
            for x, z in ((-0.12, 1.29), (0.02, 1.395), (-0.04, 1.14))
        ],
        label="ornament",
    )
    squeeze(b)


@kind(
    "washing_machine",
    "furniture",
    width=(0.6, 0.66),
    depth=(0.58, 0.66),
    words=("washing machine", "washer", "tumble dryer"),
    indoor=Indoor("wall", front=0.7, surface=0.86),
)
def washing_machine(b: Build) -> None:
    """A front loader: porthole, drawer, dial, a display."""
    w, d, h = b.lot.width, b.lot.depth, 0.86
    white = wished(b, "appliance")
    y = -d / 2 + 0.07
    b.add("body", white, eased(w, d / 2 - y, h - 0.03, at=(0, (y + d / 2) / 2, 0.02), r=0.012))
    b.add("top", tint(white, "#ffffff", 0.3), eased(w, d - 0.065, 0.022, at=(0, 0.032, h - 0.022), r=0.006))
    b.add(
        "feet",
        b.look.material("plastic", color="#2b2d31"),
        [cylinder(0.025, 0.03, at=(i * (w / 2 - 0.07), 0.03 + j * (d / 2 - 0.11), 0), segments=8) for i in (-1, 1) for j in (-1, 1)],
        label="leg",
    )
    zc = 0.4
    b.add("door", chrome(b), rod((0, y + 0.01, zc), (0, y - 0.03, zc), 0.2, end=0.185, segments=24))
    b.add("porthole", "glass", rod((0, y - 0.02, zc), (0, y - 0.052, zc), 0.145, end=0.11, segments=20), label="window")
    b.add("handle", b.look.material("plastic", color="#2b2d31"), eased(0.03, 0.016, 0.09, at=(0.168, y - 0.034, zc - 0.045), r=0.005))
    z = h - 0.13
    b.add("panel", tint(white, "#3a3f46", 0.12), box(w - 0.02, 0.014, 0.1, at=(0, y - 0.005, z)))
    b.add("drawer", tint(white, "#ffffff", 0.25), eased(w * 0.3, 0.016, 0.08, at=(-w / 2 + w * 0.17, y - 0.009, z + 0.01), r=0.004))
    b.add("dial", "metal", rod((0.02, y - 0.005, z + 0.05), (0.02, y - 0.045, z + 0.05), 0.034, end=0.03, segments=14), label="handle")
    b.add("display", "screen", box(0.12, 0.01, 0.045, at=(w / 2 - 0.13, y - 0.01, z + 0.03)), label="screen")
    if chance(b, 0.4):
        b.add(
            "laundry",
            b.look.material("upholstery").model_copy(update={"pattern": "plain"}),
            rod((0.02, y - 0.05, zc - 0.04), (0.02, y - 0.058, zc - 0.04), 0.07, end=0.06, segments=12),
            label="cloth",
        )
    squeeze(b)
