"""What holds for each registered kind, however new: closed parts inside the lot, nothing in the air, the same each time."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
import pytest
from test_things import grid, hanging, inside

from cityscape.grammar.kinds import kinds
from cityscape.grammar.recipe import Kind, Lot, PartRecipe, make
from cityscape.grammar.solidify import union_mesh
from cityscape.grammar.themes import load_theme, theme_names
from cityscape.world.seeds import generator
from cityscape.world.theme import Style

COVERED = ("bridge", "pier", "gate")  # they need water or a road; test_things asks them
NAMES = sorted(set(kinds()) - set(COVERED))
TRIANGLES = {"plant": 2400, "furniture": 3000, "vehicle": 3000, "structure": 8000, "building": 11_000}


@lru_cache
def styles() -> tuple[Style, ...]:
    return tuple(Style(theme=load_theme(n)) for n in theme_names())


def lots(k: Kind) -> list[Lot]:
    """The corners of a kind's range; rooms have level floors."""
    out = []
    for e, f, drop, size in ((0, 0, 0.0, "small"), (1, 1, 0.5, "large"), (0, 1, 1.2, "medium"), (0.6, 0.3, 0.2, "medium")):
        w, d = k.width[0] + e * (k.width[1] - k.width[0]), k.depth[0] + f * (k.depth[1] - k.depth[0])
        out.append(Lot(w, d, drop=0.0 if k.indoor else drop, size=size))  # type: ignore[arg-type]
    return out


def built(name: str, lot: Lot, seed: int) -> list[PartRecipe]:
    some = styles()
    return make(name, lot, some[(seed + len(name)) % len(some)], generator("every kind", name, seed))


@pytest.mark.parametrize("name", NAMES)
def test_parts_are_closed_inside_the_lot_and_on_the_ground(name: str) -> None:
    k = kinds()[name]
    assert k.words and all(w == w.lower() for w in k.words) and k.width[0] <= k.width[1] and k.depth[0] <= k.depth[1]
    for seed, lot in enumerate(lots(k)):
        parts = built(name, lot, seed)
        assert parts and len({p.name for p in parts}) == len(parts)
        triangles = 0
        for p in parts:
            m = union_mesh(p.solids)
            where = f"{name} seed {seed} part {p.name}"
            assert re.fullmatch(r"[a-z]+(_[a-z0-9]+)*", p.name) and re.fullmatch(r"[a-z]+(_[a-z]+)*", p.label), (where, p.label)
            assert m.watertight and m.volume > 0, where
            lo, hi = m.bounds.astype(float)
            assert max(-lo[0], hi[0]) <= lot.width / 2 + 1e-3, f"{where}: {lo[0]}..{hi[0]} in width {lot.width}"
            assert max(-lo[1], hi[1]) <= lot.depth / 2 + 1e-3, f"{where}: {lo[1]}..{hi[1]} in depth {lot.depth}"
            assert lo[2] >= -lot.drop - 1e-3, f"{where} digs to {lo[2]}"
            triangles += len(m.faces)
        assert triangles <= TRIANGLES[k.category], f"{name} seed {seed}: {triangles} triangles"
        if seed % 2:
            owners = [p.name for p in parts for _ in p.solids]
            left = hanging([s for p in parts for s in p.solids], 0.0)
            assert not left, f"{name} seed {seed}: {sorted({owners[i] for i in left})} hang in the air"


@pytest.mark.parametrize("name", NAMES)
def test_same_seed_same_object(name: str) -> None:
    lot = lots(kinds()[name])[3]

    def bytes_of(seed: int) -> list[bytes]:
        return [
            p.name.encode() + p.material.model_dump_json().encode() + s.corners().tobytes()
            for p in built(name, lot, seed)
            for s in p.solids
        ]

    assert bytes_of(1) == bytes_of(1)


@pytest.mark.parametrize("name", [n for n in NAMES if kinds()[n].indoor is not None])
def test_furniture_keeps_what_it_says(name: str) -> None:
    k = kinds()[name]
    assert k.indoor is not None and k.category in ("furniture", "plant")
    for seed, lot in enumerate(lots(k)):
        parts = built(name, lot, seed)
        if k.indoor.surface:
            xy = grid(np.linspace(-0.3, 0.3, 7) * lot.width, np.linspace(-0.3, 0.3, 7) * lot.depth)
            under = inside(parts, np.c_[xy, np.full(len(xy), k.indoor.surface - 0.01)])
            over = inside(parts, np.c_[xy, np.full(len(xy), k.indoor.surface + 0.02)])
            assert (under & ~over).mean() > 0.25, f"{name} seed {seed}: no top at {k.indoor.surface} m"
        if k.indoor.spot == "hung":
            back = max(float(s.corners()[:, 1].max()) for p in parts for s in p.solids)
            assert back == pytest.approx(lot.depth / 2, abs=0.02), f"{name} seed {seed} hangs {lot.depth / 2 - back:.2f} m off its wall"
