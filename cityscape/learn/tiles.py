"""The procedural world as training objects: tiles and rooms, their parts, and what one picture shows of them.

Everything is a function of the seed. Seeds of the held-out split are never trained on (`split`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import torch
from torch import Tensor

from cityscape.errors import InputError
from cityscape.grammar.levels import LEVELS, Level
from cityscape.grammar.teacher import LABELS, Batch, Pool, Sample, sample
from cityscape.grammar.themes import theme_names
from cityscape.learn import measure
from cityscape.learn.measure import Look, Sampling, on_white
from cityscape.world.seeds import derive, generator
from partgen.solid_batch import Picks, inside
from partgen.train.objects import Objects, noted, write

Split = Literal["train", "probe", "test"]
SPLITS: dict[str, int] = {"train": 0, "probe": 1_000_000_000, "test": 2_000_000_000}
"""Where the seeds of a split begin; each has a thousand million of its own."""
GROUND_LABELS = frozenset({"ground", "terrain", "floor"})


@dataclass(frozen=True)
class Recipe(Sampling):
    """How objects are drawn and how finely they are sampled."""

    rooms: float = 0.2  # share of rooms
    levels: tuple[float, float, float, float] = (0.25, 0.4, 0.2, 0.15)  # shares of coarse, object, medium and fine parts
    reuse: int = 3  # objects made of each layout: turned, in other colours, with things left out
    turns: bool = False  # themes in turn by the seed's number, rooms between them, instead of drawn

    @staticmethod
    def pictures() -> Recipe:
        """For networks that look at pictures alone: whole objects, all of them listed, their boxes and nothing of their surfaces."""
        levels, flat = (0.0, 1.0, 0.0, 0.0), {"cloud": 64, "query": 0, "seen": 0, "near": 0, "shell": 0}
        return Recipe(rooms=0.25, levels=levels, reuse=6, most=200, fine_picture=256, **flat)  # type: ignore[arg-type]


def split(name: Split, n: int, *, start: int = 0) -> range:
    """n seeds of a split, from its `start`-th."""
    if name not in SPLITS:
        raise InputError(f"there is no split {name!r}: use one of {', '.join(SPLITS)}")
    if not 0 <= start <= start + n <= 1_000_000_000:
        raise InputError(f"{n} seeds from number {start} are more than a split has: ask for fewer")
    return range(SPLITS[name] + start, SPLITS[name] + start + n)


def drawn(seed: int, recipe: Recipe | None = None) -> list[Sample]:
    """The samples of a seed: one layout and its variations, each at a level of its own."""
    r = recipe or Recipe()
    rng = generator("training", seed)
    room = rng.random() < r.rooms
    theme = None
    if r.turns:
        theme, room = turn(seed, r.rooms)
    layout = sample(derive("training layout", seed), theme, room="" if room else None)
    pool = Pool((layout,))
    out = []
    for k in range(r.reuse):
        level: Level = LEVELS[int(rng.choice(4, p=np.array(r.levels) / sum(r.levels)))]
        out.append(layout.at_level(level) if k == 0 else pool.sample(derive("variation", seed, k), level))
    return out


def turn(seed: int, rooms: float) -> tuple[str | None, bool]:
    """The theme whose turn it is at a seed's number in its split, or None and True: a room of any kind and style."""
    names, number = sorted(theme_names()), seed % 1_000_000_000
    before, after = int(number * rooms), int((number + 1) * rooms)  # rooms among the numbers before this one, and with it
    return (None, True) if after > before else (names[(number - before) % len(names)], False)


def objects(seed: int, recipe: Recipe | None = None) -> Objects:
    """The training objects of a seed."""
    r = recipe or Recipe()
    return Objects.cat([measured(s, derive("points", seed, k), r) for k, s in enumerate(drawn(seed, r))])


def measured(s: Sample, seed: int, recipe: Recipe | None = None) -> Objects:
    """One sample as a training object.

    Of samples with more than `Recipe.most` parts only so many are listed, drawn from those that are seen.
    """
    return measure.measured(_Solids(s), recipe or Recipe(), torch.Generator().manual_seed(seed % 2**62))


