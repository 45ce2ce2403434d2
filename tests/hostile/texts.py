"""Hostile org files: what expands, nests, is huge or repeated, or is read otherwise than it looks."""

from __future__ import annotations

from collections.abc import Iterable

from hostile.cases import FAILED, FINDINGS, SCALEUP, STARTUP, Case, bomb, lines, org

FAR_MORE = "far more than the file holds"
TOO_DEEP = "The values are nested more than 100 levels deep here."
NOT_OWNED = "nobody is accountable for anything that the organisation needs"
MANY = "There are more faults than these."


BOMBS = (
    org("bomb of lists", lambda: bomb(), FAILED, FAR_MORE),
    org("bomb of mappings", lambda: bomb("", "{k: v}", "{", "k{k}: *a{a}", "}"), FAILED, FAR_MORE),
    org("bomb of merge keys", lambda: bomb("", "{k: v}", "{<<: [", "*a{a}", "]}"), FAILED, FAR_MORE),
    org("bomb of lists and mappings", lambda: bomb("", "[x]", "[{k: [", "*a{a}", "]}]"), FAILED, FAR_MORE),
    org("bomb as keys", lambda: "x: &a [x]\n? *a\n: b\n", FAILED, "A list or a mapping cannot be a key."),
    org(
        "a wide mapping merged often",
        lambda: (
            f"x-a: &a {{{lines('k{0}: v, ', range(1000))}}}\nroles: {{{lines('r{0}: {{<<: *a}}, ', range(20_000))}}}"
        ),
        FAILED,
        FAR_MORE,
    ),
    org(
        "a chain of merge keys",
        lambda: (
            f"x-0: &a0 {{{lines('k{0}: v, ', range(1000))}}}\n"
            + "".join(f"x-{n}: &a{n} {{<<: *a{n - 1}, n{n}: v}}\n" for n in range(1, 5000))
        ),
        FAILED,
        FAR_MORE,
    ),
    org(
        "one mapping merged 9,000 times",
        lambda: f"x-a: &a {{k: v}}\nx-b: {{<<: [{'*a,' * 9_000}]}}\n",
        FINDINGS,
        NOT_OWNED,
    ),
    org(
        "an alias inside what it names",
        lambda: "roles: &a {b: [*a]}\n",
        FAILED,
        "stands inside the value that it names",
    ),
    org("10,000 anchors", lambda: f"x-a: [{lines('&a{0} b, *a{0}, ', range(10_000))}]\n", FINDINGS, NOT_OWNED),
)

NESTS = (
    org("deep in brackets", lambda: "x-a: " + "[" * 100_000, FAILED, TOO_DEEP),
    org("deep in closed brackets", lambda: f"x-a: {'[' * 50_000}{']' * 50_000}", FAILED, TOO_DEEP),
    org("deep in braces", lambda: "x-a: " + "{a: " * 100_000, FAILED, TOO_DEEP),
    org("deep in brackets and braces", lambda: "x-a: " + "[{a: " * 50_000, FAILED, TOO_DEEP),
    org("deep by indentation", lambda: "".join(f"{' ' * n}a:\n" for n in range(2_000)), FAILED, TOO_DEEP),
    org("deep in lists on one line", lambda: f"x-a:\n  {'- ' * 100_000}", FAILED, TOO_DEEP),
    org(
        "deep by indentation, then in brackets",
        lambda: f"x-a:\n{''.join(' ' * n + '- a:' + chr(10) for n in range(1, 90, 2))}{' ' * 92}{'[' * 99}{']' * 99}",
        FAILED,
        TOO_DEEP,
    ),
    org("deep in keys", lambda: "? " * 100_000, FAILED, "A list or a mapping cannot be a key."),
    org(
        "deep in list items that are keys",
        lambda: "x-a:\n" + "- ? " * 50_000,
        FAILED,
        "A list or a mapping cannot be a key.",
    ),
    org("a bracket closed too often", lambda: "]" * 1_000_000, FAILED, "This `]` closes nothing."),
)

TEN = 5_000_000

