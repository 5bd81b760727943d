"""Small things of a port: cog, anchors, nets on racks, upturned boats, drying fish, fish stalls, creels, mooring posts, wind-bent trees."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from cityscape.grammar import gables
from cityscape.grammar.kinds.port_works import fish, fish_table
from cityscape.grammar.recipe import Build, kind
from cityscape.grammar.shapes import between, clump, pick, ring, settle, squeeze, tint, tube
from partgen.solids import Solid, ball, beam, box, cylinder, frustum, hull, rod

STATIONS = ((-1.0, 0.62, 1.55), (-0.72, 0.86, 1.2), (-0.3, 1.0, 0.98), (0.2, 0.98, 0.96), (0.62, 0.72, 1.12), (0.88, 0.36, 1.35), (1.0, 0.06, 1.5))
"""A cog's hull: along its length, share of the half beam, share of the height of its sides."""


@kind(
    "cog",
    "vehicle",
    width=(7.5, 10.5),
    depth=(2.9, 3.8),
    words=("cog", "hanseatic cog", "merchant ship", "sailing ship", "medieval ship", "carrack", "galleon"),
    stand="water",
)
def cog(b: Build) -> None:
    """A round-bellied trading ship: clinker hull, castles fore and aft, one mast with a crow's nest and a square sail; floats on z = 0."""
    rng = b.rng
    end, half = b.lot.width / 2 - 0.55, b.lot.depth / 2 - 0.06
    high = 0.34 * half + 0.75
    wood = b.look.material("wood", color=pick(rng, ("#5b4634", "#6a4f38", "#4c3d31")))
    shell: list[Solid] = []
    wales: list[Solid] = []
    for (xa, fa, ha), (xc, fc, hc) in zip(STATIONS, STATIONS[1:], strict=False):
        for s in (-1, 1):
            for lo, hi, flo, fhi in ((0.0, 0.5, 0.7, 0.95), (0.5, 1.0, 0.95, 1.0)):
                p = []
                for x, f, h in ((xa * end, fa, ha), (xc * end, fc, hc)):
                    for q, fq in ((lo, flo), (hi, fhi)):
                        for t in (0.0, min(0.14, half * f * 0.8)):
                            p.append((x * (1 - 0.05 * (1 - q)), s * max(half * f * fq - t, 0.004), high * h * q))
                shell.append(hull(np.array(p)))
            w = [(x * end, s * (half * f * fq + o), high * h * q) for x, f, h in ((xa, fa, ha), (xc, fc, hc)) for q, fq in ((0.62, 0.95), (0.74, 0.965)) for o in (-0.03, 0.05)]
            wales.append(hull(np.array(w)))
        shell.append(hull(np.array([(x * end * 0.95, s * half * f * 0.72, z) for x, f in ((xa, fa), (xc, fc)) for s in (-1, 1) for z in (0.0, 0.12)])))
    b.add("hull", wood, shell, label="hull")
    b.add("wales", tint(wood, "#2e2924", 0.5), wales, label="hull")
    b.add("transom", wood, hull(np.array([(x, s * half * f, z) for x in (-end, -end + 0.12) for s in (-1, 1) for f, z in ((0.44, 0.02), (0.6, high * 0.6), (0.62, high * 1.5))])), label="hull")
    deck = [(x * end, s * half * f * 0.93, z) for x, f, _ in STATIONS[:-1] for s in (-1, 1) for z in (high * 0.66, high * 0.74)]
    b.add("deck", tint(wood, "#c79f6b", 0.6), hull(np.array(deck)), label="deck")
    top = high * 1.62
    castles: list[Solid] = []
    panels: list[Solid] = []
    for x0, x1, f0, f1, lift in ((-end, -0.52 * end, 0.78, 0.98, 0.0), (0.62 * end, end, 0.7, 0.42, 0.12)):
        a, c = half * f0, half * f1
        castles.append(hull(np.array([(x, s * y, z + lift) for x, y in ((x0, a), (x1, c)) for s in (-1, 1) for z in (top, top + 0.12)])))
        for s in (-1, 1):
            castles.append(hull(np.array([(x, s * (y - t), z + lift) for x, y in ((x0, a), (x1, c)) for t in (0, 0.09) for z in (top + 0.55, top + 0.66)])))
            for q in np.linspace(0.02, 0.98, 4):
                y = a + (c - a) * q
                castles.append(box(0.1, 0.1, 0.5 + (top - high * 1.1), at=(x0 + (x1 - x0) * q, s * (y - 0.055), high * 1.1 + lift)))
            panels.append(hull(np.array([(x, s * (y - t), z + lift) for x, y in ((x0, a), (x1, c)) for t in (0.02, 0.06) for z in (top + 0.12, top + 0.55)])))
        for x, y in ((x0 + 0.05, a), (x1 - 0.05, c)):
            castles.append(box(0.1, 2 * y - 0.02, 0.11, at=(x, 0, top + lift + 0.55)))
    b.add("castles", tint(wood, "#c79f6b", 0.25), castles, label="deck")
    b.add("shields", "accent", panels, label="ornament")
    mx, tall = 0.02 * end, high + 0.82 * b.lot.width
    b.add("mast", "timber", rod((mx, 0, 0.1), (mx, 0, tall), 0.15, end=0.08, segments=8), label="mast")
    nest = tall * 0.86
    b.add("crows_nest", tint(wood, "#c79f6b", 0.3), frustum(0.2, 0.42, 0.5, at=(mx, 0, nest), segments=10), label="mast")
    yard, wide = tall * 0.78, half * 0.98
    b.add("yard", "timber", rod((mx + 0.2, -wide, yard), (mx + 0.2, wide, yard), 0.09, segments=7), label="mast")
    cloth = b.look.material("fabric", color=pick(rng, ("#e9e2cf", "#e9e2cf", "#b5654a", "#d9cdb0")), pattern="plain")
    furled = rng.random() < 0.35
    if furled:
        n = 6
        roll = [(mx + 0.2, -wide * 0.92 + 2 * wide * 0.92 * k / n, yard - 0.2 - 0.06 * (k % 2)) for k in range(n + 1)]
        b.add("sail", cloth, tube(roll, [0.12, 0.2, 0.17, 0.21, 0.17, 0.2, 0.12], segments=7), label="sail")
    else:
        foot = high * 1.75 + 0.5
        rows = np.linspace(yard - 0.06, foot, 5)
        belly = [0.0, 0.42, 0.6, 0.5, 0.22]
        k = 5
        for j, (za, zc) in enumerate(zip(rows, rows[1:], strict=False)):
            for i in range(k):
                ya, yc = (-wide * 0.94 + 2 * wide * 0.94 * q / k for q in (i, i + 1))
                q = [(mx + 0.26 + belly[m] * (1 - (y / wide) ** 2), y, z) for m, z in ((j, za), (j + 1, zc)) for y in (ya, yc)]
                stripe = i % 2 == 1
                paint = tint(cloth, "#a8503a" if cloth.color != "#b5654a" else "#e9e2cf", 0.85) if stripe else cloth
                b.add("sail_stripes" if stripe else "sail", paint, hull(np.array([(x + t, y, z) for x, y, z in q for t in (0, 0.06)])), label="sail")
        b.add("ropes", gables.rope(b), *[rod((mx + 0.45, s * wide * 0.9, foot + 0.02), (-0.4 * end, s * half * 0.92, high * 0.95), 0.028, segments=4) for s in (-1, 1)], label="rope")
    stays = [rod((mx, 0, tall * 0.94), (x * end, 0, z), 0.028, segments=4) for x, z in ((0.97, top + 0.2), (-0.97, top + 0.2))]
    stays += [rod((mx, 0, tall * 0.85), (mx + dx, s * half * 0.97, high * 0.98), 0.025, segments=4) for s in (-1, 1) for dx in (-0.5, 0.35)]
    b.add("ropes", gables.rope(b), stays, label="rope")
    b.add("bowsprit", "timber", rod((0.7 * end, 0, top), (b.lot.width / 2 - 0.04, 0, top + 0.9), 0.08, end=0.05, segments=6), label="mast")
    pennant = [(mx, y, z) for y in (-0.02, 0.02) for z in (tall - 0.05, tall - 0.5)] + [(mx - 1.3, 0, tall - 0.3)]
    b.add("flag", "accent", hull(np.array(pennant)), label="flag")
    b.add("rudder", "timber", hull(np.array([(x, y, z) for y in (-0.05, 0.05) for x, z in ((-end - 0.02, 0.02), (-end - 0.42, 0.02), (-end - 0.3, high * 1.3), (-end + 0.02, high * 1.3))])), label="rudder")
    b.add("cargo", tint(wood, "#b58b57", 0.7), *[cylinder(0.26, 0.55, at=(x * end, y * half, high * 0.72), segments=9) for x, y in ((-0.34, 0.3), (-0.3, -0.35), (0.32, 0.25))], box(0.6, 0.5, 0.45, at=(0.35 * end, -0.28 * half, high * 0.72)), label="barrel")


