"""Spelling: a word that nobody knows is taken for the one word of the vocabulary that is a slip of the keys away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

#: Shorter words are too close to others to be mended, but for letters that changed places.
_SHORT, _LONG = 5, 8
_FEWEST = 4
_ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "er", "'s")
#: Short forms and slips too short to be found by their letters.
USUAL: Mapping[str, str] = {
    "r": "are",
    "u": "you",
    "ur": "your",
    "pls": "please",
    "plz": "please",
    "wat": "what",
    "wot": "what",
    "wich": "which",
    "whats": "what is",
    "what's": "what is",
    "wats": "what is",
    "hows": "how is",
    "how's": "how is",
    "wheres": "where is",
    "where's": "where is",
    "whos": "who is",
    "avg": "average",
    "yr": "year",
    "mth": "month",
    "mo": "month",
    "wk": "week",
    "bps": "bp",
    "dont": "don't",
    "doesnt": "doesn't",
    "cant": "can't",
    "isnt": "isn't",
    "wasnt": "wasn't",
    "anybody": "anyone",
    "somebody": "someone",
    "hegde": "hedge",
}
#: Words of everyday English that lie a slip away from one of ours.
_ENGLISH = frozenset(
    """
    about above after again against along always among another any anyone anything around aside away because been before
    begin behind being below better between both bring broker came carry cause chance change choose cities client coast
    could country course daily dairy demand does doing done during early either else enough even ever every everyone
    everything exact fails fair fell find first form found four from front gave girl give given going gone good great
    grew group grown half happen hardly have head hear heard held here high hill hold home hope house however ideas
    inside instead into just keep kept kind know known large last late later lawyer lead least leave left less life
    like likely line list little live long look looking lose made make many matter meant mere might more morning most
    mouth move much must name near nearly need never next night north nothing notice now number often once only open
    other others ought over own page paint people perhaps person phone piece place plan plane plant play please poem
    possible prices prize pretty print quick quiet quite rather reach read really reason recall remain right room
    round said same saw says second seem seen sense serious shape share shore should show side simple since small
    some someone something soon sort sound south stand start state states still stone stop store story such suppose
    sure table take taken talk tell than thank that their them then there these they thing things think third this
    those though thought three through thus time tirade today together told tomorrow tonight took town toward
    train travel true trust turn under understand until upon used using usual usually very want wants watch water
    weather well went were what when where whether which while white whole whom whose wide will winter wish with within
    without woman wonder word words work world would write wrong year years young your
    """.split()
)


@dataclass(frozen=True, kw_only=True)
class Spelling:
    """The words that can be meant, and those that are right as they are."""

    meant: frozenset[str]
    known: frozenset[str]

    @cached_property
    def _shortened(self) -> dict[str, list[tuple[str, int]]]:
        """Each meant word less one of its letters, with the letter's place."""
        found: dict[str, list[tuple[str, int]]] = {}
        for word in sorted(self.meant):
            for i in range(len(word)):
                found.setdefault(word[:i] + word[i + 1 :], []).append((word, i))
        return found

    def mend(self, word: str) -> str:
        """The word as it is meant; itself where it is known, or where none or several lie near."""
        if word in USUAL:
            return USUAL[word]
        if len(word) < _FEWEST or not word.isalpha() or self._knows(word):
            return word
        near = self._near(word)
        return near.pop() if len(near) == 1 else word

    def _knows(self, word: str) -> bool:
        stems = (word[: -len(end)] for end in _ENDINGS if word.endswith(end))
        return any(w in self.meant or w in self.known or w in _ENGLISH for w in (word, *stems))

    def _near(self, word: str) -> set[str]:
        """Meant words that begin alike, with one letter too many, too few or, in long ones, another; or two changed over."""
        swapped = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(1, len(word) - 1)} & self.meant
        if swapped or len(word) < _SHORT:
            return swapped
        more = {meant for meant, i in self._shortened.get(word, ()) if i}
        less = {w for i in range(1, len(word)) if (w := word[:i] + word[i + 1 :]) in self.meant and len(w) >= _FEWEST}
        if more or less:
            return more | less
        if len(word) < _LONG:
            return set()
        own = ((word[:i] + word[i + 1 :], i) for i in range(1, len(word)))
        other = {meant for short, i in own for meant, place in self._shortened.get(short, ()) if place == i}
        return other or self._two_off(word)

    def _two_off(self, word: str) -> set[str]:
        """Meant words that lack two of a long word's letters, or have two more."""
        own = {word[:i] + word[i + 1 :] for i in range(1, len(word))}
        more = {meant for short in own for meant, i in self._shortened.get(short, ()) if i}
        return {w for w in more if abs(len(w) - len(word)) <= 1}


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """The lower-case words of texts, parted at whatever is no letter."""
    whole = "\n".join(texts).lower()
    return frozenset(whole.translate({ord(c): " " for c in set(whole) if not c.isalpha()}).split())
