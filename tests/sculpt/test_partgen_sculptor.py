"""The learned sculptor: whatever its networks know, what it makes is closed, grounded, coloured, named and repeatable."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cityscape.assemble.soundness import quality
from cityscape.errors import InputError
from cityscape.grammar.compose import compose
from cityscape.grammar.teacher import LABELS
from cityscape.paint.procedural import ProceduralPainter
from cityscape.run import generate, resume
from cityscape.sculpt import sculptor
from cityscape.sculpt.partgen import PartgenSculptor
from cityscape.store import SceneFolder
from cityscape.store.pictures import settled
from cityscape.world.mesh import Mesh
from cityscape.world.painting import Context, Painting
from cityscape.world.part import Thing, placed
from cityscape.world.plan import Plan
from tests import tiny_core

SMALL = ProceduralPainter(size=128, samples=1, ambient_occlusion=0, parts="coarse")


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_core.write(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def plan() -> Plan:
    from cityscape.plan import planner

    return planner("offline").plan("a village by a river", grid=(2, 1), seed=3, theme=None, tile_size=24.0, confirm=True)


@pytest.fixture(scope="module")
def painting(plan: Plan) -> Painting:
    return settled(SMALL.paint(plan.brief((0, 0)), Context(), seed=11))


def _quick(weights: Path, **more: object) -> PartgenSculptor:
    return PartgenSculptor(weights=weights, grid=16, tries=1, detail=0.1, crisp=False, **{"hulls": False, **more})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def things(weights: Path, plan: Plan, painting: Painting) -> list[Thing]:
    return _quick(weights).sculpt(painting, plan.brief((0, 0)), seed=11)


def _content(things: list[Thing] | tuple[Thing, ...]) -> list[object]:
    out = []
    for t in things:
        for p in t.parts:
            arrays = (p.mesh.vertices, p.mesh.faces, p.mesh.colors)
            out.append((t.id, t.pose, p.id, p.label, p.material, *(None if a is None else a.tobytes() for a in arrays)))
    return out


def test_the_ground_is_the_brief_s_own(things: list[Thing], plan: Plan) -> None:
    exact = [t for t in compose(plan.brief((0, 0)), seed=11) if t.kind == "ground"]
    assert _content(things[: len(exact)]) == _content(exact)
    assert all(t.kind != "ground" for t in things[len(exact) :])


def test_parts_are_closed_inside_the_tile_and_above_the_ground(things: list[Thing], plan: Plan) -> None:
    brief = plan.brief((0, 0))
    learned = [t for t in things if t.kind != "ground"]
    assert learned
    for t in learned:
        for p in t.parts:
            assert p.mesh.watertight and p.mesh.volume > 0, p.id
            v = placed(t, p)[0]
            assert v[:, :2].min() > -1e-3 and v[:, :2].max() < brief.size + 1e-3 and v[:, 2].min() >= brief.base - 1e-3, p.id


def test_ids_are_the_painting_s_labels_the_networks(things: list[Thing], painting: Painting) -> None:
    learned = [p for t in things if t.kind != "ground" for p in t.parts]
    assert {p.id for p in learned} <= set(painting.parts)
    assert {p.label for p in learned} <= set(LABELS)
    assert all(p.id.startswith(p.thing + "__") for p in learned)


def test_parts_have_the_painting_s_colours(things: list[Thing]) -> None:
    learned = [p for t in things if t.kind != "ground" for p in t.parts]
    assert all(p.mesh.colors is not None and p.material.pattern == "painted" for p in learned)


@pytest.mark.slow
def test_with_workers_and_without_the_bytes_are_the_same_and_tell_their_weights(weights: Path, plan: Plan, tmp_path: Path) -> None:
    scenes = [
        generate(plan=plan, painter=SMALL, sculptor=_quick(weights), workers=n, out=tmp_path / str(n)) for n in (1, 2)
    ]  # fmt: skip
    for cell in plan.cells:
        assert _content(scenes[0].tiles[cell].things) == _content(scenes[1].tiles[cell].things)
    said = scenes[0].tile(0, 0).provenance
    assert said.sculptor == "partgen" and said.commercial
    assert "tiny-random" in said.models[0] and "sha256" in said.models[0] and any("CC0-1.0" in x for x in said.licences)
    stored = SceneFolder.open(tmp_path / "1").read_tile((0, 0))
    assert _content(stored.things) == _content(scenes[0].tile(0, 0).things)


def test_another_seed_or_other_weights_give_other_tiles(
    weights: Path, plan: Plan, painting: Painting, things: list[Thing], tmp_path: Path
) -> None:
    other = _quick(tiny_core.write(tmp_path / "other", seed=1)).sculpt(painting, plan.brief((0, 0)), seed=11)
    assert _content(other) != _content(things)
    assert _quick(tmp_path / "other").models != _quick(weights).models


def test_without_a_mask_parts_are_made_until_none_is_left(weights: Path, plan: Plan, painting: Painting) -> None:
    made = _quick(weights).sculpt(replace(painting, mask=None, parts=()), plan.brief((0, 0)), seed=11)
    ids = [p.id for t in made for p in t.parts]
    assert len(ids) == len(set(ids))


def test_a_mask_without_ids_still_tells_the_ground(weights: Path, plan: Plan, painting: Painting, things: list[Thing]) -> None:
    made = _quick(weights).sculpt(replace(painting, parts=()), plan.brief((0, 0)), seed=11)
    assert len(made) == len(things)


def test_a_painting_without_depth_wants_a_depth_network(weights: Path, plan: Plan, painting: Painting) -> None:
    with pytest.raises(InputError, match="no depth"):
        _quick(weights).sculpt(replace(painting, depth=None), plan.brief((0, 0)), seed=11)


def test_what_does_not_look_like_the_picture_becomes_the_hull_of_what_is_seen(
    weights: Path, plan: Plan, painting: Painting, things: list[Thing]
) -> None:
    made = _quick(weights, hulls=True).sculpt(painting, plan.brief((0, 0)), seed=11)
    footprint = [
        np.mean([_overlap(t, painting) for t in some if t.kind != "ground" and t.parts[0].id in painting.parts]) for some in (things, made)
    ]
    assert footprint[1] > footprint[0]


def _overlap(thing: Thing, painting: Painting) -> float:
    """IoU of an object's silhouette with its region."""
    from partgen.silhouette import raster

    h, w = painting.rgba.shape[:2]
    drawn, wanted = np.zeros((h, w), bool), np.zeros((h, w), bool)
    for p in thing.parts:
        v, f = placed(thing, p)
        drawn |= np.isfinite(raster((painting.camera.project(v) * (1, 1, -1))[f], h, w))
        wanted |= painting.mask == painting.parts.index(p.id) + 1
    return float((drawn & wanted).sum() / (drawn | wanted).sum())


