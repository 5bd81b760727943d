"""Words of a language model to the words that the world knows: the word itself, one that means the same, or the nearest in letters."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Iterable, get_args

from cityscape.grammar.kinds import kinds
from cityscape.plan.draft import FEATURES
from cityscape.plan.vocabulary import phrase, vocabulary, words_of
from cityscape.world.brief import SIDES, Side
from cityscape.world.theme import LandUse, Role, Theme

LAND_USES: tuple[LandUse, ...] = get_args(LandUse)
CROSSINGS = ("street", "main street", "path", "river", "wall")
"""What may cross a border, in the words of a request."""

_WAYS = {
    "road": "street", "avenue": "main street", "boulevard": "main street", "main": "main street", "side street": "street",
    "alley": "street", "lane": "path", "footpath": "path", "trail": "path", "canal": "river", "stream": "river", "water": "river",
    "city wall": "wall",
}  # fmt: skip


def _plain(word: str) -> str:
    return " ".join(words_of(word.replace("_", " ")))


def near(word: str, known: Iterable[str], *, cutoff: float = 0.72) -> str | None:
    """The known word with the same letters, or nearly the same; None where none is near."""
    table = {_plain(k): k for k in known}
    said = _plain(word)[:60]
    if said in table:
        return table[said]
    return next((table[m] for m in get_close_matches(said, list(table), n=1, cutoff=cutoff)), None)


def land_use(word: str) -> LandUse | None:
    """The land use that a word means."""
    said = _plain(word)
    if said in LAND_USES:
        return said  # type: ignore[return-value]
    table = vocabulary().meanings
    for p in (phrase(said), *((s,) for s in phrase(said))):
        m = table.get(p)
        if m is not None and m.feature in FEATURES:
            return FEATURES[m.feature]
    return near(word, LAND_USES)  # type: ignore[return-value]


def kind(word: str, theme: Theme) -> str | None:
    """The outdoor kind of object that a word means, of several the theme's own."""
    known = {n for n, k in kinds().items() if k.indoor is None and (k.category != "structure" or n in ("quay_crane", "arch"))}
    name = "_".join(words_of(word.replace("_", " ")))
    if name in known:
        return name
    own = own_kinds(theme)
    said = phrase(word.replace("_", " "))
    table = vocabulary().meanings
    for p in (said, said[-1:]):
        m = table.get(p)
        if m is not None and m.kinds:
            return next((k for k in m.kinds if k in own), m.kinds[0])
    return near(word, sorted(known), cutoff=0.8)


def own_kinds(theme: Theme) -> tuple[str, ...]:
    """The kinds that a theme uses: buildings, landmarks, objects, trees, vehicles."""
    tables: list[Iterable[str]] = [*theme.buildings.values(), theme.landmarks, *theme.objects.values()]
    tables += [theme.street_objects, theme.trees, theme.vehicles]
    return tuple(dict.fromkeys(k for t in tables for k in t))


def crossing(word: str) -> str | None:
    """What crosses a border, one of `CROSSINGS`; "" for nothing, None for what is unknown."""
    said = _plain(word)
    if said in ("", "none", "nothing", "closed", "no"):
        return ""
    return said if said in CROSSINGS else _WAYS.get(said) or near(said, CROSSINGS, cutoff=0.8)


def side(word: str) -> Side | None:
    """One of the four sides."""
    return next((s for s in SIDES if word.strip().lower()[:1] == s[0]), None)


def roles(word: str) -> tuple[Role, ...]:
    """The materials that a word means: a role, or a noun that stands for some."""
    name = "_".join(words_of(word.replace("_", " ")))
    if name in get_args(Role):
        return (name,)  # type: ignore[return-value]
    m = vocabulary().meanings.get(phrase(word))
    return tuple(m.roles) if m is not None else ()  # type: ignore[arg-type]
