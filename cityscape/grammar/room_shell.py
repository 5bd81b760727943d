"""The object "room": floor, walls with their holes, windows, doors, panelling, an attic's slope, as closed parts."""

from __future__ import annotations

import numpy as np

from cityscape.grammar.chamber import DRAPE, KNEE, THICK, Chamber, Opening, slope_length, slope_roll
from cityscape.grammar.columns import cuts, prismatic
from cityscape.grammar.draft import Draft
from cityscape.grammar.ground import Cover, level
from cityscape.grammar.labels import canonical
from cityscape.grammar.openings import curtains, door, doorway, window
from cityscape.grammar.plane import merged, minus
from cityscape.grammar.recipe import Build, Look, Lot
from cityscape.grammar.site import snap
from cityscape.world.brief import Brief
from cityscape.world.pose import Pose
from cityscape.world.room import Back
from cityscape.world.seeds import generator
from cityscape.world.theme import Role
from partgen.solids import Solid, box, hull

BACKS: tuple[Back, Back] = ("north", "west")
FLOOR = 0.0625
"""Thickness of the floor on the slab, metres."""
SILL = 0.0625
"""Depth of the strip of a threshold on the side that has no wall."""
CAP = 0.03
JOIN = 0.012
"""How far the pieces of a wall reach into each other."""


def room_draft(brief: Brief, c: Chamber, look: Look, *, seed: int) -> Draft:
    """The shell of a room, in the tile's frame."""
    build = Build(look, generator(seed, "shell"), Lot(c.size, c.size))
    drapes = build.rng.random() < c.interior.curtains
    for side in BACKS:
        _wall(build, c, side, drapes=drapes)
    if c.attic is not None:
        _slope(build, c, c.attic)
    return Draft("room", "room", "room", Pose(), tuple(build.parts()), tuple(_floor(brief, c, look)))


def _floor(brief: Brief, c: Chamber, look: Look) -> list[Cover]:
    """Slab, floor and thresholds, which neighbours share along their border vertex by vertex."""
    from shapely import box as area

    size, lines = brief.size, cuts(brief.size, cells=2, verge=0.5)
    sills = []
    for d in c.doorways:
        a, b = d.u - d.width / 2, d.u + d.width / 2
        deep = THICK if d.side in ("north", "west") else SILL
        strip = {"north": (a, size - deep, b, size), "south": (a, 0, b, deep), "west": (0, a, deep, b), "east": (size - deep, a, size, b)}
        sills.append(area(*strip[d.side]))
    whole = area(0, 0, size, size)
    threshold = snap(merged(*sills)) if sills else whole.buffer(-size)
    pieces = (
        ("slab", "slab", "slab", whole, -FLOOR, brief.base),
        ("floor", "floor", "floor", snap(minus(whole, threshold)), 0.0, -FLOOR),
        ("threshold", "threshold", "timber", threshold, 0.0, -FLOOR),
    )
    out = []
    for name, label, role, region, top, bottom in pieces:
        mesh = prismatic(region, lines, level(top), level(bottom))
        if mesh is not None:
            out.append(Cover(name, canonical(label), look.material(role), (mesh,)))  # type: ignore[arg-type]
    return out


def _span(c: Chamber, side: Back) -> tuple[float, float]:
    """From where to where a wall is built, along u; the higher of the two takes the corner."""
    west_has_corner = c.tall("west") > c.tall("north")
    if side == "north":
        return (THICK if west_has_corner else 0.0, c.size)
    return (0.0, c.size if west_has_corner else c.size - THICK)


def _wall(b: Build, c: Chamber, side: Back, *, drapes: bool) -> None:
    frame, (lo, hi), tall = c.wall(side), _span(c, side), c.tall(side)
    mid = c.size / 2
    lo, hi = lo - mid, hi - mid
    gable = _gable(c, side)
    end = hi - gable if side == "west" else hi
    start = lo + gable if side == "north" else lo
    top = tall - CAP
    openings = [o for o in c.openings(side)]
    body = [_slab(x0, x1, z0, z1) for x0, x1, z0, z1 in panels(start, end, top, [_local(o, mid) for o in openings])]
    if gable:
        body.append(_gable_end(c, side, start, end))
    b.add(f"{side}_wall", "room_wall", frame.put(*body), label="wall")
    cap = [_slab(start, end, top, tall, proud=0.012)]
    if gable:
        body_end = end if side == "west" else start
        run = c.lean
        knee, full = (body_end + (run if side == "west" else -run), KNEE), (body_end, c.height)
        cap.append(_strip(full, knee))
    holes = [o for o in openings if o.kind == "way"]
    if holes:
        cap = [_slab(x0, x1, top, tall, proud=0.012) for x0, x1 in _between(start, end, [_local(o, mid) for o in holes])]
    b.add(f"{side}_wall_top", "trim", frame.put(*cap), label="cornice")
    number = {o: k + 1 for k, o in enumerate(w for s in BACKS for w in c.openings(s) if w.kind == "window")}
    draped = c.draped and drapes
    for k, o in enumerate(openings):
        f = frame.at(o.u - mid, o.z0)
        if o.kind == "window":
            h = o.z1 - o.z0
            window(b, f, o.width, h, c.interior, number[o])
            if draped:
                before = openings[k - 1].span[1] if k else c.reach(side)[0]
                after = openings[k + 1].span[0] if k + 1 < len(openings) else c.reach(side)[1]
                room = ((o.span[0] - before) / 2 - 0.02, (after - o.span[1]) / 2 - 0.02)
                curtains(b, f, o.width, h, number[o], drop=DRAPE - 0.01, space=room)
        elif o.kind == "door":
            door(
                b, f, o.width, o.z1, c.interior, 1 + sum(p.kind == "door" for p in openings[:k]) + (side == "west") * len(c.doors("north"))
            )
        else:
            doorway(b, f, o.width, o.z1, 1 + k + (side == "west") * 8)
    _foot(b, c, side, start, hi if not gable else end, openings)


