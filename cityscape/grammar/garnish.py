"""What needs no floor: rugs below, pictures on the walls, small things on tops. It is added to a room whose furniture stands."""

from __future__ import annotations

import numpy as np

from cityscape.grammar.arrange import State, Unit
from cityscape.grammar.chamber import THICK, Chamber, Rect
from cityscape.grammar.pieces import Array, Body, Put, collide, meet, rect_of
from cityscape.grammar.room_shell import BACKS
from cityscape.grammar.spots import under_roof
from cityscape.world.room import Back

HUNG_OFF = 0.012
"""How far hung things keep from the wall's face (more where it is panelled), metres."""
MARGIN = 0.03
"""Free edge that small things keep on a top, metres."""


def lay_rugs(state: State, units: list[Unit], rng: np.random.Generator) -> tuple[list[Put], tuple[Put, ...]]:
    """The rugs, and the pieces lifted by the thickness of what they stand on."""
    rugs: list[Put] = []
    for u in units:
        hosts: list[Put | None] = [p for p in state.puts if u.piece.relation and p.entry == u.piece.relation[1]]
        for k, host in zip(range(len(u.bodies[0])), hosts or [None], strict=False):
            done = next((r for s in (0, 1) if (r := _rug(state, rugs, u.name, u.bodies[s][k], host)) is not None), None)
            if done is not None:
                rugs.append(done)
    lift = {k: r.body.size[2] for k, p in enumerate(state.puts) for r in rugs if meet(p.rect, r.rect, -0.001)}
    for k, a in state.anchors.items():
        if a in lift or k in lift:
            both = max(lift.get(a, 0.0), lift.get(k, 0.0))
            lift[a] = lift[k] = both
    for k, a in state.anchors.items():
        if a in lift:
            lift[k] = lift[a]
    return rugs, tuple(p.lifted(lift[k]) if k in lift else p for k, p in enumerate(state.puts))


def _rug(state: State, rugs: list[Put], name: str, body: Body, host: Put | None) -> Put | None:
    w, d, _ = body.size
    x0, y0, x1, y1 = state.chamber.inner
    if host is None:
        places = [((x0 + x1) / 2, (y0 + y1) / 2, t) for t in (0, 1)]
    else:
        walled = host.body.indoor.spot in ("wall", "corner")
        deep = host.body.size[1]
        aheads = (deep / 2 + 0.25, deep / 2 - 0.1, deep / 2 + d / 2 + 0.15) if walled else (0.0,)
        places = [(*host.local(0.0, a), host.turn + t) for a in aheads for t in (0, 1)]
    for x, y, turn in places:
        r = rect_of(body, x, y, turn)
        a, b = (r[2] - r[0]) / 2, (r[3] - r[1]) / 2
        if 2 * a > x1 - x0 or 2 * b > y1 - y0:
            continue
        x, y = float(np.clip(x, x0 + a, x1 - a)), float(np.clip(y, y0 + b, y1 - b))
        rug = Put(name, body, x, y, turn % 4)
        if not any(meet(rug.rect, o.rect) for o in rugs):
            return rug
    return None


def hang(state: State, units: list[Unit], rng: np.random.Generator) -> list[Put]:
    """Hung things on the full walls: over their piece, or on the freest wall, clear of windows, doors and what stands before."""
    out: list[Put] = []
    taken: dict[Back, list[Rect]] = {side: _wall_taken(state, side) for side in BACKS}
    for u in units:
        over = [p for p in state.puts if u.piece.relation and u.piece.relation[0] == "over" and p.entry == u.piece.relation[1]]
        for k, body in enumerate(u.bodies[0]):
            done = None
            for b in (body, u.bodies[1][min(k, len(u.bodies[1]) - 1)]):
                done = _hung(state.chamber, taken, b, u, over[k % len(over)] if over else None, out, rng)
                if done is not None:
                    break
            if done is not None:
                put, side, rect = done
                out.append(put)
                taken[side].append(rect)
    return out


def _wall_taken(state: State, side: Back) -> list[Rect]:
    """Rectangles (u0, z0, u1, z1) of a wall that are no place for pictures."""
    c = state.chamber
    rail = 0.05
    out: list[Rect] = []
    for o in c.openings(side):
        drape = 0.3 if o.kind == "window" and c.interior.curtains else 0.12
        out.append((o.span[0] - drape, o.z0 - 0.14, o.span[1] + drape, o.z1 + (0.26 if o.kind == "window" else 0.14)))
    for p in state.puts:
        x0, y0, x1, y1 = p.rect
        near = c.size - THICK - y1 if side == "north" else x0 - THICK
        if near < 0.5:
            out.append((x0 if side == "north" else y0, 0.0, x1 if side == "north" else y1, p.body.top + rail))
    return out


