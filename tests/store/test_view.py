"""A view: what the scope admits, and nothing else."""

import threading
import time
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from tests.store.building import Building, a_row, plain_rows

from remit.authority.actor import Actor
from remit.errors import Damaged, Misuse, NotFound, Stopped
from remit.store import paths
from remit.store.view import View

LONG = "SELECT count(*) AS n FROM range(1000000000000) AS r(i) WHERE hash(i) % 7 = 9"


def people(view: View) -> list[int]:
    found = view.run("SELECT pos FROM mention WHERE kind = 'person' ORDER BY pos")
    return list(found["pos"].to_pylist())


def test_what_was_loaded_is_seen_with_its_rows(building: Building) -> None:
    case = building.furnish()
    load = building.bring(case, "sheds.csv", plain_rows(20))
    with building.view(case) as view:
        assert view.run("SELECT count(*) AS n FROM record").to_pylist() == [{"n": 20}]
        loads = view.run("SELECT id, file_name, records, first_time FROM load").to_pylist()
        assert [(r["id"], r["file_name"], r["records"]) for r in loads] == [(load, "sheds.csv", 20)]
        assert loads[0]["first_time"] == datetime(2026, 3, 1, 14, tzinfo=UTC)
        found = view.run("SELECT load, pos FROM claim WHERE value = ?", ["person number 7"])
        rows = [(r["load"], r["pos"]) for r in found.to_pylist()]
        cited = view.cite([*rows, (load, 99), ("load-unknown", 1)])
        row = {"source": "test-crime", "file": "sheds.csv", "row": 7, "load": load}
        assert cited == [row]


def test_events_come_in_both_orders(building: Building) -> None:
    case = building.furnish()
    building.bring(case, "sheds.csv", plain_rows(200))
    with building.view(case) as view:
        times = view.run('SELECT "begin" FROM event_by_time')["begin"].to_pylist()
        things = view.run("SELECT thing FROM event_by_thing")["thing"].to_pylist()
    assert times == sorted(times)
    assert len(times) == 200
    assert things == sorted(things)
    assert len(things) == 400


def test_the_same_car_in_two_loads_is_one_thing_and_no_two_people_are(building: Building) -> None:
    case = building.furnish()
    building.bring(case, "a.csv", [a_row(2, name="Ann Example", plate="XY12 ABC")])
    building.bring(case, "b.csv", [a_row(2, name="Ann Example", plate="XY12ABC")])
    with building.view(case) as view:
        cars = view.run("SELECT DISTINCT thing FROM mention WHERE kind = 'vehicle'")
        assert cars.num_rows == 1
        assert view.run("SELECT DISTINCT id FROM mention WHERE kind = 'person'").num_rows == 2
        car = cars["thing"][0].as_py()
        assert view.graph().degree(car) == 2
        a, b = (n.entity for n in view.graph().neighbours(car).page)
        way = paths.path(view.graph(), a, b)
        assert way.entities == (a, car, b)


@pytest.mark.parametrize(
    ("reading", "seen"),
    [
        ({"sources": frozenset({"another"})}, []),
        ({"handling": frozenset({"sensitive"})}, []),
        ({"handling": frozenset({"ordinary", "sensitive"})}, [2, 3, 4, 5, 6]),
        ({"categories": frozenset({"suspect"})}, [2, 3, 4]),
        ({"categories": frozenset({"victim"})}, [5]),
        ({"since": date(2026, 3, 4)}, [4, 5]),
        ({"until": date(2026, 3, 3)}, [2, 3]),
        ({"place": (-0.2, 51.0, 0.0, 52.0)}, [2, 3, 4]),
    ],
)
def test_scope_is_what_the_remit_says(
    building: Building, reading: dict[str, object], seen: list[int]
) -> None:
    case = building.furnish(**reading)
    rows = [a_row(pos, when=datetime(2026, 3, pos, 9, tzinfo=UTC)) for pos in range(2, 7)]
    rows[3] = a_row(5, role="victim", when=datetime(2026, 3, 5, 9, tzinfo=UTC), place=(2.0, 48.0))
    rows[4] = a_row(6, when=datetime(2026, 3, 6, 9, tzinfo=UTC), handling="sensitive")
    building.bring(case, "sheds.csv", rows)
    with building.view(case) as view:
        assert people(view) == seen
        for name in ("record", "mention", "claim", "event_by_time", "event_by_thing", "link"):
            found = view.run(f"SELECT DISTINCT pos FROM {name} ORDER BY pos")["pos"].to_pylist()
            assert found == seen, name
        assert view.run("SELECT id FROM load").num_rows == (1 if seen and seen != [6] else 0)


