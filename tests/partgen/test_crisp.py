"""Crisp clean-up: spoiled solids are known again and come nearer to the truth, results are closed and light, parts that touch meet."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Literal

import numpy as np
import pytest
import trimesh
from manifold3d import Manifold, Mesh64
from scipy.ndimage import gaussian_filter
from scipy.spatial import cKDTree

from partgen.crisp import Crisped, crisp, crisp_parts
from partgen.errors import PartgenError
from partgen.isosurface import as_mesh, polygonise
from partgen.voxels import solid_voxels

N = 56
VOXEL = 2 / N
Sdf = Callable[[np.ndarray], np.ndarray]


def box(half: tuple[float, float, float], *, turn: float = 0.0, at: tuple[float, float, float] = (0, 0, 0)) -> Sdf:
    c, s = np.cos(turn), np.sin(turn)
    matrix = np.array([[c, 0, -s], [0, 1, 0], [s, 0, c]])

    def sdf(p: np.ndarray) -> np.ndarray:
        d = np.abs((p - at) @ matrix.T) - half
        return np.linalg.norm(np.maximum(d, 0), axis=-1) + np.minimum(d.max(-1), 0)

    return sdf


def planes(normals: np.ndarray, offsets: np.ndarray) -> Sdf:
    n = normals / np.linalg.norm(normals, axis=1)[:, None]
    return lambda p: (p @ n.T - offsets).max(-1)


def gable() -> Sdf:
    n = np.array([(1, 0, 0), (-1, 0, 0), (0, -1, 0), (0, 1.0, 1.0), (0, 1.0, -1.0)])
    return planes(n, np.array([0.75, 0.75, 0.35, 0.28, 0.28]))


def hexagon() -> Sdf:
    t = np.pi / 3 * np.arange(6)
    n = np.concatenate([np.c_[np.cos(t), 0 * t, np.sin(t)], [(0, 1, 0), (0, -1, 0)]])
    return planes(n, np.r_[np.full(6, 0.5), 0.7, 0.7])


def corner() -> Sdf:
    a, b = box((0.75, 0.5, 0.2), at=(0, 0, -0.5)), box((0.2, 0.5, 0.7), at=(-0.55, 0, 0))
    return lambda p: np.minimum(a(p), b(p))


def arch() -> Sdf:
    a, b = box((0.8, 0.75, 0.2)), box((0.3, 0.6, 0.5), at=(0, -0.5, 0))
    return lambda p: np.maximum(a(p), -b(p))


def cylinder(p: np.ndarray) -> np.ndarray:
    return np.maximum(np.hypot(p[..., 0], p[..., 2]) - 0.55, np.abs(p[..., 1]) - 0.7)


def cone(p: np.ndarray) -> np.ndarray:
    return np.maximum((np.hypot(p[..., 0], p[..., 2]) - 0.35 * (0.7 - p[..., 1])) / 1.06, np.abs(p[..., 1]) - 0.7)


def ball(p: np.ndarray) -> np.ndarray:
    return np.linalg.norm(p, axis=-1) - 0.7


def rock(p: np.ndarray) -> np.ndarray:
    x, y, z = np.moveaxis(p, -1, 0)
    bumps = 0.12 * np.sin(4.1 * x + 1) * np.cos(3.3 * z) + 0.1 * np.sin(5.2 * y + 2 * x) + 0.08 * np.cos(4.7 * z - 3 * y)
    return np.sqrt(x**2 + (y / 0.7) ** 2 + (z / 0.85) ** 2) - 0.62 + bumps


SOLIDS: dict[str, tuple[Sdf, set[str]]] = {
    "box": (box((0.7, 0.45, 0.5)), {"box"}),
    "turned box": (box((0.6, 0.5, 0.4), turn=0.4), {"box"}),
    "gable": (gable(), {"prism"}),
    "hexagon": (hexagon(), {"prism", "cylinder"}),
    "corner": (corner(), {"prism"}),
    "arch": (arch(), {"prism"}),
    "cylinder": (cylinder, {"cylinder"}),
    "cone": (cone, {"cone"}),
    "ball": (ball, {"sphere"}),
}


def centres(n: int) -> np.ndarray:
    axis = (np.arange(n) + 0.5) * (2 / n) - 1
    return np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), -1)


def extracted(sdf: Sdf, *, seed: int, noise: float = 0.35) -> trimesh.Trimesh:
    """As a small decoder gives it: blurred by a voxel, disturbed by smooth noise."""
    field = gaussian_filter(sdf(centres(N)) / VOXEL, 1.0)
    wave = gaussian_filter(np.random.default_rng(seed).standard_normal((N,) * 3), 5.0)
    field = field + noise * wave / wave.std()
    vertices, faces = polygonise(np.pad(field.astype(np.float32), 1, constant_values=5.0))
    return as_mesh((vertices - 0.5) * VOXEL - 1, faces)


@lru_cache(maxsize=32)
def spoiled(name: str, seed: int = 0) -> trimesh.Trimesh:
    return extracted({**{k: v[0] for k, v in SOLIDS.items()}, "rock": rock}[name], seed=seed)


def iou(mesh: trimesh.Trimesh, sdf: Sdf) -> float:
    have, want = solid_voxels(np.asarray(mesh.vertices)[mesh.faces], 80), sdf(centres(80)) < 0
    return float((have & want).sum() / (have | want).sum())


def clean(mesh: trimesh.Trimesh, max_faces: int = 600) -> Crisped:
    return crisp(mesh, tolerance=1.5 * VOXEL, max_faces=max_faces)


def shared(a: trimesh.Trimesh, b: trimesh.Trimesh) -> float:
    one, two = (Manifold(Mesh64(np.array(m.vertices), np.array(m.faces, np.uint64))) for m in (a, b))
    return float((one ^ two).volume())


@pytest.mark.parametrize("name", SOLIDS)
def test_a_spoiled_solid_is_known_again_and_nearer_to_the_truth(name: str) -> None:
    sdf, kinds = SOLIDS[name]
    made = clean(spoiled(name))
    assert made.kind in kinds
    assert iou(made.mesh, sdf) > iou(spoiled(name), sdf) + 0.004
    assert made.mesh.is_watertight
    assert made.mesh.volume > 0
    assert made.faces == (len(spoiled(name).faces), len(made.mesh.faces))


def test_a_box_has_twelve_faces_and_square_corners() -> None:
    mesh = clean(spoiled("turned box")).mesh
    assert len(mesh.faces) == 12
    dots = np.abs(mesh.face_normals @ mesh.face_normals.T)
    assert ((dots > 1 - 1e-9) | (dots < 1e-6)).all()
    assert np.ptp(mesh.vertices[:, 1]) == pytest.approx(1.0, abs=VOXEL)


def test_a_rock_is_left_smooth() -> None:
    made = clean(spoiled("rock"))
    assert made.kind == "simplified"
    assert len(made.mesh.faces) <= 600
    assert iou(made.mesh, rock) > iou(spoiled("rock"), rock) - 0.002


@pytest.mark.parametrize("name", ["box", "corner", "cone", "rock"])
def test_moved_is_what_it_says(name: str) -> None:
    before, made = spoiled(name), clean(spoiled(name))
    a, b = (np.concatenate([m.sample(60_000, seed=1), m.vertices]) for m in (before, made.mesh))
    there, back = cKDTree(b).query(a[:60_000])[0], cKDTree(a).query(b[:60_000])[0]
    corners = cKDTree(a).query(made.mesh.vertices)[0]
    assert made.moved == pytest.approx(max(there.max(), back.max(), corners.max()), abs=0.5 * VOXEL)
    assert made.mean_moved == pytest.approx((there.mean() + back.mean()) / 2, abs=0.15 * VOXEL)


@pytest.mark.parametrize("most", [12, 40, 200])
@pytest.mark.parametrize("name", ["box", "corner", "cylinder", "rock"])
def test_the_budget_is_kept_and_the_surface_closed(name: str, most: int) -> None:
    made = clean(spoiled(name), most)
    assert len(made.mesh.faces) <= most
    assert made.mesh.is_watertight
    assert made.mesh.volume > 0.5 * spoiled(name).volume


def test_wild_surfaces_come_out_closed() -> None:
    wave = gaussian_filter(np.random.default_rng(3).standard_normal((N,) * 3), 2.5)
    vertices, faces = polygonise(np.pad((wave / wave.std() + 0.6).astype(np.float32), 1, constant_values=5.0))
    made = clean(as_mesh((vertices - 0.5) * VOXEL - 1, faces))
    assert made.mesh.is_watertight
    assert made.mesh.volume > 0
    assert len(made.mesh.faces) <= 600


def test_a_cavity_stays_one() -> None:
    outer, inner = box((0.8, 0.7, 0.75)), box((0.4, 0.35, 0.4))
    made = clean(extracted(lambda p: np.maximum(outer(p), -inner(p)), seed=4))
    assert made.mesh.is_watertight
    assert made.mesh.volume == pytest.approx(8 * (0.8 * 0.7 * 0.75 - 0.4 * 0.35 * 0.4), rel=0.05)
    assert len(made.mesh.faces) <= 28


def test_scale_and_frame_change_nothing() -> None:
    mesh = spoiled("corner")
    plain = clean(mesh)
    large = crisp(as_mesh(np.asarray(mesh.vertices) * 12 + (3, 50, -7), mesh.faces), tolerance=18 * VOXEL)
    assert large.kind == plain.kind
    assert large.mesh.volume == pytest.approx(plain.mesh.volume * 12**3, rel=0.01)
    z_up = np.asarray(mesh.vertices)[:, [2, 0, 1]]
    turned = crisp(as_mesh(z_up, mesh.faces), tolerance=1.5 * VOXEL, up=(0, 0, 1))
    assert turned.kind == plain.kind
    assert turned.mesh.volume == pytest.approx(plain.mesh.volume, rel=0.01)


def test_the_same_mesh_gives_the_same_part() -> None:
    one, two = clean(spoiled("arch")), clean(spoiled("arch").copy())
    assert np.array_equal(one.mesh.vertices, two.mesh.vertices)
    assert np.array_equal(one.mesh.faces, two.mesh.faces)


def open_box() -> trimesh.Trimesh:
    whole = trimesh.creation.box((1, 1, 1))
    return as_mesh(whole.vertices, whole.faces[:-1])


def garbage() -> dict[str, trimesh.Trimesh]:
    whole = trimesh.creation.box((1, 1, 1))
    bad = np.array(whole.vertices)
    bad[0, 0] = np.nan
    return {
        "open": open_box(),
        "nan": as_mesh(bad, whole.faces),
        "inside out": as_mesh(whole.vertices, whole.faces[:, ::-1]),
        "flat": as_mesh(np.array(whole.vertices) * (1, 1, 0), whole.faces),
        "empty": as_mesh(np.zeros((0, 3)), np.zeros((0, 3), np.int64)),
    }


@pytest.mark.parametrize("name", garbage())
def test_garbage_is_kept(name: str) -> None:
    mesh = garbage()[name]
    for made in (crisp(mesh, tolerance=0.05), crisp_parts([mesh, spoiled("box")], tolerance=1.5 * VOXEL)[0]):
        assert made.kind == "kept"
        assert np.array_equal(made.mesh.vertices, mesh.vertices, equal_nan=True)
        assert np.array_equal(made.mesh.faces, mesh.faces)
        assert made.moved == 0


def test_bad_wishes_are_refused() -> None:
    with pytest.raises(PartgenError, match="tolerance must be a length above 0"):
        crisp(spoiled("box"), tolerance=0.0)
    with pytest.raises(PartgenError, match="at least 12"):
        crisp_parts([spoiled("box")], tolerance=0.05, max_faces=8)
    with pytest.raises(PartgenError, match="cut must be one of all, slight, none"):
        crisp_parts([spoiled("box")], tolerance=0.05, cut="some")  # type: ignore[arg-type]
    with pytest.raises(PartgenError, match="up must be"):
        crisp(spoiled("box"), tolerance=0.05, up=(0, 0, 0))


def test_nothing_gives_nothing() -> None:
    assert crisp_parts([], tolerance=0.05) == []


@pytest.mark.parametrize("gap", [-1.0, 0.8])
def test_parts_that_all_but_touch_meet(gap: float) -> None:
    low = extracted(box((0.6, 0.3, 0.5), at=(0, -0.4, 0)), seed=5)
    high = extracted(box((0.4, 0.3, 0.3), at=(0, 0.2 + gap * VOXEL, 0)), seed=6)
    below, above = crisp_parts([low, high], tolerance=1.5 * VOXEL)
    assert above.mesh.bounds[0, 1] == pytest.approx(below.mesh.bounds[1, 1], abs=1e-9)
    assert shared(below.mesh, above.mesh) < 1e-9
    assert (below.kind, above.kind) == ("box", "box")


@pytest.mark.parametrize("cut", ["all", "slight", "none"])
def test_what_two_parts_share_stays_with_the_smaller(cut: Literal["all", "slight", "none"]) -> None:
    wall = extracted(box((0.8, 0.6, 0.3)), seed=7)
    door = extracted(box((0.25, 0.4, 0.2), at=(0, -0.1, 0.3)), seed=8)
    alone = clean(door)
    big, small = crisp_parts([wall, door], tolerance=1.5 * VOXEL, cut=cut)
    assert small.mesh.volume == pytest.approx(alone.mesh.volume, rel=0.1)
    if cut == "all":
        assert big.mesh.volume < clean(wall).mesh.volume - 0.5 * 0.5 * 0.8 * 0.2
        assert shared(big.mesh, small.mesh) < 1e-6
    else:  # the door is let into the wall by far more than a voxel
        assert big.mesh.volume == pytest.approx(clean(wall).mesh.volume, rel=0.02)
        assert shared(big.mesh, small.mesh) == pytest.approx(0.5 * 0.8 * 0.2, rel=0.25)
    for part in (big, small):
        assert part.mesh.is_watertight
        assert part.mesh.volume > 0
        assert len(part.mesh.faces) <= 600


def test_slight_overlaps_go() -> None:
    floor = extracted(box((0.7, 0.2, 0.6), at=(0, -0.5, 0)), seed=10)
    stone = extracted(lambda p: rock(p * 1.6 + (0, 0.13, 0)), seed=11)
    low, high = crisp_parts([floor, stone], tolerance=1.5 * VOXEL)
    assert shared(clean(floor).mesh, clean(stone).mesh) > 1e-4
    assert shared(low.mesh, high.mesh) < 1e-6
    assert min(low.mesh.volume, high.mesh.volume) > 0
    assert low.mesh.is_watertight and high.mesh.is_watertight


def test_a_part_within_another_leaves_both() -> None:
    outer, inner = spoiled("box"), extracted(box((0.3, 0.25, 0.25)), seed=9)
    made = crisp_parts([outer, inner, outer], tolerance=1.5 * VOXEL, cut="all")
    assert all(m.mesh.is_watertight and m.mesh.volume > 0 for m in made)
    assert made[1].mesh.volume == pytest.approx(8 * 0.3 * 0.25 * 0.25, rel=0.15)
