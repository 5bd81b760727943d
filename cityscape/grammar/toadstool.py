"""What a village of mushrooms is put together from: bulging stems, caps with gills and spots, round doors and windows, glowing caps."""

from __future__ import annotations

from math import cos, pi, sin
from typing import Literal, Sequence

import numpy as np

from cityscape.grammar.kit import Wall, between, chance, outline, pick, plate, ring
from cityscape.grammar.recipe import Build
from cityscape.grammar.shapes import clump, lathe, tube
from cityscape.world.material import Material
from cityscape.world.theme import Role
from partgen.solids import Array, Solid, ball, beam, box, frustum, hull, rod

Paint = Role | Material
Form = Literal["dome", "bell", "flat", "cushion"]
FORMS: tuple[Form, ...] = ("dome", "bell", "flat", "cushion")
PROFILE: dict[Form, tuple[tuple[float, float], ...]] = {
    "dome": ((0.93, -0.1), (1.0, 0.02), (0.985, 0.18), (0.91, 0.42), (0.76, 0.66), (0.52, 0.86), (0.24, 0.97), (0.0, 1.0)),
    "bell": ((0.97, -0.06), (1.0, 0.02), (0.9, 0.14), (0.72, 0.36), (0.58, 0.58), (0.42, 0.8), (0.2, 0.95), (0.0, 1.0)),
    "flat": ((0.94, -0.16), (1.0, 0.04), (0.97, 0.25), (0.82, 0.5), (0.56, 0.7), (0.3, 0.84), (0.13, 0.97), (0.0, 1.02)),
    "cushion": ((0.86, -0.16), (0.97, -0.04), (1.0, 0.18), (0.96, 0.48), (0.82, 0.74), (0.56, 0.92), (0.26, 0.99), (0.0, 1.0)),
}
"""Outlines of caps, as (radius, height) shares from the rim up."""

FLAT: dict[Form, float] = {"dome": 0.62, "bell": 0.98, "flat": 0.4, "cushion": 0.55}
"""Height of a cap of each form for a radius of 1."""


class Stem:
    """A bulging, leaning stem: the middle and the radius of its wall at each height."""

    def __init__(
        self, x: float, y: float, r: float, h: float, *, lean: tuple[float, float] = (0.0, 0.0), foot: float = 1.2, neck: float = 0.82
    ):
        self.x, self.y, self.r, self.h, self.lean = x, y, r, h, lean
        self._e = np.array([0.0, 0.1, 0.32, 0.62, 0.86, 1.0])
        self._k = np.array([foot, 1.06, 1.0, 0.93, neck, neck * 1.06])

    def at(self, z: float) -> tuple[float, float, float]:
        """Middle (x, y) and radius at height z."""
        e = float(np.clip(z / self.h, 0, 1))
        return self.x + self.lean[0] * e**1.7, self.y + self.lean[1] * e**1.7, float(self.r * np.interp(e, self._e, self._k))

    def solids(self, drop: float, *, segments: int = 18) -> list[Solid]:
        """The stem, from the lowest ground up."""
        zs = [0.0, *(self.h * self._e[1:])]
        p = [(*self.at(z)[:2], z) for z in zs]
        radii = [self.at(z)[2] for z in zs]
        if drop > 0:
            p, radii = [(self.x, self.y, -drop), *p], [radii[0] * 1.04, *radii]
        return grounded(tube(p, radii, segments=segments), -drop)

    def wall(self, z: float, yaw: float) -> Wall:
        """A frame that touches the stem at height z in direction yaw (0: front, positive: right)."""
        x, y, r = self.at(z)
        return Wall(x + sin(yaw) * r, y - cos(yaw) * r, z, yaw, 2 * r)


def cap_paint(b: Build, *, spotted: bool, fresh: bool = False) -> tuple[Material, Material]:
    """The skin of a cap and of its spots; where the spots are modelled the skin itself is plain."""
    m = b.look.material("roof", fresh=fresh)
    pale = b.look.material("trim").model_copy(update={"pattern": "plain"})
    if m.color2:
        pale = pale.model_copy(update={"color": m.color2, "name": f"spot-{m.color2[1:]}"})
    if spotted and m.pattern == "dots":
        m = m.model_copy(update={"pattern": "plain", "name": f"{m.name}-plain"})
    return m, pale


