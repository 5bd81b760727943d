"""What Nordic houses are put together from: logs, boards, verges, icicles, drifts, warm windows."""

from __future__ import annotations

from math import pi

import numpy as np

from cityscape.grammar import roofs
from cityscape.grammar.kit import SIDES, Block, Side, Wall, between, shade, window_row
from cityscape.grammar.recipe import Build
from cityscape.grammar.shapes import spike
from cityscape.grammar.snow import heap, snow, snowy
from cityscape.world.material import Material
from cityscape.world.theme import Role
from partgen.solids import ball, box, hull, rod

COURSE = 0.27
"""Height of a log, metres."""


def log_walls(b: Build, block: Block, *, ends: bool = True, name: str = "logs", role: Role | Material = "timber") -> None:
    """Courses of logs round a block, notched at the corners with their ends standing out."""
    n = max(2, round((block.z1 - block.z0) / COURSE))
    step = (block.z1 - block.z0) / n
    for k in range(n):
        z = block.z0 + step * k
        rows = [(z, -0.05), (z + step * 0.25, 0.02), (z + step * 0.75, 0.02), (z + step, -0.05)]
        p = [(block.x + i * (block.w / 2 + o), block.y + j * (block.d / 2 + o), q) for q, o in rows for i in (-1, 1) for j in (-1, 1)]
        b.add(name, role, hull(p), label="wall")
    if not ends:
        return
    tips = []
    for i in (-1, 1):
        for j in (-1, 1):
            for k in range(n):
                z = block.z0 + step * (k + 0.5)
                x, y = block.x + i * (block.w / 2 - 0.1), block.y + j * (block.d / 2 - 0.1)
                if k % 2:
                    tips.append(rod((x, y, z), (x + i * 0.32, y, z), step * 0.44, segments=6))
                else:
                    tips.append(rod((x, y, z), (x, y + j * 0.32, z), step * 0.44, segments=6))
    b.add("log_ends", shade(b.look.material(role), 1.25) if isinstance(role, str) else role, tips, label="beam")


def board_walls(b: Build, block: Block) -> None:
    """Painted boards with pale boards at the corners and a band over the plinth."""
    b.add("walls", "wall", block.solid(), label="wall")
    h = block.z1 - block.z0
    for side in SIDES:
        f = block.wall(side)
        b.add("corner_boards", "trim", f.put(*[box(0.2, 0.06, h, at=(s * (f.length / 2 - 0.07), -0.01, 0)) for s in (-1, 1)]), label="trim")
        b.add("corner_boards", "trim", f.one(box(f.length, 0.07, 0.14, at=(0, -0.012, 0))), label="trim")


def verge_boards(b: Build, roof: roofs.Roof, verge: float, eaves: float) -> None:
    """Pale boards along the gables' edges."""
    m, s = roof.slope, (roof.block.d if roof.axis == "x" else roof.block.w) / 2
    long = (roof.block.w if roof.axis == "x" else roof.block.d) / 2 + verge
    t = roof.thickness
    pieces = []
    for i in (-1, 1):
        for j in (-1, 1):
            q = [
                (0.0, roof.rise - 0.12),
                (0.0, roof.rise + t + 0.03),
                (j * (s + eaves), -eaves * m + t + 0.03),
                (j * (s + eaves), -eaves * m - 0.12),
            ]
            pieces.append(hull([(i * (long + e), y, z) for y, z in q for e in (-0.05, 0.04)]))
    turn = 0.0 if roof.axis == "x" else pi / 2
    b.add("verge_boards", "trim", [p.turned(turn).moved(roof.block.x, roof.block.y, roof.block.z1) for p in pieces], label="trim")


def icicles(b: Build, roof: roofs.Roof, eaves: float, sides: tuple[Side, ...]) -> None:
    """Icicles under the eaves."""
    if not snowy(b):
        return
    ice = b.look.material("glass", color="#dbe9f4", pattern="plain")
    for side in sides:
        f = roof.block.wall(side)
        out = []
        for x in np.arange(-f.length / 2 + 0.3, f.length / 2 - 0.2, 0.42):
            long = between(b, 0.08, 0.42)
            if long > 0.16:
                z = roof.block.z1 - f.z - eaves * roof.slope + 0.04
                out.append(spike((x, -eaves + 0.08, z), (x, -eaves + 0.08, z - long), 0.035))
        b.add("icicles", ice, f.put(*out), label="ice")


def drifts(b: Build, block: Block, room: float) -> None:
    """Snow blown against the walls, within `room` metres of them."""
    if not snowy(b):
        return
    low = -b.lot.drop
    for side in ("right", "left", "back"):
        f = block.wall(side, z=0.0)  # type: ignore[arg-type]
        for x in (-0.36, 0.0, 0.34):
            rx, h = between(b, 0.12, 0.17) * f.length, between(b, 0.3, 0.55)
            deep = room * between(b, 0.75, 0.98)
            p = heap(b, x * f.length, 0.0, low, rx, deep, h - low, points=12)
            b.add("drifts", snow(b), f.one(p), label="snow")


def wreath(b: Build, wall: Wall, x: float, z: float) -> None:
    """A ring of fir twigs with a bow."""
    f = wall.at(x, z)
    n = 8
    t = 2 * pi * np.arange(n) / n
    b.add(
        "wreath", "needles", f.put(*[ball(0.1, 0.06, 0.1, at=(0.2 * np.cos(u), -0.09, 0.2 * np.sin(u)), detail=0) for u in t]), label="leaf"
    )
    b.add("bow", "accent", f.one(ball(0.08, 0.06, 0.06, at=(0, -0.13, -0.2), detail=0)), label="ornament")


def warm_windows(
    b: Build, wall: Wall, n: int, z: float, w: float, h: float, *, skip: tuple[int, ...] = (), margin: float = 0.6
) -> list[float]:
    """Windows with white frames and snow on their sills."""
    at = window_row(b, wall, n, z, w, h, margin=margin, skip=skip, panes=(2, 3), frame="trim")
    if snowy(b):
        f = [wall.one(box(w + 0.16, 0.15, 0.06, at=(x, -0.08, z - 0.005))) for k, x in enumerate(at) if k not in skip]
        b.add("sill_snow", snow(b), f, label="snow")
    return at
