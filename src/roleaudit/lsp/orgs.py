"""Knows the organisations that the open files belong to: their findings now, and each as it was last readable."""

from __future__ import annotations

import datetime
import os
import pathlib
from collections.abc import Sequence
from functools import cached_property

from roleaudit import document, facts, fixes, model, pipeline, rule_sets
from roleaudit.document import Content, Document
from roleaudit.facts import Facts
from roleaudit.findings import BadInput, Finding, Level, Result, UsageError, WaiverUse
from roleaudit.fixes import Fix
from roleaudit.gate import baseline as baselines
from roleaudit.model import OrgFile
from roleaudit.roots import Root, find_roots
from roleaudit.rule_sets import Force


class Picture:
    """An organisation as it was last readable, with what was found then."""

    def __init__(
        self, source: Document, force: Force, day: datetime.date, found: list[Finding], waivers: tuple[WaiverUse, ...]
    ) -> None:
        self.source = source
        self.force = force
        self.day = day
        self.found = found
        self.waivers = waivers

    @cached_property
    def org(self) -> OrgFile:
        """What the file says, read when somebody asks."""
        return model.parse(self.source)

    @cached_property
    def facts(self) -> Facts:
        """Its graph, resolved when somebody asks what a word means."""
        return facts.build(self.org, self.force.catalog, self.day)

    @cached_property
    def edits(self) -> list[Fix]:
        """The edits that are certain, in places of the texts as they were."""
        day = self.day.isoformat()
        return list(fixes.edits(self.source, self.org, self.found, self.waivers, self.force.catalog, day))


class Organisation:
    """One root with what holds for it, and what was found: each file of the organisation has a list of findings."""

    def __init__(self, root: Root) -> None:
        self.root = root
        self.picture: Picture | None = None
        self.broken = False
        self.findings: dict[str, Sequence[Finding]] = {}
        self.least = min(Level.WARNING, _LEVELS.get(root.settings.fail_on or "", Level.WARNING))

    @cached_property
    def force(self) -> Force:
        """The rules and the words that its configuration asks for. Raises as `in_force` does."""
        return rule_sets.in_force(self.root.settings)

    @property
    def files(self) -> frozenset[str]:
        """The files that are known to be part of it, or to decide about it."""
        return frozenset(self.findings).union([document.shown(self.root.path)])

    def following(self, before: Organisation) -> Organisation:
        """Take over what was known of the same organisation, whose configuration may have been another."""
        self.picture, self.findings = before.picture, before.findings
        return self

    def audit(self, content: Content, day: datetime.date) -> Result:
        """Judge it as it is written now; files beside one that is broken keep the findings they had.

        Gives out the whole result, of which little is kept. Raises UsageError where the root or what judges it is no
        longer there.
        """
        result, source = self._result(content, day)
        # Words that are still to be put would keep all that the audit knew in memory.
        found = [f._replace(message=f.message, fix=f.fix) for f in result.active if f.level >= self.least]
        by_file: dict[str, list[Finding]] = {}
        for finding in found:
            by_file.setdefault(finding.span.file, []).append(finding)
        self.broken = result.invalid
        if self.broken:
            self.findings = {file: held for file, held in self.findings.items() if os.path.isfile(file)} | by_file
        else:
            assert source is not None
            self.findings = {**dict.fromkeys(source.files, ()), **by_file}
            self.picture = Picture(source, self.force, day, found, result.waivers)
        return result

    def _result(self, content: Content, day: datetime.date) -> tuple[Result, Document | None]:
        try:
            force, settings = self.force, self.root.settings
            known = baselines.load(settings.baseline) if settings.baseline else None
            source = document.read(self.root.path, content)
        except BadInput as bad:
            return pipeline.broken(document.shown(self.root.path), bad, day), None
        return pipeline.run(source.name, lambda: source, force, frozenset(force.rules.rules), known, today=day), source


_LEVELS = {str(level): level for level in Level}


def organisation_of(path: str, content: Content) -> Organisation | None:
    """The organisation that a file belongs to; None where that is none. Raises BadInput where this cannot be told."""
    cwd = pathlib.Path.cwd()
    if not os.path.isfile(path):
        return None
    try:
        found = find_roots([path], cwd=cwd, staged=True, content=content)
    except UsageError:
        return None
    return Organisation(found[0]) if found else None
