"""An audit that takes long, at a terminal and elsewhere. It takes long because its standard input is slow to come."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import time
from pathlib import Path

import pytest

STARTUP = (Path(__file__).parents[2] / "examples" / "startup.yaml").read_bytes()
LINE = "roleaudit: auditing, 2 s"


def audit(seconds: float, tmp_path: Path, terminal: bool = True, **environment: str) -> tuple[int, str]:
    """Give an org file that long after the start; the code, and what was said on standard error."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "roleaudit", "check", "-", "--quiet", "--fail-on", "never"]
    kept = {name: value for name, value in os.environ.items() if name != "CI"}
    done = subprocess.Popen(
        command,
        cwd=tmp_path,
        env={**kept, "TERM": "xterm", **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=theirs if terminal else subprocess.PIPE,
    )
    os.close(theirs)
    time.sleep(seconds)
    assert done.stdin is not None
    with done.stdin as stream:
        stream.write(STARTUP)
    said = b""
    if done.stderr is not None:
        with done.stderr as log:
            said = log.read()
    try:
        while chunk := os.read(ours, 4096):
            said += chunk
    except OSError:  # the other end is closed: that is how a terminal says so
        pass
    os.close(ours)
    return done.wait(), said.decode()


def test_work_over_two_seconds_shows_one_line_that_is_erased(tmp_path: Path) -> None:
    code, said = audit(4, tmp_path)
    assert code == 0
    assert said.startswith(f"\r\x1b[K{LINE}")
    assert "\n" not in said
    assert said.endswith("\r\x1b[K")


def test_work_that_is_done_before_says_nothing(tmp_path: Path) -> None:
    assert audit(0, tmp_path) == (0, "")


@pytest.mark.parametrize(("name", "value"), [("CI", "true"), ("TERM", "dumb")])
def test_where_no_line_can_come_and_go_there_is_none(name: str, value: str, tmp_path: Path) -> None:
    assert audit(4, tmp_path, True, **{name: value}) == (0, "")


def test_a_log_is_spared(tmp_path: Path) -> None:
    assert audit(4, tmp_path, terminal=False) == (0, "")
