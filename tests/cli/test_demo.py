"""The demo: the main job end to end, twice in one folder, and links that sign in."""

from pathlib import Path

import pytest
from tests.cli.conftest import Ran, Run

from remit import world
from remit.cli import demo as demo_file
from remit.cli.people import SIGN_IN
from remit.house import House


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The demo's folder, with a city of 400 residents and eight months instead of eighteen."""
    city = world.City(residents=400, days=14, months=8)
    monkeypatch.setattr(world, "TOWN", city)
    monkeypatch.setattr(demo_file, "PROFILED", 2)
    monkeypatch.setattr(demo_file, "obey_interrupts", lambda: None)  # the test runner has its own
    monkeypatch.setenv("DEMO_HOME", str(tmp_path / "demo"))
    monkeypatch.setenv("DEMO_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    return tmp_path


def _rows(ran: Ran) -> str:
    return next(line for line in ran.err.splitlines() if "rows received" in line)


def test_main_job_then_links_then_ready(
    run: Run, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEMO_ONCE", "1")
    first = run("demo")
    assert (first.code, first.out) == (0, "")
    folder = small / "demo"
    assert (folder / "products" / "problem-profile.pdf").read_bytes().startswith(b"%PDF")
    assert run("ledger", "verify", folder / "published").code == 0

    (small / "data").mkdir()  # what a user drops in is loaded too; the city not twice
    extra = small / "data" / "people.csv"
    extra.write_text("Name,VRM\nAna Lund,LH49 ABC\n", encoding="utf-8")
    monkeypatch.delenv("DEMO_ONCE")
    monkeypatch.setattr(demo_file, "run", lambda _app, _port, ready: ready())
    again = run("demo")
    assert again.code == 0
    received = [int(_rows(ran).split()[0].replace(",", "")) for ran in (first, again)]
    assert received[1] == received[0] + 1

    *links, ready = again.out.splitlines()
    assert ready.startswith("ready http://127.0.0.1:")
    roles = [line.split()[1] for line in links]
    assert roles == [
        "analyst",
        "data-engineer",
        "independent-reviewer",
        "inspector",
        "overseer",
        "supervisor",
    ]
    house = House.open(folder / "workspace", folder / "keys")
    for line in links:
        role, token = line.split()[1], line.partition(SIGN_IN)[2]
        actor = house.signin.session(house.signin.redeem(token))
        assert actor is not None
        assert role in actor.roles
    house.close()


def test_a_port_is_a_number(run: Run, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO_PORT", "web")
    assert run("demo").code == 2
