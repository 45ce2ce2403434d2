"""What the benchmarks write: orgs that can be audited, always the same ones."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date
from pathlib import Path

import generate_org
import pytest
import realistic
import shapes

import roleaudit

REFUSED = {"words that are not known", "ids written twice"}
TODAY = date(2026, 11, 22)


def test_the_organisation_that_the_bars_are_measured_on_stays_the_same() -> None:
    text = "".join(f"{line}\n" for line in generate_org.organisation(1_000))
    known = "6260b800ded2d5f5f4071c7eec198a31e237f264cbf6ec1b51eef4c4ee6094cd"
    assert hashlib.sha256(text.encode()).hexdigest() == known


@pytest.mark.parametrize("people", [10, 100, 300])
def test_a_realistic_organisation_is_judged_alike_as_one_file_and_as_many(people: int, tmp_path: Path) -> None:
    found = []
    for split in (False, True):
        folder = tmp_path / str(split)
        folder.mkdir()
        result = roleaudit.audit(realistic.write(people, folder, split=split), today=TODAY)
        assert not result.invalid, result.findings
        found.append(Counter((finding.rule, finding.level, finding.address) for finding in result.findings))
    assert found[0] == found[1]
    assert found[0]


def test_a_realistic_organisation_depends_on_its_seed_alone(tmp_path: Path) -> None:
    texts = []
    for number, seed in enumerate((1, 1, 2)):
        folder = tmp_path / str(number)
        folder.mkdir()
        texts.append(realistic.write(100, folder, seed=seed).read_text(encoding="utf-8"))
    assert texts[0] == texts[1] != texts[2]


@pytest.mark.parametrize("name", shapes.SHAPES)
def test_a_shape_is_linear_in_its_size_and_can_be_audited(name: str, tmp_path: Path) -> None:
    small, large = (shapes.write(name, size, tmp_path).stat().st_size for size in (20, 200))
    assert small < large < 15 * small
    assert roleaudit.audit(tmp_path / "org.yaml", today=TODAY).invalid == (name in REFUSED)
