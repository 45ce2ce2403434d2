"""`roleaudit check`: audit org files, report, and say by the exit code whether they pass."""

import os
import pathlib
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from roleaudit.cli import CLEAN, FAILED, FINDINGS, ConfigFile, RuleFolders, app, complain, completing
from roleaudit.findings import BadInput, Level, UsageError

if TYPE_CHECKING:
    import datetime

    from roleaudit.config import Config
    from roleaudit.findings import Result
    from roleaudit.pipeline import Asked
    from roleaudit.reports import Options
    from roleaudit.roots import Root

LEVELS = {str(level): level for level in Level}
TIMES = ("auto", "always", "never")

Paths = Annotated[
    list[str] | None,
    typer.Argument(help="Org files or directories; `-` is standard input. [default: the nearest org file]"),
]
Stage = Annotated[
    str | None,
    typer.Option(
        "--stage",
        help="Judge by this stage instead of the file's: startup, scaleup, enterprise.",
        autocompletion=completing.stages,
    ),
]
Format = Annotated[
    list[str] | None,
    typer.Option(
        "--format",
        metavar="NAME[:FILE]",
        help="text, compact, json, sarif, github, gitlab, junit or markdown, to standard output or a file; repeatable.",
        autocompletion=completing.formats,
    ),
]
FailOn = Annotated[
    str | None,
    typer.Option(
        "--fail-on",
        help="Exit with 1 from this level on: error, warning, info, never. [default: error]",
        autocompletion=completing.levels,
    ),
]
MinLevel = Annotated[
    str | None,
    typer.Option(
        "--min-level",
        help="Show findings from this level on: error, warning, info. [default: warning]",
        autocompletion=completing.levels,
    ),
]
Select = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        help="Run only this rule; repeatable, or several with commas.",
        autocompletion=completing.rule_names,
    ),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option(
        "--ignore",
        help="Leave this rule out; repeatable, or several with commas.",
        autocompletion=completing.rule_names,
    ),
]
Baseline = Annotated[
    str | None,
    typer.Option("--baseline", metavar="FILE", help="Count only what is not in this file. [default: as configured]"),
]
Since = Annotated[
    str | None,
    typer.Option("--since", metavar="REF", help="Count only what is new since HEAD and this branch or commit parted."),
]
Staged = Annotated[
    bool,
    typer.Option("--staged", help="The paths are a commit's files: those that belong to no org are passed over."),
]
Today = Annotated[
    str | None,
    typer.Option("--today", help="The date to judge by, as 2026-01-31. [default: ROLEAUDIT_TODAY, else today]"),
]
Fix = Annotated[
    bool,
    typer.Option("--fix", help="First mend what is certain: slips in names, repeated items, waivers without effect."),
]
Diff = Annotated[bool, typer.Option("--diff", help="Show what --fix would change, in place of the findings.")]
ShowSettings = Annotated[
    bool, typer.Option("--show-settings", help="Say what holds and where that was said, in place of the findings.")
]
Color = Annotated[str, typer.Option("--color", help="auto, always or never.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Findings only, no summary.")]
Traceback = Annotated[bool, typer.Option("--traceback", help="If roleaudit itself fails, show where.")]


