"""What the texts say of days such as those that made the result of a period."""

from __future__ import annotations

from corpus.texts.documents import AUTHORITIES
from corpus.texts.library import Library
from qa.document import SourceView
from qa.evidence.evidence import Sources
from qa.evidence.quotations import is_term
from qa.evidence.rarity import stems_of
from qa.evidence.why import Account

#: What a passage is about that tells of it, in words of such passages, by where the loss fell.
_ABOUT = {
    "rises": "condors lose on rallies too, index climbs through short calls, VIX falls, hedge loses the same day, steady rally",
    "falls": "condors lose quickly when volatility jumps, VIX calls gain the same days, layers give back part; slow decline",
    "cost": "calls are cheap, futures curve rises steeply, lose value month after month, cost small and steady; decay",
}
_SOUGHT = {"rises": ("rises",), "both": ("falls", "rises"), "falls": ("falls",), "unknown": ()}
#: Passages quoted for each, and stems that a passage must share to be about it.
_MOST, _FEWEST = 2, 5
#: What is left of a score with each step down in authority.
_STEP = 0.85


def told_by(account: Account, library: Library, sources: Sources) -> tuple[SourceView, ...]:
    """The passages that say of such days what the data show; none where no passage is about them."""
    about = _SOUGHT[account.where]
    if account.of_hedge:
        about = ("cost",) if account.on_rises + account.on_falls < 0 else ("falls",)
    return tuple({s.id: s for key in about for s in _nearest(_ABOUT[key], library, sources)}.values())


def _nearest(words: str, library: Library, sources: Sources) -> list[SourceView]:
    """The passages outside the glossary that share most stems with some words, the denser first among equals."""
    wanted = stems_of(words)
    ranked = []
    for i, passage in enumerate(library.passages):
        own = stems_of(passage.text)
        shared = len(own & wanted)
        if shared >= _FEWEST and not is_term(passage):
            standing = _STEP ** AUTHORITIES.index(passage.document.authority)
            ranked.append((-shared * shared / len(own) * standing, i))
    passages = [library.passages[i] for _, i in sorted(ranked)[:_MOST]]
    return [sources.cite(p, p.start, p.end) for p in passages]
