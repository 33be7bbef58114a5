"""Numbers in the columns of a table: whose property they are, and which of them join things."""

import json
from datetime import date
from pathlib import Path

import pytest
from tests.sources.tables import mapped, write

from remit.ontology import ontology
from remit.ontology.types.checks import letter23
from remit.sources.previewing import preview
from remit.store.drafts import LinkDraft, MentionDraft, RowDraft

PERSON = "Name,DOB,NI number,PNC ID,CRO number,Driving licence number"
PHONES = "Name,Mobile,IMEI,IMSI"
BANK = "Account holder name,Sort code,Account number,IBAN"


def _row(path: Path) -> RowDraft:
    accepted, rejected = mapped(preview(path))
    assert not rejected
    return accepted[0]


def _of(row: RowDraft, kind: str) -> list[MentionDraft]:
    return [mention for mention in row.mentions if mention.kind == kind]


def test_numbers_of_a_persons_records_are_properties_and_no_things(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        PERSON,
        "Jo Bloggs,25/12/1980,ab123456c,02/73319Z,65656/91H,MORGA657054SM9IJ",
    )
    row = _row(path)
    (person,) = row.mentions
    said = {prop: value for prop, _, value, _ in person.claims}
    assert person.key is None
    assert said == {
        "name": "jo bloggs",
        "date_of_birth": "1980-12-25",
        "nino": "AB123456C",
        "pnc": "2002/0073319Z",
        "cro": "065656/91H",
        "driver_number": "MORGA657054SM9IJ",
    }
    assert not row.links


def test_two_people_with_one_number_stay_two(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "Name,NINO", "Jo Bloggs,AB123456C", "Al Capone,AB123456C")
    accepted, _ = mapped(preview(path))
    assert [row.mentions[0].key for row in accepted] == [None, None]


def test_a_number_may_stand_for_a_person_without_a_name(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "Name,PNC ID", ",2002/0073319Z")
    (person,) = _row(path).mentions
    assert (person.kind, person.label) == ("person", None)


def test_a_wrong_check_letter_is_kept_as_received_and_said(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv", "Name,PNC ID", "Jo Bloggs,02/73319Z", "Al Capone,02/73319Y",
        "Cy Twombly,81/34U",
    )  # fmt: skip
    plan = preview(path)
    mapper = plan.mapper()
    rows = [mapper.row(pos, row) for pos, row in plan.table.rows()]  # type: ignore[arg-type]
    assert ("pnc", "02/73319Y", None, "PNC ID") in rows[1].mentions[0].claims
    assert mapper.notes() == ["1 value of 'PNC ID' is not of its kind: kept as received"]


def test_a_short_pnc_id_is_read_on_the_day_of_the_load(tmp_path: Path) -> None:
    short = f"40/1{letter23('400000001')}"
    path = write(tmp_path / "a.csv", "Name,PNC ID", f"Jo Bloggs,{short}")
    accepted, _ = mapped(preview(path, today=date(2026, 11, 24)))
    assert accepted[0].mentions[0].claims[-1][2] == f"1940/0000001{short[-1]}"


def test_a_handset_and_a_sim_stated_in_one_row_are_linked(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        PHONES,
        "Jo Bloggs,07700 900123,490154203237518,234151234567890",
        "Al Capone,07700 900124,49015420323751,",
    )
    accepted, _ = mapped(preview(path))
    jo, al = accepted
    (handset,), (sim,) = _of(jo, "handset"), _of(jo, "sim")
    assert (handset.key, handset.label) == ("49015420323751", "490154203237518")
    assert sim.key == "234151234567890"
    assert set(jo.links) >= {
        LinkDraft("uses-phone", "person", "phone"),
        LinkDraft("uses-handset", "person", "handset"),
        LinkDraft("uses-sim", "person", "sim"),
        LinkDraft("handset-with-sim", "handset", "sim"),
    }
    assert _of(al, "handset")[0].key == handset.key  # with and without its check digit
    assert not _of(al, "sim")


def test_which_sim_was_in_which_of_two_handsets_is_not_guessed(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        "Name,IMEI,Handset IMEI,IMSI",
        "Jo Bloggs,490154203237518,356938035643809,234151234567890",
    )
    row = _row(path)
    assert len(_of(row, "handset")) == 2
    assert not any(link.kind == "handset-with-sim" for link in row.links)  # type: ignore[union-attr]


