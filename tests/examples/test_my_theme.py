"""The example of a theme of one's own runs as its first lines say, and the city has that theme's colours."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from cityscape import load
from cityscape.grammar.themes import load_theme

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_a_theme_file_is_all_it_takes(tmp_path: Path) -> None:
    out = tmp_path / "gingerbread"
    done = subprocess.run([sys.executable, str(EXAMPLES / "05_my_theme.py"), str(out)], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    scene = load(out)
    assert "Gingerbread town" in done.stdout
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
