"""Prompts are understood, and what is not understood is said."""

from __future__ import annotations

import pytest

from cityscape.grammar.themes import theme_names
from cityscape.plan import planner
from cityscape.plan.vocabulary import phrase, stem, vocabulary
from cityscape.plan.words import read
from cityscape.world.plan import Plan


def plan(prompt: str, grid: tuple[int, int] = (3, 3), **more: object) -> Plan:
    return planner().plan(prompt, grid=grid, seed=1, **more)  # type: ignore[arg-type]


def wanted(p: Plan) -> dict[str, int]:
    out: dict[str, int] = {}
    for b in p.briefs:
        for w in b.wanted:
            out[w.kind] = out.get(w.kind, 0) + w.count
    return out


@pytest.mark.parametrize(
    ("prompt", "theme"),
    [
        ("a medieval town", "medieval"),
        ("knights and half-timbered houses", "medieval"),
        ("modern downtown with skyscrapers", "downtown"),
        ("a quiet suburb", "suburb"),
        ("neon megacity", "cyberpunk"),
        ("cyberpnk street", "cyberpunk"),
        ("a solar punk eco village", "solarpunk"),
        ("desert oasis with camels", "oasis"),
        ("a souk under palms in the sahara", "oasis"),
        ("an old Japanese town with a pagoda and cherry blossom", "japan"),
        ("a street of machiya in kyoto", "japan"),
        ("a cosy village in the snow", "nordic"),
        ("a Norwegian village with a stave church", "nordic"),
        ("grand boulevards with cafes and mansard roofs", "boulevards"),
        ("Paris with its Eiffel tower", "boulevards"),
        ("a medieval port", "port"),
        ("a hanseatic harbour town", "port"),
        ("a greek hill town", "hilltown"),
        ("a tuscan village in autumn", "hilltown"),
    ],
)
def test_words_call_themes(prompt: str, theme: str) -> None:
    assert plan(prompt).style.theme.name == theme


def test_each_theme_answers_to_its_name_and_words() -> None:
    for name, theme in vocabulary().themes.items():
        for word in (name, *theme.words[:6]):
            assert read(f"a {word}").theme.name == name, word


def test_an_explicit_theme_wins() -> None:
    assert plan("a medieval town", theme="oasis").style.theme.name == "oasis"


@pytest.mark.parametrize(
    ("prompt", "variants"),
    [
        ("a medieval town in winter", ("winter",)),
        ("snowy suburb at night", ("winter", "night")),
        ("downtown on a foggy autumn morning", ("autumn", "fog", "dawn")),
        ("rainy cyberpunk night", ("rain", "night")),
        ("a cyberpunk night market", ()),
    ],
)
def test_seasons_weather_and_hours(prompt: str, variants: tuple[str, ...]) -> None:
    style = plan(prompt).style
    assert style.variants == variants
    assert style.theme == vocabulary().themes[style.theme.name].with_variants(*variants)


def test_colours_go_to_their_nouns() -> None:
    over = plan("a medieval town with red roofs, white walls and blue doors").style.overrides
    assert {"roof", "wall", "door"} <= set(over)
    red, white, blue = (over[r][0].colors[0] for r in ("roof", "wall", "door"))
    assert int(red[1:3], 16) > int(red[5:7], 16) + 60
    assert min(int(white[k : k + 2], 16) for k in (1, 3, 5)) > 220
    assert int(blue[5:7], 16) > int(blue[1:3], 16) + 60


def test_surfaces_go_to_their_nouns() -> None:
    assert plan("a medieval town of brick houses with thatched roofs").style.overrides["wall"][0].pattern == "brick"
    assert plan("a medieval town of brick houses with thatched roofs").style.overrides["roof"][0].pattern == "thatch"
    assert plan("a brick downtown").style.overrides["wall"][0].pattern == "brick"
    pale = plan("a suburb with pale green wooden houses").style.overrides["wall"][0]
    assert pale.pattern == "planks"
    assert int(pale.colors[0][3:5], 16) > 170


