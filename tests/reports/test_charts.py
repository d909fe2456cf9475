"""Charts as drawn: every mark where its number says, legible in both schemes, told in words and in a table."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from corpus.backtests.backtest import Backtest
from qa.answer import Materials, answer
from qa.calculator.core.facts import Facts
from qa.calculator.core.scope import Scope
from qa.document import AnswerDocument, Section, Sentence, SeriesView
from qa.evidence import charts
from reports.charts.canvas import ROLES, Canvas, tick_labels, ticks
from reports.charts.draw import Picture, pictures, svgs
from reports.charts.time import short_name
from reports.pages.page import render_page
from reports.pages.render import Format, render
from tests.builders import marked, monthly
from tests.conftest import SEED
from tests.qa.test_charts import KINDS, condor

SVG = "{http://www.w3.org/2000/svg}"
#: Rounded coordinates lie no further than this from where the number says [px].
NEAR = 0.02
#: Series and picture of each chart, by its title.
Drawn = dict[str, tuple[tuple[SeriesView, ...], Picture]]


def drawn(
    kinds: Sequence[charts.Kind], facts: Facts, answered: AnswerDocument, cache: Path
) -> list[tuple[charts.Chart, Picture | None]]:
    """Charts of a backtest, as a document's page has them."""
    made = charts.make_charts(kinds, facts, Scope())
    sections = tuple(
        Section(kind="chart", heading=Sentence(text=c.kind.finding(c.series)), series=tuple(s.id for s in c.series))
        for c in made
        if c.series
    )
    document = replace(answered, series=charts.series_of(made), sections=sections)
    return list(zip([c for c in made if c.series], pictures(document, cache), strict=True))


def places(svg: str, name: str) -> list[tuple[float, float]]:
    """The corners of a drawn path, or the middle of a marker, under a name."""
    root = ET.fromstring(svg)  # noqa: S314 our own SVG
    group = next(g for g in root.iter(f"{SVG}g") if g.get("id") == name)
    use = next(group.iter(f"{SVG}use"), None)
    if use is not None:
        return [(float(use.get("x", "")), float(use.get("y", "")))]
    path = next(group.iter(f"{SVG}path"))
    numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", path.get("d", ""))]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def assert_on_one_scale(marks: list[tuple[float, float]]) -> None:
    """Pixels of (value, pixel) pairs are one linear function of their values."""
    (v0, p0), (v1, p1) = min(marks), max(marks)
    slope = (p1 - p0) / (v1 - v0)
    assert abs(p1 - p0) > 3
    for value, pixel in marks:
        assert pixel == pytest.approx(p0 + (value - v0) * slope, abs=NEAR * 2)


def valued(series: SeriesView) -> list[tuple[int, float]]:
    """Places and values of the points that have one."""
    return [(i, p.value) for i, p in enumerate(series.points) if p.value is not None]


@pytest.fixture(scope="module")
def of_sample(sample: Backtest, seed_answer: AnswerDocument, cache_dir: Path) -> Drawn:
    """Every chart of the sample, by its title."""
    both = drawn(KINDS, Facts(sample), seed_answer, cache_dir)
    return {c.kind.title: (c.series, p) for c, p in both if p is not None}


def test_every_chart_of_the_sample_is_drawn(of_sample: Drawn) -> None:
    assert list(of_sample) == [kind.title for kind in KINDS]


