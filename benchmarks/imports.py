"""What an import makes of real models, and whether an export taken back in is what it was.

    python benchmarks/imports.py [FOLDER] [--by auto] [--licence CC0] [--json FILE]

FOLDER holds folders of models (GLB, glTF, OBJ...; default: ./models). Each folder of models becomes one scene, a tile each; files whose
names end in `_all` are scenes of their own, cut into tiles twice as large as what the median of their objects needs. Each scene goes
through `cityscape export` and comes back by the import: `names` counts parts whose address, name, label and material are what they were,
`off` is the farthest that a part's corners moved, in metres.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Iterator

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cityscape.edit.importing import import_scene
from cityscape.edit.reading import SUFFIXES, read
from cityscape.export import export_glb
from cityscape.store import SceneFolder
from cityscape.world.part import placed
from cityscape.world.tile import Scene


def sources(folder: Path) -> Iterator[tuple[str, Path, float | None]]:
    """Name, path and tile size of what is imported."""
    for place in sorted({f.parent for f in folder.rglob("*") if f.suffix.lower() in SUFFIXES}):
        yield str(place.relative_to(folder)), place, None
        for file in sorted(place.iterdir()):
            if file.stem.endswith("_all") and file.suffix.lower() in SUFFIXES:
                boxes = [np.ptp(s.corners.reshape(-1, 3)[:, :2], 0).max() for s in read(file).surfaces]
                yield str(file.relative_to(folder)), file, max(2.5, float(np.ceil(2 * np.median(boxes))))


def parts(scene: Scene) -> dict[tuple[Any, ...], np.ndarray]:
    """(cell, object, part, its name, label, material) -> corners (n, 3), scene frame."""
    out = {}
    for cell, tile in scene.tiles.items():
        for t, p in tile.parts():
            out[cell, t.id, p.id, t.name, p.name, p.label, p.material.name, p.material.color] = placed(t, p)[0] + np.array(tile.origin)
    return out


def moved(a: np.ndarray, b: np.ndarray) -> float:
    """The farthest that a corner is from the nearest of the other set, metres."""
    from scipy.spatial import cKDTree

    return float(max(cKDTree(x).query(y)[0].max() for x, y in ((a, b), (b, a))))


def measure(path: Path, size: float | None, by: str, licence: str) -> dict[str, Any]:
    """Import, export, import again."""
    with TemporaryDirectory() as temp:
        began = perf_counter()
        done = import_scene(path, Path(temp) / "a", tile_size=size, by=by, licence=licence)  # type: ignore[arg-type]
        seconds = perf_counter() - began
        before = SceneFolder.open(Path(temp) / "a").scene(paintings=False)
        export_glb(before, Path(temp) / "a.glb")
        import_scene(Path(temp) / "a.glb", Path(temp) / "b", licence=licence)
        one, two = parts(before), parts(SceneFolder.open(Path(temp) / "b").scene(paintings=False))
    same = one.keys() & two.keys()
    counts = done.model_dump(mode="json", exclude={"path", "notes"})
    out = sum(n.startswith("left out") for n in done.notes)
    return counts | {
        "left_out": out, "seconds": round(seconds, 1), "names": len(same), "off": max((moved(one[k], two[k]) for k in same), default=0.0),
    }  # fmt: skip


def main() -> None:
    """Print a table."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("folder", nargs="?", type=Path, default=Path("models"))
    ask.add_argument("--by", default="auto")
    ask.add_argument("--licence", default="CC0")
    ask.add_argument("--json", type=Path)
    given = ask.parse_args()
    found = list(sources(given.folder)) if given.folder.is_dir() else []
    if not found:
        ask.error(f"{given.folder} holds no models: name a folder with {', '.join(SUFFIXES)} files")
    rows = {}
    heads = f"{'files':>5} {'tile m':>6} {'tiles':>5} {'objects':>7} {'parts':>6} {'open':>5} {'faces':>8} {'s':>6} {'names':>6} off m"
    print(f"{'models':44} {heads}")
    for name, path, size in found:
        r = rows[name] = measure(path, size, given.by, given.licence)
        print(
            f"{name:44} {r['files'] - r['left_out']:5} {r['tile_size']:6g} {r['tiles']:5} {r['objects']:7} {r['parts']:6} {r['open']:5}"
            f" {r['faces']:8,} {r['seconds']:6} {r['names']:6} {r['off']:.1e}",
            flush=True,
        )
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main()
