"""One process and the pipe it reports through: forked where that is safe, else started anew."""

from __future__ import annotations

import gc
import os
import pickle
import select
import signal
import struct
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, Protocol

from gouji.extract.collection import without_collection

FORKS = sys.platform == "linux"
_HEADER = struct.Struct("<Q")
_CHUNK = 1 << 20
_GRACE = 5
_MEMORY_EXIT = 77


class Limits(Protocol):
    """What the process may take."""

    @property
    def seconds(self) -> float:
        """Wall time an item."""
        ...

    @property
    def memory(self) -> int:
        """Bytes beyond what it has at its start."""
        ...


class _Forked:
    """A child of this process. ``body(*arguments)`` yields what is sent; ``ended`` is set when the pipe closes."""

    def __init__(self, body: Callable[..., Iterator[Any]], arguments: tuple[Any, ...], limits: Limits) -> None:
        self.ended = False
        self._buffer = bytearray()
        reading, writing = os.pipe()
        self._process = os.fork()
        if self._process == 0:
            os.close(reading)
            _child(writing, body, arguments, limits)
        os.close(writing)
        with suppress(OSError):
            os.setpgid(self._process, self._process)
        self._reading = reading

    def fileno(self) -> int:
        """For ``select``."""
        return self._reading

    @staticmethod
    def wait(children: Sequence[_Forked], seconds: float) -> list[_Forked]:
        """Those that have something to say, waited for at most so long."""
        return select.select(children, (), (), seconds)[0]

    def received(self) -> Iterator[Any]:
        """What has come in full; sets ``ended`` at the end."""
        chunk = os.read(self._reading, _CHUNK)
        if not chunk:
            self.ended = True
        self._buffer += chunk
        while len(self._buffer) >= _HEADER.size:
            (size,) = _HEADER.unpack_from(self._buffer)
            if len(self._buffer) < _HEADER.size + size:
                return
            message = bytes(self._buffer[_HEADER.size : _HEADER.size + size])
            del self._buffer[: _HEADER.size + size]
            yield _unpickled(message)

    def reap(self) -> str:
        """How it ended: ``well``, ``memory``, or the name of what ended it."""
        os.close(self._reading)
        _, status = os.waitpid(self._process, 0)
        if os.WIFSIGNALED(status):
            number = os.WTERMSIG(status)
            if number == signal.SIGALRM:
                return "time"
            with suppress(ValueError):
                return signal.Signals(number).name
            return f"signal {number}"
        code = os.WEXITSTATUS(status)
        return {0: "well", _MEMORY_EXIT: "memory"}.get(code, f"exit {code}")

    def kill(self) -> None:
        """End it and what it started."""
        with suppress(OSError):
            os.killpg(self._process, signal.SIGKILL)
        with suppress(OSError):
            os.kill(self._process, signal.SIGKILL)
        with suppress(OSError):
            self.reap()


def _child(writing: int, body: Callable[..., Iterator[Any]], arguments: tuple[Any, ...], limits: Limits) -> None:
    """Life of the forked process: never returns, never touches the streams of its parent."""
    code = 1
    gc.disable()  # it ends with its task: looking through half a million objects, and freeing them, is a tenth of the time
    try:
        os.setpgid(0, 0)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if not os.environ.get("GOUJI_DEBUG"):  # what C libraries print is no part of any report
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 1)
            os.dup2(nowhere, 2)
        _hold_to(limits)
        for item in body(*arguments):
            if limits.seconds:  # should the parent be gone, the time limit ends this process all the same
                signal.alarm(int(limits.seconds) + _GRACE)
            message = _pickled(item)
            for part in (_HEADER.pack(len(message)), message):
                view = memoryview(part)
                while view:
                    view = view[os.write(writing, view) :]
        code = 0
    except MemoryError:
        code = _MEMORY_EXIT
    except BaseException:  # the parent is told by the exit code
        code = 1
    finally:
        os._exit(code)


def _hold_to(limits: Limits) -> None:
    import resource

    if limits.memory:
        with open("/proc/self/statm", "rb") as statm:  # noqa: PTH123
            now = int(statm.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + limits.memory,) * 2)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if limits.seconds:
        signal.alarm(int(limits.seconds) + _GRACE)


class _Spawned:
    """A process started anew, where forking is not safe (Windows, macOS): time limit only."""

    def __init__(self, body: Callable[..., Iterator[Any]], arguments: tuple[Any, ...], limits: Limits) -> None:
        import multiprocessing

        self.ended = False
        context = multiprocessing.get_context("spawn")
        self._reading, writing = context.Pipe(duplex=False)
        self._process = context.Process(target=_spawned, args=(writing, body, arguments), daemon=True)
        self._process.start()
        writing.close()

    @staticmethod
    def wait(children: Sequence[_Spawned], seconds: float) -> list[_Spawned]:
        """Those that have something to say, waited for at most so long."""
        from multiprocessing.connection import wait

        by_pipe = {child._reading: child for child in children}
        return [by_pipe[pipe] for pipe in wait(list(by_pipe), seconds)]  # type: ignore[index]

    def received(self) -> Iterator[Any]:
        """One message; sets ``ended`` at the end."""
        try:
            yield _unpickled(self._reading.recv_bytes())
        except (EOFError, OSError):
            self.ended = True

    def reap(self) -> str:
        """How it ended: ``well``, ``memory``, or the name of what ended it."""
        self._process.join()
        code = self._process.exitcode or 0
        return {0: "well", _MEMORY_EXIT: "memory"}.get(code, f"exit {code}")

    def kill(self) -> None:
        """End it."""
        self._process.kill()
        self._process.join()


def _spawned(writing: Any, body: Callable[..., Iterator[Any]], arguments: tuple[Any, ...]) -> None:
    gc.disable()
    try:
        for item in body(*arguments):
            writing.send_bytes(_pickled(item))
    except MemoryError:
        sys.exit(_MEMORY_EXIT)


def _pickled(item: Any) -> bytes:
    with without_collection():
        return pickle.dumps(item, pickle.HIGHEST_PROTOCOL)


def _unpickled(message: bytes) -> Any:
    with without_collection():
        return pickle.loads(message)


if sys.platform == "linux":
    Child = _Forked
else:
    Child = _Spawned