@pytest.mark.parametrize(
    "kind", [charts.GROWTH, charts.UNDERWATER, charts.SIZES, charts.PAYOFF, charts.ROLLING], ids=lambda k: k.title
)
@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_lines_run_through_their_points(kind: charts.Kind, width: str, of_sample: Drawn) -> None:
    series, picture = of_sample[kind.title]
    for one in series[1:] if kind is charts.PAYOFF else series:
        corners = places(getattr(picture, width), one.id)
        assert len(corners) == len(one.points)
        assert_on_one_scale([(value, corners[i][1]) for i, value in valued(one)])
    if kind is charts.PAYOFF:
        assert_on_one_scale([(value, places(getattr(picture, width), series[1].id)[i][0]) for i, value in valued(series[0])])


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_bars_are_as_long_as_their_numbers(width: str, of_sample: Drawn) -> None:
    for kind, axis in ((charts.MONTHS, 1), (charts.EPISODES, 0), (charts.LOSSES, 0)):
        series, picture = of_sample[kind.title]
        for one in series[:1] if kind is charts.MONTHS else series[:2]:
            marks = []
            for i, value in valued(one):
                corners = [corner[axis] for corner in places(getattr(picture, width), f"{one.id}-{i}")]
                marks.append((value, corners[2] - corners[0]))
            assert_on_one_scale([(0.0, 0.0), *marks])


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_months_lie_where_the_index_and_the_hedge_put_them_and_the_curve_among_them(width: str, of_sample: Drawn) -> None:
    (index, hedge, fitted), picture = of_sample[charts.MARKET.title]
    dots = [places(getattr(picture, width), f"{hedge.id}-{i}")[0] for i, _ in valued(hedge)]
    assert_on_one_scale([(value, dots[i][0]) for i, value in valued(index)])
    curve = places(getattr(picture, width), fitted.id)
    in_order = sorted(zip((v for _, v in valued(index)), (v for _, v in valued(fitted)), strict=True))
    heights = [(value, at[1]) for (_, value), at in zip(in_order, curve, strict=True)]
    assert_on_one_scale([*((value, dots[i][1]) for i, value in valued(hedge)), *heights])


def test_a_waterfall_is_cumulative_and_ends_in_its_sum(of_sample: Drawn) -> None:
    (parts,), picture = of_sample[charts.PARTS.title]
    edges = [(c[0][0], c[2][0]) for c in (places(picture.wide, f"{parts.id}-{i}") for i in range(len(parts.points)))]
    assert_on_one_scale([(0.0, 0.0), *((value, edges[i][1] - edges[i][0]) for i, value in valued(parts))])
    for (_, end), (begin, _) in pairwise(edges[:-1]):
        assert begin == pytest.approx(end, abs=NEAR)
    assert edges[-1][1] == pytest.approx(edges[-2][1], abs=NEAR)


def test_regimes_have_dots_and_whiskers_where_they_belong(of_sample: Drawn) -> None:
    (mean, _), picture = of_sample[charts.REGIMES.title]
    marks = [(value, places(picture.wide, f"{mean.id}-{i}")[0][0]) for i, value in valued(mean)]
    for i, point in enumerate(mean.points):
        if point.interval:
            low, high = places(picture.wide, f"{mean.id}-interval-{i}")
            marks += [(point.interval.low, low[0]), (point.interval.high, high[0])]
    assert_on_one_scale(marks)
    assert f'id="{mean.id}-interval-3"' not in picture.wide  # too few months for an interval


def test_a_heatmap_has_a_cell_a_month_grey_where_the_hedge_cost(
    of_sample: Drawn,
) -> None:
    (months, _), picture = of_sample[charts.HEATMAP.title]
    cells = re.findall(rf'<g id="{months.id}-(\d+)">\n<path [^>]*class="f-(cost|gain)-\d"', picture.wide)
    assert [(int(i), what) for i, what in cells] == [(i, "cost" if v >= 0 else "gain") for i, v in valued(months)]


def test_hedged_and_unhedged_differ_in_colour_and_dash_everywhere(
    of_sample: Drawn,
) -> None:
    for kind in (charts.GROWTH, charts.UNDERWATER):
        (unhedged, hedged), picture = of_sample[kind.title]
        for one, role, dashed in ((unhedged, "unhedged", True), (hedged, "hedged", False)):
            line = re.search(rf'<g id="{one.id}">\n<path [^>]*>', picture.wide)
            assert line is not None
            assert f's-{role}"' in line[0]
            assert ("stroke-dasharray" in line[0]) == dashed


