"""Training of the shape VAE, which also learns to complete what is only seen.

In windows, four kinds of cloud are encoded: the whole surface of a part and the visible shell of it, both decoded to the part's
signed distance; the visible shell of all that is in a window and its whole surface, both decoded to the whole's. So the
latent of a shell is already a guess at what is behind it, and the part DiT starts from there. Where the VAE has sight, shells are
also decoded beside what the picture shows.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from partgen import checkpoint, weights
from partgen.config import CoreConfig
from partgen.errors import PartgenError
from partgen.sight import Panes
from partgen.train import objects
from partgen.train.growing import Growing
from partgen.train.objects import BAND, Objects
from partgen.train.panes import normals, panes
from partgen.vae import TAU, Posterior, ShapeVAE
from partgen.windows import Windows, cropped

WHOLE = 0.6
"""Parts with a smaller share of their points in one piece are left out: scattered bits are made piece by piece, each in its window."""


@dataclass(frozen=True, eq=False)
class Held:
    """Training objects, and what is drawn by.

    able : (k,) numbers of the parts that are learned: those that are of one piece, more or less. normal : as
    `partgen.train.panes.normals` gives them; (0,) where no pictures are looked at.
    """

    objects: Objects
    able: Tensor
    normal: Tensor

    @staticmethod
    def of(folder: Path, device: torch.device | str, *, sight: bool, watch: float = 0.0) -> Growing[Held]:
        """Those of a folder."""
        return Growing(folder, partial(_held, sight=sight), Held.cat, device=device, watch=watch)

    @staticmethod
    def cat(many: Sequence[Held]) -> Held:
        """One after the other."""
        before, able = 0, []
        for one in many:
            able.append(one.able + before)
            before += one.objects.parts
        return Held(Objects.cat([h.objects for h in many]), torch.cat(able), torch.cat([h.normal for h in many]))

    def panes(self, rows: Tensor, x: Windows) -> Panes:
        """What the pictures show in windows of parts (b,), given in the parts' own frames."""
        o = self.objects
        return panes(o, self.normal, rows, x.within(o.centre[rows], o.half[rows]))


def _held(file: Path, *, sight: bool) -> Held:
    found = objects.read_surfaces(file)
    able = torch.nonzero(objects.together(found) >= WHOLE)[:, 0]
    return Held(found, able, normals(found) if sight else torch.zeros(0, dtype=torch.int8))


