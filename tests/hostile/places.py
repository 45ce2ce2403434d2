"""Hostile places: paths that lead out, round in circles or to what is no file, and settings that ask for it."""

from __future__ import annotations

from pathlib import Path

from hostile.cases import FAILED, FINDINGS, STARTUP, Case, Content, bomb, bound, lines, link, pipe, sparse

NOT_OWNED = "nobody is accountable for anything that the organisation needs"
NO_FILE, OUT, ABSOLUTE = "matches no file.", "leads out of the directory of the root file.", "is absolute"
LINKS_OUT = "is a link that leads out of the directory of the root file."

# What lies about in each of these repositories.
AROUND: dict[str, Content] = {
    "../outside/secret.yaml": "roles: {hunter2: }\n",
    "loop.yaml": link("loop.yaml"),
    "circle": link("."),
    "nothing.yaml": link("not-there.yaml"),
    "out.yaml": link("../outside/secret.yaml"),
    "out": link("../outside"),
    "device.yaml": link("/dev/zero"),
    "pipe.yaml": pipe,
    "socket.yaml": bound,
    "folder.yaml/x.txt": "",
    "process": link("/proc/self"),
}


def _include(name: str, include: str, code: int, says: str, **files: Content) -> Case:
    named = {f"{file}.yaml": content for file, content in files.items()}
    return Case(name, lambda: {"org.yaml": f"{STARTUP}include: {include}\n", **AROUND, **named}, code, says)


def _config(name: str, text: str, says: str, **files: Content) -> Case:
    named = {f"{file}.yaml": content for file, content in files.items()}
    return Case(name, lambda: {"org.yaml": STARTUP, "roleaudit.yaml": f"{text}\n", **AROUND, **named}, FAILED, says)


