"""The ground: borders are equal bit by bit on both sides, and every column is closed."""

from __future__ import annotations

import numpy as np
import pytest

from cityscape.grammar.ground import ground_thing, surface
from cityscape.grammar.height import ground, profile, slope
from cityscape.grammar.site import lay_out
from cityscape.world.brief import Brief, Crossing, Socket
from cityscape.world.part import Thing


def rim(thing: Thing, axis: int, at: float) -> set[tuple[str, float, float]]:
    """(label, distance along the border, height) of the top vertices on one border."""
    out = set()
    for p in thing.parts:
        v = p.mesh.vertices
        on = v[v[:, axis] == np.float32(at)]
        for x in np.unique(on[:, 1 - axis]):
            z = on[on[:, 1 - axis] == x][:, 2]
            out.add((p.label, float(x), float(z.max())))
    return out


@pytest.fixture(scope="module")
def pair() -> tuple[Brief, Brief]:
    from briefs import brief, river, street

    shared = Socket(crossings=(river(0.7, -1.0), street(0.3)))
    west = brief(cell=(0, 0), corners=(0.0, 1.5, 2.0, 0.75), sockets={"west": Socket(crossings=(river(0.4, -0.5),)), "east": shared})
    east = brief(
        "downtown",
        cell=(1, 0),
        corners=(1.5, 0.25, 3.0, 2.0),
        land_use="market",
        sockets={"west": shared, "north": Socket(crossings=(river(0.6, -1.5),)), "south": Socket(crossings=(street(0.5),))},
    )
    return west, east


def test_both_tiles_have_the_same_border_to_the_last_bit(pair: tuple[Brief, Brief]) -> None:
    west, east = (ground_thing(lay_out(b, seed=k), pads=[], patches=[], seed=k) for k, b in enumerate(pair))
    solid = {"slab", "street", "pavement", "kerb", "water", "bank"}
    ours = {r for r in rim(west, 0, 40.0) if r[0] in solid}
    theirs = {r for r in rim(east, 0, 0.0) if r[0] in solid}
    assert ours == theirs
    assert {r[0] for r in ours} >= {"street", "pavement", "water", "bank", "slab"}


def test_every_ground_part_is_closed(pair: tuple[Brief, Brief]) -> None:
    for b in pair:
        for p in ground_thing(lay_out(b, seed=3), pads=[], patches=[], seed=3).parts:
            assert p.mesh.watertight and p.mesh.volume > 0, p.id


def test_the_tile_is_covered_without_gaps(pair: tuple[Brief, Brief]) -> None:
    for b in pair:
        site = lay_out(b, seed=5)
        names = ("street", "street_side", "path", "pavement", "square", "water", "bank", "abutment", "land")
        assert sum(site.areas[n].area for n in names) == pytest.approx(b.size**2, rel=1e-4)


def test_profile_is_the_bilinear_ground_on_the_border(make_brief) -> None:  # type: ignore[no-untyped-def]
    b = make_brief()
    t = np.linspace(0, b.size, 33)
    for side, xy in {"south": np.c_[t, 0 * t], "east": np.c_[0 * t + b.size, t], "north": np.c_[t, 0 * t + b.size]}.items():
        assert profile(b, side).ground(t) == pytest.approx(ground(b, xy))


def test_slope_is_the_gradient(make_brief) -> None:  # type: ignore[no-untyped-def]
    b, h = make_brief(), 1e-4
    gx, gy = slope(b, 13.0, 29.0)
    z = ground(b, np.array([[13 - h, 29], [13 + h, 29], [13, 29 - h], [13, 29 + h]]))
    assert (gx, gy) == pytest.approx(((z[1] - z[0]) / (2 * h), (z[3] - z[2]) / (2 * h)), abs=1e-6)


def test_water_runs_downhill_from_door_to_door(make_brief) -> None:  # type: ignore[no-untyped-def]
    site = lay_out(make_brief(), seed=1)
    assert site.river is not None
    along = np.array([site.river.interpolate(s, normalized=True).coords[0] for s in np.linspace(0, 1, 20)])
    level = site.water_level(along)
    assert level[0] == pytest.approx(-0.5) and level[-1] == pytest.approx(-1.0)
    assert (np.diff(level) <= 1e-9).all()


def test_a_street_over_water_gets_a_bridge_that_spans_it(make_brief) -> None:  # type: ignore[no-untyped-def]
    site = lay_out(make_brief(), seed=1)
    assert len(site.bridges) == 1
    road = site.roads[0].line
    left = road.intersection(site.areas["water"]).difference(site.bridges[0].area.buffer(1e-3))
    assert left.length == pytest.approx(0, abs=1e-6)


def test_pavements_are_raised_by_their_kerb(make_brief) -> None:  # type: ignore[no-untyped-def]
    site = lay_out(make_brief(), seed=1)
    p = site.areas["pavement"].representative_point()
    xy = np.array([[p.x, p.y]])
    assert surface(site, xy) - ground(site.brief, xy) == pytest.approx(0.14)


def test_crossing_keeps_its_width_where_it_meets_the_border(make_brief) -> None:  # type: ignore[no-untyped-def]
    b = make_brief(sockets={"south": Socket(crossings=(Crossing(kind="street", at=0.4, width=6.0, rank="main"),))}, land_use="park")
    lo, _, hi, _ = lay_out(b, seed=2).areas["street"].intersection(_line()).bounds
    assert (lo, hi) == pytest.approx((13.0, 19.0), abs=1 / 200)


def _line():  # type: ignore[no-untyped-def]
    from shapely import LineString

    return LineString([(0, 0), (40, 0)])
