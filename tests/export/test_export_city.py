"""A planned and composed town, exported: what a user gets."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from khronos import complaints

from cityscape.assemble import assemble
from cityscape.export import export_glb, node_name
from cityscape.plan import planner
from cityscape.sculpt import sculptor
from cityscape.world.frames import to_y_up
from cityscape.world.painting import Camera, Painting
from cityscape.world.part import placed
from cityscape.world.tile import Scene, Tile


@pytest.fixture(scope="module")
def town() -> Scene:
    plan = planner().plan("a medieval market town by a river", grid=(2, 1), seed=7)
    nothing = Painting(np.zeros((8, 8, 4), np.uint8), Camera(width=8, height=8))
    exact = sculptor("exact")
    made = ((b, tuple(exact.sculpt(nothing, b, seed=7))) for b in map(plan.brief, plan.cells))
    return assemble(plan, (Tile(brief=b, things=things, seed=7) for b, things in made))


@pytest.fixture(scope="module")
def path(town: Scene, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("town") / "town.glb"
    export_glb(town, path)
    return path


def test_round_trip_keeps_names_counts_volumes_and_places(town: Scene, path: Path) -> None:
    import trimesh

    loaded = trimesh.load(path)
    parts = {node_name(t.cell, p.id): (t, x, p) for t in town.tiles.values() for x, p in t.parts()}
    assert len(parts) > 200
    assert sorted(loaded.graph.nodes_geometry) == sorted(parts)
    faces = 0
    for name, (tile, thing, part) in parts.items():
        matrix, geometry = loaded.graph[name]
        mesh = loaded.geometry[geometry].copy().apply_transform(matrix)
        faces += len(mesh.faces)
        v, f = placed(thing, part)
        v = v + tile.origin
        np.testing.assert_allclose(mesh.bounds, np.array([to_y_up(v).min(0), to_y_up(v).max(0)]), atol=1e-4)
        middle = v.mean(0)
        a, b, c = (v[f[:, k]] - middle for k in range(3))
        volume = float(np.einsum("ij,ij->", a, np.cross(b, c)) / 6)
        assert volume > 0
        mesh.apply_translation(-mesh.bounds.mean(0))
        assert mesh.volume == pytest.approx(volume, rel=1e-3, abs=1e-5)
    assert faces == sum(len(p.mesh.faces) for _, _, p in parts.values())


def test_pivots_are_at_the_base(town: Scene) -> None:
    """A part is turned and lifted about the middle of its foot, an object about the ground it stands on."""
    for tile in town.tiles.values():
        for thing in tile.things:
            for part in () if thing.kind == "ground" else thing.parts:
                lo, hi = part.mesh.bounds
                np.testing.assert_allclose([*(lo + hi)[:2] / 2, lo[2]], 0, atol=1e-4)


def test_khronos_validator_finds_nothing_in_a_town(path: Path) -> None:
    found = complaints(path)
    if found is None:
        pytest.skip("needs node and npm's gltf-validator (npm install gltf-validator)")
    assert found == []
