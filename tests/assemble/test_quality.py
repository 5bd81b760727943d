"""Quality figures: composed tiles are good, and planted faults are named."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from valley import valley

from cityscape.assemble import quality
from cityscape.grammar.recipe import PartRecipe
from cityscape.grammar.solidify import thing
from cityscape.world.material import Material
from cityscape.world.mesh import Mesh
from cityscape.world.part import Thing
from cityscape.world.pose import Pose
from cityscape.world.tile import Tile
from partgen.solids import ball, box

STONE = Material(name="stone")


def block(id: str, *solids, at: tuple[float, float, float] = (0, 0, 0), yaw: float = 0.0) -> Thing:  # type: ignore[no-untyped-def]
    return thing(id, id, "block", Pose.standing(*at, yaw), [PartRecipe(f"body_{k}", "body", STONE, (s,)) for k, s in enumerate(solids)])


def tile_of(*things: Thing) -> Tile:
    return replace(valley().tiles[(0, 0)], things=things)


def test_composed_tiles_are_closed_and_keep_apart() -> None:
    for tile in valley().tiles.values():
        q = quality(tile)
        assert (q.open_parts, q.hollow_parts) == ((), ())
        assert q.largest_overlap <= 0.01, q.overlaps[:3]
        assert q.good
        assert q.objects == len(tile.things) and q.parts == sum(len(t.parts) for t in tile.things)


def test_overlap_is_the_exact_share_of_the_smaller_object() -> None:
    q = quality(tile_of(block("large", box(4, 4, 4)), block("small", box(1, 1, 1), at=(2, 0, 1)), block("far", box(1, 1, 1), at=(9, 0, 0))))
    assert len(q.overlaps) == 1 and not q.good
    assert q.overlaps[0].things == ("large", "small")
    assert q.overlaps[0].volume == pytest.approx(0.5) and q.overlaps[0].share == pytest.approx(0.5)


def test_parts_of_one_object_that_overlap_count_once() -> None:
    twice = block("twice", box(2, 2, 2), box(2, 2, 2))
    q = quality(tile_of(twice, block("cube", box(2, 2, 2), at=(1, 0, 0))))
    assert q.overlaps[0].volume == pytest.approx(4.0, rel=1e-6)


def test_touching_and_boxes_that_only_seem_to_meet_are_no_overlap() -> None:
    a = block("a", box(1, 1, 1))
    beside = block("b", box(1, 1, 1), at=(1, 0, 0))
    diagonal = block("c", ball(0.5, at=(0, 0, 0.5)), at=(-0.95, 0.95, 0))
    assert quality(tile_of(a, beside, diagonal)).overlaps == ()


def test_turned_and_scaled_objects_are_measured_in_place() -> None:
    a = block("a", box(2, 2, 2))
    b = replace(block("b", box(1, 1, 1)), pose=Pose(position=(1.5, 0, 0), scale=(2.0, 1.0, 1.0)))
    q = quality(tile_of(a, b))
    assert q.overlaps[0].volume == pytest.approx(0.5) and q.overlaps[0].share == pytest.approx(0.25)


def test_open_and_inside_out_parts_are_named() -> None:
    t = block("x", box(1, 1, 1))
    mesh = t.parts[0].mesh
    open_ = t.with_parts((replace(t.parts[0], mesh=Mesh(mesh.vertices, mesh.faces[1:])),))
    turned = t.with_parts((replace(t.parts[0], mesh=Mesh(mesh.vertices, mesh.faces[:, ::-1])),))
    assert quality(tile_of(open_)).open_parts == ("x__body_0",)
    q = quality(tile_of(turned))
    assert q.open_parts == () and q.hollow_parts == ("x__body_0",) and not q.good
    assert np.isclose(mesh.volume, 1)
