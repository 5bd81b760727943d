"""What is read is what was written, to the last bit; the same content gives the same bytes."""

from __future__ import annotations

import dataclasses
import json
import pickle
from pathlib import Path

import numpy as np
import pytest
from toys import make_plan, make_tile

from cityscape.errors import InputError, SceneError
from cityscape.grammar.solidify import thing
from cityscape.store import SceneFolder, Settings, glb, png, settled
from cityscape.store.disk import digest, dumps
from cityscape.world.tile import Tile


def same(a: Tile, b: Tile) -> None:
    assert a.brief == b.brief and a.seed == b.seed and a.provenance == b.provenance
    assert len(a.things) == len(b.things)
    for t, u in zip(a.things, b.things, strict=True):
        assert (t.id, t.name, t.kind, t.pose, len(t.parts)) == (u.id, u.name, u.kind, u.pose, len(u.parts))
        for p, q in zip(t.parts, u.parts, strict=True):
            assert (p.id, p.name, p.label, p.thing, p.material, p.pose) == (q.id, q.name, q.label, q.thing, q.material, q.pose)
            assert p.mesh.vertices.tobytes() == q.mesh.vertices.tobytes() and p.mesh.faces.tobytes() == q.mesh.faces.tobytes()
            assert q.mesh.vertices.dtype == np.float32 and q.mesh.faces.dtype == np.int32
            assert q.mesh.watertight
    assert (a.painting is None) == (b.painting is None)
    if a.painting and b.painting:
        assert (a.painting.camera, a.painting.parts, a.painting.painter) == (b.painting.camera, b.painting.parts, b.painting.painter)
        for name in ("rgba", "mask", "depth"):
            x, y = getattr(a.painting, name), getattr(b.painting, name)
            assert x.dtype == y.dtype and x.tobytes() == y.tobytes(), name


def files(path: Path) -> dict[str, str]:
    return {str(p.relative_to(path)): digest(p.read_bytes()) for p in sorted(path.rglob("*")) if p.is_file()}


def test_a_scene_comes_back_bit_for_bit(folder, plan):
    again = SceneFolder.open(folder.path)
    assert again.plan == plan and again.settings == Settings(options={"a": 1})
    assert again.done() == set(plan.cells) and again.verify() == []
    scene = again.scene()
    assert list(scene.tiles) == list(plan.cells)
    for cell in plan.cells:
        same(make_tile(plan, cell), scene.tile(*cell))


def test_the_same_scene_gives_the_same_files(folder, plan, tmp_path):
    other = SceneFolder.create(tmp_path / "other", plan, Settings(options={"a": 1}))
    for cell in reversed(plan.cells):
        other.write_tile(make_tile(plan, cell))
    assert files(folder.path) == files(other.path)
    for tile in folder.scene().tiles.values():  # storing what was read changes nothing
        other.write_tile(tile)
    assert files(folder.path) == files(other.path)


def test_assets_are_named_by_their_content_and_tiles_stay_small(folder, plan):
    named = {n for c in plan.cells for n in folder.assets_of(c)}
    assert named == {p.name for p in folder.assets.iterdir()} and len(named) == 4 * len(plan.cells)
    for p in folder.assets.iterdir():
        assert digest(p.read_bytes()) == p.stem
    brief = json.loads((folder.path / "tiles" / "1_0.json").read_text())["brief"]
    assert brief["cell"] == [1, 0] and "style" not in brief
    assert json.loads((folder.path / "scene.json").read_text())["prompt"] == "a toy town – ünïcode"


def test_a_tile_without_picture_or_parts(tmp_path, plan):
    f = SceneFolder.create(tmp_path, plan)
    f.write_tile(make_tile(plan, (0, 0), painting=False))
    f.write_tile(Tile(plan.brief((1, 0)), (), seed=0))
    assert f.read_tile((0, 0)).painting is None and f.read_tile((1, 0)).things == ()
    assert f.done() == {(0, 0), (1, 0)} and list(f.scene().tiles) == [(0, 0), (1, 0)]


def test_negative_cells_and_holes_in_the_grid(tmp_path):
    plan = make_plan()
    moved = tuple(b.model_copy(update={"cell": (b.cell[0] - 5, b.cell[1])}) for b in plan.briefs if b.cell != (1, 1))
    plan = plan.model_copy(update={"briefs": moved})
    f = SceneFolder.create(tmp_path, plan)
    f.write_tile(make_tile(plan, (-5, 1)))
    same(make_tile(plan, (-5, 1)), SceneFolder.open(tmp_path).read_tile((-5, 1)))


def test_a_brief_with_a_style_of_its_own_keeps_it(tmp_path):
    plan = make_plan()
    own = plan.style.model_copy(update={"variants": ("winter",)})
    briefs = tuple(b.model_copy(update={"style": own}) if b.cell == (0, 1) else b for b in plan.briefs)
    plan = plan.model_copy(update={"briefs": briefs})
    f = SceneFolder.create(tmp_path, plan)
    for c in plan.cells:
        f.write_tile(make_tile(plan, c))
    f = SceneFolder.open(tmp_path)
    assert [f.read_tile(c).brief.look.variants for c in plan.cells] == [(), (), ("winter",), ()]


