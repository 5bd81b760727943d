"""Paintings in a scene folder: written as PNG assets, read when they are looked at."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cityscape.errors import InputError, SceneError
from cityscape.store import png
from cityscape.store.disk import read_asset, write_asset
from cityscape.store.records import DepthRecord, PaintingRecord
from cityscape.world.painting import Painting


def settled(painting: Painting) -> Painting:
    """The painting as it comes back from disk: depth in whole steps, all else unchanged."""
    check(painting)
    if painting.depth is None:
        return painting
    return replace(painting, depth=png.metres(*png.quantise(painting.depth)))


def check(painting: Painting) -> None:
    """Raise `InputError` unless the arrays have the camera's size, the right types and numbers in range."""
    shape = (painting.camera.height, painting.camera.width)
    rgba, mask, depth = painting.rgba, painting.mask, painting.depth
    if rgba.shape != (*shape, 4) or rgba.dtype != np.uint8:
        raise InputError(f"a painting's rgba is {rgba.shape} {rgba.dtype}, its camera wants {(*shape, 4)} uint8")
    if mask is not None and (mask.shape != shape or mask.dtype != np.uint16):
        raise InputError(f"a painting's mask is {mask.shape} {mask.dtype}, its camera wants {shape} uint16")
    if mask is not None and int(mask.max()) > len(painting.parts):
        raise InputError(f"a painting's mask counts up to {int(mask.max())}, but it names {len(painting.parts)} parts")
    if depth is not None and (depth.shape != shape or depth.dtype != np.float32):
        raise InputError(f"a painting's depth is {depth.shape} {depth.dtype}, its camera wants {shape} float32")


def write(assets: Path, painting: Painting) -> PaintingRecord:
    """Store the pictures; returns the record that finds them again. Those that lie there already are not looked at."""
    if isinstance(painting, StoredPainting) and painting.lies_in(assets):
        return painting._record
    check(painting)
    mask = depth = None
    if painting.mask is not None:
        mask = write_asset(assets, png.encode(painting.mask), ".png")
    if painting.depth is not None:
        codes, scale, offset = png.quantise(painting.depth)
        depth = DepthRecord(asset=write_asset(assets, png.encode(codes), ".png"), scale=scale, offset=offset)
    return PaintingRecord(
        painter=painting.painter,
        camera=painting.camera,
        rgba=write_asset(assets, png.encode(painting.rgba), ".png"),
        mask=mask,
        depth=depth,
        parts=painting.parts,
    )


def read(assets: Path, record: PaintingRecord, *, user: str) -> Painting:
    """The painting of a record: hashes are checked now, pixels are decoded when first looked at."""
    for name in names_of(record):
        read_asset(assets, name, user=user)
    return StoredPainting.at(assets, record, user=user)


def names_of(record: PaintingRecord) -> tuple[str, ...]:
    """Names of the assets that a picture is made of."""
    return tuple(name for name in (record.rgba, record.mask, record.depth.asset if record.depth else None) if name)


class StoredPainting(Painting):
    """A painting whose arrays stay on disk until they are asked for, so that a large scene fits in memory."""

    _assets: Path
    _record: PaintingRecord
    _user: str

    @classmethod
    def at(cls, assets: Path, record: PaintingRecord, *, user: str) -> StoredPainting:
        """The painting that `record` describes, with its files in `assets`."""
        p = object.__new__(cls)
        values: dict[str, Any] = {"camera": record.camera, "parts": record.parts, "painter": record.painter}
        p.__dict__.update(values, _assets=assets, _record=record, _user=user)
        return p

    def lies_in(self, assets: Path) -> bool:
        """Whether its files are in that folder."""
        return self._assets == assets and all((assets / name).is_file() for name in names_of(self._record))

    @cached_property
    def rgba(self) -> NDArray[np.uint8]:  # type: ignore[override]
        """(h, w, 4) uint8."""
        return self._picture(self._record.rgba, "RGBA")

    @cached_property
    def mask(self) -> NDArray[np.uint16] | None:  # type: ignore[override]
        """(h, w) uint16 or None."""
        if self._record.mask is None:
            return None
        mask = self._picture(self._record.mask, "I;16")
        if int(mask.max()) > len(self.parts):
            raise SceneError(f"mask {self._record.mask} counts up to {int(mask.max())} but {len(self.parts)} parts are named: {self._user}")
        return mask

    @cached_property
    def depth(self) -> NDArray[np.float32] | None:  # type: ignore[override]
        """(h, w) float32 metres or None."""
        d = self._record.depth
        return None if d is None else png.metres(self._picture(d.asset, "I;16"), d.scale, d.offset)

    def _picture(self, name: str, mode: str) -> NDArray:
        data = read_asset(self._assets, name, user=self._user)
        try:
            return png.decode(data, shape=(self.camera.height, self.camera.width), mode=mode)
        except SceneError as e:
            raise SceneError(f"asset {name}: {e}; {self._user}") from e
