"""The workshop: what the reports of a batch are made with, in this process or in another, and the making of one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from corpus.backtests.backtest import Listed
from corpus.backtests.watch import Watch, unwatched
from corpus.errors import HedgeciteError, WrongUseError
from qa.answer import Materials
from qa.document import AnswerDocument, Provenance, as_json
from reports.monthly.clients import Client
from reports.monthly.gather import Making
from reports.monthly.report import monthly_report
from reports.monthly.restated import Earlier
from reports.monthly.short import shortened

if TYPE_CHECKING:
    import pandas as pd

    from reports.desk import Desk
    from reports.pages.house import House

#: Formats of a report's files, in the order in which they are made.
FORMS = ("html", "json", "pdf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One report to be made, told so that another process can make it."""

    client: Client
    month: str
    made: str | None
    #: the firm's own paragraph, empty for none
    note: str
    forms: tuple[str, ...]
    earlier: Earlier | None = None
    #: whether it is the first page alone
    one_page: bool = False


class Published(NamedTuple):
    """What a vault is told of a report beside its files."""

    title: str
    provenance: Provenance


class Files(NamedTuple):
    """What came of a task: files by their suffix, or why there are none."""

    client: str
    id: str
    files: tuple[tuple[str, bytes], ...]
    fault: str
    #: what is told on the terminal: the model's notice, where it wrote nothing
    notice: str = ""
    published: Published | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """What every report of a batch is made with."""

    materials: Materials
    #: the backtests by what clients call them
    named: Mapping[str, Listed]
    cache: Path
    house: House
    legends: tuple[str, ...]


def make(task: Task, shop: Workshop) -> Files:
    """One report's files, as bytes; a client's own fault is told and not raised."""
    try:
        backtest = shop.named[task.client.backtest].read()
        actual = shop.named[task.client.actual].read() if task.client.actual else None
        making = Making(
            actual=actual,
            legends=shop.legends,
            materials=shop.materials,
            made=task.made,
            lent=lent(task.client, shop),
            note=task.note,
            house=shop.house.name,
            earlier=task.earlier,
        )
        document = monthly_report(task.client, task.month, backtest, making)
        document = shortened(document) if task.one_page else document
    except HedgeciteError as error:
        return Files(task.client.id, "", (), str(error))
    from reports.pages.render import report_bytes

    stem = f"{task.client.id}-{task.month}"
    files = tuple((f"{stem}.{form}", report_bytes(document, form, shop.cache, shop.house)) for form in task.forms)
    assert document.report is not None, "it is a report"
    published = Published(document.question or document.title.text, document.provenance)
    return Files(task.client.id, document.report.id, files, "", _notice(document), published)


def lent(client: Client, shop: Workshop) -> dict[str, pd.Series[float]]:
    """The closes of the client's benchmark where another backtest has them.

    Raises
    ------
    WrongUseError
        That backtest has no such series.
    """
    lender, _, name = (client.benchmark or "").rpartition("/")
    if not lender:
        return {}
    series = shop.named[lender].read().series
    if name not in series:
        mend = f"that backtest has: {', '.join(sorted(series)) or 'none'}"
        raise WrongUseError(f"{lender} has no market series {name}", where=f"benchmark of client {client.id}", mend=mend)
    return {name: series[name]}


def _notice(document: AnswerDocument) -> str:
    from qa.llm.model import UNWORDED

    return next((s.text for s in document.disclosures if s.text.endswith(UNWORDED)), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """How another process comes to the same workshop: it opens the desk itself."""

    desk: Desk
    #: what the clients call their backtests
    names: tuple[str, ...]
    #: the language model, as the command line names it
    model: str | None
    #: names that no model is told
    private: tuple[str, ...]


def open_shop(opening: Opening, watch: Watch = unwatched) -> Workshop:
    """The workshop of a desk."""
    from reports.desk import house_of, legends_of, materials_of, model_of

    materials = materials_of(opening.desk, opening.names, watch=watch, model=model_of(opening.model))
    materials = replace(materials, clients=(*materials.clients, *opening.private))
    named = dict(zip(opening.names, materials.backtests, strict=True))
    return Workshop(
        materials=materials, named=named, cache=opening.desk.cache, house=house_of(opening.desk), legends=legends_of(opening.desk)
    )


#: The workshop of a process that makes reports for another.
_SHOPS: dict[str, Workshop] = {}


def make_at(task: Task, opening: Opening) -> Files:
    """One report's files, made by a process that opens the desk once."""
    return make(task, opened(opening))


def opened(opening: Opening) -> Workshop:
    """The workshop of this process, with all that it needs imported."""
    import reports.monthly.report
    import reports.pages.report_page  # noqa: F401 so that no report waits for it

    key = repr(opening)
    if key not in _SHOPS:
        _SHOPS.clear()
        _SHOPS[key] = open_shop(opening)
    return _SHOPS[key]


def made_from(task: Task, shop: Workshop, data: str) -> str:
    """The digest of all that a report is made from: settings, data, texts, version, house."""
    client = task.client.model_dump(mode="json")
    told: list[object] = [
        client,
        task.month,
        task.made,
        task.note,
        task.forms,
        task.one_page,
        data,
        shop.materials.library.digest,
        shop.materials.version,
    ]
    told += [as_json(shop.house), shop.legends, as_json(task.earlier)]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
