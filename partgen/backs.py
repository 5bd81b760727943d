"""Hidden sides of architecture: walls that no pixel shows, made of what the walls that are seen say of them.

A building's seen walls end somewhere, and where they end its hidden ones begin. So in each height layer the picture tells which rows
and columns of the plan, along the two facades' directions, have a front; what lies behind a front both ways is taken to be solid, as
far as nothing that is seen shines through it. Layers whose fronts lie alike are one storey band with one plan, so that hidden walls
are upright planes; under roofs each layer has its own, and a hidden slope is what the gable's end shows of it. Where no pixel tells
of a front, the network's own shape does, or the band above. What is proven stays as it was made: the plans give a field that
takes the network's place behind the certain values (`partgen.carve`), and only what they leave open changes. Plans are looked for in
`PLAN` cells, the surface is as fine as that of other parts.

Frame: a window's, y up. Source: the plan of a layer is an orthogonal hull of its fronts; Manhattan-world reasoning as in Coughlan and
Yuille, "Manhattan world", 1999.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from partgen.carve import Carver
from partgen.facades import Facades, facades
from partgen.fronts import Fronts, Layers, bands, enclosed, level, nearest
from partgen.isosurface import BOUNDS
from partgen.seen import Seen
from partgen.smooth import Ask
from partgen.windows import Windows

if TYPE_CHECKING:
    import trimesh

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

PLAN = 64
"""Cells along a window's side in which plans are looked for, at most: a finer look finds the same walls, at eight times the cost."""
SHORT = 8
"""Bands of no more layers may be slices of a slope."""
STEEP = 4.0
"""A slope moves by at most so many cells from layer to layer; what moves more is a step."""
WIDENS = 0.06
"""A slope's plans grow upward by no more than this share."""
ONE = 0.88
"""Plans of bands, one above the other, that share so much are one."""
COVERS, TRUST = 0.7, 0.4
"""A plan is believed that covers so much of the network's, and of which the network's covers so much."""
CARRIED = 0.25
"""What is above a front that nothing shows stands on it where the network agrees by so much."""
GAP = 5
"""Fronts go on behind gaps of fewer cells."""
TRIM = 0.12
"""Most of a plan's width that is taken off at the back."""
SLACK = 1
"""Cells more than what stands out in front that may be taken off."""
WING = 0.15
"""Least width of a wing that only the network shows, over the side of a square as large as the plan."""
FILLED = 0.7
"""A wing that fills so much of its box is its box."""
LEFT = 0.5
"""Parts are left alone where more than this share of their layers is."""


def straightened(mesh: trimesh.Trimesh, field: Ask, seen: Seen, own: Tensor, window: Windows, *, grid: int, carver: Carver) -> Ask | None:
    """The field of a building with hidden sides that are built like its seen ones; None where it should stay as it is.

    Parameters
    ----------
    mesh : closed, in the window's frame, as the network and the carver make it, of no fewer than the lesser of `grid` and `PLAN` cells.
    field : the network's, without the carver. seen : the shell. own : (k,) the numbers of its points that show the part.
    window : of the part. grid : cells along the window's side, of the mesh that is to be made. carver : what is known.

    Returns
    -------
    The field that takes the place of the network's: the carver goes before it in the same way.
    """
    shell = seen.points[own].numpy().astype(float)
    way = facades(shell, seen.weight[own].numpy(), seen.axes[2].numpy().astype(float))
    if way is None:
        return None
    cells = min(grid, PLAN)
    plan = Layers.of(mesh, enclosed(mesh, cells), carver, way)
    if plan is None:
        return None
    straight, left = _field(plan, way, cells, field, carver.scale)
    return straight if left <= LEFT else None


@dataclass(frozen=True, eq=False)
class _Straight:
    """The field of a part with straight hidden sides; call it with points (n, 3) of the window.

    stack : (layers, cells, cells) values on a plan's cells, 0 in layers that are left to the network's field `ask`; those are `kept`.
    cells : of the window whose layers these are, along its side.
    """

    plan: Layers
    way: Facades
    stack: NDArray[np.float32]
    kept: NDArray[np.float32]
    cells: int
    ask: Ask

    def __call__(self, points: Tensor) -> Tensor:
        from scipy.ndimage import map_coordinates

        place = points.detach().to("cpu", torch.float64).numpy()
        height = ((place[:, 1] + BOUNDS) * (self.cells / (2 * BOUNDS)) - self.plan.first).clip(0, len(self.stack) - 1)
        flat = (self.way.across(place)[:, [0, 2]] - self.plan.low) / self.plan.step
        value = map_coordinates(self.stack, [height, *flat.T], order=1, mode="nearest")
        network = np.interp(height, np.arange(len(self.kept)), self.kept)
        if len(asked := np.flatnonzero(network)):
            value[asked] += network[asked] * self.ask(points[torch.from_numpy(asked)]).cpu().numpy()
        return torch.from_numpy(value)


