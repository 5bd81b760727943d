"""The command line: `cityscape generate "a medieval town by a river"`."""

from __future__ import annotations

import os
import sys

from cityscape.errors import CityscapeError
from partgen.errors import PartgenError

__all__ = ["main"]

STOPPED = "stopped; what is finished is kept, and 'cityscape resume FOLDER' goes on"


def main(arguments: list[str] | None = None) -> int:
    """Run a command and leave with its exit code: 0 done, 1 checks found faults, 2 bad input, 3 a server failed, 130 stopped by Ctrl-C.

    Whatever can be said to the user is one line on standard error; a traceback means a bug.
    """
    from cityscape.cli.commands import app
    from cityscape.run.machine import THREADS

    for name in THREADS:  # before numpy loads: a worker is one thread, wherever it runs
        os.environ.setdefault(name, "1")
    try:
        code = app(arguments, prog_name="cityscape", standalone_mode=False)
        if code == 130:  # typer's own answer to Ctrl-C; click raises Abort
            _say(STOPPED, 130)
    except (CityscapeError, PartgenError) as e:
        code = _say(str(e), getattr(e, "code", 2))
    except KeyboardInterrupt:
        code = _say(STOPPED, 130)
    except BrokenPipeError:  # the reader of a pipe went away
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except Exception as e:
        if not hasattr(e, "format_message"):  # neither click's nor typer's: a bug
            if type(e).__name__ == "Abort":
                code = _say(STOPPED, 130)
            else:
                raise
        else:
            where = getattr(getattr(e, "ctx", None), "command_path", "cityscape")
            text = e.format_message() or "a command is missing"
            code = _say(f"{text.rstrip('.')}: see {where} --help", 2)
    sys.exit(code if isinstance(code, int) else 0)


def _say(text: str, code: int) -> int:
    line = " ".join(text.split())
    print(f"cityscape: {line}", file=sys.stderr, flush=True)
    return code
