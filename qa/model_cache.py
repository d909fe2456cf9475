"""What a model wrote and the guard accepted, kept by everything that it was written from."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from corpus.documents import digest_of
from qa.evidence import Evidence
from qa.model import ModelSettings


def key_of(prompt: str, data: str, evidence: Evidence, settings: ModelSettings) -> str:
    """A digest of the prompt's version, all that is sent, the evidence, and the model with its address and settings."""
    digests = [*(f"{f.dataset} {f.key} {f.scope} {f.value!r}" for f in evidence.figures), *(s.digest for s in evidence.sources)]
    model = [settings.name, settings.base_url, settings.tokens]
    return digest_of(json.dumps([prompt, data, digests, model])).removeprefix("sha256:")[:40]


def recall(folder: Path | None, key: str) -> list[tuple[str, tuple[str, ...]]] | None:
    """The sentences kept under a key, each with the lines that it replaces; None where there are none or the file is damaged."""
    if folder is None:
        return None
    try:
        kept = json.loads((folder / f"{key}.json").read_text(encoding="utf-8"))
        return [(str(text), tuple(str(i) for i in replaces)) for text, replaces in kept]
    except (OSError, ValueError, TypeError):
        return None


def keep(folder: Path | None, key: str, sentences: Sequence[tuple[str, tuple[str, ...]]]) -> None:
    """Keep sentences that were accepted; the file is whole or not there. A cache that can't be written is none."""
    if folder is None:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=folder, suffix=".part", delete=False) as made:
            json.dump(list(sentences), made, ensure_ascii=False)
        os.replace(made.name, folder / f"{key}.json")  # noqa: PTH105 it takes the place of another's, at once
    except OSError:
        return
