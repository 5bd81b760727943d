"""Every pattern: finite, within range, alive near by and calm from afar."""

from __future__ import annotations

import numpy as np
import pytest

from cityscape.look.hits import Hits, hits_at
from cityscape.look.noise import cells2, fbm2, fbm3, hash01, lumps3
from cityscape.look.render import shoot
from cityscape.look.spot import Coat
from cityscape.look.stage import Stage
from cityscape.look.surface import DRAW, coats
from cityscape.world.material import PATTERNS
from cityscape.world.painting import Camera
from partgen.solids import ball, box, cylinder
from tests.look.models import item, wall

STEADY = ("neon", "lamp")
REGULAR = ("brick", "stone", "rubble", "shingle", "slate", "roof_tile", "cobble", "paving", "planks", "corrugated", "crop")


def seen(stage: Stage, *, span: float = 9.0, n: int = 120) -> tuple[Hits, float]:
    cam = Camera(span=span, width=n, height=n, target=(0.0, 0.0, 3.0))
    y, x = np.divmod(np.arange(n * n), n)
    face, _, point = shoot(stage, cam, x + 0.5, y + 0.5)
    where = np.flatnonzero(face >= 0)
    return hits_at(stage, face[where], point[where]), span / n


def coat_of(pattern: str, *, span: float = 9.0, lit: float = 0.0, pixel: float | None = None, **more: object) -> Coat:
    stage = wall(pattern, **more)
    hits, px = seen(stage, span=span)
    return coats(stage, hits, pixel=pixel or px, lit=lit)


def test_every_pattern_has_a_function() -> None:
    assert set(DRAW) == set(PATTERNS)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_patterns_are_finite_in_range_and_alive(pattern: str) -> None:
    c = coat_of(pattern, emission=1.0 if pattern in STEADY else 0.0)
    for field in ("albedo", "rough", "shine", "mirror", "emit", "tilt", "wrap"):
        a = getattr(c, field)
        assert a.dtype == np.float32, field
        assert np.isfinite(a).all(), field
    for field in ("albedo", "rough", "shine", "mirror", "wrap"):
        a = getattr(c, field)
        assert a.min() >= 0, field
        assert a.max() <= 1, field
    assert c.emit.min() >= 0
    assert np.abs(c.tilt).max() < 3
    if pattern in STEADY:
        assert c.emit.max() > 0.3
    elif pattern != "painted":  # whose life is in the vertices' colours
        assert c.albedo.std(0).max() > 0.002


@pytest.mark.parametrize("pattern", PATTERNS)
def test_mean_colour_stays_near_the_materials(pattern: str) -> None:
    from cityscape.look.color import linear

    if pattern in ("glass", "window", "solar", *STEADY):
        pytest.skip("panes and lamps look unlike their colour on purpose")
    stage = Stage([item(box(6, 6, 0.5), 1, pattern=pattern, color="#a08060", frame=np.eye(4))])
    hits, px = seen(stage, span=9.0)
    up = hits.normal[:, 2] > 0.9
    mean = coats(stage, hits.take(np.flatnonzero(up)), pixel=px).albedo.mean(0)
    ratio = mean / linear(["#a08060"])[0]
    assert (ratio > 0.45).all()
    assert (ratio < 1.7).all()


@pytest.mark.parametrize("pattern", REGULAR)
def test_fine_patterns_fade_before_they_alias(pattern: str) -> None:
    def roughness(c: Coat) -> float:
        return float(c.albedo.mean(1).std() / c.albedo.mean())

    near, far = coat_of(pattern, span=4.0), coat_of(pattern, span=4.0, pixel=2.0)
    assert roughness(far) < 0.75 * roughness(near)


def test_ground_runs_on_across_objects_and_walls_move_with_theirs() -> None:
    shift = np.eye(4)
    shift[:3, 3] = (50.0, 20.0, 0.0)
    for pattern, moves in (("brick", True), ("grass", False)):
        here = Stage([item(box(6, 6, 6), 1, pattern=pattern, frame=np.eye(4), wear=0.0)])
        there = Stage([item(box(6, 6, 6).moved(50, 20, 0), 1, pattern=pattern, frame=shift, wear=0.0)])
        there.tint = here.tint.copy()
        hits, px = seen(here)
        there_hits = hits_at(there, hits.face, hits.point.astype(float) + here.origin + (50, 20, 0) - there.origin)
        a, b = coats(here, hits, pixel=px).albedo, coats(there, there_hits, pixel=px).albedo
        assert (np.abs(a - b).mean() < 2e-3) == moves


def test_windows_are_lit_by_share() -> None:
    panes = [box(0.9, 0.1, 1.2, at=(k % 8 * 1.5, 0, k // 8 * 2.0)) for k in range(40)]
    stage = Stage([item(p, k + 1, pattern="window", frame=np.eye(4)) for k, p in enumerate(panes)])
    cam = Camera(azimuth=-90, elevation=0, span=12, width=160, height=160, target=(5.0, 0.0, 5.0))
    y, x = np.divmod(np.arange(160 * 160), 160)
    face, _, point = shoot(stage, cam, x + 0.5, y + 0.5)
    hits = hits_at(stage, face[face >= 0], point[face >= 0])
    share = [(coats(stage, hits, pixel=0.075, lit=lit).emit.max(1) > 0.05).mean() for lit in (0.0, 0.5, 1.0)]
    assert share[0] == 0
    assert 0.2 < share[1] < 0.8
    assert share[2] > 0.9


def test_round_things_are_rounded_and_boxes_are_not() -> None:
    s = Stage([item(ball(1.0), 1), item(cylinder(1, 2).moved(5), 2), item(box(1, 1, 1).moved(9), 3)]).smooth
    owner = Stage([item(ball(1.0), 1), item(cylinder(1, 2).moved(5), 2), item(box(1, 1, 1).moved(9), 3)]).owner
    assert s.curved[owner == 0].all()
    assert s.curved[owner == 1].sum() == 32
    assert not s.curved[owner == 2].any()
    assert s.round[owner == 1].sum() == 32
    assert np.allclose(np.linalg.norm(s.corner, axis=2), 1, atol=1e-5)


def test_noise_is_centred_repeatable_and_bounded() -> None:
    rng = np.random.default_rng(1)
    p = rng.uniform(-500, 500, (20000, 3)).astype(np.float32)
    for a in (fbm3(p, 2.0), fbm2(p[:, :2], 3.0)):
        assert abs(float(a.mean())) < 0.05
        assert 0.2 < float(a.std()) < 0.7
        assert np.abs(a).max() < 3
    h, slope = lumps3(p, 1.0)
    assert h.min() >= 0
    assert h.max() <= 1
    e = np.float32(1e-2)
    step = (lumps3(p + np.array([e, 0, 0], np.float32), 1.0)[0] - h) / e
    assert np.corrcoef(step, slope[:, 0])[0, 1] > 0.9
    edge, value, _ = cells2(p[:, :2], 0.5)
    assert edge.min() >= -1e-6
    assert 0.4 < value.mean() < 0.6
    assert np.array_equal(hash01(np.arange(9), 3), hash01(np.arange(9), 3))
    assert 0.45 < hash01(np.arange(5000)).mean() < 0.55
