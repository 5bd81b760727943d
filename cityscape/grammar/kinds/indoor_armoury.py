"""The armoury and its hoard: chests, weapons, gold, the cauldron."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.kinds.indoor_dungeon import gold, iron
from cityscape.grammar.kit import between, chance, pick, shade
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import clump, lathe, tint, tube
from cityscape.grammar.shopfit import (
    board,
    flame,
    height_at,
    hoop,
    knob,
    loft,
    tilted,
    upright_plate,
)
from partgen.solids import Solid, ball, beam, box, cylinder, hull, rod


def chest(w: float, d: float, *, open: float = 0.0, straps: int = 4, name: str = "") -> list[tuple[str, str, list[Solid]]]:
    """A chest's (part, paint, solids): staved box and barrel lid, hinged at the back by `open` radians; its front to -y."""
    h, r = 0.56 * d + 0.06, d / 2
    t = np.linspace(0, pi, 8)

    def lid(a: float, e: float, grow: float) -> Solid:
        p = np.array([(x, (r + grow) * cos(u), h + (0.62 * r + grow) * sin(u)) for x in (a, e) for u in t])
        return tilted(hull(p), about=(0, r, h), roll=-open)

    wood = [box(w - 0.02, d - 0.02, h, at=(0, 0, 0)), lid(-w / 2 + 0.01, w / 2 - 0.01, -0.012)]
    seams = [box(w - 0.012, d - 0.014, 0.012, at=(0, 0, h * k / 4)) for k in (1, 2, 3)]
    bands = []
    for x in np.linspace(-w / 2 + 0.035, w / 2 - 0.035, straps):
        bands += [box(0.05, d, h, at=(x, 0, 0)), lid(x - 0.025, x + 0.025, 0.0)]
    rim = [box(w, d, 0.035, at=(0, 0, h - 0.03)), box(w, d, 0.04, at=(0, 0, 0))]
    return [(name + "box", "wood", wood), (name + "seams", "seam", seams), (name + "bands", "iron", bands + rim)]


@kind(
    "wooden_chest",
    "furniture",
    width=(0.75, 1.2),
    depth=(0.5, 0.68),
    words=("wooden chest", "treasure chest", "coffer", "strongbox"),
    indoor=Indoor(front=0.6),
)
def wooden_chest(b: Build) -> None:
    """An iron-bound chest with a barrel lid, a lock plate and ring handles."""
    w, d = b.lot.width - 0.08, b.lot.depth - 0.06
    wood, m = b.look.material("wood"), iron(b)
    paint = {"wood": wood, "seam": shade(wood, 0.6), "iron": m}
    straps = pick(b, 2, 4)
    for name, what, solids in chest(w, d, straps=straps):
        b.add(name, paint[what], solids, label={"wood": "chest", "seam": "seam", "iron": "band"}[what])
    h = 0.56 * d + 0.06
    brass = gold(b) if chance(b, 0.5) else shade(m, 1.5)
    b.add(
        "lock",
        brass,
        board(0.14, 0.15, 0.02, cut=0.006, corner=0.03).turned(roll=pi / 2).moved(0, -d / 2 + 0.004, h - 0.03),
        box(0.05, 0.026, 0.09, at=(0, -d / 2 - 0.012, h - 0.02)),
    )
    b.add("keyhole", shade(m, 0.4), box(0.02, 0.012, 0.04, at=(0, -d / 2 - 0.02, h - 0.075)), label="lock")
    b.add(
        "nails",
        brass,
        [
            knob(x, -d / 2 + 0.004, z, 0.011)
            for x in np.linspace(-w / 2 + 0.035, w / 2 - 0.035, straps)
            for z in (0.02, h * 0.45, h - 0.014)
        ],
        label="nail",
    )
    for s in (-1, 1):
        b.add(
            "handles",
            m,
            [q.turned(pi / 2, roll=pi / 2).moved(s * (w / 2 + 0.014), 0, h * 0.55) for q in hoop(0.06, 0.016, segments=9)],
            box(0.03, 0.06, 0.05, at=(s * (w / 2 + 0.005), 0, h * 0.55 + 0.04)),
            label="handle",
        )


def blade(x: float, z: float, long: float, *, wide: float = 0.03) -> dict[str, list[Solid]]:
    """A sword standing on its point at z: steel, guard and grip."""
    steel = [upright_plate([(x - wide, z + 0.1), (x, z), (x + wide, z + 0.1), (x + wide, z + long), (x - wide, z + long)], -0.007, 0.007)]
    guard = [box(0.22, 0.026, 0.026, at=(x, 0, z + long)), ball(0.026, at=(x, 0, z + long + 0.2), detail=1)]
    return {"steel": steel, "gold": guard, "grip": [rod((x, 0, z + long), (x, 0, z + long + 0.19), 0.017, segments=7)]}


