"""What makes a room a home: lamps, pictures, clock."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.joinery import eased, joined, metal, several, stake, wished
from cityscape.grammar.kit import between, chance, pick
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import lathe, mix, ring, squeeze, tint, tube
from cityscape.world.material import Material
from partgen.solids import Solid, ball, box, cylinder, frustum, hull, rod


def lampshade(b: Build, x: float, y: float, z: float, r0: float, r1: float, h: float) -> None:
    """A lit shade with a bulb's light above and below, and trimmed edges."""
    glow = b.look.material("lamp")
    if b.look.color:
        glow = glow.model_copy(update={"color": mix(glow.color, b.look.color, 0.55), "name": f"lamp-{b.look.color[1:]}"})
    b.add("shade", glow, frustum(r0, r1, h, at=(x, y, z), segments=20), label="lamp")
    trim = tint(b.look.material("linen"), "#8a6a44", 0.5)
    for r, at in ((r0, z - 0.002), (r1, z + h - 0.012)):
        b.add("shade_trim", trim, ring(r - 0.012, r + 0.003, 0.014, at=(x, y, at), segments=20), label="lamp")


@kind(
    "floor_lamp",
    "furniture",
    width=(0.42, 0.56),
    depth=(0.42, 0.56),
    words=("floor lamp", "standing lamp", "reading lamp"),
    indoor=Indoor("corner", front=0.1),
)
def floor_lamp(b: Build) -> None:
    """A lamp as tall as a person: a slim post, a tripod, or a bent arm with a dome."""
    r, form = min(b.lot.width, b.lot.depth) / 2, int(b.rng.integers(3))
    iron = metal(b)
    high = between(b, 1.5, 1.65)
    if form == 0:
        b.add("base", iron, lathe([(0.62 * r, 0), (0.6 * r, 0.018), (0.05, 0.035), (0.012, 0.05)], segments=18))
        b.add("post", iron, cylinder(0.012, high - 0.2, at=(0, 0, 0.04), segments=8), ball(0.022, at=(0, 0, 0.7), detail=1))
        lampshade(b, 0, 0, high - 0.26, 0.88 * r, 0.6 * r, 0.28)
    elif form == 1:
        wood = joined(b)
        feet = [
            stake((0.03 * cos(a), 0.03 * sin(a), high - 0.25), (0.93 * r * cos(a), 0.93 * r * sin(a), 0), 0.017, 0.013)
            for a in 2 * pi * (np.arange(3) / 3) + 0.4
        ]
        b.add("legs", wood, feet, cylinder(0.05, 0.04, at=(0, 0, high - 0.28), segments=12), label="leg")
        b.add("ring", iron, cylinder(0.022, 0.06, at=(0, 0, high - 0.25), segments=10), label="frame")
        lampshade(b, 0, 0, high - 0.24, 0.9 * r, 0.74 * r, 0.26)
    else:
        b.add("base", iron, cylinder(0.5 * r, 0.03, at=(0.4 * r, 0.4 * r, 0), segments=18))
        q, f = 0.4 * r, -0.42 * r
        arc = [
            (q, q, 0.02),
            (q, q, 1.1),
            (q * 0.9, q * 0.9, 1.3),
            (q * 0.5, q * 0.5, 1.45),
            (0, 0, 1.52),
            (f * 0.6, f * 0.6, 1.5),
            (f, f, 1.42),
        ]
        b.add("post", iron, tube(arc, [0.013] * 7, segments=7))
        dome = lathe([(0.54 * r, 1.3), (0.5 * r, 1.36), (0.34 * r, 1.41), (0.1 * r, 1.44)], at=(f, f, 0), segments=16)
        b.add("dome", wished(b, "metal"), dome, label="lamp")
        b.add("bulb", "lamp", ball(0.4 * r, 0.4 * r, 0.06, at=(f, f, 1.3), detail=2), label="lamp")
    squeeze(b)


