"""What a settlement under a thin sky is put together from: shells, berms, tubes, airlocks, portholes, glazed domes, masts."""

from __future__ import annotations

from math import atan2, cos, hypot, pi, sin
from typing import Sequence

import numpy as np

from cityscape.grammar.kit import Wall, between, outline, plate
from cityscape.grammar.recipe import Build
from cityscape.grammar.shapes import clump, tint
from cityscape.world.material import Material
from cityscape.world.theme import Role
from partgen.solids import Array, Solid, ball, beam, box, cylinder, dome, frustum, hull, rod

Paint = Role | Material
SMALL = ((0, 9), (33, 8), (62, 5))
LARGE = ((0, 13), (23, 13), (45, 10), (67, 5))


def berm(b: Build, x: float, y: float, r: float, *, run: float, h: float) -> None:
    """Regolith heaped against a round foot of radius r: `run` wide at the ground, h high."""
    low = -b.lot.drop
    if low < 0:
        b.add("berm", "ground", cylinder(r + run, -low + 0.01, at=(x, y, low), segments=22), label="ground")
    b.add("berm", "ground", frustum(r + run, r + run * 0.25, h, at=(x, y, 0), segments=22), label="ground")


def banked(b: Build, x0: float, x1: float, y: float, half: float, *, run: float, h: float) -> None:
    """Regolith heaped against both long sides of something along x whose half width is `half`."""
    low = -b.lot.drop
    for s in (-1, 1):
        p = [(half - 0.1, low), (half + run, low), (half + run, 0.0), (half + run * 0.25, h), (half - 0.1, h)]
        b.add("berm", "ground", hull([(x, y + s * q, z) for x in (x0, x1) for q, z in p]), label="ground")


def shell(
    b: Build, x: float, y: float, r: float, h: float, z: float, *, ribs: int = 8, crown: float = 0.2, gores: Sequence[int] = ()
) -> None:
    """An opaque dome on a low drum with an accent band, ribs and a skylight in its crown; the drum reaches the lowest ground.

    crown : radius of the skylight as a share of r. gores : which fields between the ribs are painted in the accent colour.
    """
    low = -b.lot.drop
    b.add("plinth", "plinth", cylinder(r + 0.05, z - low, at=(x, y, low), segments=24), label="plinth")
    b.add("dome", smooth(b, "wall"), dome(r, h, at=(x, y, z - 0.01), segments=24, rings=6), label="dome")
    b.add("bands", "accent", cylinder(r + 0.09, 0.26, at=(x, y, z - 0.02), segments=24), label="ornament")
    arcs: list[Solid] = []
    steps = 5
    top = 0.9
    for k in range(ribs):
        t = 2 * pi * (k + 0.5) / ribs
        p = [
            (x + (r + 0.04) * cos(e) * cos(t), y + (r + 0.04) * cos(e) * sin(t), z + (h + 0.04) * sin(e))
            for e in np.linspace(0.08, pi / 2 * top, steps)
        ]
        arcs += [beam(a, c, 0.15, 0.1) for a, c in zip(p, p[1:], strict=False)]
    b.add("ribs", "trim", arcs, label="beam")
    for k in gores:
        grid = [(e, 2 * pi * (k + 0.5 + u) / ribs) for e in np.linspace(0.14, 1.12, 8) for u in np.linspace(0.05, 0.95, 7)]
        field = [(x + (r + 0.05) * cos(e) * cos(t), y + (r + 0.05) * cos(e) * sin(t), z + (h + 0.05) * sin(e)) for e, t in grid]
        b.add("gores", "accent", hull(field), label="dome")
    q = r * crown
    tip = z + h * (1 - crown * crown) ** 0.5 - 0.03
    b.add("crown_ring", "frame", frustum(q + 0.22, q + 0.06, 0.26, at=(x, y, tip - 0.08), segments=14), label="frame")
    b.add("crown_window", "glass", frustum(q, q * 0.55, 0.22, at=(x, y, tip + 0.15), segments=14), label="window")


