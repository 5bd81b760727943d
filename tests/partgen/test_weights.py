"""Weights: every wrong file is refused with a sentence that says which, nothing in a file is ever run, licences are accepted once."""

from __future__ import annotations

import json
import pickle
import shutil
from pathlib import Path
from typing import Any

import pytest
import torch

import partgen
from partgen import checkpoint, weights
from partgen.config import release_4096
from partgen.errors import LicenceError, WeightsError
from partgen.generator import tiny, write_random


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_random(tmp_path_factory.mktemp("weights"), seed=5)


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "weights"))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PARTGEN_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


class Bomb:
    """Unpickled by an unsafe reader, it makes a folder."""

    def __init__(self, target: Path) -> None:
        self.target = str(target)

    def __reduce__(self) -> Any:
        import os

        return os.mkdir, (self.target,)


def as_pth(folder: Path, name: str, **around: Any) -> Path:
    tensors = checkpoint.read(folder / f"{name}.safetensors")[0]
    (folder / f"{name}.safetensors").unlink()
    torch.save({**around, "model": tensors} if around else tensors, folder / f"{name}.pth")
    return folder / f"{name}.pth"


def test_equal_seeds_write_equal_files_and_loading_gives_them_back(made: Path, tmp_path: Path) -> None:
    again = write_random(tmp_path / "again", seed=5)
    for file in sorted(made.iterdir()):
        assert file.read_bytes() == (again / file.name).read_bytes(), file.name
    maker = partgen.load(made, "cpu")
    for name, value in checkpoint.read(made / "dit.safetensors")[0].items():
        assert torch.equal(maker.networks.dit.state_dict()[name], value)
    assert maker.networks.config == tiny()
    assert maker.provenance["weights"] == "random-tiny"
    assert not any(p.requires_grad for p in maker.networks.dit.parameters())


@pytest.mark.parametrize("around", [{}, {"epoch": 3}])
def test_a_pth_is_read_with_or_without_the_key_model(folder: Path, around: dict[str, Any]) -> None:
    want = checkpoint.read(folder / "dit.safetensors")[0]
    as_pth(folder, "dit", **around)
    got = partgen.load(folder, "cpu").networks.dit.state_dict()
    assert all(torch.equal(got[name], value) for name, value in want.items())


def test_a_dtype_may_be_chosen(made: Path) -> None:
    networks = partgen.load(made, "cpu", dtype="bfloat16").networks
    assert {p.dtype for p in networks.dit.parameters()} == {torch.bfloat16}
    with pytest.raises(partgen.PartgenError, match="dtype 'int4' is not known"):
        partgen.load(made, "cpu", dtype="int4")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("/no/such/place", "there are no weights at /no/such/place"),
        ("autopartgne", "no weights are called 'autopartgne': known are autopartgen, autopartgen-4096"),
        ("dit.pth", "there are no weights at dit.pth"),
        ("dinov2", "makes no parts: choose one of autopartgen, autopartgen-4096"),
    ],
)
def test_weights_that_are_not_there(given: str, said: str) -> None:
    with pytest.raises(WeightsError, match=said):
        partgen.load(given, "cpu")


@pytest.mark.parametrize("missing", ["dit", "vae", "image"])
def test_a_folder_without_one_of_its_files(folder: Path, missing: str) -> None:
    (folder / f"{missing}.safetensors").unlink()
    with pytest.raises(WeightsError, match="has no image encoder" if missing == "image" else f"has no {missing} weights"):
        partgen.load(folder, "cpu")


@pytest.mark.parametrize("pth", [True, False])
@pytest.mark.parametrize("share", [0.0, 0.3, 0.95])
def test_a_truncated_checkpoint(folder: Path, pth: bool, share: float) -> None:
    file = as_pth(folder, "dit") if pth else folder / "dit.safetensors"
    data = file.read_bytes()
    file.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(WeightsError, match=rf"{file.name} is (cut short or )?damaged.*download it again"):
        partgen.load(folder, "cpu")


@pytest.mark.parametrize("zipped", [True, False])
def test_a_pickle_with_code_in_it_is_refused_and_not_run(folder: Path, tmp_path: Path, zipped: bool) -> None:
    file, trace = folder / "dit.pth", tmp_path / "ran"
    (folder / "dit.safetensors").unlink()
    if zipped:
        torch.save({"model": {"proj_in.weight": torch.zeros(2)}, "extra": Bomb(trace)}, file)
    else:
        file.write_bytes(pickle.dumps({"model": Bomb(trace)}))
    with pytest.raises(WeightsError, match=r"holds code \((posix|nt)\.mkdir\) besides tensors and is refused"):
        partgen.load(folder, "cpu")
    assert not trace.exists()


def test_what_is_no_state_dict(folder: Path) -> None:
    (folder / "dit.safetensors").unlink()
    for content in ([1, 2], {"a": 3}, {}):
        torch.save(content, folder / "dit.pth")
        with pytest.raises(WeightsError, match="is no state dict"):
            partgen.load(folder, "cpu")
    (folder / "dit.pth").write_bytes(b"not a checkpoint at all, just some text")
    with pytest.raises(WeightsError, match="damaged"):
        partgen.load(folder, "cpu")
    with pytest.raises(WeightsError, match=r"give a \.safetensors or a \.pth file"):
        checkpoint.read(folder / "config.json")


