"""Facts of small files, kind by kind: the file, the entity, and what each of its facts has to be."""

from __future__ import annotations

import datetime

import pytest

from roleaudit import catalog, document, facts, model
from roleaudit.facts import UNKNOWN, AtLeast, Entity, Open, Value
from roleaudit.findings import dotted

TODAY = datetime.date(2027, 1, 15)
CATALOG = catalog.load()


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
        "people: {p2: {roles: [engineer, designer, data-analyst, {role: qa, until: 2027-01-01}]}}",
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
    ("people: {p1: {roles: [{share: 50}, {role: pm}]}}", "holder", "people.p1", {"seats": 1, "roles": some("pm")}),
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
        {"private": True, "contact": False, "placeholder": False, "resolves": True, "field": "x-salary"},
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


MEETING_SEATS = "roles: {pm: {title: Product Manager}, dev: {title: Developer}, po: {title: Product Owner}}\n"
MEETINGS: list[Case] = [
    (
        MEETING_SEATS
        + """
rituals:
  monday: {kind: planning, participants: [pm, dev], inputs: [roadmap], outputs: [next-steps], cadence: weekly}
""",
        "ritual",
        "rituals.sprint-planning",
        {
            "kind": "sprint-planning",
            "joint": True,
            "functions": some("product-management", "product-development"),
            "product_owners": some("po"),
            "cadence_days": 7,
            "regular": True,
            "recurring": True,
            "outputs": some("next-steps", "actions"),
            "topics": some("roadmap", "next-steps", "actions"),
        },
    ),
    (
        "org: {headcount: 9}\n" + MEETING_SEATS + "rituals: {tea: {participants: []}}",
        "ritual",
        "rituals.tea",
        {
            "kind": "tea",
            "joint": False,
            "functions": Open(),
            "product_owners": Open({"po"}),
            "cadence_days": UNKNOWN,
            "regular": UNKNOWN,
            "recurring": UNKNOWN,
            "outputs": UNKNOWN,
            "topics": UNKNOWN,
        },
    ),
    (
        MEETING_SEATS + "rituals: {a: {kind: demo, cadence: weekly}, b: {kind: demo, cadence: Ad-hoc}, c: {}}",
        "ritual",
        "rituals.demo",
        {"functions": UNKNOWN, "taking_part": UNKNOWN, "cadence_days": 7, "recurring": True, "regular": True},
    ),
    (
        MEETING_SEATS + "rituals: {a: {kind: demo, participants: dev, outputs: []}, b: {kind: demo, inputs: [money]}}",
        "ritual",
        "rituals.demo",
        {"functions": Open({"product-development"}), "outputs": some(), "topics": some("money"), "regular": UNKNOWN},
    ),
    (
        MEETING_SEATS + "rituals: {a: {kind: demo, outputs: [money]}, b: {kind: demo}}",
        "ritual",
        "rituals.demo",
        {"outputs": some("money"), "topics": UNKNOWN},
    ),
    (
        "roles: {oracle: {}, dev: {title: Developer}}\n"
        "rituals: {a: {kind: demo, participants: [dev, oracle]}, c: {cadence: weekly}}",
        "ritual",
        "rituals.demo",
        {"functions": Open({"product-development"}), "regular": False, "recurring": UNKNOWN},
    ),
    ("rituals: {friday: {title: Demo}}", "ritual", "rituals.demo", {"kind": "demo", "joint": True}),
    ("rituals: {friday: {title: Demo, kind: tea}}", "ritual", "rituals.demo", {"kind": "demo"}),
    ("rituals: {friday: {kind: tea}}", "ritual", "rituals.tea", {"kind": "tea", "joint": False}),
    (
        """
        products: {booking: {}, pos: {}}
        teams: {web: {product: booking}, app: {product: pos}, all: {}}
        people:
          p1: {roles: {role: product-owner, team: web}}
          p2: {roles: {role: product-owner, team: app}}
          p3: {roles: {role: product-owner, product: booking}}
        rituals: {stand-up: {kind: daily, team: [web]}, demo: {product: [booking, pos]}}
        """,
        "ritual",
        "teams.web.rituals.daily-stand-up",
        {"product_owners": some("p1", "p3"), "kind": "daily-stand-up"},
    ),
    (
        """
        products: {booking: {}, pos: {}}
        teams: {web: {product: booking}, app: {product: pos}}
        people:
          p1: {roles: {role: product-owner, team: web}}
          p2: {roles: {role: product-owner, team: app}}
          p3: {roles: product-owner}
        rituals: {demo: {product: [booking, pos]}}
        """,
        "ritual",
        "products.pos.rituals.demo",
        {"product_owners": some("p2", "p3")},
    ),
]

RHYTHMS: list[tuple[str, Value, Value]] = [
    ("once", UNKNOWN, False),
    ("One-off", UNKNOWN, False),
    ("ad hoc", UNKNOWN, False),
    ("as needed", UNKNOWN, False),
    ("if required", UNKNOWN, False),
    ("on demand", UNKNOWN, False),
    ("irregularly", UNKNOWN, False),
    ("when a release is due", UNKNOWN, UNKNOWN),
    ("every day", 1, True),
    ("every workday", 1, True),
    ("each business day", 1, True),
    ("8 times a week", 1, True),
    ("9x a day", 1, True),
    ("first and last Friday of each week", 3, True),
    ("first, second, third and fourth day of the day", 1, True),
    ("1st and 3rd Monday of the month", 15, True),
    ("semi-weekly", 3, True),
    ("bi weekly", 14, True),
    ("every second Tuesday", 14, True),
    ("Mondays and Mondays", 7, True),
    ("Mondays, Tuesdays and Fridays", 2, True),
    ("per sprint", 14, True),
    ("every three weeks", 21, True),
    ("semi-monthly", 15, True),
    ("every month", 30, True),
    ("one month", 30, True),
    ("four times a month", 7, True),
    ("bi-monthly", 61, True),
    ("every second month", 60, True),
    ("every other month", 60, True),
    ("every five days", 5, True),
    ("every six days", 6, True),
    ("every seven days", 7, True),
    ("every eight days", 8, True),
    ("every nine days", 9, True),
    ("every ten days", 10, True),
    ("every eleven days", 11, True),
    ("every twelve months", 360, True),
    ("twice a quarter", 45, True),
    ("semi-annually", 182, True),
    ("half-yearly", 182, True),
    ("every year", 365, True),
    ("once a year", 365, True),
    ("annually", 365, True),
]
"""A cadence, the days between two meetings, and whether it comes back."""


@pytest.mark.parametrize(("cadence", "days", "recurring"), RHYTHMS)
def test_a_rhythm_is_read_in_days(cadence: str, days: Value, recurring: Value) -> None:
    here = entity(f"rituals: {{demo: {{cadence: '{cadence}'}}}}", "ritual", "rituals.demo")
    assert told(facts.value(here, "cadence_days")) == told(days)
    assert told(facts.value(here, "recurring")) == told(recurring)


def test_two_meetings_of_a_kind_never_come_back_only_where_neither_does() -> None:
    for other, recurring in (("ad hoc", False), ("when due", UNKNOWN), ("weekly", True)):
        text = f"rituals: {{a: {{kind: demo, cadence: once}}, b: {{kind: demo, cadence: {other}}}}}"
        assert told(facts.value(entity(text, "ritual", "rituals.demo"), "recurring")) == told(recurring)


PM, PD, PO = "product-management", "product-development", "product-owner"
MET: list[tuple[str, str, Value]] = [
    ("{participants: [p1, users], cadence: weekly}", "weekly", some("users")),
    ("{participants: [pm, dev], cadence: weekly}", "weekly", some(PD)),
    ("{participants: [pm, po], cadence: weekly}", "weekly", some(PO)),
    ("{participants: [lead, dev], cadence: weekly}", "weekly", some()),
    ("{participants: [web, po], cadence: weekly}", "weekly", some(PM, PD, PO)),
    ("{participants: [everyone], cadence: weekly}", "weekly", some(PM, PD, PO, "leadership", "everyone")),
    ("{participants: [product, dev], cadence: weekly}", "weekly", some(PM, PD, "product")),
    ("{participants: [engineering, po], cadence: weekly}", "weekly", some()),
    ("{participants: [pm, oracle], cadence: daily}", "daily", Open()),
    ("{participants: [pm, dev]}", "", Open()),
    ("{participants: [], cadence: weekly}", "weekly", Open()),
    ("{cadence: weekly}", "weekly", Open()),
    ("{participants: [pm, dev], cadence: daily}", "daily", some(PD)),
    ("{participants: [pm, dev], cadence: every 3 weeks}", "rarely", some(PD)),
    ("{participants: [pm, dev], cadence: every 15 days}", "rarely", some(PD)),
    ("{participants: [pm, dev], cadence: biweekly}", "weekly", some(PD)),
    ("{participants: [pm, dev], cadence: every 2 days}", "weekly", some(PD)),
]
"""A meeting, how often it is, and whom the product manager meets in it."""


@pytest.mark.parametrize(("meeting", "often", "met"), MET)
def test_whom_a_party_meets_and_how_often(meeting: str, often: str, met: Value) -> None:
    text = f"""
    roles:
      pm: {{title: Product Manager}}
      dev: {{title: Developer}}
      po: {{title: Product Owner}}
      lead: {{title: CEO}}
      oracle: {{}}
    people: {{p1: {{roles: pm}}, p2: {{roles: dev}}, p3: {{roles: po}}, p4: {{roles: lead}}}}
    teams: {{web: {{members: [p1, p2]}}}}
    rituals: {{demo: {meeting}}}
    """
    here = entity(text, "assignment", "people.p1")
    nobody = Open() if isinstance(met, Open) else some()
    assert told(facts.value(here, "meets")) == told(met)
    assert told(facts.value(here, "meets_often")) == told(met if often in ("daily", "weekly") else nobody)
    assert told(facts.value(here, "meets_daily")) == told(met if often == "daily" else nobody)


def test_a_seat_of_two_people_is_met_by_each_of_them() -> None:
    text = """
    people: {p1: {roles: pm}, p2: {roles: pm}}
    rituals: {leads: {participants: [pm], cadence: weekly}}
    """
    assert facts.value(entity(text, "assignment", "people.p1"), "meets") == some(PM)
    alone = text.replace(", p2: {roles: pm}", ", p2: {}")
    assert facts.value(entity(alone, "assignment", "people.p1"), "meets") == some()
    assert facts.value(entity(text.partition("rituals")[0], "assignment", "people.p1"), "meets") == UNKNOWN


