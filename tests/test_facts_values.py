"""Facts of small files, kind by kind: the file, the entity, and what each of its facts has to be."""

from __future__ import annotations

import datetime

import pytest

from roleaudit import catalog, document, facts, model, shipped
from roleaudit.facts import UNKNOWN, AtLeast, Entity, Open, Value
from roleaudit.findings import dotted

TODAY = datetime.date(2027, 1, 15)
CATALOG = catalog.load(shipped.rules_root() / "catalog")


def entity(text: str, kind: str, address: str) -> Entity:
    found = facts.build(model.parse(document.parse(text.encode(), "org.yaml")), CATALOG, TODAY)
    pool = [*found.of(kind)]
    if kind == "duty" and not any(e.address == address for e in pool):
        pool = found.duties([address.rpartition(".")[2]])
    here = [e for e in pool if e.address == address]
    assert len(here) == 1, f"{address} is not among {[e.address for e in pool][:40]}"
    return here[0]


def told(value: Value) -> object:
    """A value in a form in which open sets and counts differ from closed ones."""
    return (type(value).__name__, sorted(value) if isinstance(value, frozenset) else value)


def some(*names: str) -> frozenset[str]:
    return frozenset(names)


Case = tuple[str, str, str, dict[str, Value]]

HOLDERS: list[Case] = [
    (
        """
        roles:
          pm: {title: Product Manager, owns: [roadmap, pricing]}
          po: {title: Product Owner}
          cto: {title: CTO, owns: coding}
          ceo: {owns: product-vision}
          designer: {owns: ui-ux-design}
        people:
          p1:
            roles:
              - {role: pm, share: 60, until: 2027-02-14}
              - {role: po, share: 20, acting: true}
              - {role: cto, share: 40, until: 2027-01-14}
            time: {strategy: 20, roadmap: 10, research: 5, delivery: 50, support: 10}
        """,
        "holder",
        "people.p1",
        {
            "kind": "human",
            "roles": some("pm", "po", "cto"),
            "seats": 3,
            "named": False,
            "functions": some("product-management", "product-owner"),
            "owning_roles": 1,
            "share_total": 80,
            "expired_terms": some("cto"),
            "terms": some("dated", "acting", "expired"),
            "open_interims": some("po"),
            "days_left": 30,
            "next_to_end": "pm",
            "disciplines": some(),
            "time_reactive": 60,
            "time_planned": 35,
            "core_duties": 4,
            "core_percent": 25,
            "core_sides": some("product"),
            "managed_products": some(),
            "teams": some(),
        },
    ),
    (
        """
        roles: {pm: {title: Product Manager}, cto: {}, ops: {title: Wizard}}
        people:
          p1: {kind: agent, roles: [{role: pm, until: 2027-03-01, share: 50}, {role: cto, until: 2027-01-15}, ops]}
        """,
        "holder",
        "people.p1",
        {
            "kind": "agent",
            "functions": UNKNOWN,
            "share_total": AtLeast(50),
            "days_left": 0,
            "next_to_end": "cto",
            "terms": some("dated"),
            "expired_terms": some(),
            "open_interims": some(),
            "disciplines": some("engineering"),
            "core_percent": UNKNOWN,
            "core_sides": some(),
            "time_reactive": UNKNOWN,
        },
    ),
    (
        "roles: {pm: {title: Product Manager}}\npeople: {p1: {roles: [{role: pm, until: 2027-03-01, acting: true}]}}",
        "holder",
        "people.p1",
        {"terms": some("dated"), "open_interims": some(), "share_total": UNKNOWN, "days_left": 45, "managers": some()},
    ),
    (
        "people: {p1: {roles: [engineer]}, p2: {roles: [engineer, designer, data-analyst, {role: qa, until: 2027-01-01}]}}",
        "holder",
        "people.p2",
        {
            "disciplines": some("engineering", "design"),
            "days_left": UNKNOWN,
            "next_to_end": UNKNOWN,
            "terms": some("expired"),
            "named": False,
        },
    ),
    (
        """
        products: {booking: {}, pos: {}}
        teams: {web: {product: booking}, app: {product: pos}}
        people:
          p1: {roles: [{role: pm, product: booking}, {role: head-of-product, product: pos}]}
          p2: {roles: [{role: pm, team: web}, {role: po, team: app, until: 2027-01-01}]}
          p3: {roles: pm}
          p4: {roles: [{role: pm, product: pos, until: 2027-01-01}, {role: cto, product: booking}]}
        """,
        "holder",
        "people.p1",
        {
            "managed_products": some("booking"),
            "managed_teams": some(),
            "teams": some(),
            "products": some("booking", "pos"),
        },
    ),
    (
        """
        products: {booking: {}, pos: {}}
        teams: {web: {product: booking}, app: {product: pos}}
        people:
          p2: {roles: [{role: pm, team: web}, {role: po, team: app, until: 2027-01-01}]}
        """,
        "holder",
        "people.p2",
        {
            "managed_products": some("booking"),
            "managed_teams": some("web"),
            "teams": some("web"),
            "expired_terms": some("po"),
        },
    ),
    (
        """
        products: {booking: {}, pos: {}}
        people:
          p1: {roles: pm}
          p2: {roles: [{role: pm, product: pos, until: 2027-01-01}, {role: cto, product: booking}]}
        """,
        "holder",
        "people.p2",
        {"managed_products": some(), "products": some("booking"), "functions": some("product-development")},
    ),
    (
        """
        products: {booking: {}, pos: {}}
        people: {p1: {roles: [pm, {role: cto, product: booking}]}, p2: {}}
        """,
        "holder",
        "people.p1",
        {"products": UNKNOWN, "managed_products": some()},
    ),
    ("people: {p1: {}}", "holder", "people.p1", {"products": UNKNOWN, "functions": UNKNOWN, "seats": 0}),
    (
        """
        roles: {a: {owns: [coding, roadmap]}, b: {owns: pricing}, c: {owns: delivery}, d: {owns: delivery}}
        people: {p1: {roles: [a, b]}, p2: {roles: c}, p3: {roles: d}}
        """,
        "holder",
        "people.p1",
        {"core_duties": 3, "core_percent": 67, "core_sides": some("development", "product"), "owning_roles": 2},
    ),
    (
        "roles: {c: {owns: delivery}, d: {owns: delivery}}\npeople: {p2: {roles: c}, p3: {roles: d}}",
        "holder",
        "people.p2",
        {"core_duties": 1, "core_percent": 0, "core_sides": some()},
    ),
    (
        """
        org: {headcount: 9}
        people: {p1: {roles: cto}, p2: {roles: engineer, reports_to: p1}, p3: {roles: qa, reports_to: cto}}
        """,
        "holder",
        "people.p1",
        {"direct_reports": AtLeast(2), "named": True},
    ),
    (
        "people: {p1: {roles: cto}, p2: {roles: engineer, reports_to: p1}, p3: {roles: qa, reports_to: cto}}",
        "holder",
        "people.p1",
        {"direct_reports": 2, "skills": UNKNOWN, "missing_skills": UNKNOWN, "skill_functions": UNKNOWN},
    ),
    (
        """
        roles:
          pm: {title: Product Manager, reports_to: ceo}
          tl: {title: Tech Lead, reports_to: cto}
          old: {title: Designer, reports_to: coo}
        people: {p1: {roles: [pm, tl, {role: old, until: 2027-01-01}]}}
        """,
        "holder",
        "people.p1",
        {"managers": some("ceo", "cto")},
    ),
    (
        """
        roles: {pm: {title: Product Manager, reports_to: ceo}, tl: {title: Tech Lead, reports_to: cto}}
        people: {p1: {roles: [pm, tl], reports_to: coo}}
        """,
        "holder",
        "people.p1",
        {"managers": some()},
    ),
    (
        "people: {p1: {roles: pm, skills: [communication, coding]}}",
        "holder",
        "people.p1",
        {
            "skills": some("communication", "coding"),
            "missing_skills": some("data", "strategy", "market", "leadership"),
            "skill_functions": some("product-management", "product-development", "product-owner"),
        },
    ),
    (
        "people: {p1: {roles: po, skills: [juggling, agile]}}",
        "holder",
        "people.p1",
        {
            "skills": some("juggling", "agile"),
            "missing_skills": some("communication", "priorities"),
            "skill_functions": UNKNOWN,
        },
    ),
    (
        "people: {p1: {roles: head-of-sales, skills: [time-management]}}",
        "holder",
        "people.p1",
        {"missing_skills": some(), "skill_functions": some("product-development")},
    ),
    ("people: {p1: {roles: wizard, skills: [coding]}}", "holder", "people.p1", {"missing_skills": UNKNOWN}),
    ("people: {p1: {roles: pm, skills: []}}", "holder", "people.p1", {"skills": UNKNOWN, "missing_skills": UNKNOWN}),
]

