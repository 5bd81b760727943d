"""Houses of a desert oasis: adobe cubes, courtyard houses, wind towers."""

from __future__ import annotations

from cityscape.grammar import adobe
from cityscape.grammar.fittings import wall_lantern
from cityscape.grammar.kit import ENDS, SIDES, Block, Wall, between, chance, door, foundation, steps, stripes
from cityscape.grammar.recipe import Build, kind
from partgen.solids import Solid, ball, beam, box, cylinder, hull, rod, spandrel


@kind(
    "adobe_house",
    "building",
    width=(5.5, 11.5),
    depth=(5.5, 10.5),
    words=("adobe house", "mud house", "clay house", "pueblo", "desert house"),
)
def adobe_house(b: Build) -> None:
    """Stepped cubes with parapets and projecting beams, a roof terrace with shade and stairs, sometimes a dome."""
    lot = b.lot
    side = 0.02 if lot.attached else 0.4
    with_stairs = not lot.attached and lot.width > 6.4 and chance(b, 0.7)
    s = 1 if chance(b, 0.5) else -1
    gain = 0.55 if with_stairs else 0.0
    floor = 0.2
    front = 0.75
    h = between(b, 2.9, 3.3)
    x0 = -lot.width / 2 + side + (gain if s < 0 else 0.0)
    x1 = lot.width / 2 - side - (gain if s > 0 else 0.0)
    body = Block((x0 + x1) / 2, (front - 0.4) / 2, x1 - x0, lot.depth - front - 0.4, floor, floor + h)
    foundation(b, body, proud=0.0 if lot.attached else 0.08)
    b.add("walls", "wall", body.solid(), label="wall")
    adobe.flat_roof(b, body, height=0.5)
    f = body.wall("front")
    if chance(b, 0.75):
        adobe.vigas(b, f, h - 0.35, out=0.38)
    storeys = lot.storeys or {"small": 1, "medium": 2, "large": 2}[lot.size]
    dx = s * body.w * between(b, 0.12, 0.22)
    door(b, f, dx, 1.0, 2.0, top="round" if chance(b, 0.6) else "flat", frame="timber", bar=0.14)
    steps(b, f, dx, 1.5, floor, room=front - 0.1, tread=0.28)
    arched = chance(b, 0.5)
    for x in (-s * body.w * 0.28,) if body.w < 7.5 else (-s * body.w * 0.34, -s * body.w * 0.1):
        _opening(b, f, x, 1.15, arched)
    for name in () if lot.attached else ENDS:
        w = body.wall(name)
        if with_stairs and name == ("right" if s > 0 else "left"):
            continue
        for x in (-w.length * 0.22, w.length * 0.22) if w.length > 4.5 else (0.0,):
            _opening(b, w, x, 1.3, arched)
    _opening(b, body.wall("back"), 0.0, 1.3, arched)
    if with_stairs:
        w = body.wall("right" if s > 0 else "left", z=0.0)
        k = s * w.length / 2
        adobe.outside_stairs(b, w, -k * 0.96, k * 0.55, floor + h + 0.45)
    if storeys >= 2:
        _upper(b, body, -s, with_stairs=with_stairs)
    elif chance(b, 0.75) and min(body.w, body.d) > 3.8:
        r = min(body.w * 0.27, body.d * 0.3)
        adobe.drum_dome(
            b,
            body.x - s * body.w * 0.14,
            body.y + 0.1,
            body.z1 + 0.07,
            r,
            drum=0.3,
            finial=chance(b, 0.5),
            role="wall2" if chance(b, 0.5) else "trim",
        )
    else:
        shade, deep = min(body.w * 0.5, 3.2), min(body.d * 0.42, 2.6)
        x = body.x - s * (body.w / 2 - 0.45 - shade / 2)
        adobe.canopy(b, x, body.y0 + 0.5 + deep / 2, body.z1 + 0.07, shade, deep, h=1.95)
        b.add("rug", "accent", box(shade * 0.65, deep * 0.6, 0.03, at=(x, body.y0 + 0.5 + deep / 2, body.z1 + 0.075)), label="rug")
        b.add("roof_hut", "wall", box(1.5, 1.5, 2.0, at=(body.x + s * (body.w / 2 - 1.2), body.y1 - 1.2, body.z1 + 0.07)), label="wall")
        b.add("roof_hut", "wall", box(1.74, 1.74, 0.16, at=(body.x + s * (body.w / 2 - 1.2), body.y1 - 1.2, body.z1 + 2.07)))
        b.add(
            "hut_door", "door", box(0.75, 0.08, 1.65, at=(body.x + s * (body.w / 2 - 1.2), body.y1 - 1.97, body.z1 + 0.075)), label="door"
        )
    if chance(b, 0.5):
        adobe.pots(b, [(dx + 1.0, f.y - 0.28), (dx + 1.45, f.y - 0.3)] if abs(dx + 1.6) < body.w / 2 else [(dx - 1.0, f.y - 0.28)], -0.0)
        b.add(
            "pot_shelf",
            "plinth",
            box(1.2, 0.5, 0.04 + lot.drop, at=(dx + 1.2 if abs(dx + 1.6) < body.w / 2 else dx - 1.0, f.y - 0.29, -lot.drop)),
            label="step",
        )
    if chance(b, 0.6):
        wall_lantern(b, f, dx - 0.9, 1.65)
    if chance(b, 0.45) and body.w > 6.5:
        _front_awning(b, f, -s * body.w * 0.26, min(2.4, body.w * 0.36), min(front - 0.1, 0.62))


