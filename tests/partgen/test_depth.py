"""Depth of pictures that have none: placed exactly by the camera, learned, kept, and aligned."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from partgen.depth import FILE, ISOMETRIC, TOWARDS, UP, DepthConfig, DepthNetwork, Surface, anything, framed, load, placed, sampled, save
from partgen.depth_anything import aligned
from partgen.errors import PartgenError, WeightsError
from partgen.seen import View, see
from partgen.train import TrainSettings
from partgen.train.depth_run import train_depth
from partgen.train.depth_task import DepthTask, Pictures, drawn, judged, losses
from partgen.train.objects import Objects, write
from partgen.train.varied import framed_again, normals, over_lowest

TINY = DepthConfig(size=64, widths=(8, 16, 16, 16, 16))
GENERATOR = torch.Generator


def box_world(s: int, *, seed: int = 0, span: float = 2.95) -> tuple[NDArray[np.uint8], NDArray[np.float64], NDArray[np.uint8]]:
    """A slab with boxes seen by the isometric camera: picture, depth in the frame of the whole, and parts."""
    rng = np.random.default_rng(seed)
    boxes = [(np.array([-1, -0.1, -1]), np.array([1, 0.0, 1]))]
    for _ in range(3):
        x, z, w, h = rng.uniform(-0.6, 0.6), rng.uniform(-0.6, 0.6), rng.uniform(0.15, 0.35), rng.uniform(0.2, 0.9)
        boxes.append((np.array([x - w, 0, z - w]), np.array([x + w, h, z + w])))
    top = max(b[1][1] for b in boxes)
    lift = np.array([0, (top - 0.1) / 2, 0])
    across = ((np.arange(s) + 0.5) / s - 0.5) * span
    eye = across[None, :, None] * ISOMETRIC[0] - across[:, None, None] * ISOMETRIC[1] + lift
    best, part = np.full((s, s), np.inf), np.zeros((s, s), np.uint8)
    face = np.zeros((s, s), int)
    for k, (low, high) in enumerate(boxes):
        t = np.stack([(low - eye) / -ISOMETRIC[2], (high - eye) / -ISOMETRIC[2]])
        enter, leave = t.min(0), t.max(0).min(-1)
        first = enter.max(-1)
        hit = (first < leave) & (first < best)
        best, part, face = np.where(hit, first, best), np.where(hit, k + 1, part), np.where(hit, enter.argmax(-1), face)
    there = np.isfinite(best)
    depth = np.where(there, best, np.nan)
    colours = rng.uniform(60, 200, (4, 3))
    picture = np.where(there[..., None], colours[np.maximum(part, 1) - 1] * np.array([0.7, 1.0, 0.85])[face][..., None], 255)
    return picture.astype(np.uint8), depth, part


VIEW = View(ISOMETRIC, np.zeros(3), 2.95)


def objects(n: int, s: int = 64) -> Objects:
    """Training objects of such worlds; what depth does not need is empty."""
    made = [box_world(s, seed=k) for k in range(n)]

    def empty(*shape: int) -> torch.Tensor:
        return torch.zeros(shape)

    m = 4 * n
    return Objects(
        picture=torch.from_numpy(np.stack([w[0] for w in made])), mask=torch.from_numpy(np.stack([w[2] for w in made])),
        depth=torch.from_numpy(np.stack([w[1] for w in made])).half(), view=torch.from_numpy(ISOMETRIC).float().repeat(n, 1, 1),
        span=torch.full((n,), 2.95), middle=torch.zeros(n, 2), shell=empty(n, 1, 6).half(), shell_part=empty(n, 1).to(torch.uint8),
        unit=torch.ones(n), level=empty(n).to(torch.uint8), first=torch.arange(n + 1) * 4, centre=empty(m, 3), half=torch.ones(m),
        label=empty(m).short(), ground=torch.arange(m) % 4 == 0, visible=torch.full((m,), 50).int(), cloud=empty(m, 1, 6).half(),
        query=empty(m, 1, 3).half(), own=empty(m, 1).half(), all=empty(m, 1).half(), seen=empty(m, 1, 6).half(), near=empty(m, 1, 6).half(),
    )  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("objects")
    write(objects(6), where / "objects-0000000000.safetensors")
    return where


# -- geometry -------------------------------------------------------------------------------------
def heights(s: int, seed: int = 0) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """A world's depth and its heights over the lowest, in half sides of the picture."""
    _, depth, _ = box_world(s, seed=seed)
    v = (1 - (np.arange(s) + 0.5) / s * 2)[:, None]
    h = UP * v - TOWARDS * depth * 2 / 2.95
    return depth, h - np.nanmin(h)


