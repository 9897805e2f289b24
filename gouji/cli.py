"""The ``gouji`` command: answers ``--version`` at once, guards everything else against tracebacks."""

from __future__ import annotations

import atexit
import gc
import os
import sys

_LASTING = 200_000
"""New objects between two collections: nearly all that an audit makes it keeps, and looking them over takes a tenth."""


def main() -> int:
    """Run the command on ``sys.argv``; gives the exit status: 0 clean, 1 findings, 2 could not do its work."""
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        from gouji import __version__

        print(f"gouji {__version__}")
        return 0
    gc.set_threshold(_LASTING)
    from gouji.patterns import restore

    restore()
    from gouji.commands import run

    return run(arguments)


def command() -> None:
    """The command as started from a shell: what is printed is out, and the process ends without taking itself apart.

    Freeing what an audit imported and made, piece by piece, takes a tenth of a short one.
    """
    status = main()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):  # nobody reads any more: Python's own ending tells it as ever
        sys.exit(status)
    patterns = sys.modules.get("gouji.patterns")
    if patterns is not None:
        patterns.keep_behind()
    atexit._run_exitfuncs()
    os._exit(status)


if __name__ == "__main__":
    command()