def axe(x: float, z: float, long: float) -> dict[str, list[Solid]]:
    """A broad axe standing on its shaft's end at z."""
    bit = [
        (x + 0.01, z + long - 0.2),
        (x + 0.15, z + long - 0.29),
        (x + 0.18, z + long - 0.16),
        (x + 0.15, z + long - 0.03),
        (x + 0.01, z + long - 0.11),
    ]
    return {
        "steel": [upright_plate(bit, -0.012, 0.012), box(0.06, 0.05, 0.1, at=(x, 0, z + long - 0.2))],
        "shaft": [rod((x, 0, z), (x, 0, z + long), 0.02, segments=7)],
    }


def spear(x: float, z: float, long: float) -> dict[str, list[Solid]]:
    """A spear standing at z."""
    tip = [
        upright_plate([(x, z + long + 0.26), (x - 0.04, z + long + 0.09), (x, z + long - 0.02), (x + 0.04, z + long + 0.09)], -0.012, 0.012)
    ]
    return {"steel": tip, "shaft": [rod((x, 0, z), (x, 0, z + long), 0.018, segments=7)]}


@kind(
    "weapon_rack", "furniture", width=(1.1, 1.9), depth=(0.32, 0.46), words=("weapon rack", "arms rack", "swords"), indoor=Indoor(front=0.7)
)
def weapon_rack(b: Build) -> None:
    """A rack of swords, axes and spears behind notched rails, a painted shield before it."""
    w, d, back, wood = b.lot.width, b.lot.depth, b.lot.depth / 2, b.look.material("timber")
    h = 1.3
    b.add(
        "frame",
        wood,
        [box(0.09, 0.09, h + 0.1, at=(s * (w / 2 - 0.05), back - 0.07, 0)) for s in (-1, 1)],
        [box(0.1, d - 0.02, 0.08, at=(s * (w / 2 - 0.05), 0, 0)) for s in (-1, 1)],
        label="post",
    )
    b.add(
        "frame",
        wood,
        [loft((0.046, 0.046, h + 0.09), (0.02, 0.02, h + 0.16), at=(s * (w / 2 - 0.05), back - 0.07, 0)) for s in (-1, 1)],
        label="post",
    )
    b.add(
        "rails",
        "wood",
        [box(w - 0.1, 0.05, 0.1, at=(0, back - 0.06, z)) for z in (0.42, 1.02)],
        board(w - 0.1, d * 0.5, 0.06, at=(0, back - 0.05 - d * 0.25, 0.08)),
        label="rail",
    )
    b.add(
        "rails",
        "wood",
        [box(w - 0.1, 0.03, 0.05, at=(0, back - 0.17, z)) for z in (0.46, 1.05)],
        [box(0.03, 0.1, 0.05, at=(s * (w / 2 - 0.09), back - 0.12, z)) for s in (-1, 1) for z in (0.46, 1.05)],
        label="rail",
    )
    paint = {
        "steel": tint(b.look.material("metal"), "#d5d9dc", 0.55),
        "gold": gold(b),
        "grip": b.look.material("leather"),
        "shaft": tint(b.look.material("wood"), "#d9a866", 0.3),
    }
    labels = {"steel": "blade", "gold": "hilt", "grip": "handle", "shaft": "handle"}
    n, start = max(4, int((w - 0.3) / 0.22)), int(b.rng.integers(3))
    for k in range(n):
        x = -w / 2 + 0.2 + (w - 0.46) * k / (n - 1)
        what = (start + k) % 3
        arm = (
            blade(x, 0.14, between(b, 0.92, 1.05))
            if what == 0
            else axe(x, 0.14, between(b, 1.05, 1.3))
            if what == 1
            else spear(x, 0.14, between(b, 1.45, 1.6))
        )
        for name, solids in arm.items():
            b.add(name, paint[name], [s.moved(0, back - 0.12, 0) for s in solids], label=labels[name])
    r = min(0.29, w * 0.2)
    sx, sz = pick(b, -1, 1) * w * 0.2, r + 0.022
    lean = lambda s: tilted(s, about=(0, -back + 0.09, 0.0), roll=-0.16)  # noqa: E731
    disc = [rod((sx, -back + 0.09, sz), (sx, -back + 0.07, sz), r, segments=16)]
    b.add("shield", b.look.material("accent"), [lean(s) for s in disc])
    rim = [s.turned(roll=pi / 2).moved(sx, -back + 0.078, sz) for s in hoop(r, 0.03, segments=16)]
    b.add(
        "shield_rim",
        paint["steel"],
        [
            lean(s)
            for s in (
                *rim,
                ball(0.07, 0.05, 0.07, at=(sx, -back + 0.07, sz), detail=1),
                box(2 * r, 0.02, 0.045, at=(sx, -back + 0.072, sz - 0.022)),
                box(0.045, 0.021, 2 * r, at=(sx, -back + 0.072, sz - r)),
            )
        ],
        label="shield",
    )


