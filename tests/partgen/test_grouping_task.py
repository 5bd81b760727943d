"""Training of the grouping network: pictures drawn on any device, with and without depth, from folders that may grow."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
import torch
from test_depth import objects
from torch import Tensor

from partgen.errors import PartgenError
from partgen.grouping import GroupingConfig, GroupingNetwork, Votes
from partgen.pictures import REACH
from partgen.seen import normals_of, normals_shown
from partgen.train import objects as store
from partgen.train.grouping_task import GroupingTask, drawn, losses
from partgen.train.growing import moved
from partgen.train.objects import Objects
from partgen.train.panes import positions
from partgen.train.shells import Shelf, Shells, read

SORTS = ("base", "box")
SMALL = GroupingConfig(size=32, widths=(8, 16), fine=8, reach=(1, 3), sorts=SORTS)
BLIND = replace(SMALL, blind=True, attend=True)


def worlds(n: int) -> Objects:
    """Slabs with three boxes, whose boxes and sorts are known."""
    o = objects(n)
    place = positions(o.depth.float(), o.view, o.span, o.middle)
    centre, cloud = torch.zeros(4 * n, 3), torch.zeros(4 * n, 2, 6)
    for k in range(4 * n):
        own = place[k // 4][o.mask[k // 4] == k % 4 + 1]
        if len(own):
            low, high = own.amin(0), own.amax(0)
            centre[k], cloud[k, 0, :3] = (low + high) / 2, (high - low) / 2 + 0.05
    label = (torch.arange(4 * n) % 4 > 0).short()
    return replace(o, centre=centre, cloud=cloud.half(), label=label, level=torch.ones(n, dtype=torch.uint8))


def shells(n: int = 4, size: int = 32) -> Shells:
    return Shells.of(worlds(n), size, torch.tensor([0, 1, -1]))


def kept(folder: Path, n: int, *, number: int = 0) -> Path:
    folder.mkdir(exist_ok=True)
    return store.write(worlds(n), folder / f"objects-{number:010d}.safetensors", noted={"labels": SORTS})


def said(b: dict[str, Tensor], config: GroupingConfig, seed: int = 0) -> Votes:
    n, _, s, _ = b["shown"].shape
    y = torch.randn(n, 7 + len(config.sorts) + 6, s, s, generator=torch.Generator().manual_seed(seed))
    k = 7 + len(config.sorts)
    return Votes(y[:, :3], y[:, 3:6], y[:, 6], y[:, 7:k], y[:, k:])


def test_normals_of_many_pictures_are_those_of_each() -> None:
    o = worlds(3)
    depth = o.depth.double()
    place = positions(o.depth.float(), o.view, o.span, o.middle).double().nan_to_num()
    many = normals_shown(place.permute(0, 3, 1, 2), depth, o.view.double()).permute(0, 2, 3, 1)
    for k in range(3):
        one = normals_of(place[k].numpy(), depth[k].numpy(), o.view[k].double().numpy())
        assert np.abs(many[k].numpy() - one).max() < 1e-12


def test_pictures_show_the_places_and_parts_of_their_pixels() -> None:
    o, held = worlds(3), shells(3, 64)
    b = drawn(held, torch.arange(3), None)
    assert b["shown"].shape == (3, 10, 64, 64)
    for k in range(3):
        place = positions(o.depth[k : k + 1].float(), o.view[:1], o.span[:1], o.middle[:1])[0]
        known = {tuple(p) for p in place[~place.isnan().any(-1)].numpy().round(4).tolist()}
        shown = b["points"][k].permute(1, 2, 0)[b["there"][k]].numpy().round(4)
        assert len(shown) > 500 and {tuple(p) for p in shown.tolist()} <= known
        for part in range(4):
            own = b["part"][k] == part
            if own.any():
                assert torch.equal(b["centre"][k][:, own].unique(dim=1)[:, 0], o.centre[4 * k + part])
                assert (b["sort"][k][own] == int(part > 0)).all() and (b["ground"][k][own] == (part == 0)).all()


def test_what_is_said_of_a_part_counts_as_the_root_of_its_pixels() -> None:
    held = shells()
    b = drawn(held, torch.arange(4), torch.Generator().manual_seed(1))
    votes = said(b, SMALL)
    told = losses(votes, b, SMALL)
    total, sum_, sorts = 0.0, 0.0, 0.0
    for k in range(4):
        for p in range(1, 4):
            own = b["part"][k] == p
            if n := int(own.sum()):
                total += n**0.5
                sum_ += float((votes.half[k] - b["half"][k].log()).abs().mean(0)[own].sum()) / n**0.5
                sorts += float(torch.nn.functional.cross_entropy(votes.sort[k][:, own].T, b["sort"][k][own], reduction="sum")) / n**0.5
    assert float(told["half"]) == pytest.approx(sum_ / total, rel=1e-4)
    assert float(told["sort"]) == pytest.approx(sorts / total, rel=1e-4)
    listed = b["part"] >= 0
    ground = torch.nn.functional.binary_cross_entropy_with_logits(votes.ground[listed], b["ground"][listed].float())
    assert float(told["ground"]) == pytest.approx(float(ground), rel=1e-4)


def test_true_votes_cost_nothing_with_and_without_depth() -> None:
    held = shells()
    for blind in (None, 0.0, 1.0):
        b = drawn(held, torch.arange(4), torch.Generator().manual_seed(2), blind=blind)
        votes = said(b, SMALL)
        told = losses(replace(votes, centre=b["centre"] - b["points"], half=b["half"].log()), b, SMALL)
        assert float(told["centre"]) == 0 and float(told["half"]) == 0


def test_pictures_without_depth_show_none_in_the_frame_of_what_is_seen() -> None:
    held = shells()
    known, blind = (drawn(held, torch.arange(4), None, blind=share) for share in (0.0, 1.0))
    assert known["shown"].shape == blind["shown"].shape == (4, 11, 32, 32)
    assert (known["shown"][:, 10] == known["there"]).all() and known["shown"][:, 3:9].any()
    assert not blind["shown"][:, 3:9].any() and not blind["shown"][:, 10].any() and blind["shown"][:, 9].any()
    for k in range(4):
        rows, columns = blind["there"][k].nonzero(as_tuple=True)
        low, high = torch.stack([rows, columns]).amin(1), torch.stack([rows, columns]).amax(1) + 1
        assert (low + high - 32).abs().max() <= 2 and abs(int((high - low).max()) - 28) <= 2
    # the same parts, and their middles as far from their pixels in the picture plane, in units of what is seen
    right = held.view[0, 0]
    for k in range(4):
        for p in range(4):
            a, c = known["part"][k] == p, blind["part"][k] == p
            if int(a.sum()) > 20:
                off = [((b["centre"] - b["points"])[k][:, m].T @ right).mean() for b, m in ((known, a), (blind, c))]
                assert abs(float(off[0] - off[1])) < 0.06
                assert abs(float(blind["half"][k][:, c].mean() / known["half"][k][:, a].mean()) - 1) < 0.15
    points = blind["points"].permute(0, 2, 3, 1)[blind["there"]]
    assert (points @ held.view[0, 2]).abs().max() < 1e-5 and points.abs().max() < REACH


def test_nothing_is_drawn_on_another_device_nor_looked_at_on_the_way() -> None:
    held = moved(shells(), "meta")
    # which refuses to tell a value, and to meet a tensor of another device
    b = drawn(held, torch.zeros(4, dtype=torch.int64, device="meta"), torch.Generator().manual_seed(0), blind=0.5)
    assert {x.device.type for x in b.values()} == {"meta"} and b["shown"].shape == (4, 11, 32, 32)
    y = torch.randn(4, 15, 32, 32, device="meta", requires_grad=True)
    told = losses(Votes(y[:, :3], y[:, 3:6], y[:, 6], y[:, 7:9], y[:, 9:]), b, BLIND)
    assert {x.device.type for x in told.values()} == {"meta"}
    sum(told.values()).backward()  # type: ignore[union-attr]


def test_batches_are_of_their_steps_alone(tmp_path: Path) -> None:
    kept(tmp_path / "data", 5)
    task = GroupingTask(tmp_path / "data", config=BLIND, size=4)
    one = task.batches(rank=0, world=1, start=0)
    first, second = next(one), next(one)
    again = next(GroupingTask(tmp_path / "data", config=BLIND, size=4).batches(rank=0, world=1, start=1))
    assert all(torch.equal(second[name], again[name]) for name in second) and not torch.equal(first["shown"], second["shown"])
    loss, figures = task.loss(first, torch.Generator())
    loss.backward()  # type: ignore[no-untyped-call]
    assert set(figures) == {"centre", "half", "ground", "sort", "same"}


def test_a_folder_may_grow_while_it_is_learned_from(tmp_path: Path) -> None:
    data = tmp_path / "data"
    kept(data, 1)
    with pytest.raises(PartgenError, match="name them in the configuration"):
        GroupingTask(data, watch=1)
    task = GroupingTask(data, config=BLIND, size=3, watch=0.01)
    batches = task.batches(rank=0, world=1, start=0)
    first = next(batches)
    assert len(first["part"]) == 3, "a batch may be larger than what there is"
    kept(data, 4, number=1)
    for _ in range(400):
        next(batches)
        if task._growing is not None and task._growing.files == 2:
            break
    assert task._growing is not None and len(task._growing.now()) == 5


def test_of_too_many_pictures_the_last_stay() -> None:
    shelf, held, here = Shelf(most=150), shells(5), None
    for k in range(40):
        new = replace_level(held, k)
        here = shelf.join([new] if here is None else [here, new])
        assert len(here) == min(5 * (k + 1), 150)
        kept = sorted(here.level.tolist())
        assert kept == [j for j in range(max(0, k - 29), k + 1) for _ in range(5)]
        assert here.known.min() > 0 and all(len(getattr(here, f.name)) == len(here) for f in fields(Shells))
    assert here is not None and torch.equal(here.rgb[:5], held.rgb) and torch.equal(here.centre[145:], held.centre)
    assert len(Shelf(most=3).join([held, held])) == 3 and len(Shells.cat([held, held])) == 10


def replace_level(held: Shells, level: int) -> Shells:
    return replace(held, level=torch.full_like(held.level, level))


def test_the_probe_judges_both_kinds_of_pictures(tmp_path: Path) -> None:
    kept(tmp_path / "data", 3)
    task = GroupingTask(tmp_path / "data", tmp_path / "data", BLIND, size=2)
    figures = task.probe(task.model.eval())
    assert {"precision", "coarse_recall", "blind_precision", "blind_recall", "blind_centre", "sorts_right"} <= set(figures)
    assert "blind_precision" not in GroupingTask(tmp_path / "data", tmp_path / "data", SMALL).probe(GroupingNetwork(SMALL).eval())


def test_files_of_other_vocabularies_are_numbered_by_name(tmp_path: Path) -> None:
    file = store.write(worlds(1), tmp_path / "objects-0.safetensors", noted={"labels": ("box", "other")})
    assert set(read(file, 32, SORTS).sort.unique().tolist()) == {-1, 1}
