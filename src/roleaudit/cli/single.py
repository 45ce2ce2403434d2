"""What the commands about one organisation share: their arguments, its audit, and how a list is printed."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from roleaudit.findings import BadInput, UsageError

if TYPE_CHECKING:
    from roleaudit.config import Config
    from roleaudit.findings import Result

Org = Annotated[str | None, typer.Argument(help="An org file. [default: the nearest one]")]
ListFormat = Annotated[str, typer.Option("--format", help="text or json.")]


class Audited(NamedTuple):
    """One organisation as a whole: its settings, its result without any baseline, and the day it was judged by."""

    settings: Config
    result: Result
    day: datetime.date


def audit(
    path: str | None, config: str | None, rules: Sequence[str] | None, stage: str | None, today: str | None
) -> Audited:
    """Audit the organisation that a path belongs to. Raises BadInput where it cannot be audited."""
    opened = open_org(path, config, rules, today)
    return Audited(opened.settings, opened.at(stage), opened.day)


class Opened(NamedTuple):
    """One organisation as it was read; `at` audits it at a stage, or at its own for None, and may raise BadInput."""

    settings: Config
    at: Callable[[str | None], Result]
    day: datetime.date


def open_org(path: str | None, config: str | None, rules: Sequence[str] | None, today: str | None) -> Opened:
    """Read the organisation that a path belongs to, once, as standard input can be. Raises BadInput if it is broken."""
    from roleaudit import document, pipeline, rule_sets
    from roleaudit.cli import progress
    from roleaudit.roots import find_root

    day = pipeline.read_day(today, "--today") if today else pipeline.system_day()
    root = find_root(path, config)
    force = rule_sets.in_force(root.settings, rules or ())
    with progress.shown(root.path):
        source = document.read(root.path)

    def at(stage: str | None) -> Result:
        names = frozenset(force.rules.rules)
        with progress.shown(root.path):
            result = pipeline.run(source.name, lambda: source, force, names, today=day, stage=stage)
        if result.invalid:
            raise BadInput(result.findings)
        return result

    return Opened(root.settings, at, day)


def check_format(name: str) -> None:
    """Raise UsageError for a format that lists do not have."""
    if name not in ("text", "json"):
        raise UsageError(f"--format: `{name}` is not one of text, json")


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows of any user's text as a table."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from roleaudit.reports.terminal import encoding_of, visible

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    encoding = encoding_of(sys.stdout)
    for row in rows:
        table.add_row(*(Text(visible(cell, encoding)) for cell in row))
    Console(highlight=False, width=None if sys.stdout.isatty() else 200).print(table)


def print_json(document: object) -> None:
    """Print a document for programs, in characters that every terminal carries."""
    import json

    json.dump(document, sys.stdout, indent=2)
    sys.stdout.write("\n")
