"""The resolved graph given out as entities with named, typed facts; `build` is the way in, `KINDS` lists them all."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import Any

from roleaudit import privacy
from roleaudit.catalog import Catalog
from roleaudit.facts.assignment import ASSIGNMENT, Assignment
from roleaudit.facts.claims import Claims, Duty
from roleaudit.facts.duty import DUTY
from roleaudit.facts.entry import ENTRY, doubtful
from roleaudit.facts.graph import ORG, UNNAMED, Graph, Hold, Scope, Seat
from roleaudit.facts.graph import Holder as Party
from roleaudit.facts.holder import HOLDER, CoreDuties, Holder
from roleaudit.facts.kinds import UNKNOWN, AtLeast, Entity, Fact, Kind, Open, Table, Unknown, Value
from roleaudit.facts.line import LINE, Lines
from roleaudit.facts.organisation import ORGANISATION, SECTIONS, Organisation
from roleaudit.facts.overlap import OVERLAP, overlaps
from roleaudit.facts.product import PRODUCT, Product
from roleaudit.facts.ritual import RITUAL, Ritual, RitualKind, rituals_of
from roleaudit.facts.role import ROLE, Role
from roleaudit.facts.team import TEAM, Team
from roleaudit.facts.written import DECISION, DELIVERABLE, HANDOFF, METRIC, TOOL, WAIVER, Waiver, Written
from roleaudit.findings import Path, dotted
from roleaudit.model import Org, OrgFile, named

__all__ = [
    "KINDS",
    "SECTIONS",
    "UNKNOWN",
    "AtLeast",
    "Entity",
    "Fact",
    "Facts",
    "Kind",
    "Open",
    "Unknown",
    "Value",
    "build",
    "column",
    "evidence",
    "value",
]

KINDS: dict[str, Kind[Any]] = {
    kind.name: kind
    for kind in (
        ORGANISATION, PRODUCT, DUTY, ROLE, HOLDER, ASSIGNMENT, TEAM, LINE, DECISION,
        RITUAL, DELIVERABLE, METRIC, TOOL, HANDOFF, OVERLAP, ENTRY, WAIVER,
    )
}  # fmt: skip

TIERS = {"vital": 0, "core": 1, "standard": 2, "extended": 3}


def build(org: OrgFile, catalog: Catalog, today: datetime.date, rules: frozenset[str] = frozenset()) -> Facts:
    """Resolve an org file into entities; `rules` are the names that a waiver may speak of."""
    return Facts(org, catalog, today, rules)


def value(entity: Entity, name: str) -> Value:
    """The value of a fact of an entity, computed when it is first asked for."""
    return entity.table.value(entity, name)


def column(entities: Sequence[Entity], name: str) -> Sequence[Value]:
    """One fact of entities that are all of one kind, computed where nobody has asked for it yet."""
    return entities[0].table.values(entities, name) if entities else ()


def evidence(entity: Entity, name: str | None = None, most: int | None = None) -> list[Path]:
    """The paths from which a fact was computed, in the order to show them; the entity's own path where it has none.

    Of thousands, `most` gives the first so many.
    """
    at = entity.table.kind.facts[name].at if name else None
    if at is None:
        return [entity.path]
    found: dict[Path, None] = {}
    for path in at(entity.subject):
        found[path] = None
        if len(found) == most:
            break
    return list(found) or [entity.path]


class Facts:
    """All entities of one org, each kind made when it is first asked for, in the order of the file."""

    def __init__(self, org: OrgFile, catalog: Catalog, today: datetime.date, rules: frozenset[str]) -> None:
        self.graph = Graph(org, catalog, today)
        self._named = named(org)
        for name in self._actors_named:
            # A title that is named anywhere is a seat: all are there before the first fact is asked for.
            self.graph.actor(name)
        self.claims = Claims(self.graph)
        # Before anybody asks who sits in a meeting: a seat for which nobody is listed holds itself from here on.
        self._parties = self.graph.holders
        self._rules = rules
        self._tables = {name: Table(kind) for name, kind in KINDS.items()}
        self._kinds: dict[str, Sequence[Entity]] = {}
        self._duty_entities: dict[Duty, Entity] = {}
        self._groups: dict[tuple[str, str], list[list[Entity]]] = {}
        self._makers: dict[str, Callable[[], Iterator[Entity]]] = {
            "org": self._organisation,
            "product": lambda: iter(self._products.values()),
            "duty": self._duties,
            "role": self._roles,
            "holder": self._holders,
            "assignment": self._assignments,
            "team": self._teams,
            "line": self._lines,
            "ritual": self._rituals,
            "overlap": self._overlaps,
            "entry": self._entries,
            "waiver": self._waivers,
        }

    def of(self, kind: str) -> Sequence[Entity]:
        """The entities of one kind."""
        if kind not in self._kinds:
            make = self._makers.get(kind) or (lambda: self._written(kind))
            made = list(make())
            # Duties that nobody claims are no part of these, and join the table when a rule names them.
            self._kinds[kind] = made if kind == "duty" else self._tables[kind].entities
        return self._kinds[kind]

    def by_value(self, kind: str, fact: str) -> list[list[Entity]]:
        """The entities of one kind, those with the same value of a fact together; open sets are no closed ones."""
        groups = self._groups.get((kind, fact))
        if groups is None:
            groups = self._groups[kind, fact] = self._tables[kind].by_value(self.of(kind), fact)
        return groups

    @property
    def org(self) -> Entity:
        """The organisation itself, whose facts every rule may ask for as `org.x`."""
        return self.of("org")[0]

    def gated(self, silenced: Iterable[int | None]) -> None:
        """Tell what no file says: how many findings each waiver silences, None where that cannot be told."""
        for entity, number in zip(self.of("waiver"), silenced, strict=True):
            entity.subject.silences = number

    def addresses(self) -> set[str]:
        """Every address that a finding may have."""
        return {entity.address for kind in KINDS if kind != "waiver" for entity in self.of(kind)}

    # One maker per kind

    def _organisation(self) -> Iterator[Entity]:
        entry = self.graph.org.org or Org()
        yield Entity(
            self._tables["org"],
            "org",
            ("org",),
            Organisation(entry, self.graph, self.claims, self._reporting, self._meetings),
            title=entry.name or "",
        )

    @cached_property
    def _reporting(self) -> Lines:
        return Lines(self.graph)

    @cached_property
    def _meetings(self) -> list[Ritual]:
        return rituals_of(self.graph)

    @cached_property
    def _unnamed(self) -> frozenset[str]:
        """The products with a ritual that leaves out who takes part, or names a team that leaves out who is in it."""
        vague = [r for r in self._meetings if not r.actors or any(a.squad and not a.squad.listed for a in r.actors)]
        return frozenset(product for ritual in vague for product in ritual.products)

    @cached_property
    def _products(self) -> dict[str, Entity]:
        held: dict[str, list[Ritual]] = {}
        for ritual in self._meetings:
            for id in ritual.products:
                held.setdefault(id, []).append(ritual)
        found = {}
        for id, entry in self.graph.products.items():
            subject = Product(
                id,
                entry,
                self.graph,
                self.claims,
                tuple(held.get(id, ())),
                self._reporting,
                tuple(self.graph.serving.get(id, ())),
            )
            address = dotted(("products", id)) if id != UNNAMED else "org"
            found[id] = Entity(self._tables["product"], address, subject.path, subject, title=entry.title or id)
        return found

    def _product(self, id: str | None) -> Entity | None:
        if id is None and len(self._products) == 1:
            return next(iter(self._products.values()))
        return self._products.get(id) if id is not None else None

    def _duties(self) -> Iterator[Entity]:
        for duty in self.claims.duties.values():
            if duty.near or duty.below or duty.entry or self.claims.parts(duty):
                yield self._duty_entities.get(duty) or self._duty(duty)

    def duties(self, names: Iterable[str]) -> list[Entity]:
        """The duties of these ids in every scope, those too that nobody claims or writes down: `of` leaves them out."""
        found = [duty for name in dict.fromkeys(names) for duty in self.claims.named(name)]
        return [self._duty_entities.get(duty) or self._duty(duty) for duty in found]

    def _duty(self, duty: Duty) -> Entity:
        tier = TIERS[duty.known.tier] if duty.known else 4
        title = (duty.entry.title if duty.entry else None) or (duty.known.title if duty.known else duty.id)
        entity = Entity(
            self._tables["duty"],
            _scoped(duty.scope, "responsibilities", duty.id),
            duty.path,
            duty,
            self._product(duty.product),
            title,
            tier,
        )
        self._duty_entities[duty] = entity
        return entity

    def _roles(self) -> Iterator[Entity]:
        for role in self._seats:
            products = self.graph.products_of(role.seat.scopes)
            product = self._product(products[0] if products and len(products) == 1 else None)
            yield Entity(
                self._tables["role"],
                dotted(("roles", role.seat.id)),
                role.path,
                role,
                product,
                role.seat.entry.title or role.seat.id,
            )

    @cached_property
    def _seats(self) -> list[Role]:
        owned: defaultdict[str, defaultdict[str, dict[Path, None]]] = defaultdict(lambda: defaultdict(dict))
        for duty, claim in self.claims.each():
            seat = claim.seat or _only_seat(claim.holder)
            if seat is not None:
                owned[seat.id][duty.id][claim.path] = None
        found, times_named = [], self._times_named
        for seat in self.graph.seats.values():
            duties = owned[seat.id]
            written = tuple(dict.fromkeys(path for paths in duties.values() for path in paths))
            found.append(Role(seat, self.claims, written, frozenset(duties), times_named))
        return found

    @cached_property
    def _mentions(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for (refers, field), written in self._named.items():
            if refers in ("actor", "role") and field != "role":
                for name, count in written.items():
                    seat = self.graph.actor(name).seat
                    if seat is not None:
                        counts[seat.id] = counts.get(seat.id, 0) + count
        return counts

    def _times_named(self, seat: str) -> int:
        return self._mentions.get(seat, 0)

    @cached_property
    def _actors_named(self) -> dict[str, None]:
        written = [names for (refers, _), names in self._named.items() if refers == "actor"]
        return dict.fromkeys(chain.from_iterable(written))

    def _is_named(self, id: str) -> bool:
        return id in self._actors_named

    def _holders(self) -> Iterator[Entity]:
        core = [d for d in self.claims.duties.values() if d.known and d.known.tier in ("vital", "core") and d.near]
        owned: dict[Party, CoreDuties] = {}
        for duty in core:
            first = duty.near[0].holder
            alone = all(claim.holder is first for claim in duty.near)  # what several claim is not on one of them
            for claim in duty.near if alone else ():
                if claim.holder is not None:
                    assert duty.known is not None
                    duties = owned.setdefault(claim.holder, {})
                    duties.setdefault((duty.id, duty.scope), (claim.path, "".join(duty.known.owners[:1])))
        reports = self._reporting.reports(self._parties)
        table, none, is_named = self._tables["holder"], CoreDuties(), self._is_named
        for party in self._parties:
            core_duties = owned.get(party, none)
            below = reports.get(party, 0)
            subject = Holder(party, self.graph, self._reporting, core_duties, len(core), below, is_named)
            yield Entity(table, party.path, party.path, subject)

    def _assignments(self) -> Iterator[Entity]:
        table, several = self._tables["assignment"], len(self._products) > 1
        unnamed, attended, only = self._unnamed, self._attended, self._product(None)
        for party in self._parties:
            for id, hats in self._hats_by_product(party):
                address = (*party.path, "products", id) if several and id is not None else party.path
                product = self._products.get(id) if id is not None else only
                subject = Assignment(party, product, hats, self.graph, attended.get(party, ()), unnamed)
                yield Entity(table, address, subject.path, subject, product)

    def _hats_by_product(self, party: Party) -> Iterable[tuple[str | None, Sequence[Hold]]]:
        """The hats that a party wears in each product; in none where no scope limits them."""
        worn, known = party.hats, self._products
        if len(worn) == 1:  # nearly everybody
            here = [id for id in worn[0].products or () if id in known]
            return [(id, worn) for id in here or (None,)]
        limited = [product for hold in worn for product in hold.products or () if product in known]
        if not limited:
            # Without one that is free, all are scoped to products that are not described.
            every = [hold for hold in worn if hold.products is None] or worn
            return [(None, every)] if every else []
        hats = {id: [hold for hold in worn if hold.products is None or id in hold.products] for id in limited}
        return hats.items()

    @cached_property
    def _attended(self) -> dict[Party, list[Ritual]]:
        found: dict[Party, list[Ritual]] = {}
        for ritual in self._meetings:
            for party in dict.fromkeys(party for actor in ritual.actors for party in ritual.concerned(actor)):
                found.setdefault(party, []).append(ritual)
        return found

    def _teams(self) -> Iterator[Entity]:
        for squad in self.graph.squads.values():
            product = self._product(squad.products[0] if len(squad.products) == 1 else None)
            subject = Team(squad, self.graph, self.claims)
            yield Entity(self._tables["team"], squad.path, squad.path, subject, product, squad.entry.title or squad.id)

    def _lines(self) -> Iterator[Entity]:
        table = self._tables["line"]
        for party, line in self._reporting.all.items():
            yield Entity(table, party.path, line.path, line)

    def _rituals(self) -> Iterator[Entity]:
        groups: dict[tuple[str, Scope], list[Ritual]] = {}
        for ritual in self._meetings:
            for team in ritual.entry.team or ():
                groups.setdefault((ritual.kind, ("team", team)), []).append(ritual)
            if not ritual.entry.team:
                for id in ritual.entry.product or ("",):
                    groups.setdefault((ritual.kind, ("product", id) if id else ORG), []).append(ritual)
        for (kind, scope), rituals in groups.items():
            yield self._ritual(kind, scope, tuple(rituals))

    def _ritual(self, kind: str, scope: Scope, rituals: tuple[Ritual, ...]) -> Entity:
        known = self.graph.catalog.ritual(kind)
        subject = RitualKind(kind, scope, rituals, bool(known and known.joint))
        title = known.title if known else kind
        return Entity(
            self._tables["ritual"],
            _scoped(scope, "rituals", kind),
            subject.path,
            subject,
            self._product_in(scope),
            title,
        )

    def _product_in(self, scope: Scope) -> Entity | None:
        """The product of a scope, where it is exactly one."""
        reached = self.graph.products_of((scope,))
        return self._product(reached[0] if reached and len(reached) == 1 else None)

    def _written(self, section_kind: str) -> Iterator[Entity]:
        section = f"{section_kind}s"
        for id, entry in (getattr(self.graph.org, section) or {}).items():
            subject = Written(section, id, entry, self.graph, self.claims)
            named: tuple[str, ...] = getattr(entry, "product", None) or ()
            product = self._product(named[0] if len(named) == 1 else None)
            yield Entity(self._tables[section_kind], (section, id), (section, id), subject, product, entry.title or id)

    def _overlaps(self) -> Iterator[Entity]:
        for overlap in overlaps(self._seats):
            pair = f"roles.{overlap.first.seat.id}+roles.{overlap.second.seat.id}"
            yield Entity(self._tables["overlap"], pair, overlap.path, overlap)

    def _entries(self) -> Iterator[Entity]:
        found: dict[str, Entity] = {}
        for entry in doubtful(self.graph, self._named):
            # The same wrong name twice in one list is said once: only its place in the list would tell the two apart.
            address = _entry_address(entry.path, entry.written.value)
            if address not in found:
                found[address] = Entity(self._tables["entry"], address, entry.path, entry)
        yield from found.values()

    def _waivers(self) -> Iterator[Entity]:
        for index, entry in enumerate(self.graph.org.waivers or ()):
            path: Path = ("waivers", index)
            subject = Waiver(entry, path, self._rules, self._stands, self.graph.today)
            yield Entity(self._tables["waiver"], f"waivers.{entry.rule}.{entry.at}", path, subject)

    def _stands(self, address: str) -> bool:
        known = self._places
        return address in known or any(other.startswith((f"{address}.", f"{address}[")) for other in known)

    @cached_property
    def _places(self) -> set[str]:
        org = self.graph.org
        written = {f"{name}.{id}" for name in SECTIONS for id in getattr(org, name) or {}}
        return self.addresses() | written


def _only_seat(holder: Party | None) -> Seat | None:
    """The seat for which a person who is named without one answers, where there is no doubt."""
    return holder.holds[0].seat if holder is not None and len(holder.holds) == 1 else None


_HOLDS = {"product": "products", "team": "teams"}
"""The section that holds what a scope names."""


def _scoped(scope: tuple[str, str], section: str, id: str) -> Path:
    kind, owner = scope
    id = privacy.cover(id) if "@" in id else id
    return (section, id) if kind == "org" else (_HOLDS[kind], owner, section, id)


def _entry_address(path: Path, value: str) -> str:
    """List indexes move when lines do, so an entry of a list is named by its value."""
    steps = tuple(step for step in path if not isinstance(step, int))
    return dotted(steps) if len(steps) == len(path) else dotted((*steps, privacy.cover(value)))
