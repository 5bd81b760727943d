"""Families, ladder and options: what fits is chosen, what may not be sold is not, what cannot be is refused in one sentence."""

from __future__ import annotations

import json

import pytest

from cityscape.errors import InputError
from cityscape.paint import PaintOptions, painter
from cityscape.paint.diffusers import DiffusersPainter
from cityscape.paint.ladder import Card, choose, demand, fits
from cityscape.paint.models import FAMILIES, family, family_of_class


def card(vram: float, *, four_bit: bool = False) -> Card:
    return Card(f"card of {vram} GB", vram, "cuda", four_bit)


def test_a_larger_card_never_gets_less():
    chosen = [choose(card(g)) for g in (6, 8, 12, 24, 48, 80)]
    assert [c.family.name for c in chosen] == ["sdxl", "sdxl", "flux2-klein", "flux2-klein", "flux2-klein", "flux2-klein"]
    assert [c.offload for c in chosen] == ["model", "none", "model", "none", "none", "none"]
    assert choose(card(2)) is None and choose(Card()) is None
    for f in FAMILIES:
        assert f.full >= f.offload >= f.small
        ways = [fits(f, card(g, four_bit=True)) for g in range(4, 90)]
        first = next(k for k, w in enumerate(ways) if w)
        assert all(ways[first:]), f.name


def test_four_bits_only_where_they_can_be_had():
    assert fits(family("qwen-edit"), card(24)) is None
    got = fits(family("qwen-edit"), card(24, four_bit=True))
    assert got is not None and got.four_bit and got.offload == "model"
    assert demand(family("qwen-edit"), card(24)).offload == "sequential"
    with pytest.raises(InputError, match="procedural"):
        demand(family("flux-fill"), Card("an old card", 2, "cuda"))


def test_who_works_beside_gets_room_or_the_model_makes_way():
    klein = family("flux2-klein")
    for beside in (0, 4, 6, 12):
        for g in range(4, 90):
            c = fits(klein, card(g), beside=beside)
            if c is not None and c.offload == "none":
                assert g - c.need >= beside
            elif c is not None:
                assert g >= max(c.need, beside), "they take turns"
    assert fits(klein, card(20)).offload == "none" and fits(klein, card(20), beside=6).offload == "model"
    assert fits(klein, Card("little memory", 12, "cuda", True, ram=8)) is None, "nothing can be moved off the card"


def test_what_may_not_be_sold_is_not_chosen_for_selling():
    assert {f.name for f in FAMILIES if not f.commercial} == {"flux-fill", "flux-controlnet"}
    for g in (6, 8, 12, 24, 48, 80):
        chosen = choose(card(g, four_bit=True))
        assert chosen is not None and chosen.family.commercial and not chosen.four_bit
    assert not DiffusersPainter("flux-fill").commercial
    assert DiffusersPainter("sdxl").licences == ("CreativeML Open RAIL++-M",)


def test_every_family_is_found_by_its_classes():
    import diffusers

    for f in FAMILIES:
        assert hasattr(diffusers, f.pipeline)
        assert all(family_of_class(c) is f for c in (f.pipeline, *f.claims))
    with pytest.raises(InputError, match="flux2-klein"):
        family("flux2-kline")


@pytest.mark.parametrize(
    "name, options, words",
    [
        ("procedural", PaintOptions(model="sdxl"), "--paint-model means nothing"),
        ("diffusers", PaintOptions(url="http://x/v1"), "--paint-url means nothing"),
        ("diffusers", PaintOptions(model="sdxl", size=100), "multiple of 16"),
        ("diffusers", PaintOptions(model="sdxl", steps=-1), "steps"),
        ("diffusers", PaintOptions(model="nobody"), "no image model"),
        ("diffusers", PaintOptions(model="sdxl", masks="nowhere"), "no masks"),
        ("remote", PaintOptions(url="localhost"), "no web address"),
        ("difusers", PaintOptions(), "did you mean 'diffusers'"),
    ],
)
def test_what_cannot_be_is_refused(name, options, words):
    with pytest.raises(InputError, match=words):
        painter(name, options=options)


def test_a_licence_is_that_of_the_weights_or_of_their_card_and_else_not_stated(tmp_path):
    (tmp_path / "model_index.json").write_text(json.dumps({"_class_name": "Flux2KleinPipeline"}))
    mine = DiffusersPainter(str(tmp_path))
    assert mine.family.name == "flux2-klein" and mine.licences == () and not mine.commercial, "there are others of this class"
    for said, free in (("apache-2.0", True), ("other", False)):
        (tmp_path / "README.md").write_text(f"---\nlicense: {said}\n---\n")
        assert mine.licences == (said,) and mine.commercial is free
    (tmp_path / "README.md").write_text("no card at all")
    assert mine.licences == () and not mine.commercial
    listed = DiffusersPainter("black-forest-labs/FLUX.2-klein-4B")
    assert listed.licences == ("Apache-2.0",) and listed.commercial


def test_folders_without_a_pipeline_are_refused(tmp_path):
    with pytest.raises(InputError, match=r"model_index\.json"):
        painter("diffusers", options=PaintOptions(model=str(tmp_path)))
    (tmp_path / "model_index.json").write_text(json.dumps({"_class_name": "AudioPipeline"}))
    with pytest.raises(InputError, match="AudioPipeline"):
        painter("diffusers", options=PaintOptions(model=str(tmp_path)))


def test_without_a_card_a_model_must_be_named():
    with pytest.raises(InputError, match="--paint-model"):
        DiffusersPainter(card=Card()).check()


def test_options_survive_being_stored(tmp_path):
    told = PaintOptions(model=str(tmp_path), size=128, steps=2)
    assert PaintOptions.of(told.stored()) == told
    assert PaintOptions().stored() == {}
