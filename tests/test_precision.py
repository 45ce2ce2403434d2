"""Files as people first write them, half filled or in words of their own: what is told of them, and nothing else."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from roleaudit import document, pipeline
from roleaudit.findings import Level

TODAY = datetime.date(2026, 11, 22)

TWO_FOUNDERS = """
org: {name: Pebble, stage: startup}
products: {pebble: {title: Pebble}}
roles:
  ceo:
    title: Co-founder & CEO
    owns: [vision, product strategy, feature prioritization, roadmap, specs, customer interviews]
  cto: {title: Co-founder & CTO, owns: [development, architecture, deployment, quality]}
"""
TITLES_ONLY = """
org: {name: Lumen, stage: startup}
roles: {ceo: {title: CEO}, swe: {title: Software Engineer}, cs: {title: Customer Success Manager}}
people:
  p1: {roles: ceo}
  p2: {roles: swe, reports_to: p1}
  p3: {roles: swe, reports_to: p1}
  p4: {roles: cs, reports_to: p1}
"""
FIRST_PLAN_OF_SEVERAL = """
org: {name: Meridian, stage: startup}
products: {cards: {title: Cards, phase: launched, vision: One card for all}, wallet: {title: Wallet, phase: launched}}
roles:
  cpo:
    owns: [product-vision, product-strategy, roadmap, feature-prioritisation, requirements-definition, user-research]
  cto: {owns: [delivery, qa]}
deliverables:
  cards-plan: {kind: roadmap, product: cards, owner: cpo}
"""
CASES: dict[str, tuple[str, set[tuple[str, str, str]]]] = {
    "two founders and their seats": (TWO_FOUNDERS, set()),
    "people and titles, no duties": (TITLES_ONLY, {("nothing-owned", "error", "org")}),
    "the first plan, of one product among several": (FIRST_PLAN_OF_SEVERAL, set()),
}


@pytest.mark.parametrize("case", CASES)
def test_a_first_file_gives_only_what_is_true(case: str, tmp_path: Path) -> None:
    """Above info, exactly these: a missing line elsewhere is no finding, and an everyday word is understood."""
    text, expected = CASES[case]
    file = tmp_path / "org.yaml"
    file.write_text(text, encoding="utf-8")
    result = pipeline.audit(file, today=TODAY)
    assert not result.invalid
    assert {(f.rule, str(f.level), f.address) for f in result.findings if f.level >= Level.WARNING} == expected


def test_a_half_filled_file_is_no_flood() -> None:
    """Sixty entries of an afternoon, in everyday words: what is told can be worked through in another one."""
    file = Path(__file__).with_name("half_filled.yaml")
    data = document.read(file).data
    assert sum(len(section) for name, section in data.items() if isinstance(section, dict) and name != "org") >= 60
    levels = [finding.level for finding in pipeline.audit(file, today=TODAY).findings]
    assert 1 <= levels.count(Level.ERROR) <= 5
    assert 1 <= levels.count(Level.WARNING) <= 15
