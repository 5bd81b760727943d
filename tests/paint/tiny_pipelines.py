"""Pipelines of every supported family with tiny random weights, made offline and saved to a folder: they know nothing, but run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch


def write(name: str, folder: Path) -> Path:
    """The folder with a pipeline of the family of that name."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        {
            "sdxl": _sdxl,
            "flux-fill": _fill,
            "flux-controlnet": _controlnet,
            "flux2-klein": _klein,
            "qwen-edit": _qwen,
        }[name]().save_pretrained(folder)
    if name == "qwen-edit":
        _write_qwen_processor(folder)
    if name == "flux-controlnet":
        _say(folder, controlnet=["diffusers", "FluxControlNetModel"])  # as the released one is said to be
    return folder


def _say(folder: Path, **components: list[str]) -> None:
    """Change what a pipeline's index says of its components."""
    index = folder / "model_index.json"
    index.write_text(json.dumps(json.loads(index.read_text("utf-8")) | components), "utf-8")


# -- words -----------------------------------------------------------------------------------------------------------


def _clip_words() -> Any:
    """A CLIP tokenizer that knows single bytes and no merges."""
    from tokenizers.pre_tokenizers import ByteLevel
    from transformers import CLIPTokenizer

    letters = sorted(ByteLevel.alphabet())
    words = [*letters, *(b + "</w>" for b in letters), "<|startoftext|>", "<|endoftext|>"]
    return CLIPTokenizer(vocab={w: k for k, w in enumerate(words)}, merges=[], model_max_length=77)


def _t5_words() -> Any:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    vocabulary = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁", -2.0), *((chr(c), -3.0) for c in range(33, 127))]
    t = Tokenizer(models.Unigram(vocabulary, unk_id=2))
    t.pre_tokenizer, t.decoder = pre_tokenizers.Metaspace(), decoders.Metaspace()
    return PreTrainedTokenizerFast(tokenizer_object=t, pad_token="<pad>", eos_token="</s>", unk_token="<unk>", model_max_length=512)


QWEN_SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>", "<|image_pad|>", "<|video_pad|>"]


def _qwen_words() -> Any:
    from tokenizers.pre_tokenizers import ByteLevel
    from transformers import Qwen2TokenizerFast

    letters = sorted(ByteLevel.alphabet())
    words = {w: k for k, w in enumerate([*letters, *QWEN_SPECIAL])}
    t = Qwen2TokenizerFast(vocab=words, merges=[], pad_token="<|endoftext|>", eos_token="<|im_end|>")
    t.add_special_tokens({"additional_special_tokens": QWEN_SPECIAL})
    return t


CHAT = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


# -- networks --------------------------------------------------------------------------------------------------------


def _clip_text(vocabulary: int, *, projection: int | None = None, width: int = 16) -> Any:
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

    config = CLIPTextConfig(
        vocab_size=vocabulary, hidden_size=width, intermediate_size=16, num_hidden_layers=2, num_attention_heads=2,
        max_position_embeddings=77, projection_dim=projection or width, bos_token_id=vocabulary - 2, eos_token_id=vocabulary - 1,
        pad_token_id=vocabulary - 1,
    )  # fmt: skip
    return CLIPTextModel(config) if projection is None else CLIPTextModelWithProjection(config)


def _vae(channels: int, *, shift: bool) -> Any:
    from diffusers import AutoencoderKL

    return AutoencoderKL(
        down_block_types=("DownEncoderBlock2D",) * 2, up_block_types=("UpDecoderBlock2D",) * 2, block_out_channels=(8, 8),
        latent_channels=channels, norm_num_groups=4, layers_per_block=1, sample_size=64, scaling_factor=0.5,
        shift_factor=0.1 if shift else None, use_quant_conv=not shift, use_post_quant_conv=not shift,
    )  # fmt: skip


def _sdxl() -> Any:
    from diffusers import EulerDiscreteScheduler, StableDiffusionXLInpaintPipeline, UNet2DConditionModel

    words = _clip_words()
    unet = UNet2DConditionModel(
        sample_size=32, in_channels=9, out_channels=4, block_out_channels=(8, 16), layers_per_block=1, norm_num_groups=4,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        attention_head_dim=(2, 4), use_linear_projection=True, addition_embed_type="text_time", addition_time_embed_dim=8,
        transformer_layers_per_block=(1, 1), projection_class_embeddings_input_dim=6 * 8 + 16, cross_attention_dim=32,
    )  # fmt: skip
    return StableDiffusionXLInpaintPipeline(
        vae=_vae(4, shift=False), text_encoder=_clip_text(len(words)), text_encoder_2=_clip_text(len(words), projection=16),
        tokenizer=words, tokenizer_2=_clip_words(), unet=unet, scheduler=EulerDiscreteScheduler(), add_watermarker=False,
    )  # fmt: skip


def _flux_texts() -> dict[str, Any]:
    from diffusers import FlowMatchEulerDiscreteScheduler
    from transformers import T5Config, T5EncoderModel

    clip, t5 = _clip_words(), _t5_words()
    config = T5Config(vocab_size=len(t5), d_model=16, d_kv=8, d_ff=16, num_layers=1, num_heads=2)
    return {
        "scheduler": FlowMatchEulerDiscreteScheduler(),
        "vae": _vae(4, shift=True),
        "text_encoder": _clip_text(len(clip)),
        "tokenizer": clip,
        "text_encoder_2": T5EncoderModel(config),
        "tokenizer_2": t5,
    }