def test_a_chart_follows_the_scheme_and_leaves_no_colour_without_a_role(
    of_sample: Drawn,
) -> None:
    for _, picture in of_sample.values():
        for svg in (picture.wide, picture.narrow):
            style = re.search(r"<style>(.*?)</style>", svg)
            assert style is not None
            light, dark = style[1].split("@media (prefers-color-scheme:dark)")
            assert set(re.findall(r"#\w{6}", light)) <= {colours[0] for colours in ROLES.values()}
            assert set(re.findall(r"#\w{6}", dark)) <= {colours[1] for colours in ROLES.values()}
            assert re.findall(r"#[0-9a-f]{6}\b", svg.replace(style[0], "").replace("xlink:href", "")) == []


def test_a_chart_loads_nothing_runs_nothing_and_has_its_text_as_paths(
    of_sample: Drawn,
) -> None:
    for _, picture in of_sample.values():
        for svg in (picture.wide, picture.narrow):
            assert re.findall(r'href="(?!#)', svg) == []
            assert re.findall(r"<(?:script|text|image|metadata|foreignObject)\b", svg) == []
            assert max(len(n) for n in re.findall(r' d="[^"]*"', svg)) > 0
            assert re.findall(r"[ML] -?\d+\.\d{3}", svg) == []


def test_a_chart_is_told_in_words(of_sample: Drawn) -> None:
    _, picture = of_sample[charts.GROWTH.title]
    assert picture.alt == (
        "Lines by month: total return since the start of the unhedged and the hedged account. "
        "The hedged account ended above the unhedged one."
    )
    assert f"<title>{picture.alt}</title>" in picture.wide


def extents(svg: str) -> Iterator[tuple[float, float, float]]:
    """Of each line of text where its first glyph begins, where its last one does, and its base line."""
    for group in ET.fromstring(svg).iter(f"{SVG}g"):  # noqa: S314 our own SVG
        place = re.match(r"translate\((\S+) (\S+)\) scale\((\S+) \S+\)", group.get("transform", ""))
        if place:
            x, y, scale = (float(n) for n in place.groups())
            moved = [re.match(r"translate\((\S+) ", use.get("transform", "")) for use in group.iter(f"{SVG}use")]
            yield x, x + scale * max(float(m[1]) if m else 0.0 for m in moved), y


SMALL: dict[str, Callable[[], Facts]] = {
    "one month": lambda: monthly([0.01], [-0.002]),
    "two months of nothing": lambda: monthly([0.0, 0.0], [0.0, 0.0]),
    "huge numbers": lambda: marked(["2020-01-03", "2020-02-03", "2020-03-03"], [1e14, 3e15, 1e17], [-1e13, 2e12, 1e14]),
    "tiny numbers": lambda: monthly([1e-12, 2e-12], [1e-13, -1e-13]),
    "thirty years": lambda: monthly([0.01, -0.02] * 180, [-0.001, 0.002] * 180),
    "one night": condor,
}


@pytest.mark.parametrize("name", SMALL)
def test_charts_of_extreme_runs_are_drawn_within_their_frame(name: str, seed_answer: AnswerDocument, cache_dir: Path) -> None:
    for chart, picture in drawn(KINDS, SMALL[name](), seed_answer, cache_dir):
        if picture is None:
            assert sum(p.value is not None for p in chart.series[0].points) < 2
            continue
        for svg, (width, height) in ((picture.wide, picture.wide_size), (picture.narrow, picture.narrow_size)):
            assert "nan" not in svg.lower().replace("<title>", "")
            assert f'viewBox="0 0 {width} {height}"' in svg
            for left, right, foot in extents(svg):
                assert left > -1, (name, chart.kind.title)
                assert right < width, (name, chart.kind.title)
                assert 8 < foot < height, (name, chart.kind.title)


