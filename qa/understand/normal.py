"""A question without its scope: what narrows a figure is put as a placeholder, so that it doesn't decide which figure is read."""

from __future__ import annotations

import re

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?:(?:19|20)\d\d|['’]\d\d)"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_THAN = (
    r"(?:at or )?(?:above|below|over|under|less than|lower than|more than|higher than|at least|at most|exceed\w*|beyond|past"
    r"|north of|south of|from|of|at|in|>=?|<=?|≥|≤)"
)
_N = r"\d+(?:[.,]\d+)*"
_LEVEL = (
    r"\b(?:spot |the )?(?:vix|fear (?:index|gauge)|vol index)(?:'s)?(?: (?:is|was|sits?|level|closed?|close|reading|index"
    rf"|between))* ?(?:{_THAN} ?)?{_N}(?: ?(?:-|–|to|and|or) ?(?:{_N}|more|higher|less|lower|above|below))?(?![%\w])"
)
#: What is replaced, the more particular first. A placeholder is a word that no reader of English meets elsewhere.
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), f" {word} ")
    for pattern, word in (
        (r"(?<![\w.])\$?(?:0?\.70?|1\.15|1\.60?)(?![\w%]|\.\d)(?: ?(?:tier|credit|condors?))?", "xtier"),
        (r"\b(?:conservative|balanced|aggressive)(?: (?:tier|one|version))?\b", "xtier"),
        (rf"\b(?:{_DAY} (?:of )?)?{_MONTH}(?: {_DAY})?,? ?(?:of |in )?{_YEAR}\b", "xmonth"),
        (r"\b(?:19|20)\d\d-\d\d(?:-\d\d)?\b", "xmonth"),
        (rf"\b{_MONTH[:-3]} {_DAY}\b", "xmonth"),
        (r"\b(?:january|february|april|june|july|august|september|october|november|december)\b", "xmonth"),
        (rf"(?<!\w){_YEAR}(?![\d%])", "xyear"),
        (_LEVEL, "xband"),
        (r"\b(?:fomc|fed (?:day|meeting|decision)s?|cpi|nfp|payrolls?|opex)\b", "xevent"),
        (r"(?:us)?\$ ?\d[\d.,]*(?: ?(?:k|m|million|grand|thousand))?\b", "xmoney"),
        (r"\b\d[\d.,]*(?:k\b| ?(?:grand|dollars|bucks|usd)\b)", "xmoney"),
        (r"\d[\d.,]*(?: ?(?:-|–|to) ?\d[\d.,]*)? ?(?:%|percent\b|per cent\b|pct\b)", "xpercent"),
        (r"\b4[/-]4[/-]2\b", "xset"),
        (r"(?<!\w)\d[\d.,:]*\b", "xnumber"),
    )
)
_SIGNS = str.maketrans("‘’“”–—−", "''\"\"---")


def masked(question: str) -> str:
    """The question on one line with its scopes and numbers put as placeholders.

    >>> masked("What did the 0.70 lose in March 2016, with VIX above 20?")
    'What did the xtier lose in xmonth , with xband ?'
    """
    text = question.translate(_SIGNS)
    for pattern, word in _RULES:
        text = pattern.sub(word, text)
    return " ".join(text.split())
