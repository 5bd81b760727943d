"""Training of the part DiT on shells: with a mask in the part's window, without one in the frame of the whole.

What it is told: pictures of the window (all of it beside the part alone), the visible shell of what is in the window (sometimes
the whole surface, as of a mesh), the parts made so far, the shell inside the mask, the granularity and the zoom; each
is left out at times. What it learns: the latent of the next part, or zeros where no part is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from partgen import checkpoint, weights
from partgen.condition import ImageEncoder, beside
from partgen.config import CoreConfig
from partgen.dit import Context, PartDiT
from partgen.errors import PartgenError
from partgen.labels import LabelHead
from partgen.pictures import crops
from partgen.train import objects
from partgen.train.data import to_device
from partgen.train.growing import Growing
from partgen.train.objects import LEVELS, Objects
from partgen.train.shape_task import TAU, WHOLE, field_loss, flipped, objects_seed, part_windows, queries, sampled_iou, surroundings
from partgen.vae import ShapeVAE
from partgen.windows import Windows, cropped


class Core(nn.Module):
    """What is trained together: the DiT, the image encoder and the label head."""

    def __init__(self, config: CoreConfig, labels: tuple[str, ...]) -> None:
        super().__init__()
        self.dit = PartDiT(config.dit)
        self.image = ImageEncoder(config.image)
        self.labels = LabelHead(labels, config.dit.num_latents, config.dit.in_channels)


@dataclass
class CoreTask:
    """See the module.

    Parameters
    ----------
    config : the core's. shapes : file of the trained VAE. data, probe_data : folders of objects, to learn from and held out.
    labels : the vocabulary that objects number; None: as their files note it (of objects without one, every part is a "part").
    parts : conditions in a batch, over all processes; draws : noise levels for each. masked : share with a mask.
    queries : points at which the decoded guess is held against the truth, weighted by `decoded`. seed : of the batches.
    surface : points of a part's whole surface, of which its latent is made, where they are to be more than `points`.
    watch : seconds after which new files are looked for in `data`, which grows; 0: never.
    """

    config: CoreConfig
    shapes: Path
    labels: tuple[str, ...] | None
    data: Path
    probe_data: Path | None = None
    parts: int = 24
    draws: int = 2
    masked: float = 0.65
    points: int = 512
    queries: int = 192
    decoded: float = 0.5
    seed: int = 0
    surface: int = 0
    watch: float = 0.0
    name: str = "core"
    _held: dict[str, Any] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if not self.config.dit.fused or not self.config.vae.queries:
            raise PartgenError(
                f"the configuration {self.config.name} has no fused context or no learned queries: train tile or one like it"
            )
        if self.labels is None:
            self.labels = objects.labels(self.data) or ("part",)
        self.model: nn.Module = Core(self.config, self.labels)
        self.vae = ShapeVAE(self.config.vae)
        checkpoint.fill(self.vae, checkpoint.read(self.shapes)[0], file=self.shapes, expected="the trained shape VAE")
        self.vae.requires_grad_(False).eval()

    def held(self, folder: Path, device: torch.device | str, *, watch: float = 0.0) -> Held:
        """The objects of a folder, on a device."""
        if str(folder) not in self._held:
            self._held[str(folder)] = Growing(folder, _held, Held.cat, device=device, watch=watch)
            held = self._held[str(folder)].now()
            if int(held.objects.label.max()) >= len(self.labels or ()):
                raise PartgenError(f"{folder} numbers labels that its files do not name: make it again, or say its labels")
            if not len(held.able) or not len(held.coarse):
                raise PartgenError(f"{folder} has no part that is seen, or no object with coarse parts, to learn from: make more objects")
        return self._held[str(folder)].now()  # type: ignore[no-any-return]

    def batches(self, *, rank: int, world: int, start: int) -> Iterator[Any]:
        """See `partgen.train.Task`."""
        step, device = start, next(self.model.parameters()).device
        n = max(2, self.parts // world)
        masked = round(n * self.masked)
        while True:
            held = self.held(self.data, device, watch=self.watch)
            with device:
                g = torch.Generator(device).manual_seed(objects_seed(self.seed + 7, step, rank))
                batch = joined([masked_batch(self, held, masked, g), sequence_batch(self, held, n - masked, g)])
            yield batch
            step += 1

    # -- the loss ---------------------------------------------------------------------------------
    def context(self, model: Any, b: dict[str, Tensor]) -> tuple[Context, Tensor]:
        """The DiT's context of a batch, and the latents (b, n, c) that it should make."""
        d = self.config.dit
        self.vae.to(b["target"].device)
        with torch.no_grad():
            latent = self.vae.encode(b["target"], tokens=d.num_latents).mode
            latent = torch.where((b["ends"])[:, None, None], 0.0, latent)
            whole = self.vae.encode(b["whole"], tokens=d.slot_tokens).mode
            history = self.vae.encode(b["history"], tokens=d.slot_tokens).mode
            mask = self.vae.encode(b["shell"], tokens=d.num_latents).mode
        shown = b["pictures"].flatten(0, 1).permute(0, 3, 1, 2).float() / 255
        features = model.image(shown).unflatten(0, (-1, 2))
        image = beside(features[:, 0], features[:, 1])
        return model.dit.fused_context(image, [whole, history, mask], b["present"], level=b["level"], zoom=b["zoom"]), latent

    def loss(self, batch: Any, generator: torch.Generator) -> tuple[Tensor, dict[str, Tensor]]:
        """See `partgen.train.Task`."""
        model: Any = self.model
        context, latent = self.context(model, batch)
        n, times, home = len(latent), self.draws, latent.device
        t = torch.sigmoid(torch.randn(n, times, generator=generator, device=home))
        t = 4 * t / (1 + 3 * t)
        sure = torch.rand(n, generator=generator, device=home) < 0.5
        t[:, 0] = torch.where(sure, 1.0, 0.9 + 0.1 * torch.rand(n, generator=generator, device=home))
        t = t.flatten()
        x0 = latent.repeat_interleave(times, 0)
        noise = torch.randn(x0.shape, generator=generator, device=home)
        level = t[:, None, None]
        said = model.dit.predict((1 - level) * x0 + level * noise, 1000 * t, context).float()
        error = (said - x0).square().mean((1, 2)).unflatten(0, (n, times))
        first = said.unflatten(0, (n, times))[:, 0]
        real = torch.nonzero(~batch["ends"])[:, 0]
        decoded = field_loss(self.vae.decode(first[real], batch["q"][real]), batch["d"][real])
        known = real[batch["label"][real] >= 0]
        scores = model.labels(latent[known], batch["zoom"][known])
        named = nn.functional.cross_entropy(scores, batch["label"][known].long(), reduction="sum") / max(1, len(known))
        loss = error.mean() + self.decoded * decoded + 0.05 * named
        masked = batch["present"][:, -1] == 2
        figures = {"latent": error.mean(), "decoded": decoded}
        figures |= {"label": named} if len(known) else {}
        figures |= {"masked": error[masked, 0].mean(), "sequence": error[~masked, 0].mean()}
        return loss, {k: v.detach() for k, v in figures.items() if not v.isnan()}

    # -- how good it is -----------------------------------------------------------------------------
    @torch.no_grad()
    def probe(self, model: nn.Module) -> dict[str, float]:
        """One-step guesses on held-out objects: rough IoU with and without masks, and how well ends are told from parts."""
        if self.probe_data is None:
            return {}
        held = self.held(self.probe_data, "cpu")
        out = {}
        g = torch.Generator().manual_seed(3)
        device = next(model.parameters()).device
        for name, batch in (
            ("masked", to_device(masked_batch(self, held, 96, g, still=True), device)),
            ("sequence", to_device(sequence_batch(self, held, 64, g, still=True), device)),
        ):
            context, latent = self.context(model, batch)
            noise = torch.randn(latent.shape, generator=g).to(device)
            said = torch.cat(list(model.dit.predict(noise, 1000.0, context).float().split(32)))  # type: ignore[operator,union-attr]
            real = ~batch["ends"]
            d = torch.cat([self.vae.decode(z, q) for z, q in zip(said.split(16), batch["q"].split(16), strict=True)])
            iou = sampled_iou(d < 0, batch["d"] < 0, batch["q"].shape[1])
            out[f"{name}_iou"] = float(iou[real].mean())
            size = said.abs().mean((1, 2))
            if bool((~real).any()):
                out["ends_told"] = float(((size < 0.3) == ~real).float().mean())
            else:
                base = torch.cat([self.vae.decode(z, q) for z, q in zip(context.base.split(16), batch["q"].split(16), strict=True)])  # type: ignore[union-attr]
                out["shell_iou"] = float(sampled_iou(base < 0, batch["d"] < 0, batch["q"].shape[1])[real].mean())
                named = model.labels(said, batch["zoom"]).argmax(1)  # type: ignore[operator]
                known = batch["label"] >= 0
                if bool(known.any()):
                    out["labels_right"] = float((named == batch["label"])[known].float().mean())
        return out

    def export(self, model: nn.Module, folder: Path) -> None:
        """See `partgen.train.Task`."""
        m: Any = model
        checkpoint.write(folder / "dit.safetensors", m.dit.state_dict(), noted={"kind": "dit"})
        checkpoint.write(folder / "image.safetensors", m.image.dino.state_dict(), noted={"kind": "image"})
        checkpoint.write(folder / "labels.safetensors", m.labels.state_dict(), noted={"kind": "labels", "names": list(self.labels or ())})
        checkpoint.write(folder / "vae.safetensors", self.vae.state_dict(), noted={"kind": "vae"})
        weights.write_config(folder / weights.CONFIG, self.config, sampler="flow")


