"""`Shown`: what a tile's painter is shown of a cell and its surroundings, and where it may paint.

The cell is seen through the isometric camera, all finished neighbours round it, on white. What of the neighbours in front hides the
cell is cut away (`cityscape.paint.slicing`). The cell itself is a clean slab: the brief's own ground, without colour. The plan's
sockets guide: `guided` has streets, rivers and walls in their colours on the slab, `lines` their edges.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Sequence

import numpy as np
from numpy.typing import NDArray

from cityscape.errors import InputError
from cityscape.grammar.compose import compose
from cityscape.grammar.levels import sort_of
from cityscape.look.render import Picture, picture
from cityscape.look.stage import Item, Stage, items_of
from cityscape.paint.slicing import column, sliced
from cityscape.world.brief import Brief
from cityscape.world.framing import tile_camera
from cityscape.world.material import Material
from cityscape.world.mesh import Mesh
from cityscape.world.painting import Camera, Context
from cityscape.world.part import Thing
from cityscape.world.records import Cell

Bool = NDArray[np.bool_]
Image = NDArray[np.uint8]

CLEAN = Material(name="clean slab", pattern="plain", color="#d6d2c8", wear=0.0)
"""What the clean slab is made of."""

GUIDES = frozenset({"bridge", "footbridge", "city_wall", "gate", "wall_tower"})
"""Kinds of objects that belong to what crosses borders; with the ground they are drawn as guidance."""

LINED = GUIDES | {"street", "pavement", "path", "water", "bank", "rail", "track"}
"""Labels and kinds round which guidance has lines."""

LINE = (40, 40, 44)
"""Colour of the guidance's lines, sRGB."""

GRID = 16
"""Pictures have edges of a multiple of this many pixels, as image models want them."""


@dataclass(frozen=True)
class Margins:
    """How a cell is framed and where it may be painted.

    reach : how many times wider than the tile's own the picture is where there are neighbours.
    room : height of what may be built, as a share of the tile's edge.
    rise : so many metres of it may stand in front of finished neighbours behind the cell; 0: their pixels stay as they are.
    overlap : so many pixels may be painted over finished neighbours all round. erode : so many are left free at the rim, before that.
    samples, ambient_occlusion : rays per pixel, as in `cityscape.look.render.picture`.
    """

    reach: float = 1.5
    room: float = 0.75
    rise: float = 0.0
    overlap: int = 0
    erode: int = 0
    samples: int = 3
    ambient_occlusion: int = 4


@dataclass(frozen=True, eq=False)
class Shown:
    """Pictures (h, w, 3) uint8 sRGB and masks (h, w) bool of one cell and its surroundings, all through one camera.

    camera : in the tile's frame. picture : neighbours and the clean slab. guided : the same with the plan's guidance on the slab.
    slab : (h, w, 4), the clean slab alone, transparent elsewhere. lines : edges of the guidance. ground : where the slab is seen.
    kept : where finished neighbours are seen. paint : what may be painted. window : left, top, right, bottom of the tile's own picture.
    """

    camera: Camera
    picture: Image
    guided: Image
    slab: Image
    lines: Bool
    ground: Bool
    kept: Bool
    paint: Bool
    window: tuple[int, int, int, int]

    @property
    def tile_camera(self) -> Camera:
        """The camera of the window."""
        left, top, right, bottom = self.window
        span = self.camera.span * (bottom - top) / self.camera.height
        return self.camera.model_copy(update={"span": span, "width": right - left, "height": bottom - top})

    def cropped(self, image: NDArray) -> NDArray:
        """What of a picture or mask is in the window."""
        left, top, right, bottom = self.window
        return np.ascontiguousarray(image[top:bottom, left:right])


