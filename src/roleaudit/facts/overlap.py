"""The kind `overlap`: two seats that share a title or a whole list of duties."""

from collections.abc import Iterator
from dataclasses import dataclass

from roleaudit.facts.graph import Seat
from roleaudit.facts.kinds import UNKNOWN, Kind, Value
from roleaudit.facts.role import Role
from roleaudit.findings import Path


@dataclass(eq=False, repr=False, match_args=False, slots=True)
class Overlap:
    """Two seats in the order of their ids, so that what is said of them stays the same when entries are moved."""

    first: Role
    second: Role

    @property
    def path(self) -> Path:
        return self.second.path


OVERLAP: Kind[Overlap] = Kind("overlap", "two seats that share a title or a list of duties")


def overlaps(roles: list[Role]) -> Iterator[Overlap]:
    """Each seat with the first, by its id, of those with its title or its list of duties: a linear number of pairs."""
    pairs: dict[tuple[str, str], Overlap] = {}
    titles: dict[str, Role] = {}
    lists: dict[frozenset[str], Role] = {}
    for role in sorted((role for role in roles if role.seat.declared), key=lambda role: role.seat.id):
        alike = titles.setdefault(_title(role.seat), role)
        same = lists.setdefault(role.duties, role) if role.duties else role
        for other in (alike, same):
            if other is not role:
                pairs[other.seat.id, role.seat.id] = Overlap(other, role)
    yield from pairs.values()


def _title(seat: Seat) -> str:
    if seat.entry.title:
        return " ".join(seat.entry.title.casefold().split())
    return f"id {seat.id}"


@OVERLAP.fact("flag", "each has a place of its own and of one kind: another product, or another team")
def parallel(overlap: Overlap) -> Value:
    first, second = overlap.first.seat.scopes, overlap.second.seat.scopes
    kinds = {kind for kind, _ in (*first, *second)}
    return bool(first and second) and len(kinds) == 1 and not set(first) & set(second)


@OVERLAP.fact("flag", "one title")
def same_title(overlap: Overlap) -> Value:
    return _title(overlap.first.seat) == _title(overlap.second.seat)


@OVERLAP.fact("flag", "one function", at=lambda overlap: [overlap.second.path, overlap.first.path])
def same_function(overlap: Overlap) -> Value:
    first, second = overlap.first.seat.functions, overlap.second.seat.functions
    return bool(first & second) if first and second else UNKNOWN


@OVERLAP.fact("number", "duties of the seat that has fewer")
def smaller(overlap: Overlap) -> Value:
    return min(len(overlap.first.duties), len(overlap.second.duties))


@OVERLAP.fact(
    "number",
    "shared duties in percent of those of the seat that has fewer",
    at=lambda overlap: [(*overlap.second.path, "owns"), (*overlap.first.path, "owns")],
)
def overlap_percent(overlap: Overlap) -> Value:
    fewer = min(len(overlap.first.duties), len(overlap.second.duties))
    return round(100 * len(overlap.first.duties & overlap.second.duties) / fewer) if fewer else UNKNOWN


def _known(role: Role) -> frozenset[str]:
    return role.duties & role.claims.graph.catalog.duties.keys()


@OVERLAP.fact("number", "duties of the catalogue of the seat that has fewer of them")
def known_smaller(overlap: Overlap) -> Value:
    return min(len(_known(overlap.first)), len(_known(overlap.second)))


@OVERLAP.fact(
    "number",
    "shared duties of the catalogue in percent of those of the seat that has fewer of them",
    at=lambda overlap: [(*overlap.second.path, "owns"), (*overlap.first.path, "owns")],
)
def known_percent(overlap: Overlap) -> Value:
    first, second = _known(overlap.first), _known(overlap.second)
    fewer = min(len(first), len(second))
    return round(100 * len(first & second) / fewer) if fewer else UNKNOWN


@OVERLAP.fact("text", "the other seat")
def other(overlap: Overlap) -> Value:
    return overlap.first.seat.id
