"""`roleaudit init`: ask five questions and write a first org file."""

from __future__ import annotations

import json
import pathlib
import sys
from collections.abc import Callable, Sequence
from typing import Annotated, TypeVar

import typer

import roleaudit
from roleaudit.cli import CLEAN, app, completing
from roleaudit.findings import UsageError

HOOK = """\
In .pre-commit-config.yaml, to audit at every commit:

repos:
  - repo: local
    hooks:
      - {{id: roleaudit, name: roleaudit, language: python, additional_dependencies: [roleaudit=={version}],
         entry: roleaudit check, files: '\\.ya?ml$', pass_filenames: false}}
"""
CI = """\
In .github/workflows/roleaudit.yml, to audit every pull request:

on: [push, pull_request]
jobs:
  roleaudit:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v6
      - run: pipx run roleaudit=={version} check
"""

T = TypeVar("T")

File = Annotated[str, typer.Argument(help="The org file to write.")]
Stage = Annotated[
    str | None,
    typer.Option(
        "--stage", help="startup, scaleup or enterprise. [default: startup]", autocompletion=completing.stages
    ),
]
Product = Annotated[list[str] | None, typer.Option("--product", help="A product; repeatable, or several with commas.")]
Seat = Annotated[list[str] | None, typer.Option("--seat", help="A seat; repeatable, or several with commas.")]
Owns = Annotated[
    list[str] | None,
    typer.Option("--owns", metavar="DUTY=SEAT", help="Who answers for a duty; repeatable. [default: the usual seat]"),
]
Meeting = Annotated[
    list[str] | None,
    typer.Option("--meeting", metavar="KIND=HOW OFTEN", help="How people meet; repeatable, `none` for not at all."),
]
Snippets = Annotated[bool, typer.Option("--snippets", help="Also print what pre-commit and CI need.")]


@app.command()
def init(
    file: File = "org.yaml",
    stage: Stage = None,
    product: Product = None,
    seat: Seat = None,
    owns: Owns = None,
    meeting: Meeting = None,
    snippets: Snippets = False,
) -> int:
    """Write a first org file from five answers; without a terminal, options and what is usual answer them."""
    from roleaudit import start

    target = pathlib.Path(file)
    _see_that_it_is_free(target)
    judged = _answer([stage] if stage else None, "Stage: startup, scaleup or enterprise?", ["startup"], _stage)
    usual = start.proposal(judged)
    products = _answer(product, "Products, with commas between them?", ["product"], start.named)
    seats = _answer(seat, "Seats, with commas between them?", usual.seats, start.named)
    proposed = start.owners(judged, seats, {})
    if sys.stdin.isatty() and not owns:
        typer.echo("\n".join(f"  {duty}={owner or '?'}" for duty, owner in proposed.items()))
    owners = _answer(
        owns,
        "Who owns the core duties? What is otherwise than above, as duty=seat:",
        ["none"],
        lambda texts: start.owners(judged, seats, start.paired(texts, "duty=seat")),
    )
    meetings = _answer(
        meeting,
        "How do people meet, as meeting=how often?",
        [f"{kind}={cadence}" for kind, cadence in usual.meetings.items()],
        lambda texts: start.paired(texts, "meeting=how often"),
    )
    _write(target, start.text(start.Answers(judged, products, seats, owners, meetings)))
    typer.echo(f"{target} is written, and its schema beside it; `roleaudit check {target}` audits it.")
    if snippets or (sys.stdin.isatty() and typer.confirm("Show what pre-commit and CI need?", default=False)):
        typer.echo(f"\n{HOOK}\n{CI}".format(version=roleaudit.__version__), nl=False)
    return CLEAN


def _stage(texts: Sequence[str]) -> str:
    from roleaudit import start

    stage = " ".join(texts)
    start.proposal(stage)
    return stage


def _answer(given: Sequence[str] | None, question: str, usual: Sequence[str], read: Callable[[Sequence[str]], T]) -> T:
    """What an option says; else what is answered at the terminal, asked again where it cannot be read; else the usual.

    Raises UsageError for an option that cannot be read.
    """
    if given:
        return read(_parts(",".join(given)))
    while sys.stdin.isatty():
        try:
            return read(_parts(typer.prompt(question, default=", ".join(usual))))
        except UsageError as problem:
            typer.echo(f"{problem}.")
    return read(_parts(",".join(usual)))


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip() not in ("", "none")]


def _see_that_it_is_free(file: pathlib.Path) -> None:
    if file.is_dir() or file.exists() or file.is_symlink():
        raise UsageError(f"{file} is there already; it is left as it is")
    if not file.parent.is_dir():
        raise UsageError(f"{file} cannot be written: there is no folder {file.parent}")


def _write(file: pathlib.Path, text: str) -> None:
    """Write the org file, and its schema beside it where there is none. Raises UsageError where that cannot be."""
    from roleaudit import schema, start
    from roleaudit.cli import files

    words = json.dumps(schema.schema("org"), indent=2) + "\n"
    beside = file.with_name(start.SCHEMA)
    try:
        files.create(file, text)
        if not beside.exists():
            files.create(beside, words)
    except FileExistsError as problem:
        raise UsageError(f"{problem.filename2} is there already; it is left as it is") from problem
    except OSError as problem:
        raise UsageError(f"{file} cannot be written: {problem.strerror}") from problem
