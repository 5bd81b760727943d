"""The procedural world as training objects: the same seed, the same bytes, also in files that are made in several goes."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from small import WORLD, same

from cityscape.errors import InputError
from cityscape.grammar.teacher import LABELS
from cityscape.learn import tiles
from partgen.errors import PartgenError
from partgen.train import objects

torch.set_num_threads(1)


def test_a_seed_makes_what_it_always_made():
    """Measured when `tiles` still did its own measuring: byte for byte equal on one machine, here in figures."""
    made = tiles.objects(3, tiles.Recipe(reuse=2, levels=(0.3, 0.3, 0.2, 0.2)))
    assert made.first.tolist() == GOLDEN["first"] and made.level.tolist() == GOLDEN["level"]
    assert [LABELS[k] for k in made.label.tolist()] == GOLDEN["label"]
    assert made.ground.nonzero()[:, 0].tolist() == GOLDEN["ground"]
    assert made.visible.tolist() == pytest.approx(GOLDEN["visible"], rel=0.01, abs=4)
    for name in ("centre", "half", "unit", "cloud", "query", "own", "all", "seen", "near", "shell", "span", "middle"):
        x = getattr(made, name).double()
        assert [float(x.mean()), float(x.std()) if x.numel() > 1 else 0.0] == pytest.approx(GOLDEN[name], rel=1e-3, abs=1e-3), name


def test_files_are_made_in_several_goes_and_know_their_labels(tmp_path):
    told: list[int] = []
    parts = tmp_path / "parts"
    tiles.make(parts, range(10, 11), recipe=WORLD, per_file=2)
    short = objects.read_all(parts)
    made = tiles.make(parts, range(10, 13), recipe=WORLD, per_file=2, each=told.append)
    assert made == sum(told) == 3, "the file that was too short is made anew"
    files = objects.files(parts)
    assert [objects.noted(file)["seeds"] for file in files] == [[10, 11], [12, 12]]
    assert same(objects.Objects.cat([short, tiles.objects(11, WORLD)]), objects.read(files[0]))
    assert tiles.make(parts, range(10, 13), recipe=WORLD, per_file=2) == 0
    assert objects.labels(parts) == LABELS

    with pytest.raises(InputError, match="other settings"):
        tiles.make(parts, range(10, 13), recipe=replace(WORLD, rooms=0.9), per_file=2)
    with pytest.raises(InputError, match="hold again"):
        tiles.make(parts, range(11, 13), recipe=WORLD, per_file=2)

    one = objects.read(files[0])
    objects.write(one, parts / "objects-other.safetensors", noted={"labels": ["a", "b"]})
    with pytest.raises(PartgenError, match="different labels"):
        objects.labels(parts)
    objects.write(one, tmp_path / "bare" / "objects-0.safetensors")
    assert objects.labels(tmp_path / "bare") == ()


GOLDEN: dict[str, list] = {
    "first": [0, 15, 18],
    "level": [2, 1],
    "label": [
        "floor",
        "trim",
        "trim",
        "beam",
        "dishes",
        "trim",
        "water",
        "dishes",
        "cushion",
        "beam",
        "trim",
        "dishes",
        "lamp",
        "lamp",
        "cornice",
        "slab",
        "floor",
        "door",
    ],
    "ground": [0, 16],
    "visible": [2979, 644, 122, 126, 97, 117, 593, 88, 534, 827, 58, 166, 70, 62, 4319, 9406, 135480, 12732],
    "centre": [-0.193789, 0.527675],
    "half": [0.310598, 0.371509],
    "unit": [2.874977, 1.6e-05],
    "cloud": [0.001701, 0.516109],
    "query": [0.003928, 0.627364],
    "own": [0.12145, 0.153085],
    "all": [0.053046, 0.184308],
    "seen": [0.212604, 0.482232],
    "near": [0.194592, 0.673442],
    "shell": [0.179628, 0.588341],
    "span": [2.956545, 1.6e-05],
    "middle": [-0.098512, 0.188832],
}
