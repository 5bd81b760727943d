"""The example of editing runs as its first lines say: what it grows and makes anew is in the history, and all of it can be undone."""

from __future__ import annotations

from pathlib import Path

import pytest

import cityscape
from tests.calling import example
from tests.painting import small


def test_a_town_is_edited_and_all_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small(monkeypatch)
    example("06_edit_a_scene.py", tmp_path)
    assert (tmp_path / "village.png").is_file()
    town = cityscape.open(tmp_path / "village")
    assert [e.kind for e in town.folder.history.entries()] == ["batch", "regenerate", "grow", "made"]
    assert len(town.cells) == 2 and not any(h.read().locked for h in town.find("label:roof"))
    town.go("red roofs")
    roofs = [h.read() for h in town.find("label:roof")]
    assert roofs and all(r.material.color == "#aa3322" and r.locked for r in roofs)
    town.redo(2)
    assert len(town.cells) == 3
    assert {r.id for r in roofs} >= {h.read().id for h in town.find("label:roof tile:0,0")}
    assert all(h.read().material.color == "#aa3322" for h in town.find("label:roof tile:0,0"))
    assert cityscape.open(town.path).folder.verify() == []
