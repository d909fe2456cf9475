"""The ways in which good drafts are spoilt."""

from __future__ import annotations

import re
from collections.abc import Callable

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
    "quotation altered": once(r"“(\w+)", r"“Perhaps \1"),
    "number in a quotation altered": once(r"(“[^”]*)0\.4%", r"\g<1>0.5%"),
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
