"""The least of themes: a colour, a wall, a building and a tree."""

from __future__ import annotations

from cityscape.world.theme import Swatch, Theme

THEME = Theme(
    name="toy",
    title="Toy",
    words=("toy",),
    palette={"warm": ("#aa5533",)},
    materials={"wall": (Swatch(pattern="brick", colors=("warm",)),)},
    land_use={"residential": 1.0},
    buildings={"residential": {"cottage": 1.0}},
    objects={},
    trees={"oak": 1.0},
)
