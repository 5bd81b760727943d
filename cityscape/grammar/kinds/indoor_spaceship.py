"""The spaceship's cabin: bunks, controls, seats, tubes and tanks, the airlock and the reactor."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.kit import between, chance, pick, shade
from cityscape.grammar.lettering import lettering
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import clump, lathe, ring, tint, tube
from cityscape.grammar.shopfit import (
    board,
    border,
    cut_corners,
    drawn,
    hoop,
    knob,
    layers,
    legs,
    loft,
    puff,
    several,
    side_plate,
    stacked,
    stroke,
    tilted,
    upright_plate,
)
from cityscape.world.material import Material
from partgen.solids import Solid, ball, beam, box, cylinder, dome, frustum, hull, rod


def glow(b: Build, color: str | None = None, power: float = 1.0) -> Material:
    """What shines of itself: the style's screens, or light of a colour."""
    m = b.look.material("screen") if color is None else b.look.material("screen", color=color)
    return m.model_copy(update={"emission": power, "name": f"glow-{m.color[1:]}"})


def dark(b: Build) -> Material:
    """Dark rubber and instrument panels."""
    return shade(b.look.material("metal"), 0.38)


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
    "bunk_pod",
    "furniture",
    width=(2.05, 2.3),
    depth=(0.9, 1.1),
    words=("bunk pod", "sleeping pod", "crew bunk", "berth"),
    indoor=Indoor(front=0.7, seat=True),
)
def bunk_pod(b: Build) -> None:
    """Two berths in a rounded shell: mattress, blanket and pillow each, a reading light, a locker strip and a ladder."""
    w, d, h, back = b.lot.width, b.lot.depth, 2.0, b.lot.depth / 2
    shell, trim = b.look.material("cabinet"), b.look.material("accent")
    y = 0.02
    b.add("shell", shell, side_plate([(-back + 0.03, 0), (back, 0), (back, 0.36), (-back + 0.03, 0.36)], -w / 2, w / 2), box(w, 0.05, h, at=(0, back - 0.025, 0)), label="hull")
    for s in (-1, 1):
        x = s * (w / 2 - 0.045)
        b.add("shell", shell, side_plate([(-back + 0.06, 0.1), (back, 0.1), (back, h), (-back + 0.28, h), (-back + 0.12, h - 0.1)], x - 0.045, x + 0.045), label="hull")
    b.add("shell", shell, box(w - 0.05, d - 0.1, 0.14, at=(0, 0.05, 1.12)), side_plate([(-back + 0.16, h - 0.1), (back, h - 0.1), (back, h), (-back + 0.27, h)], -w / 2 + 0.02, w / 2 - 0.02), label="hull")
    b.add("plinth", dark(b), box(w - 0.1, d - 0.12, 0.06, at=(0, 0.03, 0.0)), box(w - 0.14, 0.02, 0.07, at=(0, -back + 0.026, 0.18)))
    b.add("trim", trim, box(w - 0.16, 0.024, 0.05, at=(0, -back + 0.026, 0.3)), box(w - 0.16, 0.024, 0.05, at=(0, -back + 0.092, 1.16)), label="strip")
    b.add("lights", glow(b, power=1.4), [box(w - 0.4, 0.04, 0.03, at=(0, back - 0.06, z)) for z in (1.085, h - 0.125)], label="lamp")
    s, cover = pick(b, -1, 1), several(b, "upholstery", 2)
    for k, z in enumerate((0.355, 1.255)):
        long = w - 0.2
        front = -back + (0.07 if k == 0 else 0.12)
        deep = back - 0.06 - front
        mid = (front + back - 0.06) / 2
        b.add("mattresses", "linen", puff(long, deep, 0.12, at=(0, mid, z), soft=0.03), label="mattress")
        bx = -s * long * 0.14
        b.add(f"blanket_{k + 1}", cover[k], puff(long * 0.68, deep - 0.02, 0.05, at=(bx, mid, z + 0.1), soft=0.025), puff(0.12, deep - 0.02, 0.03, at=(bx + s * long * 0.3, mid, z + 0.135), soft=0.02), label="blanket")
        b.add("pillows", tint(b.look.material("linen"), "#ffffff", 0.4), puff(0.34, deep * 0.62, 0.12, at=(s * (long / 2 - 0.22), mid, z + 0.11), soft=0.045), label="pillow")
        b.add("screens", glow(b), box(0.3, 0.02, 0.16, at=(-s * w * 0.26, back - 0.055, z + 0.35)), label="screen")
    lx = s * (w / 2 - 0.34)
    rungs = [rod((lx - 0.13, -back + 0.035, z), (lx + 0.13, -back + 0.035, z), 0.016, segments=7) for z in (0.48, 0.76, 1.04, 1.32)]
    b.add("ladder", "metal", [rod((lx + e * 0.14, -back + 0.035, 0.22), (lx + e * 0.14, -back + 0.035, 1.5), 0.02, segments=8) for e in (-1, 1)], rungs)


