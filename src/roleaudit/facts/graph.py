"""Who is who: seats, the parties that hold them, teams and products, and whom a written name means."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from typing import Literal, NamedTuple, TypeVar

from roleaudit.catalog import Catalog, Party, Title
from roleaudit.facts.kinds import NOTHING
from roleaudit.facts.papers import Papers
from roleaudit.findings import Path
from roleaudit.model import Holding, OrgFile, Person, Product, Role, Team

Key = TypeVar("Key")
Scope = tuple[str, str]
"""Where a claim holds: `("org", "")`, `("product", id)` or `("team", id)`."""

Placed = dict[Scope, list[int]]
"""Of many things the numbers, by the places under which to find them."""

ORG: Scope = ("org", "")
UNNAMED = ""
"""The id of the one product of an org that lists none."""

PRODUCT_SIDE = frozenset({"product-management", "product-owner"})
DEVELOPMENT_SIDE = frozenset({"product-development"})
SUPPORTING = frozenset({"product-marketing-manager", "product-analyst", "production", "product-operations"})
"""Titles in product management that manage no product themselves."""


@dataclass(eq=False, repr=False, match_args=False, slots=True)
class Seat:
    """A role: declared under `roles`, or implied by a title that somebody holds or is named by."""

    id: str
    path: Path
    entry: Role
    declared: bool
    title: Title | None
    functions: frozenset[str]
    scopes: tuple[Scope, ...]
    vacant: bool
    holds: list[Hold] = field(default_factory=list)


@dataclass(eq=False, repr=False, match_args=False, slots=True)
class Hold:
    """One holder in one seat, in the scope of the holding or else of the seat.

    `products` are those of the scope; without one, those of the teams that the holder is a member of, if any.
    """

    holder: Holder
    seat: Seat
    scopes: tuple[Scope, ...]
    path: Path
    entry: Holding | None = None
    expired: bool = False
    products: tuple[str, ...] | None = None


@dataclass(eq=False, repr=False, match_args=False, slots=True)
class Holder:
    """A party that can answer: a person, or a seat for which nobody is listed.

    `hats` are the seats held now that are not vacant. `functions` are those of all seats held now, leadership only
    where there is no other. `alike` is the seat for all who hold it and nothing else, as it is, otherwise the holder
    itself: what follows from the seats held is the same for all who are alike.
    """

    id: str
    path: Path
    entry: Person | None
    agent: bool = False
    holds: list[Hold] = field(default_factory=list)
    hats: list[Hold] = field(default_factory=list)
    functions: frozenset[str] = NOTHING
    alike: Seat | Holder = field(init=False)

    def sit(self, holds: list[Hold], *, plain: bool) -> None:
        """Take the seats, and note what follows from them; `plain` says that the last is held as the seat is."""
        self.holds = holds
        off = [hold for hold in holds if hold.expired or hold.seat.vacant]
        self.hats = [hold for hold in holds if hold not in off] if off else holds
        self.alike = self
        if len(holds) == 1:
            hold = holds[0]
            self.alike = hold.seat if plain else self
            self.functions = NOTHING if hold.expired else without_leadership(hold.seat.functions)
        else:
            worn = [hold.seat.functions for hold in holds if not hold.expired]
            self.functions = without_leadership(frozenset().union(*worn))
        for hold in holds:
            hold.seat.holds.append(hold)

    def described(self) -> bool:
        """Whether every seat held has a known function."""
        return bool(self.holds) and all(hold.seat.functions for hold in self.holds)


@dataclass(eq=False, repr=False, match_args=False, slots=True)
class Squad:
    """A team with the products it serves and its members from every side: lists, holdings, seats and the lead.

    `others` are members that are neither a person nor a seat: departments, teams, and names that lead nowhere.
    """

    id: str
    path: Path
    entry: Team
    products: tuple[str, ...]
    holders: dict[Holder, None] = field(default_factory=dict)
    seats: dict[Seat, None] = field(default_factory=dict)
    others: list[Actor] = field(default_factory=list)
    department: bool = False
    listed: bool = False

    @property
    def umbrella(self) -> bool:
        """Another team's parent, or a team that serves several products: no squad."""
        return self.department or len(self.entry.product or ()) > 1


@dataclass(eq=False, repr=False, match_args=False, slots=True)
class Actor:
    """Whom a written name means."""

    kind: Literal["person", "seat", "team", "group", "outside", "placeholder", "nobody", "unknown"]
    text: str
    holder: Holder | None = None
    seat: Seat | None = None
    squad: Squad | None = None
    party: Party | None = None


Meant = tuple[Seat, tuple[Scope, ...], bool, bool]
"""What a holding means: seat and scopes, whether it is past, and whether it says no more than the seat does."""


