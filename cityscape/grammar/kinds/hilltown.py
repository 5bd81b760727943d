"""Homes of a Mediterranean hill town: whitewashed cubes that step up, ochre houses under barrel tiles."""

from __future__ import annotations

from math import pi

from cityscape.grammar import adobe, blossom, roofs
from cityscape.grammar.fittings import wall_lantern
from cityscape.grammar.kit import (
    ENDS,
    Block,
    Wall,
    between,
    chance,
    door,
    foundation,
    outline,
    pick,
    plate,
    shade,
    steps,
    window,
    window_row,
)
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.rooftop import vault
from cityscape.world.theme import Role
from partgen.solids import Solid, box, hull


@kind(
    "cube_house",
    "building",
    width=(5.6, 10.0),
    depth=(6.0, 10.0),
    words=("cube house", "whitewashed house", "cycladic house", "greek house", "island house"),
)
def cube_house(b: Build) -> None:
    """White cubes that step back and up: a roof terrace with pots and a pergola, stairs outside, a vault or a small blue dome on top."""
    lot = b.lot
    floor, front, back, side = 0.22, 0.9, 0.35, 0.02 if lot.attached else 0.36
    flight = not lot.attached and lot.width > 6.6 and chance(b, 0.75)
    s = 1 if chance(b, 0.5) else -1
    gain = 0.62 if flight else 0.0
    h = between(b, 2.7, 2.95)
    x0, x1 = -lot.width / 2 + side + (gain if s < 0 else 0.0), lot.width / 2 - side - (gain if s > 0 else 0.0)
    base = Block((x0 + x1) / 2, (front - back) / 2, x1 - x0, lot.depth - front - back, floor, floor + h)
    foundation(b, base, proud=0.0 if lot.attached else 0.08)
    b.add("walls", "wall", base.solid(), label="wall")
    n = min(lot.storeys or {"small": 1 + int(chance(b, 0.6)), "medium": 2, "large": 3}[lot.size], 3)
    adobe.flat_roof(b, base, height=0.42 if n > 1 else 0.28, thick=0.26, corners=False)
    f = base.wall("front")
    dx = s * base.w * between(b, 0.16, 0.24)
    door(b, f, dx, 0.95, 2.0, top="round" if chance(b, 0.5) else "flat", frame="trim", bar=0.14)
    steps(b, f, dx, 1.4, floor, room=front - 0.08, tread=0.28)
    rest = base.w / 2 + s * dx - 0.9
    m = 2 if rest > 3.2 else 1
    for k in range(m):
        _blue_window(b, f, -s * (base.w / 2 - 0.25 - rest * (k + 0.5) / m), 1.0)
    for name in () if lot.attached else ENDS:
        if flight and name == ("right" if s > 0 else "left"):
            continue
        for x in (-0.24, 0.24):
            _blue_window(b, base.wall(name), x * base.d, 1.1)
    _blue_window(b, base.wall("back"), 0.0, 1.1)
    if flight:
        reach = s * base.d / 2
        adobe.outside_stairs(b, base.wall("right" if s > 0 else "left", z=0.0), -reach * 0.96, reach * 0.5, floor + h + 0.4, w=0.8)
    roof = base
    if n > 1:
        roof = _stepped_up(b, base, -s, n)
    elif min(base.w, base.d) > 4.2 and chance(b, 0.4):
        adobe.drum_dome(
            b, base.x, base.y + base.d * 0.12, base.z1 + 0.07, min(base.w, base.d) * 0.26, drum=0.35, role="accent", finial=False
        )
    else:
        w, d = base.w * 0.55, base.d * 0.5
        blossom.pergola(b, base.x - s * (base.w * 0.5 - 0.35 - w / 2), base.y0 + 0.4 + d / 2, base.z1 + 0.07, w, d)
        hut = Block(base.x + s * base.w * 0.25, base.y1 - base.d * 0.24, base.w * 0.4, base.d * 0.4, base.z1 + 0.001, base.z1 + 2.1)
        b.add("upper_walls", "wall", hut.solid(), label="wall")
        adobe.flat_roof(b, hut, height=0.18, thick=0.2, corners=False, part="upper_walls")
        door(b, hut.wall("front", z=base.z1 + 0.08), 0, 0.75, 1.7, frame="trim", bar=0.1, name="terrace_door")
    _white_chimney(b, roof.x - s * (roof.w / 2 - 0.45), roof.y1 - 0.5, roof.z1 - 0.02, 0.95)
    if chance(b, 0.6):
        blossom.bougainvillea(b, f, dx - s * 0.95, 0.5, 1.15, min(h - 0.2, 2.5), foot=0.0)
    row = [(dx + s * 0.75 + s * 0.42 * k, f.y - 0.3) for k in range(2) if abs(dx + s * 0.75 + s * 0.42 * k - base.x) < base.w / 2 - 0.1]
    if row:
        blossom.pots(b, row, 0.0, low=lot.drop)