SIZES = (
    org("a text of 5 MB", lambda: f"x-a: {'a' * TEN}\n", FINDINGS, NOT_OWNED),
    org(
        "a purpose of a million words",
        lambda: f"roles: {{a: {{purpose: {'word ' * 1_000_000}}}}}\n",
        FINDINGS,
        NOT_OWNED,
    ),
    org(
        "a text of a million escapes",
        lambda: f'roles: {{a: {{purpose: "{chr(92)}x41{(chr(92) + "x41") * 1_000_000}"}}}}\n',
        FINDINGS,
        NOT_OWNED,
    ),
    org(
        "a text of a million lines",
        lambda: f"roles:\n  a:\n    purpose: |\n{'      line' + chr(10)}{('      line' + chr(10)) * 1_000_000}",
        FINDINGS,
        NOT_OWNED,
    ),
    org("five million quotes", lambda: f"x-a: '{chr(39) * (TEN - TEN % 2)}'\n", FINDINGS, NOT_OWNED),
    org("a comment of 5 MB", lambda: f"# {'c' * TEN}\n", FINDINGS, NOT_OWNED),
    org("a million comments", lambda: "#c\n" * 1_000_000, FINDINGS, NOT_OWNED),
    org("five million blank lines", lambda: "\n" * TEN, FINDINGS, NOT_OWNED),
    org("five million blank lines of the old kind", lambda: "\r" * TEN, FINDINGS, NOT_OWNED),
    org("a key of 5 MB", lambda: f"x-a: {{? {'k' * TEN} : v}}\n", FINDINGS, NOT_OWNED),
    org("a section of 1 MB", lambda: f"? {'k' * 1_000_000}\n: v\n", FAILED, "there is no section `kkkkkkkkkk"),
    org(
        "an id of 1 MB",
        lambda: f'roles: {{? "{"k" * 1_000_000}" : {{owns: [qa], reports_to: x}}}}\n',
        FINDINGS,
        "`x` is not described anywhere",
    ),
    org(
        "a broken line of 200,000 words",
        f"roles: ]{' word' * 200_000}\n",
        FAILED,
        "A value is missing before this `]`.",
    ),
    org(
        "a broken line of 200,000 names",
        f"roles: ]{' name:' * 200_000}\n",
        FAILED,
        "A value is missing before this `]`.",
    ),
    org("a million comments and a fault", lambda: "#c\n" * 1_000_000 + "]\n", FAILED, "org.yaml:1000002:1"),
    org(
        "a purpose like a mail address that never ends",
        lambda: f"roles: {{a: {{purpose: x@{'a.-' * 500_000} {'a.' * 500_000}@ {'+1 ' * 500_000}}}}}\n",
        FINDINGS,
        NOT_OWNED,
    ),
    org(
        "a name of 1 MB",
        lambda: f"roles: {{a: {{owns: [qa], reports_to: {'k' * 1_000_000}}}}}\n",
        FINDINGS,
        "k…` is not described anywhere",
    ),
    org("a duty of 1 MB", lambda: f"roles: {{a: {{owns: [{'k' * 1_000_000}]}}}}\n", FINDINGS, NOT_OWNED),
    org("a tag of 1 MB", lambda: f"a: !{'t' * 1_000_000} x\n", FAILED, "t…` is not read here."),
    org("an anchor of 1 MB", lambda: f"x-a: *{'t' * 1_000_000}\n", FAILED, "t…` has no anchor of that name"),
    org(
        "a line that is a key and never ends",
        lambda: "k" * 1_000_000,
        FAILED,
        "This line is neither `key: value` nor a list item.",
    ),
    org("a million sections", lambda: lines("k{0}:\n", range(1_000_000)), FAILED, "More than 100000 entries"),
    org(
        "a million fields of one's own", lambda: lines("x-{0}:\n", range(1_000_000)), FAILED, "More than 100000 entries"
    ),
    org(
        "a million fields of a seat",
        lambda: "roles:\n  a:\n" + lines("    k{0}:\n", range(1_000_000)),
        FAILED,
        "More than 100000 entries",
    ),
    org(
        "a million duties of a seat",
        lambda: f"roles: {{a: {{owns: [{'a,' * 1_000_000}]}}}}\n",
        FAILED,
        "More than 100000 entries",
    ),
    org("a million times the same key", lambda: "k:\n" * 1_000_000, FAILED, "More than 100000 entries"),
    org("a million documents", lambda: "---\n" * 1_000_000, FAILED, "A second YAML document begins here."),
    Case(
        "300,000 directives",
        lambda: {"org.yaml": "%TAG !a! tag:x:\n" * 300_000 + "---\norg: {stage: startup}\n"},
        FAILED,
        "This line that begins with `%` cannot be used.",
    ),
    org("a thousand unknown sections", lambda: lines("rolex{0}:\n", range(900)), FAILED, MANY),
    org("5,000 unknown fields", lambda: f"roles: {{a: {{{lines('own{0}: x, ', range(5_000))}}}}}\n", FAILED, MANY),
    org("3,000 seats with a fault", lambda: "roles:\n" + lines("  a{0}: {{ownz: x}}\n", range(3_000)), FAILED, MANY),
    org("10,000 times the same id", lambda: "roles:\n" + "  a:\n" * 10_000, FAILED, MANY),
    org(
        "2,000 ids that clash",
        lambda: "roles:\n" + lines("  a{0}:\n", range(2_000)) + "people:\n" + lines("  A{0}:\n", range(2_000)),
        FAILED,
        MANY,
    ),
    org("2,000 ids that are none", lambda: "roles:\n" + lines("  a.{0}:\n", range(2_000)), FAILED, MANY),
    org(
        "2,000 references to nobody",
        lambda: (
            "roles:\n"
            + lines("  aaaaaaaaaaaaaaaaaaaaaaaa{0}: {{reports_to: aaaaaaaaaaaaaaaaaaaaaaaaa{0}}}\n", range(2_000))
        ),
        FINDINGS,
        "2000 findings: ",
    ),
    org(
        "a line of 5,000 seats",
        lambda: "roles:\n" + "".join(f"  a{n}: {{reports_to: a{n + 1}}}\n" for n in range(5_000)),
        FINDINGS,
        NOT_OWNED,
    ),
    org(
        "a circle of 2,000 seats",
        lambda: "roles:\n" + "".join(f"  a{n}: {{reports_to: a{(n + 1) % 2000}}}\n" for n in range(2_000)),
        FINDINGS,
        NOT_OWNED,
    ),
    org(
        "a circle of 2,000 deputies",
        lambda: "roles:\n" + "".join(f"  a{n}: {{deputy: a{(n + 1) % 2000}}}\n" for n in range(2_000)),
        FINDINGS,
        NOT_OWNED,
    ),
    org(
        "1,000 owners of one duty",
        lambda: "products: {p: {}}\nroles:\n" + lines("  a{0}: {{owns: [roadmap, qa]}}\n", range(1_000)),
        FINDINGS,
        "and 990 more",
        SCALEUP,
    ),
    org(
        "100 owners in 100 products",
        lambda: (
            "products:\n"
            + lines("  p{0}: {{}}\n", range(100))
            + "roles:\n"
            + lines("  a{0}: {{owns: [roadmap, qa]}}\n", range(100))
        ),
        FINDINGS,
        "findings: products.p0",
        SCALEUP,
    ),
    org(
        "1,000 waivers of no rule",
        lambda: "waivers:\n" + lines("- {{rule: wide-spam, at: a{0}, reason: x}}\n", range(1_000)),
        FINDINGS,
        "1000 findings: ",
    ),
)

