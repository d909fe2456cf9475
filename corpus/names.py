"""Names with number words: what tells a name, such as Two Rivers Capital, from a statement of an amount."""

from __future__ import annotations

import re

from corpus.number_words import in_name

#: Words that may be small in a name.
_SMALL = frozenset(
    "of the and on in at by for a an und von der die das zu am de du des la le les y e et el los las del di da & + -".split()
)
#: Number words that say how something changed, or a part or unit of it: no name is made of them.
_CHANGE = re.compile(
    r"\b(?:twice|thrice|doubl(?:es|ed|ing)|tripl(?:es|ed|ing)|quadrupl(?:es|ed|ing)|halv(?:e|es|ed|ing)|\w+-?fold"
    r"|thirds|fifths|sixths?|eighths|tenths|hundredths|per ?cent\w*|pct|basis|points?|pips?|times|dollars?|cents?|usd|euros?"
    r"|prozent\w*|pour ?cents?|pourcent\w*|por ?ciento|por ?cento|per ?cento|percento|procent|fois|veces|volte"
    r"|minutes?|hours?|days?|nights?|weeks?|months?|years?|ratio|delta|sigma)\b",
    re.IGNORECASE,
)
#: What statements about results are made of.
_RESULT = re.compile(
    r"\b(?:hedg(?:e|es|ed|ing)(?! funds?\b)|unhedged|drags?|costs?|costing|loss(?:es)?|lose[sr]?|lost|losing|returns?"
    r"|returned|drawdowns?|wins?|winning|won|rates?|risks?|gains?|gained|profits?|profitable|yields?|yielded|premiums?|margins?|interest"
    r"|volatility|vix|protect(?:s|ed|ion)?|reduc\w+|cuts?|cutting|saves?|saved|savings|earns?|earned|earning|pays?|paid|makes?|made"
    r"|beats?|adds?|gives?|takes?|took|keeps?|is|are|was|were|has|had|have|will|can|gets?|grows?|grew|falls?|fell|rises?|rose"
    r"|average|mean|median|maximum|minimum|more|less|least|most|only|up|down|over|under|above|below|fees?|commissions?|trades?"
    r"|contracts?|lots?|layers?|sharpe|annual\w*|monthly|guarantee\w*|free|no|not|never|without|than"
    r"|cheaper|safer|better|lower|higher|smaller|larger|your?|us|our|we|out|half|quarter)\b",
    re.IGNORECASE,
)
#: Verbs that state a result: beside digits too they make a sentence of a name.
_STATES = re.compile(
    r"\b(?:costs|loses|lost|earns|earned|wins|won|pays|paid|saves|saved|cuts|halves|reduces|reduced|beats|returned|gained|gains"
    r"|is|are|was|were|has|had|drag of|cost of|loss of)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d[\d.,]*")
_WORD = re.compile(r"[^\s/–—-]+")


def amount_in(name: str) -> str | None:
    """The number word of a name that reads as a statement of an amount; none where it is part of a proper name.

    A proper name has more words than the number, each written with a capital, and none that a result is told with.

    >>> amount_in("Two Rivers Capital"), amount_in("Four Oaks"), amount_in("Seventy Fund Costs"), amount_in("two rivers")
    (None, None, 'Seventy', 'two')

    Digits may stand in any name, but beside no verb that states a result.

    >>> amount_in("0.70 tier"), amount_in("Hedge costs 2")
    (None, '2')
    """
    word = in_name(name)
    if word is not None and not _proper(name):
        return word
    digits = _NUMBER.search(name)
    return digits[0] if digits and _STATES.search(name) else None


def _proper(name: str) -> bool:
    words = [w for w in _WORD.findall(name) if any(map(str.isalnum, w))]
    others = [w for w in words if in_name(w) is None and w.lower() not in _SMALL]
    capital = all(w.lower() in _SMALL or _capital(w) for w in words) and _capital(words[0])
    return bool(others) and capital and not _CHANGE.search(name) and not _RESULT.search(name)


def _capital(word: str) -> bool:
    first = next((c for c in word if c.isalnum()), "")
    return first.isdigit() or first.isupper()