def test_a_line_is_broken_where_a_month_has_no_value(seed_answer: AnswerDocument, cache_dir: Path) -> None:
    days = ["2020-01-15", "2020-02-14", "2020-04-15", "2020-06-15", "2020-08-14", "2020-09-15"]
    facts = marked(days, [1.0, -2.0] * 3, [0.0] * 6)
    ((chart, picture),) = drawn([charts.UNDERWATER], facts, seed_answer, cache_dir)
    assert [p.label for p in chart.series[0].points if p.display == "no values"] == ["2020-03", "2020-05", "2020-07"]
    assert picture is not None
    name = chart.series[0].id
    parts = [places(picture.wide, part) for part in (name, f"{name}-1", f"{name}-2", f"{name}-3")]
    assert [len(p) for p in parts] == [2, 1, 1, 2]


def test_every_number_on_a_chart_beside_its_axes_stands_in_its_table(
    of_sample: Drawn, cache_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def tell(_: Canvas, x: float, y: float, text: str, role: str = "ink", **shape: object) -> None:
        assert x == x, (y, shape)  # noqa: PLR0124 a place that is none
        told.extend([text] if role != "soft" else [])

    monkeypatch.setattr(Canvas, "text", tell)
    for title, (series, _) in of_sample.items():
        told.clear()
        svgs(series, title, cache_dir)
        points = [p for s in series for p in s.points]
        known = {own for p in points for own in (p.display, p.display.partition(", ")[0], p.label, p.label[:10], f"n = {p.n}")}
        known |= {short_name(p.label) for p in points if re.fullmatch(r"\d{4}-\d\d", p.label)}
        known |= {display.removesuffix("%") for display in known}
        assert told, title
        for text in told:
            rest = text
            for own in sorted(known, key=len, reverse=True):
                rest = rest.replace(own, "")
            assert not re.search(r"\d", rest), (title, text)


def test_a_hostile_name_is_text_wherever_a_chart_is_told(of_sample: Drawn, seed_answer: AnswerDocument, cache_dir: Path) -> None:
    hostile = "</title><script>alert(\"x\")</script> & 'y' > z"
    series, _ = of_sample[charts.REGIMES.title]
    for svg in svgs(series, hostile, cache_dir):
        title = ET.fromstring(svg).find(f"{SVG}title")  # noqa: S314 our own SVG
        assert title is not None
        assert title.text == hostile
    section = Section(kind="chart", heading=Sentence(text=hostile), series=tuple(s.id for s in series))
    page = render_page(replace(seed_answer, series=series, sections=(section,)), cache_dir)
    assert "<script>alert" not in page
    assert "a row for each regime of VIX. &lt;/title&gt;&lt;script&gt;" in page


def test_texts_and_json_draw_no_chart(seed_answer: AnswerDocument, cache_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Canvas, "svg", lambda *_: pytest.fail("a chart was drawn"))
    forms: tuple[Format, ...] = ("text", "md", "json")
    for form in forms:
        assert "VIX" in render(seed_answer, form, cache_dir)


def test_axes_have_round_numbers_with_zero_among_them() -> None:
    assert tick_labels(ticks(-0.013, 0.006), "fraction/month") == ["−1.0%", "−0.5%", "0%", "0.5%"]
    assert tick_labels(ticks(0.0, 34_000.0), "USD") == ["$0", "$10,000", "$20,000", "$30,000"]
    assert tick_labels(ticks(0.0, 9e9), "USD") == ["$0", "$2.5bn", "$5bn", "$7.5bn"]
    assert ticks(-1e-9, 1e-9) == [0.0]


def test_a_page_without_a_figure_has_no_chart(materials: Materials, cache_dir: Path) -> None:
    document = answer("What is drag?", materials)
    assert pictures(document, cache_dir) == (None,) * len(document.sections)


def test_the_seeds_page_has_its_charts_with_their_tables(materials: Materials, cache_dir: Path) -> None:
    page = render(answer(SEED, materials), "html", cache_dir)
    assert len(re.findall(r'<img src="data:image/svg\+xml;base64,[^"]+" alt="[^"]{40,}"', page)) == 2
    assert page.count("<figure") == page.count("The numbers as a table") == 2
    assert "<svg" not in page
    assert 'data-point="2015-08"' in page
