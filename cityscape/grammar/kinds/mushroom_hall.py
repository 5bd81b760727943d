"""The great tree-mushroom of a mushroom village: a hall in a trunk with brackets, stairs and a crown of caps."""

from __future__ import annotations

from math import cos, pi, sin

from cityscape.grammar.kit import Wall, between, chance
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import lathe, tint, tube
from cityscape.grammar.toadstool import (
    FLAT,
    Stem,
    cap,
    cap_paint,
    eye_dormer,
    glow,
    grounded,
    moss,
    railing,
    round_door,
    round_window,
    sprout,
)
from partgen.solids import ball, box, cylinder, rod


@kind(
    "mushroom_hall",
    "building",
    width=(12.0, 17.0),
    depth=(12.0, 17.0),
    words=(
        "mushroom hall",
        "great hall",
        "hall",
        "great mushroom",
        "giant mushroom",
        "tree mushroom",
        "mushroom palace",
        "mushroom castle",
        "elder mushroom",
    ),
)
def mushroom_hall(b: Build) -> None:
    """A trunk on spreading roots; bracket caps climb round it like a stair, smaller mushrooms lean on it, a vast cap crowns it."""
    reach = min(b.lot.width, b.lot.depth) / 2 - 0.1
    low = -b.lot.drop
    h = reach * between(b, 1.45, 1.7)
    r = reach * 0.4
    stem = Stem(0, 0.1, r, h, foot=1.22, neck=0.74)
    b.add("walls", "wall", stem.solids(b.lot.drop, segments=26), label="wall")
    skin, pale = cap_paint(b, spotted=True)
    second, pale2 = cap_paint(b, spotted=True, fresh=True)
    light = glow(b)
    _roots(b, stem, reach)
    _brackets(b, stem, reach, second, light)
    x, y, neck = stem.at(h)
    big = reach - 0.15
    tall = big * FLAT["dome"] * 0.95
    cap(b, x, y, h - 0.15, big, tall, form="dome", neck=neck, skin=skin, spots=pale, gills=16, many=1.0)
    for yaw in (-0.5, 0.6):
        eye_dormer(b, x, y, h - 0.15, big, tall, "dome", yaw, up=0.36, size=0.42, skin=second)
    for k, (a, q, e) in enumerate(((0.9, 0.34, 0.62), (2.9, 0.3, 0.7), (4.6, 0.4, 0.5))):
        px, py = x + big * q * cos(a), y + big * q * sin(a)
        size = big * (0.27, 0.2, 0.23)[k]
        z = h + tall * e
        b.add("turrets", "wall", cylinder(size * 0.46, tall * 0.75, at=(px, py, z), segments=14), label="tower")
        cap(b, px, py, z + tall * 0.72, size, size * 1.15, form="bell", neck=size * 0.46, skin=second, name=f"turret_cap_{k + 1}", gills=0)
        for yaw in (0.1,):
            f_x, f_y = px + sin(yaw) * size * 0.46, py - cos(yaw) * size * 0.46
            round_window(b, Wall(f_x, f_y, z + tall * 0.5, yaw, 1.0), r=0.24)
    door = stem.wall(0.55, 0.0)
    round_door(b, door, w=1.9, h=2.7, step=0.0)
    room = reach + (stem.y - stem.at(0.5)[2]) - 0.02
    for k in range(4):
        far = min(0.35 + 0.32 * (k + 1), room)
        b.add(
            "steps",
            "stone",
            door.one(rod((0, 0.4 - far, low - door.z), (0, 0.4 - far, -0.02 - 0.14 * k), 1.15 + 0.1 * k, segments=14)),
            label="stairs",
        )
    for row, z in enumerate((1.9, h * 0.5, h * 0.78)):
        n = (5, 3, 2)[row]
        for k in range(n):
            a = 2 * pi * (k + 0.5 + 0.5 * (row % 2)) / n
            if row == 0 and (a < 0.7 or a > 2 * pi - 0.7):
                continue
            round_window(b, stem.wall(z, a), r=0.42 if row == 0 else 0.34, box_=row == 0)
    for s in (-1, 1):
        top = (s * 1.5, stem.y - stem.r * 1.12 - 0.45)
        b.add("lantern_posts", "timber", rod((*top, low), (*top, 2.3), 0.09, segments=7), label="post")
        b.add("lanterns", light, ball(0.24, at=(*top, 2.45), detail=1), label="lamp")
    moss(b, stem, n=9, skip=0.9)


