"""ControlNets of FLUX.1: the inpainting one is told where the picture stays, others are shown the plan's lines."""

from __future__ import annotations

import json
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from PIL import Image
from tiny_pipelines import controlnet

from cityscape.paint.controlnet import inpainting, load, packed, told
from cityscape.paint.models import Request

SIZE, FACTOR = 32, 4


@pytest.fixture(scope="module")
def net(tmp_path_factory):
    """A tiny one, kept as the released one is and read again."""
    folder = tmp_path_factory.mktemp("net")
    controlnet().save_pretrained(folder)
    file = folder / "config.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"_class_name": "FluxControlNetModel"}))
    return load(folder, torch.float32)


def request(mask: np.ndarray) -> Request:
    rgb = np.random.default_rng(0).integers(1, 256, (SIZE, SIZE, 3)).astype(np.uint8)
    lines = Image.new("RGB", (SIZE, SIZE))
    return Request("", "", Image.fromarray(rgb), Image.fromarray(mask.astype(np.uint8) * 255), lines, SIZE, 2)


def test_the_hole_is_black_and_its_tokens_are_packed_as_latents_are():
    from diffusers import FluxControlNetInpaintPipeline

    hole = np.zeros((SIZE, SIZE), bool)
    hole[4:16, 8:20] = True
    pipe = SimpleNamespace(controlnet=SimpleNamespace(stays=None), vae_scale_factor=FACTOR)
    r = request(hole)
    shown = told(pipe, r)
    picture = np.asarray(shown["control_image"])
    assert not picture[hole].any() and np.array_equal(picture[~hole], np.asarray(r.picture)[~hole])
    small = torch.from_numpy((~hole[::FACTOR, ::FACTOR]).astype(np.float32))[None, None]
    latents = torch.rand(1, 4, *small.shape[2:])
    both = FluxControlNetInpaintPipeline._pack_latents(torch.cat([latents, small], 1), 1, 5, *small.shape[2:])
    assert torch.equal(pipe.controlnet.stays, both[..., -4:])


def test_the_network_is_read_whole_and_heeds_where_the_picture_stays(net):
    again = controlnet()
    assert type(net) is type(again) is inpainting() and net.config.extra_condition_channels == 4
    for name, tensor in again.state_dict().items():
        assert torch.equal(tensor, net.state_dict()[name]), name
    tokens = (SIZE // FACTOR // 2) ** 2
    ids = torch.zeros(tokens, 3)

    def asked(stays: np.ndarray) -> torch.Tensor:
        net.stays = packed(stays, FACTOR)
        with torch.inference_mode():
            return net(
                hidden_states=torch.ones(1, tokens, 16), controlnet_cond=torch.ones(1, tokens, 16), timestep=torch.ones(1),
                encoder_hidden_states=torch.ones(1, 5, 16), pooled_projections=torch.ones(1, 16), img_ids=ids, txt_ids=torch.zeros(5, 3),
                return_dict=False,
            )[0][0]  # fmt: skip

    everything, nothing = asked(np.ones((SIZE, SIZE), bool)), asked(np.zeros((SIZE, SIZE), bool))
    assert everything.shape == (1, tokens, 32) and not torch.allclose(everything, nothing)


def test_a_controlnet_without_those_channels_is_shown_lines(tmp_path):
    controlnet(lines=True).save_pretrained(tmp_path)
    plain = load(tmp_path, torch.float32)
    assert not isinstance(plain, inpainting())
    r = request(np.ones((SIZE, SIZE), bool))
    assert told(SimpleNamespace(controlnet=plain, vae_scale_factor=FACTOR), r)["control_image"] is r.lines