@kind(
    "table_lamp",
    "furniture",
    width=(0.26, 0.34),
    depth=(0.26, 0.34),
    words=("table lamp", "bedside lamp"),
    indoor=Indoor("top", front=0.0),
)
def table_lamp(b: Build) -> None:
    """A lamp to stand on furniture: a ceramic belly, a turned stick or a globe."""
    r, form = min(b.lot.width, b.lot.depth) / 2, int(b.rng.integers(3))
    glaze = pick(b, *several(b, "upholstery", 2), b.look.material("ceramic")).model_copy(update={"pattern": "plain", "roughness": 0.3})
    if form == 0:
        b.add(
            "base",
            glaze,
            lathe([(0.4 * r, 0), (0.42 * r, 0.012), (0.68 * r, 0.08), (0.6 * r, 0.13), (0.22 * r, 0.19), (0.14 * r, 0.24)], segments=16),
        )
        lampshade(b, 0, 0, 0.22, r - 0.004, 0.62 * r, 0.17)
    elif form == 1:
        b.add(
            "base",
            joined(b),
            lathe(
                [(0.5 * r, 0), (0.48 * r, 0.018), (0.16 * r, 0.04), (0.24 * r, 0.07), (0.12 * r, 0.12), (0.2 * r, 0.19), (0.1 * r, 0.26)],
                segments=12,
            ),
        )
        lampshade(b, 0, 0, 0.24, r - 0.004, 0.5 * r, 0.16)
    else:
        b.add("base", metal(b), lathe([(0.46 * r, 0), (0.44 * r, 0.015), (0.1 * r, 0.03), (0.1 * r, 0.11), (0.3 * r, 0.13)], segments=14))
        b.add("globe", "lamp", ball(0.88 * r, at=(0, 0, 0.115 + 0.88 * r), detail=2), label="lamp")


def _bankers_lamp(b: Build) -> None:
    """A brass foot and stem under a long glass shade across the desk."""
    w, brass, glow = b.lot.width, b.look.material("metal", color="#b28a48"), wished(b, pick(b, "curtain", "upholstery"))
    r, long, z = 0.42 * w, w / 2 - 0.004, 0.3
    lit = glow.model_copy(update={"pattern": "plain", "emission": 0.25, "name": f"{glow.name}-lit"[:64]})
    turn = np.linspace(0, pi, 8)
    roof = [
        hull([(x, q * 0.085 * cos(t), z + q * 0.075 * sin(t)) for t in pair for q in (0.84, 1.0) for x in (-long, long)])
        for pair in zip(turn, turn[1:], strict=False)
    ]
    b.add("base", brass, lathe([(r, 0), (0.9 * r, 0.02), (0.2 * r, 0.035)], segments=16), cylinder(0.009, z, at=(0, 0, 0.02), segments=8))
    b.add("shade", lit, roof, label="lamp")
    b.add("bulb", "lamp", rod((-0.75 * long, 0, z + 0.02), (0.75 * long, 0, z + 0.02), 0.022, segments=8), label="lamp")
    ends = [box(0.012, 0.17, 0.014, at=(s * (long - 0.006), 0, z - 0.004)) for s in (-1, 1)]
    b.add("yoke", brass, rod((-long, 0, z + 0.02), (long, 0, z + 0.02), 0.006, segments=6), ends, label="frame")
    b.add("chain", brass, rod((0.3 * long, -0.05, z - 0.07), (0.3 * long, -0.045, z + 0.02), 0.003, segments=4), label="rope")


