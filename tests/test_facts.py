"""Facts: org files in, entities at addresses with values and places out. Who answers for what, and what is unknown."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable

import pytest

from roleaudit import catalog, document, facts, model
from roleaudit.facts import UNKNOWN, AtLeast, Entity, Facts, Open, Value
from roleaudit.findings import dotted

TODAY = datetime.date(2027, 1, 15)
CATALOG = catalog.load()


def read(text: str) -> Facts:
    """Everything that an org file says; a stage is of no matter here."""
    return facts.build(model.parse(document.parse(text.encode(), "org.yaml")), CATALOG, TODAY)


@functools.cache
def org(text: str) -> Facts:
    return read(text)


def entity(text: str, address: str, kind: str = "duty") -> Entity:
    """The entity of a kind at an address; a duty of the catalogue stands there whether anybody claims it or not."""
    found = org(text)
    pool: Iterable[Entity] = found.of(kind)
    if kind == "duty":
        pool = found.duties(dict.fromkeys([*CATALOG.duties, *(e.subject.id for e in pool)]))
    here = [e for e in pool if e.address == address]
    assert len(here) == 1, f"{address} is not among {[e.address for e in pool][:40]}"
    return here[0]


def fact(text: str, address: str, name: str, kind: str = "duty") -> Value:
    return facts.value(entity(text, address, kind), name)


def owners(text: str, address: str = "responsibilities.roadmap") -> Value:
    return fact(text, address, "owners")


def claims(text: str, address: str = "responsibilities.roadmap") -> Value:
    return fact(text, address, "claims")


def kinds(text: str, address: str = "responsibilities.roadmap") -> Value:
    return fact(text, address, "owner_kinds")


def paths(text: str, address: str, name: str, kind: str = "duty") -> list[str]:
    return [dotted(path) for path in facts.evidence(entity(text, address, kind), name)]


def addresses(text: str, kind: str) -> list[str]:
    return [e.address for e in org(text).of(kind)]


TWO = """
products: {booking: {phase: launched}, pos: {phase: launched}}
"""
TEAMS = """
products: {booking: {phase: launched}, pos: {phase: launched}}
teams:
  search: {product: booking}
  checkout: {product: booking}
  terminal: {product: pos}
"""


# --- Both directions, and equal claims ------------------------------------------------------------------------------


def test_a_seat_that_owns_a_duty_answers_for_it() -> None:
    assert owners("roles: {product-manager: {owns: roadmap}}") == {"product-manager"}


def test_a_responsibility_that_names_a_seat_is_a_claim_as_well() -> None:
    assert owners("responsibilities: {roadmap: {accountable: product-manager}}") == {"product-manager"}


def test_the_same_claim_written_in_both_directions_is_one() -> None:
    text = """
    roles: {pm: {title: Product Manager, owns: [delivery, roadmap]}}
    responsibilities: {roadmap: {accountable: pm}}
    """
    assert owners(text) == {"pm"}
    assert claims(text) == {"pm"}
    assert paths(text, "responsibilities.roadmap", "claims") == ["roles.pm.owns[1]"]


def test_a_synonym_of_a_declared_seat_is_an_equal_claim() -> None:
    text = """
    roles: {product-manager: {owns: roadmap}}
    responsibilities: {roadmap: {accountable: pm}}
    """
    assert claims(text) == {"product-manager"}


def test_claims_from_both_directions_that_differ_are_two() -> None:
    text = """
    roles: {pm: {title: Product Manager, owns: roadmap}, cto: {title: CTO}}
    responsibilities: {roadmap: {accountable: cto}}
    """
    assert owners(text) == {"pm", "cto"}
    assert paths(text, "responsibilities.roadmap", "owners") == [
        "roles.pm.owns[0]",
        "responsibilities.roadmap.accountable[0]",
    ]


def test_two_who_are_named_in_one_list_are_two_owners() -> None:
    assert owners("responsibilities: {roadmap: {accountable: [ceo, cto]}}") == {"ceo", "cto"}


def test_the_short_form_of_a_responsibility_names_who_is_accountable() -> None:
    assert owners("responsibilities: {roadmap: ceo}") == {"ceo"}


# --- Scope ----------------------------------------------------------------------------------------------------------


def test_a_claim_without_scope_holds_for_every_product() -> None:
    text = TWO + "roles: {pm: {title: Product Manager, owns: roadmap}}"
    assert owners(text, "products.booking.responsibilities.roadmap") == {"pm"}
    assert owners(text, "products.pos.responsibilities.roadmap") == {"pm"}


def test_the_seat_gives_the_scope_where_nothing_nearer_does() -> None:
    text = TWO + "roles: {pm: {title: Product Manager, product: booking, owns: roadmap}}"
    assert owners(text, "products.booking.responsibilities.roadmap") == {"pm"}
    assert claims(text, "products.pos.responsibilities.roadmap") == UNKNOWN


def test_the_holding_goes_before_the_seat() -> None:
    text = (
        TWO
        + """
roles: {pm: {title: Product Manager, product: booking, owns: roadmap}}
people: {p1: {roles: [{role: pm, product: pos}]}, p2: {roles: pm}}
"""
    )
    assert owners(text, "products.pos.responsibilities.roadmap") == {"p1"}
    assert owners(text, "products.booking.responsibilities.roadmap") == {"p2"}


def test_a_seat_named_where_none_of_several_holders_works_answers_itself() -> None:
    text = """
products: {booking: {responsibilities: {roadmap: {accountable: pm}}}, pos: {phase: launched}}
roles: {pm: {title: Product Manager}}
people: {p1: {roles: [{role: pm, product: pos}]}, p2: {roles: [{role: pm, product: pos}]}}
"""
    assert owners(text, "products.booking.responsibilities.roadmap") == {"pm"}


def test_where_a_claim_is_written_goes_before_the_holding() -> None:
    text = """
products: {booking: {responsibilities: {roadmap: {accountable: pm}}}, pos: {phase: launched}}
roles: {pm: {title: Product Manager}}
people: {p1: {roles: [{role: pm, product: pos}]}}
"""
    assert owners(text, "products.booking.responsibilities.roadmap") == {"p1"}
    assert claims(text, "products.pos.responsibilities.roadmap") == UNKNOWN


def test_a_seat_that_is_named_in_a_product_means_those_who_hold_it_there() -> None:
    text = """
