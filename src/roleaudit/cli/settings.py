"""`roleaudit check --show-settings`: what holds for each root, and who said so."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from roleaudit import document, rule_sets
from roleaudit.cli.output import usual
from roleaudit.config import Config
from roleaudit.findings import Result
from roleaudit.reports.terminal import encoding_of, visible
from roleaudit.roots import Root
from roleaudit.rule_sets import Force
from roleaudit.rules import STAGES, Rule

Given = Mapping[str, str | None]
"""What the command line says, by setting."""


class Row(NamedTuple):
    """A setting, its value, and where that comes from: file and line, command line, environment or default."""

    name: str
    value: str
    origin: str


def show(roots: Sequence[Root], results: Sequence[Result], given: Given, folders: Sequence[str]) -> None:
    """Print the settings of each root as a table of plain text."""
    encoding = encoding_of(sys.stdout)
    for root, result in zip(roots, results, strict=True):
        rows = list(_rows(root, result, given, rule_sets.in_force(root.settings, folders)))
        widths = [max(len(cell) for cell in column) for column in list(zip(*rows, strict=True))[:2]]
        for name, value, origin in rows:
            print(visible(f"{name:<{widths[0]}}  {value:<{widths[1]}}  {origin}", encoding))


def _rows(root: Root, result: Result, given: Given, force: Force) -> Iterator[Row]:
    settings = root.settings
    file = document.shown(settings.file) if settings.file else "none"
    yield Row("config", file, "command line" if given["config"] else "found" if settings.file else "nothing found")
    found = settings.origin("org") if settings.org else "found"
    yield Row("org", result.root, "command line" if given["org"] else found)
    yield Row("stage", result.stage, "command line" if given["stage"] else _stage_origin(root, result))
    for name in ("required-version", "fail-on", "formats", "baseline"):
        yield _row(name, settings, given)
    for name, default in (("min-level", "warning"), ("select", "every rule"), ("ignore", "none")):
        yield Row(name, given[name] or default, "command line" if given[name] else "default")
    environment = "ROLEAUDIT_TODAY" if os.environ.get("ROLEAUDIT_TODAY") else "the system's date"
    yield Row("today", result.today, "command line" if given["today"] else environment)
    yield from _sets(settings, force)
    yield from _rules(result.stage, force)


def _stage_origin(root: Root, result: Result) -> str:
    """The file and line of the stage; standard input is not read twice."""
    if root.path == "-":
        return result.stage_from
    span = document.read(root.path).place(("org", "stage"))[0]
    return f"{span.file}:{span.line}"


def _row(name: str, settings: Config, given: Given) -> Row:
    """A setting of the configuration, unless the command line says otherwise."""
    default = {"fail-on": "error", "formats": ", ".join(usual())}.get(name, "none")
    written = settings.source.data.get(name) if settings.source else None
    if given.get(name):
        return Row(name, str(given[name]), "command line")
    if written is None:
        return Row(name, default, "default")
    return Row(name, ", ".join(written) if isinstance(written, list) else str(written), settings.origin(name))


def _sets(settings: Config, force: Force) -> Iterator[Row]:
    """The rule sets that are extended, each with its folder."""
    folders = {own.name: document.shown(own.folder) for own in force.sets}
    for index, name in enumerate(settings.extends):
        folder = "the shipped rules" if name in STAGES else folders.get(name, name)
        yield Row("extends", f"{name} ({folder})", settings.origin("extends", index))


def _rules(stage: str, force: Force) -> Iterator[Row]:
    """What is not as shipped: the levels and parameters of own rules, and what was laid over the others."""
    own = {path.stem for rule_set in force.sets for path, _ in rule_set.files}
    changed = [rule for rule in force.rules.rules.values() if rule.name in own or _is_changed(rule, stage)]
    for rule in changed:
        setting = rule.settings[stage]
        yield Row(f"rules.{rule.name}", str(setting.level) if setting.level else "off", rule.origin(stage) or "default")
        for name, value in setting.params.items():
            if name in setting.written:
                plain = ", ".join(value) if isinstance(value, tuple) else str(value)
                yield Row(f"rules.{rule.name}.{name}", plain, rule.origin(stage, name))
    count = len(force.rules.rules) - len(changed)
    yield Row("rules", f"{count} others", "rule set as shipped; `roleaudit explain NAME` says where each value stands")


def _is_changed(rule: Rule, stage: str) -> bool:
    return any(written.document is not rule.document for written in rule.settings[stage].written.values())