@kind(
    "desk_lamp",
    "furniture",
    width=(0.2, 0.28),
    depth=(0.34, 0.44),
    words=("desk lamp", "study lamp", "anglepoise"),
    indoor=Indoor("top", front=0.0),
)
def desk_lamp(b: Build) -> None:
    """A jointed lamp: foot, two arms, a tilted shade with its bulb."""
    w, d = b.lot.width, b.lot.depth
    paint, r = wished(b, pick(b, "plastic", "upholstery")).model_copy(update={"pattern": "plain", "roughness": 0.3}), 0.42 * w
    y = d / 2 - r
    elbow, tip = (0, d / 2 - 0.03, 0.26), (0, -d / 2 + 0.13, 0.4)
    if chance(b, 0.4):
        _bankers_lamp(b)
        return
    b.add("base", paint, lathe([(r, 0), (0.96 * r, 0.018), (0.3 * r, 0.03)], at=(0, y, 0), segments=16))
    b.add("arms", "metal", rod((0, y, 0.02), elbow, 0.009, segments=6), rod(elbow, tip, 0.009, segments=6), label="post")
    b.add("joints", paint, [ball(0.018, at=p, detail=1) for p in (elbow, tip)], label="joint")
    mouth = np.array([0, -d / 2 + 0.085, 0.31])
    b.add("shade", paint, rod(mouth, (0, tip[1] + 0.012, 0.43), 0.075, end=0.026, segments=14), label="lamp")
    axis = (np.array([0, tip[1] + 0.012, 0.43]) - mouth) / np.linalg.norm(np.array([0, tip[1] + 0.012, 0.43]) - mouth)
    b.add("bulb", "lamp", rod(mouth - axis * 0.008, mouth + axis * 0.02, 0.062, segments=14), label="lamp")
    squeeze(b)


@kind(
    "candle",
    "furniture",
    width=(0.12, 0.18),
    depth=(0.12, 0.18),
    words=("candle", "candles", "candlestick"),
    indoor=Indoor("top", front=0.0),
)
def candle(b: Build) -> None:
    """Three candles on a dish, or one on a stick with a handle."""
    r = min(b.lot.width, b.lot.depth) / 2
    wax = tint(b.look.material("paper"), "#fff4d8", 0.5)
    if chance(b, 0.5):
        b.add("dish", metal(b), lathe([(0.7 * r, 0), (r, 0.014)], segments=16), cylinder(0.9 * r, 0.006, at=(0, 0, 0.01), segments=16))
        spots = [(0.48 * r * cos(a), 0.48 * r * sin(a), h, 0.34 * r) for a, h in ((0.5, 0.12), (2.6, 0.085), (4.7, 0.06))]
    else:
        iron = metal(b)
        b.add(
            "dish",
            iron,
            lathe([(0.6 * r, 0), (0.84 * r, 0.016)], segments=14),
            lathe([(0.2 * r, 0.008), (0.13 * r, 0.05), (0.26 * r, 0.065)], segments=10),
        )
        b.add(
            "dish",
            iron,
            tube(
                [(0.78 * r, 0, 0.012), (0.95 * r, 0, 0.02), (0.95 * r, 0, 0.045), (0.7 * r, 0, 0.04), (0.6 * r, 0, 0.01)],
                [0.004] * 5,
                segments=5,
            ),
        )
        spots = [(0.0, 0.0, 0.16, 0.17 * r)]
    for x, y, h, t in spots:
        b.add("candles", wax, cylinder(t, h - 0.01, at=(x, y, 0.008), segments=10), label="candle")
        b.add(
            "flames",
            "lamp",
            rod((x, y, h - 0.006), (x, y, h + 0.014), 0.004, end=0.008, segments=6),
            rod((x, y, h + 0.013), (x, y, h + 0.036), 0.008, end=0.0, segments=6),
            label="flame",
        )


def _paint(b: Build, m: str) -> Material:
    return b.look.material("paper", color=m, pattern="plain")


