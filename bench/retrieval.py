"""How well passages are found, by each side of the search and by both: `python bench/retrieval.py [BEIR_DIR] [--embedder NAME]`.

Without a folder the questions of the four judged sets are asked: the whole is over the two that no weight was chosen on, and
each set stands apart too. A folder is one in BEIR's layout: `corpus.jsonl`, `queries.jsonl`, `qrels/test.tsv`; a document
scores by its best passage. Of the judged sets, recall is the share of questions with a right passage among the first; of a
folder, the share of a question's right documents among the first, averaged. Intervals are bootstrapped over the questions, 95%.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.index.embedding import InProcess, MiniLM
from corpus.index.index import Index
from corpus.index.mpnet import NAME, MPNet
from corpus.readers.text import passages as passages_of
from corpus.texts.documents import Document, digest_of
from corpus.texts.glossary import Glossary
from corpus.texts.library import Folder, read_library, shipped_folder
from tests.eval.retrieval import FOURTH, SEEN, THIRD, UNSEEN, WAYS, Asked, found_by, ndcg, rank, read_questions

CUTS = (1, 5, 12)
MEASURES = ("ndcg@10", *(f"recall@{cut}" for cut in CUTS))
#: So many passages are looked at for the best of each document, and so often questions are drawn anew.
DEEP, DRAWN, SEED = 100, 1000, 7

#: The embedders that run here, made for a cache.
EMBEDDERS: Mapping[str, Callable[[Path], InProcess]] = {"all-MiniLM-L6-v2": lambda _: MiniLM(), NAME: MPNet}

#: By measure and way, of each question.
Scores = Mapping[str, Mapping[str, Sequence[float]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question and how right each document is."""

    text: str
    right: Mapping[str, float]


def judged(index: Index, questions: Sequence[Asked]) -> Scores:
    """The scores of a judged set."""
    scores: defaultdict[str, dict[str, list[float]]] = defaultdict(dict)
    for way in WAYS:
        found = found_by(index, questions, way)
        places = [rank(q, passages) for q, passages in zip(questions, found, strict=True)]
        scores["ndcg@10"][way] = [
            ndcg([p.id for p in passages], dict.fromkeys(q.right, 1.0)) for q, passages in zip(questions, found, strict=True)
        ]
        for cut in CUTS:
            scores[f"recall@{cut}"][way] = [float(place is not None and place <= cut) for place in places]
    return scores


def read_beir(folder: Path) -> tuple[list[Document], list[Query]]:
    """The documents of a folder, and those of its queries that are judged."""
    documents = [
        Document(
            path=str(entry["_id"]),
            title=entry.get("title") or "",
            authority="article",
            date=None,
            text=entry["text"],
            digest=digest_of(entry["text"]),
        )
        for entry in _lines(folder / "corpus.jsonl")
    ]
    right: defaultdict[str, dict[str, float]] = defaultdict(dict)
    with (folder / "qrels" / "test.tsv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows, delimiter="\t"):
            if float(row["score"]) > 0:
                right[row["query-id"]][row["corpus-id"]] = float(row["score"])
    queries = {str(entry["_id"]): entry["text"] for entry in _lines(folder / "queries.jsonl")}
    return documents, [Query(text=queries[id_], right=right[id_]) for id_ in sorted(right) if id_ in queries]


def _lines(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def beir(index: Index, queries: Sequence[Query]) -> Scores:
    """The scores of a folder's queries."""
    scores: defaultdict[str, dict[str, list[float]]] = defaultdict(lambda: {way: [] for way in WAYS})
    for query in queries:
        for way, sides in WAYS.items():
            found = index.search(query.text, DEEP, **sides).passages
            documents = list(dict.fromkeys(p.document.path for p in found))
            scores["ndcg@10"][way].append(ndcg(documents, query.right))
            for cut in CUTS:
                scores[f"recall@{cut}"][way].append(len({*documents[:cut]} & {*query.right}) / len(query.right))
    return scores


def report(scores: Scores) -> dict[str, object]:
    """Means, and their intervals, by measure and way."""
    means = {m: {way: round(float(np.mean(values)), 4) for way, values in scores[m].items()} for m in MEASURES}
    intervals = {m: {way: _interval(values) for way, values in scores[m].items()} for m in MEASURES}
    return {**means, "intervals": intervals, "questions": len(scores["ndcg@10"]["reranked"])}


def _interval(values: Sequence[float]) -> list[float]:
    drawn = np.random.default_rng(SEED).integers(0, len(values), size=(DRAWN, len(values)))
    return [round(float(q), 4) for q in np.quantile(np.array(values)[drawn].mean(axis=1), [0.025, 0.975])]


def of_folder(folder: Path, embedder: InProcess, cache: Path) -> dict[str, object]:
    """The report on a folder in BEIR's layout."""
    documents, queries = read_beir(folder)
    passages = [p for document in documents for p in passages_of(document)]
    index = Index(passages, Glossary(terms=()), embedder, cache)
    return report(beir(index, queries))


def of_judged(embedder: InProcess, cache: Path) -> dict[str, object]:
    """The report on the judged sets: the two that no weight was chosen on together, and each apart."""
    library = read_library([Folder(root=shipped_folder(), sample=True)])
    index = Index(library.passages, library.glossary, embedder, cache)
    sets = {file.stem: judged(index, read_questions(library, file)) for file in (SEEN, UNSEEN, THIRD, FOURTH)}
    new = [sets[file.stem] for file in (UNSEEN, THIRD)]
    both = {m: {way: [score for one in new for score in one[m][way]] for way in WAYS} for m in MEASURES}
    return {**report(both), "sets": {name: report(scores) for name, scores in sets.items()}}


def written(name: str, told: Mapping[str, object]) -> str:
    """A report as text."""
    lines = [f"{name}: {told['questions']} questions"]
    for measure in MEASURES:
        means, intervals = told[measure], told["intervals"]
        assert isinstance(means, dict)
        assert isinstance(intervals, dict)
        shown = (
            f"{way} {value:.3f} ({low:.3f} to {high:.3f})" for (way, value), (low, high) in _beside(means, intervals[measure])
        )
        lines.append(f"  {measure:10} " + "  ".join(shown))
    return "\n".join(lines) + "\n"


def _beside(
    means: Mapping[str, float], intervals: Mapping[str, list[float]]
) -> Iterator[tuple[tuple[str, float], tuple[float, float]]]:
    for way, value in means.items():
        low, high = intervals[way]
        yield (way, value), (low, high)


def main() -> int:
    """Print the report."""
    parser = argparse.ArgumentParser(description="How well passages are found.")
    parser.add_argument("folder", nargs="?", type=Path, help="a folder in BEIR's layout")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--embedder", choices=EMBEDDERS, default="all-MiniLM-L6-v2", help="what embeds texts and questions")
    parser.add_argument("--cache", type=Path, help="where vectors are kept, so that a second run is quick")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        cache = given.cache or Path(made)
        cache.mkdir(parents=True, exist_ok=True)
        embedder = EMBEDDERS[given.embedder](cache)
        embedder.load()  # where it is missing, keywords alone would be measured
        told = of_folder(given.folder, embedder, cache) if given.folder else of_judged(embedder, cache)
    if given.format == "json":
        sys.stdout.write(json.dumps(told, indent=1) + "\n")
        return 0
    sets = told.get("sets")
    for name, one in sets.items() if isinstance(sets, dict) else [(given.folder.name, told)]:
        sys.stdout.write(written(name, one))
    return 0


if __name__ == "__main__":
    sys.exit(main())
