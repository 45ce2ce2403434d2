"""Measures the rules on the files of `tests/corpus/`, in which each line that deserves a finding was marked by hand.

`python tests/measure.py [--write]` prints for each rule its hits, false alarms, misses and near misses, then precision
and recall for each level, and every difference. `--write` records hits and near misses where `explain` reads them.

A mark is `# <- rule level`. Several stand on a line with commas between them, `x3` means three of the same, and a line
`# -- rule level: reason` explains a false alarm on the line above that is left as it is. A hit is a mark that a finding
of this rule and level meets on its line; a finding without a mark is a false alarm, a mark without a finding a miss.
A near miss is an entity that a rule applies to, and on which what it expects holds: close by, and rightly passed over.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from marked import TODAY

from roleaudit import catalog, document, engine, facts, model, pipeline, rules
from roleaudit.findings import Result

FOLDER = Path(__file__).parent / "corpus"
EVIDENCE = Path(__file__).parents[1] / "rules" / "evidence.yaml"
LEVELS = ("error", "warning", "info")

_MARKS = re.compile(r"# <- (.+)$")
_MARK = re.compile(r"([a-z0-9-]+) (info|warning|error)(?: x(\d+))?")
_EXPLAINED = re.compile(r"\s*# -- ([a-z0-9-]+) (info|warning|error): (.+)$")


class Mark(NamedTuple):
    """What is said, or ought to be, on a line of a file."""

    file: str
    line: int
    rule: str
    level: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}  {self.rule} {self.level}"


class Measured(NamedTuple):
    """Each kind of agreement and difference, and how often it is there."""

    files: int
    hits: Counter[Mark]
    false_alarms: Counter[Mark]
    misses: Counter[Mark]
    near_misses: Counter[str]
    explained: dict[Mark, str]

    def of(self, found: Counter[Mark], *, rule: str = "", level: str = "") -> int:
        """How many of these are of a rule, or of a level."""
        return sum(n for mark, n in found.items() if rule in ("", mark.rule) and level in ("", mark.level))

    def evidence(self) -> dict[str, dict[str, int]]:
        """Hits and near misses of each rule that has any."""
        counts = {
            name: {"hits": self.of(self.hits, rule=name), "near_misses": self.near_misses[name]}
            for name in sorted(rules.load().rules)
        }
        return {name: count for name, count in counts.items() if any(count.values())}


def marks(file: Path) -> tuple[Counter[Mark], dict[Mark, str]]:
    """The marks of a file, and the false alarms that it explains. Raises ValueError where a mark cannot be read."""
    wanted: Counter[Mark] = Counter()
    explained = {}
    above = 0
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if reason := _EXPLAINED.match(line):
            explained[Mark(file.name, above, reason[1], reason[2])] = reason[3]
            continue
        above = number
        for text in found[1].split(", ") if (found := _MARKS.search(line)) else ():
            mark = _MARK.fullmatch(text)
            if mark is None:
                raise ValueError(f"{file.name}:{number}: `{text}` is no mark")
            wanted[Mark(file.name, number, mark[1], mark[2])] += int(mark[3] or 1)
    return wanted, explained


def measure(folder: Path = FOLDER) -> Measured:
    """Audit each file of the folder, and hold the findings against its marks."""
    total = Measured(0, Counter(), Counter(), Counter(), Counter(), {})
    files = sorted(folder.glob("*.yaml"))
    for file in files:
        wanted, explained = marks(file)
        result = pipeline.audit(file, today=TODAY)
        if result.invalid:
            raise ValueError(f"{file.name}: {result.findings[0].message}")
        said = Counter(Mark(file.name, f.span.line, f.rule, str(f.level)) for f in result.findings)
        total.hits.update(wanted & said)
        total.false_alarms.update(said - wanted)
        total.misses.update(wanted - said)
        total.near_misses.update(_near_misses(file, result, wanted))
        total.explained.update(explained)
    return total._replace(files=len(files))


def _near_misses(file: Path, result: Result, wanted: Counter[Mark]) -> Iterator[str]:
    """The rules that are content with an entity, once for each such entity whose line does not ask for a finding."""
    source = document.read(file)
    org = model.parse(source)
    ruleset = rules.load()
    words = catalog.load()
    resolved = facts.build(org, words, TODAY, ruleset.names())
    resolved.gated(use.silences for use in result.waivers)
    asked = {(mark.line, mark.rule) for mark in wanted}
    for rule in ruleset.rules.values():
        setting = rule.settings[result.stage]
        if setting.level is None:
            continue
        entities = resolved.of(rule.kind)
        verdicts = engine.Judge(rule, setting.params, resolved.org).verdicts(entities)
        for entity, verdict in zip(entities, verdicts, strict=True):
            line = source.place(facts.evidence(entity, rule.at)[0])[0].line
            if verdict == "content" and (line, rule.name) not in asked:
                yield rule.name


def report(found: Measured) -> Iterator[str]:
    """The lines that the command prints."""
    loud = [name for name in rules.load().rules if any(of_rule(found, name))]
    yield f"{'rule':<36}{'hits':>6}{'false alarms':>14}{'misses':>8}{'near misses':>13}"
    for name in sorted(loud):
        hits, alarms, misses, near = of_rule(found, name)
        yield f"{name:<36}{hits:>6}{alarms:>14}{misses:>8}{near:>13}"
    yield ""
    yield f"{found.files} files, {found.hits.total() + found.misses.total()} marks"
    for level in LEVELS:
        yield _scores(level, *(found.of(part, level=level) for part in found[1:4]))
    above = [sum(found.of(part, level=level) for level in LEVELS[:2]) for part in found[1:4]]
    yield _scores("error and warning", *above)
    for title, part in (("false alarms", found.false_alarms), ("misses", found.misses)):
        yield ""
        yield f"{title}: {part.total()}"
        for mark, number in sorted(part.items()):
            reason = f"  explained: {found.explained[mark]}" if mark in found.explained else ""
            yield f"  {mark}{f' x{number}' if number > 1 else ''}{reason}"


def of_rule(found: Measured, name: str) -> tuple[int, int, int, int]:
    """Hits, false alarms, misses and near misses of a rule."""
    hits, alarms, misses = (found.of(part, rule=name) for part in (found.hits, found.false_alarms, found.misses))
    return hits, alarms, misses, found.near_misses[name]


def _scores(level: str, hits: int, alarms: int, misses: int) -> str:
    precision = f"{hits / (hits + alarms):.3f}" if hits + alarms else "-"
    recall = f"{hits / (hits + misses):.3f}" if hits + misses else "-"
    counts = f"({hits} hits, {alarms} false alarms, {misses} misses)"
    return f"{level + ':':<20}precision {precision}  recall {recall}  {counts}"


def written(found: Measured) -> str:
    """The counts as `explain` reads them."""
    head = EVIDENCE.read_text(encoding="utf-8").splitlines()
    lines = [line for line in head if line.startswith("#")]
    lines += [f"{name}: {{hits: {c['hits']}, near_misses: {c['near_misses']}}}" for name, c in found.evidence().items()]
    return "\n".join([*lines, ""])


def main() -> None:
    """Print what is measured; record the counts where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help=f"record the counts in {EVIDENCE.name}")
    options = parser.parse_args()
    found = measure()
    print("\n".join(report(found)))
    if options.write:
        EVIDENCE.write_text(written(found), encoding="utf-8")


if __name__ == "__main__":
    main()
