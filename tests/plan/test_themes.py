"""Theme files: the shipped ones are whole; bad ones are refused in one line that names file and key."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from cityscape.errors import InputError
from cityscape.grammar.kinds import kinds
from cityscape.grammar.themes import load_theme, load_themes, mixed, theme_names
from cityscape.world.theme import LandUse, Role

SEAMLESS = ("street", "street_side", "pavement", "kerb", "ground", "plaza", "path", "water", "bank", "slab")
SHIPPED = (
    "campus",
    "cyberpunk",
    "downtown",
    "funfair",
    "industrial",
    "medieval",
    "oasis",
    "solarpunk",
    "suburb",
)


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_themes_answer_everything(name: str) -> None:
    theme = load_theme(name)
    known = kinds()
    assert set(theme.materials) == set(get_args(Role))
    assert set(theme.buildings) == set(theme.objects) == set(get_args(LandUse))
    named = {k for t in (*theme.buildings.values(), theme.trees, theme.vehicles) for k in t} | set(theme.landmarks)
    named |= {k for t in (*theme.objects.values(), theme.street_objects) for k in t} - {"tree"}
    assert named <= set(known)
    assert all(known[k].category == "plant" for k in theme.trees)
    assert all(known[k].category == "vehicle" for k in theme.vehicles)
    assert all(known[k].category == "building" for t in theme.buildings.values() for k in t)
    assert {"spring", "summer", "autumn", "winter", "night", "dusk", "rain", "fog"} <= set(theme.variants)
    assert all(v.words for v in theme.variants.values())


@pytest.mark.parametrize("name", SHIPPED)
def test_ground_has_one_colour_so_that_tiles_meet_without_a_seam(name: str) -> None:
    theme = load_theme(name)
    for t in (theme, *(theme.with_variants(v) for v in theme.variants)):
        for role in SEAMLESS:
            (swatch,) = t.materials[role]
            (color,) = swatch.colors
            assert color.startswith("#") or len(t.palette[color]) == 1


def test_a_variant_s_light_changes_only_what_it_says() -> None:
    theme = load_theme("medieval")
    night = theme.with_variants("night").light
    assert night.windows > 0.4
    assert theme.with_variants("spring").light.azimuth == theme.light.azimuth
    assert theme.with_variants("spring").light.sky != theme.light.sky


def test_adjust_changes_the_theme_s_own_swatches() -> None:
    medieval, downtown = load_theme("medieval"), load_theme("downtown")
    assert medieval.with_variants("rain").materials["street"][0].pattern == "cobble"
    assert downtown.with_variants("rain").materials["street"][0].pattern == "asphalt"
    assert medieval.with_variants("rain").materials["street"][0].roughness < 0.3


def test_mixed() -> None:
    assert mixed("#000000", "#ffffff", 0) == "#000000"
    assert mixed("#000000", "#ffffff", 1) == "#ffffff"
    assert mixed("#204060", "#406080", 0.5) == "#305070"


def test_names_hide_the_base() -> None:
    assert set(SHIPPED) <= set(theme_names())
    assert not any(n.startswith("_") for n in theme_names())
    assert [t.name for t in load_themes()] == theme_names()


GOOD = """
title = "Toy"
words = ["toy"]
palette.brick = ["#aa5544"]
materials.wall = [{ pattern = "brick", colors = ["brick"] }]
land_use = { residential = 1 }
trees = { oak = 1 }
"""


def test_a_user_s_file_by_path_and_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "prompts" / "themes"
    folder.mkdir(parents=True)
    (folder / "toy.toml").write_text(GOOD)
    (folder / "toy2.toml").write_text('extends = "toy"\npalette.brick = ["#112233"]\n')
    (folder / "medieval.toml").write_text('extends = "medieval"\ntitle = "Mine"\n')
    by_path = load_theme(str(folder / "toy.toml"))
    assert by_path.name == "toy"
    assert by_path.materials["roof"], "inherited from the base"
    assert by_path.land_use == {"residential": 1}
    monkeypatch.chdir(tmp_path)
    assert load_theme("toy") == by_path
    assert "toy" in theme_names()
    child = load_theme("toy2")
    assert child.palette["brick"] == ("#112233",)
    assert child.words == ("toy",)
    assert load_theme("medieval").title == "Mine"
    assert load_theme("medieval").words == load_theme("medieval").words


def test_an_edited_file_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "toy.toml"
    file.write_text(GOOD)
    assert load_theme(str(file)).title == "Toy"
    file.write_text(GOOD.replace('"Toy"', '"Changed toy"'))
    assert load_theme(str(file)).title == "Changed toy"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("wordz = 1", "wordz.*words"),
        ('materials.roof = [{ pattern = "roof_tyle", colors = ["#112233"] }]', "materials.roof.*roof_tyle.*roof_tile"),
        ('materials.roof = [{ colors = ["#12"] }]', "materials.roof.*#12.*not a colour"),
        ('palette.x = ["red"]', "palette.x.*'red' is not a colour"),
        ('materials.roof = [{ colors = ["brik"] }]', "materials.roof.*brik.*brick"),
        ('materials.roff = [{ colors = ["#112233"] }]', "roff.*roof"),
        ("materials.roof = []", "materials.roof.*empty"),
        ('materials.roof = [{ colour = "#112233" }]', "materials.roof"),
        ("materials = 3", "materials"),
        ("buildings.residential = { cottage = -1 }", "buildings.residential.cottage.*-1"),
        ("buildings.residential = { cotage = 1 }", "buildings.residential.cotage.*cottage"),
        ("buildings.slum = { cottage = 1 }", "slum.*a land use"),
        ("enclosure = { moat = 1 }", "enclosure.moat"),
        ("relief = nan", "relief"),
        ("light.elevation = 120", "light.elevation"),
        ('streets.pattern = "spiral"', "streets.pattern.*spiral"),
        ("variants = 3", "variants"),
        ("variants.spring = 3", "variants.spring"),
        ('variants.spring.adjust.roff = { tint = "#ffffff" }', "variants.spring.adjust.roff.*roof"),
        ('variants.spring.adjust.roof = { tint = "white" }', "variants.spring.adjust.roof.*#rrggbb"),
        ("variants.spring.adjust.roof = { gloss = 1 }", "variants.spring.*gloss"),
        ('variants.spring.materials.roof = [{ colors = ["nope"] }]', "variants.spring.materials.roof.*nope"),
        ("this is not toml", "not good TOML"),
        ('extends = "mediaeval"', "did you mean 'medieval'"),
        ("extends = 3", "extends"),
    ],
)
def test_bad_files_are_refused_in_one_line(tmp_path: Path, change: str, says: str) -> None:
    file = tmp_path / "toy.toml"
    key = change.split("=")[0].strip()
    kept = "\n".join(line for line in GOOD.splitlines() if not line.startswith(key + "."))
    file.write_text(change + "\n" + kept)
    with pytest.raises(InputError, match=says) as e:
        load_theme(str(file))
    assert "\n" not in str(e.value) or "TOML" in str(e.value)


def test_circles_and_giants_and_absences(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('extends = "b"\n' + GOOD)
    (tmp_path / "b.toml").write_text('extends = "a"\n')
    with pytest.raises(InputError, match=r"a\.toml.*circle.*a -> b -> a"):
        load_theme(str(tmp_path / "a.toml"))
    (tmp_path / "big.toml").write_text("#" * 1_000_001)
    with pytest.raises(InputError, match=r"big\.toml.*1,000,001 bytes"):
        load_theme(str(tmp_path / "big.toml"))
    with pytest.raises(InputError, match="no theme file"):
        load_theme(str(tmp_path / "none.toml"))
    for name in ("../medieval", "_bases", "", "x" * 5000, "med ieval"):
        with pytest.raises(InputError, match=r"there are .*cyberpunk"):
            load_theme(name)
