"""Finished results made by hand, for the tests of reports."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from roleaudit.findings import UNREADABLE, Coverage, Finding, Level, Related, Result, RuleText, Rung, Span, invalid
from roleaudit.reports import Options, write

ORG = """\
org: {name: Harbour Labs, stage: scaleup}
roles:
  pm:
    title: Product Manager
    owns: [roadmap, product-strategy]
    reports_to: ceo
  cto:
    owns: roadmap
""".splitlines(keepends=True)

TEAMS = "teams: {checkout: {lead: pm, deputy: pm}}\n".splitlines(keepends=True)


def span(line: int, column: int, end: int, *, file: str = "org.yaml", end_line: int | None = None) -> Span:
    return Span(file, line, column, end_line or line, end)


CONTESTED = Finding(
    rule="contested-duty",
    level=Level.ERROR,
    message="two seats answer for 'roadmap': pm and cto",
    fix="Keep one of them, and list the other as responsible.",
    address="responsibilities.roadmap",
    span=span(5, 12, 19),
    why="With two owners a question goes back and forth between them.",
    related=(Related("also claimed here", span(8, 11, 18)),),
    identity="0123456789abcdef",
    tier=1,
)

OWN_DEPUTY = Finding(
    rule="own-deputy",
    level=Level.WARNING,
    message="the lead of 'checkout' is named as its own deputy",
    fix="Name another seat as deputy.",
    address="teams.checkout",
    span=span(1, 30, 40, file="teams.yaml"),
    related=(Related("the lead", span(1, 20, 28, file="teams.yaml")),),
    identity="fedcba9876543210",
    tier=2,
)

NO_TITLE = Finding(
    rule="untitled-seat",
    level=Level.INFO,
    message="cto has no title",
    fix="Give it a title.",
    address="roles.cto",
    span=span(7, 3, 6),
    identity="00000000000000aa",
)

WAIVED = NO_TITLE._replace(level=Level.ERROR, rule="no-purpose", identity="00000000000000bb", suppressed="Until March")

RULES = (
    UNREADABLE,
    RuleText(
        "contested-duty",
        "ownership",
        Level.ERROR,
        "Two seats answer for one duty.",
        "With two owners a question goes back and forth.",
        "Keep one of <owners>.",
        ("A book of rules https://example.org/rules", "“An article”, Its heading"),
    ),
    RuleText("own-deputy", "load", Level.WARNING, "A lead is their own deputy.", "Nobody steps in.", "Name another."),
    RuleText("untitled-seat", "wording", Level.INFO, "A seat has no title.", "", "Give it one."),
    RuleText("no-purpose", "roles", Level.ERROR, "A seat has no purpose.", "", "Say what it is for."),
    RuleText("clean", "hats", Level.WARNING, "Never found here.", "", ""),
    RuleText("blind", "metrics", Level.WARNING, "Nothing is said of it.", "", "", described=False),
)

LADDER = (Rung("startup", 0), Rung("scaleup", 3), Rung("enterprise", 11))

COVERAGE = (Coverage("expected duties with exactly one owner", 11, 14), Coverage("metrics with a target", 0, None))


def result(*findings: Finding, **changes: Any) -> Result:
    """Make a result of the two files above."""
    whole = Result(
        root="org.yaml",
        stage="scaleup",
        stage_from="org.stage",
        today="2026-05-01",
        version="0.1.0",
        findings=findings,
        ladder=LADDER,
        coverage=COVERAGE,
        not_described=("metrics", "rituals"),
        sources={"org.yaml": ORG, "teams.yaml": TEAMS},
        rules=lambda: RULES,
    )
    return replace(whole, **changes)


FULL = result(CONTESTED, OWN_DEPUTY, NO_TITLE, WAIVED)


def report(name: str, *results: Result, encoding: str | None = None, options: Options | None = None) -> str:
    """Give what a report writes to a stream of that encoding, or to one in memory."""
    buffer = io.BytesIO()
    out = io.TextIOWrapper(buffer, encoding, newline="\n") if encoding else io.StringIO()
    write(name, results, out, options or Options())
    out.flush()
    return buffer.getvalue().decode(encoding) if encoding else out.getvalue()  # type: ignore[union-attr]


def several(number: int, level: Level = Level.WARNING) -> Sequence[Finding]:
    """Make so many findings of one rule."""
    seat = NO_TITLE._replace(level=level)
    return [
        seat._replace(message=f"seat{n} has no title", address=f"roles.seat{n}", span=span(n + 1, 1, 4))
        for n in range(number)
    ]


def broken(*faults: Finding) -> Result:
    """Make a result of a file that cannot be read, for one reason or for those given."""
    fault = invalid("'ownr' is not a field of a role", span(5, 5, 9), "Write 'owns'.", address="roles.pm.ownr")
    return Result(
        "org.yaml",
        "",
        "",
        "2026-05-01",
        "0.1.0",
        faults or (fault,),
        sources={"org.yaml": ORG},
        rules=lambda: (UNREADABLE,),
    )
