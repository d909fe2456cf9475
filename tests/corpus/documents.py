"""Documents as publishers bring them, made here: a PDF in two columns, a saved web page, a Word file, a book."""

# ruff: noqa: E501 markup stands on one line
from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

SUBJECTS = ("short layer", "medium layer", "long layer", "entry time", "position size", "stress month")
#: Sentences that no two sections share, so that a passage stands in one place.
SAID = (
    "The {0} is rolled when {1} days are left, whatever the index did in the meantime or is expected to do.",
    "In quiet months the {0} costs some {1} basis points of the account, and nobody should be surprised by that.",
    "Whoever leaves the {0} out for {1} weeks saves a little premium and forgoes the protection exactly when volatility rises.",
    "A risk-adjusted comparison of the {0} over {1} months is the only one that tells the reader whether the cost was justified.",
    "Transactions of the {0} are booked at the midpoint of the quotation, {1} minutes before the settlement of the underlying.",
)


def paragraph(subject: int, first: int = 0) -> str:
    """A paragraph on a subject, with numbers of its own."""
    return " ".join(s.format(SUBJECTS[subject], 11 + 7 * subject + 41 * i + first) for i, s in enumerate(SAID))


def two_columns(file: Path) -> Path:
    """A PDF of several pages in two columns, with a running head, page numbers, hyphens, items and a table across."""
    try:
        import weasyprint
    except OSError as error:
        pytest.skip(f"WeasyPrint needs Pango, with which the tests make PDFs: {error}")

    style = (
        "@page { size: A4; margin: 2cm; @top-left { content: 'Hedge Notes 2026' } @bottom-center { content: 'Page ' counter(page) } }"
        "body { font: 10pt serif } .columns { columns: 2; hyphens: auto; text-align: justify; column-gap: 8mm } table { width: 100% }"
        "td, th { padding: 2px 20px; text-align: left } h2 { font-size: 14pt }"
    )
    sections = "".join(
        f"<h2>On the {subject}</h2><p>{paragraph(i)}</p><ul><li>First comes the {subject} in the morning.</li>"
        f"<li>Second, the {subject} is looked at again before the close, by somebody else.</li></ul><p>{paragraph(i, 500)}</p>"
        for i, subject in enumerate(SUBJECTS)
    )
    rows = "".join(f"<tr><td>{s}</td><td>{7 + i} days</td><td>{50 + i}.5%</td></tr>" for i, s in enumerate(SUBJECTS))
    table = f"<table><tr><th>Layer</th><th>Rolled at</th><th>Share</th></tr>{rows}</table>"
    html = (
        f"<html lang='en'><title>Notes on the hedge</title><style>{style}</style><h1>Notes on the hedge</h1>"
        f"<p>Ann Writer · March 4, 2026</p><div class='columns'>{sections}</div><h2>All layers</h2>{table}</html>"
    )
    weasyprint.HTML(string=html).write_pdf(file)
    return file


PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Rolling the hedge | Some Desk</title>
<meta property="og:site_name" content="Some Desk"><meta name="author" content="Ann Writer">
<meta property="article:published_time" content="2026-03-04T09:00:00Z"><meta name="keywords" content="hedge, roll, VIX calls">
<link rel="canonical" href="https://example.org/rolling"><script>var a = "<p>no</p>";</script><style>p { color: red }</style></head>
<body><header class="site-header"><a href="/">Some Desk</a><nav><ul><li><a href="/a">Home</a><li><a href="/b">Pricing</a>
<li><a href="/c">Sign in</a></ul></nav></header>
<div class="cookie-banner"><p>We use cookies to improve your experience on this site.</p><button>Accept all</button></div>
<div id="wrap"><div class="sidebar"><h3>Popular</h3><ul><li><a href="1">Why calls decay</a><li><a href=2>How spreads widen</a>
<li><a href=3>What gamma does</a></ul></div>
<main><article><p class="breadcrumb"><a href=/>Home</a> › <a href=/l>Learn</a></p><h1>Rolling the hedge</h1>
<p>Ann Writer · March 4, 2026 · 120 views</p>
<p>{first}</p><h2>What a roll costs</h2><p>Each roll costs two ticks<br>per contract &amp; <b>nothing</b> else: “no more”.</p><p>{second}</p>
<ul><li>Sell the old call first.</li><li>Buy the new call within a minute.<ol><li>Use a limit order.</li><li>Never chase.</li></ol></li></ul>
<table><tr><th>Layer</th><th>Roll</th></tr><tr><td>short</td><td>7 days left</td></tr><tr><td>long</td><td>190 days left</td></tr></table>
<blockquote><p>A hedge is bought before it is needed.</p></blockquote><pre>roll(layer)
  sell(old)</pre>
<div class="share-buttons"><a href=#>Facebook</a> <a href=#>Twitter</a> <a href=#>LinkedIn</a></div><p>Was this helpful?</p>
<h3>Glossary terms referenced</h3><ul><li><a href=x>Roll</a><li><a href=y>Layer</a></ul>
<p class="disclaimer">Risk Disclaimer: Options involve risk and are not for everyone.</p>
<h2>Related articles</h2><p>How to choose a strike when volatility is low and the market is calm, a long guide.</p></article></main></div>
<footer><p>© 2026 Some Desk. All rights reserved.</p><a href="/privacy">Privacy policy</a></footer></body></html>
"""


def saved_page(file: Path) -> Path:
    """A web page with menus, a side column, a banner, buttons and a footer."""
    file.write_text(PAGE.replace("{first}", paragraph(0)).replace("{second}", paragraph(1)), encoding="utf-8")
    return file


def word_file(file: Path) -> Path:
    """A Word file with headings, lists, a table and properties."""
    import docx

    made = docx.Document()
    made.core_properties.title, made.core_properties.author = "The rules of the desk", "Ann Writer"
    made.core_properties.keywords, made.core_properties.modified = "rules, desk", datetime(2026, 2, 1)  # noqa: DTZ001 as Word writes it
    made.add_heading("The rules of the desk", 0)
    for i, subject in enumerate(SUBJECTS[:3]):
        made.add_heading(f"Rules of the {subject}", 1)
        made.add_paragraph(paragraph(i))
        for words in (f"Never sell the {subject} at the open.", f"Tell the client before the {subject} changes."):
            made.add_paragraph(words, style="List Bullet")
    table = made.add_table(rows=3, cols=2)
    for row, texts in zip(table.rows, (("Layer", "Limit"), ("short", "4 contracts"), ("long", "2 contracts")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    made.save(str(file))
    return file


CONTAINER = '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="o/book.opf"/></rootfiles></container>'
OPF = (
    '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>A book</dc:title>'
    "<dc:creator>Ann Writer</dc:creator><dc:date>2026-02-03</dc:date></metadata><manifest>"
    '<item id="b" href="two.xhtml" media-type="application/xhtml+xml"/><item id="a" href="one.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/></manifest>'
    '<spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/></spine></package>'
)


def packed(parts: dict[str, str | bytes]) -> bytes:
    """A zip archive of parts by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return out.getvalue()


def book(file: Path) -> Path:
    """A book of two chapters."""
    chapter = '<html xmlns="http://www.w3.org/1999/xhtml"><body><h1>{0}</h1><p>{1}</p></body></html>'
    parts: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "o/book.opf": OPF,
        "o/nav.xhtml": "<html><body><a href='one.xhtml'>One</a></body></html>",
        "o/one.xhtml": chapter.format("One", paragraph(2)),
        "o/two.xhtml": chapter.format("Two", paragraph(3)),
    }
    file.write_bytes(packed(parts))
    return file
