"""Whatever the bytes, documents and messages give rows or a reason, and nothing else."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.fuzzing_documents import check, seeds

SEEDS = seeds()


@pytest.mark.parametrize("number", range(len(SEEDS)))
def test_the_seeds_are_sound(tmp_path: Path, number: int) -> None:
    check(SEEDS[number], tmp_path)


@pytest.mark.parametrize("number", range(len(SEEDS)))
@given(data=st.data())
@settings(max_examples=25)
def test_mutated_documents(tmp_path: Path, number: int, data: st.DataObject) -> None:
    content = bytearray(SEEDS[number])
    for _ in range(data.draw(st.integers(1, 4))):
        where = data.draw(st.integers(0, len(content) - 1))
        what = data.draw(st.sampled_from(["flip", "cut", "insert", "twice"]))
        if what == "flip":
            content[where] = data.draw(st.integers(0, 255))
        elif what == "insert":
            content[where:where] = data.draw(st.binary(min_size=1, max_size=8))
        elif what == "twice":
            content[where:where] = content[where : where + data.draw(st.integers(1, 200))]
        elif where > 4:
            del content[where:]
    check(bytes(content), tmp_path)
