"""Mutants of the Python: one small change at a time, held against the tests that run the changed lines.

`python tests/code_mutants.py [--sample N] [MODULE…]` prints the mutants that no test notices, and for each module how
many were killed. What is changed, and which tests count, stands in .ci/mutants.toml.

The tests are collected and run once, to see which of them reach which line. Then each mutant has a process of its own,
forked from this one: there the code of the one function is replaced, and only the tests that reach it are run, to the
first that fails. A change outside of functions is read anew, with everything that imports it.
"""

from __future__ import annotations

import argparse
import ast
import functools
import gc
import importlib.machinery
import os
import random
import re
import resource
import sys
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, NamedTuple

import coverage
import pytest
from _pytest.runner import runtestprotocol
from cosmic_ray import plugins
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code

from roleaudit import rules

ROOT = Path(__file__).parents[1]
SETTINGS: dict[str, Any] = tomllib.loads((ROOT / ".ci" / "mutants.toml").read_text(encoding="utf-8"))
KILLED, SURVIVED, HUNG = "killed", "survived", "timed out"
SEED = 2026

INDIFFERENT = re.compile(r"\b(indexed|shared|strict|slots|repr|match_args)=$")
"""The flags that make the program slower or faster or more careful, and nothing else."""

READING = ("rules.py", "checks.py", "kinds.py")
"""The modules that have a part in reading the rules, which are read once."""


class Mutant(NamedTuple):
    """One change of one module: the lines that it touches, and the source with it."""

    module: Path
    line: int
    last: int
    what: str
    source: str


def mutants(module: Path, sample: int | None) -> Iterator[Mutant]:
    """The changes of a module that are more than another type hint, or as many of them as wanted, spread evenly."""
    source = module.read_text(encoding="utf-8")
    lines, tree = source.splitlines(), get_ast(source)
    wanted = re.compile("|".join(f"core/{name}" for name in SETTINGS["operators"]))
    found = []
    for name in sorted(plugins.operator_names()):
        if wanted.fullmatch(name):
            operator = plugins.get_operator(name)()
            places = [place for node in ast_nodes(tree) for place in operator.mutation_positions(node)]
            found += [(start, end, name, number, operator) for number, (start, end) in enumerate(places)]
    found.sort(key=lambda item: item[:4])
    random.Random(SEED).shuffle(found)
    plain = _without_hints(source)
    given = 0
    for (line, column), (last, _), name, number, operator in found:
        if given == sample:
            return
        changed = mutate_code(source, operator, number)
        if changed and not _is_indifferent(source, changed) and _without_hints(changed) != plain:
            given += 1
            what = f"{name.removeprefix('core/')} at {line}:{column + 1} in `{lines[line - 1].strip()}`"
            yield Mutant(module, line, last, what, changed)


def _is_indifferent(source: str, changed: str) -> bool:
    """Whether a flag of no consequence is turned, or a decorator that only keeps what was computed is taken away."""
    same = next((at for at, (one, other) in enumerate(zip(source, changed, strict=False)) if one != other), 0)
    return INDIFFERENT.search(source[:same]) is not None or source.startswith("@cache\n", same)


