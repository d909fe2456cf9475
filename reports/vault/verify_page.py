#!/usr/bin/env python3
"""Check a hedgecite page against its evidence, with nothing but Python 3.11 and this file.

usage: verify.py PAGE EVIDENCE.zip

PAGE is an HTML page or a JSON document that hedgecite wrote; EVIDENCE.zip was made by `hedgecite evidence PAGE --out FILE`.
This file shares no code with the program that wrote the page. It checks that

  files        every file in the evidence has the digest that is stated for it, and the page is the one that it is for
  data         the digests of the data and of the texts, worked out anew from the files, are those that the page names
  quotations   each stands, letter for letter, at its place in the text that it is from
  numerals     each number in a sentence lies under a reference, and reads as what it refers to
  displays     each figure is shown as its value rounds
  figures      the main ones, and tables by day, month and year, come out the same when they are computed anew
  intervals    those of means, medians and yearly growth by the draws that the page speaks of, those of shares by Wilson's score
  verdicts     each claim is told as its range and the figure's interval make it, and claims that do not meet are told

It prints each fault and what it could not check, and exits with 1 where there is a fault.

What it can show: that these numbers come from these data, and these quotations from these texts. A page that was changed after
its evidence was made is refused by its digest. What it can't show: that nobody made page and evidence anew together; and whether
the words between the numbers say what the numbers do, so that a sentence turned in such a pair ("earned" for "cost") passes.
`hedgecite verify` answers the question again on the desk and judges every sentence. Nor does it look for claims that a page
leaves out, or read rules; and it takes the program's word for the digest of data that end before the log.
"""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
import json
import math
import re
import statistics
import sys
import tomllib
import zipfile
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any

Faults = list[str]
#: A day with the P&L of base and hedge.
Row = tuple[date, float, float]
FEWEST = 12
A_YEAR = {"week": 52, "month": 12, "year": 1}
MONTHS = "January February March April May June July August September October November December".split()


def sha256(raw: bytes) -> str:
    """`sha256:` and the digest of bytes."""
    return "sha256:" + hashlib.sha256(raw).hexdigest()


# ------------------------------------------------------------------------------------------ the page and its evidence


def document_of(raw: bytes) -> Any:
    """The document that a page carries or a file is."""
    text = raw.decode("utf-8")
    if text.lstrip().startswith("{"):
        return json.loads(text, parse_constant=refuse)
    carried = re.findall(r'<script type="application/json" id="answer">(.*?)</script>', text, re.DOTALL)
    if len(carried) != 1:
        raise ValueError(f"the page carries {len(carried)} documents")
    return json.loads(carried[0], parse_constant=refuse)


def refuse(name: str) -> None:
    """No number is infinite or none."""
    raise ValueError(f"{name} is no number")


def check_files(raw: bytes, told: Any, files: dict[str, bytes]) -> Faults:
    """Digests of all files, and that the page is the one that the evidence is for."""
    faults = (
        [] if sha256(raw) in [p["sha256"] for p in told["pages"]] else ["files: the page is not the one that the evidence is for"]
    )
    for one in told["inputs"]:
        if one["path"] not in files:
            faults.append(f"files: {one['path']} is missing")
        elif sha256(files[one["path"]]) != one["sha256"]:
            faults.append(f"files: {one['path']} has another digest than is stated")
    return faults


def check_data(doc: Any, told: Any, files: dict[str, bytes]) -> Faults:
    """The digests that the page names, worked out anew."""
    faults = []
    cited = {
        s["document"] for s in doc["sources"]
    }  # an article names the digest of the texts that it cites, other pages that of all
    texts = "\n".join(f"{t['path']} {t['digest']}" for t in told["texts"] if not doc.get("article") or t["path"] in cited)
    if sha256(texts.encode()) != doc["provenance"]["corpus"]:
        faults.append("data: the digest of the texts is not the one that the page names")
    digests = {t["path"]: t["digest"] for t in told["texts"]}
    for path, raw in files.items():
        name = re.match(r"inputs/(?:corpus|sample)/(.*)\.[a-z]+$", path)
        if name and digests.get(name[1]) != sha256(raw):
            faults.append(f"data: {path} is not the text of that digest")
    if doc["kind"] != "report":  # a report names the digest of the client's account up to the month's end
        named = {b["digest"] for b in doc["provenance"]["backtests"] if "until" not in b}
        found = {dataset_digest(b, files) for b in told["backtests"]}
        if not named <= found:
            faults.append("data: the digest of the data is not the one that the page names")
        # what a scope cuts off by dates has a digest of its own, over the rows that it leaves
        whole = [x for x in (*doc["figures"], *doc["series"]) if x["dataset"] and not re.search("date|asof|episode", x["scope"])]
        odd = [x["id"] for x in whole if not re.search("^difference|by_side$", x["key"]) and x["dataset"] not in found]
        faults += [f"data: {id_} names data that are not in the evidence" for id_ in odd]
    return faults


def dataset_digest(backtest: Any, files: dict[str, bytes]) -> str:
    """The digest over a backtest's manifest and files."""
    folder, manifest = f"inputs/backtests/{backtest['place']}/", backtest["manifest"]
    own = {path.removeprefix(folder): raw for path, raw in files.items() if path.startswith(folder)}
    lines = [f"{manifest} {sha256(own.pop(manifest, b''))}", *(f"{name} {sha256(raw)}" for name, raw in sorted(own.items()))]
    return sha256("\n".join(lines).encode())


# ------------------------------------------------------------------------------------------ quotations


def body_of(raw: bytes) -> str:
    """A text after its front matter, its line ends those of Unix."""
    text = raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    front = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    known = front and re.search(r"^(?:title|slug|authority|date|tags|aliases|see_also)\s*:", front[1], re.MULTILINE)
    return text[front.end() :] if front and known else text