def _scene(b: Build, w: float, h: float, y: float) -> None:
    """What the picture shows, in the field w by h around (0, h / 2) of its own frame: plates of paint before the plane y."""
    form = int(b.rng.integers(5))
    tones = [m.color for m in several(b, "upholstery", 3)]
    z0 = b.lot.width * 0.09

    def plate(points: list[tuple[float, float]], k: int = 1) -> Solid:
        return hull([(px * w / 2, y - e, z0 + pz * h) for px, pz in points for e in (-0.002, 0.0016 * k)])

    if form == 0:
        b.add(
            "sky", _paint(b, mix("#a9cfe0", pick(b, "#f3c9a0", "#dfe9ee"), 0.4)), plate([(-1, 0), (1, 0), (1, 1), (-1, 1)]), label="picture"
        )
        sun = [
            (0.4 + 0.17 * cos(t) * h / max(w, h), 0.72 + 0.085 * sin(t) * w / max(w, h) * 1.6)
            for t in np.linspace(0, 2 * pi, 12, endpoint=False)
        ]
        b.add("sun", _paint(b, "#fff0b8"), plate(sun, 2), label="picture")
        b.add(
            "hills",
            _paint(b, "#5c7f86"),
            plate([(-1, 0), (0.2, 0), (-0.2, 0.5), (-0.6, 0.66), (-1, 0.5)], 2),
            plate([(-0.2, 0), (1, 0), (1, 0.5), (0.5, 0.56)], 2),
            label="picture",
        )
        b.add("meadow", _paint(b, "#6f9150"), plate([(-1, 0), (1, 0), (1, 0.2), (0.1, 0.34), (-1, 0.26)], 3), label="picture")
    elif form == 1:
        b.add("canvas", _paint(b, "#efe6d4"), plate([(-1, 0), (1, 0), (1, 1), (-1, 1)]), label="picture")
        x, z = between(b, -0.2, 0.3), between(b, 0.4, 0.6)
        blocks = [
            [(-0.9, 0.06), (x, 0.06), (x, z), (-0.9, z)],
            [(x + 0.06, z + 0.05), (0.9, z + 0.05), (0.9, 0.94), (x + 0.06, 0.94)],
            [(x + 0.06, 0.06), (0.9, 0.06), (0.9, z * 0.55), (x + 0.06, z * 0.55)],
        ]
        for k, p in enumerate(blocks):
            b.add(f"field_{k + 1}", _paint(b, tones[k]), plate(p, 2), label="picture")
    elif form == 2:
        b.add("canvas", _paint(b, "#f2ecdd"), plate([(-1, 0), (1, 0), (1, 1), (-1, 1)]), label="picture")
        fronds = []
        for k in range(5):
            z, e = 0.26 + 0.13 * k, 0.62 - 0.1 * k
            fronds += [plate([(0, z), (s * e * 0.5, z + 0.05), (s * e, z + 0.17), (s * e * 0.45, z + 0.14)], 2) for s in (-1, 1)]
        b.add(
            "frond",
            _paint(b, pick(b, "#4f7a52", "#3f6b6a")),
            fronds,
            plate([(-0.025, 0.1), (0.025, 0.1), (0.012, 0.92), (-0.012, 0.92)], 2),
            label="picture",
        )
    elif form == 3:
        b.add("canvas", _paint(b, mix(tones[0], "#2c2a2f", 0.35)), plate([(-1, 0), (1, 0), (1, 1), (-1, 1)]), label="picture")
        b.add(
            "coat",
            _paint(b, tones[1]),
            plate([(-0.66, 0), (0.66, 0), (0.52, 0.28), (0.2, 0.4), (-0.2, 0.4), (-0.52, 0.28)], 2),
            label="picture",
        )
        face = [(0.24 * cos(t) * min(1, h / w), 0.56 + 0.17 * sin(t)) for t in np.linspace(0, 2 * pi, 12, endpoint=False)]
        b.add("face", _paint(b, "#d9a983"), plate(face, 3), plate([(-0.1, 0.34), (0.1, 0.34), (0.1, 0.5), (-0.1, 0.5)], 2), label="picture")
        b.add(
            "hair",
            _paint(b, pick(b, "#4a3326", "#2c2523", "#a8763f")),
            plate([(px * 1.12, pz + 0.03) for px, pz in face if pz > 0.58] + [(-0.27, 0.6), (0.27, 0.6)], 4),
            label="picture",
        )
    else:
        b.add("sea", _paint(b, "#3f7d92"), plate([(-1, 0), (1, 0), (1, 0.45), (-1, 0.45)], 2), label="picture")
        b.add("sky", _paint(b, "#dfe6e2"), plate([(-1, 0), (1, 0), (1, 1), (-1, 1)]), label="picture")
        x = between(b, -0.3, 0.3)
        b.add("boat", _paint(b, "#7a3f2e"), plate([(x - 0.3, 0.36), (x + 0.3, 0.36), (x + 0.2, 0.26), (x - 0.2, 0.26)], 3), label="picture")
        b.add(
            "sails",
            _paint(b, "#fbf6e8"),
            plate([(x - 0.02, 0.38), (x - 0.02, 0.84), (x - 0.28, 0.38)], 3),
            plate([(x + 0.03, 0.38), (x + 0.03, 0.74), (x + 0.24, 0.38)], 3),
            label="picture",
        )