def _blue_window(b: Build, wall: Wall, x: float, z: float, *, w: float = 0.68, h: float = 0.95) -> None:
    """A small window in blue, with shutters by chance."""
    window(b, wall, x, z, w, h, panes=(2, 2), bar=0.08, frame="shutter", shutters=bool(b.rng.random() < 0.55))


def _white_chimney(b: Build, x: float, y: float, z: float, h: float) -> None:
    """A plastered chimney with a little arched cap."""
    b.add("chimney", "wall", box(0.5, 0.5, h, at=(x, y, z)), box(0.66, 0.66, 0.1, at=(x, y, z + h - 0.01)), label="chimney")
    b.add(
        "chimney",
        "wall",
        *[box(0.1, 0.5, 0.3, at=(x + q * 0.2, y, z + h + 0.08)) for q in (-1, 1)],
        vault(0.62, 0.62, 0.18, steps=6).moved(x, y, z + h + 0.36),
    )


def _stepped_up(b: Build, base: Block, s: int, n: int) -> Block:
    """The cubes on a cube's roof, each further back and to the side `s`; the terrace before them is lived on."""
    h = between(b, 2.5, 2.7)
    w, d = base.w * between(b, 0.52, 0.7), base.d * between(b, 0.5, 0.62)
    up = Block(base.x + s * (base.w - w) / 2, base.y1 - d / 2, w, d, base.z1 + 0.001, base.z1 + h)
    b.add("upper_walls", "wall", up.solid(), label="wall")
    top = up
    f = up.wall("front")
    door(
        b, f.at(0, 0.07), -s * w * 0.22, 0.85, 1.85, frame="trim", name="terrace_door", bar=0.11, top="round" if chance(b, 0.4) else "flat"
    )
    if w > 3.2:
        _blue_window(b, f, s * w * 0.24, 0.95)
    if not b.lot.attached:
        _blue_window(b, up.wall("right" if s > 0 else "left"), 0, 0.95)
    _blue_window(b, up.wall("back"), 0, 0.95)
    if n > 2 and min(w, d) > 2.6:
        adobe.flat_roof(b, up, height=0.3, thick=0.22, corners=False, part="upper_walls")
        tw, td = w * 0.62, d * 0.72
        top = Block(up.x + s * (w - tw) / 2, up.y1 - td / 2, tw, td, up.z1 + 0.001, up.z1 + 2.2)
        b.add("upper_walls", "wall", top.solid())
        door(b, top.wall("front", z=up.z1 + 0.08), 0, 0.75, 1.7, frame="trim", name="terrace_door", bar=0.1)
        _blue_window(b, top.wall("back"), 0, 0.9, w=0.55, h=0.75)
    form = pick(b, "flat", "vault", "dome", p=[0.42, 0.36, 0.22])
    if form == "vault":
        rise = min(top.w * 0.34, 1.1)
        b.add("vault", "wall", vault(top.d, top.w, rise).turned(pi / 2).moved(top.x, top.y, top.z1 - 0.01), label="roof")
        r = rise * 0.42
        eye = top.wall("front", z=top.z1)
        b.add("windows", "glass", eye.one(plate(outline(r * 1.3, r * 1.2, "round"), -0.04, 0.02)).moved(0, 0, rise * 0.12), label="window")
        top = top.at(z1=top.z1 + rise * 0.4)
    elif form == "dome" and min(top.w, top.d) > 2.2:
        r = min(top.w, top.d) * 0.42
        adobe.flat_roof(b, top, height=0.14, thick=0.2, corners=False, part="upper_walls")
        adobe.drum_dome(b, top.x, top.y, top.z1 + 0.07, r, drum=0.22, role="accent", finial=chance(b, 0.5))
    else:
        adobe.flat_roof(b, top, height=0.24, thick=0.22, corners=False, part="upper_walls")
    z = base.z1 + 0.07
    free_x0, free_x1 = (base.x0, up.x0) if s > 0 else (up.x1, base.x1)
    tw = free_x1 - free_x0 - 0.5
    deep = min(base.d - 0.9, 3.4)
    if tw > 1.5:
        blossom.pergola(b, (free_x0 + free_x1) / 2, base.y0 + 0.35 + deep / 2, z, tw, deep, leaves=0.75)
    else:
        blossom.pots(b, [(base.x + q * base.w * 0.3, base.y0 + 0.5) for q in (-1, 1)], z)
    if chance(b, 0.5):
        blossom.bougainvillea(b, base.wall("front", z=base.z1 - 0.6), s * base.w * 0.25, -0.45, 1.8, 1.5, foot=0.6)
    return top


