"""The kind `entry`: one written name or text in which something is doubtful: who is meant, its words, its privacy."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from roleaudit import privacy
from roleaudit.catalog import Duty
from roleaudit.facts.graph import Graph
from roleaudit.facts.kinds import UNKNOWN, Kind, Value
from roleaudit.findings import Path
from roleaudit.model import Entry as Written
from roleaudit.model import Named, OrgFile, Responsibility, entries

KNOWN = ("person", "seat", "team", "group", "outside")
"""The kinds of actor about whom nothing is doubtful."""
KINDS_WITH_PLACEHOLDERS = ("actor", "role")
ANSWERING = ("accountable", "decides", "owner")
"""Where `none` is an answer that names nobody; elsewhere, as in `reports_to: none`, it says that there is none."""


MOST_LETTERS = 2
"""A slip makes a name longer or shorter by at most so many letters, and seldom spoils the first."""
MOST_ALIKE = 30
"""Of more names than these, as `p1` to `p3000`, no one is meant more than another."""


TEXTS = ("purpose", "title", "description")
"""The fields whose wording may be judged: what a seat, a team or a duty is for."""


class Doubt(NamedTuple):
    """What is to be said of a value wherever it is written; `said` are the phrases in it, by kind."""

    resolves: bool = True
    placeholder: bool = False
    near: Duty | None = None
    contact: bool = False
    said: Mapping[str, str] = {}


@dataclass(eq=False, repr=False, match_args=False, slots=True)
class Entry:
    """A written value with the org around it; `private` where it is a field that says what is private."""

    written: Written
    graph: Graph
    doubt: Doubt
    private: bool = False

    @property
    def path(self) -> Path:
        return self.written.path


Tests = Mapping[str, Callable[[str], bool]]
"""Whether a name is known, for each kind of reference."""


ENTRY: Kind[Entry] = Kind(
    "entry",
    "one written name or text that a rule may speak of: a placeholder, one that leads nowhere or is near a known word, "
    "a phrase that takes back what the file says, contact data, a private field",
)


def doubtful(graph: Graph, named: Named) -> Iterator[Entry]:
    """Each written name or text that a rule may speak of; what is in order is left out.

    `named` is everything written, once for each field: the places are looked for only where there is a doubt.
    """
    tests = _tests(graph)
    all_texts = "\n".join(text for (refers, _), texts in named.items() if refers is None for text in texts)
    telling = graph.catalog.may_say(all_texts), privacy.may_reach(all_texts)
    doubts: dict[tuple[str | None, str], dict[str, Doubt]] = {}
    # In the order of the file, in which they lie in memory.
    actors = dict.fromkeys(text for (refers, _), texts in named.items() if refers == "actor" for text in texts)
    strange = {text for text in actors if graph.actor(text).kind not in KNOWN}
    for (refers, field), texts in named.items():
        for text in strange.intersection(texts) if refers == "actor" else texts:
            if refers is None:
                doubt = _doubt_of_text(graph, field, text, *telling)
            else:
                doubt = _doubt(graph, tests, refers, field, text)
            if doubt is not None:
                doubts.setdefault((refers, field), {})[text] = doubt
    for written in entries(graph.org, doubts):
        yield Entry(written, graph, doubts[written.refers, written.field][written.value])
    for path, data in graph.org.own_fields:
        yield from _own(graph, path, data)


def _doubt_of_text(graph: Graph, field: str, text: str, may_say: bool, may_reach: bool) -> Doubt | None:
    """What is doubtful about a free text; None where all is in order."""
    placeholder = _stands_for_nothing(graph, text)
    said = graph.catalog.sayings(text) if may_say and field in TEXTS else {}
    contact = may_reach and bool(privacy.contacts(text))
    return Doubt(True, placeholder, None, contact, said) if placeholder or said or contact else None


def _doubt(
    graph: Graph, tests: Mapping[str, Callable[[str], bool]], refers: str, field: str, text: str
) -> Doubt | None:
    """What is doubtful about a name of kind `refers`; None where all is in order."""
    placeholder = _placeholder(graph, refers, field, text)
    if refers in tests and not tests[refers](text):
        return Doubt(placeholder, placeholder, contact=bool(privacy.contacts(text)))
    if refers == "duty" and not placeholder and graph.catalog.duty(text) is None:
        near = graph.catalog.near_duty(text)
        return Doubt(near=near) if near else None
    return Doubt(True, True) if placeholder else None


def _own(graph: Graph, path: Path, data: Any) -> Iterator[Entry]:
    """What is private, and how to reach somebody, in a field of the user's own and below it."""
    word = str(path[-1])
    private = list(privacy.private_fields({word: data}, path[:-1]))
    for hidden in private:
        yield Entry(Written(hidden, str(hidden[-1]), "", None, False), graph, Doubt(), private=True)
    for at, text in _scalars(path, data):
        inside = any(at[: len(hidden)] == hidden for hidden in private)
        if not inside and privacy.contacts(text):
            yield Entry(Written(at, word, text, None, False), graph, Doubt(contact=True))


