"""The spaceship's cabin: bunks, seats, cases."""

from __future__ import annotations

from math import pi

import numpy as np

from cityscape.grammar.kit import between, chance, pick, shade
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import lathe, tint
from cityscape.grammar.shopfit import (
    board,
    loft,
    puff,
    several,
    side_plate,
    tilted,
)
from cityscape.world.material import Material
from partgen.solids import box, hull, rod


def glow(b: Build, color: str | None = None, power: float = 1.0) -> Material:
    """What shines of itself: the style's screens, or light of a colour."""
    m = b.look.material("screen") if color is None else b.look.material("screen", color=color)
    return m.model_copy(update={"emission": power, "name": f"glow-{m.color[1:]}"})


def dark(b: Build) -> Material:
    """Dark rubber and instrument panels."""
    return shade(b.look.material("metal"), 0.38)


@kind(
    "bunk_pod",
    "furniture",
    width=(2.05, 2.3),
    depth=(0.9, 1.1),
    words=("bunk pod", "sleeping pod", "crew bunk", "berth"),
    indoor=Indoor(front=0.7, seat=True),
)
def bunk_pod(b: Build) -> None:
    """Two berths in a rounded shell: mattress, blanket and pillow each, a reading light, a locker strip and a ladder."""
    w, d, h, back = b.lot.width, b.lot.depth, 2.0, b.lot.depth / 2
    shell, trim = b.look.material("cabinet"), b.look.material("accent")
    b.add(
        "shell",
        shell,
        side_plate([(-back + 0.03, 0), (back, 0), (back, 0.36), (-back + 0.03, 0.36)], -w / 2, w / 2),
        box(w, 0.05, h, at=(0, back - 0.025, 0)),
        label="hull",
    )
    for s in (-1, 1):
        x = s * (w / 2 - 0.045)
        b.add(
            "shell",
            shell,
            side_plate([(-back + 0.06, 0.1), (back, 0.1), (back, h), (-back + 0.28, h), (-back + 0.12, h - 0.1)], x - 0.045, x + 0.045),
            label="hull",
        )
    b.add(
        "shell",
        shell,
        box(w - 0.05, d - 0.1, 0.14, at=(0, 0.05, 1.12)),
        side_plate([(-back + 0.16, h - 0.1), (back, h - 0.1), (back, h), (-back + 0.27, h)], -w / 2 + 0.02, w / 2 - 0.02),
        label="hull",
    )
    b.add("plinth", dark(b), box(w - 0.1, d - 0.12, 0.06, at=(0, 0.03, 0.0)), box(w - 0.14, 0.02, 0.07, at=(0, -back + 0.026, 0.18)))
    b.add(
        "trim",
        trim,
        box(w - 0.16, 0.024, 0.05, at=(0, -back + 0.026, 0.3)),
        box(w - 0.16, 0.024, 0.05, at=(0, -back + 0.092, 1.16)),
        label="strip",
    )
    b.add("lights", glow(b, power=1.4), [box(w - 0.4, 0.04, 0.03, at=(0, back - 0.06, z)) for z in (1.085, h - 0.125)], label="lamp")
    s, cover = pick(b, -1, 1), several(b, "upholstery", 2)
    for k, z in enumerate((0.355, 1.255)):
        long = w - 0.2
        front = -back + (0.07 if k == 0 else 0.12)
        deep = back - 0.06 - front
        mid = (front + back - 0.06) / 2
        b.add("mattresses", "linen", puff(long, deep, 0.12, at=(0, mid, z), soft=0.03), label="mattress")
        bx = -s * long * 0.14
        b.add(
            f"blanket_{k + 1}",
            cover[k],
            puff(long * 0.68, deep - 0.02, 0.05, at=(bx, mid, z + 0.1), soft=0.025),
            puff(0.12, deep - 0.02, 0.03, at=(bx + s * long * 0.3, mid, z + 0.135), soft=0.02),
            label="blanket",
        )
        b.add(
            "pillows",
            tint(b.look.material("linen"), "#ffffff", 0.4),
            puff(0.34, deep * 0.62, 0.12, at=(s * (long / 2 - 0.22), mid, z + 0.11), soft=0.045),
            label="pillow",
        )
        b.add("screens", glow(b), box(0.3, 0.02, 0.16, at=(-s * w * 0.26, back - 0.055, z + 0.35)), label="screen")
    lx = s * (w / 2 - 0.34)
    rungs = [rod((lx - 0.13, -back + 0.035, z), (lx + 0.13, -back + 0.035, z), 0.016, segments=7) for z in (0.48, 0.76, 1.04, 1.32)]
    b.add(
        "ladder",
        "metal",
        [rod((lx + e * 0.14, -back + 0.035, 0.22), (lx + e * 0.14, -back + 0.035, 1.5), 0.02, segments=8) for e in (-1, 1)],
        rungs,
    )


