"""Masks: SAM 2's, the painter's own and a user's file take one path."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image
from town import MIDDLE, plan

from cityscape.errors import InputError
from cityscape.paint.segment import FileMasks, Sam2Masks, masked, read_mask, segmenter
from cityscape.world.painting import Camera, Painting


@pytest.fixture
def painting() -> Painting:
    """A red and a blue square on a green floor, transparent round it."""
    rgba = np.zeros((64, 64, 4), np.uint8)
    rgba[8:56, 8:56] = (60, 160, 60, 255)
    rgba[12:30, 12:30] = (200, 30, 30, 255)
    rgba[34:52, 30:50] = (30, 30, 200, 255)
    return Painting(rgba, Camera(width=64, height=64), painter="test")


def regions(painting: Painting) -> np.ndarray:
    return np.unique(painting.rgba.reshape(-1, 4), axis=0, return_inverse=True)[1].reshape(64, 64)


def test_regions_are_named_by_size_specks_are_swallowed_and_nothing_stays_nothing(painting):
    numbers = regions(painting) * 7
    numbers[20, 20] = 99
    out = masked(painting, numbers)
    assert out.parts == ("region_01", "region_02", "region_03") and out.mask.dtype == np.uint16
    assert not out.mask[painting.rgba[..., 3] == 0].any()
    assert (out.mask[8:12, 8:56] == 1).all() and (out.mask[34:52, 30:50] == 2).all() and (out.mask[12:30, 12:30] == 3).all()
    exact = masked(replace(painting, mask=None), out.mask.astype(int), names=("ground__grass", "house__wall", "tree__crown"))
    assert exact.parts[1] == "house__wall" and np.array_equal(exact.mask, out.mask)


@pytest.mark.parametrize("mode", ["P", "L", "I;16", "RGB", "RGBA"])
def test_a_file_of_one_s_own_gives_the_same_mask(painting, tmp_path, mode):
    want = masked(painting, regions(painting))
    numbers = want.mask
    if mode in ("RGB", "RGBA"):
        colours = np.array([(0, 0, 0, 0), (9, 9, 9, 255), (200, 0, 0, 255), (0, 0, 255, 255)], np.uint8)[numbers]
        image = Image.fromarray(colours[..., : len(mode)])
    elif mode == "I;16":
        image = Image.fromarray(numbers)
    else:
        image = Image.fromarray(numbers.astype(np.uint8)).convert(mode)
        if mode == "P":
            image = Image.fromarray(numbers.astype(np.uint8), "L")
            image.putpalette([k % 256 for k in range(768)])
    image.save(tmp_path / f"{MIDDLE[0]}_{MIDDLE[1]}.png")
    hand = segmenter(tmp_path)
    assert isinstance(hand, FileMasks)
    got = hand(painting, plan().brief(MIDDLE))
    assert np.array_equal(got.mask, want.mask) and got.parts == want.parts
    other = plan().brief((0, 0))
    assert hand(painting, other).mask is None, "a tile without a file stays without a mask"


def test_files_that_are_no_masks_are_refused(painting, tmp_path):
    (tmp_path / "1_1.png").write_bytes(b"no picture")
    with pytest.raises(InputError, match="cannot be read"):
        read_mask(tmp_path / "1_1.png")
    with pytest.raises(InputError, match="same size"):
        masked(painting, np.ones((32, 32), int))
    with pytest.raises(InputError, match="regions"):
        big = replace(painting, rgba=np.full((640, 640, 4), 255, np.uint8), camera=Camera(width=640, height=640))
        masked(big, np.arange(1, 1025).reshape(32, 32).repeat(20, 0).repeat(20, 1))
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(InputError, match="neither masks"):
        segmenter(empty)


def tiny_sam(folder):
    """SAM 2 with random weights: it knows nothing, but all that surrounds it runs."""
    from transformers import Sam2Config, Sam2Model

    config = Sam2Config(
        vision_config={
            "backbone_config": {
                "hidden_size": 8, "num_attention_heads": 1, "image_size": [64, 64], "blocks_per_stage": [1, 1, 2, 1],
                "embed_dim_per_stage": [8, 16, 32, 64], "num_attention_heads_per_stage": [1, 1, 2, 2],
                "window_size_per_stage": [4, 4, 4, 4],
                "global_attention_blocks": [3], "model_type": "sam2_hiera_det_model",
            },
            "backbone_channel_list": [64, 32, 16, 8], "backbone_feature_sizes": [[16, 16], [8, 8], [4, 4]], "fpn_hidden_size": 16,
            "model_type": "sam2_vision_model",
        },
        prompt_encoder_config={"hidden_size": 16, "image_size": 64, "mask_input_channels": 4},
        mask_decoder_config={"hidden_size": 16, "mlp_dim": 16, "num_attention_heads": 2, "iou_head_hidden_dim": 16},
    )  # fmt: skip
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(1)
        Sam2Model(config).save_pretrained(folder)
    return folder


def test_sam_2_makes_a_mask_of_what_is_there(painting, tmp_path):
    hand = segmenter(tiny_sam(tmp_path / "sam"))
    assert isinstance(hand, Sam2Masks)
    free = replace(hand, points=4, sure=-10.0, steady=0.0)
    out = free(painting, plan().brief(MIDDLE))
    assert np.array_equal(out.mask > 0, painting.rgba[..., 3] > 127), "every pixel belongs to a region"
    assert len(out.parts) == out.mask.max() >= 1
    again = free(painting, plan().brief(MIDDLE))
    assert np.array_equal(again.mask, out.mask)
    strict = replace(hand, points=4, sure=10.0)(painting, plan().brief(MIDDLE))
    assert strict.parts == ("region_01",), "where SAM is sure of nothing, all is one"
    with pytest.raises(InputError, match="SAM 2"):
        Sam2Masks(str(tmp_path / "none")).numbers(painting.rgba)
