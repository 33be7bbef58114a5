"""The handbrake: nothing after it, work stops, one pulls, two release."""

import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from benchmarks.brake_model import Tally, interleave
from benchmarks.brake_processes import Timing, admitted_after_brake, crew
from benchmarks.prove_brake import main
from tests.authority.office import DAYTIME, Hand, Office, a_remit, look, signed, stare

from remit.authority import live
from remit.authority.act import Act
from remit.authority.brake import REVIEW_AFTER
from remit.errors import Refused, Stopped

ODD = "Seen something odd"


def test_the_model_admits_nothing_after_a_brake() -> None:
    tally = Tally()
    for seed in range(20_000):
        interleave(seed, tally)
    assert tally.admitted_after_brake == 0
    assert min(tally.admitted, tally.denied, tally.pulled) > 10_000


def test_the_models_check_finds_a_planted_fault() -> None:
    tally = Tally()
    for seed in range(500):
        interleave(seed, tally, cached=True)
    assert tally.admitted_after_brake > 0


@pytest.mark.slow
def test_real_processes_admit_nothing_after_a_brake(tmp_path: Path) -> None:
    timing = Timing()
    with crew(tmp_path) as people:
        rounds = [people.round(seed) for seed in range(100)]
        people.time(1, timing)
        people.time(2, timing)
        wrong, read = admitted_after_brake(people.office)
    assert wrong == 0
    assert read > 300
    assert sum(admitted for admitted, _ in rounds) > 0
    assert sum(denied for _, denied in rounds) > 0
    assert timing.admitted_after == 0
    assert max(timing.stopped_after) < 1000


def test_the_proof_goes_on_where_it_stopped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "proof.json"
    common = ["--processes", "0", "--timings", "0", "--out", str(out)]
    assert main(["--model", "1000", *common]) == 0
    assert main(["--model", "2000", *common]) == 0
    assert "model_interleavings              2,000" in capsys.readouterr().out


def test_one_overseer_pulls_and_the_next_act_is_refused(office: Office) -> None:
    case = office.open_case()
    office.grant(a_remit())
    brake = office.brakes.pull(office["overseer-1"], "capability:test-look", ODD)
    assert brake.review_due - brake.since == REVIEW_AFTER == timedelta(hours=72)
    entry = office.log.entry(brake.seq)
    assert entry["kind"] == "brake.pulled"
    assert entry["public"]["because"] == ODD
    with pytest.raises(Refused, match="handbrake is on for capability:test-look") as refused:
        office.use("analyst-1", case=case.id)
    assert [c.code for c in refused.value.conditions] == ["brake"]


def test_pulling_twice_is_one_brake(office: Office) -> None:
    first = office.brakes.pull(office["overseer-1"], "all", ODD)
    assert office.brakes.pull(office["overseer-2"], "all", "Me too, please").id == first.id
    assert len(office.brakes.status()) == 1


@pytest.mark.parametrize(
    "scope",
    ["case:case-1", "person:smith", "analyst-1", "class:odd", "remit:remit-none", "", "All"],
)
def test_a_brake_never_names_a_person_a_case_or_nothing(office: Office, scope: str) -> None:
    with pytest.raises(Refused, match="cannot stop"):
        office.brakes.pull(office["overseer-1"], scope, ODD)


@pytest.mark.parametrize("actor", ["analyst-1", "supervisor-1", "inspector-1"])
def test_nobody_at_the_force_pulls_it(office: Office, actor: str) -> None:
    before = office.log.head().size
    with pytest.raises(Refused, match="takes the role overseer"):
        office.brakes.pull(office[actor], "all", ODD)
    assert office.log.entry(before)["kind"] == "decision.denied"


def test_a_reason_is_needed(office: Office) -> None:
    with pytest.raises(Refused, match="with a reason"):
        office.brakes.pull(office["overseer-1"], "all", "odd")


def test_release_takes_two_different_overseers_keys(office: Office) -> None:
    because = "Reviewed, may go on"
    office.brakes.pull(office["overseer-1"], "all", ODD)
    text = office.brakes.statement("all", because)
    one, two = signed(text, "overseer-1"), signed(text, "overseer-2")
    other = signed(text.replace("scope: all", "scope: nothing"), "overseer-2")
    force = signed(text, "log")
    for notes in ([], [one], [one, one], [one, other], [one, force], [one, "nonsense"]):
        with pytest.raises(Refused, match="two different overseers' keys"):
            office.brakes.release("all", because, notes)
    assert not office.brakes.release("all", because, [one, two]).engaged

    office.brakes.pull(office["overseer-1"], "all", "Odd once more")
    with pytest.raises(Refused, match="two different"):
        office.brakes.release("all", because, [one, two])


def test_releasing_what_is_not_on_is_refused(office: Office) -> None:
    with pytest.raises(Refused, match="no handbrake is on"):
        office.brakes.statement("all", "Reviewed, may go on")


