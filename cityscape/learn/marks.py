"""Marks: the records of an exam as figures, held against the bars, and the table of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from rich.table import Table

LOW = 0.3
"""A part with a smaller IoU is counted as failed."""
SIZES = ((100, "<100"), (400, "100-400"), (1500, "400-1500"), (float("inf"), ">1500"))
"""Buckets of true parts by the voxels of 64^3 that they fill."""
MASKED = ("masks", "masks_depth")
BLIND = ("image", "object")


@dataclass(frozen=True)
class Bar:
    """What a figure of a mode must reach and should reach; ``less``: smaller is better."""

    mode: str
    figure: str
    title: str
    must: float
    aim: float
    less: bool = False

    def verdict(self, value: float | None) -> str:
        """``aim reached``, ``held``, ``NOT held`` or, where nothing was measured, ``-``."""
        if value is None:
            return "-"
        sign = -1 if self.less else 1
        return "aim reached" if sign * value >= sign * self.aim else "held" if sign * value >= sign * self.must else "NOT held"


BARS = (
    Bar("vae", "iou", "IoU", 0.90, 0.94),
    Bar("vae", "f", "F at 0.02", 0.95, 0.98),
    Bar("masks", "iou", "IoU", 0.75, 0.85),
    Bar("masks", "f", "F at 0.02", 0.78, 0.90),
    Bar("masks", "cd", "Chamfer distance", 0.025, 0.015, less=True),
    Bar("masks", "low", f"share of parts with IoU < {LOW}", 0.08, 0.03, less=True),
    Bar("masks_depth", "iou", "IoU", 0.68, 0.80),
    Bar("image", "precision", "precision at IoU 0.5", 0.60, 0.80),
    Bar("image", "recall", "recall at IoU 0.5", 0.60, 0.80),
    Bar("image", "count_error", "mean error of the count", 2.0, 1.0, less=True),
    Bar("object", "precision", "precision at IoU 0.5", 0.65, 0.80),
    Bar("object", "recall", "recall at IoU 0.5", 0.65, 0.80),
    Bar("masks", "seconds", "seconds a tile", 25.0, 8.0, less=True),
    Bar("masks", "gigabytes", "peak memory in GB", 3.0, 3.0, less=True),
)


def figures(records: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Of each mode that was asked: the means over its objects' parts, as `of_mode` says."""
    modes = list(dict.fromkeys(m for r in records for m in r["modes"]))
    return {m: of_mode(m, [(r, r["modes"][m]) for r in records if m in r["modes"]]) for m in modes}


def of_mode(mode: str, answered: Sequence[tuple[dict[str, Any], dict[str, Any]]]) -> dict[str, Any]:
    """Figures of one mode from (record, its answers in the mode).

    Means are over all counted true parts of all objects; in the modes with masks over those of which a pixel is seen, with the means
    over all of them, the unseen as zeros, beside them. cd is the mean over parts that were made. precision, recall: of parts of
    IoU 0.5, pooled over objects. seconds and peak memory: of an object, mean and largest.
    """
    every = [{**p, "theme": r["theme"]} for r, a in answered for p in a["parts"]]
    parts = [p for p in every if p["pixels"] > 0] if mode in MASKED else every
    out: dict[str, Any] = {"objects": len(answered), **_means(parts), "hidden": sum(p["pixels"] == 0 for p in every)}
    if mode in MASKED:
        out["with_hidden"] = _means([p if p["pixels"] > 0 else {**p, "iou": 0.0, "f": 0.0, "cd": None} for p in every])
    if mode in BLIND:
        made, found = (sum(a[k] for _, a in answered) for k in ("made", "found"))
        out["precision"], out["recall"] = found / made if made else 0.0, found / len(every) if every else 0.0
        out["count_error"] = float(np.mean([abs(a["made"] - len(a["parts"])) for _, a in answered]))
    named = [p for p in parts if p["said"] is not None]
    out["label_accuracy"] = float(np.mean([p["said"] == p["label"] for p in named])) if named else None
    out["whole"] = {k: _mean(a["whole"][k] for _, a in answered) for k in ("iou", "f", "cd")}
    for k in ("overlap", "true_overlap", "seconds", "cpu_seconds"):
        out[k] = _mean(a[k] for _, a in answered)
    out["gigabytes"] = max(a["peak_bytes"] for _, a in answered) / 1e9
    out["by_label"] = _grouped(parts, lambda p: str(p["label"]))
    out["by_size"] = {n: g for n in (n for _, n in SIZES) if (g := _grouped(parts, _size).get(n))}
    out["by_theme"] = _grouped(parts, lambda p: str(p["theme"]))
    return out


