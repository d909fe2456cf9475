"""Pages of every kind on one desk, to verify and to forge."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from qa.answer import Materials, answer
from qa.document import AnswerDocument
from reports.commands.init import make_desk
from reports.desk import Desk, house_of, materials_of, open_desk
from reports.knowledge.article import Told, article_of
from reports.knowledge.page import Alone, alone, render_article
from reports.monthly.batch import Opening, Task, make, open_shop
from reports.monthly.clients import read_clients
from reports.pages.render import render
from tests.conftest import SEED

QUESTIONS = (
    SEED,
    "What does the hedge cost?",
    "What does the hedge cost a year?",
    "What does the hedge cost when VIX is below 15?",
    "What does the hedge cost when VIX is above 20?",
    "What did the hedge cost in 2017?",
    "What did the hedge earn in February 2018?",
    "Why did February 2018 lose money?",
    "Why did August 2015 lose money?",
    "What is the maximum drawdown with and without the hedge?",
    "How long did the deepest drawdown last?",
    "What is the win rate?",
    "What was the worst day of the hedged account?",
    "What is the break-even win rate?",
    "What is the Sharpe ratio with and without the hedge?",
    "What is the volatility of monthly returns?",
    "What is the expected shortfall of daily returns?",
    "Compare the 0.70 and the 1.60 tier",
    "Which tier has the largest drawdown?",
    "How does the hedge do in crashes?",
    "What did each layer of the hedge cost?",
    "What does the hedge cost on a $500,000 account?",
    "How much of the credit does the hedge take?",
    "What does the hedge cost around FOMC days?",
    "What are the monthly returns of the hedged account?",
    "What was the worst month?",
    "What was the best month of the hedge?",
    "How are the layers rolled?",
    "When is the aggressive tier blocked?",
    "What are the rules for VIX above 25?",
    "How is the hedge sized?",
    "Why does the methodology use three layers?",
    "When does the condor enter?",
    "What is VIX?",
    "What is drag?",
    "What is an iron condor?",
    "What is time-weighted return?",
    "What is the four-four-two?",
    "Should I buy the hedge?",
    "Is the hedge worth it?",
    "Will the hedge pay off next year?",
    "What is the price of SPX now?",
    "Who won the world cup?",
    "How is the weather in Paris?",
    "Is it true that the hedge costs 1% to 2% a year?",
    "Does the hedge cut the drawdown by half?",
    "What is the overnight share of theta?",
    "What is the correlation of the hedge with SPX?",
    "How many trades are in the backtest?",
)
MONTHS = ("2015-08", "2018-02", "2018-12")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """A desk and what it published: each file with its document."""

    desk: Desk
    published: dict[Path, AnswerDocument]


@pytest.fixture(scope="session")
def pages(cache_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """Sixty pages and documents of every kind."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HEDGECITE_CACHE_DIR", str(cache_dir))
        root = tmp_path_factory.mktemp("desk") / "desk"
        make_desk(root, sample=True)
        assert os.environ["HEDGECITE_CACHE_DIR"] == str(cache_dir)
        desk = open_desk(root, root)
    out = root / "published"
    out.mkdir(exist_ok=True)
    made = _answers(materials_of(desk), desk, out) | _reports(desk, out)
    return Pages(desk=desk, published=made)


def _answers(materials: Materials, desk: Desk, out: Path) -> dict[Path, AnswerDocument]:
    """A third of the answers as JSON, a third as pages, a third as articles."""
    made: dict[Path, AnswerDocument] = {}
    house = house_of(desk)
    for i, question in enumerate(QUESTIONS):
        document = answer(question, materials)
        if i % 3 == 2:
            document = article_of(document, materials, Told(house=house.name, byline=house.byline, published="2026-01-05"))
        texts = (
            lambda d: render(d, "json", desk.cache),
            lambda d: render(d, "html", desk.cache),
            lambda d: render_article(d, desk.cache, alone(desk.cache, house.colours, house.logo), Alone()),
        )
        file = out / f"{i:02}.{'html' if i % 3 else 'json'}"
        file.write_text(texts[i % 3](document), encoding="utf-8")
        made[file] = document
    return made


def _reports(desk: Desk, out: Path) -> dict[Path, AnswerDocument]:
    from qa.verify.strict import read_document

    clients = read_clients(desk.root / "clients.toml")
    shop = open_shop(
        Opening(desk=desk, names=tuple(sorted({name for c in clients for name in c.backtests})), model=None, private=())
    )
    made: dict[Path, AnswerDocument] = {}
    for client in clients:
        for month in (m for m in MONTHS if not client.joined or client.joined.isoformat() < m):
            done = make(Task(client=client, month=month, made="2019-01-04", note="", forms=("html", "json"), earlier=None), shop)
            texts = dict(done.files)
            (out / client.id).mkdir(exist_ok=True)
            document, _ = read_document(texts[f"{client.id}-{month}.json"].decode())
            assert document is not None
            for name in texts if month == MONTHS[-1] else [f"{client.id}-{month}.html"]:
                file = out / client.id / f"m{month}{Path(name).suffix}"
                file.write_bytes(texts[name])
                made[file] = document
    return made
