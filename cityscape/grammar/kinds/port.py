"""Houses of a medieval port: brick merchants' houses with stepped gables, tarred half-timber, fishermen's cottages, storehouses."""

from __future__ import annotations

from cityscape.grammar import gables, roofs, timber
from cityscape.grammar.fittings import hanging_sign, wall_lantern
from cityscape.grammar.kit import ENDS, SIDES, Block, Wall, between, chance, door, foundation, pick, plate, shade, steps, window, window_row
from cityscape.grammar.masonry import chimney, quoins
from cityscape.grammar.recipe import Build, kind
from cityscape.world.theme import Role
from partgen.solids import Solid, ball, box, hull, rod


@kind(
    "gabled_house",
    "building",
    width=(4.8, 8.2),
    depth=(7.0, 11.5),
    words=("gabled house", "stepped gable", "merchant's house", "canal house", "hanseatic house"),
)
def gabled_house(b: Build) -> None:
    """Dark brick with pale bands: a stepped, bell-shaped or pointed gable to the street, hoist and hatch over tall windows."""
    lot = b.lot
    side = 0.02 if lot.attached else between(b, 0.16, 0.26)
    front, back, floor = 1.0, 0.3, between(b, 0.36, 0.5)
    n = min(max(lot.storeys or {"small": 2, "medium": int(b.rng.integers(2, 4)), "large": 3 + int(chance(b, 0.4))}[lot.size], 1), 5)
    h0, h1 = between(b, 3.0, 3.3), between(b, 2.6, 2.8)
    w = lot.width - 2 * side - 0.14
    body = Block(0, (front - back) / 2, w, lot.depth - front - back, floor, floor + h0 + h1 * (n - 1))
    foundation(b, body, proud=0.0 if lot.attached else 0.06)
    pale = not lot.attached and chance(b, 0.22)
    role: Role = "wall" if pale else "wall2"
    b.add("walls", role, body.solid(), label="wall")
    rise = w / 2 * between(b, 1.3, 1.6)
    covered = body.span(x0=body.x0, x1=body.x1, y0=body.y0 + 0.3, y1=body.y1 - 0.3)
    r = roofs.pitched(covered, rise, axis="y", eaves=0.0 if lot.attached else side - 0.04, verge=0.02, kick=0.0)
    b.add("roof", "roof", r.cover)
    b.add("roof_ridge", shade(b.look.material("roof"), 0.82), r.ridge, label="roof")
    b.add("walls", role, r.attic)
    form = pick(b, "stepped", "bell", "pointed", p=[0.6, 0.25, 0.15])
    count = 4 if w < 5.6 else 5 if w < 7 else 6
    street = body.wall("front", z=body.z1)
    if form == "stepped":
        top = gables.stepped(b, street, rise, role=role, steps=count)
    else:
        top = (gables.bell if form == "bell" else gables.pointed)(b, street, rise, role=role)
    if form == "stepped":
        gables.stepped(b, body.wall("back", z=body.z1), rise, role=role, steps=count)
    else:
        gables.pointed(b, body.wall("back", z=body.z1), rise, role=role)
    for k in range(n):
        z = floor + h0 + h1 * k - 0.06
        f = body.wall("front", z=z)
        b.add("bands", "trim", f.one(box(f.length + 0.02, 0.1, 0.13, at=(0, -0.03, 0))), label="cornice")
    g = body.wall("front", z=body.z1)
    gw = min(0.95, w * 0.17)
    hatch = chance(b, 0.6)
    if form != "bell" and w > 5.2:
        for s in (-1, 1):
            inner = gables.niche(b, g, s * w * 0.235, 0.35, gw + 0.25, rise * 0.42)
            window(b, inner, 0, 0.14, gw - 0.1, min(0.95, rise * 0.28), panes=(2, 2), bar=0.07, sill=False)
    if hatch:
        gables.loading_bay(b, g, 0, [0.28], w=min(1.05, w * 0.2), h=min(1.35, rise * 0.36), top=rise * 0.68, reach=0.75)
    else:
        inner = gables.niche(b, g, 0, 0.35, gw + 0.3, rise * 0.55)
        window(b, inner, 0, 0.16, gw, min(1.25, rise * 0.38), panes=(2, 3), bar=0.07, sill=False)
    cols = 2 if w < 5.4 else 3 if w < 7.4 else 4
    ww = min(1.15, w / cols - 0.62)
    gothic = form == "stepped" and not pale and chance(b, 0.45)
    for k in range(1, n):
        f = body.wall("front", z=floor + h0 + h1 * (k - 1))
        for x in timber.bay_middles(w * 0.94, cols):
            if gothic:
                inner = gables.niche(b, f, x, 0.42, ww + 0.34, h1 - 0.6)
                window(b, inner, 0, 0.22, ww, h1 - 1.2, panes=(2, 3), bar=0.08, sill=False)
            else:
                window(b, f, x, 0.62, ww, h1 - 1.05, panes=(2, 3), bar=0.1, shutters=pale and w / cols - ww > 1.2)
    _hall_front(b, body, front, h0)
    for name in () if lot.attached else ENDS:
        for k in range(n):
            f = body.wall(name, z=floor + (0 if k == 0 else h0 + h1 * (k - 1)))
            window_row(b, f, 2 if f.length < 7.5 else 3, 0.85, 0.85, 1.2, margin=0.7, panes=(2, 3))
    for k in range(n):
        window_row(b, body.wall("back", z=floor + (0 if k == 0 else h0 + h1 * (k - 1))), cols - 1, 0.8, 0.85, 1.2, panes=(2, 3))
    cy, cx = body.y + body.d * between(b, 0.05, 0.2), w * 0.23 * (1 if chance(b, 0.5) else -1)
    chimney(b, cx, cy, r.height(cx * 1.4, cy) - 0.6, r.top + between(b, 0.4, 0.8), w=0.85, d=0.6, pots=2, role="wall2")
    if chance(b, 0.3):
        gables.gulls(b, (0.0, body.y0 + 0.2, body.z1 + top, between(b, -2.5, -0.6)))