class _Solids:
    """A sample as `measure.Measured`."""

    def __init__(self, s: Sample) -> None:
        self.batch = Batch.of([s])
        self.parts, self.level = s.shape.parts, LEVELS.index(s.level)
        self.first = np.array([thing == "ground" for thing in s.things])
        self.ground = np.array([label in GROUND_LABELS for label in s.labels]) | self.first
        self.label = np.array([LABELS.index(label) for label in s.labels])

    def look(self, size: int, *, color: bool) -> Look:
        shown = self.batch.pictures(size, color=color)
        v = shown.views
        return Look(
            on_white(shown.rgba[0]),
            shown.part[0],
            shown.depth[0],
            shown.points[0],
            shown.normal[0],
            v.axes[0],
            v.target[0],
            float(v.scale[0]),
        )

    def clouds(self, chosen: Tensor, n: int, g: torch.Generator) -> Tensor:
        return self.batch.clouds(n, self._picks(chosen), generator=g)

    def inside(self, points: Tensor, chosen: Tensor) -> Tensor:
        m, q = points.shape[:2]
        which = torch.arange(m).repeat_interleave(q)
        return inside(self.batch.solids, points.reshape(-1, 3), self._picks(chosen), which).reshape(m, q)

    def inside_any(self, points: Tensor) -> Tensor:
        return inside(self.batch.solids, points, Picks(torch.zeros(1, dtype=torch.int64)), torch.zeros(len(points), dtype=torch.int64))

    def _picks(self, chosen: Tensor) -> Picks:
        return Picks(torch.zeros(len(chosen), dtype=torch.int64), torch.nn.functional.one_hot(chosen, self.parts).bool())


def blocks(seeds: Sequence[int], per_file: int = 12) -> list[Sequence[int]]:
    """The seeds of each file that `make` writes."""
    return [seeds[k : k + per_file] for k in range(0, len(seeds), per_file)]


def make(
    folder: Path,
    seeds: Sequence[int],
    *,
    recipe: Recipe | None = None,
    per_file: int = 12,
    rank: int = 0,
    world: int = 1,
    each: Callable[[int], None] | None = None,
) -> int:
    """Write the objects of seeds into files of `per_file` seeds each; files that are there are left alone. Returns the objects written.

    Several processes share the work: each makes the files whose number modulo `world` is its `rank`. A file that an earlier
    call with fewer seeds left shorter is made anew. `each` is told the number of objects in every file written.

    Raises
    ------
    InputError : the folder holds objects of the same seeds that were made with other settings.
    """
    r, done = recipe or Recipe(), 0
    _check_blocks(folder, seeds, per_file)
    for block in blocks(seeds, per_file)[rank::world]:
        file = folder / f"objects-{block[0]:010d}.safetensors"
        if _is_there(file, block, r):
            continue
        made = Objects.cat([objects(seed, r) for seed in block])
        write(made, file, noted={"seeds": [block[0], block[-1]], "recipe": asdict(r), "labels": list(LABELS)})
        done += len(made)
        if each is not None:
            each(len(made))
    return done


def _check_blocks(folder: Path, seeds: Sequence[int], per_file: int) -> None:
    for file in folder.glob("objects-*.safetensors"):
        a, b = noted(file).get("seeds", (-1, -1))
        apart = b < seeds[0] or a > seeds[-1]
        if not apart and ((a - seeds[0]) % per_file or b - a >= per_file):
            raise InputError(f"{file} holds the seeds {a} to {b}, which these would hold again: use the same start, or another folder")


def _is_there(file: Path, block: Sequence[int], recipe: Recipe) -> bool:
    if not file.exists():
        return False
    said = noted(file)
    if said.get("recipe", asdict(recipe)) != json.loads(json.dumps(asdict(recipe))):
        raise InputError(f"{file} was made with other settings: give another folder, or delete it")
    return said.get("seeds", [0, block[-1]])[-1] >= block[-1]
