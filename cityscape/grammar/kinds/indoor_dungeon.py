"""The dungeon: plank beds and cages, torches and chains, arms, chests and gold, the altar and the tomb."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.kit import between, chance, pick, shade
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import clump, lathe, ring, tint, tube
from cityscape.grammar.shopfit import (
    board,
    bowl,
    candle,
    cut_corners,
    flame,
    hoop,
    knob,
    layers,
    legs,
    loft,
    pile,
    puff,
    several,
    side_plate,
    stacked,
    tilted,
    upright_plate,
)
from cityscape.world.material import Material
from partgen.solids import Solid, ball, beam, box, cylinder, frustum, hull, rod, spandrel

Point3 = tuple[float, float, float]


def iron(b: Build) -> Material:
    """Wrought iron."""
    return shade(b.look.material("metal"), 0.7)


def gold(b: Build) -> Material:
    """Gold."""
    return b.look.material("metal", color="#d9a72e")


def chain(a: Point3, e: Point3, *, r: float = 0.012, link: float = 0.06) -> list[Solid]:
    """A chain from a to e as flat links that stand crosswise in turn."""
    p, q = np.array(a), np.array(e)
    n = max(2, round(float(np.linalg.norm(q - p)) / link))
    out = []
    for k in range(n):
        u, v = p + (q - p) * (k - 0.12) / n, p + (q - p) * (k + 1.12) / n
        u, v = (p if k == 0 else u), (q if k == n - 1 else v)
        out.append(beam(u, v, *((2.6 * r, r) if k % 2 else (r, 2.6 * r))))
    return out


def skull(x: float, y: float, z: float, turn: float = 0.0) -> list[Solid]:
    """A skull that looks towards -y, its chin on z."""
    parts = [ball(0.07, 0.085, 0.07, at=(0, 0.015, 0.105), detail=1), loft((0.035, 0.035, 0.0), (0.045, 0.045, 0.05), (0.05, 0.05, 0.09), at=(0, -0.025, 0))]
    return [s.turned(turn).moved(x, y, z) for s in parts]


def straw(b: Build) -> Material:
    """Straw."""
    return b.look.material("crop", color="#cfae55", pattern="thatch")


@kind("prison_bed", "furniture", width=(1.85, 2.1), depth=(0.75, 0.95), words=("prison bed", "plank bed", "cell bed"), indoor=Indoor(front=0.6, seat=True))
def prison_bed(b: Build) -> None:
    """A plank bed on chains from the wall: straw mattress, thin blanket, a rolled sack for a pillow."""
    w, d, back = b.lot.width, b.lot.depth, b.lot.depth / 2
    wood, n = b.look.material("timber"), 4
    b.add("planks", wood, [board(w - 0.02, (d - 0.02) / n - 0.01, 0.05, at=(0, -back + 0.01 + (d - 0.02) * (k + 0.5) / n, 0.33)) for k in range(n)], label="plank")
    b.add("planks", wood, [box(0.09, d - 0.06, 0.05, at=(s * (w / 2 - 0.22), 0, 0.285)) for s in (-1, 1)], label="plank")
    b.add("legs", wood, [box(0.09, 0.09, 0.3, at=(s * (w / 2 - 0.22), -back + 0.08, 0)) for s in (-1, 1)], [box(0.09, 0.09, 0.3, at=(s * (w / 2 - 0.22), back - 0.06, 0)) for s in (-1, 1)], label="leg")
    m = iron(b)
    for s in (-1, 1):
        x = s * (w / 2 - 0.06)
        b.add("chains", m, chain((x, -back + 0.05, 0.38), (x, back - 0.03, 1.05)), label="chain")
        b.add("rings", m, board(0.1, 0.1, 0.02).turned(roll=pi / 2).moved(x, back - 0.001, 1.06), box(0.07, 0.07, 0.02, at=(x, -back + 0.06, 0.375)), label="ring")
    b.add("mattress", straw(b), puff(w - 0.2, d - 0.12, 0.09, at=(0, 0.02, 0.375), soft=0.04))
    s, cloth = pick(b, -1, 1), several(b, "fabric", 1)[0]
    dull = tint(cloth, "#5d5a52", 0.7)
    bx = -s * w * 0.16
    b.add("blanket", dull, puff(w * 0.52, d - 0.1, 0.03, at=(bx, 0.015, 0.452), soft=0.02), box(w * 0.46, 0.024, between(b, 0.1, 0.2), at=(bx, -back + 0.012, 0.27)))
    b.add("blanket", dull, puff(0.09, d - 0.1, 0.055, at=(bx + s * w * 0.24, 0.015, 0.45), soft=0.025))
    b.add("pillow", tint(b.look.material("linen"), "#9a8f78", 0.4), puff(0.3, d * 0.55, 0.11, at=(s * (w / 2 - 0.28), 0.03, 0.452), soft=0.05))
    b.add("stalks", straw(b), [rod((x, -back + 0.02, 0.42), (x + e, -back + 0.012, 0.32), 0.007, segments=4) for x, e in zip(np.linspace(-0.4, 0.4, 5) * w, (0.03, -0.02, 0.04, -0.03, 0.02), strict=True)], label="straw")


@kind("iron_cage", "furniture", width=(0.9, 1.6), depth=(0.9, 1.5), words=("iron cage", "cage", "prison cage"), indoor=Indoor(spot="corner", front=0.8))
def iron_cage(b: Build) -> None:
    """A cage of bars with bands, a barred door with its lock, straw and a skull within."""
    w, d, h, m = b.lot.width, b.lot.depth, 1.95, iron(b)
    x, y = w / 2 - 0.04, d / 2 - 0.05
    b.add("floor", "timber", board(w - 0.02, d - 0.02, 0.06))
    b.add("bands", m, [s for z in (0.06, 1.0, h - 0.05) for s in (box(w - 0.02, 0.05, 0.05, at=(0, y, z)), box(w - 0.02, 0.05, 0.05, at=(0, -y, z)), box(0.048, 2 * y, 0.049, at=(x, 0, z)), box(0.048, 2 * y, 0.049, at=(-x, 0, z)))], label="beam")
    n, k = max(4, round(w / 0.15)), max(4, round(d / 0.15))
    bars = [rod((-x + 2 * x * i / n, s * y, 0.05), (-x + 2 * x * i / n, s * y, h - 0.01), 0.018, segments=6) for i in range(n + 1) for s in (-1, 1)]
    bars += [rod((s * x, -y + 2 * y * i / k, 0.05), (s * x, -y + 2 * y * i / k, h - 0.01), 0.018, segments=6) for i in range(1, k) for s in (-1, 1)]
    b.add("bars", m, bars, label="post")
    b.add("roof", m, [box(0.05, 2 * y, 0.03, at=(-x + 2 * x * i / 4, 0, h - 0.02)) for i in range(1, 4)], [box(2 * x, 0.05, 0.029, at=(0, e * y * 0.5, h - 0.019)) for e in (-1, 0, 1)])
    dw = min(0.7, w * 0.5)
    door = [box(0.05, 0.03, 1.7, at=(s * dw / 2, -y - 0.03, 0.1)) for s in (-1, 1)] + [box(dw, 0.03, 0.06, at=(0, -y - 0.0305, z)) for z in (0.1, 1.02, 1.74)]
    b.add("door", shade(m, 1.25), door)
    b.add("lock", tint(m, "#b98a3e", 0.6), box(0.11, 0.03, 0.15, at=(dw / 2 - 0.04, -y - 0.034, 0.98)), [s.turned(roll=pi / 2).moved(dw / 2 - 0.04, -y - 0.034, 1.14) for s in hoop(0.035, 0.016, segments=8)])
    b.add("straw", straw(b), clump(b.rng, w * 0.36, d * 0.34, 0.12, at=(0.02, 0.05, 0.05), points=24, floor=0.055))
    bone = b.look.material("ceramic", color="#d9cfb4")
    b.add("bones", bone, skull(-w * 0.12, -d * 0.12, 0.13, 0.4), [rod((w * 0.05, -d * 0.2, 0.13), (w * 0.22, -d * 0.1, 0.15), 0.018, segments=6)], label="bone")
    b.add("chains", m, chain((w * 0.2, y, 1.0), (w * 0.16, y * 0.45, 0.16)), label="chain")


@kind("stocks", "furniture", width=(1.3, 1.7), depth=(0.7, 0.95), words=("stocks", "pillory"), indoor=Indoor(spot="free", front=0.7))
def stocks(b: Build) -> None:
    """A pillory on a plank stage: two posts, two boards with holes for neck and wrists, a hinge and a lock."""
    w, d, wood = b.lot.width, b.lot.depth, b.look.material("timber")
    b.add("stage", "wood", [board(w, d / 5 - 0.008, 0.05, at=(0, -d / 2 + d * (k + 0.5) / 5, 0.1)) for k in range(5)], label="floor")
    b.add("stage", "wood", [box(0.09, d - 0.02, 0.11, at=(x, 0, 0)) for x in (-w / 2 + 0.12, 0, w / 2 - 0.12)], label="floor")
    px = w / 2 - 0.14
    b.add("posts", wood, [box(0.12, 0.13, 1.42, at=(s * px, 0.05, 0.13)) for s in (-1, 1)], [loft((0.075, 0.08, 1.54), (0.02, 0.02, 1.62), at=(s * px, 0.05, 0)) for s in (-1, 1)], label="post")
    b.add("posts", wood, [beam((s * px, y, 0.14), (s * px, 0.05, 0.62), 0.08, 0.08) for s in (-1, 1) for y in (-d / 2 + 0.09, d / 2 - 0.06)], label="post")
    z, t, span = 1.2, 0.06, 2 * px - 0.12
    holes = [(-span * 0.33, 0.1), (0.0, 0.17), (span * 0.33, 0.1)]
    for name, sign, high in (("upper_board", 1, 0.2), ("lower_board", -1, 0.22)):
        edge, solids = -span / 2, []
        for x, wide in [*holes, (span / 2, 0.0)]:
            right = x - wide / 2
            solids.append(box(right - edge + 0.002, t, high, at=((edge + right) / 2, 0, 0)))
            if wide:
                solids += [s.moved(x, 0, 0) for s in spandrel(wide, wide / 2, t, high, steps=6)]
            edge = x + wide / 2
        flip = [s if sign > 0 else s.turned(roll=pi) for s in solids]
        b.add(name, "wood", [s.moved(0, 0.05, z + sign * 0.004) for s in flip], label="board")
    m = iron(b)
    b.add("irons", m, [box(0.05, t + 0.03, 0.34, at=(s * (span / 2 - 0.05), 0.05, z - 0.17)) for s in (-1, 1)], label="hinge")
    b.add("lock", tint(m, "#b98a3e", 0.5), box(0.1, 0.05, 0.12, at=(span * 0.17, 0.05 - t / 2 - 0.02, z - 0.1)))
    b.add("straw", straw(b), clump(b.rng, w * 0.28, d * 0.2, 0.05, at=(between(b, -0.1, 0.1), -d * 0.16, 0.145), points=18, floor=0.148))


@kind("wall_torch", "furniture", width=(0.2, 0.3), depth=(0.28, 0.4), words=("wall torch", "torch", "sconce"), indoor=Indoor(spot="hung", front=0.0, at=(1.35, 1.6)))
def wall_torch(b: Build) -> None:
    """A burning torch held aslant by an iron bracket on the wall."""
    d, back, m = b.lot.depth, b.lot.depth / 2, iron(b)
    b.add("plate", m, board(0.11, 0.34, 0.02, cut=0.008, corner=0.03).turned(roll=pi / 2).moved(0, back, 0.17), label="bracket")
    b.add("bracket", m, tube([(0, back - 0.01, 0.06), (0, back - 0.09, 0.04), (0, back - 0.13, 0.14)], (0.016,) * 3), [s.moved(0, back - 0.13, 0) for s in hoop(0.045, 0.018, at=(0, 0, 0.15), segments=8)], tube([(0, back - 0.01, 0.24), (0, back - 0.07, 0.25), (0, back - 0.13, 0.26)], (0.014,) * 3), [s.moved(0, back - 0.15, 0) for s in hoop(0.05, 0.018, at=(0, 0, 0.26), segments=8)])
    top = (0.0, -d / 2 + 0.1, 0.44)
    b.add("shaft", "timber", rod((0, back - 0.115, 0.008), top, 0.022, end=0.032, segments=8), label="torch")
    b.add("head", shade(b.look.material("timber"), 0.4), cylinder(0.055, 0.1, at=(top[0], top[1], top[2] - 0.03), segments=9), label="torch")
    b.add("cage", m, [s.moved(top[0], top[1], 0) for z in (0.43, 0.49) for s in hoop(0.062, 0.014, at=(0, 0, z), segments=9)], label="ring")
    warm = b.look.material("lamp")
    b.add("flame", warm, flame(top[0], top[1], 0.49, 0.24), flame(0.03, top[1] + 0.015, 0.49, 0.15), flame(-0.028, top[1] - 0.012, 0.49, 0.17))
    b.add("flame_tips", warm.model_copy(update={"color": "#ff9a3c", "name": "lamp-ember"}), flame(0.0, top[1] + 0.03, 0.485, 0.2), flame(0.02, top[1] - 0.035, 0.485, 0.11), label="flame")


@kind("wall_chains", "furniture", width=(0.5, 0.9), depth=(0.16, 0.2), words=("wall chains", "chains", "shackles", "manacles"), indoor=Indoor(spot="hung", front=0.4, at=(0.7, 0.95)))
def wall_chains(b: Build) -> None:
    """Two chains with shackles hanging from ring plates on the wall."""
    w, back, m = b.lot.width, b.lot.depth / 2, iron(b)
    h = 0.95
    for s in (-1, 1):
        x, low = s * (w / 2 - 0.1), 0.0 if s < 0 else between(b, 0.0, 0.12)
        b.add("plates", m, board(0.13, 0.13, 0.025, cut=0.01, corner=0.03).turned(roll=pi / 2).moved(x, back, h - 0.07), label="plate")
        b.add("bolts", shade(m, 1.4), [knob(x + i * 0.042, back - 0.022, h - 0.07 + j * 0.042, 0.01) for i in (-1, 1) for j in (-1, 1)], label="screw")
        b.add("rings", shade(m, 1.2), [q.turned(pi / 2, roll=pi / 2).moved(x, back - 0.05, h - 0.08) for q in hoop(0.034, 0.014, segments=8)], label="ring")
        end = x + s * 0.03
        b.add("chains", m, chain((x, back - 0.052, h - 0.1), (end, back - 0.06, low + 0.1), r=0.013, link=0.07), label="chain")
        b.add("shackles", shade(m, 1.2), [q.turned(roll=0.5).moved(end, back - 0.075, low + 0.06) for q in hoop(0.05, 0.03, thick=0.035, segments=9)], label="ring")
        if low < 0.03:
            b.add("shackles", shade(m, 1.2), box(0.03, 0.03, 0.05, at=(end, back - 0.075, 0.0)), label="ring")
    b.add("rail", m, board(w - 0.06, 0.045, 0.02).turned(roll=pi / 2).moved(0, back, h - 0.07), label="bar")


def chest(w: float, d: float, *, open: float = 0.0, name: str = "") -> list[tuple[str, str, list[Solid]]]:
    """A chest's (part, paint, solids): staved box and barrel lid, hinged at the back by `open` radians; its front to -y."""
    h, r = 0.56 * d + 0.06, d / 2
    t = np.linspace(0, pi, 8)

    def lid(a: float, e: float, grow: float) -> Solid:
        p = np.array([(x, (r + grow) * cos(u), h + (0.62 * r + grow) * sin(u)) for x in (a, e) for u in t])
        return tilted(hull(p), about=(0, r, h), roll=-open)

    wood = [box(w - 0.02, d - 0.02, h, at=(0, 0, 0)), lid(-w / 2 + 0.01, w / 2 - 0.01, -0.012)]
    seams = [box(w - 0.012, d - 0.014, 0.012, at=(0, 0, h * k / 4)) for k in (1, 2, 3)]
    bands = []
    for x in (-w / 2 + 0.035, -w * 0.17, w * 0.17, w / 2 - 0.035):
        bands += [box(0.05, d, h, at=(x, 0, 0)), lid(x - 0.025, x + 0.025, 0.0)]
    rim = [box(w, d, 0.035, at=(0, 0, h - 0.03)), box(w, d, 0.04, at=(0, 0, 0))]
    return [(name + "box", "wood", wood), (name + "seams", "seam", seams), (name + "bands", "iron", bands + rim)]


