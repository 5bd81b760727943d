"""What shines and signals along streets: lamps, lanterns, traffic lights, holograms, billboards, sign posts."""

from __future__ import annotations

from math import pi

import numpy as np

from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import axle, between, era, grown, lathe, pick, tube
from cityscape.world.material import Material
from partgen.solids import Solid, ball, beam, box, cone, cylinder, frustum, hull, taper


def lit(b: Build, color: str, strength: float = 1.6) -> Material:
    """A glowing colour."""
    return b.look.material("lamp", color=color).model_copy(update={"emission": strength, "name": f"light-{color[1:]}"})


def _post(b: Build, profile: list[tuple[float, float]], segments: int = 8) -> list[Solid]:
    low = -b.lot.drop
    return lathe([(profile[0][0], low - 1e-9), *profile], segments=segments)


@kind(
    "lamp",
    "furniture",
    width=(0.5, 0.9),
    depth=(1.1, 2.4),
    words=("lamp", "street lamp", "lamp post", "street light", "streetlight"),
    stand="post",
)
def lamp(b: Build) -> None:
    """A street lamp in the theme's fashion; an arm reaches out to the street (-y)."""
    age = era(b.look.style)
    reach = min(b.lot.depth / 2 - 0.05, 1.15)
    if age == "old":
        h = 3.0
        b.add(
            "post",
            "timber" if b.look.style.theme.streets.bridges == "timber" else "metal",
            _post(b, [(0.16, 0.0), (0.15, 0.35), (0.08, 0.45), (0.06, h)]),
        )
        b.add("post", "metal", frustum(0.05, 0.14, 0.1, at=(0, 0, h), segments=6))
        b.add("lamp", "lamp", frustum(0.12, 0.2, 0.36, at=(0, 0, h + 0.1), segments=6))
        b.add("cap", "metal", cone(0.25, 0.24, at=(0, 0, h + 0.46), segments=6), ball(0.05, at=(0, 0, h + 0.7), detail=0))
        b.add("bracket", "metal", box(min(0.5, b.lot.width), 0.05, 0.05, at=(0, 0, h - 0.35)))
    elif age == "green":
        h = 3.8
        line = [(0, 0, -b.lot.drop - 1e-9), (0, 0, 0.6), (0, 0.02, 2.4), (0, -0.18 * reach, h - 0.2), (0, -0.75 * reach, h)]
        b.add("post", "wood", tube(line, [0.13, 0.1, 0.08, 0.065, 0.05], segments=7))
        head = (0, -0.72 * reach, h - 0.24)
        b.add("lamp", "lamp", frustum(0.2, 0.08, 0.2, at=head, segments=10))
        b.add(
            "panel",
            b.look.material("metal", pattern="solar", color="#24405f"),
            box(min(0.7, b.lot.width - 0.02), 0.5, 0.05).turned(roll=-0.35).moved(0, -0.2 * reach, h + 0.04),
        )
        b.add("post", "wood", box(0.06, 0.06, 0.3, at=(0, -0.2 * reach, h - 0.22)))
    elif age == "neon":
        neon_lamp(b)
    else:
        h = 5.2
        m = b.look.material("metal")
        b.add("post", m, _post(b, [(0.13, 0.0), (0.12, 0.7), (0.08, 0.72), (0.06, h - 0.4)]))
        b.add(
            "arm",
            m,
            tube(
                [(0, 0, h - 0.42), (0, -0.12 * reach, h - 0.1), (0, -0.5 * reach, h + 0.06), (0, -0.82 * reach, h + 0.08)],
                [0.06, 0.055, 0.05, 0.045],
                segments=6,
            ),
        )
        b.add("head", m, taper(0.2, 0.5 * reach, 0.12, 0.4 * reach, 0.1, at=(0, -0.74 * reach, h + 0.06)))
        b.add("lamp", "lamp", box(0.16, 0.42 * reach, 0.05, at=(0, -0.74 * reach, h + 0.01)))


