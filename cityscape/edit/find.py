"""`find`: which tiles, objects and parts of a scene a selector means: ``label:roof tile:2,*``.

Words apart from each other are all to hold. A word is ``key:value``, where a value may have ``*`` and ``?``; ``-key:value`` and
``not:key:value`` are what must not hold; sizes are compared, ``height>10``; a bare address, ``1,2/house_02/roof``, means what is
there, and ``not:1,2/house_02`` all else.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from cityscape.edit.address import Address, address_of, cell_of, found, parse
from cityscape.errors import InputError
from cityscape.store import SceneFolder
from cityscape.world.part import Part, Thing, placed
from cityscape.world.records import Cell, Record
from cityscape.world.tile import Tile

KEYS = ("tile", "label", "kind", "object", "name", "part", "material", "pattern", "color", "locked")
SIZES = ("width", "depth", "height", "faces", "volume", "x", "y", "z")
NEAR = 12.0
"""How far, in CIE DE2000, a colour may be from the one that is asked for, where nothing else is said."""
_AXIS = re.compile(r"\*|[+-]?\d+(\.\.[+-]?\d+)?|[+-]?\d*\.\.[+-]?\d*")
_SIZE = re.compile(r"([A-Za-z_]+)(<=|>=|<|>|=)(.*)", re.S)


class Hit(Record):
    """A part that was found: its ids, what it is, and its box in the scene's frame, metres."""

    address: str
    cell: Cell
    object: str
    part: str
    name: str
    label: str
    kind: str
    material: str
    color: str
    locked: bool
    faces: int
    size: tuple[float, float, float]
    position: tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class Candidate:
    """A part with what it stands in; its box is made when it is asked for."""

    tile: Tile
    thing: Thing
    part: Part

    def box(self) -> NDArray[np.float64]:
        """(2, 3) the lowest and highest corner, scene frame, metres."""
        v = placed(self.thing, self.part)[0]
        return np.stack([v.min(0), v.max(0)]) + np.array(self.tile.origin)


Test = Callable[[Candidate], bool]


@dataclass(frozen=True)
class Selector:
    """A selector as tests: of cells, and of parts. `addresses` are what it names outright."""

    text: str
    cells: tuple[Callable[[Cell], bool], ...] = ()
    parts: tuple[Test, ...] = ()
    addresses: tuple[Address, ...] = ()

    def in_cell(self, cell: Cell) -> bool:
        """Whether anything in a cell can match."""
        return all(t(cell) for t in self.cells) and all(a.cell == cell for a in self.addresses)


def selector(text: str) -> Selector:
    """What a text selects.

    Raises
    ------
    InputError : an unknown key, or a value that is none; the sentence names the nearest key.
    """
    try:
        words = shlex.split(text)
    except ValueError:
        raise InputError(f"{text!r} has a quotation mark that is not closed: close it") from None
    if not words:
        raise InputError("nothing is asked for: write something like label:roof, tile:2,*, height>10, or * for everything")
    cells: list[Callable[[Cell], bool]] = []
    parts: list[Test] = []
    addresses: list[Address] = []
    for word in words:
        if word == "*":
            continue
        bare, wrong = word, False
        while (bare.startswith("-") and not re.match(r"-\d", bare)) or bare.startswith("not:"):
            bare, wrong = bare.removeprefix("-") if bare.startswith("-") else bare.removeprefix("not:"), not wrong
        if re.match(r"[+-]?\d+\s*,", bare):
            address = parse(bare)
            if wrong:
                parts.append(_not(_lies_in(address)))
            else:
                addresses.append(address)
            continue
        key, colon, value = bare.partition(":")
        if not colon and (m := _SIZE.fullmatch(bare)):
            parts.append(_signed(_compare(m[1], m[2], m[3], word), wrong))
            continue
        if not colon or key not in KEYS or not value:
            raise InputError(_unknown(word, key, bool(colon), value))
        if key == "tile":
            test = _cells(value)
            cells.append((lambda t: lambda c: not t(c))(test) if wrong else test)
        else:
            parts.append(_signed(_test(key, value), wrong))
    return Selector(text, tuple(cells), tuple(parts), tuple(addresses))


