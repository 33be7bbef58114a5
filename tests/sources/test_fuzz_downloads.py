"""Whatever the bytes of a download, track or chart, it gives rows or `BadInput`."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.fuzzing_downloads import check, seeds

SEEDS = seeds()


@pytest.mark.parametrize("which", range(len(SEEDS)))
def test_the_seeds_themselves_are_read(tmp_path: Path, which: int) -> None:
    check(SEEDS[which], tmp_path)


@pytest.mark.parametrize("which", range(len(SEEDS)))
@given(data=st.data())
@settings(max_examples=60)
def test_changed_files_give_rows_or_a_refusal(
    tmp_path: Path, which: int, data: st.DataObject
) -> None:
    content = bytearray(SEEDS[which])
    for _ in range(data.draw(st.integers(1, 4))):
        where = data.draw(st.integers(0, max(0, len(content) - 1)))
        what = data.draw(st.sampled_from(["flip", "cut", "insert", "swap"]))
        if what == "flip" and content:
            content[where] = data.draw(st.integers(0, 255))
        elif what == "insert":
            content[where:where] = data.draw(st.binary(min_size=1, max_size=8))
        elif what == "swap":
            end = data.draw(st.integers(where, len(content)))
            content[where:end] = content[where:end] * 2
        elif where > 4:
            del content[where:]
    check(bytes(content), tmp_path)
