"""Regions for a picture that has none: a network says, pixel by pixel, to which part the surface there belongs.

It sees the visible shell of the whole (colours, points, normals), or a picture's colours alone, and says of each pixel whether it is
ground, of what sort its part is, where the part's box lies, and of pairs of pixels, near and far, whether they are of one part. Pairs
form segments (`partgen.agglomerate`); segments whose boxes agree, such as both ends of a car behind a tree, form parts; at the
coarsest level small parts join their like nearby. So image-to-parts becomes masks-to-parts, whose windows show every part large.

Source: votes for centres as in Hough voting for point clouds (VoteNet, arXiv:1904.09664) and Panoptic-DeepLab (arXiv:1911.10194).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from partgen import checkpoint
from partgen.agglomerate import offsets, segments
from partgen.boxes import LEAST_HALF, Boxes, fewer, together
from partgen.errors import PartgenError
from partgen.frame import Frame, flat, upright
from partgen.isometric import AXES
from partgen.pictures import pixels
from partgen.seen import LEAST_PIXELS, Seen, normals_shown
from partgen.unet import UNet
from partgen.windows import Windows

GROUND = 1
"""The region of the ground."""
COARSE = 14
"""Coarse parts beside the ground, at most."""
FINER = 2
"""From this granularity on parts are pieces of objects, and have no sorts."""
DARK = 0.05
"""Darker colours have no hue: less than this, all three channels together."""
NORMAL, SHADE = 0.01, 0.06
"""How far apart, in the frame of the whole, pixels count as whose normals or colours differ by 1."""
SLIVER = 16
"""Segments of fewer pixels join one beside them, if there is one."""
DOUBT = -1.0
"""Mean logit from which segments are joined."""


@dataclass(frozen=True)
class GroupingConfig:
    """size : pixels along a side of what is looked at. widths, fine, groups : of `UNet`. levels : granularities.

    reach : how far apart the pixels are of which it is said whether they are of one part. sorts : names of what parts can be.
    attend : of `UNet`. blind : whether pictures may come without depth; then one more plane says whether it is known.
    """

    size: int = 160
    widths: tuple[int, ...] = (48, 72, 112, 144)
    fine: int = 24
    groups: int = 8
    levels: int = 4
    reach: tuple[int, ...] = (1, 3, 8, 20)
    sorts: tuple[str, ...] = ()
    attend: bool = False
    blind: bool = False

    def __post_init__(self) -> None:
        for name in ("widths", "reach", "sorts"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        if not self.widths or self.size % 2 ** len(self.widths) or any(w % self.groups for w in (*self.widths, self.fine)):
            raise PartgenError(f"a grouping network of size {self.size}, widths {self.widths} and fine {self.fine} cannot be made")
        if not self.reach or self.reach[0] != 1 or any(not 0 < d < self.size for d in self.reach):
            raise PartgenError(f"a grouping network cannot reach {self.reach}: give distances in pixels, the first of them 1")


LARGE = GroupingConfig(size=224, widths=(72, 112, 176, 224), fine=32, reach=(1, 3, 9, 27), attend=True, blind=True)
"""The network for training on a GPU; it still looks at a picture in a fraction of a second on a CPU."""


@dataclass(frozen=True, eq=False)
class Votes:
    """What b pictures are said to show, (b, ..., s, s).

    centre : (b, 3) of the part's box, less the pixel's point (without depth, its place in `flat`); half : (b, 3) logarithms of the
    box's half sides. ground : (b,) logit. sort : (b, n) logits. same : (b, k)
    logits of being of one part with the pixel at each of `offsets(reach)`.
    """

    centre: Tensor
    half: Tensor
    ground: Tensor
    sort: Tensor
    same: Tensor

    def mirrored(self, pairs: Sequence[tuple[int, int]]) -> Votes:
        """What these votes of mirror images, x and z exchanged, say of the pictures themselves; pairs : the offsets of `same`."""
        across, same = [2, 1, 0], torch.zeros_like(self.same)
        for k, (down, right) in enumerate(pairs):
            other = (down, -right) if down and right else (down, right)
            said = self.same[:, pairs.index(other)].flip(2)
            same[:, k] = said if down else said.roll(-right, 2)  # a pair in one row begins at its other end
        return Votes(self.centre.flip(3)[:, across], self.half.flip(3)[:, across], self.ground.flip(2), self.sort.flip(3), same)

    def mean(self, other: Votes) -> Votes:
        """The means of both."""
        return Votes(*((getattr(self, f.name) + getattr(other, f.name)) / 2 for f in fields(self)))


@dataclass(frozen=True, eq=False)
class Parts:
    """Parts that were found: `number` (s, s) int64, 0 nothing, 1 ground, from 2 on the parts, the largest first; `sort` (n,), of each
    part the number of its sort, -1 unknown."""

    number: NDArray[np.int64]
    sort: NDArray[np.int64]


class GroupingNetwork(nn.Module):
    """See the module."""

    def __init__(self, config: GroupingConfig | None = None) -> None:
        super().__init__()
        self.config = c = config or GroupingConfig()
        self.pairs = offsets(c.reach)
        said = 7 + len(c.sorts) + len(self.pairs)
        seen = 10 + c.blind + c.levels
        self.net = UNet(seen, said, widths=c.widths, fine=c.fine, groups=c.groups, blended=10, attend=c.attend)
        with torch.no_grad():
            bias = self.net.out.bias
            assert bias is not None
            bias[3:6] = -1.6
            bias[-len(self.pairs) :] = 1.0

    def forward(self, shown: Tensor, level: Tensor) -> Votes:
        """Pictures (b, 10, s, s), or 11 planes of a network that may be blind, as `inputs` makes them, and levels (b,) from 0."""
        b, _, h, w = shown.shape
        planes = torch.nn.functional.one_hot(level, self.config.levels).to(shown)[:, :, None, None].expand(b, -1, h, w)
        y = self.net(torch.cat([shown, planes], 1))
        n = 7 + len(self.config.sorts)
        return Votes(y[:, :3], y[:, 3:6], y[:, 6], y[:, 7:n], y[:, n:])

    @torch.no_grad()
    def regions(self, seen: Seen, *, level: int = 1, most: int = 0, depth: bool = True) -> tuple[Tensor, tuple[str | None, ...]]:
        """The mask (s, s) int64 of what is seen: 0 nothing, 1 ground, from 2 on the parts; and what these parts are.

        level : granularity. most : parts beside the ground where there are more, the smallest join what is near; 0: any number.
        depth : whether to look at the surface; False: at colours alone, as `regions_of`.
        """
        if not depth:
            return self._coloured(seen.picture, seen.shown, level, most)
        cut, there, votes = self._look(seen, level)
        rgb = seen.picture[None][self._pixels(seen)[0]][0]
        found = grouped(votes, cut[..., :3].permute(2, 0, 1), there, self.config.reach, rgb=rgb.permute(2, 0, 1) / 255, most=most)
        return _spread(found.number, cut, rgb, there, seen), self._names(found)

    @torch.no_grad()
    def regions_of(self, picture: NDArray[np.uint8], *, level: int = 1, most: int = 0) -> tuple[Tensor, tuple[str | None, ...]]:
        """The mask (h, w) int64 of a picture (h, w, 3 or 4) uint8 whose depth is not known, and what its parts are; see `regions`.

        Its alpha tells what is seen, else what is not white does, and what that surrounds. Raises `PartgenError` where that is nothing.
        """
        from scipy.ndimage import binary_fill_holes

        from partgen.depth import split

        rgb, alpha = split(picture)
        there = alpha > 127 if alpha is not None else np.asarray(binary_fill_holes((rgb < 246).any(2)), bool)
        if there.sum() < LEAST_PIXELS:
            raise PartgenError("the picture shows nothing: every pixel is white or transparent")
        return self._coloured(torch.from_numpy(np.ascontiguousarray(rgb)), torch.from_numpy(there), level, most)

    def _coloured(self, rgb: Tensor, there: Tensor, level: int, most: int) -> tuple[Tensor, tuple[str | None, ...]]:
        """Regions (h, w) by colours (h, w, 3) uint8 of what is there (h, w)."""
        if not self.config.blind:
            raise PartgenError("this grouping network needs depth: give the picture one, or train a network whose configuration is blind")
        size, device = self.config.size, self.net.out.weight.device
        f = Frame.round(there[None])
        rows, columns, inside = f.pixels(there.shape[0], there.shape[1], size)
        cut = rgb[rows[0, :, None], columns[0, None, :]]
        small = there[rows[0, :, None], columns[0, None, :]] & inside[0]
        shown = inputs(cut[None], torch.zeros(1, size, size, 6), small[None], torch.zeros(1, dtype=torch.bool)).to(device)
        axes = torch.tensor(AXES, dtype=torch.float32)
        votes = self._both(shown, level, axes)
        rgb = cut.permute(2, 0, 1) / 255
        found = grouped(votes, flat(size, axes[None])[0], small, self.config.reach, rgb=rgb, most=most)
        return upright(found.number, f, there), self._names(found)

    def _names(self, found: Parts) -> tuple[str | None, ...]:
        return tuple(self.config.sorts[k] if k >= 0 else None for k in found.sort.tolist())

    @torch.no_grad()
    def named(self, seen: Seen, *, level: int = 1) -> dict[int, str]:
        """What the regions of a mask are, by their numbers: the sort that their pixels look most like. Ground, and what is too small, is
        left out."""
        if not self.config.sorts:
            return {}
        cut, there, votes = self._look(seen, level)
        sort = votes.sort[0].log_softmax(0).cpu()
        which, _ = self._pixels(seen)
        region = torch.where(there, seen.mask[None][which][0], 0)
        out = {}
        for k in region.unique().tolist():
            if k and float(votes.ground[0].cpu()[region == k].mean()) < 0:
                out[int(k)] = self.config.sorts[int(sort[:, region == k].mean(1).argmax())]
        return out

    def _pixels(self, seen: Seen) -> tuple[tuple[Tensor, Tensor, Tensor], Tensor]:
        side = len(seen.shown)
        return pixels(side, seen.axes[None], torch.tensor([seen.span]), seen.middle[None], Windows.whole(1), size=self.config.size)

    def _look(self, seen: Seen, level: int) -> tuple[Tensor, Tensor, Votes]:
        """The surface (s, s, 6) at the network's size, where anything is (s, s), and the votes."""
        which, inside = self._pixels(seen)
        there = (seen.shown[None][which] & inside)[0]
        cut = surface(seen.surface[None][which][0][..., :3], there, seen.axes)
        device = self.net.out.weight.device
        known = torch.ones(1, dtype=torch.bool) if self.config.blind else None
        shown = inputs(seen.picture[None][which], cut[None], there[None], known).to(device)
        return cut, there, self._both(shown, level, seen.axes)

    def _both(self, shown: Tensor, level: int, axes: Tensor) -> Votes:
        """The votes of a picture (1, ..., s, s) and, where its mirror image is a picture of the same camera, their mean with that one's."""
        at = torch.tensor([min(level, self.config.levels - 1)], device=shown.device)
        votes = self(shown, at)
        if not torch.allclose(axes[:, [2, 1, 0]] * torch.tensor([[-1.0], [1.0], [1.0]]), axes, atol=1e-4):
            return votes
        planes = torch.arange(shown.shape[1])
        planes[3:9] = torch.tensor([5, 4, 3, 8, 7, 6])
        return votes.mean(self(shown[:, planes].flip(3), at).mirrored(self.pairs))


