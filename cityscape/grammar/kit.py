"""What old and pitched-roof houses are put together from: blocks and their walls, windows, doors, steps.

Details are modelled on a `Wall`: a frame at the foot of a wall face with x along the wall (to the right
for who stands before it), y into the building (so outwards is negative) and z up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, cos, pi, sin
from typing import Literal, Sequence, TypeVar

import numpy as np

from cityscape.grammar.recipe import Build
from cityscape.world.material import Material
from cityscape.world.theme import Role
from partgen.solids import Solid, ball, box, hull

Side = Literal["front", "right", "back", "left"]
SIDES: tuple[Side, ...] = ("front", "right", "back", "left")
ENDS: tuple[Side, ...] = ("right", "left")
_YAW = {"front": 0.0, "right": pi / 2, "back": pi, "left": -pi / 2}
T = TypeVar("T")
Top = Literal["flat", "round", "pointed", "segment"]


@dataclass(frozen=True)
class Wall:
    """The frame of a wall face: the middle of its foot (x, y, z), its heading and its length, metres."""

    x: float
    y: float
    z: float
    yaw: float
    length: float

    def one(self, solid: Solid) -> Solid:
        """A solid carried from this frame into the object's."""
        return solid.turned(self.yaw).moved(self.x, self.y, self.z)

    def put(self, *solids: Solid) -> list[Solid]:
        """Solids carried from this frame into the object's."""
        return [self.one(s) for s in solids]

    def at(self, x: float = 0.0, z: float = 0.0, *, out: float = 0.0, length: float | None = None) -> Wall:
        """A frame moved along the wall, up, and outwards."""
        c, s = cos(self.yaw), sin(self.yaw)
        return Wall(self.x + c * x + s * out, self.y + s * x - c * out, self.z + z, self.yaw, self.length if length is None else length)


@dataclass(frozen=True)
class Block:
    """An upright box of a building: centre in plan, width along x, depth along y, bottom and top, metres."""

    x: float
    y: float
    w: float
    d: float
    z0: float
    z1: float

    def solid(self) -> Solid:
        """The box."""
        return box(self.w, self.d, self.z1 - self.z0, at=(self.x, self.y, self.z0))

    def wall(self, side: Side, *, z: float | None = None) -> Wall:
        """The frame of one of its faces, with its foot at z (default: the block's bottom)."""
        i, j = {"front": (0, -1), "right": (1, 0), "back": (0, 1), "left": (-1, 0)}[side]
        return Wall(self.x + i * self.w / 2, self.y + j * self.d / 2, self.z0 if z is None else z, _YAW[side], self.w if i == 0 else self.d)

    def above(self, height: float, *, grow: float = 0.0) -> Block:
        """A block standing on this one; `grow` widens it on all sides."""
        return Block(self.x, self.y, self.w + 2 * grow, self.d + 2 * grow, self.z1, self.z1 + height)

    def at(self, **change: float) -> Block:
        """A copy with some numbers replaced."""
        return replace(self, **change)

    def span(self, *, x0: float, x1: float, y0: float, y1: float) -> Block:
        """A copy with another footprint, given by its edges."""
        return replace(self, x=(x0 + x1) / 2, y=(y0 + y1) / 2, w=x1 - x0, d=y1 - y0)

    @property
    def x0(self) -> float:
        """Western edge."""
        return self.x - self.w / 2

    @property
    def x1(self) -> float:
        """Eastern edge."""
        return self.x + self.w / 2

    @property
    def y0(self) -> float:
        """Southern (front) edge."""
        return self.y - self.d / 2

    @property
    def y1(self) -> float:
        """Northern edge."""
        return self.y + self.d / 2


def shade(material: Material, factor: float) -> Material:
    """The material darker (factor < 1) or lighter (> 1)."""
    rgb = [min(255, max(0, round(int(material.color[k : k + 2], 16) * factor))) for k in (1, 3, 5)]
    color = "#" + "".join(f"{c:02x}" for c in rgb)
    return material.model_copy(update={"color": color, "color2": None, "name": f"{material.name.rsplit('-', 1)[0]}-{color[1:]}"[:64]})


def linen(b: Build) -> Material:
    """Undyed cloth."""
    return b.look.material("fabric").model_copy(update={"name": "cloth-linen", "pattern": "plain", "color": "#f2e9d4", "color2": None})


def stripes(b: Build, cloth: Role) -> Role | Material:
    """What alternates with a cloth: linen, or a strong colour where the cloth itself is pale."""
    rgb = [int(b.look.material(cloth).color[k : k + 2], 16) for k in (1, 3, 5)]
    return "accent" if min(rgb) > 150 else linen(b)


