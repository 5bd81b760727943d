"""Every medieval, rural, desert and suburban building is sound: closed, inside its lot, on the ground, in one piece."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pytest

from cityscape.grammar import recipe
from cityscape.grammar.kinds import kinds
from cityscape.grammar.recipe import Lot, PartRecipe
from cityscape.grammar.solidify import union_mesh
from cityscape.world.seeds import generator
from cityscape.world.theme import Style, Theme

OLD = (
    "cottage", "townhouse", "tavern", "smithy", "chapel", "keep", "watchtower", "windmill", "market_hall", "manor",
    "farmhouse", "barn", "shed", "greenhouse", "silo",
    "adobe_house", "courtyard_house", "mosque", "caravanserai", "wind_tower", "desert_tent",
    "family_house", "bungalow", "garage", "school", "village_church", "corner_shop",
)  # fmt: skip
CASES = 6
PLAIN = Style(
    theme=Theme(
        name="plain",
        title="Plain",
        words=("plain",),
        palette={},
        materials={},
        land_use={"residential": 1},
        buildings={},
        objects={},
        trees={"oak": 1},
    )
)


def lot_of(name: str, case: int) -> Lot:
    """The smallest and the largest lot, a terraced one, and random ones."""
    k, g = kinds()[name], generator("old kinds", name, case)
    u, v = ((0.0, 0.0), (1.0, 1.0), (0.0, 1.0), (1.0, 0.0))[case] if case < 4 else g.random(2)
    return Lot(
        width=k.width[0] + (k.width[1] - k.width[0]) * u,
        depth=k.depth[0] + (k.depth[1] - k.depth[0]) * v,
        drop=(0.0, 0.5, 1.6)[case % 3],
        storeys=(0, 0, 1, 2, 3, 0, 4)[case % 7],
        size=("small", "medium", "large")[case % 3],  # type: ignore[arg-type]
        attached=case in (3, 5),
    )


@cache
def built(name: str, case: int) -> tuple[PartRecipe, ...]:
    kinds()
    return tuple(recipe.make(name, lot_of(name, case), PLAIN, generator("built", name, case)))


def boxes(name: str, case: int) -> tuple[list[str], np.ndarray]:
    """Part name and (n, 2, 3) box of every solid."""
    names, out = [], []
    for p in built(name, case):
        for s in p.solids:
            c = s.corners()
            names.append(p.name)
            out.append((c.min(0), c.max(0)))
    return names, np.array(out)


def pieces(lo: np.ndarray, hi: np.ndarray, ground: np.ndarray) -> np.ndarray:
    """Which boxes reach the ground through boxes that meet."""
    meet = np.asarray(((lo[:, None] <= hi[None]) & (lo[None] <= hi[:, None])).all(-1))
    reached = np.array(ground)
    while True:
        more = reached | np.any(meet[reached], axis=0)
        if np.array_equal(more, reached):
            return reached
        reached = more


@pytest.mark.parametrize("name", OLD)
def test_registered_as_building_with_words(name: str) -> None:
    k = kinds()[name]
    assert k.category == "building"
    assert k.words and all(w == w.lower() for w in k.words)
    assert 0 < k.width[0] < k.width[1] and 0 < k.depth[0] < k.depth[1]


@pytest.mark.parametrize("case", range(CASES))
@pytest.mark.parametrize("name", OLD)
def test_stays_inside_its_lot_and_reaches_the_lowest_ground(name: str, case: int) -> None:
    lot, (_, box) = lot_of(name, case), boxes(name, case)
    reach = np.abs(box).max((0, 1))
    assert reach[0] <= lot.width / 2 + 1e-6, f"sticks out {reach[0] - lot.width / 2:.3f} m along x"
    assert reach[1] <= lot.depth / 2 + 1e-6, f"sticks out {reach[1] - lot.depth / 2:.3f} m along y"
    assert box[:, 0, 2].min() == pytest.approx(-lot.drop, abs=1e-6)
    assert box[:, 1, 2].max() > 1.8


@pytest.mark.parametrize("case", range(CASES))
@pytest.mark.parametrize("name", OLD)
def test_nothing_floats(name: str, case: int) -> None:
    lot, (names, box) = lot_of(name, case), boxes(name, case)
    lo, hi = box[:, 0] - 0.01, box[:, 1] + 0.01
    held = pieces(lo, hi, box[:, 0, 2] <= -lot.drop + 1e-6)
    assert held.all(), f"floating: {sorted({n for n, h in zip(names, held, strict=False) if not h})}"


@pytest.mark.parametrize("name", OLD)
def test_parts_are_closed_and_of_sane_size(name: str) -> None:
    for case in (1, 5):
        faces = 0
        for p in built(name, case):
            m = union_mesh(p.solids)
            assert m.watertight and m.volume > 0, f"{p.name}: watertight {m.watertight}, volume {m.volume}"
            faces += len(m.faces)
        assert faces < 11_000


@pytest.mark.parametrize("name", OLD)
def test_names_and_labels_are_snake_case_and_unique(name: str) -> None:
    for case in range(CASES):
        parts = built(name, case)
        assert len({p.name for p in parts}) == len(parts)
        for p in parts:
            assert re.fullmatch(r"[a-z]+(_[a-z]+)*(_\d+)?", p.name), p.name
            assert re.fullmatch(r"[a-z]+(_[a-z]+)*", p.label), p.label


@pytest.mark.parametrize("name", OLD)
def test_same_seed_same_building_other_seed_another(name: str) -> None:
    lot = lot_of(name, 4)

    def make(seed: int) -> list[tuple[str, str, bytes]]:
        parts = recipe.make(name, lot, PLAIN, generator("twice", name, seed))
        return [(p.name, p.material.model_dump_json(), b"".join(s.corners().tobytes() for s in p.solids)) for p in parts]

    assert make(1) == make(1)
    assert make(1) != make(2)


def test_terraced_houses_fill_their_lot_and_keep_their_sides_blind() -> None:
    for name in ("townhouse", "corner_shop", "adobe_house"):
        for seed in range(4):
            lot = Lot(7.0, 9.0, drop=0.3, attached=True)
            parts = {p.name: p for p in recipe.make(name, lot, PLAIN, generator("terrace", name, seed))}
            walls = np.vstack([s.corners() for n, p in parts.items() if "wall" in n or n == "ground_floor" for s in p.solids])
            assert np.abs(walls[:, 0]).max() > 3.45
            panes = np.vstack([s.corners() for s in parts["windows"].solids])
            body = [s.corners() for s in parts["windows"].solids if np.ptp(s.corners()[:, 0]) < 0.2]
            assert np.abs(panes[:, 0]).max() < 3.4
            assert all(np.abs(c[:, 0]).max() < 3.4 for c in body)


def test_a_wish_for_storeys_makes_a_taller_house() -> None:
    for name in ("townhouse", "corner_shop", "school", "family_house"):
        k = kinds()[name]
        tops = []
        for storeys in (1, 2, 3):
            lot = Lot(sum(k.width) / 2, sum(k.depth) / 2, storeys=storeys)
            parts = recipe.make(name, lot, PLAIN, generator("storeys", name))
            tops.append(max(s.corners()[:, 2].max() for p in parts if p.label == "wall" for s in p.solids))
        assert tops[0] + 1.5 < tops[1] and tops[1] + 1.5 < tops[2]
