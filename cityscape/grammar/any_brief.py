"""`any_brief`: a brief drawn at random, such as a plan would hold; what the teacher lays out."""

from __future__ import annotations

import numpy as np

from cityscape.grammar.themes import load_theme, theme_names
from cityscape.world.brief import SIDES, Brief, Crossing, Side, Socket
from cityscape.world.seeds import generator
from cityscape.world.theme import LandUse, Style, Theme

RIVERS = 0.22
"""Share of tiles that a river runs through."""
LEVEL = 0.45
"""Share of tiles on level ground."""


def any_brief(seed: int, *, theme: str | None = None, land_use: LandUse | None = None) -> Brief:
    """A brief of one tile: streets on some of its sides, sometimes a river, a land use that the theme has.

    Parameters
    ----------
    seed : the same seed gives the same brief. theme, land_use : instead of drawn ones.

    Raises
    ------
    InputError : there is no such theme.
    """
    rng = generator("any brief", seed)
    names = sorted(theme_names())
    chosen = load_theme(theme if theme is not None else names[int(rng.integers(len(names)))])
    variants = sorted(chosen.variants)
    variant = (variants[int(rng.integers(len(variants)))],) if variants and rng.random() < 0.35 else ()
    uses = sorted(chosen.land_use)
    weights = np.array([chosen.land_use[u] for u in uses]) ** 0.7
    use = land_use or uses[int(rng.choice(len(uses), p=weights / weights.sum()))]
    corners = _corners(rng, chosen)
    sockets = _sockets(rng, chosen, corners)
    return Brief(
        cell=(0, 0),
        land_use=use,
        density=float(np.round(rng.uniform(0.25, 1.0), 3)),
        corners=corners,
        base=round(min(corners) - 3.0, 2),
        sockets=sockets,
        landmark=bool(rng.random() < 0.12),
        style=Style(theme=chosen.with_variants(*variant), variants=variant),
    )


def _corners(rng: np.random.Generator, theme: Theme) -> tuple[float, float, float, float]:
    if rng.random() < LEVEL:
        return (0.0, 0.0, 0.0, 0.0)
    z = np.round(rng.uniform(-0.5, 0.5, 4) * min(theme.relief, 8.0) * 0.8 * 64) / 64
    return tuple(float(x) for x in z)  # type: ignore[return-value]


def _sockets(rng: np.random.Generator, theme: Theme, corners: tuple[float, ...]) -> dict[Side, Socket]:
    streets = theme.streets
    number = int(rng.choice([0, 1, 2, 3, 4], p=[0.06, 0.2, 0.36, 0.2, 0.18]))
    sides = [SIDES[k] for k in rng.permutation(4)[:number]]
    crossings: dict[Side, list[Crossing]] = {s: [] for s in SIDES}
    wet: tuple[Side, ...] = ()
    if rng.random() < RIVERS:
        wet = ("west", "east") if rng.random() < 0.5 else ("south", "north")
        level, width = min(corners) - 0.75, float(np.round(rng.uniform(7, 11), 1))
        for s in wet:
            crossings[s].append(Crossing(kind="river", at=_at(rng, 0.3, 0.7), width=width, level=level))
    for s in sides:
        main = rng.random() < 0.45
        pavement = streets.pavement if streets.pavement > 0.3 else 0.0
        at = _at(rng, 0.42, 0.58)
        if s in wet:
            there = crossings[s][0]
            at = 0.16 if there.at > 0.5 else 0.84
        crossings[s].append(
            Crossing(
                kind="street",
                at=at,
                width=streets.main if main else streets.side,
                rank="main" if main else "side",
                pavement=pavement,
                kerb=streets.kerb if pavement else 0.0,
            )
        )
    return {s: Socket(crossings=tuple(c)) for s, c in crossings.items()}


def _at(rng: np.random.Generator, low: float, high: float) -> float:
    return float(np.round(rng.uniform(low, high) * 160) / 160)
