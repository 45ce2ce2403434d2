"""What may stand for a word of the command line, for the shells that ask for it."""

from __future__ import annotations

from collections.abc import Iterable

from roleaudit.findings import BadInput, Level, UsageError


def stages(incomplete: str) -> list[str]:
    """The stages that begin so."""
    from roleaudit.rules import STAGES

    return _beginning(incomplete, STAGES)


def levels(incomplete: str) -> list[str]:
    """The levels that begin so."""
    return _beginning(incomplete, map(str, Level))


def formats(incomplete: str) -> list[str]:
    """The formats of `check` that begin so."""
    from roleaudit.reports import FORMATS

    return _beginning(incomplete, FORMATS)


def rule_names(incomplete: str) -> list[str]:
    """The rules that begin so, those of the repository too where its settings can be read."""
    from roleaudit import rules
    from roleaudit.config import settings_of
    from roleaudit.rule_sets import in_force

    try:
        return _beginning(incomplete, in_force(settings_of("-")).rules.rules)
    except (BadInput, UsageError):
        return _beginning(incomplete, rules.load().rules)


def _beginning(start: str, words: Iterable[str]) -> list[str]:
    return [word for word in words if word.startswith(start)]