INCLUDED = (
    _include("an absolute path", "/etc/hostname", FAILED, ABSOLUTE),
    _include("an absolute path of Windows", "'C:\\x.yaml'", FAILED, ABSOLUTE),
    _include("a path of a server", "'//host/x.yaml'", FAILED, ABSOLUTE),
    _include("up and out", "../outside/secret.yaml", FAILED, OUT),
    _include("down and out", "folder.yaml/../../outside/secret.yaml", FAILED, OUT),
    _include("a pattern up and out", "'../*/secret.yaml'", FAILED, OUT),
    _include("home", "~/x.yaml", FAILED, NO_FILE),
    _include("a variable", "$HOME/x.yaml", FAILED, NO_FILE),
    _include("a command", "$(touch sprung).yaml", FAILED, NO_FILE),
    _include("an address", "http://127.0.0.1/x.yaml", FAILED, NO_FILE),
    _include("an address of a file", "file:///etc/hostname", FAILED, NO_FILE),
    _include("a link out", "out.yaml", FAILED, LINKS_OUT),
    _include("a link out by pattern", "'ou*.yaml'", FAILED, LINKS_OUT),
    _include("a folder that leads out", "out/secret.yaml", FAILED, LINKS_OUT),
    _include("a folder that leads out by pattern", "'ou*/secret.yaml'", FAILED, LINKS_OUT),
    _include("a folder that leads out, and a pattern in it", "'out/*.yaml'", FAILED, LINKS_OUT),
    _include("the environment of the process", "process/environ", FAILED, LINKS_OUT),
    _include("a link to itself", "loop.yaml", FAILED, NO_FILE),
    _include("a link to nothing", "nothing.yaml", FAILED, NO_FILE),
    _include("links by pattern", "'[ln]o*.yaml'", FAILED, NO_FILE),
    _include("a device", "device.yaml", FAILED, LINKS_OUT),
    _include("a pipe", "pipe.yaml", FAILED, "`pipe.yaml` is not a file."),
    _include("a pipe by pattern", "'p*.yaml'", FAILED, NO_FILE),
    _include("a socket", "socket.yaml", FAILED, "`socket.yaml` is not a file."),
    _include("a folder", "folder.yaml", FAILED, "`folder.yaml` is not a file."),
    _include("itself", "org.yaml", FAILED, "`org.yaml` is the root file itself."),
    _include("itself in a circle", "circle/circle/org.yaml", FAILED, "is the root file itself."),
    _include(
        "a file in a circle, once",
        "[a.yaml, circle/a.yaml, 'circle/c*/a.yaml']",
        FINDINGS,
        NOT_OWNED,
        a="roles: {a: }\n",
    ),
    _include(
        "one another",
        "[a.yaml, b.yaml]",
        FAILED,
        "An included file cannot have `include`.",
        a="include: b.yaml\n",
        b="include: a.yaml\n",
    ),
    _include("a circle through many stars", f"'{'*/' * 40}a.yaml'", FAILED, LINKS_OUT, a="roles: {a: }\n"),
    _include("a thousand levels", f"'{'*/' * 1000}*'", FAILED, LINKS_OUT),
    _include("100,000 levels", f"'{'a/' * 100_000}x*.yaml'", FAILED, NO_FILE),
    _include("a name of 1 MB", "a" * 1_000_000, FAILED, "a…` matches no file."),
    _include(
        "a pattern that could take for ever", f"'{'*a' * 100}b'", FAILED, NO_FILE, **{"a" * 200: "roles: {a: }\n"}
    ),
    _include("a path of 1 MB", "a/" * 500_000, FAILED, "a…` matches no file."),
    _include("a pattern with a long choice", f"'[{'a-z' * 1_000}].yaml'", FINDINGS, NOT_OWNED, a="roles: {a: }\n"),
    _include("a pattern with a choice of nothing", "'[z-a].yaml'", FAILED, NO_FILE),
    _include("one file 5,000 times", f"[{'a.yaml, ' * 5_000}]", FINDINGS, NOT_OWNED, a="roles: {a: }\n"),
    _include(
        "2,000 files that are not there",
        f"[{lines('b{0}.yaml, ', range(2_000))}]",
        FAILED,
        "There are more faults than these.",
    ),
    Case(
        "10,000 files by pattern",
        lambda: {"org.yaml": f"{STARTUP}include: 'p/*.yaml'\n", **{f"p/{n}.yaml": "x-a:\n" for n in range(10_000)}},
        FINDINGS,
        NOT_OWNED,
    ),
    _include("a file of 100 GB", "a.yaml", FAILED, "a.yaml is longer than", a=sparse(10**11)),
    _include("a file of 60 MB of nothing", "a.yaml", FAILED, "The file holds a NUL character.", a=sparse(60_000_000)),
    _include(
        "a bomb",
        "a.yaml",
        FAILED,
        "far more than the file holds",
        a=bomb(),
    ),
    _include("escape sequences", '"\\e[31m\\n::error::x.yaml"', FAILED, NO_FILE),
    Case(
        "files with hostile names",
        lambda: {
            "org.yaml": f"{STARTUP}include: '*.yam'\n",
            "\x1b[31m::error::\n%0A\u202e<b>.yam": "roles: {a: {reports_to: x}}\n",
        },
        FINDINGS,
        "\\x1b[31m",
    ),
)

