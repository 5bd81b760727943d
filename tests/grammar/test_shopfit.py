"""The helpers of shop and workroom furniture, and what the pieces made with them keep: seats, tops, variety, few parts."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from test_every_kind import built, lots, styles
from test_things import grid, inside

from cityscape.grammar import shopfit
from cityscape.grammar.kinds import kinds
from cityscape.grammar.recipe import Build, Indoor, Kind, Look, Lot
from cityscape.grammar.solidify import union_mesh
from cityscape.world.seeds import generator
from partgen.solids import Solid, ball, box


def fitted(k: Kind) -> bool:
    """Whether a kind's module builds with the helpers of `shopfit`."""
    return k.indoor is not None and any(
        getattr(v, "__module__", "") == shopfit.__name__ for v in vars(sys.modules[k.make.__module__]).values()
    )


KINDS = {n: k for n, k in sorted(kinds().items()) if fitted(k)}
MOST_PARTS = 16


def indoor(name: str) -> Indoor:
    place = KINDS[name].indoor
    assert place is not None
    return place


def bench(seed: int) -> Build:
    rng = generator("shopfit", seed)
    return Build(Look(styles()[seed % len(styles())], rng), rng, Lot(1.0, 1.0))


def bounds(*solids: Solid) -> tuple[np.ndarray, np.ndarray]:
    p = np.vstack([s.corners() for s in solids])
    return p.min(0), p.max(0)


def test_all_families_are_there() -> None:
    wanted = "workbench school_desk cafe_counter shop_shelf tall_bookshelf prison_bed treasure_heap altar control_console holo_table"
    assert set(wanted.split()) <= set(KINDS) and len(KINDS) >= 65


@pytest.mark.parametrize("name", [n for n in KINDS if indoor(n).seat])
def test_seats_are_at_the_height_of_a_knee_with_room_above(name: str) -> None:
    for seed, lot in enumerate(lots(KINDS[name])):
        parts = built(name, lot, seed)
        xy = grid(np.linspace(-0.3, 0.3, 7) * lot.width, np.linspace(-0.35, 0.2, 7) * lot.depth)
        levels = np.arange(0.3, 0.95, 0.01)
        there = np.stack([inside(parts, np.c_[xy, np.full(len(xy), z)]) for z in levels], 1)
        seat = (levels >= 0.35) & (levels <= 0.6)
        free = levels > 0.66
        share = (there[:, seat].any(1) & ~there[:, free].any(1)).mean()
        assert share > 0.3, f"{name} seed {seed}: one can sit on {share:.0%} of it"


@pytest.mark.parametrize("name", [n for n in KINDS if indoor(n).spot in ("hung", "top")])
def test_what_hangs_or_stands_on_a_top_begins_at_its_base(name: str) -> None:
    for seed, lot in enumerate(lots(KINDS[name])):
        low, high = bounds(*[s for p in built(name, lot, seed) for s in p.solids])
        assert abs(low[2]) < 0.02, f"{name} seed {seed} begins at {low[2]:.3f} m"
        assert high[2] < (1.4 if indoor(name).spot == "hung" else 0.6), f"{name} seed {seed} is {high[2]:.2f} m high"


@pytest.mark.parametrize("name", list(KINDS))
def test_pieces_vary_in_shape_and_have_few_parts(name: str) -> None:
    lot = lots(KINDS[name])[3]
    shapes = set()
    for seed in range(10):
        parts = built(name, lot, seed)
        assert len(parts) <= MOST_PARTS, f"{name} seed {seed} has {len(parts)} parts"
        assert len({p.material.color for p in parts}) > 1, f"{name} seed {seed} is of one colour"
        shapes.add(b"".join(p.name.encode() + np.round(s.corners(), 6).tobytes() for p in parts for s in p.solids))
    assert len(shapes) > 1, f"{name} always has one shape"


