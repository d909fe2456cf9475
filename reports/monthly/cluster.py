"""A cluster: the same work on a dask.distributed scheduler."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from typing import TYPE_CHECKING, Any, cast

from corpus.errors import UnreadableError

if TYPE_CHECKING:
    from concurrent.futures import Future

#: How long a scheduler may take to answer [s].
_PATIENCE = 10


class Cluster(Executor):
    """An executor whose work is done by the workers of a scheduler."""

    def __init__(self, address: str) -> None:
        try:
            from dask.distributed import Client
        except ImportError as error:
            mend = "install hedgecite[cluster]"
            raise UnreadableError("needs dask.distributed, which is not installed", where="--cluster", mend=mend) from error
        try:
            self._client: Any = cast("Any", Client)(address, timeout=_PATIENCE, set_as_default=False)
        except OSError as error:
            mend = "check the address and that the scheduler runs"
            raise UnreadableError("no scheduler answers there", where=f"--cluster {address}", mend=mend) from error
        self._executor = self._client.get_executor(pure=False)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401 as executors have it
        """Hand one task to the scheduler."""
        future: Future[Any] = self._executor.submit(fn, *args, **kwargs)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the scheduler go; whoever drops what it has not begun cancels it before, each by itself."""
        self._executor.shutdown(wait=wait and not cancel_futures)
        self._client.close()
