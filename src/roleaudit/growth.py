"""Knows what a growth plan is: what the rules of a later stage find beyond those of the present one, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from roleaudit.findings import INVALID_FILE, Finding, Level, Result, RuleText

LEAST = Level.WARNING
"""What is quieter than this at the later stage does not have to change."""


class Part(NamedTuple):
    """One part of every plan: what it is called, why it comes when it does, and the topics of the rules in it."""

    name: str
    title: str
    why: str
    topics: tuple[str, ...]


class Guide(NamedTuple):
    """What a plan for one stage follows: for whom the stage is, and the parts in their order.

    `expecting` names the rules that ask for what the stage itself expects; what they find has to be done, however
    quietly they say it.
    """

    whom: str
    parts: tuple[Part, ...]
    expecting: frozenset[str]


class Item(NamedTuple):
    """One thing to do: a rule of the later stage and what it finds.

    Without findings it is something that the file does not describe enough for the rule to tell.
    """

    rule: RuleText
    findings: tuple[Finding, ...]

    @property
    def level(self) -> Level:
        """How much it weighs at the later stage."""
        return max((finding.level for finding in self.findings), default=self.rule.level)


class Subject(NamedTuple):
    """What there is to do about one topic, the weightiest first; `open` is what the file does not describe."""

    topic: str
    items: tuple[Item, ...]
    open: tuple[Item, ...]


class Step(NamedTuple):
    """One part of this plan with its subjects."""

    part: Part
    subjects: tuple[Subject, ...]

    @property
    def to_do(self) -> int:
        """How many findings there are to clear."""
        return sum(len(item.findings) for subject in self.subjects for item in subject.items)


class Plan(NamedTuple):
    """What has to change before the stage of `target` fits, beyond what the stage of `present` asks for already."""

    present: Result
    target: Result
    whom: str
    steps: tuple[Step, ...]

    @property
    def due(self) -> int:
        """How many findings the present stage has of its own."""
        return sum(finding.level >= LEAST for finding in self.present.active)


def plan(present: Result, target: Result, guide: Guide) -> Plan:
    """Compare two results of one org, and bring what is new or weighs more at the second into the guide's order."""
    asked = {text.name: text.level for text in present.rules()}
    subjects = {s.topic: s for s in _subjects(_new(present, target, guide.expecting), target.rules(), asked)}
    *parts, last = guide.parts
    named = {topic for part in guide.parts for topic in part.topics}
    parts.append(last._replace(topics=(*last.topics, *sorted(subjects.keys() - named))))
    steps = (Step(part, tuple(subjects[t] for t in part.topics if t in subjects)) for part in parts)
    return Plan(present, target, guide.whom, tuple(step for step in steps if step.subjects))


def _new(present: Result, target: Result, expecting: frozenset[str]) -> Iterator[Finding]:
    now = {(f.rule, f.address): f.level for f in present.active}
    said = {(f.rule, f.address, f.message) for f in present.active if f.rule in expecting}
    for finding in target.active:
        expected = finding.rule in expecting and (finding.rule, finding.address, finding.message) not in said
        louder = finding.level > now.get((finding.rule, finding.address), 0)
        if expected or (louder and finding.level >= LEAST):
            yield finding


def _subjects(new: Iterable[Finding], texts: Iterable[RuleText], asked: dict[str, Level]) -> Iterator[Subject]:
    found: dict[str, list[Finding]] = {}
    for finding in new:
        found.setdefault(finding.rule, []).append(finding)
    topics: dict[str, list[Item]] = {}
    for text in texts:
        unclear = not text.described and text.level >= LEAST and text.level > asked.get(text.name, 0)
        if text.name != INVALID_FILE and (text.name in found or unclear):
            findings = sorted(found.get(text.name, ()), key=lambda f: (-f.level, f.tier, f.span, f.address))
            topics.setdefault(text.topic, []).append(Item(text, tuple(findings)))
    for topic, items in topics.items():
        items.sort(key=lambda item: (-item.level, item.findings[0].tier if item.findings else 0, item.rule.name))
        yield Subject(
            topic, tuple(item for item in items if item.findings), tuple(item for item in items if not item.findings)
        )