def portholes(
    b: Build, x: float, y: float, r: float, h: float, z: float, angles: Sequence[float], *, size: float = 0.34, up: float = 1.15
) -> None:
    """Round windows in a dome, square to its skin, their middles `up` above its foot z; angles count from the front, to the right."""
    rise = min(up / h, 0.9)
    reach = r * (1 - rise * rise) ** 0.5
    for a in angles:
        p = np.array([x + reach * sin(a), y - reach * cos(a), z + up])
        n = np.array([reach / r**2 * sin(a), -reach / r**2 * cos(a), up / h**2])
        n /= np.linalg.norm(n)
        b.add("window_frames", "frame", rod(p - 0.2 * n, p + 0.08 * n, size + 0.1, segments=12), label="frame")
        b.add("windows", "glass", rod(p - 0.05 * n, p + 0.12 * n, size, segments=12), label="window")


def porthole(b: Build, wall: Wall, x: float, z: float, r: float) -> None:
    """A round window: a thick rim sunk into the wall and the pane before it."""
    f = wall.at(x, z)
    b.add("window_frames", "frame", f.one(rod((0, 0.35, 0), (0, -0.13, 0), r + 0.1, segments=12)), label="frame")
    b.add("windows", "glass", f.one(rod((0, 0.05, 0), (0, -0.16, 0), r, segments=12)), label="window")


def rounded(w: float, h: float, c: float) -> list[tuple[float, float]]:
    """The outline (x, z) of an opening w by h with corners cut by c, standing on z = 0."""
    e = w / 2
    return [(-e + c, 0.0), (e - c, 0.0), (e, c), (e, h - c), (e - c, h), (-e + c, h), (-e, h - c), (-e, c)]


def hatch(b: Build, wall: Wall, x: float = 0.0, *, w: float = 1.0, h: float = 1.95, name: str = "door") -> None:
    """A pressure door at the wall's foot: frame, leaf with a pane, and a wheel to shut it."""
    f = wall.at(x)
    edge = 0.16
    b.add("door_frame", "accent", f.one(plate([(px, pz) for px, pz in rounded(w + 2 * edge, h + edge, 0.32)], -0.06, 0.1)), label="frame")
    b.add(name, "door", f.one(plate(rounded(w, h - 0.03, 0.24), -0.12, 0.0).moved(z=0.03)), label="door")
    b.add("door_pane", "glass", f.one(rod((0, 0, h * 0.74), (0, -0.15, h * 0.74), w * 0.19, segments=10)), label="window")
    b.add("door_handle", "metal", f.one(rod((0, -0.06, h * 0.44), (0, -0.2, h * 0.44), 0.13, segments=8)), label="handle")


def airlock(b: Build, wall: Wall, *, w: float = 1.8, out: float = 1.4, h: float = 2.3, back: float = 0.6) -> None:
    """A vestibule standing `out` before the wall's foot (and `back` into it), with an accent collar, hatch, lamp and step."""
    low = -b.lot.drop - wall.z
    run = out - 0.34
    b.add("airlock", "wall", wall.one(plate([(px, pz) for px, pz in _arch(w, h, low)], -run, back)), label="wall")
    for y in (-run * 0.5, -run + 0.16):
        b.add(
            "collars",
            "accent" if y < -run * 0.6 else "trim",
            wall.one(plate(_arch(w + 0.16, h + 0.08, low), y - 0.13, y + 0.05)),
            label="frame",
        )
    face = wall.at(out=run - 0.03)
    hatch(b, face, w=w - 0.75, h=h - 0.38)
    b.add("lamps", "lamp", face.one(box(0.34, 0.14, 0.14, at=(0, -0.06, h - 0.17))), label="lamp")
    b.add("step", "metal", wall.one(box(w - 0.5, 0.36, -low + 0.02, at=(0, -run - 0.16, low))), label="stairs")