@kind(
    "treasure_heap",
    "furniture",
    width=(0.9, 1.6),
    depth=(0.8, 1.3),
    words=("treasure", "treasure heap", "gold pile", "hoard"),
    indoor=Indoor(spot="corner", front=0.4),
)
def treasure_heap(b: Build) -> None:
    """A heap of coins spilling from an open chest: goblets, a crown, jewels, a sword stuck in it."""
    w, d, m = b.lot.width, b.lot.depth, gold(b)
    bright = tint(m, "#ffe58a", 0.45)
    heap = [clump(b.rng, w * 0.44, d * 0.42, 0.3, at=(0, -d * 0.02, 0.0), points=60, rough=0.1, floor=0.0)]
    heap.append(clump(b.rng, w * 0.25, d * 0.25, 0.3, at=(-w * 0.1, d * 0.06, 0.12), points=40, rough=0.12, floor=0.0))
    b.add("gold", m, heap, label="coin")
    coins = []
    for k in range(26):
        t, q = 2.39996 * k, 0.2 + 0.27 * (k / 26) ** 0.5
        x, y = (
            float(np.clip(w * q * cos(t), -w / 2 + 0.05, w / 2 - 0.05)),
            float(np.clip(d * q * sin(t) * 0.95, -d / 2 + 0.05, d / 2 - 0.05)),
        )
        z = height_at(heap, x, y)
        coins.append(cylinder(0.036, 0.014, segments=8).turned(pitch=between(b, -0.4, 0.4) if z > 0.05 else 0.0).moved(x, y, z))
    b.add("coins", bright, coins, label="coin")
    wood = b.look.material("wood")
    paint = {"wood": wood, "seam": shade(wood, 0.6), "iron": iron(b)}
    cw, cd = min(0.62, w * 0.5), min(0.42, d * 0.42)
    h = 0.56 * cd + 0.06
    for name, what, solids in chest(cw, cd, open=1.35, name="chest_"):
        b.add(
            name,
            paint[what],
            [s.turned(0.25).moved(w * 0.14, d / 2 - cd * 0.5 - 0.36 * cd - 0.06, 0.0) for s in solids],
            label={"wood": "chest", "seam": "seam", "iron": "band"}[what],
        )
    b.add(
        "gold",
        m,
        clump(b.rng, cw * 0.42, cd * 0.4, 0.12, at=(w * 0.14, d / 2 - cd * 0.86 - 0.06, h - 0.02), points=30, floor=h - 0.06),
        label="coin",
    )
    for x, y in ((-w * 0.22, -d * 0.16), (w * 0.2, -d * 0.24)):
        b.add(
            "goblets",
            bright,
            lathe(
                [(0.05, 0), (0.045, 0.012), (0.014, 0.03), (0.014, 0.08), (0.05, 0.13), (0.055, 0.18)],
                at=(x, y, height_at(heap, x, y) - 0.01),
                segments=9,
            ),
            label="cup",
        )
    cx, cy = -w * 0.12, d * 0.02
    cz = height_at(heap, cx, cy) - 0.02
    crown = [
        *hoop(0.085, 0.016, at=(cx, cy, cz + 0.03), thick=0.06, segments=10),
        *[
            rod(
                (cx + 0.085 * cos(t), cy + 0.085 * sin(t), cz + 0.05),
                (cx + 0.1 * cos(t), cy + 0.1 * sin(t), cz + 0.13),
                0.016,
                end=0.006,
                segments=5,
            )
            for t in np.arange(6) * pi / 3
        ],
    ]
    b.add("crown", bright, crown)
    for k, c in enumerate(("#c2283a", "#2f8f5b", "#3a66c2")):
        places = ((w * (-0.3 + 0.22 * k), d * (-0.2 - 0.05 * (k % 2))), (w * (0.02 + 0.1 * k), -d * 0.3))
        jewels = [
            loft((0.004, 0.004, 0.0), (0.04, 0.04, 0.035), (0.022, 0.022, 0.058), at=(x, y, height_at(heap, x, y) - 0.012))
            for x, y in places
        ]
        b.add(f"jewels_{k + 1}", b.look.material("ceramic", color=c), jewels, label="jewel")
    if chance(b, 0.6):
        sx, sy = -w * 0.26, d * 0.12
        b.add(
            "sword",
            tint(b.look.material("metal"), "#d5d9dc", 0.55),
            beam((sx, sy, 0.1), (sx - 0.06, sy + 0.03, 0.62), 0.05, 0.012),
            label="blade",
        )
        b.add(
            "hilt",
            bright,
            beam((sx - 0.16, sy + 0.03, 0.61), (sx + 0.04, sy + 0.03, 0.635), 0.03, 0.03),
            rod((sx - 0.06, sy + 0.03, 0.62), (sx - 0.08, sy + 0.04, 0.8), 0.017),
            ball(0.026, at=(sx - 0.08, sy + 0.04, 0.81), detail=1),
            label="hilt",
        )