class Answer(NamedTuple):
    """One party behind a name, in one scope: a holder where somebody answers, else why nobody does, or which agent."""

    scope: Scope
    holder: Holder | None
    seat: Seat | None
    status: Literal["human", "agent", "vacant", "expired", "unheld", "group", "outside", "placeholder", "unknown"]
    agent: str = ""


def covered(seats: Iterable[Seat]) -> tuple[frozenset[str], bool]:
    """The disciplines that seats bring, and whether each seat on either side has a known one."""
    found: set[str] = set()
    known = True
    for seat in seats:
        if seat.title and seat.title.discipline:
            found.add(seat.title.discipline)
        elif seat.functions & PRODUCT_SIDE:
            found.add("product")
        elif not seat.functions or seat.functions & DEVELOPMENT_SIDE:
            known = False
    return frozenset(found), known


@lru_cache(1024)
def without_leadership(functions: frozenset[str]) -> frozenset[str]:
    """Leadership is the function of seats without another, never a second one."""
    return functions - {"leadership"} if len(functions) > 1 else functions


class Graph:
    """The org file resolved: every name looked up once, every seat with its holders, every team with its members."""

    def __init__(self, org: OrgFile, catalog: Catalog, today: datetime.date) -> None:
        self.org = org
        self.catalog = catalog
        self.today = today
        self.people_listed = org.people is not None
        headcount = org.org.headcount if org.org else None
        self.complete = headcount is None or headcount <= len(org.people or {})
        self.products: dict[str, Product] = org.products or {UNNAMED: Product()}
        self._external = frozenset(org.external or ())
        self._functions: dict[Actor, tuple[frozenset[str], bool]] = {}
        self._groups: dict[Actor, tuple[frozenset[str], bool]] = {}
        self._spoken_of: dict[tuple[str, str], bool] = {}
        self._holdings: dict[Seat, Placed] = {}
        self._meant: dict[int, Meant] = {}
        self._peopled: dict[Seat, list[Hold]] = {}
        self._parties: dict[Seat, dict[Holder, None]] = {}
        self._held: dict[str, Seat] = {}
        self._unlimited: dict[str, list[Holder]] = {}
        self._ordering: dict[Scope, dict[Holder, None]] = {}
        self._reached: dict[tuple[Scope, ...], tuple[str, ...]] = {}
        self._ids: dict[str, dict[tuple[str, int], list[str]]] = {}
        self._crews: dict[Actor, dict[str, frozenset[Squad]]] = {}
        self._skills: dict[tuple[str, ...], frozenset[str]] = {}
        self._asked: dict[frozenset[str], frozenset[str]] = {}
        self._team_functions: dict[Squad, tuple[frozenset[str], bool]] = {}
        self._worn: dict[Squad, dict[Holder | Seat, frozenset[str]]] = {}
        # Whom a written name means. Most are asked for again and again: a method of our own would take longer.
        self.actor: Callable[[str], Actor] = cache(self._resolve)
        self.squads = {id: self._squad(id, team) for id, team in (org.teams or {}).items()}
        self.seats: dict[str, Seat] = {}
        for id, role in (org.roles or {}).items():
            self.seats[id] = self._seat(id, ("roles", id), role, declared=True)
        self.people: dict[str, Holder] = {}
        for id, person in (org.people or {}).items():
            self.people[id] = Holder(id, ("people", id), person, person.kind == "agent")
        for holder in self.people.values():
            self._sit(holder)
        for squad in self.squads.values():
            self._gather(squad)
        self._join_by_scope()
        for holder in self.people.values():
            for hold in holder.holds:
                hold.products = self._products_worn(hold)

    @cached_property
    def papers(self) -> Papers:
        """What is written of deliverables, handoffs, meetings, metrics and tools."""
        return Papers(self)

    # Building

    def _squad(self, id: str, team: Team) -> Squad:
        products = tuple(p for p in team.product or () if p in self.products) or tuple(self.products)
        return Squad(id, ("teams", id), team, products)

    def _seat(self, id: str, path: Path, role: Role, *, declared: bool) -> Seat:
        title = self.catalog.title(role.title) if role.title else self.catalog.title(id)
        if role.function:
            functions = frozenset(self.function(word) for word in role.function)
        else:
            functions = frozenset(title.functions) if title else frozenset()
        scopes = self._scopes(role.team, role.product)
        return Seat(id, path, role, declared, title, functions, scopes, bool(role.vacant))

    def _scopes(self, teams: tuple[str, ...] | None, products: tuple[str, ...] | None) -> tuple[Scope, ...]:
        """The scope that is written; a team or product that leads nowhere limits nothing, as it has its own finding."""
        if not teams and not products:
            return ()
        named = tuple(("team", team) for team in teams or () if team in self.squads)
        return named or tuple(("product", product) for product in products or () if product in self.products)

    def function(self, word: str) -> str:
        """The known function that a written one means, else the word itself."""
        party = self.catalog.party(word)
        return party.function if party and party.function else word

    def _sit(self, holder: Holder) -> None:
        assert holder.entry is not None
        holds, plain = [], False
        for index, holding in enumerate(holder.entry.roles or ()):
            path = (*holder.path, "roles", index)
            meant = self._meant.get(id(holding)) or self._mean(holding, path)
            if meant is not None:
                seat, scopes, expired, plain = meant
                holds.append(Hold(holder, seat, scopes, path, holding, expired))
        holder.sit(holds, plain=plain)

    def _mean(self, holding: Holding, path: Path) -> Meant | None:
        text, until = holding.role, holding.until
        if text is None:
            return None
        seat = self.seat(text) or self._imply(text, path)
        if not seat.declared:
            self._held[text] = seat
            self._spelt(seat, text)
        scopes = self._scopes(holding.team, holding.product) or seat.scopes
        plain = scopes is seat.scopes and until is None and holding.share is None and holding.acting is None
        meant = seat, scopes, until is not None and until < self.today, plain
        self._meant[id(holding)] = meant  # all who say no more than a seat share one holding
        return meant

    def _imply(self, text: str, path: Path) -> Seat:
        """A seat that is held or named without an entry under `roles`, one for each title, under the word written."""
        title = self.catalog.title(text)
        key = title.id if title else text
        if key not in self.seats:
            self.seats[key] = self._seat(text, path, Role(), declared=False)
        return self.seats[key]

    def _spelt(self, seat: Seat, text: str) -> None:
        """Where several words are written for one such seat, it goes by its title: the order of the file is no sign."""
        if not seat.declared and seat.title and text != seat.id:
            seat.id = seat.title.id
            if seat.path[0] == "roles":
                seat.path = ("roles", seat.id)

    def _gather(self, squad: Squad) -> None:
        squad.listed = squad.entry.members is not None
        for name in (*(squad.entry.members or ()), *filter(None, [squad.entry.lead])):
            actor = self.actor(name)
            holders = [hold.holder for hold in actor.seat.holds if not hold.expired] if actor.seat else []
            if actor.holder:
                squad.holders[actor.holder] = None
            elif len(holders) == 1:
                squad.holders[holders[0]] = None
            elif actor.seat:
                squad.seats[actor.seat] = None
            else:
                squad.others.append(actor)
        for parent in squad.entry.parent or ():
            if parent in self.squads:
                self.squads[parent].department = True

    def _join_by_scope(self) -> None:
        for holder in self.people.values():
            for hold in holder.holds:
                for kind, id in hold.scopes:
                    if kind == "team" and id in self.squads:
                        self.squads[id].holders[holder] = None
        for seat in self.seats.values():
            for kind, id in seat.scopes:
                if kind == "team" and id in self.squads and not seat.holds:
                    self.squads[id].seats[seat] = None

    # Looking up

    def seat(self, text: str) -> Seat | None:
        """The seat of this id, or the one that a title stands for; None where there is none yet."""
        if text in self.seats:
            return self.seats[text]
        title = self.catalog.title(text)
        return self.seats.get(title.id) if title else None

    def _resolve(self, text: str) -> Actor:
        """Whom `text` means: a declared id, else a department, else a title, else another party."""
        if text in self.people:
            return Actor("person", text, holder=self.people[text])
        if text in self.seats and self.seats[text].declared:
            return Actor("seat", text, seat=self.seats[text])
        if text in self.squads:
            return Actor("team", text, squad=self.squads[text])
        if text in self._external:
            return Actor("outside", text, party=self.catalog.party(text))
        if text == "none":
            return Actor("nobody", text)
        if self.catalog.is_placeholder(text):
            return Actor("placeholder", text)
        party = self.catalog.party(text)
        if party is not None and party.department:
            return Actor("group", text, party=party)
        seat = self.seat(text)
        if seat is None and self.catalog.title(text):
            seat = self._imply(text, ("roles", text))
        if seat is not None:
            self._spelt(seat, text)
            return Actor("seat", text, seat=seat)
        if party is not None:
            return Actor("outside" if party.outside else "group", text, party=party)
        return Actor("unknown", text)

    def holder_of(self, seat: Seat) -> Holder:
        """The seat itself as the answerable party, where nobody is listed for it."""
        for hold in seat.holds:
            if hold.holder.entry is None:
                return hold.holder
        holder = Holder(seat.id, seat.path, None)
        holder.sit([Hold(holder, seat, seat.scopes, seat.path, products=self.products_of(seat.scopes))], plain=True)
        return holder

    @cached_property
    def holders(self) -> list[Holder]:
        """Every party that can answer: people, and the filled seats for which nobody is listed."""
        unlisted = [seat for seat in self.seats.values() if not (seat.vacant or self._people_in(seat))]
        return [*self.people.values(), *(self.holder_of(seat) for seat in unlisted if not self.slip(seat))]

    def parties_of(self, actor: Actor) -> dict[Holder, None]:
        """The parties that a name may mean: somebody, all who hold a seat, are in a team, or belong to a group."""
        if actor.holder is not None:
            return {actor.holder: None}
        if actor.seat is not None:
            found = self._parties.get(actor.seat)
            if found is None:
                holds = self._people_in(actor.seat) or actor.seat.holds
                found = self._parties[actor.seat] = dict.fromkeys([hold.holder for hold in holds])
            return found
        if actor.squad is not None:
            seated = [hold.holder for seat in actor.squad.seats for hold in seat.holds]
            return actor.squad.holders | dict.fromkeys(seated)
        if actor.party is not None:
            whole = actor.party.everyone
            return dict.fromkeys(self.holders if whole else self.holders_in(actor.party.function))
        return {}

    def unlimited(self, actor: Actor) -> list[Holder]:
        """Those of the parties that a name may mean whose work no scope limits."""
        found = self._unlimited.get(actor.text)
        if found is None:
            everywhere = {hold.holder for hold in self.staff.get(None, ())}
            found = self._unlimited[actor.text] = [h for h in self.parties_of(actor) if h in everywhere]
        return found

    def holders_in(self, function: str) -> list[Holder]:
        """The parties that wear a hat of this function."""
        return self._by_function.get(function, [])

    @cached_property
    def _by_function(self) -> dict[str, list[Holder]]:
        found: dict[str, list[Holder]] = {}
        for holder in self.holders:
            for function in holder.functions:
                found.setdefault(function, []).append(holder)
        return found

    def slip(self, seat: Seat) -> bool:
        """A seat that exists only by its title and that nobody holds, where everybody is listed."""
        return (
            not seat.declared and self.people_listed and self.complete and not any(h.holder.entry for h in seat.holds)
        )

    def speaks_of(self, section: str, field: str) -> bool:
        """Whether any entry of a section has a field; where none has, nobody speaks of it."""
        known = self._spoken_of.get((section, field))
        if known is None:
            entries = (getattr(self.org, section) or {}).values()
            known = self._spoken_of[section, field] = any(getattr(entry, field) is not None for entry in entries)
        return known

    # Scope

    def products_of(self, scopes: tuple[Scope, ...]) -> tuple[str, ...] | None:
        """The products that these scopes reach; None where nothing limits them."""
        if not scopes or ORG in scopes:
            return None
        if scopes not in self._reached:
            self._reached[scopes] = self._products_of(scopes)
        return self._reached[scopes]

    def _products_of(self, scopes: tuple[Scope, ...]) -> tuple[str, ...]:
        reached: dict[str, None] = {}
        for kind, id in scopes:
            if kind == "product":
                reached[id] = None
            elif id in self.squads:
                reached.update(dict.fromkeys(self.squads[id].products))
        return tuple(reached)

    def covers(self, scopes: tuple[Scope, ...], wanted: Scope) -> bool:
        """Whether a holding in `scopes` reaches the wanted one."""
        if not scopes or wanted == ORG or wanted in scopes:
            return True
        reached = self.products_of(scopes)
        if wanted[0] == "product":
            return reached is None or wanted[1] in reached
        squad = self.squads.get(wanted[1])
        named = [id for kind, id in scopes if kind == "product"]
        return squad is not None and bool(set(named) & set(squad.products))

    @cached_property
    def serving(self) -> dict[str, list[Squad]]:
        """The teams that work on each product."""
        return _by_each(self.squads.values(), lambda squad: squad.products)

    @cached_property
    def undescribed(self) -> frozenset[Holder | Seat]:
        """The seats without a known function, and the people who hold such a seat or none at all."""
        seats = [seat for seat in self.seats.values() if not seat.functions]
        seatless = [person for person in self.people.values() if not person.holds]
        return frozenset([*seats, *seatless, *(hold.holder for seat in seats for hold in seat.holds)])

    @cached_property
    def memberships(self) -> dict[Holder, list[Squad]]:
        """The teams that each holder belongs to."""
        return _by_each(self.squads.values(), lambda squad: squad.holders)

    @cached_property
    def half_listed(self) -> frozenset[str | None]:
        """The products with a team that leaves out who is in it; None among them where there is any such team."""
        vague = [squad for squad in self.squads.values() if not squad.listed]
        return frozenset(p for squad in vague for p in (None, *squad.products))

    def _products_worn(self, hold: Hold) -> tuple[str, ...] | None:
        products = self.products_of(hold.scopes)
        if products is None:
            squads = [squad for squad in self.memberships.get(hold.holder, ()) if not squad.department]
            if squads:
                products = tuple(dict.fromkeys(p for squad in squads for p in squad.products))
        return products

    @cached_property
    def seated(self) -> dict[Seat, list[Squad]]:
        """The teams that list a seat itself, and not the people in it."""
        return _by_each(self.squads.values(), lambda squad: squad.seats)

    def teams_of(self, hold: Hold) -> list[Squad]:
        """The teams where a seat is held, departments left out."""
        return [squad for squad in self.listed_in(hold) if not squad.department]

    def listed_in(self, hold: Hold) -> list[Squad]:
        """The teams and departments where a seat is held: those of its scope, else those that list holder or seat."""
        named = [self.squads[id] for kind, id in hold.scopes if kind == "team" and id in self.squads]
        return named or [*self.memberships.get(hold.holder, []), *self.seated.get(hold.seat, [])]

    def product_owners(self, scope: Scope) -> dict[Holder, None]:
        """The product owners who work in a scope; one who sits in a team works for it and its products alone."""
        found = self._ordering.get(scope)
        if found is None:
            kind, id = scope
            near = self._product_owners.get(scope, [])
            if kind == "team" and id in self.squads:
                near = near + [h for p in self.squads[id].products for h in self._product_owners.get(("whole", p), [])]
            everywhere = [] if scope == ORG else self._product_owners.get(("everywhere", ""), [])
            found = self._ordering[scope] = dict.fromkeys(near + everywhere)
        return found

    @cached_property
    def _product_owners(self) -> dict[Scope, list[Holder]]:
        """Product owners by team, by product, by product where no team limits them, and under ORG all of them."""
        found: dict[Scope, list[Holder]] = {}
        for holder in self.holders:
            for hold in holder.hats:
                if "product-owner" not in hold.seat.functions:
                    continue
                products = hold.products
                squads = [s for s in self.teams_of(hold) if products is None or set(products) & set(s.products)]
                reached = products or tuple(dict.fromkeys(p for s in squads for p in s.products))
                scopes = [ORG, *(("team", s.id) for s in squads), *(("product", p) for p in reached)]
                if not squads:
                    scopes += [("whole", p) for p in reached] or [("everywhere", "")]
                for scope in scopes:
                    found.setdefault(scope, []).append(holder)
        return found

    @cached_property
    def staff(self) -> dict[str | None, list[Hold]]:
        """The holdings that work on each product; under None those that no scope limits."""
        found: defaultdict[str | None, list[Hold]] = defaultdict(list)
        for holder in self.holders:
            for hold in holder.hats:
                for product in (None,) if hold.products is None else hold.products:
                    found[product].append(hold)
        return dict(found)

    @cached_property
    def lent(self) -> dict[str | None, tuple[frozenset[str], bool]]:
        """What those who serve more than one team bring to each product; under None those that no scope limits.

        Who sits in a squad of several trades is bound to it; a team of one trade, all testers, works for the others.
        """
        bound = [squad for squad in self.squads.values() if not squad.umbrella and not _of_one_trade(squad)]
        seats = {seat for squad in bound for seat in squad.seats}
        holders = {holder for squad in bound for holder in squad.holders}
        return {
            product: covered(hold.seat for hold in holds if hold.seat not in seats and hold.holder not in holders)
            for product, holds in self.staff.items()
        }

    @cached_property
    def covered_functions(self) -> dict[str | None, frozenset[str]]:
        """The functions of vacant seats that somebody covers, by product; under None of those that no scope limits."""
        found: dict[str | None, set[str]] = {}
        for seat in self.seats.values():
            if seat.vacant and seat.entry.covered_by:
                for product in self.products_of(seat.scopes) or (None,):
                    found.setdefault(product, set()).update(seat.functions)
        return {product: frozenset(functions) for product, functions in found.items()}

    @cached_property
    def managing(self) -> dict[str | None, list[Hold]]:
        """Of the staff of each product the product managers, and the product owners who are in no team."""
        return {product: [hold for hold in holds if self._manages(hold)] for product, holds in self.staff.items()}

    def _manages(self, hold: Hold) -> bool:
        functions = hold.seat.functions
        return "product-management" in functions or ("product-owner" in functions and not self.teams_of(hold))

    def staffed(self, product: str) -> frozenset[frozenset[str]]:
        """The functions of each seat that works on one product, those without a scope included."""
        return self._staffed.get(product, frozenset()) | self._staffed.get(None, frozenset())

    @cached_property
    def _staffed(self) -> dict[str | None, frozenset[frozenset[str]]]:
        """The different functions of the staff of each product: thousands may work on each of thousands."""
        return {product: frozenset([hold.seat.functions for hold in holds]) for product, holds in self.staff.items()}

    def working_on(self, product: str) -> list[Hold]:
        """The holdings that work on one product, those without a scope included."""
        return self.staff.get(product, []) + self.staff.get(None, [])

    # Who answers

    def answers(
        self, actor: Actor, written: Scope | None = None, seen: frozenset[str] = frozenset()
    ) -> Iterable[Answer]:
        """The parties that answer for a name, in the scope written, else that of the holding, the seat or the team."""
        if actor.holder is not None:
            status: Literal["agent", "human"] = "agent" if actor.holder.agent else "human"
            agent = actor.holder.agent
            return [Answer(written or ORG, None if agent else actor.holder, None, status, actor.text if agent else "")]
        if actor.seat is not None:
            return self._seat_answers(actor.seat, written, seen)
        if actor.squad is not None:
            return self._team_answers(actor.squad, written, seen)
        if actor.kind == "group" and actor.text in self._held:
            # `support` is a department wherever it takes part; as the seat that somebody holds it can answer.
            return self._seat_answers(self._held[actor.text], written, seen)
        if actor.kind in ("group", "outside", "placeholder"):
            return [Answer(written or ORG, None, None, actor.kind)]
        return [Answer(written or ORG, None, None, "placeholder" if actor.kind == "nobody" else "unknown")]

    def _seat_answers(self, seat: Seat, written: Scope | None, seen: frozenset[str]) -> Iterator[Answer]:
        if seat.vacant:
            cover = seat.entry.covered_by
            if cover and cover not in seen:
                for scope in [written] if written else seat.scopes or (ORG,):
                    for answer in self.answers(self.actor(cover), scope, seen | {seat.id, cover}):
                        yield answer._replace(seat=seat, status=answer.status if answer.holder else "vacant", agent="")
            else:
                for scope in [written] if written else seat.scopes or (ORG,):
                    yield Answer(scope, None, seat, "vacant")
            return
        people = self._people_in(seat)
        if not people:
            slip = self.slip(seat)
            for scope in [written] if written else seat.scopes or (ORG,):
                yield Answer(scope, None if slip else self.holder_of(seat), seat, "unheld" if slip else "human")
            return
        near = self._holding_in(seat, written) if written else people
        if not near and len(people) > 1:
            # Named where none of its holders works: which of them is meant nobody can tell, so it is the seat.
            yield Answer(written or ORG, self.holder_of(seat), seat, "human")
            return
        for hold in near or people:
            status: Literal["expired", "agent", "human"] = (
                "expired" if hold.expired else "agent" if hold.holder.agent else "human"
            )
            for scope in [written] if written else hold.scopes or (ORG,):
                holder = hold.holder if status == "human" else None
                yield Answer(scope, holder, seat, status, hold.holder.id if status == "agent" else "")

    def _people_in(self, seat: Seat) -> list[Hold]:
        """The holdings of a seat by people, who may be a thousand and it be named as often."""
        people = self._peopled.get(seat)
        if people is None:
            people = self._peopled[seat] = [hold for hold in seat.holds if hold.holder.entry is not None]
        return people

    def _holding_in(self, seat: Seat, wanted: Scope) -> list[Hold]:
        """The people who hold a seat in a scope, in the order of the file."""
        people = self._people_in(seat)
        if wanted == ORG:
            return people
        placed = self._holdings.get(seat)
        if placed is None:
            placed = self._holdings[seat] = self.placed(hold.scopes for hold in people)
        return [people[number] for number in self.reaching(placed, wanted)]

    def placed(self, scopes: Iterable[tuple[Scope, ...]]) -> Placed:
        """Sort many things, each in some scopes, for `reaching`."""
        found: Placed = {}
        for number, each in enumerate(scopes):
            for place in self._places(each):
                found.setdefault(place, []).append(number)
        return found

    def reaching(self, placed: Placed, wanted: Scope) -> list[int]:
        """The numbers of those whose scopes cover the wanted one, which is not that of the whole organisation."""
        kind, id = wanted
        squad = self.squads.get(id) if kind == "team" else None
        places = [("everywhere", ""), wanted, *(("limited to", p) for p in (squad.products if squad else ()))]
        return sorted({number for place in places for number in placed.get(place, ())})

    def _places(self, scopes: tuple[Scope, ...]) -> Iterator[Scope]:
        """The places under which to find something: what `covers` says of its scopes, asked the other way round."""
        reached = self.products_of(scopes)
        if reached is None:
            yield "everywhere", ""
            return
        yield from dict.fromkeys([*scopes, *(("product", id) for id in reached)])
        yield from (("limited to", id) for kind, id in scopes if kind == "product")

    def _team_answers(self, squad: Squad, written: Scope | None, seen: frozenset[str]) -> Iterator[Answer]:
        named = tuple(("product", p) for p in squad.entry.product or () if p in self.products)
        lead = squad.entry.lead
        for scope in [written] if written else named or (ORG,):
            if lead and f"team {squad.id}" not in seen:
                yield from self.answers(self.actor(lead), scope, seen | {f"team {squad.id}"})
            else:
                yield Answer(scope, None, None, "group")

    # Skills

    def skill_ids(self, words: tuple[str, ...]) -> frozenset[str]:
        """A list of skills by the catalogue's ids where it knows them; many people write the same list."""
        found = self._skills.get(words)
        if found is None:
            ids = (known.id if (known := self.catalog.skill(word)) else word for word in words)
            found = self._skills[words] = frozenset(ids)
        return found

    def skills_asked(self, functions: frozenset[str]) -> frozenset[str]:
        """The sorts of skill that these functions cannot well do without."""
        found = self._asked.get(functions)
        if found is None:
            skills = self.catalog.skills.values()
            found = self._asked[functions] = frozenset(s.group for s in skills if functions.intersection(s.core))
        return found

    def crews(self, actor: Actor) -> dict[str, frozenset[Squad]]:
        """The teams that sit in a meeting where a name is invited, by product, departments left out."""
        known = self._crews.get(actor)
        if known is None:
            found: dict[str, set[Squad]] = {}
            for squad in self._invited(actor):
                for product in () if squad.department else squad.products:
                    found.setdefault(product, set()).add(squad)
            known = self._crews[actor] = {product: frozenset(squads) for product, squads in found.items()}
        return known

    def _invited(self, actor: Actor) -> Iterator[Squad]:
        holders: Iterable[Holder] = (actor.holder,) if actor.holder else ()
        if actor.seat is not None:
            yield from self.seated.get(actor.seat, ())
            holders = [hold.holder for hold in actor.seat.holds]
        elif actor.squad is not None:
            yield actor.squad
            yield from self._parts.get(actor.squad.id, ())
            holders = actor.squad.holders
        elif actor.party is not None and actor.party.function:
            holders = self.holders_in(actor.party.function)
        for holder in holders:
            yield from self.memberships.get(holder, ())

    @cached_property
    def _parts(self) -> dict[str, list[Squad]]:
        """The teams that are part of each team."""
        return _by_each(self.squads.values(), lambda squad: squad.entry.parent or ())

    # Functions and sides

    def functions_of(self, actor: Actor) -> tuple[frozenset[str], bool]:
        """The functions that a named party stands for, and whether they are all known."""
        known = self._functions.get(actor)
        if known is None:
            known = self._functions[actor] = self._stand_for(actor)
        return known

    def _stand_for(self, actor: Actor) -> tuple[frozenset[str], bool]:
        if actor.holder is not None:
            return actor.holder.functions, actor.holder.described()
        if actor.seat is not None:
            people = [hold.holder for hold in self._people_in(actor.seat)]
            found = actor.seat.functions.union(*(holder.functions for holder in people))
            return without_leadership(found), bool(actor.seat.functions)
        if actor.squad is not None:
            return self.team_functions(actor.squad)
        if actor.party is not None and actor.party.function:
            return frozenset({actor.party.function}), True
        if actor.party is not None and actor.party.everyone:
            return self.all_functions, True
        return frozenset(), actor.kind in ("outside", "group", "nobody")

    def groups_of(self, actor: Actor) -> tuple[frozenset[str], bool]:
        """The functions, departments and outside groups that a named party stands for, and whether that is all."""
        known = self._groups.get(actor)
        if known is None:
            known = self._groups[actor] = self._grouped(actor)
        return known

    def _grouped(self, actor: Actor) -> tuple[frozenset[str], bool]:
        functions, known = self.functions_of(actor)
        found = set(functions)
        if actor.party is not None:
            whole = actor.party
            found.add(whole.id)
            inside = [p for p in self.catalog.parties.values() if not p.outside]
            found |= {p.id for p in inside if whole.everyone or _stands_for(whole, p)}
            known = known and bool(whole.function or whole.everyone or whole.outside)
        seats = [hold.seat for hold in actor.holder.holds] if actor.holder else []
        seats += [actor.seat] if actor.seat else []
        if actor.squad is not None:
            seats += [*actor.squad.seats, *(hold.seat for member in actor.squad.holders for hold in member.holds)]
        titles = [seat.title for seat in seats if seat.title]
        found |= {word for title in titles for word in (title.department, title.discipline) if word}
        if "product-development" in found:
            found.add("engineering")
        if "leadership" in found:
            found.add("executives")
        return frozenset(found), known

    def spelt(self, refers: str | None) -> Mapping[tuple[str, int], Sequence[str]]:
        """The ids that a name of this kind may mean, by their first letter and how long they are."""
        kind = refers if refers in ("product", "team") else "actor"
        if kind not in self._ids:
            org = self.org
            ids: Iterable[str] = (org.products if kind == "product" else org.teams) or ()
            if kind == "actor":
                ids = (*(org.roles or ()), *(org.people or ()), *(org.teams or ()), *(org.external or ()))
            found = self._ids[kind] = {}
            for id in ids:
                found.setdefault((id[:1], len(id)), []).append(id)
        return self._ids[kind]

    @cached_property
    def filled_seats(self) -> int:
        """How many seats are not said to be vacant."""
        return sum(1 for seat in self.seats.values() if not seat.vacant)

    @cached_property
    def filled(self) -> list[Seat]:
        """The seats in which somebody sits or may sit: neither vacant nor a title that nobody holds."""
        return [seat for seat in self.seats.values() if not seat.vacant and not self.slip(seat)]

    @cached_property
    def departments(self) -> frozenset[str]:
        """The departments and disciplines of every seat that is filled, as far as its title tells."""
        titles = [seat.title for seat in self.filled if seat.title]
        return frozenset(word for title in titles for word in (title.department, title.discipline))

    @cached_property
    def all_functions(self) -> frozenset[str]:
        """The functions of every seat that is filled."""
        return frozenset(function for seat in self.filled for function in seat.functions)

    def team_functions(self, squad: Squad) -> tuple[frozenset[str], bool]:
        """The functions of a team's members, and whether every member is described."""
        known = self._team_functions.get(squad)
        if known is None:
            known = self._team_functions[squad] = self._gathered_functions(squad)
        return known

    def _gathered_functions(self, squad: Squad) -> tuple[frozenset[str], bool]:
        worn = set(self.worn_in(squad).values())
        found = set[str]().union(*worn)
        known = squad.listed and self.complete and all(worn)
        for actor in squad.others:
            department = actor.party.function if actor.party else ""
            found |= {department} if department else set()
            known = known and bool(department)
        return frozenset(found), known and bool(squad.holders or squad.seats)

    def worn_in(self, squad: Squad) -> dict[Holder | Seat, frozenset[str]]:
        """The functions of each member in a team: those of holdings scoped to it or its products, else all."""
        worn = self._worn.get(squad)
        if worn is None:
            worn = {holder: self._in_team(holder, squad) for holder in squad.holders}
            self._worn[squad] = worn = worn | {seat: seat.functions for seat in squad.seats}
        return worn

    def _in_team(self, holder: Holder, squad: Squad) -> frozenset[str]:
        if len(holder.holds) == 1:
            return holder.holds[0].seat.functions
        wanted = ("team", squad.id)
        near = [h for h in holder.holds if not h.expired and wanted in h.scopes]
        near = near or [h for h in holder.holds if not h.expired and self.covers(h.scopes, wanted)]
        return frozenset(f for hold in near or holder.holds for f in hold.seat.functions)


