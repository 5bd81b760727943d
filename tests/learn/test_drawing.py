"""Batches: from folders that grow, drawn where they are learned, and what lies round a part against a plain twin."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from cityscape.learn import tiles
from partgen import checkpoint
from partgen.config import tiny_tile
from partgen.errors import PartgenError
from partgen.layers import Attention
from partgen.train import objects
from partgen.train.core_task import CoreTask, masked_batch, sequence_batch
from partgen.train.growing import Growing, moved
from partgen.train.shape_task import Held, ShapeTask, part_windows, surroundings
from partgen.vae import ShapeVAE
from tests.learn.small import WORLD


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("drawing")
    tiles.make(out, tiles.split("train", 2), recipe=replace(WORLD, levels=(1, 0, 0, 0)), per_file=1)
    return out


def test_surroundings_are_those_of_a_plain_twin(folder):
    held = objects.read_all(folder)
    g = torch.Generator().manual_seed(0)
    rows = torch.randint(held.parts, (5,), generator=g)
    x = part_windows(held, rows, g)
    found = surroundings(held, rows, x)
    for k, row in enumerate(rows.tolist()):
        owner = held.owner[row]
        points = []
        for part in range(int(held.first[owner]), int(held.first[owner + 1])):
            cloud = held.cloud[part].float()
            place = cloud[:, :3] * held.half[part] + held.centre[part]
            place = ((place - held.centre[row]) / held.half[row] - x.centre[k]) / x.half[k]
            points.append(torch.cat([place, cloud[:, 3:]], 1))
        plain = torch.cat(points)
        torch.testing.assert_close(found[k, : len(plain)], plain)
        assert not found[k, len(plain) :].any(), "what is not there is zeros"


def test_a_watched_folder_gives_what_has_come(folder, tmp_path):
    first, second = objects.files(folder)
    (tmp_path / first.name).write_bytes(first.read_bytes())
    watched = Growing(tmp_path, objects.read, objects.Objects.cat, watch=0.05)
    assert len(watched.now()) == len(objects.read(first))
    (tmp_path / second.name).write_bytes(second.read_bytes()[:1000])
    torch.manual_seed(0)
    for _ in range(20):
        assert len(watched.now()) == len(objects.read(first)), "a file that is not whole yet is left for later"
    (tmp_path / second.name).write_bytes(second.read_bytes())
    import time

    end = time.monotonic() + 20
    while watched.files < 2 and time.monotonic() < end:
        time.sleep(0.05)
    assert len(watched.now()) == len(objects.read_all(folder))
    with pytest.raises(PartgenError, match="no training objects"):
        Growing(tmp_path / "none", objects.read, objects.Objects.cat).now()


def test_all_that_is_drawn_is_drawn_on_the_device_of_the_columns(folder, tmp_path):
    """`meta` stands for a GPU: whatever is made on the CPU instead cannot be put together with it."""
    config = tiny_tile()
    task = ShapeTask(config, folder, surface=80, points=48)
    held = moved(task.held(), "meta")
    held.objects.__dict__["most"] = 15
    with torch.device("meta"):
        batch = task.drawn(held, 3, 2, None)  # type: ignore[arg-type]
    assert {b.device.type for b in batch.values()} == {"meta"} and batch["full"].shape == (3, 80, 6)
    file = checkpoint.write(tmp_path / "vae.safetensors", ShapeVAE(config.vae).state_dict(), noted={"kind": "vae"})
    core = CoreTask(config, file, None, folder, surface=80, points=48)
    every = moved(core.held(folder, "cpu"), "meta")
    every.objects.__dict__["most"] = 15
    with torch.device("meta"):
        for draw in (masked_batch, sequence_batch):
            assert {b.device.type for b in draw(core, every, 3, None).values()} == {"meta"}  # type: ignore[arg-type]


def test_losses_make_nothing_on_another_device(folder):
    task = ShapeTask(tiny_tile(), folder, parts=3, wholes=2, points=48, queries=32)
    batch = next(task.batches(rank=0, world=1, start=0))
    with torch.device("meta"):
        loss, _ = task.loss(batch, torch.Generator().manual_seed(0))
    assert torch.isfinite(loss)


def test_learned_parts_of_joined_files_are_those_of_each(folder):
    one = Held.of(folder, "cpu", sight=True).now()
    each = [Held.of(folder, "cpu", sight=True)._read(file) for file in objects.files(folder)]
    assert len(one.able) == sum(len(h.able) for h in each)
    assert torch.equal(one.objects.half[one.able], torch.cat([h.objects.half[h.able] for h in each]))


def test_places_are_as_exact_in_half_precision():
    torch.manual_seed(0)
    attention = Attention(64, 2, 64, local=True)
    at, of = torch.rand(1, 200, 3) * 2 - 1, torch.rand(1, 300, 3) * 2 - 1
    assert attention.near is not None
    with torch.no_grad():
        wanted = -attention.near.exp()[:, None, None] * torch.cdist(at, of, compute_mode="donot_use_mm_for_euclid_dist").square()
        for half, off in ((False, 2e-3), (True, 0.06)):  # of 768 at most
            with torch.autocast("cpu", torch.bfloat16, enabled=half):
                q, k = attention.queries(torch.zeros(1, 200, 64), at), attention.memory(torch.zeros(1, 300, 64), at=of).k
            assert k is not None and (q.dtype == torch.bfloat16) == half
            said = (q.float() @ k.float().mT)[0] * q.shape[-1] ** -0.5
            # what a query subtracts from all keys alike does not matter
            assert ((said - said.mean(-1, keepdim=True)) - (wanted - wanted.mean(-1, keepdim=True))).abs().max() < off
