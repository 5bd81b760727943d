"""Windows, doors and curtains of rooms, modelled in a frame that stands in the middle of the hole's foot.

x runs along the wall, y into it (negative is into the room), z up; the wall's face is y = 0.
"""

from __future__ import annotations

from math import cos, pi, sin

from cityscape.grammar.chamber import THICK
from cityscape.grammar.kit import Wall, outline, plate
from cityscape.grammar.recipe import Build
from cityscape.world.theme import Interior
from partgen.solids import Solid, ball, box, cylinder, hull, rod

GLASS = 0.1
"""Depth of a pane behind the wall's face."""


def window(b: Build, f: Wall, w: float, h: float, style: Interior, number: int) -> None:
    """One window with its frame, pane, lining and sill."""
    n = f"_{number}"
    if style.window == "round":
        _porthole(b, f, w, number)
        return
    if style.window == "arched":
        _arched(b, f, w, h, number)
        return
    bar = 0.055
    columns, rows = {"casement": (2, 3), "sash": (2, 4), "wide": (3, 1), "slit": (1, 3)}[style.window]
    sides = [box(bar, 0.07, h, at=(s * (w - bar) / 2, GLASS, 0)) for s in (-1, 1)]
    sides += [box(w, 0.07, bar, at=(0, GLASS, z)) for z in (0, h - bar)]
    thin = 0.03
    for k in range(1, columns):
        wide = bar if columns == 2 or style.window == "wide" else thin
        sides.append(box(wide, 0.06, h - 0.01, at=(-w / 2 + w * k / columns, GLASS, 0.005)))
    for k in range(1, rows):
        wide = bar if style.window == "sash" and k == rows // 2 else thin
        sides.append(box(w - 0.01, 0.045, wide, at=(0, GLASS, h * k / rows - wide / 2)))
    b.add("window_frame" + n, "frame", f.put(*sides), label="frame")
    b.add("window" + n, "glass", f.one(box(w - 0.02, 0.015, h - 0.02, at=(0, GLASS, 0.01))), label="window")
    casing = 0.07 if style.window != "wide" else 0.04
    trim = [box(casing, 0.04, h + casing, at=(s * (w + casing) / 2, -0.005, -0.005)) for s in (-1, 1)]
    trim.append(box(w + 2 * casing + 0.04, 0.05, casing + 0.01, at=(0, -0.01, h)))
    b.add("window_lining" + n, "frame", f.put(*trim), label="frame")
    b.add("window_sill" + n, "frame", f.one(box(w + 2 * casing + 0.06, 0.1, 0.035, at=(0, 0.035, -0.035))), label="sill")


def _porthole(b: Build, f: Wall, w: float, number: int) -> None:
    """A round pane in a bolted plate."""
    n, r = f"_{number}", w / 2

    def disc(radius: float, y0: float, y1: float) -> Solid:
        return rod((0, y0, r), (0, y1, r), radius, segments=24)

    b.add(
        "window_frame" + n, "metal", f.put(box(w + 0.16, 0.03, w + 0.16, at=(0, -0.012, -0.08)), disc(r * 1.02, -0.07, 0.0)), label="frame"
    )
    b.add("window" + n, "glass", f.one(disc(r * 0.86, -0.08, -0.01)), label="window")
    bolts = [ball(0.02, at=(r * 1.06 * sx, -0.03, r + r * 1.06 * sz), detail=0) for sx in (-1, 1) for sz in (-1, 1)]
    b.add("bolt" + n, "trim", f.put(*bolts), label="bolt")