ENTRY = "{accountable: pm, consulted: [cto, cfo], informed: [cfo, cto], reviewed: 2027-01-05, criticality: high}"
DUTIES: list[Case] = [
    (
        f"products: {{b: {{}}, a: {{}}}}\nroles: {{pm: {{}}}}\nresponsibilities: {{roadmap: {ENTRY}}}",
        "duty",
        "products.a.responsibilities.roadmap",
        {
            "consulted": 2,
            "reviewed_days": 10,
            "double_letters": some("cto", "cfo"),
            "listed": True,
            "named": some("pm"),
            "criticality": "high",
            "consulted_percent": 67,
            "tier": "core",
            "shareable": False,
            "disputed": True,
            "deputies": UNKNOWN,
            "stand_ins": some(),
            "working": some(),
            "twin": UNKNOWN,
            "meant": "",
            "policy": UNKNOWN,
            "involved_functions": some(PD, "business"),
        },
    ),
    (
        f"products: {{b: {{}}, a: {{}}}}\nroles: {{pm: {{}}}}\nresponsibilities: {{roadmap: {ENTRY}}}",
        "duty",
        "products.b.responsibilities.roadmap",
        {"consulted": UNKNOWN, "reviewed_days": UNKNOWN, "double_letters": UNKNOWN, "listed": True},
    ),
    (
        f"products: {{b: {{}}, a: {{responsibilities: {{roadmap: ceo}}}}}}\nresponsibilities: {{roadmap: {ENTRY}}}",
        "duty",
        "products.b.responsibilities.roadmap",
        {"consulted": 2, "reviewed_days": 10, "double_letters": some("cto", "cfo"), "named": some("pm")},
    ),
    (
        f"products: {{b: {{}}, a: {{responsibilities: {{roadmap: ceo}}}}}}\nresponsibilities: {{roadmap: {ENTRY}}}",
        "duty",
        "products.a.responsibilities.roadmap",
        {"consulted": UNKNOWN, "named": some("ceo"), "claims": some("ceo"), "owners": some("ceo")},
    ),
    (
        "responsibilities: {roadmap: {accountable: pm, responsible: [pm, cto], consulted: [cto, cfo]}}",
        "duty",
        "responsibilities.roadmap",
        {"double_letters": some("cto"), "working": some("pm", "cto"), "consulted": 2, "consulted_percent": 67},
    ),
    (
        "org: {headcount: 9}\npeople: {p1: {}}\nresponsibilities: {roadmap: {accountable: pm, consulted: [cto]}}",
        "duty",
        "responsibilities.roadmap",
        {"consulted_percent": UNKNOWN, "consulted": 1, "double_letters": some()},
    ),
    (
        """
        responsibilities:
          weekly-customer-newsletter: {accountable: pm}
          customer-weekly-newsletter: {accountable: cto}
          canteen-plan: {accountable: pm}
          plan-canteen: {accountable: cto}
        """,
        "duty",
        "responsibilities.weekly-customer-newsletter",
        {"twin": "customer-weekly-newsletter", "twin_owners": some("cto"), "tier": "own", "claims": some("pm")},
    ),
    (
        """
        responsibilities:
          weekly-customer-newsletter: {accountable: pm}
          customer-weekly-newsletter: {accountable: cto}
          canteen-plan: {accountable: pm}
          plan-canteen: {accountable: cto}
        """,
        "duty",
        "responsibilities.plan-canteen",
        {"twin": UNKNOWN, "twin_owners": UNKNOWN},
    ),
    (
        """
        responsibilities:
          weekly-customer-newsletter: {accountable: pm}
          customer-weekly-newsletter: {accountable: cto}
        """,
        "duty",
        "responsibilities.customer-weekly-newsletter",
        {"twin": UNKNOWN},
    ),
    (
        """
        products: {a: {responsibilities: {weekly-customer-newsletter: pm}}, b: {}}
        responsibilities: {customer-weekly-newsletter: {accountable: cto}}
        """,
        "duty",
        "products.a.responsibilities.weekly-customer-newsletter",
        {"twin": "customer-weekly-newsletter", "twin_owners": some("cto")},
    ),
    (
        """
        products:
          a: {responsibilities: {weekly-customer-newsletter: pm}}
          b: {responsibilities: {customer-weekly-newsletter: cto}}
        """,
        "duty",
        "products.a.responsibilities.weekly-customer-newsletter",
        {"twin": UNKNOWN},
    ),
    (
        """
        products: {a: {}, b: {}}
        roles: {pm: {owns: roadmap}, dev: {title: Developer, product: a, contributes_to: [pricing, roadmap]}}
        """,
        "duty",
        "products.a.responsibilities.roadmap",
        {"working": some("dev"), "involved_functions": some(PD), "listed": False, "named": UNKNOWN},
    ),
    (
        """
        products: {a: {}, b: {}}
        responsibilities: {roadmap: {accountable: pm}}
        roles: {dev: {title: Developer, product: a, contributes_to: [pricing, roadmap]}}
        """,
        "duty",
        "products.b.responsibilities.roadmap",
        {"working": some(), "involved_functions": some()},
    ),
    (
        """
        products: {a: {}, b: {}}
        responsibilities: {roadmap: {accountable: pm}}
        deliverables: {plan: {kind: roadmap, product: a, contributors: [cfo, oracle]}}
        """,
        "duty",
        "products.a.responsibilities.roadmap",
        {"involved_functions": Open({"business"}), "working": some()},
    ),
    (
        """
        products: {a: {}, b: {}}
        responsibilities: {roadmap: {accountable: pm}}
        deliverables: {plan: {kind: roadmap, product: a, contributors: [cfo]}}
        """,
        "duty",
        "products.b.responsibilities.roadmap",
        {"involved_functions": some()},
    ),
    (
        "responsibilities: {roadmap: {accountable: pm}, pricing: {accountable: pm, responsible: cfo}}",
        "duty",
        "responsibilities.roadmap",
        {"involved_functions": UNKNOWN},
    ),
    (
        """
        products: {a: {}, b: {}}
        responsibilities: {pricing: {accountable: pm}}
        decisions:
          list-prices: {about: pricing, product: a, decides: ceo, consulted: cfo}
          discounts: {about: pricing, decides: [cto], approvers: coo, escalates_to: board}
          tea: {about: the tea, decides: qa}
        """,
        "duty",
        "products.a.responsibilities.pricing",
        {
            "deciders": some("ceo", "cto", "coo", "board"),
            "decider_functions": some("leadership", PD),
            "advisers": some("cfo"),
        },
    ),
    (
        """
        products: {a: {}, b: {}}
        responsibilities: {pricing: {accountable: pm}}
        decisions:
          list-prices: {about: pricing, product: a, decides: ceo, consulted: cfo}
          discounts: {about: pricing, decides: [oracle]}
        """,
        "duty",
        "products.b.responsibilities.pricing",
        {"deciders": some("oracle"), "decider_functions": Open(), "advisers": some()},
    ),
    (
        """
        products: {a: {}, b: {}}
        responsibilities: {role-definition: {accountable: ceo}}
        decisions: {seats: {about: role-definition, product: a, decides: cto}}
        """,
        "duty",
        "responsibilities.role-definition",
        {"deciders": some("cto"), "owners": some("ceo")},
    ),
    (
        """
        roles: {cto: {deputy: [dev]}, dev: {title: Developer}}
        responsibilities: {coding: {accountable: cto}, qa: {accountable: cto, deputy: [p1, ghost]}}
        people: {p1: {kind: agent}}
        """,
        "duty",
        "responsibilities.coding",
        {"stand_ins": some("dev"), "deputies": UNKNOWN, "deputy_kinds": UNKNOWN},
    ),
    (
        """
        roles: {cto: {deputy: [dev]}, dev: {title: Developer}}
        responsibilities: {coding: {accountable: cto}, qa: {accountable: cto, deputy: [p1, ghost, dev]}}
        people: {p1: {kind: agent}, p2: {roles: dev}}
        """,
        "duty",
        "responsibilities.qa",
        {
            "stand_ins": some("p1", "ghost", "dev"),
            "deputies": some("p1", "ghost", "p2"),
            "deputy_kinds": some("agent", "unknown", "human"),
        },
    ),
    (
        "teams: {web: {lead: cto}}\nresponsibilities: {coding: {accountable: web}}",
        "duty",
        "responsibilities.coding",
        {
            "stand_ins": some("web"),
            "owners": some("cto"),
            "owner_titles": some("cto"),
            "owner_sides": some("development"),
        },
    ),
    (
        """
        roles: {pm: {owns: roadmap}, dev: {title: Developer, owns: roadmap}, oracle: {owns: roadmap}}
        people: {p1: {roles: [pm, {role: cto, until: 2027-01-01}]}, p2: {roles: dev}}
        """,
        "duty",
        "responsibilities.roadmap",
        {
            "owners": some("p1", "p2", "oracle"),
            "owner_functions": Open({PM, PD}),
            "owner_sides": Open({"product", "development"}),
            "common_functions": UNKNOWN,
            "owner_titles": some("product-manager", "engineer"),
            "answering": some("p1", "p2", "oracle"),
        },
    ),
    (
        """
        roles: {pm: {title: Product Manager, owns: roadmap}, tpm: {title: Technical Product Manager, owns: roadmap}}
        """,
        "duty",
        "responsibilities.roadmap",
        {"owner_functions": some(PM, PD), "common_functions": some(PM), "owner_kinds": some("human")},
    ),
    (
        "policy: {owners: {product-roadmap: engineering, pricing: business}}\nroles: {ceo: {owns: roadmap}}",
        "duty",
        "responsibilities.roadmap",
        {"policy": PD, "usual_functions": some(PD), "usual_sides": some("development")},
    ),
    (
        "roles: {po: {owns: backlog-management}}",
        "duty",
        "responsibilities.backlog-management",
        {"usual_functions": some(PO), "usual_sides": some("product"), "product_owners": some("po")},
    ),
    (
        "roles: {pm: {owns: backlog-management}}",
        "duty",
        "responsibilities.backlog-management",
        {"usual_functions": some(PO, PM), "product_owners": some()},
    ),
    (
        "teams: {web: {model: Dual-Track Agile}}\nroles: {pm: {owns: [discovery]}}",
        "duty",
        "responsibilities.discovery",
        {"usual_functions": some(PM)},
    ),
    (
        "teams: {web: {model: Dual-Track Agile}, app: {model: scrum}}\nroles: {pm: {owns: [discovery]}}",
        "duty",
        "responsibilities.discovery",
        {"usual_functions": some(PM, PD)},
    ),
    (
        "roles: {ceo: {owns: canteen}}",
        "duty",
        "responsibilities.canteen",
        {"usual_functions": UNKNOWN, "usual_sides": UNKNOWN, "disputed": False, "shareable": False, "duty": "canteen"},
    ),
]

SEATS: list[Case] = [
    (
        """
        roles:
          pm: {title: Product Manager, owns: [roadmap, coding], contributes_to: [pricing], deputy: [cto, ghost]}
          cto: {deputy: pm, reports_to: pm}
          tester: {vacant: true, covered_by: cto}
        people:
          p1: {roles: [{role: pm, product: a}, cto]}
          p2: {roles: pm}
          p3: {roles: {role: pm, until: 2027-01-01}}
        products: {a: {}}
        responsibilities: {roadmap: {accountable: [pm], informed: [cto, pm]}}
        """,
        "role",
        "roles.pm",
        {
            "declared": True,
            "vacant": False,
            "functions": some(PM),
            "holders": some("p1", "p2", "p3"),
            "owns": some("roadmap", "coding"),
            "sole_duties": some("roadmap"),
            "mentions": 4,
            "purpose": UNKNOWN,
            "contributes_to": some("pricing"),
            "in_use": True,
            "loose_holders": 1,
            "deputies": some("p1", "ghost"),
            "deputy_kinds": some("human", "unknown"),
            "sitting": some("p1", "p2"),
        },
    ),
    (
        "org: {headcount: 9}\nroles: {tester: {vacant: true, covered_by: cto}}\npeople: {p1: {roles: cto}}",
        "role",
        "roles.tester",
        {
            "vacant": True,
            "holders": Open(),
            "owns": some(),
            "in_use": False,
            "loose_holders": AtLeast(0),
            "covered_by": "cto",
            "deputies": UNKNOWN,
            "deputy_kinds": UNKNOWN,
            "sitting": some("p1"),
            "mentions": 0,
        },
    ),
    (
        "people: {p1: {}}\nresponsibilities: {canteen: {accountable: p1, consulted: cto}}",
        "role",
        "roles.cto",
        {"declared": False, "in_use": False, "holders": some(), "loose_holders": 0, "mentions": 1},
    ),
    (
        "people: {p1: {roles: cto}}\nresponsibilities: {canteen: {accountable: p1}}",
        "role",
        "roles.cto",
        {"declared": False, "in_use": True, "owns": some("canteen"), "sole_duties": some("canteen"), "mentions": 0},
    ),
    (
        "people: {p1: {roles: [cto, qa]}}\nresponsibilities: {canteen: {accountable: p1}}",
        "role",
        "roles.cto",
        {"owns": some(), "in_use": True},
    ),
    ("roles: {pm: {}}", "role", "roles.pm", {"holders": UNKNOWN, "loose_holders": UNKNOWN, "sitting": some("pm")}),
]