def _opening(b: Build, f: Wall, x: float, z: float, arched: bool) -> None:
    if arched:
        adobe.deep_window(b, f, x, z, 0.62, 0.95)
    else:
        adobe.shuttered_window(b, f, x, z, 0.62, 0.9)


def _front_awning(b: Build, f: Wall, x: float, w: float, out: float) -> None:
    """A striped cloth tied over a window."""
    n = max(3, round(w / 0.4))
    for k in range(n):
        a, c = x - w / 2 + w * k / n, x - w / 2 + w * (k + 1) / n
        b.add(
            "awning" if k % 2 == 0 else "awning_stripes",
            "awning" if k % 2 == 0 else stripes(b, "awning"),
            f.one(hull([(q, y, z + t) for q in (a, c) for y, z in ((0.02, 2.62), (-out, 2.3)) for t in (0.0, 0.05)])),
            label="awning",
        )


def _upper(b: Build, body: Block, s: int, *, with_stairs: bool) -> None:
    """A second storey on part of the roof; the rest is a terrace with shade, jars and a carpet."""
    h = between(b, 2.5, 2.8)
    frac = between(b, 0.48, 0.6)
    t = 0.28
    w = body.w * frac
    cx = body.x + s * (body.w / 2 - w / 2)
    deep = body.d * between(b, 0.7, 1.0)
    if deep > body.d - 0.8:
        deep = body.d
    up = Block(cx, body.y1 - deep / 2, w, deep, body.z1 + 0.001, body.z1 + h)
    b.add("upper_walls", "wall2" if chance(b, 0.4) else "wall", up.solid(), label="wall")
    third = min(up.w, up.d) > 3.3 and chance(b, 0.35)
    adobe.flat_roof(b, up, height=0.4, part="upper_walls")
    face = up.wall("left" if s > 0 else "right")
    adobe.vigas(b, up.wall("front"), h - 0.35, out=0.34)
    d = up.wall("front")
    adobe.deep_window(b, d, 0, 0.95, 0.7, 1.0)
    door(b, face.at(0, 0.06), 0, 0.85, 1.85, frame="timber", name="terrace_door", bar=0.1)
    if not b.lot.attached:
        adobe.deep_window(b, up.wall("right" if s > 0 else "left"), 0, 0.95, 0.62, 0.95)
    if third:
        r = min(up.w, up.d) * 0.33
        adobe.drum_dome(b, up.x, up.y, up.z1 + 0.07, r, drum=0.25, role="trim" if chance(b, 0.5) else "wall", finial=True)
    x0, x1 = (body.x0 + t, up.x0) if s > 0 else (up.x1, body.x1 - t)
    tw = x1 - x0
    if tw > 1.5:
        cw, cd = min(tw - 0.2, 3.2), min(body.d - 2 * t - 0.2, 3.0) * (0.7 if with_stairs else 0.95)
        cy = body.y0 + t + cd / 2 + 0.1
        adobe.canopy(b, (x0 + x1) / 2, cy, body.z1 + 0.07, cw, cd, h=2.05)
        b.add("rug", "accent", box(cw * 0.6, cd * 0.55, 0.03, at=((x0 + x1) / 2, cy, body.z1 + 0.075)), label="rug")
        b.add(
            "cushions",
            "fabric",
            *[box(0.4, 0.4, 0.18, at=((x0 + x1) / 2 + q * cw * 0.22, cy + cd * 0.28, body.z1 + 0.1)) for q in (-1, 1)],
            label="cushion",
        )