products: {booking: {responsibilities: {roadmap: {accountable: pm}}}, pos: {phase: launched}}
roles: {pm: {title: Product Manager}}
people: {p1: {roles: [{role: pm, product: pos}]}, p2: {roles: [{role: pm, product: booking}]}}
"""
    assert owners(text, "products.booking.responsibilities.roadmap") == {"p2"}


def test_a_seat_that_is_named_for_the_whole_organisation_keeps_the_scope_of_its_holdings() -> None:
    text = (
        TWO
        + """
roles: {pm: {title: Product Manager}}
people: {p1: {roles: [{role: pm, product: pos}]}, p2: {roles: [{role: pm, product: booking}]}}
responsibilities: {roadmap: {accountable: pm}}
"""
    )
    assert owners(text, "products.booking.responsibilities.roadmap") == {"p2"}
    assert owners(text, "products.pos.responsibilities.roadmap") == {"p1"}


def test_a_narrower_claim_replaces_a_wider_one_inside_its_scope_only() -> None:
    text = (
        TWO
        + """
roles:
  cpo: {title: CPO, owns: roadmap}
  pm: {title: Product Manager, product: booking, owns: roadmap}
"""
    )
    assert owners(text, "products.booking.responsibilities.roadmap") == {"pm"}
    assert owners(text, "products.pos.responsibilities.roadmap") == {"cpo"}


BESIDE = """
products: {a: {phase: launched}, b: {phase: launched}}
teams: {red: {product: a}}
roles: {product-manager: {product: a}, product-owner: {team: red}, cto: {}}
responsibilities:
"""


@pytest.mark.parametrize(
    ("written", "address", "expected"),
    [
        ("deployment: {accountable: [cto, product-manager]}", "products.a", {"cto", "product-manager"}),
        ("deployment: {accountable: [product-manager, cto]}", "products.a", {"cto", "product-manager"}),
        ("deployment: {accountable: [cto, product-manager]}", "products.b", {"cto"}),
        ("tasting: {accountable: [cto, product-manager]}", "products.a", {"cto", "product-manager"}),
        ("tasting: {accountable: [cto, product-manager]}", "", {"cto"}),
        ("role-definition: {accountable: [cto, product-manager]}", "", {"cto", "product-manager"}),
        ("user-stories: {accountable: [cto, product-owner]}", "teams.red", {"cto", "product-owner"}),
        ("user-stories: {accountable: [pm, product-owner]}", "teams.red", {"product-manager", "product-owner"}),
    ],
)
def test_names_in_one_list_do_not_silence_each_other(written: str, address: str, expected: set[str]) -> None:
    where = f"{address}.".lstrip(".") + f"responsibilities.{written.partition(':')[0]}"
    assert owners(f"{BESIDE}  {written}", where) == expected


def test_a_name_that_also_owns_is_in_the_list_all_the_same() -> None:
    text = (
        TWO
        + """
roles: {pm: {title: Product Manager, product: pos, owns: roadmap}, cto: {}}
responsibilities: {roadmap: {accountable: cto}, product-roadmap: {accountable: pm}}
"""
    )
    assert owners(text, "products.pos.responsibilities.roadmap") == {"pm", "cto"}
    assert owners(text, "products.booking.responsibilities.roadmap") == {"cto"}


def test_a_seat_that_is_held_for_one_product_replaces_who_holds_it_for_all() -> None:
    text = (
        TWO
        + """
roles: {pm: {title: Product Manager}}
people: {p1: {roles: {role: pm, product: booking}}, p2: {roles: pm}}
responsibilities: {roadmap: {accountable: [pm]}}
"""
    )
    assert owners(text, "products.booking.responsibilities.roadmap") == {"p1"}
    assert owners(text, "products.pos.responsibilities.roadmap") == {"p2"}


def test_a_scope_of_several_products_is_each_of_them() -> None:
    text = """
products: {a: {phase: idea}, b: {phase: idea}, c: {phase: idea}}
roles:
  pm: {title: Product Manager, product: [a, b], owns: roadmap}
  ceo: {title: CEO, owns: pricing}
"""
    assert owners(text, "products.a.responsibilities.roadmap") == {"pm"}
    assert owners(text, "products.b.responsibilities.roadmap") == {"pm"}
    assert claims(text, "products.c.responsibilities.roadmap") == frozenset()


@pytest.mark.parametrize("scope", ["product: ghost", "team: ghost"])
def test_a_scope_that_leads_nowhere_limits_nothing(scope: str) -> None:
    """The name has a finding of its own; that nobody owns the roadmap would be a second one, and not true."""
    text = TWO + f"roles: {{pm: {{title: Product Manager, {scope}, owns: roadmap}}}}"
    assert owners(text, "products.pos.responsibilities.roadmap") == {"pm"}
    held = TWO + f"roles: {{pm: {{owns: roadmap}}}}\npeople: {{p1: {{roles: [{{role: pm, {scope}}}]}}}}"
    assert owners(held, "products.pos.responsibilities.roadmap") == {"p1"}


def test_a_product_that_is_named_where_none_is_listed_is_the_one_product() -> None:
    text = "roles: {pm: {title: Product Manager, product: booking, owns: roadmap}}"
    assert owners(text) == {"pm"}


# --- Per organisation, product and team -----------------------------------------------------------------------------


def test_a_duty_per_organisation_is_judged_once() -> None:
    text = TWO + "roles: {ceo: {owns: role-definition}}"
    assert owners(text, "responsibilities.role-definition") == {"ceo"}
    assert [a for a in addresses(text, "duty") if a.endswith("role-definition")] == ["responsibilities.role-definition"]


def test_a_duty_per_organisation_that_two_products_claim_has_two_owners() -> None:
    text = (
        TWO
        + """
roles:
  a: {title: Head of Product, product: booking, owns: role-definition}
  b: {title: CTO, product: pos, owns: role-definition}
"""
    )
    assert owners(text, "responsibilities.role-definition") == {"a", "b"}


def test_a_duty_per_organisation_that_one_product_claims_has_an_owner() -> None:
    text = TWO + "roles: {a: {title: Head of Product, product: booking, owns: role-definition}}"
    assert owners(text, "responsibilities.role-definition") == {"a"}


def test_a_duty_is_judged_per_product_where_the_catalogue_says_nothing() -> None:
    text = TWO + "roles: {pm: {title: Product Manager, owns: roadmap}}"
    assert [a for a in addresses(text, "duty") if a.endswith("roadmap")] == [
        "products.booking.responsibilities.roadmap",
        "products.pos.responsibilities.roadmap",
    ]


def test_a_duty_per_team_is_contested_within_one_team_only() -> None:
    text = (
        TEAMS
        + """
