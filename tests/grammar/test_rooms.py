"""What holds for every room: closed parts inside the tile, nothing shared, everything reached, the same each time."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from cityscape.assemble import quality
from cityscape.errors import InputError
from cityscape.grammar.arrange import FRONT_MIN, State
from cityscape.grammar.chamber import THICK
from cityscape.grammar.compose import compose
from cityscape.grammar.pieces import Put, meet, strip_of
from cityscape.grammar.roomkinds import load_room, room_names
from cityscape.grammar.rooms import furnished
from cityscape.grammar.themes import load_theme, theme_names
from cityscape.grammar.walkable import REACH
from cityscape.world.brief import Brief, Crossing, Side, Socket, Wanted
from cityscape.world.part import placed
from cityscape.world.room import Back, Room
from cityscape.world.theme import Style
from cityscape.world.tile import Tile

NAMES = room_names()
TWELVE = {
    "bedroom", "living_room", "kitchen", "bathroom", "office", "workshop", "classroom", "cafe", "shop", "library", "dungeon", "spaceship",
}  # fmt: skip


@lru_cache
def brief(
    kind: str,
    style: str | None = None,
    *,
    size: float | None = None,
    doors: tuple[tuple[Side, float], ...] = (("west", 0.2),),
    low: tuple[Back, ...] = (),
    attic: Back | None = None,
    wanted: tuple[Wanted, ...] = (),
    windows: tuple[int, int] | None = None,
) -> Brief:
    k = load_room(kind)
    edge = size or round(sum(k.size) * 2) / 4
    sockets = {side: Socket(crossings=(Crossing(kind="door", at=at, width=k.door),)) for side, at in doors}
    theme = load_theme(style or k.style, "styles")
    room = Room(kind=k, height=k.height, windows=k.windows if windows is None else windows, low=low, attic=attic)
    return Brief(cell=(0, 0), size=edge, base=-0.3125, style=Style(theme=theme), sockets=sockets, room=room, wanted=wanted)


def layouts() -> list[tuple[str, Brief, int]]:
    """Every kind in several shells: one door, two doors, beside other rooms, under a roof."""
    styles = theme_names("styles")
    shells: list[dict[str, object]] = [
        {},
        {"doors": (("north", 0.8), ("south", 0.3))},
        {"doors": (("west", 0.7), ("east", 0.3), ("south", 0.7)), "low": ("west",)},
        {"doors": (("north", 0.25), ("west", 0.25)), "low": ("north", "west")},
        {"doors": (("west", 0.2),), "attic": "north"},
        {"doors": (("north", 0.8),), "attic": "west"},
    ]
    out = []
    for i, name in enumerate(NAMES):
        for j, shell in enumerate(shells):
            out.append((f"{name}-{j}", brief(name, styles[(i + j) % len(styles)], **shell), 10 * i + j))  # type: ignore[arg-type]
    return out


LAYOUTS = layouts()


@lru_cache(maxsize=128)
def laid(index: int) -> tuple[State, tuple[Put, ...]]:
    _, b, seed = LAYOUTS[index]
    return furnished(b, seed=seed)


@pytest.mark.parametrize("index", range(len(LAYOUTS)), ids=[n for n, _, _ in LAYOUTS])
def test_all_that_stands_keeps_out_of_each_other_and_of_the_ways(index: int) -> None:
    state, _ = laid(index)
    c = state.chamber
    x0, y0, x1, y1 = c.inner
    for k, p in enumerate(state.puts):
        r = p.rect
        assert r[0] >= x0 - 1e-6 and r[1] >= y0 - 1e-6 and r[2] <= x1 + 1e-6 and r[3] <= y1 + 1e-6, (p.entry, r, c.inner)
        for d in c.clear():
            assert not meet(r, d), f"{p.entry} stands in a doorway"
        for j in range(k):
            q = state.puts[j]
            if meet(r, q.rect):
                assert state.anchors.get(k) == j, f"{p.entry} and {q.entry} stand in each other"
        for o in c.windows:
            if p.body.top > o.z0 + 0.25:
                a, b = o.span
                before = (a, c.size - THICK - 0.3, b, c.size) if o.side == "north" else (0.0, a, THICK + 0.3, b)
                assert not meet(r, before), f"{p.entry} hides a window"
        if c.attic is not None:
            away = y1 - r[3] if c.attic == "north" else r[0] - x0
            assert p.body.top <= c.headroom(away), f"{p.entry} goes through the roof"


@pytest.mark.parametrize("index", range(len(LAYOUTS)), ids=[n for n, _, _ in LAYOUTS])
def test_a_person_walks_from_every_door_to_every_other_and_to_every_seat(index: int) -> None:
    state, _ = laid(index)
    ways = state.ways()
    assert ways is not None, "doors are cut off from each other"
    for k, p in enumerate(state.puts):
        indoor = p.body.indoor
        if indoor.seat:
            assert state.walk.touches(ways, p.rect, REACH), f"nobody gets to the {p.entry}"
        elif indoor.front >= FRONT_MIN and k not in state.anchors.values() and k not in state.anchors:
            assert state.walk.touches(ways, strip_of(p.rect, p.turn, indoor.front), 0.15), f"nobody opens the {p.entry}"


@pytest.mark.parametrize("name", NAMES)
def test_a_room_of_usual_size_has_all_that_is_essential(name: str) -> None:
    missing = 0
    for seed in range(4):
        b = brief(name, doors=(("north", 0.8),) if seed % 2 else (("west", 0.2),))
        assert b.room is not None
        _, puts = furnished(b, seed=seed)
        have = {p.entry for p in puts}
        missing += sum(p.essential and n not in have for n, p in b.room.kind.pieces.items())
    assert missing == 0


@pytest.mark.parametrize("index", range(0, len(LAYOUTS), 5), ids=[n for n, _, _ in LAYOUTS][::5])
def test_parts_are_closed_inside_the_tile_and_share_nothing(index: int) -> None:
    name, b, seed = LAYOUTS[index]
    things = compose(b, seed=seed)
    assert things[0].kind == "room" and len({t.id for t in things}) == len(things)
    found = quality(Tile(b, things, seed))
    assert not found.open_parts and not found.hollow_parts, (found.open_parts, found.hollow_parts)
    assert found.largest_overlap <= 0.01, found.overlaps[:3]
    for t in things:
        for p in t.parts:
            v = placed(t, p)[0]
            assert v.min() >= b.base - 1e-4 and v[:, :2].min() >= -1e-4 and v[:, :2].max() <= b.size + 1e-4, (name, p.id)


@pytest.mark.parametrize("name", ["bedroom", "cafe"])
def test_same_seed_same_bytes_other_seed_other_room(name: str) -> None:
    from cityscape.grammar.compose import _compose

    def bytes_of(seed: int) -> bytes:
        _compose.cache_clear()
        parts = [
            (t.pose.model_dump_json(), p.id, p.material.model_dump_json(), p.mesh) for t in compose(brief(name), seed=seed) for p in t.parts
        ]
        return b"".join(f"{a}{i}{m}".encode() + mesh.vertices.tobytes() + mesh.faces.tobytes() for a, i, m, mesh in parts)

    assert bytes_of(3) == bytes_of(3) != bytes_of(4)


def test_wishes_come_first() -> None:
    wanted = (Wanted(kind="bed", count=2), Wanted(kind="armchair", color="#a33c30"))
    for seed in range(3):
        _, puts = furnished(brief("bedroom", size=5.0, wanted=wanted), seed=seed)
        kinds = [p.body.kind.name for p in puts]
        assert kinds.count("bed") == 2 and kinds.count("armchair") == 1
        chair = next(p for p in puts if p.body.kind.name == "armchair")
        assert "#a33c30" in {p.material.color for p in chair.body.parts}


def test_no_window_means_none() -> None:
    state, _ = furnished(brief("office", windows=(0, 0)), seed=1)
    assert state.chamber.windows == ()
    labels = {p.label for p in compose(brief("office", windows=(0, 0)), seed=1)[0].parts}
    assert "door" in labels and not labels & {"window", "sill", "curtain"}


def test_a_wish_for_something_outdoors_is_refused() -> None:
    with pytest.raises(InputError, match="no recipe makes 'cottage' for a room"):
        furnished(brief("office", wanted=(Wanted(kind="cottage"),)), seed=1)


def test_chairs_look_at_their_tables_and_desks_at_the_board() -> None:
    for name, chairs in (("cafe", "chair"), ("kitchen", "chairs"), ("library", "chairs"), ("classroom", "chair")):
        state, _ = furnished(brief(name), seed=5)
        seen = 0
        for k, a in state.anchors.items():
            p, host = state.puts[k], state.puts[a]
            if p.entry == chairs:
                seen += 1
                to = np.array([host.x - p.x, host.y - p.y])
                assert to @ p.ahead > 0.6 * np.linalg.norm(to), f"a chair of the {name} looks away"
        assert seen >= 2
    state, _ = furnished(brief("classroom"), seed=5)
    board = next(p for p in state.puts if p.entry == "board")
    desks = [p for p in state.puts if p.entry == "desk"]
    assert len(desks) >= 6 and all(p.turn == board.turn for p in desks)


def test_small_things_stand_on_tops_and_pictures_hang_on_walls() -> None:
    for name in ("bedroom", "living_room", "office", "cafe"):
        state, puts = furnished(brief(name), seed=2)
        c = state.chamber
        for p in puts:
            spot = p.body.indoor.spot
            if spot == "top":
                low = [
                    q
                    for q in puts
                    if q is not p and q.body.indoor.surface and abs(q.z + q.body.indoor.surface - p.z) < 0.04 and meet(p.rect, q.rect)
                ]
                assert low, f"{p.entry} of the {name} floats"
            if spot == "hung":
                gap = c.size - THICK - p.rect[3] if p.turn == 0 else p.rect[0] - THICK
                assert 0 < gap < 0.06
                u, (w, _, h) = (p.x if p.turn == 0 else p.y), p.body.size
                for o in c.openings("north" if p.turn == 0 else "west"):
                    assert not meet((u - w / 2, p.z, u + w / 2, p.z + h), (o.span[0], o.z0, o.span[1], o.z1)), (
                        f"{p.entry} covers a {o.kind}"
                    )


def test_the_twelve_and_eight_styles_are_there() -> None:
    assert set(NAMES) >= TWELVE
    assert len(theme_names("styles")) >= 8 and not set(theme_names("styles")) & set(theme_names())
