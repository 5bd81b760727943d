"""The painter that asks an images API, as OpenAI's and servers that speak like it: edit with a mask, or generate."""

from __future__ import annotations

import base64
import os
from binascii import Error as NoBase64
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cityscape.errors import InputError, ServiceError
from cityscape.paint.attempts import BadPicture, painted
from cityscape.paint.context import Margins, Shown
from cityscape.paint.rebase import fitted
from cityscape.paint.segment import Segmenter
from cityscape.paint.wording import wording
from cityscape.settings import servers
from cityscape.world.brief import Brief
from cityscape.world.painting import Context, Painting

MODEL = "gpt-image-1"
"""The model that is asked for where none is named."""

WAIT = 180.0
"""Seconds until an answer is given up."""


@dataclass(frozen=True)
class RemotePainter:
    """Paints tiles by a server. The key comes from OPENAI_API_KEY or the keyring, and is kept nowhere.

    url : of the API, up to and with "/v1"; "": OPENAI_BASE_URL, or OpenAI's own. model : as the server calls it.
    size : pixels of the picture that is sent and wanted back. attempts : pictures for a tile at most.
    retries : of one request that the server was too busy for (429, 5xx), waiting as it asks to. wait : seconds for an answer.
    """

    url: str = ""
    model: str = MODEL
    size: int = 1024
    attempts: int = 3
    retries: int = 4
    wait: float = WAIT
    margins: Margins = field(default_factory=Margins)
    segmenter: Segmenter | None = None
    name: str = "remote"
    wants_finished: bool = True
    licences: tuple[str, ...] = ("terms of the images API",)

    @property
    def where(self) -> str:
        """Its address; "": OpenAI's own."""
        return (self.url or os.environ.get("OPENAI_BASE_URL", "")).strip()

    @property
    def models(self) -> tuple[str, ...]:
        """For the tiles' provenance."""
        return (f"images API: {self.model}",)

    def check(self) -> RemotePainter:
        """This painter; raises `InputError` for a url that is none, or a key that is wanted and missing."""
        if self.where and (fault := servers.fault_of(self.where)) is not None:
            raise InputError(f"the address of the images API (--paint-url, OPENAI_BASE_URL) {fault}")
        self._client()
        return self

    def paint(self, brief: Brief, context: Context, *, seed: int) -> Painting:
        """The painting of one tile.

        Raises
        ------
        ServiceError : the server refuses the tile or the key, does not know the model, is not there, or stays busy.
        """
        client = self._client()

        def make(shown: Shown, seed: int) -> NDArray[np.uint8]:
            return self._asked(client, brief, shown)

        out = painted(
            make,
            brief,
            context,
            seed=seed,
            size=self.size,
            attempts=self.attempts,
            margins=self.margins,
            painter=self.name,
        )
        return self.segmenter(out, brief) if self.segmenter else out

    def _client(self) -> Any:
        from openai import OpenAI, OpenAIError

        key = servers.key() or ("none" if self.where else None)
        if key is None:
            raise InputError("the painter remote needs a server or a key: set OPENAI_API_KEY, or name a server of your own by --paint-url")
        try:
            return OpenAI(base_url=self.where or None, api_key=key, max_retries=self.retries, timeout=self.wait)
        except OpenAIError as e:
            raise InputError(f"the images API cannot be used: {_said(e)}") from e

    def _asked(self, client: Any, brief: Brief, shown: Shown) -> NDArray[np.uint8]:
        """One picture, as large as what was shown."""
        import openai

        size = f"{self.size}x{self.size}"
        where = f"the images API at {servers.place(self.where)}" if self.where else "the images API"
        try:
            try:
                said = client.images.edit(
                    model=self.model,
                    image=("tile.png", _png(shown.guided), "image/png"),
                    mask=("mask.png", _png(_hole(shown)), "image/png"),
                    prompt=wording(brief, editing=True),
                    size=size,
                    n=1,
                )
                return _picture(said, self.size)
            except openai.APIStatusError as e:
                if e.status_code not in (404, 405, 501) or _is_about_the_model(e):
                    raise
                said = client.images.generate(model=self.model, prompt=wording(brief) + " On a plain white background.", size=size, n=1)
                return fitted(_picture(said, self.size), shown)
        except openai.AuthenticationError as e:
            raise ServiceError(f"{where} does not accept the key: set OPENAI_API_KEY to one that it knows") from e
        except openai.PermissionDeniedError as e:
            raise ServiceError(f"{where} does not let this key paint with {self.model}: use another model or key") from e
        except openai.BadRequestError as e:
            text = _said(e)
            if any(w in text.lower() for w in ("policy", "safety", "moderation", "rejected", "refus")):
                raise ServiceError(
                    f"{where} refuses to paint tile {brief.cell[0]},{brief.cell[1]} ({text}): change its words in the plan"
                ) from e
            raise ServiceError(
                f"{where} cannot do what it is asked ({text}): is {self.model} a model for pictures of {size} pixels?"
            ) from e
        except openai.RateLimitError as e:
            if "insufficient_quota" in str(e.body):
                raise ServiceError(f"{where} has no credit left for this key: add some; finished tiles are kept, go on with resume") from e
            raise ServiceError(
                f"{where} is still too busy after {self.retries} tries: finished tiles are kept, go on later with resume"
            ) from e
        except openai.APITimeoutError as e:
            raise ServiceError(
                f"{where} has not answered in {self.wait:g} seconds: finished tiles are kept, go on later with resume"
            ) from e
        except openai.APIConnectionError as e:
            raise ServiceError(f"{where} cannot be reached: is the server running? Finished tiles are kept, go on with resume") from e
        except openai.APIStatusError as e:
            raise ServiceError(
                f"{where} fails with status {e.status_code} ({_said(e)}): finished tiles are kept, go on later with resume"
            ) from e
        except (openai.OpenAIError, ValueError) as e:  # the client lets what is no JSON through as the parser's own error
            raise BadPicture(f"{where} answered with something that cannot be read ({_said(e)})") from e