def foundation(b: Build, *blocks: Block, proud: float = 0.07, role: Role = "plinth") -> None:
    """The plinth under blocks: from the lowest ground up to each block's bottom, a little proud of the wall."""
    for k in blocks:
        b.add("plinth", role, box(k.w + 2 * proud, k.d + 2 * proud, k.z0 + b.lot.drop, at=(k.x, k.y, -b.lot.drop)), label="plinth")


def outline(w: float, h: float, top: Top) -> list[tuple[float, float]]:
    """The convex outline (x, z) of an opening standing on z = 0."""
    e = w / 2
    if top == "flat":
        return [(-e, 0), (e, 0), (e, h), (-e, h)]
    if top == "segment":
        rise = w * 0.16
        arc = [(e * cos(t), h - rise + rise * sin(t)) for t in np.linspace(0, pi, 5)]
    elif top == "round":
        arc = [(e * cos(t), h - e + e * sin(t)) for t in np.linspace(0, pi, 7)]
    else:
        rise = min(w * 0.95, h * 0.6)
        arc = [(e * x, h - rise + rise * z) for x, z in ((1, 0), (0.86, 0.46), (0.52, 0.8), (0, 1))]
        arc += [(-x, z) for x, z in arc[-2::-1]]
    return [(-e, 0.0), (e, 0.0), *[(float(x), float(z)) for x, z in arc]]


def plate(points: Sequence[tuple[float, float]], y0: float, y1: float) -> Solid:
    """A convex outline (x, z) as a plate between y0 and y1 (a wall frame: negative y is outwards)."""
    return hull([(x, y, z) for x, z in points for y in (y0, y1)])


def ring(w: float, h: float, top: Top, bar: float, y0: float, y1: float, *, foot: bool = True) -> list[Solid]:
    """A frame of width `bar` around an opening w by h (outside the opening), as plates."""
    e = w / 2
    if top == "flat":
        bars = [box(bar, y1 - y0, h, at=(s * (e + bar / 2), (y0 + y1) / 2, 0)) for s in (-1, 1)]
        bars.append(box(w + 2 * bar, y1 - y0, bar, at=(0, (y0 + y1) / 2, h)))
        if foot:
            bars.append(box(w + 2 * bar, y1 - y0, bar, at=(0, (y0 + y1) / 2, -bar)))
        return bars
    inner = outline(w, h, top)
    kx, kz = (e + bar) / e, (h + bar * (1.4 if top == "pointed" else 1.0)) / h
    out = [plate([(x0, z0), (x1, z1), (x0 * kx, z0 * kz), (x1 * kx, z1 * kz)], y0, y1) for (x0, z0), (x1, z1) in _edges(inner)]
    if foot:
        out.append(box(w + 2 * bar, y1 - y0, bar, at=(0, (y0 + y1) / 2, -bar)))
    return out


def window(
    b: Build,
    wall: Wall,
    x: float,
    z: float,
    w: float,
    h: float,
    *,
    top: Top = "flat",
    panes: tuple[int, int] = (2, 2),
    bar: float = 0.09,
    sill: bool = True,
    shutters: bool = False,
    frame: Role | Material = "frame",
    proud: float = 0.07,
    stone: bool = False,
) -> None:
    """A window w by h whose sill is z above the wall's foot: glass, frame with glazing bars, sill, shutters."""
    f = wall.at(x, z)
    b.add("windows", "glass", f.one(plate(outline(w + 0.02, h + 0.01, top), -0.03, 0.02)), label="window")
    bars = ring(w, h, top, bar, -proud, 0.02, foot=not sill)
    thin = bar * 0.55
    tall = h - 0.004 if top == "flat" else h - 0.06
    low = h if top == "flat" else h - w * 0.3
    front, middle, rear = 0.0175 - proud, 0.029 - proud, 0.0575 - proud
    for k in range(1, panes[0]):
        bars.append(box(thin, middle - front, tall, at=(-w / 2 + w * k / panes[0], (front + middle) / 2, 0.002)))
    for k in range(1, panes[1]):
        bars.append(box(w - 0.004, rear - middle - 0.001, thin, at=(0, (middle + rear + 0.001) / 2, low * k / panes[1] - thin / 2)))
    if sill:
        bars.append(box(w + 2 * bar + 0.12, 0.17, 0.1, at=(0, -0.065, -0.101)))
    b.add("window_frames", "stone" if stone else frame, f.put(*bars), label="frame")
    if shutters:
        leaf = w / 2 + 0.02
        for s in (-1, 1):
            b.add(
                "shutters",
                "shutter",
                f.one(box(leaf, 0.06, h + 0.06, at=(s * (w / 2 + bar + leaf / 2 + 0.01), -0.03, -0.02))),
                label="shutter",
            )


