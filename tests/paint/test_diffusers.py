"""Tiny random pipelines of every family run the whole chain of the command line; masks and the slab are exact whatever they paint."""

from __future__ import annotations

import json

import numpy as np
import pytest
import tiny_pipelines

from cityscape.cli import main
from cityscape.paint.models import FAMILIES
from cityscape.plan import planner
from cityscape.plan.files import write_plan
from cityscape.run import load

SIZE = 64


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    """A 2x2 of small, nearly empty tiles."""
    made = planner("offline").plan("a meadow", grid=(2, 2), seed=4, tile_size=20.0)
    bare = tuple(b.model_copy(update={"density": 0.0, "wanted": (), "landmark": False, "land_use": "farm"}) for b in made.briefs)
    file = tmp_path_factory.mktemp("plan") / "plan.json"
    write_plan(made.model_copy(update={"briefs": bare}), file)
    return file


def generate(plan, model, out, *more) -> None:
    with pytest.raises(SystemExit) as stop:
        main([
            "generate", "--plan", str(plan), "--painter", "diffusers", "--paint-model", str(model), "--paint-size", str(SIZE),
            "--paint-steps", "2", "--out", str(out), "--no-render", "--no-export", "--quiet", *more,
        ])  # fmt: skip
    assert stop.value.code == 0


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES, ids=lambda f: f.name)
def test_a_city_of_each_family(family, plan, tmp_path, monkeypatch):
    if family.name == "qwen-edit":  # it works at a million pixels whatever it is given, too many for one core
        from diffusers.pipelines.qwenimage import pipeline_qwenimage_edit_inpaint as module

        whole = module.calculate_dimensions
        monkeypatch.setattr(module, "calculate_dimensions", lambda area, ratio: whole(SIZE * SIZE, ratio))
    model = tiny_pipelines.write(family.name, tmp_path / "model")
    stated = "apache-2.0" if family.commercial else "other"
    (model / "README.md").write_text(f"---\nlicense: {stated}\n---\n# A model card\n")
    out = tmp_path / "scene"
    generate(plan, model, out)
    scene = load(out)
    assert len(scene.tiles) == 4
    for tile in scene.tiles.values():
        assert tile.painting is not None and tile.things
        assert tile.painting.painter == tile.provenance.painter == "diffusers"
        assert tile.painting.mask is None and tile.painting.depth is None
        assert tile.provenance.models == (f"{family.name}: {model}",)
        assert stated in tile.provenance.licences and tile.provenance.commercial is family.commercial
        alpha = tile.painting.rgba[..., 3]
        assert 0.2 < (alpha > 0).mean() < 0.9
    assert scene.tile(0, 0).painting.camera.width == SIZE
    assert scene.tile(1, 1).painting.camera.width < SIZE, "where there are neighbours, they are in the picture too"
    assert json.loads((out / "scene.json").read_text("utf-8"))["settings"]["options"]["paint_model"] == str(model)


@pytest.mark.slow
def test_the_same_seed_paints_the_same_and_a_stopped_run_goes_on_the_same(plan, tmp_path):
    model = tiny_pipelines.write("flux-fill", tmp_path / "model")
    generate(plan, model, tmp_path / "a")
    generate(plan, model, tmp_path / "b", "--workers", "2")
    a, b = load(tmp_path / "a"), load(tmp_path / "b")
    assert all(np.array_equal(a.tiles[c].painting.rgba, b.tiles[c].painting.rgba) for c in a.tiles)
    (tmp_path / "b" / "tiles" / "1_1.json").unlink()
    with pytest.raises(SystemExit) as stop:
        main(["resume", str(tmp_path / "b"), "--no-render", "--no-export", "--quiet"])
    assert stop.value.code == 0
    assert np.array_equal(load(tmp_path / "b").tile(1, 1).painting.rgba, a.tile(1, 1).painting.rgba)


def test_a_broken_folder_is_explained_and_leaves_nothing(plan, tmp_path, capsys):
    model = tmp_path / "model"
    model.mkdir()
    (model / "model_index.json").write_text(json.dumps({"_class_name": "FluxFillPipeline", "vae": ["diffusers", "AutoencoderKL"]}))
    with pytest.raises(SystemExit) as stop:
        main(["generate", "--plan", str(plan), "--painter", "diffusers", "--paint-model", str(model), "--out", str(tmp_path / "s")])
    assert stop.value.code == 2
    assert "cannot be loaded" in capsys.readouterr().err