def show(brief: Brief, context: Context, *, seed: int, size: int = 1024, margins: Margins | None = None) -> Shown:
    """What the painter of a cell is shown.

    Parameters
    ----------
    brief : the cell's, with its style. seed : the tile's: the ground is the one that sculptors stand things on.
    context : its `finished` neighbours are drawn, also those in front and diagonally.
    size : edge of the square picture, pixels, a multiple of `GRID`.

    Raises
    ------
    InputError : a size that image models cannot take.
    """
    m = margins or Margins()
    if size < 64 or size % GRID:
        raise InputError(f"pictures of {size} pixels cannot be painted: give a multiple of {GRID}, at least 64")
    low, high = _prism(brief, m.room * brief.size)
    camera, window = _framed(
        brief.size, np.r_[low, high, low - (0, 0, float(low[0, 2]) - brief.base)], size, m.reach if context.finished else 1.0
    )
    origin = np.array([brief.cell[0] * brief.size, brief.cell[1] * brief.size, 0.0])
    guides = [t for t in compose(brief, seed=seed) if sort_of(t.kind) == "ground" or t.kind in GUIDES]
    ground = [t for t in guides if sort_of(t.kind) == "ground"]

    own, _ = items_of([_bare(t) for t in ground], origin, 1)
    count = len(own)
    items = [replace(i, id=1) for i in own]
    for step, things in sorted(context.finished.items()):
        items += [replace(i, id=2) for i in _neighbour(step, things, brief, origin, low, camera)]
    alone = _drawn([replace(i, id=1) for i in own[:count]], brief, camera, origin, m)
    whole = _drawn(items, brief, camera, origin, m) if context.finished else alone
    guides = [_without_pads(t) for t in guides]
    labelled, lined = _by_label(guides, items_of(guides, origin, 1)[0])
    plan = _drawn(labelled, brief, camera, origin, m)

    own_pixels, kept = whole.ids == 1, whole.ids == 2
    shown = _on_white(whole.rgba)
    lines = _edges(plan.ids, lined) & ~kept
    over = (plan.ids > 0) & ~kept
    guided = shown.copy()
    guided[over] = _on_white(plan.rgba)[over]
    guided[lines] = LINE
    may = _may(low, high, brief, camera, kept, m)
    if context.finished and m.rise > 0:
        may |= _inside(np.r_[low, low + (0, 0, m.rise)], camera) & kept & _behind(context, brief, origin, camera, whole)
    return Shown(camera, shown, guided, alone.rgba, lines, own_pixels, kept, may, window)


def _prism(brief: Brief, height: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(4, 3) corners of the cell's ground and of the top of what may be built on it, tile frame."""
    s = brief.size
    low = np.array([(0, 0), (s, 0), (s, s), (0, s)], float)
    low = np.c_[low, brief.corners]
    return low, np.c_[low[:, :2], np.full(4, max(brief.corners) + height)]


def _framed(edge: float, points: NDArray, size: int, reach: float) -> tuple[Camera, tuple[int, int, int, int]]:
    """A camera `reach` times as wide as the tile's own, and where the tile's own is in its picture."""
    tile = tile_camera(edge, points, size=size)
    inner = min(size, 2 * round(size / reach / 2))
    edge_px = (size - inner) // 2
    camera = tile.model_copy(update={"span": tile.span * size / inner})
    return camera, (edge_px, edge_px, edge_px + inner, edge_px + inner)


def _bare(thing: Thing) -> Thing:
    return thing.with_parts(tuple(replace(p, material=CLEAN, mesh=replace(p.mesh, colors=None, glow=None)) for p in thing.parts))


def _neighbour(step: Cell, things: Sequence[Thing], brief: Brief, origin: NDArray, low: NDArray, camera: Camera) -> list[Item]:
    """A neighbour's items in the scene; of one in front, without what hides the cell."""
    there = origin + np.array([step[0], step[1], 0]) * brief.size
    items, _ = items_of(things, there, 1)
    toward = camera.axes()[2][:2]
    if step[0] * toward[0] + step[1] * toward[1] <= 1e-9:
        return items
    normals, offsets = column(low + origin, camera)
    return sliced(items, normals, offsets)


def _drawn(items: list[Item], brief: Brief, camera: Camera, origin: NDArray, m: Margins) -> Picture:
    there = camera.model_copy(update={"target": tuple(float(a + b) for a, b in zip(camera.target, origin, strict=True))})
    return picture(Stage(items), there, brief.look.theme.light, samples=m.samples, ambient_occlusion=m.ambient_occlusion)


def _without_pads(thing: Thing) -> Thing:
    """The ground without a trace of what the recipes would build: levelled places look like the land's widest cover."""
    covers = [p for p in thing.parts if p.label != "slab"]
    if not covers or all(p.name != "pad" for p in thing.parts):
        return thing
    widest = max(covers, key=lambda p: _area(p.mesh))
    return thing.with_parts(tuple(replace(p, material=widest.material, label=widest.label) if p.name == "pad" else p for p in thing.parts))


def _area(mesh: Mesh) -> float:
    """Square metres of a mesh that are seen from above."""
    a, b, c = (mesh.vertices[mesh.faces[:, k], :2].astype(float) for k in range(3))
    u, v = b - a, c - a
    return float(np.maximum(u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0], 0).sum() / 2)


