"""Serving: the site runs until it is stopped."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.util import find_spec

from corpus.errors import WrongUseError
from reports.commands.chosen import Chosen

#: What the extra `web` brings, and this command needs.
_NEEDED = ("fastapi", "uvicorn", "sqlalchemy", "alembic", "pwdlib", "prometheus_client", "multipart")


def serve(host: str, port: int, workers: int, chosen: Chosen) -> None:
    """Serve the desk.

    Raises
    ------
    WrongUseError
        What the site stands on is not installed.
    """
    demand_web("serve")
    from reports.service.state import Choice
    from reports.site.main import serve as run

    choice = Choice(desk=chosen.desk, backtests=chosen.backtests, corpus=chosen.corpus, date=chosen.date, model=chosen.model)
    print(f"http://{host}:{port} (stop with Ctrl-C)", file=sys.stderr)
    run(choice, host, port, workers)


def demand_web(command: str, needed: Sequence[str] = _NEEDED) -> None:
    """Raise `WrongUseError` where the extra `web` is not installed."""
    missing = [name for name in needed if find_spec(name) is None]
    if missing:
        mend = "pip install 'hedgecite[web]'"
        raise WrongUseError(f"needs {', '.join(missing)}", where=f"hedgecite {command}", mend=mend)
