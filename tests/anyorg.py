"""Any small org file, for properties: names lead to seats, people, teams and parties, nowhere, and to nobody."""

from __future__ import annotations

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

Data = dict[str, Any]

ROLES = ["pm", "po", "cto", "wizard", "qa"]
PEOPLE = ["p1", "p2", "p3", "p4"]
TEAMS = ["alpha", "beta", "gamma"]
PRODUCTS = ["book", "till"]
NAMES = [
    *ROLES,
    *PEOPLE,
    *TEAMS,
    "ceo",
    "developer",
    "engineer",
    "engineering",
    "everyone",
    "board",
    "agency",
    "TBD",
    "none",
    "ghost",
]
DUTIES = [
    "product-strategy",
    "delivery",
    "roadmap",
    "product-roadmap",
    "backlog-management",
    "role-definition",
    "coding",
    "on-call",
]
FUNCTIONS = ["product-management", "product-development", "product-owner", "leadership", "magic"]

name = st.sampled_from(NAMES)
names = st.lists(name, max_size=3, unique=True)
product = st.lists(st.sampled_from([*PRODUCTS, "ghost"]), min_size=1, max_size=2, unique=True)
team = st.lists(st.sampled_from([*TEAMS, "ghost"]), min_size=1, max_size=2, unique=True)
duties = st.lists(st.sampled_from(DUTIES), max_size=3, unique=True)
day = st.sampled_from(["2026-05-01", "2027-01-15", "2028-01-01"])


def some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Data]:
    """A mapping with any of these fields."""
    return st.fixed_dictionaries({}, optional=fields)


def section(ids: list[str], entry: st.SearchStrategy[Any]) -> st.SearchStrategy[Data]:
    return st.dictionaries(st.sampled_from(ids), entry, min_size=len(ids) // 2, max_size=len(ids))


responsibility = some(accountable=names, responsible=names, consulted=names, informed=names, deputy=name, reviewed=day)
responsibilities = section(DUTIES, responsibility)
seats = some(
    title=st.sampled_from(["Product Manager", "Chief Wizard", "CEO", "Tech Lead"]),
    function=st.lists(st.sampled_from(FUNCTIONS), max_size=2, unique=True),
    product=product,
    team=team,
    contributes_to=duties,
    reports_to=name,
    deputy=name,
)
role = st.one_of(
    st.builds(lambda seat, owns: seat | {"owns": owns}, seats, duties),
    st.builds(
        lambda seat, more: seat | more,
        seats,
        some(owns=duties, vacant=st.sampled_from(["true", "false"]), covered_by=name),
    ),
)
holding = st.fixed_dictionaries(
    {"role": st.sampled_from([*ROLES, "ceo", "developer", "support"])},
    optional={"product": product, "team": team, "until": day, "share": st.sampled_from(["50%", "100%"])},
)
person = some(
    roles=st.lists(holding, min_size=1, max_size=3),
    reports_to=name,
    kind=st.sampled_from(["human", "agent"]),
    time=some(strategy=st.just("20"), delivery=st.just("80")),
)
squad = some(
    product=product,
    parent=team,
    lead=name,
    members=names,
    model=st.just("dual-track"),
    responsibilities=responsibilities,
)
entries = some(
    products=section(
        PRODUCTS,
        some(
            line=st.just("core"),
            problem=st.just("Lost bookings"),
            supports=st.just(["growth"]),
            responsibilities=responsibilities,
        ),
    ),
    roles=section(ROLES, role),
    people=section(PEOPLE, person),
    teams=section(TEAMS, squad),
    responsibilities=responsibilities,
    deliverables=section(["prd", "memo"], some(owner=name, product=product, contributors=names, audience=names)),
    decisions=section(
        ["pricing"], some(about=st.sampled_from(DUTIES), decides=names, consulted=names, escalates_to=name)
    ),
    rituals=section(
        ["sprint-planning", "coffee"],
        some(team=team, product=product, participants=names, cadence=st.sampled_from(["weekly", "now and then"])),
    ),
    metrics=section(["adoption"], some(owner=name, shared_with=names, product=product)),
    tools=section(["jira"], some(category=st.just("issue-tracking"), used_by=names)),
    handoffs=section(["spec"], some(**{"from": names, "to": names, "deliverable": st.just(["prd"])})),
    external=st.just(["agency"]),
    policy=st.fixed_dictionaries(
        {"owners": st.dictionaries(st.sampled_from(["roadmap", "on-call"]), st.just("product-owner"))}
    ),
    org=some(headcount=st.sampled_from(["1", "4", "30"]), goals=st.just(["growth"])),
    waivers=st.just([{"rule": "wide-span", "at": "roles.pm", "reason": "Hired for March"}]),
)

SMALL = settings(max_examples=40)


def turned(data: Any) -> Any:
    """The same data with the keys of each mapping in the opposite order."""
    if isinstance(data, dict):
        return {key: turned(value) for key, value in reversed(data.items())}
    return [turned(value) for value in data] if isinstance(data, list) else data


def renamed(data: Any, old: str, new: str) -> Any:
    if isinstance(data, dict):
        return {renamed(key, old, new): renamed(value, old, new) for key, value in data.items()}
    if isinstance(data, list):
        return [renamed(value, old, new) for value in data]
    return new if data == old else data
