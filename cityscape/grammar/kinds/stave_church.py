"""The stave church of a Nordic village."""

from __future__ import annotations

from cityscape.grammar import roofs
from cityscape.grammar.kit import ENDS, SIDES, Block, between, door, foundation, shade, steps
from cityscape.grammar.northern import warm_windows
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.snow import cover, snow, snowy
from partgen.solids import beam, box, hip, hull, rod


@kind(
    "stave_church",
    "building",
    width=(9.5, 13.0),
    depth=(12.0, 17.0),
    words=("stave church", "viking church", "norwegian church"),
)
def stave_church(b: Build) -> None:
    """Tarred staves under tier upon tier of steep roofs: gallery, aisles, nave and a spired turret, dragon heads on the gables."""
    lot = b.lot
    floor = 0.6
    side, front, back = 0.75, 2.3, 0.8
    gallery = Block(0, (front - back) / 2, lot.width - 2 * side, lot.depth - front - back, floor, floor + 1.7)
    foundation(b, gallery, proud=0.12, role="stone")
    tar = b.look.material("timber")
    _staved(b, gallery, "gallery", arcade=True)
    aisle = gallery.above(2.1, grow=-1.0)
    aisle = aisle.at(z0=gallery.z1 - 0.1, z1=gallery.z1 + 3.1)
    _skirt(b, gallery, aisle, 1.25, "gallery_roof")
    _staved(b, aisle, "aisle")
    nave = Block(0, aisle.y, aisle.w - 1.9, aisle.d - 1.7, aisle.z1 - 0.1, aisle.z1 + 3.9)
    _skirt(b, aisle, nave, 1.55, "aisle_roof")
    _staved(b, nave, "nave")
    rise = nave.w / 2 * 1.9
    r = roofs.pitched(nave, rise, axis="y", eaves=0.35, verge=0.4, thick=0.12)
    b.add("nave_gables", tar, r.attic, label="wall")
    cover(b, r, eaves=0.35, verge=0.4, depth=0.2, board="wood")
    for e in r.ends:
        dragon(b, e[0], e[1], e[2], 1 if e[1] > nave.y else -1)
    mast = Block(nave.x, nave.y + nave.d * 0.08, nave.w * 0.42, nave.w * 0.42, r.top - nave.w * 0.42, r.top + 1.3)
    b.add("turret", tar, mast.solid(), label="tower")
    for side_name in SIDES:
        warm_windows(b, mast.wall(side_name, z=r.top - 0.1), 1, 0.2, mast.w * 0.34, 0.8, margin=0.05)
    _cap(b, mast, 0.9)
    lantern = mast.at(w=mast.w * 0.62, d=mast.d * 0.62, z0=mast.z1 + 0.5, z1=mast.z1 + 1.75)
    b.add("turret", tar, lantern.solid(), label="tower")
    _spire(b, lantern, between(b, 3.0, 3.8))
    _portal(b, gallery, floor, front)
    for name in ENDS:
        g = aisle.wall(name)
        warm_windows(b, g, 3, 1.75, 0.55, 0.8)
        warm_windows(b, nave.wall(name), 3, 2.4, 0.5, 0.85)
    warm_windows(b, nave.wall("front"), 1, 2.4, 0.7, 0.9, margin=0.1)
    warm_windows(b, nave.wall("front", z=nave.z1), 1, 0.5, 0.6, 0.9, margin=0.1)


def _staved(b: Build, block: Block, name: str, *, arcade: bool = False) -> None:
    """Upright staves between sill and plate; an arcade of small openings for the gallery."""
    b.add(f"{name}_walls", "timber", block.solid(), label="wall")
    h = block.z1 - block.z0
    light = shade(b.look.material("timber"), 1.3)
    for side in SIDES:
        f = block.wall(side)
        n = max(3, round(f.length / (1.05 if arcade else 1.3)))
        step = (f.length - 0.16) / n
        b.add(
            "staves",
            light,
            f.put(*[box(0.16, 0.1, h - 0.02, at=(-f.length / 2 + 0.08 + step * k, -0.02, 0.01)) for k in range(n + 1)]),
            label="post",
        )
        b.add(
            "staves",
            light,
            f.put(
                *[
                    box(step - 0.164, 0.08, 0.16, at=(-f.length / 2 + 0.08 + step * (k + 0.5), -0.015, z))
                    for k in range(n)
                    for z in (0.0, h - 0.2)
                ]
            ),
            label="post",
        )
        if arcade:
            dark = shade(b.look.material("timber"), 0.5)
            for k in range(n):
                x = -f.length / 2 + 0.08 + step * (k + 0.5)
                if side == "front" and abs(x) < 1.0:
                    continue
                b.add("arcade", dark, f.one(box(step * 0.56, 0.05, h * 0.42, at=(x, -0.01, h * 0.36))), label="window")