def _arch(w: float, h: float, low: float) -> list[tuple[float, float]]:
    """A round-topped profile from `low` up to h."""
    return [(px, pz + (low if pz == 0 else 0.0)) for px, pz in outline(w, h, "round")]


def smooth(b: Build, paint: Paint) -> Paint:
    """A wall's paint without its panel joints, which would wander over a curved skin."""
    return paint if isinstance(paint, Material) else b.look.material(paint, pattern="plain")


def glazing(b: Build) -> Material:
    """Glass with the green of what grows behind it."""
    return tint(b.look.material("glass"), b.look.material("foliage").color, 0.3)


def vault(
    b: Build, x0: float, x1: float, y: float, r: float, zc: float, *, name: str = "hull", paint: Paint = "wall", bulge: float = 0.8
) -> None:
    """A half-buried cylinder along x: its axis at height zc, upright below it, with rounded ends `bulge` long inside [x0, x1]."""
    low = -b.lot.drop
    t = np.linspace(0, pi, 11)
    arc = [(float(-cos(u)), float(sin(u))) for u in t]

    def ring(x: float, k: float) -> list[tuple[float, float, float]]:
        return [(x, y + r * k * c, zc + r * k * s) for c, s in arc] + [(x, y + q * r * k, low) for q in (-1, 1)]

    a, e = x0 + bulge, x1 - bulge
    b.add(name, paint, hull(ring(a, 1) + ring(e, 1)), label="wall")
    for end, tip in ((a, x0), (e, x1)):
        if bulge > 0:
            mid = end + (tip - end) * 0.62
            b.add(f"{name}_end", smooth(b, paint), hull(ring(end, 1) + ring(mid, 0.83) + ring(tip, 0.5)), label="wall")


def hoops(
    b: Build, xs: Sequence[float], y: float, r: float, zc: float, *, paint: Paint = "trim", wide: float = 0.2, proud: float = 0.07
) -> None:
    """Ring frames round a `vault` at places xs, down to z = 0."""
    t = np.linspace(0, pi, 11)
    q = r + proud
    for x in xs:
        p = [(x + s * wide / 2, y - q * cos(u), zc + q * sin(u)) for s in (-1, 1) for u in t]
        p += [(x + s * wide / 2, y + k * q, 0.0) for s in (-1, 1) for k in (-1, 1)]
        b.add("ribs" if paint == "trim" else "end_ribs", paint, hull(p), label="beam")


def link(b: Build, a: tuple[float, float], c: tuple[float, float], *, w: float = 1.5, h: float = 1.9) -> None:
    """A connecting tube on the ground between two points in plan, with ribs and portholes."""
    low = -b.lot.drop
    dx, dy = c[0] - a[0], c[1] - a[1]
    length = hypot(dx, dy)
    f = Wall((a[0] + c[0]) / 2, (a[1] + c[1]) / 2, 0.0, atan2(dy, dx) + pi / 2, w)
    b.add("tubes", "wall2", f.one(plate(_arch(w, h, low), -length / 2, length / 2)), label="pipe")
    n = max(2, round(length / 0.9))
    for k in range(n):
        y = (k + 0.5) * length / n - length / 2
        b.add("tube_rings", "trim", f.one(plate(_arch(w + 0.14, h + 0.07, low), y - 0.08, y + 0.08)), label="frame")


