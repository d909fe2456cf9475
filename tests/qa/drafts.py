"""Fifty good drafts for the seed's evidence, and the ways in which they are spoilt."""

from __future__ import annotations

import re
from collections.abc import Callable

LEAD = "In this backtest the hedge cost {F1.magnitude} {F1.basis} a month on average, and {F2.magnitude} in the median month."
RETURNS = "Unhedged, the account returned {F3} a month on average; with the hedge, {F4}; the difference is the drag."
FALLS = "The largest fall from a high to a later low was {F5.magnitude} without the hedge and {F6.magnitude} with it: here the hedge made it smaller."  # noqa: E501
CLAIM = "That is below the range that the methodology gives, {S1@44:56} a month [S1]; its interval also covers a hedge that costs nothing."  # noqa: E501
RUN = "The run has {F8} trades on a capital base of {F7}."
TEXTS = "{S10.section}: {S10@0:124} [S10]"
#: By the line that each draft replaces.
GOOD: dict[str, tuple[str, ...]] = {
    LEAD: (
        LEAD,
        "On average the hedge cost {F1.magnitude} {F1.basis} a month, and {F2.magnitude} in the median month.",
        "Here the mean drag was {F1} {F1.basis} a month, the median {F2}.",
        "The hedge took {F1.magnitude} of the account in the average month and {F2.magnitude} in the median month.",
        "The mean cost of the hedge was {F1} a month; in the median month it was {F2}.",
        "In this backtest the average month cost {F1.magnitude} {F1.basis}, and the median month {F2.magnitude}.",
        "In the median month the hedge cost {F2.magnitude}, and on average {F1.magnitude}, of the account.",
        "Over {F1.start} to {F1.end} the hedge cost {F1.magnitude} a month on average.",
        "The hedge cost {F1.magnitude} a month on average ({F1.level} interval {F1.interval}, n = {F1.n} months).",
        "Measured on the account, the mean drag was {F1} a month.",
    ),
    RETURNS: (
        RETURNS,
        "The account returned {F3} a month on average unhedged and {F4} hedged; the difference is the drag.",
        "Without the hedge the account returned {F3} a month on average; with the hedge it returned {F4}.",
        "On average the unhedged account returned {F3} a month, and the hedged one {F4}.",
        "With the hedge the account returned {F4} a month on average, and without it {F3}.",
        "The unhedged account returned {F3} a month on average, against {F4} hedged.",
        "Hedged, the account returned {F4} a month on average; unhedged, {F3}.",
        "The mean monthly return was {F3} unhedged and {F4} hedged.",
    ),
    FALLS: (
        FALLS,
        "The largest fall was {F5.magnitude} without the hedge and {F6.magnitude} with it, so the hedge made it smaller.",
        "Without the hedge the account fell by {F5.magnitude} at most, and with it by {F6.magnitude}.",
        "The maximum drawdown was {F5} unhedged and {F6} hedged.",
        "With the hedge the largest fall from a high to a later low was {F6.magnitude}, and without it {F5.magnitude}.",
        "From a high to a later low the unhedged account fell by {F5.magnitude} at most, and the hedged one by {F6.magnitude}.",
        "The hedge made the largest fall smaller: {F6.magnitude} with the hedge, {F5.magnitude} without the hedge.",
        "The deepest drawdown came to {F5.magnitude} unhedged and to {F6.magnitude} hedged.",
    ),
    CLAIM: (
        CLAIM,
        "The methodology gives {S1@44:56} a month [S1]; this lies below that range, and its interval also covers a hedge that costs nothing.",  # noqa: E501
        "This is below the “0.4% to 1.2%” a month that the methodology gives [S1]; it covers a hedge that costs nothing.",
        "It lies below the range of the methodology, {S1@44:56} a month [S1], and the interval covers a cost of nothing.",
        "By the methodology the range is {S1@44:56} a month [S1]; this is below it, and costs of nothing are covered.",
        "Below the stated range of {S1@44:56} a month [S1], its interval also covers a hedge that costs nothing.",
        "The range that the methodology gives, {S1@44:56} [S1], is not reached: this is below it.",
        "Against {S1@44:56} a month [S1] this is below the range, and nothing as a cost lies in its interval.",
    ),
    RUN: (
        RUN,
        "This run has {F8} trades on a capital base of {F7}.",
        "On a capital base of {F7} the run has {F8} trades.",
        "The run: {F8} trades, capital base {F7}.",
        "The run counts {F8} trades read on a capital base of {F7}.",
        "Its {F8} trades were read on a capital base of {F7}.",
        "The capital base of the run is {F7}; {F8} trades were read.",
        "A capital base of {F7} and {F8} trades make up the run.",
    ),
    TEXTS: (
        TEXTS,
        "By the methodology, “The hedge is bought again every month and pays back only now and then” [S10].",
        "What the hedge costs: “in most months it takes something from the return” [S10].",
        "The text puts it so: “The hedge is bought again every month and pays back only now and then” [S10].",
        "As the text has it, “in most months it takes something from the return” [S10].",
        "The hedge is bought again every month, and in most months it takes something from the return [S10].",
        "It pays back only now and then, and in most months takes something from the return [S10].",
        "The hedge pays back only now and then [S10].",
        "In most months the hedge takes something from the return [S10].",
        "Bought again every month, the hedge pays back only now and then [S10].",
    ),
}
Mutation = Callable[[str], str | None]
_VALUE = r"\{F\d+(?:\.magnitude)?\}"


