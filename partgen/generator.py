"""The generator: pictures, masks and meshes in, parts out, one after the other.

maker = partgen.load("autopartgen", "cuda")
for part in maker.generate(image="chair.png", seed=7):
    part.mesh.export(f"{part.index}.glb")
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import torch

from partgen import checkpoint, weights
from partgen import state as states
from partgen.autoregress import Options, Part, loop, mode_of
from partgen.background import Background, background
from partgen.batch import drive
from partgen.condition import ImageEncoder
from partgen.config import CoreConfig
from partgen.dit import PartDiT, remap_triposg
from partgen.errors import PartgenError, WeightsError
from partgen.image import Prepared, load_image, load_mask, prepare
from partgen.state import RunState
from partgen.vae import ShapeVAE
from partgen.worker import Callback, Hosted, Networks, Session

if TYPE_CHECKING:
    import trimesh


@dataclass(frozen=True, eq=False)
class Inputs:
    """One object to be made of parts; at least an image or a mesh.

    Parameters
    ----------
    image : path, PIL picture or uint8 array; its alpha, if it has one, frames it.
    mask : path, PIL picture or (h, w) integers of the image's shape: 0 the background, every other value a part.
    mesh : path or trimesh mesh or scene, in any frame and size.
    seed : int.
    """

    image: Any = None
    mask: Any = None
    mesh: Any = None
    seed: int = 0


@dataclass(frozen=True, eq=False)
class Ready:
    """Inputs as the networks want them: the framed picture, and the mesh in partgen's frame."""

    picture: Prepared | None = None
    mesh: Any = None


class Making(Iterator[Part]):
    """Parts of one object as they are made; ``state`` is the run, which can be saved and gone on with at any time."""

    def __init__(self, parts: Iterator[Part], state: RunState) -> None:
        self._parts, self.state = parts, state

    def __next__(self) -> Part:
        return next(self._parts)


class PartGenerator(Hosted):
    """Makes parts with three networks.

    Parameters
    ----------
    networks : the networks and where they run.
    provenance : what is known of the weights: name, source, licence, commercial.
    """

    def __init__(self, networks: Networks, *, provenance: Mapping[str, Any] | None = None) -> None:
        self.networks = networks
        self.provenance = dict(provenance or {})

    def generate(
        self,
        image: Any = None,
        mask: Any = None,
        mesh: Any = None,
        seed: int = 0,
        *,
        options: Options | None = None,
        remove_background: str | Background = "alpha",
        callback: Callback | None = None,
        resume: RunState | str | Path | None = None,
        **changes: Any,
    ) -> Making:
        """Make the parts of one object.

        Parameters
        ----------
        image, mask, mesh, seed : see `Inputs`; they say the mode: image, mesh, image and mesh, either with a mask of the image.
        options : see `Options`; single ones can be given by name: ``max_parts=8``.
        remove_background : "alpha" takes the picture as it is; else a name of `partgen.background`, or a callable.
        callback : called with a `partgen.worker.Progress` after every sampling step; returning False stops the run with
            `partgen.Cancelled`, whose ``state`` can be resumed.
        resume : a state, or the file of one, to go on with; inputs and options are then the state's.

        Yields
        ------
        Part with a mesh in the input mesh's frame and scale; in partgen's (y up, [-1, 1]^3) where there was none.
        Equal inputs, seed and options give equal parts.
        """
        if resume is not None:
            state = resume if isinstance(resume, RunState) else states.load(resume)
            if any(given is not None for given in (image, mask, mesh)):
                state.inputs = self._read(Inputs(image, mask, mesh), state.options, remove_background)[0]
        else:
            state = self.begin(Inputs(image, mask, mesh, seed), options=_options(options, changes), remove_background=remove_background)
        return Making((part for _, part in self._drive([state], callback)), state)

    def batch(
        self,
        objects: Sequence[Inputs | RunState],
        *,
        options: Options | None = None,
        remove_background: str | Background = "alpha",
        callback: Callback | None = None,
        **changes: Any,
    ) -> Iterator[tuple[int, Part]]:
        """Make several objects in lockstep, each with its own history and end; yields (place in `objects`, part) as they are made.

        Each object gets the parts that it would get alone (up to the rounding of larger batches).
        """
        chosen = _options(options, changes)
        begun = [
            one if isinstance(one, RunState) else self.begin(one, options=chosen, remove_background=remove_background) for one in objects
        ]
        return self._drive(begun, callback)

    def begin(self, inputs: Inputs, *, options: Options | None = None, remove_background: str | Background = "alpha") -> RunState:
        """The state before anything is made: inputs read and checked, guidance chosen."""
        chosen = options or Options()
        mode = mode_of(image=inputs.image is not None, mesh=inputs.mesh is not None, mask=inputs.mask is not None)
        ready, centre, size = self._read(inputs, chosen, remove_background)
        scales = self.networks.config.guidance.get(mode, (0.0, 2.0))
        return RunState(
            mode,
            int(inputs.seed),
            chosen,
            image_scale=scales[0] if chosen.image_scale is None else chosen.image_scale,
            geometry_scale=scales[1] if chosen.geometry_scale is None else chosen.geometry_scale,
            whole_scale=self.networks.config.whole_guidance if chosen.whole_scale is None else chosen.whole_scale,
            labels=ready.picture.labels if ready.picture is not None else (),
            centre=centre,
            size=size,
            inputs=ready,
        )

    def _read(self, inputs: Inputs, options: Options, remove: str | Background) -> tuple[Ready, tuple[float, float, float], float]:
        from partgen.mesh import load_mesh, normalise

        picture, shape, centre, size = None, None, (0.0, 0.0, 0.0), 1.0
        mask = None if inputs.mask is None else load_mask(inputs.mask)
        if inputs.image is not None:
            cut = background(remove, device=str(self.networks.device)) if isinstance(remove, str) else remove
            picture = prepare(cut(load_image(inputs.image)), mask, size=self.networks.config.image.size, compat=options.compat)
        if inputs.mesh is not None:
            shape, frame = normalise(load_mesh(inputs.mesh))
            centre, size = frame.centre, frame.size
        return Ready(picture, shape), centre, size

    def _drive(self, begun: Sequence[RunState], callback: Callback | None) -> Iterator[tuple[int, Part]]:
        from partgen.metrics import duplicate_score

        session = Session(self.networks, callback, {id(state): i for i, state in enumerate(begun)})
        loops = [
            loop(state, score=partial(duplicate_score, compat=state.options.compat), clean=partial(_clean, options=state.options))
            for state in begun
        ]
        for i, part in drive(loops, begun, session):
            yield i, to_input_frame(part, begun[i])


