"""One exercise with invented people, vehicles, phones and places in it, for the whole folder."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.house import load, opened, use

from remit.house import House

PEOPLE = """\
name,dob,phone,vrm,address,postcode,notes,gender
Aylin Demir,14/03/1991,07700 900123,AB12 CDE,4 Tanner Row,SW1A 1AA,"saw a ""red"" van; 50% off",F
DEMIR Aylyn,,07700 900124,,7 Tanner Street,E1 6AN,blue_van near the café,F
Brendan O'Shea,30/11/1984,07700 900123,KT19 XYZ,9 Tanner Row,SW1A 1AA,,M
Chidi Okafor,25/07/1979,07700 900456,KT19 XYZ,1 Mill Lane,E10 5QN,said nothing,M
José Ångström,31/01/1966,07700 900789,SO5 BBB,2 Müller Close,N1 9GU,,M
"""
STREET = """\
Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,\
Last outcome category,Context
,2024-01,Exampleshire Police,Exampleshire Police,-0.0816,51.5168,On or near Tanner Row,E01032739,\
Exampleton 001F,Anti-social behaviour,,
"""


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The house with both files loaded."""
    folder = tmp_path_factory.mktemp("inquiry")
    with opened(folder / "exercise") as house:
        load(house, folder, PEOPLE)
        load(house, folder, STREET, name="2024-01-exampleshire-street.csv")
        yield house


@pytest.fixture
def ask(furnished: House) -> Callable[..., Any]:
    """Runs one verb as the exercise's analyst and gives its result."""

    def run(verb: str, **params: Any) -> Any:
        return use(furnished, "analyst", verb, **params).result

    return run


@pytest.fixture
def hits(ask: Callable[..., Any]) -> Callable[..., list[dict[str, Any]]]:
    """The hits of one search."""

    def run(kind: str, query: str, **params: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = ask(f"search.{kind}", query=query, **params)["hits"]
        return found

    return run
