"""What foreign things are called here: legal and unique names, ids, and the labels and kinds that their names suggest."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Iterable

from cityscape.grammar.kinds import kinds
from cityscape.grammar.labels import known

UNKNOWN = "body"
"""The label of a part whose names tell nothing."""

_EMPTY = frozenset(
    """
    left right front rear back top bottom upper lower middle centre center inner outer side north south east west l r fl fr rl rr lod
    mesh node object obj geometry group primitive material mat texture color colour default scene root a b c d e f g h x y z
    """.split()  # noqa: SIM905
)
"""Words of names that say where or that something is, not what."""
_STUFF = frozenset(
    "wood wooden stone metal steel iron gold light dark red green blue white black grey gray brown yellow".split()  # noqa: SIM905
)
"""Words of materials that say what something is made of, not what it is."""
_WRAPPERS = re.compile(r"(?i)root|root_?node|scene|world|sketchfab_(scene|model)|gltf_scenerootnode|collada.*|.*\.(glb|gltf|fbx|obj|dae)")


def legal(name: object, otherwise: str = "thing") -> str:
    """The name as it may be stored: no slashes, no control characters, at most 200 letters, never empty."""
    return re.sub(r"[/\\\x00-\x1f]+", "_", str(name or "")).strip()[:200].strip() or otherwise


def id_of(name: str, otherwise: str = "thing") -> str:
    """An id from a name: letters, digits, ``_``, ``-`` and ``.`` alone, so that it needs no quotes anywhere; at most 80 of them."""
    out = re.sub(r"_*[^\w.-]+_*", "_", name).strip("_.-")[:80].strip("_.-")
    return otherwise if out in ("", "world", "z_up") else out


def free(name: str, taken: set[str]) -> str:
    """The name, or with the first free number behind it; it is taken then."""
    out, k = name, 2
    while out in taken:
        out, k = f"{name}_{k}", k + 1
    taken.add(out)
    return out


def is_wrapper(name: str) -> bool:
    """Whether a node's name is one that exporters give to the node round everything."""
    return bool(_WRAPPERS.fullmatch(name.strip()))


def words(name: str) -> list[str]:
    """The words of a name in lower case, without numbers and places: ``RoofTiles_L.002`` is roof, tiles."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    out = [w.lower() for w in re.split(r"[\W_\d]+", spaced) if w]
    return [w for w in out if w not in _EMPTY]


@lru_cache(maxsize=4096)
def label_in(name: str, *, stuff: bool = False) -> str | None:
    """The label that a name tells of, its last telling word first; None where it tells nothing.

    stuff : the name is a material's, of which "wood" or "stone" tell nothing.
    """
    said = [w for w in words(name) if not (stuff and w in _STUFF)]
    for end in range(len(said), 0, -1):
        found = known("_".join(said[:end]))
        if found is not None:
            return found.name
    return None


def label_of(names: Iterable[str], material: str = "", thing: str = "") -> str:
    """The label of a part by its own names, the most telling first, else its material's, else its object's; else `UNKNOWN`."""
    for name in dict.fromkeys((*names, material, thing)):
        if name and (found := label_in(name, stuff=name == material)):
            return found
    return UNKNOWN


@lru_cache(maxsize=4096)
def kind_of(name: str) -> str:
    """The kind of an object by its name: one of the registry where its words say so, else the words themselves."""
    said = words(name)
    spans = [said[a:b] for n in range(len(said), 0, -1) for a in range(len(said) - n, -1, -1) for b in [a + n]]
    for span in spans:
        whole = "_".join(span)
        for word in (whole, whole.removesuffix("s")):
            if word in kinds():
                return word
    return "_".join(said)[:80] or "thing"
