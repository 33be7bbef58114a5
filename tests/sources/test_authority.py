"""What exceeds the authority under which data were got is held back, however it is read."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sources.tables import BULK
from tests.sources.test_feed import CALLS, PAYMENTS, both, yards
from tests.sources.test_load import Yard, case, yard

from remit.errors import Misuse
from remit.sources import authority
from remit.sources.authority import Authority
from remit.store.drafts import EventDraft, MentionDraft, RowDraft

__all__ = ["case", "yard", "yards"]  # fixtures

NARROW = {
    "authority": "URN-2026-17",
    "subject": ["07700 900001"],
    "from_": "2026-03-01",
    "to": "2026-03-01",
}


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    path = tmp_path / "calls.csv"
    late = "+447700900001,+447700900002,voice,2026-03-02T00:00:00Z,65,,,,\n"
    early = "+447700900001,+447700900002,voice,2026-02-28T23:59:59Z,65,,,,\n"
    last = "+447700900009,+447700900001,voice,2026-03-01T23:59:59Z,9000,,,,\n"
    path.write_text(CALLS + late + early + last, encoding="utf-8")
    return path


def test_data_that_take_an_authority_are_not_loaded_without(
    yard: Yard, case: str, calls: Path
) -> None:
    for yes in (False, True):
        asked = yard.load(case, calls, authority=None, yes=yes)
        assert asked["load"] is None
        (one,) = asked["questions"]
        assert (one["column"], one["choices"]) == ("authority", ())
        assert "communications data are held under an authority" in one["question"]
    with yard.act("load.list", case) as act:
        assert act.hand.loads() == []  # type: ignore[attr-defined]
    answered = "EX-1; any; 2020-01-01; 2030-01-01"
    done = yard.load(case, calls, authority=None, choices={"authority": answered})
    assert done["accepted"] == 8


def test_what_exceeds_it_is_held_in_blocks_as_row_by_row(
    yards: Any, calls: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done, shown = both(yards, calls, monkeypatch, **NARROW)
    told = {one["row"]: (one["ground"], one["reason"]) for one in done["rejects"]}
    outside = "outside authority URN-2026-17: "
    assert {row: why for row, why in told.items() if why[0] is not None} == {
        4: ("authority", outside + "about none of its subjects"),
        5: ("authority", outside + "about none of its subjects"),
        10: ("authority", outside + "after 2026-03-01"),
        11: ("authority", outside + "before 2026-03-01"),
    }
    assert (done["accepted"], done["rejected"], done["held"]) == (4, 7, 4)
    assert done["received"] == done["accepted"] + done["rejected"]
    assert len(shown["record"]) == 4
    assert done["authority"] == {
        "reference": "URN-2026-17",
        "subjects": ["07700 900001"],
        "from": "2026-03-01",
        "to": "2026-03-01",
    }


def test_a_payment_concerns_the_account_at_either_end(
    yards: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "payments.csv"
    path.write_text(PAYMENTS, encoding="utf-8")
    done, _ = both(yards, path, monkeypatch, **{**BULK, "subject": ["65-43-21 87654321"]})
    assert (done["accepted"], done["held"]) == (2, 1)


def test_an_imprecise_time_has_to_lie_within(
    yards: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = CALLS.splitlines()[0]
    rows = [f"+447700900001,+447700900002,voice,{day},,,,," for day in ("2026-03-01", "2026-03")]
    path = tmp_path / "calls.csv"
    path.write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    done, _ = both(yards, path, monkeypatch, zone="Europe/London", **NARROW)
    assert {one["row"]: one["reason"] for one in done["rejects"] if one["ground"]} == {
        3: "outside authority URN-2026-17: after 2026-03-01"
    }


def test_a_load_cut_off_under_another_authority_begins_anew(
    yard: Yard, case: str, calls: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("remit.store.draft.Draft.seal", _fail)
        with pytest.raises(RuntimeError):
            yard.load(case, calls, **NARROW)
    done = yard.load(case, calls, **BULK)
    assert (done["accepted"], done["held"]) == (8, 0)
    again = yard.load(case, calls, **NARROW)
    assert again["accepted"] == 8
    assert "another authority" in again["notes"][-1]
    assert again["authority"]["reference"] == "TEST-1"


def _fail(_: object) -> None:
    raise RuntimeError("cut off")


def test_a_file_that_takes_none_is_loaded_under_none(yard: Yard, case: str, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name,phone\nAna Lund,07700900555\n", encoding="utf-8")
    done = yard.load(case, path, yes=True, **NARROW)
    assert (done["accepted"], done["held"], done["authority"]) == (1, 0, None)


@pytest.mark.parametrize(
    ("given_", "wrong"),
    [
        ({"authority": "X"}, "lacks its subjects and its first day and its last day"),
        ({"authority": "X", "subject": ["any"], "from_": "2026-01-01"}, "lacks its last day"),
        ({**NARROW, "to": "2026-02-01"}, "before it begins"),
        ({**NARROW, "to": "1/2/2026"}, "no day"),
        ({**NARROW, "subject": ["any", "07700900001"]}, "not both"),
        ({**NARROW, "subject": ["somebody"]}, "the subject 'somebody' is no"),
        ({**NARROW, "authority": "x" * 101}, "at most 100"),
    ],
)
def test_an_authority_is_whole_or_refused(
    yard: Yard, case: str, calls: Path, given_: dict[str, Any], wrong: str
) -> None:
    with pytest.raises(Misuse, match=wrong):
        yard.load(case, calls, **given_)


def test_an_answer_that_is_no_authority_is_refused() -> None:
    for text in ("URN-1", "a; b; c", "a;;2026-01-01;2026-01-02"):
        with pytest.raises(Misuse, match="REF; SUBJECT"):
            authority.read(text)


def test_its_days_are_days_here() -> None:
    one = authority.read("X; any; 2026-06-01; 2026-06-01")
    assert one.window == (
        datetime(2026, 5, 31, 23, tzinfo=UTC),
        datetime(2026, 6, 1, 23, tzinfo=UTC),
    )


def test_what_did_not_happen_has_no_date_to_exceed() -> None:
    one = authority.read("X; 07700 900001; 2026-06-01; 2026-06-01")
    phone = MentionDraft("who", "phone", "+447700900001")
    assert one.exceeded(RowDraft(2, {}, (phone,))) is None
    assert one.exceeded(RowDraft(2, {}, (), (EventDraft("call"),))) == (
        "outside authority X: at a time that is not stated, about none of its subjects"
    )
    assert one.exceeded(RowDraft(2, {}), about=["+447700900001"]) is None


INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))


@given(begin=INSTANTS, days=st.integers(0, 40), first=st.dates(date(2026, 2, 1), date(2026, 11, 1)))
def test_a_wider_authority_never_holds_more(begin: datetime, days: int, first: date) -> None:
    row = RowDraft(2, {}, (), (EventDraft("call", begin=begin, precision="instant"),))
    last = first + timedelta(days=days)
    narrow = Authority("X", ("any",), None, first, last)
    wide = Authority("X", ("any",), None, first - timedelta(1), last + timedelta(1))
    assert narrow.exceeded(row) is not None or wide.exceeded(row) is None
    inside = narrow.window[0] <= begin < narrow.window[1]
    assert (narrow.exceeded(row) is None) == inside
