"""Learning curves as one picture: the loss, and each held-out figure by itself, of one training or several.

Read from ``log.jsonl``; drawn with Pillow at twice the size and then halved, so that lines are smooth.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil, floor, isfinite, log10
from pathlib import Path
from typing import Any, Literal

from PIL import Image, ImageDraw, ImageFont

from partgen.errors import PartgenError
from partgen.files import whole

Axis = Literal["steps", "minutes"]
Points = list[tuple[float, float]]

SCALE = 2
PANEL = (460, 300)
COLUMNS = 3
COLORS = ("#2b6cb0", "#d9622b", "#2f8f5b", "#8e44ad", "#b8860b", "#c0392b", "#16808f", "#6b7280")
INK, GRID, PAPER = "#222222", "#e3e3e3", "#ffffff"


@dataclass
class Curves:
    """What the log of one training says: (step, seconds, value) by figure."""

    name: str
    loss: list[tuple[float, float, float]] = field(default_factory=list)
    held_out: dict[str, list[tuple[float, float, float]]] = field(default_factory=dict)


def read(run: str | Path) -> Curves:
    """The curves of a training's folder (or of its ``log.jsonl``); lines that are cut short are passed over."""
    run = Path(run)
    file = run if run.is_file() else run / "log.jsonl"
    if not file.is_file():
        raise PartgenError(f"{run} is no folder of a training: it has no log.jsonl")
    out = Curves(file.resolve().parent.name)
    for line in file.read_text(errors="replace").splitlines():
        try:
            said = json.loads(line)
            at = (float(said["step"]), float(said["seconds"]))
            kind = said["event"]
        except (ValueError, KeyError, TypeError):
            continue
        if kind == "log" and _number(said.get("loss")):
            out.loss.append((*at, float(said["loss"])))
        elif kind == "probe":
            for name, value in said.items():
                if name not in ("event", "step", "seconds", "done") and _number(value):
                    out.held_out.setdefault(name, []).append((*at, float(value)))
    if not out.loss and not out.held_out:
        raise PartgenError(f"{file} has no lines of figures yet: train for longer, or give another folder")
    return out


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value)


