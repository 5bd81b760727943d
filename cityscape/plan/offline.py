"""`OfflinePlanner`: free text to a plan, with nothing but words, graphs and noise."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cityscape.grammar.recipe import KINDS
from cityscape.plan import heights as ground
from cityscape.plan import request, streets, text, walls, water
from cityscape.plan.borders import CORNER_ROOM, SIDE_ROOM, Border, Crossings, border, cells_of
from cityscape.plan.given import Given
from cityscape.plan.vocabulary import vocabulary
from cityscape.plan.wanted import homes, stock
from cityscape.plan.wish import MANY, Ask, Desire, Wish
from cityscape.plan.words import read
from cityscape.plan.zoning import Lie, counts, cover, densities, zone
from cityscape.world.brief import SIDES, Brief, Crossing, Side, Socket
from cityscape.world.plan import Plan
from cityscape.world.records import Cell
from cityscape.world.seeds import generator
from cityscape.world.theme import LandUse, Style, Theme

FEATURES: dict[str, LandUse] = {
    "lake": "lake", "harbour": "harbour", "castle": "fort", "market": "market", "park": "park", "station": "station", "forest": "forest",
    "farm": "farm", "industry": "industry", "commercial": "commercial", "residential": "residential", "civic": "civic", "worship": "civic",
}  # fmt: skip
"""The land use that a feature of the prompt brings."""

SET_APART: frozenset[LandUse] = frozenset(("civic", "farm", "industry", "fort", "station", "market"))
"""Land uses that a named building brings along."""

FEATURES_OF: dict[LandUse, str] = {use: name for name, use in FEATURES.items()}

SHARE = {
    "park": 0.12, "forest": 0.16, "farm": 0.2, "industry": 0.18, "commercial": 0.3, "residential": 0.5,
    "lake": 0.02, "market": 0.02, "civic": 0.08,
}  # fmt: skip
"""Part of all cells that a feature takes when no number is given."""

RELIEF = {"hills": (3.0, 9.0), "mountains": (5.0, 18.0), "flat": (0.0, 0.0)}
"""How a word changes the theme's relief: times, and at least metres."""

RIVER = {"small": 0.11, "medium": 0.18, "large": 0.27}
"""A river's width as a share of the tile."""

BROAD = 0.32
"""The width of a harbour's water as a share of the tile."""

PATHS: frozenset[LandUse] = frozenset(("park", "farm", "forest", "lake"))


class OfflinePlanner:
    """Plans a city from a prompt without a network: reads its words, lays out water, streets, walls and land use."""

    name = "offline"

    def plan(
        self,
        prompt: str,
        *,
        grid: tuple[int, int] = (3, 3),
        seed: int = 0,
        theme: str | None = None,
        tile_size: float = 40.0,
        confirm: bool = False,
    ) -> Plan:
        """The plan of a prompt; the same arguments give the same plan.

        Parameters
        ----------
        grid : columns (east) and rows (north), 1..64 each, up to 1000 with `confirm`.
        theme : name or .toml path of a theme, over what the words call.
        tile_size : edge of a tile in metres, 20..200, rounded to a quarter.

        Raises
        ------
        InputError : for a prompt, grid, seed, theme or size that cannot be used.
        """
        columns, rows = request.check_grid(grid, confirm=confirm)
        cells = frozenset((i, j) for j in range(rows) for i in range(columns))
        return plan_cells(prompt, cells, seed=seed, theme=theme, tile_size=tile_size)


@dataclass
class _Draft:
    """A plan in the making."""

    wish: Wish
    cells: frozenset[Cell]
    size: float
    seed: int
    notes: list[str]

    @property
    def theme(self) -> Theme:
        """The theme of the wish."""
        return self.wish.theme

    def asks(self, *features: str) -> bool:
        """Whether the prompt asks for one of these features."""
        return any(f in self.wish.features for f in features)


