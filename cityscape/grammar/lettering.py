"""Words as solids: block letters for signs."""

from __future__ import annotations

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
    """Block letters that stand on z = 0, centred on x = 0, reaching from y = 0 to y = -depth, readable from -y."""
    px = height / 5
    grow = 0.03 * px
    x, out = -text_width(text, height) / 2, []
    for c in text:
        rows = _FONT[c].split()
        for r, row in enumerate(rows):
            for a, b in _runs(row):
                w = (b - a) * px + 2 * grow
                z, h = (4 - r) * px, px + grow
                if r < 4:
                    z, h = z - grow, h + grow
                out.append(box(w, depth, h, at=(x + (a + b) / 2 * px, -depth / 2, z)))
        x += (len(rows[0]) + 1) * px
    return _columns_merged(out)


def _runs(row: str) -> list[tuple[int, int]]:
    """Half-open spans of ones."""
    out, start = [], None
    for k, c in enumerate(row + "0"):
        if c == "1" and start is None:
            start = k
        elif c == "0" and start is not None:
            out.append((start, k))
            start = None
    return out


def _columns_merged(boxes: list[Solid]) -> list[Solid]:
    """Boxes of equal width right above each other become one."""
    done: list[tuple[float, float, float, float, float, float]] = []
    for s in boxes:
        p = s.corners()
        (x0, y0, z0), (x1, y1, z1) = p.min(0), p.max(0)
        for k, (a0, b0, c0, a1, b1, c1) in enumerate(done):
            if abs(a0 - x0) < 1e-6 and abs(a1 - x1) < 1e-6 and c0 <= z1 + 1e-6 and c1 >= z0 - 1e-6:
                done[k] = (a0, b0, min(c0, z0), a1, b1, max(c1, z1))
                break
        else:
            done.append((x0, y0, z0, x1, y1, z1))
    return [box(x1 - x0, y1 - y0, z1 - z0, at=((x0 + x1) / 2, (y0 + y1) / 2, z0)) for x0, y0, z0, x1, y1, z1 in done]
