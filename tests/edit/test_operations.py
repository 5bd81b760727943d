"""Operations: what each does to what is there, and that it leaves alone all the rest."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from boxes import SIZE, box, maker, state
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from cityscape.edit.changes import edit
from cityscape.edit.operations import OPERATIONS, plain, read_operation, read_operations
from cityscape.edit.posing import shaped
from cityscape.edit.shaping import components, joined, union
from cityscape.errors import InputError
from cityscape.store import SceneFolder
from cityscape.world.material import Material
from cityscape.world.part import Part, Thing, placed

HOUSE = "0,0/house_01"


def thing(folder: SceneFolder, id: str = "house_01", cell: tuple[int, int] = (0, 0)) -> Thing:
    return next(t for t in folder.read_tile(cell).things if t.id == id)


def points(folder: SceneFolder, part: str, id: str = "house_01", cell: tuple[int, int] = (0, 0)) -> np.ndarray:
    t = thing(folder, id, cell)
    return placed(t, t.part(part))[0] + (cell[0] * SIZE, cell[1] * SIZE, 0)


def do(folder: SceneFolder, op: str, **fields: object):  # type: ignore[no-untyped-def]
    done = edit(folder, {"op": op, **fields}, maker=maker)
    assert folder.verify() == []
    return done


@pytest.mark.parametrize("target", [HOUSE, f"{HOUSE}/roof"])
def test_moving_moves_every_vertex(folder: SceneFolder, target: str) -> None:
    do(folder, "scale", target=HOUSE, factor=(2, 1, 1))
    do(folder, "rotate", target=HOUSE, degrees=30)
    before = points(folder, "roof")
    body = points(folder, "body")
    do(folder, "move", target=target, by=(1, 2, 0.5))
    assert points(folder, "roof") == pytest.approx(before + (1, 2, 0.5), abs=1e-6)
    assert points(folder, "body") == pytest.approx(body if target.endswith("roof") else body + (1, 2, 0.5), abs=1e-6)
    do(folder, "move", target=target, to=(3, 4, 5))
    t = thing(folder)
    at = t.pose.position if target == HOUSE else (t.pose.matrix() @ [*t.part("roof").pose.position, 1])[:3]
    assert tuple(at) == pytest.approx((3, 4, 5))


@pytest.mark.parametrize("axis", ["x", "y", "z", "1,2,3"])
@pytest.mark.parametrize("target", [HOUSE, f"{HOUSE}/roof"])
def test_turning_keeps_the_pivot_and_lengths(folder: SceneFolder, target: str, axis: str) -> None:
    do(folder, "rotate", target=HOUSE, degrees=30)
    before, t = points(folder, "roof"), thing(folder)
    pivot = np.array(t.pose.position) if target == HOUSE else (t.pose.matrix() @ [*t.part("roof").pose.position, 1])[:3]
    do(folder, "rotate", target=target, degrees=50, axis=axis)
    after = points(folder, "roof")
    assert np.linalg.norm(after - pivot, axis=1) == pytest.approx(np.linalg.norm(before - pivot, axis=1), abs=1e-5)
    along = np.array({"x": (1, 0, 0), "y": (0, 1, 0), "z": (0, 0, 1)}.get(axis, (1, 2, 3)), float)
    assert after @ along == pytest.approx(before @ along, abs=1e-4)
    do(folder, "rotate", target=target, degrees=-50, axis=axis)
    assert points(folder, "roof") == pytest.approx(before, abs=1e-5)


def test_what_no_pose_can_say_goes_into_the_mesh(folder: SceneFolder) -> None:
    do(folder, "scale", target=HOUSE, factor=(3, 1, 1))
    before = points(folder, "roof")
    do(folder, "rotate", target=f"{HOUSE}/roof", degrees=45)
    pivot = (before.min(0) + before.max(0)) / 2
    flat = [np.linalg.norm((x - pivot)[:, :2], axis=1) for x in (points(folder, "roof"), before)]
    assert flat[0] == pytest.approx(flat[1], abs=1e-4)
    part = Part("a__b", "b", "wall", "a", Material(name="m"), box(1, 2, 3))
    sheared = shaped(part, np.array([[1, 0.5, 0], [0, 1, 0], [0, 0, 1.0]]))
    assert sheared.mesh.watertight and sheared.mesh.volume == pytest.approx(6)


def test_scaling_keeps_the_base(folder: SceneFolder) -> None:
    before = points(folder, "body")
    do(folder, "scale", target=HOUSE, factor="1,1,2")
    after = points(folder, "body")
    assert after[:, 2].min() == before[:, 2].min() and np.ptp(after[:, 2]) == pytest.approx(2 * np.ptp(before[:, 2]))
    with pytest.raises(InputError, match="scales go from"):
        for _ in range(4):
            do(folder, "scale", target=HOUSE, factor=1000)


def test_an_object_is_handed_over_the_border(folder: SceneFolder) -> None:
    before = points(folder, "roof")
    assets = set(folder.assets.iterdir())
    done = do(folder, "move", target=HOUSE, by=(SIZE, 0, 0))
    assert {str(a): str(b) for a, b in done.handed.items()} == {HOUSE: "1,0/house_03"}
    assert points(folder, "roof", "house_03", (1, 0)) == pytest.approx(before + (SIZE, 0, 0))
    assert all(t.id != "house_01" for t in folder.read_tile((0, 0)).things)
    assert set(folder.assets.iterdir()) == assets, "moving writes no mesh"
    do(folder, "lock", target="0,0/house_02/roof")
    with pytest.raises(InputError, match="locked"):
        do(folder, "move", target="0,0/house_02", by=(0, -50, 0))
    do(folder, "move", target="1,0/house_01", by=(500, 0, 0))
    assert thing(folder, "house_01", (1, 0)).pose.position[0] > 500, "where no tile is, it stays with its own"


def test_copies_have_ids_and_names_of_their_own(folder: SceneFolder) -> None:
    do(folder, "duplicate", target=HOUSE, count=2)
    do(folder, "duplicate", target=f"{HOUSE}/roof", by=(0, 0, 2))
    ids = [t.id for t in folder.read_tile((0, 0)).things]
    assert ids == ["ground", "house_01", "house_02", "house_03", "house_04"]
    t = thing(folder)
    assert [p.name for p in t.parts] == ["body", "roof", "chimneys", "roof_2"]
    assert points(folder, "roof_2") == pytest.approx(points(folder, "roof") + (0, 0, 2))
    width = float(np.ptp(np.concatenate([points(folder, p) for p in ("body", "roof", "chimneys")])[:, 0]))
    assert thing(folder, "house_04").pose.position[0] == pytest.approx(t.pose.position[0] + 2 * (width + 0.5), abs=1e-5)


def test_deleting_the_last_part_deletes_the_object(folder: SceneFolder) -> None:
    do(folder, "delete", target=[f"{HOUSE}/roof", f"{HOUSE}/body", f"{HOUSE}/chimneys"])
    assert [t.id for t in folder.read_tile((0, 0)).things] == ["ground", "house_02"]


def test_names_labels_kinds(folder: SceneFolder) -> None:
    do(folder, "rename", target=HOUSE, name="Town hall")
    do(folder, "rename", target="0,0/Town hall/roof", name="lid")
    do(folder, "relabel", target=f"{HOUSE}/lid", label="cover")
    do(folder, "relabel", target=HOUSE, label="hall")
    t = thing(folder)
    assert (t.name, t.kind, t.parts[1].name, t.parts[1].label, t.parts[1].id) == ("Town hall", "hall", "lid", "cover", "house_01__roof")
    with pytest.raises(InputError, match="called 'body' already"):
        do(folder, "rename", target=f"{HOUSE}/lid", name="body")
    with pytest.raises(InputError, match=r"\{n\}"):
        do(folder, "rename", target="label:roof", name="all")
    do(folder, "rename", target="label:chimney", name="smoke {n}")
    assert {p.name for t in folder.read_tile((1, 0)).things for p in t.parts if p.label == "chimney"} == {"smoke 3", "smoke 4"}


def test_colours_have_materials_of_their_own(folder: SceneFolder) -> None:
    do(folder, "recolour", target="label:roof tile:0,0", color="#00ff00")
    roofs = {p.material for _, p in folder.read_tile((0, 0)).parts() if p.label == "roof"}
    assert {(m.name, m.color, m.pattern) for m in roofs} == {("roof-00ff00", "#00ff00", "slate")}
    do(folder, "material", target=f"{HOUSE}/roof", roughness=0.1)
    names = [p.material for _, p in folder.read_tile((0, 0)).parts()]
    assert len({m.name for m in names}) == len(set(names)), "one name, one material"
    assert all(p.material.color != "#00ff00" for _, p in folder.read_tile((1, 0)).parts())


@pytest.mark.parametrize("how", [{}, {"mapping": "planar", "axis": "x"}, {"size": 0.5}])
def test_a_picture_becomes_colours_of_vertices(folder: SceneFolder, tmp_path: Path, how: dict) -> None:
    picture = np.zeros((8, 8, 3), np.uint8)
    picture[:4, :, 0] = 255
    picture[4:, :, 2] = 255
    Image.fromarray(picture).save(tmp_path / "p.png")
    volume = thing(folder).part("body").mesh.volume
    do(folder, "texture", target=f"{HOUSE}/body", file=str(tmp_path / "p.png"), detail=0.3, most=4000, **how)
    mesh = thing(folder).part("body").mesh
    assert mesh.colors is not None and mesh.watertight and len(mesh.faces) <= 8000
    assert mesh.volume == pytest.approx(volume, rel=1e-4)
    edges = np.linalg.norm(mesh.vertices[mesh.faces] - mesh.vertices[np.roll(mesh.faces, 1, axis=1)], axis=2)
    assert edges.max() <= 2 * 0.3
    if not how:
        side = np.abs(mesh.vertices[:, 2] - 2.5) < 0.2
        assert (mesh.colors[side, 0] > 200).all(), "the top of the picture is up"
    do(folder, "recolour", target=f"{HOUSE}/body", color="#123456")
    assert thing(folder).part("body").mesh.colors is None


def test_swapping_fits_the_old_box(folder: SceneFolder) -> None:
    old = points(folder, "roof")
    pivot = thing(folder).part("roof").pose.position
    do(folder, "scale", target="1,0/house_02", factor=3)
    do(folder, "swap", target=f"{HOUSE}/roof", source="1,0/house_02/body")
    new, t = points(folder, "roof"), thing(folder)
    assert t.part("roof").pose.position == pivot and t.part("roof").label == "roof"
    assert (new.min(0) >= old.min(0) - 1e-5).all() and (new.max(0) <= old.max(0) + 1e-5).all()
    assert new[:, 2].min() == pytest.approx(old[:, 2].min())
    assert max(np.ptp(new, axis=0) / np.ptp(old, axis=0)) == pytest.approx(1, abs=1e-5)
    old = new
    do(folder, "swap", target=f"{HOUSE}/roof", source="1,0/house_02", fit="stretch")
    assert np.ptp(points(folder, "roof"), axis=0) == pytest.approx(np.ptp(old, axis=0), abs=1e-4)
    pose, before = t.pose, np.concatenate([points(folder, p.name) for p in t.parts])
    do(folder, "swap", target=HOUSE, source="0,0/ground")
    t = thing(folder)
    after = points(folder, "slab")
    assert (t.id, t.name, t.pose, [p.id for p in t.parts]) == ("house_01", "House 1", pose, ["house_01__slab"])
    assert (after.min(0) >= before.min(0) - 1e-4).all() and (after.max(0) <= before.max(0) + 1e-4).all()
    assert after[:, 2].min() == pytest.approx(before[:, 2].min(), abs=1e-5)


def test_a_file_takes_the_place_of_parts_and_objects(folder: SceneFolder, tmp_path: Path) -> None:
    import trimesh

    trimesh.creation.icosphere(subdivisions=1, radius=7).export(tmp_path / "ball.glb")
    old = points(folder, "roof")
    do(folder, "swap", target=f"{HOUSE}/roof", file=str(tmp_path / "ball.glb"))
    new = points(folder, "roof")
    assert len(new) == 42 and new[:, 2].min() == pytest.approx(old[:, 2].min(), abs=1e-5)
    assert max(np.ptp(new, axis=0) / np.ptp(old, axis=0)) == pytest.approx(1, abs=1e-4)
    do(folder, "swap", target="0,0/house_02", file=str(tmp_path / "ball.glb"))
    assert len(thing(folder, "house_02").parts) == 1


def test_merging_and_splitting(folder: SceneFolder) -> None:
    volume = {p.name: p.mesh.volume for p in thing(folder).parts}
    do(folder, "split", target=f"{HOUSE}/chimneys")
    assert [p.name for p in thing(folder).parts] == ["body", "roof", "chimneys", "chimneys_2"]
    assert sum(p.mesh.volume for p in thing(folder).parts[2:]) == pytest.approx(volume["chimneys"])
    do(folder, "merge", target=[f"{HOUSE}/body", f"{HOUSE}/roof"], name="shell")
    shell = thing(folder).part("shell")
    assert shell.mesh.watertight and shell.mesh.bounds[0][2] == pytest.approx(0, abs=1e-6)
    assert shell.mesh.volume == pytest.approx(3 * 4 * 3 + 3.4 * 4.4 * 1 - 3 * 4 * 0.1, rel=1e-4)
    do(folder, "merge", target=HOUSE)
    assert len(thing(folder).parts) == 1
    a, b = box(1, 1, 1), box(1, 1, 1, at=(0.5, 0, 0))
    assert len(components(joined([a, b.moved((5, 0, 0))]))) == 2
    assert union([a, b]).volume == pytest.approx(1.5)
    hollow = joined([box(4, 4, 4), type(a)(box(1, 1, 1, at=(0, 0, 1)).vertices, a.faces[:, ::-1])])
    assert [m.volume for m in components(hollow)] == pytest.approx([63])


def test_locks(folder: SceneFolder) -> None:
    do(folder, "lock", target=f"{HOUSE}/roof")
    before = state(folder.path)
    for op in (
        {"op": "move", "target": HOUSE, "by": (1, 0, 0)},
        {"op": "recolour", "target": "label:roof", "color": "#000000"},
        {"op": "delete", "target": f"{HOUSE}/roof"},
        {"op": "merge", "target": HOUSE},
        {"op": "remove_tile", "cell": (0, 0)},
    ):
        with pytest.raises(InputError, match="0,0/house_01/roof is locked: unlock it first"):
            edit(folder, op)
    assert state(folder.path) == before
    do(folder, "rename", target=HOUSE, name="still")
    do(folder, "lock", target="1,0")
    with pytest.raises(InputError, match="1,0 is locked"):
        do(folder, "brief", cell=(1, 0), density=0.1)
    with pytest.raises(InputError, match="1,0 is locked"):
        do(folder, "socket", cell=(0, 0), side="east", crossings=[])
    do(folder, "unlock", target=["1,0", "0,0/house_01/roof"])
    do(folder, "delete", target=HOUSE)


def test_a_batch_is_one_step_or_none(folder: SceneFolder) -> None:
    before = state(folder.path)
    ops = [{"op": "move", "target": HOUSE, "by": (1, 0, 0)}, {"op": "delete", "target": f"{HOUSE}/rof"}]
    with pytest.raises(InputError, match=r"operation 2 \(delete\): .*did you mean roof.*nothing was changed"):
        edit(folder, ops)
    assert state(folder.path) == before and folder.history.last == 0
    ops[1]["target"] = f"{HOUSE}/roof"
    assert edit(folder, ops, dry=True).entry is None and state(folder.path) == before
    done = edit(folder, ops)
    assert folder.history.last == 1 and len(done.said) == 2
    entry = folder.history.entry(1)
    assert entry.kind == "batch" and [o["op"] for o in entry.what["ops"]] == ["move", "delete"]
    folder.history.undo()
    assert state(folder.path) == before
    edit(folder, entry.what["ops"])
    assert [o["op"] for o in folder.history.entry(2).what["ops"]] == ["move", "delete"]


def test_briefs_sockets_and_cells(folder: SceneFolder) -> None:
    done = do(folder, "brief", cell="0,0", wanted=["2 cottage"])
    assert done.remade == ((0, 0),) and len(folder.read_tile((0, 0)).things) == 5
    done = do(folder, "socket", cell="0,0", side="east", crossings=["main street@0.3x3", "path@0.8x2"])
    assert set(done.remade) == {(0, 0), (1, 0)}
    west = folder.plan.brief((1, 0)).sockets["west"]
    assert folder.plan.brief((0, 0)).sockets["east"] == west == folder.read_tile((1, 0)).brief.sockets["west"]
    assert [c.kind for c in folder.plan.brief((1, 0)).sockets["west"].crossings] == ["street", "path"]
    with pytest.raises(InputError, match="overlap"):
        do(folder, "socket", cell="0,0", side="east", crossings=["street@0.5", "river@0.5"])
    with pytest.raises(InputError, match="did you mean cottage"):
        do(folder, "brief", cell="0,0", wanted=["cotage"])
    with pytest.raises(InputError, match="nobody is given who could"):
        edit(folder, {"op": "brief", "cell": "0,0", "density": 0.2})
    do(folder, "remove_tile", cell="1,0")
    assert folder.plan.cells == ((0, 0),) and not (folder.path / "tiles" / "1_0.json").exists()
    with pytest.raises(InputError, match="the only cell"):
        do(folder, "remove_tile", cell="0,0")
    do(folder, "add_tile", cell="1,0", density=0.3)
    assert folder.plan.brief((1, 0)).density == 0.3 and folder.done() == {(0, 0), (1, 0)}
    assert folder.plan.brief((0, 0)).sockets["east"] == folder.plan.brief((1, 0)).sockets["west"]
    with pytest.raises(InputError, match="beside no cell"):
        do(folder, "add_tile", cell="9,9")
    do(folder, "set", prompt="another name")
    assert folder.plan.prompt == "another name"


def test_restyling_keeps_locked_tiles(folder: SceneFolder) -> None:
    do(folder, "lock", target="1,0")
    old = folder.plan.style
    before = state(folder.path)["tiles/1_0.json"]
    done = do(folder, "restyle", palette={"warm": ["#3355aa"]})
    assert done.remade == ((0, 0),) and state(folder.path)["tiles/1_0.json"] == before
    assert folder.plan.style.theme.palette["warm"] == ("#3355aa",) and folder.read_tile((1, 0)).brief.look == old
    with pytest.raises(InputError, match="did you mean warm"):
        do(folder, "restyle", palette={"warn": ["#3355aa"]})
    done = do(folder, "restyle", theme="medieval", season="winter")
    assert folder.plan.style.variants == ("winter",) and folder.plan.style.theme.name == "medieval"
    do(folder, "restyle", season="none", hour="night")
    assert folder.plan.style.variants == ("night",)
    do(folder, "restyle", words="blue roofs")
    assert "roof" in folder.plan.style.overrides and folder.plan.style.variants == ("night",)
    with pytest.raises(InputError, match="did you mean night"):
        do(folder, "restyle", hour="nigth")
    with pytest.raises(InputError, match="in that style already"):
        do(folder, "restyle", hour="night")


@pytest.mark.parametrize(
    ("data", "match"),
    [
        ({"op": "scale", "target": HOUSE, "factor": 0}, "factor.* greater than or equal to 0.001"),
        ({"op": "scale", "target": HOUSE, "factor": float("nan")}, "finite"),
        ({"op": "scale", "target": HOUSE, "factor": 1e9}, "less than or equal to 1000"),
        ({"op": "move", "target": HOUSE, "by": (1, float("inf"), 0)}, "finite"),
        ({"op": "move", "target": HOUSE, "by": (1e12, 0, 0)}, "less than"),
        ({"op": "move", "target": HOUSE}, "either by or to"),
        ({"op": "rotate", "target": HOUSE, "degrees": float("nan")}, "finite"),
        ({"op": "rotate", "target": HOUSE, "degrees": 3, "axis": (0, 0, 0)}, "no direction"),
        ({"op": "recolour", "target": HOUSE, "color": "red"}, "write it as #rrggbb"),
        ({"op": "rename", "target": HOUSE, "name": "a/b"}, "no slash"),
        ({"op": "mvoe", "target": HOUSE}, "did you mean move"),
        ({"op": "move", "target": HOUSE, "bye": 1}, "did you mean by"),
        ({"target": HOUSE}, "needs 'op'"),
        ([], "no operation"),
        ("move", "needs 'op'"),
    ],
)
def test_bad_records_are_one_line(data: object, match: str) -> None:
    with pytest.raises(InputError, match=match) as e:
        read_operations(data)
    assert "\n" not in str(e.value)


@pytest.mark.parametrize(
    ("op", "match"),
    [
        ({"op": "delete", "target": "0,0/house_01/rof"}, "no part 'rof': did you mean roof"),
        ({"op": "delete", "target": "0,0/hose_01"}, "no object 'hose_01': did you mean house_01"),
        ({"op": "delete", "target": "7,0"}, "no tile 7,0: the nearest"),
        ({"op": "delete", "target": "label:window"}, "matches 'label:window'"),
        ({"op": "delete", "target": "lable:roof"}, "did you mean label"),
        ({"op": "split", "target": f"{HOUSE}/roof"}, "one piece"),
        ({"op": "merge", "target": f"{HOUSE}/roof"}, "at least two"),
        ({"op": "texture", "target": HOUSE, "file": "nothing.png"}, "no picture nothing.png"),
        ({"op": "texture", "target": HOUSE, "file": __file__}, "cannot be read as a picture"),
        ({"op": "swap", "target": HOUSE, "source": f"{HOUSE}/roof"}, "cannot take the place of an object"),
        ({"op": "swap", "target": HOUSE, "file": __file__}, "test_operations.py"),
    ],
)
def test_bad_targets_change_nothing_and_are_one_line(folder: SceneFolder, op: dict, match: str) -> None:
    before = state(folder.path)
    with pytest.raises(InputError, match=match) as e:
        edit(folder, op, maker=maker)
    assert "\n" not in str(e.value) and state(folder.path) == before


def test_a_damaged_glb_is_refused_in_one_line(folder: SceneFolder, tmp_path: Path) -> None:
    import trimesh

    data = trimesh.creation.box().export(file_type="glb")
    before = state(folder.path)
    for name, bad in (("cut", data[: len(data) // 2]), ("noise", bytes(100)), ("head", b"glTF" + data[4:60])):
        (tmp_path / f"{name}.glb").write_bytes(bad)
        with pytest.raises(InputError, match=f"{name}.glb") as e:
            edit(folder, {"op": "swap", "target": HOUSE, "file": str(tmp_path / f"{name}.glb")})
        assert "\n" not in str(e.value) and state(folder.path) == before


numbers = st.floats(-1e5, 1e5)


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(OPERATIONS)), st.tuples(numbers, numbers, numbers), st.floats(0.001, 1000), st.text(min_size=1, max_size=20))
def test_records_round_trip_as_json(op: str, vector: tuple, factor: float, text: str) -> None:
    fields = OPERATIONS[op].model_fields
    said = {"target": "0,0", "cell": "1,-2", "by": vector, "factor": factor, "degrees": factor, "name": text, "label": text}
    said |= {"file": "x.glb", "side": "east", "crossings": ["path"], "density": 0.5, "theme": "medieval", "prompt": text}
    said |= {"color": "#123456"}
    try:
        record = read_operation({"op": op, **{k: v for k, v in said.items() if k in fields}})
    except InputError:
        assert not text.strip() or "/" in text or "\\" in text or not text.strip().isprintable()
        return
    assert read_operations(json.loads(json.dumps(plain([record])))) == [record]


def test_an_imported_tile_is_edited_but_not_made_again(town_scene: Path, tmp_path: Path) -> None:
    import shutil

    folder = SceneFolder.open(shutil.copytree(town_scene, tmp_path / "town"))
    cell = next(c for c in folder.plan.cells if folder.read_tile(c).things)
    here = f"{cell[0]},{cell[1]}"
    do(folder, "move", target=f"{here}/{folder.read_tile(cell).things[0].id}", by=(0.5, 0, 0))
    for op in ({"op": "brief", "density": 0.1}, {"op": "socket", "side": "east", "crossings": ["path"]}):
        with pytest.raises(InputError, match="was imported"):
            do(folder, op.pop("op"), cell=here, **op)
    before = folder.read_tile(cell).brief.look
    assert do(folder, "restyle", theme="medieval").remade == () and folder.read_tile(cell).brief.look == before
