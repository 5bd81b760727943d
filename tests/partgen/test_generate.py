"""The generator end to end with tiny random weights on the CPU: five modes, stopping and going on, lockstep, equal seeds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import trimesh

import partgen
from partgen import state as states
from partgen.autoregress import Part
from partgen.errors import Cancelled, PartgenError
from partgen.generator import Inputs, PartGenerator, write_random
from partgen.worker import Noise, Progress

torch.set_num_threads(1)  # threads cost more than they bring on matrices this small

QUICK: dict[str, Any] = {"steps": 3, "max_parts": 2, "grid": 8, "duplicate_threshold": None}


@pytest.fixture(scope="module")
def maker(tmp_path_factory: pytest.TempPathFactory) -> PartGenerator:
    return partgen.load(write_random(tmp_path_factory.mktemp("weights")), "cpu")


def picture(shift: int = 0) -> np.ndarray[Any, Any]:
    rgba = np.zeros((40, 60, 4), np.uint8)
    rgba[5:30, 10 + shift : 50] = (200, 100, 50, 255)
    return rgba


def mask() -> np.ndarray[Any, Any]:
    labels = np.zeros((40, 60), np.uint8)
    labels[5:15, 10:50], labels[15:30, 10:50] = 7, 2
    return labels


def solid() -> trimesh.Trimesh:
    return trimesh.creation.box((2, 3, 4), transform=trimesh.transformations.translation_matrix((10, 0, -5)))


MODES: dict[str, dict[str, Any]] = {
    "image": {"image": picture()},
    "mesh": {"mesh": solid()},
    "image_mesh": {"image": picture(), "mesh": solid()},
    "image_mask": {"image": picture(), "mask": mask()},
    "image_mesh_mask": {"image": picture(), "mask": mask(), "mesh": solid()},
}


def same(a: list[Part], b: list[Part]) -> bool:
    return len(a) == len(b) and all(
        torch.equal(p.latent, q.latent) and p.seed == q.seed and np.array_equal(p.mesh.vertices, q.mesh.vertices)
        for p, q in zip(a, b, strict=True)
    )


@pytest.mark.parametrize("mode", MODES)
def test_each_mode_makes_parts_and_equal_seeds_equal_parts(maker: PartGenerator, mode: str) -> None:
    run = maker.generate(**MODES[mode], seed=3, **QUICK)
    parts = list(run)
    assert run.state.mode == mode and len(parts) == 2
    assert [part.index for part in parts] == [0, 1]
    for part in parts:
        assert len(part.mesh.faces) and np.isfinite(part.mesh.vertices).all()
        assert part.latent.shape == (16, 8)
    masked = "mask" in mode
    assert [part.label for part in parts] == ([2, 7] if masked else [None, None])  # the lower region first
    assert run.state.finished == ("regions" if masked else "limit")
    centre, half = ((10, 0, -5), 2 * 1.01) if "mesh" in mode else ((0, 0, 0), 1.01)
    for part in parts:
        assert (np.abs(part.mesh.vertices - centre) <= half + 1e-5).all()
    assert same(parts, list(maker.generate(**MODES[mode], seed=3, **QUICK)))
    assert not same(parts, list(maker.generate(**MODES[mode], seed=4, **QUICK)))


def test_parts_come_as_they_are_made(maker: PartGenerator) -> None:
    steps: list[tuple[str, int, int]] = []
    run = maker.generate(image=picture(), callback=lambda p: steps.append((p.stage, p.part, p.step)), **QUICK)
    first = next(run)
    assert isinstance(run, Iterator) and first.index == 0
    assert steps == [("whole", 0, k) for k in (1, 2, 3)] + [("part", 0, k) for k in (1, 2, 3)] + [("decode", 0, 0)]
    assert [part.index for part in run] == [1]


@pytest.mark.parametrize("mode", ["image", "image_mesh_mask"])
def test_a_run_cancelled_anywhere_goes_on_to_the_same_parts(maker: PartGenerator, mode: str, tmp_path: Path) -> None:
    whole: list[Part] = list(maker.generate(**MODES[mode], seed=9, **QUICK))
    events: list[Progress] = []
    list(maker.generate(**MODES[mode], seed=9, callback=events.append, **QUICK))
    assert len(events) > 7
    for stop in range(0, len(events), 2):
        seen = iter(range(len(events)))
        run = maker.generate(**MODES[mode], seed=9, callback=lambda p, seen=seen, stop=stop: next(seen) != stop, **QUICK)
        parts = []
        with pytest.raises(Cancelled) as e:
            for part in run:
                parts.append(part)
        assert e.value.state is run.state
        file = states.save(run.state, tmp_path / "run.safetensors")
        assert same(parts + list(maker.generate(resume=file)), whole), f"stopped at {events[stop]}"
        assert same(parts + list(maker.generate(resume=run.state)), whole)


@pytest.mark.parametrize("sampler", ["release", "flow"])
def test_a_batch_in_lockstep_equals_its_objects_alone(maker: PartGenerator, sampler: Any) -> None:
    objects = [Inputs(**given, seed=i) for i, given in enumerate(MODES.values())] + [Inputs(image=picture(8), seed=0)]
    before, maker.networks.sampler = maker.networks.sampler, sampler
    try:
        once = {**QUICK, "max_parts": 1}
        together: list[list[Part]] = [[] for _ in objects]
        told: set[int] = set()
        for i, part in maker.batch(objects, callback=lambda p: told.add(p.item), **once):
            together[i].append(part)
        assert told == set(range(len(objects)))
        for one, parts in zip(objects, together, strict=True):
            alone = list(maker.generate(image=one.image, mask=one.mask, mesh=one.mesh, seed=one.seed, **once))
            assert len(alone) == len(parts)
            assert torch.allclose(alone[0].latent, parts[0].latent, atol=2e-4)
            # later parts see meshes whose rounding differs, so of them only that they are there
            assert [part.label for part in alone] == [part.label for part in parts]
    finally:
        maker.networks.sampler = before


def test_lockstep_shares_evaluations(maker: PartGenerator) -> None:
    rows: list[int] = []
    plain = maker.networks.dit.denoise

    def counted(x: torch.Tensor, t: torch.Tensor, context: Any) -> torch.Tensor:
        rows.append(len(x))
        return plain(x, t, context)

    maker.networks.denoise = counted
    try:
        list(maker.batch([Inputs(image=picture(i), seed=i) for i in range(3)], **QUICK))
        assert rows == [6] * 9  # a whole and two parts of three steps: no branch without weight, three objects at once
        rows.clear()
        list(maker.generate(image=picture(), image_scale=1.0, geometry_scale=1.0, whole_scale=1.0, **QUICK))
        assert rows == [1] * 9
        rows.clear()
        list(maker.generate(image=picture(), image_scale=3.0, geometry_scale=2.0, **QUICK))
        assert rows == [2] * 3 + [3] * 6
    finally:
        maker.networks.denoise = None


def test_noises_are_one_stream_and_the_release_uses_two_of_one_seed() -> None:
    cpu = torch.device("cpu")
    ours = Noise(11, (4, 3), cpu, release=False)
    source = torch.Generator().manual_seed(11)
    stream = torch.stack([torch.randn(4, 3, generator=source) for _ in range(3)])
    assert torch.equal(torch.stack([ours.first(), ours.next(), ours.next()]), stream)
    later = Noise(11, (4, 3), cpu, release=False)
    later.skip(1)
    assert torch.equal(later.next(), stream[2])
    release = Noise(11, (4, 3), cpu, release=True)
    assert torch.equal(release.first(), release.next())


def test_compat_repeats_the_release_seeds(maker: PartGenerator) -> None:
    parts = list(maker.generate(image=picture(), seed=5, compat="release", **QUICK))
    assert [part.seed for part in parts] == [5, 5]


def test_duplicates_are_found_by_their_meshes(maker: PartGenerator) -> None:
    run = maker.generate(mesh=solid(), **{**QUICK, "duplicate_threshold": 0.0, "retries": 1})
    assert len(list(run)) == 1 and run.state.finished == "attempts"
    assert [entry["verdict"] for entry in run.state.log] == ["accepted", "duplicate", "duplicate"]


def test_offload_and_other_types_change_no_shapes(tmp_path: Path) -> None:
    folder = write_random(tmp_path / "weights")
    for options in ({"offload": True}, {"dtype": "bfloat16"}):
        parts = list(partgen.load(folder, "cpu", **options).generate(image=picture(), mask=mask(), **QUICK))
        assert len(parts) == 2


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "neither an image nor a mesh is given"),
        ({"mask": mask()}, "a mask without its image"),
        ({"image": picture(), "mask": np.zeros((40, 60), np.uint8)}, "the mask has no region"),
        ({"image": picture(), "mask": np.ones((40, 40), np.uint8)}, "the mask is 40 x 40 pixels and the image 60 x 40"),
        ({"image": picture(), "no_such_option": 1}, "there is no option 'no_such_option'"),
        ({"image": picture(), "grid": 12}, "grid is 12"),
        ({"image": picture(), "remove_background": "magic"}, "no background removal is called 'magic'"),
    ],
)
def test_what_cannot_be_generated(maker: PartGenerator, given: dict[str, Any], said: str) -> None:
    with pytest.raises(PartgenError, match=said):
        maker.generate(**given)
