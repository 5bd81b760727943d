"""The tower mill."""

from __future__ import annotations

from math import cos, pi, sin

from cityscape.grammar import roofs
from cityscape.grammar.kit import (
    Wall,
    between,
    chance,
    door,
    linen,
    pick,
    steps,
    window,
)
from cityscape.grammar.masonry import ngon, tower_wall
from cityscape.grammar.recipe import Build, kind
from partgen.solids import Solid, ball, beam, box, cylinder, hull, prism, rod


@kind("windmill", "building", width=(7.0, 12.0), depth=(7.0, 12.0), words=("windmill", "mill"))
def windmill(b: Build) -> None:
    """A tower mill: tapering tower, timber gallery, turning cap and four lattice sails."""
    lot = b.lot
    reach = min(lot.width, lot.depth) / 2
    angle = between(b, 0.35, 1.2)
    sail = (lot.width / 2 - 0.1) / max(abs(cos(angle)) + 0.25 * abs(sin(angle)), abs(sin(angle)) + 0.25 * abs(cos(angle)))
    r0 = min(reach * 0.6, 2.9)
    r1 = r0 * 0.66
    hub = sail + between(b, 1.2, 1.8) + 0.4
    h = max(hub - 0.9, 6.5)
    hub = h + 0.9
    n = pick(b, 8, 14)
    y = lot.depth / 2 - max(r0 + 0.35, r1 + 1.2)
    y = min(y, 0.5)
    turn = pi / n + pi / 2
    foot = 0.9
    b.add("plinth", "plinth", prism(ngon(r0 + 0.22, n, turn=turn), -lot.drop, foot).moved(0, y))
    boards = chance(b, 0.35)
    base, top = ngon(r0, n, turn=turn), ngon(r1, n, turn=turn)
    b.add(
        "walls", "wood" if boards else "wall", hull([(x, q, foot) for x, q in base] + [(x, q, h) for x, q in top]).moved(0, y), label="wall"
    )
    lean = (r0 - r1) * cos(pi / n) / (h - foot)

    def face(yaw: float, z: float) -> Wall:
        return tower_wall(0, y, z, r0 * cos(pi / n) - lean * (z - foot), yaw)

    gate = Wall(0, y - r0 * cos(pi / n) - 0.1, 0.3, 0, 1.8)
    b.add("doorway", "stone", gate.one(box(1.6, 0.55, 2.5 + lot.drop + 0.3, at=(0, 0.25, -lot.drop - 0.3))), label="wall")
    door(b, gate, 0, 1.0, 2.0, top="round", stone=True, bar=0.18)
    steps(b, gate, 0, 1.5, 0.3, room=min(0.6, gate.y + lot.depth / 2 - 0.05), tread=0.27)
    for _k, z in enumerate((2.6, 5.0, 7.3)):
        for yaw in (0.0, pi / 2, pi, -pi / 2):
            if (z < 3 and yaw == 0.0) or z + 1.4 > h:
                continue
            window(b, face(yaw, z).at(0, 0, out=-0.5 * lean), 0, 0, 0.7, 0.95, top="segment", bar=0.11, proud=0.13, sill=False)
    b.add("cornice", "trim", prism(ngon(r1 + 0.14, n, turn=turn), h - 0.02, h + 0.2).moved(0, y), label="cornice")
    if sail + 0.4 < hub - 3.6 or chance(b, 0.6):
        _mill_gallery(b, y, r0, lean, foot, n)
    _cap(b, y, r1, h + 0.18, reach=min(y + lot.depth / 2, lot.depth / 2 - y))
    front = y - r1 - 0.62
    _sails(b, front, hub, sail, angle)