def glazed(
    b: Build,
    x: float,
    y: float,
    z: float,
    r: float,
    h: float,
    *,
    rows: Sequence[tuple[int, int]] = LARGE,
    share: float = 0.5,
    bar: float = 0.1,
    front: float | None = None,
) -> None:
    """A geodesic dome of ribs on z, a share of its triangles glazed (the rest open to the view); nothing below `front` at its -y side."""
    pts = [(0.0, 0.0, h)]
    for k, (deg, n) in enumerate(rows):
        e = np.radians(deg)
        t = 2 * pi * (np.arange(n) + 0.5 * (k % 2)) / n + 0.2
        pts += [(r * cos(e) * cos(u), r * cos(e) * sin(u), h * sin(e)) for u in t]
    v, faces = hull(np.array(pts)).moved(x, y, z).mesh()
    edges: set[tuple[int, int]] = set()
    panes: list[Solid] = []
    for f in faces:
        p = v[f]
        normal = np.cross(p[1] - p[0], p[2] - p[0])
        normal /= np.linalg.norm(normal)
        if normal[2] < -0.5:
            continue
        edges |= {(int(min(f[i], f[j])), int(max(f[i], f[j]))) for i, j in ((0, 1), (1, 2), (2, 0))}
        lit = b.rng.random()
        if lit < share or (front is not None and p[:, 2].mean() - z < front and normal[1] < -0.5):
            mid = p.mean(0)
            small = mid + (p - mid) * 0.95
            panes.append(hull(np.vstack([small - normal * 0.03, small + normal * 0.01])))
    b.add("glass_panes", glazing(b), panes, label="window")
    b.add("lattice", "frame", [beam(v[i], v[j], bar, bar) for i, j in sorted(edges)], label="frame")


def planting(b: Build, x: float, y: float, z: float, r: float, h: float, *, trees: int) -> None:
    """What grows under glass: a bed of soil on z with clumps of leaves, flowers and small trees, within radius r and height h."""
    b.add("bed", "soil", cylinder(r, 0.2, at=(x, y, z - 0.02), segments=16), label="bed")
    rng = b.rng
    leaf = b.look.material("foliage")
    turn = 2 * pi * rng.random()
    low: list[Solid] = []
    n = max(5, round(2.2 * r))
    for k in range(n):
        t = turn + 2 * pi * k / n
        q = r * between(b, 0.22, 0.3)
        away = r - q - 0.05
        low.append(
            clump(rng, q, q, min(q * 0.8, h * 0.4), at=(x + away * cos(t), y + away * sin(t), z + 0.3 * q), points=16, floor=z + 0.05)
        )
    b.add("plants", leaf, low, label="leaf")
    heads = [(x + (r * 0.55) * cos(turn + 2.4 * k), y + (r * 0.55) * sin(turn + 2.4 * k)) for k in range(n)]
    b.add("flowers", "flower", [ball(0.16, 0.16, 0.22, at=(px, py, z + 0.32), detail=0) for px, py in heads], label="flower")
    for k in range(trees):
        t = turn + 1.0 + 2 * pi * k / max(trees, 1)
        away = 0.0 if trees == 1 else r * 0.42
        q = r * (0.42 if trees == 1 else 0.34)
        top = h * (0.86 if trees == 1 else between(b, 0.55, 0.72))
        px, py = x + away * cos(t), y + away * sin(t)
        b.add("trunks", "bark", frustum(0.12, 0.08, top * 0.6, at=(px, py, z), segments=6), label="trunk")
        rz = min(q * 0.9, top * 0.36)
        b.add("crowns", leaf, clump(rng, q, q, rz, at=(px, py, z + top - rz), points=30), label="crown")


def tank(b: Build, x: float, y: float, z: float, r: float, h: float, *, paint: Paint = "wall", name: str = "tanks") -> None:
    """A standing pressure tank with a rounded head and an accent band; z is its foot."""
    b.add(
        name,
        paint,
        cylinder(r, h - r * 0.5, at=(x, y, z), segments=14),
        dome(r, r * 0.5, at=(x, y, z + h - r * 0.5 - 0.005), segments=14, rings=3),
        label="tank",
    )
    b.add("bands", "accent", cylinder(r + 0.03, min(0.3, h * 0.14), at=(x, y, z + h * 0.5), segments=14), label="ornament")


