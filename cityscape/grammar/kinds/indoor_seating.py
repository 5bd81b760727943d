"""What people sit on: sofa, armchair, dining chair, bar stool."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.joinery import cushion, eased, joined, leaning, legs, metal, second, several, slab, stake, wished
from cityscape.grammar.kit import between, chance, pick, shade
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import lathe, squeeze, tint, tube
from cityscape.world.material import Material
from partgen.solids import Solid, box, cylinder, hull, rod


def _arms(b: Build, cloth: Material, form: int, w: float, y0: float, y1: float, aw: float, high: float) -> None:
    """Two arms between the planes y0 and y1: straight, rolled, wooden, or as high as the back."""
    d, y = y1 - y0, (y0 + y1) / 2
    for s in (-1, 1):
        x = s * (w / 2 - aw / 2)
        if form == 1:
            r = aw * 0.5
            b.add("arms", cloth, box(aw * 0.72, d - 0.04, high - 0.16, at=(x - s * aw * 0.1, y, 0.12)), label="armrest")
            roll = rod((x, y0 + 0.012, high - r), (x, y1, high - r), r, segments=14)
            b.add("arms", cloth, roll, rod((x, y0, high - r), (x, y0 + 0.03, high - r), r * 0.72, segments=14))
        elif form == 2:
            wood = joined(b)
            b.add("arms", wood, eased(0.065, d, 0.035, at=(s * (w / 2 - 0.035), y, high - 0.035), r=0.012), label="armrest")
            b.add(
                "legs",
                wood,
                [
                    stake((s * (w / 2 - 0.04), j, high - 0.02), (s * (w / 2 - 0.035), j + e, 0), 0.026, 0.017)
                    for j, e in ((y0 + 0.07, -0.02), (y1 - 0.1, 0.03))
                ],
                label="leg",
            )
        else:
            b.add("arms", cloth, eased(aw, d, high - 0.1, at=(x, y, 0.1), r=0.035), label="armrest")
            if form == 0:
                b.add("piping", shade(cloth, 0.82), eased(aw + 0.004, 0.014, high - 0.12, at=(x, y0 + 0.035, 0.105), r=0.004), label="seam")


def _upholstered(b: Build, n: int, *, form: int) -> None:
    """A seat of n cushions between arms, before a back that leans."""
    w, d = b.lot.width, b.lot.depth
    cloth = wished(b, "leather" if form == 3 and b.look.color is None else "upholstery")
    soft = tint(cloth, "#ffffff", 0.07)
    aw = {0: 0.15, 1: 0.2, 2: 0.075, 3: 0.17}[form]
    y0, y1, seat = -d / 2 + 0.01, d / 2, 0.44
    inner = w - 2 * aw
    arm = {0: 0.6, 1: 0.64, 2: 0.6, 3: 0.72}[form]
    back = {0: 0.82, 1: 0.88, 2: 0.82, 3: 0.74}[form]
    _arms(b, cloth, form, w, y0, y1 - (0.02 if form == 2 else 0.0), aw, arm)
    b.add(
        "frame", joined(b) if form == 2 else cloth, eased(inner + 0.02, d - 0.06, 0.16, at=(0, 0.02, 0.13 if form != 2 else 0.16), r=0.015)
    )
    if form != 2:
        foot = legs(w - 0.06, d - 0.08, 0.14, thick=0.055, form=pick(b, "square", "round"), foot=0.6)
        b.add("legs", joined(b), foot, label="leg")
    rest = hull(
        [
            (s * (inner / 2 + 0.015), y, z)
            for s in (-1, 1)
            for y, z in ((y1 - 0.2, 0.2), (y1, 0.2), (y1, back - 0.06), (y1 - 0.03, back), (y1 - 0.09, back), (y1 - 0.12, back - 0.03))
        ]
    )
    b.add("back", joined(b) if form == 2 else cloth, rest)
    step = inner / n
    front = y0 + 0.005
    deep = (y1 - 0.17) - front
    for k in range(n):
        x = (k - (n - 1) / 2) * step
        b.add(
            "seat", soft, cushion(step - 0.006, deep, seat - 0.27, at=(x, front + deep / 2, 0.28), puff=0.22, corner=0.06), label="cushion"
        )
    if form == 3:
        pads = max(3, round(inner / 0.24))
        b.add(
            "back_pads",
            soft,
            [
                eased(inner / pads + 0.002, 0.09, back - 0.47, at=((k - (pads - 1) / 2) * inner / pads, y1 - 0.17, 0.46), r=0.03)
                for k in range(pads)
            ],
            label="cushion",
        )
        tops = [
            rod((s * (w / 2 - aw / 2), y0, arm - 0.06), (s * (w / 2 - aw / 2), y1 - 0.02, arm - 0.06), 0.08, segments=12) for s in (-1, 1)
        ]
        b.add(
            "arms", cloth, tops, rod((-w / 2 + 0.09, y1 - 0.085, back - 0.08), (w / 2 - 0.09, y1 - 0.085, back - 0.08), 0.08, segments=12)
        )
    else:
        pad = cushion(step - 0.01, back - 0.36, 0.16, puff=0.35, corner=0.08)
        for k in range(n):
            b.add("back_cushions", soft, leaning(pad, 0.2, (k - (n - 1) / 2) * step, y1 - 0.13, seat - 0.015), label="cushion")


def _scatter(b: Build, places: list[tuple[float, float]], z: float, y: float) -> None:
    """Loose cushions standing against a back."""
    colors = several(b, "upholstery", 4)[1:]
    for k, (x, yaw) in enumerate(places):
        m = tint(colors[k % len(colors)], "#f1e7d4", 0.15)
        e = between(b, 0.36, 0.42)
        b.add(f"pillow_{k + 1}", m, leaning(cushion(e, e, 0.13, puff=0.9, corner=0.05), 0.35, x, y, z, yaw=yaw), label="cushion")


@kind(
    "sofa",
    "furniture",
    width=(1.7, 2.3),
    depth=(0.86, 0.98),
    words=("sofa", "couch", "settee", "love seat", "divan"),
    indoor=Indoor("wall", front=0.6, seat=True),
)
def sofa(b: Build) -> None:
    """A sofa: straight or rolled arms, a wooden frame, or buttoned leather; loose cushions and a throw."""
    w, d, form = b.lot.width, b.lot.depth, int(b.rng.integers(4))
    _upholstered(b, 3 if w > 2.05 and form != 1 else 2, form=form)
    x = w / 2 - 0.44
    _scatter(b, [(-x, 0.2), (x, -0.25)] if chance(b, 0.7) else [(x, -0.2), (x - 0.3, -0.05)], 0.44, d / 2 - 0.3)
    if chance(b, 0.5) and form != 2:
        throw = tint(several(b, "curtain", 2)[1], "#f3ead8", 0.3)
        aw, arm, y = (0.2, 0.64, -0.06) if form == 1 else (0.15, 0.6, -0.06) if form == 0 else (0.17, 0.74, -0.08)
        s = -1 if chance(b, 0.5) else 1
        cloth = [slab(aw + 0.012, 0.36, 0.02, at=(s * (w / 2 - aw / 2 - 0.005), y, arm - 0.008), corner=0.02)]
        cloth += [box(0.02, 0.36, 0.17, at=(s * (w / 2 - aw - 0.008), y, arm - 0.17))]
        b.add("throw", throw, cloth, label="blanket")
        b.add(
            "fringe",
            second(throw),
            [box(0.018, 0.05, 0.03, at=(s * (w / 2 - aw - 0.008), y + k * 0.075, arm - 0.195)) for k in (-2, -1, 0, 1, 2)],
            label="fringe",
        )
    squeeze(b)


@kind(
    "armchair",
    "furniture",
    width=(0.78, 0.98),
    depth=(0.8, 0.94),
    words=("armchair", "easy chair", "recliner", "lounge chair"),
    indoor=Indoor("free", front=0.5, seat=True),
)
def armchair(b: Build) -> None:
    """A chair with arms and one loose cushion; in every third case a winged or a tub chair."""
    form = int(b.rng.integers(5))
    w, d = b.lot.width, b.lot.depth
    if form < 4:
        _upholstered(b, 1, form=form)
    else:
        cloth = wished(b, "upholstery")
        y, n, r = 0.0, 12, min(w, d) / 2
        shell: list[Solid] = []
        for k in range(n):
            t = [-0.35 + (pi + 0.7) * (k + e) / n for e in (0, 1)]
            high = [0.58 + 0.24 * max(0.0, sin(u)) ** 1.5 for u in t]
            p = [
                (q * r * cos(u) * w / (2 * r), y + q * r * sin(u) * d / (2 * r), z)
                for u, h in zip(t, high, strict=True)
                for q in (0.8, 0.99)
                for z in (0.12, h - (0.025 if q > 0.9 else 0.0))
            ]
            shell.append(hull(p))
        b.add("back", cloth, shell)
        b.add("frame", cloth, cylinder(0.83 * r, 0.2, at=(0, 0, 0.12), segments=20))
        b.add(
            "seat",
            tint(cloth, "#ffffff", 0.08),
            cushion(w * 0.78, d * 0.8, 0.16, at=(0, -0.06, 0.29), puff=0.25, corner=0.3 * w),
            label="cushion",
        )
        b.add("legs", joined(b), legs(w * 0.68, d * 0.68, 0.14, thick=0.05, form="round", foot=0.6), label="leg")
    if chance(b, 0.65):
        _scatter(b, [(between(b, -0.04, 0.04), between(b, -0.15, 0.15))], 0.44, d / 2 - 0.31)
    squeeze(b)


@kind(
    "dining_chair",
    "furniture",
    width=(0.42, 0.5),
    depth=(0.46, 0.54),
    words=("dining chair", "chair", "kitchen chair"),
    indoor=Indoor("free", front=0.0, seat=True),
)
def dining_chair(b: Build) -> None:
    """A chair: ladder back, spindles, an upholstered back, or a moulded shell on splayed legs."""
    w, d, seat = b.lot.width, b.lot.depth, 0.45
    wood = joined(b)
    form = int(b.rng.integers(4))
    high, t = 0.92, 0.036
    yb = d / 2 - 0.035
    if form == 3:
        shell = wished(b, pick(b, "plastic", "upholstery", "curtain"))
        b.add("seat", shell, slab(w, d - 0.1, 0.035, at=(0, -0.05, seat - 0.035), corner=0.12))
        rest = [
            hull(
                [
                    (w * 0.47 * cos(u), d / 2 - 0.06 - 0.05 * cos(u * 1.0) ** 2 + k + 0.04 * e, 0.47 + 0.36 * e)
                    for u in (t0, t1)
                    for k in (0.0, 0.024)
                    for e in (0, 1)
                ]
            )
            for t0, t1 in zip(np.linspace(0.25, pi - 0.25, 7), np.linspace(0.25, pi - 0.25, 7)[1:], strict=False)
        ]
        b.add("back", shell, rest, box(w * 0.5, 0.03, 0.1, at=(0, d / 2 - 0.07, seat - 0.02)))
        b.add(
            "legs",
            wood,
            [
                stake((i * w * 0.28, -0.02 + j * d * 0.25, seat - 0.02), (i * w * 0.44, -0.01 + j * d * 0.42, 0), 0.02, 0.012)
                for i in (-1, 1)
                for j in (-1, 1)
            ],
            label="leg",
        )
        squeeze(b)
        return
    lean = 0.055
    x = w / 2 - t / 2 - 0.005
    b.add(
        "legs",
        wood,
        [
            hull(
                [
                    (i * x + a, -d / 2 + 0.03 + c, z)
                    for a in (-t / 2, t / 2)
                    for c, z in ((-t / 2, 0.0), (t * 0.2, 0.0), (-t / 2, seat - 0.02), (t / 2, seat - 0.02))
                ]
            )
            for i in (-1, 1)
        ],
        label="leg",
    )
    posts = []
    for i in (-1, 1):
        posts.append(
            hull(
                [
                    (i * x + a, yb - lean + c + e, z)
                    for a in (-t / 2, t / 2)
                    for c in (-t / 2, t / 2)
                    for e, z in ((0.045, 0.0), (0.0, seat))
                ]
            )
        )
        posts.append(
            hull(
                [
                    (i * x + a, yb - lean + c + e, z)
                    for a in (-t / 2, t / 2)
                    for c in (-t / 2, t / 2)
                    for e, z in ((0.0, seat - 0.01), (lean, high))
                ]
            )
        )
    b.add("legs", wood, posts)
    b.add(
        "legs", wood, [box(0.02, d - 0.12, 0.03, at=(i * x, -0.02, 0.2)) for i in (-1, 1)], box(w - 0.06, 0.02, 0.03, at=(0, -0.02, 0.205))
    )
    b.add("frame", wood, box(w - 0.03, d - 0.09, 0.055, at=(0, -0.025, seat - 0.075)))

    def y_at(z: float) -> float:
        return yb - lean + lean * (z - seat) / (high - seat)

    if form == 0:
        b.add("back", wood, [eased(w - 0.05, 0.02, 0.075, at=(0, y_at(z + 0.03), z), r=0.006) for z in (0.57, 0.7, 0.83)])
    elif form == 1:
        b.add("back", wood, eased(w - 0.01, 0.034, 0.085, at=(0, y_at(0.88), 0.85), r=0.012))
        b.add(
            "back",
            wood,
            [
                rod((q * w, y_at(seat), seat - 0.02), (q * w, y_at(0.87), 0.87), 0.009, segments=6)
                for q in (-0.3, -0.18, -0.06, 0.06, 0.18, 0.3)
            ],
        )
    else:
        cloth = wished(b, "upholstery")
        b.add("back", cloth, leaning(cushion(w - 0.065, 0.4, 0.06, puff=0.2, corner=0.05), 0.115, 0, yb - 0.028, 0.53), label="cushion")
        b.add("rail", wood, eased(w - 0.06, 0.025, 0.05, at=(0, y_at(0.88), 0.87), r=0.008))
    if form == 2 or chance(b, 0.6):
        cloth = wished(b, "upholstery")
        b.add("seat", cloth, cushion(w - 0.02, d - 0.1, 0.06, at=(0, -0.04, seat - 0.035), puff=0.2, corner=0.05), label="cushion")
    else:
        b.add(
            "seat",
            second(wood),
            slab(w, d - 0.075, 0.03, at=(0, -0.03, seat - 0.028), corner=0.03),
            slab(w - 0.09, d - 0.17, 0.008, at=(0, -0.03, seat - 0.002), corner=0.08),
        )
    squeeze(b)


@kind(
    "bar_stool",
    "furniture",
    width=(0.38, 0.46),
    depth=(0.38, 0.46),
    words=("bar stool", "counter stool", "stool"),
    indoor=Indoor("free", front=0.0, seat=True),
)
def bar_stool(b: Build) -> None:
    """A high stool with a foot rest: four wooden legs or a steel column, a flat seat or a low back."""
    r, seat = min(b.lot.width, b.lot.depth) / 2, 0.66
    form = int(b.rng.integers(3))
    cloth = wished(b, pick(b, "leather", "upholstery"))
    if form < 2:
        wood = joined(b)
        b.add(
            "legs",
            wood,
            [
                stake((i * r * 0.5, j * r * 0.5, seat - 0.03), (i * r * 0.82, j * r * 0.82, 0), 0.021, 0.015)
                for i in (-1, 1)
                for j in (-1, 1)
            ],
            label="leg",
        )
        e = 0.7 * r
        bars = [rod((i * e, -e, 0.24), (i * e, e, 0.24), 0.011, segments=6) for i in (-1, 1)] + [
            rod((-e, j * e, 0.2), (e, j * e, 0.2), 0.011, segments=6) for j in (-1, 1)
        ]
        b.add("footrest", metal(b), bars, label="rail")
        b.add("seat", wood, cylinder(r * 0.93, 0.032, at=(0, 0, seat - 0.035), segments=20))
        b.add("cushion", cloth, cushion(1.8 * r, 1.8 * r, 0.055, at=(0, 0, seat - 0.01), puff=0.3, corner=0.88 * r))
    else:
        steel = b.look.material("metal")
        b.add("column", steel, lathe([(0.9 * r, 0.0), (0.88 * r, 0.012), (0.16 * r, 0.045), (0.13 * r, seat - 0.03)], segments=16))
        ring_at = [(0.6 * r * cos(a), 0.6 * r * sin(a), 0.22) for a in np.linspace(0, 2 * pi, 13)]
        b.add(
            "footrest",
            steel,
            tube(ring_at, [0.011] * 13, segments=6),
            rod((0, -0.6 * r, 0.22), (0, 0.6 * r, 0.22), 0.01, segments=6),
            label="rail",
        )
        b.add("seat", cloth, cushion(1.9 * r, 1.9 * r, 0.085, at=(0, 0, seat - 0.045), puff=0.25, corner=0.9 * r))
        if chance(b, 0.6):
            arc = np.linspace(0.5, pi - 0.5, 6)
            b.add(
                "back",
                cloth,
                [
                    hull([(q * cos(u), q * sin(u), z) for u in (s, e) for q in (0.84 * r, 0.98 * r) for z in (seat - 0.02, seat + 0.2)])
                    for s, e in zip(arc, arc[1:], strict=False)
                ],
            )
    squeeze(b)
