"""The contact sheet of an exam: paintings, true parts and made ones, each part in a flat colour of its own.

Each row is kept as pictures while the exam is sat (`drawn_row`), so that the sheet needs no answer twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from cityscape.learn.exam import Made
from cityscape.learn.marks import MASKED
from cityscape.learn.question import Question
from cityscape.look.tracer import Tracer
from cityscape.render.ids import id_colors
from partgen.files import whole
from partgen.seen import View

ROWS = 6
"""So many objects of an exam are shown, the first ones."""
SHOWN = ("masks", "image")
"""Modes that have columns; of an exam with none of them its first mode."""
EDGE = 176
"""Pixels along a side of one picture."""
MOST_BYTES = 400_000
GROUND = (0.80, 0.79, 0.76)
PAPER = (250, 249, 247)
INK = (60, 58, 55)


def columns(modes: Sequence[str]) -> tuple[str, ...]:
    """The modes that the sheet of an exam in these modes shows."""
    return tuple(m for m in SHOWN if m in modes) or tuple(modes[:1])


def drawn_row(q: Question, made: dict[str, tuple[Sequence[Made], Sequence[int | None]]], folder: Path) -> None:
    """Keep the pictures of one object: the painting, the truth and what was made in modes, front and back.

    made : of each mode the parts and the true part that each stands for.
    """
    a = q.picture[..., 3:] / 255
    flat = (q.picture[..., :3] * a + np.array(PAPER) * (1 - a)).round().astype(np.uint8)
    _put(folder / f"{q.seed}-painting.png", np.asarray(Image.fromarray(flat).resize((EDGE, EDGE), Image.Resampling.LANCZOS)))
    colors = part_colors(q.ground)
    _put(folder / f"{q.seed}-truth.png", pictured(q.meshes, colors, sides(q)))
    for mode, (parts, stands_for) in made.items():
        spare = iter(range(len(q.labels), len(q.labels) + len(parts)))
        own = [k if k is not None else next(spare) for k in stands_for]
        known = part_colors(np.r_[q.ground, np.zeros(len(parts), bool)])
        _put(folder / f"{q.seed}-{mode}.png", pictured([m.mesh for m in parts], known[own], sides(q)))


def part_colors(ground: NDArray[np.bool_]) -> NDArray[np.float32]:
    """(p, 3) sRGB 0..1, one clear colour for each part and a quiet one for the ground."""
    colors = id_colors(len(ground))[1:]
    colors[ground] = GROUND
    return colors


def sides(q: Question) -> tuple[View, View]:
    """The painting's view and one from behind, which shows all of the truth."""
    axes = np.asarray(q.view.axes) * (-1.0, 1.0, -1.0)
    across = np.concatenate([np.asarray(m.vertices) for m in q.meshes]) @ axes.T
    low, high = across.min(0), across.max(0)
    return q.view, View(axes, (low + high) / 2 @ axes, max(q.view.span, 1.04 * float((high - low)[:2].max())))


def pictured(meshes: Sequence[Any], colors: NDArray[np.float32], views: Sequence[View]) -> NDArray[np.uint8]:
    """(EDGE, views EDGE, 3): meshes from several sides, next to each other."""
    return np.concatenate([flat_picture(meshes, colors, v, EDGE) for v in views], 1)


