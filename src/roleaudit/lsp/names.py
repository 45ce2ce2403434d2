"""Says what the names in an organisation mean, where each is defined and used, and which may stand at a place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from roleaudit import model, privacy
from roleaudit.facts import Facts
from roleaudit.facts.claims import Duty
from roleaudit.facts.graph import Holder, Seat, Squad
from roleaudit.findings import Path, Span
from roleaudit.lsp.cursor import Word
from roleaudit.lsp.orgs import Picture
from roleaudit.model import OrgFile
from roleaudit.rule_sets import Force

MOST = 10
"""So many products or duties are listed of one name; a reader who wants all of them asks `roleaudit facts`."""

_ONE = {
    "people": "actor",
    "role": "actor",
    "roles": "actor",
    "team": "actor",
    "teams": "actor",
    "products": "product",
    "responsibilities": "duty",
    "owners": "duty",
    "deliverables": "deliverable",
    "input": "deliverable",
    "rituals": "ritual",
    "tools": "tool",
}
"""What refers to one sort of thing: the words of sections, and kinds of reference, that share one set of names."""

_SECTIONS = {"product": "products", "deliverable": "deliverables", "ritual": "rituals", "tool": "tools"}
"""The section in which the names of a sort are defined; those of actors and duties have several."""


class Name(NamedTuple):
    """A name as it is written, and what sort of thing it names: `actor`, `duty`, `product`, `rule`…"""

    kind: str
    text: str


def name_of(word: Word) -> Name | None:
    """What a word of an org file names; None where it is free text, or a word of the file's form."""
    kind = _kind(word)
    return Name(_ONE.get(kind, kind), word.text) if kind and kind != "title" else None


def _kind(word: Word) -> str | None:
    path = word.path
    if not word.key:
        if path[:1] == ("external",):
            return "actor"
        if path[:2] == ("org", "goals"):
            return "goal"
        if path[:1] == ("waivers",) and path[-1] == "rule":
            return "rule"
        if path[:1] == ("roles",) and path[2:] == ("title",):
            return "title"
    return model.kind_at(path, key=word.key)


# --- where it is defined and used ------------------------------------------------------------------------------------


def definitions(picture: Picture, name: Name) -> list[Span]:
    """Where the file says what a name stands for; nothing for a word of the catalogue."""
    facts, source = picture.facts, picture.source
    meant = _meant(facts, name)
    spans = [source.span(path, "key") for path in _defining(facts, name, meant)]
    return list(dict.fromkeys(spans))


def references(picture: Picture, name: Name) -> list[Span]:
    """Where a name is used, under its synonyms too, in the order of the files."""
    facts, source = picture.facts, picture.source
    meant = _meant(facts, name)
    spans = set()
    for entry in model.entries(facts.graph.org):
        if entry.refers is None or _ONE.get(entry.refers, entry.refers) != name.kind:
            continue
        if entry.value == name.text or _meant(facts, Name(name.kind, entry.value)) == meant:
            spans.add(source.span(entry.path, "key" if _is_key(entry) else "value"))
    order = {file: index for index, file in enumerate(source.files)}
    return sorted(spans - set(definitions(picture, name)), key=lambda span: (order[span.file], span))


def _is_key(entry: model.Entry) -> bool:
    """Whether an entry is a key of a mapping: a duty with its parties below it."""
    return entry.path[-1] == entry.value and entry.path[-2:-1] == (entry.field,)


def _meant(facts: Facts, name: Name) -> object:
    """What stands behind a name: the same for all its spellings, and another thing for every other name."""
    if name.kind == "actor":
        actor = facts.graph.actor(name.text)
        return actor.holder or actor.seat or actor.squad or actor.party or actor.text
    if name.kind == "duty":
        return facts.claims.key(name.text)
    find = {
        "deliverable": facts.graph.catalog.deliverable,
        "ritual": facts.graph.catalog.ritual,
        "tool": facts.graph.catalog.tool,
    }.get(name.kind)
    written = getattr(facts.graph.org, _SECTIONS.get(name.kind, ""), None) or ()
    known = find(name.text) if find and name.text not in written else None
    return known.id if known else name.text