def to_input_frame(part: Part, state: RunState) -> Part:
    """The part with its mesh in the frame of the run's input mesh."""
    mesh = part.mesh.copy()
    mesh.vertices = np.asarray(mesh.vertices) * state.size + np.asarray(state.centre)
    return replace(part, mesh=mesh)


def _clean(mesh: trimesh.Trimesh, *, options: Options) -> trimesh.Trimesh:
    from partgen.mesh import clean

    return clean(mesh, max_faces=options.max_faces, smooth=options.smooth) if options.postprocess else mesh


def _options(options: Options | None, changes: Mapping[str, Any]) -> Options:
    unknown = sorted(set(changes) - set(Options.__dataclass_fields__))
    if unknown:
        raise PartgenError(f"there is no option {unknown[0]!r}: known are {', '.join(Options.__dataclass_fields__)}")
    return replace(options or Options(), **changes)


# -- loading -------------------------------------------------------------------------------------------


def load(
    weights_or_name: str | Path = weights.DEFAULT,
    device: str | torch.device | None = None,
    *,
    dtype: str | torch.dtype | None = None,
    offload: bool = False,
    compile: bool = False,
    accept_licence: bool = False,
) -> PartGenerator:
    """A generator with weights.

    Parameters
    ----------
    weights_or_name : a name of `partgen.weights.REGISTRY`, a folder or a file; see `partgen.weights.locate`.
    device : where it runs; None: a GPU if there is one.
    dtype : of the weights: "float32", "bfloat16", "float16"; None: bfloat16 on a GPU, float32 elsewhere.
    offload : keep each network on the CPU while it is not in use, for GPUs with little memory.
    compile : pass the DiT through `torch.compile`; the first part takes longer, the others less.
    accept_licence : the user accepts the licence of weights that are to be downloaded.
    """
    place = torch.device(device or ("cuda" if torch.cuda.is_available() else "cpu"))
    if isinstance(dtype, str) and dtype not in checkpoint.DTYPES:
        raise PartgenError(f"dtype {dtype!r} is not known: choose one of {', '.join(checkpoint.DTYPES)}")
    kind = checkpoint.DTYPES[dtype] if isinstance(dtype, str) else dtype or (torch.bfloat16 if place.type == "cuda" else torch.float32)
    found = weights.locate(weights_or_name, accept_licence=accept_licence)
    if found.config.dit.fused:
        from partgen.windowed import embedded

        return embedded(found, device=place)  # type: ignore[return-value]
    if found.image is None:
        raise WeightsError(
            f"{found.dit.parent} has no image encoder: put image.safetensors (or DINOv2's model.safetensors) there,"
            " or run 'python -m partgen weights dinov2 --accept-licence'"
        )
    config = found.config
    with torch.device("meta"):
        dit, vae = PartDiT(config.dit), ShapeVAE(config.vae)
    tensors = remap_triposg(checkpoint.read(found.dit)[0])
    checkpoint.fill(dit, tensors, file=found.dit, expected=f"the part DiT of {config.name}", dtype=kind)
    checkpoint.fill(vae, checkpoint.read(found.vae)[0], file=found.vae, expected=f"the shape VAE of {config.name}", dtype=kind)
    encoder = ImageEncoder(config.image)
    try:
        encoder.load_weights(checkpoint.read(found.image)[0])
    except WeightsError as e:
        raise WeightsError(f"{found.image}: {e}") from None
    encoder.to(kind).requires_grad_(False)
    sampler: Literal["release", "flow"] = "flow" if found.sampler == "flow" else "release"
    networks = Networks(dit, vae, encoder, config, sampler=sampler, device=place, offload=offload)
    if compile:
        networks.denoise = torch.compile(dit.denoise)
    files = {"dit": found.dit, "vae": found.vae, "image": found.image}
    sizes = {role: {"file": file.name, "bytes": file.stat().st_size} for role, file in files.items()}
    if not config.dit.token_cross_attention_layer:
        from partgen.whole import WholeGenerator

        return WholeGenerator(networks, {**found.provenance, "files": sizes})  # type: ignore[return-value]
    return PartGenerator(networks, provenance={**found.provenance, "files": sizes})