@kind(
    "pilot_seat",
    "furniture",
    width=(0.68, 0.82),
    depth=(0.75, 0.95),
    words=("pilot seat", "captain's chair", "cockpit seat"),
    indoor=Indoor(spot="free", front=0.6, seat=True),
)
def pilot_seat(b: Build) -> None:
    """A seat on a pedestal: shell, padded back with bolsters and headrest, belts, arm consoles with sticks."""
    w, d, back = b.lot.width, b.lot.depth, b.lot.depth / 2
    shell, pad = b.look.material("cabinet"), b.look.material("upholstery")
    foot = min(w, d) * 0.36
    if chance(b, 0.5):
        b.add("base", dark(b), lathe([(foot, 0), (foot * 0.94, 0.03), (0.08, 0.07), (0.07, 0.26), (0.13, 0.31)], segments=14))
    else:
        rails = [box(0.07, 2 * foot, 0.05, at=(s * foot * 0.7, 0, 0)) for s in (-1, 1)]
        b.add("base", dark(b), rails, loft((foot * 0.78, foot * 0.5, 0.03), (0.12, 0.12, 0.12), (0.1, 0.1, 0.31)))
    b.add("shell", shell, board(w - 0.22, d - 0.24, 0.08, at=(0, -0.04, 0.29), cut=0.02, corner=0.05), label="frame")
    rear = hull(
        np.array(
            [
                (s * u, y + q, z)
                for u, y, z in (
                    (w / 2 - 0.13, back - 0.24, 0.32),
                    (w / 2 - 0.1, back - 0.2, 0.6),
                    (w / 2 - 0.14, back - 0.1, 1.0),
                    (0.13, back - 0.07, 1.28),
                )
                for q in (0, 0.05)
                for s in (-1, 1)
            ]
        )
    )
    b.add("shell", shell, rear, label="frame")
    seat = puff(w - 0.3, d - 0.34, 0.11, at=(0, -0.08, 0.355), soft=0.04)
    b.add("cushion", pad, seat)
    lean = lambda s: tilted(s, about=(0, back - 0.24, 0.42), roll=-0.17)  # noqa: E731
    b.add("back", pad, [lean(puff(w - 0.34, 0.09, 0.17, at=(0, back - 0.27, 0.46 + 0.19 * k), soft=0.035)) for k in range(3)])
    b.add("headrest", pad, lean(puff(0.26, 0.1, 0.17, at=(0, back - 0.27, 1.06), soft=0.04)), label="cushion")
    b.add(
        "bolsters",
        shade(pad, 0.7),
        [lean(puff(0.07, 0.14, 0.52, at=(s * (w / 2 - 0.165), back - 0.28, 0.46), soft=0.03)) for s in (-1, 1)],
        [puff(0.07, d - 0.36, 0.13, at=(s * (w / 2 - 0.165), -0.08, 0.36), soft=0.03) for s in (-1, 1)],
        label="cushion",
    )
    for s in (-1, 1):
        x = s * (w / 2 - 0.06)
        b.add(
            "arms",
            shell,
            puff(0.1, 0.42, 0.06, at=(x, -0.06, 0.6), soft=0.02),
            box(0.05, 0.08, 0.28, at=(x - s * 0.01, 0.08, 0.33)),
            box(0.14, 0.08, 0.05, at=(x - s * 0.05, 0.08, 0.32)),
            label="arm",
        )
        b.add(
            "controls",
            dark(b),
            rod((x, -0.2, 0.65), (x, -0.21, 0.76), 0.018),
            puff(0.05, 0.05, 0.05, at=(x, -0.21, 0.745), soft=0.015),
            label="handle",
        )
        b.add("lights", glow(b, power=1.0), box(0.05, 0.1, 0.01, at=(x, -0.07, 0.656)), label="button")
    b.add(
        "belts",
        b.look.material("accent"),
        [lean(box(0.045, 0.02, 0.5, at=(s * 0.09, back - 0.322, 0.52))) for s in (-1, 1)],
        box(w - 0.32, 0.05, 0.016, at=(0, -0.02, 0.46)),
        label="strap",
    )
    b.add("buckle", "metal", board(0.09, 0.07, 0.02, at=(0, -0.02, 0.468)))


