"""Reading a prompt: free text to a `Wish`, and an account of which words were used."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches

from cityscape.grammar.blend import blend
from cityscape.grammar.themes import Shelf, load_theme, mixed
from cityscape.plan.vocabulary import Meaning, Phrase, Vocabulary, phrase, stem, vocabulary
from cityscape.plan.wish import MANY, Ask, Desire, Size, Wish
from cityscape.world.room import RoomKind
from cityscape.world.theme import Swatch, Theme

DEFAULT_THEME = "medieval"
DEFAULT_ROOM = "living_room"
GROUPS: tuple[tuple[str, ...], ...] = (
    ("spring", "summer", "autumn", "winter"),
    ("sunny", "cloudy", "rain", "fog"),
    ("dawn", "dusk", "night", "day"),
    ("weathered", "pristine"),
)
"""Variants that exclude each other: seasons, weathers, hours, ages; applied in this order."""

HINT = 0.55
"""What a word that only hints at a theme weighs against one that names it (1 and more)."""

PLACES = frozenset(
    ("town", "city", "village", "settlement", "hamlet", "district", "quarter", "place", "area", "metropolis", "suburb", "oasis")
)
_REACH = 4


@dataclass
class _Word:
    text: str
    stem: str
    clause: int
    used: bool = False
    of_theme: bool = False

    @property
    def plural(self) -> bool:
        return self.stem != self.text.replace("’", "'").removesuffix("'s")


@dataclass
class _Adjectives:
    """What waits for its noun."""

    number: int | None = None
    size: Size | None = None
    colors: list[str] = field(default_factory=list)
    shade: tuple[str, float] | None = None
    surface: str | None = None
    no: bool = False
    words: list[_Word] = field(default_factory=list)
    last: int = -99

    def paint(self) -> list[str]:
        return [mixed(c, *self.shade) if self.shade else c for c in self.colors]


def read(prompt: str, *, theme: str | Theme | None = None) -> Wish:
    """What a prompt means; `theme` (by name, or itself) overrides the theme that its words call."""
    return _read(prompt, vocabulary(), theme, "themes", {})


def read_room(prompt: str, rooms: dict[str, RoomKind], *, style: str | Theme | None = None, kind: RoomKind | None = None) -> Wish:
    """What a prompt for rooms means; `style` and `kind` override what its words call, `rooms` are the kinds by name."""
    return _read(prompt, vocabulary(indoor=True), style, "styles", rooms, kind)


def _read(
    prompt: str, v: Vocabulary, theme: str | Theme | None, shelf: Shelf, rooms: dict[str, RoomKind], kind: RoomKind | None = None
) -> Wish:
    words = _words(prompt)
    named, size = _rooms(words, v, rooms) if rooms else ([], "medium")
    guessed = _mend(words, v)
    fallback = DEFAULT_THEME if shelf == "themes" else (kind or rooms[named[0] if named else DEFAULT_ROOM]).style
    chosen, why = _theme(words, v, theme, shelf, fallback)
    wish = Wish(chosen, guessed=guessed, rooms=named, size=size)
    wish.understood += [("" if size == "medium" else f"{size} ") + rooms[n].title.lower() for n in dict.fromkeys(named)]
    if why:
        wish.understood.append(why)
    wish.variants = _variants(words, v, chosen)
    wish.understood += wish.variants
    _Reader(v, wish, words).read()
    wish.unused = _unused(words, v)
    return wish


def _words(prompt: str) -> list[_Word]:
    out: list[_Word] = []
    for clause, text in enumerate(re.split(r"[,.;:!?()\n]| with | but | while ", prompt.lower())):
        for m in re.finditer(r"[^\W_]+(?:['’][^\W_]+)?|[^\w\s'’\"\-–—/&+_]+", text):
            w = m.group()
            out.append(_Word(w, stem(w), clause))
    return out


def _mend(words: list[_Word], v: Vocabulary) -> list[str]:
    known = frozenset(v.single)
    notes: list[str] = []
    tried: dict[str, str | None] = {}
    for w in words:
        if len(w.stem) < 6 or w.stem in known or w.stem in v.silent or w.text in v.silent or not w.stem.isalpha():
            continue
        if w.stem not in tried and len(tried) < 40:
            near = [k for k in v.single if abs(len(k) - len(w.stem)) <= 2 and len(k) >= 5 and (k[0] == w.stem[0] or k[-2:] == w.stem[-2:])]
            tried[w.stem] = next(iter(get_close_matches(w.stem, near, n=1, cutoff=0.84)), None)
            if tried[w.stem]:
                notes.append(f"read {w.text!r} as {tried[w.stem]!r}")
        w.stem = tried.get(w.stem) or w.stem
    return notes


def _find(words: list[_Word], phrases: dict[Phrase, object]) -> list[tuple[int, Phrase]]:
    longest = max((len(p) for p in phrases), default=0)
    stems = [w.stem for w in words]
    out = []
    for k in range(len(words)):
        for n in range(min(longest, len(words) - k), 0, -1):
            p = tuple(stems[k : k + n])
            if p in phrases and words[k].clause == words[k + n - 1].clause:
                out.append((k, p))
                break
    return out


def _rooms(words: list[_Word], v: Vocabulary, rooms: dict[str, RoomKind]) -> tuple[list[str], Size]:
    """The kinds of rooms that the words name, in their order, as often as they say, and their size; their words are taken out."""
    table: dict[Phrase, str] = {}
    for name, room in rooms.items():
        for word in (name.replace("_", " "), room.title, *room.words):
            table.setdefault(phrase(word), name)
    out: list[str] = []
    end, size = 0, "medium"
    for k, p in _find(words, table):  # type: ignore[arg-type]
        if k < end:
            continue
        end = k + len(p)
        before = v.meanings.get((words[k - 1].stem,)) if k else None
        count = before.number if before is not None and before.number else 1
        if count > 1:
            words[k - 1].used, words[k - 1].stem, words[k - 1].text = True, "a", "a"
        out += [table[p]] * min(count, 16)
        for w in words[max(end - len(p) - _REACH, 0) : k]:
            m = v.meanings.get((w.stem,))
            if m is not None and m.size and not m.shade and w.clause == words[k].clause:
                size, w.used, w.stem = m.size, True, ""
        for w in words[k:end]:
            w.used, w.of_theme, w.stem = True, True, ""
    return out, size  # type: ignore[return-value]


def _theme(words: list[_Word], v: Vocabulary, name: str | Theme | None, shelf: Shelf, fallback: str) -> tuple[Theme, str]:
    """The theme that the words call, or a blend of the two that they call loudest; what only hints at a theme decides between equals."""
    what = shelf[:-1]
    called = _calls(words, v)
    hints = _find(words, v.near_phrases)  # type: ignore[arg-type]
    score = {n: sum(loud for _, _, loud in spans) for n, spans in called.items()}
    for k, p in hints:
        for n in v.near_phrases[p]:
            score[n] = score.get(n, 0.0) + HINT + 0.1 * len(p) - 0.001 * k
    for k, p in _find(words, v.meanings):  # type: ignore[arg-type]
        for n, t in v.themes.items():
            if any(x in table for x in v.meanings[p].kinds for table in t.buildings.values()):
                score[n] = score.get(n, 0.0) + 0.2 - 0.0001 * k
    ranked = sorted(score, key=lambda n: (-score[n], n))
    chosen: list[str] = []
    if name is not None:
        theme = name if isinstance(name, Theme) else load_theme(name, shelf)
        why = f"{what} {theme.name}"
        chosen = [theme.name]
    elif ranked:
        chosen = ranked[:1]
        other = next((n for n in ranked if n not in chosen and n in called), None)
        if shelf == "themes" and other is not None and chosen[0] in called:
            # the last word of a name is its noun: "a Japanese Mars colony" is a Mars colony
            chosen = sorted((chosen[0], other), key=lambda n: max(k for k, _, _ in called[n]), reverse=True)
            theme = blend(v.themes[chosen[0]], v.themes[chosen[1]])
            why = f"themes {chosen[0]} and {chosen[1]}, blended"
        else:
            theme = v.themes[chosen[0]]
            why = f"{what} {theme.name}"
    else:
        theme = v.themes.get(fallback) or load_theme(fallback, shelf)
        why = f"no word calls a {what}, so {theme.name}"
    spans = [(k, p) for n in chosen for k, p, _ in called.get(n, [])]
    spans += [(k, p) for k, p in hints if set(chosen) & set(v.near_phrases[p])]
    for k, p in spans:
        for w in words[k : k + len(p)]:
            w.used = w.of_theme = True
    return theme, why


def _calls(words: list[_Word], v: Vocabulary) -> dict[str, list[tuple[int, Phrase, float]]]:
    """Theme -> the phrases that name it: place, phrase, loudness. Of phrases that share a word only the longest counts."""
    out: dict[str, list[tuple[int, Phrase, float]]] = {}
    taken: set[int] = set()
    for k, p in sorted(_find(words, v.theme_phrases), key=lambda x: (-len(x[1]), x[0])):  # type: ignore[arg-type]
        span = range(k, k + len(p))
        if taken & set(span):
            continue
        taken |= set(span)
        for n in v.theme_phrases[p]:
            own = p == phrase(n) or p == phrase(v.themes[n].title)
            out.setdefault(n, []).append((k, p, (3.0 if own else 1.0) + 0.5 * len(p) - 0.001 * k))
    return out


def _variants(words: list[_Word], v: Vocabulary, theme: Theme) -> tuple[str, ...]:
    longer_phrases = {p: m for p, m in v.meanings.items() if len(p) > 1}
    table: dict[Phrase, str] = {}
    for name, variant in theme.variants.items():
        for word in (name, *variant.words):
            table.setdefault(phrase(word), name)
    chosen: dict[object, str] = {}
    longer = {k + n for k, p in _find(words, longer_phrases) for n in range(len(p))}  # type: ignore[arg-type]
    for k, p in _find(words, table):  # type: ignore[arg-type]
        if len(p) == 1 and k in longer:
            continue
        group = next((g for g in GROUPS if table[p] in g), table[p])
        if chosen.setdefault(group, table[p]) == table[p]:
            for w in words[k : k + len(p)]:
                w.used = w.of_theme = True
    if GROUPS[1] in chosen and chosen.get(GROUPS[2]) == "day":
        del chosen[GROUPS[2]]
    own = tuple(n for g, n in chosen.items() if g not in GROUPS)
    return tuple(chosen[g] for g in GROUPS if g in chosen) + own


class _Reader:
    """Walks over the words, gathers adjectives and hands them to their nouns."""

    def __init__(self, v: Vocabulary, wish: Wish, words: list[_Word]) -> None:
        self.v, self.wish, self.words = v, wish, words
        self.waiting = _Adjectives()
        self.noun: tuple[int, int, Meaning, list[_Word]] | None = None
        t = wish.theme
        self.indoor = t.interior is not None
        self.own_kinds = {k for table in (*t.buildings.values(), *t.objects.values(), t.trees, t.vehicles, t.street_objects) for k in table}
        self.own_kinds |= set(t.landmarks)

    def read(self) -> None:
        clause, k = 0, 0
        found = dict(self._phrases())
        while k < len(self.words):
            w = self.words[k]
            if w.clause != clause:
                self._close()
                clause = w.clause
            p = found.get(k)
            if p is None:
                self._plain(k, w)
                k += 1
                continue
            span = self.words[k : k + len(p)]
            m = self.v.meanings[p]
            ahead = found.get(k + len(p))
            followed = ahead is not None and self.v.meanings[ahead].noun and w.clause == self._clause(k + len(p))
            if m.noun and not (followed and (m.color or m.surface)):
                self._take(k, m, span)
            else:
                self._gather(k, m, span)
            k += len(p)
        self._close()

    def _phrases(self) -> list[tuple[int, Phrase]]:
        out, free = [], 0
        for k, p in _find(self.words, self.v.meanings):  # type: ignore[arg-type]
            if k >= free:
                out.append((k, p))
                free = k + len(p)
        return out

    def _clause(self, k: int) -> int:
        return self.words[k].clause if k < len(self.words) else -1

    def _plain(self, k: int, w: _Word) -> None:
        if w.text.isascii() and w.text.isdigit() and 0 < int(w.text[:6]) < 100_000:
            if self.waiting.last < k - _REACH:
                self.waiting = _Adjectives()
            self.waiting.number = int(w.text[:6])
            self.waiting.words.append(w)
            self.waiting.last = k
        elif not w.used and w.stem not in self.v.silent and w.text not in self.v.silent and self.waiting.last == k - 1:
            self.waiting = _Adjectives()
        elif w.stem in PLACES and self.waiting.size and self.waiting.last >= k - 2:
            self.wish.size = self.waiting.size
            self.wish.understood.append(f"{self.waiting.size} place")
            self._spend(keep_paint=True)

    def _gather(self, k: int, m: Meaning, span: list[_Word]) -> None:
        a = self.waiting
        if a.last < k - _REACH:
            self._close(keep_noun=True)
            a = self.waiting
        if m.density is not None:
            self.wish.density = m.density
            self.wish.understood.append(span[0].text)
            for w in span:
                w.used = True
            if not (m.number or m.size or m.color or m.surface):
                return
        if m.no:
            a.no = True
        if m.number is not None:
            a.number = m.number
        if m.size is not None and not m.shade:
            a.size = m.size  # type: ignore[assignment]
        if m.color:
            a.colors.append(m.color)
        elif m.surface:
            a.surface = m.surface
        if m.shade and not m.color:
            a.shade = m.shade
        a.words += span
        a.last = k

    def _take(self, k: int, m: Meaning, span: list[_Word]) -> None:
        a = self.waiting if self.waiting.last >= k - _REACH else _Adjectives()
        plural = span[-1].plural
        kind = self._kind(m)
        name = " ".join(w.text for w in span)
        if a.no:
            if m.feature:
                self.wish.refused += (m.feature,)
                self.wish.understood.append(f"no {name}")
                self._used(span, a)
            elif m.kinds and self.indoor:
                self.wish.without += m.kinds
                self.wish.understood.append(f"no {name}")
                self._used(span, a)
            self.waiting = _Adjectives()
            return
        painted = bool(a.colors or a.surface)
        count = a.number if a.number is not None else (None if plural else 1)
        count = MANY if count == 0 else count
        wants_one = kind is not None and m.feature is None and (not plural or a.number is not None)
        if painted and m.roles and not (wants_one and "vehicle" not in m.roles and a.colors):
            self._override(m.roles, a, name)
            self._used(span, a)
            if m.feature in ("fence", "hedge"):
                self.wish.features[m.feature] = Ask()
            if wants_one and a.number is not None and kind:
                self._desire(kind, count, a, name, color=None)
        elif m.feature:
            size: Size = a.size or ("large" if count == MANY else "medium")
            color = next(iter(a.paint()), None)
            self.wish.features[m.feature] = Ask(None if count == MANY else count, size, color)
            self.wish.understood.append(f"{a.number} {name}" if a.number else name)
            if painted and m.roles:
                self._override(m.roles, a, name)
            self._used(span, a)
        elif kind and not (m.roles == ("wall",) and a.number is None and plural):
            self._desire(kind, count, a, name, color=next(iter(a.paint()), None))
            self._used(span, a)
        elif m.roles:
            for w in span:
                w.used = True
        self.noun = (k, span[0].clause, m, span)
        self.waiting = _Adjectives()

    def _kind(self, m: Meaning) -> str | None:
        return next((n for n in m.kinds if n in self.own_kinds), m.kinds[0] if m.kinds else None)

    def _desire(self, kind: str, count: int | None, a: _Adjectives, name: str, *, color: str | None) -> None:
        self.wish.desires.append(Desire(kind, count, a.size or "medium", color))
        self.wish.understood.append(f"{'many' if count == MANY else count or 'some'} {kind.replace('_', ' ')}")

    def _override(self, roles: tuple[str, ...], a: _Adjectives, name: str) -> None:
        colors = a.paint()
        for role in roles:
            if a.surface:
                s = self.v.table["surfaces"][a.surface]
                swatch = Swatch(**{**s, "colors": tuple(_shades(colors) if colors else s["colors"])})
                swatches: tuple[Swatch, ...] = (swatch,)
            else:
                own = self.wish.theme.materials.get(role) or (Swatch(colors=("#b0b0b0",)),)  # type: ignore[call-overload]
                calm = [s for s in own if s.pattern not in ("meadow", "thatch")] or list(own)
                if role in ("roof", "wall", "wall2", "city_wall"):
                    colors = [mixed(c, self._first(calm[0]), 0.2) for c in a.paint()]
                one_colour = role in ("floor", "room_wall", "street", "street_side", "pavement", "plaza", "path", "ground", "water", "sand")
                tones = tuple(colors[:1]) if one_colour else tuple(_shades(colors))
                second = None if role == "ground" else calm[0].color2
                swatches = (calm[0].model_copy(update={"colors": tones, "color2": second}),)
            self.wish.overrides[role] = swatches  # type: ignore[index]
        look = " ".join(w.text for w in a.words if w.text not in name.split()) + f" {name}"
        self.wish.looks.append(look)
        self.wish.understood.append(look)

    def _first(self, s: Swatch) -> str:
        palette = self.wish.theme.palette
        return s.colors[0] if s.colors[0].startswith("#") else palette[s.colors[0]][0]

    def _used(self, span: list[_Word], a: _Adjectives) -> None:
        for w in (*span, *a.words):
            w.used = True

    def _spend(self, *, keep_paint: bool) -> None:
        a = self.waiting
        for w in a.words:
            m = self.v.meanings.get((w.stem,))
            if m is None or not (m.color or m.surface):
                w.used = True
        a.size = None

    def _close(self, *, keep_noun: bool = False) -> None:
        a = self.waiting
        left = [w for w in a.words if not w.of_theme]
        if (a.colors or a.surface) and left:
            if self.noun is not None and self.noun[2].roles and self.noun[1] == a.words[0].clause:
                m = self.noun[2]
                self._override(m.roles, a, " ".join(w.text for w in self.noun[3]))
            elif (walls := "room_wall" if self.indoor else "wall") not in self.wish.overrides:
                self._override((walls,), a, "walls")  # type: ignore[arg-type]
            self._used([], a)
        self.waiting = _Adjectives()
        if not keep_noun:
            self.noun = None


def _shades(colors: list[str]) -> list[str]:
    return [t for c in colors for t in (c, mixed(c, "#d9c7a8", 0.16), mixed(c, "#2a211b", 0.14))]


def _unused(words: list[_Word], v: Vocabulary) -> list[str]:
    groups: list[list[str]] = []
    run = False
    quiet = [w.used or w.stem in v.silent or w.text in v.silent or w.text in ("s", "t") for w in words]
    for k, w in enumerate(words):
        if quiet[k]:
            run = False
            continue
        if run and words[k - 1].clause == w.clause:
            groups[-1].append(w.text)
        else:
            groups.append([w.text])
        run = True
    return list(dict.fromkeys(" ".join(g) for g in groups))
