"""The witness cosigns what only grew, and refuses everything else."""

import base64
import subprocess
import sys
from http import HTTPStatus
from pathlib import Path

import pytest
from tests.ledger.ledgers import LOG, WITNESS, fill, make, serving

from remit.errors import Damaged, Unavailable
from remit.ledger.log import Log
from remit.ledger.note import Signer, Verifier, open_note
from remit.ledger.publish import publish
from remit.ledger.verify import verify
from remit.ledger.witness import WitnessState
from remit.ledger.witness_client import Witness, ask


def request(log: Log, old: int, proof_from: int | None = None) -> bytes:
    size = log.head().size
    start = old if proof_from is None else proof_from
    proof = log.consistency(start, size) if 0 < start < size else []
    lines = "".join(base64.b64encode(one).decode() + "\n" for one in proof)
    return f"old {old}\n{lines}\n{log.checkpoint()}".encode()


@pytest.fixture
def state(tmp_path: Path) -> WitnessState:
    return WitnessState(tmp_path / "witness.sqlite", WITNESS, [LOG.vkey], exercise=True)


def test_first_sight_takes_no_proof_and_growth_takes_one(
    state: WitnessState, tmp_path: Path
) -> None:
    log = make(tmp_path)
    fill(log, 3)
    status, line = state.add_checkpoint(request(log, 0))
    assert status == HTTPStatus.OK
    assert open_note(log.checkpoint() + line, [Verifier(WITNESS.vkey)])[1] == [WITNESS.name]
    fill(log, 9)
    assert state.add_checkpoint(request(log, 0)) == (HTTPStatus.CONFLICT, "3\n")
    assert state.add_checkpoint(request(log, 3, 2))[0] == HTTPStatus.UNPROCESSABLE_ENTITY
    assert state.add_checkpoint(request(log, 10))[0] == HTTPStatus.BAD_REQUEST
    assert state.add_checkpoint(request(log, 3))[0] == HTTPStatus.OK
    assert state.add_checkpoint(request(log, 9))[0] == HTTPStatus.OK


def test_a_second_history_of_the_same_size_is_refused(state: WitnessState, tmp_path: Path) -> None:
    log = make(tmp_path)
    (tmp_path / "b").mkdir()
    fork = make(tmp_path / "b")
    fill(log, 5)
    fill(fork, 5)
    assert state.add_checkpoint(request(log, 0))[0] == HTTPStatus.OK
    assert state.add_checkpoint(request(fork, 5)) == (HTTPStatus.CONFLICT, "5\n")
    fill(fork, 8)
    assert state.add_checkpoint(request(fork, 5))[0] == HTTPStatus.UNPROCESSABLE_ENTITY


def test_unknown_logs_unsigned_checkpoints_and_nonsense_are_refused(
    state: WitnessState, tmp_path: Path
) -> None:
    log = make(tmp_path)
    (tmp_path / "b").mkdir()
    stranger = make(tmp_path / "b", signer=Signer("remit.example/other", bytes(32)))
    assert state.add_checkpoint(request(stranger, 0))[0] == HTTPStatus.NOT_FOUND
    unsigned = request(log, 0).replace(b"\n1\n", b"\n2\n", 1)
    assert state.add_checkpoint(unsigned)[0] == HTTPStatus.FORBIDDEN
    for nonsense in (b"", b"old 0", b"old 00\n\nx", b"old -1\n\nx", b"\xff", b"old 0\n!\n\nx"):
        assert state.add_checkpoint(nonsense)[0] == HTTPStatus.BAD_REQUEST


def test_an_exercise_is_refused_unless_the_witness_takes_exercises(tmp_path: Path) -> None:
    log = make(tmp_path)
    with (
        serving(tmp_path / "w.sqlite", exercise=False) as witness,
        pytest.raises(Damaged, match="403"),
    ):
        ask(log, log.checkpoint(), witness)


def test_the_client_catches_up_with_what_the_witness_has_seen(tmp_path: Path) -> None:
    log = make(tmp_path)
    with serving(tmp_path / "w.sqlite") as witness:
        ask(log, log.checkpoint(), witness)
        fill(log, 40)
        ask(log, log.checkpoint(), witness)
        with log.engine.begin() as conn:  # a restored database that forgot its cosignatures
            conn.exec_driver_sql("DELETE FROM cosignature")
        fill(log, 50)
        line = ask(log, log.checkpoint(), witness)
        assert line == ask(log, log.checkpoint(), witness)


def test_a_silent_witness_stops_the_publication(tmp_path: Path) -> None:
    log = make(tmp_path)
    with pytest.raises(Unavailable):
        publish(log, tmp_path / "out", [Witness("http://127.0.0.1:9", WITNESS.vkey)])
    assert not (tmp_path / "out" / "checkpoint").exists()


def test_the_program_runs_by_itself_and_remembers_after_a_restart(tmp_path: Path) -> None:
    log = make(tmp_path)
    (tmp_path / "witness.key").write_text(WITNESS.write())
    command = [
        *(sys.executable, "-m", "remit.ledger.witness", "--port", "0", "--exercise"),
        *("--key", str(tmp_path / "witness.key"), "--state", str(tmp_path / "state")),
        *("--log", LOG.vkey),
    ]
    for size in (4, 30):
        fill(log, size)
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
            assert run.stdout is not None
            url = run.stdout.readline().removeprefix("ready ").strip()
            publish(log, tmp_path / "out", [Witness(url, WITNESS.vkey)])
            run.terminate()
    report = verify(tmp_path / "out")
    assert (report.ok, report.size, report.witnesses) == (True, 30, [WITNESS.name])


def test_further_signatures_in_an_answer_are_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = make(tmp_path)
    stranger = Signer("witness.example/new-kind", bytes([5]) * 32)
    add = WitnessState.add_checkpoint

    def with_another(state: WitnessState, asked: bytes) -> tuple[HTTPStatus, str]:
        status, line = add(state, asked)
        return status, stranger.sign("whatever\n") + line

    monkeypatch.setattr(WitnessState, "add_checkpoint", with_another)
    with serving(tmp_path / "w.sqlite") as witness:
        line = ask(log, log.checkpoint(), witness)
    assert open_note(log.checkpoint() + line, [Verifier(WITNESS.vkey)])[1] == [WITNESS.name]
    assert line.count("\n") == 1
