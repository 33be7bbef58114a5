"""The writer: whole or not at all, once, in order, within the remit and the cap."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.authority.office import a_remit
from tests.store.building import IDS, LOAD, Building, a_row, fill, plain_rows

from remit.authority.remit_document import Volume
from remit.errors import BadInput, Misuse, Refused, Stopped
from remit.store import draft as drafts
from remit.store import sealing
from remit.store.schema import ROWS_PER_GROUP
from remit.store.writer import Draft, EventDraft, MentionDraft, RowDraft, Writer


@contextmanager
def writing(building: Building, case: str) -> Iterator[Writer]:
    with building.act("test-load.any", case) as act:
        assert isinstance(act.hand, Writer)
        yield act.hand


def visible(building: Building, case: str) -> int:
    with building.view(case) as view:
        return int(view.run("SELECT count(*) AS n FROM record")["n"][0].as_py())


def test_a_load_is_visible_with_its_outcome_and_not_before(building: Building) -> None:
    case = building.furnish()
    rows = plain_rows(10)
    with building.act("test-load.any", case) as act:
        assert isinstance(act.hand, Writer)
        draft = act.hand.begin(building.plan("a.csv", rows))
        fill(draft, rows)
        draft.seal()
        assert visible(building, case) == 0
        act.release(draft.load)
        assert visible(building, case) == 10


def test_an_act_that_releases_nothing_shows_nothing(building: Building) -> None:
    case = building.furnish()
    rows = plain_rows(10)
    with writing(building, case) as writer:
        draft = writer.begin(building.plan("a.csv", rows))
        fill(draft, rows)
        draft.seal()
    assert visible(building, case) == 0
    with writing(building, case) as writer:
        again = writer.begin(building.plan("a.csv", rows))
        assert again.progress.last_pos == 11  # nothing has to be handed over again
        again.seal()
        writer.act.release(again.load)
    assert visible(building, case) == 10


def test_a_load_cut_off_goes_on_after_its_last_sealed_chunk(
    building: Building, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "ROWS_PER_CHUNK", 4)
    case = building.furnish()
    rows = plain_rows(10)
    with writing(building, case) as writer:
        fill(writer.begin(building.plan("a.csv", rows)), rows[:7])
    with writing(building, case) as writer:
        draft = writer.begin(building.plan("a.csv", rows))
        assert (draft.progress.accepted, draft.progress.last_pos) == (4, 5)
        fill(draft, rows)
        draft.seal()
        writer.act.release(draft.load)
    assert visible(building, case) == 10


def test_loading_the_same_file_again_is_done(building: Building) -> None:
    case = building.furnish()
    rows = plain_rows(10)
    load = building.bring(case, "a.csv", rows, [(20, "?")])
    with writing(building, case) as writer:
        again = writer.begin(building.plan("a.csv", rows))
        assert (again.load, again.done) == (load, True)
        progress = again.progress
        assert (progress.received, progress.accepted, progress.rejected) == (11, 10, 1)
    assert visible(building, case) == 10


def test_another_mapping_begins_the_draft_again(
    building: Building, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "ROWS_PER_CHUNK", 4)
    case = building.furnish()
    rows = plain_rows(10)
    with writing(building, case) as writer:
        fill(writer.begin(building.plan("a.csv", rows, mapping="day first")), rows)
    with writing(building, case) as writer:
        draft = writer.begin(building.plan("a.csv", rows, mapping="month first"))
        assert draft.progress.received == 0
        fill(draft, rows)
        draft.seal()
        writer.act.release(draft.load)
    assert visible(building, case) == 10


def test_two_acts_do_not_write_one_load(building: Building) -> None:
    case = building.furnish()
    rows = plain_rows(10)
    with writing(building, case) as one, writing(building, case) as other:
        one.begin(building.plan("a.csv", rows))
        with pytest.raises(Refused, match="being written by another act"):
            other.begin(building.plan("a.csv", rows))


def test_received_is_accepted_and_rejected(building: Building) -> None:
    case = building.furnish()
    load = building.bring(case, "a.csv", plain_rows(5), [(20, "one"), (21, "two")])
    with writing(building, case) as writer:
        found = writer.loads()
        assert [(x.received, x.accepted, x.rejected) for x in found] == [(7, 5, 2)]
        rejects = writer.rejects(load)
        assert [(r.pos, r.reason) for r in rejects] == [(20, "not a plate"), (21, "not a plate")]
        assert writer.rejects(load, limit=1) == rejects[:1]


def test_rows_come_in_order_and_once(building: Building) -> None:
    case = building.furnish()
    with writing(building, case) as writer:
        draft = writer.begin(building.plan("a.csv", []))
        draft.add(a_row(5))
        for pos in (5, 4):
            with pytest.raises(Misuse, match="out of order"):
                draft.add(a_row(pos))
            with pytest.raises(Misuse, match="out of order"):
                draft.reject(pos, "why", {})


@pytest.mark.parametrize(
    "row",
    [
        RowDraft(2, {}, (MentionDraft("who", "person", "NINO1"),)),
        RowDraft(2, {}, (), (EventDraft("crime", things=("car",)),)),
        RowDraft(2, {}, (), (EventDraft("crime", place="where"),)),
        RowDraft(2, {}, (), (), (("uses", "who", "car", None, None),)),
        replace(a_row(2), links=(("uses", "who", "bicycle", None, None),)),
        RowDraft(2, {}, (), (EventDraft("crime", begin=datetime(2026, 1, 1)),)),
    ],
    ids=[
        "a person with a key",
        "no such thing",
        "no such place",
        "no such ends",
        "one such end",
        "no zone",
    ],
)
def test_a_row_that_contradicts_itself_is_refused_whole(building: Building, row: RowDraft) -> None:
    case = building.furnish()
    with writing(building, case) as writer:
        draft = writer.begin(building.plan("a.csv", []))
        with pytest.raises(Misuse):
            draft.add(row)
        draft.add(a_row(3))
        draft.seal()
        writer.act.release(draft.load)
    with building.view(case) as view:
        for name in ("record", "mention", "event_by_time", "link"):
            found = view.run(f"SELECT DISTINCT pos FROM {name}").to_pylist()
            assert found == [{"pos": 3}], name


def test_the_remit_names_the_sources_and_handling_that_may_be_loaded(building: Building) -> None:
    case = building.open_case().id
    narrow = a_remit(
        id="remit-narrow",
        capability=LOAD.id,
        sources=frozenset({"test-crime"}),
        volume=Volume(None, None),
    )
    building.grant(narrow)
    with writing(building, case) as writer:
        for changes in ({"source": "test-phones"}, {"handling": "sensitive"}):
            with pytest.raises(Refused, match="does not admit"):
                writer.begin(building.plan("a.csv", [], **changes))
        draft = writer.begin(building.plan("a.csv", []))
        with pytest.raises(Refused, match="sensitive"):
            draft.add(a_row(2, handling="sensitive"))


def test_an_exercise_is_full_at_its_cap(tmp_path: Path) -> None:
    building = Building(tmp_path / "workspace", max_rows=15)
    case = building.furnish()
    building.bring(case, "a.csv", plain_rows(10))
    with pytest.raises(Refused) as refused:
        building.bring(case, "b.csv", plain_rows(10))
    assert [c.code for c in refused.value.conditions] == ["store.cap"]
    building.bring(case, "c.csv", plain_rows(5))
    assert visible(building, case) == 15
    building.close()


def test_a_file_that_changes_while_it_is_loaded_is_not_loaded(building: Building) -> None:
    case = building.furnish()
    rows = plain_rows(3)
    plan = building.plan("a.csv", rows)
    with writing(building, case) as writer:
        draft = writer.begin(plan)
        fill(draft, rows)
        plan.path.write_text("something else", encoding="utf-8")
        with pytest.raises(BadInput, match="changed while"):
            draft.seal()
    assert visible(building, case) == 0


def test_a_file_that_is_not_there_is_bad_input(building: Building) -> None:
    case = building.furnish()
    plan = replace(building.plan("a.csv", []), path=Path("no-such-file"))
    with writing(building, case) as writer, pytest.raises(BadInput, match="cannot be read"):
        writer.begin(plan)


def test_a_handbrake_ends_a_load_and_keeps_nothing_visible(building: Building) -> None:
    case = building.furnish()

    def load() -> None:
        with writing(building, case) as writer:
            draft = writer.begin(building.plan("a.csv", []))
            building.brakes.pull(building["overseer-1"], "all", "Stopped to be looked at")
            for pos in range(2, 10_000_000):
                draft.add(a_row(pos))

    with pytest.raises(Stopped):
        load()
    with building.engine.connect() as conn:
        states = conn.exec_driver_sql("SELECT state FROM load").all()
    assert states == [("loading",)]


def test_row_groups_have_the_size_that_reads_well(building: Building) -> None:
    case = building.furnish()
    load = building.bring(case, "a.csv", [RowDraft(p, {"n": "1"}) for p in range(2, 130_002)])
    with writing(building, case) as writer:
        room = writer._room
        parts = [p for p in room.catalogue.parts([load], "final") if p.relation == "record"]
        with room.file(writer.act, parts[0]).open() as sealed, pq.ParquetFile(sealed) as file:
            sizes = [file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)]
    assert len(parts) == 1
    assert sizes == [ROWS_PER_GROUP, ROWS_PER_GROUP, 130_000 - 2 * ROWS_PER_GROUP]


def test_long_rows_are_kept_and_sealed_sooner(
    building: Building, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long its rows, a load takes no more memory than so many characters at once."""
    monkeypatch.setattr(drafts, "SIZE_PER_CHUNK", 10_000)
    monkeypatch.setattr(sealing, "_BYTES_PER_GROUP", 2_000_000)
    case = building.furnish()
    with writing(building, case) as writer:
        draft = writer.begin(building.plan("a.csv", []))
        draft.add(RowDraft(2, {"n": "x" * 9_000}))
        assert draft.progress.last_pos == 0
        draft.reject(3, "too long", {"n": "x" * 1_000})
        assert draft.progress.last_pos == 3
        for pos in range(4, 404):
            draft.add(RowDraft(pos, {"n": "x" * 9_000}))
        draft.seal()
        room = writer._room
        parts = room.catalogue.parts([draft.load], "final")
        (record,) = (part for part in parts if part.relation == "record")
        with room.file(writer.act, record).open() as sealed, pq.ParquetFile(sealed) as file:
            assert file.metadata.num_row_groups > 1
            assert file.metadata.num_rows == 401


