"""Room files: a user's own is found and inherits; a bad one is refused in one line that names file and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from cityscape.errors import InputError
from cityscape.grammar.roomkinds import load_room, room_names
from cityscape.grammar.tables import BIGGEST
from cityscape.grammar.themes import load_theme, theme_names
from cityscape.world.theme import Style

GOOD = """
name = "den"
words = ["den of mine"]
[pieces.sofa]
kinds = { sofa = 1 }
essential = true
[pieces.table]
kinds = { coffee_table = 1 }
before = "sofa"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    place = tmp_path / "prompts" / "rooms"
    place.mkdir(parents=True)
    return place


def test_a_kind_of_ones_own_is_found_by_name_and_by_path(folder: Path) -> None:
    (folder / "den.toml").write_text(GOOD)
    assert "den" in room_names() and load_room("den") == load_room(str(folder / "den.toml"))
    assert load_room("den").pieces["table"].relation == ("before", "sofa") and load_room("den").title == "Den"


def test_a_kind_may_extend_another_and_itself(folder: Path) -> None:
    (folder / "cell.toml").write_text('extends = "bedroom"\nname = "cell"\nheight = 3.5\n[pieces.wardrobe]\nkinds = { toy_box = 1 }\n')
    cell, bedroom = load_room("cell"), load_room("bedroom")
    assert cell.height == 3.5 and set(cell.pieces) == set(bedroom.pieces) and set(cell.pieces["wardrobe"].kinds) == {"toy_box"}
    (folder / "bedroom.toml").write_text('extends = "bedroom"\ntitle = "Mine"\n')
    assert load_room("bedroom").title == "Mine" and set(load_room("bedroom").pieces) == set(bedroom.pieces)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("sofa = 1 }", "sofaa = 1 }"), ("pieces.sofa.kinds.sofaa", "did you mean 'sofa'")),
        (("sofa = 1 }", "cottage = 1 }"), ("pieces.sofa.kinds.cottage", "no kind of furniture")),
        (("sofa = 1 }", "sofa = -1 }"), ("pieces.sofa.kinds.sofa", "-1")),
        (("essential = true", "esential = true"), ("pieces.sofa.esential", "did you mean 'essential'")),
        (('name = "den"', 'name = "den"\nwidnows = [1, 2]'), ("widnows", "did you mean 'windows'")),
        (('name = "den"', 'name = "den"\nsize = [6, 4]'), ("size 6..4",)),
        (('before = "sofa"', 'before = "sofas"'), ("pieces.table.before", "'sofas'", "sofa, table")),
        (('before = "sofa"', 'before = "sofa"\nunder = "sofa"'), ("before and under",)),
        (("essential = true", 'near = "table"'), ("goes round in a circle", "sofa -> table -> sofa")),
        (('before = "sofa"', "count = [3, 1]"), ("count 3..1",)),
        (
            ("[pieces.table]", '[materials]\nfloor = [{ pattern = "parket", colors = ["#aabbcc"] }]\n[pieces.table]'),
            ("'parket'", "parquet"),
        ),
        (
            ("[pieces.table]", '[materials]\nfloor = [{ colors = ["bord"] }]\n[pieces.table]'),
            ("materials.floor 'bord'", "did you mean 'board'"),
        ),
        (("[pieces.sofa]", "[pieces.sofa"), ("not good TOML",)),
    ],
)
def test_a_bad_file_is_one_clear_line(folder: Path, change: tuple[str, str], words: tuple[str, ...]) -> None:
    (folder / "den.toml").write_text(GOOD.replace(*change))
    with pytest.raises(InputError) as e:
        load_room("den")
    text = str(e.value)
    assert "\n" not in text and "den.toml" in text, text
    for w in words:
        assert w in text, text


def test_circles_large_files_and_unknown_names(folder: Path) -> None:
    (folder / "a.toml").write_text('extends = "b"\n')
    (folder / "b.toml").write_text('extends = "a"\n')
    with pytest.raises(InputError, match=r"extends goes round in a circle \(a -> b -> a\)"):
        load_room("a")
    (folder / "big.toml").write_text(GOOD + "#" * BIGGEST)
    with pytest.raises(InputError, match="a room may have 1,000,000 at most"):
        load_room("big")
    with pytest.raises(InputError, match="no kind of room 'kichen': did you mean 'kitchen'"):
        load_room("kichen")
    with pytest.raises(InputError, match=r"no room file 'x\.toml'"):
        load_room("x.toml")


@pytest.mark.parametrize("name", theme_names("styles"))
def test_styles_answer_every_role_of_rooms_in_every_season_and_hour(name: str) -> None:
    theme = load_theme(name, "styles")
    assert theme.interior is not None and theme.words
    for v in ("winter", "night", "dusk", "rain"):
        turned = Style(theme=theme.with_variants(v)).theme
        assert {"floor", "room_wall", "furniture", "linen", "glass", "lamp"} <= set(turned.materials)
    assert theme.with_variants("night").light.lamps > theme.light.lamps


def test_styles_are_no_city_themes_and_themes_no_styles() -> None:
    with pytest.raises(InputError, match="no style 'medieval'"):
        load_theme("medieval", "styles")
    with pytest.raises(InputError, match="no theme 'cosy'"):
        load_theme("cosy")