def find(folder: SceneFolder, text: str) -> Iterator[tuple[Address, Candidate]]:
    """The parts that a selector means, tile by tile in the plan's order; only tiles that can match are read, without their pictures.

    Raises
    ------
    InputError : the selector is none, or an address in it names what is not there.
    """
    asked = selector(text)
    done = folder.done()
    for a in asked.addresses:
        cell_of(a, done, where=str(folder.path))
    for cell in folder.plan.cells:
        if cell not in done or not asked.in_cell(cell):
            continue
        tile = folder.read_tile(cell, painting=False)
        meant = [found(a, tile) for a in asked.addresses]
        for thing, part in tile.parts():
            if not all(t in (None, thing) and p in (None, part) for t, p in meant):
                continue
            candidate = Candidate(tile, thing, part)
            if all(test(candidate) for test in asked.parts):
                yield address_of(cell, thing, part), candidate


def hits(folder: SceneFolder, text: str) -> list[Hit]:
    """What `find` finds, as records."""
    return [hit(a, c) for a, c in find(folder, text)]


def hit(address: Address, c: Candidate) -> Hit:
    """A part that was found, as a record; lengths to the millimetre."""
    box = c.box()
    size, middle = box[1] - box[0], (box[0] + box[1]) / 2
    p = c.part
    return Hit(
        address=str(address),
        cell=c.tile.cell,
        object=c.thing.id,
        part=p.id,
        name=p.name,
        label=p.label,
        kind=c.thing.kind,
        material=p.material.name,
        color=p.material.color,
        locked=_locked(c),
        faces=len(p.mesh.faces),
        size=_mm(size),
        position=_mm(np.array([*middle[:2], box[0][2]])),
    )


# -- tests ------------------------------------------------------------------------------------------------
def _test(key: str, value: str) -> Test:
    if key == "color":
        return _color(value)
    if key == "locked":
        if value not in ("yes", "no"):
            raise InputError(f"locked:{value} is neither locked:yes nor locked:no")
        return lambda c: _locked(c) == (value == "yes")
    said: dict[str, Callable[[Candidate], tuple[str, ...]]] = {
        "label": lambda c: (c.part.label,),
        "kind": lambda c: (c.thing.kind,),
        "object": lambda c: (c.thing.id, c.thing.name),
        "name": lambda c: (c.part.name, c.thing.name),
        "part": lambda c: (c.part.id, c.part.id.removeprefix(f"{c.thing.id}__"), c.part.name),
        "material": lambda c: (c.part.material.name,),
        "pattern": lambda c: (c.part.material.pattern,),
    }
    of, low = said[key], value.lower()
    return lambda c: any(fnmatchcase(x.lower(), low) for x in of(c))


def _compare(name: str, sign: str, number: str, word: str) -> Test:
    if name not in SIZES:
        raise InputError(f"{word!r}: {name!r} is no size: {_hint(name, SIZES)}")
    try:
        limit = float(number.strip().removesuffix("m"))
    except ValueError:
        limit = float("nan")
    if not np.isfinite(limit):
        raise InputError(f"{word!r}: {number!r} is no number: write something like {name}{sign}10")
    holds: dict[str, Callable[[float], bool]] = {
        "<": lambda v: v < limit,
        ">": lambda v: v > limit,
        "<=": lambda v: v <= limit,
        ">=": lambda v: v >= limit,
        "=": lambda v: abs(v - limit) <= 0.005 * max(1.0, abs(limit)),
    }
    return lambda c: holds[sign](_measure(c, name))


