"""The label vocabulary: the words that parts carry, from `prompts/labels.toml`."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from cityscape.errors import InputError
from cityscape.world.resources import resource

GROUPS = (
    "land", "roads", "water", "base", "walls", "roof", "openings", "frame", "body", "wheels",
    "equipment", "fittings", "trunk", "foliage", "soft", "contents",
)  # fmt: skip
"""What parts are gathered into at the level "medium"."""

LAST_RESORT = "ornament"
"""The label of a part whose word nobody knows."""


@dataclass(frozen=True)
class Label:
    """One word of the vocabulary.

    name : the word itself, singular, lower case. meaning : one line.
    group : one of `GROUPS`. detail : 0 whole objects, 1 what one names first of them, 2 fittings, 3 trimmings.
    also : other words for it.
    """

    name: str
    meaning: str
    group: str
    detail: int
    also: tuple[str, ...]


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, Label]:
    """All labels by name, in the file's order.

    Raises
    ------
    InputError : the file has an unknown group, a wrong level of detail, or one word under two labels.
    """
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    with resource("prompts", "labels.toml").open("rb") as f:
        table = tomllib.load(f)
    out: dict[str, Label] = {}
    owner: dict[str, str] = {}
    for name, row in table.items():
        try:
            label = Label(name, row["meaning"], row["group"], row["detail"], tuple(row.get("also", ())))
        except (KeyError, TypeError) as e:
            raise InputError(f"labels.toml: [{name}] wants meaning, group, detail and perhaps also ({e})") from e
        if label.group not in GROUPS or label.detail not in (0, 1, 2, 3):
            raise InputError(
                f"labels.toml: [{name}] has group {label.group!r} and detail {label.detail!r}: use {', '.join(GROUPS)} and 0 to 3"
            )
        for word in (name, *label.also):
            if word in owner:
                raise InputError(f"labels.toml: {word!r} stands under both {owner[word]!r} and {name!r}: keep one")
            owner[word] = name
        out[name] = label
    return out


@lru_cache(maxsize=4096)
def label(word: str) -> Label:
    """The label that a word means: a name, a synonym, a plural, or a compound that ends in one ("ridge_beam" is a beam).

    Raises
    ------
    InputError : nothing of that is in the vocabulary; the sentence names the nearest words.
    """
    found = _find(word)
    if found is None:
        near = get_close_matches(word, _words(), 3, 0.6)
        hint = f"did you mean {', '.join(near)}?" if near else "add it to prompts/labels.toml, or use one of " + ", ".join(vocabulary())
        raise InputError(f"no label is called {word!r}: {hint}")
    return found


def known(word: str) -> Label | None:
    """The label that a word means, as `label` finds it, or None."""
    return _find(word)


@lru_cache(maxsize=4096)
def canonical(word: str) -> str:
    """The name of the label that a word means; unknown words get the nearest one, never an error."""
    found = _find(word)
    if found is not None:
        return found.name
    for piece in reversed(word.split("_")[:-1]):
        found = _find(piece)
        if found is not None and found.detail:
            return found.name
    near = get_close_matches(word, _words(), 1, 0.75)
    return _words()[near[0]].name if near else LAST_RESORT


def markdown() -> str:
    """The vocabulary as the text of `docs/labels.md`."""
    lines = [
        "# Labels",
        "",
        "Every part carries one of these words. Made from `prompts/labels.toml` by `python -m cityscape.grammar.labels`; do not edit.",
        "",
        "*Group*: what the part is merged into at `--parts medium`. *Detail*: 0 whole objects (`--parts coarse`), 1 what one names first,",
        "2 fittings, 3 trimmings.",
        "",
        "| label | meaning | group | detail | also |",
        "|---|---|---|---|---|",
    ]
    for x in vocabulary().values():
        lines.append(f"| {x.name} | {x.meaning} | {x.group} | {x.detail} | {', '.join(w.replace('_', ' ') for w in x.also)} |")
    return "\n".join(lines) + "\n"


@lru_cache(maxsize=1)
def _words() -> dict[str, Label]:
    return {w: x for x in vocabulary().values() for w in (x.name, *x.also)}


def _find(word: str) -> Label | None:
    words, pieces = _words(), word.strip("_").split("_")
    for k in range(len(pieces)):  # the whole word first, then ever shorter tails
        for tail in _singular("_".join(pieces[k:])):
            if tail in words:
                return words[tail]
    return None


def _singular(word: str) -> list[str]:
    out = [word]
    if word.endswith("feet"):
        out.append(word[:-4] + "foot")
    if word.endswith("ies"):
        out.append(word[:-3] + "y")
    if word.endswith("ves"):
        out += [word[:-3] + "f", word[:-3] + "fe"]
    if word.endswith("s"):
        out.append(word[:-1])
    if word.endswith("es"):
        out.append(word[:-2])
    return out


if __name__ == "__main__":
    print(markdown(), end="")