@kind("control_console", "furniture", width=(1.3, 2.2), depth=(0.65, 0.9), words=("control console", "console", "control panel", "bridge console"), indoor=Indoor(front=0.9))
def control_console(b: Build) -> None:
    """A desk of controls: sloping keyboard with buttons and levers, a bank of screens above, lights along its foot."""
    w, d, back = b.lot.width, b.lot.depth, b.lot.depth / 2
    m, black = b.look.material("cabinet"), dark(b)
    desk = [(-back + 0.1, 0.0), (back, 0.0), (back, 0.9), (back - 0.26, 0.92), (-back + 0.02, 0.76), (-back, 0.7), (-back + 0.26, 0.1)]
    b.add("body", m, side_plate([(-back + 0.24, 0.06), (back, 0.06), (back, 0.86), (-back + 0.06, 0.7)], -w / 2 + 0.06, w / 2 - 0.06), [side_plate(desk, s * (w / 2 - 0.04) - 0.04, s * (w / 2 - 0.04) + 0.04) for s in (-1, 1)], label="machine")
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
            name, paint = (("keys", b.look.material("paper")), ("keys", b.look.material("paper")), ("red_keys", colors[0]), ("yellow_keys", colors[1]), ("lit_keys", glow(b)))[int(b.rng.integers(5))]
            b.add(name, paint, on(x, y, box(0.044, 0.04, 0.02, at=(0, 0, 0.002))), label="button")
    for x in (-w * 0.3, w * 0.3):
        b.add("levers", "metal", on(x, -back + 0.33, rod((0, 0, 0), (0, 0.02, 0.12), 0.012)), on(x, -back + 0.33, ball(0.024, at=(0, 0.022, 0.125), detail=1)), label="handle")
    count = 3 if w > 1.6 else 2
    sw = (w - 0.16) / count
    for k in range(count):
        x = -w / 2 + 0.08 + sw * (k + 0.5)
        yaw = (0.0 if count == 3 and k == 1 else (0.16 if x < 0 else -0.16))
        case = [box(sw - 0.04, 0.06, 0.38, at=(0, 0, 0)), box(0.1, 0.05, 0.2, at=(0, 0.02, -0.18))]
        place = lambda q: tilted(q, about=(0, 0, 0), yaw=yaw, roll=-0.14).moved(x, back - 0.14, 0.96)  # noqa: E731, B023
        b.add("screen_cases", m, [place(q) for q in case], label="frame")
        b.add("screens", glow(b, power=0.55), place(box(sw - 0.1, 0.02, 0.31, at=(0, -0.025, 0.035))), label="screen")
        b.add("traces", glow(b, "#f4fbff", 1.1), [place(q.moved(0, -0.036, 0.035)) for q in readout(b, sw - 0.12, 0.31, seed=int(b.rng.integers(4)))], label="line")
    b.add("light_strip", glow(b, power=1.4), box(w - 0.24, 0.02, 0.025, at=(0, -back + 0.242, 0.12)).moved(0, 0.0, 0), [box(0.012, d * 0.4, 0.025, at=(s * (w / 2 - 0.002) - s * 0.006, 0.06, 0.5)) for s in (-1, 1)], label="lamp")
    b.add("trim", b.look.material("accent"), box(w - 0.1, 0.03, 0.03, at=(0, -back + 0.03, 0.715)), label="strip")


