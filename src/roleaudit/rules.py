"""Reads rule and stage files, resolves levels and parameters per stage, and type-checks rules against the facts."""

import hashlib
import pathlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast

from roleaudit import document, shipped
from roleaudit.checks import MATCHERS, Block, Condition, Reference, typed
from roleaudit.document import Document, brief
from roleaudit.facts import KINDS, Fact
from roleaudit.findings import (
    INVALID_FILE,
    MOST_FAULTS,
    UNREADABLE,
    BadInput,
    Finding,
    Level,
    Path,
    Related,
    RuleText,
    Span,
    invalid,
)

if TYPE_CHECKING:
    from roleaudit import catalog
    from roleaudit.growth import Guide

STAGES = ("startup", "scaleup", "enterprise")
EVIDENCE = ("document", "contradiction", "framework", "research", "practice")
STAGE_LISTS = ("expected", "newly_expected", "expected_sections")
"""What a stage file expects, given to every rule beside its own parameters."""
PLACEHOLDER = r"\{([a-z_.]+)\}"
"""The pattern of what a message or a fix leaves open: the name of a fact, a parameter or a common word."""

_LEVELS: dict[str, Level | None] = {"off": None, "info": Level.INFO, "warning": Level.WARNING, "error": Level.ERROR}
_WORDS = {"id", "title", "scope", "stage", "met", "missing", "failed", "exceeded", "address"}


class Source(NamedTuple):
    """Where a rule or a number comes from: an article and its section, or a title with an address on the web."""

    document: str
    section: str
    title: str
    url: str


def cited(source: "Source | catalog.Source", words: "catalog.Catalog") -> str:
    """Name a source for a reader: an article and its heading, or the title and address of one on the web."""
    if isinstance(source, Source) and not source.document:
        return f"{source.title} {source.url}".strip()
    article = words.article(source.document)
    return f"“{article.title if article else source.document}”, {source.section}"


class Written(NamedTuple):
    """A level or a parameter as a file gives it, and the place where it stands."""

    value: Any
    document: Document
    path: Path

    def origin(self) -> str:
        """The file and line."""
        span = self.document.place(self.path)[0]
        return f"{span.file}:{span.line}"


class Setting(NamedTuple):
    """How a rule works at one stage: `level` is None where it is off; `written` says where each value comes from."""

    level: Level | None
    params: dict[str, Any]
    because: str
    written: Mapping[str, Written]


class Example(NamedTuple):
    """A small file that the rule speaks on, and the same file after the edit that its fix names."""

    bad: str
    good: str
    path: Path


class Rule(NamedTuple):
    """One rule as its file says; `settings` are resolved for each stage."""

    name: str
    topic: str
    summary: str
    why: str
    fix: str
    evidence: str
    sources: tuple[Source, ...]
    settings: Mapping[str, Setting]
    kind: str
    when: Block
    expect: tuple[Block, ...]
    at: str | None
    message: str
    supersedes: tuple[str, ...]
    aliases: tuple[str, ...]
    waivable: bool
    milder: tuple[Block, Level] | None
    examples: tuple[Example, ...]
    document: Document

    def origin(self, stage: str, name: str = "level") -> str:
        """The file and line that set the level or a parameter of a stage; empty where nothing did."""
        written = self.settings[stage].written.get(name)
        return written.origin() if written else ""

    @property
    def waived_as(self) -> tuple[str, ...]:
        """The names by which a waiver may speak of it; none where it cannot be waived."""
        return (self.name, *self.aliases) if self.waivable else ()

    @property
    def first_name(self) -> str:
        """The name under which the rule was first released; identities are made from it."""
        return self.aliases[0] if self.aliases else self.name


class Stage(NamedTuple):
    """A stage of growth: for whom it is, and what it expects, the stages before it included."""

    name: str
    title: str
    whom: str
    duties: tuple[str, ...]
    new_duties: tuple[str, ...]
    sections: tuple[str, ...]