def test_sort_code_and_number_are_one_key_and_so_is_a_british_iban(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        BANK,
        "Jo Bloggs,60-16-13,31926819,",
        "Al Capone,,,GB29 NWBK 6016 1331 9268 19",
        "Cy Twombly,,,DE89370400440532013000",
    )
    accepted, _ = mapped(preview(path))
    keys = [_of(row, "account")[0].key for row in accepted]
    assert keys == ["60-16-13 31926819", "60-16-13 31926819", "DE89370400440532013000"]
    claims = _of(accepted[0], "account")[0].claims
    assert ("bank_account", "60-16-13 31926819", keys[0], "Sort code, Account number") in claims
    assert LinkDraft("holds-account", "person", "account") in accepted[0].links


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ("Name,Account number", "Jo Bloggs,31926819"),
        ("Name,Sort code,Account number", "Jo Bloggs,,31926819"),
        ("Name,Sort code,Account number,Bank account", "Jo Bloggs,60-16-13,31926819,31926820"),
    ],
)
def test_a_number_without_its_own_sort_code_joins_nothing(
    tmp_path: Path, header: str, line: str
) -> None:
    row = _row(write(tmp_path / "a.csv", header, line))
    assert {account.key for account in _of(row, "account")} == {None}
    assert _of(row, "account")[0].label == "31926819"


def test_an_account_number_that_lost_its_zeros_is_not_filled_up(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        "Name,Sort code,Account number",
        "Jo Bloggs,60-16-13,1926819",
        "Al Capone,60-16-13,31926819",
    )
    plan = preview(path)
    mapper = plan.mapper()
    rows = [mapper.row(pos, row) for pos, row in plan.table.rows()]  # type: ignore[arg-type]
    assert not _of(rows[0], "account")
    assert any("'Account number'" in note for note in mapper.notes())


def test_a_company_is_the_same_by_its_number_and_not_by_its_name(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        "Company name,Company number",
        "Acme Ltd,445790",
        "ACME (London) Limited,00445790",
        "Acme Ltd,",
    )
    accepted, _ = mapped(preview(path))
    assert [_of(row, "organisation")[0].key for row in accepted] == ["00445790", "00445790", None]
    assert _of(accepted[1], "organisation")[0].label == "ACME (London) Limited"


def test_addresses_of_networks_and_properties(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        "Name,E-mail,IP address,Address,UPRN",
        "Jo Bloggs,jo@example.org,2001:DB8::1,12 High St,000000199356",
    )
    row = _row(path)
    assert _of(row, "email")[0].key == "jo@example.org"
    assert _of(row, "ip-address")[0].key == "2001:db8::1"
    assert ("uprn", "000000199356", "199356", "UPRN") in _of(row, "address")[0].claims
    assert LinkDraft("uses-email", "person", "email") in row.links


def test_the_number_of_a_card_is_masked_before_anything_is_done_with_it(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        "Name,Card number",
        "Jo Bloggs,4111 1111 1111 1111",
        "Al Capone,5555555555554445",
        "Cy Twombly,5555555555554444",
    )
    plan = preview(path)
    accepted, _ = mapped(plan)
    said = json.dumps([plan.as_dict()["sample"], repr(accepted)], default=str)
    for whole in ("4111 1111 1111 1111", "4111111111111111", "555555555555444"):
        assert whole not in said
    (card,) = _of(accepted[0], "payment-card")
    assert (card.key, card.label) == (None, "411111******1111")
    assert accepted[0].raw["Card number"] == "411111******1111"
    assert not _of(accepted[1], "payment-card")  # its check digit is wrong


def test_every_link_and_claim_of_a_table_is_one_the_ontology_knows(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        "Name,DOB,NINO,PNC ID,CRO number,Mobile,E-mail,VRM,IMEI,IMSI,IP address,Sort code,"
        "Account number,IBAN,Card number,Company name,Company number,Address,Postcode,UPRN,"
        "Longitude,Latitude,Location,Notes,Reference,Keeper name,Keeper VRM",
        "Jo Bloggs,25/12/1980,AB123456C,02/73319Z,65656/91H,07700 900123,jo@example.org,AB12 CDE,"
        "490154203237518,234151234567890,192.0.2.1,60-16-13,31926819,GB29NWBK60161331926819,"
        "4111111111111111,Acme Ltd,445790,12 High St,SW1A 1AA,199356,-0.12,51.5,The Square,"
        "Limps,A/1,Al Capone,AB12 CDF",
    )
    row = _row(path)
    known = ontology()
    kinds = {mention.slot: mention.kind for mention in row.mentions}
    assert len(set(kinds.values())) >= 12
    for mention in row.mentions:
        assert {claim[0] for claim in mention.claims} <= set(known.entity(mention.kind).properties)
    for link in row.links:
        assert isinstance(link, LinkDraft)
        assert known.admits(link.kind, kinds[link.a], kinds[link.b]), link
    assert LinkDraft("keeper-of-vehicle", "keeper", "keeper-vehicle") in row.links