def _measure(c: Candidate, name: str) -> float:
    if name == "faces":
        return float(len(c.part.mesh.faces))
    if name == "volume":
        m = (c.thing.pose.matrix() @ c.part.pose.matrix())[:3, :3]
        return float(c.part.mesh.volume * np.linalg.det(m))
    box = c.box()
    size = box[1] - box[0]
    x, y, z = (box[0][0] + box[1][0]) / 2, (box[0][1] + box[1][1]) / 2, box[0][2]
    return float(dict(zip(SIZES, (*size, 0, 0, x, y, z), strict=True))[name])


def _color(value: str) -> Test:
    hue, _, wide = value.partition("~")
    try:
        limit = float(wide) if wide else NEAR
    except ValueError:
        limit = -1.0
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", hue) or not 0 <= limit < 1000:
        raise InputError(f"color:{value} is no colour: write color:#rrggbb, or color:#rrggbb~20 for what is within 20 of it (CIE DE2000)")
    known: dict[str, float] = {}

    def test(c: Candidate) -> bool:
        mine = c.part.material.color
        if mine not in known:
            known[mine] = _apart(mine, hue)
        return known[mine] <= limit

    return test


def _apart(a: str, b: str) -> float:
    from skimage.color import deltaE_ciede2000, rgb2lab

    la, lb = (rgb2lab(np.array([[[int(h[k : k + 2], 16) / 255 for k in (1, 3, 5)]]])) for h in (a, b))
    return float(deltaE_ciede2000(la, lb)[0, 0])


def _cells(value: str) -> Callable[[Cell], bool]:
    axes = value.split(",")
    if len(axes) != 2 or not all(_AXIS.fullmatch(a) for a in axes):
        raise InputError(f"tile:{value} is no tile: write tile:2,3, with * for any, and 0..3 for a range: tile:0..3,*")
    tests = [_axis(a) for a in axes]
    return lambda c: tests[0](c[0]) and tests[1](c[1])


def _axis(text: str) -> Callable[[int], bool]:
    if text == "*":
        return lambda k: True
    a, dots, b = text.partition("..")
    low, high = (int(a) if a else None), ((int(b) if b else None) if dots else int(a))
    return lambda k: (low is None or low <= k) and (high is None or k <= high)


def _lies_in(address: Address) -> Test:
    def test(c: Candidate) -> bool:
        if c.tile.cell != address.cell:
            return False
        thing, part = found(address, c.tile)
        return thing in (None, c.thing) and part in (None, c.part)

    return test


def _locked(c: Candidate) -> bool:
    return any(bool(getattr(x, "locked", False)) for x in (c.tile, c.thing, c.part))


def _signed(test: Test, wrong: bool) -> Test:
    return _not(test) if wrong else test


def _not(test: Test) -> Test:
    return lambda c: not test(c)


def _mm(v: NDArray[np.float64]) -> tuple[float, float, float]:
    x, y, z = (round(float(k), 3) + 0.0 for k in v)
    return (x, y, z)


def _unknown(word: str, key: str, colon: bool, value: str) -> str:
    if colon and key in KEYS and not value:
        return f"{word!r} says no value: write {key}:VALUE, with * for any letters"
    if colon and key in SIZES:
        return f"{word!r}: sizes are compared: write {key}>10 or {key}<=2.5"
    if colon:
        return f"{word!r}: there is no key {key!r}: {_hint(key, KEYS)}"
    keys, sizes = ", ".join(KEYS), ", ".join(SIZES)
    return f"{word!r} is no selector: write KEY:VALUE ({keys}), a size ({sizes}) as height>10, or an address as 1,2/house_02"


def _hint(word: str, known: tuple[str, ...]) -> str:
    aliases = {"colour": "color", "cell": "tile", "thing": "object", "type": "kind", "lock": "locked", "length": "depth"}
    near = [aliases[word.lower()]] if word.lower() in aliases else get_close_matches(word.lower(), known, 1, 0.5)
    near = [n for n in near if n in known]
    return f"did you mean {near[0]}?" if near else f"use {', '.join(known)}"
