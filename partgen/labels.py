"""What a part is called: a small head from its latent to a vocabulary."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn


class LabelHead(nn.Module):
    """Latents of parts and how large they are to scores of labels.

    Parameters
    ----------
    names : the vocabulary. tokens, channels : of a part's latent. width : of the hidden layer.
    """

    def __init__(self, names: Sequence[str], tokens: int, channels: int, width: int = 192) -> None:
        super().__init__()
        self.names = tuple(names)
        self.hidden = nn.Linear(tokens * channels + 1, width)
        self.out = nn.Linear(width, len(self.names))

    def forward(self, latent: Tensor, zoom: Tensor) -> Tensor:
        """(b, tokens, channels) native latents and (b,) log2 zoom of their windows to (b, labels) scores."""
        x = torch.cat([latent.flatten(1).float() * 0.3, zoom[:, None].float()], 1)
        return self.out(nn.functional.gelu(self.hidden(x)))

    @torch.no_grad()
    def name(self, latent: Tensor, zoom: Tensor) -> list[str]:
        """The most likely label of each latent (b, tokens, channels)."""
        return [self.names[k] for k in self(latent, zoom).argmax(1).tolist()]