@pytest.mark.parametrize("turn", [0, 90, 215])
def test_heights_are_placed_where_the_camera_saw_them(turn: float) -> None:
    s = 128
    depth, h = heights(s)
    a = np.radians(turn)
    turned = np.array([[np.cos(a), 0, np.sin(a)], [0, 1, 0], [-np.sin(a), 0, np.cos(a)]])
    view = View(ISOMETRIC @ turned.T, np.array([3.0, 5.0, -2.0]), 2.95 * 7)
    lowest = 5.0 + 7 * np.nanmin(UP * (1 - (np.arange(s) + 0.5) / s * 2)[:, None] * 2.95 / 2 - TOWARDS * depth)
    said = placed(h * s / 2, view, base=lowest)
    assert np.array_equal(np.isnan(said), np.isnan(depth))
    assert np.nanmax(np.abs(said - depth * 7)) < 1e-4


def test_without_a_view_depth_is_in_the_frame_of_the_whole() -> None:
    depth, h = heights(128)
    said = placed(h * 64)
    assert np.nanmax(np.abs(said - depth)) < 0.06  # the box is known to a pixel, 0.02 of a unit
    span = 128 / _pixels_of_unit(said)
    seen = see(np.zeros((128, 128, 3), np.uint8), said.astype(float), View(ISOMETRIC, np.zeros(3), span))
    assert abs(seen.size - 1) < 0.01 and abs(seen.centre @ ISOMETRIC[2]) < 0.03


def _pixels_of_unit(depth: NDArray[np.float32]) -> float:
    """Pixels of one unit: along a wall of known slope depth falls by as much as the camera is low."""
    step = -np.diff(depth.astype(float), axis=0)
    rise = UP / TOWARDS  # of the ground, by far most of the picture
    return float(rise / np.median(step[np.isfinite(step) & (step > 0)])) if (step > 0).any() else float(rise / np.nanmedian(-step))


def test_what_is_seen_is_centred_on_the_target_unless_its_base_is_given() -> None:
    _, h = heights(128, seed=1)
    view = View(ISOMETRIC, np.array([1.0, 2.0, 3.0]), 2.95)
    said = placed(h * 64, view)
    seen = see(np.zeros((128, 128, 3), np.uint8), said.astype(float), view)
    assert np.abs(seen.centre[[0, 2]] - view.target[[0, 2]]).max() < 0.03
    low = placed(h * 64, view, base=-1.0)
    points = see(np.zeros((128, 128, 3), np.uint8), low.astype(float), view)
    assert abs(float(points.points[:, 1].min()) * points.size + points.centre[1] + 1) < 1e-4


def test_ground_and_walls_are_constants_of_the_two_guesses() -> None:
    s = 32
    one = torch.ones(1, s, s)
    v = 1 - (torch.arange(s) + 0.5) / s * 2
    flat = Surface(0.3 * one, 9 * one, one, one).height()
    assert torch.equal(flat, 0.3 * one)
    wall = Surface(9 * one, -0.5 * one, 0 * one, one).height()
    depth = v[:, None] * UP / TOWARDS - wall / TOWARDS
    # a vertical wall: its places all have one distance along the ground from the camera
    ground = v[:, None] * -TOWARDS - depth * UP
    assert (ground - ground[0, 0, 0]).abs().max() < 1e-5
    assert torch.allclose(normals(flat)[0, 0, 0], torch.tensor([0.0, UP, TOWARDS]), atol=1e-5)
    assert torch.allclose(normals(wall)[0, 0, 0], torch.tensor([0.0, -TOWARDS, UP]), atol=1e-4)


