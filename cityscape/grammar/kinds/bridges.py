"""What crosses and borders water: bridge, pier, quay crane. Decks end at z = 0; the water lies `lot.drop` below."""

from __future__ import annotations

import numpy as np

from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import axle
from cityscape.world.theme import Role
from partgen.solids import Solid, arch, beam, box, cylinder, hull, prism, rod, spandrel


def _spans(width: float, clear: float, longest: float) -> list[tuple[float, float]]:
    """Middle and clear length of each span between the abutments; one span while `clear` allows it."""
    reach = clear if 0 < clear < width - 0.6 else max(width * 0.8, width - 3.0)
    n = 1 if reach <= longest else 2 * max(1, round((reach / longest - 1) / 2)) + 1
    pier = min(1.1, 0.12 * reach) if n > 1 else 0.0
    each = (reach - (n - 1) * pier) / n
    return [(-reach / 2 + each / 2 + k * (each + pier), each) for k in range(n)]


def _roadway(b: Build, edge: float) -> None:
    """The road's surface, flush with z = 0, between parapets `edge` thick."""
    role: Role = "street" if b.lot.depth >= 4.2 else "path"
    b.add("roadway", role, box(b.lot.width, b.lot.depth - 2 * edge, 0.1, at=(0, 0, -0.1)))


def _stone(b: Build) -> None:
    w, d, drop = b.lot.width, b.lot.depth, b.lot.drop
    crown = min(0.45, max(0.22, drop * 0.25))
    spans = _spans(w, b.lot.opening, 10.0 if b.lot.opening > 0 else 6.5)
    edge = min(0.4, d * 0.1)
    body = d - 0.16
    each = spans[0][1]
    rise = min(each / 2, drop - crown, 0.36 * each)
    spring = -crown - rise
    solids: list[Solid] = []
    rings: list[Solid] = []
    for x, span in spans:
        solids += [s.moved(x, 0, spring) for s in spandrel(span, rise, body, -0.1 - spring, steps=10)]
        for side in (-1, 1):
            rings += arch(span, rise, 0.08, crown * 0.75, steps=10, at=(x, side * (body / 2 + 0.04), spring))
    ends = [-w / 2] + [e for x, s in spans for e in (x - s / 2, x + s / 2)] + [w / 2]
    b.add("spandrels", "stone", solids, label="wall")
    for k in range(0, len(ends), 2):
        a, c = ends[k], ends[k + 1]
        pier = box(c - a, body, drop - 0.1, at=((a + c) / 2, 0, -drop))
        b.add("piers", "stone", pier, label="pier")
        if 0 < k < len(ends) - 2:
            half = (c - a) / 2
            for side in (-1, 1):
                nose = [
                    ((a + c) / 2 - half, side * body / 2 * 0.96),
                    ((a + c) / 2 + half, side * body / 2 * 0.96),
                    ((a + c) / 2, side * d / 2),
                ]
                b.add("piers", "stone", prism(nose, -drop, spring + 0.5 * rise), label="pier")
    b.add("arches", "trim" if b.look.style.theme.streets.markings else "stone", rings, label="arch")
    for side in (-1, 1):
        y = side * (d - edge) / 2
        b.add("parapets", "stone", box(w, edge, 0.85, at=(0, y, -0.1)), label="parapet")
        b.add("copings", "stone", box(w, edge, 0.1, at=(0, y, 0.75)), label="parapet")
        posts = [box(edge * 1.6, edge, 0.98, at=(s * (w / 2 - edge * 0.8), y, 0.0)) for s in (-1, 1)]
        b.add("parapets", "stone", posts, label="parapet")