roles: {po: {title: Product Owner, owns: backlog-management}, tl: {title: Tech Lead, owns: backlog-management}}
people:
  p1: {roles: [{role: po, team: search}]}
  p2: {roles: [{role: po, team: checkout}]}
  p3: {roles: [{role: tl, team: checkout}]}
"""
    )
    assert owners(text, "teams.search.responsibilities.backlog-management") == {"p1"}
    assert owners(text, "teams.checkout.responsibilities.backlog-management") == {"p2", "p3"}
    assert owners(text, "products.booking.responsibilities.backlog-management") == UNKNOWN
    assert kinds(text, "products.booking.responsibilities.backlog-management") == UNKNOWN


def test_one_owner_for_the_whole_product_also_serves_its_teams() -> None:
    text = TEAMS + "roles: {po: {title: Product Owner, product: booking, owns: backlog-management}}"
    assert owners(text, "products.booking.responsibilities.backlog-management") == {"po"}
    assert not [a for a in addresses(text, "duty") if a.startswith("teams.")]


def test_a_claim_of_a_team_covers_its_products() -> None:
    text = TEAMS + "roles: {po: {title: Product Owner, team: search, owns: [backlog-management, roadmap]}}"
    assert claims(text, "products.booking.responsibilities.backlog-management") == {"po"}
    assert claims(text, "products.booking.responsibilities.roadmap") == {"po"}
    assert claims(text, "products.pos.responsibilities.roadmap") == UNKNOWN


def test_a_duty_per_product_that_two_teams_claim_is_contested_in_their_product() -> None:
    text = (
        TEAMS
        + """
roles: {po: {title: Product Owner, owns: roadmap}}
people:
  p1: {roles: [{role: po, team: search}]}
  p2: {roles: [{role: po, team: checkout}]}
  p3: {roles: [{role: po, team: terminal}]}
"""
    )
    assert owners(text, "products.booking.responsibilities.roadmap") == {"p1", "p2"}
    assert owners(text, "products.pos.responsibilities.roadmap") == {"p3"}
    assert not [a for a in addresses(text, "duty") if a.startswith("teams.")]


def test_a_team_inside_a_product_with_an_owner_has_a_duty_of_its_own() -> None:
    text = (
        TEAMS
        + """
roles:
  pm: {title: Product Manager, product: booking, owns: roadmap}
  po: {title: Product Owner, team: search, owns: roadmap}
"""
    )
    assert owners(text, "products.booking.responsibilities.roadmap") == {"pm"}
    assert owners(text, "teams.search.responsibilities.roadmap") == {"po"}


def test_a_duty_is_written_under_a_product_or_a_team_at_its_own_address() -> None:
    text = """
products: {booking: {responsibilities: {roadmap: ceo, pets: ceo}}}
teams: {search: {product: booking, responsibilities: {on-call: cto, qa: cto}}}
responsibilities: {canteen: {accountable: ceo}}
"""
    found = addresses(text, "duty")
    for address in (
        "products.booking.responsibilities.roadmap",
        "products.booking.responsibilities.pets",
        "teams.search.responsibilities.on-call",
        "teams.search.responsibilities.qa",
        "responsibilities.canteen",
    ):
        assert address in found


def test_one_product_and_the_organisation_are_one_scope() -> None:
    text = "products: {booking: {phase: idea}}\nroles: {ceo: {owns: roadmap}}"
    assert owners(text, "products.booking.responsibilities.roadmap") == {"ceo"}
    assert owners("roles: {ceo: {owns: roadmap}}", "responsibilities.roadmap") == {"ceo"}


# --- Claims and owners ----------------------------------------------------------------------------------------------


def test_one_person_in_two_seats_is_one_owner() -> None:
    text = """
roles: {pm: {title: Product Manager, owns: roadmap}, cto: {title: CTO, owns: roadmap}}
people: {p1: {roles: [pm, cto]}}
"""
    assert owners(text) == {"p1"}
    assert claims(text) == {"pm", "cto"}
    assert fact(text, "roles.cto", "owns", "role") == {"roadmap"}
    assert fact(text, "roles.pm", "owns", "role") == {"roadmap"}


def test_two_holders_of_one_seat_without_a_scope_are_two_owners() -> None:
    text = "roles: {pm: {title: Product Manager, owns: roadmap}}\npeople: {p1: {roles: pm}, p2: {roles: pm}}"
    assert owners(text) == {"p1", "p2"}
    assert claims(text) == {"pm"}


def test_two_holders_of_one_seat_in_two_products_are_one_owner_each() -> None:
    text = (
        TWO
        + """
roles: {pm: {title: Product Manager, owns: roadmap}}
people: {p1: {roles: [{role: pm, product: booking}]}, p2: {roles: [{role: pm, product: pos}]}}
"""
    )
    assert owners(text, "products.booking.responsibilities.roadmap") == {"p1"}


@pytest.mark.parametrize("craft", ["coding", "unit-testing", "bug-fixing", "technical-documentation"])
def test_a_craft_is_shared_by_all_who_hold_the_seat(craft: str) -> None:
    text = f"roles: {{engineer: {{owns: {craft}}}}}\npeople: {{p1: {{roles: engineer}}, p2: {{roles: engineer}}}}"
    assert fact(text, f"responsibilities.{craft}", "shareable") is True
    assert fact(text, f"responsibilities.{craft}", "owners") == {"p1", "p2"}
    assert fact("roles: {cto: {owns: qa}}", "responsibilities.qa", "shareable") is False


def test_a_duty_written_under_two_of_its_words_is_one_entry() -> None:
    entries = ["roadmap: {deputy: cto}", "product-roadmap: {accountable: pm, informed: pm}"]
    for order in (entries, entries[::-1]):
        text = f"responsibilities: {{{', '.join(order)}}}"
        assert fact(text, "responsibilities.roadmap", "named") == {"pm"}
        assert fact(text, "responsibilities.roadmap", "deputies") == {"cto"}
        assert fact(text, "responsibilities.roadmap", "double_letters") == {"pm"}
        assert paths(text, "responsibilities.roadmap", "listed") == ["responsibilities.roadmap"]


def test_a_pair_of_seats_with_one_title_has_one_address_in_either_order() -> None:
    seats = ["pm: {title: Product Manager}", "cpo: {title: Product Manager}", "apm: {title: product manager}"]
    for order in (seats, seats[::-1]):
        found = addresses(f"roles: {{{', '.join(order)}}}", "overlap")
        assert sorted(found) == ["roles.apm+roles.cpo", "roles.apm+roles.pm"]


def test_a_name_that_leads_nowhere_twice_in_one_list_is_said_once() -> None:
    text = "responsibilities: {roadmap: {accountable: pm, consulted: [ghost, ghost], informed: ghost}}"
    assert addresses(text, "entry") == [
        "responsibilities.roadmap.consulted.ghost",
        "responsibilities.roadmap.informed.ghost",
    ]


def test_a_duty_of_its_own_has_one_owner_per_seat() -> None:
    """Nobody has said of `payroll` whether two may share it, so those who hold one seat are one owner."""
    text = "roles: {ops: {title: Operations, owns: payroll}}\npeople: {p1: {roles: ops}, p2: {roles: ops}}"
    assert owners(text, "responsibilities.payroll") == {"ops"}
    assert fact(text, "responsibilities.payroll", "answering") == {"p1", "p2"}
    assert fact(text, "responsibilities.payroll", "tier") == "own"


def test_one_person_in_two_seats_is_one_owner_of_an_own_duty() -> None:
    text = """
