"""One cell in other words: its inside follows the prompt, its borders never do, and recipes can make whatever comes out."""

from __future__ import annotations

import pytest

from cityscape.errors import InputError
from cityscape.grammar.compose import draft
from cityscape.plan import planner
from cityscape.plan.reword import LAND, replaced, reworded
from cityscape.plan.rooms import plan_rooms

FIXED = ("cell", "corners", "sockets", "size", "base")


@pytest.fixture(scope="module")
def plan():
    return planner("offline").plan("a medieval town by a river, in autumn", grid=(3, 3), seed=3)


def dry(plan):
    return next(c for c in plan.cells if not any(s.of("river") for s in plan.brief(c).sockets.values()))


def wet(plan):
    return next(c for c in plan.cells if any(s.of("river") for s in plan.brief(c).sockets.values()))


@pytest.mark.parametrize(
    ("prompt", "use", "kinds"),
    [
        ("a market square with a fountain", "market", {"fountain"}),
        ("dense woodland", "forest", set()),
        ("a park with 12 oaks and 3 benches", "park", {"oak", "bench"}),
        ("fields with a windmill", "farm", {"windmill"}),
        ("a great castle", "fort", None),
        ("a calm lake", "lake", set()),
    ],
)
def test_words_become_the_inside_of_a_tile(plan, prompt, use, kinds):
    cell = dry(plan)
    brief, notes = reworded(plan, cell, prompt)
    old = plan.brief(cell)
    assert brief.land_use == use and brief.text.startswith(prompt)
    assert kinds is None or kinds <= {w.kind for w in brief.wanted}
    assert all(getattr(brief, f) == getattr(old, f) for f in FIXED)
    assert notes
    new = replaced(plan, [brief])
    assert [c for c in new.cells if new.brief(c) != plan.brief(c)] == [cell]
    assert any(d.kind == "ground" for d in draft(new.brief(cell), seed=1))


def test_what_is_not_named_stays(plan):
    cell = dry(plan)
    old = plan.brief(cell)
    brief, _ = reworded(plan, cell, "a well")
    assert (brief.land_use, brief.density, brief.look) == (old.land_use, old.density, old.look)
    assert [(w.kind, w.count) for w in brief.wanted] == [("well", 1)]
    assert reworded(plan, cell, "a well") == (brief, _)


def test_colours_are_the_tiles_own_but_not_those_of_the_land(plan):
    cell = dry(plan)
    brief, _ = reworded(plan, cell, "houses with blue roofs and a red street")
    mine = {r for r, s in brief.look.overrides.items() if s != plan.style.overrides.get(r)}
    assert "roof" in mine and not mine & LAND
    assert replaced(plan, [brief]).style == plan.style


def test_water_is_heeded(plan):
    assert reworded(plan, wet(plan), "a lake")[0].land_use == "park"
    brief, notes = reworded(plan, wet(plan), "a harbour with boats")
    assert brief.land_use == "commercial" and any("harbour" in n for n in notes)
    _, notes = reworded(plan, dry(plan), "a river in winter")
    assert any("borders" in n for n in notes) and any("whole scene" in n for n in notes)


def test_a_room_becomes_another_room(plan):
    rooms = plan_rooms("a living room and a kitchen", grid=(2, 1))
    cell = rooms.cells[0]
    old = rooms.brief(cell)
    brief, _ = reworded(rooms, cell, "a library with 2 armchairs and green walls")
    assert all(getattr(brief, f) == getattr(old, f) for f in FIXED)
    assert brief.room.kind.name != old.room.kind.name and brief.room.height == old.room.height
    assert ("armchair", 2) in {(w.kind, w.count) for w in brief.wanted}
    assert replaced(rooms, [brief]).brief(cell) == brief
    assert draft(brief, seed=1)


@pytest.mark.parametrize("prompt", ["", "   ", "x" * 3000, "bad\x07bell"])
def test_prompts_that_cannot_be_used(plan, prompt):
    with pytest.raises(InputError):
        reworded(plan, plan.cells[0], prompt)
    with pytest.raises(InputError, match="no cell 9,9"):
        reworded(plan, (9, 9), "a park")
