"""One tile made anew leaves the rest as it was, keeps what is locked, and comes about whole or not at all."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from village import Builder, Onlooker

import cityscape
from cityscape.assemble import seams
from cityscape.errors import InputError, SceneError
from cityscape.plan import planner
from cityscape.run import generate
from cityscape.run.anew import remake
from cityscape.run.events import StageStarted
from cityscape.run.keeping import footprint, kept
from cityscape.run.regenerate import regenerate
from cityscape.run.stages import tile_seed
from cityscape.run.variants import accept, propose, read, variants
from cityscape.store import SceneFolder
from cityscape.world.part import Thing

CREW = {"painter": Onlooker(), "sculptor": Builder()}
INNER = (1, 1)


@pytest.fixture(scope="module")
def city(tmp_path_factory) -> Path:
    """A 3x3 city of the quick crew."""
    plan = planner("offline").plan("a medieval town", grid=(3, 3), seed=5)
    flat = tuple(b.model_copy(update={"corners": (0.0,) * 4, "sockets": {}}) for b in plan.briefs)
    flat = tuple(type(b).model_validate(b.model_dump()) for b in flat)
    path = tmp_path_factory.mktemp("city") / "scene"
    generate(plan=plan.model_copy(update={"briefs": flat}), out=path, workers=1, **CREW)
    return path


@pytest.fixture
def scene(city, tmp_path) -> Path:
    return Path(shutil.copytree(city, tmp_path / "scene"))


def state(path: Path, *, without: str = "") -> dict[str, bytes]:
    """The files that are the scene: its record, its tiles and their assets."""
    files = [path / "scene.json", *(path / "tiles").iterdir(), *(path / "assets").iterdir()]
    return {str(p.relative_to(path)): p.read_bytes() for p in files if p.name != without}


def tiles(path: Path) -> dict[str, bytes]:
    return {k: v for k, v in state(path).items() if not k.startswith("assets")}


def lock(path: Path, cell, *, thing: str | None = None, part: str | None = None) -> None:
    folder = SceneFolder.open(path)
    with folder.draft() as draft:
        tile = draft.tile(cell)

        def mark(t: Thing) -> Thing:
            if t.id != thing:
                return t
            if part is None:
                return replace(t, locked=True)
            return replace(t, parts=tuple(replace(p, locked=True) if p.name == part else p for p in t.parts))

        draft.put(replace(tile, things=tuple(mark(t) for t in tile.things), locked=thing is None))
        draft.commit("lock", "locked")


def bytes_of(t: Thing) -> list:
    return [t.pose, [(p.id, p.pose, p.material, p.mesh.vertices.tobytes(), p.mesh.faces.tobytes()) for p in t.parts]]


def test_an_inner_tile_leaves_the_other_eight_and_sees_them_all(scene):
    before = state(scene)
    told = regenerate(scene, INNER, **CREW)
    after = state(scene)
    assert {k for k in before if before[k] != after[k]} == {"tiles/1_1.json"}
    folder = SceneFolder.open(scene)
    assert folder.verify() == []
    tile = folder.read_tile(INNER)
    assert tile.painting.rgba[0, :4, 0].tolist() == [1, 1, 1, 1]
    counts = [0 if (i, j) == (0, 0) else len(folder.read_tile((1 + i, 1 + j)).things) for j in (-1, 0, 1) for i in (-1, 0, 1)]
    assert tile.painting.rgba[1, :9, 0].tolist() == counts
    assert tile.seed == told.tiles[0].seed == tile_seed(folder.plan, INNER, 1) != tile_seed(folder.plan, INNER)
    assert [s.seed for s in tile.provenance.steps if s.role in ("paint", "sculpt")] == [tile.seed] * 2
    assert len(told.before.borders) == len(told.after.borders) == 4
    assert (told.after.height_gap, told.after.fallen_rays) == (0.0, 0)
    folder.history.undo()
    assert tiles(scene) == {k: v for k, v in before.items() if not k.startswith("assets")}


@pytest.mark.parametrize("cell", [(0, 0), (2, 2), (1, 0)])
def test_any_tile_can_be_made_anew_and_the_first_attempt_comes_back(scene, cell):
    before = tiles(scene)
    regenerate(scene, cell, painter=Onlooker(False, False), sculptor=Builder())
    once = tiles(scene)
    assert {k for k in before if before[k] != once[k]} == {f"tiles/{cell[0]}_{cell[1]}.json"}
    assert regenerate(scene, cell, painter=Onlooker(False, False), sculptor=Builder()).tiles[0].attempt == 2
    twice = tiles(scene)
    regenerate(scene, cell, seed=1, painter=Onlooker(False, False), sculptor=Builder())
    assert tiles(scene) == once != twice


def test_the_same_call_makes_the_same_bytes_and_several_tiles_are_one_step(scene, tmp_path):
    twin = Path(shutil.copytree(scene, tmp_path / "twin"))
    cells = [(0, 1), (1, 1), (2, 2), (1, 2)]
    told = regenerate(scene, cells, workers=1, **CREW)
    regenerate(twin, cells, workers=2, **CREW)
    assert state(scene) == state(twin)
    assert len(told.tiles) == 4 and SceneFolder.open(scene).history.last == 1
    assert len(told.after.borders) == 9
    after_undo = regenerate(scene, cells, **CREW)
    assert [t.attempt for t in after_undo.tiles] == [2] * 4


def test_locked_and_named_objects_survive_and_nothing_stands_in_them(scene):
    lock(scene, INNER, thing="house_02")
    lock(scene, INNER, thing="house_03", part="roof")
    old = SceneFolder.open(scene).read_tile(INNER)
    mine = {t.id: t for t in kept(old, ["1,1/house_05/roof", "0,0/house_04"])}
    assert set(mine) == {"house_02", "house_03", "house_05"}
    told = regenerate(scene, INNER, keep=["house_05/roof"], **CREW).tiles[0]
    new = SceneFolder.open(scene).read_tile(INNER)
    by_id = {t.id: t for t in new.things}
    assert set(told.kept) == set(mine)
    assert all(bytes_of(by_id[k]) == bytes_of(t) for k, t in mine.items())
    assert by_id["house_02"].locked and by_id["house_03"].part("roof").locked and not by_id["house_05"].locked
    assert sum(t.kind == "ground" for t in new.things) == 1
    fresh = [t for t in new.things if t.kind == "house" and t.id not in mine]
    assert all(footprint(t).intersection(footprint(k)).area < 1e-3 for t in fresh for k in mine.values())
    ids = [x for t in new.things for x in (t.id, *(p.id for p in t.parts))]
    assert len(set(ids)) == len(ids) and all(p.thing == t.id and p.id.startswith(t.id) for t in new.things for p in t.parts)
    assert set(new.painting.parts) <= set(ids)
    assert int(new.painting.mask.max()) == len(new.painting.parts)


def test_a_locked_ground_stays_the_only_one(scene):
    lock(scene, INNER, thing="ground")
    regenerate(scene, INNER, **CREW)
    tile = SceneFolder.open(scene).read_tile(INNER)
    assert [t.id for t in tile.things if t.kind == "ground"] == ["ground"] and len(tile.things) > 3


def test_a_prompt_changes_one_brief_and_undo_takes_both_back(scene):
    before, old = tiles(scene), SceneFolder.open(scene).plan
    told = regenerate(scene, INNER, prompt="a market square with 3 fountains and blue roofs", **CREW)
    new = SceneFolder.open(scene).plan
    assert [c for c in new.cells if new.brief(c) != old.brief(c)] == [INNER]
    brief = new.brief(INNER)
    assert brief.land_use == "market" and ("fountain", 3) in {(w.kind, w.count) for w in brief.wanted}
    assert "3 fountains" in brief.text and brief.look.overrides["roof"]
    assert (brief.sockets, brief.corners) == (old.brief(INNER).sockets, old.brief(INNER).corners)
    assert any("market" in n for n in told.notes)
    assert SceneFolder.open(scene).read_tile(INNER).brief == brief
    SceneFolder.open(scene).history.undo()
    assert tiles(scene) == before


def test_what_cannot_be_made_is_refused_in_one_line_and_changes_nothing(scene):
    lock(scene, (0, 0))
    before = state(scene)
    for cell, more, words in (
        ((0, 0), {}, "tile 0,0 is locked: unlock it first"),
        ((7, 1), {}, "has no tile 7,1: it has columns 0 to 2"),
        (INNER, {"keep": ["hose_02"]}, "did you mean house_02"),
        (INNER, {"prompt": "  "}, "prompt is empty"),
        (INNER, {"seed": -1}, "seed -1 cannot be used"),
        ([], {}, "no tile is named"),
    ):
        with pytest.raises(InputError, match=words):
            regenerate(scene, cell, **more, **CREW)
    with pytest.raises(InputError, match="was begun with 'onlooker'"):
        regenerate(scene, INNER, painter="procedural")
    with SceneFolder.open(scene).lock(), pytest.raises(SceneError, match="is being written"):
        regenerate(scene, INNER, **CREW)
    assert state(scene) == before


def test_interrupted_it_changes_nothing(scene):
    before = tiles(scene)

    def stop(event: object) -> None:
        if isinstance(event, StageStarted) and event.stage == "sculpt":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        regenerate(scene, [(0, 0), INNER], progress=stop, workers=1, **CREW)
    assert tiles(scene) == before and SceneFolder.open(scene).history.last == 0
    regenerate(scene, INNER, **CREW)


def test_killed_it_leaves_the_scene_as_it_was_or_as_it_wants(scene, tmp_path):
    before = tiles(scene)
    whole = Path(shutil.copytree(scene, tmp_path / "whole"))
    cells = [(0, 0), (1, 1), (2, 1)]
    regenerate(whole, cells, **CREW)
    wanted, seen = tiles(whole), set()
    here = Path(__file__).parent
    path = os.pathsep.join([str(here), str(Path(cityscape.__file__).parent.parent)])
    for stop in ("paint", "TileDone", "done"):
        p = subprocess.Popen(
            [sys.executable, str(here / "village.py"), str(scene), "0,0", "1,1", "2,1"],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": path},
        )
        for line in p.stdout:
            if stop in line:
                break
        time.sleep(0.02)
        p.send_signal(signal.SIGKILL)
        p.wait()
        with SceneFolder.open(scene).lock():
            found = tiles(scene)
        assert found in (before, wanted)
        assert SceneFolder.open(scene).verify() == []
        seen.add(found == wanted)
        if found == wanted:
            SceneFolder.open(scene).history.undo()
            break
    assert seen == {False, True}
    assert tiles(scene) == before


def test_variants_lie_beside_the_scene_and_one_is_accepted(scene, monkeypatch):
    monkeypatch.setattr("cityscape.run.variants.PANEL", (96, 72))
    lock(scene, INNER, thing="house_02")
    before = tiles(scene)
    first = propose(scene, INNER, 3, prompt="a park", **CREW)
    assert tiles(scene) == before
    assert sorted(p.name for p in (scene / "variants").iterdir()) == ["1_1", "1_1.json", "1_1.png"]
    assert sorted(p.name for p in (scene / "variants" / "1_1").iterdir()) == ["1.json", "2.json", "3.json"]
    assert variants(scene, INNER) == first and [v.tile.attempt for v in first.variants] == [1, 2, 3]
    done = accept(scene, INNER, 2)
    assert (scene / "tiles" / "1_1.json").read_bytes() == (scene / "variants" / "1_1" / "2.json").read_bytes()
    assert SceneFolder.open(scene).plan.brief(INNER).land_use == "park"
    assert done.after.fallen_rays == 0 and SceneFolder.open(scene).verify() == []
    accept(scene, INNER, 3)
    SceneFolder.open(scene).history.undo(2)
    assert tiles(scene) == before
    second = propose(scene, INNER, 2, sheet=False, **CREW)
    assert [v.tile.attempt for v in second.variants] == [4, 5], "new variants are new"
    assert sorted(p.name for p in (scene / "variants" / "1_1").iterdir()) == ["1.json", "2.json"]
    with pytest.raises(InputError, match="no variant 3: it has 1 to 2"):
        accept(scene, INNER, 3)
    with pytest.raises(InputError, match=r"2,2 of .* has no variants"):
        accept(scene, (2, 2), 1)
    lock(scene, INNER, thing="house_04")
    with pytest.raises(InputError, match="house_04 of tile 1,1 was locked since"):
        accept(scene, INNER, 1)
    (scene / "variants" / "1_1" / "2.json").write_text("{}")
    with pytest.raises(SceneError, match="altered or damaged"):
        accept(scene, INNER, 2)
    assert read(scene, (0, 0)) is None


def test_remake_with_the_same_seeds_is_the_same_city(scene):
    before = tiles(scene)
    folder = SceneFolder.open(scene)
    with folder.draft() as draft:
        remake(draft, draft.plan.cells, workers=2, **CREW)
        assert draft.commit("restyle", "made anew").changes == {}
    assert tiles(scene) == before
    lock(scene, (2, 0))
    locked = (scene / "tiles" / "2_0.json").read_bytes()
    with folder.draft() as draft:
        remake(draft, draft.plan.cells, **CREW)
        draft.commit("restyle", "made anew")
    assert (scene / "tiles" / "2_0.json").read_bytes() == locked
    assert tiles(scene)["tiles/0_1.json"] == before["tiles/0_1.json"]
    east = folder.read_tile((1, 0)).painting.rgba
    assert east[0, :4, 0].tolist() == [0, 1, 0, 1], "the locked neighbour is there from the beginning"
    with folder.draft() as draft:
        remake(draft, [INNER], seeds={INNER: 5}, **CREW)
        assert draft.tile(INNER).seed == 5
        with pytest.raises(InputError, match="has no cell 9,9"):
            remake(draft, [(9, 9)], **CREW)


def test_real_tiles_meet_as_before(tmp_path):
    """The procedural city: another inside, the same borders."""
    from driver import SmallPainter

    plan = planner("offline").plan("a hilly village by a river", grid=(2, 1), seed=3, tile_size=20.0)
    generate(plan=plan, out=tmp_path / "s", painter=SmallPainter(), workers=1)
    told = regenerate(tmp_path / "s", (0, 0), prompt="a park with 2 benches", painter=SmallPainter())
    assert (told.after.fallen_rays, told.after.socket_offset) == (0, 0.0) and told.after.height_gap <= told.before.height_gap + 1e-6
    scene = SceneFolder.open(tmp_path / "s").scene()
    assert seams(scene).fallen_rays == 0 and "bench" in {t.kind for t in scene.tile(0, 0).things}


@pytest.mark.slow
def test_an_image_model_is_shown_all_neighbours(tmp_path):
    """A tiny random pipeline paints the inner tile of nine anew; the others keep their bytes, and twice is the same."""
    sys.path.insert(0, str(Path(__file__).parent.parent / "paint"))
    import tiny_pipelines

    from cityscape.paint import PaintOptions
    from cityscape.paint.diffusers import DiffusersPainter

    shown: list[int] = []

    class Spy(DiffusersPainter):
        def paint(self, brief, context, *, seed):
            shown.append(len(context.finished))
            return super().paint(brief, context, seed=seed)

    model = tiny_pipelines.write("flux-fill", tmp_path / "model")
    plan = planner("offline").plan("a meadow", grid=(3, 3), seed=4, tile_size=20.0)
    bare = tuple(b.model_copy(update={"density": 0.0, "wanted": (), "landmark": False, "land_use": "farm"}) for b in plan.briefs)
    told = PaintOptions(str(model), "", 64, 2, "")
    generate(plan=type(plan).model_validate(plan.model_dump() | {"briefs": bare}), out=tmp_path / "a", painter="diffusers", paint=told)
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    before = state(tmp_path / "a")
    regenerate(tmp_path / "a", INNER)
    after = state(tmp_path / "a")
    assert {k for k in before if before[k] != after[k]} == {"tiles/1_1.json"}
    regenerate(tmp_path / "b", INNER, painter=Spy(str(model), 64, 2))
    assert shown == [8] and state(tmp_path / "b") == after
    one, other = (SceneFolder.open(tmp_path / x).read_tile(INNER).painting.rgba for x in "ab")
    assert np.array_equal(one, other)


def test_the_ground_makes_room_too_where_recipes_build():
    """A kept building stands on the new ground as on the old one, with no pit of what was left out beside it."""
    from cityscape.grammar.compose import compose
    from cityscape.grammar.kinds import kinds
    from cityscape.run.keeping import reserved, with_kept
    from cityscape.sculpt.footing import Footing
    from cityscape.world.part import placed
    from cityscape.world.tile import Tile

    plan = planner("offline").plan("a medieval village", grid=(1, 1), seed=3)
    brief = plan.brief((0, 0)).model_copy(update={"corners": (4.0, 2.0, 0.0, 1.0), "land_use": "residential"})
    old = compose(brief, seed=1)
    stay = [t for t in old if kinds().get(t.kind) and kinds()[t.kind].category == "building"][:2]
    asked = brief.model_copy(update={"reserved": reserved(stay)})
    assert asked.model_dump_json() == brief.model_dump_json(), "what is reserved is never stored"
    new, left_out = with_kept(Tile(brief, compose(asked, seed=2), 2), stay)
    assert len(stay) == 2 and left_out == 0 and len(new.things) > 10
    ground = Footing([t for t in new.things if t.kind == "ground"], size=brief.size, base=brief.base)
    for t in stay:
        corners = np.array(footprint(t).minimum_rotated_rectangle.exterior.coords)
        low = min(placed(t, p)[0][:, 2].min() for p in t.parts)
        z = ground.heights(corners)
        assert z.min() > low - 0.05 and z.max() < t.pose.position[2] + 0.5
