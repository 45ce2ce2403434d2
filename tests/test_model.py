from __future__ import annotations

import json
import random
from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from roleaudit import document, model
from roleaudit.findings import INVALID_FILE, BadInput, Finding, Path
from roleaudit.model import OrgFile

SAMPLE = """\
org:
  name: Harbour Labs
  stage: scaleup
  industry: saas
  headcount: 34
  stage_since: 2025-06-01
  structure_changed: 2025-07-01
  roles_reviewed: 2026-02-01
  goals: [retention]
  x-wiki: https://wiki.example.org
products:
  booking:
    line: core
    phase: launched
    complexity: high
    markets: [DE, FR]
    problem: Small hotels lose bookings to phone tag
    target_user: Owners of hotels with under 40 rooms
    features: [instant booking]
    vision: {purpose: p, target_market: t, key_features: [a, b], unique_selling_proposition: u}
    supports: [retention]
    industry: hardware
    responsibilities: {roadmap: product-manager}
roles:
  product-manager:
    title: Product Manager
    function: product-management
    purpose: Decide what booking does next, and why
    product: booking
    team: [checkout]
    owns: [product-strategy, requirements-definition]
    contributes_to: [launch-validation]
    reports_to: ceo
    deputy: head-of-design
  head-of-sales: {vacant: true, covered_by: ceo}
people:
  p01: {roles: ceo}
  p07:
    name: Secret Person
    roles:
      - founder
      - {role: product-manager, product: booking, team: checkout, share: 50%, until: 2027-03-31, acting: true}
    reports_to: p01
    kind: human
    skills: [communication, data-analysis]
    time: {strategy: 20, roadmap: 10, research: 10, delivery: 50, support: 10}
teams:
  engineering:
  checkout:
    type: squad
    product: booking
    parent: engineering
    lead: tech-lead
    members: [engineer, designer]
    model: agile-squad
    purpose: Guests pay in one step
    responsibilities: {on-call: tech-lead}
responsibilities:
  launch-planning:
    accountable: product-manager
    responsible: [product-manager]
    consulted: [tech-lead]
    informed: [sales]
    criticality: high
    deputy: head-of-design
    reviewed: 2026-05-01
deliverables:
  prd: {kind: prd, product: booking, team: checkout, owner: product-manager, contributors: [tech-lead],
        audience: [engineering], based_on: [user-research], criteria: [read], covers: [launch], updated: 2026-10-01}
decisions:
  pricing: {about: pricing, kind: what, product: booking, decides: ceo, consulted: [], informed: [], approvers: [],
            escalates_to: ceo, recorded_in: url}
rituals:
  planning: {kind: sprint-planning, product: booking, team: checkout, participants: [product-manager, checkout],
             cadence: every 2 weeks, inputs: [roadmap], outputs: []}
metrics:
  adoption: {kind: adoption, product: booking, owner: product-manager, shared_with: [tech-lead], target: 40 %,
             reviewed_in: planning}
tools: {jira: {category: issue-tracking, used_by: [engineering, product], integrates_with: [aha]}, aha: {}}
handoffs:
  spec: {from: product-manager, to: checkout, product: booking, deliverable: prd, criteria: [read], gate: false}
external: [board, auditor]
policy:
  owners: {backlog-management: product-owner, launch-timing: product-development}
waivers:
  - {rule: founder-still-pm, at: people.p07, reason: Product manager hired for March, since: 2026-11-02,
     until: 2027-03-31, by: ceo}
"""


def read(text: str) -> OrgFile:
    return model.parse(document.parse(text.encode(), "org.yaml"))


def faults(text: str) -> tuple[Finding, ...]:
    with pytest.raises(BadInput) as caught:
        read(text)
    return caught.value.findings


def fault(text: str) -> Finding:
    (only,) = faults(text)
    return only


def at(finding: Finding) -> tuple[int, int]:
    return finding.span.line, finding.span.column


# --- what is accepted