roles: {ops: {title: Operations, owns: payroll}, cfo: {owns: payroll}}
people: {p1: {roles: [ops, cfo]}}
responsibilities: {payroll: {accountable: p1}}
"""
    assert owners(text, "responsibilities.payroll") == {"p1"}


def test_two_seats_that_own_one_duty_of_their_own_are_two() -> None:
    assert owners("roles: {ops: {owns: payroll}, cfo: {owns: payroll}}", "responsibilities.payroll") == {"ops", "cfo"}


def test_an_own_duty_for_the_whole_organisation_is_covered_by_its_parts() -> None:
    text = TWO + "roles: {ops: {product: pos, owns: payroll}}\nresponsibilities: {payroll: {criticality: high}}"
    assert claims(text, "responsibilities.payroll") == {"ops"}
    assert owners(text, "responsibilities.payroll") == UNKNOWN
    assert owners(text, "products.pos.responsibilities.payroll") == {"ops"}


def test_an_own_duty_that_nobody_claims_is_without_owner() -> None:
    assert claims("responsibilities: {payroll: {informed: ceo}}", "responsibilities.payroll") == frozenset()


def test_a_team_owns_through_its_lead() -> None:
    text = """
teams: {checkout: {lead: p1, members: [p1, p2]}}
people: {p1: {roles: tech-lead}, p2: {roles: engineer}}
responsibilities: {deployment: {accountable: checkout}}
"""
    assert owners(text, "responsibilities.deployment") == {"p1"}
    assert claims(text, "responsibilities.deployment") == {"checkout"}


def test_a_team_whose_lead_is_a_seat_owns_through_who_sits_there() -> None:
    text = """
teams: {checkout: {lead: tech-lead}}
people: {p1: {roles: tech-lead}}
responsibilities: {deployment: {accountable: checkout}}
"""
    assert owners(text, "responsibilities.deployment") == {"p1"}


def test_a_team_without_a_lead_is_a_group() -> None:
    text = "teams: {checkout: {members: [engineer]}}\nresponsibilities: {deployment: {accountable: checkout}}"
    assert owners(text, "responsibilities.deployment") == frozenset()
    assert kinds(text, "responsibilities.deployment") == {"group"}
    assert fact(text, "responsibilities.deployment", "groups") == {"checkout"}


def test_two_teams_that_lead_each_other_end() -> None:
    text = "teams: {a: {lead: b}, b: {lead: a}}\nresponsibilities: {deployment: {accountable: a}}"
    assert kinds(text, "responsibilities.deployment") == {"group"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("responsibilities: {roadmap: {accountable: TBD}}", "placeholder"),
        ("responsibilities: {roadmap: {accountable: nobody}}", "placeholder"),
        ("responsibilities: {roadmap: {accountable: n/a}}", "placeholder"),
        ("responsibilities: {roadmap: {accountable: none}}", "placeholder"),
        ("roles: {pm: {owns: roadmap, vacant: true}}", "vacant"),
        ("roles: {pm: {owns: roadmap}}\npeople: {p1: {roles: [{role: pm, until: 2027-01-14}]}}", "expired"),
        ("roles: {pm: {owns: roadmap}}\npeople: {p1: {roles: pm, kind: agent}}", "agent"),
        ("people: {bot: {kind: agent}}\nresponsibilities: {roadmap: {accountable: bot}}", "agent"),
        ("external: [agency-x]\nresponsibilities: {roadmap: {accountable: agency-x}}", "outside"),
        ("responsibilities: {roadmap: {accountable: board}}", "outside"),
        ("responsibilities: {roadmap: {accountable: engineering}}", "group"),
        ("responsibilities: {roadmap: {accountable: everyone}}", "group"),
        ("responsibilities: {roadmap: {accountable: some-body-else}}", "unknown"),
    ],
)
def test_what_cannot_answer_is_a_claim_and_no_owner(text: str, kind: str) -> None:
    found = claims(text)
    assert isinstance(found, frozenset)
    assert len(found) == 1
    assert owners(text) == frozenset()
    assert kinds(text) == {kind}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("roles: {tester: {owns: [qa]}}\npeople: {testbot: {kind: agent, roles: tester}}", "testbot"),
        ("people: {testbot: {kind: agent}}\nresponsibilities: {qa: testbot}", "testbot"),
        ("people: {testbot: {kind: agent}}\nteams: {lab: {lead: testbot}}\nresponsibilities: {qa: lab}", "testbot"),
        ("external: [test-lab]\nresponsibilities: {qa: test-lab}", "test-lab"),
    ],
)
def test_an_agent_is_named_by_itself_and_not_by_its_seat(text: str, named: str) -> None:
    assert fact(text, "responsibilities.qa", "outsiders") == {named}


def test_a_vacant_seat_that_an_agent_covers_is_named_by_itself() -> None:
    text = "roles: {tester: {vacant: true, covered_by: bot, owns: [qa]}}\npeople: {bot: {kind: agent}}"
    assert fact(text, "responsibilities.qa", "vacant_seats") == {"tester"}


def test_two_agents_in_one_seat_are_both_named() -> None:
    text = """
    roles: {tester: {title: QA Engineer, owns: [qa]}}
    people: {bot1: {kind: agent, roles: tester}, bot2: {kind: agent, roles: tester}, p1: {roles: tester}}
    """
    assert fact(text, "responsibilities.qa", "outsiders") == {"bot1", "bot2"}
    assert owners(text, "responsibilities.qa") == {"p1"}


def test_a_term_ends_with_its_last_day() -> None:
    text = "roles: {pm: {owns: roadmap}}\npeople: {p1: {roles: [{role: pm, until: 2027-01-15}]}}"
    assert owners(text) == {"p1"}


def test_each_reason_why_nobody_answers_is_kept() -> None:
    text = """
