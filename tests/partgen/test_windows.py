"""Windows, shells and pictures of windows: there and back, only what is inside, what the camera shows."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from partgen.errors import PartgenError
from partgen.pictures import crops
from partgen.seen import View, see
from partgen.windows import MARGIN, Windows, cropped


def noise(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def test_into_a_window_and_back_is_nothing() -> None:
    cloud = noise(3, 40, 6)
    x = Windows.around(cloud)
    assert torch.allclose(x.out_of(x.into(cloud)), cloud, atol=1e-5)
    inner = x.into(cloud)[..., :3].abs().amax((1, 2))
    assert torch.allclose(inner, torch.full((3,), 1 / MARGIN), atol=1e-5)
    assert torch.equal(x.into(cloud)[..., 3:], cloud[..., 3:])


def test_a_window_of_a_window_is_the_two_after_each_other() -> None:
    cloud = noise(2, 30, 6, seed=1)
    outer = Windows(noise(2, 3, seed=2), torch.tensor([0.5, 2.0]))
    inner = Windows(noise(2, 3, seed=3) * 0.1, torch.tensor([0.3, 0.7]))
    assert torch.allclose(inner.into(outer.into(cloud)), inner.within(outer.centre, outer.half).into(cloud), atol=1e-4)


def test_cropped_draws_only_what_is_inside_and_says_where_nothing_is() -> None:
    cloud = torch.cat([noise(1, 200, 6, seed=4), torch.full((1, 200, 6), 9.0), torch.zeros(1, 200, 6)])
    out, some = cropped(cloud, 64, generator=torch.Generator().manual_seed(0))
    assert some.tolist() == [True, False, False]
    assert (out[0, :, :3].abs() <= 1.15).all() and not out[1:].any()
    own = {tuple(p) for p in cloud[0].tolist()}
    assert {tuple(p) for p in out[0].tolist()} <= own


AXES = np.array([[np.sqrt(0.5), 0, -np.sqrt(0.5)], [-np.sqrt(1 / 6), np.sqrt(2 / 3), -np.sqrt(1 / 6)], [np.sqrt(1 / 3)] * 3])


def box_depth(size: int, span: float) -> np.ndarray:
    """Depth of the cube [-1, 1]^3 seen along (1, 1, 1): slabs of a ray."""
    step = (np.arange(size) + 0.5) / size * span - span / 2
    start = step[None, :, None] * AXES[0] - step[:, None, None] * AXES[1]
    t = (np.array([1.0, 1, 1]) - start) / AXES[2]
    low = (np.array([-1.0, -1, -1]) - start) / AXES[2]
    near, far = t.min(-1), low.max(-1)
    return np.where(near > far, -near, np.nan)


def test_a_cube_is_seen_as_three_of_its_faces() -> None:
    depth = box_depth(128, 4.0)
    picture = np.full((128, 128, 3), 255, np.uint8)
    mask = np.isfinite(depth).astype(np.int64) * 7
    seen = see(picture, depth, View(AXES, np.zeros(3), 4.0), mask=mask)
    p, n = seen.points[:, :3], seen.points[:, 3:]
    on_face = (p - 1).abs().amin(1)
    assert seen.regions() == [7] and on_face.max() < 0.05
    assert (n.amax(1) > 0.999).float().mean() > 0.97  # each normal is an axis but for a few pixels on edges
    back = p.numpy() * seen.size + seen.centre
    assert np.abs(back.max(0) - 1).max() < 0.05 and back.min() > -1.05
    share = torch.tensor([(n.argmax(1) == k).float().mean() for k in range(3)])
    assert share.min() > 0.3


def test_points_project_into_their_own_pixels() -> None:
    depth = box_depth(90, 5.0)
    seen = see(np.zeros((90, 90, 3), np.uint8), depth, View(AXES, np.zeros(3), 5.0), largest=45)
    s = seen.picture.shape[0]
    uv = (seen.points[:, :3] @ seen.axes[:2].T - seen.middle) * s / seen.span
    rows, columns = torch.nonzero(seen.shown, as_tuple=True)
    assert s == 45
    assert (s / 2 + uv[:, 0] - 0.5 - columns).abs().max() < 1e-2 and (s / 2 - uv[:, 1] - 0.5 - rows).abs().max() < 1e-2


def test_bad_pictures_are_told() -> None:
    view = View(AXES, np.zeros(3), 4.0)
    with pytest.raises(PartgenError, match="one shape"):
        see(np.zeros((8, 8, 3), np.uint8), np.zeros((9, 9)), view)
    with pytest.raises(PartgenError, match="shows nothing"):
        see(np.zeros((8, 8, 3), np.uint8), np.full((8, 8), np.nan), view)
    with pytest.raises(PartgenError, match="square"):
        see(np.zeros((8, 9, 3), np.uint8), np.zeros((8, 9)), view)


def test_a_crop_of_the_whole_frame_is_the_picture_and_the_part_stands_alone() -> None:
    picture = torch.full((1, 64, 64, 3), 255, dtype=torch.uint8)
    picture[0, 20:40, 24:44] = torch.tensor([200, 30, 30], dtype=torch.uint8)
    mask = torch.zeros(1, 64, 64, dtype=torch.uint8)
    mask[0, 20:40, 24:34] = 3
    axes = torch.from_numpy(AXES).float()[None]
    out = crops(picture, mask, axes, torch.tensor([2 * 1.62]), torch.zeros(1, 2), Windows.whole(1), torch.tensor([3]), size=64)
    assert torch.equal(out[0, 0], picture[0])
    part = out[0, 1]
    assert (part[20:40, 24:33, 0] == 200).all() and (part[:, 35:] == 255).all()
    half = Windows(torch.zeros(1, 3), torch.tensor([0.5]))
    near = crops(picture, mask, axes, torch.tensor([2 * 1.62]), torch.zeros(1, 2), half, torch.tensor([0]), size=64)
    assert (near[0, 1] == 255).all()
    assert (near[0, 0, :, :, 0] < 230).sum() > 3.5 * (picture[0, :, :, 0] < 230).sum()


def test_scattered_points_fall_into_pieces_and_a_cut_box_does_not() -> None:
    from partgen.pieces import pieces

    rng = np.random.default_rng(0)
    spots = rng.uniform(-1, 1, (5, 3)) * (1, 0, 1) * 3
    cloud = np.concatenate([p + rng.uniform(-0.1, 0.1, (40 - 4 * k, 3)) for k, p in enumerate(spots)])
    found = pieces(cloud)
    assert [len(p) for p in found] == [40, 36, 32, 28, 24]
    assert sorted(np.concatenate(found).tolist()) == list(range(len(cloud)))
    wall = rng.uniform(0, 1, (4000, 3)) * (4, 2, 3)
    cut = wall[(wall[:, 0] < 1.6) | (wall[:, 0] > 2.4)]  # a tree stood before it
    assert [len(p) for p in pieces(cut)] == [len(cut)]
