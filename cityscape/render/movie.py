"""Turntables: MP4 (H.264 through PyAV), animated WebP or GIF (Pillow), by the file's suffix."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from cityscape.render.files import replacing

Frames = Iterable[NDArray[np.uint8]]


def save_movie(path: Path, frames: Frames, *, fps: int = 24) -> None:
    """Write pictures (h, w, 4) uint8, all of one even size, as they come; the last leads back to the first."""
    with replacing(path) as temporary:
        if path.suffix.lower() == ".mp4":
            _mp4(temporary, frames, fps)
        else:
            _animation(temporary, frames, fps)


def _mp4(path: Path, frames: Frames, fps: int) -> None:
    import av

    codec = next(c for c in ("libx264", "h264", "mpeg4") if c in av.codecs_available)
    with av.open(str(path), "w", format="mp4") as container:
        stream = None
        for image in frames:
            if stream is None:
                stream = container.add_stream(codec, rate=fps, options={"crf": "17", "preset": "medium"} if "264" in codec else {})
                stream.height, stream.width = image.shape[:2]
                stream.pix_fmt = "yuv420p"
                if codec == "mpeg4":
                    stream.bit_rate = 8_000_000
                stream.thread_count = 1
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(_opaque(image)), format="rgb24")
            container.mux(stream.encode(frame))
        if stream is not None:
            container.mux(stream.encode())


def _animation(path: Path, frames: Frames, fps: int) -> None:
    from PIL import Image

    def pictures() -> Iterator[Image.Image]:
        for image in frames:
            opaque = bool((image[..., 3] == 255).all())
            yield Image.fromarray(image[..., :3] if opaque else image)

    stream = pictures()
    first = next(stream)
    more: dict[str, Any] = {"quality": 88, "method": 3} if path.suffix.lower() == ".webp" else {}
    first.save(path, save_all=True, append_images=stream, duration=round(1000 / fps), loop=0, **more)


def _opaque(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    alpha = image[..., 3:].astype(np.float32) / 255
    return np.round(image[..., :3] * alpha + 255 * (1 - alpha)).astype(np.uint8)
