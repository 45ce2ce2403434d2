"""The kind `entry`: one written name or text that is a placeholder, leads nowhere or is near a known word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from roleaudit.catalog import Duty
from roleaudit.facts.graph import Graph
from roleaudit.facts.kinds import Kind, Value
from roleaudit.findings import Path
from roleaudit.model import Entry as Written

KINDS_WITH_PLACEHOLDERS = ("actor", "role")
ANSWERING = ("accountable", "decides", "owner")
"""Where `none` is an answer that names nobody; elsewhere, as in `reports_to: none`, it says that there is none."""


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


def doubtful(graph: Graph, written_values: Iterable[Written]) -> Iterator[Entry]:
    """Each written name or text that a rule may speak of; what is in order is left out."""
    tests = _tests(graph)
    own = set(graph.org.responsibilities or {})
    known: dict[tuple[str | None, str, bool], tuple[bool, bool, Duty | None]] = {}
    for written in written_values:
        key = (written.refers, written.value, written.field in ANSWERING)
        verdict = known.get(key)
        if verdict is None:
            resolves = bool(tests[written.refers](written.value)) if written.refers in tests else True
            placeholder = _placeholder(graph, written, own)
            near = None
            if written.refers == "duty" and not placeholder and graph.catalog.duty(written.value) is None:
                near = graph.catalog.near_duty(written.value)
            verdict = known[key] = (resolves or placeholder, placeholder, near)
        if not verdict[0] or verdict[1] or verdict[2]:
            yield Entry(written, graph, *verdict)


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


def _placeholder(graph: Graph, written: Written, own: set[str]) -> bool:
    if written.refers in KINDS_WITH_PLACEHOLDERS:
        kind = graph.actor(written.value).kind
        return kind == "placeholder" or (kind == "nobody" and written.field in ANSWERING)
    return written.refers in (None, "duty") and written.value not in own and graph.catalog.is_placeholder(written.value)


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
    from difflib import get_close_matches

    org = entry.graph.org
    ids = [*(org.roles or {}), *(org.people or {}), *(org.teams or {}), *(org.external or ())]
    if entry.written.refers == "product":
        ids = list(org.products or {})
    elif entry.written.refers == "team":
        ids = list(org.teams or {})
    close = get_close_matches(entry.written.value, ids, n=1, cutoff=0.75)
    return f"; did you mean `{close[0]}`?" if close else ""
