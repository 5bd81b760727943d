"""The loop's own rules, by script: what ends a run, what is tried again, what a stopped run remembers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from scripted import Script, fresh, play, repeats

from partgen import state as states
from partgen.autoregress import EncodeHistory, Options, SamplePart, loop, mode_of, stage_seed
from partgen.batch import drive
from partgen.errors import PartgenError
from partgen.state import RunState


def verdicts(state: RunState) -> list[tuple[int, int, str]]:
    return [(entry["part"], entry["attempt"], entry["verdict"]) for entry in state.log]


def test_duplicates_are_tried_again_and_the_history_grows_with_accepted_parts_only() -> None:
    calls, state = play(fresh({"images": 1}, Options()), ["A", "A2", "E", "B", "EOT"])
    assert [part.index for part in state.parts] == [0, 1] and state.finished == "end"
    assert verdicts(state) == [(0, 0, "accepted"), (1, 0, "duplicate"), (1, 1, "empty"), (1, 2, "accepted"), (2, 0, "end")]
    assert [call[1] for call in calls if call[0] == "encode_history"] == [1, 2]
    seeds = [call[1]["seed"] for call in calls if call[0] == "sample_part"]
    assert len(set(seeds)) == len(seeds)
    assert state.parts[1].seed == seeds[3] == stage_seed(0, "part", 1, 2)


def test_one_end_mark_on_a_retry_is_doubted_two_end_the_run() -> None:
    _, state = play(fresh({"images": 1}, Options()), ["A", "A2", "EOT", "B", "EOT"])
    assert len(state.parts) == 2
    _, state = play(fresh({"images": 1}, Options()), ["A", "A2", "EOT", "EOT"])
    assert len(state.parts) == 1 and state.finished == "end"


def test_a_run_ends_when_all_tries_fail_or_at_its_limit_without_encoding_what_nobody_reads() -> None:
    _, state = play(fresh({"shape": 1}, Options(retries=1)), ["A", "A2", "A2"])
    assert state.finished == "attempts" and len(state.parts) == 1
    calls, state = play(fresh({"shape": 1}, Options(max_parts=2)), ["A", "B"])
    assert state.finished == "limit" and [call for call in calls if call[0] == "encode_history"] == [["encode_history", 1]]


def test_end_and_duplicate_tests_are_switched_apart() -> None:
    _, state = play(fresh({"images": 1}, Options(duplicate_threshold=None)), ["A", "A2", "EOT"])
    assert len(state.parts) == 2 and state.finished == "end"
    _, state = play(fresh({"images": 1}, Options(end_threshold=None, retries=0)), ["A", "EOT"])
    assert state.finished == "attempts" and verdicts(state)[-1] == (1, 0, "empty")


def test_masked_regions_are_tried_again_and_keep_their_labels_when_one_stays_empty() -> None:
    _, state = play(fresh({"images": 1, "masks": 1}, Options(retries=1)), ["E", "A", "E", "E", "A2"])
    assert [(part.index, part.region, part.label) for part in state.parts] == [(0, 0, 1), (1, 2, 3)]
    assert state.finished == "regions"


def test_noise_in_the_history_is_told_to_the_network() -> None:
    asked: list[SamplePart] = []

    class Watch(Script):
        def _one(self, ask: Any) -> Any:
            if isinstance(ask, SamplePart):
                asked.append(ask)
            return super()._one(ask)

    state = fresh({"images": 1}, Options(history_noise=0.25))
    list(drive([loop(state, score=repeats, clean=lambda mesh: mesh)], [state], Watch(["A", "B", "EOT"])))
    assert [ask.sigma for ask in asked] == [None, (0.0, 0.25), (0.0, 0.25)]
    noise = torch.randn(1, 1, generator=torch.Generator().manual_seed(stage_seed(0, "history", 1, 0)))
    assert torch.allclose(asked[1].geometry[1], 0.75 * torch.tensor(11.0) + 0.25 * noise)


def test_a_run_can_stop_at_every_question_and_go_on_from_its_file(tmp_path: Path) -> None:
    script = ["A", "A2", "E", "B", "C", "EOT"]
    whole = play(fresh({"images": 1}, Options()), script)[1]

    class Stop(Exception):
        pass

    class Halting(Script):
        left = 0

        def answer(self, asks: Any, given: Any) -> list[Any]:
            if not self.left:
                raise Stop
            self.left -= 1
            return super().answer(asks, given)

    state, rest, stops = fresh({"images": 1}, Options()), script, 0
    while state.finished is None:
        worker = Halting(rest)
        worker.left = 1
        try:
            list(drive([loop(state, score=repeats, clean=lambda mesh: mesh)], [state], worker))
        except Stop:
            stops += 1
        rest = worker.script
        state = states.load(states.save(state, tmp_path / "run.safetensors"))
    assert stops > 12
    assert state.log == whole.log
    assert [(p.seed, p.mesh.bounds.tolist()) for p in state.parts] == [(p.seed, p.mesh.bounds.tolist()) for p in whole.parts]
    assert all(torch.equal(a.latent, b.latent) for a, b in zip(state.parts, whole.parts, strict=True))


def test_lockstep_asks_together_and_each_object_ends_by_itself() -> None:
    scripts = [["A", "EOT"], ["B", "A", "C", "EOT"], ["E", "C", "EOT"]]
    runs = [fresh({"images": 1}, Options(), regions=0) for _ in scripts]
    alone = [play(fresh({"images": 1}, Options()), script)[1] for script in scripts]
    sizes: list[int] = []

    class Many:
        def __init__(self) -> None:
            self.workers = [Script(script) for script in scripts]

        def answer(self, asks: Any, given: Any) -> list[Any]:
            if isinstance(asks[0], SamplePart):
                sizes.append(len(asks))
            assert len({type(ask) for ask in asks}) == 1
            assert not isinstance(asks[0], EncodeHistory) or len({bool(ask.meshes) for ask in asks}) == 1
            places = [next(i for i, run in enumerate(runs) if run is state) for state in given]
            return [self.workers[i].answer([ask], [state])[0] for i, ask, state in zip(places, asks, given, strict=True)]

    made = list(drive([loop(run, score=repeats, clean=lambda mesh: mesh) for run in runs], runs, Many()))
    assert sizes == [3, 3, 2, 1]
    assert [sum(i == k for i, _ in made) for k in range(3)] == [1, 3, 1]
    for run, one in zip(runs, alone, strict=True):
        assert run.log == one.log and run.finished == one.finished


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"image": False, "mesh": False, "mask": False}, "neither an image nor a mesh"),
        ({"image": False, "mesh": True, "mask": True}, "a mask without its image"),
    ],
)
def test_inputs_that_make_no_mode(given: dict[str, bool], said: str) -> None:
    with pytest.raises(PartgenError, match=said):
        mode_of(**given)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"grid": 100}, "grid is 100: it must be a power of two"),
        ({"max_parts": 0}, "max_parts is 0: it must be at least 1"),
        ({"steps": 0}, "steps is 0"),
        ({"image_scale": -1.0}, "image_scale is -1.0: a guidance scale must not be negative"),
        ({"history_noise": 2.0}, "must not be above 1"),
        ({"compat": "old"}, "compat is 'old'"),
    ],
)
def test_options_that_cannot_be(change: dict[str, Any], said: str) -> None:
    with pytest.raises(PartgenError, match=said):
        Options(**change)


def test_a_saved_run_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(PartgenError, match="there is no saved run"):
        states.load(tmp_path / "nothing")
    (tmp_path / "bad").write_bytes(b"1234567890" * 10)
    with pytest.raises(PartgenError, match="not a saved run or is damaged"):
        states.load(tmp_path / "bad")
