"""Cyberpunk: neon and boards of light, and the mega block."""

from __future__ import annotations

from cityscape.grammar.facade import Block, body, door, doorstep, flat_roof, free_sides, lip, put, spread, storeys
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.rooftop import furnish, strut
from cityscape.grammar.signage import blade, sign
from cityscape.world.brief import Side
from cityscape.world.material import Material
from partgen.solids import box, rod

SHOWN: tuple[tuple[Side, Side], ...] = (("south", "east"), ("north", "east"), ("north", "west"), ("south", "west"))
NEON = ("NEO", "VOLT", "HOTEL", "TEKNO", "BAR", "24H", "SUSHI", "KAIDO", "XEN", "CYBER", "SAKE", "MOTEL", "ION", "ZERO", "LUX")


def neons(b: Build) -> tuple[Material, Material]:
    """Two of the theme's accent materials, of different colour where it has several."""
    first = b.look.material("accent", fresh=True)
    for _ in range(8):
        second = b.look.material("accent", fresh=True)
        if second.color != first.color:
            return first, second
    return first, first


def glow_board(b: Build, block: Block, word: str, *, side: Side, u: float, z: float, w: float, h: float, gap: float = 0.0) -> None:
    """A big panel with a word, in a dark frame, its back `gap` before the wall."""
    put(b, "sign_frames", "frame", block.panel(side, u, z, w, h, gap + 0.18, back=-0.07 if gap else 0.0))
    if b.rng.random() < 0.5:
        put(b, "signs", "sign", block.panel(side, u, z + 0.15, w - 0.3, h - 0.3, gap + 0.26, back=gap + 0.18))
        sign(
            b,
            block,
            word,
            side=side,
            u=u,
            z=z + 0.3 * h,
            h=0.42 * h,
            w=w - 0.4,
            out=gap + 0.26,
            board=None,
            ink="frame",
            letters="dark_letters",
        )
    else:
        bar = max(0.12, 0.06 * h)
        for q in (0.08, 0.92 - bar / h):
            put(b, "signs", "sign", block.panel(side, u, z + q * h, w - 0.3, bar, gap + 0.26, back=gap + 0.18))
        sign(
            b,
            block,
            word,
            side=side,
            u=u,
            z=z + 0.27 * h,
            h=0.46 * h,
            w=w - 0.4,
            out=gap + 0.18,
            board=None,
            ink="lamp",
            letters="lit_letters",
        )


# -- mega block --------------------------------------------------------------------------------------------


@kind(
    "mega_block",
    "building",
    width=(12, 24),
    depth=(12, 24),
    words=("mega block", "megablock", "arcology", "megastructure", "hive", "slum tower", "housing stack", "mega building"),
)
def mega_block(b: Build) -> None:
    """Huge volumes set on top of one another off centre, with pipes, signs, cables and plant everywhere."""
    rise = 3.1
    n = storeys(b, 7, 17)
    base = body(b, 0.4, side=1.0, front=1.3)
    put(b, "plinth", "plinth", base.grown(lip(b, 0.3), 0.3).with_z(-b.lot.drop, 0.4).solid())
    hot, cold = neons(b)
    volumes = _stack(b, base, n, rise)
    shades = (b.look.material("wall"), b.look.material("wall2"), b.look.material("wall", fresh=True))
    for k, v in enumerate(volumes):
        put(b, f"volume_{k + 1}", shades[k % 3], v.solid())
        _cells(b, v, rise, ground=k == 0, total=n)
        if k:
            lower = volumes[k - 1]
            _overhangs(b, lower, v)
            furnish(b, lower, ["ac_big", "duct", "water_tank" if k == 1 else "ac_unit"], keep=[v], margin=0.2)
    for k, v in enumerate(volumes):
        strip = hot if k % 2 == 0 else cold
        name = "neon_strips" if k % 2 == 0 else "neon_strips_2"
        if v.height > 5:
            pair: tuple[Side, Side] = ("south", "north") if k % 2 == 0 or b.lot.attached else ("east", "west")
            put(b, name, strip, [v.panel(s, 0, v.z1 - 0.45, v.length(s), 0.18, 0.07) for s in pair])
    _street_front(b, volumes[0])
    _dress(b, volumes, n)
    top = flat_roof(b, volumes[-1], parapet=0.8, wall=shades[(len(volumes) - 1) % 3], cap="frame")
    board = Block(min(6.0, top.sx * 0.7), 0.3, top.z1 + 1.0, top.z1 + 3.2, top.x, top.y - top.sy / 2 + 0.4)
    for s in (-1, 1):
        put(b, "posts", "metal", box(0.18, 0.3, 1.0, at=(board.x + s * board.sx * 0.35, board.y, top.z1)))
    put(b, "sign_frames", "frame", board.solid())
    sign(b, board, str(b.rng.choice(NEON)), z=board.z0 + 0.3, h=1.6, board=None, ink="sign", name="signs")
    furnish(b, top, ["lift_house", "water_tank", "ac_big", "antenna", "ac_unit", "antenna"], keep=[board.grown(0.2)])


