"""Serving and interrupting: the ordinary end of both is clean."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.cli.conftest import Run

from remit.cli.serve import free_port
from remit.exercise import Exercise

PATIENCE = 60.0


@contextmanager
def _started(*words: str) -> Iterator[subprocess.Popen[str]]:
    """`remit` as a process of its own, ended whatever happens."""
    command = [sys.executable, "-m", "remit", *words]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ.copy()
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_and_an_interrupt_ends_it_cleanly(at_work: Exercise, ending: int) -> None:
    port = free_port(18_470)
    with _started("serve", "--port", str(port)) as process:
        assert process.stderr is not None
        assert f"http://127.0.0.1:{port}" in process.stderr.readline()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=10) as page:
            assert page.status == 200
        process.send_signal(ending)
        _, said = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0
        assert "Traceback" not in said


def test_a_taken_port_is_passed_over() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port(port) > port


@pytest.mark.slow
def test_an_interrupted_load_goes_on_where_it_was(
    run: Run, at_work: Exercise, tmp_path: Path
) -> None:
    rows = 20_000
    path = tmp_path / "people.csv"
    lines = (f"Ana Lund {n},LH49 ABC\n" for n in range(rows))
    path.write_text("Name,VRM\n" + "".join(lines), encoding="utf-8")
    with _started("load", str(path)) as process:
        until = time.monotonic() + PATIENCE
        while not any((at_work.home / "sealed").rglob("*.sealed")):
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=PATIENCE)
        assert process.returncode == 130
        assert "Interrupted" in said
    line = run("load", path, "--json").line()
    assert (line["received"], line["accepted"]) == (rows, rows)
