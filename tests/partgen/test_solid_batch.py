"""Batches of solids: inside tests, clouds, distances and pictures against plain twins."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import trimesh

from partgen.errors import PartgenError
from partgen.solid_batch import Picks, Shape, SolidBatch, containing, inside, pack, shape_of, shape_of_columns, spread
from partgen.solid_clouds import closest, clouds, signed_distance
from partgen.solid_pictures import Views, depths
from partgen.solids import Solid, ball, beam, box, cone, cylinder, dome, gable, hull, rod

PARTS: list[list[Solid]] = [
    [box(6, 6, 0.5, at=(0, 0, -0.5))],
    [box(2, 2, 1.5), box(1, 3, 1.0, at=(0.2, 0.3, 0))],
    [gable(2.4, 2.4, 0.9, at=(0, 0, 1.5)), box(0.3, 0.3, 1.2, at=(0.5, 0.4, 1.4))],
    [cylinder(0.2, 1.0, at=(2, 2, 0)), ball(0.8, 0.7, 0.9, at=(2, 2, 1.6))],
    [cone(0.6, 1.2, at=(-2, 2, 0)), rod((-2, -2, 0), (-1.4, -1.5, 1), 0.1), beam((-2, -2, 0.1), (-2, 1, 0.4), 0.2, 0.3)],
    [dome(0.7, at=(2, -2, 0)).scaled(1, -1, 1).moved(0, -4.2, 0)],
]


def rotation(k: float) -> np.ndarray:
    m = np.eye(4)
    m[:2, :2] = [[np.cos(k), -np.sin(k)], [np.sin(k), np.cos(k)]]
    m[:3, 3] = (0.3, -0.2, 0.1)
    return m


@pytest.fixture(scope="module")
def shapes() -> list[Shape]:
    return [shape_of(PARTS), shape_of(PARTS, [rotation(0.4)] * len(PARTS)), shape_of(PARTS[::-1][:4])]


@pytest.fixture(scope="module")
def batch(shapes: list[Shape]) -> SolidBatch:
    return pack(shapes)


def union(parts: list[list[Solid]]) -> trimesh.Trimesh:
    """The union by manifold3d, the reference."""
    from manifold3d import Manifold, Mesh, OpType

    solids = [Manifold(Mesh(v.astype(np.float32), f.astype(np.uint32))) for v, f in (s.mesh() for p in parts for s in p)]
    m = Manifold.batch_boolean(solids, OpType.Add).to_mesh()
    return trimesh.Trimesh(np.asarray(m.vert_properties)[:, :3], np.asarray(m.tri_verts), process=False)


def nearest(mesh: trimesh.Trimesh, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Distance (n,) of points to a mesh and the nearest face (n,), by trying every face."""
    far, face = np.empty(len(points)), np.empty(len(points), int)
    tri = np.asarray(mesh.triangles)
    for k in range(0, len(points), 100):
        p = points[k : k + 100]
        foot = trimesh.triangles.closest_point(np.tile(tri, (len(p), 1, 1)), np.repeat(p, len(tri), 0))
        d = np.linalg.norm(foot - np.repeat(p, len(tri), 0), axis=1).reshape(len(p), -1)
        far[k : k + 100], face[k : k + 100] = d.min(1), d.argmin(1)
    return far, face


def plain_inside(parts: list[list[Solid]], points: np.ndarray) -> np.ndarray:
    """Half-space tests of the solids' meshes, one by one."""
    out = np.zeros(len(points), bool)
    for s in (s for p in parts for s in p):
        v, f = s.mesh()
        n = np.cross(v[f[:, 1]] - v[f[:, 0]], v[f[:, 2]] - v[f[:, 0]])
        out |= ((points[:, None] - v[f[:, 0]]) * n).sum(-1).max(1) <= 0
    return out


def random_points(n: int, seed: int = 0) -> torch.Tensor:
    return torch.from_numpy(np.random.default_rng(seed).uniform((-3.3, -3.3, -0.8), (3.3, 3.3, 3.2), (n, 3)).astype(np.float32))


