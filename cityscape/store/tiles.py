"""A tile as its record and assets, and back; meshes that came from disk and did not change keep their file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Iterable
from weakref import WeakKeyDictionary

from cityscape.errors import SceneError
from cityscape.store import disk, glb, pictures
from cityscape.store.records import PartRecord, ThingRecord, TileRecord, plain, short
from cityscape.world.material import Material
from cityscape.world.mesh import Mesh
from cityscape.world.part import Part, Thing
from cityscape.world.plan import SCHEMA
from cityscape.world.theme import Style
from cityscape.world.tile import Tile


@dataclass(frozen=True)
class Source:
    """Where a mesh came from: a GLB asset, its node there, and how many nodes that asset has."""

    asset: str
    node: str
    nodes: int


Known = WeakKeyDictionary[Mesh, Source]
"""The meshes that were read from a scene's assets, so that an edit writes only what it made."""


def write(assets: Path, tile: Tile, known: Known) -> dict[str, Any]:
    """Store a tile's meshes and pictures; returns its record as JSON data, which is not stored yet.

    Assets of which an edit leaves less than half are written anew, without what it dropped.
    """
    check_ids(tile.things, f"tile {tile.cell}")
    meshes = [p.mesh for _, p in tile.parts()]
    sources = {m: s for m in meshes if (s := known.get(m))}
    used = Counter(asset for asset, _ in {(s.asset, s.node) for s in sources.values()})
    there = {asset for asset in used if (assets / asset).is_file()}  # one that nothing reached may have been cleared away
    kept = {m: s for m, s in sources.items() if s.asset in there and 2 * used[s.asset] >= s.nodes}
    fresh = tuple(replace(t, parts=parts) for t in tile.things if (parts := tuple(p for p in t.parts if p.mesh not in kept)))
    count = sum(len(t.parts) for t in fresh)
    if count:
        name = disk.write_asset(assets, glb.encode(fresh), ".glb")
        for t in fresh:
            for p in t.parts:
                kept.setdefault(p.mesh, Source(name, p.id, count))
                known[p.mesh] = kept[p.mesh]
    picture = pictures.write(assets, tile.painting) if tile.painting is not None else None
    disk.sync_folder(assets)
    of = Counter(kept[m].asset for m in meshes)
    main = min(of, key=lambda a: (-of[a], a), default=None)
    materials, things = _plain(tile.things, kept, main)
    data: dict[str, Any] = {
        "schema_version": SCHEMA,
        "brief": plain(tile.brief.model_copy(update={"style": None})),
        "seed": tile.seed,
        **({"locked": True} if tile.locked else {}),
        "provenance": plain(tile.provenance),
        "painting": plain(picture) if picture else None,
        "mesh": main,
        "materials": materials,
        "things": things,
    }
    return data


def read(assets: Path, record: TileRecord, *, style: Style | None, painting: bool, user: str, file: Path, known: Known) -> Tile:
    """The tile of a record, checked against its assets; `user` says in errors who needs them and what to do."""
    meshes: dict[tuple[str, str], Mesh] = {}
    for asset in assets_of_meshes(record):
        try:
            decoded = glb.decode(disk.read_asset(assets, asset, user=user))
        except SceneError as e:
            raise e if user in str(e) else SceneError(f"asset {asset}: {e}; {user}") from e
        for node, mesh in decoded.items():
            meshes[asset, node] = mesh
            known[mesh] = Source(asset, node, len(decoded))
    picture = record.painting if painting else None
    return Tile(
        brief=record.brief.model_copy(update={"style": style}),
        things=_things(record, meshes, file),
        seed=record.seed,
        painting=pictures.read(assets, picture, user=user) if picture else None,
        provenance=record.provenance,
        locked=record.locked,
    )


def assets_of(record: TileRecord) -> tuple[str, ...]:
    """Names of the assets that a record refers to, meshes first."""
    return (*assets_of_meshes(record), *(pictures.names_of(record.painting) if record.painting else ()))


def assets_of_meshes(record: TileRecord) -> tuple[str, ...]:
    """Names of the GLB assets that a record refers to, each once."""
    found = (a for t in record.things for p in t.parts if (a := p.asset))
    return tuple(dict.fromkeys(a for a in (record.mesh, *found) if a))


def check_ids(things: Iterable[Thing | ThingRecord], where: str) -> None:
    """Raise `SceneError` where two objects or parts have one id."""
    seen: set[str] = {glb.ROOT, "world"}
    for t in things:
        for id in (t.id, *(p.id for p in t.parts)):
            if id in seen:
                raise SceneError(f"{where} uses the id {id!r} twice")
            seen.add(id)


def _plain(things: tuple[Thing, ...], kept: dict[Mesh, Source], main: str | None) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Materials, each once, and objects, as JSON data."""
    materials: dict[Material, int] = {}
    out = []
    for t in things:
        parts = []
        for p in t.parts:
            source = kept[p.mesh]
            record = PartRecord(
                id=p.id,
                name=p.name,
                label=p.label,
                material=materials.setdefault(p.material, len(materials)),
                pose=p.pose,
                node=source.node,
                asset=None if source.asset == main else source.asset,
                vertices=len(p.mesh.vertices),
                faces=len(p.mesh.faces),
                volume=float(f"{p.mesh.volume:.9g}"),
            )
            data = {**plain(record), "pose": short(p.pose)}
            parts.append({**data, "locked": True} if p.locked else {k: v for k, v in data.items() if k != "locked"})
        flag = {"locked": True} if t.locked else {}
        out.append({"id": t.id, "name": t.name, "kind": t.kind, **flag, "pose": short(t.pose), "parts": parts})
    return [plain(m) for m in materials], out


def _things(record: TileRecord, meshes: dict[tuple[str, str], Mesh], file: Path) -> tuple[Thing, ...]:
    """Objects with their meshes, after checking that record and meshes tell the same."""
    check_ids(record.things, f"{file} is damaged: it")
    out = []
    for t in record.things:
        parts = []
        for p in t.parts:
            m = meshes.get((p.asset or record.mesh or "", p.node))
            if m is None:
                raise SceneError(f"{file} is damaged: its meshes have no node {p.node!r} for part {p.id!r}")
            if (len(m.vertices), len(m.faces)) != (p.vertices, p.faces):
                raise SceneError(f"{file} is damaged: part {p.id!r} has {len(m.faces)} faces, its record says {p.faces}")
            if abs(m.volume - p.volume) > 1e-6 * max(1.0, abs(p.volume)):
                raise SceneError(f"{file} is damaged: part {p.id!r} has a volume of {m.volume:.6g} m3, its record says {p.volume:.6g}")
            if p.material >= len(record.materials):
                raise SceneError(f"{file} is damaged: part {p.id!r} wants material {p.material} of {len(record.materials)}")
            parts.append(Part(p.id, p.name, p.label, t.id, record.materials[p.material], m, p.pose, p.locked))
        out.append(Thing(t.id, t.name, t.kind, t.pose, tuple(parts), t.locked))
    return tuple(out)