def _arched(b: Build, f: Wall, w: float, h: float, number: int) -> None:
    """An arched pane behind iron bars, in a ring of stones."""
    n, shape = f"_{number}", outline(w, h, "round")
    b.add("window" + n, "glass", f.one(plate(outline(w * 0.98, h * 0.985, "round"), GLASS, GLASS + 0.015)), label="window")
    bars = [rod((x * w, GLASS - 0.03, 0), (x * w, GLASS - 0.03, h - (0.12 if x else 0.02)), 0.014, segments=6) for x in (-0.25, 0, 0.25)]
    bars += [box(w, 0.025, 0.025, at=(0, GLASS - 0.03, z * h)) for z in (0.3, 0.62)]
    b.add("window_bars" + n, "metal", f.put(*bars), label="frame")
    e, rise = w / 2, h - w / 2
    corners = []
    for s in (-1, 1):  # the wall beside the arch, as wedges
        for k in range(6):
            t0, t1 = pi / 2 * k / 6, pi / 2 * (k + 1) / 6
            p = [(s * e * cos(t), rise + e * sin(t)) for t in (t0, t1)]
            corners.append(plate([*p, (s * (e + 0.01), p[0][1]), (s * (e + 0.01), h + 0.01), (p[1][0], h + 0.01)], 0.0, THICK))
    b.add("window_arch" + n, "stone", f.put(*corners), label="arch")
    stones = []
    for (x0, z0), (x1, z1) in zip(shape[1:], shape[2:] + shape[:1], strict=True):
        if abs(z0) < 1e-9 and abs(z1) < 1e-9:
            continue
        k0, k1 = (
            (x * (1 + 0.2 / w) if abs(x) > 1e-9 else x, z if z < rise else rise + (z - rise) * (1 + 0.2 / w))
            for x, z in ((x0, z0), (x1, z1))
        )
        stones.append(plate([(x0, z0), (x1, z1), k0, k1], -0.03, 0.02))
    b.add("window_lining" + n, "stone", f.put(*stones), label="frame")
    b.add("window_sill" + n, "stone", f.one(box(w + 0.2, 0.1, 0.06, at=(0, 0.035, -0.06))), label="sill")


def curtains(b: Build, f: Wall, w: float, h: float, number: int, *, drop: float, space: tuple[float, float]) -> None:
    """A rod over a window and a gathered curtain on each side; `drop` below the sill, `space` to the left and right of the hole."""
    top, n = h + 0.16, f"_{number}"
    left, right = (min(0.24, s) for s in space)
    if min(left, right) < 0.1:
        return
    b.add(
        "curtain_rod" + n,
        "metal",
        f.put(
            rod((-w / 2 - left - 0.03, -0.1, top), (w / 2 + right + 0.03, -0.1, top), 0.013),
            *[ball(0.028, at=(x, -0.1, top), detail=1) for x in (-w / 2 - left - 0.04, w / 2 + right + 0.04)],
            *[box(0.02, 0.11, 0.02, at=(x, -0.05, top - 0.01)) for x in (-w / 2 - left + 0.03, w / 2 + right - 0.03)],
        ),
        label="rod",
    )
    for name, side, room in (("left", -1, left), ("right", 1, right)):
        folds = []
        count, inner = 5, w / 2 - 0.1
        wide = room + 0.1
        for k in range(count):
            x = side * (inner + wide * (k + 0.5) / count)
            y = -0.1 + (0.018 if k % 2 else -0.018)
            r = wide / count * 0.62
            folds.append(hull([(x + r * cx, y + 0.03 * sy, z) for cx, sy, z in _fold(top + 0.02, -drop, 0.9)]))
        b.add(f"curtain_{name}{n}", "curtain", f.put(*folds), label="curtain")


def _fold(top: float, foot: float, gather: float) -> list[tuple[float, float, float]]:
    """A flattened octagon at the top and a fuller one at the foot."""
    out = []
    for z, k in ((top, gather), (foot, 1.15)):
        out += [(k * cos(t), k * 1.2 * sin(t), z) for t in [pi / 4 * (i + 0.5) for i in range(8)]]
    return out


