"""Every recipe of plants, furniture, vehicles and structures: closed, inside its lot, in one piece, the same each time."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
import pytest

from cityscape.grammar.kinds import kinds
from cityscape.grammar.recipe import Lot, PartRecipe, make
from cityscape.grammar.solidify import union_mesh
from cityscape.grammar.themes import load_theme
from cityscape.world.seeds import generator
from cityscape.world.theme import Style
from partgen.solids import Solid

PLANTS = [
    "oak",
    "birch",
    "pine",
    "fir",
    "cypress",
    "palm",
    "willow",
    "poplar",
    "fruit_tree",
    "cactus",
    "agave",
    "maple",
    "bush",
    "hedge_bush",
    "flower_bed",
    "reeds",
    "rock",
    "planter",
    "vine_pergola",
]
FURNITURE = [
    "lamp",
    "lantern",
    "neon_lamp",
    "bench",
    "stall",
    "fountain",
    "well",
    "barrel",
    "crate",
    "hay_bale",
    "sign_post",
    "bin",
    "bus_stop",
    "bollard",
    "hydrant",
    "statue",
    "traffic_light",
    "parasol_table",
    "mailbox",
    "swing",
    "slide",
    "sandpit",
    "billboard",
    "vending_machine",
    "water_tank",
    "satellite_dish",
    "wind_turbine",
    "solar_array",
    "campfire",
    "scarecrow",
    "gazebo",
    "pool",
    "trellis",
    "clothes_line",
    "pottery",
    "rug_stand",
    "drone_pad",
    "holo_sign",
    "bike_rack",
    "newsstand",
]
VEHICLES = ["car", "van", "bus", "truck", "cart", "wagon", "boat", "sailing_boat", "tram", "hover_car", "tractor", "bicycle"]
STRUCTURES = ["fence", "hedge", "low_wall", "city_wall", "gate", "wall_tower", "bridge", "pier", "quay_crane", "arch"]
NAMES = [*PLANTS, *FURNITURE, *VEHICLES, *STRUCTURES]
OVER_WATER = ("bridge", "pier")
TRIANGLES = {"plant": 1800, "furniture": 1800, "vehicle": 2400, "structure": 7000}
THEMES = ("medieval", "downtown", "suburb", "solarpunk", "cyberpunk", "oasis")


@lru_cache
def style(name: str, variant: str = "") -> Style:
    theme = load_theme(name)
    return Style(theme=theme.with_variants(variant), variants=(variant,)) if variant else Style(theme=theme)


def bridged(way: str) -> Style:
    theme = load_theme("medieval")
    return Style(theme=theme.model_copy(update={"streets": theme.streets.model_copy(update={"bridges": way})}))


def lots(name: str) -> list[Lot]:
    """The corners of a kind's range with several drops, wishes and openings."""
    k = kinds()[name]
    out = []
    for n, (e, f, drop, size) in enumerate(
        ((0, 0, 0.0, "small"), (1, 1, 0.3, "large"), (0, 1, 0.0, "medium"), (1, 0, 1.4, "large"), (0.5, 0.4, 0.1, "medium"))
    ):
        w, d = k.width[0] + e * (k.width[1] - k.width[0]), k.depth[0] + f * (k.depth[1] - k.depth[0])
        drop = max(drop, 0.5) if name in OVER_WATER else drop
        opening = w * (0.0, 0.5, 0.6)[n % 3] if name in ("gate", "bridge") else 0.0
        out.append(Lot(w, d, drop=drop, size=size, opening=opening))  # type: ignore[arg-type]
    return out


def built(name: str, lot: Lot, seed: int) -> list[PartRecipe]:
    return make(name, lot, style(THEMES[seed % len(THEMES)]), generator("things", name, seed))


