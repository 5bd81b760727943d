"""The label vocabulary: every word of every recipe means one label, the file is sound, the table in docs/ is the file's."""

from __future__ import annotations

from pathlib import Path

import pytest
from briefs import brief

from cityscape.errors import InputError
from cityscape.grammar.compose import compose
from cityscape.grammar.kinds import kinds
from cityscape.grammar.labels import GROUPS, LAST_RESORT, canonical, label, markdown, vocabulary
from cityscape.grammar.recipe import Build, Look, Lot
from cityscape.grammar.themes import load_theme, theme_names
from cityscape.world.seeds import generator
from cityscape.world.theme import Style


def words_of(name: str, seed: int) -> set[str]:
    """The words that a recipe uses, before they become labels."""
    k, themes = kinds()[name], theme_names()
    e = (0.15, 0.5, 1.0)[seed % 3]
    w, d = (lo + e * (hi - lo) for lo, hi in (k.width, k.depth))
    rng = generator("labels", name, seed)
    build = Build(Look(Style(theme=load_theme(themes[seed % len(themes)])), rng), rng, Lot(w, d, opening=w / 2 if not k.indoor else 0.0))
    k.make(build)
    return {word for word, _, _ in build._parts.values()}


@pytest.mark.parametrize("name", sorted(kinds()))
def test_every_word_of_every_recipe_means_a_label(name: str) -> None:
    for seed in range(3):
        for word in sorted(words_of(name, seed)):
            assert canonical(word) == label(word).name, f"{name}: add {word!r} to prompts/labels.toml"


def test_parts_of_a_tile_carry_names_of_the_vocabulary() -> None:
    for use in ("residential", "farm", "harbour"):
        for t in compose(brief("medieval", land_use=use), seed=2):
            assert {p.label for p in t.parts} <= set(vocabulary()), t.id


def test_the_vocabulary_is_sound() -> None:
    known = vocabulary()
    assert 70 <= len(known) <= 100
    assert {x.group for x in known.values()} == set(GROUPS)
    for name, x in known.items():
        assert x.name == name == canonical(name) and name.islower() and x.meaning and x.detail in (0, 1, 2, 3)
        for word in x.also:
            assert label(word) is x and word == word.lower() and word not in known
    assert LAST_RESORT in known


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("roof_tile", "roof"),
        ("ridge_beam", "beam"),
        ("chimneys", "chimney"),
        ("shelves", "shelf"),
        ("column_feet", "column"),
        ("grilles", "shutter"),
        ("pillow", "cushion"),
        ("headboard", "back"),
        ("lampshade", "lamp"),
        ("tap", "pipe"),
    ],
)
def test_synonyms_plurals_and_compounds(word: str, name: str) -> None:
    assert label(word).name == canonical(word) == name


def test_unknown_words_are_refused_by_name_but_never_stop_a_tile() -> None:
    with pytest.raises(InputError, match="chimney"):
        label("chimny")
    with pytest.raises(InputError, match=r"labels\.toml"):
        label("qqq")
    assert canonical("chimny") == "chimney" and canonical("roof_qqq") == "roof" and canonical("qqq") == LAST_RESORT


def test_the_table_in_docs_is_the_files() -> None:
    text = (Path(__file__).parents[2] / "docs" / "labels.md").read_text(encoding="utf-8")
    assert text == markdown(), "run python -m cityscape.grammar.labels > docs/labels.md"
