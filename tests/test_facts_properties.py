"""Facts of any small org file: nothing is too odd to resolve; order, names and more people change what they should."""

from __future__ import annotations

import copy
import datetime
import json

import pytest
from anyorg import PRODUCTS, ROLES, SMALL, TEAMS, Data, entries, renamed, turned
from hypothesis import example, given
from hypothesis import strategies as st

from roleaudit import catalog, document, facts, model
from roleaudit.checks import MATCHERS
from roleaudit.facts import KINDS, Entity, Facts, Open, Value, ritual
from roleaudit.facts.graph import Scope

TODAY = datetime.date(2027, 1, 15)
CATALOG = catalog.load()
SCOPES: list[Scope] = [*(("product", id) for id in PRODUCTS), *(("team", id) for id in TEAMS)]


def text(data: Data) -> bytes:
    """JSON is YAML; what would not be text there is written as text before."""
    return json.dumps(data).encode()


def read(data: Data) -> Facts:
    return facts.build(model.parse(document.parse(text(data), "org.yaml")), CATALOG, TODAY)


def everything(found: Facts) -> list[Entity]:
    """All entities of all kinds, with the duties of the catalogue that nobody claims."""
    return [
        *(e for kind in KINDS for e in found.of(kind)),
        *found.duties(["roadmap", "role-definition", "coding", "qa"]),
    ]


def told(value: Value) -> object:
    """A value in a form in which open sets and counts differ from closed ones."""
    return (type(value).__name__, sorted(value) if isinstance(value, frozenset) else value)


def values(data: Data) -> dict[tuple[str, str, str], object]:
    """Every fact of every entity by kind, address and name."""
    return {
        (e.kind, e.address, fact): told(facts.value(e, fact))
        for e in everything(read(data))
        for fact in KINDS[e.kind].facts
    }


@SMALL
@given(entries)
def test_every_fact_of_every_entity_has_a_value_and_a_place(data: Data) -> None:
    source = document.parse(text(data), "org.yaml")
    found = facts.build(model.parse(source), CATALOG, TODAY)
    for e in everything(found):
        assert e.path
        for fact in KINDS[e.kind].facts:
            facts.value(e, fact)
            paths = facts.evidence(e, fact)
            assert paths
            for path in paths:
                assert path
                assert isinstance(path, tuple)
                span, _ = source.place(path)
                assert span.line >= 1


@SMALL
@given(entries)
def test_addresses_of_one_kind_are_unique(data: Data) -> None:
    found = read(data)
    for kind in KINDS:
        addresses = [e.address for e in found.of(kind)]
        assert len(addresses) == len(set(addresses)), kind


@SMALL
@given(entries)
def test_the_order_of_keys_changes_no_value(data: Data) -> None:
    assert values(turned(data)) == values(data)


@SMALL
@given(entries)
def test_the_order_of_questions_changes_no_value(data: Data) -> None:
    found = read(data)
    backward = {
        (e.kind, e.address, fact): told(facts.value(e, fact))
        for kind in reversed(KINDS)
        for e in found.of(kind)
        for fact in reversed(KINDS[kind].facts)
    }
    forward = values(data)
    assert {key: forward[key] for key in backward} == backward


@SMALL
@given(entries, st.sampled_from(ROLES))
def test_one_more_holder_never_leaves_a_duty_without_claims(data: Data, seat: str) -> None:
    before = {e.address: facts.value(e, "claims") for e in read(data).of("duty")}
    more = copy.deepcopy(data)
    more.setdefault("people", {})["q9"] = {"roles": [{"role": seat}]}
    after = {e.address: facts.value(e, "claims") for e in read(more).of("duty")}
    for address, claims in before.items():
        if isinstance(claims, frozenset) and claims:
            assert after.get(address), address


def respelled(value: object, old: str, new: str) -> object:
    """The same value with an id changed wherever it stands, in addresses too."""
    if isinstance(value, str):
        return value.replace(old, new)
    if isinstance(value, list):
        return sorted(respelled(item, old, new) for item in value)  # type: ignore[type-var]
    return tuple(respelled(item, old, new) for item in value) if isinstance(value, tuple) else value


@SMALL
@given(entries, st.sampled_from(["p1zz81", "zz81", "a0"]))
def test_a_person_with_another_id_is_the_same_person(data: Data, new: str) -> None:
    """Wherever in the alphabet; but where a circle of lines looks the same from several, the first id is told."""
    data = {**data, "people": {"p1": {}, **data.get("people", {})}}
    before = {key: value for key, value in values(data).items() if key[2] not in told_by_id(new)}
    after = {key: value for key, value in values(renamed(data, "p1", new)).items() if key[2] not in told_by_id(new)}
    assert respelled(sorted(after.items(), key=str), new, new) == respelled(sorted(before.items(), key=str), "p1", new)


def told_by_id(new: str) -> tuple[str, ...]:
    """The facts that an id may decide where it takes another place in the alphabet."""
    return () if new.startswith("p1") else ("in_cycle", "chain")


@SMALL
@given(entries, st.sampled_from([*ROLES, "ceo", "developer"]))
def test_one_more_person_never_takes_back_what_an_open_set_said(data: Data, seat: str) -> None:
    """An open set says yes to `includes` and no to `none`; who else is listed in a seat cannot turn that around."""
    data = {**data, "org": {"headcount": "30"}}
    more = copy.deepcopy(data)
    more.setdefault("people", {})["q9"] = {"roles": [{"role": seat}]}
    after = {(e.kind, e.address): e for e in everything(read(more))}
    for e in everything(read(data)):
        for fact, described in KINDS[e.kind].facts.items():
            found = facts.value(e, fact)
            then = after.get((e.kind, e.address))
            if described.type != "set" or not isinstance(found, Open) or then is None:
                continue
            now = facts.value(then, fact)
            if isinstance(now, frozenset):
                for member in found:
                    assert MATCHERS["set"]["none"].test([now], {member}) != [True], (e.address, fact, found, now)


@SMALL
@given(entries, st.lists(st.lists(st.sampled_from(SCOPES), max_size=2, unique=True).map(tuple), max_size=4))
def test_what_covers_a_scope_is_found_by_the_scope(data: Data, placed: list[tuple[Scope, ...]]) -> None:
    graph = read(data).graph
    for wanted in SCOPES:
        covering = [number for number, scopes in enumerate(placed) if graph.covers(scopes, wanted)]
        assert graph.reaching(graph.placed(placed), wanted) == covering, (placed, wanted)


ONE_MEETING: Data = {
    "products": {"book": {}},
    "roles": {"qa": {}},
    "people": {"p2": {"roles": [{"role": "pm", "team": ["alpha"], "until": "2026-05-01"}, {"role": "cto"}]}},
    "teams": {"alpha": {}},
    "rituals": {"r1": {"product": ["book"], "team": ["alpha"], "cadence": "weekly", "participants": ["engineering"]}},
}
"""A department is invited, and in the team somebody belongs to it: nobody else of it sits there."""


@SMALL
@given(entries)
@example(ONE_MEETING)
def test_who_sits_in_a_meeting_is_the_same_however_many_hold_the_seat(data: Data) -> None:
    with pytest.MonkeyPatch.context() as patch:
        taken = values(data)
        patch.setattr(ritual, "FEW", -1)  # as if behind each name there were more than these
        assert values(data) == taken
