"""Holy places of a Japanese old town: pagoda, shrine, torii."""

from __future__ import annotations

from math import pi

import numpy as np

from cityscape.grammar.kit import SIDES, Block, between, shade, steps
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.sashes import lattice, paper_lantern
from cityscape.grammar.shapes import lathe
from cityscape.grammar.swept import ridge_tiles, swept
from cityscape.world.material import Material
from partgen.solids import Solid, ball, beam, box, cylinder, frustum, hull, rod


def vermilion(b: Build) -> Material:
    """The red of shrines: the theme's accent."""
    return b.look.material("accent")


@kind("pagoda", "building", width=(8.0, 11.0), depth=(8.0, 11.0), words=("pagoda", "buddhist temple", "japanese temple", "temple tower"))
def pagoda(b: Build) -> None:
    """Five (or three) storeys under wide swept roofs, on a stone terrace, with a ringed bronze finial."""
    lot = b.lot
    n = 3 if lot.size == "small" else 5
    base = 1.0
    edge = min(lot.width, lot.depth)
    low = -lot.drop
    over = 0.17 * edge
    w = edge - 2 * over - 0.7
    red = vermilion(b)
    tiles = shade(b.look.material("roof"), 0.72)
    terrace = Block(0, 0.0, w + 2.1, w + 2.1, low, base)
    b.add("plinth", "plinth", terrace.solid(), label="plinth")
    for i in (-1, 1):
        e = terrace.w / 2
        b.add("plinth_rim", "stone", box(2 * e + 0.14, 0.4, 0.16, at=(0, i * (e - 0.13), base - 0.14)), label="plinth")
        b.add("plinth_rim", "stone", box(0.4, 2 * e - 0.662, 0.16, at=(i * (e - 0.13), 0, base - 0.14)), label="plinth")
    k = Block(0, 0, w, w, base, base + 2.7)
    for s in range(n):
        h = k.z1 - k.z0
        b.add("walls", "wall", k.solid(), label="wall")
        for side in SIDES:
            f = k.wall(side)
            bars = [box(0.2, 0.14, h - 0.02, at=((i / 3 - 0.5) * (k.w - 0.2), -0.02, 0.0)) for i in range(4)]
            cell = (k.w - 0.2) / 3
            bars += [box(cell - 0.204, 0.12, 0.16, at=((i - 1) * cell, -0.02, z)) for z in (0.0, h - 0.5) for i in range(3)]
            b.add("posts", red, f.put(*bars), label="post")
            dw = k.w / 3 - 0.24
            b.add("doors", "door", f.one(box(dw, 0.06, h - 0.7, at=(0, -0.02, 0.16))), label="door")
            b.add(
                "windows",
                shade(b.look.material("wood"), 0.55),
                f.put(*[box(dw * 0.8, 0.06, h * 0.4, at=(q * k.w / 3, -0.02, 0.3 * h)) for q in (-1, 1)]),
                label="window",
            )
            if s:
                g = f.at(length=f.length + 0.72)
                rail = [box(g.length, 0.06, 0.07, at=(0, -0.33, z)) for z in (0.52, 0.24)]
                rail += [box(0.08, 0.06, 0.62, at=((i / 4 - 0.5) * (g.length - 0.08), -0.392, 0)) for i in range(5)]
                b.add("railings", red, g.put(*rail), label="railing")
            c = k.wall(side, z=k.z1 - (0.6 if s == n - 1 else 0.36))
            for q in range(1 if s == n - 1 else 2):
                b.add(
                    "brackets",
                    red if q else "wood",
                    c.one(box(k.w + 0.3 + 0.5 * q, 0.22, 0.15, at=(0, -0.12 - 0.24 * q, 0.18 * q))),
                    label="bracket",
                )
        last = s == n - 1
        eaves = over * (1 - 0.05 * s)
        nw = k.w * 0.87
        if last:
            roof = swept(k, 0.5 * k.w, hip=1.0, eaves=eaves, lift=0.36, hollow=0.45, thick=0.16)
        else:
            roof = swept(k, 0.82, hip=1.0, eaves=eaves, lift=0.36, hollow=0.4, thick=0.16, rows=2, inner=nw / 2 - 0.02)
        b.add("roofs", "roof", roof.cover, label="roof")
        for line in roof.hips:
            b.add(
                "roof_ridges",
                tiles,
                [rod(p + (0, 0, 0.02), q + (0, 0, 0.02), 0.12, segments=6) for p, q in zip(line, line[1:], strict=False)],
                label="roof",
            )
        if last:
            _finial(b, roof.top - 0.3, 0.36 * w + 2.4)
        else:
            z = k.z1 + 0.82
            b.add("balconies", "wood", box(nw + 0.85, nw + 0.85, 0.16, at=(0, 0, z + 0.02)), label="balcony")
            k = Block(0, 0, nw, nw, k.z1 - 0.02, z + 1.95)
            b.add("walls", "wall", k.at(z1=z + 0.1).solid(), label="wall")
            k = k.at(z0=z + 0.16)
    steps(b, terrace.wall("front", z=0.0), 0, 2.0, base, room=lot.depth / 2 - terrace.d / 2 - 0.02, tread=0.3)


