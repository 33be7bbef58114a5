"""Other programs, run with bounds of time and memory, on bytes and never on a name in a file.

What reads a PDF and what recognises text in a picture are large programs that hostile files have
broken before. They run as processes of their own, without the environment of the house, within a
limit of memory, of processor time and of time on the clock; what goes beyond is ended.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from tempfile import TemporaryFile
from threading import Timer
from typing import IO

from remit.errors import BadInput
from remit.sources.readers.pieces import Content

__all__ = ["MEMORY", "found", "lines", "run", "whole"]

MEMORY = 1536 << 20
"""Bytes of address space that a program may take: libraries are counted in it too."""

_LAUNCH = (
    "import os,resource as r,sys\n"
    "m,t=int(sys.argv[1]),int(sys.argv[2])\n"
    "r.setrlimit(r.RLIMIT_AS,(m,m));r.setrlimit(r.RLIMIT_CPU,(t,t+1))\n"
    "r.setrlimit(r.RLIMIT_CORE,(0,0));r.setrlimit(r.RLIMIT_FSIZE,(0,0))\n"
    "os.execv(sys.argv[3],sys.argv[3:])\n"
)
"""Takes its limits upon itself and becomes the program: nothing runs between fork and exec."""


def found(program: str) -> str | None:
    """Path of a program of this machine; None where it is not installed."""
    return shutil.which(program)


@contextmanager
def whole(content: Content) -> Iterator[IO[bytes]]:
    """The bytes of a document as a file that a program can be given; never by name."""
    if isinstance(content, bytes):
        with _unnamed() as held:
            held.write(content)
            held.seek(0)
            yield held
    else:
        with content.open("rb") as file:
            yield file


def _unnamed() -> IO[bytes]:
    """A file without a name: in memory where the system can, else deleted as soon as made."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("attachment"), "w+b")
    return TemporaryFile()


def _start(command: Sequence[str], source: IO[bytes], seconds: int) -> "subprocess.Popen[bytes]":
    source.seek(0)
    return subprocess.Popen(  # noqa: S603 - the command is ours, what it reads is its input
        [sys.executable, "-I", "-S", "-B", "-c", _LAUNCH, str(MEMORY), str(seconds), *command],
        stdin=source,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1"},
        start_new_session=True,
    )


def _kill(process: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        _kill(process)
    if process.stdout is not None:
        process.stdout.close()
    process.wait()


def run(command: Sequence[str], source: IO[bytes], seconds: int, most: int) -> bytes:
    """What a program writes, `most` bytes at the most.

    Raises `BadInput` where it fails, takes more than `seconds`, or writes more.
    """
    process = _start(command, source, seconds)
    stop = Timer(seconds, _kill, (process,))
    stop.start()
    try:
        assert process.stdout is not None
        said = process.stdout.read(most + 1)
        if len(said) > most:
            raise BadInput(f"it gives more than {most:,} bytes")
        late = not stop.is_alive()
        code = process.wait()
    finally:
        stop.cancel()
        _end(process)
    _judge(late, code, seconds)
    return said


def lines(command: Sequence[str], source: IO[bytes], seconds: int, longest: int) -> Iterator[bytes]:
    """What a program writes, a line at a time; it is ended when nobody reads on.

    Raises `BadInput` as `run` does. The time a reader spends between two lines counts.
    """
    process = _start(command, source, seconds)
    stop = Timer(seconds, _kill, (process,))
    stop.start()
    try:
        assert process.stdout is not None
        while line := process.stdout.readline(longest + 1):
            if len(line) > longest:
                raise BadInput(f"a page gives more than {longest:,} bytes")
            yield line
        late = not stop.is_alive()
        code = process.wait()
    finally:
        stop.cancel()
        _end(process)
    _judge(late, code, seconds)


def _judge(late: bool, code: int, seconds: int) -> None:
    """Raise `BadInput` for a program that did not end well."""
    if late or code in (-signal.SIGXCPU, -signal.SIGKILL):
        raise BadInput(f"it takes longer than {seconds} seconds")
    if code != 0:
        raise BadInput("it cannot be read, or takes too much memory")
