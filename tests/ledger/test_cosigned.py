"""The newest cosignature is known with its time, and one without a time is none."""

from datetime import UTC, datetime
from pathlib import Path

from tests.ledger.ledgers import WITNESS, fill, make

from remit.ledger.cosigned import newest
from remit.ledger.log import Log
from remit.ledger.note import COSIGNATURE, Signer, Verifier, parse_note

OTHER = Signer("witness.example/other", bytes(range(32)), COSIGNATURE)


def cosign(log: Log, witness: Signer) -> None:
    now = int(datetime.now(UTC).timestamp())
    line = witness.sign(parse_note(log.checkpoint())[0], at=now)
    log.cosign(log.head().size, line, Verifier(witness.vkey))


def test_nobody_has_cosigned_at_first(tmp_path: Path) -> None:
    assert newest(make(tmp_path).engine) is None


def test_the_one_over_most_entries_is_the_newest(tmp_path: Path) -> None:
    log = make(tmp_path)
    before = datetime.now(UTC).replace(microsecond=0)
    cosign(log, OTHER)
    fill(log, 5)
    cosign(log, WITNESS)
    found = newest(log.engine)
    assert found is not None
    assert (found.witness, found.size) == (WITNESS.name, log.head().size)
    assert before <= found.at <= datetime.now(UTC)


def test_a_line_that_holds_no_time_counts_for_nothing(tmp_path: Path) -> None:
    log = make(tmp_path)
    for line in ("", "nonsense", "— a.b AAAA\n", "— a.b " + "/" * 96 + "\n"):
        log.cosign(log.head().size, line, Verifier(WITNESS.vkey))
        assert newest(log.engine) is None, line
