"""What is held out is never trained on."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest

from cityscape.errors import InputError
from cityscape.grammar.themes import theme_names
from cityscape.learn.question import RECIPE
from cityscape.learn.tiles import SPLITS, Recipe, drawn, split, turn
from cityscape.world.seeds import derive

EACH = 1_000_000_000


def test_seeds_of_splits_are_disjoint_whatever_is_asked_for():
    whole = {name: split(name, EACH) for name in SPLITS}
    for a, b in combinations(whole.values(), 2):
        assert a.stop <= b.start or b.stop <= a.start
    for name, every in whole.items():
        last = split(name, 5, start=EACH - 5)
        assert last[0] in every and last[-1] == every[-1]
        with pytest.raises(InputError, match="more than a split has"):
            split(name, 6, start=EACH - 5)


def test_layouts_of_held_out_seeds_never_occur_in_training():
    """A seed's layouts, and those that a seed tries when the first cannot be laid out, come from 63-bit hashes of the seed alone.

    That no two seeds share one is looked up for the first of each split; for all thousand millions of them the chance of a single
    coincidence with 100 000 held-out ones is 8 tries^2 * 1e9 * 1e5 / 2^63, about one in a thousand.
    """
    layouts = {}
    for name in SPLITS:
        first = [derive("training layout", k) for k in split(name, 30_000)]
        layouts[name] = {*first, *(derive("teacher", k, attempt) for k in first[:2000] for attempt in range(1, 8))}
        assert len(layouts[name]) == 30_000 + 2000 * 7
    for a, b in combinations(layouts.values(), 2):
        assert not a & b


def test_all_samples_of_a_seed_are_of_its_own_layout():
    seed = split("train", 1, start=7)[0]
    made = drawn(seed, Recipe(reuse=2, rooms=1, levels=(0, 0, 0, 1)))
    known = set(made[0].origins)
    assert all(set(s.origins) <= known and s.brief == made[0].brief for s in made)
    assert made[0].seed == derive("training layout", seed)


def test_every_theme_has_its_turn_and_every_fourth_object_is_a_room():
    names = sorted(theme_names())
    for name in ("test", "probe"):
        seen = Counter(turn(seed, RECIPE.rooms) for seed in split(name, 64, start=128))
        assert seen[None, True] == 16
        assert {theme: n for (theme, _), n in seen.items() if theme} == dict.fromkeys(names, 48 // len(names))
