"""Framing and masks: the release's pixels where asked, undistorted ones by default, and a sentence for every bad mask."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from golden import load
from PIL import Image

from partgen import image as I
from partgen.errors import PartgenError


def test_golden_image_mask() -> None:
    meta, t = load("image_mask")
    for i in range(meta["num_alpha"]):
        box = I.frame(t[f"in.alpha.{i}"].numpy(), compat="release")
        assert list(box or ()) == t[f"out.alpha.{i}.bbox"].tolist()
    mask = t["in.mask"].numpy().astype(np.int64)
    parts = I.regions(mask)
    assert [p.label for p in parts] == t["out.mask.order"].tolist()
    assert (np.stack([p.pixels for p in parts]) * 255 == t["out.mask.parts"].numpy()).all()
    assert (I.palette(len(parts)) == t["out.mask.palette"].numpy()).all()
    assert (I.coloured(mask) == t["out.mask.colored"].numpy()).all()
    rgba = Image.fromarray(t["in.rgba"].numpy())
    white = I.on_white(rgba)
    assert (white == t["out.composite_white"].numpy()).all()
    labels = t["in.mask_image"].numpy().astype(np.int64)
    got = I.prepare(rgba, labels, size=meta["img_size"], compat="release")
    crops = [I.crop(I.only(white, p.pixels), got.box, compat="release") for p in I.regions(labels)]
    assert len(crops) == int(t["out.masked.count"])
    assert (np.stack(crops) == t["out.masked.crops"].numpy()).all()
    assert torch.equal(got.whole, t["out.prep.whole"])
    assert torch.equal(got.parts, t["out.prep.masked"])
    plain = I.prepare(Image.fromarray(t["in.rgba"].numpy()[..., :3]), size=meta["img_size"], compat="release")
    assert torch.equal(plain.whole, t["out.prep.rgb_no_alpha"])


def disc(w: int, h: int, cx: float, cy: float, r: float) -> Image.Image:
    y, x = np.mgrid[:h, :w]
    inside = (x - cx) ** 2 + (y - cy) ** 2 <= r * r
    return Image.fromarray(np.dstack([np.where(inside, 10, 200)] * 3 + [np.where(inside, 255, 0)]).astype(np.uint8))


@pytest.mark.parametrize(("cx", "cy"), [(60, 40), (22, 40), (100, 60)])
def test_a_disc_stays_round_wherever_it_is(cx: float, cy: float) -> None:
    dark = I.prepare(disc(120, 80, cx, cy, 18), size=96).whole[0] < 0.5
    ys, xs = torch.nonzero(dark, as_tuple=True)
    width, height = int(xs.max() - xs.min()) + 1, int(ys.max() - ys.min()) + 1
    assert abs(width - height) <= 1 and abs(width - 96 / I.MARGIN) <= 2
    assert abs(float(xs.double().mean()) - 47.5) <= 1 and abs(float(ys.double().mean()) - 47.5) <= 1


def test_a_picture_without_alpha_is_padded_not_stretched() -> None:
    wide = Image.new("RGB", (80, 20), (0, 0, 0))
    assert I.prepare(wide, size=40).whole[0].lt(0.5).sum() == 40 * 10
    assert I.prepare(wide, size=40, compat="release").whole.max() == 0


def test_parts_keep_the_frame_of_the_whole() -> None:
    image = disc(64, 64, 32, 32, 20)
    mask = np.where(np.arange(64)[:, None] < 32, 3, 8) * (np.asarray(image.getchannel("A")) > 0)
    got = I.prepare(image, mask.astype(np.int64), size=48)
    assert got.labels == (8, 3)  # the lower one first
    assert torch.equal(torch.minimum(got.parts[0], got.parts[1])[:, :20], got.whole[:, :20])
    half = I.prepare(image, mask[::2, ::2].astype(np.int64), size=48)  # another resolution of the same frame
    assert (half.parts - got.parts).abs().mean() < 0.05


def test_labels_survive_every_indexed_format(tmp_path: Path) -> None:
    labels = np.zeros((6, 8), np.int64)
    labels[1:3, 1:4], labels[3:, 5:] = 1, 300
    Image.fromarray(labels.astype(np.uint16)).save(tmp_path / "m16.png")
    assert (I.load_mask(tmp_path / "m16.png") == labels).all()
    assert (I.load_mask(labels.astype(np.int32)) == labels).all()
    small = np.where(labels == 300, 2, labels)
    indexed = Image.fromarray(small.astype(np.uint8), "P")
    indexed.putpalette([0, 0, 0, 255, 0, 0, 0, 255, 0])
    indexed.save(tmp_path / "p.png")
    assert (I.load_mask(tmp_path / "p.png") == small).all()
    assert (I.load_mask(np.repeat(small.astype(np.uint8)[..., None], 3, 2)) == small).all()  # grey stored as RGB
    assert (I.load_mask(small > 0) == (small > 0)).all()


def test_bad_pictures_and_masks_say_what_is_wanted(tmp_path: Path) -> None:
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
    colours = np.random.default_rng(0).integers(0, 255, (8, 8, 3), np.uint8)
    Image.fromarray(colours).save(tmp_path / "blurred.jpg")
    fine = np.ones((10, 10), np.int64)
    cases = [
        (lambda: I.load_image(tmp_path / "none.png"), "no image at"),
        (lambda: I.load_image(tmp_path / "broken.png"), "cannot be read as a picture"),
        (lambda: I.load_mask(tmp_path / "none.png"), "no mask at"),
        (lambda: I.load_mask(colours), "colour picture .* indexed mask"),
        (lambda: I.load_mask(tmp_path / "blurred.jpg"), "JPEG"),
        (lambda: I.load_mask(np.zeros((5, 5), np.uint8)), "no region"),
        (lambda: I.load_mask(np.full((5, 5), 0.5)), "fractions"),
        (lambda: I.load_mask(np.full((5, 5), -1)), "negative"),
        (lambda: I.prepare(Image.new("RGB", (20, 10)), fine), r"10 x 10 .* 20 x 10"),
    ]
    for call, message in cases:
        with pytest.raises(PartgenError, match=message):
            call()


def test_usable_alpha_needs_both_sides() -> None:
    assert I.usable_alpha(disc(40, 40, 20, 20, 10))
    assert not I.usable_alpha(Image.new("RGBA", (40, 40), (1, 2, 3, 255)))
    assert not I.usable_alpha(Image.new("RGB", (40, 40)))