class RuleSet(NamedTuple):
    """All rules by name, and the stages in their order."""

    rules: Mapping[str, Rule]
    stages: Mapping[str, Stage]
    version: str

    def names(self) -> frozenset[str]:
        """Every name that a rule has or had."""
        return frozenset(self.rules).union(*(rule.aliases for rule in self.rules.values()))

    def about(self, kind: str) -> frozenset[str]:
        """The names of the rules on one kind of entity."""
        return frozenset(rule.name for rule in self.rules.values() if rule.kind == kind)


def texts(
    ruleset: RuleSet, stage: str, names: Collection[str], undescribed: Collection[str], words: "catalog.Catalog"
) -> tuple[RuleText, ...]:
    """What the named rules that are on at a stage say of themselves, after the one that every file has to pass first.

    `undescribed` names those that too little is said for. A placeholder of a fix is shown as `<its name>`.
    """
    return (
        UNREADABLE,
        *(
            RuleText(
                rule.name,
                rule.topic,
                setting.level,
                rule.summary,
                setting.because or rule.why,
                re.sub(PLACEHOLDER, lambda match: f"<{match[1].replace('_', ' ')}>", rule.fix),
                tuple(cited(source, words) for source in rule.sources),
                rule.name not in undescribed,
            )
            for rule in ruleset.rules.values()
            if rule.name in names and (setting := rule.settings[stage]).level is not None
        ),
    )


def guide(stage: str) -> "Guide":
    """What a growth plan for a stage follows: its stage file, the order of topics, and the rules that ask for both."""
    from roleaudit.growth import Guide, Part

    path = shipped.rules_root() / "growth.yaml"
    written: dict[str, Any] = document.parse(path.read_bytes(), f"rules/{path.name}").data
    parts = (Part(name, part["title"], part["why"], tuple(part["topics"])) for name, part in written.items())
    ruleset = load()
    expecting = frozenset(rule.name for rule in ruleset.rules.values() if _expects(rule))
    return Guide(ruleset.stages[stage].whom, tuple(parts), expecting)


def _expects(rule: Rule) -> bool:
    """Whether a rule compares with what the stage file lists."""
    conditions = [condition for block in (rule.when, *rule.expect) for condition in block]
    operands = [c.operand if isinstance(c.operand, tuple) else (c.operand,) for c in conditions]
    return any(isinstance(item, Reference) and item.name in STAGE_LISTS for items in operands for item in items)


class Measured(NamedTuple):
    """How often a rule was tried on files marked by hand: lines that it found, and lines close by that it let pass."""

    hits: int
    near_misses: int


def measured() -> dict[str, Measured]:
    """Read `evidence.yaml`, the counts of each built-in rule that the marked files have tried."""
    path = shipped.rules_root() / "evidence.yaml"
    found: Any = document.parse(path.read_bytes(), f"rules/{path.name}").data
    return {name: Measured(int(counts["hits"]), int(counts["near_misses"])) for name, counts in found.items()}


class Own(NamedTuple):
    """An own rule set, found and held inside its bounds: its folder, the rule files in it, and what it changes."""

    name: str
    folder: pathlib.Path
    files: tuple[tuple[pathlib.Path, bytes], ...] = ()
    catalog: pathlib.Path | None = None
    settings: Document | None = None


@cache
def load() -> RuleSet:
    """The built-in rules and stages."""
    return shipped.kept("rules", lambda: read(shipped.rules_root()))


def read(root: pathlib.Path) -> RuleSet:
    """Read every stage and rule file below `root`. Raises BadInput with all faults."""
    stages = _stages(root)
    faults = _Faults()
    rules: dict[str, Rule] = {}
    digest = hashlib.sha256()
    for path in sorted(root.glob("*/*.yaml")):
        if path.parent.name == "catalog":
            continue
        content = path.read_bytes()
        digest.update(content)
        try:
            source = document.parse(content, f"rules/{path.relative_to(root).as_posix()}")
            rules[path.stem] = _rule(source, path.stem, path.parent.name, stages)
        except BadInput as bad:
            faults.take(bad)
    for rule in rules.values():
        faults.add(_precedence(rule, rules), rule.document)
    faults.finish()
    return RuleSet(rules, stages, digest.hexdigest()[:12])


