"""Facades of larger buildings: blocks, window grids, curtain walls, balconies, shop fronts, flat roofs.

A building is a stack of `Block`s. What is put on a block's four sides is written in the side's own
terms: `u` metres along it (to the right, seen from outside, 0 in its middle), z above the ground and
the distance it stands out. Solids of different parts touch and do not overlap.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import floor, pi
from typing import Callable, Iterable, Sequence, Union

import numpy as np

from cityscape.grammar.recipe import Build
from cityscape.world.brief import SIDES, Side
from cityscape.world.material import Material
from cityscape.world.theme import Role
from partgen.solids import Solid, box, hull

Paint = Union[Role, Material]  # noqa: UP007
NORMAL: dict[Side, tuple[int, int]] = {"south": (0, -1), "east": (1, 0), "north": (0, 1), "west": (-1, 0)}
YAW: dict[Side, float] = {"south": 0.0, "east": pi / 2, "north": pi, "west": -pi / 2}
SOLAR = Material(name="solar-cells", pattern="solar", color="#1d2f52", roughness=0.25, metallic=0.4)

_LABELS = {
    "walls": "wall", "podium": "wall", "body": "wall", "upper_walls": "wall", "ground_floor": "wall", "penthouse": "wall",
    "floors": "slab", "decks": "slab", "piers": "pillar", "columns": "column", "windows": "window", "lit_windows": "window",
    "lobby": "window", "frames": "frame", "sills": "sill", "mullions": "mullion", "doors": "door", "door_frames": "frame",
    "balconies": "balcony", "railings": "railing", "parapets": "parapet", "copings": "parapet", "roof_decks": "roof", "roofs": "roof",
    "terraces": "roof", "cornices": "cornice", "signs": "sign", "letters": "sign", "lit_letters": "sign", "dark_letters": "sign",
    "sign_frames": "sign",
    "sign_posts": "post", "awnings": "awning", "awning_stripes": "awning", "canopies": "canopy", "steps": "stairs", "lift_house": "wall",
    "plant_room": "wall", "antennas": "antenna", "solar_panels": "solar_panel", "skylights": "window", "shutters": "shutter",
    "planters": "planter", "plants": "foliage", "vines": "foliage", "tree_trunks": "trunk", "tree_crowns": "crown", "pipes": "pipe",
    "neon_strips": "neon",
    "neon_rails": "neon", "lamps": "lamp", "posts": "post", "chimneys": "chimney", "ribs": "beam", "beams": "beam", "bands": "band",
    "louvres": "louvre", "flags": "flag", "flag_poles": "post", "tank_roof": "roof",
}  # fmt: skip


@dataclass(frozen=True)
class Block:
    """An upright box, centred on (x, y) in plan, from z0 to z1, metres."""

    sx: float
    sy: float
    z0: float
    z1: float
    x: float = 0.0
    y: float = 0.0

    @property
    def height(self) -> float:
        """z1 - z0."""
        return self.z1 - self.z0

    def solid(self) -> Solid:
        """The box itself."""
        return box(self.sx, self.sy, self.z1 - self.z0, at=(self.x, self.y, self.z0))

    def with_z(self, z0: float, z1: float) -> Block:
        """The same plan between other heights."""
        return replace(self, z0=z0, z1=z1)

    def grown(self, d: float, dy: float | None = None) -> Block:
        """A plan larger by `d` on the east and west (and `dy`, default `d`, on the south and north) sides; negative: smaller."""
        return replace(self, sx=self.sx + 2 * d, sy=self.sy + 2 * (d if dy is None else dy))

    def sized(self, sx: float, sy: float) -> Block:
        """Another plan about the same centre."""
        return replace(self, sx=sx, sy=sy)

    def cut(self, side: Side, depth: float) -> tuple[Block, Block]:
        """The block without the slice of that depth along a side, and the slice."""
        nx, ny = NORMAL[side]
        if nx:
            rest = replace(self, sx=self.sx - depth, x=self.x - nx * depth / 2)
            return rest, replace(self, sx=depth, x=self.x + nx * (self.sx - depth) / 2)
        rest = replace(self, sy=self.sy - depth, y=self.y - ny * depth / 2)
        return rest, replace(self, sy=depth, y=self.y + ny * (self.sy - depth) / 2)

    def length(self, side: Side) -> float:
        """Length of a side, metres."""
        return self.sx if side in ("south", "north") else self.sy

    def panel(self, side: Side, u: float, z: float, w: float, h: float, out: float, *, back: float = 0.0) -> Solid:
        """A box on a side: centred at u, bottom at z, w wide, h high, standing `back` to `out` metres before the face."""
        nx, ny = NORMAL[side]
        t, m = out - back, (out + back) / 2
        half = (self.sx if nx else self.sy) / 2 + m
        at = (self.x + nx * half - ny * u, self.y + ny * half + nx * u, z)
        return box(abs(ny) * w + abs(nx) * t, abs(nx) * w + abs(ny) * t, h, at=at)

    def on(self, side: Side, u: float, z: float, solids: Iterable[Solid], *, out: float = 0.0) -> list[Solid]:
        """Solids made for a south face at y = 0 (x along it, -y outwards), set on a side at u, z, `out` metres before it."""
        nx, ny = NORMAL[side]
        half = (self.sx if nx else self.sy) / 2 + out
        return [s.turned(YAW[side]).moved(self.x + nx * half - ny * u, self.y + ny * half + nx * u, z) for s in solids]


def put(b: Build, name: str, paint: Paint, *solids: Solid | Iterable[Solid]) -> None:
    """`Build.add` with the label that the part's name stands for."""
    stem = name.rstrip("_0123456789")
    b.add(name, paint, *solids, label=_LABELS.get(stem, stem))


