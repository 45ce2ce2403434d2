"""Every rule file: its examples are the tests, and the file itself keeps to the form."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from marked import TODAY, audited, marks, told

from roleaudit import catalog, document, engine, facts, model, rules
from roleaudit.facts import Facts
from roleaudit.findings import Level

RULES = rules.load()
CATALOG = catalog.load(rules.rules_root() / "catalog")
EXAMPLES = [
    pytest.param(rule, number, id=f"{rule.name}-{number}")
    for rule in RULES.rules.values()
    for number in range(len(rule.examples))
]


def resolved(text: str) -> tuple[Facts, str]:
    source = document.parse(text.encode(), "org.yaml")
    org = model.parse(source)
    assert org.org is not None
    assert org.org.stage is not None
    return facts.build(org, CATALOG, TODAY, RULES.names()), org.org.stage


@pytest.mark.parametrize(("rule", "number"), EXAMPLES)
def test_bad_example_is_marked_in_full(rule: rules.Rule, number: int, tmp_path: Path) -> None:
    """The rule speaks on exactly the marked lines of its bad example, at the marked level."""
    bad = rule.examples[number].bad
    wanted = marks(bad)
    assert wanted, "the bad example has no mark"
    assert {name for _, name, _ in wanted} == {rule.name}
    assert {mark for mark in told(audited(bad, tmp_path)) if mark[1] == rule.name} == wanted


@pytest.mark.parametrize(("rule", "number"), EXAMPLES)
def test_good_example_is_silent_and_adds_nothing(rule: rules.Rule, number: int, tmp_path: Path) -> None:
    """The good example is silent on this rule, and nothing above info speaks that was not there before."""
    example = rule.examples[number]
    before = {(f.rule, f.address) for f in audited(example.bad, tmp_path).findings if f.level > Level.INFO}
    after = audited(example.good, tmp_path)
    assert not [f.message for f in after.findings if f.rule == rule.name]
    added = {(f.rule, f.address) for f in after.findings if f.level > Level.INFO} - before
    assert not added


@pytest.mark.parametrize(("rule", "number"), EXAMPLES)
def test_good_example_is_not_silent_for_want_of_data(rule: rules.Rule, number: int) -> None:
    """Where the bad example was flagged, the good one is content or plainly not meant; never unknown."""
    example = rule.examples[number]
    flagged, stage = resolved(example.bad)
    addresses = {hit.entity.address for hit in engine.run(RULES, flagged, frozenset({rule.name}), stage).hits[stage]}
    mended, stage = resolved(example.good)
    judge = engine.Judge(rule, dict(rule.settings[stage].params), mended.org)
    entities = mended.of(rule.kind)
    verdicts = dict(zip((e.address for e in entities), judge.verdicts(entities), strict=True))
    unclear = {address for address in addresses if verdicts.get(address) == "unknown"}
    assert not unclear, f"unknown at {unclear}"
    assert any(v in ("content", "silent") for v in verdicts.values()) or not (addresses & set(verdicts))


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


@pytest.mark.parametrize("rule", RULES.rules.values(), ids=lambda rule: rule.name)
def test_each_stage_can_speak(rule: rules.Rule, tmp_path: Path) -> None:
    """At every stage where the rule is on, a bad example makes it speak at that stage, at its level or a milder one."""
    for stage, setting in rule.settings.items():
        if setting.level is None:
            continue
        texts = [re.sub(r"\bstage: \w+", f"stage: {stage}", e.bad, count=1) for e in rule.examples]
        levels = {f.level for text in texts for f in audited(text, tmp_path).findings if f.rule == rule.name}
        assert levels, f"no example speaks at {stage}"
        assert max(levels) <= setting.level
        assert rule.milder or levels == {setting.level}


def test_a_maker_of_hardware_is_not_asked_for_the_trades_of_software(tmp_path: Path) -> None:
    bad = RULES.rules["specialists-missing"].examples[0].bad
    hardware = bad.replace("org: {", "org: {industry: hardware, ")
    assert "specialists-missing" in {f.rule for f in audited(bad, tmp_path).findings}
    assert "specialists-missing" not in {f.rule for f in audited(hardware, tmp_path).findings}


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
