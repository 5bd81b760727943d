"""The options of a language model that plans, and the planner made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Callable

import typer

from cityscape.cli.chosen import from_settings
from cityscape.errors import InputError

if TYPE_CHECKING:
    from cityscape.plan.llm import LlmPlanner
    from cityscape.plan.offline import OfflinePlanner

PlannerName = Annotated[str, typer.Option("--planner", help="who plans: offline, or llm, a language model")]
Url = Annotated[
    str | None, typer.Option("--llm-url", help="OpenAI-compatible address of the model  [default: $OPENAI_BASE_URL, else OpenAI]")
]
Model = Annotated[str | None, typer.Option("--llm-model", help="its name there  [default: $CITYSCAPE_LLM_MODEL]")]
Price = Annotated[
    str | None, typer.Option("--llm-price", help="money per million tokens sent and received, such as 0.15,0.60, to be told the cost")
]
Timeout = Annotated[float, typer.Option("--llm-timeout", help="seconds to wait for one answer")]
Fallback = Annotated[bool, typer.Option("--llm-fallback", help="plan offline what the model does not answer, instead of stopping")]


def hired(
    context: typer.Context,
    name: str,
    *,
    url: str | None,
    model: str | None,
    price: str | None,
    timeout: float,
    fallback: bool,
    say: Callable[[str], None],
) -> OfflinePlanner | LlmPlanner:
    """The planner of a name; raises `InputError` when options of a language model are given to another one.

    What the settings alone say of a language model does no harm to another planner.
    """
    from cityscape.plan import planner

    if name != "llm":
        said = {"llm_url": url, "llm_model": model, "llm_price": price, "llm_fallback": fallback}
        given = [f"--{o.replace('_', '-')}" for o, v in said.items() if v and not from_settings(context, o)]
        if given:
            raise InputError(f"{given[0]} is given and the planner is {name}: add --planner llm")
        return planner(name)
    return planner(name, url=url, model=model, price=parse_price(price), timeout=timeout, fallback=fallback, say=say)


def parse_price(text: str | None) -> tuple[float, float] | None:
    """'0.15,0.60' as two numbers >= 0; raises `InputError`."""
    if text is None:
        return None
    try:
        sent, received = (float(w) for w in text.split(","))
    except ValueError:
        sent = received = -1.0
    if not (0 <= sent < 1e6 and 0 <= received < 1e6):
        raise InputError(f"the price {text!r} is not understood: write what a million tokens cost, sent and received, such as 0.15,0.60")
    return sent, received
