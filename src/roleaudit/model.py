"""Knows the words of the org file: what may be written, what it means, and which word was meant by another."""

import re
import signal
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache, lru_cache
from itertools import chain, filterfalse, islice
from types import NoneType
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, ValidationError
from pydantic_core import PydanticCustomError

from roleaudit import privacy
from roleaudit.document import Document
from roleaudit.findings import MOST_FAULTS, BadInput, Finding, Path, Related, dotted, invalid

# --- kinds of value ---------------------------------------------------------------------------------------------------


class Refers(NamedTuple):
    """Marks a field whose values are entries: references of kind `to`, or free text where `to` is None.

    `strong` marks the fields in which somebody answers, decides, leads, reports or holds.
    """

    to: str | None
    strong: bool = False


def _listed(value: Any) -> Any:
    """Bring one value to a list of one."""
    return value if value is None or value.__class__ is list else (value,)


def _list_section(value: Any) -> Any:
    """Bring a section that is a list, written as null or as one item, to a list."""
    return () if value is None else _listed(value)


def _holdings(value: Any) -> Any:
    """Bring seats written as text to holdings: one for all who hold a seat and say no more of it."""
    return value if value is None else [_plain(v) if v.__class__ is str else v for v in _listed(value)]


@lru_cache(10_000)
def _plain(role: str) -> "Holding":
    """The holding of a seat of which nothing more is said. Any text can name a seat: there is nothing to validate."""
    return Holding.model_construct(role=role)


def _vision(value: Any) -> Any:
    """Bring a vision written as text to `{text: …}`."""
    return {"text": value} if value.__class__ is str else value


def _mapping(value: Any) -> Any:
    """Bring a section written as null to an empty one."""
    return {} if value is None else value


def _entries(value: Any) -> Any:
    """Bring a section, and each of its entries, written as null to an empty one."""
    if value.__class__ is dict and None in value.values():
        return {key: {} if entry is None else entry for key, entry in value.items()}
    return _mapping(value)


def _responsibilities(value: Any) -> Any:
    """Bring responsibilities written as one actor or a list of them to `{accountable: …}`."""
    if value.__class__ is not dict:
        return _mapping(value)
    return {k: v if v.__class__ is dict else {} if v is None else {"accountable": v} for k, v in value.items()}


def _wrong(allowed: str, fix: str) -> PydanticCustomError:
    return PydanticCustomError("wrong", "{allowed}", {"allowed": allowed, "fix": fix})


_DAY = "a day as `YYYY-MM-DD`"
_YES_NO = "`true` or `false`"
_PERCENT = "a percentage from 0 to 100"
_WHOLE = "a whole number"


def _day(value: Any) -> Any:
    """Read a day in the one form that is allowed, YYYY-MM-DD."""
    if value.__class__ is not str:
        return value
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise _wrong(_DAY, "There is no such day in the calendar; correct it.") from None
    parts = re.match(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?![0-9])", value)
    meant = "{}-{:0>2}-{:0>2}".format(*parts.groups()) if parts else "2026-05-01"
    raise _wrong(_DAY, f"Write `{meant}`." if parts else f"Write year, month and day, for example `{meant}`.")


def _yes_no(value: Any) -> Any:
    """Read exactly `true` or `false`."""
    if value.__class__ is not str:
        return value
    if value in ("true", "false"):
        return value == "true"
    said = value.lower()
    word = (
        "true"
        if said in ("true", "yes", "y", "on", "1")
        else "false"
        if said in ("false", "no", "n", "off", "0")
        else ""
    )
    raise _wrong(_YES_NO, f"Write `{word}`." if word else f"Write {_YES_NO}.")


def _whole(value: Any) -> Any:
    """Read a whole number written in decimal digits."""
    if value.__class__ is not str:
        return value
    if re.fullmatch(r"[0-9]{1,9}", value):
        return int(value)
    raise _wrong(_WHOLE, "Write decimal digits only, for example `34`.")


def _percent(value: Any) -> Any:
    """Read `50`, `50%` or `50 %`."""
    if value.__class__ is not str:
        return value
    found = re.fullmatch(r"([0-9]{1,9}(?:\.[0-9]{1,9})?) ?%?", value)
    if found and float(found[1]) <= 100:
        return float(found[1])
    raise _wrong(_PERCENT, "A share cannot be more than 100 %." if found else "Write it as `50`, `50%` or `50 %`.")


_ONE_OR_MORE = BeforeValidator(_listed)

Text = Annotated[str | None, Refers(None)]
Texts = Annotated[tuple[str, ...] | None, _ONE_OR_MORE, Refers(None)]
Items = Annotated[tuple[str, ...] | None, _ONE_OR_MORE, Refers("input")]
Actor = Annotated[str | None, Refers("actor")]
Actors = Annotated[tuple[str, ...] | None, _ONE_OR_MORE, Refers("actor")]
Answerable = Annotated[str | None, Refers("actor", strong=True)]
Answerables = Annotated[tuple[str, ...] | None, _ONE_OR_MORE, Refers("actor", strong=True)]
Seat = Annotated[str | None, Refers("role", strong=True)]
Products = Annotated[tuple[str, ...] | None, _ONE_OR_MORE, Refers("product")]
Teams = Annotated[tuple[str, ...] | None, _ONE_OR_MORE, Refers("team")]
Duty = Annotated[str | None, Refers("duty")]
Duties = Annotated[tuple[str, ...] | None, _ONE_OR_MORE, Refers("duty")]
Goals = Annotated[tuple[str, ...] | None, _ONE_OR_MORE, Refers("goal")]
Rituals = Annotated[tuple[str, ...] | None, _ONE_OR_MORE, Refers("ritual")]
Deliverables = Annotated[tuple[str, ...] | None, _ONE_OR_MORE, Refers("deliverable")]
Tools = Annotated[tuple[str, ...] | None, _ONE_OR_MORE, Refers("tool")]
DutyFunctions = Annotated[dict[str, str] | None, Refers("duty")]
Day = Annotated[date | None, BeforeValidator(_day)]
YesNo = Annotated[bool | None, BeforeValidator(_yes_no)]
Whole = Annotated[int | None, BeforeValidator(_whole)]
Percent = Annotated[float | None, BeforeValidator(_percent)]

Stage = Literal["startup", "scaleup", "enterprise"]
Industry = Literal["software", "saas", "hardware", "other"]
Phase = Literal["idea", "pre-launch", "launched", "mature", "declining", "retired"]
Grade = Literal["low", "medium", "high"]
PersonKind = Literal["human", "agent"]


