"""What a painter is shown: to the pixel, with nothing in the way, and never a neighbour's pixel to paint over."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from town import MIDDLE, QUICK, STEPS, STORED, context, pictures, plan, shown

from cityscape.errors import InputError
from cityscape.look.stage import Item, Stage, items_of
from cityscape.paint.context import show
from cityscape.paint.rebase import joined, rebased
from cityscape.paint.slicing import column, sliced
from cityscape.run.stages import tile_seed
from cityscape.world.material import Material
from cityscape.world.painting import Context


@pytest.mark.parametrize("when", list(STEPS))
def test_pictures_and_masks_are_the_stored_ones_to_the_pixel(when):
    for name, got in pictures(shown(when)).items():
        stored = np.asarray(
            Image.open(STORED / f"{when}_{name}.png").convert({2: "L", 3: "RGB"}.get(got.ndim, "L") if got.shape[-1] != 4 else "RGBA")
        )
        assert got.shape == stored.shape, name
        if name in ("ground", "kept", "paint", "lines"):
            assert np.array_equal(got, stored), name
        else:  # other processors round light differently in the last place
            assert np.abs(got.astype(int) - stored).max() <= 2, name


def test_the_mask_of_an_inner_tile_lets_no_pixel_of_its_neighbours_change():
    s = shown("again")
    assert s.kept.mean() > 0.3 and s.paint.mean() > 0.05
    assert not (s.paint & s.kept).any()
    wild = np.random.default_rng(0).integers(0, 256, s.picture.shape).astype(np.uint8)
    after = joined(wild, s)
    assert np.array_equal(after[~s.paint], s.picture[~s.paint])
    assert np.array_equal(after[s.kept], s.picture[s.kept])
    alone = neighbours_alone(s)
    assert np.array_equal(s.kept, alone & ~s.ground), "what is kept is every pixel that the neighbours alone would fill, but the cell's own"
    cut = s.cropped(s.kept)
    assert not (rebased(wild, s)[..., 3] > 0)[cut & ~(s.cropped(s.slab)[..., 3] > 0)].any(), "the tile's own picture holds nothing of them"


def neighbours_alone(s) -> np.ndarray:
    """(h, w) bool: where the four and the diagonal neighbours are seen, sliced, without the cell, by plain rays."""
    size = plan().tile_size
    origin = np.array([MIDDLE[0] * size, MIDDLE[1] * size, 0.0])
    low = corners() + origin
    normals, offsets = column(low, s.camera)
    items = []
    for (i, j), those in context("again").finished.items():
        some, _ = items_of(those, origin + np.array([i, j, 0]) * size)
        items += sliced(some, normals, offsets) if i - j > 0 else some
    stage = Stage(items)
    rows, cols = (x.ravel() for x in np.mgrid[0 : s.camera.height, 0 : s.camera.width])
    there = s.camera.model_copy(update={"target": tuple(a + b for a, b in zip(s.camera.target, origin, strict=True))})
    start, way = there.rays(cols + 0.5, rows + 0.5, start=500.0)
    return (stage.tracer.first((start - stage.origin).astype(np.float32), way.astype(np.float32)) >= 0).reshape(s.kept.shape)


def corners() -> np.ndarray:
    b = plan().brief(MIDDLE)
    return np.array([(0, 0, b.corners[0]), (b.size, 0, b.corners[1]), (b.size, b.size, b.corners[2]), (0, b.size, b.corners[3])], float)


def tower(x: float, y: float, height: float) -> Item:
    """A box of 6 x 4 metres in the scene, west-south corner at (x, y), with a colour at each corner."""
    import trimesh

    box = trimesh.creation.box(bounds=[(x, y, 0), (x + 6, y + 4, height)])
    colors = np.random.default_rng(2).integers(0, 256, (len(box.vertices), 3)).astype(np.uint8)
    return Item(np.asarray(box.vertices, float), np.asarray(box.faces), Material(name="wall"), 7, None, colors)


def test_what_hides_the_cell_is_cut_away_exactly_and_nothing_else_is():
    s = shown("again")
    size = plan().tile_size
    origin = np.array([MIDDLE[0] * size, MIDDLE[1] * size, 0.0])
    normals, offsets = column(corners() + origin, s.camera)
    high, low, aside = tower(28, 14, 18), tower(28, 2, 1), tower(60, 14, 18)
    cut, *others = sliced([high, low, aside], normals, offsets)
    assert others == [low, aside], "what does not reach into the column is handed on as it is"
    assert (cut.vertices @ normals.T - offsets).min(1).max() < 1e-4
    assert cut.id == 7 and cut.colors is not None and len(cut.colors) == len(cut.vertices)
    assert sliced([tower(28, 19.5, 30)], normals, offsets)[0].vertices[:, 2].max() < 3

    # the plain twin: the same picture as by leaving out pixels over the cell's ground and above it
    camera = s.camera.model_copy(update={"target": tuple(a + b for a, b in zip(s.camera.target, origin, strict=True))})
    before, after = (seen(i, camera) for i in (high, cut))
    sky = corners() + origin + (0, 0, 300)
    rows, cols = np.nonzero(before | after)
    x, y = cols + 0.5, rows + 0.5
    p, q = camera.project(corners() + origin)[:, :2], camera.project(sky)[:, :2]
    hull = np.concatenate([p, q])
    inside = np.ones(len(x), bool)
    from scipy.spatial import ConvexHull

    for a, b, c in ConvexHull(hull).equations:
        inside &= a * x + b * y + c < 0
    assert inside.any() and not inside.all()
    assert np.array_equal(after[rows, cols], before[rows, cols] & ~inside)


def seen(item: Item, camera) -> np.ndarray:
    """(h, w) bool: the pixels whose rays meet an item."""
    stage = Stage([item])
    rows, cols = (x.ravel() for x in np.mgrid[0 : camera.height, 0 : camera.width])
    start, way = camera.rays(cols + 0.5, rows + 0.5, start=500.0)
    hit = stage.tracer.first((start - stage.origin).astype(np.float32), way.astype(np.float32)) >= 0
    return hit.reshape(camera.height, camera.width)


def test_overlap_erosion_and_rise_move_the_rim_and_nothing_else():
    plain, seed = shown("again"), tile_seed(plan(), MIDDLE)
    brief, around = plan().brief(MIDDLE), context("again")
    wide = show(brief, around, seed=seed, size=128, margins=replace(QUICK, overlap=3))
    assert (plain.paint <= wide.paint).all() and (wide.paint & wide.kept).any()
    assert np.array_equal(wide.picture, plain.picture)
    narrow = show(brief, around, seed=seed, size=128, margins=replace(QUICK, erode=2))
    assert (narrow.paint <= plain.paint).all() and narrow.paint.sum() < plain.paint.sum()
    tall = show(brief, around, seed=seed, size=128, margins=replace(QUICK, rise=6.0))
    more = tall.paint & ~plain.paint
    assert more.any() and (more <= plain.kept).all()
    rows = np.nonzero(more)[0]
    assert rows.max() < np.nonzero(plain.paint)[0].max(), "only what is behind is built over"


def test_alone_a_cell_fills_the_picture_and_may_be_built_up():
    s = show(plan().brief(MIDDLE), Context(), seed=tile_seed(plan(), MIDDLE), size=128, margins=QUICK)
    assert s.window == (0, 0, 128, 128) and s.tile_camera == s.camera
    assert not s.kept.any()
    assert (s.paint & ~s.ground).sum() > 0.5 * (s.paint & s.ground).sum()
    assert s.lines.any() and not np.array_equal(s.guided, s.picture)


def test_the_window_is_the_tile_s_own_camera():
    s = shown("first")
    points = np.random.default_rng(1).uniform((0, 0, 0), (20, 20, 9), (50, 3))
    whole, own = s.camera.project(points), s.tile_camera.project(points)
    assert own[:, :2] == pytest.approx(whole[:, :2] - s.window[:2], abs=1e-6)
    assert own[:, 2] == pytest.approx(whole[:, 2])


def test_a_size_that_models_cannot_take_is_refused():
    with pytest.raises(InputError, match="multiple of 16"):
        show(plan().brief(MIDDLE), Context(), seed=1, size=100)
