"""Counts the instructions of whole processes, as many on a busy machine as on a quiet one; holds them to a record."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path

from processes import STARTUP, Command, script

HERE = Path(__file__).parent
RECORDED = HERE / "instructions.toml"
LIBRARIES = "import typer, yaml, pydantic; pydantic.BaseModel"


def compare() -> bool:
    """Count, print, and tell whether each ratio is at most what is recorded, the margin included."""
    recorded = tomllib.loads(RECORDED.read_text(encoding="utf-8"))
    counts = {name: count(command) for name, command in commands().items()}
    for name, number in counts.items():
        print(f"  {name:<10} {number / 1e6:8.1f} million instructions")
    held = [_holds(name, counts, recorded[name], recorded["margin"]) for name in counts if name in recorded]
    return all(held)


def _holds(name: str, counts: Mapping[str, int], row: Mapping[str, float], margin: float) -> bool:
    ratio = counts[name] / counts[str(row["to"])]
    most = row["recorded"] * (1 + margin)
    verdict = "more than" if ratio > most else "within"
    print(f"  {name} / {row['to']}: {ratio:.3f}, {verdict} the {row['recorded']} recorded and {margin:.0%}")
    return ratio <= most


def commands() -> dict[str, Command]:
    """What is counted: the program, the floor, and the libraries alone, which the project cannot change."""
    roleaudit = script("roleaudit")
    return {
        "libraries": ["-c", LIBRARIES],
        "floor": [str(HERE / "floor.py"), STARTUP.name],
        "check": [roleaudit, "check", STARTUP.name],
        "version": [roleaudit, "--version"],
        "help": [roleaudit, "--help"],
    }


def count(command: Command) -> int:
    """Count the instructions of a run of Python beside a copy of the example, where no configuration is found.

    Hash seed, environment and the length of paths move the count a little, so they are always the same.
    """
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(STARTUP, folder)
        once = [sys.executable, *command]
        environment = {"PATH": os.defpath, "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"}
        subprocess.run(once, cwd=folder, env=environment, capture_output=True, check=True)  # leaves its .pyc files
        counted = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *once]
        done = subprocess.run(counted, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    found = re.search(r"Collected : (\d+)", done.stderr)
    return int(found[1]) if found else sys.exit(f"callgrind counted nothing: {done.stderr}")
