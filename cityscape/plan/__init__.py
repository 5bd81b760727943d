"""Planners: text to a plan, by name; and plans as files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cityscape.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from cityscape.plan.llm import LlmPlanner
    from cityscape.plan.offline import OfflinePlanner
    from cityscape.world.plan import Plan

PLANNERS = ("offline", "llm")
"""Names of the planners."""


def planner(
    name: str = "offline",
    *,
    url: str | None = None,
    model: str | None = None,
    timeout: float = 180.0,
    price: tuple[float, float] | None = None,
    **options: Any,
) -> OfflinePlanner | LlmPlanner:
    """The planner of a name.

    Parameters
    ----------
    url, model : of ``llm``: an OpenAI-compatible address and a model there; else OPENAI_BASE_URL and CITYSCAPE_LLM_MODEL.
        The key is OPENAI_API_KEY, else the one that the keyring holds for user "openai" of service "cityscape".
    timeout : seconds for one request. price : money per million tokens sent and received.
    options : the rest of `cityscape.plan.llm.LlmPlanner`'s.

    Raises
    ------
    InputError : for an unknown name, or where no model can be found.
    """
    if name == "llm":
        from cityscape.plan.chat import server
        from cityscape.plan.llm import LlmPlanner

        return LlmPlanner(server(url, model, timeout=timeout, price=price), **options)
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