PAIR = "roles: {a: {title: Guide, FIRST}, b: {title: guide, SECOND}}\nproducts: {x: {}, y: {}}\nteams: {t: {}, u: {}}"


def pair(first: str, second: str) -> str:
    return PAIR.replace("FIRST", first).replace("SECOND", second)


PAIRS: list[Case] = [
    (pair("product: x", "product: y"), "overlap", "roles.a+roles.b", {"parallel": True, "same_title": True}),
    (pair("team: t", "team: u"), "overlap", "roles.a+roles.b", {"parallel": True, "same_function": UNKNOWN}),
    (pair("team: t", "product: y"), "overlap", "roles.a+roles.b", {"parallel": False}),
    (pair("product: [x, y]", "product: y"), "overlap", "roles.a+roles.b", {"parallel": False, "other": "a"}),
    (pair("owns: []", "product: y"), "overlap", "roles.a+roles.b", {"parallel": False, "smaller": 0}),
    (
        pair("function: business, owns: [roadmap, pricing, tea]", "function: business, owns: [roadmap, tea]"),
        "overlap",
        "roles.a+roles.b",
        {"same_function": True, "smaller": 2, "overlap_percent": 100, "known_smaller": 1, "known_percent": 100},
    ),
    (
        pair("function: business, owns: [roadmap, pricing, tea]", "function: leadership, owns: [coffee, roadmap, qa]"),
        "overlap",
        "roles.a+roles.b",
        {"same_function": False, "smaller": 3, "overlap_percent": 33, "known_smaller": 2, "known_percent": 50},
    ),
    (
        pair("owns: [roadmap]", "owns: []"),
        "overlap",
        "roles.a+roles.b",
        {"overlap_percent": UNKNOWN, "known_percent": UNKNOWN, "known_smaller": 0},
    ),
    (
        "roles: {x: {title: One, owns: [roadmap, tea]}, b: {title: Two, owns: [tea, roadmap]}}",
        "overlap",
        "roles.b+roles.x",
        {"same_title": False, "overlap_percent": 100, "other": "b"},
    ),
]

LINES: list[Case] = [
    (
        "roles: {ceo: {}, cto: {reports_to: ceo}, dev: {title: Developer, reports_to: cto}}",
        "line",
        "roles.dev",
        {
            "from_functions": some(PD),
            "from_disciplines": some("engineering"),
            "to_functions": some(PD),
            "above_functions": some(PD, "leadership"),
            "to": "cto",
            "in_cycle": False,
            "chain": UNKNOWN,
        },
    ),
    (
        """
        roles: {ceo: {}, oracle: {reports_to: ceo}, dev: {title: Developer, reports_to: oracle}}
        people: {p1: {roles: [ceo, designer]}, p2: {roles: oracle}}
        """,
        "line",
        "roles.dev",
        {"to_functions": Open(), "above_functions": Open({PD}), "to": "oracle"},
    ),
    (
        """
        roles: {ceo: {}, oracle: {reports_to: ceo}}
        people: {p1: {roles: [ceo, designer, {role: cfo, until: 2027-01-01}]}, p2: {roles: oracle}}
        """,
        "line",
        "roles.oracle",
        {"to_functions": some("leadership", PD), "from_functions": Open(), "from_disciplines": some()},
    ),
    (
        "people: {p1: {roles: [ceo, designer], reports_to: p2}, p2: {roles: [qa, {role: cfo, until: 2027-01-01}]}}",
        "line",
        "people.p1",
        {
            "from_functions": some("leadership", PD),
            "from_disciplines": some("design"),
            "to_functions": some(PD),
            "to": "p2",
        },
    ),
    (
        "people: {p1: {roles: pm, reports_to: p2}, p2: {roles: {role: cfo, until: 2027-01-01}}}",
        "line",
        "people.p1",
        {"to_functions": Open(), "from_functions": some(PM)},
    ),
    (
        "roles: {a: {title: CEO, reports_to: b}, b: {title: Developer, reports_to: c}, c: {title: QA, reports_to: a}}",
        "line",
        "roles.a",
        {"in_cycle": True, "chain": "a → b → c → a", "above_functions": some("leadership", PD)},
    ),
    (
        "roles: {a: {title: CEO, reports_to: b}, b: {title: Developer, reports_to: c}, c: {title: QA, reports_to: a}}",
        "line",
        "roles.b",
        {"in_cycle": False, "chain": UNKNOWN},
    ),
    (
        """
        roles: {ceo: {reports_to: qa}, cto: {reports_to: p1}, qa: {reports_to: cto}}
        people: {p1: {roles: ceo}, p2: {roles: cto}}
        """,
        "line",
        "roles.ceo",
        {"in_cycle": True, "chain": "ceo → qa → cto → ceo"},
    ),
]

GROUPS = "products: {x: {line: core}, y: {line: pay}, z: {}}\n"
TEAMS: list[Case] = [
    (
        GROUPS
        + """
roles: {lead: {title: Tech Lead}}
people:
  p1: {roles: lead, skills: [coding]}
  p2: {roles: pm, skills: [tea]}
  p3: {roles: [qa, {role: cto, until: 2027-01-01}], skills: [coding]}
teams: {web: {product: x, lead: lead, members: [p1, p2, p3], model: Agile_Squad, type: Squad}}
""",
        "team",
        "teams.web",
        {
            "umbrella": False,
            "crew": True,
            "platform": False,
            "steering": some("lead", "p2"),
            "member_sides": some("product", "development"),
            "members": 3,
            "products": some("x"),
            "lines": some("core"),
            "model": "agile-squad",
            "lead": "lead",
            "disciplines": some("engineering", "product", "qa"),
            "covered_disciplines": some("engineering", "product", "qa"),
            "skills": some("coding", "tea"),
            "ordering_members": some("p2"),
            "priority_sources": some("p2"),
        },
    ),
    (
        GROUPS
        + """
people: {p1: {roles: dev, skills: [coding]}, p2: {roles: designer}, p3: {roles: {role: pm, product: x}}}
roles: {dev: {title: Developer, owns: qa}}
teams: {web: {product: [x, z], members: [p1]}, craft: {members: [p2]}}
""",
        "team",
        "teams.web",
        {
            "umbrella": True,
            "platform": True,
            "steering": some(),
            "lines": UNKNOWN,
            "model": UNKNOWN,
            "lead": UNKNOWN,
            "disciplines": some("engineering"),
            "covered_disciplines": some("engineering", "qa", "design", "product"),
            "skills": some("coding"),
            "ordering_members": some(),
            "priority_sources": some("p3"),
        },
    ),
    (
        "teams: {web: {type: Community of Practice}, platform-crew: {type: Platform Team, parent: web}}",
        "team",
        "teams.web",
        {
            "umbrella": True,
            "crew": False,
            "platform": False,
            "steering": Open(),
            "member_sides": Open(),
            "members": UNKNOWN,
            "products": UNKNOWN,
            "lines": UNKNOWN,
            "disciplines": Open(),
            "covered_disciplines": Open(),
            "skills": UNKNOWN,
            "priority_sources": UNKNOWN,
        },
    ),
    (
        "teams: {web: {}, crew: {type: Platform Team, parent: web, members: [engineer, ghost]}}",
        "team",
        "teams.crew",
        {
            "umbrella": False,
            "crew": True,
            "platform": True,
            "members": AtLeast(1),
            "disciplines": Open({"engineering"}),
        },
    ),
    ("teams: {engineering: {}}", "team", "teams.engineering", {"crew": False, "platform": False}),
    ("teams: {everyone: {}}", "team", "teams.everyone", {"crew": False}),
    (
        """
        roles: {po: {title: Product Owner}, dev: {title: Developer, owns: backlog-management}}
        teams: {web: {members: [po, dev]}}
        """,
        "team",
        "teams.web",
        {"ordering_members": some(), "priority_sources": some("po"), "steering": some("po"), "skills": UNKNOWN},
    ),
    (
        """
        roles: {po: {title: Product Owner}, pm: {title: Product Manager}, dev: {title: Developer}}
        teams: {web: {members: [po, pm, dev]}}
        """,
        "team",
        "teams.web",
        {"ordering_members": some("po"), "priority_sources": some("po", "pm"), "members": 3},
    ),
    (
        """
        roles: {dev: {title: Developer}, pm: {title: Product Manager, owns: feature-prioritisation}}
        teams: {web: {members: [dev], responsibilities: {backlog-management: TBD}}}
        """,
        "team",
        "teams.web",
        {"priority_sources": some("TBD"), "steering": some("TBD"), "ordering_members": some()},
    ),
    (
        """
        roles: {dev: {title: Developer}, pm: {title: Product Manager, owns: feature-prioritisation}}
        teams: {web: {members: [dev]}}
        """,
        "team",
        "teams.web",
        {"priority_sources": some("pm"), "steering": some(), "ordering_members": some()},
    ),
    (
        "roles: {dev: {title: Developer}}\nteams: {web: {members: [dev]}}",
        "team",
        "teams.web",
        {"priority_sources": some(), "covered_disciplines": some("engineering")},
    ),
    (
        "roles: {oracle: {}}\nteams: {web: {members: [oracle]}}",
        "team",
        "teams.web",
        {"priority_sources": Open(), "steering": Open(), "disciplines": Open(), "member_sides": Open()},
    ),
]

