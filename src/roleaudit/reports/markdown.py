"""The report for pull requests and job summaries: GitHub's Markdown, in which a user's text is always code.

In a code span nothing is a mention, a link, an image or a reference, whatever the host makes of such things elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO

from roleaudit.findings import Result
from roleaudit.reports import Options, changes
from roleaudit.reports.folding import Entry, fix_first, fold, listed, shown
from roleaudit.reports.places import from_top
from roleaudit.reports.terminal import encoding_of, visible
from roleaudit.reports.text import counts

MOST_CHARACTERS = 50_000
"""So long the table of findings may be, and lists may follow: GitHub takes 65,536 characters in a comment."""


def write(results: Sequence[Result], out: TextIO, options: Options) -> None:
    """Write every result in turn: a table of its findings, the worst first, and unless `quiet` a summary."""
    encoding = encoding_of(out)
    text = "\n\n".join("\n".join(_section(result, options)) for result in results)
    out.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def _section(result: Result, options: Options) -> Iterator[str]:
    yield f"### {code(result.root)}: {counts(result)}"
    if result.change:
        yield from ("", code(changes.headline(result, result.change)))
    entries = fold(shown(result, options.min_level))
    if entries:
        yield from ("", "| level | finding | where, and by which rule |", "|---|---|---|")
        yield from _rows(fix_first(entries, most=len(entries)), options.top)
    for heading, lines in changes.sections(result.change) if result.change else ():
        yield from ("", f"{heading.capitalize()}:", "", *(f"- {code(line)}" for line in lines))
    if result.stage and not options.quiet:
        yield from ("", *_summary(result))


def _rows(entries: Sequence[Entry], top: str) -> Iterator[str]:
    """Give a row for each entry, and where they would be too many, one that counts the rest."""
    written = 0
    for number, entry in enumerate(entries):
        row = _row(entry, top)
        written += len(row)
        if written > MOST_CHARACTERS:
            left = sum(len(e.findings) for e in entries[number:])
            yield f"| | {left} more; `roleaudit check` shows them | |"
            return
        yield row


def _row(entry: Entry, top: str) -> str:
    first = entry.first
    fix = f"<br>fix: {_cell(first.fix)}" if first.fix else ""
    where = _cell(f"{from_top(first.span.file, top)}:{first.span.line}")
    return f"| {first.level} | {_cell(entry.headline)}{fix} | {where}<br>{_cell(first.rule)} |"


def _summary(result: Result) -> Iterator[str]:
    yield f"- stage: {code(result.stage)}"
    if result.ladder:
        yield "- ladder: " + ", ".join(f"{code(stage)} {_distance(to_go)}" for stage, to_go in result.ladder)
    for label, part, whole in result.coverage:
        yield f"- {visible(label)}: {'not described' if whole is None else f'{part} of {whole}'}"
    if result.not_described:
        yield f"- not described: {visible(listed(result.not_described))}"


def _distance(to_go: int) -> str:
    return f"{to_go} to go" if to_go else "met"


def code(text: str) -> str:
    """Give a text as a code span; backticks in it become apostrophes."""
    shown = visible(" ".join(text.split())).replace("`", "'")
    return f"`{shown or ' '}`"


def _cell(text: str) -> str:
    """Give a text as a code span inside a table.

    There a pipe ends the cell unless a backslash stands before it (GFM 4.10), and a backslash of the text's own before
    the pipe would make that one void: a space keeps them apart.
    """
    return code(text).replace("\\|", "\\ |").replace("|", "\\|")