roles: {pm: {owns: roadmap}}
people: {bot: {roles: pm, kind: agent}, p1: {roles: [{role: pm, until: 2026-01-01}]}}
"""
    assert kinds(text) == {"agent", "expired"}


def test_a_vacant_seat_owns_through_who_covers_it() -> None:
    text = """
roles: {data-lead: {owns: roadmap, vacant: true, covered_by: cto}, cto: {title: CTO}}
people: {p1: {roles: cto}}
"""
    assert owners(text) == {"p1"}
    assert claims(text) == {"data-lead"}


def test_vacant_seats_that_cover_each_other_have_no_owner() -> None:
    text = "roles: {a: {owns: roadmap, vacant: true, covered_by: b}, b: {vacant: true, covered_by: a}}"
    assert kinds(text) == {"vacant"}
    assert fact(text, "responsibilities.roadmap", "vacant_seats") == {"a"}


@pytest.mark.parametrize("cover", ["TBD", "ghost", "designer", "board"])
def test_a_vacant_seat_whose_cover_cannot_answer_is_vacant(cover: str) -> None:
    text = f"roles: {{pm: {{owns: roadmap, vacant: true, covered_by: {cover}}}}}\npeople: {{p1: {{roles: ceo}}}}"
    assert kinds(text) == {"vacant"}
    assert fact(text, "responsibilities.roadmap", "vacant_seats") == {"pm"}


def test_a_seat_is_vacant_only_where_it_says_so() -> None:
    text = "roles: {pm: {title: Product Manager, owns: roadmap}}\npeople: {p1: {roles: ceo}}"
    assert owners(text) == {"pm"}
    assert kinds(text) == {"human"}


# --- Names ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("id", ["engineering", "everyone", "ceo", "tbd"])
def test_a_declared_id_wins_over_a_title_party_or_placeholder(id: str) -> None:
    text = f"roles: {{{id}: {{title: Product Manager}}}}\nresponsibilities: {{roadmap: {{accountable: {id}}}}}"
    assert owners(text) == {id}
    assert fact(text, "responsibilities.roadmap", "owner_functions") == {"product-management"}


def test_a_declared_person_or_team_wins_over_a_title() -> None:
    text = "people: {designer: {roles: ceo}}\nresponsibilities: {roadmap: {accountable: designer}}"
    assert owners(text) == {"designer"}
    text = "teams: {designer: {lead: ceo}}\nresponsibilities: {roadmap: {accountable: designer}}"
    assert owners(text) == {"ceo"}


def test_a_department_is_a_group_and_no_title() -> None:
    assert kinds("responsibilities: {roadmap: {accountable: qa}}") == {"group"}


def test_a_department_that_somebody_holds_as_a_seat_answers_as_that_seat() -> None:
    text = "people: {p1: {roles: qa}}\nresponsibilities: {qa: {accountable: qa}}"
    assert owners(text, "responsibilities.qa") == {"p1"}


def test_a_title_that_nobody_holds_is_a_slip_where_everyone_is_listed() -> None:
    text = """
roles: {product-designer: {title: Product Designer}}
people: {p1: {roles: product-designer}}
responsibilities: {ui-ux-design: {accountable: designer}}
"""
    duty = "responsibilities.ui-ux-design"
    assert owners(text, duty) == frozenset()
    assert kinds(text, duty) == {"unheld"}
    assert fact(text, duty, "unheld_titles") == {"designer"}
    assert fact(text, duty, "meant") == "; did you mean `product-designer`?"


def test_the_same_title_is_an_owner_where_not_everyone_is_listed() -> None:
    text = """
