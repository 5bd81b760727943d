"""Calling the command line in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import cityscape
from tests.calling import Result

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(cityscape.__file__).parent.parent)}


def process(*arguments: object, cwd: Path) -> Result:
    """Run a command to its end."""
    command = [sys.executable, "-m", "cityscape", *(str(a) for a in arguments)]
    done = subprocess.run(command, cwd=cwd, env=ENVIRONMENT, capture_output=True, text=True, timeout=300)
    return Result(done.returncode, done.stdout, done.stderr)