ORGS: list[Case] = [
    (
        """
        org: {headcount: 9, goals: [growth, calm], roles_reviewed: 2027-01-05, structure_changed: 2026-01-15}
        products: {a: {line: core, markets: [DE, FR], supports: growth}, b: {line: core, markets: DE, problem: Slow}}
        """,
        "org",
        "org",
        {
            "sections": some("products"),
            "headcount": 9,
            "industry": "software",
            "goals": some("growth", "calm"),
            "roles_reviewed_days": 10,
            "days_since_regrouping": 365,
            "seats": AtLeast(0),
            "functions": UNKNOWN,
            "titles": UNKNOWN,
            "disciplines": UNKNOWN,
            "heads": UNKNOWN,
            "teams": UNKNOWN,
            "development_teams": UNKNOWN,
            "lines": 1,
            "markets": some("DE", "FR"),
            "models": UNKNOWN,
            "unsupported_goals": some("calm"),
            "roleless": UNKNOWN,
            "roleless_percent": UNKNOWN,
            "tops": UNKNOWN,
            "tie_break": False,
            "deputies_named": False,
            "owned_duties": 0,
            "absence_percent": UNKNOWN,
            "tools": UNKNOWN,
            "holders": AtLeast(0),
            "departments": Open(),
        },
    ),
    (
        """
        roles:
          ceo: {reports_to: none, owns: [pricing, roadmap]}
          cto: {reports_to: none, owns: [coding, qa], deputy: dev}
          cfo: {reports_to: none}
          dev: {title: Developer, reports_to: cto, contributes_to: [qa]}
          pm: {title: Product Manager, reports_to: ceo}
          tester: {title: QA, vacant: true}
        decisions: {tea: {decides: ceo, escalates_to: cto}}
        """,
        "org",
        "org",
        {
            "headcount": UNKNOWN,
            "industry": "software",
            "seats": 5,
            "holders": 5,
            "functions": some("leadership", PD, PM, "business"),
            "titles": some("ceo", "cto", "cfo", "engineer", "product-manager"),
            "disciplines": some("engineering", "qa", "product", "lead"),
            "pms": some("pm"),
            "full_time_pms": some("pm"),
            "product_managers": some("pm"),
            "pm_areas": some("product-manager"),
            "heads": some(PD, PM, "leadership", "business"),
            "working_seats": 3,
            "lines": UNKNOWN,
            "markets": UNKNOWN,
            "tops": 2,
            "tie_break": True,
            "deputies_named": True,
            "owned_duties": 4,
            "absence_percent": 50,
            "departments": Open({"executives", "engineering"}),
        },
    ),
    (
        """
        org: {industry: hardware}
        people:
          p1: {roles: [{role: pm, share: 50}, {role: po, share: 50}]}
          p2: {roles: [{role: pm, share: 60}]}
          p3: {roles: [pm, cto]}
          p4: {roles: [pm, {role: cto, until: 2027-01-01}]}
          p5: {}
          bot: {kind: agent}
          p6: {roles: head-of-product}
          p7: {}
        """,
        "org",
        "org",
        {
            "headcount": 8,
            "industry": "hardware",
            "pms": some("p1", "p2", "p3", "p4", "p6"),
            "full_time_pms": some("p1", "p4", "p6"),
            "product_managers": some("p1", "p2", "p3", "p4"),
            "roleless": some("p5", "p7"),
            "roleless_percent": 29,
            "heads": some(PM, PD),
        },
    ),
    (
        """
        roles: {engineer: {}, designer: {}, pm: {title: Product Manager}}
        teams:
          all: {}
          web: {parent: all, members: [engineer], model: Scrum}
          app: {members: [designer, pm], model: lean startup}
          ops: {parent: all}
        """,
        "org",
        "org",
        {
            "teams": 3,
            "development_teams": AtLeast(2),
            "models": some("scrum", "lean-startup"),
            "sections": some("roles", "teams"),
        },
    ),
    (
        "roles: {engineer: {}, pm: {title: Product Manager}}\nteams: {web: {members: engineer}, app: {members: pm}}",
        "org",
        "org",
        {"teams": 2, "development_teams": 1},
    ),
    (
        "org: {goals: [growth]}\nproducts: {a: {supports: growth}, b: {title: Bare}}",
        "org",
        "org",
        {"unsupported_goals": UNKNOWN, "lines": 2, "markets": UNKNOWN},
    ),
    (
        "org: {goals: [growth]}\nproducts: {a: {problem: Slow}}",
        "org",
        "org",
        {"unsupported_goals": UNKNOWN, "roles_reviewed_days": UNKNOWN, "days_since_regrouping": UNKNOWN},
    ),
    (
        """
        products: {a: {}, b: {}}
        teams: {web: {product: a}}
        people: {p1: {roles: {role: pm, product: a}}, p2: {roles: pm}, p3: {roles: {role: growth-pm, team: web}}}
        """,
        "org",
        "org",
        {"pm_areas": some("product-manager product a", "product-manager", "growth-pm team web")},
    ),
    (
        "products: {a: {}, b: {}}\nteams: {web: {product: a, members: p1}}\npeople: {p1: {roles: pm}}",
        "org",
        "org",
        {"pm_areas": some("product-manager team web"), "roleless": some(), "roleless_percent": 0},
    ),
    (
        """
        products: {a: {}, b: {}}
        roles: {ceo: {owns: [roadmap, tea]}, cto: {owns: qa}, coo: {owns: qa}}
        responsibilities: {tea: {accountable: ceo, deputy: cto}}
        """,
        "org",
        "org",
        {"owned_duties": 4, "absence_percent": 25, "deputies_named": True, "working_seats": 3},
    ),
    ("teams: {sales: {}, engineering: {}}", "org", "org", {"functions": UNKNOWN, "development_teams": AtLeast(0)}),
    ("roles: {ceo: {}}\nteams: {sales: {}}", "org", "org", {"functions": some("leadership", "business")}),
    ("roles: {ceo: {}}\nteams: {sales: {}, web: {}}", "org", "org", {"functions": Open({"leadership", "business"})}),
    (
        "roles: {founder-cto: {}, qa: {vacant: true}, cfo: {vacant: true, covered_by: founder-cto}}",
        "org",
        "org",
        {"functions": some(PD, "leadership", "business"), "titles": some("founder-cto"), "seats": 1, "tops": UNKNOWN},
    ),
    ("roles: {ceo: {}, wizard: {}}", "org", "org", {"titles": Open({"ceo"}), "functions": Open({"leadership"})}),
    ("roles: {wizard: {function: business}}", "org", "org", {"disciplines": some(), "heads": Open()}),
    ("roles: {wizard: {function: product-development}}", "org", "org", {"disciplines": Open(), "heads": Open({PD})}),
    ("roles: {tech-lead: {}}", "org", "org", {"disciplines": some("engineering", "lead")}),
    (
        """
        roles: {ceo: {reports_to: none, owns: roadmap}, cto: {reports_to: none, owns: coding}}
        people: {p1: {roles: [ceo, cto]}, p2: {reports_to: none}}
        """,
        "org",
        "org",
        {"tops": 1},
    ),
    ("roles: {ceo: {reports_to: none}}", "org", "org", {"tops": 1}),
    (
        "roles: {pm: {reports_to: ceo}, b: {title: Product Manager, reports_to: cto}, ceo: {}}",
        "org",
        "org",
        {"heads": some(PM, PD, "leadership")},
    ),
    (
        "roles: {a: {title: Product Manager}, b: {title: Product Manager}, c: {title: QA}, d: {title: QA}}",
        "org",
        "org",
        {"heads": some(), "departments": Open()},
    ),
]

