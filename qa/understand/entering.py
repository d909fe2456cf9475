"""Entering: whether a question asks if a condor may be sold at a level of VIX that it states, which a rule answers."""

from __future__ import annotations

import re
from dataclasses import replace

from qa.understand.question import Question, RuleAsked
from qa.understand.text import Text

_SELL = (
    r"(?:sell(?:ing)?|trad(?:e|ing)|open(?:ing)?|enter(?:ing)?|put(?:ting)? (?:\w+ ){0,3}on|plac(?:e|ing)"
    r"|do(?:ing)? (?:one|it|a|the)|go(?: in| ahead)?|start(?:ing)?)"
)
_ENTERS = re.compile(
    r"\b(?:can|may|do|should|shall|could|ought|must|would|am i (?:allowed|ok|fine|good)|(?:is it|it is|it's) (?:ok|okay|allowed"
    rf"|safe|fine|right|possible|permitted))\b.{{0,25}}\b{_SELL}\b"
    rf"|\b{_SELL}\b.{{0,60}}\b(?:yes or no|yes ?/ ?no|y/n"
    r"|or (?:better )?(?:not?|wait|skip|sit (?:it |this )?out|pass|stay out))\b"
    rf"|\b{_SELL}\b[^.?!]{{0,25}}\b(?:tonight|tonite|now|today|this evening|this night)\W*(?:\?|$)"
)
#: What is bought to protect the condors, on which the levels say nothing.
_HEDGE = re.compile(r"\b(?:hedg\w*|alvh|calls?|layers?|protection|insurance|puts?|stocks?|shares?|futures)\b")


def with_entry(question: Question, heard: Text) -> Question:
    """The question with the rule on which tiers may be sold at the level of VIX that it states, where it asks whether to sell."""
    levels = [state for state in question.stated if state.series == "vix"]
    plain = heard.plain
    if (
        len(levels) != 1
        or question.rules
        or question.edited
        or question.exact
        or question.kind not in {"advice", "cost", "mixed"}
    ):
        return question
    if not _ENTERS.search(plain) or _HEDGE.search(plain):
        return question
    asked = f"Which tiers may be sold when VIX is at {levels[0].level:g}?"
    return replace(question, kind="advice", shape="advice", decision="answer", rules=(RuleAsked(text=heard.asked, asked=asked),))
