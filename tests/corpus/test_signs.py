"""Signs that no one sees, what reads as other than it is, and names that would smuggle a number."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.backtests.manifest import read_manifest
from corpus.errors import UnreadableError
from corpus.signs import isolated, kept_apart, marked, reads_right_to_left, unseen
from reports.desk import open_desk
from reports.monthly.clients import read_clients
from tests.reports.command import BACKTEST

_BIDI = [chr(c) for c in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0x200B, 0x2010), 0xFEFF, 0xAD, 0x61C, 0x2060)]
_TAGS = [chr(c) for c in (0xE0000, 0xE0001, 0xE0020, 0xE0041, 0xE007F)]


@pytest.mark.parametrize("sign", [*_BIDI, *_TAGS, "\x1b", "\x07", "\u3164", "\u00a0\u034f"[1:]])
def test_an_unseen_sign_is_told_by_a_name_without_a_numeral(sign: str) -> None:
    shown = marked(f"4{sign}0% to 1.2%")
    assert sign not in shown
    assert [c for c in shown if c.isdigit()] == list("4012")
    assert shown.startswith("4‹")
    assert shown.endswith("›0% to 1.2%")


def test_a_run_of_one_kind_is_one_mark() -> None:
    assert marked("a" + "".join(chr(0xE0000 + ord(c)) for c in "hidden words") + "b") == "a‹TAG›b"
    assert marked("a\u200b\u200b\u202eb") == "a‹ZWSP›‹RLO›b"


@pytest.mark.parametrize(
    "text", ["a heart \u2764\ufe0f", "1\ufe0f\u20e3", "a family \U0001f468\u200d\U0001f469", "می\u200cخواهم", "plain"]
)
def test_a_sign_that_belongs_where_it_stands_is_left_alone(text: str) -> None:
    assert unseen(text) == []
    assert marked(text) == text


@pytest.mark.parametrize(
    "text", ["0\ufe0f.4%", "drag\ufe01", "\ufe0f", "1\ufe0f2", "a\u200db", "\u200d\U0001f469", "A\U000e0101"]
)
def test_a_selector_or_joiner_out_of_place_is_marked(text: str) -> None:
    assert len(unseen(text)) == 1


def test_words_read_from_right_to_left_are_held_apart_from_the_numbers_beside_them() -> None:
    hebrew = "עלות הגידור"
    assert isolated(f"It is {hebrew} 0.4% to 1.2%") == f"It is \u2067{hebrew}\u2069 0.4% to 1.2%"
    assert isolated(f"He says “{hebrew} 0.4% עד 1.2%” [S1]") == f"He says “\u2067{hebrew} 0.4% עד 1.2%\u2069” [S1]"
    assert reads_right_to_left(f"{hebrew} 0.4% עד 1.2%")
    assert not reads_right_to_left("0.4% א 1.2%")
    assert kept_apart(["a \u2067עלות", "  הגידור", "  עד\u2069 0.4%"]) == [
        "a \u2067עלות\u2069",
        "  \u2067הגידור\u2069",
        "  \u2067עד\u2069 0.4%",
    ]


_NAMES = {
    "Seventy": "'Seventy'",
    "two rivers capital": "'two'",
    "Hedge Costs Two": "'Two'",
    "Hedge costs 2": "'2'",
    "Drawdown Of Forty": "'Forty'",
    "Nine Of Ten": "'Nine'",
    "Doubles Returns Fund": "'Doubles'",
    "Safer Than Ten": "'Ten'",
    "The one percent club": "'percent'",
    "Fonds Soixante Pour Cent": "'Soixante'",
    "Twofold Partners": "'Twofold'",
    "Up\u202eside": "RLO",
    "Fu\u200bnd": "ZWSP",
    "F\u0443nd": "letters look like others",
    "Ｆund": "letters look like others",
}


@pytest.mark.parametrize("name", _NAMES)
def test_a_name_that_states_an_amount_or_has_an_unseen_sign_is_refused_with_what_to_do(tmp_path: Path, name: str) -> None:
    files = {
        "backtest.toml": BACKTEST.replace('title = "B"', f'title = "{name}"'),
        "clients.toml": f'[[client]]\nid = "a"\nname = "{name}"\nbacktest = "b"\n',
        "hedgecite.toml": f'name = "{name}"\n',
    }
    for file, text in files.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    reads: tuple[Callable[[], object], ...] = (
        lambda: read_manifest(tmp_path / "backtest.toml"),
        lambda: read_clients(tmp_path / "clients.toml"),
        lambda: open_desk(tmp_path, tmp_path),
    )
    for read, file in zip(reads, files, strict=True):
        with pytest.raises(UnreadableError) as caught:
            read()
        assert _NAMES[name] in caught.value.what
        assert caught.value.where.startswith(f"{file}:")
        assert caught.value.mend.startswith(("write it as a name", "write it in the letters", "take it out"))


@pytest.mark.parametrize(
    "name",
    """S&P 500 condor; 4/4/2; Northstone Partners; Tenor Capital; Müller & Söhne; 0.70 tier; Two Rivers Capital; Four Oaks;
    Seven Hills Hedge Fund; Cinco de Mayo Trust; Double Eagle & Sons; Forty-Two Partners""".replace("\n    ", " ").split("; "),
)
def test_a_name_with_digits_number_words_or_letters_of_its_language_is_taken(tmp_path: Path, name: str) -> None:
    (tmp_path / "backtest.toml").write_text(BACKTEST.replace('title = "B"', f'title = "{name}"'), encoding="utf-8")
    assert read_manifest(tmp_path / "backtest.toml").title == name