def _hall_front(b: Build, body: Block, front: float, h0: float) -> None:
    """The ground floor to the street: an arched door up a flight of steps with cheeks, a tall window or two, a lantern or a sign."""
    f, w = body.wall("front"), body.w
    left = -1 if chance(b, 0.5) else 1
    dx = left * (w / 2 - 1.0)
    door(b, f, dx, 1.1, 2.15, top="round", stone=True, bar=0.2)
    steps(b, f, dx, 1.3, body.z0, room=front - 0.06, tread=0.29)
    for s in (-1, 1):
        b.add(
            "stoop",
            "trim",
            f.one(box(0.16, front - 0.12, body.z0 + 0.55 + b.lot.drop, at=(dx + s * 0.76, -(front - 0.1) / 2, -body.z0 - b.lot.drop))),
            label="parapet",
        )
    room = w - 2.2
    n = 1 if room < 2.6 else 2
    for k in range(n):
        x = -left * (w / 2 - 0.35 - room * (k + 0.5) / n)
        window(b, f, x, 0.75, min(1.5, room / n - 0.5), h0 - 1.25, panes=(3, 3), bar=0.11, stone=chance(b, 0.3))
    if chance(b, 0.5):
        hanging_sign(b, f, dx - left * 1.0, h0 - 0.35, out=0.8, size=0.55)
    else:
        wall_lantern(b, f, dx - left * 0.95, 1.75)


