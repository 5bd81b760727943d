"""Thousands of random prompts, seeds and grids, for cities and rooms: whatever they are, a plan comes out and can be laid out.

    python benchmarks/prompts.py [--examples 5000] [--lay-out 10] [--seed 0]

Hypothesis draws words that themes, rooms and kinds know, seasons, colours, numbers, nonsense and raw text. Every plan is checked (it
validates, survives JSON, has all its cells), and one cell of every `--lay-out`-th is laid out in solids. Hypothesis shrinks what fails.
"""

from __future__ import annotations

import argparse
from collections import Counter
from time import perf_counter
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from cityscape.grammar.compose import draft
from cityscape.grammar.kinds import kinds
from cityscape.grammar.roomkinds import load_rooms
from cityscape.grammar.themes import load_themes
from cityscape.plan import planner
from cityscape.plan.rooms import plan_rooms
from cityscape.world.plan import Plan
from cityscape.world.seeds import derive

PLAIN = """
a an the and of with without no in by on near at two three 7 many few small huge tall red blue pale green white brick stone wooden roofs
walls houses streets river canal lake harbour castle market park temple station forest farms hills flat dense quiet winter autumn night
rain foggy dawn weathered pristine window attic door , . ! zürich 名 purple elephants -- 99999999999 <b> ../..
"""


def words() -> list[str]:
    """Everything that the planners know, and things they do not."""
    out = set(PLAIN.split())
    for t in (*load_themes(), *load_themes("styles")):
        out |= {t.name, t.title.lower(), *t.words, *t.near, *(w for v in t.variants.values() for w in v.words)}
    for r in load_rooms():
        out |= {r.name.replace("_", " "), *r.words}
    for k in kinds().values():
        out |= set(k.words[:2])
    return sorted(out)


def main() -> int:
    """Draw, plan, check, count."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--examples", type=int, default=5000)
    ap.add_argument("--lay-out", type=int, default=10, help="lay out one cell of every so many plans")
    ap.add_argument("--seed", type=int, default=0)
    args = ap.parse_args()
    known = st.lists(st.sampled_from(words()), min_size=1, max_size=12).map(" ".join)
    raw = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=80).filter(lambda s: bool(s.strip()))
    done: Counter[str] = Counter()

    @seed(args.seed)
    @settings(
        max_examples=args.examples,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.booleans(), st.one_of(known, known, known, raw), st.tuples(st.integers(1, 3), st.integers(1, 3)), st.integers(0, 2**63 - 1))
    def holds(room: bool, prompt: str, grid: tuple[int, int], number: int) -> None:
        plan: Plan = plan_rooms(prompt, grid=grid, seed=number) if room else planner().plan(prompt, grid=grid, seed=number)
        assert len(plan.cells) == grid[0] * grid[1]
        assert Plan.model_validate_json(plan.model_dump_json()) == plan
        done["rooms" if room else "cities"] += 1
        done["cells"] += len(plan.cells)
        if (done["rooms"] + done["cities"]) % args.lay_out == 0:
            cell = plan.cells[number % len(plan.cells)]
            drafts: list[Any] = draft(plan.brief(cell), seed=derive(number, "prompts"))
            assert drafts and drafts[0].covers
            done["laid out"] += 1

    began = perf_counter()
    holds()
    print(
        f"{done['cities']} cities and {done['rooms']} rooms or floors planned, {done['cells']} cells, {done['laid out']} of them laid out"
    )
    print(f"no exception, {perf_counter() - began:.0f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
