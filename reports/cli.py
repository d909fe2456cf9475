"""The command line: options are read here, the work is done by modules that are imported when needed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from io import TextIOWrapper

import typer

from corpus.errors import FaultyInputError, HedgeciteError, UnreadableError, WrongUseError
from reports.command_line import asking, checking, publishing, reading, reporting, serving

app = typer.Typer(
    help="Answers on hedge cost: words from cited passages, numbers from a calculator, every page checkable.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
#: Every command by its name, in the order in which the help lists them.
COMMANDS: Mapping[str, Callable[..., None]] = {
    "ask": asking.ask,
    "article": asking.article,
    "publish": publishing.publish,
    "refresh": publishing.refresh,
    "report": reporting.report,
    "comply": reporting.comply,
    "verify": checking.verify,
    "evidence": checking.evidence,
    "eval": checking.evaluate,
    "impact": checking.impact,
    "verifier": checking.verifier,
    "figures": asking.figures,
    "claims": asking.claims,
    "explain": asking.explain,
    "init": serving.init,
    "serve": serving.serve,
    "mcp": serving.mcp,
}
#: Commands of one noun, listed after them.
GROUPS: Mapping[str, typer.Typer] = {
    "corpus": reading.corpus_app,
    "questions": publishing.questions_app,
    "theme": reporting.theme_app,
    "backtest": reading.backtest_app,
    "user": serving.user_app,
    "store": serving.store_app,
}
for _name, _command in COMMANDS.items():
    app.command(_name)(_command)
for _name, _group in GROUPS.items():
    app.add_typer(_group, name=_name)


def main() -> None:
    """Run the command line; every error of ours is one line on standard error and an exit code.

    0 done, 1 the answer is "no" (a recognised file has errors), 2 wrong use, 3 the input can't be read.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # pages hold minus signs and quotation marks, whatever the locale
    try:
        app()
    except HedgeciteError as error:
        print(f"hedgecite: {error}", file=sys.stderr)
        sys.exit(_EXIT.get(type(error), 1))
    except BrokenPipeError:
        sys.stderr.close()  # whoever read the output has gone
    except OSError as error:
        print(
            f"hedgecite: {error.filename or 'a file'}: {error.strerror}; check that it can be read and written", file=sys.stderr
        )
        sys.exit(3)


_EXIT: dict[type[HedgeciteError], int] = {WrongUseError: 2, UnreadableError: 3, FaultyInputError: 1}

if __name__ == "__main__":
    main()
