"""The keep: a castle with curtain walls, corner towers, gatehouse and great tower."""

from __future__ import annotations

from math import cos, pi, sin

from cityscape.grammar import roofs
from cityscape.grammar.fittings import banner, flag, wall_lantern
from cityscape.grammar.kit import (
    SIDES,
    Block,
    Wall,
    between,
    chance,
    door,
    ring,
    window,
    window_row,
)
from cityscape.grammar.masonry import (
    band,
    battlements,
    quoins,
    ring_battlements,
    tower_wall,
)
from cityscape.grammar.recipe import Build, kind
from partgen.solids import box, cylinder, frustum, spandrel, taper


@kind("keep", "building", width=(14.0, 25.0), depth=(14.0, 25.0), words=("keep", "castle", "fortress", "stronghold", "citadel", "fort"))
def keep(b: Build) -> None:
    """A castle: curtain walls with corner towers, a gatehouse with portcullis and banners, a great tower in the court."""
    lot = b.lot
    r = between(b, 2.0, 2.3) * min(1.25, min(lot.width, lot.depth) / 17)
    foot = 0.35
    hw = between(b, 5.2, 6.2)
    cx, cy = lot.width / 2 - r - foot - 0.12, lot.depth / 2 - r - foot - 0.12
    t = 1.3
    _court_walls(b, cx, cy, r, t, hw)
    round_ = chance(b, 0.75)
    roofed = [chance(b, 0.65) for _ in range(4)]
    if not any(roofed):
        roofed[2] = True
    for k, (sx, sy) in enumerate(((-1, -1), (1, -1), (1, 1), (-1, 1))):
        _corner_tower(b, sx * cx, sy * cy, r, hw + between(b, 2.2, 4.2) + (0.8 if sy > 0 else 0.0), roofed=roofed[k], round_=round_)
    _gatehouse(b, cy, t, hw)
    _great_tower(b, cx, cy, r, hw)


def _court_walls(b: Build, cx: float, cy: float, r: float, t: float, h: float) -> None:
    drop = b.lot.drop
    b.add("courtyard", "plaza", box(2 * cx - t, 2 * cy - t, drop + 0.1, at=(0, 0, -drop)), label="floor")
    for k, side in enumerate(SIDES):
        half, away = (cx, cy) if side in ("front", "back") else (cy, cx)
        yaw = (0.0, pi / 2, pi, -pi / 2)[k]
        f = Wall(sin(yaw) * away, -cos(yaw) * away, 0.0, yaw, 2 * half - 1.2 * r)
        runs = [(-f.length / 2, f.length / 2)] if side != "front" else [(-f.length / 2, -2.0), (2.0, f.length / 2)]
        for x0, x1 in runs:
            g = f.at((x0 + x1) / 2, 0, length=x1 - x0)
            b.add("plinth", "plinth", g.one(taper(g.length, t + 0.5, g.length, t + 0.1, drop + 0.9, at=(0, 0, -drop))), label="plinth")
            b.add("curtain_walls", "city_wall", g.one(box(g.length, t, h - 0.9, at=(0, 0, 0.9))), label="wall")
            battlements(b, g.at(0, h, out=t / 2 + 0.06), height=0.75, merlon=0.85, gap=0.6, thick=0.36, role="city_wall")
            for x in ((x0 + x1) / 2,) if side == "front" else (-f.length / 4, f.length / 4):
                slit = f.at(x, 2.6, out=t / 2)
                b.add("windows", "glass", slit.one(box(0.2, 0.06, 1.1, at=(0, -0.005, 0))), label="window")
                b.add("window_frames", "stone", slit.put(*ring(0.2, 1.1, "flat", 0.16, -0.07, 0.02)), label="frame")


def _corner_tower(b: Build, x: float, y: float, r: float, h: float, *, roofed: bool, round_: bool) -> None:
    drop, n = b.lot.drop, 16 if round_ else 8
    turn = 0.0 if round_ else pi / 8
    b.add("plinth", "plinth", frustum(r + 0.35, r + 0.08, drop + 1.1, segments=n).turned(turn).moved(x, y, -drop))
    b.add("towers", "city_wall", frustum(r, r * 0.97, h - 1.1, segments=n).turned(turn).moved(x, y, 1.1), label="tower")
    b.add("towers", "city_wall", frustum(r * 0.97, r + 0.28, 0.45, segments=n).turned(turn).moved(x, y, h))
    for yaw in (0.0, pi / 2, pi, -pi / 2):
        if (yaw == 0.0 and y < 0) or (yaw == pi and y > 0) or (yaw == pi / 2 and x > 0) or (yaw == -pi / 2 and x < 0):
            window(
                b,
                tower_wall(x, y, 0, r * 0.985 * cos(pi / n), yaw),
                0,
                h - 2.2,
                0.42,
                1.1,
                top="round",
                panes=(1, 1),
                bar=0.14,
                stone=True,
                sill=False,
            )
    top = h + 0.45
    if roofed:
        b.add("towers", "city_wall", cylinder(r + 0.1, 0.5, segments=n).turned(turn).moved(x, y, top - 0.01))
        tip = r * between(b, 1.7, 2.1)
        b.add("tower_roofs", "roof", roofs.spire(r + 0.1, tip, at=(x, y, top + 0.48), eaves=0.24, sides=14), label="roof")
        flag(b, x, y, top + tip - 0.1, height=2.2, size=1.1)
    else:
        b.add("towers", "city_wall", cylinder(r + 0.28, 0.2, segments=n).turned(turn).moved(x, y, top - 0.01))
        ring_battlements(b, r + 0.28, at=(x, y, top + 0.18), n=8, segments=n, role="city_wall", height=0.7)


