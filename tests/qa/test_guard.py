"""The guard: drafts become sentences whose every numeral is accounted for, or they become none."""

from __future__ import annotations

import pytest

from qa.document import Name
from qa.evidence.evidence import Evidence
from qa.evidence.gather import Gathered
from qa.verify.guard import GuardError, accept, check
from qa.write.draft import bind


@pytest.fixture(scope="module")
def evidence(seed_gathered: Gathered) -> Evidence:
    """The evidence behind the seed's answer."""
    return seed_gathered.evidence


def codes(draft: str, evidence: Evidence) -> list[str]:
    """The offences in a draft sentence."""
    return [offence.code for offence in check(draft, evidence)[1]]


GOOD = [
    "The hedge cost {F1} {F1.basis} a month ({F1.level} interval {F1.interval}, n = {F1.n} months, {F1.start} to {F1.end}).",
    "By the notes it is “0.4% to 1.2% a month” [S1].",
    "By the notes it is {S1@36:48} [S1], of {S1.date}.",
    "What it costs “in real trading” is not known.",
    "On the 0.70 tier, with 4/4/2 layers, on the S&P 500.",
    "Below it is a band: {T3:below 15}.",
]


@pytest.mark.parametrize("draft", GOOD)
def test_good_drafts_pass(draft: str, evidence: Evidence) -> None:
    assert codes(draft, evidence) == []


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        ("The hedge cost 0.05% a month.", "orphan-numeral"),
        ("The hedge cost half of the return.", "orphan-numeral"),
        ("The hedge cost twice as much.", "orphan-numeral"),
        ("The hedge cost {F99} a month.", "unknown-token"),
        ("The hedge cost {F1.salary} a month.", "unknown-token"),
        ("By the notes [S99].", "unknown-token"),
        ("It is {T3:below 99}.", "unknown-token"),
        ("It is {T9:below 15}.", "unknown-token"),
        ("A stray { brace.", "unknown-token"),
        ("By the notes it is “0.5% to 1.2% a month” [S1].", "false-quotation"),
        ("It costs “in surreal trading”.", "false-quotation"),
        ("The 0.70% tier.", "orphan-numeral"),
        ("You should buy the hedge.", "advice"),
        ("We recommend it.", "advice"),
        ("See https://example.com now.", "markup"),
        ("<b>Bold</b> claims.", "markup"),
        ("The methodology says that it pays.", "unsourced"),
    ],
)
def test_offences_are_found(draft: str, code: str, evidence: Evidence) -> None:
    assert code in codes(draft, evidence)
    with pytest.raises(GuardError):
        accept(draft, evidence)


def test_an_offence_has_its_place(evidence: Evidence) -> None:
    sentence, offences = check("It cost {F1}, or 7 in all.", evidence)
    assert sentence.text[offences[0].start : offences[0].end] == "7"


def test_a_quotation_may_say_what_the_guard_forbids(evidence: Evidence) -> None:
    told = Evidence(question="Is it true that you should buy 3 calls?", sources=evidence.sources)
    assert codes("It was asked whether “you should buy 3 calls”.", told) == []


def test_a_longer_name_is_found_before_a_shorter_one() -> None:
    named = Evidence(question="", names=(Name(ref="a", text="0.70"), Name(ref="b", text="0.70 tier")))
    sentence, _ = bind("The 0.70 tier and 0.70.", named)
    assert [(s.ref, sentence.text[s.start : s.end]) for s in sentence.spans] == [("b", "0.70 tier"), ("a", "0.70")]


def test_nested_quotation_marks_in_a_source_are_kept(evidence: Evidence) -> None:
    from dataclasses import replace

    source = replace(evidence.sources[0], id="S1", quote="The “Big Top” phase of 2018.")
    sentence, offences = bind("It says {S1@0:28} [S1].", Evidence(question="", sources=(source,)))
    assert offences == ()
    assert sentence.text == "It says “The “Big Top” phase of 2018.” [S1]."
    assert sentence.spans[0].end - sentence.spans[0].start == 28
