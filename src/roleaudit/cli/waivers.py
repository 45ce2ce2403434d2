"""`roleaudit waivers`: what is accepted in an org, why, since when and until when."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from roleaudit.cli import ConfigFile, RuleFolders, app
from roleaudit.cli.check import Stage, Today
from roleaudit.cli.single import ListFormat, Org, audit, check_format, print_json, print_table

if TYPE_CHECKING:
    from roleaudit.findings import WaiverUse


@app.command()
def waivers(
    path: Org = None,
    config: ConfigFile = None,
    rules: RuleFolders = None,
    stage: Stage = None,
    today: Today = None,
    format: ListFormat = "text",
) -> int:
    """List the waivers of an org with their age, their end and what they silence."""
    check_format(format)
    _, result, day = audit(path, config, rules, stage, today)
    if format == "json":
        rows = [waiver._asdict() | {"span": waiver.span._asdict()} for waiver in result.waivers]
        print_json({"format": "roleaudit-waivers/1", "root": result.root, "today": result.today, "waivers": rows})
        return 0
    columns = ("rule", "at", "silences", "age", "end", "by", "reason")
    if result.waivers:
        print_table(columns, [_cells(waiver, day) for waiver in result.waivers])
    else:
        print("there are no waivers")
    return 0


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
