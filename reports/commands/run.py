"""What the commands do, once their options are read."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.backtests.backtest import Backtest
from corpus.errors import WrongUseError
from reports.commands.chosen import Chosen
from reports.commands.notices import notices, say, search_notice
from reports.desk import backtests_of, house_of, index_of, library_of, materials_of, model_of

if TYPE_CHECKING:
    from reports.commands.corpus_add import Told


def article(question: str, out: Path, chosen: Chosen, *, fragment: bool = False) -> None:
    """Answer, and write the article page with its document."""
    from qa.answer import answer
    from reports.commands.progress import progress
    from reports.knowledge.article import Told, article_of
    from reports.knowledge.single import write_article, write_fragment
    from reports.vault.keeping import keep_inputs, keep_page

    desk = chosen.open()
    with progress() as watch:
        materials = materials_of(desk, chosen.backtests, chosen.corpus, chosen.date, watch, model_of(chosen.model))
        document = answer(question, materials)
        house = house_of(desk)
        made = article_of(document, materials, Told(house=house.name, byline=house.byline, published=chosen.date))
    written = (write_fragment(made, out),) if fragment else write_article(made, out, desk.cache, house)
    for file in written:
        print(file)
    kept = keep_inputs(desk, materials, chosen.backtests, chosen.corpus)
    keep_page(kept, made, {file.name: file.read_bytes() for file in written})
    say(*notices(materials.search, document))


def figures(scope: str, form: str, chosen: Chosen) -> None:
    """List the figures of each backtest that is named, else of the first."""
    from reports.commands.listing import list_several, write_figures

    backtests = _chosen(scope, chosen)
    sys.stdout.write(write_figures(backtests[0], scope, form) if len(backtests) == 1 else list_several(backtests, scope, form))


def explain(key: str, scope: str, form: str, chosen: Chosen) -> None:
    """Explain one figure of the chosen backtest, or where two are named by how much that of one exceeds the other's."""
    from reports.commands.listing import write_explanation
    from reports.computed import explain_difference, explain_figure

    if len(chosen.backtests) > 2:  # noqa: PLR2004 a difference has two sides
        raise WrongUseError("a difference is of two backtests", where="--backtest", mend="name one or two")
    match _chosen(scope, chosen):
        case (first, second):
            explained = explain_difference(first, second, key, scope)
        case backtests:
            explained = explain_figure(backtests[0], key, scope)
    sys.stdout.write(write_explanation(explained, form))


def _chosen(scope: str, chosen: Chosen) -> tuple[Backtest, ...]:
    from reports.commands.choosing import chosen_backtests
    from reports.commands.progress import progress

    with progress() as watch:
        listed = backtests_of(chosen.open(), chosen.backtests, watch)
        return chosen_backtests(listed, scope, named=bool(chosen.backtests))


def init(folder: Path, *, sample: bool) -> None:
    """Make a desk."""
    from reports.commands.init import make_desk

    for file in make_desk(folder, sample=sample):
        print(file)
    first = 'hedgecite ask "What does the hedge cost?"' if sample else "hedgecite corpus add FILE"
    print(f"next: cd {shlex.quote(str(folder))} && {first}", file=sys.stderr)


def corpus_add(paths: Sequence[Path], told: Told, form: str, chosen: Chosen) -> int:
    """Add texts to the desk's corpus; 1 where some of a folder or zip were left out."""
    from reports.commands.corpus_add import add_texts
    from reports.commands.corpus_texts import write_added

    added = add_texts(paths, chosen.open(), told)
    out, err = write_added(added, form)
    sys.stdout.write(out)
    sys.stderr.write(err)
    return 1 if added.left_out else 0


def corpus_remove(name: str, form: str, chosen: Chosen) -> None:
    """Take a text of the desk's own away."""
    from reports.commands.corpus_remove import remove_text
    from reports.commands.corpus_texts import write_removed

    out, err = write_removed(*remove_text(name, chosen.open()), form)
    sys.stdout.write(out)
    sys.stderr.write(err)


def corpus_check(form: str, chosen: Chosen) -> int:
    """Print what is wrong with the texts; 1 where anything is."""
    from reports.commands.corpus_texts import check_library, write_checked

    desk = chosen.open()
    library = library_of(desk, chosen.corpus)
    problems = check_library(library, desk, chosen.corpus)
    sys.stdout.write(write_checked(library, problems, form))
    return 1 if problems else 0


def corpus_list(form: str, chosen: Chosen, *, own: bool) -> None:
    """List the library's documents."""
    from reports.commands.listing import list_documents

    library = library_of(chosen.open(), chosen.corpus)
    sys.stdout.write(list_documents(library, form, own=own))
    for problem in library.problems:
        print(problem, file=sys.stderr)


def corpus_sync(chosen: Chosen) -> None:
    """Build the index where it is missing."""
    from reports.commands.progress import counting

    desk = chosen.open()
    index = index_of(desk, library_of(desk, chosen.corpus))
    with counting("embedding texts") as watch:
        done = index.sync(watch)
    held_back = f", {done.held_back} held back that name a client or an account" if done.held_back else ""
    print(f"{done.passages} passages, {done.embedded} embedded anew{held_back}")
    say(search_notice(index))


def backtest_check(paths: Sequence[Path], form: str) -> int:
    """Print what is wrong with a backtest's files and what was read; 1 where any of it is an error."""
    from reports.checks import check_paths
    from reports.commands.checking import write_check
    from reports.commands.progress import progress

    with progress() as watch:
        result = check_paths(paths, watch)
    sys.stdout.write(write_check(result, form))
    return 1 if result.errors else 0


def backtest_compare(backtest: Path, live: Path, form: str) -> None:
    """Print how the live trades did against the backtest's."""
    from reports.commands.choosing import apart
    from reports.commands.comparing import compare_paths, write_comparison
    from reports.commands.progress import progress

    apart(backtest, live)
    with progress() as watch:
        compared = compare_paths(backtest, live, watch)
    sys.stdout.write(write_comparison(compared, form))


def backtest_init(paths: Sequence[Path]) -> None:
    """Write a first backtest.toml beside files."""
    from reports.commands.progress import progress
    from reports.commands.starting import start_backtest

    with progress() as watch:
        made = start_backtest(paths, watch)
    for file in made:
        print(file)
    manifest = shlex.quote(str(made[0]))
    print(f"next: settle what {manifest} marks with decide, then hedgecite backtest check {manifest}", file=sys.stderr)
