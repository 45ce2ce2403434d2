"""The catalogue: what stands in it, what finds it, and how a fault in it is told."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from roleaudit import catalog
from roleaudit.catalog import Catalog
from roleaudit.findings import BadInput, Finding

CATALOG = catalog.load()
KINDS: dict[str, catalog.Index[Any]] = {
    "documents": CATALOG.documents,
    "duties": CATALOG.duties,
    "titles": CATALOG.titles,
    "parties": CATALOG.parties,
    "deliverables": CATALOG.deliverables,
    "inputs": CATALOG.inputs,
    "rituals": CATALOG.rituals,
    "metrics": CATALOG.metrics,
    "tools": CATALOG.tools,
    "skills": CATALOG.skills,
    "decisions": CATALOG.decisions,
}
DISPUTED = [
    "acceptance-testing",
    "backlog-management",
    "blocker-removal",
    "bug-fixing",
    "business-technical-translation",
    "capacity-protection",
    "delivery",
    "discovery",
    "execution-tracking",
    "feature-prioritisation",
    "ideation",
    "launch-communication",
    "launch-execution",
    "launch-planning",
    "launch-timing",
    "lifecycle-oversight",
    "maintenance",
    "market-research",
    "opportunity-identification",
    "positioning",
    "product-support",
    "product-vision",
    "project-coordination",
    "prototyping",
    "qa",
    "regulatory-compliance",
    "reliability",
    "requirements-definition",
    "requirements-verification",
    "roadmap",
    "scalability",
    "sprint-planning",
    "stakeholder-communication",
    "ui-ux-design",
    "usability-testing",
    "user-research",
    "user-stories",
]


# --- what stands in it ----------------------------------------------------------------------------------------------


def test_every_duty_of_the_articles_is_there_with_its_weight() -> None:
    tiers = [duty.tier for duty in CATALOG.duties.values()]
    assert len(tiers) == 91
    assert {tier: tiers.count(tier) for tier in set(tiers)} == {"vital": 3, "core": 33, "standard": 30, "extended": 25}
    assert {duty.id for duty in CATALOG.duties.values() if duty.tier == "vital"} == {
        "product-strategy",
        "feature-prioritisation",
        "delivery",
    }


def test_every_source_is_an_article_and_a_heading() -> None:
    sourced = [entry for kind in KINDS.values() for entry in kind.values() if getattr(entry, "sources", ())]
    assert len(sourced) > 200
    for entry in sourced:
        for source in entry.sources:
            assert source.document in CATALOG.documents, entry.id
            assert source.section, entry.id
    assert all(duty.sources for duty in CATALOG.duties.values())
    assert CATALOG.article("003") is CATALOG.documents["the-difference"]


def test_where_the_articles_differ_the_entry_says_so_with_its_default() -> None:
    assert sorted(duty.id for duty in CATALOG.duties.values() if duty.disputed) == DISPUTED
    for duty in DISPUTED:
        assert "Default: " in CATALOG.duties[duty].disputed, duty


def test_backlog_work_is_the_product_owners_where_there_is_one() -> None:
    first = {duty.id for duty in CATALOG.duties.values() if duty.product_owner_first}
    assert first == {"backlog-management", "user-stories", "sprint-planning"}
    for duty in first:
        assert CATALOG.duties[duty].owners == ("product-owner", "product-management")
        assert CATALOG.duties[duty].per == "team"


def test_a_decision_about_a_duty_has_one_kind() -> None:
    named = [duty for kind in CATALOG.decisions.values() for duty in kind.duties]
    assert len(named) == len(set(named))
    kinds = {
        text: CATALOG.decision_about(text) for text in ("Pricing", "tech stack", "launch-timing", "backlog", "parking")
    }
    assert {text: kind and kind.id for text, kind in kinds.items()} == {
        "Pricing": "what",
        "tech stack": "technology",
        "launch-timing": "when",
        "backlog": "priority",
        "parking": None,
    }


def test_ids_titles_and_synonyms_lead_back_to_their_entry() -> None:
    for kind in KINDS.values():
        for entry in kind.values():
            for word in (entry.id, entry.title, *entry.synonyms, *getattr(entry, "tools", ())):
                assert kind.find(word) is entry, word


# --- what finds it --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "duty"),
    [
        ("roadmap", "roadmap"),
        ("Product Roadmaps", "roadmap"),
        ("product_vision", "product-vision"),
        ("  Vision ", "product-vision"),
        ("feature-prioritization", "feature-prioritisation"),
        ("Prioritising features", "feature-prioritisation"),
        ("UI/UX design", "ui-ux-design"),
        ("CI/CD", "deployment"),
        ("PRDs", "requirements-definition"),
        ("requirement definition", "requirements-definition"),
        ("organizational design", "structure-evolution"),
        ("user story", "user-stories"),
        ("value maximization", "value-maximisation"),
        ("voice of the customer", "customer-advocacy"),
        ("customer-support", None),
        ("sales", None),
        ("support", None),
        ("launch", None),
        ("", None),
    ],
)
def test_a_duty_is_found_as_people_write_it(text: str, duty: str | None) -> None:
    found = CATALOG.duty(text)
    assert (found and found.id) == duty


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Senior Backend Engineer", "engineer"),
        ("Software Engineer II", "engineer"),
        ("Sr. Full-Stack Developer", "engineer"),
        ("iOS developers", "engineer"),
        ("Senior Product Designer", "designer"),
        ("Backend Lead", "tech-lead"),
        ("Lead Engineer", "tech-lead"),
        ("PM", "product-manager"),
        ("Associate Product Manager", "product-manager"),
        ("Payments Product Manager", "product-manager"),
        ("Product Manager, Payments", "product-manager"),
        ("Product Manager (Growth)", "product-manager"),
        ("Technical Product Manager", "technical-product-manager"),
        ("Product Marketing Manager", "product-marketing-manager"),
        ("PO", "product-owner"),
        ("VP, Engineering", "vp-engineering"),
        ("Senior Vice President of Engineering", "vp-engineering"),
        ("VP Eng", "vp-engineering"),
        ("Chief Product Officer", "chief-product-officer"),
        ("Co-Founder & CTO", "founder-cto"),
        ("Dev Ops Engineer", "devops"),
        ("QA", "qa"),
        ("Account Executive", "sales-representative"),
        ("Customer Success", "customer-success-manager"),
        ("Head of Product & Design", "head-of-product"),
        ("Head of Product Design", "head-of-design"),
        ("Product Manager Online-Shop", "product-manager"),
        ("Product Owner Shop", "product-owner"),
        ("Technical Lead Platform", "tech-lead"),
        ("Senior Product Manager Payments", "product-manager"),
        ("Lead Product Manager Payments", "group-product-manager"),
        ("Engineer Relations", None),
        ("Head of Data Protection", None),
        ("Product Manager Assistant", None),
        ("Product Owner Team Lead", None),
        ("Product Owner Guild", None),
        ("product-manager-pos", None),
        ("Product Manager Search and CTO", None),
        ("Assistant to the Product Manager", None),
        ("Director, Payments", None),
        ("Quantum Engineer", None),
        ("API Machinery Chair", None),
        ("Seat 3", None),
        ("Engineering", None),
    ],
)
def test_a_title_is_found_without_rank_and_field(text: str, title: str | None) -> None:
    found = CATALOG.title(text)
    assert (found and found.id) == title


def test_titles_give_functions_heads_and_hats() -> None:
    titles = CATALOG.titles
    assert titles["ceo"].functions == ("leadership",)
    assert titles["cto"].functions == titles["cto"].heads == ("product-development",)
    assert titles["head-of-product"].heads == ("product-management",)
    assert titles["technical-product-manager"].hybrid
    assert titles["technical-product-manager"].functions == ("product-management", "product-development")
    assert titles["founder"].founder
    assert titles["architect"].specialist
    assert titles["tech-lead"].lead
    assert titles["tech-lead"].discipline == "engineering"
    for title in titles.values():
        department = CATALOG.parties.get(title.department)
        if department and department.function == "business":
            assert title.functions == ("business",), title.id


def test_parties_tell_departments_outsiders_and_everyone() -> None:
    assert [found.id for text in ("HR", "End users", "All", "dev team") if (found := CATALOG.party(text))] == [
        "people",
        "users",
        "everyone",
        "development",
    ]
    assert {party.id for party in CATALOG.parties.values() if party.everyone} == {"everyone"}
    assert CATALOG.parties["investors"].outside
    assert CATALOG.parties["engineering"].function == "product-development"
    assert CATALOG.parties["sales"].department
    assert CATALOG.party("harbour masters") is None


def test_the_other_kinds_are_found_as_people_write_them() -> None:
    found = [
        CATALOG.ritual("Standup"),
        CATALOG.ritual("PO/PM check-in"),
        CATALOG.deliverable("Product requirements document"),
        CATALOG.metric("churn"),
        CATALOG.tool("Jira"),
        CATALOG.tool("Aha!"),
        CATALOG.skill("Programming"),
        CATALOG.input("user interviews"),
        CATALOG.decision("stack"),
    ]
    assert [entry and entry.id for entry in found] == [
        "daily-stand-up",
        "po-pm-check-in",
        "prd",
        "retention",
        "issue-tracking",
        "roadmapping",
        "coding",
        "customer-insight",
        "technology",
    ]


@pytest.mark.parametrize(
    "text", ["TBD", "tbd (spring)", "Todo: ask Sales", "???", "—", "", "n/a", "N.A.", "Nobody", "none", "no one"]
)
def test_a_placeholder_stands_for_nobody(text: str) -> None:
    assert CATALOG.is_placeholder(text)


@pytest.mark.parametrize("text", ["ceo", "p01", "team-lead", "everyone", "hiring", "nobody-knows-studio", "all"])
def test_a_name_is_no_placeholder(text: str) -> None:
    assert not CATALOG.is_placeholder(text)


@pytest.mark.parametrize(
    ("text", "duty"),
    [
        ("roadmpa", "roadmap"),
        ("prodct-strategy", "product-strategy"),
        ("feature-priortization", "feature-prioritisation"),
        ("arhcitecture", "architecture"),
        ("backlogmanagement", "backlog-management"),
        ("user-reserch", "user-research"),
        ("requirments", "requirements-definition"),
    ],
)
def test_a_slip_is_near_the_duty_that_was_meant(text: str, duty: str) -> None:
    assert CATALOG.duty(text) is None
    found = CATALOG.near_duty(text)
    assert found is not None
    assert found.id == duty


@pytest.mark.parametrize(
    "text",
    [
        "fundraising",
        "sales",
        "customer-support",
        "onboarding",
        "hiring",
        "payroll",
        "on-call",
        "launch-party",
        "employment",
        "recruitment",
        "refinement",
        "readability",
        "provisioning",
        "code-review",
        "procurement",
        "bookkeeping",
        "training",
        "events",
        "partnerships",
        "accounting",
        "newsletter",
        "data-protection",
        "brand-strategy",
        "office-management",
        "incident-response",
        "customer-onboarding",
        "people-development",
        "interaction",
        "technical-direction",
        "qb",
        "salaries",
        "release-party",
        "roadshow",
        "resp0",
    ],
)
def test_ordinary_words_are_near_nothing(text: str) -> None:
    assert CATALOG.duty(text) is None
    assert CATALOG.near_duty(text) is None


# --- one's own additions, and faults --------------------------------------------------------------------------------


def added(folder: Path, **files: str) -> Catalog:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return catalog.extended([folder])


def faults(folder: Path, **files: str) -> list[Finding]:
    with pytest.raises(BadInput) as caught:
        added(folder, **files)
    assert set(caught.value.sources) >= {finding.span.file for finding in caught.value.findings}
    return list(caught.value.findings)


OWN = """\
berth-planning:
  title: Berth planning
  meaning: Decide which boat lies where.
  synonyms: mooring
  owners: [business]
  tier: standard
  side: product
  sources: {document: product-guide, section: Introduction}