def _defining(facts: Facts, name: Name, meant: object) -> Iterator[Path]:
    org = facts.graph.org
    if isinstance(meant, Seat) and meant.declared:
        yield ("roles", meant.id)
    elif isinstance(meant, Holder | Squad):
        yield meant.path
    elif name.kind == "actor" and name.text in (org.external or ()):
        yield ("external", (org.external or ()).index(name.text))
    elif name.kind == "goal" and org.org and name.text in (org.org.goals or ()):
        yield ("org", "goals", (org.org.goals or ()).index(name.text))
    elif name.kind == "duty":
        yield from _listed(facts, meant)
    elif name.kind in _SECTIONS and meant in (getattr(org, _SECTIONS[name.kind]) or ()):
        yield (_SECTIONS[name.kind], str(meant))


def _listed(facts: Facts, duty: object) -> Iterator[Path]:
    """Where a duty has an entry of its own: of the organisation, a product or a team."""
    org = facts.graph.org
    homes: list[tuple[Path, Iterable[str]]] = [(("responsibilities",), org.responsibilities or ())]
    for section, entries in (("products", org.products), ("teams", org.teams)):
        homes += [((section, id, "responsibilities"), e.responsibilities or ()) for id, e in (entries or {}).items()]
    for home, written in homes:
        yield from ((*home, text) for text in written if facts.claims.key(text) == duty)


# --- what it means ---------------------------------------------------------------------------------------------------


def describe(picture: Picture, name: Name) -> list[str]:
    """What a name means here, in lines of plain text; no line where there is nothing to say."""
    if name.kind == "actor":
        lines = _actor(picture.facts, name.text)
    elif name.kind == "duty":
        lines = _duty(picture, name.text)
    elif name.kind == "rule":
        lines = _rule(picture, name.text)
    else:
        lines = _catalogued(picture, name)
    return [privacy.cover(line) for line in lines]


def _actor(facts: Facts, text: str) -> Iterator[str]:
    actor = facts.graph.actor(text)
    if actor.seat is not None:
        seat = actor.seat
        title = seat.entry.title or (seat.title.title if seat.title else "")
        yield f"{seat.id}: a seat{f', {title}' if title and title != seat.id else ''}"
        if seat.entry.purpose:
            yield seat.entry.purpose
        held = [hold.holder.id for hold in seat.holds if hold.holder.entry is not None and not hold.expired]
        yield f"Held by: {_some(held)}" if held else "It is vacant." if seat.vacant else "Nobody is listed for it."
        yield from _owned(facts, lambda claim_seat, holder: claim_seat is seat)
    elif actor.holder is not None:
        holder = actor.holder
        yield f"{holder.id}: {'an agent' if holder.agent else 'a person'}"
        seats = [hold.seat.id for hold in holder.holds if not hold.expired]
        yield f"Holds: {_some(seats)}" if seats else "Holds no seat."
        yield from _owned(facts, lambda seat, other: other is holder)
    elif actor.squad is not None:
        squad = actor.squad
        yield f"{squad.id}: a team{f', {squad.entry.title}' if squad.entry.title else ''}"
        if squad.entry.purpose:
            yield squad.entry.purpose
        yield f"Led by: {squad.entry.lead}" if squad.entry.lead else "No lead is written."
    elif actor.party is not None:
        yield f"{text}: {actor.party.title}{', from outside' if actor.party.outside else ', a group'}"


def _owned(facts: Facts, wanted: object) -> Iterator[str]:
    assert callable(wanted)
    owned = [d for d in facts.claims.duties.values() if any(wanted(c.seat, c.holder) for c in (*d.near, *d.below))]
    if owned:
        yield f"Answers for: {_some(list(dict.fromkeys(duty.own_title for duty in owned)))}"


