"""The kind `team`: one team, its members and who orders its work."""

from dataclasses import dataclass
from functools import cached_property

from roleaudit.facts.claims import Claims
from roleaudit.facts.graph import ORG, PRODUCT_SIDE, Graph, Scope, Squad, covered, sides, way_of_working
from roleaudit.facts.kinds import UNKNOWN, AtLeast, Kind, Open, Paths, Value
from roleaudit.findings import Path


@dataclass(eq=False, repr=False, match_args=False)
class Team:
    """A team with the org around it."""

    squad: Squad
    graph: Graph
    claims: Claims

    @property
    def path(self) -> Path:
        return self.squad.path

    @property
    def entry(self) -> object:
        return self.squad.entry

    @cached_property
    def described(self) -> bool:
        """Whether everybody in it is listed, with seats whose functions are known."""
        squad = self.squad
        if not squad.listed or squad.others or not self.graph.complete:
            return False
        return self.graph.undescribed.isdisjoint([*squad.holders, *squad.seats])

    @cached_property
    def product_side(self) -> dict[str, frozenset[str]]:
        """Its members on the product side, with the functions that they have in it."""
        worn = self.graph.worn_in(self.squad).items()
        return {party.id: functions for party, functions in worn if not functions.isdisjoint(PRODUCT_SIDE)}


ORDERING = ("backlog-management", "feature-prioritisation")
"""The duties whose owner says what a team does next, the nearer one first."""

TEAM: Kind[Team] = Kind("team", "one team")


def _member_paths(team: Team) -> Paths:
    return [(*team.path, "members")]


@TEAM.fact("flag", "another team's parent, or a team that serves several products: no squad", indexed=True)
def umbrella(team: Team) -> Value:
    return team.squad.umbrella


WIDE = ("department", "division", "tribe", "chapter", "guild", "communit", "committee", "council", "board", "interest")
"""Words in the type of a team that is no crew: its members do not work on one thing together every day."""


@TEAM.fact("flag", "people who work on one thing together: no department, guild, community or committee")
def crew(team: Team) -> Value:
    party, written = team.graph.catalog.party(team.squad.id), (team.squad.entry.type or "").casefold()
    whole = party is not None and (party.department or party.everyone)
    return not (whole or any(word in written for word in WIDE))


@TEAM.fact("flag", "called a platform, or working for several products; no department", indexed=True)
def platform(team: Team) -> Value:
    squad = team.squad
    called = "platform" in (squad.entry.type or "").casefold()
    return not squad.department and (called or len(squad.entry.product or ()) > 1)


@TEAM.fact(
    "set",
    "who says what it does next: its lead, its product side, the owner of its own backlog or priorities",
    at=_member_paths,
)
def steering(team: Team) -> Value:
    scope: Scope = ("team", team.squad.id)
    found = {c.actor for duty in ORDERING for c in team.claims.claimed(duty, scope)} | set(team.product_side)
    found.update(filter(None, [team.squad.entry.lead]))
    return frozenset(found) if found or team.described else Open()


@TEAM.fact(
    "set",
    "sides its members work on: product, development, and other functions by their name",
    at=_member_paths,
    indexed=True,
)
def member_sides(team: Team) -> Value:
    functions, known = team.graph.team_functions(team.squad)
    return sides(functions) if known else Open(sides(functions))


def _people(team: Team) -> int:
    return len(team.squad.holders) + len(team.squad.seats)


@TEAM.fact("number", "size, the lead included", at=_member_paths)
def members(team: Team) -> Value:
    if not team.squad.listed:
        return UNKNOWN
    whole = team.graph.complete and not team.squad.others
    return _people(team) if whole else AtLeast(_people(team))


@TEAM.fact("set", "the products it works on", at=lambda team: [(*team.path, "product")])
def products(team: Team) -> Value:
    return UNKNOWN if team.squad.entry.product is None else frozenset(team.squad.entry.product)


@TEAM.fact("set", "the product lines it serves", at=lambda team: [(*team.path, "product")])
def lines(team: Team) -> Value:
    products = [team.graph.products[p] for p in team.squad.entry.product or () if p in team.graph.products]
    if not products or any(p.line is None for p in products):
        return UNKNOWN
    return frozenset(p.line for p in products if p.line)


