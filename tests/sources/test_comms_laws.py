"""Files drawn at random in every layout: an accepted value is what was written."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.fuzzing_communications import by_row, in_blocks
from tests.sources.test_communications import LAYOUTS

from remit.sources.previewing import preview
from remit.store.drafts import RowDraft
from remit.world.containers import workbook

LONDON = ZoneInfo("Europe/London")
SUBJECT = "+447700900123"
EDGES = [datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)]
"""When clocks change: moments about them are drawn as often as all others."""

MOMENTS = st.one_of(
    st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31)).map(
        lambda at: at.replace(microsecond=0, tzinfo=UTC)
    ),
    st.builds(
        lambda edge, by: edge + timedelta(seconds=by), st.sampled_from(EDGES),
        st.integers(-7200, 7200),
    ),
)  # fmt: skip
ROW = st.tuples(
    MOMENTS,
    st.integers(0, 4000),
    st.integers(0, 999).map(lambda n: f"+447700900{n:03}"),
    st.booleans(),
    st.booleans(),
    st.integers(0, 5),
)
"""Moment, seconds, other number, outgoing, message, session."""


def _local(at: datetime, form: str) -> str:
    return at.astimezone(LONDON).strftime(form)


def _is_twice(at: datetime) -> bool:
    """Whether the clocks of that moment show the same twice."""
    local = at.astimezone(LONDON).replace(tzinfo=None)
    offsets = {local.replace(tzinfo=LONDON, fold=n).utcoffset() for n in (0, 1)}
    return len(offsets) > 1


def _written(layout: str, rows: Sequence[Any]) -> list[list[Any]]:
    found = []
    for n, (at, seconds, other, out, sms, session) in enumerate(rows):
        day, clock = _local(at, "%d/%m/%Y"), _local(at, "%H:%M:%S")
        a, b = (SUBJECT, other) if out else (other, SUBJECT)
        packed = int(_local(at, "%H%M%S"))
        until = at + timedelta(seconds=seconds)
        found.append({
            "comms-by-type": [
                f"R{n}", ("SMS-M" if sms else "M") + ("O" if out else "T") + ("" if sms else "C"),
                a, b, f"{day} {clock}", at.strftime("%d/%m/%Y %H:%M:%S"), seconds, "", "", "",
            ],
            "comms-with-cells": [
                n, SUBJECT[3:], other[3:], "Out" if out else "In", "SMS" if sms else "VOICE",
                _local(at, "%Y%m%d"), packed, seconds, *[""] * 16,
            ],
            "comms-connections": [
                SUBJECT, "Made" if out else "Received", "Text" if sms else "Voice", other, day,
                clock, f"PT{seconds}S",
            ],
            "comms-data-start": [
                SUBJECT, at.strftime("%Y-%m-%dT%H:%M:%SZ"), f"{day} {clock}", seconds, session,
                "4G", *[""] * 11,
            ],
            "comms-data-end": [
                SUBJECT, day, packed, _local(until, "%d/%m/%Y"), _local(until, "%H:%M:%S"), session,
                "4G", *[""] * 12,
            ],
        }[layout])  # fmt: skip
    return found


@pytest.mark.parametrize("layout", LAYOUTS)
@given(rows=st.lists(ROW, min_size=1, max_size=30))
@settings(max_examples=40)
def test_what_is_accepted_is_what_was_written(tmp_path: Path, layout: str, rows: Any) -> None:
    header = next(csv.reader([LAYOUTS[layout].splitlines()[0]]))
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *_written(layout, rows)])
    path = tmp_path / "file.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    plan = preview(path, sample=0)
    assert plan.profile.id == layout
    found = by_row(plan)
    _true(layout, rows, found, 2, plan.look.reasons)
    assert in_blocks(plan).keys() == found.keys()


@given(rows=st.lists(ROW, min_size=1, max_size=20))
@settings(max_examples=20)
def test_a_workbook_says_what_was_written(tmp_path: Path, rows: Any) -> None:
    header = ("Date", "Time", "Number", "Duration", "First cell", "IMEI")
    above = [("Billing enquiry", None, "Number", int(SUBJECT[3:])), ()]
    lines = [
        (at.astimezone(LONDON).date(), int(_local(at, "%H%M%S")), int(other[3:]), seconds)
        for at, seconds, other, *_ in rows
    ]
    path = tmp_path / "bill.xlsx"
    path.write_bytes(workbook({"Incoming text": [*above, header, *lines]}))
    plan = preview(path, sample=0)
    assert plan.profile.id == "comms-by-sheet"
    as_read = [(at, seconds, other, False, True, 0) for at, seconds, other, *_ in rows]
    _true("comms-by-sheet", as_read, by_row(plan), 4, plan.look.reasons)


def _true(
    layout: str,
    rows: Sequence[Any],
    found: dict[int, RowDraft],
    first: int,
    doubted: Mapping[int, str],
) -> None:
    """That accepted rows say the truth, and that none is refused without a cause."""
    opened: dict[int, datetime] = {}
    for pos, (at, seconds, other, out, sms, session) in enumerate(rows, first):
        row = found.get(pos)
        if row is None:
            until = at + timedelta(seconds=seconds)
            local_only = layout not in ("comms-by-type", "comms-data-start")
            twice = local_only and (
                _is_twice(at) or (layout == "comms-data-end" and _is_twice(until))
            )
            assert twice or pos in doubted, "a row is refused without a cause"
            continue
        event = row.events[0]
        keys = {mention.slot: mention.key for mention in row.mentions}
        assert event.begin == at
        assert (event.end or event.begin) == at + timedelta(seconds=seconds)
        if layout.startswith("comms-data"):
            assert keys["thing"] == SUBJECT
            opened[session] = min(at, opened.get(session, at))
            continue
        assert event.kind == ("message" if sms else "call")
        assert event.between is not None
        ends = (SUBJECT, other) if out else (other, SUBJECT)
        assert tuple(keys[slot] for slot in event.between) == ends
        assert event.means == "at"
    for pos, (at, *_, session) in enumerate(rows, first):
        row = found.get(pos)
        if layout.startswith("comms-data") and row is not None and row.events[0].means == "at":
            assert at == opened[session], "only the first row of a session says when it was"