@kind(
    "tile_house",
    "building",
    width=(5.0, 9.0),
    depth=(6.0, 9.5),
    words=("tiled house", "italian house", "tuscan house"),
)
def tile_house(b: Build) -> None:
    """A tall plastered house under a low roof of barrel tiles: shutters, an arched door, an iron balcony, washing on a line."""
    lot = b.lot
    side, front, back, floor = 0.02 if lot.attached else 0.42, 0.95, 0.42, between(b, 0.2, 0.35)
    n = min(max(lot.storeys or {"small": 2, "medium": 2 + int(chance(b, 0.5)), "large": 3 + int(chance(b, 0.4))}[lot.size], 1), 5)
    h0, h1 = between(b, 2.9, 3.1), between(b, 2.6, 2.75)
    w = lot.width - 2 * side - (0.0 if lot.attached else 0.14)
    body = Block(0, (front - back) / 2, w, lot.depth - front - back, floor, floor + h0 + h1 * (n - 1))
    foundation(b, body, proud=0.0 if lot.attached else 0.07)
    role: Role = "wall2" if chance(b, 0.8) else "wall"
    b.add("walls", role, body.solid(), label="wall")
    rise = min(w, body.d) / 2 * between(b, 0.42, 0.52)
    axis: roofs.Axis = "x" if lot.attached or body.w > body.d or chance(b, 0.4) else "y"
    hip = 0.0 if lot.attached else pick(b, 0.0, 1.0, p=[0.6, 0.4])
    over = 0.0 if lot.attached else side - 0.05
    r = roofs.pitched(
        body,
        rise,
        axis=axis,
        hip=hip,
        eaves=0.36 if axis == "x" and hip == 0 else min(0.36, over),
        verge=over if axis == "x" else 0.3,
        thick=0.18,
    )
    b.add("roof", "roof", r.cover)
    b.add("roof_ridge", shade(b.look.material("roof"), 0.88), r.ridge, label="roof")
    b.add("walls", role, r.attic)
    t = 0.03 if lot.attached else 0.09
    b.add("cornice", "trim", box(w + 2 * t, body.d + 0.18, 0.16, at=(body.x, body.y, body.z1 - 0.2)), label="cornice")
    f = body.wall("front")
    left = -1 if chance(b, 0.5) else 1
    dx = left * (w / 2 - 1.05)
    door(b, f, dx, 1.1, 2.2, top="round", stone=True, bar=0.2)
    steps(b, f, dx, 1.7, floor, room=front - 0.05, tread=0.29)
    room = w - 2.3
    m = 2 if room > 3.0 else 1
    for k in range(m):
        window(b, f, -left * (w / 2 - 0.3 - room * (k + 0.5) / m), 0.95, 0.85, 1.2, stone=True, panes=(2, 2), shutters=room / m > 1.9)
    cols = 2 if w < 6.4 else 3
    fan = [w * 0.94 * ((k + 0.5) / cols - 0.5) for k in range(cols)]
    for j in range(1, n):
        g = body.wall("front", z=floor + h0 + h1 * (j - 1))
        mid = cols // 2 if cols == 3 else int(left < 0)
        for k, x in enumerate(fan):
            if j == 1 and k == mid:
                _iron_balcony(b, g, x, min(1.9, w / cols - 0.1), min(0.7, front - 0.15))
                window(b, g, x, 0.12, 0.95, 1.95, stone=True, panes=(2, 3), sill=False, shutters=w / cols > 2.1)
            else:
                window(b, g, x, 0.72, 0.85, 1.25, stone=True, panes=(2, 2), shutters=w / cols > 2.0)
    for name in () if lot.attached else ENDS:
        for j in range(n):
            g = body.wall(name, z=floor + (0 if j == 0 else h0 + h1 * (j - 1)))
            window_row(b, g, 2, 0.9, 0.75, 1.15, stone=True, panes=(2, 2), shutters=True)
    for j in range(n):
        window_row(b, body.wall("back", z=floor + (0 if j == 0 else h0 + h1 * (j - 1))), 2, 0.9, 0.75, 1.15, stone=True, shutters=w > 6)
    cx, cy = body.x + body.w * 0.24 * left, body.y + body.d * 0.2
    tiled_chimney(b, cx, cy, r.height(cx, cy) - 0.35, r.top + 0.45)
    if chance(b, 0.55):
        blossom.bougainvillea(b, f, dx - left * 1.15, 0.5, 1.3, min(3.4, h0 + h1 * (n - 1) - 0.8), foot=0.0)
    elif chance(b, 0.6):
        wall_lantern(b, f, dx - left * 0.95, 1.8)
    if not lot.attached and n > 1 and chance(b, 0.6):
        g = body.wall("left" if chance(b, 0.5) else "right", z=floor + h0 - 0.25)
        blossom.laundry(b, g, 0, 0.0, min(2.6, g.length * 0.5), out=0.36)
    row = [(dx + left * 0.0 - left * (0.85 + 0.42 * k), f.y - 0.28) for k in range(2)]
    blossom.pots(b, row, 0.0, low=lot.drop)


