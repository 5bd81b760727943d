"""Foreign files made by hand: a small town of nodes, a damaged GLB, an OBJ; and the CC0 models of the tests."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import trimesh
from trimesh.visual.material import PBRMaterial
from trimesh.visual.texture import TextureVisuals

CC0 = Path(__file__).parents[1] / "learn" / "quaternius"
"""Models of Quaternius, CC0 (LICENSE.txt beside them)."""


def coloured(mesh: trimesh.Trimesh, name: str, rgba: tuple[float, ...], **more: object) -> trimesh.Trimesh:
    mesh.visual = TextureVisuals(material=PBRMaterial(name=name, baseColorFactor=[*rgba], metallicFactor=0.0, roughnessFactor=0.5, **more))
    return mesh


def town() -> trimesh.Scene:
    """y up: a closed ground of 60 x 30 m, a house of two parts turned by 30 degrees, a mirrored car, and a lamp under an empty node."""
    t = trimesh.transformations
    scene = trimesh.Scene(base_frame="world")
    scene.graph.update(frame_to="RootNode", matrix=np.eye(4))

    def add(mesh: trimesh.Trimesh, name: str, parent: str, matrix: np.ndarray) -> None:
        scene.add_geometry(mesh, node_name=name, geom_name=name, parent_node_name=parent, transform=matrix)

    ground = coloured(trimesh.creation.box((60, 1, 30)), "Grass", (0.1, 0.4, 0.1, 1))
    add(ground, "Ground", "RootNode", t.translation_matrix((30, -0.5, -15)))
    house = t.translation_matrix((8, 0, -6)) @ t.rotation_matrix(np.pi / 6, (0, 1, 0))
    scene.graph.update(frame_to="House.001", frame_from="RootNode", matrix=house)
    add(coloured(trimesh.creation.box((6, 3, 5)), "Plaster", (0.8, 0.7, 0.6, 1)), "Walls", "House.001", t.translation_matrix((0, 1.5, 0)))
    roof = t.translation_matrix((0, 3.5, 0)) @ t.rotation_matrix(0.3, (1, 0, 0))
    add(coloured(trimesh.creation.box((7, 1, 6)), "RoofTiles", (0.5, 0.1, 0.1, 1)), "Roof", "House.001", roof)
    mirror = t.translation_matrix((45, 0.5, -20)) @ np.diag([-1, 1, 1, 1])
    add(coloured(trimesh.creation.box((4, 1, 2)), "Paint", (0.1, 0.1, 0.8, 1)), "car/red", "RootNode", mirror)
    glow = coloured(trimesh.creation.icosphere(1, 0.3), "Bulb", (1, 1, 0.5, 1), emissiveFactor=[1, 1, 0.5])
    add(glow, "Street Lamp", "RootNode", t.translation_matrix((30, 4, -10)))
    return scene


def write(scene: trimesh.Scene, path: Path) -> Path:
    path.write_bytes(bytes(trimesh.exchange.gltf.export_glb(scene)))
    return path


def patched(path: Path, to: Path, change: object) -> Path:
    """A copy of a GLB whose JSON went through `change`."""
    data = path.read_bytes()
    n = int.from_bytes(data[12:16], "little")
    head = json.loads(data[20 : 20 + n])
    change(head)  # type: ignore[operator]
    text = json.dumps(head).encode()
    text += b" " * (-len(text) % 4)
    rest = data[20 + n :]
    to.write_bytes(b"glTF" + np.array([2, 20 + len(text) + len(rest), len(text)], "<u4").tobytes() + b"JSON" + text + rest)
    return to