@kind("wooden_chest", "furniture", width=(0.75, 1.2), depth=(0.5, 0.68), words=("wooden chest", "treasure chest", "coffer", "strongbox"), indoor=Indoor(front=0.6))
def wooden_chest(b: Build) -> None:
    """An iron-bound chest with a barrel lid, a lock plate and ring handles."""
    w, d = b.lot.width - 0.08, b.lot.depth - 0.06
    wood, m = b.look.material("wood"), iron(b)
    paint = {"wood": wood, "seam": shade(wood, 0.6), "iron": m}
    for name, what, solids in chest(w, d):
        b.add(name, paint[what], solids, label={"wood": "chest", "seam": "seam", "iron": "band"}[what])
    h = 0.56 * d + 0.06
    brass = gold(b) if chance(b, 0.5) else shade(m, 1.5)
    b.add("lock", brass, board(0.14, 0.15, 0.02, cut=0.006, corner=0.03).turned(roll=pi / 2).moved(0, -d / 2 + 0.004, h - 0.03), box(0.05, 0.026, 0.09, at=(0, -d / 2 - 0.012, h - 0.02)))
    b.add("keyhole", shade(m, 0.4), box(0.02, 0.012, 0.04, at=(0, -d / 2 - 0.02, h - 0.075)), label="lock")
    b.add("nails", brass, [knob(x, -d / 2 + 0.004, z, 0.011) for x in (-w / 2 + 0.035, -w * 0.17, w * 0.17, w / 2 - 0.035) for z in (0.02, h * 0.45, h - 0.014)], label="nail")
    for s in (-1, 1):
        b.add("handles", m, [q.turned(pi / 2, roll=pi / 2).moved(s * (w / 2 + 0.014), 0, h * 0.55) for q in hoop(0.06, 0.016, segments=9)], box(0.03, 0.06, 0.05, at=(s * (w / 2 + 0.005), 0, h * 0.55 + 0.04)), label="handle")


