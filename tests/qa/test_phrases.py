"""Phrases: what a record says asks for its figure does so, in plain frames, whatever the scorer was fitted to."""

from __future__ import annotations

import pytest

from qa.answer import Materials, read
from qa.calculator.catalogue import CATALOGUE

FRAMES = ("{}?", "What is the {}?", "what was the {} in 2017", "{} please", "Can you tell me the {} of the conservative tier?")
#: Families whose every phrase is read; of the others the scorer knows a phrase or two better.
FAMILIES = (
    *("account", "alpha", "alpha_t", "benchmark", "bleed", "condor", "coverage", "effectiveness", "execution", "halves"),
    *("hedge", "information_ratio", "market", "monetisation", "payoff", "power", "quotes", "realism", "reference", "rolling"),
    *("shape", "tail_ratio", "tracking_error"),
)
PHRASES = [(phrase, key) for key, spec in CATALOGUE.items() if key.split(".")[0] in FAMILIES for phrase in spec.phrases]


@pytest.mark.parametrize("frame", FRAMES)
def test_every_phrase_asks_for_its_figure(frame: str, materials: Materials) -> None:
    asked = ((frame.format(phrase), key) for phrase, key in PHRASES)
    wrong = [f"{text} {key}" for text, key in asked if read(text, materials)[0].keys[:1] != (key,)]
    assert wrong == []
