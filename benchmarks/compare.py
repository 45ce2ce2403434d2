"""Times whole `roleaudit check` processes against the two tools whose speed it is held to, in turn on one machine.

`python benchmarks/compare.py [--rounds N] [--people N]`, in an environment that has the `dev` extra.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from generate_org import organisation

STARTUP = Path(__file__).parents[1] / "examples" / "startup.yaml"
LOAD = "import sys, yaml; yaml.load(open(sys.argv[1], 'rb'), yaml.CSafeLoader)"

Command = Sequence[str]


def main() -> None:
    """Run both comparisons and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="how often each command is run (15)")
    parser.add_argument("--people", type=int, default=10_000, help="the size of the generated organisation (10000)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        org, schema = Path(folder, "org.yaml"), Path(folder, "schema.json")
        org.write_text("".join(f"{line}\n" for line in organisation(options.people)), encoding="utf-8")
        schema.write_text(json.dumps({"type": "object"}), encoding="utf-8")
        print(f"{options.people} people, {org.stat().st_size / 1e6:.1f} MB")
        compare(check(org), ("yaml.load", [sys.executable, "-c", LOAD, str(org)]), options.rounds)
        print(f"\n{STARTUP.name}")
        validate = [script("check-jsonschema"), "--schemafile", str(schema), str(STARTUP)]
        compare(check(STARTUP), ("check-jsonschema", validate), options.rounds)


def check(org: Path) -> tuple[str, Command]:
    """Give the audit of a file as it is run from a shell."""
    return "roleaudit check", [script("roleaudit"), "check", str(org)]


def script(name: str) -> str:
    """Find a command of this environment."""
    found = shutil.which(name, path=os.path.dirname(sys.executable))
    return found or sys.exit(f"{name} is not installed beside {sys.executable}: pip install '.[dev]'")


def compare(ours: tuple[str, Command], theirs: tuple[str, Command], rounds: int) -> None:
    """Run two commands in turn, and print the times of each and how they relate."""
    pairs = [(seconds(ours[1]), seconds(theirs[1])) for _ in range(rounds)]
    medians = []
    for name, times in zip((ours[0], theirs[0]), zip(*pairs, strict=True), strict=True):
        medians.append(statistics.median(times))
        print(f"  {name:<16}  min {min(times):.3f} s  median {medians[-1]:.3f} s  max {max(times):.3f} s")
    by_pair = statistics.median(a / b for a, b in pairs)
    print(f"  ratio of the medians {medians[0] / medians[1]:.2f}, median of the {rounds} ratios in turn {by_pair:.2f}")


def seconds(command: Command) -> float:
    """Time one whole process; findings (exit code 1) are no failure."""
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    taken = time.perf_counter() - start
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.decode()}")
    return taken


if __name__ == "__main__":
    main()
