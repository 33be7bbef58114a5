"""The papers of the made-up case: every accepted value is what was planted, every defect named."""

import json
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.tables import mapped

from remit.sources.mapping import Checking
from remit.sources.plan import Plan
from remit.sources.previewing import preview
from remit.sources.readers import Fault, ocr
from remit.store.drafts import RowDraft
from remit.world import City
from remit.world.casework import casework
from remit.world.out import Output

Truth = dict[str, Any]
Case = tuple[Path, Truth]


def _made(folder: Path, seed: int = 1) -> Case:
    out = Output(folder, None)
    casework(City(residents=400, days=14, months=2, seed=seed), out)
    truth = json.loads((out.truth / "papers.json").read_text(encoding="utf-8"))
    return folder / "files", truth


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return _made(tmp_path_factory.mktemp("city"))


def _read(path: Path) -> tuple[Plan, list[RowDraft]]:
    plan = preview(path, sample=0)
    assert plan.questions == (), path.name
    rows, rejected = mapped(plan)
    assert rejected == [], path.name
    return plan, rows


def _documents(case: Case, *, recognised: bool) -> Iterator[tuple[str, list[RowDraft], Any]]:
    files, truth = case
    for name, said in truth["documents"].items():
        if recognised == any(one["kind"] == "recognised text" for one in said):
            yield name, _read(files / name)[1], said


def test_every_paragraph_is_the_one_that_was_written(case: Case) -> None:
    found = 0
    for name, rows, said in _documents(case, recognised=False):
        assert [_piece(row) for row in rows] == [_planted(one) for one in said], name
        for row in rows:
            claims = {prop: value for prop, _, value, _ in row.mentions[0].claims}
            assert claims["text"] == " ".join((row.raw["Text"] or "").split())
        found += 1
    assert found == 3


def _piece(row: RowDraft) -> tuple[str | None, str | None, str]:
    return row.raw["Kind"], row.raw["Page"], " ".join((row.raw["Text"] or "").split())


def _planted(one: dict[str, Any]) -> tuple[str, str | None, str]:
    return one["kind"], str(one["page"]) if one["page"] else None, " ".join(one["text"].split())


@pytest.mark.skipif(ocr.missing() is not None, reason=f"no text is recognised: {ocr.missing()}")
def test_a_scanned_statement_says_nearly_what_was_written_and_that_it_was_recognised(
    case: Case,
) -> None:
    for _, rows, said in _documents(case, recognised=True):
        assert {row.raw["Kind"] for row in rows} == {"recognised text"}
        assert all(row.raw["Confidence"] for row in rows)
        read = " ".join(row.raw["Text"] or "" for row in rows).split()
        planted = " ".join(one["text"] for one in said).split()
        assert len(set(read) & set(planted)) >= 0.9 * len(set(planted))


def test_every_message_runs_from_its_sender_to_its_recipients_at_its_time(case: Case) -> None:
    files, truth = case
    for name, said in truth["messages"].items():
        _, rows = _read(files / name)
        found = []
        for row in rows:
            if row.raw["Kind"] != "message":
                continue
            key = {m.slot: m.key for m in row.mentions if m.kind == "email"}
            ends = [event.between for event in row.events]
            begin = row.events[0].begin
            assert begin is not None
            assert {pair and key[pair[0]] for pair in ends} == {key["from"]}
            found.append(
                {
                    "from": key["from"],
                    "to": [key[pair[1]] for pair in ends if pair],
                    "sent": begin.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                    "subject": row.raw["Title"],
                }
            )
        assert found == said, name


def test_every_item_has_the_text_the_grade_and_the_time_it_was_given(case: Case) -> None:
    files, truth = case
    for name, said in truth["items"].items():
        plan = preview(files / name, sample=0)
        assert plan.questions == (), name
        assert plan.profile.id == "intelligence-reports"
        rows, _ = mapped(plan)
        assert [_item(row) for row in rows] == said, name


def _item(row: RowDraft) -> dict[str, Any]:
    (event,) = row.events
    claims = {prop: value for prop, _, value, _ in row.mentions[0].claims}
    assert event.begin is not None
    return {
        "urn": event.reference,
        "item": event.attributes["item"],
        "grading": row.grading,
        "handling": row.handling,
        "text": claims["text"],
        "reported": event.begin.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def test_every_planted_defect_is_named_and_no_other(case: Case) -> None:
    files, truth = case
    for name in (*truth["documents"], *truth["messages"], *truth["items"]):
        plan = preview(files / name, sample=0)
        mapper = plan.mapper()
        for pos, row in plan.table.rows():
            assert not isinstance(row, Fault)
            mapper.row(pos, plan.kept(row))
        named = [one.defect for one in mapper.defects()] if isinstance(mapper, Checking) else []
        assert sorted(named) == truth["defects"].get(name, []), name


@given(seed=st.integers(2, 10_000))
@settings(max_examples=4)
def test_whatever_the_city_its_papers_are_read_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    case = _made(tmp_path_factory.mktemp("city"), seed)
    test_every_paragraph_is_the_one_that_was_written(case)
    test_every_message_runs_from_its_sender_to_its_recipients_at_its_time(case)
    test_every_item_has_the_text_the_grade_and_the_time_it_was_given(case)