def _stack(b: Build, base: Block, n: int, rise: float) -> list[Block]:
    """Two to four volumes: plans of different sizes, each held by the one below and inside the base's plan plus 0.3 m."""
    count = 2 if n < 8 else 3 if n < 13 else 4
    floors = [n // count + (1 if k < n % count else 0) for k in range(count)]
    room = base.grown(lip(b, 0.25), 0.25)
    out, z = [], base.z1
    for k, f in enumerate(floors):
        fx, fy = (float(q) for q in (b.rng.uniform(0.86, 0.98, 2) if k == 0 else b.rng.uniform(0.6, 0.92, 2)))
        sx, sy = room.sx * (1.0 if b.lot.attached else fx), room.sy * fy
        x = room.x + (room.sx - sx) * float(b.rng.uniform(-0.5, 0.5))
        y = room.y + (room.sy - sy) * float(b.rng.uniform(-0.5, 0.5))
        out.append(Block(sx, sy, z, z + f * rise, x, y))
        z += f * rise
    return out


def _cells(b: Build, v: Block, rise: float, *, ground: bool, total: int) -> None:
    """Rows of small windows in runs of different length, some of them lit; air conditioners under a few."""
    rows = round(v.height / rise)
    shown = "east" if b.rng.random() < 0.5 else "west"
    for side in free_sides(b):
        near = side in ("south", shown)
        length = v.length(side) - 1.0
        stretch = max(1.0, length * total / 45)
        for row in range(1 if ground and near else 0, rows):
            z = v.z0 + row * rise + 1.0
            u = -length / 2 + float(b.rng.uniform(0.0, 1.2))
            while u < length / 2 - 0.8:
                w = min(stretch * float(b.rng.uniform(1.5, 4.2) if near else b.rng.uniform(5.0, 11.0)), length / 2 - u)
                lit = w < 3.0 and b.rng.random() < 0.16
                name, paint = ("lit_windows", "lamp") if lit else ("windows", "glass")
                if w > 0.6:
                    put(b, name, paint, v.panel(side, u + w / 2, z, w, 1.25, 0.05))  # type: ignore[arg-type]
                    if near and b.rng.random() < 0.14:
                        put(b, "ac_boxes", "metal", v.panel(side, u + w / 2, z - 0.72, 0.9, 0.6, 0.42))
                u += w + float(b.rng.uniform(0.5, 1.9) if near else b.rng.uniform(1.0, 3.0))
        if near:
            for _ in range(2 if total < 12 else 1):
                row = int(b.rng.integers(1, max(2, rows)))
                if row < rows:
                    w = float(b.rng.uniform(0.3, 0.6)) * v.length(side)
                    u = (v.length(side) - w) * float(b.rng.uniform(-0.45, 0.45))
                    z = v.z0 + row * rise
                    put(b, "balconies", "metal", v.panel(side, u, z - 0.1, w, 0.14, 0.6))
                    put(b, "railings", "metal", v.panel(side, u, z + 0.04, w, 0.8, 0.6, back=0.54))
                    if b.rng.random() < 0.5:
                        put(b, "neon_rails", "accent", v.panel(side, u, z + 0.84, w, 0.09, 0.62, back=0.52))


def _overhangs(b: Build, lower: Block, upper: Block) -> None:
    """Slanted props under what stands out over the volume below."""
    for s, axis in ((-1, 1), (1, 0), (1, 1), (-1, 0)):
        mine = (upper.y if axis else upper.x) + s * (upper.sy if axis else upper.sx) / 2
        below = (lower.y if axis else lower.x) + s * (lower.sy if axis else lower.sx) / 2
        if s * (mine - below) < 0.35:
            continue
        lo = max((lower.x - lower.sx / 2, upper.x - upper.sx / 2) if axis else (lower.y - lower.sy / 2, upper.y - upper.sy / 2))
        hi = min((lower.x + lower.sx / 2, upper.x + upper.sx / 2) if axis else (lower.y + lower.sy / 2, upper.y + upper.sy / 2))
        for q in (0.12, 0.5, 0.88):
            t = lo + q * (hi - lo)
            a, c = (t, below, upper.z0 - 1.6), (t, mine - s * 0.15, upper.z0 - 0.05)
            strut(b, a if axis else (a[1], t, a[2]), c if axis else (c[1], t, c[2]), 0.26)


def _street_front(b: Build, v: Block) -> None:
    """Lit shops, a gate and a canopy at street level."""
    for side in ("south", "east") if not b.lot.attached else ("south",):
        for u in spread(v.length(side), 3.6, margin=0.6):  # type: ignore[arg-type]
            if side == "south" and abs(u) < 1.6:
                continue
            c = b.rng.random()
            name, paint = ("lit_windows", "lamp") if c < 0.45 else ("shutters", "shutter") if c < 0.75 else ("windows", "glass")
            put(b, name, paint, v.panel(side, u, 0.55, 2.5, 2.0, 0.06))  # type: ignore[arg-type]
    door(b, v, 0, z=0.4, w=2.0, h=2.4, leaves=2, out=0.1)
    put(b, "canopies", "metal", v.panel("south", 0, 3.05, v.sx * 0.86, 0.16, 1.0))
    doorstep(b, v, 0, 3.0, depth=v.y - v.sy / 2 + b.lot.depth / 2 - 0.3, top=0.2)


def _before(b: Build, v: Block, side: Side) -> float:
    """Metres between a volume's side and the edge of the lot."""
    wall = {"south": v.y - v.sy / 2, "north": v.y + v.sy / 2, "west": v.x - v.sx / 2, "east": v.x + v.sx / 2}[side]
    return (b.lot.depth if side in ("south", "north") else b.lot.width) / 2 - abs(wall)


def _dress(b: Build, volumes: list[Block], n: int) -> None:
    """Pipes, blades and boards."""
    boards = blades = 0
    for k, v in enumerate(volumes):
        if v.height < 6:
            continue
        where: tuple[Side, ...] = SHOWN[int(b.rng.integers(4))] if not b.lot.attached else ("south",)
        for side in where:
            half = v.length(side) / 2  # type: ignore[arg-type]
            c = float(b.rng.random())
            edge = float(b.rng.choice([-1, 1]))
            if c < 0.45 and blades < 1 and b.rng.random() < 0.9:
                blades += 1
                blade(
                    b,
                    v,
                    str(b.rng.choice(NEON)),
                    side=side,
                    u=edge * (half - 0.5),
                    z=v.z0 + 0.3 * v.height,
                    w=min(0.75, _before(b, v, side) - 0.08),
                    gap=0.06,
                    board="frame",
                    ink="sign",
                )  # type: ignore[arg-type]
            elif c < 0.8 and boards < (2 if n < 13 else 1):
                boards += 1
                w = min(5.0, half * 0.9)
                glow_board(
                    b, v, str(b.rng.choice(NEON)), side=side, u=edge * (half - w / 2 - 0.3), z=v.z1 - 0.55 * v.height, w=w, h=w * 0.45
                )  # type: ignore[arg-type]
            if c > 0.3:
                for j in range(2):
                    u = -edge * (half - 0.45 - 0.42 * j)
                    z0, z1 = (-b.lot.drop if k == 0 else v.z0 + 0.6 * j + 0.3), v.z1 - 0.8 - 0.9 * j
                    put(b, "pipes", "metal", v.on(side, u, z0, [rod((0, -0.15, 0), (0, -0.15, z1 - z0), 0.15, segments=6)]))  # type: ignore[arg-type]
