"""A scripted endpoint: a real HTTP server on loopback that speaks OpenAI's chat completions, well or badly."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Json = dict[str, Any]
#: What a behaviour makes of a request: the content of the reply, or a fault of the wire.
Behaviour = Callable[[Json], "str | Fault"]


class Fault:
    """A way for the server to misbehave below the content of its reply."""

    def __init__(self, kind: str, status: int = 200) -> None:
        self.kind, self.status = kind, status


class Endpoint:
    """What a test knows of the server: where it is, and every request it was sent."""

    def __init__(self, port: int) -> None:
        self.base_url = f"http://127.0.0.1:{port}/v1"
        self.requests: list[Json] = []
        self.paths: list[str] = []

    @property
    def sent(self) -> str:
        """All that was sent to it, as text."""
        return json.dumps(self.requests, ensure_ascii=False)


@contextmanager
def endpoint(*behaviours: Behaviour) -> Iterator[Endpoint]:
    """A server that behaves as told, request after request; the last behaviour stays."""
    script = list(behaviours)

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            """Say nothing."""

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            seen.requests.append(body)
            seen.paths.append(self.path)
            behave = script.pop(0) if len(script) > 1 else script[0]
            made = behave(body)
            with suppress(BrokenPipeError, ConnectionResetError):  # the client may have stopped waiting
                _fault(self, made) if isinstance(made, Fault) else _reply(self, completion(body, made))

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


def completion(body: Json, content: str, finish: str = "stop") -> Json:
    """A chat completion with a content."""
    choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": finish}
    usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
    made = {"id": "c", "object": "chat.completion", "created": 1, "model": body["model"]}
    return {**made, "choices": [choice], "usage": usage}


def _reply(handler: BaseHTTPRequestHandler, made: Json) -> None:
    raw = json.dumps(made).encode()
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(raw)))
    handler.end_headers()
    handler.wfile.write(raw)


def _fault(handler: BaseHTTPRequestHandler, fault: Fault) -> None:
    if fault.kind == "dropped":
        handler.connection.close()
    elif fault.kind == "slow":
        time.sleep(3)
        _reply(handler, completion({"model": "m"}, "{}"))
    elif fault.kind == "half":
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", "5000")
        handler.end_headers()
        handler.wfile.write(b'{"id": "c", "choices": [{"mess')
        handler.wfile.flush()
        handler.connection.shutdown(2)
    elif fault.kind == "length":
        _reply(handler, completion({"model": "m"}, '{"sentences": [', finish="length"))
    else:
        handler.send_response(fault.status)
        handler.send_header("Retry-After", "0.01")
        handler.send_header("Content-Length", "2")
        handler.end_headers()
        handler.wfile.write(b"{}")


def data_of(body: Json) -> Json:
    """The fenced data of a request."""
    text = body["messages"][-1]["content"]
    made: Json = json.loads(text[text.index("{") : text.rindex("}") + 1])
    return made


def saying(*sentences: Json) -> Behaviour:
    """A reply of these sentences."""
    return lambda _: json.dumps({"sentences": list(sentences)})


def good(body: Json) -> str:
    """Each line told again in other words, as a careful writer would."""
    lines = data_of(body)["lines"]
    return json.dumps({"sentences": [{"text": reworded(line["text"]), "replaces": [line["id"]]} for line in lines]})


def reworded(line: str) -> str:
    """A line in other words with the same tokens."""
    return line.replace("In this backtest", "On this record").replace("This is a hypothetical run", "The run is hypothetical")
