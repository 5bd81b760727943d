"""How various the procedural tiles are, and whether their plans keep the rules; nothing is meshed.

    python benchmarks/variety.py [--tiles 1000] [--theme medieval] [--workers 2] [--json FILE]

Prints, theme by theme, what the tiles are made of, how far each lies from its nearest other (on height maps of 16 x 16
cells divided by their largest height, the best of the square's eight symmetries, and on label histograms), what a copy and
the same layout turned would score, and every tile that breaks a rule (`RULES`) with its seed.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

os.environ.setdefault("OMP_NUM_THREADS", "1")
CELLS = 16
RULES = {
    "inside": "every part lies within the tile and above its base",
    "doors": "every front door has its way to the street (in a harbour over the quay), and nothing stands in it",
    "streets": "streets, paths, squares and bridges hang together",
    "apart": "no two footprints overlap",
    "carriageway": "no building stands on a street",
    "sockets": "what crosses a border is there at its place and width",
}
REACH = 2.5
"""A way that ends nearer to the street than this leads to it, metres, if what lies between is free."""
STEP = 0.4
"""Half the width that a person needs to walk on a quay, metres."""
CENTREPIECES = ("fountain", "statue", "well", "gazebo")


def main() -> int:
    """Measure all themes and print the tables; 1 if a rule is broken."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--tiles", type=int, default=1000, help="tiles of each theme")
    ap.add_argument("--theme", action="append", help="only this one (may be given several times)")
    ap.add_argument("--seed", type=int, default=0, help="the first tile's")
    ap.add_argument("--workers", type=int, default=1)
    ap.add_argument("--json", type=Path)
    args = ap.parse_args()
    from cityscape.grammar.themes import theme_names

    report, broken = {}, 0
    print(
        "theme        tiles objects   parts (5-50-95 %)     height m (5-50-95 %)  footprint m2 labels  nearest: shape  labels  turned  kept"
    )
    for theme in args.theme or sorted(theme_names()):
        jobs = [(args.seed + k, theme) for k in range(args.tiles)]
        if args.workers > 1:
            with ProcessPoolExecutor(args.workers, mp_context=get_context("spawn")) as pool:
                rows = list(pool.map(_one, jobs, chunksize=8))
        else:
            rows = [_one(j) for j in jobs]
        done = [r for r in rows if r is not None]
        report[theme] = summary(done)
        x = report[theme]
        print(
            f"{theme[:12]:12s} {len(done):5d} {x['objects']:7.0f}   {_three(x['parts'], 0)}"
            f"   {_three(x['height'], 1)}   {x['footprint']:9.0f}"
            f" {x['labels']:9.0f} {x['shape']:14.3f} {x['histogram']:7.3f} {x['turned']:7.3f} {100 * x['kept']:5.1f}%",
            flush=True,
        )
        for r in done:
            broken += bool(r["broken"])
            for rule, what in r["broken"]:
                print(f"  BROKEN {rule}: {theme} seed {r['seed']} ({r['use']}): {what}")
    print(f"a copy scores 0 on both; {len(RULES)} rules: " + "; ".join(f"{k}: {v}" for k, v in RULES.items()))
    if args.json:
        args.json.write_text(json.dumps(report, indent=1) + "\n")
    return int(broken > 0)


def _three(x: list[float], digits: int) -> str:
    return " ".join(f"{v:6.{digits}f}" for v in x)


def _one(job: tuple[int, str]) -> dict[str, Any] | None:
    """The figures of one tile; None where its brief cannot be laid out."""
    import torch

    from cityscape.errors import InputError
    from cityscape.grammar.any_brief import any_brief
    from cityscape.grammar.compose import drafts_of, fill
    from cityscape.grammar.levels import sort_of
    from cityscape.grammar.teacher import LABELS, solid_sample

    torch.set_num_threads(1)
    seed, theme = job
    brief = any_brief(seed, theme=theme)
    try:
        yard = fill(brief, seed=seed)
    except InputError:
        return None
    s = solid_sample(brief, drafts_of(yard), seed)
    count = np.bincount([LABELS.index(x) for x in s.labels], minlength=len(LABELS)).astype(float)
    v = s.shape.vertices
    return {
        "seed": seed,
        "use": brief.land_use,
        "objects": len(yard.placed),
        "parts": s.shape.parts,
        "height": float(v[:, 2].max() - max(brief.corners)),
        "footprint": float(sum(p.area.area for p in yard.placed if sort_of(p.kind) == "building")),
        "labels": int((count > 0).sum()),
        "histogram": count / count.sum(),
        "map": height_map(s),
        "broken": broken_rules(yard, s),
    }