def _duty(picture: Picture, text: str) -> Iterator[str]:
    facts, key = picture.facts, picture.facts.claims.key(text)
    known = facts.graph.catalog.duty(text)
    yield f"{known.title if known else key}: {'a duty' if known else 'a duty of your own'}"
    if known:
        yield known.meaning
        stage = next((s.name for s in picture.force.rules.stages.values() if key in s.duties), None)
        per = "shared by many" if known.shared else f"one owner per {known.per}"
        yield f"{per[0].upper()}{per[1:]}; expected {f'from the stage {stage} on' if stage else 'at no stage'}."
    claimed = [duty for duty in facts.claims.named(key) if duty.near]
    for duty in claimed[:MOST]:
        yield f"Accountable{_where(duty)}: {_some([_claimed(*c) for c in _parties(duty)])}"
    if len(claimed) > MOST:
        yield f"… and in {len(claimed) - MOST} more places"
    if not claimed:
        yield "Nobody is accountable for it here."


def _parties(duty: Duty) -> list[tuple[str, str]]:
    return list(dict.fromkeys((c.actor, c.holder.id if c.holder else "") for c in duty.near))


def _claimed(actor: str, holder: str) -> str:
    return f"{actor} ({holder})" if holder and holder != actor else actor


def _where(duty: Duty) -> str:
    kind, id = duty.scope
    return f" in the {kind} {id}" if id else ""


def _some(ids: list[str]) -> str:
    return ", ".join(ids[:MOST]) + (f" and {len(ids) - MOST} more" if len(ids) > MOST else "")


def _rule(picture: Picture, text: str) -> Iterator[str]:
    rules = picture.force.rules.rules
    rule = rules.get(text) or next((rule for rule in rules.values() if text in rule.aliases), None)
    if rule is not None:
        yield f"{rule.name}: {rule.summary}"
        yield rule.why


def _catalogued(picture: Picture, name: Name) -> Iterator[str]:
    catalog = picture.force.catalog
    if name.kind == "ritual" and (ritual := catalog.ritual(name.text)):
        yield f"{ritual.title}: {ritual.purpose}"
    elif name.kind == "deliverable" and (deliverable := catalog.deliverable(name.text)):
        yield f"{deliverable.title}: usually made by {', '.join(deliverable.producers)}"


# --- what may stand at a place ---------------------------------------------------------------------------------------


def offered(org: OrgFile, force: Force, word: Word) -> dict[str, str]:
    """The names that may stand where a word is typed, the org's own first, each with what it is."""
    kind, catalog = _kind(word), force.catalog
    own = {
        "actor": (("roles", "a seat"), ("people", "a person"), ("teams", "a team"), ("external", "from outside")),
        "role": (("roles", "a seat"),),
        "team": (("teams", "a team"),),
        "duty": (("responsibilities", "a duty of the file"),),
        "product": (("products", "a product"),),
        "ritual": (("rituals", "a ritual"),),
        "deliverable": (("deliverables", "a deliverable"),),
        "input": (("deliverables", "a deliverable"),),
        "tool": (("tools", "a tool"),),
    }.get(kind or "", ())
    names = {id: what for section, what in own for id in getattr(org, section) or ()}
    if kind == "goal":
        names |= dict.fromkeys((org.org.goals if org.org else None) or (), "a goal")
    elif kind in ("duty", "responsibilities", "owners"):
        names |= {id: duty.title for id, duty in catalog.duties.items() if id not in names}
    elif kind in ("actor", "role", "roles"):
        names |= {id: f"the title {title.title}" for id, title in catalog.titles.items() if id not in names}
    elif kind == "title":
        names = {title.title: "a known title" for title in catalog.titles.values()}
    elif kind == "function":
        names = {party.function: "a function" for party in catalog.parties.values() if party.function}
    elif kind == "rule":
        names = {name: rule.summary for name, rule in force.rules.rules.items()}
    if kind == "actor":
        names |= {id: party.title for id, party in catalog.parties.items() if id not in names}
    return names