# -- plans ----------------------------------------------------------------------------------------------------------


def _field(plan: Layers, way: Facades, cells: int, ask: Ask, scale: float) -> tuple[_Straight, float]:
    """The field of a part with straight hidden sides, and the share of its layers that are left to the network's field `ask`.

    scale : a field's values are distances over it, from -1 to 1.
    """
    turned = [x.transpose(0, 2, 1) for x in (plan.solid, plan.empty, plan.shade)]
    u, v = Fronts.of(plan.solid, plan.empty, plan.shade), Fronts.of(*turned)
    used = np.flatnonzero(plan.guess.any((1, 2)))
    stack, kept = np.ones(plan.guess.shape, np.float32), np.zeros(len(plan.guess), np.float32)
    gathered = bands(u, v, plan.empty, used)
    plans = _plans(plan, u, v, gathered)
    for k, (band, mask) in enumerate(zip(gathered, plans, strict=True)):
        if mask is None:
            stack[band], kept[band] = 0, 1
            continue
        for layer, away in _sloped(gathered, plans, k):
            stack[layer] = (away * (plan.step / scale)).clip(-1, 1)
    return _Straight(plan, way, stack, kept, cells, ask), float(kept.sum()) / max(1, len(used))


def _plans(plan: Layers, u: Fronts, v: Fronts, found: list[Ints]) -> list[Bools | None]:
    """The plans of bands (cells, cells), from the highest down; bands of like fronts and plans become one in place, as one wall behind."""
    plans: list[Bools | None] = [None] * len(found)
    above = np.zeros(plan.guess.shape[1:], bool)
    k = len(found) - 1
    while k >= 0:
        mask = _mask(plan, u, v, found[k], above)
        higher = plans[k + 1] if k + 1 < len(found) else None
        if mask is not None and higher is not None and (mask & higher).sum() >= ONE * (mask | higher).sum() and all(
            level(f, found[k], found[k + 1]) for f in (u, v)
        ):  # fmt: skip
            found[k : k + 2] = [np.concatenate([found[k], found[k + 1]])]
            plans[k : k + 2] = [None]
            above = np.zeros_like(mask) if k + 1 >= len(found) else _or_guess(plans[k + 1], plan, found[k + 1])
            mask = _mask(plan, u, v, found[k], above)
        plans[k] = mask
        above = _or_guess(mask, plan, found[k])
        k -= 1
    return plans


def _or_guess(mask: Bools | None, plan: Layers, band: Ints) -> Bools:
    return np.asarray(plan.guess[band].mean(0) >= 0.5) if mask is None else mask


def _sloped(found: list[Ints], plans: list[Bools | None], k: int) -> Iterator[tuple[Ints, Array]]:
    """Layers of a band with their signed distances in cells: one plan for all in a high band, slices of a slope joined evenly."""
    band, mask = found[k], plans[k]
    assert mask is not None
    own = _signed(mask)
    if len(band) > SHORT:
        yield band, own
        return
    middle = (len(band) - 1) / 2
    anchors = [(float(band[0] + middle), own)]
    for other, end in ((k - 1, -1), (k + 1, 0)):
        plan = plans[other] if 0 <= other < len(found) else None
        if plan is None:
            continue
        near = found[other]
        at = float(near[end]) if len(near) > SHORT else float(near.mean())
        away = _signed(plan)
        moved = np.abs(away[plan != mask]).max(initial=0.0)
        lower, upper = (plan, mask) if other < k else (mask, plan)
        narrows = (upper & ~lower).sum() <= WIDENS * upper.sum()  # eaves have no slope below
        if narrows and moved <= STEEP * abs(at - anchors[0][0]):
            anchors.append((at, away))
    anchors.sort(key=lambda x: x[0])
    for layer in band:
        below = [x for x in anchors if x[0] <= layer]
        over = [x for x in anchors if x[0] >= layer]
        if not below or not over:
            yield np.array([layer]), own
            continue
        (p, a), (q, b) = below[-1], over[0]
        t = 0.0 if q == p else (layer - p) / (q - p)
        yield np.array([layer]), (1 - t) * a + t * b


