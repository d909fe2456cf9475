"""Processes that share work: what they do, and that they end at whatever moment they are stopped."""

from __future__ import annotations

import os
import random
import threading
import time
from contextlib import suppress

import pytest

from corpus.errors import UnreadableError, WrongUseError
from reports.processes import Processes

#: More than any pipe takes at once, so that a process spends most of its time writing it. [bytes]
LARGE = 100_000_000


def nothing() -> None:
    pass


def fails() -> None:
    raise WrongUseError("no such desk", where="--desk", mend="name one")


def large(size: int) -> bytes:
    return b"x" * size


def own_id(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def dies() -> None:
    os._exit(9)


def no_pickle() -> object:
    return threading.Lock()


def test_all_processes_work_at_once_and_results_keep_their_order() -> None:
    with Processes(2, nothing) as pool:
        assert len(set(pool.map(own_id, [0.5, 0.5]))) == 2
        assert list(pool.map(large, range(5))) == [b"x" * n for n in range(5)]


def test_what_is_raised_there_is_raised_here_with_its_traceback_and_the_process_goes_on() -> None:
    with Processes(1, nothing) as pool:
        with pytest.raises(WrongUseError, match="--desk: no such desk; name one") as caught:
            pool.submit(fails).result()
        assert "in fails" in "".join(caught.value.__notes__)
        with pytest.raises(TypeError, match="pickle"):
            pool.submit(no_pickle).result()
        with pytest.raises((TypeError, AttributeError), match="pickle"):
            pool.submit(lambda: 1).result()
        assert pool.submit(large, 3).result() == b"xxx"


def test_first_work_that_fails_is_told_to_whoever_waits() -> None:
    with Processes(1, fails) as pool, pytest.raises(WrongUseError, match="no such desk"):
        pool.submit(large, 3).result()


def test_a_process_that_dies_is_told_in_words() -> None:
    told = "one of the processes that share the work has ended; run it again"
    with Processes(1, nothing) as pool, pytest.raises(UnreadableError, match=told):
        pool.submit(dies).result()


@pytest.mark.parametrize("seed", range(6))
def test_stopped_in_the_middle_of_results_all_processes_end_and_nothing_hangs(seed: int) -> None:
    pool = Processes(2, nothing)
    pool.submit(large, 1).result()
    for _ in range(6):
        pool.submit(large, LARGE)
    time.sleep(random.Random(seed).random() * 0.3)  # noqa: S311 moments, no secrets
    pool.stop()
    ended = threading.Thread(target=lambda: pool.shutdown(wait=True, cancel_futures=True), daemon=True)
    ended.start()
    ended.join(30)
    assert not ended.is_alive()
    assert not any(one.process.is_alive() for one in pool._each)


def test_an_exception_that_leaves_the_block_ends_the_processes_at_once() -> None:
    begun = time.monotonic()
    with suppress(KeyboardInterrupt), Processes(2, nothing) as pool:
        pool.submit(own_id, 600)
        raise KeyboardInterrupt
    assert time.monotonic() - begun < 60
