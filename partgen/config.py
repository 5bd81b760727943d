"""Configurations of the networks: typed, frozen, one line of meaning per field.

Field names are those of the released configuration files, so that `from_release` is a check and not a translation.
Source: AUTOPARTGEN.md sections 0 and 3.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar

from partgen.errors import PartgenError

_C = TypeVar("_C")


@dataclass(frozen=True)
class VAEConfig:
    """The shape VAE: surface points to a set of latent tokens and back to a signed distance."""

    in_channels: int = 3  # coordinates of a point (normals, three more, are always read beside them)
    latent_channels: int = 64  # channels of a latent token
    num_attention_heads: int = 8  # in both halves
    width_encoder: int = 512
    width_decoder: int = 1024
    num_layers_encoder: int = 8  # self-attention blocks after the cross block
    num_layers_decoder: int = 16  # self-attention blocks before the cross block
    embed_frequency: int = 8  # octaves of the coordinate embedding
    embed_include_pi: bool = False  # whether these octaves are multiplied by pi
    latent_eval_downscale: int = 16  # surface points per latent token
    surface_sampling_chunks: int = 1  # consecutive pieces of the cloud, each with its own farthest points
    queries: int = 0  # learned, nested query tokens, of which a cloud takes the first so many; 0: its farthest points are the queries
    width_query: int = 0  # width of the block that query points pass; 0: the decoder's
    width_points: int = 0  # width in which surface points are looked at; 0: the encoder's
    lattice: int = 0  # learned queries along a side of the cube: each then has a place and looks first at what is near; 0: no places
    sight: int = 0  # width of the network that tells query points what the picture shows where they lie; 0: none

    def __post_init__(self) -> None:
        _positive(self, "in_channels", "latent_channels", "num_attention_heads", "width_encoder", "width_decoder")
        _positive(self, "embed_frequency", "latent_eval_downscale", "surface_sampling_chunks")
        _divisible(self, "width_encoder", "num_attention_heads")
        _divisible(self, "width_decoder", "num_attention_heads")
        if self.lattice and self.lattice**3 != self.queries:
            raise PartgenError(f"a lattice of {self.lattice} queries a side has {self.lattice**3} of them, not {self.queries}")

    @staticmethod
    def from_release(config: Mapping[str, Any]) -> VAEConfig:
        """The configuration with a release's key names; keys that only training used are left out."""
        unused = {"encoder_width", "latent_random_downscales", "grad_type", "grad_interval"}
        return _read(VAEConfig, config, unused)


@dataclass(frozen=True)
class DiTConfig:
    """The part diffusion transformer."""

    num_latents: int = 2048  # tokens of one part; no tensor's shape depends on it
    in_channels: int = 64  # channels of the diffused latent
    latent_dim: int = 64  # channels of the tokens in the geometry slots
    width: int = 2048
    num_layers: int = 21
    num_attention_heads: int = 16
    cross_attention_dim: int = 1024  # channels of one image's features
    token_cross_attention_layer: int = 10  # the first so many blocks look at the geometry slots
    use_part_position_embedding: bool = True  # whether slots are told apart
    mlp_encode_cond: bool = True  # whether image features pass an MLP first
    part_as_concat: bool = False  # context of one image's width instead of [whole | part] on the channels
    use_diffusion_forcing: bool = True  # whether the noise level of the history is an input
    scale_factor: float = 1.26839  # latents of the VAE times this are what is diffused
    skips: bool = True  # whether the second half of the blocks takes in the outputs of the first
    adaln: bool = False  # time and scalar conditions scale and shift the blocks (arXiv:2310.00426) instead of being a token
    prediction: str = "v"  # what the network's output is: "v", a velocity, or "x0", the clean latent
    fused: int = 0  # blocks in which picture and slots look at each other before all blocks look at them together; 0: apart, as published
    slots: int = 2  # geometry slots; fused only
    slot_latents: int = 0  # tokens of a slot; 0: as many as a part has
    levels: int = 0  # granularities that can be asked for; 0: none
    residual: bool = False  # whether the clean latent is a correction of the last slot's, where that is given
    zoom: bool = False  # whether it is told how far a window is zoomed into the whole

    def __post_init__(self) -> None:
        _positive(self, "num_latents", "in_channels", "latent_dim", "width", "num_layers", "num_attention_heads", "cross_attention_dim")
        _divisible(self, "width", "num_attention_heads")
        if self.prediction not in ("v", "x0"):
            raise PartgenError(f'prediction must be "v" or "x0", got {self.prediction!r}')
        if self.width % 2:
            raise PartgenError(f"width must be even (sines and cosines), got {self.width}")

    @property
    def context_width(self) -> int:
        """Channels of the raw image context: [whole-image features | part-image features]."""
        return self.cross_attention_dim * (1 if self.part_as_concat else 2)

    @property
    def slot_tokens(self) -> int:
        """Tokens of one geometry slot."""
        return self.slot_latents or self.num_latents

    @staticmethod
    def from_release(config: Mapping[str, Any]) -> DiTConfig:
        """The configuration with a release's key names."""
        if config.get("latent_on_spatial"):
            raise PartgenError("latent_on_spatial = true is not supported: the release's own code for it cannot run; set it to false")
        return _read(DiTConfig, config, {"latent_on_spatial"})


