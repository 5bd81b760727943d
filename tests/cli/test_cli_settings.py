"""Settings, licences and the ladder on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "user"))
    monkeypatch.setenv("PARTGEN_HOME", str(tmp_path / "weights"))


def _one_line(result, *words: str) -> None:
    assert result.code == 2 and result.out == "" and len(result.err.splitlines()) == 1, result
    assert all(w in result.err for w in words), result.err


def test_settings_tells_what_holds_and_from_where(call) -> None:
    Path("cityscape.toml").write_text('profile = "gpu-24gb"\nworkers = 3\n')
    found = json.loads(call("settings", "--json").out)["settings"]
    assert found["workers"] == {"value": 3, "from": "cityscape.toml"}
    assert found["paint_model"] == {"value": "flux2-klein", "from": "profile gpu-24gb"}
    lines = call("settings").out.splitlines()
    assert any(x.split() == ["workers", "3", "cityscape.toml"] for x in lines) and "read" in lines[0] and "not there" in lines[1]
    assert call("settings", "--profile", "laptop").out.count("profile laptop") == 3
    Path("cityscape.toml").write_text(call("settings", "--template").out)
    assert call("settings").code == 0


def test_a_bad_file_stops_what_heeds_it_and_nothing_else(call) -> None:
    Path("cityscape.toml").write_text('panter = "x"\n')
    _one_line(call("generate", "a town"), "panter", "did you mean 'painter'")
    _one_line(call("plan", "a town"), "panter")
    assert call("themes", "--json").code == 0 and call("generate", "--help").code == 0


def test_flags_win_over_files_and_files_over_defaults(call) -> None:
    Path("cityscape.toml").write_text('painter = "rembrandt"\nsculptor = "partgen"\nweights = "nowhere"\n')
    _one_line(call("generate", "a town"), "rembrandt")
    _one_line(call("generate", "a town", "--painter", "procedural"), "no weights in nowhere")
    _one_line(call("generate", "a town", "--painter", "titian", "--sculptor", "exact"), "titian")  # the file's weights are not for exact
    _one_line(call("generate", "a town", "--painter", "procedural", "--sculptor", "exact", "--weights", "x"), "no networks")
    Path("cityscape.toml").write_text("workers = 1\n")
    _one_line(call("generate", "a town", "--workers", "0"), "workers")
    assert [p.name for p in Path(".").iterdir()] == ["cityscape.toml"]


def test_commercial_is_refused_at_the_door_by_flag_and_by_file(call) -> None:
    _one_line(call("generate", "a town", "--weights", "autopartgen", "--commercial"), "--commercial refuses", "FAIR", "--weights triposg")
    Path("cityscape.toml").write_text("commercial = true\n")
    _one_line(call("room", "a kitchen", "--weights", "autopartgen-4096"), "--commercial refuses")
    _one_line(call("generate", "a town", "--weights", "triposg"), "python -m partgen weights triposg --accept-licence")
    assert [p.name for p in Path(".").iterdir()] == ["cityscape.toml"]


def test_doctor_explains_a_card(call) -> None:
    out = call("doctor", "--as-card", "12").out
    assert "free for any use" in out and "for research only" in out and "flux2-klein" in out and "NO commercial use" in out
    _one_line(call("doctor", "--as-card", "-3"), "card of -3 GB")


def test_info_prints_the_trail_and_export_heeds_licences(call, scene: Path, tmp_path: Path) -> None:
    out = call("info", scene, "--no-check").out
    assert "trail      all tiles" in out and "plan    offline; Apache-2.0; seed 7" in out and "sculpt  exact; Apache-2.0\n" in out
    assert call("export", scene, tmp_path / "x.glb", "--commercial").code == 0
    file = next((scene / "tiles").glob("*.json"))
    data = json.loads(file.read_text())
    data["provenance"]["commercial"] = False
    data["provenance"]["steps"][-1] |= {"commercial": False, "models": ["autopartgen"], "licences": ["FAIR Noncommercial"]}
    file.write_text(json.dumps(data))
    _one_line(call("export", scene, tmp_path / "y.glb", "--commercial"), "--commercial refuses", "autopartgen", "FAIR Noncommercial")
    assert not (tmp_path / "y.glb").exists() and call("export", scene, tmp_path / "y.glb").code == 0


def test_every_field_is_an_option_of_some_command() -> None:
    from cityscape.cli.chosen import OPTION, REMEMBERED
    from cityscape.cli.commands import app
    from cityscape.settings import Preferences

    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    options = {name: {p.name for p in c.params} for name, c in commands.items()}
    for field in Preferences.model_fields:
        assert any({OPTION.get(field, field), "profile"} <= o for o in options.values()), field
    assert all(set(fields) <= options[name] for name, fields in REMEMBERED.items())
    assert {"planner", "painter", "weights"} <= options["generate"] and "painter" in options["room"] and "planner" in options["plan"]


def test_what_was_settled_for_another_painter_lapses(call, scene: Path) -> None:
    settled = ('painter = "diffusers"', 'paint_model = "nobody"', 'paint_url = "http://localhost:9/v1"', 'planner = "llm"')
    Path("cityscape.toml").write_text("\n".join(settled))
    _one_line(call("generate", "a town", "--planner", "offline"), "no image model 'nobody'")  # its url means nothing to diffusers
    _one_line(call("generate", "a town", "--planner", "offline", "--painter", "procedural", "--sculptor", "x"), "no sculptor 'x'")
    _one_line(call("room", "a kitchen", "--painter", "remote", "--sculptor", "x"), "no sculptor 'x'")
    _one_line(call("room", "a kitchen", "--painter", "procedural", "--paint-model", "sdxl"), "--paint-model means nothing", "or remote")
    _one_line(call("generate", "a town", "--planner", "offline", "--painter", "remote", "--paint-steps", "9"), "--painter diffusers")
    done = call("resume", scene, "--no-render", "--no-export", "--quiet")
    assert done.code == 0, done
    assert call("plan", "a village", "--planner", "offline", "--grid", "1x1", "--quiet").code == 0
    _one_line(call("generate", "--plan", "plan.json", "--painter", "procedural", "--sculptor", "x"), "no sculptor 'x'")
    _one_line(call("generate", "--plan", "plan.json", "--planner", "llm"), "both --planner and --plan")