def test_a_record_without_a_time_is_not_shown_under_a_limit_of_dates(building: Building) -> None:
    case = building.furnish(since=date(2020, 1, 1))
    building.bring(case, "sheds.csv", [replace(a_row(2), events=())])
    with building.view(case) as view:
        assert people(view) == []


def test_people_start_as_third_party_in_their_case_and_uncategorised_elsewhere(
    building: Building,
) -> None:
    case = building.furnish()
    rows = [a_row(pos, role=None) for pos in (2, 3)]
    building.bring(case, "own.csv", rows)
    building.bring(case, "common.csv", [*rows, a_row(4, role=None)], of_case=False)
    with building.view(case) as view:
        assert view.run("SELECT file_name FROM load").to_pylist() == [{"file_name": "own.csv"}]


def test_a_decision_of_the_case_goes_before_what_the_record_says(building: Building) -> None:
    case = building.furnish(categories=frozenset({"victim", "third-party"}))
    building.bring(case, "sheds.csv", [a_row(2, role="victim"), a_row(3, role="suspect")])
    with building.view(case) as view:
        assert people(view) == [2]
        mention = view.run("SELECT id FROM mention WHERE kind = 'person'")["id"][0].as_py()
    analyst = building["analyst-1"]
    if not building.cases.propose_category(analyst, case, mention, "suspect"):
        building.cases.confirm_category(building["analyst-2"], case, mention, "suspect")
    with building.view(case) as view:
        assert people(view) == []
    if not building.cases.propose_category(analyst, case, mention, "victim"):
        building.cases.confirm_category(building["analyst-2"], case, mention, "victim")
    with building.view(case) as view:
        assert people(view) == [2]


def test_a_load_of_another_case_is_not_there(building: Building) -> None:
    case = building.furnish()
    other = building.cases.propose(
        building["analyst-1"], "01/654321/26", "Another", "investigation", "common-law"
    )
    building.cases.open(building["supervisor-1"], other.id)
    building.bring(other.id, "other.csv", plain_rows(3))
    building.bring(other.id, "shared.csv", plain_rows(4), of_case=False)
    with building.view(case) as view:
        assert people(view) == [2, 3, 4, 5]


def test_a_load_past_its_review_is_not_there(building: Building) -> None:
    case = building.furnish()
    building.bring(case, "old.csv", plain_rows(3), review_due=date(2026, 11, 22))
    building.bring(case, "due.csv", plain_rows(4), review_due=date(2026, 11, 23))
    with building.view(case) as view:
        assert people(view) == [2, 3, 4, 5]


def test_a_view_answers_no_statement_that_reaches_round_its_rules(building: Building) -> None:
    case = building.furnish()
    building.bring(case, "sheds.csv", plain_rows(3))
    with building.view(case) as view:
        for sql in ("SELECT * FROM sealed.mention", "FROM duckdb_views()", "DROP VIEW mention"):
            with pytest.raises(Misuse):
                view.run(sql)


def test_a_view_ends_with_its_act(building: Building) -> None:
    case = building.furnish()
    building.bring(case, "sheds.csv", plain_rows(3))
    with building.act("test-read.any", case) as act:
        view = act.hand
        assert isinstance(view, View)
        assert act.release(people(view)) == [2, 3, 4]
    with pytest.raises(Stopped):
        view.run("SELECT 1")
    with pytest.raises(Stopped):
        view.graph()
    with pytest.raises(Stopped):
        view.product("product-1")


def test_an_empty_workspace_answers(building: Building) -> None:
    case = building.furnish()
    with building.view(case) as view:
        assert people(view) == []
        assert len(view.graph()) == 0
        assert view.cite([("load-1", 2)]) == []
        with pytest.raises(NotFound):
            view.product("product-1")


def test_the_handbrake_stops_a_running_statement_within_a_second(building: Building) -> None:
    case = building.furnish()
    building.bring(case, "sheds.csv", plain_rows(3))
    overseer: Actor = building["overseer-1"]
    pulled: list[float] = []

    def pull() -> None:
        time.sleep(0.4)
        pulled.append(time.monotonic())
        building.brakes.pull(overseer, "capability:test-read", "Stopped to be looked at")

    hand = threading.Thread(target=pull)
    hand.start()
    with pytest.raises(Stopped), building.view(case) as view:
        view.run(LONG)
    stopped = time.monotonic()
    hand.join()
    assert stopped - pulled[0] < 1
    with pytest.raises(Exception, match="handbrake"), building.view(case):
        pytest.fail("never reached")


def test_a_damaged_file_is_said_to_be_damaged(building: Building) -> None:
    case = building.furnish()
    load = building.bring(case, "sheds.csv", plain_rows(300))
    for path in (building.home / "sealed" / load).iterdir():
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(bytes(data))
    with pytest.raises(Damaged), building.view(case) as view:
        view.run("SELECT * FROM claim")
