"""What `document` promises: plain data, exact places, includes that merge."""

from __future__ import annotations

import codecs
import contextlib
import gc
import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path as File
from typing import Literal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from roleaudit.document import Document, includes, parse, read, section_kind
from roleaudit.findings import BadInput, Path, Span

SAMPLE = """\
org: {name: Harbour Labs, stage: scaleup}
x-lead: &lead
  owns: [roadmap, pricing]   # two duties
  reports_to: &boss ceo
roles:
  pm: *lead
  po:
    <<: *lead
    owns: backlog-management
  cto:
    <<: [*lead, {deputy: pm, reports_to: nobody}]
  "chief\\x20of staff":
    title: 'Chief of Staff'
    purpose: >
      Keeps the calendar
      and the minutes
  deputy: {reports_to: *boss, vacant: }
"""


def cut(document: Document, span: Span) -> str:
    """The text of a span, taken from the lines that the document gives for quoting."""
    lines = list(document.sources[span.file][span.line - 1 : span.end_line])
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "\n".join(lines)


def texts(document: Document, path: Path) -> tuple[str, str, str, list[str]]:
    """What span and place of a path show: its key, its value, where to point, and the related places."""
    place, related = document.place(path)
    shown = [cut(document, span) for span in (document.span(path, "key"), document.span(path), place)]
    return shown[0], shown[1], shown[2], [cut(document, other.span) for other in related]


def paths(value: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    yield path, value
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, child in children:
        yield from paths(child, (*path, step))


# --- places ---------------------------------------------------------------------------------------------------------

_text = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=12)
_words = st.sampled_from(
    ["owns", "a: b", "- x", "#no", "null", "~", "", "12:30", "<<", "it's", '"', "{", "*a", "é", "two\nlines\n"]
)
_scalar = st.one_of(_words, _text)
_data = st.dictionaries(
    _scalar,
    st.recursive(
        st.one_of(st.none(), _scalar),
        lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_scalar, inner, max_size=3)),
        max_leaves=12,
    ),
    min_size=1,
    max_size=4,
)


_Style = Literal["'", '"'] | None
_styles: st.SearchStrategy[_Style] = st.sampled_from([None, "'", '"'])


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


@given(_data, st.sampled_from([None, True, False]), _styles, st.sampled_from([20, 80, 10_000]), st.integers(2, 6))
def test_every_span_cut_from_the_text_parses_back(
    data: dict[str, object], flow: bool | None, style: _Style, width: int, indent: int
) -> None:
    text = yaml.dump(
        data,
        Dumper=_Dumper,
        default_flow_style=flow,
        default_style=style,
        width=width,
        indent=indent,
        allow_unicode=True,
    )
    document = parse(text.encode(), "org.yaml")
    assert as_text(document.data) == as_text(data)
    for path, value in paths(document.data):
        piece = document.span(path)
        written = " " * (piece.column - 1) + cut(document, piece)
        assert yaml.load(written, yaml.BaseLoader) == as_text(value)
        if path and isinstance(path[-1], str):
            assert yaml.load(cut(document, document.span(path, "key")), yaml.BaseLoader) == path[-1]


def as_text(value: object) -> object:
    """The data with null as the word that the dumper writes for it, and PyYAML's loader without types reads."""
    if isinstance(value, dict):
        return {key: as_text(child) for key, child in value.items()}
    if isinstance(value, list):
        return [as_text(child) for child in value]
    return "null" if value is None else value


@given(_data, st.data())
def test_an_alias_has_the_span_of_the_alias(data: dict[str, object], draw: st.DataObject) -> None:
    here = draw.draw(st.sampled_from([path for path, _ in paths(data)]))
    shared = {"kept": {"owns": ["roadmap"]}}
    whole = {"first": shared, "data": data, "again": shared}
    text = yaml.safe_dump(whole, sort_keys=False, default_flow_style=draw.draw(st.sampled_from([None, True, False])))
    document = parse(text.encode(), "org.yaml")
    assert as_text(document.data) == as_text(whole)
    assert document.data["first"] is document.data["again"]
    for path in [("again",), ("again", "kept"), ("again", "kept", "owns", 0), ("again", "unknown")]:
        span, related = document.place(path)
        assert cut(document, span).startswith("*")
        assert [other.label for other in related] == ["defined here"]
        assert document.span(path) == span
    assert document.place(("data", *here)) == (document.place(("data", *here))[0], ())


