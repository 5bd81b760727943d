"""What a picture promises: exact ids and depth, clean alpha, the same bytes again."""

from __future__ import annotations

import numpy as np
import pytest

from cityscape.look.render import Picture, picture, trace
from cityscape.look.stage import Item, Stage
from cityscape.world.material import Material
from cityscape.world.painting import Camera
from cityscape.world.theme import Light
from partgen.solids import box
from tests.look.models import item, little_town

N = 96


def camera(**more: object) -> Camera:
    return Camera(**{"span": 16.0, "width": N, "height": N, "target": (0.0, 0.0, 1.0), **more})  # type: ignore[arg-type]


def box_distance(o: np.ndarray, d: np.ndarray, lo: np.ndarray, hi: np.ndarray) -> np.ndarray:
    """Distance along rays to a box by its slabs (Kay & Kajiya, 1986), inf where it is missed."""
    with np.errstate(divide="ignore"):
        a, b = (lo - o) / d, (hi - o) / d
    near, far = np.minimum(a, b).max(1), np.maximum(a, b).min(1)
    return np.where(near <= far, near, np.inf)


def test_ids_and_depth_are_exact_at_pixel_centres() -> None:
    lo, hi = np.array([-2.0, -1.5, 0.0]), np.array([2.0, 1.5, 3.0])
    stage = Stage([item(box(12, 12, 1, at=(0, 0, -1)), 7), item(box(4, 3, 3), 9)])
    cam = camera()
    p = picture(stage, cam, Light(), samples=1, ambient_occlusion=0)
    y, x = np.divmod(np.arange(N * N), N)
    o, d = cam.rays(x + 0.5, y + 0.5, start=0.0)
    t = np.stack([box_distance(o, d, np.array([-6.0, -6, -1]), np.array([6.0, 6, 0])), box_distance(o, d, lo, hi)])
    ids = np.where(np.isfinite(t.min(0)), np.array([7, 9])[t.argmin(0)], 0).reshape(N, N)
    with np.errstate(invalid="ignore"):
        gap = np.abs(t[0] - t[1]).reshape(N, N)
    sure = ~(gap < 1e-5)
    assert np.array_equal(p.ids[sure], ids[sure])
    depth = t.min(0).reshape(N, N)
    there = np.isfinite(depth)
    assert np.array_equal(there, np.isfinite(p.depth))
    assert np.abs(p.depth[there] - depth[there]).max() < 1e-4


def test_depth_far_from_the_scenes_origin_keeps_its_precision() -> None:
    near = trace(Stage([item(box(4, 3, 3), 1)]), camera(), Light(), samples=1, ambient_occlusion=0)
    moved = box(4, 3, 3).moved(4000.0, 2000.0, 0.0)
    far = trace(Stage([item(moved, 1)]), camera(target=(4000.0, 2000.0, 1.0)), Light(), samples=1, ambient_occlusion=0)
    assert np.array_equal(near.ids, far.ids)
    assert np.nanmax(np.abs(near.depth - far.depth)) < 1e-3


def test_normals_are_those_of_the_faces() -> None:
    p = picture(Stage([item(box(4, 3, 3), 1)]), camera(), Light(), samples=1, ambient_occlusion=0)
    seen = np.unique(np.round(p.normal[p.ids > 0], 4), axis=0)
    assert {tuple(n) for n in seen} == {(0.0, -1.0, 0.0), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)}
    assert not p.normal[p.ids == 0].any()


@pytest.fixture(scope="module")
def town() -> Picture:
    return picture(little_town(), camera(), Light())


def test_alpha_is_full_inside_empty_outside_and_soft_between(town: Picture) -> None:
    a = town.rgba[..., 3]
    there = town.ids > 0
    inner = there.copy()
    outer = ~there
    for axis in (0, 1):
        for step in (-1, 1):
            inner &= np.roll(there, step, axis)
            outer &= ~np.roll(there, step, axis)
    assert (a[inner] == 255).all()
    assert (a[outer] == 0).all()
    assert ((a > 0) & (a < 255)).sum() > 30


def test_the_same_bytes_again_and_block_by_block(town: Picture, monkeypatch: pytest.MonkeyPatch) -> None:
    again = picture(little_town(), camera(), Light())
    assert again.rgba.tobytes() == town.rgba.tobytes()
    monkeypatch.setattr("cityscape.look.render.BLOCK", 40)
    blocks = picture(little_town(), camera(), Light())
    assert np.array_equal(blocks.ids, town.ids)
    assert np.abs(blocks.rgba.astype(int) - town.rgba.astype(int)).mean() < 0.05


def test_the_sun_casts_a_shadow_and_corners_are_darker() -> None:
    stage = Stage([item(box(12, 12, 1, at=(0, 0, -1)), 1), item(box(2, 2, 5), 2)])
    light = Light(azimuth=180.0, elevation=45.0)
    open_, shaded = (trace(stage, camera(), light, samples=1, shadows=s, ambient_occlusion=8).light[..., :3].sum(-1) for s in (False, True))
    cam = camera()
    x, y = (int(v) for v in cam.project(np.array([[3.0, 0.0, 0.0]]))[0, :2])
    assert shaded[y, x] < 0.6 * open_[y, x]
    corner, free = (cam.project(np.array([p]))[0, :2].astype(int) for p in ((-0.0, -1.15, 0.0), (-4.0, -4.0, 0.0)))
    layers = trace(stage, cam, Light(sun_strength=0.0), samples=1, ambient_occlusion=16).light[..., :3].sum(-1)
    assert layers[corner[1], corner[0]] < 0.85 * layers[free[1], free[0]]


def test_an_empty_stage_is_transparent() -> None:
    p = picture(Stage([]), camera(), Light())
    assert not p.rgba[..., 3].any()
    assert np.isnan(p.depth).all()


def test_lit_windows_and_lamps_brighten_the_night() -> None:
    night = Light(sun="#7f8fe0", sun_strength=0.4, sky="#2b3a78", sky_strength=0.4, windows=0.0)
    pane = item(box(3, 0.1, 3, at=(0, 0, 0)), 1, pattern="window", color="#9fc3d6")
    dark, lit = (trace(Stage([pane]), camera(), night.model_copy(update={"windows": w})).light[..., :3].mean() for w in (0.0, 1.0))
    assert lit > 2 * dark
    ground = item(box(12, 12, 1, at=(0, 0, -1)), 1)
    bulb = [item(box(0.4, 0.4, 0.4, at=(0, 0, 2.0)), 2, pattern="lamp", color="#ffe2a8", emission=e) for e in (0.0, 4.0)]
    without, with_ = (trace(Stage([ground, b]), camera(), night) for b in bulb)
    on_ground = without.ids == 1
    assert with_.light[on_ground, :3].mean() > 1.1 * without.light[on_ground, :3].mean()


def test_slivers_do_no_harm() -> None:
    thin = np.array([[0, 0, 1], [1, 0, 1], [2, 0, 1], [0, 0, 1]], float)
    sliver = Item(thin, np.array([[0, 1, 2], [0, 3, 3]]), Material(name="neon", pattern="neon", color="#ff40a0", emission=3.0), 2)
    night = Light(sun_strength=0.2, sky_strength=0.2)
    p = trace(Stage([item(box(12, 12, 1, at=(0, 0, -1)), 1), sliver]), camera(), night)
    assert np.isfinite(p.light).all()
    assert (p.ids == 1).any()
