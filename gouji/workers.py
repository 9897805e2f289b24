"""Work on strangers' files in processes of their own, held to a time and a memory; results in stable order.

A task is worked on by ``work(task, skip)``, a generator that yields ``Begun(name)`` before each item (a file; of an
archive, a member) and the item's result after it. When a process dies or runs over time, the item under way is named
as an error and the rest of the task goes on in a new process, with ``skip`` items left out.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from time import monotonic
from typing import Any, TypeVar

from msgspec import Struct, field

from gouji.extract.errors import GoujiError, LimitExceeded, UnreadableFile

# One file a process and one process a core: more threads only cost start time and address space.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

MEBIBYTE = 1024 * 1024
_LOSSES_PER_TASK = 5
_LONGEST_WAIT = 60.0

T = TypeVar("T")


class Spending(Struct, frozen=True):
    """What one item may cost.

    Attributes:
        seconds: wall time; 0 for no limit.
        memory: bytes beyond what the program itself takes; 0 for no limit.
    """

    seconds: float = 120.0
    memory: int = 2_048 * MEBIBYTE


class Begun(Struct, frozen=True):
    """An item is begun."""

    name: str


class Crash(Struct, frozen=True):
    """An error nobody foresaw: what it says, and its traceback."""

    name: str
    error: str
    trace: str


Work = Callable[[T, int], Iterator[Any]]


def here(tasks: Sequence[T], work: Work[T], name_of: Callable[[T], str]) -> Iterator[tuple[T, Any]]:
    """Do the work in this process, without limits: for debugging, and where nothing can be started."""
    for task in tasks:
        for item in told(work, task, 0, name_of(task)):
            if not isinstance(item, Begun):
                yield task, item


def told(work: Work[T], task: T, skip: int, name: str) -> Iterator[Any]:
    """The items of one task; what is raised becomes the last one: a ``GoujiError`` or a ``Crash``."""
    try:
        for item in work(task, skip):
            name = item.name if isinstance(item, Begun) else name
            yield item
    except GoujiError as error:
        yield error
    except MemoryError:
        yield out_of_memory(name)
    except Exception as error:  # one odd file must not cost the others their audit
        import traceback

        yield Crash(name, f"{type(error).__name__}: {error}", traceback.format_exc())


def apart(
    tasks: Sequence[T], work: Work[T], name_of: Callable[[T], str], *, jobs: int = 1, spending: Spending | None = None
) -> Iterator[tuple[T, Any]]:
    """Do the work in processes of their own, ``jobs`` at a time; results in the order of the tasks.

    Yields:
        ``(task, result)``; a result is what ``work`` yielded, a ``GoujiError`` (also for an item that ran over time or
        memory, or broke its reader), or a ``Crash``.
    """
    from gouji.processes import Child

    spending = spending or Spending()
    waiting = deque(_Run(i, task, name_of(task)) for i, task in enumerate(tasks))
    running: dict[Child, _Run] = {}
    ready: dict[int, deque[Any]] = {i: deque() for i in range(len(tasks))}
    finished: set[int] = set()
    due = 0
    try:
        while due < len(tasks):
            while waiting and len(running) < max(1, jobs):
                run = waiting.popleft()
                running[Child(told, (work, run.task, run.done, run.name), spending)] = run
                run.deadline = monotonic() + (spending.seconds or 1e9)
            for child in Child.wait(list(running), _patience(running.values())):
                run = running[child]
                for item in child.received():
                    run.deadline = monotonic() + (spending.seconds or 1e9)
                    if isinstance(item, Begun):
                        run.item = item.name
                    else:
                        run.item = None
                        run.done += 1
                        ready[run.index].append(item)
                if child.ended:
                    del running[child]
                    _settle(run, child.reap(), ready, finished, waiting, spending)
            for child, run in list(running.items()):
                if monotonic() > run.deadline:
                    del running[child]
                    child.kill()
                    _settle(run, "time", ready, finished, waiting, spending)
            while due < len(tasks):
                while ready[due]:
                    yield tasks[due], ready[due].popleft()
                if due not in finished:
                    break
                due += 1
    finally:
        for child in running:
            child.kill()


class _Run(Struct):
    """A task under way: how many items are done, which one is begun, until when it may take."""

    index: int
    task: Any
    name: str
    done: int = 0
    losses: int = 0
    item: str | None = None
    deadline: float = field(default=0.0)


def _patience(runs: Iterable[_Run]) -> float:
    return max(0.0, min([_LONGEST_WAIT, *(run.deadline - monotonic() for run in runs)]))


def _settle(
    run: _Run, end: str, ready: dict[int, deque[Any]], finished: set[int], waiting: deque[_Run], spending: Spending
) -> None:
    """A process has ended: well, or by losing an item, after which the task goes on with the next."""
    if end == "well":
        finished.add(run.index)
        return
    ready[run.index].append(_loss(run.item or run.name, end, spending))
    run.losses += 1
    if run.item is None:
        finished.add(run.index)
    elif run.losses >= _LOSSES_PER_TASK:
        ready[run.index].append(_given_up(run))
        finished.add(run.index)
    else:
        run.done += 1
        run.item = None
        waiting.appendleft(run)


def _loss(name: str, end: str, spending: Spending) -> GoujiError:
    if end == "time":
        seconds = f"{spending.seconds:g}"
        return LimitExceeded(
            f"读取和核对超过{seconds}秒，已中止；文件可能有问题，如确属正常可用 --timeout 延长",
            f"reading and checking took more than {seconds} s and was ended; if the file is sound, allow more with --timeout",
            name,
        )
    if end == "memory":
        return out_of_memory(name, spending)
    return UnreadableFile(
        f"读取程序异常终止（{end}），文件可能已损坏或有恶意内容，未能核对",
        f"its reader ended abnormally ({end}); the file may be damaged or hostile and was not checked",
        name,
    )


def out_of_memory(name: str, spending: Spending | None = None) -> LimitExceeded:
    """The item wanted more memory than it may have."""
    limit = f"（{(spending or Spending()).memory // MEBIBYTE} MiB）" if spending else ""
    return LimitExceeded(
        f"读取需要的内存超过上限{limit}，已中止；如确属正常文件可用 --memory 放宽",
        f"reading took more memory than allowed{limit.replace('（', ' (').replace('）', ')')} and was ended; "
        "if the file is sound, allow more with --memory",
        name,
    )


def _given_up(run: _Run) -> LimitExceeded:
    return LimitExceeded(
        f"已有{run.losses}个成员无法读取，其余成员未读",
        f"{run.losses} members could not be read; the rest was not tried",
        run.name,
    )


def cores() -> int:
    """Processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
