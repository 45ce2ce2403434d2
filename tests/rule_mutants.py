"""Mutants of the rule files: each threshold, condition and level changed a little, held against the cases of tests.

`python tests/rule_mutants.py [RULE…]` prints the mutants that no case notices. A case is an org file of which a test
asserts something: an example of a rule, one edit of a clean organisation, a broken claim, a story, a guard. A mutant is
killed where a case comes out otherwise than with the rule as it is, in what its test looks at.
"""

from __future__ import annotations

import datetime
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import marked
import test_guards
import test_one_fault
import test_stories

from roleaudit import document, engine, facts, model, pipeline, rules
from roleaudit.checks import Block
from roleaudit.config import Config
from roleaudit.document import Document
from roleaudit.engine import Hit, Outcome
from roleaudit.examples import marks
from roleaudit.facts import Facts
from roleaudit.findings import Level
from roleaudit.rule_sets import in_force
from roleaudit.rules import Rule, RuleSet, Setting

FORCE = in_force(Config())
RULES = FORCE.rules.rules
HERE = Path(__file__).parent
LOUDNESS = (None, *Level)

SPEED = "it only says first, and cheaply, what the conditions below it say of each entity"
ABOUT = "it only says what the rule is about: what is let pass beyond it counts as no near miss"
EXPLAINED: dict[str, dict[str, str]] = {
    "contact-data": {"when: without contact is": ABOUT},
    "covers-many-disciplines": {
        "when: without seats min": ABOUT,
        "when: seats min 1, not 2": ABOUT,
        "when: seats min 3, not 2": ABOUT,
        "when: without disciplines min": ABOUT,
        "when: disciplines min 0, not 1": ABOUT,
        "when: disciplines min 2, not 1": ABOUT,
    },
    "decider-cannot-answer": {"when: without unable min": ABOUT, "when: unable min 0, not 1": ABOUT},
    "decider-named-twice": {"when: without deciders min": ABOUT, "when: deciders min 0, not 1": ABOUT},
    "decision-with-several-deciders": {
        "when: without contenders min": ABOUT,
        "when: contenders min 0, not 1": ABOUT,
        "when: contenders min 2, not 1": ABOUT,
    },
    "duty-claimed-by-two-functions": {"when: without owners min": ABOUT, "when: owners min 1, not 2": ABOUT},
    "duty-with-several-owners": {
        "when: without owners min": ABOUT,
        "when: owners min 0, not 1": ABOUT,
        "when: owners min 2, not 1": ABOUT,
    },
    "founder-orders-backlog": {"when: without org.titles any": SPEED},
    "interim-without-end": {"when: without terms includes": ABOUT, "expect 1: open_interims max -1, not 0": ABOUT},
    "near-known-duty": {"when: without near_known is": ABOUT},
    "owner-is-a-group": {
        "when: without groups min": ABOUT,
        "when: groups min 0, not 1": ABOUT,
        "expect 1: groups max -1, not 0": ABOUT,
    },
    "owner-is-a-title-nobody-holds": {
        "when: without unheld_titles min": ABOUT,
        "when: unheld_titles min 0, not 1": ABOUT,
        "expect 1: unheld_titles max -1, not 0": ABOUT,
    },
    "owner-only-consulted": {
        "when: without org.sections includes": SPEED,
        "when: without advisers min": ABOUT,
        "when: advisers min 0, not 1": ABOUT,
        "when: without owners min": ABOUT,
        "when: owners min 0, not 1": ABOUT,
    },
    "placeholder": {"when: without placeholder is": ABOUT},
    "pm-spread-thin": {"when: without functions includes": ABOUT},
    "private-data": {"when: without private is": ABOUT},
    "product-ops-decides": {"when: without org.titles includes": SPEED},
    "responsibility-without-owner": {
        "when: without listed is": ABOUT,
        "when: without named max": ABOUT,
        "when: named max 1, not 0": ABOUT,
    },
    "same-title-different-duties": {"when: without same_title is": ABOUT},
    "too-many-hats": {
        "when: without seats min": ABOUT,
        "when: seats min 1, not 2": ABOUT,
        "when: seats min 3, not 2": ABOUT,
        "when: without owning_roles min": ABOUT,
        "when: owning_roles min 1, not 2": ABOUT,
        "when: owning_roles min 3, not 2": ABOUT,
    },
    "two-managers": {
        "several 1, not 2, at startup and scaleup and enterprise": ABOUT,
        "when: without seats min": ABOUT,
    },
    "unknown-reference": {"when: without reference is": ABOUT, "when: without placeholder is": ABOUT},
    "wide-span": {
        "when: without direct_reports min": ABOUT,
        "when: direct_reports min 0, not 1": ABOUT,
        "when: direct_reports min 2, not 1": ABOUT,
    },
}
"""What no case can notice, by rule and mutant, and why."""