def _gatehouse(b: Build, cy: float, t: float, hw: float) -> None:
    """Two half-towers with an arched passage between them."""
    drop, h = b.lot.drop, hw + 1.5
    span, pier, deep = 2.6, 1.5, t + 1.5
    yf = -cy - 0.28
    y = yf + 0.0
    for s in (-1, 1):
        x = s * (span / 2 + pier / 2)
        b.add("plinth", "plinth", box(pier + 0.3, deep + 0.2, drop + 0.7, at=(x + s * 0.1, y, -drop)))
        b.add("gatehouse", "stone", box(pier, deep, h - 0.7, at=(x, y, 0.7)), label="wall")
        banner(b, Wall(x, y - deep / 2, 0, 0, pier), 0, h - 1.1, w=0.85, h=2.4)
    rise = 0.9
    b.add("gatehouse", "stone", [q.moved(0, y, 2.6) for q in spandrel(span, rise, deep, h - 2.6, steps=6)])
    whole = Block(0, y, span + 2 * pier, deep, 0, h)
    band(b, whole, h - 0.25, height=0.25, proud=0.14, role="trim", name="gate_cornice")
    for side in SIDES:
        f = whole.wall(side, z=h)
        if side in ("right", "left"):
            f = f.at(0, 0, length=f.length - 0.76)
        battlements(b, f.at(0, 0, out=0.14), merlon=0.62, gap=0.5, thick=0.36)
    b.add("threshold", "stone", box(span - 0.01, deep, drop + 0.12, at=(0, y, -drop)), label="floor")
    gy = y - deep * 0.18
    bars = [box(0.11, 0.1, 3.0, at=(x, gy, 1.5)) for x in (-1.04, -0.52, 0.0, 0.52, 1.04)]
    bars[0], bars[-1] = box(0.11, 0.1, 1.55, at=(-1.04, gy, 1.5)), box(0.11, 0.1, 1.55, at=(1.04, gy, 1.5))
    b.add("portcullis", "timber", bars, *[box(span + 0.02, 0.08, 0.12, at=(0, gy, z)) for z in (1.75, 2.35)], label="gate")
    for s in (-1, 1):
        wall_lantern(b, Wall(s * (span / 2 + 0.3), y - deep / 2, 0, 0, 1), 0, 2.3)


def _great_tower(b: Build, cx: float, cy: float, r: float, hw: float) -> None:
    """The donjon: four storeys, corner pilasters, battlements and a tent roof behind them."""
    drop = b.lot.drop
    w, d = min(2 * cx * 0.52, 8.6), min(2 * cy * 0.46, 7.6)
    y1 = cy - 0.9
    h = hw + between(b, 5.5, 7.5)
    body = Block(between(b, -0.12, 0.12) * cx, y1 - d / 2, w, d, 0.9, h)
    b.add("plinth", "plinth", taper(w + 0.7, d + 0.7, w + 0.15, d + 0.15, drop + 0.9, at=(body.x, body.y, -drop)))
    b.add("great_tower", "stone", body.solid(), label="tower")
    quoins(b, body, z0=0.9, z1=h - 0.5, role="trim", height=0.9)
    band(b, body, h - 0.4, height=0.4, proud=0.22, role="stone", name="great_cornice")
    for side in SIDES:
        f = body.wall(side, z=h)
        if side in ("right", "left"):
            f = f.at(0, 0, length=f.length - 0.36)
        battlements(b, f.at(0, 0, out=0.2), merlon=0.75, gap=0.55, thick=0.38)
    for side in SIDES:
        f = body.wall(side, z=0)
        for z in (4.1, h - 2.9):
            window_row(b, f, 2, z, 0.75, 1.5, margin=0.9, top="round", panes=(2, 1), bar=0.14, stone=True)
    door(b, body.wall("front", z=0.1).at(0, 0, out=0.0), 0, 1.3, 2.3, top="round", stone=True, bar=0.22)
    inner = Block(body.x, body.y, w - 0.9, d - 0.9, h, h + 0.3)
    b.add("great_tower", "stone", inner.solid())
    b.add("great_roof", "roof", roofs.pyramid(inner, between(b, 2.4, 3.4), eaves=0.1, kick=0.0), label="roof")
    banner(b, body.wall("front", z=0), 0, h - 0.9, w=1.1, h=3.0)
    flag(b, body.x, body.y, h + 2.2, height=3.2, size=1.4)
