"""The kind `entry`: one written text, or one written name that is a placeholder, leads nowhere or is near a known word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from roleaudit.catalog import Duty
from roleaudit.facts.claims import Claims
from roleaudit.facts.graph import Graph
from roleaudit.facts.kinds import Kind, Value
from roleaudit.findings import Path
from roleaudit.model import Entry as Written
from roleaudit.model import entries

KINDS_WITH_PLACEHOLDERS = ("actor", "role")


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
    "entry", "one written text, or one name that is a placeholder, leads nowhere or is near a known word"
)


def doubtful(graph: Graph, claims: Claims) -> Iterator[Entry]:
    """Every text, and each name that a rule may speak of; names that are in order are left out."""
    org = graph.org
    declared = {
        "product": org.products or {},
        "team": org.teams or {},
        "goal": dict.fromkeys(org.org.goals or ()) if org.org and org.org.goals is not None else None,
    }
    catalog = graph.catalog
    tests = {
        "actor": lambda text: graph.actor(text).kind != "unknown",
        "role": lambda text: (org.roles and text in org.roles) or catalog.title(text) is not None,
        "product": lambda text: text in declared["product"],
        "team": lambda text: text in declared["team"],
        "goal": lambda text: declared["goal"] is None or text in declared["goal"],
        "ritual": lambda text: text in (org.rituals or {}) or catalog.ritual(text) is not None,
        "deliverable": lambda text: text in (org.deliverables or {}) or catalog.deliverable(text) is not None,
        "tool": lambda text: text in (org.tools or {}) or catalog.tool(text) is not None,
        "duty": lambda text: True,
    }
    own = {key for section in _written_duties(org) for key in section}
    known: dict[tuple[str | None, str], tuple[bool, bool, Duty | None]] = {}
    for written in entries(org):
        key = (written.refers, written.value)
        verdict = known.get(key)
        if verdict is None:
            resolves = bool(tests[written.refers](written.value)) if written.refers in tests else True
            placeholder = _placeholder(graph, written, own)
            near = None
            if written.refers == "duty" and not placeholder and catalog.duty(written.value) is None:
                near = catalog.near_duty(written.value)
            verdict = known[key] = (resolves or placeholder, placeholder, near)
        if not verdict[0] or verdict[1] or verdict[2] or written.refers is None:
            yield Entry(written, graph, *verdict)


def _written_duties(org: object) -> Iterator[dict[str, object]]:
    yield getattr(org, "responsibilities", None) or {}


def _placeholder(graph: Graph, written: Written, own: set[str]) -> bool:
    if written.refers in KINDS_WITH_PLACEHOLDERS:
        return graph.actor(written.value).kind == "placeholder"
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


@ENTRY.fact("text", "the known name that is probably meant, as a sentence; empty where there is none")
def hint(entry: Entry) -> Value:
    if entry.near is not None:
        return f"did you mean `{entry.near.id}`?"
    from difflib import get_close_matches

    org = entry.graph.org
    ids = [*(org.roles or {}), *(org.people or {}), *(org.teams or {}), *(org.external or ())]
    if entry.written.refers == "product":
        ids = list(org.products or {})
    elif entry.written.refers == "team":
        ids = list(org.teams or {})
    close = get_close_matches(entry.written.value, ids, n=1, cutoff=0.75)
    return f"did you mean `{close[0]}`?" if close else ""
