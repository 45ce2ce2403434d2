"""Knows the words of the field: responsibilities, titles, parties, rituals, metrics, deliverables, tools, skills."""

import pathlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, NamedTuple, TypeVar

from roleaudit import document, shipped
from roleaudit.findings import MOST_FAULTS, BadInput, Finding, Path, Related, invalid

FUNCTIONS = ("product-management", "product-development", "product-owner", "leadership", "business", "other")
"""The functions that the catalogue gives to titles and duties; an org file may use other words of its own."""


class Source(NamedTuple):
    """Where in the articles a statement stands: the id of the article and the heading."""

    document: str
    section: str


class Article(NamedTuple):
    """One of the articles; `file` is the number by which rules may name it."""

    id: str
    title: str
    publisher: str = ""
    file: str = ""
    synonyms: tuple[str, ...] = ()


class Duty(NamedTuple):
    """A responsibility that needs an owner.

    `owners` are the functions that usually own it, the most usual first. With `product_owner_first` that is the
    product owner alone where there is one, else the other functions listed. `per` says how often one owner is needed. A
    `shared` duty is held by many at once without contest. `disputed` tells where the articles differ, and the default.
    """

    id: str
    title: str
    meaning: str
    owners: tuple[str, ...]
    tier: str
    side: str
    sources: tuple[Source, ...] = ()
    synonyms: tuple[str, ...] = ()
    per: str = "product"
    shared: bool = False
    product_owner_first: bool = False
    disputed: str = ""
    fix: str = ""


class Title(NamedTuple):
    """A job title. `heads` are the functions it leads as a whole, `department` is a party."""

    id: str
    title: str
    functions: tuple[str, ...]
    synonyms: tuple[str, ...] = ()
    discipline: str = ""
    department: str = ""
    heads: tuple[str, ...] = ()
    lead: bool = False
    hybrid: bool = False
    founder: bool = False
    specialist: bool = False
    sources: tuple[Source, ...] = ()


class Party(NamedTuple):
    """A group that may be named without being described. `function` is the one it stands for, if any."""

    id: str
    title: str
    synonyms: tuple[str, ...] = ()
    function: str = ""
    department: bool = False
    outside: bool = False
    everyone: bool = False


class Deliverable(NamedTuple):
    """A kind of written or built result. `duty` is the responsibility it stands for, `needs` are input classes."""

    id: str
    title: str
    producers: tuple[str, ...]
    sources: tuple[Source, ...] = ()
    synonyms: tuple[str, ...] = ()
    duty: str = ""
    counts_as: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


class InputClass(NamedTuple):
    """A class of things that work is based on, or that a ritual takes in and gives out."""

    id: str
    title: str
    synonyms: tuple[str, ...] = ()


class RitualKind(NamedTuple):
    """A kind of meeting. `joint`: product and development both belong in it; `participants` are parties.

    `serves_as` are kinds of meeting whose purpose it serves as well.
    """

    id: str
    title: str
    purpose: str
    synonyms: tuple[str, ...] = ()
    joint: bool = False
    participants: tuple[str, ...] = ()
    serves_as: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


class MetricKind(NamedTuple):
    """A measure of success, and the functions that usually carry it."""

    id: str
    title: str
    functions: tuple[str, ...]
    synonyms: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


class ToolCategory(NamedTuple):
    """A category of tools, with tools by name, and the functions that use it first."""

    id: str
    title: str
    functions: tuple[str, ...]
    synonyms: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


class Skill(NamedTuple):
    """A skill, and the functions that the articles ask it of.

    Skills of one `group` are of one sort; the functions in `core` cannot well do without one of that sort.
    """

    id: str
    title: str
    functions: tuple[str, ...]
    group: str = ""
    core: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


class DecisionKind(NamedTuple):
    """A kind of decision: the side that takes it, and the duties that a decision of this kind is about."""

    id: str
    title: str
    side: str
    synonyms: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


class Placeholder(NamedTuple):
    """Words that stand for nobody and nothing. `leading`: so does any text that begins with one of them."""

    id: str
    title: str
    synonyms: tuple[str, ...] = ()
    leading: bool = False


