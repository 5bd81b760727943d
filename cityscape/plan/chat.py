"""`Chat`: a language model behind an address that speaks OpenAI's chat protocol, and everything that can go wrong there.

OpenAI, vLLM, llama.cpp, Ollama and LM Studio serve it. Every fault ends in an answer or, after a bounded number of requests, in
one `ServiceError`. Addresses and keys are `cityscape.settings.servers`'.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, Callable
from urllib.parse import urlsplit

from cityscape.errors import InputError, ServiceError
from cityscape.plan.replies import keep, key_of, recall
from cityscape.plan.usage import Usage
from cityscape.settings import servers

OPENAI = "https://api.openai.com/v1"
ATTEMPTS = 5
"""Requests for one answer, at most."""

LONGEST_WAIT = 90.0
"""Seconds; a server that wants a longer pause is not waited for."""

MOST_TOKENS = 32_000
"""An answer may be no longer than this, however often it was cut off."""

Messages = list[dict[str, str]]
FORMATS = ("json_schema", "json_object", "text")
_PLEA = "\n\nAnswer with one JSON object and nothing else. It must fit this JSON schema:\n"


@dataclass(frozen=True)
class Server:
    """Where a model is. The key is left out of every text.

    timeout : seconds for one request. price : money per million tokens sent and received.
    """

    url: str
    model: str
    key: str = field(default="", repr=False)
    timeout: float = 180.0
    price: tuple[float, float] | None = None

    @property
    def place(self) -> str:
        """The address without anything secret."""
        return servers.place(self.url)


def server(
    url: str | None = None,
    model: str | None = None,
    *,
    timeout: float = 180.0,
    price: tuple[float, float] | None = None,
    key: str | None = None,
) -> Server:
    """The server that arguments and environment name: OPENAI_BASE_URL, CITYSCAPE_LLM_MODEL, OPENAI_API_KEY (else the keyring's).

    Raises
    ------
    InputError : when the address or the model is missing or cannot be used.
    """
    url = (url or os.environ.get("OPENAI_BASE_URL") or "").strip()
    model = (model or os.environ.get("CITYSCAPE_LLM_MODEL") or "").strip()
    key = (key or servers.key()).strip()
    if not url and not key:
        raise InputError(
            "no language model is given: name a server with --llm-url (as http://localhost:11434/v1), or set OPENAI_API_KEY for OpenAI's"
        )
    url = url or OPENAI
    if (fault := servers.fault_of(url)) is not None:
        raise InputError(f"the language model's address (--llm-url, OPENAI_BASE_URL) {fault}")
    if not model:
        raise InputError(f"no model is named for {urlsplit(url).hostname}: give --llm-model or set CITYSCAPE_LLM_MODEL")
    if not 1 <= timeout <= 3600:
        raise InputError(f"a timeout of {timeout:g} seconds cannot be used: it goes from 1 to 3600")
    if any(not c.isprintable() or ord(c) > 126 for c in key):
        raise InputError("the key in OPENAI_API_KEY holds characters that no key has: set it again")
    return Server(url, model, key, timeout, price)


class Chat:
    """A conversation partner: `ask` gives the JSON text of an answer.

    Parameters
    ----------
    cache : folder of kept replies; None: nothing is kept.
    sleep : waits; tests pass their own.
    say : told in one line what is done about a fault.
    """

    def __init__(
        self,
        server: Server,
        *,
        cache: Path | None = None,
        sleep: Callable[[float], None] = time.sleep,
        say: Callable[[str], None] = lambda line: None,
    ) -> None:
        self.server, self.cache, self.sleep, self.say = server, cache, sleep, say
        self.usage = Usage(price=server.price)
        self._level, self._limit = 0, "max_completion_tokens" if urlsplit(server.url).hostname == "api.openai.com" else "max_tokens"
        self._lock, self._told, self._stopped = Lock(), False, False
        self._client: Any = None

    def ask(self, messages: Messages, schema: dict[str, Any], *, name: str, room: int) -> str:
        """The text of the model's answer, which holds a JSON object.

        Parameters
        ----------
        messages : role and content of each.
        schema : JSON schema of the answer. name : what it is called.
        room : tokens that the answer may have; more are allowed when it was cut off.

        Raises
        ------
        ServiceError : with one sentence, after `ATTEMPTS` requests at most.
        """
        key = key_of(self.server.model, messages, schema)
        if (held := recall(self.cache, key)) is not None:
            self.usage.add(cached=1)
            return held
        text = self._answer(messages, schema, name, room)
        if not keep(self.cache, key, text, model=self.server.model) and not self._told:
            self._told = True
            self.say(f"replies of the language model cannot be kept in {self.cache}: asking again will cost again")
        return text

    def stop(self) -> None:
        """Ask no more; what is being waited for comes to an end."""
        self._stopped = True
        with self._lock:
            if self._client is not None:
                self._client.close()

    def _answer(self, messages: Messages, schema: dict[str, Any], name: str, room: int) -> str:
        from cityscape.plan.answers import object_in

        why, left = "", [ATTEMPTS]
        while left[0] > 0:
            hint = f"Your last reply could not be used ({why}). Answer again, with the whole JSON object only." if why else ""
            told = [*messages, {"role": "user", "content": hint}] if hint else messages
            reply = self._send(told, schema, name, room, left)
            choice = next(iter(getattr(reply, "choices", None) or ()), None)
            message = getattr(choice, "message", None)
            text = getattr(message, "content", None)
            text = text if isinstance(text, str) else ""
            self.usage.count(json.dumps([told, schema]), text, getattr(reply, "usage", None))
            refusal, end = getattr(message, "refusal", None), getattr(choice, "finish_reason", None)
            if refusal or end == "content_filter":
                said = f": {self._clean(str(refusal))}" if refusal else ""
                raise ServiceError(f"{self._who} refuses to plan this{said}: say the prompt otherwise, or use another model")
            if message is None:
                why = "it was no chat completion"
            elif not text.strip():
                why = "it was empty"
            elif end == "length":
                why, room = "it was cut off", min(2 * room, MOST_TOKENS)
            elif (fault := object_in(text)[1]) is not None:
                why = fault
            else:
                return text
            if left[0]:
                self.say(f"{self._who}: a reply is not used, because {why}; asking again")
        way = "use a model with a longer answer or a smaller grid" if why == "it was cut off" else "use another model"
        raise ServiceError(
            f"{self._who} gave no usable reply in {ATTEMPTS} requests, because {why}: {way}; what was answered before is kept"
        )

    def _send(self, messages: Messages, schema: dict[str, Any], name: str, room: int, left: list[int]) -> Any:
        """One reply, with `left[0]` tries; waits when the server is busy, and asks in a simpler form where it knows less."""
        import openai

        fault = ""
        for attempt in range(left[0]):
            if self._stopped:
                raise ServiceError(f"{self._who} is asked no more")
            self.usage.add(retries=int(left[0] < ATTEMPTS))
            left[0] -= 1
            for _ in range(5):  # each form and each name of the limit once
                level, limit = self._level, self._limit
                self.usage.add(requests=1)
                asked: Exception
                try:
                    return self._hired().chat.completions.create(**self._form(messages, schema, name, room, level, limit))
                except (openai.OpenAIError, ValueError, TypeError) as e:  # the last two: a body that is no JSON
                    asked = e
                if not self._simpler(asked, level, limit):
                    break
            wait, fault = self._verdict(asked, attempt)
            if left[0]:
                self.say(f"{self._who}: {fault}, trying again in {wait:g} s")
                self.sleep(wait)
        raise ServiceError(f"{self._who}: {fault}, in all of {ATTEMPTS} tries: try later; what was answered before is kept")

    def _form(self, messages: Messages, schema: dict[str, Any], name: str, room: int, level: int, limit: str) -> dict[str, Any]:
        form: dict[str, Any] = {"model": self.server.model, "messages": messages}
        if limit:
            form[limit] = min(room, MOST_TOKENS)
        if level == 0:
            form["response_format"] = {"type": "json_schema", "json_schema": {"name": name, "strict": True, "schema": schema}}
            return form
        if level == 1:
            form["response_format"] = {"type": "json_object"}
        plea = _PLEA + json.dumps(schema, separators=(",", ":"))
        return {**form, "messages": [{**messages[0], "content": messages[0]["content"] + plea}, *messages[1:]]}

    def _simpler(self, e: Exception, level: int, limit: str) -> bool:
        """Whether the server does not know a part of the request that can be left out; it then is, from now on."""
        if getattr(e, "status_code", None) not in (400, 404, 415, 422, 500, 501):
            return False
        said = str(getattr(e, "body", None) or e).lower()
        with self._lock:
            if any(w in said for w in ("response_format", "json_schema", "json schema", "structured output", "json_object", "grammar")):
                if self._level == level and level + 1 < len(FORMATS):
                    self._level = level + 1
                    self.say(f"{self._who} does not know the form {FORMATS[level]}: asking for {FORMATS[level + 1]} instead")
                return level + 1 < len(FORMATS)
            if limit and limit in said and "context" not in said:
                if self._limit == limit:
                    self._limit = {"max_tokens": "max_completion_tokens", "max_completion_tokens": ""}[limit]
                return True
        return False

    def _verdict(self, e: Exception, attempt: int) -> tuple[float, str]:
        """Seconds to wait before the next try, and the fault in words; raises `ServiceError` where another try is no use."""
        import openai

        who, usual = self._who, float(min(2**attempt, 30))
        if isinstance(e, openai.APITimeoutError):
            return 0.0, f"no answer within {self.server.timeout:g} s (--llm-timeout allows more)"
        if isinstance(e, openai.APIConnectionError):
            return usual, f"no server can be reached at {self.server.place}"
        if not isinstance(e, openai.APIStatusError):
            return usual, "the reply is no answer of a chat server (is the address right, with /v1 at its end?)"
        code, body = e.status_code, e.body if isinstance(e.body, dict) else {}
        said = self._clean(str(body.get("message") or e.message))
        if code in (401, 403):
            key = "the key in OPENAI_API_KEY is not accepted" if self.server.key else "it wants a key: set OPENAI_API_KEY"
            raise ServiceError(f"{who}: {key} (HTTP {code})")
        if code == 404:
            raise ServiceError(f"{who}: there is no such model or address (HTTP 404): {said}; see --llm-model and --llm-url")
        if code == 429 and "insufficient_quota" in str(body):
            raise ServiceError(f"{who}: the account has no credit left (HTTP 429): add some, or use another model")
        if code in (408, 409, 429) or code >= 500:
            asked = _pause(e.response.headers)
            if asked is not None and asked > LONGEST_WAIT:
                raise ServiceError(
                    f"{who}: busy, and it asks to wait {asked:.0f} s (HTTP {code}): try then; what was answered before is kept"
                )
            return usual if asked is None else asked, "too many requests (HTTP 429)" if code == 429 else f"it failed (HTTP {code})"
        raise ServiceError(f"{who} does not take the request (HTTP {code}): {said}")

    def _hired(self) -> Any:
        with self._lock:
            if self._client is None:
                import openai

                s = self.server
                self._client = openai.OpenAI(base_url=s.url, api_key=s.key or "none", timeout=s.timeout, max_retries=0)
        return self._client

    @property
    def _who(self) -> str:
        return f"the language model {self._clean(self.server.model)} at {self.server.place}"

    def _clean(self, text: str) -> str:
        return servers.fit(text, self.server.key)


def _pause(headers: Any) -> float | None:
    """Seconds that a server asks to wait: Retry-After as a number or an HTTP date (RFC 9110, 10.2.3), or retry-after-ms."""
    from email.utils import parsedate_to_datetime

    try:
        if (ms := headers.get("retry-after-ms")) is not None:
            return max(0.0, float(ms) / 1000)
        given = headers.get("retry-after")
        if given is None:
            return None
        try:
            wait = float(given)
        except ValueError:
            wait = parsedate_to_datetime(given).timestamp() - time.time()
    except (ValueError, TypeError):
        return None
    return max(0.0, wait) if wait == wait else None
