"""The kind `entry`: one written name or text that is a placeholder, leads nowhere or is near a known word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from roleaudit.catalog import Duty
from roleaudit.facts.graph import Graph
from roleaudit.facts.kinds import Kind, Value
from roleaudit.findings import Path
from roleaudit.model import Entry as Written
from roleaudit.model import Named, entries

KINDS_WITH_PLACEHOLDERS = ("actor", "role")
ANSWERING = ("accountable", "decides", "owner")
"""Where `none` is an answer that names nobody; elsewhere, as in `reports_to: none`, it says that there is none."""


MOST_LETTERS = 2
"""A slip makes a name longer or shorter by at most so many letters, and seldom spoils the first."""
MOST_ALIKE = 30
"""Of more names than these, as `p1` to `p3000`, no one is meant more than another."""


@dataclass(eq=False, slots=True)
class Entry:
    """A written value with the org around it."""

    written: Written
    graph: Graph
    resolves: bool
    placeholder: bool
    near: Duty | None

    @property
    def path(self) -> Path:
        return self.written.path


ENTRY: Kind[Entry] = Kind(
    "entry", "one written name or text that is a placeholder, leads nowhere or is near a known word"
)


def doubtful(graph: Graph, named: Iterable[Named]) -> Iterator[Entry]:
    """Each written name or text that a rule may speak of; what is in order is left out.

    `named` is everything written, once for each field: the places are looked for only where there is a doubt.
    """
    tests = _tests(graph)
    doubts: dict[Named, tuple[bool, bool, Duty | None]] = {}
    for name in named:
        resolves = bool(tests[name.refers](name.value)) if name.refers in tests else True
        placeholder = _placeholder(graph, name)
        near = None
        if name.refers == "duty" and not placeholder and graph.catalog.duty(name.value) is None:
            near = graph.catalog.near_duty(name.value)
        if placeholder or near or not resolves:
            doubts[name] = (resolves or placeholder, placeholder, near)
    for written in entries(graph.org) if doubts else ():
        doubt = doubts.get(Named(written.refers, written.value, written.field))
        if doubt is not None:
            yield Entry(written, graph, *doubt)


def _tests(graph: Graph) -> dict[str | None, Callable[[str], bool]]:
    """How to tell, for each kind of reference, whether a name is known; a duty may always be a new one."""
    org, catalog = graph.org, graph.catalog
    goals = org.org.goals if org.org else None
    return {
        "actor": lambda text: graph.actor(text).kind != "unknown",
        "role": lambda text: text in (org.roles or {}) or catalog.title(text) is not None,
        "product": lambda text: text in (org.products or {}),
        "team": lambda text: text in (org.teams or {}),
        "goal": lambda text: goals is None or text in goals,
        "ritual": lambda text: text in (org.rituals or {}) or catalog.ritual(text) is not None,
        "deliverable": lambda text: text in (org.deliverables or {}) or catalog.deliverable(text) is not None,
        "tool": lambda text: text in (org.tools or {}) or catalog.tool(text) is not None,
    }


def _placeholder(graph: Graph, name: Named) -> bool:
    if name.refers in KINDS_WITH_PLACEHOLDERS:
        kind = graph.actor(name.value).kind
        return kind == "placeholder" or (kind == "nobody" and name.field in ANSWERING)
    own = graph.org.responsibilities or {}
    return name.refers in (None, "duty") and name.value not in own and graph.catalog.is_placeholder(name.value)


@ENTRY.fact("text", "field name")
def field(entry: Entry) -> Value:
    return entry.written.field


@ENTRY.fact("text", "as written")
def value(entry: Entry) -> Value:
    return entry.written.value


@ENTRY.fact("flag", "it names somebody or something")
def reference(entry: Entry) -> Value:
    return entry.written.refers is not None


@ENTRY.fact("flag", "it says who answers, decides, leads, reports or holds")
def strong(entry: Entry) -> Value:
    return entry.written.strong


@ENTRY.fact("flag", "the name is known: an id, an outside party, a title or party of the catalogue")
def resolves(entry: Entry) -> Value:
    return entry.resolves


@ENTRY.fact("flag", "TBD, nobody, ??? and the like")
def placeholder(entry: Entry) -> Value:
    return entry.placeholder


@ENTRY.fact("flag", "a duty of the org's own whose id is one slip away from a known one")
def near_known(entry: Entry) -> Value:
    return entry.near is not None


@ENTRY.fact("text", "the known name that is probably meant, as a question; empty where there is none")
def hint(entry: Entry) -> Value:
    if entry.near is not None:
        return f"; did you mean `{entry.near.id}`?"
    org, text = entry.graph.org, entry.written.value
    ids = [*(org.roles or {}), *(org.people or {}), *(org.teams or {}), *(org.external or ())]
    if entry.written.refers == "product":
        ids = list(org.products or {})
    elif entry.written.refers == "team":
        ids = list(org.teams or {})
    alike = [id for id in ids if id[:1] == text[:1] and abs(len(id) - len(text)) <= MOST_LETTERS]
    if not alike or len(alike) > MOST_ALIKE:
        return ""
    from difflib import get_close_matches

    close = get_close_matches(text, alike, n=1, cutoff=0.75)
    return f"; did you mean `{close[0]}`?" if close else ""
