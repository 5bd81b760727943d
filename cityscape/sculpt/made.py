"""`Made`: a learned part on its way from a mesh to a named, coloured part of an object that stands on its ground."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Sequence

import numpy as np
from numpy.typing import NDArray

from cityscape.sculpt.footing import Footing, drawn_out, rooted
from cityscape.sculpt.solid import apart
from cityscape.world.brief import Brief
from cityscape.world.frames import to_z_up
from cityscape.world.material import Material
from cityscape.world.mesh import Mesh
from cityscape.world.painting import Painting
from cityscape.world.part import Part, Thing
from cityscape.world.pose import Pose

if TYPE_CHECKING:
    from partgen.seen import Seen

Array = NDArray[np.float64]

BUILDING = "building"
"""Label of what always stands on the ground."""
BUILT = ("building", "structure", "wall", "roof", "tower", "dormer", "chimney", "parapet", "dome", "spire", "stairs", "plinth")
"""Labels of what has flat sides of one colour each."""
MOST = 24_000
"""Most faces that a part gets for the sake of its colours."""


@dataclass(frozen=True, eq=False)
class Made:
    """A part on its way: its mesh in the tile's frame, its region, its label, the voxel that it was made of in metres, ids."""

    mesh: Mesh
    region: int | None
    label: str
    voxel: float
    thing: str = ""
    part: str = ""


def standing(made: list[Made], seen: Seen | None, ground: Sequence[Thing], brief: Brief, painting: Painting, *, loose: bool) -> list[Made]:
    """Parts on the ground, within the tile and out of each other's way; with what is `seen`, drawn out to the borders they reach."""
    footing = Footing(ground, size=brief.size, base=brief.base)
    shown = None if seen is None else to_z_up(seen.points[:, :3].numpy().astype(float) * seen.size + seen.centre)
    region = None if seen is None else seen.region.numpy()
    out: list[Made] = []
    groups: dict[object, list[Made]] = {}
    for k, m in enumerate(made):
        if m.region is not None and shown is not None:
            m = replace(m, mesh=drawn_out(m.mesh, shown[region == m.region], brief.size))
        owner = painting.parts[m.region - 1].split("__")[0] if m.region is not None and painting.parts else k
        groups.setdefault(owner, []).append(m)
    for members in groups.values():
        members = [replace(m, mesh=rooted(m.mesh, footing, painting)) if m.label == BUILDING else m for m in members]
        stood = footing.stood([m.mesh for m in members], loose=loose or len(members) == 1)
        out += [replace(m, mesh=x) for m, x in zip(members, stood, strict=True)]
    cut = apart([m.mesh for m in out])
    return [replace(m, mesh=x) for m, x in zip(out, cut, strict=True) if x.watertight and x.volume > 1e-6]


def named(made: list[Made], painting: Painting) -> list[Made]:
    """Parts with ids: the mask's own where the painting has them, else numbered by label."""
    out, count = [], dict[str, int]()
    for m in made:
        if m.region is not None and painting.parts:
            part = painting.parts[m.region - 1]
            out.append(replace(m, thing=part.split("__")[0], part=part if "__" in part else f"{part}__whole"))
            continue
        count[m.label] = count.get(m.label, 0) + 1
        thing = f"{m.label}_{count[m.label]:02d}"
        out.append(replace(m, thing=thing, part=f"{thing}__whole"))
    return out


def coloured(made: list[Made], painting: Painting, brief: Brief, ground: Sequence[Thing], *, detail: float) -> list[Thing]:
    """Objects in the painting's colours; `detail` faces at most come up for each pixel, and no more than `MOST`."""
    from cityscape.sculpt.colours import Dye, Surface, albedo, region_of
    from cityscape.sculpt.division import dyed

    bare = _things(made)
    if not bare:
        return []
    colors = albedo(painting, brief, bare, ground)
    surface = Surface.of(painting.depth if painting.depth is not None else _front(made, painting)[0], painting.camera)
    owner = _front(made, painting)[1] if any(m.region is None for m in made) else None
    out = []
    for k, m in enumerate(made):
        mask = painting.mask == m.region if m.region is not None and painting.mask is not None else owner == k
        region = region_of(colors, np.asarray(mask), surface)
        if region is not None:
            more = min(MOST, int(detail * np.count_nonzero(mask)))
            m = replace(m, mesh=dyed(m.mesh, Dye(m.mesh, region, painting.camera, built=m.label in BUILT), more=more))
        out.append(m)
    return _things(out)


def _front(made: list[Made], painting: Painting) -> tuple[Array, NDArray[np.int64]]:
    """(h, w) depth of the parts, NaN where none is, and which of them is in front, -1 where none is."""
    from partgen.silhouette import raster

    h, w = painting.rgba.shape[:2]
    near, owner = np.full((h, w), -np.inf), np.full((h, w), -1)
    for k, m in enumerate(made):
        p = painting.camera.project(m.mesh.vertices)
        z = raster(np.c_[p[:, :2], -p[:, 2]][m.mesh.faces], h, w)
        owner[z > near] = k
        near = np.maximum(near, z)
    return np.where(np.isfinite(near), -near, np.nan), owner


def _things(made: list[Made]) -> list[Thing]:
    """Objects whose origin is the middle of their base, and their parts likewise."""
    groups: dict[str, list[Made]] = {}
    for m in made:
        groups.setdefault(m.thing, []).append(m)
    out = []
    for id, members in groups.items():
        lo = np.min([m.mesh.bounds[0] for m in members], axis=0).astype(float)
        hi = np.max([m.mesh.bounds[1] for m in members], axis=0).astype(float)
        origin = np.round([(lo[0] + hi[0]) / 2, (lo[1] + hi[1]) / 2, lo[2]], 4)
        parts = []
        for m in members:
            a, b = m.mesh.bounds.astype(float)
            pivot = np.round(np.array([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, a[2]]) - origin, 4)
            mesh = m.mesh.moved(-(origin + pivot))
            pose = Pose(position=tuple(float(x) for x in pivot))
            parts.append(Part(m.part, m.label.replace("_", " "), m.label, id, _material(m.mesh), mesh, pose))
        kind = re.sub(r"_\d+$", "", id)
        out.append(Thing(id, id.replace("_", " "), kind, Pose(position=tuple(float(x) for x in origin)), tuple(parts)))
    return out


def _material(mesh: Mesh) -> Material:
    if mesh.colors is None:
        return Material(name="unpainted", pattern="painted", color="#b0b0b0")
    from cityscape.sculpt.colours import GLOW

    r, g, b = (int(x) for x in np.round(mesh.colors.mean(0)))
    return Material(
        name="painted", pattern="painted", color=f"#{r:02x}{g:02x}{b:02x}", emission=0.0 if mesh.glow is None else GLOW, wear=0.0
    )
