"""What a change did, in lines that every report can show: what is fixed, what moved, and what it alters of the gate."""

from __future__ import annotations

from collections.abc import Iterator

from roleaudit.findings import Alteration, Change, Finding, Result, Span

MOST_LISTED = 20
"""So many lines of each sort are shown."""


def headline(result: Result, change: Change) -> str:
    """Count what is new, fixed, moved and unchanged since the commit."""
    known = sum(f.excuse is None for f in result.findings)
    counts = f"{known} new, {len(change.fixed)} fixed, {len(change.moved)} moved to another file"
    return f"since {change.since} (commit {change.commit[:9]}): {counts}"


def sections(change: Change) -> Iterator[tuple[str, list[str]]]:
    """Give what there is to list, with a heading for each list."""
    for heading, lines in (
        ("fixed", [_fixed(finding) for finding in change.fixed]),
        ("moved", [_moved(finding, span) for finding, span in change.moved]),
        ("this change alters what is judged", [_altered(alteration) for alteration in change.altered]),
        ("not compared", list(change.notes)),
    ):
        if lines:
            more = [f"and {len(lines) - MOST_LISTED} more"] if len(lines) > MOST_LISTED else []
            yield heading, lines[:MOST_LISTED] + more


def _fixed(finding: Finding) -> str:
    return f"{finding.level}[{finding.rule}] {finding.address or finding.rule}, {_place(finding.span)}"


def _moved(finding: Finding, before: Span) -> str:
    return f"{_fixed(finding)}, before in {_place(before)}"


def _place(span: Span) -> str:
    return f"{span.file}:{span.line}"


def _altered(alteration: Alteration) -> str:
    before, after = (value or "nothing" for value in (alteration.before, alteration.after))
    return f"{alteration.what}: from {before} to {after}"
