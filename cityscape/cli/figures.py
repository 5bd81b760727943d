"""Figures of a scene and of a machine as lines of text."""

from __future__ import annotations

from cityscape.run.doctor import Finding
from cityscape.run.survey import Survey


def lines(s: Survey) -> list[str]:
    """A scene's survey, as `cityscape info` prints it."""
    unfinished = "" if s.complete else f" of {s.cells}: not finished, go on with 'cityscape resume {s.path}'"
    size = f"{s.tile_size:g} m"
    out = [
        f"scene      {s.path}",
        f"prompt     {s.prompt}",
        f"theme      {s.theme}, seed {s.seed}",
        f"made by    {s.backends['planner']} planner, {s.backends['painter']} painter, {s.backends['sculptor']} sculptor",
        f"licences   {', '.join(s.licences) or 'none'}; commercial use {'allowed' if s.commercial else 'NOT allowed'}"
        + (f"; models {', '.join(s.models)}" if s.models else ""),
        *_trail(s),
        f"tiles      {len(s.tiles)} of {size}{unfinished}",
        f"objects    {s.objects:,}",
        f"parts      {s.parts:,}: {s.watertight:,} watertight, {s.positive:,} with positive volume",
        f"faces      {s.faces:,}",
    ]
    if s.overlap is not None and s.tiles:
        out.append(f"overlaps   two objects of a tile share at most {100 * s.overlap:.2f} % of the smaller one's volume")
    if s.seams is not None:
        out += _seams(s.seams)
    out += [f"PROBLEM    {p}" for p in s.problems]
    return out


def _trail(s: Survey) -> list[str]:
    """Who made which tiles, step by step, with models, licences and seeds."""
    out = []
    for t in s.trails:
        cells = "all tiles" if len(t.cells) == len(s.tiles) else "tiles " + " ".join(f"{i},{j}" for i, j in t.cells)
        seeds = ("seed " if len(t.seeds) == 1 else "seeds ") + " ".join(str(x) for x in t.seeds[:4]) + " ..." * (len(t.seeds) > 4)
        out.append(f"trail      {cells}, {seeds}")
        for step in t.steps:
            models = f" with {', '.join(step.models)}" if step.models else ""
            seed = f"; seed {step.seed}" if step.seed is not None else ""
            terms = "" if step.role == "masks" and step.name == "none" else f"; {'; '.join(step.licences) or 'licence not stated'}"
            use = "" if step.commercial else "; NO commercial use"
            out.append(f"           {step.role:7} {step.name}{models}{terms}{use}{seed}")
    return out


def _seams(r: dict) -> list[str]:
    out = [
        f"borders    {len(r['borders'])}: height gap {1000 * r['height_gap']:g} mm, {r['fallen_rays']} of {r['rays']:,} rays fall through, "
        f"socket offset {r['socket_offset']:g} %"
    ]
    if r["color_across"] is not None and r["color_inside"] is not None:
        out.append(f"colour     CIE DE2000 {r['color_across']:.2f} across borders, {r['color_inside']:.2f} inside tiles")
    if r["borders"]:
        out.append("           border           gap mm  fallen  offset %  DE across  DE inside")
    for b in r["borders"]:
        (i, j), (k, m) = b["cells"]
        colors = "  ".join(f"{b[c]:9.2f}" if b[c] is not None else "        -" for c in ("color_across", "color_inside"))
        out.append(
            f"           {f'{i},{j} {k},{m}':15}  {1000 * b['height_gap']:6.2f}  {b['fallen_rays']:6}  {b['socket_offset']:8.3f}  {colors}"
        )
    return out


def findings(found: list[Finding]) -> list[str]:
    """The doctor's report, group by group."""
    mark = {"ok": "ok", "missing": "MISSING", "optional": "-"}
    out: list[str] = []
    group = ""
    for f in found:
        if f.group != group:
            group = f.group
            out += ["", group] if out else [group]
        out.append(f"  {mark[f.state]:7}  {f.name:24} {f.found}" + (f"  ({f.hint})" if f.hint else ""))
    return out
