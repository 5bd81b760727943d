"""The nouns keep their promises: cameras invert, poses compose, meshes measure, plans agree with themselves."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from cityscape.grammar.themes import load_theme
from cityscape.plan import planner
from cityscape.world.brief import OPPOSITE, Brief, Crossing, Socket
from cityscape.world.mesh import Mesh
from cityscape.world.painting import ISO_ELEVATION, Camera
from cityscape.world.plan import Plan
from cityscape.world.pose import Pose
from cityscape.world.seeds import derive, generator
from cityscape.world.theme import Style
from partgen.solids import box


@pytest.fixture(scope="module")
def style() -> Style:
    return Style(theme=load_theme("medieval"))


def plan(style: Style, *briefs: Brief) -> Plan:
    return Plan(prompt="a test", style=style, briefs=briefs)


def test_rays_end_where_points_project() -> None:
    camera = Camera(azimuth=-30, elevation=40, target=(3, 4, 5), span=50, width=640, height=480)
    points = np.random.default_rng(0).uniform(-20, 20, (50, 3))
    column, row, depth = camera.project(points).T
    start, direction = camera.rays(column, row, start=100.0)
    assert start + direction * (100.0 + depth)[:, None] == pytest.approx(points)


def test_the_isometric_camera_stands_in_the_south_east_and_shows_equal_axes() -> None:
    camera = Camera(target=(0, 0, 0))
    assert camera.elevation == pytest.approx(35.264, abs=1e-3) and camera.elevation == ISO_ELEVATION
    back = camera.axes()[2]
    assert back[0] > 0 and back[1] < 0 and back[2] > 0
    x, y, z = (
        np.diff(camera.project(np.array([[0, 0, 0], [1, 0, 0]]))[:, :2], axis=0),
        *(np.diff(camera.project(np.array([[0, 0, 0], e]))[:, :2], axis=0) for e in ([0, 1, 0], [0, 0, 1])),
    )
    assert np.linalg.norm(x) == pytest.approx(np.linalg.norm(y)) == pytest.approx(np.linalg.norm(z))


def test_pose_scales_then_turns_then_moves() -> None:
    pose = Pose.standing(1, 2, 3, np.pi / 2).model_copy(update={"scale": (2.0, 1.0, 1.0)})
    assert pose.matrix() @ [1, 0, 0, 1] == pytest.approx([1, 4, 3, 1])


@pytest.mark.parametrize("bad", [{"scale": (1, 0, 1)}, {"rotation": (0, 0, 0, 2)}, {"position": (float("nan"), 0, 0)}])
def test_impossible_poses_are_refused(bad: dict) -> None:
    with pytest.raises(ValidationError):
        Pose(**bad)


def test_mesh_knows_volume_and_holes() -> None:
    mesh = Mesh(*box(2, 3, 4).mesh())
    assert mesh.watertight and mesh.volume == pytest.approx(24)
    assert not Mesh(mesh.vertices, mesh.faces[1:]).watertight
    assert Mesh(mesh.vertices, mesh.faces[:, ::-1]).volume == pytest.approx(-24)
    assert not Mesh(mesh.vertices, np.r_[mesh.faces, mesh.faces[:1]]).watertight


def test_seeds_never_change() -> None:
    assert derive(7, (1, 2), "tile", 0) == 7272167285806787153
    assert derive(7, (1, 2)) != derive(7, (2, 1)) != derive(71, 2)
    assert generator("a", 1).random() == generator("a", 1).random()


def test_plan_refuses_borders_that_disagree(style: Style) -> None:
    street = Socket(crossings=(Crossing(kind="street"),))
    with pytest.raises(ValidationError, match="sockets disagree"):
        plan(style, Brief(cell=(0, 0), sockets={"east": street}), Brief(cell=(1, 0)))
    with pytest.raises(ValidationError, match="corner heights disagree"):
        plan(style, Brief(cell=(0, 0), corners=(0, 1, 0, 0)), Brief(cell=(1, 0)))
    with pytest.raises(ValidationError, match="two briefs claim"):
        plan(style, Brief(cell=(0, 0)), Brief(cell=(0, 0)))
    with pytest.raises(ValidationError, match="above the base"):
        plan(style, Brief(cell=(0, 0), corners=(-2.8, 0, 0, 0)))


def test_graph_carries_briefs_and_sockets() -> None:
    p = planner("offline").plan("a medieval town by a river", grid=(3, 2), seed=1)
    g = p.graph()
    assert set(g.nodes) == set(p.cells) and g.number_of_edges() == 7
    for a, b, data in g.edges(data=True):
        side = next(s for s, c in p.neighbours(a).items() if c == b)
        assert data["socket"] == p.brief(a).sockets[side] == p.brief(b).sockets[OPPOSITE[side]]
        assert g.nodes[a]["brief"].style is not None