def cap(
    b: Build,
    x: float,
    y: float,
    z: float,
    r: float,
    h: float,
    *,
    form: Form = "dome",
    neck: float,
    skin: Material,
    spots: Material | None = None,
    tilt: float = 0.0,
    turn: float = 0.0,
    name: str = "cap",
    gills: int = 10,
    many: float = 1.0,
) -> None:
    """A cap whose rim lies at z: skin, pale spots, and gills down to a neck of the given radius.

    tilt, turn : how far (radians) and in which direction it leans. Everything stays within r of the axis when it stands upright.
    """
    outline_ = PROFILE[form]

    def place(s: Solid) -> Solid:
        return s.turned(-turn).turned(0.0, pitch=tilt).turned(turn).moved(x, y, z) if tilt else s.moved(x, y, z)

    b.add(name, skin, [place(s) for s in lathe([(q * r, e * h) for q, e in outline_], segments=22 if r > 1.6 else 16)], label="roof")
    deep = outline_[0][1] * h
    drop = min(0.16 * r, 0.5)
    rim = outline_[0][0] * r
    under: list[Solid] = [frustum(neck, rim - 0.03, drop, at=(0, 0, deep - drop + 0.02), segments=20)]
    for k in range(gills):
        t = 2 * pi * k / gills
        fin = hull(
            [
                (q, s * 0.02, zz)
                for s in (-1, 1)
                for q, zz in ((neck * 0.9, deep - drop - 0.06), (neck * 0.9, deep), (rim * 0.94, deep), (rim * 0.94, deep - 0.07))
            ]
        )
        under.append(fin.turned(t))
    b.add(f"{name}_gills" if name == "cap" else "gills", "trim", [place(s) for s in under], label="ornament")
    if spots is not None:
        b.add(f"{name}_spots" if name == "cap" else "spots", spots, [place(s) for s in warts(b, r, h, form, many=many)], label="ornament")


def warts(b: Build, r: float, h: float, form: Form, *, many: float = 1.0) -> list[Solid]:
    """Raised round spots spread over a cap whose rim lies at z = 0."""
    p = np.array(PROFILE[form][1:]) * (r, h)
    out: list[Solid] = []
    size = float(np.clip(0.15 * r, 0.08, 0.5))
    for row, (e, n) in enumerate(((0.16, 11), (0.42, 8), (0.68, 5), (0.97, 1))):
        n = max(1, round(n * many))
        for k in range(n):
            t = 2 * pi * (k + 0.5 * (row % 2) + 0.3 * (float(b.rng.random()) - 0.5)) / n + row
            here = float(np.clip(e + 0.12 * (float(b.rng.random()) - 0.5), 0.08, 0.97)) * (len(p) - 1)
            j = min(int(here), len(p) - 2)
            a = p[j] + (p[j + 1] - p[j]) * (here - j)
            d = p[j + 1] - p[j]
            m = np.array([d[1], -d[0]]) / np.hypot(*d)
            if m[1] < 0.02:
                continue
            at = np.array([a[0] * cos(t), a[0] * sin(t), a[1]])
            normal = np.array([m[0] * cos(t), m[0] * sin(t), m[1]])
            s = size * (0.6 + 0.55 * float(b.rng.random())) * (1.15 if row == 3 else 1.0)
            s = min(s, max(0.05, (r - a[0]) * 0.9 + 0.06)) if row == 0 else s
            out.append(rod(at - 0.35 * s * normal, at + 0.13 * s * normal, s, end=0.72 * s, segments=8))
    return out


def round_door(b: Build, wall: Wall, x: float = 0.0, *, w: float = 1.05, h: float = 1.95, name: str = "door", step: float = 0.3) -> None:
    """A round-topped door in a thick frame, with a pane, a knob and straps, over flat stones; the foot of the wall is its sill."""
    f = wall.at(x)
    b.add(name, "door", f.one(plate(outline(w, h, "round"), -0.07, 0.3)), label="door")
    b.add("door_frame", "timber", f.put(*ring(w, h, "round", 0.16, -0.16, 0.25, foot=False)), label="frame")
    b.add("door_pane", "glass", f.one(rod((0, 0.1, h - 0.52), (0, -0.1, h - 0.52), w * 0.19, segments=10)), label="window")
    b.add(
        "door_handle",
        "metal",
        f.put(
            ball(0.06, at=(w * 0.34, -0.11, h * 0.45), detail=0),
            *[box(w * 0.62, 0.04, 0.07, at=(-w * 0.16, -0.08, zz)) for zz in (h * 0.22, h * 0.58)],
        ),
        label="handle",
    )
    low = -b.lot.drop - f.z
    stones = (
        [rod((0, -0.1 - 0.16 * k, low), (0, -0.1 - 0.16 * k, -0.03 - f.z * k / 2.2), w * (0.62 + 0.14 * k), segments=10) for k in range(2)]
        if step
        else []
    )
    b.add("steps", "stone", f.put(*stones), label="stairs")


