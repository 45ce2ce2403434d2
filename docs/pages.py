"""Write the pages of `docs/rules/` and the topics of the README from the rule files: `python docs/pages.py`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from roleaudit import catalog, rules
from roleaudit.rules import Rule

ROOT = Path(__file__).parents[1]
MARKERS = ("<!-- topics: written by docs/pages.py -->", "<!-- end of topics -->")


def written() -> dict[Path, str]:
    """Every generated page by its place in the repository, the README among them."""
    words = catalog.load()
    found = sorted(rules.load().rules.values(), key=lambda rule: (rule.topic, rule.name))
    topics = {topic: list(group) for topic, group in groupby(found, key=lambda rule: rule.topic)}
    topic_pages = {
        Path("docs/rules") / f"{topic}.md": "\n".join(_page(topic, group, words)) for topic, group in topics.items()
    }
    head, start, rest = (ROOT / "README.md").read_text(encoding="utf-8").partition(MARKERS[0])
    _, end, tail = rest.partition(MARKERS[1])
    table = "\n".join(_table(topics))
    return {**topic_pages, Path("README.md"): f"{head}{start}\n{table}\n{end}{tail}"}


def _table(topics: dict[str, list[Rule]]) -> Iterator[str]:
    yield "| topic | rules | one of them |"
    yield "|---|---|---|"
    for topic, group in topics.items():
        loudest = max(group, key=lambda rule: max(setting.level or 0 for setting in rule.settings.values()))
        yield f"| [{topic}](docs/rules/{topic}.md) | {len(group)} | {loudest.summary} |"


def _page(topic: str, group: list[Rule], words: catalog.Catalog) -> Iterator[str]:
    yield f"# {topic.replace('-', ' ').capitalize()}"
    yield ""
    yield "Written by `docs/pages.py` from the rule files: change those, not this page. Levels and numbers are ours."
    yield ""
    for rule in group:
        yield f"- [{rule.name}](#{rule.name}): {_text(rule.summary)}"
    for rule in group:
        yield ""
        yield from _rule(rule, words)
    yield ""


def _rule(rule: Rule, words: catalog.Catalog) -> Iterator[str]:
    yield f"## {rule.name}"
    yield ""
    yield _text(rule.summary)
    yield ""
    yield _text(rule.why)
    yield ""
    yield f"**Fix:** {_text(rule.fix)}"
    yield ""
    yield "| stage | level | set to | because |"
    yield "|---|---|---|---|"
    for stage, setting in rule.settings.items():
        given = (name for name in setting.written if name not in ("level", "because")) if setting.level else ()
        values = "; ".join(f"`{name}` {_value(setting.params[name])}" for name in given)
        yield f"| {stage} | {setting.level or 'off'} | {values} | {_text(setting.because)} |"
    yield ""
    yield f"Evidence: {rule.evidence}."
    yield ""
    for source in rule.sources:
        yield f"- {_text(rules.cited(source, words))}"
    yield ""
    yield f"Found in this file, and no longer after the fix ([rule file](../../rules/{rule.topic}/{rule.name}.yaml)):"
    yield ""
    yield "```yaml"
    yield rule.examples[0].bad.rstrip()
    yield "```"


def _value(value: object) -> str:
    return _text(", ".join(map(str, value)) if isinstance(value, tuple) else str(value))


def _text(text: str) -> str:
    """Text on one line, in which Markdown finds neither a table nor markup."""
    return re.sub(r"([|*<])", r"\\\1", " ".join(text.split()))


if __name__ == "__main__":
    for old in (ROOT / "docs" / "rules").glob("*.md"):
        old.unlink()
    for place, text in written().items():
        (ROOT / place).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / place).write_text(text, encoding="utf-8", newline="\n")
