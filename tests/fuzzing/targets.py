"""What is fuzzed: the way of the three kinds of file from bytes to a report, and what has to hold whatever they are."""

from __future__ import annotations

import contextlib
import datetime
import io
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from xml.etree import ElementTree
from zlib import crc32

from roleaudit import cli, document, examples, pipeline, reports, roots, rule_sets
from roleaudit.config import CONFIG, ORG, Config
from roleaudit.findings import INVALID_FILE, LENGTH, BadInput, Finding, Level, Result, UsageError

DAY = datetime.date(2026, 11, 22)
SEPARATOR = b"\n# the next file\n"
"""Divides an input of more than one file."""

SMALL = """\
org: {stage: scaleup}
products: {book: {line: core}}
roles: {ceo: {owns: [roadmap]}, pm: {reports_to: ceo, product: book}, dev: {reports_to: ceo, function: design}}
people: {p1: {name: Ann, roles: {role: ceo, share: 50%, until: 2027-01-01}}}
teams: {alpha: {lead: pm, members: [dev]}}
rituals: {planning: {participants: [pm, ghost], cadence: weekly}}
"""
PART = "people: {p8: {roles: dev}}\n"
RULE = """\
summary: A seat has many reports.
why: A lead has no time.
fix: Add a lead to {direct_reports}.
evidence: practice
stages: {startup: {level: "off"}, scaleup: {level: warning, most: 1}, enterprise: {level: warning, most: 1}}
for: holder
expect: {direct_reports: {max: $most}}
message: "{id} has {direct_reports}; {stage} allows {most}"
"""

SHIPPED = rule_sets.in_force(Config())
NAMES = sorted(SHIPPED.rules.rules)
SHARES = 16
RARELY = 128
"""One in so many inputs takes the way that takes longest."""
FORMATS = tuple(reports.FORMATS)
UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff]")


def lay_out(folder: Path) -> None:
    """Write what an input finds around it; the working directory has to be there."""
    for name, text in {ORG: SMALL, "parts/people.yaml": PART, "own/own.yaml": RULE}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / ".git").mkdir(exist_ok=True)


def org(data: bytes) -> None:
    """Audit an org file, which may include the part that lies beside it."""
    number, root = crc32(data), Path(ORG)
    read = partial(document.read, root, lambda path: data if path == root else document.file_bytes(path))
    result = pipeline.run(ORG, read, SHIPPED, frozenset(share(number)), today=DAY)
    reported(result, number)
    if number % RARELY == 0:
        root.write_bytes(data)
        agree(result)


def config(data: bytes) -> None:
    """Audit under a configuration, which may name a rule set and, as the second file of the input, a baseline."""
    number = crc32(data)
    written(data, CONFIG, "known.yaml")
    try:
        root = roots.find_root(None)
        result = pipeline.judge(root.path, root.settings, today=DAY, select=share(number))
    except BadInput as bad:
        result = pipeline.broken(CONFIG, bad, DAY)
    except UsageError:
        return
    reported(result, number)


def rules(data: bytes) -> None:
    """Audit by a rule set of up to four files, and run the examples of its first rule."""
    number = crc32(data)
    words = "own/catalog/titles.yaml" if number % RARELY == 1 else "own/note.txt"  # to read the words takes long
    written(data, "own/own.yaml", f"own/{CONFIG}", "own/more/second.yaml", words)
    try:
        force = rule_sets.of_folder("own")
        own = force.rules.rules.keys() - SHIPPED.rules.rules.keys()
        result = pipeline.run(
            ORG, partial(document.read, Path(ORG)), force, frozenset({*own, *share(number)}), today=DAY
        )
    except BadInput as bad:
        result = pipeline.broken("own", bad, DAY)
    except UsageError:
        return
    reported(result, number)
    if not result.invalid and number % RARELY == 2 and "own" in own:
        placed(examples.faults(force.rules.rules["own"], force, DAY), force.rules.rules["own"].document.sources)


TARGETS = {"org": org, "config": config, "rules": rules}


def share(number: int) -> list[str]:
    """Some of the shipped rules, and for some numbers all: what one input passes by, its neighbours meet."""
    return NAMES if number % RARELY == 0 else NAMES[number % SHARES :: SHARES]


def written(data: bytes, *names: str) -> None:
    """Write the files of an input; what a shorter one has not is removed."""
    contents = data.split(SEPARATOR, len(names) - 1)
    for index, name in enumerate(names):
        file = Path(name)
        if index < len(contents):
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(contents[index])
        elif file.exists():
            file.unlink()


def placed(findings: Iterable[Finding], sources: Mapping[str, Sequence[str]]) -> None:
    """See that findings say something, and that each of their places is one in the text."""
    for finding in findings:
        assert finding.message.strip(), finding
        assert len(finding.identity) == LENGTH or not finding.identity, finding
        for file, line, column, end_line, end_column in (finding.span, *(other.span for other in finding.related)):
            if file not in sources:
                assert file.startswith("rules/"), finding  # one that comes with the program, which is not quoted
                continue
            lines = sources[file]
            assert 1 <= line <= end_line <= len(lines), finding
            assert 1 <= column <= len(lines[line - 1]) + 1, finding
            assert 1 <= end_column <= len(lines[end_line - 1]) + 1, finding
            assert (line, column) <= (end_line, end_column), finding


def reported(result: Result, number: int) -> None:
    """Look at the findings, and for a third of the numbers at a report: whether a program or a terminal can read it."""
    placed(result.findings, result.sources)
    assert not result.invalid or {f.rule for f in result.findings} == {INVALID_FILE}
    turn = number // SHARES % (3 * len(FORMATS))
    if turn >= len(FORMATS):
        return
    name = FORMATS[turn]
    out = io.StringIO()
    reports.write(name, [result], out, reports.Options(min_level=Level.INFO))
    text = out.getvalue()
    assert not UNSEEN.search(text), (name, UNSEEN.search(text))
    if name in ("json", "sarif", "gitlab"):
        json.loads(text)
    elif name == "junit":
        ElementTree.fromstring(text)


def agree(result: Result) -> None:
    """See that the exit code of the command, which audits the same file, and the JSON that it prints fit the result."""
    sys.argv = [
        "roleaudit",
        "check",
        ORG,
        "--format",
        "json",
        "--fail-on",
        "warning",
        "--today",
        str(DAY),
        "--traceback",
    ]
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as err:
        code = cli.execute()
    if not out.getvalue():  # the file was refused before it was read as an org
        assert (code, result.invalid) == (cli.FAILED, True), err.getvalue()
        return
    failing = [finding for finding in result.active if finding.level >= Level.WARNING]
    assert code == (cli.FAILED if result.invalid else cli.FINDINGS if failing else cli.CLEAN), err.getvalue()
    (told,) = json.loads(out.getvalue())["results"]
    assert [f["identity"] for f in told["findings"]] == [
        f.identity for f in result.findings if f.level >= Level.WARNING
    ]