def _timber(b: Build) -> None:
    w, d, drop = b.lot.width, b.lot.depth, b.lot.drop
    t = min(0.2, drop * 0.3)
    planks = max(2, round(w / 0.5))
    board = (w - 0.05 * (planks - 1)) / planks
    b.add("deck", "wood", [box(board, d, 0.07, at=(-w / 2 + board / 2 + k * (board + 0.05), 0, -0.07)) for k in range(planks)])
    b.add("deck", "wood", box(w, d - 0.3, 0.05, at=(0, 0, -0.1)))
    ys = [float(y) for y in np.linspace(-d / 2 + 0.3, d / 2 - 0.3, max(2, round(d / 1.5)))]
    b.add("beams", "timber", [box(w, t, t, at=(0, y, -0.1 - t)) for y in ys], label="beam")
    spans = _spans(w, b.lot.opening, 10.0 if b.lot.opening > 0 else 4.0)
    edges = [spans[0][0] - spans[0][1] / 2 - 0.15] + [x + s / 2 + 0.15 for x, s in spans]
    for x in edges:
        x = min(max(x, -w / 2 + 0.15), w / 2 - 0.15)
        legs = [
            rod((x, y, -0.1 - t), (x, y + (0.1 if y > 0 else -0.1) * min(1.0, drop), -drop + 0.03), 0.12, segments=6)
            for y in (ys[0], ys[-1])
        ]
        legs += [box(0.24, d - 0.2, t, at=(x, 0, -0.1 - 2 * t))]
        if drop > 1.2:
            legs += [beam((x, ys[0], -0.1 - 2 * t), (x, ys[-1], -drop + 0.1), 0.1, 0.14)]
        b.add("trestles", "timber", legs, label="post")
    for s in (-1, 1):
        long = w / 2 - spans[-1][0] - spans[-1][1] / 2
        if long > 0.5:
            b.add(
                "abutments", "stone", box(long - 0.3, d - 0.2, drop - 0.1 - t, at=(s * (w / 2 - (long - 0.3) / 2), 0, -drop)), label="pier"
            )
    n = max(1, round(w / 2.0))
    for side in (-1, 1):
        y = side * (d / 2 - 0.07)
        xs = [float(x) for x in np.linspace(-w / 2 + 0.08, w / 2 - 0.08, n + 1)]
        b.add(
            "railings",
            "timber",
            [box(0.13, 0.13, 0.98, at=(x, y, 0)) for x in xs],
            [box(w, 0.1, 0.1, at=(0, y, z)) for z in (0.4, 0.82)],
            label="rail",
        )


def _concrete(b: Build, steel: bool) -> None:
    w, d, drop = b.lot.width, b.lot.depth, b.lot.drop
    slab = min(0.35, drop * 0.35)
    edge = 0.3
    m = b.look.material("plinth" if not steel else "metal")
    if not steel:
        m = m.model_copy(update={"pattern": "concrete", "color": "#b3b0aa", "name": "bridge-concrete"})
    b.add("deck", m, box(w, d, slab - 0.1, at=(0, 0, -slab)))
    girder = min(0.5, max(0.1, drop - slab - 0.15))
    spans = _spans(w, b.lot.opening, 12.0 if b.lot.opening > 0 else 9.0)
    for y in np.linspace(-d / 2 + 0.6, d / 2 - 0.6, max(2, round(d / 2))):
        b.add("beams", m, box(w, 0.3, girder, at=(0, float(y), -slab - girder)), label="beam")
    concrete = m if not steel else b.look.material("stone")
    reach = spans[-1][0] + spans[-1][1] / 2
    for s in (-1, 1):
        long = w / 2 - reach
        b.add("abutments", concrete, box(long, d - 0.1, drop - slab, at=(s * (w / 2 - long / 2), 0, -drop)), label="pier")
    for (x0, s0), (x1, s1) in zip(spans, spans[1:], strict=False):
        x = (x0 + s0 / 2 + x1 - s1 / 2) / 2
        b.add(
            "piers",
            concrete,
            box(0.6, d * 0.8, 0.35, at=(x, 0, -slab - girder - 0.35 if drop > slab + girder + 0.4 else -drop)),
            label="pier",
        )
        for y in (-d * 0.25, d * 0.25):
            b.add("piers", concrete, cylinder(0.3, drop - slab - girder, at=(x, y, -drop), segments=12), label="pier")
    for side in (-1, 1):
        y = side * (d - edge) / 2
        b.add("kerbs", concrete, box(w, edge, 0.28, at=(0, y, -0.1)), label="parapet")
        n = max(1, round(w / 1.6))
        xs = [float(x) for x in np.linspace(-w / 2 + 0.06, w / 2 - 0.06, n + 1)]
        b.add(
            "railings",
            "metal",
            [box(0.08, 0.08, 0.75, at=(x, y, 0.18)) for x in xs],
            [box(w, 0.07, 0.07, at=(0, y, z)) for z in (0.5, 0.88)],
            label="rail",
        )
        if steel and w > 5:
            braces = []
            for x0, x1 in zip(xs, xs[1:], strict=False):
                braces.append(beam((x0, y, 0.2), (x1, y, 0.9), 0.04, 0.05))
            b.add("railings", "metal", braces, label="rail")


