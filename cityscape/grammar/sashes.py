"""Japanese joinery: lattices, paper screens, shop curtains, sliding doors, tiled pent roofs, lanterns."""

from __future__ import annotations

from math import pi

from cityscape.grammar.kit import Block, Side, Wall, shade
from cityscape.grammar.recipe import Build
from cityscape.grammar.swept import Swept, ridge_tiles
from cityscape.world.material import Material
from cityscape.world.theme import Role
from partgen.solids import ball, box, cylinder, hull, rod


def tiled(b: Build, roof: Swept, *, walls: Role | Material = "wall", ridge: float = 0.3) -> None:
    """A swept roof with its gables, white under the ridge, and its ridge tiles."""
    b.add("roof", "roof", roof.cover, label="roof")
    b.add("gables", walls, [*roof.attic, *roof.gables], label="wall")
    ridge_tiles(b, roof, tile=shade(b.look.material("roof"), 0.72), h=ridge)


def lattice(b: Build, wall: Wall, x: float, z: float, w: float, h: float, *, pitch: float = 0.2, slat: float = 0.075) -> None:
    """A lattice of upright slats before a pane, in a frame."""
    f = wall.at(x, z)
    b.add("windows", "glass", f.one(box(w, 0.05, h, at=(0, -0.005, 0))), label="window")
    n = max(2, round(w / pitch))
    step = w / n
    b.add("lattice", "wood", f.put(*[box(slat, 0.04, h, at=(-w / 2 + step * (k + 0.5), -0.072, 0)) for k in range(n)]), label="lattice")
    b.add("lattice", "wood", f.put(*[box(w, 0.02, 0.05, at=(0, -0.04, h * e)) for e in (0.34, 0.68)]), label="lattice")
    bars = [box(w + 0.2, 0.12, 0.1, at=(0, -0.04, q)) for q in (-0.1, h)]
    bars += [box(0.1, 0.12, h, at=(s * (w / 2 + 0.05), -0.04, 0)) for s in (-1, 1)]
    b.add("beams", "timber", f.put(*bars), label="beam")


def shoji(b: Build, wall: Wall, x: float, z: float, w: float, h: float) -> None:
    """Paper screens with a grid of thin bars over a boarded foot."""
    f = wall.at(x, z)
    foot = 0.36 if h > 1.6 else 0.0
    b.add("screens", "glass", f.one(box(w, 0.05, h - foot, at=(0, -0.005, foot))), label="window")
    if foot:
        b.add("screen_foot", "wood", f.one(box(w, 0.06, foot, at=(0, -0.01, 0))), label="panel")
    n = max(2, round(w / 1.2))
    bars = [box(0.06, 0.03, h - 0.002, at=(-w / 2 + w * k / n, -0.065, 0)) for k in range(n + 1)]
    bars += [box(w, 0.02, 0.05, at=(0, -0.039, foot + (h - foot) * e)) for e in (0.34, 0.67)]
    b.add("screen_bars", "timber", f.put(*bars, box(w + 0.14, 0.1, 0.1, at=(0, -0.03, h))), label="frame")


def noren(b: Build, wall: Wall, x: float, z: float, w: float, drop: float, *, out: float = 0.1, leaves: int = 3) -> None:
    """A shop curtain of several strips with a pale crest, hung at height z before a doorway."""
    f = wall.at(x, z)
    b.add("curtain_rail", "wood", f.one(rod((-w / 2 - 0.08, -out, 0.03), (w / 2 + 0.08, -out, 0.03), 0.03, segments=5)), label="rail")
    b.add(
        "curtain_rail", "wood", f.put(*[box(0.05, out + 0.02, 0.05, at=(s * (w / 2 + 0.02), -out / 2, 0.0)) for s in (-1, 1)]), label="rail"
    )
    step = w / leaves
    b.add(
        "curtain",
        "awning",
        f.put(*[box(step - 0.035, 0.03, drop, at=(-w / 2 + step * (k + 0.5), -out, 0.02 - drop)) for k in range(leaves)]),
        label="curtain",
    )
    crest = [cylinder(drop * 0.2, 0.02, segments=8).turned(roll=pi / 2).moved(0, -out - 0.01, 0.02 - drop * 0.52)]
    b.add("crest", "trim", f.put(*crest), label="ornament")


