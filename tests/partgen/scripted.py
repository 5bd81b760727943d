"""A scripted worker for the autoregressive loop: answers from a list of letters, and notes what it was asked.

As in ``ar_traces.json``: A and A2 are one box, B and C two others, E decodes to an empty mesh, EOT is a zero latent (which
decodes to an empty mesh too).  Slots and features are tags: history 10 + number of parts, no history -1, input mesh 2,
generated whole 3, picture 1, black picture 0.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
import torch
import trimesh
from torch import Tensor

from partgen import metrics
from partgen.autoregress import Ask, Decode, EncodeHistory, EncodeMesh, Features, Options, SamplePart, SampleWhole, loop, mode_of
from partgen.batch import drive
from partgen.state import RunState

CENTRES = {"A": (-0.5, 0, 0), "A2": (-0.5, 0, 0), "B": (0.5, 0, 0), "C": (0, 0.5, 0)}
CODES = {"EOT": 0.0, "A": 1.0, "A2": 2.0, "B": 3.0, "C": 4.0, "E": 5.0}
GUIDANCE = {"image": (0.0, 2.0), "mesh": (0.0, 2.0), "image_mesh": (0.0, 2.0), "image_mask": (5.0, 5.0), "image_mesh_mask": (5.0, 5.0)}


class Script:
    """Answers the loop; `calls` is what happened, written as in the golden traces."""

    def __init__(self, script: Sequence[str]) -> None:
        self.script = list(script)
        self.calls: list[list[Any]] = []

    def answer(self, asks: Sequence[Ask], states: Sequence[RunState]) -> list[Any]:
        return [self._one(ask) for ask in asks]

    def _one(self, ask: Ask) -> Any:
        if isinstance(ask, Features):
            self.calls.append(["features", "zero_image" if ask.of == "dropped" else "image"])
            return torch.full((1, 1), 0.0 if ask.of == "dropped" else 1.0)
        if isinstance(ask, EncodeMesh):
            self.calls.append(["encode_input_mesh"])
            return torch.full((1, 1), 2.0)
        if isinstance(ask, SampleWhole):
            self.calls.append(["generate_whole", {"cfg": ask.scale, "seed": ask.seed}])
            return torch.full((1, 1), 3.0)
        if isinstance(ask, EncodeHistory):
            n = len(ask.meshes)
            self.calls.append(["encode_history", n] if n else ["zero_history"])
            return torch.full((1, 1), 10.0 + n if n else -1.0)
        if isinstance(ask, SamplePart):
            letter = self.script.pop(0)
            cfg = max(ask.image_scale, ask.geometry_scale, 1.000001)
            self.calls.append(
                [
                    "sample_part",
                    {
                        "seed": ask.seed,
                        "internal_cfg": cfg,
                        "weights": [ask.image_scale / cfg, ask.geometry_scale / cfg],
                        "img_slots": [float(x) for x in ask.image],
                        "geo_slots": [float(x) for x in ask.geometry],
                        "sigma_history": ask.sigma,
                        "scripted": letter,
                    },
                ]
            )
            return torch.full((2, 2), CODES[letter])
        assert isinstance(ask, Decode)
        letter = letter_of(ask.latent)
        self.calls.append(["decode", letter])
        return shape(letter)


def letter_of(latent: Tensor) -> str:
    """Which letter a latent stands for."""
    return next(name for name, code in CODES.items() if code == float(latent[0, 0]))


def shape(letter: str) -> trimesh.Trimesh:
    """The mesh a letter decodes to."""
    if letter not in CENTRES:
        return trimesh.Trimesh()
    return trimesh.creation.box((0.4, 0.4, 0.4), transform=trimesh.transformations.translation_matrix(CENTRES[letter]))


def repeats(candidate: trimesh.Trimesh, others: Sequence[trimesh.Trimesh]) -> float:
    """1 for a box that is there already, else 0 (boxes of one size that are equal or disjoint)."""
    return float(any(np.allclose(candidate.bounds, other.bounds) for other in others))


def fresh(inputs: dict[str, Any], options: Options, *, regions: int = 3) -> RunState:
    """The state a run begins with."""
    mode = mode_of(image="images" in inputs, mesh="shape" in inputs, mask="masks" in inputs)
    image, geometry = GUIDANCE[mode]
    labels = tuple(range(1, regions + 1)) if "masks" in inputs else ()
    return RunState(mode, inputs.get("seed", 0), options, image_scale=image, geometry_scale=geometry, labels=labels)


def play(state: RunState, script: Sequence[str], score: Callable[..., float] = repeats) -> tuple[list[list[Any]], RunState]:
    """Run one object by a script; returns what happened."""
    worker = Script(script)
    for _ in drive([loop(state, score=score, clean=lambda mesh: mesh)], [state], worker):
        pass
    assert not worker.script, f"not asked for: {worker.script}"
    return worker.calls, state


def trace(scenario: dict[str, Any]) -> tuple[list[list[Any]], int]:
    """A golden scenario, played with the release's rules, its test for duplicates included."""
    inputs = scenario["inputs"]
    options = Options(compat="release", max_parts=inputs.get("max_parts", 40))
    calls, state = play(fresh(inputs, options), scenario["script"], partial(metrics.duplicate_score, compat="release"))
    return calls, len(state.parts)