def _scalars(path: Path, data: Any) -> Iterator[tuple[Path, str]]:
    if isinstance(data, str):
        yield path, data
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from _scalars((*path, key), value)


def _tests(graph: Graph) -> Tests:
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


def _placeholder(graph: Graph, refers: str, field: str, text: str) -> bool:
    if refers in KINDS_WITH_PLACEHOLDERS:
        kind = graph.actor(text).kind
        return kind == "placeholder" or (kind == "nobody" and field in ANSWERING)
    return refers == "duty" and _stands_for_nothing(graph, text)


def _stands_for_nothing(graph: Graph, text: str) -> bool:
    return graph.catalog.is_placeholder(text) and text not in (graph.org.responsibilities or {})


@ENTRY.fact("text", "field name")
def field(entry: Entry) -> Value:
    return entry.written.field


@ENTRY.fact("text", "as written, contact data covered")
def value(entry: Entry) -> Value:
    return privacy.cover(entry.written.value)


@ENTRY.fact("flag", "it names somebody or something")
def reference(entry: Entry) -> Value:
    return entry.written.refers is not None


@ENTRY.fact("flag", "it says who answers, decides, leads, reports or holds")
def strong(entry: Entry) -> Value:
    return entry.written.strong


@ENTRY.fact("flag", "the name is known: an id, an outside party, a title or party of the catalogue")
def resolves(entry: Entry) -> Value:
    return entry.doubt.resolves


@ENTRY.fact("flag", "TBD, nobody, ??? and the like")
def placeholder(entry: Entry) -> Value:
    return entry.doubt.placeholder


@ENTRY.fact("flag", "a duty of the org's own whose id is one slip away from a known one")
def near_known(entry: Entry) -> Value:
    return entry.doubt.near is not None


@ENTRY.fact("text", "the known name that is probably meant, as a question; empty where there is none")
def hint(entry: Entry) -> Value:
    if entry.doubt.near is not None:
        return f"; did you mean `{entry.doubt.near.id}`?"
    text, spelt = entry.written.value, entry.graph.spelt(entry.written.refers)
    lengths = range(len(text) - MOST_LETTERS, len(text) + MOST_LETTERS + 1)
    alike = [spelt.get((text[:1], length), ()) for length in lengths]
    if not 0 < sum(map(len, alike)) <= MOST_ALIKE:
        return ""
    from difflib import get_close_matches

    close = get_close_matches(text, [id for ids in alike for id in ids], n=1, cutoff=0.75)
    return f"; did you mean `{close[0]}`?" if close else ""


@ENTRY.fact("flag", "a field that says what is private of people: pay, health, belief, a grade of their work")
def private(entry: Entry) -> Value:
    return entry.private


@ENTRY.fact("flag", "holds the mail address of somebody, or a phone number")
def contact(entry: Entry) -> Value:
    return entry.doubt.contact


@ENTRY.fact(
    "flag",
    "says what is owned: the purpose of a seat that owns something, or the title or description of a duty that has an "
    "accountable party",
)
def of_an_owner(entry: Entry) -> Value:
    org, path = entry.graph.org, entry.path
    if path[0] == "roles" and path[-1] == "purpose":
        return bool((org.roles or {})[str(path[1])].owns)
    return bool(_of_a_duty(entry) and (found := _responsibility(org, path)) and found.accountable)


def _responsibility(org: OrgFile, path: Path) -> Responsibility | None:
    """The responsibility that a path leads into, of the organisation, a product or a team."""
    found: Any = org
    for step in path[: path.index("responsibilities") + 2]:
        found = found[step] if isinstance(found, dict) else getattr(found, str(step))
    return found if isinstance(found, Responsibility) else None


def _of_a_duty(entry: Entry) -> bool:
    return "responsibilities" in entry.path and entry.written.field in ("title", "description")


@ENTRY.fact("flag", "says what a seat, a team or a duty is for")
def of_a_task(entry: Entry) -> Value:
    return entry.written.field == "purpose" or _of_a_duty(entry)


def _phrase(name: str, kind: str, meaning: str) -> None:
    """Register the phrase of one kind that a text holds; unknown where there is none, and for unknown languages."""

    def value(entry: Entry) -> Value:
        return entry.doubt.said.get(kind, UNKNOWN)

    ENTRY.fact("text", meaning, name=name)(value)


_phrase("joint", "joint", "the phrase by which it says that several own something together")
_phrase("helper", "helper", "the word by which it begins as one who helps")
_phrase("open_end", "open-end", "the phrase by which it ends without an end")