@kind("bridge", "structure", width=(3.0, 40.0), depth=(1.6, 14.0), words=("bridge", "footbridge", "viaduct"))
def bridge(b: Build) -> None:
    """A flat deck at z = 0 over water `lot.drop` below, in the theme's way of building bridges."""
    way = b.look.style.theme.streets.bridges
    if b.lot.drop < 0.35:
        from dataclasses import replace

        b.lot = replace(b.lot, drop=0.35)
    if way == "stone":
        _stone(b)
        _roadway(b, min(0.4, b.lot.depth * 0.1))
    elif way == "timber":
        _timber(b)
    else:
        _concrete(b, way == "steel")
        _roadway(b, 0.3)


@kind("pier", "structure", width=(2.0, 30.0), depth=(1.2, 5.0), words=("pier", "jetty", "landing stage", "dock", "boardwalk"))
def pier(b: Build) -> None:
    """A timber deck at z = 0 on posts in the water."""
    w, d, drop = b.lot.width, b.lot.depth, max(b.lot.drop, 0.35)
    n = max(2, round(w / 0.4))
    pitch = w / n
    b.add(
        "deck",
        "wood",
        [box(pitch * 0.88, d * (0.97 + 0.03 * float(b.rng.random())), 0.07, at=(-w / 2 + (k + 0.5) * pitch, 0, -0.07)) for k in range(n)],
    )
    b.add("beams", "timber", [box(w, 0.14, 0.13, at=(0, s * (d / 2 - 0.25), -0.2)) for s in (-1, 1)], label="beam")
    xs = [float(x) for x in np.linspace(-w / 2 + 0.2, w / 2 - 0.2, max(2, round(w / 2.5) + 1))]
    tall = [0.75 if k % 2 == 0 else 0.0 for k in range(len(xs))]
    for s in (-1, 1):
        y = s * (d / 2 - 0.12)
        b.add(
            "posts",
            "timber",
            [cylinder(0.11, drop + t, at=(x, y, -drop), segments=8) for x, t in zip(xs, tall, strict=False)],
            label="post",
        )
    ropes: list[Solid] = []
    even = xs[::2]
    for x0, x1 in zip(even, even[1:], strict=False):
        y = d / 2 - 0.12
        mid = ((x0 + x1) / 2, y, 0.38)
        ropes += [rod((x0, y, 0.66), mid, 0.03, segments=5), rod(mid, (x1, y, 0.66), 0.03, segments=5)]
    b.add("ropes", b.look.material("fabric", color="#c9b48a", pattern="plain"), ropes, label="rope")


