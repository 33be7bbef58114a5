"""The ways that masts look, drawn as wedges: from the mast, the way the record says, each once."""

import re

from remit.web.beams import beams
from remit.web.terrain import terrain


def _found(*events: tuple[list[float], dict[str, float] | None]) -> dict[str, object]:
    return {
        "events": [
            {"event": f"e{n}", "point": point, "position": "mast", "beam": beam}
            for n, (point, beam) in enumerate(events)
        ]
    }


def test_a_wedge_begins_at_the_mast_and_looks_its_way() -> None:
    east = {"azimuth": 90.0, "width": 60.0}
    found = _found(([-0.1, 51.5], east), ([-0.1, 51.5], east), ([-0.2, 51.5], None))
    shown = terrain(found)
    assert shown is not None
    (path,) = beams(found, shown)
    numbers = [float(text) for text in re.findall(r"-?\d+\.\d", path)]
    mast = next(spot for spot in shown.spots if spot.x > 0)
    assert numbers[:2] == [mast.x, mast.y]
    assert all(x > mast.x for x in (numbers[2], numbers[-2])), "both edges lie to the east"


def test_a_mast_that_looks_all_round_is_a_circle() -> None:
    found = _found(([-0.1, 51.5], {"azimuth": 0.0, "width": 360.0}))
    shown = terrain(found)
    assert shown is not None
    assert beams(found, shown)[0].count("A") == 1


def test_without_a_beam_nothing_is_drawn() -> None:
    found = _found(([-0.1, 51.5], None))
    shown = terrain(found)
    assert shown is not None
    assert beams(found, shown) == ()
