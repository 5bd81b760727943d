"""Training of the grouping network on the pictures of training objects.

Coarse parts join objects that stand apart, so they teach sorts, ground, and where direct neighbours differ, and neither boxes nor
distant pairs: the network tells objects, and joins them by rule (`partgen.grouping`). What is not listed of objects with very
many parts is known to be of no part that is listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from partgen.agglomerate import offsets, pair
from partgen.grouping import COARSE, FINER, LEAST_HALF, GroupingConfig, GroupingNetwork, Votes, grouped, inputs, save, surface
from partgen.pictures import pixels
from partgen.train import objects
from partgen.train.objects import Objects
from partgen.train.panes import positions
from partgen.train.shape_task import objects_seed
from partgen.windows import Windows

FILE = "groups.safetensors"
BOX = 0.08
"""Votes for the boxes of smaller parts count as for one of this half side."""


@dataclass(frozen=True, eq=False)
class Shells:
    """What n pictures show, brought to the network's size.

    rgb : (n, s, s, 3) uint8. surface : (n, s, s, 6) float16. there : (n, s, s) bool. part : (n, s, s) int32, number among all
    parts, -1 where none is listed. level : (n,) int64.
    centre, half : (m, 3) of all parts' boxes; ground : (m,); sort : (m,) int64, -1 unknown.
    """

    rgb: Tensor
    surface: Tensor
    there: Tensor
    part: Tensor
    level: Tensor
    centre: Tensor
    half: Tensor
    ground: Tensor
    sort: Tensor

    def __len__(self) -> int:
        return len(self.level)

    @staticmethod
    def of(o: Objects, size: int, numbers: Tensor) -> Shells:
        """The pictures of objects. numbers : (l + 1,) int64, the sort that each label is, the last for unknown ones."""
        which, inside = pixels(o.depth.shape[-1], o.view, o.span, o.middle, Windows.whole(len(o)), size=size)
        depth = o.depth.float()
        there = ~depth[which].isnan() & inside
        place = positions(depth, o.view, o.span, o.middle)[which].nan_to_num()
        shown = torch.stack([surface(place[k], there[k], o.view[k]) for k in range(len(o))])
        number = o.mask[which].long()
        part = torch.where((number > 0) & there, number - 1 + o.first[:-1, None, None], -1)
        half = o.cloud[..., :3].float().abs().amax(1) * o.half[:, None]
        label = o.label.long().clamp(min=-1, max=len(numbers) - 1)  # -1 is the last number too
        sort = torch.where(o.level[o.owner] < FINER, numbers[label], -1)
        return Shells(o.picture[which], shown.half(), there, part.int(), o.level.long(), o.centre, half, o.ground, sort)

    @staticmethod
    def read(folder: Path, size: int, sorts: tuple[str, ...]) -> Shells:
        """All pictures of a folder of training objects, without the rest of it."""
        names = objects.labels(folder)
        numbers = torch.tensor([sorts.index(name) if name in sorts else -1 for name in names] + [-1])
        many, before = [], 0
        for file in objects.files(folder):
            s = Shells.of(objects.read(file), size, numbers)
            many.append(replace(s, part=torch.where(s.part >= 0, s.part + before, -1)))
            before += len(s.half)
        return Shells(**{f.name: torch.cat([getattr(s, f.name) for s in many]) for f in fields(Shells)})


def sorts_of(folder: Path) -> tuple[str, ...]:
    """The names of the coarse and object parts in a folder of training objects, in order; () where they have none."""
    names, found = objects.labels(folder), set()
    if not names:
        return ()
    for file in objects.files(folder):
        o = objects.columns(file, "level", "first", "label")
        level = o["level"].repeat_interleave(o["first"].diff())
        found |= set(o["label"][(level < FINER) & (o["label"] >= 0)].tolist())
    return tuple(sorted(names[k] for k in found))


@dataclass
class GroupingTask:
    """See the module.

    Parameters
    ----------
    data : folder of training objects; probe_data : of held-out ones. config : the network's; sorts that it does not name are the data's.
    size : pictures in a batch, over all processes. seed : of the batches.
    """

    data: Path
    probe_data: Path | None = None
    config: GroupingConfig | None = None
    size: int = 8
    seed: int = 0
    name: str = "groups"

    def __post_init__(self) -> None:
        self.config = self.config or GroupingConfig()
        if not self.config.sorts:
            self.config = replace(self.config, sorts=sorts_of(self.data))
        self.model: nn.Module = GroupingNetwork(self.config)
        self._shells: Shells | None = None

    def shells(self, folder: Path) -> Shells:
        """The pictures of a folder."""
        assert self.config is not None
        return Shells.read(folder, self.config.size, self.config.sorts)

    def batches(self, *, rank: int, world: int, start: int) -> Iterator[Any]:
        """See `partgen.train.Task`."""
        if self._shells is None:
            self._shells = self.shells(self.data)
        # pictures of which little is listed teach little
        known = (self._shells.part >= 0).flatten(1).float().mean(1) / self._shells.there.flatten(1).float().mean(1).clamp(min=1e-6)
        step = start
        while True:
            g = torch.Generator().manual_seed(objects_seed(self.seed + 23, step, rank))
            yield drawn(self._shells, torch.multinomial(known, max(1, self.size // world), generator=g), g)
            step += 1

    def loss(self, batch: Any, generator: torch.Generator) -> tuple[Tensor, dict[str, Tensor]]:
        """See `partgen.train.Task`."""
        assert self.config is not None
        votes: Votes = self.model(batch["shown"], batch["level"])
        figures = losses(votes, batch, self.config)
        loss = figures["centre"] + 0.3 * figures["half"] + figures["ground"] + 0.5 * figures["sort"] + 3 * figures["same"]
        return loss, {k: v.detach() for k, v in figures.items()}

    @torch.no_grad()
    def probe(self, model: nn.Module) -> dict[str, float]:
        """Of held-out pictures of coarse parts and objects: precision and recall of regions at IoU 0.5 of their pixels, the ground left
        out, the count's error, and the share of things' pixels whose sort is right."""
        if self.probe_data is None:
            return {}
        assert self.config is not None
        held = self.shells(self.probe_data)
        figures: dict[str, float] = {}
        right = of = 0
        for word, level in (("coarse_", 0), ("", 1)):
            made = real = hits = 0
            off = []
            for k in torch.nonzero(held.level == level)[:32, 0].tolist():
                b = drawn(held, torch.tensor([k]), None)
                votes = model(b["shown"], b["level"])
                found = grouped(votes, b["points"][0], b["there"][0], self.config.reach, most=COARSE if level == 0 else 0)
                said, part = torch.from_numpy(found.number), b["part"][0]
                truth = {int(p): part == p for p in part[part >= 0].unique() if not bool(held.ground[p])}
                truth = {p: m for p, m in truth.items() if int(m.sum()) >= 4}
                listed = part >= 0
                claims = [m for r in said[said > 1].unique() if int((m := (said == r) & listed).sum()) >= 4]
                met = sum(max((float((m & c).sum() / (m | c).sum()) for c in claims), default=0) >= 0.5 for m in truth.values())
                made, real, hits = made + len(claims), real + len(truth), hits + met
                off.append(abs(len(claims) - len(truth)))
                if known := int((sorted_ := (b["sort"][0] >= 0) & ~b["ground"][0]).sum()):
                    right, of = right + int((votes.sort[0].argmax(0) == b["sort"][0])[sorted_].sum()), of + known
            figures |= {f"{word}precision": hits / max(made, 1), f"{word}recall": hits / max(real, 1)}
            figures[f"{word}count_error"] = sum(off) / max(len(off), 1)
        rows = torch.nonzero(held.level <= 1)[:24, 0]
        many = drawn(held, rows, None)
        lost = losses(model(many["shown"], many["level"]), many, self.config)
        return {**figures, "sorts_right": right / max(of, 1), **{k: float(v) for k, v in lost.items()}}

    def export(self, model: nn.Module, folder: Path) -> None:
        """See `partgen.train.Task`."""
        network: Any = model
        save(network, folder / FILE)


def drawn(held: Shells, rows: Tensor, g: torch.Generator | None) -> dict[str, Tensor]:
    """A batch of pictures (b,); with `g` mirrored in half of the rows and in other colours, light and noise."""
    rgb, shown, there, part = held.rgb[rows], held.surface[rows].float(), held.there[rows], held.part[rows].long()
    centre, half = held.centre[part.clamp(min=0)], held.half[part.clamp(min=0)]
    if g is not None:
        mirror = torch.rand(len(rows), 1, 1, generator=g) < 0.5
        four = mirror[..., None]
        swap = [2, 1, 0]
        shown = torch.where(four, shown.flip(2)[..., [2, 1, 0, 5, 4, 3]], shown)
        rgb, there, part = (
            torch.where(four, rgb.flip(2), rgb),
            torch.where(mirror, there.flip(2), there),
            torch.where(mirror, part.flip(2), part),
        )
        centre, half = (torch.where(four, x.flip(2)[..., swap], x) for x in (centre, half))
        rgb = _recoloured(rgb, g)
    listed = part.clamp(min=0)
    return {
        "shown": inputs(rgb, shown, there),
        "level": held.level[rows].clamp(min=1),  # coarse parts are objects that a rule joins
        "coarse": held.level[rows] == 0,
        "part": part,
        "there": there,
        "points": shown[..., :3].permute(0, 3, 1, 2),
        "centre": centre.permute(0, 3, 1, 2),
        "half": half.clamp(min=LEAST_HALF).permute(0, 3, 1, 2),
        "ground": held.ground[listed] & (part >= 0),
        "sort": torch.where(part >= 0, held.sort[listed], -1),
    }


def _recoloured(rgb: Tensor, g: torch.Generator) -> Tensor:
    """Pictures (b, s, s, 3) uint8 in other light: channels scaled and mixed, contrast, noise."""
    b = len(rgb)
    x = rgb.float() / 255
    mix = torch.eye(3) + 0.25 * torch.randn(b, 3, 3, generator=g) * (torch.rand(b, 1, 1, generator=g) < 0.5)
    x = torch.einsum("bhwc,bcd->bhwd", x, mix) * (0.8 + 0.4 * torch.rand(b, 1, 1, 3, generator=g))
    x = x + 0.06 * torch.rand(b, 1, 1, 1, generator=g) * torch.randn(x.shape, generator=g)
    return (x.clamp(0, 1) * 255).round().to(torch.uint8)


def losses(votes: Votes, b: dict[str, Tensor], config: GroupingConfig) -> dict[str, Tensor]:
    """Means over a batch; what is said of a part counts in all as the root of the number of its pixels."""
    part, ground = b["part"], b["ground"]
    thing = (part >= 0) & ~ground
    weight = torch.zeros(part.shape)
    if bool(thing.any()):
        _, inverse, count = part[thing].unique(return_inverse=True, return_counts=True)
        weight[thing] = count[inverse].float().rsqrt()
    boxed = weight * ~b["coarse"][:, None, None]
    total = boxed.sum().clamp(min=1e-6)
    longest = b["half"].amax(1, keepdim=True).clamp(min=BOX)  # else the smallest outweigh all
    away = (votes.centre - (b["centre"] - b["points"])) / longest
    centre = (F.smooth_l1_loss(away, torch.zeros_like(away), beta=0.3, reduction="none").mean(1).clamp(max=10) * boxed).sum() / total
    half = ((votes.half - b["half"].log()).abs().mean(1) * boxed).sum() / total
    on_ground = F.binary_cross_entropy_with_logits(votes.ground, ground.float(), reduction="none")[part >= 0].mean()
    figures = {"centre": centre, "half": half, "ground": on_ground, "sort": votes.ground.new_zeros(())}
    if config.sorts:
        entropy = F.cross_entropy(votes.sort, b["sort"], ignore_index=-1, reduction="none")
        heavy = weight * (b["sort"] >= 0)
        figures["sort"] = (entropy * heavy).sum() / heavy.sum().clamp(min=1e-6)
    return {**figures, "same": _pairs(votes.same, b, weight, config.reach)}


def _pairs(same: Tensor, b: dict[str, Tensor], weight: Tensor, reach: tuple[int, ...]) -> Tensor:
    """Mean entropy of what is said of pairs of pixels, over the offsets; those of two parts count as much as those of one."""
    part, other = b["part"], b["there"] & ~b["ground"]
    out = []
    for k, offset in enumerate(offsets(reach)):
        here, there = ((slice(None), *place) for place in pair(part.shape[1:], offset))  # type: ignore[arg-type]
        p, q = part[here], part[there]
        equal = p == q
        valid = other[here] & other[there] & ((p >= 0) | (q >= 0))
        if max(offset) > 1:
            valid &= ~(equal & b["coarse"][:, None, None])
        heavy = torch.maximum(weight[here], weight[there]) * valid
        apart, one = (heavy * ~equal).sum(), (heavy * equal).sum()
        # where one kind is rare it counts more, to a third of all at most
        heavy = torch.where(equal, heavy, heavy * (0.5 * one / apart.clamp(min=1e-6)).clamp(1, 8))
        entropy = F.binary_cross_entropy_with_logits(same[:, k][here], equal.float(), reduction="none")
        out.append((entropy * heavy).sum() / heavy.sum().clamp(min=1e-6))
    return torch.stack(out).mean()
