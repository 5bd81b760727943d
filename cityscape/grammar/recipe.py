"""Recipes: objects as named parts, parts as unions of analytic solids with a material.

A recipe is made in the object's own frame: origin at the middle of its footprint on the ground,
z up, metres, its front (the door) towards -y. Ground may fall below z = 0 inside the footprint by up
to `Lot.drop`; what stands there must reach down that far (a plinth, a foundation, longer posts).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Callable, Iterable, Literal

import numpy as np

from cityscape.grammar.labels import canonical
from cityscape.world.material import Material
from cityscape.world.records import Hex
from cityscape.world.theme import Role, Style, Swatch
from partgen.solids import Solid

Category = Literal["building", "plant", "furniture", "vehicle", "structure"]

Stand = Literal["ground", "trunk", "post", "field", "water", "square", "quay"]
"""Where a kind stands outdoors: on any free land; on a trunk or a post, whose foot alone needs free land; rather among
crops; on water; rather on a square; rather at the water's edge, its front to the water."""


@dataclass(frozen=True)
class PartRecipe:
    """One part: a union of solids in the object's frame."""

    name: str
    label: str
    material: Material
    solids: tuple[Solid, ...]


@dataclass(frozen=True)
class Lot:
    """The room an object may take: width along x, depth along y (metres), centred on the origin.

    drop : how far the ground lies below z = 0 at the lowest point of the lot, >= 0.
    storeys : wished number of storeys, 0 = the recipe decides.
    size : the prompt's wish.
    opening : clear width that a structure must leave in its middle (a gate's road, a bridge's span), metres.
    attached : both long sides may touch a neighbour (terraced houses): no windows or eaves there.
    """

    width: float
    depth: float
    drop: float = 0.0
    storeys: int = 0
    size: Literal["small", "medium", "large"] = "medium"
    opening: float = 0.0
    attached: bool = False


PAINTED = ("wall", "foliage", "needles", "fabric", "vehicle")
"""Roles that take the colour that a prompt gives an object."""


class Look:
    """Answers a role with a material, from the style's swatches.

    Within one object the same role gives the same material, unless `fresh`; `share` ties several
    objects together (a terrace of one colour) by passing the same generator state. `known`: answers
    that are given already (all cupboards of a kitchen are of one wood).
    """

    def __init__(
        self,
        style: Style,
        rng: np.random.Generator,
        *,
        color: Hex | None = None,
        painted: tuple[str, ...] = PAINTED,
        known: dict[str, Material] | None = None,
    ) -> None:
        self.style = style
        self.rng = rng
        self.color = color  # the prompt's wish for this object's main colour (walls, or canopy of a tree)
        self.painted = painted  # the roles that take it
        self._known: dict[str, Material] = dict(known or {})

    def material(self, role: Role, *, fresh: bool = False, color: Hex | None = None, pattern: str | None = None) -> Material:
        """The material of a role; `color` and `pattern` replace what the swatch says."""
        if role in self._known and not fresh and color is None and pattern is None:
            return self._known[role]
        swatches = self.style.overrides.get(role) or self.style.theme.materials.get(role) or _FALLBACK.get(role, _PLAIN)
        weights = np.array([s.weight for s in swatches])
        s = swatches[int(self.rng.choice(len(swatches), p=weights / weights.sum()))]
        first = self._hex(s.colors[int(self.rng.integers(len(s.colors)))])
        second = self._hex(s.color2) if s.color2 else None
        wish = color or (self.color if role in self.painted else None)
        m = Material(
            name=f"{role}-{(wish or first)[1:]}" + (f"-{pattern}" if pattern else ""),
            pattern=pattern or s.pattern,  # type: ignore[arg-type]
            color=wish or first,
            color2=second,
            scale=s.scale,
            roughness=s.roughness,
            metallic=s.metallic,
            opacity=s.opacity,
            emission=s.emission,
            wear=s.wear,
        )
        if color is None and pattern is None and not fresh:
            self._known[role] = m
        return m

    def _hex(self, name: str) -> Hex:
        if name.startswith("#"):
            return name
        colors = self.style.theme.palette.get(name)
        if not colors:
            raise KeyError(f"theme {self.style.theme.name!r} has no palette entry {name!r}")
        return colors[int(self.rng.integers(len(colors)))]


@dataclass
class Build:
    """Collects the parts of one object.

    ``b.add("roof", "roof", gable(8, 6, 3))`` adds solids to the part named "roof" (made on first use)
    in the material of role "roof"; a `Material` may be given instead of a role. The label is the
    name without a trailing number unless given.
    """

    look: Look
    rng: np.random.Generator
    lot: Lot
    _parts: dict[str, tuple[str, Material, list[Solid]]] = field(default_factory=dict)

    def add(self, name: str, material: Role | Material, *solids: Solid | Iterable[Solid], label: str | None = None) -> None:
        """Add solids to a part."""
        m = material if isinstance(material, Material) else self.look.material(material)
        flat: list[Solid] = []
        for s in solids:
            flat += [s] if isinstance(s, Solid) else list(s)
        if not flat:
            return
        known = self._parts.setdefault(name, (label or name.rstrip("_0123456789"), m, []))
        known[2].extend(flat)

    def parts(self) -> list[PartRecipe]:
        """All parts, in the order of their first solid; labels become words of the vocabulary here."""
        return [PartRecipe(n, canonical(label), m, tuple(s)) for n, (label, m, s) in self._parts.items() if s]


