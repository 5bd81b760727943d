"""What encloses: fence, hedge, low wall, city wall, wall tower, gate, arch. They run along x; the outer side is +y."""

from __future__ import annotations

from math import pi

import numpy as np

from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import era, lathe, ring
from cityscape.world.material import Material
from cityscape.world.seeds import derive
from cityscape.world.theme import Role
from partgen.solids import Solid, arch, beam, box, cone, cylinder, frustum, hip, hull, spandrel, taper

WALK = 4.4
"""Height of a city wall's walk, the same everywhere so that neighbouring pieces meet."""


def _spread(length: float, step: float) -> list[float]:
    """Places along x from end to end, about `step` apart, at least two."""
    n = max(1, round(length / step))
    return [float(x) for x in np.linspace(-length / 2, length / 2, n + 1)]


@kind("fence", "structure", width=(1.0, 40.0), depth=(0.12, 0.5), words=("fence", "picket fence", "railing", "paling"))
def fence(b: Build) -> None:
    """Posts and rails; pickets, boards, bars or wattle by theme, equal along a whole plot."""
    m, w, low, t = b.look.material("fence"), b.lot.width, -b.lot.drop, min(b.lot.depth, 0.14)
    age = era(b.look.style)
    style = {"modern": "picket", "green": "boards", "neon": "bars"}.get(age) or ("rails", "wattle")[
        derive("fence", b.look.style.theme.name) % 2
    ]
    if m.pattern in ("metal", "corrugated", "neon"):
        style = "bars"
    xs = _spread(w - t, {"rails": 2.2, "wattle": 1.1}.get(style, 2.0))
    high = {"rails": 1.1, "wattle": 0.95, "picket": 1.0, "boards": 1.25, "bars": 1.3}[style]
    posts = [box(t, t, high + 0.08 - low, at=(x, 0, low)) for x in xs]
    rails: list[Solid] = []
    slats: list[Solid] = []
    thin = t * 0.35
    if style == "rails":
        posts += [hull(box(t, t, 0.001, at=(x, 0, high + 0.08)).corners().tolist() + [(x, 0, high + 0.16)]) for x in xs]
        rails = [box(w, thin, 0.11, at=(0, 0, z)) for z in (0.3, 0.62, 0.92)]
    elif style == "wattle":
        for k, z in enumerate(np.arange(0.06, high - 0.05, 0.17)):
            for j, (x0, x1) in enumerate(zip(xs, xs[1:], strict=False)):
                y = (1 if (j + k) % 2 else -1) * 0.3 * t
                rails.append(beam((x0, y, z + 0.07), (x1, -y, z + 0.07), thin * 1.2, 0.15))
    elif style == "boards":
        rails = [box(w, thin, 0.2, at=(0, 0, z)) for z in (0.1, 0.38, 0.66, 0.94)]
    else:
        rails = [box(w, thin, 0.08, at=(0, 0, z)) for z in ((0.25, 0.7) if style == "picket" else (0.12, high - 0.1))]
        front = -thin * 0.9
        for x in _spread(w - 0.14, 0.3):
            if style == "picket":
                p = [(x + sx * 0.07, front + sy * thin / 2, z) for sx in (-1, 1) for sy in (-1, 1) for z in (0.08, high - 0.08)]
                p += [(x, front + sy * thin / 2, high) for sy in (-1, 1)]
                slats.append(hull(np.array(p)))
            else:
                slats.append(box(0.035, 0.035, high - 0.15, at=(x, 0, 0.13)))
    b.add("posts", m, posts, label="post")
    b.add("rails", m, rails, label="rail")
    b.add("slats", m, slats, label="slat")


