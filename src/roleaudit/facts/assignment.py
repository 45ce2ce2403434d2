"""The kind `assignment`: one holder in one product, with all hats worn there and whom it meets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from roleaudit.facts.graph import Graph, Hold, Holder, Seat, manages, without_leadership
from roleaudit.facts.graph import sides as folded
from roleaudit.facts.kinds import UNKNOWN, Entity, Kind, Open, Paths, Value
from roleaudit.facts.ritual import Ritual

FOUNDERS = ("founder", "co-founder", "cofounder")
OFTEN_DAYS = 14
"""A check-in at most every two weeks counts as frequent."""


class Assignment:
    """A holder's hats in one product; `product` is None where no scope limits them and there are several products.

    `unnamed` are the products with a ritual that does not say who takes part.
    """

    __slots__ = ("alike", "graph", "hats", "holder", "path", "product", "rituals", "unnamed")

    def __init__(
        self,
        holder: Holder,
        product: Entity | None,
        hats: Sequence[Hold],
        graph: Graph,
        rituals: Sequence[Ritual],
        unnamed: frozenset[str],
    ) -> None:
        self.holder = holder
        self.path = hats[0].path
        self.alike: Seat | Holder | Assignment = holder.alike if len(holder.holds) == 1 else self
        self.product: str | None = product.subject.id if product else None
        self.hats = hats
        self.graph = graph
        self.rituals = rituals
        self.unnamed = unnamed


ASSIGNMENT: Kind[Assignment] = Kind("assignment", "one holder in one product: all hats worn there", at="functions")


def _hat_paths(assignment: Assignment) -> Paths:
    return list(dict.fromkeys(hat.path for hat in assignment.hats))


@ASSIGNMENT.fact("set", "seats held here", at=_hat_paths, shared=True)
def roles(assignment: Assignment) -> Value:
    return frozenset(hat.seat.id for hat in assignment.hats)


@ASSIGNMENT.fact(
    "set",
    "functions worn here; leadership beside another function is no second hat",
    at=_hat_paths,
    indexed=True,
    shared=True,
)
def functions(assignment: Assignment) -> Value:
    hats = assignment.hats
    if len(hats) == 1 and len(hats[0].seat.functions) == 1:
        return hats[0].seat.functions
    found = without_leadership(frozenset(f for hat in hats for f in hat.seat.functions))
    return found if all(hat.seat.functions for hat in hats) else Open(found)


@ASSIGNMENT.fact(
    "set",
    "sides on which they lie; work with data or between the functions goes with any side",
    at=_hat_paths,
    indexed=True,
    shared=True,
)
def sides(assignment: Assignment) -> Value:
    seats = [hat.seat for hat in assignment.hats if not (hat.seat.title and hat.seat.title.discipline == "data")]
    found = without_leadership(frozenset(f for seat in seats for f in seat.functions) - {"other"})
    known = all(hat.seat.functions for hat in assignment.hats)
    return folded(found) if known else Open(folded(found))


@ASSIGNMENT.fact("flag", "holds the seat of a founder or of the chief executive anywhere", indexed=True, shared=True)
def founder(assignment: Assignment) -> Value:
    seats = [hold.seat for hold in assignment.holder.holds]
    return any(s.id in FOUNDERS or (s.title is not None and (s.title.founder or s.title.id == "ceo")) for s in seats)


@ASSIGNMENT.fact(
    "flag",
    "one of the titles is a hybrid of both sides by itself, a technical product manager",
    indexed=True,
    shared=True,
)
def hybrid(assignment: Assignment) -> Value:
    return any(hat.seat.title and hat.seat.title.hybrid for hat in assignment.hats)


@ASSIGNMENT.fact(
    "flag", "manages products: in product management, neither heading it nor supporting it", indexed=True, shared=True
)
def manages_products(assignment: Assignment) -> Value:
    return any(manages(hat.seat) for hat in assignment.hats)


@ASSIGNMENT.fact("number", "seats held here that have a function", at=_hat_paths, indexed=True, shared=True)
def seats(assignment: Assignment) -> Value:
    return len({hat.seat.id for hat in assignment.hats})


@ASSIGNMENT.fact(
    "flag", "each hat, leadership apart, has its share or its own duties on paper; unknown for one hat", at=_hat_paths
)
def split_written(assignment: Assignment) -> Value:
    hats = {hat.seat.id: hat for hat in assignment.hats if hat.seat.functions - {"leadership"}}.values()
    if len(hats) < 2:
        return UNKNOWN
    shared = [hat.entry is not None and hat.entry.share is not None for hat in hats]
    owned = [_named(assignment.graph, hat.seat, "accountable") for hat in hats]
    disjoint = all(owned) and len(set().union(*owned)) == sum(map(len, owned))
    return sum(shared) >= len(shared) - 1 or disjoint


@ASSIGNMENT.fact(
    "flag", "a hybrid seat says what it owns and to what it only contributes; unknown for a head", at=_hat_paths
)
def bridge_written(assignment: Assignment) -> Value:
    seats = {hat.seat.id: hat.seat for hat in assignment.hats if hat.seat.title and hat.seat.title.hybrid}.values()
    if not seats or any(seat.title and seat.title.heads for seat in seats):
        return UNKNOWN
    graph = assignment.graph
    return all(_named(graph, seat, "accountable") and _named(graph, seat, "responsible") for seat in seats)


def _named(graph: Graph, seat: Seat, word: str) -> set[str]:
    """The duties for which a seat is named as accountable or as responsible, on the seat or under responsibilities."""
    found = set((seat.entry.owns if word == "accountable" else seat.entry.contributes_to) or ())
    inside = [product.responsibilities for product in graph.products.values()]
    inside += [team.responsibilities for team in (graph.org.teams or {}).values()]
    for part in (graph.org.responsibilities, *inside):
        found.update(duty for duty, entry in (part or {}).items() if seat.id in (getattr(entry, word) or ()))
    return found


@ASSIGNMENT.fact("number", "percent of time that the product manager's seat leaves it", at=_hat_paths)
def pm_share(assignment: Assignment) -> Value:
    hats = [hat for hat in assignment.hats if "product-management" in hat.seat.functions]
    shares = [hat.entry.share for hat in hats if hat.entry and hat.entry.share is not None]
    if not hats:
        return UNKNOWN
    return round(min(shares)) if shares else 100


@ASSIGNMENT.fact("set", "teams of this product it belongs to, their departments too", at=_hat_paths)
def teams(assignment: Assignment) -> Value:
    graph, product = assignment.graph, assignment.product
    squads = [squad for hat in assignment.hats for squad in graph.listed_in(hat)]
    found = frozenset(squad.id for squad in squads if product is None or product in squad.products)
    return found if graph.complete and product not in graph.half_listed else Open(found)


def _met(assignment: Assignment, days: int | None) -> Value:
    if assignment.graph.org.rituals is None:
        return UNKNOWN
    found: set[str] = set()
    open_ = assignment.product in assignment.unnamed if assignment.product is not None else bool(assignment.unnamed)
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
