"""Make core_modes.png: what the embedded core makes of five kinds of input, none of them trained on.

    python renders/modes.py DATA [--grid 64] [--objects FOLDER]

DATA is a folder with KayKit's City Builder Bits (kaykit/city) and Kenney's Starter Kit City Builder (kenney_city_starter), both CC0.
The painting and the tile are a held-out tile of the embedded painter (seed below); `--objects` keeps it for another time. A row shows the
input, the parts from the front and from behind, each in a colour of its own, how many there are and what they took.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
import trimesh
from PIL import Image, ImageDraw, ImageFont

import partgen
from cityscape.learn.question import Question, kept
from cityscape.learn.sheet import INK, PAPER, flat_picture
from cityscape.render.ids import id_colors
from partgen.embedded import EmbeddedGenerator
from partgen.isometric import isometric, look_at
from partgen.seen import View
from partgen.windowed import WindowOptions

SEED = 2_000_000_020  # a suburb
EDGE = 300
MOST_BYTES = 400_000
HERE = Path(__file__).parent


def inputs(q: Question, data: Path) -> Iterator[tuple[str, np.ndarray, dict[str, Any]]]:
    """Name, picture to show and what the generator is given, of each mode."""
    tile = trimesh.util.concatenate([_coloured(m, c) for m, c in zip(q.meshes, id_colors(len(q.meshes))[1:], strict=True)])
    yield "painting", q.picture, {"image": q.picture}
    yield "painting and mask", q.picture, {"image": q.picture, "mask": q.mask}
    yield "tile, exact mesh", look_at(tile, isometric(*tile.bounds))[0], {"mesh": tile}
    for name, file in (("KayKit building", "kaykit/city/building_F.gltf"), ("Kenney tile", "kenney_city_starter/building-small-c.glb")):
        mesh = trimesh.load(data / file).to_mesh()
        yield name, look_at(mesh, isometric(*mesh.bounds))[0], {"mesh": mesh}


def _coloured(mesh: trimesh.Trimesh, color: np.ndarray) -> trimesh.Trimesh:
    rgba = (np.r_[color, 1.0] * 255).astype(np.uint8)
    return trimesh.Trimesh(mesh.vertices, mesh.faces, vertex_colors=np.tile(rgba, (len(mesh.vertices), 1)), process=False)


def behind(meshes: list[trimesh.Trimesh], front: View) -> View:
    """The view from the other side that shows all."""
    axes = np.asarray(front.axes) * (-1.0, 1.0, -1.0)
    across = np.concatenate([np.asarray(m.vertices) for m in meshes]) @ axes.T
    low, high = across.min(0), across.max(0)
    return View(axes, (low + high) / 2 @ axes, 1.04 * float((high - low)[:2].max()))


def row(maker: EmbeddedGenerator, name: str, picture: np.ndarray, given: dict[str, Any], grid: int) -> tuple[Image.Image, str]:
    """The pictures of one mode next to each other, and what is written under them."""
    clock = time.process_time()
    meshes = [p.mesh for p in maker.generate(**given, windows=WindowOptions(grid=grid, coarse_grid=min(grid, 64)), level=0, seed=0)]
    spent = time.process_time() - clock
    out = Image.new("RGB", (3 * EDGE, EDGE), PAPER)
    shown = Image.fromarray(picture).resize((EDGE, EDGE), Image.Resampling.LANCZOS)
    out.paste(shown, (0, 0), shown if shown.mode == "RGBA" else None)
    if meshes:
        corners = np.concatenate([m.bounds for m in meshes])
        front = isometric(corners.min(0), corners.max(0))
        colors = id_colors(len(meshes))[1:]
        for k, view in enumerate((front, behind(meshes, front)), 1):
            out.paste(Image.fromarray(flat_picture(meshes, colors, view, EDGE)), (k * EDGE, 0))
    faces = sum(len(m.faces) for m in meshes)
    return out, f"{name}: {len(meshes)} parts, {faces} faces, {spent:.0f} s of one core"


def small(picture: Image.Image, path: Path) -> None:
    """Write as PNG with as many colours as fit."""
    for colors in (256, 128, 64, 32, 16):
        picture.quantize(colors, dither=Image.Dither.NONE).save(path, "PNG", optimize=True)
        if path.stat().st_size <= MOST_BYTES:
            break
    print(path, f"{path.stat().st_size / 1000:.0f} kB", flush=True)


def main() -> None:
    """See the module."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("data", type=Path)
    asked.add_argument("--grid", type=int, default=64)
    asked.add_argument("--objects", type=Path)
    said = asked.parse_args()
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as spare:
        q = kept(SEED, said.objects or Path(spare))
    maker: Any = partgen.load("tile", "cpu")
    rows = []
    for name, picture, given in inputs(q, said.data):
        rows.append(row(maker, name, picture, given, said.grid))
        print(rows[-1][1], flush=True)
    foot = 20
    sheet = Image.new("RGB", (3 * EDGE, len(rows) * (EDGE + foot)), PAPER)
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(13)
    for k, (picture, text) in enumerate(rows):
        sheet.paste(picture, (0, k * (EDGE + foot)))
        draw.text((8, k * (EDGE + foot) + EDGE), text, INK, font)
    small(sheet, HERE / "core_modes.png")


if __name__ == "__main__":
    main()
