"""Which cell shows what the prompt names: desires and landmarks become `Wanted` objects of cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Mapping

import numpy as np

from cityscape.grammar.kinds import kinds
from cityscape.plan.wish import MANY, Desire
from cityscape.plan.zoning import Lie
from cityscape.world.brief import Wanted
from cityscape.world.records import Cell
from cityscape.world.theme import LandUse, Theme

MOST_OF_A_TILE = {"building": 3, "plant": 24, "furniture": 10, "vehicle": 6, "structure": 2}
"""How many named objects of a category one 40 m tile takes."""

SEVERAL = {"building": 3, "plant": 12, "furniture": 5, "vehicle": 4, "structure": 1}
"""What a plural without a number means."""

HOMES: dict[str, tuple[LandUse, ...]] = {
    "building": ("civic", "commercial", "residential", "industry"),
    "plant": ("park", "forest", "residential", "farm", "lake", "civic"),
    "furniture": ("market", "park", "civic", "commercial", "residential"),
    "vehicle": ("commercial", "residential", "market", "station", "civic"),
    "structure": ("harbour", "civic", "park"),
}
_SPECIAL: dict[str, tuple[LandUse, ...]] = {
    "stall": ("market",),
    "market_hall": ("market",),
    "hay_bale": ("farm",),
    "scarecrow": ("farm",),
    "tractor": ("farm",),
    "windmill": ("farm", "residential"),
    "reeds": ("lake",),
    "swing": ("park", "residential"),
    "slide": ("park", "residential"),
    "sandpit": ("park", "residential"),
    "gazebo": ("park",),
    "quay_crane": ("harbour", "industry"),
    "boathouse": ("harbour", "lake"),
    "statue": ("civic", "market", "park"),
    "fountain": ("market", "civic", "park"),
    "well": ("market", "residential"),
    "pool": ("residential",),
    "keep": ("fort",),
    "watchtower": ("residential", "fort"),
}


@dataclass
class Shelf:
    """Wanted objects by cell, and which cells hold a landmark."""

    by_cell: dict[Cell, list[Wanted]] = field(default_factory=dict)
    landmarks: set[Cell] = field(default_factory=set)
    too_many: list[str] = field(default_factory=list)

    @property
    def roomy(self) -> tuple[Cell, ...]:
        """Cells with a building that needs more room than the corner between two streets."""
        return tuple(sorted(c for c, ws in self.by_cell.items() if any(_bulky(w.kind) for w in ws)))

    def put(self, cell: Cell, wanted: Wanted) -> None:
        """Add to a cell; the same kind and colour are added up."""
        held = self.by_cell.setdefault(cell, [])
        for k, w in enumerate(held):
            if (w.kind, w.size, w.color) == (wanted.kind, wanted.size, wanted.color):
                held[k] = w.model_copy(update={"count": min(w.count + wanted.count, 60)})
                return
        held.append(wanted)

    def has(self, kind: str) -> bool:
        """Whether any cell wants this kind."""
        return any(w.kind == kind for ws in self.by_cell.values() for w in ws)


def homes(kind: str, theme: Theme) -> tuple[LandUse, ...]:
    """Land uses where a kind belongs, best first: what the theme says, then what is usual."""
    if kind in _SPECIAL:
        return _SPECIAL[kind]
    weights = {u: t[kind] / sum(t.values()) for u, t in theme.buildings.items() if kind in t}
    own = tuple(sorted(weights, key=lambda u: (u not in theme.land_use, -weights[u], u)))
    category = kinds()[kind].category if kind in kinds() else "building"
    return own + tuple(u for u in HOMES[category] if u not in own)


def stock(
    lie: Lie,
    uses: dict[Cell, LandUse],
    theme: Theme,
    desires: list[Desire],
    rng: np.random.Generator,
    *,
    size: float,
    given: dict[Cell, list[Wanted]] | None = None,
    there: Mapping[str, int] | None = None,
) -> Shelf:
    """Spread what the prompt names over the cells, then give the city its landmarks.

    What cells are `given` stands, and counts as a part of what the prompt names; so does what is `there` in other cells, by kind.
    """
    there = there or {}
    shelf = Shelf()
    for c, ws in (given or {}).items():
        for w in ws:
            shelf.put(c, w)
    registry = kinds()
    room: dict[tuple[Cell, str], int] = {}
    per_tile = {c: max(1, int(n * (size / 40) ** 2)) for c, n in MOST_OF_A_TILE.items()}
    for d in desires:
        if d.kind not in registry:
            continue
        category = registry[d.kind].category
        wanted = SEVERAL[category] if d.count is None else 3 * SEVERAL[category] if d.count == MANY else d.count
        wanted -= sum(w.count for ws in (given or {}).values() for w in ws if w.kind == d.kind)
        wanted -= there.get(d.kind, 0)
        if wanted <= 0:
            continue
        cells = _ranked(lie, uses, homes(d.kind, theme), rng, afloat=registry[d.kind].stand == "water", bulky=_bulky(d.kind))
        if not cells:
            shelf.too_many.append(f"{d.kind.replace('_', ' ')} (no water)")
            continue
        left, step = wanted, max(1, {"plant": 6, "furniture": 2}.get(category, 1))
        while left > 0:
            progress = False
            for c in cells:
                n = min(step, left, room.setdefault((c, category), per_tile[category]))
                if n > 0:
                    shelf.put(c, Wanted(kind=d.kind, count=n, size=d.size, color=d.color))
                    room[(c, category)] -= n
                    left -= n
                    progress = True
                if left == 0:
                    break
            if not progress:
                shelf.too_many.append(f"{wanted} {d.kind.replace('_', ' ')} (room for {wanted - left})")
                break
        if category == "building" and (d.count == 1 or d.size == "large"):
            shelf.landmarks.update(c for c in cells if any(w.kind == d.kind for w in shelf.by_cell.get(c, ())))
    _landmarks(shelf, lie, uses, theme, rng, there)
    return shelf


def _bulky(kind: str) -> bool:
    """Whether a kind needs more room than the corner between two streets."""
    k = kinds().get(kind)
    return k is not None and k.category == "building" and max(k.width[0], k.depth[0]) >= 11


def _landmarks(
    shelf: Shelf, lie: Lie, uses: dict[Cell, LandUse], theme: Theme, rng: np.random.Generator, there: Mapping[str, int]
) -> None:
    n = len(lie.cells)
    many = min(len(theme.landmarks), 1 if n < 4 else 2 if n < 9 else 3)
    for kind in theme.landmarks[:many]:
        if shelf.has(kind) or kind in there or kind not in kinds():
            continue
        liked = homes(kind, theme)
        cells = [c for c in _ranked(lie, uses, liked, rng, bulky=_bulky(kind)) if c not in shelf.landmarks and uses[c] in liked]
        cells = [c for c in cells if c not in lie.wet] or cells
        if cells:
            shelf.put(cells[0], Wanted(kind=kind))
            shelf.landmarks.add(cells[0])


def _ranked(
    lie: Lie, uses: dict[Cell, LandUse], liked: tuple[LandUse, ...], rng: np.random.Generator, *, afloat: bool = False, bulky: bool = False
) -> list[Cell]:
    cells = [c for c in lie.cells if not afloat or c in lie.wet or uses[c] in ("lake", "harbour")]
    far = max((np.hypot(c[0] - lie.heart[0], c[1] - lie.heart[1]) for c in lie.cells), default=1.0) or 1.0
    order = {u: k for k, u in enumerate(liked)}
    jitter = rng.random(len(cells))

    def rank(item: tuple[Cell, float]) -> tuple[float, Cell]:
        c, r = item
        d = float(np.hypot(c[0] - lie.heart[0], c[1] - lie.heart[1])) / float(far)
        cramped = 0.8 * max(lie.ways.get(c, 2) - 2, 0) + 1.0 * (c in lie.wet) if bulky else 0.0
        return (min(order.get(uses[c], 9), 9) + 0.9 * d + 0.3 * float(r) + cramped, c)

    return [c for c, _ in sorted(zip(cells, jitter.tolist(), strict=True), key=rank)]
