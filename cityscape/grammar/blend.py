"""`blend`: two themes make a third that leans on the first ("a Japanese Mars colony")."""

from __future__ import annotations

from cityscape.grammar.themes import mixed
from cityscape.world.theme import Light, Role, Swatch, Theme, Variant

ONE_COLOUR: frozenset[str] = frozenset(
    ("street", "street_side", "pavement", "kerb", "ground", "plaza", "path", "water", "bank", "slab", "marking", "sand", "soil", "crop")
)
"""Roles that tiles share at their borders: one swatch, one colour."""

LEAN = 0.3
"""How far the second theme's colours move towards the first's, so that both sit in one picture."""


def blend(first: Theme, second: Theme, *, share: float = 0.4) -> Theme:
    """A theme with the ground, light and street plan of the first and the buildings, objects and materials of both.

    Parameters
    ----------
    first : what the place mainly is. second : what it borrows from.
    share : part of buildings, objects and materials that comes from the second, 0..1.

    Returns
    -------
    Theme whose swatches hold their own colours. The second's colours lean on the first's of the same role; where tiles share a surface it
    stays one colour, between both. Numbers of objects add up to a tile as full as either.
    """
    materials = {role: _materials(role, first, second, share) for role in {**first.materials, **second.materials}}
    return Theme(
        name=f"{first.name[:19]}-{second.name[:19]}",
        title=f"{first.title} and {second.title.lower()}",
        description=f"{first.description}, blended with {second.description}",
        words=(),
        palette={**second.palette, **first.palette},
        materials=materials,
        land_use=_weights(first.land_use, second.land_use, share),  # type: ignore[arg-type]
        buildings={
            u: _weights(first.buildings.get(u, {}), second.buildings.get(u, {}), share) for u in {**first.buildings, **second.buildings}
        },
        objects={u: _numbers(first.objects.get(u, {}), second.objects.get(u, {}), share) for u in {**first.objects, **second.objects}},
        street_objects=_numbers(first.street_objects, second.street_objects, share),
        trees=_weights(first.trees, second.trees, share),
        vehicles=_weights(first.vehicles, second.vehicles, share),
        landmarks=tuple(dict.fromkeys((*first.landmarks, *second.landmarks))),
        enclosure=_weights(first.enclosure, second.enclosure, share),
        streets=first.streets,
        relief=round(first.relief + share * (second.relief - first.relief), 2),
        gap=round(first.gap + share * (second.gap - first.gap), 2),
        setback=round(first.setback + share * (second.setback - first.setback), 2),
        light=_light(first.light, second.light, share * 0.5),
        variants={n: _variant(v, first) for n, v in first.variants.items()},
    )


def _weights(a: dict[str, float], b: dict[str, float], share: float) -> dict[str, float]:
    """Relative weights, each side brought to a sum of 1 first; one that is empty leaves all to the other."""
    if not a or not b:
        return dict(a or b)
    x, y = sum(a.values()), sum(b.values())
    return {k: round((1 - share) * a.get(k, 0.0) / x + share * b.get(k, 0.0) / y, 5) for k in {**a, **b}}


def _numbers(a: dict[str, float], b: dict[str, float], share: float) -> dict[str, float]:
    """Mean numbers on a tile."""
    return {k: round((1 - share) * a.get(k, 0.0) + share * b.get(k, 0.0), 4) for k in {**a, **b}}


def _materials(role: Role, first: Theme, second: Theme, share: float) -> tuple[Swatch, ...]:
    a, b = (_own_colours(t, t.materials.get(role, ())) for t in (first, second))
    if not a or not b:
        return a or b
    if role in ONE_COLOUR:
        s = a[0]
        second_colour = s.color2 and mixed(s.color2, b[0].color2 or b[0].colors[0], share * 0.6)
        return (s.model_copy(update={"colors": (mixed(s.colors[0], b[0].colors[0], share * 0.6),), "color2": second_colour}),)
    x, y = sum(s.weight for s in a), sum(s.weight for s in b)
    base = a[0].colors[0]
    mine = tuple(s.model_copy(update={"weight": round((1 - share) * s.weight / x, 5)}) for s in a)
    theirs = tuple(
        s.model_copy(update={"weight": round(share * s.weight / y, 5), "colors": tuple(mixed(c, base, LEAN) for c in s.colors)}) for s in b
    )
    return mine + theirs


def _own_colours(theme: Theme, swatches: tuple[Swatch, ...]) -> tuple[Swatch, ...]:
    """Swatches whose colours are all written out, so that they mean the same in another palette."""

    def out(name: str) -> tuple[str, ...]:
        return (name,) if name.startswith("#") else theme.palette[name]

    return tuple(
        s.model_copy(update={"colors": tuple(h for c in s.colors for h in out(c)), "color2": s.color2 and out(s.color2)[0]})
        for s in swatches
    )


def _variant(variant: Variant, first: Theme) -> Variant:
    """A season, weather or hour of the first theme, its colours written out."""
    held = {
        role: _own_colours(first.model_copy(update={"palette": {**first.palette, **variant.palette}}), s)
        for role, s in variant.materials.items()
    }
    return variant.model_copy(update={"materials": held})


def _light(a: Light, b: Light, share: float) -> Light:
    def between(name: str) -> object:
        x, y = getattr(a, name), getattr(b, name)
        return mixed(x, y, share) if isinstance(x, str) else round(x + share * (y - x), 4)

    return Light(**{name: between(name) for name in Light.model_fields})  # type: ignore[arg-type]
