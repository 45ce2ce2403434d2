"""Measures `roleaudit` beside its peers: `python benchmarks/run.py [WHAT ...]`; without WHAT, everything.

It takes an environment of its own with what users install, `pip install '.[bench]'`, and valgrind for `instructions`.
Other work on the machine moves every time; a ratio hardly, because both of a pair run in turn, and the processor time
less than the wall time.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib.metadata import distribution, version
from pathlib import Path

import generate_org
import instructions
import realistic
import shapes
from editor import Editor
from processes import STARTUP, Command, Took, against, check, run, script, spread

ROOT = Path(__file__).parents[1]
SCHEMA = ROOT / "schemas" / "org.schema.json"
CHARTER = Path(__file__).with_name("charter.yaml")
LOAD = "import sys, yaml; yaml.load(open(sys.argv[1], 'rb'), yaml.CSafeLoader)"
TYPED = "    purpose: Decide what product 0 does next and why\n"
PEERS = ("PyYAML", "pydantic", "typer", "yamllint", "check-jsonschema", "agenraci", "pygls")
MOST = 20 * 2**30
"""No process may take more memory than that: it fails rather than have the machine come to a stop."""


def peers(people: int, rounds: int) -> None:
    """A large organisation before plain loading and the two tools that check YAML files; those once in five rounds."""
    with organisation(people) as org:
        print(f"generate_org.py, {people} people, {org.stat().st_size / 1e6:.1f} MB")
        few = max(1, rounds // 5)
        against(
            check(org),
            {
                "yaml.load, parser in C": ([sys.executable, "-c", LOAD, str(org)], rounds),
                "yamllint": (yamllint(org), few),
                "check-jsonschema, our schema": (validate(SCHEMA, org), few),
            },
        )


def cold(people: int, rounds: int) -> None:
    """A small organisation, the version and the help: what it takes to begin at all."""
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder, "schema.json")
        empty.write_text(json.dumps({"type": "object"}), encoding="utf-8")
        print(f"check {STARTUP.name}")
        against(
            check(STARTUP),
            {
                "check-jsonschema, type: object": (validate(empty, STARTUP), rounds),
                "check-jsonschema, our schema": (validate(SCHEMA, STARTUP), rounds),
                "agenraci validate": ([script("agenraci"), "validate", str(CHARTER)], rounds),
                "yamllint": (yamllint(STARTUP), rounds),
            },
        )
    for name, command in {
        "the libraries alone": [sys.executable, "-c", instructions.LIBRARIES],
        "--version": [script("roleaudit"), "--version"],
        "--help": [script("roleaudit"), "--help"],
    }.items():
        print(name)
        against(command, {"yamllint": (yamllint(STARTUP), rounds)})


def sizes(people: int, rounds: int) -> None:
    """Organisations from 10 people to twenty times `--people`: time, memory, and how much they grow per tenfold."""
    steps = [number for number in (10, 100, 1_000, 10_000, 100_000, 200_000, 2_000_000) if number <= 20 * people]
    writers: dict[str, Callable[[int, Path], Path]] = {
        "generate_org.py": _simple,
        "realistic.py, one file": realistic.write,
        "realistic.py, split": partial(realistic.write, split=True),
    }
    for name, write in writers.items():
        print(name)
        before: dict[int, Took] = {}
        for size in steps:
            with tempfile.TemporaryDirectory() as folder:
                org = write(size, Path(folder))
                took = [run(check(org)) for _ in range(rounds if size <= 10_000 else 1 + rounds // 5)]
            wall, cpu, peak = (statistics.median(column) for column in zip(*took, strict=True))
            before[size] = Took(wall, cpu, peak)
            smaller = before.get(size // 10)
            grown = [a / b for a, b in zip(before[size], smaller, strict=True)] if smaller else []
            ten = "   tenfold: {:.2f} {:.2f} {:.2f}".format(*grown) if grown else ""
            print(f"  {size:>9} people {wall:9.3f} s {cpu:9.3f} s of processor time {peak:7.0f} MiB{ten}")


def growth(people: int, rounds: int) -> None:
    """Each shape at a tenth of `--people` and at `--people`: the processor time above that of an empty file."""
    for name in shapes.SHAPES:
        with tempfile.TemporaryDirectory() as folder:
            wanted = {"empty": ("lines of comment", 1), "few": (name, people // 10), "many": (name, people)}
            files = [shapes.write(*shape, Path(folder, size)) for size, shape in wanted.items()]
            # In turn, so that a machine that grows slower does so for all of them.
            turns = [[run(check(file), refused=True).cpu for file in files] for _ in range(1 + rounds // 5)]
        start, few, many = map(min, zip(*turns, strict=True))
        few, many = few - start, many - start
        print(f"  {name:<45} {few:8.3f} s {many:8.3f} s, grown to {many / max(few, 0.001):7.1f} of it")


def edits(people: int, rounds: int) -> None:
    """Diagnostics after an edit, from a tenth of `--people`, before a whole audit of the same file."""
    with organisation(people // 10) as org:
        text = org.read_text(encoding="utf-8")
        editor = Editor(org)
        # One edit takes a purpose away and the next puts it back: each alters what is found.
        texts = [text.replace(TYPED, "", 1) if number % 2 == 0 else text for number in range(rounds)]
        pairs = [(editor.edit(edited), run(check(org)).wall) for edited in texts]
        editor.close()
    print(f"generate_org.py, {people // 10} people, {editor.found} diagnostics")
    for name, times in zip(("after an edit", "roleaudit check"), zip(*pairs, strict=True), strict=True):
        print(f"  {name:<34} {statistics.median(times):7.3f} s")
    print(f"  ratio {spread(a / b for a, b in pairs)}, {rounds} rounds")


def counted(people: int, rounds: int) -> None:
    """Instructions of the cold start, held to those recorded."""
    if not instructions.compare():
        sys.exit("more instructions than benchmarks/instructions.toml records")


WHAT: dict[str, Callable[[int, int], None]] = {
    "peers": peers,
    "cold": cold,
    "sizes": sizes,
    "growth": growth,
    "edits": edits,
    "instructions": counted,
}


def main() -> None:
    """Measure what is asked for, and say before it what is measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", metavar="WHAT", help=f"{', '.join(WHAT)}; everything")
    parser.add_argument("--rounds", type=int, default=15, help="how often both of a pair are run (15)")
    parser.add_argument("--people", type=int, default=10_000, help="the size of a large organisation (10000)")
    options = parser.parse_args()
    if unknown := set(options.what) - set(WHAT):
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    resource.setrlimit(resource.RLIMIT_AS, (MOST, MOST))
    print(_measured())
    for name in options.what or WHAT:
        print(f"\n== {name}", flush=True)
        WHAT[name](options.people, options.rounds)