org: {headcount: 2}
roles: {product-designer: {title: Product Designer}}
people: {p1: {roles: product-designer}}
responsibilities: {ui-ux-design: {accountable: cto}}
"""
    assert owners(text, "responsibilities.ui-ux-design") == {"cto"}


def test_a_known_title_needs_no_entry_under_roles() -> None:
    text = "people: {p1: {roles: product-manager}}\nresponsibilities: {roadmap: {accountable: pm}}"
    assert owners(text) == {"p1"}
    assert fact(text, "responsibilities.roadmap", "owner_functions") == {"product-management"}


def test_a_title_named_in_two_spellings_is_one_seat() -> None:
    text = "responsibilities: {coding: {accountable: developer}, roadmap: {accountable: software-engineer}}"
    assert addresses(text, "role") == ["roles.engineer"]
    assert addresses(text, "holder") == ["roles.engineer"]


def test_a_seat_that_exists_by_its_title_has_the_word_that_is_written_for_it() -> None:
    text = "responsibilities: {deployment: {accountable: devops-engineer}, roadmap: {accountable: devops-engineer}}"
    assert addresses(text, "role") == ["roles.devops-engineer"]
    assert paths(text, "roles.devops-engineer", "vacant", "role") == ["roles.devops-engineer.vacant"]
    assert owners(text, "responsibilities.deployment") == owners(text) == {"devops-engineer"}
    assert addresses("people: {p1: {roles: sre}, p2: {roles: sre}}", "role") == ["roles.sre"]


def test_a_seat_for_which_several_words_are_written_goes_by_its_title() -> None:
    text = "people: {p1: {roles: sre}, p2: {roles: devops-engineer}}\nresponsibilities: {deployment: sre}"
    assert addresses(text, "role") == ["roles.devops"]
    assert fact(text, "roles.devops", "holders", "role") == {"p1", "p2"}


def test_a_seat_that_is_named_last_is_there_whatever_is_asked_first() -> None:
    text = "roles: {pm: {title: Product Manager, reports_to: cto}}\nrituals: {demo: {participants: designer}}"
    asked = read(text)
    holders = [e.address for e in asked.of("holder")]
    other = read(text)
    other.of("role"), other.of("line"), other.of("ritual")
    assert [e.address for e in other.of("holder")] == holders == ["roles.pm", "roles.cto", "roles.designer"]


@pytest.mark.parametrize("word", ["feature-prioritization", "feature-prioritisation", "Feature Prioritization"])
def test_a_duty_is_the_same_in_every_spelling(word: str) -> None:
    assert owners(f"roles: {{ceo: {{owns: {word}}}}}", "responsibilities.feature-prioritisation") == {"ceo"}


@pytest.mark.parametrize("word", ["product-roadmap", "roadmap-planning", "Roadmap"])
def test_a_duty_is_the_same_under_a_synonym(word: str) -> None:
    text = f"roles: {{pm: {{owns: {word}}}}}\nresponsibilities: {{roadmap: {{accountable: pm}}}}"
    assert claims(text) == {"pm"}


# --- People need not be complete ------------------------------------------------------------------------------------


def test_without_a_people_section_the_seat_is_the_holder() -> None:
    text = "roles: {pm: {title: Product Manager, owns: roadmap}}"
    assert addresses(text, "holder") == ["roles.pm"]
    assert fact(text, "roles.pm", "holders", "role") == UNKNOWN


def test_a_seat_for_which_nobody_is_listed_is_the_holder() -> None:
    text = "roles: {pm: {title: Product Manager, owns: roadmap}}\npeople: {p1: {roles: ceo}}"
    assert addresses(text, "holder") == ["people.p1", "roles.pm"]
    assert owners(text) == {"pm"}


def test_leadership_is_never_a_second_function() -> None:
    text = "people: {p1: {roles: [ceo, product-manager]}, p2: {roles: ceo}}"
    assert fact(text, "people.p1", "functions", "holder") == {"product-management"}
    assert fact(text, "people.p1", "functions", "assignment") == {"product-management"}
    assert fact(text, "people.p2", "functions", "holder") == {"leadership"}


def test_a_head_is_of_its_own_function_and_not_leadership() -> None:
    text = "roles: {cto: {title: CTO}, head-of-product: {title: Head of Product}}"
    assert fact(text, "roles.cto", "functions", "role") == {"product-development"}
    assert fact(text, "roles.head-of-product", "functions", "role") == {"product-management"}


def test_who_owns_a_deliverable_or_decides_makes_no_claim() -> None:
    text = """
roles: {ceo: {owns: pricing}}
deliverables: {roadmap: {kind: roadmap, owner: cto}}
decisions: {vision: {about: product-vision, decides: cto}}
"""
    assert claims(text) == frozenset()
    assert claims(text, "responsibilities.product-vision") == frozenset()


# --- Known, unknown, empty, open ------------------------------------------------------------------------------------


def test_nothing_claimed_is_unknown_and_something_else_claimed_is_none() -> None:
    assert claims("roles: {ceo: {title: CEO}}") == UNKNOWN
    assert claims("roles: {ceo: {owns: pricing}}") == frozenset()


def test_a_duty_of_its_own_does_not_describe_a_product() -> None:
    assert claims("responsibilities: {canteen: ceo}") == UNKNOWN


def test_a_list_written_as_empty_is_empty_and_an_absent_one_unknown() -> None:
    text = "rituals: {a: {kind: demo, participants: []}, b: {kind: retrospective}}"
    written = {e.address: facts.value(e, "functions") for e in org(text).of("ritual")}
    assert written["rituals.retrospective"] == UNKNOWN
    assert written["rituals.demo"] == frozenset()


def test_fewer_people_than_the_headcount_leave_a_set_open() -> None:
    listed = "people: {p1: {roles: pm}}\nroles: {pm: {title: Product Manager}}"
    closed = fact(listed, "roles.pm", "holders", "role")
    assert not isinstance(closed, Open)
    for headcount, open_ in ((1, False), (2, True)):
        found = fact(f"org: {{headcount: {headcount}}}\n{listed}", "roles.pm", "holders", "role")
        assert found == {"p1"}
        assert isinstance(found, Open) is open_


def test_a_headcount_makes_a_count_at_least() -> None:
    text = "org: {headcount: 9}\nteams: {a: {members: [p1]}}\npeople: {p1: {roles: engineer}}"
    assert isinstance(fact(text, "teams.a", "members", "team"), AtLeast)


def test_a_team_without_members_is_open() -> None:
    found = fact("teams: {checkout: {lead: engineer}}", "teams.checkout", "member_sides", "team")
    assert found == {"development"}
    assert isinstance(found, Open)
    closed = fact("teams: {checkout: {members: engineer}}", "teams.checkout", "member_sides", "team")
    assert closed == {"development"}
    assert not isinstance(closed, Open)


@pytest.mark.parametrize("member", ["ghost", "other", "everyone"])
def test_a_team_with_a_member_that_is_nobody_in_particular_is_open(member: str) -> None:
    text = f"teams: {{a: {{members: [engineer, {member}]}}, other: {{members: [pm]}}}}"
    assert isinstance(fact(text, "teams.a", "member_sides", "team"), Open)
    assert isinstance(fact(text, "teams.a", "members", "team"), AtLeast)


def test_a_department_among_the_members_brings_its_function() -> None:
    found = fact("teams: {a: {members: [pm, engineering]}}", "teams.a", "member_sides", "team")
    assert found == {"product", "development"}
    assert not isinstance(found, Open)


def test_a_lead_named_by_seat_and_listed_by_id_is_one_member() -> None:
    text = "teams: {a: {lead: tech-lead, members: [p1, p2]}}\npeople: {p1: {roles: tech-lead}, p2: {roles: engineer}}"
    assert fact(text, "teams.a", "members", "team") == 2


def test_a_title_without_a_function_leaves_the_functions_open() -> None:
    text = "roles: {wizard: {title: Chief Wizard}}\npeople: {p1: {roles: wizard}}"
    assert isinstance(fact(text, "people.p1", "functions", "assignment"), Open)


def test_a_parent_is_a_department_and_a_team_of_several_products_a_platform() -> None:
    text = TWO + "teams: {eng: {}, a: {parent: eng, product: pos}, platform: {product: [booking, pos]}}"
    assert fact(text, "teams.eng", "umbrella", "team") is True
    assert fact(text, "teams.platform", "umbrella", "team") is True
    assert fact(text, "teams.a", "umbrella", "team") is False


def test_each_team_is_ordered_by_its_own_owner_of_priorities() -> None:
    text = (
        TEAMS
        + """
