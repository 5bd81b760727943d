"""A training of the depth network from plain arguments."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from partgen.depth import DepthConfig
from partgen.errors import PartgenError
from partgen.train import Result, TrainSettings, train
from partgen.train.depth_task import DepthTask
from partgen.train.log import OnEvent
from partgen.train.objects import files


def train_depth(
    data: str | Path,
    out: str | Path,
    settings: TrainSettings,
    *,
    probe: str | Path | None = None,
    batch: int = 8,
    config: DepthConfig | None = None,
    resume: bool = False,
    init: str | Path | None = None,
    on_event: OnEvent | None = None,
) -> Result:
    """Train the depth network on the pictures of training objects.

    Parameters
    ----------
    data : folder of training objects; probe : of held-out ones, for figures on the way.
    out : folder of the run; what is used is ``weights/tile-depth.safetensors`` in it, for `partgen.depth.load`.
    settings : how; batch : pictures in a step, over all processes. config : the network's shape; None: `partgen.depth.TOLD`.
    resume, init, on_event : as in `partgen.train.train`.

    Raises
    ------
    PartgenError : no training objects, pictures of another size than the network's, or as `partgen.train.train`.
    """
    if batch < settings.processes:
        raise PartgenError(f"batch is {batch}: it must be at least the number of processes, {settings.processes}")
    for folder in (data, probe):
        if folder is not None:
            files(Path(folder))
    held_out = None if probe is None else Path(probe)
    make = partial(DepthTask, Path(data), held_out, config, batch, settings.seed)
    return train(make, settings, out, resume=resume, init=init, on_event=on_event)