def _word(description: str, *examples: Any, alias: str | None = None, usual: str | None = None) -> Any:
    """A field that may be left out; `usual` names the list of the catalogue whose words are mostly written there."""
    extra: dict[str, Any] | None = {"usual": usual} if usual else None
    return Field(default=None, description=description, examples=list(examples), alias=alias, json_schema_extra=extra)


class _Words(BaseModel):
    """A mapping of the org file: only the words listed are allowed, and none is required."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class _Entry(_Words):
    """What every entry may say about itself."""

    title: Text = _word("What people call it, in plain words.", "Product Manager")
    description: Text = _word("What a reader who is new here should know about it.", "Started in the spring of 2026.")


# --- the words --------------------------------------------------------------------------------------------------------


class Org(_Entry):
    """The organisation as a whole."""

    name: str | None = _word("The name of the organisation.", "Harbour Labs")
    stage: Stage | None = _word(
        "How far the organisation has grown; it decides which rules apply, and how strictly.", "scaleup"
    )
    industry: Industry | None = _word(
        "What is built; software where nothing is said. A product may say otherwise.", "saas"
    )
    headcount: Whole = _word("How many people work here; needed only when not everyone is listed under `people`.", 34)
    stage_since: Day = _word("The day on which this stage was reached.", "2025-06-01")
    structure_changed: Day = _word("The day on which teams were last regrouped.", "2025-07-01")
    roles_reviewed: Day = _word("The day on which all roles were last looked through.", "2026-02-01")
    goals: Texts = _word("The goals of the organisation that products can support.", ["retention", "second-market"])


class Vision(_Words):
    """What a product is to become."""

    text: Text = _word(
        "The whole vision in one text; the short form `vision: …` means this.",
        "Every small hotel is bookable in a minute.",
    )
    purpose: Text = _word("Why the product exists.", "Let small hotels keep their own guests.")
    target_market: Text = _word("For whom it is built.", "Family-run hotels in Germany and France")
    key_features: Texts = _word("What it must be able to do.", ["instant booking", "one calendar"])
    unique_selling_proposition: Text = _word(
        "What nobody else offers in this way.", "Set up in one afternoon, without a contract."
    )


class Responsibility(_Entry):
    """A duty and the parties to it; where it is written says for what it holds."""

    accountable: Answerables = _word(
        "Who answers for the result: one. Several are read, and reported.", "product-manager"
    )
    responsible: Actors = _word("Who does the work.", ["product-manager", "tech-lead"])
    consulted: Actors = _word("Whose advice is asked for before it is settled.", ["tech-lead"])
    informed: Actors = _word("Who hears of the result.", ["sales"])
    criticality: Grade | None = _word("How much harm it does when nobody takes care of it.", "high")
    deputy: Answerables = _word("Who steps in when the accountable one is away.", "head-of-design")
    reviewed: Day = _word("The day on which this entry was last confirmed.", "2026-05-01")


Responsibilities = Annotated[
    dict[str, Responsibility] | None,
    BeforeValidator(_responsibilities),
    Refers("duty"),
]


class Product(_Entry):
    """A product or service that the organisation offers."""

    line: Text = _word("The product line it belongs to.", "core")
    phase: Phase | None = _word("Where the product stands in its life.", "launched")
    complexity: Grade | None = _word("How hard it is to build and to run.", "high")
    markets: Texts = _word("The markets in which it is offered.", ["DE", "FR"])
    problem: Text = _word("The need of its users that it answers.", "Small hotels lose bookings to phone tag")
    target_user: Text = _word("Whose need that is.", "Owners of hotels with under 40 rooms")
    features: Texts = _word("Which features answer the need.", ["instant booking", "one calendar"])
    vision: Annotated[Vision | None, BeforeValidator(_vision)] = _word(
        "What it is to become: one text, or its parts.", "Every small hotel is bookable in a minute."
    )
    supports: Goals = _word("Which of the organisation's goals it serves.", ["retention"])
    industry: Industry | None = _word(
        "What kind of product it is, where that differs from the organisation.", "hardware"
    )
    responsibilities: Responsibilities = _word(
        "Duties that hold for this product only.", {"roadmap": "product-manager"}
    )


class Role(_Entry):
    """A seat in the organisation, whoever sits in it."""

    function: Texts = _word(
        "The side the seat belongs to: product-management, product-development, product-owner, leadership, or another "
        "word. A known title gives it.",
        "product-management",
        usual="function",
    )
    purpose: Text = _word("What the seat is there for, in one sentence.", "Decide what booking does next, and why")
    product: Products = _word("The products the seat works on; without it, and without a team, all.", "booking")
    team: Teams = _word("The teams the seat works in.", "checkout")
    owns: Duties = _word("The duties it answers for.", ["product-strategy", "requirements-definition"])
    contributes_to: Duties = _word("The duties it works on without answering for them.", ["launch-validation"])
    reports_to: Answerable = _word("The seat or person above it, or `none`.", "ceo")
    deputy: Answerables = _word("Who steps in when the holder is away.", "head-of-design")
    vacant: YesNo = _word(
        "Whether the seat is there and nobody sits in it. Only what is written here makes it vacant.", True
    )
    covered_by: Answerable = _word("Who does the work while the seat is vacant.", "ceo")


class Holding(_Words):
    """One seat that a person holds, and for what."""

    role: Seat = _word("The seat.", "product-manager")
    product: Products = _word("The products for which the person holds it.", "booking")
    team: Teams = _word("The teams in which the person holds it.", "checkout")
    share: Percent = _word("How much of the person's working time the seat takes, in percent.", 50)
    until: Day = _word("The last day of the term.", "2027-03-31")
    acting: YesNo = _word("Whether the person fills in until somebody takes the seat for good.", True)


class Time(_Words):
    """How a person's week divides over kinds of work, in percent."""

    strategy: Percent = _word("Share of time for strategy.", 20)
    roadmap: Percent = _word("Share of time for the roadmap.", 10)
    research: Percent = _word("Share of time for research.", 10)
    delivery: Percent = _word("Share of time for delivery.", 50)
    support: Percent = _word("Share of time for support.", 10)