def check_quotations(doc: Any, told: Any, files: dict[str, bytes]) -> tuple[Faults, list[str]]:
    """Each quotation at its place in its text; those of texts that are not here, or were converted, are told."""
    faults, left = [], []
    assumptions = "\n".join(a for b in told["backtests"] for a in manifest_of(b, files).get("assumptions", []))
    for s in doc["sources"]:
        where = f"source {s['id']} {s['document']}"
        if sha256(s["quote"].encode()) != s["digest"] or s["end"] - s["start"] != len(s["quote"]):
            faults.append(f"{where}: its digest or its length is not that of its quotation")
        suffix, raw = next(
            (
                (k, files[p])
                for r in ("corpus", "sample")
                for k in ("md", "txt")
                if (p := f"inputs/{r}/{s['document']}.{k}") in files
            ),
            ("", None),
        )
        if raw is not None and suffix:
            if body_of(raw)[s["start"] : s["end"]] != s["quote"]:
                faults.append(f"{where}: its quotation does not stand at its place")
        elif s["document"].startswith("imports/"):
            left.append(f"{where}: what was noted when the log was read is not read anew here")
        elif s["authority"] == "manifest" and s["document"] != "note":
            if s["quote"] not in assumptions:
                faults.append(f"{where}: its quotation is none of the manifest's assumptions")
        else:
            left.append(f"{where}: its text is not in the evidence as plain text")
    return faults, left


def manifest_of(backtest: Any, files: dict[str, bytes]) -> dict[str, Any]:
    """What a backtest says of itself."""
    return tomllib.loads(files[f"inputs/backtests/{backtest['place']}/{backtest['manifest']}"].decode("utf-8-sig"))


# ------------------------------------------------------------------------------------------ numerals and displays


