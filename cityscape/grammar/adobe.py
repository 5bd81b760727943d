"""Earth architecture: parapets, roof beams, deep windows, pointed arches, merlons and domes of the dry lands."""

from __future__ import annotations

from math import cos, pi
from typing import Sequence

from cityscape.grammar import roofs
from cityscape.grammar.kit import SIDES, Block, Top, Wall, between, outline, plate, ring, stripes
from cityscape.grammar.masonry import ngon
from cityscape.grammar.recipe import Build
from cityscape.world.theme import Role
from partgen.solids import Solid, ball, box, cylinder, frustum, hull, prism, rod, taper


def flat_roof(
    b: Build, block: Block, *, height: float = 0.45, thick: float = 0.28, role: Role = "wall", part: str = "walls", corners: bool = True
) -> None:
    """A roof deck behind a parapet on a block's top; raised corners if asked."""
    e = thick / 2
    for side in SIDES:
        f = block.wall(side, z=block.z1)
        length = f.length if side in ("front", "back") else f.length - 2 * thick
        b.add(part, role, f.one(box(length, thick, height, at=(0, e, 0))), label="wall")
    b.add(
        "roof_deck", "roof_flat", box(block.w - 2 * thick, block.d - 2 * thick, 0.08, at=(block.x, block.y, block.z1 - 0.001)), label="roof"
    )
    if corners:
        for i in (-1, 1):
            for j in (-1, 1):
                b.add(
                    part,
                    role,
                    taper(
                        0.42,
                        0.42,
                        0.24,
                        0.24,
                        0.3,
                        at=(block.x + i * (block.w / 2 - 0.2), block.y + j * (block.d / 2 - 0.2), block.z1 + height - 0.01),
                    ),
                )


def vigas(b: Build, wall: Wall, z: float, *, out: float = 0.35, every: float = 0.75, margin: float = 0.4) -> None:
    """Roof beams that stick out of a wall in a row."""
    n = max(2, round((wall.length - 2 * margin) / every))
    xs = [-wall.length / 2 + margin + (wall.length - 2 * margin) * k / n for k in range(n + 1)]
    b.add("roof_beams", "timber", wall.put(*[rod((x, 0.05, z), (x, -out, z), 0.085, segments=6) for x in xs]), label="beam")


def deep_window(
    b: Build,
    wall: Wall,
    x: float,
    z: float,
    w: float,
    h: float,
    *,
    top: Top = "round",
    lattice: bool = True,
    surround: Role | None = "trim",
) -> None:
    """A small window: dark glass behind a wooden lattice in a rendered surround."""
    f = wall.at(x, z)
    b.add("windows", "glass", f.one(plate(outline(w, h, top), -0.03, 0.03)), label="window")
    if lattice:
        n, m = max(2, round(w / 0.3)), max(2, round(h / 0.5))
        high = h - (w * 0.3 if top != "flat" else 0.0)
        bars = [box(0.045, 0.024, high if abs(k - n / 2) > 0.6 else h - 0.03, at=(-w / 2 + w * k / n, -0.073, 0)) for k in range(1, n)]
        bars += [box(w - 0.02, 0.024, 0.045, at=(0, -0.046, high * k / m)) for k in range(1, m)]
        b.add("lattice", "wood", f.put(*bars), label="frame")
    if surround:
        b.add("window_frames", surround, f.put(*ring(w, h, top, 0.12, -0.09, 0.03, foot=True)), label="frame")


def shuttered_window(b: Build, wall: Wall, x: float, z: float, w: float, h: float) -> None:
    """A flat window with painted shutters and a timber lintel."""
    f = wall.at(x, z)
    b.add("windows", "glass", f.one(box(w, 0.06, h, at=(0, 0, 0))), label="window")
    leaf = w / 2 + 0.02
    b.add(
        "shutters", "shutter", f.put(*[box(leaf, 0.06, h, at=(s * (w / 2 + leaf / 2 + 0.01), -0.03, 0)) for s in (-1, 1)]), label="shutter"
    )
    b.add(
        "lintels",
        "timber",
        f.put(box(w + 0.5, 0.12, 0.13, at=(0, -0.03, h + 0.001)), box(w + 0.2, 0.16, 0.08, at=(0, -0.05, -0.081))),
        label="frame",
    )