@kind("anchor", "furniture", width=(1.4, 2.2), depth=(1.2, 1.8), words=("anchor", "ship's anchor", "anchors"), stand="quay")
def anchor(b: Build) -> None:
    """A great iron anchor with its wooden stock, leaned on a stone block, and a heap of chain."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    iron = b.look.material("metal", color="#3b3f44")
    e = w / 2 - 0.08
    b.add("base", "stone", box(w * 0.5, d * 0.42, 0.35 - low, at=(0, d * 0.16, low)), label="plinth")
    foot, head = np.array([0.0, -d / 2 + 0.3, 0.16]), np.array([0.0, d * 0.3, 1.75])
    arms = [(e * sin(t), foot[1] + 0.02, 0.15 + 0.62 * e * (1 - cos(t)) + 0.0) for t in np.linspace(-1.25, 1.25, 7)]
    solids = [rod(foot, head, 0.085, end=0.07, segments=7), *tube(arms, [0.05, 0.08, 0.09, 0.1, 0.09, 0.08, 0.05], segments=6)]
    for s in (-1, 1):
        x, y, z = arms[0 if s < 0 else -1]
        solids.append(hull(np.array([(x - s * 0.02, y + 0.04 * q, z + 0.12) for q in (-1, 1)] + [(x - s * 0.26, y + q * 0.14, z - 0.02) for q in (-1, 1)] + [(x - s * 0.1, y, z - 0.14), (x - s * 0.1, y + 0.03, z - 0.14)])))
    solids += [s.turned(roll=pi / 2).moved(0, head[1] + 0.06, head[2] + 0.16) for s in ring(0.1, 0.17, 0.09, segments=9)]
    solids.append(box(0.2, 0.08, 0.18 - low, at=(0, foot[1], low)))
    b.add("anchor", iron, solids, label="anchor")
    b.add("stock", "wood", beam((-e * 0.9, head[1] - 0.1, head[2] - 0.25), (e * 0.9, head[1] - 0.1, head[2] - 0.25), 0.16, 0.16), label="beam")
    links = [ring(0.07, 0.14, 0.06 + 0.03 * k - low, at=(w * 0.3 + 0.14 * cos(2.4 * k), -d * 0.1 + 0.24 * sin(2.4 * k), low), segments=7) for k in range(6)]
    b.add("chain", iron, [s for q in links for s in q], cylinder(0.2, 0.14 - low, at=(w * 0.3, -d * 0.1, low), segments=8), label="chain")
    squeeze(b)


@kind("net_rack", "furniture", width=(3.0, 5.0), depth=(1.1, 1.7), words=("fishing net", "net rack", "drying net", "nets"), stand="quay")
def net_rack(b: Build) -> None:
    """Nets hung to dry in swags over a rail on crossed poles, with cork floats along their edge."""
    w, low, rng = b.lot.width, -b.lot.drop, b.rng
    e, high, q = w / 2 - 0.12, 2.05, b.lot.depth / 2 - 0.1
    n = 3 if w > 4 else 2
    for k in range(n):
        x = -e + 2 * e * k / (n - 1)
        b.add("posts", "wood", *[rod((x, s * q, low + 0.025), (x, -s * 0.1, high + 0.28), 0.06, segments=6) for s in (-1, 1)], label="post")
    b.add("rail", "wood", rod((-w / 2 + 0.01, 0, high), (w / 2 - 0.01, 0, high), 0.055, segments=6), label="beam")
    net = b.look.material("fabric", color=pick(rng, ("#8fa9ad", "#a3957a", "#b49a72")), pattern="woven")
    m = max(5, round(w / 0.6))
    floats: list[Solid] = []
    for k in range(m):
        a, c = -e + 0.08 + (2 * e - 0.16) * k / m, -e + 0.08 + (2 * e - 0.16) * (k + 1) / m
        za, zc = (0.4 + 0.95 * abs(sin(j * pi / 3 + 0.2)) for j in (k, k + 1))
        for s in (-1, 1):
            out = 0.2 + 0.1 * sin(k * 2.2 + s)
            p = [(x, s * (y + t), z) for x, lo in ((a, za), (c, zc)) for y, z in ((0.04, high + 0.05), (out, lo)) for t in (0.0, 0.05)]
            b.add("net", net, hull(np.array(p)), label="net")
            floats.append(ball(0.06, at=(a, s * (out + 0.02), za), detail=1))
    b.add("floats", "accent", floats, label="float")


@kind("upturned_boat", "furniture", width=(3.2, 4.4), depth=(1.5, 1.9), words=("upturned boat", "overturned boat", "boat on land", "beached boat"), stand="quay")
def upturned_boat(b: Build) -> None:
    """A rowing boat keel up on two trestles, freshly tarred or painted, with its oars beneath."""
    w, d, low, rng = b.lot.width, b.lot.depth, -b.lot.drop, b.rng
    end, half, z = w / 2 - 0.03, d / 2 - 0.04, 0.42
    b.add("trestles", "wood", *[box(0.14, half * 1.5, z - low, at=(x * end, 0, low)) for x in (-0.45, 0.45)], label="beam")
    rows = [(-1.0, 0.62), (-0.5, 0.93), (0.1, 1.0), (0.6, 0.7), (1.0, 0.05)]
    paint = b.look.material("wood")
    side = tint(paint, pick(rng, ("#2f5f7c", "#e4e0d4", "#8f4233", "#3c6a62")), 0.75)
    upper, lower = [], []
    for (xa, fa), (xc, fc) in zip(rows, rows[1:], strict=False):
        for s in (-1, 1):
            for part, lo, hi, f0, f1 in ((lower, 0.0, 0.22, 1.0, 0.97), (upper, 0.22, 0.6, 0.97, 0.55)):
                part.append(hull(np.array([(x * end * (1 - 0.06 * q), s * max(half * f * g - t, 0.0), z + q + 0.1 * abs(x) ** 2 * -0.6) for x, f in ((xa, fa), (xc, fc)) for q, g in ((lo, f0), (hi, f1)) for t in (0.0, half * f * 0.5)])))
        upper.append(hull(np.array([(x * end * 0.965, s * half * f * 0.56, z + q - 0.06 * x * x) for x, f in ((xa, fa), (xc, fc)) for s in (-1, 1) for q in (0.5, 0.6)])))
    b.add("hull", side, lower, label="hull")
    b.add("bottom", tint(paint, "#2b2826", 0.6), upper, label="hull")
    b.add("keel", paint, beam((-end * 0.93, 0, z + 0.58), (end * 0.94, 0, z + 0.58), 0.09, 0.16), label="keel")
    b.add("oars", "trim", *[rod((-end * 0.8, s * half * 0.45, z - 0.06), (end * 0.7, s * half * 0.4, z - 0.06), 0.05, segments=5) for s in (-1, 1)], label="oar")


@kind("fish_rack", "furniture", width=(2.2, 3.8), depth=(1.6, 2.2), words=("fish rack", "stockfish", "drying fish", "fish drying rack"), stand="quay")
def fish_rack(b: Build) -> None:
    """Poles in an A-frame hung with rows of split fish drying in the wind."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    e, q, high = w / 2 - 0.12, d / 2 - 0.1, 2.3
    for x in (-e, e):
        b.add("posts", "wood", *[rod((x, s * q, low + 0.025), (x, -s * 0.08, high + 0.2), 0.06, segments=6) for s in (-1, 1)], label="post")
    b.add("rail", "wood", rod((-w / 2 + 0.01, 0, high), (w / 2 - 0.01, 0, high), 0.05, segments=6), label="beam")
    pale = b.look.material("metal", color="#cfc4a8", pattern="plain")
    dark = b.look.material("metal", color="#a5a79c", pattern="plain")
    for z in (0.95, 1.6):
        y = q - (q + 0.08) * (z - low) / (high + 0.2 - low)
        for s in (-1, 1):
            b.add("rail", "wood", rod((-e, s * y, z + 0.02), (e, s * y, z + 0.02), 0.035, segments=5), label="beam")
            n = max(5, int(2 * e / 0.3))
            for k in range(n):
                x = -e + 2 * e * (k + 0.5) / n
                hung = [f.turned(roll=pi / 2).moved(x, s * y, z - 0.22) for f in fish(0, 0, 0, 0.5)]
                b.add("fish" if k % 2 else "cod", dark if k % 2 else pale, hung, label="fish")


