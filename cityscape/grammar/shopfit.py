"""What the furniture of shops, schools, workshops, dungeons and ships is put together from: boards, cushions, legs, fronts,
books, vessels, candles, marks on boards.

All lengths are metres in the recipe's frame (z up, front towards -y).
"""

from __future__ import annotations

from math import cos, pi, sin
from typing import Sequence

import numpy as np
from numpy.typing import ArrayLike

from cityscape.grammar.kit import between, shade
from cityscape.grammar.recipe import Build
from cityscape.grammar.shapes import axle, lathe
from cityscape.world.material import Material
from cityscape.world.theme import Role
from partgen.solids import Solid, ball, beam, box, cylinder, hull, rod

Point = Sequence[float]
Paint = Role | Material


def cut_corners(w: float, d: float, corner: float) -> list[tuple[float, float]]:
    """The outline of a rectangle about the origin with its corners cut off (x, y)."""
    a, e = w / 2, d / 2
    c = min(corner, 0.48 * min(w, d))
    if c <= 0:
        return [(-a, -e), (a, -e), (a, e), (-a, e)]
    return [(-a + c, -e), (a - c, -e), (a, -e + c), (a, e - c), (a - c, e), (-a + c, e), (-a, e - c), (-a, -e + c)]


def layers(outline: Sequence[tuple[float, float]], *levels: tuple[float, float], at: Point = (0, 0, 0)) -> Solid:
    """The hull of an outline (x, y) drawn in by an amount at each height: levels of (inset, z)."""
    p = np.asarray(outline, float)
    half = np.maximum(np.abs(p).max(0), 1e-6)
    return hull(np.vstack([np.c_[p * np.maximum(0.08, 1 - inset / half), np.full(len(p), z)] for inset, z in levels]) + at)


def loft(*levels: tuple[float, float, float], at: Point = (0, 0, 0)) -> Solid:
    """The hull of level rectangles about `at`: (half width, half depth, height) of each."""
    return hull(np.array([(sx * u, sy * v, z) for u, v, z in levels for sx in (-1, 1) for sy in (-1, 1)]) + at)


def stacked(*levels: tuple[float, float, float], at: Point = (0, 0, 0), segments: int = 12) -> list[Solid]:
    """Hulls stacked along ellipses about `at`: (half width, half depth, height) rising; bodies, sacks, gowns."""
    t = 2 * pi * np.arange(segments) / segments
    rings = [np.c_[u * np.cos(t), v * np.sin(t), np.full(segments, z)] + at for u, v, z in levels]
    return [hull(np.vstack(pair)) for pair in zip(rings, rings[1:], strict=False)]


def board(w: float, d: float, t: float, *, at: Point = (0, 0, 0), cut: float = 0.012, corner: float = 0.0) -> Solid:
    """A board whose upper edges are planed off by `cut`, its corners in plan by `corner`; its bottom at `at`."""
    cut = min(cut, 0.45 * t)
    return layers(cut_corners(w, d, corner), (0, 0), (0, t - cut), (cut, t), at=at)


def puff(w: float, d: float, h: float, *, at: Point = (0, 0, 0), soft: float = 0.05) -> Solid:
    """A cushion, a sack, a moulded case: a box with edges rounded by `soft`, its bottom at `at`."""
    e = min(soft, 0.4 * h)
    return layers(cut_corners(w, d, 1.3 * soft), (0.6 * e, 0), (0, 0.55 * e), (0, h - e), (0.35 * e, h - 0.3 * e), (1.2 * e, h), at=at)


def tilted(solid: Solid, *, about: Point, yaw: float = 0.0, pitch: float = 0.0, roll: float = 0.0) -> Solid:
    """A solid turned about a point (roll about x, pitch about y, yaw about z, radians)."""
    x, y, z = about
    return solid.moved(-x, -y, -z).turned(yaw, pitch=pitch, roll=roll).moved(x, y, z)


def legs(
    w: float, d: float, h: float, t: float, *, foot: float = 0.6, splay: float = 0.0, at: Point = (0, 0, 0), turned: bool = False
) -> list[Solid]:
    """Four legs that taper to `foot` of their thickness `t`, their feet `splay` farther out; w x d is the outside at the feet."""
    out = []
    for sx in (-1, 1):
        for sy in (-1, 1):
            x, y = sx * (w - t) / 2, sy * (d - t) / 2
            low, high = (x + at[0], y + at[1], at[2]), (x - sx * splay + at[0], y - sy * splay + at[1], at[2] + h)
            if turned:
                out.append(rod(high, low, t / 2, end=t / 2 * foot, segments=7))
            else:
                out.append(_leg(low, high, t * foot, t))
    return out


