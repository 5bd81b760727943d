"""Stonework: chimneys, quoins, cornices, battlements, buttresses, columns and towers."""

from __future__ import annotations

from math import cos, pi, sin
from typing import Sequence

from cityscape.grammar.kit import SIDES, Block, Wall
from cityscape.grammar.recipe import Build
from cityscape.world.material import Material
from cityscape.world.theme import Role
from partgen.solids import Solid, box, cylinder, frustum, hull, prism, taper


def chimney(
    b: Build,
    x: float,
    y: float,
    z0: float,
    z1: float,
    *,
    w: float = 0.7,
    d: float = 0.55,
    pots: int = 2,
    role: Role | Material = "stone",
    name: str = "chimney",
) -> None:
    """A stack from z0 to z1 with a corbelled head and pots."""
    b.add(
        name,
        role,
        box(w, d, z1 - z0, at=(x, y, z0)),
        box(w + 0.16, d + 0.16, 0.18, at=(x, y, z1 - 0.38)),
        box(w + 0.08, d + 0.08, 0.1, at=(x, y, z1)),
        label="chimney",
    )
    along = w >= d
    for k in range(pots):
        off = (k - (pots - 1) / 2) * (max(w, d) / max(pots, 1)) * 0.85
        px, py = (x + off, y) if along else (x, y + off)
        b.add("chimney_pots", _clay(b), frustum(0.13, 0.1, 0.36, at=(px, py, z1 + 0.08), segments=8), label="chimney")


def stack(
    b: Build,
    wall: Wall,
    x: float,
    z1: float,
    *,
    w: float = 1.3,
    out: float = 0.55,
    shoulder: float = 2.2,
    pots: int = 1,
    role: Role = "stone",
) -> None:
    """A chimney breast standing before a wall from the lowest ground, drawn in at its shoulder, up to z1 (object frame)."""
    f = wall.at(x)
    low = -b.lot.drop - f.z
    neck, deep = w * 0.58, out * 0.92
    s = shoulder
    b.add("chimney", role, f.one(box(w, out + 0.02, s - low, at=(0, -out / 2 + 0.01, low))), label="chimney")
    b.add(
        "chimney",
        role,
        f.one(
            hull(
                [(q * w / 2, y, s) for q in (-1, 1) for y in (-out, 0.02)]
                + [(q * neck / 2, y, s + 0.55) for q in (-1, 1) for y in (-deep, 0.02)]
            )
        ),
    )
    top = z1 - f.z
    b.add("chimney", role, f.one(box(neck, deep + 0.02, top - s - 0.55, at=(0, -deep / 2 + 0.01, s + 0.55))))
    b.add("chimney", role, f.one(box(neck + 0.14, deep + 0.14, 0.18, at=(0, -deep / 2 + 0.01, top - 0.3))))
    for k in range(pots):
        off = (k - (pots - 1) / 2) * 0.36
        b.add("chimney_pots", _clay(b), f.one(frustum(0.13, 0.1, 0.36, at=(off, -deep / 2, top - 0.02), segments=8)), label="chimney")


def quoins(
    b: Build,
    block: Block,
    *,
    z0: float | None = None,
    z1: float | None = None,
    role: Role = "stone",
    height: float = 0.34,
    proud: float = 0.04,
) -> None:
    """Corner stones, long and short by turns, on the four corners of a block."""
    lo, hi = block.z0 if z0 is None else z0, block.z1 if z1 is None else z1
    n = max(2, round((hi - lo) / height))
    step = (hi - lo) / n
    for i in (-1, 1):
        for j in (-1, 1):
            for k in range(n):
                u, v = (0.52, 0.3) if (k % 2) == (i * j > 0) else (0.3, 0.52)
                cx, cy = block.x + i * (block.w / 2 + proud - u / 2), block.y + j * (block.d / 2 + proud - v / 2)
                b.add("quoins", role, box(u, v, step * 0.94, at=(cx, cy, lo + step * k)), label="quoin")


