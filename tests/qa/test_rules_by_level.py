"""The document with the rules by level of VIX is found in any library, by what its sentences say."""

from __future__ import annotations

from pathlib import Path

from corpus.texts.library import Folder, read_library, shipped_folder
from qa.evidence.levels import title_of_bands


def test_it_is_the_document_whose_sentences_give_bands(tmp_path: Path) -> None:
    (tmp_path / "methodology").mkdir()
    rules = "---\ntitle: When we trade\n---\n# When we trade\n\nBelow a VIX of 17 we sell. From 17 to 25 on VIX we wait.\n"
    (tmp_path / "methodology" / "rules.md").write_text(rules, encoding="utf-8")
    other = "---\ntitle: On tea\n---\n# On tea\n\nTea is made of leaves. It is poured at five.\n"
    (tmp_path / "methodology" / "tea.md").write_text(other, encoding="utf-8")
    assert title_of_bands(read_library([Folder(root=tmp_path, sample=False)])) == "When we trade"


def test_the_shipped_texts_have_one() -> None:
    assert title_of_bands(read_library([Folder(root=shipped_folder(), sample=True)])) == "VIX Risk Scaling"
