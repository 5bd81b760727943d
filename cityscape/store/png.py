"""Pictures as PNG bytes: RGBA, 16-bit masks, and depth as 16-bit steps of a fixed size."""

from __future__ import annotations

import io
from math import ceil, floor, log2

import numpy as np
from numpy.typing import NDArray

from cityscape.errors import InputError, SceneError

LEVEL = 4
"""zlib effort, fixed so that the same picture gives the same bytes."""

STEP = 1 / 512
"""Metres per step of stored depth (2 mm) up to 128 m of range; beyond that the next power of two that fits."""


def encode(picture: NDArray[np.integer]) -> bytes:
    """PNG of an (h, w, 4) uint8 or (h, w) uint16 array."""
    from PIL import Image

    colour = picture.dtype == np.uint8 and picture.ndim == 3 and picture.shape[2] == 4
    if not colour and not (picture.dtype == np.uint16 and picture.ndim == 2):
        raise InputError(f"a picture is (h, w, 4) uint8 or (h, w) uint16, not {picture.shape} {picture.dtype}")
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(picture)).save(out, "PNG", compress_level=LEVEL)
    return out.getvalue()


def decode(data: bytes, *, shape: tuple[int, int], mode: str) -> NDArray:
    """An (h, w, 4) uint8 ('RGBA') or (h, w) uint16 ('I;16') array; refuses another size or mode."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as im:
            if (im.height, im.width) != shape or im.mode != mode:
                raise SceneError(f"a stored picture is {im.width}x{im.height} {im.mode} where {shape[1]}x{shape[0]} {mode} is wanted")
            return np.array(im, np.uint8 if mode == "RGBA" else np.uint16)
    except SceneError:
        raise
    except Exception as e:  # Pillow raises whatever its decoder stumbles over
        raise SceneError(f"a stored picture cannot be read ({type(e).__name__}: {e})") from e


def quantise(depth: NDArray[np.floating]) -> tuple[NDArray[np.uint16], float, float]:
    """Depth (h, w) in metres, NaN = nothing -> (h, w) uint16 codes, scale, offset.

    Code 0 is nothing, code c is ``offset + scale * (c - 1)``. Scale and offset are powers of two and
    multiples of them, so that storing what was read changes nothing.
    """
    seen = ~np.isnan(depth)
    codes = np.zeros(depth.shape, np.uint16)
    if not seen.any():
        return codes, STEP, 0.0
    d = depth[seen].astype(np.float64)
    low, high = float(d.min()), float(d.max())
    if not np.isfinite([low, high]).all():
        raise InputError("a painting's depth holds infinities: write NaN where nothing is seen")
    scale = max(STEP, 2.0 ** ceil(log2(max(high - low, STEP) / 65533)))
    offset = floor(low / scale) * scale
    codes[seen] = np.rint((d - offset) / scale).astype(np.uint16) + 1
    return codes, scale, offset


def metres(codes: NDArray[np.uint16], scale: float, offset: float) -> NDArray[np.float32]:
    """The inverse of `quantise`: (h, w) float32 metres, NaN where nothing is."""
    depth = (offset + scale * (codes.astype(np.float64) - 1)).astype(np.float32)
    depth[codes == 0] = np.nan
    return depth
