"""Extracts of records management: read without a question, and as they were written."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.tables import mapped

from remit.errors import BadInput
from remit.ontology.types import TYPES
from remit.sources.plan import Plan
from remit.sources.previewing import preview
from remit.store.drafts import MentionDraft, RowDraft
from remit.world import City
from remit.world.extracts import extracts
from remit.world.out import Output

Truth = dict[str, Any]


def _made(folder: Path, seed: int) -> tuple[Path, Truth]:
    out = Output(folder, None)
    extracts(City(residents=400, days=14, months=2, seed=seed), out)
    return folder / "files", json.loads((out.truth / "records.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def extract(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    return _made(tmp_path_factory.mktemp("city"), 1)


def _part(plan: Plan, name: str) -> list[RowDraft]:
    part = next(one for one in plan.parts if one.table.part == name)
    rows, rejected = mapped(part)
    assert rejected == []
    return rows


def _one(row: RowDraft, kind: str) -> MentionDraft:
    return next(mention for mention in row.mentions if mention.kind == kind)


def _claims(mention: MentionDraft) -> dict[str, str | None]:
    return {prop: value for prop, _, value, _ in mention.claims}


def test_sheets_of_warrants_addresses_and_property_say_what_was_written(
    extract: tuple[Path, Truth],
) -> None:
    files, truth = extract
    plan = preview(files / "records/extracts.xlsx", sample=0)
    assert plan.questions == ()
    said = truth["records/extracts.xlsx"]
    warrants = []
    for row in _part(plan, "Warrants"):
        person = _claims(_one(row, "person"))
        event = row.events[0] if row.events else None
        warrants.append(
            {
                "reference": event.reference if event else person["reference"],
                "executed": event.time_text if event else None,
                "name": person["name"],
                "born": person["date_of_birth"],
                "postcode": _claims(_one(row, "address"))["postcode"],
            }
        )
    assert [_plain(one) for one in warrants] == [_plain(one) for one in said["Warrants"]]
    addresses = [
        {
            "uprn": _claims(_one(row, "address"))["uprn"],
            "address": _claims(_one(row, "address"))["address"],
            "name": _claims(_one(row, "person"))["name"],
        }
        for row in _part(plan, "Addresses")
    ]
    assert [_plain(one) for one in addresses] == [_plain(one) for one in said["Addresses"]]
    items = [
        {
            "item": _claims(_one(row, "property-item"))["reference"],
            "seized": row.events[0].time_text,
            "imei": _claims(_one(row, "handset"))["imei"],
            "reference": row.events[0].reference,
        }
        for row in _part(plan, "Property")
    ]
    assert items == said["Property"]


def _plain(said: dict[str, Any]) -> dict[str, Any]:
    """The same with names and addresses as their types write them."""
    types = {"name": "name", "victim": "name", "address": "address"}
    return {k: str(TYPES[types[k]].clean(v)) if k in types else v for k, v in said.items()}


def test_protected_columns_of_an_extract_stay_unread(extract: tuple[Path, Truth]) -> None:
    files, _ = extract
    plan = preview(files / "records/extracts.xlsx", sample=0)
    for row in _part(plan, "Addresses"):
        assert row.raw["Gender"] in ("M", "F")
        assert not any(claim[3] == "Gender" for m in row.mentions for claim in m.claims)


def _check(files: Path, truth: Truth) -> None:
    plan = preview(files / "records/incidents.json", sample=0)
    assert (plan.profile.id, plan.questions) == ("standard-data-model", ())
    rows, rejected = mapped(plan)
    assert rejected == []
    found = []
    for row in rows:
        person = _claims(_one(row, "person"))
        (event,) = row.events
        assert event.begin is not None
        assert _one(row, "person").role == "victim"
        found.append(
            {
                "reference": event.reference,
                "at": event.begin.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "victim": person["name"],
                "born": person["date_of_birth"],
                "phone": person["phone"],
                "postcode": _claims(_one(row, "address"))["postcode"],
            }
        )
        assert row.raw["victim gender"] == "GNDR_0001"
        assert not any("GNDR" in (v or "") for m in row.mentions for v in _claims(m).values())
    said = truth["records/incidents.json"]["data"]
    assert [_plain(one) for one in found] == [_plain(one) for one in said]


def test_an_envelope_gives_each_incident_with_its_victim(extract: tuple[Path, Truth]) -> None:
    _check(*extract)


@given(seed=st.integers(2, 10_000))
@settings(max_examples=5)
def test_whatever_the_city_its_incidents_are_read_as_written(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    _check(*_made(tmp_path_factory.mktemp("city"), seed))


def _resource(kind: str, identity: str, **rest: Any) -> dict[str, Any]:
    return {"type": kind, "id": identity, **rest}


def _put(path: Path, whole: Any) -> Path:
    path.write_text(json.dumps(whole), encoding="utf-8")
    return path


def test_two_of_one_role_stay_two(tmp_path: Path) -> None:
    people = [_resource("person", str(n), attributes={"surname": f"Abel{'x' * n}"}) for n in (1, 2)]
    victims = [{"type": "person", "id": str(n)} for n in (1, 2)]
    one = _resource("incident", "9", relationships={"victim": {"data": victims}})
    rows, _ = mapped(preview(_put(tmp_path / "a.json", {"data": [one], "included": people})))
    found = [m for m in rows[0].mentions if m.kind == "person"]
    assert [(m.slot, m.role, m.label) for m in found] == [
        ("victim-1", "victim", "Abelx"), ("victim-2", "victim", "Abelxx"),
    ]  # fmt: skip


def test_resources_that_point_in_circles_end(tmp_path: Path) -> None:
    def person(here: str, there: str) -> dict[str, Any]:
        friend = {"associate": {"data": {"type": "person", "id": there}}}
        return _resource("person", here, attributes={"surname": "Abel"}, relationships=friend)

    path = _put(tmp_path / "a.json", {"data": [person("1", "2")], "included": [person("2", "1")]})
    rows, rejected = mapped(preview(path))
    assert rejected == []
    assert rows[0].raw["associate last name"] == "Abel"
    assert rows[0].raw["associate associate SDM identity"] == "1"


def test_what_is_pointed_to_and_missing_is_kept_by_its_identity(tmp_path: Path) -> None:
    one = _resource("incident", "9", relationships={"victim": {"data": {"type": "p", "id": "7"}}})
    rows, _ = mapped(preview(_put(tmp_path / "a.json", {"data": one})))
    assert rows[0].raw["victim SDM identity"] == "7"


def test_a_resource_that_is_none_is_rejected_and_the_rest_goes_on(tmp_path: Path) -> None:
    sound = _resource("person", "1", attributes={"surname": "Abel"})
    plan = preview(_put(tmp_path / "a.json", {"data": [sound, 3, {"type": {}}]}))
    rows, rejected = mapped(plan)
    assert ([row.pos for row in rows], [pos for pos, _ in rejected]) == ([1], [2, 3])


@pytest.mark.parametrize(
    "text",
    [
        '{"data": [{"type": "person", "id": "1", "attributes": {"surname": "Abel"',
        '{"data": {"type": "p", "attributes": ' + '{"a": ' * 3_000 + "1" + "}" * 3_000 + "}}",
        '{"data": [{"type": "p", "id": "1", "attributes": {"a": NaN}}]}',
    ],
)
def test_a_damaged_envelope_says_so(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    try:
        assert not mapped(preview(tmp_path / "a.json"))[0]
    except BadInput as refused:
        assert refused.file == "a.json"  # noqa: PT017 - one of the two right answers