def extended(shipped: RuleSet, sets: Iterable[Own], changes: Iterable[Document]) -> RuleSet:
    """The rules with those of own sets, and what each document of `changes` says under `rules` laid over them in turn.

    Raises BadInput with all faults: of the own rule files, and of changes to rules or parameters that there are not.
    """
    faults = _Faults()
    digest = hashlib.sha256(shipped.version.encode())
    rules = dict(shipped.rules)
    known = {alias: rule.name for rule in rules.values() for alias in (rule.name, *rule.aliases)}

    def clash(name: str, path: Path, source: Document) -> None:
        """Note what is wrong with the name of an own rule; where another own one has it, both files are quoted."""
        other = rules.get(known.get(name, ""))
        own = [other.document] if other and other is not shipped.rules.get(other.name) else []
        faults.add(_clash(name, source.place(path)[0], name in known, other), source, *own)

    for path, content in (file for own in sets for file in own.files):
        digest.update(content)
        try:
            source = document.parse(content, document.shown(path))
            clash(path.stem, (), source)
            rule = _rule(source, path.stem, path.parent.name, shipped.stages)
            for index, alias in enumerate(rule.aliases):
                clash(alias, ("aliases", index), source)
            rules[rule.name] = rule
            known |= dict.fromkeys(rule.aliases, rule.name)
        except BadInput as bad:
            faults.take(bad)
        known[path.stem] = path.stem
    laid: dict[str, list[Written]] = {}
    for change in changes:
        digest.update(repr(change.data.get("rules")).encode())
        faults.add(_lay_out(change, known, laid), change)
    for name, written in laid.items():
        if name in rules:  # a file that could not be read is a fault already
            try:
                rules[name] = _rule(rules[name].document, name, rules[name].topic, shipped.stages, written)
            except BadInput as bad:
                faults.take(bad)
    for rule in rules.values():
        if rule is not shipped.rules.get(rule.name):
            faults.add(_precedence(rule, rules), rule.document)
    faults.finish()
    rules = dict(sorted(rules.items(), key=lambda item: (item[1].topic, item[0])))
    return RuleSet(rules, shipped.stages, digest.hexdigest()[:12])


class _Faults:
    """What is wrong with several files, and the lines to quote."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.sources: dict[str, Sequence[str]] = {}

    def take(self, bad: BadInput) -> None:
        self.findings.extend(bad.findings)
        self.sources.update(bad.sources)
        if len(self.findings) > MOST_FAULTS:
            self.finish()

    def add(self, findings: Iterable[Finding], *sources: Document) -> None:
        for finding in findings:
            self.findings.append(finding)
            for source in sources:
                self.sources.update(source.sources)
            if len(self.findings) > MOST_FAULTS:
                self.finish()

    def finish(self) -> None:
        if self.findings:
            raise BadInput(list(dict.fromkeys(self.findings)), self.sources)


_NAME = r"[a-z0-9]+(-[a-z0-9]+)*"


def _clash(name: str, span: Span, taken: bool, other: Rule | None) -> Iterator[Finding]:
    """See that the name of an own rule is one, and nobody else's; `other` is the rule by which it is taken, if any."""
    if not re.fullmatch(_NAME, name):
        fix = "Write small letters and digits, with hyphens between words; the file has the name of its rule."
        yield invalid(f"`{brief(name)}` is not the name of a rule", span, fix)
    elif name == INVALID_FILE or taken:
        related = (Related("the other rule", other.document.place(())[0]),) if other else ()
        fix = "Give it another name; levels and parameters are changed under `rules` in roleaudit.yaml."
        yield invalid(f"there is a rule `{name}` already", span, fix, related=related)


def _lay_out(change: Document, known: Mapping[str, str], laid: dict[str, list[Written]]) -> Iterator[Finding]:
    """Sort what a document says under `rules` by the rule it is about; a name that no rule has is a fault."""
    given = cast(dict[str, Any], change.data.get("rules") or {})
    for name, value in given.items():
        path = ("rules", name)
        if name in known:
            laid.setdefault(known[name], []).append(Written(value, change, path))
        else:
            from difflib import get_close_matches

            near = get_close_matches(name, known, 1)
            fix = f"Write `{near[0]}`." if near else "`roleaudit rules` lists them."
            yield invalid(
                f"there is no rule `{brief(name)}`", change.span(path, "key"), fix, address=f"rules.{brief(name)}"
            )


