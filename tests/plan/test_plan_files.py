"""Plans as files: exact round trips, comfortable input, readable refusals; and the shipped layouts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from test_plan_invariants import check, grids, prompts, seeds

from cityscape.errors import InputError
from cityscape.plan import planner, read_plan, write_plan
from cityscape.plan.files import parse_plan, plan_text
from cityscape.world.brief import SIDES
from cityscape.world.resources import resource

LAYOUTS = sorted(resource("layouts").glob("*.json"))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(prompts, grids, seeds)
def test_round_trip(prompt: str, grid: tuple[int, int], seed: int) -> None:
    plan = planner().plan(prompt, grid=grid, seed=seed)
    assert parse_plan(json.loads(plan_text(plan))) == plan


def test_round_trip_on_disk_leaves_nothing_else(tmp_path: Path) -> None:
    plan = planner().plan("a suburb with pine trees and red roofs in autumn", grid=(2, 2), seed=3)
    write_plan(plan, tmp_path / "plan.json")
    write_plan(plan, tmp_path / "plan.json")
    assert read_plan(tmp_path / "plan.json") == plan
    assert [f.name for f in tmp_path.iterdir()] == ["plan.json"]
    with pytest.raises(InputError, match="cannot be written"):
        write_plan(plan, tmp_path / "missing" / "plan.json")


def test_a_hand_written_plan_needs_little() -> None:
    plan = parse_plan(
        {
            "style": "medieval",
            "briefs": [
                {"cell": [0, 0], "land_use": "market", "sockets": {"east": ["main street", {"kind": "wall", "at": 0.85}]}},
                {"cell": [1, 0], "wanted": ["windmill", {"kind": "well", "count": 2}], "corners": [1, 2, 2, 1]},
                {
                    "cell": [0, 1],
                    "sockets": {"south": "path", "west": {"kind": "river"}, "east": {"crossings": ["river"], "cover": "soft"}},
                },
            ],
        }
    )
    market, mill, meadow = (plan.brief(c) for c in ((0, 0), (1, 0), (0, 1)))
    assert mill.sockets["west"] == market.sockets["east"]
    street, wall = market.sockets["east"].crossings
    assert (street.width, street.rank, wall.width) == (plan.style.theme.streets.main, "main", 1.6)
    assert market.corners == (0, 1, 1, 0)
    assert meadow.sockets["west"].crossings[0].level == -0.90625
    assert plan.base == -3.0
    assert "windmill" in mill.text
    assert plan.prompt == "Medieval town"


def test_variants_are_applied_to_a_theme_by_name() -> None:
    data = {"style": {"theme": "medieval", "variants": ["winter"]}, "briefs": [{"cell": [0, 0]}]}
    assert parse_plan(data).style.theme.materials["ground"][0].pattern == "snow"


def minimal(**brief: Any) -> dict[str, Any]:
    return {"style": "medieval", "briefs": [{"cell": [0, 0], **brief}, {"cell": [1, 0]}]}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ([], "JSON object"),
        ({"briefs": [{"cell": [0, 0]}]}, "style is missing"),
        ({"style": "medieval", "briefs": []}, "briefs"),
        ({"style": "medeval", "briefs": [{"cell": [0, 0]}]}, "medieval"),
        ({"style": {"theme": "medieval", "variants": ["wintr"]}, "briefs": [{"cell": [0, 0]}]}, "winter"),
        ({"schema_version": 99, "style": "medieval", "briefs": []}, "newer cityscape"),
        ({"style": "medieval", "briefs": [{"cell": [0, 0]}, {"cell": [0, 0]}]}, r"two briefs claim cell \(0, 0\)"),
        (minimal(land_use="volcano"), r"cell \(0, 0\): land_use.*volcano"),
        (minimal(sockets={"up": []}), r"cell \(0, 0\): sockets"),
        (minimal(sockets={"east": [{"kind": "motorway"}]}), r"cell \(0, 0\): sockets.*motorway"),
        (minimal(sockets={"east": [{"kind": "street", "at": 1.5}]}), r"cell \(0, 0\): sockets.*1.5"),
        (minimal(sockets={"east": ["street", "path"]}), r"cell \(0, 0\).*overlap on the east side"),
        (minimal(sockets={"east": [{"kind": "street", "at": 0.01}]}), r"cell \(0, 0\).*corner"),
        (minimal(wanted=["windmil"]), r"cell \(0, 0\).*windmil.*windmill"),
        (minimal(corners=[0, 0, float("nan"), 0]), r"cell \(0, 0\): corners"),
        (minimal(colour="red"), r"cell \(0, 0\): colour is an unknown key"),
        (minimal(size=12), r"cell \(0, 0\).*size"),
        ({**minimal(), "base": 5}, "base"),
    ],
)
def test_bad_plans_say_where(data: Any, says: str) -> None:
    with pytest.raises(InputError, match=says) as e:
        parse_plan(data)
    assert "\n" not in str(e.value)


def test_sockets_and_corners_that_disagree() -> None:
    data = minimal(sockets={"east": ["street"]})
    data["briefs"][1]["sockets"] = {"west": ["path"]}
    with pytest.raises(InputError, match=r"sockets disagree between cells \(0, 0\) and \(1, 0\)"):
        parse_plan(data)
    data = minimal(corners=[0, 0, 0, 0])
    data["briefs"][1]["corners"] = [1, 1, 1, 1]
    with pytest.raises(InputError, match=r"corner heights disagree between cells \(0, 0\) and \(1, 0\)"):
        parse_plan(data)


def test_damaged_files(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    with pytest.raises(InputError, match=r"plan\.json cannot be read"):
        read_plan(file)
    for text in ("{", "", "[" * 100_000, "\x00", '{"style": NaN, "briefs": 1}'):
        file.write_text(text)
        with pytest.raises(InputError, match=r"plan\.json"):
            read_plan(file)
    file.write_bytes(b"\xff\xfe{}")
    with pytest.raises(InputError, match="not good JSON"):
        read_plan(file)


@pytest.mark.parametrize("file", LAYOUTS, ids=lambda f: f.stem)
def test_layouts_are_sound(file: Path) -> None:
    plan = read_plan(file)
    check(plan)
    assert len(plan.cells) >= 9


def test_layouts_cover_what_was_promised() -> None:
    plans = {f.stem: read_plan(f) for f in LAYOUTS}
    assert {p.style.theme.name for p in plans.values()} == {"cyberpunk", "downtown", "medieval", "oasis", "solarpunk", "suburb"}
    hills = plans["hill_country"]
    ranks = {c.rank for b in hills.briefs for s in SIDES for c in b.sockets[s].of("street")}
    assert ranks == {"main", "side"}
    assert any(b.sockets[s].of("river") for b in hills.briefs for s in SIDES)
    assert max(max(b.corners) for b in hills.briefs) - min(min(b.corners) for b in hills.briefs) > 4
    shape = plans["suburb_l_shape"].cells
    assert len(shape) < (max(c[0] for c in shape) + 1) * (max(c[1] for c in shape) + 1)
