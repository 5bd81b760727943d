"""`Gltf`: a GLB file written from front to back, whatever its size.

Source: glTF 2.0 specification, Khronos, sections 3.6 (data) and 4.4 (GLB). Only a JSON text and one binary
chunk make a GLB, but the text comes first and is known last; so both grow in nameless temporary files.
"""

from __future__ import annotations

import json
import os
import shutil
import struct
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cityscape.errors import InputError
from cityscape.store.disk import TEMP, sync_folder

LIMIT = 2**32 - 1
"""A GLB holds its length in 32 bits."""

SECTIONS = ("scenes", "nodes", "meshes", "materials", "accessors", "bufferViews")


class Gltf:
    """The lists of a glTF document, each item written once and then forgotten."""

    def __init__(self, folder: Path) -> None:
        self._files = ExitStack()
        self._bin = self._files.enter_context(TemporaryFile(dir=folder))  # noqa: SIM115
        self._text = {s: self._files.enter_context(TemporaryFile(dir=folder)) for s in SECTIONS}  # noqa: SIM115
        self.count = dict.fromkeys(SECTIONS, 0)
        self.size = 0

    def add(self, section: str, item: dict[str, Any]) -> int:
        """Append an item to a section; returns its index."""
        text = self._text[section]
        if self.count[section]:
            text.write(b",")
        text.write(dump(item))
        self.count[section] += 1
        return self.count[section] - 1

    def view(self, data: bytes, *, target: int, stride: int | None = None) -> int:
        """Append bytes to the binary chunk as a buffer view; returns its index."""
        if self.size + len(data) > LIMIT - 2**24:
            raise InputError("the city is larger than the 4 GiB that one GLB can hold: export fewer tiles, or several files")
        item = {"buffer": 0, "byteOffset": self.size, "byteLength": len(data), "target": target}
        self._bin.write(data)
        pad = -len(data) % 4
        self._bin.write(bytes(pad))
        self.size += len(data) + pad
        return self.add("bufferViews", item | ({"byteStride": stride} if stride else {}))

    def accessor(self, view: int, offset: int, array: NDArray[Any], *, bounds: bool = False) -> int:
        """Describe an array that lies in a view at a byte offset: (n, 3) float32, (n,) uint16 or uint32, or (n, 4) uint16 colours."""
        item: dict[str, Any] = {"bufferView": view, "byteOffset": offset, "componentType": _COMPONENT[array.dtype.name]}
        item |= {"count": len(array), "type": "SCALAR" if array.ndim == 1 else f"VEC{array.shape[1]}"}
        if array.ndim == 2 and array.dtype == np.uint16:
            item["normalized"] = True
        if bounds:
            item |= {"min": array.min(0).tolist(), "max": array.max(0).tolist()}
        return self.add("accessors", item)

    def __enter__(self) -> Gltf:
        return self

    def __exit__(self, *_: object) -> None:
        self._files.close()

    def write(self, path: Path, *, head: dict[str, Any]) -> tuple[int, str]:
        """Put the finished file in place, whole or not at all; returns its size in bytes and its SHA-256.

        `head` is what stands before the lists: asset, scene, extensionsUsed.
        """
        buffers = [{"byteLength": self.size}] if self.size else []
        lists = [s for s in SECTIONS if self.count[s]]
        first = dump(head)[:-1]
        last = (b',"buffers":' + dump(buffers) if buffers else b"") + b"}"
        length = len(first) + len(last) + sum(len(f',"{s}":[]') + self._text[s].tell() for s in lists)
        pad = -length % 4
        total = 12 + 8 + length + pad + ((8 + self.size) if self.size else 0)
        if total > LIMIT:
            raise InputError("the city is larger than the 4 GiB that one GLB can hold: export fewer tiles, or several files")
        temp = path.with_name(f"{TEMP}{os.getpid()}-{path.name}")
        try:
            with temp.open("wb") as raw:
                out = _Hashed(raw)
                out.write(struct.pack("<4sII", b"glTF", 2, total) + struct.pack("<I4s", length + pad, b"JSON") + first)
                for s in lists:
                    out.write(f',"{s}":['.encode())
                    _copy(self._text[s], out)
                    out.write(b"]")
                out.write(last + b" " * pad)
                if self.size:
                    out.write(struct.pack("<I4s", self.size, b"BIN\0"))
                    _copy(self._bin, out)
                raw.flush()
                os.fsync(raw.fileno())
            os.replace(temp, path)
            sync_folder(path.parent)
        except BaseException:
            temp.unlink(missing_ok=True)
            raise
        return total, out.hash.hexdigest()


class _Hashed:
    """A file that knows the SHA-256 of what went into it."""

    def __init__(self, file: Any) -> None:
        self.file, self.hash = file, sha256()

    def write(self, data: bytes) -> int:
        self.hash.update(data)
        return int(self.file.write(data))


_COMPONENT = {"uint16": 5123, "uint32": 5125, "float32": 5126}
VERTICES, INDICES = 34962, 34963
"""Buffer view targets: ARRAY_BUFFER and ELEMENT_ARRAY_BUFFER."""


def indices(faces: NDArray[np.integer], vertices: int) -> NDArray[Any]:
    """(3 f,) the shortest index type that counts `vertices`, leaving out the value that restarts a strip."""
    return np.ascontiguousarray(faces.ravel(), np.uint16 if vertices <= 65535 else np.uint32)


def colors16(srgb: NDArray[np.uint8]) -> NDArray[np.uint16]:
    """(n, 3) sRGB bytes as the (n, 4) linear 16-bit numbers of COLOR_0 (IEC 61966-2-1), opaque."""
    c = srgb / 255.0
    linear = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    return np.ascontiguousarray(np.c_[np.round(linear * 65535), np.full(len(srgb), 65535)], np.uint16)


def dump(item: Any) -> bytes:
    """Compact JSON, ASCII only."""
    return json.dumps(item, separators=(",", ":"), allow_nan=False).encode()


def _copy(source: Any, target: _Hashed) -> None:
    source.seek(0)
    shutil.copyfileobj(source, target, 1 << 20)
    source.seek(0, os.SEEK_END)
