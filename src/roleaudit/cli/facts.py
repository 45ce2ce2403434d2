"""`roleaudit facts`: the entities of an org and their facts, and what the file leaves unknown or open."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from roleaudit.cli import ConfigFile, RuleFolders, app
from roleaudit.cli.single import print_json
from roleaudit.findings import UsageError

if TYPE_CHECKING:
    from roleaudit.facts import Entity, Facts


@app.command()
def facts(
    path: Annotated[str | None, typer.Argument(help="An org file. [default: the nearest one]")] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="Only entities of this kind: duty, role, team…")] = None,
    at: Annotated[str | None, typer.Option("--at", help="Only entities at this address or below it.")] = None,
    today: Annotated[str | None, typer.Option("--today", help="The date to judge by, as 2026-01-31.")] = None,
    config: ConfigFile = None,
    rules: RuleFolders = None,
    format: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
) -> int:
    """Print the entities of an org with their facts, and what the file leaves unknown or open."""
    from roleaudit import facts as library
    from roleaudit.gate import waivers

    if kind is not None and kind not in library.KINDS:
        raise UsageError(f"there is no kind `{kind}`; use one of {', '.join(library.KINDS)}")
    if format not in ("text", "json"):
        raise UsageError(f"--format: `{format}` is not one of text, json")
    found = _resolved(path, today, config, rules or ())
    kinds = [kind] if kind else list(library.KINDS)
    entities = [e for name in kinds for e in found.of(name) if at is None or waivers.covers(at, e.address)]
    (_json if format == "json" else _text)(entities)
    return 0


def _resolved(path: str | None, today: str | None, file: str | None, folders: Sequence[str]) -> Facts:
    from roleaudit import document, model, pipeline, rule_sets
    from roleaudit import facts as library
    from roleaudit.roots import find_root

    day = pipeline.read_day(today, "--today") if today else pipeline.system_day()
    root = find_root(path, file)
    force = rule_sets.in_force(root.settings, folders)
    org = model.parse(document.read(root.path))
    return library.build(org, force.catalog, day, force.rules.names())


def _values(entity: Entity) -> Iterable[tuple[str, Any]]:
    from roleaudit import facts as library

    for name in library.KINDS[entity.kind].facts:
        yield name, library.value(entity, name)


def _plain(value: Any) -> Any:
    from roleaudit.facts import UNKNOWN, AtLeast, Open
    from roleaudit.privacy import cover

    if value is UNKNOWN:
        return None
    if isinstance(value, Open | AtLeast):
        return {"at_least": sorted(map(cover, value)) if isinstance(value, Open) else int(value)}
    if isinstance(value, frozenset):
        return sorted(map(cover, value))
    return value if isinstance(value, bool | int) else cover(str(value))


def _json(entities: Iterable[Entity]) -> None:
    rows = [
        {"kind": e.kind, "address": e.address, "facts": {name: _plain(value) for name, value in _values(e)}}
        for e in entities
    ]
    print_json({"format": "roleaudit-facts/1", "entities": rows})


def _text(entities: Iterable[Entity]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from roleaudit.reports.terminal import encoding_of, visible

    console = Console(highlight=False, width=None if sys.stdout.isatty() else 200)
    encoding = encoding_of(sys.stdout)
    for entity in entities:
        table = Table(box=None, show_header=False, pad_edge=False, title=None)
        table.add_column(min_width=20)
        table.add_column(overflow="fold")
        for name, value in _values(entity):
            table.add_row(Text(f"  {name}", style="dim"), Text(visible(_worded(value), encoding)))
        console.print(Text(visible(f"{entity.kind} {entity.address}", encoding), style="bold"))
        console.print(table)


def _worded(value: Any) -> str:
    plain = _plain(value)
    if plain is None:
        return "unknown"
    if isinstance(plain, dict):
        inner = plain["at_least"]
        return f"at least {', '.join(inner) if isinstance(inner, list) else inner}".rstrip()
    if isinstance(plain, list):
        return ", ".join(plain) or "empty"
    return {True: "yes", False: "no"}[plain] if isinstance(plain, bool) else str(plain)
