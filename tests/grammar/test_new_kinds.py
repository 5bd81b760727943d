"""Every recipe of the newer families: closed, standing, inside its lot, in one piece, the same each time."""

from __future__ import annotations

import re

import numpy as np
import pytest

from cityscape.grammar.kinds import kinds
from cityscape.grammar.recipe import Lot, PartRecipe, make
from cityscape.grammar.solidify import union_mesh
from cityscape.world.seeds import generator
from cityscape.world.theme import Style, Swatch, Theme

KINDS = kinds()
FAMILIES = {
    "downtown": ("office_tower", "skyscraper", "apartment_block", "hotel", "shop", "parking_garage", "bank"),
    "civic": ("museum", "town_hall", "station", "temple", "library"),
    "solarpunk": ("green_tower", "dome_house", "timber_block", "vertical_farm", "solar_hall"),
    "cyberpunk": ("mega_block", "neon_tower", "capsule_stack", "noodle_bar", "data_center"),
    "industry": ("warehouse", "factory", "boathouse", "power_station", "workshop"),
}
NAMES = [k for family in FAMILIES.values() for k in family]
SWATCHES = {r: (Swatch(colors=("#aa9977", "#778899")),) for r in ("wall", "wall2", "roof", "trim", "accent", "sign")}
STYLE = Style(
    theme=Theme(
        name="test",
        title="test",
        words=("test",),
        palette={},
        land_use={"civic": 1},
        buildings={},
        objects={},
        trees={"oak": 1},
        materials=SWATCHES,
    )  # type: ignore[arg-type]
)


def lots(name: str) -> list[Lot]:
    """Smallest, largest and mixed lots with several drops and wishes."""
    (w0, w1), (d0, d1) = KINDS[name].width, KINDS[name].depth
    return [
        Lot(w0, d0, drop=0.0, size="small"),
        Lot(w1, d1, drop=0.7, size="large"),
        Lot(w0, d1, drop=0.3, size="large"),
        Lot(w1, d0, drop=1.5, size="small"),
        Lot((w0 + w1) / 2, (d0 + d1) / 2, drop=0.2, storeys=3, attached=True),
    ]


def built(name: str, lot: Lot, seed: int) -> list[PartRecipe]:
    return make(name, lot, STYLE, generator("new kinds", name, seed))


@pytest.mark.parametrize("name", NAMES)
def test_buildings_are_sound(name: str) -> None:
    for seed, lot in enumerate([*lots(name), *lots(name)]):
        parts = built(name, lot, seed)
        low, boxes, triangles = 0.0, [], 0
        for p in parts:
            m = union_mesh(p.solids)
            where = f"{name} seed {seed} part {p.name}"
            assert m.watertight and m.volume > 0, where
            lo, hi = m.bounds.astype(float)
            assert max(-lo[0], hi[0]) <= lot.width / 2 + 1e-4, f"{where}: {lo} {hi} in width {lot.width}"
            assert max(-lo[1], hi[1]) <= lot.depth / 2 + 1e-4, f"{where}: {lo} {hi} in depth {lot.depth}"
            assert lo[2] >= -lot.drop - 1e-5, f"{where} digs to {lo[2]}"
            low, triangles = min(low, float(lo[2])), triangles + len(m.faces)
            boxes += [(s.corners().min(0), s.corners().max(0), p.name) for s in p.solids]
        assert low == pytest.approx(-lot.drop, abs=1e-4), name
        assert triangles < 4000, f"{name} seed {seed} has {triangles} triangles"
        assert not floating(boxes, lot.drop), f"{name} seed {seed}: {floating(boxes, lot.drop)}"


def floating(boxes: list[tuple[np.ndarray, np.ndarray, str]], drop: float) -> list[str]:
    """Parts with solids that hang on nothing: no chain of touching boxes (grown 2 cm) leads from them to the ground."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    lo, hi = np.array([b[0] for b in boxes]) - 0.01, np.array([b[1] for b in boxes]) + 0.01
    meet = ((lo[:, None] <= hi[None]) & (lo[None] <= hi[:, None])).all(-1)
    _, label = connected_components(csr_matrix(meet), directed=False)
    grounded = {int(g) for g, z in zip(label, lo[:, 2], strict=True) if z <= -drop}
    return sorted({b[2] for b, g in zip(boxes, label, strict=True) if int(g) not in grounded})


@pytest.mark.parametrize("name", NAMES)
def test_names_and_repetition(name: str) -> None:
    lot = lots(name)[1]
    once, twice, other = built(name, lot, 3), built(name, lot, 3), built(name, lot, 4)
    for p in once:
        assert re.fullmatch(r"[a-z]+(_[a-z0-9]+)*", p.name) and re.fullmatch(r"[a-z]+(_[a-z]+)*", p.label), (p.name, p.label)
    assert len({p.name for p in once}) == len(once)

    def points(parts: list[PartRecipe]) -> bytes:
        return b"".join(p.name.encode() + s.corners().tobytes() for p in parts for s in p.solids)

    assert points(once) == points(twice)
    assert points(once) != points(other)


def test_families_are_complete() -> None:
    for name in NAMES:
        k = KINDS[name]
        assert k.category == "building" and k.words, name
        assert k.width[0] < k.width[1] and k.depth[0] < k.depth[1], name
