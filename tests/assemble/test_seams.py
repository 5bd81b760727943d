"""Neighbouring tiles meet exactly, and the report finds what was broken on purpose."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from valley import valley

from cityscape.assemble import SeamReport, assemble, seams
from cityscape.assemble.edge import edges, merged, span, top
from cityscape.assemble.seam import STEP
from cityscape.assemble.strips import difference, strips
from cityscape.errors import InputError
from cityscape.grammar.height import profile
from cityscape.world.brief import OPPOSITE, SIDES
from cityscape.world.brief import STEP as NEXT
from cityscape.world.part import Thing
from cityscape.world.pose import Pose
from cityscape.world.tile import Scene, Tile


@pytest.fixture(scope="module")
def scene() -> Scene:
    return valley()


@pytest.fixture(scope="module")
def report(scene: Scene) -> SeamReport:
    return seams(scene)


def with_ground(scene: Scene, cell: tuple[int, int], change) -> Scene:  # type: ignore[no-untyped-def]
    """The scene with `change(thing)` in place of the ground of one cell."""
    tile = scene.tiles[cell]
    return scene.with_tile(replace(tile, things=tuple(change(t) if t.kind == "ground" else t for t in tile.things)))


def moved(*by: float):  # type: ignore[no-untyped-def]
    return lambda t: replace(t, pose=Pose(position=by))


def without(*labels: str):  # type: ignore[no-untyped-def]
    return lambda t: t.with_parts(tuple(p for p in t.parts if p.label not in labels))


def test_composed_neighbours_meet_exactly(report: SeamReport) -> None:
    assert sorted((*b.cells, b.side) for b in report.borders) == [
        ((0, 0), (0, 1), "north"),
        ((0, 0), (1, 0), "east"),
        ((0, 1), (1, 1), "east"),
        ((1, 0), (1, 1), "north"),
    ]
    assert report.height_gap == 0
    assert report.loose_vertices == 0
    assert report.fallen_rays == 0 and report.rays == 4 * (40 / STEP - 1)
    assert report.socket_offset == 0


def test_border_vertices_are_the_same_numbers_on_both_sides(scene: Scene) -> None:
    for cell, tile in scene.tiles.items():
        for side in ("east", "north"):
            other = scene.tiles.get((cell[0] + NEXT[side][0], cell[1] + NEXT[side][1]))
            if other is not None:
                mine, theirs = edges(tile)[side], edges(other)[OPPOSITE[side]]
                assert len(mine.corners) > 10
                np.testing.assert_array_equal(mine.corners, theirs.corners)


def test_open_ground_and_streets_follow_the_shared_profile(scene: Scene) -> None:
    tile = scene.tiles[(1, 0)]
    for side in SIDES:
        edge = edges(tile)[side]
        for label in ("grass", "street"):
            for a, b in edge.spans.get(label, []):
                t = np.linspace(a + 0.01, b - 0.01, 20)
                z = top(edge, t, t, base=-99)[:, 0]
                np.testing.assert_allclose(z, profile(tile.brief, side).height(t, cover="ground"), atol=1e-5)


def test_crossings_take_the_interval_that_their_socket_says(scene: Scene) -> None:
    found = 0
    for tile in scene.tiles.values():
        measured = edges(tile)
        for side, socket in tile.brief.sockets.items():
            for c in socket.crossings:
                lo, hi = span(measured[side], c, 40.0) or (0, 0)
                assert (lo + hi) / 2 == pytest.approx(c.at * 40, abs=1 / 256)
                found += 1
    assert found == 20


def test_a_tile_three_centimetres_too_high_is_found(scene: Scene) -> None:
    for b in seams(with_ground(scene, (1, 0), moved(0, 0, 0.03)), color=False).borders:
        assert b.height_gap == pytest.approx(0.03 if (1, 0) in b.cells else 0, abs=1e-6)


def test_a_tile_three_centimetres_aside_is_found(scene: Scene) -> None:
    along = seams(with_ground(scene, (1, 0), moved(0, 0.03, 0)), color=False).borders[0]
    assert along.socket_offset == pytest.approx(100 * 0.03 / 40, rel=1e-3)
    assert along.height_gap > 0.05 and along.loose_vertices > 0  # the kerb stands beside the other kerb
    apart = seams(with_ground(scene, (1, 0), moved(0.03, 0, 0)), color=False).borders[0]
    assert apart.height_gap > 1 and apart.fallen_rays == apart.rays and apart.socket_offset == 100


def test_a_missing_part_lets_rays_fall_where_it_was(scene: Scene) -> None:
    tile = scene.tiles[(0, 0)]
    river = edges(tile)["north"].spans
    width = float(sum(np.diff(river[k]).sum() for k in ("water", "bank")))
    broken = seams(with_ground(scene, (0, 0), without("water", "bank", "slab")), color=False)
    east, north = broken.borders[:2]
    assert north.fallen_rays == pytest.approx(width / STEP, abs=3)
    assert north.height_gap > 1 and north.socket_offset == 100
    assert east.fallen_rays == 0


def test_a_wall_that_ends_before_the_border_is_found(scene: Scene) -> None:
    tile = scene.tiles[(1, 1)]
    short = tuple(replace(t, pose=t.pose.model_copy(update={"scale": (0.99, 1, 1)})) if t.kind == "city_wall" else t for t in tile.things)
    broken = seams(scene.with_tile(replace(tile, things=short)), color=False)
    assert [b.socket_offset for b in broken.borders if b.side == "east"] == [0, 100]


def test_a_tile_without_ground_is_all_crack(scene: Scene) -> None:
    bare = replace(scene.tiles[(1, 1)], things=())
    report = seams(scene.with_tile(bare))
    broken = [b for b in report.borders if (1, 1) in b.cells]
    assert len(broken) == 2
    for b in broken:
        assert b.fallen_rays == b.rays and b.height_gap > 5 and b.color_across is None
    assert seams(Scene(scene.plan, {(0, 0): scene.tiles[(0, 0)]})).borders == ()


def test_colours_run_on_across_borders_and_a_repainted_tile_stands_out(scene: Scene, report: SeamReport) -> None:
    assert report.color_across is not None and report.color_inside is not None
    assert report.color_across < report.color_inside + 1

    def red(t: Thing) -> Thing:
        return t.with_parts(tuple(replace(p, material=p.material.model_copy(update={"color": "#c01818"})) for p in t.parts))

    painted = seams(with_ground(scene, (0, 0), red))
    for new, old in zip(painted.borders, report.borders, strict=True):
        if (0, 0) in new.cells:
            assert new.color_across > old.color_across + 15
        else:
            assert new.color_across == old.color_across


def test_strips_know_where_there_is_no_ground(scene: Scene) -> None:
    tile = scene.tiles[(0, 0)]
    assert all(np.isfinite(s).all() for s in strips(tile).values())
    bare = strips(replace(tile, things=()))
    assert np.isnan(bare["east"]).all() and difference(bare["east"][0], strips(tile)["east"][0]) is None


def test_difference_is_ciede2000() -> None:
    # Sharma, Wu & Dalal (2005), table 1, pairs 1 and 7
    a = np.array([[50.0, 2.6772, -79.7751], [50.0, 0.0, 0.0]])
    b = np.array([[50.0, 0.0, -82.7485], [50.0, -1.0, 2.0]])
    assert difference(a, b) == pytest.approx((2.0425 + 2.3669) / 2, abs=1e-4)


def test_intervals_merge() -> None:
    np.testing.assert_array_equal(merged(np.array([[3.0, 4], [0, 1], [1, 2], [0.5, 0.7]])), [[0, 2], [3, 4]])


def test_assemble_takes_tiles_in_any_order_and_refuses_strangers(scene: Scene) -> None:
    tiles = list(scene.tiles.values())
    again = assemble(scene.plan, reversed(tiles))
    assert list(again.tiles) == list(scene.plan.cells)
    with pytest.raises(InputError, match="claim cell"):
        assemble(scene.plan, [tiles[0], tiles[0]])

    def other(**change: object) -> Tile:
        return replace(tiles[0], brief=tiles[0].brief.model_copy(update=change))

    with pytest.raises(InputError, match="no cell"):
        assemble(scene.plan, [other(cell=(9, 9))])
    with pytest.raises(InputError, match="other corners"):
        assemble(scene.plan, [other(corners=(0.0, 0.0, 0.0, 5.0))])
