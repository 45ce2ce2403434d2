"""Facts of deliverables and handoffs as they are written down: org files in, values out."""

from __future__ import annotations

import datetime

import pytest

from roleaudit import catalog, document, facts, model
from roleaudit.facts import UNKNOWN, Open, Value

CATALOG = catalog.load()


def fact(text: str, kind: str, address: str, name: str) -> Value:
    org = model.parse(document.parse(text.encode(), "org.yaml"))
    found = facts.build(org, CATALOG, datetime.date(2027, 1, 15))
    (entity,) = [entity for entity in found.of(kind) if entity.address == address]
    return facts.value(entity, name)


def test_deliverables_that_are_based_on_each_other_are_followed_once() -> None:
    text = """
deliverables:
  roadmap: {based_on: [backlog, user-interviews]}
  backlog: {based_on: [roadmap]}
"""
    for id in ("roadmap", "backlog"):
        found = fact(text, "deliverable", f"deliverables.{id}", "based_on")
        assert isinstance(found, frozenset)
        assert "customer-insight" in found


@pytest.mark.parametrize(
    ("ends", "sides"),
    [
        ("from: [pm], to: [dev]", frozenset({"product>development"})),
        ("from: [dev], to: [pm]", frozenset({"development>product"})),
        ("from: [pm, oracle], to: [dev]", Open({"product>development"})),
        ("from: [oracle], to: [dev]", Open()),
        ("from: [pm]", UNKNOWN),
    ],
)
def test_a_handoff_connects_the_sides_of_its_ends(ends: str, sides: Value) -> None:
    text = f"""
roles: {{pm: {{title: Product Manager}}, dev: {{title: Developer}}, oracle: {{}}}}
handoffs: {{specs: {{{ends}}}}}
"""
    found = fact(text, "handoff", "handoffs.specs", "sides")
    assert found == sides
    assert type(found) is type(sides)
