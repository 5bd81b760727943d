"""sRGB and linear light."""

from __future__ import annotations

from typing import Any, Sequence

import numpy as np
from numpy.typing import NDArray

F32 = NDArray[Any]


def to_linear(srgb: NDArray) -> F32:
    """sRGB values 0..1 -> linear (IEC 61966-2-1)."""
    c = np.asarray(srgb, np.float32)
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4).astype(np.float32)


def to_srgb(light: NDArray) -> F32:
    """Linear 0..1 -> sRGB values 0..1."""
    c = np.clip(np.asarray(light, np.float32), 0, 1)
    return np.where(c <= 0.0031308, c * 12.92, 1.055 * c ** np.float32(1 / 2.4) - 0.055).astype(np.float32)


def linear(colors: Sequence[str]) -> F32:
    """Hex colours -> (n, 3) linear RGB."""
    return to_linear(np.array([[int(c[k : k + 2], 16) / 255 for k in (1, 3, 5)] for c in colors], np.float32).reshape(-1, 3))
