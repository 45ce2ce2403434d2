"""How many findings become few lines: what is shown, what is folded into one entry, and what to fix first."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from roleaudit.findings import INVALID_FILE, Finding, Level, Result

MOST_APART = 3
"""So many findings of one rule at one level are shown one by one; more are one entry."""

MOST_NAMED = 10
"""So many addresses of a folded entry are named."""


class Entry(NamedTuple):
    """What a report shows as one thing: one finding, or all findings of one rule at one level."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """The finding that lends the entry its place, reason and fix."""
        return self.findings[0]

    @property
    def headline(self) -> str:
        """The finding's message, or the count and the first addresses of those folded."""
        if len(self.findings) == 1:
            return self.first.message
        return f"{len(self.findings)} findings: {listed([f.address or f.span.file for f in self.findings])}"

    @property
    def places(self) -> int:
        """How many places in the files the entry speaks of."""
        spans = {f.span for f in self.findings}
        return len(spans.union(related.span for f in self.findings for related in f.related))


def shown(result: Result, min_level: Level) -> tuple[Finding, ...]:
    """Choose the findings that no waiver covers and that are loud enough."""
    return tuple(f for f in result.active if f.level >= min_level)


def fold(findings: Sequence[Finding]) -> list[Entry]:
    """Fold more than three findings of one rule at one level into one entry, at the place of the first of them.

    Faults of a file share one rule name and have nothing else in common: they stay apart.
    """
    groups: dict[tuple[str, Level], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.rule, finding.level), []).append(finding)
    entries = []
    for finding in findings:
        group = groups[finding.rule, finding.level]
        if len(group) <= MOST_APART or finding.rule == INVALID_FILE:
            entries.append(Entry((finding,)))
        elif finding is group[0]:
            entries.append(Entry(tuple(group)))
    return entries


def fix_first(entries: Iterable[Entry], most: int = 3) -> list[Entry]:
    """Choose what to fix first: the loudest, then what touches most places, then the lowest tier, then by address.

    How many places a finding about a person touches is left out of it: that would rank people by their load.
    """
    return sorted(entries, key=_urgency)[:most]


def _urgency(entry: Entry) -> tuple[int, int, int, str]:
    about_person = entry.first.address.startswith("people.")
    return -entry.first.level, 0 if about_person else -entry.places, entry.first.tier, entry.first.address


def listed(names: Sequence[str], most: int = MOST_NAMED) -> str:
    """Write names as a list in a sentence, the first ten at most: `a, b and 3 more`."""
    text = ", ".join(names[:most])
    return f"{text} and {len(names) - most} more" if len(names) > most else text
