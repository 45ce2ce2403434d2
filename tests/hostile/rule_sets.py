"""Hostile rule sets: rules and words of a repository's own that are many, long, circular, or patterns that explode."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hostile.cases import FAILED, FINDINGS, Case, Content, bomb, lines, link

ORG = f"org: {{stage: startup}}\nroles: {{{'a' * 1000}: {{}}, b: {{reports_to: {'a' * 1000}}}}}\n"
RULE = """\
summary: A seat reports to another.
why: It may.
fix: Ask.
evidence: practice
stages:
  startup: {level: info}
for: line
expect: {to: {unlike: [PATTERNS]}}
message: "{id} reports"
"""
EXAMPLE = "examples:\n- good: 'org: {stage: startup}'\n  bad: |\n    # "


def _set(name: str, files: Mapping[str, Content] | Callable[[], Mapping[str, Content]], code: int, says: str) -> Case:
    """A rule set in the folder `own`, which the repository extends."""

    def made() -> dict[str, Content]:
        own = {f"own/{file}": content for file, content in (files() if callable(files) else files).items()}
        return {"org.yaml": ORG, "roleaudit.yaml": "extends: ./own\n", **own}

    return Case(name, made, code, says)


def _rule(patterns: str) -> str:
    return RULE.replace("PATTERNS", patterns)


NOT_OWNED = "nobody is accountable for anything that the organisation needs"
PLAIN = _rule("zz")
HOSTILE = (
    _rule("b")
    .replace("unlike: [b]", "unlike: ['*']")
    .replace("It may.", '"\\e]0;x\\a\\u202e::error::"')
    .replace("level: info", "level: error")
    .replace("{id} reports", "\\e[31m{id}\\r##[error]")
)

CASES = (
    _set("stars that could be tried for ever", {"slow.yaml": _rule(f"'{'*a' * 300}b'")}, FINDINGS, NOT_OWNED),
    _set("a hundred such patterns", {"slow.yaml": _rule(f"'{'*a' * 100}b', " * 100)}, FINDINGS, NOT_OWNED),
    _set("a pattern of 5,000 stars", {"slow.yaml": _rule(f"'{'*' * 5000}b'")}, FINDINGS, NOT_OWNED),
    _set("a choice of 10,000 letters", {"slow.yaml": _rule(f"'[{'a-z' * 10_000}]*b'")}, FINDINGS, NOT_OWNED),
    _set("a choice that is never closed", {"slow.yaml": _rule(f"'{'[' * 10_000}'")}, FINDINGS, NOT_OWNED),
    _set(
        "10,000 rules", lambda: {f"rule-{n}.yaml": PLAIN for n in range(10_000)}, FAILED, "the rule sets hold more than"
    ),
    _set(
        "10,000 rules in folders",
        lambda: {f"a{n % 100}/rule-{n}.yaml": PLAIN for n in range(10_000)},
        FAILED,
        "the rule sets hold more than",
    ),
    _set(
        "100 rules of 900 kB",
        lambda: {f"rule-{n}.yaml": f"{PLAIN}# {'c' * 900_000}\n" for n in range(100)},
        FAILED,
        "the rule sets hold more than",
    ),
    _set(
        "a rule of more than 1 MB",
        {"rule.yaml": f"{PLAIN}# {'c' * 1_000_000}\n"},
        FAILED,
        "rule.yaml is longer than 1 MB",
    ),
    _set("an example of 900 kB", {"rule.yaml": f"{PLAIN}{EXAMPLE}{'c' * 900_000}\n"}, FINDINGS, NOT_OWNED),
    _set(
        "10,000 sources",
        {"rule.yaml": f"{PLAIN}sources: [{'x, ' * 9_000}]\n"},
        FAILED,
        "There are more faults than these.",
    ),
    _set(
        "900 words that lack something",
        {"catalog/responsibilities.yaml": lines("w{0}: {{title: W}}\n", range(900))},
        FAILED,
        "There are more faults than these.",
    ),
    _set("a rule that is a bomb", {"rule.yaml": bomb()}, FAILED, "far more than the file holds"),
    _set(
        "a rule with a tag",
        {"rule.yaml": "summary: !!python/object/apply:os.system ['touch sprung']\n"},
        FAILED,
        "is not read here.",
    ),
    _set("a rule deep in brackets", {"rule.yaml": f"expect: {'[' * 100_000}"}, FAILED, "nested more than 100 levels"),
    _set(
        "a rule with a fault of 900 kB",
        {"rule.yaml": PLAIN.replace("for: line", f"for: {'l' * 900_000}")},
        FAILED,
        "rule.yaml:7:6",
    ),
    _set(
        "placeholders of Python",
        {"rule.yaml": PLAIN.replace("{id} reports", "{id.__class__} {0} {id!r} {__import__}")},
        FAILED,
        "rule.yaml:9",
    ),
    _set("a rule with escape sequences", {"rule.yaml": HOSTILE}, FINDINGS, "\\x1b[31mb"),
    _set("a file name with escape sequences", {"\x1b[31m::error::\n.yaml": PLAIN}, FAILED, "\\x1b[31m"),
    _set(
        "a rule set that extends itself",
        {"rule.yaml": PLAIN, "roleaudit.yaml": "extends: .\n"},
        FAILED,
        "closes a circle",
    ),
    _set(
        "a rule set in a circle of links",
        {"rule.yaml": PLAIN, "again": link("."), "roleaudit.yaml": "extends: ./again\n"},
        FAILED,
        "closes a circle",
    ),
    Case(
        "a chain of 2,000 rule sets",
        lambda: (
            {"org.yaml": ORG, "roleaudit.yaml": "extends: ./own0\n"}
            | {f"own{n}/roleaudit.yaml": f"extends: ../own{n + 1}\n" for n in range(2_000)}
        ),
        FAILED,
        "is extended by 20 rule sets in a row",
    ),
    Case(
        "1,200 rule sets side by side",
        lambda: (
            {"org.yaml": ORG, "roleaudit.yaml": f"extends: [{''.join(f'./own{n}, ' for n in range(1_200))}]\n"}
            | {f"own{n}/rule-{n}.yaml": PLAIN for n in range(1_200)}
        ),
        FAILED,
        "the rule sets hold more than",
    ),
)
