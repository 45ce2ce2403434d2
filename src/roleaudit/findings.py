"""What the audit says: levels, places in files, findings and the result that reports print."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from typing import NamedTuple, Protocol

Path = tuple[str | int, ...]
"""Where a value stands in the org file: keys and list indexes from the top, `("roles", "pm", "owns", 2)`."""

INVALID_FILE = "invalid-file"
"""The rule name of every fault that stops a file from being read; never waived, never in a baseline."""


LENGTH, DIGITS = 16, frozenset("0123456789abcdef")
"""How an identity is written."""


class Level(IntEnum):
    """How bad a finding is. `str()` gives the word used in files and reports."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


class Span(NamedTuple):
    """A stretch of source text. Lines and columns are 1-based and count code points; the end is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


class Related(NamedTuple):
    """A second place that a finding speaks of, with the words that say what it is."""

    label: str
    span: Span


class Wording(Protocol):
    """How to put a finding into words when somebody asks: of a thousand findings of one rule a report words one."""

    def message(self) -> str:
        """What is unclear, in one sentence."""

    def fix(self) -> str:
        """The edit that clears it."""

    def identity(self) -> str:
        """What stays the same when files are moved, reformatted or reworded."""


Text = str | Wording


class _Finding(NamedTuple):
    rule: str
    level: Level
    message: Text
    fix: Text
    address: str
    span: Span
    why: str = ""
    related: tuple[Related, ...] = ()
    identity: Text = ""
    tier: int = 9
    suppressed: str | None = None
    known: str | None = None
    waivable: bool = True


class Finding(_Finding):
    """One thing that is unclear, and the edit that clears it.

    `address` is a path of ids in the org's words. `suppressed` is the reason of the waiver that covers the finding;
    `known` says why one that nobody waived does not count all the same: it was there before.
    """

    __slots__ = ()

    @property
    def message(self) -> str:
        """What is unclear, in one sentence."""
        text = super().message
        return text if isinstance(text, str) else text.message()

    @property
    def fix(self) -> str:
        """The edit that clears it."""
        text = super().fix
        return text if isinstance(text, str) else text.fix()

    @property
    def identity(self) -> str:
        """What stays the same when files are moved, reformatted or reworded."""
        text = super().identity
        return text if isinstance(text, str) else text.identity()

    @property
    def excuse(self) -> str | None:
        """Why the finding does not count; None where it does."""
        return self.known if self.suppressed is None else self.suppressed


def identity(rule: str, address: str, others: Iterable[str] = ()) -> str:
    """Name a finding by what it is about: the rule's first released name, the address and the other parties' ids."""
    import hashlib

    text = "\n".join((rule, address, *sorted(others)))
    return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]


class Rung(NamedTuple):
    """One stage of the ladder: `to_go` counts the errors that are not waived."""

    stage: str
    to_go: int


class Coverage(NamedTuple):
    """A plain fraction of the summary; `whole` is None where the file does not describe the matter."""

    label: str
    part: int
    whole: int | None


class WaiverUse(NamedTuple):
    """One waiver of the org file as it is written, dates as YYYY-MM-DD, and how many findings it silences.

    `silences` is None where that cannot be told: its rule was not asked, or another stage was judged by.
    """

    rule: str
    at: str
    reason: str
    by: str | None
    since: str | None
    until: str | None
    silences: int | None
    span: Span


class RuleText(NamedTuple):
    """What a rule says of itself, for reports that list every rule that ran.

    `level` is that of the stage judged; `described` is false where the file says too little for the rule to tell.
    """

    name: str
    topic: str
    level: Level
    summary: str
    why: str
    fix: str
    sources: tuple[str, ...] = ()
    described: bool = True


class BaselineUse(NamedTuple):
    """The baseline file that an audit was held against, and its entries that match nothing any more: rule, address."""

    file: str
    stale: tuple[tuple[str, str], ...]


class Alteration(NamedTuple):
    """Something by which findings are judged that a change alters; None for what is not there."""

    what: str
    before: str | None
    after: str | None


class Change(NamedTuple):
    """What happened to an org since a commit, where its own findings say what is new.

    The places of `fixed` findings, and those that `moved` ones are given with, are those of the commit. `notes` say
    what could not be compared.
    """

    since: str
    commit: str
    fixed: tuple[Finding, ...]
    moved: tuple[tuple[Finding, Span], ...]
    altered: tuple[Alteration, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """The finished audit of one root file, sorted and ready for any report.

    `findings` holds those too that do not count, `waivers` the waivers of the file. `sources` gives
    the lines of each file by its name, for quoting, with people's names covered. `rules` gives the texts of the rules
    that ran, when it is called: most reports have no use for them.
    """

    root: str
    stage: str
    stage_from: str
    today: str
    version: str
    findings: tuple[Finding, ...]
    ladder: tuple[Rung, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    rules_version: str = ""
    not_described: tuple[str, ...] = ()
    waivers: tuple[WaiverUse, ...] = ()
    baseline: BaselineUse | None = None
    change: Change | None = None
    sources: dict[str, Sequence[str]] = field(default_factory=dict, repr=False, compare=False)
    rules: Callable[[], tuple[RuleText, ...]] = field(default=tuple, repr=False, compare=False)

    @cached_property
    def active(self) -> tuple[Finding, ...]:
        """The findings that count: those that no waiver covers and that were not known before."""
        return tuple([f for f in self.findings if f.suppressed is None and f.known is None])

    @cached_property
    def counts(self) -> Counter[Level]:
        """How many findings of each level count."""
        return Counter([f.level for f in self.active])

    @cached_property
    def invalid(self) -> bool:
        """Whether the file could not be audited at all (exit code 2)."""
        return any(f.rule == INVALID_FILE for f in self.findings)


MOST_FAULTS = 100
"""So many faults are told at once; whoever looks for them may stop at one more."""


class BadInput(Exception):
    """A file that cannot be audited; `findings` say where and why, all at once, `sources` hold the lines to quote."""

    def __init__(self, findings: Sequence[Finding], sources: dict[str, Sequence[str]] | None = None) -> None:
        super().__init__(findings[0].message)
        self.findings = tuple(findings[:MOST_FAULTS])
        if len(findings) > MOST_FAULTS:
            more = invalid("There are more faults than these.", findings[MOST_FAULTS].span, "Mend those above first.")
            self.findings += (more,)
        self.sources = sources or {}


class UsageError(Exception):
    """Something asked for that cannot be done: a missing file, an unknown rule. The text says what to do instead."""


class NoOrgFile(UsageError):
    """Nothing was named and nothing was found (exit code 3)."""


def invalid(message: str, span: Span, fix: str, *, related: tuple[Related, ...] = (), address: str = "") -> Finding:
    """A fault of the file itself as a finding: always an error, under the rule name `invalid-file`."""
    return Finding(
        INVALID_FILE,
        Level.ERROR,
        message,
        fix,
        address,
        span,
        related=related,
        identity=identity(INVALID_FILE, address),
        waivable=False,
    )


UNREADABLE = RuleText(
    INVALID_FILE,
    "file",
    Level.ERROR,
    "A file cannot be read as the description of an organisation.",
    "Nothing can be said of an organisation whose file is broken, so that a broken file never passes for a clean one.",
    "Mend the line that the finding names.",
)
"""The rule behind every `invalid` finding; it is asked of every file, before all others."""


def dotted(path: Path) -> str:
    """Write a path as an address: `("roles", "pm", "owns", 2)` is `roles.pm.owns[2]`."""
    try:
        return ".".join(path)  # type: ignore[arg-type]
    except TypeError:  # one of the steps is an index
        return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)[1:]
