"""A published folder made to harm whoever checks it gets a clean answer."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from tests.ledger.ledgers import fill, make

from remit.ledger.note import Checkpoint, Signer, sign_note
from remit.ledger.publish import publish
from remit.ledger.verify import MOST_PROBLEMS, verify


@pytest.fixture
def out(tmp_path: Path) -> Path:
    log, folder = make(tmp_path), tmp_path / "out"
    fill(log, 300)
    publish(log, folder)
    log.close()
    log.engine.dispose()
    assert verify(folder).ok
    return folder


def said(folder: Path) -> tuple[int, str]:
    """Exit status and standard output of the program run alone; nothing may be on stderr."""
    command = [sys.executable, "-I", "-S", str(folder / "verify.py"), str(folder)]
    run = subprocess.run(command, capture_output=True, timeout=60)
    assert run.stderr == b""
    return run.returncode, run.stdout.decode()


def sparse(name: str) -> Callable[[Path], None]:
    def plant(folder: Path) -> None:
        os.truncate(folder / name, 10 * 2**30)

    return plant


def deep(folder: Path) -> None:
    at = os.getcwd()
    try:
        os.chdir(folder)
        for _ in range(400):  # below what one path can name
            os.mkdir("d" * 10)
            os.chdir("d" * 10)
    finally:
        os.chdir(at)


def link(target: str, name: str) -> Callable[[Path], None]:
    def plant(folder: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(target)

    return plant


def pipe(folder: Path) -> None:
    (folder / "log.vkey").unlink()
    os.mkfifo(folder / "log.vkey")


def not_text(folder: Path) -> None:
    (Path(os.fsdecode(os.fsencode(folder) + b"/\xff\x1b[31m\n"))).write_text("x")


@pytest.mark.parametrize("plant", [
    *(sparse(name) for name in ("tile/0/000", "tile/0/001.p/44", "checkpoint", "witnesses",
                                "entries/000.jsonl", "log.vkey")),
    deep,
    pipe,
    not_text,
    link("/dev/zero", "checkpoint"),
    link("/", "root"),
    link(".", "tile/loop"),
    link("nowhere", "entries/001.jsonl"),
])  # fmt: skip
def test_it_is_refused_in_words(out: Path, plant: Callable[[Path], None]) -> None:
    plant(out)
    status, text = said(out)
    assert status == 1
    assert "problem: " in text
    assert all(line.isprintable() for line in text.splitlines())


def test_its_own_copy_may_be_ten_gigabytes(out: Path) -> None:
    os.truncate(out / "verify.py", 10 * 2**30)
    assert verify(out).problems[0].startswith("verify.py: longer than the")


def forged(out: Path, size: int, count: int, name: str = "remit.example/exercise/forger") -> None:
    """A head of the forger's own key over whatever size it likes."""
    signer = Signer(name, bytes([3]) * 32)
    head = Checkpoint(name, size, sha256().digest(), (f"public {count} {size - 1}",))
    (out / "log.vkey").write_text(signer.vkey + "\n")
    (out / "checkpoint").write_text(sign_note(head.text(), [signer]))


@pytest.mark.parametrize(("size", "count"), [(10**18 - 1, 1), (300, 10**18 - 1), (0, 0)])
def test_a_size_signed_by_a_forger_cannot_make_it_work_without_end(
    out: Path, size: int, count: int
) -> None:
    forged(out, size, count)
    assert not verify(out).ok


def test_a_thousand_strange_files_are_counted_not_listed(out: Path) -> None:
    for number in range(1000):
        (out / f"strange-{number}").touch()
    problems = verify(out).problems
    assert len(problems) == MOST_PROBLEMS + 1
    assert problems[-1] == f"and {1000 - MOST_PROBLEMS} more problems"


@pytest.mark.parametrize("entry", ["[" * 60_000, "9" * 60_000, '{"a":NaN}', '"\\ud800"', "{}"])
def test_an_entry_that_is_no_entry_is_a_problem(out: Path, entry: str) -> None:
    path = out / "entries/000.jsonl"
    lines = path.read_text().splitlines()
    lines[0] = f"0 {entry}"
    path.write_text("\n".join(lines) + "\n")
    assert not verify(out).ok


def test_what_it_prints_as_json_can_be_read_whatever_the_names(out: Path) -> None:
    not_text(out)
    command = [sys.executable, "-I", str(out / "verify.py"), str(out), "--json"]
    run = subprocess.run(command, capture_output=True, env={"LC_ALL": "C", "PYTHONUTF8": "0"})
    assert run.stderr == b""
    assert json.loads(run.stdout)["problems"] == ["\\udcff\\x1b[31m\\n: does not belong here"]