def test_nothing_is_blended_across_an_edge() -> None:
    s = 16
    flat = torch.where(torch.arange(s) < 8, 0.1, 0.8).expand(1, s, s)
    said = Surface(flat, 0 * flat, torch.ones_like(flat), torch.ones_like(flat))
    fine = (torch.arange(5 * s) + 0.5) / (5 * s) * 2 - 1
    h, _ = sampled(said, fine, -fine)
    assert torch.minimum((h - 0.1).abs(), (h - 0.8).abs()).max() < 1e-5


# -- the network ----------------------------------------------------------------------------------
def test_any_picture_gets_depth_where_something_is() -> None:
    torch.manual_seed(0)
    network = DepthNetwork(TINY).eval()
    picture, depth, _ = box_world(100)
    alpha = np.where(np.isnan(depth), 0, 255).astype(np.uint8)
    rgba = np.pad(np.dstack([picture, alpha]), ((0, 30), (11, 0), (0, 0)))
    said = network.predict(rgba)
    assert said.shape == (130, 111) and said.dtype == np.float32
    assert np.array_equal(np.isfinite(said), rgba[..., 3] > 127)
    assert np.isfinite(network.predict(np.where(rgba[..., 3:] > 0, rgba[..., :3], np.uint8(255)))).any()
    see(picture, network.predict(np.dstack([picture, alpha])).astype(float), VIEW)
    x0, y0, x1, y1 = framed(picture, None)
    assert x1 - x0 == y1 - y0


def test_moving_and_enlarging_a_picture_does_not_change_its_depth() -> None:
    torch.manual_seed(0)
    network = DepthNetwork(TINY).eval()
    picture, depth, _ = box_world(90)
    rgba = np.dstack([picture, np.where(np.isnan(depth), 0, 255).astype(np.uint8)])
    view = VIEW
    here = network.predict(rgba, view, base=0.0)
    moved = network.predict(np.roll(rgba, (5, -2), (0, 1)), view, base=0.0)
    step = 2.95 / 90 * 5
    away = np.roll(moved, (-5, 2), (0, 1)) + step * UP / TOWARDS  # lower in the picture is nearer
    assert np.nanmax(np.abs(away - here)) < 1e-4


def test_written_and_read_it_says_the_same_to_half_precision(tmp_path: Path) -> None:
    torch.manual_seed(0)
    network = DepthNetwork(TINY).eval()
    file = save(network, tmp_path / FILE)
    picture = box_world(64)[0]
    a, b = network.predict(picture), load(tmp_path).predict(picture)
    both = np.isfinite(a) & np.isfinite(b)
    assert both.sum() > 0.95 * np.isfinite(a).sum() and np.median(np.abs(a - b)[both]) < 5e-3
    assert load(file).config == TINY
    assert all(p.dtype == torch.float32 for p in load(file).parameters())
    assert file.stat().st_size < 2.3 * sum(p.numel() for p in network.parameters()) + 20_000


def test_bad_input_is_told_in_one_sentence(tmp_path: Path) -> None:
    network = DepthNetwork(TINY).eval()
    white = np.full((40, 40, 3), 255, np.uint8)
    with pytest.raises(PartgenError, match="shows nothing"):
        network.predict(white)
    with pytest.raises(PartgenError, match="uint8"):
        network.predict(white.astype(np.float32))  # type: ignore[arg-type]
    down = View(np.array([[1.0, 0, 0], [0, 0, -1], [0, 1, 0]]), np.zeros(3), 2.0)
    with pytest.raises(PartgenError, match="isometric"):
        network.predict(box_world(64)[0], down)
    with pytest.raises(WeightsError, match="no weights"):
        load(tmp_path)
    from partgen import checkpoint

    other = checkpoint.write(tmp_path / FILE, {"x": torch.zeros(2)}, noted={"kind": "vae"})
    with pytest.raises(WeightsError, match="no depth network"):
        load(other)
    with pytest.raises(PartgenError, match="multiple"):
        DepthConfig(size=100)