@kind(
    "storage_pod",
    "furniture",
    width=(0.6, 1.1),
    depth=(0.5, 0.75),
    words=("storage pod", "supply crate", "cargo pod"),
    indoor=Indoor(front=0.4),
)
def storage_pod(b: Build) -> None:
    """Moulded cases stacked: ribs, corner guards, latches, a hazard stripe, a status light."""
    w, d = b.lot.width, b.lot.depth
    shells, trim, black = several(b, "cabinet", 2), b.look.material("accent"), dark(b)
    z = 0.0
    for k in range(int(b.rng.integers(1, 3))):
        f = 1.0 if k == 0 else between(b, 0.78, 0.92)
        cw, cd, h = w * f - 0.04, d * f - 0.06, between(b, 0.42, 0.6)
        x = 0.0 if k == 0 else between(b, -0.5, 0.5) * (w - 0.04 - cw)
        y = 0.01
        b.add(f"case_{k + 1}", shells[k], puff(cw, cd, h - 0.05, at=(x, y, z + 0.05), soft=0.05), label="container")
        b.add(
            "guards",
            black,
            [
                box(0.09, 0.09, 0.07, at=(x + i * (cw / 2 - 0.055), y + j * (cd / 2 - 0.055), q))
                for i in (-1, 1)
                for j in (-1, 1)
                for q in (z, z + h - 0.075)
            ],
            label="bracket",
        )
        b.add("seams", shade(shells[k], 0.6), box(cw + 0.006, cd + 0.006, 0.016, at=(x, y, z + h * 0.68)), label="seam")
        front = y - cd / 2
        b.add(
            "latches",
            "metal",
            [
                board(0.07, 0.11, 0.022, cut=0.008).turned(roll=pi / 2).moved(x + s * cw * 0.27, front + 0.004, z + h * 0.68)
                for s in (-1, 1)
            ],
            label="handle",
        )
        b.add(
            "stripes",
            trim,
            [
                hull(
                    np.array(
                        [
                            (x - 0.13 + 0.085 * i + e + q, y0, z + v)
                            for e, v in ((0, h * 0.26), (0.05, h * 0.44))
                            for q in (0, 0.042)
                            for y0 in (front + 0.01, front - 0.008)
                        ]
                    )
                )
                for i in range(3)
            ],
            label="strip",
        )
        b.add(
            "lights",
            glow(b, pick(b, "#5ee06a", "#ff9a3c", "#57d0e8"), 1.2),
            box(0.07, 0.016, 0.025, at=(x + cw * 0.3, front, z + h * 0.82)),
            label="lamp",
        )
        b.add(
            "ribs",
            shade(shells[k], 0.85),
            [box(0.035, cd - 0.16, 0.02, at=(x + q * cw * 0.24, y, z + h - 0.008)) for q in (-1, 0, 1)],
            label="panel",
        )
        z += h - 0.004
