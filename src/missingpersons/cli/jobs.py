"""How the command line shares work on many documents among processes, and keeps the order of the documents."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from typing import Any, Protocol, Self, TypeVar

import click

from missingpersons.findings import CannotRun

BATCH_BYTES = 256 * 1024
"""About how much is given to a process at a time: some sixty episodes. What it says of them comes back as one text."""

AHEAD = 8
"""How many batches are under way for each process: few enough for memory, and enough that one process goes on while
the other, whose turn it is in the order of what is printed, is kept waiting by the machine."""

Item = tuple[str, bytes]
"""A document, with where it is."""


class Tally(Protocol):
    """What work comes to over some documents."""

    def merge(self, other: Self) -> None:
        """Add what came of other documents."""


_Tally = TypeVar("_Tally", bound=Tally)


class Work(Protocol[_Tally]):
    """What is done with each document. It can be sent to another process."""

    def tally(self) -> _Tally:
        """A tally of no document."""

    def __call__(self, source: str, data: bytes, tally: _Tally) -> str:
        """Judge one document, count it in the tally, and give what is to be printed of it."""


def jobs_option(command: Any) -> Any:
    """Give a command ``--jobs``."""
    return click.option(
        "--jobs",
        type=click.IntRange(1, 256),
        default=1,
        show_default=True,
        metavar="N",
        help="How many processes share the work. What is printed, and its order, is the same for any number.",
    )(command)


def done(work: Work[_Tally], items: Iterable[Item], jobs: int, tally: _Tally) -> Iterator[str]:
    """What ``work`` says of every item, in the order of the items; what they all come to is added to ``tally``.

    With several ``jobs``, only a few batches of items are in memory at a time. Raises ``CannotRun`` if one of
    the processes ends before its work does.
    """
    if jobs == 1:
        for source, data in items:
            yield work(source, data, tally)
        return
    with _processes(work, jobs) as processes:
        under_way: deque[Future[tuple[str, _Tally]]] = deque()
        for batch in batches(items):
            under_way.append(_given(processes, batch))
            if len(under_way) > jobs * AHEAD:
                yield _settled(under_way.popleft(), tally)
        while under_way:
            yield _settled(under_way.popleft(), tally)


def batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """The items, some at a time: as many as come to ``BATCH_BYTES``, and at least one."""
    batch: list[Item] = []
    size = 0
    for item in items:
        batch.append(item)
        size += len(item[1])
        if size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


@contextlib.contextmanager
def _processes(work: Work[Any], jobs: int) -> Iterator[ProcessPoolExecutor]:
    context = multiprocessing.get_context(_start_method())
    executor = ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(work,))
    try:
        # The processes start with the first work they are given: before anything else here starts a thread.
        with _stops_waiting():
            _result(_given(executor, []))
        yield executor
    finally:
        executor.shutdown(cancel_futures=True)


_STOPS = {signal.SIGINT, signal.SIGTERM}


@contextlib.contextmanager
def _stops_waiting() -> Iterator[None]:
    """Let a stop wait until all processes have started. In the midst of that, Python may lose it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start_method() -> str:
    """Fork where that is safe, since it is quick; a process with threads, or on macOS, may not be copied safely."""
    alone = threading.active_count() == 1
    return "fork" if sys.platform == "linux" and alone else "spawn"


_work: Work[Any]


def _begin(work: Work[Any]) -> None:
    """Make a process ready for ``work``. It is stopped by the one that started it, and ends when that one is gone."""
    global _work
    _work = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        wait([parent.sentinel])
        os._exit(1)


def _batch_done(batch: list[Item]) -> tuple[str, Any]:
    tally = _work.tally()
    return "".join([_work(source, data, tally) for source, data in batch]), tally


def _given(processes: ProcessPoolExecutor, batch: list[Item]) -> Future[tuple[str, Any]]:
    with contextlib.suppress(BrokenProcessPool):
        return processes.submit(_batch_done, batch)
    raise CannotRun(_ENDED)


def _result(future: Future[tuple[str, _Tally]]) -> tuple[str, _Tally]:
    with contextlib.suppress(BrokenProcessPool):
        return future.result()
    raise CannotRun(_ENDED)


def _settled(future: Future[tuple[str, _Tally]], tally: _Tally) -> str:
    text, counted = _result(future)
    tally.merge(counted)
    return text


_ENDED = "one of the processes ended before its work did, perhaps for want of memory; try fewer --jobs"
