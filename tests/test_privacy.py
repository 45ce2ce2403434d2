"""What is personal does not belong in an org file, and is printed nowhere."""

from __future__ import annotations

import datetime
import io
import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import roleaudit
from roleaudit import cli, privacy, reports
from roleaudit.findings import Level, Result
from roleaudit.reports import Options

TODAY = datetime.date(2027, 1, 15)
SECRET = "85000-squirrel"


def audited(text: str, folder: Path, name: str = "org.yaml") -> Result:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return roleaudit.audit(file, today=TODAY)


def reported(result: Result) -> str:
    """Everything that any report prints of a result, notes included."""
    out = io.StringIO()
    for name in reports.FORMATS:
        reports.write(name, [result], out, Options(min_level=Level.INFO))
    return out.getvalue() + "".join(line for lines in result.sources.values() for line in lines)


FILES = {
    "a field of one's own": "people: {p1: {roles: ghost, x-salary: SECRET}}",
    "below a field of one's own": "people: {p1: {roles: ghost, x-hr: {salary: SECRET, since: 2020-01-01}}}",
    "on lines of its own": "people:\n  p1:\n    roles: ghost\n    x-health: >\n      SECRET\n      SECRET",
    "in a list": "people: {p1: {roles: ghost, x-ratings: [SECRET, {y: SECRET}]}}",
    "at a holding": "people: {p1: {roles: {role: ghost, x-performance: SECRET}}}",
    "in camel case": "people: {p1: {roles: ghost, x-performanceRating: SECRET}}",
    "at a seat": "roles: {ghost-of-x: {x-pay-grade: SECRET, reports_to: ghost}}",
    "an unknown field": "people: {p1: {roles: ghost, salary: SECRET}}",
    "an unknown field of a holding": "people: {p1: {roles: [{role: ghost, rating: SECRET}]}}",
    "an unknown section": "people: {p1: {roles: ghost}}\nsalaries: {p1: SECRET}",
    "in a file that is broken elsewhere": "people: {p1: {roles: ghost, x-salary: SECRET, kind: 7}}",
    "on the line that breaks the file": "people: {p1: {roles: ghost, x-salary: SECRET]}",
    "of another language": "people: {p1: {roles: ghost, x-gehalt: SECRET}}",
}


@pytest.mark.parametrize("case", FILES)
def test_what_is_private_is_found_and_never_printed(case: str, tmp_path: Path) -> None:
    result = audited("org: {stage: scaleup}\n" + FILES[case].replace("SECRET", SECRET), tmp_path)
    assert result.findings
    text = reported(result)
    assert "ghost" in text or result.invalid
    assert "squirrel" not in text
    if "broken" not in case and "breaks" not in case:
        messages = " ".join(f.message for f in result.findings)
        assert "does not belong in an org file" in messages or "is no matter of roles" in messages


def test_an_unknown_private_field_is_not_sent_elsewhere(tmp_path: Path) -> None:
    """Where another unknown field may be one of the user's own, this one is to be removed."""
    (found,) = audited("org: {stage: startup}\npeople: {p1: {salary: 5}}", tmp_path).findings
    assert found.message.startswith("`salary` does not belong in an org file")
    assert "Remove the field" in found.fix
    assert "x-" not in found.fix
    (found,) = audited("org: {stage: startup}\npeople: {p1: {email: a@b.io}}", tmp_path).findings
    assert "how to reach somebody is personal data" in found.message
    (found,) = audited("org: {stage: startup}\nproducts: {shop: {rating: 5}}", tmp_path).findings
    assert "begins with `x-`" in found.fix, "a product may have a rating"


@pytest.mark.parametrize(
    "harmless",
    [
        "products: {shop: {x-performance: fast, x-health: green}}",
        "people: {p1: {roles: ceo, x-health-check: daily, x-stage: 3, x-language: de, x-manager-of: p2}}",
        "metrics: {performance: {owner: ceo}, pay: {owner: ceo}}",
        "responsibilities: {salary: {accountable: ceo, x-note: none}}",
        "teams: {health: {lead: ceo, x-rating: 5}}",
    ],
)
def test_words_that_are_private_of_people_only(harmless: str, tmp_path: Path) -> None:
    result = audited(f"org: {{stage: scaleup}}\n{harmless}", tmp_path)
    assert not result.invalid
    assert "private-data" not in {f.rule for f in result.findings}