@kind(
    "quay_house",
    "building",
    width=(5.2, 8.6),
    depth=(6.2, 10.0),
    words=("quay house", "harbour house", "tarred house", "captain's house", "sailor's house"),
)
def quay_house(b: Build) -> None:
    """Tarred half-timber with bands of white windows over a brick floor, its gable clad in boards or slates."""
    lot = b.lot
    side = 0.02 if lot.attached else between(b, 0.3, 0.4)
    floor, over = between(b, 0.25, 0.4), 0.34
    n = min(max(lot.storeys or {"small": 2, "medium": 2 + int(chance(b, 0.35)), "large": 3}[lot.size], 1), 4)
    out = 0.3 if n > 1 else 0.0
    front = max(0.85, over + out + 0.06)
    h0, h1 = between(b, 2.7, 2.95), between(b, 2.45, 2.6)
    w = lot.width - 2 * side - 0.14
    ground = Block(0, (front - 0.36) / 2, w, lot.depth - front - 0.36, floor, floor + h0)
    foundation(b, ground, proud=0.0 if lot.attached else 0.06)
    b.add("ground_floor", "wall2", ground.solid(), label="wall")
    bays, top = max(3, round(w / 1.35)), ground
    for k in range(n - 1):
        up = top.above(h1).span(x0=top.x0, x1=top.x1, y0=top.y0 - (out if k == 0 else 0.0), y1=top.y1)
        if k == 0:
            timber.jetty(b, up, "front", out)
        b.add("upper_walls", "wall", up.solid(), label="wall")
        _studded(b, up, h1, bays)
        top = up
    rise = w / 2 * between(b, 1.25, 1.5)
    hip = pick(b, 0.0, 0.3, 0.38)
    r = roofs.pitched(top, rise, axis="y", hip=hip, eaves=0.0 if lot.attached else side - 0.03, verge=0.26, kick=0.25 if not hip else 0.0)
    b.add("roof", "roof", r.cover)
    b.add("roof_ridge", shade(b.look.material("roof"), 0.82), r.ridge, label="roof")
    b.add("gables", "wood" if chance(b, 0.65) else "roof", r.attic, label="wall")
    g = top.wall("front", z=top.z1)
    b.add("gable_boards", "trim", g.one(box(w - 0.1, 0.14, 0.16, at=(0, -0.04, 0.0))), label="frame")
    for x in (-w * 0.2, w * 0.2):
        window(b, g, x, 0.42, 0.72, 0.85, panes=(2, 2), bar=0.09)
    if hip == 0:
        gables.hoist(b, g, rise * 0.66, reach=min(0.6, front - out - 0.1), drop=1.0 + h1 * 0.6)
    back = top.wall("back", z=top.z1)
    window(b, back, 0, 0.45, 0.75, 0.85, panes=(2, 2), bar=0.09)
    f = ground.wall("front")
    left = -1 if chance(b, 0.5) else 1
    dx = left * (w / 2 - 1.0)
    door(b, f, dx, 1.0, 2.05, light=h0 > 2.8)
    steps(b, f, dx, 1.4, floor, room=front - 0.05, tread=0.28)
    room = w - 2.1
    for k in range(2 if room > 2.8 else 1):
        m = 2 if room > 2.8 else 1
        window(
            b, f, -left * (w / 2 - 0.3 - room * (k + 0.5) / m), 0.8, min(1.2, room / m - 0.7), 1.25, panes=(2, 3), shutters=room / m > 2.3
        )
    for name in () if lot.attached else ENDS:
        window_row(b, ground.wall(name), 2, 0.9, 0.8, 1.1, panes=(2, 2))
    window_row(b, ground.wall("back"), 2, 0.9, 0.8, 1.1, panes=(2, 2))
    if chance(b, 0.55):
        hanging_sign(b, f, dx - left * 0.9, 2.5, out=min(0.75, front - 0.05), size=0.5)
    else:
        wall_lantern(b, f, dx - left * 0.8, 1.7)
    cx = w * 0.22 * (1 if chance(b, 0.5) else -1)
    chimney(
        b, cx, top.y + top.d * 0.12, r.height(cx * 1.4, top.y) - 0.6, r.top + between(b, 0.35, 0.7), w=0.65, d=0.75, pots=2, role="wall2"
    )
    if chance(b, 0.35):
        gables.gulls(b, (0.0, top.y + top.d * 0.3 - top.d * 0.55, r.top + 0.05, between(b, -3, 0)))