@dataclass
class ShapeTask:
    """See the module.

    Parameters
    ----------
    config : the core's; its VAE is trained. data : folder of training objects; probe_data : of held-out ones.
    parts, wholes : clouds of each kind in a batch, over all processes. points, queries : drawn for each cloud.
    kl : weight of the divergence from the standard normal. seed : of the batches.
    keep : the encoder, and so every latent, stays as it begins: the decoder and its sight learn on, under a core that knows these latents.
    surface : points of a whole surface, where they are to be more than `points`. watch : seconds after which new files are looked for in
        `data`, which grows; 0: never.
    """

    config: CoreConfig
    data: Path
    probe_data: Path | None = None
    parts: int = 20
    wholes: int = 8
    points: int = 512
    queries: int = 320
    kl: float = 1e-3
    seed: int = 0
    keep: bool = False
    surface: int = 0
    watch: float = 0.0
    name: str = "shape"

    def __post_init__(self) -> None:
        if not self.config.vae.queries:
            raise PartgenError(f"the configuration {self.config.name} has no learned queries: train tile or one like it")
        if 0 < self.surface < self.points:
            raise PartgenError(
                f"{self.surface} points of a whole surface are fewer than {self.points} of what is seen: give as many or more"
            )
        vae = ShapeVAE(self.config.vae)
        if self.keep:
            vae.encoder.requires_grad_(False)
            vae.quant.requires_grad_(False)
        self.model: nn.Module = vae
        self._held: Growing[Held] | None = None

    def held(self) -> Held:
        """The training objects, on the model's device."""
        if self._held is None:
            self._held = Held.of(self.data, next(self.model.parameters()).device, sight=self.config.vae.sight > 0, watch=self.watch)
        return self._held.now()

    def batches(self, *, rank: int, world: int, start: int) -> Iterator[Any]:
        """See `partgen.train.Task`."""
        step, device = start, next(self.model.parameters()).device
        while True:
            held = self.held()
            with device:
                g = torch.Generator(device).manual_seed(objects_seed(self.seed, step, rank))
                batch = self.drawn(held, max(1, self.parts // world), max(1, self.wholes // world), g)
            yield batch
            step += 1

    def drawn(self, every: Held, parts: int, wholes: int, g: torch.Generator) -> dict[str, Tensor]:
        """One batch: clouds and queries with targets, of parts and of wholes."""
        held, able = every.objects, every.able
        rows = able[torch.randint(len(able), (parts,), generator=g)]
        x = part_windows(held, rows, g)
        q, own, _ = queries(held, rows, x, self.queries, g)
        full, _ = cropped(x.into(held.cloud[rows].float()), self.surface or self.points, generator=g)
        shell, any_seen = cropped(x.into(held.seen[rows].float()), self.points, generator=g)
        shell = torch.where(any_seen[:, None, None], shell, full[:, : self.points])
        mirror = torch.rand(parts, generator=g) < 0.5
        out = {"full": flipped(full, mirror), "shell": flipped(shell, mirror), "q": flipped(q, mirror), "d": own}
        if self.config.vae.sight:
            shown = every.panes(rows, x).flipped(mirror)
            out |= {"maps": shown.maps, "axes": shown.axes}

        rows = able[torch.randint(len(able), (wholes,), generator=g)]
        x = part_windows(held, rows, g)
        q, _, distance = queries(held, rows, x, self.queries, g)
        near, ok = cropped(x.into(held.near[rows].float()), self.points, generator=g)
        everything = surroundings(held, rows, x)
        all_of_it, _ = cropped(everything, self.points, generator=g)
        half = torch.arange(wholes) % 2 == 0
        cloud = torch.where((half & ok)[:, None, None], near, all_of_it)
        mirror = torch.rand(wholes, generator=g) < 0.5
        return {**out, "cloud": flipped(cloud, mirror), "wq": flipped(q, mirror), "wd": distance}

    def loss(self, batch: Any, generator: torch.Generator) -> tuple[Tensor, dict[str, Tensor]]:
        """See `partgen.train.Task`."""
        vae: Any = self.model
        part, slot = self.config.dit.num_latents, self.config.dit.slot_tokens
        if batch["full"].shape == batch["shell"].shape:
            posterior = vae.encode(torch.cat([batch["full"], batch["shell"]]), tokens=part)
        else:
            each = [vae.encode(batch[name], tokens=part) for name in ("full", "shell")]
            posterior = Posterior(torch.cat([p.mean for p in each]), torch.cat([p.logvar for p in each]))
        latent, figures = posterior.sample(generator), {}
        if "maps" in batch:
            n = len(batch["q"])
            if self.keep:  # a core makes more of a shell than its own latent says
                nearer = (torch.rand(n, generator=generator, device=latent.device) - 0.4).clamp(min=0)[:, None, None]
                latent = torch.cat([latent[:n], latent[n:].lerp(latent[:n], nearer)])
            full = field_loss(vae.decode(latent[:n], batch["q"]), batch["d"])
            plain, told = vae.query_both(vae.memory(latent[n:]), batch["q"], Panes(batch["maps"], batch["axes"]))
            shell, figures["sight"] = field_loss(plain, batch["d"]), field_loss(told, batch["d"])
        else:
            d = vae.decode(latent, torch.cat([batch["q"], batch["q"]]))
            full, shell = (field_loss(v, batch["d"]) for v in d.chunk(2))
        posterior_w = vae.encode(batch["cloud"], tokens=slot)
        whole = field_loss(vae.decode(posterior_w.sample(generator), batch["wq"]), batch["wd"])
        kl = (posterior.kl().mean() + posterior_w.kl().mean()) / 2
        figures |= {"full": full, "shell": shell, "whole": whole, "kl": kl}
        loss = full + (shell if "maps" not in batch else 0.5 * shell + figures["sight"]) + 0.4 * whole + self.kl * kl
        return loss, {k: v.detach() for k, v in figures.items()}

    @torch.no_grad()
    def probe(self, model: nn.Module) -> dict[str, float]:
        """Balanced accuracy near the surface and IoU over the window, on held-out parts: of whole surfaces and of shells."""
        if self.probe_data is None:
            return {}
        every = Held.of(self.probe_data, "cpu", sight=self.config.vae.sight > 0).now()
        held = every.objects
        g = torch.Generator().manual_seed(1)
        rows = every.able
        rows = rows[~held.ground[rows] & (held.visible[rows] >= 30)]
        rows = rows[torch.randperm(len(rows), generator=g)[:192]]
        if not len(rows):
            return {}
        device = next(model.parameters()).device
        x = part_windows(held, rows, None)
        full, _ = cropped(x.into(held.cloud[rows].float()), self.surface or self.points, generator=g)
        shell, _ = cropped(x.into(held.seen[rows].float()), self.points, generator=g)
        q, own, _ = queries(held, rows, x, held.query.shape[1], None)
        vae: Any = model
        out = {}
        shown = every.panes(rows, x) if vae.sight is not None else None
        for name, cloud, told in (("full", full, None), ("shell", shell, None), ("sight", shell, shown)):
            if name == "sight" and told is None:
                continue
            parts = []
            for k in range(0, len(cloud), 16):
                some = slice(k, k + 16)
                memory = vae.memory(vae.encode(cloud[some].to(device), tokens=self.config.dit.num_latents).mode)
                pane = None if told is None else Panes(told.maps[some].to(device), told.axes[some].to(device))
                parts.append(vae.query(memory, q[some].to(device), panes=pane).cpu())
            said = torch.cat(parts)
            out[f"{name}_iou"] = float(sampled_iou(said < 0, own < 0, held.query.shape[1]).mean())
            out[f"{name}_error"] = float((said - (own / TAU).clamp(-1, 1)).abs().nanmean())
        return out

    def export(self, model: nn.Module, folder: Path) -> None:
        """See `partgen.train.Task`; the latents of what is written are standardised on the training objects, unless they are kept."""
        vae: Any = copy.deepcopy(model).eval()
        if not self.keep:
            self.standardise(vae)
        checkpoint.write(folder / "vae.safetensors", vae.state_dict(), noted={"kind": "vae"})
        weights.write_config(folder / weights.CONFIG, self.config, sampler="flow")

    @torch.no_grad()
    def standardise(self, vae: ShapeVAE, n: int = 384) -> None:
        """Make the latents of training objects have mean 0 and deviation 1: of parts, and in the further tokens of wholes."""
        held, device = self.held(), next(self.model.parameters()).device
        with device:
            batch = self.drawn(held, n, n // 2, torch.Generator(device).manual_seed(11))
        batch = {k: v.to(next(vae.parameters()).device) for k, v in batch.items()}
        part, slot = self.config.dit.num_latents, self.config.dit.slot_tokens
        wholes = torch.cat([vae.encode(c, tokens=slot).mode for c in batch["cloud"].split(32)])
        parts = torch.cat([vae.encode(c, tokens=part).mode for name in ("full", "shell") for c in batch[name].split(32)])
        vae.standardise(torch.cat([parts, wholes[torch.arange(len(parts)) % len(wholes), part:]], 1))


def objects_seed(seed: int, step: int, rank: int) -> int:
    """The seed of a batch."""
    return int(np.random.SeedSequence([seed, step, rank]).generate_state(1, np.uint64)[0] >> 1)


def part_windows(held: Objects, rows: Tensor, g: torch.Generator | None) -> Windows:
    """Windows of parts (b,), in the parts' own frames: round what is seen of them, else round all of them.

    g : moves and sizes them at random, as in training; None: as in use.
    """
    seen = held.seen[rows].float()
    seen = torch.where((held.visible[rows] >= 8)[:, None, None], seen, held.cloud[rows, : seen.shape[1]].float())
    if g is None:
        return Windows.around(seen)
    # most parts reach little further than what is seen of them, some much
    margin = 1.1 + 0.3 * torch.rand(len(rows), generator=g)
    margin += (torch.rand(len(rows), generator=g) < 0.2) * torch.rand(len(rows), generator=g)
    x = Windows.around(seen, margin=margin, least=0.05)
    return Windows(x.centre + (torch.rand(len(rows), 3, generator=g) - 0.5) * 0.16 * x.half[:, None], x.half)


def queries(held: Objects, rows: Tensor, x: Windows, n: int, g: torch.Generator | None) -> tuple[Tensor, Tensor, Tensor]:
    """n of the points round parts (b,), (b, n, 3) in their windows, with distances to the part and to the whole (b, n) there.

    Distances are NaN where they are not known well enough, outside the window.
    """
    q, own, every = held.query[rows].float(), held.own[rows].float(), held.all[rows].float()
    if g is not None:
        at = torch.rand(q.shape[:2], generator=g).argsort(1)[:, :n]
        q, own, every = q.gather(1, at[..., None].expand(-1, -1, 3)), own.gather(1, at), every.gather(1, at)
    q = x.into(q)
    outside = (q.abs() > 1.1).any(-1)
    scale = x.half[:, None]
    cut = BAND / scale < TAU  # what is cut may be nearer than TAU: take the sign alone
    out = []
    for d in (own, every):
        d = torch.where(cut & (d.abs() >= BAND * 0.99), d.sign() * TAU, d / scale)
        out.append(torch.where(outside, torch.nan, d))
    return q, out[0], out[1]


def surroundings(held: Objects, rows: Tensor, x: Windows) -> Tensor:
    """(b, k, 6) points on all listed parts of the objects that the parts (b,) belong to, in the parts' windows."""
    owner = held.owner[rows]
    number = held.first[owner][:, None] + torch.arange(held.most, device=rows.device)
    listed = number < held.first[owner + 1][:, None]
    number = number.clamp(max=held.parts - 1)
    cloud = held.cloud[number].float()
    place = cloud[..., :3] * held.half[number][..., None, None] + held.centre[number][:, :, None]
    place = (place - held.centre[rows][:, None, None]) / held.half[rows][:, None, None, None]
    place = (place - x.centre[:, None, None]) / x.half[:, None, None, None]
    flat = torch.cat([place, cloud[..., 3:]], -1)
    return torch.where(listed[..., None, None], flat, 0.0).flatten(1, 2)


def flipped(points: Tensor, which: Tensor) -> Tensor:
    """Points (b, n, 3 or 6) of some rows mirrored in the vertical plane that the isometric camera looks along (x and z exchanged)."""
    swap = [2, 1, 0, 5, 4, 3][: points.shape[-1]]
    return torch.where(which[:, None, None], points[..., swap], points)


def field_loss(said: Tensor, d: Tensor) -> Tensor:
    """How far a decoded field (b, q) is from distances (b, q) in the window's frame: in size, and in sign near the surface."""
    known = ~d.isnan()
    target = (d.nan_to_num(TAU) / TAU).clamp(-1, 1)
    size = (said - target).abs()
    sign = nn.functional.binary_cross_entropy_with_logits(-said * 10, (target < 0).float(), reduction="none")
    return ((size + 0.1 * sign) * known).sum() / known.sum().clamp(min=1)


def sampled_iou(a: Tensor, b: Tensor, n: int) -> Tensor:
    """(b,) rough IoU of two insides told at `n` training queries: those drawn evenly in the box of the part, and round it."""
    tight, wide = n // 3, n // 6
    a, b = a[:, tight + wide : tight + wide + n // 4], b[:, tight + wide : tight + wide + n // 4]
    return (a & b).sum(1) / (a | b).sum(1).clamp(min=1)