def test_nothing_of_a_draft_is_left_behind(building: Building) -> None:
    case = building.furnish()
    load = building.bring(case, "a.csv", plain_rows(5))
    names = {path.name for path in (building.home / "sealed" / load).iterdir()}
    assert not [name for name in names if "draft" in name or not name.endswith(".sealed")]
    with building.engine.connect() as conn:
        kept = set(conn.exec_driver_sql("SELECT name FROM data_key").scalars())
    assert kept == {f"{load}/1/ordinary", f"{load}/1/archive"}


def test_ids_are_the_same_wherever_a_thing_is_named(building: Building) -> None:
    case = building.furnish()
    building.bring(case, "a.csv", [a_row(2, plate="XY12 ABC")])
    with building.view(case) as view:
        things = view.run("SELECT thing FROM mention WHERE kind = 'vehicle'")["thing"].to_pylist()
    assert things == [IDS.thing("vehicle", "XY12ABC")]


def test_an_event_between_two_is_seen_from_both_sides(building: Building) -> None:
    case = building.furnish()
    when = datetime(2026, 3, 1, 12, tzinfo=UTC)
    call = RowDraft(
        pos=2,
        raw={"a": "07700 900123", "b": "07700 900456"},
        mentions=(
            MentionDraft("a", "phone", "+447700900123"),
            MentionDraft("b", "phone", "+447700900456"),
            MentionDraft("cell", "place", "51.5, -0.1"),
        ),
        events=(EventDraft("call", begin=when, things=("a", "b", "cell"), between=("a", "b")),),
    )
    building.bring(case, "calls.csv", [call])
    a, b = (IDS.thing("phone", number) for number in ("+447700900123", "+447700900456"))
    cell = IDS.thing("place", "51.5, -0.1")
    columns = "thing, part, other, value, other_value"
    with building.view(case) as view:
        by_thing = view.run(f"SELECT {columns} FROM event_by_thing ORDER BY thing").to_pylist()
        by_time = view.run(f"SELECT {columns} FROM event_by_time").to_pylist()
    names = columns.split(", ")
    sides = [
        (a, "from", b, "+447700900123", "+447700900456"),
        (b, "to", a, "+447700900456", "+447700900123"),
        (cell, None, None, "51.5, -0.1", None),
    ]
    assert by_thing == [dict(zip(names, side, strict=True)) for side in sorted(sides)]
    assert by_time == [dict(zip(names, sides[0], strict=True))]


