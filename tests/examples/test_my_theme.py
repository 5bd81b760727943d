"""The example of a theme of one's own runs as its first lines say, and the city has that theme's colours."""

from __future__ import annotations

from pathlib import Path

import pytest

from cityscape import load
from cityscape.grammar.themes import load_theme
from tests.calling import EXAMPLES, example
from tests.painting import small


def test_a_theme_file_is_all_it_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small(monkeypatch)
    out = tmp_path / "gingerbread"
    said = example("05_my_theme.py", out, cwd=tmp_path)
    scene = load(out)
    assert "Gingerbread town" in said
    theme = load_theme(str(EXAMPLES / "prompts" / "themes" / "gingerbread.toml"))
    assert scene.plan.style.theme == theme
    icing = {c for name in ("icing", "candy") for c in theme.palette[name]}
    roofs = {
        p.material.color for t in scene.tiles.values() for _, p in t.parts() if p.label == "roof" and p.material.name.startswith("roof-")
    }
    assert roofs & icing
    assert sum(thing.kind == "tavern" for t in scene.tiles.values() for thing in t.things) == 2


def test_it_is_found_by_its_words_in_its_folder(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    from cityscape.plan.words import read

    monkeypatch.chdir(EXAMPLES)
    assert read("a candy town with a river").theme.name == "gingerbread"
    assert read("houses with sugar icing").theme.name == "gingerbread"
