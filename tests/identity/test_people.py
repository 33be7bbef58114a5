"""What a row says of a person is compared, and no more than it says."""

from pathlib import Path

from tests.house import BECAUSE, load, opened

from remit.house import House
from remit.identity.people import People, people

KEEPERS = """\
VRM,Keeper surname,Keeper forename,Address,Postcode
AB12CDE,Quillfeather,Zephyrine,4 Tanner Row,SW1A 1AA
"""
CUSTODY = """\
Surname,Forename,Address,Postcode,Arrested,Released
Brambleworth,Barnaby,9 Mill Lane,N1 9GU,24/05/2026 09:12,24/05/2026 15:00
"""
CRIME = """\
Crime number,From,Address,Postcode,Victim name,Victim date of birth
LH/26/1,17/03/2026 01:19,1 Fuller Rise,E8 1AB,Imelda Thistlewick,22/05/1978
"""
TWO = """\
VRM,Keeper surname,Keeper forename,Witness name,Address,Postcode
AB12CDE,Vaughan,Dilys,Chidi Okafor,2 Mill Lane,N1 9GU
"""


def read(house: House) -> People:
    """The people in view of an analyst."""
    case: str = house.the_case  # type: ignore[attr-defined]
    analyst = house.actors.get("analyst")
    with house.act(
        analyst, "resolve.propose", case=case, purpose="exercise", because=BECAUSE
    ) as act:
        found = people(act.hand)
        act.release({})
    return found


def test_an_address_is_compared_where_a_row_has_one_and_one_person_and_nothing_happened_there(
    tmp_path: Path,
) -> None:
    with opened(tmp_path / "exercise") as house:
        for name, text in (("keepers", KEEPERS), ("custody", CUSTODY), ("crime", CRIME)):
            load(house, tmp_path, text, f"{name}.csv", zone="UTC")
        load(house, tmp_path, TWO, "two.csv")
        found = read(house)
    homes = dict(zip(found.columns["name"], found.columns["postcode"], strict=True))
    assert homes == {
        "zephyrine quillfeather": "SW1A 1AA",
        "barnaby brambleworth": "N1 9GU",
        "imelda thistlewick": None,
        "dilys vaughan": None,
        "chidi okafor": None,
    }
    lists = dict(zip(found.columns["name"], found.listed, strict=True))
    assert lists["zephyrine quillfeather"] is not None
    assert lists["barnaby brambleworth"] is lists["imelda thistlewick"] is None
