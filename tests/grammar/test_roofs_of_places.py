"""Swept roofs and fallen snow: what the roofs of Japan and of the north have in common with no others."""

from __future__ import annotations

import numpy as np
import pytest

from cityscape.grammar.kinds import kinds
from cityscape.grammar.kit import Block
from cityscape.grammar.recipe import Lot, PartRecipe, make
from cityscape.grammar.solidify import union_mesh
from cityscape.grammar.swept import swept
from cityscape.grammar.themes import load_theme
from cityscape.plan import planner
from cityscape.world.seeds import generator
from cityscape.world.theme import Style

BLOCK = Block(0.5, -0.25, 8.0, 5.0, 0.0, 3.0)


def points(solids: list) -> np.ndarray:
    return np.vstack([s.corners() for s in solids])


@pytest.mark.parametrize("axis", ["x", "y"])
@pytest.mark.parametrize("hip", [0.0, 0.5, 1.0])
def test_a_swept_roof_is_one_closed_cover_over_its_block(axis: str, hip: float) -> None:
    roof = swept(BLOCK, 2.0, axis=axis, hip=hip, eaves=0.9, verge=0.3, lift=0.3)
    mesh = union_mesh(tuple(roof.cover))
    assert mesh.watertight and mesh.volume > 0
    p = points(roof.cover)
    long, span = (0, 1) if axis == "x" else (1, 0)
    size, middle = np.array([BLOCK.w, BLOCK.d]), np.array([BLOCK.x, BLOCK.y])
    out = np.abs(p[:, :2] - middle).max(0) - size / 2
    assert out[span] == pytest.approx(0.9, abs=1e-6)
    assert out[long] == pytest.approx(0.9 if hip else 0.3, abs=1e-6)
    assert p[:, 2].max() == pytest.approx(roof.top, abs=1e-6)
    assert roof.top == pytest.approx(BLOCK.z1 + 2.0 + 0.16, abs=1e-6)
    assert bool(roof.attic) == (hip == 0.0) and bool(roof.gables) == (hip == 0.5) and len(roof.hips) == (4 if hip else 0)


def test_eaves_rise_at_the_corners_and_slopes_steepen_upwards() -> None:
    flat, lifted = (swept(BLOCK, 2.0, hip=1.0, eaves=0.9, lift=lift, hollow=0.4) for lift in (0.0, 0.4))
    assert lifted.hips[0][0, 2] - flat.hips[0][0, 2] == pytest.approx(0.4)
    rise = np.diff(flat.hips[0][:, 2])
    assert (np.diff(rise) > 0).all()


def built(name: str, style: Style) -> list[PartRecipe]:
    k = kinds()[name]
    lot = Lot(sum(k.width) / 2, sum(k.depth) / 2)
    return make(name, lot, style, generator("roofs of places", name))


@pytest.mark.parametrize("name", ["log_house", "stabbur", "stave_church", "village_store", "snowy_fir", "snow_lamp", "woodpile"])
def test_snow_lies_where_the_roofs_are_snowed_in_and_nowhere_else(name: str) -> None:
    nordic = load_theme("nordic")
    deep = {p.name for p in built(name, Style(theme=nordic))}
    bare = {p.name for p in built(name, Style(theme=nordic.with_variants("summer"), variants=("summer",)))}
    assert "snow" in deep and not {"snow", "icicles", "drifts", "sill_snow"} & bare
    assert bare <= deep | {"roof_ridge"}


def test_cherries_blossom_but_not_in_summer() -> None:
    theme = load_theme("japan")

    def pink(variants: tuple[str, ...]) -> bool:
        style = Style(theme=theme.with_variants(*variants), variants=variants)
        crown = next(p for p in built("cherry", style) if p.name == "crown")
        r, g, b = (int(crown.material.color[k : k + 2], 16) for k in (1, 3, 5))
        return r > 220 and b > g

    assert pink(()) and not pink(("summer",)) and not pink(("autumn",))


def test_a_theme_may_say_how_full_its_tiles_are() -> None:
    def fullest(prompt: str) -> float:
        plan = planner().plan(prompt, grid=(3, 3), seed=2, theme="boulevards")
        return min(b.density for b in plan.briefs if b.land_use == "residential")

    assert load_theme("boulevards").density is not None
    assert fullest("a city") > 0.85
    assert fullest("a sparse city") < 0.5