@kind("pilot_seat", "furniture", width=(0.68, 0.82), depth=(0.75, 0.95), words=("pilot seat", "captain's chair", "cockpit seat"), indoor=Indoor(spot="free", front=0.6, seat=True))
def pilot_seat(b: Build) -> None:
    """A seat on a pedestal: shell, padded back with bolsters and headrest, belts, arm consoles with sticks."""
    w, d, back = b.lot.width, b.lot.depth, b.lot.depth / 2
    shell, pad = b.look.material("cabinet"), b.look.material("upholstery")
    b.add("base", dark(b), lathe([(min(w, d) * 0.36, 0), (min(w, d) * 0.34, 0.03), (0.08, 0.07), (0.07, 0.26), (0.13, 0.31)], segments=14))
    b.add("shell", shell, board(w - 0.22, d - 0.24, 0.08, at=(0, -0.04, 0.29), cut=0.02, corner=0.05), label="frame")
    rear = hull(np.array([(s * u, y + q, z) for u, y, z in ((w / 2 - 0.13, back - 0.24, 0.32), (w / 2 - 0.1, back - 0.2, 0.6), (w / 2 - 0.14, back - 0.1, 1.0), (0.13, back - 0.07, 1.28)) for q in (0, 0.05) for s in (-1, 1)]))
    b.add("shell", shell, rear, label="frame")
    seat = puff(w - 0.3, d - 0.34, 0.11, at=(0, -0.08, 0.355), soft=0.04)
    b.add("cushion", pad, seat)
    lean = lambda s: tilted(s, about=(0, back - 0.24, 0.42), roll=-0.17)  # noqa: E731
    b.add("back", pad, [lean(puff(w - 0.34, 0.09, 0.17, at=(0, back - 0.27, 0.46 + 0.19 * k), soft=0.035)) for k in range(3)])
    b.add("headrest", pad, lean(puff(0.26, 0.1, 0.17, at=(0, back - 0.27, 1.06), soft=0.04)), label="cushion")
    b.add("bolsters", shade(pad, 0.7), [lean(puff(0.07, 0.14, 0.52, at=(s * (w / 2 - 0.165), back - 0.28, 0.46), soft=0.03)) for s in (-1, 1)], [puff(0.07, d - 0.36, 0.13, at=(s * (w / 2 - 0.165), -0.08, 0.36), soft=0.03) for s in (-1, 1)], label="cushion")
    for s in (-1, 1):
        x = s * (w / 2 - 0.06)
        b.add("arms", shell, puff(0.1, 0.42, 0.06, at=(x, -0.06, 0.6), soft=0.02), box(0.05, 0.08, 0.28, at=(x - s * 0.01, 0.08, 0.33)), box(0.14, 0.08, 0.05, at=(x - s * 0.05, 0.08, 0.32)), label="arm")
        b.add("controls", dark(b), rod((x, -0.2, 0.65), (x, -0.21, 0.76), 0.018), puff(0.05, 0.05, 0.05, at=(x, -0.21, 0.745), soft=0.015), label="handle")
        b.add("lights", glow(b, power=1.0), box(0.05, 0.1, 0.01, at=(x, -0.07, 0.656)), label="button")
    b.add("belts", b.look.material("accent"), [lean(box(0.045, 0.02, 0.5, at=(s * 0.09, back - 0.322, 0.52))) for s in (-1, 1)], box(w - 0.32, 0.05, 0.016, at=(0, -0.02, 0.46)), label="strap")
    b.add("buckle", "metal", board(0.09, 0.07, 0.02, at=(0, -0.02, 0.468)))


@kind("storage_pod", "furniture", width=(0.6, 1.1), depth=(0.5, 0.75), words=("storage pod", "supply crate", "cargo pod"), indoor=Indoor(front=0.4))
def storage_pod(b: Build) -> None:
    """Moulded cases stacked: ribs, corner guards, latches, a hazard stripe, a status light."""
    w, d = b.lot.width, b.lot.depth
    shells, trim, black = several(b, "cabinet", 2), b.look.material("accent"), dark(b)
    z = 0.0
    for k in range(int(b.rng.integers(1, 3))):
        f = 1.0 if k == 0 else between(b, 0.78, 0.92)
        cw, cd, h = w * f - 0.04, d * f - 0.06, between(b, 0.42, 0.6)
        x = 0.0 if k == 0 else between(b, -0.5, 0.5) * (w - 0.04 - cw)
        y = 0.01
        b.add(f"case_{k + 1}", shells[k], puff(cw, cd, h - 0.05, at=(x, y, z + 0.05), soft=0.05), label="container")
        b.add("guards", black, [box(0.09, 0.09, 0.07, at=(x + i * (cw / 2 - 0.055), y + j * (cd / 2 - 0.055), q)) for i in (-1, 1) for j in (-1, 1) for q in (z, z + h - 0.075)], label="bracket")
        b.add("seams", shade(shells[k], 0.6), box(cw + 0.006, cd + 0.006, 0.016, at=(x, y, z + h * 0.68)), label="seam")
        front = y - cd / 2
        b.add("latches", "metal", [board(0.07, 0.11, 0.022, cut=0.008).turned(roll=pi / 2).moved(x + s * cw * 0.27, front + 0.004, z + h * 0.68) for s in (-1, 1)], label="handle")
        b.add("stripes", trim, [hull(np.array([(x - 0.13 + 0.085 * i + e + q, y0, z + v) for e, v in ((0, h * 0.26), (0.05, h * 0.44)) for q in (0, 0.042) for y0 in (front + 0.01, front - 0.008)])) for i in range(3)], label="strip")
        b.add("lights", glow(b, pick(b, "#5ee06a", "#ff9a3c", "#57d0e8"), 1.2), box(0.07, 0.016, 0.025, at=(x + cw * 0.3, front, z + h * 0.82)), label="lamp")
        b.add("ribs", shade(shells[k], 0.85), [box(0.035, cd - 0.16, 0.02, at=(x + q * cw * 0.24, y, z + h - 0.008)) for q in (-1, 0, 1)], label="panel")
        z += h - 0.004