def _flux(channels: int) -> dict[str, Any]:
    return {
        "patch_size": 1, "in_channels": channels, "num_layers": 1, "num_single_layers": 1, "attention_head_dim": 16,
        "num_attention_heads": 2, "joint_attention_dim": 16, "pooled_projection_dim": 16, "axes_dims_rope": (4, 4, 8),
    }  # fmt: skip


def _fill() -> Any:
    from diffusers import FluxFillPipeline, FluxTransformer2DModel

    z, s = 4, 2  # latent channels, and pixels to a latent
    transformer = FluxTransformer2DModel(**_flux(8 * z + (2 * s) ** 2), out_channels=4 * z)
    return FluxFillPipeline(**_flux_texts(), transformer=transformer)


def controlnet(*, lines: bool = False) -> Any:
    """A ControlNet that is told where the picture stays, or one that is shown lines; not with the zeros that a training begins with."""
    from diffusers import FluxControlNetModel

    from cityscape.paint.controlnet import inpainting

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(1)
        net = FluxControlNetModel(**_flux(16)) if lines else inpainting()(**_flux(16), guidance_embeds=False)
        for layer in (net.controlnet_x_embedder, *net.controlnet_blocks, *net.controlnet_single_blocks):
            torch.nn.init.normal_(layer.weight)
            torch.nn.init.zeros_(layer.bias)
    return net


def _controlnet() -> Any:
    from diffusers import FluxControlNetInpaintPipeline, FluxTransformer2DModel

    return FluxControlNetInpaintPipeline(**_flux_texts(), transformer=FluxTransformer2DModel(**_flux(16)), controlnet=controlnet())


def _klein() -> Any:
    from diffusers import AutoencoderKLFlux2, FlowMatchEulerDiscreteScheduler, Flux2KleinInpaintPipeline, Flux2Transformer2DModel
    from transformers import Qwen3Config, Qwen3ForCausalLM

    words = _qwen_words()
    words.chat_template = CHAT
    text = Qwen3Config(
        vocab_size=len(words), hidden_size=16, intermediate_size=16, num_hidden_layers=28, num_attention_heads=2,
        num_key_value_heads=2, head_dim=8, max_position_embeddings=1024,
    )  # fmt: skip
    vae = AutoencoderKLFlux2(
        down_block_types=("DownEncoderBlock2D",) * 2, up_block_types=("UpDecoderBlock2D",) * 2, block_out_channels=(8, 8),
        layers_per_block=1, latent_channels=4, norm_num_groups=4, sample_size=64,
    )  # fmt: skip
    transformer = Flux2Transformer2DModel(
        patch_size=1, in_channels=16, num_layers=1, num_single_layers=1, attention_head_dim=16, num_attention_heads=2,
        joint_attention_dim=48, timestep_guidance_channels=16, axes_dims_rope=(4, 4, 4, 4), guidance_embeds=False,
    )  # fmt: skip
    return Flux2KleinInpaintPipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(), vae=vae, text_encoder=Qwen3ForCausalLM(text), tokenizer=words,
        transformer=transformer, is_distilled=True,
    )  # fmt: skip


def _qwen() -> Any:
    from diffusers import AutoencoderKLQwenImage, FlowMatchEulerDiscreteScheduler, QwenImageEditInpaintPipeline, QwenImageTransformer2DModel
    from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration

    words = _qwen_words()
    at = {w: words.convert_tokens_to_ids(w) for w in QWEN_SPECIAL}
    config = Qwen2_5_VLConfig(
        text_config={
            "vocab_size": len(words), "hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2,
            "num_key_value_heads": 2, "max_position_embeddings": 2048, "bos_token_id": 0, "eos_token_id": at["<|im_end|>"],
            "rope_parameters": {"rope_type": "default", "mrope_section": [1, 1, 2], "rope_theta": 1e6},
        },
        vision_config={
            "depth": 2, "hidden_size": 16, "intermediate_size": 16, "num_heads": 2, "out_hidden_size": 16, "patch_size": 14,
            "window_size": 28, "fullatt_block_indexes": [1],
        },
        vision_start_token_id=at["<|vision_start|>"], vision_end_token_id=at["<|vision_end|>"],
        image_token_id=at["<|image_pad|>"], video_token_id=at["<|video_pad|>"],
    )  # fmt: skip
    vae = AutoencoderKLQwenImage(base_dim=4, z_dim=4, dim_mult=[1, 1, 1, 1], num_res_blocks=1, temperal_downsample=[False, True, True],
                                 latents_mean=[0.0] * 4, latents_std=[1.0] * 4)  # fmt: skip
    transformer = QwenImageTransformer2DModel(
        patch_size=2, in_channels=16, out_channels=4, num_layers=1, attention_head_dim=16, num_attention_heads=2,
        joint_attention_dim=16, axes_dims_rope=(4, 4, 8),
    )  # fmt: skip
    return QwenImageEditInpaintPipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(), vae=vae, text_encoder=Qwen2_5_VLForConditionalGeneration(config), tokenizer=words,
        processor=None, transformer=transformer,
    )  # fmt: skip


def _write_qwen_processor(folder: Path) -> None:
    """The files of the processor as the released pipeline has them; the class itself wants torchvision to be made."""
    from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

    _qwen_words().save_pretrained(folder / "processor")
    Qwen2VLImageProcessorPil(size={"shortest_edge": 28 * 28, "longest_edge": 28 * 28 * 4}).save_pretrained(folder / "processor")
    _say(folder, processor=["transformers", "Qwen2VLProcessor"])