def table(found: dict[str, dict[str, Any]], skipped: dict[str, str]) -> Table:
    """The bars with what was measured, for a terminal. skipped : modes that were not asked, and why."""
    from rich.table import Table

    out = Table(title=None, show_edge=False, pad_edge=False)
    for name, where in (("mode", "left"), ("figure", "left"), ("measured", "right"), ("must", "right"), ("aim", "right"), ("", "left")):
        out.add_column(name, justify=where)  # type: ignore[arg-type]
    for bar in BARS:
        value = found.get(bar.mode, {}).get(bar.figure)
        if value is None and bar.mode not in skipped:
            continue
        verdict = bar.verdict(value)
        color = {"NOT held": "red", "held": "green", "aim reached": "bold green"}.get(verdict, "dim")
        sign = "<=" if bar.less else ">="
        text = f"[{color}]{verdict}[/]" if value is not None else f"[dim]not asked: {skipped[bar.mode]}[/]"
        out.add_row(bar.mode, bar.title, "-" if value is None else f"{value:.3f}", f"{sign} {bar.must:g}", f"{sign} {bar.aim:g}", text)
    return out


def lines(found: dict[str, dict[str, Any]]) -> list[str]:
    """What the table has no room for, a few lines of text for each mode."""
    out = []
    for mode, f in found.items():
        said = f"{mode}: {f['objects']} objects, {f['parts']} parts, IoU {_text(f['iou'])}, F {_text(f['f'])}, CD {_text(f['cd'])}"
        said += f", {100 * f['low']:.1f} % below {LOW}, overlap {100 * f['overlap']:.1f} % (true {100 * f['true_overlap']:.1f} %)"
        out.append(said)
        if mode in MASKED:
            out.append(f"  {f['hidden']} parts are not seen at all; with them as zeros IoU {_text(f['with_hidden']['iou'])}")
        if mode in BLIND:
            out.append(f"  precision {f['precision']:.3f}, recall {f['recall']:.3f}, count off by {f['count_error']:.2f}")
        if f["label_accuracy"] is not None:
            out.append(f"  labels {100 * f['label_accuracy']:.1f} % right")
        out.append(f"  {f['seconds']:.1f} s an object ({f['cpu_seconds']:.1f} s of processor), peak {f['gigabytes']:.2f} GB")
        for key in ("by_size", "by_label", "by_theme"):
            out.append(f"  {key[3:]:6} " + ", ".join(f"{k} {_text(g['iou'])} ({g['parts']})" for k, g in f[key].items()))
    return out


def _means(parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    iou = np.array([p["iou"] for p in parts])
    return {
        "parts": len(parts),
        "iou": float(iou.mean()) if len(iou) else None,
        "f": _mean(p["f"] for p in parts),
        "cd": _mean(p["cd"] for p in parts),
        "low": float((iou < LOW).mean()) if len(iou) else 0.0,
    }


def _grouped(parts: Iterable[dict[str, Any]], key: Callable[[dict[str, Any]], str]) -> dict[str, dict[str, Any]]:
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for p in parts:
        groups[key(p)].append(p)
    return {k: _means(g) for k, g in sorted(groups.items())}


def _size(part: dict[str, Any]) -> str:
    return next(name for most, name in SIZES if part["voxels"] < most)


def _mean(values: Iterable[float | None]) -> float | None:
    known = [v for v in values if v is not None]
    return float(np.mean(known)) if known else None


def _text(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
