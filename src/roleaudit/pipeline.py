"""The way of the data, from an org file to a finished result: start reading here."""

import datetime
import os
import pathlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

import roleaudit
from roleaudit import document, engine, facts, messages, model, privacy, rule_sets, rules
from roleaudit.config import Config, settings_of
from roleaudit.document import Document
from roleaudit.engine import Hit, Outcome
from roleaudit.facts import Entity, Facts
from roleaudit.findings import (
    UNREADABLE,
    BadInput,
    BaselineUse,
    Finding,
    Level,
    Path,
    Related,
    Result,
    Rung,
    Span,
    UsageError,
    WaiverUse,
    invalid,
)
from roleaudit.gate import baseline as baselines
from roleaudit.gate import waivers
from roleaudit.gate.baseline import Baseline
from roleaudit.model import OrgFile
from roleaudit.rule_sets import Force
from roleaudit.rules import RuleSet

MOST_RELATED = 10
"""So many other places of one finding are kept; a reader who has seen ten has seen enough."""

_NAME = r"""(\bname["']?\s*:\s*)("[^"]*"?|'[^']*'?|[^,}#\s][^,}#\n]*)"""


class Asked(NamedTuple):
    """What the caller of an audit says in place of the configuration, or beside it."""

    config: str | None = None
    baseline: str | None = None
    rules: Sequence[str] = ()
    stage: str | None = None
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()

    def settings(self, found: Config) -> Config:
        """The configuration that was found, with the baseline that the caller names."""
        return found._replace(baseline=pathlib.Path(self.baseline)) if self.baseline else found


def audit(
    root: str | os.PathLike[str],
    *,
    config: str | os.PathLike[str] | None = None,
    rule_folders: Iterable[str] = (),
    stage: str | None = None,
    today: datetime.date | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    narrow: frozenset[str] | None = None,
) -> Result:
    """Audit one org file (`-` is standard input) and return the finished result.

    `config` names a configuration in place of the nearest roleaudit.yaml, `rule_folders` hold rule sets by name;
    `stage` overrides that of the file, `today` the date of the machine; `select` and `ignore` name rules; `narrow`
    keeps only findings that touch the files named. Where the file, the configuration or a rule set cannot be read, the
    result's `invalid` is true; UsageError is raised for a path that is no file, and for an unknown rule or stage.
    """
    day = today or system_day()
    try:
        settings = settings_of(root, config)
    except BadInput as bad:
        return broken(bad.findings[0].span.file, bad, day)
    return judge(
        root, settings, tuple(rule_folders), stage=stage, today=day, select=select, ignore=ignore, narrow=narrow
    )


def judge(
    root: str | os.PathLike[str],
    settings: Config,
    rule_folders: Sequence[str] = (),
    *,
    today: datetime.date,
    stage: str | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    narrow: frozenset[str] | None = None,
) -> Result:
    """Audit one org file under a configuration that has been read; otherwise as `audit`."""
    try:
        force = rule_sets.in_force(settings, rule_folders)
        names = chosen(force.rules, select, ignore)
        known = baselines.load(settings.baseline) if settings.baseline else None
    except BadInput as bad:
        return broken(_shown(root), bad, today)
    read = partial(document.read, _path(root))
    return run(_shown(root), read, force, names, known, today=today, stage=stage, narrow=narrow)


def run(
    name: str,
    read: Callable[[], Document],
    force: Force,
    names: frozenset[str],
    known: Baseline | None = None,
    *,
    today: datetime.date,
    stage: str | None = None,
    narrow: frozenset[str] | None = None,
) -> Result:
    """Go the whole way: text, document, model, facts, hits of the rules, findings held against the gate, result.

    `read` gives the document of the file `name`; `names` are the rules to ask; what is `known` does not count. What
    comes out is what a report writes.
    """
    source = None
    try:
        source = read()
        org = model.parse(source)
        judged, origin = _stage(org, stage, source)
    except BadInput as bad:
        return broken(name, bad, today, source)
    resolved = facts.build(org, force.catalog, today, force.rules.names())
    outcome = engine.run(force.rules, resolved, names - force.rules.about("waiver"), judged)
    gated = _gated(outcome.hits[judged], known, source, resolved, force.rules, names, judged)
    result = _result(source, judged, origin, gated, outcome, resolved, force, names)
    return result if narrow is None else replace(result, findings=_touching(narrow, result.findings))


class Gated(NamedTuple):
    """The findings as the gate leaves them, the waivers with what they silence, and the baseline with what is stale."""

    findings: list[Finding]
    waivers: tuple[WaiverUse, ...]
    baseline: BaselineUse | None