def flat_picture(meshes: Sequence[Any], colors: NDArray[np.float32], view: View, size: int, *, fine: int = 2) -> NDArray[np.uint8]:
    """(size, size, 3) meshes in flat colours (p, 3), a little shaded by how their faces look, with dark outlines.

    fine : rays for each pixel along a side.
    """
    n = size * fine
    first = np.cumsum([0, *(len(m.vertices) for m in meshes)])
    vertices = np.concatenate([np.zeros((0, 3)), *(np.asarray(m.vertices) for m in meshes)])
    faces = np.concatenate([np.zeros((0, 3), np.int64), *(np.asarray(m.faces) + k for m, k in zip(meshes, first, strict=False))])
    owner = np.repeat(np.arange(len(meshes)), np.array([len(m.faces) for m in meshes], int))
    across = ((np.arange(n) + 0.5) / n - 0.5) * view.span
    origins = view.target + across[None, :, None] * view.axes[0] - across[:, None, None] * view.axes[1] + 8 * view.axes[2]
    hit = Tracer(vertices.astype(np.float32), faces.astype(np.int32)).first(origins.reshape(-1, 3), -view.axes[2]).reshape(n, n)
    there = hit >= 0
    out = np.broadcast_to(np.array(PAPER, np.float32) / 255, (n, n, 3)).copy()
    if there.any():
        a, b, c = (vertices[faces[hit[there], k]] for k in range(3))
        normal = np.cross(b - a, c - a)
        normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-30)
        lamp = 0.25 * view.axes[0] + 0.86 * np.array([0.0, 1.0, 0.0]) + 0.45 * view.axes[2]
        shade = 0.78 + 0.22 * np.clip(normal @ lamp, -0.4, 1)
        ids = np.full((n, n), -1)
        ids[there] = owner[hit[there]]
        edge = np.zeros((n, n), bool)
        edge[:, 1:] |= ids[:, 1:] != ids[:, :-1]
        edge[1:] |= ids[1:] != ids[:-1]
        out[there] = colors[ids[there]] * shade[:, None] * np.where(edge[there], 0.6, 1.0)[:, None]
    small = out.reshape(size, fine, size, fine, 3).mean((1, 3))
    return (small.clip(0, 1) * 255).round().astype(np.uint8)


def sheet(records: Sequence[dict[str, Any]], modes: Sequence[str], out: Path) -> Path | None:
    """Put the rows that an exam kept together as ``sheet.png``, of at most `MOST_BYTES`; None where it kept none."""
    shown, chosen = columns(modes), records[:ROWS]
    rows = [r for r in chosen if (out / "rows" / f"{r['seed']}-painting.png").is_file()]
    if not rows:
        return None
    names = ("painting", "truth", *shown)
    widths = [EDGE, *[2 * EDGE] * (1 + len(shown))]
    gap, head, foot = 8, 22, 16
    picture = Image.new("RGB", (sum(widths) + gap * (len(widths) + 1), head + len(rows) * (EDGE + foot)), PAPER)
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(12)
    for i, name in enumerate(names):
        x = gap + sum(widths[:i]) + gap * i
        draw.text((x, 4), name if i == 0 else f"{name}, front and back", INK, font)
        for j, r in enumerate(rows):
            y = head + j * (EDGE + foot)
            file = out / "rows" / f"{r['seed']}-{name}.png"
            if file.is_file():
                with Image.open(file) as one:
                    picture.paste(one.convert("RGB"), (x, y))
            draw.text((x, y + EDGE), _caption(r, name), INK, font)
    with whole(out / "sheet.png") as unfinished:
        unfinished.write_bytes(_small(picture))
    return out / "sheet.png"


def _caption(record: dict[str, Any], name: str) -> str:
    if name == "painting":
        return str(record["theme"])
    if name == "truth":
        return f"{record['counted']} parts and the ground"
    answered = record["modes"].get(name)
    if answered is None:
        return ""
    parts = [p["iou"] for p in answered["parts"] if p["pixels"] > 0 or name not in MASKED]
    iou = np.mean(parts) if parts else 0.0
    return f"IoU {iou:.2f}, {answered['made']} parts" + (f", {answered['found']} found" if "found" in answered else "")


def _small(picture: Image.Image) -> bytes:
    """As PNG bytes, with as many colours as fit."""
    for colors in (256, 128, 64, 32, 16):
        stream = BytesIO()
        picture.quantize(colors, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
        if stream.tell() <= MOST_BYTES:
            return stream.getvalue()
    return _small(picture.resize((picture.width * 3 // 4, picture.height * 3 // 4), Image.Resampling.LANCZOS))


def _put(file: Path, picture: NDArray[np.uint8]) -> None:
    with whole(file) as unfinished:
        Image.fromarray(picture).save(unfinished, "PNG")
