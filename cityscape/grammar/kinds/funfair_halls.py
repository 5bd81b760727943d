"""Show houses of a funfair: big top, haunted house, castle gate."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.facade import Block
from cityscape.grammar.fairground import bulbs, candies, cream, pennant, row, scallops, striped, valance
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import tube
from cityscape.grammar.signage import sign
from cityscape.grammar.truss import planted
from cityscape.world.material import Material
from partgen.solids import ball, box, cone, cylinder, frustum, hull, rod, taper


@kind("big_top", "building", width=(10, 18), depth=(10, 18), words=("big top", "circus", "circus tent", "marquee", "show tent"))
def big_top(b: Build) -> None:
    """A circus tent: striped wall and swooping striped roof about a king pole, flags all round, a curtained porch."""
    r = min(b.lot.width, b.lot.depth - 1.6) / 2 - 0.5
    white = cream(b)
    one, two = (candies(b, 2) * 2)[:2]
    y0 = min(0.8, b.lot.depth / 2 - r - 0.3)
    low = -b.lot.drop
    n = 20
    b.add("plinth", "plinth", cylinder(r + 0.25, 0.15 - low, at=(0, y0, low), segments=28), label="plinth")
    striped(b, "wall", "wall", (one, white), [(r * 0.97, 0.14), (r * 0.97, 2.7)], n=n, at=(0, y0, 0))
    top = 0.62 * r + 3.4
    rise = top - 2.7
    prof = [(r, 2.68), (r * 0.72, 2.7 + rise * 0.22), (r * 0.4, 2.7 + rise * 0.5), (r * 0.15, 2.7 + rise * 0.82), (0.16, top)]
    striped(b, "roof", "roof", (one, white), prof, n=n, at=(0, y0, 0))
    scallops(b, "scallops", (two, white), r * 0.99, 2.72, n=n, h=0.5, at=(0, y0))
    b.add("collar", two, cylinder(r * 0.17, 0.3, at=(0, y0, 2.7 + rise * 0.78), segments=12), label="band")
    pennant(b, 0, y0, top - 0.1, h=1.8, size=1.1, paint=two)
    bulbs(b, [(r * 1.01 * cos(2 * pi * k / n), y0 + r * 1.01 * sin(2 * pi * k / n), 2.74) for k in range(n)], r=0.1)
    for k in range(8):
        t = pi / 8 + pi / 4 * k
        x, y = r * 0.985 * cos(t), y0 + r * 0.985 * sin(t)
        pennant(b, x, y, 2.6, h=1.3, size=0.6, paint=(two, one)[k % 2], name=f"flags_{'ab'[k % 2]}")
    w, face = min(3.4, r * 0.7), y0 - r * 0.9
    front = -b.lot.depth / 2 + 0.35
    porch = Block(w, face - front, 0, 2.6, 0, (face + front) / 2)
    b.add("porch_wall", one, [box(0.16, porch.sy, 2.6 - low, at=(s * (w / 2 - 0.08), porch.y, low)) for s in (-1, 1)], label="wall")
    tri = [(-w / 2 - 0.2, 2.55), (w / 2 + 0.2, 2.55), (0.0, 4.0)]
    b.add("porch_roof", white, hull([(x, y, z) for x, z in tri for y in (front - 0.1, face + 0.5)]), label="roof")
    b.add(
        "porch_board",
        two,
        hull([(x * 0.86, y, 2.62 + (z - 2.55) * 0.86) for x, z in tri for y in (front - 0.18, front - 0.08)]),
        label="sign",
    )
    b.add("star", "lamp", cylinder(0.32, 0.1, segments=5).turned(roll=pi / 2).moved(0, front - 0.16, 3.1), label="lamp")
    b.add(
        "curtains",
        two,
        [
            hull(
                [
                    (s * x, y, z)
                    for x, z in ((w / 2 - 0.1, 0.05), (w / 2 - 0.1, 2.55), (0.1, 2.55), (w * 0.3, 1.0))
                    for y in (front + 0.25, front + 0.33)
                ]
            )
            for s in (-1, 1)
        ],
        label="curtain",
    )
    b.add("porch_dark", b.look.material("door", color="#4a2f3d"), box(w - 0.3, 0.1, 2.5, at=(0, front + 0.5, 0.03)), label="door")
    valance(b, "porch_cloth", (two, white), -w / 2 - 0.15, w / 2 + 0.15, front - 0.14, 2.66, h=0.35)
    bulbs(
        b,
        [
            *row((-w / 2 - 0.2, front - 0.12, 2.62), (0, front - 0.12, 4.08), 0.45),
            *row((w / 2 + 0.2, front - 0.12, 2.62), (0, front - 0.12, 4.08), 0.45),
        ],
        name="porch_bulbs",
    )
    for k in range(n // 2):
        t = 2 * pi * (k + 0.5) / (n // 2)
        far = r + 0.42
        if abs(t - 1.5 * pi) < 0.35:
            continue
        b.add(
            "guys",
            white,
            planted(low, rod((r * 0.99 * cos(t), y0 + r * 0.99 * sin(t), 2.66), (far * cos(t), y0 + far * sin(t), low), 0.03, segments=5)),
            label="rope",
        )


@kind(
    "haunted_house", "building", width=(8, 12), depth=(7.5, 10.5), words=("haunted house", "ghost house", "ghost train", "house of horror")
)
def haunted_house(b: Build) -> None:
    """A crooked mansion that widens upwards, with a steep mansard, a bent spire, green-lit windows and a mouth for a door."""
    w, d = b.lot.width - 1.7, b.lot.depth - 3.0
    low = -b.lot.drop
    boards = b.look.material("wall", color="#7a688f", pattern="planks")
    dark = b.look.material("roof", color="#43395c")
    trim = b.look.material("trim", color="#d9c9e8")
    slime = b.look.material("lamp", color="#b8f06a").model_copy(update={"name": "light-slime", "emission": 0.9})
    y0 = 0.5
    b.add(
        "plinth", b.look.material("stone", color="#8d8496"), box(w * 0.92 + 0.3, d * 0.92 + 0.3, 0.5 - low, at=(0, y0, low)), label="plinth"
    )
    h = 4.6
    b.add("walls", boards, taper(w * 0.88, d * 0.88, w, d, h, at=(0, y0, 0.49)), label="wall")
    z = 0.49 + h
    b.add("cornice", trim, box(w + 0.35, d + 0.35, 0.25, at=(0, y0, z)), label="cornice")
    b.add("roof", dark, taper(w + 0.2, d + 0.2, w * 0.62, d * 0.55, 2.3, at=(0, y0, z + 0.24)), label="roof")
    b.add("roof_crest", trim, box(w * 0.66, d * 0.6, 0.16, at=(0, y0, z + 2.52)), label="cornice")
    spikes = [cone(0.09, 0.55, at=(x, y0 + s * d * 0.28, z + 2.66), segments=5) for x in np.linspace(-w * 0.3, w * 0.3, 7) for s in (-1, 1)]
    b.add("roof_crest", trim, spikes, label="ornament")
    s = 1 if b.rng.random() < 0.5 else -1
    tx, ty = s * (w * 0.4 - 0.25), y0 - d * 0.36
    b.add("tower", boards, taper(1.9, 1.9, 2.5, 2.5, h + 2.8, at=(tx, ty, 0.3)), label="tower")
    tz = h + 3.1
    b.add("cornice", trim, box(2.8, 2.8, 0.22, at=(tx, ty, tz)), label="cornice")
    bend = -s * 0.5
    levels = [(1.45, 0.0, 0.0), (0.75, 1.5, 0.1), (0.36, 2.8, 0.45), (0.0, 4.2, 1.0)]
    for (r0, z0, k0), (r1, z1, k1) in zip(levels, levels[1:], strict=False):
        pts = [
            (tx + bend * k + r * i, ty + r * j, tz + 0.2 + zz)
            for r, zz, k in ((r0, z0, k0), (max(r1, 0.02), z1, k1))
            for i in (-1, 1)
            for j in (-1, 1)
        ]
        b.add("tower_roof", dark, hull(pts), label="roof")
    face = y0 - d * 0.44

    def leaning(x: float, zz: float, ww: float, hh: float, tilt: float, *, y: float) -> None:
        out = [box(ww + 0.26, 0.12, hh + 0.26, at=(0, 0, -0.13)), box(ww, 0.16, hh, at=(0, -0.03, 0))]
        bars = [box(0.07, 0.2, hh, at=(0, -0.03, 0)), box(ww, 0.2, 0.07, at=(0, -0.03, hh * 0.5))]
        for label, paint, solids in (("frame", trim, out[:1]), ("window", slime, out[1:]), ("frame", trim, bars)):
            b.add(
                f"{label}s" + ("_lit" if label == "window" else ""),
                paint,
                [q.turned(0, pitch=tilt).moved(x, y, zz) for q in solids],
                label=label,
            )

    for k, x in enumerate((-s * w * 0.3, -s * w * 0.05)):
        leaning(x, 3.2, 0.8, 1.15, (0.12, -0.1)[k], y=face - d * 0.045)
    leaning(tx, 2.2, 0.65, 1.0, 0.1, y=ty - 1.1)
    leaning(tx, 5.2, 0.8, 1.2, -0.08, y=ty - 1.2)
    for side in (-1, 1):
        for u in (-0.22, 0.22):
            for zz in (1.3, 3.4):
                b.add(
                    "windows_lit",
                    slime,
                    box(0.4, 0.75, 1.05, at=(side * (w * (0.44 + 0.06 * zz / h) - 0.13), y0 + u * d, zz)),
                    label="window",
                )
                b.add(
                    "frames",
                    trim,
                    box(0.34, 0.95, 0.12, at=(side * (w * (0.44 + 0.06 * zz / h) - 0.08), y0 + u * d, zz - 0.14)),
                    label="frame",
                )
    for u in (-0.24, 0.24):
        for zz in (1.3, 3.4):
            y = y0 + d * (0.44 + 0.06 * zz / h) - 0.13
            b.add("windows_lit", slime, box(0.75, 0.4, 1.05, at=(u * w, y, zz)), label="window")
            b.add("frames", trim, box(0.95, 0.34, 0.12, at=(u * w, y + 0.05, zz - 0.14)), label="frame")
    dx = -s * w * 0.2
    arch = [(1.0 * cos(t), 1.3 + 1.25 * sin(t)) for t in np.linspace(0, pi, 9)] + [(-0.9, 0.0), (0.9, 0.0)]
    grow = [(1.25 * x, 1.12 * zz) for x, zz in arch]
    b.add(
        "mouth_lips",
        b.look.material("accent", color="#c8385f"),
        hull([(dx + x, y, 0.02 + zz) for x, zz in grow for y in (face - 0.34, face + 0.3)]),
        label="frame",
    )
    b.add(
        "door",
        b.look.material("door", color="#2c2138"),
        hull([(dx + x, y, 0.03 + zz) for x, zz in arch for y in (face - 0.4, face)]),
        label="door",
    )
    teeth = [
        hull(
            [
                (dx + x - 0.17, face - 0.46, 2.25 - 0.5 * abs(x)),
                (dx + x + 0.17, face - 0.46, 2.25 - 0.5 * abs(x)),
                (dx + x - 0.17, face - 0.38, 2.25 - 0.5 * abs(x)),
                (dx + x + 0.17, face - 0.38, 2.25 - 0.5 * abs(x)),
                (dx + x, face - 0.42, 1.72 - 0.5 * abs(x)),
            ]
        )
        for x in (-0.6, -0.2, 0.2, 0.6)
    ]
    b.add("teeth", cream(b), teeth, label="ornament")
    b.add("path", "plaza", box(1.8, 1.6, 0.06 - low, at=(dx, -b.lot.depth / 2 + 0.85, low)), label="floor")
    eyes = [ball(0.34, 0.2, 0.34, at=(dx + q * 0.55, face - 0.26, 2.95), detail=1) for q in (-1, 1)]
    b.add("eyes", slime, eyes, label="ornament")
    board = Block(2.6, 0.2, 5.0, 5.6, dx, face - 0.62)
    b.add("sign_arm", trim, box(0.2, 0.9, 0.2, at=(dx, face - 0.33, 5.2)), label="beam")
    sign(b, board, "BOO", z=5.0, h=0.75, w=2.4, board=b.look.material("sign", color="#2c2138"), ink=slime)
    front = -b.lot.depth / 2 + 0.45
    for x in (-0.42, 0.44):
        gx = x * b.lot.width
        if abs(gx - dx) < 1.2 or (abs(gx - tx) < 1.0 and front > ty - 1.6):
            continue
        b.add(
            "tombstones",
            b.look.material("stone", color="#a39cae"),
            box(0.6, 0.2, 0.8 - low, at=(gx, front + 0.3, low)),
            rod((gx, front + 0.2, 0.78), (gx, front + 0.4, 0.78), 0.3, segments=12),
            label="gravestone",
        )
    tree = (-s * (b.lot.width / 2 - 0.6), b.lot.depth / 2 - 0.7)
    bark = b.look.material("bark", color="#4d3f55")
    b.add(
        "dead_tree",
        bark,
        planted(
            low,
            *tube(
                [(*tree, low), (tree[0], tree[1] - 0.1, 1.4), (tree[0] + s * 0.15, tree[1] - 0.3, 2.8), (tree[0], tree[1] - 0.1, 3.9)],
                [0.2, 0.15, 0.1, 0.02],
                segments=6,
            ),
        ),
        label="trunk",
    )
    b.add(
        "dead_tree",
        bark,
        [
            rod((tree[0] + s * 0.08, tree[1] - 0.2, 2.1), (tree[0] + s * 0.35, tree[1] - 1.0, 3.1), 0.07, end=0.02, segments=5),
            rod((tree[0] + s * 0.1, tree[1] - 0.25, 2.5), (tree[0] - s * 0.4, tree[1] + 0.2, 3.3), 0.06, end=0.02, segments=5),
        ],
        label="branch",
    )


@kind(
    "castle_gate",
    "building",
    width=(10, 16),
    depth=(5, 8),
    words=("fairy castle", "castle gate", "fairy-tale castle", "princess castle", "enchanted castle"),
)
def castle_gate(b: Build) -> None:
    """A fairy-tale gate: round towers with tall pointed roofs, a pointed arch, little turrets, gilt and flags."""
    w, d = b.lot.width, b.lot.depth
    low = -b.lot.drop
    stone, pale = b.look.material("city_wall"), cream(b)
    roofs = candies(b, 2, role="roof")
    one, two = (roofs * 2)[:2]
    gilt = b.look.material("lamp", color="#f2c14e").model_copy(update={"emission": 0.15, "pattern": "plain", "name": "gilt"})
    r = min(1.75, d / 2 - 0.5, w * 0.14)
    tx = w / 2 - r - 0.46
    h = {"small": 6.4, "medium": 7.2, "large": 8.4}[b.lot.size]
    wall_h, t = h * 0.72, r * 1.3
    gate = min(3.4, 2 * tx - 2 * r - 1.0)
    run = (2 * tx - gate) / 2
    for s in (-1, 1):
        b.add("walls", stone, box(run, t, wall_h - low, at=(s * (gate / 2 + run / 2), 0, low)), label="wall")
    apex = wall_h * 0.62
    left = [(-gate / 2, apex * 0.55), (-gate * 0.36, apex * 0.8), (0.0, apex * 1.02)]
    for s in (-1, 1):
        for (xa, za), (xb, zb) in zip(left, left[1:], strict=False):
            b.add(
                "walls",
                stone,
                hull([(s * x, y, z) for x, z0 in ((xa, za), (xb, zb)) for z in (z0, wall_h) for y in (-t / 2, t / 2)]),
                label="wall",
            )
            pts = [
                (s * x * k, y, z + up)
                for x, z in ((xa, za), (xb, zb))
                for k, up in ((1.0, 0.0), (1.12, 0.26))
                for y in (-t / 2 - 0.1, -t / 2 + 0.05)
            ]
            b.add("arch", pale, hull(pts), label="arch")
        b.add("arch", pale, box(0.3, 0.15, apex * 0.56 - low, at=(s * (gate / 2 + 0.14), -t / 2 - 0.025, low)), label="arch")
    b.add(
        "portcullis",
        gilt,
        [box(0.07, 0.08, apex * 0.5, at=(x, 0, apex * 0.55)) for x in np.linspace(-gate * 0.42, gate * 0.42, 7)],
        label="gate",
    )
    b.add("portcullis", gilt, box(gate * 0.84, 0.1, 0.1, at=(0, 0, apex * 0.62)), label="gate")
    n = round(2 * tx / 0.9)
    b.add("cornice", pale, box(2 * tx, t + 0.3, 0.3, at=(0, 0, wall_h - 0.02)), label="cornice")
    merlons = [
        box(0.45, 0.3, 0.6, at=(-tx + (k + 0.5) * 2 * tx / n, s * t / 2, wall_h + 0.26))
        for k in range(n)
        for s in (-1, 1)
        if abs(-tx + (k + 0.5) * 2 * tx / n) < tx - r - 0.2
    ]
    b.add("merlons", stone, merlons, label="parapet")
    for s in (-1, 1):
        x = s * tx
        b.add("tower_feet", "plinth", frustum(r + 0.3, r + 0.1, 0.7 - low, at=(x, 0, low), segments=20), label="plinth")
        b.add("towers", stone, cylinder(r, h, at=(x, 0, 0.6), segments=20), label="tower")
        b.add(
            "tower_bands",
            pale,
            [cylinder(r + 0.08, 0.2, at=(x, 0, z), segments=20) for z in (h * 0.45, h * 0.8)],
            frustum(r, r + 0.3, 0.5, at=(x, 0, h + 0.2), segments=20),
            cylinder(r + 0.3, 0.3, at=(x, 0, h + 0.69), segments=20),
            label="band",
        )
        b.add("tower_roofs", one, cone(r + 0.42, r * 3.0, at=(x, 0, h + 0.98), segments=20), label="roof")
        _tip(b, x, 0, h + 0.9 + r * 3.0, two, gilt)
        for k in (0, 1):
            _slit(b, x, -r, 2.0 + k * h * 0.42, pale)
            _slit(b, x, r, 2.0 + k * h * 0.42, pale, back=True)
        q = r * 0.45
        for side in (-1, 1):
            cx, cy = x + side * r * 0.68, -side * s * r * 0.55
            b.add(
                "turrets",
                stone,
                frustum(0.08, q, 0.8, at=(cx, cy, h * 0.86), segments=12),
                cylinder(q, 1.9, at=(cx, cy, h * 0.86 + 0.78), segments=12),
                label="tower",
            )
            b.add("turret_roofs", two, cone(q + 0.16, q * 3.2, at=(cx, cy, h * 0.86 + 2.66), segments=12), label="roof")
    m = min(1.5, gate * 0.5)
    b.add("keep", stone, box(m * 2, t * 0.8, h * 0.62, at=(0, 0, wall_h + 0.2)), label="tower")
    kz = wall_h + 0.2 + h * 0.62
    b.add("cornice", pale, box(m * 2 + 0.4, t * 0.8 + 0.4, 0.25, at=(0, 0, kz)), label="cornice")
    b.add(
        "keep_roof",
        two,
        hull(
            [
                (i * q, j * p, z)
                for q, p, z in ((m + 0.3, t * 0.4 + 0.3, kz + 0.24), (m * 0.5, 0.05, kz + 2.4))
                for i in (-1, 1)
                for j in (-1, 1)
            ]
        ),
        label="roof",
    )
    b.add("clock", pale, rod((0, -t * 0.4, wall_h + h * 0.34), (0, -t * 0.4 - 0.12, wall_h + h * 0.34), 0.62, segments=16), label="clock")
    b.add(
        "clock_rim", gilt, rod((0, -t * 0.4, wall_h + h * 0.34), (0, -t * 0.4 - 0.08, wall_h + h * 0.34), 0.74, segments=16), label="clock"
    )
    b.add(
        "clock_hands",
        two,
        box(0.08, 0.05, 0.48, at=(0, -t * 0.4 - 0.14, wall_h + h * 0.34)),
        box(0.34, 0.05, 0.08, at=(0.15, -t * 0.4 - 0.14, wall_h + h * 0.34)),
        label="clock",
    )
    for s in (-1, 1):
        b.add("keep_turrets", stone, cylinder(0.42, 2.6, at=(s * m, 0, kz - 1.2), segments=12), label="tower")
        b.add("turret_roofs", one, cone(0.58, 1.7, at=(s * m, 0, kz + 1.38), segments=12), label="roof")
        _banner(b, s * (gate / 2 + run * 0.42), -t / 2, wall_h - 0.5, (one, two)[s > 0], gilt)
    _tip(b, 0, 0, kz + 2.3, one, gilt)


def _tip(b: Build, x: float, y: float, z: float, paint: Material, gilt: Material) -> None:
    """A gilt ball and a pennant on a roof's point."""
    b.add("tips", gilt, ball(0.14, at=(x, y, z), detail=1), label="ornament")
    pennant(b, x, y, z, h=1.2, size=0.7, paint=paint)