DOUBTS: list[Case] = [
    (
        "responsibilities: {roadmap: {accountable: TBD}}",
        "entry",
        "responsibilities.roadmap.accountable.TBD",
        {
            "field": "accountable",
            "value": "TBD",
            "reference": True,
            "strong": True,
            "resolves": True,
            "placeholder": True,
            "near_known": False,
            "hint": "",
            "private": False,
            "contact": False,
            "of_an_owner": False,
            "of_a_task": False,
            "joint": UNKNOWN,
            "helper": UNKNOWN,
            "open_end": UNKNOWN,
        },
    ),
    (
        "deliverables: {prd: {owner: none}}",
        "entry",
        "deliverables.prd.owner.none",
        {"placeholder": True, "resolves": True, "reference": True},
    ),
    (
        "roles: {guide: {}}\nresponsibilities: {roadmap: {consulted: giude}}",
        "entry",
        "responsibilities.roadmap.consulted.giude",
        {"resolves": False, "placeholder": False, "strong": False, "hint": "; did you mean `guide`?", "contact": False},
    ),
    (
        "roles: {guide: {}}\nresponsibilities: {roadmap: {consulted: a@harbourlabs.io}}",
        "entry",
        "responsibilities.roadmap.consulted.****************",
        {"resolves": False, "contact": True, "hint": ""},
    ),
    (
        "products: {booking: {}}\nteams: {boking: {product: bookign}}",
        "entry",
        "teams.boking.product.bookign",
        {"resolves": False, "hint": "; did you mean `booking`?", "field": "product"},
    ),
    (
        "products: {pos: {}}\nteams: {booking: {product: bookign}}",
        "entry",
        "teams.booking.product.bookign",
        {"resolves": False, "hint": ""},
    ),
    (
        "teams: {checkout: {}}\nroles: {checkotu-lead: {team: checkotu}}",
        "entry",
        "roles.checkotu-lead.team.checkotu",
        {"resolves": False, "hint": "; did you mean `checkout`?"},
    ),
    (
        "roles: {checkout: {team: checkotu}}\nteams: {web: {}}",
        "entry",
        "roles.checkout.team.checkotu",
        {"resolves": False, "hint": ""},
    ),
    (
        "org: {goals: [retention]}\nproducts: {a: {supports: [retention, retenion]}}",
        "entry",
        "products.a.supports.retenion",
        {"resolves": False, "reference": True, "strong": False},
    ),
    (
        "rituals: {leads: {}}\nmetrics: {churn: {reviewed_in: [leads, demo, tea]}}",
        "entry",
        "metrics.churn.reviewed_in.tea",
        {"resolves": False},
    ),
    (
        "deliverables: {note: {}}\nhandoffs: {spec: {deliverable: [note, prd, scroll]}}",
        "entry",
        "handoffs.spec.deliverable.scroll",
        {"resolves": False},
    ),
    (
        "tools: {hub: {integrates_with: [hub, jira, abacus]}}",
        "entry",
        "tools.hub.integrates_with.abacus",
        {"resolves": False},
    ),
    (
        "roles: {guide: {}}\npeople: {p1: {roles: [guide, cto, {role: wizzard}]}}",
        "entry",
        "people.p1.roles.role.wizzard",
        {"resolves": False, "strong": True, "field": "role"},
    ),
    (
        "roles: {pm: {owns: [roadmap, raodmap, canteen]}}",
        "entry",
        "roles.pm.owns.raodmap",
        {"near_known": True, "resolves": True, "placeholder": False, "hint": "; did you mean `roadmap`?"},
    ),
    (
        "roles: {pm: {owns: tbd}}",
        "entry",
        "roles.pm.owns.tbd",
        {"placeholder": True, "near_known": False, "resolves": True, "contact": False},
    ),
    (
        "roles: {pm: {purpose: TBD, owns: roadmap}}",
        "entry",
        "roles.pm.purpose",
        {"placeholder": True, "reference": False, "strong": False, "of_a_task": True, "of_an_owner": True},
    ),
    (
        "roles: {pm: {purpose: TBD, owns: []}, po: {owns: roadmap}}",
        "entry",
        "roles.pm.purpose",
        {"placeholder": True, "of_a_task": True, "of_an_owner": False},
    ),
    (
        "teams: {web: {purpose: TBD}}",
        "entry",
        "teams.web.purpose",
        {"placeholder": True, "of_a_task": True, "of_an_owner": False, "near_known": False},
    ),
    (
        "roles: {cto: {}}\nresponsibilities: {on-call: {accountable: cto, title: Shared ownership of on-call}}",
        "entry",
        "responsibilities.on-call.title",
        {
            "joint": "shared ownership",
            "helper": UNKNOWN,
            "of_an_owner": True,
            "of_a_task": True,
            "placeholder": False,
            "contact": False,
            "value": "Shared ownership of on-call",
        },
    ),
    (
        "teams: {web: {responsibilities: {on-call: {description: Helps with demos and other tasks as needed}}}}",
        "entry",
        "teams.web.responsibilities.on-call.description",
        {"helper": "helps with", "open_end": "as needed", "joint": UNKNOWN, "of_an_owner": False, "of_a_task": True},
    ),
    (
        "products: {a: {responsibilities: {on-call: {accountable: cto, description: Helps with demos}}}}",
        "entry",
        "products.a.responsibilities.on-call.description",
        {"helper": "helps with", "of_an_owner": True, "open_end": UNKNOWN},
    ),
    (
        "roles: {cto: {owns: coding, description: Helps with demos}}",
        "entry",
        "roles.cto.description",
        {"helper": "helps with", "of_an_owner": False, "of_a_task": False},
    ),
    (
        "teams: {web: {description: Write to a@harbourlabs.io}}",
        "entry",
        "teams.web.description",
        {"contact": True, "placeholder": False, "value": "Write to ****************", "joint": UNKNOWN},
    ),
    (
        "people: {p1: {x-salary: 5000}}",
        "entry",
        "people.p1.x-salary",
        {"private": True, "contact": False, "placeholder": False, "resolves": True, "reference": False},
    ),
    (
        "teams: {web: {x-notes: {first: [write to, a@harbourlabs.io]}}}",
        "entry",
        "teams.web.x-notes.first.****************",
        {"private": False, "contact": True, "field": "x-notes", "strong": False},
    ),
]

