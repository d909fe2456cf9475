"""The settings of a desk: the content of a `hedgecite.toml`, and the names of what lies beside it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from corpus.backtests.manifest import Name, spoken
from reports.hosting import ServerFile
from reports.plugs import SearchSettings

CLIENTS = "clients.toml"
#: What an editor says of the claims in the desk's texts, and which text the house follows.
CLAIMS = "claims.toml"
#: The folder of the desk's own texts.
CORPUS = "corpus"
#: How an editor says that questions are to be read.
QUESTIONS = "questions.toml"


class BacktestEntry(BaseModel):
    """A backtest of the desk: a folder with a `backtest.toml`, or that file, relative to the desk."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str


class HouseFile(BaseModel):
    """How reports look and sign: `[house]` of a `hedgecite.toml`. All may be left out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    #: the firm; the desk's name where nothing is said
    name: Name | None = None
    #: an image, PNG or SVG, relative to the desk
    logo: str | None = None
    byline: Name | None = None
    #: stands with the disclosures of every report
    disclaimer: Annotated[str, Field(max_length=2000)] = ""
    site: Annotated[str, Field(pattern=r"^https?://[^\s\"<>]+$")] | None = None
    #: colours of the style sheet by the name of their token, e.g. accent = "#0b6650"
    colours: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*$")], Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]] = {}


class ComplianceFile(BaseModel):
    """What the desk demands of its reports: `[compliance]` of a `hedgecite.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    #: legends that stand in every report of hypothetical results
    legends: tuple[Literal["cftc-4.41", "sec-206(4)-1"], ...] = ()


class SiteFile(BaseModel):
    """The knowledge base: `[site]` of a `hedgecite.toml`. All may be left out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Annotated[str, Field(min_length=1, max_length=200), AfterValidator(spoken)] | None = None
    tagline: Annotated[str, Field(min_length=1, max_length=400)] | None = None
    #: where it will stand, for feeds, the sitemap and canonical links
    url: Annotated[str, Field(pattern=r"^https?://[^\s\"<>?#]+$")] | None = None
    #: where the box for questions sends what readers ask: mailto: or the address of a form service
    ask: Annotated[str, Field(pattern=r"^(?:mailto:|https?://)[^\s\"<>';,]+$")] | None = None


class DeskFile(BaseModel):
    """The content of a `hedgecite.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name = "hedgecite sample desk"
    #: whether the shipped sample corpus and backtests are part of the desk
    sample: bool = True
    backtest: tuple[BacktestEntry, ...] = ()
    search: SearchSettings = SearchSettings()
    house: HouseFile = HouseFile()
    compliance: ComplianceFile = ComplianceFile()
    site: SiteFile = SiteFile()
    server: ServerFile = ServerFile()
