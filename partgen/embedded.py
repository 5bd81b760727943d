"""The embedded core behind the same door as the released ones: pictures, masks and meshes in, parts out.

A mesh is seen through an isometric camera, and its whole surface is told; a picture is taken as an isometric one, with the depth that
is given with it, or that the depth network sees in it and a mask puts right, given or told by its colours.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from partgen import state as states
from partgen.autoregress import Options, Part, mode_of
from partgen.background import Background, background
from partgen.errors import Cancelled, PartgenError
from partgen.generator import Inputs, Making, Ready
from partgen.grounded import guessed
from partgen.image import load_image, load_mask
from partgen.isometric import AXES, isometric, look_at
from partgen.mesh import clean, lightened, load_mesh
from partgen.points import sample_surface
from partgen.seen import Seen, View, see
from partgen.state import RunState
from partgen.windowed import WindowGenerator, WindowOptions, WindowPart
from partgen.windows import Windows
from partgen.worker import Callback, Hosted, Progress

SURFACE = 16_384
"""Points on the whole surface of a mesh."""
LIGHT = 6000
"""So many faces of a part are light enough; it has more only where its surface would move by a sixth of a cell."""


@dataclass
class EmbeddedGenerator(Hosted):
    """Makes parts with the embedded weights.

    networks : those of the windows. depth : what sees depth in a picture, a `partgen.depth.Estimator`; None: pictures need a depth.
    """

    networks: WindowGenerator
    depth: Any = None

    @property
    def provenance(self) -> dict[str, Any]:
        """What is known of the weights."""
        return self.networks.provenance

    def generate(
        self,
        image: Any = None,
        mask: Any = None,
        mesh: Any = None,
        seed: int = 0,
        *,
        depth: NDArray[np.floating] | None = None,
        view: View | None = None,
        options: Options | None = None,
        windows: WindowOptions | None = None,
        level: int | None = None,
        remove_background: str | Background = "alpha",
        callback: Callback | None = None,
        resume: RunState | str | Path | None = None,
    ) -> Making:
        """Make the parts of one object.

        Parameters
        ----------
        image, mask, mesh, seed : see `partgen.generator.Inputs`.
        depth : (h, w) of the image, NaN where nothing is; view : the image's camera; None: isometric, of span 2.
        options : grid, steps, max_parts, retries and post-processing are heeded. windows : instead of what follows from `options`.
        level : granularity asked for, 0 coarse to 2 fine.
        callback : called with a `partgen.worker.Progress` before each part; returning False stops the run with `partgen.Cancelled`.
        resume : a state, or the file of one, to go on with; image, mask and mesh must be given again.

        Yields
        ------
        Part with a mesh in the input mesh's frame, else in the view's.
        """
        kept = None if resume is None else resume if isinstance(resume, RunState) else states.load(resume)
        if kept is not None and image is None and mesh is None:
            raise PartgenError("the saved run needs its inputs again to be gone on with: give the image, mask or mesh beside resume")
        mode = mode_of(image=image is not None, mesh=mesh is not None, mask=mask is not None)
        chosen = options or (kept.options if kept else Options(steps=self.config.steps, grid=self.config.grid))
        seen, surface = self._seen(Inputs(image, mask, mesh, seed), depth, view, remove_background)
        state = kept or RunState(mode, int(seed), chosen, centre=tuple(seen.centre.tolist()), size=seen.size, inputs=Ready())  # type: ignore[arg-type]
        o = windows or WindowOptions(steps=chosen.steps, grid=chosen.grid, max_parts=chosen.max_parts, retries=chosen.retries)
        return Making(self._run(state, seen, surface, o, level, callback), state)

    def _run(
        self, state: RunState, seen: Seen, surface: Tensor | None, o: WindowOptions, level: int | None, callback: Callback | None
    ) -> Iterator[Part]:
        done = [WindowPart(p.index, p.label, p.mesh, p.latent, Windows.whole(1), None) for p in state.parts]

        def tell(k: int, n: int) -> None:
            state.index = k
            if callback is not None and callback(Progress("part", k, 0, 0, n, state)) is False:
                raise Cancelled(state)

        masked = "mask" in state.mode
        for made in self.networks.parts(
            seen, masked=masked, level=level, seed=state.seed, options=o, surface=surface, done=done, tell=tell
        ):
            mesh = made.mesh
            if state.options.postprocess:  # a third of a cell would be seen on straight edges
                mesh = clean(lightened(mesh, made.cell / 6, faces=LIGHT), max_faces=state.options.max_faces, smooth=state.options.smooth)
            if not len(mesh.faces):
                continue
            part = Part(len(state.parts), None, made.region, mesh, made.latent.float().cpu(), state.seed, 0)
            state.parts.append(part)
            if made.label is not None:
                state.notes.setdefault("names", {})[str(part.index)] = made.label
            placed = mesh.copy()
            placed.vertices = np.asarray(placed.vertices) * state.size + np.asarray(state.centre)
            yield Part(part.index, part.region, part.label, placed, part.latent, part.seed, part.attempt)
        state.finished = "regions" if masked else "end"

    def _seen(
        self, inputs: Inputs, depth: NDArray[np.floating] | None, view: View | None, remove: str | Background
    ) -> tuple[Seen, Tensor | None]:
        surface, shape = None, None
        if inputs.mesh is not None:
            shape = _coloured(inputs.mesh)
            view = view or isometric(*shape.bounds)
            picture, depth, _ = look_at(shape, view)
        mask = None if inputs.mask is None else load_mask(inputs.mask)
        if inputs.image is not None:
            cut = background(remove, device=str(self.device)) if isinstance(remove, str) else remove
            given = np.asarray(cut(load_image(inputs.image)).convert("RGBA"))
            if shape is None:
                picture = given
            elif given.shape[:2] == picture.shape[:2]:
                picture[..., :3] = given[..., :3]
        if depth is None and self.depth is None:
            raise PartgenError(
                "the picture has no depth and these weights have no depth network: give a depth, or a mesh beside the picture"
            )
        view = view or View(AXES, np.zeros(3), 2.0)
        h, w = picture.shape[:2] if depth is None else depth.shape
        if mask is not None and mask.shape != (h, w):
            mask = mask[(np.arange(h) * mask.shape[0] // h)[:, None], (np.arange(w) * mask.shape[1] // w)[None]]
        outlines = mask if mask is not None or depth is not None else self.networks.outlines(picture)
        ground = (1,) if mask is None else ()
        if depth is None:
            depth = guessed(self.depth, picture, view, mask=outlines, ground=ground)
        seen = see(picture, depth, view, mask=mask)
        if shape is not None:
            cloud = sample_surface(shape, SURFACE, 0).float()
            surface = torch.cat([(cloud[:, :3] - torch.from_numpy(seen.centre).float()) / seen.size, cloud[:, 3:]], 1)
        return seen, surface


def _coloured(source: Any) -> Any:
    """A mesh with its colours, checked as `load_mesh` does."""
    import trimesh

    checked = load_mesh(source)
    if isinstance(source, (str, Path)):
        source = trimesh.load(source)
    if isinstance(source, trimesh.Scene):
        source = source.to_mesh()
    if isinstance(source, trimesh.Trimesh) and len(source.faces) == len(checked.faces):
        return source
    return checked
