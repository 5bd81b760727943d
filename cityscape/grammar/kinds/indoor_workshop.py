"""The joiner's bench and the tools that hang, lie and are kept around it."""

from __future__ import annotations

from math import pi

import numpy as np

from cityscape.grammar.kit import between, chance, pick, shade
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import tint, tube
from cityscape.grammar.shopfit import (
    board,
    border,
    castors,
    fronts,
    hoop,
    knob,
    puff,
    several,
    tin,
    upright_plate,
)
from partgen.solids import Solid, beam, box, hull, rod


def hammer(z: float = 0.0) -> tuple[list[Solid], list[Solid]]:
    """A hammer hanging head up from z, as (grips, steel), its back at y = 0."""
    grip = [hull(np.array([(x * e, y, z - q) for e, q in ((0.013, 0.02), (0.019, 0.3)) for x in (-1, 1) for y in (-0.03, -0.006)]))]
    head = [box(0.12, 0.036, 0.04, at=(-0.012, -0.018, z - 0.045)), box(0.03, 0.044, 0.05, at=(-0.07, -0.022, z - 0.05))]
    return grip, head


def handsaw(z: float = 0.0) -> tuple[list[Solid], list[Solid]]:
    """A hand saw hanging from its grip."""
    blade = upright_plate([(-0.06, z - 0.13), (0.07, z - 0.13), (0.05, z - 0.56), (0.0, z - 0.56)], -0.014, -0.006)
    grip = [box(0.15, 0.03, 0.032, at=(0, -0.016, z - 0.032)), box(0.032, 0.03, 0.13, at=(0.058, -0.016, z - 0.15))]
    grip += [box(0.032, 0.028, 0.13, at=(-0.058, -0.016, z - 0.148)), box(0.14, 0.028, 0.032, at=(0, -0.0155, z - 0.15))]
    return grip, [blade]


def spanner(z: float = 0.0, long: float = 0.24) -> tuple[list[Solid], list[Solid]]:
    """A ring and open spanner."""
    ring = [s.turned(roll=pi / 2).moved(0, -0.012, z - 0.03) for s in hoop(0.022, 0.014, segments=6)]
    jaw = [box(0.016, 0.016, 0.045, at=(s * 0.022, -0.012, z - long - 0.03)).moved() for s in (-1, 1)]
    return [], [
        *ring,
        box(0.022, 0.012, long - 0.05, at=(0, -0.012, z - long + 0.008)),
        box(0.056, 0.014, 0.026, at=(0, -0.012, z - long)),
        *jaw,
    ]


def screwdriver(z: float = 0.0, long: float = 0.2) -> tuple[list[Solid], list[Solid]]:
    """A screwdriver, blade down."""
    return [rod((0, -0.02, z), (0, -0.02, z - 0.095), 0.019, end=0.014, segments=6)], [
        box(0.011, 0.011, long - 0.08, at=(0, -0.02, z - long))
    ]


def pliers(z: float = 0.0) -> tuple[list[Solid], list[Solid]]:
    """Pliers, jaws up."""
    grips = [beam((s * 0.012, -0.014, z - 0.085), (s * 0.04, -0.014, z - 0.21), 0.016, 0.02) for s in (-1, 1)]
    return grips, [upright_plate([(-0.014, z), (0.014, z), (0.026, z - 0.07), (0, z - 0.11), (-0.026, z - 0.07)], -0.024, -0.004)]


def square(z: float = 0.0) -> tuple[list[Solid], list[Solid]]:
    """A try square."""
    return [box(0.035, 0.022, 0.17, at=(-0.1, -0.012, z - 0.17))], [box(0.24, 0.01, 0.036, at=(0.02, -0.012, z - 0.036))]