def _stages(root: pathlib.Path) -> dict[str, Stage]:
    stages: dict[str, Stage] = {}
    duties: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    for name in STAGES:
        reader = _Reader(document.parse((root / f"{name}.yaml").read_bytes(), f"rules/{name}.yaml"))
        before = duties
        expects = reader.mapping(("expects",), {"duties", "sections"})
        duties = (*duties, *reader.texts(("expects", "duties"), expects.get("duties")))
        sections = (*sections, *reader.texts(("expects", "sections"), expects.get("sections")))
        stages[name] = Stage(name, reader.text("title"), reader.text("for"), duties, duties[len(before) :], sections)
        earlier = list(stages)[-2:-1]
        if reader.texts(("extends",), reader.data.get("extends")) != tuple(earlier):
            rightly = f"Write `extends: {earlier[0]}`." if earlier else "The first stage extends none."
            reader.wrong(("extends",), f"{name} does not extend the stage before it", rightly)
        reader.finish({"title", "for", "expects", "extends"})
    return stages


def _precedence(rule: Rule, rules: Mapping[str, Rule]) -> Iterator[Finding]:
    for index, name in enumerate(rule.supersedes):
        other = rules.get(name)
        if other is None or other.kind != rule.kind:
            reader = _Reader(rule.document)
            problem = (
                "there is no such rule"
                if other is None
                else f"it is about a {other.kind}, this rule about a {rule.kind}"
            )
            yield reader.fault(
                ("supersedes", index), f"`{name}` cannot be superseded: {problem}", "Name a rule on the same kind."
            )


class _Reader:
    """Reads one rule or stage file field by field and collects its faults with their positions."""

    def __init__(self, source: Document) -> None:
        self.source = source
        self.data = source.data
        self.faults = _Faults()

    def fault(self, path: Path, message: str, fix: str) -> Finding:
        span, related = self.source.place(path)
        return invalid(message, span, fix, related=related)

    def wrong(self, path: Path, message: str, fix: str) -> None:
        self.faults.add([self.fault(path, message, fix)], self.source)

    def wrongly(self, written: Written, message: str, fix: str) -> None:
        """A fault of a value that may stand in another file than this one."""
        span, related = written.document.place(written.path)
        self.faults.add([invalid(message, span, fix, related=related)], written.document)

    def text(self, name: str, *, default: str | None = None) -> str:
        found = self.data.get(name, default)
        text = found.strip() if isinstance(found, str) else ""
        if not text:
            fault = "is empty" if isinstance(found, str) else "is missing or is not a text"
            fix = f"Write `{name}:` with a text; quote it, or start it with `>`."
            self.wrong((name,), f"`{name}` {fault}", fix)
        return text

    def texts(self, path: Path, found: Any) -> tuple[str, ...]:
        if found is None:
            return ()
        items = found if isinstance(found, list) else [found]
        if all(isinstance(item, str) for item in items):
            return tuple(items)
        self.wrong(path, f"`{path[-1]}` is not a list of words", "Write it as `[one, two]`.")
        return ()

    def mapping(self, path: Path, allowed: set[str] | None = None) -> dict[str, Any]:
        found: Any = self.data
        for step in path:
            found = found.get(step) if isinstance(found, dict) else None
        if found is None:
            return {}
        if not isinstance(found, dict):
            self.wrong(path, f"`{path[-1]}` is not a mapping", "Write `key: value` lines below it.")
            return {}
        for key in found:
            if allowed is not None and key not in allowed:
                self.wrong(
                    (*path, key), f"`{key}` is not a word of `{path[-1]}`", f"Use one of: {', '.join(sorted(allowed))}."
                )
        return cast(dict[str, Any], found)

    def finish(self, allowed: Collection[str]) -> None:
        for key in self.data:
            if key not in allowed:
                self.wrong((key,), f"`{key}` is not a word of this file", f"Use one of: {', '.join(sorted(allowed))}.")
        self.faults.finish()


