"""The ontology is data: it is read, checked, and refuses what it does not know."""

from importlib.resources import files

import pytest

from remit.errors import BadInput, NotFound
from remit.ontology import ontology
from remit.ontology.model import read
from remit.ontology.types import TYPES


def _texts() -> dict[str, str]:
    folder = files("remit.ontology") / "schema"
    return {n: folder.joinpath(f"{n}.yaml").read_text() for n in ("entities", "events", "links")}


def test_first_terms_are_there() -> None:
    known = ontology()
    assert set(known.entities) >= {
        "person", "organisation", "vehicle", "phone", "account", "address", "place", "document",
    }  # fmt: skip
    assert set(known.events) >= {"crime", "outcome", "stop-search", "event"}
    assert known.admits("uses-phone", "person", "phone")
    assert not known.admits("uses-phone", "vehicle", "phone")
    assert not known.admits("loves", "person", "person")


def test_no_value_makes_two_people_one() -> None:
    assert not any(p.identifies for p in ontology().entity("person").properties.values())


def test_each_kind_has_its_group_of_the_standard() -> None:
    groups = {kind: thing.pole for kind, thing in ontology().entities.items()}
    assert groups["person"] == "person"
    assert groups["vehicle"] == "object"
    assert groups["place"] == "location"


def test_unknown_kinds_are_not_found() -> None:
    with pytest.raises(NotFound, match="no kind of thing 'ghost'"):
        ontology().entity("ghost")
    with pytest.raises(NotFound, match="event"):
        ontology().event("ghost")


@pytest.mark.parametrize(
    ("table", "before", "after", "complaint"),
    [
        ("entities", "type: vrm", "type: plate", "no value type 'plate'"),
        ("links", "to: [vehicle]", "to: [spaceship]", "no kind of thing 'spaceship'"),
        ("entities", "pole: person", "pole: soul", "cannot be read"),
        ("events", "plural: Events", "many: Events", "cannot be read"),
        ("events", "kinds:", "sorts:", "cannot be read"),
    ],
)
def test_a_wrong_term_is_refused(table: str, before: str, after: str, complaint: str) -> None:
    texts = _texts()
    assert before in texts[table]
    texts[table] = texts[table].replace(before, after, 1)
    with pytest.raises(BadInput, match=complaint):
        read(texts)


def test_every_type_explains_itself_to_users() -> None:
    for value_type in TYPES.values():
        assert len(value_type.help) > 80
        assert value_type.source
        assert "states no" in value_type.explain("")
        assert value_type.explain("\x00")