class Person(_Entry):
    """Somebody who works here. The id is enough; nothing personal is needed."""

    name: str | None = _word("The person's name. It is read and printed nowhere.", "A. Example")
    roles: Annotated[
        tuple[Holding, ...] | None,
        BeforeValidator(_holdings),
    ] = _word(
        "The seats the person holds: ids, or a mapping that says for what and how long.",
        "product-manager",
        ["founder", {"role": "product-manager", "product": "booking", "share": 50}],
    )
    reports_to: Answerable = _word("Who the person answers to, or `none`; it counts before what the seat says.", "p01")
    kind: PersonKind | None = _word("A human, where nothing is said, or a software agent.", "agent")
    skills: Texts = _word("What the person is able to do.", ["communication", "data-analysis"], usual="skill")
    time: Time | None = _word("How the working week divides over kinds of work.", {"strategy": 20, "delivery": 80})


class Team(_Entry):
    """People who work together on something."""

    type: Text = _word("What sort of team it is.", "squad")
    product: Products = _word("The products it works on.", "booking")
    parent: Teams = _word("The teams it is part of.", "engineering")
    lead: Answerable = _word("Who leads it; what the team owns, the lead answers for.", "tech-lead")
    members: Actors = _word("Who belongs to it: seats or people.", ["engineer", "designer"])
    model: Text = _word("How it works.", "agile-squad")
    purpose: Text = _word("What it is there for, in one sentence.", "Guests pay in one step")
    responsibilities: Responsibilities = _word("Duties that hold for this team only.", {"on-call": "tech-lead"})


class Deliverable(_Entry):
    """Something that is written or made and handed on."""

    kind: Text = _word("What sort of deliverable it is.", "prd", usual="deliverable")
    product: Products = _word("The products it is about.", "booking")
    team: Teams = _word("The teams it is about.", "checkout")
    owner: Answerables = _word("Who answers for it: one. Several are read, and reported.", "product-manager")
    contributors: Actors = _word("Who works on it.", ["tech-lead"])
    audience: Actors = _word("Who is meant to read it.", ["engineering"])
    based_on: Items = _word("What it draws on.", ["user-research"])
    criteria: Items = _word("When it counts as finished.", ["reviewed by engineering"])
    covers: Items = _word("What it speaks about.", ["launch", "growth"])
    updated: Day = _word("The day on which it was last changed.", "2026-10-01")


class Decision(_Entry):
    """A recurring decision and who has the last word."""

    about: Duty = _word("The duty or matter that is decided.", "pricing")
    kind: Text = _word(
        "What sort of decision it is; it follows from `about` where nothing is said.", "what", usual="decision"
    )
    product: Products = _word("The products it is about.", "booking")
    decides: Answerables = _word("Who has the last word.", "ceo")
    consulted: Actors = _word("Whose advice is asked for first.", ["head-of-sales"])
    informed: Actors = _word("Who hears of it.", ["everyone"])
    approvers: Actors = _word("Whose consent is needed.", ["board"])
    escalates_to: Actor = _word("Who settles it when there is no agreement.", "ceo")
    recorded_in: Text = _word("Where it is kept.", "https://wiki.example.org/decisions")


class Ritual(_Entry):
    """A meeting that comes round again."""

    kind: Text = _word("What sort of meeting it is.", "sprint-planning", usual="ritual")
    product: Products = _word("The products it is about.", "booking")
    team: Teams = _word("The teams whose meeting it is.", "checkout")
    participants: Actors = _word("Who takes part.", ["product-manager", "checkout"])
    cadence: Text = _word("How often it takes place.", "every 2 weeks")
    inputs: Items = _word("What it starts from.", ["roadmap"])
    outputs: Items = _word("What comes out of it.", ["sprint-goal"])


class Metric(_Entry):
    """A figure by which success is judged."""

    kind: Text = _word("What sort of figure it is.", "adoption", usual="metric")
    product: Products = _word("The products it is about.", "booking")
    owner: Answerables = _word("Who answers for it: one. Several are read, and reported.", "product-manager")
    shared_with: Actors = _word("Who carries it too.", ["tech-lead"])
    target: Text = _word("The value to be reached.", "40 %")
    reviewed_in: Rituals = _word("The meetings in which it is looked at.", "planning")


class Tool(_Entry):
    """A tool that people work with."""

    category: Texts = _word(
        "What it is used for; one tool may serve for several things.", "issue-tracking", usual="tool-category"
    )
    used_by: Actors = _word("Who works with it.", ["engineering", "product"])
    integrates_with: Tools = _word("The tools it exchanges data with.", ["aha"])


class Handoff(_Entry):
    """Work that goes from one party to another."""

    from_: Actors = _word("Who gives.", "product-manager", alias="from")
    to: Actors = _word("Who takes over.", "checkout")
    product: Products = _word("The products it is about.", "booking")
    deliverable: Deliverables = _word("What is handed over: ids or kinds of deliverables.", "prd")
    criteria: Items = _word("When it is ready to be handed over.", ["problem stated", "estimate agreed"])
    gate: YesNo = _word("Whether work stops until somebody lets it pass.", False)


class Policy(_Words):
    """The organisation's own choice where practice differs."""

    owners: DutyFunctions = _word(
        "Which function answers for a duty: a function, never a seat.",
        {"backlog-management": "product-owner"},
        usual="function",
    )


class Waiver(_Words):
    """A finding that is accepted, and why."""

    rule: str = Field(description="The rule that stays silent.", examples=["founder-still-pm"])
    at: str = Field(description="Where: this address and what lies below it.", examples=["people.p07"])
    reason: Annotated[str, Refers(None)] = Field(
        description="Why this is accepted.", examples=["Product manager hired for March"]
    )
    since: Day = _word("The day on which it was accepted.", "2026-11-02")
    until: Day = _word("The last day on which it holds.", "2027-03-31")
    by: Actor = _word("Who accepted it.", "head-of-product")


_SECTION = BeforeValidator(_entries)


