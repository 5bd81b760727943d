"""partgen: the embedded AutoPartGen core, usable without `cityscape`.

Images, masks or meshes in; parts out.  Names are loaded on first use, so that ``import partgen`` stays light.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HOME = {
    "ShapeVAE": "vae",
    "PartDiT": "dit",
    "VAEConfig": "config",
    "DiTConfig": "config",
    "guide": "diffusion",
    "sample": "diffusion",
    "extract_mesh": "isosurface",
    "load": "generator",
    "PartGenerator": "generator",
    "Options": "autoregress",
    "PartgenError": "errors",
    "Cancelled": "errors",
}
_ROOMS = {
    *("autoregress", "batch", "condition", "config", "diffusion", "dit", "errors", "generator", "image", "isosurface", "layers"),
    *("mesh", "metrics", "output", "points", "solids", "state", "vae", "weights"),
}

__all__ = ["__version__", *_HOME]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(f"partgen.{_HOME[name]}"), name)
    if name in _ROOMS:
        return import_module(f"partgen.{name}")
    raise AttributeError(f"module 'partgen' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME, *_ROOMS})