@kind("hedge", "structure", width=(1.0, 40.0), depth=(0.5, 1.4), words=("hedge", "hedgerow", "box hedge"))
def hedge(b: Build) -> None:
    """A clipped hedge: slightly tapering, its top a little uneven."""
    w, d = b.lot.width, b.lot.depth
    high = 1.15 if b.lot.size != "large" else 1.7
    xs = _spread(w, 1.6)
    steps = []
    for x in xs:
        r = b.rng.random(4)
        half = d / 2 * (1 - 0.06 * r[0])
        steps.append(
            np.array(
                [
                    (x, s * h, z)
                    for s in (-1, 1)
                    for h, z in (
                        (half * 0.94, -b.lot.drop),
                        (half, 0.35),
                        (half * 0.92, high * (0.86 + 0.03 * r[1])),
                        (half * 0.62, high * (0.97 + 0.03 * r[2])),
                    )
                ]
            )
        )
    b.add("hedge", "foliage", [hull(np.vstack(pair)) for pair in zip(steps, steps[1:], strict=False)])


@kind("low_wall", "structure", width=(1.0, 40.0), depth=(0.25, 0.7), words=("low wall", "garden wall", "dry stone wall"))
def low_wall(b: Build) -> None:
    """A knee-high to breast-high wall with a coping and end piers."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    high = {"small": 0.55, "medium": 0.8, "large": 1.2}[b.lot.size]
    role: Role = "wall" if era(b.look.style) == "modern" else "stone"
    pier = min(d, 0.45)
    many = w > 3
    b.add("wall", role, box(w, d * 0.72, high - low, at=(0, 0, low)))
    b.add("coping", "trim" if role == "wall" else "stone", box(w, d * 0.86, 0.08, at=(0, 0, high)))
    if many:
        b.add("piers", "stone", [box(pier, d, high + 0.2 - low, at=(s * (w - pier) / 2, 0, low)) for s in (-1, 1)], label="pier")
        b.add("piers", "stone", [hip(pier, d, 0.12, ridge=0, at=(s * (w - pier) / 2, 0, high + 0.2)) for s in (-1, 1)], label="pier")


def _merlons(length: float, y: float, thick: float, z: float, *, step: float = 1.5, x: float = 0.0) -> list[Solid]:
    n = max(1, round(length / step))
    pitch = length / n
    return [box(pitch * 0.56, thick, 0.75, at=(x - length / 2 + (k + 0.5) * pitch, y, z)) for k in range(n)]


@kind("city_wall", "structure", width=(1.0, 40.0), depth=(1.4, 3.0), words=("wall", "city wall", "town wall", "rampart", "fortification"))
def city_wall(b: Build) -> None:
    """A thick wall with a walk on top, battlements on the outer side (+y) and a low parapet inside."""
    _curtain(b, b.lot.width, b.lot.depth, 0.0)


def _curtain(b: Build, w: float, d: float, mid: float) -> None:
    """A piece of city wall of length w and thickness d whose middle lies at x = mid."""
    low, body = -b.lot.drop, d * 0.86
    t = min(0.45, d * 0.2)
    outer, inner = d / 2 * 0.96 - t / 2, -(d / 2 * 0.96 - t * 0.35)
    slits = [box(0.14, 0.06, 0.9, at=(x, side * body / 2, 2.0)) for x in _spread(w - 2.0, 3.0) if w > 3 for side in (1, -1)]
    pieces: list[tuple[str, Role | Material, str, list[Solid]]] = [
        ("base", "city_wall", "base", [taper(w, d, w, body, 0.9 - low, at=(0, 0, low))]),
        ("wall", "city_wall", "wall", [box(w, body, WALK - 1.3, at=(0, 0, 0.9))]),
        ("cornice", "stone", "cornice", [box(w, d * 0.96, 0.4, at=(0, 0, WALK - 0.4))]),
        ("parapet", "city_wall", "parapet", [box(w, t, 0.75, at=(0, outer, WALK)), *_merlons(w, outer, t, WALK + 0.75)]),
        ("parapet", "city_wall", "parapet", [box(w, t * 0.7, 0.55, at=(0, inner, WALK))]),
        ("loopholes", _dark(b), "window", slits),
        ("walkway", "wood", "floor", [box(w, d * 0.96 - 1.7 * t, 0.06, at=(0, (outer + inner) / 2 - 0.075 * t, WALK))]),
    ]
    for name, role, label, solids in pieces:
        b.add(name, role, [s.moved(mid) for s in solids], label=label)


def _dark(b: Build) -> Material:
    return b.look.material("metal", color="#2b2724", pattern="plain")


@kind("wall_tower", "structure", width=(3.6, 7.0), depth=(3.6, 7.0), words=("wall tower", "bastion", "turret"))
def wall_tower(b: Build) -> None:
    """A round or square tower of a wall, with battlements or a pointed roof."""
    r, low = min(b.lot.width, b.lot.depth) / 2, -b.lot.drop
    high = WALK + (2.6 if b.lot.size != "large" else 4.2)
    style = derive("tower", b.look.style.theme.name) % 2
    roofed = b.rng.random() < 0.4
    dark = _dark(b)
    body, crown = r * 0.86, r * 0.99
    if style == 0:
        b.add("base", "city_wall", frustum(r * 0.98, body, 1.2 - low, at=(0, 0, low), segments=20))
        b.add("wall", "city_wall", cylinder(body, high - 2.1, at=(0, 0, 1.2), segments=20))
        b.add(
            "cornice",
            "stone",
            frustum(body, crown, 0.5, at=(0, 0, high - 0.9), segments=20),
            cylinder(crown, 0.4, at=(0, 0, high - 0.4), segments=20),
        )
        b.add("floor", "wood", cylinder(crown - 0.35, 0.06, at=(0, 0, high), segments=20))
        b.add("parapet", "city_wall", ring(crown - 0.35, crown, 0.6, at=(0, 0, high), segments=20))
        b.add(
            "parapet", "city_wall", [s for k, s in enumerate(ring(crown - 0.35, crown, 0.75, at=(0, 0, high + 0.6), segments=20)) if k % 2]
        )
        if roofed:
            b.add("roof", "roof", cone(crown, r * 1.5, at=(0, 0, high + 1.35), segments=20))
        slits = [box(0.16, 0.16, 0.9, at=(0, -body + 0.04, z)).turned(t) for z in (2.4, high - 2.0) for t in (0, pi / 2, pi, -pi / 2)]
    else:
        s = 2 * body
        b.add("base", "city_wall", taper(2 * r * 0.99, 2 * r * 0.99, s, s, 1.2 - low, at=(0, 0, low)))
        b.add("wall", "city_wall", box(s, s, high - 2.1, at=(0, 0, 1.2)))
        b.add(
            "cornice",
            "stone",
            taper(s, s, 2 * crown, 2 * crown, 0.5, at=(0, 0, high - 0.9)),
            box(2 * crown, 2 * crown, 0.4, at=(0, 0, high - 0.4)),
        )
        b.add("floor", "wood", box(2 * crown - 0.7, 2 * crown - 0.7, 0.06, at=(0, 0, high)))
        for t in range(4):
            y = crown - 0.175
            edge = [box(2 * crown, 0.35, 0.6, at=(0, y, high)), *_merlons(2 * crown, y, 0.35, high + 0.6, step=1.0)]
            b.add("parapet", "city_wall", [e.turned(t * pi / 2) for e in edge])
        if roofed:
            b.add("roof", "roof", hip(2 * crown, 2 * crown, r * 1.3, ridge=0, at=(0, 0, high + 1.35)))
        slits = [box(0.16, 0.1, 0.9, at=(0, -body, z)).turned(t) for z in (2.4, high - 2.0) for t in (0, pi / 2, pi, -pi / 2)]
    if roofed:
        b.add("roof", "roof", cylinder(0.07, 0.5, at=(0, 0, high + 1.35 + r * (1.44 if style == 0 else 1.24)), segments=6))
    b.add("loopholes", dark, slits, label="window")


@kind("gate", "structure", width=(5.0, 24.0), depth=(1.6, 5.0), words=("gate", "gatehouse", "city gate", "town gate", "portal"))
def gate(b: Build) -> None:
    """Two towers and an arch between them; the opening is clear of everything up to 4.5 m."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    clear = b.lot.opening if 0 < b.lot.opening < w - 1.0 else min(4.0, w * 0.5)
    span, rise = clear + 0.5, 1.7
    turn = pi * np.arange(9) / 8
    spring = 4.55 - rise * float(np.interp(clear / span, -np.cos(turn), np.sin(turn)))
    top = spring + rise + 0.9
    side = min((w - span) / 2, max(2.4, d * 1.1))
    rest = w / 2 - span / 2 - side
    if rest > 0.05:
        for s in (-1, 1):
            _curtain(b, rest, min(d, 3.0), s * (w - rest) / 2)
    tower_w, tower_h = side, top + (1.3 if side > 1.2 else 0.0)
    deep = d * 0.98
    for s in (-1, 1):
        x = s * (span + side) / 2
        b.add("towers", "city_wall", box(tower_w * 0.96, deep * 0.9, tower_h - low, at=(x, 0, low)), label="tower")
        b.add("towers", "city_wall", box(tower_w, deep, 0.8 - low, at=(x, 0, low)), label="tower")
        b.add("cornice", "stone", box(tower_w, deep, 0.35, at=(x, 0, tower_h)))
        z = tower_h + 0.35
        t = min(0.35, tower_w * 0.3)
        if side > 1.2:
            for y in (-deep / 2 + t / 2, deep / 2 - t / 2):
                b.add(
                    "battlements",
                    "city_wall",
                    box(tower_w, t, 0.4, at=(x, y, z)),
                    _merlons(tower_w, y, t, z + 0.4, step=1.0, x=x),
                    label="parapet",
                )
            for e in (-1, 1):
                b.add("battlements", "city_wall", box(t, deep, 0.4, at=(x + e * (tower_w - t) / 2, 0, z)), label="parapet")
        if side > 2.2 and derive("gate", b.look.style.theme.name) % 2 == 0:
            b.add("roofs", "roof", hip(tower_w - 2 * t, deep - 2 * t, 2.2, ridge=0, at=(x, 0, z)), label="roof")
        slits = [box(0.16, 0.06, 0.9, at=(x, e * deep * 0.45, h)) for e in (-1, 1) for h in (2.2, tower_h - 1.8)]
        b.add("loopholes", _dark(b), slits, label="window")
    between_depth = deep * 0.8
    jamb = [box(0.25, between_depth, spring - low, at=(s * (span / 2 + 0.125), 0, low)) for s in (-1, 1)]
    b.add("wall", "city_wall", [x.moved(z=spring) for x in spandrel(span, rise, between_depth, top - spring, steps=8)], jamb)
    b.add(
        "arch", "stone", [x for s in (-1, 1) for x in arch(span, rise, 0.16, 0.4, steps=8, at=(0, s * (between_depth / 2 + 0.08), spring))]
    )
    b.add("cornice", "stone", box(span, between_depth, 0.25, at=(0, 0, top)))
    for s in (-1, 1):
        y = s * (between_depth / 2 - 0.18)
        b.add(
            "battlements",
            "city_wall",
            box(span, 0.36, 0.4, at=(0, y, top + 0.25)),
            _merlons(span, y, 0.36, top + 0.65, step=1.2),
            label="parapet",
        )
    n = max(3, round(clear / 0.5))
    xs = [clear * (k + 0.5) / n - clear / 2 for k in range(n)]
    lift = 4.55
    grid = [box(0.09, 0.09, spring + rise * (1 - (2 * x / span) ** 2) ** 0.5 + 0.2 - lift, at=(x, 0, lift)) for x in xs]
    grid += [box(clear * 0.96, 0.07, 0.09, at=(0, 0, lift + 0.12))]
    b.add("portcullis", "metal", grid)


