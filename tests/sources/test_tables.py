"""A table of unknown columns: proposed with evidence, asked where it has to be, never guessed."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.sources.tables import mapped, write

from remit.errors import BadInput, Misuse
from remit.sources.plan import Plan
from remit.sources.previewing import preview
from remit.store.drafts import LinkDraft

PEOPLE = "Name,Date of birth,Role,Phone,VRM,Address,Postcode,Ethnicity,Notes"


def _people(folder: Path, *lines: str) -> Path:
    return write(folder / "people.csv", PEOPLE, *lines)


def _means(plan: Plan) -> dict[str, str]:
    return {column.column: column.means for column in plan.columns}


def test_a_register_of_people_gives_people_things_and_links(tmp_path: Path) -> None:
    path = _people(
        tmp_path,
        'John Smith,25/12/1980,Suspect,07700 900123,AB12 CDE,"12 High St, Anytown",'
        "SW1A1AA,secret,Limps",
        '"DEMIR, Aylin",03/04/1990,victim,07700 900123,,,,,',
    )
    plan = preview(path)
    assert not plan.questions
    (john, aylin), rejected = mapped(plan)
    assert not rejected
    kinds = {m.slot: (m.kind, m.key, m.label, m.role) for m in john.mentions}
    assert kinds == {
        "person": ("person", None, "John Smith", "suspect"),
        "vehicle": ("vehicle", "AB12CDE", "AB12CDE", None),
        "phone": ("phone", "+447700900123", "07700 900123", None),
        "address": (
            "address", "12 high st anytown sw1a 1aa", "12 High St, Anytown, SW1A 1AA", None,
        ),
        "document": ("document", None, "Limps", None),
    }  # fmt: skip
    assert set(john.links) >= {
        LinkDraft("uses-phone", "person", "phone"),
        LinkDraft("recorded-with", "person", "vehicle"),
        LinkDraft("lives-at", "person", "address"),
        LinkDraft("subject-of", "person", "document"),
    }
    assert ("date_of_birth", "03/04/1990", "1990-04-03", "Date of birth") in aylin.mentions[
        0
    ].claims
    assert ("name", "DEMIR, Aylin", "aylin demir", "Name") in aylin.mentions[0].claims
    assert aylin.mentions[1].key == john.mentions[2].key
    assert "secret" not in repr((john.mentions, john.events))
    assert john.raw["Ethnicity"] == "secret"


def test_the_column_itself_may_prove_its_order(tmp_path: Path) -> None:
    plan = preview(_people(tmp_path, "A B,25/12/1980,,,,,,,", "C D,03/04/1990,,,,,,,"))
    assert not plan.questions
    assert any("day first" in note for note in plan.notes)


def test_an_order_that_nothing_shows_is_asked(tmp_path: Path) -> None:
    path = _people(tmp_path, "A B,05/12/1980,,,,,,,", "C D,04/04/1990,,,,,,,")
    (question,) = preview(path).questions
    assert question.column == "Date of birth"
    assert question.choices == ("day-first", "month-first")
    for options in ({"day_first": False}, {"choices": {"Date of birth": "month-first"}}):
        plan = preview(path, **options)  # type: ignore[arg-type]
        assert not plan.questions
        assert mapped(plan)[0][0].mentions[0].claims[1][2] == "1980-05-12"


def test_both_orders_in_one_column_are_asked_and_the_contradiction_rejected(tmp_path: Path) -> None:
    path = _people(
        tmp_path, *(f"A B,{day},,,,,,," for day in ("25/12/1980", "12/25/1980", "1/2/1980"))
    )
    assert "both orders" in preview(path).questions[0].question
    accepted, rejected = mapped(preview(path, day_first=True))
    assert len(accepted) == 2
    assert rejected == [(3, "'12/25/1980': there is no such day")]


def test_one_question_is_asked_of_a_file_whatever_it_leaves_open(tmp_path: Path) -> None:
    lines = ("Ref,Occurred,Until,DOB,Offence", "A/1,03/04/2020 12:30,03/04/2020 13:00,05/06/1980,X")
    path = write(tmp_path / "a.csv", *lines)
    (question,) = preview(path).questions
    assert len(question.choices) == 4
    assert "'Until', 'DOB'" in question.question
    plan = preview(path, choices={question.column: "day-first, Europe/London"})
    assert not plan.questions
    event = mapped(plan)[0][0].events[0]
    assert event.begin
    assert event.end
    assert (event.begin.isoformat(), event.zone) == ("2020-04-03T11:30:00+00:00", "Europe/London")


def test_yes_takes_what_is_certain_and_rejects_the_rest(tmp_path: Path) -> None:
    path = _people(tmp_path, "A B,05/12/1980,,,,,,,", "C D,04/04/1990,,,,,,,")
    plan = preview(path, yes=True)
    assert not plan.questions
    accepted, rejected = mapped(plan)
    assert [row.pos for row in accepted] == [3]
    assert rejected == [(2, "'05/12/1980' is 5 December or 12 May: say which")]


def test_a_zone_is_asked_and_answered(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "Ref,Date,Time,Offence", "A/1,2020-07-01,12:30,Theft")
    assert [q.choices for q in preview(path).questions] == [("Europe/London", "UTC")]
    (row,), _ = mapped(preview(path, zone="Europe/London"))
    event = row.events[0]
    assert (event.kind, event.category, event.reference) == ("event", "Theft", "A/1")
    assert event.begin == datetime(2020, 7, 1, 11, 30, tzinfo=UTC)
    assert event.end is None
    with pytest.raises(BadInput, match="no time zone"):
        preview(path, zone="Nowhere")


def test_a_day_without_time_is_a_day_and_needs_no_zone(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        "Ref,Date,To date",
        "A/1,2020-07-01,2020-07-03",
        "A/2,2020-07-05,2020-07-01",
    )
    (row,), rejected = mapped(preview(path))
    event = row.events[0]
    assert (event.precision, event.zone) == ("day", None)
    assert event.begin == datetime(2020, 7, 1, tzinfo=UTC)
    assert event.end == datetime(2020, 7, 4, tzinfo=UTC)
    assert "before it begins" in rejected[0][1]


def test_several_people_in_a_row_keep_their_roles(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        "Crime ref,Date,Victim name,Victim DOB,Suspect forename,Suspect surname,Suspect mobile",
        "A/1,2020-07-01,Jo Bloggs,1990-01-13,Al,Capone,07700900999",
    )
    (row,), _ = mapped(preview(path))
    roles = {m.label: m.role for m in row.mentions if m.kind == "person"}
    assert roles == {"Jo Bloggs": "victim", "Al Capone": "suspect"}
    assert LinkDraft("uses-phone", "suspect", "suspect-phone") in row.links
    assert LinkDraft("recorded-with", "victim", "suspect") in row.links
    assert set(row.events[0].things) >= {"victim", "suspect", "suspect-phone"}


def test_swapped_coordinates_are_asked(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "Ref,Longitude,Latitude", "1,51.5,-0.12", "2,51.6,-0.13")
    assert preview(path).questions[0].choices == ("swapped", "as written")
    (row, _), _ = mapped(preview(path, choices={"Longitude": "swapped"}))
    assert row.mentions[0].key == "-0.120000, 51.500000"
    _, rejected = mapped(preview(path, yes=True))
    assert all("swapped" in reason for _, reason in rejected)


def test_grid_positions_become_longitude_and_latitude(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv", "Ref,Easting,Northing,Location", "1,530080,180434,Trafalgar Square"
    )
    (row,), _ = mapped(preview(path))
    assert row.mentions[0].label == "Trafalgar Square"
    assert (row.mentions[0].key or "").startswith("-0.12")


def test_content_tells_what_a_header_does_not(tmp_path: Path) -> None:
    lines = [f"ab{n:02} cde,M{n} 1AE,p{n}@x.example,0770090012{n},zz" for n in range(1, 5)]
    plan = preview(write(tmp_path / "a.csv", "a,b,c,d,e", *lines))
    assert list(_means(plan).values()) == ["vrm", "postcode", "email", "phone", "record"]


def test_header_and_content_that_disagree_are_asked(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "Name,Phone", "A B,red", "C D,blue", "E F,green")
    (question,) = preview(path).questions
    assert (question.column, question.choices) == ("Phone", ("phone", "record"))
    assert _means(preview(path, choices={"Phone": "record"}))["Phone"] == "record"
    assert _means(preview(path, yes=True))["Phone"] == "record"
    with pytest.raises(Misuse, match="no such column"):
        preview(path, choices={"Fone": "record"})


def test_companies_are_not_people(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv", "Name,Phone", "Acme Ltd,07700900123", "Mill Lane School,07700900124"
    )
    (row, _), _ = mapped(preview(path))
    assert [m.kind for m in row.mentions] == ["organisation", "phone"]


def test_values_that_cannot_be_read_stay_as_received(tmp_path: Path) -> None:
    path = _people(
        tmp_path, "A B,,,12,,,,,", "C D,,,07700 900123,,,NOWHERE,,", "E F,,,999,,,SW1A 1AA,,"
    )
    plan = preview(path)
    mapper = plan.mapper()
    rows = [mapper.row(pos, row) for pos, row in plan.table.rows()]  # type: ignore[arg-type]
    assert ("phone", "12", None, "Phone") in rows[0].mentions[0].claims
    assert [m.kind for m in rows[2].mentions] == ["person", "place"]
    assert any("'Phone'" in note for note in mapper.notes())


def test_the_plan_is_plain_values_and_its_mapping_is_stable(tmp_path: Path) -> None:
    path = _people(tmp_path, "A B,25/12/1980,,,,,,,")
    one, two = preview(path), preview(path)
    assert one.mapping == two.mapping != preview(path, day_first=False).mapping
    shown = one.as_dict()
    assert shown["sample"][0]["becomes"] == ("person: A B, born 1980-12-25",)
    assert shown["columns"][0]["evidence"]