def _able(held: Objects) -> Tensor:
    """(m,) parts that a mask can show."""
    return (held.visible >= 12) & ~held.ground


@dataclass(frozen=True, eq=False)
class Held:
    """Training objects, and what is drawn by.

    able : (k,) numbers of the parts that are learned with masks: seen, of one piece more or less, and not the ground.
    coarse : (n,) numbers of the objects with coarse parts.
    """

    objects: Objects
    able: Tensor
    coarse: Tensor

    @staticmethod
    def cat(many: Sequence[Held]) -> Held:
        """One after the other."""
        parts, wholes, able, coarse = 0, 0, [], []
        for one in many:
            able.append(one.able + parts)
            coarse.append(one.coarse + wholes)
            parts, wholes = parts + one.objects.parts, wholes + len(one.objects)
        return Held(Objects.cat([h.objects for h in many]), torch.cat(able), torch.cat(coarse))


def _held(file: Path) -> Held:
    found = objects.read_surfaces(file)
    able = torch.nonzero(_able(found) & (objects.together(found) >= WHOLE))[:, 0]
    return Held(found, able, torch.nonzero(found.level == LEVELS.index("coarse"))[:, 0])


def masked_batch(task: CoreTask, every: Held, n: int, g: torch.Generator, *, still: bool = False) -> dict[str, Tensor]:
    """n parts in windows of their own, each with its mask; `still` leaves out what training varies."""
    held, able = every.objects, every.able
    rows = able[torch.randint(len(able), (n,), generator=g)]
    owner = held.owner[rows]
    x = part_windows(held, rows, None if still else g)
    points = task.points
    q, own, _ = queries(held, rows, x, held.query.shape[1] if still else task.queries, None if still else g)
    target, _ = cropped(x.into(held.cloud[rows].float()), task.surface or points, generator=g)
    shell, seen = cropped(x.into(held.seen[rows].float()), points, generator=g)
    near, some = cropped(x.into(held.near[rows].float()), points, generator=g)
    around = surroundings(held, rows, x)
    order = torch.arange(around.shape[1] // held.cloud.shape[1]).repeat_interleave(held.cloud.shape[1])
    place = rows - held.first[owner]
    history, any_history = cropped(torch.where((order[None] < place[:, None])[..., None], around, 0.0), points, generator=g)
    if not still:
        exact = torch.rand(n, generator=g) < 0.15
        whole, _ = cropped(around, points, generator=g)
        near = torch.where(exact[:, None, None], whole, near)
    window = x.within(held.centre[rows], held.half[rows])
    pictures = crops(held.picture[owner], held.mask[owner], held.view[owner], held.span[owner], held.middle[owner], window, place + 1,
                     size=task.config.image.size)  # fmt: skip
    present = torch.stack([torch.full((n,), 2), torch.where(some, 2, 1), torch.where(any_history, 2, 1), torch.where(seen, 2, 0)], 1)
    b = {
        "target": target, "shell": shell, "whole": near, "history": history, "q": q, "d": own, "pictures": pictures, "present": present,
        "level": held.level[owner].long() + 1, "zoom": window.zoom, "label": held.label[rows], "ends": torch.zeros(n, dtype=torch.bool),
    }  # fmt: skip
    return b if still else _varied(b, g)


def sequence_batch(task: CoreTask, every: Held, n: int, g: torch.Generator, *, still: bool = False) -> dict[str, Tensor]:
    """n steps of making coarse objects part after part in the frame of the whole, the ends among them."""
    held, coarse = every.objects, every.coarse
    owner = coarse[torch.randint(len(coarse), (n,), generator=g)]
    count = held.first[owner + 1] - held.first[owner]
    step = (torch.rand(n, generator=g) * (count + 1)).long()
    ends = step >= count
    rows = held.first[owner] + torch.minimum(step, count - 1)
    x = Windows(-held.centre[rows] / held.half[rows, None], 1 / held.half[rows])  # the whole's frame, seen from the part's
    q, own, _ = queries(held, rows, x, held.query.shape[1] if still else task.queries, None if still else g)
    points = task.points
    target, _ = cropped(x.into(held.cloud[rows].float()), task.surface or points, generator=g)
    shell, _ = cropped(held.shell[owner].float(), points, generator=g)
    around = surroundings(held, rows, x)
    order = torch.arange(around.shape[1] // held.cloud.shape[1]).repeat_interleave(held.cloud.shape[1])
    history, any_history = cropped(torch.where((order[None] < step[:, None])[..., None], around, 0.0), points, generator=g)
    if not still:
        exact = torch.rand(n, generator=g) < 0.2
        whole, _ = cropped(around, points, generator=g)
        shell = torch.where(exact[:, None, None], whole, shell)
    window = Windows.whole(n)
    pictures = crops(held.picture[owner], held.mask[owner], held.view[owner], held.span[owner], held.middle[owner], window,
                     torch.zeros(n, dtype=torch.long), size=task.config.image.size)  # fmt: skip
    two = torch.full((n,), 2)
    present = torch.stack([two, two, torch.where(any_history, 2, 1), torch.zeros(n, dtype=torch.long)], 1)
    b = {
        "target": target, "shell": torch.zeros_like(history), "whole": shell, "history": history, "q": q, "d": own, "pictures": pictures,
        "present": present, "level": held.level[owner].long() + 1, "zoom": window.zoom, "label": torch.full((n,), -1, dtype=torch.int16),
        "ends": ends,
    }  # fmt: skip
    return b if still else _varied(b, g)


def _varied(b: dict[str, Tensor], g: torch.Generator) -> dict[str, Tensor]:
    """Mirrored in half of the rows; conditions left out at times."""
    n = len(b["ends"])
    mirror = torch.rand(n, generator=g) < 0.5
    for name in ("target", "shell", "whole", "history", "q"):
        b[name] = flipped(b[name], mirror)
    b["pictures"] = torch.where(mirror[:, None, None, None, None], b["pictures"].flip(3), b["pictures"])
    present = b["present"].clone()
    for column, share in ((0, 0.1), (1, 0.06), (2, 0.06)):
        present[torch.rand(n, generator=g) < share, column] = 0
    present[torch.rand(n, generator=g) < 0.03] = 0
    b["present"] = present
    b["level"] = torch.where(torch.rand(n, generator=g) < 0.15, 0, b["level"])
    return b


def joined(batches: list[dict[str, Tensor]]) -> dict[str, Tensor]:
    """Batches one after the other."""
    return {k: torch.cat([b[k] for b in batches]) for k in batches[0]}


__all__ = ["TAU", "Core", "CoreTask"]
