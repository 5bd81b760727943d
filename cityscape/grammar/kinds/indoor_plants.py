"""Green things in rooms: house plants in pots, cut flowers in a vase."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar.greenery import leaf, pot
from cityscape.grammar.joinery import joined, several, stake, wished
from cityscape.grammar.kit import between, chance, pick, shade
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import lathe, squeeze, tube
from cityscape.world.material import Material
from partgen.solids import ball, cylinder, hull, rod

GOLDEN = 2.399963
"""The angle between a plant's successive leaves, radians."""


def _broad(b: Build, r: float, soil: float, tones: tuple[Material, Material]) -> None:
    """Large leaves on long stems (monstera, rubber plant)."""
    turn, stems = between(b, 0, 2 * pi), []
    for k in range(12):
        a, q = turn + k * GOLDEN, 0.3 + 0.62 * ((k * 5) % 12) / 12
        way = np.array([cos(a), sin(a), 0.0])
        elbow = 0.5 * q * r * way + (0, 0, soil + between(b, 0.45, 0.9) * (1.15 - 0.7 * q))
        tip = (0.5 * q + 0.48) * r * way + (0, 0, elbow[2] - between(b, 0.0, 0.14))
        stems.append(rod(0.02 * way + (0, 0, soil - 0.01), elbow, 0.008, segments=5))
        b.add(f"leaves_{k % 2 + 1}", tones[k % 2], leaf(elbow - 0.1 * (tip - elbow), tip, 0.66 * r, belly=0.35), label="leaf")
    b.add("stems", shade(tones[1], 0.85), stems, label="stem")


def _swords(b: Build, r: float, soil: float, tones: tuple[Material, Material]) -> None:
    """Stiff upright blades (snake plant)."""
    turn = between(b, 0, 2 * pi)
    for k in range(12):
        a, e = turn + k * GOLDEN, 0.34 * r * ((k + 1) / 12) ** 0.5
        h = between(b, 0.45, 0.85) * (1.1 - 0.4 * k / 12)
        out, across = np.array([cos(a), sin(a), 0.0]), np.array([cos(a + 1.5), sin(a + 1.5), 0.0])
        rows = ((1.0, 0.03, -0.02), (1.5, 0.042, 0.45 * h), (2.1, 0.028, 0.8 * h))
        blade = [e * q * out + i * t * across + (0, 0, soil + z) for q, t, z in rows for i in (-1, 1)] + [2.7 * e * out + (0, 0, soil + h)]
        thick = np.cross(across, [0, 0, 0.007])
        b.add(f"leaves_{k % 2 + 1}", tones[k % 2], hull(np.vstack([np.array(blade) + thick, np.array(blade) - thick])), label="leaf")


def _tree(b: Build, r: float, soil: float, tones: tuple[Material, Material]) -> None:
    """A slim trunk with a crown of leaves (ficus)."""
    turn, high = between(b, 0, 2 * pi), between(b, 1.35, 1.65)
    b.add("trunk", "bark", tube([(0, 0, soil - 0.02), (0.03, 0.01, 0.7), (0, 0, high - 0.25)], [0.022, 0.018, 0.014], segments=7))
    heart, twigs = np.array([0, 0, high - 0.08]), []
    for k in range(22):
        a, up = turn + k * GOLDEN, 1 - 2 * (k + 0.5) / 22
        q = (1 - up * up) ** 0.5
        way = np.array([q * r * cos(a), q * r * sin(a), 0.38 * up])
        root, tip = heart + 0.4 * way, heart + 0.97 * way - (0, 0, 0.05)
        twigs.append(rod(heart - (0, 0, 0.2), root + 0.15 * (tip - root), 0.006, segments=4))
        b.add(f"leaves_{k % 2 + 1}", tones[k % 2], leaf(root, tip, 0.66 * r, belly=0.5), label="leaf")
    b.add("twigs", "bark", twigs, label="branch")


def _fern(b: Build, r: float, soil: float, tones: tuple[Material, Material]) -> None:
    """Fronds that rise and hang over the rim."""
    turn = between(b, 0, 2 * pi)
    for k in range(12):
        a, e, up = turn + k * GOLDEN, 0.62 * r + 0.36 * r * ((k * 7) % 5) / 4, 0.36 - 0.026 * k
        way = np.array([cos(a), sin(a), 0.0])
        knee, tip = 0.45 * e * way + (0, 0, soil + 0.8 * up), e * way + (0, 0, soil + 0.75 * up - 0.12)
        fronds = leaf((0, 0, soil - 0.01), knee, 0.1, belly=0.8) + leaf(knee - 0.04 * way, tip, 0.1, belly=0.25)
        b.add(f"leaves_{k % 2 + 1}", tones[k % 2], fronds, label="leaf")