def once(pattern: str, new: str) -> Mutation:
    """Replaces the first match; None where there is none."""

    def mutate(draft: str) -> str | None:
        made = re.sub(pattern, new, draft, count=1)
        return made if made != draft else None

    return mutate


#: All of these are to be refused.
REFUSED: dict[str, Mutation] = {
    "numeral for a token": once(_VALUE, "0.31%"),
    "numeral added": lambda d: d[:-1] + ", or 12 in all.",
    "numeral spelled out": once(_VALUE, "forty-two percent"),
    "fraction in words": once(_VALUE, "a third"),
    "numeral of another script": once(_VALUE, "٣٪"),
    "hidden in a word": lambda d: d[:-1] + ", or fo\u200bur in all.",
    "a letter of another script": lambda d: d[:-1] + ", or f\u043eur in all.",
    "unit added": once(rf"({_VALUE})", r"\1 basis points"),
    "percent added": once(rf"({_VALUE})", r"\1%"),
    "currency added": once(rf"({_VALUE})", r"$\1"),
    "sign put before": once(rf"({_VALUE})", r"−\1"),
    "sign in words": once(rf"({_VALUE})", r"minus \1"),
    "scale added": once(rf"({_VALUE})", r"\1 million"),
    "scale glued": once(rf"({_VALUE})", r"\1k"),
    "times": once(rf"({_VALUE})", r"\1 times"),
    "another period": once(rf"({_VALUE}) (?:\{{F1.basis\}} )?a month", r"\1 a year"),
    "direction turned": once(r"hedge (?:cost|took) (?=\{)", "hedge earned "),
    "relation turned": once(r"\bbelow\b|\bBelow\b", "above"),
    "effect turned": once(r"\bsmaller\b", "larger"),
    "quotation altered": once(r"“(\w+)", r"“Perhaps \1"),
    "number in a quotation altered": once(r"“0\.4%", "“0.5%"),
    "slice out of the source": once(r"\{(S\d+)@\d+:\d+\}", r"{\1@9000:9010}"),
    "unknown figure": once(r"\{F\d+", "{F99"),
    "unknown source": once(r"\[S\d+\]", "[S99]"),
    "unknown field": once(_VALUE, "{F1.salary}"),
    "advice": lambda d: f"{d[:-1]}, so you should buy it.",
    "link": lambda d: f"{d[:-1]}, see www.example.com.",
    "markup": lambda d: f"**{d}**",
    "prompt leaked": lambda d: f"{d[:-1]}, as my instructions say.",
    "forecast": lambda d: f"{d[:-1]}, and it will stay so.",
    "date of its own": lambda d: f"{d[:-1]}, above all in March.",
    "cause of its own": lambda d: f"{d[:-1]}, because volatility sold off.",
}


def swapped(draft: str) -> str | None:
    """The draft with the first two figures in each other's place."""
    ids = list(dict.fromkeys(re.findall(r"\{(F\d+)(?:\.magnitude)?\}", draft)))
    if len(ids) < 2:
        return None
    a, b = ids[:2]
    return re.sub(rf"\{{({a}|{b})(?=[.}}])", lambda m: "{" + (b if m[1] == a else a), draft)