def _leg(low: Point, high: Point, foot: float, top: float) -> Solid:
    return hull(
        np.array([(p[0] + sx * t / 2, p[1] + sy * t / 2, p[2]) for p, t in ((low, foot), (high, top)) for sx in (-1, 1) for sy in (-1, 1)])
    )


def castors(w: float, d: float, r: float, *, at: Point = (0, 0, 0)) -> list[Solid]:
    """Four small wheels under the corners of w x d, with their forks, 2.4 r high in all."""
    out = []
    for sx in (-1, 1):
        for sy in (-1, 1):
            x, y = sx * (w / 2 - r) + at[0], sy * (d / 2 - r) + at[1]
            out += [axle(x, y, at[2] + r, r, 0.7 * r, segments=9), box(0.8 * r, 1.3 * r, 0.9 * r, at=(x, y, at[2] + 1.5 * r))]
    return out


def pull(x: float, y: float, z: float, w: float, *, upright: bool = False) -> list[Solid]:
    """A bar handle on two stubs before a face at y."""
    if upright:
        ends = [box(0.014, 0.03, 0.014, at=(x, y - 0.012, z + s * w * 0.38 - 0.007)) for s in (-1, 1)]
        return [box(0.018, 0.016, w, at=(x, y - 0.026, z - w / 2)), *ends]
    return [
        box(w, 0.016, 0.018, at=(x, y - 0.026, z - 0.009)),
        *[box(0.014, 0.03, 0.014, at=(x + s * w * 0.38, y - 0.012, z - 0.007)) for s in (-1, 1)],
    ]


def knob(x: float, y: float, z: float, r: float = 0.018) -> Solid:
    """A round knob before a face at y."""
    return rod((x, y + 0.01, z), (x, y - 1.6 * r, z), 0.7 * r, end=1.1 * r, segments=8)


def fronts(
    b: Build,
    name: str,
    paint: Paint,
    *,
    x0: float,
    x1: float,
    z0: float,
    z1: float,
    y: float,
    cols: int = 1,
    rows: int | Sequence[float] = 1,
    grip: str = "pull",
    label: str = "drawer",
    metal: Paint = "metal",
    gap: float = 0.012,
    proud: float = 0.018,
) -> None:
    """Drawer or door fronts that cover a face at y, each with a handle; `rows` counts them or gives shares from below.

    grip : ``pull`` (a bar), ``knob``, ``upright`` (a bar at the side), ``cup`` (a label holder and a small pull).
    """
    shares = [1.0] * rows if isinstance(rows, int) else list(rows)
    total, z, step = sum(shares), z0, (x1 - x0) / cols
    for share in shares:
        h = (z1 - z0) * share / total
        for k in range(cols):
            x, fw, fh = x0 + step * (k + 0.5), step - gap, h - gap
            leaf = board(fw, fh, proud + 0.01, cut=min(0.01, proud * 0.7)).turned(roll=pi / 2).moved(x, y + 0.01, z + h / 2)
            b.add(name, paint, leaf, label=label)
            face, mid = y - proud, z + h / 2
            if grip == "pull":
                b.add("handles", metal, pull(x, face, mid + 0.12 * fh, min(0.16, 0.45 * fw)), label="handle")
            elif grip == "knob":
                b.add("handles", metal, knob(x, face, mid, min(0.02, 0.2 * fh)), label="handle")
            elif grip == "cup":
                b.add("handles", metal, knob(x, face, mid - 0.24 * fh, 0.01), label="handle")
                b.add("labels", "paper", box(0.5 * fw, 0.008, 0.3 * fh, at=(x, face - 0.001, mid - 0.02 * fh)), label="label")
            else:
                s = -1 if k % 2 else 1
                b.add("handles", metal, pull(x + s * (fw / 2 - 0.05), face, mid, min(0.22, 0.4 * fh), upright=True), label="handle")
        z += h


def several(b: Build, role: Role, n: int) -> list[Material]:
    """n materials of a role that differ in colour: its swatches first, then lighter and darker ones."""
    out: list[Material] = []
    for k in range(n):
        for _ in range(8):
            m = b.look.material(role, fresh=True)
            if all(m.color != o.color for o in out):
                break
        else:
            m = shade(m, (0.72, 1.28, 0.5, 1.1)[k % 4])
        out.append(m)
    return out


