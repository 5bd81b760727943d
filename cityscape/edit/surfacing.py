"""Recolour, material, texture: what parts are made of."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cityscape.edit.operations import ChangeMaterial, Recolour, Texture
from cityscape.edit.targets import each_part, fresh_name, said
from cityscape.errors import InputError
from cityscape.world.material import Material
from cityscape.world.mesh import Mesh
from cityscape.world.part import Part, Thing
from cityscape.world.tile import Tile

_FACING = {"x": 0, "y": 1, "z": 2}


def recolour(draft: Any, op: Recolour) -> str:
    """Give parts another colour; colours of their vertices go."""

    def change(tile: Tile, thing: Thing, part: Part) -> Part:
        m = part.material
        return dressed(tile, part, m.model_copy(update={"color": op.color, "color2": op.color2}), f"{_stem(m.name)}-{op.color[1:]}")

    return f"coloured {said(each_part(draft, op.target, change))} {op.color}"


def material(draft: Any, op: ChangeMaterial) -> str:
    """Change fields of the material of parts."""
    fields = op.fields()

    def change(tile: Tile, thing: Thing, part: Part) -> Part:
        new = part.material.model_copy(update=fields)
        bare = "color" in fields or "pattern" in fields
        name = op.name or f"{_stem(new.name)}-{new.color[1:]}{f'-{op.pattern}' if op.pattern else ''}"
        return dressed(tile, part, new, name, bare=bare)

    done = each_part(draft, op.target, change)
    return f"made {said(done)} of another material ({', '.join(f'{k} {v}' for k, v in fields.items())})"


def texture(draft: Any, op: Texture) -> str:
    """Lay a picture on parts as colours of their vertices."""
    picture = _picture(op.file)

    def change(tile: Tile, thing: Thing, part: Part) -> Part:
        size = np.abs(np.array(thing.pose.scale) * part.pose.scale)
        mesh = painted(part.mesh, picture, op, size)
        mean = _hex(mesh.colors) if mesh.colors is not None else part.material.color
        new = Material(
            name="painted", pattern="painted", color=mean, roughness=part.material.roughness, metallic=part.material.metallic, wear=0.0
        )
        return replace(dressed(tile, part, new, f"{op.file.stem[:40]}-{mean[1:]}", bare=False), mesh=mesh)

    return f"laid {op.file.name} on {said(each_part(draft, op.target, change))}"


def dressed(tile: Tile, part: Part, new: Material, name: str, *, bare: bool = True) -> Part:
    """The part in another material, whose name no other material of the tile has; `bare`: without colours of its vertices."""
    if bare and part.mesh.colors is not None:
        part = replace(part, mesh=Mesh(part.mesh.vertices, part.mesh.faces))
        if new.pattern == "painted":
            new = new.model_copy(update={"pattern": "plain"})
    others = {p.material for _, p in tile.parts()}
    name = name[:60]
    new = new.model_copy(update={"name": name})
    if new not in others:
        new = new.model_copy(update={"name": fresh_name(name, {m.name for m in others if m != new})})
    return replace(part, material=new)


def painted(mesh: Mesh, picture: NDArray[np.uint8], op: Texture, size: NDArray[np.float64]) -> Mesh:
    """The mesh, divided, with a picture's colours at its vertices.

    Parameters
    ----------
    picture : (h, w, 3) uint8 sRGB. size : (3,) how large a metre of the mesh is in the scene, along its axes.

    Each corner of a face takes the colour where the face's own side of the box puts it; a vertex the mean of its corners.
    """
    v, f = divided(mesh, op.detail, op.most, size)
    p = v * size
    lo, hi = p.min(0), p.max(0)
    tri = p[f]
    normal = np.cross(tri[:, 1] - tri[:, 0], tri[:, 2] - tri[:, 0])
    side = np.full(len(f), _FACING[op.axis]) if op.mapping == "planar" else np.abs(normal).argmax(1)
    sign = np.where(np.take_along_axis(normal, side[:, None], 1)[:, 0] < 0, -1.0, 1.0) if op.mapping == "box" else np.ones(len(f))
    across, up = np.array([1, 0, 0])[side], np.array([2, 2, 1])[side]
    flip = np.where(side == 1, -sign, sign)  # so that the picture reads from left to right on every side
    rows = np.arange(len(f))[:, None]
    a, b = tri[rows, np.arange(3), across[:, None]], tri[rows, np.arange(3), up[:, None]]
    h, w = picture.shape[:2]
    if op.size is None:
        span = np.maximum(hi - lo, 1e-9)
        u, t = (a - lo[across][:, None]) / span[across][:, None], (b - lo[up][:, None]) / span[up][:, None]
        u, t = np.clip(u, 0, 1 - 1e-9), np.clip(t, 0, 1 - 1e-9)
    else:
        u, t = (a - lo[across][:, None]) / op.size, (b - lo[up][:, None]) / (op.size * h / w)
    u = np.where(flip[:, None] < 0, -u, u) % 1.0
    color = picture[np.minimum(((1 - t % 1.0) * h).astype(int), h - 1), np.minimum((u * w).astype(int), w - 1)].astype(np.float64)
    total, count = np.zeros((len(v), 3)), np.zeros(len(v))
    np.add.at(total, f.ravel(), color.reshape(-1, 3))
    np.add.at(count, f.ravel(), 1)
    return Mesh(v.astype(np.float32), f, np.round(total / np.maximum(count, 1)[:, None]).astype(np.uint8))


def divided(mesh: Mesh, detail: float, most: int, size: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """Vertices (v, 3) and faces (f, 3) of the mesh with edges of at most `detail` metres, or of what `most` faces allow."""
    p = mesh.vertices.astype(np.float64) * size
    tri = p[mesh.faces]
    area = np.linalg.norm(np.cross(tri[:, 1] - tri[:, 0], tri[:, 2] - tri[:, 0]), axis=1).sum() / 2
    edge = max(detail, float(np.sqrt(area * 4 / most)))
    if mesh.watertight:
        import manifold3d as m3

        for _ in range(8):
            solid = m3.Manifold(m3.Mesh(p.astype(np.float32), mesh.faces.astype(np.uint32)))
            if solid.status() != m3.Error.NoError or solid.is_empty():
                break
            fine = solid.refine_to_length(edge)
            if fine.num_tri() <= 2 * most:
                out = fine.to_mesh()
                return np.asarray(out.vert_properties, np.float64)[:, :3] / size, np.asarray(out.tri_verts, np.int32)
            edge *= 1.5
    import trimesh

    v, f = p, mesh.faces.astype(np.int64)
    while 4 * len(f) <= most and np.linalg.norm(v[f] - v[np.roll(f, 1, axis=1)], axis=2).max() > edge:
        v, f = trimesh.remesh.subdivide(v, f)
    return np.asarray(v) / size, np.asarray(f, np.int32)


def _picture(file: Path) -> NDArray[np.uint8]:
    from PIL import Image

    try:
        with Image.open(file) as opened:
            if opened.width * opened.height > 64_000_000:
                raise InputError(f"{file} has {opened.width}x{opened.height} pixels: make it smaller than 8000x8000")
            opened.thumbnail((2048, 2048))
            return np.asarray(opened.convert("RGB"))
    except FileNotFoundError:
        raise InputError(f"there is no picture {file}: give the path of a PNG, JPEG or WebP file") from None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as e:
        raise InputError(f"{file} cannot be read as a picture ({e}): give a PNG, JPEG or WebP file") from e


def _stem(name: str) -> str:
    """A material's name without the colour in it."""
    return re.sub(r"-[0-9a-f]{6}(-.*)?$", "", name) or "material"


def _hex(colors: NDArray[np.uint8]) -> str:
    """The mean of colours (n, 3), `#rrggbb`."""
    r, g, b = (round(float(x)) for x in colors.mean(0))
    return f"#{r:02x}{g:02x}{b:02x}"