def window_row(
    b: Build, wall: Wall, n: int, z: float, w: float, h: float, *, margin: float = 0.6, skip: Sequence[int] = (), **more: object
) -> list[float]:
    """n windows evenly along a wall; returns their places along it. `skip` leaves some out; the rest goes to `window`."""
    room = wall.length - 2 * margin
    places = [-room / 2 + room * (k + 0.5) / n for k in range(n)]
    for k, x in enumerate(places):
        if k not in skip:
            window(b, wall, x, z, w, h, **more)  # type: ignore[arg-type]
    return places


def door(
    b: Build,
    wall: Wall,
    x: float,
    w: float = 1.0,
    h: float = 2.05,
    *,
    top: Top = "flat",
    frame: Role | Material = "frame",
    bar: float = 0.12,
    leaves: int = 1,
    light: bool = False,
    name: str = "door",
    stone: bool = False,
) -> None:
    """A door at the wall's foot: leaf or leaves with a knob, frame, and a pane over it if `light`."""
    f = wall.at(x)
    role: Role | Material = "stone" if stone else frame
    up = 0.38 if light and top == "flat" else 0.0
    if leaves == 1:
        b.add(name, "door", f.one(plate(outline(w, h, top), -0.045, 0.02)), label="door")
    else:
        b.add(
            name, "door", f.put(*[plate([(s * px, pz) for px, pz in _half(w, h, top, 0.012)], -0.045, 0.02) for s in (-1, 1)]), label="door"
        )
    b.add("door_frame", role, f.put(*ring(w, h + up, top, bar, -0.09, 0.02, foot=False)), label="frame")
    if up:
        b.add("door_frame", role, f.one(box(w, 0.1, 0.07, at=(0, -0.03, h))))
        b.add("windows", "glass", f.one(box(w, 0.05, up - 0.06, at=(0, -0.005, h + 0.065))), label="window")
    knob = (
        [ball(0.045, at=(w / 2 - 0.13, -0.07, 1.0), detail=0)]
        if leaves == 1
        else [ball(0.05, at=(s * 0.12, -0.07, 1.0), detail=0) for s in (-1, 1)]
    )
    b.add("door_handle", "metal", f.put(*knob), label="handle")


def steps(
    b: Build, wall: Wall, x: float, w: float, rise: float, *, room: float, tread: float = 0.28, role: Role = "stone", name: str = "steps"
) -> None:
    """Steps before a door whose sill lies `rise` over z = 0, going on down to the lowest ground, within `room` of the wall."""
    total = rise + b.lot.drop
    n = max(1, min(ceil(total / 0.19 - 1e-6), int((room + 1e-6) // tread)))
    deep = min(tread, room / n)
    landing = min(max(room - n * deep, 0.0), 0.5)
    f = wall.at(x)
    near = -0.02
    for k in range(n):
        far = landing + deep * (k + 1)
        top = rise - (0.02 if k == 0 else total * k / n * 0.98)
        b.add(name, role, f.one(box(w, far - near - 0.001, top + b.lot.drop, at=(0, -(near + far) / 2, -b.lot.drop - f.z))), label="stairs")
        near = far


def pick(b: Build, *options: T, p: Sequence[float] | None = None) -> T:
    """One of the options."""
    return options[int(b.rng.choice(len(options), p=p))]


def chance(b: Build, p: float) -> bool:
    """True with probability p."""
    return bool(b.rng.random() < p)


def between(b: Build, lo: float, hi: float) -> float:
    """A number between lo and hi."""
    return float(lo + (hi - lo) * b.rng.random())


def _edges(points: Sequence[tuple[float, float]]) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """The edges of an outline that starts with its foot, without the foot."""
    p = _clean(points)
    return [(p[k], p[(k + 1) % len(p)]) for k in range(1, len(p))]


def _clean(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    out: list[tuple[float, float]] = []
    for p in points:
        if not out or max(abs(p[0] - out[-1][0]), abs(p[1] - out[-1][1])) > 1e-6:
            out.append(p)
    return out[:-1] if max(abs(out[0][0] - out[-1][0]), abs(out[0][1] - out[-1][1])) < 1e-6 else out


def _half(w: float, h: float, top: Top, gap: float) -> list[tuple[float, float]]:
    """The right half of an outline, `gap` off the middle."""
    right = [(x, z) for x, z in outline(w, h, top) if x > gap]
    apex = max(z for _, z in outline(w, h, top))
    return [(gap, 0.0), *right, (gap, apex)]
