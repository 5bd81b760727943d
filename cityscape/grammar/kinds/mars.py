"""Where the people of a Mars colony live and grow things: domes, buried cylinders, clusters, glazed gardens."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar import habitat
from cityscape.grammar.kit import Wall, between, chance, pick
from cityscape.grammar.masonry import tower_wall
from cityscape.grammar.recipe import Build, kind
from partgen.solids import Solid, beam, box, cylinder, frustum, hull

FLOOR = 0.3


@kind(
    "habitat_dome",
    "building",
    width=(7.0, 11.5),
    depth=(8.5, 13.0),
    words=("habitat", "habitat dome", "hab", "mars dome", "pressure dome", "home", "house"),
)
def habitat_dome(b: Build) -> None:
    """A ribbed white dome banked with regolith, portholes around it, an airlock to the front and a mast or tanks beside."""
    w, d = b.lot.width, b.lot.depth
    run = 0.75
    r = min(w / 2 - run, (d - 2.0 - run) / 2)
    y = d / 2 - run - r
    h = r * between(b, 0.72, 0.95)
    habitat.berm(b, 0, y, r, run=run, h=0.75)
    ribs = pick(b, 6, 8, 10)
    gores = {0: (), 1: range(0, ribs, 2), 2: (0, ribs // 2)}[int(b.rng.integers(3))]
    habitat.shell(b, 0, y, r, h, FLOOR, ribs=ribs, crown=pick(b, 0.18, 0.24, 0.36), gores=gores)
    habitat.airlock(b, Wall(0, y - r, FLOOR, 0.0, 2.0), out=1.85, back=r * 0.3)
    around = [a for k in range(9) if abs(a := (k - 4) * 2 * pi / 9) > 0.55]
    habitat.portholes(b, 0, y, r, h, FLOOR, around, up=min(1.35, h * 0.42))
    if h > 3.1:
        habitat.portholes(b, 0, y, r, h, FLOOR, [a + 0.35 for a in around[::2]], size=0.26, up=h * 0.68)
    side = 1 if chance(b, 0.5) else -1
    front = -d / 2 + 0.75
    if w / 2 - 1.1 > 1.5:
        for k in range(pick(b, 1, 2, 3)):
            x = side * (w / 2 - 0.5 - 0.85 * k)
            if abs(x) > 1.45:
                habitat.tank(b, x, front + 0.1, -b.lot.drop, 0.36, between(b, 1.3, 1.7) + b.lot.drop, name=f"tank_{k + 1}")
        habitat.beacon(b, -side * (w / 2 - 0.45), front, -b.lot.drop, between(b, 3.6, 5.0) + b.lot.drop)


@kind(
    "habitat_cylinder",
    "building",
    width=(8.0, 14.0),
    depth=(6.4, 9.0),
    words=("habitat cylinder", "habitat module", "buried habitat", "hab module", "crew quarters", "barracks"),
)
def habitat_cylinder(b: Build) -> None:
    """A half-buried white cylinder with ring frames, regolith banked against it, portholes and sun cells on its back."""
    w, d = b.lot.width, b.lot.depth
    run, out = 0.8, 1.5
    r = min((d - out - 2 * run) / 2 + 0.35, 2.4)
    y = d / 2 - run - r
    zc = between(b, 0.7, 1.0)
    x0, x1 = -w / 2 + 0.12, w / 2 - 0.12
    bulge = 1.1
    habitat.vault(b, x0, x1, y, r, zc, bulge=bulge, name="walls")
    habitat.banked(b, x0 + bulge, x1 - bulge, y, r, run=run, h=0.9)
    n = max(2, round((w - 2 * bulge) / 2.3))
    rings = [float(x) for x in np.linspace(x0 + bulge + 0.1, x1 - bulge - 0.1, n + 1)]
    accent = int(b.rng.integers(2))
    habitat.hoops(b, rings[1:-1], y, r, zc)
    habitat.hoops(b, [rings[0], rings[-1]], y, r, zc, paint="accent", wide=0.34)
    lock = pick(b, 0, n - 1, n // 2)
    middles = [(a + c) / 2 for a, c in zip(rings, rings[1:], strict=False)]
    front = Wall(0, y - r, FLOOR, 0.0, w)
    habitat.airlock(b, front.at(middles[lock]), out=d / 2 + y - r - 0.02, back=r * 0.6, h=2.15, w=min(1.8, 0.9 * (rings[1] - rings[0])))
    for k, x in enumerate(middles):
        for yaw, skip in ((0.0, k == lock), (pi, False)):
            if not skip:
                habitat.porthole(b, tower_wall(x, y, zc, r * 0.94, yaw), 0.0, 0.42, 0.34)
    top = zc + r
    for k, x in enumerate(middles):
        if k % 2 == accent or n < 3:
            habitat.panels(b, x, y + 0.1, top - 0.24, min(rings[1] - rings[0] - 0.4, 2.4), 1.5, low=0.34, rise=0.3)
        else:
            b.add(
                "vents",
                "metal",
                cylinder(0.3, 0.55, at=(x, y, top - 0.15), segments=10),
                frustum(0.42, 0.2, 0.2, at=(x, y, top + 0.38), segments=10),
                label="vent",
            )
    b.add("skylight", "glass", cylinder(0.34, 0.1, at=(rings[0] + 0.45, y - r * 0.25, top - 0.12), segments=10), label="window")


@kind(
    "habitat_cluster",
    "building",
    width=(11.5, 17.0),
    depth=(10.0, 14.0),
    words=("habitat cluster", "outpost", "research base"),
)
def habitat_cluster(b: Build) -> None:
    """A main dome, a smaller one and a round silo of rooms, joined by ribbed tubes; one of them glazed, with plants inside."""
    w, d = b.lot.width, b.lot.depth
    s = 1 if chance(b, 0.5) else -1
    run = 0.6
    r1 = min(w * 0.24, (d - 2.4) * 0.36)
    x1, y1 = -s * (w / 2 - run - r1), d / 2 - run - r1
    r2 = min(w * 0.19, d * 0.2)
    x2, y2 = s * (w / 2 - 0.2 - r2), d / 2 - 0.2 - r2
    r3 = min(w * 0.14, d * 0.16, 1.9)
    x3, y3 = s * (w / 2 - 0.2 - r3 - 0.4), -d / 2 + 0.4 + r3
    h1 = r1 * between(b, 0.8, 1.0)
    for a, c in (((x1, y1), (x2, y2)), ((x2, y2), (x3, y3)), ((x1, y1), (x3, y3)))[: 2 if chance(b, 0.5) else 3]:
        habitat.link(b, a, c)
    habitat.berm(b, x1, y1, r1, run=run, h=0.7)
    habitat.shell(b, x1, y1, r1, h1, FLOOR)
    habitat.airlock(b, Wall(x1, y1 - r1, FLOOR, 0.0, 2.0), out=min(d / 2 + y1 - r1 - 0.02, 1.9), back=r1 * 0.4)
    habitat.portholes(b, x1, y1, r1, h1, FLOOR, [-s * a for a in (0.62, 1.25, 1.9, 2.5)], up=h1 * 0.42)
    b.add("plinth", "plinth", cylinder(r2, 0.6 + b.lot.drop, at=(x2, y2, -b.lot.drop), segments=20), label="plinth")
    b.add("bands", "accent", cylinder(r2 + 0.05, 0.2, at=(x2, y2, 0.42), segments=20), label="ornament")
    habitat.planting(b, x2, y2, 0.58, r2 * 0.86, r2 * 0.95, trees=1)
    habitat.glazed(b, x2, y2, 0.6, r2, r2 * 1.0, rows=habitat.SMALL, share=0.45)
    _silo(b, x3, y3, r3, between(b, 3.6, 5.2), tubes=s)


def _silo(b: Build, x: float, y: float, r: float, h: float, *, tubes: int) -> None:
    """A standing cylinder of rooms with bands, portholes in two rows and a shallow dome with a mast."""
    low = -b.lot.drop
    b.add("silo", "wall2", cylinder(r, h - low, at=(x, y, low), segments=20), label="wall")
    for z in (0.25, h * 0.52, h - 0.2):
        b.add("bands", "accent", cylinder(r + 0.06, 0.2, at=(x, y, z), segments=20), label="ornament")
    for z in (1.35, h * 0.75):
        for a in (-0.5, 0.5, 1.6, 2.7, -1.6):
            habitat.porthole(b, tower_wall(x, y, 0, r, a), 0.0, z, 0.28)
    b.add("roof", "roof", frustum(r + 0.1, r * 0.5, r * 0.45, at=(x, y, h), segments=20), label="roof")
    habitat.dish(b, x, y, h + r * 0.43, min(r * 0.75, 0.95), yaw=0.5 * tubes)
    _ = tubes


@kind(
    "garden_dome",
    "building",
    width=(8.0, 17.0),
    depth=(9.5, 18.0),
    words=("garden dome", "greenhouse", "biodome", "biosphere", "greenhouse dome", "glass dome", "arboretum", "terrarium"),
)
def garden_dome(b: Build) -> None:
    """A great geodesic dome over a garden with trees, on a white ring wall, with an airlock and smaller service pods."""
    w, d = b.lot.width, b.lot.depth
    run = 0.7
    r = min(w / 2 - run, (d - 2.1 - run) / 2)
    y = d / 2 - run - r
    base = 0.85
    habitat.berm(b, 0, y, r, run=run, h=0.5)
    b.add("ring_wall", "wall", cylinder(r, base + b.lot.drop, at=(0, y, -b.lot.drop), segments=26), label="wall")
    b.add("bands", "accent", cylinder(r + 0.06, 0.22, at=(0, y, base - 0.25), segments=26), label="ornament")
    h = r * between(b, 0.78, 0.92)
    big = r > 4.2
    habitat.planting(b, 0, y, base - 0.02, r * 0.9, h * 0.95, trees=5 if big else 1)
    if big:
        b.add("path", "path", box(1.2, r * 1.5, 0.24, at=(0, y, base - 0.02)), label="path")
    habitat.glazed(b, 0, y, base, r, h, rows=habitat.LARGE if big else habitat.SMALL, share=0.42, bar=0.13 if big else 0.1)
    habitat.airlock(b, Wall(0, y - r, FLOOR, 0.0, 2.0), out=1.95, back=0.8, h=2.35, w=2.0)
    for s in (-1, 1):
        x, yy = s * (w / 2 - 0.75), -d / 2 + 0.8
        if abs(x) > 2.3:
            habitat.tank(b, x, yy, -b.lot.drop, 0.55, 1.9 + b.lot.drop, name="tanks")
            b.add("pipes", "metal", beam((x, yy, 0.6), (x * 0.62, y - r * 0.7, 0.6), 0.16, 0.16), label="pipe")


@kind(
    "grow_tunnel",
    "building",
    width=(4.4, 7.0),
    depth=(7.5, 13.0),
    words=("grow tunnel", "polytunnel", "hydroponics", "mars greenhouse", "hydroponic farm"),
)
def grow_tunnel(b: Build) -> None:
    """A barrel of hoops and glass over rows of green, half its panes rolled open, a white airlock before it."""
    w, d = b.lot.width, b.lot.depth
    low, base, out = -b.lot.drop, 0.55, 1.5
    r = w / 2 - 0.2
    y0, y1 = -d / 2 + out + 0.1, d / 2 - 0.15
    length = y1 - y0
    y = (y0 + y1) / 2
    b.add("plinth", "wall", box(2 * r + 0.16, length, base - low, at=(0, y, low)), label="wall")
    h = min(r * 1.05, 2.9)
    steps = 8
    arc = [(-r * cos(pi * k / steps), base - 0.02 + h * sin(pi * k / steps)) for k in range(steps + 1)]
    n = max(3, round(length / 1.7))
    hoops: list[Solid] = []
    panes: list[Solid] = []
    for k in range(n + 1):
        yy = y0 + 0.08 + (length - 0.16) * k / n
        hoops += [beam((a[0], yy, a[1]), (c[0], yy, c[1]), 0.12, 0.1) for a, c in zip(arc, arc[1:], strict=False)]
        if k == n:
            continue
        ya, yb = yy + 0.02, y0 + 0.08 + (length - 0.16) * (k + 1) / n - 0.02
        for j in range(steps):
            if 1 < j < 6 and k not in (0, n - 1) and b.rng.random() < 0.9:
                continue
            (xa, za), (xb, zb) = arc[j], arc[j + 1]
            panes.append(
                hull([(px * q, py, base + (pz - base) * q) for px, pz in ((xa, za), (xb, zb)) for py in (ya, yb) for q in (0.985, 1.0)])
            )
    for e in (2, 4, 6):
        hoops.append(box(0.09, length - 0.12, 0.09, at=(arc[e][0], y, arc[e][1] - 0.05)))
    for yy in (y0 + 0.08, y1 - 0.08):
        panes.append(hull([(px * 0.97, yy + q, base - 0.02 + (pz - base) * 0.97) for px, pz in arc for q in (-0.02, 0.02)]))
    b.add("glass_panes", habitat.glazing(b), panes, label="window")
    b.add("hoops", "frame", hoops, label="frame")
    rows = 3 if w > 5.2 else 2
    for k in range(rows):
        x = (k - (rows - 1) / 2) * (2 * r - 0.9) / rows
        wide = (2 * r - 0.9) / rows - 0.45
        b.add("beds", "trim", box(wide, length - 0.7, 0.3, at=(x, y, base - 0.01)), label="bed")
        m = max(4, round(length / 0.62))
        for i in range(m):
            yy = y0 + 0.6 + (length - 1.2) * i / (m - 1)
            tall = between(b, 0.35, 0.65)
            leaf = [
                hull(
                    [(x + p * wide * 0.46, yy + q * 0.26, base + 0.27) for p in (-1, 1) for q in (-1, 1)]
                    + [(x + p * 0.12, yy, base + 0.27 + tall) for p in (-1, 1)]
                )
            ]
            b.add("plants", "foliage", leaf, label="leaf")
            if k == 1 and i % 2:
                b.add(
                    "fruit",
                    b.look.material("flower", color="#d8402f"),
                    cylinder(0.09, 0.14, at=(x, yy, base + 0.2 + tall), segments=6),
                    label="fruit",
                )
    habitat.airlock(b, Wall(0, y0, 0.12, 0.0, 2.0), out=out, back=0.15, h=2.2, w=1.8)
    b.add("fan", "metal", Wall(0, y1, base, pi, w).one(box(0.9, 0.3, 0.9, at=(0, 0.04, 0.3))), label="machine")


@kind(
    "command_tower",
    "building",
    width=(8.5, 13.0),
    depth=(9.0, 13.0),
    words=("command tower", "control tower", "mission control", "command centre", "command center", "headquarters", "town hall"),
)
def command_tower(b: Build) -> None:
    """A flared tower with a glazed control ring, a dish and a mast, over a low round hall."""
    w, d = b.lot.width, b.lot.depth
    low, run = -b.lot.drop, 0.5
    r = min(w / 2 - run, (d - 2.0 - run) / 2)
    y = d / 2 - run - r
    hall = 2.9
    habitat.berm(b, 0, y, r, run=run, h=0.6)
    b.add("hall", "wall", cylinder(r, hall - low, at=(0, y, low), segments=26), label="wall")
    b.add("bands", "accent", cylinder(r + 0.07, 0.28, at=(0, y, hall - 0.34), segments=26), label="ornament")
    b.add("deck", "roof_flat", frustum(r - 0.15, r - 0.6, 0.35, at=(0, y, hall - 0.02), segments=26), label="roof")
    for k in range(13):
        a = 2 * pi * k / 13
        if 0.45 < a < 2 * pi - 0.45:
            habitat.porthole(b, tower_wall(0, y, 0, r, a), 0.0, 1.55, 0.36)
    habitat.airlock(b, Wall(0, y - r, FLOOR, 0.0, 2.2), out=1.9, back=0.5, w=2.2, h=2.5)
    tall = hall + between(b, 5.0, 7.5) * {"small": 0.8, "medium": 1.0, "large": 1.25}[b.lot.size]
    q = r * 0.42
    b.add("shaft", "wall2", frustum(q, q * 0.72, tall - hall + 0.3, at=(0, y, hall), segments=20), label="tower")
    for k in range(1, 4):
        z = hall + (tall - hall) * k / 4
        b.add(
            "bands", "accent" if k == 2 else "trim", cylinder(q * (1 - 0.07 * k) + 0.06, 0.2, at=(0, y, z), segments=20), label="ornament"
        )
    top = r * 0.72
    b.add("gallery", "wall", frustum(q * 0.75, top, 0.9, at=(0, y, tall - 0.3), segments=22), label="wall")
    b.add("control_windows", "glass", frustum(top - 0.05, top * 1.05, 1.25, at=(0, y, tall + 0.59), segments=22), label="window")
    bars = []
    for k in range(12):
        t = 2 * pi * k / 12
        bars.append(
            beam((top * cos(t), y + top * sin(t), tall + 0.58), (top * 1.06 * cos(t), y + top * 1.06 * sin(t), tall + 1.86), 0.1, 0.1)
        )
    b.add("window_bars", "frame", bars, label="frame")
    b.add("roof", "roof", frustum(top * 1.12, top * 0.55, 0.6, at=(0, y, tall + 1.83), segments=22), label="roof")
    b.add("bands", "accent", cylinder(top * 1.13, 0.16, at=(0, y, tall + 1.8), segments=22), label="ornament")
    habitat.dish(b, 0.15 * top, y + 0.1 * top, tall + 2.4, top * 0.6, yaw=between(b, -0.6, 0.6))
    habitat.beacon(b, -top * 0.45, y, tall + 2.2, between(b, 2.4, 3.2))
    habitat.panels(b, -r * 0.62, y - r * 0.3, hall + 0.2, r * 0.4, 1.2, low=0.3, rise=0.3)
