"""What the seed's question gathers."""

from __future__ import annotations

import pytest

from qa.answer import FOUND, Materials, read
from qa.evidence.gather import Gathered, gather
from tests.conftest import SEED


@pytest.fixture(scope="session")
def seed_gathered(materials: Materials) -> Gathered:
    """Evidence for the seed's question."""
    question, plan = read(SEED, materials)
    found = materials.search.search(SEED, FOUND).passages
    return gather(question, plan, found, materials.library)
