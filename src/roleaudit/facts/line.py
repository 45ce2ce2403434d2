"""The kind `line`: one reporting line, the functions above it, and whether the chain comes back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from roleaudit.facts.graph import Actor, Graph, Holder, Seat
from roleaudit.facts.kinds import UNKNOWN, Kind, Open, Paths, Value
from roleaudit.findings import Path


@dataclass(eq=False, repr=False, match_args=False, slots=True)
class Line:
    """One written `reports_to` that names somebody.

    `alike` is the seat for the lines of all who hold it and nothing else, as it is: what the facts of one side are of.
    """

    path: Path
    below: Actor
    above: Actor
    lines: Lines
    cycle: tuple[Line, ...] = ()
    alike: Seat | Holder | Line = field(init=False)

    def __post_init__(self) -> None:
        self.alike = self if self.below.holder is None else self.below.holder.alike


class Lines:
    """All reporting lines of an org, as written on seats and people, and the managers that follow from them."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.all: dict[Seat | Holder, Line] = {}
        self.tops: list[Path] = []
        self._managers: dict[Holder, list[Holder]] = {}
        self._behind: dict[Holder | Seat | None, list[Holder]] = {}
        self._worn: dict[Seat | Holder | None, Value] = {}
        self._above: dict[Seat | Holder | None, tuple[frozenset[str], bool]] = {}
        for seat in graph.seats.values():
            manager = seat.entry.reports_to
            if manager is not None:
                self._add(seat, manager, Actor("seat", seat.id, seat=seat))
        for person in graph.people.values():
            manager = person.entry.reports_to if person.entry is not None else None
            if manager is not None:
                self._add(person, manager, graph.actor(person.id))
        self._mark_cycles()

    def _add(self, below: Seat | Holder, text: str, actor: Actor) -> None:
        above = self.graph.actor(text)
        path = (*below.path, "reports_to")
        if above.kind == "nobody":
            self.tops.append(path)
        if above.kind in ("seat", "person"):
            self.all[below] = Line(path, actor, above, self)

    def managers(self, holder: Holder) -> list[Holder]:
        """Whom a holder reports to: the person's own line, else those of the seats; never the holder itself."""
        known = self._managers.get(holder)
        if known is None:
            own, seats = self.all.get(holder), [hold.seat for hold in holder.holds]
            above = [line.above for line in ([own] if own else map(self.all.get, seats)) if line is not None]
            if len(above) == 1 and above[0].holder is not holder and above[0].seat not in seats:  # nearly everybody
                known = self._people(above[0])
            else:
                people = dict.fromkeys(person for actor in above for person in self._people(actor))
                known = [person for person in people if person is not holder]
            self._managers[holder] = known
        return known

    def reports(self, holders: Iterable[Holder]) -> Counter[Holder]:
        """How many of these report to each; where thousands report to a seat of thousands, each of them is one step."""
        lists = [self.managers(holder) for holder in holders]
        times, known = Counter(map(id, lists)), {id(managers): managers for managers in lists}
        found = Counter[Holder]()
        for key, number in times.items():
            for manager in known[key]:
                found[manager] += number
        return found

    def _people(self, actor: Actor) -> list[Holder]:
        """The people behind a name, in one list for all who report to them."""
        party = actor.holder or actor.seat
        people = self._behind.get(party)
        if people is None:
            if actor.seat is not None:
                listed = dict.fromkeys(hold.holder for hold in actor.seat.holds if hold.holder.entry)
                people = list(listed) or [self.graph.holder_of(actor.seat)]
            else:
                people = [actor.holder] if actor.holder else []
            self._behind[party] = people
        return people

    def separate_managers(self, holder: Holder) -> list[str]:
        """To whom the seats of a person report, by name, where the person has no line of its own.

        Left out are the person itself and whoever stands above another of them, who is reached through that one.
        """
        if holder.entry is None or holder in self.all:
            return []
        lines = [self.all.get(hold.seat) for hold in holder.holds if not hold.expired]
        named = {_party(line.above): line for line in lines if line is not None}
        named.pop(holder, None)
        if len(named) > 1:
            higher = {
                _party(actor) for line in named.values() for actor in self._chain(line) if actor is not line.above
            }
            named = {party: line for party, line in named.items() if party not in higher}
        return [line.above.text for line in named.values()]

    def _chain(self, line: Line) -> Iterator[Actor]:
        """Whoever is above a line, the manager first."""
        seen: set[Holder | Seat | None] = set()
        waiting = [line.above]
        while waiting:
            actor = waiting.pop()
            if (actor.holder or actor.seat) not in seen:
                seen.add(actor.holder or actor.seat)
                yield actor
                waiting.extend(line.above for line in self._next(actor))

    def above(self, line: Line) -> tuple[frozenset[str], bool]:
        """The functions anywhere above a line, and whether each party up the chain has a known function."""
        manager = line.above.holder or line.above.seat
        told = self._above.get(manager)
        if told is None:
            sides = [self.graph.functions_of(actor) for actor in self._chain(line)]
            found = frozenset(f for functions, _ in sides for f in functions)
            told = self._above[manager] = found, all(known for _, known in sides)
        return told

    def worn_above(self, line: Line) -> Value:
        """The functions of every hat of the manager, looked up once for all who report to one."""
        manager = line.above.holder or line.above.seat
        worn = self._worn.get(manager)
        if worn is None:
            worn = self._worn[manager] = _all_hats(line.above)
        return worn

    def _next(self, actor: Actor) -> list[Line]:
        seats: list[Seat] = [actor.seat] if actor.seat else []
        if actor.holder is not None:
            own = self.all.get(actor.holder)
            if own:
                return [own]
            seats = [hold.seat for hold in actor.holder.holds]
        lines = [self.all.get(seat) for seat in seats]
        people = [hold.holder for hold in actor.seat.holds if hold.holder.entry] if actor.seat else []
        if len(people) == 1:
            lines.append(self.all.get(people[0]))
        return [line for line in lines if line is not None]

    def _mark_cycles(self) -> None:
        """Walk each chain once; one line of a chain that comes back carries the whole cycle."""
        done: set[Line] = set()
        # Nobody reports to most people: a chain that comes back goes through lines that lead on from another.
        led = {line.above.holder or line.above.seat: line for line in self.all.values()}
        for start in [self._straight_up(line) for line in led.values()]:
            chain: dict[Line, None] = {}
            line = start
            while line is not None and line not in done and line not in chain:
                chain[line] = None
                line = self._straight_up(line)
            if line is not None and line in chain:
                walked = tuple(chain)
                members = walked[walked.index(line) :]
                at = self._topmost(members)
                members[at].cycle = members[at:] + members[:at]
            done.update(chain)

    def _topmost(self, circle: tuple[Line, ...]) -> int:
        """Where a circle is told from, whatever the ids are: at its highest party, and of equals by what follows.

        Only where it looks the same from several of its lines does the id decide, so that no order of the file does.
        """
        ranks = _ranked([self._standing(line.below) for line in circle])
        reach = 1
        while reach < len(circle):
            # Each is compared by itself and by what follows it: one, three, seven of them…
            ranks = _ranked([(rank, ranks[(at + reach) % len(circle)]) for at, rank in enumerate(ranks)])
            reach *= 2
        return min(range(len(circle)), key=lambda at: (ranks[at], str(circle[at].path)))

    def _standing(self, actor: Actor) -> tuple[bool, bool, tuple[str, ...], tuple[str, ...], int]:
        """How high a party stands, the highest first: those who lead, seats before people, who has the most lines."""
        seats = [hold.seat for hold in actor.holder.holds] if actor.holder else [actor.seat] if actor.seat else []
        functions = {function for seat in seats for function in seat.functions}
        titles = sorted(seat.title.id for seat in seats if seat.title)
        led = self._led[_party(actor)]
        return "leadership" not in functions, actor.seat is None, tuple(sorted(functions)), tuple(titles), -led

    @cached_property
    def _led(self) -> Counter[Holder | Seat | None]:
        """How many lines lead to each party."""
        return Counter(_party(line.above) for line in self.all.values())

    def _straight_up(self, line: Line) -> Line | None:
        """The next line up where it is certain: the manager's own, or that of the manager's only seat or holder."""
        above = line.above
        if above.holder is not None:
            own = self.all.get(above.holder)
            if own or len(above.holder.holds) != 1:
                return own
            return self.all.get(above.holder.holds[0].seat)
        assert above.seat is not None
        own = self.all.get(above.seat)
        people = [hold.holder for hold in above.seat.holds if hold.holder.entry]
        return own if own or len(people) != 1 else self.all.get(people[0])


