"""One line on a terminal while an audit takes long."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager

AFTER, AGAIN = 2.0, 1.0
"""So many seconds pass in silence, and so many between two looks at the clock."""

ERASE = b"\r\x1b[K"


@contextmanager
def shown(*paths: str | os.PathLike[str]) -> Iterator[None]:
    """Say on standard error for how long these are audited, where that is a terminal; erase the line at the end.

    The alarm clock of the process does it, so that nothing on the way of the data has to know.
    """
    if not _watched(paths):
        yield
        return
    began = time.monotonic()

    def tell(*_: object) -> None:
        os.write(sys.stderr.fileno(), ERASE + f"roleaudit: auditing, {time.monotonic() - began:.0f} s".encode())

    before = signal.signal(signal.SIGALRM, tell)
    signal.setitimer(signal.ITIMER_REAL, AFTER, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if time.monotonic() - began >= AFTER:
            os.write(sys.stderr.fileno(), ERASE)


def _watched(paths: Collection[object]) -> bool:
    """Whether somebody sees a line come and go: no log, no CI, and nobody who types what is audited."""
    drawn = sys.stderr.isatty() and os.environ.get("TERM", "dumb") != "dumb" and not os.environ.get("CI")
    return drawn and hasattr(signal, "setitimer") and not ("-" in paths and sys.stdin.isatty())
