"""One GLB for engines: y up, metres, City / Tile / Object / Part, one node and one pivot each."""

from __future__ import annotations

import re
from hashlib import blake2b
from pathlib import Path
from typing import Any, Iterable

import numpy as np

from cityscape import __version__
from cityscape.errors import InputError, SceneError
from cityscape.export.gltf import INDICES, VERTICES, Gltf, colors16, indices
from cityscape.export.materials import STRENGTH, pbr
from cityscape.export.normals import creases, shade
from cityscape.world.frames import quaternion_y_up, scale_y_up, to_y_up
from cityscape.world.material import Material
from cityscape.world.part import Part, Thing
from cityscape.world.plan import Plan
from cityscape.world.pose import Pose
from cityscape.world.records import Cell, Record
from cityscape.world.tile import Scene, Tile


class ExportReport(Record):
    """What an exported file holds. `meshes` is less than `parts` where parts are alike and share one."""

    path: str
    bytes: int
    sha256: str
    tiles: int
    objects: int
    parts: int
    meshes: int
    materials: int
    vertices: int
    triangles: int


def export_glb(source: Scene | Iterable[Tile], path: str | Path, *, normals: bool = True, plan: Plan | None = None) -> ExportReport:
    """Write a city as one GLB file.

    Parameters
    ----------
    source : a scene, or its tiles one after the other; each is let go once it is written.
    path : the file to put in place, ending in .glb; an older one is replaced at the end.
    normals : split vertices along creases and store normals; without them engines shade each face flat.
    plan : what the root node tells of the prompt and seed; a scene brings its own.

    Notes
    -----
    Nodes are named ``City``, ``Tile_i_j``, ``Tile_i_j__object``, ``Tile_i_j__object__part``; their extras
    hold the stable ids, labels, materials and cells. Vertices and poses are converted to y up, so no node
    carries a correction, and each pivot is the middle of its object's or part's base.
    The same tiles give the same bytes.
    """
    target = Path(path)
    if target.suffix.lower() != ".glb":
        raise InputError(f"cannot export to {target.name!r}: the file's name must end in .glb")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with Gltf(target.parent) as gltf:
            city = _City(gltf, normals=normals)
            tiles = [city.tile(t) for t in (_in_order(source) if isinstance(source, Scene) else source)]
            if not tiles:
                raise InputError("there is nothing to export: the scene has no finished tile")
            root: dict[str, Any] = {"name": "City", "children": tiles, "extras": {"kind": "city"}}
            known = source.plan if isinstance(source, Scene) else plan
            if known is not None:
                root["extras"] |= {"prompt": known.prompt, "seed": known.seed, "tile_size": known.tile_size}
            gltf.add("scenes", {"name": "City", "nodes": [gltf.add("nodes", root)]})
            head: dict[str, Any] = {"asset": {"version": "2.0", "generator": f"cityscape {__version__}"}}
            if city.glows:
                head["extensionsUsed"] = [STRENGTH]
            size, digest = gltf.write(target, head=head | {"scene": 0})
    except OSError as e:
        raise SceneError(f"cannot write {target}: {e.strerror or e}") from e
    return ExportReport(
        path=str(target),
        bytes=size,
        sha256=digest,
        tiles=len(tiles),
        objects=city.objects,
        parts=city.parts,
        meshes=gltf.count["meshes"],
        materials=gltf.count["materials"],
        vertices=city.vertices,
        triangles=city.triangles,
    )


def tile_name(cell: Cell) -> str:
    """The node name of a tile."""
    return f"Tile_{cell[0]}_{cell[1]}"


def node_name(cell: Cell, id: str) -> str:
    """The node name of an object or part from its id: letters, digits, "_" and "-" only.

    Godot makes bodies, wheels and the like out of nodes whose names end in certain words; those get a tail.
    """
    name = f"{tile_name(cell)}__{re.sub(r'[^A-Za-z0-9_-]', '_', id)}"
    return name + "_" if _GODOT.search(name.lower()) else name


_GODOT = re.compile(r"[-_](col|colonly|convcol|convcolonly|noimp|occ|occonly|navmesh|vehicle|wheel|rigid|loop|cycle)$")


def _in_order(scene: Scene) -> Iterable[Tile]:
    for cell in scene.plan.cells:
        if cell in scene.tiles:
            yield scene.tiles[cell]


