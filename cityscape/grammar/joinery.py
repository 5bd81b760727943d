"""What furniture is put together from: eased boards, cushions, legs, fronts with handles, books, vessels.

All lengths are metres in the piece's frame: z up, its front towards -y, its back (the wall) towards +y.
"""

from __future__ import annotations

from math import cos, pi, sin
from typing import Literal, Sequence

import numpy as np
from numpy.typing import ArrayLike

from cityscape.grammar.kit import between, shade
from cityscape.grammar.recipe import Build
from cityscape.grammar.shapes import tint
from cityscape.world.material import Material
from cityscape.world.theme import Role
from partgen.solids import Solid, ball, box, hull, rod

Handle = Literal["knob", "bar", "upright", "cup", "none"]
Leg = Literal["square", "round", "turned"]


# -- materials ------------------------------------------------------------------------------------


def wished(b: Build, role: Role) -> Material:
    """The material of a role, in the prompt's colour where it asked for one."""
    m = b.look.material(role)
    return b.look.material(role, color=b.look.color) if b.look.color else m


def joined(b: Build, role: Role = "furniture") -> Material:
    """Wood as a cabinet maker uses it: the grain runs along each piece, without the gaps of floor boards."""
    m = wished(b, role)
    return m.model_copy(update={"pattern": "timber", "name": f"{m.name}-joined"[:64]}) if m.pattern == "planks" else m


def pale(color: str) -> bool:
    """Whether a hex colour is light."""
    r, g, b = (int(color[k : k + 2], 16) for k in (1, 3, 5))
    return 0.3 * r + 0.59 * g + 0.11 * b > 150


def second(m: Material) -> Material:
    """A quieter companion of a material: darker where it is light, lighter where it is dark."""
    return shade(m, 0.8) if pale(m.color) else tint(m, "#efe2cc", 0.28)