def _finial(b: Build, z: float, h: float) -> None:
    """The bronze mast: a square dew basin, a bowl, nine rings and a flame."""
    m = b.look.material("metal", color="#9a7b3f")
    b.add("finial", m, box(0.9, 0.9, 0.5, at=(0, 0, z)), ball(0.4, 0.4, 0.3, at=(0, 0, z + 0.55), detail=1), label="ornament")
    b.add("finial", m, rod((0, 0, z + 0.4), (0, 0, z + h), 0.07, segments=6), label="ornament")
    for k in range(7):
        r = 0.42 - 0.03 * k
        b.add("finial", m, cylinder(r, 0.08, at=(0, 0, z + 1.0 + k * (h - 1.9) / 7), segments=10), label="ornament")
    b.add("finial", m, ball(0.16, 0.16, 0.26, at=(0, 0, z + h), detail=1), label="ornament")


@kind(
    "shinto_shrine",
    "building",
    width=(9.0, 14.0),
    depth=(11.0, 16.0),
    words=("shinto shrine", "shrine", "jinja", "japanese shrine", "inari shrine"),
)
def shinto_shrine(b: Build) -> None:
    """A red hall under a great hipped gable, its porch roof, a torii and stone lanterns before it, a raked forecourt."""
    lot = b.lot
    low = -lot.drop
    red = vermilion(b)
    base, h = 0.85, 3.0
    over = 1.25
    y1 = lot.depth / 2 - over
    deep = lot.depth * 0.4
    hall = Block(0, y1 - deep / 2, lot.width - 2 * over - 0.4, deep, base, base + h)
    deck = Block(0, hall.y - 0.25, hall.w + 1.3, hall.d + 1.5, base - 0.16, base)
    b.add("plinth", "plinth", box(deck.w - 0.4, deck.d - 0.4, base - 0.14 - low, at=(deck.x, deck.y, low)), label="plinth")
    b.add("floor", "wood", deck.solid(), label="floor")
    b.add("walls", "wall", hall.solid(), label="wall")
    for side in SIDES:
        f = hall.wall(side)
        bays = 5 if side in ("front", "back") else 3
        step = f.length / bays
        bars = [box(0.24, 0.2, h, at=((i / bays - 0.5) * (f.length - 0.1), -0.03, 0.0)) for i in range(bays + 1)]
        bars += [box(f.length + 0.1, 0.16, 0.18, at=(0, -0.03, z)) for z in (0.02, 2.05, h - 0.2)]
        b.add("posts", red, f.put(*bars), label="post")
        for i in range(bays):
            x = (i + 0.5 - bays / 2) * step
            if side == "front" and i in (1, 2, 3):
                b.add("doors", "door", f.one(box(step - 0.3, 0.08, 1.82, at=(x, -0.02, 0.2))), label="door")
                b.add(
                    "door_bars",
                    shade(b.look.material("door"), 0.55),
                    f.put(*[box(step - 0.3, 0.03, 0.06, at=(x, -0.07, z)) for z in (0.8, 1.3, 1.7)]),
                    label="lattice",
                )
            elif side != "back":
                lattice(b, f, x, 0.85, step - 0.5, 1.05)
    roof = swept(hall, hall.d * 0.5, hip=0.5, eaves=over, lift=0.42, hollow=0.42, thick=0.2)
    b.add("roof", "roof", roof.cover, label="roof")
    b.add("gables", red, roof.gables, label="wall")
    ridge_tiles(b, roof, tile=shade(b.look.material("roof"), 0.7), h=0.42, w=0.34)
    p, q = roof.ridge
    for e, s in ((p, 1), (q, -1)):
        for d in (-1, 1):
            c = e + (s * 0.35, 0, 0.1)
            b.add("finials", "timber", beam(c + (0, -d * 0.3, -0.1), c + (0, d * 0.75, 1.3), 0.14, 0.16), label="ornament")
    n = int((q[0] - p[0] - 1.4) / 0.9)
    for k in range(n):
        x = p[0] + 0.7 + (q[0] - p[0] - 1.4) * (k + 0.5) / n
        b.add("billets", "timber", rod((x, p[1] - 0.42, p[2] + 0.5), (x, p[1] + 0.42, p[2] + 0.5), 0.13, segments=8), label="ornament")
    _porch(b, hall, base, h, red)
    for side in ("left", "right"):
        f = deck.wall(side, z=base)  # type: ignore[arg-type]
        m = round(f.length / 0.6)
        b.add(
            "railings",
            red,
            f.put(
                box(f.length, 0.08, 0.08, at=(0, 0.06, 0.62)),
                *[box(0.07, 0.07, 0.64, at=((i / m - 0.5) * (f.length - 0.08), 0.06, 0.0)) for i in range(m + 1)],
            ),
            label="railing",
        )
    front = deck.wall("front", z=0.0)
    room = lot.depth / 2 + front.y - 1.9
    steps(b, front, 0, 3.0, base, room=min(1.5, room), tread=0.3)
    y = -lot.depth / 2 + 0.75
    gate_solids(b, 0.0, y, min(4.4, lot.width * 0.42), 4.2, red)
    for s in (-1, 1):
        x = s * min(lot.width / 2 - 0.6, lot.width * 0.36)
        lantern_solids(b, x, y + 0.3, 2.1)
        fox(b, s * min(2.1, lot.width * 0.2), front.y - 0.75, s)
    b.add(
        "forecourt",
        "path",
        box(2.2, front.y - 0.2 - (-lot.depth / 2 + 0.1), 0.1 - low, at=(0, (front.y - 1.0 - lot.depth / 2 + 0.1 + 0.8) / 2, low)),
        label="path",
    )


