"""Files that fuzzing made up: each is still read or refused, and nothing else comes of any."""

from pathlib import Path

import pytest
from tests.sources.fuzzing import CORPUS, kept, outcome, targets

KINDS = sorted(path.stem for path in CORPUS.glob("*.zip"))


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_made_up_once_is_read_or_refused(kind: str, tmp_path: Path) -> None:
    found = kept(kind)
    assert found
    for data in found:
        outcome(data, tmp_path)


def test_only_formats_that_are_read_have_a_corpus(tmp_path: Path) -> None:
    assert set(KINDS) <= set(targets(tmp_path))
