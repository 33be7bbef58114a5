"""The memory of a load does not grow with the download."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SIZE = 8_000_000
BOUND = 55
"""MiB that the load of such a report may take, with drafts, runs and row groups of a sixteenth of
their size. It takes 35, and took 77 when ranges of a table were read and sorted by an engine."""


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="the peak is told by Linux")
def test_a_larger_download_takes_no_more_memory() -> None:
    command = [sys.executable, "-m", "tests.sources.phones.peak", str(SIZE)]
    told = subprocess.run(command, check=True, capture_output=True, text=True, env=dict(os.environ))
    assert int(told.stdout.split()[-1]) < BOUND