def round_window(b: Build, wall: Wall, x: float = 0.0, z: float = 0.0, *, r: float = 0.36, box_: bool = False) -> None:
    """A round window in a wooden rim with a cross of bars, and a box of flowers under it if asked."""
    f = wall.at(x, z)
    b.add("window_frames", "timber", f.one(rod((0, 0.32, 0), (0, -0.11, 0), r + 0.11, segments=12)), label="frame")
    b.add("windows", "glass", f.one(rod((0, 0.1, 0), (0, -0.14, 0), r, segments=10)), label="window")
    bars = [box(0.06, 0.1, 2 * r - 0.02, at=(0, -0.13, -r + 0.01)), box(2 * r - 0.02, 0.09, 0.06, at=(0, -0.13, -0.03))]
    b.add("window_bars", "timber", f.put(*bars), label="frame")
    if box_:
        b.add("flower_boxes", "timber", f.one(box(1.9 * r, 0.42, 0.2, at=(0, -0.08, -r - 0.3))), label="planter")
        b.add(
            "flowers", "flower", f.put(*[ball(0.11, at=((k - 1) * 0.55 * r, -0.2, -r - 0.06), detail=0) for k in range(3)]), label="flower"
        )


def eye_dormer(
    b: Build, x: float, y: float, z: float, r: float, h: float, form: Form, yaw: float, *, up: float, size: float, skin: Material
) -> None:
    """A round window that looks out of a cap under a little cap of its own; `up` is its height as a share of the cap's."""
    p = np.array(PROFILE[form])
    e = float(np.interp(up, p[:, 1], p[:, 0]))
    reach = e * r + 0.12
    f = Wall(x + sin(yaw) * reach, y - cos(yaw) * reach, z + up * h, yaw, 1.0)
    b.add("dormers", "wall", f.one(rod((0, reach * 0.6, 0), (0, -0.02, 0), size + 0.16, segments=14)), label="dormer")
    round_window(b, f, r=size)
    hood = [(size + 0.24, 0.0), (size + 0.26, 0.1), (size * 0.8, 0.3), (size * 0.3, 0.42), (0.0, 0.46)]
    b.add("dormer_caps", skin, f.put(*lathe(hood, at=(0, 0.3, size * 0.72), segments=14)), label="roof")


def crooked(b: Build, x: float, y: float, z0: float, z1: float, *, r: float = 0.26) -> None:
    """A stove pipe of stone that bends on its way from z0 up to z1, with a little cap over its mouth."""
    a = 2 * pi * b.rng.random()
    bend = 0.3 * (z1 - z0) * 0.6
    e = ((0.0, 0.0), (0.35, 0.0), (0.6, bend), (0.8, bend * 0.9), (1.0, bend * 0.55))
    p = [(x + q * cos(a), y + q * sin(a), z0 + t * (z1 - z0)) for t, q in e]
    b.add("chimney", "stone", tube(p, [r, r, r * 0.9, r * 0.85, r * 0.95], segments=9))
    px, py, _ = p[-1]
    b.add(
        "chimney_posts",
        "timber",
        [box(0.06, 0.06, 0.26, at=(px + i * r * 0.6, py + j * r * 0.6, z1 - 0.06)) for i in (-1, 1) for j in (-1, 1)],
        label="chimney",
    )
    b.add("chimney_cap", "accent", frustum(r * 1.6, r * 0.4, 0.3, at=(px, py, z1 + 0.17), segments=10), label="chimney")


def sprout(b: Build, x: float, y: float, h: float, *, glow: Material | None = None, name: str = "sprouts") -> None:
    """A small mushroom h high, its cap 0.34 h in radius; it glows in the given material."""
    low, r = -b.lot.drop, 0.34 * h
    b.add(f"{name}_stems", "trim", frustum(0.13 * h, 0.09 * h, 0.72 * h - low, at=(x, y, low), segments=7), label="trunk")
    skin: Paint = glow if glow is not None else "roof"
    outline_ = [(r * 0.9, -0.04 * h), (r, 0.02 * h), (r * 0.82, 0.2 * h), (r * 0.45, 0.32 * h), (0.0, 0.36 * h)]
    b.add(f"{name}_caps", skin, lathe(outline_, at=(x, y, 0.64 * h), segments=11), label="lamp" if glow is not None else "crown")


