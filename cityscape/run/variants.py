"""Variants: several tiles for one cell, kept beside the scene until one of them is accepted.

    variants/I_J.json      what was asked, and what the variants are
    variants/I_J.png       a contact sheet: the tile as it is and each variant, in their place among the neighbours
    variants/I_J/K.json    the K-th variant's record, as it would be in tiles/I_J.json; its assets are among the scene's

The list is removed first and written last, so what it names is there.
"""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, Callable, Sequence

from pydantic import Field, ValidationError

from cityscape.assemble import SeamReport
from cityscape.errors import InputError, SceneError
from cityscape.paint import PaintOptions
from cityscape.plan.reword import replaced
from cityscape.run import regenerate as anew
from cityscape.run.anew import AROUND, Job, made
from cityscape.run.inputs import check_workers
from cityscape.run.keeping import kept
from cityscape.run.licences import check_asked
from cityscape.run.recall import recalled
from cityscape.run.regenerate import Remade
from cityscape.run.stages import tile_seed
from cityscape.store import SceneFolder, disk
from cityscape.store.draft import Draft
from cityscape.world.brief import Brief
from cityscape.world.painting import ISO_ELEVATION, Camera
from cityscape.world.part import Thing
from cityscape.world.protocols import Painter, Sculptor
from cityscape.world.records import Cell, Record
from cityscape.world.tile import Tile

FOLDER = "variants"
MOST = 64
PANEL = (640, 480)
"""Pixels of one picture of the contact sheet."""
WIDER = 1.5
"""How many times wider it is than the tile."""


class Variant(Record):
    """One of the tiles to choose from."""

    k: int = Field(ge=1)
    record: str = Field(description="SHA-256 of its file")
    tile: Remade
    seams: SeamReport = Field(description="the borders that it would have")


class Variants(Record):
    """`variants/I_J.json`."""

    cell: Cell
    prompt: str | None = None
    keep: tuple[str, ...] = ()
    brief: Brief = Field(description="what they were made from, with a style where it is the cell's own")
    before: SeamReport = Field(description="the borders of the tile that was there")
    variants: tuple[Variant, ...]
    notes: tuple[str, ...] = ()

    def variant(self, k: int) -> Variant:
        """The k-th; raises `InputError` where there is none."""
        if not 1 <= k <= len(self.variants):
            raise InputError(f"tile {self.cell[0]},{self.cell[1]} has no variant {k}: it has 1 to {len(self.variants)}")
        return self.variants[k - 1]


class Accepted(Record):
    """What `accept` did."""

    path: str
    entry: int
    cell: Cell
    variant: int
    before: SeamReport
    after: SeamReport


def propose(
    path: str | Path,
    cell: Cell,
    count: int = 4,
    *,
    prompt: str | None = None,
    seed: int | None = None,
    keep: Sequence[str] = (),
    painter: str | Painter | None = None,
    sculptor: str | Sculptor | None = None,
    weights: str | Path | None = None,
    device: str | None = None,
    commercial: bool = False,
    paint: PaintOptions | None = None,
    workers: int | None = None,
    wait: float = 0.0,
    sheet: bool = True,
    step: Callable[[int, int], None] | None = None,
) -> Variants:
    """Make `count` tiles for a cell and keep them beside the scene, in place of the variants that it had; `accept` puts one in.

    The scene itself does not change. Arguments are those of `cityscape.run.regenerate.regenerate`; the attempts follow each
    other from `seed` on. `sheet` false makes no picture. `step` is called with (done, total), pictures included.
    """
    if not isinstance(count, int) or isinstance(count, bool) or not 1 <= count <= MOST:
        raise InputError(f"{count} variants cannot be made: give a number from 1 to {MOST}")
    processes = check_workers(workers)
    folder = SceneFolder.open(path)
    with folder.draft(wait=wait) as draft:
        (cell,) = anew.check_tiles(draft, cell, keep, worded=prompt is not None)
        crew = recalled(folder.settings, folder.path, painter=painter, sculptor=sculptor, weights=weights, device=device, paint=paint)
        check_asked(crew, commercial)
        near = _near(draft, cell)
        before = anew.touched(draft, [cell], near)
        known = read(folder.path, cell)
        first = anew.check_attempt(seed) if seed is not None else anew.next_attempt(draft, cell, [v.tile.seed for v in _all(known)])
        notes = anew.rebrief(draft, [cell], prompt)
        seeds = {tile_seed(draft.plan, cell, first + k): first + k for k in range(count)}
        old = draft.tile(cell)
        total, done = count + (count + 1 if sheet else 0), 0

        def one_more() -> None:
            nonlocal done
            done += 1
            if step is not None:
                step(done, total)

        found: dict[int, tuple[Variant, bytes]] = {}
        for new in made(draft, crew, [Job(cell, s) for s in seeds], keep=keep, workers=processes):
            tile = new.tile
            k = seeds[tile.seed] - first + 1
            text = folder.encode(tile)
            borders = anew.touched(draft, [cell], near | {cell: tile})
            found[k] = Variant(k=k, record=disk.digest(text), tile=anew.account(new, seeds[tile.seed]), seams=borders), text
            one_more()
        pictures = []
        camera = _camera(old)
        for k in [0, *sorted(found)] if sheet else []:
            pictures.append(_panel(folder.decode(found[k][1], cell, draft.plan) if k else old, near, camera))
            one_more()
        made_ = Variants(
            cell=cell,
            prompt=prompt,
            keep=tuple(keep),
            brief=_plain(draft, cell),
            before=before,
            variants=tuple(found[k][0] for k in sorted(found)),
            notes=notes,
        )
        _replace(folder.path, made_, [found[k][1] for k in sorted(found)], _sheet(pictures) if sheet else None)
    return made_


