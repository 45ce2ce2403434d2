"""Facts of meetings, metrics and tools as they are written down: org files in, values out."""

from __future__ import annotations

import datetime

import pytest

from roleaudit import catalog, document, facts, model
from roleaudit.facts import UNKNOWN, Open, Value

CATALOG = catalog.load()
SEATS = "roles: {pm: {title: Product Manager}, dev: {title: Developer}, cmo: {title: CMO}, oracle: {}}\n"


def fact(text: str, kind: str, address: str, name: str) -> Value:
    org = model.parse(document.parse((SEATS + text).encode(), "org.yaml"))
    found = facts.build(org, CATALOG, datetime.date(2027, 1, 15))
    (entity,) = [entity for entity in found.of(kind) if entity.address == address]
    return facts.value(entity, name)


def same(found: Value, expected: Value) -> bool:
    """Equal, and open only where it should be."""
    return found == expected and type(found) is type(expected)


# Meetings


@pytest.mark.parametrize(
    ("participants", "expected"),
    [
        ("[pm, users]", frozenset({"product", "users"})),
        ("[dev]", frozenset({"development", "engineering"})),
        ("[cmo]", frozenset({"business", "marketing"})),
        ("[growth]", frozenset({"business", "marketing", "product"})),
        ("[dev, oracle]", Open({"development", "engineering"})),
        ("[pm, stakeholders]", Open({"product", "stakeholders"})),
        ("[]", Open()),
    ],
)
def test_who_takes_part_are_sides_departments_and_outside_groups(participants: str, expected: Value) -> None:
    text = f"teams: {{growth: {{members: [pm, cmo]}}}}\nrituals: {{demo: {{participants: {participants}}}}}"
    assert same(fact(text, "ritual", "rituals.demo", "taking_part"), expected)


TWO_TEAMS = """
products: {app: {}}
people: {p1: {roles: pm}, p2: {roles: pm}, d1: {roles: dev}, d2: {roles: dev}}
teams: {web: {product: app, members: [p1, d1]}, api: {product: app, members: [p2, d2]}}
"""


@pytest.mark.parametrize("seat", ["dev", "engineering"])
@pytest.mark.parametrize(
    ("holder", "met"),
    [("p1", frozenset({"product-development"})), ("p2", frozenset())],
)
def test_a_seat_in_the_meeting_of_a_team_is_that_of_the_team(seat: str, holder: str, met: frozenset[str]) -> None:
    text = f"{TWO_TEAMS}rituals: {{planning: {{team: web, participants: [pm, {seat}], cadence: weekly}}}}"
    found = fact(text, "assignment", f"people.{holder}", "meets")
    assert isinstance(found, frozenset)
    assert found - {"engineering"} == met


def test_whose_seat_it_is_nobody_can_tell_where_not_everybody_is_listed() -> None:
    text = f"org: {{headcount: 9}}{TWO_TEAMS}rituals: {{a: {{team: web, participants: [pm, dev], cadence: weekly}}}}"
    for holder in ("p1", "p2"):
        found = fact(text, "assignment", f"people.{holder}", "meets")
        assert isinstance(found, frozenset)
        assert "product-development" in found


@pytest.mark.parametrize("where", ["", "team: ops, "])
def test_a_seat_that_nobody_in_the_team_holds_is_that_of_everybody(where: str) -> None:
    text = TWO_TEAMS.replace("teams: {", "teams: {ops: {product: app, members: []}, ")
    text += f"rituals: {{planning: {{{where}participants: [pm, dev], cadence: weekly}}}}"
    for holder in ("p1", "p2"):
        found = fact(text, "assignment", f"people.{holder}", "meets")
        assert found == frozenset({"product-management", "product-development"})


def test_a_seat_in_the_meeting_of_a_product_is_that_of_who_works_on_it() -> None:
    text = """
products: {app: {}, web: {}}
people:
  p1: {roles: {role: pm, product: app}}
  p2: {roles: {role: pm, product: web}}
  d1: {roles: dev}
rituals: {planning: {product: app, participants: [pm, dev], cadence: weekly}}
"""
    assert fact(text, "assignment", "people.p1.products.app", "meets") == frozenset({"product-development"})
    assert fact(text, "assignment", "people.p2.products.web", "meets") == frozenset()
    assert fact(text, "assignment", "people.d1", "meets") == frozenset({"product-management"})


def test_who_takes_part_is_open_where_one_of_two_meetings_does_not_say() -> None:
    text = "rituals: {a: {kind: demo, participants: [dev]}, b: {kind: demo}}"
    assert same(fact(text, "ritual", "rituals.demo", "taking_part"), Open({"development", "engineering"}))
    assert fact("rituals: {b: {kind: demo}}", "ritual", "rituals.demo", "taking_part") == UNKNOWN


