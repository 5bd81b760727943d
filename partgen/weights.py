"""Weights: which exist, what their licences allow, where their files are.

A name of the registry, a folder or a file is turned into a `Located`: the files of the three networks, their
configuration and their provenance.  Nothing is downloaded before its licence has been accepted once.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from partgen.checkpoint import sha256
from partgen.config import CoreConfig, DiTConfig, ImageConfig, VAEConfig, preset
from partgen.errors import LicenceError, PartgenError, WeightsError
from partgen.files import whole

FORMAT = 1
CONFIG = "config.json"
DEFAULT = "autopartgen"
EMBEDDED = "tile"
"""The weights that come with the package."""


@dataclass(frozen=True)
class Entry:
    """Released weights.

    Parameters
    ----------
    name : what a user calls them; title : in words.
    repository : on the Hugging Face hub; files : role (``dit``, ``vae``, ``image``, ``model``) -> file in it.
    licence, licence_url, commercial : what may be done with them and their results.
    sha256 : file -> checksum where it is known to this project; others are checked against the hub's own.
    preset : configuration of `partgen.config`, for those that make parts; sampler : which schedule they were trained for.
    """

    name: str
    title: str
    repository: str
    files: Mapping[str, str]
    licence: str
    licence_url: str
    commercial: bool
    sha256: Mapping[str, str] = field(default_factory=dict)
    preset: str | None = None
    sampler: str = "release"


_FAIR = ("FAIR Noncommercial Research License v1 (weights and everything made with them)", "https://huggingface.co/facebook/autopartgen")
REGISTRY: dict[str, Entry] = {
    entry.name: entry
    for entry in (
        Entry(
            "autopartgen",
            "AutoPartGen, 2048 latents",
            "facebook/autopartgen",
            {"dit": "autopartgen_dit.pth", "vae": "autopartgen_vae.pth"},
            *_FAIR,
            commercial=False,
            preset="release_2048",
        ),
        Entry(
            "autopartgen-4096",
            "AutoPartGen, 4096 latents",
            "facebook/autopartgen",
            {"dit": "autopartgen_dit_4096.pth", "vae": "autopartgen_vae.pth"},
            *_FAIR,
            commercial=False,
            preset="release_4096",
        ),
        Entry(
            "triposg",
            "TripoSG: whole objects, no parts",
            "VAST-AI/TripoSG",
            {
                "dit": "transformer/diffusion_pytorch_model.safetensors",
                "vae": "vae/diffusion_pytorch_model.safetensors",
                "image": "image_encoder_dinov2/model.safetensors",
            },
            "MIT",
            "https://huggingface.co/VAST-AI/TripoSG",
            commercial=True,
            preset="triposg",
            sampler="flow",
        ),
        Entry(
            "dinov2",
            "DINOv2 ViT-L/14 with registers, the image encoder of both",
            "facebook/dinov2-with-registers-large",
            {"image": "model.safetensors"},
            "Apache-2.0",
            "https://huggingface.co/facebook/dinov2-with-registers-large",
            commercial=True,
        ),
    )
}

ALIASES = {"autopartgen-2048": "autopartgen"}
"""Other names of weights."""

# names under which a network's file is looked for in a folder, the preferred first
_NAMES = {
    "dit": ("dit", "autopartgen_dit", "autopartgen_dit_4096", "transformer/diffusion_pytorch_model"),
    "vae": ("vae", "autopartgen_vae", "vae/diffusion_pytorch_model"),
    "image": ("image", "dinov2/model", "model", "dinov2_vitl14_reg4_pretrain", "image_encoder_dinov2/model"),
    "labels": ("labels",),
    "depth": ("depth",),
    "groups": ("groups",),
}
_SUFFIXES = (".safetensors", ".pth", ".pt", ".bin")


@dataclass(frozen=True)
class Located:
    """Files that make a generator: one for each network, their configuration, and where they are from."""

    dit: Path
    vae: Path
    image: Path | None
    config: CoreConfig
    sampler: str
    provenance: dict[str, Any]
    labels: Path | None = None
    depth: Path | None = None
    groups: Path | None = None


# -- places --------------------------------------------------------------------------------------------


def home() -> Path:
    """Where partgen keeps downloads and accepted licences: ``$PARTGEN_HOME``, else the user's cache folder."""
    if given := os.environ.get("PARTGEN_HOME"):
        return Path(given)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "partgen"