@kind("fish_stall", "furniture", width=(2.0, 3.0), depth=(1.5, 2.2), words=("fish stall", "fishmonger", "fish table"), stand="square")
def fish_stall(b: Build) -> None:
    """A sloping bench of silver fish under a patched sail on four poles, a tub of eels and a basket beside it."""
    w, d, low = b.lot.width, b.lot.depth, -b.lot.drop
    t = 0.08
    posts = [box(t, t, z - low, at=(s * (w / 2 - 0.1), y, low)) for s in (-1, 1) for y, z in ((-d / 2 + 0.2, 2.1), (d / 2 - 0.12, 2.55))]
    b.add("posts", "timber", posts, label="post")
    cloth = b.look.material("awning")
    n = max(3, round(w / 0.5) | 1)
    for k in range(n):
        a, c = -w / 2 + 0.01 + (w - 0.02) * k / n, -w / 2 + 0.01 + (w - 0.02) * (k + 1) / n
        sheet = hull(np.array([(x, y, z + h) for x in (a, c) for y, z in ((-d / 2 + 0.03, 2.06), (d / 2 - 0.03, 2.56)) for h in (0, 0.05)]))
        hem = box(c - a, 0.04, 0.2, at=((a + c) / 2, -d / 2 + 0.05, 1.9))
        b.add("awning" if k % 2 == 0 else "awning_stripes", cloth if k % 2 == 0 else b.look.material("trim", color="#ece7d9", pattern="fabric"), sheet, hem, label="awning")
    fish_table(b, 0, -d * 0.12, 0, w - 0.4, min(0.95, d * 0.5))
    if low < 0:
        b.add("benches", "wood", *[box(0.1, d * 0.3, -low + 0.02, at=(s * ((w - 0.4) / 2 - 0.12), -d * 0.12, low)) for s in (-1, 1)], label="table")
    b.add("tub", "wood", *ring(0.2, 0.27, 0.42 - low, at=(w * 0.22, d * 0.3, low), segments=10), label="barrel")
    b.add("tub_water", "water", cylinder(0.2, 0.34 - low, at=(w * 0.22, d * 0.3, low), segments=10), label="water")
    b.add("basket", b.look.material("wood", color="#b3925f", pattern="woven"), frustum(0.2, 0.28, 0.36 - low, at=(-w * 0.22, d * 0.3, low), segments=10), label="basket")