def plan_cells(
    prompt: str, cells: frozenset[Cell], *, seed: int = 0, theme: str | None = None, tile_size: float = 40.0, given: Given | None = None
) -> Plan:
    """The plan of a prompt over any connected set of cells, as `OfflinePlanner.plan` makes it over a rectangle.

    What is `given` holds as far as the rest allows; where it does not, the plan's notes say so.
    """
    prompt, seed, size = request.check_prompt(prompt), request.check_seed(seed), request.check_tile_size(tile_size)
    given = given or Given()
    draft = _Draft(_adapted(_own(given.wish) if given.wish else read(prompt, theme=theme)), cells, size, seed, [])
    heart = streets.centre(cells)
    z = ground.field(cells, relief=_relief(draft) if given.relief is None else given.relief, seed=seed, size=size)
    if given.lift:
        z = ground.lifted(z, given.lift, size=size)

    river, broad = (water.downstream(given.river, z), False) if given.river else _water(draft, z, heart)
    blocked = frozenset(river or ()) | (_waterfront(cells, river) if river and broad else frozenset())
    named = next((p for p in ("grid", "organic", "radial") if draft.asks(f"{p}_streets")), draft.theme.streets.pattern)
    pattern = given.pattern or named
    net = streets.network(cells, blocked, pattern=pattern, rng=generator(seed, "streets"), heart=heart)
    if given.ranks is not None:
        net, mended = streets.joined(given.ranks, net, cells, blocked)
        draft.notes += mended
    asked = len(net.ranks)
    wet = water.wet(river, cells)
    ring = _ring(draft) if given.walls is None else given.walls

    ordered = tuple(sorted(cells, key=lambda c: (c[1], c[0])))
    ways = {c: sum(border(c, side) in net.ranks for side in SIDES) for c in ordered}
    lie = Lie(ordered, heart, z, wet, net.cells("main"), wet if broad else frozenset(), ways)
    uses = zone(lie, _amounts(draft, broad=broad, wet=wet, walled=bool(ring)), generator(seed, "zones"))
    uses.update(_fitting(draft, given.uses, wet, broad=broad))

    for c in ordered:
        if uses[c] == "fort":
            streets.quieten(net, cells, c)

    if river:
        z = ground.carve(z, river)
    for c in ordered:
        if uses[c] == "lake":
            z = ground.levelled(z, c, 0.75)
    z = {c: ground.rounded(h) for c, h in z.items()}

    crossings = Crossings(size)
    for b, at in (ring or {}).items():
        crossings.add(b, at, Crossing(kind="wall", width=walls.WIDTH))
    surface = _river(draft, crossings, river or [], broad, z)
    shelf = stock(lie, uses, draft.theme, draft.wish.desires, generator(seed, "wanted"), size=size, given=given.wanted)
    shelf.landmarks |= given.landmarks
    streets.make_room(net, cells, shelf.roomy)
    if given.ranks is not None and len(net.ranks) < asked:
        draft.notes.append(f"{asked - len(net.ranks)} side streets gave way to a fort or a great building")
    asides = streets.asides(net, shelf.roomy, pattern=pattern, rng=generator(seed, "asides"))
    _streets(draft, crossings, net, uses, pattern, asides, walled=bool(ring))
    _serve_all(draft, crossings)
    draft.notes += [f"could not place {x}" for x in shelf.too_many]
    full = densities(lie, uses, generator(seed, "density"), wish=_density(draft.wish)) | given.densities
    low = water.base(z, surface)
    briefs = []
    for c in ordered:
        mine = {side: _socket(border(c, side), crossings, uses) for side in SIDES}
        wanted = shelf.by_cell.get(c, [])
        said = given.texts.get(c) or text.scene(uses[c], mine, wanted, looks=draft.wish.looks)  # type: ignore[arg-type]
        briefs.append(
            Brief(
                cell=c,
                text=text.within(said, draft.theme, draft.wish.variants),
                land_use=uses[c],
                density=full[c],
                wanted=tuple(wanted),
                corners=tuple(z[(c[0] + a, c[1] + b)] for a, b in ((0, 0), (1, 0), (1, 1), (0, 1))),  # type: ignore[arg-type]
                sockets=mine,
                landmark=c in shelf.landmarks,
                size=size,
                base=low,
            )
        )
    style = Style(theme=draft.theme.with_variants(*draft.wish.variants), variants=draft.wish.variants, overrides=draft.wish.overrides)
    return Plan(prompt=prompt, seed=seed, tile_size=size, base=low, style=style, briefs=tuple(briefs), notes=tuple(_notes(draft)))