def _local(o: Opening, mid: float) -> tuple[float, float, float, float]:
    a, b = o.span
    return a - mid, b - mid, o.z0, o.z1


def panels(lo: float, hi: float, top: float, holes: list[tuple[float, float, float, float]]) -> list[tuple[float, float, float, float]]:
    """Boxes (x0, x1, z0, z1) whose union is the wall lo..hi by 0..top without its holes (x0, x1, z0, z1), which do not overlap in x."""
    out, at = [], lo
    for x0, x1, z0, z1 in sorted(holes):
        if x0 > at:
            out.append((at, x0, 0.0, top))
        if z0 > 0:
            out.append((x0 - JOIN, x1 + JOIN, 0.0, z0))
        if z1 < top:
            out.append((x0 - JOIN, x1 + JOIN, z1, top))
        at = x1
    if hi > at:
        out.append((at, hi, 0.0, top))
    return out


def _between(lo: float, hi: float, holes: list[tuple[float, float, float, float]]) -> list[tuple[float, float]]:
    """The intervals of lo..hi that no hole takes."""
    out, at = [], lo
    for x0, x1, _, _ in sorted(holes):
        if x0 > at:
            out.append((at, x0))
        at = max(at, x1)
    return [*out, (at, hi)] if hi > at else out


def _slab(x0: float, x1: float, z0: float, z1: float, *, proud: float = 0.0) -> Solid:
    """A piece of the wall through its thickness."""
    return box(x1 - x0, THICK + proud, z1 - z0, at=((x0 + x1) / 2, (THICK - proud) / 2, z0))


def _gable(c: Chamber, side: Back) -> float:
    """How far the attic's slope cuts into the other wall, metres along it."""
    return c.lean if c.attic is not None and side != c.attic and side not in c.low else 0.0


def _gable_end(c: Chamber, side: Back, start: float, end: float) -> Solid:
    x, run = (end, c.lean) if side == "west" else (start, -c.lean)
    e = -JOIN if side == "west" else JOIN
    low = c.height - CAP
    pts = [(x + e, 0.0), (x + run, 0.0), (x + run, KNEE - CAP), (x, low), (x + e, low)]
    return hull([(p, y, z) for p, z in pts for y in (0.0, THICK)])


def _strip(a: tuple[float, float], b: tuple[float, float]) -> Solid:
    """The cap of a gable's slope from a (x, z) down to b."""
    return hull([(x, y, z - dz) for x, z in (a, b) for dz in (0.0, CAP) for y in (-0.012, THICK)])


