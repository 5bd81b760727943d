"""Checkpoints: files of named tensors, read without ever running what they contain.

``.safetensors`` is preferred.  Pickled files (``.pth``, ``.pt``, ``.bin``) go through ``torch.load(weights_only=True)``
and nothing else: one that needs code is refused.
"""

from __future__ import annotations

import hashlib
import json
import pickle
import pickletools
import warnings
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import torch
from torch import Tensor, nn

from partgen.errors import PartgenError, WeightsError
from partgen.files import whole

N = TypeVar("N", bound=nn.Module)
PICKLED = (".pth", ".pt", ".bin", ".ckpt")
DTYPES = {"float32": torch.float32, "float16": torch.float16, "bfloat16": torch.bfloat16}


def read(file: str | Path, *, device: str = "cpu") -> tuple[dict[str, Tensor], dict[str, Any]]:
    """The tensors of a checkpoint by name, and what partgen noted in it ({} in files from elsewhere).

    A mapping under the key ``model`` is the checkpoint, as in the release.
    """
    file = Path(file)
    if not file.is_file():
        raise WeightsError(f"there are no weights at {file}")
    if file.suffix == ".safetensors":
        return _read_safetensors(file, device)
    if file.suffix not in PICKLED:
        raise WeightsError(f"{file} is no checkpoint that partgen reads: give a .safetensors or a .pth file")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on the pickle's protocol
            loaded = torch.load(file, map_location=device, weights_only=True, mmap=zipfile.is_zipfile(file))
    except pickle.UnpicklingError:
        if found := _code_in(file):
            raise WeightsError(
                f"{file} holds code ({found}) besides tensors and is refused: ask its maker for a safetensors file"
            ) from None
        raise WeightsError(f"{file} is damaged or no checkpoint: download it again") from None
    except (RuntimeError, EOFError, OSError, ValueError, KeyError, IndexError, AttributeError, AssertionError):
        raise WeightsError(f"{file} is cut short or damaged ({_size(file)}): download it again") from None
    if isinstance(loaded, Mapping) and isinstance(loaded.get("model"), Mapping):
        loaded = loaded["model"]
    if not isinstance(loaded, Mapping) or not loaded or not all(isinstance(v, Tensor) for v in loaded.values()):
        raise WeightsError(f"{file} is no state dict: a mapping from names to tensors, or one under the key 'model', is expected")
    return {str(k): v for k, v in loaded.items()}, {}


def _code_in(file: Path) -> str | None:
    """The first name outside of torch that a pickle wants to import, found by reading its opcodes; nothing is run."""
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as opened:
            data = opened.read(next(name for name in opened.namelist() if name.endswith("data.pkl")))
    else:
        data = file.read_bytes()[: 1 << 24]
    strings: list[str] = []
    try:
        for op, argument, _ in pickletools.genops(data):
            if op.name in ("GLOBAL", "STACK_GLOBAL"):
                name = str(argument).replace(" ", ".") if op.name == "GLOBAL" else ".".join(strings[-2:])
                if not name.startswith(("torch.", "collections.OrderedDict", "_codecs.encode")):
                    return name
            elif isinstance(argument, str):
                strings.append(argument)
    except (ValueError, IndexError, UnicodeDecodeError):
        pass
    return None


def _read_safetensors(file: Path, device: str) -> tuple[dict[str, Tensor], dict[str, Any]]:
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(str(file), "pt", device=device) as opened:
            noted = json.loads((opened.metadata() or {}).get("partgen", "{}"))
            return {name: opened.get_tensor(name) for name in opened.keys()}, noted  # noqa: SIM118
    except (SafetensorError, OSError, ValueError) as e:
        raise WeightsError(f"{file} is cut short or damaged ({_size(file)}; {e}): download it again") from None


def write(file: str | Path, tensors: Mapping[str, Tensor], *, noted: Mapping[str, Any] | None = None) -> Path:
    """Write tensors as safetensors, whole or not at all; `noted` is kept in the header as JSON."""
    from safetensors.torch import save_file

    held = {name: value.detach().cpu().contiguous().clone() for name, value in tensors.items()}
    with whole(file) as unfinished:
        save_file(held, unfinished, metadata={"partgen": json.dumps(dict(noted or {}), sort_keys=True)})
    return Path(file)


def write_network(network: nn.Module, config: Any, file: str | Path, *, kind: str) -> Path:
    """Write a network as float16 safetensors with its kind and its shape, a dataclass, noted inside."""
    tensors = {name: value.half() for name, value in network.state_dict().items()}
    return write(file, tensors, noted={"kind": kind, "config": asdict(config)})