@dataclass(frozen=True)
class ImageConfig:
    """The image encoder: DINOv2 with registers (arXiv:2309.16588); defaults are ViT-L/14 with 4 registers."""

    size: int = 448  # pixels along a side of the prepared picture
    patch: int = 14  # pixels along a side of a patch
    width: int = 1024
    layers: int = 24
    heads: int = 16
    registers: int = 4
    table: int = 37  # patches along a side of the position table
    layer_scale: float = 1.0  # initial value only
    normed: bool = False  # whether the features are those after the final norm

    @property
    def tokens(self) -> int:
        """Feature tokens of one picture: class token, registers, patches."""
        return 1 + self.registers + (self.size // self.patch) ** 2


GUIDANCE_2048 = {"image": (0.0, 2.0), "mesh": (0.0, 2.0), "image_mesh": (0.0, 2.0), "image_mask": (5.0, 5.0), "image_mesh_mask": (5.0, 5.0)}
GUIDANCE_4096 = {**GUIDANCE_2048, "image": (2.0, 2.0), "mesh": (0.0, 3.0)}


@dataclass(frozen=True)
class CoreConfig:
    """All that a generator needs to know of its networks."""

    name: str
    vae: VAEConfig
    dit: DiTConfig
    image: ImageConfig = field(default_factory=ImageConfig)
    whole_guidance: float = 7.0  # scale of the whole object's generation
    guidance: Mapping[str, tuple[float, float]] = field(default_factory=lambda: dict(GUIDANCE_2048))  # mode -> (image, geometry)
    surface_samples: int = 500_000  # area-weighted samples of a mesh
    surface_pool: int = 65_536  # random subset of them
    surface_points: int = 32_768  # farthest points of that subset: the encoder's input; in windows, points of each cloud
    shell_points: int = 0  # in windows, points of shells and histories, where they are to be fewer, as in training; 0: `surface_points`
    shift: float = 1.0  # of the sampling times towards noise ("flow" only)
    steps: int = 50  # sampling steps of a part, unless told otherwise
    grid: int = 256  # cells along an axis of the extraction grid, unless told otherwise

    @property
    def told_points(self) -> int:
        """Points of each shell and history that is encoded in a window."""
        return self.shell_points or self.surface_points

    def __post_init__(self) -> None:
        if self.vae.latent_channels != self.dit.latent_dim:
            raise PartgenError(f"the VAE has {self.vae.latent_channels} latent channels and the DiT {self.dit.latent_dim}: they must agree")
        if self.image.width != self.dit.cross_attention_dim:
            raise PartgenError(f"image features have {self.image.width} channels, the DiT wants {self.dit.cross_attention_dim}")
        latents = self.surface_points // self.vae.latent_eval_downscale
        if self.vae.queries:
            if max(self.dit.num_latents, self.dit.slot_tokens) > self.vae.queries:
                raise PartgenError(f"the VAE has {self.vae.queries} query tokens, fewer than the DiT's parts or slots want")
        elif latents != self.dit.num_latents:
            raise PartgenError(f"{self.surface_points} surface points make {latents} latents, the DiT wants {self.dit.num_latents}")


def release_2048() -> CoreConfig:
    """The default release."""
    return CoreConfig("release_2048", VAEConfig(), DiTConfig())


def release_4096() -> CoreConfig:
    """The release with twice the latents: finer, slower; the same VAE file."""
    return CoreConfig(
        "release_4096", VAEConfig(latent_eval_downscale=8), DiTConfig(num_latents=4096), whole_guidance=7.0, guidance=dict(GUIDANCE_4096)
    )


def triposg() -> CoreConfig:
    """TripoSG (arXiv:2502.06608): one whole shape of one picture, by rectified flow; no history, no parts, DINOv2 without registers.

    Layout from the key lists of the specification, section 3.9; it has not been run with the released file by this project.
    """
    dit = DiTConfig(
        token_cross_attention_layer=0,
        use_part_position_embedding=False,
        mlp_encode_cond=False,
        part_as_concat=True,
        use_diffusion_forcing=False,
        scale_factor=1.0,
    )
    return CoreConfig("triposg", VAEConfig(), dit, ImageConfig(size=224, registers=0, normed=True))


def small() -> CoreConfig:
    """A core that two CPU cores can train and run."""
    return CoreConfig(
        "small",
        VAEConfig(
            latent_channels=16, num_attention_heads=4, width_encoder=128, width_decoder=192, num_layers_encoder=2, num_layers_decoder=4
        ),
        DiTConfig(
            num_latents=64,
            in_channels=16,
            latent_dim=16,
            width=256,
            num_layers=7,
            num_attention_heads=4,
            cross_attention_dim=128,
            token_cross_attention_layer=3,
        ),
        ImageConfig(size=112, width=128, layers=4, heads=4, table=8),
        surface_samples=16_384,
        surface_pool=4_096,
        surface_points=1_024,
    )


def tile() -> CoreConfig:
    """The embedded core: shells in windows, learned queries, a fused context; trained on a GPU in minutes, used on a CPU core."""
    vae = VAEConfig(
        latent_channels=32,
        num_attention_heads=8,
        width_encoder=256,
        width_decoder=256,
        num_layers_encoder=2,
        num_layers_decoder=4,
        embed_frequency=7,
        embed_include_pi=True,
        queries=216,
        width_query=128,
        width_points=128,
        lattice=6,
        sight=40,
    )
    dit = DiTConfig(
        num_latents=216,
        in_channels=32,
        latent_dim=32,
        width=224,
        num_layers=6,
        num_attention_heads=7,
        cross_attention_dim=96,
        token_cross_attention_layer=0,
        mlp_encode_cond=False,
        use_part_position_embedding=False,
        use_diffusion_forcing=False,
        scale_factor=1.0,
        skips=False,
        adaln=True,
        prediction="x0",
        fused=1,
        slots=3,
        slot_latents=216,
        levels=4,
        residual=True,
        zoom=True,
    )
    image = ImageConfig(size=112, width=96, layers=2, heads=4, table=8)
    return CoreConfig(
        "tile",
        vae,
        dit,
        image,
        surface_samples=8_192,
        surface_pool=8_192,
        surface_points=2_048,
        shell_points=1_024,
        shift=4.0,
        steps=1,
        grid=128,
    )


def tiny_tile() -> CoreConfig:
    """`tile` with next to no width: it learns something within a minute on one core, and nothing well; for trying things out."""
    big = tile()
    vae = replace(
        big.vae, latent_channels=8, num_attention_heads=2, width_encoder=48, width_decoder=48, num_layers_encoder=1, num_layers_decoder=1,
        embed_frequency=5, queries=27, width_query=32, width_points=32, lattice=3, sight=8,
    )  # fmt: skip
    dit = replace(
        big.dit, num_latents=27, in_channels=8, latent_dim=8, width=48, num_layers=2, num_attention_heads=2, cross_attention_dim=32,
        slot_latents=27,
    )  # fmt: skip
    image = replace(big.image, width=32, layers=1, heads=2)
    return replace(big, name="tiny", vae=vae, dit=dit, image=image, surface_points=512, shell_points=0)


PRESETS = {"tile": tile, "tiny": tiny_tile, "release_2048": release_2048, "release_4096": release_4096, "triposg": triposg, "small": small}


def preset(name: str) -> CoreConfig:
    """The preset called `name`."""
    if name not in PRESETS:
        raise PartgenError(f"no configuration is called {name!r}: choose one of {', '.join(PRESETS)}")
    return PRESETS[name]()


def _read(kind: type[_C], config: Mapping[str, Any], unused: set[str]) -> _C:
    known = {f.name: f.type for f in fields(kind)}  # type: ignore[arg-type]
    unknown = sorted(set(config) - set(known) - unused)
    if unknown:
        warnings.warn(f"{kind.__name__}: keys without a meaning here are ignored: {', '.join(unknown)}", stacklevel=3)
    values: dict[str, Any] = {}
    for key in known.keys() & config.keys():
        value, want = config[key], known[key]
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        fits = isinstance(value, {"bool": bool, "str": str}[want]) if want in ("bool", "str") else number  # type: ignore[index]
        if not fits or (want == "int" and int(value) != value):
            raise PartgenError(f"{kind.__name__}.{key} must be {want}, got {value!r}")
        values[key] = value if want in ("bool", "str") else float(value) if want == "float" else int(value)
    return kind(**values)


def _positive(config: object, *names: str) -> None:
    for name in names:
        if getattr(config, name) < 1:
            raise PartgenError(f"{name} must be positive, got {getattr(config, name)}")


def _divisible(config: object, name: str, by: str) -> None:
    if getattr(config, name) % getattr(config, by):
        raise PartgenError(f"{name} = {getattr(config, name)} cannot be split into {by} = {getattr(config, by)}")