@TEAM.fact(
    "text",
    "its way of working, in lower case with hyphens: agile-squad, lean-startup, dual-track, stage-gate…",
    at=lambda team: [(*team.path, "model")],
)
def model(team: Team) -> Value:
    return way_of_working(team.squad) or UNKNOWN


TEAM.written("lead", "text", "who leads it")


@TEAM.fact("set", "disciplines present: engineering, design, qa, operations, architecture, product", at=_member_paths)
def disciplines(team: Team) -> Value:
    held = [hold.seat for holder in team.squad.holders for hold in holder.holds if not hold.expired]
    found, known = covered([*held, *team.squad.seats])
    known = known and not team.squad.others and all(holder.holds for holder in team.squad.holders)
    return found if found and known and team.squad.listed and team.graph.complete else Open(found)


CRAFTS = {"qa": "qa", "ui-ux-design": "design"}
"""The duties whose owner brings a discipline into the team, whatever the title of the seat says."""


def _crafts(team: Team) -> frozenset[str]:
    """The disciplines that its members bring by what they own."""
    members = {*(holder.id for holder in team.squad.holders), *(seat.id for seat in team.squad.seats)}
    products = team.squad.products or ("",)
    owners = {d: [team.claims.owners(duty, p) for p in products] for duty, d in CRAFTS.items()}
    return frozenset(craft for craft, found in owners.items() if not all(map(members.isdisjoint, found)))


@TEAM.fact(
    "set",
    "disciplines present, by title or owned duty, or lent by who works on its product and is in no single team",
)
def covered_disciplines(team: Team) -> Value:
    own = disciplines(team)
    assert isinstance(own, frozenset)
    own = own | _crafts(team) if not isinstance(own, Open) else Open(own | _crafts(team))
    if isinstance(own, Open):
        return own
    lent = [team.graph.lent[p] for p in (None, *team.squad.products) if p in team.graph.lent]
    found = own.union(*(disciplines for disciplines, _ in lent))
    return found if all(known for _, known in lent) else Open(found)


@TEAM.fact("set", "skills of its members together; unknown unless each of them is listed with skills", at=_member_paths)
def skills(team: Team) -> Value:
    listed = {holder.entry.skills if holder.entry else None for holder in team.squad.holders}
    words = [skills for skills in listed if skills]
    if not words or len(words) < len(listed) or not team.described or team.squad.seats:
        return UNKNOWN
    found = {team.graph.skill_ids(written) for written in words}
    return found.pop() if len(found) == 1 else frozenset[str]().union(*found)


@TEAM.fact(
    "set", "its product owners, else its product managers; empty where its backlog has an owner", at=_member_paths
)
def ordering_members(team: Team) -> Value:
    scope: Scope = ("team", team.squad.id)
    own = team.claims.duties.get(("backlog-management", scope))
    if (own and own.near) or any(team.claims.owners("backlog-management", product) for product in team.squad.products):
        return frozenset()
    inside = team.product_side
    owners = frozenset(id for id, functions in inside.items() if "product-owner" in functions)
    return owners or frozenset(inside)


def _managing(team: Team) -> list[str]:
    """The product managers of its products, wherever they sit, and the product owners who are in no other team."""
    managing = team.graph.managing
    return [hold.holder.id for product in (None, *team.squad.products) for hold in managing.get(product, ())]


@TEAM.fact(
    "set",
    "who orders its work: its product side, else who owns the backlog or the priorities, else the product's managers",
    at=_member_paths,
)
def priority_sources(team: Team) -> Value:
    if not team.squad.listed and not team.squad.holders and not team.squad.seats:
        return UNKNOWN
    scope: Scope = ("team", team.squad.id)
    duties = team.claims.duties
    for duty in ORDERING:
        own = team.claims.claimed(duty, scope)
        if own:
            return frozenset(c.holder.id if c.holder else c.actor for c in own)
    inside = team.product_side
    if inside:
        return frozenset(inside)
    sources: set[str] = set()
    for product in team.squad.products:
        here: Scope = ("product", product) if product else ORG
        for duty in ORDERING:
            found = duties.get((duty, here))
            if found and found.near:
                sources |= {c.holder.id if c.holder else c.actor for c in found.near}
                break
    sources = sources or set(_managing(team))
    if sources:
        return frozenset(sources)
    return frozenset() if team.described else Open()