def books(
    b: Build,
    shades: Sequence[Material],
    *,
    x0: float,
    x1: float,
    y: float,
    z: float,
    room: float,
    deep: float = 0.2,
    thick: tuple[float, float] = (0.035, 0.06),
    full: float = 1.0,
    name: str = "books",
) -> None:
    """Books along a shelf from x0 to x1, standing on z with their spines at y, in groups of one colour; some lean, some lie.

    room : clear height. full : share of the shelf that is filled, the rest is left at its end.
    """
    x, end, k, left = x0 + 0.01, x0 + (x1 - x0) * full - 0.01, int(b.rng.integers(len(shades))), 0
    high = room * 0.8
    while True:
        if left == 0:
            k, left, high = (k + 1) % len(shades), int(b.rng.integers(2, 6)), room * between(b, 0.66, 0.92)
            if end - x > 0.3 and b.rng.random() < 0.18:
                _pile(b, f"{name}_{k + 1}", shades[k], x, y, z, room, deep)
                x, left = x + min(room * 0.8, 0.24) + 0.012, 0
                continue
        t = between(b, *thick)
        if x + t > end:
            break
        h, dy = high * between(b, 0.93, 1.0), between(b, 0.0, 0.02)
        book = box(t - 0.003, deep - 0.02, h, at=(x + t / 2, y + deep / 2 + dy, z))
        if left == 1 and x + t + 0.3 * h < end and b.rng.random() < 0.3:
            book = tilted(book.moved(0.24 * h, 0, 0), about=(x + 0.24 * h, y, z), pitch=-0.24)
            x += 0.24 * h
        b.add(f"{name}_{k + 1}", shades[k], book, label="book")
        x, left = x + t, left - 1


def _pile(b: Build, name: str, shade: Material, x: float, y: float, z: float, room: float, deep: float) -> None:
    wide, n = min(room * 0.8, 0.24), max(2, int(room * 0.55 / 0.045))
    for k in range(n):
        dx = between(b, 0, 0.02)
        b.add(name, shade, box(wide - 0.03 - dx, deep - 0.03, 0.041, at=(x + wide / 2, y + deep / 2, z + 0.043 * k)), label="book")


def pile(
    b: Build, shades: Sequence[Material], x: float, y: float, z: float, *, n: int = 3, w: float = 0.24, d: float = 0.17, name: str = "books"
) -> float:
    """Books lying on each other about (x, y), each turned a little; returns the height of the top."""
    for k in range(n):
        s = 1 - 0.06 * k
        one = box(w * s, d * s, 0.036, at=(0, 0, 0)).turned(between(b, -0.3, 0.3)).moved(x, y, z + 0.038 * k)
        b.add(f"{name}_{k % len(shades) + 1}", shades[k % len(shades)], one, label="book")
    return z + 0.038 * n


def bottle(x: float, y: float, z: float, r: float, h: float, *, segments: int = 8) -> list[Solid]:
    """A bottle with a neck."""
    return lathe([(0.94 * r, 0), (r, 0.06 * h), (r, 0.58 * h), (0.36 * r, 0.76 * h), (0.36 * r, h)], at=(x, y, z), segments=segments)


def jar(x: float, y: float, z: float, r: float, h: float) -> list[Solid]:
    """A round-shouldered jar."""
    return lathe([(0.72 * r, 0), (r, 0.4 * h), (0.92 * r, 0.72 * h), (0.6 * r, 0.86 * h), (0.68 * r, h)], at=(x, y, z), segments=9)


def tin(x: float, y: float, z: float, r: float, h: float) -> list[Solid]:
    """A tin with a rim."""
    return [cylinder(r * 0.96, h, at=(x, y, z), segments=10), cylinder(r, 0.1 * h, at=(x, y, z + 0.9 * h), segments=10)]


def bowl(x: float, y: float, z: float, r: float, h: float) -> list[Solid]:
    """A bowl on a foot; its inside is filled to a finger below the rim."""
    return lathe([(0.45 * r, 0), (0.4 * r, 0.15 * h), (0.85 * r, 0.6 * h), (r, h)], at=(x, y, z), segments=12)


def mug(x: float, y: float, z: float, r: float = 0.042, h: float = 0.095, turn: float = 0.4) -> list[Solid]:
    """A mug with its ear."""
    ear = box(0.028, 0.016, 0.6 * h, at=(r + 0.01, 0, 0.2 * h)).turned(turn).moved(x, y, z)
    return [*lathe([(0.86 * r, 0), (r, 0.2 * h), (r, h)], at=(x, y, z), segments=9), ear]


