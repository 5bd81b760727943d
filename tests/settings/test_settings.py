"""Settings: flags win, then the project's file, the user's, the profile, the defaults; what cannot hold is told in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from cityscape.errors import InputError
from cityscape.settings import NAME, PROFILES, Preferences, hold, places, template


@pytest.fixture(autouse=True)
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project folder, and an empty configuration folder beside it."""
    (tmp_path / "project").mkdir()
    (tmp_path / "user" / "cityscape").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "project")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "user"))
    return tmp_path


def _project(text: str) -> None:
    Path(NAME).write_text(text)


def _user(text: str) -> None:
    places()[1].write_text(text)


def test_the_nearest_source_holds(at: Path) -> None:
    assert hold().values == Preferences() and set(hold().sources.values()) == {"default"}
    _user('profile = "gpu-8gb"\nworkers = 2\nllm_model = "user"\npaint_model = "mine"\n')
    _project('workers = 3\nllm_model = "project"\n')
    held = hold({"workers": 4, "painter": None})
    assert (held.values.workers, held.sources["workers"]) == (4, "a flag")
    assert (held.values.llm_model, held.sources["llm_model"]) == ("project", NAME)
    assert (held.values.paint_model, held.sources["paint_model"]) == ("mine", str(places()[1]))
    assert (held.values.weights, held.sources["weights"]) == ("triposg", "profile gpu-8gb")
    assert held.values.painter == "diffusers" and held.sources["export"] == "default"
    assert hold(profile="laptop").values.painter == "procedural"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('panter = "x"', ("unknown setting 'panter'", "did you mean 'painter'")),
        ('zzz = "x"', ("unknown setting 'zzz'", "known are profile, planner")),
        ("workers = 0", ("workers", "greater than or equal to 1")),
        ('workers = "two"', ("workers", "valid integer")),
        ("commercial = 1", ("commercial", "valid boolean")),
        ('profile = "gpu-8g"', ("profile 'gpu-8g'", "did you mean 'gpu-8gb'")),
        ('device = "gpu"', ("is no device", "cuda:1")),
        ('llm_url = "localhost:8000"', ("llm_url", "no web address")),
        ('llm_url = "https://elsewhere.example/v1"', ("llm_url", "your key would be sent there")),
        ('paint_url = "http://127.0.0.1.example/v1"', ("paint_url", "your key would be sent there")),
        ('quality = "best"', ("quality", "draft")),
        ("planner = ", ("not valid TOML",)),
    ],
)
def test_what_cannot_hold(text: str, words: tuple[str, ...]) -> None:
    _project(text)
    with pytest.raises(InputError) as e:
        hold()
    assert all(w in str(e.value) for w in (NAME, *words)) and "\n" not in str(e.value), e.value


@pytest.mark.parametrize(
    "text",
    [
        'openai_api_key = "sk-abc123"', 'api_key = ""', '[llm]\nkey = "abc123"', 'hf_token = "abc123"', 'password = "abc123"',
        'llm_model = "sk-abc123"', 'weights = "hf_abc123"',
    ],
)  # fmt: skip
def test_secrets_are_refused_and_not_repeated(text: str) -> None:
    _project(text)
    with pytest.raises(InputError) as e:
        hold()
    assert "OPENAI_API_KEY" in str(e.value) and "keyring" in str(e.value) and "abc123" not in str(e.value)


@pytest.mark.parametrize("url", ["http://me:abc123@host/v1", "http://host/v1?key=abc123"])
def test_addresses_carry_no_keys(url: str) -> None:
    with pytest.raises(InputError) as e:
        hold({"llm_url": url})
    assert "OPENAI_API_KEY" in str(e.value) and "abc123" not in str(e.value)


def test_bad_bytes_and_folders_in_the_place_of_files() -> None:
    Path(NAME).write_bytes(b"planner = '\xff\xfe'")
    with pytest.raises(InputError, match="not valid TOML"):
        hold()
    Path(NAME).unlink()
    Path(NAME).mkdir()
    with pytest.raises(InputError, match="cannot read"):
        hold()


def test_every_field_has_its_line_of_help_and_the_template_names_it() -> None:
    text = template()
    for name, field in Preferences.model_fields.items():
        assert field.description and field.description in text and f"# {name} = " in text
    _project(text)
    assert hold().values == Preferences()
    given = [x.removeprefix("# ") for x in text.splitlines() if x.startswith("# ") and x.split(" ")[1] in Preferences.model_fields]
    _project("\n".join(x for x in given if " = " in x and '""' not in x))
    assert hold().values == Preferences()


@pytest.mark.parametrize("name", PROFILES)
def test_profiles_are_settings(name: str) -> None:
    assert hold(profile=name).values.profile == name


def test_profiles_of_cards_are_what_the_ladder_chooses() -> None:
    from cityscape.run.ladder import card_of, choose
    from cityscape.sculpt import suited
    from partgen.weights import EMBEDDED

    for size in (8, 24, 80):
        chosen, profile = choose(card_of(size)), PROFILES[f"gpu-{size}gb"]
        assert (profile["paint_model"], profile["weights"]) == (chosen.painter.name, chosen.core.name)
    none = choose(card_of(0))
    assert none.painter.name == PROFILES["laptop"]["painter"] and none.core.name == EMBEDDED and suited(none.painter.name) == "partgen"