@kind(
    "house_plant",
    "furniture",
    width=(0.5, 0.8),
    depth=(0.5, 0.8),
    words=("house plant", "potted plant", "monstera", "ficus", "rubber plant"),
    indoor=Indoor("corner", front=0.1),
)
def house_plant(b: Build) -> None:
    """A plant in a glazed or clay pot or a basket: broad leaves, sword leaves, a small tree, a fern on a stand."""
    r, form = min(b.lot.width, b.lot.depth) / 2, int(b.rng.integers(4))
    glazed = several(b, "upholstery", 2)[1].model_copy(update={"pattern": "plain", "roughness": 0.3})
    clay = b.look.material("roof", color="#b86a48", pattern="plain")
    basket = b.look.material("wood", color="#c39a62", pattern="woven")
    holder = pick(b, b.look.material("ceramic"), glazed, clay, basket)
    green = wished(b, "foliage").model_copy(update={"pattern": "plain", "roughness": 0.6})
    tones = (green, shade(green, 0.76))
    pr = min(0.45 * r, 0.17)
    if form == 3:
        z = between(b, 0.4, 0.55)
        feet = [
            stake((i * pr * 0.6, j * pr * 0.6, z + 0.005), (i * pr * 0.85, j * pr * 0.85, 0), 0.014, 0.011)
            for i in (-1, 1)
            for j in (-1, 1)
        ]
        b.add("stand", joined(b), feet, cylinder(pr * 0.95, 0.025, at=(0, 0, z - 0.02), segments=14), label="leg")
        _fern(b, r, pot(b, 0, 0, z, pr, 0.22, holder), tones)
    else:
        (_broad, _swords, _tree)[form](b, r, pot(b, 0, 0, 0, pr * 1.1, 0.32, holder), tones)
    squeeze(b)


@kind(
    "vase",
    "furniture",
    width=(0.2, 0.3),
    depth=(0.2, 0.3),
    words=("flower vase", "bouquet", "cut flowers"),
    indoor=Indoor("top", front=0.0),
)
def vase(b: Build) -> None:
    """A vase of flowers: tulips, daisies or sprays of small blossoms."""
    r, form = min(b.lot.width, b.lot.depth) / 2, int(b.rng.integers(3))
    glaze = wished(b, pick(b, "ceramic", "upholstery")).model_copy(update={"pattern": "plain", "roughness": 0.25})
    high = between(b, 0.15, 0.2)
    belly = pick(
        b,
        ((0.5, 0), (0.72, 0.4), (0.34, 0.8), (0.46, 1.0)),
        ((0.4, 0), (0.5, 0.5), (0.56, 1.0)),
        ((0.36, 0), (0.66, 0.25), (0.3, 0.7), (0.36, 1.0)),
    )
    b.add("vase", glaze, lathe([(e * r * 0.9, z * high) for e, z in belly], segments=14))
    green = b.look.material("foliage").model_copy(update={"pattern": "plain"})
    petals = [m.model_copy(update={"pattern": "plain"}) for m in several(b, "flower", 2)]
    turn, n = between(b, 0, 2 * pi), 9
    for k in range(n):
        a, e = turn + k * GOLDEN, 0.78 * r * (k / n) ** 0.5
        tip = np.array([e * cos(a), e * sin(a), high + between(b, 0.13, 0.19) * (1.1 - 0.4 * k / n)])
        b.add("stems", green, rod((0.1 * e * cos(a), 0.1 * e * sin(a), high - 0.02), tip, 0.0035, segments=4), label="stem")
        m, name = petals[k % 2], f"flowers_{k % 2 + 1}"
        if form == 0:
            b.add(name, m, rod(tip - (0, 0, 0.012), tip + (0, 0, 0.022), 0.013, end=0.019, segments=6), label="flower")
        elif form == 1:
            b.add(name, m, rod(tip - (0, 0, 0.006), tip + (0, 0, 0.007), 0.027, end=0.022, segments=9), label="flower")
            b.add(
                "hearts",
                b.look.material("flower", color="#e8b83f", pattern="plain"),
                ball(0.01, detail=1).moved(*(tip + (0, 0, 0.009))),
                label="flower",
            )
        else:
            b.add(
                name,
                m,
                [ball(0.013, detail=0).moved(*(tip + (0.014 * cos(j), 0.014 * sin(j), 0.008 * (j % 2)))) for j in (0, 2, 4)],
                label="flower",
            )
        if k % 2:
            b.add(
                "leaves",
                green,
                leaf((0, 0, high - 0.015), (0.9 * r * cos(a + 0.6), 0.9 * r * sin(a + 0.6), high + 0.09), 0.03),
                label="leaf",
            )
    if chance(b, 0.3):
        b.add(
            "band",
            shade(glaze, 0.7),
            cylinder(belly[1][0] * r * 0.9 + 0.002, 0.012, at=(0, 0, belly[1][1] * high - 0.006), segments=14),
            label="vase",
        )
    squeeze(b)