def test_the_sample_is_read_with_its_types() -> None:
    org = read(SAMPLE)
    assert org.org
    assert org.products
    assert org.roles
    assert org.people
    assert org.teams
    assert org.policy
    assert org.waivers
    assert org.org.stage == "scaleup"
    assert org.org.headcount == 34
    assert org.org.stage_since == date(2025, 6, 1)
    booking = org.products["booking"]
    assert booking.vision
    assert booking.vision.key_features == ("a", "b")
    assert booking.responsibilities
    assert booking.responsibilities["roadmap"].accountable == ("product-manager",)
    pm = org.roles["product-manager"]
    assert (pm.product, pm.team, pm.reports_to, pm.deputy) == (("booking",), ("checkout",), "ceo", ("head-of-design",))
    assert org.roles["head-of-sales"].vacant is True
    founder, seat = org.people["p07"].roles or ()
    assert founder.role == "founder"
    assert founder.share is None
    assert (seat.share, seat.until, seat.acting) == (50.0, date(2027, 3, 31), True)
    assert org.people["p07"].time
    assert org.people["p07"].time.delivery == 50
    assert org.teams["engineering"] == model.Team()
    assert org.handoffs
    assert org.handoffs["spec"].from_ == ("product-manager",)
    assert org.handoffs["spec"].gate is False
    assert org.external == ("board", "auditor")
    assert org.policy.owners == {"backlog-management": "product-owner", "launch-timing": "product-development"}
    assert org.waivers[0].until == date(2027, 3, 31)


PLACES: list[tuple[type[BaseModel], str]] = [
    (model.OrgFile, "%s"),
    (model.Org, '{"org": %s}'),
    (model.Product, '{"products": {"a": %s}}'),
    (model.Vision, '{"products": {"a": {"vision": %s}}}'),
    (model.Role, '{"roles": {"a": %s}}'),
    (model.Person, '{"people": {"a": %s}}'),
    (model.Holding, '{"people": {"a": {"roles": [%s]}}}'),
    (model.Time, '{"people": {"a": {"time": %s}}}'),
    (model.Team, '{"teams": {"a": %s}}'),
    (model.Responsibility, '{"responsibilities": {"a": %s}}'),
    (model.Deliverable, '{"deliverables": {"a": %s}}'),
    (model.Decision, '{"decisions": {"a": %s}}'),
    (model.Ritual, '{"rituals": {"a": %s}}'),
    (model.Metric, '{"metrics": {"a": %s}}'),
    (model.Tool, '{"tools": {"a": %s}}'),
    (model.Handoff, '{"handoffs": {"a": %s}}'),
    (model.Policy, '{"policy": %s}'),
    (model.Waiver, '{"waivers": [%s]}'),
]


@pytest.mark.parametrize(("words", "place"), PLACES, ids=[words.__name__ for words, _ in PLACES])
def test_every_word_has_a_description_and_its_examples_are_accepted(words: type[BaseModel], place: str) -> None:
    for attribute, field in words.model_fields.items():
        assert (field.description or "").endswith("."), attribute
        assert field.examples, attribute
        for example in field.examples:
            entry = {"rule": "r", "at": "a", "reason": "t"} if words is model.Waiver else {}
            entry[field.alias or attribute] = example
            read(place % json.dumps(entry))


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("roles: {a: {owns: roadmap}}", "roles: {a: {owns: [roadmap]}}"),
        ("responsibilities: {a: ceo}", "responsibilities: {a: {accountable: [ceo]}}"),
        ("responsibilities: {a: [ceo, cto]}", "responsibilities: {a: {accountable: [ceo, cto]}}"),
        (
            "teams: {t: {responsibilities: {a: ceo, b: }}}",
            "teams: {t: {responsibilities: {a: {accountable: ceo}, b: {}}}}",
        ),
        ("people: {p: {roles: ceo}}", "people: {p: {roles: [{role: ceo}]}}"),
        ("people: {p: {roles: {role: ceo, share: 50}}}", "people: {p: {roles: [{role: ceo, share: 50 %}]}}"),
        ("products: {a: {vision: One text}}", "products: {a: {vision: {text: One text}}}"),
        ("external: board", "external: [board]"),
        ("waivers: {rule: r, at: a, reason: t}", "waivers: [{rule: r, at: a, reason: t}]"),
        ("roles:", "roles: {}"),
        ("external:", "external: []"),
        ("waivers:", "waivers: []"),
        ("org:", "org: {}"),
        ("policy:", "policy: {}"),
        ("responsibilities:", "responsibilities: {}"),
        ("roles: {a: }", "roles: {a: {}}"),
        ("roles: {a: {owns: , title: ~, product: null}}", "roles: {a: {}}"),
        ("people: {p: {roles: [{role: r, share: 50%}]}}", "people: {p: {roles: [{role: r, share: 50.0}]}}"),
    ],
)
def test_a_short_form_means_its_long_form(short: str, long: str) -> None:
    assert read(short) == read(long)


