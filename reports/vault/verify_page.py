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
  verdicts     each claim is told as its range and the figure's interval make it, and claims that do not meet are told

It prints each fault and what it could not check, and exits with 1 where there is a fault.
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
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

Faults = list[str]
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
        named = {b["digest"] for b in doc["provenance"]["backtests"]}
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
    """Daily P&L of base and hedge within dates, on one capital base; each month begins with the base again."""

    def __init__(self, rows: list[tuple[date, float, float]], base: float) -> None:
        self.rows, self.base = rows, base

    def months(self, hedged: bool) -> list[float]:
        """Returns by month."""
        found: dict[tuple[int, int], float] = {}
        for day, own, hedge in self.rows:
            found[day.year, day.month] = found.get((day.year, day.month), 0.0) + own + (hedge if hedged else 0.0)
        return [found[m] / self.base for m in sorted(found)]

    def drag(self) -> list[float]:
        """What the hedge took, by month: positive where it cost."""
        return [u - h for u, h in zip(self.months(False), self.months(True), strict=True)]

    def path(self, hedged: bool) -> list[float]:
        """The account over its start, day by day, months linked."""
        values, linked, month, sofar = [1.0], 1.0, None, 0.0
        for day, own, hedge in self.rows:
            if month != (day.year, day.month):
                linked, month, sofar = values[-1], (day.year, day.month), 0.0
            sofar += own + (hedge if hedged else 0.0)
            values.append(linked * (1 + sofar / self.base))
        return values

    def yearly(self, hedged: bool) -> float:
        """The growth of a year, its months all alike."""
        months = self.months(hedged)
        return math.prod(1 + r for r in months) ** (12 / len(months)) if months else 0.0

    def drawdown(self, hedged: bool) -> float:
        """The maximum drawdown."""
        peak, worst = 0.0, 0.0
        for value in self.path(hedged):
            peak = max(peak, value)
            worst = min(worst, value / peak - 1)
        return worst


def middle(x: list[float]) -> float:
    """The median."""
    return float(statistics.median(x))


OF_DAYS: dict[str, Callable[[Days], float]] = {
    "drag.monthly.mean": lambda d: statistics.fmean(d.drag()),
    "drag.monthly.median": lambda d: middle(d.drag()),
    "drag.monthly.total": lambda d: math.fsum(d.drag()),
    "drag.monthly.annualised": lambda d: d.yearly(False) - d.yearly(True),
    "drag.monthly.deviation": lambda d: statistics.stdev(d.drag()),
    "drag.monthly.share_costly": lambda d: sum(x > 0 for x in d.drag()) / len(d.drag()),
    "drag.monthly.costliest": lambda d: max(d.drag()),
    "drag.monthly.best": lambda d: min(d.drag()),
    "return.unhedged.monthly.mean": lambda d: statistics.fmean(d.months(False)),
    "return.hedged.monthly.mean": lambda d: statistics.fmean(d.months(True)),
    "return.unhedged.total": lambda d: d.path(False)[-1] - 1,
    "return.hedged.total": lambda d: d.path(True)[-1] - 1,
    "drawdown.max.unhedged": lambda d: d.drawdown(False),
    "drawdown.max.hedged": lambda d: d.drawdown(True),
    "drawdown.reduction": lambda d: 1 - d.drawdown(True) / d.drawdown(False),
    "account.base": lambda d: math.fsum(own for _, own, _ in d.rows),
    "account.hedge": lambda d: math.fsum(hedge for _, _, hedge in d.rows),
    "capital.base": lambda d: d.base,
}
OF_TRADES: dict[str, Callable[[list[float]], float]] = {
    "trades.win_rate": lambda p: sum(x > 0 for x in p) / len(p),
    "trades.expectancy": lambda p: math.fsum(p) / len(p),
    "trades.break_even_win_rate": lambda p: lost(p) / (lost(p) + statistics.fmean([x for x in p if x > 0])),
}


def lost(pnl: list[float]) -> float:
    """The mean loss."""
    return -statistics.fmean([x for x in pnl if x <= 0])


def check_figures(doc: Any, told: Any, files: dict[str, bytes]) -> tuple[Faults, list[str], int]:
    """The main figures computed anew; how many, and the keys of those that this file does not compute."""
    faults, left, done = [], [], 0
    by_digest = {dataset_digest(b, files): b for b in told["backtests"]}
    for f in (f for f in doc["figures"] if f["dataset"]):
        backtest = by_digest.get(f["dataset"]) or next((b for b in told["backtests"] if doc["kind"] == "report"), None)
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
    return faults, left, done


