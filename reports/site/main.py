"""Starting the site: the application as each worker makes it, and the server that runs them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import WrongUseError
from reports.service.state import Choice
from reports.site.app import make_app
from reports.site.observing import log_as_lines
from reports.site.wiring import make_site

if TYPE_CHECKING:
    from fastapi import FastAPI

#: How a worker is told what to serve, since it is another process.
TOLD = "HEDGECITE_SERVED"
#: How long requests may take to end when the site is stopped. [s]
_GRACE = 30
_IDLE = 15


def serve(choice: Choice, host: str, port: int, workers: int) -> None:
    """Run the site until it is told to stop; what was asked by then is answered.

    Raises
    ------
    HedgeciteError
        The desk or the store can't be opened.
    """
    import uvicorn

    site = make_site(choice, Path.cwd())  # so that what is wrong is told at once, and the store is brought up to date once
    if site.settings.uploads and workers > 1:
        mend = "start one worker, or turn uploads off under [server]"
        raise WrongUseError("one worker alone can hold readers' logs", where="--workers", mend=mend)
    proxies = list(site.settings.proxies)
    os.environ[TOLD] = json.dumps({**choice.told(), "here": str(Path.cwd())})
    site.service.close()
    site.store.dispose()
    log_as_lines()
    uvicorn.run(
        "reports.site.main:application",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies,
        server_header=False,
        date_header=True,
        access_log=False,
        log_config=None,
        timeout_keep_alive=_IDLE,
        timeout_graceful_shutdown=_GRACE,
        limit_concurrency=512,
        h11_max_incomplete_event_size=32 * 1024,
    )


def application() -> FastAPI:
    """The site of a worker, as `serve` told it."""
    log_as_lines()
    told = json.loads(os.environ[TOLD])
    here = Path(told.pop("here"))
    return make_app(make_site(Choice.of(told), here))
