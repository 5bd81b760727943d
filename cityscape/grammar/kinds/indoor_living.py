"""Living room: television, fireplace, piano."""

from __future__ import annotations

from math import cos, sin

from cityscape.grammar.joinery import books, doors, drawers, eased, joined, legs, metal, pale, second, several, slab, stake, wished
from cityscape.grammar.kit import between, chance, pick
from cityscape.grammar.recipe import Build, Indoor, kind
from cityscape.grammar.shapes import lathe, squeeze, tint
from cityscape.world.theme import Role
from partgen.solids import box, cylinder, hull, rod


@kind(
    "tv_stand",
    "furniture",
    width=(1.3, 1.9),
    depth=(0.4, 0.48),
    words=("tv stand", "television", "tv", "media console"),
    indoor=Indoor("wall", front=0.8),
)
def tv_stand(b: Build) -> None:
    """A television on a low cabinet with drawers, an open shelf and a few boxes."""
    w, d, h = b.lot.width, b.lot.depth, 0.48
    wood, dark = joined(b), b.look.material("plastic", color="#26282c")
    low = 0.14 if chance(b, 0.6) else 0.06
    t, y = 0.025, -d / 2 + 0.045
    b.add("top", second(wood), slab(w, d, 0.028, at=(0, 0, h - 0.028), corner=0.02))
    b.add("body", wood, [box(t, d - 0.05, h - low - 0.02, at=(x, 0.01, low)) for x in (-w / 2 + 0.03, -w * 0.17, w * 0.17, w / 2 - 0.03)])
    b.add(
        "body",
        wood,
        box(w - 0.04, d - 0.05, t, at=(0, 0.01, low - 0.005)),
        box(w - 0.05, 0.02, h - low - 0.02, at=(0, d / 2 - 0.03, low)),
        box(w * 0.34, d - 0.08, 0.02, at=(0, 0.02, (h + low) / 2)),
    )
    if low > 0.1:
        b.add("legs", second(wood), legs(w - 0.12, d - 0.1, low + 0.01, thick=0.045, splay=0.03, form="round", foot=0.55), label="leg")
    else:
        b.add("plinth", second(wood), box(w - 0.1, d - 0.1, low + 0.01, at=(0, 0.01, 0)))
    for s in (-1, 1):
        x0, x1 = sorted((s * w * 0.17, s * (w / 2 - 0.02)))
        if s < 0:
            drawers(b, x0, x1, (low, (low + h) / 2 - 0.01, h - 0.03), y - 0.01, second(wood), metal(b), form="knob")
        else:
            doors(b, x0, x1, low, h - 0.03, y - 0.01, second(wood), metal(b), leaves=1)
    b.add("player", dark, eased(w * 0.24, d * 0.55, 0.05, at=(0, -0.02, (h + low) / 2 + 0.018)), label="machine")
    books(b, -w * 0.15, w * 0.12, -0.03, low + t - 0.006, (h - low) / 2 - 0.05, deep=0.16, colors=several(b, "book", 2), fill=0.8)
    tw = min(w * 0.8, 1.35)
    th, z = tw * 0.565, h + 0.075
    b.add("stand", dark, eased(tw * 0.36, 0.2, 0.014, at=(0, 0.06, h - 0.002), r=0.005), box(0.07, 0.03, 0.12, at=(0, 0.08, h)))
    b.add(
        "television",
        dark,
        eased(tw, 0.04, th, at=(0, 0.07, z), r=0.008),
        box(tw * 0.5, 0.05, th * 0.5, at=(0, 0.1, z + 0.1)),
        label="frame",
    )
    sky = b.look.material("screen")
    b.add("screen", sky, box(tw - 0.03, 0.01, th - 0.035, at=(0, 0.049, z + 0.02)))
    land, x = z + 0.02, tw / 2 - 0.016
    hill = sky.model_copy(update={"color": "#5f9a58", "name": "screen-5f9a58"})
    hills = [
        hull([(p * x, 0.0425, land + q * th) for p, q in line] + [(p * x, 0.046, land + q * th) for p, q in line])
        for line in (((-1, 0), (0.5, 0), (-1, 0.3), (-0.55, 0.42)), ((-0.5, 0), (1, 0), (1, 0.24), (0.4, 0.34)))
    ]
    b.add("picture", hill, hills, label="screen")
    sun = sky.model_copy(update={"color": "#ffe08a", "name": "screen-ffe08a"})
    b.add(
        "picture_sun",
        sun,
        rod((x * 0.5, 0.0435, land + th * 0.66), (x * 0.5, 0.047, land + th * 0.66), th * 0.09, segments=14),
        label="screen",
    )
    squeeze(b)