class _City:
    """Writes tiles and remembers only which materials and meshes there already are."""

    def __init__(self, gltf: Gltf, *, normals: bool) -> None:
        self.gltf, self.normals = gltf, normals
        self._materials: dict[tuple[Material, bool], int] = {}
        self._meshes: dict[bytes, int] = {}
        self.objects = self.parts = self.vertices = self.triangles = 0
        self.glows = False

    def tile(self, tile: Tile) -> int:
        """Write a tile; returns its node."""
        meshes = self._tile_meshes(tile)
        objects, names = [], set[str]()
        for thing in tile.things:
            parts = []
            for p in thing.parts:
                extras: dict[str, Any] = {"kind": "part", "id": p.id, "name": p.name, "label": p.label, "object": thing.id}
                extras |= {"material": p.material.name, "cell": list(tile.cell)}
                parts.append(self._node(_free(node_name(tile.cell, p.id), names), p.pose, extras, mesh=meshes[id(p)]))
            extras = {"kind": "object", "id": thing.id, "name": thing.name, "object_kind": thing.kind, "cell": list(tile.cell)}
            objects.append(self._node(_free(node_name(tile.cell, thing.id), names), thing.pose, extras, children=parts))
            self.parts += len(parts)
        self.objects += len(objects)
        place = Pose(position=tile.origin)
        extras = {"kind": "tile", "cell": list(tile.cell), "land_use": tile.brief.land_use, "text": tile.brief.text, "seed": tile.seed}
        extras["licences"] = list(tile.provenance.licences)
        return self._node(tile_name(tile.cell), place, extras, children=objects)

    def _node(self, name: str, pose: Pose, extras: dict[str, Any], *, mesh: int | None = None, children: list[int] | None = None) -> int:
        node: dict[str, Any] = {"name": name}
        if any(pose.position):
            node["translation"] = [float(x) + 0.0 for x in to_y_up(np.array(pose.position))]
        if pose.rotation != (0.0, 0.0, 0.0, 1.0):
            q = np.array(quaternion_y_up(pose.rotation))
            node["rotation"] = [float(x) + 0.0 for x in q / np.linalg.norm(q)]
        if pose.scale != (1.0, 1.0, 1.0):
            node["scale"] = list(scale_y_up(pose.scale))
        if mesh is not None:
            node["mesh"] = mesh
        if children:
            node["children"] = children
        return self.gltf.add("nodes", node | {"extras": extras})

    def _material(self, p: Part) -> int:
        key = (p.material, p.mesh.colors is not None)
        if key not in self._materials:
            self._materials[key] = self.gltf.add("materials", pbr(p.material, colored=key[1]))
            self.glows |= p.material.emission > 1 and not key[1]
        return self._materials[key]

    def _tile_meshes(self, tile: Tile) -> dict[int, int]:
        """Write the meshes that are new, all in two buffer views; returns `id(part)` -> mesh."""
        known: dict[int, int] = {}
        new: dict[bytes, Part] = {}
        keys: dict[int, bytes] = {}
        for thing, p in tile.parts():
            _check(tile.cell, thing, p)
            h = blake2b(digest_size=16)
            for data in (p.mesh.vertices, p.mesh.faces):
                h.update(np.int64(len(data)).tobytes() + data.tobytes())
            if p.mesh.colors is not None:
                h.update(p.mesh.colors.tobytes())
            h.update(self._material(p).to_bytes(4, "little"))
            keys[id(p)] = h.digest()
            if h.digest() not in self._meshes:
                new.setdefault(h.digest(), p)
        if new:
            self._meshes.update(zip(new, self._write(list(new.values()), tile.cell), strict=True))
        known.update({k: self._meshes[d] for k, d in keys.items()})
        return known

    def _write(self, parts: list[Part], cell: Cell) -> list[int]:
        count = [len(p.mesh.faces) for p in parts]
        start = np.cumsum([0] + [len(p.mesh.vertices) for p in parts])
        first = np.cumsum([0] + count)
        v = np.concatenate([p.mesh.vertices for p in parts])
        f = np.concatenate([p.mesh.faces.astype(np.int64) + s for p, s in zip(parts, start, strict=False)])
        normal, source = None, np.arange(len(v))
        if self.normals:
            shaded = shade(v, f, crease=creases([p.material.pattern for p in parts], count))
            v, f, normal = v[shaded.source], shaded.faces, np.ascontiguousarray(to_y_up(shaded.normals), np.float32) + np.float32(0)
            start, source = np.searchsorted(shaded.source, start), shaded.source
        position = np.ascontiguousarray(to_y_up(v), np.float32) + np.float32(0)
        faces = [indices(f[a:b] - s, e - s) for a, b, s, e in zip(first, first[1:], start, start[1:], strict=False)]
        chunks, at = [], [0]
        for x in faces:
            chunks.append(x.tobytes() + bytes(-x.nbytes % 4))
            at.append(at[-1] + len(chunks[-1]))
        gltf = self.gltf
        points = gltf.view(position.tobytes() + (b"" if normal is None else normal.tobytes()), target=VERTICES, stride=12)
        index = gltf.view(b"".join(chunks), target=INDICES)
        first_vertex = np.cumsum([0] + [len(p.mesh.vertices) for p in parts])
        colors = {
            k: colors16(p.mesh.colors[source[start[k] : start[k + 1]] - first_vertex[k]])
            for k, p in enumerate(parts)
            if p.mesh.colors is not None
        }
        tints, at_color = -1, 0
        if colors:
            tints = gltf.view(b"".join(c.tobytes() for c in colors.values()), target=VERTICES, stride=8)
        out = []
        for k, p in enumerate(parts):
            a, b = int(start[k]), int(start[k + 1])
            attributes = {"POSITION": gltf.accessor(points, 12 * a, position[a:b], bounds=True)}
            if normal is not None:
                attributes["NORMAL"] = gltf.accessor(points, 12 * (len(position) + a), normal[a:b])
            if k in colors:
                attributes["COLOR_0"] = gltf.accessor(tints, at_color, colors[k])
                at_color += colors[k].nbytes
            primitive = {"attributes": attributes, "indices": gltf.accessor(index, at[k], faces[k]), "material": self._material(p)}
            out.append(gltf.add("meshes", {"name": node_name(cell, p.id), "primitives": [primitive]}))
        self.vertices += len(position)
        self.triangles += len(f)
        return out


def _check(cell: Cell, thing: Thing, p: Part) -> None:
    m = p.mesh
    if not len(m.faces) or not len(m.vertices) or m.faces.min() < 0 or m.faces.max() >= len(m.vertices):
        raise InputError(f"part {p.id!r} of {thing.id!r} in tile {cell} has no faces, or faces that point nowhere: leave it out or mend it")
    if not np.isfinite(m.vertices).all():
        raise InputError(f"part {p.id!r} of {thing.id!r} in tile {cell} has vertices that are not finite numbers")


def _free(name: str, names: set[str]) -> str:
    """The name, or with a number where another node of the tile has it."""
    k, out = 2, name
    while out in names:
        out, k = f"{name}_{k}", k + 1
    names.add(out)
    return out
