"""`roleaudit explain`: a rule or a word of the catalogue in full, or the list of words that may be used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from roleaudit.cli import ConfigFile, RuleFolders, app
from roleaudit.findings import UsageError

if TYPE_CHECKING:
    from roleaudit.catalog import Catalog
    from roleaudit.rules import Rule, RuleSet

WIDTH = 100
EVIDENCE = {
    "document": "the articles say so",
    "contradiction": "the file contradicts itself; no theory is needed",
    "framework": "a published framework says so",
    "research": "research supports it",
    "practice": "practice recommends it; the figures are ours",
}


@app.command()
def explain(
    name: Annotated[
        str | None, typer.Argument(help="A rule, or a duty, title, ritual, metric… of the catalogue.")
    ] = None,
    config: ConfigFile = None,
    rules: RuleFolders = None,
) -> None:
    """Explain a rule or a catalogue entry; without a name, list the words that an org file may use."""
    from roleaudit.config import settings_of
    from roleaudit.rule_sets import in_force

    force = in_force(settings_of("-", config), rules or ())
    typer.echo("\n".join(_listed(force.catalog) if name is None else _explained(name, force.rules, force.catalog)))


def _explained(name: str, ruleset: RuleSet, words: Catalog) -> Iterator[str]:
    by_name = {known: rule for rule in ruleset.rules.values() for known in (rule.name, *rule.aliases)}
    if name in by_name:
        return _rule(by_name[name], words)
    entries = list(_entries(name, words))
    if not entries:
        from difflib import get_close_matches

        close = get_close_matches(name, [*by_name, *words.duties, *words.titles, *words.rituals, *words.metrics], n=1)
        hint = (
            f"did you mean `{close[0]}`?" if close else "`roleaudit rules` and `roleaudit explain` list what there is"
        )
        raise UsageError(f"there is no rule or catalogue entry `{name}`; {hint}")
    return (line for entry in entries for line in _entry(*entry, words=words, ruleset=ruleset))


def _rule(rule: Rule, words: Catalog) -> Iterator[str]:
    from roleaudit.rules import cited

    yield f"{rule.name} ({rule.topic})"
    yield from _wrapped(rule.summary)
    yield ""
    yield from _wrapped(rule.why, "why: ")
    yield from _wrapped(rule.fix, "fix: ")
    yield ""
    said = ""
    for stage, setting in rule.settings.items():
        yield f"{stage:<11}{', '.join(_set(rule, stage))}{f'  ({origin})' if (origin := rule.origin(stage)) else ''}"
        if setting.level and setting.because != said:
            said = setting.because
            yield from _wrapped(said, "           ")
    yield ""
    yield f"evidence: {rule.evidence} ({EVIDENCE[rule.evidence]})"
    for source in rule.sources:
        yield from _wrapped(cited(source, words), "source: ")
    if not rule.waivable:
        yield "it cannot be waived"
    for example in rule.examples[:1]:
        yield ""
        yield "example:"
        yield from (f"  {line}" for line in example.bad.rstrip().splitlines())


def _set(rule: Rule, stage: str) -> Iterator[str]:
    """The level of a stage and its parameters; one that another file sets comes with its place."""
    setting = rule.settings[stage]
    yield str(setting.level) if setting.level else "off"
    for name, written in setting.written.items() if setting.level else ():
        if name not in ("level", "because"):
            aside = written.document is not rule.document and written.origin() != rule.origin(stage)
            yield f"{name} {_plain(setting.params[name])}{f' ({written.origin()})' if aside else ''}"


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _entries(name: str, words: Catalog) -> Iterator[tuple[str, Any]]:
    for kind, find in (
        ("duty", words.duty),
        ("title", words.title),
        ("ritual", words.ritual),
        ("metric", words.metric),
        ("deliverable", words.deliverable),
        ("party", words.party),
        ("tool category", words.tool),
        ("skill", words.skill),
    ):
        found = find(name)
        if found is not None:
            yield kind, found


def _entry(kind: str, entry: Any, *, words: Catalog, ruleset: RuleSet) -> Iterator[str]:
    from roleaudit.rules import cited

    yield f"{entry.id} ({kind})"
    yield from _wrapped(getattr(entry, "meaning", "") or getattr(entry, "purpose", "") or entry.title)
    owners = getattr(entry, "owners", None) or getattr(entry, "functions", None) or getattr(entry, "producers", None)
    if owners:
        yield f"usually with: {', '.join(owners)}"
    if kind == "duty":
        first = next((s.name for s in ruleset.stages.values() if entry.id in s.duties), None)
        yield f"one owner per {entry.per}" + (", or many at once: a shared craft" if entry.shared else "")
        yield f"expected from: {first or 'no stage; it appears in coverage only'}"
    if getattr(entry, "disputed", ""):
        yield from _wrapped(f"{entry.disputed} Your `policy.owners` decides.", "disputed: ")
    if entry.synonyms:
        yield from _wrapped(", ".join(entry.synonyms), "also written: ")
    for source in getattr(entry, "sources", ()):
        yield from _wrapped(cited(source, words), "source: ")
    yield ""


def _listed(words: Catalog) -> Iterator[str]:
    for label, entries in (
        ("duties", words.duties),
        ("titles", words.titles),
        ("rituals", words.rituals),
        ("metrics", words.metrics),
        ("deliverables", words.deliverables),
    ):
        yield label
        for entry in entries.values():
            yield f"  {entry.id:<34}{entry.title}"
        yield ""
    yield "`roleaudit explain NAME` says what one of them means; `roleaudit rules` lists the rules."


def _wrapped(text: str, label: str = "") -> list[str]:
    from textwrap import wrap

    return wrap(
        f"{label}{' '.join(text.split())}", WIDTH, subsequent_indent=" " * min(len(label), 11), drop_whitespace=True
    ) or [label]
