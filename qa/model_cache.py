"""What a model wrote and the guard accepted, kept by everything that it was written from."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter

from corpus.documents import digest_of
from qa.evidence import Evidence
from qa.model import ModelSettings, Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Sentences that were accepted, each with the lines that it replaces, and what they took when they were written."""

    sentences: tuple[tuple[str, tuple[str, ...]], ...]
    usage: Usage


def key_of(prompt: str, data: str, evidence: Evidence, settings: ModelSettings) -> str:
    """A digest of the prompt's version, all that is sent, the evidence, and the model with its address and settings."""
    digests = [*(f"{f.dataset} {f.key} {f.scope} {f.value!r}" for f in evidence.figures), *(s.digest for s in evidence.sources)]
    model = [settings.name, settings.base_url, settings.tokens]
    return digest_of(json.dumps([prompt, data, digests, model])).removeprefix("sha256:")[:40]


def recall(folder: Path | None, key: str) -> Kept | None:
    """What is kept under a key; None where there is nothing or the file is damaged."""
    if folder is None:
        return None
    try:
        return TypeAdapter(Kept).validate_json((folder / f"{key}.json").read_bytes())
    except (OSError, ValueError):
        return None


def keep(folder: Path | None, key: str, kept: Kept) -> None:
    """Keep sentences that were accepted; the file is whole or not there. A cache that can't be written is none."""
    if folder is None:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=folder, suffix=".part", delete=False) as made:
            json.dump(asdict(kept), made, ensure_ascii=False)
        os.replace(made.name, folder / f"{key}.json")  # noqa: PTH105 it takes the place of another's, at once
    except OSError:
        return
