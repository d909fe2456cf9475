"""Names that have digits or number words, which sentences and questions may use: of backtests, tiers, structures and terms."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.backtests.manifest import Manifest
from corpus.number_words import in_name
from corpus.texts.glossary import Glossary
from qa import numerals
from qa.calculator.risk.percentiles import percentile_name
from qa.document import Name


def names_of_terms(glossary: Glossary) -> tuple[Name, ...]:
    """Terms whose names have digits or number words."""
    return tuple(Name(ref=t.slug, text=t.name) for t in glossary.terms if _numbered(t.name))


def names_of_figures(keys: Iterable[str]) -> tuple[Name, ...]:
    """Names of figures that have numbers: of percentiles."""
    named = {key: name for key in keys if (name := percentile_name(key))}
    return tuple(Name(ref=f"figure.{key}", text=name) for key, name in named.items())


def names_of(manifests: Iterable[Manifest]) -> tuple[Name, ...]:
    """Names that sentences about these backtests may use: those with numbers, and what users call things in any case."""
    always: list[Name] = []
    found = [Name(ref="market.spx", text="S&P 500")]
    for manifest in manifests:
        always.append(Name(ref=f"backtest.{manifest.name}", text=manifest.title))
        found += [Name(ref=f"backtest.{manifest.name}", text=text) for text in (manifest.name, *manifest.aliases)]
        if manifest.tier:
            always.append(Name(ref=f"tier.{manifest.tier.id}", text=manifest.tier.name))
            texts = manifest.tier.aliases
            found += [Name(ref=f"tier.{manifest.tier.id}", text=text) for text in texts]
        if manifest.hedge.structure:
            found.append(Name(ref="hedge.structure", text=manifest.hedge.structure))
    return tuple(dict.fromkeys((*always, *(name for name in found if _numbered(name.text)))))


def _numbered(name: str) -> bool:
    return bool(numerals.find(name) or in_name(name))
