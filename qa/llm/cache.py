"""What a model replied and was accepted, kept by everything that it was made from."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import TypeAdapter

from corpus.texts.documents import digest_of
from qa.llm.model import ModelSettings

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Kept = TypeVar("Kept")


def key_of(what: str, settings: ModelSettings, *parts: str | Sequence[str]) -> str:
    """What the reply is, with a digest of the model, its address and settings, and of all else that the reply hangs on."""
    model = [settings.name, settings.base_url, settings.tokens]
    return f"{what}-{digest_of(json.dumps([*parts, model])).removeprefix('sha256:')[:40]}"


def recall(folder: Path | None, key: str, form: type[Kept]) -> Kept | None:
    """What is kept under a key; None where there is nothing or the file is damaged."""
    if folder is None:
        return None
    try:
        return TypeAdapter(form).validate_json((folder / f"{key}.json").read_bytes())
    except (OSError, ValueError):
        return None


def keep(folder: Path | None, key: str, kept: DataclassInstance) -> None:
    """Keep what was accepted; the file is whole or not there. A cache that can't be written is none."""
    if folder is None:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=folder, suffix=".part", delete=False) as made:
            json.dump(asdict(kept), made, ensure_ascii=False)
        os.replace(made.name, folder / f"{key}.json")  # noqa: PTH105 it takes the place of another's, at once
    except OSError:
        return