def _gated(
    hits: Iterable[Hit],
    known: Baseline | None,
    source: Document,
    resolved: Facts,
    ruleset: RuleSet,
    names: frozenset[str],
    judged: str,
) -> Gated:
    """Hold the findings against waivers and baseline; then ask the rules about waivers what the gate has done."""
    org, day = resolved.graph.org, resolved.graph.today
    findings, silenced = waivers.apply(locate(hits, resolved.org, source), _discreet(org), day)
    told = _told(org, judged, ruleset, names)
    uses = _uses(org, source, silenced, told)
    if uses:
        resolved.gated(use.silences for use in uses)
        late = engine.run(ruleset, resolved, names & ruleset.about("waiver"), judged).hits[judged]
        findings += [finding for finding, _ in locate(late, resolved.org, source)]
    if known is None:
        return Gated(findings, uses, None)
    findings, unmet = baselines.apply(findings, known.entries)
    stale = [(entry.rule, entry.at) for entry in unmet if entry.rule in told or entry.rule not in ruleset.names()]
    return Gated(findings, uses, BaselineUse(known.file, tuple(stale)))


def _path(root: str | os.PathLike[str]) -> pathlib.Path | str:
    return "-" if os.fspath(root) == "-" else pathlib.Path(root)


def system_day() -> datetime.date:
    """Today: `ROLEAUDIT_TODAY` where it is set, else the date of the machine. Raises UsageError where it is no date."""
    text = os.environ.get("ROLEAUDIT_TODAY")
    return read_day(text, "ROLEAUDIT_TODAY") if text else datetime.date.today()


def read_day(text: str, origin: str) -> datetime.date:
    """Read a date written YYYY-MM-DD. Raises UsageError naming `origin`."""
    try:
        if len(text) != len("2026-01-01"):
            raise ValueError
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{origin}: `{text}` is not a date; write it as 2026-01-31") from None


def chosen(ruleset: RuleSet, select: Iterable[str], ignore: Iterable[str]) -> frozenset[str]:
    """The names of the rules to run. Raises UsageError for a name that no rule has or had."""
    by_name = {name: rule.name for rule in ruleset.rules.values() for name in (rule.name, *rule.aliases)}
    wanted, unwanted = list(select), list(ignore)
    for name in (*wanted, *unwanted):
        if name not in by_name:
            from difflib import get_close_matches

            close = get_close_matches(name, by_name, n=1)
            hint = f"did you mean `{close[0]}`?" if close else "`roleaudit rules` lists them"
            raise UsageError(f"there is no rule `{name}`; {hint}")
    names = frozenset(by_name[name] for name in wanted) or frozenset(ruleset.rules)
    return names - {by_name[name] for name in unwanted}


def _stage(org: OrgFile, asked: str | None, source: Document) -> tuple[str, str]:
    """The stage to judge by and where it was said."""
    if asked is not None:
        if asked not in rules.STAGES:
            raise UsageError(f"there is no stage `{asked}`; use one of {', '.join(rules.STAGES)}")
        return asked, "--stage"
    if org.org is None or org.org.stage is None:
        span, related = source.place(("org",))
        fix = f"Write `stage:` with one of {', '.join(rules.STAGES)} under `org`, or pass --stage."
        raise BadInput(
            [invalid("the stage of the organisation is not said", span, fix, related=related, address="org.stage")]
        )
    return org.org.stage, source.place(("org", "stage"))[0].file


def _told(org: OrgFile, judged: str, ruleset: RuleSet, names: Iterable[str]) -> frozenset[str]:
    """The names, old ones too, of the rules whose silence tells something: those asked at the stage of the file."""
    if org.org is not None and org.org.stage not in (None, judged):
        return frozenset()
    return frozenset(known for name in names for known in (name, *ruleset.rules[name].aliases))


def _uses(org: OrgFile, source: Document, silenced: Sequence[int], told: frozenset[str]) -> tuple[WaiverUse, ...]:
    """The waivers with what they silence; unknown for a rule whose silence tells nothing."""
    return tuple(
        WaiverUse(
            waiver.rule,
            waiver.at,
            waiver.reason,
            privacy.cover(waiver.by) if waiver.by else None,
            waiver.since.isoformat() if waiver.since else None,
            waiver.until.isoformat() if waiver.until else None,
            number if waiver.rule in told else None,
            source.place(("waivers", index))[0],
        )
        for index, (waiver, number) in enumerate(zip(_discreet(org), silenced, strict=True))
    )


def _discreet(org: OrgFile) -> list[model.Waiver]:
    """The waivers as they may be shown: with reasons that do not say how to reach somebody."""
    return [waiver.model_copy(update={"reason": privacy.cover(waiver.reason)}) for waiver in org.waivers or ()]


def locate(hits: Iterable[Hit], org: Entity, source: Document) -> Iterable[tuple[Finding, Sequence[str]]]:
    """Turn hits into findings: paths into spans, placeholders into words; the first path is the finding's own.

    Each comes with the names by which a waiver may speak of its rule.
    """
    place = cache(source.place)  # many findings point at one product or seat
    for (rule, stage), same in groupby(hits, attrgetter("rule", "stage")):
        why, names = rule.settings[stage.name].because or rule.why, rule.waived_as
        gate = (None, None, rule.waivable)
        for hit in same:
            entity, said = hit.entity, messages.Said(hit, org)
            first, *others = facts.evidence(entity, rule.at, 1 + MOST_RELATED)
            span, related = place(first)
            if others:
                also = [Related(_label(path), place(path)[0]) for path in others]
                related = tuple(dict.fromkeys([*related, *(other for other in also if other.span != span)]))
            at, tier = entity.address, entity.tier
            yield Finding(rule.name, hit.level, said, said, at, span, why, related, said, tier, *gate), names