def test_a_draft_says_how_far_it_has_come(building: Building) -> None:
    case = building.furnish()
    with writing(building, case) as writer:
        draft: Draft = writer.begin(building.plan("a.csv", []))
        draft.add(a_row(2, when=datetime(2026, 1, 1, tzinfo=UTC)))
        draft.reject(3, "no date", {"day": None})
        progress = draft.progress
        assert (progress.received, progress.last_pos) == (2, 0)
        assert [r.reason for r in draft.rejects()] == ["no date"]
        assert draft.progress.last_pos == 3


def test_erasing_waits_for_whoever_writes(building: Building) -> None:
    case = building.furnish()
    rows = plain_rows(5)
    with writing(building, case) as writer, building.act("erase.load", case) as act:
        load = writer.begin(building.plan("a.csv", rows)).load
        assert isinstance(act.hand, Writer)
        with pytest.raises(Refused, match="being written by another act"):
            act.hand.erase_load(load)


def test_a_load_past_its_review_can_still_be_erased(building: Building) -> None:
    case = building.furnish()
    load = building.bring(case, "old.csv", plain_rows(3), review_due=date(2026, 1, 1))
    with building.act("erase.load", case) as act:
        assert isinstance(act.hand, Writer)
        assert act.release(act.hand.erase_load(load))["erased"] == 3
