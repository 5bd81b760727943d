"""What holds for every plan that grew, whatever planned it."""

from __future__ import annotations

from pathlib import Path

import pytest
from fake_openai import serve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_plan_invariants import check, follow, monotone

from cityscape.errors import InputError
from cityscape.grammar.themes import theme_names
from cityscape.plan import planner, read_plan
from cityscape.plan.borders import border
from cityscape.plan.grow import fill, grow
from cityscape.plan.heights import continued
from cityscape.plan.rooms import plan_rooms
from cityscape.plan.streets import network
from cityscape.world.brief import OPPOSITE, SIDES, STEP
from cityscape.world.plan import Plan
from cityscape.world.seeds import generator

LAYOUTS = sorted((Path(__file__).parents[2] / "layouts").glob("*.json"))
PROMPTS = ("a town by a river", "a hilly walled city with a river, a castle, a market and a lake", "mountains with a canal", "a harbour")
ROUND = ({"east": 2}, {"north": 1}, {"west": 2}, {"south": 1}, {"east": 1, "north": 2}, {"south": 2, "west": 1})


def dump(plan: Plan, n: int) -> list[str]:
    return [b.model_dump_json() for b in plan.briefs[:n]]


def goes_on(old: Plan, new: Plan) -> None:
    """Old briefs are as they were, and what reached the old edge is met on its other side and goes on, or its end is told."""
    n = len(old.briefs)
    assert dump(new, n) == dump(old, n)
    assert (new.prompt, new.seed, new.base, new.style) == (old.prompt, old.seed, old.base, old.style)
    assert new.notes[: len(old.notes)] == old.notes and len(new.notes) > len(old.notes)
    told = " ".join(new.notes[len(old.notes) :])
    added = set(new.cells) - set(old.cells)
    for cell in old.cells:
        for side in SIDES:
            there = (cell[0] + STEP[side][0], cell[1] + STEP[side][1])
            if there not in added:
                continue
            mine, theirs = old.brief(cell).sockets[side], new.brief(there).sockets[OPPOSITE[side]]
            assert mine == theirs
            for kind in ("street", "river", "wall", "rail"):
                kinds = ("street", "path") if kind == "street" else (kind,)
                if mine.of(*kinds):
                    ways = sum(bool(new.brief(there).sockets[s].of(*kinds)) for s in SIDES)
                    assert ways >= 2 or str(there) in told, f"a {kind} ends in {there} and nobody says so"


def unhurt(plan: Plan) -> None:
    """All invariants of a plan; roads may be parted where broad water or closed borders part them, which notes tell."""
    try:
        check(plan)
    except AssertionError:
        assert any("no street of the old part leads" in n for n in plan.notes)
        assert Plan.model_validate(plan.model_dump()) == plan


@pytest.mark.parametrize("theme", theme_names())
def test_every_theme_grows_on_all_sides(theme: str) -> None:
    for k, prompt in enumerate(PROMPTS[:3]):
        plan = planner().plan(prompt, grid=(2 + k % 2, 2), seed=k, theme=theme)
        for sides in ROUND:
            larger = grow(plan, **sides)
            goes_on(plan, larger)
            plan = larger
        check(plan)
        assert len(plan.cells) == (8 + k % 2) * 8


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(PROMPTS),
    st.tuples(st.integers(1, 4), st.integers(1, 4)),
    st.integers(0, 2**63 - 1),
    st.lists(st.dictionaries(st.sampled_from(["east", "west", "north", "south"]), st.integers(1, 3), min_size=1), min_size=1, max_size=3),
    st.sampled_from([20.0, 40.0, 64.0]),
)
def test_any_growth_of_any_town(prompt: str, grid: tuple[int, int], seed: int, steps: list[dict[str, int]], size: float) -> None:
    plan = planner().plan(prompt, grid=grid, seed=seed, tile_size=size)
    for sides in steps:
        larger = grow(plan, **sides)
        goes_on(plan, larger)
        plan = larger
    unhurt(plan)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PROMPTS), st.integers(0, 1000), st.data())
def test_single_cells_anywhere(prompt: str, seed: int, data: st.DataObject) -> None:
    plan = planner().plan(prompt, grid=(3, 2), seed=seed)
    lost = data.draw(st.sampled_from(plan.cells))
    plan = Plan.model_validate({**plan.model_dump(), "briefs": [b.model_dump() for b in plan.briefs if b.cell != lost]})
    back = fill(plan, [lost])
    goes_on(plan, back)
    plan = back
    for _ in range(4):
        near = {(c[0] + di, c[1] + dj) for c in plan.cells for di, dj in STEP.values()} - set(plan.cells)
        larger = fill(plan, [data.draw(st.sampled_from(sorted(near)))])
        goes_on(plan, larger)
        plan = larger


@pytest.mark.parametrize("path", LAYOUTS, ids=lambda p: p.stem)
def test_plans_from_files_grow(path: Path) -> None:
    plan = read_plan(path)
    larger = grow(plan, east=2, south=1)
    goes_on(plan, larger)
    unhurt(larger)


def test_plans_of_language_models_grow_without_asking_again() -> None:
    with serve() as fake:
        planned = planner("llm", url=fake.url, model="m-1", cache=False, sleep=lambda s: None)
        plan = planned.plan("a medieval town by a river", grid=(3, 3), seed=3)
        asked = len(fake.bodies)
        larger = grow(plan, east=2, north=1, west=1)
        assert len(fake.bodies) == asked
    goes_on(plan, larger)
    unhurt(larger)
    assert larger.style.overrides["roof"] == plan.style.overrides["roof"]


