"""Land use: how many cells of each, and which ones, so that the parts of a city lie where they make sense."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Mapping

import numpy as np

from cityscape.grammar.ground import HARD
from cityscape.plan.heights import Heights
from cityscape.world.brief import STEP
from cityscape.world.records import Cell
from cityscape.world.theme import LandUse

TARGET: dict[LandUse, float] = {
    "market": 0.0, "commercial": 0.15, "civic": 0.3, "lake": 0.35, "residential": 0.5, "park": 0.5,
    "fort": 0.6, "station": 0.6, "industry": 0.85, "harbour": 0.2, "farm": 0.95, "forest": 1.0,
}  # fmt: skip
"""Where a land use likes to lie: 0 the heart, 1 the farthest cell."""

ORDER: tuple[LandUse, ...] = (
    "harbour", "fort", "market", "lake", "station", "civic", "forest", "farm", "industry", "park", "commercial", "residential",
)  # fmt: skip
"""Who chooses first."""

CLUSTERS: dict[LandUse, float] = {
    "forest": 0.2, "farm": 0.18, "industry": 0.25, "park": 0.05, "lake": 0.3, "commercial": 0.1, "market": -0.6, "civic": -0.1,
}  # fmt: skip
"""How much a land use likes (or shuns) neighbours of its kind."""


def cover(*uses: LandUse) -> Literal["soft", "hard"]:
    """What covers a border between cells of these land uses: paving only where all are paved."""
    return "hard" if all(u in HARD for u in uses) else "soft"


RARE: tuple[LandUse, ...] = ("market", "fort", "station", "lake")
"""Land uses of which a city has one for every 20 tiles, unless the prompt asks for more."""


@dataclass(frozen=True)
class Lie:
    """What zoning knows of the land: the cells and, of them, which are wet, on main streets, at the broad shore, and how many
    streets leave each."""

    cells: tuple[Cell, ...]
    heart: Cell
    heights: Heights
    wet: frozenset[Cell]
    main: frozenset[Cell]
    shore: frozenset[Cell]
    ways: dict[Cell, int] = field(default_factory=dict)


def counts(n: int, shares: dict[LandUse, float], asked: dict[LandUse, int]) -> tuple[dict[LandUse, int], list[LandUse]]:
    """Cells by land use, `n` in all, and the asked-for uses for which there was no room.

    What was asked comes first, then the shares are met as closely as whole numbers allow.
    """
    out: dict[LandUse, int] = {}
    missing: list[LandUse] = []
    room = n
    for use in ORDER:
        if asked.get(use, 0) > 0 and room > 0:
            out[use] = 1
            room -= 1
        elif asked.get(use, 0) > 0:
            missing.append(use)
    for use in ORDER:
        more = min(asked.get(use, 0) - out.get(use, 0), room)
        if more > 0 and use in out:
            out[use] += more
            room -= more
    free = {u: s for u, s in shares.items() if s > 0 and u not in asked} or {"residential": 1.0}
    total = sum(free.values())
    exact = {u: room * s / total for u, s in free.items()}
    for u in RARE:
        exact[u] = min(exact.get(u, 0.0), 1.0 + n // 20)
    for u, x in exact.items():
        out[u] = out.get(u, 0) + int(x)
    left = room - sum(int(x) for x in exact.values())
    for u in sorted((u for u in exact if exact[u] > int(exact[u])), key=lambda u: (int(exact[u]) - exact[u], ORDER.index(u)))[:left]:
        out[u] += 1
    out["residential"] = out.get("residential", 0) + max(0, n - sum(out.values()))
    return {u: k for u, k in out.items() if k > 0}, missing


def shortfall(wanted: dict[LandUse, int], there: Mapping[LandUse, int], n: int) -> dict[LandUse, int]:
    """What `n` more cells must be, so that with those that are there the amounts come as near to the wanted ones as can be."""
    gaps = {u: k - there.get(u, 0) for u, k in wanted.items() if k > there.get(u, 0)}
    total = sum(gaps.values())
    out = {u: k * n // max(total, n) for u, k in gaps.items()}
    late = sorted((u for u in gaps if out[u] < gaps[u]), key=lambda u: (-((gaps[u] * n / max(total, n)) % 1), ORDER.index(u)))
    for u in late[: n - sum(out.values())]:
        out[u] += 1
    out["residential"] = out.get("residential", 0) + n - sum(out.values())
    return {u: k for u, k in out.items() if k > 0}


def zone(
    lie: Lie, amounts: dict[LandUse, int], rng: np.random.Generator, *, stands: Mapping[Cell, LandUse] | None = None
) -> dict[Cell, LandUse]:
    """A land use for every cell; the amounts must add up to the number of those that do not have one, which `stands`."""
    cells, n = lie.cells, len(lie.cells)
    index = {c: k for k, c in enumerate(cells)}
    xy = np.array(cells, float)
    d = np.hypot(*(xy - lie.heart).T)
    d = d / max(float(d.max()), 1e-9)
    z = np.array([sum(lie.heights[(i + a, j + b)] for a in (0, 1) for b in (0, 1)) / 4 for i, j in cells])
    z = (z - z.min()) / max(float(np.ptp(z)), 1e-9)
    wet, main, shore = (np.array([c in s for c in cells], float) for s in (lie.wet, lie.main, lie.shore))
    taken = np.full(n, -1)
    stands = stands or {}
    for c, there in stands.items():
        taken[index[c]] = ORDER.index(there)
    for use in ORDER:
        many = amounts.get(use, 0)
        if use == "residential" or many == 0:
            continue
        score = np.abs(d - TARGET[use]) + 0.22 * rng.random(n)
        leaning = {
            "lake": 9 * wet,
            "fort": -0.6 * z + 0.25 * wet,
            "market": 0.25 * wet,
            "harbour": 9 * (1 - shore) - 3 * wet,
            "park": -0.25 * wet,
        }
        score += leaning.get(use, 0.0)
        if use in ("market", "station", "commercial", "civic"):
            score -= 0.35 * main
        if use in ("forest", "farm", "industry"):
            score += 0.1 * main
        batch = max(1, many // 48)
        liking = CLUSTERS.get(use, 0.0)
        for c in (c for c, there in stands.items() if there == use and liking):
            for di, dj in STEP.values():
                if (near := index.get((c[0] + di, c[1] + dj))) is not None:
                    score[near] -= liking
        left = many
        while left > 0:
            now = np.where(taken >= 0, np.inf, score)
            k = min(batch, left)
            best = np.argsort(now, kind="stable")[:k]
            taken[best] = ORDER.index(use)
            left -= k
            if liking:
                for b in best.tolist():
                    for di, dj in STEP.values():
                        near = index.get((cells[b][0] + di, cells[b][1] + dj))
                        if near is not None:
                            score[near] -= liking
            if use == "market" and left > 0 and left == many - k:
                score += np.abs(d - 0.55) - np.abs(d - TARGET[use])
    home = ORDER.index("residential")
    return {c: ORDER[t if t >= 0 else home] for c, t in zip(cells, taken.tolist(), strict=True)}


def densities(lie: Lie, uses: dict[Cell, LandUse], rng: np.random.Generator, *, wish: float | None) -> dict[Cell, float]:
    """How full each cell is, 0..1: densest at the heart unless the prompt says otherwise."""
    far = max((np.hypot(c[0] - lie.heart[0], c[1] - lie.heart[1]) for c in lie.cells), default=1.0) or 1.0
    most = {"farm": 0.35, "forest": 0.3, "park": 0.4, "lake": 0.4}
    out = {}
    for c in lie.cells:
        d = float(np.hypot(c[0] - lie.heart[0], c[1] - lie.heart[1])) / float(far)
        x = (0.88 - 0.3 * d if wish is None else wish) + 0.14 * (float(rng.random()) - 0.5)
        out[c] = round(min(max(x, 0.05), most.get(uses[c], 1.0)), 2)
    return out
