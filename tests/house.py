"""A real house for tests: an exercise made the way `remit init --exercise` makes one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from remit.exercise import init
from remit.house import Answer, House

__all__ = ["BECAUSE", "PEOPLE_CSV", "exercise", "load", "opened", "use"]

BECAUSE = "a test of the house, with made-up people"

PEOPLE_CSV = """\
name,dob,phone,vrm,address,postcode
Aylin Demir,14/03/1991,07700 900123,AB12 CDE,4 Tanner Row,SW1A 1AA
Brendan O'Shea,30/11/1984,07700 900123,KT19 XYZ,9 Tanner Row,SW1A 1AA
Chidi Okafor,25/07/1979,07700 900456,KT19 XYZ,1 Mill Lane,N1 9GU
Dilys Vaughan,31/01/1966,07700 900789,,2 Mill Lane,N1 9GU
"""
"""Four invented people; the first three hang together by a phone and a vehicle."""


def exercise(folder: Path) -> House:
    """An exercise in `folder`, open. Its case is `house.the_case`; close it when done."""
    made = init(folder)
    house = House.open(made.home, made.keys)
    house.the_case = made.case  # type: ignore[attr-defined]
    return house


@contextmanager
def opened(folder: Path) -> Iterator[House]:
    """`exercise`, closed at the end."""
    house = exercise(folder)
    try:
        yield house
    finally:
        house.close()


def load(
    house: House,
    folder: Path,
    text: str = PEOPLE_CSV,
    name: str = "people.csv",
    **options: Any,
) -> Answer:
    """Load `text` as a file, as the data engineer does."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return use(house, "data-engineer", "load.file", path=str(path), yes=True, **options)


def use(house: House, who: str, verb: str, **params: Any) -> Answer:
    """One act in the exercise's case."""
    case: str = house.the_case  # type: ignore[attr-defined]
    actor = house.actors.get(who)
    return house.use(actor, verb, case=case, purpose="exercise", because=BECAUSE, **params)