class OrgFile(_Words):
    """A description of an organisation. Every section maps ids to entries; an id is what other entries refer to."""

    org: Annotated[Org | None, BeforeValidator(_mapping)] = _word("The organisation as a whole.", {"stage": "scaleup"})
    products: Annotated[dict[str, Product] | None, _SECTION] = _word(
        "What the organisation offers.", {"booking": {"phase": "launched"}}
    )
    roles: Annotated[dict[str, Role] | None, _SECTION] = _word(
        "The seats, whoever sits in them.", {"product-manager": {"owns": ["product-strategy"]}}
    )
    people: Annotated[dict[str, Person] | None, _SECTION] = _word(
        "Who holds which seat; ids are enough.", {"p07": {"roles": "product-manager"}}
    )
    teams: Annotated[dict[str, Team] | None, _SECTION] = _word(
        "Who works together.", {"checkout": {"product": "booking", "lead": "tech-lead"}}
    )
    responsibilities: Responsibilities = _word(
        "Duties of the whole organisation and the parties to them.",
        {"launch-planning": {"accountable": "product-manager"}},
    )
    deliverables: Annotated[dict[str, Deliverable] | None, _SECTION] = _word(
        "What is written or made and handed on.", {"prd": {"kind": "prd", "owner": "product-manager"}}
    )
    decisions: Annotated[dict[str, Decision] | None, _SECTION] = _word(
        "Recurring decisions and who has the last word.", {"pricing": {"decides": "ceo"}}
    )
    rituals: Annotated[dict[str, Ritual] | None, _SECTION] = _word(
        "Meetings that come round again.", {"planning": {"kind": "sprint-planning", "cadence": "every 2 weeks"}}
    )
    metrics: Annotated[dict[str, Metric] | None, _SECTION] = _word(
        "Figures by which success is judged.", {"adoption": {"owner": "product-manager"}}
    )
    tools: Annotated[dict[str, Tool] | None, _SECTION] = _word(
        "Tools that people work with.", {"jira": {"category": "issue-tracking"}}
    )
    handoffs: Annotated[dict[str, Handoff] | None, _SECTION] = _word(
        "Work that goes from one party to another.", {"spec": {"from": "product-manager", "to": "checkout"}}
    )
    external: Annotated[tuple[str, ...] | None, BeforeValidator(_list_section)] = _word(
        "Parties outside that are named and not described further.", ["board", "auditor"]
    )
    policy: Annotated[Policy | None, BeforeValidator(_mapping)] = _word(
        "The organisation's own choice where practice differs.", {"owners": {"launch-timing": "product-development"}}
    )
    waivers: Annotated[tuple[Waiver, ...] | None, BeforeValidator(_list_section)] = _word(
        "Findings that are accepted.", [{"rule": "founder-still-pm", "at": "people.p07", "reason": "Hired"}]
    )
    _own: tuple[tuple[Path, Any], ...] = PrivateAttr(())

    @property
    def own_fields(self) -> tuple[tuple[Path, Any], ...]:
        """The fields that begin with `x-`, by path, with the plain data that stands there."""
        return self._own


# --- every written reference and text ---------------------------------------------------------------------------------


class Entry(NamedTuple):
    """One written value: a reference of kind `refers`, or a free text where `refers` is None.

    `path` is that of the long form (`owns: roadmap` stands at `owns[0]`). Where `value` is the last step of `path`, it
    is the key itself: a duty under `responsibilities` or under `policy.owners`.
    """

    path: Path
    field: str
    value: str
    refers: str | None
    strong: bool


class _Field(NamedTuple):
    """One field: attribute, word in the file, shape (one, list or mapping), class or choices of its values, marker."""

    attribute: str
    word: str
    shape: str
    entry: type[BaseModel] | None
    choices: tuple[str, ...]
    refers: Refers | None


@cache
def _fields(words: type[BaseModel]) -> dict[str, _Field]:
    """List the fields of a class by the word used in the file."""
    fields = {}
    for attribute, info in words.model_fields.items():
        marker = next((m for m in info.metadata if isinstance(m, Refers)), None)
        inner = [a for a in get_args(info.annotation) if a is not NoneType] or [info.annotation]
        kind, args = get_origin(inner[0]), get_args(inner[0])
        shape = {dict: "mapping", tuple: "list"}.get(kind, "one")
        held = args[1] if shape == "mapping" else args[0] if shape == "list" else inner[0]
        entry = held if isinstance(held, type) and issubclass(held, BaseModel) else None
        word = info.alias or attribute
        choices = get_args(held) if get_origin(held) is Literal else ()
        fields[word] = _Field(attribute, word, shape, entry, choices, marker)
    return fields


Wanted = Mapping[tuple[str | None, str], Collection[str]]
"""Names and texts by the kind they refer to, None for a free text, and by their field."""


def entries(org: OrgFile, wanted: Wanted | None = None) -> Iterator[Entry]:
    """Give every reference and free text of the file with its path, or only those that are `wanted`.

    They come in the order of the words, not of the lines. Ids, enumerations, days, numbers and the names of people are
    left out.
    """
    plans: dict[type[BaseModel], list[_Step]] = {}
    _leads(OrgFile, named(org) if wanted is None else wanted, plans)
    return _inside(org, (), plans)


class _Step(NamedTuple):
    """A field that may lead to what is wanted: whether models are to be looked into, which keys and values to give."""

    attribute: str
    word: str
    shape: str
    refers: Refers
    nested: bool
    keys: Collection[str]
    values: Collection[str]


def _leads(words: type[BaseModel], wanted: Wanted, plans: dict[type[BaseModel], list[_Step]]) -> bool:
    """Whether a class has anything that is wanted in it; how it leads there, and the classes in it, goes to `plans`."""
    if words not in plans:
        plans[words] = []
        for attribute, word, shape, entry, _, refers in _fields(words).values():
            if refers is None and entry is None:
                continue
            to = refers or Refers(None)
            keys = wanted.get((to.to, word), ()) if shape == "mapping" and to.to else ()
            field = None if shape == "mapping" else to.to
            values = wanted.get((field, word), ()) if entry is None else ()
            nested = entry is not None and _leads(entry, wanted, plans)
            if nested or keys or values:
                plans[words].append(_Step(attribute, word, shape, to, nested, keys, values))
    return bool(plans[words])


def _inside(model: BaseModel, path: Path, plans: Mapping[type[BaseModel], Sequence[_Step]]) -> Iterator[Entry]:
    written = model.__dict__
    for attribute, word, shape, (to, strong), nested, keys, values in plans[model.__class__]:
        value = written[attribute]
        if value is None:
            continue
        if shape == "mapping":
            for key, inner in value.items():
                if key in keys:
                    yield Entry((*path, word, key), word, key, to, strong)
                if nested:
                    yield from _inside(inner, (*path, word, key), plans)
                elif inner in values:
                    yield Entry((*path, word, key), word, inner, None, False)
        elif shape == "list":
            for index, inner in enumerate(value):
                if nested:
                    yield from _inside(inner, (*path, word, index), plans)
                elif inner in values:
                    yield Entry((*path, word, index), word, inner, to, strong)
        elif nested:
            yield from _inside(value, (*path, word), plans)
        elif value in values:
            yield Entry((*path, word), word, value, to, strong)


