"""What code hosts know a finding again by, from one run to the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from roleaudit.findings import Finding


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """Name each finding by its identity, and apart from all others: a host shows only one of those named alike.

    Two findings have one identity where two organisations are reported together, or a broken file has several faults.
    """
    seen: Counter[str] = Counter()
    names = []
    for finding in findings:
        seen[finding.identity] += 1
        names.append(f"{finding.identity}:{seen[finding.identity]}")
    return names
