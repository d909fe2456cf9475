"""Tools for language models, called by the SDK's own client over standard input and over HTTP."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

from tests.site.conftest import ROOT, free_port

_MAIN = "from reports.cli import main; main()"


def _environment(folder: Path, cache: Path) -> dict[str, str]:
    told = {"PYTHONPATH": str(ROOT), "HEDGECITE_CACHE_DIR": str(cache), "HEDGECITE_DATA_DIR": str(folder / "data")}
    return {**os.environ, **told}


def _over_stdio(folder: Path, cache: Path, do: Callable[[Client], Awaitable[None]]) -> None:
    told = StdioServerParameters(command=sys.executable, args=["-c", _MAIN, "mcp"], env=_environment(folder, cache), cwd=folder)

    async def run() -> None:
        async with Client(stdio_client(told)) as client:
            await do(client)

    asyncio.run(run())


async def _call(client: Client, name: str, **given: object) -> dict[str, Any]:
    result = await client.call_tool(name, given)
    assert not result.is_error, result.content
    assert isinstance(result.structured_content, dict)
    return result.structured_content


async def _refused(client: Client, name: str, **given: object) -> str:
    result = await client.call_tool(name, given)
    assert result.is_error
    return " ".join(getattr(part, "text", "") for part in result.content)


def test_every_tool_answers_with_structured_content_and_tells_wrong_use_in_words(tmp_path: Path, site_cache: Path) -> None:
    async def use(client: Client) -> None:
        listed = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(listed) == {"ask", "list_figures", "compute_figure", "explain", "search_methodology", "claims", "verify"}
        assert all(tool.output_schema and tool.annotations and tool.annotations.read_only_hint for tool in listed.values())

        figure = await _call(client, "compute_figure", key="drag.monthly.mean", scope="vix<15")
        assert figure["scope"] == "vix<15"
        assert figure["interval"]
        assert figure["basis"]
        assert figure["n"] > 12

        answer = await _call(client, "ask", question="What does the hedge cost?")
        assert answer["status"] == "answered"
        assert all(f["basis"] for f in answer["figures"])
        then = await _call(client, "ask", question="and with VIX below 15?", after=answer["id"])
        assert then["figures"][0]["display"] == figure["display"]

        explained = await _call(client, "explain", key="drag.monthly.mean", scope="vix<15")
        assert explained["figure"] == figure
        assert explained["steps"]

        found = await _call(client, "search_methodology", query="how are the layers rolled", limit=2)
        assert [len(p["text"]) for p in found["result"]] == [p["end"] - p["start"] for p in found["result"]]
        drawdowns = await _call(client, "list_figures", words="drawdown")
        assert any(f["key"] == "drawdown.max.hedged" for f in drawdowns["figures"])

        claimed = await _call(client, "claims")
        assert claimed["backtest"]
        assert all(c["source"]["text"] for c in claimed["claims"])
        assert claimed["conflicts"]
        assert "no answer document" in await _refused(client, "verify", document="nothing")

        assert "is not a figure" in await _refused(client, "compute_figure", key="nothing.at.all")
        assert "no backtest has this name" in await _refused(client, "explain", key="drag.monthly.mean", backtest="/etc/passwd")
        assert "not computed" in await _refused(client, "compute_figure", key="theta.overnight")
        assert "no answer with this id" in await _refused(client, "ask", question="and then?", after="00")

    _over_stdio(tmp_path, site_cache, use)


def test_the_same_tools_are_served_over_http_on_this_machine(tmp_path: Path, site_cache: Path) -> None:
    port = free_port()
    command = [sys.executable, "-c", _MAIN, "mcp", "--port", str(port)]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=tmp_path, env=_environment(tmp_path, site_cache), stdout=log, stderr=log)

    async def use() -> None:
        async with Client(f"http://127.0.0.1:{port}/mcp") as client:
            figure = await _call(client, "compute_figure", key="drag.monthly.mean")
            assert figure["interval"]

    try:
        _listening(port, process, tmp_path / "log")
        asyncio.run(use())
    finally:
        process.terminate()
        process.wait(timeout=30)


def test_the_tools_are_not_offered_to_other_machines(tmp_path: Path, site_cache: Path) -> None:
    command = [sys.executable, "-c", _MAIN, "mcp", "--port", "8000", "--host", "0.0.0.0"]  # noqa: S104 it is refused
    done = subprocess.run(command, cwd=tmp_path, env=_environment(tmp_path, site_cache), capture_output=True, check=False)
    assert done.returncode == 2
    assert b"--host: is not an address of this machine alone" in done.stderr


def _listening(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    import socket

    until = time.monotonic() + 120
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    pytest.fail(log.read_text())