@kind(
    "cauldron",
    "furniture",
    width=(0.75, 1.1),
    depth=(0.75, 1.1),
    words=("cauldron", "kettle", "witch's pot"),
    indoor=Indoor(spot="free", front=0.7),
)
def cauldron(b: Build) -> None:
    """An iron pot on three feet over glowing logs, its brew bubbling, a ladle in it."""
    r, m = min(b.lot.width, b.lot.depth) / 2 - 0.06, iron(b)
    z, k = 0.24, r / 0.42
    pot = lathe([(0.12 * k, z), (0.3 * k, z + 0.07), (0.4 * k, z + 0.22), (0.4 * k, z + 0.34), (0.34 * k, z + 0.46)], segments=16)
    b.add("pot", m, pot, label="cauldron")
    b.add("rim", shade(m, 1.25), hoop(0.34 * k, 0.06 * k, at=(0, 0, z + 0.475), thick=0.05, segments=16), label="border")
    b.add(
        "feet",
        m,
        [
            tube(
                [
                    (0.26 * k * cos(t), 0.26 * k * sin(t), z + 0.1),
                    (0.34 * k * cos(t), 0.34 * k * sin(t), 0.12),
                    (0.36 * k * cos(t), 0.36 * k * sin(t), 0.012),
                ],
                (0.04, 0.03, 0.03),
                segments=6,
            )[j]
            for t in (pi / 2, pi / 2 + 2.094, pi / 2 + 4.189)
            for j in (0, 1)
        ],
        label="leg",
    )
    brew = b.look.material("lamp", color=pick(b, "#7fd44a", "#9b5fd0", "#4ac7b0", "#d9862f")).model_copy(update={"emission": 0.55})
    b.add("brew", brew, cylinder(0.33 * k, 0.03, at=(0, 0, z + 0.445), segments=16), label="liquid")
    b.add(
        "bubbles",
        brew.model_copy(update={"emission": 0.9, "name": "lamp-bubble"}),
        [
            ball(q, at=(0.2 * k * cos(t), 0.2 * k * sin(t), z + 0.475), detail=1)
            for t, q in ((0.4, 0.05), (2.0, 0.035), (3.4, 0.06), (4.9, 0.04))
        ],
        label="bubble",
    )
    t = between(b, -0.6, 0.6)
    b.add(
        "ladle", "wood", rod((0.1 * cos(t), 0.1 * sin(t), z + 0.46), (0.34 * k * cos(t), 0.34 * k * sin(t), z + 0.78), 0.018), label="spoon"
    )
    b.add(
        "handles",
        m,
        [q.turned(pi / 2, roll=pi / 2).moved(s * 0.415 * k, 0, z + 0.36) for s in (-1, 1) for q in hoop(0.05, 0.018, segments=8)],
        label="handle",
    )
    b.add(
        "logs",
        "bark",
        [
            rod((-0.3 * k * cos(u), -0.3 * k * sin(u), 0.055), (0.3 * k * cos(u), 0.3 * k * sin(u), 0.055), 0.05, segments=7)
            for u in (0.2, 1.3, 2.4)
        ],
        label="log",
    )
    b.add(
        "embers",
        b.look.material("lamp", color="#ff8a3a"),
        [flame(0.16 * k * cos(u), 0.16 * k * sin(u), 0.01, 0.21) for u in np.arange(5) * 1.2566],
        label="flame",
    )
    b.add(
        "hearth",
        "rock",
        [
            clump(b.rng, 0.075, 0.06, 0.06, at=(0.4 * k * cos(u), 0.4 * k * sin(u), 0.03), points=12, floor=0.0)
            for u in np.arange(9) * 0.698 + 0.2
        ],
        label="stone",
    )
