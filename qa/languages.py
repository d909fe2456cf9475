"""Languages: how numbers and dates are written in others than that of documents, whose words stay as they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from corpus.dates import MONTHS
from qa.numerals import MINUS

#: A space that no line breaks at, and the narrow one that French sets between thousands.
_FAST, _NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """How one language writes numbers and dates."""

    #: between whole part and decimals, and between thousands
    point: str = "."
    thousands: str = ","
    months: tuple[str, ...] = tuple(MONTHS)
    short: tuple[str, ...] = tuple(m[:3] for m in MONTHS)
    #: a day, and a day of no stated year, in order; `{d}` day, `{m}` month, `{y}` year
    day: str = "{d} {m} {y}"
    no_year: str = "{d} {m}"
    #: what stands before a sign of percent or of a currency that follows; None where the currency is in front
    after: str | None = None


_GERMAN = ("Januar Februar März April Mai Juni Juli August September Oktober November Dezember").split()
_FRENCH = ("janvier février mars avril mai juin juillet août septembre octobre novembre décembre").split()
_SPANISH = ("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre").split()
_ITALIAN = ("gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre").split()
WRITINGS: Mapping[str, Writing] = {
    "en": Writing(),
    "en-US": Writing(day="{m} {d}, {y}", no_year="{m} {d}"),
    "de": Writing(
        point=",",
        thousands=".",
        months=tuple(_GERMAN),
        short=("Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"),
        day="{d}. {m} {y}",
        no_year="{d}. {m}",
        after=_FAST,
    ),
    "fr": Writing(
        point=",",
        thousands=_NARROW,
        months=tuple(_FRENCH),
        short=("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
        after=_NARROW,
    ),
    "es": Writing(
        point=",",
        thousands=".",
        months=tuple(_SPANISH),
        short=tuple(m[:3] for m in _SPANISH),
        day="{d} de {m} de {y}",
        no_year="{d} de {m}",
        after=_FAST,
    ),
    "it": Writing(
        point=",",
        thousands=".",
        months=tuple(_ITALIAN),
        short=tuple(m[:3] for m in _ITALIAN),
        after=_FAST,
    ),
}
_NAMES = "|".join(MONTHS)
_SHORT = "|".join(m[:3] for m in MONTHS)
_DATE = re.compile(
    rf"\b(?:(?P<d>\d{{1,2}}) (?P<m>{_NAMES})(?: (?P<y>\d{{4}}))?"
    rf"|(?P<m2>{_NAMES}) (?P<y2>\d{{4}})|(?P<s>{_SHORT}) (?P<y3>\d{{4}}))\b"
)
_NUMBER = re.compile(rf"(?P<sign>[+{MINUS}]?)(?P<money>\$?)(?P<whole>\d[\d,]*)(?:\.(?P<part>\d+))?(?P<percent>%?)")


def localised(display: str, language: str) -> str:
    r"""A number, a date or a range as the language writes it; words stay.

    >>> localised("+$5,146.50", "de"), localised("3.86%", "fr"), localised("28 February 2018", "de")
    ('+5.146,50\xa0$', '3,86\u202f%', '28. Februar 2018')
    >>> localised("1 February 2018", "en-US"), localised("Since Mar 2014", "de")
    ('February 1, 2018', 'Since Mär 2014')
    """
    if language == "en":
        return display
    writing, told, at = WRITINGS[language], [], 0
    for m in _DATE.finditer(display):
        told += [_numbers(display[at : m.start()], writing), _date(m, writing)]
        at = m.end()
    return "".join([*told, _numbers(display[at:], writing)])


def _numbers(text: str, writing: Writing) -> str:
    return _NUMBER.sub(lambda m: _number(m, writing), text)


def _number(m: re.Match[str], writing: Writing) -> str:
    whole = m["whole"].replace(",", writing.thousands)
    number = whole if m["part"] is None else f"{whole}{writing.point}{m['part']}"
    if writing.after is None:
        return f"{m['sign']}{m['money']}{number}{m['percent']}"
    return (
        m["sign"]
        + number
        + (f"{writing.after}{m['money']}" if m["money"] else "")
        + (f"{writing.after}%" if m["percent"] else "")
    )


def _date(m: re.Match[str], writing: Writing) -> str:
    if m["s"]:
        return f"{writing.short[_SHORT.split('|').index(m['s'])]} {m['y3']}"
    month = writing.months[MONTHS.index(m["m"] or m["m2"])]
    if m["m2"]:
        return f"{month} {m['y2']}"
    return writing.day.format(d=m["d"], m=month, y=m["y"]) if m["y"] else writing.no_year.format(d=m["d"], m=month)
