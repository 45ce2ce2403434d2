"""Knows the first org file: what is proposed for a stage, and how the answers to a few questions are written down."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from roleaudit import catalog, document, model, rules, shipped
from roleaudit.catalog import Catalog, Duty, Title
from roleaudit.findings import UsageError

SCHEMA = "org.schema.json"
"""The schema is kept beside the org file, whose first line names it."""

_PLAIN = re.compile(r"[^\W\d_][\w-]*( [\w-]+)*")
_NOT_TEXT = ("y", "n", "yes", "no", "on", "off", "true", "false", "null")
_COMMON = ("product-management", "product-development", "product-owner")


class Answers(NamedTuple):
    """What is known at the start. Products and seats are titles by id; a duty with no owner is left open."""

    stage: str
    products: Mapping[str, str]
    seats: Mapping[str, str]
    owners: Mapping[str, str | None]
    meetings: Mapping[str, str]


class Proposal(NamedTuple):
    """What is proposed for a stage: seats, and meetings with how often they come round."""

    seats: tuple[str, ...]
    meetings: Mapping[str, str]


def proposal(stage: str) -> Proposal:
    """What a first org file of a stage may hold. Raises UsageError for an unknown stage."""
    if stage not in rules.STAGES:
        raise UsageError(f"there is no stage `{stage}`; use one of {', '.join(rules.STAGES)}")
    path = shipped.rules_root() / "start.yaml"
    written: Any = document.parse(path.read_bytes(), f"rules/{path.name}").data[stage]
    return Proposal(tuple(written["seats"]), written["meetings"])


def named(texts: Iterable[str]) -> dict[str, str]:
    """Products or seats by id, as people name them. Raises UsageError for a name without a letter or a digit."""
    found = {}
    for text in texts:
        id = re.sub(r"[\W_]+", "-", text.casefold()).strip("-")
        if not id:
            raise UsageError(f"`{text}` is no name: write letters or digits")
        found[id] = text
    return found


def paired(texts: Iterable[str], what: str) -> dict[str, str]:
    """Answers written `left=right`. Raises UsageError for any other; `what` shows the form."""
    found = {}
    for text in texts:
        left, equals, right = (part.strip() for part in text.partition("="))
        if not (left and equals and right):
            raise UsageError(f"`{text}` is not read; write `{what}`")
        found[left] = right
    return found


def owners(stage: str, seats: Iterable[str], said: Mapping[str, str]) -> dict[str, str | None]:
    """Who is to answer for each duty that a stage expects: the seat that was said, else the most usual one of those.

    Raises UsageError where a seat or a duty was said that is not there.
    """
    words = catalog.load()
    titles = {seat: words.title(seat) for seat in seats}
    found = {duty: _usual(words.duties[duty], titles, stage) for duty in rules.load().stages[stage].duties}
    for text, seat in said.items():
        duty = words.duty(text)
        if seat not in titles:
            raise UsageError(f"there is no seat `{seat}`; the seats are {', '.join(titles)}")
        found[duty.id if duty else next(iter(named([text])))] = seat
    return found


def _usual(duty: Duty, titles: Mapping[str, Title | None], stage: str) -> str | None:
    """The seat whose function usually owns a duty: one of its own craft, else one who leads, else any."""
    usual = duty.owners if duty.product_owner_first else duty.owners[:1]
    fallback = ("leadership",) if stage == rules.STAGES[0] else ()
    for function in (*usual, *fallback):
        fitting = {seat: title for seat, title in titles.items() if title and function in title.functions}
        if fitting:
            return min(fitting, key=lambda seat: _distance(duty, fitting[seat]))
    return None


def _distance(duty: Duty, title: Title) -> int:
    if title.discipline and title.discipline in duty.id.split("-"):
        return 0
    return 3 if title.specialist else 1 if title.heads else 2


def text(answers: Answers) -> str:
    """The org file, with a comment wherever the next thing to write belongs."""
    words = catalog.load()
    return "\n".join(_lines(answers, words)) + "\n"


def _lines(answers: Answers, words: Catalog) -> Iterator[str]:
    yield f"# yaml-language-server: $schema={SCHEMA}"
    yield "# Who owns what, for `roleaudit check`. Seats are described here, not people; all is optional but the stage."
    yield "org:"
    yield f"  stage: {answers.stage}"
    yield ""
    yield "products:"
    yield from (f"  {_scalar(id)}: {{title: {_scalar(title)}}}" for id, title in answers.products.items())
    yield ""
    yield "roles:                        # seats; a known title such as `cto` says what sort of seat it is"
    yield from _seats(answers, words)
    still_open = [duty for duty, seat in answers.owners.items() if seat is None]
    if still_open:
        yield "  # Nobody answers for these yet; write each under `owns` of a seat:"
        yield from (f"  #   {duty}" for duty in still_open)
    yield ""
    yield "# people:                     # who holds which seat; ids are enough, names are not needed"
    yield f"#   p1: {{roles: {_scalar(next(iter(answers.seats)))}}}"
    builders = _holding(answers.seats, words, "product-development", "product-owner")
    if answers.stage != rules.STAGES[0] and builders:
        yield ""
        yield "teams:"
        yield from _teams(answers, builders, words)
    yield ""
    yield from _meetings(answers, words)
    yield from _still_expected(answers.stage)


def _still_expected(stage: str) -> Iterator[str]:
    """What else a stage expects to be described, each with an example."""
    described = model.described()["properties"]
    for section in rules.load().stages[stage].sections:
        if section not in ("roles", "products", "teams", "rituals"):
            field = described[section]
            yield ""
            yield f"# {field['description']}"
            yield f"# {section}: {json.dumps(field['examples'][0])}"


def _seats(answers: Answers, words: Catalog) -> Iterator[str]:
    top, managers = _lines_of_report(answers.seats, words)
    for seat, title in answers.seats.items():
        owned = [duty for duty, owner in answers.owners.items() if owner == seat]
        yield f"  {_scalar(seat)}:"
        if words.title(seat) is None or title != seat:
            yield f"    title: {_scalar(title)}"
        if owned:
            yield f"    owns: [{', '.join(map(_scalar, owned))}]"
        else:
            yield "    # owns: []              # the duties that this seat answers for"
        if top:
            yield f"    reports_to: {'none' if seat == top else _scalar(managers.get(seat, top))}"


def _lines_of_report(seats: Iterable[str], words: Catalog) -> tuple[str | None, dict[str, str]]:
    """Who is at the top, if a seat of leadership is there, and who leads the seats of a side."""
    titles = {seat: title for seat in seats if (title := words.title(seat))}
    top = next((seat for seat, title in titles.items() if "leadership" in title.functions), None)
    managers: dict[str, str] = {}
    for side in (("product-management", "product-owner"), ("product-development",)):
        members = [seat for seat, title in titles.items() if set(side) & set(title.functions)]
        heads = [seat for seat in members if titles[seat].heads]
        for seat in members if heads else ():
            head = heads[0] if seat in heads or titles[seat].specialist else heads[-1]
            managers |= {} if seat == head else {seat: head}
    return top, managers


def _holding(seats: Iterable[str], words: Catalog, *functions: str) -> list[str]:
    """The seats of each function, without those that lead a whole side where it has others."""
    titles = {seat: title for seat in seats if (title := words.title(seat))}
    kept: set[str] = set()
    for function in functions:
        side = [seat for seat, title in titles.items() if function in title.functions]
        kept.update([seat for seat in side if not titles[seat].heads] or side)
    return [seat for seat in titles if seat in kept]


def _teams(answers: Answers, members: Sequence[str], words: Catalog) -> Iterator[str]:
    leading = [seat for seat in members if (title := words.title(seat)) and title.lead]
    for product in answers.products:
        team = f"{product}-team"
        while team in answers.seats:
            team += "-1"
        lead = f"lead: {_scalar((leading or members)[0])}, "
        inside = ", ".join(map(_scalar, members))
        yield f"  {_scalar(team)}: {{product: {_scalar(product)}, {lead}members: [{inside}]}}"


def _meetings(answers: Answers, words: Catalog) -> Iterator[str]:
    if not answers.meetings:
        yield "# rituals:                    # how people meet"
        yield "#   planning: {kind: sprint-planning, cadence: every 2 weeks, participants: everyone}"
        return
    yield "rituals:"
    for kind, cadence in answers.meetings.items():
        known = words.ritual(kind)
        parties = [party for party in known.participants if party not in _COMMON] if known else []
        asked = [function for function in _COMMON if known and function in known.participants]
        inside = [*_holding(answers.seats, words, *asked), *parties] or ["everyone"]
        yield (
            f"  {_scalar(next(iter(named([kind]))))}: "
            f"{{kind: {_scalar(kind)}, cadence: {_scalar(cadence)}, participants: [{', '.join(map(_scalar, inside))}]}}"
        )


def _scalar(text: str) -> str:
    """A text as YAML: bare where nobody can take it for something else."""
    return text if _PLAIN.fullmatch(text) and text not in _NOT_TEXT else json.dumps(text, ensure_ascii=False)
