"""The eyes and words of Qwen-Image-Edit without torchvision, which the class in `transformers` insists on for films."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def processor(source: str) -> Any:
    """A `Qwen2VLProcessor` for pictures alone, from the folder ``processor`` of a pipeline (a folder or a repository)."""
    from transformers import AutoTokenizer, Qwen2VLProcessor
    from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

    class Pictures(Qwen2VLProcessor):  # type: ignore[misc, valid-type]
        """What the pipeline calls: text with a place for each picture, and the pictures."""

        def __init__(self, image_processor: Any, tokenizer: Any) -> None:
            self.image_processor, self.tokenizer = image_processor, tokenizer

        def __call__(self, images: Any = None, text: Any = None, **options: Any) -> Any:
            from transformers import BatchFeature

            seen = self.image_processor(images=images, return_tensors="pt")
            merged = [int(g.prod()) // self.image_processor.merge_size**2 for g in seen["image_grid_thw"]]
            told, k = [], 0
            for line in [text] if isinstance(text, str) else text:
                pieces = line.split("<|image_pad|>")
                out = pieces[0]
                for piece in pieces[1:]:
                    out += "<|image_pad|>" * merged[k] + piece
                    k += 1
                told.append(out)
            words = self.tokenizer(told, padding=options.get("padding", True), return_tensors="pt")
            return BatchFeature({**words, **seen})

    kept: dict[str, Any] = {"subfolder": "processor"}
    if Path(source).is_dir():
        source, kept = str(Path(source) / "processor"), {}
    return Pictures(Qwen2VLImageProcessorPil.from_pretrained(source, **kept), AutoTokenizer.from_pretrained(source, **kept))