def glow(b: Build, *, strength: float = 0.75) -> Material:
    """Light of a glowing cap: teal, amber or violet."""
    color = pick(b, "#7fe8d8", "#ffd27a", "#d79bff")
    return b.look.material("lamp", color=color).model_copy(update={"emission": strength, "name": f"glow-{color[1:]}"})


def moss(b: Build, stem: Stem, *, n: int = 6, skip: float = 0.7) -> None:
    """Cushions of moss and small mushrooms about a stem's foot, none before the door (within `skip` radians of the front)."""
    low = -b.lot.drop
    light = glow(b)
    for k in range(n):
        a = skip + (2 * pi - 2 * skip) * (k + 0.5 * b.rng.random()) / n
        x, y, r = stem.at(0.0)
        q = between(b, 0.28, 0.5)
        px, py = x + sin(a) * (r + 0.1), y - cos(a) * (r + 0.1)
        b.add("moss", "foliage", clump(b.rng, q, q, q * 0.75, at=(px, py, 0.05), points=14, floor=low), label="leaf")
        if chance(b, 0.4):
            sprout(b, px + sin(a) * q * 0.5, py - cos(a) * q * 0.5, between(b, 0.5, 0.8), glow=light if chance(b, 0.6) else None)


def railing(b: Build, points: Sequence[tuple[float, float]], z: float, *, closed: bool = False) -> None:
    """Posts at points in plan on a floor at z, with a rail from one to the next (and from the last to the first)."""
    ends = [*points[1:], points[0]] if closed else points[1:]
    b.add("railings", "timber", [box(0.08, 0.08, 0.86, at=(x, y, z - 0.03)) for x, y in points], label="railing")
    b.add("railings", "timber", [beam((*p, z + 0.8), (*q, z + 0.8), 0.08, 0.08) for p, q in zip(points, ends, strict=False)])


def leaf(
    points: Sequence[Sequence[float]], widths: Sequence[float], *, up: Sequence[float] = (0, 0, 1), thick: float = 0.05
) -> list[Solid]:
    """A long leaf along points (n, 3) with a half width at each, keeled, as n - 1 hulls."""
    p: Array = np.asarray(points, float)
    u = np.asarray(up, float)
    rows = []
    for k, (q, w) in enumerate(zip(p, widths, strict=True)):
        along = p[min(k + 1, len(p) - 1)] - p[max(k - 1, 0)]
        side = np.cross(along, u)
        side /= max(float(np.linalg.norm(side)), 1e-9)
        rows.append(np.array([q + side * w, q - side * w, q + u * thick, q - u * (thick + 0.3 * w)]))
    return [hull(np.vstack(pair)) for pair in zip(rows, rows[1:], strict=False)]


def frond(points: Sequence[Sequence[float]], width: float, *, barbs: int = 7) -> list[Solid]:
    """A fern leaf along points (n, 3) as a chain of `barbs` kites whose tips stand out like leaflets, the widest a third of the way out."""
    p: Array = np.asarray(points, float)
    s = np.linspace(0, 1, len(p))

    def on(e: float) -> Array:
        return np.array([np.interp(e, s, p[:, i]) for i in range(3)])

    out = []
    for k in range(barbs):
        e0, e1 = k / barbs, min((k + 1.25) / barbs, 1.0)
        a, c = on(e0), on(e1)
        side = np.cross(c - a, [0.0, 0.0, 1.0])
        side /= max(float(np.linalg.norm(side)), 1e-9)
        reach = width * float(np.interp(e0, (0.0, 0.15, 0.35, 0.8, 1.0), (0.35, 0.8, 1.0, 0.55, 0.25)))
        wings = [a + (c - a) * 0.72 + q * side * reach - (0, 0, 0.22 * reach) for q in (-1, 1)]
        mid = a + (c - a) * 0.5
        out.append(hull(np.array([a, c, *wings, mid + (0, 0, 0.02), mid - (0, 0, 0.05)])))
    return out


def grounded(solids: Sequence[Solid], low: float) -> list[Solid]:
    """The solids with whatever reaches below height `low` pressed up to it."""
    out = []
    for s in solids:
        p = s.corners()
        p[:, 2] = p[:, 2].clip(min=low)
        out.append(hull(p))
    return out