def test_the_force_may_reply_in_public(office: Office) -> None:
    office.brakes.pull(office["overseer-1"], "all", ODD)
    brake = office.brakes.reply(office["supervisor-1"], "The odd thing was an exercise")
    assert [r.text for r in brake.replies] == ["The odd thing was an exercise"]
    with pytest.raises(Refused):
        office.brakes.reply(office["overseer-1"], "Not for me to reply")
    kinds = [entry["kind"] for _, entry in office.log.public_entries()]
    assert "brake.replied" in kinds


def test_running_work_stops_within_a_second_and_gives_nothing(office: Office) -> None:
    case = office.open_case()
    office.grant(a_remit())
    begun, interrupted = threading.Event(), threading.Event()
    ended: list[float] = []

    def long_work(act: Act) -> None:
        act.on_stop(interrupted.set)
        begun.set()
        act.release(stare(Hand(act)))

    def run() -> None:
        with pytest.raises(Stopped, match="handbrake"):
            office.use("analyst-1", "test-look.stare", long_work, case=case.id)
        ended.append(time.monotonic())

    thread = threading.Thread(target=run)
    thread.start()
    assert begun.wait(5)
    office.brakes.pull(office["overseer-1"], "all", ODD)
    pulled = time.monotonic()
    thread.join()
    assert interrupted.is_set()
    assert ended[0] - pulled < 1.0
    assert office.acts.of_case(case.id)[0].state == "stopped"


def test_an_interrupted_engine_reads_as_stopped(office: Office) -> None:
    case = office.open_case()
    office.grant(a_remit())

    def work(act: Act) -> None:
        stop = threading.Event()
        act.on_stop(stop.set)
        office.brakes.pull(office["overseer-1"], "all", ODD)
        assert stop.wait(2)
        raise RuntimeError("the engine was interrupted")

    with pytest.raises(Stopped, match="handbrake"):
        office.use("analyst-1", work=work, case=case.id)


def test_nothing_is_released_after_the_brake_even_before_the_watcher_looks(office: Office) -> None:
    case = office.open_case()
    office.grant(a_remit())

    def work(act: Act) -> None:
        found = look(Hand(act))
        office.brakes.pull(office["overseer-1"], "remit:remit-look", ODD)
        act.release(found)

    with pytest.raises(Stopped, match="handbrake"):
        office.use("analyst-1", work=work, case=case.id)
    assert office.acts.of_case(case.id)[0].state == "stopped"


@pytest.mark.parametrize("how", ["suspend", "revoke"])
def test_ending_a_remit_stops_its_open_acts(office: Office, how: str) -> None:
    case = office.open_case()
    office.grant(a_remit())

    def work(act: Act) -> None:
        getattr(office.remits, how)(office["overseer-1"], "remit-look", ODD)
        stare(Hand(act), 1.0)

    with pytest.raises(Stopped, match="no longer live"):
        office.use("analyst-1", "test-look.stare", work, case=case.id)


def test_an_act_ends_when_its_remit_does(tmp_path: Path) -> None:
    late = threading.Event()
    end = DAYTIME + timedelta(days=30)
    office = Office(tmp_path / "state.sqlite", clock=lambda: end if late.is_set() else DAYTIME)
    case = office.open_case()
    office.grant(a_remit(dpia_due=None))

    def work(act: Act) -> None:
        late.set()
        stare(Hand(act), 1.0)

    with pytest.raises(Stopped, match="no longer live"):
        office.use("analyst-1", "test-look.stare", work, case=case.id)
    office.close()


def test_closing_the_case_stops_its_open_acts(office: Office) -> None:
    case = office.open_case()
    office.grant(a_remit())

    def work(act: Act) -> None:
        office.cases.close(office["supervisor-1"], case.id)
        stare(Hand(act), 1.0)

    with pytest.raises(Stopped, match="is closed"):
        office.use("analyst-1", "test-look.stare", work, case=case.id)


def test_work_called_after_its_act_was_stopped_says_what_stopped_it(office: Office) -> None:
    case = office.open_case()
    office.grant(a_remit())

    def work(act: Act) -> None:
        office.cases.close(office["supervisor-1"], case.id)
        until = time.monotonic() + 10
        while live.is_open(act.id) and time.monotonic() < until:
            time.sleep(0.005)
        stare(Hand(act), 1.0)

    with pytest.raises(Stopped, match="is closed"):
        office.use("analyst-1", "test-look.stare", work, case=case.id)


def test_when_the_brake_cannot_be_read_work_stops(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = office.open_case()
    office.grant(a_remit())

    def work(act: Act) -> None:
        def unreadable(engine: object) -> object:
            raise OSError("the database is gone")

        monkeypatch.setattr("remit.authority.watcher.reading", unreadable)
        stare(Hand(act), 2.0)

    with pytest.raises(Stopped, match="could not be read"):
        office.use("analyst-1", "test-look.stare", work, case=case.id)
