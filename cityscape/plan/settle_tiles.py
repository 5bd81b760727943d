"""What a language model says of the tiles of one area, checked against the layout and made into decisions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from cityscape.grammar.kinds import kinds
from cityscape.plan import nearest
from cityscape.plan.answers import TileIn, TilesIn, tidy
from cityscape.plan.areas import Area
from cityscape.plan.borders import Border, border, cells_of
from cityscape.plan.streets import Rank
from cityscape.plan.wanted import MOST_OF_A_TILE
from cityscape.world.brief import OPPOSITE, SIDES, Side, Wanted
from cityscape.world.plan import Plan
from cityscape.world.records import Cell
from cityscape.world.theme import LandUse, Theme

MOST_KINDS = 6
"""Kinds of objects that one tile is made to show."""

Across = frozenset[str]
"""What crosses a side, of `nearest.CROSSINGS`."""


@dataclass
class Tiles:
    """Decisions about tiles; what is missing is left to the layout. `across` holds every border that an answer speaks of."""

    uses: dict[Cell, LandUse] = field(default_factory=dict)
    texts: dict[Cell, str] = field(default_factory=dict)
    wanted: dict[Cell, list[Wanted]] = field(default_factory=dict)
    densities: dict[Cell, float] = field(default_factory=dict)
    lift: dict[Cell, float] = field(default_factory=dict)
    landmarks: set[Cell] = field(default_factory=set)
    across: dict[Border, Across] = field(default_factory=dict)

    def add(self, other: Tiles) -> None:
        """Take over the decisions about another area."""
        for name in ("uses", "texts", "wanted", "densities", "lift", "landmarks", "across"):
            getattr(self, name).update(getattr(other, name))


def laid_out(plan: Plan, cell: Cell, side: Side) -> Across:
    """What crosses a tile's side in a plan, in the words of a request."""
    return frozenset(
        "main street" if c.kind == "street" and c.rank == "main" else c.kind
        for c in plan.brief(cell).sockets[side].crossings
        if c.kind in ("street", "path", "river", "wall")
    )


def settle_tiles(answer: TilesIn, area: Area, draft: Plan, theme: Theme) -> tuple[Tiles, list[str]]:
    """The decisions of an answer about an area of the draft, and a sentence for each thing that had to be changed."""
    out, faults = Tiles(), []
    said: dict[Cell, TileIn] = {}
    for t in answer.tiles:
        c = (t.x, t.y)
        if c not in area:
            faults.append(f"tile {c} is not one of those asked for")
        elif c in said:
            faults.append(f"tile {c} is given twice")
        else:
            said[c] = t
    if missing := [c for c in area.cells if c not in said]:
        faults.append(f"{len(missing)} tiles are missing: {', '.join(map(str, missing[:6]))}")
    for c, t in said.items():
        _tile(c, t, out, theme, draft, faults)
    for text, n in Counter(out.texts.values()).items():
        if n > 1:
            faults.append(f"{n} tiles have the same sentence, {text[:40]!r}...")
    sides = {c: s for c, t in said.items() if (s := _sides(c, t, faults)) is not None}
    for c in sides:
        for side in SIDES:
            _border(c, side, sides, area, draft, out, faults)
    for c in area.cells:
        mine = [out.across.get(border(c, s), laid_out(draft, c, s)) for s in SIDES]
        for kind in ("river", "wall"):
            if (n := sum(kind in m for m in mine)) not in (0, 2):
                faults.append(f"tile {c}: a {kind} crosses {n} of its sides, it must be two or none")
        if not any(m & {"street", "main street", "path"} for m in mine):
            faults.append(f"tile {c}: no street or path leads to it")
    return out, faults


