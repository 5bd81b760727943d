"""OpenGL previews through pyrender 0.1.45, with what it needs today: EGL or OSMesa, no viewer, orthographic depth."""

from __future__ import annotations

import ctypes
import os
import sys
import threading
import types
from ctypes.util import find_library
from functools import lru_cache
from typing import Any, Sequence

import numpy as np
from numpy.typing import NDArray

from cityscape.look.color import linear
from cityscape.look.stage import Stage, stage_of_tiles
from cityscape.world.painting import Camera
from cityscape.world.theme import Light
from cityscape.world.tile import Tile


class GLError(RuntimeError):
    """OpenGL cannot be used here; the text says why."""


@lru_cache(maxsize=1)
def load() -> Any:
    """The pyrender module, ready to draw without a display; raises `GLError`."""
    platform = os.environ.get("PYOPENGL_PLATFORM") or ("egl" if find_library("EGL") else "osmesa" if find_library("OSMesa") else "")
    if not platform:
        raise GLError("neither EGL nor OSMesa is installed")
    os.environ["PYOPENGL_PLATFORM"] = platform
    if not hasattr(np, "infty"):
        setattr(np, "infty", np.inf)  # noqa: B010
    if "pyrender.viewer" not in sys.modules:
        stub = types.ModuleType("pyrender.viewer")
        stub.Viewer = type("Viewer", (), {})  # type: ignore[attr-defined]
        sys.modules["pyrender.viewer"] = stub
    try:
        import pyrender

        if platform == "osmesa":
            _bind_osmesa()
    except Exception as e:
        raise GLError(f"importing pyrender failed: {_line(e)}") from e
    return pyrender


def _bind_osmesa() -> None:
    """PyOpenGL 3.1.0 lacks OSMesaCreateContextAttribs: take it from the library."""
    import OpenGL.osmesa as osmesa

    if hasattr(osmesa, "OSMesaCreateContextAttribs"):
        return
    create = ctypes.CDLL(find_library("OSMesa")).OSMesaCreateContextAttribs
    create.restype = ctypes.c_void_p
    create.argtypes = [ctypes.POINTER(ctypes.c_int), ctypes.c_void_p]

    def attribs(values: Any, share: Any) -> ctypes.c_void_p:
        numbers = [int(v) for v in values]
        return ctypes.c_void_p(create((ctypes.c_int * len(numbers))(*numbers), share))

    osmesa.OSMesaCreateContextAttribs = attribs
    for name, value in _OSMESA.items():
        if not hasattr(osmesa, name):
            setattr(osmesa, name, value)


_OSMESA = {
    "OSMESA_FORMAT": 0x22,
    "OSMESA_DEPTH_BITS": 0x30,
    "OSMESA_PROFILE": 0x33,
    "OSMESA_CORE_PROFILE": 0x34,
    "OSMESA_CONTEXT_MAJOR_VERSION": 0x36,
    "OSMESA_CONTEXT_MINOR_VERSION": 0x37,
}
"""GL/osmesa.h"""


_here = threading.local()


def _renderer() -> Any:
    """This thread's renderer. It is kept: pyrender closes the display for everybody when one renderer goes."""
    if not hasattr(_here, "renderer"):
        try:
            _here.renderer = load().OffscreenRenderer(64, 64)
        except GLError:
            raise
        except Exception as e:
            raise GLError(f"no OpenGL context: {_line(e)}") from e
    return _here.renderer


