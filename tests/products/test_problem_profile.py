"""A profile says what the records bear, claims nothing inside the noise, and counts its rows."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.places.strategies import at, events, one
from tests.products.made import HEADER, made, profile

from remit.errors import Misuse
from remit.places.events import Event
from remit.places.months import Months
from remit.products.document import Document, Statement, Table, pieces, quoted
from remit.products.problem_profile import Asked, Held, build, said


def sentences(document: Document, section: str | None = None) -> str:
    """Every statement and cell in plain text."""
    figures = {figure.id: figure for figure in document.figures}

    def plain(text: str) -> str:
        return "".join(p if isinstance(p, str) else p.value for p in pieces(text, figures))

    found: list[str] = []
    for part_of in document.sections:
        if section in (None, part_of.title):
            for part in part_of.parts:
                if isinstance(part, Statement):
                    found += [plain(part.text), *part.against]
                else:
                    found += [
                        part.title,
                        *part.header,
                        *(plain(c) for row in part.rows for c in row),
                    ]
                    found.append(part.left_out or "")
    return "\n".join(found)


def table(document: Document, title: str) -> Table:
    tables = [p for s in document.sections for p in s.parts if isinstance(p, Table)]
    return next(one for one in tables if one.title.startswith(title))


def test_every_figure_is_the_count_of_its_rows() -> None:
    document = made()
    assert len(document.figures) > 10
    for figure in document.figures:
        assert int(figure.value.replace(",", "")) == len(figure.rows)
    shown = [f.id for f in document.figures]
    named = re.findall(r"\{(F\d+)\}", repr(document.sections))
    assert set(named) == set(shown)
    assert shown == list(dict.fromkeys(named)), "figures are numbered as they are read"


def test_what_matters_comes_first_and_assessments_stand_apart() -> None:
    document = made()
    assert [s.title for s in document.sections][:2] == ["In brief", "Assessed"]
    for section in document.sections:
        statements = [p for p in section.parts if isinstance(p, Statement)]
        wanted = "assessment" if section.title == "Assessed" else "fact"
        assert {s.basis for s in statements} <= {wanted}
    assert all(finding.against for finding in document.findings())


def test_a_rise_beyond_noise_is_claimed_with_its_interval() -> None:
    text = sentences(made(), "Assessed")
    assert re.search(r"Recorded crimes: more than .* 108 against 15, ratio .* \d\.\d\d \(", text)


def test_the_same_counts_again_claim_no_change() -> None:
    now = [e for m in ("2024-01", "2024-02", "2024-03") for e in events(20, m)]
    before = [e for m in ("2023-01", "2023-02", "2023-03") for e in events(19, m)]
    document = profile(now, before)
    assert "than in the same months" not in sentences(document, "Assessed")
    assert "cannot tell" in sentences(document, "Change")


def test_areas_are_named_with_their_code() -> None:
    assert "Exampleton 001A (E01000001)" in sentences(made(), "Where")


def test_a_place_without_area_is_said_to_have_none() -> None:
    assert "not recorded" in sentences(profile([one(2, area=None, area_name=None)]), "Where")


def test_no_share_is_naked_and_none_reads_as_nothing_to_nothing() -> None:
    text = sentences(made())
    for line in text.splitlines():
        bare = re.sub(r"[\d,]+ of [\d,]+ \([\d.,]+ to [\d.,]+ %\)|95 %", "", line)
        assert "%" not in bare, line
    assert "(0 to 0 %)" not in text


@given(whole=st.integers(1, 10**6), data=st.data())
def test_a_share_shows_two_different_ends(whole: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, whole))
    found = re.fullmatch(r"[\d,]+ of [\d,]+ \((.+) to (.+) %\)", said.share_of(part, whole))
    assert found
    low, high = (float(end.replace(",", "")) for end in found.groups())
    assert 0 <= low <= high <= 100
    assert low < high


def test_a_month_without_records_is_unknown_and_one_of_another_type_is_none() -> None:
    now = [*events(3, "2024-01"), *events(2, "2024-03")]
    held = [*now, *events(4, "2024-02", category="Drugs")]
    rows = table(profile(now), "Recorded crimes by month").rows
    assert rows[1] == ("2024-02", "no record", "cannot tell", "cannot tell")
    asked = Asked(Months.read("2024-01", "2024-03"), category="Burglary")
    document = build(asked, Held(tuple(now), tuple(held), None), HEADER, ())
    rows = table(document, "Recorded crimes by month").rows
    figures = {figure.id: figure for figure in document.figures}
    assert "".join(p.value for p in pieces(rows[1][1], figures) if not isinstance(p, str)) == "0"
    assert "2024-02" not in sentences(document, "In brief")


def test_a_month_that_is_not_held_takes_no_days_from_the_rate() -> None:
    text = sentences(profile(events(62, "2024-01")), "In brief")
    assert "62 recorded crimes in 1 month: 2.0 (1.5 to 2.6) a day." in text


def test_months_and_forces_that_are_missing_are_named() -> None:
    now = [*events(3, "2024-01"), *events(2, "2024-03"), *events(2, "2024-01", force="Other")]
    text = sentences(profile(now), "Data gaps")
    assert "No record in view falls in 2024-02. No record is not none." in text
    assert "Other has no record in 2024-03." in text


@pytest.mark.parametrize("now", [[], [one(2)], events(1, place=None, lon=None, label=None)])
def test_too_little_is_called_too_little(now: list[Event]) -> None:
    document = profile(now)
    text = sentences(document)
    assert "Insufficient data" in text or "Nothing in these counts stands out" in text
    assert [f.basis for f in document.findings()] == ["assessment"]
    assert "No baseline" in text or not now


def test_records_without_a_place_give_no_table_of_places() -> None:
    text = sentences(profile(events(40, place=None, lon=None, lat=None, label=None)), "Where")
    assert text.startswith("Insufficient data: no record in view says where")


def test_months_alone_tell_no_day_and_no_hour() -> None:
    assert "no day of the week and no hour" in sentences(made(), "When")


def test_hours_and_days_are_those_of_the_clock_on_the_wall() -> None:
    summer = replace(at(22), begin=at(22).begin.replace(month=7), month="2024-07")  # 23:30 in July
    asked = Asked(Months.read("2024-03", "2024-07"), kind="stop-search")
    document = profile([at(22), summer], asked=asked)
    hours = {row[0]: row[1] for row in table(document, "By hour").rows}
    figures = {figure.id: figure for figure in document.figures}
    values = {hour: figures[text.strip("{}")].value for hour, text in hours.items()}
    assert {hour for hour, n in values.items() if n != "0"} == {"22:00", "23:00"}
    assert len(values) == 24
    assert "Stops and searches" in document.title


def test_limits_say_what_published_points_are_and_that_nobody_is_named() -> None:
    text = sentences(made(), "Limits")
    assert "anonymous map points" in text
    assert "names no person" in text
    assert "No rate per head is given" in sentences(made(), "How much")


def test_what_is_counted_from_each_file_is_said() -> None:
    assert "a.csv" in sentences(made(), "Sources")
    assert "problem-profile 2" in sentences(made(), "Method")


def test_hostile_names_neither_pose_as_figures_nor_break_a_form() -> None:
    for text in ("{F1}", "{F9999}", "x" * 9999, "a\x00b\x0b\ud800\uffff", "  \n "):
        shown = quoted(text)
        assert pieces(shown, {}) in ([shown], [])
        assert len(shown) <= 210
        assert shown.isprintable() or "\u2060" in shown


def test_a_kind_or_title_that_is_none_is_refused() -> None:
    months = Months.read("2024-01", "2024-01")
    with pytest.raises(Misuse, match="crime, stop-search, event"):
        Asked(months, kind="person")
    with pytest.raises(Misuse, match="title"):
        Asked(months, title="x" * 10_000)