def _tile(c: Cell, t: TileIn, out: Tiles, theme: Theme, draft: Plan, faults: list[str]) -> None:
    if t.land_use is not None:
        use = nearest.land_use(t.land_use)
        if use is None or use != t.land_use:
            taken = f"taken as {use}" if use else f"the layout's {draft.brief(c).land_use} is taken"
            faults.append(f'tile {c}: land use "{tidy(t.land_use, most=40)}" is unknown, {taken}')
        if use is not None:
            out.uses[c] = use
    text = tidy(t.text)
    if text:
        out.texts[c] = text
    else:
        faults.append(f"tile {c}: its sentence is empty")
    out.wanted[c] = _objects(c, t, theme, draft.tile_size, faults)
    if t.density is not None:
        out.densities[c] = round(min(max(t.density, 0.05), 1.0), 2)
    if t.height is not None:
        out.lift[c] = min(max(t.height, 0.0), 200.0)
    if t.landmark:
        out.landmarks.add(c)


def _objects(c: Cell, t: TileIn, theme: Theme, size: float, faults: list[str]) -> list[Wanted]:
    found: dict[str, int] = {}
    for o in t.wanted[:24]:
        kind = nearest.kind(o.kind, theme)
        if kind is None:
            faults.append(f'tile {c}: object "{tidy(o.kind, most=40)}" is unknown, left out')
        elif kind not in found and len(found) >= MOST_KINDS:
            faults.append(f"tile {c}: more than {MOST_KINDS} kinds of objects, {kind} is left out")
        elif o.count > 0:
            most = max(1, int(MOST_OF_A_TILE[kinds()[kind].category] * (size / 40) ** 2))
            found[kind] = min(found.get(kind, 0) + o.count, most)
    return [Wanted(kind=k, count=n) for k, n in found.items()]


def _sides(c: Cell, t: TileIn, faults: list[str]) -> dict[Side, Across] | None:
    if t.crossings is None:
        return None
    out: dict[Side, Across] = {}
    for side in SIDES:
        words = set()
        for word in getattr(t.crossings, side)[:8]:
            known = nearest.crossing(word)
            if known is None:
                faults.append(f'tile {c}: "{tidy(word, most=40)}" on its {side} side is none of {", ".join(nearest.CROSSINGS)}, left out')
            elif known:
                words.add(known)
        if len(ways := words & {"street", "main street", "path"}) > 1:
            words -= ways - {next(w for w in ("main street", "street", "path") if w in ways)}
        out[side] = frozenset(words)
    return out


def _border(c: Cell, side: Side, sides: dict[Cell, dict[Side, Across]], area: Area, draft: Plan, out: Tiles, faults: list[str]) -> None:
    """One side of a tile: at an area's edge the layout holds, inside both tiles must agree or the layout decides."""
    b, mine, usual = border(c, side), sides[c][side], laid_out(draft, c, side)
    other = draft.neighbours(c).get(side)
    if b in out.across:
        return
    if other is not None and other not in area:
        if _alike(mine, usual) is False:
            faults.append(f"tile {c}: its {side} side is fixed, with {_words(usual)}, not {_words(mine)}")
        out.across[b] = usual
    elif other is None or other not in sides:
        out.across[b] = mine
    else:
        theirs = sides[other][OPPOSITE[side]]
        if _alike(mine, theirs):
            out.across[b] = mine | theirs
        else:
            one, two = cells_of(b)
            here, there = (mine, theirs) if c == one else (theirs, mine)
            faults.append(f"sockets disagree: {_words(here)} in {one}, {_words(there)} in {two}; the layout's {_words(usual)} is taken")
            out.across[b] = usual
    if "river" in out.across[b] and (ways := out.across[b] & {"street", "main street", "path"}):
        faults.append(f"a {min(ways)} and a river both cross the {side} side of {c}: the river stays")
        out.across[b] -= ways


def _alike(one: Across, two: Across) -> bool:
    """Whether two sides agree; which kind of way it is does not matter."""
    ways = {"street", "main street", "path"}
    return one - ways == two - ways and bool(one & ways) == bool(two & ways)


def _words(across: Across) -> str:
    return " and ".join(sorted(across)) or "nothing"


def rank_of(across: Across) -> Rank | None:
    """The rank of the street or path that crosses; None where none does."""
    return "main" if "main street" in across else "side" if across & {"street", "path"} else None
