"""Fuzzes one target or all with atheris: `python tests/fuzz.py --seconds 300`, `... org --runs 100000 --keep FOLDER`.

A finding is shown with the bytes that lead to it; `--replay FILE` runs a target on them again.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import hashlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from random import Random

TESTS = Path(__file__).resolve().parent
CORPUS = TESTS / "fuzzing" / "corpus"
KINDS = {"org": "org", "config": "config", "rules": "rule"}
"""Each target and the kind of file whose schema has its words."""

SEEDS = {
    "org": ("../examples/*.yaml", "corpus/*.yaml", "hostile/**/*.yaml", "claims/*.yaml", "clean/*.yaml"),
    "config": ("hostile/**/roleaudit*.yaml",),
    "rules": ("../rules/*/*.yaml", "hostile/**/*.yaml"),
}
SHARE = {"org": 0.6, "config": 0.3, "rules": 0.1}
"""How the executions or the seconds are divided."""

WATCHED = ("document", "model", "config", "roots", "rule_sets", "rules", "checks", "gate.baseline", "facts", "pipeline")
"""The modules whose branches lead the fuzzer: those that read and relate. What words and prints follows from them."""

MEMORY = Path("/dev/shm")
"""Where files are written that are read once: on a disk it would take half of the time."""

LONGEST = 2500
LIMITS = (f"-max_len={LONGEST}", "-timeout=10", "-rss_limit_mb=2048", "-seed=1")
"""An execution of more than 10 s is a hang."""


def seeds(target: str) -> Iterator[bytes]:
    """What to begin with, beside the corpus: files of the checkout that are short enough."""
    for pattern in SEEDS[target]:
        for file in sorted(TESTS.glob(pattern)):
            if file.is_file() and file.stat().st_size <= LONGEST:
                yield file.read_bytes()


def inside(target: str, arguments: list[str]) -> None:
    """Hand a target to the fuzzer, which ends the process."""
    import atheris

    with atheris.instrument_imports(include=[f"roleaudit.{name}" for name in WATCHED]):
        for name in WATCHED:
            import_module(f"roleaudit.{name}")
    from fuzzing import mutator, targets

    known = mutator.words(KINDS[target])

    def change(data: bytes, most: int, seed: int) -> bytes:
        return mutator.edited(data, most, Random(seed), known, atheris.Mutate)

    targets.lay_out(Path.cwd())
    itself = f"{sys.executable} {Path(__file__).resolve()} {target} --inside"  # what merges a corpus starts it again
    atheris.Setup([itself, *arguments], targets.TARGETS[target], custom_mutator=change)
    atheris.Fuzz()


def fuzz(target: str, limits: list[str], kept: Path | None) -> bool:
    """Fuzz one target, and say how it went; what reaches something new is added to a folder in `kept`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        new = (kept or folder / "new") / target
        new.mkdir(parents=True, exist_ok=True)
        options = [*limits, f"-artifact_prefix={folder}/found-"]
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        code, said = _started(
            target, options, new.resolve(), CORPUS / target, _written(folder / "seeds", seeds(target))
        )
        spent = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
        done = re.search(r"Done (\d+) runs in (\d+) second", said)
        if code == 0 and done:
            print(
                f"{target}: {int(done[1]):,} executions, nothing found; {done[2]} s, {spent:.0f} s of a core",
                flush=True,
            )
            return True
        print(said[-6000:], f"{target}: ended with {code}", sep="\n")
        for found in folder.glob("found-*"):
            print(
                f"to see it again: python tests/fuzz.py {target} --replay FILE, with a file of these bytes in base64:"
            )
            print(base64.encodebytes(found.read_bytes()).decode(), flush=True)
        return False


def _started(target: str, options: list[str], *folders: Path) -> tuple[int, str]:
    """The exit code of the fuzzer and all that it said; inputs are laid out in a working directory of its own."""
    command = [sys.executable, str(Path(__file__).resolve()), target, "--inside", *LIMITS, *options, *map(str, folders)]
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as work:
        ended = subprocess.run(command, cwd=work, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return ended.returncode, ended.stdout.decode("utf-8", "backslashreplace")


def _written(folder: Path, contents: Iterable[bytes]) -> Path:
    """A folder with a file for each content, named by it."""
    folder.mkdir(parents=True)
    for content in contents:
        (folder / hashlib.sha256(content).hexdigest()[:12]).write_bytes(content)
    return folder


def minimise(target: str, kept: Path) -> bool:
    """Write the corpus of a target anew: the fewest inputs, of all that there are, which reach as much.

    How often a branch is taken does not count, and the seeds need not be written again.
    """
    with tempfile.TemporaryDirectory() as name:
        few, corpus = Path(name) / "few", CORPUS / target
        few.mkdir()
        known = [file.read_bytes() for folder in (corpus, kept / target) for file in sorted(folder.iterdir())]
        every = _written(Path(name) / "every", [*seeds(target), *known])
        code, said = _started(target, ["-set_cover_merge=1", "-use_counters=0"], few, every)
        if code:
            print(said[-6000:])
            return False
        shutil.rmtree(corpus)
        again = set(seeds(target))
        _written(corpus, (content for file in few.iterdir() if (content := file.read_bytes()) not in again))
        print(f"{target}: {len(list(corpus.iterdir()))} of {len(list(every.iterdir()))} inputs", flush=True)
        return True


def replay(target: str, file: Path) -> bool:
    """Run a target once, without the fuzzer."""
    from fuzzing import targets

    data = file.read_bytes()
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
        targets.lay_out(Path(name))
        targets.TARGETS[target](data)
    return True


def main() -> int:
    """Do what the command line says; 1 where something was found."""
    if "--inside" in sys.argv:
        inside(sys.argv[1], sys.argv[3:])
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", help=f"what to fuzz, of {', '.join(SHARE)}; all without it")
    parser.add_argument("--seconds", type=int, help="how long, over all targets")
    parser.add_argument("--runs", type=int, help="how many executions, over all targets")
    parser.add_argument("--keep", type=Path, help="a folder for the inputs that reach something new")
    parser.add_argument("--minimise", type=Path, metavar="KEPT", help="write the corpus anew, with what was kept")
    parser.add_argument("--replay", type=Path, metavar="FILE", help="run the targets on these bytes")
    given = parser.parse_args()
    chosen = given.targets or list(SHARE)
    if given.replay:
        return not all(replay(target, given.replay) for target in chosen)
    if given.minimise:
        return not all(minimise(target, given.minimise) for target in chosen)
    whole = sum(SHARE[target] for target in chosen)
    for target in chosen:
        part = SHARE[target] / whole
        limits = [f"-max_total_time={int(given.seconds * part)}"] if given.seconds else []
        limits += [f"-runs={int(given.runs * part)}"] if given.runs else []
        if not fuzz(target, limits, given.keep):
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
