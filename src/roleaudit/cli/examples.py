"""`roleaudit test-rules`: run the examples of own rules, as those of the shipped ones are run."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from roleaudit.cli import CLEAN, FINDINGS, RuleFolders, app, complain
from roleaudit.findings import UsageError


@app.command("test-rules")
def run_examples(
    path: Annotated[str, typer.Argument(help="The folder of a rule set.")],
    rules: RuleFolders = None,
    today: Annotated[str | None, typer.Option("--today", help="The date to judge by, as 2026-01-31.")] = None,
) -> int:
    """Run the examples of the rules in a folder, and say which rule does not do what its file promises."""
    from roleaudit import examples as library
    from roleaudit import pipeline, rule_sets
    from roleaudit.findings import Result
    from roleaudit.reports import Options, text

    day = pipeline.read_day(today, "--today") if today else pipeline.system_day()
    force = rule_sets.of_folder(path, rules or ())
    own = [force.rules.rules[file.stem] for file, _ in force.sets[-1].files]
    if not own:
        raise UsageError(f"{path} holds no rule")
    found = tuple(fault for rule in own for fault in library.faults(rule, force, day))
    sources = {rule.document.name: rule.document.sources[rule.document.name] for rule in own}
    result = Result(path, "", "", day.isoformat(), force.rules.version, found, sources=sources)
    text.write([result], sys.stdout, Options(quiet=True))
    if found:
        complain(f"{_count(len(found), 'promise')} of {_count(len(own), 'rule')} not kept")
        return FINDINGS
    typer.echo(f"{_count(len(own), 'rule')} and {_count(sum(len(rule.examples) for rule in own), 'example')} hold")
    return CLEAN


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