def _mill_gallery(b: Build, y: float, r0: float, lean: float, foot: float, n: int) -> None:
    """A railed stage around the tower."""
    z = 2.75
    r = r0 - lean * (z - foot) / cos(pi / n)
    outer = r0 + 0.5
    outer = min(outer, b.lot.width / 2 - 0.1, b.lot.depth / 2 - y - 0.1, y + b.lot.depth / 2 - 0.1)
    turn = pi / n + pi / 2
    b.add("gallery", "wood", prism(ngon(outer, n, turn=turn), z, z + 0.12).moved(0, y), label="balcony")
    c = ngon(outer - 0.06, n, turn=turn)
    for k in range(n):
        (x0, y0), (x1, y1) = c[k], c[(k + 1) % n]
        b.add("gallery", "wood", box(0.07, 0.07, 0.85, at=(x0, y + y0, z + 0.12)))
        b.add("gallery", "wood", beam((x0, y + y0, z + 0.95), (x1, y + y1, z + 0.95), 0.07, 0.07))
        if k % 2 == 0:
            i = ngon(r * 0.98, n, turn=turn)[k]
            b.add("gallery", "wood", beam((i[0], y + i[1], z - 0.8), (x0 * 0.94, y + y0 * 0.94, z + 0.03), 0.1, 0.12))


def _cap(b: Build, y: float, r: float, z: float, *, reach: float) -> None:
    """The turning cap, a boat-shaped or pointed roof, with a finial."""
    e = min(r + 0.3, reach - 0.1)
    if chance(b, 0.5):
        pts = [(sx * e * 0.96, sy * e * 0.98, z + q) for sx in (-1, 1) for sy in (-1, 1) for q in (0.0, 0.15)]
        pts += [(sx * e * 0.66, sy * e * 1.0, z + 1.15) for sx in (-1, 1) for sy in (-1, 1)]
        pts += [(0, sy * e * 0.9, z + 1.85) for sy in (-1, 1)]
        b.add("cap", "roof", hull([(px, y + py, pz) for px, py, pz in pts]), label="roof")
        b.add("finial", "trim", ball(0.14, at=(0, y + e * 0.8, z + 1.92), detail=1), label="finial")
    else:
        b.add("cap", "roof", roofs.bulb(e, 2.5, at=(0, y, z), segments=12, belly=1.0), label="roof")
        b.add(
            "finial",
            "trim",
            cylinder(0.05, 0.5, at=(0, y, z + 2.42), segments=6),
            ball(0.13, at=(0, y, z + 2.95), detail=1),
            label="finial",
        )


def _sails(b: Build, y: float, hub: float, sail: float, angle: float) -> None:
    """Shaft, hub and four lattice sails with cloth, in the plane y."""
    b.add("windshaft", "timber", rod((0, y + 1.6, hub - 0.0), (0, y - 0.12, hub), 0.17, segments=8), label="axle")
    b.add("windshaft", "metal", ball(0.26, at=(0, y - 0.1, hub), detail=1))
    stocks: list[Solid] = []
    lattice: list[Solid] = []
    cloth: list[Solid] = []
    for k in range(4):
        turn = angle + k * pi / 2

        def go(q: Solid, turn: float = turn) -> Solid:
            return q.turned(0, pitch=-turn).moved(0, y, hub)

        w = sail * 0.24
        stocks.append(go(box(sail - 0.18, 0.14, 0.16, at=((sail + 0.14) / 2, 0, -0.08))))
        r0, r1 = sail * 0.24, sail - 0.05
        lattice.append(go(box(r1 - r0, 0.06, 0.07, at=((r0 + r1) / 2, -0.02, w - 0.07))))
        m = 6
        for j in range(m + 1):
            lattice.append(go(box(0.06, 0.06, w - 0.16, at=(r0 + 0.04 + (r1 - r0 - 0.08) * j / m, -0.02, 0.081))))
        cloth.append(go(box(r1 - r0 - 0.06, 0.03, w - 0.17, at=((r0 + r1) / 2, 0.03, 0.075))))
    b.add("sail_stocks", "timber", stocks, label="sail")
    b.add("sail_frames", "wood", lattice, label="sail")
    b.add("sail_cloth", linen(b), cloth, label="sail")
