"""Beauty pictures: light traced by mitsuba, multiplied by the detail that `cityscape.look` draws."""

from __future__ import annotations

from typing import Any, Sequence

import numpy as np
from numpy.typing import NDArray

from cityscape.look.color import linear
from cityscape.look.finish import finish
from cityscape.look.light import PAPER, sky
from cityscape.look.render import trace
from cityscape.look.stage import Stage, stage_of_tiles
from cityscape.world.painting import Camera
from cityscape.world.theme import Light
from cityscape.world.tile import Tile


def missing() -> str:
    """Why mitsuba cannot be used here, or nothing."""
    try:
        import mitsuba

        mitsuba.set_variant("scalar_rgb")
    except Exception as e:
        return " ".join(f"{e}".split())[:120] if not isinstance(e, ImportError) else "it is not installed: pip install 'cityscape[beauty]'"
    return ""


def beauty(
    tiles: Sequence[Tile], camera: Camera, light: Light, background: NDArray[np.float32] | None, *, rays: int = 48
) -> NDArray[np.uint8]:
    """(h, w, 4) uint8. Mitsuba sees every part in its even colour; the pattern's share of it is put on afterwards."""
    stage, _ = stage_of_tiles(tiles)
    detail = trace(stage, camera, light, samples=16, ambient_occlusion=0, shadows=False, only="detail").light
    lit = _path_traced(stage, camera, light, rays)
    alpha = detail[..., 3:]
    out = np.concatenate([lit * detail[..., :3], alpha], -1)
    return finish(out.astype(np.float32), light, background=background)


def _path_traced(stage: Stage, camera: Camera, light: Light, rays: int) -> NDArray[np.float32]:
    """(h, w, 3) radiance of the stage in even colours."""
    import mitsuba as mi

    mi.set_variant("scalar_rgb")
    at = sky(light)
    axes = camera.axes()
    half = camera.span * camera.width / camera.height / 2
    look_at = mi.ScalarTransform4f().look_at
    sun, dome = (at.sun * np.pi).tolist(), (0.5 * (at.zenith + at.horizon)).tolist()
    origin = (np.array(camera.target) - stage.origin) + axes[2] * (stage.radius * 2 + 10)
    scene: dict[str, Any] = {
        "type": "scene",
        "integrator": {"type": "path", "max_depth": 5, "hide_emitters": True},
        "sensor": {
            "type": "orthographic",
            "near_clip": 0.1,
            "far_clip": float(stage.radius * 6 + 40),
            "to_world": look_at(origin=origin.tolist(), target=(origin - axes[2]).tolist(), up=axes[1].tolist())
            @ mi.ScalarTransform4f().scale([half, half, 1]),
            "film": {"type": "hdrfilm", "width": camera.width, "height": camera.height, "rfilter": {"type": "box"}, "pixel_format": "rgb"},
            "sampler": {"type": "multijitter", "sample_count": rays, "seed": 1},
        },
        "sky": {"type": "constant", "radiance": {"type": "rgb", "value": dome}},
        "sun": {"type": "directional", "direction": (-at.sun_to).tolist(), "irradiance": {"type": "rgb", "value": sun}},
    }
    colors = linear([m.color for m in stage.materials])
    for k, m in enumerate(stage.materials):
        faces = stage.faces[stage.material[stage.owner] == k]
        bsdf = mi.load_dict({"type": "twosided", "bsdf": {"type": "diffuse", "reflectance": {"type": "rgb", "value": colors[k].tolist()}}})
        props = mi.Properties()
        props["bsdf"] = bsdf
        if m.emission > 0 and m.pattern != "painted":  # which glows vertex by vertex
            glow = (colors[k] * m.emission * PAPER).tolist()
            props["emitter"] = mi.load_dict({"type": "area", "radiance": {"type": "rgb", "value": glow}})
        used, index = np.unique(faces, return_inverse=True)
        mesh = mi.Mesh(f"m{k}", len(used), len(faces), props=props)
        values = mi.traverse(mesh)
        values["vertex_positions"] = np.ascontiguousarray(stage.vertices[used], np.float32).ravel()
        values["faces"] = np.ascontiguousarray(index.reshape(-1, 3), np.uint32).ravel()
        values.update()
        scene[f"mesh_{k}"] = mesh
    return np.asarray(mi.render(mi.load_dict(scene)), np.float32)[..., :3]