@kind(
    "lantern", "furniture", width=(0.4, 0.8), depth=(0.4, 0.8), words=("lantern", "paper lantern", "stone lantern", "torch"), stand="post"
)
def lantern(b: Build) -> None:
    """A hanging lantern on a hooked post, a stone lantern, or a low garden light."""
    age, r = era(b.look.style), min(b.lot.width, b.lot.depth) / 2
    form = int(b.rng.integers(2)) if age == "old" else 2 if age == "green" else 1
    if form == 0:
        h = 2.3
        hook = [
            (-r * 0.5, 0, -b.lot.drop - 1e-9),
            (-r * 0.5, 0, h - 0.25),
            (-r * 0.3, 0, h),
            (r * 0.25, 0, h - 0.04),
            (r * 0.35, 0, h - 0.16),
        ]
        b.add("post", "metal", tube(hook, [0.06, 0.045, 0.04, 0.035, 0.03], segments=6))
        q = min(0.16, 0.64 * r)
        b.add("cap", "metal", cone(q, 0.14, at=(r * 0.35, 0, h - 0.3), segments=6))
        b.add("lamp", "lamp", frustum(0.62 * q, 0.82 * q, 0.26, at=(r * 0.35, 0, h - 0.56), segments=6))
        b.add("base", "metal", cylinder(0.62 * q, 0.04, at=(r * 0.35, 0, h - 0.6), segments=6))
    elif form == 1:
        b.add("base", "stone", _post(b, [(r * 0.9, 0.0), (r * 0.9, 0.14), (r * 0.38, 0.2), (r * 0.3, 0.8), (r * 0.75, 0.95)], 6))
        b.add("lamp", "lamp", cylinder(r * 0.5, 0.28, at=(0, 0, 0.95), segments=6))
        b.add("roof", "stone", frustum(r * 0.98, r * 0.2, 0.26, at=(0, 0, 1.23), segments=6), ball(r * 0.2, at=(0, 0, 1.52), detail=0))
    else:
        b.add("post", "wood", _post(b, [(0.08, 0.0), (0.06, 1.1)], 6))
        b.add("lamp", "lamp", ball(r * 0.8, r * 0.8, r * 0.95, at=(0, 0, 1.1 + r * 0.8), detail=1))
        b.add("cap", "metal", cylinder(r * 0.35, 0.05, at=(0, 0, 1.08 + r * 1.7), segments=8))


@kind(
    "neon_lamp", "furniture", width=(0.4, 0.9), depth=(0.9, 1.8), words=("neon lamp", "neon light", "neon tube", "light pole"), stand="post"
)
def neon_lamp(b: Build) -> None:
    """A dark angular mast with light strips and a bent arm over the street (-y)."""
    reach, h, low = min(b.lot.depth / 2 - 0.04, 0.9), 4.4, -b.lot.drop
    m = b.look.material("metal")
    b.add("post", m, taper(0.3, 0.3, 0.14, 0.14, 0.5 - low, at=(0, 0, low)), box(0.14, 0.14, h - 0.5, at=(0, 0, 0.5)))
    b.add("post", m, beam((0, 0.07, h - 0.02), (0, -reach * 0.95, h + 0.3), 0.12, 0.1))
    glow = b.look.material("accent")
    b.add("strip", glow, box(0.05, 0.05, h - 1.3, at=(0, -0.09, 0.9)), label="lamp")
    b.add("strip", glow, [box(0.05, 0.05, h - 1.3, at=(s * 0.09, 0, 0.9)) for s in (-1, 1)], label="lamp")
    b.add("lamp", "lamp", beam((0, -reach * 0.22, h + 0.0), (0, -reach * 0.9, h + 0.225), 0.1, 0.06))