def _slit(b: Build, x: float, y: float, z: float, pale: Material, *, back: bool = False) -> None:
    """A pointed window in a round tower's face."""
    s = 1 if back else -1
    pts = [(-0.22, 0.0), (0.22, 0.0), (0.22, 0.8), (0.0, 1.2), (-0.22, 0.8)]
    b.add(
        "window_frames",
        pale,
        hull([(x + px * 1.5, y + q, z + pz * 1.12 - 0.1) for px, pz in pts for q in (-s * 0.25, s * 0.03)]),
        label="frame",
    )
    b.add("windows", "glass", hull([(x + px, y + q, z + pz) for px, pz in pts for q in (-s * 0.2, s * 0.07)]), label="window")


def _banner(b: Build, x: float, y: float, z: float, paint: Material, gilt: Material) -> None:
    """A cloth that hangs from a rod on a wall's face."""
    b.add("banner_rods", gilt, box(1.0, 0.12, 0.1, at=(x, y - 0.06, z)), label="post")
    pts = [(-0.4, 0.04), (0.4, 0.04), (0.4, -1.5), (0.0, -2.0), (-0.4, -1.5)]
    b.add("banners", paint, hull([(x + px, y + q, z + pz) for px, pz in pts for q in (-0.1, -0.04)]), label="banner")
