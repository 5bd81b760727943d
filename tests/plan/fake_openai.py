"""A small server that speaks OpenAI's chat protocol and plans sensibly, with faults that can be switched on one by one."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Callable, Iterator

PLACES = {
    "market": "A paved square with a timber market hall in the middle and two rows of striped stalls",
    "farm": "A low stone farmhouse between golden fields and a gravel yard",
    "park": "A round lawn with a gravel path, three old trees and a bench",
    "forest": "Tall firs around a mossy clearing with a dirt track",
    "residential": "Five plastered houses with clay roofs around a small green",
}
OBJECTS = {"market": "well", "farm": "hay_bale", "park": "bench", "residential": "oak"}
Json = dict[str, Any]


class Fake:
    """What the server got, and how it behaves.

    faults : names, one used up by each request: see `answer_to`. lacks : response formats that it does not know.
    key : the only key that it takes; "": any. spoil : changes an answer of a kind ("city", "districts", "tiles") before it is sent,
    `spoils` times. usage : whether it counts tokens. models : those it has; empty: any.
    """

    def __init__(self) -> None:
        self.bodies: list[Json] = []
        self.keys: list[str] = []
        self.faults: list[str] = []
        self.lacks: set[str] = set()
        self.key, self.models, self.usage, self.wait = "", [], True, 0.0
        self.spoil: Callable[[str, Json], Json | None] | None = None
        self.spoils = 10**6
        self.lock = threading.Lock()
        self.url = ""


def city(data: Json) -> Json:
    """The answer about a whole city."""
    said, grid = data["request"].lower(), data["grid"]
    districts = data.get("districts", [])
    up = 1 + max((d["y"] for d in districts), default=grid["rows"] - 1)
    across = 1 + max((d["x"] for d in districts), default=grid["columns"] - 1)
    river = None
    if "river" in said:
        row = up // 2
        river = {
            "kind": "river",
            "width": "small",
            "enters": "west",
            "leaves": "east",
            "through": [{"x": x, "y": row} for x in range(across)],
        }
    return {
        "title": "Weavers' town",
        "theme": data.get("theme") or ("mars" if "mars" in said else "medieval"),
        "second_theme": None,
        "description": "a town of weavers with indigo cloth drying between plastered houses",
        "variants": ["autumn"] if "autumn" in said else [],
        "colors": [{"role": "roof", "color": "#3a5a8c"}],
        "streets": "organic",
        "relief": 2.0,
        "density": 0.7,
        "walls": "wall" in said,
        "river": river,
        "districts": [district(d, across, up) for d in districts],
    }


def district(d: Json, across: int, up: int) -> Json:
    """The answer about one district."""
    rim = d["x"] in (0, across - 1) or d["y"] in (0, up - 1)
    text = f"{'Fields and orchards' if rim else 'Workshops and narrow lanes'} number {d['x']} {d['y']}"
    return {"x": d["x"], "y": d["y"], "text": text, "land_uses": ["farm", "forest"] if rim else ["residential", "market"]}


def tiles(data: Json) -> Json:
    """The answer about tiles: the layout as it is, some land use changed, a sentence and an object for each."""
    out = []
    for t in data["tiles"]:
        use = "park" if t["land_use"] == "residential" and (t["x"] + 2 * t["y"]) % 7 == 3 else t["land_use"]
        text = f"{PLACES.get(use, f'An open {use} with a low building of brick and a gravel yard')}, number {t['x']} of row {t['y']}"
        wanted = [{"kind": OBJECTS[use], "count": 2}] if use in OBJECTS else []
        out.append(
            {"x": t["x"], "y": t["y"], "land_use": use, "text": text, "wanted": wanted, "crossings": t["crossings"]}
            | {"height": None, "density": 0.6, "landmark": (t["x"], t["y"]) == (1, 1)}
        )
    return {"tiles": out}


def plans(data: Json) -> tuple[str, Json]:
    """The kind of an answer, and the answer."""
    if "tiles" in data:
        return "tiles", tiles(data)
    if "quarter" in data:
        across, up = (1 + max(d[k] for d in data["districts"]) for k in "xy")
        return "districts", {"districts": [district(d, across, up) for d in data["districts"]]}
    return "city", city(data)


def answer_to(fake: Fake, body: Json, fault: str) -> tuple[int, dict[str, str], Any]:
    """Status, headers and body of the reply; a body that is text is sent as it is."""
    form = body.get("response_format", {}).get("type", "text")
    if fault.startswith("429"):
        return 429, {"Retry-After": fault[4:] or "0"}, error("slow down", "rate_limit_exceeded")
    if fault == "quota":
        return 429, {}, error("You exceeded your current quota", "insufficient_quota")
    if fault in ("500", "503"):
        return int(fault), {}, error("it hurts", "server_error")
    if fault == "html":
        return 200, {}, "<html>welcome to the router</html>"
    if form in fake.lacks:
        return 400, {}, error(f"response_format of type {form} is not supported", "invalid_request_error")
    if "limit" in fake.lacks and "max_tokens" in body:
        return 400, {}, error("Unsupported parameter: 'max_tokens', use 'max_completion_tokens'", "unsupported_parameter")
    if fake.models and body["model"] not in fake.models:
        return 404, {}, error(f"model {body['model']} not found", "model_not_found")
    messages = body["messages"]
    kind, answer = plans(json.loads(messages[1]["content"]))
    if fake.spoil is not None and fake.spoils > 0:
        with fake.lock:
            fake.spoils -= 1
        answer = fake.spoil(kind, answer) or answer
    text, message, end = json.dumps(answer), {}, "stop"
    if fault == "malformed":
        text = text[:-20].replace('"', "'")
    elif fault == "truncated":
        text, end = text[: len(text) // 2], "length"
    elif fault == "refusal":
        text, message = None, {"refusal": "I cannot help with that\x1b[31m city"}
    elif fault == "empty":
        text = ""
    elif fault == "list":
        text = "[1, 2]"
    elif fault == "nothing":
        return 200, {}, {"id": "1", "object": "chat.completion", "created": 1, "model": body["model"], "choices": []}
    elif form == "text":
        text = f"<think>A {{nice}} town, then.</think>Here is the plan:\n```json\n{text}\n```\nEnjoy!"
    reply: Json = {"id": "1", "object": "chat.completion", "created": 1, "model": body["model"]}
    reply["choices"] = [{"index": 0, "finish_reason": end, "message": {"role": "assistant", "content": text, **message}}]
    if fake.usage:
        sent, got = len(json.dumps([messages, body.get("response_format")])) // 4, len(text or "") // 4
        reply["usage"] = {"prompt_tokens": sent, "completion_tokens": got, "total_tokens": sent + got}
    return 200, {}, reply


def error(message: str, code: str) -> Json:
    """An error as OpenAI writes it."""
    return {"error": {"message": message, "type": code, "code": code, "param": None}}


@contextmanager
def serve() -> Iterator[Fake]:
    """The server on a free port of this machine, for as long as the block runs."""
    fake = Fake()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            key = self.headers.get("Authorization", "").removeprefix("Bearer ")
            with fake.lock:
                fake.bodies.append(body)
                fake.keys.append(key)
                fault = fake.faults.pop(0) if fake.faults else ""
            if not self.path.endswith("/v1/chat/completions"):
                status, headers, reply = 404, {}, error("no such address", "not_found")
            elif fake.key and key != fake.key:
                status, headers, reply = 401, {}, error(f"Incorrect API key provided: {key}", "invalid_api_key")
            else:
                if fault == "timeout":
                    time.sleep(fake.wait)
                status, headers, reply = answer_to(fake, body, fault)
            raw = reply.encode() if isinstance(reply, str) else json.dumps(reply).encode()
            try:
                self.send_response(status)
                self.send_header("Content-Type", "text/html" if isinstance(reply, str) else "application/json")
                for k, v in {**headers, "Content-Length": str(len(raw))}.items():
                    self.send_header(k, v)
                self.end_headers()
                self.wfile.write(raw)
            except OSError:  # the client did not wait
                pass

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    fake.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
