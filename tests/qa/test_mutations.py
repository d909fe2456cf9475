"""The guard over a model's sentences, measured: good drafts pass, spoilt ones are refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.answer import Materials
from qa.evidence.evidence import Evidence, view_source
from qa.evidence.gather import Gathered
from qa.verify.review import review
from tests.qa.drafts import GOOD, REFUSED, swapped

DRAFTS = [(line, draft) for line, drafts in GOOD.items() for draft in drafts]


@pytest.fixture(scope="module")
def evidence(seed_gathered: Gathered, materials: Materials) -> Evidence:
    """The evidence behind the seed's answer, with the sentence that the drafts quote in the place of its tenth source."""
    document = next(d for d in materials.library.documents if d.path == "methodology/hedge-drag")
    start = document.text.index("The hedge is bought again every month")
    quoted = view_source("S10", document, "What the hedge costs", start, document.text.index(".", start) + 1)
    sources = tuple(quoted if s.id == "S10" else s for s in seed_gathered.evidence.sources)
    return replace(seed_gathered.evidence, sources=sources)


def test_good_drafts_are_refused_in_at_most_two_of_a_hundred(evidence: Evidence) -> None:
    refused = {d: r.offences for line, d in DRAFTS if (r := review(d, [line], evidence)).offences}
    labelled = [d for line, d in DRAFTS if review(d, [line], evidence).draft != d]
    print(f"good drafts: {len(DRAFTS)}, refused {len(refused)}, labelled {len(labelled)}")
    assert len(DRAFTS) >= 50
    assert len(refused) <= 0.02 * len(DRAFTS), refused
    assert len(labelled) <= 0.1 * len(DRAFTS), labelled


@pytest.mark.parametrize("name", REFUSED)
def test_every_spoilt_draft_is_refused(name: str, evidence: Evidence) -> None:
    spoilt = [(line, made) for line, d in DRAFTS if (made := REFUSED[name](d))]
    missed = [made for line, made in spoilt if not review(made, [line], evidence).offences]
    print(f"{name}: {len(spoilt) - len(missed)} of {len(spoilt)} refused")
    assert spoilt
    assert missed == []


def test_swapped_tokens_are_refused_or_labelled(evidence: Evidence) -> None:
    spoilt = [(line, made) for line, d in DRAFTS if (made := swapped(d))]
    seen = [(made, review(made, [line], evidence)) for line, made in spoilt]
    refused = [made for made, r in seen if r.offences]
    labelled = [made for made, r in seen if not r.offences and r.draft != made]
    missed = [made for made, r in seen if not r.offences and r.draft == made]
    print(f"swapped: {len(spoilt)}, refused {len(refused)}, labelled {len(labelled)}, missed {len(missed)}")
    assert missed == []
