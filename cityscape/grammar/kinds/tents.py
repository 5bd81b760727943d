"""Desert tents, long and round."""

from __future__ import annotations

from math import cos, pi, sin

from cityscape.grammar.kit import between, chance, plate, stripes
from cityscape.grammar.recipe import Build, kind
from cityscape.world.material import Material
from cityscape.world.theme import Role
from partgen.solids import ball, box, cylinder, hull, rod


@kind("desert_tent", "building", width=(4.5, 9.0), depth=(4.0, 8.0), words=("tent", "desert tent", "bedouin tent", "pavilion", "yurt"))
def desert_tent(b: Build) -> None:
    """A striped tent on poles with guy ropes: long and low with an open front, or round with a pointed top."""
    if chance(b, 0.4):
        _round_tent(b)
    else:
        _long_tent(b)


def _long_tent(b: Build) -> None:
    lot = b.lot
    w, d = lot.width - 1.5, lot.depth - 1.4
    eave, ridge = between(b, 1.5, 1.75), between(b, 2.5, 2.9)
    drop = lot.drop
    b.add("platform", "plinth", box(w + 0.1, d + 0.1, drop + 0.04, at=(0, 0, -drop)), label="floor")
    b.add("rug", "accent", box(w - 0.4, d - 0.3, 0.03, at=(0, 0, 0.035)), label="rug")
    n = max(5, round(w / 0.6)) | 1
    for k in range(n):
        a, c = -w / 2 + w * k / n, -w / 2 + w * (k + 1) / n
        role: Role | Material
        part, role = ("canvas", "fabric") if k % 2 == 0 else ("stripes", stripes(b, "fabric"))
        for j in (-1, 1):
            b.add(
                part,
                role,
                hull(
                    [
                        (x, y, z + t)
                        for x in (a + 5e-4, c - 5e-4)
                        for y, z in ((j * (d / 2 + 0.12), eave - 0.05), (0.0, ridge))
                        for t in (0.0, 0.05)
                    ]
                ),
                label="awning",
            )
        b.add(part, role, box(c - a - 0.001, 0.04, eave - 0.03, at=((a + c) / 2, d / 2 + 0.02, 0.04)))
        b.add(part, role, box(c - a - 0.001, 0.04, 0.24, at=((a + c) / 2, -d / 2 - 0.1, eave - 0.28)))
    for s in (-1, 1):
        p = [(-d / 2, 0.0), (d / 2, 0.0), (d / 2, eave - 0.04), (0.0, ridge - 0.02), (-d / 2, eave - 0.04)]
        b.add("side_cloths", "fabric", plate(p, -0.02, 0.02).turned(pi / 2).moved(s * (w / 2 - 0.06), 0, 0.04), label="wall")
    m = max(2, round(w / 1.9))
    poles = [box(0.09, 0.09, eave - 0.05 + drop, at=(-w / 2 + 0.12 + (w - 0.24) * k / m, -d / 2 + 0.02, -drop)) for k in range(m + 1)]
    poles += [box(0.11, 0.11, ridge + drop + (0.35 if k != 1 else 0.0), at=((k - 1) * (w / 2 - 0.2), 0, -drop)) for k in range(3)]
    b.add("poles", "wood", poles, label="post")
    ropes, pegs = [], []
    for k in range(m + 1):
        x = -w / 2 + 0.12 + (w - 0.24) * k / m
        for j in (-1, 1):
            y = j * (lot.depth / 2 - 0.08)
            ropes.append(rod((x, j * (d / 2 + 0.1), eave - 0.02), (x, y, 0.1), 0.02, segments=5))
            pegs.append(box(0.07, 0.07, 0.16 + drop, at=(x, y, -drop)))
    for s in (-1, 1):
        ropes.append(rod((s * (w / 2 - 0.15), 0, ridge + 0.25), (s * (lot.width / 2 - 0.08), 0, 0.1), 0.02, segments=5))
        pegs.append(box(0.07, 0.07, 0.16 + drop, at=(s * (lot.width / 2 - 0.08), 0, -drop)))
    b.add("ropes", "trim", ropes, label="rope")
    b.add("pegs", "wood", pegs, label="peg")
    b.add("cushions", "accent", *[box(0.55, 0.5, 0.25, at=(x, d / 2 - 0.5, 0.05)) for x in (-w * 0.25, 0.0, w * 0.25)], label="cushion")
    if chance(b, 0.7):
        x = between(b, -0.3, 0.3) * w
        b.add("lantern_arm", "metal", rod((x, -d / 2 - 0.1, eave - 0.26), (x, -d / 2 - 0.1, eave - 0.5), 0.02, segments=5), label="lamp")
        b.add("lantern", "lamp", cylinder(0.1, 0.24, at=(x, -d / 2 - 0.1, eave - 0.72), segments=8), label="lamp")


def _round_tent(b: Build) -> None:
    lot = b.lot
    r = min(lot.width, lot.depth) / 2 - 0.85
    drop, eave = lot.drop, between(b, 1.8, 2.1)
    top = eave + max(between(b, 1.6, 2.1), r * between(b, 0.62, 0.78))
    n = 16
    b.add("platform", "plinth", cylinder(r + 0.15, drop + 0.06, at=(0, 0, -drop), segments=n), label="floor")

    def at(k: float, rr: float, z: float) -> tuple[float, float, float]:
        t = 2 * pi * (k - 0.5) / n - pi / 2
        return rr * cos(t), rr * sin(t), z

    over = r + 0.22
    for k in range(n):
        role: Role | Material
        part, role = ("canvas", "fabric") if k % 2 == 0 else ("stripes", stripes(b, "fabric"))
        g = 4e-4 * n
        ks = (k + g, k + 1 - g)
        if k != 0:
            b.add(part, role, hull([at(q, rr, z) for q in ks for rr in (r - 0.05, r) for z in (0.05, eave + 0.15)]), label="wall")
        b.add(
            part,
            role,
            hull(
                [
                    at(q, rr, z)
                    for q in ks
                    for rr, z in (
                        (over, eave - 0.28),
                        (over - 0.05, eave - 0.28),
                        (over, eave),
                        (over - 0.05, eave),
                        (r * 0.3, top - 0.9),
                        (r * 0.3, top - 0.96),
                    )
                ]
            ),
            label="roof",
        )
        b.add(
            part,
            role,
            hull([at(q, rr, z) for q in ks for rr, z in ((r * 0.3, top - 0.9), (r * 0.3, top - 0.97), (0.07, top), (0.07, top - 0.1))]),
        )
    b.add("pole", "wood", cylinder(0.075, top + 0.35 + drop, at=(0, 0, -drop), segments=8), label="post")
    b.add("finial", "accent", ball(0.14, at=(0, 0, top + 0.4), detail=1), label="finial")
    ropes, pegs = [], []
    for k in range(8):
        a = at(2 * k + 0.5 + 0.5, over - 0.03, eave - 0.03)
        reach = min(lot.width, lot.depth) / 2 - 0.1
        c = at(2 * k + 0.5 + 0.5, reach, 0.1)
        ropes.append(rod(a, c, 0.02, segments=5))
        pegs.append(box(0.07, 0.07, 0.16 + drop, at=(c[0], c[1], -drop)))
    b.add("ropes", "trim", ropes, label="rope")
    b.add("pegs", "wood", pegs, label="peg")
    side = box(0.05, 0.05, eave, at=(0, 0, 0.05))
    for q in (0.02, 0.98):
        x, y, _ = at(q, r - 0.02, 0)
        b.add("door_poles", "wood", side.moved(x, y), label="post")
