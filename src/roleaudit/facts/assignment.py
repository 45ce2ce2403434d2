"""The kind `assignment`: one holder in one product, with all hats worn there and whom it meets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from roleaudit.facts.graph import Graph, Hold, Holder, without_leadership
from roleaudit.facts.kinds import UNKNOWN, Kind, Open, Paths, Value
from roleaudit.facts.ritual import Ritual
from roleaudit.findings import Path

OFTEN_DAYS = 14
"""A check-in at most every two weeks counts as frequent."""


@dataclass(eq=False, slots=True)
class Assignment:
    """A holder's hats in one product; `product` is None where no scope limits them and there are several products."""

    holder: Holder
    product: str | None
    hats: tuple[Hold, ...]
    graph: Graph
    rituals: tuple[Ritual, ...]

    @property
    def path(self) -> Path:
        return self.hats[0].path


ASSIGNMENT: Kind[Assignment] = Kind("assignment", "one holder in one product: all hats worn there", at="functions")


def _hat_paths(assignment: Assignment) -> Paths:
    return list(dict.fromkeys(hat.path for hat in assignment.hats))


@ASSIGNMENT.fact("set", "seats held here", at=_hat_paths)
def roles(assignment: Assignment) -> Value:
    return frozenset(hat.seat.id for hat in assignment.hats)


@ASSIGNMENT.fact("set", "functions worn here; leadership beside another function is no second hat", at=_hat_paths)
def functions(assignment: Assignment) -> Value:
    found = without_leadership(frozenset(f for hat in assignment.hats for f in hat.seat.functions))
    return found if all(hat.seat.functions for hat in assignment.hats) else Open(found)


@ASSIGNMENT.fact("flag", "holds a founder's seat anywhere")
def founder(assignment: Assignment) -> Value:
    return any(h.seat.title and h.seat.title.founder for h in assignment.holder.holds) or any(
        h.seat.id in ("founder", "co-founder", "cofounder") for h in assignment.holder.holds
    )


@ASSIGNMENT.fact("flag", "one of the titles is a hybrid of both sides by itself, a technical product manager")
def hybrid(assignment: Assignment) -> Value:
    return any(hat.seat.title and hat.seat.title.hybrid for hat in assignment.hats)


@ASSIGNMENT.fact("number", "seats held here that have a function", at=_hat_paths)
def seats(assignment: Assignment) -> Value:
    return len({hat.seat.id for hat in assignment.hats})


@ASSIGNMENT.fact("flag", "each hat has its share, or its own duties, on paper", at=_hat_paths)
def split_written(assignment: Assignment) -> Value:
    hats = {hat.seat.id: hat for hat in assignment.hats}.values()
    if len(hats) < 2:
        return False
    shared = [hat.entry is not None and hat.entry.share is not None for hat in hats]
    owned = [frozenset(hat.seat.entry.owns or ()) for hat in hats]
    disjoint = all(owned) and len(frozenset().union(*owned)) == sum(map(len, owned))
    return sum(shared) >= len(shared) - 1 or disjoint


@ASSIGNMENT.fact("number", "percent of time that the product manager's seat leaves it", at=_hat_paths)
def pm_share(assignment: Assignment) -> Value:
    hats = [hat for hat in assignment.hats if "product-management" in hat.seat.functions]
    shares = [hat.entry.share for hat in hats if hat.entry and hat.entry.share is not None]
    if not hats:
        return UNKNOWN
    return round(min(shares)) if shares else 100


@ASSIGNMENT.fact("set", "teams of this product it belongs to", at=_hat_paths)
def teams(assignment: Assignment) -> Value:
    found = set()
    for squad in assignment.graph.memberships.get(assignment.holder, []):
        if assignment.product is None or assignment.product in squad.products:
            found.add(squad.id)
    for hat in assignment.hats:
        if not hat.holder.entry:
            found.update(s.id for s in assignment.graph.squads.values() if hat.seat in s.seats)
    return frozenset(found) if assignment.graph.complete else Open(found)


def _met(assignment: Assignment, days: int | None) -> Value:
    if assignment.graph.org.rituals is None:
        return UNKNOWN
    found: set[str] = set()
    open_ = False
    for ritual in _attended(assignment):
        cadence = ritual.cadence
        if cadence is None:
            open_ = True
            continue
        if days is None or cadence <= days:
            others, known = ritual.others(assignment.holder)
            found |= others
            open_ = open_ or not known
    return Open(found) if open_ else frozenset(found)


def _attended(assignment: Assignment) -> Iterator[Ritual]:
    for ritual in assignment.rituals:
        if assignment.product is None or assignment.product in ritual.products:
            yield ritual


def _ritual_paths(assignment: Assignment) -> Paths:
    return [*_hat_paths(assignment), *(ritual.path for ritual in _attended(assignment))]


@ASSIGNMENT.fact("set", "functions and outside groups met in recurring rituals", at=_ritual_paths)
def meets(assignment: Assignment) -> Value:
    return _met(assignment, None)


@ASSIGNMENT.fact("set", "the same, at most every two weeks", at=_ritual_paths)
def meets_often(assignment: Assignment) -> Value:
    return _met(assignment, OFTEN_DAYS)


@ASSIGNMENT.fact("set", "the same, every working day", at=_ritual_paths)
def meets_daily(assignment: Assignment) -> Value:
    return _met(assignment, 1)
