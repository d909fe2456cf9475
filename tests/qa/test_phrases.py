"""Phrases: what a record says asks for its figure does so, in plain frames, whatever the scorer was fitted to."""

from __future__ import annotations

import pytest

from qa.answer import Materials, read
from qa.calculator.catalogue import CATALOGUE
from qa.understand.exact import named_figure
from qa.understand.parse import parse_question
from qa.understand.question import NOTHING_GIVEN
from qa.understand.reader import read_question

FRAMES = ("{}?", "What is the {}?", "what was the {} in 2017", "{} please", "Can you tell me the {} of the conservative tier?")
#: Families whose every phrase is read in every frame; a few phrases of the others need the scorer.
FAMILIES = (
    *("account", "alpha", "alpha_t", "benchmark", "bleed", "condor", "coverage", "effectiveness", "execution", "halves"),
    *("hedge", "information_ratio", "market", "monetisation", "payoff", "power", "quotes", "realism", "reference", "rolling"),
    *("shape", "tail_ratio", "tracking_error"),
)
PHRASES = [(phrase, key) for key, spec in CATALOGUE.items() if key.split(".")[0] in FAMILIES for phrase in spec.phrases]


@pytest.mark.parametrize("frame", FRAMES)
def test_every_phrase_asks_for_its_figure_without_the_scorer(frame: str, materials: Materials) -> None:
    moon = read_question("what is the moon made of")
    manifests = [listed.manifest for listed in materials.backtests]
    wrong = []
    for phrase, key in PHRASES:
        text = frame.format(phrase)
        question = parse_question(text, materials.library, manifests, lambda *_: moon, NOTHING_GIVEN)
        if question.keys[:1] != (key,):
            wrong.append(f"{text} {key} {question.keys}")
    assert wrong == []


def test_every_tenth_phrase_is_read_so_on_the_sample_desk(materials: Materials) -> None:
    asked = [(FRAMES[n % len(FRAMES)].format(phrase), key) for n, (phrase, key) in enumerate(PHRASES[::10])]
    assert [text for text, key in asked if read(text, materials)[0].keys[:1] != (key,)] == []


@pytest.mark.parametrize(
    ("text", "places", "key"),
    [
        ("alpha", (), "exposure.daily.alpha.hedge"),
        ("an average bleed, please", (), "bleed.monthly.mean"),
        ("how often does the hedge pay in a crisis", ((29, 40),), "episode.paid"),
        ("how often does the hedge pay in 2018", ((29, 36),), "protection.monthly.observed"),
        ("premium held in february 2018 of the conservative tier", ((13, 29), (37, 49)), "account.premium_held"),
        ("price of gold", (), None),
    ],
)
def test_a_name_keeps_the_words_of_a_scope_that_are_its_own(
    text: str, places: tuple[tuple[int, int], ...], key: str | None
) -> None:
    assert named_figure(text, places) == key
