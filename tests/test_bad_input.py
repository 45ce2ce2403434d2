"""Every file that cannot be read says what is wrong with it, where, and what to do."""

from __future__ import annotations

import codecs
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from roleaudit.document import Document, parse, read
from roleaudit.findings import BadInput, Finding, UsageError

SAMPLE = b"""\
# a company as it might be written
org: {name: Harbour Labs, stage: startup, goals: [retention]}
products:
  booking: {phase: launched, problem: "Small hotels lose bookings to phone tag"}
roles:
  ceo: &lead
    title: CEO
    owns: [product-vision, pricing]
    purpose: >
      Decides where the company goes,
      and why
  pm:
    <<: *lead
    owns: roadmap
people:
  p1: {roles: [ceo, {role: pm, share: 50%, until: 2027-03-31}]}
  p2:
    roles: [*lead, 'sales']
waivers:
- {rule: founder-still-pm, at: people.p1, reason: hired for March}
"""
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdef", "bcdefg", strict=True)
)


def faults(content: bytes) -> tuple[Finding, ...]:
    with pytest.raises(BadInput) as caught:
        parse(content, "org.yaml")
    assert all(
        str(fault.level) == "error" and fault.rule == "invalid-file" and fault.fix for fault in caught.value.findings
    )
    assert set(caught.value.sources) == {"org.yaml"}
    return caught.value.findings