@kind(
    "traffic_light",
    "furniture",
    width=(0.5, 0.9),
    depth=(0.56, 1.2),
    words=("traffic light", "traffic lights", "stop light", "signal"),
    stand="post",
)
def traffic_light(b: Build) -> None:
    """Red, amber and green under hoods on a post, facing -y."""
    m = b.look.material("metal")
    dark = b.look.material("metal", color="#25272b", pattern="plain")
    h = 3.2
    b.add("post", m, _post(b, [(0.11, 0.0), (0.1, 0.3), (0.06, 0.34), (0.055, h)]))
    b.add("housing", dark, box(0.3, 0.2, 0.92, at=(0, -0.12, h - 0.86)), label="body")
    for k, (color, strength) in enumerate((("#e23b2e", 1.2), ("#e8b02e", 0.2), ("#3fae5a", 0.2))):
        z = h - 0.1 - 0.28 * k
        b.add(
            f"light_{('red', 'amber', 'green')[k]}", lit(b, color, strength), axle(0, -0.235, z - 0.08, 0.1, 0.05, segments=8), label="lamp"
        )
        b.add("housing", dark, box(0.24, 0.02, 0.03, at=(0, -0.225, z + 0.03)), label="body")
    b.add("box", dark, box(0.2, 0.16, 0.3, at=(0, -0.1, 1.05)), label="button")


@kind(
    "sign_post",
    "furniture",
    width=(0.9, 1.8),
    depth=(0.3, 1.2),
    words=("sign post", "signpost", "road sign", "waymarker", "direction sign", "street sign"),
    stand="post",
)
def sign_post(b: Build) -> None:
    """Pointing boards on a post, or a street sign."""
    w, rng = b.lot.width, b.rng
    if era(b.look.style) == "old":
        b.add(
            "post",
            "timber",
            box(0.13, 0.13, 2.3 + b.lot.drop, at=(0, 0, -b.lot.drop)),
            cone(0.1, 0.14, at=(0, 0, 2.3), segments=4).turned(pi / 4),
        )
        for k in range(int(rng.integers(2, 4))):
            s = 1 if k % 2 else -1
            z, long = 2.05 - 0.3 * k, w / 2 * between(rng, 0.85, 0.99)
            p = [(-0.2 * s, z - 0.1), (-0.2 * s, z + 0.1), (s * (long - 0.14), z + 0.1), (s * long, z), (s * (long - 0.14), z - 0.1)]
            y = -0.085
            b.add("boards", "wood", hull(np.array([(x, y + d, h) for x, h in p for d in (-0.025, 0.025)])), label="sign")
    else:
        m = b.look.material("metal")
        b.add("post", m, _post(b, [(0.05, 0.0), (0.05, 2.9)], 7))
        b.add("sign", "sign", box(min(w, 1.1), 0.04, 0.28, at=(0, -0.065, 2.5)))
        b.add(
            "sign",
            "sign",
            box(0.04, min(b.lot.depth - 0.1, 0.9), 0.24, at=(0.065, 0, 2.15))
            if b.lot.depth > 0.6
            else box(min(w, 0.8), 0.04, 0.24, at=(0, -0.065, 2.15)),
        )
        if rng.random() < 0.5:
            b.add("disc", lit(b, "#2f62b0", 0.0), axle(0, -0.07, 1.6, 0.25, 0.04, segments=12), label="sign")


