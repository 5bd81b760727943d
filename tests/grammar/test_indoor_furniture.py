"""Furniture of bedrooms, living rooms, kitchens, bathrooms and offices: real heights, wished colours, several shapes."""

from __future__ import annotations

import numpy as np
import pytest
from test_every_kind import built, lots, styles
from test_things import grid, inside

from cityscape.grammar.kinds import kinds
from cityscape.grammar.recipe import Lot, PartRecipe, make
from cityscape.world.seeds import generator

ROOMS = {
    "bedroom": "bed double_bed bunk_bed night_stand wardrobe dresser mirror chest_of_drawers toy_box",
    "living": "sofa armchair coffee_table tv_stand bookcase fireplace floor_lamp table_lamp rug round_rug house_plant picture wall_clock"
    " wall_shelf piano side_table",
    "dining": "dining_table dining_chair",
    "kitchen": "kitchen_unit kitchen_sink stove fridge kitchen_island wall_cabinet bar_stool",
    "bathroom": "bathtub shower toilet washbasin towel_rail bath_mat laundry_basket washing_machine",
    "office": "desk office_chair filing_cabinet desk_lamp computer printer whiteboard waste_basket",
    "small": "books_stack vase bowl_of_fruit mug_and_plate laptop radio candle",
}
NAMES = [n for names in ROOMS.values() for n in names.split()]
WISHED = "bed sofa armchair dining_table wardrobe rug kitchen_unit fridge bathtub toilet desk office_chair bar_stool vase toy_box bath_mat"
SURFACES = {"night_stand": 0.55, "coffee_table": 0.42, "dining_table": 0.75, "kitchen_unit": 0.9, "kitchen_island": 0.9, "desk": 0.74}


def height(parts: list[PartRecipe]) -> float:
    return max(float(s.corners()[:, 2].max()) for p in parts for s in p.solids)


def test_every_piece_is_there() -> None:
    known = kinds()
    assert {n: known[n].category for n in NAMES} == dict.fromkeys(NAMES, "furniture")
    for name, z in SURFACES.items():
        indoor = known[name].indoor
        assert indoor is not None and indoor.surface == z


@pytest.mark.parametrize("name", [n for n in NAMES if getattr(kinds()[n].indoor, "seat", False)])
def test_seats_can_be_sat_on(name: str) -> None:
    low, high = (0.6, 0.75) if name == "bar_stool" else (0.35, 0.6)
    for seed, lot in enumerate(lots(kinds()[name])):
        parts = built(name, lot, seed)
        xy = grid(np.linspace(-0.4, 0.4, 9) * lot.width, np.linspace(-0.4, 0.4, 9) * lot.depth)
        heights = np.arange(low - 0.02, high + 0.32, 0.01)
        solid = np.stack([inside(parts, np.c_[xy, np.full(len(xy), z)]) for z in heights], 1)
        steps = round((high - low) / 0.01) + 2
        seat = [solid[:, k] & ~solid[:, k + 1 : k + 26].any(1) for k in range(steps)]
        share = np.any(seat, axis=0).mean()
        assert share > 0.06, f"{name} seed {seed}: only {share:.0%} of it is a seat"


@pytest.mark.parametrize("name", NAMES)
def test_pieces_fit_under_a_ceiling_and_have_few_parts(name: str) -> None:
    k = kinds()[name]
    assert k.indoor is not None
    for seed, lot in enumerate(lots(k)):
        parts = built(name, lot, seed)
        foot = k.indoor.at[1] if k.indoor.spot == "hung" else 0.0
        assert foot + height(parts) <= 2.4, f"{name} seed {seed} reaches {foot + height(parts):.2f} m"
        assert 2 <= len(parts) <= 16, f"{name} seed {seed} has {len(parts)} parts"
        if k.indoor.spot == "flat":
            assert height(parts) < 0.03
        if k.indoor.spot == "top":
            assert height(parts) < 0.6 and max(lot.width, lot.depth) <= 0.7


@pytest.mark.parametrize("name", NAMES)
def test_pieces_fill_what_they_ask_for(name: str) -> None:
    for seed, lot in enumerate(lots(kinds()[name])):
        p = np.vstack([s.corners() for r in built(name, lot, seed) for s in r.solids])[:, :2]
        share = np.ptp(p, axis=0) / (lot.width, lot.depth)
        assert share.max() > 0.8 and share.min() > 0.45, f"{name} seed {seed} takes {share} of its lot"


@pytest.mark.parametrize("name", WISHED.split())
def test_wished_colour(name: str) -> None:
    for seed, lot in enumerate(lots(kinds()[name])):
        parts = make(name, lot, styles()[0], generator("wish", name, seed), color="#b0122f")
        assert any(p.material.color == "#b0122f" for p in parts), f"{name} seed {seed} has no part in the wished colour"


@pytest.mark.parametrize("name", NAMES)
def test_shapes_differ_from_seed_to_seed(name: str) -> None:
    k = kinds()[name]
    lot = Lot((k.width[0] + k.width[1]) / 2, (k.depth[0] + k.depth[1]) / 2)

    def form(seed: int) -> tuple[tuple[str, int], ...]:
        return tuple((p.name, len(s.points)) for p in make(name, lot, styles()[0], generator(name, seed)) for s in p.solids)

    def points(seed: int) -> bytes:
        return b"".join(s.corners().tobytes() for p in make(name, lot, styles()[0], generator(name, seed)) for s in p.solids)

    assert len({points(seed) for seed in range(12)}) > 1
    assert form(3) == form(3)
