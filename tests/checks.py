"""Checks of a document that share no code with its making: every numeral under a span, every span telling the truth."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema

from qa.document import AnswerDocument, as_json
from tests.conftest import ROOT

Json = dict[str, Any]


@cache
def schema() -> jsonschema.Draft202012Validator:
    """The shipped schema."""
    return jsonschema.Draft202012Validator(json.loads((ROOT / "qa/schema/answer.schema.json").read_text(encoding="utf-8")))


def faults(document: Json) -> list[str]:
    """What is wrong with a document, by its schema and sentence by sentence."""
    found = [error.message for error in schema().iter_errors(document)]
    for sentence in sentences(document):
        text, covered = sentence["text"], set[int]()
        for span in sentence["spans"]:
            said = text[span["start"] : span["end"]]
            if said not in _allowed(document, span):
                found.append(f"{said!r} is not {span}")
            covered |= set(range(span["start"], span["end"]))
        found += [f"orphan {m[0]!r} in {text!r}" for m in re.finditer(r"\d+", text) if not set(range(*m.span())) <= covered]
    return found


def sentences(value: object) -> Iterator[Json]:
    """Every sentence with spans, wherever it stands."""
    if isinstance(value, dict):
        if set(value) - {"replaces"} == {"text", "spans"}:
            yield value
        else:
            for child in value.values():
                yield from sentences(child)
    elif isinstance(value, list):
        for child in value:
            yield from sentences(child)


def _allowed(document: Json, span: Json) -> list[str]:
    kind, ref, field = span["kind"], span["ref"], span["field"]
    if kind == "figure":
        figure = next(f for f in document["figures"] if f["id"] == ref)
        interval = figure["interval"] or {"display": None, "level": 0}
        level = f"{round(interval['level'] * 100)}%"
        told = {"interval": interval["display"], "level": level, "magnitude": figure["magnitude_display"]}
        return [str(told.get(field)), str(figure.get(field)), str(figure.get(f"{field}_display"))]
    if kind == "name":
        return [n["text"] for n in document["names"] if n["ref"] == ref] + [t["name"] for t in document["terms"]]
    if kind == "echo":
        return _slices(document["question"], span)
    if kind == "point":
        points = next(s["points"] for s in document["series"] if s["id"] == ref)
        return [p["display"] for p in points if p["label"] == field]
    source = next(s for s in document["sources"] if s["id"] == ref)
    if kind == "quote":
        return _slices(source["quote"], span)
    return [f"[{ref}]", str(source.get(field)), str(source.get(f"{field}_display"))]


def _slices(text: str, span: Json) -> list[str]:
    """Every slice of a text as long as the span."""
    length = span["end"] - span["start"]
    return [text[i : i + length] for i in range(len(text) - length + 1)]


def as_dict(document: AnswerDocument) -> dict[str, Any]:
    """The document as JSON has it."""
    made = as_json(document)
    assert isinstance(made, dict)
    return made
