"""Findings of any small org file: which edits change nothing, and what a name or an order may change."""

from __future__ import annotations

import datetime
import json
import re
import tempfile
from pathlib import Path
from typing import Any

from anyorg import DUTIES, PEOPLE, PRODUCTS, ROLES, SMALL, TEAMS, Data, entries, renamed, turned
from hypothesis import assume, example, given
from hypothesis import strategies as st

from roleaudit import pipeline, rules
from roleaudit.findings import Finding

TODAY = datetime.date(2027, 1, 15)
RULES = rules.load().rules
ASKED = {"decided-without-development", "over-consulted"}
"""Rules about who is asked, not about who answers: a plan's contributors take part, and every seat counts."""

OWNERSHIP = {rule.name for rule in RULES.values() if rule.topic == "ownership"} - ASKED
UNOWNED = {"strategy-unowned", "execution-unowned", "priorities-unowned", "expected-duty-unowned", "nothing-owned"}
stage = st.sampled_from(rules.STAGES)


def found(stage: str, data: Data, *parts: Data) -> list[Finding]:
    """The findings of an organisation whose root file includes other files, in their order."""
    root = {**data, "org": {**data.get("org", {}), "stage": stage}}
    with tempfile.TemporaryDirectory() as folder:
        for number, part in enumerate(parts):
            (Path(folder) / f"part-{number}.yaml").write_text(json.dumps(part), encoding="utf-8")
            root.setdefault("include", []).append(f"part-{number}.yaml")
        file = Path(folder) / "org.yaml"
        file.write_text(json.dumps(root), encoding="utf-8")  # JSON is YAML
        result = pipeline.audit(file, today=TODAY)
    assert not result.invalid, [finding.message for finding in result.findings]
    return list(result.findings)


def told(findings: list[Finding]) -> list[tuple[str, str, str, str]]:
    """What a finding is and says, wherever it stands."""
    return sorted((f.identity, f.rule, str(f.level), f.message) for f in findings)


def ownership(findings: list[Finding]) -> list[tuple[str, str, str, str]]:
    return told([f for f in findings if f.rule in OWNERSHIP])


@SMALL
@given(stage, entries, st.sampled_from(["tools", "metrics", "deliverables", "rituals", "handoffs"]))
def test_what_is_used_made_and_met_is_no_claim(stage: str, data: Data, section: str) -> None:
    """With or without the section, the same is owned by the same."""
    without = {name: entries for name, entries in data.items() if name != section}
    assert ownership(found(stage, data)) == ownership(found(stage, without))


@SMALL
@given(stage, entries, st.sampled_from([[], ["account-executive"], ["office-manager"]]))
def test_a_person_without_a_claim_changes_no_owner(stage: str, data: Data, seats: list[str]) -> None:
    """Where people are listed already, one more who answers for nothing changes nothing about who does."""
    org = {word: value for word, value in data.get("org", {}).items() if word != "headcount"}
    people = data.get("people") or {"q8": {}}
    before = {**data, "org": org, "people": people}
    after = {**before, "people": {**people, "q9": {"roles": seats}}}
    assert ownership(found(stage, after)) == ownership(found(stage, before))


ONE_TEAM_ANSWERS = {
    "products": {"book": {}, "till": {}},
    "teams": {"alpha": {"product": "till", "lead": "pm", "responsibilities": {"role-definition": "pm"}}},
}


@SMALL
@given(stage, entries, st.sampled_from(PRODUCTS), st.sampled_from(DUTIES), st.sampled_from([*ROLES, *PEOPLE]))
@example("startup", ONE_TEAM_ANSWERS, "book", "product-strategy", "pm")
def test_a_new_owner_leaves_no_duty_unowned(stage: str, data: Data, product: str, duty: str, owner: str) -> None:
    """In a product that has claimed duties, giving an owner never adds that something is unowned."""
    products = {product: {}, **data.get("products", {})}
    before = {(f.rule, f.address) for f in found(stage, {**data, "products": products}) if f.rule in UNOWNED}
    assume(("nothing-owned", f"products.{product}") not in before)
    entry = products[product]
    given = {**entry, "responsibilities": {**entry.get("responsibilities", {}), duty: {"accountable": owner}}}
    after = found(stage, {**data, "products": {**products, product: given}})
    assert {(f.rule, f.address) for f in after if f.rule in UNOWNED} <= before


def words(finding: Finding, old: str = "", new: str = "") -> tuple[Any, ...]:
    """A finding as bags of words, one of them respelled."""
    said = (finding.rule, finding.address, finding.message, finding.fix)
    return (str(finding.level), *(sorted(new if w == old else w for w in re.findall(r"[\w-]+", text)) for text in said))


@SMALL
@given(stage, entries, st.sampled_from([PEOPLE[0], TEAMS[0], PRODUCTS[0], "wizard"]))
def test_a_new_name_renames_findings_and_nothing_else(stage: str, data: Data, name: str) -> None:
    """An id that is no word of the catalogue is only a name, as long as it keeps its place in the alphabet.

    Of several alike, such as the lines of a circle that looks the same from each of them, the first by name is pointed
    at, since the order of entries must not matter.
    """
    new = f"{name}zz81"
    before = sorted(words(f, name, new) for f in found(stage, data))
    assert sorted(words(f) for f in found(stage, renamed(data, name, new))) == before


ALIKE = {name: {"owns": ["product-strategy", "delivery", "roadmap"]} for name in ("pm", "po")}


@SMALL
@given(stage, entries)
@example("startup", {"roles": ALIKE})
def test_the_order_of_keys_changes_no_finding(stage: str, data: Data) -> None:
    assert told(found(stage, turned(data))) == told(found(stage, data))


@SMALL
@given(stage, entries, st.data())
def test_the_order_of_files_changes_no_finding(stage: str, data: Data, draw: st.DataObject) -> None:
    """Which section stands in which file, and which file is read first, is a matter of taste."""
    org = {"org": data["org"]} if "org" in data else {}
    sections = draw.draw(st.permutations([name for name in data if name != "org"]))
    cut = draw.draw(st.integers(0, len(sections)))
    parts = [{name: data[name] for name in names} for names in (sections[:cut], sections[cut:]) if names]
    assert told(found(stage, org, *parts)) == told(found(stage, data))