def _hung(
    c: Chamber, taken: dict[Back, list[Rect]], body: Body, unit: Unit, over: Put | None, others: list[Put], rng: np.random.Generator
) -> tuple[Put, Back, Rect] | None:
    w, d, h = body.size
    lo_z, hi_z = body.indoor.at
    best: tuple[float, Put, Back, Rect] | None = None
    for side in BACKS:
        if side in c.low or side == c.attic:
            continue
        a, b = c.reach(side)
        if c.attic is not None:
            a, b = (a + c.lean, b) if side == "north" else (a, b - c.lean)
        if b - a < w + 0.2:
            continue
        us = np.arange(a + w / 2 + 0.1, b - w / 2 - 0.1 + 1e-9, 0.05)
        if over is not None:
            at = over.x if side == "north" else over.y
            us = np.unique(np.r_[us, at]) if a + w / 2 + 0.08 <= at <= b - w / 2 - 0.08 else us
        for z in np.unique(np.clip([lo_z, (lo_z + hi_z) / 2, hi_z], 0, max(0.0, c.height - h - 0.12))):
            if z < lo_z - 1e-6:
                continue
            for u in us:
                r = (float(u) - w / 2 - 0.05, float(z) - 0.04, float(u) + w / 2 + 0.05, float(z) + h + 0.04)
                if any(meet(r, t) for t in taken[side]):
                    continue
                score = _hung_score(c, side, float(u), float(z), w, over, taken[side], (lo_z + hi_z) / 2, others, unit) + float(
                    rng.uniform(0, 0.25)
                )
                if best is None or score > best[0]:
                    off = HUNG_OFF + (0.03 if c.interior.beams or (c.interior.wainscot > z) else 0.0)
                    if side == "north":
                        put = Put(unit.name, body, float(u), c.size - THICK - off - d / 2, 0, z=float(z))
                    else:
                        put = Put(unit.name, body, THICK + off + d / 2, float(u), 1, z=float(z))
                    best = (score, put, side, r)
    return None if best is None else best[1:]


def _hung_score(
    c: Chamber, side: Back, u: float, z: float, w: float, over: Put | None, taken: list[Rect], eye: float, others: list[Put], unit: Unit
) -> float:
    score = -0.8 * abs(z - eye)
    if over is not None:
        same = (over.turn == 0) == (side == "north") and over.turn in (0, 1)
        score += (3.0 if same else 0.0) - 1.5 * abs(u - (over.x if side == "north" else over.y))
    below = [t for t in taken if t[1] <= 0.0 and t[0] < u < t[2]]
    if below:
        score += 0.7 - 0.8 * min(abs(u - (t[0] + t[2]) / 2) for t in below)
    a, b = c.reach(side)
    left = min([u - a, *[u - t[2] for t in taken if t[2] <= u and t[3] > z]])
    right = min([b - u, *[t[0] - u for t in taken if t[0] >= u and t[3] > z]])
    score += 0.35 * min(left, right, 0.8) - 0.3 * min(abs(left - right), 1.0)
    wall = "north" if side == "north" else "west"
    if unit.piece.side == wall:
        score += 1.0
    mates = [p for p in others if p.entry == unit.name and (p.turn == 0) == (side == "north")]
    if mates:
        score += 0.5 if min(abs(z - m.z) for m in mates) < 0.01 else 0.0
    if unit.piece.alike:  # torches and the like are spread over the walls
        at = (u, c.size - THICK) if side == "north" else (THICK, u)
        score += min([4.0, *[float(np.hypot(at[0] - p.x, at[1] - p.y)) for p in others if p.entry == unit.name]])
    return score


