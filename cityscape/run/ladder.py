"""The ladder: which planner, painter and core suit a machine, and why; a pure function of a machine's record.

How an image model runs is chosen by `cityscape.paint.ladder`, as for the painter itself. A need is the size of the card, in GB, on
which something runs: with its networks all on the card (`stays`), moved there and away in turns (`turns`: slower, wants 16 GB of main
memory), or so with its largest networks in 4 bits (`nf4`). Tiles are painted and sculpted one after the other, so a painter and a core
that both leave the card when they rest need it one at a time; else their needs add up. A language model's server keeps its memory for
itself.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from cityscape.errors import InputError
from cityscape.paint.ladder import TURNS_WANT, Card, Choice, fits, ranked
from cityscape.paint.models import FAMILIES
from cityscape.world.records import Record

How = Literal["stays", "turns", "nf4"]
WORD: dict[How, str] = {
    "stays": "wholly on the card",
    "turns": "with its networks in turns on the card",
    "nf4": "in 4 bits, with its networks in turns on the card",
}


class Family(Record):
    """A painter's model or a core: its name in the settings, what it is, its licence, and the cards that it needs (GB)."""

    name: str
    title: str
    licence: str
    commercial: bool
    needs: dict[How, float] = Field(description="empty: no card is needed")
    source: str = Field(description="where the figures are from: stated by its makers or users, or estimated")
    wants_pictures: bool = Field(True, description="of a core: whether it looks at the painting")


PAINTERS: tuple[Family, ...] = tuple(
    Family(
        name=f.name, title=f.title, licence=f.licence, commercial=f.commercial, source="estimated",
        needs={"stays": f.full, "turns": f.offload, **({"nf4": f.small} if f.quantised else {})},
    )
    for f in FAMILIES
)  # fmt: skip
"""Image models, the preferred first; names are those of `--paint-model`."""

CORES: tuple[Family, ...] = (
    Family(name="autopartgen-4096", title="AutoPartGen, 4096 latents", licence="FAIR Noncommercial Research License v1 (outputs too)",
           commercial=False, needs={"stays": 12, "turns": 8}, source="estimated"),
    Family(name="autopartgen", title="AutoPartGen, 2048 latents", licence="FAIR Noncommercial Research License v1 (outputs too)",
           commercial=False, needs={"stays": 8, "turns": 6}, source="estimated"),
    Family(name="triposg", title="TripoSG, one whole object for each region of the mask", licence="MIT", commercial=True,
           needs={"stays": 7, "turns": 6}, source="estimated"),
    Family(name="tile", title="the embedded core", licence="Apache-2.0", commercial=True, needs={},
           source="measured: the processor"),
    Family(name="exact", title="the recipes themselves", licence="Apache-2.0", commercial=True, needs={},
           source="measured: the processor", wants_pictures=False),
)  # fmt: skip
"""Cores for painted pictures, the preferred first; "tile" goes with the procedural painter too, "exact" only with it."""

PROCEDURAL = Family(
    name="procedural", title="draws the recipes", licence="Apache-2.0", commercial=True, needs={}, source="measured: the processor"
)
PER_BILLION, SERVER = 0.75, 2.0
"""GB of a language model in 4 bits for a billion parameters, and of its server's cache beside it."""


class Machine(Record):
    """What the choice depends on. `vram` is of the largest card, GB, 0 without one; `ram` is main memory, GB.

    four_bit : whether weights can be quantised.
    """

    vram: float = 0.0
    card: str = ""
    ram: float = 16.0
    four_bit: bool = True
    llm: Literal["", "key", "server"] = Field("", description="whether a language model can be asked: by a key, or at a server's address")

    @property
    def lent(self) -> Card:
        """What image models get of it."""
        return Card(self.card or "no card", self.vram, "cuda" if self.vram else "cpu", self.four_bit, self.ram)


class Combination(Record):
    """A planner, a painter and a core that fit a machine together."""

    planner: str
    painter: Family
    painter_how: How | None
    core: Family
    core_how: How | None
    alternating: bool = Field(description="painter and core take turns on the card")
    need: float = Field(description="size of the card that all of it wants, GB")
    left: float = Field(description="what is left of the card, GB")
    why: tuple[str, ...]

    @property
    def commercial(self) -> bool:
        """Whether all of it may be used commercially."""
        return self.painter.commercial and self.core.commercial

    @property
    def licences(self) -> tuple[str, ...]:
        """Licences of painter and core, each once."""
        return tuple(dict.fromkeys((self.painter.licence, self.core.licence)))


def card_of(gigabytes: float, *, ram: float = 64.0) -> Machine:
    """A machine with an imagined card; raises `InputError` for a size that no card has."""
    if not 0 <= gigabytes <= 1024:
        raise InputError(f"a card of {gigabytes:g} GB there is not: give 0 to 1024")
    return Machine(vram=gigabytes, card=f"imagined, {gigabytes:g} GB" if gigabytes else "", ram=ram)


