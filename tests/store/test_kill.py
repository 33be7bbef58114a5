"""Kill -9 at random moments: nothing acknowledged is lost, nothing half done is seen."""

from pathlib import Path

from tests.store.killing import Figures, kill_once, prepare

KILLS = 8


def test_a_killed_load_loses_nothing_and_shows_nothing_half_done(tmp_path: Path) -> None:
    home = tmp_path / "workspace"
    case = prepare(home)
    figures, known = Figures(), dict[str, str]()
    for seed in range(KILLS):
        kill_once(home, case, seed, known, figures)
    assert figures.holds, figures
    assert figures.kills == KILLS
    assert figures.loads_acknowledged
    assert figures.cut_off_unacknowledged, "no kill fell inside a load: the test proved nothing"
