"""What a fact is: its name, type, meaning and function in one place, and the values it may have."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final, Generic, Literal, NamedTuple, TypeVar

from roleaudit.findings import Path, dotted


class Unknown(enum.Enum):
    """The value of a fact that the file does not describe; a rule that meets it stays silent."""

    UNKNOWN = "unknown"


UNKNOWN: Final = Unknown.UNKNOWN


class Open(frozenset[str]):
    """A set that holds at least these members: it can say yes to "includes" and no to "none of", never the opposite."""


class AtLeast(int):
    """A count that is at least this much, because not everybody is listed."""


Value = str | bool | int | datetime.date | frozenset[str] | Unknown
FactType = Literal["text", "flag", "number", "days", "date", "set"]
Paths = Iterable[Path]
Subject = TypeVar("Subject")


class Fact(NamedTuple):
    """One named value of a kind: what it is, how it is computed, and from which places in the file."""

    name: str
    type: FactType
    meaning: str
    value: Callable[[Any], Value]
    at: Callable[[Any], Paths] | None = None
    indexed: bool = False


@dataclass(eq=False, slots=True)
class Entity:
    """One thing that rules speak of: where it stands (`at`), the path to point at, and its facts as asked for."""

    kind: str
    at: Path | str
    path: Path
    subject: Any
    product: Entity | None = None
    title: str = ""
    tier: int = 9
    values: dict[str, Value] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """The path of ids by which findings and waivers name it; written out when somebody asks."""
        if not isinstance(self.at, str):
            self.at = dotted(self.at)
        return self.at


class Kind(Generic[Subject]):
    """One kind of entity and the facts it has, in the order in which they are written."""

    def __init__(self, name: str, meaning: str, *, at: str | None = None) -> None:
        self.name = name
        self.meaning = meaning
        self.at = at
        self.facts: dict[str, Fact] = {}

    def fact(
        self,
        type_: FactType,
        meaning: str,
        *,
        at: Callable[[Subject], Paths] | None = None,
        indexed: bool = False,
        name: str | None = None,
    ) -> Callable[[Callable[[Subject], Value]], Callable[[Subject], Value]]:
        """Register the decorated function as a fact of this kind, under its own name unless `name` says otherwise."""

        def register(function: Callable[[Subject], Value]) -> Callable[[Subject], Value]:
            known_as = name or function.__name__
            self.facts[known_as] = Fact(known_as, type_, meaning, function, at, indexed)
            return function

        return register

    def written(self, name: str, type_: FactType, meaning: str, *, below: str | None = None) -> None:
        """Register a field as written: `subject.entry.<name>`, unknown where absent, with its own key as the place."""
        attribute = f"{name}_" if name == "from" else name
        step = below or name

        def value(subject: Any) -> Value:
            found = getattr(subject.entry, attribute)
            if found is None:
                return UNKNOWN
            return frozenset(found) if type_ == "set" else found

        def at(subject: Any) -> Paths:
            return [(*subject.path, step)]

        self.facts[name] = Fact(name, type_, meaning, value, at)
