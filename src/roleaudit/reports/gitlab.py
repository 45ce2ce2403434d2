"""The report for merge requests of GitLab: the JSON list of Code Quality.

Its fields: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from roleaudit.findings import INVALID_FILE, Finding, Level, Result
from roleaudit.reports import Options
from roleaudit.reports.fingerprints import fingerprints
from roleaudit.reports.folding import shown
from roleaudit.reports.json_report import write_json
from roleaudit.reports.places import from_top
from roleaudit.reports.terminal import visible

SEVERITIES = {Level.ERROR: "major", Level.WARNING: "minor", Level.INFO: "info"}


def write(results: Sequence[Result], out: TextIO, options: Options) -> None:
    """Write one entry for each finding that no waiver covers; the list is empty where there is none."""
    findings = [f for result in results for f in shown(result, options.min_level)]
    rows = [
        {
            "description": visible(f"{finding.rule}: {finding.message}"),  # GitLab shows nothing of the rule
            "check_name": finding.rule,
            "fingerprint": name,
            "severity": _severity(finding),
            "location": {"path": from_top(finding.span.file, options.top), "lines": {"begin": finding.span.line}},
        }
        for finding, name in zip(findings, fingerprints(findings), strict=True)
    ]
    write_json(rows, out)


def _severity(finding: Finding) -> str:
    return "blocker" if finding.rule == INVALID_FILE else SEVERITIES[finding.level]