def _is_about_the_model(e: Any) -> bool:
    """Whether a 404 means that the server has no such model, rather than no such service."""
    return e.status_code == 404 and "model" in _said(e).lower()


def _said(e: BaseException) -> str:
    """An error of the server in one line, without the key."""
    body = getattr(e, "body", None)
    return servers.fit(str(body.get("message") or body) if isinstance(body, dict) else str(e), servers.key())


def _png(array: NDArray[np.uint8]) -> bytes:
    from PIL import Image

    out = BytesIO()
    Image.fromarray(np.ascontiguousarray(array)).save(out, "PNG")
    return out.getvalue()


def _hole(shown: Shown) -> NDArray[np.uint8]:
    """(h, w, 4): what was shown, transparent where painting is allowed, as the API wants its masks."""
    return np.dstack([shown.guided, np.where(shown.paint, 0, 255).astype(np.uint8)])


def _picture(said: Any, size: int) -> NDArray[np.uint8]:
    """(size, size, 3) of an answer; raises `BadPicture` where there is none in it."""
    from PIL import Image

    data = getattr(said, "data", None)
    if not data:
        raise BadPicture("the server answered without a picture")
    text = data[0].b64_json
    if not text:
        raise BadPicture("the server answered with an address instead of a picture: it must answer in base64")
    try:
        with Image.open(BytesIO(base64.b64decode(text, validate=True))) as image:
            if image.width * image.height > 64_000_000:
                raise BadPicture("the server answered with a picture of more than 64 million pixels")
            rgba = image.convert("RGBA")
    except BadPicture:
        raise
    except (OSError, SyntaxError, ValueError, NoBase64, Image.DecompressionBombError) as e:
        raise BadPicture("the server answered with something that is no picture") from e
    white = Image.new("RGBA", rgba.size, "white")
    white.alpha_composite(rgba)
    return np.asarray(white.convert("RGB").resize((size, size), Image.Resampling.LANCZOS))