class Word(NamedTuple):
    """A word of a rule file: what it means, an example, and whether a rule needs it."""

    meaning: str
    example: object
    needed: bool = False


RULE_WORDS = {
    "summary": Word("What is wrong where the rule speaks, in one sentence.", "A seat has many direct reports.", True),
    "why": Word("Why that does harm.", "Past a handful of reports a lead has no time left for any one of them.", True),
    "fix": Word("The edit that clears it; `{fact}` stands for what was found.", "Split the team.", True),
    "evidence": Word("How sure the rule is: what kind of source stands behind it.", "practice", True),
    "sources": Word(
        "Where it comes from: articles with a section, or titles with an address on the web.",
        [{"title": "How we work", "url": "https://wiki.example.org/teams"}],
    ),
    "stages": Word(
        "The level and the parameters from a stage on; before the first stage listed the rule is off.",
        {"startup": {"level": "info", "most": 12}, "scaleup": {"level": "warning"}},
        True,
    ),
    "for": Word("The kind of thing that the rule is about.", "holder", True),
    "when": Word("The facts by which the rule knows what it has to look at.", {"direct_reports": {"min": 1}}),
    "expect": Word(
        "The facts that then have to hold; of several blocks, one is enough.",
        {"direct_reports": {"max": "$most"}},
        True,
    ),
    "at": Word("The fact whose place in the file is pointed at.", "direct_reports"),
    "message": Word(
        "What is said of each finding; `{fact}` stands for what was found.",
        "{id} has {direct_reports} direct reports; {stage} allows {most}",
        True,
    ),
    "supersedes": Word("Rules on the same thing that are silent where this one speaks.", ["duty-without-owner"]),
    "aliases": Word("Names that the rule had before; waivers and baselines go on to know it by them.", ["big-span"]),
    "waivable": Word("Whether a waiver or a baseline may silence it.", False),
    "milder": Word("Where it speaks at a lower level.", {"when": {"vacant": True}, "level": "info"}),
    "examples": Word(
        "Small whole files: `bad` with the line to be flagged marked, and `good` after the edit that `fix` names.",
        [{"bad": "org: {stage: scaleup}\n…", "good": "org: {stage: scaleup}\n…"}],
    ),
}
"""Everything that a rule file may say."""


def _rule(
    source: Document, name: str, topic: str, stages: Mapping[str, Stage], changes: Sequence[Written] = ()
) -> Rule:
    reader = _Reader(source)
    kind = reader.text("for")
    if kind not in KINDS:
        reader.wrong(("for",), f"`{kind}` is not a kind", f"Use one of: {', '.join(KINDS)}.")
        reader.finish(RULE_WORDS)
    settings = _settings(reader, stages, changes)
    blocks = _Blocks(reader, kind, settings)
    expect = reader.data.get("expect")
    milder = reader.mapping(("milder",), {"when", "level"})
    rule = Rule(
        name=name,
        topic=topic,
        summary=reader.text("summary"),
        why=reader.text("why"),
        fix=reader.text("fix"),
        evidence=_one_of(reader, "evidence", EVIDENCE),
        sources=tuple(_sources(reader)),
        settings=settings,
        kind=kind,
        when=blocks.block(("when",), reader.data.get("when")),
        expect=tuple(blocks.block(("expect", i), item) for i, item in enumerate(expect))
        if isinstance(expect, list)
        else (blocks.block(("expect",), expect),),
        at=_at(reader, kind),
        message=reader.text("message"),
        supersedes=reader.texts(("supersedes",), reader.data.get("supersedes")),
        aliases=reader.texts(("aliases",), reader.data.get("aliases")),
        waivable=_one_of(reader, "waivable", ("true", "false"), default="true") == "true",
        milder=(
            blocks.block(("milder", "when"), milder.get("when")),
            _level(reader, Written(milder.get("level"), source, ("milder", "level"))) or Level.INFO,
        )
        if milder
        else None,
        examples=tuple(_examples(reader)),
        document=reader.source,
    )
    if not rule.expect or not all(rule.expect):
        reader.wrong(("expect",), "`expect` is missing", "Say what has to hold: a fact and a matcher.")
    _check_words(reader, rule)
    reader.finish(RULE_WORDS)
    return rule