def test_bad_weights_are_told_before_anything_is_painted(tmp_path: Path, weights: Path) -> None:
    with pytest.raises(InputError, match="no weights in"):
        sculptor("partgen", weights=tmp_path / "nowhere")
    with pytest.raises(InputError, match="weights mean nothing"):
        sculptor("exact", weights=weights)
    assert sculptor("partgen", weights=weights).parts == "coarse"  # type: ignore[attr-defined]
    assert sculptor("exact").parts == "fine"  # type: ignore[attr-defined]


def test_a_scene_remembers_its_weights(weights: Path, plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PartgenSculptor, "sculpt", _boxes)
    generate(plan=plan, painter=SMALL, sculptor="partgen", weights=weights, workers=1, out=tmp_path / "s")
    known = SceneFolder.open(tmp_path / "s").settings
    assert known.sculptor == "partgen" and known.options == {"parts": "coarse", "weights": str(weights)}
    (tmp_path / "s" / "tiles" / "1_0.json").unlink()
    assert set(resume(tmp_path / "s", workers=1, painter=SMALL).tiles) == set(plan.cells)


def _boxes(self: PartgenSculptor, painting: Painting, brief: object, *, seed: int) -> list[Thing]:
    from cityscape.sculpt.exact import ExactSculptor

    return ExactSculptor().sculpt(painting, brief, seed=seed)[:1]  # type: ignore[arg-type]


def test_exact_shapes_in_its_colours_look_like_the_painting_again(plan: Plan) -> None:
    from cityscape.sculpt.made import Made, coloured

    brief = plan.brief((0, 0))
    painter = replace(SMALL, size=256, ambient_occlusion=4)
    painting = settled(painter.paint(brief, Context(), seed=11))
    coarse = compose(brief, seed=11, level="coarse")
    ground = [t for t in compose(brief, seed=11) if t.kind == "ground"]
    made = []
    for t in coarse:
        for p in t.parts:
            if t.kind != "ground" and p.id in painting.parts:
                v, f = placed(t, p)
                made.append(Made(Mesh(v, f), painting.parts.index(p.id) + 1, p.label, 0.1, t.id, p.id))
    things = coloured(made, painting, brief, ground, detail=0.5)
    again = painter.portrait(brief, [*ground, *things])
    both = (painting.mask > 1) & (again.rgba[..., 3] > 250)
    error = np.abs(again.rgba[both][:, :3].astype(float) - painting.rgba[both][:, :3]).mean()
    assert error < 22, error


def test_quality_counts_learned_tiles_as_sound(things: list[Thing], plan: Plan) -> None:
    from cityscape.world.tile import Tile

    found = quality(Tile(plan.brief((0, 0)), tuple(things), 11))
    assert not found.open_parts and not found.hollow_parts
