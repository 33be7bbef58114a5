"""Two distributions: operational hosts install the one that holds no exercise."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APART = ("remit/exercise/", "remit/world/")


def _wheel(project: Path, out: Path) -> list[str]:
    pytest.importorskip("hatchling", reason="hatchling builds the wheels")
    words = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(words, cwd=project, check=True, capture_output=True, timeout=120)
    (wheel,) = out.glob("*.whl")
    return zipfile.ZipFile(wheel).namelist()


@pytest.mark.slow
def test_the_main_wheel_holds_no_exercise(tmp_path: Path) -> None:
    names = _wheel(ROOT, tmp_path)
    assert not [name for name in names if name.startswith(APART)]
    for needed in ("remit/house.py", "remit/ledger/verify.py", "remit/authority/purposes.yaml"):
        assert needed in names


@pytest.mark.slow
def test_the_exercise_wheel_holds_nothing_else(tmp_path: Path) -> None:
    names = _wheel(ROOT / "packaging" / "exercise", tmp_path)
    others = [name for name in names if not name.startswith(APART)]
    assert all(".dist-info/" in name for name in others)
    assert "remit/exercise/remits/search.yaml" in names
    assert "remit/world/city.py" in names