def _ranked(places: list[Any]) -> list[int]:
    """The rank of each place among the different ones."""
    order = {place: rank for rank, place in enumerate(sorted(set(places)))}
    return [order[place] for place in places]


def _party(actor: Actor) -> Holder | Seat | None:
    """Who is meant by a name: the person, also where only a seat is named that one person holds."""
    if actor.seat is not None and len(actor.seat.holds) == 1:
        return actor.seat.holds[0].holder
    return actor.holder or actor.seat


LINE: Kind[Line] = Kind("line", "one reporting line")


def _set(functions: frozenset[str], known: bool) -> Value:
    return functions if known and functions else Open(functions)


def _own_path(line: Line) -> Paths:
    return [line.path]


def _all_hats(actor: Actor) -> Value:
    """The functions of every hat behind a name, leadership included: a CEO who also builds still leads the business."""
    seat = actor.seat
    if actor.holder and len(actor.holder.holds) == 1 and not actor.holder.holds[0].expired:
        functions = actor.holder.holds[0].seat.functions
        return _set(functions, known=True)
    holders = [actor.holder] if actor.holder else [hold.holder for hold in seat.holds] if seat else []
    holds = [hold for holder in holders if holder.entry for hold in holder.holds if not hold.expired]
    hats = [*(hold.seat for hold in holds), *([seat] if seat else [])]
    return _set(frozenset(f for hat in hats for f in hat.functions), all(hat.functions for hat in hats))


