"""The question in plain words for the readers, with the way back to the words as they were asked."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

from qa.understand.numbers import BELOW_HUNDRED, UNITS, WORDS, value_of
from qa.understand.spelling import Spelling

Place = tuple[int, int]
_TOKEN = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})* 000(?!\d)|\d+(?:[.,:]\d+)*|\.\d+|[^\W\d_]+(?:['’][^\W\d_]+)*|\s|.", re.DOTALL)
_SIGNS = str.maketrans("‘’“”–—−", "''\"\"---")
_DECIMAL_COMMA = re.compile(r"(\d+),(\d\d?)")
_THOUSANDS = re.compile(r"\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?")
_FRACTIONS = tuple(
    (tuple(re.findall(r"\w+| ", words)), value)
    for words, value in (
        *((f"a quarter {of}million", "250000") for of in ("", "of ", "of a ")),
        ("one and a half", "1.5"),
        ("one and half", "1.5"),
    )
)
#: What may stand between the words of one number.
_BETWEEN = frozenset({" ", "-"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A question and its plain form: lower case, straight signs, spelt right, numbers in digits with a decimal point."""

    asked: str
    plain: str
    #: where in `plain` each piece begins, and what it stands for in `asked`
    begins: tuple[int, ...]
    places: tuple[Place, ...]

    def place(self, place: Place) -> Place:
        """A place of the plain form in the question as asked."""
        first = bisect_right(self.begins, place[0]) - 1
        last = bisect_right(self.begins, max(place[1] - 1, place[0])) - 1
        return self.places[first][0], self.places[last][1]

    def said(self, place: Place) -> str:
        """The asked words for a place of the plain form."""
        a, b = self.place(place)
        return self.asked[a:b].strip()


def clean(text: str) -> str:
    """The question on one line, without control characters."""
    return " ".join("".join(" " if unicodedata.category(c) in {"Cc", "Cf", "Cs"} else c for c in text).split())


def read_text(asked: str, spelling: Spelling) -> Text:
    """The plain form of a cleaned question."""
    tokens = [(m[0], m.start()) for m in _TOKEN.finditer(asked)]
    begins, places, plain, at, i = [], [], [], 0, 0
    while i < len(tokens):
        end, word = (None if _scales(tokens, i) else _number(tokens, i)) or (i + 1, _plain(tokens[i][0], spelling))
        last, start = tokens[end - 1]
        begins.append(at)
        places.append((tokens[i][1], start + len(last)))
        plain.append(word)
        at += len(word)
        i = end
    return Text(asked=asked, plain="".join(plain), begins=tuple(begins or [0]), places=tuple(places or [(0, 0)]))


def _scales(tokens: list[tuple[str, int]], i: int) -> bool:
    """Whether a word at a place only scales the digits before it: "400 thousand"."""
    digits = tokens[i - 2][0] if i > 1 and tokens[i - 1][0] == " " else ""
    return tokens[i][0].lower() in {"thousand", "million"} and digits[:1].isdigit()


def _plain(token: str, spelling: Spelling) -> str:
    word = token.translate(_SIGNS).lower()
    if not word[0].isalpha():
        if m := _DECIMAL_COMMA.fullmatch(word):
            return f"{m[1]}.{m[2]}"
        return word.replace(",", "").replace(" ", "") if _THOUSANDS.fullmatch(word) else word
    return spelling.mend(word)


def _number(tokens: list[tuple[str, int]], i: int) -> tuple[int, str] | None:
    """The number words that begin at a token: where they end, and the number in digits.

    "a hundred" is 100 and "a quarter million" 250000, but "one" and "a" alone are none; "and" joins only below a hundred.
    """
    words, end, at = list[str](), i, i
    lower = [t.lower() for t, _ in tokens[i : i + 24]]
    if (fixed := _fraction(lower)) is not None:
        return i + fixed[0], fixed[1]
    if lower[0] in {"a", "half"}:
        scale = 5 if lower[:4] == ["half", " ", "a", " "] else 3
        return _scaled(lower, i, scale)
    while at < i + len(lower):
        word = lower[at - i]
        if word in WORDS:
            words.append(word)
            end = at = at + 1
        elif (words and word in _BETWEEN) or (
            words[-1:] in (["hundred"], ["thousand"]) and word == "and" and at + 2 < i + len(lower) and _small(lower[at + 2 - i])
        ):
            at += 1
        else:
            break
    if not words or words == ["one"]:
        return None
    value = value_of(words)
    if value is None:
        return None
    if lower[end - i : end - i + 6] == [" ", "and", " ", "a", " ", "half"]:
        return end + 6, f"{value}.5"
    return end, value


def _fraction(lower: list[str]) -> tuple[int, str] | None:
    """Fractions that begin with a word for one: "a quarter of a million", "one and a half"; where they end, and in digits."""
    for words, value in _FRACTIONS:
        if lower[: len(words)] == list(words):
            return len(words), value
    return None


def _scaled(lower: list[str], i: int, scale: int) -> tuple[int, str] | None:
    """A number of hundreds, thousands or millions that an article or a half leads: "a hundred", "half a million"."""
    word = lower[scale - 1] if len(lower) >= scale else ""
    if word not in {"hundred", "thousand", "million"}:
        return None
    if lower[0] == "half":
        return (i + scale, str(int(value_of([word]) or 0) // 2)) if word == "million" else None
    words, end = [word], scale
    if lower[scale : scale + 2] == [" ", "thousand"]:
        words, end = [word, "thousand"], scale + 2
    elif lower[scale : scale + 3] in ([" ", "and", " "], ["-", "and", "-"]) and _small("".join(lower[scale + 3 : scale + 4])):
        words, end = [word, lower[scale + 3]], scale + 4
    return i + end, value_of(words) or ""


def _small(word: str) -> bool:
    return word in UNITS or word in BELOW_HUNDRED
