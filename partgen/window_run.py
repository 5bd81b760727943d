"""The run of a generator in windows over one object: which windows, what it is told in each, what becomes of what it makes.

A run is a coroutine: it asks for the latents of its next window (`partgen.lockstep.Telling`) and is sent them, so that the windows of
several runs can be made in one pass of the networks.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from partgen.autoregress import generator, stage_seed
from partgen.backs import PLAN, straightened
from partgen.carve import Carver
from partgen.grouping import FINER
from partgen.hidden import Hidden, Sides
from partgen.lockstep import Latents, Telling
from partgen.mesh import components, submesh
from partgen.pictures import crops
from partgen.pieces import pieces
from partgen.points import sample_surface
from partgen.seen import LEAST_PIXELS, Seen
from partgen.sight import Panes
from partgen.silhouette import agreement
from partgen.vae import TAU
from partgen.windows import Windows, cropped

if TYPE_CHECKING:
    import trimesh

HISTORY = 1024
"""Points on each part made so far."""
ASKED = 32
"""Cells along a window's side at whose corners the network is asked."""
LEAST_GRID = 16
"""No window is made with fewer cells along its side, where as many are asked for."""
BUILT = ("building",)
"""Labels of parts whose hidden sides are built straight."""


@dataclass(frozen=True)
class WindowOptions:
    """How parts are made in windows."""

    steps: int = 1  # sampling steps of a part that has a mask; 0: the VAE's own guess from its shell, no diffusion
    guidance: float = 1.0  # of a part that has a mask
    blind_steps: int = 12  # sampling steps of a part without a region
    blind_guidance: float = 2.0  # of a part without a mask
    grid: int = 64  # cells along a window's side, at most, a power of two
    fine: float = 2.0  # fewer will do, the next power of two, where they are so many for each of the picture's pixels; 0: `grid` always
    asked: int = ASKED  # cells along a window's side at whose corners the network is asked; it is interpolated between; 0: asked everywhere
    coarse_grid: int = 64  # cells along the side of the whole's frame, for parts without a mask before they are made in windows
    max_parts: int = 24  # parts without a mask
    end: float = 0.3  # mean size of a latent below which no part is left
    retries: int = 2  # further tries at a part that came out empty or as one made before
    group: bool = True  # whether regions are looked for where there is no mask and a grouping network
    refine: bool = True  # whether parts made without a mask are made again in windows
    agree: float = 0.0  # parts whose silhouette meets their region with a lower IoU are tried again; 0: nobody looks
    tries: int = 2  # how often, each with more steps; the best is kept
    sight: bool = True  # whether a decoder that can is told what the picture shows where a point lies
    carve: bool = True  # whether what the picture knows for certain overrules the network
    backs: bool = True  # whether hidden sides of buildings are made straight, of coarse parts and whole objects, where the picture carves
    slack: float = 0.0  # how far before the seen surface the network is believed, in a window's frame: for depths that are guesses


@dataclass(frozen=True, eq=False)
class WindowPart:
    """One part, in the frame of the whole.

    index : its place in the order of making. region : its number in the mask, None without. mesh : closed.
    latent : (n, c). window : where it was made. label : its name, None where the weights have no vocabulary.
    agreement : IoU of its silhouette with its region, None where nobody looked.
    cell : side of the smallest cells that its surface was looked for in.
    """

    index: int
    region: int | None
    mesh: trimesh.Trimesh
    latent: Tensor
    window: Windows
    label: str | None
    agreement: float | None = None
    cell: float = 0.0


@dataclass(frozen=True, eq=False)
class Order:
    """One object to be made; see `partgen.windowed.WindowGenerator.parts`."""

    seen: Seen
    masked: bool | None = None
    level: int | None = None
    seed: int = 0
    options: WindowOptions | None = None
    surface: Tensor | None = None
    known: Tensor | None = None
    leave: Collection[int] = ()
    done: Sequence[WindowPart] = ()
    tell: Callable[[int, int], object] | None = None


Asking = Generator[Telling, Latents, "WindowPart | None"]
Making = Generator["Telling | WindowPart", Any, None]
"""Asks and parts as they come; asks are sent `Latents`, parts nothing."""