def blade(x: float, z: float, long: float, *, wide: float = 0.03) -> dict[str, list[Solid]]:
    """A sword standing on its point at z: steel, guard and grip."""
    steel = [upright_plate([(x - wide, z + 0.1), (x, z), (x + wide, z + 0.1), (x + wide, z + long), (x - wide, z + long)], -0.007, 0.007)]
    guard = [box(0.22, 0.026, 0.026, at=(x, 0, z + long)), ball(0.026, at=(x, 0, z + long + 0.2), detail=1)]
    return {"steel": steel, "gold": guard, "grip": [rod((x, 0, z + long), (x, 0, z + long + 0.19), 0.017, segments=7)]}


def axe(x: float, z: float, long: float) -> dict[str, list[Solid]]:
    """A broad axe standing on its shaft's end at z."""
    bit = [(x + 0.01, z + long - 0.2), (x + 0.15, z + long - 0.29), (x + 0.18, z + long - 0.16), (x + 0.15, z + long - 0.03), (x + 0.01, z + long - 0.11)]
    return {"steel": [upright_plate(bit, -0.012, 0.012), box(0.06, 0.05, 0.1, at=(x, 0, z + long - 0.2))], "shaft": [rod((x, 0, z), (x, 0, z + long), 0.02, segments=7)]}


