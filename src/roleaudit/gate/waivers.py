"""Waivers: which findings each of them covers, and how many it silences."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence

from roleaudit.findings import Finding
from roleaudit.model import Waiver

Held = Mapping[str, Sequence[tuple[int, Waiver]]]
"""The waivers that hold, with their place in the list, by the name of the rule as they write it."""


def covers(at: str, address: str) -> bool:
    """Whether a waiver's address is that of a finding or stands above it; of a pair, either half counts."""
    return any(half == at or half.startswith((f"{at}.", f"{at}[")) for half in (address, *address.split("+")))


def held(waivers: Sequence[Waiver], today: datetime.date) -> Held:
    """The waivers that hold today: all without a last day, and those whose last day is not past."""
    found: dict[str, list[tuple[int, Waiver]]] = {}
    for number, waiver in enumerate(waivers):
        if waiver.until is None or waiver.until >= today:
            found.setdefault(waiver.rule, []).append((number, waiver))
    return found


def covering(names: Iterable[str], address: str, waivers: Held) -> list[tuple[int, Waiver]]:
    """The waivers for a rule, known by any of its `names`, at an address or above it."""
    return [found for name in names for found in waivers.get(name, ()) if covers(found[1].at, address)]


def apply(
    findings: Iterable[tuple[Finding, Sequence[str]]], waivers: Sequence[Waiver], today: datetime.date
) -> tuple[list[Finding], list[int]]:
    """Mark each finding that a waiver covers with the waiver's reason, and count for each waiver what it silences.

    Each finding comes with the names by which a waiver may speak of its rule.
    """
    holding = held(waivers, today)
    marked, silenced = [], [0] * len(waivers)
    for finding, names in findings:
        found = covering(names, finding.address, holding) if holding and finding.waivable else ()
        for number, _ in found:
            silenced[number] += 1
        marked.append(finding._replace(suppressed=found[0][1].reason) if found else finding)
    return marked, silenced