def embedded() -> Path:
    """The folder of the weights that come with the package."""
    folder = Path(__file__).parent / "weights"
    if not (folder / CONFIG).is_file():
        raise WeightsError(f"this copy of partgen came without its embedded weights ({folder / CONFIG} is missing): install it again")
    return folder


def entry(name: str) -> Entry:
    """The registry's entry of a name."""
    name = ALIASES.get(name, name)
    if name not in REGISTRY:
        raise WeightsError(f"no weights are called {name!r}: known are {', '.join(REGISTRY)}; or give a folder or a file")
    return REGISTRY[name]


def locate(weights: str | Path = DEFAULT, *, accept_licence: bool = False, download: bool = True) -> Located:
    """Find weights.

    Parameters
    ----------
    weights : a name of the registry; a folder with ``dit``, ``vae`` and ``image`` files (.safetensors or .pth, also under
        the release's names) and, unless they are the release's, ``config.json``; or the DiT's file in such a folder.
    accept_licence : the user accepts the licence of what is to be downloaded.
    download : whether missing files of a registered name may be fetched.
    """
    if str(weights) == EMBEDDED:
        return _in_folder(embedded())
    weights = ALIASES.get(weights, weights) if isinstance(weights, str) else weights
    path = Path(weights).expanduser()
    if path.is_dir():
        return _in_folder(path)
    if path.is_file():
        return _in_folder(path.parent, dit=path)
    if isinstance(weights, Path) or path.suffix or len(path.parts) != 1 or str(weights) not in REGISTRY:
        if isinstance(weights, str) and len(path.parts) == 1 and not path.suffix:
            entry(weights)
        raise WeightsError(f"there are no weights at {weights}: give a folder, a file, or one of {', '.join(REGISTRY)}")
    chosen = entry(str(weights))
    if chosen.preset is None:
        raise WeightsError(f"{chosen.name} ({chosen.title}) makes no parts: choose one of {', '.join(_makers())}")
    files = {**fetch(chosen, accept_licence=accept_licence, download=download)}
    if "image" not in chosen.files:
        files |= fetch(entry("dinov2"), accept_licence=accept_licence, download=download)
    return Located(files["dit"], files["vae"], files["image"], preset(chosen.preset), chosen.sampler, provenance(chosen))


def _makers() -> list[str]:
    return [name for name, one in REGISTRY.items() if one.preset]


def _in_folder(folder: Path, *, dit: Path | None = None) -> Located:
    dit = dit or _file(folder, "dit")
    vae = _file(folder, "vae")
    missing = [name for name, file in (("dit", dit), ("vae", vae)) if file is None]
    if dit is None or vae is None:
        raise WeightsError(
            f"{folder} has no {' and no '.join(missing)} weights: expected are dit.safetensors and vae.safetensors,"
            " or the release's autopartgen_dit.pth and autopartgen_vae.pth"
        )
    given = folder / CONFIG
    if given.is_file():
        config, sampler, said = read_config(given)
    elif dit.parent.name == "transformer":
        config, sampler, said = preset("triposg"), "flow", provenance(REGISTRY["triposg"])
    else:
        large = "4096" in dit.name
        config, sampler = preset("release_4096" if large else "release_2048"), "release"
        said = provenance(REGISTRY["autopartgen-4096" if large else "autopartgen"]) if dit.name.startswith("autopartgen_") else {}
    image = _file(folder, "image")
    if image is None and not given.is_file():
        image = cached(REGISTRY["dinov2"]).get("image")
    unknown = {"weights": folder.resolve().name, "licence": "not stated", "commercial": None, "source": "local folder"}
    others = {role: _file(folder, role) for role in ("labels", "depth", "groups")}
    return Located(dit, vae, image, config, sampler, {**unknown, **said}, **others)


def _file(folder: Path, role: str) -> Path | None:
    tried = (folder / f"{mark}{name}{suffix}" for suffix in _SUFFIXES for name in _NAMES[role] for mark in ("", f"{EMBEDDED}-"))
    return next((file for file in tried if file.is_file()), None)


def provenance(one: Entry) -> dict[str, Any]:
    """What is written beside everything that weights make."""
    return {"weights": one.name, "source": one.repository, "licence": one.licence, "commercial": one.commercial}


# -- configuration files -------------------------------------------------------------------------------


def write_config(file: Path, config: CoreConfig, *, sampler: str = "release", provenance: Mapping[str, Any] | None = None) -> None:
    """Write ``config.json`` of a weights folder."""
    data = {"format": FORMAT, "sampler": sampler, "provenance": dict(provenance or {}), **asdict(config)}
    data["guidance"] = {mode: list(scales) for mode, scales in config.guidance.items()}
    file.write_text(json.dumps(data, indent=1, sort_keys=True) + "\n")


