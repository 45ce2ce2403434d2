"""The report for editors and logs: one line for each entry, `path:line:col: level rule: message`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from roleaudit.findings import Result
from roleaudit.reports import Options
from roleaudit.reports.folding import fold, shown
from roleaudit.reports.terminal import encoding_of, inert, visible


def write(results: Sequence[Result], out: TextIO, options: Options) -> None:
    """Write a line for each entry that is loud enough; there is no summary."""
    encoding = encoding_of(out)
    for result in results:
        for entry in fold(shown(result, options.min_level)):
            first = entry.first
            where = f"{first.span.file}:{first.span.line}:{first.span.column}"
            out.write(inert(visible(f"{where}: {first.level} {first.rule}: {entry.headline}", encoding)) + "\n")
