"""What prompts for rooms mean, and that a floor's plan agrees with itself."""

from __future__ import annotations

import pytest

from cityscape.errors import InputError
from cityscape.plan.rooms import plan_rooms
from cityscape.plan.words import read
from cityscape.world.brief import OPPOSITE, STEP
from cityscape.world.plan import Plan


def test_a_prompt_with_everything() -> None:
    plan = plan_rooms("a large cosy attic bedroom with two beds, a red armchair and no window at night in winter")
    (b,) = plan.briefs
    assert b.room is not None and b.room.kind.name == "bedroom" and b.room.attic in ("north", "west") and b.room.windows == (0, 0)
    assert {(w.kind, w.count, w.color) for w in b.wanted} == {("bed", 2, None), ("armchair", 1, "#a33c30")}
    assert plan.style.theme.name == "cosy" and plan.style.variants == ("winter", "night")
    assert plan.tile_size == b.room.kind.size[1]
    assert not any("could not use" in n for n in plan.notes)


@pytest.mark.parametrize(
    ("prompt", "kind", "style"),
    [
        ("a bathroom", "bathroom", "scandinavian"),
        ("a japanese cafe", "cafe", "japanese"),
        ("an industrial loft kitchen", "kitchen", "loft"),
        ("a spooky dungeon with a treasure chest", "dungeon", "dungeon"),
        ("the bridge of a starship", "spaceship", "starship"),
        ("a rustic workshop", "workshop", "rustic"),
        ("a victorian library", "library", "victorian"),
        ("a modern home office", "office", "modern"),
        ("children's room with a bunk bed", "bedroom", "cosy"),
        ("somewhere to cook on a stove beside a fridge", "kitchen", "cosy"),
    ],
)
def test_kinds_and_styles(prompt: str, kind: str, style: str) -> None:
    plan = plan_rooms(prompt)
    assert plan.briefs[0].room is not None
    assert (plan.briefs[0].room.kind.name, plan.style.theme.name) == (kind, style)


def test_colours_surfaces_and_what_was_not_understood() -> None:
    plan = plan_rooms("a kitchen with blue walls and a checkered floor, a zeppelin and no television")
    assert plan.style.overrides["room_wall"][0].colors and plan.style.overrides["floor"][0].pattern == "tiles"
    assert any("zeppelin" in n and "could not use" in n for n in plan.notes)
    assert plan.briefs[0].room is not None and "tv_stand" in plan.briefs[0].room.without


def test_a_floor_is_joined_by_doors_on_which_both_rooms_agree() -> None:
    for seed in range(6):
        plan = plan_rooms("a flat with a kitchen, two bedrooms and a bathroom", grid=(3, 2), seed=seed)
        assert isinstance(plan, Plan)
        names = [b.room.kind.name for b in plan.briefs if b.room]
        assert names.count("bedroom") >= 2 and {"kitchen", "bathroom"} <= set(names)
        reached, todo = {(0, 0)}, [(0, 0)]
        outer = 0
        for b in plan.briefs:
            for side, s in b.sockets.items():
                near = (b.cell[0] + STEP[side][0], b.cell[1] + STEP[side][1])
                if near in plan.cells:
                    assert plan.brief(near).sockets[OPPOSITE[side]] == s
                else:
                    outer += len(s.of("door"))
            assert b.room is not None and set(b.room.low) == {s for s in plan.neighbours(b.cell) if s in ("north", "west")}
        while todo:
            c = todo.pop()
            for side, n in plan.neighbours(c).items():
                if plan.brief(c).sockets[side].crossings and n not in reached:  # type: ignore[index]
                    reached.add(n)
                    todo.append(n)
        assert reached == set(plan.cells) and outer == 1


def test_same_arguments_same_plan() -> None:
    assert plan_rooms("a cafe", grid=(2, 2), seed=3) == plan_rooms("a cafe", grid=(2, 2), seed=3)


def test_the_city_reader_takes_no_furniture() -> None:
    wish = read("a town with a bed, a desk, a sofa and a bathtub by a river")
    assert not wish.desires and "river" in wish.features
    assert any("desk" in u or "sofa" in u for u in wish.unused)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"size": 2.0}, "size 2"),
        ({"size": float("nan")}, "size nan"),
        ({"kind": "kichen"}, "did you mean 'kitchen'"),
        ({"style": "cozy"}, "did you mean 'cosy'"),
        ({"grid": (0, 1)}, "no tiles"),
        ({"grid": (20, 1)}, "12 a side"),
        ({"seed": -1}, "seed"),
    ],
)
def test_bad_arguments(arguments: dict[str, object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        plan_rooms("a kitchen", **arguments)  # type: ignore[arg-type]
