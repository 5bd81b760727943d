"""Columns over regions of the plan: always closed, whatever the region looks like."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, Polygon, box

from cityscape.grammar.columns import column, cuts, prismatic, triangulate
from cityscape.grammar.site import snap

LINES = cuts(40.0)


def slanted(xy: np.ndarray) -> np.ndarray:
    return 3 + 0.1 * xy[:, 0] - 0.05 * xy[:, 1]


def floor(xy: np.ndarray) -> np.ndarray:
    return np.zeros(len(xy))


def test_volume_under_a_plane_is_exact() -> None:
    mesh = prismatic(box(0, 0, 40, 40), LINES, slanted, floor)
    assert mesh is not None and mesh.watertight
    assert mesh.volume == pytest.approx(1600 * (3 + 2 - 1), rel=1e-6)


@pytest.mark.parametrize(
    "region",
    [
        Point(20, 20).buffer(9).difference(Point(20, 20).buffer(4)),
        MultiPolygon([box(1, 1, 3, 3), box(20, 20, 21, 33)]),
        box(0, 0, 10, 10).union(box(10, 10, 20, 20)),
        Polygon([(0, 0), (39, 1), (40, 40), (20, 3)]),
    ],
    ids=["ring", "two pieces", "touching in a point", "sliver"],
)
def test_closed_with_the_area_of_its_region(region: Polygon) -> None:
    region = snap(region)
    mesh = prismatic(region, LINES, lambda xy: np.ones(len(xy)), floor)
    assert mesh is not None and mesh.watertight
    assert mesh.volume == pytest.approx(region.area, rel=1e-3)


def test_empty_region_gives_nothing() -> None:
    assert prismatic(Polygon(), LINES, slanted, floor) is None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(1, 39), st.floats(1, 39), st.floats(0.5, 9)), min_size=1, max_size=6))
def test_any_union_of_discs_is_closed(discs: list[tuple[float, float, float]]) -> None:
    region = Point(discs[0][:2]).buffer(discs[0][2])
    for k, (x, y, r) in enumerate(discs[1:]):
        disc = Point(x, y).buffer(r, quad_segs=3)
        region = region.union(disc) if k % 2 else region.difference(disc)
    region = snap(region.intersection(box(0, 0, 40, 40)))
    xy, faces = triangulate(region, LINES)
    if not len(faces):
        return
    mesh = column(xy, faces, slanted(xy), floor(xy))
    assert mesh.watertight and mesh.volume > 0