@kind(
    "fireplace",
    "furniture",
    width=(1.3, 1.8),
    depth=(0.5, 0.64),
    words=("fireplace", "hearth", "chimney", "mantelpiece"),
    indoor=Indoor("wall", front=0.8),
)
def fireplace(b: Build) -> None:
    """A chimney breast with an open fire: hearth stone, surround, mantel shelf with candlesticks and a clock."""
    w, d = b.lot.width, b.lot.depth
    masonry: Role = pick(b, "wall2", "stone", "trim")
    front, deep = -d / 2 + 0.2, d - 0.2
    ow, oh, mantel = w * between(b, 0.44, 0.52), between(b, 0.66, 0.76), between(b, 1.06, 1.18)
    jamb = (w - 0.1 - ow) / 2
    yb = front + deep / 2
    b.add("surround", masonry, [box(jamb, deep, mantel - 0.06, at=(s * (ow + jamb) / 2, yb, 0.05)) for s in (-1, 1)])
    b.add("surround", masonry, box(ow + 0.02, deep, mantel - 0.06 - oh, at=(0, yb, oh)))
    b.add("hearth", "stone", eased(w, d, 0.06, at=(0, 0, 0), r=0.015), label="plinth")
    soot = b.look.material("stone", color="#2b2725", pattern="rubble")
    b.add(
        "firebox",
        soot,
        box(ow + 0.04, 0.06, oh, at=(0, d / 2 - 0.035, 0.05)),
        [box(0.02, deep - 0.06, oh, at=(s * (ow / 2 - 0.008), yb + 0.03, 0.05)) for s in (-1, 1)],
        label="chimney",
    )
    b.add("firebox", soot, box(ow, deep - 0.06, 0.02, at=(0, yb + 0.03, 0.05)))
    keystone = [
        hull(
            [
                (x, y, z)
                for x, z in ((-0.06, oh - 0.02), (0.06, oh - 0.02), (0.09, oh + 0.16), (-0.09, oh + 0.16))
                for y in (front - 0.025, front + 0.05)
            ]
        )
    ]
    pilaster = [eased(0.11, 0.05, mantel - 0.1, at=(s * (w / 2 - 0.13), front - 0.01, 0.05), r=0.01) for s in (-1, 1)]
    wood = joined(b) if masonry != "trim" else b.look.material("trim")
    b.add(
        "mantel",
        wood,
        eased(w, deep + 0.1, 0.06, at=(0, yb - 0.05, mantel - 0.03), r=0.014),
        box(w - 0.1, deep + 0.04, 0.05, at=(0, yb - 0.02, mantel - 0.075)),
        label="shelf",
    )
    b.add("ornament", masonry if masonry == "stone" else "stone", keystone, pilaster)
    breast = b.look.material("room_wall") if masonry == "trim" else b.look.material(masonry)
    bw, bd, top = w - 0.32, deep - 0.12, 2.32
    if chance(b, 0.4):
        b.add("breast", breast, box(bw, bd, top - mantel, at=(0, yb + 0.06, mantel)), label="chimney")
    else:
        e, neck = between(b, 0.55, 0.75), mantel + 0.55
        hood = [
            (i * q * bw / 2, y, z) for i in (-1, 1) for q, z, f in ((1.0, mantel, 1.0), (e, neck, 0.8)) for y in (d / 2 - f * bd, d / 2)
        ]
        b.add(
            "breast", breast, hull(hood), box(e * bw, 0.8 * bd, top - neck + 0.02, at=(0, d / 2 - 0.4 * bd, neck - 0.02)), label="chimney"
        )
    log, y = b.look.material("bark"), front + 0.17
    b.add(
        "grate",
        "metal",
        [rod((s * ow * 0.3, y - 0.1, 0.11), (s * ow * 0.3, y + 0.1, 0.11), 0.012, segments=6) for s in (-1, 0, 1)],
        [box(0.02, 0.02, 0.13, at=(s * ow * 0.3, y - 0.1, 0.06)) for s in (-1, 1)],
        rod((-ow * 0.36, y - 0.1, 0.16), (ow * 0.36, y - 0.1, 0.16), 0.012, segments=6),
    )
    logs = [
        rod((-ow * 0.32, y - 0.04, 0.165), (ow * 0.32, y - 0.02, 0.165), 0.05, segments=8),
        rod((-ow * 0.3, y + 0.06, 0.165), (ow * 0.33, y + 0.05, 0.165), 0.045, segments=8),
        rod((-ow * 0.24, y + 0.05, 0.25), (ow * 0.26, y - 0.05, 0.245), 0.042, segments=8),
    ]
    b.add("logs", log, logs, label="log")
    fire = b.look.material("lamp", color="#ff8a2a")
    flames = [
        rod((x * ow, y + 0.01, 0.2), (x * ow + lean, y + 0.02, top), r, end=0.006, segments=6)
        for x, top, r, lean in (
            (-0.18, 0.44, 0.05, 0.02),
            (0.0, 0.56, 0.062, -0.02),
            (0.17, 0.42, 0.048, 0.015),
            (0.08, 0.48, 0.04, 0.03),
            (-0.09, 0.5, 0.04, -0.01),
        )
    ]
    b.add("fire", fire, flames, label="flame")
    my = yb - 0.1
    brass = metal(b)
    for s in (-1, 1):
        x = s * (w / 2 - 0.16)
        b.add(
            "candlesticks",
            brass,
            lathe([(0.045, -0.004), (0.014, 0.025), (0.012, 0.12), (0.026, 0.14)], at=(x, my, mantel + 0.03), segments=10),
            label="ornament",
        )
        b.add("candles", "paper", cylinder(0.012, 0.11, at=(x, my, mantel + 0.165), segments=8), label="candle")
    b.add(
        "clock",
        wood if pale(wood.color) else second(wood),
        hull(
            [
                (x, my + k, mantel + 0.026 + z)
                for x, z in ((-0.11, 0), (0.11, 0), (0.11, 0.12), (0.07, 0.2), (-0.07, 0.2), (-0.11, 0.12))
                for k in (-0.035, 0.035)
            ]
        ),
    )
    b.add("clock_face", "paper", rod((0, my - 0.043, mantel + 0.13), (0, my - 0.03, mantel + 0.13), 0.058, segments=14), label="clock")
    squeeze(b)