def _without_hints(source: str) -> str | None:
    """The program without what only a type checker reads; None where it is no program."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return None
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.returns = None
        elif isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant("")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "cast":
            node.args = node.args[1:]
    return ast.dump(tree)


def _replaced(old: CodeType, new: CodeType) -> list[tuple[CodeType, CodeType]] | None:
    """The functions that differ, each with its new code; None where something else differs."""
    before = [c for c in old.co_consts if isinstance(c, CodeType)]
    after = [c for c in new.co_consts if isinstance(c, CodeType)]
    plain = [[c for c in code.co_consts if not isinstance(c, CodeType)] for code in (old, new)]
    if len(before) != len(after) or old.co_code != new.co_code or _typed(plain[0]) != _typed(plain[1]):
        return None
    found = []
    for one, other in zip(before, after, strict=True):
        if one != other:
            if one.co_flags & 2:  # CO_NEWLOCALS: a function; the body of a class is looked into
                found.append((one, other))
            else:
                inner = _replaced(one, other)
                if inner is None:
                    return None
                found += inner
    return found


def _typed(constants: list[Any]) -> list[Any]:
    """Constants so that 1 is not True; the order in which a set is shown says nothing."""
    return [c if isinstance(c, frozenset) else repr(c) for c in constants]


class Alive:
    """The functions of the program that are there to be changed, and what tests keep from one to the next."""

    def __init__(self, modules: Sequence[Path]) -> None:
        files = {str(module) for module in modules}
        self.functions: dict[str, dict[CodeType, list[FunctionType]]] = {file: defaultdict(list) for file in files}
        self.kept = []
        for thing in gc.get_objects():
            if isinstance(thing, FunctionType) and thing.__code__.co_filename in files:
                self.functions[thing.__code__.co_filename][thing.__code__].append(thing)
            elif isinstance(thing, functools._lru_cache_wrapper) and thing.__module__.startswith("test_"):
                self.kept.append(thing)

    def forget(self, module: Path | None = None) -> None:
        """Empty what tests keep; and the rules that were read, where the code by which they are has changed."""
        for kept in self.kept:
            kept.cache_clear()
        if module is not None and module.name in READING:
            rules.load.cache_clear()


def _inside(old: CodeType, new: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """The functions that differ inside of one that does: what it has made before is alive without it."""
    before = [c for c in old.co_consts if isinstance(c, CodeType)]
    after = [c for c in new.co_consts if isinstance(c, CodeType)]
    for one, other in zip(before, after, strict=False):
        if one != other:
            yield one, other
            yield from _inside(one, other)


def _swap(mutant: Mutant, alive: Alive) -> bool:
    """Put the mutant's code into the functions that are alive; false where that is not enough."""
    old = compile(mutant.module.read_bytes(), str(mutant.module), "exec", dont_inherit=True)
    pairs = _replaced(old, compile(mutant.source, str(mutant.module), "exec", dont_inherit=True))
    functions = alive.functions[str(mutant.module)]
    if pairs is None or not all(functions[before] for before, _ in pairs):
        return False
    for outer in pairs:
        for before, after in (outer, *_inside(*outer)):
            for function in functions[before]:
                if len(before.co_freevars) != len(after.co_freevars):
                    return False
                function.__code__ = after
    alive.forget(mutant.module)
    return True


