"""`Foreign`: what is in a 3D file that somebody else made: nodes, surfaces, materials, and textures as colours at the corners.

Frame: the scene's, z up, metres. Source: glTF 2.0 specification; trimesh reads the buffers, the rest is taken from the file's JSON.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from cityscape.edit.coats import Coat, coat_of, coats_of_gltf
from cityscape.edit.names import legal
from cityscape.errors import InputError
from cityscape.world.frames import apply, matrix_z_up, to_z_up
from cityscape.world.material import Material

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Up = Literal["y", "z"]

SUFFIXES = (".glb", ".gltf", ".obj", ".ply", ".stl", ".off", ".3mf")
"""What can be read."""
READABLE = frozenset(
    {"KHR_texture_transform", "KHR_materials_unlit", "KHR_materials_pbrSpecularGlossiness", "KHR_materials_emissive_strength",
     "KHR_lights_punctual", "KHR_materials_transmission", "KHR_materials_ior", "KHR_materials_specular", "KHR_materials_clearcoat",
     "KHR_materials_volume", "KHR_materials_sheen", "EXT_texture_webp", "KHR_materials_variants", "KHR_xmp_json_ld"}
)  # fmt: skip
"""glTF extensions that a file may require and still be read here."""


@dataclass(frozen=True, eq=False)
class Node:
    """A node of a file: its name, the node above it, and its frame (4, 4) in the scene's, z up, metres.

    raw : what glTF says of it (translation, rotation, scale, extras...), as it stands in the file.
    """

    name: str
    parent: Node | None = None
    matrix: Floats = field(default_factory=lambda: np.eye(4))
    raw: dict[str, Any] = field(default_factory=dict)

    @property
    def extras(self) -> dict[str, Any]:
        """What the file's maker noted on the node."""
        found = self.raw.get("extras")
        return found if isinstance(found, dict) else {}

    def above(self) -> list[Node]:
        """The node and what is above it, the root first."""
        return [*(self.parent.above() if self.parent else []), self]


@dataclass(frozen=True, eq=False)
class Surface:
    """Faces of one node and one material.

    local : (f, 3, 3) float64, corners in the node's frame, z up. material : as far as one `Material` can say it.
    colors : (f, 3, 3) uint8 sRGB at the corners, or None where the material's colour is all.
    numbers : (f, 3) int64, the file's numbers of the corners; None where they were cut or sorted since.
    """

    node: Node
    local: Floats
    material: Material
    colors: NDArray[np.uint8] | None = None
    numbers: Ints | None = None

    @cached_property
    def corners(self) -> Floats:
        """(f, 3, 3) float64: the corners in the scene's frame, counter-clockwise seen from outside though the node be mirrored."""
        out = apply(self.node.matrix, self.local.reshape(-1, 3)).reshape(-1, 3, 3)
        return out[:, ::-1] if self.mirrored else out

    @property
    def mirrored(self) -> bool:
        """Whether the node's frame is a mirror's."""
        return bool(np.linalg.det(self.node.matrix[:3, :3]) < 0)

    @property
    def seen(self) -> NDArray[np.uint8] | None:
        """`colors` in the order of `corners`."""
        return self.colors[:, ::-1] if self.colors is not None and self.mirrored else self.colors


@dataclass(frozen=True, eq=False)
class Foreign:
    """A file: its surfaces in order, and what could not be taken over, a line each."""

    path: Path
    surfaces: tuple[Surface, ...]
    notes: tuple[str, ...] = ()

    @property
    def roots(self) -> tuple[Node, ...]:
        """The nodes with nothing above them that have surfaces on or below them."""
        return tuple(dict.fromkeys(s.node.above()[0] for s in self.surfaces))


def read(path: str | Path, *, up: Up = "y", scale: float = 1.0) -> Foreign:
    """Everything with faces in a file.

    Parameters
    ----------
    up : the file's vertical axis. scale : metres per unit of the file.

    Raises
    ------
    InputError : no such file, not of a known kind, damaged, without faces, with NaN, or with buffers that are missing.
    """
    file = Path(path)
    if up not in get_args(Up):
        raise InputError(f"up is {up!r}: say which axis of the file points up, y or z")
    if not (np.isfinite(scale) and 1e-6 <= scale <= 1e6):
        raise InputError(f"a scale of {scale} cannot be used: give the metres per unit of the file, such as 1 or 0.01")
    if not file.is_file():
        raise InputError(f"there is no file {file}: give a {', '.join(s[1:].upper() for s in SUFFIXES)} file, or a folder of them")
    if file.suffix.lower() not in SUFFIXES:
        raise InputError(f"{file.name} is no 3D file that can be read: give one of {', '.join(SUFFIXES)}")
    notes: list[str] = []
    try:
        scene, raws, coats = _gltf(file, notes) if file.suffix.lower() in (".glb", ".gltf") else _other(file)
        surfaces = _surfaces(scene, raws, coats, up=up, scale=scale)
    except InputError as e:
        raise e if file.name in str(e) else InputError(f"{file.name} {e}") from e
    except Exception as e:  # each of trimesh's readers fails in its own way
        said = (str(e).splitlines() or [""])[0][:120]
        raise InputError(f"{file.name} is damaged or no {file.suffix[1:].upper()} file ({type(e).__name__}: {said}): export it anew") from e
    if not surfaces:
        raise InputError(f"{file.name} has no faces: give a file with surfaces, not points, lines or an empty scene")
    return Foreign(file, tuple(surfaces), tuple(notes))