def profile(yz: Sequence[tuple[float, float]], x0: float, x1: float) -> Solid:
    """A convex profile in the y-z plane, extruded from x0 to x1."""
    return hull(np.array([(x, y, z) for x in (x0, x1) for y, z in yz], float))


def frame(block: Block, t: float) -> list[Solid]:
    """The four walls, `t` thick, of a block open at top and bottom."""
    h = block.z1 - block.z0
    a = [box(block.sx, t, h, at=(block.x, block.y + s * (block.sy - t) / 2, block.z0)) for s in (-1, 1)]
    return a + [box(t, block.sy - 2 * t, h, at=(block.x + s * (block.sx - t) / 2, block.y, block.z0)) for s in (-1, 1)]


def spread(length: float, pitch: float, *, margin: float = 0.5, most: int = 60) -> list[float]:
    """Evenly spaced positions, as many as fit at `pitch`, symmetric about 0, within length - 2 margin - pitch."""
    n = max(1, min(most, floor((length - 2 * margin) / pitch + 1e-6)))
    step = (length - 2 * margin) / n
    return [(-(n - 1) / 2 + k) * step for k in range(n)]


# -- the whole ---------------------------------------------------------------------------------------------


def body(b: Build, z1: float, *, side: float = 0.5, front: float = 0.5, back: float | None = None, z0: float = 0.0) -> Block:
    """The block that fills the lot but for margins; attached lots keep 6 cm at their long sides."""
    s = 0.06 if b.lot.attached else side
    n = side if back is None else back
    return Block(b.lot.width - 2 * s, b.lot.depth - front - n, z0, z1, 0.0, (front - n) / 2)


def lip(b: Build, d: float) -> float:
    """How far something may stand out east and west of a `body`: d, or 5 cm where a neighbour touches."""
    return min(d, 0.05) if b.lot.attached else d


def free_sides(b: Build) -> tuple[Side, ...]:
    """The sides that may have windows."""
    return ("south", "north") if b.lot.attached else SIDES


def storeys(b: Build, low: float, high: float) -> int:
    """The lot's wish, or a draw from the third of [low, high] that the lot's size word means."""
    if b.lot.storeys:
        return b.lot.storeys
    third = (high - low) / 3
    return max(1, round(low + third * ({"small": 0, "medium": 1, "large": 2}[b.lot.size] + float(b.rng.random()))))


def pick(b: Build, *options: str) -> str:
    """One of the options."""
    return options[int(b.rng.integers(len(options)))]


def plinth(b: Build, block: Block, *, height: float = 0.3, out: float = 0.05, paint: Paint = "plinth") -> Block:
    """Foundation from -drop to `height` under a block; returns the block standing on it."""
    base = block.grown(0.0 if b.lot.attached else out, out).with_z(-b.lot.drop, height)
    put(b, "plinth", paint, base.solid())
    return block.with_z(height, block.z1)


def doorstep(b: Build, block: Block, u: float, w: float, *, side: Side = "south", depth: float = 0.5, top: float = 0.12) -> None:
    """A step before a door, down to the lowest ground."""
    put(b, "steps", "stone", block.panel(side, u, -b.lot.drop, w, top + b.lot.drop, depth + 0.05, back=0.05))


def stairs(b: Build, block: Block, u: float, w: float, *, side: Side = "south", rise: float, run: float = 0.3, steps: int = 4) -> None:
    """A flight up to height `rise` (its last step), each step a block down to the lowest ground."""
    for k in range(steps):
        top = rise * (steps - k) / steps
        put(b, "steps", "stone", block.panel(side, u, -b.lot.drop, w, top + b.lot.drop, (k + 1) * run, back=k * run))


# -- windows and doors -------------------------------------------------------------------------------------

Skip = Callable[[Side, int, int], bool]


