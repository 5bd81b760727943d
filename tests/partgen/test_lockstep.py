"""Objects made in lockstep get the parts that they get alone, in whatever company and order. Weights are random."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from test_windows import AXES, box_depth

from partgen.config import preset
from partgen.generator import write_random
from partgen.seen import Seen, View, see
from partgen.window_run import Order, WindowOptions, WindowPart
from partgen.windowed import WindowGenerator, load

torch.set_num_threads(1)
QUICK = WindowOptions(grid=16, coarse_grid=16, steps=2, blind_steps=2, max_parts=2, retries=0)
CLOSE = 1e-4
"""Farthest that rounding may move a vertex, in the frame of the whole."""


@pytest.fixture(scope="module")
def maker(tmp_path_factory: pytest.TempPathFactory) -> WindowGenerator:
    return load(write_random(tmp_path_factory.mktemp("weights"), preset("tiny"), seed=3), device="cpu")


def shell(regions: int, size: int = 48) -> Seen:
    """A cube cut into as many regions, one above the other; with none it has no mask."""
    depth = box_depth(size, 4.0)
    band = np.arange(size)[:, None] * max(regions, 1) // size + 1
    mask = np.where(np.isfinite(depth), band, 0) if regions else None
    picture = np.full((size, size, 3), 40 * regions, np.uint8)
    return see(picture, depth, View(AXES, np.zeros(3), 4.0), mask=mask)


def orders() -> list[Order]:
    guided = WindowOptions(grid=16, steps=1, guidance=2.0, retries=0, agree=0.9, tries=1)
    return [
        Order(shell(3), seed=1, options=QUICK),
        Order(shell(2), seed=2, options=QUICK, level=1),
        Order(shell(0), seed=3, options=QUICK),
        Order(shell(2), seed=4, options=guided),
        Order(shell(3), seed=1, options=QUICK, leave=(2,)),
    ]


def alone(maker: WindowGenerator, order: Order) -> list[WindowPart]:
    return [part for _, part in maker.together([order])]


def same(a: WindowPart, b: WindowPart) -> None:
    assert (a.index, a.region, a.label) == (b.index, b.region, b.label)
    assert a.mesh.vertices.shape == b.mesh.vertices.shape
    assert np.abs(a.mesh.vertices - b.mesh.vertices).max() < CLOSE


def test_lockstep_gives_what_each_gets_alone(maker: WindowGenerator) -> None:
    made: dict[int, list[WindowPart]] = {}
    passes: list[int] = []
    encode = maker.encode
    maker.encode = lambda cloud, tokens: (passes.append(len(cloud)), encode(cloud, tokens))[1]  # type: ignore[func-returns-value, method-assign]
    try:
        for i, part in maker.together(orders()):
            made.setdefault(i, []).append(part)
    finally:
        del maker.encode  # type: ignore[method-assign]
    assert max(passes) > 3  # they were not made one by one: a window has three clouds at most
    for i, order in enumerate(orders()):
        one = alone(maker, order)
        assert one or not order.seen.regions()  # random networks may find nothing without a mask
        for a, b in zip(made.get(i, []), one, strict=True):
            same(a, b)


def test_clouds_have_as_many_points_as_the_configuration_says_and_those_of_one_size_share_a_pass(maker: WindowGenerator) -> None:
    passes: list[tuple[int, ...]] = []
    encode, config = maker.encode, maker.config
    maker.encode = lambda cloud, tokens: (passes.append(tuple(cloud.shape)), encode(cloud, tokens))[1]  # type: ignore[func-returns-value, method-assign]
    try:
        for surface, shells, told in ((96, 0, 96), (96, 32, 32)):
            maker.config = replace(config, surface_points=surface, shell_points=shells)
            passes.clear()
            alone(maker, Order(shell(2), seed=2, options=QUICK))
            assert set(passes) <= {(2, told, 6), (3, told, 6)}, "a window's clouds, with a history or without, in one pass"
            assert passes
    finally:
        maker.config = config
        del maker.encode  # type: ignore[method-assign]


def test_neither_order_nor_size_of_the_batch_matters(maker: WindowGenerator) -> None:
    first, last = orders()[0], orders()[1]
    there = {i: p for i, p in maker.together([first, last])}
    back = {i: p for i, p in maker.together([last, first])}
    small = {i: p for i, p in maker.together([first, last], most=1)}
    for i in (0, 1):
        same(there[i], back[1 - i])
        same(there[i], small[i])


def test_alone_is_a_batch_of_one_bit_for_bit(maker: WindowGenerator) -> None:
    order = orders()[0]
    parts = list(maker.parts(order.seen, seed=1, options=QUICK))
    for a, b in zip(parts, alone(maker, order), strict=True):
        assert np.array_equal(a.mesh.vertices, b.mesh.vertices)