def set_out(state: State, puts: tuple[Put, ...], units: list[Unit], rng: np.random.Generator, *, hung: list[Put]) -> list[Put]:
    """Small things on the tops of pieces, clear of sills and curtains."""
    out: list[Put] = []
    walls = _before_windows(state.chamber)
    tops = [p for p in (*puts, *hung) if p.body.indoor.surface > 0]
    for u in units:
        target = u.piece.relation[1] if u.piece.relation else "any"
        hosts = [p for p in tops if target in ("any", p.entry)]
        if target == "any":
            order = [hosts[int(i)] for i in rng.permutation(len(hosts))]
            wanted = list(u.bodies[0])
            for body in wanted:
                for n, host in enumerate(order):
                    done = _on(host, body, u.name, out, state.chamber, walls, rng)
                    if done is not None:
                        out.append(done)
                        order = order[n + 1 :] + order[: n + 1]
                        break
        else:
            for host in hosts:
                for body in u.bodies[0]:
                    done = _on(host, body, u.name, out, state.chamber, walls, rng)
                    if done is not None:
                        out.append(done)
    return out


def _on(host: Put, body: Body, name: str, others: list[Put], c: Chamber, walls: Array, rng: np.random.Generator) -> Put | None:
    """A small thing on a piece's top: where the top carries it and nothing is in its way."""
    w, d, h = body.size
    hw, hd, hh = host.body.size
    top = host.body.indoor.surface
    a, b = hw / 2 - w / 2 - MARGIN, hd / 2 - d / 2 - MARGIN
    if a < -MARGIN or b < -MARGIN:
        return None
    a, b = max(a, 0.0), max(b, 0.0)
    rights = np.unique(np.round(np.r_[np.linspace(-a, a, 7), rng.uniform(-a, a, 4)], 3))
    aheads = np.unique(np.round(np.r_[np.linspace(-b, b, 4), 0.0], 3))
    places = [(float(r), float(f)) for r in rights for f in aheads]
    near = host.boxes[np.abs(host.boxes[:, 1, 2] - host.z - top) <= 0.03]
    flat = [(b[0], b[1], float(b[1, 2])) for b in near]
    lone = host.body.indoor.spot not in ("centre", "free")
    mark = [(0.25 * -f / max(b, 0.01) if lone and h > 0.3 else 0.0) + float(rng.uniform(0, 1.0)) for r, f in places]
    for i in np.argsort(-np.array(mark), kind="stable"):
        r, f = places[i]
        put = Put(name, body, *host.local(r, f), host.turn, z=host.z + top)
        below = [z for lo, hi, z in flat if meet(put.rect, (lo[0], lo[1], hi[0], hi[1]))]
        put = put.lifted(round(max([put.z, *below]) + 0.001, 4))  # a blotter or a cloth lies on many a top
        if len(walls) and collide(put.boxes, walls):
            continue
        if not under_roof(c, np.array([put.rect]), put.z + h)[0]:
            continue
        if any(collide(put.boxes, o.boxes, gap=0.02) for o in others):
            continue
        over = host.boxes[host.boxes[:, 1, 2] > host.z + top + 0.03]
        if len(over) and collide(put.boxes, over, gap=0.01):
            continue
        if _carried(host, put, top):
            return put
    return None


def _before_windows(c: Chamber) -> Array:
    """(n, 2, 3) the room that sills and curtains take before the walls."""
    out = []
    for o in c.windows:
        a, b = o.span[0] - 0.3, o.span[1] + 0.3
        deep = THICK + (0.16 if c.draped else 0.07)
        x, y = ((a, b), (c.size - deep, c.size)) if o.side == "north" else ((0.0, deep), (a, b))
        out.append([(x[0], y[0], o.z0 - 0.06), (x[1], y[1], o.z1 + 0.3)])
    return np.array(out).reshape(-1, 2, 3)


def _carried(host: Put, put: Put, top: float) -> bool:
    """Whether the host's solids lie under the middle and the corners of a small thing."""
    w, d, _ = put.body.size
    pts = np.array([put.local(sx * w * 0.42, sy * d * 0.42) for sx, sy in ((0, 0), (-1, -1), (1, -1), (1, 1), (-1, 1))])
    c, s = (1, 0, -1, 0)[host.turn % 4], (0, 1, 0, -1)[host.turn % 4]
    rel = pts - (host.x, host.y)
    local = np.stack([c * rel[:, 0] + s * rel[:, 1], -s * rel[:, 0] + c * rel[:, 1]], 1) + host.body.offset
    p = np.c_[local, np.full(len(local), top - 0.008)]
    found = np.zeros(len(p), bool)
    for part in host.body.parts:
        for solid in part.solids:
            z = solid.corners()[:, 2]
            if z.min() <= top - 0.008 <= z.max():
                found |= solid.contains(p)
    return bool(found.all())
