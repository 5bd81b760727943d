"""Stills, turntables, exploded views, part ids: files that open and show what they say."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cityscape.errors import InputError
from cityscape.render import render_scene
from cityscape.render.drawn import Rays, layers
from cityscape.render.exploded import exploded
from cityscape.render.frame import extremes, fit, fit_turning
from cityscape.world.part import placed
from cityscape.world.tile import Scene
from tests.render.village import part_count, village

SIZE = (160, 120)


@pytest.fixture(scope="module")
def scene() -> Scene:
    return village()


def test_a_still_is_written_whole_and_shows_everything_with_a_margin(scene: Scene, tmp_path: Path) -> None:
    r = render_scene(scene, tmp_path / "a.png", size=SIZE, renderer="embree")
    assert [p.name for p in tmp_path.iterdir()] == ["a.png"]
    with Image.open(tmp_path / "a.png") as im:
        assert im.size == SIZE
        assert np.array_equal(np.asarray(im.convert("RGB")), r.image[..., :3])
    assert r.renderer == "embree"
    clear = render_scene(scene, size=SIZE, transparent=True, renderer="embree").image[..., 3]
    assert (clear > 0).mean() > 0.15
    assert not np.concatenate([clear[:3].ravel(), clear[-3:].ravel(), clear[:, :3].ravel(), clear[:, -3:].ravel()]).any()


def test_the_slab_shades_the_background(scene: Scene) -> None:
    r = render_scene(scene, size=SIZE, renderer="embree").image.astype(int)
    clear = render_scene(scene, size=SIZE, transparent=True, renderer="embree").image[..., 3]
    background = r[clear == 0].sum(1)
    assert background.min() < 0.85 * np.median(r[0].sum(1))


@pytest.mark.parametrize("azimuth", [-45.0, 20.0, 170.0])
def test_the_camera_fits_from_every_side(scene: Scene, azimuth: float) -> None:
    tiles = list(scene.tiles.values())
    points = np.concatenate([extremes(t) for t in tiles])
    turning = fit_turning(tiles, elevation=30.0, width=160, height=120).model_copy(update={"azimuth": azimuth})
    for camera in (fit(tiles, azimuth=azimuth, elevation=30.0, width=160, height=120), turning):
        p = camera.project(points)
        assert p[:, 0].min() > 0
        assert p[:, 0].max() < 160
        assert p[:, 1].min() > 0
        assert p[:, 1].max() < 120


def test_turntable_files_have_their_frames(scene: Scene, tmp_path: Path) -> None:
    import av

    steps: list[tuple[int, int]] = []
    r = render_scene(
        scene, tmp_path / "t.mp4", view="turntable", size=(97, 65), frames=5, quality="draft", renderer="embree",
        step=lambda k, n: steps.append((k, n)),
    )  # fmt: skip
    assert steps == [(k, 5) for k in range(1, 6)]
    assert r.frames == 5
    with av.open(str(tmp_path / "t.mp4")) as container:
        pictures = [f.to_ndarray(format="rgb24") for f in container.decode(video=0)]
    assert len(pictures) == 5
    assert pictures[0].shape == (64, 96, 3)
    assert np.abs(pictures[0].astype(int) - pictures[2].astype(int)).mean() > 1
    render_scene(scene, tmp_path / "t.webp", view="turntable", size=(64, 48), frames=3, quality="draft", renderer="embree")
    with Image.open(tmp_path / "t.webp") as im:
        assert im.n_frames == 3


def test_exploding_keeps_every_part_and_parts_them(scene: Scene) -> None:
    for tile in scene.tiles.values():
        for t in tile.things:
            apart = exploded(t, 1.0)
            assert [p.id for p in apart.parts] == [p.id for p in t.parts]
            for before, after in zip(t.parts, apart.parts, strict=True):
                v, w = placed(t, before)[0], placed(apart, after)[0]
                assert np.ptp(w - v, axis=0).max() < 1e-6
            assert exploded(t, 0.0) is t
    house = next(iter(scene.tiles.values())).things[1]
    roof = placed(exploded(house), exploded(house).part("roof"))[0][:, 2].min()
    wall = placed(exploded(house), exploded(house).part("wall"))[0][:, 2].max()
    assert roof > wall + 0.5


def test_part_ids_are_written_with_their_names(scene: Scene, tmp_path: Path) -> None:
    r = render_scene(scene, tmp_path / "i.png", view="ids", size=SIZE)
    assert len(r.names) == part_count(scene)
    names = json.loads((tmp_path / "i_ids.json").read_text())["parts"]
    assert tuple(names) == r.names
    code = np.asarray(Image.open(tmp_path / "i_ids.png")).astype(int)
    ids = code[..., 0] + 256 * code[..., 1] + 65536 * code[..., 2]
    assert np.array_equal(ids, r.ids)
    shown = [names[k - 1] for k in np.unique(ids) if k]
    assert "0_0/house_01__roof" in shown
    assert "1_0/tree_01__crown" in shown


def test_a_city_drawn_in_blocks_looks_the_same(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    tiles = list(scene.tiles.values())
    camera = fit(tiles, azimuth=-45.0, elevation=35.0, width=160, height=120)
    light = scene.plan.style.theme.light
    whole = layers(tiles, camera, light, Rays(4, 8))
    monkeypatch.setattr("cityscape.render.drawn.BLOCK", 48)
    parts = layers(tiles, camera, light, Rays(4, 8), limit=1)
    assert np.mean(whole.ids != parts.ids) < 0.002
    assert np.abs(whole.light - parts.light).mean() < 0.01


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"view": "sideways"}, "view"),
        ({"quality": "best"}, "quality"),
        ({"renderer": "vulkan"}, "renderer"),
        ({"size": (4, 4)}, "16"),
        ({"elevation": 95.0}, "89"),
        ({"path": "x.bmp"}, ".png"),
        ({"path": "x.png", "view": "turntable"}, ".mp4"),
        ({"path": "nowhere/x.png"}, "folder"),
    ],
)
def test_bad_input_is_one_clear_line(scene: Scene, tmp_path: Path, more: dict, word: str) -> None:
    if "path" in more:
        more = {**more, "path": tmp_path / more["path"]}
    with pytest.raises(InputError, match=word) as e:
        render_scene(scene, **more)
    assert "\n" not in str(e.value)
    assert not list(tmp_path.iterdir())


def test_an_empty_scene_is_refused(scene: Scene) -> None:
    with pytest.raises(InputError, match="no parts"):
        render_scene(Scene(scene.plan))


def test_a_failing_movie_leaves_nothing_behind(scene: Scene, tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        render_scene(scene, tmp_path / "t.gif", view="turntable", size=(64, 48), frames=3, quality="draft", renderer="embree", step=stop)
    assert not list(tmp_path.iterdir())
