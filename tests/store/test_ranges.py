"""A table sorted a range at a time is the table sorted at once."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.store import ranges
from remit.store.engine import DuckEngine
from remit.store.files import SealedFiles
from remit.store.ranges import ordered

ORDER = 'thing, "begin", pos, id'
FIRST = datetime(2026, 1, 1, tzinfo=UTC)

_rows = st.lists(
    st.tuples(
        st.one_of(st.none(), st.sampled_from(["a", "b", "a\x01", "ab", "\U0010ffff"]), st.text()),
        st.one_of(st.none(), st.integers(0, 3)),
    ),
    min_size=1,
    max_size=60,
)


@given(rows=_rows, at_once=st.integers(1, 20))
@settings(max_examples=60)
def test_ranges_are_in_the_order_of_one_sort(
    tmp_path: Path, rows: list[tuple[str | None, int | None]], at_once: int
) -> None:
    table = pa.table(
        {
            "thing": pa.array([thing for thing, _ in rows], pa.string()),
            "begin": pa.array(
                [None if n is None else FIRST + timedelta(days=n) for _, n in rows],
                pa.timestamp("us", tz="UTC"),
            ),
            "pos": pa.array(range(len(rows)), pa.int64()),
            "id": [f"{n}" for n in range(len(rows))],
        }
    )
    path = tmp_path / "draft.parquet"
    pq.write_table(table, path)
    with (
        pytest.MonkeyPatch.context() as patch,
        closing(DuckEngine(SealedFiles([]), [str(path)])) as engine,
    ):
        patch.setattr(ranges, "AT_ONCE", 40 * at_once)
        patch.setattr(ranges, "_FEW", 0)
        engine.lock()
        found = pa.Table.from_batches(ordered(engine, f"'{path}'", ORDER, len(rows), 7))
        whole = engine.run(f"SELECT * FROM read_parquet('{path}') ORDER BY {ORDER}")
    assert found["id"].to_pylist() == whole["id"].to_pylist()
