"""A cache for one test alone, and three short texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.texts.library import Library
from tests.embedded import TEXTS, library_in


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """An empty cache."""
    folder = tmp_path / "own-cache"
    folder.mkdir()
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Three documents."""
    return library_in(tmp_path / "corpus", TEXTS)