def oriel(b: Build, wall: Wall, x: float, z: float, *, w: float = 1.5, h: float = 1.8, out: float = 0.55) -> None:
    """A mashrabiya: a projecting bay of lattice work on brackets."""
    f = wall.at(x, z)
    b.add(
        "oriels",
        "wood",
        f.put(
            box(w, out + 0.02, h, at=(0, -out / 2 + 0.01, 0)),
            box(w + 0.16, out + 0.1, 0.1, at=(0, -out / 2 - 0.02, h)),
            box(w + 0.12, out + 0.08, 0.1, at=(0, -out / 2 - 0.01, -0.1)),
        ),
        label="balcony",
    )
    n = max(2, round(w / 0.5))
    for k in range(n):
        px = -w / 2 + w * (k + 0.5) / n
        b.add(
            "oriel_screens",
            "glass",
            f.one(plate([(px + q, p + h * 0.36) for q, p in outline(w / n - 0.14, h * 0.52, "round")], -out - 0.03, -out + 0.02)),
            label="window",
        )
        b.add("oriel_screens", "glass", f.one(box(w / n - 0.14, 0.05, h * 0.2, at=(px, -out - 0.005, h * 0.1))))
    for s in (-1, 1):
        b.add(
            "oriels",
            "wood",
            f.one(
                hull([(s * (w / 2 - 0.12) + q, y, p) for q in (-0.06, 0.06) for y, p in ((0.02, -0.1), (-out * 0.85, -0.1), (0.02, -0.6))])
            ),
        )