def several(b: Build, role: Role, n: int) -> list[Material]:
    """n materials of one role that can be told apart."""
    out: list[Material] = []
    for _ in range(4 * n):
        m = b.look.material(role, fresh=True)
        if all(m.color != k.color for k in out):
            out.append(m)
        if len(out) == n:
            return out
    while len(out) < n:
        base = out[len(out) % max(1, len(out) // 2 + 1) - 1]
        m = tint(base, "#f3ead8" if len(out) % 2 else "#2c2a33", 0.34 + 0.07 * len(out))
        out.append(m)
    return out


def metal(b: Build) -> Material:
    """What handles, taps and lamp posts are made of: the style's metal, or brass in every third piece."""
    m = b.look.material("metal")
    if b.rng.random() < 0.35:
        return m.model_copy(update={"color": "#b28a48", "name": "metal-b28a48"})
    return m


def chrome(b: Build) -> Material:
    """What taps are made of: bright, or brass as in `metal`."""
    m = metal(b)
    return m if m.color == "#b28a48" else m.model_copy(update={"color": "#c6cacc", "name": "metal-c6cacc", "roughness": 0.25})


# -- boards and cushions ------------------------------------------------------------------------------


def eased(sx: float, sy: float, sz: float, *, at: Sequence[float] = (0, 0, 0), r: float = 0.012) -> Solid:
    """A box with cut edges, standing on at.z and centred on (at.x, at.y)."""
    r = min(r, sx * 0.45, sy * 0.45, sz * 0.45)
    h = np.array([sx, sy, sz]) / 2
    p = [np.array([i, j, k]) * (h - r * (np.arange(3) != axis)) for i in (-1, 1) for j in (-1, 1) for k in (-1, 1) for axis in range(3)]
    return hull(np.array(p) + np.array([at[0], at[1], at[2] + sz / 2]))


def rounded(sx: float, sy: float, *, corner: float, steps: int = 3) -> list[tuple[float, float]]:
    """The outline (n, 2) of a rectangle with round corners, counter-clockwise, centred."""
    c = min(corner, sx / 2 - 1e-4, sy / 2 - 1e-4)
    out = []
    for k, (i, j) in enumerate(((1, 1), (-1, 1), (-1, -1), (1, -1))):
        for t in np.linspace(0, pi / 2, steps):
            a = k * pi / 2 + t
            out.append((i * (sx / 2 - c) + c * cos(a), j * (sy / 2 - c) + c * sin(a)))
    return out


def slab(sx: float, sy: float, sz: float, *, at: Sequence[float] = (0, 0, 0), corner: float = 0.05, ease: float = 0.008) -> Solid:
    """A top with round corners in plan and an eased rim."""
    p = np.array(rounded(sx, sy, corner=corner, steps=3 if corner < 0.1 else 6))
    q = p * (1 - 2 * ease / np.array([sx, sy]))
    e = min(ease, sz * 0.4)
    rows = [(q, 0.0), (p, e), (p, sz - e), (q, sz)]
    return hull(np.vstack([np.c_[o, np.full(len(o), z)] for o, z in rows]) + np.array(at))


def cushion(sx: float, sy: float, sz: float, *, at: Sequence[float] = (0, 0, 0), puff: float = 0.4, corner: float = 0.09) -> Solid:
    """A stuffed cushion lying on at.z; `puff` says how far its faces bulge (0 flat foam, 1 a pillow)."""
    p, size = np.array(rounded(sx, sy, corner=corner, steps=4 if corner < 0.4 * min(sx, sy) else 6)), np.array([sx, sy])
    edge = min(0.03 + 0.05 * puff, 0.2 * sx, 0.2 * sy)
    lift = 0.24 * puff
    out = []
    for a in np.radians((-75, -45, -15, 15, 45, 75)):
        out.append(np.c_[p * (1 - 2 * edge * (1 - cos(a)) / size), np.full(len(p), sz * (0.5 + (0.5 - lift) * sin(a) / sin(1.309)))])
    if puff > 0:
        out += [np.c_[p[::2] * 0.5, np.full(len(p[::2]), t * sz)] for t in (0.0, 1.0)]
    return hull(np.vstack(out) + np.array(at))


def leaning(s: Solid, angle: float, x: float, y: float, z: float, *, yaw: float = 0.0) -> Solid:
    """A lying solid (its base centred on the origin) stood up on edge and leant back by `angle` (0: upright), at (x, y, z)."""
    up = s.turned(roll=pi / 2 - angle)
    low = float(up.corners()[:, 2].min())
    return up.turned(yaw).moved(x, y, z - low)


def drape(x0: float, x1: float, y: float, z0: float, z1: float, *, thick: float = 0.02, folds: int = 6) -> list[Solid]:
    """Hanging cloth from z1 down to z0 in the plane y: upright folds side by side along x."""
    step = (x1 - x0) / folds
    out = []
    for k in range(folds):
        a, c = x0 + k * step - 0.003, x0 + (k + 1) * step + 0.003
        m = (a + c) / 2
        low = z0 + (0.012 if k % 2 else 0.0)
        t = thick * (1.0 if k % 2 else 0.72)
        p = [(a, y, z) for z in (z0 + 0.006, z1)] + [(c, y, z) for z in (z0 + 0.006, z1)]
        p += [(m - 0.22 * step, y - t, low), (m + 0.22 * step, y - t, low), (m, y - 0.55 * t, z1), (m, y + thick * 0.4, z1)]
        out.append(hull(p))
    return out


# -- legs, fronts, handles ------------------------------------------------------------------------


def stake(a: ArrayLike, b: ArrayLike, radius: float, end: float, *, segments: int = 8) -> Solid:
    """A round leg from its head a down to its foot b, both cut level, so that it stands flat however it is splayed."""
    turn = 2 * pi * np.arange(segments) / segments
    ring = np.c_[np.cos(turn), np.sin(turn), np.zeros(segments)]
    return hull(np.vstack([np.asarray(a, float) + radius * ring, np.asarray(b, float) + end * ring]))


def legs(
    w: float,
    d: float,
    h: float,
    *,
    thick: float = 0.05,
    inset: float = 0.0,
    foot: float = 0.65,
    splay: float = 0.0,
    form: Leg = "square",
    at: Sequence[float] = (0, 0, 0),
) -> list[Solid]:
    """Four legs under the corners of a w by d frame, h high, tapering to `foot` of their thickness; feet stand `splay` further out."""
    out: list[Solid] = []
    for i in (-1, 1):
        for j in (-1, 1):
            x, y = at[0] + i * (w / 2 - inset - thick / 2), at[1] + j * (d / 2 - inset - thick / 2)
            fx, fy = x + i * splay, y + j * splay
            top = np.array([(x + a * thick / 2, y + c * thick / 2, at[2] + h) for a in (-1, 1) for c in (-1, 1)])
            if form == "square":
                f = thick * foot / 2
                outer = thick / 2 * (1 - foot) if splay == 0 else 0.0
                sole = [(fx + i * outer + a * f, fy + j * outer + c * f, at[2]) for a in (-1, 1) for c in (-1, 1)]
                out.append(hull(np.vstack([top, sole])))
            elif form == "round":
                out.append(stake((x, y, at[2] + h), (fx, fy, at[2]), thick / 2, thick / 2 * foot))
            else:
                r = thick / 2
                zs = [(0.62, 0), (0.62, 0.06), (1.0, 0.12), (0.55, 0.2), (0.95, 0.62), (0.6, 0.72), (1.0, 0.78)]
                out += [
                    rod((x, y, at[2] + a[1] * h), (x, y, at[2] + c[1] * h), r * a[0], end=r * c[0], segments=8)
                    for a, c in zip(zs, zs[1:], strict=False)
                ]
                out.append(box(thick, thick, 0.22 * h, at=(x, y, at[2] + 0.78 * h)))
    return out


def handle(form: Handle, x: float, y: float, z: float, *, long: float = 0.14) -> list[Solid]:
    """A handle on a front whose face is the plane y, its middle at (x, z); nothing stands out more than 4 cm."""
    if form == "knob":
        return [
            rod((x, y + 0.006, z), (x, y - 0.018, z), 0.008, segments=6),
            ball(0.016, 0.012, 0.016, at=(x, y - 0.024, z), detail=1),
        ]
    if form == "bar":
        posts = [box(0.012, 0.034, 0.012, at=(x + s * long * 0.4, y - 0.012, z - 0.006)) for s in (-1, 1)]
        return [*posts, eased(long, 0.012, 0.016, at=(x, y - 0.03, z - 0.008), r=0.003)]
    if form == "upright":
        posts = [box(0.012, 0.034, 0.012, at=(x, y - 0.012, z + s * long * 0.4 - 0.006)) for s in (-1, 1)]
        return [*posts, eased(0.016, 0.012, long, at=(x, y - 0.03, z - long / 2), r=0.003)]
    if form == "cup":
        p = [(x + s * long / 2, y + 0.004, z + k) for s in (-1, 1) for k in (0.016, -0.016)]
        return [hull([*p, *[(x + s * long * 0.36, y - 0.026, z + k) for s in (-1, 1) for k in (0.006, -0.016)]])]
    return []


def front(w: float, h: float, y: float, x: float, z: float, *, panel: bool = False, thick: float = 0.02) -> list[Solid]:
    """A drawer front or a door leaf: middle x, foot z, its back in the plane y; `panel` frames a sunk field."""
    if not panel or min(w, h) < 0.14:
        return [eased(w, thick + 0.004, h, at=(x, y - thick / 2 + 0.002, z), r=0.005)]
    bar = min(0.06, 0.24 * min(w, h))
    out = [box(w - 0.02, 0.6 * thick + 0.004, h - 0.02, at=(x, y - 0.3 * thick + 0.002, z + 0.01))]
    out += [box(bar, thick + 0.004, h, at=(x + s * (w - bar) / 2, y - thick / 2 + 0.002, z)) for s in (-1, 1)]
    out += [box(w - bar, thick + 0.003, bar, at=(x, y - thick / 2 + 0.002, z + k)) for k in (0.0, h - bar)]
    return out


def drawers(
    b: Build,
    x0: float,
    x1: float,
    z: Sequence[float],
    y: float,
    material: Role | Material,
    knobs: Role | Material,
    *,
    form: Handle = "knob",
    panel: bool = False,
    gap: float = 0.008,
    cols: int = 1,
) -> None:
    """Drawer fronts between the heights z (rising), `cols` side by side, with handles; wide ones get two knobs."""
    w = (x1 - x0) / cols
    for c in range(cols):
        x = x0 + (c + 0.5) * w
        for lo, hi in zip(z, z[1:], strict=False):
            b.add("drawers", material, front(w - gap, hi - lo - gap, y, x, lo + gap / 2, panel=panel), label="drawer")
            middle = (lo + hi) / 2 if form != "bar" else hi - min(0.05, (hi - lo) / 2)
            at = (-0.27 * w, 0.27 * w) if form in ("knob", "cup") and w > 0.62 else (0.0,)
            for dx in at:
                b.add("handles", knobs, handle(form, x + dx, y - 0.02, middle, long=min(0.18, 0.4 * w)), label="handle")


def doors(
    b: Build,
    x0: float,
    x1: float,
    z0: float,
    z1: float,
    y: float,
    material: Role | Material,
    knobs: Role | Material,
    *,
    form: Handle = "knob",
    panel: bool = False,
    leaves: int = 2,
    gap: float = 0.008,
    high: bool = False,
) -> None:
    """Door leaves side by side with handles where two meet; `high` puts the handles up (a base cabinet), else by the middle."""
    w = (x1 - x0) / leaves
    for k in range(leaves):
        x = x0 + (k + 0.5) * w
        b.add("doors", material, front(w - gap, z1 - z0 - gap, y, x, z0 + gap / 2, panel=panel), label="door")
        side = 1 if k % 2 == 0 and (leaves > 1 or k == 0) else -1
        z = z1 - 0.14 if high else (z0 + z1) / 2
        upright: Handle = "upright" if form in ("bar", "cup") else form
        b.add("handles", knobs, handle(upright, x + side * (w / 2 - 0.04), y - 0.02, z, long=min(0.16, 0.3 * (z1 - z0))), label="handle")


# -- what stands on furniture ---------------------------------------------------------------------


def books(
    b: Build,
    x0: float,
    x1: float,
    y: float,
    z: float,
    high: float,
    *,
    deep: float = 0.17,
    colors: Sequence[Material] = (),
    fill: float = 1.0,
) -> None:
    """A row of upright books on a board at z, spines in the plane y - deep / 2; the colours are parts `books_1`, `books_2`, ..."""
    colors = colors or several(b, "book", 3)
    x, k = x0, int(b.rng.integers(len(colors)))
    end = x0 + (x1 - x0) * fill
    run = 0
    while x < end - 0.02:
        t = min(between(b, 0.028, 0.055), x1 - x)
        h = high * between(b, 0.72, 0.97)
        if run <= 0:
            k, run = (k + 1 + int(b.rng.integers(max(1, len(colors) - 1)))) % len(colors), int(b.rng.integers(1, 4))
        run -= 1
        d = deep * between(b, 0.84, 1.0)
        b.add(f"books_{k + 1}", colors[k], box(t - 0.003, d, h + 0.004, at=(x + t / 2, y + (d - deep) / 2, z - 0.004)), label="book")
        x += t
    if x1 - x > 0.09:
        lean = hull(
            np.array(
                [(x + a + 0.05 * e, y + c, z + e * 0.8 * high) for a in (0.0, 0.032) for c in (-deep / 2.2, deep / 2.2) for e in (0, 1)]
            )
        )
        b.add(f"books_{(k + 1) % len(colors) + 1}", colors[(k + 1) % len(colors)], lean.moved(-0.055 + 0.06, 0, -0.003), label="book")


def lying_books(
    b: Build, x: float, y: float, z: float, n: int, *, w: float = 0.22, d: float = 0.16, colors: Sequence[Material] = ()
) -> float:
    """A pile of lying books; returns the height of its top."""
    colors = colors or several(b, "book", 3)
    for k in range(n):
        t = between(b, 0.022, 0.04)
        e = between(b, 0.78, 1.0)
        yaw = between(b, -0.16, 0.16)
        for name, m, label, s in (
            (f"books_{k % len(colors) + 1}", colors[k % len(colors)], "book", box(w * e, d * e, t, at=(0, 0, -0.002))),
            ("pages", b.look.material("paper"), "page", box(w * e - 0.02, d * e, t - 0.012, at=(0, -0.006, 0.004))),
        ):
            b.add(name, m, s.turned(yaw).moved(x, y, z), label=label)
        z += t - 0.002
    return z


def vessel(
    sx: float,
    sy: float,
    h: float,
    *,
    wall: float,
    foot: float = 0.8,
    base: float = 0.02,
    corner: float | None = None,
    steps: int = 4,
    at: Sequence[float] = (0, 0, 0),
) -> list[Solid]:
    """An open bowl or tub: a bottom `base` thick and a wall round it, flaring from `foot` of its plan to all of it."""
    p = np.array(rounded(sx, sy, corner=min(sx, sy) / 2 if corner is None else corner, steps=steps))
    q = p * (1 - 2 * wall / np.array([sx, sy]))
    keep = [k for k in range(len(p)) if np.linalg.norm(p[k] - p[k - 1]) > 1e-3]
    p, q = p[keep], q[keep]
    out = [
        hull(
            np.vstack([np.c_[p * foot, np.zeros(len(p))], np.c_[p * (foot + (1 - foot) * base / h), np.full(len(p), base)]]) + np.array(at)
        )
    ]
    ring = [(o, i) for o, i in zip(p, q, strict=True)]
    for a, c in zip(ring, ring[1:] + ring[:1], strict=True):
        pts = [(*(o * e), z) for o in (*a, *c) for e, z in ((foot, 0.0), (1.0, h))]
        out.append(hull(np.array(pts) + np.array(at)))
    return out


def disc(sx: float, sy: float, z0: float, z1: float, *, corner: float | None = None, at: Sequence[float] = (0, 0), steps: int = 4) -> Solid:
    """A flat filling of a vessel: water, soil, a seat."""
    p = np.array(rounded(sx, sy, corner=min(sx, sy) / 2 if corner is None else corner, steps=steps))
    return hull(np.vstack([np.c_[p, np.full(len(p), z)] for z in (z0, z1)]) + np.array([at[0], at[1], 0.0]))