class Runner:
    """Runs the tests that pytest collected, as they are and then on each mutant."""

    def __init__(self, modules: Sequence[Path], sample: int | None) -> None:
        self.modules = modules
        self.sample = sample
        self.failed = False
        self.out = os.fdopen(os.dup(1), "w")  # tests take the standard output away

    def say(self, text: str) -> None:
        self.out.write(f"{text}\n")
        self.out.flush()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items = session.items
        self.alive = Alive(self.modules)
        reached, times = self.rehearse()
        spent: dict[str, float] = defaultdict(float)
        for item, seconds in zip(self.items, times, strict=False):
            spent[str(item.path)] += seconds
        files = sorted(spent, key=spent.__getitem__)
        if self.failed:
            return True
        self.files = files
        self.alive = Alive(self.modules)  # some are only made by the first who needs them
        gc.freeze()  # else each process would go through all of it, and copy it
        unchanged = self.modules[0]
        same = Mutant(unchanged, 1, 1, "no change", unchanged.read_text(encoding="utf-8"))
        for control in (_spread(set(range(len(self.items))), self.items, times), []):
            if self.outcome(same, control) != SURVIVED:
                self.say("tests fail without any change in a process of their own")
                self.failed = True
                return True
        totals: Counter[str] = Counter()
        for module in self.modules:
            counts: Counter[str] = Counter()
            needing = {str(self.items[test].path) for tests in reached[module].values() for test in tests}
            self.files = [file for file in files if file in needing]
            for mutant in mutants(module, self.sample):
                lines = range(mutant.line, mutant.last + 1)
                tests = {test for line in lines for test in reached[module].get(line, ())}
                outcome = self.outcome(mutant, _spread(tests, self.items, times))
                counts[outcome] += 1
                if outcome != KILLED:
                    self.say(f"{module.relative_to(ROOT)}: {outcome}: {mutant.what}")
            self.say(_told(str(module.relative_to(ROOT)), counts))
            totals += counts
        self.say(_told("all", totals))
        return True

    def rehearse(self) -> tuple[dict[Path, dict[int, set[int]]], list[float]]:
        """Run every test once: which of them reach which line, and how long each takes."""
        measured = coverage.Coverage(
            data_file=None, config_file=False, source=[str(ROOT / "src" / "roleaudit")], timid=False
        )
        times = []
        measured.start()
        for number, item in enumerate(self.items):
            self.alive.forget()
            measured.switch_context(str(number))
            start = time.process_time()
            following = number + 1 if number + 1 < len(self.items) else None
            self.failed |= not self.passes(number, following)
            times.append(time.process_time() - start)
            if self.failed:
                self.say(f"{item.nodeid} fails without any change")
                break
        measured.stop()
        data = measured.get_data()
        reached = {}
        for module in self.modules:
            contexts = data.contexts_by_lineno(str(module))
            reached[module] = {line: {int(c) for c in found if c} for line, found in contexts.items()}
        return reached, times

    def passes(self, number: int, following: int | None) -> bool:
        """Run one test; pytest has to know which comes next, to tear down what that one does not share."""
        next_ = None if following is None else self.items[following]
        reports = runtestprotocol(self.items[number], log=False, nextitem=next_)
        return all(report.passed for report in reports)

    def outcome(self, mutant: Mutant, tests: Sequence[int]) -> str:
        child = os.fork()
        if child == 0:
            self.try_out(mutant, tests)
        status = os.waitpid(child, 0)[1]
        if os.WIFSIGNALED(status):
            return HUNG
        return SURVIVED if os.WEXITSTATUS(status) == 0 else KILLED

    def try_out(self, mutant: Mutant, tests: Sequence[int]) -> None:
        """In a process of its own: run the tests, and end with 1 where one fails."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        sys.stdout = sys.stderr = os.fdopen(nowhere, "w")  # some test may have closed those of before
        hung = int(SETTINGS["hung"])
        resource.setrlimit(resource.RLIMIT_CPU, (hung, hung))
        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
        code = 1
        try:
            code = self.run_some(tests) if tests and _swap(mutant, self.alive) else _run_anew(mutant, self.files)
        finally:
            os._exit(code)

    def run_some(self, tests: Sequence[int]) -> int:
        start = time.process_time()
        for number, following in zip_longest(tests, tests[1:]):
            if not self.passes(number, following):
                return 1
            if time.process_time() - start > SETTINGS["patience"]:
                break
        return 0


class _Patience:
    """Ends a run of pytest when the mutant has been tried for long enough."""

    def __init__(self) -> None:
        self.start = time.process_time()
        self.over = False

    def pytest_runtest_teardown(self, item: pytest.Item) -> None:
        if time.process_time() - self.start > SETTINGS["patience"]:
            self.over = True
            item.session.shouldstop = "long enough"


def _run_anew(mutant: Mutant, tests: Sequence[str]) -> int:
    """Forget all that was imported of the program and its tests, and run them with the mutant in its place."""
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None) or ""
        tests_own = file.startswith(str(ROOT / "tests")) and name != "__main__"
        if name.partition(".")[0] == "roleaudit" or tests_own:
            del sys.modules[name]
    original = importlib.machinery.SourceFileLoader.get_code

    def get_code(self: importlib.machinery.SourceFileLoader, fullname: str) -> CodeType | None:
        if self.path == str(mutant.module):
            return compile(mutant.source, self.path, "exec", dont_inherit=True)
        return original(self, fullname)

    importlib.machinery.SourceFileLoader.get_code = get_code  # type: ignore[method-assign, assignment]
    patience = _Patience()
    for file in tests:
        ended = pytest.main(["-x", "-q", *OPTIONS, file], plugins=[patience])
        if ended != pytest.ExitCode.OK:
            # A module that cannot be imported interrupts pytest as well.
            return int(ended != pytest.ExitCode.INTERRUPTED or not patience.over)
    return 0


def _spread(tests: set[int], items: Sequence[pytest.Item], times: Sequence[float]) -> list[int]:
    """The quick tests first, with as much time for each file as for any other."""
    spent: dict[str, float] = defaultdict(float)
    order = []
    for number in sorted(tests, key=lambda number: times[number]):
        file = items[number].nodeid.partition("::")[0]
        spent[file] += times[number]
        order.append((spent[file], number))
    return [number for _, number in sorted(order)]


def _told(name: str, counts: Counter[str]) -> str:
    made = counts.total()
    killed = made - counts[SURVIVED]
    share = f"{100 * killed / made:.1f} %" if made else "none"
    return f"{name}: {made} mutants, {killed} killed ({share}), {counts[HUNG]} of them timed out"


OPTIONS = (
    "-s",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:unraisableexception",
    "--rootdir",
    str(ROOT),
    "-c",
    str(ROOT / "pyproject.toml"),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modules", nargs="*", help="parts of a module's path; all modules by default")
    parser.add_argument("--sample", type=int, help="so many mutants of each module, the same ones each time")
    given = parser.parse_args()
    every = sorted({path for pattern in SETTINGS["modules"] for path in ROOT.glob(pattern)})
    chosen = [m for m in every if not given.modules or any(part in str(m) for part in given.modules)]
    os.chdir(ROOT)
    os.environ["CI"] = "1"  # properties are tried with the same examples each time
    runner = Runner(chosen, given.sample)
    pytest.main(["-q", *OPTIONS, *SETTINGS["tests"]], plugins=[runner])
    return int(runner.failed)


if __name__ == "__main__":
    sys.exit(main())