def counted(f: Any, backtest: Any, files: dict[str, bytes]) -> int | None:
    """How many trades, days or months a figure counts; None where this file can't tell."""
    key, manifest = f["key"].removeprefix("reversed."), manifest_of(backtest, files)
    if key in OF_TRADES:
        return len(base_trades(manifest, backtest, files))
    rows = chosen(f, manifest, backtest, files)
    if key.startswith(("drawdown.", "account.")):
        return len(rows)
    return len({(r[0].year, r[0].month) for r in rows}) if key.startswith(("drag.", "return.")) else None


def chosen(f: Any, manifest: dict[str, Any], backtest: Any, files: dict[str, bytes]) -> list[tuple[date, float, float]]:
    """The days that a figure counts: all of them, or those of its dates."""
    rows = marks(manifest, backtest, files)
    return rows if f["scope"] == "all" else [r for r in rows if within(r[0], f["start"], f["end"])]


def recompute(f: Any, backtest: Any, files: dict[str, bytes], doc: Any) -> float | None:
    """A figure computed anew; None where this file can't."""
    manifest = manifest_of(backtest, files)
    sign = -1 if f["key"].startswith("reversed.") else 1
    key = f["key"].removeprefix("reversed.")
    if key in OF_TRADES and f["scope"] == "all":
        pnl = base_trades(manifest, backtest, files)
        return sign * OF_TRADES[key](pnl) if pnl else None
    plain = f["scope"] == "all" or re.fullmatch(r"date=[\d.-]+", f["scope"])
    if key not in OF_DAYS or not plain or manifest["capital"].get("flows") != "reset_monthly":
        return None
    if on_own_capital(doc, manifest):
        return None
    rows = chosen(f, manifest, backtest, files)
    return sign * OF_DAYS[key](Days(rows, manifest["capital"]["base"])) if rows else None


def misdated(f: Any, manifest: dict[str, Any], backtest: Any, files: dict[str, bytes]) -> bool:
    """Whether a figure over all days says that it begins or ends on others."""
    rows = marks(manifest, backtest, files)
    extreme = f["key"].endswith((".best", ".worst"))  # which are dated by the month or day that they were
    if f["scope"] != "all" or not rows or extreme or not f["key"].startswith(("drag.", "return.", "drawdown.")):
        return False
    return not (rows[0][0].isoformat().startswith(f["start"]) and rows[-1][0].isoformat().startswith(f["end"]))


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


OF_CELLS: dict[str, Callable[[list[tuple[date, float, float]]], float]] = {
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


def marks(manifest: dict[str, Any], backtest: Any, files: dict[str, bytes]) -> list[tuple[date, float, float]]:
    """Daily P&L of base and hedge, where a file has them in columns of these names."""
    for table in tables(manifest, backtest, files):
        if table and {"date", "base_pnl", "hedge_pnl"} <= set(table[0]):
            return [(date.fromisoformat(r["date"]), float(r["base_pnl"]), float(r["hedge_pnl"])) for r in table]
    return []


def base_trades(manifest: dict[str, Any], backtest: Any, files: dict[str, bytes]) -> list[float]:
    """P&L of the base's trades, net of fees, where a file has them in the columns of Option Omega."""
    hedge = {s for layer in manifest.get("hedge", {}).get("layers", []) for s in layer["strategies"]}
    hedge |= set(manifest.get("hedge", {}).get("strategies", []))
    if manifest.get("fees", "") == "gross":
        return []
    for table in tables(manifest, backtest, files):
        if table and {"P/L", "Strategy"} <= set(table[0]):
            return [float(r["P/L"].replace(",", "").replace("$", "")) for r in table if r["Strategy"] not in hedge]
    return []


def tables(manifest: dict[str, Any], backtest: Any, files: dict[str, bytes]) -> Iterator[list[dict[str, str]]]:
    """The CSV files that a manifest names."""
    for told in manifest.get("files", []):
        raw = files.get(f"inputs/backtests/{backtest['place']}/{told['path']}", b"")
        if told["path"].endswith(".csv"):
            yield list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))


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
