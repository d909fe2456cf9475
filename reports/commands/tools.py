"""Tools for language models: the server of them runs until its client goes."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path

from corpus.errors import WrongUseError
from reports.commands.chosen import Chosen
from reports.commands.serving import demand_web


def tools(host: str, port: int | None, chosen: Chosen) -> None:
    """Serve the tools on standard input and output, or where a port is named over HTTP on this machine.

    Raises
    ------
    WrongUseError
        The host is not this machine's own: the tools ask for no login.
    """
    demand_web("mcp", ("mcp",))
    if host != "localhost" and not _is_loopback(host):
        mend = "listen at 127.0.0.1, behind a proxy that asks for a login"
        raise WrongUseError("is not an address of this machine alone", where="--host", mend=mend)
    from reports.mcp.server import make_server
    from reports.service.service import Service
    from reports.service.state import Choice

    choice = Choice(desk=chosen.desk, backtests=chosen.backtests, corpus=chosen.corpus, date=chosen.date, model=chosen.model)
    service = Service(choice, Path.cwd())
    try:
        if port is None:
            make_server(service).run("stdio")
        else:
            make_server(service).run("streamable-http", host=host, port=port)
    finally:
        service.close()


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