class Ending(NamedTuple):
    """Titles that end in one of `ends_in` are the title `id`, if only `fields` stand before.

    Where no fields are given, that is any word but those of `unless`.
    """

    id: str
    ends_in: tuple[str, ...]
    fields: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class Phrases(NamedTuple):
    """What texts say of one kind, in one language: at the head, at the end or anywhere.

    A text that holds one of the words of `unless` says something else.
    """

    id: str
    kind: str
    language: str
    where: str
    phrases: tuple[str, ...]
    unless: tuple[str, ...] = ()


E = TypeVar("E")

_KINDS: dict[str, type[Any]] = {
    "documents": Article,
    "responsibilities": Duty,
    "titles": Title,
    "parties": Party,
    "deliverables": Deliverable,
    "inputs": InputClass,
    "rituals": RitualKind,
    "metrics": MetricKind,
    "tools": ToolCategory,
    "skills": Skill,
    "decisions": DecisionKind,
    "placeholders": Placeholder,
    "endings": Ending,
    "phrases": Phrases,
}
_CHOICES: dict[str, tuple[str, ...]] = {
    "tier": ("vital", "core", "standard", "extended"),
    "side": ("product", "development", "both"),
    "per": ("org", "product", "team"),
    "where": ("head", "end", "anywhere"),
    **dict.fromkeys(("owners", "functions", "core", "heads", "producers", "function"), FUNCTIONS),
}
_REFERENCES = {
    "department": "parties",
    "participants": "parties",
    "duty": "responsibilities",
    "duties": "responsibilities",
    "counts_as": "deliverables",
    "serves_as": "rituals",
    "needs": "inputs",
}
_SPELLINGS = ("american", "short", "dropped", "ranks", "levels", "not_after", "whole_only")
_ID = r"[a-z0-9]+(-[a-z0-9]+)*"


# --- one word, written in many ways ---------------------------------------------------------------------------------

# Compiled when the first text needs it: many files hold nothing but ids.
_WORD = r"[^\W_]+"
_TITLE_BREAK = r"\s*[,(/|]\s*|\s+[-–—]\s+"
_APOSTROPHES = str.maketrans("", "", "'’`")


def _singular(word: str) -> str:
    """Take off a plural s; what comes out need not be a word, as both sides of a comparison are treated alike."""
    if len(word) < 4 or word[-1] != "s" or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "xes", "ches", "shes")) else word[:-1]


class Stems(dict[str, str]):
    """What each word is compared as: without plural, in American spelling. Grows with the words that are asked for."""

    __slots__ = ("american",)

    def __init__(self, american: Mapping[str, str]) -> None:
        self.american = {_singular(british): _singular(word) for british, word in american.items()}

    def __missing__(self, word: str) -> str:
        singular = _singular(word)
        stem = self[word] = self.american.get(singular, singular)
        return stem

    def words(self, text: str) -> list[str]:
        """A text as the words by which it is compared: no case, no punctuation, no plural, American spelling."""
        plain = text.casefold()
        if plain.replace("-", "").isalnum():  # nearly all: an id
            return [self[word] for word in plain.split("-") if word]
        return [self[word] for word in re.findall(_WORD, plain.translate(_APOSTROPHES).replace("&", " and "))]

    def key(self, text: str) -> str:
        """The same words as one key."""
        return "-".join(self.words(text))


class Spelling(NamedTuple):
    """How words are written: which are the same word, and which of a title do not change its function."""

    stems: Stems
    short: Mapping[str, str]
    dropped: frozenset[str]
    ranks: frozenset[str]
    levels: frozenset[str]
    not_after: frozenset[str]
    whole_only: frozenset[str]
    endings: tuple[Ending, ...]


def _title_words(text: str, spelling: Spelling) -> list[str]:
    """A title as words, with its short forms written out and small words left out."""
    key = f"-{spelling.stems.key(text)}-"
    for phrase, short in spelling.short.items():
        if phrase in key:
            key = key.replace(phrase, short)
    return [word for word in key.split("-") if word and word not in spelling.dropped]