@pytest.mark.parametrize("seed", range(8))
def test_books_stand_on_their_shelf_and_share_no_room(seed: int) -> None:
    b = bench(seed)
    shades = shopfit.several(b, "book", 4)
    shopfit.books(b, shades, x0=-0.6, x1=0.7, y=-0.1, z=0.4, room=0.3, deep=0.2)
    parts = b.parts()
    low, high = bounds(*[s for p in parts for s in p.solids])
    assert (low >= (-0.6, -0.1 - 1e-9, 0.4 - 0.02)).all() and (high <= (0.7, 0.13, 0.7)).all()
    assert len(parts) >= 2 and high[0] > 0.4
    apart = sum(union_mesh((s,)).volume for p in parts for s in p.solids)
    together = union_mesh(tuple(s for p in parts for s in p.solids)).volume
    assert together > 0.97 * apart


@pytest.mark.parametrize("seed", range(4))
def test_several_materials_differ(seed: int) -> None:
    b = bench(seed)
    for role in ("book", "fabric", "cabinet", "leather", "plastic"):
        colors = [m.color for m in shopfit.several(b, role, 4)]  # type: ignore[arg-type]
        assert len(set(colors[:3])) == 3, (role, colors)


def test_boards_and_cushions_have_the_size_asked_for() -> None:
    for solid in (shopfit.board(0.8, 0.5, 0.04, at=(1, 2, 3), corner=0.05), shopfit.puff(0.8, 0.5, 0.04, at=(1, 2, 3), soft=0.05)):
        low, high = bounds(solid)
        np.testing.assert_allclose(high - low, (0.8, 0.5, 0.04), atol=1e-9)
        np.testing.assert_allclose((low + high)[:2] / 2, (1, 2), atol=1e-9)
        assert low[2] == pytest.approx(3)
    loft = shopfit.loft((0.2, 0.1, 0.0), (0.3, 0.2, 0.5), at=(0, 0, 1))
    np.testing.assert_allclose(bounds(loft), [(-0.3, -0.2, 1.0), (0.3, 0.2, 1.5)], atol=1e-9)


def test_rings_frames_and_stacks_are_closed() -> None:
    for solids in (
        shopfit.hoop(0.3, 0.04),
        shopfit.border(1.0, 0.6, 0.05, -0.02, 0.0),
        shopfit.stacked((0.1, 0.2, 0), (0.3, 0.1, 0.4), (0.1, 0.1, 0.5)),
    ):
        m = union_mesh(tuple(solids))
        assert m.watertight and m.volume > 0
    ring = union_mesh(tuple(shopfit.hoop(0.3, 0.04)))
    assert ring.volume == pytest.approx(2 * np.pi * 0.3 * 0.04 * 0.04, rel=0.06)


def test_fronts_cover_their_face() -> None:
    b = bench(0)
    shopfit.fronts(b, "drawers", "cabinet", x0=-0.5, x1=0.5, z0=0.1, z1=0.9, y=-0.3, cols=2, rows=(2, 1, 1))
    drawers = next(p for p in b.parts() if p.name == "drawers")
    assert len(drawers.solids) == 6
    area = sum(float(np.prod(np.ptp(s.corners(), axis=0)[[0, 2]])) for s in drawers.solids)
    assert 0.93 * 0.8 < area < 0.8
    heights = sorted({round(float(np.ptp(s.corners()[:, 2])), 3) for s in drawers.solids})
    assert len(heights) == 2 and heights[1] == pytest.approx(2 * heights[0], abs=0.02)


def test_height_at_finds_the_top() -> None:
    solids = [box(1, 1, 0.5), ball(0.2, at=(0.2, 0.2, 0.5))]
    assert shopfit.height_at(solids, -0.3, -0.3) == pytest.approx(0.5, abs=0.011)
    assert shopfit.height_at(solids, 0.2, 0.2) == pytest.approx(0.7, abs=0.011)
    assert shopfit.height_at(solids, 2.0, 0.0) == 0.0