def windows(
    b: Build,
    block: Block,
    sides: Iterable[Side],
    *,
    z: float,
    rows: int,
    rise: float,
    w: float,
    h: float,
    pitch: float,
    margin: float = 0.5,
    framed: bool = True,
    sill: float = 0.0,
    skip: Skip | None = None,
    frame_paint: Paint = "frame",
) -> None:
    """A grid of punched windows: `rows` rows, `rise` apart, the lowest at z; `skip(side, row, column)` leaves one out."""
    for side in sides:
        for row in range(rows):
            for column, u in enumerate(spread(block.length(side), pitch, margin=margin)):
                if skip is None or not skip(side, row, column):
                    window(b, block, side, u, z + row * rise, w, h, framed=framed, sill=sill, frame_paint=frame_paint)


def window(
    b: Build,
    block: Block,
    side: Side,
    u: float,
    z: float,
    w: float,
    h: float,
    *,
    framed: bool = True,
    sill: float = 0.0,
    bars: int = 0,
    frame_paint: Paint = "frame",
    glass: Paint = "glass",
) -> None:
    """One window: a plate of frame with the pane before it, `bars` glazing bars, a sill of depth `sill`."""
    if framed:
        put(b, "frames", frame_paint, block.panel(side, u, z - 0.08, w + 0.16, h + 0.16, 0.04))
    back = 0.04 if framed else 0.0
    put(b, "windows", glass, block.panel(side, u, z, w, h, back + 0.04, back=back))
    for k in range(bars):
        x = u - w / 2 + w * (k + 1) / (bars + 1)
        put(b, "frames", frame_paint, block.panel(side, x, z, 0.06, h, back + 0.07, back=back + 0.04))
    if sill:
        put(b, "sills", "trim", block.panel(side, u, z - 0.2, w + 0.3, 0.12, sill))


def door(
    b: Build,
    block: Block,
    u: float = 0.0,
    *,
    side: Side = "south",
    w: float = 1.2,
    h: float = 2.3,
    z: float = 0.0,
    leaves: int = 1,
    out: float = 0.12,
    paint: Paint = "door",
    frame_paint: Paint = "frame",
) -> None:
    """A door in a frame; z = 0 starts it on the ground, before the plinth."""
    put(b, "door_frames" if frame_paint != "frame" else "frames", frame_paint, block.panel(side, u, z, w + 0.24, h + 0.12, out))
    for k in range(leaves):
        x = u - w / 2 + w * (k + 0.5) / leaves
        put(b, "doors", paint, block.panel(side, x, z + 0.02, w / leaves - 0.04, h - 0.02, out + 0.05, back=out))


def curtain(
    b: Build,
    block: Block,
    *,
    rise: float,
    slab: float = 0.5,
    recess: float = 0.12,
    pitch: float = 1.5,
    fin: tuple[float, float] | None = (0.1, 0.12),
    sides: Sequence[Side] = SIDES,
    slab_paint: Paint = "wall",
    fin_paint: Paint = "metal",
    glass: Paint = "glass",
    name: str = "floors",
    fins: str = "mullions",
) -> None:
    """A wall of glass: storeys of glass between slab edges, upright fins (width, depth) before them every `pitch` metres.

    Narrow slabs and fins give a curtain wall, high slabs give ribbon windows, wide fins give piers.
    """
    n = max(1, round(block.height / rise))
    step = (block.height - slab) / n
    pane = block.grown(-recess)
    for k in range(n + 1):
        put(b, name, slab_paint, block.with_z(block.z0 + k * step, block.z0 + k * step + slab).solid())
        if k < n:
            put(b, "windows", glass, pane.with_z(block.z0 + k * step + slab, block.z0 + (k + 1) * step).solid())
    if fin is None:
        return
    w, d = fin
    for side in sides:
        along = block.length(side)
        k = max(2, floor(along / pitch) + 1)
        for u in np.linspace(-(along - w) / 2, (along - w) / 2, k):
            wide, mid = w, float(u)
            if side in ("south", "north") and len(sides) == 4 and abs(abs(mid) - (along - w) / 2) < 1e-6:
                wide, mid = w + d, mid + np.sign(mid) * d / 2
            put(b, fins, fin_paint, block.panel(side, mid, block.z0, wide, block.height, d))


# -- balconies and fronts ------------------------------------------------------------------------------


