"""An audit for which there is not enough memory says so, and does not pass for a judgement."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BEGINNING = """
import os, resource, sys
from roleaudit.cli import check, main, output
used = int(open("/proc/self/statm").read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
resource.setrlimit(resource.RLIMIT_AS, (used + int(sys.argv.pop()), resource.RLIM_INFINITY))
main()
"""
"""A run that begins to count when its modules are there: to load Python itself takes as much as it takes."""


@pytest.mark.parametrize("megabytes", [2, 4, 8, 16, 24, 32])
def test_too_little_memory_is_one_line_and_no_judgement(megabytes: int, tmp_path: Path) -> None:
    people = "".join(f"  p{number}: {{roles: engineer, reports_to: p1}}\n" for number in range(20_000))
    (tmp_path / "org.yaml").write_text(f"org: {{stage: scaleup}}\npeople:\n{people}", encoding="utf-8")
    command = [sys.executable, "-c", BEGINNING, "check", "org.yaml", str(megabytes << 20)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].startswith("roleaudit: ")
    assert done.stdout == ""