@kind(
    "piano",
    "furniture",
    width=(1.4, 1.52),
    depth=(1.08, 1.2),
    words=("piano", "upright piano"),
    indoor=Indoor("wall", front=0.3, seat=True),
)
def piano(b: Build) -> None:
    """An upright piano with its stool: case, keys, music on the desk, pedals."""
    w, d = b.lot.width, b.lot.depth
    lacquer = tint(joined(b), "#1f1a1a", pick(b, 0.82, 0.55)).model_copy(update={"roughness": 0.25})
    yb, high = d / 2, between(b, 1.14, 1.26)
    deep = 0.34
    y = yb - deep / 2
    b.add(
        "body",
        lacquer,
        box(w - 0.08, deep - 0.06, high - 0.05, at=(0, y, 0.06)),
        [eased(0.05, deep, high - 0.02, at=(s * (w / 2 - 0.025), y, 0), r=0.008) for s in (-1, 1)],
    )
    b.add("lid", lacquer, eased(w, deep + 0.02, 0.03, at=(0, y - 0.01, high - 0.025), r=0.008))
    kf = yb - 0.6
    ky = (kf + yb - deep) / 2
    b.add(
        "keybed",
        lacquer,
        box(w - 0.02, 0.28, 0.09, at=(0, ky, 0.61)),
        [eased(0.06, 0.27, 0.19, at=(s * (w / 2 - 0.03), ky, 0.61), r=0.015) for s in (-1, 1)],
        label="shelf",
    )
    b.add(
        "legs",
        lacquer,
        [stake((s * (w / 2 - 0.06), kf + 0.06, 0.62), (s * (w / 2 - 0.06), kf + 0.06, 0), 0.04, 0.024) for s in (-1, 1)],
        label="leg",
    )
    kw = w - 0.14
    keys = 28
    ivory = b.look.material("paper", color="#f4efe2")
    b.add(
        "white_keys",
        ivory,
        [box(kw / keys - 0.004, 0.15, 0.025, at=((k - (keys - 1) / 2) * kw / keys, kf + 0.105, 0.695)) for k in range(keys)],
        label="key",
    )
    blacks = [k for k in range(keys - 1) if k % 7 not in (2, 6)]
    b.add(
        "black_keys",
        b.look.material("plastic", color="#1d1b1c"),
        [box(0.022, 0.095, 0.03, at=((k - (keys - 2) / 2) * kw / keys, kf + 0.135, 0.705)) for k in blacks],
        label="key",
    )
    fy = yb - deep - 0.005
    b.add(
        "fallboard",
        lacquer,
        hull(
            [
                (s * (w / 2 - 0.07), y2, z)
                for s in (-1, 1)
                for y2, z in ((fy - 0.07, 0.69), (fy - 0.02, 0.8), (fy + 0.03, 0.69), (fy + 0.03, 0.8))
            ]
        ),
        label="panel",
    )
    b.add("panels", second(lacquer), [box(w * 0.4, 0.02, 0.36, at=(s * w * 0.22, fy + 0.02, 0.16)) for s in (-1, 1)], label="panel")
    b.add(
        "desk",
        lacquer,
        hull(
            [
                (s * w * 0.28, y2, z)
                for s in (-1, 1)
                for y2, z in ((fy - 0.03, 0.79), (fy + 0.02, 0.79), (fy + 0.02, 1.04), (fy + 0.03, 1.04))
            ]
        ),
        box(w * 0.58, 0.06, 0.018, at=(0, fy - 0.015, 0.79)),
        label="shelf",
    )
    sheets = [
        hull(
            [
                (x + e, y2 - 0.008 * k, z)
                for e in (-0.105, 0.105)
                for y2, z in ((fy - 0.034, 0.805), (fy - 0.02, 0.805), (fy + 0.012, 1.07), (fy + 0.02, 1.07))
            ]
        )
        for k, x in enumerate((-0.12, 0.105))
    ]
    b.add("music", "paper", sheets, label="book")
    b.add("pedals", metal(b), [eased(0.03, 0.1, 0.014, at=(x, fy - 0.03, 0.05), r=0.004) for x in (-0.09, 0.0, 0.09)], label="handle")
    sy = -d / 2 + 0.17
    if chance(b, 0.5):
        feet = [stake((i * 0.2, sy + j * 0.1, 0.42), (i * 0.25, sy + j * 0.135, 0), 0.02, 0.014) for i in (-1, 1) for j in (-1, 1)]
        b.add("stool_legs", lacquer, feet, box(0.46, 0.26, 0.06, at=(0, sy, 0.38)), label="leg")
        b.add("stool", wished(b, "leather"), slab(0.56, 0.34, 0.07, at=(0, sy, 0.43), corner=0.06, ease=0.02), label="seat")
    else:
        feet = [
            stake((0.03 * cos(a), sy + 0.03 * sin(a), 0.22), (0.15 * cos(a), sy + 0.15 * sin(a), 0), 0.022, 0.016) for a in (0.5, 2.6, 4.7)
        ]
        screw = lathe([(0.035, 0.18), (0.03, 0.26), (0.018, 0.27), (0.018, 0.42)], at=(0, sy, 0), segments=10)
        b.add("stool_legs", lacquer, feet, screw, cylinder(0.15, 0.03, at=(0, sy, 0.41), segments=18), label="leg")
        b.add("stool", wished(b, "leather"), slab(0.34, 0.34, 0.07, at=(0, sy, 0.43), corner=0.169, ease=0.02), label="seat")
    squeeze(b)
