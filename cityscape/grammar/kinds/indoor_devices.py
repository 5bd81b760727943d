"""Electric things on desks: computer, laptop, printer, radio."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.joinery import eased, joined, second, several, slab, wished
from cityscape.grammar.kit import between, chance, pick, shade
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import squeeze, tint, tube
from partgen.solids import ball, box, cylinder, hull, rod


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
    side = pick(b, -1, 1)
    px = side * (w / 2 - 0.09)
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
            rod(
                (-side * (w / 2 - 0.05 - 0.035 * k), y0 + 0.022, 0.148),
                (-side * (w / 2 - 0.05 - 0.035 * k), y0 + 0.008, 0.157),
                0.009,
                segments=8,
            )
            for k in range(3)
        ],
        label="handle",
    )
    squeeze(b)


@kind("radio", "furniture", width=(0.28, 0.38), depth=(0.13, 0.18), words=("radio", "wireless", "stereo"), indoor=Indoor("top", front=0.0))
def radio(b: Build) -> None:
    """A radio in a wooden or coloured case: cloth before its loudspeaker, dial, knobs, aerial or handle."""
    w, d = b.lot.width, b.lot.depth
    h = between(b, 0.17, 0.21)
    case = (
        joined(b)
        if chance(b, 0.5)
        else wished(b, pick(b, "cabinet", "upholstery")).model_copy(update={"pattern": "plain", "roughness": 0.4})
    )
    y = -d / 2 + 0.022
    corner = pick(b, 0.02, 0.05)
    outline = np.array([(x, z) for x, z in _face(w, h, corner)])
    b.add("case", case, hull([(x, e, z + 0.012) for x, z in outline for e in (y, d / 2)]), label="machine")
    b.add(
        "feet",
        shade(case, 0.5),
        [cylinder(0.012, 0.02, at=(i * w * 0.36, 0.01 + j * d * 0.28, 0), segments=8) for i in (-1, 1) for j in (-1, 1)],
        label="leg",
    )
    cloth = tint(b.look.material("linen"), "#b79a6a", 0.55).model_copy(update={"pattern": "woven", "scale": 0.4})
    b.add("speaker", cloth, box(w * 0.5, 0.01, h * 0.72, at=(-w * 0.19, y - 0.003, 0.012 + h * 0.14)), label="panel")
    b.add(
        "slats",
        second(case),
        [box(w * 0.5, 0.012, 0.008, at=(-w * 0.19, y - 0.004, 0.012 + h * (0.3 + 0.2 * k))) for k in range(3)],
        label="panel",
    )
    brass = b.look.material("metal", color="#b28a48")
    glow = b.look.material("lamp", color="#ffdf9a")
    b.add("dial", glow, box(w * 0.3, 0.008, h * 0.22, at=(w * 0.28, y - 0.002, 0.012 + h * 0.6)), label="screen")
    b.add(
        "needle",
        b.look.material("plastic", color="#b8322a"),
        box(0.004, 0.011, h * 0.2, at=(w * between(b, 0.2, 0.36), y - 0.003, 0.012 + h * 0.61)),
        label="hand",
    )
    b.add(
        "knobs",
        brass,
        [rod((w * x, y + 0.004, 0.012 + h * 0.3), (w * x, y - 0.02, 0.012 + h * 0.3), 0.022, end=0.018, segments=12) for x in (0.19, 0.37)],
        label="handle",
    )
    top = 0.012 + h
    if chance(b, 0.5):
        b.add(
            "aerial",
            "metal",
            rod((w * 0.4, d / 2 - 0.025, top - 0.01), (w * 0.12, d / 2 - 0.025, top + 0.22), 0.004, end=0.003, segments=5),
            ball(0.007, at=(w * 0.12, d / 2 - 0.025, top + 0.222), detail=1),
            label="antenna",
        )
    else:
        b.add(
            "handle",
            brass,
            tube(
                [(-w * 0.3, 0.01, top - 0.01), (-w * 0.26, 0.01, top + 0.04), (w * 0.26, 0.01, top + 0.04), (w * 0.3, 0.01, top - 0.01)],
                [0.007] * 4,
                segments=6,
            ),
        )
    squeeze(b)


def _face(w: float, h: float, corner: float) -> list[tuple[float, float]]:
    """A radio's front seen from before: round shoulders, a flat foot."""
    arc = [(w / 2 - corner + corner * cos(t), h - corner + corner * sin(t)) for t in np.linspace(0, pi / 2, 5)]
    return [(-w / 2, 0.0), (w / 2, 0.0), *arc, *[(-x, z) for x, z in reversed(arc)]]