class Run:
    """One object being made by a `partgen.windowed.WindowGenerator`.

    names : what regions of the mask are called; parts of others are named by their latents.
    hidden : the whole surface with regions, where it is given: parts of regions are then made of all of their surface.
    Every cloud that is encoded has as many points as the configuration's `told_points`.
    """

    def __init__(self, maker: Any, order: Order, *, names: Mapping[int, str] | None = None) -> None:
        self.maker, self.seen, self.o, self.names = maker, order.seen, order.options or WindowOptions(), names or {}
        self.seed, self.surface, self.known = order.seed, order.surface, order.known
        level = order.level
        self.whole = (level or 0) < FINER
        self.points = maker.config.told_points
        self.level = torch.tensor([0 if level is None or not maker.config.dit.levels else level + 1], device=maker.device)
        self.history: list[Tensor] = (
            [] if self.known is None else [self.known]
        )  # points on each part made so far, in the frame of the whole
        self.hidden: Hidden | None = None
        self.made: list[WindowPart] = []
        for part in order.done:
            self.keep(part)

    def masked(self, regions: Sequence[int], tell: Callable[[int, int], object] | None) -> Making:
        known = {part.region for part in self.made}
        for k, region in enumerate(regions):
            if region in known:
                continue
            if tell is not None:
                tell(k, len(regions))
            own = torch.nonzero(self.seen.region == region)[:, 0]
            if len(own) < LEAST_PIXELS and (self.hidden is None or len(self.hidden.of_region(region)) < LEAST_PIXELS):
                continue
            part = yield from self._agreeing(own, region, "region", region)
            if part is not None:
                self.keep(part)
                yield part

    def blind(self, tell: Callable[[int, int], object] | None) -> Making:
        failed = 0
        free = torch.ones(len(self.seen.points), dtype=torch.bool)  # points that no part has claimed
        if self.known is not None:
            free &= ~self._near(self.known.numpy())
        for part in self.made:
            free &= ~self._claimed(part.mesh)
        while len(self.made) < self.o.max_parts and failed <= self.o.retries:
            if tell is not None:
                tell(len(self.made), 0)
            seed = stage_seed(self.seed, "blind", len(self.made), failed)
            latent = (yield self._blind_telling(seed)).latent
            if float(latent.abs().mean()) < self.o.end:
                return
            mesh = self.maker.mesh(self.maker.field(latent, asked=self.o.asked), self.o.coarse_grid)
            claimed = self._claimed(mesh) & free if len(mesh.faces) else torch.zeros_like(free)
            if int(claimed.sum()) < LEAST_PIXELS:
                failed += 1
                continue
            failed = 0
            window = Windows.whole(1)
            found: WindowPart | None = WindowPart(
                len(self.made), None, mesh, latent, window, self._label(latent, window, None), cell=2 / self.o.coarse_grid
            )
            if self.o.refine:
                refined = yield from self._agreeing(torch.nonzero(claimed)[:, 0], None, "window", len(self.made))
                found = refined or found
            assert found is not None
            free &= ~claimed
            self.keep(found)
            yield found

    # -- one part ---------------------------------------------------------------------------------
    def _agreeing(self, own: Tensor, region: int | None, stage: str, number: int) -> Asking:
        """The part of which the points `own` are seen, the best of several where the first does not look like it."""
        best: WindowPart | None = None
        for attempt in range(1 + (self.o.tries if self.o.agree > 0 else 0)):
            steps = self.o.steps if not attempt else max(4, self.o.steps) * attempt
            seed = stage_seed(self.seed, stage, number, attempt)
            one = self._in_window(own, None, seed, steps) if region is None else self._in_windows(own, region, seed, steps)
            part = yield from one
            if part is None or not self.o.agree:
                best = best or part
                continue
            part = replace(part, agreement=agreement(part.mesh, self.seen, own))
            if best is None or part.agreement > (best.agreement or 0.0):  # type: ignore[operator]
                best = part
            if best.agreement is not None and best.agreement >= self.o.agree:
                break
        return best

    def _in_windows(self, own: Tensor, region: int, seed: int, steps: int) -> Asking:
        """The part of a region: in one window, or piece by piece where its shell is scattered."""
        more = torch.zeros(0, dtype=torch.int64) if self.hidden is None else self.hidden.of_region(region)
        points = self.seen.points[own, :3] if self.hidden is None else torch.cat([self.seen.points[own], self.hidden.points[more]])[:, :3]
        bits = pieces(points.numpy(), least=LEAST_PIXELS)
        if len(bits) == 1:
            return (yield from self._in_window(own, region, seed, steps, more))
        made: list[WindowPart] = []
        for k, bit in enumerate(bits):
            mine, hidden = own[torch.from_numpy(bit[bit < len(own)])], more[torch.from_numpy(bit[bit >= len(own)]) - len(own)]
            part = yield from self._in_window(mine, region, stage_seed(seed, "piece", k, 0), steps, hidden)
            if part is not None and (mesh := only_near(part.mesh, part.window, points[torch.from_numpy(bit)])) is not None:
                made.append(replace(part, mesh=mesh))
        if not made:
            return None
        return replace(made[0], mesh=joined([p.mesh for p in made]), cell=min(p.cell for p in made))

    def _in_window(self, own: Tensor, region: int | None, seed: int, steps: int, more: Tensor | None = None) -> Asking:
        """The part of which the points `own` are seen, and those numbered `more` of the hidden ones are known."""
        m, g = self.maker, generator(seed)
        hidden = self.hidden
        if hidden is None or more is None:
            shown = self.seen.drawn(own, self.points, g)
        else:
            shown = hidden.drawn(self.seen, own, more, self.points, g)
        window = Windows.around(shown[None])
        around = self._around(window, g)
        mask = torch.zeros(len(self.seen.points), dtype=torch.bool)
        mask[own] = True
        history = self._history(window, g)
        told = Telling(
            around=window.into((shown if around is None else around)[None]),
            history=history,
            own=window.into(shown[None]),
            pictures=self._pictures(window, mask),
            level=self.level,
            zoom=window.zoom,
            steps=steps,
            guidance=self.o.guidance,
            seed=0,
        )
        sides = None if hidden is None or more is None else Sides.of(hidden, region, more, window, scale=TAU)
        carver = Carver.of(self.seen, mask, window, scale=TAU, slack=self.o.slack) if self.o.carve else None
        panes = Panes.of(self.seen, mask, window) if self.o.sight and m.vae.sight is not None else None
        grid = self._grid(window)
        for attempt in range(self.o.retries + 1):
            made = yield replace(told, seed=stage_seed(seed, "sample", 0, attempt))
            for latent in [made.latent] if made.guess is None else [made.latent, made.guess]:
                label = self._label(latent, window, region)
                mesh = self._meshed(latent, label, own, window, grid, carver, panes, sides)
                if len(mesh.faces):
                    break
            if len(mesh.faces):
                break
        if not len(mesh.faces):
            return None
        mesh.vertices = np.asarray(mesh.vertices) * float(window.half[0]) + window.centre[0].numpy()
        cell = 2 * float(window.half[0]) / grid
        return WindowPart(len(self.made), region, mesh, latent, window, label, cell=cell)

    def _meshed(
        self,
        latent: Tensor,
        label: str | None,
        own: Tensor,
        window: Windows,
        grid: int,
        carver: Carver | None,
        panes: Panes | None,
        sides: Sides | None,
    ) -> trimesh.Trimesh:
        """The mesh of a latent in its window's frame, straight behind where it is one of a building."""
        m = self.maker
        field = m.field(latent, panes, asked=self.o.asked)
        if sides is not None:
            return m.mesh(partial(sides, ask=field), grid, carver)
        if self.o.backs and self.whole and label in BUILT and carver is not None:
            rough = m.mesh(field, min(grid, PLAN), carver)
            straight = straightened(rough, field, self.seen, own, window, grid=grid, carver=carver) if len(rough.faces) else None
            if straight is not None and len((mesh := m.mesh(straight, grid, carver)).faces):
                return mesh
        return m.mesh(field, grid, carver)

    def _grid(self, window: Windows) -> int:
        """Cells along the side of a window: no more than the picture's pixels in it need."""
        if not self.o.fine:
            return self.o.grid
        pixels = 2 * float(window.half[0]) * len(self.seen.mask) / self.seen.span
        return min(self.o.grid, max(LEAST_GRID, 1 << math.ceil(math.log2(self.o.fine * pixels))))

    def _blind_telling(self, seed: int) -> Telling:
        g = generator(stage_seed(seed, "cloud", 0, 0))
        window = Windows.whole(1)
        shown = self._around(window, g)
        assert shown is not None
        return Telling(
            around=shown[None],
            history=self._history(window, g),
            own=None,
            pictures=self._pictures(window, None),
            level=self.level,
            zoom=window.zoom,
            steps=self.o.blind_steps,
            guidance=self.o.blind_guidance,
            seed=seed,
        )

    # -- what is told -----------------------------------------------------------------------------
    def _around(self, window: Windows, g: torch.Generator) -> Tensor | None:
        """(n, 6) points of the whole near a window, in the frame of the whole."""
        if self.surface is not None:
            cloud, some = cropped(window.into(self.surface[None]), self.points, generator=g)
            return window.out_of(cloud)[0] if bool(some[0]) else None
        near = self.seen.inside(window)
        return self.seen.drawn(near, self.points, g) if len(near) else None

    def _history(self, window: Windows, g: torch.Generator) -> Tensor | None:
        if not self.history:
            return None
        cloud, some = cropped(window.into(torch.cat(self.history)[None]), self.points, generator=g)
        return cloud if bool(some[0]) else None

    def _pictures(self, window: Windows, mask: Tensor | None) -> Tensor:
        s = self.seen
        own = torch.zeros_like(s.mask) if mask is None else s.pixels(mask.long())
        return crops(
            s.picture[None],
            own[None],
            s.axes[None],
            torch.tensor([s.span]),
            s.middle[None],
            window,
            torch.ones(1, dtype=torch.long),
            size=self.maker.config.image.size,
        )

    def _claimed(self, mesh: trimesh.Trimesh, *, near: float = 0.035) -> Tensor:
        """(n,) bool, the seen points on or in a mesh, within `near` of its surface."""
        return self._near(sample_surface(mesh, 4096, 0).numpy(), near=near)

    def _near(self, surface: Any, *, near: float = 0.035) -> Tensor:
        """(n,) bool, the seen points within `near` of the points (k, 6) of a surface that looks the same way."""
        from scipy.spatial import cKDTree

        points = self.seen.points.numpy()
        far, at = cKDTree(surface[:, :3]).query(points[:, :3], distance_upper_bound=near)
        found = np.isfinite(far)
        same = np.zeros(len(points), bool)
        same[found] = (surface[at[found], 3:] * points[found, 3:]).sum(1) > 0.3
        return torch.from_numpy(same)

    def _label(self, latent: Tensor, window: Windows, region: int | None) -> str | None:
        m = self.maker
        if region is not None and region in self.names:
            return self.names[region]
        return None if m.labels is None else m.labels.name(latent[None], window.zoom.to(m.device))[0]

    def keep(self, part: WindowPart) -> None:
        """Count a part among those made."""
        self.made.append(part)
        seed = stage_seed(self.seed, "surface", part.index, 0) % 2**31
        self.history.append(sample_surface(part.mesh, HISTORY, seed).float())


def only_near(mesh: trimesh.Trimesh, window: Windows, points: Tensor) -> trimesh.Trimesh | None:
    """The bodies of what was made in a window that have points (n, 3) on them: what else it holds is made in another; None without any."""
    from scipy.spatial import cKDTree

    of = components(mesh)
    if not of.any():
        return mesh
    near = float(window.half[0]) * 0.15
    reached = np.isfinite(cKDTree(points.numpy()).query(np.asarray(mesh.vertices), distance_upper_bound=near)[0])
    kept = np.zeros(of.max() + 1, bool)
    kept[of[reached[np.asarray(mesh.faces)].any(1)]] = True
    return submesh(mesh, kept[of]) if kept.any() else None


def joined(meshes: Sequence[trimesh.Trimesh]) -> trimesh.Trimesh:
    """Meshes as one, each as it is."""
    import trimesh

    one = trimesh.util.concatenate(meshes)
    assert isinstance(one, trimesh.Trimesh)
    return one