@app.command()
def check(
    paths: Paths = None,
    stage: Stage = None,
    format: Format = None,
    config: ConfigFile = None,
    rules: RuleFolders = None,
    fail_on: FailOn = None,
    min_level: MinLevel = None,
    select: Select = None,
    ignore: Ignore = None,
    baseline: Baseline = None,
    since: Since = None,
    staged: Staged = False,
    fix: Fix = False,
    diff: Diff = False,
    today: Today = None,
    show_settings: ShowSettings = False,
    color: Color = "auto",
    quiet: Quiet = False,
    traceback: Traceback = False,
) -> int:
    """Audit an org file against the rules of its stage."""
    from roleaudit import pipeline
    from roleaudit.cli import output, progress
    from roleaudit.reports import Options

    day = pipeline.read_day(today, "--today") if today else pipeline.system_day()
    least = _choice("--min-level", min_level or "warning", LEVELS)
    _threshold(fail_on or "error")  # a slip is said even where no root is left to hold against it
    asked = pipeline.Asked(config, baseline, rules or (), stage, _names(select), _names(ignore))
    if show_settings and since is not None:
        raise UsageError("--show-settings says what is set now; with --since, what was set then counts")
    try:
        roots = _roots(paths or [], staged, config)
        if fix or diff:
            from roleaudit.cli import fixing

            if diff:
                return fixing.show(roots, rules or (), stage, day)
            fixing.make(roots, rules or (), stage, day)
        with progress.shown(*(root.path for root in roots)):
            judged = [_judged(root, since, asked, day) for root in roots]
    except BadInput as bad:
        return _refused(bad, day, format, Options(least, _colored(color), quiet, top=_top()))
    outputs = output.chosen(format or next((r.settings.formats for r in roots if r.settings.formats), ()))
    results = [result for result, _ in judged]
    thresholds = [_threshold(fail_on or settings.fail_on or "error") for _, settings in judged]
    failing = min(filter(None, thresholds), default=None)
    options = Options(min(least, failing or least), _colored(color), quiet, failing, _top())
    if show_settings and not any(result.invalid for result in results):
        from roleaudit.cli import settings

        given = {"config": config, "org": " ".join(paths or ()), "stage": stage, "fail-on": fail_on, "today": today}
        given |= {
            "formats": ", ".join(format or ()),
            "select": ", ".join(asked.select),
            "ignore": ", ".join(asked.ignore),
        }
        settings.show(roots, results, given | {"baseline": baseline, "min-level": min_level}, rules or ())
        return CLEAN
    output.write(results, outputs, options)
    return _code(results, thresholds)


def _judged(root: "Root", since: str | None, asked: "Asked", day: "datetime.date") -> "tuple[Result, Config]":
    """The result for a root, and the settings it was judged by: with `since`, those of where the change began."""
    if since is not None:
        from roleaudit import comparison

        return comparison.since(root, since, asked, today=day)
    from roleaudit import pipeline

    settings = asked.settings(root.settings)
    result = pipeline.judge(
        root.path,
        settings,
        asked.rules,
        today=day,
        stage=asked.stage,
        select=asked.select,
        ignore=asked.ignore,
        narrow=root.narrow,
    )
    return result, settings


def _top() -> str:
    """The top of the repository, from the working directory; outside of one, the working directory."""
    from roleaudit.config import upwards

    cwd = pathlib.Path.cwd()
    return os.path.relpath(upwards(cwd, cwd)[-1], cwd)


def _roots(paths: Sequence[str], staged: bool, file: str | None) -> "Sequence[Root]":
    from roleaudit.config import settings_of
    from roleaudit.roots import find_roots

    named = settings_of("-", file) if file is not None else None
    return find_roots(paths, cwd=pathlib.Path.cwd(), staged=staged, named=named)


def _refused(bad: BadInput, day: "datetime.date", format: Sequence[str] | None, options: "Options") -> int:
    """Report what keeps the roots from being found: a broken configuration, or a root that cannot be read."""
    from roleaudit import pipeline
    from roleaudit.cli import output

    results = [pipeline.broken(bad.findings[0].span.file, bad, day)]
    output.write(results, output.chosen(format or ()), options)
    return _code(results, [Level.ERROR])


def _threshold(word: str) -> Level | None:
    return None if word == "never" else _choice("--fail-on", word, LEVELS, "never")


def _choice(option: str, word: str, allowed: Mapping[str, Level], *others: str) -> Level:
    if word not in allowed:
        raise UsageError(f"{option}: `{word}` is not one of {', '.join([*allowed, *others])}")
    return allowed[word]


def _names(given: Sequence[str] | None) -> list[str]:
    return [name.strip() for text in given or () for name in text.split(",") if name.strip()]


def _colored(word: str) -> bool:
    if word not in TIMES:
        raise UsageError(f"--color: `{word}` is not one of {', '.join(TIMES)}")
    if word != "auto":
        return word == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (sys.stdout.isatty() and os.environ.get("TERM") != "dumb")


def _code(results: "Sequence[Result]", thresholds: Sequence[Level | None]) -> int:
    """The exit code, with one line on standard error that says why it is not 0."""
    broken = [result.root for result in results if result.invalid]
    if broken:
        complain(f"{', '.join(broken)} cannot be audited until the errors above are mended")
        return FAILED
    counts = [
        sum(number for level, number in result.counts.items() if t and level >= t)
        for result, t in zip(results, thresholds, strict=True)
    ]
    if not (count := sum(counts)):
        return CLEAN
    levels = dict.fromkeys(f"`{t}`" for t, counted in zip(thresholds, counts, strict=True) if counted)
    complain(f"{count} finding{'' if count == 1 else 's'} at or above {' and '.join(levels)}")
    return FINDINGS