@kind("wall_screen", "furniture", width=(0.9, 1.9), depth=(0.08, 0.16), words=("wall screen", "display wall", "monitor wall", "viewscreen"), indoor=Indoor(spot="hung", front=0.0, at=(1.0, 1.3)))
def wall_screen(b: Build) -> None:
    """A framed display: a star map with orbits, a curve and readings; lit buttons beneath."""
    w, d, back = b.lot.width, b.lot.depth, b.lot.depth / 2
    h = min(0.95, 0.62 * w)
    face = back - 0.05
    b.add("frame", b.look.material("cabinet"), upright_plate([(-w / 2, 0.06), (-w / 2 + 0.06, 0), (w / 2 - 0.06, 0), (w / 2, 0.06), (w / 2, h - 0.06), (w / 2 - 0.06, h), (-w / 2 + 0.06, h), (-w / 2, h - 0.06)], face, back))
    b.add("screen", glow(b, power=0.5), board(w - 0.1, h - 0.16, 0.012, cut=0.004, corner=0.04).turned(roll=pi / 2).moved(0, face, h / 2 + 0.03))
    b.add("bezel", dark(b), box(w - 0.16, 0.012, 0.05, at=(0, face - 0.002, 0.022)), label="panel")
    lines, amber = glow(b, "#f4fbff", 1.0), glow(b, "#ffc15a", 1.2)
    y = face - 0.012
    cx, cz, r = -w * 0.2, h * 0.53, h * 0.33
    for k, q in enumerate((1.0, 0.66, 0.36)):
        b.add("orbits", lines, drawn([(cx + r * q * cos(t), cz + r * q * sin(t)) for t in np.linspace(0, 2 * pi, 13 - 2 * k)[:-1]], y, width=0.008, thick=0.005), label="line")
        t = between(b, 0, 2 * pi)
        b.add("planets", amber, rod((cx + r * q * cos(t), y + 0.004, cz + r * q * sin(t)), (cx + r * q * cos(t), y - 0.006, cz + r * q * sin(t)), 0.022 - 0.003 * k, segments=8), label="light")
    b.add("planets", amber, rod((cx, y + 0.004, cz), (cx, y - 0.007, cz), 0.04, segments=10), label="light")
    b.add("readings", lines, [s.moved(w * 0.25, y + 0.002, h * (0.2 + 0.36 * k)) for k in range(2) for s in readout(b, w * 0.38, h * 0.28, seed=int(b.rng.integers(2)) + k)], label="line")
    b.add("buttons", b.look.material("accent"), [box(0.03, 0.014, 0.02, at=(x, face - 0.008, 0.036)) for x in np.linspace(-w * 0.36, w * 0.36, 8)], label="button")
    deep = d - 0.05
    if deep > 0.05:
        b.add("brow", b.look.material("cabinet"), side_plate([(face + 0.01, h - 0.05), (face - min(0.06, deep - 0.005), h - 0.03), (face - min(0.06, deep - 0.005), h - 0.01), (face + 0.01, h)], -w / 2 + 0.08, w / 2 - 0.08), label="panel")


