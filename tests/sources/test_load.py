"""Loading, through the gate and into the store: reconciled, resumed, done once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.authority.office import a_remit
from tests.real import real
from tests.sources.tables import BULK, STREET, as_csv, street, write
from tests.store.building import Building

from remit.authority.act import Act
from remit.authority.capability import Verb
from remit.authority.remit_document import Volume
from remit.errors import BadInput, Refused
from remit.sources import Plan, load, loads, preview, rowload
from remit.sources.sniff import SNIFFED, sniffed


class Yard(Building):
    """A building whose deliveries come through `load.file`."""

    def _hand(self, act: Act, verb: Verb) -> object:
        loads = verb.capability.id == "load"
        return self.store.hand(act, verb) if loads else super()._hand(act, verb)

    def load(self, case: str, path: Path, **options: Any) -> dict[str, Any]:
        """Load one file in an act of its own; in bulk, where its data take an authority."""
        if "authority" not in options:
            options |= BULK
        with self.act("load.file", case) as act:
            return act.release(load.file(act.hand, str(path), **options))  # type: ignore[arg-type]


@pytest.fixture
def yard(tmp_path: Path) -> Iterator[Yard]:
    made = Yard(tmp_path / "workspace")
    yield made
    made.close()


@pytest.fixture
def case(yard: Yard) -> str:
    found = yard.furnish(handling=frozenset({"P", "C"}))
    wide = a_remit(
        id="remit-load",
        capability="load",
        handling=frozenset({"P", "C"}),
        volume=Volume(None, None),
    )
    yard.grant(wide)
    return found


def test_every_row_is_accepted_or_rejected_with_its_reason(
    yard: Yard, case: str, tmp_path: Path
) -> None:
    path = write(
        tmp_path / "a.csv", STREET, street(), street(Month="2019-13"), "too,short", street()
    )
    done = yard.load(case, path)
    assert (done["received"], done["accepted"], done["rejected"]) == (4, 2, 2)
    assert [one["row"] for one in done["rejects"]] == [3, 4]
    assert "12" in done["rejects"][1]["reason"]
    assert done["rejects_left_out"] == 0
    assert (done["file"], done["source"], done["questions"]) == ("a.csv", "police-uk-street", [])
    with yard.view(case) as view:
        assert view.run("SELECT count(*) AS n FROM event_by_time").to_pylist() == [{"n": 2}]


def test_loading_again_changes_nothing(yard: Yard, case: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", STREET, street(), "too,short")
    first, again = yard.load(case, path), yard.load(case, path)
    for key in ("load", "received", "accepted", "rejected", "rejects"):
        assert first[key] == again[key]


def test_a_load_cut_off_goes_on_where_it_was(
    yard: Yard, case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("remit.store.draft.ROWS_PER_CHUNK", 10)
    path = write(tmp_path / "a.csv", STREET, *(street(Crime_ID=f"{n:064}") for n in range(95)))

    def cut(done: int, rate: float) -> None:
        if done >= 50:
            raise KeyboardInterrupt

    monkeypatch.setattr(rowload, "_BETWEEN", 25)
    with pytest.raises(KeyboardInterrupt):
        yard.load(case, path, progress=cut)
    seen: list[int] = []
    done = yard.load(case, path, progress=lambda n, rate: seen.append(n))
    assert (done["received"], done["accepted"]) == (95, 95)
    assert seen[-1] == 95


def test_questions_load_nothing(yard: Yard, case: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "Name,DOB", "A B,05/12/1980")
    asked = yard.load(case, path)
    assert (asked["load"], asked["received"]) == (None, 0)
    assert asked["questions"][0]["column"] == "DOB"
    assert yard.load(case, path, day_first=True)["accepted"] == 1


def test_the_same_bytes_under_another_name_are_named_as_delivered_before(
    yard: Yard, case: str, tmp_path: Path
) -> None:
    yard.load(case, write(tmp_path / "a.csv", STREET, street()))
    again = yard.load(case, write(tmp_path / "b.csv", STREET, street()))
    assert [one["defect"] for one in again["defects"]] == ["repeated"]
    assert "'a.csv'" in again["defects"][0]["text"]


PEOPLE = "Name,DOB,Contact"


def test_an_answer_is_kept_for_the_next_file_of_the_layout(
    yard: Yard, case: str, tmp_path: Path
) -> None:
    first = write(tmp_path / "a.csv", PEOPLE, "A B,05/12/1980,07700 900123")
    done = yard.load(case, first, choices={"DOB": "day-first"})
    assert done["kept"] == ["a.csv"]
    again = write(tmp_path / "b.csv", PEOPLE, "C D,06/11/1981,07700 900124")
    done = yard.load(case, again)
    assert (done["questions"], done["accepted"], done["kept"]) == ([], 1, [])
    assert any("as kept from 'a.csv'" in note for note in done["notes"])
    with yard.view(case) as view:
        query = "SELECT value FROM claim WHERE property = 'date_of_birth' ORDER BY value"
        born = [row["value"] for row in view.run(query).to_pylist()]
    assert born == ["1980-12-05", "1981-11-06"]


def test_what_a_file_shows_comes_before_what_was_kept(
    yard: Yard, case: str, tmp_path: Path
) -> None:
    first = write(tmp_path / "a.csv", PEOPLE, "A B,05/12/1980,07700 900123")
    yard.load(case, first, choices={"DOB": "day-first"})
    other = write(tmp_path / "b.csv", PEOPLE, "C D,12/25/1981,x", "E F,01/02/1981,x")
    yard.load(case, other)
    with yard.view(case) as view:
        query = "SELECT value FROM claim WHERE property = 'date_of_birth' ORDER BY value"
        born = [row["value"] for row in view.run(query).to_pylist()]
    assert born == ["1980-12-05", "1981-01-02", "1981-12-25"]


def test_a_mapping_corrected_by_hand_is_kept_under_its_name_until_it_is_forgotten(
    yard: Yard, case: str, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.csv", "Who,Tag", "Ann Bee,LK19ABC")
    done = yard.load(case, path, choices={"Who": "name"}, keep="Parking list")
    assert done["kept"] == ["Parking list"]
    (kept,) = yard.store.kept.all()
    assert (kept.title, kept.version, kept.source) == ("Parking list", 1, "table")
    assert "Who" not in repr(kept.how)
    plan = preview(path, kept=load.as_kept(yard.store.kept))
    assert plan.columns[0].means == "name"
    with yard.act("load.forget", case) as act:
        act.release(loads.forget(act.hand, kept.layout))  # type: ignore[arg-type]
    assert yard.store.kept.all() == []


def test_what_was_noticed_stays_with_the_load(yard: Yard, case: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", STREET, street(), street())
    first, again = yard.load(case, path), yard.load(case, path)
    assert any("repeat a Crime ID" in note for note in first["notes"])
    assert again["notes"] == first["notes"]
    with yard.act("load.list", case) as act:
        (listed,) = act.release(loads.listed(act.hand))["loads"]  # type: ignore[arg-type]
    assert (listed["load"], listed["file"], listed["accepted"]) == (first["load"], "a.csv", 2)
    assert listed["notes"] == first["notes"]


def test_rejected_rows_are_read_back_in_order_and_page_by_page(yard: Yard, tmp_path: Path) -> None:
    case = yard.furnish(handling=frozenset({"P", "C"}))
    admitted = frozenset({"suspect", "uncategorised"})
    handling = frozenset({"P", "C"})
    yard.grant(a_remit(id="remit-load", capability="load", handling=handling, categories=admitted))
    wrong = (f"Ann Bee {n},3{n % 2}/13/1990" for n in range(5))
    lines = ["name,dob", *wrong, *["Bo Ek,14/03/1991"] * 40]
    path = write(tmp_path / "a.csv", *lines)
    done = yard.load(case, path, yes=True)
    assert (done["accepted"], done["rejected"]) == (40, 5)
    seen, after = list[dict[str, Any]](), 0
    while True:
        with yard.act("load.rejects", case) as act:
            hand: Any = act.hand
            page = act.release(loads.rejects(hand, done["load"], after=after, limit=2))
        seen += page["rows"]
        if page["next"] is None:
            break
        after = page["next"]
    assert [one["row"] for one in seen] == [2, 3, 4, 5, 6]
    assert [one["reason"] for one in seen] == [one["reason"] for one in done["rejects"]]
    assert seen[0]["received"] == {"name": "Ann Bee 0", "dob": "30/13/1990"}


def test_where_uncategorised_is_not_admitted_a_rejected_row_says_nothing(
    yard: Yard, case: str, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.csv", "name,dob", "Ann Bee,30/13/1990", "Bo Ek,14/03/1991")
    done = yard.load(case, path, yes=True)
    with yard.act("load.rejects", case) as act:
        hand: Any = act.hand
        page = act.release(loads.rejects(hand, done["load"]))
    assert page["left_out"]
    assert [(one["reason"], one["received"]) for one in page["rows"]] == [(None, None)]


def test_a_file_that_cannot_be_read_leaves_no_load(yard: Yard, case: str, tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1" + bytes(100))
    with pytest.raises(BadInput, match="damaged"):
        yard.load(case, path)
    with pytest.raises(BadInput, match="cannot be opened"):
        yard.load(case, tmp_path / "nowhere.csv")


def test_without_a_remit_nothing_is_loaded(yard: Yard, tmp_path: Path) -> None:
    found = yard.furnish()
    path = write(tmp_path / "a.csv", STREET, street())
    with pytest.raises(Refused):
        yard.load(found, path)


@pytest.mark.real
def test_the_real_stop_and_search_file_reconciles_in_the_store(
    yard: Yard, case: str, tmp_path: Path
) -> None:
    name = "police_uk_stop_search_city_of_london_2018_04_2019_12"
    path = as_csv(real("crime", f"{name}.parquet"), tmp_path / f"{name}.csv")
    done = yard.load(case, path)
    assert (done["received"], done["accepted"], done["rejected"]) == (3_625, 3_625, 0)
    with yard.view(case) as view:
        (counts,) = view.run(
            "SELECT count(*) AS n, count(lon) AS at FROM event_by_time"
        ).to_pylist()
    assert counts == {"n": 3_625, "at": 3_625 - 1_318}


def test_a_file_that_changes_while_it_is_read_leaves_nothing_behind(
    yard: Yard, case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.csv", STREET, *[street()] * 10)
    sound = path.read_bytes()
    rows = Plan.rows

    def altered(plan: Plan) -> Iterator[Any]:
        write(path, STREET, *[street(Month="2019-08")] * 10)
        for part, pos, row in rows(plan):
            yield part, pos, {**row, "Month": "2019-08"}  # type: ignore[misc]

    monkeypatch.setattr(Plan, "rows", altered)
    monkeypatch.setattr("remit.store.draft.ROWS_PER_CHUNK", 2)  # so that rows were sealed before
    with pytest.raises(BadInput, match="changed while it was being loaded"):
        yard.load(case, path)
    monkeypatch.undo()
    path.write_bytes(sound)
    done = yard.load(case, path)
    assert (done["received"], done["accepted"]) == (10, 10)
    with yard.view(case) as view:
        found = view.run("SELECT DISTINCT time_text FROM event_by_time ORDER BY time_text")
    assert found.to_pylist() == [{"time_text": "2019-07"}]


def test_a_file_that_goes_away_while_it_is_read_says_so(
    yard: Yard, case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.csv", STREET, street())
    rows = Plan.rows

    def gone(plan: Plan) -> Iterator[Any]:
        yield from rows(plan)
        path.unlink()

    monkeypatch.setattr(Plan, "rows", gone)
    with pytest.raises(BadInput, match="changed while it was being loaded"):
        yard.load(case, path)


def test_a_file_outside_the_remits_sources_is_refused_from_its_first_bytes(
    yard: Yard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = yard.furnish(handling=frozenset({"P", "C"}))
    yard.grant(
        a_remit(
            id="remit-load",
            capability="load",
            handling=frozenset({"P", "C"}),
            sources=frozenset({"documents"}),
            volume=Volume(None, None),
        )
    )
    path = write(tmp_path / "a.csv", STREET, *(street() for _ in range(2_000)))
    assert path.stat().st_size > 4 * SNIFFED
    opened = []
    real = Path.open

    def counting(self: Path, *args: Any, **kwargs: Any) -> Any:
        if self == path:
            opened.append(self)
        return real(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", counting)
    with pytest.raises(Refused) as refused:
        yard.load(case, path)
    assert refused.value.conditions[0].code == "load.source"
    assert len(opened) == 1, "its first bytes were read, and it was not opened again"
    assert sniffed(path) == ("police-uk-street",)