def _foot(b: Build, c: Chamber, side: Back, start: float, end: float, openings: list[Opening]) -> None:
    """What runs along a wall's face: skirting, panelling, moulding, timbers."""
    frame, mid, style = c.wall(side), c.size / 2, c.interior
    a, z = c.reach(side)
    a, z = max(a - mid, start), min(z - mid, end)
    doors = [_local(o, mid) for o in openings if o.kind != "window"]
    doors = [(x0 - 0.075, x1 + 0.075, z0, z1) for x0, x1, z0, z1 in doors]
    runs = _between(a, z, doors)
    deep = 0.02
    if style.wainscot and c.tall(side) > style.wainscot:
        h = min([style.wainscot, *[o.z0 - 0.05 for o in openings if o.kind == "window"]])
        boards, rail = [], []
        role: Role = "plinth" if c.tiled else "trim"
        for x0, x1 in runs:
            boards.append(box(x1 - x0, 0.014, h, at=((x0 + x1) / 2, -0.005, 0)))
            rail.append(box(x1 - x0, 0.045, 0.035, at=((x0 + x1) / 2, -0.02, h - 0.03)))
            if c.tiled:
                continue
            n = max(1, round((x1 - x0) / 0.55))
            stiles = np.linspace(x0 + 0.035, x1 - 0.035, n + 1)
            rail += [box(0.07, 0.016, h - 0.02, at=(float(x), -0.015, 0)) for x in stiles]
            rail.append(box(x1 - x0, 0.018, 0.08, at=((x0 + x1) / 2, -0.0155, h - 0.11)))
        b.add(f"{side}_panelling", role, frame.put(*boards), label="panel")
        b.add(f"{side}_rail", "trim", frame.put(*rail), label="rail")
        deep = 0.032
    if style.skirting:
        strips = [box(x1 - x0, deep, style.skirting, at=((x0 + x1) / 2, -deep / 2 + 0.004, 0)) for x0, x1 in runs if x1 - x0 > 0.02]
        b.add(f"{side}_skirting", "skirting", frame.put(*strips), label="skirting")
    if side in c.low or side == c.attic:
        return
    top = c.height - CAP
    if style.cornice:
        m = [(0.0, top - 0.12), (0.0, top - 0.005), (-0.09, top - 0.005), (-0.09, top - 0.04), (-0.03, top - 0.12)]
        b.add(f"{side}_cornice", "trim", frame.one(hull([(x, y, zz) for x in (a, z) for y, zz in m])), label="cornice")
    if style.beams:
        tops = [o for o in openings if o.z1 > top - 0.18]
        rail_z = top - 0.17 if not tops else top - 0.1
        timbers = [box(z - a, 0.045, 0.14, at=((a + z) / 2, -0.018, rail_z))]
        for x in (a + 0.07, z - 0.07):
            if not any(o[0] - 0.2 < x < o[1] + 0.2 for o in [_local(o, mid) for o in openings]):
                timbers.append(box(0.14, 0.04, rail_z + 0.05, at=(x, -0.0155, 0)))
        b.add(f"{side}_beams", "timber", frame.put(*timbers), label="beam")


def _slope(b: Build, c: Chamber, side: Back) -> None:
    """The attic's roof on one side: lining with a skylight, rafters, tiles outside."""
    frame, mid, roll, run = c.wall(side), c.size / 2, slope_roll(), slope_length(c)
    a, z = (v - mid for v in c.reach(side))
    thick = 0.07

    def put(*solids: Solid) -> list[Solid]:
        return frame.put(*(s.turned(roll=roll).moved(z=KNEE - 0.005) for s in solids))

    length = z - a
    count = max(1, int(length / 2.6))
    w, h = min(0.85, length / count - 0.8), min(1.05, run - 0.7)
    at = [a + length * (k + 0.5) / count for k in range(count)] if w > 0.3 and h > 0.3 else []
    r0 = (run - h) * 0.5
    holes = [(x - w / 2, x + w / 2, r0, r0 + h) for x in at]
    parts = panels(a, z, run, holes)
    b.add(
        "slope",
        "room_wall",
        put(*[box(x1 - x0, thick, z1 - z0, at=((x0 + x1) / 2, thick / 2, z0)) for x0, x1, z0, z1 in parts]),
        label="wall",
    )
    tiles = [box(x1 - x0, 0.05, z1 - z0, at=((x0 + x1) / 2, thick + 0.02, z0)) for x0, x1, z0, z1 in panels(a, z, run + 0.02, holes)]
    b.add("roof", "roof", put(*tiles), label="roof")
    rafters = []
    edges = [a + 0.06, z - 0.06, *[x + s * (w / 2 + 0.07) for x in at for s in (-1, 1)]]
    for x in edges:
        rafters.append(box(0.09, 0.12, run, at=(x, -0.045, 0)))
    gaps = sorted(edges)
    for p, q in zip(gaps, gaps[1:], strict=False):
        if q - p > 1.1 and not any(x0 - 0.1 < (p + q) / 2 < x1 + 0.1 for x0, x1, _, _ in holes):
            rafters.append(box(0.09, 0.12, run, at=((p + q) / 2, -0.045, 0)))
    rafters.append(box(length, 0.13, 0.12, at=((a + z) / 2, -0.045, run - 0.13)))
    rafters.append(box(length, 0.1, 0.1, at=((a + z) / 2, -0.03, 0.03)))
    b.add("rafters", "timber", put(*rafters), label="beam")
    for k, x in enumerate(at):
        bars = [box(0.06, 0.14, h, at=(x + s * (w - 0.06) / 2, 0.04, r0)) for s in (-1, 1)]
        bars += [box(w, 0.14, 0.06, at=(x, 0.04, r0 + s * (h - 0.06))) for s in (0, 1)]
        bars.append(box(w, 0.05, 0.035, at=(x, 0.06, r0 + h / 2)))
        b.add(f"skylight_frame_{k + 1}", "frame", put(*bars), label="frame")
        b.add(f"skylight_{k + 1}", "glass", put(box(w - 0.02, 0.015, h - 0.02, at=(x, 0.07, r0 + 0.01))), label="window")
