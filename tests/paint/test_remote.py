"""The remote painter against a server that speaks the images API: what it is sent, and what a user sees in each fault."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from images_server import serving
from PIL import Image
from town import MIDDLE, QUICK, context, plan, shown

from cityscape.errors import InputError, ServiceError
from cityscape.paint.attempts import BadPicture
from cityscape.paint.remote import RemotePainter
from cityscape.run import generate, resume
from cityscape.run.stages import tile_seed
from cityscape.settings import servers
from cityscape.store import SceneFolder

KEY = "sk-secret-of-this-test"


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)


def painter(url: str, **options) -> RemotePainter:
    return RemotePainter(url, size=128, margins=QUICK, retries=2, wait=20.0, **options)


@pytest.fixture
def paint(monkeypatch):
    """Paint the middle of the town; what is shown is drawn once for all tests."""
    monkeypatch.setattr("cityscape.paint.attempts.show", lambda *args, **kwargs: shown("again"))
    return lambda p: p.paint(plan().brief(MIDDLE), context("again"), seed=tile_seed(plan(), MIDDLE))


def test_it_sends_what_is_shown_and_a_mask_and_cuts_the_answer_out(paint):
    s = shown("again")
    with serving() as server:
        painting = paint(painter(server.url))
    (asked,) = server.asked
    assert asked["path"] == "/v1/images/edits" and asked["size"] == "128x128" and asked["key"] == f"Bearer {KEY}"
    assert np.array_equal(np.asarray(Image.open(BytesIO(asked["image"]))), s.guided)
    assert np.array_equal(np.asarray(Image.open(BytesIO(asked["mask"])))[..., 3] == 0, s.paint)
    assert plan().brief(MIDDLE).text.rstrip(".") in asked["prompt"]
    assert painting.painter == "remote" and painting.mask is None and painting.camera == s.tile_camera
    on = s.cropped(s.paint & s.ground)
    assert set(map(tuple, painting.rgba[on][:, :3])) == {(180, 90, 60), (110, 50, 40)}


def test_a_server_that_cannot_edit_is_asked_to_generate(paint):
    with serving("no edit") as server:
        painting = paint(painter(server.url, attempts=1))
    assert [a["path"] for a in server.asked] == ["/v1/images/edits", "/v1/images/generations"]
    assert (painting.rgba[..., 3] > 0).any()


@pytest.mark.parametrize("fault", ["busy", "broken"])
def test_a_busy_or_broken_server_is_asked_again(paint, fault):
    with serving(fault, times=1) as server:
        paint(painter(server.url))
    assert len(server.asked) == 2


@pytest.mark.parametrize("fault", ["bad picture", "no picture", "no json", "blank"])
def test_a_bad_answer_leads_to_another_attempt(paint, fault):
    with serving(fault, times=1) as server:
        painting = paint(painter(server.url))
    assert len(server.asked) == 2 and (painting.rgba[..., :3] == (180, 90, 60)).all(2).any()


@pytest.mark.parametrize(
    "fault, kind, words, requests",
    [
        ("busy", ServiceError, "still too busy after 2 tries", 3),
        ("quota", ServiceError, "no credit left", 3),
        ("broken", ServiceError, r"status 500 \(internal error of \*\*\*", 3),
        ("refusal", ServiceError, "refuses to paint tile 1,1", 1),
        ("wrong key", ServiceError, "does not accept the key", 1),
        ("no model", ServiceError, "model does not exist", 1),
        ("bad picture", BadPicture, "no picture", 3),
    ],
)
def test_a_lasting_fault_is_bounded_and_explained_in_one_sentence(paint, fault, kind, words, requests):
    with serving(fault) as server, pytest.raises(kind, match=words) as told:
        paint(painter(server.url))
    assert len(server.asked) == requests
    assert KEY not in str(told.value) and "\n" not in str(told.value)


def test_pictures_that_never_pass_are_bounded_and_the_best_is_kept(paint, caplog):
    with serving("blank") as server:
        painting = paint(painter(server.url, attempts=2))
    assert len(server.asked) == 2 and "the best of 2 pictures is kept, though" in caplog.text
    on = shown("again").cropped(shown("again").paint & shown("again").ground)
    assert (painting.rgba[on] == 255).all()


def test_no_server_and_no_key_are_explained(paint, monkeypatch):
    with serving() as server:
        pass
    with pytest.raises(ServiceError, match="cannot be reached"):
        paint(painter(server.url, attempts=1))
    monkeypatch.delenv("OPENAI_API_KEY")
    monkeypatch.setattr(servers, "key", lambda: "")
    with pytest.raises(InputError, match="OPENAI_API_KEY"):
        RemotePainter().check()
    RemotePainter("http://localhost:9/v1").check()


def test_a_fault_half_way_leaves_a_scene_that_can_be_gone_on_with(tmp_path):
    out = tmp_path / "scene"
    small = plan().model_copy(update={"briefs": tuple(b for b in plan().briefs if b.cell in ((0, 0), (1, 0)))})
    with serving() as server:
        first = painter(server.url)

        def at_second(event) -> None:
            if type(event).__name__ == "TileDone":
                server.fault, server.times = "refusal", 10**9

        with pytest.raises(ServiceError, match="refuses to paint tile 1,0"):
            generate(plan=small, painter=first, out=out, progress=at_second)
        assert SceneFolder.open(out).done() == {(0, 0)}
        server.fault = ""
        scene = resume(out, painter=first)
    assert set(scene.tiles) == {(0, 0), (1, 0)}
    assert scene.tile(1, 0).provenance.models == ("images API: gpt-image-1",)
    assert KEY not in "".join(p.read_text("utf-8") for p in out.rglob("*.json"))
