"""What is fixed to a house: signs, lanterns, awnings, balconies, outside stairs, porches, banners."""

from __future__ import annotations

from math import pi

from cityscape.grammar.kit import Wall, plate
from cityscape.grammar.recipe import Build
from cityscape.world.theme import Role
from partgen.solids import box, cylinder, hull, rod, taper


def hanging_sign(b: Build, wall: Wall, x: float, z: float, *, out: float = 0.8, size: float = 0.6) -> None:
    """A sign board on an iron arm that sticks out of the wall."""
    f = wall.at(x, z)
    b.add(
        "sign_bracket",
        "metal",
        f.put(rod((0, 0.03, 0), (0, -out, 0), 0.03, segments=6), rod((0, 0.02, -0.35), (0, -out * 0.55, 0), 0.022, segments=6)),
        label="sign",
    )
    y = -out + size / 2
    b.add(
        "sign_bracket",
        "metal",
        f.put(*[rod((0, y + s * size * 0.32, 0.0), (0, y + s * size * 0.32, -0.14), 0.018, segments=6) for s in (-1, 1)]),
    )
    b.add("sign", "sign", f.one(box(0.06, size, size * 0.8, at=(0, y, -0.12 - size * 0.8))), label="sign")
    b.add(
        "sign_emblem",
        "accent",
        f.one(cylinder(size * 0.24, 0.1, segments=10).moved(z=-0.05).turned(0, pitch=pi / 2).moved(0, y, -0.12 - size * 0.4)),
        label="sign",
    )


def wall_lantern(b: Build, wall: Wall, x: float, z: float) -> None:
    """A lantern on a short arm."""
    f = wall.at(x, z)
    b.add(
        "lantern_arm",
        "metal",
        f.put(box(0.05, 0.2, 0.05, at=(0, -0.09, 0.26)), taper(0.24, 0.24, 0.08, 0.08, 0.1, at=(0, -0.18, 0.24))),
        label="lamp",
    )
    b.add("lantern", "lamp", f.one(taper(0.14, 0.14, 0.2, 0.2, 0.25, at=(0, -0.18, 0.0))), label="lamp")


def awning(
    b: Build,
    wall: Wall,
    x: float,
    z: float,
    w: float,
    *,
    out: float = 0.9,
    fall: float = 0.35,
    poles: bool = False,
    ground: float | None = None,
    role: Role = "awning",
) -> None:
    """A cloth roof sloping out from the wall at height z, with a valance; on two poles down to `ground` (wall frame) if asked."""
    f = wall.at(x, z)
    e = w / 2
    b.add(
        "awning",
        role,
        f.one(hull([(s * e, y, q + t) for s in (-1, 1) for y, q in ((0.02, 0.0), (-out, -fall)) for t in (0.0, 0.06)])),
        label="awning",
    )
    b.add("awning", role, f.one(box(w, 0.05, 0.2, at=(0, -out + 0.025, -fall - 0.18))))
    if poles:
        foot = (ground if ground is not None else -z) - z if ground is not None else -z
        b.add(
            "awning_posts",
            "wood",
            f.put(*[box(0.09, 0.09, -fall - foot, at=(s * (e - 0.08), -out + 0.1, foot)) for s in (-1, 1)]),
            label="post",
        )
    else:
        b.add(
            "awning_posts",
            "metal",
            f.put(*[rod((s * (e - 0.06), 0.02, -fall - 0.1), (s * (e - 0.06), -out + 0.06, -fall), 0.02, segments=6) for s in (-1, 1)]),
            label="post",
        )


