"""Hidden sides that are given: they belong to what they are sides of, and a part follows them."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
import torch
import trimesh

from partgen.carve import Carver
from partgen.hidden import Hidden, Sides
from partgen.isometric import isometric, look_at
from partgen.isosurface import extract_mesh
from partgen.points import sample_surface
from partgen.seen import Seen, see
from partgen.windowed import WindowGenerator, WindowOptions, load
from partgen.windows import Windows

GROUND, NEAR, FAR = 1, 2, 3
BOXES = {GROUND: ((-1, -0.1, -1), (1, 0, 1)), NEAR: ((0.1, 0, 0.1), (0.7, 0.4, 0.7)), FAR: ((-0.8, 0, -0.8), (-0.2, 0.6, -0.1))}


def box(low: tuple[float, ...], high: tuple[float, ...]) -> trimesh.Trimesh:
    return trimesh.creation.box(bounds=[low, high])


def tile() -> tuple[Seen, torch.Tensor, np.ndarray]:
    """Two boxes on a slab: what is seen of them, points on all that is open of them, and whose these are."""
    meshes = {k: box(*v) for k, v in BOXES.items()}
    together = trimesh.util.concatenate(list(meshes.values()))
    view = isometric(*together.bounds)
    picture, depth, _ = look_at(together, view)
    near = [look_at(m, view)[1] for m in meshes.values()]
    front = np.stack([np.nan_to_num(d, nan=np.inf) for d in near]).argmin(0)
    mask = np.where(np.isfinite(depth), np.array(list(meshes))[front], 0)
    seen = see(picture, depth, view, mask=mask)
    clouds, whose = [], []
    for k, mesh in meshes.items():
        p = sample_surface(mesh, int(1500 * mesh.area), k).numpy()
        inside = p[:, :3] + 1e-3 * p[:, 3:]
        held = [((inside > v[0]) & (inside < v[1])).all(1) for j, v in BOXES.items() if j != k]
        p = p[~np.any(held, 0)]
        clouds.append(p)
        whose.append(np.full(len(p), k))
    cloud = np.concatenate(clouds)
    cloud[:, :3] = (cloud[:, :3] - seen.centre) / seen.size
    return seen, torch.from_numpy(cloud).float(), np.concatenate(whose)


@pytest.mark.parametrize("ground", [GROUND, None])
def test_hidden_sides_belong_to_what_is_seen_of_them(ground: int | None) -> None:
    seen, cloud, whose = tile()
    hidden = Hidden.of(cloud, seen, ground=ground)
    normal = cloud[:, 3:] @ seen.axes[2]
    assert hidden.unseen[normal < -0.1].all(), "no pixel shows what looks away"
    assert hidden.unseen[torch.from_numpy(whose == NEAR) & (normal > 0.3)].float().mean() < 0.02
    for k in BOXES:
        own = hidden.region[torch.from_numpy(whose == k)]
        assert (own == k).float().mean() > 0.9, k
    assert (hidden.region[hidden.of_region(NEAR)] == NEAR).all()


def test_a_field_follows_hidden_sides_whatever_the_network_says() -> None:
    seen, cloud, _ = tile()
    hidden = Hidden.of(cloud, seen, ground=GROUND)
    own = seen.region == FAR
    more = hidden.of_region(FAR)
    window = Windows.around(torch.cat([seen.points[own], hidden.points[more]])[None])
    low, high = ((np.array(v) - seen.centre) / seen.size for v in BOXES[FAR])
    middle, half = (low + high) / 2, (high - low) / 2

    def fat(p: torch.Tensor) -> torch.Tensor:
        place = p.numpy() * float(window.half) + window.centre[0].numpy()
        return torch.from_numpy((np.abs(place - middle) - half - 0.012).max(1) / float(window.half) / 0.15).float().clamp(-1, 1)

    carver = Carver.of(seen, own, window, scale=0.15)
    sides = Sides.of(hidden, FAR, more, window, scale=0.15)
    made = []
    for field in (fat, partial(sides, ask=fat)):
        mesh = extract_mesh(partial(carver, ask=field), 32, coarse=8, close=True)
        at = sample_surface(mesh, 4000, 0)
        behind = (at[:, 3:] @ seen.axes[2] < -0.3) & (at[:, 4] > -0.5)  # walls: no point shows the box's foot
        place = at[behind, :3].numpy() * float(window.half) + window.centre[0].numpy()
        made.append(np.abs((np.abs(place - middle) - half).max(1)))
    assert np.median(made[0]) > 0.01 and np.median(made[1]) < 0.004


def test_sides_say_nothing_of_parts_that_are_small_beside_their_points() -> None:
    seen, cloud, _ = tile()
    hidden = Hidden.of(cloud, seen)
    more, tiny = hidden.of_region(NEAR), Windows(hidden.points[:1, :3], torch.tensor([2 * hidden.spacing]))
    assert not Sides.of(hidden, NEAR, more, tiny, scale=0.15).certain(torch.zeros(1, 3))[1].any()


@pytest.fixture(scope="module")
def maker() -> WindowGenerator:
    return load(device="cpu")


def test_a_part_is_as_deep_as_its_given_surface(maker: WindowGenerator) -> None:
    seen, cloud, _ = tile()
    options = WindowOptions(grid=32)
    leave = [GROUND, NEAR]
    parts = {p.region: p for p in maker.parts(seen, level=0, options=options, surface=cloud, leave=leave)}
    low, high = ((np.array(v) - seen.centre) / seen.size for v in BOXES[FAR])
    assert np.abs(parts[FAR].mesh.bounds - [low, high])[:, [0, 2]].max() < 0.03  # no point shows its foot
    assert parts[FAR].mesh.is_watertight
