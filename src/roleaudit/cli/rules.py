"""`roleaudit rules`: the rules with their level at each stage."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from roleaudit.cli import ConfigFile, RuleFolders, app, completing
from roleaudit.cli.single import print_json
from roleaudit.findings import UsageError

if TYPE_CHECKING:
    from roleaudit.rules import Rule


@app.command()
def rules(
    stage: Annotated[
        str | None,
        typer.Option("--stage", help="Only the rules that are on at this stage.", autocompletion=completing.stages),
    ] = None,
    config: ConfigFile = None,
    rules: RuleFolders = None,
    format: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
) -> None:
    """List the rules by topic, with their level at each stage."""
    from roleaudit import rules as library
    from roleaudit.config import settings_of
    from roleaudit.rule_sets import in_force

    if stage is not None and stage not in library.STAGES:
        raise UsageError(f"there is no stage `{stage}`; use one of {', '.join(library.STAGES)}")
    if format not in ("text", "json"):
        raise UsageError(f"--format: `{format}` is not one of text, json")
    ruleset = in_force(settings_of("-", config), rules or ()).rules
    chosen = [r for r in ruleset.rules.values() if stage is None or r.settings[stage].level is not None]
    (_json if format == "json" else _table)(chosen, [stage] if stage else list(library.STAGES))


def _levels(rule: Rule, stages: Sequence[str]) -> dict[str, str]:
    return {stage: str(level) if (level := rule.settings[stage].level) else "off" for stage in stages}


def _json(chosen: Sequence[Rule], stages: Sequence[str]) -> None:
    rows = [
        {
            "name": rule.name,
            "topic": rule.topic,
            "summary": rule.summary,
            "kind": rule.kind,
            "evidence": rule.evidence,
            "levels": _levels(rule, stages),
            "file": rule.document.name,
            "fix": rule.fix,
        }
        for rule in chosen
    ]
    print_json({"format": "roleaudit-rules/1", "rules": rows})


def _table(chosen: Sequence[Rule], stages: Sequence[str]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from roleaudit.reports.terminal import encoding_of, visible

    encoding = encoding_of(sys.stdout)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("rule", *stages, "what it finds"):
        table.add_column(column, overflow="fold")
    topic = ""
    for rule in chosen:
        if rule.topic != topic:
            topic = rule.topic
            table.add_row(Text(visible(topic, encoding), style="bold"))
        cells = (f"  {rule.name}", *_levels(rule, stages).values(), rule.summary)
        table.add_row(*(Text(visible(cell, encoding)) for cell in cells))
    Console(highlight=False, width=None if sys.stdout.isatty() else 200).print(table)
