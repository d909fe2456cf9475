"""The site under load on this machine: readers who read, one page in twenty a fresh question; what each waits is printed.

Run `python bench/site.py [--readers 50] [--seconds 60] [--workers 1] [--pause 1]`. The client is one thread of sockets, so that
it takes little of the processor that the site needs.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote_plus
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent
PORT = 8731
_PAGES = ("/knowledge/index.html", "/figures/drag.monthly.mean", "/glossary", "/claims", "/ask", "/sources")
_ASKED = (
    "What does the hedge cost in {year}?",
    "How far did the account fall in {year}?",
    "What was the win rate in {year}?",
    "What does the hedge cost in {month} {year}?",
)
_MONTHS = "January February March April May June July August September October November December".split()


@dataclass(slots=True)
class Waits:
    """What was waited for pages and for fresh answers, and what went wrong; seconds."""

    articles: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    fresh: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def main() -> None:
    """Start a site, load it, print what came of it."""
    told = argparse.ArgumentParser()
    told.add_argument("--readers", type=int, default=50)
    told.add_argument("--seconds", type=float, default=60)
    told.add_argument("--workers", type=int, default=1)
    told.add_argument("--pause", type=float, default=1)
    given = told.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environment = _desk(Path(folder))
        words = ["serve", "--port", str(PORT), "--workers", str(given.workers)]
        with (Path(folder) / "log").open("wb") as log:
            process = subprocess.Popen([*_command(), *words], cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            _ready(process)
            asyncio.run(_warm())
            before = _memory(process.pid)
            waits = asyncio.run(_load(given.readers, given.seconds, given.pause))
            after = _memory(process.pid)
        finally:
            process.terminate()
            process.wait(timeout=60)
    client = time.process_time()
    print(f"{given.readers} readers, {given.seconds:g} s, pause {given.pause:g} s, {given.workers} workers")
    print(f"errors {len(waits.wrong)} {waits.wrong[:3]}")
    print(f"memory {before:.0f} MiB to {after:.0f} MiB; processor of the client {client:.1f} s")
    for name, values in (("articles", waits.articles), ("other pages", waits.pages), ("fresh answers", waits.fresh)):
        print(f"{name}: {len(values)}, p50 {_share(values, 0.5):.0f} ms, p99 {_share(values, 0.99):.0f} ms")


def _command() -> list[str]:
    return [sys.executable, "-m", "reports.cli"]


def _desk(folder: Path) -> dict[str, str]:
    """A desk with one article; its cache is kept between runs."""
    told = {**os.environ, "PYTHONPATH": str(ROOT), "HEDGECITE_DATA_DIR": str(folder / "data")}
    (folder / "hedgecite.toml").write_text("[server]\nasks_per_minute = 10000\nrequests_per_minute = 100000\n")
    question = '[[question]]\ntext = "What does the hedge cost?"\nslug = "cost"\nstate = "approved"\napprover = "Ann"\n'
    (folder / "questions.toml").write_text(question)
    subprocess.run([*_command(), "publish", "--out", "published/site", "--date", "2026-01-02"], cwd=folder, env=told, check=True)
    return told


def _ready(process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 300
    while time.monotonic() < until and process.poll() is None:
        try:
            with urlopen(f"http://127.0.0.1:{PORT}/readyz") as reply:
                if reply.status == 200:  # noqa: PLR2004
                    return
        except OSError:
            time.sleep(0.3)
    raise SystemExit("the site did not start")


async def _warm() -> None:
    """Every page once or twice, as after the first minutes of a day."""
    waits = Waits()
    for place in (*_PAGES, "/knowledge/articles/cost.html") * 3:
        await _get(waits, place)
    for text in _ASKED:
        for year in range(2014, 2023):
            await _ask(waits, text.format(year=year, month="March"))


async def _load(readers: int, seconds: float, pause: float) -> Waits:
    waits, until = Waits(), time.monotonic() + seconds
    questions = _questions()
    await asyncio.gather(*(_read(n, waits, until, pause, questions) for n in range(readers)))
    return waits


def _questions() -> Iterator[str]:
    """Questions of which no two are the same."""
    chance, number = random.Random(1), 0  # noqa: S311 which question is asked next
    while True:
        number += 1
        text = chance.choice(_ASKED).format(year=chance.randint(2014, 2022), month=chance.choice(_MONTHS))
        yield f"{text} I ask for reader {_name(number)}."


def _name(number: int) -> str:
    """A name without a numeral."""
    letters = ""
    while number:
        number, left = divmod(number, 26)
        letters += chr(97 + left)
    return letters


async def _read(n: int, waits: Waits, until: float, pause: float, questions: Iterator[str]) -> None:
    chance = random.Random(n)  # noqa: S311
    await asyncio.sleep(chance.random() * pause)
    turn = n
    while time.monotonic() < until:
        turn += 1
        if turn % 20 == 0:
            await _ask(waits, next(questions))
        else:
            article = turn % 2 == 0
            await _get(waits, "/knowledge/articles/cost.html" if article else chance.choice(_PAGES))
        await asyncio.sleep(pause * (0.5 + chance.random()))


async def _get(waits: Waits, place: str) -> None:
    began = time.monotonic()
    status = await _send(f"GET {place} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    (waits.articles if "/articles/" in place else waits.pages).append(time.monotonic() - began)
    if status != 200:  # noqa: PLR2004
        waits.wrong.append(f"{place} {status}")


async def _ask(waits: Waits, question: str) -> None:
    body = f"question={quote_plus(question)}"
    head = "POST /ask HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    began = time.monotonic()
    status = await _send(f"{head}Content-Length: {len(body)}\r\n\r\n{body}")
    waits.fresh.append(time.monotonic() - began)
    if status != 303:  # noqa: PLR2004
        waits.wrong.append(f"{question} {status}")


async def _send(text: str) -> int:
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
        writer.write(text.encode())
        reply = await reader.read()
        writer.close()
        return int(reply.split(b" ", 2)[1])
    except (OSError, IndexError, ValueError):
        return 0


def _memory(pid: int) -> float:
    """What a process and those that it started hold of their own, in MiB."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    own = [line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS")]
    return int(own[0].split()[1]) / 1024 + sum(_memory(int(child)) for child in children)


def _share(values: list[float], share: float) -> float:
    """The value below which a share of all lies, in ms."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000 if ordered else 0.0


if __name__ == "__main__":
    main()