def band(
    b: Build, block: Block, z: float, *, height: float = 0.14, proud: float = 0.06, role: Role = "trim", name: str = "cornice"
) -> None:
    """A string course or cornice around a block, its bottom at z (object frame)."""
    t = proud + 0.03
    for side in SIDES:
        f = block.wall(side, z=z)
        b.add(name, role, f.one(box(f.length + 2 * proud, t, height, at=(0, -proud + t / 2, 0))), label="cornice")


def battlements(
    b: Build,
    wall: Wall,
    *,
    height: float = 0.8,
    merlon: float = 0.8,
    gap: float = 0.6,
    thick: float = 0.35,
    sill: float = 0.35,
    inset: float = 0.0,
    role: Role = "stone",
) -> None:
    """A parapet with merlons along a wall's top; the wall frame's foot is the top of the wall."""
    length = wall.length
    n = max(2, round((length + gap) / (merlon + gap)))
    m = (length - (n - 1) * gap) / n
    y = thick / 2 + inset
    b.add("battlements", role, wall.one(box(length, thick, sill, at=(0, y, 0))), label="battlement")
    for k in range(n):
        x = -length / 2 + m / 2 + k * (m + gap)
        b.add("battlements", role, wall.one(box(m, thick, height, at=(x, y, sill + 0.001))))


def ring_battlements(
    b: Build,
    radius: float,
    *,
    at: Sequence[float],
    n: int = 8,
    height: float = 0.7,
    sill: float = 0.35,
    thick: float = 0.32,
    role: Role = "stone",
    segments: int = 16,
) -> None:
    """A parapet with merlons around a round tower whose top is at at.z."""
    x, y, z = at
    b.add("battlements", role, cylinder(radius, sill, at=at, segments=segments), label="battlement")
    chord = 2 * pi * radius / n * 0.58
    for k in range(n):
        t = 2 * pi * (k + 0.5) / n
        b.add(
            "battlements",
            role,
            box(thick, chord, height, at=(radius * cos(pi / segments) - thick / 2, 0, 0)).turned(t).moved(x, y, z + sill + 0.001),
        )


def buttress(b: Build, wall: Wall, x: float, *, height: float, w: float = 0.5, out: float = 0.6, role: Role = "stone") -> None:
    """A stepped buttress from the lowest ground, with sloping weatherings."""
    f = wall.at(x)
    low = -b.lot.drop - f.z
    mid = height * 0.55
    for foot, top, o in ((low, mid, out), (mid, height, out * 0.6)):
        b.add(
            "buttresses",
            role,
            f.one(hull([(s * w / 2, y, z) for s in (-1, 1) for y, z in ((0.02, foot), (-o, foot), (-o, top - 0.3), (0.02, top + 0.15))])),
            label="buttress",
        )


def column(radius: float, height: float, *, at: Sequence[float], segments: int = 10) -> list[Solid]:
    """A column with base and capital."""
    x, y, z = at
    w = radius * 2.5
    return [
        box(w, w, 0.14, at=(x, y, z)),
        frustum(radius, radius * 0.88, height - 0.3, at=(x, y, z + 0.12), segments=segments),
        taper(radius * 1.9, radius * 1.9, w, w, 0.2, at=(x, y, z + height - 0.2)),
    ]


def polygon_tower(x: float, y: float, radius: float, z0: float, z1: float, n: int = 8) -> Solid:
    """An n-sided upright prism with a flat side to the front."""
    return prism(ngon(radius, n, turn=pi / n + pi / 2), z0, z1).moved(x, y)


def ngon(radius: float, n: int, *, turn: float = 0.0) -> list[tuple[float, float]]:
    """A regular polygon in plan."""
    return [(radius * cos(2 * pi * k / n + turn), radius * sin(2 * pi * k / n + turn)) for k in range(n)]


def tower_wall(x: float, y: float, z: float, radius: float, yaw: float, *, length: float = 1.0) -> Wall:
    """A frame touching a round wall in direction yaw (0: front)."""
    return Wall(x + sin(yaw) * radius, y - cos(yaw) * radius, z, yaw, length)


def _clay(b: Build) -> Material:
    return b.look.material("roof").model_copy(update={"name": "chimney-pot-clay", "pattern": "plain", "color": "#b06a47", "color2": None})
