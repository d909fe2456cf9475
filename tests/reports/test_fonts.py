"""Fonts in a cache that several processes fill at once."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from reports.fonts import few_faces
from reports.processes import Processes


def digest_of_all(cache: Path) -> str:
    return repr(few_faces(cache))


def test_processes_that_begin_together_on_an_empty_cache_all_get_the_same_faces(tmp_path: Path) -> None:
    caches = [tmp_path / str(i) for i in range(3)]
    with Processes(4, partial(few_faces, tmp_path / "first")) as pool:
        made = [list(pool.map(digest_of_all, [cache] * 4)) for cache in caches]
    assert len({one for same in made for one in same}) == 1
    kept = {tuple(sorted(f.name for f in Path(cache, "fonts").iterdir())) for cache in caches}
    assert len(kept) == 1, kept
    assert all(name.endswith(".woff2") for name in kept.pop())


def test_a_face_that_another_keeps_between_writing_and_moving_is_kept_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    move, others = Path.replace, 0

    def while_another_keeps_it(half: Path, to: Path) -> Path:
        nonlocal others
        if others == 0:
            others += 1
            few_faces(tmp_path)
        return move(half, to)

    monkeypatch.setattr(Path, "replace", while_another_keeps_it)
    made = few_faces(tmp_path)
    assert others == 1
    assert made == few_faces(tmp_path)