@pytest.mark.parametrize(("other", "expected"), [("weekly", False), ("", UNKNOWN)])
def test_a_meeting_has_no_rhythm_only_where_another_has_one(other: str, expected: Value) -> None:
    text = f"rituals: {{demo: {{participants: dev}}, planning: {{cadence: {other}}}}}"
    assert fact(text, "ritual", "rituals.demo", "regular") == expected


def test_what_comes_out_is_known_by_its_class() -> None:
    text = "rituals: {retro: {inputs: [metrics], outputs: [next-steps]}, demo: {inputs: [roadmap]}}"
    assert fact(text, "ritual", "rituals.retrospective", "outputs") == {"next-steps", "actions"}
    assert fact(text, "ritual", "rituals.demo", "outputs") == UNKNOWN


def test_a_kind_of_meeting_serves_as_others() -> None:
    text = "rituals: {stand-up: {kind: daily}, monday: {kind: MEETING}}"
    known = "rituals: {stand-up: {kind: daily}}"
    kinds = {"daily-stand-up", "team-meeting", "iteration-review"}
    for kind, address in (("org", "org"), ("product", "org")):
        assert same(fact(text.replace("MEETING", "coffee"), kind, address, "rituals"), Open(kinds | {"coffee"}))
        assert same(fact(known, kind, address, "rituals"), frozenset(kinds))
        assert fact("", kind, address, "rituals") == UNKNOWN


# Metrics


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("{owner: pm}", frozenset({"product"})),
        ("{owner: pm, shared_with: [dev]}", frozenset({"product", "development"})),
        ("{shared_with: oracle}", Open()),
        ("{}", UNKNOWN),
    ],
)
def test_a_metric_is_carried_by_the_sides_of_those_who_are_named(entry: str, expected: Value) -> None:
    assert same(fact(f"metrics: {{churn: {entry}}}", "metric", "metrics.churn", "carried_by"), expected)


@pytest.mark.parametrize(
    ("name", "field", "given", "silent", "missing"),
    [
        ("owners", "owner", "pm", UNKNOWN, frozenset()),
        ("target", "target", "40 %", UNKNOWN, ""),
        ("reviewed_in", "reviewed_in", "leads", UNKNOWN, frozenset()),
    ],
)
def test_a_field_is_missing_only_where_another_metric_has_it(
    name: str, field: str, given: str, silent: Value, missing: Value
) -> None:
    alone = "metrics: {churn: {kind: retention}, uptime: {kind: reliability}}"
    beside = f"metrics: {{churn: {{kind: retention}}, uptime: {{{field}: {given}}}}}"
    assert fact(alone, "metric", "metrics.churn", name) == silent
    assert fact(beside, "metric", "metrics.churn", name) == missing


def test_a_meeting_that_takes_a_metric_in_looks_at_it() -> None:
    text = """
metrics: {churn: {}, uptime: {reviewed_in: leads}}
rituals: {leads: {}, outlook: {inputs: [churn]}}
"""
    assert fact(text, "metric", "metrics.churn", "reviewed_in") == {"outlook"}


def test_the_kind_of_a_metric_tells_the_side_that_usually_carries_it() -> None:
    text = "metrics: {mttr: {}, van-load: {}, income: {kind: MRR}}"
    assert fact(text, "metric", "metrics.mttr", "kind") == "reliability"
    assert fact(text, "metric", "metrics.mttr", "usual_sides") == {"development"}
    assert fact(text, "metric", "metrics.income", "usual_sides") == {"product", "business"}
    assert fact(text, "metric", "metrics.van-load", "kind") == "van-load"
    assert fact(text, "metric", "metrics.van-load", "usual_sides") == UNKNOWN


@pytest.mark.parametrize(
    ("metrics", "product", "development"),
    [
        ("{churn: {owner: pm}, uptime: {owner: dev}}", frozenset({"retention"}), frozenset({"reliability"})),
        ("{churn: {owner: pm, shared_with: dev}}", frozenset({"retention"}), frozenset({"retention"})),
        ("{churn: {owner: pm, product: till}, mttr: {owner: dev}}", frozenset(), frozenset({"reliability"})),
        ("{van-load: {owner: pm}}", Open({"van-load"}), frozenset()),
        ("{churn: {owner: oracle}}", Open(), Open()),
        ("{churn: {}}", Open(), Open()),
    ],
)  # fmt: skip
def test_the_figures_of_a_product_are_told_by_side(metrics: str, product: Value, development: Value) -> None:
    text = f"products: {{book: {{}}, till: {{}}}}\nmetrics: {metrics}"
    assert same(fact(text, "product", "products.book", "product_metrics"), product)
    assert same(fact(text, "product", "products.book", "development_metrics"), development)


def test_the_metrics_of_a_product_are_counted_with_those_of_all() -> None:
    text = "products: {book: {}, till: {}}\nmetrics: {a: {product: [book, till]}, b: {product: till}, c: {}}"
    assert fact(text, "product", "products.book", "metrics") == 2
    assert fact("products: {book: {}}", "product", "products.book", "metrics") == UNKNOWN