def _studded(b: Build, u: Block, h: float, bays: int) -> None:
    """Close studding: a ribbon of windows to the street over fans and crosses, single windows elsewhere."""
    sill, wh = 0.88, 1.05
    for name in SIDES:
        if b.lot.attached and name in ENDS:
            continue
        f = u.wall(name)
        n = bays if name in ("front", "back") else max(3, round(u.d / 1.5))
        wide = f.length / n - 0.34
        opened = list(range(n)) if name == "front" else [k for k in range(n) if k % 2 == 1][:3]
        middles = timber.bay_middles(f.length, n)
        for k in opened:
            window(b, f, middles[k], sill, min(wide, 0.95), wh, panes=(2, 3), bar=0.08, sill=False)
        timber.frame_wall(
            b, f, h, bays=n, openings=opened, sill=sill, head=sill + wh, pattern=2, corners=name in ("front", "back") and not b.lot.attached
        )
        if name == "front":
            fans = [plate([(x - 0.36, 0.2), (x + 0.36, 0.2), (x + 0.28, 0.42), (x, 0.54), (x - 0.28, 0.42)], -0.075, 0.02) for x in middles]
            b.add("fans", "accent", f.put(*fans), label="ornament")


@kind(
    "fisher_cottage",
    "building",
    width=(5.4, 9.0),
    depth=(4.8, 7.6),
    words=("fisherman's cottage", "fisher cottage", "fishing hut", "fisherman's hut", "net loft"),
)
def fisher_cottage(b: Build) -> None:
    """A low house of tarred boards under a big slate roof: white corner boards, blue door, nets and oars on its walls."""
    lot = b.lot
    side = 0.02 if lot.attached else 0.38
    front, back, floor, h = 0.9, 0.45, between(b, 0.25, 0.36), between(b, 2.2, 2.5)
    body = Block(0, (front - back) / 2, lot.width - 2 * side - 0.14, lot.depth - front - back, floor, floor + h)
    foundation(b, body)
    low = chance(b, 0.5)
    if low:
        base = body.at(z1=floor + 0.95)
        b.add("base", "wall" if chance(b, 0.5) else "stone", base.at(w=base.w + 0.06, d=base.d + 0.06).solid(), label="wall")
    b.add("walls", "wood", body.solid(), label="wall")
    rise = body.d / 2 * between(b, 1.15, 1.4)
    hip = 0.0 if lot.attached else pick(b, 0.0, 0.35, p=[0.6, 0.4])
    r = roofs.pitched(body, rise, hip=hip, eaves=0.4, verge=max(side - 0.06, 0.0), kick=0.35 if hip == 0 else 0.0)
    b.add("walls", "wood", r.attic)
    b.add("roof", "roof", r.cover)
    b.add("roof_ridge", shade(b.look.material("roof"), 0.82), r.ridge, label="roof")
    boards = [
        box(0.16, 0.16, h - 0.01, at=(body.x + i * (body.w / 2 - 0.05), body.y + j * (body.d / 2 - 0.05), floor))
        for i in (-1, 1)
        for j in (-1, 1)
    ]
    b.add("corner_boards", "trim", boards, label="frame")
    f = body.wall("front")
    dx = body.w * between(b, -0.12, 0.12)
    door(b, f, dx, 0.95, 1.95, light=False)
    steps(b, f, dx, 1.4, floor, room=front - 0.05, tread=0.28)
    for s in (-1, 1):
        room = body.w / 2 - 0.75 - s * dx
        if room > 1.3:
            window(b, f, s * (body.w / 2 - 0.2 - room / 2), 0.82, min(1.0, room - 0.75), 1.0, panes=(2, 3), shutters=room > 2.1)
    for name in () if lot.attached else ENDS:
        w = body.wall(name)
        window(b, w, 0, 0.85, 0.85, 1.0, panes=(2, 2))
        if hip == 0 and rise > 1.9:
            window(b, w.at(z=h), 0, 0.3, 0.65, 0.75, panes=(2, 2), bar=0.08)
    window_row(b, body.wall("back"), 2, 0.85, 0.8, 0.95, panes=(2, 2))
    d = roofs.dormer(r.plane("front"), r.slope, -dx * 0.6, 0.45, 1.3, 0.9, rise=0.5, thick=0.1, shed=chance(b, 0.5))
    b.add("dormers", "wood", d.cheeks, label="dormer")
    b.add("dormer_roofs", "roof", d.cover, label="roof")
    window(b, d.front, 0, 0.13, 0.8, 0.6, panes=(2, 2), bar=0.08, sill=False)
    cx = body.x + body.w * 0.26 * (1 if dx < 0 else -1)
    chimney(b, cx, body.y + 0.15, r.height(cx, body.y) - 0.6, r.top + between(b, 0.5, 0.8), w=0.75, d=0.6, pots=1, role="wall2")
    if not lot.attached:
        _hung_net(b, body.wall("right" if chance(b, 0.5) else "left"), h)
        if chance(b, 0.6):
            ex = r.ends[0 if dx < 0 else 1][0]
            gables.gulls(b, (body.x + (ex - body.x) * 0.7, body.y, r.top + 0.05, between(b, -3, 0)))