@kind("creels", "furniture", width=(1.4, 2.4), depth=(1.0, 1.6), words=("creel", "lobster pot", "crab pot", "lobster trap"), stand="quay")
def creels(b: Build) -> None:
    """Lobster pots stacked on a pallet beside a coil of rope and a few cork floats."""
    w, d, low, rng = b.lot.width, b.lot.depth, -b.lot.drop, b.rng
    cage = b.look.material("wood", color="#b08d5c", pattern="woven")
    n = max(2, int((w - 0.5) / 0.55))
    half = 0.24

    def pot(x: float, y: float, z: float) -> list[Solid]:
        t = np.linspace(0, pi, 6)
        arch = np.c_[half * np.cos(t), 0.4 * np.sin(t)]
        return [hull(np.array([(x + u, y + q * 0.3, z + v) for u, v in arch for q in (-1, 1)]))]

    b.add("pallet", "wood", box(n * 0.55, 0.75, 0.1 - low, at=(-w / 2 + n * 0.275 + 0.02, 0, low)), label="pallet")
    for k in range(n):
        x = -w / 2 + 0.3 + 0.55 * k
        b.add("pots", cage, pot(x, 0, 0.1), label="basket")
        b.add("bands", "timber", *[hull(np.array([(x + 1.04 * half * cos(a), y + o, 0.1 + 0.42 * sin(a)) for a in np.linspace(0, pi, 6) for o in (-0.025, 0.025)])) for y in (-0.24, 0.0, 0.24)], label="hoop")
        if k < n - 1:
            b.add("pots", cage, pot(x + 0.275, 0, 0.36))
    x = w / 2 - 0.3
    b.add("rope_coil", gables.rope(b), [s for k in range(3) for s in ring(0.1, 0.27 - 0.02 * k, 0.1 - (low if k == 0 else -0.002), at=(x, -d * 0.12, low if k == 0 else 0.1 * k), segments=9)], label="rope")
    b.add("floats", "accent", *[ball(0.11, at=(x + 0.12 * cos(a), d * 0.24 + 0.1 * sin(a), 0.11), detail=1) for a in 2.1 * np.arange(3) + rng.random()], *([box(0.3, 0.3, -low + 0.04, at=(x, d * 0.24, low))] if low < 0 else []), label="float")
    squeeze(b)