Named = dict[tuple[str | None, str], Counter[str]]
"""How often each name or text is written: by the kind it refers to, None for a free text, and by its field."""


def named(org: OrgFile) -> Named:
    """Count how often each reference and free text is written per field: what `entries` gives, without the paths."""
    found: dict[tuple[str | None, str], list[str]] = {}
    _collect([org], found)
    return {field: Counter(written) for field, written in found.items()}


def _collect(models: Sequence[BaseModel], found: dict[tuple[str | None, str], list[str]]) -> None:
    """Add what many models of one class hold, and those in them, field by field: there are thousands of each class."""
    said = [model.__dict__ for model in models]  # pydantic looks up a field of a model by a long way round
    for attribute, word, shape, nested, to, _ in _plan(models[0].__class__):
        own = found.setdefault((to, word), [])
        written = [value for fields in said if (value := fields[attribute]) is not None]
        if shape == "mapping":
            if to is not None:
                own.extend(chain.from_iterable(written))
            own = found.setdefault((None, word), [])
            written = [value for mapping in written for value in mapping.values()]
        elif shape == "list":
            written = list(chain.from_iterable(written))
        if not nested:
            own.extend(written)
        elif written:
            _collect(written, found)


def kind_at(path: Path, *, key: bool = False) -> str | None:
    """The kind of name that belongs at a path of the file, short forms included; None where none does.

    For a value it is a kind of reference, or `function` under `policy.owners`; for an id, that is with `key` or where a
    text stands in place of a mapping of ids, it is the word of that mapping.
    """
    return _kind_in(OrgFile, path, key)


_SHORT_FORMS: dict[type[BaseModel] | None, str] = {Responsibility: "actor", Holding: "role"}


def _kind_in(words: type[BaseModel], path: Path, key: bool) -> str | None:
    field = _fields(words).get(str(path[0])) if path else None
    if field is None:
        return None
    rest = path[1:]
    if field.shape == "mapping":
        if not rest or (key and len(rest) == 1):
            return field.word if rest or not key else None
        rest = rest[1:]
        if not rest:
            return _SHORT_FORMS.get(field.entry, None if field.entry else "function")
    elif rest and isinstance(rest[0], int):
        rest = rest[1:]
    if rest:
        return _kind_in(field.entry, rest, key) if field.entry else None
    if key or field.entry:
        return _SHORT_FORMS.get(field.entry) if not key else None
    return field.refers.to if field.refers else None


@cache
def _plan(words: type[BaseModel]) -> tuple[tuple[str, str, str, bool, str | None, bool], ...]:
    """Say which fields lead to entries: attribute, word, shape, whether models are inside, `to` and `strong`."""
    return tuple(
        (f.attribute, f.word, f.shape, f.entry is not None, *(f.refers or Refers(None)))
        for f in _fields(words).values()
        if f.refers or f.entry
    )


# --- the words for an editor -----------------------------------------------------------------------------------------


_SHORT: dict[type[BaseModel], str] = {Holding: "role", Responsibility: "accountable", Vision: "text"}
"""The field that is meant where a bare value stands for the whole mapping."""


def described() -> dict[str, Any]:
    """The long form of every word as pydantic puts it in a JSON Schema, with three words of ours.

    A field says what it `refers` to, or which words are `usual` in it; a mapping the field that is `short` for it. One
    value always stands for a list of one.
    """
    schema = OrgFile.model_json_schema()
    for words in _CALLED:
        written = schema if words is OrgFile else schema["$defs"][words.__name__]
        written["short"] = _SHORT.get(words)
        for field in _fields(words).values():
            written["properties"][field.word]["refers"] = field.refers.to if field.refers else None
    return schema


# --- reading ----------------------------------------------------------------------------------------------------------


def parse(document: Document) -> OrgFile:
    """Turn plain data into typed words.

    Raises `BadInput` with every fault of the file at once, each with its place, what was found, what is allowed and
    what was probably meant.
    """
    faults = list(islice(chain(_bad_ids(document), _clashing_ids(document)), MOST_FAULTS + 1))
    with _undisturbed():
        org = OrgFile()  # the first one builds the validators
    try:
        org = OrgFile.model_validate(document.data)
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False)
        own = [e["loc"] for e in errors if _is_own(e)]
        if len(own) < len(errors):
            faults += [_fault(document, e) for e in islice(filterfalse(_is_own, errors), MOST_FAULTS + 1)]
        else:
            org = OrgFile.model_validate(_without(document.data, own))
            org._own = tuple((path, _at(document.data, path)) for path in own)
    if faults:
        raise BadInput(sorted(faults, key=lambda f: f.span), document.sources)
    return org


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let an interrupt wait: where one comes while it builds, pydantic-core breaks down with words of its own."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _is_own(error: Any) -> bool:
    """Whether a fault is a field of the user's own, which is allowed everywhere."""
    return bool(error["type"] == "extra_forbidden" and str(error["loc"][-1]).startswith("x-"))


def _at(data: Any, path: Path) -> Any:
    """What stands at a path of the long form."""
    for step in path:
        if not (isinstance(step, int) and isinstance(data, dict)):  # one value stands for a list of one
            data = data[step]
    return data


def _without(data: dict[str, Any], paths: Iterable[Path]) -> dict[str, Any]:
    """Copy the data without the keys at these paths; what lies beside them is shared with the original."""
    top = dict(data)
    copies: set[int] = set()
    for path in paths:
        at: Any = top
        for step in path[:-1]:
            if isinstance(step, int) and isinstance(at, dict):
                continue  # one value stands for a list of one
            if id(at[step]) not in copies:
                at[step] = at[step].copy()
                copies.add(id(at[step]))
            at = at[step]
        del at[path[-1]]
    return top


# --- faults -----------------------------------------------------------------------------------------------------------

_PRIVATE = "it says something of a person that is nobody else's business"
_REMOVE = "Remove the field; if it was committed, its value stays in the history until that is rewritten."
_NO_WORD = re.compile(r"\W+")
_IDS = re.compile(r"[\w-]*")
_NO_ID = re.compile(r"[.\[\]\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]|^\s|\s$|^$")


