"""Audit many files and archives: each in a process of its own, a report or an error for every file in them."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from gouji.config import Config
from gouji.extract.errors import BadConfiguration, GoujiError
from gouji.extract.reading import DEFAULT_READING, Reading
from gouji.workers import Begun, Crash, Spending, apart, cores, here, told

if TYPE_CHECKING:
    from gouji.audit.report import Report
    from gouji.extract.document import Document

View = TypeVar("View")

# Loading words and rules before forking pays from this many files on.
_WORTH_WARMING = 4
_WARMING = "全年检查商户51户，其中超市12户、餐馆25户、药店14户，完成率98.5%。"


class Task(Struct, frozen=True):
    """A file to audit; ``data`` when its bytes are at hand already (standard input)."""

    name: str
    config: Config
    password: str | None = None
    data: bytes | None = None


def audited(
    tasks: Sequence[Task], view: Callable[[Report], View], *, jobs: int | None = None, spending: Spending | None = None
) -> Iterator[tuple[Task, View | GoujiError | Crash]]:
    """Audit every file, and every file of every archive, in order.

    Args:
        tasks: the files.
        view: what to make of each report in the process that made it: a long one takes longer to hand over than to
            write out.
        jobs: processes at a time, as many as there are processors by default; 0 works in this process, without limits.
        spending: what one file may cost.

    Yields:
        Each result with the task it belongs to.

    Raises:
        BadConfiguration: settings that cannot be used.
    """
    if jobs == 0:
        results = here(tasks, partial(audit, view), _name)
    else:
        _prepare(tasks)
        results = apart(tasks, partial(audit, view), _name, jobs=min(jobs or cores(), len(tasks)), spending=spending)
    for task, result in results:
        if isinstance(result, BadConfiguration):
            raise result
        yield task, result


def audit(view: Callable[[Report], View], task: Task, skip: int) -> Iterator[Begun | View | GoujiError | Crash]:
    """Work of one process: the files of one task from number ``skip`` on; see ``gouji.workers``."""
    from gouji.extract.readers.archive import opened

    data = content(task)
    for number, source in enumerate(opened(data, task.name, password=task.password, limits=task.config.reading.limits, pictures=task.config.reading.ocr)):
        if number < skip:
            continue
        if isinstance(source, GoujiError):
            yield source
            continue
        if number > skip:  # a process of its own collects nothing by itself: what the member before left goes now
            gc.collect()
        yield Begun(source.name)
        yield from told(partial(_one, view), (source.name, source.data, task), 0, source.name)


def content(task: Task) -> bytes:
    """The bytes of a task's file.

    Raises:
        UnreadableFile: they cannot be read.
    """
    from gouji.extract.readers import load
    from gouji.sources import content as drained

    if task.data is not None:
        return task.data
    path = Path(task.name)
    if path.is_fifo():  # a pipe the shell made: gouji check <(unzip -p county.zip a.docx)
        with path.open("rb") as stream:
            return drained(stream, task.name)
    return load(path)


def _one(view: Callable[[Report], View], item: tuple[str, bytes, Task], skip: int) -> Iterator[View]:
    from gouji import api
    from gouji.extract.readers import read_bytes

    name, data, task = item
    document = read_bytes(data, name, password=task.password, reading=task.config.reading)
    yield view(api.check(document, task.config))


def read_apart(
    name: str, *, password: str | None = None, spending: Spending | None = None, reading: Reading = DEFAULT_READING
) -> Document:
    """Read one file in a process of its own.

    Raises:
        GoujiError: it cannot be read, or ran over time or memory.
    """
    task = Task(name, Config(reading=reading), password)
    for _, result in apart([task], _read, _name, spending=spending):
        if isinstance(result, GoujiError):
            raise result
        if isinstance(result, Crash):
            raise RuntimeError(f"{result.error}\n{result.trace}")
        document: Document = result
    return document


def _read(task: Task, skip: int) -> Iterator[Document]:
    from gouji.extract.readers import read_bytes

    yield read_bytes(content(task), task.name, password=task.password, reading=task.config.reading)


def _name(task: Task) -> str:
    return task.name


def _prepare(tasks: Sequence[Task]) -> None:
    """Load what every audit and every report needs, so that the processes forked from here have it already."""
    import gouji.audit.runner
    import gouji.extract.facts.build  # noqa: F401
    from gouji import api
    from gouji.extract.readers import read_bytes

    if len(tasks) >= _WORTH_WARMING:
        api.check(read_bytes(_WARMING.encode(), "-"), tasks[0].config)
