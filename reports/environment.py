"""What the environment sets, read for the desk alone."""

from __future__ import annotations

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.errors import WrongUseError


class Environment(BaseSettings):
    """What the environment sets, beside the folders of `reports.places`.

    `HEDGECITE_MODEL` names the language model, `HEDGECITE_MODEL_TIMEOUT`, `_RETRIES`, `_TOKENS` and `_BUDGET` bound it,
    `_PRICE_IN` and `_PRICE_OUT` price it; its address and key are OpenAI's own variables, which alone change nothing.
    `HEDGECITE_EMBEDDINGS` names an embedding model at the same address, under the same timeout and retries, or, after `local:`,
    one that runs here.
    `HEDGECITE_CHROMA` is the address of a Chroma server that holds the vectors. `HEDGECITE_STORE` is the address of the site's
    store, `HEDGECITE_METRICS_TOKEN` opens its metrics.
    """

    model_config = SettingsConfigDict(env_prefix="HEDGECITE_", frozen=True, protected_namespaces=())

    #: the language model: none unless it is named here or by --model
    model: str = ""
    #: the embedding model, which is sent passages and questions unless it runs here: the built-in one unless named here
    embeddings: str = ""
    #: the Chroma server that the vectors are in: they stay in the cache unless it is set
    chroma: str = Field(default="", pattern=r"^(https?://[^/\s]+/?)?$")
    #: the store of the site: a SQLite file in the data folder unless it is set
    store: str = ""
    #: what the site's metrics are read with: nobody reads them unless it is set
    metrics_token: SecretStr | None = Field(default=None, min_length=16)
    #: until a whole reply has come [s]
    model_timeout: float = Field(default=60.0, gt=0, le=600)
    model_retries: int = Field(default=2, ge=0, le=10)
    #: the most that one reply may have [tokens]
    model_tokens: int = Field(default=2000, ge=100, le=32000)
    #: the most that an answer may take in all [tokens]
    model_budget: int = Field(default=20000, ge=1000, le=1_000_000)
    #: what a million tokens cost, sent and replied [USD]
    model_price_in: float | None = Field(default=None, ge=0)
    model_price_out: float | None = Field(default=None, ge=0)
    openai_api_key: SecretStr | None = Field(default=None, validation_alias="OPENAI_API_KEY")
    openai_base_url: str | None = Field(default=None, validation_alias="OPENAI_BASE_URL")

    @property
    def key(self) -> str | None:
        """The key of the models' endpoint."""
        return self.openai_api_key.get_secret_value() if self.openai_api_key else None


def read_environment() -> Environment:
    """The environment's settings.

    Raises
    ------
    WrongUseError
        One of them is out of bounds.
    """
    try:
        return Environment()
    except ValidationError as error:
        first = error.errors()[0]
        where = f"HEDGECITE_{str(first['loc'][0]).upper()}"
        raise WrongUseError(
            first["msg"][0].lower() + first["msg"][1:], where=where, mend="set it otherwise, or not at all"
        ) from None
