"""What may not be used commercially is refused before any work, and every tile tells its trail."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from crew import Brush, Chisel
from toys import make_plan

from cityscape.errors import InputError
from cityscape.paint.segment import FileMasks, Sam2Masks
from cityscape.run import generate, resume
from cityscape.run.licences import check_scene
from cityscape.run.survey import survey
from cityscape.store import SceneFolder


def test_a_crew_is_refused_before_anything_is_planned_or_written(tmp_path: Path) -> None:
    out = tmp_path / "s"
    with pytest.raises(InputError) as e:
        generate("", sculptor=Chisel(), commercial=True, out=out)  # the empty prompt is not even looked at
    said = str(e.value)
    assert said.startswith("--commercial refuses the sculptor chisel with chisel-1 (CC-BY-NC-4.0)")
    assert "--weights triposg" in said and "--sculptor exact" in said
    assert not out.exists()


@pytest.mark.parametrize("name", ["autopartgen", "autopartgen-2048", "autopartgen-4096"])
def test_weights_are_refused_by_name_whether_they_are_here_or_not(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARTGEN_HOME", str(tmp_path))
    with pytest.raises(InputError, match=r"FAIR Noncommercial.*does not allow commercial use: use --weights triposg"):
        generate("a town", sculptor="partgen", weights=name, commercial=True, out=tmp_path / "s")
    assert not (tmp_path / "s").exists()


def test_the_trail_is_stored_told_and_heeded(tmp_path: Path) -> None:
    plan, folder = make_plan(2, 1), tmp_path / "s"
    scene = generate(plan=plan, painter=Brush(), sculptor=Chisel(), workers=1, out=folder)
    stored = SceneFolder.open(folder)
    for cell in plan.cells:
        said, tile = stored.provenance(cell), scene.tiles[cell]
        assert said == tile.provenance and not said.commercial
        assert [(s.role, s.name) for s in said.steps] == [("plan", "file"), ("paint", "brush"), ("masks", "brush"), ("sculpt", "chisel")]
        assert [s.seed for s in said.steps] == [plan.seed, tile.seed, None, tile.seed]
        assert said.step("sculpt").models == ("chisel-1",)
    told = survey(stored).trails
    assert len(told) == 1 and told[0].cells == plan.cells and told[0].seeds == tuple(t.seed for t in scene.tiles.values())
    with pytest.raises(InputError, match=r"tiles 0,0, 1,0 came of the sculptor chisel with chisel-1 .*CC-BY-NC-4.0.*make the scene anew"):
        check_scene(stored)
    with pytest.raises(InputError, match="--commercial refuses"):
        resume(folder, painter=Brush(), sculptor=Chisel(), commercial=True)


@dataclass(frozen=True)
class Cutter(Brush):
    """Paints, and has somebody else cut the mask."""

    segmenter: object = None


def test_the_trail_tells_who_cut_the_mask(tmp_path: Path) -> None:
    for cutter, licences in ((FileMasks(tmp_path), ()), (Sam2Masks(), ("Apache-2.0",)), (Sam2Masks(str(tmp_path)), ())):
        scene = generate(plan=make_plan(1, 1), painter=Cutter(segmenter=cutter), sculptor=Chisel(), workers=1)
        said = scene.tile(0, 0).provenance
        assert [s.role for s in said.steps] == ["plan", "paint", "masks", "sculpt"]
        assert said.step("masks").name == cutter.name and said.step("masks").licences == licences  # type: ignore[union-attr, attr-defined]
    with pytest.raises(InputError, match=r"refuses the masks sam2 with .* \(whose licence is not stated\)"):
        generate("", painter=Cutter(segmenter=Sam2Masks(str(tmp_path))), commercial=True)


def test_a_scene_free_for_use_passes(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    generate(plan=make_plan(1, 1), painter=Brush(), sculptor=Chisel(licences=("MIT",), commercial=True), commercial=True, out=folder)
    check_scene(SceneFolder.open(folder))
    assert SceneFolder.open(folder).provenance((0, 0)).commercial


def test_tiles_made_before_there_were_trails_are_read(tmp_path: Path) -> None:
    import json

    folder = tmp_path / "s"
    generate(plan=make_plan(1, 1), painter=Brush(), sculptor=Chisel(), workers=1, out=folder)
    file = folder / "tiles" / "0_0.json"
    data = json.loads(file.read_text())
    del data["provenance"]["steps"]
    file.write_text(json.dumps(data))
    assert survey(SceneFolder.open(folder)).trails == ()
    with pytest.raises(InputError, match=r"came of what is under Apache-2\.0, CC-BY-NC-4\.0"):
        check_scene(SceneFolder.open(folder))
