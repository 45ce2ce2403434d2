"""Every rule file: its examples are the tests, and the file itself keeps to the form."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked import TODAY, audited

from roleaudit import examples, rules
from roleaudit.config import Config
from roleaudit.findings import Level
from roleaudit.rule_sets import in_force

FORCE = in_force(Config())
RULES = FORCE.rules
CATALOG = FORCE.catalog


@pytest.mark.parametrize("rule", RULES.rules.values(), ids=lambda rule: rule.name)
def test_examples_hold(rule: rules.Rule) -> None:
    """The rule does what its examples promise, as `roleaudit test-rules` asks of own rules."""
    assert [(f.span.line, f.message) for f in examples.faults(rule, FORCE, TODAY)] == []


@pytest.mark.parametrize("rule", RULES.rules.values(), ids=lambda rule: rule.name)
def test_rule_is_complete(rule: rules.Rule) -> None:
    """A rule says what, why and how in plain sentences, cites a source that exists, and has an example."""
    for text in (rule.summary, rule.why, rule.fix):
        assert text.endswith((".", "?")), text
    assert rule.examples
    assert rule.sources
    for source in rule.sources:
        assert source.title or CATALOG.article(source.document), source
        assert source.title or source.section
    assert "\n" not in rule.message
    assert len(rule.summary) <= 110


def test_a_maker_of_hardware_is_not_asked_for_the_trades_of_software(tmp_path: Path) -> None:
    bad = RULES.rules["specialists-missing"].examples[0].bad
    hardware = bad.replace("org: {", "org: {industry: hardware, ")
    assert "specialists-missing" in {f.rule for f in audited(bad, tmp_path).findings}
    assert "specialists-missing" not in {f.rule for f in audited(hardware, tmp_path).findings}


def test_a_vacant_seat_for_a_specialist_is_a_seat(tmp_path: Path) -> None:
    good = RULES.rules["specialists-missing"].examples[0].good
    without = good.replace("qa-engineer", "engineer")
    vacant = f"{without}roles: {{qa-engineer: {{vacant: true}}}}\n"
    assert "specialists-missing" in {f.rule for f in audited(without, tmp_path).findings}
    assert "specialists-missing" not in {f.rule for f in audited(vacant, tmp_path).findings}


def test_a_single_duty_of_a_seat_with_several_holders_is_reported_once(tmp_path: Path) -> None:
    people = "people: {p1: {roles: product-manager}, p2: {roles: product-manager}}"
    text = f"org: {{stage: scaleup}}\nroles: {{product-manager: {{owns: OWNED}}}}\n{people}"
    several = {"duty-with-several-owners", "many-holders-without-focus"}
    for owned, rules_that_speak in (("roadmap", {"duty-with-several-owners"}), ("[roadmap, pricing]", several)):
        found = {f.rule for f in audited(text.replace("OWNED", owned), tmp_path).findings}
        assert found & several == rules_that_speak


def test_a_message_names_the_specialists_that_are_meant(tmp_path: Path) -> None:
    text = "org: {stage: startup}\nroles: {founder: {owns: product-strategy}, devops: {owns: delivery}, architect: {}}"
    (found,) = (f for f in audited(text, tmp_path).findings if f.rule == "premature-specialists")
    assert found.message.startswith("there are specialists already, architect and devops, and nobody owns ")


def test_a_seat_that_is_only_held_is_called_by_its_own_name(tmp_path: Path) -> None:
    people = "people: {p1: {roles: pm}, p2: {roles: pm}}"
    text = f"org: {{stage: scaleup}}\n{people}\nresponsibilities: {{roadmap: pm, pricing: pm}}"
    (found,) = (f for f in audited(text, tmp_path).findings if f.rule == "many-holders-without-focus")
    assert found.message.startswith("pm is held by 2 people ")


def test_no_two_rules_say_the_same() -> None:
    """Each rule has its own summary and message."""
    summaries = [rule.summary for rule in RULES.rules.values()]
    assert len(set(summaries)) == len(summaries)


def test_a_later_stage_is_never_milder_about_errors() -> None:
    """About as many errors by default as the design expects, at every stage more than before or as many."""
    errors = {
        stage: sum(r.settings[stage].level is Level.ERROR for r in RULES.rules.values()) for stage in rules.STAGES
    }
    assert errors["startup"] <= errors["scaleup"] <= errors["enterprise"] <= 35