@kind(
    "workbench",
    "furniture",
    width=(1.4, 2.2),
    depth=(0.65, 0.85),
    words=("workbench", "work bench", "carpenter's bench"),
    indoor=Indoor(front=0.9, surface=0.9),
)
def workbench(b: Build) -> None:
    """A joiner's bench: thick top, vice at one end, drawers or a shelf of tins below, plane and mallet at the ends."""
    w, d, s = b.lot.width, b.lot.depth, pick(b, -1, 1)
    y, deep, half = 0.07, d - 0.14, w / 2
    front = y - deep / 2
    b.add("top", "furniture", [board(w, deep / 3 - 0.004, 0.08, at=(0, y + k * deep / 3, 0.82)) for k in (-1, 0, 1)])
    b.add("top", "furniture", [box(0.07, deep - 0.012, 0.07, at=(e * (half - 0.05), y, 0.82)) for e in (-1, 1)])
    frame = b.look.material("timber")
    b.add(
        "legs",
        frame,
        [box(0.09, 0.09, 0.83, at=(e * (half - 0.12), y + f * (deep / 2 - 0.08), 0)) for e in (-1, 1) for f in (-1, 1)],
        label="leg",
    )
    b.add("legs", frame, [box(0.06, deep - 0.2, 0.08, at=(e * (half - 0.12), y, 0.16)) for e in (-1, 1)], label="leg")
    b.add("legs", frame, [box(w - 0.28, 0.05, 0.08, at=(0, y + f * (deep / 2 - 0.08), 0.16)) for f in (-1, 1)], label="leg")
    b.add("shelf", "wood", [board(w - 0.2, deep / 4 - 0.025, 0.025, at=(0, y + (k - 1.5) * (deep / 4 - 0.02), 0.235)) for k in range(4)])
    x0 = -s * (half - 0.18)
    x1 = x0 + s * w * 0.42
    lo, hi = min(x0, x1), max(x0, x1)
    low = 0.42 if chance(b, 0.5) else 0.62
    b.add("drawer_case", frame, box(hi - lo, deep - 0.14, 0.83 - low, at=((lo + hi) / 2, y, low)), label="cabinet")
    fronts(b, "drawers", "cabinet", x0=lo, x1=hi, z0=low, z1=0.82, y=y - (deep - 0.14) / 2, cols=2, rows=1 if low > 0.5 else 2, grip="knob")
    vx = s * (half - 0.24)
    b.add(
        "vice",
        tint(b.look.material("wood"), "#d9a866", 0.4),
        board(0.34, 0.06, 0.19, at=(vx, front - 0.035, 0.715)),
        board(0.34, 0.045, 0.14, at=(vx, front - 0.0, 0.74)),
        label="vice",
    )
    screw = [
        rod((vx, front + 0.05, 0.79), (vx, front - 0.068, 0.79), 0.026, segments=9),
        rod((vx - 0.09, front - 0.053, 0.72), (vx + 0.09, front - 0.053, 0.86), 0.011),
    ]
    b.add("vice_screw", "metal", screw, label="vice")
    tins = several(b, "plastic", 2)
    for k in range(3):
        r = between(b, 0.06, 0.085)
        b.add(
            f"tins_{k % 2 + 1}",
            tins[k % 2],
            tin(s * (0.08 + 0.2 * k) * w / 1.8 + s * 0.04, y + between(b, -0.05, 0.05), 0.258, r, between(b, 0.14, 0.22)),
            label="tin",
        )
    px = -s * (half - 0.09)
    b.add(
        "plane",
        "wood",
        board(0.07, 0.24, 0.055, at=(px, y, 0.899), cut=0.015),
        rod((px, y + 0.06, 0.94), (px, y + 0.085, 1.02), 0.018),
        label="tool",
    )
    b.add(
        "plane_iron",
        "metal",
        beam((px, y - 0.03, 0.92), (px, y + 0.03, 1.0), 0.045, 0.012),
        rod((px, y - 0.08, 0.94), (px, y - 0.08, 0.985), 0.018),
        label="tool",
    )
    my = y + deep * 0.22
    mallet = [
        rod((s * (half - 0.1), my - 0.12, 0.93), (s * (half - 0.1), my + 0.12, 0.93), 0.014),
        box(0.13, 0.085, 0.075, at=(s * (half - 0.1), my + 0.1, 0.899)),
    ]
    b.add("mallet", tint(b.look.material("wood"), "#d9a866", 0.4), mallet, label="tool")


