"""Training of the grouping network on the pictures of training objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from partgen.grouping import LEAST_HALF, GroupingConfig, GroupingNetwork, Votes, grouped, inputs, save
from partgen.pictures import pixels
from partgen.train import objects
from partgen.train.objects import Objects
from partgen.train.panes import normals, positions
from partgen.train.shape_task import objects_seed
from partgen.windows import Windows

FILE = "groups.safetensors"


@dataclass(frozen=True, eq=False)
class Shells:
    """What n pictures show, brought to the network's size.

    rgb : (n, s, s, 3) uint8. surface : (n, s, s, 6) float16. there : (n, s, s) bool. part : (n, s, s) int64, number among all
    parts, -1 where none is listed. level : (n,) int64.
    centre : (m, 3); half : (m,); ground : (m,) of all parts.
    """

    rgb: Tensor
    surface: Tensor
    there: Tensor
    part: Tensor
    level: Tensor
    centre: Tensor
    half: Tensor
    ground: Tensor

    def __len__(self) -> int:
        return len(self.level)

    @staticmethod
    def of(o: Objects, size: int) -> Shells:
        """The pictures of objects."""
        which, inside = pixels(o.depth.shape[-1], o.view, o.span, o.middle, Windows.whole(len(o)), size=size)
        depth = o.depth.float()
        there = ~depth[which].isnan() & inside
        place = positions(depth, o.view, o.span, o.middle)[which].nan_to_num()
        surface = torch.cat([place, normals(o)[which].float() / 127], -1)
        number = o.mask[which].long()
        part = torch.where((number > 0) & there, number - 1 + o.first[:-1, None, None], -1)
        return Shells(o.picture[which], surface.half(), there, part.int(), o.level.long(), o.centre, o.half, o.ground)

    @staticmethod
    def read(folder: Path, size: int) -> Shells:
        """All pictures of a folder of training objects, without the rest of it."""
        many, before = [], 0
        for file in objects.files(folder):
            s = Shells.of(objects.read(file), size)
            many.append(
                Shells(**{**{f.name: getattr(s, f.name) for f in fields(Shells)}, "part": torch.where(s.part >= 0, s.part + before, -1)})
            )
            before += len(s.half)
        return Shells(**{f.name: torch.cat([getattr(s, f.name) for s in many]) for f in fields(Shells)})


@dataclass
class GroupingTask:
    """See the module.

    Parameters
    ----------
    data : folder of training objects; probe_data : of held-out ones. config : the network's.
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
        self.model: nn.Module = GroupingNetwork(self.config)
        self._shells: Shells | None = None

    def shells(self, folder: Path) -> Shells:
        """The pictures of a folder."""
        assert self.config is not None
        return Shells.read(folder, self.config.size)

    def batches(self, *, rank: int, world: int, start: int) -> Iterator[Any]:
        """See `partgen.train.Task`."""
        if self._shells is None:
            self._shells = self.shells(self.data)
        step = start
        while True:
            g = torch.Generator().manual_seed(objects_seed(self.seed + 23, step, rank))
            yield drawn(self._shells, torch.randint(len(self._shells), (max(1, self.size // world),), generator=g), g)
            step += 1

    def loss(self, batch: Any, generator: torch.Generator) -> tuple[Tensor, dict[str, Tensor]]:
        """See `partgen.train.Task`."""
        votes: Votes = self.model(batch["shown"], batch["level"])
        figures = losses(votes, batch)
        loss = figures["centre"] + 0.3 * figures["half"] + figures["ground"] + 0.5 * figures["same"]
        return loss, {k: v.detach() for k, v in figures.items()}

    @torch.no_grad()
    def probe(self, model: nn.Module) -> dict[str, float]:
        """Of held-out pictures: precision and recall of regions at IoU 0.5 of their pixels, the ground left out, and the count's error."""
        if self.probe_data is None:
            return {}
        held = self.shells(self.probe_data)
        rows = torch.nonzero(held.level <= 1)[:, 0][:48]
        made = real = hits = 0
        off = []
        for k in rows.tolist():
            b = drawn(held, torch.tensor([k]), None)
            votes = model(b["shown"], b["level"])
            said = torch.from_numpy(grouped(votes, b["points"][0], b["there"][0], most=14 if int(b["level"]) == 0 else 0))
            part = b["part"][0]
            truth = {int(p): part == p for p in part[part >= 0].unique() if not bool(held.ground[p])}
            truth = {p: m for p, m in truth.items() if int(m.sum()) >= 4}
            listed = part >= 0
            claims = [m for r in said[said > 1].unique() if int((m := (said == r) & listed).sum()) >= 4]
            found = sum(max((float((m & c).sum() / (m | c).sum()) for c in claims), default=0) >= 0.5 for m in truth.values())
            made, real, hits = made + len(claims), real + len(truth), hits + found
            off.append(abs(len(claims) - len(truth)))
        figures = losses(model(*(lambda b: (b["shown"], b["level"]))(many := drawn(held, rows[:24], None))), many)
        return {
            "precision": hits / max(made, 1),
            "recall": hits / max(real, 1),
            "count_error": sum(off) / max(len(off), 1),
            **{k: float(v) for k, v in figures.items()},
        }

    def export(self, model: nn.Module, folder: Path) -> None:
        """See `partgen.train.Task`."""
        network: Any = model
        save(network, folder / FILE)


def drawn(held: Shells, rows: Tensor, g: torch.Generator | None) -> dict[str, Tensor]:
    """A batch of pictures (b,); with `g` mirrored in half of the rows and in other colours, light and noise."""
    rgb, surface, there, part = held.rgb[rows], held.surface[rows].float(), held.there[rows], held.part[rows].long()
    centre = held.centre[part.clamp(min=0)]
    if g is not None:
        mirror = torch.rand(len(rows), 1, 1, generator=g) < 0.5
        four = mirror[..., None]
        swap = [2, 1, 0]
        surface = torch.where(four, surface.flip(2)[..., [2, 1, 0, 5, 4, 3]], surface)
        rgb, there, part = (
            torch.where(four, rgb.flip(2), rgb),
            torch.where(mirror, there.flip(2), there),
            torch.where(mirror, part.flip(2), part),
        )
        centre = torch.where(four, centre.flip(2)[..., swap], centre)
        rgb = _recoloured(rgb, g)
    return {
        "shown": inputs(rgb, surface, there),
        "level": held.level[rows],
        "part": part,
        "there": there,
        "points": surface[..., :3].permute(0, 3, 1, 2),
        "centre": centre.permute(0, 3, 1, 2),
        "half": held.half[part.clamp(min=0)].clamp(min=LEAST_HALF),
        "ground": held.ground[part.clamp(min=0)],
    }


def _recoloured(rgb: Tensor, g: torch.Generator) -> Tensor:
    """Pictures (b, s, s, 3) uint8 in other light: channels scaled and mixed, contrast, noise."""
    b = len(rgb)
    x = rgb.float() / 255
    mix = torch.eye(3) + 0.25 * torch.randn(b, 3, 3, generator=g) * (torch.rand(b, 1, 1, generator=g) < 0.5)
    x = torch.einsum("bhwc,bcd->bhwd", x, mix) * (0.8 + 0.4 * torch.rand(b, 1, 1, 3, generator=g))
    x = x + 0.06 * torch.rand(b, 1, 1, 1, generator=g) * torch.randn(x.shape, generator=g)
    return (x.clamp(0, 1) * 255).round().to(torch.uint8)


def losses(votes: Votes, b: dict[str, Tensor]) -> dict[str, Tensor]:
    """Means over a batch; of a part's votes those of all its pixels count together as the root of their number."""
    part, ground = b["part"], b["ground"]
    known = part >= 0
    thing = known & ~ground
    weight = torch.zeros(part.shape)
    index = part[thing]
    if len(index):
        _, inverse, count = index.unique(return_inverse=True, return_counts=True)
        weight[thing] = count[inverse].float().rsqrt()
    total = weight.sum().clamp(min=1e-6)
    away = (votes.centre - (b["centre"] - b["points"])) / b["half"][:, None]
    centre = (F.smooth_l1_loss(away, torch.zeros_like(away), beta=0.3, reduction="none").mean(1).clamp(max=10) * weight).sum() / total
    half = ((votes.half - b["half"].log()).abs() * weight).sum() / total
    on_ground = F.binary_cross_entropy_with_logits(votes.ground, ground.float(), reduction="none")[known].mean()
    same = votes.ground.new_zeros(())
    for axis, logits in ((2, votes.right), (1, votes.below)):
        n = part.shape[axis] - 1
        p, q = part.narrow(axis, 0, n), part.narrow(axis, 1, n)
        both = thing.narrow(axis, 0, n) & thing.narrow(axis, 1, n)
        equal = p == q
        bce = F.binary_cross_entropy_with_logits(logits.narrow(axis, 0, n), equal.float(), reduction="none")
        same = same + ((bce * (1 + 3 * ~equal)) * both).sum() / both.sum().clamp(min=1)
    return {"centre": centre, "half": half, "ground": on_ground, "same": same}