REACHABLE = [
    "jane.doe@harbourlabs.io", "jane@harbourlabs.io", "j-doe@harbourlabs.co.uk", "+49 30 1234567", "+1 (415) 555-0100",
    "(415) 555-0100", "030 1234567", "0171/1234567", "01 42 68 53 00", "415-555-0100", "+44 20 7946 0958",
]  # fmt: skip
NOBODYS = [
    "support@harbourlabs.io", "team-checkout@harbourlabs.io", "no-reply@harbourlabs.io", "me@example.com",
    "git@code.harbourlabs.io:shop/app", "https://x.io/?user=jane@harbourlabs.io", "2026-05-01", "01.05.2026",
    "01/05/2026 10:30", "ISO 27001:2022", "10.000.000", "1.2.3.4", "between 100 000 and 200 000", "2025-2026",
    "every 2 weeks", "https://x.io/0171-1234567", "08:00-12:00",
]  # fmt: skip


@pytest.mark.parametrize("text", REACHABLE)
def test_contact_data_is_found_and_never_printed(text: str, tmp_path: Path) -> None:
    result = audited(f'org: {{stage: scaleup}}\nroles: {{tech-lead: {{purpose: "Ask {text} first"}}}}', tmp_path)
    assert "contact-data" in {f.rule for f in result.findings}
    assert text not in reported(result)
    named = audited(f'org: {{stage: scaleup}}\nresponsibilities: {{on-call: {{accountable: "{text}"}}}}', tmp_path)
    assert "unknown-reference" in {f.rule for f in named.findings}
    assert text not in reported(named)


def test_contact_data_is_covered_wherever_it_is_written(tmp_path: Path) -> None:
    """As the name of a duty, as an approver, in the reason of a waiver and as the one who accepted it."""
    text = """
    org: {stage: scaleup, name: Ask jane@harbourlabs.io}
    roles:
      tech-lead: {owns: [ask jane@harbourlabs.io about releases]}
      cto: {owns: [ask jane@harbourlabs.io about releases], title: CTO jane@harbourlabs.io}
    people: {p1: {name: jane@harbourlabs.io}, p2: {}}
    decisions: {release: {decides: [jane@harbourlabs.io, cto], approvers: jane@harbourlabs.io}}
    external: [jane@harbourlabs.io]
    waivers:
      - {rule: people-without-role, at: org, reason: Ask jane@harbourlabs.io, by: jane@harbourlabs.io}
    """
    result = audited(text, tmp_path)
    assert {"duty-with-several-owners", "contact-data"} <= {f.rule for f in result.findings}
    assert any(f.suppressed for f in result.findings)
    assert "jane" not in reported(result)
    assert "jane" not in repr(result.waivers)


@pytest.mark.parametrize("text", NOBODYS)
def test_what_looks_like_contact_data_and_is_none(text: str, tmp_path: Path) -> None:
    result = audited(f'org: {{stage: scaleup}}\nroles: {{tech-lead: {{purpose: "Ask {text} first"}}}}', tmp_path)
    assert "contact-data" not in {f.rule for f in result.findings}


def test_contact_data_is_covered_in_the_facts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "org.yaml"
    file.write_text("org: {stage: startup}\nroles: {cto: {purpose: Ask jane@harbourlabs.io}}", encoding="utf-8")
    for format in ("text", "json"):
        monkeypatch.setattr(sys, "argv", ["roleaudit", "facts", str(file), "--format", format])
        assert cli.execute() == 0
        out = capsys.readouterr().out
        assert "harbourlabs" not in out
        assert "Ask ******" in out


@given(st.text(), st.sampled_from(REACHABLE), st.text())
def test_covering_keeps_every_column(before: str, contact: str, after: str) -> None:
    """What is covered is as long as it was, so that marks under a quoted line stay where they are; once is enough."""
    text = f"{before} {contact} {after}"
    covered = privacy.cover(text)
    assert len(covered) == len(text)
    assert all(a in (b, "*") for a, b in zip(covered, text, strict=True))
    assert not privacy.contacts(privacy.cover(covered))


def test_lines_can_be_taken_in_slices(tmp_path: Path) -> None:
    result = audited("org:\n  stage: startup\n  title: jane@harbourlabs.io\n", tmp_path)
    (lines,) = result.sources.values()
    assert [*lines[1:3]] == ["  stage: startup", "  title: *******************"]


def test_nothing_ranks_people(tmp_path: Path) -> None:
    """Who to look at first never follows from how much is found of somebody."""
    text = """
    org: {stage: enterprise}
    roles:
      product-manager: {owns: roadmap}
      tech-lead: {owns: architecture}
      qa: {owns: qa}
      designer: {owns: ui-ux-design}
    people:
      a1: {roles: [product-manager, tech-lead]}
      a2: {roles: [product-manager, tech-lead, qa, designer]}
    """
    result = audited(text, tmp_path)
    out = io.StringIO()
    reports.write("json", [result], out, Options())
    first = json.loads(out.getvalue())["results"][0]["summary"]["fix_first"]
    people = [row["address"] for row in first if row["address"].startswith("people.")]
    assert people == sorted(people)
    of_people = [f.address for f in result.findings if f.address.startswith("people.")]
    assert of_people == sorted(of_people), "in the order of the file"
