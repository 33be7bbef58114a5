"""An open act: what it may release, what its windows may do, and what is written when it ends."""

import pytest
from tests.authority.office import WHY, Hand, Office, a_remit, export, look

from remit.authority.act import Act
from remit.authority.actor import Actor
from remit.authority.remit_document import Volume
from remit.errors import Refused, Stopped


def test_more_rows_than_the_remit_allows_are_not_released(office: Office) -> None:
    case = office.open_case()
    office.grant(a_remit(volume=Volume(2, None)))
    with pytest.raises(Refused) as refused:
        office.use("analyst-1", work=lambda act: act.release([1, 2, 3]), case=case.id)
    assert [c.code for c in refused.value.conditions] == ["remit.rows"]
    assert office.acts.get(refused.value.act or "").state == "refused"


@pytest.mark.parametrize(
    "result",
    [
        {"hits": [1, 2, 3]},
        {"hits": [], "shown": 3},
        {"received": 3, "rejects": []},
        (1, 2, 3),
    ],
)
def test_rows_are_counted_whatever_they_come_in(office: Office, result: object) -> None:
    case = office.open_case()
    office.grant(a_remit(volume=Volume(2, None)))
    with pytest.raises(Refused, match="2"):
        office.use("analyst-1", work=lambda act: act.release(result), case=case.id)


def test_what_was_shown_is_in_the_ledger(office: Office) -> None:
    case = office.open_case()
    office.grant(a_remit())
    shown = {"hits": [1, 2], "total_visible": 40}
    act = office.use("analyst-1", work=lambda act: act.release(shown), case=case.id)
    assert office.acts.get(act.id).count == 2


def test_a_role_taken_away_stops_what_runs_in_it(office: Office) -> None:
    case = office.open_case()
    office.grant(a_remit())

    def work(act: Act) -> None:
        office.actors.enrol(Actor("analyst-1", "Test", frozenset({"supervisor"})))
        act.release("found")

    with pytest.raises(Stopped, match="no longer holds the role"):
        office.use("analyst-1", work=work, case=case.id)


@pytest.mark.parametrize("fault", [KeyError, ValueError])
def test_an_error_is_recorded_by_kind_and_not_by_content(
    office: Office, fault: type[Exception]
) -> None:
    case = office.open_case()
    office.grant(a_remit())

    def work(act: Act) -> None:
        raise fault("Smith")

    with pytest.raises(fault):
        office.use("analyst-1", work=work, case=case.id)
    record = office.acts.of_case(case.id)[0]
    assert record.state == "error"
    body = office.log.body(record.outcome_seq or 0)
    assert body is not None
    assert body["error"] == fault.__name__
    assert "Smith" not in str(body)


def test_an_act_that_releases_nothing_is_abandoned(office: Office) -> None:
    case = office.open_case()
    office.grant(a_remit())
    with office.gate.act(
        office["analyst-1"], "test-look.at", case=case.id, justification=WHY
    ) as act:
        pass
    assert office.acts.get(act.id).state == "abandoned"
    with pytest.raises(Stopped, match="closed"):
        act.release("late")


def test_a_verb_serves_only_its_own_open_act(office: Office) -> None:
    case = office.open_case()
    office.grant(a_remit())
    with pytest.raises(Stopped, match="without an act"):
        look(None)  # type: ignore[arg-type]
    with office.gate.act(
        office["analyst-1"], "test-look.at", case=case.id, justification=WHY
    ) as act:
        hand = Hand(act)
        with pytest.raises(Stopped, match=r"admitted for test-look\.at"):
            export(hand, "x")

        class Lookalike:
            id, verb = act.id, "test-look.export"

            def check(self) -> None:
                pass

        with pytest.raises(Stopped, match="without an act"):
            export(Hand(Lookalike()), "x")  # type: ignore[arg-type]
        assert look(hand, "x") == "saw x"
    with pytest.raises(Stopped, match="without an act"):
        look(hand, "x")


def test_what_an_act_writes_shows_only_with_its_outcome(office: Office) -> None:
    case = office.open_case()
    office.grant(a_remit())
    done: list[str] = []
    ask = {"case": case.id, "justification": WHY}
    with office.gate.act(office["analyst-1"], "test-look.at", **ask) as act:
        act.at_outcome(lambda batch: done.append("abandoned"))

    def work(act: Act) -> None:
        act.at_outcome(lambda batch: 1 / 0)  # type: ignore[arg-type, return-value]
        act.release("x")

    with pytest.raises(ZeroDivisionError):
        office.use("analyst-1", work=work, **ask)
    assert office.acts.of_case(case.id)[0].state == "error"
    with office.gate.act(office["analyst-1"], "test-look.at", **ask) as act:
        act.at_outcome(lambda batch: done.append("released"))
        act.release("x")
    assert done == ["released"]


def test_windows_are_committed_ahead_one_at_a_time(office: Office) -> None:
    case = office.open_case()
    office.grant(a_remit())
    with office.gate.act(
        office["analyst-1"], "test-look.at", case=case.id, justification=WHY
    ) as act:
        for page in (1, 2):
            before = office.log.head().size
            with act.window({"page": page}) as window:
                assert office.log.entry(before)["kind"] == "act.window"
                with pytest.raises(Stopped, match="one at a time"), act.window():
                    pytest.fail("never reached")
                window.count = 50
            body = office.log.body(before + 1)
            assert body == {"act": act.id, "window": page, "count": 50, "over": False}
        act.release("done", count=100)


def test_a_window_that_overran_releases_nothing(office: Office) -> None:
    case = office.open_case()
    office.grant(a_remit())

    def work(act: Act) -> None:
        with act.window() as window:
            window.until = 0.0

    with pytest.raises(Stopped, match="10 seconds"):
        office.use("analyst-1", work=work, case=case.id)
    assert office.acts.of_case(case.id)[0].state == "stopped"