def sentences(value: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    """Every sentence with its place."""
    if isinstance(value, dict):
        if "text" in value and "spans" in value:
            yield where, value
        for key, inner in value.items():
            yield from sentences(inner, f"{where}.{key}".lstrip("."))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from sentences(inner, f"{where}[{i}]")


def check_numerals(doc: Any) -> Faults:
    """Each number under a reference, each reference reading as what it refers to."""
    faults = []
    for where, sentence in sentences(doc):
        text, covered = sentence["text"], set()
        for span in sentence["spans"]:
            said = text[span["start"] : span["end"]]
            covered |= set(range(span["start"], span["end"]))
            due = meant(doc, span)
            if not said or (said not in due if span["kind"] not in {"quote", "echo"} else not any(said in d for d in due)):
                faults.append(f"{where}: {said!r} is not what {span['kind']} {span['ref']} says")
        bare = [m for m in re.finditer(r"\d[\d.,]*", text) if not set(range(*m.span(0))) & covered]
        faults += [f"{where}: {m[0]!r} refers to nothing" for m in bare]
    return faults


def meant(doc: Any, span: Any) -> set[str]:
    """What a span may read as."""
    kind, ref, field = span["kind"], span["ref"], span["field"]
    if kind == "figure":
        f = next((f for f in doc["figures"] if f["id"] == ref), None)
        own = f and {"display": f["display"], "magnitude": f["magnitude_display"]} | {
            k: f[f"{k}_display"] for k in ("n", "start", "end", "scope", "basis")
        }
        if f and own and f["interval"]:
            own |= {"interval": f["interval"]["display"], "level": f"{f['interval']['level'] * 100:g}%"}
        return {own[field]} if own and field in own else set()
    if kind == "point":
        return {
            x
            for s in doc["series"]
            if s["id"] == ref
            for p in s["points"]
            if p["label"] == field
            for x in (p["display"], p["label"])
        }
    if kind in {"quote", "source"}:
        s = next((s for s in doc["sources"] if s["id"] == ref), None)
        if s is None:
            return set()
        told = {
            "mark": f"[{ref}]",
            "title": s["title"],
            "section": s["section"],
            "date": s["date_display"],
            "page": str(s["page"]),
        }
        return {s["quote"]} if kind == "quote" else {told.get(field) or ""}
    if kind == "name":
        return {n["text"] for n in doc["names"] if n["ref"] == ref} | {t["name"] for t in doc["terms"] if t["slug"] == ref}
    if kind == "echo":
        return {doc["question"] or ""}
    words = "none one two three four five six seven eight nine ten eleven twelve".split()
    n = len(doc.get(ref) or [])
    return {str(n), words[n] if n < len(words) else str(n), "zero" if n == 0 else str(n), "no" if n == 0 else str(n)}


def check_displays(doc: Any) -> Faults:
    """Each figure shown as its value, its interval and its days are."""
    faults = []
    for f in doc["figures"]:
        where = f"figure {f['id']} {f['key']}"
        if not math.isfinite(f["value"]) or not rounds_to(f["value"], f["display"]):
            faults.append(f"{where}: its value {f['value']} is shown as {f['display']!r}")
        if f["magnitude_display"] != f["display"].lstrip("−") or f["n_display"] != f"{f['n']:,}":
            faults.append(f"{where}: its magnitude or its n is shown as something else")
        faults += [
            f"{where}: the day {day} is shown as {shown!r}"
            for day, shown in ((f["start"], f["start_display"]), (f["end"], f["end_display"]))
            if day and shown not in written(day)
        ]
        if f["interval"]:
            ends = re.findall(r"−?\$?\d[\d,.]*", f["interval"]["display"].replace("−$", "$"))
            unit = "%" if "%" in f["interval"]["display"] else " bp" if "bp" in f["interval"]["display"] else ""
            low, high = abs(f["interval"]["low"]), abs(f["interval"]["high"])
            if len(ends) == 2 and not (rounds_to(low, ends[0].strip("−") + unit) and rounds_to(high, ends[1].strip("−") + unit)):
                faults.append(f"{where}: its interval is shown as {f['interval']['display']!r}")
    return faults


def rounds_to(value: float, display: str) -> bool:
    """Whether a value rounds to a display, sign and all."""
    m = re.search(r"\d[\d,]*(?:\.(\d+))?", display)
    if not m:
        return False
    scale = 100 if "%" in display else 10_000 if display.endswith("bp") else 1
    shown = float(m[0].replace(",", "").rstrip("."))
    half = 0.5000001 * 10.0 ** -len(m[1] or "")
    return abs(abs(value) * scale - shown) <= half and (shown == 0 or value >= 0 or "−" in display)


def written(day: str) -> set[str]:
    """A day or month as pages write it."""
    parts = [int(x) for x in day.split("-")]
    month = MONTHS[parts[1] - 1] if len(parts) > 1 else ""
    return {day, " ".join(filter(None, [str(parts[2]) if len(parts) > 2 else "", month, str(parts[0])]))}


# ------------------------------------------------------------------------------------------ figures


class Days:
    """Daily P&L of base and hedge within dates, on one capital base; each month begins with the base again.

    `per` is what returns are cut into, `kept` the first days of the months or weeks that count where not all do.
    """

    def __init__(self, rows: list[Row], base: float, per: str = "monthly", kept: set[date] | None = None) -> None:
        self.rows, self.base, self.per, self.kept = rows, base, per, kept
        #: the periods that a condition on VIX excludes
        self.apart: set[date] = set()
        #: the same with those before them, from whose value an account goes on
        self.whole = rows

    def periods(self, hedged: bool) -> dict[date, float]:
        """Returns by the first day of their month, week or day."""
        found: dict[date, float] = {}
        for day, own, hedge in self.rows:
            first = begins(day, self.per)
            if self.kept is None or first in self.kept:
                found[first] = found.get(first, 0.0) + own + (hedge if hedged else 0.0)
        return {first: pnl / self.base for first, pnl in found.items()}

    def returns(self, hedged: bool) -> list[float]:
        """Returns in their order."""
        found = self.periods(hedged)
        return [found[first] for first in sorted(found)]

    def drag(self) -> list[float]:
        """What the hedge took, by period: positive where it cost."""
        return [u - h for u, h in zip(self.returns(False), self.returns(True), strict=True)]

    def path(self, hedged: bool) -> list[float]:
        """The account over its start, day by day, months linked."""
        values, linked, month, sofar = [1.0], 1.0, None, 0.0
        for day, own, hedge in self.whole:
            if month != (day.year, day.month):
                linked, month, sofar = values[-1], (day.year, day.month), 0.0
            sofar += own + (hedge if hedged else 0.0)
            values.append(linked * (1 + sofar / self.base))
        values = values[len(self.whole) - len(self.rows) :]
        return [value / values[0] for value in values]

    def yearly(self, hedged: bool) -> float:
        """The growth of a year, its months all alike."""
        months = self.returns(hedged)
        return math.prod(1 + r for r in months) ** (12 / len(months)) if months else 0.0

    def falls(self, hedged: bool) -> list[float]:
        """How far the account is below its highest value so far, day by day."""
        peak, found = 0.0, []
        for value in self.path(hedged):
            peak = max(peak, value)
            found.append(value / peak - 1)
        return found

    def drawdown(self, hedged: bool) -> float:
        """The maximum drawdown."""
        return min(self.falls(hedged))

    def scaled(self, share: float) -> Days:
        """The unhedged account at a share of its size."""
        made = Days([(day, own * share, 0.0) for day, own, _ in self.rows], self.base, self.per)
        made.whole = [(day, own * share, 0.0) for day, own, _ in self.whole]
        return made

    def value(self, *, opening: bool) -> float:
        """What the hedged account is worth before the first day or after the last: the base and the month's P&L so far."""
        day = self.rows[0][0] if opening else self.rows[-1][0]
        begun = [own + hedge for d, own, hedge in self.whole if begins(d, "monthly") == begins(day, "monthly")]
        later = sum(1 for r in self.whole if r[0] >= day and begins(r[0], "monthly") == begins(day, "monthly"))
        return self.base + math.fsum(begun[: len(begun) - later] if opening else begun)

    def recovery(self, hedged: bool) -> float | None:
        """Days from the peak of the maximum drawdown until the account is as high again; None where it is not."""
        path, falls = self.path(hedged), self.falls(hedged)
        trough = falls.index(min(falls))
        peak = max(range(trough + 1), key=lambda i: (path[i], i))
        again = next((i for i in range(trough, len(path)) if path[i] >= path[peak]), None)
        days = [date.min, *(r[0] for r in self.rows)]
        return None if again is None or peak == 0 else float((days[again] - days[peak]).days)


def begins(day: date, per: str) -> date:
    """The first day of a day's month or week; the day itself."""
    if per == "weekly":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if per == "monthly" else day


def middle(x: list[float]) -> float:
    """The median."""
    return float(statistics.median(x))


def ratio(x: list[float]) -> float:
    """The Sharpe ratio of monthly returns, over a rate of zero."""
    return math.sqrt(12) * statistics.fmean(x) / statistics.stdev(x)


def least(x: list[float]) -> list[float]:
    """Numbers without the first of those that are farthest from zero."""
    at = max(range(len(x)), key=lambda i: (abs(x[i]), -i))
    return x[:at] + x[at + 1 :]


def smaller(d: Days) -> float:
    """The share of its size at which the unhedged strategy has the hedged mean return."""
    return statistics.fmean(d.returns(True)) / statistics.fmean(d.returns(False))


#: Two-sided errors of five in a hundred, found four times in five.
ERRORS = statistics.NormalDist().inv_cdf(0.975) + statistics.NormalDist().inv_cdf(0.80)
#: Figures of the drag and of returns, by what stands for month or week in their keys.
OF_PERIODS: dict[str, Callable[[Days], float]] = {
    "drag.{per}.mean": lambda d: statistics.fmean(d.drag()),
    "drag.{per}.median": lambda d: middle(d.drag()),
    "drag.{per}.total": lambda d: math.fsum(d.drag()),
    "drag.{per}.deviation": lambda d: statistics.stdev(d.drag()),
    "drag.{per}.share_costly": lambda d: sum(x > 0 for x in d.drag()) / len(d.drag()),
    "drag.{per}.costliest": lambda d: max(d.drag()),
    "drag.{per}.best": lambda d: min(d.drag()),
    "drag.{per}.without_largest": lambda d: statistics.fmean(least(d.drag())),
    "return.unhedged.{per}.mean": lambda d: statistics.fmean(d.returns(False)),
    "return.hedged.{per}.mean": lambda d: statistics.fmean(d.returns(True)),
    "return.unhedged.{per}.median": lambda d: middle(d.returns(False)),
    "return.hedged.{per}.median": lambda d: middle(d.returns(True)),
    "return.unhedged.{per}.worst": lambda d: min(d.returns(False)),
    "return.hedged.{per}.worst": lambda d: min(d.returns(True)),
    "return.unhedged.{per}.best": lambda d: max(d.returns(False)),
    "return.hedged.{per}.best": lambda d: max(d.returns(True)),
    "power.{per}.months_needed": lambda d: (ERRORS * statistics.stdev(d.drag()) / statistics.fmean(d.drag())) ** 2,
    "power.{per}.detectable": lambda d: ERRORS * statistics.stdev(d.drag()) / math.sqrt(len(d.drag())),
}
OF_DAYS: dict[str, Callable[[Days], float | None]] = {
    "drag.monthly.annualised": lambda d: d.yearly(False) - d.yearly(True),
    "return.unhedged.total": lambda d: d.path(False)[-1] - 1,
    "return.hedged.total": lambda d: d.path(True)[-1] - 1,
    "return.unhedged.annual": lambda d: d.yearly(False) - 1,
    "return.hedged.annual": lambda d: d.yearly(True) - 1,
    "volatility.monthly.unhedged": lambda d: math.sqrt(12) * statistics.stdev(d.returns(False)),
    "volatility.monthly.hedged": lambda d: math.sqrt(12) * statistics.stdev(d.returns(True)),
    "sharpe.monthly.unhedged": lambda d: ratio(d.returns(False)),
    "sharpe.monthly.hedged": lambda d: ratio(d.returns(True)),
    "rolling.12.latest": lambda d: statistics.fmean(d.drag()[-12:]),
    "drawdown.max.unhedged": lambda d: d.drawdown(False),
    "drawdown.max.hedged": lambda d: d.drawdown(True),
    "drawdown.reduction": lambda d: 1 - d.drawdown(True) / d.drawdown(False),
    "drawdown.recovery.unhedged": lambda d: d.recovery(False),
    "drawdown.recovery.hedged": lambda d: d.recovery(True),
    "drawdown.under_water.unhedged": lambda d: sum(x < 0 for x in d.falls(False)) / len(d.rows),
    "drawdown.under_water.hedged": lambda d: sum(x < 0 for x in d.falls(True)) / len(d.rows),
    "account.base": lambda d: math.fsum(own for _, own, _ in d.rows),
    "account.hedge": lambda d: math.fsum(hedge for _, _, hedge in d.rows),
    "capital.base": lambda d: d.base,
    "account.opening": lambda d: d.value(opening=True),
    "account.closing": lambda d: d.value(opening=False),
    "account.day.worst": lambda d: min(own for _, own, _ in d.rows),
    "account.day.best": lambda d: max(own for _, own, _ in d.rows),
    "account.day.worst.hedge": lambda d: min(d.rows, key=lambda r: r[1])[2],
    "account.day.best.hedge": lambda d: max(d.rows, key=lambda r: r[1])[2],
    "benchmark.share": smaller,
    "benchmark.drawdown": lambda d: d.scaled(smaller(d)).drawdown(False),
}
PER = ("daily", "weekly", "monthly")
OF_DAYS |= {key.format(per=per): made for key, made in OF_PERIODS.items() for per in PER}
OF_TRADES: dict[str, Callable[[list[float]], float]] = {
    "trades.win_rate": lambda p: sum(x > 0 for x in p) / len(p),
    "trades.expectancy": lambda p: math.fsum(p) / len(p),
    "trades.break_even_win_rate": lambda p: lost(p) / (lost(p) + statistics.fmean([x for x in p if x > 0])),
    "trades.count": lambda p: float(len(p)),
    "trades.mean_win": lambda p: statistics.fmean([x for x in p if x > 0]),
    "trades.mean_loss": lambda p: -lost(p),
}


@dataclass(frozen=True)
class Trade:
    """A trade of a log, with its fees and its premium for all contracts."""

    hedge: bool
    opened: date
    closed: date | None
    fees: float
    premium: float


#: Days with base, hedge and the index's return, where it has one.
Moved = list[tuple[float, float, float]]


def slope(days: Moved, base: float) -> float | None:
    """The slope of the hedge's return on the index's in the tenth of its worst days."""
    worst = sorted(days, key=lambda x: x[2])[: len(days) // 10]
    if len(worst) < FEWEST:
        return None
    mean = statistics.fmean(m for _, _, m in worst)
    return math.fsum((m - mean) * hedge / base for _, hedge, m in worst) / math.fsum((m - mean) ** 2 for _, _, m in worst)


def held(rows: list[Row], trades: list[Trade]) -> float:
    """Premium of the hedge's trades that are open after the last day."""
    still = [t for t in trades if t.hedge and t.opened <= rows[-1][0] and (t.closed is None or t.closed > rows[-1][0])]
    return -math.fsum(t.premium for t in still)


def paid(rows: list[Row], trades: list[Trade]) -> float:
    """Fees of the base's trades that closed within the days."""
    return math.fsum(t.fees for t in trades if not t.hedge and t.closed and rows[0][0] <= t.closed <= rows[-1][0])


OF_ROWS: dict[str, Callable[[list[Row], list[Trade]], float]] = {"account.base.fees": paid, "account.premium_held": held}
OF_MOVES: dict[str, Callable[[Moved, float], float | None]] = {
    "account.losses.falls": lambda d, _: math.fsum(own for own, _, m in d if own < 0 > m),
    "account.losses.rises": lambda d, _: math.fsum(own for own, _, m in d if own < 0 < m),
    "account.losses.falls.hedge": lambda d, _: math.fsum(hedge for own, hedge, m in d if own < 0 > m),
    "account.losses.rises.hedge": lambda d, _: math.fsum(hedge for own, hedge, m in d if own < 0 < m),
    "convexity.daily.crash_slope": slope,
}


def lost(pnl: list[float]) -> float:
    """The mean loss."""
    return -statistics.fmean([x for x in pnl if x <= 0])


def cut_short(f: Any, doc: Any, told: Any) -> Any:
    """The backtest of a figure that names a digest of its own, over the rows up to its last day; a report's only one."""
    only = told["backtests"][0] if len(told["backtests"]) == 1 else None
    return only if doc["kind"] == "report" or re.search("date|asof", f["scope"]) else None


def check_figures(doc: Any, told: Any, files: dict[str, bytes]) -> tuple[Faults, list[str], int]:
    """The main figures computed anew; how many, and what this file does not compute."""
    faults, left, done = [], [], 0
    by_digest = {dataset_digest(b, files): b for b in told["backtests"]}
    until = doc["report"]["as_of"] if doc["report"] else ""  # of a report later days are unknown
    for f in ({**f, "until": until} for f in doc["figures"] if f["dataset"]):
        backtest = by_digest.get(f["dataset"]) or cut_short(f, doc, told)
        where = f"figure {f['id']} {f['key']}"
        if backtest:
            manifest = manifest_of(backtest, files)
            if f["hypothetical"] != manifest["hypothetical"] or f["fees"] != manifest.get("fees", "gross"):
                faults.append(f"{where}: the manifest says otherwise of fees or of whether it was traded")
        made = recompute(f, backtest, files, doc) if backtest else None
        if made is None:
            left.append(f["key"])
            continue
        done += 1
        if misdated(f, manifest_of(backtest, files), backtest, files):
            faults.append(f"{where}: its first or last day is not that of the data")
        if counted(f, backtest, files) not in {None, f["n"]}:
            faults.append(f"{where}: its n is {f['n']}, and {counted(f, backtest, files)} when counted anew")
        if not math.isclose(made, f["value"], rel_tol=1e-9, abs_tol=1e-9 if f["unit"] != "USD" else 0.005):
            faults.append(f"figure {f['id']} {f['key']}: is {f['value']} on the page, and {made:.12g} when computed anew")
        interval = f["interval"] and interval_of(f, backtest, files)
        if f["interval"] and interval is None:
            left.append(f"{f['key']}: interval not recomputed")
        elif interval and not all(
            math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)
            for a, b in zip(interval, (f["interval"]["low"], f["interval"]["high"]), strict=True)
        ):
            low, high = interval
            faults.append(f"{where}: its interval is {f['interval']['display']!r}, and {low:.12g} to {high:.12g} when drawn anew")
    return faults, left, done


def counted(f: Any, backtest: Any, files: dict[str, bytes]) -> int | None:
    """How many trades, days or months a figure counts; None where this file can't tell."""
    key, manifest = f["key"].removeprefix("reversed."), manifest_of(backtest, files)
    if key in OF_TRADES:
        pnl = base_trades(f, manifest, backtest, files)
        return len([x for x in pnl if not key.endswith(("_win", "_loss")) or (x > 0) == key.endswith("_win")])
    made = days_of(f, backtest, files)
    if made is None or key in ROWS:
        return None
    if key.startswith(("drawdown.", "account.", "benchmark.")):
        return len(made.rows)
    return len(made.returns(False)) if key.startswith(("drag.", "return.")) else None


def scope_of(f: Any) -> dict[str, str] | None:
    """The conditions of a figure by what they are on; None where this file does not know one."""
    found: dict[str, str] = {}
    for part in f["scope"].split("&") if f["scope"] != "all" else []:
        m = re.fullmatch(r"(date)=([\d-]+\.\.[\d-]+)|(layer)=([\w.-]+)|(vix)((?:<|>=)[\d.]+)", part)
        if m is None:
            return None
        name, told = [x for x in m.groups() if x]
        found[name] = f"{found[name]} {told}" if name in found else told
    return found


def days_of(f: Any, backtest: Any, files: dict[str, bytes]) -> Days | None:
    """What a figure counts of the daily values; None where this file can't tell."""
    manifest, told = manifest_of(backtest, files), scope_of(f)
    if told is None or manifest["capital"].get("flows") != "reset_monthly":
        return None
    rows = whole = marks(manifest, backtest, files, told.get("layer", ""))
    if "date" in told:
        start, _, end = told["date"].partition("..")
        rows = [r for r in rows if within(r[0], start, end)]
    per = next((per for per in PER if f".{per}." in f["key"]), "monthly")
    kept, firsts = None, dict[date, float | None]()
    if "vix" in told:
        if not f["key"].removeprefix("reversed.").startswith(("drag.", "return.", "power.")):
            return None
        firsts = {begins(r[0], per): before(begins(r[0], per), manifest, backtest, files) for r in rows}
        kept = {first for first, close in firsts.items() if fits(close, told["vix"])}
    made = Days(rows, manifest["capital"]["base"], per, kept)
    made.whole = [r for r in whole if rows and r[0] <= rows[-1][0]]
    made.apart = {first for first, close in firsts.items() if close is not None} - (kept or set())
    return made if rows and kept != set() else None


def before(day: date, manifest: dict[str, Any], backtest: Any, files: dict[str, bytes]) -> float | None:
    """The last close of VIX before a day."""
    known = market("vix", manifest, backtest, files)
    place = bisect_left(known, (day.isoformat(),))
    return known[place - 1][1] if place else None


def market(name: str, manifest: dict[str, Any], backtest: Any, files: dict[str, bytes]) -> list[tuple[str, float]]:
    """The days and closes of a market series of the manifest."""
    own = next((x for x in manifest.get("series", []) if x["name"] == name), None)
    raw = files.get(f"inputs/backtests/{backtest['place']}/{own['file']}", b"") if own else b""
    return closes(raw, own.get("date", "date"), own["value"]) if own else []


def moves(made: Days, manifest: dict[str, Any], backtest: Any, files: dict[str, bytes]) -> Moved:
    """Base and hedge of the days on which the S&P 500 has a close and one before it, with its return."""
    known, found = market("spx", manifest, backtest, files), []
    for day, own, hedge in made.rows:
        place = bisect_left(known, (day.isoformat(),))
        if 0 < place < len(known) and known[place][0] == day.isoformat():
            found.append((own, hedge, known[place][1] / known[place - 1][1] - 1))
    return found


def contrast(made: Days) -> float | None:
    """The mean drag of the periods that count less that of all others."""
    rest = Days(made.rows, made.base, made.per, made.apart)
    return statistics.fmean(made.drag()) - statistics.fmean(rest.drag()) if made.apart else None


@cache
def closes(raw: bytes, day: str, value: str) -> list[tuple[str, float]]:
    """The days and closes of a series that has them, in order."""
    return sorted((row[day], float(row[value])) for row in parsed(raw) if (row[value] or "").strip())


@cache
def parsed(raw: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))


