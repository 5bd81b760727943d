"""Words that people would use call the theme that they mean, two themes blend, and nobody is surprised."""

from __future__ import annotations

from typing import get_args

import pytest

from cityscape.grammar.blend import ONE_COLOUR, blend
from cityscape.grammar.themes import load_theme, load_themes, theme_names
from cityscape.plan.offline import plan_cells
from cityscape.plan.words import read
from cityscape.world.theme import LandUse, Role

MEANT = {
    "a cosy village in the snow": "nordic",
    "Blade Runner street": "cyberpunk",
    "a medieval port": "port",
    "hanseatic harbour with cogs": "port",
    "a village with a castle on a hill": "medieval",
    "knights and half-timbered houses": "medieval",
    "Santorini": "hilltown",
    "white houses above the Aegean": "hilltown",
    "Kyoto in autumn": "japan",
    "a samurai town with a pagoda": "japan",
    "Paris": "boulevards",
    "Haussmann boulevards with cafés": "boulevards",
    "a colony on the red planet": "mars",
    "martian outpost": "mars",
    "the smurfs' mushroom houses": "mushroom",
    "toadstool village for gnomes": "mushroom",
    "a university with a clock tower": "campus",
    "college quadrangles": "campus",
    "a refinery and factories": "industrial",
    "steelworks by a canal": "industrial",
    "a theme park with a roller coaster": "funfair",
    "a carnival with a ferris wheel": "funfair",
    "a suburb with lawns": "suburb",
    "manhattan": "downtown",
    "an eco city with green roofs": "solarpunk",
    "a bedouin camp by palms": "oasis",
    "a viking village in winter": "nordic",
    "neon alleys at night": "cyberpunk",
}


@pytest.mark.parametrize("prompt", MEANT)
def test_near_words_find_their_theme(prompt: str) -> None:
    wish = read(prompt)
    assert wish.theme.name == MEANT[prompt], wish.understood


@pytest.mark.parametrize("name", theme_names())
def test_a_theme_s_own_name_and_words_call_it_alone(name: str) -> None:
    theme = load_theme(name)
    for word in (theme.name, theme.title, *theme.words):
        found = read(f"a {word}").theme
        assert found.name == name, f"{word!r} calls {found.name}"


@pytest.mark.parametrize(
    "prompt",
    [
        "a suburb with a tavern",
        "downtown with a market and a temple",
        "a medieval town with a harbour",
        "a desert oasis with a mosque and a market",
        "a Japanese town with a castle",
        "a university campus with a stadium and a chapel",
    ],
)
def test_what_stands_in_a_place_does_not_blend_it(prompt: str) -> None:
    assert "-" not in read(prompt).theme.name, read(prompt).understood


@pytest.mark.parametrize(
    ("prompt", "first", "second"),
    [
        ("a cyberpunk medieval town", "medieval", "cyberpunk"),
        ("medieval cyberpunk", "cyberpunk", "medieval"),
        ("a Japanese Mars colony", "mars", "japan"),
        ("a solarpunk Mediterranean hill town", "hilltown", "solarpunk"),
    ],
)
def test_two_themes_blend_into_the_last(prompt: str, first: str, second: str) -> None:
    wish = read(prompt)
    assert wish.theme.name == f"{first}-{second}"
    a, b = load_theme(first), load_theme(second)
    assert wish.theme.streets == a.streets and set(wish.theme.landmarks) == {*a.landmarks, *b.landmarks}
    homes = wish.theme.buildings["residential"]
    mine, theirs = (sum(w for k, w in homes.items() if k in t.buildings["residential"]) for t in (a, b))
    assert mine >= 0.59 and theirs >= 0.39
    assert not wish.unused


def test_a_harbour_is_a_feature_not_a_theme() -> None:
    wish = read("a solarpunk harbour")
    assert wish.theme.name == "solarpunk" and "harbour" in wish.features


def test_all_blends_are_whole_themes() -> None:
    themes = load_themes()
    for a, b in zip(themes, [*themes[1:], themes[0]], strict=True):
        t = blend(a, b)
        assert set(t.materials) == set(get_args(Role)) and set(t.buildings) == set(get_args(LandUse))
        for role, swatches in t.materials.items():
            assert all(c.startswith("#") for s in swatches for c in (*s.colors, s.color2 or "#"))
            assert role not in ONE_COLOUR or (len(swatches) == 1 and len(swatches[0].colors) == 1)
        for v in t.variants:
            assert t.with_variants(v)


def test_blended_and_weathered_plans_are_plans() -> None:
    plan = plan_cells("a weathered cyberpunk medieval town at night", frozenset({(0, 0), (1, 0)}), seed=3)
    assert plan.style.theme.name == "medieval-cyberpunk" and plan.style.variants == ("night", "weathered")
    assert plan.style.theme.materials["wall"][0].wear > 0.7
    bright = plan_cells("a pristine medieval town", frozenset({(0, 0)}), seed=3)
    assert bright.style.theme.materials["wall"][0].wear < 0.05
