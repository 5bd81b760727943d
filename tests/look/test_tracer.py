"""embree and the plain twin see the same."""

from __future__ import annotations

import numpy as np
import pytest

from cityscape.look.tracer import PlainTracer, Tracer
from cityscape.world.painting import Camera
from tests.look.models import little_town


@pytest.fixture(scope="module")
def pair() -> tuple[Tracer, PlainTracer]:
    s = little_town()
    return Tracer(s.vertices, s.faces), PlainTracer(s.vertices, s.faces)


def test_first_hits_agree_with_the_plain_twin(pair: tuple[Tracer, PlainTracer]) -> None:
    fast, plain = pair
    y, x = np.divmod(np.arange(40 * 40), 40)
    o, d = Camera(span=18, width=40, height=40).rays(x + 0.37, y + 0.41, start=40)
    a, b = fast.first(o.astype(np.float32), d.astype(np.float32)), plain.first(o, d)
    t = plain.distances(o, d)
    ta, tb = (np.where(k >= 0, t[np.arange(len(k)), k], np.inf) for k in (a, b))
    assert (b >= 0).mean() > 0.3
    # on an edge either of two faces is right: the distance decides
    assert np.mean(a != b) < 0.01
    both = np.isfinite(ta) & np.isfinite(tb)
    assert np.abs(ta[both] - tb[both]).max() < 1e-4
    assert np.array_equal(a >= 0, b >= 0)


def test_occlusion_agrees_and_obeys_its_limit(pair: tuple[Tracer, PlainTracer]) -> None:
    fast, plain = pair
    rng = np.random.default_rng(5)
    o = rng.uniform((-5, -5, 0.1), (5, 5, 5), (800, 3))
    d = rng.normal(size=(800, 3))
    for limit in (None, 0.5, 2.0):
        a, b = fast.blocked(o.astype(np.float32), d.astype(np.float32), limit), plain.blocked(o, d, limit)
        assert np.mean(a != b) < 0.005
    near, any_ = (fast.blocked(o.astype(np.float32), d.astype(np.float32), limit).sum() for limit in (0.5, None))
    assert near < any_


def test_no_triangles_no_hits() -> None:
    t = Tracer(np.zeros((0, 3), np.float32), np.zeros((0, 3), np.int32))
    assert (t.first(np.zeros((3, 3), np.float32), np.array([0, 0, 1], np.float32)) == -1).all()
