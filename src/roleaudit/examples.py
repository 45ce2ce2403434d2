"""Runs the examples of rules: what a rule's own file promises, held against what the rule does."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from roleaudit import document, engine, facts, model, pipeline
from roleaudit.facts import Facts
from roleaudit.findings import Finding, Level, Path, Result, Span
from roleaudit.rule_sets import Force
from roleaudit.rules import Example, Rule

MARK = re.compile(r"#\s*<-\s*([a-z0-9-]+) (info|warning|error)\s*$")
"""What ends a line of a bad example that is to be flagged: `# <- wide-span warning`."""

_STAGE = re.compile(r"\bstage: \w+")


def marks(text: str) -> set[tuple[int, str, str]]:
    """The marked lines of an example: line, rule, level."""
    found = (MARK.search(line) for line in text.splitlines())
    return {(number, mark[1], mark[2]) for number, mark in enumerate(found, 1) if mark}


def faults(rule: Rule, force: Force, today: datetime.date) -> Iterator[Finding]:
    """What of its examples a rule does not keep, each with its place in the rule's file and what to do.

    A bad example is marked on every line that the rule flags, and only there. A good one is silent, not only because
    too little is known, and has nothing above info that the bad one has not. At every stage where the rule is on, one
    of its bad examples makes it speak, at its level or at the milder one.
    """
    trial = _Trial(rule, force, today)
    if not rule.examples:
        fix = "Write a pair of `bad` and `good` under `examples`."
        yield trial.fault(("summary",), "the rule has no example", fix)
        return
    found = [fault for example in rule.examples for fault in trial.pair(example)]
    yield from found or trial.stages()


class _Trial(NamedTuple):
    """A rule with what it is judged beside, and the day."""

    rule: Rule
    force: Force
    today: datetime.date

    def fault(self, path: Path, message: str, fix: str, line: int = 0) -> Finding:
        """A finding at a part of the rule's file, at a line of an example that is written as a block."""
        source = self.rule.document
        span = source.span(path)
        lines = source.sources[span.file]
        if line and lines[span.line - 1][span.column - 1 : span.column] == "|":
            number = span.line + line
            text = lines[number - 1]
            span = Span(span.file, number, len(text) - len(text.lstrip()) + 1, number, len(text) + 1)
        elif line:
            message = f"line {line} of the example: {message}"
        return Finding(self.rule.name, Level.ERROR, message, fix, self.rule.name, span)

    def pair(self, example: Example) -> Iterator[Finding]:
        bad, good, path = example
        before, after = self.audited(bad), self.audited(good)
        for result, name in ((before, "bad"), (after, "good")):
            for found in result.findings if result.invalid else ():
                yield self.fault((*path, name), found.message, found.fix, found.span.line)
        if not before.invalid and not after.invalid:
            yield from self.bad((*path, "bad"), bad, before)
            yield from self.good((*path, "good"), before, after)
            yield from self.unclear((*path, "good"), bad, good)

    def audited(self, text: str) -> Result:
        read = partial(document.parse, text.encode(), "example")
        return pipeline.run("example", read, self.force, frozenset(self.force.rules.rules), today=self.today)

    def bad(self, path: Path, text: str, result: Result) -> Iterator[Finding]:
        """Whether the lines marked are those that the rule flags."""
        wanted = marks(text)
        found = {(f.span.line, f.rule, str(f.level)) for f in result.findings if f.rule == self.rule.name}
        if not wanted:
            fix = f"End the line to be flagged in `# <- {self.rule.name} LEVEL`."
            yield self.fault(path, "no line of the bad example is marked", fix)
        for line, name, level in sorted(wanted - found):
            message = f"marked `{name} {level}`, and the rule does not say so here"
            yield self.fault(path, message, "Mark the line that is flagged, or mend the condition.", line)
        for line, name, level in sorted(found - wanted):
            fix = f"End the line in `# <- {name} {level}`, or mend the condition."
            yield self.fault(path, f"the rule speaks here as `{level}`, and the line is not marked so", fix, line)

    def good(self, path: Path, before: Result, after: Result) -> Iterator[Finding]:
        """Whether the good example is silent, and adds nothing to what was said of the bad one."""
        known = {(f.rule, f.address) for f in before.findings if f.level > Level.INFO}
        for found in after.findings:
            if found.rule == self.rule.name:
                fix = "Make the edit that `fix` names, or mend the condition."
                yield self.fault(path, f"the rule speaks on the good example: {found.message}", fix, found.span.line)
            elif found.level > Level.INFO and (found.rule, found.address) not in known:
                message = f"`{found.rule}` speaks on the good example and not on the bad one: {found.message}"
                yield self.fault(path, message, "Make the good example right in that as well.", found.span.line)

    def unclear(self, path: Path, bad: str, good: str) -> Iterator[Finding]:
        """Whether the rule is silent on the good example only because too little is described."""
        flagged, stage = self.resolved(bad)
        names = frozenset({self.rule.name})
        hits = engine.run(self.force.rules, flagged, names, stage).hits[stage]
        mended, stage = self.resolved(good)
        judge = engine.Judge(self.rule, dict(self.rule.settings[stage].params), mended.org)
        entities = mended.of(self.rule.kind)
        verdicts = dict(zip((e.address for e in entities), judge.verdicts(entities), strict=True))
        for address in sorted({hit.entity.address for hit in hits}):
            if verdicts.get(address) == "unknown":
                message = f"the good example is silent on {address} only because too little is described"
                yield self.fault(path, message, "Keep in `good` what `bad` describes, and mend it.")

    def resolved(self, text: str) -> tuple[Facts, str]:
        org = model.parse(document.parse(text.encode(), "example"))
        assert org.org is not None
        assert org.org.stage is not None
        words, names = self.force.catalog, self.force.rules.names()
        return facts.build(org, words, self.today, names), org.org.stage

    def stages(self) -> Iterator[Finding]:
        """Whether some bad example makes the rule speak wherever it is on, as loud as it says."""
        for stage, setting in self.rule.settings.items():
            if setting.level is None:
                continue
            results = [self.audited(_STAGE.sub(f"stage: {stage}", e.bad, count=1)) for e in self.rule.examples]
            levels = {f.level for result in results for f in result.findings if f.rule == self.rule.name}
            if not levels or (levels != {setting.level} and not self.rule.milder):
                said = f"as `{min(levels)}`" if levels else "on no bad example"
                message = f"at {stage} the rule is on as `{setting.level}` and speaks {said}"
                yield self.fault(
                    ("examples",), message, "Add an example that it speaks on at every stage where it is on."
                )