@kind("mooring_post", "furniture", width=(0.7, 1.0), depth=(0.7, 1.0), words=("mooring post", "mooring bollard", "dolphin post"), stand="quay")
def mooring_post(b: Build) -> None:
    """A stout tarred post with turns of rope and a white cap; often a gull stands on it."""
    r, low = min(b.lot.width, b.lot.depth) / 2, -b.lot.drop
    tall = between(b.rng, 0.85, 1.15)
    b.add("post", "timber", cylinder(r * 0.42, tall - low, at=(0, 0, low), segments=9), label="post")
    b.add("cap", "trim", frustum(r * 0.47, r * 0.3, 0.14, at=(0, 0, tall), segments=9), label="post")
    b.add("rope", gables.rope(b), *[q for k in range(3) for q in ring(r * 0.36, r * 0.58, 0.075, at=(0, 0, 0.34 + 0.085 * k), segments=9)], label="rope")
    if b.rng.random() < 0.6:
        gables.gulls(b, (0.0, 0.0, tall + 0.14, 2 * pi * float(b.rng.random())))
    squeeze(b)


@kind("wind_pine", "plant", width=(3.6, 5.2), depth=(3.6, 5.2), words=("wind-bent tree", "coastal pine", "windswept tree", "shore pine"), stand="trunk")
def wind_pine(b: Build) -> None:
    """A shore pine bent by the west wind: its trunk leans, its crown streams away in a wedge."""
    rng, reach = b.rng, min(b.lot.width, b.lot.depth) / 2
    h = between(rng, 2.0, 2.4) * reach * {"small": 0.9, "medium": 1.0, "large": 1.1}[b.lot.size]
    a = between(rng, -0.35, 0.35)
    along = np.array([cos(a), sin(a), 0.0])
    stem = [np.array([0, 0, -b.lot.drop - 1e-9]), np.array([0, 0, 0.3]), along * 0.14 * reach + (0, 0, 0.45 * h), along * 0.42 * reach + (0, 0, 0.78 * h)]
    bark = tint(b.look.material("bark"), "#6a5a4e", 0.5)
    b.add("trunk", bark, tube(stem, [0.27, 0.19, 0.14, 0.07], segments=7))
    across = np.array([-along[1], along[0], 0.0])
    lumps, limbs = [], []
    for k in range(8):
        e = k / 7
        r = reach * (0.3 + 0.22 * sin(pi * min(e + 0.18, 1.0))) * between(rng, 0.9, 1.1)
        p = along * (-0.42 + 0.98 * e) * reach + across * between(rng, -0.3, 0.3) * reach + (0, 0, h * (0.5 + 0.36 * e + 0.03 * (k % 2)))
        lumps.append(clump(rng, r, r * 0.85, r * 0.42, at=tuple(p), points=24, rough=0.22))
        limbs.append(rod(stem[2] + (stem[3] - stem[2]) * e * 0.9, p - (0, 0, 0.1 * r), 0.06, end=0.03, segments=5))
    b.add("trunk", bark, limbs)
    b.add("crown", tint(b.look.material("needles"), "#5f7560", 0.45), lumps)
    squeeze(b)


@kind("dune_grass", "plant", width=(0.8, 1.8), depth=(0.8, 1.6), words=("dune grass", "marram", "sea grass", "beach grass"))
def dune_grass(b: Build) -> None:
    """A tussock of marram: pale blades that lean with the wind."""
    rng, low = b.rng, settle(b)
    rx, ry = b.lot.width / 2, b.lot.depth / 2
    blades: list[Solid] = []
    for k in range(11):
        t, e = 2.4 * k, ((k + 0.5) / 11) ** 0.5 * 0.5
        x, y, tall = rx * e * cos(t), ry * e * sin(t), between(rng, 0.4, 0.85)
        lean = 0.32 * tall
        tip = (x + lean + 0.3 * x, y + 0.3 * y, tall)
        blades.append(hull(np.array([(x - 0.08, y - 0.05, low), (x + 0.08, y - 0.05, low), (x, y + 0.08, low), tip])))
    b.add("tuft", "foliage", clump(rng, rx * 0.6, ry * 0.6, 0.16, at=(0, 0, 0.04), points=18, floor=low), label="leaf")
    b.add("blades", tint(b.look.material("foliage"), "#cfc79a", 0.75), blades, label="leaf")
    squeeze(b)