def height_map(s: Any) -> np.ndarray:
    """(CELLS, CELLS) heights above the base seen from above, divided by the largest."""
    import torch

    from partgen.solid_batch import Picks, pack
    from partgen.solid_pictures import Views, depths

    size, fine = s.brief.size, 4 * CELLS
    batch = pack([s.shape])
    axes = torch.eye(3, dtype=torch.float64)[None]
    target = torch.tensor([[size / 2, size / 2, 0.0]], dtype=torch.float64)
    views = Views(axes, target, torch.tensor([fine / size], dtype=torch.float64), fine, fine)
    z = -depths(batch, Picks.wholes(batch), views).depth[0].nan_to_num(-s.brief.base).numpy()
    z = z.reshape(CELLS, 4, CELLS, 4).mean((1, 3)) - s.brief.base
    return np.asarray(z / max(1e-6, z.max()), float)


def summary(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Distributions and nearest distances of one theme's tiles."""
    maps, hists = np.stack([r["map"] for r in rows]), np.stack([r["histogram"] for r in rows])
    turned = np.stack([np.rot90(m[:, ::-1] if k >= 4 else m, k % 4) for m in maps for k in range(8)]).reshape(len(maps), 8, -1)
    flat = maps.reshape(len(maps), -1)
    shape = np.full((len(rows), len(rows)), np.inf)
    for k in range(8):  # |a - b|^2 by products, tile by turned tile
        t = turned[:, k]
        d = (flat**2).sum(1)[:, None] + (t**2).sum(1)[None] - 2 * flat @ t.T
        shape = np.minimum(shape, np.sqrt(np.maximum(d, 0) / flat.shape[1]))
    np.fill_diagonal(shape, np.inf)
    hist = np.abs(hists[:, None] - hists[None]).sum(-1) / 2 if len(rows) < 1500 else np.full_like(shape, np.nan)
    np.fill_diagonal(hist, np.inf)
    own = np.sqrt(((flat - turned[:, 1]) ** 2).mean(1))
    parts, height = ([float(q) for q in np.percentile([r[k] for r in rows], (5, 50, 95))] for k in ("parts", "height"))
    return {
        "tiles": len(rows),
        "objects": float(np.mean([r["objects"] for r in rows])),
        "parts": parts,
        "height": height,
        "footprint": float(np.mean([r["footprint"] for r in rows])),
        "labels": float(np.mean([r["labels"] for r in rows])),
        "shape": float(np.median(shape.min(1))) if len(rows) > 1 else float("nan"),
        "closest": float(shape.min()) if len(rows) > 1 else float("nan"),
        "histogram": float(np.median(hist.min(1))) if len(rows) > 1 else float("nan"),
        "turned": float(np.median(own)),
        "kept": float(np.mean([not r["broken"] for r in rows])),
    }


def broken_rules(yard: Any, s: Any) -> list[tuple[str, str]]:
    """The rules that a plan breaks, with what breaks them."""
    import shapely

    from cityscape.grammar.recipe import KINDS

    out: list[tuple[str, str]] = []
    site, size = yard.site, yard.site.brief.size
    v, owner = s.shape.vertices[s.shape.faces].reshape(-1, 3), np.repeat(s.shape.face_part, 3)
    bad = (v[:, :2].min(1) < -1e-3) | (v[:, :2].max(1) > size + 1e-3) | (v[:, 2] < site.brief.base - 1e-3)
    out += [("inside", s.ids[k]) for k in np.unique(owner[bad])]
    areas = [p.area for p in yard.placed]
    tree = shapely.STRtree(areas)
    walked = shapely.union_all([site.areas[k] for k in ("street", "street_side", "path", "square", "pavement")])
    wide = site.areas["wide"]
    paths = [p.area for p in yard.patches if p.label == "path"]
    for lane in yard.lanes:
        way = lane
        if not wide.is_empty and lane.distance(wide) > 0.05 and not any(lane.distance(p) < 0.05 for p in paths if p is not lane):
            if lane.distance(wide) <= REACH:
                way = lane.union(shapely.shortest_line(lane, wide).buffer(0.4))
            elif site.brief.land_use != "harbour":
                out.append(("doors", f"a way ends {lane.distance(wide):.2f} m before the street"))
            elif not along_the_quay(yard, lane):
                out.append(("doors", f"no way over the quay from a door {lane.distance(wide):.2f} m from the street"))
        for k in tree.query(way):
            p = yard.placed[k]
            solid = KINDS[p.kind].category in ("building", "furniture") and p.kind not in CENTREPIECES
            if solid and areas[k].intersection(way).area > 0.15:
                out.append(("doors", f"{p.kind} stands in a way"))
    whole = shapely.union_all([walked, *(b.area for b in site.bridges)]).buffer(0.1)
    if getattr(whole, "geoms", None) is not None and len([g for g in whole.geoms if g.area > 0.5]) > 1:
        out.append(("streets", f"{len(whole.geoms)} pieces"))
    carriageway = site.areas["street"].union(site.areas["street_side"]).buffer(-0.1)
    for a, p in zip(areas, yard.placed, strict=True):
        if KINDS[p.kind].category == "building" and a.intersection(carriageway).area > 0.01:
            out.append(("carriageway", p.kind))
    for i, j in tree.query(areas, predicate="intersects").T:
        if i < j and areas[i].intersection(areas[j]).area > 0.02 * min(areas[i].area, areas[j].area) + 0.02:
            out.append(("apart", f"{yard.placed[i].kind} and {yard.placed[j].kind}"))
    return out + sockets(site, size)


def along_the_quay(yard: Any, lane: Any) -> bool:
    """Whether a person 2 `STEP` wide gets from a door over a harbour's pavement to a street."""
    import shapely

    from cityscape.grammar.recipe import KINDS

    site = yard.site
    solid = [p.area for p in yard.placed if KINDS[p.kind].category != "plant"]
    shut = shapely.union_all([*solid, site.areas["water"]]).buffer(STEP)
    open_ground = shapely.box(0, 0, site.brief.size, site.brief.size).difference(shut)
    pieces = [g for g in getattr(open_ground, "geoms", [open_ground]) if g.intersects(lane)]
    return any(g.intersects(site.areas["wide"]) for g in pieces)


def sockets(site: Any, size: float) -> list[tuple[str, str]]:
    """Crossings that are not where their borders say."""
    import shapely

    out = []
    kinds = {"street": ("street", "street_side", "path"), "path": ("street", "street_side", "path"), "river": ("water", "bank")}
    edges = {"south": (1, 0.0), "north": (1, size), "west": (0, 0.0), "east": (0, size)}
    for side, (axis, fixed) in edges.items():
        for c in site.brief.sockets[side].crossings:
            if c.kind not in kinds:
                continue
            inner = fixed + (0.05 if fixed == 0 else -0.05)
            lo, hi = c.at * size - c.width / 2, c.at * size + c.width / 2
            ends = [(lo, inner), (hi, inner)] if axis == 1 else [(inner, lo), (inner, hi)]
            line = shapely.LineString(ends)
            area = shapely.union_all([site.areas[k] for k in kinds[c.kind]])
            if abs(area.intersection(line).length - (hi - lo)) > 0.05:
                out.append(("sockets", f"{c.kind} on the {side} side"))
            wider = shapely.LineString([(e[0] - 0.3, e[1]) if axis == 1 and k == 0 else e for k, e in enumerate(ends)])
            if axis == 1 and area.intersection(wider).length > hi - lo + 0.1 and c.kind != "river":
                out.append(("sockets", f"{c.kind} on the {side} side is too wide"))
    return out


if __name__ == "__main__":
    sys.exit(main())
