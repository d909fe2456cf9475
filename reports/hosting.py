"""How a desk is served: `[server]` of a `hedgecite.toml`. All may be left out."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator


class ServerFile(BaseModel):
    """Who may read, how much may be asked, and where what the site shows lies."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    #: whether readers must log in
    login: bool = False
    #: its public address, e.g. https://desk.example.com; cookies are then sent over TLS alone where it begins with https
    address: Annotated[str, Field(pattern=r"^(https?://[^\s/\"<>]+)?$")] = ""
    #: addresses of proxies whose word on who asks is taken
    proxies: tuple[str, ...] = ()
    #: questions and requests of one reader in a minute
    asks_per_minute: Annotated[int, Field(ge=1, le=10_000)] = 20
    requests_per_minute: Annotated[int, Field(ge=10, le=100_000)] = 600
    #: until a reader who waits for an answer is told to come again [s]
    patience: Annotated[float, Field(gt=0, le=300)] = 30.0
    #: what the language model may take in a day, for one reader and for all [tokens]
    reader_tokens_per_day: Annotated[int, Field(ge=0)] = 50_000
    tokens_per_day: Annotated[int, Field(ge=0)] = 500_000
    #: the folder that hedgecite report writes to, relative to the desk; clients see their own reports in it
    reports: str | None = None
    #: the folder that the knowledge base is published in, relative to the desk
    articles: str = "published/site"
    #: whether readers may have questions answered from a log of their own; one worker then holds them all in its memory
    uploads: bool = False
    #: how often the files of the desk are looked at for changes [s]
    reload: Annotated[float, Field(ge=1, le=3600)] = 5.0

    @model_validator(mode="after")
    def _apart(self) -> ServerFile:
        if self.reports == self.articles:
            raise ValueError("reports and articles lie in one folder; clients' reports need one of their own")
        return self
