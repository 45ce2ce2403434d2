"""Runs the command many times, each time in a process of its own within limits; the imports are paid for once.

Each line of standard input is a job; each line of standard output says how it ended and what it used.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import struct
import sys
import time
from importlib import import_module
from typing import Any

SECONDS, MEGABYTES, PATIENCE = 2, 300, 60
"""So much processor time and memory a run may take; one that waits for something is ended after the third."""


def main() -> None:
    """Do each job in a copy of this process, which has read the shipped rules; what that took is counted each time."""
    from roleaudit import rule_sets
    from roleaudit.cli import check, files, output  # noqa: F401
    from roleaudit.config import Config
    from roleaudit.reports import FORMATS

    for module in ("config", "pipeline", "roots", *(name.removeprefix("roleaudit.") for name in FORMATS.values())):
        import_module(f"roleaudit.{module}")
    rule_sets.in_force(Config())

    started = time.process_time()
    for line in sys.stdin:
        if not (child := os.fork()):
            _run(json.loads(line))
        _, status, used = os.wait4(child, 0)
        seconds = started + used.ru_utime + used.ru_stime
        done = {"code": os.waitstatus_to_exitcode(status), "seconds": seconds, "megabytes": used.ru_maxrss / 1024}
        print(json.dumps(done), flush=True)


def _run(job: dict[str, Any]) -> None:
    """Be the command: its own folder, arguments, variables and standard files."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (2 * MEGABYTES << 20, 2 * MEGABYTES << 20))
    signal.alarm(PATIENCE)
    if job["most_bytes"] is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (job["most_bytes"], job["most_bytes"]))
    os.environ |= job["environment"]
    os.chdir(job["folder"])
    for number, name in enumerate(("in", "out", "err")):
        os.dup2(os.open(job[name], os.O_WRONLY | os.O_CREAT if number else os.O_RDONLY), number)
    if not os.geteuid():
        _become_plain()
    sys.argv = ["roleaudit", *job["arguments"]]
    from roleaudit.cli import main

    main()


def _become_plain() -> None:
    """Give up what lets the superuser read and write where the owner may not (capset(2), version 3, all sets empty)."""
    header = struct.pack("=Ii", 0x20080522, 0)
    if ctypes.CDLL(None, use_errno=True).capset(header, bytes(24)):
        raise OSError(ctypes.get_errno(), "capset")


if __name__ == "__main__":
    main()