# What the older YAML reads as something else than its letters: here each is the text that stands there.
_TRAPS = (
    *("no", "No", "off", "on", "y", "Yes", "true", "False", "012", "0o14", "0x1F", "0b1", "1_000", "1e3", ".5", ".inf"),
    *("-.INF", ".nan", "12:30", "190:20:30", "1:1", "2026-11-22", "2001-12-14t21:59:43.10-05:00", "+1", "-1", "0.0"),
)
_TAGS = (
    *("!!python/object:os.system", "!!python/object/apply:os.system", "!!python/object/new:os.system"),
    *("!!python/name:os.system", "!!python/module:os", "!!python/tuple", "!!binary", "!!set", "!!omap", "!!timestamp"),
    *("!!merge", "!!value", "!include", "!ENV", "!<tag:yaml.org,2002:python/object/apply:os.system>"),
)


def _seats(pattern: str, values: Iterable[str]) -> str:
    """A seat for each value, which stands in the pattern as `{0}`."""
    return "roles:\n" + "".join(f"  r{n}: {pattern.format(value)}\n" for n, value in enumerate(values))


TRAPS = (
    org(
        "names that others take for something else",
        _seats("{{reports_to: {0}}}", _TRAPS),
        FINDINGS,
        tuple(f"`{trap}` is not described anywhere" for trap in _TRAPS),
    ),
    org(
        "names with a tag or in quotes",
        _seats(
            "{{reports_to: {0}}}", ("'no'", "!!str on", "! off", "!!int 012", "!!float .inf", "!!bool y", "!!null x")
        ),
        FINDINGS,
        tuple(f"`{name}` is not described anywhere" for name in ("no", "on", "off", "012", ".inf", "y", "x")),
    ),
    org(
        "names that are placeholders",
        _seats("{{reports_to: {0}}}", ("'~'", "=", "<", "nil")),
        FINDINGS,
        "4 findings: roles.r0.reports_to",
    ),
    org(
        "ids that others take for one value",
        "roles: {no: , off: , false: , n: , 012: , 10: , 1_0: , 0xA: }\n",
        FINDINGS,
        NOT_OWNED,
    ),
    org("a merge of nothing", "roles: {a: {<<: ~}}\n", FAILED, "Only a mapping can be merged"),
    org("a merge that is quoted", "roles: {'<<': {reports_to: x}}\n", FINDINGS, "`x` is not described anywhere"),
    org("a default value as a key", "roles: {=: {reports_to: x}}\n", FINDINGS, "`x` is not described anywhere"),
    *(
        org(f"a tag that could build something: {tag}", f"roles: {tag} [touch, sprung]\n", FAILED, "is not read here.")
        for tag in _TAGS
    ),
    org(
        "bytes in letters", "roles: {a: {purpose: !!binary cm9vdA==}}\n", FAILED, "The tag `!!binary` is not read here."
    ),
    org(
        "a handle for tags",
        "x-a: !p!object/apply:os.system [x]\n",
        FAILED,
        "is not read here.",
        "%TAG !p! tag:yaml.org,2002:python/\n---\n" + STARTUP,
    ),
    Case(
        "a directive of a later YAML",
        lambda: {"org.yaml": "%YAML 3.0\n---\norg: {stage: startup}\n"},
        FAILED,
        "This line that begins with `%`",
    ),
    Case(
        "a directive twice",
        lambda: {"org.yaml": "%YAML 1.1\n%YAML 1.1\n---\norg: {stage: startup}\n"},
        FAILED,
        "This line that begins with `%`",
    ),
    Case(
        "a directive that nobody knows",
        lambda: {"org.yaml": "%EXEC touch sprung\n---\norg: {stage: startup}\n"},
        FAILED,
        "This line that begins with `%`",
    ),
    Case(
        "a directive behind the data",
        lambda: {"org.yaml": "org: {stage: startup}\n%YAML 1.1\n"},
        FAILED,
        "The data has ended before this line.",
    ),
    *(
        org(
            f"lines that end with {name}",
            f"roles:{end}  a: {{reports_to: x}}{end}",
            FINDINGS,
            "org.yaml:3:19",
            STARTUP[:-1] + end,
        )
        for name, end in (("NEL", "\x85"), ("LS", "\u2028"), ("PS", "\u2029"), ("CR", "\r"), ("CR and LF", "\r\n"))
    ),
    org(
        "a line end in a text",
        'roles: {a: {purpose: "one\u2028::error::two\x85::error::three", reports_to: x}}\n',
        FINDINGS,
        "`x` is not described anywhere",
    ),
    org("tabs for spaces", "roles:\n\ta:\n", FAILED, "A tab stands where YAML takes only spaces."),
    org("tabs within lines", "roles:\t{\ta:\t{\treports_to:\tx\t}\t}\t\n", FINDINGS, "`x` is not described anywhere"),
    org(
        "a mark of byte order in the middle",
        "roles: {\ufeffa: {reports_to: x}}\n",
        FINDINGS,
        "`x` is not described anywhere",
    ),
    org("60 MB of bytes", lambda: b"\xff" * 60_000_000, FAILED, "This is not UTF-8: byte 0xFF does not fit."),
    Case(
        "UTF-16",
        lambda: {"org.yaml": "\ufefforg: {stage: startup}\nroles: {ä: {reports_to: x}}".encode("utf-16-le")},
        FINDINGS,
        "org.yaml:2:25",
    ),
    Case(
        "UTF-32",
        lambda: {"org.yaml": "\ufefforg: {stage: startup}\n".encode("utf-32-le")},
        FAILED,
        "The file holds a NUL character.",
    ),
    Case(
        "half of a pair in UTF-16",
        lambda: {"org.yaml": b"\xff\xfea\0:\0 \0\x3d\xd8\n\0"},
        FAILED,
        "This is not UTF-16LE",
    ),
    org("halves of characters in UTF-8", b"roles: {a: {reports_to: \xed\xa0\x80}}\n", FAILED, "This is not UTF-8"),
    org("letters written longer than they are", b"roles: {a: {reports_to: \xc0\xaf}}\n", FAILED, "This is not UTF-8"),
)

