"""Planners: text to a plan, by name; and plans as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cityscape.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from cityscape.plan.offline import OfflinePlanner
    from cityscape.world.plan import Plan

PLANNERS = ("offline",)
"""Names of the planners."""


def planner(name: str = "offline") -> OfflinePlanner:
    """The planner of a name; raises `InputError` for an unknown one."""
    if name != "offline":
        raise InputError(f"there is no planner {name!r}: there are {', '.join(PLANNERS)}")
    from cityscape.plan.offline import OfflinePlanner

    return OfflinePlanner()


def read_plan(path: str | Path) -> Plan:
    """The plan in a JSON file; raises `InputError` for one that cannot be used."""
    from cityscape.plan.files import read_plan as read

    return read(path)


def write_plan(plan: Plan, path: str | Path) -> None:
    """Write a plan as JSON that `read_plan` gives back unchanged."""
    from cityscape.plan.files import write_plan as write

    write(plan, path)
