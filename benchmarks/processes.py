"""Runs whole processes, alone or in turn with another, and says what each took."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

STARTUP = Path(__file__).parents[1] / "examples" / "startup.yaml"

Command = Sequence[str]


class Took(NamedTuple):
    """Seconds by the clock, seconds of processor time, and the most memory at one time in MiB."""

    wall: float
    cpu: float
    peak: float


def script(name: str) -> str:
    """Find a command of this environment."""
    found = shutil.which(name, path=os.path.dirname(sys.executable))
    return found or sys.exit(f"{name} is not installed beside {sys.executable}: pip install '.[bench]'")


def check(org: Path) -> Command:
    """Give the audit of a file as it is run from a shell."""
    return [script("roleaudit"), "check", str(org)]


def run(command: Command, *, refused: bool = False) -> Took:
    """Run one whole process; findings (exit code 1) are no failure, and where a file may be `refused`, neither is 2."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    with process.stderr as stream:
        said = stream.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1, 2 if refused else 0):
        sys.exit(f"{' '.join(command)} ended with {process.returncode}: {said.decode()[-2000:]}")
    return Took(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def against(command: Command, peers: Mapping[str, tuple[Command, int]]) -> None:
    """Run a command in turn with each of its peers, so many rounds, and print how they relate.

    In turn, so that what else the machine does falls on both alike.
    """
    print(f"  {'':<34} {'wall':>9} {'processor':>11} {'memory':>9}   ours / theirs, wall        processor time")
    for name, (peer, rounds) in peers.items():
        pairs = [(run(command), run(peer)) for _ in range(rounds)]
        ours, theirs = zip(*pairs, strict=True)
        print(f"  {'ours':<34} {_medians(ours)}")
        wall, cpu = ([getattr(a, what) / getattr(b, what) for a, b in pairs] for what in ("wall", "cpu"))
        print(f"  {name:<34} {_medians(theirs)}   {spread(wall)}   {spread(cpu)}   {rounds} rounds")


def _medians(took: Sequence[Took]) -> str:
    wall, cpu, peak = (statistics.median(column) for column in zip(*took, strict=True))
    return f"{wall:7.3f} s {cpu:9.3f} s {peak:5.0f} MiB"


def spread(ratios: Iterable[float]) -> str:
    """Give the median of some ratios, with the least and the greatest."""
    known = sorted(ratios)
    return f"{statistics.median(known):6.3f} ({known[0]:.3f} to {known[-1]:.3f})"