CONFIGURED = (
    _config("org: absolute", "org: /etc/hostname", "leads out of the repository."),
    _config("org: up and out", "org: ../outside/secret.yaml", "leads out of the repository."),
    _config("org: a link out", "org: out.yaml", "leads out of the repository."),
    _config("org: a link to itself", "org: loop.yaml", "`loop.yaml` is no file."),
    _config("org: a pipe", "org: pipe.yaml", "`pipe.yaml` is no file."),
    _config("org: a socket", "org: socket.yaml", "`socket.yaml` is no file."),
    _config("org: a device", "org: device.yaml", "leads out of the repository."),
    _config("org: the environment", "org: process/environ", "leads out of the repository."),
    _config("org: a NUL", 'org: "a\\0b"', "`org` is not a path."),
    _config("org: nearly 1 MB", f"org: {'a/' * 400_000}", "`org` is not a path."),
    _config("org: escape sequences", 'org: "\\e]0;x\\a"', "\\x1b]0;x\\x07` is no file."),
    _config("org: a list", "org: [org.yaml]", "`org` is not a path."),
    _config("extends: a link to itself", "extends: ./loop.yaml", "`./loop.yaml` is no folder."),
    _config("extends: up and out", "extends: ../outside", "leads out of the repository."),
    _config("extends: a link out", "extends: ./out", "leads out of the repository."),
    _config("extends: the repository in a circle", "extends: ./circle", "closes a circle"),
    _config("extends: very deep", f"extends: ./{'a/' * 100_000}", "…` is no folder."),
    _config(
        "extends: 5,000 times a fault", f"extends: [{'./folder.yaml, ' * 5_000}]", "There are more faults than these."
    ),
    _config("baseline: a link out", "baseline: out.yaml", "leads out of the repository."),
    _config("baseline: a pipe", "baseline: pipe.yaml", "pipe.yaml is not a regular file"),
    _config("baseline: a socket", "baseline: socket.yaml", "socket.yaml is not a regular file"),
    _config("baseline: a link to itself", "baseline: loop.yaml", "Too many levels of symbolic links"),
    _config("baseline: a device", "baseline: device.yaml", "leads out of the repository."),
    _config("baseline: 100 GB", "baseline: a.yaml", "a.yaml is longer than", a=sparse(10**11)),
    _config("formats: a file", "formats: ['json:/tmp/sprung']", "`json:/tmp/sprung` is not a value of `formats`."),
    _config("formats: escape sequences", 'formats: ["\\e[31m"]', "`\\x1b[31m` is not a value of `formats`."),
    _config("formats: 50,000 of them", f"formats: [{'tex, ' * 50_000}]", "There are more faults than these."),
    _config("required-version: code", "required-version: '>=0.1; import os'", "is no range of versions."),
    _config("required-version: 100,000 bounds", f"required-version: '{'>' * 100_000}'", "is no range of versions."),
    _config(
        "rules: 40,000 that are none",
        "rules:\n" + lines("  wide-spam{0}: off\n", range(40_000)),
        "There are more faults than these.",
    ),
    _config("settings: 120,000 that are none", lines("{0}:\n", range(120_000)), "More than 100000 entries"),
    _config("settings: 900 that are none", lines("extend{0}: off\n", range(900)), "There are more faults than these."),
    _config(
        "settings: a tag that could build something",
        "rules: !!python/object/apply:os.system ['touch sprung']",
        "is not read here.",
    ),
    _config(
        "settings: a bomb",
        bomb(),
        "far more than the file holds",
    ),
    _config("settings: longer than a person writes", f"x-a: {'a' * 1_000_000}", "roleaudit.yaml is longer than 1 MB"),
)


def _million(file: Path) -> None:
    file.write_text(lines("k{0}:\n", range(1_000_000)), encoding="utf-8")


_BASELINE = "format: roleaudit-baseline/1\nfindings:\n"

BASELINES = (
    _config("a baseline that is a bomb", "baseline: b.yaml", "far more than the file holds", b=_BASELINE + bomb("  ")),
    _config("a baseline of no form", "baseline: b.yaml", "This is not a baseline of the form", b="format: 1\n"),
    _config("a baseline with a tag", "baseline: b.yaml", "is not read here.", b="format: !!python/name:os.system x\n"),
    _config(
        "a baseline of 20,000 faults",
        "baseline: b.yaml",
        "There are more faults than these.",
        b=_BASELINE + lines("  a{0}: {{ruel: x}}\n", range(20_000)),
    ),
    _config(
        "a baseline with escape sequences",
        "baseline: b.yaml",
        "`\\x1b[31m` is not the identity",
        b=_BASELINE + '  "\\e[31m": {rule: "\\e[31m", at: "\\e", added: "\\e", "\\e": x}\n',
    ),
    _config("a baseline of a million fields", "baseline: b.yaml", "More than 100000 entries", b=_million),
)

CASES = (*INCLUDED, *CONFIGURED, *BASELINES)