def crown(
    b: Build, wall: Wall, *, size: float = 0.5, gap: float = 0.22, thick: float = 0.22, role: Role = "trim", inset: float = 0.0
) -> None:
    """Stepped merlons along a parapet; the wall frame's foot is the parapet's top."""
    n = max(2, int((wall.length + gap) // (size + gap)))
    step = wall.length / n
    for k in range(n):
        x = -wall.length / 2 + step * (k + 0.5)
        w = step - gap
        y = thick / 2 + inset
        b.add(
            "merlons",
            role,
            wall.one(
                hull(
                    [(x + q * w / 2, y + p * thick / 2, 0.0) for q in (-1, 1) for p in (-1, 1)]
                    + [(x + q * w / 2, y + p * thick / 2, size * 0.5) for q in (-1, 1) for p in (-1, 1)]
                    + [(x, y + p * thick / 2, size) for p in (-1, 1)]
                )
            ),
            label="battlement",
        )


def drum_dome(
    b: Build,
    x: float,
    y: float,
    z: float,
    r: float,
    *,
    drum: float = 0.5,
    height: float | None = None,
    pointed: bool = False,
    role: Role = "roof",
    sides: int = 12,
    part: str = "domes",
    finial: bool = True,
    wall: Role = "wall",
) -> float:
    """A dome on a drum; returns the height of its top."""
    if drum > 0:
        b.add("drums", wall, prism(ngon(r * 1.06 / cos(pi / sides), sides, turn=pi / sides), z, z + drum).moved(x, y), label="wall")
    top = z + drum
    h = height or r * (1.25 if pointed else 0.85)
    if pointed:
        b.add(part, role, roofs.bulb(r, h, at=(x, y, top - 0.01), segments=20, belly=1.05), label="dome")
    else:
        b.add(part, role, roofs.cupola(r, h, at=(x, y, top - 0.01), segments=18, rings=5), label="dome")
    if finial:
        k = max(0.5, min(r / 3, 1.2))
        b.add(
            "finials",
            "accent",
            rod((x, y, top + h - 0.1), (x, y, top + h + 0.9 * k), 0.04 * k + 0.01, segments=6),
            ball(0.15 * k, at=(x, y, top + h + 0.2 * k), detail=1),
            ball(0.1 * k, at=(x, y, top + h + 0.52 * k), detail=1),
            label="finial",
        )
    return top + h


def portal(
    b: Build,
    wall: Wall,
    x: float,
    *,
    w: float,
    h: float,
    out: float,
    span: float,
    rise_to: float,
    role: Role = "wall",
    tile: Role = "accent",
    low: float = 0.0,
) -> Wall:
    """An iwan: a tall framed block with a deep pointed niche; returns the frame of the niche's back wall.

    w, h, out : the block; span, rise_to : the niche's width and the height of its apex over the wall's foot.
    """
    f = wall.at(x)
    pier = (w - span) / 2
    spring = rise_to - span * 0.62
    y = -out / 2
    solids: list[Solid] = [box(pier, out, h - low, at=(s * (span + pier) / 2, y, low)) for s in (-1, 1)]
    arc = [(span / 2 * u, span * 0.62 * v) for u, v in ((1, 0), (0.92, 0.36), (0.68, 0.68), (0.36, 0.88), (0, 1))]
    for (x0, z0), (x1, z1) in zip(arc, arc[1:], strict=False):
        for s in (-1, 1):
            solids.append(
                hull(
                    [
                        (s * px, q, pz)
                        for px, zz in ((x0, spring + z0), (x1, spring + z1))
                        for q in (y - out / 2, y + out / 2)
                        for pz in (zz, h)
                    ]
                )
            )
    b.add("portal", role, f.put(*solids), label="wall")
    edge = 0.22
    face = -out - 0.03
    bands = [box(edge, 0.06, h - low - 0.5, at=(s * (w / 2 - edge), face + 0.02, low + 0.2)) for s in (-1, 1)]
    bands.append(box(w - edge * 3 - 0.004, 0.06, edge, at=(0, face + 0.02, h - 0.3 - edge)))
    b.add("tiles", tile, f.put(*bands), label="tiles")
    return f


def pots(b: Build, places: Sequence[tuple[float, float]], z: float) -> None:
    """Clay jars standing at z."""
    for x, y in places:
        s = between(b, 0.8, 1.15)
        b.add(
            "pots",
            "accent",
            frustum(0.13 * s, 0.24 * s, 0.3 * s, at=(x, y, z), segments=8),
            frustum(0.24 * s, 0.12 * s, 0.2 * s, at=(x, y, z + 0.3 * s), segments=8),
            cylinder(0.15 * s, 0.06 * s, at=(x, y, z + 0.5 * s), segments=8),
            label="pot",
        )


def canopy(b: Build, x: float, y: float, z: float, w: float, d: float, *, h: float = 2.1, role: Role = "fabric") -> None:
    """A cloth shade on four poles, sagging towards the front."""
    for i in (-1, 1):
        for j in (-1, 1):
            top = h + (0.0 if j < 0 else 0.3)
            b.add("shade_posts", "wood", box(0.09, 0.09, top, at=(x + i * (w / 2 - 0.08), y + j * (d / 2 - 0.08), z)), label="post")
    n = max(3, round(w / 0.55))
    for k in range(n):
        a, c = x - w / 2 + w * k / n, x - w / 2 + w * (k + 1) / n
        quad = [(q, y + j * d / 2, z + h + (0.0 if j < 0 else 0.3) + t) for q in (a, c) for j in (-1, 1) for t in (-0.01, 0.05)]
        b.add("shade" if k % 2 == 0 else "shade_stripes", role if k % 2 == 0 else stripes(b, role), hull(quad), label="awning")


def outside_stairs(
    b: Build, wall: Wall, x0: float, x1: float, rise: float, *, w: float = 0.85, role: Role = "wall", part: str = "stairs"
) -> None:
    """Solid steps along a wall from the ground at x0 up to `rise` over z = 0 at x1 (wall frame with its foot at z = 0)."""
    n = max(3, round(rise / 0.21))
    run = (x1 - x0) / (n + 1)
    low = -b.lot.drop
    for k in range(n):
        a = x0 + run * k
        c = x0 + run * (k + 1) if k < n - 1 else x1
        b.add(
            part,
            role,
            wall.one(box(abs(c - a) - 0.001, w, rise * (k + 1) / n - 0.02 - low, at=((a + c) / 2, -w / 2 + 0.01, low))),
            label="stairs",
        )