def _title_keys(text: str, spelling: Spelling) -> Iterator[str]:
    """The keys under which a title may stand in the catalogue, the most exact first."""
    words = _title_words(text, spelling)
    yield "-".join(words)
    while len(words) > 1 and words[-1] in spelling.levels:
        words.pop()
    whole = list(words)
    while len(words) > 1 and words[0] in spelling.ranks:
        yield "-".join(words)
        del words[0]
    yield "-".join(words)
    yield from (ending.id for ending in spelling.endings if _ends(words, ending))
    first, *rest = re.split(_TITLE_BREAK, text, maxsplit=1)
    if rest and first.casefold() not in spelling.whole_only:
        yield from _title_keys(first, spelling)
    # Not in an id, which may tell one seat from another of its title, and not where two titles or fields are joined.
    if " " in text and {"and", "or"}.isdisjoint(spelling.stems.words(text)):
        yield from _beginnings(whole, len(whole) - len(words), spelling)


def _beginnings(words: list[str], ranks: int, spelling: Spelling) -> Iterator[str]:
    """The beginnings, of two words or more, that only a field follows: "Product Manager Payments".

    "Head of Data Protection" has none: what it heads is all that follows.
    """
    for count in range(len(words) - 1, 1, -1):
        if words[count] in spelling.not_after or words[ranks] in spelling.whole_only:
            return
        yield from ("-".join(words[start:count]) for start in range(ranks + 1) if count - start > 1)


def _ends(words: list[str], ending: Ending) -> bool:
    """Whether a title, in words, is one of a known kind with nothing but a field before it."""
    for end in ending.ends_in:
        count = end.count("-") + 1
        fields = words[:-count]
        if "-".join(words[-count:]) == end and not any(word in ending.unless for word in fields):
            return not ending.fields or all(word in ending.fields for word in fields)
    return False


class Index(dict[str, E]):
    """The entries of one kind by id; `find` takes any text by which one may be named, and folds each text once."""

    __slots__ = ("answers", "keys_of", "table")

    def __init__(
        self, entries: Mapping[str, E], table: Mapping[str, str], keys_of: Callable[[str], Iterable[str]]
    ) -> None:
        super().__init__(entries)
        self.table = table
        self.keys_of = keys_of
        self.answers: dict[str, E | None] = {}

    def find(self, text: str) -> E | None:
        """The entry that a text means, or None."""
        if text not in self.answers:
            self.answers[text] = None
            for key in self.keys_of(text):
                if key in self.table:
                    self.answers[text] = self[self.table[key]]
                    break
        return self.answers[text]


# --- words that are nearly known ------------------------------------------------------------------------------------