def _skirt(b: Build, outer: Block, inner: Block, rise: float, name: str) -> None:
    """Four slopes from the outer walls' tops up to the inner walls, under snow."""
    over, t = 0.3, 0.12
    gap_x, gap_y = (outer.w - inner.w) / 2, (outer.d - inner.d) / 2
    k = rise / gap_x
    for depth, lift, inset, part, role in ((t, 0.0, 0.0, name, "wood"), (0.17, t, 0.06, "snow", "")):
        if part == "snow" and not snowy(b):
            continue
        o = over - inset
        z0, z1 = outer.z1 - o * k + lift, outer.z1 + rise + lift
        ky = rise / gap_y
        zy0 = outer.z1 - o * ky + lift
        x0, y0, x1, y1 = outer.w / 2 + o, outer.d / 2 + o, inner.w / 2 - 0.03, inner.d / 2 - 0.03
        zz = min(z0, zy0)
        slabs = []
        for s in (-1, 1):
            slabs.append(
                hull(
                    [
                        (s * px, py, pz + q)
                        for px, py, pz in ((x0, -y0, zz), (x0, y0, zz), (x1, y1, z1), (x1, -y1, z1))
                        for q in (0.0, depth)
                    ]
                )
            )
            slabs.append(
                hull(
                    [
                        (px, s * py, pz + q)
                        for px, py, pz in ((-x0, y0, zz), (x0, y0, zz), (x1, y1, z1), (-x1, y1, z1))
                        for q in (0.0, depth)
                    ]
                )
            )
        m = snow(b) if part == "snow" else "roof" if not snowy(b) else role
        b.add(part, m, [q.moved(outer.x, outer.y) for q in slabs], label="snow" if part == "snow" else "roof")  # type: ignore[arg-type]


def _cap(b: Build, block: Block, rise: float) -> None:
    """A small tent roof round a turret's top."""
    o = 0.35
    b.add(
        "turret_roof",
        "wood",
        hip(block.w + 2 * o, block.d + 2 * o, rise + 0.5, ridge=0, at=(block.x, block.y, block.z1 - 0.1)),
        label="roof",
    )
    if snowy(b):
        b.add(
            "snow",
            snow(b),
            hip(block.w + 2 * o - 0.14, block.d + 2 * o - 0.14, rise + 0.5, ridge=0, at=(block.x, block.y, block.z1 + 0.03)),
            label="snow",
        )


def _spire(b: Build, block: Block, rise: float) -> None:
    o = 0.25
    b.add("spire", "wood", hip(block.w + 2 * o, block.d + 2 * o, rise, ridge=0, at=(block.x, block.y, block.z1)), label="roof")
    if snowy(b):
        w = block.w + 2 * o - 0.1
        b.add(
            "snow",
            snow(b),
            hull(
                [
                    (block.x + i * w / 2 * e, block.y + j * w / 2 * e, block.z1 + z)
                    for i in (-1, 1)
                    for j in (-1, 1)
                    for e, z in ((1.0, 0.03), (1.0, 0.12), (0.62, rise * 0.5))
                ]
            ),
            label="snow",
        )
    z = block.z1 + rise
    b.add("finial", "metal", rod((block.x, block.y, z - 0.5), (block.x, block.y, z + 0.8), 0.05, segments=6), label="ornament")
    b.add("finial", "metal", box(0.5, 0.06, 0.07, at=(block.x, block.y, z + 0.42)), label="ornament")


def dragon(b: Build, x: float, y: float, z: float, s: int) -> None:
    """A dragon's head on a curved neck at a gable's tip, looking out along y."""
    p = [(y - s * 0.35, z - 0.05), (y + s * 0.12, z + 0.5), (y + s * 0.05, z + 1.0), (y + s * 0.42, z + 1.3), (y + s * 0.78, z + 1.12)]
    p = [(min(max(a, -b.lot.depth / 2 + 0.05), b.lot.depth / 2 - 0.05), c) for a, c in p]
    w = [0.26, 0.22, 0.18, 0.2, 0.1]
    neck = [beam((x, *p[k]), (x, *p[k + 1]), w[k], w[k]) for k in range(4)]
    b.add("dragons", shade(b.look.material("timber"), 1.2), neck, label="ornament")


def _portal(b: Build, gallery: Block, floor: float, front: float) -> None:
    """A gabled porch over the door with its steps and crossed verge boards."""
    f = gallery.wall("front")
    w, out, h = 2.6, 1.15, 2.3
    low = -b.lot.drop
    porch = Block(0, f.y - out / 2, w, out + 0.1, floor, floor + h)
    b.add("porch_walls", "timber", porch.solid(), label="wall")
    b.add("plinth", "stone", box(w + 0.2, out + 0.1, floor - low, at=(0, f.y - out / 2 - 0.05, low)), label="plinth")
    r = roofs.pitched(porch.at(y=porch.y + 0.4, d=porch.d + 0.8), w / 2 * 1.5, axis="y", eaves=0.3, verge=0.25, thick=0.1)
    b.add("porch_walls", "timber", roofs.pitched(porch, w / 2 * 1.5, axis="y", thick=0.1).attic, label="wall")
    cover(b, r, eaves=0.3, verge=0.25, depth=0.17)
    g = porch.wall("front")
    door(b, g, 0, 1.25, 2.0, top="round", frame=shade(b.look.material("timber"), 1.4), bar=0.16)
    y = min(e[1] for e in r.ends)
    dragon(b, 0.0, y + 0.3, r.top, -1)
    steps(b, g, 0, 1.9, floor, room=front - out - 0.15, tread=0.3)
