"""Calling the command line in the test's own process."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from cityscape.cli import main


@dataclass
class Result:
    code: int
    out: str
    err: str


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