BOTH_SIDES = "roles: {pm: {title: Product Manager}, dev: {title: Developer}, oracle: {}, cmo: {title: CMO}}\n"
PRODUCTS: list[Case] = [
    (
        """
        org: {industry: saas, goals: [growth]}
        products:
          a: {phase: launched, complexity: high, markets: [DE], problem: Slow, supports: growth}
          b: {vision: {purpose: Calm, target_market: Inns, key_features: []}, industry: hardware}
        roles: {pm: {owns: [roadmap]}}
        """,
        "product",
        "products.a",
        {
            "named": True,
            "underway": True,
            "functions": some(PM),
            "claimed_duties": some("roadmap"),
            "deliverables": UNKNOWN,
            "vision": UNKNOWN,
            "vision_parts": UNKNOWN,
            "answered": some("problem", "goal", "success"),
            "supports": some("growth"),
            "priority_criteria": UNKNOWN,
            "phase": "launched",
            "complexity": "high",
            "markets": some("DE"),
            "industry": "saas",
            "development_teams": UNKNOWN,
            "own_teams": UNKNOWN,
            "product_teams": UNKNOWN,
            "mixed_teams": UNKNOWN,
            "developers": 0,
            "pms": some("pm"),
            "handoffs": UNKNOWN,
            "rituals": UNKNOWN,
            "gated": UNKNOWN,
            "product_meets": UNKNOWN,
            "departments_apart": UNKNOWN,
            "above_pms": UNKNOWN,
            "shared_topics": UNKNOWN,
            "development_duties": some(),
            "shared_rituals": UNKNOWN,
            "cross_team_rituals": UNKNOWN,
            "metrics": UNKNOWN,
            "shared_metrics": UNKNOWN,
            "common_managers": UNKNOWN,
        },
    ),
    (
        """
        org: {industry: saas}
        products:
          a: {problem: Slow, supports: growth}
          b: {vision: {purpose: Calm, target_market: Inns, key_features: []}, industry: hardware}
        metrics: {churn: {product: a}}
        """,
        "product",
        "products.b",
        {
            "vision": True,
            "vision_parts": some("purpose", "target_market"),
            "answered": some("target_user"),
            "industry": "hardware",
            "supports": some(),
            "underway": True,
            "metrics": 0,
            "shared_metrics": some(),
        },
    ),
    (
        "products: {a: {phase: idea, vision: Calm, features: [calm], target_user: Inns}, b: {title: Bare}}",
        "product",
        "products.a",
        {
            "underway": False,
            "vision": True,
            "vision_parts": UNKNOWN,
            "answered": some("features", "target_user", "success"),
        },
    ),
    (
        "products: {a: {title: A}, b: {phase: retired}}",
        "product",
        "products.a",
        {"underway": UNKNOWN, "supports": UNKNOWN},
    ),
    ("products: {a: {title: A}, b: {phase: retired}}", "product", "products.b", {"underway": False}),
    (
        "products: {a: {title: A}, b: {}}\ndeliverables: {prd: {product: a}, memo: {}}",
        "product",
        "products.a",
        {"underway": True, "deliverables": some("prd", "memo"), "vision": UNKNOWN},
    ),
    (
        "products: {a: {title: A}, b: {title: B}}\ndeliverables: {prd: {product: a}, memo: {}}",
        "product",
        "products.b",
        {"underway": UNKNOWN, "deliverables": some("memo")},
    ),
    ("products: {a: {title: A}}\ndeliverables: {memo: {}}", "product", "products.a", {"underway": True}),
    ("roles: {pm: {}}", "product", "org", {"named": False, "underway": True, "phase": UNKNOWN}),
    (
        """
        products: {a: {problem: Slow}, b: {problem: Late}}
        teams: {web: {product: a}, app: {product: b}}
        deliverables:
          vision: {kind: vision, team: app}
          list: {kind: backlog, team: web, criteria: [value, effort]}
          ranking: {kind: priority-list, product: a, criteria: [risk]}
          build: {kind: mvp}
        handoffs:
          spec: {from: pm, to: engineer, deliverable: [prd, tea]}
          design: {product: b, from: pm, to: engineer}
        rituals: {demo: {product: a, inputs: [release], outputs: [roadmap]}}
        metrics: {churn: {product: b}}
        """,
        "product",
        "products.a",
        {
            "deliverables": some("backlog", "priority-list", "mvp", "working-product", "prd", "release", "roadmap"),
            "vision": False,
            "priority_criteria": some("value", "effort", "risk"),
        },
    ),
    (
        """
        products: {a: {problem: Slow}, b: {problem: Late}}
        teams: {web: {product: a}, app: {product: b}}
        deliverables: {vision: {kind: vision, team: app}, list: {kind: backlog, team: web, criteria: [value, effort]}}
        handoffs: {spec: {from: pm, to: engineer, deliverable: [prd]}, design: {product: b, from: pm, to: engineer}}
        metrics: {churn: {product: b}}
        """,
        "product",
        "products.b",
        {
            "deliverables": some("product-vision", "prd", "design", "success-metrics"),
            "vision": True,
            "priority_criteria": UNKNOWN,
        },
    ),
    (
        """
        products: {a: {}, b: {}}
        people: {p1: {roles: engineer}, p2: {roles: pm}, p3: {roles: engineer}, p4: {roles: po}}
        teams:
          all: {}
          web: {parent: all, product: a, members: [p1, p2]}
          app: {product: [a, b], members: [p3]}
          desk: {product: a, members: [p4]}
          shop: {product: b, members: [p2]}
        """,
        "product",
        "products.a",
        {
            "development_teams": 2,
            "own_teams": 1,
            "product_teams": 2,
            "mixed_teams": 1,
            "developers": 2,
            "pms": some("p2"),
            "functions": some(PM, PD, PO),
        },
    ),
    (
        """
        org: {headcount: 9}
        products: {a: {}, b: {}}
        people: {p1: {roles: engineer}, p2: {roles: [pm, wizard]}}
        teams: {web: {product: a, members: [p1]}, app: {product: a}}
        """,
        "product",
        "products.a",
        {
            "development_teams": AtLeast(1),
            "own_teams": AtLeast(1),
            "product_teams": AtLeast(0),
            "mixed_teams": AtLeast(0),
            "developers": AtLeast(1),
            "pms": Open({"p2"}),
            "functions": Open({PM, PD}),
        },
    ),
    (
        """
        products: {a: {}, b: {}}
        roles:
          pm: {title: Product Manager, product: a}
          cfo: {vacant: true, covered_by: pm, product: a}
          coo: {vacant: true, covered_by: pm, product: b}
          qa: {vacant: true, product: a}
        """,
        "product",
        "products.a",
        {"functions": some(PM, "business")},
    ),
    (
        BOTH_SIDES
        + """
products: {a: {}, b: {}}
teams: {web: {product: a, members: [dev]}, app: {product: b, members: [cmo]}}
people: {p1: {roles: {role: pm, product: b}}, p2: {roles: dev}}
handoffs:
  spec: {from: pm, to: [dev, cmo]}
  back: {from: dev, to: pm, product: [a]}
  else: {from: pm, to: users, product: b}
  side: {from: app, to: dev}
  own: {from: p1, to: dev}
""",
        "product",
        "products.a",
        {"handoffs": some("product>development", "product>business", "development>product")},
    ),
    (
        BOTH_SIDES + "products: {a: {}, b: {}}\nhandoffs: {spec: {from: pm, to: [oracle, users]}}",
        "product",
        "products.a",
        {"handoffs": Open({"product>"}), "gated": False},
    ),
    (BOTH_SIDES + "handoffs: {spec: {from: pm, to: dev, gate: true}}", "product", "org", {"gated": True}),
    (
        "products: {a: {}, b: {}}\nhandoffs: {spec: {product: b, gate: true}}",
        "product",
        "products.a",
        {"gated": UNKNOWN},
    ),
    (
        "products: {a: {}, b: {}}\nteams: {web: {product: a, model: Stage-Gate}}",
        "product",
        "products.a",
        {"gated": True},
    ),
    ("rituals: {review-gate: {}}", "product", "org", {"gated": True}),
    ("rituals: {tea: {kind: stage-gate}}", "product", "org", {"gated": True}),
    ("rituals: {tea: {kind: gateway}}", "product", "org", {"gated": UNKNOWN}),
    (
        BOTH_SIDES
        + """
rituals:
  demo: {participants: [pm, dev, users], inputs: [feedback], outputs: [next-steps]}
  talk: {participants: [cmo, customers], inputs: [tea]}
  board: {participants: [dev, investors]}
  plan: {kind: planning, participants: [pm, dev]}
""",
        "product",
        "org",
        {
            "rituals": Open({"demo", "iteration-review", "talk", "board", "sprint-planning"}),
            "product_meets": some(PM, "product", PD, "engineering", "users"),
            "outside_meetings": some("talk"),
            "departments_apart": some("marketing"),
            "shared_topics": some("customer-insight", "actions"),
            "shared_rituals": some("demo", "sprint-planning"),
            "cross_team_rituals": UNKNOWN,
        },
    ),
    (
        BOTH_SIDES
        + "rituals: {demo: {participants: [pm, oracle]}, talk: {participants: [oracle, customers], inputs: [tea]}}",
        "product",
        "org",
        {
            "product_meets": Open({PM, "product"}),
            "outside_meetings": some(),
            "departments_apart": UNKNOWN,
            "shared_topics": UNKNOWN,
            "shared_rituals": Open(),
        },
    ),
    (
        """
        roles: {ceo: {}, cto: {}, pm: {reports_to: ceo}, dev: {title: Developer, reports_to: cto}}
        people: {p1: {roles: [ceo, designer]}, p2: {roles: pm}}
        """,
        "product",
        "org",
        {"above_pms": some(PD), "common_managers": some()},
    ),
    (
        """
        roles:
          ceo: {}
          coo: {reports_to: ceo, function: business}
          head: {title: CTO, reports_to: ceo}
          pm: {title: Product Manager, reports_to: coo}
          dev: {title: Developer, reports_to: coo}
          tpm: {title: Technical Product Manager, reports_to: head}
        """,
        "product",
        "org",
        {"above_pms": some("business", PD), "common_managers": some("coo")},
    ),
    (
        """
        roles: {coo: {function: business}, pm: {reports_to: coo}, dev: {title: Developer, reports_to: coo}}
        """,
        "product",
        "org",
        {"common_managers": some()},
    ),
    (
        """
        roles:
          ceo: {}
          head: {title: CTO, reports_to: ceo}
          pm: {title: Product Manager, reports_to: head}
          dev: {title: Developer, reports_to: head}
        """,
        "product",
        "org",
        {"common_managers": some()},
    ),
    (
        """
        products: {a: {}, b: {}}
        roles:
          pm: {owns: [roadmap, user-research]}
          dev: {title: Developer, contributes_to: [roadmap], product: a, owns: qa}
          cto: {owns: architecture, product: b}
        """,
        "product",
        "products.a",
        {"development_duties": some("roadmap", "qa"), "claimed_duties": some("roadmap", "user-research", "qa")},
    ),
    (
        "roles: {oracle: {owns: pricing}, cto: {owns: role-definition}}",
        "product",
        "org",
        {"development_duties": Open({"role-definition"})},
    ),
    (
        """
        people: {p1: {roles: engineer}, p2: {roles: engineer}, p3: {roles: pm}}
        teams: {all: {}, web: {members: p1, parent: all}, app: {members: p2, parent: all}, desk: {members: [designer]}}
        rituals:
          both: {participants: [p1, p2]}
          one: {participants: [p1, p3]}
          up: {participants: [all]}
          names: {participants: [web, designer]}
          town: {participants: everyone}
        """,
        "product",
        "org",
        {"cross_team_rituals": Open({"both", "up", "names", "town"})},
    ),
    (
        """
        people: {p1: {roles: engineer}, p2: {roles: engineer}, p3: {roles: pm}}
        teams: {web: {members: p1}, app: {members: p2}}
        rituals: {both: {participants: [p1, p2]}, one: {participants: [p1, p3]}}
        """,
        "product",
        "org",
        {"cross_team_rituals": some("both")},
    ),
    (
        BOTH_SIDES
        + "metrics: {churn: {owner: pm, shared_with: dev}, mttr: {owner: dev}, a: {}, love: {shared_with: [pm, dev]}}",
        "product",
        "org",
        {"metrics": 4, "shared_metrics": some("churn", "love")},
    ),
    (
        BOTH_SIDES + "metrics: {mttr: {shared_with: dev}, tea: {}, love: {shared_with: [pm, dev]}}",
        "product",
        "org",
        {"shared_metrics": Open({"love"})},
    ),
    (BOTH_SIDES + "metrics: {mttr: {owner: oracle}}", "product", "org", {"shared_metrics": Open()}),
]

