"""A scripted endpoint: a real HTTP server on loopback with OpenAI's chat, whole and streamed, and embeddings, well or badly."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from qa.llm.checks import CHECKS

Json = dict[str, Any]
#: What a behaviour makes of a request: the content of the reply, a whole message, vectors, or a fault of the wire.
Behaviour = Callable[[Json], "str | Json | list[list[float]] | Fault"]
#: Characters that one event of a stream carries.
_PIECE = 24


class Fault:
    """A way for the server to misbehave below the content of its reply."""

    def __init__(self, kind: str, status: int = 200, content: str = "") -> None:
        self.kind, self.status, self.content = kind, status, content


class Endpoint:
    """What a test knows of the server: where it is, every request it was sent, and whether a reply of its was broken off.

    Requests for a plan are kept apart from all others.
    """

    def __init__(self, port: int) -> None:
        self.base_url = f"http://127.0.0.1:{port}/v1"
        self.requests: list[Json] = []
        self.plans: list[Json] = []
        self.paths: list[str] = []
        self.broken_off = threading.Event()

    @property
    def sent(self) -> str:
        """All that was sent to it, as text."""
        return json.dumps([*self.plans, *self.requests], ensure_ascii=False)


@contextmanager
def endpoint(*behaviours: Behaviour, plans: Behaviour | None = None) -> Iterator[Endpoint]:
    """A server that behaves as told, request after request; the last behaviour stays.

    Asked for a plan it does as `plans`, else it returns one that says nothing.
    """
    script, plan = list(behaviours), plans or planning()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # connections are kept, as servers do

        def log_message(self, *args: object) -> None:
            """Say nothing."""

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            planned = body.get("response_format", {}).get("json_schema", {}).get("name") == "plan"
            (seen.plans if planned else seen.requests).append(body)
            seen.paths.append(self.path)
            made = (plan if planned else script.pop(0) if len(script) > 1 else script[0])(body)
            try:
                _fault(self, body, made) if isinstance(made, Fault) else _reply(self, body, made)
            except (BrokenPipeError, ConnectionResetError):  # the client has stopped waiting
                seen.broken_off.set()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    seen = Endpoint(server.server_port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


_USAGE = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}


def _reply(handler: BaseHTTPRequestHandler, body: Json, made: str | Json | list[list[float]], finish: str = "stop") -> None:
    """A reply in the form that the request asks for: a stream of events, or one completion; or vectors."""
    if isinstance(made, list):
        data = [{"object": "embedding", "index": i, "embedding": vector} for i, vector in enumerate(made)]
        _whole(handler, {**_head(body, "list"), "data": data, "usage": {"prompt_tokens": 100, "total_tokens": 100}})
        return
    message = {"role": "assistant", "content": made} if isinstance(made, str) else {"role": "assistant", **made}
    finish = "tool_calls" if message.get("tool_calls") else finish
    if body.get("stream"):
        _begin(handler)
        for piece in _pieces(message):
            _event(handler, body, [{"index": 0, "delta": piece, "finish_reason": None}])
        _event(handler, body, [{"index": 0, "delta": {}, "finish_reason": finish}])
        _event(handler, body, [], usage=_USAGE)
        _chunk(handler, b"data: [DONE]\n\n")
        _chunk(handler, b"")
        return
    choice = {"index": 0, "message": message, "finish_reason": finish}
    _whole(handler, {**_head(body, "chat.completion"), "choices": [choice], "usage": _USAGE})


def _pieces(message: Json) -> Iterator[Json]:
    """A message as the deltas of a stream."""
    content = message.get("content") or ""
    yield {**message, "content": content[:_PIECE]}
    yield from ({"content": content[i : i + _PIECE]} for i in range(_PIECE, len(content), _PIECE))


def _head(body: Json, kind: str) -> Json:
    return {"id": "c", "object": kind, "created": 1, "model": body["model"]}


def _whole(handler: BaseHTTPRequestHandler, made: Json) -> None:
    raw = json.dumps(made).encode()
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(raw)))
    handler.end_headers()
    handler.wfile.write(raw)


def _begin(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()


def _chunk(handler: BaseHTTPRequestHandler, raw: bytes) -> None:
    handler.wfile.write(f"{len(raw):x}\r\n".encode() + raw + b"\r\n")
    handler.wfile.flush()


def _event(handler: BaseHTTPRequestHandler, body: Json, choices: list[Json], **more: object) -> None:
    made = {**_head(body, "chat.completion.chunk"), "choices": choices, **more}
    _chunk(handler, b"data: " + json.dumps(made).encode() + b"\n\n")


def _say(handler: BaseHTTPRequestHandler, body: Json, content: str) -> None:
    """A piece of a stream's content."""
    _event(handler, body, [{"index": 0, "delta": {"role": "assistant", "content": content}, "finish_reason": None}])


