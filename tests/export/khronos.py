"""The Khronos glTF validator, where it is installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path


def complaints(path: Path) -> list | None:
    """Errors and warnings on a file; None where node or the validator is missing."""
    script = Path(__file__).with_name("validate.cjs")
    places = [os.environ.get("NODE_PATH"), str(Path(__file__).parents[2] / "node_modules")]
    env = {**os.environ, "NODE_PATH": os.pathsep.join(filter(None, places))}
    if not shutil.which("node"):
        return None
    run = subprocess.run(["node", str(script), str(path)], capture_output=True, text=True, env=env, timeout=120)
    if "Cannot find module 'gltf-validator'" in run.stderr:
        return None
    assert run.returncode == 0, run.stderr
    issues = json.loads(run.stdout)["issues"]
    assert not issues["truncated"]
    return [m for m in issues["messages"] if m["severity"] <= 1]
