"""What the file says of deliverables, handoffs, meetings, metrics and tools, in tables by product and by word."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from roleaudit.model import Deliverable, Metric

if TYPE_CHECKING:
    from roleaudit.facts.graph import Actor, Graph


PLANS = ("product-vision", "product-strategy", "roadmap")
"""The duties whose results rest on inputs of their own; what draws on them draws on those as well."""

UNTOLD = ""
"""Stands among sources for those of a plan that does not say on what it rests."""


class Papers:
    """Tables that are made once for all who look something up, each when it is first asked for."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    @cached_property
    def deliverables(self) -> dict[str | None, list[tuple[int, str, Deliverable]]]:
        """The deliverables of each product or of its teams, numbered as they are written; under None those of all."""
        found: dict[str | None, list[tuple[int, str, Deliverable]]] = {}
        for number, (id, entry) in enumerate((self.graph.org.deliverables or {}).items()):
            products: Iterable[str | None] = entry.product or ()
            if not entry.product:
                teams = [self.graph.squads[team] for team in entry.team or () if team in self.graph.squads]
                products = [p for squad in teams for p in squad.products] if entry.team else (None,)
            for product in dict.fromkeys(products):
                found.setdefault(product, []).append((number, id, entry))
        return found

    @cached_property
    def deliverable_kinds(self) -> dict[str, str]:
        """The kind of each deliverable: the catalogue's id, else as written."""
        return {
            id: known.id if (known := self.graph.catalog.deliverable(entry.kind or id)) else entry.kind or id
            for id, entry in (self.graph.org.deliverables or {}).items()
        }

    @cached_property
    def sources(self) -> dict[str, set[str]]:
        """What is behind each name that a deliverable rests on: classes of input and kinds, its own and those below."""
        written = self.graph.org.deliverables or {}
        users: dict[str, list[str]] = {}
        for id, entry in written.items():
            for name in entry.based_on or ():
                users.setdefault(name, []).append(id)
        found = {name: self._classes(name, written.get(name)) for name in (*written, *users)}
        waiting = list(found)
        while waiting:
            name = waiting.pop()
            for user in users.get(name, ()):
                if not found[name] <= found[user]:
                    found[user] |= found[name]
                    waiting.append(user)
        return found

    def _classes(self, name: str, entry: Deliverable | None) -> set[str]:
        """The classes of input and kinds of deliverable that a name means by itself."""
        org, catalog = self.graph.org.org, self.graph.catalog
        found = {"company-goals"} if org and name in (org.goals or ()) else set()
        words = (name, entry.kind) if entry and entry.kind else (name,)
        for word in words:
            found |= {known.id for known in (catalog.input(word), catalog.deliverable(word)) if known}
        kind = catalog.deliverable(words[-1])
        if kind and kind.duty in PLANS and not (entry and entry.based_on is not None):
            found.add(UNTOLD)
        return found | {*words[1:]}

    @cached_property
    def kinds_that_cover(self) -> frozenset[str]:
        """The kinds of deliverable of which any says what it covers."""
        entries = (self.graph.org.deliverables or {}).items()
        return frozenset(self.deliverable_kinds[id] for id, entry in entries if entry.covers is not None)

    @cached_property
    def criteria(self) -> dict[str, set[str]]:
        """When deliverables are finished, by their id and by their kind."""
        found: dict[str, set[str]] = {}
        for id, entry in (self.graph.org.deliverables or {}).items():
            for word in (id, self.deliverable_kinds[id]):
                found.setdefault(word, set()).update(entry.criteria or ())
        return found

    @cached_property
    def shown(self) -> dict[tuple[str, str], tuple[frozenset[str], bool]]:
        """The groups in meetings that take something in or bring it out, by its word and by its kind."""
        seen: dict[tuple[str, str], dict[str, None]] = {}
        for id, ritual in (self.graph.org.rituals or {}).items():
            words = {*(ritual.inputs or ()), *(ritual.outputs or ())}
            kinds = {known.id for word in words if (known := self.graph.catalog.deliverable(word))}
            meeting = self.graph.catalog.ritual(ritual.kind or id)
            kinds |= {"roadmap"} if meeting is not None and meeting.id == "roadmap-review" else set()
            for meant in (*(("word", word) for word in words), *(("kind", kind) for kind in kinds)):
                seen.setdefault(meant, {}).update(dict.fromkeys(ritual.participants or ()))
        found = {}
        for meant, names in seen.items():
            told = [self.graph.groups_of(self.graph.actor(name)) for name in names]
            found[meant] = frozenset(g for groups, _ in told for g in groups), all(known for _, known in told)
        return found

    @cached_property
    def agenda(self) -> dict[str, list[str]]:
        """The meetings that take in each thing, by the word they write for it."""
        found: dict[str, list[str]] = {}
        for id, ritual in (self.graph.org.rituals or {}).items():
            for word in ritual.inputs or ():
                found.setdefault(word, []).append(id)
        return found

    @cached_property
    def handoffs(self) -> dict[str | None, list[tuple[int, str, str, str]]]:
        """Who gives and who takes in the handoffs of each product, numbered as they are written; under None of all.

        A handoff that names no product is about those that neither end leaves out.
        """
        found: dict[str | None, list[tuple[int, str, str, str]]] = {}
        for number, (id, entry) in enumerate((self.graph.org.handoffs or {}).items()):
            for giver in entry.from_ or ():
                for taker in entry.to or ():
                    for product in self._between(giver, taker) if entry.product is None else entry.product:
                        found.setdefault(product, []).append((number, id, giver, taker))
        return found

    @cached_property
    def gates(self) -> dict[str | None, bool]:
        """Whether any handoff of a product is a gate; under None of those that name no product."""
        found: dict[str | None, bool] = {}
        for entry in (self.graph.org.handoffs or {}).values():
            for product in (None,) if entry.product is None else entry.product:
                found[product] = found.get(product, False) or bool(entry.gate)
        return found

    def _between(self, *names: str) -> Iterable[str | None]:
        """The products to which all of these names belong; None alone where nothing limits them."""
        reached = [products for name in names if (products := self._belongs(self.graph.actor(name))) is not None]
        return frozenset.intersection(*reached) if reached else (None,)

    def _belongs(self, actor: Actor) -> frozenset[str] | None:
        """The products of a team, or of a person whose every hat has some; None where nothing limits a party."""
        if actor.squad is not None:
            return frozenset(actor.squad.products)
        worn = [hold.products for hold in actor.holder.hats] if actor.holder is not None else []
        if not worn or None in worn:
            return None
        return frozenset(product for products in worn for product in products or ())

    @cached_property
    def metrics(self) -> dict[str | None, list[tuple[str, Metric]]]:
        """The metrics of each product; under None those that name no product and so are about all."""
        found: dict[str | None, list[tuple[str, Metric]]] = {}
        for id, entry in (self.graph.org.metrics or {}).items():
            for product in (None,) if entry.product is None else entry.product:
                found.setdefault(product, []).append((id, entry))
        return found

    def uses(self, id: str) -> frozenset[str]:
        """What a tool is for: as written, else as its name tells; empty where neither does."""
        entry = (self.graph.org.tools or {})[id]
        if entry.category:
            known = {word: self.graph.catalog.tool(word) for word in entry.category}
            return frozenset(category.id if category else word for word, category in known.items())
        named = self.graph.catalog.tool(id) or (self.graph.catalog.tool(entry.title) if entry.title else None)
        return frozenset({named.id}) if named else frozenset()

    @cached_property
    def linked_uses(self) -> dict[str, tuple[frozenset[str], bool]]:
        """For each tool what it and all that exchange data with it are for, and whether each of them tells."""
        tools = self.graph.org.tools or {}
        links: dict[str, set[str]] = {id: set() for id in tools}
        for id, tool in tools.items():
            for other in tool.integrates_with or ():
                if other in tools:
                    links[id].add(other)
                    links[other].add(id)
        found: dict[str, tuple[frozenset[str], bool]] = {}
        for id in tools:
            if id not in found:
                group, pending = {id}, [id]
                while pending:
                    new = links[pending.pop()] - group
                    group |= new
                    pending.extend(new)
                told = [self.uses(member) for member in group]
                found |= dict.fromkeys(group, (frozenset[str]().union(*told), all(told)))
        return found