def _mask(plan: Layers, u: Fronts, v: Fronts, band: Ints, above: Bools) -> Bools | None:
    """(cells, cells) the plan of a band; None where the network's shape is too unlike it."""
    made = plan.guess[band]
    guess = made.mean(0)
    front_u, rows = _decided(u, band, np.asarray(made.any(1)), np.asarray(above.any(0)))
    front_v, columns = _decided(v, band, np.asarray(made.any(2)), np.asarray(above.any(1)))
    n, m = guess.shape
    mask = (np.arange(n)[:, None] <= front_u[None]) & (np.arange(m)[None] <= front_v[:, None]) & rows[None] & columns[:, None]
    mask &= ~_through(plan, band)
    mask = _trimmed(mask, guess)
    usual = guess >= 0.5
    mask |= _wings(usual, mask)
    shared = int((mask & usual).sum())
    return mask if shared >= max(1, COVERS * usual.sum(), TRUST * mask.sum()) else None


def _through(plan: Layers, band: Ints) -> Bools:
    """Where a band is seen to be empty somewhere above what hides in the part's own shade: walls are upright, so nothing is there."""
    from scipy.ndimage import binary_opening

    empty, shade = plan.empty[band], plan.shade[band]
    seen = (empty[1:] & shade[:-1]).any(0) & ~plan.solid[band].any(0)
    return np.asarray(binary_opening(seen | empty.all(0), np.ones((5, 5))))


def _trimmed(mask: Bools, guess: Array) -> Bools:
    """A plan without what piers and slabs feign at the back: they stand out there as far as in front, where the network agrees."""
    out = mask.copy()
    for turn in (False, True):
        m, g = (out.T, guess.T) if turn else (out, guess)
        there = np.flatnonzero(m.any(1))
        if not len(there):
            continue
        fronts = len(m) - 1 - m[::-1].argmax(0)[m.any(0)]
        out_by = fronts.max() - int(np.median(fronts))
        for k in there[: min(out_by + SLACK, int(TRIM * len(there)))]:
            if g[k][m[k]].mean() >= 0.5:
                break
            m[k] = False
    return out


def _wings(usual: Bools, mask: Bools) -> Bools:
    """What the network makes well outside a plan, squared: a wing whose fronts nothing shows."""
    from scipy.ndimage import binary_opening, find_objects, label

    out = np.zeros_like(mask)
    reach = max(3, int(WING * np.sqrt(usual.sum())))
    extra = binary_opening(usual & ~mask, np.ones((reach, reach)))
    names, count = label(extra)
    for k, box in enumerate(find_objects(names), 1):
        own = names[box] == k
        out[box] |= own if own.mean() < FILLED else True
    return out


def _decided(fronts: Fronts, band: Ints, guess: Bools, above: Bools) -> tuple[Ints, Bools]:
    """The front of each row in a band, and whether there is one: by votes of layers that see it, else by the guess and what is above."""
    from scipy.ndimage import binary_closing

    at = fronts.at[band].astype(float)
    at[at < 0] = np.nan
    yes, no = (~np.isnan(at)).sum(0), fronts.none[band].sum(0)
    front = np.full(at.shape[1], -1)
    if (yes > 0).any():
        front[yes > 0] = np.round(np.nanmedian(at[:, yes > 0], 0)).astype(int)
    front = nearest(front[None])[0]
    agreed = guess.mean(0)
    there = np.where(yes + no > 0, yes >= no, agreed >= np.where(above, CARRIED, 0.5)) & (front >= 0)
    return front, np.asarray(there | binary_closing(there, np.ones(GAP)))


def _signed(mask: Bools) -> Array:
    """Signed distances in cells to the edge of a plan, negative inside."""
    from scipy.ndimage import distance_transform_edt

    if not mask.any():
        return np.full(mask.shape, float(max(mask.shape)))
    return np.asarray(np.where(mask, 0.5 - distance_transform_edt(mask), distance_transform_edt(~mask) - 0.5))