def surface(points: Tensor, there: Tensor, axes: Tensor) -> Tensor:
    """(s, s, 6) points (s, s, 3) with the normals that they show themselves, so that these are as coarse as the picture is."""
    place = points.double()
    depth = torch.where(there, -(place @ axes[2].double()), torch.nan)
    normal = normals_shown(place.permute(2, 0, 1)[None], depth[None], axes.double()[None])[0]
    return torch.cat([points.float(), normal.permute(1, 2, 0).float()], -1) * there[..., None]


def inputs(rgb: Tensor, shown: Tensor, there: Tensor, known: Tensor | None = None) -> Tensor:
    """(b, 10, s, s) from colours (b, s, s, 3) uint8, points and normals (b, s, s, 6), and whether anything is there (b, s, s).

    known : (b,) bool, whether points and normals are known: one plane more.
    """
    some = there[..., None]
    seen = some if known is None else some & known[:, None, None, None]
    x = torch.cat([rgb.float() / 127.5 - 1, shown.float() * seen, some, *([] if known is None else [seen])], -1)
    return x.permute(0, 3, 1, 2).contiguous()


def grouped(votes: Votes, points: Tensor, there: Tensor, reach: tuple[int, ...], *, rgb: Tensor | None = None, most: int = 0) -> Parts:
    """The parts that one picture's votes make.

    points : (3, s, s) that the pixels show. there : (s, s) bool. reach : of the network that voted. rgb : (3, s, s) colours, 0 to 1, by
    which like is told from unlike where parts are joined. most : parts at most, 0: any number.
    """
    ground = (votes.ground[0] > 0).cpu() & there
    thing = (there & ~ground).numpy()
    out = np.zeros(thing.shape, np.int64)
    out[ground.numpy()] = 1
    if not thing.any():
        return Parts(out, np.zeros(0, np.int64))
    patch = segments(votes.same[0].float().cpu().numpy(), offsets(reach), thing, bias=DOUBT, least=SLIVER)[thing]
    n = int(patch.max()) + 1
    count = np.bincount(patch).astype(np.float64)

    def mean(values: NDArray[np.floating]) -> NDArray[np.float64]:
        return np.stack([np.bincount(patch, v, n) for v in values.T], 1) / count[:, None]

    middle = mean((points + votes.centre[0].cpu()).permute(1, 2, 0).numpy()[thing])
    half = np.exp(mean(np.maximum(votes.half[0].cpu().permute(1, 2, 0).numpy()[thing], np.log(LEAST_HALF))))
    sorted_ = votes.sort.shape[1] > 0
    likely = votes.sort[0].log_softmax(0) if sorted_ else torch.zeros(1, *thing.shape)
    shade = mean(np.zeros((int(thing.sum()), 3)) if rgb is None else rgb.permute(1, 2, 0).cpu().double().numpy()[thing])
    hue = shade / shade.sum(1, keepdims=True).clip(DARK)
    boxes = Boxes(middle, half, mean(likely.permute(1, 2, 0).cpu().numpy()[thing]), count, hue)
    owner = together(boxes)
    boxes = boxes.summed(owner)
    gathered = fewer(boxes, most)
    owner, boxes = gathered[owner], boxes.summed(gathered)
    rank = np.empty(len(boxes.count), np.int64)
    order = np.argsort(-boxes.count, kind="stable")
    rank[order] = np.arange(len(rank))
    out[thing] = rank[owner][patch] + 2
    kinds = boxes.sort[order].argmax(1) if sorted_ else np.full(len(order), -1)
    return Parts(out, kinds.astype(np.int64))


