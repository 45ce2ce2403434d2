"""What a fact is: its name, type, meaning and function in one place, and the values it may have."""

from __future__ import annotations

import datetime
import enum
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any, Final, Generic, Literal, NamedTuple, TypeVar, cast

from roleaudit.findings import Path, dotted


class Unknown(enum.Enum):
    """The value of a fact that the file does not describe; a rule that meets it stays silent."""

    UNKNOWN = "unknown"

    __hash__ = object.__hash__  # there is one of it, and it is looked up for everybody of whom little is said


UNKNOWN: Final = Unknown.UNKNOWN


class Open(frozenset[str]):
    """A set that holds at least these members: it can say yes to "includes" and no to "none of", never the opposite."""


NOTHING: Final = frozenset[str]()
"""The empty set, one for all: most of ten thousand people have none of most things."""


class AtLeast(int):
    """A count that is at least this much, because not everybody is listed."""


OPEN = frozenset({Open, AtLeast})
"""The classes of values that are not all there is; they compare as if they were."""

Value = str | bool | int | datetime.date | frozenset[str] | Unknown
FactType = Literal["text", "flag", "number", "days", "date", "set"]
Paths = Iterable[Path]
Subject = TypeVar("Subject")


class Fact(NamedTuple):
    """One named value of a kind: what it is, how it is computed, and from which places in the file.

    With `shared` it is the same for all subjects whose `alike` is the same, and computed once for them.
    """

    name: str
    type: FactType
    meaning: str
    value: Callable[[Any], Value]
    at: Callable[[Any], Paths] | None = None
    indexed: bool = False
    shared: bool = False


class Entity:
    """One thing that rules speak of: where it stands (`at`), the path to point at, and its row of facts."""

    __slots__ = ("at", "path", "product", "row", "subject", "table", "tier", "title")

    def __init__(
        self,
        table: Table,
        at: Path | str,
        path: Path,
        subject: Any,
        product: Entity | None = None,
        title: str = "",
        tier: int = 9,
    ) -> None:
        self.table = table
        self.at = at
        self.path = path
        self.subject = subject
        self.product = product
        self.title = title
        self.tier = tier
        self.row = len(table.entities)
        table.entities.append(self)

    @property
    def kind(self) -> str:
        """The name of its kind."""
        return self.table.kind.name

    @property
    def address(self) -> str:
        """The path of ids by which findings and waivers name it; written out when somebody asks."""
        if not isinstance(self.at, str):
            self.at = dotted(self.at)
        return self.at


class Table:
    """The entities of one kind and their facts: a column for each fact that somebody asked for, a row per entity."""

    __slots__ = ("_alike", "_columns", "_shared", "_sorted", "_whole", "entities", "kind")

    def __init__(self, kind: Kind[Any]) -> None:
        self.kind = kind
        self.entities: list[Entity] = []
        self._columns: dict[str, list[Value | None]] = {}
        self._whole: dict[str, int] = {}  # up to which row nothing is still to be computed
        self._shared: dict[str, dict[object, Value]] = {}
        self._alike: defaultdict[object, list[Entity]] = defaultdict(list)
        self._sorted = 0  # so many entities are in it

    def value(self, entity: Entity, name: str) -> Value:
        """One fact of one entity, computed when it is first asked for."""
        found = self._column(name)[entity.row]
        return self.values([entity], name)[0] if found is None else found

    def values(self, entities: Sequence[Entity], name: str) -> Sequence[Value]:
        """One fact of many entities of this kind, computed where nobody has asked for it yet."""
        column = self._column(name)
        if self._whole.get(name, 0) < len(column):
            if entities is not self.entities:
                return self._computed(entities, self.kind.facts[name], column)
            self._fill(column, self.kind.facts[name])
            self._whole[name] = len(column)
        known = cast("list[Value]", column)
        return known if entities is self.entities else [known[entity.row] for entity in entities]

    def _fill(self, column: list[Value | None], fact: Fact) -> None:
        """Compute a fact of all entities."""
        if not fact.shared:
            compute, asked = fact.value, zip(self.entities, column, strict=True)
            column[:] = [compute(entity.subject) if value is None else value for entity, value in asked]
            return
        groups = list(self._groups().values())
        for group, value in zip(groups, self._computed([group[0] for group in groups], fact, column), strict=True):
            for entity in group:
                column[entity.row] = value

    def _computed(self, entities: Sequence[Entity], fact: Fact, column: list[Value | None]) -> list[Value]:
        """The values of a fact, computed where they are not known; a shared one once for all that are alike."""
        shared = self._shared.setdefault(fact.name, {}) if fact.shared else None
        found: list[Value] = []
        for entity in entities:
            value = column[entity.row]
            if value is None:
                subject = entity.subject
                if shared is None:
                    value = fact.value(subject)
                else:
                    value = shared.get(subject.alike)
                    if value is None:
                        value = shared[subject.alike] = fact.value(subject)
                column[entity.row] = value
            found.append(value)
        return found

    def by_value(self, entities: Sequence[Entity], name: str) -> list[list[Entity]]:
        """The entities with the same value of a fact together, in their order; open values are no closed ones."""
        found: defaultdict[object, list[Entity]] = defaultdict(list)
        if self.kind.facts[name].shared and entities is self.entities:
            groups = list(self._groups().values())
            for group, known in zip(groups, self.values([group[0] for group in groups], name), strict=True):
                found[(Open, known) if known.__class__ in OPEN else known].extend(group)
            for members in found.values():
                members.sort(key=_row)
        else:
            for entity, known in zip(entities, self.values(entities, name), strict=True):
                found[(Open, known) if known.__class__ in OPEN else known].append(entity)
        return list(found.values())

    def _groups(self) -> dict[object, list[Entity]]:
        """The entities that are alike together."""
        for entity in self.entities[self._sorted :]:
            self._alike[entity.subject.alike].append(entity)
        self._sorted = len(self.entities)
        return self._alike

    def _column(self, name: str) -> list[Value | None]:
        column = self._columns.get(name)
        if column is None:
            column = self._columns[name] = [None] * len(self.entities)
        elif len(column) < len(self.entities):  # a duty that nobody claims joins the others when a rule names it
            column.extend([None] * (len(self.entities) - len(column)))
        return column


_row = attrgetter("row")


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
        shared: bool = False,
        name: str | None = None,
    ) -> Callable[[Callable[[Subject], Value]], Callable[[Subject], Value]]:
        """Register the decorated function as a fact of this kind, under its own name unless `name` says otherwise."""

        def register(function: Callable[[Subject], Value]) -> Callable[[Subject], Value]:
            known_as = name or function.__name__
            self.facts[known_as] = Fact(known_as, type_, meaning, function, at, indexed, shared)
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
