"""Levels of the hierarchy: every fine part is in one coarser part, which is closed and encloses the same space."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest
from briefs import brief

from cityscape.errors import InputError
from cityscape.grammar.compose import compose
from cityscape.grammar.labels import GROUPS, vocabulary
from cityscape.grammar.levels import MOST, Level, gather, outline_of, owners, sort_of
from cityscape.paint.procedural import ProceduralPainter
from cityscape.sculpt import sculptor
from cityscape.world.brief import Brief
from cityscape.world.painting import Context
from cityscape.world.part import Thing

CASES = (("medieval", "residential"), ("suburb", "farm"), ("oasis", "market"), ("cyberpunk", "commercial"))
COARSER: tuple[Level, ...] = ("medium", "object", "coarse")


@lru_cache(maxsize=16)
def tile(theme: str, use: str, level: Level) -> tuple[Thing, ...]:
    return compose(brief(theme, land_use=use), seed=5, level=level)


@pytest.mark.parametrize("level", COARSER)
@pytest.mark.parametrize(("theme", "use"), CASES)
def test_parts_are_closed_and_keep_the_volume(theme: str, use: str, level: Level) -> None:
    fine, made = tile(theme, use, "fine"), tile(theme, use, level)
    parts = [p for t in made for p in t.parts]
    assert len({p.id for p in parts}) == len(parts) and len({t.id for t in made}) == len(made)
    for p in parts:
        assert p.mesh.watertight and p.mesh.volume > 0, p.id
        assert p.label in vocabulary()
    whole = sum(p.mesh.volume for t in fine for p in t.parts)
    assert 0.97 * whole < sum(p.mesh.volume for p in parts) <= whole * (1 + 1e-4)  # overlaps of parts count once


@pytest.mark.parametrize(("theme", "use"), CASES)
def test_medium_parts_are_groups_of_their_object(theme: str, use: str) -> None:
    fine, made = tile(theme, use, "fine"), tile(theme, use, "medium")
    assert [(t.id, t.kind, t.pose) for t in made] == [(t.id, t.kind, t.pose) for t in fine]
    for t, whole in zip(made, fine, strict=True):
        assert {p.name for p in t.parts} <= set(GROUPS) and len(t.parts) <= len(whole.parts)
    houses = [t for t in made if sort_of(t.kind) == "building"]
    assert houses and all({"walls", "openings"} & {p.name for p in t.parts} for t in houses)
    assert {p.name for p in made[0].parts} >= {"land", "roads"}


@pytest.mark.parametrize(("theme", "use"), CASES)
def test_at_level_object_each_object_is_one_part(theme: str, use: str) -> None:
    fine, made = tile(theme, use, "fine"), tile(theme, use, "object")
    assert [t.id for t in made] == [t.id for t in fine] and all(len(t.parts) == 1 for t in made)
    assert [t.kind for t in made] == [t.kind for t in fine]


@pytest.mark.parametrize(("theme", "use"), CASES)
def test_coarse_parts_are_objects_and_few(theme: str, use: str) -> None:
    made = tile(theme, use, "coarse")
    assert all(len(t.parts) == 1 for t in made) and len(made) <= MOST
    assert made[0].kind == "ground" and [t.kind for t in made].count("ground") == 1
    assert {t.parts[0].label for t in made} <= {n for n, x in vocabulary().items() if x.detail == 0}


@pytest.mark.parametrize("level", COARSER)
def test_every_fine_part_is_in_exactly_one(level: Level) -> None:
    fine = tile("suburb", "farm", "fine")
    bundles = gather([outline_of(t) for t in fine], level)
    held = [p for b in bundles for p in b.parts]
    assert sorted(held) == sorted(p.id for t in fine for p in t.parts)
    assert [b.id for b in bundles] == [p.id for t in tile("suburb", "farm", level) for p in t.parts]


def test_few_objects_stay_themselves(make_brief) -> None:  # type: ignore[no-untyped-def]
    b = make_brief("suburb", sockets={}, density=0.0, land_use="fort")
    fine = compose(b, seed=1)
    bundles = gather([outline_of(t) for t in fine[:9]], "coarse")
    assert [x.thing for x in bundles] == [t.id for t in fine[:9]]


def test_what_joins_is_alike_and_small() -> None:
    bundles = gather([outline_of(t) for t in tile("suburb", "farm", "fine")], "coarse")
    fine = {p.id: t for t in tile("suburb", "farm", "fine") for p in t.parts}
    for b in bundles:
        assert len({sort_of(fine[p].kind) for p in b.parts}) == 1


@pytest.mark.parametrize("level", COARSER)
def test_painting_and_sculptor_agree(level: Level) -> None:
    b: Brief = brief("suburb", land_use="farm")
    painting = ProceduralPainter(size=128, samples=1, ambient_occlusion=0, parts=level).paint(b, Context(), seed=5)
    fine = ProceduralPainter(size=128, samples=1, ambient_occlusion=0).paint(b, Context(), seed=5)
    things = sculptor("exact", parts=level).sculpt(painting, b, seed=5)
    assert painting.parts == tuple(p.id for t in things for p in t.parts)
    assert painting.rgba.tobytes() == fine.rgba.tobytes()
    # the same picture drawn from the gathered meshes shows the same parts at the same depth
    again = ProceduralPainter(size=128, samples=1, ambient_occlusion=0).portrait(b, things)
    assert painting.mask is not None and again.mask is not None and painting.depth is not None and again.depth is not None
    assert (painting.mask != again.mask).mean() < 2e-3
    seen = (painting.mask > 0) & (again.mask > 0)
    assert np.abs(painting.depth - again.depth)[seen].max() < 0.05 or (np.abs(painting.depth - again.depth)[seen] > 1e-3).mean() < 2e-3
    at = owners(gather([outline_of(t) for t in tile("suburb", "farm", "fine")], level))
    table = np.array([0, *(at[n] + 1 for n in fine.parts)])
    assert fine.mask is not None and np.array_equal(table[fine.mask], painting.mask)


def test_unknown_levels_are_refused() -> None:
    with pytest.raises(InputError, match="coarse, object, medium, fine"):
        compose(brief(), seed=1, level="rough")  # type: ignore[arg-type]
