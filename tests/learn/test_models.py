"""3D models as training objects: what their parts are, which side of a surface is inside, and what is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
import trimesh
from PIL import Image
from small import MODEL, same

from cityscape.errors import InputError
from cityscape.learn import meshes, models
from partgen.train import objects
from partgen.winding import Surface

torch.set_num_threads(1)

REAL = Path(__file__).with_name("quaternius")


def box(size=(1.0, 1.0, 1.0), at=(0.0, 0.0, 0.0)) -> trimesh.Trimesh:
    made = trimesh.creation.box(size)
    made.apply_translation(at)
    return made


def written(file: Path, *parts: trimesh.Trimesh, names: tuple[str, ...] = ()) -> Path:
    scene = trimesh.Scene()
    for k, part in enumerate(parts):
        scene.add_geometry(part, node_name=names[k] if names else f"node {k}")
    scene.export(file)
    return file


# -- inside and outside
def test_winding_numbers_agree_with_every_triangle_by_itself_and_with_the_sphere():
    ball = trimesh.creation.icosphere(subdivisions=3)
    points = np.random.default_rng(0).normal(size=(200, 3)) * 0.9
    surface = Surface.of(ball.vertices, ball.faces)
    quick, exact = surface.winding(points), surface.winding(points, reach=np.inf)
    assert np.abs(quick - exact).max() < 0.02
    clear = np.abs(np.linalg.norm(points, axis=1) - 1) > 0.02
    assert ((quick > 0.5) == (np.linalg.norm(points, axis=1) < 1))[clear].all()
    half = Surface.of(ball.vertices, ball.faces[ball.triangles_center[:, 2] < 0]).winding(np.zeros((1, 3)))
    assert half == pytest.approx(0.5, abs=0.05)


def test_distances_to_a_box_are_those_of_a_box(tmp_path):
    made = models.objects(written(tmp_path / "box.glb", box()), 0, MODEL)
    assert made.parts == 1 and made.half.tolist() == pytest.approx([1.0], abs=0.1)
    q = made.query[0].float().numpy() * float(made.half[0]) + made.centre[0].numpy()
    outside = np.linalg.norm(np.maximum(np.abs(q) - 1, 0), axis=1)
    inside = np.minimum((np.abs(q) - 1).max(1), 0)
    want = np.clip((outside + inside) / float(made.half[0]), -objects.BAND, objects.BAND)
    got = made.own[0].float().numpy()
    clear = np.abs(want) > 0.03
    assert (np.sign(got) == np.sign(want))[clear].all()
    assert np.abs(got - want).mean() < 0.03
    assert torch.equal(made.own < 0, made.all < 0), "the whole is its only part"


@pytest.mark.parametrize("turned", [False, True])
def test_meshes_with_holes_have_an_inside_too(tmp_path, turned):
    whole = box()
    lidless = trimesh.Trimesh(whole.vertices, whole.faces[whole.face_normals[:, 1] < 0.5], process=False)
    if turned:  # inside out
        lidless.invert()
    pane = trimesh.Trimesh([[1, 0, 0], [2, 0, 0], [2, 1, 0], [1, 1, 0]], [[0, 1, 2], [0, 2, 3]], process=False)
    model = meshes.read(written(tmp_path / "open.glb", lidless, pane))
    assert model.parts == 2 and model.thin.all()
    view = models.View(model, 0.0)
    room, glass = (view.corners[r].mean((0, 1)) for r in view.rows)
    points = torch.from_numpy(np.stack([room, glass]))[:, None].float()
    assert view.inside(points, torch.tensor([0, 1])).tolist() == [[True], [True]]
    assert not view.inside(points.flip(0), torch.tensor([0, 1])).any()
    assert view.inside_any(points[:, 0]).all() and not view.inside_any(torch.tensor([[5.0, 0, 0]])).any()
    cloud = view.clouds(torch.tensor([0, 1]), 200, torch.Generator().manual_seed(0))
    lifted = cloud[..., :3] + cloud[..., 3:] * models.LIFT
    assert view.inside(lifted.float(), torch.tensor([0, 1])).float().mean() < 0.05, "points lie on the outside of their part"


# -- parts
def test_parts_are_nodes_else_materials_else_pieces(tmp_path):
    two = written(tmp_path / "nodes.glb", box(), box(at=(2, 0, 0)))
    assert (meshes.read(two).by, meshes.read(two).parts) == ("nodes", 2)
    loose = trimesh.util.concatenate([box(), box(at=(2, 0, 0)), box(at=(4, 0, 0))])
    assert (meshes.read(written(tmp_path / "pieces.glb", loose)).parts, meshes.read(tmp_path / "pieces.glb").by) == (3, "pieces")
    real = meshes.read(REAL / "Well.glb")
    assert (real.by, real.parts) == ("materials", 3)
    window = meshes.read(REAL / "Window_1.glb")
    assert (window.by, window.parts) == ("materials", 3) and window.color.std() > 0.01, "materials have their colours"
    (tmp_path / "plain.obj").write_text("\n".join(f"v {x} {y} {z}" for x, y, z in box().vertices) + "\n" + "\n".join(
        "f " + " ".join(str(k + 1) for k in face) for face in box().faces) + "\n")  # fmt: skip
    assert meshes.read(tmp_path / "plain.obj").parts == 1


@pytest.mark.parametrize("n", [20, meshes.CROWD + 40])
def test_small_parts_are_joined_to_what_is_nearest(n):
    sizes = np.linspace(0.2, 0.9, n)
    boxes = [box((s, s, s), at=(2.0 * k, 0, 0)) for k, s in enumerate(sizes)]
    corners = np.concatenate([b.triangles for b in boxes])
    part = meshes.joined(corners, np.repeat(np.arange(n), 12), 15)
    assert sorted(set(part.tolist())) == list(range(15))
    each = part.reshape(n, 12)
    assert (each == each[:, :1]).all()
    if n == 20:  # neighbours in a row: every joined part is a run of them
        assert (np.abs(np.diff(each[:, 0])) > 0).sum() == 14


def test_the_picture_wears_the_texture_and_views_differ(tmp_path):
    quad = box()
    uv = np.tile([[0.75, 0.5]], (len(quad.vertices), 1))
    red = Image.new("RGB", (8, 4), (0, 0, 255))
    red.paste((255, 0, 0), (4, 0, 8, 4))
    quad.visual = trimesh.visual.TextureVisuals(uv=uv, material=trimesh.visual.material.PBRMaterial(baseColorTexture=red))
    made = models.objects(written(tmp_path / "red.glb", quad, box((0.4, 0.4, 0.4), at=(0, 0.7, 0))), 0, MODEL)
    shown = made.picture[0][made.mask[0] == 1 + int(made.half.argmax())].float().mean(0)
    assert shown[0] > 100 and shown[1] < 60 and shown[2] < 60
    four = models.objects(REAL / "Target.glb", 0, models.Recipe(**{**vars(MODEL), "views": 2}))
    assert len(four) == 2 and not torch.equal(four.picture[0], four.picture[1])
    assert torch.allclose(four.view[0], four.view[1]), "the model is turned, not the camera"
    depth = four.depth[0].float()
    assert torch.equal(depth.isnan(), four.mask[0] == 0)


def test_what_is_seen_lies_on_the_surface_of_its_part():
    made = models.objects(REAL / "Well.glb", 0, MODEL)
    for k in torch.nonzero(made.visible > 30)[:, 0].tolist():
        d = torch.cdist(made.seen[k, :, :3].float(), made.cloud[k, :, :3].float()).min(1).values
        assert d.median() < 0.3 and not made.ground[k] and made.label[k] == -1
    assert made.own.float().abs().max() <= objects.BAND + 1e-3


# -- folders
def test_a_folder_is_made_once_and_by_any_number_of_workers(tmp_path):
    source = tmp_path / "models"
    source.mkdir()
    written(source / "b.glb", box(), box(at=(0, 1, 0)))
    written(source / "a.glb", box())
    (source / "c.glb").write_bytes(b"no model")
    whole = models.make(tmp_path / "whole", source, recipe=MODEL, per_file=2)
    assert (whole.objects, whole.models, whole.single) == (2, 2, 1) and whole.skipped[0][0] == "c.glb"
    for rank in (1, 0):
        models.make(tmp_path / "shared", source, recipe=MODEL, per_file=2, rank=rank, world=2)
    a, b = (objects.read_all(tmp_path / name) for name in ("whole", "shared"))
    assert same(a, b) and len(a) == 2 and objects.labels(tmp_path / "whole") == ()
    assert models.make(tmp_path / "whole", source, recipe=MODEL, per_file=2).objects == 0
    written(source / "a.glb", box((1, 2, 1)))
    with pytest.raises(InputError, match="other models"):
        models.make(tmp_path / "whole", source, recipe=MODEL, per_file=2)


def test_bad_models_are_refused_with_a_reason(tmp_path):
    flat = trimesh.Trimesh([[0, 0, 0], [1, 0, 0], [2, 0, 0]], [[0, 1, 2]], process=False)
    flat.export(tmp_path / "flat.ply")
    broken = box()
    vertices = np.array(broken.vertices)
    vertices[0, 0] = np.nan
    trimesh.Trimesh(vertices, broken.faces, process=False).export(tmp_path / "nan.ply")
    trimesh.PointCloud(np.random.default_rng(0).random((9, 3))).export(tmp_path / "points.ply")
    (tmp_path / "cut.glb").write_bytes((REAL / "Well.glb").read_bytes()[:3000])
    (tmp_path / "empty.obj").write_text("")
    for name, reason in (
        ("flat.ply", "no area"),
        ("nan.ply", "NaN"),
        ("points.ply", "no faces"),
        ("cut.glb", "read"),
        ("empty.obj", "faces|read"),
    ):
        with pytest.raises(InputError, match=reason):
            meshes.read(tmp_path / name)
    for folder, reason in ((tmp_path / "nowhere", "no folder"), (tmp_path / "bare", "no 3D models")):
        (tmp_path / "bare").mkdir(exist_ok=True)
        with pytest.raises(InputError, match=reason):
            models.found(folder)
    shutil.copy(REAL / "Well.glb", tmp_path / "bare")
    assert [p.name for p in models.found(tmp_path / "bare")] == ["Well.glb"]