def beacon(b: Build, x: float, y: float, z: float, h: float) -> None:
    """A slim mast from z with cross arms and a lamp on its tip."""
    r = 0.045 + 0.007 * h
    b.add("mast", "metal", frustum(r, r * 0.55, h, at=(x, y, z), segments=6))
    for q in (0.62, 0.8):
        b.add("mast", "metal", box(0.16 * h * (1.25 - q), 0.05, 0.05, at=(x, y, z + h * q)))
    b.add("beacon", signal(b), ball(0.15, at=(x, y, z + h + 0.1), detail=1), label="lamp")


def signal(b: Build) -> Material:
    """The red light of masts."""
    return b.look.material("lamp", color="#ff4a2e").model_copy(update={"emission": 2.2, "name": "light-ff4a2e"})


def bowl(r: float, *, rings: int = 3, segments: int = 14, thick: float = 0.05) -> list[Solid]:
    """A dish open to +z, its lowest point at the origin, as wedges; 0.34 r deep."""
    radii = r * np.linspace(0, 1, rings + 1)
    deep = 0.34 * r * (radii / r) ** 2
    out: list[Solid] = []
    for k in range(segments):
        u = [2 * pi * (k + e) / segments for e in (0, 1)]
        for j in range(rings):
            p: Array = np.array([(radii[i] * cos(t), radii[i] * sin(t), deep[i] + e) for i in (j, j + 1) for t in u for e in (0.0, thick)])
            out.append(hull(np.unique(p.round(9), axis=0)))
    return out


def dish(b: Build, x: float, y: float, z: float, r: float, *, yaw: float = 0.0, tilt: float = 0.75) -> None:
    """A radio dish of radius r with struts and feed, tilted from the zenith towards -y (turned by yaw), its back at z on a stub."""
    b.add(
        "dish_mount",
        "metal",
        cylinder(0.2 * r, 0.34 * r, at=(x, y, z), segments=8),
        ball(0.2 * r, at=(x, y, z + 0.36 * r), detail=1),
        label="post",
    )
    feed = [
        rod((0.78 * r * cos(t), 0.78 * r * sin(t), 0.2 * r), (0, 0, 0.74 * r), 0.03, segments=5) for t in pi / 2 + 2 * pi / 3 * np.arange(3)
    ]
    head = frustum(0.05 * r, 0.1 * r, 0.16 * r, at=(0, 0, 0.66 * r), segments=8)
    place = dict(x=x, y=y, z=z + 0.46 * r)
    b.add("dish", "trim", [s.turned(yaw, roll=tilt).moved(**place) for s in bowl(r)], label="antenna")
    b.add("feed", "metal", [s.turned(yaw, roll=tilt).moved(**place) for s in [*feed, head]], label="antenna")


def panels(b: Build, x: float, y: float, z: float, w: float, d: float, *, low: float = 0.4, rise: float = 0.45) -> None:
    """A table of sun cells w by d tilted to the south on two rows of legs that start at z."""
    t = 0.07
    solar = b.look.material("metal", color="#22345a", pattern="solar")
    n = max(1, round(w / 1.3))
    step = w / n
    k = rise
    b.add(
        "solar_panels",
        solar,
        [
            hull(
                [
                    (x - w / 2 + (i + e) * step + (0.02 if e == 0 else -0.02), y + s * d / 2, z + low + (s + 1) / 2 * d * k + q)
                    for e in (0, 1)
                    for s in (-1, 1)
                    for q in (0, t)
                ]
            )
            for i in range(n)
        ],
        label="solar_panel",
    )
    rail: list[Solid] = []
    for e in (-0.3, 0.3):
        zz = low + (e + 0.5) * d * k
        rail.append(box(w, 0.07, 0.08, at=(x, y + e * d, z + zz - 0.07)))
        rail += [box(0.07, 0.07, zz - 0.02, at=(x + s * w * 0.4, y + e * d, z)) for s in (-1, 1)]
    b.add("rails", "metal", rail, label="frame")
