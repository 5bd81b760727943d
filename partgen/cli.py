"""The command line of partgen: ``python -m partgen parts chair.png --out chair``; `cityscape parts` is the same function."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from partgen.errors import Cancelled, PartgenError

if TYPE_CHECKING:
    from partgen.autoregress import Options
    from partgen.background import Background
    from partgen.generator import PartGenerator
    from partgen.output import Output
    from partgen.state import RunState

app = typer.Typer(
    help="Images, masks or meshes in; 3D parts out.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    no_args_is_help=True,
)

PICTURES = {".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff", ".gif", ".avif"}


def main(arguments: list[str] | None = None) -> None:
    """Run a command and leave: 0 done, 2 bad input, 130 stopped."""
    try:
        code = app(arguments, prog_name="partgen", standalone_mode=False)
    except PartgenError as e:
        code = _say(str(e), 2)
    except (KeyboardInterrupt, Cancelled):
        code = _say("stopped", 130)
    except Exception as e:
        if type(e).__name__ == "Abort":
            code = _say("stopped", 130)
        elif not hasattr(e, "format_message"):
            raise
        else:
            code = _say(f"{e.format_message().rstrip('.') or 'a command is missing'}: see python -m partgen --help", 2)
    sys.exit(code if isinstance(code, int) else 0)


def _say(text: str, code: int) -> int:
    print(f"partgen: {' '.join(text.split())}", file=sys.stderr, flush=True)
    return code


@app.command()
def parts(
    source: Annotated[Path | None, typer.Argument(metavar="IMAGE|MESH", help="a picture of an object, or a mesh of it")] = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="new folder for the parts")] = Path("parts"),
    image: Annotated[Path | None, typer.Option("--image", help="a picture beside the mesh")] = None,
    mask: Annotated[Path | None, typer.Option("--mask", help="indexed mask of the picture: 0 background, each other value a part")] = None,
    weights: Annotated[str, typer.Option("--weights", "-w", help="a known name, a folder or a file")] = "autopartgen",
    seed: Annotated[int, typer.Option("--seed", "-s", help="another number, other parts")] = 0,
    max_parts: Annotated[int, typer.Option("--max-parts", help="no more parts than this (without a mask)")] = 40,
    grid: Annotated[
        int | None, typer.Option("--grid", help="cells along an axis of the extraction grid, a power of two; default: the weights' own")
    ] = None,
    steps: Annotated[int | None, typer.Option("--steps", help="sampling steps of each part; default: the weights' own")] = None,
    retries: Annotated[int, typer.Option("--retries", help="further tries for a part that is empty or a duplicate")] = 3,
    duplicate_threshold: Annotated[
        float, typer.Option("--duplicate-threshold", help="overlap above which a part is a duplicate; 1: never")
    ] = 0.3,
    image_scale: Annotated[float | None, typer.Option("--image-scale", help="guidance of the picture; default: the weights' own")] = None,
    geometry_scale: Annotated[float | None, typer.Option("--geometry-scale", help="guidance of whole and earlier parts")] = None,
    whole_scale: Annotated[float | None, typer.Option("--whole-scale", help="guidance of the whole object's generation")] = None,
    max_faces: Annotated[int, typer.Option("--max-faces", help="a part has no more faces; 0: no limit")] = 50_000,
    smooth: Annotated[int, typer.Option("--smooth", help="rounds of Taubin smoothing")] = 0,
    no_post: Annotated[bool, typer.Option("--no-post", help="neither simplify nor drop floaters")] = False,
    grounded: Annotated[bool, typer.Option("--grounded", help="drop what neither stands on the ground nor touches what does")] = False,
    background: Annotated[str, typer.Option("--background", help="who cuts the object out: alpha, rembg, birefnet, rmbg-1.4")] = "alpha",
    trust_remote_code: Annotated[
        bool, typer.Option("--trust-remote-code", help="let birefnet or rmbg-1.4 run the code that its repository brings")
    ] = False,
    device: Annotated[str | None, typer.Option("--device", help="cpu, cuda, cuda:1; default: a GPU if there is one")] = None,
    dtype: Annotated[str | None, typer.Option("--dtype", help="float32, bfloat16 or float16")] = None,
    offload: Annotated[bool, typer.Option("--offload", help="keep idle networks on the CPU, for small cards")] = False,
    compat: Annotated[str | None, typer.Option("--compat", help="'release': the release's seeds and rules")] = None,
    accept_licence: Annotated[bool, typer.Option("--accept-licence", help="accept the licence of weights to download")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="go on with the run that was stopped in --out")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="print nothing but errors")] = False,
    json: Annotated[bool, typer.Option("--json", help="print the record as JSON on standard output")] = False,
) -> None:
    """Make the parts of one object.

    Leaves part_000.glb, part_001.glb, ... as they are made, then combined.glb and parts.json.
    """
    from partgen.autoregress import Options
    from partgen.background import background as cutter
    from partgen.output import Output

    given = _inputs(source, image, mask, resume=resume)
    options = Options(
        image_scale=image_scale,
        geometry_scale=geometry_scale,
        whole_scale=whole_scale,
        steps=50 if steps is None else steps,
        max_parts=max_parts,
        grid=256 if grid is None else grid,
        retries=retries,
        duplicate_threshold=duplicate_threshold if duplicate_threshold < 1 else None,
        postprocess=not no_post,
        max_faces=max_faces or None,
        smooth=smooth,
        compat=compat,  # type: ignore[arg-type]
    )
    folder = Output(out, resume=resume)
    told = _Teller(quiet=quiet)
    try:
        from partgen.generator import load

        maker = load(weights, device, dtype=dtype, offload=offload, accept_licence=accept_licence)
        own = maker.config
        options = replace(options, steps=own.steps if steps is None else steps, grid=own.grid if grid is None else grid)
        cut = cutter(background, device=str(maker.device), trust_remote_code=trust_remote_code)
        state = _make(maker, folder, given, options, seed=seed, cut=cut, resume=resume, told=told)
    except PartgenError:
        if not any(out.iterdir()):
            out.rmdir()
        raise
    written = _finish(maker, folder, state, background=background, grounded=grounded, told=told)
    if json:
        print(written.read_text(), end="")


def _inputs(source: Path | None, image: Path | None, mask: Path | None, *, resume: bool) -> dict[str, Any]:
    """Everything that was given, read and checked before any weights are."""
    from partgen.autoregress import mode_of
    from partgen.image import check_mask, load_image, load_mask
    from partgen.mesh import load_mesh

    files: dict[str, Path] = {}
    if source is not None:
        role = "image" if source.suffix.lower() in PICTURES else "mesh"
        if role == "image" and image is not None:
            raise PartgenError(f"two pictures are given, {source} and {image}: give a mesh and --image, or one picture")
        files[role] = source
    if image is not None:
        files["image"] = image
    if mask is not None:
        files["mask"] = mask
    if resume and not files:
        return {}
    mode_of(image="image" in files, mesh="mesh" in files, mask="mask" in files)
    read: dict[str, Any] = {role: {"image": load_image, "mask": load_mask, "mesh": load_mesh}[role](file) for role, file in files.items()}
    if "mask" in read:
        check_mask(read["mask"], read["image"].size)
    return {"files": files, **read}


def _make(
    maker: PartGenerator,
    folder: Output,
    given: dict[str, Any],
    options: Options,
    *,
    seed: int,
    cut: Background,
    resume: bool,
    told: _Teller,
) -> RunState:
    """Run the generator into the folder; stopped by Ctrl-C it leaves its state there."""
    from partgen.checkpoint import sha256

    making = maker.generate(
        **{role: given.get(role) for role in ("image", "mask", "mesh")},
        seed=seed,
        options=options,
        remove_background=cut,
        callback=told.progress,
        resume=folder.state_file if resume else None,
    )
    state = making.state
    state.notes |= {role: {"file": file.name, "sha256": sha256(file)} for role, file in given.get("files", {}).items()}
    try:
        for part in making:
            file = folder.add(part)
            folder.save(state)
            told.line(f"{file}  {len(part.mesh.faces):,} faces")
    except KeyboardInterrupt:
        folder.save(state)
        told.line(f"the run is kept: --resume --out {folder.folder} goes on with it")
        raise
    return state


def _finish(maker: PartGenerator, folder: Output, state: RunState, *, background: str, grounded: bool, told: _Teller) -> Path:
    """Write what can only be written at the end."""
    from partgen.background import CHOICES
    from partgen.generator import to_input_frame
    from partgen.output import record

    if grounded:
        folder.ground(state)
    made = [to_input_frame(part, state) for part in state.parts]
    said = {**maker.provenance}
    if (choice := CHOICES[background]).name != "alpha" and "image" in state.mode:
        said["background"] = {"by": choice.name, "licence": choice.licence, "commercial": choice.commercial}
        if not choice.commercial:
            said["commercial"] = False
    written = folder.finish(made, record(made, state, provenance=said, inputs=state.notes))
    terms: dict[Any, str] = {True: "commercial use allowed", False: "NO commercial use"}
    use = terms.get(said.get("commercial"), "commercial use not stated")
    told.line(f"{len(made)} parts in {folder.folder}  (weights: {said.get('licence', 'not stated')}; {use})")
    return written


class _Teller:
    """Lines on standard error, and where that is a terminal a counter of steps."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet, self.live = quiet, sys.stderr.isatty() and not quiet

    def progress(self, p: Any) -> None:
        if self.live:
            text = (
                f"{p.stage} {p.part}"
                + (f", try {p.attempt + 1}" if p.attempt else "")
                + (f": step {p.step} of {p.steps}" if p.steps else "")
            )
            print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)

    def line(self, text: str) -> None:
        if not self.quiet:
            print(("\r\x1b[K" if self.live else "") + text, file=sys.stderr, flush=True)


