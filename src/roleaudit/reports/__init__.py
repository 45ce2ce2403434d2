"""The formats a result is reported in: each is a module of this package that writes finished results to a stream."""

from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple, TextIO

from roleaudit.findings import Level, Result

FORMATS = {
    "text": "roleaudit.reports.text",
    "compact": "roleaudit.reports.compact",
    "json": "roleaudit.reports.json_report",
    "sarif": "roleaudit.reports.sarif",
    "github": "roleaudit.reports.github",
    "gitlab": "roleaudit.reports.gitlab",
    "junit": "roleaudit.reports.junit",
    "markdown": "roleaudit.reports.markdown",
}
"""Each format and its module, which is imported only when it is asked for and has one function to call: `write`."""

LINES = frozenset({"text", "compact", "github"})
"""The formats of which several can follow one another on standard output."""


class Options(NamedTuple):
    """What the caller wants to see: nothing below `min_level`, colours or none, the summary or (`quiet`) none.

    `fail_on` is the level from which findings fail the run, None where none does; `top` is the top of the repository,
    from the working directory.
    """

    min_level: Level = Level.WARNING
    color: bool = False
    quiet: bool = False
    fail_on: Level | None = Level.ERROR
    top: str = "."


def write(name: str, results: Sequence[Result], out: TextIO, options: Options) -> None:
    """Write the results to the stream in the format of that name; a name that is not in `FORMATS` is a KeyError."""
    import_module(FORMATS[name]).write(results, out, options)