@kind("airlock_door", "furniture", width=(1.5, 2.1), depth=(0.24, 0.4), words=("airlock", "airlock door", "hatch", "bulkhead door"), indoor=Indoor(front=1.0))
def airlock_door(b: Build) -> None:
    """An airlock: eight-sided frame, two interlocking leaves with a porthole, hazard stripes, a wheel, a key pad, a lamp above."""
    w, d, h, back = b.lot.width, b.lot.depth, 2.25, b.lot.depth / 2
    m, leaf = b.look.material("cabinet"), b.look.material("plastic", color="#56626d")
    face = -back + 0.07
    c, e = 0.42, 0.2
    outer = [(-w / 2, 0), (w / 2, 0), (w / 2, h - c), (w / 2 - c, h), (-w / 2 + c, h), (-w / 2, h - c)]
    inner = [(-w / 2 + e, 0.08), (w / 2 - e, 0.08), (w / 2 - e, h - c - 0.02), (w / 2 - c - 0.06, h - e), (-w / 2 + c + 0.06, h - e), (-w / 2 + e, h - c - 0.02)]
    ringed = [upright_plate([outer[k], outer[(k + 1) % 6], inner[(k + 1) % 6], inner[k]], face, back) for k in range(6)]
    b.add("frame", m, ringed)
    b.add("rim", shade(m, 0.7), [upright_plate([inner[k], inner[(k + 1) % 6], (inner[(k + 1) % 6][0] * 0.93, 0.05 + 0.955 * inner[(k + 1) % 6][1]), (inner[k][0] * 0.93, 0.05 + 0.955 * inner[k][1])], face - 0.025, back - 0.04) for k in range(6)], label="border")
    deep = (face + 0.07, back - 0.05)
    left = [(-w / 2 + e - 0.02, 0.06), (0.0, 0.06), (0.0, h - e - 0.01), (-w / 2 + c + 0.04, h - e - 0.01), (-w / 2 + e - 0.02, h - c)]
    right = [(-x, z) for x, z in left]
    b.add("leaves", leaf, upright_plate([(x - 0.006 if x == 0 else x, z) for x, z in left], *deep), upright_plate([(x + 0.006 if x == 0 else x, z) for x, z in right], *deep), label="door")
    b.add("ribs", shade(leaf, 0.75), [box(w / 2 - e - 0.1, 0.03, 0.06, at=(s * (w / 4 - e / 2 + 0.02), face + 0.062, z)) for s in (-1, 1) for z in (0.32, 1.82)], [box(0.05, 0.03, 1.5, at=(s * (w / 2 - e - 0.08), face + 0.0615, 0.33)) for s in (-1, 1)], label="beam")
    yellow = b.look.material("plastic", color="#e8b92e")
    stripes = [upright_plate([(x, 0.55), (x + 0.06, 0.55), (x + 0.13, 0.68), (x + 0.07, 0.68)], face + 0.058, face + 0.08) for x in np.arange(-w / 2 + e + 0.06, w / 2 - e - 0.16, 0.12)]
    b.add("hazard", yellow, stripes, label="strip")
    b.add("hazard_ground", dark(b), box(w - 2 * e - 0.06, 0.02, 0.15, at=(0, face + 0.072, 0.54)), label="strip")
    z = 1.38
    b.add("porthole", m, [s.turned(roll=pi / 2).moved(0, face + 0.05, z) for s in hoop(0.2, 0.07, thick=0.05, segments=16)], label="frame")
    b.add("pane", "glass", rod((0, face + 0.072, z), (0, face + 0.05, z), 0.18, segments=16), label="window")
    b.add("bolts", "metal", [knob(0.2 * cos(t), face + 0.028, z + 0.2 * sin(t), 0.014) for t in np.arange(8) * pi / 4 + 0.2], label="screw")
    b.add("keypad", dark(b), board(0.13, 0.2, 0.03).turned(roll=pi / 2).moved(w / 2 - 0.1, face + 0.004, 1.15), label="panel")
    b.add("keys", glow(b, power=1.2), [box(0.024, 0.01, 0.02, at=(w / 2 - 0.1 + 0.034 * i, face - 0.026, 1.09 + 0.036 * j)) for i in (-1, 0, 1) for j in range(3)], label="button")
    b.add("lamp", glow(b, pick(b, "#ff5a4a", "#5ee06a"), 1.6), puff(0.3, 0.06, 0.07, at=(0, face - 0.02, h - 0.14), soft=0.02))
    b.add("sill", "metal", board(w - 0.1, d - 0.02, 0.05, at=(0, 0, 0)), [box(w - 0.3, 0.02, 0.012, at=(0, -back + 0.03 + 0.04 * k, 0.046)) for k in range(2)])


