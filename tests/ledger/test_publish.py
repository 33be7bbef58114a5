"""What is published verifies, with our program and alone, and nothing private leaves."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.ledger.ledgers import fill, make, serving

from remit.errors import Damaged, Misuse
from remit.ledger import verify as verifier
from remit.ledger.publish import publish
from remit.ledger.verify import verify


def names(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_publishing_again_adds_what_is_new_and_drops_superseded_partials(tmp_path: Path) -> None:
    log, out = make(tmp_path), tmp_path / "out"
    fill(log, 200)
    first = publish(log, out)
    saved = (out / "checkpoint").read_bytes()
    assert publish(log, out) == first
    fill(log, 700)
    again = publish(log, out)
    assert (first.size, again.size) == (200, 700)
    assert len(names(out)) == again.files
    assert "tile/0/000.p/200" not in names(out)
    report = verify(out, saved)
    assert report.problems == []
    assert report.saved_size == 200


def test_nothing_of_a_private_entry_is_published_but_its_hash(tmp_path: Path) -> None:
    log, out = make(tmp_path), tmp_path / "out"
    fill(log, 40)
    publish(log, out)
    for name in names(out) - {"verify.py"}:
        assert b"analyst-1" not in (out / name).read_bytes()
        assert b"act-0000" not in (out / name).read_bytes()


def test_a_folder_of_something_else_or_of_another_log_is_left_alone(tmp_path: Path) -> None:
    log = make(tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("mine")
    with pytest.raises(Misuse):
        publish(log, other)
    assert names(other) == {"letter.txt"}
    (tmp_path / "b").mkdir()
    fork = make(tmp_path / "b")
    fill(log, 5)
    publish(log, tmp_path / "out")
    fill(fork, 6)
    with pytest.raises(Damaged, match="does not continue"):
        publish(fork, tmp_path / "out")


@pytest.mark.parametrize("alone", [True, False], ids=["built-in signatures", "cryptography"])
def test_the_published_program_checks_alone(tmp_path: Path, alone: bool) -> None:
    log, out = make(tmp_path), tmp_path / "out"
    fill(log, 300)
    with serving(tmp_path / "witness.sqlite") as witness:
        publish(log, out, [witness])
    flags = ["-I", "-S"] if alone else ["-I"]  # -S: no installed packages at all
    command = [sys.executable, *flags, str(out / "verify.py"), str(out)]
    saved = ["--checkpoint", str(out / "checkpoint"), "--json"]
    run = subprocess.run([*command, *saved], capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")
    said = json.loads(run.stdout)
    assert (said["ok"], said["size"], said["problems"]) == (True, 300, [])
    assert said["root"] == log.head().root.hex()
    text = subprocess.run(command, capture_output=True, text=True).stdout
    assert text.startswith("EXERCISE: ")
    assert "witnesses: witness.example/w1" in text
    data = bytearray((out / "checkpoint").read_bytes())
    data[-5] ^= 1
    (out / "checkpoint").write_bytes(data)
    assert subprocess.run(command, capture_output=True).returncode == 1


def test_built_in_signatures_agree_with_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    for n in range(6):
        key = Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32)
        public, signature = key.public_key().public_bytes_raw(), key.sign(b"text")
        bad = bytes([signature[0] ^ 1]) + signature[1:]
        above = (
            int.from_bytes(signature[32:], "little")
            + 2**252
            + 27742317777372353535851937790883648493
        )
        malleable = signature[:32] + (above % 2**256).to_bytes(32, "little")
        for case, good in ((signature, True), (bad, False), (malleable, False)):
            assert verifier._ed25519(public, case, b"text") is good
            assert verifier._signed(public, case, b"text") is good


@pytest.mark.parametrize("plant", ["file", "folder", "link"])
def test_an_unknown_file_folder_or_link_is_refused(tmp_path: Path, plant: str) -> None:
    log, out = make(tmp_path), tmp_path / "out"
    publish(log, out)
    assert verify(out).ok
    if plant == "file":
        (out / "readme.txt").write_text("hello")
    elif plant == "folder":
        (out / "empty").mkdir()
    else:
        (out / "log.vkey").rename(tmp_path / "moved")
        (out / "log.vkey").symlink_to(tmp_path / "moved")
    assert not verify(out).ok


def test_a_folder_that_is_not_there_is_a_problem_not_a_traceback(tmp_path: Path) -> None:
    assert "no such folder" in verify(tmp_path / "nowhere").problems[0]