def _porch(b: Build, hall: Block, base: float, h: float, red: Material) -> None:
    """A roof on two posts over the steps, with a bell rope and a rice-straw rope."""
    w, out = 3.8, 1.5
    low = -b.lot.drop
    y = hall.y0 - out
    b.add("porch_posts", red, [box(0.24, 0.24, base + h + 0.05 - low, at=(s * (w / 2 - 0.2), y + 0.2, low)) for s in (-1, 1)], label="post")
    b.add("porch_posts", red, box(w + 0.3, 0.22, 0.3, at=(0, y + 0.2, base + 2.5)), label="post")
    b.add("porch_posts", red, [box(0.2, out, 0.24, at=(s * (w / 2 - 0.2), hall.y0 - out / 2, base + 2.55)) for s in (-1, 1)], label="post")
    e = w / 2 + 0.5
    rows = [(hall.y0 - 0.3, base + h + 0.62), (y + 0.3, base + h + 0.06), (y - 0.36, base + h - 0.1)]
    for (ya, za), (yb, zb) in zip(rows, rows[1:], strict=False):
        b.add(
            "porch_roof",
            "roof",
            hull([(s * e, yy, z + t) for s in (-1, 1) for yy, z in ((ya, za), (yb, zb)) for t in (0, 0.17)]),
            label="roof",
        )
    b.add("rope", "fence", rod((-w / 2 + 0.3, y + 0.05, base + 2.42), (w / 2 - 0.3, y + 0.05, base + 2.42), 0.13, segments=8), label="rope")
    b.add(
        "paper_streamers", "trim", [box(0.14, 0.03, 0.42, at=(x, y + 0.03, base + 1.98)) for x in (-0.9, -0.3, 0.3, 0.9)], label="ornament"
    )
    b.add("offering_box", "wood", box(1.3, 0.6, 0.62, at=(0, hall.y0 - 0.45, base)), label="crate")
    for s in (-1, 1):
        paper_lantern(b, s * (w / 2 - 0.65), y + 0.2, base + 2.52, r=0.2, h=0.52)


def gate_solids(b: Build, x: float, y: float, w: float, h: float, red: Material) -> None:
    """A torii at (x, y): two leaning pillars on dark feet, a tie beam, and a double lintel that rises at its ends."""
    low = -b.lot.drop
    half = w / 2 - 0.62
    dark = shade(b.look.material("timber"), 0.6)
    for s in (-1, 1):
        foot, head = (x + s * (half + 0.05), y), (x + s * (half - 0.1), y)
        b.add("pillars", red, rod((*foot, 0.04), (*head, h - 0.42), 0.2, end=0.17, segments=10), label="post")
        b.add("feet", dark, frustum(0.3, 0.27, 0.42 - low, at=(foot[0], y, low), segments=10), label="base")
    b.add("tie_beam", red, box(w - 0.5, 0.2, 0.28, at=(x, y, h * 0.72)), label="beam")
    b.add("tablet", "sign", box(0.42, 0.1, h * 0.13, at=(x, y - 0.06, h * 0.72 + 0.26)), label="sign")
    b.add("tie_beam", red, box(0.24, 0.14, h * 0.2, at=(x, y + 0.03, h * 0.72 + 0.2)), label="beam")
    for name, m, z0, t, e, deep in (
        ("lintel", red, h - 0.46, 0.24, w / 2 - 0.2, 0.3),
        ("lintel_cap", dark, h - 0.22, 0.2, w / 2 - 0.02, 0.42),
    ):
        up = [0.2, 0.04, 0.0, 0.0, 0.04, 0.2]
        at = np.array([-1.0, -0.75, -0.35, 0.35, 0.75, 1.0]) * e
        b.add(
            name,
            m,
            [
                hull([(x + at[i], y + d, z0 + up[i] + q) for i in (k, k + 1) for d in (-deep / 2, deep / 2) for q in (0.0, t)])
                for k in range(5)
            ],
            label="beam",
        )


