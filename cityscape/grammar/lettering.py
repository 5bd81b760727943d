"""Words as solids: block letters for signs."""

from __future__ import annotations

from functools import lru_cache

from partgen.solids import Solid, box

_FONT = {
    "A": "010 101 111 101 101", "B": "110 101 110 101 110", "C": "011 100 100 100 011", "D": "110 101 101 101 110",
    "E": "111 100 110 100 111", "F": "111 100 110 100 100", "G": "011 100 101 101 011", "H": "101 101 111 101 101",
    "I": "1 1 1 1 1", "J": "001 001 001 101 010", "K": "101 101 110 101 101", "L": "100 100 100 100 111",
    "M": "10001 11011 10101 10001 10001", "N": "1001 1101 1011 1001 1001", "O": "010 101 101 101 010",
    "P": "110 101 110 100 100", "Q": "010 101 101 011 001", "R": "110 101 110 101 101", "S": "011 100 010 001 110",
    "T": "111 010 010 010 010", "U": "101 101 101 101 111", "V": "101 101 101 101 010",
    "W": "10001 10001 10101 11011 10001", "X": "101 101 010 101 101", "Y": "101 101 010 010 010", "Z": "111 001 010 100 111",
    "0": "111 101 101 101 111", "1": "010 110 010 010 111", "2": "110 001 010 100 111", "3": "110 001 010 001 110",
    "4": "101 101 111 001 001", "5": "111 100 110 001 110", "6": "011 100 110 101 010", "7": "111 001 010 010 010",
    "8": "010 101 010 101 010", "9": "010 101 011 001 110", "-": "00 00 11 00 00", " ": "0 0 0 0 0",
}  # fmt: skip


def text_width(text: str, height: float) -> float:
    """How wide `lettering` comes out, metres."""
    return height / 5 * (sum(len(_FONT[c].split()[0]) + 1 for c in text) - 1)


def lettering(text: str, height: float, depth: float) -> list[Solid]:
    """Block letters that stand on z = 0, centred on x = 0, reaching from y = 0 to y = -depth, readable from -y.

    The boxes of a letter keep a hair's breadth apart, so that no two of them need to be united.
    """
    px = height / 5
    gap = min(0.002, 0.02 * px)
    x, out = -text_width(text, height) / 2, []
    for c in text:
        for r0, r1, a, e in _rectangles(c):
            w, h = (e - a) * px - gap, (r1 - r0) * px - gap
            out.append(box(w, depth, h, at=(x + (a + e) / 2 * px, -depth / 2, (5 - r1) * px + gap / 2)))
        x += (len(_FONT[c].split()[0]) + 1) * px
    return out


@lru_cache(maxsize=64)
def _rectangles(c: str) -> tuple[tuple[int, int, int, int], ...]:
    """A letter as few rectangles: rows r0..r1, columns a..e, half open; the largest first."""
    left = {(r, k) for r, row in enumerate(_FONT[c].split()) for k, v in enumerate(row) if v == "1"}
    out = []
    while left:
        best = max(
            (
                ((r1 - r0) * (e - a), -r0, -a, r1, e)
                for r0, a in sorted(left)
                for r1 in range(r0 + 1, 6)
                for e in range(a + 1, 6)
                if all((r, k) in left for r in range(r0, r1) for k in range(a, e))
            )
        )
        r0, a, r1, e = -best[1], -best[2], best[3], best[4]
        out.append((r0, r1, a, e))
        left -= {(r, k) for r in range(r0, r1) for k in range(a, e)}
    return tuple(out)