def write_random(folder: str | Path, config: Any = None, *, seed: int = 0) -> Path:
    """A weights folder whose networks have random weights: to try everything around them, they know nothing.

    config : a `partgen.config.CoreConfig`; None: a tiny one that a CPU runs in a moment.
    """
    config = config or tiny()
    folder = Path(folder)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        networks = {"dit": PartDiT(config.dit), "vae": ShapeVAE(config.vae), "image": ImageEncoder(config.image).dino}
    for name, module in networks.items():
        checkpoint.write(folder / f"{name}.safetensors", module.state_dict(), noted={"kind": name, "random_seed": seed})
    said = {"weights": f"random-{config.name}", "licence": "none: random numbers", "commercial": True, "source": "partgen.write_random"}
    flow = config.dit.fused or not config.dit.token_cross_attention_layer
    weights.write_config(folder / weights.CONFIG, config, sampler="flow" if flow else "release", provenance=said)
    return folder


def tiny(*, whole: bool = False) -> Any:
    """The smallest configuration that has every kind of layer; `whole`: in the layout of `partgen.config.triposg`."""
    from partgen.config import DiTConfig, ImageConfig, VAEConfig

    vae = VAEConfig(
        latent_channels=8, num_attention_heads=2, width_encoder=32, width_decoder=32, num_layers_encoder=1, num_layers_decoder=1
    )
    dit = DiTConfig(
        num_latents=16,
        in_channels=8,
        latent_dim=8,
        width=32,
        num_layers=5,
        num_attention_heads=2,
        cross_attention_dim=16,
        token_cross_attention_layer=2,
    )
    image = ImageConfig(size=28, width=16, layers=2, heads=2, table=2)
    if whole:
        dit = replace(
            dit, token_cross_attention_layer=0, use_part_position_embedding=False, mlp_encode_cond=False, part_as_concat=True,
            use_diffusion_forcing=False, scale_factor=1.0,
        )  # fmt: skip
        image = replace(image, registers=0, normed=True)
    return CoreConfig("tiny_whole" if whole else "tiny", vae, dit, image, surface_samples=2048, surface_pool=1024, surface_points=256)
