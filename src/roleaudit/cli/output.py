"""Where reports go: to standard output, to files that are written whole or not at all, and to the summary of a job."""

from __future__ import annotations

import io
import os
import pathlib
import sys
from collections.abc import Sequence

from roleaudit import reports
from roleaudit.cli import abandon_stdout
from roleaudit.findings import Result, UsageError
from roleaudit.reports import FORMATS, LINES, Options

Output = tuple[str, pathlib.Path | None]
"""A format and the file it goes to, None for standard output."""


def chosen(given: Sequence[str]) -> list[Output]:
    """The outputs asked for as `NAME` or `NAME:FILE`; without any the text, in GitHub Actions with annotations.

    Raises UsageError for a format that is unknown or cannot share standard output with another.
    """
    outputs: list[Output] = []
    for text in given or usual():
        name, _, file = text.partition(":")
        if name not in FORMATS:
            raise UsageError(f"--format: `{name}` is not one of {', '.join(FORMATS)}")
        outputs.append((name, pathlib.Path(file) if file else None))
    shared = [name for name, file in outputs if file is None]
    if len(shared) > 1 and not LINES.issuperset(shared):
        raise UsageError(
            "--format: only one format can go to standard output; give the others a file, as `json:report.json`"
        )
    return outputs


def usual() -> Sequence[str]:
    """The formats where none are asked for."""
    return ("text", "github") if os.environ.get("GITHUB_ACTIONS") == "true" else ("text",)


def write(results: Sequence[Result], outputs: Sequence[Output], options: Options) -> None:
    """Write every output. Raises UsageError for a file that cannot be written."""
    for name, file in outputs:
        if file is None:
            try:
                reports.write(name, results, sys.stdout, options)
                sys.stdout.flush()
            except BrokenPipeError:  # who reads only the first lines still learns by the exit code what was found
                abandon_stdout()
        else:
            _write_file(name, results, file, options)
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary and any(name == "github" for name, _ in outputs):
        _append(results, pathlib.Path(summary), options)


def _write_file(name: str, results: Sequence[Result], file: pathlib.Path, options: Options) -> None:
    """Write a report whole or not at all; it is made before the file, which is then there for as long as it must."""
    from roleaudit.cli import files

    text = io.StringIO()
    try:
        reports.write(name, results, text, options._replace(color=False))
        files.replace(file, text.getvalue())
    except OSError as problem:
        raise UsageError(f"--format: {file} cannot be written: {problem.strerror}") from problem


def _append(results: Sequence[Result], summary: pathlib.Path, options: Options) -> None:
    """Add the findings to the summary of a GitHub job, in one piece; what other steps wrote stays."""
    text = io.StringIO()
    reports.write("markdown", results, text, options)
    try:
        with open(summary, "a", encoding="utf-8", newline="\n") as out:
            out.write(text.getvalue())
    except OSError as problem:
        raise UsageError(f"GITHUB_STEP_SUMMARY: {summary} cannot be written: {problem.strerror}") from problem
