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
    """Byte for byte equal on one machine; here in figures, which other machines keep too."""
    made = tiles.objects(3, tiles.Recipe(reuse=2, levels=(0.3, 0.3, 0.2, 0.2), cloud=1024, query=1536, seen=512))
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
    "first": [0, 18, 32],
    "level": [2, 1],
    "label": [
        "slab",
        "leg",
        "leg",
        "lamp",
        "dishes",
        "trunk",
        "goods",
        "beam",
        "goods",
        "beam",
        "lamp",
        "trim",
        "beam",
        "crown",
        "trim",
        "lamp",
        "dishes",
        "beam",
        "ground",
        "furniture",
        "furniture",
        "furniture",
        "furniture",
        "furniture",
        "furniture",
        "furniture",
        "furniture",
        "furniture",
        "furniture",
        "furniture",
        "furniture",
        "furniture",
    ],
    "ground": [18],
    "visible": [
        9410,
        199,
        196,
        748,
        1106,
        336,
        530,
        818,
        20,
        32,
        221,
        58,
        177,
        141,
        376,
        228,
        87,
        86,
        209388,
        918,
        890,
        3349,
        8220,
        6534,
        3254,
        493,
        1692,
        3875,
        398,
        407,
        549,
        407,
    ],
    "centre": [-0.2804, 0.5192],
    "half": [0.21, 0.2217],
    "unit": [2.875, 0.0],
    "cloud": [-0.0095, 0.5179],
    "query": [-0.0087, 0.6315],
    "own": [0.1207, 0.1537],
    "all": [0.0624, 0.1678],
    "seen": [0.2005, 0.4845],
    "near": [0.1447, 0.7049],
    "shell": [0.078, 0.5896],
    "span": [2.9565, 0.0],
    "middle": [-0.0062, 0.0072],
}
