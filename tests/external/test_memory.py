"""An audit for which there is not enough memory says so, and does not pass for a judgement."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BEGINNING = """
import os, resource, sys
from roleaudit.cli import execute, main
megabytes = int(sys.argv.pop())
sys.argv[1:] = ["check", "small.yaml", "--format=json:report.json"]
assert execute() == 1
os.remove("report.json")
used = int(open("/proc/self/statm").read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
resource.setrlimit(resource.RLIMIT_AS, (used + (megabytes << 20), resource.RLIM_INFINITY))
sys.argv[2] = "org.yaml"
main()
"""
"""A run that begins to count when its modules are there: Python itself may break down where they cannot be loaded."""


@pytest.mark.parametrize("megabytes", [1, 2, 4, 8, 16])
def test_too_little_memory_is_one_line_and_no_judgement(megabytes: int, tmp_path: Path) -> None:
    person = "  p{0}: {{roles: engineer, reports_to: p1}}\n"
    small = "org: {stage: scaleup}\npeople:\n"
    (tmp_path / "small.yaml").write_text(small + person.format(1), encoding="utf-8")
    (tmp_path / "org.yaml").write_text(small + "".join(map(person.format, range(20_000))), encoding="utf-8")
    command = [sys.executable, "-c", BEGINNING, str(megabytes)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[1:] == ["roleaudit: there is not enough memory for so much"]
    assert not (tmp_path / "report.json").exists()
