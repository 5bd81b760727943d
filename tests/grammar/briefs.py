"""Ready briefs."""

from __future__ import annotations

from cityscape.grammar.themes import load_theme
from cityscape.world.brief import Brief, Crossing, Socket
from cityscape.world.theme import Style


def street(at: float = 0.5, *, width: float = 7.0, rank: str = "main") -> Crossing:
    return Crossing(kind="street", at=at, width=width, pavement=1.5, kerb=0.14, rank=rank)  # type: ignore[arg-type]


def river(at: float, level: float, *, width: float = 9.0) -> Crossing:
    return Crossing(kind="river", at=at, width=width, level=level)


def brief(theme: str = "medieval", **more: object) -> Brief:
    fields: dict[str, object] = {
        "cell": (0, 0),
        "corners": (0.0, 1.5, 2.0, 0.75),
        "base": -4.0,
        "density": 0.8,
        "sockets": {
            "south": Socket(crossings=(street(0.45),)),
            "north": Socket(crossings=(street(0.55, rank="side", width=5.0),)),
            "west": Socket(crossings=(river(0.4, -0.5),)),
            "east": Socket(crossings=(river(0.7, -1.0),)),
        },
        "style": Style(theme=load_theme(theme)),
    }
    return Brief.model_validate(fields | more)
