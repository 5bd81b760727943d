"""pyrender where GL exists, embree where it does not; mitsuba where it is installed."""

from __future__ import annotations

import numpy as np
import pytest

from cityscape.look.render import trace
from cityscape.look.stage import stage_of_tiles
from cityscape.render import gl, render_scene
from cityscape.render.beauty import missing
from cityscape.render.frame import fit
from cityscape.render.gl import GLError, GLView, straight_depth
from cityscape.world.theme import Light
from tests.render.village import village

SIZE = (160, 120)


@pytest.fixture(scope="module")
def view() -> GLView:
    scene = village()
    try:
        return GLView(list(scene.tiles.values()), scene.plan.style.theme.light)
    except GLError as e:
        pytest.skip(f"no OpenGL here: {e}")


def test_without_gl_embree_draws_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> None:
        raise GLError("neither EGL nor OSMesa is installed")

    monkeypatch.setattr(gl, "load", none)
    said: list[str] = []
    r = render_scene(village(), size=SIZE, renderer="pyrender", quality="draft", say=said.append)
    assert r.renderer == "embree"
    assert len(r.notes) == 1
    assert "EGL" in r.notes[0]
    assert "embree" in r.notes[0]
    assert said == list(r.notes)
    assert r.image[..., :3].std() > 5
    assert render_scene(village(), size=SIZE, quality="draft").notes == ()


def test_pyrender_draws_a_lit_picture(view: GLView) -> None:
    r = render_scene(village(), size=SIZE, renderer="pyrender", transparent=True)
    assert r.renderer == "pyrender"
    there = r.image[..., 3] > 250
    assert 0.15 < there.mean() < 0.8
    assert r.image[there][:, :3].mean() > 60


def test_pyrender_depth_and_ids_agree_with_embree(view: GLView) -> None:
    tiles = list(village().tiles.values())
    camera = fit(tiles, azimuth=-45.0, elevation=35.0, width=160, height=120)
    exact = trace(stage_of_tiles(tiles)[0], camera, Light(), samples=1, ambient_occlusion=0)
    depth, ids = view.depth(camera), view.ids(camera)
    both = np.isfinite(depth) & np.isfinite(exact.depth)
    assert both.sum() > 0.9 * np.isfinite(exact.depth).sum()
    same = both & (ids == exact.ids)
    assert same.sum() > 0.97 * both.sum()
    assert np.median(np.abs(depth[same] - exact.depth[same])) < 0.02


def test_orthographic_depth_is_undone() -> None:
    near, far = 0.5, 120.0
    true = np.linspace(1, 119, 50)
    ndc = (2 * true - far - near) / (far - near)
    perspective = 2 * near * far / (far + near - ndc * (far - near))
    assert np.allclose(straight_depth(perspective, near, far), true)


def test_beauty_without_mitsuba_says_so() -> None:
    if not missing():
        pytest.skip("mitsuba is installed here")
    r = render_scene(village(), size=(64, 48), quality="beauty")
    assert r.renderer == "embree"
    assert "mitsuba" in r.notes[0]


def test_mitsuba_draws_the_same_scene() -> None:
    why = missing()
    if why:
        pytest.skip(f"mitsuba: {why}")
    scene = village()
    a = render_scene(scene, size=(64, 48), quality="beauty", transparent=True)
    b = render_scene(scene, size=(64, 48), renderer="embree", transparent=True)
    assert a.renderer == "mitsuba"
    there = (a.image[..., 3] > 250) & (b.image[..., 3] > 250)
    assert np.abs(a.image[there].astype(int) - b.image[there].astype(int)).mean() < 45