def fits(close: float | None, bounds: str) -> bool:
    """Whether a close lies within bounds such as `>=15 <20`."""
    told = [(b[0] == "<", float(b.lstrip("<>="))) for b in bounds.split()]
    return close is not None and all(close < x if below else close >= x for below, x in told)


#: Figures that count the rows of a log.
ROWS = {"import.trades"}


def recompute(f: Any, backtest: Any, files: dict[str, bytes], doc: Any) -> float | None:
    """A figure computed anew; None where this file can't."""
    manifest = manifest_of(backtest, files)
    sign = -1 if f["key"].startswith("reversed.") else 1
    key = f["key"].removeprefix("reversed.")
    dollars = key.startswith("dollars.")
    key = key.removeprefix("dollars.")
    if key in ROWS and f["scope"] == "all":
        return next((float(len(t)) for t in tables(manifest, backtest, files) if t and {"P/L", "Strategy"} <= set(t[0])), None)
    if key in OF_TRADES:
        pnl = base_trades(f, manifest, backtest, files)
        return sign * OF_TRADES[key](pnl) if pnl else None
    made = None if key not in OF_DAYS or on_own_capital(doc, manifest) else days_of(f, backtest, files)
    value = OF_DAYS[key](made) if made else None
    if key in OF_MOVES and not on_own_capital(doc, manifest) and (made := days_of(f, backtest, files)):
        value = OF_MOVES[key](moves(made, manifest, backtest, files), made.base)
    if key in OF_ROWS and not on_own_capital(doc, manifest) and (made := days_of(f, backtest, files)):
        value = OF_ROWS[key](made.rows, log(manifest, backtest, files))
    if key.endswith(".contrast") and (made := days_of(f, backtest, files)):
        value = contrast(made)
    return None if value is None or made is None else sign * value * (made.base if dollars else 1)


