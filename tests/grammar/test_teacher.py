"""The teacher: the painter's geometry without meshes, in batches, the same each time."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from cityscape.errors import InputError
from cityscape.grammar import Batch, Pool, sample
from cityscape.grammar.any_brief import any_brief
from cityscape.grammar.compose import compose
from cityscape.grammar.labels import vocabulary
from cityscape.grammar.levels import MOST
from cityscape.grammar.teacher import LABELS, SYMMETRIES, Sample, brief_for
from cityscape.paint.procedural import ProceduralPainter
from cityscape.world.part import placed
from partgen.solid_batch import inside

SEEDS = ((1, "medieval"), (5, "cyberpunk"))


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    return [sample(k, t) for k, t in SEEDS]


@pytest.fixture(scope="module")
def batch(samples: list[Sample]) -> Batch:
    return Batch.of(samples)


def test_parts_are_those_that_compose_makes(samples: list[Sample]) -> None:
    for s in samples:
        things = compose(s.brief, seed=s.seed)
        parts = [(t, p) for t in things for p in t.parts]
        assert s.ids == tuple(p.id for _, p in parts) and s.labels == tuple(p.label for _, p in parts)
        assert s.names == tuple(p.name for _, p in parts) and s.things == tuple(t.id for t, _ in parts)
        assert s.materials == tuple(p.material for _, p in parts)
        for k, (t, p) in enumerate(parts):
            v, _ = placed(t, p)
            mine = s.shape.vertices[s.shape.faces[s.shape.face_part == k]].reshape(-1, 3)
            assert np.allclose([v.min(0), v.max(0)], [mine.min(0), mine.max(0)], atol=2e-3), p.id


@pytest.mark.parametrize("level", ["medium", "coarse"])
def test_levels_gather_the_same_parts_as_compose(samples: list[Sample], level: str) -> None:
    for s in samples:
        g = s.at_level(level)  # type: ignore[arg-type]
        made = [(t, p) for t in compose(s.brief, seed=s.seed, level=level) for p in t.parts]  # type: ignore[arg-type]
        assert g.ids == tuple(p.id for _, p in made) and g.names == tuple(p.name for _, p in made)
        assert set(g.labels) <= set(vocabulary()) and len(g.shape.faces) == len(s.shape.faces)
        assert g.shape.parts == len(g.ids) and (level == "medium" or g.shape.parts <= MOST)
        fine, coarse = s.to("cpu").pictures(96), g.to("cpu").pictures(96)
        owner = torch.from_numpy(np.append(g.owner, -1))
        assert torch.equal(owner[fine.part], coarse.part) and torch.allclose(fine.rgba, coarse.rgba)


def test_pictures_are_the_painters_to_the_pixel(samples: list[Sample], batch: Batch) -> None:
    shown = batch.pictures(256)
    for k, s in enumerate(samples):
        p = ProceduralPainter(size=256, samples=1, ambient_occlusion=4).portrait(s.brief, compose(s.brief, seed=s.seed))
        assert p.camera == s.camera.model_copy(update={"width": 256, "height": 256}) and p.parts == s.ids
        assert p.mask is not None and p.depth is not None
        mine = shown.part[k].numpy() + 1
        assert ((mine > 0) == (p.mask > 0)).all()
        assert (mine != p.mask).mean() < 2e-3  # where two parts' faces coincide, either is right
        seen = mine > 0
        assert (np.abs(shown.depth[k].numpy() - p.depth)[seen] > 1e-3).mean() < 1e-3
        difference = np.abs(shown.rgba[k, ..., :3].numpy() - p.rgba[..., :3] / 255)[seen]
        assert difference.mean() < 0.08


def test_normals_depth_and_shell_lie_on_the_surface(batch: Batch) -> None:
    shown = batch.pictures(128, color=False)
    cloud, part = batch.shell(shown, 2000, generator=torch.Generator().manual_seed(1))
    assert cloud.shape == (2, 2000, 6) and (part >= 0).all()
    pick = torch.arange(2).repeat_interleave(2000)
    flat = cloud.reshape(-1, 6)
    out = inside(batch.solids, flat[:, :3] + flat[:, 3:] * 2e-3, batch.picks(), pick)
    within = inside(batch.solids, flat[:, :3] - flat[:, 3:] * 2e-3, batch.picks(), pick)
    assert out.float().mean() < 0.01 and within.float().mean() > 0.99
    back = torch.from_numpy(batch.samples[0].camera.axes()[2]).float()
    assert ((flat[:, 3:] * back).sum(1) > 0).all()


def test_clouds_distances_and_unions(samples: list[Sample], batch: Batch) -> None:
    g = torch.Generator().manual_seed(4)
    whole = batch.clouds(1500, generator=g)
    assert batch.distances(whole[..., :3]).abs().max() < 2e-3
    assert (batch.distances(whole[..., :3] + whole[..., 3:] * 0.03) > 0).float().mean() > 0.97
    assert (batch.distances(whole[..., :3] - whole[..., 3:] * 0.02) < 0).float().mean() > 0.97
    parts = batch.clouds(64, batch.singles, generator=g)
    assert len(parts) == sum(s.shape.parts for s in samples) and parts.any(-1).all()
    houses = torch.zeros(2, batch.mask.shape[1], dtype=torch.bool)
    for k, s in enumerate(samples):
        houses[k, : s.shape.parts] = torch.tensor([t != "ground" for t in s.things])
    union = batch.picks(houses)
    shown = batch.pictures(96, union, color=False)
    for k in range(2):
        assert not set(shown.part[k].unique().tolist()) - {-1} - set(torch.nonzero(houses[k])[:, 0].tolist())
    assert batch.distances(batch.clouds(300, union, generator=g)[..., :3], union).abs().max() < 2e-3


def test_batches_are_padded_and_carry_words_and_colours(samples: list[Sample], batch: Batch) -> None:
    assert batch.mask.sum(1).tolist() == [s.shape.parts for s in samples]
    for k, s in enumerate(samples):
        assert [LABELS[i] for i in batch.labels[k, : s.shape.parts]] == list(s.labels) and (batch.labels[k, s.shape.parts :] == -1).all()
    assert ((batch.colors >= 0) & (batch.colors <= 1)).all()
    alone = Batch.of(samples[1:])
    assert torch.equal(alone.pictures(96).part[0], batch.pictures(96).part[1])


def test_same_seed_same_sample() -> None:
    a, b, c = sample(9, "suburb"), sample(9, "suburb"), sample(10, "suburb")
    assert a.ids == b.ids and a.shape.vertices.tobytes() == b.shape.vertices.tobytes() and a.materials == b.materials
    assert a.shape.vertices.shape != c.shape.vertices.shape or not np.allclose(a.shape.vertices, c.shape.vertices)
    assert brief_for(9, theme="suburb") == a.brief


def test_bad_requests_are_refused() -> None:
    for wrong in ({"theme": "atlantis"}, {"level": "rough"}, {"room": "no such room"}):
        with pytest.raises(InputError):
            sample(1, **wrong)  # type: ignore[arg-type]


def test_briefs_are_drawn_from_the_themes() -> None:
    drawn = [any_brief(k) for k in range(60)]
    assert len({b.look.theme.name for b in drawn}) >= 5 and len({b.land_use for b in drawn}) >= 6
    assert all(b.land_use in b.look.theme.land_use for b in drawn)
    crossings = [sum(len(s.crossings) for s in b.sockets.values()) for b in drawn]
    assert min(crossings) == 0 and max(crossings) >= 4


def test_pools_turn_recolour_and_drop_but_repeat_themselves(samples: list[Sample]) -> None:
    pool = Pool(tuple(samples))
    drawn = [pool.sample(k) for k in range(24)]
    again = pool.sample(7)
    assert again.ids == drawn[7].ids and again.materials == drawn[7].materials
    assert again.shape.vertices.tobytes() == drawn[7].shape.vertices.tobytes()
    assert len({s.ids for s in drawn}) > 12 and len({s.materials for s in drawn}) == 24
    size = samples[0].brief.size
    for s in drawn:
        v = s.shape.vertices
        assert v[:, :2].min() > -2e-3 and v[:, :2].max() < size + 2e-3 and "ground" in s.things
    b = Batch.of(drawn[:4])
    cloud = b.clouds(400, generator=torch.Generator().manual_seed(0))
    assert b.distances(cloud[..., :3]).abs().max() < 2e-3
    assert pool.sample(3, "coarse").shape.parts <= MOST


def test_a_turned_tile_looks_like_the_tile_from_another_side(samples: list[Sample]) -> None:
    pool = Pool(tuple(samples[:1]))
    volumes = set()
    for k in range(2 * SYMMETRIES):
        s = pool.sample(k, dropped=0.0)
        assert s.ids == samples[0].ids
        a, b, c = s.shape.vertices[s.shape.faces].transpose(1, 0, 2)
        volumes.add(round(float(np.einsum("ij,ij->", a, np.cross(b, c))) / 6, 3))
    assert len(volumes) == 1 and volumes.pop() > 0
