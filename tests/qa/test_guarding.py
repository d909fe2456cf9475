"""The guard over a model's words: what misleads without a wrong number does not pass, alone or from a server."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import replace

import pytest

from qa.document import Name
from qa.llm.model import ModelAccess
from qa.llm.writing import write
from qa.verify.review import review
from qa.verify.withheld import withheld
from qa.write.draft import Draft
from tests.endpoint import Behaviour, Json, data_of, endpoint
from tests.qa.guarding.lines import EVIDENCE, FOLDER, Try, tries
from tests.qa.worded import model_at

FILES = tuple(f"{name}.toml" for name in "sentences afresh last final order linked classes small spans".split())
WITH_GOOD = tuple(file for file in FILES if tries(file, "good"))


def passes(t: Try) -> bool:
    """Whether the guard has nothing against a sentence in the place of its line."""
    return not review(t.sentence, [t.line], EVIDENCE).offences


@pytest.mark.parametrize("file", FILES)
def test_no_misleading_sentence_passes(file: str) -> None:
    missed = [t.sentence for t in tries(file, "misleading") if passes(t)]
    print(f"{file}: misleading {len(tries(file, 'misleading'))}, passed {len(missed)}")
    assert missed == []


@pytest.mark.parametrize("file", WITH_GOOD)
def test_nine_of_ten_good_rewordings_pass(file: str) -> None:
    good = tries(file, "good")
    passed = [t for t in good if passes(t)]
    print(f"{file}: good {len(good)}, passed {len(passed)}")
    assert len(passed) >= 0.9 * len(good)


def rounds(kind: str) -> Iterator[dict[str, str]]:
    """Sentences of a kind by their lines, one for each line at a time."""
    left = [t for file in FILES for t in tries(file, kind)]
    while left:
        one = {t.line: t.sentence for t in reversed(left)}
        left = [t for t in left if one[t.line] != t.sentence]
        yield one


def instead(sentences: dict[str, str]) -> Behaviour:
    """A model that says these sentences in the place of their lines; it claims the first line for one that it isn't shown."""

    def reply(body: Json) -> str:
        ids = {line["text"]: line["id"] for line in data_of(body)["lines"]}
        any_id = next(iter(ids.values()))
        said = [{"text": said, "replaces": [ids.get(line, any_id)]} for line, said in sentences.items()]
        return json.dumps({"sentences": said})

    return reply


def by_model(kind: str) -> Iterator[tuple[dict[str, str], tuple[str, ...]]]:
    """Sentences of a kind by their lines, and the draft of all lines after a model behind a real server said them."""
    lines = dict.fromkeys(t.line for file in FILES for k in ("good", "misleading") for t in tries(file, k))
    script = list(rounds(kind))
    now = dict[str, str]()
    with endpoint(instead(now)) as served:
        model = model_at(served)
        for sentences in script:
            now.clear()
            now.update(sentences)
            made = write(Draft(title="", summary=tuple(lines)), EVIDENCE, ModelAccess(model=model))
            yield sentences, made.draft.summary
        assert len(served.requests) >= len(script)


@pytest.mark.slow
def test_no_misleading_sentence_passes_from_a_server() -> None:
    missed = [said for sentences, page in by_model("misleading") for said in sentences.values() if said in page]
    assert missed == []


@pytest.mark.slow
def test_good_rewordings_stand_from_a_server() -> None:
    told = [line not in page for sentences, page in by_model("good") for line in sentences]
    print(f"from a server: good {len(told)}, stood {sum(told)}")
    assert sum(told) >= 0.9 * len(told)


def test_lines_that_judge_are_shown_to_no_model() -> None:
    read = tomllib.loads((FOLDER / "sentences.toml").read_text(encoding="utf-8"))["line"]
    lines = tuple(told["text"] for told in read)
    judging = {line for line in lines if withheld(line)}
    assert len(judging) == 4
    with endpoint(instead({})) as served:
        write(Draft(title="", summary=lines), EVIDENCE, ModelAccess(model=model_at(served)))
        shown = {line["text"] for line in data_of(served.requests[0])["lines"]}
    assert shown == set(lines) - judging


NAMED = replace(EVIDENCE, names=(Name(ref="backtest.two", text="Two Rivers Capital"), Name(ref="tier.low", text="0.70 tier")))


@pytest.mark.parametrize(
    "said",
    [
        "Maximum drawdown was Two Rivers Capital {F5.magnitude} unhedged and {F6.magnitude} hedged.",
        "Maximum drawdown of Two Rivers Capital was {F5.magnitude} unhedged and {F6.magnitude} hedged.",
        "Maximum drawdown was 0.70 tier {F5.magnitude} unhedged and {F6.magnitude} hedged.",
        "Two Rivers Capital, maximum drawdown was {F5.magnitude} unhedged and {F6.magnitude} hedged.",
    ],
)
def test_a_name_stands_only_where_a_line_has_it(said: str) -> None:
    line = "Maximum drawdown was {F5.magnitude} unhedged and {F6.magnitude} hedged."
    assert review(said, [line], NAMED).offences


def test_a_name_of_its_line_may_be_told_where_the_line_has_it() -> None:
    line = "On Two Rivers Capital, maximum drawdown was {F5.magnitude} unhedged and {F6.magnitude} hedged."
    said = "On Two Rivers Capital, maximum drawdown was {F6.magnitude} hedged and {F5.magnitude} unhedged."
    assert review(said, [line], NAMED).offences == ()
    assert review(said, [line], EVIDENCE).offences