@kind("space_suit_stand", "furniture", width=(0.84, 1.0), depth=(0.55, 0.8), words=("space suit", "space suit stand", "suit rack", "astronaut suit"), indoor=Indoor(front=0.5))
def space_suit_stand(b: Build) -> None:
    """A space suit on its stand: helmet with golden visor, chest pack, gloves and boots, air pack behind, hoses."""
    w, d, back = b.lot.width, b.lot.depth, b.lot.depth / 2
    suit, trim, black = b.look.material("linen", color="#eceae4"), b.look.material("accent"), dark(b)
    b.add("stand", "metal", board(w - 0.06, d - 0.04, 0.06, cut=0.02, corner=0.08), box(0.09, 0.07, 1.75, at=(0, back - 0.06, 0.03)), box(w - 0.26, 0.05, 0.06, at=(0, back - 0.08, 1.56)), label="base")
    b.add("lights", glow(b, power=1.4), [box(0.03, 0.02, 1.1, at=(s * 0.07, back - 0.095, 0.4)) for s in (-1, 1)], box(w - 0.2, 0.02, 0.02, at=(0, -d / 2 + 0.025, 0.04)), label="lamp")
    y = -0.02
    for s in (-1, 1):
        b.add("boots", black, puff(0.14, 0.26, 0.12, at=(s * 0.12, y - 0.03, 0.055), soft=0.04), label="boot")
        b.add("suit", suit, stacked((0.075, 0.085, 0.14), (0.085, 0.095, 0.4), (0.095, 0.105, 0.5), (0.1, 0.11, 0.8), (0.11, 0.12, 0.92), at=(s * 0.115, y, 0), segments=10), label="coat")
        arm = tube([(s * 0.24, y, 1.4), (s * 0.32, y - 0.01, 1.2), (s * 0.335, y - 0.05, 0.98), (s * 0.325, y - 0.1, 0.84)], (0.085, 0.08, 0.07, 0.062), segments=9)
        b.add("suit", suit, arm, ball(0.1, at=(s * 0.22, y, 1.4), detail=1), label="coat")
        b.add("gloves", black, puff(0.1, 0.11, 0.14, at=(s * 0.325, y - 0.11, 0.71), soft=0.035), label="glove")
        b.add("bands", trim, [q.moved(s * 0.115, y, 0) for z in (0.46, 0.8) for q in hoop(0.102, 0.02, at=(0, 0, z), thick=0.04, segments=10)], rod((s * 0.327, y - 0.018, 1.13), (s * 0.33, y - 0.03, 1.08), 0.086, segments=9), label="strip")
    b.add("suit", suit, stacked((0.2, 0.14, 0.86), (0.21, 0.15, 0.98), (0.25, 0.17, 1.3), (0.24, 0.16, 1.42), (0.14, 0.13, 1.5), at=(0, y, 0)), label="coat")
    b.add("pack", b.look.material("cabinet"), puff(0.36, 0.16, 0.56, at=(0, min(y + 0.22, back - 0.12), 0.94), soft=0.04), label="machine")
    b.add("chest_pack", b.look.material("cabinet"), puff(0.24, 0.1, 0.17, at=(0, y - 0.19, 1.12), soft=0.025), label="machine")
    b.add("chest_lights", glow(b, power=1.2), [box(0.03, 0.01, 0.025, at=(q, y - 0.24, 1.22)) for q in (-0.06, 0.0, 0.06)], label="button")
    b.add("hoses", trim, [q for s in (-1, 1) for q in tube([(s * 0.09, y - 0.22, 1.16), (s * 0.17, y - 0.23, 1.05), (s * 0.24, y - 0.12, 1.1), (s * 0.22, y + 0.1, 1.2)], (0.018,) * 4, segments=6)], label="pipe")
    b.add("collar", "metal", hoop(0.15, 0.045, at=(0, y, 1.51), thick=0.05, segments=14), label="ring")
    b.add("helmet", suit, ball(0.185, 0.185, 0.195, at=(0, y, 1.68), detail=2))
    b.add("visor", b.look.material("metal", color="#d99a2e").model_copy(update={"roughness": 0.12}), ball(0.16, 0.15, 0.14, at=(0, y - 0.06, 1.68), detail=2), label="glass")
    b.add("helmet_lamp", b.look.material("accent"), [puff(0.045, 0.09, 0.06, at=(s * 0.185, y - 0.01, 1.7), soft=0.015) for s in (-1, 1)], label="lamp")
