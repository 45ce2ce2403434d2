"""The kind `ritual`: one kind of meeting in one scope, merged over all written rituals of that kind."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from roleaudit.facts.graph import Actor, Graph, Holder, Squad, sides
from roleaudit.facts.kinds import NOTHING, UNKNOWN, Kind, Open, Paths, Value
from roleaudit.findings import Path
from roleaudit.model import Ritual as Entry

UNITS = dict.fromkeys(("day", "weekday", "workday", "working day", "business day", "morning"), 1) | {
    "week": 7, "fortnight": 14, "sprint": 14, "month": 30, "quarter": 91, "year": 365,
}  # fmt: skip
"""Days of each unit; a sprint is taken for two weeks, the length that most teams choose."""

WORDS = {
    "daily": 1, "semi weekly": 3, "weekly": 7, "biweekly": 14, "bi weekly": 14, "fortnightly": 14,
    "semi monthly": 15, "monthly": 30, "bimonthly": 61, "bi monthly": 61, "quarterly": 91,
    "semi annually": 182, "half yearly": 182, "yearly": 365, "annually": 365,
}  # fmt: skip
"""Days of each word, hyphens read as gaps. `biweekly` is every second week, as most who write it mean."""

COUNTED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
NUMBERS = {word: n for n, word in enumerate(COUNTED, 1)} | {"other": 2, "second": 2, "once": 1, "twice": 2}

FEW = 30
"""So many parties are taken as they are: to sort out who works on what would take as long."""

_UNIT = f"({'|'.join(sorted(UNITS, key=len, reverse=True))})s?"
_NUMBER = rf"(\d{{1,3}}|{'|'.join(NUMBERS)})"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_ORDINAL = r"(?:first|second|third|fourth|last|1st|2nd|3rd|4th)"
# Compiled when the first cadence is read: to compile them takes longer than to audit a small file.
_TIMES = rf"\b{_NUMBER}(?: times| ?x)? (?:an?|per|every|each) {_UNIT}\b"
_DAY_OF = rf"\b{_ORDINAL}\b.*\bof (?:an?|the|every|each) {_UNIT}\b"
_EVERY = rf"\b(?:every|each|per|once an?) (?:{_NUMBER} )?{_UNIT}\b"
_WORD = rf"\b(?:{'|'.join(sorted(WORDS, key=len, reverse=True))})\b"
_EVERY_WEEKDAY = rf"\b(?:every|each) (?:(other|second) )?{_WEEKDAY}\b|\b{_WEEKDAY}s\b"
_ALONE = rf"(?:{_NUMBER} )?{_UNIT}"


@lru_cache
def days_between(cadence: str | None) -> int | None:
    """The days between two meetings that a written cadence means; None where it cannot be read."""
    text = " ".join((cadence or "").casefold().replace("-", " ").split())
    if text in WORDS:
        return WORDS[text]
    if found := re.search(_TIMES, text):
        times = _number(found[1])
        return max(1, UNITS[found[2]] // times) if times else None
    if found := re.search(_DAY_OF, text):
        return max(1, UNITS[found[1]] // len(re.findall(rf"\b{_ORDINAL}\b", found[0])))
    if found := re.search(_EVERY, text) or re.fullmatch(_ALONE, text):
        return _number(found[1]) * UNITS[found[2]] or None
    if found := re.search(_WORD, text):
        return WORDS[found[0]]
    if found := re.search(_EVERY_WEEKDAY, text):
        return 14 if found[1] else 7 // len(set(re.findall(_WEEKDAY, text)))
    return None


def _number(text: str | None) -> int:
    return 1 if text is None else NUMBERS.get(text) or int(text)


@dataclass(eq=False, repr=False, match_args=False, slots=True)
class Ritual:
    """One written ritual with its participants resolved; `products` are those it is held for.

    `behind` has the holders behind each participant, for all rituals of the same teams and products.
    """

    id: str
    entry: Entry
    graph: Graph
    kind: str
    products: tuple[str, ...]
    cadence: int | None
    actors: tuple[Actor, ...]
    squads: tuple[Squad, ...]
    behind: dict[str, dict[Holder, None]]
    taken: tuple[frozenset[str], bool] | None = None

    @property
    def path(self) -> Path:
        return ("rituals", self.id)

    def present(self, actor: Actor) -> dict[Holder, None]:
        """The holders behind a participant: those of the ritual's team or product, if it has any who are meant.

        Where not everybody is listed, who is meant may be one who is not: then it can be any of those who are.
        """
        if actor.text not in self.behind:
            near = self._near(actor) if self.graph.complete else ()
            self.behind[actor.text] = dict.fromkeys(near) or self.graph.parties_of(actor)
        return self.behind[actor.text]

    def concerned(self, actor: Actor) -> Iterable[Holder]:
        """Those of the holders behind a participant who work on what it is held for, or on everything.

        Behind a seat there may be thousands, and it may be named as often: those few are looked for among the staff.
        """
        present = self.present(actor)
        if len(present) <= FEW:
            return present
        staff = (hold.holder for id in self.products for hold in self.graph.staff.get(id, ()))
        return [holder for holder in chain(staff, self.graph.unlimited(actor)) if holder in present]

    def _near(self, actor: Actor) -> list[Holder]:
        near = _meant([holder for squad in self.squads for holder in squad.holders], actor)
        if near or not self.entry.product:
            return near
        staff = self.graph.staff
        near = _meant([hold.holder for id in self.products for hold in staff.get(id, ())], actor)
        return near + self.graph.unlimited(actor)

    def _is_alone(self, holder: Holder, actor: Actor) -> bool:
        """Whether a holder is the only one behind a participant; a meeting may have thousands, so none are compared."""
        present = self.present(actor)
        return len(present) == 1 and holder in present

    def others(self, holder: Holder) -> tuple[frozenset[str], bool]:
        """The functions and outside groups that a holder meets here, and whether all of them are known."""
        found: set[str] = set()
        known = True
        for actor in self.actors:
            if actor.holder is holder or (actor.seat is not None and self._is_alone(holder, actor)):
                continue
            functions, complete = self.graph.functions_of(actor)
            found |= functions
            known = known and complete
            if actor.party is not None:
                found.add(actor.party.id)
        return frozenset(found), known

    def functions(self) -> tuple[frozenset[str], bool]:
        """The functions that take part, and whether all of them are known; many products ask for the same."""
        if self.taken is None:
            found: set[str] = set()
            known = bool(self.actors)
            for actor in self.actors:
                functions, complete = self.graph.functions_of(actor)
                found |= functions
                known = known and complete
            self.taken = frozenset(found), known
        return self.taken


def _meant(holders: list[Holder], actor: Actor) -> list[Holder]:
    """Who of a team or a staff is meant where its ritual names a seat or a group."""
    seat, party = actor.seat, actor.party
    if seat is not None:
        return [holder for holder in holders if seat in [hold.seat for hold in holder.holds]]
    if party is not None and party.everyone:
        return holders
    function = party.function if party is not None else ""
    return [holder for holder in holders if function in holder.functions] if function else []


def rituals_of(graph: Graph) -> list[Ritual]:
    """Every written ritual, resolved."""
    found = []
    behind: dict[object, dict[str, dict[Holder, None]]] = {}
    for id, entry in (graph.org.rituals or {}).items():
        known = graph.catalog.ritual(entry.kind or id) or (graph.catalog.ritual(entry.title) if entry.title else None)
        products = tuple(p for p in entry.product or () if p in graph.products)
        squads = tuple(graph.squads[team] for team in entry.team or () if team in graph.squads)
        for squad in squads:
            products += tuple(p for p in squad.products if p not in products)
        kind = known.id if known else entry.kind or id
        actors = tuple(graph.actor(name) for name in entry.participants or ())
        cadence = days_between(entry.cadence)
        shared = behind.setdefault((entry.team, entry.product), {})
        found.append(Ritual(id, entry, graph, kind, products or tuple(graph.products), cadence, actors, squads, shared))
    return found


def kinds_held(rituals: Iterable[Ritual]) -> frozenset[str]:
    """The kinds of these meetings, with what each serves as; open where one is of no kind that the catalogue knows."""
    found: set[str] = set()
    known = True
    for ritual in rituals:
        kind = ritual.graph.catalog.ritual(ritual.kind)
        found.update((kind.id, *kind.serves_as) if kind else (ritual.kind,))
        known = known and kind is not None
    return frozenset(found) if known else Open(found)


@dataclass(eq=False, repr=False, match_args=False, slots=True)
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
    union = NOTHING.union(*[functions for functions, _ in found])
    return union if all(known for _, known in found) else Open(union)


@RITUAL.fact("set", "product owners who work in its product or team")
def product_owners(ritual: RitualKind) -> Value:
    graph = ritual.rituals[0].graph
    found = frozenset(holder.id for holder in graph.product_owners(ritual.scope))
    return found if graph.complete else Open(found)


@RITUAL.fact(
    "set",
    "who takes part: product, development, other functions, departments and outside groups by their name",
    at=_participants,
)
def taking_part(ritual: RitualKind) -> Value:
    if all(r.entry.participants is None for r in ritual.rituals):
        return UNKNOWN
    found = [r.graph.groups_of(actor) for r in ritual.rituals for actor in r.actors]
    named = sides(NOTHING.union(*[groups for groups, _ in found]))
    known = all(r.actors for r in ritual.rituals) and all(known for _, known in found)
    return named if known else Open(named)


@RITUAL.fact("days", "days between two meetings", at=lambda ritual: [(*r.path, "cadence") for r in ritual.rituals])
def cadence_days(ritual: RitualKind) -> Value:
    known = [r.cadence for r in ritual.rituals if r.cadence is not None]
    return min(known) if known else UNKNOWN


@RITUAL.fact("flag", "says how often it takes place; unknown where no ritual does", at=_paths)
def regular(ritual: RitualKind) -> Value:
    if any(r.entry.cadence for r in ritual.rituals):
        return True
    return False if ritual.rituals[0].graph.speaks_of("rituals", "cadence") else UNKNOWN


@RITUAL.fact(
    "set", "what comes out of it", at=lambda ritual: [(*r.path, "outputs") for r in ritual.rituals if r.entry.outputs]
)
def outputs(ritual: RitualKind) -> Value:
    words = [word for r in ritual.rituals for word in r.entry.outputs or ()]
    if all(r.entry.outputs is None for r in ritual.rituals):
        return UNKNOWN
    return _classes(ritual, words)


def _classes(ritual: RitualKind, words: list[str]) -> frozenset[str]:
    """The words with the class of input and the kind of deliverable that each means."""
    catalog = ritual.rituals[0].graph.catalog
    known = {found.id for word in words for found in (catalog.input(word), catalog.deliverable(word)) if found}
    return frozenset(known.union(words))


ONCE = r"once|one (?:off|time)|single|ad hoc|(?:as|when|if) (?:needed|required)|on demand|irregular(?:ly)?"
"""Cadences that say there is no rhythm."""


@RITUAL.fact(
    "flag",
    "it comes back; no for a cadence such as once or ad hoc, unknown where none is written or it cannot be read",
    at=lambda ritual: [(*r.path, "cadence") for r in ritual.rituals],
)
def recurring(ritual: RitualKind) -> Value:
    if any(r.cadence is not None for r in ritual.rituals):
        return True
    words = [" ".join((r.entry.cadence or "").casefold().replace("-", " ").split()) for r in ritual.rituals]
    return False if all(re.fullmatch(ONCE, text) for text in words) else UNKNOWN


@RITUAL.fact("set", "what it takes in and gives out", at=_paths)
def topics(ritual: RitualKind) -> Value:
    words = [w for r in ritual.rituals for w in (*(r.entry.inputs or ()), *(r.entry.outputs or ()))]
    if all(r.entry.inputs is None for r in ritual.rituals):
        return UNKNOWN
    return _classes(ritual, words)