# ------------------------------------------------------------------------------------------ intervals

#: As the pages say: so many resamples of whole periods, drawn from this seed.
DRAWS, SEED = 1000, 20140103
WORD, LONG, HUGE = 2**32 - 1, 2**64 - 1, 2**128 - 1
STEP = 0x2360ED051FC65DA44385DF649FCCF645


def interval_of(f: Any, backtest: Any, files: dict[str, bytes]) -> tuple[float, float] | None:
    """The ends of a figure's interval, made anew; None where this file can't."""
    turned, key = f["key"].startswith("reversed."), f["key"].removeprefix("reversed.")
    level = f["interval"]["level"]
    ends = None
    if key == "trades.win_rate":
        pnl = base_trades(f, manifest_of(backtest, files), backtest, files) or []
        ends = wilson(sum(x > 0 for x in pnl), len(pnl), level)
    made = days_of(f, backtest, files)
    if made and key.endswith(".share_costly"):
        ends = wilson(sum(x > 0 for x in made.drag()), len(made.drag()), level)
    elif made and (drawn := drawn_of(key, made)) is not None:
        ends = quantile(drawn, (1 - level) / 2), quantile(drawn, (1 + level) / 2)
    return (-ends[1], -ends[0]) if ends and turned else ends


#: No longer a sample is drawn from here: it would take minutes.
LONGEST = 600