roles: {lead: {title: Tech Lead, owns: feature-prioritisation}}
people: {p1: {roles: [{role: lead, team: search}]}, p2: {roles: [{role: lead, team: checkout}]}}
"""
    )
    assert fact(text, "teams.search", "priority_sources", "team") == {"p1"}


def test_involvement_is_unknown_where_nobody_writes_it() -> None:
    text = "responsibilities: {roadmap: {accountable: pm}, pricing: {accountable: ceo, informed: sales}}"
    assert fact(text, "responsibilities.roadmap", "involved_functions") == UNKNOWN
    consulted = "responsibilities: {roadmap: {accountable: pm}, pricing: {accountable: ceo, consulted: cto}}"
    assert fact(consulted, "responsibilities.roadmap", "involved_functions") == frozenset()
    assert fact(consulted, "responsibilities.pricing", "involved_functions") == {"product-development"}


def test_an_audience_is_unknown_where_no_deliverable_has_one() -> None:
    text = "deliverables: {prd: {owner: pm}, roadmap: {owner: pm}}"
    assert fact(text, "deliverables.prd", "audience", "deliverable") == UNKNOWN
    text = "deliverables: {prd: {owner: pm}, roadmap: {owner: pm, audience: engineering}}"
    prd = fact(text, "deliverables.prd", "audience", "deliverable")
    roadmap = fact(text, "deliverables.roadmap", "audience", "deliverable")
    assert isinstance(prd, frozenset)
    assert isinstance(roadmap, frozenset)
    assert "engineering" in roadmap - prd


def test_the_questions_of_a_product_with_only_a_title_are_unknown() -> None:
    assert fact("products: {a: {title: Booking}}", "products.a", "answered", "product") == UNKNOWN
    assert fact("products: {a: {problem: Phone tag}}", "products.a", "answered", "product") != UNKNOWN


@pytest.mark.parametrize("other", ["informed: ceo", "recorded_in: wiki"])
def test_what_becomes_of_a_decision_is_unknown_where_no_decision_says_it(other: str) -> None:
    silent = "decisions: {pricing: {decides: ceo}, tooling: {decides: cto}}"
    spoken = f"decisions: {{pricing: {{decides: ceo}}, tooling: {{decides: cto, {other}}}}}"
    for name, empty in (("informed", frozenset()), ("recorded_in", "")):
        assert fact(silent, "decisions.pricing", name, "decision") == UNKNOWN
        assert fact(spoken, "decisions.pricing", name, "decision") == empty


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("stack: {about: technology}", "technology"),
        ("technology: {}", "technology"),
        ("stack: {about: technology, kind: what}", "what"),
        ("stack: {about: launch-planning}", "when"),
        ("colour: {about: the colour of the door}", UNKNOWN),
    ],
)
def test_a_decision_named_after_a_kind_of_decision_is_of_that_kind(written: str, kind: Value) -> None:
    address = f"decisions.{written.partition(':')[0]}"
    assert fact(f"decisions: {{{written}}}", address, "kind", "decision") == kind


def test_an_agent_without_a_seat_is_no_person_without_one() -> None:
    text = "people: {p1: {roles: ceo}, p2: {}, bot: {kind: agent}, relay: {kind: agent}}"
    assert fact(text, "org", "roleless", "org") == {"p2"}
    assert fact(text, "org", "roleless_percent", "org") == 50
    assert paths(text, "org", "roleless", "org") == ["people.p2"]


def test_a_policy_names_the_function_under_any_word_for_the_duty() -> None:
    text = "policy: {owners: {product-roadmap: product-owner}}\nroles: {ceo: {owns: roadmap}}"
    assert fact(text, "responsibilities.roadmap", "policy") == "product-owner"
    assert fact(text, "responsibilities.roadmap", "usual_functions") == {"product-owner"}
    assert paths(text, "responsibilities.roadmap", "policy") == ["policy.owners.product-roadmap"]


# --- Several products -----------------------------------------------------------------------------------------------


def test_a_holder_is_assigned_to_the_products_of_its_holdings() -> None:
    text = (
        TWO
        + """
people:
  p1: {roles: [{role: product-manager, product: booking}, {role: engineer, product: pos}]}
  p2: {roles: ceo}
"""
    )
    found = {e.address: facts.value(e, "functions") for e in org(text).of("assignment")}
    assert found == {
        "people.p1.products.booking": {"product-management"},
        "people.p1.products.pos": {"product-development"},
        "people.p2": {"leadership"},
    }


def test_a_hat_without_scope_is_worn_beside_each_scoped_one() -> None:
    text = TWO + "people: {p1: {roles: [{role: product-manager, product: booking}, engineer]}}"
    found = {e.address: facts.value(e, "roles") for e in org(text).of("assignment")}
    assert found == {"people.p1.products.booking": {"product-manager", "engineer"}}


def test_an_assignment_in_the_only_product_is_the_holder_itself() -> None:
    text = "products: {a: {phase: idea}}\npeople: {p1: {roles: [{role: pm, product: a}]}}"
    assert addresses(text, "assignment") == ["people.p1"]


# --- Two companies --------------------------------------------------------------------------------------------------

STARTUP = """
org: {name: Tidewell, stage: startup, headcount: 7}
products: {berths: {phase: launched, problem: Lost bookings, target_user: Harbour masters}}
roles:
  ceo: {title: CEO, owns: [product-vision, pricing], reports_to: none}
  pm: {title: Product Manager, owns: [roadmap, feature-prioritization], reports_to: ceo}
  cto: {title: CTO, owns: [architecture, delivery], reports_to: ceo}
  engineer: {title: Software Engineer, owns: [coding, qa], reports_to: cto}
  success: {title: Customer Success, owns: [customer-support, onboarding], reports_to: ceo}
  data: {title: Data Engineer, owns: kpi-tracking, reports_to: cto, vacant: true, covered_by: cto}
people:
  ana: {roles: [ceo, {role: pm, share: 50%}]}
  ben: {roles: [cto, engineer]}
  c3: {roles: engineer}
  c4: {roles: engineer}
  s1: {roles: success}
  s2: {roles: success}
  o1: {roles: operations}
