"""Comply: finished reports held against the rules, and sign-offs bound to the digest of a page."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any

from corpus.errors import UnreadableError
from reports.compliance.checks import CHECKS
from reports.compliance.finished import Report
from reports.files import write_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A breach of a rule in a file."""

    file: str
    rule: str
    place: str
    what: str
    source: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}: {self.place}: {self.what} ({self.rule}); {self.mend}"


@cache
def rules() -> tuple[Mapping[str, Any], ...]:
    """The shipped rules."""
    return tuple(tomllib.loads(files("reports.compliance").joinpath("rules.toml").read_text(encoding="utf-8"))["rule"])


def comply(file: Path, legends: Sequence[str] = ()) -> tuple[Finding, ...]:
    """Every breach in a report, in the order of the rules.

    Raises
    ------
    UnreadableError
        The file is no report.
    """
    report = read_report(file, legends)
    return tuple(
        Finding(file=str(file), rule=rule["id"], place=place, what=what, source=rule["source"], mend=rule["mend"])
        for rule in rules()
        for place, what in CHECKS[rule["check"]](report, rule)
    )


def read_report(file: Path, legends: Sequence[str] = ()) -> Report:
    """A report as checks take it, from its page or its JSON document.

    Raises
    ------
    UnreadableError
        The file can't be read, or is no report.
    """
    try:
        raw = file.read_bytes()
        text = raw.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableError("can't be read", where=str(file), mend="name a page or document of a report") from error
    page = None if text.lstrip().startswith("{") else text
    found = [text] if page is None else re.findall(r'<script[^>]*\bid="answer"[^>]*>(.*?)</script>', text, re.DOTALL)
    try:
        document = json.loads(found[0])
    except (IndexError, ValueError) as error:
        raise UnreadableError("carries no document", where=str(file), mend="name a page or document of a report") from error
    if not isinstance(document, dict) or document.get("kind") != "report":
        raise UnreadableError("is no report", where=str(file), mend="name a page or document of a report")
    return Report(
        document=document,
        text=None if page is None else _visible(page),
        style="".join(re.findall(r"<style>(.*?)</style>", page or "", re.DOTALL)),
        legends=tuple(legends),
        digest=hashlib.sha256(raw).hexdigest(),
        signed=_signed(file),
    )


def sign(file: Path, name: str, day: str) -> Path:
    """Write a sign-off beside a report: who, when, and the digest of the file as it is."""
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    beside = _signature_of(file)
    told = {"schema": "hedgecite/signed/1", "file": file.name, "sha256": digest, "by": name, "on": day}
    write_whole(beside, json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    return beside


def _signature_of(file: Path) -> Path:
    return file.with_name(f"{file.name}.signed.json")


def _signed(file: Path) -> str | None:
    """The digest that was signed off; empty where the sign-off can't be read, None where there is none."""
    beside = _signature_of(file)
    if not beside.is_file():
        return None
    try:
        return str(json.loads(beside.read_text(encoding="utf-8"))["sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


class _Text(HTMLParser):
    """What a reader sees in the main part of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self._inside, self._hidden = "", 0, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 as the parser calls it
        self._inside += tag == "main"
        self._hidden += tag in {"script", "style", "svg"}
        if tag == "a":
            self.text += " "

    def handle_endtag(self, tag: str) -> None:
        self._inside -= tag == "main"
        self._hidden -= tag in {"script", "style", "svg"}
        self.text += " " if tag in {"p", "td", "th", "li", "h1", "h2", "b", "a", "dt", "dd"} else ""

    def handle_data(self, data: str) -> None:
        if self._inside and not self._hidden:
            self.text += data


def _visible(page: str) -> str:
    reader = _Text()
    reader.feed(page)
    return reader.text