def _own(wish: Wish) -> Wish:
    """A copy that planning may change."""
    return replace(wish, features=dict(wish.features), desires=list(wish.desires), understood=list(wish.understood))


def _fitting(draft: _Draft, uses: dict[Cell, LandUse], wet: frozenset[Cell], *, broad: bool) -> dict[Cell, LandUse]:
    """Given land uses, those changed that the water does not allow."""
    lakes = [c for c, u in uses.items() if u == "lake" and c in wet]
    quays = [c for c, u in uses.items() if u == "harbour" and not (broad and c in wet)]
    if lakes:
        draft.notes.append(f"no lake beside a river: park instead in {len(lakes)} tile{'s' if len(lakes) > 1 else ''}, first {lakes[0]}")
    if quays:
        draft.notes.append(
            f"no harbour without broad water: shops instead in {len(quays)} tile{'s' if len(quays) > 1 else ''}, first {quays[0]}"
        )
    return {**uses, **dict.fromkeys(lakes, "park"), **dict.fromkeys(quays, "commercial")}


def _adapted(wish: Wish) -> Wish:
    """The wish with its theme changed as far as the prompt speaks of fences, hedges or kinds of trees; a port has a harbour."""
    change: dict[str, object] = {}
    enclosure: dict[str, float] = {f: 4.0 for f in ("fence", "hedge") if f in wish.features}
    if enclosure:
        enclosure["none"] = 0.5
        change["enclosure"] = enclosure
    trees = sorted({d.kind for d in wish.desires if KINDS[d.kind].stand == "trunk" and d.count in (None, MANY) and d.color is None})
    if trees:
        rest = {k: w for k, w in wish.theme.trees.items() if k not in trees}
        total = sum(rest.values()) or 1.0
        weights = {k: round(0.25 * w / total, 3) for k, w in rest.items()}
        weights.update(dict.fromkeys(trees, 0.75))
        change["trees"] = weights
    if change:
        wish.theme = wish.theme.model_copy(update=change)
    if wish.theme.land_use.get("harbour") and not {"harbour", "river", "canal"} & {*wish.features, *wish.refused}:
        wish.features["harbour"] = Ask()
    return wish


def _socket(b: Border, crossings: Crossings, uses: dict[Cell, LandUse]) -> Socket:
    across = sorted(crossings.by_border.get(b, ()), key=lambda c: c.at)
    return Socket(crossings=tuple(across), cover=cover(*(uses[c] for c in cells_of(b) if c in uses)))


def _relief(draft: _Draft) -> float:
    relief = draft.theme.relief
    for word, (times, least) in RELIEF.items():
        if draft.asks(word):
            relief = max(draft.theme.relief * times, least) if times else 0.0
    return min(relief, 40.0)


def _water(draft: _Draft, z: ground.Heights, heart: Cell) -> tuple[list[Border] | None, bool]:
    """The borders that water crosses, and whether it is the broad water of a harbour."""
    river: list[Border] | None = None
    if draft.asks("harbour"):
        river = water.shore(draft.cells, z)
        if river is None:
            draft.notes.append("could not place a harbour: every edge of this map would cut streets off")
        elif draft.asks("river", "canal"):
            draft.notes.append("the river and the harbour are one broad water")
        if river is not None:
            return river, True
    if draft.asks("river", "canal", "harbour"):
        ask = draft.wish.features.get("river") or draft.wish.features.get("canal")
        river = water.winding(draft.cells, z, generator(draft.seed, "river"), straight=draft.asks("canal"), middle_cell=heart)
        if river is None:
            draft.notes.append("could not place a river: every way would cut streets off")
        elif ask is not None and (ask.count or 1) > 1:
            draft.notes.append(f"one river is laid out, not {ask.count}")
    return river, False