@kind("arch", "structure", width=(1.2, 14.0), depth=(0.3, 4.0), words=("arch", "triumphal arch", "archway", "moon gate", "garden arch"))
def triumph(b: Build) -> None:
    """A triumphal arch, or below 3.5 m of width a garden arch with climbing flowers."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    if w < 3.5:
        from cityscape.grammar.kinds.plants import climbing

        high, t = 2.3, min(0.12, d * 0.3)
        for y in (-d / 2 + t / 2 + 0.05, d / 2 - t / 2 - 0.05):
            b.add("posts", "wood", [box(t, t, high - w / 4 - low, at=(s * (w / 2 - t / 2 - 0.1), y, low)) for s in (-1, 1)], label="post")
            b.add("posts", "wood", arch(w - 0.2 - 2 * t, w / 4 - t, t, t, steps=8, at=(0, y, high - w / 4)), label="post")
        rungs = [box(t * 0.6, d - 0.1, t * 0.6, at=(s * (w / 2 - t / 2 - 0.1), 0, z)) for s in (-1, 1) for z in (0.5, 1.0, 1.5)]
        b.add("rungs", "wood", rungs, box(t * 0.6, d - 0.1, t * 0.6, at=(0, 0, high - t * 0.9)), label="rail")
        rib = high - w / 4 + (w / 4 - t / 2) * (1 - (0.24 * w / (w / 2 - 0.1 - t / 2)) ** 2) ** 0.5
        b.add("rungs", "wood", [box(t * 0.6, d - 0.1, t * 0.6, at=(s * 0.24 * w, 0, rib - t * 0.3)) for s in (-1, 1)], label="rail")
        climbing(
            b,
            [(s * (w / 2 - 0.16), 0.0, z) for s in (-1, 1) for z in (0.45, 1.0, 1.5)]
            + [(0.0, 0.0, high - 0.14), (-w * 0.24, 0.0, rib), (w * 0.24, 0.0, rib)],
            min(0.16, w * 0.12),
            min(d / 2, 0.3),
        )
        return
    clear = b.lot.opening if 0 < b.lot.opening < w - 1.2 else w * 0.46
    spring = max(clear * 0.7, 2.2) if b.lot.opening <= 0 else 4.3
    rise = clear / 2
    top = spring + rise + 0.12 * w
    side = (w - clear) / 2
    body = d * 0.84
    m = b.look.material("stone")
    for s in (-1, 1):
        x = s * (clear + side) / 2
        b.add("piers", m, box(side * 0.9, body, top - low, at=(s * (clear / 2 + side * 0.45), 0, low)), label="pier")
        b.add("plinths", m, box(side - 0.001, d, 0.7 - low, at=(x, 0, low)), label="plinth")
        for e in (-1, 1):
            col = min(0.08 * d, 0.16)
            y = e * min(body / 2 + 0.02, d / 2 - 1.2 * col)
            for px in (clear / 2 + side * 0.2, clear / 2 + side * 0.72):
                b.add("columns", "trim", lathe([(col, 0.7), (col * 0.85, top - 0.35)], at=(s * px, y, 0), segments=10), label="column")
                b.add(
                    "columns",
                    "trim",
                    box(col * 2.4, min(col * 2.4, 2 * (d / 2 - abs(y))), 0.35, at=(s * px, y, top - 0.35)),
                    label="column",
                )
    b.add("wall", m, [x.moved(z=spring) for x in spandrel(clear, rise, body, top - spring, steps=10)])
    b.add(
        "arch",
        "trim",
        [x for e in (-1, 1) for x in arch(clear, rise, 0.07 * d, 0.09 * clear, steps=10, at=(0, e * (body / 2 + 0.035 * d), spring))],
    )
    b.add("cornice", "trim", box(w * 0.99, d, 0.3, at=(0, 0, top)))
    b.add("attic", m, box(w * 0.93, body, 0.14 * w, at=(0, 0, top + 0.3)))
    b.add("cornice", "trim", box(w * 0.97, d * 0.94, 0.2, at=(0, 0, top + 0.3 + 0.14 * w)))
    b.add("panel", "accent", box(clear, body + 0.08 * d, 0.08 * w, at=(0, 0, top + 0.3 + 0.03 * w)), label="sign")