# What means something to a terminal, a code host or a spreadsheet. Written as an escape where YAML takes it only so.
MARKS = {
    "ANSI colours": "\\e[31mred\\e[0m",
    "ANSI that clears the screen": "\\e[2J\\e[H",
    "ANSI in one byte": "\\x9b31m",
    "OSC that sets the title": "\\e]0;title\\a",
    "OSC that copies": "\\e]52;c;ZXZpbA==\\a",
    "OSC that links": "\\e]8;;http://example.org\\e\\\\text\\e]8;;\\e\\\\",
    "DCS": "\\eP+q544e\\e\\\\",
    "backspaces": "abc\\b\\b\\b",
    "a bell and a NUL": "\\a\\0",
    "line feeds": "a\\n::error::forged\\r::error::forged",
    "other line ends": "a\\N::error::forged\\L::error::forged\\P::error::forged",
    "writing from the right": "\\u202egnp-exe\\u202c",
    "writing from the right as it is": "\u202egpj-exe\u202c",
    "isolates": "\u2066a\u2069 \u2067b\u2069",
    "no width": "a\u200bb\u2060c\ufeffd\u00ade",
    "tags of characters": "a\U000e0041\U000e007f",
    "markup of rich": "[bold red]x[/] [link=http://example.org]y[/link] [@click=app.bell]z[/]",
    "an unclosed markup of rich": "[/nothing] \\\\[",
    "a script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "entities": "&lt;b&gt; ]]> <!-- --> <?xml?>",
    "a formula": "=cmd|' /C calc'!A0",
    "other formulas": "+1+1 -2 @SUM(1)",
    "a workflow command": "::error file=a,line=1::forged",
    "the older workflow command": "##[error]forged",
    "a workflow command in a line": "a ::error::forged",
    "a workflow command in escapes": "%0A::error::forged%0D%25",
    "what stops commands": "::stop-commands::x",
    "a section of GitLab's log": "section_start:1:x\\r\\e[0Kforged",
    "a mention": "@org/team #1 !1 &1 ~label",
    "Markdown": "](http://example.org) ![](http://example.org) `` ``` | \\\\| **b**",
    "placeholders": "{0} {} {{x}} %s %(x)s ${HOME} $(id) `id` $name",
    "a path out": "../../../etc/passwd",
}

