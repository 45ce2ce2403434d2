"""`roleaudit plan`: what has to change before the next stage of growth fits, as a to-do list."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from roleaudit.cli import ConfigFile, RuleFolders, app, completing
from roleaudit.cli.check import Stage, Today
from roleaudit.cli.single import Org, open_org
from roleaudit.findings import UsageError

if TYPE_CHECKING:
    from roleaudit.growth import Plan, Subject


@app.command()
def plan(
    path: Org = None,
    to: Annotated[
        str | None,
        typer.Option("--to", help="scaleup or enterprise. [default: the next stage]", autocompletion=completing.stages),
    ] = None,
    config: ConfigFile = None,
    rules: RuleFolders = None,
    stage: Stage = None,
    today: Today = None,
    format: Annotated[str, typer.Option("--format", help="text, markdown or json.")] = "text",
) -> int:
    """List what has to change before the next stage fits: owned, decidable, resilient, maintained."""
    from roleaudit import growth
    from roleaudit.reports import plan as reports
    from roleaudit.rules import guide

    if format not in reports.FORMATS:
        raise UsageError(f"--format: `{format}` is not one of {', '.join(reports.FORMATS)}")
    org = open_org(path, config, rules, today)
    present = org.at(stage)
    target = org.at(_later(present.stage, to))
    made = growth.plan(present, target, guide(target.stage))
    if format == "text" and sys.stdout.isatty():
        _tables(made)
    else:
        reports.write(format, made, sys.stdout)
    return 0


def _later(stage: str, to: str | None) -> str:
    """The stage to plan for. Raises UsageError where there is none after the present one, or another was meant."""
    from roleaudit.rules import STAGES

    later = STAGES[STAGES.index(stage) + 1 :]
    if to is None and not later:
        raise UsageError(f"there is no stage after {stage}; `roleaudit check` shows what it asks for")
    if to is not None and to not in STAGES:
        raise UsageError(f"--to: there is no stage `{to}`; use one of {', '.join(later or STAGES)}")
    if to is not None and to not in later:
        raise UsageError(f"--to: {to} does not come after {stage}, the stage of the file")
    return to or later[0]


def _tables(made: Plan) -> None:
    """Print a plan as a table for each of its parts."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from roleaudit.reports import plan as reports
    from roleaudit.reports.terminal import encoding_of, visible

    console, encoding = Console(highlight=False), encoding_of(sys.stdout)

    def safe(text: str, style: str = "") -> Text:
        return Text(visible(text, encoding), style=style)

    console.print(safe(f"{made.target.root}: from {made.present.stage} to {made.target.stage}", "bold"))
    for line in (made.whom, *reports.notes(made)):
        console.print(safe(line))
    for number, step in enumerate(made.steps, 1):
        table = Table(box=None, pad_edge=False, header_style="bold", title_justify="left")
        for column in ("", "what is to be done", "why"):
            table.add_column(column, overflow="fold")
        for subject in step.subjects:
            table.add_row("", safe(reports.subject_title(subject.topic), "bold"), "")
            for cells in _rows(subject):
                table.add_row(*map(safe, cells))
        console.print()
        console.print(safe(f"{number}. {step.part.title}. {step.part.why}", "bold"))
        console.print(table)


def _rows(subject: Subject) -> list[tuple[str, str, str]]:
    rows = [
        (str(item.level), f"{finding.message}. {finding.fix}", finding.why if first else "")
        for item in subject.items
        for first, finding in zip((True, *[False] * len(item.findings)), item.findings, strict=False)
    ]
    return rows + [("?", f"{item.rule.summary} {item.rule.fix}", item.rule.why) for item in subject.open]