def test_absent_and_empty_are_told_apart() -> None:
    org = read("roles: {a: {owns: []}, b: {}}")
    assert org.people is None
    assert org.roles
    assert org.roles["a"].owns == ()
    assert org.roles["b"].owns is None


def test_fields_of_the_users_own_are_passed_over_everywhere() -> None:
    text = """\
x-top: 1
org: {x-a: {deep: [1]}}
roles: {x-ray: {x-b: 1, owns: roadmap}}
people: {p: {roles: {role: x-ray, x-c: 1}, time: {x-d: 1, support: 5}}}
teams: {t: {responsibilities: {a: {x-e: , accountable: p}}}}
waivers: [{rule: r, at: a, reason: t, x-f: []}]
"""
    org = read(text)
    assert org.roles
    assert org.roles["x-ray"].owns == ("roadmap",)
    assert org.people
    assert org.people["p"].roles == (model.Holding(role="x-ray"),)


def test_one_mapping_used_twice_loses_only_fields_and_no_ids() -> None:
    org = read("roles: &both {x-a: {}, x-b: {}}\norg: {x-note: 1}\ntools: {t: {x-same: *both}}")
    assert org.roles
    assert list(org.roles) == ["x-a", "x-b"]


# --- what is refused


@pytest.mark.parametrize(
    ("text", "place", "message", "fix"),
    [
        (
            "org: {stage: scale-up}",
            (1, 14),
            "`org.stage` takes `startup`, `scaleup` or `enterprise`, not `scale-up`",
            "Write `scaleup`.",
        ),
        ("org: {stage: Startup}", (1, 14), "not `Startup`", "Write `startup`."),
        ("org: {stage: galaxy}", (1, 14), "not `galaxy`", "Write one of these words."),
        (
            "org: {stage: [startup]}",
            (1, 7),
            "`org.stage` takes `startup`, `scaleup` or `enterprise`, not a list",
            "Write one of",
        ),
        ("products: {a: {phase: live}}", (1, 23), "not `live`", "Write `launched`."),
        ("people: {p: {kind: bot}}", (1, 20), "`people.p.kind` takes `human` or `agent`, not `bot`", "Write `agent`."),
        ("org: {headcount: 3.5}", (1, 18), "`org.headcount` takes a whole number, not `3.5`", "decimal digits"),
        ("org: {headcount: -1}", (1, 18), "takes a whole number, not `-1`", "decimal digits"),
        ("org: {headcount: ٣}", (1, 18), "takes a whole number", "decimal digits"),
        ("org: {headcount: {}}", (1, 7), "takes a whole number, not a mapping", "one number"),
        ("org: {stage_since: 2026-5-1}", (1, 20), "takes a day as `YYYY-MM-DD`, not `2026-5-1`", "Write `2026-05-01`."),
        ("org: {stage_since: 2026-05-01T10:00}", (1, 20), "takes a day", "Write `2026-05-01`."),
        ("org: {stage_since: 20260501}", (1, 20), "takes a day", "Write year, month and day"),
        ("org: {stage_since: 2026-02-30}", (1, 20), "takes a day", "no such day"),
        ("org: {stage_since: [2026-02-01]}", (1, 7), "takes a day as `YYYY-MM-DD`, not a list", "one day"),
        ("roles: {a: {vacant: yes}}", (1, 21), "`roles.a.vacant` takes `true` or `false`, not `yes`", "Write `true`."),
        ("roles: {a: {vacant: False}}", (1, 21), "not `False`", "Write `false`."),
        ("roles: {a: {vacant: perhaps}}", (1, 21), "not `perhaps`", "Write `true` or `false`."),
        ("roles: {a: {vacant: {}}}", (1, 13), "not a mapping", "Write `true` or `false`."),
        (
            "people: {p: {time: {support: 101}}}",
            (1, 30),
            "takes a percentage from 0 to 100, not `101`",
            "more than 100",
        ),
        ("people: {p: {time: {support: half}}}", (1, 30), "not `half`", "`50`, `50%` or `50 %`"),
        ("people: {p: {time: {support: []}}}", (1, 21), "takes a percentage from 0 to 100, not a list", "one share"),
        ("roles: {a: {reports_to: [b, c]}}", (1, 13), "`roles.a.reports_to` takes one value, not a list", "Keep one."),
        (
            "roles: {a: {title: {b: c}}}",
            (1, 13),
            "`roles.a.title` takes text, not a mapping",
            "in quotes where it holds a colon",
        ),
        (
            "roles: {a: {owns: [b, c: d]}}",
            (1, 23),
            "`roles.a.owns[1]` takes text, or a list of texts, not a mapping",
            "in quotes",
        ),
        (
            "roles: {a: {owns: {c: d}}}",
            (1, 13),
            "`roles.a.owns` takes text, or a list of texts, not a mapping",
            "in quotes",
        ),
        (
            "roles: {a: {owns: [[b]]}}",
            (1, 21),
            "`roles.a.owns[0]` takes text, or a list of texts, not a list",
            "in one list",
        ),
        ("roles: {a: {owns: [b, ~]}}", (1, 23), "`roles.a.owns[1]` takes text, not nothing", "take the item out"),
        ("responsibilities: {a: [[b]]}", (1, 25), "`responsibilities.a[0]` takes text", "in one list"),
        ("roles: [a]", (1, 1), "`roles` takes a mapping of ids to entries, not a list", "under its id"),
        (
            "roles: {a: b}",
            (1, 12),
            "`roles.a` takes a mapping with the fields of a role, not text",
            "`function: product-management`",
        ),
        (
            "people: {p: {roles: [[a]]}}",
            (1, 23),
            "takes the id of a role, or a mapping with the fields of a seat",
            "role: product-manager",
        ),
        (
            "products: {p: {vision: [a]}}",
            (1, 16),
            "takes text, or a mapping with the fields of a vision, not a list",
            "text: ",
        ),
        (
            "policy: {owners: [a]}",
            (1, 10),
            "`policy.owners` takes a mapping of duties to functions",
            "Write `duty: function`.",
        ),
        ("waivers: text", (1, 10), "`waivers` takes a mapping with the fields of a waiver, not text", "`rule: "),
        ("external: {a: }", (1, 1), "`external` takes text, or a list of texts, not a mapping", "Write the text alone"),
        (
            "waivers: [{rule: r, at: a}]",
            (1, 11),
            "a waiver needs `reason`",
            "Add `reason`, for example `reason: Product",
        ),
        (
            "waivers: [{rule: , at: a, reason: t}]",
            (1, 12),
            "`waivers[0].rule` takes text, not nothing",
            "Write a value",
        ),
    ],
)
def test_a_wrong_value_is_named_with_what_is_allowed(text: str, place: tuple[int, int], message: str, fix: str) -> None:
    found = fault(text)
    assert message in found.message
    assert fix in found.fix
    assert at(found) == place