def door(b: Build, f: Wall, w: float, h: float, style: Interior, number: int) -> None:
    """A closed door in its frame, with a handle."""
    n, y = f"_{number}" if number > 1 else "", 0.06
    frame = [box(0.05, THICK + 0.01, h, at=(s * (w - 0.05) / 2, THICK / 2 - 0.007, 0)) for s in (-1, 1)]
    frame += [box(w, THICK + 0.01, 0.05, at=(0, THICK / 2 - 0.007, h - 0.05))]
    frame += [box(0.08, 0.035, h + 0.08, at=(s * (w / 2 + 0.03), -0.014, 0)) for s in (-1, 1)]
    frame += [box(w + 0.2, 0.045, 0.09, at=(0, -0.018, h - 0.01))]
    b.add("door_frame" + n, "frame", f.put(*frame), label="frame")
    lw, lh = w - 0.09, h - 0.05
    leaf = [box(lw, 0.045, lh, at=(0, y, 0.005))]
    if style.leaf == "boarded":
        boards = max(3, round(lw / 0.16))
        leaf = [box(lw / boards - 0.008, 0.05, lh, at=(-lw / 2 + lw * (k + 0.5) / boards, y, 0.005)) for k in range(boards)]
        leaf.append(box(lw, 0.03, lh - 0.02, at=(0, y + 0.01, 0.01)))
        straps = [box(lw * 0.86, 0.02, 0.06, at=(-lw * 0.05, y - 0.03, lh * z)) for z in (0.16, 0.5, 0.84)]
        straps += [
            ball(0.016, at=(-lw * 0.42 + lw * 0.2 * k, y - 0.04, lh * z + 0.03), detail=0) for z in (0.16, 0.5, 0.84) for k in range(4)
        ]
        b.add("door_straps" + n, "metal", f.put(*straps), label="hinge")
    elif style.leaf == "sliding":
        b.add("door_stripe" + n, "accent", f.put(*[box(lw, 0.02, 0.1, at=(0, y - 0.028, lh * z)) for z in (0.42,)]), label="panel")
        leaf = [box(lw / 2 - 0.006, 0.05, lh, at=(s * (lw / 4 + 0.001), y, 0.005)) for s in (-1, 1)]
        leaf += [
            box(lw / 2 - 0.12, 0.02, lh * z1, at=(s * lw / 4, y - 0.025, lh * z0))
            for s in (-1, 1)
            for z0, z1 in ((0.08, 0.28), (0.6, 0.32))
        ]
    elif style.leaf == "panelled":
        for x in (-1, 1):
            for z0, z1 in ((0.08, 0.3), (0.46, 0.46)):
                leaf.append(_raised(lw * 0.36, lh * z1, at=(x * lw * 0.225, y - 0.022, lh * z0)))
    b.add("door" + n, "door", f.put(*leaf), label="door")
    hx = lw / 2 - 0.08
    handle = [cylinder(0.025, 0.012, segments=10).turned(roll=pi / 2).moved(hx, y - 0.02, 1.0)]
    handle += [rod((hx, y - 0.02, 1.0), (hx, y - 0.075, 1.0), 0.011), rod((hx + 0.012, y - 0.07, 1.0), (hx - 0.11, y - 0.07, 1.0), 0.011)]
    b.add("door_handle" + n, "metal", f.put(*handle), label="handle")


def _raised(w: float, h: float, *, at: tuple[float, float, float]) -> Solid:
    """A panel with bevelled edges, its face towards negative y."""
    x, y, z = at
    e = 0.03
    pts = [(sx * w / 2, 0.005, z0) for sx in (-1, 1) for z0 in (0, h)] + [
        (sx * (w / 2 - e), -0.014, z0) for sx in (-1, 1) for z0 in (e, h - e)
    ]
    return hull([(x + p, y + q, z + r) for p, q, r in pts])


def doorway(b: Build, f: Wall, w: float, h: float, number: int) -> None:
    """The jambs of an opening in a wall that is cut low."""
    jambs = [box(0.05, THICK + 0.01, h + 0.012, at=(s * (w + 0.04) / 2, THICK / 2 - 0.007, 0)) for s in (-1, 1)]
    b.add(f"doorway_{number}", "frame", f.put(*jambs), label="frame")