def _distance(left: str, right: str) -> int:
    """Count the single edits between two words: a letter more, less or other, or two neighbours in the wrong order."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and b == left[i - 2]:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def is_slip(left: str, right: str) -> bool:
    """Whether one word is a slip of the other: one edit in six to nine letters, two in more, none in fewer.

    Slips seldom spoil the first letter, and words that differ there are mostly other words (employment, deployment).
    Nor are two wrong letters in words of one length a slip (refinement, retirement).
    """
    if left == right:
        return True
    shorter, difference = min(len(left), len(right)), abs(len(left) - len(right))
    allowed = 0 if shorter < 6 or left[0] != right[0] else 2 if shorter >= 10 and difference else 1
    return difference <= allowed and 0 < _distance(left, right) <= allowed


def _initials(words: list[str]) -> str:
    return "".join(word[0] for word in words)


def _run_together(words: list[str]) -> str:
    return f"={''.join(words)}"


def _nearby(table: Mapping[str, str]) -> dict[str, list[tuple[list[str], str]]]:
    """Sort the keys of duties by what a near one must share: the initials of its words, or all letters but the gaps."""
    nearby: dict[str, list[tuple[list[str], str]]] = {}
    for key, duty in table.items():
        words = key.split("-")
        nearby.setdefault(_initials(words), []).append((words, duty))
        nearby.setdefault(_run_together(words), []).append((words, duty))
    return nearby


# --- the catalogue --------------------------------------------------------------------------------------------------


_SENTENCE = 30
"""A text of more characters than this is a sentence: none of the words for nobody and nothing is as long."""


@dataclass(eq=False, repr=False, match_args=False, slots=True)
class Catalog:
    """All entries by id, and functions that find the entry for a text as people write it.

    A text is compared without case, punctuation and plural, in British or American spelling; titles also without
    words of rank and field. An unknown text gives None.
    """

    documents: Index[Article]
    duties: Index[Duty]
    titles: Index[Title]
    parties: Index[Party]
    deliverables: Index[Deliverable]
    inputs: Index[InputClass]
    rituals: Index[RitualKind]
    metrics: Index[MetricKind]
    tools: Index[ToolCategory]
    skills: Index[Skill]
    decisions: Index[DecisionKind]
    _spelling: Spelling
    _placeholders: Index[Placeholder]
    _decided: Mapping[str, DecisionKind]
    _sayings: Mapping[str, list[tuple[list[str], Phrases]]]
    _nearby: dict[str, list[tuple[list[str], str]]]

    def article(self, text: str) -> Article | None:
        """An article by its id or by the number of its file."""
        return self.documents.find(text)

    def duty(self, text: str) -> Duty | None:
        """A responsibility by id, title or synonym."""
        return self.duties.find(text)

    def title(self, text: str) -> Title | None:
        """A job title; "Senior Backend Engineer II" is an engineer, an unknown field of work is None."""
        return self.titles.find(text)

    def party(self, text: str) -> Party | None:
        """A department, function or outside group."""
        return self.parties.find(text)

    def deliverable(self, text: str) -> Deliverable | None:
        """A kind of deliverable."""
        return self.deliverables.find(text)

    def input(self, text: str) -> InputClass | None:
        """A class of input; `user-interviews` are customer insight."""
        return self.inputs.find(text)

    def ritual(self, text: str) -> RitualKind | None:
        """A kind of ritual."""
        return self.rituals.find(text)

    def metric(self, text: str) -> MetricKind | None:
        """A kind of metric."""
        return self.metrics.find(text)

    def tool(self, text: str) -> ToolCategory | None:
        """A category of tools, by its own name or by that of a tool."""
        return self.tools.find(text)

    def skill(self, text: str) -> Skill | None:
        """A skill."""
        return self.skills.find(text)

    def decision(self, text: str) -> DecisionKind | None:
        """A kind of decision by its own name; for what a decision is about, see `decision_about`."""
        return self.decisions.find(text)

    def decision_about(self, text: str) -> DecisionKind | None:
        """The kind of a decision that is about a duty."""
        duty = self.duty(text)
        return None if duty is None else self._decided.get(duty.id)

    def is_placeholder(self, text: str) -> bool:
        """Whether a text stands for nobody and nothing: `TBD`, `nobody`, `n/a`, `???`, an empty text.

        `none` is one too: where it means something (`reports_to: none`), do not ask.
        """
        if len(text) > _SENTENCE:
            first = text.split(maxsplit=1)[:1]
            text = f"{first[0]} and more" if first else ""  # only its first word can make a sentence one
        return self._placeholders.find(text) is not None

    def may_say(self, texts: str) -> bool:
        """Whether any phrase can be in these texts, joined to one; asked first, as most files hold none."""
        words = set(texts.casefold().translate(_BREAKS).split())
        return any(words.issuperset(phrase) for found in self._sayings.values() for phrase, _ in found)

    def sayings(self, text: str) -> dict[str, str]:
        """The kinds of phrase that a text holds, each with the phrase; what it quotes is not its own."""
        found: dict[str, str] = {}
        if self._sayings.keys().isdisjoint(_said(text)):
            return found
        words = _said(re.sub(_QUOTED, " ", text))
        for place, word in enumerate(words):
            for phrase, entry in self._sayings.get(word, ()):
                if words[place : place + len(phrase)] == phrase and _holds(entry, words, place, len(phrase)):
                    found[entry.kind] = " ".join(phrase)
        return found

    def content(self, text: str) -> frozenset[str]:
        """The words of a text that carry meaning, as they are compared, without order."""
        return frozenset(self._spelling.stems.words(text)) - SMALL_WORDS

    def beginnings(self, words: Iterable[str]) -> frozenset[str]:
        """How the words that carry meaning begin: what is alike in `content` is alike in this, which costs less."""
        return frozenset([word if word[-1].isdigit() else word[:3] for word in words if word not in SMALL_WORDS])

    def near_duty(self, text: str) -> Duty | None:
        """The duty that an unknown id was probably meant to be; None for ordinary words, and for ids with a number."""
        if any(map(str.isdigit, text)):
            return None
        if not self._nearby:
            self._nearby.update(_nearby(self.duties.table))
        words = self._spelling.stems.words(text)
        for known, duty in self._nearby.get(_initials(words), ()):
            if all(map(is_slip, words, known)):
                return self.duties[duty]
        return next((self.duties[duty] for _, duty in self._nearby.get(_run_together(words), ())), None)


SMALL_WORDS = frozenset({"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"})

_QUOTED = r"""`[^`]*`|"[^"]*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»"""
_BREAKS = str.maketrans(dict.fromkeys('!"#$%&()*+,./:;<=>?@[\\]^_`{|}~“”„«»…', " "))
_WORD_AS_WRITTEN = r"[^\W_]+(?:['’-][^\W_]+)*"


