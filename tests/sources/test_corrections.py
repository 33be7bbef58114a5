"""Corrections and withdrawals upstream: what leaves every view, what rests on it, what stays."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.sources.yard import Yard, cited, reads, register
from tests.store.test_erasure import everything

from remit.errors import Misuse, NotFound, Refused
from remit.inquiry.record import record
from remit.sources import load
from remit.store.draft import Draft
from remit.store.view import View
from remit.store.writer import Writer

ANN = "1,Ann Archer,14/03/1981,07700 900101,one"
BEN = "2,Ben Barker,15/03/1982,07700 900102,two"
NEW = "2,Ben Baxter,15/03/1982,07700 900102,two"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "deliveries"


def corrected(yard: Yard, case: str, folder: Path) -> tuple[str, str]:
    """Ben is corrected by the second delivery; the loads of both."""
    yard.set(case, "register", folder)
    first = yard.take(case, "register", register(folder / "1.csv", ANN, BEN))["load"]
    with yard.act("test-read.any", case) as act:
        assert isinstance(act.hand, View)
        act.hand.cite([(first, 3)])
        act.release(act.hand.save_product("profile", {"a.txt": b"Barker"}, [first]))
    return first, yard.take(case, "register", register(folder / "2.csv", ANN, NEW))["load"]


def test_a_product_that_cites_what_was_corrected_is_flagged_and_stays(
    yard: Yard, case: str, folder: Path
) -> None:
    first, second = corrected(yard, case, folder)
    with yard.view(case) as view:
        (product,) = view.products()
        assert product.flag is not None
        assert product.flag.rows == 1
        assert view.product(product.id) == {"a.txt": b"Barker"}
    with yard.act("test-read.any", case) as act:
        assert isinstance(act.hand, View)
        act.hand.cite([(first, 2), (second, 3)])
        act.release(act.hand.save_product("profile", {"b.txt": b"x"}))
    yard.take(case, "register", register(folder / "3.csv", ANN, NEW + "!"))
    with yard.view(case) as view:
        rows = {p.act: p.flag.rows if p.flag else 0 for p in view.products()}
    assert sorted(rows.values()) == [1, 1]


def test_an_old_citation_is_told_what_became_of_its_row(
    yard: Yard, case: str, folder: Path
) -> None:
    first, second = corrected(yard, case, folder)
    with yard.view(case) as view:
        became = view.became(first, 3)
        assert became is not None
        assert became.by == (second, 3)
        assert view.became(first, 2) is None
    yard.take(case, "register", register(folder / "3.csv", NEW))
    with yard.view(case) as view:
        assert view.became(first, 2) is None, "nobody of the case was shown it"
    with yard.view(yard.furnish_another()) as view:
        assert view.became(first, 3) is None


def test_erasing_a_row_erases_what_it_took_the_place_of(
    yard: Yard, case: str, folder: Path
) -> None:
    first, second = corrected(yard, case, folder)
    for path in folder.iterdir():
        path.unlink()
    value = b"Barker"
    assert any(value in data for _, data in everything(yard)), "it is kept, and no view opens it"
    with yard.view(case) as view:
        assert not cited(view, first, 3)
    yard.erase(case, "erase.record", load=second, row=3)
    for gone in (b"Barker", b"Baxter"):
        assert not [name for name, data in everything(yard) if gone in data]
    assert yard.names(case) == ["ann archer"]
    with pytest.raises(NotFound):
        yard.erase(case, "erase.record", load=first, row=3)


def test_a_superseded_row_can_be_erased_by_itself(yard: Yard, case: str, folder: Path) -> None:
    first, _ = corrected(yard, case, folder)
    for path in folder.iterdir():
        path.unlink()
    yard.erase(case, "erase.record", load=first, row=3)
    assert not [name for name, data in everything(yard) if b"Barker" in data]
    assert yard.names(case) == ["ann archer", "ben baxter"]
    found = yard.load_of(case, first)
    assert (found.received, found.accepted, found.superseded) == (1, 1, 0)


def test_erasing_a_load_erases_what_was_superseded_of_it_and_its_names(
    yard: Yard, case: str, folder: Path
) -> None:
    first, _ = corrected(yard, case, folder)
    for path in folder.iterdir():
        path.unlink()
    yard.erase(case, "erase.load", load=first)
    assert not [name for name, data in everything(yard) if b"Barker" in data or b"1.csv" in data]
    assert yard.names(case) == ["ben baxter"]


def test_what_was_retracted_stays_so_though_it_comes_again(
    yard: Yard, case: str, folder: Path
) -> None:
    _, second = corrected(yard, case, folder)
    yard.erase(case, "erase.retract", load=second)
    done = yard.take(case, "register", register(folder / "3.csv", ANN, NEW, "3,Cat Cox,,,"))
    assert done["delta"] == {"added": 1, "changed": 0, "removed": 0, "unchanged": 2}
    assert yard.names(case) == ["ann archer", "cat cox"]
    yard.erase(case, "erase.restore", load=second)
    assert yard.names(case) == ["ann archer", "ben baxter", "cat cox"]


def test_the_new_rows_and_the_old_change_places_at_once_or_not_at_all(
    yard: Yard, case: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    yard.set(case, "register", folder)
    yard.take(case, "register", register(folder / "1.csv", ANN, BEN))
    path = register(folder / "2.csv", ANN, NEW)

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Draft, "_appear", cut)
        with pytest.raises(KeyboardInterrupt):
            yard.take(case, "register", path)
    yard.store.sweep()
    assert yard.names(case) == ["ann archer", "ben barker"]
    done = yard.take(case, "register", path)
    assert done["delta"] == {"added": 0, "changed": 1, "removed": 0, "unchanged": 1}
    assert yard.names(case) == ["ann archer", "ben baxter"]
    yard.store.sweep()
    assert yard.names(case) == ["ann archer", "ben baxter"]


def test_one_act_at_a_time_works_on_a_feed(yard: Yard, case: str, folder: Path) -> None:
    yard.set(case, "register", folder)
    with yard.act("load.file", case) as act:
        assert isinstance(act.hand, Writer)
        act.hand.deliveries.claim("register")
        with pytest.raises(Refused, match="one after the other"):
            yard.take(case, "register", register(folder / "1.csv", ANN))


def read_row(n: int, second: int, mark: str = "AB12 CDE") -> str:
    return f"r{n},{mark},2026-03-01T12:{second // 60:02d}:{second % 60:02d}Z,C{n % 3},-0.1,51.5"


@pytest.mark.parametrize("compacted", [False, True])
def test_plate_reads_with_an_id_are_corrected_like_any_row(
    yard: Yard, case: str, folder: Path, *, compacted: bool
) -> None:
    yard.set(case, "anpr", folder, source="plate-reads", key=["read_id"])
    rows = [read_row(n, n) for n in range(30)]
    first = yard.take(case, "anpr", reads(folder / "1.csv", rows))
    assert (first["accepted"], first["rejected"]) == (30, 0)
    if compacted:
        yard.do(case, "compact", load.compact)
    rows[3] = read_row(3, 3, "KT19 XYZ")
    rows[4] = read_row(4, 4, "not a mark at all")
    more = [*rows[:20], read_row(40, 59)]
    second = yard.take(case, "anpr", reads(folder / "2.csv", more))
    assert second["delta"] == {"added": 1, "changed": 1, "removed": 10, "unchanged": 18}
    assert (second["received"], second["accepted"], second["rejected"]) == (21, 20, 1)
    with yard.view(case) as view:
        found = view.run("SELECT count(*) AS n, count(DISTINCT thing) AS m FROM event_by_thing")
        assert found.to_pylist() == [{"n": 21, "m": 2}]
        marks = view.run("SELECT value, count(*) AS n FROM said GROUP BY value ORDER BY value")
        told = {row["value"]: row["n"] for row in marks.to_pylist()}
        assert (told["AB12CDE"], told["KT19XYZ"]) == (20, 1)
        assert not cited(view, first["load"], 5)
        assert cited(view, first["load"], 6), "what cannot be read replaces nothing"
    third = yard.take(case, "anpr", reads(folder / "3.csv", more))
    assert third["delivery"] == "repeated"


def test_what_is_erased_of_a_feed_is_in_no_later_delivery_either(
    yard: Yard, case: str, folder: Path
) -> None:
    yard.set(case, "anpr", folder, source="plate-reads", key=["read_id"])
    rows = [read_row(n, n, "KT19 XYZ" if n == 3 else "AB12 CDE") for n in range(10)]
    first = yard.take(case, "anpr", reads(folder / "1.csv", rows))["load"]
    yard.take(case, "anpr", reads(folder / "2.csv", [*rows, read_row(10, 10)]))
    for path in folder.iterdir():
        path.unlink()
    assert any(b"KT19" in data for _, data in everything(yard))
    yard.erase(case, "erase.record", load=first, row=5)
    assert not [name for name, data in everything(yard) if b"KT19" in data]


def test_data_that_are_got_under_an_authority_name_it_when_the_feed_is_set(
    yard: Yard, case: str, folder: Path
) -> None:
    how = {"source": "calls", "mode": "append", "key": None}
    with pytest.raises(Misuse, match="--authority"):
        yard.set(case, "bills", folder, **how)
    under = {"authority": "URN-1", "subject": ["any"], "from_": "2026-01-01", "to": "2026-12-31"}
    yard.set(case, "bills", folder, **how, **under)


State = dict[int, str]

states: Any = st.lists(
    st.dictionaries(st.integers(1, 6), st.sampled_from(["Ann", "Ben", "Cat"]), min_size=1),
    min_size=1,
    max_size=3,
)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(states)
def test_whatever_came_before_the_last_state_is_what_stands(deliveries: list[State]) -> None:
    with TemporaryDirectory() as place:
        yard = Yard(Path(place) / "workspace", kind="exercise")
        try:
            case, folder = yard.open_yard(), Path(place) / "deliveries"
            yard.set(case, "register", folder)
            for number, state in enumerate(deliveries):
                rows = [f"{key},{name} Number{key},,," for key, name in sorted(state.items())]
                done = yard.take(case, "register", register(folder / f"{number}.csv", *rows))
                assert done["received"] == done["accepted"] == len(state)
            last = deliveries[-1].items()
            assert yard.names(case) == sorted(f"{name.lower()} number{key}" for key, name in last)
        finally:
            yard.close()


def test_the_page_of_an_old_citation_tells_where_to_look(
    yard: Yard, case: str, folder: Path
) -> None:
    first, second = corrected(yard, case, folder)
    with yard.view(case) as view:
        told = record.__wrapped__(view, first, 3)  # type: ignore[attr-defined]
        assert told["received"] == []
        assert told["superseded"]["how"] == "corrected"
        assert (told["superseded"]["by"]["load"], told["superseded"]["by"]["row"]) == (second, 3)
        with pytest.raises(NotFound):
            record.__wrapped__(view, first, 99)  # type: ignore[attr-defined]