@pytest.mark.parametrize(
    ("content", "line", "column", "message"),
    [
        # what the whole file is
        (b"", 1, 1, "The file is empty."),
        (codecs.BOM_UTF8, 1, 1, "The file is empty."),
        (b"# only a comment\n\n", 1, 1, "The file is empty."),
        (b"---\n...\n", 1, 1, "The file is empty."),
        (b"- a\n- b\n", 1, 1, "The file holds a list where keys with values are expected."),
        (b"\n[a, b]\n", 2, 1, "The file holds a list where keys with values are expected."),
        (b"Our company\n", 1, 1, "The file holds one text where keys with values are expected."),
        (b"a: 1\n---\nb: 2\n", 2, 1, "A second YAML document begins here."),
        (b"---\na: 1\n...\n---\n", 4, 1, "A second YAML document begins here."),
        (b"a: 1\n...\nb: 2\n", 3, 1, "The data has ended before this line."),
        # characters
        (b"a: 1\nb: caf\xe9\n", 2, 7, "This is not UTF-8: byte 0xE9 does not fit."),
        ("ä: ".encode() + b"\xff", 1, 4, "This is not UTF-8: byte 0xFF does not fit."),
        (
            codecs.BOM_UTF16_LE + "a: ä\nb: ".encode("utf-16-le") + b"\x00",
            2,
            4,
            "This is not UTF-16LE: byte 0x00 does not fit.",
        ),
        (b"a: 1\nb: x\0y\n", 2, 5, "The file holds a NUL character."),
        ("a: 1\n".encode("utf-16-le"), 1, 2, "The file holds a NUL character."),
        (b"a: 1\r\nb: '\x1b[31m'\r\n", 2, 5, "The character U+001B is not allowed in YAML."),
        ("a: \ufffe".encode(), 1, 4, "The character U+FFFE is not allowed in YAML."),
        # tabs and indentation
        (b"roles:\n\tpm: x\n", 2, 1, "A tab stands where YAML takes only spaces."),
        (b"roles:\n  pm: x\n\tcto: y\n", 3, 1, "A tab stands where YAML takes only spaces."),
        (b"roles:\n  pm: x\n  \tcto: y\n", 3, 3, "A tab stands where YAML takes only spaces."),
        (b"a: |\n\ttext\n", 2, 1, "A tab stands where YAML takes only spaces."),
        (b"a:\r\tb: x\r", 2, 1, "A tab stands where YAML takes only spaces."),
        (b"a:\n    b: 1\n  c: 2\n", 3, 3, "This line does not line up with the keys above it."),
        (
            b"a: 1\n  b: 2\n",
            2,
            3,
            "A key cannot stand here: the value above it is not finished, or this line is indented too far.",
        ),
        (b"a:\n  - b\n  c: 1\n", 3, 3, "This line stands in a list and is no list item."),
        (b"a: b\n- c\n", 2, 1, "This list item stands among keys."),
        (b"a: - b\n", 1, 4, "A list cannot begin on the line of its key."),
        # quotes, brackets, colons
        (b'a: "text\nb: c\n', 1, 4, "The quote that opens here is never closed."),
        (b"a: 'text\n---\n", 1, 4, "The quote that opens here is never closed."),
        (b"a: 'it's'\n", 1, 8, "This follows a value that is already complete."),
        (b'a: "x" and "y"\n', 1, 8, "This follows a value that is already complete."),
        (b'a: "C:\\dir"\n', 1, 7, "YAML knows no such escape."),
        (b"a: [b, c\nd: e\n", 1, 4, "The `[` that opens here is never closed, or a comma is missing."),
        (b"a: {b: c\n", 1, 4, "The `{` that opens here is never closed, or a comma is missing."),
        (b"a: [b, {c: d},\n\n", 1, 4, "The `[` that opens here is never closed."),
        (b"a: [b, c]]\n", 1, 10, "This `]` closes nothing."),
        (b"a: [b, , c]\n", 1, 8, "A value is missing before this `,`."),
        (
            b"a: Decide what: next\n",
            1,
            15,
            "YAML reads this colon as the end of a key, inside what is already a value.",
        ),
        (b"a: {b:}\n", 1, 6, "After this colon a space is missing."),
        (b"a: 1\nb:2\n", 2, 1, "This line is neither `key: value` nor a list item."),
        (b"a: @home\n", 1, 4, "A text cannot begin with @ here."),
        (b"a: |text\n", 1, 4, "The text after `|` cannot be read."),
        (b"%YAML 2.0\n---\na: 1\n", 1, 1, "This line that begins with `%` cannot be used."),
        # keys
        (b"a: {{ name }}\n", 1, 5, "A list or a mapping cannot be a key."),
        (b"? [a, b]\n: c\n", 1, 3, "A list or a mapping cannot be a key."),
        (b"a: &x [b]\n*x : c\n", 2, 1, "A list or a mapping cannot be a key."),
        (b"a: 1\nnull: 2\n", 2, 1, "A key is missing here, or is null."),
        (b"a: {~: 2}\n", 1, 5, "A key is missing here, or is null."),
        (b"a: 1\n: 2\n", 2, 1, "A key is missing before this colon."),
        # references and tags
        (b"a: *none\n", 1, 4, "The alias `*none` has no anchor of that name above it."),
        (b"a: *bold*\n", 1, 4, "`*` begins a reference, and this is not the name of one."),
        (b"a: &x {b: [*x]}\n", 1, 12, "The alias `*x` stands inside the value that it names."),
        (b"<<: text\n", 1, 5, "Only a mapping can be merged with `<<`."),
        (b"a: &x {}\nb: {<<: [*x, c]}\n", 2, 9, "Only a mapping can be merged with `<<`."),
        (b"a: &x !Ref b\n", 1, 7, "The tag `!Ref` is not read here."),
        (b"a: !!python/name:os.system b\n", 1, 4, "The tag `!!python/name:os.system` is not read here."),
        (b"a: !!set {b, c}\n", 1, 4, "The tag `!!set` is not read here."),
        (b"a: !e!x b\n", 1, 4, "This tag is not read here."),
        (b"a: !<x b\n", 1, 4, "This is not a tag."),
        # depth and size
        (b"[" * 1000 + b"]" * 1000, 1, 101, "The values are nested more than 100 levels deep here."),
        (b"a: " + b"{b: " * 1000, 1, 400, "The values are nested more than 100 levels deep here."),
        (
            b"".join(b" " * n + b"a:\n" for n in range(1000)),
            101,
            101,
            "The values are nested more than 100 levels deep here.",
        ),
        (b"- " * 1000, 1, 201, "The values are nested more than 100 levels deep here."),
        (BOMB.encode(), 5, 8, "The aliases up to here stand for 17380 values, far more than the file holds."),
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_why(content: bytes, line: int, column: int, message: str) -> None:
    started = time.perf_counter()
    (fault,) = faults(content)
    assert (fault.span.line, fault.span.column, fault.message) == (line, column, message)
    assert time.perf_counter() - started < 1  # an alias bomb could take for ever


def test_what_is_nested_deeper_than_the_parser_reads_is_said_in_the_same_words() -> None:
    """Since PyYAML 6.0.4 the parser itself stops, at the thousandth level, and may have read so far ahead."""
    (fault,) = faults(b"a: " + b"[" * 5000)
    assert fault.message == "The values are nested more than 100 levels deep here."
    assert fault.span.line == 1


def test_levels_that_aliases_add_up_are_counted() -> None:
    steps = [f"a{n}: &a{n} {'[' * 9}*a{n - 1}{']' * 9}\n" for n in range(1, 30)]
    (fault,) = faults(("a0: &a0 x\n" + "".join(steps)).encode())
    assert fault.message == "The values are nested more than 100 levels deep here."
    assert fault.span.line == 13


def test_a_reference_to_much_is_fine_where_the_file_holds_as_much() -> None:
    people = "".join(f"  p{n}: {{roles: [ceo, founder], skills: *skills}}\n" for n in range(5000))
    document = parse(f"x: &skills [a, b, c, d, e, f, g, h]\npeople:\n{people}".encode(), "org.yaml")
    assert document.data["people"]["p4999"]["skills"] is document.data["x"]  # type: ignore[index]


def test_all_repeated_keys_are_reported_with_where_they_were_first_written() -> None:
    found = faults(b"a: 1\n'b': {c: 1, c: 2, d: &x [{e: 1, e: 2}]}\n? a\n: 3\nb: *x\na: 4\n<<: {}\n<<: {}\n")
    places = [
        (fault.message, fault.span.line, fault.span.column, other.label, other.span.line, other.span.column)
        for fault in found
        for other in fault.related
    ]
    assert places == [
        ("The key `c` is written twice.", 2, 13, "first written here", 2, 7),
        ("The key `e` is written twice.", 2, 33, "first written here", 2, 27),
        ("The key `a` is written twice.", 3, 3, "first written here", 1, 1),
        ("The key `b` is written twice.", 5, 1, "first written here", 2, 1),
        ("The key `a` is written twice.", 6, 1, "first written here", 1, 1),
        ("The key `<<` is written twice.", 8, 1, "first written here", 7, 1),
    ]


def test_a_fault_that_has_two_places_shows_both() -> None:
    (unclosed,) = faults(b"a: [b, c\nd: e\nf: g\n")
    assert [(other.label, other.span.line, other.span.column) for other in unclosed.related] == [
        ("read up to here", 2, 2)
    ]
    (uneven,) = faults(b"x: 1\na:\n    b: 1\n  c: 2\n")
    assert [(other.label, other.span.line) for other in uneven.related] == [("what it belongs to begins here", 1)]


def test_the_lines_to_quote_come_with_the_fault() -> None:
    with pytest.raises(BadInput) as caught:
        parse(b"a: 1\r\nb: caf\xe9", "org.yaml")
    assert caught.value.sources == {"org.yaml": ["a: 1", "b: caf\ufffd"]}


def test_the_parser_in_python_says_the_same_in_the_same_place() -> None:
    files = [
        b"a:\n\tb: 1",
        b"a: b: c",
        b"a: [b",
        b"a: 'b",
        b"a: 1\nb",
        b"a: &x [*x]",
        b"a: \0",
        b"a: 1\na: 2",
        b"a: @b",
        b"- " * 999,
    ]
    code = (
        "import sys; sys.modules['yaml._yaml'] = None\n"
        "from roleaudit.document import parse\n"
        "from roleaudit.findings import BadInput\n"
        f"for content in {files!r}:\n"
        "    try: parse(content, 'org.yaml')\n"
        "    except BadInput as error: print(error.findings)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert run.stdout.splitlines() == [str(faults(content)) for content in files]


# --- whole organisations --------------------------------------------------------------------------------------------


@pytest.fixture
def org(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def report(org: Path, files: dict[str, str]) -> list[tuple[str, int, int, str]]:
    """Read org.yaml beside other files, and give place and message of every fault."""
    for name, text in files.items():
        (org / name).parent.mkdir(parents=True, exist_ok=True)
        (org / name).write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read("org.yaml")
    assert {fault.span.file for fault in caught.value.findings} <= set(caught.value.sources)
    return [(fault.span.file, fault.span.line, fault.span.column, fault.message) for fault in caught.value.findings]


@pytest.mark.parametrize(
    ("text", "column", "looks_like"),
    [
        ("apiVersion: backstage.io/v1alpha1\nkind: Group\nspec: {type: team}\n", 1, "a Backstage catalogue"),
        (
            "kind: Group\napiVersion: backstage.io/v1beta1\n---\nkind: User\n---\nkind: User\n",
            1,
            "a Backstage catalogue",
        ),
        ("apiVersion: v1\nkind: List\na: 1\na: 2\n", 1, "a Backstage or Kubernetes"),
        ("{orgs: {acme: {teams: {}}}}\n", 2, "a peribolos (GitHub organisation)"),
    ],
)
def test_a_file_of_another_tool_is_named(org: Path, text: str, column: int, looks_like: str) -> None:
    line = 2 if text.startswith("kind") else 1
    message = f"This looks like {looks_like} file, which roleaudit does not read."
    assert report(org, {"org.yaml": text}) == [("org.yaml", line, column, message)]


@pytest.mark.parametrize("content", ["", "# later\n", "- ceo\n- cto\n"])
def test_an_org_file_without_a_section_is_shown_how_to_begin(org: Path, content: str) -> None:
    (org / "org.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read("org.yaml")
    assert [f.fix for f in caught.value.findings] == [
        "Begin with `org: {name: …, stage: startup}` and a `roles:` section."
    ]
    assert {fault.fix for fault in faults(content.encode())} == {"Write it as `key: value` lines."}


def test_an_org_file_that_shares_a_key_with_another_tool_is_read(org: Path) -> None:
    (org / "org.yaml").write_text("org: {stage: startup}\norgs: {acme: }\napiVersion: 1\nkind: x\n")
    assert set(read("org.yaml").data) == {"org", "orgs", "apiVersion", "kind"}


@pytest.mark.parametrize(
    ("include", "column", "message"),
    [
        ("none.yaml", 10, "`none.yaml` matches no file."),
        ("teams/*.yml", 10, "`teams/*.yml` matches no file."),
        ("teams/**/*.yaml", 10, "`teams/**/*.yaml` has a `**`: a `*` stands for one level, and deeper ones are named."),
        ("/etc/hostname", 10, "`/etc/hostname` is absolute: includes are relative to the root file."),
        ("'C:\\org.yaml'", 10, "`C:\\org.yaml` is absolute: includes are relative to the root file."),
        ("../other.yaml", 10, "`../other.yaml` leads out of the directory of the root file."),
        ("teams/../../*.yaml", 10, "`teams/../../*.yaml` leads out of the directory of the root file."),
        ("out.yaml", 10, "`out.yaml` is a link that leads out of the directory of the root file."),
        ("'ou*.yaml'", 10, "`out.yaml` is a link that leads out of the directory of the root file."),
        ("teams", 10, "`teams` is not a file."),
        ("pipe", 10, "`pipe` is not a file."),
        ("org.yaml", 10, "`org.yaml` is the root file itself."),
        (".hidden.yaml", 10, "`.hidden.yaml` is hidden or a configuration file, and cannot be included."),
        (".d/a.yaml", 10, "`.d/a.yaml` is hidden or a configuration file, and cannot be included."),
        (
            "roleaudit.rules.yaml",
            10,
            "`roleaudit.rules.yaml` is hidden or a configuration file, and cannot be included.",
        ),
        ("[a.yaml, none.yaml]", 19, "`none.yaml` matches no file."),
        ("[a.yaml, [b.yaml]]", 20, "An include is a path or a pattern."),
        ("{a.yaml: }", 1, "An include is a path or a pattern."),
        ("''", 10, "An include is a path or a pattern."),
        ('"a\\0b"', 10, "An include is a path or a pattern."),
        ("[~]", 11, "An include is a path or a pattern."),
        ("x" * 5000, 10, f"`{'x' * 59}…` matches no file."),
    ],
)
def test_an_include_that_cannot_be_followed_has_its_place(org: Path, include: str, column: int, message: str) -> None:
    (org.parent / "outside.yaml").write_text("roles: {}")
    (org / "out.yaml").symlink_to(org.parent / "outside.yaml")
    os.mkfifo(org / "pipe")
    beside = ["a.yaml", "teams/a.yaml", ".hidden.yaml", ".d/a.yaml", "roleaudit.rules.yaml"]
    files = dict.fromkeys(beside, "teams: ") | {"org.yaml": f"include: {include}\n"}
    assert report(org, files) == [("org.yaml", 1, column, message)]


def test_the_faults_of_all_files_are_reported_at_once(org: Path) -> None:
    files = {
        "org.yaml": "org: {stage: startup, stage: scaleup}\ninclude: ['*.yaml', none]\nroles: {pm: }\nteams: []\n",
        "a.yaml": "roles: {cto: , pm: }\nteams: {t: }\n",
        "b.yaml": "roles: [\n",
        "c.yaml": "org: {}\ninclude: a.yaml\nroles: {cto: }\n",
        "d.yaml": "apiVersion: backstage.io/v1\nkind: Group\n",
    }
    assert report(org, files) == [
        ("org.yaml", 1, 23, "The key `stage` is written twice."),
        ("org.yaml", 2, 21, "`none` matches no file."),
        ("a.yaml", 1, 16, "`roles.pm` is written in two files."),
        ("a.yaml", 2, 1, "`teams` is a mapping in one file and none in the other."),
        ("b.yaml", 1, 8, "The `[` that opens here is never closed."),
        ("c.yaml", 1, 1, "An included file cannot have `org`."),
        ("c.yaml", 2, 1, "An included file cannot have `include`."),
        ("c.yaml", 3, 9, "`roles.cto` is written in two files."),
        ("d.yaml", 1, 1, "This looks like a Backstage catalogue file, which roleaudit does not read."),
    ]


def test_an_id_in_two_files_shows_both_places(org: Path) -> None:
    (org / "org.yaml").write_text("include: [a.yaml, b.yaml]\n")
    (org / "a.yaml").write_text("roles:\n  pm: {}\n")
    (org / "b.yaml").write_text("roles: {ceo: , pm: }\n")
    with pytest.raises(BadInput) as caught:
        read("org.yaml")
    (fault,) = caught.value.findings
    assert (fault.span.file, fault.span.line, fault.span.column) == ("b.yaml", 1, 16)
    assert [(other.label, other.span.file, other.span.line) for other in fault.related] == [
        ("first written here", "a.yaml", 2)
    ]


def test_standard_input_cannot_include(org: Path) -> None:
    code = (
        "from roleaudit.document import read\n"
        "from roleaudit.findings import BadInput\n"
        "try: read('-')\n"
        "except BadInput as error: print(error, error.findings[0].span)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], input="include: a.yaml", capture_output=True, check=True, text=True
    )
    assert run.stdout.startswith("Standard input cannot include files. Span(file='<stdin>', line=1, column=10")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("none.yaml", r"^none\.yaml does not exist; check the name and the working directory$"),
        ("sub", r"^sub is a directory; name a file in it$"),
        ("pipe", r"^pipe is not a regular file; to read from a pipe, pass `-`$"),
        ("/dev/null", r"^/dev/null is not a regular file"),
        ("org.yaml/a", r"^org\.yaml/a cannot be read: Not a directory$"),
        ("a\0b", r"cannot be read"),
        ("loop", r"^loop cannot be read: Too many levels of symbolic links$"),
        ("x" * 5000, r"cannot be read: File name too long$"),
    ],
)
def test_a_root_that_is_no_readable_file_is_refused(org: Path, path: str, message: str) -> None:
    (org / "org.yaml").write_text("org: {}")
    (org / "sub").mkdir()
    (org / "loop").symlink_to("loop")
    os.mkfifo(org / "pipe")
    with pytest.raises(UsageError, match=message):
        read(path)


# --- anything at all ------------------------------------------------------------------------------------------------


def read_or_refused(content: bytes) -> None:
    """There is no third outcome, every fault is inside the file, and every value has a place in it."""
    try:
        document = parse(content, "org.yaml")
    except BadInput as error:
        sources, spans = error.sources, [fault.span for fault in error.findings]
        spans += [other.span for fault in error.findings for other in fault.related]
    else:
        assert isinstance(document, Document)
        sources, spans = document.sources, [document.span((key,), "key") for key in document.data]
        spans += [document.place((key, 0, "x"))[0] for key in document.data]
    for span in spans:
        assert (span.line, span.column) <= (span.end_line, span.end_column)
        assert 1 <= span.column <= len(sources["org.yaml"][span.line - 1]) + 1
        assert 1 <= span.end_column <= len(sources["org.yaml"][span.end_line - 1]) + 1


@given(st.binary(max_size=200))
@example(b"\xff\xfe\x00\xd8")
@example(b"\xef\xbb\xbf\xef\xbb\xbfa: 1")
def test_arbitrary_bytes_are_read_or_refused(content: bytes) -> None:
    read_or_refused(content)


_signs = list("\t\n\r\x85\u2028:-?,[]{}#&*!|>'\"%@`\0\x0b\ufeffä𝄞~\\")
_phrases = ["<<", "*lead", "&lead", "---", "...", "!!str", ": ", "- ", "  ", "\n\n", "? ", "{{", "%YAML 1.1\n", ""]
_pieces = st.sampled_from([*_signs, *_phrases, "<<: *lead\n"])


@given(
    st.lists(st.tuples(st.integers(0, len(SAMPLE)), st.integers(0, 12), _pieces), min_size=1, max_size=4),
    st.sampled_from(["utf-8", "utf-16"]),
)
def test_a_valid_file_with_changes_is_read_or_refused(changes: list[tuple[int, int, str]], encoding: str) -> None:
    text = SAMPLE.decode()
    for start, length, piece in changes:
        text = text[:start] + piece + text[start + length :]
    read_or_refused(text.encode(encoding))


@given(st.lists(_pieces, max_size=30).map("".join))
def test_a_heap_of_signs_is_read_or_refused(text: str) -> None:
    read_or_refused(text.encode())
