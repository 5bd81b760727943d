"""Hidden sides: straight where a building's seen sides are, closed, never worse, and what is proven stays where it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
import pytest
import torch
import trimesh
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from partgen.backs import straightened
from partgen.carve import Carver
from partgen.facades import facades
from partgen.fronts import BOUNDS, enclosed, nodes
from partgen.isometric import AXES, isometric, look_at
from partgen.isosurface import extract_mesh
from partgen.seen import Seen, see
from partgen.windows import Windows

GRID = 32
SCALE = 0.15
Hulls = Sequence[trimesh.Trimesh]


def block(low: Sequence[float], high: Sequence[float], turn: float = 0.0) -> trimesh.Trimesh:
    corners = np.array([[(low, high)[i][0], (low, high)[j][1], (low, high)[k][2]] for i in (0, 1) for j in (0, 1) for k in (0, 1)])
    return turned(corners, turn)


def turned(corners: NDArray[np.float64], turn: float) -> trimesh.Trimesh:
    c, s = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    return trimesh.convex.convex_hull(corners @ np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]]))


def gabled(turn: float = 0.0) -> trimesh.Trimesh:
    plan = np.array([[-0.6, -0.45], [0.6, -0.45], [0.6, 0.45], [-0.6, 0.45]])
    walls = np.concatenate([np.insert(plan, 1, y, 1) for y in (-0.8, 0.1)])
    return turned(np.concatenate([walls, [[-0.6, 0.75, 0.0], [0.6, 0.75, 0.0]]]), turn)


HOUSES: dict[str, Hulls] = {
    "box": [block((-0.5, -0.9, -0.4), (0.5, 0.8, 0.4))],
    "turned": [block((-0.5, -0.9, -0.4), (0.5, 0.8, 0.4), 17)],
    "gabled": [gabled()],
    "gabled and turned": [gabled(-9)],
    "tower on a podium": [block((-0.8, -0.8, -0.8), (0.8, -0.4, 0.8)), block((-0.45, -0.4, -0.45), (0.4, 0.9, 0.4))],
    "two towers": [block((-0.9, -0.8, 0.2), (-0.3, 0.8, 0.8)), block((0.2, -0.8, -0.9), (0.8, 0.7, -0.3))],
}
ROUND: dict[str, Hulls] = {
    "tower": [trimesh.creation.cylinder(0.5, 1.8, sections=48).apply_transform(trimesh.geometry.align_vectors([0, 0, 1], [0, 1, 0]))],
    "dome": [trimesh.creation.icosphere(4, 0.8)],
}


def distance(hulls: Hulls) -> Callable[[NDArray[np.floating]], NDArray[np.float64]]:
    """How far points (n, 3) are outside a union of convex bodies, negative inside."""

    def of(points: NDArray[np.floating]) -> NDArray[np.float64]:
        out = np.full(len(points), np.inf)
        for h in hulls:
            normals, first = np.unique(np.round(h.face_normals, 6), axis=0, return_index=True)
            offset = (h.triangles[first, 0] * normals).sum(1)
            out = np.minimum(out, (points @ normals.T - offset).max(1))
        return out

    return of


class Case:
    """A building, what one picture shows of it, and what a network makes of that whose hidden sides are wavy."""

    def __init__(self, hulls: Hulls, noise: float = 0.1) -> None:
        whole = trimesh.util.concatenate(list(hulls))
        assert isinstance(whole, trimesh.Trimesh)
        view = isometric(whole.bounds[0], whole.bounds[1], margin=1.1)
        picture, depth, face = look_at(whole, view, size=200)
        self.seen: Seen = see(picture, depth, view, mask=(face >= 0).astype(np.int64))
        self.own = torch.nonzero(self.seen.region == 1)[:, 0]
        self.window = Windows.around(self.seen.points[self.own][None])
        self.carver = Carver.of(self.seen, self.seen.region == 1, self.window, scale=SCALE)
        half, centre = float(self.window.half[0]), self.window.centre[0].numpy()
        waves = np.random.default_rng(7).normal(size=(6, 3)) * 3

        def wanted(p: NDArray[np.floating]) -> NDArray[np.float64]:
            place = (np.asarray(p, float) * half + centre) * self.seen.size + self.seen.centre
            return distance(hulls)(place) / (self.seen.size * half)

        def network(p: torch.Tensor) -> torch.Tensor:
            x = p.numpy()
            wavy = wanted(x) + noise * np.sin(x @ waves.T).sum(1) / np.sqrt(6)
            return torch.from_numpy((wavy / SCALE).clip(-1, 1)).float()

        self.truth = (wanted(nodes(GRID)) < 0).reshape((GRID + 1,) * 3)
        self.mesh = extract_mesh(lambda p: self.carver(p, network), GRID, coarse=GRID // 2, close=True)
        field = straightened(self.mesh, network, self.seen, self.own, self.window, grid=GRID, carver=self.carver)
        self.made = None if field is None else extract_mesh(lambda p: self.carver(p, field), GRID, coarse=GRID // 2, close=True)

    def iou(self, mesh: trimesh.Trimesh) -> float:
        inside = enclosed(mesh, GRID)
        return float((inside & self.truth).sum() / (inside | self.truth).sum())


@lru_cache
def case(name: str) -> Case:
    return Case(HOUSES[name])


@pytest.mark.parametrize("name", HOUSES)
def test_buildings_stay_closed_and_come_nearer_to_the_truth(name: str) -> None:
    c = case(name)
    assert c.made is not None
    assert c.made.is_watertight and c.made.volume > 0
    assert c.iou(c.made) > c.iou(c.mesh)


@pytest.mark.parametrize("name", HOUSES)
def test_what_the_picture_proves_does_not_move(name: str) -> None:
    c = case(name)
    assert c.made is not None
    v = np.asarray(c.mesh.vertices)
    at = (v + BOUNDS) * (GRID / (2 * BOUNDS))
    known = np.ones(len(v), bool)
    for end in (np.floor(at + 1e-4), np.ceil(at - 1e-4)):
        node = end * (2 * BOUNDS / GRID) - BOUNDS
        known &= c.carver.certain(torch.from_numpy(node.astype(np.float32)))[1].numpy()
    assert known.sum() > 200
    assert cKDTree(np.asarray(c.made.vertices)).query(v[known])[0].max() < 1e-5


@pytest.mark.parametrize("name", ["box", "turned"])
def test_hidden_walls_of_a_box_are_upright_planes(name: str) -> None:
    c = case(name)
    assert c.made is not None
    normals, area, middle = c.made.face_normals, c.made.area_faces, c.made.triangles_center
    cell = 2 * BOUNDS / GRID
    inner = np.abs(middle[:, 1] - middle[:, 1].mean()) < 0.6 * np.ptp(middle[:, 1]) / 2
    way = facades(c.seen.points[c.own].numpy(), c.seen.weight[c.own].numpy(), AXES[2])
    assert way is not None
    for side in (way.u, way.v):
        back = inner & (normals @ side < -0.9)
        deep = middle[back] @ side
        place = np.median(np.repeat(deep, np.round(area[back] * 1e4).astype(int)))
        near = np.abs(deep - place) < 0.25 * cell
        assert area[back].sum() > 0.1 and area[back][near].sum() > 0.9 * area[back].sum()


@pytest.mark.parametrize("name", ROUND)
def test_what_is_round_is_left_alone(name: str) -> None:
    assert Case(ROUND[name], noise=0.02).made is None


def test_trees_have_no_facades() -> None:
    n = np.random.default_rng(3).normal(size=(500, 3))
    n /= np.linalg.norm(n, axis=1, keepdims=True)
    assert facades(np.c_[n, n], np.ones(500), AXES[2]) is None


def test_facades_are_found_at_any_turn_and_look_at_the_camera() -> None:
    for turn in range(-44, 46, 7):
        t = np.radians(turn) + np.array([0.0, np.pi / 2]).repeat(50)
        n = np.c_[np.cos(t), np.zeros(100), np.sin(t)]
        way = facades(np.c_[n, n], np.ones(100), AXES[2])
        assert way is not None and way.u @ AXES[2] > -1e-6 and way.v @ AXES[2] > -1e-6 and abs(way.u @ way.v) < 1e-9
        off = (np.degrees(np.arctan2(way.u[2], way.u[0])) - turn) % 90
        assert min(off, 90 - off) < 1.6


def test_equal_parts_come_out_equal() -> None:
    a, b = case("turned").made, Case(HOUSES["turned"]).made
    assert a is not None and b is not None
    assert np.asarray(a.vertices).tobytes() == np.asarray(b.vertices).tobytes() and np.array_equal(a.faces, b.faces)
