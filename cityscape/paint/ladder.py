"""The ladder: which image model, and how, on a card of how much memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cityscape.errors import InputError
from cityscape.paint.models import FAMILIES, Family

Offload = Literal["none", "model", "sequential"]


@dataclass(frozen=True)
class Card:
    """What a machine lends to an image model.

    name : of the card. vram : GB of its memory, 0 where there is none. kind : torch's word for it. four_bit : whether weights can be
    quantised (bitsandbytes is installed).
    """

    name: str = "no card"
    vram: float = 0.0
    kind: Literal["cuda", "mps", "cpu"] = "cpu"
    four_bit: bool = False


@dataclass(frozen=True)
class Choice:
    """A family and the settings that make it fit; `why` in words. On a machine without a card everything runs slowly in float32."""

    family: Family
    offload: Offload
    four_bit: bool
    slicing: bool
    size: int
    steps: int
    why: str


def fits(f: Family, card: Card) -> Choice | None:
    """The best way to run a family on a card, or None where it does not fit."""
    if card.kind == "cpu":
        return Choice(f, "none", False, True, f.size, f.steps, f"{f.title} without a card: minutes to hours for a picture")
    if card.vram >= f.full:
        return Choice(f, "none", False, False, f.size, f.steps, f"{f.title} needs {f.full:g} GB and fits {card.vram:g} GB as it is")
    if card.kind == "cuda" and card.vram >= f.offload:
        return Choice(
            f, "model", False, False, f.size, f.steps, f"{f.title} fits {card.vram:g} GB one network at a time ({f.offload:g} GB)"
        )
    if card.kind == "cuda" and f.quantised and card.four_bit and card.vram >= f.small:
        return Choice(f, "model", True, True, f.size, f.steps, f"{f.title} fits {card.vram:g} GB with four-bit weights ({f.small:g} GB)")
    return None


def choose(card: Card, *, commercial: bool = False) -> Choice | None:
    """The family to use where none is asked for: the first of `FAMILIES` that fits and, with `commercial`, may be sold.

    None: without a card the built-in painter is the better one.
    """
    if card.kind == "cpu":
        return None
    open_ones = [f for f in FAMILIES if f.commercial]
    others = [] if commercial else [f for f in FAMILIES if not f.commercial]
    return next((c for f in (*open_ones, *others) if (c := fits(f, card)) is not None), None)


def demand(f: Family, card: Card) -> Choice:
    """The way to run a family that was asked for; raises `InputError` where it cannot, and says what could."""
    got = fits(f, card)
    if got is not None:
        return got
    if card.kind == "cuda" and card.vram >= 4:
        return Choice(f, "sequential", False, True, f.size, f.steps, f"{f.title} layer by layer on {card.vram:g} GB: slow")
    other = choose(card)
    hint = f"use {other.family.name}" if other else "use the painter procedural, or remote"
    raise InputError(f"{f.title} does not fit {card.name} with {card.vram:g} GB: {hint}")


def this_machine() -> Card:
    """The card of this machine, by torch."""
    from importlib.util import find_spec

    import torch

    if torch.cuda.is_available():
        p = torch.cuda.get_device_properties(0)
        return Card(p.name, round(p.total_memory / 2**30, 1), "cuda", find_spec("bitsandbytes") is not None)
    if torch.backends.mps.is_available():
        import psutil

        return Card("Apple silicon", round(psutil.virtual_memory().total / 2**30 * 0.7, 1), "mps")
    return Card()
