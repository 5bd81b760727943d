"""What a port steers by and meets in: lighthouse, harbour light, fish hall, brick church."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar import gables, roofs
from cityscape.grammar.kit import ENDS, Block, Wall, between, chance, door, foundation, shade, steps, window, window_row
from cityscape.grammar.masonry import band, buttress, ngon, quoins, tower_wall
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import ring
from partgen.solids import Solid, ball, box, cone, cylinder, frustum, hull, rod, spandrel


@kind("lighthouse", "building", width=(5.0, 8.0), depth=(5.0, 8.5), words=("lighthouse", "light house", "pharos", "beacon tower"))
def lighthouse(b: Build) -> None:
    """A tapering tower in pale and dark bands on a battered stone foot, a corbelled gallery, a glazed lantern under a copper cap."""
    lot = b.lot
    reach = min(lot.width, lot.depth) / 2
    n = 12
    y = lot.depth / 2 - reach
    foot = reach - 0.2
    b.add("plinth", "plinth", frustum(foot, foot * 0.9, 1.3 + lot.drop, at=(0, y, -lot.drop), segments=n), label="plinth")
    b.add("terrace", "trim", cylinder(foot * 0.93, 0.14, at=(0, y, 1.3), segments=n), label="cornice")
    r0, r1 = foot * 0.72, foot * 0.46
    tall = {"small": 9.0, "medium": 11.0, "large": 13.0}[lot.size] + between(b, 0, 1)
    z0, bands = 1.44, 5
    for k in range(bands):
        a, c = (r0 + (r1 - r0) * q / bands for q in (k, k + 1))
        b.add(
            "bands" if k % 2 else "walls",
            "accent" if k % 2 else "wall",
            frustum(a, c, tall / bands, at=(0, y, z0 + tall * k / bands), segments=n),
            label="wall",
        )
    top = z0 + tall
    g = r1 + 0.5
    b.add(
        "corbel",
        "trim",
        frustum(r1, g, 0.5, at=(0, y, top), segments=n),
        cylinder(g, 0.16, at=(0, y, top + 0.5), segments=n),
        label="cornice",
    )
    deck = top + 0.66
    posts = [(g - 0.07, 2 * pi * (k + 0.5) / n) for k in range(n)]
    rails: list[Solid] = [
        rod((q * cos(t), y + q * sin(t), deck - 0.02), (q * cos(t), y + q * sin(t), deck + 0.92), 0.03, segments=5) for q, t in posts
    ]
    for h in (0.5, 0.9):
        for k in range(n):
            (q, t), (_, u) = posts[k], posts[(k + 1) % n]
            rails.append(rod((q * cos(t), y + q * sin(t), deck + h), (q * cos(u), y + q * sin(u), deck + h), 0.028, segments=5))
    b.add("railing", "metal", rails, label="railing")
    rl = r1 * 0.72
    b.add("lantern_base", "wall", cylinder(rl, 0.7, at=(0, y, deck), segments=8), label="wall")
    b.add("lantern", "lamp", cylinder(rl * 0.6, 1.4, at=(0, y, deck + 0.7), segments=8), label="lamp")
    bars = [box(0.08, 0.08, 1.4, at=(rl * 0.9 * cos(t), y + rl * 0.9 * sin(t), deck + 0.7)) for t in 2 * pi * (np.arange(8) + 0.5) / 8]
    b.add("lantern_frame", "metal", bars, ring(rl * 0.82, rl * 0.98, 0.09, at=(0, y, deck + 1.36), segments=8), label="frame")
    cap = deck + 2.1
    b.add(
        "lantern_roof",
        "metal",
        frustum(rl * 1.28, rl * 1.28, 0.12, at=(0, y, cap), segments=8),
        frustum(rl * 1.2, rl * 0.45, 0.6, at=(0, y, cap + 0.12), segments=8),
        frustum(rl * 0.45, 0.05, 0.75, at=(0, y, cap + 0.72), segments=8),
        label="roof",
    )
    b.add(
        "finial",
        "accent",
        ball(0.17, at=(0, y, cap + 1.52), detail=1),
        rod((0, y, cap + 1.4), (0, y, cap + 2.3), 0.03, segments=5),
        label="ornament",
    )
    face = tower_wall(0, y, 0, 0, 0.0)
    for j, yaw in enumerate((0.0, pi / 2, pi, -pi / 2)):
        for k in range(3):
            z = z0 + tall * (0.1 + 0.3 * k) + (j % 2) * tall * 0.14
            if z > z0 + tall * 0.86 or (j == 0 and k == 0):
                continue
            rr = (r0 + (r1 - r0) * (z + 0.5 - z0) / tall) * cos(pi / n)
            window(b, tower_wall(0, y, 0, rr, yaw), 0, z, 0.5, 0.95, top="round", panes=(1, 2), bar=0.12, stone=True, sill=False)
    rr = r0 * cos(pi / n) - 0.02
    face = tower_wall(0, y, z0, rr + 0.02, 0.0)
    b.add("doorway", "stone", face.one(box(1.5, 0.5, 2.35, at=(0, 0.1, 0))), label="wall")
    door(b, face.at(0, 0, out=0.14), 0, 0.9, 1.95, top="round", stone=True, bar=0.16)
    stair = Wall(0, y - foot * 0.9 * cos(pi / n) + 0.1, 0, 0, 2)
    steps(b, stair, 0, 1.3, z0, room=lot.depth / 2 + stair.y - 0.02, tread=0.24)
    gables.gulls(b, (0.0, y + (g - 0.07) * cos(pi / n), deck + 0.92, 1.9))


@kind("fish_hall", "building", width=(9.0, 15.0), depth=(7.5, 11.0), words=("fish market", "fish hall", "fish house", "auction hall"))
def fish_hall(b: Build) -> None:
    """An open hall of brick arches under a storey of tarred boards and a steep slate roof; slabs of fish within."""
    lot = b.lot
    floor, front, side = 0.3, 0.75, 0.4
    w, d, h = lot.width - 2 * side - 0.14, lot.depth - front - 0.45, 3.3
    hall = Block(0, (front - 0.45) / 2, w, d, floor, floor + h)
    b.add("plinth", "plinth", box(w + 0.3, d + 0.3, floor + lot.drop, at=(hall.x, hall.y, -lot.drop)), label="plinth")
    core = hall.at(w=w - 3.0, d=d * 0.32, y=hall.y1 - d * 0.16 - 0.45)
    b.add("core", "wall", core.solid(), label="wall")
    for side_name in ("front", "right", "left", "back"):
        f = hall.wall(side_name)  # type: ignore[arg-type]
        n = max(2, round(f.length / 2.6))
        step = f.length / n
        t = 0.5
        for k in range(n):
            x = -f.length / 2 + step * (k + 0.5)
            arch = spandrel(step - 0.56, 0.95, t, h - 1.75, steps=8, at=(x, t / 2, 1.75))
            b.add("arcade", "wall2", f.put(*arch), label="arch")
        for k in range(n + 1):
            x = min(max(-f.length / 2 + step * k, -f.length / 2 + 0.28), f.length / 2 - 0.28)
            b.add("arcade", "wall2", f.one(box(0.57, t, h, at=(x, t / 2, 0))), label="arch")
            b.add("imposts", "trim", f.one(box(0.64, t + 0.06, 0.12, at=(x, t / 2, 1.64))), label="ornament")
    up = hall.above(1.9, grow=-0.02)
    b.add("loft", "wood", up.solid(), label="wall")
    b.add(
        "bands",
        "trim",
        *[up.wall(s).one(box(up.wall(s).length + 0.06, 0.14, 0.16, at=(0, -0.03, -0.02))) for s in ("front", "back")],
        label="cornice",
    )
    b.add("bands", "trim", *[up.wall(s).one(box(up.wall(s).length - 0.2, 0.14, 0.16, at=(0, -0.03, -0.02))) for s in ENDS], label="cornice")
    for face in ("front", "back"):
        window_row(b, up.wall(face), max(3, round(w / 2.0)), 0.55, 0.8, 0.85, panes=(2, 2))  # type: ignore[arg-type]
    for s2 in ENDS:
        window_row(b, up.wall(s2), 2, 0.55, 0.8, 0.85, panes=(2, 2))
    rise = d / 2 * 1.15
    r = roofs.pitched(up, rise, hip=0.4, eaves=0.35, verge=0.3)
    b.add("roof", "roof", r.cover)
    b.add("roof_ridge", shade(b.look.material("roof"), 0.82), r.ridge, label="roof")
    b.add("loft", "wood", r.attic)
    for x in (-w * 0.2, w * 0.2):
        dm = roofs.dormer(r.plane("front"), r.slope, x, 0.6, 1.2, 0.9, rise=0.6, thick=0.1)
        b.add("dormers", "wood", dm.cheeks, label="dormer")
        b.add("dormer_roofs", "roof", dm.cover, label="roof")
        window(b, dm.front, 0, 0.14, 0.75, 0.62, panes=(2, 2), bar=0.08, sill=False)
    z = r.top - 0.35
    b.add("turret", "wood", box(1.1, 1.1, 1.3, at=(0, hall.y, z)), label="tower")
    for s in (-1, 1):
        b.add(
            "turret_louvres",
            "shutter",
            box(0.7, 0.08, 0.7, at=(0, hall.y + s * 0.56, z + 0.45)),
            box(0.08, 0.7, 0.7, at=(s * 0.56, hall.y, z + 0.45)),
            label="shutter",
        )
    b.add("turret_roof", "metal", roofs.pyramid(Block(0, hall.y, 1.1, 1.1, z, z + 1.3), 1.5, eaves=0.2), label="roof")
    vane = z + 2.7
    b.add(
        "vane",
        "accent",
        rod((0, hall.y, vane), (0, hall.y, vane + 0.9), 0.035, segments=5),
        hull(
            np.array([(x, hall.y + q, vane + p) for q in (-0.02, 0.02) for x, p in ((-0.4, 0.72), (0.1, 0.85), (0.1, 0.58), (0.36, 0.72))])
        ),
        label="ornament",
    )
    yf = hall.y0 + d * 0.22
    m = max(2, round((w - 2.4) / 2.2))
    for k in range(m):
        x = -w / 2 + 1.2 + (w - 2.4) * (k + 0.5) / m
        fish_table(b, x, yf, floor, 1.5, 0.8)


def fish_table(b: Build, x: float, y: float, z: float, w: float, d: float, *, tilt: float = 0.14) -> None:
    """A stone-topped bench with rows of silver fish."""
    b.add("benches", "wood", *[box(0.1, d * 0.8, 0.78, at=(x + s * (w / 2 - 0.12), y, z)) for s in (-1, 1)], label="table")
    top = [(x + s * w / 2, y + q * d / 2, z + 0.76 + (tilt if q > 0 else 0.0) + t) for s in (-1, 1) for q in (-1, 1) for t in (0.0, 0.08)]
    b.add("slabs", "trim", hull(np.array(top)), label="table")
    silver = b.look.material("metal", color="#aebcc6", pattern="plain")
    n = max(3, int(w / 0.3))
    for k in range(n):
        px = x - w / 2 + w * (k + 0.5) / n
        for q in (-0.22, 0.2):
            py = y + q * d
            pz = z + 0.87 + tilt * (q + 0.5)
            red = b.rng.random() < 0.25
            paint = b.look.material("metal", color="#c98a72", pattern="plain") if red else silver
            b.add("red_fish" if red else "fish", paint, fish(px, py, pz, min(0.34, d * 0.42)), label="fish")


def fish(x: float, y: float, z: float, length: float) -> list[Solid]:
    """A fish lying along y: a flat body and a tail."""
    h = length / 2
    body = np.array(
        [
            (0, h, 0),
            (0.055, 0.15 * h, 0),
            (0.05, -0.3 * h, 0),
            (0.012, -0.8 * h, 0),
            (-0.055, 0.15 * h, 0),
            (-0.05, -0.3 * h, 0),
            (-0.012, -0.8 * h, 0),
            (0, 0.1 * h, 0.05),
            (0, 0.1 * h, -0.04),
        ]
    )
    tail = np.array(
        [(0, -0.72 * h, 0.012), (0, -0.72 * h, -0.012), (0.06, -h, 0.01), (-0.06, -h, 0.01), (0.06, -h, -0.01), (-0.06, -h, -0.01)]
    )
    return [hull(body * (1.5, 1, 1) + (x, y, z)), hull(tail * (1.5, 1, 1) + (x, y, z))]


@kind(
    "brick_church",
    "building",
    width=(8.5, 12.5),
    depth=(14.0, 22.0),
    words=("sailors' church", "seamen's church", "minster"),
)
def brick_church(b: Build) -> None:
    """A tall brick nave with lancets between buttresses and a square west tower under a needle of slate or green copper."""
    lot = b.lot
    out, floor, front, back = 0.65, 0.4, 1.1, 0.5
    w = lot.width - 2 * (out + 0.1)
    h = between(b, 5.2, 6.0)
    tw = min(w * 0.62, 5.4)
    y0, y1 = -lot.depth / 2 + front, lot.depth / 2 - back
    tower = Block(0, y0 + tw / 2, tw, tw, floor, floor + h + {"small": 4.0, "medium": 5.0, "large": 6.0}[lot.size])
    nave = Block(0, (y0 + tw * 0.7 + y1) / 2, w, y1 - y0 - tw * 0.7, floor, floor + h)
    foundation(b, nave, tower, proud=0.1)
    b.add("walls", "wall2", nave.solid(), label="wall")
    b.add("tower", "wall2", tower.solid(), label="wall")
    rise = w / 2 * 1.45
    covered = nave.span(x0=nave.x0, x1=nave.x1, y0=nave.y0 + 0.28, y1=nave.y1 - 0.28)
    r = roofs.pitched(covered, rise, axis="y", eaves=0.28, verge=0.02, kick=0.0)
    b.add("roof", "roof", r.cover)
    b.add("roof_ridge", shade(b.look.material("roof"), 0.82), r.ridge, label="roof")
    b.add("walls", "wall2", r.attic)
    gables.stepped(b, nave.wall("front", z=nave.z1), rise, steps=6)
    gables.stepped(b, nave.wall("back", z=nave.z1), rise, steps=6)
    bays = max(2, round(nave.d / 2.8))
    for name in ENDS:
        f = nave.wall(name)
        step = f.length / bays
        for k in range(bays):
            window(b, f, -f.length / 2 + step * (k + 0.5), 1.3, 1.0, h - 2.0, top="pointed", panes=(2, 1), bar=0.14, stone=True)
        for k in range(bays + 1):
            x = min(max(-f.length / 2 + step * k, -f.length / 2 + 0.27), f.length / 2 - 0.27)
            buttress(b, f, x, height=h - 0.6, out=out - 0.02, role="wall2")
    window(b, nave.wall("back"), 0, 1.5, 1.7, h - 1.4, top="pointed", panes=(3, 1), bar=0.16, stone=True)
    f = tower.wall("front")
    door(b, f, 0, min(1.8, tw * 0.4), 2.8, top="pointed", stone=True, bar=0.3, leaves=2)
    steps(b, f, 0, min(2.8, tw * 0.7), floor, room=front - 0.05, tread=0.3)
    quoins(b, tower, role="trim", height=0.5)
    th = tower.z1 - tower.z0
    band(b, tower, floor + h * 0.66, height=0.18)
    band(b, tower, floor + th * 0.72, height=0.18)
    for name in ("front", "right", "left", "back"):
        f = tower.wall(name)  # type: ignore[arg-type]
        for s in (-1, 1):
            inner = gables.niche(b, f, s * tw * 0.2, th * 0.77, tw * 0.28, th * 0.2)
            b.add("louvres", "shutter", inner.one(box(tw * 0.16, 0.06, th * 0.11, at=(0, 0.0, 0.14))), label="shutter")
        if name == "front":
            window(b, f, 0, h * 0.74, 0.9, h * 0.5, top="pointed", panes=(2, 1), bar=0.13, stone=True)
        g = tower.wall(name, z=tower.z1)  # type: ignore[arg-type]
        gables.pointed(b, g.at(length=tw), tw * 0.36, thick=0.34, part="tower", over=0.1)
    copper = b.look.material("roof", color="#6f9c90", pattern="metal") if chance(b, 0.6) else b.look.material("roof")
    z, e = tower.z1, tw / 2 - 0.12
    high = tw * between(b, 1.9, 2.3)
    b.add(
        "spire",
        copper,
        hull(
            np.array(
                [(s * e, tower.y + q * e, z - 0.02) for s in (-1, 1) for q in (-1, 1)]
                + [(p[0], tower.y + p[1], z + tw * 0.42) for p in ngon(e * 0.86, 8, turn=pi / 8)]
            )
        ),
        label="roof",
    )
    b.add("spire", copper, [cone(e * 0.86, high, segments=8).turned(pi / 8).moved(0, tower.y, z + tw * 0.42 - 0.002)])
    tip = z + tw * 0.42 + high
    b.add(
        "cross",
        "accent",
        ball(0.2, at=(0, tower.y, tip), detail=1),
        box(0.08, 0.08, 1.1, at=(0, tower.y, tip)),
        box(0.5, 0.08, 0.08, at=(0, tower.y, tip + 0.65)),
        label="cross",
    )


@kind(
    "harbour_light",
    "structure",
    width=(2.2, 3.2),
    depth=(2.2, 3.2),
    words=("harbour light", "harbor light", "pier light", "mole light"),
    stand="quay",
)
def harbour_light(b: Build) -> None:
    """A small light at the harbour's mouth: a stout banded tower with a door, a gallery and a lantern."""
    r, low = min(b.lot.width, b.lot.depth) / 2 - 0.05, -b.lot.drop
    n = 10
    b.add("base", "stone", cylinder(r, 0.6 - low, at=(0, 0, low), segments=n), label="plinth")
    z, tall = 0.6, between(b, 3.6, 4.6)
    a, c = r * 0.78, r * 0.56
    for k in range(3):
        q0, q1 = a + (c - a) * k / 3, a + (c - a) * (k + 1) / 3
        b.add(
            "bands" if k == 1 else "walls",
            "accent" if k == 1 else "wall",
            frustum(q0, q1, tall / 3, at=(0, 0, z + tall * k / 3), segments=n),
            label="wall",
        )
    f = tower_wall(0, 0, z, a * cos(pi / n) - 0.06, 0.0)
    door(b, f, 0, 0.62, 1.5, top="round", stone=True, bar=0.12)
    b.add("steps", "stone", box(0.9, 0.3, 0.3 - low, at=(0, -r + 0.17, low)), label="stairs")
    top = z + tall
    b.add(
        "gallery",
        "trim",
        frustum(c, c + 0.3, 0.25, at=(0, 0, top), segments=n),
        cylinder(c + 0.3, 0.12, at=(0, 0, top + 0.25), segments=n),
        label="cornice",
    )
    top += 0.37
    g = c + 0.24
    rails = [
        rod((g * cos(t), g * sin(t), top - 0.02), (g * cos(t), g * sin(t), top + 0.6), 0.025, segments=4) for t in 2 * pi * np.arange(n) / n
    ]
    rails += ring(g - 0.03, g + 0.03, 0.05, at=(0, 0, top + 0.56), segments=n)
    b.add("railing", "metal", rails, label="railing")
    b.add("lantern", "lamp", cylinder(c * 0.5, 0.85, at=(0, 0, top), segments=8), label="lamp")
    b.add(
        "lantern_frame",
        "metal",
        *[box(0.06, 0.06, 0.85, at=(c * 0.56 * cos(t), c * 0.56 * sin(t), top)) for t in 2 * pi * np.arange(6) / 6],
        label="frame",
    )
    b.add(
        "cap",
        "metal",
        frustum(c * 0.85, 0.08, 0.55, at=(0, 0, top + 0.85), segments=8),
        ball(0.1, at=(0, 0, top + 1.43), detail=1),
        label="roof",
    )