def _fault(handler: BaseHTTPRequestHandler, body: Json, fault: Fault) -> None:
    if fault.kind == "dropped":
        handler.connection.close()
    elif fault.kind == "slow":
        time.sleep(3)
        _reply(handler, body, "{}")
    elif fault.kind == "trickle":  # it never ends, nor falls silent
        _begin(handler)
        for _ in range(2000):
            _say(handler, body, " ")
            time.sleep(0.05)
    elif fault.kind in {"drip", "broken", "unfinished"}:
        _without_end(handler, body, fault)
    elif fault.kind == "half":
        _begin(handler)
        _say(handler, body, '{"sentences": [{"tex')
        handler.connection.shutdown(2)
    elif fault.kind == "body":
        _whole(handler, json.loads(fault.content))
    elif fault.kind == "moved":
        handler.send_response(307)
        handler.send_header("Location", fault.content)
        handler.send_header("Content-Length", "0")
        handler.end_headers()
    elif fault.kind == "length":
        _reply(handler, body, '{"sentences": [', finish="length")
    else:
        handler.send_response(fault.status)
        handler.send_header("Retry-After", "0.01")
        handler.send_header("Content-Length", "2")
        handler.end_headers()
        handler.wfile.write(b"{}")


def _without_end(handler: BaseHTTPRequestHandler, body: Json, fault: Fault) -> None:
    """A reply but for its end: then slowly on and on, a broken line, or an end without a finish."""
    _begin(handler)
    for i in range(0, len(fault.content) - _PIECE, _PIECE):
        _say(handler, body, fault.content[i : i + _PIECE])
    for _ in range(2000 if fault.kind == "drip" else 0):
        _say(handler, body, " ")
        time.sleep(0.05)
    if fault.kind == "unfinished":
        _chunk(handler, b"")
    else:
        handler.connection.shutdown(2)


def data_of(body: Json) -> Json:
    """The fenced data of a request."""
    text = body["messages"][-1]["content"]
    made: Json = json.loads(text[text.index("{") : text.rindex("}") + 1])
    return made


def planning(**parts: object) -> Behaviour:
    """A plan with these parts, of a model that answers every check."""
    return lambda body: json.dumps({**EMPTY, "checks": right_checks(data_of(body)["checks"]), **parts})


#: A plan that says nothing.
EMPTY: Json = {"checks": [], "parts": [], "scopes": [], "missing": [], "choices": [], "texts": []}


def right_checks(asked: list[Json]) -> list[Json]:
    """The checks of a request, answered."""
    keys = {check.id: check.keys[0] for check in CHECKS}
    return [{"id": check["id"], "key": keys[check["id"]]} for check in asked]


def part(words: str, *keys: str, intent: str = "figure") -> Json:
    """A part of a plan."""
    return {"words": words, "intent": intent, "keys": list(keys)}


def saying(*sentences: Json) -> Behaviour:
    """A reply of these sentences."""
    return lambda _: json.dumps({"sentences": list(sentences)})


def good(body: Json) -> str:
    """Each line told again in other words, as a careful writer would."""
    lines = data_of(body)["lines"]
    return json.dumps({"sentences": [{"text": reworded(line["text"]), "replaces": [line["id"]]} for line in lines]})


def reworded(line: str) -> str:
    """A line in other words with the same tokens."""
    line = re.sub(r"^The account returned (\{F\d+\}) a month on average", r"On average the account returned \1 a month", line)
    return line.replace("In this backtest", "On this record")