def _measured() -> str:
    """The commit, the machine and the versions. Leaves where not this checkout, as users install it, is measured."""
    installed = distribution("roleaudit")
    source = json.loads(installed.read_text("direct_url.json") or "{}")
    if source.get("dir_info", {}).get("editable"):
        sys.exit(
            "an editable install is slower than what users have: pip install '.[bench]' in an environment of its own"
        )
    for file in (ROOT / "src").rglob("*.py"):
        if file.read_bytes() != Path(str(installed.locate_file(file.relative_to(ROOT / "src")))).read_bytes():
            sys.exit(f"{file.relative_to(ROOT)} is not as installed: pip install --force-reinstall --no-deps .")
    git = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=7"]
    commit = subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip()
    versions = ", ".join(f"{name} {version(name)}" for name in PEERS)
    load = ", ".join(f"{number:.1f}" for number in os.getloadavg())
    return f"commit {commit}; Python {platform.python_version()}, {versions}; {os.cpu_count()} cores, load {load}"


@contextmanager
def organisation(people: int) -> Iterator[Path]:
    """Give the file that the bars are measured on."""
    with tempfile.TemporaryDirectory() as folder:
        yield _simple(people, Path(folder))


def _simple(people: int, folder: Path) -> Path:
    org = folder / "org.yaml"
    with org.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in generate_org.organisation(people))
    return org


def yamllint(file: Path) -> Command:
    return [script("yamllint"), str(file)]


def validate(schema: Path, file: Path) -> Command:
    return [script("check-jsonschema"), "--schemafile", str(schema), str(file)]


if __name__ == "__main__":
    main()
