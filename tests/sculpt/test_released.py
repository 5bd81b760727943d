"""Released layouts as sculptors, with tiny random weights: frames, turns and regions are found; what is made is sound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
import trimesh

from cityscape.errors import InputError
from cityscape.grammar.compose import compose
from cityscape.paint.procedural import ProceduralPainter
from cityscape.run import generate, resume
from cityscape.sculpt import is_name_of_weights, released, sculptor
from cityscape.sculpt.released import ReleasedSculptor, told_apart
from cityscape.sculpt.stance import Shape, best_turn, front, likeness, on_region, on_slab, turned
from cityscape.store import SceneFolder
from cityscape.store.pictures import settled
from cityscape.world.frames import to_y_up
from cityscape.world.painting import Context, Painting
from cityscape.world.part import Thing, placed
from cityscape.world.plan import Plan
from partgen.autoregress import Part
from partgen.generator import tiny, write_random
from tests.sculpt.small_plan import farm

SMALL = ProceduralPainter(size=128, samples=1, ambient_occlusion=0, parts="coarse")


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    place = tmp_path_factory.mktemp("weights")
    return {"parts": write_random(place / "parts"), "whole": write_random(place / "whole", tiny(whole=True))}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return farm()


@pytest.fixture(scope="module")
def painting(plan: Plan) -> Painting:
    return settled(SMALL.paint(plan.brief((0, 0)), Context(), seed=11))


def _quick(folder: Path) -> ReleasedSculptor:
    return ReleasedSculptor(str(folder), device="cpu", steps=2, grid=16, most=3, repeats=None, detail=0.1)


def _content(things: object) -> list[object]:
    return [(t.id, p.id, p.label, p.mesh.vertices.tobytes(), p.mesh.faces.tobytes()) for t in things for p in t.parts]  # type: ignore[attr-defined]


def _grounds(plan: Plan) -> list[Thing]:
    return [t for t in compose(plan.brief((0, 0)), seed=11) if t.kind == "ground"]


@pytest.mark.parametrize("layout", ["parts", "whole"])
@pytest.mark.parametrize("masked", [True, False])
def test_things_are_sound_whatever_the_networks_know(layout: str, masked: bool, weights, plan: Plan, painting: Painting) -> None:
    shown = replace(painting, depth=None) if masked else replace(painting, depth=None, mask=None, parts=())
    brief = plan.brief((0, 0))
    things = _quick(weights[layout]).sculpt(shown, brief, seed=11)
    exact = _grounds(plan)
    assert _content(things[: len(exact)]) == _content(exact)
    ids = [p.id for t in things for p in t.parts]
    assert len(ids) == len(set(ids))
    learned = [(t, p) for t in things[len(exact) :] for p in t.parts]
    assert learned or not masked
    for t, p in learned:
        v = placed(t, p)[0]
        assert p.mesh.watertight and p.mesh.volume > 0, p.id
        assert v[:, :2].min() > -1e-3 and v[:, :2].max() < brief.size + 1e-3 and v[:, 2].min() >= brief.base - 1e-3, p.id
        assert p.mesh.colors is not None
    if masked:
        assert {p.id for _, p in learned} <= set(painting.parts)
    again = replace(_quick(weights[layout]), offload=True)
    assert _content(things) == _content(again.sculpt(shown, brief, seed=11))


def test_four_quarter_turns_are_one_circle() -> None:
    v = np.random.default_rng(0).normal(size=(20, 3))
    assert np.array_equal(turned(turned(v, 3), 1), v) and np.array_equal(turned(turned(v, 2), 2), v)
    assert np.allclose(turned(np.array([[1.0, 0, 5]]), 1), [[0, 1, 5]])


@pytest.mark.parametrize("masked", [True, False])
@pytest.mark.parametrize("quarters", range(4))
def test_a_turned_shrunken_tile_comes_back_to_its_place(quarters: int, masked: bool, plan: Plan, painting: Painting) -> None:
    """The true tile, taken into a core's cube in any quarter turn, is set on the tile again by its slab and the painting."""
    brief = plan.brief((0, 0))
    truth, slab = [], []
    for t in compose(brief, seed=11, level="coarse"):
        for p in t.parts:
            v, f = placed(t, p)
            region = painting.parts.index(p.id) + 1 if p.id in painting.parts else None
            truth.append(Shape(v, f, region))
            if t.kind == "ground":
                slab.append(v)
    middle = np.array([brief.size / 2, brief.size / 2, 0.0])
    cube = [Shape(turned((s.vertices - middle) / brief.size * 1.7, quarters), s.faces, s.region) for s in truth]
    span = turned((np.concatenate(slab) - middle) / brief.size * 1.7, quarters)
    shown = painting if masked else replace(painting, mask=None, parts=())
    k, stood, scores = best_turn(lambda q: on_slab(cube, span, q, size=brief.size, level=brief.base, top=False), shown)
    assert (k + quarters) % 4 == 0, scores
    error = max(float(np.abs(a.vertices - b.vertices).max()) for a, b in zip(stood, truth, strict=True))
    assert error < 0.05 and likeness(stood, shown) > 0.5


class Turned:
    """A core that makes the true tile, in its own cube, in a quarter turn that nobody is told."""

    config = tiny()

    def __init__(self, things: list[Thing], size: float, quarters: int) -> None:
        shapes = [placed(t, p) for t in things for p in t.parts]
        middle = np.array([size / 2, size / 2, 0.0])
        self.parts = [(np.asarray(to_y_up(turned((v - middle) / size * 1.7, quarters))), f) for v, f in shapes]

    def generate(self, image: object, mask: object = None, *, seed: int, options: object) -> Iterator[Part]:
        for k, (v, f) in enumerate(self.parts):
            yield Part(k, None, None, trimesh.Trimesh(v, f, process=False), torch.zeros(1), seed, 0)


