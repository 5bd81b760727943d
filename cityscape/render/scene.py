"""`render_scene`: the one door of this room."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Callable, Iterator, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from cityscape.errors import InputError
from cityscape.render.backdrop import backdrop
from cityscape.render.drawn import QUALITY, layers
from cityscape.render.exploded import exploded
from cityscape.render.files import check_suffix, save_ids, save_picture
from cityscape.render.frame import fit, fit_turning
from cityscape.world.painting import ISO_ELEVATION, Camera
from cityscape.world.theme import Light
from cityscape.world.tile import Scene, Tile

if TYPE_CHECKING:
    from cityscape.render.gl import GLView

View = Literal["iso", "turntable", "exploded", "ids"]
Quality = Literal["draft", "normal", "high", "beauty"]
Renderer = Literal["auto", "embree", "pyrender", "mitsuba"]
VIEWS: tuple[str, ...] = get_args(View)
QUALITIES: tuple[str, ...] = get_args(Quality)
RENDERERS: tuple[str, ...] = get_args(Renderer)

Say = Callable[[str], None]
Step = Callable[[int, int], None]


@dataclass(frozen=True, eq=False)
class Rendering:
    """What was drawn.

    image : (h, w, 4) uint8 sRGB (of a turntable: its first frame); renderer : what drew it; path : the file, if any.
    notes : what the user should know, a line each (a renderer that was missing, ...).
    ids : (h, w) int32 or None, and names : what its numbers 1, 2, ... stand for (``ids`` view).
    """

    image: NDArray[np.uint8]
    renderer: str
    path: Path | None = None
    notes: tuple[str, ...] = ()
    ids: NDArray[np.int32] | None = None
    names: tuple[str, ...] = ()
    frames: int = 1


def render_scene(
    scene: Scene,
    path: str | Path | None = None,
    *,
    view: str = "iso",
    size: tuple[int, int] | None = None,
    quality: str = "normal",
    renderer: str = "auto",
    azimuth: float = -45.0,
    elevation: float = ISO_ELEVATION,
    frames: int = 72,
    fps: int = 24,
    spread: float = 1.0,
    transparent: bool = False,
    say: Say | None = None,
    step: Step | None = None,
) -> Rendering:
    """Draw a scene and, with `path`, write it (in one step: a file is either old or complete).

    Parameters
    ----------
    view : ``iso`` a still; ``turntable`` an orbit of `frames` pictures into .mp4, .webp or .gif; ``exploded`` parts pulled
        apart by `spread`; ``ids`` one colour per part, and beside `path` the numbers as PNG and the names as JSON.
    size : width and height in pixels; default 1600x1200, for turntables 960x720.
    quality : how many rays; ``draft`` may use OpenGL, ``beauty`` uses mitsuba where it is installed.
    renderer : ``auto``, or the one to try first; what cannot run here is replaced by embree, and `notes` say so.
    azimuth, elevation : where the camera stands, degrees; the default is the true isometric view from the south-east.
    transparent : no background and no contact shadow.
    say : called with every note as it comes up. step : called with (done, total) while a turntable is made.

    Raises
    ------
    InputError : for an unknown word, an empty scene, an impossible size or file type.
    """
    _check(view, VIEWS, "view")
    _check(quality, QUALITIES, "quality")
    _check(renderer, RENDERERS, "renderer")
    w, h = size or ((960, 720) if view == "turntable" else (1600, 1200))
    if not (16 <= w <= 16384 and 16 <= h <= 16384):
        raise InputError(f"a picture of {w}x{h} pixels cannot be drawn: choose a width and a height from 16 to 16384")
    if not -89 <= elevation <= 89:
        raise InputError(f"an elevation of {elevation} degrees cannot be drawn: choose one from -89 to 89")
    tiles = [scene.tiles[c] for c in sorted(scene.tiles, key=lambda c: (c[1], c[0]))]
    if not any(len(p.mesh.faces) for t in tiles for _, p in t.parts()):
        raise InputError("the scene has no parts to draw: generate its tiles first")
    target = None if path is None else check_suffix(Path(path), moving=view == "turntable")
    if view == "exploded":
        tiles = [replace(t, things=tuple(exploded(x, spread) for x in t.things)) for t in tiles]
    shot = Shot(tiles, scene.plan.style.theme.light, quality, renderer, transparent, say or (lambda _: None))
    if view == "turntable":
        return _turntable(shot, target, (w, h), azimuth, elevation, frames, fps, step)
    camera = fit(tiles, azimuth=azimuth, elevation=elevation, width=w, height=h)
    if view == "ids":
        from cityscape.render.ids import id_picture

        image, ids, names = id_picture(tiles, camera, shot.light, None if transparent else shot.behind(camera))
        if target is not None:
            save_picture(target, image)
            save_ids(target, ids, names)
        return Rendering(image, "embree", target, (), ids, names)
    image = shot.take(camera)
    if target is not None:
        save_picture(target, image)
    return Rendering(image, shot.used, target, tuple(shot.notes))


class Shot:
    """Draws the same tiles from any camera, with the renderer that works here."""

    def __init__(self, tiles: list[Tile], light: Light, quality: str, renderer: str, transparent: bool, say: Say) -> None:
        self.tiles, self.light, self.quality, self.transparent, self.say = tiles, light, quality, transparent, say
        self.notes: list[str] = []
        self.used = "embree"
        self._gl: GLView | None = None
        if renderer == "pyrender" or (renderer == "auto" and quality == "draft"):
            self._open_gl(loud=renderer == "pyrender")
        elif renderer == "mitsuba" or (renderer == "auto" and quality == "beauty"):
            from cityscape.render.beauty import missing

            why = missing()
            if why:
                self.note(f"mitsuba cannot be used ({why}): drew with embree instead")
            else:
                self.used = "mitsuba"

    def _open_gl(self, *, loud: bool) -> None:
        from cityscape.render.gl import GLError, GLView

        try:
            self._gl = GLView(self.tiles, self.light)
            self.used = "pyrender"
        except GLError as e:
            if loud:
                self.note(f"pyrender cannot be used ({e}): drew with embree instead")

    def note(self, line: str) -> None:
        """Keep and tell a note."""
        self.notes.append(line)
        self.say(line)

    def behind(self, camera: Camera) -> NDArray[np.float32]:
        """(h, w, 3) the background with the slab's soft shadow."""
        return backdrop(self.tiles, camera, self.light)

    def take(self, camera: Camera) -> NDArray[np.uint8]:
        """(h, w, 4) uint8 picture from a camera."""
        under = None if self.transparent else self.behind(camera)
        if self._gl is not None:
            from cityscape.render.gl import GLError

            try:
                return self._gl.draw(camera, under)
            except GLError as e:
                self._gl, self.used = None, "embree"
                self.note(f"pyrender failed ({e}): drew with embree instead")
        if self.used == "mitsuba":
            from cityscape.render.beauty import beauty

            return beauty(self.tiles, camera, self.light, under)
        from cityscape.look.finish import finish

        drawn = layers(self.tiles, camera, self.light, QUALITY[self.quality])
        return finish(drawn.light, self.light, background=under)


def _turntable(
    shot: Shot, path: Path | None, size: tuple[int, int], azimuth: float, elevation: float, frames: int, fps: int, step: Step | None
) -> Rendering:
    from cityscape.render.movie import save_movie

    if not 2 <= frames <= 3600:
        raise InputError(f"a turntable of {frames} frames cannot be made: choose from 2 to 3600")
    w, h = (x - x % 2 for x in size)
    camera = fit_turning(shot.tiles, elevation=elevation, width=w, height=h)
    first: list[NDArray[np.uint8]] = []

    def pictures() -> Iterator[NDArray[np.uint8]]:
        for k in range(frames):
            image = shot.take(camera.model_copy(update={"azimuth": azimuth + 360.0 * k / frames}))
            first[:] = first or [image]
            if step is not None:
                step(k + 1, frames)
            yield image

    if path is not None:
        save_movie(path, pictures(), fps=fps)
    else:
        for _ in pictures():
            pass
    return Rendering(first[0], shot.used, path, tuple(shot.notes), frames=frames)


def _check(word: str, known: tuple[str, ...], what: str) -> None:
    if word not in known:
        raise InputError(f"{word!r} is no {what}: choose one of {', '.join(known)}")
