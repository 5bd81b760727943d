"""The state of a run: all that is needed to go on with it, in memory or in a file."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from partgen.autoregress import Mode, Options, Part
from partgen.errors import PartgenError
from partgen.files import whole

_FORMAT = 1
_TENSORS = ("image", "dropped", "whole", "history", "latent")


@dataclass
class Sampling:
    """A sampling run that stands after step `k`: its state x and last belief x0, (n, c) each."""

    k: int
    x: Tensor
    x0: Tensor


@dataclass
class RunState:
    """One object in the making.

    Parameters
    ----------
    mode, seed, options : what was asked for.
    image_scale, geometry_scale, whole_scale : guidance in force.
    labels : mask values in the order of the regions; empty without a mask.
    centre, size : the input mesh's frame: input = size * partgen + centre.
    index, attempt : the part (or region) and attempt in work.
    image, dropped, regions : image tokens (k, c).
    whole, history : scaled latents (n, c); a history of None is to be encoded anew.
    latent : native latent (n, c) sampled for the attempt in work, not judged yet.
    sampling : where the sampler stands, None between samplings.
    parts : accepted parts; log : what became of each attempt; finished : why the run ended, or None.
    notes : whatever the caller wants kept with the run, as JSON.
    """

    mode: Mode
    seed: int = 0
    options: Options = field(default_factory=Options)
    image_scale: float = 0.0
    geometry_scale: float = 2.0
    whole_scale: float = 7.0
    labels: tuple[int, ...] = ()
    centre: tuple[float, float, float] = (0.0, 0.0, 0.0)
    size: float = 1.0
    index: int = 0
    attempt: int = 0
    image: Tensor | None = None
    dropped: Tensor | None = None
    regions: list[Tensor] = field(default_factory=list)
    whole: Tensor | None = None
    history: Tensor | None = None
    latent: Tensor | None = None
    sampling: Sampling | None = None
    parts: list[Part] = field(default_factory=list)
    log: list[dict[str, Any]] = field(default_factory=list)
    finished: str | None = None
    notes: dict[str, Any] = field(default_factory=dict)
    inputs: Any = field(default=None, repr=False, compare=False)  # prepared pictures and mesh; not saved


def save(state: RunState, file: str | Path) -> Path:
    """Write a state as one safetensors file, whole or not at all."""
    from safetensors.torch import save_file

    tensors: dict[str, Tensor] = {name: value for name in _TENSORS if (value := getattr(state, name)) is not None}
    tensors |= {f"regions.{i}": value for i, value in enumerate(state.regions)}
    if state.sampling is not None:
        tensors |= {"sampling.x": state.sampling.x, "sampling.x0": state.sampling.x0}
    parts = []
    for part in state.parts:
        tensors[f"parts.{part.index}.vertices"] = torch.from_numpy(np.array(part.mesh.vertices, np.float64))
        tensors[f"parts.{part.index}.faces"] = torch.from_numpy(np.array(part.mesh.faces, np.int64))
        tensors[f"parts.{part.index}.latent"] = part.latent
        parts.append({"region": part.region, "label": part.label, "seed": part.seed, "attempt": part.attempt})
    plain = {name: getattr(state, name) for name in ("mode", "seed", "image_scale", "geometry_scale", "whole_scale", "labels")}
    plain |= {name: getattr(state, name) for name in ("centre", "size", "index", "attempt", "log", "finished", "notes")}
    step = None if state.sampling is None else state.sampling.k
    head = {"format": _FORMAT, "options": asdict(state.options), "parts": parts, "sampling": step, **plain}
    held = {name: value.detach().cpu().contiguous().clone() for name, value in tensors.items()}
    with whole(file) as unfinished:
        save_file(held or {"nothing": torch.zeros(1)}, unfinished, metadata={"partgen_state": json.dumps(head, sort_keys=True)})
    return Path(file)


def load(file: str | Path) -> RunState:
    """Read a state that `save` wrote."""
    import trimesh
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(str(file), "pt") as opened:
            head = json.loads((opened.metadata() or {}).get("partgen_state", "null"))
            tensors = {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118
    except FileNotFoundError:
        raise PartgenError(f"there is no saved run at {file}") from None
    except (OSError, SafetensorError) as e:
        raise PartgenError(f"{file} is not a saved run or is damaged ({e}): start the run again") from None
    if head is None or head.get("format") != _FORMAT:
        raise PartgenError(f"{file} is not a run that this version of partgen saved: start the run again")
    parts = []
    for i, record in enumerate(head.pop("parts")):
        vertices, faces, latent = (tensors[f"parts.{i}.{name}"] for name in ("vertices", "faces", "latent"))
        mesh = trimesh.Trimesh(vertices.numpy(), faces.numpy(), process=False)
        parts.append(Part(index=i, mesh=mesh, latent=latent, **record))
    step = head.pop("sampling")
    head.pop("format")
    regions = [tensors[f"regions.{i}"] for i in range(sum(name.startswith("regions.") for name in tensors))]
    return RunState(
        options=Options(**head.pop("options")),
        labels=tuple(head.pop("labels")),
        centre=tuple(head.pop("centre")),
        parts=parts,
        regions=regions,
        sampling=None if step is None else Sampling(step, tensors["sampling.x"], tensors["sampling.x0"]),
        **{name: tensors.get(name) for name in _TENSORS},  # type: ignore[arg-type]
        **head,
    )
