"""A local server that speaks the images API, and paints: bricks where the mask lets it. Faults are switched on one by one."""

from __future__ import annotations

import base64
import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import Any, Iterator

import numpy as np
from PIL import Image


@dataclass
class Server:
    """Where it listens, what it was asked, and which faults it has: (name, how many times)."""

    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    fault: str = ""
    times: int = 10**9

    def next_fault(self) -> str:
        if self.times <= 0:
            return ""
        self.times -= 1
        return self.fault


@contextmanager
def serving(fault: str = "", times: int = 10**9) -> Iterator[Server]:
    """A server until the block ends."""
    state = Server(fault=fault, times=times)

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            pass

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            form = fields(self.headers["Content-Type"], body)
            state.asked.append({"path": self.path, "key": self.headers.get("Authorization"), **form})
            answer(self, state, form)

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=http.serve_forever, daemon=True).start()
    state.url = f"http://127.0.0.1:{http.server_port}/v1"
    try:
        yield state
    finally:
        http.shutdown()
        http.server_close()


def fields(kind: str, body: bytes) -> dict[str, Any]:
    if kind.startswith("application/json"):
        return json.loads(body)
    message = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    out: dict[str, Any] = {}
    for part in message.iter_parts():
        name, data = part.get_param("name", header="content-disposition"), part.get_payload(decode=True)
        out[name] = data if part.get_filename() else data.decode()
    return out


ERRORS = {
    "busy": (429, {"message": "Rate limit reached", "type": "requests"}),
    "quota": (429, {"message": "You exceeded your current quota", "code": "insufficient_quota"}),
    "broken": (500, {"message": "internal error of KEY"}),
    "refusal": (400, {"message": "Your request was rejected by the safety system", "code": "moderation_blocked"}),
    "wrong key": (401, {"message": "Incorrect API key provided"}),
    "no model": (404, {"message": "The model does not exist"}),
}


def answer(http: BaseHTTPRequestHandler, state: Server, form: dict[str, Any]) -> None:
    fault = state.next_fault()
    if fault == "no edit" and http.path.endswith("/edits"):
        return reply(http, 404, {"error": {"message": "Not found"}})
    if fault in ERRORS:
        status, error = ERRORS[fault]
        key = (http.headers.get("Authorization") or "").removeprefix("Bearer ")  # some servers repeat it
        error = {**error, "message": error["message"].replace("KEY", key)}
        return reply(http, status, {"error": error}, {"Retry-After": "0"} if status == 429 else {})
    if fault == "no picture":
        return reply(http, 200, {"created": 1, "data": []})
    if fault == "bad picture":
        return reply(http, 200, {"created": 1, "data": [{"b64_json": base64.b64encode(b"not a png").decode()}]})
    if fault == "no json":
        return reply(http, 200, b"<html>")
    if fault == "blank":
        picture = Image.new("RGB", (64, 64), "white")
    elif http.path.endswith("/edits"):
        picture = edited(form["image"], form["mask"])
    else:
        picture = house()
    out = BytesIO()
    picture.save(out, "PNG")
    reply(http, 200, {"created": 1, "data": [{"b64_json": base64.b64encode(out.getvalue()).decode()}]})


def reply(http: BaseHTTPRequestHandler, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    http.send_response(status)
    for name, value in {"Content-Type": "application/json", "Content-Length": str(len(data)), **(headers or {})}.items():
        http.send_header(name, value)
    http.end_headers()
    http.wfile.write(data)


def edited(image: bytes, mask: bytes) -> Image.Image:
    """Bricks where the mask is transparent, the picture elsewhere."""
    rgb = np.asarray(Image.open(BytesIO(image)).convert("RGB"))
    free = np.asarray(Image.open(BytesIO(mask)))[..., 3] == 0
    rows, cols = np.mgrid[0 : rgb.shape[0], 0 : rgb.shape[1]]
    brick = np.where(((rows // 3 + cols // 4) % 2)[..., None] > 0, (180, 90, 60), (110, 50, 40)).astype(np.uint8)
    return Image.fromarray(np.where(free[..., None], brick, rgb))


def house() -> Image.Image:
    """Something on white."""
    out = np.full((96, 96, 3), 255, np.uint8)
    rows, cols = np.mgrid[0:50, 0:60]
    out[30:80, 15:75] = np.where(((rows // 3 + cols // 4) % 2)[..., None] > 0, (180, 90, 60), (110, 50, 40))
    return Image.fromarray(out)