# -- training -------------------------------------------------------------------------------------
def test_heights_of_training_objects_are_those_of_the_world(folder: Path) -> None:
    held = Pictures.read(folder)
    ours = over_lowest(held.heights(torch.tensor([2])))[0]
    theirs = torch.from_numpy(heights(64, seed=2)[1]).float()
    assert torch.equal(ours.isnan(), theirs.isnan())
    off = (ours - theirs).nan_to_num(0)[~ours.isnan()]
    assert float(off.std()) < 1e-3 and float(off.abs().max()) < 0.02


def test_framing_keeps_the_shape(folder: Path) -> None:
    held = Pictures.read(folder)
    rows = torch.tensor([0, 1])
    colours, h = held.picture[rows].permute(0, 3, 1, 2).float() / 255, held.heights(rows)
    _, again, parts = framed_again(colours, h, held.mask[rows].long(), GENERATOR().manual_seed(5))
    assert torch.equal((parts > 0), ~again.isnan())
    # walls stay vertical and the ground flat whatever the frame: the same normals, in the same shares
    a, b = (normals(x)[..., 1].flatten() for x in (h, again))
    shares = [[float(((x - y).abs() < 0.05)[~x.isnan()].float().mean()) for y in (UP, -TOWARDS / 2**0.5)] for x in (a, b)]
    assert np.allclose(*shares, atol=0.12)


def test_batches_are_functions_of_seed_and_step(folder: Path) -> None:
    task = DepthTask(folder, config=TINY, size=4)
    first = next(task.batches(rank=0, world=1, start=7))
    again = next(DepthTask(folder, config=TINY, size=4).batches(rank=0, world=1, start=7))
    other = next(task.batches(rank=1, world=2, start=7))
    assert torch.equal(first["picture"], again["picture"]) and first["picture"].shape == (4, 3, 64, 64)
    assert torch.equal(first["height"].nan_to_num(-1), again["height"].nan_to_num(-1))
    assert other["picture"].shape == (2, 3, 64, 64) and not torch.equal(other["picture"], first["picture"][:2])
    for x in (first["picture"], other["picture"]):
        assert float(x.min()) >= 0 and float(x.max()) <= 1 and torch.isfinite(x).all()
    seen = ~first["height"].isnan()
    assert (seen.sum((1, 2)) > 300).all() and float(first["height"][seen].min()) > -0.1


def test_truth_has_no_loss_and_no_error(folder: Path) -> None:
    held = Pictures.read(folder)
    h = over_lowest(held.heights(torch.arange(3)))
    there = ~h.isnan()
    perfect = Surface(h.nan_to_num(0), 0 * h.nan_to_num(0), there.float() * 0 + 1, torch.where(there, 30.0, -30.0))
    said = losses(perfect, h)
    assert all(float(v) < 1e-5 for v in said.values()), said

    class Truth(DepthNetwork):
        def predict(self, picture, view=None, *, base=None):  # type: ignore[no-untyped-def]
            k = next(k for k in range(len(held)) if np.array_equal(held.picture[k].numpy(), picture))
            return placed(held.heights(torch.tensor([k]))[0].numpy() * 32, view, base=base)

    figures = judged(Truth(TINY), held, torch.arange(3))
    assert figures["iou"] == 1 and figures["error"] < 0.05 and figures["normal"] < 1
    assert figures["voxels"] == pytest.approx(32 * figures["error"])