def read_network(file: Path, make: Callable[[dict[str, Any]], N], *, kind: str, title: str, wanted: str) -> N:
    """The network in a file that `write_network` wrote, in float32.

    make : the network of a noted shape. title : what it is called, wanted : which file to give instead, in words.
    """
    tensors, noted = read(file)
    if noted.get("kind") != kind:
        raise WeightsError(f"{file} holds no {title}: give {wanted}")
    try:
        network = make(noted["config"])
    except (KeyError, TypeError, PartgenError) as e:
        raise WeightsError(f"{file} is a {title} of another version ({e}): train or download it again") from None
    fill(network, tensors, file=file, expected=f"a {title}", dtype=torch.float32)
    return network


def fill(
    module: nn.Module, tensors: Mapping[str, Tensor], *, file: str | Path, expected: str, dtype: torch.dtype | None = None
) -> nn.Module:
    """Put a checkpoint into a module (also one on the meta device), strictly.

    Parameters
    ----------
    module : receives the tensors themselves, in evaluation mode and without gradients.
    tensors : name -> tensor; file : where they are from; expected : what was wanted, in words.
    dtype : cast floats to it; None keeps the file's.
    """
    wanted = {name: tuple(value.shape) for name, value in module.state_dict().items()}
    missing = [name for name in wanted if name not in tensors]
    unknown = [name for name in tensors if name not in wanted]
    shapes = [name for name in wanted if name in tensors and tuple(tensors[name].shape) != wanted[name]]
    if missing or unknown or shapes:
        said = [f"{len(missing)} tensors are missing ({_some(missing)})"] * bool(missing)
        said += [f"{len(unknown)} are not known ({_some(unknown)})"] * bool(unknown)
        described = [f"{name} is {tuple(tensors[name].shape)} instead of {wanted[name]}" for name in shapes]
        said += [f"{len(shapes)} have another shape ({_some(described)})"] * bool(shapes)
        raise WeightsError(f"{file} is not {expected}: " + ", ".join(said))
    cast = {name: value.to(dtype) if dtype is not None and value.is_floating_point() else value for name, value in tensors.items()}
    module.load_state_dict(cast, strict=True, assign=True)
    left = [name for name, value in [*module.named_parameters(), *module.named_buffers()] if value.is_meta]
    if left:
        raise WeightsError(f"{file} is not {expected}: {_some(left)} got no values")
    return module.eval().requires_grad_(False)


def kind(tensors: Mapping[str, Tensor]) -> str:
    """What a checkpoint is, by its names: ``dit``, ``vae`` or ``image``; raises where it is none of them."""
    if "post_quant.weight" in tensors:
        return "vae"
    if "time_proj.linear_1.weight" in tensors or "proj_in.weight" in tensors:
        return "dit"
    if "cls_token" in tensors or "embeddings.cls_token" in tensors:
        return "image"
    raise WeightsError(
        f"this checkpoint is neither a part DiT nor a shape VAE nor an image encoder: its names begin {_some(list(tensors))}"
    )


def convert(source: str | Path, out: str | Path | None = None, *, dtype: str | None = None) -> Path:
    """A checkpoint as safetensors, beside it or at `out`; its floats as ``float32``, ``float16`` or ``bfloat16`` if asked."""
    from partgen.dit import remap_triposg

    source = Path(source)
    if dtype is not None and dtype not in DTYPES:
        raise WeightsError(f"dtype {dtype!r} is not known: choose one of {', '.join(DTYPES)}")
    tensors, noted = read(source)
    what = kind(tensors)
    if what == "dit":
        tensors = remap_triposg(tensors)
    if dtype is not None:
        tensors = {name: value.to(DTYPES[dtype]) if value.is_floating_point() else value for name, value in tensors.items()}
    target = source.with_suffix(".safetensors") if out is None else Path(out)
    if target.suffix != ".safetensors":
        raise WeightsError(f"{target} does not end in .safetensors: give such a name")
    if target.exists() and target.samefile(source):
        raise WeightsError(f"{target} is the input itself: give another name with --out")
    return write(target, tensors, noted={**noted, "kind": what, "converted_from": source.name, "source_sha256": sha256(source)})


def sha256(file: str | Path) -> str:
    """The hexadecimal SHA-256 of a file."""
    total = hashlib.sha256()
    with open(file, "rb") as opened:
        while block := opened.read(1 << 22):
            total.update(block)
    return total.hexdigest()


def _size(file: Path) -> str:
    n = file.stat().st_size
    return f"{n:,} bytes" if n < 10_000_000 else f"{n / 1e6:,.0f} MB"


def _some(names: list[str], most: int = 3) -> str:
    return ", ".join(names[:most]) + (", ..." if len(names) > most else "")
