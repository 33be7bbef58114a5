"""What is worked out for whole columns is what it would be cell by cell."""

from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sources.tables import BULK
from tests.sources.test_communications import LAYOUTS
from tests.sources.test_feed import yards

from remit.errors import BadInput
from remit.sources.alike import Alike, again, joined
from remit.sources.answers import Reading
from remit.sources.coded import coded
from remit.sources.feedclocks import NONE, minutes_of
from remit.sources.feedtimes import read
from remit.sources.moments import Clock
from remit.sources.readers import Limits, open_tables
from remit.sources.readers.plain import Stretch, stretches
from remit.sources.things import lost_zeros, zeros_lost

__all__ = ["yards"]

ZONES = ["Europe/London", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Apia", "UTC"]
CHANGES = [date(2026, 3, 29), date(2026, 10, 25), date(2026, 4, 5), date(2026, 10, 4),
           date(2026, 3, 8), date(2026, 11, 1), date(2011, 12, 29), date(2026, 7, 1)]  # fmt: skip
CELL = st.text(st.sampled_from("0127456 +a\u00a0\u0661"), max_size=18)


def _said(refused: BadInput) -> tuple[type, str]:
    return type(refused), refused.reason


def _clock() -> Clock:
    columns: Any = SimpleNamespace(
        profile=SimpleNamespace(day_first=True, zone=None),
        time=("Day", "Clock"),
        until=(),
        specs={"Day": SimpleNamespace(width=None), "Clock": SimpleNamespace(width=6)},
        one=lambda reading: None,
    )
    return Clock(columns, {})


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("two", [True, False])
@given(
    drawn=st.lists(
        st.tuples(st.sampled_from(CHANGES), st.integers(0, 86_399)), min_size=1, max_size=20
    )
)
def test_times_about_a_change_of_clocks_are_those_read_one_by_one(
    zone: str, two: bool, drawn: list[tuple[date, int]]
) -> None:
    how, clock = Reading(day_first=True, zone=zone), _clock()
    at = [datetime(day.year, day.month, day.day) + timedelta(seconds=n) for day, n in drawn]
    if two:
        columns = ("Day", "Clock")
        rows = [(f"{one:%d/%m/%Y}", str(int(f"{one:%H%M%S}"))) for one in at]
        cells = tuple(coded(pa.array(texts)) for texts in zip(*rows, strict=True))
    else:
        columns, rows = ("Day",), [(f"{one:%d/%m/%Y %H:%M:%S}",) for one in at]
        cells = (pa.array([text for (text,) in rows]),)
    found = read(cells, columns, clock, how, (None, 6)[: len(columns)])
    for n, row in enumerate(rows):
        code = int(found.slow.codes[n])
        why: BadInput | None = None
        try:
            one = clock.moment(columns, row, how)
        except BadInput as refused:
            one, why = None, refused
        assert found.failed[n] == (why is not None)
        if why is not None:
            assert _said(found.wrong[code]) == _said(why)
            continue
        assert one is not None
        assert found.begin[n] == round(one.begin.timestamp() * 1_000_000)
        assert found.end[n] == NONE
        assert code < 0 or found.found[code] == one, "one is written as the other"


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("day", CHANGES)
def test_a_minute_in_which_clocks_change_says_no_offset(zone: str, day: date) -> None:
    place, found = ZoneInfo(zone), minutes_of(day, zone)
    for second in range(0, 86_400, 17):
        at = datetime(day.year, day.month, day.day, tzinfo=place) + timedelta(seconds=second)
        ahead = {at.replace(fold=fold).utcoffset() for fold in (0, 1)}
        said = int(found[second // 60])
        assert said == NONE or ahead == {timedelta(seconds=said)}


@given(
    texts=st.lists(CELL, unique=True, max_size=12),
    kind=st.sampled_from([None, "phone", "imei", "network-imei", "imsi"]),
    width=st.sampled_from([None, 2, 6, 11, 15, 16]),
)
def test_zeros_are_lost_in_a_column_where_they_are_in_its_texts(
    texts: list[str], kind: str | None, width: int | None
) -> None:
    found = zeros_lost(pa.array(texts, pa.string()), kind, width)
    for n, text in enumerate(texts):
        state = lost_zeros(text, kind, width)
        if len(text) >= max(width or 0, 15):
            state = None  # so long a cell is none that lost a zero, whatever spaces it has
        assert {name for name, rows in found.items() if rows[n]} == ({state} if state else set())


@given(st.lists(st.tuples(st.integers(0, 6), st.booleans()), max_size=30))
def test_what_comes_again_is_told_with_its_first(rows: list[tuple[int, bool]]) -> None:
    keys = np.array([key for key, _ in rows], np.uint64)
    later, before = again(keys, np.array([counts for _, counts in rows], bool))
    first: dict[int, int] = {}
    expected = []
    for n, (key, counts) in enumerate(rows):
        if counts and first.setdefault(key, n) != n:
            expected.append((n, first[key]))
    assert list(zip(later.tolist(), before.tolist(), strict=True)) == expected


def test_equal_rows_have_equal_numbers_however_their_columns_are_kept() -> None:
    texts = [["a", "b", "a", ""], ["b", "a", "b", ""]]
    plain = tuple(pa.array(one) for one in texts)
    mixed = (plain[0].dictionary_encode(), plain[1])
    with Alike() as alike:
        one, other = (
            joined(alike.numbers(Stretch(np.arange(4), cells, (), 4))) for cells in (plain, mixed)
        )
    assert one.tolist() == other.tolist()
    assert one[0] == one[2]
    assert len({*one.tolist()}) == 3, "columns that change places are another row"


@pytest.mark.parametrize("blank", ["\n", "\r\n", ",,,,,,\n", ""])
@pytest.mark.parametrize("where", [1, 2, 5])
def test_empty_lines_are_no_rows_and_empty_rows_are(tmp_path: Path, blank: str, where: int) -> None:
    lines = LAYOUTS["comms-connections"].splitlines(keepends=True)
    lines[where:where] = [blank]
    path = tmp_path / "calls.csv"
    path.write_bytes("".join(lines).encode())
    (table, *_), _ = open_tables(path)
    rows = dict(table.rows())
    found = {}
    for stretch in stretches(path, table, Limits()):
        cells = [cell.to_pylist() for cell in stretch.cells]
        for n, pos in enumerate(stretch.pos.tolist()):
            pairs = zip(table.header, cells, strict=True)
            found[pos] = {name: column[n] or None for name, column in pairs}
    assert found == rows


def test_a_feed_of_which_every_row_is_broken_is_rejected_to_the_row(
    yards: Any, tmp_path: Path
) -> None:
    (yard, case), _ = yards
    header, row, *_ = LAYOUTS["comms-by-type"].splitlines()
    path = tmp_path / "calls.csv"
    path.write_text(f"{header}\n{row[:25]}", encoding="utf-8")
    done = yard.load(case, path, **BULK)
    assert (done["received"], done["accepted"], done["rejected"]) == (1, 0, 1)
    assert [one["defect"] for one in done["defects"]] == ["cut-short"]
