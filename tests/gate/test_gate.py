"""Nothing reaches data without an act: every verb, route, page and command is asked."""

from collections.abc import Iterator

import pytest
from tests.gate import ways
from tests.gate.check import (
    Asked,
    asked_in_order,
    dumb,
    given_away,
    unguarded,
    unlisted,
    unrecorded,
)
from tests.gate.lists import INDEPENDENT, MOVES, OWN_ACTS, REPEATS, ROUTES_WITHOUT_DATA
from tests.gate.place import Place, canaries_in, placed

from remit.web.api import NOT_OVER_HTTP

INDEPENDENT_WAYS = INDEPENDENT | {f"{ways.API}{way}" for way in INDEPENDENT}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """One place for the file: each test leaves it as it found it."""
    with placed(tmp_path_factory.mktemp("gate")) as made:
        yield made


@pytest.fixture(scope="module")
def in_order(place: Place) -> list[Asked]:
    """Every way that reaches data, asked with everything in order."""
    return list(asked_in_order(place, "analyst"))


def test_every_way_in_is_on_a_list(place: Place) -> None:
    assert unlisted(place) == []
    assert all(ROUTES_WITHOUT_DATA.values()), "each with its reason"
    assert all(MOVES.values())
    assert all(REPEATS.values())


def test_there_is_no_verb_without_a_route_but_the_one_that_takes_a_file(place: Place) -> None:
    served = {w.removeprefix(ways.API) for w in ways.routes(place) if w.startswith(ways.API)}
    assert set(ways.verbs()) - served == NOT_OVER_HTTP


def test_with_everything_in_order_the_data_is_answered(in_order: list[Asked]) -> None:
    """Without this the tests below would prove nothing."""
    assert dumb(in_order) == []


def test_every_answer_with_data_names_its_act_and_the_ledger_has_it(
    place: Place, in_order: list[Asked]
) -> None:
    assert unrecorded(place, "analyst", in_order) == []


def test_nobody_signed_in_is_answered_nothing(place: Place) -> None:
    assert given_away(place, None) == []


@pytest.mark.parametrize("who", ["outsider", "overseer-1"])
def test_who_is_no_member_of_the_case_is_answered_nothing(place: Place, who: str) -> None:
    assert given_away(place, who) == []


def test_an_independent_reviewer_is_answered_nothing_but_what_is_held(place: Place) -> None:
    assert given_away(place, "independent-reviewer", but=INDEPENDENT_WAYS) == []


def test_who_is_a_member_no_longer_is_answered_nothing(place: Place) -> None:
    with place.unassigned():
        assert given_away(place, "analyst", commands=False) == []


def test_without_a_live_remit_nothing_is_answered(place: Place) -> None:
    with place.without_remits():
        assert given_away(place, "analyst", but=OWN_ACTS) == []


def test_under_the_handbrake_nothing_is_answered(place: Place) -> None:
    with place.braked():
        assert given_away(place, "analyst", but=OWN_ACTS) == []


def test_no_verb_runs_without_an_act_of_its_own(place: Place) -> None:
    assert unguarded(place) == []


def test_a_canary_is_known_again() -> None:
    assert canaries_in("Zephyrine QUILLFEATHER", "zephyr") == ["quillfeather"]
    assert canaries_in("drives a QX77 ZZQ", "QX7*") == ["qx77zzq"]
    assert canaries_in("1,237 rows", "") == canaries_in('{"n":1237}', "") == ["1237"]
    assert canaries_in("act-0123712370", "") == []
    assert canaries_in("Quillfeather", "quillfeather") == []
