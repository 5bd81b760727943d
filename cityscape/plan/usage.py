"""`Usage`: what asking a language model took, in requests, tokens and money."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import Any

LETTERS_PER_TOKEN = 4
"""What a token is taken to be where the server does not count (English text of today's tokenizers: 3.5 to 4.5)."""


def tokens_in(text: str) -> int:
    """About how many tokens a text is."""
    return -(-len(text) // LETTERS_PER_TOKEN)


@dataclass
class Usage:
    """Counts of one planning; `price` is money per million tokens sent and received, as the user gave it.

    requests : sent, whatever came back. cached : answered without a request. retries : requests sent again after a fault.
    sent, received, largest : tokens; `largest` of one request. estimated : the server counted none, so they are from lengths.
    """

    price: tuple[float, float] | None = None
    requests: int = 0
    cached: int = 0
    retries: int = 0
    sent: int = 0
    received: int = 0
    largest: int = 0
    estimated: bool = False
    lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    def count(self, asked: str, answered: str, told: Any) -> None:
        """Add a reply; `told` is the server's own `usage`, if any."""
        counted = (getattr(told, "prompt_tokens", None), getattr(told, "completion_tokens", None))
        known = all(isinstance(n, int) for n in counted) and bool(counted[0])
        sent, received = (int(n or 0) for n in counted) if known else (tokens_in(asked), tokens_in(answered))
        with self.lock:
            self.estimated |= not known
            self.sent += sent
            self.received += received
            self.largest = max(self.largest, sent)

    def add(self, **more: int) -> None:
        """Add to counts by name."""
        with self.lock:
            for name, n in more.items():
                setattr(self, name, getattr(self, name) + n)

    @property
    def cost(self) -> float | None:
        """Money in the unit of the prices; None where none were given."""
        return None if self.price is None else (self.sent * self.price[0] + self.received * self.price[1]) / 1e6

    def line(self) -> str:
        """The counts in one sentence."""
        about = "about " if self.estimated else ""
        said = f"language model: {self.requests} request{'' if self.requests == 1 else 's'}"
        said += f" ({self.retries} of them again after a fault)" if self.retries else ""
        said += f", {self.cached} answered from the cache" if self.cached else ""
        said += f"; {about}{self.sent:,} tokens sent (at most {self.largest:,} in one request), {self.received:,} received"
        return said + (f"; {about}{self.cost:.4f} at the prices given" if self.cost is not None else "")

    def plain(self) -> dict[str, Any]:
        """The counts as JSON data."""
        names = ("requests", "cached", "retries", "sent", "received", "largest", "estimated", "cost")
        return {n: getattr(self, n) for n in names}
