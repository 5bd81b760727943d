"""Shells: what the pictures of training objects show, as the grouping network looks at it, and room for those that are still to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import torch
from torch import Tensor

from partgen.grouping import FINER
from partgen.pictures import pixels
from partgen.train import objects
from partgen.train.objects import Objects
from partgen.windows import Windows

LISTED = 255
"""Parts of a picture that are listed, at most."""
MOST = 24_000
"""Pictures that are held of a folder that grows: of more, those that came last."""


@dataclass(frozen=True, eq=False)
class Shells:
    """What n pictures show, brought to the network's size.

    rgb : (n, s, s, 3) uint8. depth : (n, s, s) float16, NaN where nothing is. number : (n, s, s) uint8, 1 + a part's place in its
    object, 0 where none is listed. view : (n, 3, 3); across, up : (n, s), where along right and up columns and rows lie.
    level : (n,) int64. known : (n,) float, the share of what is there that is listed.
    Of each listed part: centre (n, LISTED, 3) and half (n, LISTED, 3) of its box; ground (n, LISTED); sort (n, LISTED) int64, -1 unknown.
    """

    rgb: Tensor
    depth: Tensor
    number: Tensor
    view: Tensor
    across: Tensor
    up: Tensor
    level: Tensor
    known: Tensor
    centre: Tensor
    half: Tensor
    ground: Tensor
    sort: Tensor

    def __len__(self) -> int:
        return len(self.level)

    @staticmethod
    def of(o: Objects, size: int, numbers: Tensor, *, device: torch.device | str = "cpu") -> Shells:
        """The pictures of objects. numbers : (l + 1,) int64, the sort that each label is, the last for unknown ones."""
        half = o.cloud[..., :3].float().abs().amax(1) * o.half[:, None]
        label = o.label.long().clamp(min=-1, max=len(numbers) - 1)  # -1 is the last number too
        sort = torch.where(o.level[o.owner] < FINER, numbers[label], -1)
        place = torch.arange(o.parts) - o.first[o.owner]
        fits = place < LISTED
        at = (o.owner[fits], place[fits])

        def table(values: Tensor, empty: float) -> Tensor:
            out = values.new_full((len(o), LISTED, *values.shape[1:]), empty)
            out[at] = values[fits]
            return out.to(device)

        tables = table(o.centre, 0), table(half, 0), table(o.ground, 0), table(sort, -1)
        picture, depth, mask, view, span, middle = (x.to(device) for x in (o.picture, o.depth, o.mask, o.view, o.span, o.middle))
        with torch.device(device):
            side = depth.shape[-1]
            which, inside = pixels(side, view, span, middle, Windows.whole(len(o)), size=size)
            shown = depth[which].masked_fill(~inside, torch.nan)
            there = ~shown.isnan()
            number = torch.where(there, mask[which], 0)
            step = (which[1][:, :, 0] + 0.5) / side - 0.5, (which[2][:, 0] + 0.5) / side - 0.5
            up, across = middle[:, 1:] - step[0] * span[:, None], middle[:, :1] + step[1] * span[:, None]
            known = (number > 0).flatten(1).float().mean(1) / there.flatten(1).float().mean(1).clamp(min=1e-6)
            return Shells(picture[which], shown, number, view, across, up, o.level.long().to(device), known, *tables)

    @staticmethod
    def cat(many: Sequence[Shells]) -> Shells:
        """Pictures one after the other."""
        return Shells(**{f.name: torch.cat([getattr(s, f.name) for s in many]) for f in fields(Shells)})

    def __getitem__(self, rows: slice) -> Shells:
        return Shells(**{f.name: getattr(self, f.name)[rows] for f in fields(Shells)})


class Shelf:
    """Room for the pictures of a folder that grows: doubled when it is full, up to `most`; from then on the latest displace the oldest.

    So columns stay where they are while pictures come, instead of being made anew each time.
    """

    def __init__(self, most: int = MOST) -> None:
        self.most, self.came = most, 0
        self._room: Shells | None = None

    def join(self, many: Sequence[Shells]) -> Shells:
        """All pictures, where the first of `many` is what this said before, if it said anything."""
        for new in many if self._room is None else many[1:]:
            new = new[-self.most :]
            room = self._roomy(new)
            at = (torch.arange(len(new), device=new.level.device) + self.came) % self.most
            if self.came + len(new) > self.most:
                room.known[at] = 0  # nobody draws what is being displaced
            for f in fields(Shells):
                if f.name != "known":
                    getattr(room, f.name)[at] = getattr(new, f.name)
            room.known[at] = new.known
            self.came += len(new)
        assert self._room is not None
        return self._room[: min(self.came, self.most)]

    def _roomy(self, new: Shells) -> Shells:
        """Columns with room for more pictures."""
        old, wanted = self._room, min(self.came + len(new), self.most)
        if old is None or len(old) < wanted:
            n = min(self.most, max(2 * wanted, 64))
            self._room = Shells(**{f.name: (v := getattr(new, f.name)).new_zeros(n, *v.shape[1:]) for f in fields(Shells)})
            for f in fields(Shells) if old is not None else ():
                getattr(self._room, f.name)[: self.came] = getattr(old, f.name)[: self.came]
        assert self._room is not None
        return self._room


def read(file: Path, size: int, sorts: tuple[str, ...], *, device: torch.device | str = "cpu") -> Shells:
    """The pictures in a file of training objects, without the rest of it."""
    names = objects.noted(file).get("labels", ())
    numbers = torch.tensor([sorts.index(name) if name in sorts else -1 for name in names] + [-1])
    return Shells.of(objects.read(file), size, numbers, device=device)
