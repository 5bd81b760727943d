"""OpenGL previews through pyrender 0.1.45, with what it needs today: EGL or OSMesa, no viewer, orthographic depth."""

from __future__ import annotations

import ctypes
import os
import sys
import types
from ctypes.util import find_library
from functools import lru_cache
from typing import Any, Sequence

import numpy as np
from numpy.typing import NDArray

from cityscape.look.color import linear, to_linear, to_srgb
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
        np.infty = np.inf  # type: ignore[attr-defined]
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
    for name, value in (("PROFILE", 0x33), ("CORE_PROFILE", 0x34), ("CONTEXT_MAJOR_VERSION", 0x36), ("CONTEXT_MINOR_VERSION", 0x37), ("DEPTH_BITS", 0x30), ("FORMAT", 0x22)):
        if not hasattr(osmesa, f"OSMESA_{name}"):
            setattr(osmesa, f"OSMESA_{name}", value)


class GLView:
    """One OpenGL context that draws the same tiles from any camera; use it from one thread only.

    Raises `GLError` where no context can be made.
    """

    def __init__(self, tiles: Sequence[Tile], light: Light) -> None:
        self.stage, self.names = stage_of_tiles(tiles)
        self.light = light
        self._pyrender = load()
        try:
            self._renderer = self._pyrender.OffscreenRenderer(64, 64)
        except Exception as e:
            raise GLError(f"no OpenGL context: {_line(e)}") from e
        p = self._pyrender
        self._scene = p.Scene(bg_color=(0, 0, 0, 0), ambient_light=_ambient(light))
        self._scene.add(p.Mesh([_primitive(p, self.stage)]))
        sun = to_srgb(linear([light.sun]))[0]
        self._scene.add(p.DirectionalLight(color=sun, intensity=1.15 * light.sun_strength * light.exposure), pose=_towards(light.azimuth, light.elevation))
        self._scene.add(p.DirectionalLight(color=np.ones(3), intensity=0.45 * light.exposure), pose=_towards(light.azimuth + 100, 30))

    def draw(self, camera: Camera, background: NDArray[np.float32] | None) -> NDArray[np.uint8]:
        """(h, w, 4) uint8 sRGB, drawn at twice the size for smooth edges."""
        color, _ = self._render(camera, 2)
        h, w = camera.height, camera.width
        c = to_linear(color.astype(np.float32) / 255)
        a = np.where(color[..., 3:] > 0, np.float32(1), np.float32(0))
        c = (c[..., :3] * a).reshape(h, 2, w, 2, 3).mean((1, 3))
        a = a.reshape(h, 2, w, 2, 1).mean((1, 3))
        srgb = to_srgb(c / np.maximum(a, 1e-3))
        if background is not None:
            srgb, a = srgb * a + background * (1 - a), np.ones_like(a)
        return np.concatenate([np.round(srgb * 255), np.round(a * 255)], -1).astype(np.uint8)

    def depth(self, camera: Camera) -> NDArray[np.float32]:
        """(h, w) float32 metres as in `Camera.project`, NaN where nothing is."""
        return self._render(camera, 1)[1]

    def ids(self, camera: Camera) -> NDArray[np.int32]:
        """(h, w) int32 exact part ids, 0 where nothing is."""
        p = self._pyrender
        scene = p.Scene(bg_color=(0, 0, 0, 0))
        colors = {}
        for k, number in enumerate(self.stage.ids):
            node = scene.add(p.Mesh([_primitive(p, self.stage, owner=k)]))
            colors[node] = [int(number) & 255, int(number) >> 8 & 255, int(number) >> 16 & 255]
        color, _ = self._run(scene, camera, 1, p.RenderFlags.SEG, colors)
        c = color.astype(np.int32)
        return c[..., 0] | c[..., 1] << 8 | c[..., 2] << 16

    def _render(self, camera: Camera, factor: int) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        return self._run(self._scene, camera, factor, self._pyrender.RenderFlags.RGBA, None)

    def _run(self, scene: Any, camera: Camera, factor: int, flags: int, colors: Any) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
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
            self._renderer.viewport_width, self._renderer.viewport_height = camera.width * factor, camera.height * factor
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
    rgba = np.concatenate([c, np.ones((len(c), 1), np.float32)], 1)
    return p.Primitive(
        positions=stage.vertices[corner],
        normals=stage.smooth.corner[faces].reshape(-1, 3),
        color_0=np.repeat(rgba, 3, 0),
        material=p.MetallicRoughnessMaterial(baseColorFactor=(1, 1, 1, 1), metallicFactor=0.0, roughnessFactor=0.9, doubleSided=False),
    )


def _ambient(light: Light) -> NDArray[np.float32]:
    return to_srgb(linear([light.sky]))[0] * np.float32(min(0.55 * light.sky_strength * light.exposure, 1.0))


def _towards(azimuth: float, elevation: float) -> NDArray[np.float64]:
    """Pose of a light that shines from a direction."""
    pose = np.eye(4)
    pose[:3, :3] = Camera(azimuth=azimuth, elevation=min(elevation, 89)).axes().T
    return pose


def _line(e: Exception) -> str:
    return " ".join(f"{type(e).__name__}: {e}".split())[:160]