def spear(x: float, z: float, long: float) -> dict[str, list[Solid]]:
    """A spear standing at z."""
    tip = [upright_plate([(x, z + long + 0.26), (x - 0.04, z + long + 0.09), (x, z + long - 0.02), (x + 0.04, z + long + 0.09)], -0.012, 0.012)]
    return {"steel": tip, "shaft": [rod((x, 0, z), (x, 0, z + long), 0.018, segments=7)]}


@kind("weapon_rack", "furniture", width=(1.1, 1.9), depth=(0.32, 0.46), words=("weapon rack", "arms rack", "swords"), indoor=Indoor(front=0.7))
def weapon_rack(b: Build) -> None:
    """A rack of swords, axes and spears behind notched rails, a painted shield before it."""
    w, d, back, wood = b.lot.width, b.lot.depth, b.lot.depth / 2, b.look.material("timber")
    h = 1.3
    b.add("frame", wood, [box(0.09, 0.09, h + 0.1, at=(s * (w / 2 - 0.05), back - 0.07, 0)) for s in (-1, 1)], [box(0.1, d - 0.02, 0.08, at=(s * (w / 2 - 0.05), 0, 0)) for s in (-1, 1)], label="post")
    b.add("frame", wood, [loft((0.046, 0.046, h + 0.09), (0.02, 0.02, h + 0.16), at=(s * (w / 2 - 0.05), back - 0.07, 0)) for s in (-1, 1)], label="post")
    b.add("rails", "wood", [box(w - 0.1, 0.05, 0.1, at=(0, back - 0.06, z)) for z in (0.42, 1.02)], board(w - 0.1, d * 0.5, 0.06, at=(0, back - 0.05 - d * 0.25, 0.08)), label="rail")
    b.add("rails", "wood", [box(w - 0.1, 0.03, 0.05, at=(0, back - 0.17, z)) for z in (0.46, 1.05)], [box(0.03, 0.1, 0.05, at=(s * (w / 2 - 0.09), back - 0.12, z)) for s in (-1, 1) for z in (0.46, 1.05)], label="rail")
    paint = {"steel": tint(b.look.material("metal"), "#d5d9dc", 0.55), "gold": gold(b), "grip": b.look.material("leather"), "shaft": tint(b.look.material("wood"), "#d9a866", 0.3)}
    labels = {"steel": "blade", "gold": "hilt", "grip": "handle", "shaft": "handle"}
    n, start = max(4, int((w - 0.3) / 0.22)), int(b.rng.integers(3))
    for k in range(n):
        x = -w / 2 + 0.2 + (w - 0.46) * k / (n - 1)
        what = (start + k) % 3
        arm = blade(x, 0.14, between(b, 0.92, 1.05)) if what == 0 else axe(x, 0.14, between(b, 1.05, 1.3)) if what == 1 else spear(x, 0.14, between(b, 1.45, 1.6))
        for name, solids in arm.items():
            b.add(name, paint[name], [s.moved(0, back - 0.12, 0) for s in solids], label=labels[name])
    r = min(0.29, w * 0.2)
    sx, sz = pick(b, -1, 1) * w * 0.2, r + 0.022
    lean = lambda s: tilted(s, about=(0, -back + 0.09, 0.0), roll=-0.16)  # noqa: E731
    disc = [rod((sx, -back + 0.09, sz), (sx, -back + 0.07, sz), r, segments=16)]
    b.add("shield", b.look.material("accent"), [lean(s) for s in disc])
    rim = [s.turned(roll=pi / 2).moved(sx, -back + 0.078, sz) for s in hoop(r, 0.03, segments=16)]
    b.add("shield_rim", paint["steel"], [lean(s) for s in (*rim, ball(0.07, 0.05, 0.07, at=(sx, -back + 0.07, sz), detail=1), box(2 * r, 0.02, 0.045, at=(sx, -back + 0.072, sz - 0.022)), box(0.045, 0.021, 2 * r, at=(sx, -back + 0.072, sz - r)))], label="shield")


