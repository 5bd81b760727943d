"""Calling the command line, and the examples, in the test's own process."""

from __future__ import annotations

import contextlib
import io
import os
import runpy
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from cityscape.cli import main

EXAMPLES = Path(__file__).parents[1] / "examples"


@dataclass
class Result:
    code: int
    out: str
    err: str


def called(*arguments: object, cwd: Path | None = None) -> Result:
    """Run a command to its end, for fixtures that live longer than a test: `called("info", folder)`."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), _inside(cwd), pytest.raises(SystemExit) as stop:
        main([str(a) for a in arguments])
    return Result(stop.value.code, out.getvalue(), err.getvalue())  # type: ignore[arg-type]


def example(name: str, *arguments: object, cwd: Path | None = None) -> str:
    """Run an example as `python examples/NAME ARGUMENTS` does, and return what it printed."""
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out), _inside(cwd):
        patch.setattr(sys, "argv", [name, *(str(a) for a in arguments)])
        runpy.run_path(str(EXAMPLES / name), run_name="__main__")
    return out.getvalue()


@contextlib.contextmanager
def _inside(folder: Path | None) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder or before)
    try:
        yield
    finally:
        os.chdir(before)


@pytest.fixture
def call(capsys):
    """Run a command in this process: `call("info", folder)`."""

    def run(*arguments: object) -> Result:
        capsys.readouterr()
        with pytest.raises(SystemExit) as stop:
            main([str(a) for a in arguments])
        out, err = capsys.readouterr()
        return Result(stop.value.code, out, err)

    return run