def test_faces_look_outwards_and_planes_hold_their_corners(shapes: list[Shape]) -> None:
    for s in shapes:
        for k in range(len(s.box)):
            planes = s.planes[s.plane_solid == k]
            assert np.allclose(np.linalg.norm(planes[:, :3], axis=1), 1)
            assert (planes[:, :3] @ s.box[k].mean(0) + planes[:, 3]).max() < 0  # the boxes' middles are inside here
    whole = shapes[0]
    for k, part in enumerate(PARTS):
        f = whole.faces[whole.face_part == k]
        a, b, c = whole.vertices[f].transpose(1, 0, 2)
        volume = np.einsum("ij,ij->", a, np.cross(b, c)) / 6
        want = sum(trimesh.Trimesh(*s.mesh(), process=False).volume for s in part)
        assert volume == pytest.approx(want, rel=1e-9)
    assert len(whole.planes[whole.plane_solid == 0]) == 6


def test_inside_is_the_plain_test(batch: SolidBatch) -> None:
    p = random_points(4000)
    found = inside(batch, p, Picks.wholes(batch), torch.zeros(len(p), dtype=torch.int64))
    assert (found.numpy() == plain_inside(PARTS, p.numpy().astype(float))).all()
    singles = Picks.singles(batch)
    for k in range(len(PARTS)):
        found = inside(batch, p, singles, torch.full((len(p),), k))
        assert (found.numpy() == plain_inside([PARTS[k]], p.numpy().astype(float))).all()
    far = torch.tensor([[100.0, 0, 0], [0, 0, -50.0]])
    assert not len(containing(batch, far, Picks.wholes(batch), torch.tensor([0, 1]))[0])


def test_scenes_of_a_batch_do_not_touch_each_other(shapes: list[Shape], batch: SolidBatch) -> None:
    p = random_points(1500, 3)
    for k, s in enumerate(shapes):
        alone = pack([s])
        a = inside(alone, p, Picks.wholes(alone), torch.zeros(len(p), dtype=torch.int64))
        assert torch.equal(a, inside(batch, p, Picks.wholes(batch), torch.full((len(p),), k)))
        views = camera(96, 1)
        one, all_ = depths(alone, Picks.wholes(alone), views), depths(batch, Picks.wholes(batch), camera(96, len(shapes)))
        assert torch.equal(one.part(alone)[0], all_.part(batch)[k])


def test_clouds_lie_on_the_exposed_surface_in_proportion_to_its_area(batch: SolidBatch) -> None:
    n = 20_000
    cloud = clouds(batch, Picks.wholes(batch), n, generator=torch.Generator().manual_seed(1))
    assert cloud.shape == (3, n, 6)
    mesh = union(PARTS)
    xyz, normal = cloud[0, :, :3].numpy().astype(float), cloud[0, :, 3:].numpy().astype(float)
    assert np.allclose(np.linalg.norm(normal, axis=1), 1, atol=1e-5)
    far, face = nearest(mesh, xyz[:1000])
    assert far.max() < 2e-3
    assert (np.einsum("ij,ij->i", mesh.face_normals[face], normal[:1000]) > 0.999).mean() > 0.98  # the rest lies on edges
    # shares of area by height and by direction
    centre = mesh.triangles_center
    for name, of_mesh, of_cloud in (
        ("up", mesh.face_normals[:, 2] > 0.5, normal[:, 2] > 0.5),
        ("down", mesh.face_normals[:, 2] < -0.5, normal[:, 2] < -0.5),
        ("high", centre[:, 2] > 1.0, None),
    ):
        share = mesh.area_faces[of_mesh].sum() / mesh.area
        if of_cloud is not None:
            assert of_cloud.mean() == pytest.approx(share, abs=0.015), name


def test_clouds_of_single_parts_and_of_nothing(batch: SolidBatch) -> None:
    g = torch.Generator().manual_seed(2)
    picks = Picks.singles(batch)
    cloud = clouds(batch, picks, 300, generator=g)
    for k, part in enumerate(PARTS):
        far, _ = nearest(union([part]), cloud[k, :, :3].numpy().astype(float))
        assert far.max() < 2e-3, k
    none = Picks(torch.tensor([0]), torch.zeros(1, len(PARTS), dtype=torch.bool))
    assert not clouds(batch, none, 10).any()


def test_the_same_generator_gives_the_same_cloud(batch: SolidBatch) -> None:
    a, b = (clouds(batch, Picks.wholes(batch), 500, generator=torch.Generator().manual_seed(7)) for _ in range(2))
    assert torch.equal(a, b)


