"""An index written and read again is the same, and holds nothing of what was removed."""

import pytest
from tests.identity.test_increment import learned, of, pool

from remit.errors import Damaged, Misuse
from remit.identity.increment import Current
from remit.identity.model import Model
from remit.identity.pairs import Rule
from remit.identity.seeking import seek
from remit.identity.written import FILES, read, written


def used() -> Current:
    current = of(sorted(pool())[:24], Rule(6, 3))
    current.add("removed", {"surname": "Wolstenholme", "phone": "07700 900499"})
    for one in ("r03", "r11", "removed"):
        current.remove(one)
    for one in ("r30", "r31", "a00"):
        current.add(one, pool().get(one, pool()["r03"]))
    current.judge("r01", "r30", "same")
    current.judge("r02", "a00", "different")
    return current


def test_an_index_read_again_answers_and_goes_on_as_before() -> None:
    current = used()
    again = read(written(current), Model.read(learned().written()))
    assert again.entities() == current.entities()
    sought = {"given_name": "Ailyn", "surname": "Demir", "dob": "1960"}
    assert seek(again.index, sought) == seek(current.index, sought)
    assert list(again.verdicts) == list(current.verdicts)
    steps = [("add", "r03"), ("remove", "r05"), ("add", "r11"), ("remove", "a00"), ("add", "r35")]
    for how, one in steps:
        told = [
            side.add(one, pool()[one]) if how == "add" else side.remove(one)
            for side in (current, again)
        ]
        assert told[0] == told[1]
    assert again.entities() == current.entities()
    assert [again.entity(one) for one in ("r01", "r02")] == [
        current.entity(one) for one in ("r01", "r02")
    ]


def test_the_same_records_give_the_same_bytes() -> None:
    current = used()
    assert written(current) == written(read(written(current), learned()))


def test_what_was_removed_is_not_written() -> None:
    again = read(written(used()), learned())
    assert again.index.words.near("wolstenholm") == ()
    assert "wolstenholme" not in str(again.index.held.table(range(len(again.index.held.ids))))
    assert "removed" not in again.index.held.ids
    assert seek(again.index, {"phone": "07700 900499"}).found == ()


def test_anything_else_is_refused() -> None:
    files = written(used())
    with pytest.raises(Damaged):
        read({**files, "keys": b"nothing"}, learned())
    with pytest.raises(Damaged):
        read({name: files[name] for name in FILES[1:]}, learned())
    other = Model("other", learned().columns, 0.5, learned().caps, learned().rarity)
    with pytest.raises(Misuse, match="make it anew"):
        read(files, other)