def _by_each(squads: Iterable[Squad], parts: Callable[[Squad], Iterable[Key]]) -> dict[Key, list[Squad]]:
    """Teams by each of their members, products or parents, in their own order."""
    found: dict[Key, list[Squad]] = {}
    for squad in squads:
        for part in parts(squad):
            found.setdefault(part, []).append(squad)
    return found


def _stands_for(whole: Party, part: Party) -> bool:
    """Whether a group that is no department itself takes in this one."""
    return not whole.department and part.department and whole.function == part.function


def _of_one_trade(squad: Squad) -> bool:
    seats = [*squad.seats, *(hold.seat for holder in squad.holders for hold in holder.holds)]
    trades = {seat.title.discipline if seat.title else "" for seat in seats}
    return len(trades) == 1 and trades != {""}


def way_of_working(squad: Squad) -> str:
    """The model of a team as one word: `Agile Squad` is `agile-squad`; empty where none is stated."""
    return "-".join((squad.entry.model or "").casefold().replace("-", " ").replace("_", " ").split())


def manages(seat: Seat) -> bool:
    """Whether a seat manages products: one in product management that neither heads the function nor supports it."""
    title = seat.title
    return "product-management" in seat.functions and not (title and (title.heads or title.id in SUPPORTING))


@lru_cache(1024)
def sides(functions: frozenset[str]) -> frozenset[str]:
    """Fold functions to the two sides: `product` and `development`; every other function stays itself."""
    folded = {"product" if f in PRODUCT_SIDE else "development" if f in DEVELOPMENT_SIDE else f for f in functions}
    return frozenset(folded)