@kind(
    "courtyard_house", "building", width=(10.5, 18.5), depth=(10.5, 18.5), words=("courtyard house", "riad", "patio house", "walled house")
)
def courtyard_house(b: Build) -> None:
    """Four wings around an open court with an arcade, a pool and a tree; an arched gate and oriels to the street."""
    lot = b.lot
    floor, front, side = 0.2, 0.85, 0.02 if lot.attached else 0.35
    h = between(b, 3.2, 3.5)
    x0, x1, y0, y1 = -lot.width / 2 + side, lot.width / 2 - side, -lot.depth / 2 + front, lot.depth / 2 - 0.35
    tx, ty = (x1 - x0) * 0.25, (y1 - y0) * 0.25
    south = Block((x0 + x1) / 2, y0 + ty / 2, x1 - x0, ty, floor, floor + h)
    north = Block((x0 + x1) / 2, y1 - ty / 2, x1 - x0, ty, floor, floor + h + between(b, 2.4, 2.8))
    west = Block(x0 + tx / 2, (y0 + y1) / 2, tx, y1 - y0 - 2 * ty, floor, floor + h)
    east = Block(x1 - tx / 2, (y0 + y1) / 2, tx, y1 - y0 - 2 * ty, floor, floor + h + (between(b, 2.3, 2.6) if chance(b, 0.5) else 0.0))
    whole = Block((x0 + x1) / 2, (y0 + y1) / 2, x1 - x0, y1 - y0, floor, floor + h)
    p = 0.0 if lot.attached else 0.08
    b.add("plinth", "plinth", box(whole.w + 2 * p, whole.d + 2 * p, floor + lot.drop, at=(whole.x, whole.y, -lot.drop)), label="plinth")
    for w in (south, north, west, east):
        b.add("walls", "wall", w.solid(), label="wall")
        adobe.flat_roof(b, w, height=0.5, corners=False)
    cx, cy, cw, cd = whole.x, whole.y, whole.w - 2 * tx, whole.d - 2 * ty
    b.add("court_floor", "plaza", box(cw - 0.002, cd - 0.002, 0.06, at=(cx, cy, floor)), label="floor")
    k = min(cw, cd) * 0.24
    b.add(
        "pool",
        "accent",
        *[box(2 * k, 0.22, 0.4, at=(cx, cy + q * (k - 0.11), floor + 0.05)) for q in (-1, 1)],
        *[box(0.22, 2 * k - 0.46, 0.4, at=(cx + q * (k - 0.11), cy, floor + 0.05)) for q in (-1, 1)],
        label="pool",
    )
    b.add("pool_water", "water", box(2 * k - 0.44, 2 * k - 0.44, 0.22, at=(cx, cy, floor + 0.055)), label="water")
    b.add(
        "fountain",
        "stone",
        cylinder(0.12, 0.6, at=(cx, cy, floor + 0.2), segments=8),
        cylinder(0.4, 0.1, at=(cx, cy, floor + 0.8), segments=10),
        label="fountain",
    )
    inner = north.wall("front").at(0, 0, length=cw)
    _arcade(b, inner, h)
    for face in (west.wall("right"), east.wall("left")):
        n = max(1, round(face.length / 2.2))
        for j in range(n):
            adobe.deep_window(b, face, -face.length / 2 + face.length * (j + 0.5) / n, 0.9, 0.8, 1.3)
    tree = (cx - cw * 0.36, cy - cd * 0.34)
    b.add("tree_trunk", "bark", rod((*tree, floor), (tree[0] + 0.15, tree[1], floor + 2.7), 0.12, end=0.09, segments=7), label="trunk")
    fronds = [
        beam((tree[0] + 0.15, tree[1], floor + 2.72), (tree[0] + 0.15 + 1.0 * dx, tree[1] + 1.0 * dy, floor + 2.55), 0.3, 0.05)
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1), (0.7, 0.7), (-0.7, 0.7), (0.7, -0.7), (-0.7, -0.7))
    ]
    b.add("tree_crown", "foliage", fronds, ball(0.35, 0.35, 0.3, at=(tree[0] + 0.15, tree[1], floor + 2.75), detail=1), label="crown")
    f = south.wall("front")
    niche = adobe.portal(b, f, 0, w=min(3.4, south.w * 0.32), h=h + 1.0, out=0.42, span=1.7, rise_to=2.75, low=-floor - lot.drop)
    door(b, niche, 0, 1.45, 2.2, top="pointed", leaves=2, frame="timber", bar=0.1)
    steps(b, f.at(0, 0, out=0.42), 0, 2.2, floor, room=front - 0.5, tread=0.3)
    for q in (-1, 1):
        x = q * (south.w * 0.33)
        adobe.oriel(b, f, x, h * 0.42, w=1.5, h=1.5, out=0.5)
    adobe.vigas(b, f.at(-south.w * 0.33, 0, length=south.w * 0.3), h - 0.3, out=0.3)
    adobe.vigas(b, f.at(south.w * 0.33, 0, length=south.w * 0.3), h - 0.3, out=0.3)
    up = north.wall("front")
    n = max(3, round(up.length / 2.4))
    for j in range(n):
        adobe.deep_window(b, up, -up.length / 2 + up.length * (j + 0.5) / n, h + 0.9, 0.7, 1.05)
    adobe.crown(b, up.at(0, north.z1 - floor + 0.5), size=0.42)
    for name, outer in () if lot.attached else zip(ENDS, (east, west), strict=False):
        adobe.deep_window(b, outer.wall(name), 0, 1.5, 0.6, 0.9)
        for other in (south, north):
            adobe.deep_window(b, other.wall(name), 0, 1.5, 0.6, 0.9)
    if chance(b, 0.7):
        adobe.canopy(b, west.x, west.y, west.z1 + 0.07, west.w - 0.8, min(west.d - 0.8, 3.2))
    if chance(b, 0.5):
        adobe.drum_dome(
            b,
            south.x1 - ty * 0.5 if tx > ty else south.x1 - tx * 0.5,
            south.y,
            south.z1 + 0.07,
            min(tx, ty) * 0.34,
            drum=0.3,
            role="accent" if chance(b, 0.4) else "trim",
        )