@kind("quay_crane", "structure", width=(3.0, 7.0), depth=(2.0, 5.0), words=("crane", "quay crane", "harbour crane", "dock crane"))
def quay_crane(b: Build) -> None:
    """A slewing crane: timber treadwheel crane in old places, a steel portal crane elsewhere. Its jib points along +x."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    foot = min(d * 0.92, w * 0.55)
    x0 = -w / 2 + foot / 2
    tip = w / 2 - 0.25
    if b.look.style.theme.streets.bridges in ("stone", "timber") and not b.look.style.theme.streets.markings:
        house = 2.6
        b.add("base", "stone", box(foot, foot, 0.4 - low, at=(x0, 0, low)))
        b.add("body", "wood", box(foot * 0.84, foot * 0.84, house, at=(x0, 0, 0.4)))
        r = foot * 0.5
        roof = [(x0 + sx * r, sy * r, 0.4 + house) for sx in (-1, 1) for sy in (-1, 1)] + [(x0, 0, 0.4 + house + foot * 0.7)]
        b.add("roof", "roof", hull(np.array(roof)))
        head = 0.4 + house + foot * 0.7 + 0.9
        b.add(
            "jib",
            "timber",
            beam((x0 + foot * 0.3, 0, 2.2), (tip, 0, head), 0.26, 0.3),
            beam((x0, 0, 0.4 + house + foot * 0.62), (tip - 0.5, 0, head - 0.45), 0.16, 0.2),
        )
        b.add(
            "treadwheel",
            "wood",
            [axle(x0, s * foot * 0.44, 1.7, min(1.1, foot * 0.38), min(0.14, foot * 0.1), segments=14) for s in (-1, 1)],
            label="wheel",
        )
        b.add("door", "door", box(0.08, foot * 0.3, 1.7, at=(x0 - foot * 0.44, 0, 0.4)))
    else:
        m = b.look.material("vehicle", color="#d9a32b", pattern="metal")
        high = 3.6
        legs = [(x0 + sx * foot * 0.37, sy * foot * 0.37) for sx in (-1, 1) for sy in (-1, 1)]
        b.add("portal", m, [beam((x, y, low + 0.02), (x0 + (x - x0) * 0.7, y * 0.7, high), 0.24, 0.24) for x, y in legs], label="post")
        b.add("portal", m, box(foot * 0.8, foot * 0.8, 0.3, at=(x0, 0, high)), label="post")
        b.add("slew_ring", "metal", cylinder(foot * 0.3, 0.25, at=(x0, 0, high + 0.3)), label="wheel")
        b.add("cabin", m, box(foot * 0.75, foot * 0.6, 1.4, at=(x0, 0, high + 0.55)))
        b.add("window", "glass", box(0.06, foot * 0.45, 0.7, at=(x0 + foot * 0.375 + 0.03, 0, high + 0.95)))
        head = high + 4.6
        b.add(
            "jib",
            m,
            beam((x0 + foot * 0.1, -0.25, high + 1.95), (tip, 0, head), 0.14, 0.16),
            beam((x0 + foot * 0.1, 0.25, high + 1.95), (tip, 0, head), 0.14, 0.16),
        )
        b.add("jib", m, beam((x0 - foot * 0.2, 0, high + 1.95), (x0 - foot * 0.05, 0, head - 0.6), 0.14, 0.14))
        b.add("cables", "metal", rod((x0 - foot * 0.05, 0, head - 0.65), (tip - 0.05, 0, head), 0.035, segments=5), label="rope")
        b.add("counterweight", "metal", box(0.5, foot * 0.5, 0.7, at=(max(x0 - foot * 0.375 - 0.2, -w / 2 + 0.25), 0, high + 0.7)))
    hook = 1.4
    dark = b.look.material("metal")
    b.add("cables", dark, rod((tip - 0.06, 0, head - 0.02), (tip - 0.06, 0, hook + 0.15), 0.03, segments=5), label="rope")
    b.add("hook", dark, box(0.2, 0.2, 0.25, at=(tip - 0.06, 0, hook)))