@pytest.mark.parametrize(
    ("place", "key", "meant"),
    [
        ("%s: {}", "role", "Write `roles`."),
        ("%s: {}", "person", "Write `people`."),
        ("%s: {}", "responsibility", "Write `responsibilities`."),
        ("%s: {}", "raci", "Write `responsibilities`."),
        ("%s: {}", "meetings", "Write `rituals`."),
        ("%s: {}", "stage", "Write it under `org`."),
        ("%s: {}", "delivrables", "Write `deliverables`."),
        ("responsibilities: {a: {%s: x}}", "owner", "Write `accountable`."),
        ("responsibilities: {a: {%s: x}}", "dri", "Write `accountable`."),
        ("responsibilities: {a: {%s: x}}", "responsible_person", "Write `accountable`."),
        ("responsibilities: {a: {%s: x}}", "driver", "Write `responsible`."),
        ("responsibilities: {a: {%s: x}}", "backup", "Write `deputy`."),
        ("responsibilities: {a: {%s: x}}", "acountable", "Write `accountable`."),
        ("responsibilities: {a: {%s: x}}", "product", "written under `responsibilities` of that product"),
        ("responsibilities: {a: {%s: x}}", "cadence", "`cadence` belongs to a ritual."),
        ("responsibilities: {a: {%s: x}}", "zzz", "A responsibility takes `title`"),
        ("roles: {a: {%s: x}}", "manager", "Write `reports_to`."),
        ("roles: {a: {%s: x}}", "boss", "Write `reports_to`."),
        ("roles: {a: {%s: x}}", "reportsTo", "Write `reports_to`."),
        ("roles: {a: {%s: x}}", "Reports-To", "Write `reports_to`."),
        ("roles: {a: {%s: x}}", "duties", "Write `owns`."),
        ("roles: {a: {%s: x}}", "responsibilities", "Write `owns`."),
        ("roles: {a: {%s: x}}", "accountabilities", "Write `owns`."),
        ("roles: {a: {%s: x}}", "holder", "written under `people`"),
        ("roles: {a: {%s: x}}", "share", "`roles: [{role: ceo, share: 50%}]`"),
        ("people: {a: {%s: x}}", "role", "Write `roles`."),
        ("people: {a: {%s: x}}", "manager", "Write `reports_to`."),
        ("people: {a: {%s: x}}", "owns", "write them as `owns` of the role"),
        ("people: {a: {roles: [{%s: x}]}}", "seat", "Write `role`."),
        ("people: {a: {roles: {%s: x}}}", "fte", "Write `share`."),
        ("people: {a: {time: {%s: 1}}}", "discovery", "Write `research`."),
        ("teams: {a: {%s: x}}", "manager", "Write `lead`."),
        ("teams: {a: {%s: x}}", "people", "Write `members`."),
        ("deliverables: {a: {%s: x}}", "type", "Write `kind`."),
        ("deliverables: {a: {%s: x}}", "accountable", "Write `owner`."),
        ("decisions: {a: {%s: x}}", "decider", "Write `decides`."),
        ("decisions: {a: {%s: x}}", "driver", "who has the last word under `decides`"),
        ("rituals: {a: {%s: x}}", "attendees", "Write `participants`."),
        ("rituals: {a: {%s: x}}", "frequency", "Write `cadence`."),
        ("metrics: {a: {%s: x}}", "goal", "Write `target`."),
        ("tools: {a: {%s: x}}", "integrations", "Write `integrates_with`."),
        ("handoffs: {a: {%s: x}}", "from_", "Write `from`."),
        ("products: {a: {%s: x}}", "stage", "Write `phase`."),
        ("products: {a: {%s: x}}", "owner", "`owns` of a role"),
        ("org: {%s: x}", "size", "Write `headcount`."),
        ("policy: {%s: {}}", "owner", "Write `owners`."),
        ("waivers: [{rule: r, at: a, reason: t, %s: x}]", "expires", "Write `until`."),
    ],
)
def test_an_unknown_word_is_answered_with_the_word_meant(place: str, key: str, meant: str) -> None:
    found = fault(place % key)
    assert f"`{key}`" in found.message
    assert meant in found.fix
    assert at(found) == (1, place.index("%s") + 1)
    assert found.span.end_column == place.index("%s") + 1 + len(key)