def hanging(solids: list[Solid], ground: float) -> list[int]:
    """Indices of solids from which no chain of solids less than 2 cm apart leads to something that reaches `ground`."""
    from manifold3d import Manifold, Mesh

    bodies = [Manifold(Mesh(np.asarray(v, np.float32), np.asarray(f, np.uint32))) for v, f in (s.mesh() for s in solids)]
    lo, hi = (np.array([getattr(s.corners(), side)(0) for s in solids]) for side in ("min", "max"))
    todo = [int(k) for k in np.nonzero(lo[:, 2] <= ground + 0.02)[0]]
    left = [k for k in range(len(solids)) if k not in todo]
    while todo:
        i = todo.pop()
        near = [j for j in left if (lo[j] <= hi[i] + 0.02).all() and (hi[j] >= lo[i] - 0.02).all()]
        for j in near:
            if bodies[i].min_gap(bodies[j], 0.05) <= 0.02:
                left.remove(j)
                todo.append(j)
    return left


def inside(parts: list[PartRecipe], points: np.ndarray) -> np.ndarray:
    """Whether each point lies in any solid, (n, 3) -> (n,) bool."""
    out = np.zeros(len(points), bool)
    for p in parts:
        for s in p.solids:
            out |= s.contains(points)
    return out


def grid(*axes: np.ndarray) -> np.ndarray:
    return np.stack(np.meshgrid(*axes, indexing="ij"), -1).reshape(-1, len(axes))


def test_every_kind_is_there() -> None:
    known = kinds()
    for category, names in (("plant", PLANTS), ("furniture", FURNITURE), ("vehicle", VEHICLES), ("structure", STRUCTURES)):
        assert {n: known[n].category for n in names} == dict.fromkeys(names, category)
        assert all(known[n].words for n in names)


@pytest.mark.parametrize("name", NAMES)
def test_parts_are_closed_and_inside_the_lot(name: str) -> None:
    for seed, lot in enumerate(lots(name)):
        parts = built(name, lot, seed)
        triangles = 0
        assert parts, f"{name} seed {seed} is empty"
        assert len({p.name for p in parts}) == len(parts)
        for p in parts:
            m = union_mesh(p.solids)
            where = f"{name} seed {seed} part {p.name}"
            assert re.fullmatch(r"[a-z]+(_[a-z0-9]+)*", p.name) and re.fullmatch(r"[a-z]+(_[a-z]+)*", p.label), where
            assert m.watertight and m.volume > 0, where
            lo, hi = m.bounds.astype(float)
            assert max(-lo[0], hi[0]) <= lot.width / 2 + 1e-3, f"{where}: {lo[0]}..{hi[0]} in width {lot.width}"
            assert max(-lo[1], hi[1]) <= lot.depth / 2 + 1e-3, f"{where}: {lo[1]}..{hi[1]} in depth {lot.depth}"
            assert lo[2] >= -lot.drop - 1e-3, f"{where} digs to {lo[2]}"
            triangles += len(m.faces)
        assert triangles <= TRIANGLES[kinds()[name].category], f"{name} seed {seed}: {triangles} triangles"


@pytest.mark.parametrize("name", NAMES)
def test_nothing_floats(name: str) -> None:
    for seed, lot in list(enumerate(lots(name)))[::2]:
        parts = built(name, lot, seed)
        owners = [p.name for p in parts for _ in p.solids]
        left = hanging([s for p in parts for s in p.solids], -lot.drop if name in OVER_WATER else 0.0)
        assert not left, f"{name} seed {seed}: {sorted({owners[k] for k in left})} hang in the air"


@pytest.mark.parametrize("name", NAMES)
def test_same_seed_same_object_other_seed_another(name: str) -> None:
    lot = lots(name)[4]

    def bytes_of(seed: int) -> list[bytes]:
        parts = make(name, lot, style("suburb"), generator(name, seed))
        return [p.name.encode() + p.material.model_dump_json().encode() + s.corners().tobytes() for p in parts for s in p.solids]

    assert bytes_of(1) == bytes_of(1)
    if name in PLANTS:
        assert bytes_of(1) != bytes_of(2)