def _hung_net(b: Build, wall: Wall, h: float) -> None:
    """A fishing net draped on pegs with cork floats, and two oars beside it."""
    e = wall.length / 2 - 0.35
    x0, x1 = e * 0.32, e
    net = b.look.material("fabric", color="#5f7f86", pattern="woven")
    n = 4
    for k in range(n):
        a, c = x0 + (x1 - x0) * k / n, x0 + (x1 - x0) * (k + 1) / n
        sag = 0.16 if k % 2 else 0.0
        b.add(
            "net",
            net,
            wall.one(hull([(x, y, z) for x, lo in ((a, 0.5 + sag), (c, 0.66 - sag)) for y in (-0.07, 0.02) for z in (lo, h - 0.35)])),
            label="net",
        )
    b.add(
        "floats",
        "accent",
        wall.put(*[ball(0.07, at=(x0 + (x1 - x0) * (k + 0.5) / 5, -0.1, h - 0.36), detail=1) for k in range(5)]),
        label="float",
    )
    oars: list[Solid] = []
    for k in (0, 1):
        x = -e * 0.62 - k * 0.2
        oars += [rod((x, -0.06, -0.02), (x - 0.1, -0.06, h - 0.5), 0.035, segments=5), box(0.13, 0.04, 0.5, at=(x - 0.1, -0.06, h - 0.6))]
    b.add("oars", "trim", wall.put(*oars), label="oar")


