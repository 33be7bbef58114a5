"""Kill -9 while deliveries are taken: a state stands whole, the old one or the new one."""

from pathlib import Path

from tests.sources.killing_feeds import kill_once, prepare

KILLS = 5


def test_a_killed_delivery_leaves_one_state_whole(tmp_path: Path) -> None:
    home = tmp_path / "workspace"
    case, last = prepare(home), 0
    for seed in range(KILLS):
        last, _ = kill_once(home, case, seed, last)
    assert last, "no delivery was ever taken: the test proved nothing"