def test_coinciding_faces_count_once() -> None:
    twice = pack([shape_of([[box(1, 1, 1)], [box(1, 1, 1)]])])
    once = pack([shape_of([[box(1, 1, 1)]])])
    for b in (twice, once):
        c = clouds(b, Picks.wholes(b), 6000, generator=torch.Generator().manual_seed(3))[0]
        assert (c[:, 5] > 0.5).float().mean().item() == pytest.approx(1 / 6, abs=0.02)


def test_signed_distance(batch: SolidBatch) -> None:
    band = 0.3
    g = np.random.default_rng(5)
    mesh = union(PARTS)
    near = trimesh.sample.sample_surface(mesh, 900, seed=1)[0] + g.normal(0, 0.12, (900, 3))
    points = torch.from_numpy(np.concatenate([near, random_points(400, 8).numpy()]).astype(np.float32))
    d = signed_distance(batch, Picks(torch.tensor([0])), points[None], band=band)[0].numpy()
    within = plain_inside(PARTS, points.numpy().astype(float))
    assert ((d < 0) == within).all() or (np.abs(d[(d < 0) != within]) < 1e-5).all()
    true, _ = nearest(mesh, points.numpy().astype(float))
    out = ~within
    assert np.abs(d[out] - np.minimum(true[out], band)).max() < 1e-4
    error = np.abs(d[within]) - np.minimum(true[within], band)
    assert error.min() > -1.5e-3  # never too small
    assert (error < 1e-3).mean() > 0.97 and error.max() <= band


def test_closest_point_of_a_triangle() -> None:
    g = torch.Generator().manual_seed(0)
    tri, p = torch.rand(400, 3, 3, generator=g, dtype=torch.float64), torch.rand(400, 3, generator=g, dtype=torch.float64) * 2 - 0.5
    found = closest(p, tri).numpy()
    want = trimesh.triangles.closest_point(tri.numpy(), p.numpy())
    assert np.abs(found - want).max() < 1e-9


def camera(size: int, m: int, span: float = 9.0) -> Views:
    a, e = np.radians(-45), np.arctan(1 / np.sqrt(2))
    back = np.array([np.cos(e) * np.cos(a), np.cos(e) * np.sin(a), np.sin(e)])
    right = np.array([-np.sin(a), np.cos(a), 0.0])
    axes = torch.from_numpy(np.stack([right, np.cross(back, right), back])).expand(m, 3, 3)
    return Views(
        axes, torch.tensor([[0.0, 0.0, 0.8]], dtype=torch.float64).expand(m, 3), torch.full((m,), size / span).double(), size, size
    )


def test_pictures_are_what_rays_meet(batch: SolidBatch) -> None:
    size = 80
    views = camera(size, 3)
    seen = depths(batch, Picks.wholes(batch), views)
    triangles, owner = [], []
    for k, part in enumerate(PARTS):
        for s in part:
            v, f = s.mesh()
            triangles.append(v[f])
            owner += [k] * len(f)
    tri = np.concatenate(triangles)
    right, up, back = views.axes[0].numpy()
    y, x = np.divmod(np.arange(size * size), size)
    scale, target = float(views.scale[0]), views.target[0].numpy()
    origin = target + ((x + 0.5 - size / 2) / scale)[:, None] * right + ((size / 2 - y - 0.5) / scale)[:, None] * up + 50 * back
    from cityscape.look.tracer import PlainTracer

    t = PlainTracer(tri.reshape(-1, 3), np.arange(3 * len(tri)).reshape(-1, 3)).distances(origin, -back)
    depth = t.min(1) - 50
    part = np.where(np.isfinite(depth), np.array(owner)[t.argmin(1)], -1)
    mine = seen.depth[0].numpy().ravel()
    assert (np.isfinite(depth) == ~np.isnan(mine)).mean() > 0.999
    both = np.isfinite(depth) & ~np.isnan(mine)
    assert np.abs(depth - mine)[both].max() < 1e-4 and (seen.part(batch)[0].numpy().ravel() == part)[both].mean() > 0.999
    # points and normals
    points, normal = views.points(seen.depth)[0].reshape(-1, 3)[torch.from_numpy(both)], seen.normal(batch)[0].reshape(-1, 3)
    assert not inside(
        batch, points + normal[torch.from_numpy(both)] * 2e-3, Picks.wholes(batch), torch.zeros(len(points), dtype=torch.int64)
    ).any()