@LINE.fact("set", "functions of the party that reports, leadership included", at=_own_path, indexed=True, shared=True)
def from_functions(line: Line) -> Value:
    return _all_hats(line.below)


@LINE.fact("set", "disciplines of the party that reports, as far as its titles tell", at=_own_path, shared=True)
def from_disciplines(line: Line) -> Value:
    below = line.below
    seats = [hold.seat for hold in below.holder.holds] if below.holder else [below.seat]
    return frozenset(seat.title.discipline for seat in seats if seat and seat.title and seat.title.discipline)


@LINE.fact("set", "functions of the manager, leadership included", at=_own_path)
def to_functions(line: Line) -> Value:
    return line.lines.worn_above(line)


@LINE.fact("set", "functions anywhere above", at=_own_path)
def above_functions(line: Line) -> Value:
    return _set(*line.lines.above(line))


@LINE.fact("text", "the manager as written", at=_own_path)
def to(line: Line) -> Value:
    return line.above.text


@LINE.fact(
    "flag",
    "the chain comes back to this line",
    at=lambda line: [member.path for member in line.cycle] or [line.path],
    indexed=True,
)
def in_cycle(line: Line) -> Value:
    return bool(line.cycle)


@LINE.fact("text", "the chain that comes back, from this line on")
def chain(line: Line) -> Value:
    names = [member.below.text for member in line.cycle]
    return " → ".join([*names, names[0]]) if names else UNKNOWN