def read_config(file: Path) -> tuple[CoreConfig, str, dict[str, Any]]:
    """Configuration, sampler (``release`` or ``flow``) and provenance from ``config.json``."""
    try:
        data = json.loads(file.read_text())
        if data.pop("format") != FORMAT:
            raise WeightsError(f"{file} is of another version than this partgen reads ({FORMAT})")
        sampler, said = data.pop("sampler", "release"), data.pop("provenance", {})
        data["guidance"] = {mode: (float(i), float(g)) for mode, (i, g) in data["guidance"].items()}
        parts = {"vae": VAEConfig(**data.pop("vae")), "dit": DiTConfig(**data.pop("dit")), "image": ImageConfig(**data.pop("image"))}
        config = CoreConfig(**parts, **data)  # type: ignore[arg-type]
    except PartgenError:
        raise
    except (ValueError, TypeError, KeyError, AttributeError) as e:
        raise WeightsError(f"{file} is no configuration of partgen weights ({type(e).__name__}: {e})") from None
    if sampler not in ("release", "flow"):
        raise WeightsError(f"{file} asks for the sampler {sampler!r}: 'release' and 'flow' are known")
    return config, sampler, said


# -- licences and downloads ----------------------------------------------------------------------------


def accepted(one: Entry) -> bool:
    """Whether the user has accepted this licence before."""
    try:
        return json.loads((home() / "licences.json").read_text()).get(one.repository) == one.licence
    except (OSError, ValueError, AttributeError):
        return False


def accept(one: Entry) -> None:
    """Remember that the user accepts a licence."""
    file = home() / "licences.json"
    try:
        known = json.loads(file.read_text())
    except (OSError, ValueError):
        known = {}
    with whole(file) as unfinished:
        unfinished.write_text(json.dumps({**known, one.repository: one.licence}, indent=1, sort_keys=True) + "\n")


def terms(one: Entry) -> str:
    """The licence in one sentence."""
    use = "commercial use allowed" if one.commercial else "NO commercial use"
    return f"{one.title}: {one.licence}, {use}, {one.licence_url}"


def cached(one: Entry) -> dict[str, Path]:
    """The files of an entry that are on this machine, by role."""
    folder = home() / "weights" / one.repository.replace("/", "__")
    found: dict[str, Path] = {}
    for role, name in one.files.items():
        tried = (folder / name, (folder / name).with_suffix(".safetensors"))
        file = next((f for f in reversed(tried) if f.is_file()), None)
        if file is not None:
            found[role] = file
    return found


def fetch(one: Entry, *, accept_licence: bool = False, download: bool = True) -> dict[str, Path]:
    """The files of an entry by role; those that are not here are downloaded, going on where an earlier download stopped."""
    found = cached(one)
    missing = {role: name for role, name in one.files.items() if role not in found}
    if not missing:
        return found
    if not download:
        raise WeightsError(f"the weights '{one.name}' are not on this machine: run 'python -m partgen weights {one.name} --accept-licence'")
    if not accepted(one):
        if not accept_licence:
            raise LicenceError(
                f"the weights '{one.name}' are not here yet and want their licence accepted once: {terms(one)}; add --accept-licence"
            )
        accept(one)
    folder = home() / "weights" / one.repository.replace("/", "__")
    return {**found, **{role: _download(one, name, folder) for role, name in missing.items()}}


def _download(one: Entry, name: str, folder: Path) -> Path:
    import huggingface_hub as hub

    try:
        etag = hub.get_hf_file_metadata(hub.hf_hub_url(one.repository, name)).etag or ""
        file = Path(hub.hf_hub_download(one.repository, name, local_dir=folder))
    except Exception as e:  # the hub's errors are many: no network, gated, gone
        said = str(e).strip().splitlines() or [type(e).__name__]
        raise WeightsError(
            f"{name} of {one.repository} could not be downloaded ({type(e).__name__}: {said[0]}); the files can also be given as a folder"
        ) from None
    expected = one.sha256.get(name) or (etag if len(etag) == 64 else None)
    if expected is not None and sha256(file) != expected:
        file.unlink()
        raise WeightsError(
            f"{name} of {one.repository} is not the file it should be (its SHA-256 differs from {expected[:12]}...): download it again"
        )
    return file
