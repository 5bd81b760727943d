"""Each cell's sentence for an image model."""

from __future__ import annotations

from cityscape.world.brief import Socket, Wanted
from cityscape.world.theme import LandUse, Theme

PLACES: dict[LandUse, str] = {
    "residential": "homes along a lane",
    "commercial": "shops and businesses along a busy street",
    "market": "an open market square full of stalls",
    "civic": "a public square with civic buildings",
    "park": "a green park with paths and benches",
    "farm": "fields and farm buildings",
    "forest": "dense woodland",
    "lake": "a calm lake with planted shores",
    "harbour": "a quay with moored boats and stores",
    "industry": "workshops and warehouses",
    "fort": "a fortified stronghold",
    "station": "a station and its forecourt",
}
WEATHER = {
    "spring": "in spring blossom",
    "summer": "in high summer",
    "autumn": "in autumn colours",
    "winter": "under fresh snow",
    "sunny": "in bright sunshine",
    "cloudy": "under a cloudy sky",
    "rain": "in the rain",
    "fog": "in light fog",
    "dawn": "at dawn",
    "dusk": "at dusk",
    "night": "at night",
    "day": "by day",
}


def article(noun: str) -> str:
    """The noun with "a" or "an"."""
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"


def listed(items: list[str]) -> str:
    """Items as words: "a", "a and b", "a, b and c"."""
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1]


def counted(w: Wanted) -> str:
    """A wanted object as words, e.g. "two large watchtowers"."""
    noun = w.kind.replace("_", " ")
    size = "" if w.size == "medium" else w.size + " "
    if w.count == 1:
        return article(size + noun)
    many = noun if noun.endswith("s") else noun[:-1] + "ies" if noun.endswith("y") and noun[-2] not in "aeiou" else noun + "s"
    numbers = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return f"{numbers[w.count - 2] if w.count <= 10 else 'many'} {size}{many}"


def sentence(theme: Theme, variants: tuple[str, ...], use: LandUse, sockets: dict[str, Socket], wanted: list[Wanted]) -> str:
    """The brief's text: what the tile shows, in one sentence that an image model can follow."""
    return within(scene(use, sockets, wanted), theme, variants)


def scene(use: LandUse, sockets: dict[str, Socket], wanted: list[Wanted], *, looks: list[str] | None = None) -> str:
    """What a tile shows, without the place that it is a part of."""
    crossing = {c.kind for s in sockets.values() for c in s.crossings}
    streets = sum(len(s.of("street")) for s in sockets.values())
    extra = []
    if "river" in crossing:
        stream = "a river crossed by a bridge" if _bridged(sockets) else "a river"
        extra.append("broad water along the quay" if use == "harbour" else stream)
    if "wall" in crossing:
        extra.append("the city wall" + (" with a gate" if streets else ""))
    extra += [counted(w) for w in wanted[:5]] + list(looks or ())[:4]
    text = f"{PLACES[use]}"
    if extra:
        text += ", with " + listed(extra)
    return f"{text[0].upper()}{text[1:]}"


def within(said: str, theme: Theme, variants: tuple[str, ...]) -> str:
    """What a tile shows, as a part of the theme's place in its season, weather and hour."""
    about = theme.description or theme.title
    mood = " ".join(WEATHER.get(v, v) for v in variants)
    return f"{said}: part of {about}{', ' + mood if mood else ''}."


def _bridged(sockets: dict[str, Socket]) -> bool:
    wet = {s for s, k in sockets.items() if k.of("river")}
    dry = {s for s, k in sockets.items() if k.of("street", "path")}
    upright, level = {"south", "north"}, {"east", "west"}
    return (wet == upright and level <= dry) or (wet == level and upright <= dry)
