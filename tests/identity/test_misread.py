"""Numbers that may be one misread: shown with reasons, joined by persons alone, and parted."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.house import load, opened, use

from remit.errors import Misuse, NotFound
from remit.house import House
from remit.identity.likeness import alike, likeness

SEEN = """\
name,phone,vrm,imei,sort code,account,address,postcode
Zephyrine Quill,07700 900417,AB12 CDE,490154203237518,12-34-56,12345678,4 Tanner Row,SW1A 1AA
Barnaby Bramble,07700 904017,A812 CDE,49015420323752,12-34-56,12354678,4 Taner Row,SW1A 1AA
Imelda Thistle,07700 900123,KT19 XYZ,356938035643809,20-00-00,87654321,9 Mill Lane,N1 9GU
Cuthbert Raven,07700 900123,KT19 XYZ,,,,9 Mill Lane,N1 9GU
"""
READS = """\
VRM,Captured,Camera,Longitude,Latitude,Direction,Confidence
AB12CDE,2026-02-01T08:00:00Z,C1,-0.08,51.51,N,0.9
A812CDE,2026-02-01T08:10:00Z,C2,-0.09,51.52,N,0.7
AB12CDE,2026-02-01T08:20:00Z,C1,-0.08,51.51,N,0.9
KT19XYZ,2026-02-01T08:00:00Z,C1,-0.08,51.51,N,0.9
KT19XVZ,2026-02-01T08:05:00Z,C9,-2.24,53.48,N,0.9
XX11XXX,2026-02-01T09:00:00Z,C1,-0.08,51.51,N,0.9
XXI1XXX,2026-02-01T09:00:05Z,C1,-0.08,51.51,N,0.9
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("misread")
    with opened(folder / "exercise") as made:
        load(made, folder, SEEN, "seen.csv")
        load(made, folder, READS, "reads.csv")
        yield made


def ask(house: House, verb: str, who: str = "analyst", **params: Any) -> Any:
    return use(house, who, f"resolve.{verb}", **params).result


def pair(house: House, kind: str, one: str, other: str) -> dict[str, Any]:
    """The candidate of two numbers."""
    for found in ask(house, "misread", kind=kind, limit=50)["pairs"]:
        if {found["a"]["value"], found["b"]["value"]} == {one, other}:
            return dict(found)
    raise AssertionError((one, other))


@pytest.mark.parametrize(
    ("kind", "one", "other", "how"),
    [
        ("vehicle", "AB12CDE", "A812CDE", "look-alikes: 8 and B"),
        ("vehicle", "KT19XYZ", "KT19XVZ", "one character"),
        ("phone", "+447700900417", "+447700904017", "neighbouring digits"),
        ("handset", "490154203237518", "49015420323752", "one digit"),
        ("account", "12-34-56 12345678", "12-34-56 12354678", "neighbouring digits"),
        ("address", "4 Tanner Row, SW1A 1AA", "4 Taner Row, SW1A 1AA", "written otherwise"),
    ],
)
def test_each_kind_of_number_has_its_own_slips(
    house: House, kind: str, one: str, other: str, how: str
) -> None:
    found = pair(house, kind, one, other)
    assert how in found["how"]
    assert found["a"]["entity"] != found["b"]["entity"], "none is joined by it"


def test_what_cannot_be_a_slip_is_no_candidate() -> None:
    assert likeness("handset", "490154203237518", "490154203237526") is None, "both are checked"
    assert likeness("handset", "49015420323751", "4901542032375101") is None, "one handset"
    assert likeness("phone", "+447700900123", "+447700900124") is None, "numbers come in rows"
    assert likeness("address", "4 Tanner Row, SW1A 1AA", "5 Tanner Row, SW1A 1AA") is None
    assert alike("vehicle", ["AB12CDE", "ZZ99ZZZ"]) == []


def test_of_marks_it_says_what_speaks_for_and_against(house: House) -> None:
    fits = pair(house, "vehicle", "AB12CDE", "A812CDE")
    assert any("could have been at every place" in words for words in fits["for"])
    assert fits["against"] == []
    (far,) = pair(house, "vehicle", "KT19XYZ", "KT19XVZ")["against"]
    assert "no vehicle goes as fast" in far
    (near,) = pair(house, "vehicle", "XX11XXX", "XXI1XXX")["against"]
    assert "5 seconds apart" in near


def test_a_person_joins_two_marks_sees_both_as_written_and_parts_them_again(house: House) -> None:
    found = pair(house, "vehicle", "AB12CDE", "A812CDE")
    ends = {end: found[end]["mention"] for end in ("a", "b")}
    before = ask(house, "misread")["waiting"]
    made = ask(house, "judge", **ends, verdict="same", reason="one car on the picture")
    assert not made["waits_for_a_second"]
    entity = made["a"]["entity"]
    assert entity == made["b"]["entity"]
    told = ask(house, "history", entity=entity)
    said = {v["raw"] for m in told["mentions"] for v in m["values"] if v["property"] == "vrm"}
    assert said >= {"AB12 CDE", "A812 CDE", "AB12CDE", "A812CDE"}, "both as written, feeds too"
    assert told["basis"] == "assessment"
    hits = use(house, "analyst", "search.vehicles", query="A812 CDE").result["hits"]
    assert [hit["entity"] for hit in hits if hit["entity"] == entity]
    events = use(house, "analyst", "time-and-map.events", entities=[entity]).result["events"]
    assert len(events) == 3, "reads of both marks"
    assert ask(house, "misread")["waiting"] == before - 1
    ask(house, "withdraw", judgement=made["judgement"], reason="the picture was of another")
    assert pair(house, "vehicle", "AB12CDE", "A812CDE")["a"]["entity"] != entity
    assert ask(house, "misread")["waiting"] == before


def test_where_something_speaks_against_it_two_people_must_say_so(house: House) -> None:
    found = pair(house, "vehicle", "KT19XYZ", "KT19XVZ")
    ends = {end: found[end]["mention"] for end in ("a", "b")}
    card = ask(house, "preview", **ends)
    assert card["two_must_agree"]
    assert card["alike"]["against"] == found["against"]
    assert card["kind"] == "vehicle"
    first = ask(house, "judge", **ends, verdict="same", reason="a cloned clock")
    assert first["waits_for_a_second"]
    assert first["a"]["entity"] != first["b"]["entity"]
    ask(house, "withdraw", judgement=first["judgement"], reason="a test is over")


def test_different_is_kept_and_leaves_the_list(house: House) -> None:
    found = pair(house, "phone", "+447700900417", "+447700904017")
    ends = {end: found[end]["mention"] for end in ("a", "b")}
    made = ask(house, "judge", **ends, verdict="different", reason="both were called")
    with pytest.raises(AssertionError):
        pair(house, "phone", "+447700900417", "+447700904017")
    ask(house, "withdraw", judgement=made["judgement"], reason="a test is over")


def test_nothing_of_it_can_be_proposed_or_adopted(house: House) -> None:
    with pytest.raises(Misuse, match="a machine weighs"):
        ask(house, "propose", kind="vehicle")
    with pytest.raises(Misuse, match="numbers are misread of"):
        ask(house, "misread", kind="person")
    with pytest.raises(NotFound, match="no resolution"):
        ask(house, "adopt", resolution="resolution-0", reason="why not")
