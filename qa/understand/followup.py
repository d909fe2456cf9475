"""Follow-ups: a question takes over from an earlier answer the figure, the scope and the backtest that it leaves out."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace

from corpus.errors import UnreadableError, WrongUseError
from corpus.texts.documents import digest_of
from qa.calculator.catalogue import spec_of
from qa.calculator.core.scope import Scope
from qa.calculator.core.scope_text import parse_scope
from qa.document import SCHEMA
from qa.understand.question import Against, Question, Shape
from qa.understand.why import asks_why, why_keys

_MEND = "give a document that hedgecite wrote, as JSON or as a page"
_EMBEDDED = re.compile(r'<script type="application/json" id="answer">(.*?)</script>', re.DOTALL)
#: How a question begins that leaves out what the earlier one said.
_GOES_ON = re.compile(
    r"^\W*(?:and|but|or|so|now|ok(?:ay)?|then|also|same|the same|what about|how about|again|only|just|instead|in|with|without)\b",
    re.IGNORECASE,
)
_AGAIN = re.compile(r"\b(?:did you say|you said|again|earlier|before that|that one|the same|same|there|then)\b", re.IGNORECASE)
_UNHEDGED = re.compile(r"\b(?:without (?:the |any |a )?(?:hedge|alvh|calls)|unhedged|naked)\b", re.IGNORECASE)
_HEDGED = re.compile(r"\bwith (?:the |a )?(?:hedge|alvh)\b|\bhedged\b", re.IGNORECASE)
#: Words that doubt an answer, and that ask which side of it is the larger.
_DOUBTS = re.compile(
    r"\bare you (?:sure|certain)\b|\bis that (?:right|correct|true)\b|\breally\s*\?|\b(?:article|page|text|site)s? says?\b",
    re.IGNORECASE,
)
_WHICH = re.compile(r"^\W*(?:and |so )?which (?:one )?(?:is|was|of (?:them|these|the two) is) \w+", re.IGNORECASE)
#: A question of more words says itself what it asks.
_SHORT = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What an earlier answer was about."""

    #: digest of its document, and the name of its file
    id: str
    file: str
    #: what was asked
    question: str
    #: its leading figure, or None
    key: str | None
    scope: Scope
    backtest: str | None
    #: those of all sides, where it compared several
    scopes: tuple[Scope, ...] = ()


def read_earlier(text: str, file: str) -> Earlier:
    """What the document in a JSON file or on a page was about.

    Raises
    ------
    UnreadableError
        It is no answer document of this format, or one whose figures are not known here.
    """
    embedded = _EMBEDDED.search(text)
    try:
        document = json.loads(embedded[1] if embedded else text)
        plan, backtests = document["plan"], document["provenance"]["backtests"]
        if document["schema"] != SCHEMA:
            raise UnreadableError(f"is written as {document['schema']!r}, not {SCHEMA!r}", where=file, mend=_MEND)
        key = next(iter(plan["keys"]), None)
        if key is not None:
            spec_of(key)
        return Earlier(
            file=file,
            question=str(document.get("question") or ""),
            id=digest_of(json.dumps(document, sort_keys=True, ensure_ascii=False)),
            key=key,
            scope=parse_scope(next(iter(plan["scopes"]), "all")),
            scopes=tuple(parse_scope(scope) for scope in plan["scopes"]),
            backtest=next((b["name"] for b in backtests), None),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableError("is no answer document", where=file, mend=_MEND) from error
    except WrongUseError as error:
        raise UnreadableError(f"has a plan that is not known here: {error.what}", where=file, mend=_MEND) from error


def follow(question: Question, earlier: Earlier) -> Question:
    """The question with what it leaves out taken from an earlier answer; one that says all itself is left as it is."""
    if earlier.key is None or question.term is not None or question.kind in {"advice", "out_of_scope"}:
        return question
    if is_why(question.text) and (keys := why_keys(question.text.lower(), _joined(earlier.scope, question.scope))):
        whole = replace(question, kind="cost", keys=keys, offered=(), decision="answer", foreign=(), shape="why", missing=0.0)
        return _placed(whole, earlier)
    if _DOUBTS.search(question.text) or (_WHICH.search(question.text) and len(earlier.scopes) > 1):
        return _repeated(question, earlier)
    if question.kind == "method" and not goes_on(question.text):
        return question
    if goes_on(question.text) or question.offered or not question.keys:
        return _taken_over(question, earlier)
    return _placed(question, earlier) if _AGAIN.search(question.text) else question


def is_why(text: str) -> bool:
    """Whether a question is little more than a why."""
    return asks_why(text.lower()) and len(text.split()) <= _SHORT


def _repeated(question: Question, earlier: Earlier) -> Question:
    """The earlier question again: its figure within all its scopes."""
    assert earlier.key is not None
    others = earlier.scopes[1:]
    sides = tuple(Against(scope=scope, recent=None, backtest=None, tier=None, text="") for scope in others)
    shape: Shape = "comparison" if sides else "figure"
    kept = replace(question, kind="cost", keys=(earlier.key,), offered=(), decision="answer", foreign=(), missing=0.0)
    return replace(_placed(replace(kept, shape=shape, against=sides), earlier))


def goes_on(text: str) -> bool:
    """Whether a question says too little without the one before it."""
    return bool(_GOES_ON.search(text)) and len(text.split()) <= _SHORT


def _taken_over(question: Question, earlier: Earlier) -> Question:
    """The earlier figure, or the other side of it, within the earlier scope as far as the question doesn't change it."""
    assert earlier.key is not None
    own = () if question.offered else question.keys
    key = own[0] if own and not _sided(question.text) else _side(earlier.key, question.text)
    against = tuple(replace(a, scope=_joined(earlier.scope, a.scope)) for a in question.against)
    shape = question.shape if question.shape in {"comparison", "whatif", "state"} else "figure"
    kept = replace(
        question, kind="cost", keys=(key,), offered=(), decision="answer", foreign=(), shape=shape, against=against, missing=0.0
    )
    return _placed(kept, earlier)


def _placed(question: Question, earlier: Earlier) -> Question:
    """The question on the earlier backtest and within the earlier scope, but for what it says itself."""
    named = question.backtest or question.tier
    return replace(
        question,
        scope=_joined(earlier.scope.less("tier"), question.scope),
        backtest=question.backtest if named else earlier.backtest,
    )


def _joined(earlier: Scope, own: Scope) -> Scope:
    """The earlier scope with each kind of condition that the question has put in its place."""
    return replace(earlier, **{part: getattr(own, part) for part in own.parts})


def _sided(text: str) -> bool:
    return bool(_UNHEDGED.search(text) or _HEDGED.search(text))


def _side(key: str, text: str) -> str:
    """The figure of the side that the words name: the unhedged return beside a drag, the other side of one that has sides."""
    side = "unhedged" if _UNHEDGED.search(text) else "hedged" if _HEDGED.search(text) else None
    if side is None:
        return key
    if "hedged" in key:
        return re.sub(r"\b(?:un)?hedged\b", side, key)
    cut = re.fullmatch(r"drag\.(daily|weekly|monthly|yearly)\.(mean|median)", key)
    return f"return.{side}.{cut[1]}.{cut[2]}" if cut else key
