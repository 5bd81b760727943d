"""Which sculptor works where none is named: the learned one where its figures hold."""

from __future__ import annotations

import pytest

from cityscape.sculpt import suited


@pytest.mark.parametrize("painter, parts, weights, name", [
    ("procedural", None, None, "partgen"), ("procedural", "coarse", None, "partgen"), ("procedural", "fine", None, "exact"),
    ("diffusers", None, None, "exact"), ("small", None, None, "exact"), ("remote", None, "triposg", "partgen"),
])  # fmt: skip
def test_the_sculptor_that_works_where_none_is_named(painter: str, parts: str | None, weights: str | None, name: str) -> None:
    assert suited(painter, parts=parts, weights=weights) == name


def test_rooms_are_for_the_exact_one() -> None:
    assert suited("procedural", rooms=True) == "exact" and suited("procedural", rooms=True, weights="tile") == "partgen"