def test_stone_walls_are_a_material_and_city_walls_a_ring() -> None:
    stone = plan("a medieval town with stone walls")
    assert stone.style.overrides["wall"][0].pattern == "stone"
    assert not any(k.of("wall") for b in stone.briefs for k in b.sockets.values())
    ring = plan("a medieval town with city walls")
    assert any(k.of("wall") for b in ring.briefs for k in b.sockets.values())


def test_amounts() -> None:
    assert wanted(plan("a medieval town with two watchtowers"))["watchtower"] == 2
    assert wanted(plan("a medieval town with 3 windmills and a tavern"))["windmill"] == 3
    assert sum(b.land_use == "park" for b in plan("a suburb with three parks", (4, 4)).briefs) == 3
    assert wanted(plan("many barns in a medieval village"))["barn"] > 3


def test_a_word_means_the_theme_s_own_kind() -> None:
    assert "watchtower" in wanted(plan("a medieval town with two towers"))
    assert "neon_tower" in wanted(plan("a cyberpunk city with two towers"))
    assert "chapel" in wanted(plan("a medieval town with a church"))
    assert "mosque" in wanted(plan("an oasis with a mosque"))


def test_things_have_colours() -> None:
    red = [w for b in plan("a medieval village with a red barn").briefs for w in b.wanted if w.kind == "barn"]
    assert len(red) == 1
    assert red[0].color == "#a33c30"


def test_features_can_be_refused() -> None:
    assert not any(b.land_use == "market" for b in plan("a medieval town without a market").briefs)
    assert any(b.land_use == "market" for b in plan("a medieval town with a market").briefs)


def test_density_and_size() -> None:
    def mean(prompt: str) -> float:
        return sum(b.density for b in plan(prompt, theme="downtown").briefs) / 9

    assert mean("a dense city") > mean("a city") > mean("a sparse city")
    assert mean("a city") > mean("a small town")


def test_kinds_of_trees_change_the_theme() -> None:
    assert max(plan("a suburb with pine trees").style.theme.trees.items(), key=lambda kv: kv[1])[0] == "pine"


def test_unused_words_are_said_in_one_line() -> None:
    notes = plan("a medieval town with purple elephants, spaceship").notes
    said = [n for n in notes if n.startswith("could not use")]
    assert len(said) == 1
    assert "purple elephants" in said[0]
    assert "spaceship" in said[0]
    assert "medieval" not in said[0]
    assert not any(n.startswith("could not use") for n in plan("a small medieval town with a river and two towers in winter").notes)


def test_near_words_are_mended_and_said() -> None:
    p = plan("a medeival town with a windmil")
    assert p.style.theme.name == "medieval"
    assert "windmill" in wanted(p)
    assert any("medeival" in n for n in p.notes)


def test_what_has_no_room_is_said() -> None:
    assert any("no room" in n for n in plan("a market, a castle and a lake", (1, 1)).notes)
    assert any("city wall" in n for n in plan("walled town", (1, 3)).notes)
    assert any("boat" in n for n in plan("an inland suburb with boats").notes)


def test_stems() -> None:
    assert [stem(w) for w in ("houses", "churches", "cities", "glass", "oasis", "leaves", "buses", "knight's")] == [
        "house", "church", "city", "glass", "oasis", "leaf", "bus", "knight",
    ]  # fmt: skip
    assert phrase("Half-timbered houses") == ("half", "timbered", "house")


def test_texts_tell_what_a_tile_shows() -> None:
    p = plan("a medieval river town with red roofs in winter")
    for b in p.briefs:
        assert "medieval" in b.text
        assert "red roofs" in b.text
        assert "snow" in b.text
        assert ("river" in b.text) == any(k.of("river") for k in b.sockets.values())


def test_all_themes_are_called_by_something() -> None:
    assert set(theme_names()) >= {"medieval", "downtown", "suburb", "solarpunk", "cyberpunk", "oasis"}