"""


def test_a_later_folder_adds_entries_and_replaces_fields(tmp_path: Path) -> None:
    own = added(
        tmp_path,
        responsibilities=OWN + "pricing: {owners: [leadership]}\n",
        spelling="american: {harbour: harbor}\nranks: chief-of-all\n",
        parties="harbour-masters: {title: Harbour masters, outside: true}\n",
    )
    mooring = own.duty("Moorings")
    assert mooring is not None
    assert (mooring.id, mooring.owners, mooring.per) == ("berth-planning", ("business",), "product")
    assert own.duties["pricing"].owners == ("leadership",)
    assert own.duties["pricing"].meaning == CATALOG.duties["pricing"].meaning
    assert own.party("harbor masters") is own.parties["harbour-masters"]


@pytest.mark.parametrize(
    ("name", "text", "place", "message"),
    [
        ("responsibilities", OWN + "  colour: red\n", (9, 11), "unknown field “colour”"),
        ("responsibilities", OWN.replace("[business]", "[busines]"), (5, 12), "“busines” is not a function"),
        ("responsibilities", OWN.replace("standard", "huge"), (6, 9), "“huge” is not a tier"),
        ("responsibilities", OWN.replace("mooring", "[vision]"), (4, 14), "“vision” means “product-vision” already"),
        ("responsibilities", OWN.replace("product-guide", "a-blog"), (8, 3), "“a-blog” is not among the documents"),
        (
            "responsibilities",
            OWN.replace("{document: product-guide, section: Introduction}", "a-blog"),
            (8, 12),
            "a source is",
        ),
        ("responsibilities", OWN.replace("  tier: standard\n", ""), (1, 1), "“berth-planning” has no tier"),
        ("responsibilities", OWN + "  shared: yes\n", (9, 11), "“shared” is neither true nor false"),
        ("responsibilities", OWN + "  fix: [a]\n", (9, 3), "“fix” is not text"),
        (
            "titles",
            "diver: {title: Diver, functions: business, department: sea}\n",
            (1, 56),
            "“sea” is not among the parties",
        ),
        ("titles", "Harbour Master: {title: Harbour master}\n", (1, 1), "“Harbour Master” is not an id"),
        ("titles", "diver: Diver\n", (1, 8), "“diver” is not a mapping of fields"),
        ("titles", "diver: {}\n", (1, 1), "“diver” has no title, functions"),
        ("title", "diver: {}\n", (1, 1), "the catalogue has no kind “title”"),
        ("spelling", "british: {a: b}\n", (1, 1), "unknown field “british”"),
        ("spelling", "american: [a]\n", (1, 1), "“american” is not a mapping of words"),
    ],
)
def test_a_fault_is_told_with_its_place(
    tmp_path: Path, name: str, text: str, place: tuple[int, int], message: str
) -> None:
    (fault,) = faults(tmp_path, **{name: text})
    assert fault.message.startswith(message)
    assert (Path(fault.span.file).name, fault.span.line, fault.span.column) == (f"{name}.yaml", *place)
    assert fault.fix


def test_a_clash_shows_both_entries_and_all_faults_are_told_at_once(tmp_path: Path) -> None:
    told = faults(
        tmp_path,
        parties="crew: {title: Crew, synonyms: [hr]}\n",
        titles="diver: {title: Diver, functions: [swimming]}\n",
    )
    assert [Path(finding.span.file).name for finding in told] == ["titles.yaml", "parties.yaml"]
    assert re.search(r"catalog.parties\.yaml$", told[1].related[0].span.file)


def test_a_sentence_is_a_placeholder_only_by_its_first_word() -> None:
    assert CATALOG.is_placeholder("TBD, to be named by the board in the spring of next year")
    assert not CATALOG.is_placeholder("Nobody leaves the office before the last order is packed")
    assert CATALOG.is_placeholder(" " * 40)