@app.command()
def convert(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="a released .pth, or any checkpoint")],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="default: the same name with .safetensors")] = None,
    dtype: Annotated[str | None, typer.Option("--dtype", help="float32, float16 or bfloat16")] = None,
) -> None:
    """Turn a checkpoint into safetensors."""
    from partgen.checkpoint import convert as run

    made = run(source, out, dtype=dtype)
    print(f"{made}  {made.stat().st_size / 1e6:,.1f} MB")


@app.command("weights")
def weights_command(
    name: Annotated[str | None, typer.Argument(help="fetch these")] = None,
    accept_licence: Annotated[bool, typer.Option("--accept-licence", help="accept their licence")] = False,
    random: Annotated[Path | None, typer.Option("--random", help="write a folder of tiny random weights, to try things out")] = None,
) -> None:
    """List the weights that are known, with their licences; or fetch some."""
    from partgen import weights as w

    if random is not None:
        from partgen.generator import write_random

        print(write_random(random))
    elif name is not None:
        for role, file in w.fetch(w.entry(name), accept_licence=accept_licence).items():
            print(f"{role}  {file}")
    else:
        for one in w.REGISTRY.values():
            here = "here" if len(w.cached(one)) == len(one.files) else "not here"
            print(f"{one.name:18}{here:10}{w.terms(one)}")