@kind(
    "tool_wall",
    "furniture",
    width=(1.0, 1.8),
    depth=(0.12, 0.2),
    words=("tool wall", "pegboard", "tool board"),
    indoor=Indoor(spot="hung", front=0.0, at=(1.1, 1.25)),
)
def tool_wall(b: Build) -> None:
    """A board with a frame on which hammers, saws, spanners and screwdrivers hang in order."""
    w, d, h = b.lot.width, b.lot.depth, 0.95
    back = d / 2
    face = back - 0.03
    paint = b.look.material("cabinet")
    b.add("board", paint, box(w - 0.03, 0.03, h - 0.03, at=(0, back - 0.015, 0.015)))
    b.add("frame", "timber", border(w, h, 0.045, face - 0.02, back))
    holes = [box(w - 0.12, 0.004, 0.006, at=(0, face - 0.0005, z)) for z in np.arange(0.1, h - 0.08, 0.1)]
    b.add("seams", shade(paint, 0.8), holes, label="seam")
    grips, steel = several(b, "plastic", 2), b.look.material("metal")
    wood = tint(b.look.material("wood"), "#d9a866", 0.4)
    upper = [handsaw, hammer, square, hammer, handsaw, pliers]
    x, k = -w / 2 + 0.14, int(b.rng.integers(len(upper)))
    while x < w / 2 - 0.12:
        tool = upper[k % len(upper)]
        grip, iron = tool(h - 0.1)
        b.add("grips", wood if tool in (hammer, handsaw, square) else grips[0], [t.moved(x, face + 0.002, 0) for t in grip], label="handle")
        b.add("tools", steel, [t.moved(x, face + 0.002, 0) for t in iron], label="tool")
        b.add("pegs", "metal", rod((x, face + 0.01, h - 0.09), (x, face - 0.05, h - 0.08), 0.008, segments=6), label="hook")
        x, k = x + (0.23 if tool in (handsaw, square) else 0.17), k + 1
    n = int((w - 0.2) / 0.085)
    row = pick(b, 0, 1)
    for j in range(n):
        x = -w / 2 + 0.12 + (w - 0.24) * j / max(1, n - 1)
        long = 0.3 - 0.15 * j / n
        first = (j < n / 2) == bool(row)
        grip, iron = spanner(0.32, long * 0.75) if first else screwdriver(0.3, long * 0.85)
        b.add("tools", steel, [t.moved(x, face + 0.002, 0) for t in iron], label="tool")
        b.add(f"handles_{j % 2 + 1}", grips[j % 2], [t.moved(x, face + 0.002, 0) for t in grip], label="handle")
    ledge = min(0.1, d - 0.035)
    b.add(
        "rail",
        "timber",
        box(w - 0.08, 0.028, 0.02, at=(0, face - 0.012, 0.335)),
        board(w - 0.06, ledge, 0.018, at=(0, face - ledge / 2 + 0.01, 0.0)),
        label="shelf",
    )


@kind(
    "tool_cabinet",
    "furniture",
    width=(0.65, 0.95),
    depth=(0.45, 0.55),
    words=("tool cabinet", "tool trolley", "tool chest"),
    indoor=Indoor(front=0.7, surface=0.98),
)
def tool_cabinet(b: Build) -> None:
    """A steel cabinet of many drawers on castors, with a push bar at its side and a rubber mat on top."""
    w, d = b.lot.width, b.lot.depth
    body, deep = w - 0.07, d - 0.06
    y, m = 0.03, b.look.material("accent")
    b.add("wheels", shade(b.look.material("metal"), 0.55), castors(body - 0.04, deep - 0.04, 0.05, at=(0.03, y, 0)), label="wheel")
    b.add("body", m, puff(body, deep, 0.83, at=(0.03, y, 0.11), soft=0.015), label="cabinet")
    b.add("top", shade(b.look.material("plastic"), 0.45), board(body - 0.03, deep - 0.03, 0.045, at=(0.03, y, 0.935)))
    rows = pick(b, (2.4, 1.6, 1, 1, 1), (1.5, 1.5, 1.1, 1.1, 1.1), (3, 1, 1, 1))
    fronts(
        b,
        "drawers",
        shade(m, 1.12),
        x0=0.03 - body / 2 + 0.03,
        x1=0.03 + body / 2 - 0.03,
        z0=0.15,
        z1=0.91,
        y=y - deep / 2,
        rows=rows,
        grip="pull",
    )
    bar = tube(
        [
            (0.04 - body / 2, y + deep * 0.3, 0.84),
            (0.02 - w / 2, y + deep * 0.3, 0.86),
            (0.02 - w / 2, y - deep * 0.3, 0.86),
            (0.04 - body / 2, y - deep * 0.3, 0.84),
        ],
        (0.014,) * 4,
    )
    b.add("push_bar", "metal", bar, label="handle")
    b.add("lock", "metal", knob(0.03 + body / 2 - 0.05, y - deep / 2, 0.925, 0.012))