@pytest.mark.parametrize(
    ("path", "key", "value", "place", "related"),
    [
        (("org", "stage"), "stage", "scaleup", "scaleup", []),
        (("org",), "org", "{name: Harbour Labs, stage: scaleup}", "org", []),
        (("x-lead", "owns", 1), "pricing", "pricing", "pricing", []),
        (("x-lead", "reports_to"), "reports_to", "&boss ceo", "&boss ceo", []),
        (("roles", "pm"), "pm", "*lead", "*lead", ["x-lead"]),
        (("roles", "pm", "owns"), "*lead", "*lead", "*lead", ["owns"]),
        (("roles", "pm", "owns", 0), "*lead", "*lead", "*lead", ["roadmap"]),
        (("roles", "pm", "missing", 3), "pm", "*lead", "*lead", ["x-lead"]),
        (("roles", "po", "owns"), "owns", "backlog-management", "backlog-management", []),
        (("roles", "po", "owns", 0), "owns", "backlog-management", "backlog-management", []),
        (("roles", "po", "reports_to"), "*lead", "*lead", "*lead", ["&boss ceo"]),
        (("roles", "cto", "owns", 1), "*lead", "*lead", "*lead", ["pricing"]),
        (("roles", "cto", "deputy"), "deputy", "pm", "pm", []),
        (("roles", "chief of staff"), '"chief\\x20of staff"', None, '"chief\\x20of staff"', []),
        (("roles", "chief of staff", "title"), "title", "'Chief of Staff'", "'Chief of Staff'", []),
        (
            ("roles", "chief of staff", "purpose"),
            "purpose",
            ">\n      Keeps the calendar\n      and the minutes\n",
            ">\n      Keeps the calendar\n      and the minutes\n",
            [],
        ),
        (("roles", "deputy", "reports_to"), "reports_to", "*boss", "*boss", ["&boss ceo"]),
        (("roles", "deputy", "vacant"), "vacant", "", "vacant", []),
        (("roles", "nobody", "owns"), "roles", None, "roles", []),
        (("people", "p1"), None, None, "org", []),
        ((), None, None, "org", []),
    ],
)
def test_places_in_the_sample(path: Path, key: str | None, value: str | None, place: str, related: list[str]) -> None:
    found = texts(parse(SAMPLE.encode(), "org.yaml"), path)
    assert found[2:] == (place, related)
    assert key in (found[0], None)
    assert value in (found[1], None)


def test_the_sample_is_read_with_its_references() -> None:
    data = parse(SAMPLE.encode(), "org.yaml").data
    lead = {"owns": ["roadmap", "pricing"], "reports_to": "ceo"}
    assert data["roles"] == {
        "pm": lead,
        "po": {"owns": "backlog-management", "reports_to": "ceo"},
        "cto": {"owns": ["roadmap", "pricing"], "reports_to": "ceo", "deputy": "pm"},
        "chief of staff": {"title": "Chief of Staff", "purpose": "Keeps the calendar and the minutes\n"},
        "deputy": {"reports_to": "ceo", "vacant": None},
    }


def test_a_collection_in_a_list_is_shown_at_its_first_entry() -> None:
    document = parse(b"waivers:\n- {rule: a}\n- - x\n  - y\n- []\n- {<<: {}}\n-\n", "org.yaml")
    shown = [texts(document, ("waivers", index))[2] for index in range(5)]
    assert shown == ["rule", "x", "[]", "{<<: {}}", ""]
    assert document.place(("waivers", 4))[0] == Span("org.yaml", 7, 2, 7, 2)


# --- scalars, keys, references --------------------------------------------------------------------------------------


def test_scalars_stay_text_and_bare_nulls_are_none() -> None:
    data = parse(
        b"text: [no, on, 12:30, 012, 2026-01-01, true, '', 'null', \"~\", ! x, !!str null, !!int 3, !!null x]\n"
        b"none: [null, Null, NULL, ~, ]\nempty:\n<<: {merged: yes}\n'a b': !!map {}\n",
        "org.yaml",
    ).data
    text = ["no", "on", "12:30", "012", "2026-01-01", "true", "", "null", "~", "x", "null", "3", "x"]
    assert data == {"text": text, "none": [None] * 4, "empty": None, "merged": "yes", "a b": {}}


def test_a_quoted_merge_key_is_text() -> None:
    document = parse(b"roles: {'<<': pm}", "org.yaml")
    assert document.data == {"roles": {"<<": "pm"}}
    assert texts(document, ("roles", "<<"))[:2] == ("'<<'", "pm")


