"""Seeds: every random draw comes from a hash of what it is for, never from the order of execution."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


def derive(*key: object) -> int:
    """A 63-bit seed from any mix of numbers and words, stable over machines and Python versions."""
    text = "\x1f".join(str(k) for k in key)
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") >> 1


def generator(*key: object) -> np.random.Generator:
    """A numpy generator seeded by `derive(*key)`."""
    import numpy as np

    return np.random.Generator(np.random.PCG64(derive(*key)))