def balcony(
    b: Build,
    wall: Wall,
    x: float,
    z: float,
    w: float,
    *,
    out: float = 0.9,
    rail: float = 0.95,
    role: Role = "timber",
    brackets: bool = True,
) -> None:
    """A balcony on brackets with posts, top rail and balusters."""
    f = wall.at(x, z)
    e, s = w / 2, []
    s.append(box(w, out + 0.02, 0.12, at=(0, -out / 2 + 0.01, -0.12)))
    for q in (-1, 1):
        s.append(box(0.07, out, 0.08, at=(q * (e - 0.05), -out / 2, rail - 0.08)))
    s.append(box(w, 0.08, 0.09, at=(0, -out + 0.05, rail - 0.09)))
    n = max(2, round(w / 0.32))
    s += [box(0.06, 0.06, rail - 0.05, at=(-e + 0.05 + (w - 0.1) * k / n, -out + 0.05, -0.02)) for k in range(n + 1)]
    m = max(1, round(out / 0.35))
    s += [
        box(0.06, 0.06, rail - 0.05, at=(q * (e - 0.05), -out + 0.05 + (out - 0.05) * k / m, -0.02)) for k in range(1, m) for q in (-1, 1)
    ]
    b.add("balcony", role, f.put(*s), label="balcony")
    if brackets:
        n = max(2, round(w / 1.6))
        for k in range(n):
            px = -e + 0.2 + (w - 0.4) * k / (n - 1)
            b.add(
                "balcony",
                role,
                f.one(
                    hull(
                        [
                            (px + q, y, zz)
                            for q in (-0.06, 0.06)
                            for y, zz in ((0.02, -0.12), (-out * 0.8, -0.12), (-out * 0.8, -0.2), (0.02, -0.75))
                        ]
                    )
                ),
            )


def porch(
    b: Build,
    wall: Wall,
    x: float,
    w: float,
    out: float,
    h: float,
    *,
    rise: float = 0.6,
    floor: float = 0.0,
    post: float = 0.13,
    role: Role = "timber",
    roof: Role = "roof",
) -> None:
    """A small gabled roof on two posts before a door; h is the height of its eaves over the wall's foot."""
    f = wall.at(x)
    e = w / 2
    low = -b.lot.drop - f.z
    b.add("porch", role, f.put(*[box(post, post, h - low, at=(s * (e - post / 2), -out + post, low)) for s in (-1, 1)]), label="porch")
    b.add(
        "porch",
        role,
        f.put(
            *[box(post, out + 0.02, 0.14, at=(s * (e - post / 2), -out / 2 + 0.01, h - 0.02)) for s in (-1, 1)],
            box(w, post, 0.14, at=(0, -out + post, h - 0.02)),
        ),
    )
    k = rise / e
    top = h + 0.12
    b.add(
        "porch",
        role,
        f.one(hull([(q, y, z) for y in (-out + post / 2, -out + post * 1.4) for q, z in ((-e, top), (e, top), (0, top + rise))])),
    )
    o = 0.15
    for s in (-1, 1):
        p = [(0, 0.02, top + rise), (0, -out - 0.05, top + rise), (s * (e + o), -out - 0.05, top - o * k), (s * (e + o), 0.02, top - o * k)]
        b.add("porch_roof", roof, f.one(hull([(px, py, pz + t) for px, py, pz in p for t in (0, 0.1)])), label="roof")
    _ = floor


def banner(b: Build, wall: Wall, x: float, z: float, *, w: float = 0.7, h: float = 1.8, role: Role = "fabric") -> None:
    """A swallow-tailed banner hanging before a wall from a bar, its top at z."""
    f = wall.at(x, z)
    b.add("banner_poles", "wood", f.put(box(w + 0.2, 0.12, 0.08, at=(0, -0.05, 0))), label="banner")
    e = w / 2
    b.add(
        "banners",
        role,
        f.put(*[plate([(0, 0.02), (s * e, 0.02), (s * e, -h), (0, -h * 0.82)], -0.09, -0.05) for s in (-1, 1)]),
        label="banner",
    )


def flag(b: Build, x: float, y: float, z: float, *, height: float = 2.2, size: float = 0.8, role: Role = "fabric") -> None:
    """A pennant on a pole standing at (x, y, z)."""
    b.add("flag_pole", "wood", rod((x, y, z - 0.1), (x, y, z + height), 0.04, segments=6), label="flag")
    t = z + height
    b.add(
        "flag",
        role,
        hull(
            [
                (x + q, y + p, h)
                for q, h in ((0.0, t - 0.05), (0.0, t - 0.05 - size * 0.62), (size, t - 0.05 - size * 0.31))
                for p in (-0.02, 0.02)
            ]
        ),
        label="flag",
    )