def _iron_balcony(b: Build, wall: Wall, x: float, w: float, out: float) -> None:
    """A stone slab on two consoles with an iron railing and a flower box."""
    f = wall.at(x)
    b.add(
        "balcony",
        "trim",
        f.put(
            box(w, out + 0.02, 0.12, at=(0, -out / 2 + 0.01, -0.02)),
            *[
                hull([(s * w * 0.36 + q, y, z) for q in (-0.08, 0.08) for y, z in ((0.02, -0.01), (-out * 0.8, -0.01), (0.02, -0.4))])
                for s in (-1, 1)
            ],
        ),
        label="balcony",
    )
    rails: list[Solid] = [
        box(w, 0.05, 0.06, at=(0, -out + 0.04, 0.95)),
        *[box(0.05, out - 0.02, 0.06, at=(s * (w / 2 - 0.03), -out / 2, 0.95)) for s in (-1, 1)],
    ]
    n = max(5, round(w / 0.2))
    rails += [box(0.03, 0.03, 0.87, at=(-w / 2 + 0.03 + (w - 0.06) * k / n, -out + 0.04, 0.09)) for k in range(n + 1)]
    rails += [box(0.03, 0.03, 0.87, at=(s * (w / 2 - 0.03), -out * q, 0.09)) for s in (-1, 1) for q in (0.25, 0.6)]
    b.add("railing", "metal", f.put(*rails), label="railing")


def tiled_chimney(b: Build, x: float, y: float, z0: float, z1: float) -> None:
    """A square stack with a little tiled roof on four stubs."""
    b.add(
        "chimney",
        "wall2",
        box(0.62, 0.62, z1 - z0, at=(x, y, z0)),
        *[box(0.14, 0.14, 0.24, at=(x + i * 0.22, y + j * 0.22, z1 - 0.01)) for i in (-1, 1) for j in (-1, 1)],
        label="chimney",
    )
    b.add(
        "chimney_roof",
        "roof",
        hull(
            [(x + i * 0.42, y + j * 0.42, z1 + q) for i in (-1, 1) for j in (-1, 1) for q in (0.22, 0.27)]
            + [(x + i * 0.3, y, z1 + 0.42) for i in (-1, 1)]
        ),
        label="roof",
    )