@pytest.mark.parametrize("drop", [0.5, 1.2, 3.0])
@pytest.mark.parametrize("way", ["stone", "timber", "concrete", "steel"])
def test_bridge_is_flat_on_top_and_clear_below(way: str, drop: float) -> None:
    for width, depth, opening in ((8.0, 4.0, 5.6), (14.0, 7.0, 9.8), (5.0, 2.0, 0.0), (26.0, 9.0, 0.0)):
        lot = Lot(width, depth, drop=drop, opening=opening)
        parts = make("bridge", lot, bridged(way), generator("bridge", way))
        edge = max(0.42, 0.1 * depth)
        xs, ys = np.linspace(-width / 2 + 0.01, width / 2 - 0.01, 60), np.linspace(-depth / 2 + edge, depth / 2 - edge, 9)
        above = inside(parts, grid(xs, ys, np.array([0.001, 0.3, 1.0, 2.5])))
        assert not above.any()
        deck = inside(parts, grid(xs, ys, np.array([-0.085])))
        assert deck.all()
        top = max(float(s.corners()[:, 2].max()) for p in parts for s in p.solids)
        assert 0.5 < top <= 1.0
        flush = inside(parts, grid(np.array([-width / 2 + 1e-4, width / 2 - 1e-4]), ys, np.array([-0.03])))
        assert flush.all()
        if opening:
            under = grid(np.linspace(-opening / 2 * 0.6, opening / 2 * 0.6, 9), ys, np.array([-0.75 * drop]))
            assert not inside(parts, under).any()


@pytest.mark.parametrize(("width", "depth", "opening"), [(9.0, 3.4, 5.0), (16.0, 2.0, 8.0), (6.0, 1.6, 3.0), (24.0, 4.0, 11.0)])
def test_gate_leaves_its_opening_clear(width: float, depth: float, opening: float) -> None:
    for seed in range(4):
        parts = make("gate", Lot(width, depth, drop=0.4, opening=opening), style(THEMES[seed]), generator("gate", seed))
        half = opening / 2 - 1e-3
        road = grid(np.linspace(-half, half, 23), np.linspace(-depth / 2, depth / 2, 15), np.linspace(-0.39, 4.5, 24))
        assert not inside(parts, road).any()
        overhead = inside(parts, grid(np.array([0.0]), np.array([0.0]), np.linspace(4.6, 8.0, 60)))
        assert overhead.any(), "nothing spans the opening"


def test_linear_pieces_fill_their_length_and_agree() -> None:
    for name in ("fence", "hedge", "low_wall", "city_wall"):
        heights = []
        for seed, width in enumerate((4.0, 5.0, 17.0)):
            parts = make(name, Lot(width, kinds()[name].depth[0]), style("medieval"), generator(name, seed))
            p = np.vstack([s.corners() for r in parts for s in r.solids])
            assert p[:, 0].min() == pytest.approx(-width / 2, abs=0.01) and p[:, 0].max() == pytest.approx(width / 2, abs=0.01)
            heights.append(p[:, 2].max())
        assert np.ptp(heights) < 0.05, f"{name} pieces differ in height: {heights}"


def test_seasons_and_wishes_colour_the_leaves() -> None:
    lot = Lot(4.0, 4.0)
    wish = make("maple", lot, style("suburb"), generator("wish"), color="#123456")
    assert next(p for p in wish if p.name == "crown").material.color == "#123456"

    def red(variant: str) -> float:
        crown = next(p for p in make("maple", lot, style("suburb", variant), generator("season", 3)) if p.name == "crown")
        return int(crown.material.color[1:3], 16) - int(crown.material.color[3:5], 16)

    assert red("autumn") > 60
    assert any(p.name == "blossom" for p in make("fruit_tree", Lot(3.0, 3.0), style("suburb", "spring"), generator("spring")))


def test_tall_trees_are_taller_than_bushes_and_stand_on_one_trunk() -> None:
    for name in ("oak", "birch", "pine", "fir", "palm", "willow", "poplar", "maple"):
        for seed in range(3):
            lot = lots(name)[4]
            parts = built(name, lot, seed)
            height = max(float(s.corners()[:, 2].max()) for p in parts for s in p.solids)
            assert 3.8 < height < 11.0, f"{name} {height}"
            feet = np.vstack([s.corners() for p in parts for s in p.solids])
            feet = feet[feet[:, 2] < 0.3]
            assert np.abs(feet[:, :2]).max() < 0.85, f"{name} reaches the ground {np.abs(feet[:, :2]).max()} m from its trunk"