# -- glTF ----------------------------------------------------------------------------------------------
def _gltf(file: Path, notes: list[str]) -> tuple[Any, dict[str, dict[str, Any]], dict[str, Coat]]:
    """A glTF file's scene, its nodes' JSON and its materials' coats, both by the names that the scene has for them."""
    import io
    import json
    from urllib.parse import unquote

    import trimesh

    head, rest = _head(file)
    for need in head.get("extensionsRequired", ()):
        if need not in READABLE:
            hint = "decompress it first, for example with gltf-transform" if "compress" in need or "quant" in need else "export it without"
            raise InputError(f"needs the glTF extension {need}, which cannot be read here: {hint}")
    for kind in ("buffers", "images"):
        for entry in head.get(kind, ()):
            uri = entry.get("uri")
            if uri is None or uri.startswith("data:"):
                continue
            entry["uri"] = unquote(uri)
            if not (file.parent / entry["uri"]).is_file():
                if kind == "buffers":
                    raise InputError(f"wants its buffer {entry['uri']!r} beside it, which is not there: copy that file too")
                notes.append(f"{file.name}: its picture {entry['uri']!r} is not there, so its surfaces have their plain colours")
    if head.get("skins"):
        notes.append(f"{file.name}: its skeletons are left out; it stands as it was modelled")
    raws = _renamed(head)
    data = json.dumps(head).encode()
    data += b" " * (-len(data) % 4)
    if rest is not None:
        size = 12 + 8 + len(data) + len(rest)
        data = b"glTF" + np.array([2, size, len(data)], "<u4").tobytes() + b"JSON" + data + rest
    resolver = trimesh.resolvers.FilePathResolver(str(file))
    kind = "glb" if rest is not None else "gltf"
    scene = trimesh.load_scene(io.BytesIO(data), file_type=kind, resolver=resolver, process=False, merge_primitives=False)
    return scene, raws, coats_of_gltf(head)


def _head(file: Path) -> tuple[dict[str, Any], bytes | None]:
    """The JSON of a glTF file, and of a GLB the chunks behind it."""
    import json

    data = file.read_bytes()
    rest = None
    if data[:4] == b"glTF":
        if len(data) < 20 or int.from_bytes(data[8:12], "little") > len(data):
            raise InputError("is cut off: its header promises more bytes than there are; copy it again")
        size = int.from_bytes(data[12:16], "little")
        data, rest = data[20 : 20 + size], data[20 + size :]
    try:
        head = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        raise InputError(f"is damaged or no {file.suffix[1:].upper()} file: its JSON cannot be read; export it anew") from None
    if not isinstance(head, dict) or str(head.get("asset", {}).get("version", "")).split(".")[0] != "2":
        raise InputError("is no glTF 2.0 file: export it as glTF 2.0")
    return head, rest


