"""What names a client: found by keywords, and never sent to an embedding model."""

from __future__ import annotations

from pathlib import Path

from corpus.index.embedding import MiniLM
from tests.embedded import TEXTS, hashed, library_in, over, remote
from tests.endpoint import endpoint

PRIVATE = {
    "named.md": "Fees of KESTREL\n  Partners are low.",
    "title.md": "---\ntitle: For Kestrel Partners\n---\nFees are paid monthly.",
    "heading.md": "# Fees\n\n## Kestrel Partners\n\n### Terms\n\nThey are paid yearly.",
    "k-7/page.md": "Fees are paid daily.",
}


def test_what_names_a_client_is_found_by_keywords_and_never_sent(cache: Path, tmp_path: Path) -> None:
    library = library_in(tmp_path / "corpus", TEXTS | PRIVATE)
    with endpoint(hashed) as server:
        index = over(library, remote(server.base_url), cache, "Kestrel Partners", "K-7")
        done = index.sync()
        assert (done.passages, done.embedded, done.held_back) == (7, 3, 4)
        found = index.search("When are fees paid?", 7)
        assert index.notice is None
        assert {p.document.path for p in found.passages} >= {"title", "heading", "k-7/page"}
        sent = len(server.requests)
        found = index.search("What does Kestrel  partners pay in fees?", 3)
        assert found.passages
        assert found.nearness is None
        assert index.notice == "the question names a client or an account"
        assert len(index.search("What fees does account U7654321 pay?", 3).passages) == 3  # listed nowhere
        assert len(server.requests) == sent
        assert index.search("volatility calls", 3).nearness is not None  # and the next question is searched by meaning again
        assert index.notice is None
    assert "kestrel" not in server.sent.casefold()
    assert "are paid" not in server.sent


def test_where_every_text_names_a_client_nothing_is_sent(cache: Path, tmp_path: Path) -> None:
    library = library_in(tmp_path / "corpus", PRIVATE)
    with endpoint(hashed) as server:
        index = over(library, remote(server.base_url), cache, "Kestrel Partners", "k-7")
        assert len(index.search("When are fees paid?", 4).passages) == 4
        assert index.notice is None
    assert server.requests == []


def test_a_name_more_or_less_is_another_index(cache: Path, tmp_path: Path) -> None:
    library = library_in(tmp_path / "corpus", TEXTS | PRIVATE)
    with endpoint(hashed) as server:
        some = over(library, remote(server.base_url), cache, "Kestrel Partners")
        all_ = over(library, remote(server.base_url), cache)
        assert some.folder != all_.folder
        assert over(library, remote(server.base_url), cache, "Nobody").folder == all_.folder


def test_the_built_in_model_sends_nothing_and_holds_nothing_back(cache: Path, tmp_path: Path) -> None:
    library = library_in(tmp_path / "corpus", PRIVATE)
    index = over(library, MiniLM(), cache, "Kestrel Partners", "k-7")
    assert index.folder == over(library, MiniLM(), cache).folder
    assert index.sync().held_back == 0
    assert index.search("What does Kestrel Partners pay?", 3).nearness is not None
