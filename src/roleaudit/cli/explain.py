"""`roleaudit explain`: a rule or a word of the catalogue in full, or the list of words that may be used."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from roleaudit.cli import ConfigFile, RuleFolders, app, completing
from roleaudit.findings import UsageError

if TYPE_CHECKING:
    from roleaudit.catalog import Catalog
    from roleaudit.rules import Rule, RuleSet

WIDTH = 100
SCREEN = 40
"""A rule is explained in so many lines at the most."""

EVIDENCE = {
    "document": "the articles say so",
    "contradiction": "the file contradicts itself; no theory is needed",
    "framework": "a published framework says so",
    "research": "research supports it",
    "practice": "practice recommends it",
}
ENOUGH = 5
"""With fewer marked lines in the corpus a rule counts as little tried; the number is ours."""


@app.command()
def explain(
    name: Annotated[
        str | None,
        typer.Argument(
            help="A rule, or a duty, title, ritual, metric… of the catalogue.", autocompletion=completing.rule_names
        ),
    ] = None,
    config: ConfigFile = None,
    rules: RuleFolders = None,
) -> None:
    """Explain a rule or a catalogue entry; without a name, list the words that an org file may use."""
    from roleaudit.config import settings_of
    from roleaudit.reports.terminal import encoding_of, visible
    from roleaudit.rule_sets import in_force

    force = in_force(settings_of("-", config), rules or ())
    encoding = encoding_of(sys.stdout)
    for line in _listed(force.catalog) if name is None else _explained(name, force.rules, force.catalog):
        print(visible(line, encoding))


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
    lines = list(_said(rule, words))
    yield from lines
    yield from _example(rule, SCREEN - len(lines))


def _said(rule: Rule, words: Catalog) -> Iterator[str]:
    yield f"{rule.name} ({rule.topic})"
    yield from _wrapped(rule.summary)
    yield ""
    yield from _wrapped(rule.why, "why: ")
    yield from _wrapped(rule.fix, "fix: ")
    yield ""
    yield from _levels(rule)
    yield ""
    yield from _grounds(rule, words)
    if not rule.waivable:
        yield "it cannot be waived"


def _levels(rule: Rule) -> Iterator[str]:
    """A line for each stage, with the reason where it is a new one."""
    said = ""
    shown: dict[str, str] = {}
    for stage, setting in rule.settings.items():
        origin = rule.origin(stage)
        line = f"{stage:<11}{', '.join(_set(rule, stage, shown))}{f'  ({origin})' if origin else ''}"
        yield from _wrapped(line, indent=11)
        if setting.level and setting.because != said:
            said = setting.because
            yield from _wrapped(said, " " * 11)


def _example(rule: Rule, room: int) -> Iterator[str]:
    """The shortest bad example, where there is room for it."""
    for example in sorted(rule.examples, key=lambda example: len(example.bad))[:1]:
        lines = example.bad.rstrip().splitlines()
        yield ""
        yield f"example:{'' if len(lines) + 2 <= room else f' {rule.document.name}'}"
        yield from (f"  {_cut(line, WIDTH - 2)}" for line in lines if len(lines) + 2 <= room)


def _cut(line: str, width: int) -> str:
    """A line of a file that is too long, without its end; the mark there stays."""
    if len(line) <= width:
        return line
    body, arrow, mark = line.partition("# <-")
    return f"{body.rstrip()[: width - len(arrow + mark) - 2]}… {arrow}{mark}".rstrip()


def _grounds(rule: Rule, words: Catalog) -> Iterator[str]:
    """What stands behind the rule: which part is the articles', which is ours, and how often it was tried."""
    from roleaudit.rules import measured

    numbers = dict.fromkeys(name for stage in rule.settings.values() for name in stage.written)
    ours = ", ".join(["the levels", *(f"`{name}`" for name in numbers if name not in ("level", "because"))])
    drawn = rule.evidence == "document"
    cited = any(source.document for source in rule.sources)
    theirs = "what is wrong, and why" if drawn else "why it matters" if cited else "nothing; this goes beyond them"
    yield f"from the articles: {theirs}"
    yield from _wrapped(f"{'' if drawn else 'that this is a fault, '}{ours}", "ours: ")
    counts = measured().get(rule.name)
    tried = counts.hits + counts.near_misses if counts else 0
    little = f"; little evidence: hits and near misses in the marked files: {tried}" if tried < ENOUGH else ""
    yield from _wrapped(f"{rule.evidence} ({EVIDENCE[rule.evidence]}){little}", "evidence: ")
    sections: dict[str, list[str]] = {}
    for source in rule.sources:
        article = words.article(source.document) if source.document else None
        name = f"“{article.title}”" if article else source.title
        sections.setdefault(name, []).append(source.section if article else source.url)
    for name, parts in sections.items():
        yield from _wrapped(", ".join(filter(None, (name, "; ".join(parts)))), "source: ")


def _set(rule: Rule, stage: str, shown: dict[str, str]) -> Iterator[str]:
    """The level of a stage and its parameters, a list only where it is a new one; what another file sets has its place.

    `shown` are the lists given so far, and those given here are added.
    """
    setting = rule.settings[stage]
    yield str(setting.level) if setting.level else "off"
    for name, written in setting.written.items() if setting.level else ():
        if name not in ("level", "because"):
            value = setting.params[name]
            aside = written.document is not rule.document and written.origin() != rule.origin(stage)
            text = f"{name} {_plain(value)}{f' ({written.origin()})' if aside else ''}"
            if not isinstance(value, tuple) or shown.get(name) != text:
                yield text
            shown[name] = text


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


def _wrapped(text: str, label: str = "", indent: int | None = None) -> list[str]:
    from textwrap import wrap

    start = text if indent is not None else " ".join(text.split())
    indented = " " * (min(len(label), 11) if indent is None else indent)
    return wrap(f"{label}{start}", WIDTH, subsequent_indent=indented, break_on_hyphens=False) or [label]
