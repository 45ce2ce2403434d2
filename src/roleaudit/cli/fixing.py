"""`roleaudit check --fix` and `--diff`: make the edits that are certain, or show them."""

from __future__ import annotations

import os
import pathlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from roleaudit.cli import CLEAN, FINDINGS
from roleaudit.findings import UsageError

if TYPE_CHECKING:
    import datetime

    from roleaudit.fixes import Fixed
    from roleaudit.roots import Root


def make(roots: Iterable[Root], rules: Sequence[str], stage: str | None, day: datetime.date) -> None:
    """Write the files that change, each whole or not at all, and say on standard error what was done."""
    from roleaudit import document
    from roleaudit.cli import files
    from roleaudit.reports.terminal import encoding_of, visible

    for found in _all(roots, rules, stage, day):
        for file, text in found.after.items():
            target = pathlib.Path(os.path.realpath(file))
            try:
                mode = target.stat().st_mode
                files.replace(target, text)
                target.chmod(mode)
            except OSError as problem:
                raise UsageError(f"{document.shown(file)} cannot be written: {problem.strerror}") from problem
        for fix in found.fixes:
            print(visible(f"{fix.file}:{fix.line}: {fix.why}", encoding_of(sys.stderr)), file=sys.stderr)


def show(roots: Iterable[Root], rules: Sequence[str], stage: str | None, day: datetime.date) -> int:
    """Print the difference that `make` would make: 1 where there is one."""
    from difflib import unified_diff

    from roleaudit import document
    from roleaudit.reports.terminal import encoding_of, visible

    code = CLEAN
    for found in _all(roots, rules, stage, day):
        for file, text in found.after.items():
            name = document.shown(file)
            lines = unified_diff(found.before[file].splitlines(), text.splitlines(), name, name, lineterm="")
            for line in lines:
                print(visible(line, encoding_of(sys.stdout)))
            code = FINDINGS
    return code


def _all(roots: Iterable[Root], rules: Sequence[str], stage: str | None, day: datetime.date) -> Iterator[Fixed]:
    from roleaudit import fixes

    for root in roots:
        if str(root.path) == "-":
            raise UsageError("standard input cannot be fixed; name a file")
        yield fixes.fixed(pathlib.Path(root.path), root.settings, rules, stage=stage, today=day)
