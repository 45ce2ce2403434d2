"""The report for GitHub Actions: workflow commands that show findings as annotations beside the lines they speak of.

The commands: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
The limits: https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md#limitations
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO

from roleaudit.findings import Level, Result
from roleaudit.reports import Options
from roleaudit.reports.folding import Entry, fix_first, fold, shown
from roleaudit.reports.places import from_top
from roleaudit.reports.terminal import encoding_of, visible

COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "notice"}

MOST_SHOWN = 10
"""So many annotations of one kind GitHub shows for a step."""


def write(results: Sequence[Result], out: TextIO, options: Options) -> None:
    """Write an annotation for each entry, the worst first, and where GitHub would drop some, say how many."""
    entries = [entry for result in results for entry in fold(shown(result, options.min_level))]
    encoding = encoding_of(out)
    for line in _lines(fix_first(entries, most=len(entries)), options.top):
        out.write(line.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def _lines(entries: Sequence[Entry], top: str) -> Iterator[str]:
    kept = [entry for level in COMMANDS for entry in [e for e in entries if e.first.level == level][:MOST_SHOWN]]
    if len(kept) < len(entries) and sum(e.first.level == Level.INFO for e in kept) == MOST_SHOWN:
        kept.pop()  # the last word is a notice too
    for entry in kept:
        yield _annotation(entry, top)
    left = sum(len(e.findings) for e in entries) - sum(len(e.findings) for e in kept)
    if left:
        yield f"::notice title=roleaudit::{left} more in the log, since GitHub shows {MOST_SHOWN} annotations of a kind"


def _annotation(entry: Entry, top: str) -> str:
    first = entry.first
    span = first.span
    where = {"file": from_top(span.file, top), "line": str(span.line), "endLine": str(span.end_line)}
    if span.line == span.end_line:  # GitHub refuses columns where there are several lines
        where |= {"col": str(span.column), "endColumn": str(span.end_column)}
    properties = ",".join(f"{name}={_property(text)}" for name, text in {**where, "title": first.rule}.items())
    fix = "\n" + visible(" ".join(first.fix.split())) if first.fix else ""
    return f"::{COMMANDS[first.level]} {properties}::{_data(visible(entry.headline) + fix)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")