def test_the_first_of_several_merged_mappings_wins_and_own_keys_win_over_all() -> None:
    text = b"a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nl: &l [*a, *b]\nc: {<<: [*b, *a]}\nd: {x: 0, <<: *l, z: 0}\n"
    document = parse(text, "org.yaml")
    assert document.data["c"] == {"y": "2", "z": "2", "x": "1"}
    assert document.data["d"] == {"x": "0", "z": "0", "y": "1"}
    assert texts(document, ("c", "y")) == ("*b", "*b", "*b", ["2"])
    assert texts(document, ("c", "x")) == ("*a", "*a", "*a", ["1"])
    assert texts(document, ("d", "y")) == ("*l", "*l", "*l", ["1"])
    assert texts(document, ("d", "z")) == ("z", "0", "0", [])


def test_an_anchor_may_be_given_anew() -> None:
    document = parse(b"a: &x 1\nb: *x\nc: &x [&x 2]\nd: *x\n", "org.yaml")
    assert document.data == {"a": "1", "b": "1", "c": ["2"], "d": "2"}
    assert texts(document, ("d",)) == ("d", "*x", "*x", ["&x 2"])


def test_an_alias_may_be_a_key() -> None:
    document = parse(b"who: &pm product-manager\nroles: {*pm : {owns: x}}\n", "org.yaml")
    assert document.data["roles"] == {"product-manager": {"owns": "x"}}
    assert texts(document, ("roles", "product-manager"))[0] == "*pm "[:3]


def test_a_yaml_directive_and_document_marks_are_read() -> None:
    assert parse(b"%YAML 1.2\n---\na: 1\n...\n", "org.yaml").data == {"a": "1"}


# --- encodings ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\x85", "\u2028"])
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ],
)
def test_positions_count_code_points_whatever_the_encoding(line_break: str, mark: bytes, encoding: str) -> None:
    text = line_break.join(["äöü: 𝄞 1", "roles:", "  é𝄞: {owns: ü, is: x}", ""])
    document = parse(mark + text.encode(encoding), "org.yaml")
    assert document.span(("äöü",), "key") == Span("org.yaml", 1, 1, 1, 4)
    assert document.span(("äöü",)) == Span("org.yaml", 1, 6, 1, 9)
    assert document.span(("roles", "é𝄞", "owns")) == Span("org.yaml", 3, 14, 3, 15)
    assert document.sources == {"org.yaml": ["äöü: 𝄞 1", "roles:", "  é𝄞: {owns: ü, is: x}", ""]}


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\u2028"])
@pytest.mark.parametrize("length", range(65_533, 65_538))
def test_a_long_text_has_the_lines_of_a_short_one(line_break: str, length: int) -> None:
    """It is split in pieces of 65,536 characters: a break may stand at the end of one, or between two of them."""
    lines = ["#" * length, "a: 1", "", "#" * 200_000, "b: 2", "#" * 65_000]
    document = parse(line_break.join(lines).encode(), "org.yaml")
    assert document.sources == {"org.yaml": lines}
    assert list(document.sources["org.yaml"][1:3]) == ["a: 1", ""]
    assert document.span(("a",)) == Span("org.yaml", 2, 4, 2, 5)
    assert document.span(("b",)) == Span("org.yaml", 5, 4, 5, 5)
    assert len(parse((line_break.join(lines) + line_break).encode(), "org.yaml").sources["org.yaml"]) == 7


def test_tabs_are_read_where_yaml_allows_them() -> None:
    document = parse(b"a:\t1\t# note\nb: [\t1,\t2 ]\n", "org.yaml")
    assert document.data == {"a": "1", "b": ["1", "2"]}
    assert document.span(("a",)) == Span("org.yaml", 1, 4, 1, 5)


# --- the parser -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [b"a: 1", b"a: [", b"a: 1\na: 2"])
def test_the_collector_runs_again_after_reading(text: bytes) -> None:
    assert gc.isenabled()
    with contextlib.suppress(BadInput):
        parse(text, "org.yaml")
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        parse(b"a: 1", "org.yaml")
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_without_libyaml_the_same_is_read_with_one_warning() -> None:
    code = (
        "import sys; sys.modules['yaml._yaml'] = None\n"
        "from roleaudit.document import parse\n"
        "documents = [parse(sys.stdin.buffer.read(), 'org.yaml'), parse(b'a: 1', 'b.yaml')]\n"
        "print([documents[0].data, documents[0].place(('roles', 'cto', 'owns', 1))])\n"
    )
    run = subprocess.run([sys.executable, "-c", code], input=SAMPLE.encode(), capture_output=True, check=True)
    document = parse(SAMPLE.encode(), "org.yaml")
    assert run.stdout.decode().strip() == str([document.data, document.place(("roles", "cto", "owns", 1))])
    assert run.stderr.decode().splitlines() == [
        "warning: PyYAML was built without libyaml; reading is about ten times slower"
    ]


