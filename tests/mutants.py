"""Forged documents: a document with one thing in it changed, as consistently as a forger would."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from typing import Any

from corpus.texts.documents import digest_of
from qa import numerals
from qa.calculator.catalogue import CATALOGUE

Doc = dict[str, Any]
#: A change, made in place; False where the document has nothing of the kind.
Change = Callable[[Doc, random.Random], bool]

_TURNS = (
    ("cost", "earned"), ("earned", "cost"), ("unhedged", "hedged"), ("above", "below"), ("below", "above"), (" is ", " is not "),
    (" was ", " was not "), ("more", "less"), ("lower", "higher"), ("includes", "excludes"), ("inconsistent", "consistent"),
    ("not ", ""), ("lost", "gained"), ("The ", "No "), ("larger", "smaller"), ("Backtested", "Actual"),
    ("hypothetical", "actual"),
)  # fmt: skip


def sentences(value: object) -> Iterator[Doc]:
    """Every sentence of a document."""
    if isinstance(value, dict):
        if set(value) >= {"text", "spans"}:
            yield value
        for inner in value.values():
            yield from sentences(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from sentences(inner)


def resay(doc: Doc, ref: str, fields: set[str], said: Callable[[str], str]) -> None:
    """Say something else under every span of a figure's fields, and move the other spans along."""
    for sentence in sentences(doc):
        text, shift, at = "", 0, 0
        for span in sentence["spans"]:
            old = sentence["text"][span["start"] : span["end"]]
            new = said(span["field"]) if span["kind"] == "figure" and span["ref"] == ref and span["field"] in fields else old
            text += sentence["text"][at : span["start"]] + new
            at = span["end"]
            span["start"] += shift
            shift += len(new) - len(old)
            span["end"] += shift
        sentence["text"] = text + sentence["text"][at:]


def _pick(doc: Doc, rng: random.Random, name: str) -> Any:
    return rng.choice(doc[name]) if doc[name] else None


def number(doc: Doc, rng: random.Random) -> bool:
    f = _pick(doc, rng, "figures")
    if f is None or not f["dataset"]:
        return False
    f["value"] = numerals.stored(f["value"] * rng.choice((0.5, 0.9, 1.1, 1.3, -1, 2)) or 0.0123)
    before = f["display"]
    f["display"] = numerals.write(f["value"], "bp" if before.endswith(" bp") else f["unit"])
    f["magnitude_display"] = f["display"].lstrip(numerals.MINUS)
    told = {"display": f["display"], "magnitude": f["magnitude_display"]}
    resay(doc, f["id"], set(told), told.__getitem__)
    return True


def counted(doc: Doc, rng: random.Random) -> bool:
    f = _pick(doc, rng, "figures")
    if f is None:
        return False
    f["n"] += rng.choice((1, 5, 60, 1000))
    f["n_display"] = numerals.write(f["n"], "count")
    resay(doc, f["id"], {"n"}, lambda _: str(f["n_display"]))
    return True


def interval(doc: Doc, rng: random.Random) -> bool:
    held = [f for f in doc["figures"] if f["interval"]]
    if not held:
        return False
    f = rng.choice(held)
    i = f["interval"]
    wide = (i["high"] - i["low"]) or 0.01
    i["low"] = numerals.stored(i["low"] + rng.choice((-0.5, 0.2, 0.4)) * wide)
    i["high"] = numerals.stored(max(i["low"], i["high"] - rng.choice((-0.5, 0.1, 0.3)) * wide))
    i["display"] = numerals.write_range(i["low"], i["high"], "bp" if f["display"].endswith(" bp") else f["unit"])
    resay(doc, f["id"], {"interval"}, lambda _: str(i["display"]))
    return True


def level(doc: Doc, rng: random.Random) -> bool:
    held = [f for f in doc["figures"] if f["interval"]]
    if not held:
        return False
    f = rng.choice(held)
    f["interval"]["level"] = 0.99
    resay(doc, f["id"], {"level"}, lambda _: "99%")
    return True


