"""The words that the offline planner knows: `prompts/words.toml`, the themes' words and the recipes' words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from cityscape.grammar.kinds import kinds
from cityscape.grammar.themes import load_themes
from cityscape.world.resources import resource
from cityscape.world.theme import Theme

try:
    import tomllib
except ImportError:  # Python 3.10
    import tomli as tomllib  # type: ignore[no-redef]

Phrase = tuple[str, ...]
"""Stems of consecutive words."""

PLACED_STRUCTURES = ("quay_crane", "arch")
"""Structures that may be asked for one by one; the others follow from the layout."""

_ODD = {"buses": "bus", "cacti": "cactus", "leaves": "leaf", "wolves": "wolf", "children": "child", "men": "man", "glasses": "glass"}


def words_of(text: str) -> list[str]:
    """The words of a text, lower case, split at everything that is neither letter, digit nor apostrophe."""
    return re.findall(r"[^\W_]+(?:['’][^\W_]+)?", text.lower())


def stem(word: str) -> str:
    """The singular of a plural, else the word itself."""
    w = word.replace("’", "'").removesuffix("'s")
    if w in _ODD:
        return _ODD[w]
    if len(w) > 4 and w.endswith("ies"):
        return w[:-3] + "y"
    if len(w) > 4 and w.endswith(("ches", "shes", "sses", "xes", "zes")):
        return w[:-2]
    if len(w) > 3 and w.endswith("s") and not w.endswith(("ss", "us", "is")):
        return w[:-1]
    return w


def phrase(text: str) -> Phrase:
    """A phrase's stems."""
    return tuple(stem(w) for w in words_of(text))


@dataclass
class Meaning:
    """Everything that a phrase may mean."""

    feature: str | None = None
    kinds: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    color: str | None = None
    shade: tuple[str, float] | None = None
    surface: str | None = None
    number: int | None = None
    size: str | None = None
    density: float | None = None
    no: bool = False

    @property
    def noun(self) -> bool:
        """Whether adjectives can belong to it."""
        return bool(self.feature or self.kinds or self.roles)


@dataclass
class Vocabulary:
    """The index of phrases."""

    table: dict[str, Any]
    themes: dict[str, Theme]
    meanings: dict[Phrase, Meaning] = field(default_factory=dict)
    theme_phrases: dict[Phrase, tuple[str, ...]] = field(default_factory=dict)
    near_phrases: dict[Phrase, tuple[str, ...]] = field(default_factory=dict)
    silent: frozenset[str] = frozenset()
    single: tuple[str, ...] = ()

    def at(self, text: str) -> Meaning:
        """The meaning of a phrase, made if it is new."""
        return self.meanings.setdefault(phrase(text), Meaning())


@lru_cache(maxsize=8)
def _table(path: str, _mtime: int) -> dict[str, Any]:
    with open(path, "rb") as f:
        return tomllib.load(f)


def vocabulary(*, indoor: bool = False) -> Vocabulary:
    """All known words, for the themes that there are now; `indoor`: for rooms, their styles and their furniture.

    Out of doors no word means a piece of furniture, and indoors none a house or a tree.
    """
    paths = [resource("prompts", n) for n in (("words.toml", "room_words.toml") if indoor else ("words.toml",))]
    themes = load_themes("styles" if indoor else "themes")
    return _index(tuple((str(p), p.stat().st_mtime_ns) for p in paths), tuple(_Held(t) for t in themes))


@dataclass(frozen=True, eq=False)
class _Held:
    """A theme that is hashed by identity, which `load_theme` keeps while its files do not change."""

    theme: Theme

    def __hash__(self) -> int:
        return id(self.theme)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.theme is self.theme


@lru_cache(maxsize=4)
def _index(files: tuple[tuple[str, int], ...], held: tuple[_Held, ...]) -> Vocabulary:
    t = _table(*files[0])
    for more in files[1:]:
        t = _indoors(t, _table(*more))
    v = Vocabulary(t, {h.theme.name: h.theme for h in held})
    registry = {n: k for n, k in kinds().items() if (k.indoor is not None) == (len(files) > 1)}
    for name, words in t["features"].items():
        for w in words:
            v.at(w).feature = name
    for noun, roles in t["nouns"].items():
        v.at(noun).roles = tuple(roles)
    for name, c in t["colors"].items():
        v.at(name).color = c
    for name, (tint, amount) in t["shades"].items():
        v.at(name).shade = (tint, amount)
    for name in t["surfaces"]:
        v.at(name).surface = name
    for name, n in t["numbers"].items():
        v.at(name).number = n
    for size, words in t["sizes"].items():
        for w in words:
            v.at(w).size = size
    for d, words in t["density"].items():
        for w in words:
            v.at(w).density = float(d)
    for w in t["no"]["words"]:
        v.at(w).no = True
    asked: dict[Phrase, list[str]] = {}
    for word, names in t["kinds"].items():
        asked.setdefault(phrase(word), []).extend(n for n in names if n in registry)
    for kind in registry.values():
        if kind.category == "structure" and kind.name not in PLACED_STRUCTURES:
            continue
        own = (kind.name.replace("_", " "), *kind.words)
        for word in (*own, *(f"{w} tree" for w in own if kind.stand == "trunk" and "tree" not in w)):
            if kind.name not in asked.setdefault(phrase(word), []):
                asked[phrase(word)].append(kind.name)
    for p, found in asked.items():
        if found:
            v.meanings.setdefault(p, Meaning()).kinds = tuple(found)
    for theme in v.themes.values():
        for word in (theme.name, theme.title, *theme.words):
            p = phrase(word)
            v.theme_phrases[p] = tuple(dict.fromkeys((*v.theme_phrases.get(p, ()), theme.name)))
        for p in map(phrase, theme.near):
            v.near_phrases[p] = tuple(dict.fromkeys((*v.near_phrases.get(p, ()), theme.name)))
    v.silent = frozenset(s for w in words_of(t["silent"]) for s in (w, stem(w)))
    v.single = _singles(v)
    return v


def _indoors(words: dict[str, Any], rooms: dict[str, Any]) -> dict[str, Any]:
    """The words of rooms over the common ones: what nouns and features mean is the rooms', the rest is added."""
    more = {k: {**words[k], **rooms.get(k, {})} for k in ("colors", "shades", "surfaces", "numbers")}
    own = {k: rooms.get(k, {}) for k in ("features", "nouns", "kinds")}
    return {**words, **more, **own, "silent": words["silent"] + rooms.get("silent", "")}


def _singles(v: Vocabulary) -> tuple[str, ...]:
    variant_phrases: Iterable[Phrase] = (phrase(w) for t in v.themes.values() for x in t.variants.values() for w in x.words)
    found = [s for p in (*v.meanings, *v.theme_phrases, *v.near_phrases, *variant_phrases) for s in p]
    return tuple(sorted(dict.fromkeys(found)))