def _one_of(reader: _Reader, name: str, allowed: tuple[str, ...], *, default: str | None = None) -> str:
    found = reader.text(name, default=default)
    if found not in allowed:
        reader.wrong((name,), f"`{found}` is not a value of `{name}`", f"Use one of: {', '.join(allowed)}.")
    return found


def _at(reader: _Reader, kind: str) -> str | None:
    name = reader.data.get("at")
    if name is None:
        return KINDS[kind].at
    if not isinstance(name, str) or name not in KINDS[kind].facts:
        reader.wrong(("at",), f"`{name}` is not a fact of a {kind}", f"Use one of: {', '.join(KINDS[kind].facts)}.")
        return None
    return name


def _level(reader: _Reader, written: Written) -> Level | None:
    word = written.value
    if not isinstance(word, str) or word not in _LEVELS:
        named = f"`{brief(word)}`" if isinstance(word, str) else "this"
        reader.wrongly(written, f"{named} is not a level", f"Use one of: {', '.join(_LEVELS)}.")
        return None
    return _LEVELS[word]


def _settings(reader: _Reader, stages: Mapping[str, Stage], changes: Sequence[Written]) -> dict[str, Setting]:
    """Off before the first stage listed; one not listed takes the settings before it, one listed changes its keys."""
    listed = reader.mapping(("stages",), set(STAGES))
    if not listed:
        reader.wrong(
            ("stages",), "`stages` is missing", "Say at which stage the rule starts: `scaleup: {level: warning}`."
        )
    given = {stage: _given(reader, ("stages", stage)) if stage in listed else {} for stage in STAGES}
    if changes:
        _lay_over(reader, given, changes)
    settings = {}
    written: dict[str, Written] = {}
    for name, stage in stages.items():
        written = written | given[name]
        values = {key: found.value for key, found in written.items()}
        level, because = values.pop("level", None), values.pop("because", "")
        lists = {"expected": stage.duties, "newly_expected": stage.new_duties, "expected_sections": stage.sections}
        settings[name] = Setting(level, values | lists, because, written)
    return settings


def _given(reader: _Reader, path: Path) -> dict[str, Written]:
    """What the file says of one stage."""
    found = reader.mapping(path)
    return {key: _read(reader, key, Written(value, reader.source, (*path, key))) for key, value in found.items()}


def _read(reader: _Reader, key: str, written: Written) -> Written:
    """A level, a reason or a parameter in the form in which it is kept: a level as one, a list as a tuple."""
    value = written.value
    if key == "level":
        return written._replace(value=_level(reader, written))
    items = value if isinstance(value, list) and key != "because" else [value]
    if not all(isinstance(item, str) for item in items):
        what = "a text" if key == "because" else "one value or a list of them"
        reader.wrongly(written, f"`{brief(key)}` is not {what}", f"Write `{brief(key)}: …`.")
        return written._replace(value=None)
    return written._replace(value=tuple(value)) if isinstance(value, list) else written


def _lay_over(reader: _Reader, given: dict[str, dict[str, Written]], changes: Sequence[Written]) -> None:
    """Lay what configurations say of a rule over what its file says: a stage's keys there, any other at every stage.

    So a rule can be on before the first stage that it lists; its parameters are then those of that first stage.
    """
    params = list(dict.fromkeys(key for found in given.values() for key in found if key not in ("level", "because")))
    for change in changes:
        said = dict(_pairs(change))
        everywhere = {key: value for key, value in said.items() if key not in STAGES}
        for stage in STAGES:
            here = everywhere | (dict(_pairs(said[stage])) if stage in said else {})
            for key, value in here.items():
                if key in ("level", "because", *params):
                    given[stage][key] = _read(reader, key, value)
                else:
                    _refuse_parameter(reader, key, value, params)
    for name in params:
        first = next(found[name] for found in given.values() if name in found)
        given[STAGES[0]].setdefault(name, first)