WRITTEN: list[Case] = [
    (
        """
        products: {a: {}, b: {}}
        roles: {pm: {title: Product Manager, owns: pricing}, cto: {}, old: {title: Wizard, vacant: true}}
        people: {p1: {roles: pm}, bot: {kind: agent}}
        teams: {web: {members: [p1]}}
        decisions:
          tea:
            about: pricing
            product: a
            decides: [pm, cto, old]
            consulted: [p1, web, sales]
            informed: cto
            approvers: cto
          other: {decides: bot, recorded_in: wiki}
        """,
        "decision",
        "decisions.tea",
        {
            "kind": "what",
            "deciders": some("pm", "cto", "old"),
            "decider_functions": Open({PM, PD}),
            "decider_kinds": some("human", "vacant"),
            "duty_owners": some("p1"),
            "contenders": some("p1", "cto"),
            "unable": some("old"),
            "usual_functions": some(PM, "business", "leadership"),
            "heard": some("p1", "cto", "old", "web", "sales"),
            "approvers": some("cto"),
            "informed": some("cto"),
            "recorded_in": "",
            "escalates_to": UNKNOWN,
            "named_twice": some("cto"),
        },
    ),
    (
        """
        people: {p1: {roles: pm}, bot: {kind: agent}}
        external: [agency-x]
        decisions: {tea: {decides: [bot, agency-x, board, everyone], escalates_to: bot}}
        """,
        "decision",
        "decisions.tea",
        {
            "unable": some("bot", "agency-x", "board"),
            "decider_kinds": some("agent", "outside", "group"),
            "contenders": some("bot", "agency-x", "board", "everyone"),
            "duty_owners": UNKNOWN,
            "usual_functions": some(),
            "heard": some("bot", "agency-x", "board", "everyone", "p1"),
            "named_twice": some(),
        },
    ),
    (
        "decisions: {tea: {decides: ceo, escalates_to: ceo}}",
        "decision",
        "decisions.tea",
        {"named_twice": some("ceo"), "contenders": some("ceo"), "informed": UNKNOWN, "approvers": UNKNOWN},
    ),
    (
        "decisions: {tea: {decides: [ghost, TBD], consulted: [ghost, TBD]}}",
        "decision",
        "decisions.tea",
        {"named_twice": some(), "contenders": some(), "unable": some(), "heard": some("ghost", "TBD")},
    ),
    (
        """
        products: {a: {}, b: {}}
        people: {p1: {roles: {role: pm, product: a}}, p2: {roles: {role: pm, product: b}}, p3: {roles: cto}}
        decisions: {tea: {decides: [pm, cto]}, one: {decides: pm, product: [a, b]}}
        """,
        "decision",
        "decisions.tea",
        {"contenders": some("p1", "p3"), "deciders": some("pm", "cto")},
    ),
    (
        """
        roles: {pm: {title: Product Manager, owns: roadmap}, dev: {title: Developer}, cto: {}}
        responsibilities: {roadmap: {responsible: dev, consulted: cto}}
        deliverables: {plan: {kind: roadmap, owner: [pm, dev, cto, sales], updated: 2027-01-05}}
        """,
        "deliverable",
        "deliverables.plan",
        {
            "kind": "roadmap",
            "owners": some("pm", "dev", "cto", "sales"),
            "contenders": some("pm", "dev", "cto", "sales"),
            "duty_owners": some("pm"),
            "other_owners": some("cto"),
            "audience": UNKNOWN,
            "says_for_whom": False,
            "usual_inputs": some("company-goals", "competition", "customer-insight"),
            "says_on_what": False,
            "based_on": UNKNOWN,
            "phases": UNKNOWN,
            "criteria": UNKNOWN,
            "covers": UNKNOWN,
            "updated_days": 10,
        },
    ),
    (
        "deliverables: {memo: {}, prd: {owner: [], criteria: [done], based_on: [feedback], covers: [x]}}",
        "deliverable",
        "deliverables.memo",
        {
            "kind": "memo",
            "owners": UNKNOWN,
            "contenders": UNKNOWN,
            "other_owners": UNKNOWN,
            "duty_owners": UNKNOWN,
            "usual_inputs": UNKNOWN,
            "based_on": some(),
            "criteria": some(),
            "covers": some(),
            "phases": UNKNOWN,
            "updated_days": UNKNOWN,
        },
    ),
    (
        "org: {goals: [growth]}\ndeliverables: {plan: {kind: roadmap, based_on: [growth, notes]}, "
        "notes: {kind: user-research, based_on: [calls]}}",
        "deliverable",
        "deliverables.plan",
        {
            "based_on": some("growth", "company-goals", "notes", "user-research", "customer-insight"),
            "says_on_what": True,
        },
    ),
    (  # what it rests on in turn counts by its class, and a circle ends
        "org: {goals: [growth]}\ndeliverables: {prd: {based_on: [notes]}, notes: {kind: memo, based_on: [prd, list]}, "
        "list: {kind: backlog, based_on: [growth, our-gut]}}",
        "deliverable",
        "deliverables.prd",
        {"based_on": some("notes", "memo", "prd", "requirements", "backlog", "company-goals")},
    ),
    (
        "deliverables: {prd: {based_on: [list]}, list: {kind: backlog, based_on: [plan]}, plan: {kind: roadmap}}",
        "deliverable",
        "deliverables.prd",
        {"based_on": Open({"list", "backlog", "roadmap"})},
    ),
    (
        "deliverables: {prd: {based_on: [plan]}, plan: {kind: roadmap}}",
        "deliverable",
        "deliverables.prd",
        {"based_on": Open({"plan", "roadmap"})},
    ),
    (
        "deliverables: {prd: {based_on: [product-vision]}}",
        "deliverable",
        "deliverables.prd",
        {"based_on": Open({"product-vision"})},
    ),
    (
        "deliverables: {a: {kind: roadmap, covers: [Beta rollout, building]}, b: {kind: roadmap}, c: {kind: prd}}",
        "deliverable",
        "deliverables.a",
        {"phases": some("development", "testing", "launch"), "test_levels": some(), "subjects": some()},
    ),
    (
        "deliverables: {a: {kind: roadmap, covers: [User needs, gaps in markets]}, b: {kind: roadmap}, c: {kind: prd}}",
        "deliverable",
        "deliverables.a",
        {
            "phases": some(),
            "test_levels": some("acceptance"),
            "subjects": some("trends", "expectations", "opportunities"),
        },
    ),
    (
        "deliverables: {a: {kind: roadmap, covers: [User needs]}, b: {kind: roadmap}, c: {kind: prd}}",
        "deliverable",
        "deliverables.b",
        {"phases": some(), "subjects": some()},
    ),
    (
        "deliverables: {a: {kind: roadmap, covers: [User needs]}, b: {kind: roadmap}, c: {kind: prd}}",
        "deliverable",
        "deliverables.c",
        {"phases": UNKNOWN},
    ),
    (
        BOTH_SIDES
        + """
deliverables: {plan: {kind: roadmap, owner: pm, contributors: cmo, audience: []}, memo: {audience: [oracle]}}
rituals: {look: {kind: roadmap-review, participants: dev}, tea: {participants: users}}
""",
        "deliverable",
        "deliverables.plan",
        {
            "audience": some(PM, "product", "business", "marketing", PD, "engineering"),
            "says_for_whom": True,
        },
    ),
    (
        BOTH_SIDES
        + """
deliverables: {plan: {kind: prd}, memo: {audience: [oracle]}}
rituals: {look: {inputs: plan, participants: dev}, tea: {outputs: [prd], participants: users}, nap: {participants: cmo}}
""",
        "deliverable",
        "deliverables.plan",
        {"audience": some(PD, "engineering", "users"), "says_for_whom": False},
    ),
    (
        BOTH_SIDES + "deliverables: {plan: {kind: prd, audience: [pm, oracle]}}",
        "deliverable",
        "deliverables.plan",
        {"audience": Open({PM, "product"})},
    ),
    (
        """
        products: {a: {}, b: {}}
        people: {p1: {roles: {role: pm, product: a}}, p2: {roles: {role: pm, product: b}}}
        metrics: {churn: {product: a, owner: pm, target: 5 %, reviewed_in: demo}}
        """,
        "metric",
        "metrics.churn",
        {
            "owners": some("p1"),
            "contenders": some("pm"),
            "target": "5 %",
            "kind": "retention",
            "reviewed_in": some("demo"),
        },
    ),
    (
        """
        handoffs: {prd: {from: [pm], to: [engineer]}, tea: {deliverable: [memo], criteria: [hot], gate: true}, nap: {}}
        deliverables: {spec: {kind: prd, criteria: [tested]}, memo: {criteria: [signed]}}
        """,
        "handoff",
        "handoffs.prd",
        {
            "from": some("pm"),
            "to": some("engineer"),
            "gate": UNKNOWN,
            "criteria": some("tested"),
            "deliverable": some("prd"),
            "sides": some("product>development"),
        },
    ),
    (
        """
        handoffs: {prd: {from: [pm]}, tea: {deliverable: [memo], criteria: [hot], gate: true}, nap: {}}
        deliverables: {spec: {kind: prd, criteria: [tested]}, memo: {criteria: [signed]}}
        """,
        "handoff",
        "handoffs.tea",
        {"criteria": some("hot"), "deliverable": some("memo"), "gate": True, "sides": UNKNOWN, "from": UNKNOWN},
    ),
    (
        "handoffs: {tea: {criteria: [hot], to: [engineer]}, nap: {}}",
        "handoff",
        "handoffs.nap",
        {"criteria": some(), "deliverable": UNKNOWN},
    ),
    ("handoffs: {nap: {to: [engineer]}}", "handoff", "handoffs.nap", {"criteria": UNKNOWN, "sides": UNKNOWN}),
    (
        """
        roles: {pm: {}}
        waivers: [{rule: no-such, at: roles.pm, reason: r, until: 2027-01-14}]
        """,
        "waiver",
        "waivers.no-such.roles.pm",
        {"known_rule": False, "known_address": True, "silences": UNKNOWN, "expired": True, "reason": "r"},
    ),
    (
        """
        people: {p1: {roles: [pm, cto]}}
        products: {a: {}, b: {}}
        waivers: [{rule: no-such, at: people.p1.products, reason: r, until: 2027-01-15}]
        """,
        "waiver",
        "waivers.no-such.people.p1.products",
        {"known_address": False, "expired": False},
    ),
    (
        "handoffs: {nap: {}}\nwaivers: [{rule: no-such, at: handoffs, reason: r}]",
        "waiver",
        "waivers.no-such.handoffs",
        {"known_address": True, "expired": False, "until": UNKNOWN},
    ),
    (
        "roles: {pm: {}}\nwaivers: [{rule: no-such, at: roles.p, reason: r}]",
        "waiver",
        "waivers.no-such.roles.p",
        {"known_address": False},
    ),
]

SEATED = "products: {a: {}, b: {}}\n"
ASSIGNMENTS: list[Case] = [
    (
        """
        roles: {pm: {owns: [roadmap]}, cto: {owns: [coding]}, wizard: {}}
        people: {p1: {roles: [{role: pm, share: 30}, {role: cto, share: 70}]}}
        """,
        "assignment",
        "people.p1",
        {
            "roles": some("pm", "cto"),
            "functions": some(PM, PD),
            "sides": some("product", "development"),
            "founder": False,
            "hybrid": False,
            "manages_products": True,
            "seats": 2,
            "split_written": True,
            "bridge_written": UNKNOWN,
            "pm_share": 30,
            "teams": some(),
            "meets": UNKNOWN,
        },
    ),
    (
        "people: {p1: {roles: [ceo, pm, wizard]}}",
        "assignment",
        "people.p1",
        {
            "functions": Open({PM}),
            "sides": Open({"product"}),
            "founder": True,
            "pm_share": 100,
            "split_written": UNKNOWN,
        },
    ),
    (
        "people: {p1: {roles: wizard}}",
        "assignment",
        "people.p1",
        {"functions": Open(), "sides": Open(), "pm_share": UNKNOWN},
    ),
    ("people: {p1: {roles: cofounder}}", "assignment", "people.p1", {"founder": True, "functions": some("leadership")}),
    ("roles: {cofounder: {title: CTO}}", "assignment", "roles.cofounder", {"founder": True, "functions": some(PD)}),
    ("people: {p1: {roles: founder-cto}}", "assignment", "people.p1", {"founder": True, "functions": some(PD)}),
    (
        "people: {p1: {roles: [{role: ceo, until: 2027-01-01}, coo]}}",
        "assignment",
        "people.p1",
        {"founder": True, "functions": some("leadership"), "roles": some("coo"), "seats": 1},
    ),
    (
        "people: {p1: {roles: [data-analyst, project-manager, engineer]}}",
        "assignment",
        "people.p1",
        {"sides": some("development"), "functions": some("business", "other", PD), "manages_products": False},
    ),
    ("people: {p1: {roles: [data-analyst]}}", "assignment", "people.p1", {"sides": some()}),
    (
        "people: {p1: {roles: [head-of-product]}}",
        "assignment",
        "people.p1",
        {"manages_products": False, "hybrid": False},
    ),
    ("people: {p1: {roles: [product-operations]}}", "assignment", "people.p1", {"manages_products": False, "seats": 1}),
    (
        "roles: {tpm: {title: Technical Product Manager, owns: roadmap, contributes_to: coding}}\n"
        "people: {p1: {roles: tpm}}",
        "assignment",
        "people.p1",
        {"hybrid": True, "bridge_written": True, "functions": some(PM, PD), "split_written": UNKNOWN},
    ),
    (
        """
        roles: {tpm: {title: Technical Product Manager, owns: roadmap}}
        responsibilities: {coding: {accountable: cto, responsible: [tpm]}}
        """,
        "assignment",
        "roles.tpm",
        {"bridge_written": True, "hybrid": True},
    ),
    (
        """
        roles: {tpm: {title: Technical Product Manager, contributes_to: coding}}
        teams: {web: {responsibilities: {roadmap: tpm}}}
        """,
        "assignment",
        "roles.tpm",
        {"bridge_written": True},
    ),
    (
        """
        roles: {tpm: {title: Technical Product Manager, contributes_to: coding}}
        products: {a: {responsibilities: {roadmap: tpm}}}
        """,
        "assignment",
        "roles.tpm",
        {"bridge_written": True},
    ),
    (
        "roles: {tpm: {title: Technical Product Manager, owns: roadmap}}",
        "assignment",
        "roles.tpm",
        {"bridge_written": False},
    ),
    (
        "roles: {tpm: {title: Technical Product Manager, contributes_to: qa}}",
        "assignment",
        "roles.tpm",
        {"bridge_written": False},
    ),
    ("people: {p1: {roles: cpto}}", "assignment", "people.p1", {"hybrid": True, "bridge_written": UNKNOWN}),
    (
        "roles: {pm: {owns: [roadmap, qa]}, cto: {owns: [qa]}}\npeople: {p1: {roles: [pm, cto]}}",
        "assignment",
        "people.p1",
        {"split_written": False},
    ),
    (
        "roles: {pm: {owns: [roadmap]}, cto: {owns: [qa]}}\npeople: {p1: {roles: [pm, cto]}}",
        "assignment",
        "people.p1",
        {"split_written": True},
    ),
    (
        "roles: {pm: {owns: [roadmap]}, cto: {}}\npeople: {p1: {roles: [pm, cto]}}",
        "assignment",
        "people.p1",
        {"split_written": False},
    ),
    (
        "people: {p1: {roles: [{role: pm, share: 40}, cto, ceo]}}",
        "assignment",
        "people.p1",
        {"split_written": True, "pm_share": 40},
    ),
    (
        "people: {p1: {roles: [{role: pm, share: 40}, cto, po]}}",
        "assignment",
        "people.p1",
        {"split_written": False},
    ),
    (
        "people: {p1: {roles: [{role: pm, share: 40}, {role: growth-pm, share: 25}, {role: cto, share: 5}]}}",
        "assignment",
        "people.p1",
        {"pm_share": 25, "split_written": True},
    ),
    (
        SEATED
        + """
teams: {web: {product: a, members: [p1]}, app: {product: b, members: [p1]}, all: {product: a, members: [p1]}}
people: {p1: {roles: [pm, {role: cto, team: app}]}}
rituals: {demo: {product: b, participants: [p1, users], cadence: weekly}}
""",
        "assignment",
        "people.p1.products.a",
        {"roles": some("pm"), "teams": some("web", "all"), "meets": some()},
    ),
    (
        SEATED
        + """
teams: {web: {product: a, members: [p1]}, app: {product: b, members: [p1]}, all: {product: a, members: [p1]}}
people: {p1: {roles: [pm, {role: cto, team: app}]}}
rituals: {demo: {product: b, participants: [p1, users], cadence: weekly}}
""",
        "assignment",
        "people.p1.products.b",
        {"roles": some("pm", "cto"), "teams": some("app"), "meets": some("users")},
    ),
    (
        SEATED
        + """
people: {p1: {roles: pm}}
rituals: {demo: {product: b, participants: [p1, users], cadence: weekly}}
""",
        "assignment",
        "people.p1",
        {"meets": some("users"), "teams": some()},
    ),
    (
        SEATED + "people: {p1: {roles: pm}}\nrituals: {demo: {product: b, cadence: weekly}}",
        "assignment",
        "people.p1",
        {"meets": Open()},
    ),
    (
        SEATED + "people: {p1: {roles: {role: pm, product: a}}}\nrituals: {demo: {product: b, cadence: weekly}}",
        "assignment",
        "people.p1.products.a",
        {"meets": some()},
    ),
    (
        "org: {headcount: 9}\nteams: {web: {members: [p1]}}\npeople: {p1: {roles: pm}}",
        "assignment",
        "people.p1",
        {"teams": Open({"web"})},
    ),
    (
        "teams: {web: {members: [p1]}, app: {}}\npeople: {p1: {roles: pm}}",
        "assignment",
        "people.p1",
        {"teams": Open({"web"})},
    ),
]