@pytest.mark.slow
def test_training_halves_the_error_goes_on_and_exports(folder: Path, tmp_path: Path) -> None:
    # without the many looks, which a minute is too short for
    held = Pictures.read(folder)
    rows = torch.arange(4)
    colours, h, _ = framed_again(held.picture[rows].permute(0, 3, 1, 2).float() / 255, held.heights(rows), held.mask[rows].long(), None)
    torch.manual_seed(0)
    network = DepthNetwork(TINY)
    adam = torch.optim.AdamW(network.parameters(), lr=4e-3)
    told = []
    for _ in range(90):
        parts = losses(network(colours), h)
        adam.zero_grad()
        sum(parts.values()).backward()  # type: ignore[union-attr]
        adam.step()
        told.append({k: float(v.detach()) for k, v in parts.items()})
    assert told[-1]["height"] < 0.5 * told[0]["height"] and told[-1]["mask"] < 0.5 * told[0]["mask"]

    settings = partial(TrainSettings, learning_rate=2e-3, precision="fp32", warmup=2, log_every=2, save_every=1e6, probe_every=0)
    whole = train_depth(folder, tmp_path / "a", settings(steps=4), probe=folder, batch=2, config=TINY, on_event=lambda _: None)
    assert set(whole.probe) == {f"{p}{k}" for p in ("", "varied_") for k in ("error", "voxels", "near", "part", "normal", "iou")}
    train_depth(folder, tmp_path / "b", settings(steps=2), batch=2, config=TINY, on_event=lambda _: None)
    again = train_depth(folder, tmp_path / "b", settings(steps=4), batch=2, config=TINY, resume=True, on_event=lambda _: None)
    assert again.step == whole.step == 4
    assert load(tmp_path / "b" / "weights").config == TINY
    with pytest.raises(PartgenError, match="no training objects"):
        train_depth(tmp_path / "none", tmp_path / "c", settings(steps=1), batch=2)
    with pytest.raises(PartgenError, match="pixels along a side"):
        next(DepthTask(folder).batches(rank=0, world=1, start=0))


def test_drawn_pictures_lose_their_slab_at_times(folder: Path) -> None:
    held = Pictures.read(folder)
    g = GENERATOR().manual_seed(0)
    shares = torch.cat([(~drawn(held, torch.arange(6), g)["height"].isnan()).float().mean((1, 2)) for _ in range(8)])
    assert shares.min() > 0.02 and shares.std() > 0.01


# -- the large sibling ----------------------------------------------------------------------------
@pytest.mark.parametrize("factor", [-0.3, -40.0])
def test_relative_depth_is_brought_to_scale_by_the_slab(factor: float) -> None:
    depth, h = heights(128, seed=3)
    there = np.isfinite(depth)
    near = np.nan_to_num(depth) * factor + 11.0
    said = aligned(near, there)
    assert np.array_equal(np.isnan(said), ~there)
    assert np.nanmean(np.abs(said - h)) < 0.03  # the lowest pixel centre of a column lies up to a pixel over the foot
    with pytest.raises(PartgenError, match="front edges"):
        aligned(-near, there)


def test_depth_anything_runs_from_a_folder(tmp_path: Path) -> None:
    from transformers import DepthAnythingConfig, DepthAnythingForDepthEstimation, Dinov2Config

    torch.manual_seed(0)
    inner = Dinov2Config(
        hidden_size=32, num_hidden_layers=2, num_attention_heads=2, image_size=56, patch_size=14, out_features=["stage1", "stage2"],
        apply_layernorm=True, reshape_hidden_states=False, initializer_range=0.2,
    )  # fmt: skip
    config = DepthAnythingConfig(
        backbone_config=inner, patch_size=14, reassemble_hidden_size=32, reassemble_factors=[4, 2],
        neck_hidden_sizes=[16, 16], fusion_hidden_size=16, head_in_index=-1, head_hidden_size=8, initializer_range=0.2,
    )  # fmt: skip
    network = DepthAnythingForDepthEstimation(config)
    network.head.conv3.bias.data.fill_(5.0)  # far from where its output is cut
    picture, depth, _ = box_world(100)
    rgba = np.dstack([picture, np.where(np.isnan(depth), 0, 255).astype(np.uint8)])
    for sign in (1, -1):  # random weights may tell nearness or distance
        network.head.conv3.weight.data.mul_(sign)
        network.save_pretrained(tmp_path)
        made = anything(str(tmp_path))
        try:
            said = made.predict(rgba, VIEW, base=0.0)
        except PartgenError:
            assert sign == 1
            continue
        assert np.array_equal(np.isfinite(said), np.isfinite(depth))
        assert said.dtype == np.float32
        break
    else:
        pytest.fail("neither the network nor its negative could be aligned")
    with pytest.raises(WeightsError, match="no depth model"):
        anything(str(tmp_path / "nothing"))
