"""What holds for every plan, whatever the prompt, the grid and the seed."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cityscape.grammar.kinds import kinds
from cityscape.grammar.themes import theme_names
from cityscape.plan import planner
from cityscape.plan.borders import CORNER_ROOM, SIDE_ROOM, between, border
from cityscape.plan.offline import plan_cells
from cityscape.world.brief import OPPOSITE, SIDES, STEP
from cityscape.world.plan import Plan

WORDS = [
    "medieval", "downtown", "suburb", "solarpunk", "cyberpunk", "oasis", "river", "canal", "lake", "harbour", "walled", "castle",
    "market", "park", "temple", "station", "forest", "farm", "hills", "mountains", "flat", "dense", "small", "huge", "two",
    "three", "many", "towers", "windmills", "red", "white", "roofs", "walls", "brick", "stone", "houses", "winter", "autumn",
    "night", "rain", "foggy", "no", "without", "and", "of", "with", "boats", "palm", "trees", "grid", "winding", "narrow",
    "streets", "wide", "avenues", ",", ".", "purple", "elephants", "zürich", "99", "!",
]  # fmt: skip
prompts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join)
texts = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=60).filter(lambda s: s.strip())
grids = st.tuples(st.integers(1, 6), st.integers(1, 6))
seeds = st.integers(0, 2**63 - 1)
sizes = st.sampled_from([20.0, 24.3, 30.0, 40.0, 64.0])
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(plan: Plan) -> None:
    """All invariants of a plan."""
    size = plan.tile_size
    assert Plan.model_validate(plan.model_dump()) == plan
    known = kinds()
    crossed = set()
    streets = nx.Graph()
    streets.add_nodes_from(plan.cells)
    for cell in plan.cells:
        b = plan.brief(cell)
        ways = {s: b.sockets[s].of("street", "path") for s in SIDES}
        wet = [s for s in SIDES if b.sockets[s].of("river")]
        assert any(ways.values()), f"no way into {cell}"
        assert all(len(w) <= 1 for w in ways.values())
        assert len(wet) in (0, 2), f"a river ends in {cell}"
        assert not (wet and b.land_use == "lake")
        assert all(w.kind in known for w in b.wanted)
        assert all((h * 64).is_integer() for h in b.corners)
        for s in SIDES:
            spans = []
            for c in b.sockets[s].crossings:
                half = max(c.width / 2 + SIDE_ROOM, c.half)
                spans.append((c.at * size - half, c.at * size + half))
                assert spans[-1][0] >= CORNER_ROOM - 1e-9
                assert spans[-1][1] <= size - CORNER_ROOM + 1e-9
            assert all(a[1] <= b[0] + 1e-9 for a, b in pairwise(sorted(spans)))
            near = plan.neighbours(cell).get(s)
            if near is not None:
                assert plan.brief(near).sockets[OPPOSITE[s]] == b.sockets[s]
                if ways[s]:
                    streets.add_edge(cell, near)
            if s in wet:
                crossed.add(border(cell, s))
                k = ((0, 1), (1, 2), (3, 2), (0, 3))[SIDES.index(s)]
                (c,) = b.sockets[s].of("river")
                assert c.level is not None
                for at in (c.at - c.width / 2 / size, c.at + c.width / 2 / size):
                    ground = b.corners[k[0]] + (b.corners[k[1]] - b.corners[k[0]]) * at
                    assert c.level <= ground - 0.9 + 1e-9
                assert c.level >= plan.base + 2
    assert nx.is_connected(streets)
    rim = [x for x in crossed if sum((x == border(c, s)) for c in plan.cells for s in SIDES) == 1]
    assert len(rim) in (0, 2), "a river enters and leaves by the rim"
    if rim:
        assert monotone(follow(plan, rim[0]))


def follow(plan: Plan, start: tuple) -> list[float]:
    """Water levels along the river from one end to the other."""
    where = {border(c, s): [] for c in plan.cells for s in SIDES}
    for c in plan.cells:
        for s in SIDES:
            where[border(c, s)].append((c, s))
    out, here, came = [], start, None
    while True:
        cells = [(c, s) for c, s in where[here] if c != came]
        c0, s0 = where[here][0]
        out.append(plan.brief(c0).sockets[s0].of("river")[0].level)
        if not cells:
            return out
        came = cells[0][0]
        sides = [s for s in SIDES if plan.brief(came).sockets[s].of("river") and border(came, s) != here]
        here = border(came, sides[0])


def monotone(levels: list[float]) -> bool:
    """Whether the levels never rise, or never fall."""
    return all(a >= b for a, b in pairwise(levels)) or all(a <= b for a, b in pairwise(levels))


@quick
@given(prompts, grids, seeds, sizes)
def test_every_prompt_gives_a_sound_plan(prompt: str, grid: tuple[int, int], seed: int, size: float) -> None:
    plan = planner().plan(prompt, grid=grid, seed=seed, tile_size=size)
    assert len(plan.cells) == grid[0] * grid[1]
    check(plan)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts, seeds)
def test_any_text_gives_a_sound_plan(prompt: str, seed: int) -> None:
    check(planner().plan(prompt, grid=(2, 2), seed=seed))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(prompts, grids, seeds)
def test_same_seed_same_plan(prompt: str, grid: tuple[int, int], seed: int) -> None:
    one, two = (planner().plan(prompt, grid=grid, seed=seed).model_dump_json() for _ in range(2))
    assert one == two


def test_another_seed_gives_another_plan() -> None:
    plans = {planner().plan("a medieval river town", grid=(3, 3), seed=s).model_dump_json() for s in range(8)}
    assert len(plans) == 8


@pytest.mark.parametrize("theme", theme_names())
@pytest.mark.parametrize("grid", [(3, 3), (7, 4)])
def test_every_theme_with_everything(theme: str, grid: tuple[int, int]) -> None:
    prompt = "a hilly walled city with a river, a castle, a market, a park, a temple, a station, a forest, farms and a lake"
    plan = planner().plan(prompt, grid=grid, seed=5, theme=theme)
    check(plan)
    uses = {b.land_use for b in plan.briefs}
    if grid == (7, 4):
        assert {"fort", "market", "park", "civic", "station", "forest", "farm", "lake"} <= uses
        assert any(b.sockets[s].of("river") for b in plan.briefs for s in SIDES)
    inner = [c for c in plan.cells if 0 < c[0] < grid[0] - 1 and 0 < c[1] < grid[1] - 1]
    assert not any(plan.brief(c).sockets[s].of("wall") for c in inner for s in SIDES)
    for c in plan.cells:
        if c not in inner:
            assert sum(len(plan.brief(c).sockets[s].of("wall")) for s in SIDES) == 2


def test_cells_need_not_fill_a_rectangle() -> None:
    cells = frozenset([(0, 0), (1, 0), (2, 0), (0, 1), (0, 2), (-1, 2)])
    for seed in range(12):
        plan = plan_cells("a medieval town by a river", cells, seed=seed)
        assert set(plan.cells) == cells
        check(plan)


@pytest.mark.parametrize("grid", [(1, 1), (1, 4), (4, 1), (2, 2), (3, 3), (6, 3)])
def test_harbours_have_broad_water_and_streets(grid: tuple[int, int]) -> None:
    plan = planner().plan("a medieval harbour", grid=grid, seed=3)
    check(plan)
    wide = [c for b in plan.briefs for s in SIDES for c in b.sockets[s].of("river")]
    assert wide
    assert all(c.width > 0.3 * plan.tile_size for c in wide)
    assert any(b.land_use == "harbour" for b in plan.briefs)


def test_main_and_side_streets_and_roads_that_leave() -> None:
    for theme in theme_names():
        plan = planner().plan("a city", grid=(5, 5), seed=2, theme=theme)
        all_of = [(b.cell, s, c) for b in plan.briefs for s in SIDES for c in b.sockets[s].of("street")]
        assert {c.rank for _, _, c in all_of} == {"main", "side"}
        leaving = [c for cell, s, c in all_of if (cell[0] + STEP[s][0], cell[1] + STEP[s][1]) not in plan.cells]
        assert 2 <= len(leaving) <= 4
        assert all(c.rank == "main" for c in leaving)


def test_ground_is_hilly_when_asked_and_flat_when_asked() -> None:
    def relief(prompt: str) -> float:
        zs = [z for b in planner().plan(prompt, grid=(5, 5), seed=4).briefs for z in b.corners]
        return max(zs) - min(zs)

    assert relief("a flat medieval town") == 0
    assert relief("a hilly medieval town") > 2 * relief("a medieval town") > 0


def test_borders_know_both_sides() -> None:
    assert border((2, 3), "east") == border((3, 3), "west") == between((2, 3), (3, 3))
    assert border((2, 3), "north") == border((2, 4), "south") == between((2, 4), (2, 3))