def choose(machine: Machine, *, commercial: bool = True) -> Combination:
    """The best combination for a machine.

    Of all pairs of painter and core that fit the card: first the preferred painter (one in 4 bits counts after all others), then the
    preferred core, then whatever moves the least. A card that is too small for every image model, or none, gets the offline chain.

    Parameters
    ----------
    commercial : leave out what may not be used commercially.
    """
    if not machine.vram:
        return _offline(machine)
    names = [f.name for f in PAINTERS]
    found: list[tuple[tuple[bool, int, int], Combination]] = []
    for c, core in enumerate(CORES):
        if not core.wants_pictures or (commercial and not core.commercial):
            continue
        for painter in ranked(machine.lent, commercial=commercial, beside=beside(core)):
            if (made := _made(machine, painter, core)) is not None:
                found.append(((painter.four_bit, names.index(painter.family.name), c), made))
    return min(found, key=lambda x: x[0])[1] if found else _offline(machine)


def beside(core: Family) -> float:
    """GB of the card that a core needs at least, beside a painter that stays there."""
    return min(core.needs.values(), default=0.0)


def beside_weights(name: str) -> float:
    """The same of weights by name; of others that look at a card, the most that any core needs."""
    from partgen.weights import ALIASES

    known = next((c for c in CORES if c.name in (name, ALIASES.get(name, name))), None)
    return max(beside(c) for c in CORES) if known is None else beside(known)


def rungs(machine: Machine) -> list[str]:
    """One line for each painter's model and each core: whether it runs on this machine and how, with its licence."""
    out = []
    painting = {f.name: fits(f, machine.lent) if machine.vram else None for f in FAMILIES}
    for what, table in (("painter", PAINTERS), ("core", CORES)):
        for f in table:
            if what == "painter":
                ways: list[How] = [how_of(c)] if (c := painting[f.name]) else []
            else:
                ways = [how for how, size in f.needs.items() if size <= machine.vram and (how == "stays" or machine.ram >= TURNS_WANT)]
            least = min(f.needs.values(), default=0.0)
            state = "runs on the processor" if not f.needs else WORD[ways[0]] if ways else f"wants a card of {least:g} GB"
            out.append(f"{what} {f.name}: {state}; {f.licence}; commercial use {'yes' if f.commercial else 'NO'}; {f.source}")
    return out


def instead(role: Literal["painter", "sculptor"]) -> str:
    """What may be used commercially in a role, in words for an error."""
    if role == "painter":
        names = [f"--paint-model {f.name}" for f in PAINTERS if f.commercial]
        return ", ".join([*names, "or --painter procedural"])
    names = [f"--weights {f.name}" for f in CORES if f.commercial and f.wants_pictures]
    return ", ".join([*names, "or --sculptor exact"])


def _made(machine: Machine, painter: Choice, core: Family) -> Combination | None:
    """A painter as it was chosen and a core in the way that moves the least; None where the core finds no room."""
    size, how = painter.need, how_of(painter)
    for core_how, core_size in core.needs.items() or [(None, 0.0)]:
        alternating = how != "stays" and core_how == "turns"
        need = max(size, core_size) if alternating else size + core_size
        if need <= machine.vram and (core_how != "turns" or machine.ram >= TURNS_WANT):
            break
    else:
        return None
    left = machine.vram - need
    planner, said = _planner(machine, left)
    family = next(f for f in PAINTERS if f.name == painter.family.name)
    why = [
        f"{family.name} is the first image model of the ladder that fits {machine.vram:g} GB: {WORD[how]} ({size:g} GB)",
        f"{core.name} "
        + (f"works {WORD[core_how]} ({core_size:g} GB)" if core_how else "runs on the processor")
        + (", in turns with the painter" if alternating else ", beside the painter" if core_how else ""),
        said,
    ]
    return Combination(
        planner=planner, painter=family, painter_how=how, core=core, core_how=core_how, alternating=alternating, need=need, left=left,
        why=tuple(why),
    )  # fmt: skip


def how_of(choice: Choice) -> How:
    """How an image model runs, in the words of this module."""
    return "stays" if choice.offload == "none" else "nf4" if choice.four_bit else "turns"


def _offline(machine: Machine) -> Combination:
    least = min(size for f in PAINTERS for size in f.needs.values())
    planner, said = _planner(machine, machine.vram)
    reason = f"no image model fits {machine.vram:g} GB (the smallest wants {least:g})" if machine.vram else "there is no card"
    if machine.vram >= least:
        reason = f"{machine.ram:g} GB of main memory are too few to move networks off the card ({TURNS_WANT:g} wanted)"
    core = next(f for f in CORES if f.name == "tile")
    why = (
        f"{reason}, so the procedural painter draws",
        "tile runs on the processor, on pictures whose masks and depth are known (--sculptor exact makes the recipes again)",
        said,
    )
    return Combination(
        planner=planner, painter=PROCEDURAL, painter_how=None, core=core, core_how=None, alternating=False, need=0.0, left=machine.vram,
        why=why,
    )  # fmt: skip


def _planner(machine: Machine, left: float) -> tuple[str, str]:
    if machine.llm:
        how = "a key is there" if machine.llm == "key" else "a server's address is set"
        return "llm", f"llm plans, because {how}; what it writes is under the terms of whoever serves it"
    billions = (left - SERVER) / PER_BILLION
    room = f"; the card has room for a local one of about {int(billions)} B parameters in 4 bits" if billions >= 7 else ""
    return "offline", f"offline plans, because no language model is set (--planner llm with a server or a key){room}"