def _renamed(head: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Give nodes, meshes and materials names that say which they are, each primitive a material; returns the nodes by theirs.

    A primitive whose picture lies on another set of texture coordinates gets those in the place of the first.
    """
    nodes, materials = head.setdefault("nodes", []), head.setdefault("materials", [])
    parents: dict[int, int] = {}
    for k, n in enumerate(nodes):
        for child in n.get("children", ()):
            if child in parents or not 0 <= child < len(nodes):
                raise InputError(f"is damaged: node {child} stands under two nodes, or is not there")
            parents[child] = k
    for k in parents:
        up, steps = k, 0
        while up in parents:
            up, steps = parents[up], steps + 1
            if steps > len(nodes):
                raise InputError(f"is damaged: node {k} stands under itself")
    if not head.get("scenes"):
        head["scenes"], head["scene"] = [{"nodes": [k for k in range(len(nodes)) if k not in parents]}], 0
    raws = {}
    left = [k for scene in reversed(head["scenes"]) for k in reversed(scene.get("nodes", ()))]
    while left:  # depth first, as the file has them
        k = left.pop()
        if not 0 <= k < len(nodes):
            raise InputError(f"is damaged: its scene has a node {k} that is not there")
        n = nodes[k]
        left += reversed(n.get("children", ()))
        raws[f"n{k}"] = {key: v for key, v in n.items() if key not in ("children", "mesh")} | {"name": n.get("name") or f"node_{k}"}
        n.pop("camera", None)  # trimesh drops nodes with one
    for k, n in enumerate(nodes):
        n["name"] = f"n{k}"
    sets = []
    for k, m in enumerate(materials):
        base = m.get("pbrMetallicRoughness", {}).get("baseColorTexture", {})
        sets.append(base.get("extensions", {}).get("KHR_texture_transform", {}).get("texCoord", base.get("texCoord", 0)))
        m["real_name"], m["name"] = m.get("name"), f"m{k}"
    materials.append({"name": f"m{len(materials)}", "real_name": None, "plain": True})
    for k, mesh in enumerate(head.get("meshes", ())):
        mesh["name"] = f"g{k}"
        for p in mesh["primitives"]:
            if not 0 <= p.setdefault("material", len(materials) - 1) < len(materials):
                raise InputError(f"is damaged: mesh {k} has a material that is not there")
            which = sets[p["material"]] if p["material"] < len(sets) else 0
            if which and f"TEXCOORD_{which}" in p["attributes"]:
                p["attributes"]["TEXCOORD_0"] = p["attributes"][f"TEXCOORD_{which}"]
    return raws


# -- other kinds -----------------------------------------------------------------------------------------
def _other(file: Path) -> tuple[Any, dict[str, dict[str, Any]], dict[str, Coat]]:
    import trimesh

    more: dict[str, Any] = {"split_objects": True, "group_material": True} if file.suffix.lower() == ".obj" else {}
    scene = trimesh.load_scene(file, process=False, **more)
    raws = {}
    for name in scene.graph.nodes_geometry:
        mesh = scene.geometry[scene.graph[name][1]]
        material = getattr(getattr(mesh.visual, "material", None), "name", None)
        said = name.removesuffix(f"_{material}") if more and material else name
        alone = len(scene.geometry) == 1 and (name.startswith("geometry_") or name == file.name)  # trimesh calls it after the file
        raws[name] = {"name": file.stem if alone else said or name}
    return scene, raws, {}


def _surfaces(scene: Any, raws: dict[str, dict[str, Any]], coats: dict[str, Coat], *, up: Up, scale: float) -> list[Surface]:
    out: list[Surface] = []
    nodes: dict[str, Node] = {}
    shape = np.diag([scale, scale, scale, 1.0])

    def node(name: str) -> Node | None:
        """The node of that name; primitives of a mesh, which trimesh hangs below its node, are the node itself."""
        if name == scene.graph.base_frame:
            return None
        if raws and name not in raws and (parent := scene.graph.transforms.parents.get(name)) in raws:
            name = parent
        if name not in nodes:
            parent = scene.graph.transforms.parents.get(name)
            matrix = np.asarray(scene.graph.get(name)[0], np.float64)
            if not np.isfinite(matrix).all():
                raise InputError(f"has a node {raws.get(name, {}).get('name', name)!r} whose transform is not finite")
            raw = raws.get(name, {"name": name})
            frame = shape @ (matrix_z_up(matrix) if up == "y" else matrix)
            nodes[name] = Node(legal(raw["name"], name), node(parent) if parent is not None else None, frame, raw)
        return nodes[name]

    order = {name: k for k, name in enumerate(raws)}
    rank = {name: k for k, name in enumerate(scene.geometry)}
    parents = scene.graph.transforms.parents
    names = sorted(scene.graph.nodes_geometry, key=lambda n: (order.get(n, order.get(parents.get(n), 0)), rank[scene.graph[n][1]]))
    for name in names:
        mesh = scene.geometry[scene.graph[name][1]]
        if not len(getattr(mesh, "faces", ())):
            continue
        own = node(name) or Node(legal(name))
        vertices, faces = np.asarray(mesh.vertices, np.float64), np.asarray(mesh.faces, np.int64)
        if faces.min() < 0 or faces.max() >= len(vertices):
            raise InputError(f"is damaged: a face of {own.name!r} names vertex {int(faces.max())} of {len(vertices)}")
        used = vertices[faces]
        if not np.isfinite(used).all():
            bad = int((~np.isfinite(used)).any((1, 2)).sum())
            raise InputError(f"has {bad} faces in {own.name!r} whose corners are NaN or infinite: repair it first")
        material, colors = coat_of(mesh.visual, faces, coats)
        out.append(Surface(own, np.asarray(to_z_up(used), np.float64) if up == "y" else used, material, colors, faces))
    return out