def _id_maps(data: dict[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Give every mapping whose keys are ids, with its path."""
    for section, field in _fields(OrgFile).items():
        written = data.get(section)
        if field.shape != "mapping" or not isinstance(written, dict):
            continue
        yield (section,), written
        if field.entry and "responsibilities" in _fields(field.entry):
            for key, entry in written.items():
                duties = entry.get("responsibilities") if isinstance(entry, dict) else None
                if isinstance(duties, dict):
                    yield (section, key, "responsibilities"), duties


def _bad_ids(document: Document) -> Iterator[Finding]:
    """Find ids that could not be told apart in an address."""
    for path, written in _id_maps(document.data):
        if "" in written or not _IDS.fullmatch("".join(written)):  # one look at all of them settles most files
            for key in filter(_NO_ID.search, written):
                yield invalid(
                    f"{_quoted(key)} cannot be an id: an id is not empty and has no dot, no square bracket, no control "
                    "character and no space at either end",
                    document.span((*path, key), "key"),
                    f"Write {_quoted(_NO_WORD.sub('-', key).strip('-') or 'an-id')}.",
                    address=dotted(path),
                )


def _clashing_ids(document: Document) -> Iterator[Finding]:
    """Find ids used twice among people, roles and teams; capital letters make no difference."""
    sections = [(s, d) for s in ("people", "roles", "teams") if isinstance(d := document.data.get(s), dict)]
    if len({key.casefold() for _, d in sections for key in d}) == sum(len(d) for _, d in sections):
        return
    seen: dict[str, Path] = {}
    for path in sorted(((s, k) for s, d in sections for k in d), key=lambda p: document.span(p, "key")):
        first = seen.setdefault(path[1].casefold(), path)
        if first is not path:
            yield invalid(
                f"{_quoted(path[1])} is an id twice, under `{first[0]}` and under `{path[0]}`; people, roles and teams "
                "share one set of ids, and capital letters make no difference",
                document.span(path, "key"),
                "Give one of them another id, and change what refers to it.",
                related=(Related("also an id here", document.span(first, "key")),),
                address=dotted(path),
            )


def _fault(document: Document, error: Any) -> Finding:
    """Turn one fault that pydantic found into a finding."""
    path, value, words, field = _locate(document.data, error["loc"])
    if error["type"] == "extra_forbidden":
        message, fix = _unknown(str(path[-1]), words)
        return invalid(message, document.span(path, "key"), fix, address=dotted(path))
    if error["type"] == "missing":
        word = str(error["loc"][-1])
        fix = f"Add `{word}`, for example `{word}: {(words.model_fields[word].examples or [''])[0]}`."
        return invalid(f"{_CALLED[words]} needs `{word}`", document.span(path, "key"), fix, address=dotted(path))
    allowed, fix = _allowed(error, value, field)
    span, related = document.place(path)
    message = f"`{_shown(dotted(path))}` takes {allowed}, not {_found(error, value)}"
    return invalid(message, span, fix, related=related, address=dotted(path))


def _locate(data: Any, loc: Path) -> tuple[Path, Any, type[BaseModel], _Field | None]:
    """Follow a path of the long form through the data as written: path there, value, class and field."""
    path: Path = ()
    value = data
    words: type[BaseModel] = OrgFile
    inside = words
    field: _Field | None = None
    among_entries = False
    for step in loc:
        if among_entries:
            among_entries, words = False, field.entry if field and field.entry else words
        else:
            inside, field = words, _fields(words).get(str(step))
            among_entries = field is not None and field.shape != "one"
            words = field.entry if field and field.entry and not among_entries else words
        if step in value if isinstance(value, dict) else isinstance(value, list) and isinstance(step, int):
            path, value = (*path, step), value[step]
    return path, value, inside, field


def _unknown(key: str, words: type[BaseModel]) -> tuple[str, str]:
    """Say that a key is not known here, and which word is meant; what is private is not to be written elsewhere."""
    known = _fields(words)
    if privacy.is_private(key, of_person=words in (Person, Holding, Time)):
        return f"{_quoted(key)} does not belong in an org file: {_PRIVATE}", f"{_REMOVE} What seats are for is enough."
    if words is Person and privacy.is_contact(key):
        return f"{_quoted(key)} does not belong in an org file: how to reach somebody is personal data", (
            f"{_REMOVE} The id is enough, and may be looked up in your own directory."
        )
    meant = _meant(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", key).casefold().replace("-", "_").replace(" ", "_"), words)
    hint = f"Write `{meant}`. " if meant in known else f"{meant} " if meant else ""
    listed = ", ".join(f"`{word}`" for word in known)
    if words is OrgFile:
        return (
            f"there is no section {_quoted(key)}",
            f"{hint}The sections are {listed}; one of your own begins with `x-`.",
        )
    called = _CALLED[words]
    takes = f"{called[0].upper()}{called[1:]} takes {listed}; a field of your own begins with `x-`."
    return f"{called} has no field {_quoted(key)}", hint + takes


def _meant(key: str, words: type[BaseModel]) -> str:
    """Find the field that an unknown key stands for, or a sentence that says where such a thing is written."""
    known = _fields(words)
    if key in known:
        return key
    for table in (_MEANT.get(words, {}), {word: said for word, said in _MEANT_ANYWHERE.items() if word in known}):
        for meant, said in table.items():
            if key in said.split():
                return meant
    if near := _nearest(key, known, 0.8):
        return near
    homes = [called for home, called in _CALLED.items() if key in _fields(home)]
    return f"`{key}` belongs to {_either(homes)}." if homes else _nearest(key, known, 0.65)


def _nearest(word: str, known: Iterable[str], likeness: float) -> str:
    """Find the known word that is spelt most like this one."""
    from difflib import get_close_matches  # needed only where something is wrong

    return next(iter(get_close_matches(word, list(known), 1, likeness)), "")


def _allowed(error: Any, value: Any, field: _Field | None) -> tuple[str, str]:
    """Say what may stand in a field, and how to mend what does."""
    kind = error["type"]
    if kind == "wrong":
        return error["ctx"]["allowed"], error["ctx"]["fix"]
    if kind == "literal_error" and field:
        return _either(f"`{choice}`" for choice in field.choices), _choice(value, field)
    if kind == "dict_type":
        fix = "Write each entry under its id, as `id: {…}`." if field and field.entry else "Write `duty: function`."
        return ("a mapping of ids to entries" if field and field.entry else "a mapping of duties to functions"), fix
    if kind == "model_type" and field and field.entry:
        short = {Holding: "the id of a role, or ", Vision: "text, or "}.get(field.entry, "")
        return f"{short}a mapping with the fields of {_CALLED[field.entry]}", _example(field.entry)
    if kind in _SCALARS:
        return _SCALARS[kind]
    several = field is not None and field.shape == "list"
    if value is None:
        return "text", "Write a value, or take the item out."
    if isinstance(value, dict):
        fix = "Write the text alone, in quotes where it holds a colon."
        return ("text, or a list of texts" if several else "text"), fix
    return ("text, or a list of texts", "Write all items in one list.") if several else ("one value", "Keep one.")


def _choice(value: Any, field: _Field) -> str:
    """Suggest the choice that was meant."""
    normal = value.strip().casefold().replace("_", "-").replace(" ", "-") if isinstance(value, str) else ""
    table = _MEANT_CHOICES.get(field.word, {})
    said = next((meant for meant, words in table.items() if normal in words.split()), normal)
    meant = said if said in field.choices else _nearest(said, field.choices, 0.6)
    return f"Write `{meant}`." if meant else "Write one of these words."


def _example(words: type[BaseModel]) -> str:
    """Show the form of an entry with the first field that is peculiar to it."""
    word, info = next(
        (f.word, words.model_fields[f.attribute]) for f in _fields(words).values() if f.word not in _COMMON
    )
    return f"Write its fields under it, for example `{word}: {(info.examples or ['…'])[0]}`."


def _either(choices: Iterable[str]) -> str:
    *most, last = choices
    return f"{', '.join(most)} or {last}" if most else last


def _found(error: Any, value: Any) -> str:
    """Name what was found. Text is quoted only where it was to be one of a few forms: elsewhere it may be anything."""
    if isinstance(value, str):
        return _quoted(value) if error["type"] in ("wrong", "literal_error") else "text"
    return "a mapping" if isinstance(value, dict) else "a list" if isinstance(value, list) else "nothing"


def _quoted(text: str) -> str:
    return f"`{_shown(text)}`"


def _shown(text: str) -> str:
    """Shorten a text for a message and write its control characters as escapes."""
    short = text if len(text) <= 60 else text[:59] + "…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in short)


_SCALARS = {
    "date_type": (_DAY, "Write one day, for example `2026-05-01`."),
    "bool_type": (_YES_NO, f"Write {_YES_NO}."),
    "int_type": (_WHOLE, "Write one number, for example `34`."),
    "string_unicode": ("whole characters", "Take the broken character out."),
    "float_type": (_PERCENT, "Write one share, for example `50%`."),
}

_COMMON = ("title", "description", "name")

_CALLED: dict[type[BaseModel], str] = {
    OrgFile: "an org file",
    Org: "`org`",
    Product: "a product",
    Vision: "a vision",
    Role: "a role",
    Person: "a person",
    Holding: "a seat under `people.*.roles`",
    Time: "`time`",
    Team: "a team",
    Responsibility: "a responsibility",
    Deliverable: "a deliverable",
    Decision: "a decision",
    Ritual: "a ritual",
    Metric: "a metric",
    Tool: "a tool",
    Handoff: "a handoff",
    Policy: "`policy`",
    Waiver: "a waiver",
}

_HELD_BY = "Who holds a seat is written under `people`: `p01: {roles: this-role}`."
_PER_HOLDING = "It belongs to the seat that the person holds: `roles: [{role: ceo, %s}]`."
_OWNS_THROUGH_SEAT = "A person answers for duties through a seat: write them as `owns` of the role."

_MEANT_ANYWHERE = {
    "title": "name label display_name",
    "description": "desc note notes comment comments summary details info",
    "product": "products",
    "team": "teams squad squads",
    "kind": "type",
    "type": "kind",
    "owner": "owners accountable dri responsible answers",
    "deputy": "deputies backup backups stand_in substitute delegate second fallback",
    "reports_to": "manager boss supervisor managed_by line_manager report_to reports",
    "consulted": "c consult consults consulting input_from",
    "informed": "i inform informs notified notify kept_informed",
    "purpose": "mission charter goal why objective",
    "until": "till end ends end_date expires expiry valid_until",
    "criteria": "acceptance_criteria definition_of_done dod definition_of_ready dor ready_when done_when",
    "reviewed": "review last_review last_reviewed reviewed_on review_date",
    "updated": "last_updated updated_at updated_on date modified last_modified",
}
"""What people write for a field, wherever that field is known."""

_MEANT: dict[type[BaseModel], dict[str, str]] = {
    OrgFile: {
        "org": "organisation organization company business",
        "products": "product services offerings",
        "roles": "role positions position seats seat jobs",
        "people": "person persons employees staff members holders humans",
        "teams": "team squads groups departments units tribes",
        "responsibilities": "responsibility duties raci rasci daci matrix accountabilities",
        "deliverables": "deliverable artifacts artefacts documents",
        "decisions": "decision decision_rights",
        "rituals": "ritual meetings meeting ceremonies events cadences",
        "metrics": "metric kpis kpi okrs measures indicators",
        "tools": "tool software stack systems apps",
        "handoffs": "handoff hand_offs handovers hand_overs interfaces",
        "external": "externals parties vendors partners outside",
        "policy": "policies",
        "waivers": "waiver ignore ignores exceptions exemptions allow suppress suppressions",
        "Write it under `org`.": "name stage industry headcount goals stage_since",
    },
    Org: {
        "headcount": "size employees people people_count head_count staff",
        "stage_since": "since stage_from stage_started",
        "industry": "sector domain type kind",
        "structure_changed": "reorg reorganised reorganized restructured last_reorg",
        "roles_reviewed": "reviewed last_review last_reviewed review",
        "goals": "goal objectives okrs targets",
        "stage": "phase maturity",
    },
    Product: {
        "phase": "lifecycle life_cycle stage status state",
        "line": "product_line portfolio family",
        "markets": "market regions region countries",
        "problem": "need needs problem_statement pain job_to_be_done",
        "target_user": "user users customer customers audience persona personas target_users",
        "supports": "goals goal objectives okrs",
        "responsibilities": "duties raci responsibility responsible",
        "features": "key_features capabilities solution",
        "vision": "mission purpose",
        "industry": "sector",
        "Who answers for a product is written as `owns` of a role, or under `responsibilities` of the product.": (
            "owner owners accountable product_manager product_owner pm po manager lead"
        ),
        "A team names its products: write `product` at the team.": "team teams squads",
    },
    Vision: {
        "target_market": "market target_group audience target_user for",
        "key_features": "features",
        "unique_selling_proposition": "usp differentiator unique_value difference",
        "text": "statement vision description title",
    },
    Role: {
        "owns": (
            "duties duty responsibilities responsibility accountabilities accountable owner accountable_for "
            "responsible_for owner_of own"
        ),
        "contributes_to": "responsible contributes supports helps assists involved_in works_on",
        "reports_to": "lead parent",
        _HELD_BY: "person people holder holders held_by assignee incumbent members who filled_by",
        "function": "functions department discipline area side job_family type kind",
        "vacant": "open unfilled is_vacant vacancy hiring",
        "covered_by": "cover interim acting_holder covering",
        _PER_HOLDING % "acting: true": "acting",
        _PER_HOLDING % "share: 50%": "share fte allocation",
        _PER_HOLDING % "until: 2027-03-31": "until end_date",
    },
    Person: {
        "roles": "role seat seats position positions holds hats job function",
        "reports_to": "lead",
        "kind": "type is_agent",
        "skills": "skill competencies competences abilities strengths",
        "time": "time_split time_allocation focus capacity",
        _OWNS_THROUGH_SEAT: "owns responsibilities duties accountable accountabilities contributes_to",
        _PER_HOLDING % "product: booking": "product products",
        "Write `team` at the seat the person holds, or name the person under `members` of the team.": "team teams",
        _PER_HOLDING % "share: 50%": "share fte allocation",
        _PER_HOLDING % "until: 2027-03-31": "until end_date",
        _PER_HOLDING % "acting: true": "acting interim",
        "Write who steps in as `deputy` of the role or the responsibility.": "deputy backup",
    },
    Holding: {
        "role": "roles seat name title position id",
        "share": "fte percent percentage allocation time part",
        "acting": "interim temporary temp",
    },
    Time: {
        "roadmap": "planning road_map roadmapping",
        "research": "discovery users customers interviews",
        "delivery": "dev development execution coding building sprints",
        "support": "maintenance bugs firefighting operations",
        "strategy": "vision strategic",
    },
    Team: {
        "lead": "manager head leader leads team_lead owner led_by reports_to accountable",
        "members": "people member roles persons staff who",
        "parent": "parents department parent_team part_of belongs_to subteam_of team tribe",
        "model": "framework methodology method way_of_working process works_as",
        "responsibilities": "owns duties responsibility accountabilities responsible_for",
    },
    Responsibility: {
        "accountable": (
            "owner owners dri responsible_person accountable_person a approver approvers decider decides answers "
            "directly_responsible owned_by lead role holder who"
        ),
        "responsible": "r driver doer does contributors contributor contributes supports s members",
        "criticality": "priority importance weight critical severity",
        "reviewed": "updated",
        "A duty of one product or team is written under `responsibilities` of that product or team.": (
            "product products team teams scope"
        ),
    },
    Deliverable: {
        "owner": "author owned_by lead decides",
        "contributors": "contributor contributes authors helpers consulted",
        "audience": "readers reader stakeholders consumers informed shared_with for",
        "based_on": "inputs input sources source derived_from draws_on uses",
        "covers": "scope contents content sections contains includes",
    },
    Decision: {
        "decides": "decider deciders decision_maker owner owners dri accountable decided_by who",
        "approvers": "approver approves approved_by approval agree agrees sign_off",
        "about": "topic subject matter on duty scope",
        "escalates_to": "escalation escalate_to tie_break tie_breaker escalates",
        "recorded_in": "record recorded log link url adr documented_in document",
        "consulted": "recommends input inputs contributors",
        "Write who has the last word under `decides`; one who only prepares the decision belongs under `consulted`.": (
            "driver responsible recommender proposes"
        ),
    },
    Ritual: {
        "participants": "attendees attendee members who people invitees participant roles audience",
        "cadence": "frequency rhythm interval schedule when every recurrence how_often",
        "inputs": "input agenda topics",
        "outputs": "output outcome outcomes results produces",
    },
    Metric: {
        "target": "goal threshold objective target_value",
        "shared_with": "shared shared_by contributors informed",
        "reviewed_in": "reviewed review ritual rituals meeting",
    },
    Tool: {
        "category": "type kind purpose categories",
        "used_by": "users user used_in teams team audience",
        "integrates_with": "integrations integration connects_to connected_to linked_to links_to syncs_with",
    },
    Handoff: {
        "from": "source giver sender by owner supplier",
        "to": "target receiver recipient taker customer",
        "deliverable": "deliverables artifact artefact document what kind output",
        "criteria": "entry_criteria checklist conditions",
        "gate": "is_gate stage_gate gated blocking",
    },
    Policy: {
        "owners": "owner ownership functions duties responsibilities",
    },
    Waiver: {
        "rule": "id check finding name rules",
        "at": "address path where entity location on",
        "reason": "why because comment justification note description",
        "since": "added accepted created date from granted",
        "by": "approved_by author owner granted_by accepted_by",
    },
}
"""What people write, by the class in which it is found. A key is the field meant, or says where the thing belongs."""

_MEANT_CHOICES: dict[str, dict[str, str]] = {
    "stage": {
        "startup": "start-up seed early small founding mvp",
        "scaleup": "scale-up scaling growth growing mid medium midsize",
        "enterprise": "large corporate corporation mature big",
    },
    "industry": {
        "saas": "cloud b2b-saas software-as-a-service",
        "hardware": "hw devices manufacturing electronics iot",
        "software": "sw tech it apps",
    },
    "phase": {
        "idea": "concept discovery ideation exploration",
        "pre-launch": "prelaunch beta alpha mvp development building",
        "launched": "live launch released production ga growth growing",
        "mature": "maturity stable established",
        "declining": "decline sunset sunsetting maintenance",
        "retired": "dead archived eol end-of-life discontinued deprecated",
    },
    "complexity": {
        "low": "l minor small simple 1",
        "medium": "m mid moderate normal 2",
        "high": "h critical major severe very-high complex 3",
    },
    "kind": {
        "agent": "ai bot robot ai-agent machine software llm",
        "human": "person employee people contractor freelancer",
    },
}
_MEANT_CHOICES["criticality"] = _MEANT_CHOICES["complexity"]
"""What people write for a choice, by field."""