_IDS = {
    *("writing from the right", "writing from the right as it is", "isolates", "no width", "tags of characters"),
    *("a script", "other formulas", "a workflow command", "a workflow command in escapes"),
    *("what stops commands", "a mention", "placeholders", "a formula"),
}
"""The marks that an id may hold: no control character, dot or square bracket is in them."""


def _texts() -> str:
    seat = '  r{0}: {{title: "{1}", purpose: "{1}", owns: ["{1}", qa], reports_to: "{1}", deputy: "{1}"}}\n'
    own = '  {{rule: "{1}", at: "{1}", reason: "{1}", by: "{1}"}},\n'
    person = '  p{0}: {{name: "{1}", roles: "{1}"}}\n'
    kinds = (("roles:\n", seat, ""), ("people:\n", person, ""), ("waivers: [\n", own, "]\n"))
    made = [
        opening + "".join(pattern.format(n, mark) for n, mark in enumerate(MARKS.values())) + closing
        for opening, pattern, closing in kinds
    ]
    return "".join(made)


INJECTED = (
    org("hostile texts everywhere", _texts, FINDINGS, ("is not described anywhere", "findings: people.p0")),
    org(
        "hostile ids that may be",
        "roles:\n" + "".join(f'  "{MARKS[name]}": {{owns: [qa], reports_to: x}}\n' for name in MARKS if name in _IDS),
        FINDINGS,
        ("`x` is not described anywhere", "\\u202egnp"),
    ),
    org(
        "hostile ids that may not be",
        "roles:\n" + "".join(f'  "{mark}": {{}}\n' for name, mark in MARKS.items() if name not in _IDS),
        FAILED,
        ("`\\x1b[31mred\\x1b[0m` cannot be an id", "`../../../etc/passwd` cannot be an id"),
    ),
    org(
        "hostile sections and fields",
        "".join(f'"{mark}": x\n' for mark in MARKS.values()) + _seats('{{"{0}": x}}', MARKS.values()),
        FAILED,
        ("there is no section", "a role has no field"),
    ),
    org(
        "hostile values of a choice",
        "products:\n" + "".join(f'  p{n}: {{phase: "{mark}"}}\n' for n, mark in enumerate(MARKS.values())),
        FAILED,
        f"cannot be audited, {len(MARKS)} errors",
    ),
    org(
        "a hostile stage and name",
        "",
        FINDINGS,
        "nobody",
        head='org: {stage: startup, name: "\\e[31m<script>@org ::error::"}\n',
    ),
    *(
        org(f"hostile text behind a fault: {name}", f'roles: {{a: "{mark}" }}]\n', FAILED, "closes nothing")
        for name, mark in MARKS.items()
        if name in ("ANSI colours", "writing from the right as it is", "a script", "a workflow command")
    ),
)

CASES = (*BOMBS, *NESTS, *SIZES, *TRAPS, *INJECTED)