def drawn_of(key: str, made: Days) -> list[float] | None:
    """A statistic of each resample, in order of size."""
    drag, u, h = made.drag(), made.returns(False), made.returns(True)
    if FEWEST <= len(drag) <= LONGEST and re.fullmatch(r"drag\.\w+\.(?:mean|median|annualised)|return\.\w+\.\w+\.mean", key):
        rows = resamples(len(drag), block_length(drag))
        if key == "drag.monthly.annualised":
            a, b = [math.log1p(x) for x in u], [math.log1p(x) for x in h]
            return sorted(math.exp(12 * mean_at(a, some)) - math.exp(12 * mean_at(b, some)) for some in rows)
        if key.endswith(".median"):
            return sorted(middle([drag[i] for i in some]) for some in rows)
        own = h if key.startswith("return.hedged") else u if key.startswith("return") else drag
        return sorted(mean_at(own, some) for some in rows)
    return None


def mean_at(values: list[float], places: list[int]) -> float:
    """The mean of the values at some places."""
    return sum(values[i] for i in places) / len(places)


@lru_cache(maxsize=8)
def resamples(n: int, block: float) -> list[list[int]]:
    """Stationary bootstrap (Politis and Romano 1994): blocks of whole periods, of geometric length, wrapped around."""
    starts, breaks, found = uniform(SEED, 0), uniform(SEED, DRAWS * n), []
    for _ in range(DRAWS):
        begins, ends = [int(next(starts) * n) for _ in range(n)], [next(breaks) < 1 / block for _ in range(n)]
        rows: list[int] = []
        for i in range(n):
            rows.append(begins[i] if i == 0 or ends[i] else (rows[-1] + 1) % n)
        found.append(rows)
    return found


def uniform(seed: int, skipped: int) -> Iterator[float]:
    """Uniform numbers of PCG64 (O'Neill 2014, XSL-RR 128/64), seeded as numpy does, after so many."""
    words = seeded(seed)
    state, increment = words[0] << 64 | words[1], (words[2] << 65 | words[3] << 1 | 1) & HUGE
    state = ((increment + state) * STEP + increment) & HUGE
    times, plus, left = STEP, increment, skipped
    while left:  # so many steps at once
        if left & 1:
            state = (state * times + plus) & HUGE
        plus, times, left = plus * (times + 1) & HUGE, times * times & HUGE, left >> 1
    while True:
        state = (state * STEP + increment) & HUGE
        mixed, turn = (state >> 64 ^ state) & LONG, state >> 122
        yield (((mixed >> turn | mixed << (64 - turn)) & LONG) >> 11) / 2**53


def seeded(seed: int) -> list[int]:
    """Four words of 64 bits from a seed, as numpy's SeedSequence mixes them."""
    const = 0x43B0D7E5

    def hashed(value: int) -> int:
        nonlocal const
        value ^= const
        const = const * 0x931E8875 & WORD
        value = value * const & WORD
        return value ^ value >> 16

    pool = [hashed(x) for x in (seed, 0, 0, 0)]
    for a, b in itertools.permutations(range(4), 2):
        value = (0xCA01F9DD * pool[b] - 0x4973F715 * hashed(pool[a])) & WORD
        pool[b] = value ^ value >> 16
    found, const = [], 0x8B51F9DD
    for i in range(8):
        value = pool[i % 4] ^ const
        const = const * 0x58F38DED & WORD
        value = value * const & WORD
        found.append(value ^ value >> 16)
    return [found[i] | found[i + 1] << 32 for i in range(0, 8, 2)]


