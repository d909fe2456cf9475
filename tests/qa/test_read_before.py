"""What texts were read to say is kept, and found again to the letter."""

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.kept import Kept
from corpus.texts.library import Folder, Library, read_library, shipped_folder
from qa.evidence import assertions, claims
from qa.evidence.ledger import claims_of, conflicts_of, rules_of


@pytest.fixture
def library(tmp_path: Path) -> Library:
    text = "# Own\n\nThe drag was 0.2% a month. The 1.60 tier may be sold when VIX is above 20.\n"
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "own.md").write_text(text)
    return read_library([Folder(root=shipped_folder(), sample=True), Folder(root=tmp_path / "texts")])


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims, "_KNOWN", {})
    monkeypatch.setattr(assertions, "_KNOWN", {})


def forget() -> None:
    claims._KNOWN.clear()
    assertions._KNOWN.clear()


def test_what_is_kept_is_what_is_read(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read, ruled, apart = claims_of(library), rules_of(library), conflicts_of(library)
    assert len(read) > 50
    assert len(ruled) > 10
    kept = Kept(tmp_path, "said", 5, "this program")
    for _ in range(2):  # read and kept, then found again
        forget()
        own = replace(library, kept=kept)
        assert (claims_of(own), rules_of(own), conflicts_of(own)) == (read, ruled, apart)
    forget()
    monkeypatch.setattr(claims, "_read", lambda _: pytest.fail("it is read again"))
    monkeypatch.setattr(assertions, "_read", lambda _: pytest.fail("it is read again"))
    assert claims_of(replace(library, kept=kept)) == read
    assert rules_of(replace(library, kept=kept)) == ruled


def test_another_text_or_program_is_read_anew(library: Library, tmp_path: Path) -> None:
    kept = Kept(tmp_path, "said", 5, "this program")
    claims_of(replace(library, kept=kept))
    (tmp_path / "texts" / "own.md").write_text("# Own\n\nThe drag was 0.3% a month.\n")
    changed = read_library([Folder(root=shipped_folder(), sample=True), Folder(root=tmp_path / "texts")])
    shown = [c.display for c in claims_of(replace(changed, kept=kept)) if c.passage.document.path == "own"]
    assert shown == ["0.3% a month"]
    assert kept.get(kept._named(f"said {library.digest}"))
    assert not Kept(tmp_path, "said", 5, "another").get(Kept(tmp_path, "said", 5, "another")._named(f"said {library.digest}"))


def test_a_damaged_cache_is_no_loss(library: Library, tmp_path: Path) -> None:
    read = claims_of(library)
    (tmp_path / "kept.sqlite").write_bytes(b"no database" * 100)
    forget()
    assert claims_of(replace(library, kept=Kept(tmp_path, "said", 5))) == read


def test_what_is_known_is_bounded(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims, "_MOST", 3)
    for passage in library.passages[:10]:
        claims.read_claims(passage)
        assert len(claims._KNOWN) <= 3
