"""Org files in which each line that deserves a finding says so: the marks, and what the audit finds."""

from __future__ import annotations

import datetime
from pathlib import Path

from roleaudit import pipeline
from roleaudit.examples import marks as marks
from roleaudit.findings import Level, Result

TODAY = datetime.date(2027, 1, 15)
"""The day on which the examples of the rules and of the claims are audited."""

Marks = set[tuple[int, str, str]]
"""Line, rule and level of each finding."""


def audited(text: str, folder: Path, stage: str | None = None) -> Result:
    """Audit a text as the root file of a folder."""
    file = folder / "org.yaml"
    file.write_text(text, encoding="utf-8")
    result = pipeline.audit(file, today=TODAY, stage=stage)
    assert not result.invalid, [f"{f.span.line}: {f.message}" for f in result.findings]
    return result


def told(result: Result, least: Level = Level.INFO) -> Marks:
    """The findings of a result in the form of marks, from a level on."""
    return {(f.span.line, f.rule, str(f.level)) for f in result.findings if f.level >= least}