@pytest.mark.parametrize("quarters", range(4))
def test_whatever_way_a_core_turns_the_tile_its_objects_stand_where_they_are_painted(
    quarters: int, weights, plan: Plan, painting: Painting, monkeypatch: pytest.MonkeyPatch
) -> None:
    brief = plan.brief((0, 0))
    things = list(compose(brief, seed=11, level="coarse"))
    monkeypatch.setattr(released, "_maker", lambda *where: Turned(things, brief.size, quarters))
    made = _quick(weights["parts"]).sculpt(replace(painting, depth=None, mask=None, parts=()), brief, seed=11)

    def middles(some: list[Thing]) -> np.ndarray:
        boxes = [np.concatenate([placed(t, p)[0] for p in t.parts]) for t in some if t.kind != "ground"]
        return np.array([(b.min(0) + b.max(0))[:2] / 2 for b in boxes])

    want, got = middles(things), middles(made)
    assert len(got) >= 1 and max(np.linalg.norm(want - g, axis=1).min() for g in got) < 0.3


def test_a_shape_of_its_own_is_set_on_its_region(plan: Plan, painting: Painting) -> None:
    from cityscape.sculpt.footing import Footing

    brief = plan.brief((0, 0))
    footing = Footing(_grounds(plan), size=brief.size, base=brief.base)
    best = []
    for t in compose(brief, seed=11, level="coarse"):
        for p in t.parts:
            if t.kind == "ground" or p.id not in painting.parts:
                continue
            v, f = placed(t, p)
            number = painting.parts.index(p.id) + 1
            pixels = np.asarray(painting.mask) == number
            alone = front([Shape(v, f)], painting)[1] >= 0
            if pixels.sum() < 40 or (alone & pixels).sum() < 0.9 * alone.sum():
                continue  # hidden in part: its region does not tell its size
            cube = turned((v - (v.min(0) + v.max(0)) / 2) / np.ptp(v, axis=0).max() * 2, 1)
            out = on_region(Shape(cube, f, number), pixels, painting, footing.heights, level=0.0, size=brief.size)
            shift = (out.vertices.min(0) + out.vertices.max(0) - v.min(0) - v.max(0)) / 2
            best.append(float(np.abs(shift).max() / np.ptp(v, axis=0).max()))
    assert best and np.median(best) < 0.25, best


def test_the_ground_is_told_by_ids_and_without_them_by_the_rim(plan: Plan, painting: Painting) -> None:
    by_id, slab = told_apart(painting, _grounds(plan))
    without, other = told_apart(replace(painting, parts=()), _grounds(plan))
    assert slab is not None and other is not None
    assert ((by_id == slab) == (without == other)).mean() > 0.95
    assert set(np.unique(by_id)) - {slab} <= set(np.unique(painting.mask))


@pytest.mark.parametrize("layout", ["parts", "whole"])
def test_generate_with_a_folder_keeps_its_trail_and_goes_on(layout: str, weights, plan: Plan, tmp_path: Path, monkeypatch) -> None:
    defaults = ("coarse", "cpu", 2, 16, 3, None, None, 1200, 0.1, "partgen")  # what a tiny core can do
    assert len(defaults) == len(ReleasedSculptor.__init__.__defaults__ or ())
    monkeypatch.setattr(ReleasedSculptor.__init__, "__defaults__", defaults)
    scene = generate(plan=plan, painter=SMALL, sculptor="partgen", weights=weights[layout], workers=1, out=tmp_path / "s")
    step = scene.tile(0, 0).provenance.step("sculpt")
    assert step is not None and step.commercial and "sha256" in step.models[0] and "random-tiny" in step.models[0]
    assert step.seed == scene.tile(0, 0).seed
    kept = _content(scene.tile(1, 0).things)
    (tmp_path / "s" / "tiles" / "1_0.json").unlink()
    again = resume(tmp_path / "s", workers=1, painter=SMALL)
    assert _content(again.tile(1, 0).things) == kept and SceneFolder.open(tmp_path / "s").verify() == []


def test_names_are_known_and_missing_weights_told(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("PARTGEN_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert all(is_name_of_weights(n) for n in ("autopartgen", "autopartgen-2048", "autopartgen-4096", "triposg", "tile"))
    assert not is_name_of_weights("dinov2") and not is_name_of_weights("nowhere")
    for name in ("autopartgen-2048", "autopartgen-4096", "triposg"):
        with pytest.raises(InputError, match=r"python -m partgen weights .* --accept-licence"):
            sculptor("partgen", weights=name)
    assert type(sculptor("partgen", weights="tile")).__name__ == "PartgenSculptor"


def test_a_downloaded_release_is_recognised_by_its_files(tmp_path: Path, monkeypatch) -> None:
    """TripoSG's own folder layout, with tiny weights, is read as TripoSG; sizes then do not fit, which is told."""
    from partgen import weights as known
    from partgen.errors import WeightsError

    monkeypatch.setenv("PARTGEN_HOME", str(tmp_path))
    source = write_random(tmp_path / "random", tiny(whole=True))
    home = tmp_path / "weights" / "VAST-AI__TripoSG"
    for role, name in known.entry("triposg").files.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes((source / f"{role}.safetensors").read_bytes())
    made = sculptor("partgen", weights="triposg")
    assert isinstance(made, ReleasedSculptor) and made.commercial and "MIT" in made.licences[0]
    assert known.locate(home).config.name == "triposg"
    with pytest.raises(WeightsError, match="is not the part DiT of triposg"):
        __import__("partgen").load("triposg", "cpu")
