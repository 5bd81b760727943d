"""The spaceship's bridge: consoles, screens, the chart table."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.kinds.indoor_spaceship import dark, glow
from cityscape.grammar.kit import between, shade
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import lathe
from cityscape.grammar.shopfit import (
    board,
    drawn,
    hoop,
    loft,
    side_plate,
    stroke,
    tilted,
    upright_plate,
)
from partgen.solids import Solid, ball, beam, box, cylinder, hull, rod


def readout(b: Build, w: float, h: float, *, name: str = "traces", seed: int = 0) -> list[Solid]:
    """What a screen w x h shows, standing on z = 0 before y = 0: a curve, bars, a dial or a star map."""
    what, out = seed % 4, []
    if what == 0:
        x = np.linspace(-0.42, 0.42, 9) * w
        out += stroke([(float(p), h * (0.5 + 0.28 * sin(9 * p / w + seed))) for p in x], 0, width=0.012)
        out.append(box(w * 0.84, 0.005, 0.006, at=(0, -0.002, h * 0.14)))
    elif what == 1:
        for k in range(6):
            out.append(box(w * 0.08, 0.006, h * between(b, 0.15, 0.7), at=(w * (-0.36 + 0.144 * k), -0.002, h * 0.12)))
    elif what == 2:
        r = min(w, h) * 0.34
        t = np.linspace(0, 2 * pi, 11)[:-1]
        out += drawn([(r * cos(u), h / 2 + r * sin(u)) for u in t], 0, width=0.012)
        out += stroke([(0, h / 2), (r * 0.7, h / 2 + r * 0.5)], 0, width=0.012)
        out += [box(w * 0.16, 0.006, 0.014, at=(s * w * 0.38, -0.002, h * q)) for s in (-1, 1) for q in (0.25, 0.4, 0.7)]
    else:
        for k in range(5):
            out.append(box(w * between(b, 0.3, 0.75), 0.006, 0.014, at=(-w * 0.03, -0.002, h * (0.16 + 0.16 * k))))
    return out


@kind(
    "control_console",
    "furniture",
    width=(1.3, 2.2),
    depth=(0.65, 0.9),
    words=("control console", "console", "control panel", "bridge console"),
    indoor=Indoor(front=0.9),
)
def control_console(b: Build) -> None:
    """A desk of controls: sloping keyboard with buttons and levers, a bank of screens above, lights along its foot."""
    w, d, back = b.lot.width, b.lot.depth, b.lot.depth / 2
    m, black = b.look.material("cabinet"), dark(b)
    desk = [(-back + 0.1, 0.0), (back, 0.0), (back, 0.9), (back - 0.26, 0.92), (-back + 0.02, 0.76), (-back, 0.7), (-back + 0.26, 0.1)]
    b.add(
        "body",
        m,
        side_plate([(-back + 0.24, 0.06), (back, 0.06), (back, 0.86), (-back + 0.06, 0.7)], -w / 2 + 0.06, w / 2 - 0.06),
        [side_plate(desk, s * (w / 2 - 0.04) - 0.04, s * (w / 2 - 0.04) + 0.04) for s in (-1, 1)],
        label="machine",
    )
    b.add("plinth", black, box(w - 0.2, d - 0.3, 0.08, at=(0, 0.1, 0)))
    slope = 0.16 / (d - 0.28)
    on = lambda x, y, s: s.turned(roll=slope).moved(x, y, 0.766 + slope * (y + back - 0.02))  # noqa: E731
    b.add("panel", black, on(0, -back + 0.02 + (d - 0.3) / 2, board(w - 0.16, d - 0.3, 0.05, at=(0, 0, -0.045))))
    colors = [b.look.material("plastic", color=c) for c in ("#e0453a", "#f0c23c")]
    n = int((w - 0.4) / 0.075)
    rows = 3
    for j in range(rows):
        for k in range(n):
            if (k + j * 2) % 5 == 4:
                continue
            x, y = -w / 2 + 0.2 + (w - 0.4) * (k + 0.5) / n, -back + 0.09 + 0.07 * j
            name, paint = (
                ("keys", b.look.material("paper")),
                ("keys", b.look.material("paper")),
                ("red_keys", colors[0]),
                ("yellow_keys", colors[1]),
                ("lit_keys", glow(b)),
            )[int(b.rng.integers(5))]
            b.add(name, paint, on(x, y, box(0.044, 0.04, 0.02, at=(0, 0, 0.002))), label="button")
    for x in (-w * 0.3, w * 0.3):
        b.add(
            "levers",
            "metal",
            on(x, -back + 0.33, rod((0, 0, 0), (0, 0.02, 0.12), 0.012)),
            on(x, -back + 0.33, ball(0.024, at=(0, 0.022, 0.125), detail=1)),
            label="handle",
        )
    count = 3 if w > 1.6 else 2
    sw = (w - 0.16) / count
    for k in range(count):
        x = -w / 2 + 0.08 + sw * (k + 0.5)
        yaw = 0.0 if count == 3 and k == 1 else (0.16 if x < 0 else -0.16)
        case = [box(sw - 0.04, 0.06, 0.38, at=(0, 0, 0)), box(0.1, 0.05, 0.2, at=(0, 0.02, -0.18))]
        place = lambda q: tilted(q, about=(0, 0, 0), yaw=yaw, roll=-0.14).moved(x, back - 0.14, 0.96)  # noqa: E731, B023
        b.add("screen_cases", m, [place(q) for q in case], label="frame")
        b.add("screens", glow(b, power=0.55), place(box(sw - 0.1, 0.02, 0.31, at=(0, -0.025, 0.035))), label="screen")
        b.add(
            "traces",
            glow(b, "#f4fbff", 1.1),
            [place(q.moved(0, -0.036, 0.035)) for q in readout(b, sw - 0.12, 0.31, seed=int(b.rng.integers(4)))],
            label="line",
        )
    b.add(
        "light_strip",
        glow(b, power=1.4),
        box(w - 0.24, 0.02, 0.025, at=(0, -back + 0.242, 0.12)).moved(0, 0.0, 0),
        [box(0.012, d * 0.4, 0.025, at=(s * (w / 2 - 0.002) - s * 0.006, 0.06, 0.5)) for s in (-1, 1)],
        label="lamp",
    )
    b.add("trim", b.look.material("accent"), box(w - 0.1, 0.03, 0.03, at=(0, -back + 0.03, 0.715)), label="strip")


@kind(
    "wall_screen",
    "furniture",
    width=(0.9, 1.9),
    depth=(0.08, 0.16),
    words=("wall screen", "display wall", "monitor wall", "viewscreen"),
    indoor=Indoor(spot="hung", front=0.0, at=(1.0, 1.3)),
)
def wall_screen(b: Build) -> None:
    """A framed display: a star map with orbits, a curve and readings; lit buttons beneath."""
    w, d, back = b.lot.width, b.lot.depth, b.lot.depth / 2
    h = min(0.95, 0.62 * w)
    face = back - 0.05
    b.add(
        "frame",
        b.look.material("cabinet"),
        upright_plate(
            [
                (-w / 2, 0.06),
                (-w / 2 + 0.06, 0),
                (w / 2 - 0.06, 0),
                (w / 2, 0.06),
                (w / 2, h - 0.06),
                (w / 2 - 0.06, h),
                (-w / 2 + 0.06, h),
                (-w / 2, h - 0.06),
            ],
            face,
            back,
        ),
    )
    b.add(
        "screen",
        glow(b, power=0.5),
        board(w - 0.1, h - 0.16, 0.012, cut=0.004, corner=0.04).turned(roll=pi / 2).moved(0, face, h / 2 + 0.03),
    )
    b.add("bezel", dark(b), box(w - 0.16, 0.012, 0.05, at=(0, face - 0.002, 0.022)), label="panel")
    lines, amber = glow(b, "#f4fbff", 1.0), glow(b, "#ffc15a", 1.2)
    y = face - 0.012
    cx, cz, r = -w * 0.2, h * 0.53, h * 0.33
    for k, q in enumerate((1.0, 0.66, 0.36)):
        b.add(
            "orbits",
            lines,
            drawn(
                [(cx + r * q * cos(t), cz + r * q * sin(t)) for t in np.linspace(0, 2 * pi, 13 - 2 * k)[:-1]], y, width=0.008, thick=0.005
            ),
            label="line",
        )
        t = between(b, 0, 2 * pi)
        b.add(
            "planets",
            amber,
            rod(
                (cx + r * q * cos(t), y + 0.004, cz + r * q * sin(t)),
                (cx + r * q * cos(t), y - 0.006, cz + r * q * sin(t)),
                0.022 - 0.003 * k,
                segments=8,
            ),
            label="light",
        )
    b.add("planets", amber, rod((cx, y + 0.004, cz), (cx, y - 0.007, cz), 0.04, segments=10), label="light")
    b.add(
        "readings",
        lines,
        [
            s.moved(w * 0.25, y + 0.002, h * (0.2 + 0.36 * k))
            for k in range(2)
            for s in readout(b, w * 0.38, h * 0.28, seed=int(b.rng.integers(2)) + k)
        ],
        label="line",
    )
    b.add(
        "buttons",
        b.look.material("accent"),
        [box(0.03, 0.014, 0.02, at=(x, face - 0.008, 0.036)) for x in np.linspace(-w * 0.36, w * 0.36, 8)],
        label="button",
    )
    deep = d - 0.05
    if deep > 0.05:
        b.add(
            "brow",
            b.look.material("cabinet"),
            side_plate(
                [
                    (face + 0.01, h - 0.05),
                    (face - min(0.06, deep - 0.005), h - 0.03),
                    (face - min(0.06, deep - 0.005), h - 0.01),
                    (face + 0.01, h),
                ],
                -w / 2 + 0.08,
                w / 2 - 0.08,
            ),
            label="panel",
        )


@kind(
    "holo_table",
    "furniture",
    width=(1.1, 1.7),
    depth=(1.1, 1.7),
    words=("holo table", "hologram table", "star map table", "chart table"),
    indoor=Indoor(spot="centre", front=0.7, sides=0.7),
)
def holo_table(b: Build) -> None:
    """A round table that throws up an image in light: a planet with its ring and moons, a city, or a star chart."""
    r = min(b.lot.width, b.lot.depth) / 2 - 0.01
    m, black, z = b.look.material("cabinet"), dark(b), 0.86
    b.add("base", m, lathe([(r * 0.62, 0), (r * 0.6, 0.06), (r * 0.34, 0.16), (r * 0.3, 0.5), (r * 0.62, 0.7)], segments=18))
    b.add(
        "fins",
        shade(m, 0.8),
        [
            hull(
                np.array(
                    [
                        (x, y, q)
                        for x, q in ((r * 0.28, 0.12), (r * 0.56, 0.05), (r * 0.3, 0.55), (r * 0.8, 0.72), (r * 0.62, 0.72))
                        for y in (-0.035, 0.035)
                    ]
                )
            ).turned(t)
            for t in np.arange(6) * pi / 3 + pi / 6
        ],
        label="bracket",
    )
    b.add("rim", m, lathe([(r * 0.9, z - 0.16), (r, z - 0.1), (r, z - 0.02), (r * 0.96, z)], segments=24), label="top")
    b.add("field", black, cylinder(r * 0.8, 0.02, at=(0, 0, z - 0.009), segments=24), label="top")
    light = glow(b, power=1.2)
    b.add(
        "light_ring",
        light,
        hoop(r * 0.82, 0.035, at=(0, 0, z), thick=0.03, segments=24),
        hoop(r - 0.025, 0.04, at=(0, 0, z - 0.06), thick=0.025, segments=24),
        label="lamp",
    )
    b.add(
        "pads",
        shade(black, 1.6),
        [board(0.24, 0.1, 0.018, at=(0, r * 0.895, z - 0.006)).turned(t) for t in np.arange(4) * pi / 2 + 0.4],
        label="panel",
    )
    buttons = [
        box(0.03, 0.03, 0.012, at=(0.045 * i, r * 0.895, z + 0.01)).turned(t) for t in np.arange(4) * pi / 2 + 0.4 for i in (-1, 0, 1)
    ]
    b.add("buttons", b.look.material("accent"), buttons, label="button")
    soft, hot = glow(b, power=0.8), glow(b, "#ffc15a", 1.3)
    form = int(b.rng.integers(3))
    b.add(
        "beam",
        soft,
        cylinder(r * 0.1, 0.03, at=(0, 0, z + 0.005), segments=12),
        cylinder(0.012, 0.4, at=(0, 0, z + 0.01), segments=6),
        label="light",
    )
    if form == 0:
        q, up = r * 0.36, z + 0.52
        b.add("planet", soft, ball(q, at=(0, 0, up), detail=2), label="hologram")
        bands = [
            s.turned(roll=0.3).moved(0, 0, up)
            for e in (-0.45, 0.0, 0.5)
            for s in hoop(q * (1 - e * e) ** 0.5, 0.018, at=(0, 0, e * q), segments=18)
        ]
        b.add("bands", shade(soft, 1.25).model_copy(update={"emission": 1.2}), bands, label="hologram")
        b.add(
            "planet_ring",
            hot,
            [s.turned(pitch=0.2, roll=0.35).moved(0, 0, up) for s in hoop(q * 1.45, 0.05, thick=0.012, segments=24)],
            [
                s.turned(pitch=0.2, roll=0.35).moved(0, 0, up)
                for t in (0.4, 3.54)
                for s in [beam((q * 0.9 * cos(t), q * 0.9 * sin(t), 0), (q * 1.45 * cos(t), q * 1.45 * sin(t), 0), 0.008, 0.008)]
            ],
            label="hologram",
        )
    elif form == 1:
        towers = []
        for i in range(5):
            for j in range(5):
                x, y = (i - 2) * r * 0.2, (j - 2) * r * 0.2
                if i == j == 2 or x * x + y * y > (r * 0.52) ** 2:
                    continue
                towers.append(box(r * 0.13, r * 0.13, between(b, 0.08, 0.3), at=(x, y, z + 0.005)))
        b.add("city", soft, towers, label="hologram")
        b.add(
            "landmark",
            hot,
            loft((r * 0.09, r * 0.09, 0.0), (r * 0.06, r * 0.06, 0.34), (0.005, 0.005, 0.56), at=(0, 0, z + 0.005)),
            label="hologram",
        )
        b.add(
            "grid",
            soft,
            [box(r * 1.2, 0.008, 0.008, at=(0, (j - 1.5) * r * 0.2, z + 0.009)) for j in range(4)],
            [box(0.008, r * 1.2, 0.0085, at=((j - 1.5) * r * 0.2, 0, z + 0.009)) for j in range(4)],
            label="hologram",
        )
    else:
        b.add("sun", hot, ball(r * 0.14, at=(0, 0, z + 0.36), detail=2), label="hologram")
        for k, q in enumerate((0.3, 0.5, 0.72)):
            orbit = [s.turned(pitch=0.16).moved(0, 0, z + 0.36) for s in hoop(r * q, 0.012, segments=20)]
            t = between(b, 0, 2 * pi)
            b.add("orbits", soft, orbit, label="hologram")
            b.add(
                "worlds",
                soft.model_copy(update={"emission": 1.2, "name": "glow-world"}),
                ball(r * (0.04 + 0.015 * k), at=(r * q * cos(t), r * q * sin(t), 0), detail=1).turned(pitch=0.16).moved(0, 0, z + 0.36),
                label="hologram",
            )
        b.add("beam", soft, [box(r * 1.46, 0.008, 0.008).turned(t, pitch=0.16).moved(0, 0, z + 0.36) for t in (0.0, pi / 2)], label="light")
