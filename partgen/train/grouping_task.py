"""Training of the grouping network on the pictures of training objects.

Coarse parts join objects that stand apart, so they teach sorts, ground, and where direct neighbours differ, and neither boxes nor
distant pairs: the network tells objects, and joins them by rule (`partgen.grouping`). What is not listed of objects with very
many parts is known to be of no part that is listed. A network that may be blind sees some of the pictures without their depth, in
the frame of what is seen, and some with a depth that is off, as guesses are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from partgen.agglomerate import offsets, pair
from partgen.boxes import LEAST_HALF
from partgen.errors import PartgenError
from partgen.frame import Frame, flat
from partgen.grouping import COARSE, FINER, GroupingConfig, GroupingNetwork, Votes, grouped, inputs, save
from partgen.pictures import REACH
from partgen.seen import normals_shown
from partgen.train import objects
from partgen.train.growing import Growing, moved
from partgen.train.shape_task import objects_seed
from partgen.train.shells import LISTED, Shelf, Shells, read

FILE = "groups.safetensors"
BOX = 0.08
"""Votes for the boxes of smaller parts count as for one of this half side."""


BLIND, GUESSED = 0.3, 0.2
"""Shares of pictures without depth, and with a depth that is off, for a network that may be blind."""
OFF = 0.04
"""How far a guessed depth is off, as a standard deviation, at most; it changes slowly from one end of the picture to the other."""


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
    watch : seconds after which new files are looked for in a folder that grows; 0: it is read once.

    Raises `PartgenError` where a folder is watched and the configuration names no sorts: there may be no data yet to tell them.
    """

    data: Path
    probe_data: Path | None = None
    config: GroupingConfig | None = None
    size: int = 8
    seed: int = 0
    name: str = "groups"
    watch: float = 0.0

    def __post_init__(self) -> None:
        self.config = self.config or GroupingConfig()
        if not self.config.sorts:
            if self.watch:
                raise PartgenError("a folder that grows does not tell yet what sorts of parts there are: name them in the configuration")
            self.config = replace(self.config, sorts=sorts_of(self.data))
        self.model: nn.Module = GroupingNetwork(self.config)
        self._growing: Growing[Shells] | None = None

    def _read(self, file: Path) -> Shells:
        assert self.config is not None
        return read(file, self.config.size, self.config.sorts, device=self.device)

    @property
    def device(self) -> torch.device:
        """Where the model is."""
        return next(self.model.parameters()).device

    def shells(self, folder: Path) -> Shells:
        """The pictures of a folder, where the model is."""
        return Shells.cat([self._read(file) for file in objects.files(folder)])

    def batches(self, *, rank: int, world: int, start: int) -> Iterator[Any]:
        """See `partgen.train.Task`."""
        assert self.config is not None
        if self._growing is None:
            join = Shelf().join if self.watch else Shells.cat
            self._growing = Growing(self.data, self._read, join, device=self.device, watch=self.watch)
        step, device, n = start, self.device, max(1, self.size // world)
        while True:
            held = self._growing.now()
            g = torch.Generator(device).manual_seed(objects_seed(self.seed + 23, step, rank))
            # pictures of which little is listed teach little; a folder may begin with fewer than a batch
            rows = torch.multinomial(held.known.clamp(min=1e-9), n, replacement=self.watch > 0 or n > len(held), generator=g)
            batch = drawn(held, rows, g, blind=BLIND if self.config.blind else None)
            yield batch
            step += 1

    def loss(self, batch: Any, generator: torch.Generator) -> tuple[Tensor, dict[str, Tensor]]:
        """See `partgen.train.Task`."""
        assert self.config is not None
        votes: Votes = self.model(batch["shown"], batch["level"])
        with torch.autocast(batch["shown"].device.type, enabled=False):
            figures = losses(votes, batch, self.config)
        loss = figures["centre"] + 0.3 * figures["half"] + figures["ground"] + 0.5 * figures["sort"] + 3 * figures["same"]
        return loss, {k: v.detach() for k, v in figures.items()}

    @torch.no_grad()
    def probe(self, model: nn.Module) -> dict[str, float]:
        """Of held-out pictures of coarse parts and objects: precision and recall of regions at IoU 0.5 of their pixels, the ground left
        out, the count's error, and the share of things' pixels whose sort is right; for a network that may be blind, without depth too."""
        if self.probe_data is None:
            return {}
        assert self.config is not None
        device = next(model.parameters()).device
        held = self.shells(self.probe_data)
        held = held if held.level.device == device else moved(held, device)
        figures: dict[str, float] = {}
        for blind in (0.0, 1.0) if self.config.blind else (None,):
            word = "blind_" if blind else ""
            told = judged(model, held, self.config, blind=blind)
            many = drawn(held, torch.nonzero(held.level <= 1)[:24, 0], None, blind=blind)
            lost = losses(model(many["shown"], many["level"]), many, self.config)
            figures |= {f"{word}{k}": v for k, v in told.items()} | {f"{word}{k}": float(v) for k, v in lost.items()}
        return figures

    def export(self, model: nn.Module, folder: Path) -> None:
        """See `partgen.train.Task`."""
        network: Any = model
        save(network, folder / FILE)


def judged(model: nn.Module, held: Shells, config: GroupingConfig, *, blind: float | None, most: int = 32) -> dict[str, float]:
    """How well parts are found in the first `most` pictures of a level; see `GroupingTask.probe`."""
    figures: dict[str, float] = {}
    right = of = 0
    for word, level in (("coarse_", 0), ("", 1)):
        made = real = hits = 0
        off = []
        for k in torch.nonzero(held.level == level)[:most]:
            b = drawn(held, k, None, blind=blind)
            votes: Votes = model(b["shown"], b["level"])
            points, there, part, ground, sort = (b[name][0].cpu() for name in ("points", "there", "part", "ground", "sort"))
            rgb = (b["shown"][0, :3].cpu() + 1) / 2
            found = grouped(votes, points, there, config.reach, rgb=rgb, most=COARSE if level == 0 else 0)
            said = torch.from_numpy(found.number)
            truth = [m for p in part[(part >= 0) & ~ground].unique() if int((m := part == p).sum()) >= 4]
            claims = [m for r in said[said > 1].unique() if int((m := (said == r) & (part >= 0)).sum()) >= 4]
            met = sum(max((float((m & c).sum() / (m | c).sum()) for c in claims), default=0) >= 0.5 for m in truth)
            made, real, hits = made + len(claims), real + len(truth), hits + met
            off.append(abs(len(claims) - len(truth)))
            if known := int((thing := (sort >= 0) & ~ground).sum()):
                right, of = right + int((votes.sort[0].argmax(0).cpu() == sort)[thing].sum()), of + known
        figures[f"{word}precision"] = hits / max(made, 1)
        figures[f"{word}recall"] = hits / max(real, 1)
        figures[f"{word}count_error"] = sum(off) / max(len(off), 1)
    return {**figures, "sorts_right": right / max(of, 1)}


def drawn(held: Shells, rows: Tensor, g: torch.Generator | None, *, blind: float | None = None) -> dict[str, Tensor]:
    """A batch of pictures (b,); with `g` mirrored in half of the rows and in other colours, light and noise.

    blind : share of the pictures without depth, for a network that may be blind; with `g` some others' depth is off. None: for others.
    """
    with held.level.device:
        return _drawn(held, rows, g, blind)


def _drawn(held: Shells, rows: Tensor, g: torch.Generator | None, blind: float | None) -> dict[str, Tensor]:
    b, s = len(rows), held.rgb.shape[1]
    rgb, depth, number = held.rgb[rows], held.depth[rows].float(), held.number[rows].long()
    view, across, up = held.view[rows], held.across[rows], held.up[rows]
    zoom, shift, known = torch.ones(b), torch.zeros(b, 3), None
    if blind is not None:
        known = torch.rand(b, generator=g) >= blind if g is not None else torch.full((b,), blind < 1)
        frame = Frame.round(~depth.isnan(), **({} if g is None else _jitter(b, g)))
        row, column, inside = frame.pixels(s, s, s)
        still = torch.arange(s)
        row, column = torch.where(known[:, None], still, row)[:, :, None], torch.where(known[:, None], still, column)[:, None, :]
        inside = inside | known[:, None, None]
        every = torch.arange(b)[:, None, None]
        rgb, depth, number = rgb[every, row, column], depth[every, row, column], number[every, row, column]
        depth, number = depth.masked_fill(~inside, torch.nan), number * inside
        # the frame's middle and size in the frame of the whole
        u, v = ((frame.left + frame.side / 2) / s * 2 - 1) * REACH, (1 - (frame.top + frame.side / 2) / s * 2) * REACH
        shift = torch.where(known[:, None], shift, u[:, None] * view[:, 0] + v[:, None] * view[:, 1])
        zoom = torch.where(known, zoom, s / frame.side)
    there = ~depth.isnan()
    if known is not None and g is not None:
        depth = depth + _off(b, s, g)
    right, upward, towards = (_at(view[:, k]) for k in range(3))
    points = right * across[:, None, None] + upward * up[:, None, :, None] - towards * depth.nan_to_num()[:, None]
    normal = normals_shown(points, depth, view)
    if known is not None:
        points = torch.where(known[:, None, None, None], points, flat(s, view))
    points = points * there[:, None]
    part = torch.where(there, number - 1, -1)
    own = part.clamp(min=0).flatten(1)

    def told(table: Tensor) -> Tensor:
        wanted = own.reshape(b, s * s, *[1] * (table.dim() - 2)).expand(-1, -1, *table.shape[2:])
        return table[rows].gather(1, wanted).unflatten(1, (s, s))

    centre = (told(held.centre).permute(0, 3, 1, 2) - _at(shift)) * _at(zoom[:, None])
    half = told(held.half).permute(0, 3, 1, 2) * _at(zoom[:, None])
    ground, sort = told(held.ground) & (part >= 0), torch.where(part >= 0, told(held.sort), -1)
    if g is not None:
        mirror = torch.rand(b, 1, 1, generator=g) < 0.5
        four, swap = mirror[:, None], [2, 1, 0]
        rgb = torch.where(mirror[..., None], rgb.flip(2), rgb)
        there, part, ground, sort = (torch.where(mirror, x.flip(2), x) for x in (there, part, ground, sort))
        points, normal, centre, half = (torch.where(four, x.flip(3)[:, swap], x) for x in (points, normal, centre, half))
        rgb = _recoloured(rgb, g)
    return {
        "shown": inputs(rgb, torch.cat([points, normal], 1).permute(0, 2, 3, 1), there, known),
        "level": held.level[rows].clamp(min=1),  # coarse parts are objects that a rule joins
        "coarse": held.level[rows] == 0,
        "part": part,
        "there": there,
        "points": points,
        "centre": centre,
        "half": half.clamp(min=LEAST_HALF),
        "ground": ground,
        "sort": sort,
    }


def _at(x: Tensor) -> Tensor:
    """(b, k) for each pixel: (b, k, 1, 1)."""
    return x[:, :, None, None]


def _jitter(b: int, g: torch.Generator) -> dict[str, Tensor]:
    """Frames of what is seen that are a little too large or too small, and not quite in the middle."""
    return {"grown": 0.97 + 0.1 * torch.rand(b, generator=g), "moved": 0.04 * (torch.rand(b, 2, generator=g) - 0.5)}


def _off(b: int, s: int, g: torch.Generator) -> Tensor:
    """(b, s, s) what guessed depths are off by, 0 in most pictures."""
    much = OFF * torch.rand(b, 1, 1, 1, generator=g) * (torch.rand(b, 1, 1, 1, generator=g) < GUESSED)
    return F.interpolate(much * torch.randn(b, 1, 6, 6, generator=g), (s, s), mode="bilinear")[:, 0]


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
    listed = part >= 0
    thing = listed & ~ground
    # parts are numbered within the batch, so that counting them needs no look at the data
    which = (torch.arange(len(part), device=part.device)[:, None, None] * LISTED + part.clamp(min=0)).flatten()
    count = torch.zeros(len(part) * LISTED, device=part.device).scatter_add_(0, which, thing.flatten().float())
    weight = count[which].clamp(min=1).rsqrt().reshape(part.shape) * thing
    boxed = weight * ~b["coarse"][:, None, None]
    total = boxed.sum().clamp(min=1e-6)
    longest = b["half"].amax(1, keepdim=True).clamp(min=BOX)  # else the smallest outweigh all
    away = (votes.centre - (b["centre"] - b["points"])) / longest
    centre = (F.smooth_l1_loss(away, torch.zeros_like(away), beta=0.3, reduction="none").mean(1).clamp(max=10) * boxed).sum() / total
    half = ((votes.half - b["half"].log()).abs().mean(1) * boxed).sum() / total
    on_ground = F.binary_cross_entropy_with_logits(votes.ground, ground.float(), reduction="none")
    on_ground = (on_ground * listed).sum() / listed.sum().clamp(min=1)
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