@pytest.mark.parametrize(
    ("owner", "expected"),
    [
        ("[pm, dev]", frozenset({"p1", "dev"})),
        ("[pm, p1]", frozenset({"p1"})),
        ("[pm, engineering]", frozenset({"p1", "engineering"})),
        ("pm", frozenset({"pm"})),
        ("[p1, p2]", frozenset({"p1", "p2"})),
    ],
)
def test_owners_named_side_by_side_contend_and_one_seat_of_several_people_does_not(owner: str, expected: Value) -> None:
    text = f"""
products: {{book: {{}}, till: {{}}}}
people: {{p1: {{roles: {{role: pm, product: book}}}}, p2: {{roles: {{role: pm, product: till}}}}}}
metrics: {{churn: {{product: book, owner: {owner}}}, uptime: {{}}}}
deliverables: {{handbook: {{product: book, owner: {owner}}}, prd: {{}}}}
"""
    for kind, id, other in (("metric", "churn", "uptime"), ("deliverable", "handbook", "prd")):
        assert fact(text, kind, f"{kind}s.{id}", "contenders") == expected
        assert fact(text, kind, f"{kind}s.{other}", "contenders") == UNKNOWN


# Tools


@pytest.mark.parametrize(
    ("tool", "expected"),
    [
        ("jira: {}", frozenset({"issue-tracking"})),
        ("board: {title: Jira}", frozenset({"issue-tracking"})),
        ("jira: {category: wiki}", frozenset({"documentation"})),
        ("workbench: {category: [ticketing, CI/CD, timesheet]}", frozenset({"issue-tracking", "ci-cd", "timesheet"})),
        ("workbench: {}", UNKNOWN),
    ],
)  # fmt: skip
def test_what_a_tool_is_for_is_written_or_told_by_its_name(tool: str, expected: Value) -> None:
    (id,) = [tool.partition(":")[0]]
    assert fact(f"tools: {{{tool}}}", "tool", f"tools.{id}", "categories") == expected


def test_what_tools_are_for_is_open_where_one_of_them_does_not_say() -> None:
    assert same(
        fact("tools: {jira: {}, figma: {}}", "org", "org", "tools_for"), frozenset({"issue-tracking", "design"})
    )
    assert same(fact("tools: {jira: {}, mystery: {}}", "org", "org", "tools_for"), Open({"issue-tracking"}))
    assert fact("tools: {jira: {}, linear: {}, oddity: {}, enigma: {}}", "org", "org", "doubled_tools") == {
        "issue-tracking"
    }
    for name in ("tools", "tools_for", "doubled_tools"):
        assert fact("", "org", "org", name) == UNKNOWN


@pytest.mark.parametrize(
    ("users", "expected"),
    [
        ("[pm, engineering]", frozenset({"product", "development"})),
        ("everyone", frozenset({"product", "development", "business"})),
        ("[oracle, dev]", Open({"development"})),
        ("[]", UNKNOWN),
    ],
)
def test_the_users_of_a_tool_are_told_by_side(users: str, expected: Value) -> None:
    assert same(fact(f"tools: {{jira: {{used_by: {users}}}}}", "tool", "tools.jira", "user_sides"), expected)


def test_nobody_uses_a_tool_only_where_another_is_used() -> None:
    assert fact("tools: {jira: {}, aha: {}}", "tool", "tools.aha", "used_by") == UNKNOWN
    assert fact("tools: {jira: {used_by: dev}, aha: {}}", "tool", "tools.aha", "used_by") == frozenset()


@pytest.mark.parametrize(
    ("tools", "expected"),
    [
        ("aha: {integrates_with: jira}, jira: {}", frozenset({"roadmapping", "issue-tracking"})),
        ("aha: {}, jira: {integrates_with: aha}", frozenset({"roadmapping", "issue-tracking"})),
        ("aha: {integrates_with: hub}, hub: {}, jira: {integrates_with: hub}", Open({"roadmapping", "issue-tracking"})),
        ("aha: {integrates_with: ghost}, jira: {}", frozenset({"roadmapping"})),
        ("aha: {}, jira: {integrates_with: figma}, figma: {}", frozenset({"roadmapping"})),
        ("aha: {}, jira: {}", UNKNOWN),
    ],
)
def test_links_between_tools_hold_both_ways_and_through_others(tools: str, expected: Value) -> None:
    assert same(fact(f"tools: {{{tools}}}", "tool", "tools.aha", "linked_categories"), expected)


# Documents


def test_a_team_among_the_readers_brings_the_departments_of_its_members() -> None:
    text = """
teams: {growth: {members: [pm, cmo]}}
deliverables: {roadmap: {audience: growth}}
"""
    found = fact(text, "deliverable", "deliverables.roadmap", "audience")
    assert found == {"product", "product-management", "business", "marketing"}