def sliding_door(b: Build, wall: Wall, x: float, w: float, h: float = 1.95) -> None:
    """Two sliding leaves with a lattice, in a frame."""
    f = wall.at(x)
    b.add("door", "door", f.put(*[box(w / 2 - 0.02, 0.05, h, at=(s * w / 4, -0.01 - 0.02 * s, 0)) for s in (-1, 1)]), label="door")
    n = max(4, round(w / 0.2))
    b.add(
        "door_bars",
        "wood",
        f.put(*[box(0.04, 0.05, h * 0.62, at=(-w / 2 + w * (k + 0.5) / n, -0.055, h * 0.34)) for k in range(n)]),
        label="lattice",
    )
    bars = [box(0.12, 0.14, h + 0.1, at=(s * (w / 2 + 0.06), -0.05, 0)) for s in (-1, 1)]
    b.add("beams", "timber", f.put(*bars, box(w + 0.24, 0.14, 0.14, at=(0, -0.05, h))), label="beam")


def paper_lantern(b: Build, x: float, y: float, z: float, *, r: float = 0.2, h: float = 0.5, red: bool = False) -> None:
    """A hanging paper lantern with black rims, its top at z."""
    m = b.look.material("lamp")
    if red:
        m = m.model_copy(update={"name": "lamp-red", "color": "#d8412f", "emission": m.emission * 0.55})
    b.add("lantern", m, ball(r, r, h / 2, at=(x, y, z - 0.05 - h / 2), detail=1), label="lamp")
    b.add("lantern_rims", "metal", [cylinder(r * 0.55, 0.06, at=(x, y, q), segments=8) for q in (z - 0.09, z - h - 0.04)], label="lamp")
    b.add("lantern_rims", "metal", box(0.03, 0.03, 0.1, at=(x, y, z - 0.05)), label="lamp")


def frame_posts(b: Build, block: Block, side: Side, bays: int, *, rails: tuple[float, ...] = ()) -> None:
    """Dark posts and rails that divide a wall into bays."""
    f = block.wall(side)
    h = block.z1 - block.z0
    bars = [box(0.13, 0.07, h - 0.002, at=(-f.length / 2 + 0.065 + (f.length - 0.13) * k / bays, -0.02, 0.001)) for k in range(bays + 1)]
    step = (f.length - 0.13) / bays
    bars += [box(step - 0.134, 0.06, 0.12, at=(-f.length / 2 + 0.065 + step * (k + 0.5), -0.014, z)) for z in rails for k in range(bays)]
    b.add("beams", "timber", f.put(*bars), label="beam")


def pent_roof(b: Build, wall: Wall, depth: float, *, low: float, high: float, side: float = 0.0) -> None:
    """A tiled roof on brackets along a wall, flatter at its edge; side: how far it goes beyond the wall's ends."""
    e = wall.length / 2 + side
    m = high - low
    rows = [(0.03, high), (-depth * 0.5, high - 0.6 * m), (-depth, low)]
    slabs = [hull([(s * e, y, z + t) for s in (-1, 1) for y, z in pair for t in (0, 0.13)]) for pair in zip(rows, rows[1:], strict=False)]
    b.add("pent_roof", "roof", wall.put(*slabs), label="roof")
    b.add("roof_ridge", shade(b.look.material("roof"), 0.72), wall.one(box(2 * e, 0.16, 0.2, at=(0, -0.07, high + 0.04))), label="roof")
    n = max(2, round(wall.length / 1.6))
    arms = [box(0.09, depth * 0.85, 0.11, at=((k / n - 0.5) * (wall.length - 0.2), -depth * 0.42, low - 0.02)) for k in range(n + 1)]
    b.add("beams", "timber", wall.put(*arms, box(wall.length, 0.1, 0.12, at=(0, -depth * 0.8, low - 0.02))), label="beam")


def boarded(b: Build, block: Block, sides: tuple[Side, ...], h: float) -> None:
    """Charred boards with cover strips on the lower part of walls."""
    for side in sides:
        f = block.wall(side)
        b.add("boards", "wall2", f.one(box(f.length - 0.01, 0.06, h, at=(0, -0.02, 0.0))), label="wall")
        n = max(2, round(f.length / 0.75))
        b.add(
            "board_strips",
            "timber",
            f.put(
                *[box(0.06, 0.09, h, at=((k / n - 0.5) * (f.length - 0.08), -0.03, 0.0)) for k in range(n + 1)],
                box(f.length, 0.1, 0.09, at=(0, -0.03, h)),
            ),
            label="beam",
        )