def accept(path: str | Path, cell: Cell, k: int, *, wait: float = 0.0) -> Accepted:
    """Put a variant in place of its tile, as one step of the scene's history; the variants stay.

    Raises
    ------
    InputError : there is no such variant; the tile was locked since, or an object in it that the variant does not hold, or its
        borders have changed.
    """
    folder = SceneFolder.open(path)
    with folder.draft(wait=wait) as draft:
        (cell,) = anew.check_tiles(draft, cell, (), worded=True)
        known = read(folder.path, cell)
        if known is None:
            raise InputError(_none(folder.path, cell))
        chosen = known.variant(k)
        again = f"make them anew with 'cityscape regenerate {folder.path} {cell[0]},{cell[1]} --variants {len(known.variants)}'"
        brief = draft.plan.brief(cell)
        if any(getattr(brief, w) != getattr(known.brief, w) for w in ("corners", "sockets", "size", "base")):
            raise InputError(f"the borders of tile {cell[0]},{cell[1]} have changed since its variants were made: {again}")
        if _plain(draft, cell) != known.brief:
            draft.plan = replaced(draft.plan, [known.brief])
        try:
            text = (_folder(folder.path, cell) / f"{k}.json").read_bytes()
        except OSError as e:
            raise SceneError(f"variant {k} of tile {cell[0]},{cell[1]} is missing ({e.strerror or e}): {again}") from e
        if disk.digest(text) != chosen.record:
            raise SceneError(f"variant {k} of tile {cell[0]},{cell[1]} was altered or damaged: {again}")
        tile, old = folder.decode(text, cell, draft.plan), draft.tile(cell)
        mine = {t.id: t for t in tile.things}
        for t in kept(old):
            if t.id not in mine or not _same(mine[t.id], t):
                raise InputError(f"{t.id} of tile {cell[0]},{cell[1]} was locked since its variants were made: {again}")
        things = tuple(_flagged(x, old) for x in tile.things)
        before = anew.touched(draft, [cell])
        draft.put(Tile(tile.brief, things, tile.seed, tile.painting, tile.provenance))
        after = anew.touched(draft, [cell])
        anew.check_seams(before, after)
        what = {"op": "accept", "cell": list(cell), "variant": k, "attempt": chosen.tile.attempt}
        if known.prompt is not None:
            what["prompt"] = known.prompt
        entry = draft.commit("accept", f"accepted variant {k} of {cell[0]},{cell[1]}", what=what)
    return Accepted(path=str(folder.path), entry=entry.n, cell=cell, variant=k, before=before, after=after)


def variants(path: str | Path, cell: Cell) -> Variants:
    """The variants that a cell has; raises `InputError` where it has none."""
    folder = SceneFolder.open(path)
    known = read(folder.path, cell)
    if known is None:
        raise InputError(_none(folder.path, cell))
    return known


def read(path: Path, cell: Cell) -> Variants | None:
    """The list of a cell's variants, None where there is none; raises `SceneError` for a damaged one."""
    file = _folder(path, cell).with_suffix(".json")
    try:
        return Variants.model_validate(disk.read_json(file))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except ValidationError as e:
        raise SceneError(f"{file} is damaged ({e.errors()[0]['msg']}): remove it and make the variants anew") from e


def sheet_of(path: Path, cell: Cell) -> Path:
    """Where a cell's contact sheet is."""
    return _folder(path, cell).with_suffix(".png")


# -- inside ---------------------------------------------------------------------------------------------------------------


def _folder(path: Path, cell: Cell) -> Path:
    return path / FOLDER / f"{cell[0]}_{cell[1]}"