@kind("holo_sign", "furniture", width=(0.7, 1.6), depth=(0.6, 1.2), words=("hologram", "holo sign", "holo", "holographic sign"))
def holo_sign(b: Build) -> None:
    """A projector with a floating picture carried by a beam of light."""
    w, rng = b.lot.width, b.rng
    r = min(0.34, b.lot.depth / 2 - 0.02, w / 2 - 0.02)
    glow, pale = b.look.material("accent"), b.look.material("sign", fresh=True)
    b.add("base", "metal", _post(b, [(r, 0.0), (r * 0.86, 0.35), (r * 0.6, 0.45)], 8))
    b.add("lens", "lamp", cylinder(r * 0.5, 0.06, at=(0, 0, 0.45), segments=8))
    b.add("beam", glow, frustum(0.03, 0.05, 0.65, at=(0, 0, 0.5), segments=6), label="light")
    z, half = 1.1, w / 2 - 0.03
    form = int(rng.integers(3))
    if form == 0:
        b.add("picture", pale, box(2 * half, 0.05, 1.3, at=(0, 0, z)), label="sign")
        b.add(
            "frame",
            glow,
            [box(2 * half, 0.07, 0.05, at=(0, 0, z + h)) for h in (-0.02, 1.28)],
            [box(0.05, 0.07, 1.28, at=(s * (half - 0.025), 0, z)) for s in (-1, 1)],
            label="frame",
        )
        b.add(
            "glyphs",
            glow,
            [
                box(half * e, 0.09, 0.1, at=(half * d, 0, z + 0.25 + 0.27 * k))
                for k, (e, d) in enumerate(((1.2, -0.1), (0.7, 0.3), (1.3, 0.0)))
            ],
            label="letter",
        )
    elif form == 1:
        q = min(half, b.lot.depth / 2 - 0.03) * 0.9
        b.add("beam", glow, frustum(0.05, 0.03, 0.36 * q, at=(0, 0, z), segments=6), label="light")
        b.add("picture", pale, ball(q * 0.72, at=(0, 0, z + q), detail=1), label="sign")
        for tilt in (0.3, -0.5):
            b.add("rings", glow, cylinder(q, 0.035, segments=14).turned(roll=tilt * 0.6).moved(0, 0, z + q), label="ring")
    else:
        fish = [(-half, 0.55), (-half * 0.1, 1.05), (half * 0.75, 0.6), (-half * 0.1, 0.15)]
        b.add("picture", pale, hull(np.array([(x, y, z + h) for x, h in fish for y in (-0.04, 0.04)])), label="sign")
        b.add(
            "picture",
            pale,
            hull(np.array([(x, y, z + h) for x, h in ((half * 0.6, 0.6), (half, 0.95), (half, 0.25)) for y in (-0.04, 0.04)])),
            label="sign",
        )
        b.add("beam", glow, frustum(0.05, 0.03, 0.3, at=(-half * 0.1, 0, z), segments=6), label="light")


@kind(
    "billboard", "furniture", width=(2.4, 7.0), depth=(0.7, 1.4), words=("billboard", "hoarding", "advertisement", "poster wall", "screen")
)
def billboard(b: Build) -> None:
    """A big picture on posts; its face (-y) shows simple bold shapes."""
    w, rng, low = b.lot.width, b.rng, -b.lot.drop
    z, high = 1.7 * grown(b.lot), min(0.5 * w, 3.0)
    y = 0.0
    glow = era(b.look.style) == "neon"
    b.add("posts", "metal", [box(0.18, 0.18, z + high - 0.1 - low, at=(s * w * 0.3, 0.14, low)) for s in (-1, 1)], label="post")
    face = b.look.material("sign") if not glow else b.look.material("metal", color="#1d2233", pattern="plain")
    b.add("panel", face, box(w - 0.16, 0.1, high, at=(0, y, z)), label="sign")
    rim = [box(w, 0.14, 0.08, at=(0, y, z + h)) for h in (-0.08, high)] + [
        box(0.08, 0.14, high, at=(s * (w / 2 - 0.04), y, z)) for s in (-1, 1)
    ]
    b.add("frame", "accent" if glow else "metal", rim)
    p = -0.06
    one, two = ("#ffd34d", "#f4f1e8") if not glow else ("#3ff0e0", "#ff4fa3")
    first = lit(b, pick(rng, (one, "#ef6a4d", "#5ec8c0")), 1.8 if glow else 0.0)
    second = lit(b, two, 1.8 if glow else 0.0)
    cx = w * 0.24 * pick_side(rng)
    b.add("picture", first, axle(cx, p, z + high / 2, high * 0.34, 0.06, segments=14), label="picture")
    b.add(
        "letters",
        second,
        [box(w * e, 0.05, high * 0.12, at=(-cx * 0.9, p, z + high * h)) for e, h in ((0.34, 0.62), (0.26, 0.42), (0.3, 0.22))],
        label="letter",
    )
    b.add("lamps", "lamp", [box(0.3, 0.12, 0.08, at=(x * w, -b.lot.depth / 2 + 0.08, z - 0.16)) for x in (-0.25, 0.25)], label="lamp")
    b.add(
        "frame",
        "accent" if glow else "metal",
        [box(0.06, b.lot.depth / 2, 0.05, at=(x * w, -b.lot.depth / 4 + 0.02, z - 0.13)) for x in (-0.25, 0.25)],
    )


def pick_side(rng: np.random.Generator) -> int:
    """-1 or 1."""
    return 1 if rng.random() < 0.5 else -1
