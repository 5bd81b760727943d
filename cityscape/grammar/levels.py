"""Levels of the part hierarchy: the fine parts of a tile or room gathered into medium and coarse ones.

``fine``    the parts as recipes make them.
``medium``  in each object, parts of one group of the vocabulary are one part (a roof with its dormers, chimneys and ridge).
``object``  each object is one part.
``coarse``  as ``object``, but at most `MOST` parts stand in a tile or room: small ones join their like nearby.

Gathering (`gather`) needs only where objects stand and what their parts are called, so whoever has a tile as
solids or as a picture learns the same parts without meshes; `coarser` makes them as meshes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal, Sequence, get_args

import numpy as np
from numpy.typing import NDArray

from cityscape.errors import InputError
from cityscape.grammar.kinds import kinds
from cityscape.grammar.labels import vocabulary
from cityscape.grammar.solidify import merged_mesh
from cityscape.world.part import Part, Thing
from cityscape.world.pose import Pose

Level = Literal["coarse", "object", "medium", "fine"]
LEVELS: tuple[Level, ...] = get_args(Level)

MOST = 15
"""Most coarse parts of a tile or room, its ground included (as in AutoPartGen's data, where objects have at most as many)."""

OTHER_KIND, OTHER_SORT = 150.0, 1e8
"""What joining an oak with a birch, or with a cart, costs, as if they stood that many square metres farther apart."""

PLURAL = {
    "tree": "trees", "plant": "plants", "building": "buildings",
    "vehicle": "vehicles", "furniture": "furnishings", "structure": "structures",
}  # fmt: skip
IN_OBJECTS = {"land": "base", "roads": "base"}
IN_BUILDINGS = IN_OBJECTS | {"frame": "walls", "body": "walls"}
"""Timber framing belongs to the walls that it holds up, a yard to the foot of what stands in it."""


@dataclass(frozen=True, eq=False)
class Outline:
    """What gathering knows of an object: its id, name and kind, its box (2, 3) in the tile's frame, and its parts' ids and labels."""

    id: str
    name: str
    kind: str
    box: NDArray[np.float64]
    parts: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Bundle:
    """One part of a coarser level: its id, name and object, what the object is called, and the ids of the fine parts in it."""

    id: str
    name: str
    thing: str
    title: str
    kind: str
    label: str | None
    parts: tuple[str, ...]


def check_level(level: object) -> Level:
    """The level of that name; raises `InputError` for another."""
    if level not in LEVELS:
        raise InputError(f"there is no level of parts {level!r}: use one of {', '.join(LEVELS)}")
    return level  # type: ignore[return-value]


def outline_of(thing: Thing) -> Outline:
    """The outline of an object with meshes."""
    m = thing.pose.matrix()
    corners = []
    for p in thing.parts:
        t = m @ p.pose.matrix()
        corners.append(p.mesh.vertices.astype(float) @ t[:3, :3].T + t[:3, 3])
    v = np.concatenate(corners)
    return Outline(
        thing.id,
        thing.name,
        thing.kind,
        np.stack([v.min(0), v.max(0)]),
        tuple(p.id for p in thing.parts),
        tuple(p.label for p in thing.parts),
    )


def gather(outlines: Sequence[Outline], level: Level) -> list[Bundle]:
    """The parts of a level, in order; each fine part is in exactly one of them."""
    if level == "fine":
        raise ValueError("fine parts need no gathering")
    return [b for o in outlines for b in _medium(o)] if level == "medium" else _coarse(outlines, MOST if level == "coarse" else None)


def coarser(things: Sequence[Thing], level: Level) -> tuple[Thing, ...]:
    """The objects at a level: closed meshes, each the union of the parts gathered in it.

    A part of several materials carries the one with the largest surface; colours of the rest are lost, which is why the
    painter paints fine parts and only numbers them coarsely. A medium part is labelled as the largest of its parts of lowest detail.
    """
    if level == "fine":
        return tuple(things)
    owner = {p.id: (t, p) for t in things for p in t.parts}
    known = {t.id: t for t in things}
    parts: dict[str, list[Part]] = {}
    first: dict[str, Thing] = {}
    for b in gather([outline_of(t) for t in things], level):
        base = first.get(b.thing) or known.get(b.thing) or _stand(b, owner)
        first.setdefault(b.thing, Thing(b.thing, b.title, b.kind, base.pose, ()))
        parts.setdefault(b.thing, []).append(_merged(b, base.pose, [owner[k] for k in b.parts]))
    return tuple(t.with_parts(tuple(parts[k])) for k, t in first.items())


# -- medium ---------------------------------------------------------------------------------------------------------


def _medium(o: Outline) -> list[Bundle]:
    known = kinds().get(o.kind)
    other = {} if known is None else IN_BUILDINGS if known.category == "building" else IN_OBJECTS
    groups: dict[str, list[str]] = {}
    for part, label in zip(o.parts, o.labels, strict=True):
        group = vocabulary()[label].group
        groups.setdefault(other.get(group, group), []).append(part)
    return [Bundle(f"{o.id}__{g}", g, o.id, o.name, o.kind, None, tuple(p)) for g, p in groups.items()]


# -- object, coarse ---------------------------------------------------------------------------------------------------------


def sort_of(kind: str) -> str:
    """The coarse label of a kind: building, tree, plant, vehicle, furniture, structure; "ground" for what no recipe makes."""
    k = kinds().get(kind)
    if k is None:
        return "ground"
    return "tree" if k.category == "plant" and k.stand == "trunk" else k.category


def _coarse(outlines: Sequence[Outline], most: int | None) -> list[Bundle]:
    fixed = [k for k, o in enumerate(outlines) if sort_of(o.kind) == "ground"]
    loose = [k for k in range(len(outlines)) if k not in fixed]
    apart = [[k] for k in loose] if most is None else _clusters([outlines[k] for k in loose], loose, most - bool(fixed))
    clusters = ([fixed] if fixed else []) + apart
    out, count = [], Counter[str]()
    for c in sorted(clusters):
        members = [outlines[k] for k in c]
        parts = tuple(p for o in members for p in o.parts)
        o, sort = members[0], sort_of(members[0].kind)
        if len(members) == 1 or sort == "ground":
            out.append(Bundle(f"{o.id}__whole", o.kind, o.id, o.name, o.kind, sort, parts))
            continue
        alike = {m.kind for m in members} == {o.kind}
        word = PLURAL[sort]
        count[word] += 1
        id = f"{word}_{count[word]:02d}"
        out.append(Bundle(f"{id}__whole", word, id, id.replace("_", " "), o.kind if alike else word, sort, parts))
    return out


def _clusters(outlines: Sequence[Outline], index: list[int], most: int) -> list[list[int]]:
    """Ward's clustering of objects by plan and size within their sort: the cheapest two join until `most` are left.

    Joining costs (s t / (s + t)) (d^2 + strangeness), s and t the surfaces of the boxes, so what is small joins first.
    Source: Ward, "Hierarchical grouping to optimize an objective function", 1963.
    """
    groups = [[k] for k in index]
    if not groups:
        return groups
    box = np.round(np.stack([o.box for o in outlines]) * 20) / 20  # 5 cm: solids and meshes differ in the last bits
    edge = box[:, 1] - box[:, 0]
    size = edge[:, 0] * edge[:, 1] + (edge[:, 0] + edge[:, 1]) * edge[:, 2] + 1e-3
    middle = box.mean(1)[:, :2]
    sorts = np.unique([sort_of(o.kind) for o in outlines], return_inverse=True)[1]
    names = np.unique([o.kind for o in outlines], return_inverse=True)[1]
    while len(groups) > max(1, most):
        d = ((middle[:, None] - middle[None]) ** 2).sum(-1)
        d = d + OTHER_KIND * (names[:, None] != names[None]) + OTHER_SORT * (sorts[:, None] != sorts[None])
        cost = size[:, None] * size[None] / (size[:, None] + size[None]) * (d + 1e-3)
        cost[np.tril_indices(len(groups))] = np.inf
        a, b = np.unravel_index(int(cost.argmin()), cost.shape)
        w = size[a] + size[b]
        middle[a] = (middle[a] * size[a] + middle[b] * size[b]) / w
        names[a] = names[a] if size[a] >= size[b] else names[b]
        sorts[a] = sorts[a] if size[a] >= size[b] else sorts[b]
        size[a] = w
        groups[a] = sorted(groups[a] + groups[b])
        del groups[b]
        size, middle = np.delete(size, b), np.delete(middle, b, 0)
        names, sorts = np.delete(names, b), np.delete(sorts, b)
    return groups


# -- meshes ---------------------------------------------------------------------------------------------------------


def _stand(b: Bundle, owner: dict[str, tuple[Thing, Part]]) -> Thing:
    """The object that several become: it stands in the middle of them, at the lowest one's height."""
    at = np.array(list(dict.fromkeys(owner[k][0].pose.position for k in b.parts)))
    x, y = np.round(at[:, :2].mean(0), 3)
    return Thing(b.thing, b.title, b.kind, Pose.standing(float(x), float(y), float(at[:, 2].min())), ())


def _merged(b: Bundle, stand: Pose, members: list[tuple[Thing, Part]]) -> Part:
    area: dict[str, float] = {}
    meshes = []
    inverse = np.linalg.inv(stand.matrix())
    chief, rank = members[0][1], (4, 0.0)
    materials = {}
    for t, p in members:
        m = inverse @ t.pose.matrix() @ p.pose.matrix() if t.pose != stand else p.pose.matrix()
        v = p.mesh.vertices.astype(float) @ m[:3, :3].T + m[:3, 3]
        meshes.append((v, p.mesh.faces))
        a, c, d = (v[p.mesh.faces[:, k]] for k in range(3))
        surface = float(np.linalg.norm(np.cross(c - a, d - a), axis=1).sum())
        key = p.material.model_dump_json()
        materials[key] = p.material
        if p.label != "slab":  # it lies below everything
            area[key] = area.get(key, 0.0) + surface
        chief, rank = min((chief, rank), (p, (vocabulary()[p.label].detail or 3, -surface)), key=lambda x: x[1])
    mesh = merged_mesh(meshes)
    lo, hi = mesh.bounds.astype(np.float64)
    pivot = tuple(float(np.float32(x)) for x in ((lo[0] + hi[0]) / 2, (lo[1] + hi[1]) / 2, lo[2]))
    if b.kind == "ground":
        pivot = (0.0, 0.0, 0.0)  # as the fine ground's parts, whose borders are exact
    else:
        mesh = mesh.moved((-pivot[0], -pivot[1], -pivot[2]))
    material = materials[max(area or materials, key=lambda k: area.get(k, 0.0))]
    return Part(b.id, b.name, b.label or chief.label, b.thing, material, mesh, Pose(position=pivot))


def owners(bundles: Sequence[Bundle]) -> dict[str, int]:
    """Fine part id -> index of the bundle that holds it."""
    return {p: k for k, b in enumerate(bundles) for p in b.parts}
