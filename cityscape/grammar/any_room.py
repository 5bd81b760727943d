"""`any_room`: a brief of a room drawn at random, such as a plan would hold; what the teacher lays out."""

from __future__ import annotations

from cityscape.grammar.chamber import door_crossing
from cityscape.grammar.roomkinds import load_room, room_names
from cityscape.grammar.themes import load_theme, theme_names
from cityscape.world.brief import Brief, Side, Socket
from cityscape.world.room import BASE, Back, Room
from cityscape.world.seeds import generator
from cityscape.world.theme import Style

BACKS: tuple[Back, Back] = ("north", "west")


def any_room(seed: int, *, kind: str | None = None, style: str | None = None) -> Brief:
    """A brief of one room: a kind, a style that suits it or any other, its doors, sometimes a neighbour's low wall or an attic.

    Parameters
    ----------
    seed : the same seed gives the same brief. kind, style : by name or .toml file, instead of drawn ones.

    Raises
    ------
    InputError : there is no such kind or style.
    """
    rng = generator("any room", seed)
    kinds, styles = sorted(room_names()), sorted(theme_names("styles"))
    chosen = load_room(kind if kind is not None else kinds[int(rng.integers(len(kinds)))])
    own = chosen.style if rng.random() < 0.5 else styles[int(rng.integers(len(styles)))]
    look = load_theme(style if style is not None else own, "styles")
    variants = sorted(look.variants)
    variant = (variants[int(rng.integers(len(variants)))],) if variants and rng.random() < 0.3 else ()
    low_size, high_size = chosen.size
    size = round((low_size + (high_size - low_size) * float(rng.random())) * 4) / 4
    low: tuple[Back, ...] = tuple(s for s in BACKS if rng.random() < 0.2)
    tall = [s for s in BACKS if s not in low]
    doors: list[Side] = [BACKS[int(rng.integers(2))]]
    doors += [s for s in ("south", "east") if rng.random() < 0.25]  # type: ignore[misc]
    sockets: dict[Side, Socket] = {}
    for side in doors:
        late = side == "north" if side in BACKS else bool(rng.random() < 0.5)
        sockets[side] = Socket(crossings=(door_crossing(size, chosen.door, late=late, spare=0.4 if side in BACKS else 0.55),))
    attic = tall[int(rng.integers(len(tall)))] if tall and rng.random() < 0.15 else None
    return Brief(
        cell=(0, 0),
        sockets=sockets,
        size=size,
        base=BASE,
        room=Room(kind=chosen, height=chosen.height, attic=attic, windows=chosen.windows, low=low),
        style=Style(theme=look.with_variants(*variant), variants=variant),
    )
