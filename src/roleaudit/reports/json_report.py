"""The report for programs: everything a result holds, as one JSON document of the form `roleaudit/1`."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, TextIO

from roleaudit.findings import BaselineUse, Change, Finding, Level, Result
from roleaudit.reports import Options
from roleaudit.reports.folding import fix_first, fold, shown
from roleaudit.reports.terminal import UNSAFE, carries_unicode, encoding_of

FORMAT = "roleaudit/1"


def write(results: Sequence[Result], out: TextIO, options: Options) -> None:
    """Write one document for all results.

    Findings are not folded; those that do not count say why in `suppressed` or `known`.
    """
    document = {
        "format": FORMAT,
        "version": results[0].version if results else None,
        "rules_version": results[0].rules_version if results else None,
        "today": results[0].today if results else None,
        "results": [_result(result, options.min_level) for result in results],
    }
    write_json(document, out)


def write_json(document: Any, out: TextIO) -> None:
    """Write a document with every character that is unsafe, or that the stream cannot carry, as an escape."""
    text = json.dumps(document, ensure_ascii=not carries_unicode(encoding_of(out)), indent=2)
    out.write(re.sub(UNSAFE, lambda match: _escaped(match[0]), text) + "\n")


def _escaped(char: str) -> str:
    """Escape a character that `json` leaves as it is; the line feeds are the document's own."""
    return char if char == "\n" else json.dumps(char)[1:-1]


def _result(result: Result, min_level: Level) -> dict[str, Any]:
    return {
        "root": result.root,
        "stage": result.stage,
        "stage_from": result.stage_from,
        "summary": _summary(result, min_level),
        "ladder": [rung._asdict() for rung in result.ladder],
        "coverage": [row._asdict() for row in result.coverage],
        "not_described": list(result.not_described),
        "baseline": _baseline(result.baseline),
        "change": _change(result.change),
        "findings": [_finding(f) for f in result.findings if f.level >= min_level],
    }


def _baseline(use: BaselineUse | None) -> dict[str, Any] | None:
    return use and {"file": use.file, "stale": [{"rule": rule, "at": at} for rule, at in use.stale]}


def _change(change: Change | None) -> dict[str, Any] | None:
    return change and {
        "since": change.since,
        "commit": change.commit,
        "fixed": [_finding(finding) for finding in change.fixed],
        "moved": [_finding(finding) | {"before": span._asdict()} for finding, span in change.moved],
        "altered": [alteration._asdict() for alteration in change.altered],
        "notes": list(change.notes),
    }


def _summary(result: Result, min_level: Level) -> dict[str, Any]:
    """Count what the whole result holds; `not_shown` says how many of those `findings` leaves out."""
    first, counts = [entry.first for entry in fix_first(fold(shown(result, min_level)))], result.counts
    return {
        **{str(level): counts[level] for level in reversed(Level)},
        "suppressed": sum(f.suppressed is not None for f in result.findings),
        "known": sum(f.known is not None for f in result.findings),
        "not_shown": sum(f.level < min_level for f in result.findings),
        "fix_first": [{"rule": f.rule, "address": f.address, "identity": f.identity} for f in first],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    words = {"level": str(finding.level), "message": finding.message, "fix": finding.fix, "identity": finding.identity}
    row = finding._asdict() | words | {"span": finding.span._asdict()}
    row["related"] = [{"label": related.label, "span": related.span._asdict()} for related in finding.related]
    return row
