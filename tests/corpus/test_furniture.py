"""Page furniture: what a site puts around a text is no passage, and what it says of the text is a field."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.readers.furniture import is_furniture
from corpus.readers.saved_page import author_of, is_byline, read_saved_page
from corpus.readers.text import date_of
from corpus.texts.library import Folder, read_library

PROSE = (
    "A hedge bought before volatility rises costs a little in every quiet month, and is worth what it costs in the few others."
)
LONG = f"{PROSE} {PROSE.replace('hedge', 'layer')}"
PAGE = f"""Skip to content
Home › Learn › Hedging

What does a roll cost?

By Ann Writer | Jan 5, 2026 | 3 min read
rolls | layers | VIX calls

{LONG}

Advertisement

Two things count:

• The spread of the old call.
• The spread of the new one.

Read more

{PROSE} Each roll (Round Trip) takes two orders.

Disclaimer: Nothing here is advice.

Glossary terms
Roll, Layer

Was this helpful?
Yes
No
Related articles
Why calls decay
© 2026 Some Site. All rights reserved.
"""


def test_a_saved_page_gives_its_text_alone_as_passages(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    library = read_library([Folder(root=tmp_path)])
    said = "\n".join(p.text for p in library.passages)
    assert said.startswith(LONG)
    assert said.endswith("Each roll (Round Trip) takes two orders.")
    assert "The spread of the old call." in said
    for furniture in ("Home", "Ann", "Advertisement", "Read more", "advice", "helpful", "decay", "rights", "Glossary"):
        assert furniture not in said
    assert all(p.document.text[p.start : p.end] == p.text and p.document.text == PAGE for p in library.passages)


def test_what_a_saved_page_says_of_its_text_is_read() -> None:
    page = read_saved_page(PAGE)
    assert page is not None
    assert (page.title, page.author, page.date) == ("What does a roll cost?", "Ann Writer", "2026-01-05")
    assert page.byline == "By Ann Writer | Jan 5, 2026"
    assert (page.tags, page.terms) == (("rolls", "layers", "VIX calls"), ("Roll", "Layer"))
    assert page.disclaimer == "Disclaimer: Nothing here is advice."


def test_the_source_page_gives_its_text_and_fields(shared: Path) -> None:
    library = read_library([Folder(root=shared / "seeds")])
    (document,) = library.documents
    texts = [p.text for p in library.passages]
    assert texts[0].startswith("Understanding the performance impact")
    assert texts[-1].endswith("vehicles that track volatility term structure.")
    assert len(texts) == 10
    assert (document.author, document.date) == ("VixShield Research Team", "2026-05-07")
    assert document.title.startswith("How much does the ALVH hedge actually drag")
    assert document.tags == ("ALVH", "iron condor", "VIX calls", "hedging costs")
    assert "Relative Strength Index (RSI)" in document.terms
    assert document.disclaimer is not None
    assert document.disclaimer.startswith("⚠️ Risk Disclaimer: Options trading")
    assert document.url is not None
    assert document.url.startswith("https://www.vixshield.com/ask/how-much")


@pytest.mark.parametrize(
    "text",
    [
        "# Comments\n\nThe trial balance shows a view of 3 shares.\n\n## Search\n\nHome prices fell.\n",
        f"{LONG}\n\nYes\n\nNo\n\nX\n",
        "Related risks\n\nSign in blood\n\nShare prices fell, and the trial was long.\n",
        "A short note.\n\n12\n\n0.4% to 1.2%\n",
    ],
)
def test_a_text_that_is_no_saved_page_keeps_all_its_lines(text: str) -> None:
    assert read_saved_page(text) is None


@pytest.mark.parametrize(
    "line", ["Like", "1.2k views", "12 comments", "Follow us on X", "Sign in | Register", "Back to top ↑", "4 min read"]
)
def test_labels_and_counters_are_furniture(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line", ["Likely losses", "12 condors", "We follow the index.", "A register of trades", "Top", "VIX calls", ""]
)
def test_words_of_a_text_are_none(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize(
    ("line", "author", "day"),
    [
        ("By Ann Writer, 4 March 2025", "Ann Writer", "2025-03-04"),
        ("By Ann Writer, March 4, 2025", "Ann Writer", "2025-03-04"),
        ("Written by Ann Writer on 2025-03-04", "Ann Writer", "2025-03-04"),
        ("Ann Writer | 4th March 2025 | 5 min read", "Ann Writer", "2025-03-04"),
        ("Published May 7, 2026", None, "2026-05-07"),
    ],
)
def test_bylines_name_an_author_and_a_day_in_several_ways(line: str, author: str | None, day: str) -> None:
    assert is_byline(line)
    assert (author_of(line), date_of(line)) == (author, day)


def test_a_sentence_that_speaks_of_a_day_does_not_date_its_text() -> None:
    told = "On 5 February 2018 the index fell by four percent within a day, and the calls that had been bought in calm rose."
    assert date_of(told) is None
    assert not is_byline(told)
