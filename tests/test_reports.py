"""What a finished result looks like in each format, also where its texts are hostile."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from finished import CONTESTED, FULL, LADDER, OWN_DEPUTY, broken, report, result, several, span
from hypothesis import given
from hypothesis import strategies as st

from roleaudit.findings import Coverage, Finding, Level, Related, Result, invalid
from roleaudit.reports import FORMATS, Options

Golden = Callable[[str, str], None]


@pytest.mark.parametrize("name", FORMATS)
def test_a_full_result_in_each_format(name: str, golden: Golden) -> None:
    golden(f"reports/full.{name}", report(name, FULL))


@pytest.mark.parametrize("name", FORMATS)
def test_a_clean_result_in_each_format(name: str, golden: Golden) -> None:
    golden(f"reports/clean.{name}", report(name, result(ladder=LADDER[:1], not_described=())))


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_that_cannot_be_read_in_each_format(name: str, golden: Golden) -> None:
    golden(f"reports/invalid.{name}", report(name, broken()))


def test_colours_are_codes_around_the_same_text(golden: Golden) -> None:
    coloured = report("text", FULL, options=Options(color=True))
    golden("reports/full-color.text", coloured)
    codes = {piece.split("m")[0] for piece in coloured.split("\x1b[")[1:]}
    assert len(codes) <= 8
    for code in codes:
        coloured = coloured.replace(f"\x1b[{code}m", "")
    assert coloured == report("text", FULL)


def test_several_roots_are_reported_one_after_another() -> None:
    other = result(OWN_DEPUTY, root="other/org.yaml")
    text = report("text", FULL, other)
    assert text == report("text", FULL) + "\n" + report("text", other)
    assert report("compact", FULL, other) == report("compact", FULL) + report("compact", other)
    assert [r["root"] for r in json.loads(report("json", FULL, other))["results"]] == ["org.yaml", "other/org.yaml"]


def test_quiet_leaves_the_findings_and_no_summary() -> None:
    text = report("text", FULL, options=Options(quiet=True))
    assert report("text", FULL).startswith(text + "\norg.yaml: 1 error, 1 warning, 1 note, 1 waived\n")
    assert report("text", result(), options=Options(quiet=True)) == ""


@pytest.mark.parametrize("name", sorted(FORMATS.keys() - {"sarif", "junit"}))  # these list every rule
def test_nothing_below_the_lowest_level_is_shown(name: str) -> None:
    for level, rules in {
        Level.INFO: {"contested-duty", "own-deputy", "untitled-seat"},
        Level.WARNING: {"contested-duty", "own-deputy"},
        Level.ERROR: {"contested-duty"},
    }.items():
        text = report(name, FULL, options=Options(min_level=level))
        assert {rule for rule in ("contested-duty", "own-deputy", "untitled-seat") if rule in text} == rules


def test_the_summary_counts_what_is_not_shown() -> None:
    assert "\n1 note not shown; --min-level info shows it\n" in report("text", FULL)
    assert "\n2 findings not shown; --min-level info shows them\n" in report(
        "text", FULL, options=Options(min_level=Level.ERROR)
    )
    assert "not shown" not in report("text", FULL, options=Options(min_level=Level.INFO))
    summary = json.loads(report("json", FULL))["results"][0]["summary"]
    assert summary["not_shown"] == 1
    assert (summary["error"], summary["warning"], summary["info"], summary["suppressed"]) == (1, 1, 1, 1)


def test_json_holds_waived_findings_with_their_reason() -> None:
    findings = json.loads(report("json", FULL))["results"][0]["findings"]
    assert [(f["rule"], f["suppressed"]) for f in findings] == [
        ("contested-duty", None),
        ("own-deputy", None),
        ("no-purpose", "Until March"),
    ]


def test_json_without_a_result_is_still_a_document() -> None:
    document = json.loads(report("json"))
    assert document.pop("results") == []
    assert document == {"format": "roleaudit/1", "version": None, "rules_version": None, "today": None}


# --- folding


def test_three_findings_of_a_rule_stand_apart() -> None:
    assert report("compact", result(*several(3))).count("\n") == 3
    assert report("text", result(*several(3))).count("warning[untitled-seat]: seat") == 3


def test_four_findings_of_a_rule_are_one_line_with_their_addresses() -> None:
    assert report("compact", result(*several(4))) == (
        "org.yaml:1:1: warning untitled-seat: 4 findings: roles.seat0, roles.seat1, roles.seat2, roles.seat3\n"
    )


def test_a_folded_entry_names_ten_addresses_and_quotes_the_first_finding() -> None:
    text = report("text", result(*several(13)))
    assert text.startswith("warning[untitled-seat]: 13 findings: roles.seat0, ")
    assert "roles.seat9 and 3 more\n --> org.yaml:1:1\n" in text
    assert "\n  | ^^^ seat0 has no title\n" in text
    assert "seat1 has no title" not in text


def test_folding_keeps_levels_apart_and_the_order_of_the_rest() -> None:
    four = several(4)
    lines = report("compact", result(CONTESTED, *four[:2], OWN_DEPUTY, *four[2:], *several(1, Level.ERROR)))
    assert [line.split(": ")[1] for line in lines.splitlines()] == [
        "error contested-duty",
        "warning untitled-seat",
        "warning own-deputy",
        "error untitled-seat",
    ]


def test_faults_of_a_file_are_never_folded() -> None:
    faults = [invalid(f"fault {n}", span(n + 1, 1, 2), "", address=f"roles.r{n}") for n in range(6)]
    broken = result(*faults)
    assert report("compact", broken).count("fault ") == 6
    assert report("text", broken).count("error[invalid-file]: fault ") == 6


def test_waived_findings_do_not_count_towards_folding() -> None:
    findings = [several(4)[0]._replace(suppressed="known"), *several(3)]
    assert report("compact", result(*findings)).count("\n") == 3


def test_json_is_not_folded() -> None:
    assert len(json.loads(report("json", result(*several(13))))["results"][0]["findings"]) == 13


def test_fix_first_goes_by_level_then_places_then_tier_then_address() -> None:
    base = OWN_DEPUTY._replace(related=())
    candidates = [
        base._replace(rule="r1", address="b", tier=2),
        base._replace(rule="r2", address="a", tier=2),
        base._replace(rule="r3", address="c", tier=1),
        *[f._replace(rule="r4") for f in several(4)],
        base._replace(rule="r5", level=Level.ERROR, tier=9),
    ]
    text = report("text", result(*candidates))
    order = [
        line.split("[")[1].split("]")[0] for line in text.splitlines() if line.startswith(("  1.", "  2.", "  3."))
    ]
    assert order == ["r5", "r4", "r3"]
    order = [
        f["rule"] for f in json.loads(report("json", result(*candidates[:3])))["results"][0]["summary"]["fix_first"]
    ]
    assert order == ["r3", "r2", "r1"]


def test_one_finding_alone_is_not_listed_again() -> None:
    assert "fix these first" not in report("text", result(CONTESTED))


# --- places


def quoted(line: str, column: int, end: int, *, end_line: int = 1, encoding: str | None = None) -> list[str]:
    """Give the source line and the carets that the text report prints for a span of that line."""
    finding = CONTESTED._replace(related=(), span=span(1, column, end, end_line=end_line))
    text = report("text", result(finding, sources={"org.yaml": [line]}), encoding=encoding)
    return [row[4:] for row in text.splitlines()[3:5]]


@pytest.mark.parametrize(
    ("line", "column", "end", "carets"),
    [
        ("ab: cd", 5, 7, "    ^^"),
        ("ab: cd", 5, 5, "    ^"),
        ("ab:", 4, 4, "   ^"),
        ("ab:", 9, 12, "   ^"),
        ("\tab", 2, 4, "    ^^"),
        ("a\tb", 1, 4, "^^^^^^"),
        ("日本: x", 1, 3, "^^^^"),
        ("日本: x", 5, 6, "      ^"),
        ("e\u0301: x", 4, 5, "  ^"),  # an accent of its own takes no column
        ("\x1b: x", 4, 5, "      ^"),  # shown as \x1b
    ],
)
def test_carets_stand_under_the_span(line: str, column: int, end: int, carets: str) -> None:
    assert quoted(line, column, end)[1] == carets


def test_a_span_of_several_lines_is_marked_on_its_first() -> None:
    assert quoted("roles:   \n", 1, 3, end_line=4) == ["roles:", "^^^^^^"]


def test_a_long_line_is_cut_to_the_part_around_the_span() -> None:
    shown, carets = quoted("x" * 500 + "HERE" + "y" * 500, 501, 505)
    assert shown.startswith("…x")
    assert shown.endswith("y…")
    assert len(shown) == 162
    assert shown[len(carets) - 4 : len(carets)] == "HERE"


def test_a_related_place_outside_the_shown_part_is_marked_at_its_end() -> None:
    line = "a" * 300 + "HERE" + "b" * 300
    places = tuple(
        Related(label, span(1, column, column + 4)) for label, column in (("far left", 1), ("far right", 590))
    )
    finding = CONTESTED._replace(span=span(1, 301, 305), related=places)
    rows = report("text", result(finding, sources={"org.yaml": [line]})).splitlines()[3:7]
    assert rows[2] == "  | - far left"
    assert rows[3].index("-") == rows[0].rindex("…")


def test_places_of_one_line_share_its_excerpt() -> None:
    rows = report("text", result(OWN_DEPUTY)).splitlines()
    assert rows[3:6] == [
        "1 | teams: {checkout: {lead: pm, deputy: pm}}",
        "  |                              ^^^^^^^^^^",
        "  |                    -------- the lead",
    ]


def test_a_place_whose_line_is_not_at_hand_is_named_without_it() -> None:
    related = (Related("named here", span(3, 1, 2, file="gone.yaml")), Related("", span(99, 1, 2)))
    rows = report("text", result(CONTESTED._replace(related=related))).splitlines()
    assert rows[5:7] == ["  ::: gone.yaml:3:1: named here", "  ::: org.yaml:99:1"]


def test_of_many_related_places_five_are_quoted() -> None:
    related = tuple(Related(f"place {n}", span(n + 1, 1, 2)) for n in range(8))
    text = report("text", result(CONTESTED._replace(related=related)))
    assert text.count("place ") == 5
    assert "\n  | and 3 more places\n" in text


# --- what a terminal may be sent

HOSTILE = [
    "\x1b[31mred\x1b[0m",
    "\x1b]8;;https://example.org\x07link\x1b]8;;\x07",
    "\u202eevil\u202c",
    "two\nerror[forged]: lines",
    "carriage\rreturn",
    "\x9b2J",
    "next\u2028line",
    "half \ud800",
    "null\x00",
    "tag\U000e0041",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", FORMATS)
def test_user_text_cannot_move_the_cursor_or_forge_a_line(name: str, text: str) -> None:
    def hostile(plain: str) -> Result:
        finding = Finding(
            rule=plain,
            level=Level.ERROR,
            message=plain,
            fix="",
            address=plain,
            span=span(1, 1, 3, file=plain),
            related=(Related(plain, span(2, 1, 3, file=plain)),),
        )
        coverage = (Coverage(plain, 1, 2),)
        lines = {plain: [plain, plain]}
        return result(finding, finding._replace(rule="b"), root=plain, stage=plain, coverage=coverage, sources=lines)

    written = report(name, hostile(text))
    assert not [c for c in written if c != "\n" and (c.isspace() or not c.isprintable()) and c != " "]
    assert len(written.splitlines()) == len(report(name, hostile("harmless")).splitlines())


@given(st.text(), st.integers(1, 40), st.integers(1, 40))
def test_any_text_can_be_written(text: str, column: int, end: int) -> None:
    lines = {"org.yaml": [text]}
    anything = result(CONTESTED._replace(message=text, span=span(1, column, end)), sources=lines)
    for name in FORMATS:
        for encoding in ("utf-8", "ascii", "cp1252"):
            assert report(name, anything, encoding=encoding).endswith("\n")
    assert json.loads(report("json", anything))["results"][0]["findings"][0]["message"] == text


def test_markup_is_text() -> None:
    assert "[red]a[/red] :smile:" in report("text", result(CONTESTED._replace(message="[red]a[/red] :smile:")))


def test_json_escapes_and_keeps_what_it_escapes() -> None:
    for text in HOSTILE:
        written = report("json", result(CONTESTED._replace(message=text)), encoding="utf-8")
        assert json.loads(written)["results"][0]["findings"][0]["message"] == text


def test_what_the_encoding_cannot_carry_is_an_escape() -> None:
    wide = result(CONTESTED._replace(message="日本 and é"))
    assert "日本 and é" in report("text", wide, encoding="utf-8")
    assert r"\u65e5\u672c and é" in report("text", wide, encoding="cp1252")
    assert r"\u65e5\u672c and \xe9" in report("compact", wide, encoding="ascii")
    assert r"\u65e5\u672c and \u00e9" in report("json", wide, encoding="ascii")
    assert quoted("日: x", 4, 5, encoding="ascii") == [r"\u65e5: x", "        ^"]


def test_ornaments_are_plain_where_the_stream_is_not_unicode() -> None:
    assert "ladder: startup met · scaleup 3 to go" in report("text", FULL, encoding="utf-8")
    assert "ladder: startup met | scaleup 3 to go" in report("text", FULL, encoding="cp1252")