class GLView:
    """Draws the same tiles from any camera through OpenGL; use it from the thread that made it.

    Raises `GLError` where no context can be made.
    """

    def __init__(self, tiles: Sequence[Tile], light: Light) -> None:
        self.stage, self.names = stage_of_tiles(tiles)
        self.light = light
        self._pyrender = load()
        self._renderer = _renderer()
        p = self._pyrender
        self._scene = p.Scene(bg_color=(0.0, 0.0, 0.0, 0.0), ambient_light=_ambient(light))
        self._town = self._scene.add(p.Mesh([_primitive(p, self.stage)]))
        bright = light.exposure * 1.1
        for color, strength, azimuth, elevation in (
            (linear([light.sun])[0], light.sun_strength, light.azimuth, light.elevation),
            (linear([light.sky])[0], 0.5 * light.sky_strength, light.azimuth + 100, 30.0),
        ):
            lamp = p.DirectionalLight(color=color, intensity=bright * strength)
            self._scene.add(lamp, pose=_towards(azimuth, elevation))

    def draw(self, camera: Camera, background: NDArray[np.float32] | None) -> NDArray[np.uint8]:
        """(h, w, 4) uint8 sRGB, straight alpha."""
        color, _ = self._render(camera)
        c = color.astype(np.float32) / 255
        rgb, a = c[..., :3], c[..., 3:]
        if background is not None:
            rgb, a = rgb + background * (1 - a), np.ones_like(a)
        else:
            rgb = rgb / np.maximum(a, 1e-3)
        return np.round(np.clip(np.concatenate([rgb, a], -1), 0, 1) * 255).astype(np.uint8)

    def depth(self, camera: Camera) -> NDArray[np.float32]:
        """(h, w) float32 metres as in `Camera.project`, NaN where nothing is."""
        # SEG switches multisampling off: otherwise depth is that of a sample beside the pixel's centre
        return self._run(self._scene, camera, self._pyrender.RenderFlags.SEG, {self._town: [255, 255, 255]})[1]

    def ids(self, camera: Camera) -> NDArray[np.int32]:
        """(h, w) int32 exact part ids, 0 where nothing is."""
        p = self._pyrender
        scene = p.Scene(bg_color=(0.0, 0.0, 0.0, 0.0))
        colors = {}
        for k, number in enumerate(self.stage.ids):
            node = scene.add(p.Mesh([_primitive(p, self.stage, owner=k)]))
            colors[node] = [int(number) & 255, int(number) >> 8 & 255, int(number) >> 16 & 255]
        color, _ = self._run(scene, camera, p.RenderFlags.SEG, colors)
        c = color.astype(np.int32)
        return c[..., 0] | c[..., 1] << 8 | c[..., 2] << 16

    def _render(self, camera: Camera) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        return self._run(self._scene, camera, self._pyrender.RenderFlags.RGBA, None)

    def _run(self, scene: Any, camera: Camera, flags: int, colors: Any) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        p = self._pyrender
        back = self.stage.radius + float(np.linalg.norm(self.stage.origin - np.array(camera.target))) + 1.0
        near, far = 0.5, 2 * back + 1.0
        half = camera.span / 2
        lens = p.OrthographicCamera(half * camera.width / camera.height, half, znear=near, zfar=far)
        axes = camera.axes()
        pose = np.eye(4)
        pose[:3, :3] = axes.T
        pose[:3, 3] = np.array(camera.target) - self.stage.origin + axes[2] * back
        node = scene.add(lens, pose=pose)
        try:
            self._renderer.viewport_width, self._renderer.viewport_height = camera.width, camera.height
            color, raw = self._renderer.render(scene, flags=flags, seg_node_map=colors)
        except Exception as e:
            raise GLError(_line(e)) from e
        finally:
            scene.remove_node(node)
        return color, np.where(raw > 0, straight_depth(raw, near, far) - back, np.nan).astype(np.float32)


def straight_depth(raw: NDArray, near: float, far: float) -> NDArray[np.float64]:
    """pyrender turns every depth into metres by the perspective formula; this undoes it for an orthographic camera."""
    d = np.asarray(raw, np.float64)
    z = (far + near - 2 * near * far / np.where(d > 0, d, 1)) / (far - near)
    return (z * (far - near) + far + near) / 2


def _primitive(p: Any, stage: Stage, *, owner: int | None = None) -> Any:
    faces = np.arange(len(stage.faces)) if owner is None else np.flatnonzero(stage.owner == owner)
    corner = stage.faces[faces].ravel()
    colors = linear([m.color for m in stage.materials])
    glow = np.array([min(m.emission, 1.5) for m in stage.materials], np.float32)[:, None]
    c = np.clip(colors * (1 + glow), 0, 1)[stage.material][stage.owner[faces]]
    c = np.repeat(c, 3, 0)
    if stage.paint is not None:
        c = np.where(np.repeat(stage.coloured[faces], 3)[:, None], stage.paint[corner], c)
    rgba = np.concatenate([c, np.ones((len(c), 1), np.float32)], 1)
    return p.Primitive(
        positions=stage.vertices[corner],
        normals=stage.smooth.corner[faces].reshape(-1, 3),
        color_0=rgba,
        material=p.MetallicRoughnessMaterial(baseColorFactor=(1.0, 1.0, 1.0, 1.0), metallicFactor=0.0, roughnessFactor=0.9),
    )


def _ambient(light: Light) -> NDArray[np.float32]:
    return linear([light.sky])[0] * np.float32(min(0.45 * light.sky_strength * light.exposure, 1.0))


def _towards(azimuth: float, elevation: float) -> NDArray[np.float64]:
    """Pose of a light that shines from a direction."""
    pose = np.eye(4)
    pose[:3, :3] = Camera(azimuth=azimuth, elevation=min(elevation, 89)).axes().T
    return pose


def _line(e: Exception) -> str:
    return " ".join(f"{type(e).__name__}: {e}".split())[:160]
