"""`Draft`: a plan in the making, what its wish asks for, and how much of each land use that is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from cityscape.grammar.recipe import KINDS
from cityscape.plan.standing import Standing
from cityscape.plan.vocabulary import vocabulary
from cityscape.plan.wanted import homes
from cityscape.plan.wish import MANY, Ask, Desire, Wish
from cityscape.plan.zoning import counts
from cityscape.world.records import Cell
from cityscape.world.theme import LandUse, Theme

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


@dataclass
class Draft:
    """A plan in the making: all of it, or the new cells of one that is `standing`; `own`: the wish is for those alone."""

    wish: Wish
    cells: frozenset[Cell]
    size: float
    seed: int
    notes: list[str] = field(default_factory=list)
    standing: Standing | None = None
    own: bool = True

    @property
    def new(self) -> frozenset[Cell]:
        """The cells that get a brief."""
        return self.cells if self.standing is None else self.standing.new

    @property
    def many(self) -> int:
        """How many cells the wishes are for: all there will be, or where they are the new cells' own, those."""
        return len(self.new) if self.standing is None or self.own else len(self.new) + len(self.standing.all_cells)

    @property
    def theme(self) -> Theme:
        """The theme of the wish."""
        return self.wish.theme

    def asks(self, *features: str) -> bool:
        """Whether the prompt asks for one of these features."""
        return any(f in self.wish.features for f in features)


def own_copy(wish: Wish) -> Wish:
    """A copy that planning may change."""
    return replace(wish, features=dict(wish.features), desires=list(wish.desires), understood=list(wish.understood))


def adapted(wish: Wish) -> Wish:
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


def straight_water(draft: Draft) -> bool:
    """Whether the water that is asked for is a canal."""
    return draft.asks("canal") and not draft.asks("river")


def relief_of(draft: Draft) -> float:
    """The relief that theme and prompt ask for, as in `Theme.relief`, metres."""
    relief = draft.theme.relief
    for word, (times, least) in RELIEF.items():
        if draft.asks(word):
            relief = max(draft.theme.relief * times, least) if times else 0.0
    return min(relief, 40.0)


def density_of(wish: Wish) -> float | None:
    """How full all cells are to be; None where that falls off from the heart."""
    if wish.density is not None:
        return wish.density
    return {"small": 0.5, "large": 0.9, "medium": wish.theme.density}[wish.size]


def notes_of(draft: Draft) -> list[str]:
    """What there is to say of a draft's prompt and its layout, a line each."""
    wish = draft.wish
    out = ["understood: " + ", ".join(dict.fromkeys(wish.understood))]
    out += wish.guessed
    if wish.unused:
        shown = wish.unused[:12] + ([f"{len(wish.unused) - 12} more"] if len(wish.unused) > 12 else [])
        out.append("could not use: " + ", ".join(f'"{u[:60]}"' if u in wish.unused else u for u in shown))
    return out + list(dict.fromkeys(draft.notes))


def fitting(draft: Draft, uses: dict[Cell, LandUse], wet: frozenset[Cell], *, broad: bool) -> dict[Cell, LandUse]:
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


def amounts_of(draft: Draft, *, broad: bool, wet: frozenset[Cell], walled: bool) -> dict[LandUse, int]:
    """How many cells each land use is to have, of `draft.many` in all."""
    n = draft.many
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