def _said(text: str) -> list[str]:
    return re.findall(_WORD_AS_WRITTEN, text.casefold())


def _holds(entry: Phrases, words: list[str], place: int, length: int) -> bool:
    """Whether a phrase that was found in a text stands where it counts, and nothing beside it says otherwise."""
    if entry.where == "head":
        # `Supports 40 hotels` and `to support …`: a figure makes it a result, the small word changes nothing.
        stands = words[:place] in ([], ["to"]) and not any(map(str.isdigit, "".join(words)))
    else:
        stands = entry.where == "anywhere" or place + length == len(words)
    said = f" {' '.join(words)} "
    return stands and not any(f" {' '.join(_said(other))} " in said for other in entry.unless)


def _by_first_word(entries: Iterable[Phrases]) -> dict[str, list[tuple[list[str], Phrases]]]:
    found: dict[str, list[tuple[list[str], Phrases]]] = {}
    for entry in entries:
        for words in map(_said, entry.phrases):
            found.setdefault(words[0], []).append((words, entry))
    return found


# --- reading --------------------------------------------------------------------------------------------------------


class _Reader:
    """What is read so far: fields of each entry, the document that gave each entry and field, and every fault."""

    def __init__(self) -> None:
        self.fields: dict[str, dict[str, dict[str, tuple[Any, document.Document]]]] = {kind: {} for kind in _KINDS}
        self.homes: dict[tuple[str, str], document.Document] = {}
        self.spelling: dict[str, dict[str, str]] = {name: {} for name in _SPELLINGS}
        self.faults: list[Finding] = []
        self.sources: dict[str, Any] = {}

    def fault(self, doc: document.Document, path: Path, message: str, fix: str, *related: Related) -> None:
        self.faults.append(invalid(message, doc.place(path)[0], fix, related=related))
        self.sources.update(doc.sources)
        if len(self.faults) > MOST_FAULTS:
            raise BadInput(self.faults, self.sources)


@cache
def load() -> Catalog:
    """The built-in catalogue."""
    return shipped.kept("catalog", lambda: read(shipped.rules_root() / "catalog"))


def extended(folders: Iterable[pathlib.Path]) -> Catalog:
    """The built-in catalogue with the words of own folders. Raises BadInput as `read` does."""
    return read(shipped.rules_root() / "catalog", *own) if (own := tuple(folders)) else load()


def read(*folders: pathlib.Path) -> Catalog:
    """Read the catalogue of several folders; a field that a later one writes replaces the earlier, or is added.

    Raises BadInput with every fault of every file, each with its position.
    """
    reader = _Reader()
    for folder in folders:
        for path in sorted(folder.glob("*.yaml")):
            _read(reader, document.parse(path.read_bytes(), document.shown(path)), path.stem)
    entries = {kind: _entries(reader, kind, cls) for kind, cls in _KINDS.items()}
    spelling = _spelling(reader.spelling, entries.pop("endings").values())
    phrases = entries.pop("phrases").values()
    _check_references(reader)
    indexes = {kind: _index(reader, kind, found, spelling) for kind, found in entries.items()}
    if reader.faults:
        raise BadInput(reader.faults, reader.sources)
    return _catalog(indexes, spelling, phrases)


def _catalog(indexes: dict[str, Index[Any]], spelling: Spelling, phrases: Iterable[Phrases]) -> Catalog:
    duties, placeholders = indexes.pop("responsibilities"), indexes.pop("placeholders")
    return Catalog(
        **indexes,
        duties=duties,
        _spelling=spelling,
        _placeholders=placeholders,
        _sayings=_by_first_word(phrases),
        _decided={duty: kind for kind in indexes["decisions"].values() for duty in kind.duties},
        _nearby={},
    )


