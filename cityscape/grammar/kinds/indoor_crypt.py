"""The crypt beneath: altar, sarcophagus, rack, straw, candles and the hoard."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.kinds.indoor_dungeon import chain, chest, gold, iron, skull, straw
from cityscape.grammar.kit import between, chance, pick, shade
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import clump, lathe, tint, tube
from cityscape.grammar.shopfit import board, bowl, candle, flame, height_at, hoop, layers, legs, loft, pile, puff, several, stacked, tilted
from partgen.solids import Solid, ball, beam, box, cylinder, dome, frustum, hull, rod


@kind("altar", "furniture", width=(1.3, 2.0), depth=(0.7, 1.0), words=("altar", "stone altar", "shrine table"), indoor=Indoor(front=0.9))
def altar(b: Build) -> None:
    """A stone altar on a step: a runner with fringes, candles, a bowl, a book or a skull."""
    w, d, stone = b.lot.width, b.lot.depth, b.look.material("stone")
    b.add("step", shade(stone, 0.85), board(w, d, 0.14, cut=0.03))
    b.add("body", stone, loft((w / 2 - 0.16, d / 2 - 0.14, 0.13), (w / 2 - 0.2, d / 2 - 0.17, 0.3), (w / 2 - 0.2, d / 2 - 0.17, 0.72), (w / 2 - 0.12, d / 2 - 0.1, 0.84)), label="plinth")
    b.add("slab", shade(stone, 1.1), board(w - 0.12, d - 0.12, 0.12, at=(0, 0, 0.83), cut=0.025), label="top")
    front, z = -d / 2 + 0.17, 0.95
    arches = [loft((0.11, 0.012, 0), (0.11, 0.012, 0.22), (0.04, 0.012, 0.32), at=(x, front - 0.002, 0.33)) for x in np.linspace(-w / 2 + 0.36, w / 2 - 0.36, 3 if w < 1.7 else 4)]
    b.add("carvings", shade(stone, 0.72), arches, label="ornament")
    cloth = b.look.material("upholstery")
    b.add("runner", cloth, box(0.5, d - 0.1, 0.012, at=(0, 0, z - 0.002)), box(0.5, 0.014, 0.4, at=(0, -d / 2 + 0.053, z - 0.39)), label="cloth")
    b.add("fringe", gold(b), [box(0.5, 0.018, 0.03, at=(0, -d / 2 + 0.053, z - 0.42)), box(0.09, 0.018, 0.2, at=(0, -d / 2 + 0.0515, z - 0.27)), box(0.22, 0.0185, 0.06, at=(0, -d / 2 + 0.0515, z - 0.18))], label="border")
    for x in (-w * 0.36, -w * 0.28, w * 0.3, w * 0.37):
        candle(b, x, between(b, -0.1, 0.16) * d, z - 0.004, r=0.03, h=between(b, 0.14, 0.34))
    if chance(b, 0.5):
        b.add("bowl", gold(b), bowl(0, d * 0.06, z + 0.008, 0.15, 0.12))
        b.add("brew", b.look.material("lamp", color="#c2443a").model_copy(update={"emission": 0.35}), cylinder(0.125, 0.01, at=(0, d * 0.06, z + 0.12), segments=12), label="liquid")
    else:
        b.add("skull", b.look.material("ceramic", color="#d9cfb4"), skull(-0.12, d * 0.1, z + 0.008, 0.2), label="bone")
        pile(b, several(b, "leather", 1), 0.13, d * 0.06, z + 0.008, n=1, w=0.28, d=0.34)


@kind("sarcophagus", "furniture", width=(2.0, 2.4), depth=(0.9, 1.15), words=("sarcophagus", "tomb", "coffin", "stone coffin"), indoor=Indoor(spot="free", front=0.7))
def sarcophagus(b: Build) -> None:
    """A stone coffin with panels and corner columns; on its lid a sleeping knight, or a cross and bands."""
    w, d, stone = b.lot.width, b.lot.depth, b.look.material("stone")
    b.add("plinth", shade(stone, 0.82), board(w, d, 0.12, cut=0.03))
    b.add("body", stone, board(w - 0.16, d - 0.16, 0.52, at=(0, 0, 0.11)), label="coffin")
    b.add("columns", shade(stone, 1.1), [s for i in (-1, 1) for j in (-1, 1) for s in lathe([(0.07, 0.12), (0.05, 0.17), (0.045, 0.55), (0.07, 0.62)], at=(i * (w / 2 - 0.09), j * (d / 2 - 0.09), 0), segments=9)], label="column")
    n = 4
    panels = [board((w - 0.4) / n - 0.07, 0.34, 0.02).turned(roll=pi / 2).moved(-(w - 0.4) / 2 + (w - 0.4) * (k + 0.5) / n, -d / 2 + 0.085, 0.37) for k in range(n)]
    sides = [board(d - 0.45, 0.34, 0.02).turned(roll=pi / 2).turned(s * pi / 2).moved(s * (w / 2 - 0.085), 0, 0.37) for s in (-1, 1)]
    b.add("panels", shade(stone, 0.75), panels, sides, label="panel")
    b.add("crests", shade(stone, 1.1), [rod((q[0], -d / 2 + 0.075, 0.37), (q[0], -d / 2 + 0.05, 0.37), 0.07, segments=6) for q in [(-(w - 0.4) / 2 + (w - 0.4) * (k + 0.5) / n,) for k in range(n)]], label="ornament")
    ajar = 0.035 if chance(b, 0.4) else 0.0
    top, turn = 0.63, ajar
    lid = [board(w - 0.1, d - 0.12, 0.08, at=(0, 0, 0)), loft((w / 2 - 0.12, d / 2 - 0.14, 0.07), (w / 2 - 0.26, d / 2 - 0.3, 0.15))]
    b.add("lid", shade(stone, 1.06), [s.turned(turn).moved(0, 0, top) for s in lid])
    z = top + 0.14
    pale = shade(stone, 1.2)
    if chance(b, 0.6):
        body: list[Solid] = [ball(0.1, 0.09, 0.1, at=(-w * 0.34, 0, 0.08), detail=1), puff(0.24, 0.3, 0.07, at=(-w * 0.34, 0, -0.03), soft=0.03)]
        body += [hull(np.array([(x, s * v, q) for x, v, q in ((-w * 0.29, 0.08, 0.1), (-w * 0.26, 0.19, 0.08), (0.0, 0.15, 0.09), (w * 0.24, 0.12, 0.05), (w * 0.3, 0.1, 0.02), (-w * 0.28, 0.2, 0), (w * 0.3, 0.12, 0)) for s in (-1, 1)]))]
        body += [loft((0.05, 0.045, 0), (0.03, 0.04, 0.14), at=(w * 0.31, s * 0.055, 0)) for s in (-1, 1)]
        body += [box(0.11, 0.13, 0.04, at=(-w * 0.16, 0, 0.09))]
        b.add("effigy", pale, [s.turned(turn).moved(0, 0, z) for s in body], label="statue")
        sword = [box(w * 0.34, 0.04, 0.022, at=(0.02, 0, 0.092)), box(0.035, 0.2, 0.026, at=(-w * 0.11, 0, 0.098))]
        b.add("sword", shade(stone, 0.85), [s.turned(turn).moved(0, 0, z) for s in sword], label="ornament")
    else:
        cross = [board(w - 0.5, 0.11, 0.035, at=(0, 0, -0.005)), board(0.11, d - 0.55, 0.034, at=(-w * 0.16, 0, -0.005)), *[s.moved(-w * 0.16, 0, 0.02) for s in hoop(0.12, 0.045, thick=0.03)]]
        b.add("cross", pale, [s.turned(turn).moved(0, 0, z) for s in cross], label="ornament")


@kind("rack_table", "furniture", width=(1.9, 2.4), depth=(0.75, 1.0), words=("rack", "torture rack", "rack table"), indoor=Indoor(spot="free", front=0.7))
def rack_table(b: Build) -> None:
    """A rack: slatted bed on stout legs, a roller with spokes at each end, ropes and cuffs."""
    w, d, wood, z = b.lot.width, b.lot.depth, b.look.material("timber"), 0.62
    b.add("frame", wood, [box(w - 0.12, 0.1, 0.12, at=(0, s * (d / 2 - 0.1), z - 0.06)) for s in (-1, 1)], legs(w - 0.16, d - 0.08, z, 0.12, foot=0.85), label="leg")
    b.add("frame", wood, [box(w - 0.3, 0.07, 0.08, at=(0, s * (d / 2 - 0.1), 0.16)) for s in (-1, 1)], [box(0.07, d - 0.2, 0.08, at=(s * (w / 2 - 0.14), 0, 0.161)) for s in (-1, 1)], label="leg")
    n = 9
    b.add("slats", "wood", [board((w - 0.7) / n - 0.03, d - 0.14, 0.03, at=((w - 0.7) * ((k + 0.5) / n - 0.5), 0, z + 0.03)) for k in range(n)], label="plank")
    m = iron(b)
    for s in (-1, 1):
        x = s * (w / 2 - 0.16)
        b.add("rollers", tint(wood, "#a9805a", 0.3), rod((x, -d / 2 + 0.03, z + 0.12), (x, d / 2 - 0.03, z + 0.12), 0.075, segments=10), label="roller")
        b.add("brackets", wood, [box(0.12, 0.09, 0.22, at=(x, q * (d / 2 - 0.1), z + 0.02)) for q in (-1, 1)], label="bracket")
        b.add("hoops", m, [rod((x, q - 0.02, z + 0.12), (x, q + 0.02, z + 0.12), 0.084, segments=10) for q in (-d * 0.22, d * 0.22)], label="hoop")
        turn = between(b, 0.1, 0.6)
        for q in (0.0, pi / 2):
            dx, dz = 0.14 * cos(turn + q), 0.2 * sin(turn + q)
            b.add("spokes", tint(b.look.material("wood"), "#d9a866", 0.3), rod((x - dx, -d / 2 + 0.026, z + 0.12 - dz), (x + dx, -d / 2 + 0.026, z + 0.12 + dz), 0.02, segments=6), label="handle")
        for q in (-d * 0.18, d * 0.18):
            b.add("ropes", b.look.material("fabric", color="#b99a63"), rod((x - s * 0.06, q, z + 0.16), (s * (w / 2 - 0.5), q * 0.8, z + 0.075), 0.014, segments=6), label="rope")
            b.add("cuffs", m, [c.moved(s * (w / 2 - 0.52), q * 0.8, z + 0.075) for c in hoop(0.05, 0.025, thick=0.035, segments=8)], label="ring")


@kind("straw_pile", "furniture", width=(0.8, 1.6), depth=(0.7, 1.3), words=("straw pile", "straw bed", "heap of straw"), indoor=Indoor(spot="corner", front=0.2))
def straw_pile(b: Build) -> None:
    """A heap of straw with stalks sticking out; a rag, a bone or a bowl left in it."""
    w, d, m = b.lot.width, b.lot.depth, straw(b)
    b.add("straw", m, clump(b.rng, w * 0.46, d * 0.46, 0.16, at=(0, 0, 0.0), points=46, rough=0.2, floor=0.0), clump(b.rng, w * 0.27, d * 0.27, 0.17, at=(-w * 0.1, d * 0.1, 0.08), points=30, rough=0.2, floor=0.0))
    t = 2 * pi * (np.arange(14) + 0.6 * b.rng.random(14)) / 14
    stalks = []
    for k, u in enumerate(t):
        r0, r1 = 0.3, 0.38 + 0.1 * float(b.rng.random())
        p = (w * r0 * cos(u), d * r0 * sin(u), 0.06)
        q = (w * min(r1, 0.48) * cos(u + 0.25), d * min(r1, 0.48) * sin(u + 0.25), 0.05 + 0.1 * (k % 3))
        stalks.append(rod(p, q, 0.009, segments=4))
    b.add("stalks", tint(m, "#f0dc98", 0.5), stalks, label="straw")
    what = int(b.rng.integers(3))
    if what == 0:
        b.add("rag", tint(b.look.material("fabric"), "#6e6455", 0.5), clump(b.rng, w * 0.2, d * 0.2, 0.05, at=(-w * 0.08, d * 0.08, 0.2), points=20, rough=0.3), label="cloth")
    elif what == 1:
        b.add("bowl", "wood", bowl(w * 0.24, -d * 0.2, 0.07, 0.085, 0.07))
    else:
        b.add("bones", b.look.material("ceramic", color="#d9cfb4"), skull(w * 0.12, -d * 0.16, 0.1, 0.5), rod((-0.05, -d * 0.2, 0.13), (w * 0.05, -d * 0.1, 0.17), 0.017, segments=6), label="bone")


@kind("candelabra", "furniture", width=(0.45, 0.62), depth=(0.42, 0.58), words=("candelabra", "candle stand", "candlestick"), indoor=Indoor(spot="free", front=0.2))
def candelabra(b: Build) -> None:
    """A standing candlestick of wrought iron or brass: three clawed feet, a twisted stem, three or five arms with candles."""
    w, d = b.lot.width, b.lot.depth
    m = iron(b) if chance(b, 0.5) else gold(b)
    r, h = min(w, d) / 2 - 0.06, between(b, 1.2, 1.4)
    for k in range(3):
        t = pi / 2 + 2.0944 * k
        b.add("foot", m, tube([(0, 0, 0.26), (r * 0.5 * cos(t), r * 0.5 * sin(t), 0.18), (r * 0.85 * cos(t), r * 0.85 * sin(t), 0.02)], (0.028, 0.026, 0.024), segments=6), ball(0.03, at=(r * 0.9 * cos(t), r * 0.9 * sin(t), 0.032), detail=1), label="leg")
    b.add("stem", m, lathe([(0.02, 0.22), (0.045, 0.26), (0.02, 0.32), (0.018, 0.6), (0.04, 0.64), (0.018, 0.68), (0.018, h - 0.14), (0.035, h - 0.1), (0.02, h - 0.04), (0.02, h)], segments=8), label="post")
    n = pick(b, 3, 4, 5)
    tops = [(0.0, 0.0, h + 0.06)]
    for k in range(n):
        t = 2 * pi * k / n + 0.4
        x, y = r * cos(t), r * sin(t)
        b.add("arms", m, tube([(0, 0, h - 0.16), (x * 0.5, y * 0.5, h - 0.22), (x * 0.95, y * 0.95, h - 0.16), (x, y, h - 0.05)], (0.019,) * 4, segments=6), label="arm")
        tops.append((x, y, h - 0.06))
    for x, y, z in tops:
        b.add("pans", m, lathe([(0.018, z - 0.06), (0.02, z - 0.012), (0.055, z + 0.006), (0.055, z + 0.014)], at=(x, y, 0), segments=9), label="plate")
        candle(b, x, y, z + 0.01, r=0.026, h=between(b, 0.12, 0.22))


@kind("treasure_heap", "furniture", width=(0.9, 1.6), depth=(0.8, 1.3), words=("treasure", "treasure heap", "gold pile", "hoard"), indoor=Indoor(spot="corner", front=0.4))
def treasure_heap(b: Build) -> None:
    """A heap of coins spilling from an open chest: goblets, a crown, jewels, a sword stuck in it."""
    w, d, m = b.lot.width, b.lot.depth, gold(b)
    bright = tint(m, "#ffe58a", 0.45)
    heap = [clump(b.rng, w * 0.44, d * 0.42, 0.3, at=(0, -d * 0.02, 0.0), points=60, rough=0.1, floor=0.0)]
    heap.append(clump(b.rng, w * 0.25, d * 0.25, 0.3, at=(-w * 0.1, d * 0.06, 0.12), points=40, rough=0.12, floor=0.0))
    b.add("gold", m, heap, label="coin")
    coins = []
    for k in range(26):
        t, q = 2.39996 * k, 0.2 + 0.27 * (k / 26) ** 0.5
        x, y = float(np.clip(w * q * cos(t), -w / 2 + 0.05, w / 2 - 0.05)), float(np.clip(d * q * sin(t) * 0.95, -d / 2 + 0.05, d / 2 - 0.05))
        z = height_at(heap, x, y)
        coins.append(cylinder(0.036, 0.014, segments=8).turned(pitch=between(b, -0.4, 0.4) if z > 0.05 else 0.0).moved(x, y, z))
    b.add("coins", bright, coins, label="coin")
    wood = b.look.material("wood")
    paint = {"wood": wood, "seam": shade(wood, 0.6), "iron": iron(b)}
    cw, cd = min(0.62, w * 0.5), min(0.42, d * 0.42)
    h = 0.56 * cd + 0.06
    for name, what, solids in chest(cw, cd, open=1.35, name="chest_"):
        b.add(name, paint[what], [s.turned(0.25).moved(w * 0.14, d / 2 - cd * 0.5 - 0.36 * cd - 0.06, 0.0) for s in solids], label={"wood": "chest", "seam": "seam", "iron": "band"}[what])
    b.add("gold", m, clump(b.rng, cw * 0.42, cd * 0.4, 0.12, at=(w * 0.14, d / 2 - cd * 0.86 - 0.06, h - 0.02), points=30, floor=h - 0.06), label="coin")
    for x, y in ((-w * 0.22, -d * 0.16), (w * 0.2, -d * 0.24)):
        b.add("goblets", bright, lathe([(0.05, 0), (0.045, 0.012), (0.014, 0.03), (0.014, 0.08), (0.05, 0.13), (0.055, 0.18)], at=(x, y, height_at(heap, x, y) - 0.01), segments=9), label="cup")
    cx, cy = -w * 0.12, d * 0.02
    cz = height_at(heap, cx, cy) - 0.02
    crown = [*hoop(0.085, 0.016, at=(cx, cy, cz + 0.03), thick=0.06, segments=10), *[rod((cx + 0.085 * cos(t), cy + 0.085 * sin(t), cz + 0.05), (cx + 0.1 * cos(t), cy + 0.1 * sin(t), cz + 0.13), 0.016, end=0.006, segments=5) for t in np.arange(6) * pi / 3]]
    b.add("crown", bright, crown)
    for k, c in enumerate(("#c2283a", "#2f8f5b", "#3a66c2")):
        places = ((w * (-0.3 + 0.22 * k), d * (-0.2 - 0.05 * (k % 2))), (w * (0.02 + 0.1 * k), -d * 0.3))
        jewels = [loft((0.004, 0.004, 0.0), (0.04, 0.04, 0.035), (0.022, 0.022, 0.058), at=(x, y, height_at(heap, x, y) - 0.012)) for x, y in places]
        b.add(f"jewels_{k + 1}", b.look.material("ceramic", color=c), jewels, label="jewel")
    if chance(b, 0.6):
        sx, sy = -w * 0.26, d * 0.12
        b.add("sword", tint(b.look.material("metal"), "#d5d9dc", 0.55), beam((sx, sy, 0.1), (sx - 0.06, sy + 0.03, 0.62), 0.05, 0.012), label="blade")
        b.add("hilt", bright, beam((sx - 0.16, sy + 0.03, 0.61), (sx + 0.04, sy + 0.03, 0.635), 0.03, 0.03), rod((sx - 0.06, sy + 0.03, 0.62), (sx - 0.08, sy + 0.04, 0.8), 0.017), ball(0.026, at=(sx - 0.08, sy + 0.04, 0.81), detail=1), label="hilt")
