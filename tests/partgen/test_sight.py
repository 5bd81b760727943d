"""Sight: panes show what the picture shows of a window, and a decoded field is corrected by them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from plain_twin import randomise
from test_windows import AXES, box_depth, noise

from partgen.config import preset
from partgen.pictures import REACH
from partgen.seen import Seen, View, see
from partgen.sight import Panes
from partgen.train.objects import Objects
from partgen.train.panes import panes, positions
from partgen.train.shape_task import flipped
from partgen.vae import ShapeVAE
from partgen.windows import Windows


@pytest.fixture(scope="module")
def cube() -> Seen:
    """The cube [-1, 1]^3; its left half in the picture is region 1, the right one region 2."""
    depth = box_depth(160, 4.0)
    mask = np.where(np.isfinite(depth), 1 + (np.arange(160) >= 80)[None].astype(int), 0)
    return see(np.full((160, 160, 3), 200, np.uint8), depth, View(AXES, np.zeros(3), 4.0), mask=mask)


def shown_at(pane: Panes, points: torch.Tensor) -> torch.Tensor:
    """(n, 8) what the pane's pixel shows where points (n, 3) of the window lie."""
    flat = points @ pane.axes[0].T
    s = pane.maps.shape[-1]
    column = ((flat[:, 0] / REACH + 1) / 2 * s).floor().long()
    row = ((1 - flat[:, 1] / REACH) / 2 * s).floor().long()
    inside = (column >= 0) & (column < s) & (row >= 0) & (row < s)
    return pane.maps[0, :, row.clamp(0, s - 1), column.clamp(0, s - 1)].T * inside[:, None]


@pytest.mark.parametrize("half", [1.0, 0.4])
def test_a_pane_shows_the_surface_where_it_is(cube: Seen, half: float) -> None:
    window = Windows(torch.tensor([[0.7, 0.6, 0.5]]), torch.tensor([half]))
    own = cube.region == 1
    pane = Panes.of(cube, own, window)
    near = cube.inside(window, reach=0.9)
    local = window.into(cube.points[near][None])[0]
    told = shown_at(pane, local[:, :3])
    step = max(2 * REACH / pane.maps.shape[-1], cube.span / len(cube.shown) / half)  # the coarser of the two pictures' pixels
    hit = told[:, 6:].sum(1) > 0
    assert hit.float().mean() > 0.97
    assert (told[hit][:, :3] - local[hit][:, :3]).norm(dim=1).median() < 2 * step
    assert ((told[:, 6] > 0) == own[near])[hit].float().mean() > 0.97 and not ((told[:, 6] > 0) & (told[:, 7] > 0)).any()
    assert ((told[:, 3:6] * local[:, 3:]).sum(1) > 0.9)[hit].float().mean() > 0.95


def test_a_mirrored_pane_shows_the_mirrored_points(cube: Seen) -> None:
    window = Windows.whole(1)
    pane = Panes.of(cube, cube.region == 2, window)
    there = pane.flipped(torch.tensor([True]))
    assert torch.equal(there.flipped(torch.tensor([True])).maps, pane.maps) and torch.equal(
        pane.flipped(torch.tensor([False])).maps, pane.maps
    )
    points = cube.points[::7]
    a = shown_at(pane, points[:, :3])
    b = shown_at(there, flipped(points[None], torch.tensor([True]))[0, :, :3])
    same = (flipped(b[None, :, :6], torch.tensor([True]))[0] - a[:, :6]).abs().amax(1) < 1e-5
    assert same.float().mean() > 0.98  # a point on the border of two pixels may fall into the other


def test_what_training_objects_show_is_what_is_seen(cube: Seen) -> None:
    s = cube.shown.shape[0]
    place = torch.zeros(s, s, 6)
    place[cube.shown] = cube.points
    depth = torch.full((s, s), torch.nan)
    depth[cube.shown] = -(cube.points[:, :3] @ cube.axes[2])
    found = positions(depth[None], cube.axes[None], torch.tensor([cube.span]), cube.middle[None])[0]
    assert (found[cube.shown] - cube.points[:, :3]).abs().max() < 1e-3

    columns = {
        "depth": depth[None], "mask": cube.mask[None].to(torch.uint8), "view": cube.axes[None], "span": torch.tensor([cube.span]),
        "middle": cube.middle[None], "first": torch.tensor([0, 2]), "level": torch.zeros(1, dtype=torch.uint8),
        "half": torch.ones(2), "centre": torch.zeros(2, 3),
    }  # fmt: skip
    nothing = torch.zeros(0)
    held = Objects(**{name: columns.get(name, nothing) for name in Objects.__dataclass_fields__})
    normal = (place[None, ..., 3:] * 127).round().to(torch.int8)
    window = Windows(torch.tensor([[0.2, 0.0, -0.1]]), torch.tensor([0.6]))
    made = panes(held, normal, torch.tensor([1]), window)
    expected = Panes.of(cube, cube.region == 2, window)
    assert torch.equal(made.maps[:, 6:], expected.maps[:, 6:])
    assert (made.maps - expected.maps).abs().max() < 0.02


def test_a_field_is_corrected_by_what_is_seen(cube: Seen) -> None:
    c = preset("tiny").vae
    window = Windows.whole(1)
    pane = Panes.of(cube, cube.region == 1, window)
    fresh, vae = ShapeVAE(c), randomise(ShapeVAE(c), 3)
    assert isinstance(vae, ShapeVAE)
    q, z = noise(1, 50, 3) * 0.6, noise(1, c.queries, c.latent_channels, seed=1)
    with torch.no_grad():
        memory = fresh.memory(z)
        assert torch.equal(fresh.query(memory, q, panes=pane), fresh.query(memory, q)), "it begins with no correction"
        memory = vae.memory(z)
        plain, told = vae.query_both(memory, q, pane)
        assert torch.allclose(plain, vae.query(memory, q), atol=1e-5) and not torch.allclose(plain, told, atol=1e-2)
        assert torch.allclose(told, vae.query(memory, q, panes=pane, chunk=7), rtol=1e-4, atol=1e-4), "chunks change nothing"
        blind = Panes(torch.zeros_like(pane.maps), pane.axes)
        assert not torch.allclose(told, vae.query(memory, q, panes=blind), atol=1e-2)
        without = ShapeVAE(replace(c, sight=0))
        assert without.sight is None and torch.equal(without.query(without.memory(z), q, panes=pane), without.query(without.memory(z), q))