def _all(known: Variants | None) -> tuple[Variant, ...]:
    return known.variants if known else ()


def _none(path: Path, cell: Cell) -> str:
    i, j = cell
    return f"tile {i},{j} of {path} has no variants: make some with 'cityscape regenerate {path} {i},{j} --variants 4'"


def _plain(draft: Draft, cell: Cell) -> Brief:
    """A cell's brief, with a style only where that is its own."""
    brief = draft.plan.brief(cell)
    return brief.model_copy(update={"style": None}) if brief.style == draft.plan.style else brief


def _flagged(thing: Thing, old: Tile) -> Thing:
    """An object as locked as it is in the tile that is there, where it is the same there."""
    for t in old.things:
        if t.id == thing.id and _same(thing, t):
            parts = tuple(replace(p, locked=q.locked) for p, q in zip(thing.parts, t.parts, strict=True))
            return replace(thing, locked=t.locked, parts=parts)
    return thing


def _same(a: Thing, b: Thing) -> bool:
    """Whether two objects have the same place and parts, bit by bit."""
    if (a.pose, len(a.parts)) != (b.pose, len(b.parts)):
        return False
    return all(
        (p.id, p.pose, p.material) == (q.id, q.pose, q.material)
        and p.mesh.vertices.tobytes() == q.mesh.vertices.tobytes()
        and p.mesh.faces.tobytes() == q.mesh.faces.tobytes()
        for p, q in zip(a.parts, b.parts, strict=True)
    )


def _replace(path: Path, new: Variants, texts: Sequence[bytes], sheet: bytes | None) -> None:
    """Put new variants in place of the old ones: the list goes first and comes last."""
    folder = _folder(path, new.cell)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.with_suffix(".json").unlink(missing_ok=True)
        disk.sync_folder(folder.parent)
        for file in (*folder.iterdir(), *folder.parent.glob(f"{disk.TEMP}*"), sheet_of(path, new.cell)):
            file.unlink(missing_ok=True)
    except OSError as e:
        raise SceneError(f"cannot write {folder}: {e.strerror or e}") from e
    for v, text in zip(new.variants, texts, strict=True):
        disk.write(folder / f"{v.k}.json", text)
    if sheet is not None:
        disk.write(sheet_of(path, new.cell), sheet)
    disk.write(folder.with_suffix(".json"), disk.dumps(new.model_dump(mode="json", exclude_none=True), depth=3).encode())


def _near(draft: Draft, cell: Cell) -> dict[Cell, Tile]:
    """The finished tiles round a cell."""
    cells = set(draft.plan.cells)
    around = [(cell[0] + i, cell[1] + j) for i, j in AROUND]
    return {c: draft.tile(c) for c in around if c in cells and draft.has(c)}


def _panel(tile: Tile, near: dict[Cell, Tile], camera: Camera) -> bytes:
    """A picture of a tile among its neighbours, as PNG."""
    from PIL import Image

    from cityscape.render.scene import Shot

    shot = Shot([*near.values(), tile], tile.brief.look.theme.light, "normal", "embree", False, lambda _: None)
    out = BytesIO()
    Image.fromarray(shot.take(camera)[..., :3]).save(out, "PNG")
    return out.getvalue()


def _camera(tile: Tile) -> Camera:
    """The camera of all panels: round the tile that is there, so wide that its neighbours are seen."""
    from cityscape.render.frame import fit

    camera = fit([tile], azimuth=-45.0, elevation=ISO_ELEVATION, width=PANEL[0], height=PANEL[1])
    return camera.model_copy(update={"span": WIDER * camera.span})


def _sheet(pictures: Sequence[bytes]) -> bytes:
    """The pictures beside each other under their numbers, the first as the tile that is there."""
    from math import ceil, sqrt

    from PIL import Image, ImageDraw, ImageFont

    columns = len(pictures) if len(pictures) < 4 else ceil(sqrt(len(pictures)))
    panels = [Image.open(BytesIO(data)).convert("RGB") for data in pictures]
    w, h = PANEL
    paper: Any = panels[0].getpixel((w - 1, h - 1))
    out = Image.new("RGB", (columns * w, ceil(len(panels) / columns) * h), paper)
    pen, font = ImageDraw.Draw(out), ImageFont.load_default(28)
    for k, panel in enumerate(panels):
        x, y = k % columns * w, k // columns * h
        out.paste(panel, (x, y))
        pen.text((x + 16, y + 10), str(k) if k else "as it is", fill="#202020", font=font, stroke_width=3, stroke_fill="white")
    found = BytesIO()
    out.save(found, "PNG")
    return found.getvalue()
