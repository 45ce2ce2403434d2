"""The kind `team`: one team, its members and who orders its work."""

from __future__ import annotations

from dataclasses import dataclass

from roleaudit.facts.claims import Claims
from roleaudit.facts.graph import ORG, PRODUCT_SIDE, Graph, Scope, Squad
from roleaudit.facts.kinds import UNKNOWN, AtLeast, Kind, Open, Paths, Value
from roleaudit.findings import Path


@dataclass(eq=False, slots=True)
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


TEAM: Kind[Team] = Kind("team", "one team")


def _member_paths(team: Team) -> Paths:
    return [(*team.path, "members")]


@TEAM.fact("flag", "another team's parent, or a team that serves several products: no squad")
def umbrella(team: Team) -> Value:
    return team.squad.department or len(team.squad.entry.product or ()) > 1


@TEAM.fact(
    "set", "sides its members work on: product, development, and other functions by their name", at=_member_paths
)
def member_sides(team: Team) -> Value:
    from roleaudit.facts.graph import sides

    functions, known = team.graph.team_functions(team.squad)
    return sides(functions) if known else Open(sides(functions))


def _people(team: Team) -> int:
    return len(team.squad.holders) + len(team.squad.seats)


@TEAM.fact("number", "size, the lead included", at=_member_paths)
def members(team: Team) -> Value:
    if not team.squad.listed:
        return UNKNOWN
    return _people(team) if team.graph.complete else AtLeast(_people(team))


@TEAM.fact("set", "the products it works on", at=lambda team: [(*team.path, "product")])
def products(team: Team) -> Value:
    return UNKNOWN if team.squad.entry.product is None else frozenset(team.squad.entry.product)


@TEAM.fact("set", "the product lines it serves", at=lambda team: [(*team.path, "product")])
def lines(team: Team) -> Value:
    products = [team.graph.products[p] for p in team.squad.entry.product or () if p in team.graph.products]
    if not products or any(p.line is None for p in products):
        return UNKNOWN
    return frozenset(p.line for p in products if p.line)


TEAM.written("model", "text", "its way of working: agile-squad, lean-startup, dual-track, stage-gate…")
TEAM.written("lead", "text", "who leads it")


@TEAM.fact("set", "disciplines present: engineering, design, qa, operations, architecture, product", at=_member_paths)
def disciplines(team: Team) -> Value:
    found: set[str] = set()
    known = team.squad.listed and team.graph.complete
    seats = [hold.seat for holder in team.squad.holders for hold in holder.holds if not hold.expired]
    for seat in (*seats, *team.squad.seats):
        if seat.title and seat.title.discipline:
            found.add(seat.title.discipline)
        elif seat.functions & PRODUCT_SIDE:
            found.add("product")
        else:
            known = False
    return frozenset(found) if known and seats else Open(found)


@TEAM.fact(
    "set", "who orders its work: its product side, else the owner of the backlog or the priorities", at=_member_paths
)
def priority_sources(team: Team) -> Value:
    if not team.squad.listed and not team.squad.holders and not team.squad.seats:
        return UNKNOWN
    scope: Scope = ("team", team.squad.id)
    duties = team.claims.duties
    for duty in ("backlog-management", "feature-prioritisation"):
        own = duties.get((duty, scope))
        if own and own.near:
            return frozenset(c.holder.id if c.holder else c.actor for c in own.near)
    inside = {h.id for h in team.squad.holders if team.graph.in_team(h, team.squad) & PRODUCT_SIDE}
    inside |= {seat.id for seat in team.squad.seats if seat.functions & PRODUCT_SIDE}
    if inside:
        return frozenset(inside)
    sources: set[str] = set()
    for product in team.squad.products:
        here: Scope = ("product", product) if product else ORG
        for duty in ("backlog-management", "feature-prioritisation"):
            found = duties.get((duty, here))
            if found and found.near:
                sources |= {c.holder.id if c.holder else c.actor for c in found.near}
                break
    if sources:
        return frozenset(sources)
    return frozenset() if team.graph.complete and team.squad.listed else Open()
