"""Notes are read strictly and agree with the published vectors."""

import json

import pytest
from tests.ledger.ledgers import LOG, WITNESS
from tests.real import real

from remit.errors import BadInput
from remit.ledger.note import Checkpoint, Signer, Verifier, open_note, parse_note, sign_note

TEXT = Checkpoint("remit.example/exercise/tests", 3, bytes(32), ("public 1 0",)).text()


@pytest.mark.real
def test_all_note_vectors() -> None:
    for case in json.loads(real("ledger", "c2sp-note-vectors.json").read_text()):
        verifiers = [Verifier(vkey) for vkey in case["vkeys"]]
        try:
            text, names = open_note(case["note"], verifiers)
        except BadInput:
            names = []
        assert names == case["valid"], case["name"]
        if "size" in case and names:
            assert Checkpoint.parse(text).size == case["size"]


def test_a_witness_signs_the_time_with_the_text() -> None:
    note = sign_note(TEXT, [LOG]) + WITNESS.sign(TEXT, at=1_800_000_000)
    keys = [Verifier(LOG.vkey), Verifier(WITNESS.vkey)]
    assert open_note(note, keys) == (TEXT, [LOG.name, WITNESS.name])


def test_a_line_of_an_unknown_key_is_passed_over_and_names_nobody() -> None:
    assert open_note(sign_note(TEXT, [LOG]), [Verifier(WITNESS.vkey)]) == (TEXT, [])


@pytest.mark.parametrize("spoil", [
    lambda note: note.replace("3\n", "4\n", 1),
    lambda note: note[:-1],
    lambda note: note + "\n",
    lambda note: note.replace("\n\n", "\n\n\n"),
    lambda note: note.replace("—", "-"),
    lambda note: note.replace("=\n", "\n"),
])  # fmt: skip
def test_a_spoilt_note_is_refused(spoil: object) -> None:
    assert callable(spoil)
    with pytest.raises(BadInput):
        open_note(spoil(sign_note(TEXT, [LOG])), [Verifier(LOG.vkey)])


def test_a_private_key_is_written_and_read() -> None:
    assert Signer.read(WITNESS.write()).vkey == WITNESS.vkey
    with pytest.raises(BadInput):
        Signer.read("PRIVATE+KEY+a+00000000+AAAA")


@pytest.mark.parametrize("size", ["03", "-1", "x", ""])
def test_a_checkpoint_has_one_written_form(size: str) -> None:
    with pytest.raises(BadInput):
        Checkpoint.parse(TEXT.replace("3\n", f"{size}\n", 1))


@pytest.mark.parametrize("text", [
    TEXT + "\n",
    TEXT.replace("public 1 0\n", "\npublic 1 0\n"),
    TEXT.replace("3\n", f"{2**63}\n", 1),
    TEXT.replace("3\n", "9" * 5000 + "\n", 1),
    TEXT.removeprefix("remit.example/exercise/tests"),
])  # fmt: skip
def test_empty_lines_and_sizes_beyond_counting_are_no_checkpoint(text: str) -> None:
    with pytest.raises(BadInput):
        Checkpoint.parse(text)


def test_a_cosignature_at_no_time_that_there_is_does_not_verify() -> None:
    key, last = Verifier(WITNESS.vkey), 2**63 - 1
    for at, good in ((last, True), (last + 1, False)):
        signature = parse_note(TEXT + "\n" + WITNESS.sign(TEXT, at=at))[1][0].signature
        assert key.verify(TEXT, signature) is good