def _by_label(things: Sequence[Thing], items: list[Item]) -> tuple[list[Item], Bool]:
    """The items numbered by what they are, and which of the numbers guidance draws lines round."""
    labels = [t.kind if t.kind in GUIDES else p.label for t in things for p in t.parts]
    known = {label: k for k, label in enumerate(dict.fromkeys(labels), 1)}
    lined = np.array([False, *(label in LINED for label in known)])
    return [replace(i, id=known[labels[i.id - 1]]) for i in items], lined


def _on_white(rgba: Image) -> Image:
    a = rgba[..., 3:].astype(np.float32) / 255
    return np.asarray(np.round(rgba[..., :3] * a + 255 * (1 - a)), np.uint8)


def _edges(ids: NDArray[np.int32], lined: Bool) -> Bool:
    """Pixels whose right or lower neighbour is something else, where one of the two has lines; an outline against nothing is no edge."""
    out = np.zeros(ids.shape, bool)
    for here, a, b in ((np.s_[:, :-1], ids[:, :-1], ids[:, 1:]), (np.s_[:-1], ids[:-1], ids[1:])):
        out[here] |= (a != b) & (a > 0) & (b > 0) & (lined[a] | lined[b])
    return out


def _inside(points: NDArray, camera: Camera) -> Bool:
    """Pixels whose centre lies in the convex hull of points (n, 3) as the camera shows them."""
    from scipy.spatial import ConvexHull

    xy = camera.project(points)[:, :2]
    out = np.ones((camera.height, camera.width), bool)
    x, y = np.arange(camera.width) + 0.5, (np.arange(camera.height) + 0.5)[:, None]
    for a, b, c in ConvexHull(xy).equations:
        out &= a * x + b * y + c <= 1e-9
    return out


def _may(low: NDArray, high: NDArray, brief: Brief, camera: Camera, kept: Bool, m: Margins) -> Bool:
    from scipy import ndimage

    disk = ndimage.generate_binary_structure(2, 1)
    may = _inside(np.r_[low, high], camera) & ~kept
    if m.erode:
        may = ndimage.binary_erosion(may, disk, m.erode)
    if m.overlap:
        may |= ndimage.binary_dilation(may, disk, m.overlap) & kept
    return np.asarray(may, bool)


def _behind(context: Context, brief: Brief, origin: NDArray, camera: Camera, whole: Picture) -> Bool:
    """Pixels that show what is farther away than the cell's far borders: neighbours behind."""
    toward = camera.axes()[2][:2]
    rows, cols = np.nonzero(whole.ids == 2)
    there = camera.model_copy(update={"target": tuple(float(a + b) for a, b in zip(camera.target, origin, strict=True))})
    start, way = there.rays(cols + 0.5, rows + 0.5, start=0.0)
    at = start + whole.depth[rows, cols, None] * way
    cell = np.floor((at[:, :2] - origin[:2]) / brief.size)
    out = np.zeros(whole.ids.shape, bool)
    out[rows, cols] = cell @ toward < -1e-9
    return out