def _pairs(change: Written) -> Iterator[tuple[str, Written]]:
    """The keys of a change with their values; a bare word is the level."""
    if isinstance(change.value, dict):
        for key, value in change.value.items():
            yield key, Written(value, change.document, (*change.path, key))
    else:
        yield "level", change


def _refuse_parameter(reader: _Reader, key: str, written: Written, params: Sequence[str]) -> None:
    span = written.document.span(written.path, "key")
    has = f"Parameters of this rule: {', '.join(params)}." if params else "This rule has none: give it a level."
    fault = invalid(f"`{brief(key)}` is not a parameter of `{written.path[1]}`", span, has)
    reader.faults.add([fault], written.document)


def _sources(reader: _Reader) -> Iterator[Source]:
    found = reader.data.get("sources")
    for index, item in enumerate(found if isinstance(found, list) else [] if found is None else [found]):
        if (
            isinstance(item, dict)
            and set(item) <= {"document", "section", "title", "url"}
            and (item.get("document") or item.get("title"))
        ):
            yield Source(*(str(item.get(word) or "") for word in Source._fields))
        else:
            reader.wrong(
                ("sources", index), "a source names a document and section, or a title and url", "See any other rule."
            )


def _examples(reader: _Reader) -> Iterator[Example]:
    found = reader.data.get("examples")
    for index, item in enumerate(found if isinstance(found, list) else [] if found is None else [found]):
        if (
            isinstance(item, dict)
            and set(item) == {"bad", "good"}
            and all(isinstance(text, str) for text in item.values())
        ):
            yield Example(item["bad"], item["good"], ("examples", index))
        else:
            reader.wrong(
                ("examples", index),
                "an example is a pair of `bad` and `good`, each a whole small file",
                "Start each with `|`.",
            )


