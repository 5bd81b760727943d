"""Writing pictures: to a temporary file beside the target, then renamed over it."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from cityscape.errors import InputError

STILL = (".png", ".jpg", ".jpeg", ".webp")
MOVING = (".mp4", ".webp", ".gif")


def check_suffix(path: Path, *, moving: bool) -> Path:
    """The path, if its suffix is one that can be written and its folder exists."""
    known = MOVING if moving else STILL
    if path.suffix.lower() not in known:
        what = "a turntable" if moving else "a picture"
        raise InputError(f"{path.name!r} does not name {what}: end it with one of {', '.join(known)}")
    if not path.parent.is_dir():
        raise InputError(f"the folder {path.parent} does not exist: make it first, or choose another")
    return path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path with the same suffix; it takes the target's place when the block ends well, else it vanishes."""
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix, delete=False) as f:
            temporary = Path(f.name)
    except OSError as e:
        raise InputError(f"cannot write to {path.parent} ({e.strerror}): choose another folder") from e
    try:
        yield temporary
        with open(temporary, "rb") as f:
            os.fsync(f.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def save_picture(path: Path, image: NDArray[np.uint8]) -> None:
    """Write (h, w, 4) uint8; opaque pictures lose their alpha channel, JPEG is laid on white."""
    from PIL import Image

    opaque = bool((image[..., 3] == 255).all())
    picture = Image.fromarray(image[..., :3] if opaque else image)
    if path.suffix.lower() in (".jpg", ".jpeg") and not opaque:
        white = Image.new("RGBA", picture.size, (255, 255, 255, 255))
        white.alpha_composite(picture)
        picture = white.convert("RGB")
    more: dict[str, Any] = {"quality": 94} if path.suffix.lower() != ".png" else {}
    with replacing(path) as temporary:
        picture.save(temporary, **more)


def save_ids(path: Path, ids: NDArray[np.int32], names: Sequence[str]) -> tuple[Path, Path]:
    """Beside `path`: ``*_ids.png`` with id = red + 256 green + 65536 blue, and ``*_ids.json`` with the names of 1, 2, ..."""
    from PIL import Image

    code = np.stack([ids & 255, (ids >> 8) & 255, (ids >> 16) & 255], -1).astype(np.uint8)
    picture, table = path.with_name(f"{path.stem}_ids.png"), path.with_name(f"{path.stem}_ids.json")
    with replacing(picture) as temporary:
        Image.fromarray(code).save(temporary)
    with replacing(table) as temporary:
        temporary.write_text(json.dumps({"parts": list(names)}, indent=1), encoding="utf-8")
    return picture, table
