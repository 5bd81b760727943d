"""Planner, painter and core are swapped independently: every combination that this build has makes a tile; a table tells what ran."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from cityscape.paint import NAMES
from cityscape.paint.procedural import ProceduralPainter
from cityscape.plan import PLANNERS
from cityscape.run import generate
from cityscape.sculpt.exact import ExactSculptor
from cityscape.sculpt.partgen import PartgenSculptor
from cityscape.sculpt.released import ReleasedSculptor
from cityscape.store import SceneFolder
from partgen.generator import tiny, write_random
from tests import tiny_core


class Absent(Exception):
    """Why a back-end cannot be tried."""


class Small(ProceduralPainter):
    """The procedural painter, quick."""

    name = "procedural"


def part(module: str) -> Any:
    """A module that other parts of the product or of the tests bring, where this build has them."""
    try:
        return import_module(module)
    except ImportError as e:
        raise Absent(f"{module} is not in this build") from e


# -- ways to hire: each takes a folder to put things in, and a stack that closes what was opened; gives arguments of `generate` ------------


def _offline(place: Path, open_: ExitStack) -> dict[str, Any]:
    return {"planner": "offline"}


def _llm(place: Path, open_: ExitStack) -> dict[str, Any]:
    if "llm" not in PLANNERS:
        raise Absent("the planner llm is not in this build")
    fake = open_.enter_context(part("tests.plan.fake_openai").serve())
    hire: Any = part("cityscape.plan").planner
    return {"planner": hire("llm", url=fake.url, model="m-1", cache=False)}


def _procedural(place: Path, open_: ExitStack) -> dict[str, Any]:
    return {"painter": Small(size=96, samples=1, ambient_occlusion=0, parts="coarse")}


def _diffusers(place: Path, open_: ExitStack) -> dict[str, Any]:
    if "diffusers" not in NAMES:
        raise Absent("the painter diffusers is not in this build")
    model = place if place.exists() else part("tests.paint.tiny_pipelines").write("sdxl", place)
    paint = part("cityscape.paint")
    return {"painter": paint.painter("diffusers", options=paint.PaintOptions(model=str(model), size=64, steps=1))}


def _remote(place: Path, open_: ExitStack) -> dict[str, Any]:
    if "remote" not in NAMES:
        raise Absent("the painter remote is not in this build")
    server = open_.enter_context(part("tests.paint.images_server").serving())
    paint = part("cityscape.paint")
    return {"painter": paint.painter("remote", options=paint.PaintOptions(url=server.url, size=64))}


def _exact(place: Path, open_: ExitStack) -> dict[str, Any]:
    return {"sculptor": ExactSculptor(parts="coarse")}


def _small(place: Path, open_: ExitStack) -> dict[str, Any]:
    folder = place if place.exists() else tiny_core.write(place, depth=True)
    return {"sculptor": PartgenSculptor(weights=folder, grid=16, tries=1, detail=0.1, crisp=False, hulls=False)}


def _released(place: Path, **layout: bool) -> dict[str, Any]:
    folder = place if place.exists() else write_random(place, tiny(**layout))
    return {"sculptor": ReleasedSculptor(str(folder), device="cpu", steps=2, grid=16, most=3, repeats=None, detail=0.1)}


def _tiny_release(place: Path, open_: ExitStack) -> dict[str, Any]:
    return _released(place)


def _tiny_whole(place: Path, open_: ExitStack) -> dict[str, Any]:
    return _released(place, whole=True)


Way = Callable[[Path, ExitStack], dict[str, Any]]
PLANNING: dict[str, Way] = {"offline": _offline, "llm": _llm}
PAINTING: dict[str, Way] = {"procedural": _procedural, "diffusers": _diffusers, "remote": _remote}
SCULPTING: dict[str, Way] = {"exact": _exact, "small": _small, "tiny-release": _tiny_release, "tiny-triposg": _tiny_whole}
SCULPTORS = {"exact": "exact", "small": "partgen", "tiny-release": "partgen", "tiny-triposg": "partgen"}


@pytest.mark.slow
def test_every_combination_makes_a_valid_scene(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "none-is-needed")
    rows: list[tuple[str, str, str, str]] = []
    ran = 0
    for who in product(PLANNING, PAINTING, SCULPTING):
        with ExitStack() as open_:
            rows.append((*who, _tried(who, tmp_path, open_)))
        ran += not rows[-1][3].startswith("skipped")
    with capsys.disabled():
        print("\n" + "\n".join(f"{a:8}  {b:10}  {c:13}  {d}" for a, b, c, d in [("planner", "painter", "core", "result"), *rows]))
    assert ran == len(rows) == len(PLANNING) * len(PAINTING) * len(SCULPTING)


def _tried(who: tuple[str, str, str], place: Path, open_: ExitStack) -> str:
    """Make one tile with a crew, look it over, and say what came of it."""
    crew: dict[str, Any] = {}
    try:
        for name, ways in zip(who, (PLANNING, PAINTING, SCULPTING), strict=True):
            crew |= ways[name](place / f"of-{name}", open_)
    except Absent as e:
        return f"skipped: {e}"
    folder = place / "-".join(who)
    scene = generate("a farm on Mars", grid=(1, 1), tile_size=20, workers=1, out=folder, **crew)
    said = scene.tile(0, 0).provenance
    assert SceneFolder.open(folder).verify() == []
    assert [said.step(r).name for r in ("plan", "paint", "sculpt")] == [who[0], who[1], SCULPTORS[who[2]]]  # type: ignore[union-attr]
    things = scene.tile(0, 0).things
    assert any(t.kind == "ground" for t in things) and all(p.mesh.watertight for t in things for p in t.parts)
    models = ", ".join(m.split(" (")[0] for m in said.models) or "none"
    return f"{len(things)} objects, models: {models}, commercial: {'yes' if said.commercial else 'no'}"
