"""The embedded core's door: pictures with masks and depth, meshes, stopping and going on; shipping its weights. Weights are random."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import trimesh
from plain_twin import randomise
from test_windows import AXES, box_depth

import partgen
from partgen import checkpoint
from partgen.config import preset
from partgen.depth import DepthConfig, DepthNetwork
from partgen.embedded import EmbeddedGenerator
from partgen.errors import Cancelled, PartgenError, WeightsError
from partgen.generator import Inputs, write_random
from partgen.grouping import GroupingConfig, GroupingNetwork
from partgen.isometric import isometric, look_at
from partgen.seen import View, see
from partgen.train.ship import HASHES, ship
from partgen.windowed import WindowOptions

torch.set_num_threads(1)
QUICK = WindowOptions(grid=16, coarse_grid=16, blind_steps=2, max_parts=2, retries=0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_random(tmp_path_factory.mktemp("weights"), preset("tiny"), seed=3)


@pytest.fixture(scope="module")
def maker(folder: Path) -> EmbeddedGenerator:
    made: Any = partgen.load(folder, "cpu")
    assert isinstance(made, EmbeddedGenerator)
    return made


def painting(size: int = 48) -> dict[str, Any]:
    """A cube with two regions: what of it is high, and the rest."""
    depth = box_depth(size, 4.0)
    high = np.arange(size)[:, None] < size // 2
    mask = np.where(np.isfinite(depth), np.where(high, 5, 2), 0)
    picture = np.full((size, size, 4), 255, np.uint8)
    picture[..., 3] = np.isfinite(depth) * 255
    return {"image": picture, "depth": depth, "mask": mask, "view": View(AXES, np.zeros(3), 4.0), "windows": QUICK}


def test_each_region_becomes_a_closed_part_where_it_is_seen(maker: EmbeddedGenerator) -> None:
    parts = list(maker.generate(**painting(), seed=1))
    assert [p.label for p in parts] == [2, 5]  # the lower one first
    for p in parts:
        assert p.mesh.is_watertight and p.mesh.volume > 0
        assert np.abs(p.mesh.bounds).max() < 2.0
    assert parts[0].mesh.bounds[0, 1] < parts[1].mesh.bounds[1, 1]


def test_equal_seeds_give_equal_parts_and_a_stopped_run_goes_on(maker: EmbeddedGenerator, tmp_path: Path) -> None:
    whole = list(maker.generate(**painting(), seed=4))
    again = list(maker.generate(**painting(), seed=4))
    assert all(np.array_equal(a.mesh.vertices, b.mesh.vertices) for a, b in zip(whole, again, strict=True))
    asked: list[int] = []

    def stop(told: Any) -> bool:
        asked.append(told.part)
        return told.part < 1

    making = maker.generate(**painting(), seed=4, callback=stop)
    first = next(making)
    with pytest.raises(Cancelled):
        next(making)
    file = partgen.state.save(making.state, tmp_path / "run.safetensors")
    rest = list(maker.generate(**painting(), resume=file))
    assert len(rest) == 1 and np.array_equal(first.mesh.vertices, whole[0].mesh.vertices)
    assert np.allclose(rest[0].mesh.vertices, whole[1].mesh.vertices, atol=1e-4)


def test_parts_of_a_mesh_stand_in_its_own_frame(maker: EmbeddedGenerator) -> None:
    box = trimesh.creation.box((2, 3, 4), transform=trimesh.transformations.translation_matrix((10, 0, -5)))
    for p in maker.generate(mesh=box, windows=QUICK, seed=2):
        assert p.mesh.is_watertight
        assert (np.abs(p.mesh.bounds.mean(0) - (10, 0, -5)) < 4).all()


def test_outlines_told_by_colours_put_a_guessed_depth_right(maker: EmbeddedGenerator, monkeypatch: pytest.MonkeyPatch) -> None:
    given = painting()
    network = randomise(GroupingNetwork(GroupingConfig(size=32, widths=(8, 16), fine=8, reach=(1, 3), blind=True)), 3).eval()
    monkeypatch.setattr(maker.networks, "groups", network)
    told = maker.networks.outlines(given["image"])
    assert told is not None and np.array_equal(told > 0, np.isfinite(given["depth"]))
    monkeypatch.setattr(maker, "depth", DepthNetwork(DepthConfig(size=64, widths=(8, 8), fine=8)).eval())
    alone, _ = maker._seen(Inputs(given["image"], None, None, 0), None, given["view"], "alpha")
    masked, _ = maker._seen(Inputs(given["image"], told, None, 0), None, given["view"], "alpha")
    raw = see(given["image"], maker.depth.predict(given["image"], given["view"]), given["view"])
    assert not alone.mask.any() and masked.mask.any(), "the regions that parts are made of are looked for again, with depth"
    assert not torch.allclose(alone.points, raw.points, atol=1e-3)
    plain = GroupingNetwork(GroupingConfig(size=32, widths=(8, 16), fine=8, reach=(1, 3)))
    monkeypatch.setattr(maker.networks, "groups", plain)
    assert maker.networks.outlines(given["image"]) is None


def test_what_is_missing_is_told(maker: EmbeddedGenerator, folder: Path, tmp_path: Path) -> None:
    with pytest.raises(PartgenError, match="no depth"):
        maker.generate(image=painting()["image"])
    with pytest.raises(PartgenError, match="mask"):
        maker.generate(mask=np.ones((8, 8), np.int64))
    with pytest.raises(PartgenError, match="its inputs again"):
        maker.generate(resume=maker.generate(**painting()).state)
    (folder / "image.safetensors").rename(tmp_path / "image.safetensors")
    try:
        with pytest.raises(WeightsError, match="image encoder"):
            partgen.load(folder, "cpu")
    finally:
        (tmp_path / "image.safetensors").rename(folder / "image.safetensors")


def test_an_isometric_view_sees_all_of_a_box() -> None:
    box = trimesh.creation.box((1, 2, 3))
    picture, depth, face = look_at(box, isometric(*box.bounds), size=96)
    assert (
        set(np.unique(face[face >= 0] // 2)) <= set(range(6)) and len(np.unique(box.face_normals[np.unique(face[face >= 0])], axis=0)) == 3
    )
    rows, columns = np.nonzero(np.isfinite(depth))
    assert rows.min() >= 0 and min(rows.max() - rows.min(), columns.max() - columns.min()) > 40
    assert ((picture[..., 3] > 0) == np.isfinite(depth)).all()


def test_shipped_weights_are_halved_hashed_and_load(folder: Path, tmp_path: Path, maker: EmbeddedGenerator) -> None:
    made = ship(folder, tmp_path, card={"note": "random"})
    assert {f.name for f in made} == {"tile-vae.safetensors", "tile-dit.safetensors", "tile-image.safetensors"}
    known = json.loads((tmp_path / HASHES).read_text())
    assert known == {f.name: checkpoint.sha256(f) for f in made}
    assert all(v.dtype == torch.float16 for v in checkpoint.read(made[0])[0].values() if v.is_floating_point())
    loaded: Any = partgen.load(tmp_path, "cpu")
    assert loaded.provenance["licence"] == "Apache-2.0" and loaded.provenance["note"] == "random"
    a, b = (next(iter(m.generate(**painting(), seed=1))).mesh.bounds for m in (maker, loaded))
    assert np.abs(a - b).max() < 0.2
    with pytest.raises(PartgenError, match="no weights to ship"):
        ship(tmp_path / "nothing", tmp_path / "out")


def test_a_textured_mesh_is_seen_in_its_own_colours() -> None:
    from PIL import Image

    box = trimesh.creation.box((1, 1, 1))
    red = trimesh.visual.TextureVisuals(uv=np.full((8, 2), 0.5), image=Image.new("RGB", (4, 4), (250, 10, 10)))
    textured = trimesh.Trimesh(box.vertices, box.faces, visual=red, process=False)
    picture, _, face = look_at(textured, isometric(*textured.bounds), size=32)
    shown = picture[face >= 0][:, :3].astype(int)
    assert (shown[:, 0] > 5 * shown[:, 1]).all()