View = Callable[["Case", str, Outcome], object]
"""What a test looks at, of what a rule says and those to which it gives way or that give way to it."""


class Case(NamedTuple):
    """An org that has been read, the stage by which it is judged, and what its test looks at."""

    source: Document
    facts: Facts
    stage: str
    view: View

    def seen(self, mutant: Rule) -> object:
        """What the test sees with this rule in the place of the one of its name."""
        outcome = engine.run(_near(mutant), self.facts, _related(mutant.name), self.stage)
        return self.view(self, mutant.name, outcome)

    def hits(self, outcome: Outcome) -> tuple[Hit, ...]:
        return outcome.hits[self.stage]

    def line(self, hit: Hit) -> int:
        return self.source.place(facts.evidence(hit.entity, hit.rule.at)[0])[0].line


@cache
def _related(name: str) -> frozenset[str]:
    """The rules that give way to one, or to which it gives way."""
    over = {other.name for other in RULES.values() if name in other.supersedes}
    return frozenset({name, *RULES[name].supersedes, *over})


def _near(mutant: Rule) -> RuleSet:
    near = {name: rule for name, rule in RULES.items() if name in _related(mutant.name)}
    return FORCE.rules._replace(rules=near | {mutant.name: mutant})


def described(case: Case, name: str, outcome: Outcome) -> object:
    """Whether the rule counts among those for which enough is described."""
    return name not in outcome.undescribed


def levels(case: Case, name: str, outcome: Outcome) -> object:
    """How loud the rule is."""
    return {hit.level for hit in case.hits(outcome) if hit.rule.name == name}


def loudness(guarded: str) -> View:
    """How loud the rule is that a guard is about: the mutant, or one that gives way to it."""
    return lambda case, _, outcome: levels(case, guarded, outcome)


def lines(case: Case, name: str, outcome: Outcome) -> object:
    """Each line of which the rule speaks, and how loud."""
    return {(case.line(hit), hit.level) for hit in case.hits(outcome) if hit.rule.name == name}


def loud(case: Case, name: str, outcome: Outcome) -> object:
    """Everything above info."""
    return {(hit.entity.address, hit.rule.name, hit.level) for hit in case.hits(outcome) if hit.level > Level.INFO}


def marked_lines(text: str) -> View:
    """Everything above info, and whether each line that is marked is found."""
    wanted = marks(text)

    def view(case: Case, name: str, outcome: Outcome) -> object:
        found = {(case.line(hit), hit.rule.name, str(hit.level)) for hit in case.hits(outcome)}
        return loud(case, name, outcome), wanted & found

    return view


def case(text: str | bytes | Document, view: View, today: datetime.date, stage: str | None = None) -> Case:
    """Read a text as a test does."""
    source = (
        text if isinstance(text, Document) else document.parse(text.encode() if isinstance(text, str) else text, "")
    )
    org = model.parse(source)
    assert org.org is not None
    judged = stage or org.org.stage
    assert judged is not None
    resolved = facts.build(org, FORCE.catalog, today, FORCE.rules.names())
    if org.waivers:
        result = pipeline.run("", lambda: source, FORCE, frozenset(RULES), today=today, stage=stage)
        resolved.gated(use.silences for use in result.waivers)
    return Case(source, resolved, judged, view)


@cache
def own_cases(name: str) -> list[Case]:
    """What is asserted of one rule: its examples at their stage, how loud it is at each, and its guards."""
    day, texts = marked.TODAY, [text for example in RULES[name].examples for text in (example.bad, example.good)]
    found = [case(text, lines, day) for text in texts]
    found += [case(RULES[name].examples[0].bad, levels, day, stage) for stage in rules.STAGES]
    guarded = _related(name)
    found += [case(text, loudness(rule), test_guards.TODAY) for rule, text in test_guards.guards() if rule in guarded]
    if name in test_guards.NOT_MEANT:
        found += [case(test_guards.BARE, described, test_guards.TODAY, stage) for stage in rules.STAGES]
    return found


@cache
def common_cases() -> dict[str, Case]:
    """What is asserted of all rules at once: nothing above info but what is written down."""
    found = {}
    for name, file in test_one_fault.CLEAN.items():
        found[name] = case(document.read(file), loud, test_one_fault.TODAY)
    for file in test_one_fault.CASES:
        data = json.dumps(test_one_fault.faulty(file))
        found[f"one fault: {file.stem}"] = case(data, loud, test_one_fault.TODAY)
    for file in sorted((HERE / "claims").iterdir()):
        text = file.read_text(encoding="utf-8")
        found[f"claim: {file.stem}"] = case(text, marked_lines(text), marked.TODAY)
    for story, stage in test_stories.EXPECTED:
        source = document.read(test_stories.STORIES / f"{story}.yaml")
        found[f"story: {story} {stage}"] = case(source, loud, test_stories.TODAY, stage)
    return found