SILENT: list[tuple[str, list[str]]] = [
    ("roles: {cto: {reports_to: none}}", []),
    ("responsibilities: {roadmap: {accountable: ceo, consulted: none}}", []),
    ("responsibilities: {tbd: {accountable: ceo}}\nroles: {ceo: {owns: tbd}}", []),
    ("products: {a: {supports: [retention]}}", []),
    ("org: {name: Tidewell}\nproducts: {a: {supports: [retention]}}", []),
    ("metrics: {churn: {reviewed_in: [demo]}}\ntools: {hub: {integrates_with: [jira]}}", []),
    ("roles: {pm: {owns: canteen}}", []),
    ("teams: {web: {x-colour: {first: [red, 7]}}}", []),
    ("people: {p1: {x-salary: {mail: a@harbourlabs.io}}}", ["people.p1.x-salary"]),
    ("external: [agency]\nresponsibilities: {roadmap: {consulted: [agency, board, sales, everyone]}}", []),
]
"""Files of which no name and no text is doubtful, or only these."""


@pytest.mark.parametrize(("text", "addresses"), SILENT)
def test_what_is_in_order_is_no_entry(text: str, addresses: list[str]) -> None:
    found = facts.build(model.parse(document.parse(text.encode(), "org.yaml")), CATALOG, TODAY)
    assert [e.address for e in found.of("entry")] == addresses