def balcony(
    b: Build,
    block: Block,
    side: Side,
    u: float,
    z: float,
    w: float,
    d: float,
    *,
    rail: Paint = "metal",
    slab: Paint = "trim",
    bars: bool = False,
) -> None:
    """A slab with its top at z and a railing: panels, or posts with a hand rail when `bars`."""
    put(b, "balconies", slab, block.panel(side, u, z - 0.18, w, 0.18, d))
    t = 0.05
    if bars:
        put(b, "railings", rail, block.panel(side, u, z + 0.92, w, 0.08, d, back=d - 0.08))
        for x in np.linspace(-w / 2 + 0.04, w / 2 - 0.04, max(2, round(w / 0.5))):
            put(b, "railings", rail, block.panel(side, u + float(x), z, 0.05, 0.92, d - 0.02, back=d - 0.07))
        for s in (-1, 1):
            put(b, "railings", rail, block.panel(side, u + s * (w / 2 - 0.04), z + 0.92, 0.08, 0.08, d - 0.08))
        return
    put(b, "railings", rail, block.panel(side, u, z, w, 1.0, d, back=d - t))
    for s in (-1, 1):
        put(b, "railings", rail, block.panel(side, u + s * (w - t) / 2, z, t, 1.0, d - t))


def awning(
    b: Build,
    block: Block,
    u: float,
    z: float,
    w: float,
    d: float,
    *,
    fall: float = 0.5,
    side: Side = "south",
    stripes: bool = True,
    out: float = 0.0,
) -> None:
    """A sloping cloth whose upper edge is at z, with a valance; striped in two materials."""
    n = max(3, round(w / 0.6)) if stripes else 1
    n += 1 - n % 2
    for k in range(n):
        x0, x1 = -w / 2 + w * k / n, -w / 2 + w * (k + 1) / n
        cloth = profile([(0, -0.08), (0, 0), (-d, -fall), (-d, -fall - 0.08)], x0, x1)
        hem = profile([(-d, -fall), (-d + 0.05, -fall + 0.0), (-d + 0.05, -fall - 0.3), (-d, -fall - 0.3)], x0, x1)
        put(b, "awning_stripes" if k % 2 else "awnings", "trim" if k % 2 else "awning", block.on(side, u, z, [cloth, hem], out=out))


def canopy(
    b: Build, block: Block, u: float, z: float, w: float, d: float, *, side: Side = "south", t: float = 0.18, paint: Paint = "metal"
) -> None:
    """A flat roof over an entrance."""
    put(b, "canopies", paint, block.panel(side, u, z, w, t, d))


def shop_front(
    b: Build,
    block: Block,
    *,
    side: Side = "south",
    u: float = 0.0,
    w: float | None = None,
    h: float = 2.7,
    door_u: float | None = None,
    z: float = 0.3,
    frame_paint: Paint = "frame",
) -> None:
    """Display windows left and right of a glazed door, in one frame."""
    wide = w or block.length(side) - 0.6
    du = float(b.rng.choice([-0.3, 0.0, 0.3]) * wide) if door_u is None else door_u
    dw = 1.1
    put(b, "frames", frame_paint, block.panel(side, u, z, wide, h - z, 0.06))
    for a, c in ((-wide / 2, du - dw / 2 - 0.08), (du + dw / 2 + 0.08, wide / 2)):
        span = c - a - 0.16
        if span < 0.4:
            continue
        n = max(1, round(span / 1.5))
        for k in range(n):
            x = a + 0.08 + span * (k + 0.5) / n
            put(b, "windows", "glass", block.panel(side, u + x, z + 0.35, span / n - 0.08, h - z - 0.45, 0.1, back=0.06))
    put(b, "doors", "door", block.panel(side, u + du, 0.02, dw, 2.25, 0.12, back=0.06))
    put(b, "windows", "glass", block.panel(side, u + du, 0.75, dw - 0.36, 1.3, 0.15, back=0.12))


def cornice(b: Build, block: Block, *, h: float = 0.35, out: float = 0.2, paint: Paint = "trim") -> Block:
    """A projecting band on top of a block; returns the block of the same plan above it."""
    side = 0.0 if b.lot.attached else out
    put(b, "cornices", paint, block.grown(side, out).with_z(block.z1, block.z1 + h).solid())
    return block.with_z(block.z1 + h, block.z1 + h)


def flat_roof(
    b: Build,
    block: Block,
    *,
    parapet: float = 0.8,
    t: float = 0.22,
    wall: Paint = "wall",
    cap: Paint | None = "trim",
    deck: Paint = "roof_flat",
) -> Block:
    """Roof deck with a parapet on top of a block; returns the free area, its z1 the deck's surface."""
    z = block.z1
    inner = block.grown(-t)
    put(b, "roof_decks", deck, inner.with_z(z, z + 0.12).solid())
    put(b, "parapets", wall, frame(block.with_z(z, z + parapet), t))
    if cap is not None:
        out = 0.0 if b.lot.attached else 0.05
        put(b, "copings", cap, frame(block.grown(out, 0.05).with_z(z + parapet, z + parapet + 0.1), t + 0.05))
    return inner.with_z(z, z + 0.12)
