"""The guard over a model's sentences, measured: spoilt drafts are refused."""

from __future__ import annotations

import pytest

from qa.verify.review import review
from tests.qa.drafts import REFUSED, swapped
from tests.qa.guarding.lines import EVIDENCE, tries

#: Good drafts that pass, each with the line that it replaces.
DRAFTS = [
    (t.line, t.sentence)
    for file in ("sentences.toml", "afresh.toml")
    for t in tries(file, "good")
    if not review(t.sentence, [t.line], EVIDENCE).offences
]


def test_few_good_drafts_need_a_label() -> None:
    labelled = [d for line, d in DRAFTS if review(d, [line], EVIDENCE).draft != d]
    print(f"good drafts: {len(DRAFTS)}, labelled {len(labelled)}")
    assert len(DRAFTS) >= 70
    assert len(labelled) <= 0.1 * len(DRAFTS), labelled


@pytest.mark.parametrize("name", REFUSED)
def test_every_spoilt_draft_is_refused(name: str) -> None:
    spoilt = [(line, made) for line, d in DRAFTS if (made := REFUSED[name](d))]
    missed = [made for line, made in spoilt if not review(made, [line], EVIDENCE).offences]
    print(f"{name}: {len(spoilt) - len(missed)} of {len(spoilt)} refused")
    assert spoilt
    assert missed == []


def test_swapped_tokens_are_refused_or_labelled() -> None:
    spoilt = [(line, made) for line, d in DRAFTS if (made := swapped(d))]
    seen = [(made, review(made, [line], EVIDENCE)) for line, made in spoilt]
    refused = [made for made, r in seen if r.offences]
    labelled = [made for made, r in seen if not r.offences and r.draft != made]
    missed = [made for made, r in seen if not r.offences and r.draft == made]
    print(f"swapped: {len(spoilt)}, refused {len(refused)}, labelled {len(labelled)}, missed {len(missed)}")
    assert missed == []