def _roots(b: Build, stem: Stem, reach: float) -> None:
    """Roots that run out from the trunk, none before the door, with glowing mushrooms between them."""
    low = -b.lot.drop
    light = glow(b)
    skin = tint(b.look.material("wall"), b.look.material("bark").color, 0.35)
    n = 8
    for k in range(n):
        a = 0.62 + (2 * pi - 1.24) * (k + 0.5) / n
        c, s = sin(a), -cos(a)
        far = reach * (0.78 + 0.16 * float(b.rng.random()))
        r0 = stem.r
        p = [
            (stem.x + c * r0 * 0.7, stem.y + s * r0 * 0.7, 2.0),
            (stem.x + c * r0 * 1.3, stem.y + s * r0 * 1.3, 0.75),
            (stem.x + c * far * 0.86, stem.y + s * far * 0.86, 0.28),
            (stem.x + c * far, stem.y + s * far, 0.1),
        ]
        p = [(max(min(q[0], reach - 0.25), -reach + 0.25), max(min(q[1], reach - 0.25), -reach + 0.25), q[2]) for q in p]
        b.add("roots", skin, grounded(tube(p, [0.55, 0.5, 0.3, 0.14], segments=7), low), label="trunk")
        if k % 2:
            t = a + 0.32
            sprout(
                b,
                stem.x + sin(t) * far * 0.86,
                stem.y - cos(t) * far * 0.86,
                between(b, 0.8, 1.5),
                glow=light if chance(b, 0.7) else None,
            )


def _brackets(b: Build, stem: Stem, reach: float, skin, light) -> None:  # type: ignore[no-untyped-def]
    """Shelf caps climbing round the trunk, planked and railed, joined by ladders."""
    n = 4
    for k in range(n):
        e = 0.26 + 0.14 * k
        z = stem.h * e
        a = -0.9 + 1.5 * k
        x, y, r = stem.at(z)
        size = min(reach * (0.34 - 0.02 * k), reach - r * 0.75 - 0.1)
        px, py = x + sin(a) * r * 0.9, y - cos(a) * r * 0.9
        b.add(
            "brackets",
            skin,
            lathe([(size * 0.35, -0.55), (size * 0.92, -0.18), (size, 0.0), (size * 0.95, 0.12)], at=(px, py, z), segments=14),
            label="balcony",
        )
        b.add("decks", "wood", cylinder(size * 0.93, 0.06, at=(px, py, z + 0.1), segments=18), label="floor")
        m = 6
        spots = []
        for j in range(m):
            t = a - pi / 2 + (j / (m - 1) - 0.5) * 3.2
            spots.append((px + size * 0.86 * cos(t), py + size * 0.86 * sin(t)))
        railing(b, spots, z + 0.13)
        b.add("lanterns", light, ball(0.17, at=(px + size * 0.6 * sin(a), py - size * 0.6 * cos(a), z - 0.42), detail=1), label="lamp")
        b.add(
            "lantern_hooks",
            "metal",
            rod(
                (px + size * 0.6 * sin(a), py - size * 0.6 * cos(a), z - 0.3),
                (px + size * 0.6 * sin(a), py - size * 0.6 * cos(a), z - 0.05),
                0.03,
                segments=5,
            ),
            label="lamp",
        )
        round_door(b, stem.wall(z + 0.16, a), w=0.85, h=1.6, name=f"bracket_door_{k + 1}", step=0.0)
    base = stem.wall(0.0, -0.9)
    b.add(
        "ladder",
        "timber",
        grounded(
            base.put(
                *grounded(
                    [rod((s * 0.3, -0.55, -b.lot.drop), (s * 0.3, -0.3, stem.h * 0.26 + 0.7), 0.06, segments=5) for s in (-1, 1)],
                    -b.lot.drop,
                ),
                *[box(0.6, 0.07, 0.06, at=(0, -0.54 + 0.24 * q / (stem.h * 0.26), q)) for q in (0.4, 0.8, 1.2, 1.6, 2.0, 2.4)],
            ),
            -b.lot.drop,
        ),
        label="stairs",
    )
