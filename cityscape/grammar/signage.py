"""Signs: words on boards and walls, and boards that stand out from a wall."""

from __future__ import annotations

from math import pi

from cityscape.grammar.facade import Block, Paint, put
from cityscape.grammar.lettering import lettering, text_width
from cityscape.grammar.recipe import Build
from cityscape.world.brief import Side
from cityscape.world.material import Material


def ink_on(b: Build, board: Paint) -> Material:
    """Paint for letters that can be read on a board."""
    m = board if isinstance(board, Material) else b.look.material(board)
    r, g, blue = (int(m.color[k : k + 2], 16) for k in (1, 3, 5))
    dark = 0.3 * r + 0.59 * g + 0.11 * blue < 125
    return Material(name="ink-light" if dark else "ink-dark", color="#f4eee0" if dark else "#2b2a2e", roughness=0.6)


def sign(
    b: Build,
    block: Block,
    text: str,
    *,
    side: Side = "south",
    u: float = 0.0,
    z: float,
    h: float = 0.7,
    w: float | None = None,
    out: float = 0.0,
    board: Paint | None = "sign",
    ink: Paint | None = None,
    name: str = "signs",
    letters: str = "letters",
) -> None:
    """A word on a board (or, with no board, letters alone) `h` high, never wider than the side or `w`.

    Without an `ink` the letters are light on a dark board and dark on a light one.
    """
    if ink is None:
        ink = ink_on(b, board) if board is not None else "trim"
    room = min(w or 1e9, block.length(side) - 0.3)
    size = h * 0.64 if board is not None else h
    size *= min(1.0, (room - 0.3) / text_width(text, size))
    if board is not None:
        wide = w or min(room, text_width(text, size) + 0.7)
        put(b, name, board, block.panel(side, u, z, wide, h, out + 0.1, back=out))
    face = out + 0.1 if board is not None else out
    put(b, letters, ink, block.on(side, u, z + (h - size) / 2, lettering(text, size, 0.06), out=face))


def blade(
    b: Build,
    block: Block,
    text: str,
    *,
    side: Side = "south",
    u: float,
    z: float,
    w: float = 0.8,
    h: float | None = None,
    gap: float = 0.12,
    board: Paint = "sign",
    ink: Paint = "lamp",
    name: str = "signs",
) -> float:
    """A board standing out from a wall with the word read downwards on both faces; returns its height."""
    size = w * 0.72
    tall = h or len(text) * size * 1.3 + 0.3
    size = min(size, (tall - 0.3) / len(text) / 1.3)
    t = 0.22
    put(b, name, board, block.panel(side, u, z, t, tall, gap + w, back=gap))
    for q in (0.12, 0.82):
        put(b, "sign_posts", "metal", block.panel(side, u, z + tall * q, 0.08, 0.1, gap, back=-0.07))
    for s in (-1, 1):
        for k, c in enumerate(text):
            if c == " ":
                continue
            up = z + tall - 0.15 - (k + 1) * (tall - 0.3) / len(text) + ((tall - 0.3) / len(text) - size) / 2
            glyph = [g.turned(-s * pi / 2).moved(-s * t / 2, -gap - w / 2, 0) for g in lettering(c, size, 0.05)]
            put(b, "letters", ink, block.on(side, u, up, glyph))
    return tall
