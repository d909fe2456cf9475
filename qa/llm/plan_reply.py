"""The plan as a model replies it: its JSON Schema, and the reply as values; nothing in it is believed yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast, get_args

from qa.document import Kind

Intent = Literal["figure", "comparison", "what_if", "why", "premise", "method", "term", "advice", "off_subject"]
INTENTS: tuple[Intent, ...] = get_args(Intent)
#: Intents that figures answer.
ON_FIGURES: frozenset[Intent] = frozenset({"figure", "comparison", "what_if", "why", "premise"})
#: What `texts` holds where no passage answers.
NONE = "none"
#: The most of anything that is read of a reply.
_MOST = 10


def _object(**properties: object) -> dict[str, object]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _array(items: object) -> dict[str, object]:
    return {"type": "array", "items": items}


_TEXT = {"type": "string"}
SCHEMA: Mapping[str, object] = {
    "title": "plan",
    **_object(
        checks=_array(_object(id=_TEXT, key=_TEXT)),
        parts=_array(_object(words=_TEXT, intent={"type": "string", "enum": list(INTENTS)}, keys=_array(_TEXT))),
        scopes=_array(_object(scope=_TEXT, words=_TEXT)),
        missing=_array(_TEXT),
        choices=_array(_TEXT),
        texts=_array(_TEXT),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedPart:
    """A part of the question: its words, what it is after, and the figures that answer it, the best first."""

    words: str
    intent: Intent
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedScope:
    """A condition as `--scope` takes it, and the question's words that state it."""

    scope: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a model makes of a question."""

    parts: tuple[ProposedPart, ...] = ()
    scopes: tuple[ProposedScope, ...] = ()
    #: words of the question for what no figure and no passage has
    missing: tuple[str, ...] = ()
    #: the readings of a question that has several fair ones
    choices: tuple[str, ...] = ()
    #: ids of the passages that answer, in their order; `none` alone where none does
    texts: tuple[str, ...] = ()
    #: the figure that it answers each check with
    checks: tuple[tuple[str, str], ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """All figures that it names, in the order of the parts."""
        return tuple(dict.fromkeys(key for part in self.parts for key in part.keys))

    @property
    def kind(self) -> Kind | None:
        """The kind of the whole; None where it tells no part."""
        intents = {part.intent for part in self.parts}
        figures, texts = intents & ON_FIGURES, intents & {"method", "term"}
        if "advice" in intents:
            return "advice"
        if figures:
            return "mixed" if texts else "cost"
        if texts:
            return "method" if "method" in texts else "term"
        return "out_of_scope" if intents else None


def read_reply(content: Mapping[str, object]) -> Proposal | None:
    """The reply as values; None where it is not in the form of the schema."""
    if set(content) != set(cast("dict[str, object]", SCHEMA["properties"])):
        return None
    objects = {name: _objects(content[name]) for name in ("parts", "scopes", "checks")}
    plain = {name: _texts(content[name]) for name in ("missing", "choices", "texts")}
    parts = [_part(part) for part in objects["parts"] or ()]
    scopes = [_pair(scope, "scope", "words") for scope in objects["scopes"] or ()]
    checks = [_pair(check, "id", "key") for check in objects["checks"] or ()]
    if None in (*objects.values(), *plain.values(), *parts, *scopes, *checks):
        return None
    return Proposal(
        parts=tuple(p for p in parts if p)[:_MOST],
        scopes=tuple(ProposedScope(scope=s[0], words=s[1]) for s in scopes if s)[:_MOST],
        missing=tuple(plain["missing"] or ())[:_MOST],
        choices=tuple(plain["choices"] or ())[:_MOST],
        texts=tuple(plain["texts"] or ())[:_MOST],
        checks=tuple(c for c in checks if c)[:_MOST],
    )


def _objects(value: object) -> list[Mapping[str, object]] | None:
    return value if isinstance(value, list) and all(isinstance(item, dict) for item in value) else None


def _texts(value: object) -> Sequence[str] | None:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        return None
    return tuple(dict.fromkeys(value))


def _pair(value: Mapping[str, object], *names: str) -> tuple[str, str] | None:
    first, second = (value.get(name) for name in names)
    return (first, second) if set(value) == set(names) and isinstance(first, str) and isinstance(second, str) else None


def _part(value: Mapping[str, object]) -> ProposedPart | None:
    words, intent, keys = value.get("words"), value.get("intent"), _texts(value.get("keys"))
    if set(value) != {"words", "intent", "keys"} or not isinstance(words, str) or keys is None or intent not in INTENTS:
        return None
    return ProposedPart(words=words, intent=intent, keys=tuple(keys)[:_MOST])
