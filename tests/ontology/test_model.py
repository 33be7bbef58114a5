"""The ontology is data: it is read, checked, and refuses what it does not know."""

from importlib.resources import files

import pytest

from remit.errors import BadInput, NotFound
from remit.ontology import ontology
from remit.ontology.model import read
from remit.ontology.types import TYPES
from remit.sources.profile import profile, profiles
from remit.sources.words import MEANINGS


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
        ("events", "kinds: [vehicle]", "kinds: [spaceship]", "no kind of thing 'spaceship'"),
        ("events", "      seen: {", "      thing: {", "`from` and `to`, or `seen` alone"),
        ("events", "      to: {label: Called", "      seen: {label: Called", "`from` and `to`"),
        ("events", "{label: Duration, type: duration}", "{label: Duration, type: time-span}",
         "no value type 'time-span'"),
        ("events", "{label: Duration, type: duration}",
         "{label: Duration, type: duration, identifies: true}", "two events, one"),
        ("events", "version: 4", "version: 1", "all must be one of"),
        ("links", "version: 4", "version: 5", "all must be one of"),
        ("entities", "type: nino, means", "type: nino, identifies: true, means", "two people"),
        ("entities", "type: cro, means", "type: cro, protected: true, title", "cannot be read"),
        ("entities", "protected: true, means: For audits of fairness.}", "protected: true}",
         "says what it is kept for"),
    ],
)  # fmt: skip
def test_a_wrong_term_is_refused(table: str, before: str, after: str, complaint: str) -> None:
    texts = _texts()
    assert before in texts[table]
    texts[table] = texts[table].replace(before, after, 1)
    with pytest.raises(BadInput, match=complaint):
        read(texts)


VERSION_1 = {
    "entities": """
version: 1
kinds:
  person: {label: Person, plural: People, pole: person, sdm: Person, means: A human being.,
           properties: {name: {label: Name, type: name, sdm: surname}}}
  phone: {label: Telephone number, plural: Telephone numbers, pole: object, means: A number.,
          properties: {number: {label: Number, type: phone, identifies: true}}}
""",
    "events": """
version: 1
kinds:
  crime: {label: Recorded crime, plural: Recorded crimes, pole: event, means: A crime.}
""",
    "links": """
version: 1
kinds:
  uses-phone: {label: Uses telephone, from: [person], to: [phone], reads: uses, back: used by}
""",
}


def test_version_1_is_still_read() -> None:
    old = read(VERSION_1)
    assert (old.version, ontology().version) == (1, 4)
    assert old.event("crime").parts == {}
    assert not old.entity("person").properties["name"].protected
    assert old.admits("uses-phone", "person", "phone")


FIRST_PROPERTIES = {
    "person": {
        "name", "first_name", "last_name", "alias", "date_of_birth", "phone", "email", "address",
        "postcode", "reference",
    },
    "organisation": {"name", "reference", "address"},
    "vehicle": {"vrm", "description"},
    "phone": {"number"},
    "account": {"email", "number"},
    "address": {"address", "postcode"},
    "place": {"name", "point", "area", "postcode"},
    "document": {"text", "reference"},
}  # fmt: skip
FIRST_EVENTS = {"crime", "outcome", "stop-search", "event"}
FIRST_LINKS = {
    "uses-phone", "keeper-of-vehicle", "holds-account", "lives-at", "at-place", "within",
    "subject-of", "works-for", "recorded-with",
}  # fmt: skip


def test_nothing_of_version_1_was_taken_away() -> None:
    known = ontology()
    for kind, properties in FIRST_PROPERTIES.items():
        assert set(known.entity(kind).properties) >= properties
    assert set(known.events) >= FIRST_EVENTS
    assert set(known.links) >= FIRST_LINKS


def test_parties_of_events_read_in_both_directions() -> None:
    known = ontology()
    said = {
        kind: {name: part.label for name, part in event.parts.items()}
        for kind, event in known.events.items()
        if event.parts
    }
    assert said["call"] == {"from": "Caller", "to": "Called"}
    assert said["payment"] == {"from": "Payer", "to": "Payee"}
    assert said["message"] == {"from": "Sender", "to": "Recipient"}
    assert set(said["plate-read"]) == {"seen"}
    assert known.part("call", "from").reads == "called"
    with pytest.raises(NotFound, match="no kind of party of plate-read 'from'"):
        known.part("plate-read", "from")
    with pytest.raises(NotFound):
        known.part("crime", "seen")


def test_what_profiles_say_of_their_events_is_declared() -> None:
    for source in profiles().values():
        named = {column.name for column in source.columns.values() if column.name}
        assert named <= set(ontology().event(source.event).properties), source.id


def test_only_exact_identifiers_of_things_make_two_things_one() -> None:
    joins = {
        f"{kind}.{name}": prop.type
        for kind, thing in ontology().entities.items()
        for name, prop in thing.properties.items()
        if prop.identifies
    }
    assert not any(of.startswith("person.") for of in joins)
    assert not set(joins.values()) & {"name", "birth", "nino", "pnc", "cro", "card", "text"}
    assert joins["handset.imei"] == "imei"
    assert joins["account.bank_account"] == "bank_account"


def test_any_stands_for_every_kind_there_is_and_for_no_other() -> None:
    known = ontology()
    for kind in known.entities:
        assert known.admits("recorded-with", "person", kind)
        assert known.admits("recorded-with", kind, "person")
    assert not known.admits("recorded-with", "person", "ghost")
    assert not known.admits("recorded-with", "any", "person")


def test_protected_characteristics_are_declared_and_used_by_nothing() -> None:
    person = ontology().entity("person").properties
    protected = {name for name, prop in person.items() if prop.protected}
    assert protected >= {"sex", "ethnicity", "religion", "nationality", "disability", "age"}
    assert all(person[name].type == "text" and person[name].means for name in protected)
    assert not protected & set(MEANINGS)
    read_not = {word for text in profile("table").protected for word in text.split()}
    for name in protected:
        label = person[name].label.lower().split()
        assert read_not & set(label), f"a column headed {name} would be read"


def test_every_type_explains_itself_to_users() -> None:
    for value_type in TYPES.values():
        assert len(value_type.help) > 80
        assert value_type.source
        assert "states no" in value_type.explain("")
        assert value_type.explain("\x00")
