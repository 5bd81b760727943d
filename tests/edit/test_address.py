"""Addresses: said and read back, found by id, tail or name, and one clear line with the nearest names otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityscape.edit.address import Address, address_of, cell_of, found, parse
from cityscape.errors import InputError
from cityscape.world.brief import Brief
from cityscape.world.material import Material
from cityscape.world.mesh import Mesh
from cityscape.world.part import Part, Thing
from cityscape.world.pose import Pose
from cityscape.world.tile import Tile

MESH = Mesh([[0, 0, 0], [1, 0, 0], [0, 1, 0]], [[0, 1, 2]])  # type: ignore[arg-type]


def house(id: str, *names: str) -> Thing:
    stone = Material(name="stone")
    return Thing(id, "house", "cottage", Pose(), tuple(Part(f"{id}__{k}", k.rstrip("0123456789_"), "wall", id, stone, MESH) for k in names))


def tile() -> Tile:
    return Tile(Brief(cell=(1, 2)), (house("house_01", "walls"), house("house_02", "roof", "walls", "window_1", "window_2")), 3)


names = st.from_regex(r"[A-Za-z0-9_. -]*[A-Za-z0-9_.-]", fullmatch=True).map(str.strip).filter(bool)
cells = st.tuples(st.integers(-999, 999), st.integers(-999, 999))


@given(cells, st.none() | names, st.none() | names)
def test_what_is_said_is_read_back(cell, thing, part):
    address = Address(cell, thing, part if thing else None)
    assert parse(str(address)) == address


@pytest.mark.parametrize("text", ["", "1", "a,b", "1,2/", "1,2/a/b/c", "1,2//roof", "1.5,2", "/house", "1,2,3"])
def test_no_address_is_one_clear_line(text):
    with pytest.raises(InputError, match="is no address: write COLUMN,ROW"):
        parse(text)


def test_found_by_id_by_tail_and_by_name():
    t = tile()
    house_02 = t.things[1]
    for said in ("1,2/house_02/roof", "1,2/house_02/house_02__roof"):
        assert found(parse(said), t) == (house_02, house_02.parts[0])
    assert found(parse("1,2/house_02"), t) == (house_02, None)
    assert found(parse("1,2"), t) == (None, None)
    for thing, part in t.parts():
        assert found(parse(str(address_of(t.cell, thing, part))), t) == (thing, part)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("1,2/hose_02", "no object 'hose_02': did you mean house_02"),
        ("1,2/house", "2 objects called 'house': say which by its id, house_01, house_02"),
        ("1,2/house_02/rof", "no part 'rof': did you mean roof"),
        ("1,2/house_02/window", "2 parts called 'window': say which by its id, window_1, window_2"),
        ("1,2/house_02/zzz", "no part 'zzz': it has roof, walls, window_1, window_2"),
        ("0,2/house_02", "is not in tile 1,2"),
    ],
)
def test_unknown_names_name_the_nearest(said, why):
    with pytest.raises(InputError, match=why):
        found(parse(said), tile())


def test_unknown_cells_name_the_nearest():
    assert cell_of(parse("1,2/x"), {(1, 2)}) == (1, 2)
    with pytest.raises(InputError, match=r"no tile 3,3: the nearest are 1,2, 0,0"):
        cell_of((3, 3), {(1, 2), (0, 0)})


def test_within():
    assert parse("1,2/a/b").within(parse("1,2")) and parse("1,2/a/b").within(parse("1,2/a")) and parse("1,2").within(parse("1,2"))
    assert not parse("1,2").within(parse("1,2/a")) and not parse("1,3/a").within(parse("1,2"))