def _spread(found: NDArray[np.int64], cut: Tensor, rgb: Tensor, there: Tensor, seen: Seen) -> Tensor:
    """The numbers of a small picture on all pixels of the large one: that of the nearest place that looks the same way and alike."""
    from scipy.spatial import cKDTree

    out = torch.zeros(seen.shown.shape, dtype=torch.int64)
    if int(there.sum()) < LEAST_PIXELS:
        return out

    def place(points: Tensor, colours: Tensor) -> NDArray[np.float32]:
        return torch.cat([points[:, :3], NORMAL * points[:, 3:], SHADE / 255 * colours], 1).numpy()

    tree = cKDTree(place(cut[there], rgb[there]))
    nearest = tree.query(place(seen.points, seen.picture[seen.shown]))[1]
    out[seen.shown] = torch.from_numpy(found[there.numpy()][nearest])
    return out


# -- files ---------------------------------------------------------------------------------------------


def save(network: GroupingNetwork, file: str | Path) -> Path:
    """Write a network as float16 safetensors with its shape noted inside."""
    return checkpoint.write_network(network, network.config, file, kind="groups")


def load(file: str | Path, *, device: str | torch.device = "cpu") -> GroupingNetwork:
    """The network in a file that `save` wrote; it computes in float32."""
    wanted = "the groups file that a training exported"
    made = checkpoint.read_network(
        Path(file), lambda shape: GroupingNetwork(GroupingConfig(**shape)), kind="groups", title="grouping network", wanted=wanted
    )
    return made.to(device)
