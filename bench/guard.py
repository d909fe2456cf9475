"""How many drafts a second the guard over a model's sentences reviews; exits with 1 where that is fewer than a hundred."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from qa.answer import FOUND, read
from qa.evidence.gather import gather
from qa.verify.review import review
from reports.desk import materials_of, open_desk
from tests.conftest import SEED
from tests.qa.drafts import GOOD

FEWEST, SECONDS = 100, 2


def main() -> int:
    """Review the good drafts for two seconds."""
    materials = materials_of(open_desk(None, Path("/")))
    question, plan = read(SEED, materials)
    evidence = gather(question, plan, materials.search.search(SEED, FOUND).passages, materials.library).evidence
    drafts = [(line, draft) for line, told in GOOD.items() for draft in told]
    done, start = 0, time.perf_counter()
    while time.perf_counter() - start < SECONDS:
        line, draft = drafts[done % len(drafts)]
        review(draft, [line], evidence)
        done += 1
    rate = done / (time.perf_counter() - start)
    print(f"{rate:.0f} drafts a second (at least {FEWEST})")
    return int(rate < FEWEST)


if __name__ == "__main__":
    sys.exit(main())
