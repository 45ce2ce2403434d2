"""The kind `ritual`: one kind of meeting in one scope, merged over all written rituals of that kind."""

from __future__ import annotations

import re
from dataclasses import dataclass

from roleaudit.facts.graph import Actor, Graph, Holder, sides
from roleaudit.facts.kinds import UNKNOWN, Kind, Open, Paths, Value
from roleaudit.findings import Path
from roleaudit.model import Ritual as Entry

NUMBERS = {
    word: n for n, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}
UNITS = {"day": 1, "weekday": 1, "week": 7, "fortnight": 14, "sprint": 14, "month": 30, "quarter": 91, "year": 365}
WORDS = {
    "daily": 1,
    "weekly": 7,
    "biweekly": 14,
    "bi-weekly": 14,
    "fortnightly": 14,
    "monthly": 30,
    "bimonthly": 61,
    "quarterly": 91,
    "yearly": 365,
    "annually": 365,
}
_TIMES = {"twice": 2, "three times": 3}


def days_between(cadence: str | None) -> int | None:
    """The days between two meetings that a written cadence means; None where it cannot be read. `biweekly` is 14 days."""
    text = (cadence or "").strip().lower()
    for word, times in _TIMES.items():
        found = re.search(rf"\b{word} an? (day|week|month|quarter|year)\b", text)
        if found:
            return max(1, UNITS[found[1]] // times)
    found = re.search(
        r"\b(?:every|each|once an?|once per) (?:(\w+) )?(day|weekday|week|fortnight|sprint|month|quarter|year)s?\b",
        text,
    )
    if found:
        number = found[1] or "1"
        if number in ("other", "second"):
            number = "2"
        amount = int(number) if number.isdecimal() else NUMBERS.get(number)
        return amount * UNITS[found[2]] if amount else None
    for word, days in WORDS.items():
        if re.search(rf"(?<![\w-]){word}\b", text):
            return days
    return None


@dataclass(eq=False, slots=True)
class Ritual:
    """One written ritual with its participants resolved; `products` are those it is held for."""

    id: str
    entry: Entry
    graph: Graph
    kind: str
    products: tuple[str, ...]
    cadence: int | None
    actors: tuple[Actor, ...]

    @property
    def path(self) -> Path:
        return ("rituals", self.id)

    def attends(self, holder: Holder) -> bool:
        """Whether a holder is among the participants, by name, seat, team or because everyone is."""
        return any(self._includes(actor, holder) for actor in self.actors)

    def _includes(self, actor: Actor, holder: Holder) -> bool:
        if actor.holder is not None:
            return actor.holder is holder
        if actor.seat is not None:
            return any(hold.seat is actor.seat for hold in holder.holds)
        if actor.squad is not None:
            return holder in actor.squad.holders
        if actor.party is not None:
            return bool(actor.party.everyone or (actor.party.function and actor.party.function in holder.functions()))
        return False

    def others(self, holder: Holder) -> tuple[frozenset[str], bool]:
        """The functions and outside groups that a holder meets here, and whether all of them are known."""
        found: set[str] = set()
        known = True
        for actor in self.actors:
            if actor.holder is holder:
                continue
            if actor.seat is not None and all(hold.holder is holder for hold in actor.seat.holds if hold.holder.entry):
                if any(hold.holder is holder for hold in actor.seat.holds):
                    continue
            functions, complete = self.graph.functions_of(actor)
            found |= functions
            known = known and complete
            if actor.party is not None:
                found.add(actor.party.id)
        return frozenset(found), known

    def functions(self) -> tuple[frozenset[str], bool]:
        """The functions that take part, and whether all of them are known."""
        found: set[str] = set()
        known = bool(self.actors)
        for actor in self.actors:
            functions, complete = self.graph.functions_of(actor)
            found |= functions
            known = known and complete
        return frozenset(found), known


def rituals_of(graph: Graph) -> list[Ritual]:
    """Every written ritual, resolved."""
    found = []
    for id, entry in (graph.org.rituals or {}).items():
        known = graph.catalog.ritual(entry.kind or id) or (graph.catalog.ritual(entry.title) if entry.title else None)
        products = tuple(p for p in entry.product or () if p in graph.products)
        for team in entry.team or ():
            if team in graph.squads:
                products += tuple(p for p in graph.squads[team].products if p not in products)
        kind = known.id if known else entry.kind or id
        actors = tuple(graph.actor(name) for name in entry.participants or ())
        found.append(
            Ritual(id, entry, graph, kind, products or tuple(graph.products), days_between(entry.cadence), actors)
        )
    return found


@dataclass(eq=False, slots=True)
class RitualKind:
    """All rituals of one kind in one scope."""

    id: str
    scope: tuple[str, str]
    rituals: tuple[Ritual, ...]
    joint: bool

    @property
    def path(self) -> Path:
        return self.rituals[0].path


RITUAL: Kind[RitualKind] = Kind("ritual", "one kind of ritual in one product or team", at="kind")


def _paths(ritual: RitualKind) -> Paths:
    return [r.path for r in ritual.rituals]


def _participants(ritual: RitualKind) -> Paths:
    return [(*r.path, "participants") for r in ritual.rituals]


@RITUAL.fact("text", "its kind: the catalogue's id, else as written", at=_paths, indexed=True)
def kind(ritual: RitualKind) -> Value:
    return ritual.id


@RITUAL.fact("flag", "product and development are both wanted in it")
def joint(ritual: RitualKind) -> Value:
    return ritual.joint


@RITUAL.fact("set", "functions that take part", at=_participants)
def functions(ritual: RitualKind) -> Value:
    if all(r.entry.participants is None for r in ritual.rituals):
        return UNKNOWN
    found = [r.functions() for r in ritual.rituals]
    union = frozenset(f for functions, _ in found for f in functions)
    return union if all(known for _, known in found) else Open(union)


@RITUAL.fact("set", "product owners who work in its product or team")
def product_owners(ritual: RitualKind) -> Value:
    graph = ritual.rituals[0].graph
    found = frozenset(holder.id for holder in graph.product_owners(ritual.scope))
    return found if graph.complete else Open(found)


@RITUAL.fact("set", "sides that take part: product, development, and other functions by their name", at=_participants)
def taking_part(ritual: RitualKind) -> Value:
    found = functions(ritual)
    if not isinstance(found, frozenset):
        return UNKNOWN
    return Open(sides(found)) if isinstance(found, Open) else sides(found)


@RITUAL.fact("days", "days between two meetings", at=lambda ritual: [(*r.path, "cadence") for r in ritual.rituals])
def cadence_days(ritual: RitualKind) -> Value:
    known = [r.cadence for r in ritual.rituals if r.cadence is not None]
    return min(known) if known else UNKNOWN


@RITUAL.fact("set", "what it takes in and gives out", at=_paths)
def topics(ritual: RitualKind) -> Value:
    words = [w for r in ritual.rituals for w in (*(r.entry.inputs or ()), *(r.entry.outputs or ()))]
    if all(r.entry.inputs is None for r in ritual.rituals):
        return UNKNOWN
    catalog = ritual.rituals[0].graph.catalog
    found: set[str] = set()
    for word in words:
        found.add(word)
        for known in (catalog.input(word), catalog.deliverable(word)):
            if known:
                found.add(known.id)
    return frozenset(found)
