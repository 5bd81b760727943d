"""Whatever is edited: undoing all gives the first scene back byte for byte, redoing all the last, and every state is sound."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import numpy as np
from boxes import make_scene, maker, random_operation, state
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from PIL import Image

from cityscape.edit.changes import edit
from cityscape.errors import InputError
from cityscape.store import SceneFolder

EXAMPLES = int(os.environ.get("CITYSCAPE_EDIT_EXAMPLES", "6"))
STEPS = int(os.environ.get("CITYSCAPE_EDIT_STEPS", "14"))
MEMORY = Path("/dev/shm")


class Edits(RuleBasedStateMachine):
    """A scene, and what its files held after every edit."""

    @initialize()
    def begin(self) -> None:
        self.place = Path(tempfile.mkdtemp(dir=MEMORY if os.access(MEMORY, os.W_OK) else None))
        self.folder = make_scene(self.place / "scene")
        self.picture = self.place / "picture.png"
        Image.fromarray(np.arange(48, dtype=np.uint8).reshape(4, 4, 3) * 5).save(self.picture)
        self.states = [state(self.folder.path)]
        self.at = 0

    @rule(data=st.data())
    def edit(self, data: st.DataObject) -> None:
        op = random_operation(self.folder, lambda x: data.draw(st.sampled_from(list(x))), self.picture)
        before = state(self.folder.path)
        try:
            edit(self.folder, op, maker=maker)
        except InputError:
            assert state(self.folder.path) == before
            return
        self.states[self.at + 1 :] = [state(self.folder.path)]
        self.at += 1

    @rule(n=st.integers(1, 4))
    def undo(self, n: int) -> None:
        if self.at:
            with self.folder.lock():
                self.folder.history.undo(n)
            self.at = max(0, self.at - n)
            self.folder.reload()

    @rule(n=st.integers(1, 4))
    def redo(self, n: int) -> None:
        if self.at < len(self.states) - 1:
            with self.folder.lock():
                self.folder.history.redo(n)
            self.at = min(len(self.states) - 1, self.at + n)
            self.folder.reload()

    @invariant()
    def sound(self) -> None:
        if hasattr(self, "states"):
            assert state(self.folder.path) == self.states[self.at]
            assert SceneFolder.open(self.folder.path).verify() == []

    def teardown(self) -> None:
        if not hasattr(self, "states"):
            return
        try:
            history = self.folder.history
            if self.at:
                history.undo(self.at)
            assert state(self.folder.path) == self.states[0]
            if len(self.states) > 1:
                history.redo(len(self.states) - 1)
            assert state(self.folder.path) == self.states[-1]
        finally:
            shutil.rmtree(self.place)


TestEdits = Edits.TestCase
TestEdits.settings = settings(
    max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
