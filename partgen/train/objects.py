"""Training objects: what the networks learn from, in columns of flat tensors, many objects to a file.

An object is a whole within [-1, 1]^3 (y up) and its parts in the order in which they are made. Of the whole it has one
picture with depth, from an orthographic camera, and the surface seen in it; of each part points on its surface, points round
it with signed distances, and what is seen of it and near it. Coordinates of a part are relative to its own box, so that
sixteen bits are enough for parts of any size:  p = centre + half q.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from partgen.errors import PartgenError
from partgen.files import whole

FORMAT = "partgen objects 2"
LEVELS = ("coarse", "object", "medium", "fine")
"""Granularity of an object's parts, by number."""
NO_PART = 255
"""In `shell_part`: seen, but of no part that is listed."""


@dataclass(frozen=True, eq=False)
class Objects:
    """n objects with m parts in all.

    Of each object
    ~~~~~~~~~~~~~~
    picture : (n, s, s, 3) uint8 sRGB on white. mask : (n, s, s) uint8, 1 + a part's place in its object, 0 elsewhere.
    depth : (n, s, s) float16, growing away from the camera and 0 in the plane through the origin, NaN where nothing is.
    view : (n, 3, 3) float32, rows are the picture's right, its up and the direction towards the camera; span : (n,) float32,
    height of the picture; middle : (n, 2) float32, where along right and up its centre lies.
    shell : (n, k, 6) float16 points and normals that are seen; shell_part : (n, k) uint8, whose they are.
    unit : (n,) float32, metres of one unit (1 where not known). level : (n,) uint8. first : (n + 1,) int64, where an object's parts begin.

    Of each part
    ~~~~~~~~~~~~
    centre : (m, 3) float32 and half : (m,) float32, middle and half of the longest side of its box.
    label : (m,) int16, -1 unknown. ground : (m,) bool, whether it is the slab that all stands on. visible : (m,) int32 pixels.
    cloud : (m, c, 6) float16 points and normals of its surface.
    query : (m, q, 3) float16; own, all : (m, q) float16, signed distance there to the part and to the whole, negative inside,
    cut at `BAND`, in units of `half`.
    seen : (m, v, 6) float16, what is seen of it (zeros: nothing). near : (m, w, 6) float16, what is seen round it, itself included.
    """

    picture: Tensor
    mask: Tensor
    depth: Tensor
    view: Tensor
    span: Tensor
    middle: Tensor
    shell: Tensor
    shell_part: Tensor
    unit: Tensor
    level: Tensor
    first: Tensor
    centre: Tensor
    half: Tensor
    label: Tensor
    ground: Tensor
    visible: Tensor
    cloud: Tensor
    query: Tensor
    own: Tensor
    all: Tensor
    seen: Tensor
    near: Tensor

    def __len__(self) -> int:
        return len(self.level)

    @property
    def parts(self) -> int:
        """How many parts there are in all."""
        return len(self.half)

    @cached_property
    def owner(self) -> Tensor:
        """(m,) int64, the object of each part."""
        return torch.arange(len(self), device=self.first.device).repeat_interleave(self.first.diff(), output_size=self.parts)

    @cached_property
    def most(self) -> int:
        """Parts of the object that has the most."""
        return int(self.first.diff().max())

    @staticmethod
    def cat(many: Sequence[Objects]) -> Objects:
        """Objects one after the other."""
        columns = {f.name: torch.cat([getattr(o, f.name) for o in many]) for f in fields(Objects) if f.name != "first"}
        counts = torch.cat([o.first.diff() for o in many])
        return Objects(first=torch.cat([counts.new_zeros(1), counts.cumsum(0)]), **columns)


BAND = 0.35
"""Distances are cut here, in units of a part's half side."""
PER_PART = ("centre", "half", "label", "ground", "visible", "cloud", "query", "own", "all", "seen", "near")


def write(objects: Objects, file: Path, *, noted: dict[str, object] | None = None) -> Path:
    """Write objects as one safetensors file, whole or not at all.

    noted : said in the file beside them, as JSON; under ``labels`` the list of names that the column `label` numbers.
    """
    from safetensors.torch import save_file

    tensors = {f.name: getattr(objects, f.name).contiguous() for f in fields(Objects)}
    with whole(file) as unfinished:
        save_file(tensors, unfinished, metadata={"format": FORMAT, "noted": json.dumps(noted or {}, sort_keys=True)})
    return Path(file)