def _arcade(b: Build, wall: Wall, h: float) -> None:
    """Round arches on piers before a wall, carrying a gallery roof."""
    out, t = 1.15, 0.3
    n = max(2, round(wall.length / 2.1))
    step = (wall.length - t - 0.01) / n
    xs = [-wall.length / 2 + t / 2 + 0.005 + step * k for k in range(n + 1)]
    span, spring, top = step - t, 1.75, 2.95
    y = -out + t / 2
    for x in xs:
        b.add("arcade", "trim", wall.one(box(t, t, top - 0.06, at=(x, y, 0.06))), label="wall")
    for x0, x1 in zip(xs, xs[1:], strict=False):
        rise = min(span / 2, top - spring - 0.25)
        b.add("arcade", "trim", wall.put(*[q.moved((x0 + x1) / 2, y, spring) for q in spandrel(span, rise, t, top - spring, steps=6)]))
    b.add("arcade_roof", "roof_flat", wall.one(box(wall.length - 0.01, out, 0.14, at=(0, -out / 2, top))), label="roof")


@kind("wind_tower", "building", width=(4.5, 8.5), depth=(4.5, 8.5), words=("wind tower", "badgir", "windcatcher", "wind catcher"))
def wind_tower(b: Build) -> None:
    """A badgir: a tall shaft with slatted vents and poles over a small house with a roof terrace."""
    lot = b.lot
    floor = 0.2
    front = 0.7
    h = between(b, 3.0, 3.3)
    body = Block(0, (front - 0.4) / 2, lot.width - 0.8, lot.depth - front - 0.4, floor, floor + h)
    foundation(b, body, proud=0.08)
    b.add("walls", "wall", body.solid(), label="wall")
    adobe.flat_roof(b, body, height=0.45)
    s = 1 if chance(b, 0.5) else -1
    t = min(2.6, min(body.w, body.d) * between(b, 0.46, 0.56))
    th = {"small": 4.4, "medium": 5.6, "large": 7.0}[lot.size] + between(b, -0.4, 0.4)
    shaft = Block(body.x + s * (body.w / 2 - t / 2 - 0.35), body.y1 - t / 2 - 0.35, t, t, body.z1 + 0.05, body.z1 + th)
    b.add("tower", "wall", shaft.solid(), label="tower")
    vent = min(2.4, th * 0.42)
    zv = shaft.z1 - vent - 0.35
    n = max(3, round(t / 0.55))
    for side in SIDES:
        f = shaft.wall(side, z=zv)
        b.add("vents", "glass", f.one(box(t - 0.5, 0.05, vent, at=(0, -0.005, 0))), label="vent")
        step = (t - 0.5) / n
        b.add(
            "tower_fins",
            "wall2",
            f.put(
                *[box(0.13, 0.16, vent, at=(-t / 2 + 0.25 + step * k, -0.07, 0)) for k in range(n + 1)],
                box(t - 0.12, 0.17, 0.16, at=(0, -0.07, -0.162)),
                box(t - 0.12, 0.17, 0.16, at=(0, -0.07, vent + 0.001)),
            ),
            label="wall",
        )
    poles: list[Solid] = []
    for z in (zv - 0.5, zv + vent * 0.5, zv + vent + 0.22):
        for q in (-0.3, 0.3):
            poles.append(rod((shaft.x - t / 2 - 0.32, shaft.y + q * t, z), (shaft.x + t / 2 + 0.32, shaft.y + q * t, z), 0.05, segments=6))
            poles.append(
                rod(
                    (shaft.x + q * t, shaft.y - t / 2 - 0.32, z + 0.11),
                    (shaft.x + q * t, shaft.y + t / 2 + 0.32, z + 0.11),
                    0.05,
                    segments=6,
                )
            )
    b.add("poles", "timber", poles, label="beam")
    cap = shaft.above(0.22, grow=0.14)
    b.add("tower_cap", "trim", cap.solid(), label="roof")
    for side in SIDES:
        f = cap.wall(side, z=cap.z1)
        adobe.crown(b, f if side in ("front", "back") else f.at(0, 0, length=f.length - 0.5), size=0.38, gap=0.14)
    f = body.wall("front")
    door(b, f, -s * body.w * 0.18, 1.0, 2.05, top="pointed", frame="timber", bar=0.14)
    steps(b, f, -s * body.w * 0.18, 1.5, floor, room=front - 0.1, tread=0.28)
    adobe.vigas(b, f, h - 0.3, out=0.36)
    adobe.deep_window(b, f, s * body.w * 0.24, 1.2, 0.65, 1.0)
    for name in ("right", "left", "back"):
        w = body.wall(name)
        for x in (-w.length * 0.22, w.length * 0.22) if w.length > 4.2 else (0.0,):
            adobe.deep_window(b, w, x, 1.3, 0.6, 0.95)
    r = min(body.w - t - 1.2, body.d) * 0.3
    if r > 0.7 and chance(b, 0.6):
        adobe.drum_dome(b, body.x - s * (body.w / 2 - r - 0.55), body.y + 0.1, body.z1 + 0.07, r, drum=0.25, role="trim")