def _read(reader: _Reader, doc: document.Document, kind: str) -> None:
    """Take in one file: the shape of its entries and fields, one at a time."""
    if kind == "spelling":
        return _read_spelling(reader, doc)
    if kind not in _KINDS:
        return reader.fault(
            doc, (), f"the catalogue has no kind “{kind}”", f"Name the file one of: {_list([*_KINDS, 'spelling'])}."
        )
    known = {name: hint for name, hint in _KINDS[kind].__annotations__.items() if name != "id"}
    for entry_id, entry in doc.data.items():
        if not re.fullmatch(_ID, entry_id):
            reader.fault(
                doc,
                (entry_id,),
                f"“{entry_id}” is not an id",
                "Write small letters and digits, with hyphens between words.",
            )
        elif not isinstance(entry, dict):
            reader.fault(doc, (entry_id,), f"“{entry_id}” is not a mapping of fields", "Give it at least a `title`.")
        else:
            reader.homes[kind, entry_id] = doc
            written = reader.fields[kind].setdefault(entry_id, {})
            for name, value in entry.items():
                if name not in known:
                    reader.fault(doc, (entry_id, name), f"unknown field “{name}”", f"Fields here are: {_list(known)}.")
                else:
                    written[name] = (_value(reader, doc, (entry_id, name), value, known[name]), doc)
    return None


def _value(reader: _Reader, doc: document.Document, path: Path, value: object, type_: Any) -> Any:
    """Bring a value as written to the type of its field; a list is also given as one value."""
    name = str(path[-1])
    if type_ is bool:
        if value not in ("true", "false"):
            reader.fault(doc, path, f"“{name}” is neither true nor false", "Write true or false.")
        return value == "true"
    if type_ == tuple[Source, ...]:
        return tuple(_source(reader, doc, (*path, i), item) for i, item in enumerate(_items(value)))
    items = [value] if type_ is str else _items(value)
    for i, item in enumerate(items):
        where = path if type_ is str or not isinstance(value, list) else (*path, i)
        if not isinstance(item, str):
            reader.fault(
                doc, where, f"“{name}” is not text", "Write one text, or a list of them where several are meant."
            )
        elif name in _CHOICES and item not in _CHOICES[name]:
            reader.fault(doc, where, f"“{item}” is not a {_noun(name)}", f"Known are: {_list(_CHOICES[name])}.")
    texts = [item for item in items if isinstance(item, str)]
    return "".join(texts) if type_ is str else tuple(texts)


def _noun(name: str) -> str:
    return "function" if _CHOICES[name] is FUNCTIONS else name


