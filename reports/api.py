"""hedgecite for programs: open a desk, ask it, list and explain figures, check a backtest, render an answer.

Everything here is also a command: `load_desk(folder).ask(question)` answers as `hedgecite ask --desk folder` does, from the
same data and with the same numbers. Values are frozen dataclasses. The examples on this page are one session in an empty
folder; they run as tests.

>>> from reports.api import check, load_desk, load_sample, render
>>> desk = load_sample()
>>> answer = desk.ask("What does the hedge cost on the conservative tier?")
>>> answer.status
'answered'
>>> figure = answer.figures[0]
>>> figure.key, figure.scope, round(figure.value, 5), figure.n
('drag.monthly.mean', 'all', -5e-05, 108)
>>> round(figure.interval.low, 4), round(figure.interval.high, 4)
(-0.0013, 0.001)

Errors
------
A wrong argument raises `WrongUseError`, a file that is missing or not recognized `UnreadableError`, and a backtest whose files
have errors `FaultyInputError`. All three are a `HedgeciteError` with `what` is wrong, `where`, and how to `mend` it; as text
they are one line. A question that can't be answered raises nothing: the document's `status` and `reason` say why.

>>> desk.explain("drag.monthly.mode")
Traceback (most recent call last):
    ...
corpus.errors.WrongUseError: key: 'drag.monthly.mode' is not a figure; did you mean drag.monthly.mean or ...

Settings
--------
The environment counts as it does for the commands: `HEDGECITE_CACHE_DIR` and `HEDGECITE_DATA_DIR` move the folders, and
`HEDGECITE_MODEL` names a language model, which `model="off"` turns off for one desk. Nothing is sent anywhere unless a model
or an embedding model is named.

What is stable
--------------
Stable: the names on this page, their parameters, fields and defaults; the keys of figures and their units; the syntax of
scopes; the classes of errors; the format of a document, which is named by its `schema`. A change to any of them is in the
CHANGELOG, and a key that changes still works under its old name. New fields and parameters may be added: give parameters
after the first by name.

May change in any release: the words of titles, sentences, reasons and messages, and every `display`; which figures and
passages an answer holds and their order; names in the summary of a check; codes of problems; the fields `desk` and
`materials` of a `LoadedDesk`; every module but `reports.api`. A number changes where the data change or a calculation is
corrected; the CHANGELOG names the figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from corpus.errors import FaultyInputError, HedgeciteError, Problem, UnreadableError, WrongUseError
from qa.answer import Materials, answer
from qa.calculator.core.result import Step, Table
from qa.document import AnswerDocument, FigureView, IntervalView, NotComputedView, Point, Sentence, SeriesView
from reports import computed
from reports import desk as desks
from reports.checks import Checked, check_paths
from reports.computed import Explanation, FigureList, Side, Uncomputed
from reports.earlier import earlier_of
from reports.places import cache_dir

__all__ = [
    "AnswerDocument",
    "Checked",
    "Explanation",
    "FaultyInputError",
    "FigureList",
    "FigureView",
    "HedgeciteError",
    "IntervalView",
    "LoadedDesk",
    "NotComputedView",
    "Point",
    "Problem",
    "Sentence",
    "SeriesView",
    "Side",
    "Step",
    "Table",
    "Uncomputed",
    "UnreadableError",
    "WrongUseError",
    "check",
    "load_desk",
    "load_sample",
    "render",
]


def load_desk(
    folder: str | Path,
    *,
    backtests: str | Path | Sequence[str | Path] = (),
    corpus: str | Path | None = None,
    date: str | None = None,
    model: str | None = None,
) -> LoadedDesk:
    r"""The desk in a folder, such as `hedgecite init` makes.

    Parameters
    ----------
    folder
        The folder with the `hedgecite.toml`.
    backtests
        Backtest or backtests to answer from instead of all the desk's, each by the desk's name for it or by its path.
    corpus
        A folder of texts to cite instead of the desk's.
    date
        Date of the answers, `YYYY-MM-DD`. None takes the newest day of the data.
    model
        Language model that may add figures and word answers. None takes `HEDGECITE_MODEL`, `"off"` is none.

    Raises
    ------
    UnreadableError
        The folder has no `hedgecite.toml`, or a file can't be read.
    WrongUseError
        The date or a setting is wrong, or two of the desk's own backtests have one name.

    Examples
    --------
    >>> from pathlib import Path
    >>> Path("my-condor").mkdir()
    >>> days = "".join(f"2024-{month:02}-15,500,-40\n" for month in range(1, 13))
    >>> _ = Path("my-condor/marks.csv").write_text("date,base_pnl,hedge_pnl\n" + days)
    >>> _ = Path("my-condor/backtest.toml").write_text('''
    ... name = "my-condor"
    ... title = "My condor"
    ... hypothetical = true
    ... [capital]
    ... base = 100000
    ... [[files]]
    ... path = "marks.csv"
    ... ''')
    >>> _ = Path("hedgecite.toml").write_text('''
    ... name = "My desk"
    ... [[backtest]]
    ... path = "my-condor"
    ... ''')
    >>> mine = load_desk(".")
    >>> mine.backtests[:2]
    ('my-condor', 'condor-0.70-1dte')
    >>> round(mine.explain("drag.monthly.mean").figure.value, 6)
    0.0004
    """
    return _loaded(desks.open_desk(Path(folder), Path.cwd()), backtests, corpus, date, model)


def load_sample(
    *,
    backtests: str | Path | Sequence[str | Path] = (),
    corpus: str | Path | None = None,
    date: str | None = None,
    model: str | None = None,
) -> LoadedDesk:
    """The shipped sample: articles on the method, a glossary and four simulated backtests, whatever the working folder.

    Its parameters are those of `load_desk`.

    Raises
    ------
    UnreadableError
        A backtest or text that is named can't be read.
    WrongUseError
        The date or a setting is wrong.
    """
    return _loaded(desks.sample_desk(), backtests, corpus, date, model)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LoadedDesk:
    """A desk that has been loaded: its texts are read, and each of its backtests once it is first needed."""

    #: where it lies and what it holds
    desk: desks.Desk
    #: what its answers are made from
    materials: Materials

    @property
    def name(self) -> str:
        """Its name, as answers cite it."""
        return self.materials.desk

    @property
    def backtests(self) -> tuple[str, ...]:
        """Names of its backtests; the first counts where none is named.

        >>> desk.backtests[0]
        'condor-0.70-1dte'
        """
        return tuple(b.manifest.name for b in self.materials.backtests)

    @property
    def notice(self) -> str | None:
        """Why the last question searched the texts by keywords alone, or None where it searched them by meaning too."""
        return cast("str | None", getattr(self.materials.search, "notice", None))

    def ask(self, question: str, *, after: AnswerDocument | str | Path | None = None) -> AnswerDocument:
        """The checked answer to a question.

        Parameters
        ----------
        question
            At most 1,000 characters. It takes the backtest that it names, else the first.
        after
            An earlier answer that the question goes on from: a document, or a file of one as JSON or HTML. The command in a
            follow-up's provenance names that file; a document that a program holds it names `earlier.json`.

        Raises
        ------
        WrongUseError
            The question is empty or too long.
        UnreadableError
            The earlier answer can't be read, or a file of the backtest.
        FaultyInputError
            A file of the backtest has errors.

        Examples
        --------
        >>> then = desk.ask("and with VIX below 15?", after=answer)
        >>> then.figures[0].key, then.figures[0].scope
        ('drag.monthly.mean', 'vix<15')
        """
        earlier = earlier_of(Path(after) if isinstance(after, str) else after)
        return answer(question, self.materials, earlier)

    def figures(self, backtest: str | Path | None = None, *, scope: str = "all") -> FigureList:
        """Every figure of a backtest, and for those without a value the reason.

        Parameters
        ----------
        backtest
            A name in `backtests`, or the path of a `backtest.toml` or of its folder. None takes the first.
        scope
            What is counted, such as `vix<15` or `date=2018&layer=medium`.

        Raises
        ------
        WrongUseError
            The scope can't be read, or the desk has no backtest.
        UnreadableError
            No backtest has the name, or a file of it can't be read.
        FaultyInputError
            A file of the backtest has errors.

        Examples
        --------
        >>> listed = desk.figures(scope="date=2018")
        >>> by_key = {f.key: f for f in listed.figures}
        >>> round(by_key["drag.monthly.mean"].value, 5), by_key["drag.monthly.mean"].n
        (-0.00116, 12)
        >>> [m.key for m in listed.not_computed if m.key.startswith("theta")]
        ['theta.overnight']
        """
        return computed.figures_of(desks.chosen_of(self.materials.backtests, _text(backtest)), scope)

    def series(self, backtest: str | Path | None = None, *, scope: str = "all") -> tuple[SeriesView, ...]:
        """Drag by parts of a backtest: by VIX, event, month, year and stress episode; those that can be computed.

        It takes the same parameters and raises the same errors as `figures`.

        Examples
        --------
        >>> years = next(s for s in desk.series() if s.key.endswith(".by_year"))
        >>> years.points[0].label, years.points[0].n
        ('2014', 12)
        """
        return computed.series_of(desks.chosen_of(self.materials.backtests, _text(backtest)), scope)

    def explain(
        self, key: str, backtest: str | Path | None = None, *, scope: str = "all", less: str | Path | None = None
    ) -> Explanation:
        """How a figure comes about: its record, its value, and the numbers that it can be worked out from by hand.

        Parameters
        ----------
        key
            Key of a figure, as `figures` lists them.
        backtest, scope
            As in `figures`.
        less
            A second backtest: explained is by how much the figure of the first exceeds that of this one on the days that
            both have.

        Raises
        ------
        WrongUseError
            No figure has the key, the scope can't be read, or the desk has no backtest.
        UnreadableError
            No backtest has the name, or a file of it can't be read.
        FaultyInputError
            A file of a backtest has errors.

        Examples
        --------
        >>> drag = desk.explain("drag.monthly.mean")
        >>> len(drag.periods.rows) == drag.figure.n
        True
        >>> desk.explain("drag.monthly.mean", less="condor-1.15-1dte").backtest
        'condor-0.70-1dte less condor-1.15-1dte'
        """
        first = desks.chosen_of(self.materials.backtests, _text(backtest))
        if less is None:
            return computed.explain_figure(first, key, scope)
        second = desks.chosen_of(self.materials.backtests, _text(less))
        return computed.explain_difference(first, second, key, scope)


def check(*paths: str | Path) -> Checked:
    """What is wrong with a backtest's files, and what was read; faults in files are returned, never raised.

    Parameters
    ----------
    paths
        A `backtest.toml` or its folder, alone; or bare files, which are also held against each other.

    Raises
    ------
    UnreadableError
        A path is missing, or a file isn't recognized.
    WrongUseError
        No path is given, or a manifest beside other files.

    Examples
    --------
    >>> checked = check("my-condor")
    >>> checked.errors
    ()
    >>> checked.summary["marked days"]
    12
    """
    return check_paths([Path(path) for path in paths])


def render(document: AnswerDocument, form: str = "text") -> str:
    """A document as text, Markdown (`md`), a self-contained page (`html`) or JSON (`json`).

    Raises
    ------
    WrongUseError
        The format is none of these.

    Examples
    --------
    >>> _ = Path("answer.html").write_text(render(answer, "html"), encoding="utf-8")
    >>> desk.ask("and with VIX below 15?", after="answer.html").parent == then.parent
    True
    """
    from reports.pages.render import Format
    from reports.pages.render import render as rendered

    return rendered(document, cast("Format", form), cache_dir())


def _loaded(
    opened: desks.Desk,
    backtests: str | Path | Sequence[str | Path],
    corpus: str | Path | None,
    date: str | None,
    model: str | None,
) -> LoadedDesk:
    """A desk with what its answers are made from."""
    named = [str(name) for name in ((backtests,) if isinstance(backtests, str | Path) else backtests)]
    texts = None if corpus is None else Path(corpus)
    return LoadedDesk(desk=opened, materials=desks.materials_of(opened, named, texts, date, model=desks.model_of(model)))


def _text(path: str | Path | None) -> str | None:
    return None if path is None else str(path)
