"""A real but small run, in a process of its own too: `driver.py FOLDER WORKERS` prints events as they come."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cityscape.paint.procedural import ProceduralPainter
from cityscape.run import generate


@dataclass
class SmallPainter(ProceduralPainter):
    """The procedural painter, quick enough to be killed often."""

    size: int = 96
    samples: int = 2
    ambient_occlusion: int = 2
    name: str = "small"


def tell(event: object) -> None:
    print(type(event).__name__, getattr(event, "stage", ""), getattr(event, "cell", ""), flush=True)


def begin(folder: str | Path, *, workers: int, progress: Callable[[object], None]) -> None:
    generate("a village by a river", grid=(2, 2), tile_size=20, out=folder, painter=SmallPainter(), workers=workers, progress=progress)


def main() -> None:
    begin(sys.argv[1], workers=int(sys.argv[2]), progress=tell)


if __name__ == "__main__":
    from driver import main as real_main  # so that SmallPainter is driver.SmallPainter, which workers can find

    real_main()