def _ring(draft: _Draft) -> dict[Border, float] | None:
    if not draft.asks("wall"):
        return None
    ring = walls.ring(draft.cells, draft.size)
    if ring is None:
        draft.notes.append(f"could not place a city wall: it needs a rectangle of 2x2 tiles or more, of {walls.SMALLEST_TILE:g} m or more")
    return ring


def _amounts(draft: _Draft, *, broad: bool, wet: frozenset[Cell], walled: bool) -> dict[LandUse, int]:
    n = len(draft.cells)
    asked: dict[LandUse, int] = {}
    for name, ask in draft.wish.features.items():
        use = FEATURES.get(name)
        if use is None or (use == "harbour" and not broad):
            continue
        some = max(1, round(SHARE.get(name, 0.0) * n))
        if ask.count is None:
            some = max(some, min(2, n // 4))
        elif ask.count > 1 or name in ("lake", "market", "castle", "station", "worship"):
            some = ask.count
        if ask.size == "large" and (ask.count or 1) == 1:
            some = max(some + 1, round(some * 1.6)) if n >= 6 else some
        if use == "harbour":
            some = len(wet) if len(wet) <= 3 else max(3, round(0.7 * len(wet)))
        asked[use] = min(max(asked.get(use, 0), some), n)
    for d in draft.wish.desires:
        home = homes(d.kind, draft.theme)[0]
        if home in SET_APART and home not in asked and FEATURES_OF.get(home) not in draft.wish.refused and sum(asked.values()) < n / 2:
            asked[home] = 1
    shares: dict[LandUse, float] = dict(draft.theme.land_use)
    for name in draft.wish.refused:
        if name in FEATURES:
            shares.pop(FEATURES[name], None)
    if walled:
        shares = {u: s for u, s in shares.items() if u not in ("farm", "forest")}
    if wet and broad:
        shares = {u: s for u, s in shares.items() if u != "lake"}
    shares.pop("harbour", None)
    dry = n - len(wet)
    if asked.get("lake", 0) > dry or dry == 0:
        shares.pop("lake", None)
        if asked.get("lake"):
            asked["lake"] = dry
            draft.notes.append("could not place a lake: the river takes its room") if dry == 0 else None
    amounts, missing = counts(n, shares, {u: k for u, k in asked.items() if k > 0})
    if missing:
        draft.notes.append(f"no room in {n} tile{'s' if n > 1 else ''} for: {', '.join(missing)}")
    if amounts.get("lake", 0) > dry:
        amounts["residential"] = amounts.get("residential", 0) + amounts["lake"] - dry
        amounts["lake"] = dry
    if sum(asked.values()) > n - 1 and n > 1 and not missing:
        draft.notes.append("the wishes fill the whole map")
    serving(draft.wish)
    return amounts


def serving(wish: Wish) -> None:
    """Turn features that are buildings (a temple, a castle) into desires for the theme's kind."""
    for feature, table in vocabulary().table["serves"].items():
        ask = wish.features.get(feature)
        if ask is not None:
            kind = table.get(wish.theme.name, table["other"])
            size = "large" if feature == "castle" and ask.size == "medium" else ask.size
            wish.desires.insert(0, Desire(kind, ask.count or 2, size, ask.color))


def _river(draft: _Draft, crossings: Crossings, river: list[Border], broad: bool, z: ground.Heights) -> list[float]:
    if not river:
        return []
    rng, size = generator(draft.seed, "river", "line"), draft.size
    ask = draft.wish.features.get("river") or draft.wish.features.get("canal")
    width = round(size * (BROAD if broad else RIVER[ask.size if ask else "medium"]) * 4) / 4
    straight = draft.asks("canal") and not draft.asks("river")
    outer = _outer(draft.cells, river) if broad else 0.5
    spots = []
    for b in river:
        want = outer if broad else 0.5 if straight else 0.36 + 0.28 * float(rng.random())
        at = crossings.fits(b, want, width)
        spots.append(0.5 if at is None else at)
    half = width / 2 / size
    surface = water.levels(z, river, [(max(at - half, 0), min(at + half, 1)) for at in spots])
    for b, at, level in zip(river, spots, surface, strict=True):
        crossings.add(b, at, Crossing(kind="river", width=width, rank="main", level=level))
    return surface


def _outer(cells: frozenset[Cell], river: list[Border]) -> float:
    """Where along its borders a shore's water lies: towards the rim that it follows."""
    k = 1 if river[0][0] == "v" else 0
    line = river[0][1 + k]
    return 0.3 if line == min(c[k] for c in cells) else 0.7


def _waterfront(cells: frozenset[Cell], shore: list[Border]) -> frozenset[Border]:
    """The rim's borders on the water's far side, where no road leaves."""
    low = _outer(cells, shore) < 0.5
    side: Side = ("south" if low else "north") if shore[0][0] == "v" else ("west" if low else "east")
    return frozenset(border(c, side) for c in water.wet(shore, cells))


def _streets(
    draft: _Draft,
    crossings: Crossings,
    net: streets.Network,
    uses: dict[Cell, LandUse],
    pattern: str,
    asides: dict[Border, float],
    *,
    walled: bool,
) -> None:
    rng, s, size = generator(draft.seed, "streets", "spots"), draft.theme.streets, draft.size
    factor = 1.35 if draft.asks("wide_streets") else 0.8 if draft.asks("narrow_streets") else 1.0
    most = min(0.42 * size, size - 2 * (CORNER_ROOM + SIDE_ROOM)) - (2 * SIDE_ROOM + walls.WIDTH if walled else 0.0)
    for b in sorted(net.ranks):
        rank = net.ranks[b]
        uses_here = [uses[c] for c in cells_of(b) if c in uses]
        quiet = rank == "side" and (all(u in PATHS for u in uses_here) or "forest" in uses_here)
        width = min(2.8, s.side) if quiet else round(min(factor * (s.main if rank == "main" else s.side), most) * 4) / 4
        want = 0.38 + 0.24 * float(rng.random()) if pattern == "organic" else 0.5
        want = asides.get(b, want)
        if quiet:
            crossings.add(b, want, Crossing(kind="path", width=width, rank=rank))
        else:
            pavement = round(min(s.pavement, 0.06 * size), 2)
            crossings.add(b, want, Crossing(kind="street", width=width, rank=rank, pavement=pavement, kerb=s.kerb if pavement else 0.0))


def _serve_all(draft: _Draft, crossings: Crossings) -> None:
    """A lone cell whose exits all fell away still gets a way in."""
    for c in sorted(draft.cells):
        if not any(crossings.has(border(c, side), "street", "path") for side in SIDES):
            for side in SIDES:
                b = border(c, side)
                outside = any(n not in draft.cells for n in cells_of(b))
                if outside and crossings.add(b, 0.5, Crossing(kind="path", width=2.5)):
                    break


def _density(wish: Wish) -> float | None:
    if wish.density is not None:
        return wish.density
    return {"small": 0.5, "large": 0.9, "medium": wish.theme.density}[wish.size]


def _notes(draft: _Draft) -> list[str]:
    wish = draft.wish
    out = ["understood: " + ", ".join(dict.fromkeys(wish.understood))]
    out += wish.guessed
    if wish.unused:
        shown = wish.unused[:12] + ([f"{len(wish.unused) - 12} more"] if len(wish.unused) > 12 else [])
        out.append("could not use: " + ", ".join(f'"{u[:60]}"' if u in wish.unused else u for u in shown))
    return out + list(dict.fromkeys(draft.notes))
