"""The office: desk, computer, printer, laptop, whiteboard, waste basket."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.joinery import drawers, eased, joined, metal, second, several, slab, stake, vessel, wished
from cityscape.grammar.kit import between, chance, pick, shade
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import clump, squeeze, tint
from cityscape.world.material import Material
from partgen.solids import Solid, box, cylinder, hull, rod

DESK = 0.74
"""Height of desk tops, metres."""


@kind(
    "desk",
    "furniture",
    width=(1.2, 1.8),
    depth=(0.62, 0.8),
    words=("desk", "writing desk", "work desk", "study table"),
    indoor=Indoor("wall", front=0.9, surface=DESK),
)
def desk(b: Build) -> None:
    """A desk: a drawer unit and legs, two pedestals with leather on top, or trestles with a steel frame."""
    w, d, h = b.lot.width, b.lot.depth, DESK
    wood, form = joined(b), int(b.rng.integers(3))
    iron, y = metal(b), -d / 2 + 0.07
    side = 1 if chance(b, 0.5) else -1
    if form == 0:
        b.add("top", wood, slab(w, d, 0.03, at=(0, 0, h - 0.03), corner=0.03))
        uw, x = 0.42, side * (w / 2 - 0.25)
        b.add("body", second(wood), box(uw, d - 0.12, h - 0.13, at=(x, 0.02, 0.11)))
        b.add("plinth", shade(second(wood), 0.6), box(uw - 0.05, d - 0.2, 0.12, at=(x, 0.03, 0)))
        drawers(
            b,
            x - uw / 2 + 0.01,
            x + uw / 2 - 0.01,
            (0.12, 0.36, 0.54, h - 0.04),
            y + 0.01,
            second(wood),
            iron,
            form=pick(b, "bar", "knob", "cup"),
        )
        feet = [
            stake((-side * (w / 2 - 0.08), j * (d / 2 - 0.09), h - 0.02), (-side * (w / 2 - 0.05), j * (d / 2 - 0.05), 0), 0.028, 0.017)
            for j in (-1, 1)
        ]
        b.add("legs", second(wood), feet, label="leg")
        b.add("apron", second(wood), box(w - 0.55, 0.02, 0.08, at=(-side * 0.16, d / 2 - 0.12, h - 0.11)), label="frame")
    elif form == 1:
        b.add("top", wood, slab(w, d, 0.04, at=(0, 0, h - 0.041), corner=0.02, ease=0.012))
        b.add(
            "pad", b.look.material("leather"), slab(w - 0.2, d - 0.2, 0.004, at=(0, 0, h - 0.003), corner=0.02, ease=0.001), label="panel"
        )
        uw = 0.29 * w
        for s in (-1, 1):
            x = s * (w / 2 - uw / 2 - 0.03)
            b.add("body", wood, box(uw, d - 0.1, h - 0.11, at=(x, 0.015, 0.075)))
            b.add("plinth", second(wood), eased(uw + 0.03, d - 0.06, 0.08, at=(x, 0.01, 0), r=0.008))
            drawers(
                b,
                x - uw / 2 + 0.01,
                x + uw / 2 - 0.01,
                (0.09, 0.34, 0.53, h - 0.05),
                y - 0.003,
                second(wood),
                iron,
                form="cup",
                panel=chance(b, 0.5),
            )
        b.add(
            "body",
            wood,
            box(w - 2 * uw, d - 0.12, 0.09, at=(0, 0.02, h - 0.125)),
            box(w - 2 * uw, 0.02, 0.45, at=(0, d / 2 - 0.08, h - 0.5)),
        )
        drawers(b, -w / 2 + uw + 0.04, w / 2 - uw - 0.04, (h - 0.12, h - 0.045), y, second(wood), iron, form="knob")
    else:
        steel = b.look.material("metal")
        b.add("top", wood, slab(w, d, 0.032, at=(0, 0, h - 0.032), corner=0.02))
        t = 0.035
        for s in (-1, 1):
            x = s * (w / 2 - 0.1)
            b.add(
                "legs",
                steel,
                [box(t, t, h - 0.02, at=(x, j * (d / 2 - 0.07), 0)) for j in (-1, 1)],
                [box(t - 0.004, d - 0.14, t, at=(x, 0, z)) for z in (0.02, h - 0.06)],
                label="leg",
            )
        b.add(
            "legs",
            steel,
            box(w - 0.2, t, t, at=(0, d / 2 - 0.1, h - 0.061)),
            box(w - 0.2, t, t, at=(0, d / 2 - 0.1, 0.25)),
            box(t, d * 0.4, t, at=(0, d * 0.22, h - 0.062)),
        )
        b.add("legs", steel, [box(t * 0.9, t * 0.9, 0.3, at=(s * (w / 2 - 0.1), d / 2 - 0.1, 0.0)) for s in (-1, 1)])
        uw, x = 0.36, side * (w / 2 - 0.34)
        b.add("body", second(wood), eased(uw, d - 0.2, 0.46, at=(x, -0.01, 0.06)))
        b.add(
            "castors",
            b.look.material("plastic", color="#2b2d31"),
            [cylinder(0.025, 0.065, at=(x + i * 0.13, j * 0.17 - 0.01, 0), segments=8) for i in (-1, 1) for j in (-1, 1)],
            label="wheel",
        )
        drawers(b, x - uw / 2 + 0.01, x + uw / 2 - 0.01, (0.07, 0.29, 0.51), y + 0.03, second(wood), iron, form="bar")
    squeeze(b)


def _window(b: Build, w: float, h: float, at: tuple[float, float, float], turn: float) -> None:
    """What a lit screen w by h shows, standing on `at` and leant back by `turn`: a window with a chart, text lines, a dock."""
    glow = b.look.material("screen")

    def put(name: str, color: str | None, *plates: tuple[float, float, float, float], lift: float = 0.002) -> None:
        m = glow if color is None else glow.model_copy(update={"color": color, "name": f"screen-{color[1:]}"})
        s = [box(pw * w, 0.003 + lift, ph * h, at=(px * w, -lift / 2, pz * h)) for px, pz, pw, ph in plates]
        b.add(name, m, [k.turned(roll=-turn).moved(*at) for k in s], label="screen")

    put("screen", None, (0, 0, 1, 1), lift=0.0)
    put("page", "#f4f6f4", (-0.14, 0.2, 0.6, 0.68))
    put("text", "#8fa1ad", *((-0.14 - 0.05 * (k % 2), 0.74 - 0.1 * k, 0.48 - 0.1 * (k % 2), 0.035) for k in range(3)), lift=0.004)
    bars = [between(b, 0.08, 0.24) for _ in range(5)]
    put("chart", pick(b, "#e2793f", "#4c9a6a", "#c9486a"), *((-0.36 + 0.11 * k, 0.24, 0.07, e) for k, e in enumerate(bars)), lift=0.004)
    put("side", "#2f4a5c", (0.34, 0.2, 0.24, 0.68))


@kind("computer", "furniture", width=(0.56, 0.7), depth=(0.42, 0.52), words=("computer", "pc", "monitor"), indoor=Indoor("top", front=0.0))
def computer(b: Build) -> None:
    """A monitor with a window on it, keyboard and mouse; a small tower beside it in some."""
    w, d = b.lot.width, b.lot.depth
    shell = wished(b, pick(b, "plastic", "appliance"))
    shell = shell if b.look.color else pick(b, b.look.material("plastic", color="#2a2c31"), b.look.material("appliance"))
    tower = chance(b, 0.4)
    sw = min(0.54, w - 0.02 - (0.14 if tower else 0.0))
    x = -w / 2 + sw / 2 + 0.005 if tower else 0.0
    sh, y, z = sw * 0.6, d / 2 - 0.12, 0.11
    b.add(
        "stand",
        shell,
        slab(0.22, 0.17, 0.012, at=(x, y + 0.02, 0), corner=0.03, ease=0.004),
        hull(
            [
                (x + s * e, y + yy, zz)
                for s in (-1, 1)
                for e, yy, zz in ((0.035, 0.03, 0.008), (0.035, 0.055, 0.008), (0.03, 0.03, z + 0.12), (0.03, 0.045, z + 0.12))
            ]
        ),
    )
    b.add("monitor", shell, eased(sw, 0.03, sh, at=(x, y + 0.015, z), r=0.008), label="frame")
    _window(b, sw - 0.022, sh - 0.03, (x, y - 0.001, z + 0.018), 0.0)
    kw = min(0.4, sw)
    ky = -d / 2 + 0.085
    b.add(
        "keyboard",
        shell,
        hull(
            [
                (x - 0.04 + s * kw / 2, ky + yy, zz)
                for s in (-1, 1)
                for yy, zz in ((-0.065, 0.0), (0.065, 0.0), (-0.063, 0.012), (0.063, 0.022))
            ]
        ),
        label="keyboard",
    )
    caps = tint(shell, "#8d939a", 0.55)
    b.add(
        "keys",
        caps,
        [box(kw - 0.03, 0.022, 0.008, at=(x - 0.04, ky - 0.042 + 0.028 * k, 0.0125 + 0.0022 * k)) for k in range(4)],
        label="key",
    )
    mx = min(x - 0.04 + kw / 2 + 0.07, w / 2 - 0.045)
    b.add(
        "mat",
        tint(b.look.material("upholstery"), "#26282c", 0.45),
        slab(0.085, 0.13, 0.004, at=(mx, ky, 0), corner=0.01, ease=0.001),
        label="mat",
    )
    b.add("mouse", shell, slab(0.045, 0.08, 0.026, at=(mx, ky, 0.002), corner=0.021, ease=0.01))
    if tower:
        b.add("tower", shell, eased(0.12, d * 0.72, 0.3, at=(w / 2 - 0.062, d * 0.13, 0), r=0.008), label="machine")
        b.add("lights", "screen", box(0.06, 0.006, 0.012, at=(w / 2 - 0.062, -d * 0.23, 0.24)), label="lamp")
        b.add("slots", caps, [box(0.09, 0.006, 0.02, at=(w / 2 - 0.062, -d * 0.23, e)) for e in (0.19, 0.155)], label="panel")
    squeeze(b)


@kind("laptop", "furniture", width=(0.32, 0.38), depth=(0.32, 0.36), words=("laptop", "notebook computer"), indoor=Indoor("top", front=0.0))
def laptop(b: Build) -> None:
    """An open laptop."""
    w, d = b.lot.width, b.lot.depth
    shell = wished(b, "appliance")
    deep = 0.23
    y0 = -d / 2 + deep / 2 + 0.003
    b.add("base", shell, slab(w, deep, 0.016, at=(0, y0, 0), corner=0.012, ease=0.004), label="machine")
    b.add(
        "keys",
        b.look.material("plastic", color="#34373c"),
        [box(w - 0.05, 0.02, 0.004, at=(0, y0 + 0.085 - 0.026 * k, 0.0145)) for k in range(4)],
        label="key",
    )
    b.add("pad", shade(shell, 0.8), slab(0.1, 0.055, 0.003, at=(0, y0 - 0.075, 0.0148), corner=0.006, ease=0.001), label="panel")
    turn, hinge, h = 0.32, (0.0, y0 + deep / 2 - 0.006, 0.012), 0.215
    lid = eased(w, 0.01, h, at=(0, 0.006, 0), r=0.003).turned(roll=-turn).moved(*hinge)
    b.add("lid", shell, lid, rod((-w * 0.4, hinge[1], 0.011), (w * 0.4, hinge[1], 0.011), 0.008, segments=8), label="frame")
    _window(b, w - 0.024, h - 0.03, (hinge[0], hinge[1] + 0.005, hinge[2] + 0.015), turn)
    squeeze(b)


@kind(
    "printer", "furniture", width=(0.42, 0.52), depth=(0.38, 0.46), words=("printer", "copier", "scanner"), indoor=Indoor("top", front=0.0)
)
def printer(b: Build) -> None:
    """A printer with paper in its feed and a printed page on its tray."""
    w, d = b.lot.width, b.lot.depth
    shell = wished(b, "appliance")
    dark = b.look.material("plastic", color="#34373c")
    y0, y1 = -d / 2 + 0.12, d / 2 - 0.04
    b.add(
        "body",
        shell,
        hull(
            [
                (s * (w / 2 - e), y, z)
                for s in (-1, 1)
                for y, z, e in (
                    (y0, 0.0, 0.0),
                    (y0, 0.11, 0.0),
                    (y0 + 0.05, 0.185, 0.008),
                    (y1, 0.2, 0.008),
                    (y1 + 0.02, 0.0, 0.0),
                    (y1 + 0.02, 0.19, 0.0),
                )
            ]
        ),
        label="machine",
    )
    b.add("slot", dark, box(w * 0.72, 0.02, 0.045, at=(0, y0 - 0.002, 0.035)), label="panel")
    b.add(
        "tray",
        dark,
        hull([(s * w * 0.33, y, z) for s in (-1, 1) for y, z in ((y0 + 0.01, 0.022), (y0 + 0.01, 0.032), (-d / 2, 0.0), (-d / 2, 0.012))]),
        box(w * 0.66, 0.1, 0.024, at=(0, y0 - 0.045, 0)),
        label="shelf",
    )
    b.add(
        "paper",
        "paper",
        box(0.21, 0.13, 0.006, at=(0, y0 - 0.05, 0.03)),
        hull([(s * 0.105, y, z) for s in (-1, 1) for y, z in ((y1 - 0.03, 0.19), (y1 - 0.02, 0.19), (d / 2 - 0.012, 0.32), (d / 2, 0.32))]),
    )
    b.add(
        "feed",
        shell,
        hull(
            [
                (s * 0.14, y, z)
                for s in (-1, 1)
                for y, z in ((y1 - 0.018, 0.18), (y1 - 0.002, 0.18), (d / 2 - 0.014, 0.26), (d / 2 - 0.001, 0.26))
            ]
        ),
        label="panel",
    )
    b.add(
        "lid",
        shade(shell, 0.86),
        hull(
            [
                (s * (w / 2 - 0.03), y, z)
                for s in (-1, 1)
                for y, z in ((y0 + 0.075, 0.182), (y0 + 0.08, 0.198), (y1 - 0.05, 0.2), (y1 - 0.055, 0.21))
            ]
        ),
    )
    px = w / 2 - 0.09
    b.add(
        "display",
        "screen",
        hull(
            [
                (px + s * 0.04, y, z)
                for s in (-1, 1)
                for y, z in ((y0 + 0.006, 0.125), (y0 + 0.036, 0.17), (y0 + 0.012, 0.121), (y0 + 0.042, 0.166))
            ]
        ),
        label="screen",
    )
    tones = several(b, "plastic", 2)
    b.add(
        "buttons",
        tones[1],
        [
            rod((-w / 2 + 0.05 + 0.035 * k, y0 + 0.022, 0.148), (-w / 2 + 0.05 + 0.035 * k, y0 + 0.008, 0.157), 0.009, segments=8)
            for k in range(3)
        ],
        label="handle",
    )
    squeeze(b)


@kind(
    "whiteboard",
    "furniture",
    width=(1.2, 2.0),
    depth=(0.07, 0.1),
    words=("whiteboard", "white board", "planning board"),
    indoor=Indoor("hung", front=0.0, at=(0.9, 1.0)),
)
def whiteboard(b: Build) -> None:
    """A white board with a diagram, notes stuck on, pens and a sponge on its tray."""
    w, d, h = b.lot.width, b.lot.depth, 1.0
    y = d / 2 - 0.012
    face = y - 0.012
    rail = b.look.material("metal", color="#b9bec2")
    b.add("board", b.look.material("ceramic", color="#fbfcfb"), box(w - 0.02, 0.022, h - 0.02, at=(0, y, 0.01)), label="board")
    b.add(
        "frame",
        rail,
        [eased(0.03, 0.034, h, at=(s * (w / 2 - 0.015), d / 2 - 0.017, 0), r=0.006) for s in (-1, 1)],
        [eased(w, 0.034, 0.03, at=(0, d / 2 - 0.017, z), r=0.006) for z in (0.0, h - 0.03)],
    )
    b.add(
        "tray",
        rail,
        box(w * 0.5, d - 0.012, 0.012, at=(0, -0.002, 0.012)),
        box(w * 0.5, 0.008, 0.024, at=(0, -d / 2 + 0.006, 0.012)),
        label="shelf",
    )
    inks = [b.look.material("plastic", color=c) for c in ("#2c6fb0", "#c23b3b", "#2f8a57")]

    def stroke(k: int, *lines: tuple[float, float, float, float]) -> None:
        bars = []
        for x0, z0, x1, z1 in lines:
            p, q = np.array([x0 * w, z0]), np.array([x1 * w, z1])
            side = 0.0035 * np.array([p[1] - q[1], q[0] - p[0]]) / np.linalg.norm(q - p)
            ends = [v + s * side for v in (p, q) for s in (-1, 1)]
            bars.append(hull([(x, face + e, z) for x, z in ends for e in (-0.002, 0.006)]))
        b.add(f"ink_{k + 1}", inks[k], bars, label="sign")

    boxes = [(-0.3, 0.72), (-0.06, 0.72), (-0.18, 0.46)]
    stroke(
        0,
        *[
            (x + a, z + c, x + e, z + f)
            for x, z in boxes
            for a, c, e, f in (
                (-0.07, -0.07, 0.07, -0.07),
                (0.07, -0.07, 0.07, 0.07),
                (0.07, 0.07, -0.07, 0.07),
                (-0.07, 0.07, -0.07, -0.07),
            )
        ],
    )
    stroke(
        1,
        (-0.23, 0.72, -0.13, 0.72),
        (-0.16, 0.74, -0.13, 0.72),
        (-0.16, 0.7, -0.13, 0.72),
        (-0.3, 0.65, -0.2, 0.53),
        (-0.06, 0.65, -0.14, 0.53),
    )
    stroke(
        2,
        *[(0.12, 0.84 - 0.1 * k, 0.12 + between(b, 0.12, 0.24), 0.84 - 0.1 * k) for k in range(3)],
        *[(-0.35, 0.22 - 0.07 * k, -0.35 + between(b, 0.15, 0.3), 0.22 - 0.07 * k) for k in range(2)],
    )
    notes = [tint(m, "#fff1a8", 0.55) for m in several(b, "flower", 3)]
    for k in range(3):
        spots = [(0.14 + 0.085 * i, 0.16 + 0.14 * k) for i in range(4) if b.rng.random() < 0.75]
        b.add(
            f"notes_{k + 1}",
            notes[k].model_copy(update={"pattern": "plain"}),
            [box(0.09, 0.008, 0.09, at=(x * w, face, z)) for x, z in spots]
            or [box(0.09, 0.008, 0.09, at=(0.2 * w, face, 0.16 + 0.14 * k))],
            label="paper",
        )
    for k in range(3):
        b.add(
            f"pen_{k + 1}",
            inks[k],
            rod((-0.18 * w + 0.16 * k, -0.006, 0.033), (-0.18 * w + 0.13 + 0.16 * k, -0.002, 0.033), 0.011, segments=7),
            label="pen",
        )
    b.add(
        "sponge",
        tint(b.look.material("upholstery"), "#2f3237", 0.3),
        eased(0.13, 0.045, 0.04, at=(0.19 * w, 0, 0.021), r=0.008),
        label="brush",
    )
    squeeze(b)


@kind(
    "waste_basket",
    "furniture",
    width=(0.26, 0.34),
    depth=(0.26, 0.34),
    words=("waste basket", "wastebasket", "paper bin", "waste bin"),
    indoor=Indoor("corner", front=0.2),
)
def waste_basket(b: Build) -> None:
    """A basket full of crumpled paper: wire, wicker or plastic."""
    r = min(b.lot.width, b.lot.depth) / 2
    h = 0.34
    form = int(b.rng.integers(3))
    m: Material = (b.look.material("metal"), b.look.material("wood", color="#c09a62", pattern="woven"), wished(b, "plastic"))[form]
    if form == 0:
        n = 16
        wires = [
            rod(
                (0.74 * r * cos(2 * pi * k / n), 0.74 * r * sin(2 * pi * k / n), 0.01),
                (0.94 * r * cos(2 * pi * k / n), 0.94 * r * sin(2 * pi * k / n), h - 0.01),
                0.006,
                segments=4,
            )
            for k in range(n)
        ]
        b.add(
            "basket",
            m,
            wires,
            cylinder(0.76 * r, 0.02, segments=16),
            vessel(1.75 * r, 1.75 * r, 0.016, wall=0.016, foot=1.0, steps=5, at=(0, 0, 0.62 * h))[1:],
        )
        b.add(
            "liner",
            tint(m, "#ffffff", 0.35),
            vessel(1.66 * r, 1.66 * r, h * 0.8, wall=0.012, foot=0.86, steps=5, at=(0, 0, 0.015)),
            label="basket",
        )
    else:
        b.add("basket", m, vessel(1.94 * r, 1.94 * r, h, wall=0.014, foot=0.76, steps=5))
    b.add("rim", shade(m, 0.75), vessel(2 * r, 2 * r, 0.024, wall=0.026, foot=1.0, steps=5, at=(0, 0, h - 0.016))[1:], label="frame")
    balls: list[Solid] = []
    for k in range(7):
        a, e = 2.4 * k, 0.42 * r * (k / 6) ** 0.5
        s = between(b, 0.3, 0.4) * r
        balls.append(clump(b.rng, s, s, s * 0.85, at=(e * cos(a), e * sin(a), h - 0.02 + 0.05 * (k == 0)), points=14, rough=0.3))
    b.add("paper", "paper", balls, cylinder(0.7 * r, 0.06, at=(0, 0, h - 0.1), segments=10))
    squeeze(b)