@pytest.mark.parametrize(
    ("ids", "text", "hint"),
    [
        (["checkout"], "checkotu", "checkout"),
        (["checkout"], "checko", "checkout"),
        (["checkout"], "check", ""),
        (["check"], "checkou", "check"),
        (["checkout"], "xheckout", ""),
        (["checkout"], "checzzzz", ""),
        ([*(f"seat-{n}" for n in range(11, 40)), "seat-aab"], "seat-aac", "seat-aab"),
        ([*(f"seat-{n}" for n in range(11, 41)), "seat-aab"], "seat-aac", ""),
    ],
)
def test_a_name_is_meant_that_is_near_and_not_one_of_many(ids: list[str], text: str, hint: str) -> None:
    written = f"roles: {{{', '.join(f'{id}: {{}}' for id in ids)}}}\nhandoffs: {{spec: {{to: {text}}}}}"
    for org in (
        written,
        written.replace("roles", "teams"),
        f"external: [{', '.join(ids)}]\n{written.partition(chr(10))[2]}",
    ):
        found = facts.value(entity(org, "entry", f"handoffs.spec.to.{text}"), "hint")
        assert found == (f"; did you mean `{hint}`?" if hint else "")


TABLES = [*HOLDERS, *DOUBTS]


@pytest.mark.parametrize(("text", "kind", "address", "values"), TABLES)
def test_what_a_small_file_says(text: str, kind: str, address: str, values: dict[str, Value]) -> None:
    here = entity(text, kind, address)
    assert {name: told(facts.value(here, name)) for name in values} == {n: told(v) for n, v in values.items()}


