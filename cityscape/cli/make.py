"""What generate, resume and render have in common: folders, pictures, and the last words."""

from __future__ import annotations

import json as j
import unicodedata
from hashlib import blake2b
from pathlib import Path
from time import perf_counter
from typing import Any, Sequence

from cityscape.errors import InputError
from cityscape.run.events import Finished
from cityscape.world.tile import Scene


def slug(prompt: str) -> str:
    """A folder's name from a prompt: lower-case letters, digits and dashes, at most 48 of them."""
    plain = unicodedata.normalize("NFKD", prompt.lower()).encode("ascii", "ignore").decode()
    words = "".join(c if c.isalnum() else " " for c in plain).split()
    out = ""
    for w in words:
        if out and len(out) + 1 + len(w) > 48:
            break
        out = f"{out}-{w[:48]}" if out else w[:48]
    return out or "city-" + blake2b(prompt.encode(), digest_size=4).hexdigest()


def free_folder(out: Path | None, name: str) -> Path:
    """The folder to make, refused before any work when something is in it."""
    path = Path(slug(name)) if out is None else out
    try:
        if path.is_dir() and any(path.iterdir()):
            if (path / "scene.json").is_file():
                raise InputError(f"{path} already holds a scene: choose another folder with --out, or go on with 'cityscape resume {path}'")
            held = sorted(p.name for p in path.iterdir() if p.name != ".lock" and not p.name.startswith(".tmp-"))
            if held:
                raise InputError(f"{path} is not empty (it holds {held[0]}): choose another folder with --out")
    except OSError as e:
        raise InputError(f"cannot look into {path} ({e.strerror or e}): choose another folder with --out") from e
    return path


def draw(scene: Scene, path: Path, *, quiet: bool = True, **options: Any) -> dict[str, Any]:
    """Render a scene and tell how it went; a film shows its progress unless `quiet`."""
    from cityscape.cli.progress import counted
    from cityscape.render import render_scene

    began = perf_counter()
    with counted("film", quiet=quiet) as step:
        done = render_scene(scene, path, step=step, **options)
    height, width = done.image.shape[:2]
    return {
        "path": str(path),
        "width": width,
        "height": height,
        "frames": done.frames,
        "renderer": done.renderer,
        "notes": list(done.notes),
        "seconds": round(perf_counter() - began, 2),
    }


def finish(
    scene: Scene, folder: Path, last: Any, *, render: bool, export: bool, quiet: bool, json: bool, notes: Sequence[str] = ()
) -> None:
    """Write city.glb and city.png (of rooms room.glb and room.png) beside the scene and report.

    What is there already and still true is left alone; `notes` are told besides the plan's.
    """
    from partgen.memory import peak

    assert isinstance(last, Finished)
    began = perf_counter()
    parts = [p for t in scene.tiles.values() for _, p in t.parts()]
    stem = "room" if any(b.room is not None for b in scene.plan.briefs) else "city"
    data: dict[str, Any] = {"scene": str(folder)}
    lines = [f"scene    {folder}"]
    if export:
        from cityscape.export import export_glb

        glb = folder / f"{stem}.glb"
        if last.made or not glb.is_file():
            export_glb(scene, glb)
        data["glb"] = str(glb)
        lines.append(f"model    {glb}  ({glb.stat().st_size / 2**20:.1f} MB)")
    if render:
        png = folder / f"{stem}.png"
        if last.made or not png.is_file():
            lines += [f"note: {n}" for n in draw(scene, png)["notes"]]
        data["png"] = str(png)
        lines.append(f"picture  {png}")
    seconds = last.seconds + perf_counter() - began
    memory = max(last.peak_memory, peak())
    data |= {
        "tiles": len(scene.tiles),
        "made": last.made,
        "objects": sum(len(t.things) for t in scene.tiles.values()),
        "parts": len(parts),
        "faces": sum(len(p.mesh.faces) for p in parts),
        "theme": scene.plan.style.theme.name,
        "seed": scene.plan.seed,
        "notes": [*scene.plan.notes, *notes],
        "seconds": round(seconds, 2),
        "peak_memory": memory,
    }
    lines += [f"note: {n}" for n in notes]
    counts = f"{data['tiles']} tiles, {data['objects']:,} objects, {data['parts']:,} parts, {data['faces']:,} faces"
    lines.append(f"{counts}; {seconds:.1f} s, {memory / 2**30:.2f} GB of memory at most")
    report(data, lines, quiet=quiet, json=json)


def report(data: dict[str, Any], lines: list[str], *, quiet: bool, json: bool) -> None:
    """One JSON object, or lines, or nothing, on standard output."""
    if json:
        print(j.dumps(data, ensure_ascii=False), flush=True)
    elif not quiet:
        print("\n".join(lines), flush=True)