def test_all_faults_come_at_once_in_the_order_of_the_file() -> None:
    found = faults(
        "people: {P1: {}}\nrole: {}\norg: {stage: big, x-a: 1}\n"
        "roles:\n  p1: {owner: x, vacant: maybe}\n  a.b: {}\nteams: []\n"
    )
    assert [at(f) for f in found] == [(2, 1), (3, 14), (5, 3), (5, 8), (5, 26), (6, 3), (7, 1)]
    assert {f.rule for f in found} == {INVALID_FILE}
    assert [f.address for f in found] == [
        "role",
        "org.stage",
        "roles.p1",
        "roles.p1.owner",
        "roles.p1.vacant",
        "roles",
        "teams",
    ]


def test_one_id_in_two_sections_shows_both_places() -> None:
    found = fault("roles:\n  Checkout: {}\nteams:\n  checkout: {}\n")
    assert at(found) == (4, 3)
    assert "`roles`" in found.message
    assert "`teams`" in found.message
    assert [(r.label, r.span.line, r.span.column) for r in found.related] == [("also an id here", 2, 3)]


def test_ids_that_differ_only_in_capitals_clash_within_a_section() -> None:
    assert at(fault("roles:\n  pm: {}\n  PM: {}\n")) == (3, 3)


@pytest.mark.parametrize(
    "section", ["roles: {%s: {}}", "products: {p: {responsibilities: {%s: ceo}}}", "metrics: {%s: {}}"]
)
@pytest.mark.parametrize("key", ['"a.b"', '"a[0]"', '""', '" a"', '"a "', r'"a\nb"', r'"a\x1b"'])
def test_an_id_that_an_address_cannot_hold_is_refused(section: str, key: str) -> None:
    found = fault(section % key)
    assert "cannot be an id" in found.message
    assert at(found) == (1, section.index("%s") + 1)
    assert found.message.isprintable()
    assert found.fix.isprintable()