def cases(name: str) -> Iterator[Case]:
    """Those that are likely to notice first."""
    yield from own_cases(name)
    common = common_cases()
    yield from (common[key] for key in common if key.endswith(f": {name}"))
    yield from (common[key] for key in common if not key.endswith(f": {name}"))


def mutants(rule: Rule) -> Iterator[tuple[str, Rule]]:
    """Each small change of a rule, with what was changed."""
    yield from _levels(rule)
    yield from _thresholds(rule)
    for what, when in _blocks(rule.when):
        yield f"when: {what}", rule._replace(when=when)
    for number, block in enumerate(rule.expect, 1):
        rest = (rule.expect[: number - 1], rule.expect[number:])
        if any(rest):
            yield f"without expect {number}", rule._replace(expect=(*rest[0], *rest[1]))
        for what, changed in _blocks(block):
            yield f"expect {number}: {what}", rule._replace(expect=(*rest[0], changed, *rest[1]))
    if rule.milder:
        block, level = rule.milder
        yield "never milder", rule._replace(milder=None)
        for what, changed in _blocks(block):
            yield f"milder: {what}", rule._replace(milder=(changed, level))
    for name in rule.supersedes:
        rest_of = tuple(other for other in rule.supersedes if other != name)
        yield f"does not supersede {name}", rule._replace(supersedes=rest_of)


def _blocks(block: Block) -> Iterator[tuple[str, Block]]:
    """A block without one of its conditions, or with a number in it that is one more or less."""
    for index, condition in enumerate(block):
        parent, fact, _, matcher, operand = condition
        name = f"{parent}.{fact}" if parent else fact
        yield f"without {name} {matcher}", (*block[:index], *block[index + 1 :])
        if isinstance(operand, int) and not isinstance(operand, bool):
            for changed in (operand - 1, operand + 1):
                other = condition._replace(operand=changed)
                yield f"{name} {matcher} {changed}, not {operand}", (*block[:index], other, *block[index + 1 :])


def _written(rule: Rule) -> Iterator[tuple[str, list[str]]]:
    """Each value that a rule's file gives, with the stages at which it holds."""
    held: dict[tuple[Any, ...], list[str]] = {}
    for stage, setting in rule.settings.items():
        for key, written in setting.written.items():
            held.setdefault((key, *written.path), []).append(stage)
    for (key, *_), stages in held.items():
        yield key, stages


def _changed(rule: Rule, stages: Iterable[str], change: Callable[[Setting], Setting]) -> Rule:
    settings: Mapping[str, Setting] = {
        name: change(setting) if name in stages else setting for name, setting in rule.settings.items()
    }
    return rule._replace(settings=settings)


def _levels(rule: Rule) -> Iterator[tuple[str, Rule]]:
    for key, stages in _written(rule):
        if key == "level":
            at = LOUDNESS.index(rule.settings[stages[0]].level)
            for other in LOUDNESS[max(at - 1, 0) : at] + LOUDNESS[at + 1 : at + 2]:
                named = str(other) if other else "off"
                yield f"{named} at {stages[0]}", _changed(rule, stages, _with_level(other))


def _thresholds(rule: Rule) -> Iterator[tuple[str, Rule]]:
    for key, stages in _written(rule):
        value = rule.settings[stages[0]].params.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and _heard(rule, stages):
            for other in (value - 1, value + 1):
                what = f"{key} {other}, not {value}, at {' and '.join(stages)}"
                yield what, _changed(rule, stages, _with_param(key, other))


def _with_level(level: Level | None) -> Callable[[Setting], Setting]:
    return lambda setting: setting._replace(level=level)


def _with_param(name: str, value: int) -> Callable[[Setting], Setting]:
    return lambda setting: setting._replace(params=setting.params | {name: value})


def _heard(rule: Rule, stages: Iterable[str]) -> bool:
    return any(rule.settings[stage].level is not None for stage in stages)


def survivors(rule: Rule) -> list[str]:
    """The mutants of a rule that no case notices."""
    return [what for what, mutant in mutants(rule) if not noticed(rule, mutant)]


def noticed(rule: Rule, mutant: Rule) -> bool:
    return any(_usual(rule.name, number) != c.seen(mutant) for number, c in enumerate(cases(rule.name)))


@cache
def _usual(name: str, number: int) -> object:
    return list(cases(name))[number].seen(RULES[name])


def main(names: list[str]) -> int:
    """Print what survives, and how many mutants were made; 1 where one survives that is not explained."""
    made, left, unexplained = 0, 0, 0
    for rule in RULES.values():
        if rule.name in names or not names:
            made += sum(1 for _ in mutants(rule))
            for what in survivors(rule):
                reason = EXPLAINED.get(rule.name, {}).get(what)
                left += 1
                unexplained += reason is None
                print(f"{rule.name}: {what}: {reason or 'nothing notices it'}", flush=True)
    print(f"{made} mutants, {made - left} killed, {left - unexplained} explained, {unexplained} survive")
    return int(unexplained > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