def block_length(x: list[float]) -> float:
    """Mean length of a block (Politis and White 2004, corrected by Patton, Politis and White 2009)."""
    n, mean = len(x), statistics.fmean(x)
    c = [v - mean for v in x]
    if math.fsum(v * v for v in c) / n <= 2.3e-16 * max(1.0, max(map(abs, x)) ** 2):
        return 1.0
    quiet = max(5, int(math.log10(n)))
    most = math.ceil(math.sqrt(n)) + quiet
    near = [math.fsum(c[i] * c[i + k] for i in range(n - k)) / n for k in range(most + 1)]

    def correlated(k: int) -> float:
        later, earlier = math.fsum(v * v for v in c[k + 1 :]), math.fsum(v * v for v in c[: n - k - 1])
        return abs(near[k] * n) / math.sqrt(later * earlier) if later * earlier else math.inf

    small = [correlated(k) < 2 * math.sqrt(math.log10(n) / n) for k in range(most)]
    lag = next((m for m in range(most - quiet + 1) if all(small[m : m + quiet])), None)
    width = most if lag is None else min(2 * max(lag, 1), most)
    weights = [(k, min(1.0, 2 * (1 - k / width))) for k in range(1, width + 1)]
    g = 2 * math.fsum(w * k * near[k] for k, w in weights)
    spectrum = near[0] + 2 * math.fsum(w * near[k] for k, w in weights)
    longest = math.ceil(min(3 * math.sqrt(n), n / 3))
    return float(longest) if spectrum == 0 else min(max(1.0, (g * g / spectrum**2) ** (1 / 3) * n ** (1 / 3)), longest)


def quantile(ordered: list[float], share: float) -> float:
    """Between the two draws on either side, in proportion."""
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def wilson(hits: int, n: int, level: float) -> tuple[float, float] | None:
    """Wilson's score interval of a share (1927)."""
    if n < FEWEST:
        return None
    z = statistics.NormalDist().inv_cdf((1 + level) / 2)
    middle_, half = (hits + z * z / 2) / (n + z * z), z / (n + z * z) * math.sqrt(hits * (n - hits) / n + z * z / 4)
    return (max(0.0, middle_ - half) if hits else 0.0), (min(1.0, middle_ + half) if hits < n else 1.0)


def misdated(f: Any, manifest: dict[str, Any], backtest: Any, files: dict[str, bytes]) -> bool:
    """Whether a figure over all days says that it begins or ends on others."""
    rows = marks(manifest, backtest, files)
    extreme = f["key"].endswith((".best", ".worst", ".costliest"))  # which are dated by the month or day that they were
    if f["scope"] != "all" or not rows or extreme or not f["key"].startswith(("drag.", "return.", "drawdown.")):
        return False
    weekly = ".weekly." in f["key"]
    first, last = (begins(r[0], "weekly") if weekly else r[0] for r in (rows[0], rows[-1]))
    return not (first.isoformat().startswith(f["start"]) and last.isoformat().startswith(f["end"]))


def check_tables(doc: Any, told: Any, files: dict[str, bytes]) -> Faults:
    """The cells of tables by day, month and year, computed anew."""
    faults = []
    by_digest = {dataset_digest(b, files): b for b in told["backtests"]}
    for s in (s for s in doc["series"] if s["key"] in OF_CELLS):
        backtest = by_digest.get(s["dataset"]) or next((b for b in told["backtests"] if doc["kind"] == "report"), None)
        if not backtest or on_own_capital(doc, manifest_of(backtest, files)):
            continue
        manifest = manifest_of(backtest, files)
        rows, base = marks(manifest, backtest, files), manifest["capital"]["base"]
        for p in (p for p in s["points"] if rows and p["value"] is not None and re.fullmatch(r"[\d-]+", p["label"])):
            end = doc["report"]["as_of"] if doc["report"] else p["label"]
            own = [r for r in rows if within(r[0], p["label"], p["label"]) and within(r[0], "", end)]
            made = OF_CELLS[s["key"]](own) / (1 if s["unit"] == "USD" else base)
            if own and not math.isclose(made, p["value"], rel_tol=1e-9, abs_tol=1e-9):
                faults.append(f"series {s['id']} {s['key']}, {p['label']}: is {p['value']}, and {made:.12g} when computed anew")
    return faults


OF_CELLS: dict[str, Callable[[list[Row]], float]] = {
    "drag.monthly.by_month": lambda rows: -math.fsum(r[2] for r in rows),
    "hedge.by_month": lambda rows: math.fsum(r[2] for r in rows),
    "hedge.by_year": lambda rows: math.fsum(r[2] for r in rows),
    "account.base.by_day": lambda rows: math.fsum(r[1] for r in rows),
    "account.hedge.by_day": lambda rows: math.fsum(r[2] for r in rows),
}


def on_own_capital(doc: Any, manifest: dict[str, Any]) -> bool:
    """Whether a client's account has another capital than the backtest's: it is then held in whole contracts."""
    return any(f["key"] == "capital.base" and f["value"] != manifest["capital"]["base"] for f in doc["figures"])


def within(day: date, start: str, end: str) -> bool:
    """Whether a day lies from a day or month to another."""
    return day.isoformat()[: len(start)] >= start and day.isoformat()[: len(end)] <= end


def marks(manifest: dict[str, Any], backtest: Any, files: dict[str, bytes], layer: str = "") -> list[Row]:
    """Daily P&L of base and hedge, or of one layer of it, where a file has them in columns of these names."""
    hedge = f"hedge_pnl.{layer}" if layer else "hedge_pnl"
    for table in tables(manifest, backtest, files):
        if table and {"date", "base_pnl", hedge} <= set(table[0]):
            return [(date.fromisoformat(r["date"]), float(r["base_pnl"]), float(r[hedge])) for r in table]
    return []