def test_a_value_is_shortened_and_escaped() -> None:
    found = fault('org: {stage: "%s\\x1b[2J"}' % ("y" * 70))
    assert f"`{'y' * 59}…`" in found.message
    assert r"`\x1bx`" in fault('org: {stage: "\\x1bx"}').message


def test_the_name_of_a_person_is_in_no_message() -> None:
    text = """\
people:
  p1: {name: [Ada Secret]}
  p2: {name: {Ada: Secret}}
  p3: {nmae: Ada Secret, role: Ada Secret}
  p4: Ada Secret
  p5: {title: [Ada Secret], roles: [[Ada Secret]], time: Ada Secret}
"""
    for found in faults(text):
        assert "Secret" not in found.message + found.fix + found.address


def test_a_fault_behind_an_alias_points_to_its_use() -> None:
    found = fault("roles:\n  a: {title: &t maybe}\npeople: {p: {kind: *t}}\n")
    assert at(found) == (3, 20)
    assert [(r.span.line, r.span.column) for r in found.related] == [(2, 14)]


# --- entries


def written(data: Any, path: Path) -> Any:
    """Follow a path of the long form through the data as written, past steps that the short form leaves out."""
    step: Any
    for step in path:
        if isinstance(data, list if isinstance(step, int) else dict):
            data = data[step]
    return data


def test_every_entry_stands_where_its_path_says() -> None:
    read_document = document.parse(SAMPLE.encode(), "org.yaml")
    found = list(model.entries(model.parse(read_document)))
    for entry in found:
        assert entry.value in (written(read_document.data, entry.path), entry.path[-1])
    assert len({(e.path, e.value) for e in found}) == len(found)


