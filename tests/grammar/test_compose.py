"""Whole tiles: closed parts, nothing through anything, streets and doors free, same seed same bytes."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from briefs import river, street
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cityscape.errors import InputError
from cityscape.grammar.compose import _compose, compose, fill
from cityscape.grammar.recipe import KINDS
from cityscape.grammar.themes import theme_names
from cityscape.world.brief import Brief, Socket, Wanted
from cityscape.world.part import placed
from cityscape.world.theme import LandUse

USES = get_args(LandUse)
THEMES = ("medieval", "downtown", "suburb", "solarpunk", "cyberpunk", "oasis", "mars", "mushroom")


def test_the_themes_are_there() -> None:
    assert set(THEMES) <= set(theme_names())


@pytest.mark.parametrize("theme", THEMES)
def test_parts_are_closed_and_inside_the_tile(theme: str, make_brief) -> None:  # type: ignore[no-untyped-def]
    use = USES[THEMES.index(theme) % len(USES)]
    b = make_brief(theme, land_use=use, landmark=True)
    things = compose(b, seed=11)
    assert things[0].kind == "ground" and len(things) > 3
    ids = [p.id for t in things for p in t.parts]
    assert len(ids) == len(set(ids))
    for t in things:
        for p in t.parts:
            assert p.mesh.watertight and p.mesh.volume > 0, p.id
            v, _ = placed(t, p)
            assert v[:, :2].min() >= -1e-3 and v[:, :2].max() <= b.size + 1e-3, p.id
            assert v[:, 2].min() >= b.base - 1e-3


@pytest.mark.parametrize("theme", ["medieval", "mars", "mushroom"])
def test_woods_grow_only_what_the_theme_names(theme: str, make_brief) -> None:  # type: ignore[no-untyped-def]
    b = make_brief(theme, land_use="forest", sockets={}, density=0.2)
    t = b.look.theme
    named = {*t.objects["forest"], *t.buildings["forest"], *t.trees, *t.vehicles}
    grown = [x.kind for x in compose(b, seed=5) if x.kind != "ground"]
    assert len(grown) > 20
    assert set(grown) <= named


def test_same_seed_same_bytes_another_seed_another_tile(make_brief) -> None:  # type: ignore[no-untyped-def]
    b = make_brief()
    first = compose(b, seed=1)
    _compose.cache_clear()
    again, other = compose(b, seed=1), compose(b, seed=2)
    assert [p.id for t in first for p in t.parts] == [p.id for t in again for p in t.parts]
    for t, u in zip(first, again, strict=True):
        assert t.pose == u.pose
        for p, q in zip(t.parts, u.parts, strict=True):
            assert p.mesh.vertices.tobytes() == q.mesh.vertices.tobytes() and p.material == q.material
    assert [t.pose for t in first] != [t.pose for t in other]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(theme=st.sampled_from(THEMES), use=st.sampled_from(USES), seed=st.integers(0, 10**6), density=st.floats(0, 1))
def test_streets_and_doors_stay_free(theme: str, use: str, seed: int, density: float, make_brief) -> None:  # type: ignore[no-untyped-def]
    yard = fill(make_brief(theme, land_use=use, density=density), seed=seed)
    carriageway = yard.site.areas["street"].union(yard.site.areas["street_side"]).buffer(-0.1)
    for p in yard.placed:
        category = KINDS[p.kind].category
        if category == "building":
            assert p.area.intersection(carriageway).area < 0.01, p.kind
        if category in ("building", "furniture") and p.kind not in ("fountain", "statue", "well", "gazebo"):
            assert all(p.area.intersection(lane).area < 0.15 for lane in yard.lanes), p.kind
    areas = [p.area for p in yard.placed]
    for k, a in enumerate(areas):
        for other in areas[:k]:
            assert a.intersection(other).area <= 0.02 * min(a.area, other.area) + 0.02


def test_wanted_objects_are_there_in_number(make_brief) -> None:  # type: ignore[no-untyped-def]
    b = make_brief(sockets={}, wanted=(Wanted(kind="watchtower", count=2), Wanted(kind="oak", count=5)), density=0.0)
    kinds = [t.kind for t in compose(b, seed=4)]
    assert kinds.count("watchtower") == 2 and kinds.count("oak") >= 5


def test_unknown_kind_names_the_nearest(make_brief) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InputError, match="watchtower"):
        compose(make_brief(wanted=(Wanted(kind="watchtowr"),)), seed=1)


def test_buildings_stand_on_the_ground_of_a_slope(make_brief) -> None:  # type: ignore[no-untyped-def]
    from briefs import street

    b: Brief = make_brief(
        corners=(0.0, 4.0, 6.0, 2.0), sockets={"south": Socket(crossings=(street(),)), "north": Socket(crossings=(street(),))}
    )
    yard = fill(b, seed=3)
    pads = {round(p.level, 4) for p in yard.pads}
    assert yard.pads
    for p in yard.placed:
        if KINDS[p.kind].category == "building":
            lowest = min(float((s.corners()[:, 2]).min()) for r in p.parts for s in r.solids) + p.pose.position[2]
            assert np.isclose(sorted(pads), lowest, atol=1e-3).any(), p.kind


def test_a_harbour_s_straight_water_holds_boats_and_houses_look_onto_its_quay(make_brief) -> None:  # type: ignore[no-untyped-def]
    from shapely import Point

    wide = Socket(crossings=(river(0.3, -0.9, width=12.75),))
    brief = make_brief(
        "port", land_use="harbour", corners=(0.0,) * 4, sockets={"north": Socket(crossings=(street(),)), "west": wide, "east": wide}
    )
    for seed in range(3):
        yard = fill(brief, seed=seed)
        water, bank = yard.site.areas["water"], yard.site.areas["bank"]
        afloat = [p for p in yard.placed if KINDS[p.kind].stand == "water"]
        assert afloat and all(p.area.difference(water).area < 1e-6 for p in afloat)
        gaps = []
        for p in (q for q in yard.placed if KINDS[q.kind].category == "building"):
            m = p.pose.matrix()
            door = m[:3, :3] @ (0.0, -KINDS[p.kind].depth[0] / 2, 0.0)
            gaps.append(bank.distance(Point(m[0, 3] + door[0], m[1, 3] + door[1])) < bank.distance(Point(m[0, 3], m[1, 3])) - 1)
        assert any(gaps), "no house looks onto the water"