@kind(
    "picture",
    "furniture",
    width=(0.45, 1.1),
    depth=(0.03, 0.05),
    words=("picture", "painting", "poster", "portrait", "photo"),
    indoor=Indoor("hung", front=0.0, at=(1.25, 1.5)),
)
def picture(b: Build) -> None:
    """A framed picture: a landscape, blocks of colour, a pressed fern, a portrait, a boat at sea."""
    w, d = b.lot.width, b.lot.depth
    bar = 0.09 * w
    h = (between(b, 1.1, 1.3) if w < 0.65 else between(b, 0.62, 0.75)) * w
    wood = pick(b, joined(b), metal(b), b.look.material("plastic", color="#2b2b2d"))
    b.add(
        "frame",
        wood,
        [eased(0.5 * bar, d, h, at=(s * (w - 0.5 * bar) / 2, 0, 0), r=0.006) for s in (-1, 1)],
        [eased(w - 0.6 * bar, d, 0.5 * bar, at=(0, 0, z), r=0.006) for z in (0.0, h - 0.5 * bar)],
    )
    b.add(
        "mount",
        tint(b.look.material("paper"), "#fffdf6", 0.5),
        box(w - 0.7 * bar, d * 0.6, h - 0.7 * bar, at=(0, d * 0.18, 0.35 * bar)),
        label="paper",
    )
    _scene(b, w - 2 * bar, h - 2 * bar, d * 0.18 - d * 0.3)


@kind(
    "wall_clock",
    "furniture",
    width=(0.3, 0.42),
    depth=(0.05, 0.07),
    words=("wall clock", "clock"),
    indoor=Indoor("hung", front=0.0, at=(1.5, 1.65)),
)
def wall_clock(b: Build) -> None:
    """A round clock with hour marks and hands; some have a pendulum case below."""
    w, d = b.lot.width, b.lot.depth
    r, wood = w / 2, joined(b)
    drop = 0.3 if chance(b, 0.4) else 0.0
    z = r + drop
    case = pick(b, wood, metal(b))
    b.add("case", wood if drop else case, rod((0, d / 2, z), (0, -d / 2 + 0.012, z), r, segments=24), label="clock")
    b.add(
        "face", tint(b.look.material("paper"), "#fffdf4", 0.4), rod((0, 0, z), (0, -d / 2 + 0.008, z), 0.86 * r, segments=24), label="clock"
    )
    dark = b.look.material("plastic", color="#26262a")
    marks = [
        box(0.016, 0.008, 0.1 * r if k % 3 else 0.17 * r, at=(0, -d / 2 + 0.007, 0.64 * r)).turned(pitch=k * pi / 6).moved(0, 0, z)
        for k in range(12)
    ]
    b.add("marks", dark, marks, label="clock")
    hour, minute = between(b, 0, 2 * pi), between(b, 0, 2 * pi)
    hands = [
        box(t, 0.006, long, at=(0, -d / 2 + 0.004, -0.04 * r)).turned(pitch=a).moved(0, 0, z)
        for t, long, a in ((0.018, 0.5 * r, hour), (0.012, 0.72 * r, minute))
    ]
    b.add("hands", dark, hands, rod((0, -d / 2 + 0.01, z), (0, -d / 2, z), 0.02, segments=8), label="hand")
    if drop:
        b.add("case", wood, eased(0.9 * w, d * 0.8, drop + 0.1, at=(0, d * 0.1, 0), r=0.012))
        b.add("window", "glass", box(0.5 * w, d * 0.5, drop - 0.12, at=(0, -d * 0.08, 0.06)))
        b.add(
            "pendulum",
            metal(b),
            rod((0.03, -d * 0.36, 0.12), (0.03, -d * 0.24, 0.12), 0.035, segments=12),
            hull([(x, y, q) for y in (-d * 0.36, -d * 0.28) for x, q in ((0.024, 0.12), (0.034, 0.12), (0.0, drop), (0.01, drop))]),
            label="clock",
        )
    squeeze(b)