def base_trades(f: Any, manifest: dict[str, Any], backtest: Any, files: dict[str, bytes]) -> list[float]:
    """P&L of the base's trades that a figure counts, net of fees, where a file has them in the columns of Option Omega."""
    told = scope_of(f)
    if told is None or set(told) - {"date"} or manifest.get("fees", "") == "gross":
        return []
    start, _, end = told.get("date", "..").partition("..")
    hedge = hedging(manifest)

    def counts(row: dict[str, str]) -> bool:
        opened, closed = date.fromisoformat(row["Date Opened"]), date.fromisoformat(row["Date Closed"])
        return row["Strategy"] not in hedge and within(opened, start, end) and (not f["until"] or within(closed, "", f["until"]))

    for table in tables(manifest, backtest, files):
        if table and {"P/L", "Strategy", "Date Opened", "Date Closed"} <= set(table[0]):
            return [amount(r["P/L"]) for r in table if counts(r)]
    return []


def hedging(manifest: dict[str, Any]) -> set[str]:
    """The strategies that are the hedge."""
    told = manifest.get("hedge", {})
    return {s for layer in told.get("layers", []) for s in layer["strategies"]} | set(told.get("strategies", []))


def log(manifest: dict[str, Any], backtest: Any, files: dict[str, bytes]) -> list[Trade]:
    """All trades, where a file has them in the columns of Option Omega."""
    own, found = hedging(manifest), []
    for table in tables(manifest, backtest, files):
        for r in table if table and {"Premium", "Strategy", "Date Opened", "Opening Commissions + Fees"} <= set(table[0]) else ():
            fees = sum(amount(r[f"{when} Commissions + Fees"]) for when in ("Opening", "Closing"))
            closed = date.fromisoformat(r["Date Closed"]) if r["Date Closed"] else None
            premium = amount(r["Premium"]) * amount(r["No. of Contracts"])
            found.append(Trade(r["Strategy"] in own, date.fromisoformat(r["Date Opened"]), closed, fees, premium))
    return found


def amount(text: str) -> float:
    """An amount of money or a count, as a log writes it."""
    return float(text.replace(",", "").replace("$", "") or 0)


def tables(manifest: dict[str, Any], backtest: Any, files: dict[str, bytes]) -> Iterator[list[dict[str, str]]]:
    """The CSV files that a manifest names."""
    for told in manifest.get("files", []):
        raw = files.get(f"inputs/backtests/{backtest['place']}/{told['path']}", b"")
        if told["path"].endswith(".csv"):
            yield parsed(raw)


# ------------------------------------------------------------------------------------------ verdicts


def check_verdicts(doc: Any) -> Faults:
    """Each claim's verdict from range and interval; claims that don't meet are told as a conflict."""
    faults, figures = [], {f["id"]: f for f in doc["figures"]}
    held = [c for c in doc["claims"] if c["verdict"] != "not_comparable"]
    for c in held:
        f = figures.get(c["figure"])
        interval = f and f["interval"]
        if not f or not interval or f["n"] < FEWEST:
            due = "not_ruled_out"
        elif interval["high"] < c["low"] or interval["low"] > c["high"]:
            due = "inconsistent"
        else:
            clear = interval["low"] > 0 or interval["high"] < 0
            inside = c["low"] <= interval["low"] and interval["high"] <= c["high"]
            due = "consistent" if clear and inside else "not_ruled_out"
        if due != c["verdict"]:
            faults.append(f"claim {c['display']!r} [{c['source']}]: is told as {c['verdict']}, and its interval makes it {due}")
    told = [set(x["between"]) for x in doc["conflicts"]]
    for a, b in itertools.combinations([c for c in held if c["period"] in A_YEAR], 2):
        fa, fb = A_YEAR[a["period"]], A_YEAR[b["period"]]
        meet = a["low"] * fa <= b["high"] * fb and b["low"] * fb <= a["high"] * fa
        alike = all(a[k] == b[k] for k in ("key", "scope", "denominator")) and a["source"] != b["source"]
        if alike and not meet and {a["source"], b["source"]} not in told:
            faults.append(f"claims {a['display']!r} and {b['display']!r} do not meet, and no conflict says so")
    return faults


# ------------------------------------------------------------------------------------------ all together


def check(raw: bytes, archive: bytes) -> tuple[Faults, list[str], str]:
    """Faults, what could not be checked, and a line that counts what was."""
    with zipfile.ZipFile(io.BytesIO(archive)) as zipped:
        files = {name: zipped.read(name) for name in zipped.namelist()}
    told, doc = json.loads(files.pop("evidence.json")), document_of(raw)
    faults = check_files(raw, told, files)
    kept = json.loads(files.get("document.json", b"{}"))
    faults += [] if kept == doc else ["files: the page's document is not the one in the evidence"]
    faults += check_data(doc, told, files)
    quoted, left = check_quotations(doc, told, files)
    figures, uncomputed, done = check_figures(doc, told, files)
    faults += [
        *quoted,
        *check_numerals(doc),
        *check_displays(doc),
        *figures,
        *check_tables(doc, told, files),
        *check_verdicts(doc),
    ]
    computed = sum(bool(f["dataset"]) for f in doc["figures"])
    left += [f"figures that this file does not compute: {', '.join(sorted(set(uncomputed)))}"] if uncomputed else []
    left.append("whether the words between the numbers say what the numbers do, and who made page and evidence")
    return (
        faults,
        left,
        f"{len(doc['sources'])} quotations, {done} of {computed} figures computed anew, {len(doc['claims'])} claims",
    )


def main(words: list[str]) -> int:
    """Check the page that the command line names."""
    if len(words) != 2:
        sys.stderr.write(__doc__ or "")
        return 2
    try:
        with open(words[0], "rb") as page, open(words[1], "rb") as archive:  # noqa: PTH123 plain Python
            faults, left, counted = check(page.read(), archive.read())
    except (OSError, KeyError, TypeError, ValueError, AttributeError, zipfile.BadZipFile) as error:
        sys.stdout.write(f"{words[0]}: can't be checked: {type(error).__name__}: {error}\n")
        return 1
    for fault in faults:
        sys.stdout.write(f"fault: {fault}\n")
    for what in left:
        sys.stdout.write(f"not checked: {what}\n")
    sys.stdout.write(f"{words[0]}: {'false' if faults else 'true as far as checked'}; {counted}\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
