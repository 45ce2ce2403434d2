"""What fuzzing has reached, replayed: the inputs of the corpus go the whole way and break nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from fuzzing import targets

CORPUS = Path(__file__).parent / "fuzzing" / "corpus"


@pytest.mark.parametrize("target", sorted(targets.TARGETS))
def test_no_input_of_the_corpus_breaks_a_target(target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken invariant or a crash is raised by the target itself, with the input's name beside it."""
    monkeypatch.chdir(tmp_path)
    targets.lay_out(tmp_path)
    files = sorted((CORPUS / target).iterdir())
    assert files
    for file in files:
        try:
            targets.TARGETS[target](file.read_bytes())
        except Exception as problem:
            problem.add_note(f"on {file.name}")
            raise
