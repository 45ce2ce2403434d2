"""Who answers for what: every claim on a duty, its scope, and the duties that follow from them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from roleaudit.catalog import Duty as KnownDuty
from roleaudit.facts.graph import ORG, UNNAMED, Answer, Graph, Holder, Placed, Scope, Seat
from roleaudit.facts.kinds import NOTHING
from roleaudit.findings import Path
from roleaudit.model import Decision, Responsibility


class Claim(NamedTuple):
    """One party named as accountable for a duty in one scope.

    `holder` is None where nobody answers behind the name; `agent` is the agent behind it, if that is why.
    """

    actor: str
    scope: Scope
    path: Path
    holder: Holder | None
    seat: Seat | None
    status: str
    agent: str = ""


class Part(NamedTuple):
    """A party that takes part in a duty without being accountable, and the word that says how."""

    actor: str
    word: str
    scope: Scope
    path: Path


@dataclass(eq=False, repr=False, match_args=False, slots=True)
class Duty:
    """One responsibility in one scope. `near` are the claims that hold there, `below` narrower ones inside.

    `unanswered` are those of `near` for which no human answers. `alike` is one for all products in which the same
    claims hold, and so the same owners; otherwise the duty itself. Duties that nobody claims are all alike.
    """

    id: str
    scope: Scope
    path: Path
    known: KnownDuty | None
    claims: "Claims"
    near: tuple[Claim, ...] = ()
    below: tuple[Claim, ...] = ()
    entry: Responsibility | None = None
    entry_path: Path | None = None
    book: "_Book | None" = None
    unanswered: tuple[Claim, ...] = ()
    alike: "Duty | _Book | None" = None

    @property
    def own_title(self) -> str:
        """Its title as the org writes it, else its id."""
        return (self.entry.title if self.entry else None) or self.id

    @property
    def product(self) -> str | None:
        """The product whose duty this is; None where it is the whole organisation's or several products'."""
        kind, id = self.scope
        if kind == "product":
            return id
        if kind == "team":
            squad = self.claims.graph.squads.get(id)
            return squad.products[0] if squad and len(squad.products) == 1 else None
        return UNNAMED if UNNAMED in self.claims.graph.products else None


PARTIES = ("accountable", "responsible", "consulted", "informed", "deputy")
"""The fields of a responsibility that name somebody."""

FEWEST_WORDS = 3
"""Titles of fewer words that tell them apart are alike by chance."""

_Entry = tuple[Responsibility, Path]


@dataclass(eq=False, repr=False, match_args=False, slots=True)
class _Book:
    """Everything written about one duty."""

    claims: dict[Scope, list[Claim]] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    placed: Placed | None = None
    inside: dict[Scope, tuple[Part, ...]] = field(default_factory=dict)
    entries: dict[Scope, _Entry] = field(default_factory=dict)
    parties: dict[tuple[Scope, str, Holder | str], Claim] = field(default_factory=dict)
    wide: tuple[Claim, ...] = ()
    wide_unanswered: tuple[Claim, ...] = ()
    wide_actors: frozenset[str] = frozenset()
    listed: dict[Claim, None] = field(default_factory=dict)


def _enter(entries: dict[Scope, _Entry], key: str, scope: Scope, written: _Entry) -> None:
    """Keep an entry; two words for one duty in one place are one entry, at the word of the catalogue if it is there."""
    if scope in entries:
        (first, path), (other, _) = sorted((entries[scope], written), key=lambda e: (e[1][-1] != key, str(e[1][-1])))
        both = {word: (*(getattr(first, word) or ()), *(getattr(other, word) or ())) for word in PARTIES}
        update = {word: tuple(dict.fromkeys(names)) for word, names in both.items() if names}
        written = first.model_copy(update=update), path
    entries[scope] = written


class Claims:
    """All claims of an org, read once from both directions: what seats own, and whom responsibilities name."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.involvement_written = False
        self._books: dict[str, _Book] = {}
        self._keys: dict[str, str] = {}
        self._owners: dict[tuple[str, str], set[str]] = {}
        self._behind: dict[Duty | _Book, tuple[frozenset[str], bool]] = {}
        for seat in list(graph.seats.values()):
            self._seat_claims(seat)
        org = graph.org
        self._written_claims(org.responsibilities, None, ("responsibilities",))
        for id, product in (org.products or {}).items():
            self._written_claims(product.responsibilities, ("product", id), ("products", id, "responsibilities"))
        for id, team in (org.teams or {}).items():
            self._written_claims(team.responsibilities, ("team", id), ("teams", id, "responsibilities"))
        self._contributors()

    def key(self, text: str) -> str:
        """The id of the duty that `text` means: the catalogue's, else the word itself."""
        key = self._keys.get(text)
        if key is None:
            known = self.graph.catalog.duty(text)
            key = self._keys[text] = known.id if known else text
        return key

    def _seat_claims(self, seat: Seat) -> None:
        if not (seat.entry.owns or seat.entry.contributes_to):
            return
        actor = self.graph.actor(seat.id)
        answers = list(self.graph.answers(actor))
        for index, text in enumerate(seat.entry.owns or ()):
            self._claim(self.key(text), seat.id, answers, (*seat.path, "owns", index))
        for index, text in enumerate(seat.entry.contributes_to or ()):
            self.involvement_written = True
            for scope in seat.scopes or (ORG,):
                part = Part(seat.id, "contributes_to", scope, (*seat.path, "contributes_to", index))
                self._book(self.key(text)).parts.append(part)

    def _written_claims(self, written: dict[str, Responsibility] | None, scope: Scope | None, path: Path) -> None:
        place = scope or ORG
        for text, entry in (written or {}).items():
            key = self.key(text)
            book = self._book(key)
            _enter(book.entries, key, place, (entry, (*path, text)))
            book.claims.setdefault(place, [])
            for index, name in enumerate(entry.accountable or ()):
                actor = self.graph.actor(name)
                # A synonym of a declared seat is that seat; whatever else is named is shown as it is written.
                named = actor.seat.id if actor.seat and actor.seat.declared else name
                claims = self._claim(key, named, self.graph.answers(actor, scope), (*path, text, "accountable", index))
                if scope is None:
                    book.listed.update(dict.fromkeys(claims))
            for word in ("responsible", "consulted", "informed"):
                for index, name in enumerate(getattr(entry, word) or ()):
                    self.involvement_written = self.involvement_written or word == "consulted"
                    book.parts.append(Part(name, word, place, (*path, text, word, index)))

    def _contributors(self) -> None:
        for id, entry in (self.graph.org.deliverables or {}).items():
            known = self.graph.catalog.deliverable(entry.kind or id)
            for index, name in enumerate(entry.contributors or ()):
                self.involvement_written = True
                if known and known.duty:
                    for scope in tuple(("product", p) for p in entry.product or ()) or (ORG,):
                        part = Part(name, "contributors", scope, ("deliverables", id, "contributors", index))
                        self._book(known.duty).parts.append(part)

    def _book(self, key: str) -> _Book:
        book = self._books.get(key)
        if book is None:
            book = self._books[key] = _Book()
        return book

    def _claim(self, key: str, actor: str, answers: Iterable[Answer], path: Path) -> list[Claim]:
        """Note what is claimed; what comes out are the claims made, those included that were there before."""
        book = self._book(key)
        found = []
        for scope, holder, seat, status, agent in answers:
            claim = Claim(actor, scope, path, holder, seat, status, agent)
            first = book.parties.setdefault((scope, actor, holder or agent or status), claim)
            if first is claim:
                book.claims.setdefault(scope, []).append(claim)
            found.append(first)
        return found

    # Duties

    @cached_property
    def claimed_in(self) -> dict[str, set[str]]:
        """The duties of the catalogue that are claimed in each product, for all of it or in one of its teams."""
        found: dict[str, set[str]] = {}
        for key, book in self._books.items():
            if key in self.graph.catalog.duties:
                for product in {p for scope, claims in book.claims.items() if claims for p in self._products(scope)}:
                    found.setdefault(product, set()).add(key)
        return found

    def _products(self, scope: Scope) -> tuple[str, ...]:
        reached = self.graph.products_of((scope,))
        return tuple(self.graph.products) if reached is None else reached

    def parts(self, duty: Duty) -> Sequence[Part]:
        """Everybody who takes part in a duty in its scope without being accountable."""
        book = self._books.get(duty.id)
        if book is None or duty.scope == ORG:
            return book.parts if book else ()
        found = book.inside.get(duty.scope)
        if found is None:
            if book.placed is None:
                book.placed = self.graph.placed((part.scope,) for part in book.parts)
            found = tuple([book.parts[number] for number in self.graph.reaching(book.placed, duty.scope)])
            book.inside[duty.scope] = found
        return found

    def actors(self, duty: Duty) -> frozenset[str]:
        """The names under which a duty is claimed, in its scope or inside; those for all products are found once."""
        book = duty.book
        if book is None:
            claims = (*duty.near, *duty.below)
            return frozenset([claim.actor for claim in claims]) if claims else NOTHING
        book.wide_actors = book.wide_actors or frozenset([claim.actor for claim in book.wide])
        return book.wide_actors.union([claim.actor for claim in duty.below]) if duty.below else book.wide_actors

    def behind(self, duty: Duty) -> tuple[frozenset[str], bool]:
        """The functions of those who claim a duty or take part in it, and whether all of them are known."""
        found = self._behind.get(duty)
        if found is None:
            names = {claim.actor for claim in duty.below} | {part.actor for part in self.parts(duty)}
            if duty.book is None:
                found = self._stand_for(names.union([claim.actor for claim in duty.near]))
            else:  # what is claimed for all products is looked up once
                wide = self._behind.get(duty.book)
                if wide is None:
                    wide = self._behind[duty.book] = self._stand_for({claim.actor for claim in duty.near})
                inside = self._stand_for(names)
                found = wide[0] | inside[0], wide[1] and inside[1]
            self._behind[duty] = found
        return found

    def _stand_for(self, names: Iterable[str]) -> tuple[frozenset[str], bool]:
        sides = [self.graph.functions_of(self.graph.actor(name)) for name in names]
        return NOTHING.union(*[known for known, _ in sides]), all(complete for _, complete in sides)

    @cached_property
    def duties(self) -> dict[tuple[str, Scope], Duty]:
        """Every duty that somebody claims, writes down or takes part in, in each scope it is judged in."""
        found = {}
        for duty in (*self._catalogue_duties(), *self._own_duties()):
            found[duty.id, duty.scope] = duty
        return found

    def each(self) -> Iterator[tuple[Duty, Claim]]:
        """Every claim with a duty that it is on; claims that hold alike in all products come once."""
        seen: set[object] = set()
        for duty in self.duties.values():
            for claim in (*(() if duty.alike in seen else duty.near), *duty.below):
                yield duty, claim
            seen.add(duty.alike)

    def _catalogue_duties(self) -> Iterator[Duty]:
        catalog = self.graph.catalog
        serving = self.graph.serving
        products = [(_scope_of(p), [("team", squad.id) for squad in serving.get(p, ())]) for p in self.graph.products]
        for id, book in self._books.items():
            known = catalog.duties.get(id)
            if known is None:
                continue
            wide = book.claims.get(ORG, [])
            if known.per == "org":
                below = [claim for scope, claims in book.claims.items() if scope != ORG for claim in claims]
                # Claims of single products or teams are claims on the one owner that the organisation needs.
                near, below = (self._beside(wide, below, book), below) if wide else (below, [])
                yield self._duty(known.id, ORG, known, near, below, book)
                continue
            for scope, teams in products:
                below = [claim for team in teams for claim in book.claims.get(team, ())]
                near = self._near(scope, book) or wide
                if not near and known.per == "product":
                    near, below = below, []
                yield self._duty(known.id, scope, known, near, below, book)
            for scope in book.claims:
                if scope[0] == "team" and book.claims[scope] and (known.per == "team" or self._inside(scope, book)):
                    yield self._duty(known.id, scope, known, self._near(scope, book), [], book)

    def named(self, id: str) -> list[Duty]:
        """The duties of one id in every scope, those of the catalogue too of which the file says nothing."""
        found = self._by_id.get(id)
        if found is None:
            known = self.graph.catalog.duties.get(id)
            places = [(ORG, self._home(ORG))] if known and known.per == "org" else self._each_product
            found = [Duty(id, scope, path, known, self) for scope, path in places] if known else []
            self._by_id[id] = found
        return found

    @cached_property
    def _each_product(self) -> list[tuple[Scope, Path]]:
        """The scope of each product, and where to point for what is not said of it."""
        return [(scope, self._home(scope)) for scope in map(_scope_of, self.graph.products)]

    @cached_property
    def _by_id(self) -> dict[str, list[Duty]]:
        found: dict[str, list[Duty]] = {}
        for duty in self.duties.values():
            found.setdefault(duty.id, []).append(duty)
        return found

    def _near(self, scope: Scope, book: _Book) -> list[Claim]:
        """The claims of a scope, with those from around it that are named in one list with them."""
        claims = book.claims.get(scope, [])
        if not claims or len(book.listed) < 2:
            return claims
        around = [c for outer, more in book.claims.items() if self._within(scope, outer) for c in more]
        return self._beside(claims, around, book)

    def _beside(self, claims: list[Claim], others: list[Claim], book: _Book) -> list[Claim]:
        """Claims, and others in the same list: names written as one claim do not silence each other."""
        here = {claim.actor for claim in claims if claim in book.listed}
        return claims + [c for c in others if here and c.actor not in here and c in book.listed]

    def _inside(self, team: Scope, book: _Book) -> bool:
        """Whether a team's claims lie inside wider ones, so that they make a duty of their own beside the product's."""
        wider = (ORG, *(("product", product) for product in self.graph.squads[team[1]].products))
        return any(book.claims.get(scope) for scope in wider)

    def _own_duties(self) -> Iterator[Duty]:
        for key, book in self._books.items():
            if key not in self.graph.catalog.duties:
                for scope in book.claims:
                    inner = () if scope[0] == "team" else book.claims.items()
                    below = [claim for other, claims in inner if self._within(other, scope) for claim in claims]
                    yield self._duty(key, scope, None, self._near(scope, book), below, book)

    def _within(self, inner: Scope, outer: Scope) -> bool:
        """Whether one scope is a part of another."""
        if inner in (outer, ORG):
            return False
        return outer == ORG or (inner[0] == "team" and outer[0] == "product" and self.graph.covers((inner,), outer))

    def _duty(
        self, id: str, scope: Scope, known: KnownDuty | None, near: list[Claim], below: list[Claim], book: _Book
    ) -> Duty:
        wide = (None, None) if scope[0] == "team" else book.entries.get(ORG, (None, None))
        entry, entry_path = book.entries.get(scope, wide)
        path = near[0].path if near else entry_path or below[0].path if below else entry_path or self._home(scope)
        # One tuple for all products: there may be a thousand of both.
        everywhere = bool(near) and near is book.claims.get(ORG)
        if everywhere and not book.wide:
            book.wide, book.wide_unanswered = tuple(near), _unanswered(near)
        claims, unanswered = (book.wide, book.wide_unanswered) if everywhere else (tuple(near), _unanswered(near))
        shared = book if everywhere else None
        duty = Duty(id, scope, path, known, self, claims, tuple(below), entry, entry_path, shared, unanswered)
        duty.alike = shared or (duty if near or below else None)
        return duty

    def _home(self, scope: Scope) -> Path:
        """Where to point for a duty that nobody wrote down: its team or product, else the organisation."""
        kind, id = scope
        if kind == "team":
            return ("teams", id)
        return ("products", id) if kind == "product" else ("org",)

    def claimed(self, duty: str, scope: Scope) -> list[Claim]:
        """The claims on a duty in exactly this scope."""
        book = self._books.get(duty)
        return book.claims.get(scope, []) if book else []

    @cached_property
    def _decisions(self) -> dict[str, list[tuple[str, Decision]]]:
        """The decisions about each duty that the catalogue knows, by its id."""
        found: dict[str, list[tuple[str, Decision]]] = {}
        for id, decision in (self.graph.org.decisions or {}).items():
            known = self.graph.catalog.duty(decision.about) if decision.about else None
            if known:
                found.setdefault(known.id, []).append((id, decision))
        return found

    def decisions_about(self, duty: Duty) -> list[tuple[str, Decision]]:
        """The decisions about a duty in its scope, with their ids."""
        about = self._decisions.get(duty.id)
        if about is None:
            return []
        return [(id, d) for id, d in about if not d.product or duty.product is None or duty.product in d.product]

    @cached_property
    def policies(self) -> dict[str, dict[str, str]]:
        """What `policy.owners` says of each duty, by its id and by the word under which it says so."""
        written = self.graph.org.policy
        found: dict[str, dict[str, str]] = {}
        for word, function in ((written.owners if written else None) or {}).items():
            found.setdefault(self.key(word), {})[word] = function
        return found

    @cached_property
    def twins(self) -> dict[Duty, Duty]:
        """For a duty of the org's own another, here or around it, earlier by id, with the same words in its title."""
        alike: dict[frozenset[str], list[Duty]] = {}
        for duty in self._likely_twins():
            alike.setdefault(self.graph.catalog.content(duty.own_title), []).append(duty)
        found: dict[Duty, Duty] = {}
        for words, group in alike.items():
            first: dict[Scope, Duty] = {}
            for duty in sorted(group, key=lambda duty: duty.id) if len(words) >= FEWEST_WORDS else ():
                twin = first.get(duty.scope) or first.get(ORG)
                if twin and twin.id != duty.id:
                    found[duty] = twin
                first.setdefault(duty.scope, duty)
        return found

    def _likely_twins(self) -> Iterator[Duty]:
        """The duties of the org's own whose words begin as those of another do, which is quick to see."""
        alike: dict[frozenset[str], list[Duty]] = {}
        for duty in self.duties.values():
            if duty.known is None:
                words = duty.own_title.casefold().replace("-", " ").split()
                if len(words) >= FEWEST_WORDS:
                    alike.setdefault(self.graph.catalog.beginnings(words), []).append(duty)
        for group in alike.values():
            if len({duty.id for duty in group}) > 1:
                yield from group

    def speaks_for_entry(self, duty: Duty) -> bool:
        """Whether what its entry says of itself is told of a duty: of those that share one, of the first by name."""
        if duty.entry_path is None or duty.scope[0] != "product" or duty.entry_path[0] != "responsibilities":
            return True
        entries = self._books[duty.id].entries
        return duty.scope[1] == min(id for id in self.graph.org.products or () if ("product", id) not in entries)

    def owners(self, duty: str, product: str) -> set[str]:
        """The answerable owners of a duty in a product by id, those of its teams included; many teams ask for them."""
        known = self._owners.get((duty, product))
        if known is None:
            scope: Scope = ORG if product == UNNAMED else ("product", product)
            found = self.duties.get((duty, scope)) or self.duties.get((duty, ORG))
            claims = (*found.near, *found.below) if found else ()
            known = self._owners[duty, product] = {claim.holder.id for claim in claims if claim.holder}
        return known


def _unanswered(claims: list[Claim]) -> tuple[Claim, ...]:
    return tuple([claim for claim in claims if claim.status != "human"])


def _scope_of(product: str) -> Scope:
    """The scope of a product; that of the whole organisation where it lists none."""
    return ORG if product == UNNAMED else ("product", product)