@kind(
    "storehouse",
    "building",
    width=(7.0, 12.0),
    depth=(9.0, 15.0),
    words=("storehouse", "granary", "salt store", "speicher", "kontor", "merchant's warehouse", "warehouse with hoist"),
)
def storehouse(b: Build) -> None:
    """A tall merchant's store: a column of loading doors under a hoist, shuttered vents, a steep slate roof with rows of dormers."""
    lot = b.lot
    side, front, back, floor = 0.02 if lot.attached else 0.3, 0.95, 0.35, 0.4
    n = min(max(lot.storeys or {"small": 2, "medium": 3, "large": 3}[lot.size], 2), 4)
    h = 2.6
    w = lot.width - 2 * side - 0.14
    body = Block(0, (front - back) / 2, w, lot.depth - front - back, floor, floor + n * h)
    foundation(b, body, proud=0.0 if lot.attached else 0.08)
    framed = chance(b, 0.45)
    low = body.at(z1=floor + h)
    b.add("ground_floor", "wall2", low.solid(), label="wall")
    role: Role = "wall" if framed else "wall2"
    b.add("walls", role, body.at(z0=low.z1).solid(), label="wall")
    rise = w / 2 * between(b, 1.25, 1.45)
    covered = body if framed else body.span(x0=body.x0, x1=body.x1, y0=body.y0 + 0.3, y1=body.y1 - 0.3)
    r = roofs.pitched(covered, rise, axis="y", eaves=0.0 if lot.attached else side - 0.04, verge=0.22 if framed else 0.02)
    b.add("roof", "roof", r.cover)
    b.add("roof_ridge", shade(b.look.material("roof"), 0.82), r.ridge, label="roof")
    b.add("gables" if framed else "walls", "wood" if framed else role, r.attic, label="wall")
    f = body.wall("front")
    top = f.at(z=n * h)
    if not framed:
        k = 6 if w < 9 else 7
        gables.stepped(b, body.wall("front", z=body.z1), rise, steps=k)
        gables.stepped(b, body.wall("back", z=body.z1), rise, steps=k)
        quoins(b, body, role="trim", z1=body.z1 - 0.05)
        for j in range(1, n + 1):
            b.add("bands", "trim", f.one(box(w - 1.2, 0.1, 0.14, at=(0, -0.03, j * h - 0.07))), label="cornice")
    levels = [k * h + 0.35 for k in range(1, n)] + [n * h + 0.3]
    gables.loading_bay(b, f, 0, levels, w=1.35, h=1.75, top=n * h + rise * 0.7, reach=0.85)
    door(b, f, 0, 1.9, 2.15, leaves=2, top="segment", stone=True, bar=0.2)
    steps(b, f, 0, 2.4, floor, room=front - 0.06, tread=0.3)
    bays = 5 if w > 8.4 else 3
    middles = timber.bay_middles(w, bays)
    for k in range(n):
        g = f.at(z=k * h)
        for j in (j for j in range(bays) if j != bays // 2):
            if k and not framed:
                inner = gables.niche(b, g, middles[j], 0.4, 1.05, h - 0.6)
                window(b, inner, 0, 0.2, 0.6, 1.1, panes=(2, 2), bar=0.08, sill=False)
            else:
                window(b, g, middles[j], 0.8, 0.7, 1.0, panes=(2, 2), shutters=w / bays > 1.7 and not framed)
        if framed and k:
            timber.frame_wall(
                b,
                g,
                h,
                bays=bays,
                openings=[j for j in range(bays) if j != bays // 2],
                doors=[bays // 2],
                sill=0.8,
                head=1.8,
                pattern=2,
                corners=not lot.attached,
            )
    for s in (-1, 1):
        window(b, top, s * w * 0.2, 0.5, 0.7, 0.9, panes=(2, 2))
    for name in () if lot.attached else ENDS:
        for k in range(n):
            g = body.wall(name, z=floor + k * h)
            m = max(3, round(g.length / 2.3))
            window_row(b, g, m, 0.85, 0.7, 0.95, margin=0.0, panes=(2, 2))
            if framed and k:
                timber.frame_wall(b, g, h, bays=m, openings=range(m), sill=0.85, head=1.8, pattern=2, corners=False)
        plane = r.plane(name)
        m = 2 if body.d < 11 else 3
        for k in range(m):
            x = (k - (m - 1) / 2) * body.d / m
            d = roofs.dormer(plane, r.slope, x, w * 0.12, 1.0, 0.75, rise=0.5, thick=0.1, shed=True)
            b.add("dormers", "wood", d.cheeks, label="dormer")
            b.add("dormer_roofs", "roof", d.cover, label="roof")
            b.add("vents", "shutter", d.front.one(box(0.7, 0.08, 0.5, at=(0, -0.02, 0.14))), label="shutter")
    for k in range(n):
        g = body.wall("back", z=floor + k * h)
        window_row(b, g, 3, 0.85, 0.8, 1.0, panes=(2, 2))
        if framed and k:
            timber.frame_wall(b, g, h, bays=3, openings=(0, 1, 2), sill=0.85, head=1.85, pattern=2, corners=not lot.attached)
    window(b, body.wall("back", z=body.z1), 0, 0.6, 0.9, 1.1, panes=(2, 2))
    if chance(b, 0.5):
        gables.gulls(b, (0.0, body.y, r.top + 0.05, 1.2), (0.0, body.y + 0.8, r.top + 0.05, -0.7))
