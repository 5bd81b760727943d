"""Orientation: which of four yaws of a sculpted tile looks like its painting, for cores that do not keep the camera.

After SynCity (arXiv 2503.16420, section 3.3), with the structural similarity (Wang et al., 2004) in place of a network.
"""

from __future__ import annotations

from typing import Sequence

import numpy as np
from numpy.typing import NDArray

from cityscape.look.render import picture
from cityscape.look.stage import stage_of
from cityscape.world.painting import Painting
from cityscape.world.part import Thing
from cityscape.world.pose import Pose
from cityscape.world.theme import Light


def turned(things: Sequence[Thing], quarters: int, edge: float) -> tuple[Thing, ...]:
    """The objects of a tile turned by quarters of a full turn, counter-clockwise from above, about the tile's centre.

    edge : of the tile, metres.
    """
    from dataclasses import replace

    k = quarters % 4
    if k == 0:
        return tuple(things)
    c, s = ((1, 0), (0, 1), (-1, 0), (0, -1))[k]
    z, w = np.sin(k * np.pi / 4), np.cos(k * np.pi / 4)
    out = []
    for t in things:
        x, y = t.pose.position[0] - edge / 2, t.pose.position[1] - edge / 2
        at = (c * x - s * y + edge / 2, s * x + c * y + edge / 2, t.pose.position[2])
        a, b, d, e = t.pose.rotation
        spin = (w * a - z * b, w * b + z * a, w * d + z * e, w * e - z * d)
        out.append(replace(t, pose=Pose(position=at, rotation=spin, scale=t.pose.scale)))
    return tuple(out)


def orientation(
    things: Sequence[Thing], painting: Painting, light: Light, *, edge: float, size: int = 192
) -> tuple[int, tuple[float, ...]]:
    """The quarters of a turn by which the objects look most like the painting, and the similarity (SSIM, -1..1) of all four.

    things : in the tile's frame. light : of the painting's theme. size : pixels of the pictures that are compared.
    """
    from skimage.metrics import structural_similarity

    camera = painting.camera.model_copy(update={"width": size, "height": size})
    target = _grey(_resized(painting.rgba, size))
    scores = []
    for k in range(4):
        stage, _ = stage_of(turned(things, k, edge))
        drawn = picture(stage, camera, light, samples=2, ambient_occlusion=2)
        scores.append(float(structural_similarity(target, _grey(drawn.rgba), data_range=255.0)))
    return int(np.argmax(scores)), tuple(scores)


def _resized(rgba: NDArray[np.uint8], size: int) -> NDArray[np.uint8]:
    from PIL import Image

    return np.asarray(Image.fromarray(rgba).resize((size, size), Image.Resampling.BOX))


def _grey(rgba: NDArray[np.uint8]) -> NDArray[np.float64]:
    a = rgba[..., 3:].astype(float) / 255
    return (rgba[..., :3] * a + 255 * (1 - a)) @ np.array([0.299, 0.587, 0.114])