def test_a_stored_painting_is_a_painting(folder):
    p = folder.read_tile((0, 0)).painting
    assert dataclasses.replace(p, painter="other").rgba.tobytes() == p.rgba.tobytes()
    q = pickle.loads(pickle.dumps(folder.read_tile((0, 0)).painting))
    assert q.mask.tobytes() == p.mask.tobytes() and q.depth.tobytes() == p.depth.tobytes()


def test_depth_is_within_a_millimetre_and_settles_at_once(plan):
    tile = make_tile(plan, (0, 0))
    rng = np.random.default_rng(1)
    for low, high in ((-30, 40), (5, 5), (-700, 900), (1e-4, 2e-4)):
        depth = rng.uniform(low, high, (48, 64)).astype(np.float32)
        depth[0, :5] = np.nan
        once = settled(dataclasses.replace(tile.painting, depth=depth)).depth
        step = png.quantise(depth)[1]
        assert step == png.STEP or step < (high - low) / 30000
        assert np.nanmax(np.abs(once - depth)) <= step / 2 + 1e-4
        assert np.array_equal(np.isnan(once), np.isnan(depth))
        assert png.metres(*png.quantise(once)).tobytes() == once.tobytes()


def test_glb_nodes_stand_where_the_parts_stand(plan):
    import io

    import trimesh

    from cityscape.world.frames import apply, to_y_up
    from cityscape.world.part import placed

    tile = make_tile(plan, (1, 1))
    scene = trimesh.load(io.BytesIO(glb.encode(tile.things)), file_type="glb")
    assert set(scene.graph.nodes_geometry) == {p.id for _, p in tile.parts()}
    for t, p in tile.parts():
        matrix, _ = scene.graph[p.id]
        assert np.allclose(apply(matrix, p.mesh.vertices), to_y_up(placed(t, p)[0]), atol=1e-9)


def test_unused_vertices_and_shared_corners_survive(plan):
    from cityscape.world.mesh import Mesh

    t = make_tile(plan, (0, 0)).things[0]
    v = np.array([(0, 0, 0), (9, 9, 9), (1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 0, 0), (-0.0, 1e-30, 1e30)], np.float32)
    f = np.array([(0, 3, 2), (0, 2, 4), (0, 4, 3), (5, 3, 4)], np.int32)
    odd = dataclasses.replace(t.parts[0], mesh=Mesh(v, f))
    out = glb.decode(glb.encode((t.with_parts((odd,)),)))[odd.id]
    assert out.vertices.tobytes() == v.tobytes() and out.faces.tobytes() == f.tobytes()


def test_twins_in_one_tile_keep_their_own_nodes(plan):
    t = make_tile(plan, (0, 0)).things[0]
    twin = thing("twin", "Twin", "cottage", t.pose, [])
    twin = twin.with_parts(tuple(dataclasses.replace(p, id=f"twin__{p.name}", thing="twin") for p in t.parts))
    meshes = glb.decode(glb.encode((t, twin)))
    assert set(meshes) == {p.id for u in (t, twin) for p in u.parts}
    assert all(meshes[f"twin__{p.name}"].vertices.tobytes() == p.mesh.vertices.tobytes() for p in t.parts)


def test_what_cannot_be_stored_is_refused(tmp_path, plan):
    f = SceneFolder.create(tmp_path, plan)
    good = make_tile(plan, (0, 0))
    mesh = good.things[0].parts[0].mesh
    holes = dataclasses.replace(mesh, vertices=mesh.vertices * np.float32(np.nan))
    past = dataclasses.replace(mesh, faces=mesh.faces + 1)
    for bad, words in ((holes, "not finite"), (past, "point past")):
        t = good.things[0]
        tile = dataclasses.replace(good, things=(t.with_parts((dataclasses.replace(t.parts[0], mesh=bad),)),))
        with pytest.raises(InputError, match=words):
            f.write_tile(tile)
    with pytest.raises(SceneError, match="twice"):
        f.write_tile(dataclasses.replace(good, things=good.things + good.things[:1]))
    with pytest.raises(InputError, match="mask counts up to"):
        f.write_tile(dataclasses.replace(good, painting=dataclasses.replace(good.painting, parts=())))
    with pytest.raises(InputError, match="infinities"):
        f.write_tile(dataclasses.replace(good, painting=dataclasses.replace(good.painting, depth=good.painting.depth * np.float32(np.inf))))
    with pytest.raises(InputError, match="no cell"):
        f.write_tile(make_tile(make_plan(3, 3), (2, 2)))
    assert f.done() == set()


def test_json_is_readable_and_exact():
    value = {"a": [1, {"b": [0.1, 1e-300]}], "c": {}, "d": "ü\n"}
    for depth in range(4):
        assert json.loads(dumps(value, depth=depth)) == value
    assert dumps(value, depth=2).splitlines()[2] == "  1,"
    with pytest.raises(ValueError):
        dumps({"x": float("nan")})