def test_rivers_flow_on_through_old_and_new_cells() -> None:
    for seed in range(6):
        plan = planner().plan("a medieval town by a river", grid=(3, 3), seed=seed)
        larger = grow(plan, east=2, west=2, north=2, south=2)
        rim = [
            border(c, s) for c in larger.cells for s in SIDES if s not in larger.neighbours(c) and larger.brief(c).sockets[s].of("river")
        ]
        assert len(rim) == 2
        levels = follow(larger, rim[0])
        assert monotone(levels) and len(levels) >= 8


def test_same_arguments_same_growth_another_seed_another() -> None:
    plan = planner().plan("a medieval town", grid=(3, 3), seed=1)
    assert grow(plan, east=2).model_dump_json() == grow(plan, east=2).model_dump_json()
    assert grow(plan, east=2, seed=1).model_dump_json() != grow(plan, east=2, seed=2).model_dump_json()


def test_to_grows_east_and_north_and_only_larger() -> None:
    plan = planner().plan("a town", grid=(3, 2), seed=1)
    assert set(grow(plan, to=(5, 3)).cells) == {(i, j) for i in range(5) for j in range(3)}
    assert min(grow(plan, west=2, south=1).cells) == (-2, -1)
    for bad in ({"to": (2, 4)}, {"to": (3, 2)}, {"to": (4, 4), "east": 1}, {"east": -1}, {"east": 1.5}, {}, {"to": (0, 5)}):
        with pytest.raises(InputError):
            grow(plan, **bad)
    for cells in ([(0, 0)], [], [(1.5, 0)], [("a", 1)], [(1, 2, 3)]):
        with pytest.raises(InputError):
            fill(plan, cells)


def test_a_prompt_of_its_own_says_what_the_new_part_is() -> None:
    plan = planner().plan("a medieval town", grid=(3, 3), seed=1)
    larger = grow(plan, east=3, prompt="a forest with two windmills")
    new = [b for b in larger.briefs if b.cell[0] > 2]
    assert any(b.land_use == "forest" for b in new)
    assert sum(w.count for b in new for w in b.wanted if w.kind == "windmill") == 2
    assert larger.prompt == plan.prompt and larger.style == plan.style


def test_what_is_there_is_not_made_twice() -> None:
    plan = planner().plan("a medieval town with a castle and one windmill", grid=(3, 3), seed=1)
    larger = grow(plan, east=2, north=2)
    assert [b.cell for b in larger.briefs if b.land_use == "fort"] == [b.cell for b in plan.briefs if b.land_use == "fort"]
    assert sum(w.count for b in larger.briefs for w in b.wanted if w.kind == "windmill") == 1


def test_a_city_wall_stays_and_its_gates_let_the_streets_out() -> None:
    plan = planner().plan("a walled medieval city", grid=(3, 3), seed=2)
    larger = grow(plan, east=1, north=1)
    assert any("the city wall stays" in n for n in larger.notes)
    assert not any(larger.brief(c).sockets[s].of("wall") for c in set(larger.cells) - set(plan.cells) for s in SIDES)


def test_floors_grow_through_their_door_and_nowhere_else() -> None:
    for seed in range(5):
        plan = plan_rooms("a flat with a kitchen and a library", grid=(2, 1), seed=seed)
        ((cell, side),) = [(b.cell, s) for b in plan.briefs for s in SIDES if b.sockets[s].of("door") and s not in plan.neighbours(b.cell)]
        larger = grow(plan, **{side: 1})
        assert dump(larger, 2) == dump(plan, 2)
        reached, todo = {(0, 0)}, [(0, 0)]
        while todo:
            c = todo.pop()
            for s, n in larger.neighbours(c).items():
                assert larger.brief(c).sockets[s] == larger.brief(n).sockets[OPPOSITE[s]]
                if larger.brief(c).sockets[s].of("door") and n not in reached:
                    reached.add(n)
                    todo.append(n)
        assert reached == set(larger.cells)
        out = [b for b in larger.briefs for s in SIDES if b.sockets[s].of("door") and s not in larger.neighbours(b.cell)]
        assert len(out) == 1, "a floor keeps a way out, to grow on from"
        with pytest.raises(InputError, match=f"{side} side of"):
            grow(plan, **{"east": 1} if cell[0] == 0 or side == "north" else {"south": 1})


def test_known_corners_stay_and_none_lies_too_low() -> None:
    rng = generator("test")
    free = {(i, j): float(rng.random()) * 9 for i in range(9) for j in range(7)}
    known = {(i, j): float(i % 2) + 5.0 for i in range(4) for j in range(7)}
    z = continued(free, known, lowest=4.0, size=40.0)
    assert {c: z[c] for c in known} == known
    assert min(z.values()) >= 4.0
    rises = [abs(z[c] - z[n]) for c in z for n in ((c[0] + 1, c[1]), (c[0], c[1] + 1)) if n in z and not (c in known and n in known)]
    assert max(rises) <= 0.11 * 40 + 0.05


def test_a_network_without_anything_kept_is_what_it_was() -> None:
    cells = frozenset((i, j) for i in range(5) for j in range(4))
    net = network(cells, frozenset(), pattern="organic", rng=generator(3), heart=(2, 2))
    assert not net.kept and len(net.exits) == 4 and set(net.exits) <= set(net.ranks)