Maker = Callable[[Build], None]

Spot = Literal["wall", "corner", "free", "centre", "hung", "flat", "top"]


@dataclass(frozen=True)
class Indoor:
    """How a piece stands in a room; like all objects it looks towards -y, with its back towards +y.

    Parameters
    ----------
    spot : ``wall``: its back to a wall; ``corner``: its back and a side; ``free``: anywhere that leaves the ways open;
        ``centre``: the middle; ``hung``: on a wall, nothing to do with the floor below; ``flat``: on the floor under
        others (rugs); ``top``: on another piece's surface.
    front, sides : clear floor before it and on each side, metres: where one stands, where drawers and doors open.
    seat : people sit or lie on it, so it can be reached from every door.
    at : height above the floor of the base of what is hung, lowest and highest, metres.
    surface : height of the top on which small things may stand, metres; 0: none.
    """

    spot: Spot = "wall"
    front: float = 0.6
    sides: float = 0.0
    seat: bool = False
    at: tuple[float, float] = (1.2, 1.6)
    surface: float = 0.0


@dataclass(frozen=True)
class Kind:
    """A kind of object that the world can make.

    width, depth : range of footprint in metres (including eaves) within which the recipe is good.
    words : words of a prompt that mean this kind (the planner reads them), singular, lower case.
    stand : where it stands outdoors. indoor : how it stands in a room; None: it is no furniture of rooms.
    """

    name: str
    category: Category
    make: Maker
    width: tuple[float, float]
    depth: tuple[float, float]
    words: tuple[str, ...] = ()
    stand: Stand = "ground"
    indoor: Indoor | None = None


KINDS: dict[str, Kind] = {}
"""The registry; `cityscape.grammar.kinds()` fills it by importing all recipes."""


def kind(
    name: str,
    category: Category,
    *,
    width: tuple[float, float],
    depth: tuple[float, float],
    words: Iterable[str] = (),
    stand: Stand = "ground",
    indoor: Indoor | None = None,
) -> Callable[[Maker], Maker]:
    """Register a maker under a kind's name."""

    def register(make: Maker) -> Maker:
        if name in KINDS:
            raise ValueError(f"two recipes for kind {name!r}")
        KINDS[name] = Kind(name, category, make, width, depth, tuple(words), stand, indoor)
        return make

    return register


def make(
    name: str,
    lot: Lot,
    style: Style,
    rng: np.random.Generator,
    *,
    color: Hex | None = None,
    painted: tuple[str, ...] = PAINTED,
    known: dict[str, Material] | None = None,
) -> list[PartRecipe]:
    """The parts of one object of a kind; raises KeyError for an unknown kind. `painted` roles take the `color`, `known` roles are given."""
    build = Build(Look(style, rng, color=color, painted=painted, known=known), rng, lot)
    KINDS[name].make(build)
    return build.parts()


_PLAIN = (Swatch(colors=("#b8b2a7",)),)
_FALLBACK: dict[str, tuple[Swatch, ...]] = {
    "lamp": (Swatch(pattern="lamp", colors=("#ffe2a8",), emission=1.5, roughness=0.4),),
    "glass": (Swatch(pattern="glass", colors=("#9fc3d6",), roughness=0.08, metallic=0.2),),
    "foliage": (Swatch(pattern="foliage", colors=("#5f8a3c", "#6d9646", "#4f7a38")),),
    "needles": (Swatch(pattern="needles", colors=("#3f6b46", "#355f3f")),),
    "bark": (Swatch(pattern="bark", colors=("#6b5138",)),),
    "water": (Swatch(pattern="water", colors=("#3f7f9c",), roughness=0.06),),
    "metal": (Swatch(pattern="metal", colors=("#5c6066",), roughness=0.45, metallic=0.8),),
    "wood": (Swatch(pattern="planks", colors=("#8a6642", "#7a5a3c")),),
    "timber": (Swatch(pattern="timber", colors=("#6b4a30",)),),
    "stone": (Swatch(pattern="stone", colors=("#a8a296",)),),
    "rock": (Swatch(pattern="rock", colors=("#8d8a84",)),),
    "flower": (Swatch(pattern="foliage", colors=("#d65a6e", "#e8b83f", "#9a6fc9")),),
    "frame": (Swatch(colors=("#e9e3d6",)),),
    "door": (Swatch(pattern="planks", colors=("#6b3f2a", "#3d5a56", "#7a2f2f")),),
    "slab": (Swatch(pattern="soil", colors=("#8b7860",)),),
}
