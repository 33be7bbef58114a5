"""Whatever becomes of a statement on its way, its rows are read or refused, and nothing else."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.fuzzing_bank import check, seeds

SEEDS = seeds()
PIECES = [
    b",",
    b'"',
    b"\n",
    b"\r",
    b"-",
    b"9",
    b"00",
    b"\xc2\xa3",
    b"\xff",
    b"DR",
    b"GBP",
    b"29/02/25",
]


def test_the_seeds_are_sound(tmp_path: Path) -> None:
    for seed in SEEDS:
        check(seed, tmp_path)


@pytest.mark.parametrize("number", range(len(SEEDS)))
@given(data=st.data())
@settings(max_examples=20)
def test_mutated_statements(tmp_path: Path, number: int, data: st.DataObject) -> None:
    content = bytearray(SEEDS[number])
    for _ in range(data.draw(st.integers(1, 5))):
        where = data.draw(st.integers(0, len(content) - 1))
        match data.draw(st.sampled_from(["flip", "cut", "insert", "again", "drop"])):
            case "flip":
                content[where] = data.draw(st.integers(0, 255))
            case "insert":
                content[where:where] = data.draw(st.sampled_from(PIECES))
            case "again":
                content[where:where] = content[where : where + data.draw(st.integers(1, 120))]
            case "drop":
                del content[where : where + data.draw(st.integers(1, 40))]
            case _ if where > 40:
                del content[where:]
    check(bytes(content), tmp_path)