def test_entries_say_what_is_referred_to_and_how_much_hangs_on_it() -> None:
    found = {(e.path, e.value): (e.field, e.refers, e.strong) for e in model.entries(read(SAMPLE))}
    roles, person = ("roles", "product-manager"), ("people", "p07")
    launch = ("responsibilities", "launch-planning")
    expected: dict[tuple[Path, str], tuple[str, str | None, bool]] = {
        ((*roles, "title"), "Product Manager"): ("title", None, False),
        ((*roles, "owns", 1), "requirements-definition"): ("owns", "duty", False),
        ((*roles, "reports_to"), "ceo"): ("reports_to", "actor", True),
        ((*roles, "product", 0), "booking"): ("product", "product", False),
        ((*person, "roles", 0, "role"), "founder"): ("role", "role", True),
        ((*person, "roles", 1, "team", 0), "checkout"): ("team", "team", False),
        ((*person, "skills", 0), "communication"): ("skills", None, False),
        (launch, "launch-planning"): ("responsibilities", "duty", False),
        ((*launch, "accountable", 0), "product-manager"): ("accountable", "actor", True),
        ((*launch, "informed", 0), "sales"): ("informed", "actor", False),
        (("products", "booking", "responsibilities", "roadmap"), "roadmap"): ("responsibilities", "duty", False),
        (("products", "booking", "supports", 0), "retention"): ("supports", "goal", False),
        (("products", "booking", "vision", "key_features", 1), "b"): ("key_features", None, False),
        (("deliverables", "prd", "based_on", 0), "user-research"): ("based_on", "input", False),
        (("decisions", "pricing", "about"), "pricing"): ("about", "duty", False),
        (("decisions", "pricing", "decides", 0), "ceo"): ("decides", "actor", True),
        (("metrics", "adoption", "reviewed_in", 0), "planning"): ("reviewed_in", "ritual", False),
        (("tools", "jira", "integrates_with", 0), "aha"): ("integrates_with", "tool", False),
        (("handoffs", "spec", "from", 0), "product-manager"): ("from", "actor", False),
        (("handoffs", "spec", "deliverable", 0), "prd"): ("deliverable", "deliverable", False),
        (("policy", "owners", "launch-timing"), "launch-timing"): ("owners", "duty", False),
        (("policy", "owners", "launch-timing"), "product-development"): ("owners", None, False),
        (("waivers", 0, "reason"), "Product manager hired for March"): ("reason", None, False),
    }
    assert {key: found.get(key) for key in expected} == expected


def test_wanted_entries_are_those_of_all_that_are_written_in_the_fields_and_say_what_is_wanted() -> None:
    org = read(SAMPLE)
    everything = list(model.entries(org))
    fields = model.named(org)
    assert len(fields) > 30
    for field, texts in fields.items():
        there = [e for e in everything if (e.refers, e.field) == field]
        assert list(model.entries(org, {field: texts})) == there
        one = next(iter(texts), "")
        assert list(model.entries(org, {field: {one}})) == [e for e in there if e.value == one]
    assert list(model.entries(org, {})) == []


def test_names_ids_choices_days_and_numbers_are_no_entries() -> None:
    values = {e.value for e in model.entries(read(SAMPLE))}
    assert values.isdisjoint(
        {"Secret Person", "Harbour Labs", "scaleup", "launched", "high", "2026-05-01", "34", "board"}
    )
    assert values.isdisjoint({"founder-still-pm", "people.p07", "p07"})


# --- arbitrary input

WORDS = sorted(
    {f.alias or a for words, _ in PLACES for a, f in words.model_fields.items()} | {"x-own", "owner", "manager"}
)
LETTERS = st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"])
TEXTS = st.text(LETTERS, max_size=8) | st.sampled_from([*WORDS, "true", "50 %", "2026-05-01", "34", "a.b", "p07"])
DATA = st.recursive(
    st.none() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS) | TEXTS, inner, max_size=4),
    max_leaves=12,
)


def check_outcome(data: Any) -> None:
    text = json.dumps(data).encode()
    try:
        org = model.parse(document.parse(text, "org.yaml"))
    except BadInput as error:
        for found in error.findings:
            assert found.message.isprintable()
            assert found.fix
            assert found.span.line == 1
    else:
        assert all(isinstance(e.value, str) for e in model.entries(org))


@given(st.dictionaries(st.sampled_from(sorted(OrgFile.model_fields)) | TEXTS, DATA, max_size=5))
@settings(deadline=None)
def test_any_plain_data_is_read_or_refused(data: Any) -> None:
    check_outcome(data)


@given(st.randoms(use_true_random=False), st.lists(DATA, min_size=1, max_size=3))
@settings(deadline=None)
def test_any_change_of_a_valid_file_is_read_or_refused(choose: random.Random, changes: list[Any]) -> None:
    data = yaml.load(SAMPLE, yaml.BaseLoader)
    for change in changes:
        at: Any = data
        while True:
            key = choose.choice(list(at) if isinstance(at, dict) else range(len(at)))
            if not at[key] or isinstance(at[key], str) or choose.random() < 0.2:
                break
            at = at[key]
        if isinstance(at, dict) and isinstance(change, str) and choose.random() < 0.5:
            at[change] = at.pop(key)
        else:
            at[key] = change
    check_outcome(data)
