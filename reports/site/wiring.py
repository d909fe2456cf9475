"""Wiring: what a running site consists of, made once from a desk and the environment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reports.environment import read_environment
from reports.hosting import ServerFile
from reports.places import data_dir
from reports.service.service import Service
from reports.service.state import Choice
from reports.site.assets import Assets, make_assets
from reports.site.edition import Edition
from reports.site.limits import Limit
from reports.site.observing import Metrics
from reports.site.once import Once
from reports.site.own_logs import OwnLogs
from reports.site.store.store import address_of, open_store

if TYPE_CHECKING:
    from sqlalchemy import Engine


#: Tries to log in of one address in a minute.
_LOGINS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A site's parts."""

    service: Service
    settings: ServerFile
    store: Engine
    assets: Assets
    metrics: Metrics
    #: what its metrics are read with; empty where nobody may
    metrics_token: str
    #: bodies of answers, as they were rendered
    parts: Once
    requests: Limit
    asks: Limit
    #: tries to log in, by address
    logins: Limit
    cache: Path
    #: the knowledge base as it is published
    edition: Edition
    own_logs: OwnLogs


def make_site(choice: Choice, here: Path) -> Site:
    """Read the desk, open the store.

    Raises
    ------
    HedgeciteError
        The desk or the store can't be opened, or a setting is wrong.
    """
    environment = read_environment()
    service = Service(choice, here)
    desk = service.state.desk
    settings = desk.settings.server
    token = environment.metrics_token
    return Site(
        service=service,
        settings=settings,
        store=open_store(address_of(environment.store, data_dir())),
        assets=make_assets(desk.cache),
        metrics=Metrics(service),
        metrics_token=token.get_secret_value() if token else "",
        parts=Once(500),
        requests=Limit(settings.requests_per_minute),
        asks=Limit(settings.asks_per_minute),
        logins=Limit(_LOGINS),
        cache=desk.cache,
        edition=Edition(desk.root / settings.articles),
        own_logs=OwnLogs(),
    )
