"""`roleaudit waivers`: what is accepted in an org, why, since when and until when."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from roleaudit.cli import FAILED, ConfigFile, RuleFolders, app, complain
from roleaudit.findings import UsageError

if TYPE_CHECKING:
    from roleaudit.findings import Result, WaiverUse


@app.command()
def waivers(
    path: Annotated[str | None, typer.Argument(help="An org file. [default: the nearest one]")] = None,
    today: Annotated[str | None, typer.Option("--today", help="The date to judge by, as 2026-01-31.")] = None,
    config: ConfigFile = None,
    rules: RuleFolders = None,
    format: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
) -> int:
    """List the waivers of an org with their age, their end and what they silence."""
    from roleaudit import pipeline
    from roleaudit.roots import find_root

    if format not in ("text", "json"):
        raise UsageError(f"--format: `{format}` is not one of text, json")
    day = pipeline.read_day(today, "--today") if today else pipeline.system_day()
    root = find_root(path, config)
    result = pipeline.judge(root.path, root.settings, rules or (), today=day)
    if result.invalid:
        complain(f"{result.root} cannot be audited; `roleaudit check` says why")
        return FAILED
    (_json if format == "json" else _table)(result)
    return 0


def _json(result: Result) -> None:
    import json

    rows = [waiver._asdict() | {"span": waiver.span._asdict()} for waiver in result.waivers]
    document = {"format": "roleaudit-waivers/1", "root": result.root, "today": result.today, "waivers": rows}
    json.dump(document, sys.stdout, indent=2, ensure_ascii=True)
    sys.stdout.write("\n")


def _table(result: Result) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from roleaudit.reports.terminal import encoding_of, visible

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("rule", "at", "silences", "age", "end", "by", "reason"):
        table.add_column(column, overflow="fold")
    encoding = encoding_of(sys.stdout)
    for waiver in result.waivers:
        cells = _cells(waiver, datetime.date.fromisoformat(result.today))
        table.add_row(*(Text(visible(cell, encoding)) for cell in cells))
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 200)
    console.print(table if result.waivers else Text(visible(f"{result.root} has no waivers", encoding)))


def _cells(waiver: WaiverUse, today: datetime.date) -> Sequence[str]:
    silences = "unknown" if waiver.silences is None else _count(waiver.silences, "finding")
    age = "not written" if waiver.since is None else _count(_days(waiver.since, today), "day")
    return waiver.rule, waiver.at, silences, age, _end(waiver, today), waiver.by or "", waiver.reason


def _end(waiver: WaiverUse, today: datetime.date) -> str:
    if waiver.until is None:
        return "none"
    left = -_days(waiver.until, today)
    return f"{waiver.until}, " + ("expired" if left < 0 else f"{_count(left, 'day')} left")


def _days(day: str, today: datetime.date) -> int:
    """How many days ago a day was; negative for one to come."""
    return (today - datetime.date.fromisoformat(day)).days


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