@kind("cauldron", "furniture", width=(0.75, 1.1), depth=(0.75, 1.1), words=("cauldron", "kettle", "witch's pot"), indoor=Indoor(spot="free", front=0.7))
def cauldron(b: Build) -> None:
    """An iron pot on three feet over glowing logs, its brew bubbling, a ladle in it."""
    r, m = min(b.lot.width, b.lot.depth) / 2 - 0.06, iron(b)
    z, k = 0.24, r / 0.42
    pot = lathe([(0.12 * k, z), (0.3 * k, z + 0.07), (0.4 * k, z + 0.22), (0.4 * k, z + 0.34), (0.34 * k, z + 0.46)], segments=16)
    b.add("pot", m, pot, label="cauldron")
    b.add("rim", shade(m, 1.25), hoop(0.34 * k, 0.06 * k, at=(0, 0, z + 0.475), thick=0.05, segments=16), label="border")
    b.add("feet", m, [tube([(0.26 * k * cos(t), 0.26 * k * sin(t), z + 0.1), (0.34 * k * cos(t), 0.34 * k * sin(t), 0.12), (0.36 * k * cos(t), 0.36 * k * sin(t), 0.012)], (0.04, 0.03, 0.03), segments=6)[j] for t in (pi / 2, pi / 2 + 2.094, pi / 2 + 4.189) for j in (0, 1)], label="leg")
    brew = b.look.material("lamp", color=pick(b, "#7fd44a", "#9b5fd0", "#4ac7b0", "#d9862f")).model_copy(update={"emission": 0.55})
    b.add("brew", brew, cylinder(0.33 * k, 0.03, at=(0, 0, z + 0.445), segments=16), label="liquid")
    b.add("bubbles", brew.model_copy(update={"emission": 0.9, "name": "lamp-bubble"}), [ball(q, at=(0.2 * k * cos(t), 0.2 * k * sin(t), z + 0.475), detail=1) for t, q in ((0.4, 0.05), (2.0, 0.035), (3.4, 0.06), (4.9, 0.04))], label="bubble")
    t = between(b, -0.6, 0.6)
    b.add("ladle", "wood", rod((0.1 * cos(t), 0.1 * sin(t), z + 0.46), (0.34 * k * cos(t), 0.34 * k * sin(t), z + 0.78), 0.018), label="spoon")
    b.add("handles", m, [q.turned(pi / 2, roll=pi / 2).moved(s * 0.415 * k, 0, z + 0.36) for s in (-1, 1) for q in hoop(0.05, 0.018, segments=8)], label="handle")
    b.add("logs", "bark", [rod((-0.3 * k * cos(u), -0.3 * k * sin(u), 0.055), (0.3 * k * cos(u), 0.3 * k * sin(u), 0.055), 0.05, segments=7) for u in (0.2, 1.3, 2.4)], label="log")
    b.add("embers", b.look.material("lamp", color="#ff8a3a"), [flame(0.16 * k * cos(u), 0.16 * k * sin(u), 0.01, 0.21) for u in np.arange(5) * 1.2566], label="flame")
    b.add("hearth", "rock", [clump(b.rng, 0.075, 0.06, 0.06, at=(0.4 * k * cos(u), 0.4 * k * sin(u), 0.03), points=12, floor=0.0) for u in np.arange(9) * 0.698 + 0.2], label="stone")