def flame(x: float, y: float, z: float, h: float) -> Solid:
    """A flame: a drop with its point up."""
    r = 0.26 * h
    t = 2 * pi * np.arange(6) / 6
    rings = [(0.35 * r, 0.0), (r, 0.28 * h), (0.75 * r, 0.52 * h)]
    return hull(
        np.vstack([*[np.c_[x + q * np.cos(t), y + q * np.sin(t), np.full(6, z + up)] for q, up in rings], [(x + 0.1 * r, y, z + h)]])
    )


def candle(b: Build, x: float, y: float, z: float, *, r: float = 0.022, h: float = 0.16) -> None:
    """A burning candle: wax with a run down its side, and a flame."""
    wax = b.look.material("linen", color="#efe3c4")
    b.add("candles", wax, cylinder(r, h, at=(x, y, z), segments=8), cylinder(1.35 * r, 0.14 * h, at=(x, y, z), segments=8), label="candle")
    b.add("flames", "lamp", flame(x, y, z + h - 0.006, max(0.07, 3.2 * r)), label="flame")


def drawn(points: Sequence[tuple[float, float]], y: float, **more: float) -> list[Solid]:
    """A closed line drawn on an upright face at y."""
    return stroke([*points, points[0]], y, **more)  # type: ignore[arg-type]


def stroke(
    points: Sequence[tuple[float, float]], y: float, *, width: float = 0.014, thick: float = 0.008, at: tuple[float, float] = (0, 0)
) -> list[Solid]:
    """A line drawn on an upright face at y through points (x, z) moved by `at`."""
    p = [(px + at[0], y - thick * 0.3, pz + at[1]) for px, pz in points]
    return [
        beam(q, r, width if abs(q[0] - r[0]) < 1e-6 else thick, thick if abs(q[0] - r[0]) < 1e-6 else width)
        for q, r in zip(p, p[1:], strict=False)
    ]


def upright_plate(points: ArrayLike, y0: float, y1: float) -> Solid:
    """A convex outline (n, 2) of (x, z), solid from y0 to y1."""
    p = np.asarray(points, float)
    return hull(np.vstack([np.c_[p[:, 0], np.full(len(p), y), p[:, 1]] for y in (y0, y1)]))


def side_plate(points: ArrayLike, x0: float, x1: float) -> Solid:
    """A convex outline (n, 2) of (y, z), solid from x0 to x1."""
    p = np.asarray(points, float)
    return hull(np.vstack([np.c_[np.full(len(p), x), p] for x in (x0, x1)]))


def border(w: float, h: float, bar: float, y0: float, y1: float, *, z: float = 0.0, x: float = 0.0) -> list[Solid]:
    """An upright frame, w x h on its outside, standing on z; its bars overlap at the corners."""
    y, t = (y0 + y1) / 2, y1 - y0
    flat = [box(w, t, bar, at=(x, y, z)), box(w, t, bar, at=(x, y, z + h - bar))]
    return [*flat, *[box(bar, t * 0.92, h - bar, at=(x + s * (w - bar) / 2, y, z + bar / 2)) for s in (-1, 1)]]


def hoop(radius: float, bar: float, *, at: Point = (0, 0, 0), segments: int = 14, thick: float | None = None) -> list[Solid]:
    """A level ring of a square bar, its middle line at `radius`."""
    t = bar if thick is None else thick
    out = []
    for k in range(segments):
        p = []
        for u in (2 * pi * k / segments, 2 * pi * (k + 1) / segments):
            p += [(q * cos(u), q * sin(u), z) for q in (radius - bar / 2, radius + bar / 2) for z in (-t / 2, t / 2)]
        out.append(hull(np.array(p) + at))
    return out


def height_at(solids: Sequence[Solid], x: float, y: float, *, high: float = 1.0) -> float:
    """How high the solids reach at a point in plan, to a centimetre, metres; 0 where there is nothing."""
    z = np.arange(0.0, high, 0.01)
    p = np.c_[np.full(len(z), x), np.full(len(z), y), z]
    there = np.any([s.contains(p) for s in solids], axis=0)
    return float(z[there].max()) if there.any() else 0.0


def fruit(x: float, y: float, z: float, r: float, *, detail: int = 1) -> Solid:
    """An apple, an orange, a bun: a round thing a little flat, its middle at z + 0.9 r."""
    return ball(r, r, 0.92 * r, at=(x, y, z + 0.9 * r), detail=detail)