PARTLY: list[Case] = [
    ("people: {p1: {roles: {role: pm, share: 99}}}", "org", "org", {"full_time_pms": some(), "pms": some("p1")}),
    (
        "roles: {dev: {title: Developer, owns: qa}}\nteams: {web: {lead: dev}}",
        "team",
        "teams.web",
        {"disciplines": Open({"engineering"}), "covered_disciplines": Open({"engineering", "qa"})},
    ),
    ("teams: {web: {members: []}}", "team", "teams.web", {"skills": UNKNOWN, "members": 0}),
    (
        "people: {p1: {roles: [{role: po, team: web}, cto]}}\nteams: {web: {members: [p1]}}",
        "team",
        "teams.web",
        {"member_sides": some("product")},
    ),
    (
        BOTH_SIDES + "rituals: {demo: {participants: [pm, dev]}, talk: {participants: [oracle]}}",
        "product",
        "org",
        {"product_meets": Open({PM, "product", PD, "engineering"})},
    ),
    (
        "roles: {dev: {title: Developer}, cto: {owns: feature-prioritisation}}\nteams: {web: {members: [dev]}}",
        "team",
        "teams.web",
        {"priority_sources": some("cto")},
    ),
    (
        """
        products: {a: {}, b: {}}
        roles:
          dev: {title: Developer}
          cto: {owns: feature-prioritisation, product: a}
          cfo: {owns: backlog-management, product: a}
          coo: {owns: feature-prioritisation, product: b}
        teams: {web: {members: [dev], product: [a, b]}}
        """,
        "team",
        "teams.web",
        {"priority_sources": some("cfo", "coo")},
    ),
    (
        "people: {p1: {roles: engineer, skills: [coding]}}\nteams: {web: {members: [p1, designer]}}",
        "team",
        "teams.web",
        {"skills": UNKNOWN},
    ),
    ("roles: {ceo: {}, marketing-manager: {vacant: true}}", "org", "org", {"departments": Open({"executives"})}),
    ("roles: {ceo: {owns: tea, deputy: cto}}", "org", "org", {"owned_duties": 1, "absence_percent": 0}),
    ("people: {p1: {roles: ceo}}\nteams: {sales: {}}", "org", "org", {"functions": some("leadership")}),
    ("roles: {ceo: {}}\nteams: {sales: {members: ceo}}", "org", "org", {"functions": some("leadership")}),
    ("roles: {ceo: {}}\nteams: {sales: {}, x: {parent: sales}}", "org", "org", {"functions": Open({"leadership"})}),
    (
        "roles: {a: {title: Guide, function: business}, b: {title: guide}}",
        "overlap",
        "roles.a+roles.b",
        {"same_function": UNKNOWN, "same_title": True},
    ),
    (
        "products: {a: {responsibilities: {payroll: ceo}}, b: {}}\nroles: {ops: {function: business, owns: payroll}}",
        "duty",
        "products.a.responsibilities.payroll",
        {"claims": some("ceo"), "owners": some("ceo")},
    ),
    (
        "products: {a: {responsibilities: {payroll: ceo}}, b: {}}\nroles: {ops: {function: business, owns: payroll}}",
        "duty",
        "responsibilities.payroll",
        {"claims": some("ceo", "ops"), "owners": some("ops")},
    ),
    (
        "roles: {pm: {owns: roadmap}, cto: {}}\npeople: {p1: {roles: [pm, cto]}}",
        "duty",
        "responsibilities.roadmap",
        {"owner_functions": some(PM, PD), "owner_sides": some("product", "development")},
    ),
    (
        """
        products: {a: {}, b: {}}
        people: {p1: {roles: {role: po, product: b}}, p2: {roles: engineer}}
        teams: {web: {product: a, members: [p1, p2], responsibilities: {backlog-management: p2}}}
        """,
        "duty",
        "teams.web.responsibilities.backlog-management",
        {"usual_functions": some(PO), "owners": some("p2")},
    ),
    ("people: {p1: {time: {delivery: 5}}}", "holder", "people.p1", {"time_reactive": 5, "time_planned": 0}),
    (
        f"people: {{p1: {{skills: [{', '.join(CATALOG.skills)}]}}}}",
        "holder",
        "people.p1",
        {"skill_functions": some(PM, PD, PO)},
    ),
    (
        "roles: {dev: {title: Developer, team: web}, pm: {team: web}}\n"
        "teams: {web: {members: []}}\npeople: {p1: {roles: pm}}",
        "team",
        "teams.web",
        {"members": 2, "member_sides": some("product", "development")},
    ),
    (
        "products: {a: {}, b: {}}\nroles: {pm: {owns: roadmap}}\n"
        "waivers: [{rule: no-such, at: products.a.responsibilities.roadmap, reason: r}]",
        "waiver",
        "waivers.no-such.products.a.responsibilities.roadmap",
        {"known_address": True},
    ),
    (
        """
        teams: {web: {product: a, lead: cto}, app: {product: b}}
        products: {a: {}, b: {}}
        responsibilities: {on-call: {accountable: [web, app], consulted: cfo}}
        """,
        "duty",
        "products.a.responsibilities.on-call",
        {"owners": some("cto"), "groups": some(), "listed": True, "consulted": 1},
    ),
    (
        """
        teams: {web: {responsibilities: {roadmap: cto}}}
        responsibilities: {roadmap: {accountable: ceo, consulted: cfo}}
        """,
        "duty",
        "teams.web.responsibilities.roadmap",
        {"listed": True, "consulted": UNKNOWN, "named": some("cto"), "owners": some("cto")},
    ),
    (
        """
        products: {a: {}, b: {}}
        teams: {web: {product: a}, app: {product: b}}
        roles: {x: {owns: payroll, team: web}}
        responsibilities: {payroll: {criticality: high}}
        """,
        "duty",
        "responsibilities.payroll",
        {"claims": some("x"), "owners": UNKNOWN},
    ),
    (
        """
        products: {a: {responsibilities: {payroll: {criticality: high}}}, b: {}}
        teams: {web: {product: a}, app: {product: b}}
        roles: {x: {owns: payroll, team: web}, y: {owns: payroll, team: app}, z: {owns: payroll, product: b}}
        """,
        "duty",
        "products.a.responsibilities.payroll",
        {"claims": some("x"), "owners": UNKNOWN, "criticality": "high"},
    ),
    (
        """
        products: {a: {}, b: {}}
        teams: {web: {product: a}, app: {product: b}}
        roles: {x: {owns: payroll, team: web}, z: {owns: payroll, product: b}}
        """,
        "duty",
        "products.b.responsibilities.payroll",
        {"claims": some("z"), "owners": some("z")},
    ),
    (
        """
        teams: {web: {members: [po]}, app: {members: [dev]}}
        roles: {po: {title: Product Owner}, dev: {title: Developer, owns: backlog-management, team: web}}
        """,
        "duty",
        "responsibilities.backlog-management",
        {"usual_functions": some(PO), "owners": UNKNOWN, "claims": some("dev"), "product_owners": some("po")},
    ),
]

TABLES = [
    *PARTLY,
    *ASSIGNMENTS,
    *HOLDERS,
    *DOUBTS,
    *MEETINGS,
    *DUTIES,
    *SEATS,
    *PAIRS,
    *LINES,
    *TEAMS,
    *ORGS,
    *PRODUCTS,
    *WRITTEN,
]


