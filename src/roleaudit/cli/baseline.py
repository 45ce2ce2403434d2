"""`roleaudit baseline`: create, prune and show the file of findings that are known."""

from __future__ import annotations

import os
import pathlib
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from roleaudit.cli import ConfigFile, RuleFolders, app
from roleaudit.cli.check import Stage, Today
from roleaudit.cli.single import Audited, ListFormat, Org, audit, check_format, print_json, print_table
from roleaudit.findings import UsageError

if TYPE_CHECKING:
    from roleaudit.gate.baseline import Entries

baseline = typer.Typer(help="Keep the findings that are known, so that only new ones count.", rich_markup_mode=None)
app.add_typer(baseline, name="baseline")

File = Annotated[
    str | None, typer.Option("--baseline", metavar="FILE", help="The baseline. [default: `baseline` of roleaudit.yaml]")
]


@baseline.command()
def create(
    path: Org = None,
    file: File = None,
    config: ConfigFile = None,
    rules: RuleFolders = None,
    stage: Stage = None,
    today: Today = None,
) -> int:
    """Write all findings of an org into its baseline; an entry that was there keeps its day and its reason."""
    from roleaudit.gate import baseline as baselines

    org = audit(path, config, rules, stage, today)
    target = _file(file, org)
    before = baselines.load(target).entries if os.path.lexists(target) else {}
    after = baselines.create(org.result.findings, before, org.day)
    _write(target, after)
    kept = len(after.keys() & before.keys())
    print(f"{_shown(target)}: {len(after)} known, {len(after) - kept} of them new; {len(before) - kept} removed")
    return 0


@baseline.command()
def prune(
    path: Org = None,
    file: File = None,
    config: ConfigFile = None,
    rules: RuleFolders = None,
    stage: Stage = None,
    today: Today = None,
) -> int:
    """Remove the entries whose findings are gone; nothing is added."""
    from roleaudit.gate import baseline as baselines

    org = audit(path, config, rules, stage, today)
    target = _file(file, org)
    before = baselines.load(target).entries
    after = baselines.prune(before, org.result.findings)
    if len(after) < len(before):
        _write(target, after)
    print(f"{_shown(target)}: {len(after)} known; {len(before) - len(after)} removed")
    return 0


@baseline.command()
def show(
    path: Org = None,
    file: File = None,
    config: ConfigFile = None,
    rules: RuleFolders = None,
    stage: Stage = None,
    today: Today = None,
    format: ListFormat = "text",
) -> int:
    """List the entries of the baseline, and which of them match nothing any more."""
    from roleaudit.gate import baseline as baselines

    check_format(format)
    org = audit(path, config, rules, stage, today)
    target = _file(file, org)
    entries = baselines.load(target).entries
    there = {finding.identity for finding in org.result.findings}
    if format == "json":
        rows = [entry._asdict() | {"stale": entry.identity not in there} for entry in entries.values()]
        print_json({"format": "roleaudit-baseline-list/1", "file": _shown(target), "entries": rows})
        return 0
    table = [(e.rule, e.at, e.added, "" if e.identity in there else "gone", e.reason or "") for e in entries.values()]
    if table:
        print_table(("rule", "at", "added", "finding", "reason"), table)
    else:
        print(f"{_shown(target)} has no entries")
    return 0


def _file(file: str | None, org: Audited) -> pathlib.Path:
    target = pathlib.Path(file) if file else org.settings.baseline
    if target is None:
        raise UsageError(
            "no baseline is named; write `baseline: roleaudit-baseline.yaml` in roleaudit.yaml, or pass --baseline"
        )
    return target


def _write(file: pathlib.Path, entries: Entries) -> None:
    from roleaudit.cli import files
    from roleaudit.gate import baseline as baselines

    text = baselines.text(entries)
    try:
        files.replace(file, text)
    except OSError as problem:
        raise UsageError(f"{_shown(file)} cannot be written: {problem.strerror}") from problem


def _shown(file: pathlib.Path) -> str:
    from roleaudit import document
    from roleaudit.reports.terminal import encoding_of, visible

    return visible(document.shown(file), encoding_of(sys.stdout))