def test_wrong_names_and_shapes_are_named(folder: Path) -> None:
    tensors = checkpoint.read(folder / "dit.safetensors")[0]
    del tensors["blocks.0.norm1.weight"]
    tensors["blocks.9.thing"] = torch.zeros(3)
    tensors["proj_in.weight"] = torch.zeros(2, 2)
    checkpoint.write(folder / "dit.safetensors", tensors)
    with pytest.raises(WeightsError) as e:
        partgen.load(folder, "cpu")
    for said in (
        "dit.safetensors is not the part DiT of tiny",
        "1 tensors are missing (blocks.0.norm1.weight)",
        "1 are not known (blocks.9.thing)",
        "1 have another shape (proj_in.weight is (2, 2) instead of (32, 8))",
    ):
        assert said in str(e.value)


def test_networks_in_each_others_place(folder: Path) -> None:
    dit, vae, image = (folder / f"{name}.safetensors" for name in ("dit", "vae", "image"))
    shutil.copy(vae, dit)
    with pytest.raises(WeightsError, match="is not the part DiT of tiny"):
        partgen.load(folder, "cpu")
    write_random(folder, seed=5)
    shutil.copy(vae, image)
    with pytest.raises(WeightsError, match="not the image encoder's weights"):
        partgen.load(folder, "cpu")


def test_a_bad_configuration_file(folder: Path) -> None:
    file = folder / "config.json"
    good = json.loads(file.read_text())
    for change, said in (
        ({"format": 99}, "another version"),
        ({"sampler": "guess"}, "the sampler 'guess'"),
        ({"dit": {"depth": 3}}, "no configuration of partgen weights"),
        ({"surface_points": 100}, "the DiT wants 16"),
    ):
        file.write_text(json.dumps({**good, **change}))
        with pytest.raises(partgen.PartgenError, match=said):
            partgen.load(folder, "cpu")
    file.write_text("{")
    with pytest.raises(WeightsError, match="no configuration of partgen weights"):
        partgen.load(folder, "cpu")


def test_configurations_come_back_from_their_file(tmp_path: Path) -> None:
    weights.write_config(tmp_path / "config.json", release_4096(), sampler="flow", provenance={"licence": "x"})
    assert weights.read_config(tmp_path / "config.json") == (release_4096(), "flow", {"licence": "x"})


def test_released_names_choose_the_released_configuration(folder: Path) -> None:
    (folder / "config.json").unlink()
    for name in ("dit", "vae"):
        as_pth(folder, name).rename(folder / f"autopartgen_{name}.pth")
    found = weights.locate(folder)
    assert found.config.name == "release_2048" and found.provenance["commercial"] is False
    with pytest.raises(WeightsError, match=r"autopartgen_dit\.pth is not the part DiT of release_2048.*instead of \(8192, 2048\)"):
        partgen.load(folder, "cpu")
    (folder / "autopartgen_dit.pth").rename(folder / "autopartgen_dit_4096.pth")
    assert weights.locate(folder).config.name == "release_4096"
    assert weights.locate(folder / "autopartgen_dit_4096.pth").config.dit.num_latents == 4096


@pytest.mark.parametrize("dtype", [None, "float16", "bfloat16"])
def test_convert_keeps_the_tensors(folder: Path, dtype: str | None) -> None:
    want = checkpoint.read(folder / "dit.safetensors")[0]
    source = as_pth(folder, "dit", epoch=1)
    made = checkpoint.convert(source, dtype=dtype)
    got, noted = checkpoint.read(made)
    kind = checkpoint.DTYPES[dtype or "float32"]
    assert made == folder / "dit.safetensors" and got.keys() == want.keys()
    assert all(torch.equal(got[name], value.to(kind)) for name, value in want.items())
    assert noted["kind"] == "dit" and noted["source_sha256"] == checkpoint.sha256(source)
    partgen.load(folder, "cpu")
    with pytest.raises(WeightsError, match="is the input itself"):
        checkpoint.convert(made)
    with pytest.raises(WeightsError, match=r"does not end in \.safetensors"):
        checkpoint.convert(source, folder / "x.pth")
    with pytest.raises(WeightsError, match="choose one of float32, float16, bfloat16"):
        checkpoint.convert(source, dtype="int8")


def test_a_licence_is_shown_and_accepted_once(home: Path) -> None:
    one = weights.entry("autopartgen")
    with pytest.raises(LicenceError) as e:
        weights.fetch(one)
    assert "FAIR Noncommercial" in str(e.value) and "NO commercial use" in str(e.value) and "--accept-licence" in str(e.value)
    assert not home.exists()
    weights.accept(one)
    assert weights.accepted(one) and not weights.accepted(weights.entry("dinov2"))
    with pytest.raises(WeightsError, match="are not on this machine"):
        weights.fetch(one, download=False)


def test_downloaded_files_are_found_without_asking_again(home: Path) -> None:
    one = weights.entry("autopartgen")
    folder = home / "weights" / "facebook__autopartgen"
    folder.mkdir(parents=True)
    for name in one.files.values():
        (folder / name).write_bytes(b"x")
    assert weights.fetch(one) == {role: folder / name for role, name in one.files.items()}
    (folder / "autopartgen_dit.safetensors").write_bytes(b"x")
    assert weights.fetch(one)["dit"].suffix == ".safetensors"