def draw(runs: Sequence[str | Path], out: str | Path, *, x: Axis = "steps") -> Path:
    """Write the curves of trainings as a PNG: a panel for the loss, one for each held-out figure, a colour for each training."""
    if x not in ("steps", "minutes"):
        raise PartgenError(f"the curves can be drawn over steps or minutes, not over {x!r}")
    out = Path(out)
    if out.suffix.lower() != ".png":
        raise PartgenError(f"{out} does not end in .png: give such a name")
    many = [read(run) for run in runs]
    if not many:
        raise PartgenError("no training is given: name one or more folders")
    names = _told_apart(runs, many)
    figures = list(dict.fromkeys(name for one in many for name in one.held_out))
    panels: list[tuple[str, list[Points], bool]] = []
    if any(one.loss for one in many):
        panels.append(("training loss", [_over(one.loss, x) for one in many], True))
    panels += [(f"held out: {name.replace('_', ' ')}", [_over(one.held_out.get(name, []), x) for one in many], False) for name in figures]
    columns = min(COLUMNS, len(panels))
    rows = ceil(len(panels) / columns)
    legend = 30 * ceil(len(many) / columns) + 16
    w, h = PANEL
    picture = Image.new("RGB", (SCALE * w * columns, SCALE * (h * rows + legend)), PAPER)
    pen = ImageDraw.Draw(picture)
    for k, (title, lines, logarithmic) in enumerate(panels):
        _panel(pen, (w * (k % columns), h * (k // columns) + legend), title, lines, x, logarithmic)
    for k, name in enumerate(names):
        left, top = 24 + (w * columns - 24) // columns * (k % columns), 18 + 30 * (k // columns)
        pen.line([_s(left, top), _s(left + 26, top)], fill=COLORS[k % len(COLORS)], width=3 * SCALE)
        _text(pen, (left + 34, top), name, 15, anchor="lm")
    picture = picture.resize((picture.width // SCALE, picture.height // SCALE), Image.Resampling.LANCZOS)
    with whole(out) as unfinished:
        picture.save(unfinished, "PNG")
    return out


def _told_apart(runs: Sequence[str | Path], many: list[Curves]) -> list[str]:
    names = [one.name for one in many]
    return names if len(set(names)) == len(names) else [str(run) for run in runs]


def _over(points: list[tuple[float, float, float]], x: Axis) -> Points:
    return [(step if x == "steps" else seconds / 60, value) for step, seconds, value in points]


def _panel(pen: ImageDraw.ImageDraw, at: tuple[int, int], title: str, lines: list[Points], x: Axis, logarithmic: bool) -> None:
    """One chart: frame, ticks, lines, with its last values marked."""
    values = [y for line in lines for _, y in line]
    far = max((p for line in lines for p, _ in line), default=1.0) or 1.0
    logarithmic = logarithmic and min(values) > 0 and max(values) > 2 * min(values)
    ticks = log_ticks(min(values), max(values)) if logarithmic else nice_ticks(min(values), max(values))
    low, high = min(ticks[0], min(values)), max(ticks[-1], max(values))
    left, top, right, bottom = at[0] + 66, at[1] + 34, at[0] + PANEL[0] - 18, at[1] + PANEL[1] - 52

    def place(px: float, py: float) -> tuple[float, float]:
        up = (log10(py / low) / log10(high / low)) if logarithmic else (py - low) / (high - low)
        return _s(left + px / end * (right - left), bottom - up * (bottom - top))

    along = nice_ticks(0, far, 5)
    end = max(along[-1], far)
    for tick in ticks:
        _, y = place(0, tick)
        pen.line([(left * SCALE, y), (right * SCALE, y)], fill=GRID, width=SCALE)
        _text(pen, (left - 8, y / SCALE), label(tick), 12, anchor="rm")
    for tick in along:
        px, _ = place(tick, high)
        pen.line([(px, bottom * SCALE), (px, (bottom + 5) * SCALE)], fill=INK, width=SCALE)
        _text(pen, (px / SCALE, bottom + 8), label(tick), 12, anchor="mt")
    pen.line([_s(left, top), _s(left, bottom), _s(right, bottom)], fill=INK, width=SCALE)
    for k, line in enumerate(lines):
        color = COLORS[k % len(COLORS)]
        points = [place(*p) for p in line]
        if len(points) > 1:
            pen.line(points, fill=color, width=2 * SCALE, joint="curve")
        for px, py in points if len(points) <= 24 else points[-1:]:
            pen.ellipse([px - 3 * SCALE, py - 3 * SCALE, px + 3 * SCALE, py + 3 * SCALE], fill=color)
    _text(pen, (left, at[1] + 16), title + (" (log)" if logarithmic else ""), 15, anchor="lm")
    _text(pen, ((left + right) / 2, bottom + 34), x, 12, anchor="mm")


def nice_ticks(low: float, high: float, n: int = 4) -> list[float]:
    """About n round numbers from at most `low` to at least `high`: multiples of 1, 2 or 5 times a power of ten."""
    if not high > low:
        low, high = min(low, 0.0), max(high, 0.0) or 1.0
    raw = (high - low) / n
    power = 10.0 ** floor(log10(raw))
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= raw * 0.999)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(k * step, 12) for k in range(first, last + 1)]


def log_ticks(low: float, high: float) -> list[float]:
    """Ones, twos and fives times powers of ten, from at most `low` to at least `high`; over many decades, their powers alone."""
    marks = (1, 2, 5) if log10(high / low) < 3 else (1,)
    found = [m * 10.0**k for k in range(floor(log10(low)) - 1, ceil(log10(high)) + 2) for m in marks]
    first = max(k for k, t in enumerate(found) if t <= low * 1.0001)
    last = min(k for k, t in enumerate(found) if t >= high * 0.9999)
    return found[first : last + 1]


def label(value: float) -> str:
    """A tick in few characters."""
    if abs(value) >= 10_000:
        return f"{value / 1000:g}k"
    return f"{value:.4g}"


def _s(x: float, y: float) -> tuple[float, float]:
    return x * SCALE, y * SCALE


def _text(pen: ImageDraw.ImageDraw, at: tuple[float, float], text: str, size: int, *, anchor: str) -> None:
    pen.text(_s(*at), text, fill=INK, font=ImageFont.load_default(size * SCALE), anchor=anchor)
