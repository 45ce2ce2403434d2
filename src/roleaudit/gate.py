"""What stands between findings and the exit code: waivers, and which address each of them covers."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from roleaudit.findings import Finding
from roleaudit.model import Waiver

NOT_WAIVABLE = frozenset({"invalid-file", "waiver-of-unknown-rule", "waiver-of-unknown-address"})
"""Faults of the file and of the waivers themselves: a waiver for them would hide that nothing was judged."""


def covers(at: str, address: str) -> bool:
    """Whether a waiver's address is that of a finding or stands above it; of a pair, either half counts."""
    return any(half == at or half.startswith((f"{at}.", f"{at}[")) for half in (address, *address.split("+")))


def waived(names: Iterable[str], address: str, waivers: Sequence[Waiver], today: datetime.date) -> str | None:
    """The reason of the waiver that holds today for a rule, known by any of its `names`, at an address; else None."""
    for waiver in waivers:
        if waiver.until is not None and waiver.until < today:
            continue
        if waiver.rule in names and waiver.rule not in NOT_WAIVABLE and covers(waiver.at, address):
            return waiver.reason
    return None


def apply(
    findings: Iterable[tuple[Finding, Sequence[str]]], waivers: Sequence[Waiver], today: datetime.date
) -> list[Finding]:
    """Mark each finding that a waiver covers with the waiver's reason; each comes with all names of its rule."""
    marked = []
    for finding, names in findings:
        reason = waived(names, finding.address, waivers, today) if waivers else None
        marked.append(finding if reason is None else finding._replace(suppressed=reason))
    return marked
