"""The difference of two results: what is new, fixed and moved, and what the change does to the gate itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from roleaudit.findings import Alteration, Finding, Result, Span, WaiverUse


def marked(old: Iterable[Finding], new: Result, words: str) -> Result:
    """The new result in which the findings that counted before, at their level or above, are known by these words."""
    levels = {finding.identity: finding.level for finding in old}
    return replace(
        new,
        findings=tuple(
            finding._replace(known=words)
            if finding.excuse is None and levels.get(finding.identity, 0) >= finding.level
            else finding
            for finding in new.findings
        ),
    )


def fixed(old: Iterable[Finding], new: Result) -> tuple[Finding, ...]:
    """The findings that counted before and are gone; one that a waiver hides now is not."""
    there = {finding.identity for finding in new.findings}
    return tuple(finding for finding in old if finding.identity not in there)


def moved(old: Iterable[Finding], new: Result) -> tuple[tuple[Finding, Span], ...]:
    """The findings that counted before and stand in another file now, with their place before."""
    before = {finding.identity: finding.span for finding in old}
    found = [(f, before[f.identity]) for f in new.findings if f.suppressed is None and f.identity in before]
    return tuple((finding, span) for finding, span in found if finding.span.file != span.file)


def altered(label: str, old: object, new: object) -> Iterator[Alteration]:
    """What differs between two values, each difference with its path behind the label; lists are one value."""
    if isinstance(old, Mapping) or isinstance(new, Mapping):
        before, after = (value if isinstance(value, Mapping) else {} for value in (old, new))
        for key in dict.fromkeys((*before, *after)):
            yield from altered(f"{label}.{key}" if label else str(key), before.get(key), after.get(key))
    elif old != new:
        yield Alteration(label, _plain(old), _plain(new))


def _plain(value: object) -> str | None:
    return ", ".join(map(str, value)) if isinstance(value, list) else None if value is None else str(value)


def waived(old: Iterable[WaiverUse], new: Iterable[WaiverUse]) -> Iterator[Alteration]:
    """The waivers that are added, and those that hold for longer."""
    before: dict[tuple[str, str], WaiverUse] = {}
    for waiver in old:
        key = (waiver.rule, waiver.at)
        before[key] = max(waiver, before.get(key, waiver), key=_end)
    for waiver in new:
        known = before.get((waiver.rule, waiver.at))
        if known is None or _end(known) < _end(waiver):
            yield Alteration(f"waiver of {waiver.rule} at {waiver.at}", known and _until(known), _until(waiver))


def _end(waiver: WaiverUse) -> str:
    return waiver.until or "9999-12-31"


def _until(waiver: WaiverUse) -> str:
    return f"until {waiver.until}" if waiver.until else "without an end"
