"""The kind `role`: one declared seat, who holds it and what it owns."""

from collections.abc import Callable
from dataclasses import dataclass

from roleaudit.facts.claims import Claims
from roleaudit.facts.graph import Hold, Seat
from roleaudit.facts.kinds import UNKNOWN, AtLeast, Kind, Open, Paths, Value
from roleaudit.findings import Path


@dataclass(eq=False, repr=False, match_args=False, slots=True)
class Role:
    """A seat with the claims of the org; `named` counts the places that name a seat, and is asked only when needed."""

    seat: Seat
    claims: Claims
    owns: tuple[Path, ...]
    duties: frozenset[str]
    named: Callable[[str], int]

    @property
    def path(self) -> Path:
        return self.seat.path

    @property
    def entry(self) -> object:
        return self.seat.entry


ROLE: Kind[Role] = Kind("role", "one seat, declared under `roles` or implied by a title")


@ROLE.fact("flag", "declared under `roles`, not only implied by a title")
def declared(role: Role) -> Value:
    return role.seat.declared


@ROLE.fact("flag", "said to be vacant", at=lambda role: [(*role.path, "vacant")])
def vacant(role: Role) -> Value:
    return role.seat.vacant


@ROLE.fact("set", "its functions", at=lambda role: [(*role.path, "function")])
def functions(role: Role) -> Value:
    return role.seat.functions


@ROLE.fact("set", "who sits there", at=lambda role: [hold.path for hold in role.seat.holds])
def holders(role: Role) -> Value:
    graph = role.claims.graph
    if not graph.people_listed:
        return UNKNOWN
    found = [hold.holder.id for hold in role.seat.holds if hold.holder.entry]
    return frozenset(found) if graph.complete else Open(found)


@ROLE.fact(
    "set", "duties it is accountable for, or its holder where that is the only seat held", at=lambda role: role.owns
)
def owns(role: Role) -> Value:
    return role.duties


@ROLE.fact("set", "duties it owns that need exactly one owner", at=lambda role: role.owns)
def sole_duties(role: Role) -> Value:
    known = role.claims.graph.catalog.duties
    return frozenset(duty for duty in role.duties if duty not in known or not known[duty].shared)


@ROLE.fact("number", "places that name it, holdings left out")
def mentions(role: Role) -> Value:
    return role.named(role.seat.id)


ROLE.written("purpose", "text", "what it is there for")
ROLE.written("contributes_to", "set", "duties it works on without owning them")
ROLE.written("covered_by", "text", "who does the work while it is vacant")


@ROLE.fact("flag", "in use: it owns something, or somebody is listed for it")
def in_use(role: Role) -> Value:
    return bool(role.duties) or any(hold.holder.entry for hold in role.seat.holds)


def _loose(role: Role) -> list[Hold]:
    """The holdings that no product or team of their own limits."""
    listed = [hold for hold in role.seat.holds if hold.entry and not hold.expired]
    return [hold for hold in listed if hold.entry and not (hold.entry.product or hold.entry.team)]


@ROLE.fact(
    "number", "holders without a product or team of their own", at=lambda role: [hold.path for hold in _loose(role)]
)
def loose_holders(role: Role) -> Value:
    graph = role.claims.graph
    if not graph.people_listed:
        return UNKNOWN
    count = len({hold.holder.id for hold in _loose(role)})
    return count if graph.complete else AtLeast(count)


def _deputy_paths(role: Role) -> Paths:
    return [(*role.path, "deputy")]


@ROLE.fact("set", "who stands in for it: people, or seats for which nobody is listed", at=_deputy_paths)
def deputies(role: Role) -> Value:
    if role.seat.entry.deputy is None:
        return UNKNOWN
    graph = role.claims.graph
    found: set[str] = set()
    for name in role.seat.entry.deputy:
        found.update(a.holder.id if a.holder else name for a in graph.answers(graph.actor(name)))
    return frozenset(found)


@ROLE.fact("set", "whether those who stand in answer: human, agent, vacant, expired, placeholder…", at=_deputy_paths)
def deputy_kinds(role: Role) -> Value:
    if role.seat.entry.deputy is None:
        return UNKNOWN
    graph = role.claims.graph
    return frozenset(a.status for name in role.seat.entry.deputy for a in graph.answers(graph.actor(name)))


@ROLE.fact("set", "the holders themselves: people, or the seat where nobody is listed")
def sitting(role: Role) -> Value:
    graph = role.claims.graph
    return frozenset(a.holder.id for a in graph.answers(graph.actor(role.seat.id)) if a.holder)
