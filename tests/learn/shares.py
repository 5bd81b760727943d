"""Shares of work for the tests of `cityscape.learn.crew`; light to import, since workers do."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from cityscape.errors import InputError


def counting(*, rank: int, world: int, each: Callable[[tuple[int, int]], None]) -> None:
    for k in range(rank, 7, world):
        each((rank, k))


def refusing(*, rank: int, world: int, each: Callable[[int], None]) -> None:
    if rank == 1:
        raise InputError("the second worker does not want to")
    time.sleep(60)


def dying(*, rank: int, world: int, each: Callable[[int], None]) -> None:
    if rank == 1:
        os._exit(3)
    time.sleep(60)
