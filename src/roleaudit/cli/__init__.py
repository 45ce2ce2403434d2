"""The command line: arguments in, exit code out. Everything that costs to import is imported inside a command."""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Annotated, Any, NoReturn

import typer

import roleaudit
from roleaudit.findings import BadInput, NoOrgFile, UsageError

CLEAN, FINDINGS, FAILED, NOTHING_FOUND, INTERRUPTED = 0, 1, 2, 3, 130

COMMANDS = {
    "baseline": "baseline",
    "check": "check",
    "completion": "completion",
    "explain": "explain",
    "facts": "facts",
    "init": "init",
    "lsp": "lsp",
    "plan": "plan",
    "rules": "rules",
    "schema": "schema",
    "test-rules": "examples",
    "waivers": "waivers",
}
"""Each command and the module that adds it to `app`; where one is called, the options of the others cost nothing."""

COMPLETE = "_ROLEAUDIT_COMPLETE"
"""Set by a shell that asks what may follow; the line so far is in variables of the shell's own."""

ConfigFile = Annotated[
    str | None, typer.Option("--config", metavar="FILE", help="Use this configuration, and look for no other.")
]
RuleFolders = Annotated[
    list[str] | None,
    typer.Option("--rules", metavar="DIR", help="A folder that holds rule sets by name; repeatable."),
]

app = typer.Typer(
    name="roleaudit",
    help="Audit role clarity: who owns what, where it is unclear, and which edit clears it.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"roleaudit {roleaudit.__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    pass


def complain(text: str) -> None:
    """Say on standard error, in one line, why the exit code is not 0."""
    from roleaudit.reports.terminal import encoding_of, visible

    with suppress(OSError):  # who has no room for the reason still gets the exit code
        print(f"roleaudit: {visible(text, encoding_of(sys.stderr))}", file=sys.stderr, flush=True)


def _complain_of_memory() -> None:
    with suppress(OSError):
        os.write(2, b"roleaudit: there is not enough memory for so much\n")  # there may be no room to make more of it


def main() -> NoReturn:
    """Run the command line and leave at once: to take a large organisation apart bit by bit would cost a sixth more."""
    # Its scan of every installed distribution is never wanted here.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    sys.unraisablehook = _unraisable
    _reopen()
    try:
        _interruptible(signal.SIG_DFL, signal.default_int_handler)
        code = execute()
        _interruptible(signal.default_int_handler, signal.SIG_DFL)
    except KeyboardInterrupt:  # for the second time, while the first was being told
        code = INTERRUPTED
    except MemoryError:  # likewise
        _complain_of_memory()
        code = FAILED
    with suppress(OSError):
        sys.stderr.flush()
    os._exit(code)


def _reopen() -> None:
    """Stand in for what the caller has closed, which the next file that is opened would be, and buffer the output."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))
    if isinstance(sys.stdout.buffer, io.RawIOBase):  # PYTHONUNBUFFERED: what a full disk does not take would be lost
        sys.stdout = os.fdopen(1, "w", encoding=sys.stdout.encoding, errors=sys.stdout.errors, closefd=False)


def _interruptible(before: object, after: Any) -> None:
    """Change what an interrupt does, unless the caller has seen to it that there is none."""
    if signal.getsignal(signal.SIGINT) is before:
        signal.signal(signal.SIGINT, after)


def _unraisable(problem: Any) -> None:
    """An interrupt that comes where no exception can be raised, as in the midst of an import, must not be lost."""
    if problem.exc_type is KeyboardInterrupt:
        complain("interrupted")
        os._exit(INTERRUPTED)
    sys.__unraisablehook__(problem)


def execute() -> int:
    """Run the command line: 0 clean, 1 findings, 2 could not do the job, 3 no org file, 130 interrupted."""
    return _guarded(_run)


def _run() -> int:
    named = COMMANDS.get(sys.argv[1]) if len(sys.argv) > 1 else None
    for module in [named] if named else COMMANDS.values():
        import_module(f"roleaudit.cli.{module}")
    if COMPLETE in os.environ:
        return _complete()
    if len(sys.argv) == 1:
        app(["--help"], standalone_mode=False)
        return FAILED  # a script whose arguments were lost must not pass for a clean audit
    code = app(standalone_mode=False)
    if code == INTERRUPTED:  # typer makes this of an interrupt
        raise KeyboardInterrupt
    return code if isinstance(code, int) else CLEAN


def _complete() -> int:
    """Tell a shell what may follow."""
    from typer import completion  # it exports nothing under a name of its own

    completion.completion_init()  # type: ignore[attr-defined]
    with suppress(SystemExit):
        app(prog_name="roleaudit", complete_var=COMPLETE)
    return CLEAN


def _guarded(run: Callable[[], int]) -> int:
    """Run, and turn whatever goes wrong into one line and an exit code; `--traceback` shows where a crash came from."""
    try:
        code = run()
        sys.stdout.flush()
        return code
    except NoOrgFile as problem:
        complain(str(problem))
        return NOTHING_FOUND
    except UsageError as problem:
        complain(str(problem))
    except BadInput as bad:
        first = bad.findings[0]
        place = f"{first.span.file}:{first.span.line}:{first.span.column}"
        complain(f"{place}: {first.message}; `roleaudit check` shows it in full")
    except (KeyboardInterrupt, typer.Abort):
        complain("interrupted")
        return INTERRUPTED
    except (BrokenPipeError, SystemExit):  # the second is what typer makes of the first
        abandon_stdout()
        return CLEAN
    except MemoryError as problem:
        problem.__traceback__ = None  # it holds all that was read, and leaves no room for anything
        _complain_of_memory()
    except OSError as problem:
        if problem.errno == errno.ENOMEM:
            _complain_of_memory()
        else:
            complain(f"standard output cannot be written: {problem.strerror}")
            abandon_stdout()
    except Exception as problem:
        return _explained(problem)
    return FAILED


def _explained(problem: Exception) -> int:
    if "--traceback" in sys.argv:
        raise problem
    words = getattr(problem, "format_message", None)
    if words is not None:
        text: str = words()
        complain(f"{text}{'' if text.endswith(('.', '?')) else '.'} `roleaudit --help` shows how to call it.")
    else:
        complain(f"this is a fault of roleaudit itself: {type(problem).__name__}: {problem}. --traceback shows where.")
    return FAILED


def abandon_stdout() -> None:
    """Nobody takes what is still to be written (`| head`, a full disk): let it go."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())
