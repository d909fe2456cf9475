"""Vectors that the package holds ready: of all that is asked of the sample, the same as embedding gives, and of no other text."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from corpus.index.embedding import MiniLM
from corpus.index.make_ready import wanted, write
from corpus.index.ready import ready
from corpus.index.vectors import Store
from corpus.texts.documents import digest_of
from corpus.texts.library import Folder, read_library, shipped_folder


def test_all_that_is_said_and_asked_in_the_sample_is_ready() -> None:
    texts = wanted(read_library([Folder(root=shipped_folder(), sample=True)]).passages)
    assert len(texts) > 1_500
    assert {*ready(MiniLM.id, texts)} == {*texts}, "make it anew: python -m corpus.index.make_ready"


def test_what_is_ready_is_what_embedding_gives() -> None:
    texts = wanted(read_library([Folder(root=shipped_folder(), sample=True)]).passages)
    some = dict(sorted(texts.items())[:: len(texts) // 20])
    held = ready(MiniLM.id, some)
    fresh = MiniLM().embed([*some.values()])
    cosines = [float(held[digest] @ row) for digest, row in zip(some, fresh, strict=True)]
    assert min(cosines) > 0.9999


def test_another_model_and_another_text_have_none() -> None:
    texts = wanted(read_library([Folder(root=shipped_folder(), sample=True)]).passages)
    assert ready("another", texts) == {}
    assert ready(MiniLM.id, [digest_of("a text of nobody's")]) == {}


def test_what_is_ready_is_not_embedded_again(tmp_path: Path) -> None:
    ask = read_library([Folder(root=shipped_folder(), sample=True)]).passages[0].asks[0]
    texts = {digest_of(ask): ask, digest_of("a text of nobody's"): "a text of nobody's"}
    store = Store(embedder=MiniLM(), cache=tmp_path)
    assert store.missing(texts, tokens=False) == {digest_of("a text of nobody's"): "a text of nobody's"}
    assert np.array_equal(store.vectors(texts)[digest_of(ask)], ready(MiniLM.id, texts)[digest_of(ask)])


def test_they_are_made_the_same_each_time(tmp_path: Path) -> None:
    passages = read_library([Folder(root=shipped_folder(), sample=True)]).passages[:3]
    for name in ("one.npz", "two.npz"):
        write(tmp_path / name, passages)
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