def lantern_solids(b: Build, x: float, y: float, h: float) -> None:
    """A stone lantern: foot, shaft, lit box with openings, swept cap and jewel."""
    low = -b.lot.drop
    e = h / 2.1
    b.add(
        "lantern_foot",
        "stone",
        lathe(
            [
                (0.4 * e, low - 1e-9),
                (0.4 * e, 0.14 * e),
                (0.32 * e, 0.24 * e),
                (0.15 * e, 0.32 * e),
                (0.13 * e, 0.98 * e),
                (0.3 * e, 1.12 * e),
                (0.34 * e, 1.22 * e),
            ],
            at=(x, y, 0),
            segments=8,
        ),
        label="base",
    )
    b.add("lantern_light", "lamp", cylinder(0.2 * e, 0.34 * e, at=(x, y, 1.21 * e), segments=6), label="lamp")
    corners = [
        box(0.07 * e, 0.07 * e, 0.36 * e, at=(x + 0.2 * e * np.cos(t), y + 0.2 * e * np.sin(t), 1.2 * e)) for t in np.arange(6) * pi / 3
    ]
    b.add("lantern_foot", "stone", corners, label="base")
    cap = [
        frustum(0.46 * e, 0.4 * e, 0.07 * e, at=(x, y, 1.55 * e), segments=6),
        frustum(0.4 * e, 0.16 * e, 0.18 * e, at=(x, y, 1.62 * e), segments=6),
        frustum(0.16 * e, 0.08 * e, 0.12 * e, at=(x, y, 1.8 * e), segments=6),
    ]
    b.add("lantern_cap", "stone", cap, ball(0.11 * e, 0.11 * e, 0.15 * e, at=(x, y, 1.98 * e), detail=0), label="roof")


def fox(b: Build, x: float, y: float, s: float) -> None:
    """A sitting guardian of stone on its pedestal, with a red bib."""
    low = -b.lot.drop
    b.add("pedestals", "stone", box(0.62, 0.7, 0.75 - low, at=(x, y, low)), label="base")
    body: list[Solid] = [
        hull([(x + i * 0.17, y + j, z) for i in (-1, 1) for j, z in ((-0.2, 0.74), (0.28, 0.74), (0.12, 1.2), (-0.12, 1.35))])
    ]
    body += [
        ball(0.16, 0.2, 0.17, at=(x, y - 0.14, 1.5), detail=1),
        hull([(x + i * 0.04, y - 0.22 - q, 1.45 + z) for i in (-1, 1) for q, z in ((0.0, 0.06), (0.0, -0.04), (0.18, -0.02))]),
    ]
    body += [
        hull([(x + s2 * 0.1 + i, y - 0.1 + j, 1.58) for i in (-0.05, 0.05) for j in (-0.03, 0.04)] + [(x + s2 * 0.12, y - 0.08, 1.82)])
        for s2 in (-1, 1)
    ]
    body.append(ball(0.1, 0.2, 0.3, at=(x + s * 0.14, y + 0.26, 1.05), detail=1))
    b.add("guardians", "stone", body, label="statue")
    b.add("bibs", vermilion(b), ball(0.17, 0.12, 0.12, at=(x, y - 0.16, 1.3), detail=1), label="fabric")


@kind("torii", "furniture", width=(3.2, 5.4), depth=(0.9, 1.4), words=("torii", "torii gate", "shrine gate"), stand="square")
def torii(b: Build) -> None:
    """A gate of vermilion beams."""
    gate_solids(b, 0.0, 0.0, b.lot.width, b.lot.width * between(b, 0.86, 0.95), vermilion(b))


@kind("stone_lantern", "furniture", width=(0.9, 1.2), depth=(0.9, 1.2), words=("stone lantern", "toro", "japanese lantern"), stand="post")
def stone_lantern(b: Build) -> None:
    """A lantern of granite, mossy at its foot."""
    e = min(b.lot.width, b.lot.depth)
    lantern_solids(b, 0.0, 0.0, 2.1 * e * between(b, 0.85, 0.95))