def _label(path: tuple[str | int, ...]) -> str:
    """What a second place is: the entry and the field that it stands in."""
    words = [str(step) for step in path if not isinstance(step, int)]
    return (
        f"also {words[1]}" if len(words) == 2 else f"also {words[-2]}, {words[-1]}" if len(words) > 2 else "also here"
    )


def _result(
    source: Document,
    stage: str,
    origin: str,
    gated: Gated,
    outcome: Outcome,
    resolved: Facts,
    force: Force,
    names: frozenset[str],
) -> Result:
    org, day, ruleset = resolved.graph.org, resolved.graph.today, force.rules
    # To have met a stage is to have passed all of its rules: of a selection it is not said.
    whole = len(names) == len(ruleset.rules)
    missing = [name for name in facts.SECTIONS if getattr(org, name) is None]
    return Result(
        root=source.name,
        stage=stage,
        stage_from=origin,
        today=day.isoformat(),
        version=roleaudit.__version__,
        rules_version=ruleset.version,
        findings=tuple(sorted(gated.findings, key=lambda f: (f.span, -f.level, f.rule, f.address))),
        ladder=tuple(Rung(name, _errors(outcome.hits[name], resolved)) for name in rules.STAGES if whole),
        coverage=engine.coverage(resolved, ruleset.stages[stage], outcome),
        not_described=tuple(missing),
        sources=_masked(source.sources, source, org),
        waivers=gated.waivers,
        baseline=gated.baseline,
        rules=partial(rules.texts, ruleset, stage, names, outcome.undescribed, force.catalog),
    )


def _touching(files: frozenset[str], findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that stand in these files or speak of a place there."""
    return tuple(f for f in findings if f.span.file in files or any(r.span.file in files for r in f.related))


def _errors(hits: Iterable[Hit], resolved: Facts) -> int:
    held = waivers.held(resolved.graph.org.waivers or (), resolved.graph.today)
    errors = [hit for hit in hits if hit.level is Level.ERROR]
    return sum(not (held and waivers.covering(h.rule.waived_as, h.entity.address, held)) for h in errors)


def broken(name: str, bad: BadInput, day: datetime.date, source: Document | None = None) -> Result:
    """The result for a file that cannot be audited: its faults are the findings."""
    sources = _masked(bad.sources or (source.sources if source else {}), source)
    faults, texts = tuple(bad.findings), (UNREADABLE,)
    return Result(name, "", "", day.isoformat(), roleaudit.__version__, faults, sources=sources, rules=lambda: texts)


def _shown(root: str | os.PathLike[str]) -> str:
    return document.STDIN if os.fspath(root) == "-" else document.shown(os.fspath(root))


def _masked(
    sources: dict[str, Sequence[str]], source: Document | None, org: OrgFile | None = None
) -> dict[str, Sequence[str]]:
    """The source lines without what is personal: names, private fields, and how to reach somebody.

    Without a readable document every `name:` is covered, and what looks like a private field to the end of its line.
    """
    if source is None:
        return {file: privacy.Covered(lines, _covered_broken) for file, lines in sources.items()}
    masked: dict[str, Sequence[str]] = dict(sources)
    spans = sorted(source.span(path) for path in (*_named_people(source), *_private(source, org)))
    for file, personal in groupby(spans, key=lambda span: span.file):
        masked[file] = _covered(list(masked.get(file, ())), personal)
    return {file: privacy.Covered(lines) for file, lines in masked.items()}


def _covered_broken(line: str) -> str:
    return privacy.cover(privacy.cover_fields(re.sub(_NAME, _cover, line)))


def _named_people(source: Document) -> Iterator[Path]:
    people = source.data.get("people")
    for id, person in people.items() if isinstance(people, dict) else ():
        if isinstance(person, dict) and person.get("name"):
            yield ("people", id, "name")


def _private(source: Document, org: OrgFile | None) -> Iterator[Path]:
    """The private fields; those of a file that was read as an org can only be among the fields of the user's own."""
    if org is None:
        yield from privacy.private_fields(source.data)
    for path, data in org.own_fields if org else ():
        yield from privacy.private_fields({path[-1]: data}, path[:-1])


def _covered(lines: list[str], spans: Iterable[Span]) -> list[str]:
    for span in spans:
        for number in range(span.line, min(span.end_line, len(lines)) + 1):
            line = lines[number - 1]
            start = span.column - 1 if number == span.line else 0
            end = span.end_column - 1 if number == span.end_line else len(line)
            lines[number - 1] = line[:start] + "*" * (end - start) + line[end:]
    return lines


def _cover(match: re.Match[str]) -> str:
    return match[1] + "*" * len(match[2])
