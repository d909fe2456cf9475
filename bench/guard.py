"""How many drafts a second the guard over a model's sentences reviews; exits with 1 where that is fewer than a hundred."""

from __future__ import annotations

import sys
import time

from qa.verify.review import review
from tests.qa.guarding.lines import EVIDENCE, tries

FEWEST, SECONDS = 100, 2


def main() -> int:
    """Review the good drafts for two seconds."""
    drafts = tries("sentences.toml", "good")
    done, start = 0, time.perf_counter()
    while time.perf_counter() - start < SECONDS:
        told = drafts[done % len(drafts)]
        review(told.sentence, [told.line], EVIDENCE)
        done += 1
    rate = done / (time.perf_counter() - start)
    print(f"{rate:.0f} drafts a second (at least {FEWEST})")
    return int(rate < FEWEST)


if __name__ == "__main__":
    sys.exit(main())