@kind("toolbox", "furniture", width=(0.38, 0.52), depth=(0.2, 0.28), words=("toolbox", "tool box"), indoor=Indoor(spot="top"))
def toolbox(b: Build) -> None:
    """A steel box with a hipped lid, latches and a bar to carry it by; or an open tray with tools in it."""
    w, d = b.lot.width, b.lot.depth
    m, iron = b.look.material("accent"), b.look.material("metal")
    if chance(b, 0.5):
        b.add("box", m, puff(w, d - 0.03, 0.13, soft=0.012), label="toolbox")
        lid = hull(
            np.array(
                [
                    (sx * u, sy * v, z)
                    for u, v, z in ((w / 2, d / 2 - 0.015, 0.13), (w / 2, d / 2 - 0.015, 0.15), (w / 2 - 0.02, 0.045, 0.2))
                    for sx in (-1, 1)
                    for sy in (-1, 1)
                ]
            )
        )
        b.add("lid", shade(m, 1.12), lid)
        b.add("latches", iron, [box(0.035, 0.02, 0.06, at=(s * w * 0.28, -d / 2 + 0.012, 0.1)) for s in (-1, 1)], label="handle")
        b.add(
            "handle",
            shade(b.look.material("plastic"), 0.5),
            tube([(-w * 0.24, 0, 0.195), (-w * 0.22, 0, 0.245), (w * 0.22, 0, 0.245), (w * 0.24, 0, 0.195)], (0.012,) * 4),
        )
        return
    t = 0.014
    b.add(
        "box",
        "wood",
        box(w - 0.01, d - 0.01, t, at=(0, 0, 0)),
        [box(w - 0.01, t, 0.11, at=(0, s * (d / 2 - 0.012), 0)) for s in (-1, 1)],
        label="toolbox",
    )
    b.add(
        "box",
        "wood",
        [
            upright_plate(
                [(-(d / 2 - 0.006), 0), (d / 2 - 0.006, 0), (d / 2 - 0.006, 0.11), (0.03, 0.24), (-0.03, 0.24), (-(d / 2 - 0.006), 0.11)],
                -t / 2,
                t / 2,
            )
            .turned(pi / 2)
            .moved(s * (w / 2 - 0.012), 0, 0)
            for s in (-1, 1)
        ],
        label="toolbox",
    )
    b.add("handle", m, rod((-w / 2 + 0.01, 0, 0.215), (w / 2 - 0.01, 0, 0.215), 0.015, segments=8))
    grips = several(b, "plastic", 2)
    for k, x in enumerate(np.linspace(-w * 0.34, w * 0.34, 4)):
        y = (-1) ** k * d * 0.2
        b.add("tools", iron, rod((x, y, 0.012), (x + 0.02, y, 0.14), 0.01, segments=6), label="tool")
        b.add(
            f"grips_{k % 2 + 1}",
            grips[k % 2],
            rod((x + 0.018, y, 0.13), (x + 0.034, y, 0.215), 0.018, end=0.014, segments=6),
            label="handle",
        )


@kind(
    "sawhorse",
    "furniture",
    width=(1.0, 1.5),
    depth=(0.55, 0.75),
    words=("sawhorse", "saw horse", "trestle"),
    indoor=Indoor(spot="free", front=0.5),
)
def sawhorse(b: Build) -> None:
    """Two trestles with a plank across, a saw left lying on it."""
    w, d = b.lot.width, b.lot.depth
    m, z = b.look.material("timber"), 0.62
    for e in (-1, 1):
        x = e * (w / 2 - 0.26)
        b.add("trestles", m, board(0.075, d - 0.03, 0.1, at=(x, 0, z - 0.1)), label="leg")
        for f in (-1, 1):
            b.add(
                "trestles",
                m,
                [
                    beam((x + s * 0.03, f * (d / 2 - 0.12), z - 0.02), (x + s * 0.2, f * (d / 2 - 0.05), 0.022), 0.07, 0.045)
                    for s in (-1, 1)
                ],
                label="leg",
            )
            b.add("braces", "wood", box(0.3, 0.022, 0.08, at=(x, f * (d / 2 - 0.045), 0.24)), label="beam")
    bare = tint(b.look.material("wood"), "#e0b878", 0.6)
    b.add("plank", bare, board(w - 0.02, 0.2, 0.035, at=(0, 0.06, z)), board(w - 0.2, 0.09, 0.06, at=(0.04, -0.14, z)), label="plank")
    grip, blade = handsaw()
    place = between(b, -0.1, 0.1)
    for part, solids, paint in (("saw_grip", grip, b.look.material("plastic")), ("saw_blade", blade, b.look.material("metal"))):
        b.add(part, paint, [s.turned(roll=-pi / 2).turned(pi / 2 + 0.25).moved(place - 0.25, 0.06, z + 0.032) for s in solids], label="saw")
    if chance(b, 0.6):
        b.add("sawdust", tint(bare, "#f0d8a8", 0.5), puff(0.34, 0.26, 0.025, at=(between(b, -0.1, 0.1), 0, 0), soft=0.02), label="shaving")