PLACES: list[tuple[str, str, str, dict[str, list[str]]]] = [
    (
        """
        roles: {pm: {title: Product Manager, reports_to: ceo}, po: {title: Product Owner}, cto: {}, qa: {}}
        people:
          p1:
            roles:
              - {role: pm, until: 2027-03-01}
              - {role: po, acting: true}
              - {role: cto, until: 2027-01-01}
              - {role: qa, until: 2027-02-01}
            skills: [coding]
            time: {delivery: 5}
        """,
        "holder",
        "people.p1",
        {
            "kind": ["people.p1.kind"],
            "roles": ["people.p1.roles[0]", "people.p1.roles[1]", "people.p1.roles[2]", "people.p1.roles[3]"],
            "named": ["people.p1"],
            "managed_products": ["people.p1.roles[0]"],
            "expired_terms": ["people.p1.roles[2].until"],
            "days_left": ["people.p1.roles[3].until", "people.p1.roles[0].until"],
            "open_interims": ["people.p1.roles[1]"],
            "managers": ["roles.pm.reports_to", "roles.po.reports_to", "roles.cto.reports_to", "roles.qa.reports_to"],
            "skills": ["people.p1.skills"],
            "time_reactive": ["people.p1.time"],
            "direct_reports": ["people.p1"],
        },
    ),
    (
        "products: {a: {}, b: {}}\nroles: {pm: {owns: [pricing, roadmap]}}\npeople: {p1: {roles: pm}}",
        "holder",
        "people.p1",
        {"core_percent": ["roles.pm.owns[1]"]},
    ),
]


@pytest.mark.parametrize(("text", "kind", "address", "places"), PLACES)
def test_where_a_fact_is_written(text: str, kind: str, address: str, places: dict[str, list[str]]) -> None:
    here = entity(text, kind, address)
    assert {name: [dotted(path) for path in facts.evidence(here, name)] for name in places} == places