# --- several files --------------------------------------------------------------------------------------------------


@pytest.fixture
def org(tmp_path: File, monkeypatch: pytest.MonkeyPatch) -> File:
    """An empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(directory: File, files: dict[str, str]) -> None:
    for name, text in files.items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text(text, encoding="utf-8")


def test_included_files_are_merged_and_keep_their_places(org: File) -> None:
    write(
        org,
        {
            "org.yaml": "org: {}\ninclude: [teams/*.yaml, people.yaml]\nroles: {ceo: }\nexternal: board\n",
            "people.yaml": "x-note: anything\npeople: {p1: {roles: ceo}}\nexternal: [auditor, bank]\nteams:\n",
            "teams/b.yaml": "x-note: again\nroles: {dev: {owns: coding}}\nteams: {b: }\nexternal: press\n",
            "teams/a.yaml": "teams: {a: {lead: dev}}\nmetrics:\n",
            "teams/notes.txt": "not yaml: [",
        },
    )
    document = read("org.yaml")
    assert document.name == "org.yaml"
    assert document.files == ("org.yaml", "people.yaml", "teams/a.yaml", "teams/b.yaml")
    assert document.data == {
        "org": {},
        "roles": {"ceo": None, "dev": {"owns": "coding"}},
        "people": {"p1": {"roles": "ceo"}},
        "external": ["board", "auditor", "bank", "press"],
        "teams": {"a": {"lead": "dev"}, "b": None},
        "metrics": None,
    }
    assert document.span(("roles", "dev", "owns")) == Span("teams/b.yaml", 2, 21, 2, 27)
    assert document.place(("teams", "a", "missing"))[0] == Span("teams/a.yaml", 1, 9, 1, 10)
    assert document.span(("external", 2)) == Span("people.yaml", 3, 21, 3, 25)
    assert document.span(("external", 3)) == Span("teams/b.yaml", 4, 11, 4, 16)
    assert document.span(("external", 0)) == Span("org.yaml", 4, 11, 4, 16)
    assert document.place(("people",))[0] == Span("people.yaml", 2, 1, 2, 7)
    assert [document.entry_file("roles", name) for name in ("ceo", "dev", "nobody")] == [
        "org.yaml",
        "teams/b.yaml",
        "org.yaml",
    ]
    assert set(document.sources) == set(document.files)


def test_a_section_may_be_empty_in_one_of_the_files(org: File) -> None:
    write(org, {"org.yaml": "include: a.yaml\nroles:\nteams: {t: }\n", "a.yaml": "roles: {pm: }\nteams:\n"})
    assert read("org.yaml").data == {"roles": {"pm": None}, "teams": {"t": None}}


@pytest.mark.parametrize("include", ["", "[]", "~"])
def test_an_empty_include_brings_in_nothing(org: File, include: str) -> None:
    write(org, {"org.yaml": f"org: {{}}\ninclude: {include}\n"})
    assert read("org.yaml").data == {"org": {}}


def test_files_are_read_once_in_the_order_of_their_names(org: File) -> None:
    write(org, {"org.yaml": "include: [b.yaml, '[ab].yaml', ./b.yaml, x/../a.yaml]", "a.yaml": "a: ", "b.yaml": "b: "})
    (org / "x").mkdir()
    assert read(org / "org.yaml").files == ("org.yaml", "a.yaml", "b.yaml")
    assert includes(org / "org.yaml") == (org / "a.yaml", org / "b.yaml")


def test_a_pattern_passes_over_what_is_not_part_of_the_organisation(org: File) -> None:
    kept = {"org.yaml": "include: ['*.yaml', '*/*.yaml', '.?*.yaml']\n", "a.yaml": "roles: ", "t/b.yaml": "teams: "}
    broken = [".hidden.yaml", ".git/c.yaml", "roleaudit.yaml", "roleaudit-rules.yaml", "t/roleaudit.yaml", "t/u/d.yaml"]
    write(org, kept | dict.fromkeys(broken, "["))
    (org / "dir.yaml").mkdir()
    with pytest.raises(BadInput, match=r"`\.\?\*\.yaml` matches no file"):
        read("org.yaml")
    write(org, {"org.yaml": "include: ['*.yaml', '*/*.yaml']\n"})
    assert read("org.yaml").files == ("org.yaml", "a.yaml", "t/b.yaml")


def test_links_inside_the_directory_are_followed(org: File) -> None:
    write(org, {"org.yaml": "include: ['*.yaml']", "t/real.yaml": "roles: "})
    (org / "link.yaml").symlink_to(org / "t" / "real.yaml")
    assert read("org.yaml").files == ("org.yaml", "link.yaml")


def test_a_file_with_several_names_goes_by_the_first(org: File) -> None:
    write(org, {"org.yaml": "include: ['t/*.yaml', 't/z.yaml']", "t/m.yaml": "roles: "})
    for name in ("z", "a", "q"):
        (org / "t" / f"{name}.yaml").symlink_to(org / "t" / "m.yaml")
    assert read("org.yaml").files == ("org.yaml", "t/a.yaml")


def test_names_are_shown_from_the_working_directory_and_else_as_given(
    org: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(org, {"deep/org.yaml": "include: t/*.yaml", "deep/t/a.yaml": "roles: "})
    assert read(org / "deep" / "org.yaml").files == ("deep/org.yaml", "deep/t/a.yaml")
    assert read("deep/t/../org.yaml").files == ("deep/org.yaml", "deep/t/a.yaml")
    monkeypatch.chdir(org / "deep" / "t")
    assert read("../org.yaml").files == ("../org.yaml", "a.yaml")


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(codecs.BOM_UTF8 + b"org: {stage: startup}")))
    document = read("-")
    assert document.data == {"org": {"stage": "startup"}}
    assert document.span(("org", "stage")) == Span("<stdin>", 1, 14, 1, 21)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (b"roles: {a: [{b: c}]}\norg: {stage: x}\nthen: [broken", "mapping"),
        (b"{a: 1, org: *later}", "mapping"),
        (b"org: acme", "other"),
        (b"roles: {org: {}}\nteams: [org]", None),
    ],
)
def test_a_section_is_found_without_reading_further(text: bytes, kind: str | None) -> None:
    assert section_kind(text, "org") == kind


@pytest.mark.parametrize("text", [b"", b"- a", b"a: [", b"\xff"])
def test_a_file_that_is_broken_before_the_section_is_said_to_be(text: bytes) -> None:
    with pytest.raises(BadInput):
        section_kind(text, "org")


def test_the_stretch_of_a_block_ends_with_the_bracket_of_its_last_value() -> None:
    text = "people:\n  p1:\n    skills: [a, b]\n  p2: {kind: 'agent' }  # new\n\n"
    document = parse(text.encode(), "org.yaml")
    assert written_at(document, text, "people", "p1") == "skills: [a, b]"
    assert written_at(document, text, "people", "p2") == "{kind: 'agent' }"
    assert written_at(document, text, "people") == "p1:\n    skills: [a, b]\n  p2: {kind: 'agent' }"


def written_at(document: Document, text: str, *path: str) -> str:
    _, start, end = document.stretch(path)
    return text[start:end]


def test_what_an_alias_stands_for_stays_as_it_is_when_files_are_joined(tmp_path: File) -> None:
    root = "include: [parts/*.yaml]\nx-people: &p {p1: {}}\npeople: *p\nx-waivers: &w [a]\nwaivers: *w\n"
    (tmp_path / "org.yaml").write_text(root, encoding="utf-8")
    (tmp_path / "parts").mkdir()
    for number in (2, 3):
        text = f"people: {{p{number}: {{}}}}\nwaivers: [w{number}, v{number}]\n"
        (tmp_path / "parts" / f"{number}.yaml").write_text(text, encoding="utf-8")
    document = read(tmp_path / "org.yaml")
    assert document.data == {
        "x-people": {"p1": {}},
        "people": {"p1": {}, "p2": {}, "p3": {}},
        "x-waivers": ["a"],
        "waivers": ["a", "w2", "v2", "w3", "v3"],
    }
    assert document.span(("waivers", 4)).file.endswith("3.yaml")
    assert document.span(("waivers", 4)).column == 15
    assert document.span(("people", "p2"), "key").file.endswith("2.yaml")
