"""Positions: options and futures of another kind than those a figure counts, which it is no answer about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.backtests.manifest import Manifest
from qa.calculator.catalogue import spec_of
from qa.understand.text import Text

#: Kinds of positions by their names in the trade, and what is held in place of calls on VIX.
_POSITION = re.compile(
    r"\b(?:strangles?|straddles?|butterfl(?:y|ies)|collars?|covered[ -]calls?|calendar spreads?|diagonals?|ratio spreads?"
    r"|back[ -]?spreads?|put spreads?|put[- ]?writ(?:es?|ing)|(?:variance|vol(?:atility)?) swaps?|(?:vix )?futures"
    r"|(?:protective|married|naked|cash[- ]secured) puts?|naked calls?|(?:vix|index|spx|spy|s&p) puts?(?! side)"
    r"|(?:put|call)[ -]sides?|put (?:overlay|hedge|ladder)s?|jade lizards?|leaps|tail[- ]risk funds?)(?![\w-])"
)


def other_positions(heard: Text, keys: Iterable[str], manifests: Sequence[Manifest]) -> tuple[str, ...]:
    """The positions that a question names and that neither the records of the figures nor the backtests name.

    `keys` are the figures it is read to ask for.
    """
    named = [(m.span(), m[0]) for m in _POSITION.finditer(heard.plain)]
    if not named:
        return ()
    records = (text for spec in map(spec_of, keys) for text in (spec.title, spec.meaning, *spec.phrases))
    ours = " ".join([*records, *(n for m in manifests for n in (m.name, m.title, *m.aliases))]).lower()
    return tuple(dict.fromkeys(heard.said(place) for place, name in named if name.removesuffix("s") not in ours))
