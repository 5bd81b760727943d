"""The report of an exam: ``eval.json`` and ``sheet.png``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cityscape.learn.marks import BARS, figures
from cityscape.learn.sheet import sheet
from cityscape.learn.sitting import Exam
from partgen.files import whole


def written(exam: Exam, records: Sequence[dict[str, Any]], out: Path) -> dict[str, Any]:
    """Write an exam's figures and contact sheet into its folder.

    Returns
    -------
    What ``eval.json`` holds: the exam, modes that could not be asked and why, the bars with verdicts, figures of each mode.
    """
    asked, skipped = exam.asked()
    found = figures([{**r, "modes": {m: r["modes"][m] for m in asked}} for r in records])
    bars = []
    for b in BARS:
        value = found.get(b.mode, {}).get(b.figure)
        bars.append({"mode": b.mode, "figure": b.figure, "must": b.must, "aim": b.aim, "measured": value, "verdict": b.verdict(value)})
    said = {"split": exam.split, "n": exam.n, "start": exam.start, "grid": exam.grid, "seed": exam.seed, "weights": str(exam.weights)}
    data = {"exam": said, "skipped": skipped, "bars": bars, "figures": found}
    with whole(out / "eval.json") as unfinished:
        unfinished.write_text(json.dumps(data, indent=1) + "\n")
    sheet(records, asked, out)
    return data
