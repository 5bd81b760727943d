"""The ladder: which image model, and how, on a card of how much memory. Both the painter and `cityscape.run.ladder` choose by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cityscape.errors import InputError
from cityscape.paint.models import FAMILIES, Family

Offload = Literal["none", "model", "sequential"]

TURNS_WANT = 16.0
"""Main memory without which nothing can be moved off the card, GB."""


@dataclass(frozen=True)
class Card:
    """What a machine lends to an image model.

    name : of the card. vram : GB of its memory, as its makers count them, 0 where there is none. kind : torch's word for it.
    four_bit : whether weights can be quantised (bitsandbytes is installed). ram : GB of main memory.
    """

    name: str = "no card"
    vram: float = 0.0
    kind: Literal["cuda", "mps", "cpu"] = "cpu"
    four_bit: bool = False
    ram: float = 64.0


@dataclass(frozen=True)
class Choice:
    """A family and the settings that make it fit; `need` is the size of the card that this takes, GB, `why` says it in words."""

    family: Family
    offload: Offload
    four_bit: bool
    slicing: bool
    need: float
    why: str


def fits(f: Family, card: Card, *, beside: float = 0.0) -> Choice | None:
    """The best way to run a family on a card, or None where it does not fit; without a card everything runs slowly in float32.

    beside : GB of the card that somebody else needs at the same time. What moves off the card when it rests leaves it to others.
    """
    if card.kind == "cpu":
        return Choice(f, "none", False, True, 0.0, f"{f.title} without a card: minutes to hours for a picture")
    if card.vram >= f.full + beside:
        return Choice(f, "none", False, False, f.full, f"{f.title} needs {f.full:g} GB and fits {card.vram:g} GB as it is")
    if card.kind != "cuda" or card.ram < TURNS_WANT or card.vram < beside:
        return None
    if card.vram >= f.offload:
        return Choice(f, "model", False, False, f.offload, f"{f.title} fits {card.vram:g} GB one network at a time ({f.offload:g} GB)")
    if f.quantised and card.four_bit and card.vram >= f.small:
        return Choice(f, "model", True, True, f.small, f"{f.title} fits {card.vram:g} GB with four-bit weights ({f.small:g} GB)")
    return None


def ranked(card: Card, *, commercial: bool = True, beside: float = 0.0) -> list[Choice]:
    """Everything that fits a card, the preferred first: as in `FAMILIES`, but four-bit weights after all others.

    commercial : leave out what may not be sold.
    """
    found = [fits(f, card, beside=beside) for f in FAMILIES if f.commercial or not commercial]
    return sorted((c for c in found if c is not None), key=lambda c: c.four_bit)


def choose(card: Card, *, beside: float = 0.0) -> Choice | None:
    """The family to use where none is asked for, one that may be sold; None: without a card the built-in painter is the better one."""
    return None if card.kind == "cpu" else next(iter(ranked(card, beside=beside)), None)


def demand(f: Family, card: Card, *, beside: float = 0.0) -> Choice:
    """The way to run a family that was asked for; raises `InputError` where it cannot, and says what could."""
    got = fits(f, card, beside=beside)
    if got is not None:
        return got
    if card.kind == "cuda" and card.vram >= 4:
        return Choice(f, "sequential", False, True, 4.0, f"{f.title} layer by layer on {card.vram:g} GB: slow")
    other = choose(card, beside=beside)
    hint = f"use {other.family.name}" if other else "use the painter procedural, or remote"
    raise InputError(f"{f.title} does not fit {card.name} with {card.vram:g} GB: {hint}")


def gigabytes(size: float) -> float:
    """Bytes of a card as its makers count them: whole binary gigabytes, of which drivers keep a little for themselves."""
    return float(round(size / 2**30))


def has_four_bits() -> bool:
    """Whether weights can be quantised here."""
    from importlib.util import find_spec

    return find_spec("bitsandbytes") is not None


def this_machine() -> Card:
    """The card of this machine, by torch."""
    import psutil
    import torch

    ram = gigabytes(psutil.virtual_memory().total)
    if torch.cuda.is_available():
        p = torch.cuda.get_device_properties(0)
        return Card(p.name, gigabytes(p.total_memory), "cuda", has_four_bits(), ram)
    if torch.backends.mps.is_available():
        return Card("Apple silicon", float(round(0.7 * ram)), "mps", ram=ram)
    return Card(ram=ram)