class _Blocks:
    """Reads `when` and `expect`, and checks each comparison against the type of its fact."""

    def __init__(self, reader: _Reader, kind: str, settings: Mapping[str, Setting]) -> None:
        self.reader = reader
        self.kind = kind
        self.settings = settings

    def block(self, path: Path, found: Any) -> Block:
        if found is None:
            return ()
        if not isinstance(found, dict):
            self.reader.wrong(path, "a block is a mapping of facts", "Write `fact: {matcher: value}`.")
            return ()
        return tuple(
            condition for name, wanted in found.items() for condition in self._conditions((*path, name), name, wanted)
        )

    def _conditions(self, path: Path, name: str, wanted: Any) -> Iterator[Condition]:
        parent, _, short = name.rpartition(".")
        fact = self.fact(name)
        if fact is None:
            self.reader.wrong(
                path, f"`{name}` is not a fact of a {self.kind}", f"Use one of: {', '.join(KINDS[self.kind].facts)}."
            )
            return
        if not isinstance(wanted, dict):
            wanted = {"in" if self._is_list(wanted) else "is": wanted}
        for matcher, operand in wanted.items():
            known = matcher == "exists" or matcher in MATCHERS[fact.type]
            if not known:
                allowed = ", ".join((*MATCHERS[fact.type], "exists"))
                self.reader.wrong(
                    (*path, matcher), f"`{matcher}` does not compare a {fact.type}", f"Use one of: {allowed}."
                )
                continue
            value = self._operand((*path, matcher), fact, matcher, operand)
            yield Condition(cast(Literal["", "product", "org"], parent), short, fact.type, matcher, value)

    def _is_list(self, wanted: Any) -> bool:
        """A bare list means `in`, and so does a parameter that is one."""
        if isinstance(wanted, str) and wanted.startswith("$"):
            return any(isinstance(setting.params.get(wanted[1:]), tuple) for setting in self.settings.values())
        return isinstance(wanted, list)

    def fact(self, name: str) -> Fact | None:
        parent, _, short = name.rpartition(".")
        kind = {"": self.kind, "product": "product", "org": "org"}.get(parent)
        return KINDS[kind].facts.get(short) if kind else None

    def _operand(self, path: Path, fact: Fact, matcher: str, operand: Any) -> Any:
        if matcher == "exists":
            return self._scalar(path, fact, operand, "flag")
        wants = MATCHERS[fact.type][matcher].operand
        type_ = fact.type if wants == "same" else "text" if wants == "list" else wants
        if wants == "list":
            items = operand if isinstance(operand, list) else [operand]
            return tuple(self._scalar(path, fact, item, "text", listed=True) for item in items)
        return self._scalar(path, fact, operand, cast(Any, type_))

    def _scalar(self, path: Path, fact: Fact, text: Any, type_: Any, *, listed: bool = False) -> Any:
        if isinstance(text, str) and text.startswith("$"):
            return self._reference(path, text[1:], type_, listed)
        try:
            if isinstance(text, str):
                return typed(text, type_)
        except (ValueError, KeyError):
            pass
        self.reader.wrong(path, f"`{text}` is not a {type_}", f"`{fact.name}` is compared with a {type_}.")
        return None

    def _reference(self, path: Path, name: str, type_: Any, listed: bool) -> Reference:
        fact = self.fact(name)
        is_param = any(name in setting.params for setting in self.settings.values())
        if fact is not None and is_param:
            self.reader.wrong(
                path, f"`${name}` is a parameter and a fact of a {self.kind}", "Give the parameter another name."
            )
        elif is_param:
            self._type_params(path, name, type_, listed)
        elif fact is None:
            self.reader.wrong(path, f"`${name}` is neither a parameter nor a fact", "Give it a value under `stages`.")
        elif not _comparable(fact, type_, listed):
            self.reader.wrong(path, f"`${name}` is a {fact.type}, and not a {type_}", "Compare like with like.")
        return Reference(name)

    def _type_params(self, path: Path, name: str, type_: Any, listed: bool) -> None:
        """Bring the values of a parameter to the type it is compared as, at every stage."""
        for stage, setting in self.settings.items():
            given, written = setting.params.get(name), setting.written.get(name)
            if written is None:
                if given is None and setting.level is not None:
                    self.reader.wrong(
                        ("stages", stage), f"`{name}` has no value at {stage}", f"Write `{name}:` under `{stage}`."
                    )
            elif isinstance(given, tuple) and not listed:
                self.reader.wrongly(written, f"`{name}` is one {type_}, not a list", f"Write `{name}: …` with one.")
            elif isinstance(given, str):
                try:
                    setting.params[name] = typed(given, type_)
                except (ValueError, KeyError):
                    fix = f"`{path[-2]}` is compared with a {type_}."
                    self.reader.wrongly(written, f"`{brief(given)}` is not a {type_}", fix)


def _comparable(fact: Fact, type_: str, listed: bool) -> bool:
    """Whether a fact can stand where a value of a type is wanted; a list takes sets and texts."""
    whole = ("number", "days")
    return fact.type in ("text", "set") if listed else fact.type == type_ or (fact.type in whole and type_ in whole)


def _check_words(reader: _Reader, rule: Rule) -> None:
    """Every placeholder of a text is a fact, a parameter or one of the common words; every parameter is used."""
    facts = KINDS[rule.kind].facts
    params = {name for setting in rule.settings.values() for name in setting.params} - set(STAGE_LISTS)
    used: set[str] = set()
    for field in ("message", "fix"):
        for name in re.findall(PLACEHOLDER, getattr(rule, field)):
            used.add(name)
            if name not in facts and name not in params and name not in _WORDS and name not in STAGE_LISTS:
                reader.wrong(
                    (field,),
                    f"`{{{name}}}` is neither a fact nor a parameter",
                    f"Facts of a {rule.kind}: {', '.join(facts)}.",
                )
    blocks = (rule.when, *rule.expect, *([rule.milder[0]] if rule.milder else []))
    for block in blocks:
        for condition in block:
            operands = condition.operand if isinstance(condition.operand, tuple) else (condition.operand,)
            used.update(item.name for item in operands if isinstance(item, Reference))
    for name in sorted(params - used):
        reader.wrong(("stages",), f"the parameter `{name}` is used nowhere", "Remove it, or compare a fact with it.")
