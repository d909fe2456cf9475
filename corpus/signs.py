"""Signs that no one sees or that turn the reading order: which they are, and how pages name them."""

from __future__ import annotations

import re
import unicodedata

#: The names that Unicode gives them, short and without a numeral.
_NAMES = {
    "\u00ad": "SHY",
    "\u061c": "ALM",
    "\u180e": "MVS",
    "\u200b": "ZWSP",
    "\u200c": "ZWNJ",
    "\u200d": "ZWJ",
    "\u200e": "LRM",
    "\u200f": "RLM",
    "\u2028": "LS",
    "\u2029": "PS",
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u2060": "WJ",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
    "\ufeff": "ZWNBSP",
    "\x1b": "ESC",
}
#: Letters that are empty.
_EMPTY = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
_SELECTORS = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
_TAGS = "\U000e0000-\U000e007f"
_UNSEEN = re.compile(
    rf"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    rf"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a{_EMPTY}{_SELECTORS}{_TAGS}]"
)
_SELECTOR = re.compile(f"[{_SELECTORS}]")
_TAG = re.compile(f"[{_TAGS}]")
#: Letters and signs of scripts that are read from right to left.
_RIGHT = (
    "\u0590-\u05ff\u0600-\u07bf\u07c0-\u085f\u0860-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
)
#: Words of such a script, with what stands between them.
RIGHT_TO_LEFT = re.compile(rf"[{_RIGHT}](?:[^\w\n<>&]*[{_RIGHT}])*")
_RIGHT_LETTER = re.compile(f"[{_RIGHT}]")
_JOINED = re.compile(r"[\u0600-\u08ff\u0900-\u0dff]")
_QUOTED = re.compile(r"(“[^”]*”)")
#: So many letters are no sprinkling among numbers.
_SOME_WORDS = 12
_OPEN, _CLOSE = "‹", "›"
_START_RIGHT, _END = "\u2067", "\u2069"


def name_of(sign: str) -> str:
    """The short name of a sign, e.g. `RLO`."""
    if _TAG.match(sign):
        return "TAG"
    if _SELECTOR.match(sign):
        return "VS"
    return _NAMES.get(sign) or ("BLANK" if sign in _EMPTY else "CTRL" if unicodedata.category(sign) == "Cc" else "UNSEEN")


def mark_of(sign: str) -> str:
    """What a page shows in the place of a sign: `‹RLO›`."""
    return f"{_OPEN}{name_of(sign)}{_CLOSE}"


def unseen(text: str) -> list[tuple[int, int]]:
    """Spans of the signs that no one sees, a run of the same kind as one; those that belong where they stand are left out.

    >>> unseen("4\u200b0%"), unseen("a heart \u2764\ufe0f")
    ([(1, 2)], [])
    """
    spans: list[tuple[int, int]] = []
    if text.isascii() and text.isprintable():
        return spans
    for m in _UNSEEN.finditer(text):
        if _in_place(text, m.start()):
            continue
        if spans and spans[-1][1] == m.start() and name_of(text[m.start() - 1]) == name_of(m[0]):
            spans[-1] = (spans[-1][0], m.end())
        else:
            spans.append(m.span())
    return spans


def _in_place(text: str, at: int) -> bool:
    """Whether a selector has a sign to choose a form of, or a joiner two to join."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if _TAG.match(text[at]) or not before:
        return False
    if _SELECTOR.match(text[at]):
        keycap = before in "0123456789#*" and after == "\u20e3"
        return keycap or (not before.isascii() and unicodedata.category(before) in {"So", "Sm", "Lo"} and before not in _EMPTY)
    if text[at] == "\u200d" and after and unicodedata.category(after) == "So":
        return unicodedata.category(before) in {"So", "Sk"} or before == "\ufe0f"
    return text[at] in "\u200c\u200d" and bool(_JOINED.match(before) and _JOINED.match(after))


def disguised(text: str) -> str | None:
    """The first word that looks like another: in letters of another form, or of two scripts.

    >>> disguised("Ｆund"), disguised("F\u0443nd"), disguised("Müller")
    ('Ｆund', 'Fуnd', None)
    """
    for word in re.findall(r"[^\W\d_]+", text):
        folded = unicodedata.normalize("NFKC", word)
        if not word.isascii() and folded.isascii() and not re.search("[ﬀ-ﬆªº]", word):
            return str(word)
        if re.search("[A-Za-z]", word) and re.search("[\u0370-\u03ff\u0400-\u04ff]", word):
            return str(word)
    return None


def marked(text: str) -> str:
    """A text with each unseen sign by its name, so that it shows and turns nothing.

    >>> marked("from \u202e6.0\u202c to 1.2")
    'from ‹RLO›6.0‹PDF› to 1.2'
    """
    for start, end in reversed(unseen(text)):
        text = text[:start] + mark_of(text[start]) + text[end:]
    return text


def reads_right_to_left(text: str) -> bool:
    """Whether a text is one that is read from right to left: most of its letters, and some words' worth of them."""
    right = len(_RIGHT_LETTER.findall(text))
    return right >= _SOME_WORDS and right > sum(c.isalpha() for c in text) - right


def isolated(text: str) -> str:
    """A text for a terminal or a file: unseen signs by their names, words read from right to left kept from turning others.

    A quotation that is mostly such words is kept together, so that it reads as one.
    """
    text = marked(text)
    if text.isascii() or not _RIGHT_LETTER.search(text):
        return text
    return "".join(map(_apart, _QUOTED.split(text)))


def _apart(piece: str) -> str:
    if piece.startswith("“") and reads_right_to_left(piece):
        return f"“{_START_RIGHT}{piece[1:-1]}{_END}”"
    return RIGHT_TO_LEFT.sub(lambda m: f"{_START_RIGHT}{m[0]}{_END}", piece)


def kept_apart(lines: list[str]) -> list[str]:
    """Lines of one isolated text, each of them isolated by itself: what holds words apart ends with a line."""
    kept, within = [], False
    for line in lines:
        words = line.lstrip() if within else line
        opened = within
        within = line.rfind(_START_RIGHT) > line.rfind(_END) or (within and _END not in line)
        indent = line[: len(line) - len(words)]
        kept.append(f"{indent}{_START_RIGHT if opened else ''}{words}{_END if within else ''}")
    return kept