def key(doc: Doc, rng: random.Random) -> bool:
    f = _pick(doc, rng, rng.choice(("figures", "series")))
    if f is None:
        return False
    f["key"] = rng.choice([k for k in CATALOGUE if k != f["key"]])
    return True


def scope(doc: Doc, rng: random.Random) -> bool:
    f = _pick(doc, rng, "figures")
    if f is None:
        return False
    f["scope"], f["scope_display"] = rng.choice((("vix<20", "VIX below 20"), ("date=2016", "2016"), ("vix<14", "VIX below 14")))
    resay(doc, f["id"], {"scope"}, lambda _: str(f["scope_display"]))
    return True


def dates(doc: Doc, rng: random.Random) -> bool:
    f = _pick(doc, rng, "figures")
    if f is None or not f["end"]:
        return False
    f["end"] = "2018-11-27"
    f["end_display"] = numerals.write_date(f["end"])
    resay(doc, f["id"], {"end"}, lambda _: str(f["end_display"]))
    return True


def dataset(doc: Doc, rng: random.Random) -> bool:
    """The digest of other data, in one figure, one series, or everywhere."""
    known = doc["provenance"]["backtests"]
    if not known:
        return False
    other, old = digest_of(str(rng.random())), rng.choice(known)["digest"]
    listed = [x for name in ("figures", "series") for x in doc[name] if x["dataset"] == old]
    if rng.random() < 0.5 and listed:
        rng.choice(listed)["dataset"] = other
        return True
    for x in listed:
        x["dataset"] = other
    for b in known:
        b["digest"] = other if b["digest"] == old else b["digest"]
    return True


def corpus(doc: Doc, rng: random.Random) -> bool:
    doc["provenance"]["corpus"] = digest_of(str(rng.random()))
    return True


def version(doc: Doc, rng: random.Random) -> bool:
    doc["provenance"]["version"] = f"9.{rng.randrange(99)}.0"
    return True


def verdict(doc: Doc, rng: random.Random) -> bool:
    c = _pick(doc, rng, "claims")
    if c is None:
        return False
    every = ("consistent", "not_ruled_out", "inconsistent", "not_comparable")
    c["verdict"] = rng.choice([v for v in every if v != c["verdict"]])
    return True


def bound(doc: Doc, rng: random.Random) -> bool:
    c = _pick(doc, rng, "claims")
    if c is None:
        return False
    c[rng.choice(("low", "high"))] *= rng.choice((0.5, 2, 10))
    return True


def claimed(doc: Doc, rng: random.Random) -> bool:
    c = _pick(doc, rng, "claims")
    if c is None:
        return False
    name, value = rng.choice((("period", "week"), ("denominator", "premium"), ("scope", "vix<15"), ("key", "win.rate.base")))
    changed = c[name] != value
    c[name] = value
    return bool(changed)


def premise(doc: Doc, rng: random.Random) -> bool:
    p = _pick(doc, rng, "premises")
    if p is None:
        return False
    p["verdict"] = rng.choice([v for v in ("borne_out", "not_borne_out", "cannot_tell") if v != p["verdict"]])
    return True


def dropped(doc: Doc, rng: random.Random) -> bool:
    """A conflict, a claim, a premise, a disclosure, a caveat, a sentence less."""
    lists = [
        doc[n]
        for n in ("conflicts", "conflicts", "conflicts", "claims", "premises", "disclosures", "not_computed", "summary", "series")
    ]
    lists += [s["sentences"] for s in doc["sections"]]
    held = [one for one in lists if one]
    if not held:
        return False
    chosen = rng.choice(held)
    chosen.pop(rng.randrange(len(chosen)))
    return True


def quotation(doc: Doc, rng: random.Random) -> bool:
    """Another word in a quotation, its digest and its span made to fit."""
    s = _pick(doc, rng, "sources")
    if s is None:
        return False
    words = [w for w in s["quote"].split() if w.isalpha() and len(w) > 3]
    if not words:
        return False
    old = rng.choice(words)
    new = rng.choice(("never", "always", "double", "half"))
    s["quote"] = s["quote"].replace(old, new, 1)
    s["end"] = s["start"] + len(s["quote"])
    s["digest"] = digest_of(s["quote"])
    return bool(old != new)