def test_pictures_of_some_parts(batch: SolidBatch) -> None:
    mask = torch.zeros(2, len(PARTS), dtype=torch.bool)
    mask[0, [1, 2]] = True
    mask[1, 3] = True
    picks = Picks(torch.tensor([0, 0]), mask)
    seen = depths(batch, picks, camera(64, 2)).part(batch)
    assert set(seen[0].unique().tolist()) == {-1, 1, 2} and set(seen[1].unique().tolist()) == {-1, 3}
    alone = pack([shape_of([PARTS[3]])])
    assert torch.equal(depths(alone, Picks.wholes(alone), camera(64, 1)).part(alone)[0] == 0, seen[1] == 3)


def test_columns_hold_what_their_surface_closes() -> None:
    v = np.array([(0, 0, 1), (2, 0, 1.5), (2, 2, 1), (0, 2, 0.8), (0, 0, 0), (2, 0, 0), (2, 2, 0), (0, 2, 0)], float)
    faces = np.array(
        [(0, 1, 2), (0, 2, 3), (4, 6, 5), (4, 7, 6), (0, 4, 5), (0, 5, 1), (1, 5, 6), (1, 6, 2), (2, 6, 7), (2, 7, 3), (3, 7, 4), (3, 4, 0)]
    )
    s = shape_of_columns(v, faces, np.array([(0, 1, 2, 4, 5, 6), (0, 2, 3, 4, 6, 7)]))
    b = pack([s])
    p = torch.from_numpy(np.random.default_rng(0).uniform((-0.2, -0.2, -0.2), (2.2, 2.2, 1.7), (3000, 3)).astype(np.float32))
    mesh = trimesh.Trimesh(v, faces, process=False)
    assert mesh.is_watertight and mesh.volume > 0
    found = inside(b, p, Picks.wholes(b), torch.zeros(len(p), dtype=torch.int64)).numpy()
    x, y, z = p.numpy().astype(float).T
    top = np.where(x > y, 1 + 0.25 * x - 0.25 * y, 1 + 0.1 * x - 0.1 * y)  # the two triangles' planes
    want = (x >= 0) & (x <= 2) & (y >= 0) & (y <= 2) & (z >= 0) & (z <= top)
    assert (found == want).mean() > 0.999


def test_moving_keeping_and_regrouping(shapes: list[Shape]) -> None:
    s = shapes[0]
    mirror = np.diag([-1.0, 1, 1, 1])
    p = random_points(1500, 4)
    b, m = pack([s]), pack([s.moved(mirror)])
    zero = torch.zeros(len(p), dtype=torch.int64)
    assert torch.equal(inside(b, p, Picks.wholes(b), zero), inside(m, p * torch.tensor([-1.0, 1, 1]), Picks.wholes(m), zero))
    turned = pack([s.moved(rotation(0.4))])
    q = torch.from_numpy((p.numpy() @ rotation(0.4)[:3, :3].T + rotation(0.4)[:3, 3]).astype(np.float32))
    assert (inside(b, p, Picks.wholes(b), zero) == inside(turned, q, Picks.wholes(turned), zero)).float().mean() > 0.999
    keep = np.array([True, False, True, False, True, True])
    kept = pack([s.only(keep)])
    assert torch.equal(
        inside(kept, p, Picks.wholes(kept), zero), inside(b, p, Picks(torch.tensor([0]), torch.from_numpy(keep)[None]), zero)
    )
    grouped = s.regrouped(np.array([0, 1, 1, 0, 2, 2]), 3)
    g = pack([grouped])
    assert torch.equal(inside(g, p, Picks.wholes(g), zero), inside(b, p, Picks.wholes(b), zero))
    assert grouped.parts == 3 and len(g.part_scene) == 3


def test_spread_and_empty_batches() -> None:
    which, at = spread(torch.tensor([5, 9, 0]), torch.tensor([2, 0, 3]))
    assert which.tolist() == [0, 0, 2, 2, 2] and at.tolist() == [5, 6, 0, 1, 2]
    with pytest.raises(PartgenError, match="scene"):
        pack([])
    assert hull(PARTS[0][0].corners()).faces is not None