rituals:
  monday: {kind: sprint-planning, participants: [pm, cto, engineer], cadence: weekly}
  demo: {kind: demo, participants: everyone, cadence: biweekly}
"""

SCALEUP = """
org: {name: Harbourline, stage: scaleup, headcount: 60}
products:
  booking: {line: core, phase: mature}
  pos: {line: payments, phase: pre-launch}
roles:
  cpo: {title: Head of Product, owns: product-strategy}
  pm: {title: Product Manager, owns: roadmap, reports_to: cpo}
  po: {title: Product Owner, owns: backlog-management, reports_to: cpo}
  platform-lead: {title: Tech Lead, team: platform, owns: deployment}
people:
  p02: {roles: cpo}
  p03: {roles: [{role: pm, product: booking}]}
  p04: {roles: [{role: pm, product: pos}, {role: po, team: terminal, acting: true, until: 2027-01-31}]}
  p05: {roles: [{role: po, team: search}]}
  p06: {roles: [{role: po, team: checkout}]}
  p10: {roles: platform-lead}
teams:
  engineering: {lead: cto}
  search: {product: booking, parent: engineering, lead: p05, members: p05}
  checkout: {product: booking, parent: engineering, lead: p06, members: p06}
  terminal: {product: pos, parent: engineering, lead: p04, members: p04}
  platform:
    {product: [booking, pos], parent: engineering, lead: p10, members: p10, responsibilities: {on-call: platform}}
"""


def test_a_startup_has_one_owner_for_each_duty_but_qa() -> None:
    duties = org(STARTUP).of("duty")
    known = "products.berths.responsibilities."
    assert {e.address.removeprefix(known): facts.value(e, "owners") for e in duties} == {
        "product-vision": {"ana"},
        "pricing": {"ana"},
        "roadmap": {"ana"},
        "feature-prioritisation": {"ana"},
        "architecture": {"ben"},
        "delivery": {"ben"},
        "kpi-tracking": {"ben"},
        "coding": {"ben", "c3", "c4"},
        "qa": {"ben", "c3", "c4"},
        "responsibilities.customer-support": {"success"},
        "responsibilities.onboarding": {"success"},
    }
    assert {e.address for e in duties if facts.value(e, "shareable") is True} == {f"{known}coding"}
    assert {e.address: facts.value(e, "cadence_days") for e in org(STARTUP).of("ritual")} == {
        "rituals.sprint-planning": 7,
        "rituals.demo": 14,
    }


def test_a_scaleup_has_one_owner_of_each_backlog_and_each_roadmap() -> None:
    assert owners(SCALEUP, "products.booking.responsibilities.roadmap") == {"p03"}
    assert owners(SCALEUP, "products.pos.responsibilities.roadmap") == {"p04"}
    assert owners(SCALEUP, "products.pos.responsibilities.product-strategy") == {"p02"}
    for team, owner in (("search", "p05"), ("checkout", "p06"), ("terminal", "p04")):
        assert owners(SCALEUP, f"teams.{team}.responsibilities.backlog-management") == {owner}
        assert fact(SCALEUP, f"teams.{team}", "priority_sources", "team") == {owner}
    assert owners(SCALEUP, "products.booking.responsibilities.backlog-management") == UNKNOWN
    assert owners(SCALEUP, "teams.platform.responsibilities.on-call") == {"p10"}
    assert fact(SCALEUP, "people.p04.products.pos", "functions", "assignment") == {
        "product-management",
        "product-owner",
    }
    assert fact(SCALEUP, "teams.engineering", "umbrella", "team") is True


# --- Circles of reporting lines --------------------------------------------------------------------------------------


def circles(text: str) -> dict[str, Value]:
    """The chain of each line that a circle is told from."""
    return {e.address: facts.value(e, "chain") for e in org(text).of("line") if facts.value(e, "in_cycle")}


@pytest.mark.parametrize(("manager", "owner"), [("p1", "p2"), ("p2", "p1"), ("zoe", "p1")])
def test_a_circle_is_told_from_the_same_party_whatever_its_id(manager: str, owner: str) -> None:
    """Of two people who each report to the other's seat, the one whose function comes first stands for the circle."""
    text = f"people: {{{manager}: {{roles: pm, reports_to: po}}, {owner}: {{roles: po, reports_to: pm}}}}"
    assert circles(text) == {f"people.{manager}": f"{manager} → {owner} → {manager}"}


@pytest.mark.parametrize("names", ["a b c", "b c a", "c a b", "c b a"])
def test_a_circle_is_told_from_who_leads_then_from_a_seat_then_from_who_has_more_lines(names: str) -> None:
    first, second, third = names.split()
    leads = f"roles: {{{first}: {{title: CEO, reports_to: {second}}}, {second}: {{reports_to: {first}}}}}"
    assert circles(leads) == {f"roles.{first}": f"{first} → {second} → {first}"}
    seat = f"""
    roles: {{{first}: {{reports_to: {second}}}}}
    people: {{{second}: {{reports_to: {first}}}}}
    """
    assert circles(seat) == {f"roles.{first}": f"{first} → {second} → {first}"}
    more = f"""
    roles: {{{first}: {{reports_to: {second}}}, {second}: {{reports_to: {first}}}, {third}: {{reports_to: {first}}}}}
    """
    assert circles(more) == {f"roles.{first}": f"{first} → {second} → {first}"}


@pytest.mark.parametrize("names", ["a b c d", "d b c a", "c d a b", "b c a d"])
def test_of_equals_in_a_circle_the_one_whose_followers_stand_higher_is_told_first(names: str) -> None:
    one, two, three, four = names.split()
    text = f"""
    roles:
      {one}: {{function: magic, reports_to: {two}}}
      {two}: {{function: magic, reports_to: {three}}}
      {three}: {{function: spells, reports_to: {four}}}
      {four}: {{function: wands, reports_to: {one}}}
    """
    assert circles(text) == {f"roles.{one}": f"{one} → {two} → {three} → {four} → {one}"}


def test_of_a_circle_that_looks_the_same_from_everywhere_the_first_id_is_told() -> None:
    """Nothing but the id is left to decide; the order of the entries may not."""
    assert circles("people: {p2: {reports_to: p1}, p1: {reports_to: p2}}") == {"people.p1": "p1 → p2 → p1"}
