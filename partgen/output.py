"""What a run leaves on disk: a GLB per part, one of all parts with a node each, and a JSON that says how they were made.

Files appear whole or not at all.  A run that was stopped leaves its state beside its parts and is gone on with from there.
Frame: glTF's, y up, as partgen's; vertices are those of the input's frame.
"""

from __future__ import annotations

import colorsys
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from partgen.autoregress import Part
from partgen.errors import PartgenError
from partgen.files import whole
from partgen.state import RunState
from partgen.state import save as save_state

if TYPE_CHECKING:
    import trimesh

COMBINED, RECORD, STATE = "combined.glb", "parts.json", "run.safetensors"


class Output:
    """A folder that fills with parts.

    Parameters
    ----------
    folder : new or empty, unless `resume`.
    resume : the folder holds a run that was stopped.
    """

    def __init__(self, folder: str | Path, *, resume: bool = False) -> None:
        self.folder = Path(folder)
        self.state_file = self.folder / STATE
        if resume and not self.state_file.is_file():
            raise PartgenError(f"{folder} holds no stopped run: start one without --resume")
        if not resume and self.folder.exists() and (not self.folder.is_dir() or any(self.folder.iterdir())):
            hint = "go on with the run in it with --resume, or " if self.state_file.is_file() else ""
            raise PartgenError(f"{folder} exists already and is not an empty folder: {hint}choose another with --out")
        self.folder.mkdir(parents=True, exist_ok=True)

    def add(self, part: Part) -> Path:
        """Write one part."""
        file = self.folder / f"{name_of(part.index)}.glb"
        write_bytes(file, glb([part]))
        return file

    def save(self, state: RunState) -> Path:
        """Keep the run as it stands."""
        return save_state(state, self.state_file)

    def ground(self, state: RunState) -> None:
        """Drop from a finished run what hovers, and write the parts again; one that hovers altogether goes."""
        from partgen.generator import to_input_frame
        from partgen.mesh import grounded

        meshes = grounded([part.mesh for part in state.parts])
        for part in state.parts:
            (self.folder / f"{name_of(part.index)}.glb").unlink(missing_ok=True)
        state.parts = [replace(part, mesh=mesh) for part, mesh in zip(state.parts, meshes, strict=True) if len(mesh.faces)]
        for part in state.parts:
            self.add(to_input_frame(part, state))

    def finish(self, parts: Sequence[Part], record: Mapping[str, Any]) -> Path:
        """Write what can only be written at the end; the stopped state goes."""
        if parts:
            write_bytes(self.folder / COMBINED, glb(parts))
        file = self.folder / RECORD
        write_bytes(file, (json.dumps(record, indent=1, sort_keys=True) + "\n").encode())
        self.state_file.unlink(missing_ok=True)
        return file


def name_of(index: int) -> str:
    """The name of a part's file and node."""
    return f"part_{index:03d}"


def colour(index: int) -> tuple[float, float, float]:
    """sRGB of a part, in [0, 1]: hues a golden ratio apart, so that neighbours in order differ."""
    return colorsys.hsv_to_rgb(index * 0.6180339887 % 1, 0.6, 0.92)


def glb(parts: Sequence[Part]) -> bytes:
    """A binary glTF with a node per part; the same parts give the same bytes."""
    import trimesh
    from trimesh.visual.material import PBRMaterial

    scene = trimesh.Scene()
    for part in parts:
        name = name_of(part.index)
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour(part.index)]
        material = PBRMaterial(name=name, baseColorFactor=[*linear, 1.0], metallicFactor=0.0, roughnessFactor=0.8)
        mesh = trimesh.Trimesh(np.asarray(part.mesh.vertices), np.asarray(part.mesh.faces), process=False)
        mesh.visual = trimesh.visual.TextureVisuals(material=material)
        scene.add_geometry(mesh, node_name=name, geom_name=name)
    out = io.BytesIO()
    scene.export(out, file_type="glb", include_normals=True)
    return out.getvalue()


def record(parts: Sequence[Part], state: RunState, *, provenance: Mapping[str, Any], inputs: Mapping[str, Any]) -> dict[str, Any]:
    """How the parts were made; holds no time and no machine, so that equal runs leave equal bytes.

    Parameters
    ----------
    parts : in the input's frame; state : the finished run.
    provenance : of the weights; inputs : role -> what was given.
    """
    from partgen import __version__

    return {
        "partgen": __version__,
        "mode": state.mode,
        "seed": state.seed,
        "options": asdict(state.options),
        "guidance": {"image": state.image_scale, "geometry": state.geometry_scale, "whole": state.whole_scale},
        "inputs": dict(inputs),
        "frame": {
            "centre": list(state.centre),
            "size": state.size,
            "of": "input mesh" if "mesh" in state.mode else "partgen: y up, [-1, 1]",
        },
        "weights": dict(provenance),
        "ended_by": state.finished,
        "attempts": state.log,
        "parts": [_described(part) for part in parts],
    }


def _described(part: Part) -> dict[str, Any]:
    mesh: trimesh.Trimesh = part.mesh
    return {
        "index": part.index,
        "name": name_of(part.index),
        "file": f"{name_of(part.index)}.glb",
        "region": part.region,
        "label": part.label,
        "seed": part.seed,
        "attempt": part.attempt,
        "vertices": len(mesh.vertices),
        "faces": len(mesh.faces),
        "bounds": np.asarray(mesh.bounds).round(6).tolist(),
        "watertight": bool(mesh.is_watertight),
    }


def write_bytes(file: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    with whole(file) as unfinished:
        unfinished.write_bytes(data)
