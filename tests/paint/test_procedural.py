"""The painter: framed, masked and measured, the same bytes again."""

from __future__ import annotations

import numpy as np
import pytest

from cityscape.errors import InputError
from cityscape.grammar.compose import compose
from cityscape.grammar.themes import load_theme
from cityscape.paint import painter
from cityscape.paint.procedural import ProceduralPainter, tile_camera
from cityscape.world.brief import Brief, Crossing, Socket
from cityscape.world.painting import Context, Painting
from cityscape.world.part import placed
from cityscape.world.theme import Style

STREET = Socket(crossings=(Crossing(kind="street", at=0.5, width=5.0),))


@pytest.fixture(scope="module")
def brief() -> Brief:
    sockets = {"south": STREET, "north": STREET}
    style = Style(theme=load_theme("medieval"))
    return Brief(cell=(3, 2), density=0.4, corners=(0, 0.5, 1, 0.5), sockets=sockets, style=style)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def painting(brief: Brief) -> Painting:
    return ProceduralPainter(size=256).paint(brief, Context(), seed=4)


def test_mask_names_every_part_and_points_at_its_surface(brief: Brief, painting: Painting) -> None:
    things = compose(brief, seed=4)
    assert painting.parts == tuple(p.id for t in things for p in t.parts)
    assert painting.mask is not None
    assert painting.depth is not None
    assert painting.mask.dtype == np.uint16
    seen = np.unique(painting.mask)
    assert seen[0] == 0
    assert len(seen) > 20
    where = {p.id: (t, p) for t in things for p in t.parts}
    rows, cols = np.nonzero(painting.mask)
    origins, direction = painting.camera.rays(cols + 0.5, rows + 0.5, start=0.0)
    points = origins + painting.depth[rows, cols, None] * direction
    for k in seen[1:]:
        v, _ = placed(*where[painting.parts[k - 1]])
        mine = points[painting.mask[rows, cols] == k]
        assert (mine > v.min(0) - 2e-3).all()
        assert (mine < v.max(0) + 2e-3).all()


def test_everything_fits_with_a_margin(brief: Brief, painting: Painting) -> None:
    a = painting.rgba[..., 3]
    assert not a[:2].any()
    assert not a[-2:].any()
    assert not a[:, :2].any()
    assert not a[:, -2:].any()
    assert (a > 0).mean() > 0.25
    corners = np.array([(0, 0, 0), (40, 0, 0), (40, 40, 1), (0, 40, 0.5)], float)
    p = painting.camera.project(corners)
    assert (p[:, 0] >= 0).all()
    assert (p[:, 0] <= 256).all()


def test_the_same_bytes_again_and_another_seed_differs(brief: Brief, painting: Painting) -> None:
    again = ProceduralPainter(size=256).paint(brief, Context(), seed=4)
    assert again.rgba.tobytes() == painting.rgba.tobytes()
    assert ProceduralPainter(size=256).paint(brief, Context(), seed=5).rgba.tobytes() != painting.rgba.tobytes()


def test_low_tiles_of_one_size_share_one_scale() -> None:
    spans = []
    for top in (1.0, 6.0, 12.0):
        spans.append(tile_camera(40.0, np.array([(0, 0, -3), (40, 0, 0), (40, 40, 0), (0, 40, 0), (0, 0, -3), (20, 20, top)], float)).span)
    assert len(set(spans)) == 1
    tall = tile_camera(40.0, np.array([(0, 0, -3), (40, 40, 0), (40, 0, -3), (20, 20, 90)], float))
    assert tall.span > spans[0]


def test_an_unknown_painter_is_refused_with_a_hint() -> None:
    assert isinstance(painter("procedural"), ProceduralPainter)
    with pytest.raises(InputError, match="procedural"):
        painter("proceduralist")