def _items(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _list(words: Iterable[str]) -> str:
    return ", ".join(words)


def _source(reader: _Reader, doc: document.Document, path: Path, item: object) -> Source:
    """Read one source; whether the article exists is known when all files are read."""
    if isinstance(item, dict) and item.keys() == {"document", "section"}:
        article, section = item["document"], item["section"]
        if isinstance(article, str) and isinstance(section, str):
            return Source(article, section)
    reader.fault(doc, path, "a source is an article and one of its headings", "Write {document: …, section: …}.")
    return Source("", "")


def _entries(reader: _Reader, kind: str, cls: type[Any]) -> dict[str, Any]:
    """Make the entries of one kind; what lacks a field that must be there is a fault and is left out."""
    needed = [name for name in cls._fields if name not in cls._field_defaults and name != "id"]
    entries = {}
    for entry_id, written in reader.fields[kind].items():
        lacking = [name for name in needed if name not in written or not written[name][0]]
        if lacking:
            doc = reader.homes[kind, entry_id]
            reader.fault(doc, (entry_id,), f"“{entry_id}” has no {_list(lacking)}", "Add it.")
        else:
            entries[entry_id] = cls(id=entry_id, **{name: value for name, (value, _) in written.items()})
    return entries


def _check_references(reader: _Reader) -> None:
    """See that everything an entry names is in the catalogue."""
    for kind in _KINDS:
        for entry_id, written in reader.fields[kind].items():
            for name, (value, doc) in written.items():
                if name == "sources":
                    named, where = tuple(source.document for source in value), "documents"
                elif name in _REFERENCES and not isinstance(value, bool):
                    named, where = (value,) if isinstance(value, str) else value, _REFERENCES[name]
                else:
                    continue
                for i, other in enumerate(named):
                    if other and other not in reader.fields[where]:
                        path: Path = (entry_id, name) if isinstance(value, str) else (entry_id, name, i)
                        reader.fault(
                            doc, path, f"“{other}” is not among the {where}", f"Name one, or add it to {where}.yaml."
                        )


def _index(reader: _Reader, kind: str, entries: dict[str, Any], spelling: Spelling) -> Index[Any]:
    """Make the table from every key to the id it means; one key for two entries is a fault at the second."""
    table: dict[str, str] = {}
    for entry_id, entry in entries.items():
        for name in ("id", "title", "synonyms", "tools", "file"):
            for i, word in enumerate(_items_of(entry, name)):
                key = "-".join(_title_words(word, spelling)) if kind == "titles" else spelling.stems.key(word)
                if table.setdefault(key, entry_id) != entry_id:
                    _clash(reader, kind, (entry_id, name, i), word, table[key])
    return Index(entries, table, _lookup(kind, entries, spelling))


def _lookup(kind: str, entries: dict[str, Any], spelling: Spelling) -> Callable[[str], Iterable[str]]:
    """How a text of this kind is looked up: under which keys, in which order."""
    if kind == "titles":
        return partial(_title_keys, spelling=spelling)
    if kind == "placeholders":
        leading = {key for entry in entries.values() if entry.leading for key in (entry.id, *entry.synonyms)}
        return partial(_placeholder_keys, stems=spelling.stems, leading=leading)
    return partial(_plain_keys, stems=spelling.stems)


def _plain_keys(text: str, stems: Stems) -> Iterable[str]:
    return (stems.key(text),)


def _placeholder_keys(text: str, stems: Stems, leading: set[str]) -> Iterable[str]:
    """The whole text, then its first word if that alone stands for nobody."""
    words = stems.words(text)
    whole = "-".join(words)
    return (whole, words[0]) if words and words[0] in leading else (whole,)


def _items_of(entry: Any, name: str) -> tuple[str, ...]:
    value = getattr(entry, name, ())
    return (value,) if isinstance(value, str) else value


def _clash(reader: _Reader, kind: str, path: tuple[str, str, int], word: str, other: str) -> None:
    entry_id, name, _ = path
    written = reader.fields[kind][entry_id]
    doc = written[name][1] if name in written else reader.homes[kind, entry_id]
    there = Related("the other entry", reader.homes[kind, other].span((other,), "key"))
    reader.fault(doc, path, f"“{word}” means “{other}” already", "Take it out of one of the two.", there)


def _read_spelling(reader: _Reader, doc: document.Document) -> None:
    """Take in the spelling tables; a later file adds to them."""
    for name, value in doc.data.items():
        if name in ("american", "short"):
            if isinstance(value, dict) and all(isinstance(word, str) for word in value.values()):
                reader.spelling[name].update(value)
            else:
                reader.fault(doc, (name,), f"“{name}” is not a mapping of words", "Write `word: other word`.")
        elif name in reader.spelling:
            reader.spelling[name].update(dict.fromkeys(_value(reader, doc, (name,), value, tuple[str, ...]), ""))
        else:
            reader.fault(doc, (name,), f"unknown field “{name}”", f"Fields here are: {_list(reader.spelling)}.")


def _spelling(written: Mapping[str, Mapping[str, str]], endings: Iterable[Ending]) -> Spelling:
    """Make the tables; their words are brought to the form in which they are compared."""
    stems = Stems(written["american"])
    sets = {name: frozenset(map(stems.key, written[name])) for name in ("dropped", "ranks", "levels", "not_after")}
    return Spelling(
        stems=stems,
        short={f"-{stems.key(phrase)}-": f"-{stems.key(word)}-" for phrase, word in written["short"].items()},
        whole_only=frozenset(written["whole_only"]),
        endings=tuple(
            ending._replace(fields=tuple(map(stems.key, ending.fields)), unless=tuple(map(stems.key, ending.unless)))
            for ending in endings
        ),
        **sets,
    )