@pytest.mark.parametrize("first", ["p1", "p2", "p3", "p4"])
def test_who_holds_one_seat_on_other_terms_is_told_apart(first: str) -> None:
    """What is the same for all in a seat may be computed once; terms and shares are each holder's own."""
    people = {
        "p1": "pm",
        "p2": "{role: pm, share: 50}",
        "p3": "{role: pm, until: 2027-01-01}",
        "p4": "{role: pm, acting: true}",
        "p5": "[pm, cto]",
    }
    order = [first, *(id for id in people if id != first)]
    text = f"people: {{{', '.join(f'{id}: {{roles: {people[id]}}}' for id in order)}}}"
    found = facts.build(model.parse(document.parse(text.encode(), "org.yaml")), CATALOG, TODAY)
    here = {e.address.partition(".")[2]: e for e in found.of("holder")}
    assert {id: facts.value(here[id], "terms") for id in order} == {
        "p1": some(),
        "p2": some(),
        "p3": some("expired"),
        "p4": some("acting"),
        "p5": some(),
    }
    assert {id: told(facts.value(here[id], "share_total")) for id in order} == {
        "p1": told(UNKNOWN),
        "p2": told(50),
        "p3": told(UNKNOWN),
        "p4": told(UNKNOWN),
        "p5": told(UNKNOWN),
    }
    assert {id: facts.value(here[id], "seats") for id in order} == {"p1": 1, "p2": 1, "p3": 1, "p4": 1, "p5": 2}
    assert {id: facts.value(here[id], "functions") for id in order} == {
        "p1": some(PM),
        "p2": some(PM),
        "p3": some(),
        "p4": some(PM),
        "p5": some(PM, PD),
    }


def test_of_two_words_for_a_duty_the_first_stands_for_both_in_either_order() -> None:
    words = ["product-roadmap: {accountable: pm}", "roadmap-planning: {consulted: cto}"]
    for order in (words, words[::-1]):
        here = entity(f"responsibilities: {{{', '.join(order)}}}", "duty", "responsibilities.roadmap")
        assert [dotted(path) for path in facts.evidence(here, "listed")] == ["responsibilities.product-roadmap"]
        assert facts.value(here, "consulted") == 1


@pytest.mark.parametrize(("text", "kind", "address", "values"), TABLES)
def test_what_a_small_file_says(text: str, kind: str, address: str, values: dict[str, Value]) -> None:
    here = entity(text, kind, address)
    assert {name: told(facts.value(here, name)) for name in values} == {n: told(v) for n, v in values.items()}


NAMED: list[tuple[str, str, str, tuple[str, str, int]]] = [
    ("org: {name: Tidewell}", "org", "org", ("Tidewell", "", 9)),
    ("roles: {pm: {}}", "org", "org", ("", "", 9)),
    ("products: {a: {title: Berths}, b: {}}", "product", "products.a", ("Berths", "", 9)),
    ("products: {a: {}}", "product", "products.a", ("a", "", 9)),
    ("products: {a: {}, b: {}}\nroles: {pm: {product: a}}", "role", "roles.pm", ("pm", "products.a", 9)),
    ("products: {a: {}, b: {}}\nroles: {pm: {product: [a, b]}}", "role", "roles.pm", ("pm", "", 9)),
    ("products: {a: {}, b: {}}\nroles: {pm: {title: Guide}}", "role", "roles.pm", ("Guide", "", 9)),
    ("products: {a: {}}\nroles: {pm: {}}", "role", "roles.pm", ("pm", "products.a", 9)),
    ("products: {a: {}, b: {}}\nteams: {web: {product: b, title: Web}}", "team", "teams.web", ("Web", "products.b", 9)),
    ("products: {a: {}, b: {}}\nteams: {web: {}}", "team", "teams.web", ("web", "", 9)),
    ("roles: {ceo: {owns: delivery}}", "duty", "responsibilities.delivery", ("Delivery", "org", 0)),
    ("roles: {ceo: {owns: roadmap}}", "duty", "responsibilities.roadmap", ("Product roadmap", "org", 1)),
    ("roles: {ceo: {owns: pricing}}", "duty", "responsibilities.pricing", ("Pricing", "org", 3)),
    ("roles: {ceo: {owns: security}}", "duty", "responsibilities.security", ("Security", "org", 2)),
    ("roles: {ceo: {owns: tea}}", "duty", "responsibilities.tea", ("tea", "org", 4)),
    ("responsibilities: {tea: {title: Hot tea}}", "duty", "responsibilities.tea", ("Hot tea", "org", 4)),
    ("responsibilities: {roadmap: {title: The way}}", "duty", "responsibilities.roadmap", ("The way", "org", 1)),
    (
        "products: {a: {}, b: {}}\nroles: {ceo: {owns: tea}}",
        "duty",
        "responsibilities.tea",
        ("tea", "", 4),
    ),
    (
        "products: {a: {}, b: {}}\nteams: {web: {product: b, responsibilities: {tea: ceo}}}",
        "duty",
        "teams.web.responsibilities.tea",
        ("tea", "products.b", 4),
    ),
    (
        "products: {a: {}, b: {}}\nteams: {web: {product: [a, b], responsibilities: {tea: ceo}}}",
        "duty",
        "teams.web.responsibilities.tea",
        ("tea", "", 4),
    ),
    (
        "products: {a: {}, b: {}}\nrituals: {x: {kind: daily, product: b}}",
        "ritual",
        "products.b.rituals.daily-stand-up",
        ("Daily stand-up", "products.b", 9),
    ),
    ("products: {a: {}, b: {}}\nrituals: {tea: {}}", "ritual", "rituals.tea", ("tea", "", 9)),
    (
        "products: {a: {}, b: {}}\nteams: {web: {product: b}}\nrituals: {tea: {team: [web]}}",
        "ritual",
        "teams.web.rituals.tea",
        ("tea", "products.b", 9),
    ),
    (
        "products: {a: {}, b: {}}\nteams: {web: {product: [a, b]}}\nrituals: {tea: {team: [web]}}",
        "ritual",
        "teams.web.rituals.tea",
        ("tea", "", 9),
    ),
    (
        "products: {a: {}, b: {}}\ndeliverables: {prd: {product: b, title: Spec}}",
        "deliverable",
        "deliverables.prd",
        ("Spec", "products.b", 9),
    ),
    ("products: {a: {}, b: {}}\nmetrics: {churn: {product: [a, b]}}", "metric", "metrics.churn", ("churn", "", 9)),
    ("tools: {jira: {}}", "tool", "tools.jira", ("jira", "org", 9)),
    ("products: {a: {}, b: {}}\npeople: {p1: {roles: pm}}", "assignment", "people.p1", ("", "", 9)),
    ("products: {a: {}}\npeople: {p1: {roles: pm}}", "assignment", "people.p1", ("", "products.a", 9)),
    (
        "products: {a: {}, b: {}}\npeople: {p1: {roles: [pm, {role: cto, product: b}]}}",
        "assignment",
        "people.p1.products.b",
        ("", "products.b", 9),
    ),
]
"""An entity with its title, the address of its one product, and its tier."""


@pytest.mark.parametrize(("text", "kind", "address", "expected"), NAMED)
def test_an_entity_has_a_title_and_at_most_one_product(
    text: str, kind: str, address: str, expected: tuple[str, str, int]
) -> None:
    here = entity(text, kind, address)
    assert (here.title, here.product.address if here.product else "", here.tier) == expected


@pytest.mark.parametrize(
    ("text", "kind", "addresses"),
    [
        ("people: {p1: {}, p2: {roles: pm}}", "assignment", ["people.p2"]),
        (
            "products: {a: {}, b: {}}\npeople: {p1: {roles: [{role: pm, product: [b, a]}, cto]}}",
            "assignment",
            ["people.p1.products.b", "people.p1.products.a"],
        ),
        (
            "products: {a: {}, b: {}}\nteams: {web: {product: b, members: p1}}\npeople: {p1: {roles: pm}}",
            "assignment",
            ["people.p1.products.b"],
        ),
        ("people: {p1: {roles: {role: pm, until: 2027-01-01}}, p2: {roles: cto}}", "assignment", ["people.p2"]),
        (
            "roles: {pm: {reports_to: none}, cto: {reports_to: pm}}\npeople: {p1: {reports_to: ghost}}",
            "line",
            ["roles.cto"],
        ),
        (
            "people: {p1: {roles: pm}}\nroles: {pm: {}, cto: {}, cfo: {vacant: true}}",
            "holder",
            ["people.p1", "roles.cto"],
        ),
        ("people: {p1: {roles: pm}}\nresponsibilities: {roadmap: cto}", "holder", ["people.p1"]),
        (
            "responsibilities: {roadmap: TBD, tea: {informed: ceo}}",
            "duty",
            ["responsibilities.roadmap", "responsibilities.tea"],
        ),
        (
            "products: {a: {}, b: {}}\nroles: {dev: {product: b, contributes_to: roadmap}}",
            "duty",
            ["products.b.responsibilities.roadmap"],
        ),
        ("roles: {a: {owns: []}, b: {owns: []}, c: {title: A}, d: {title: B}}", "overlap", []),
        (
            "products: {a: {}, b: {}}\nteams: {web: {product: a}}\nroles: {po: {team: web, owns: user-stories}}",
            "duty",
            ["products.a.responsibilities.user-stories", "teams.web.responsibilities.user-stories"],
        ),
        (
            "roles: {a: {owns: tea}, b: {owns: tea}, c: {title: A}}\nresponsibilities: {x: cto, y: tech-lead}",
            "overlap",
            ["roles.a+roles.b"],
        ),
        ("products: {a: {}, b: {}}\nrituals: {x: {kind: demo}, y: {kind: demo}}", "ritual", ["rituals.demo"]),
        (
            "products: {a: {}, b: {}}\nteams: {t: {}}\nrituals: {x: {kind: demo, product: [a, b], team: t}}",
            "ritual",
            ["teams.t.rituals.demo"],
        ),
    ],
)
def test_what_there_is_of_a_kind(text: str, kind: str, addresses: list[str]) -> None:
    found = facts.build(model.parse(document.parse(text.encode(), "org.yaml")), CATALOG, TODAY)
    assert [e.address for e in found.of(kind)] == addresses


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
    (
        "products: {a: {markets: [DE]}, b: {}, c: {markets: []}}",
        "org",
        "org",
        {"markets": ["products.a.markets", "products.c.markets"]},
    ),
    (
        "roles: {a: {title: Guide}, b: {title: guide}}",
        "overlap",
        "roles.a+roles.b",
        {"same_title": ["roles.b"], "same_function": ["roles.b", "roles.a"]},
    ),
    (
        "roles: {a: {title: CEO, reports_to: b}, b: {reports_to: a}, c: {reports_to: a}}",
        "line",
        "roles.a",
        {"in_cycle": ["roles.a.reports_to", "roles.b.reports_to"], "to": ["roles.a.reports_to"]},
    ),
    (
        "roles: {a: {title: CEO, reports_to: b}, b: {reports_to: a}, c: {reports_to: a}}",
        "line",
        "roles.c",
        {"in_cycle": ["roles.c.reports_to"]},
    ),
    (
        "people: {p1: {roles: [pm, cto]}}\nrituals: {demo: {participants: p1}, tea: {participants: users}}",
        "assignment",
        "people.p1",
        {
            "functions": ["people.p1.roles[0]", "people.p1.roles[1]"],
            "meets": ["people.p1.roles[0]", "people.p1.roles[1]", "rituals.demo"],
            "founder": ["people.p1.roles[0]"],
        },
    ),
]


@pytest.mark.parametrize(("text", "kind", "address", "places"), PLACES)
def test_where_a_fact_is_written(text: str, kind: str, address: str, places: dict[str, list[str]]) -> None:
    here = entity(text, kind, address)
    assert {name: [dotted(path) for path in facts.evidence(here, name)] for name in places} == places