def place(doc: Doc, rng: random.Random) -> bool:
    s = _pick(doc, rng, "sources")
    if s is None:
        return False
    name = rng.choice(("start", "document", "title", "section", "authority", "date"))
    if name == "start":
        s["start"], s["end"] = s["start"] + 7, s["end"] + 7
    else:
        s[name] = {"date": "2020-02-02", "authority": "canonical" if s["authority"] != "canonical" else "article"}.get(
            name, "other/text"
        )
        s["date_display"] = "2 February 2020" if name == "date" else s["date_display"]
    return True


def turned(doc: Doc, rng: random.Random) -> bool:
    """A sentence that says the opposite, its spans moved along."""
    found = [
        (s, old, new, at)
        for s in sentences(doc)
        for old, new in _TURNS
        if (at := s["text"].find(old)) >= 0 and not any(x["start"] < at + len(old) and at < x["end"] for x in s["spans"])
    ]
    if not found:
        return False
    s, old, new, at = rng.choice(found)
    s["text"] = s["text"][:at] + new + s["text"][at + len(old) :]
    for span in s["spans"]:
        if span["start"] >= at + len(old):
            span["start"] += len(new) - len(old)
            span["end"] += len(new) - len(old)
    return True


def cell(doc: Doc, rng: random.Random) -> bool:
    """Another value in a table, shown as such."""
    held = [(s, p) for s in doc["series"] for p in s["points"] if p["value"]]
    if not held:
        return False
    s, p = rng.choice(held)
    p["value"] = numerals.stored(p["value"] * 1.5 + 0.001)
    p["display"] = numerals.write(p["value"], s["unit"])
    return True


def standing(doc: Doc, rng: random.Random) -> bool:
    """Hypothetical results called actual, gross ones net."""
    if not doc["figures"]:
        return False
    for f in doc["figures"]:
        f["hypothetical"] = False
        f["fees"] = rng.choice(("gross", "net_of_all"))
    return True


def top(doc: Doc, rng: random.Random) -> bool:
    name = rng.choice(("status", "kind", "category", "date", "question"))
    value = {"status": "declined", "kind": "mixed", "category": "Proven", "date": "2019-06-30", "question": "Is the hedge free?"}[
        name
    ]
    changed = doc[name] not in {value, None}
    doc[name] = value if changed else doc[name]
    if name == "date" and changed:
        doc["date_display"] = numerals.write_date(value)
    return bool(changed)


def title(doc: Doc, rng: random.Random) -> bool:
    doc["title"] = {"text": rng.choice(("The hedge is free", "The hedge pays for itself")), "spans": []}
    return True


def added(doc: Doc, rng: random.Random) -> bool:
    said = rng.choice(
        ("The hedge earns money in every market.", "These results were achieved by clients.", "The hedge has no risk.")
    )
    rng.choice([doc["summary"], doc["disclosures"]]).append({"text": said, "spans": []})
    return True


CHANGES: tuple[Change, ...] = (
    number, number, number, counted, interval, level, key, scope, dates, dataset, dataset, corpus, version, verdict, bound,
    claimed, premise, dropped, dropped, quotation, place, turned, turned, turned, cell, standing, top, title, added,
)  # fmt: skip


def mutants(documents: list[Doc], many: int, seed: int) -> Iterator[tuple[str, int, Doc]]:
    """So many forged documents: what was changed, in which document, and what came of it."""
    rng = random.Random(seed)  # noqa: S311 a forger's dice, the same each time
    made = 0
    while made < many:
        change, which = CHANGES[made % len(CHANGES)], rng.randrange(len(documents))
        for _ in range(20 * len(documents)):
            doc = copy.deepcopy(documents[which])
            if change(doc, rng) and doc != documents[which]:
                break
            which = rng.randrange(len(documents))
        else:
            raise AssertionError(f"no document has anything for {change.__name__}")
        made += 1
        yield change.__name__, which, doc