@contextmanager
def _opened(file: Path) -> Iterator[Any]:
    """A file that `write` wrote; what cannot be read of it is told in one sentence."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(str(file), "pt") as opened:
            yield opened
    except PartgenError:
        raise
    except (OSError, SafetensorError, ValueError) as e:
        raise PartgenError(f"{file} is damaged or holds no training objects ({e}): delete it and make them again") from None


def read(file: Path) -> Objects:
    """Read a file that `write` wrote; its tensors are mapped and read as they are used."""
    with _opened(file) as opened:
        if (opened.metadata() or {}).get("format") != FORMAT:
            raise PartgenError(f"{file} holds no training objects of this version: make them again with 'cityscape train data'")
        return Objects(**{f.name: opened.get_tensor(f.name) for f in fields(Objects)})


def columns(file: Path, *names: str) -> dict[str, Tensor]:
    """Some columns of a file that `write` wrote, without reading the others."""
    with _opened(file) as opened:
        return {name: opened.get_tensor(name) for name in names}


def noted(file: Path) -> dict[str, Any]:
    """What `write` was told to note in a file."""
    with _opened(file) as opened:
        return dict(json.loads((opened.metadata() or {}).get("noted", "{}")))


def labels(folder: Path) -> tuple[str, ...]:
    """The vocabulary of a folder's objects; () where none of its files has one (parts of unknown kinds)."""
    known: dict[tuple[str, ...], Path] = {}
    for file in files(folder):
        if names := tuple(noted(file).get("labels", ())):
            known.setdefault(names, file)
    if len(known) > 1:
        a, b = list(known.values())[:2]
        raise PartgenError(f"{a} and {b} number different labels: keep them in folders of their own")
    return next(iter(known), ())


def files(folder: Path) -> list[Path]:
    """The files of training objects in a folder, in order."""
    found = sorted(Path(folder).glob("objects-*.safetensors"))
    if not found:
        raise PartgenError(f"{folder} has no training objects (objects-*.safetensors): make them with 'cityscape train data'")
    return found


def read_surfaces(file: Path) -> Objects:
    """As `read`; raises `PartgenError` where a file has pictures alone, without surfaces."""
    found = read(file)
    if not found.query.shape[1]:
        raise PartgenError(f"{file} has pictures alone, for groups and depth: make objects with surfaces in another folder")
    return found


def read_all(folder: Path, *, most: int | None = None) -> Objects:
    """All objects of a folder in memory, or those of the first files until `most` are there.

    Raises `PartgenError` where a file has pictures alone, without surfaces.
    """
    many: list[Objects] = []
    for file in files(folder):
        many.append(read_surfaces(file))
        if most is not None and sum(map(len, many)) >= most:
            break
    return Objects.cat(many)


def sizes(folder: Path) -> Iterator[tuple[Path, int]]:
    """Each file with its number of objects, without reading what else is in it."""
    from safetensors import safe_open

    for file in files(folder):
        with safe_open(str(file), "pt") as opened:
            yield file, opened.get_slice("level").get_shape()[0]


def together(objects: Objects, *, cells: int = 16) -> Tensor:
    """(m,) share of each part's points that lie in its largest piece; low for parts of scattered bits, which no window suits."""
    import numpy as np
    from scipy.ndimage import label

    index = ((objects.cloud[..., :3].float() + 1) * (cells / 2)).long().clamp(0, cells - 1).numpy()
    out = np.empty(len(index), np.float32)
    every = np.ones((3, 3, 3), bool)
    for k, at in enumerate(index):
        grid = np.zeros((cells,) * 3, np.int32)
        np.add.at(grid, tuple(at.T), 1)
        pieces, n = label(grid > 0, every)
        out[k] = np.bincount(pieces.ravel(), grid.ravel(), minlength=n + 1)[1:].max() / len(at)
    return torch.from_numpy(out)
