"""Bad input: one clear sentence each."""

from __future__ import annotations

import pytest

from cityscape.errors import InputError
from cityscape.plan import planner


def refuse(match: str, prompt: str = "a town", **more: object) -> None:
    with pytest.raises(InputError, match=match) as e:
        planner().plan(prompt, **{"grid": (2, 2), "seed": 0, **more})  # type: ignore[arg-type]
    assert "\n" not in str(e.value)


@pytest.mark.parametrize("prompt", ["", "   ", "\n\t "])
def test_empty_prompts(prompt: str) -> None:
    refuse("empty", prompt)


def test_long_prompts() -> None:
    refuse("10,000 characters", "x" * 10_000)
    assert planner().plan("a town " * 285, grid=(1, 1), seed=0).prompt


@pytest.mark.parametrize("prompt", ["a\x00town", "a \x1b[31mtown", "a\x7ftown", "a \ud800 town"])
def test_control_characters(prompt: str) -> None:
    refuse("control character", prompt)


@pytest.mark.parametrize("grid", [(0, 0), (0, 3), (-1, 2)])
def test_empty_grids(grid: tuple[int, int]) -> None:
    refuse("no tiles", grid=grid)
    refuse("no tiles", grid=grid, confirm=True)


def test_large_grids() -> None:
    refuse("confirmed", grid=(1000, 1000))
    refuse("confirmed", grid=(65, 1))
    refuse("limit", grid=(1001, 1), confirm=True)
    assert len(planner().plan("a town", grid=(65, 1), seed=0, confirm=True).cells) == 65


@pytest.mark.parametrize("grid", [(2.5, 2), "3x3", (3,), None, (2, 2, 2)])
def test_grids_that_are_none(grid: object) -> None:
    refuse("two whole numbers", grid=grid)


@pytest.mark.parametrize("seed", [-1, 2**63, 1.5, "7", True])
def test_seeds(seed: object) -> None:
    refuse("whole number", seed=seed)


@pytest.mark.parametrize("size", [0, 19, 500, float("nan"), float("inf"), "40"])
def test_tile_sizes(size: object) -> None:
    refuse("tile size", tile_size=size)


def test_tile_sizes_are_rounded_to_a_quarter() -> None:
    assert planner().plan("a town", grid=(1, 1), seed=0, tile_size=33.3).tile_size == 33.25


def test_unknown_themes_and_planners() -> None:
    refuse("did you mean 'medieval'", theme="medeval")
    refuse("cyberpunk, downtown", theme="qqqq")
    with pytest.raises(InputError, match="offline"):
        planner("gpt")
