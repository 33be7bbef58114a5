"""Identifiers by rule, on generated reports: written apart from the rules (`reports.py`)."""

import time
from datetime import UTC, date, datetime

import pytest
from tests.extraction.reports import Report, noisy, report

from remit.extraction.extract import extract
from remit.ontology.types.time import Instant

DATED, ZONE = date(2024, 1, 10), "Europe/London"
SEEDS = range(120)


def counted(reports: list[Report]) -> tuple[int, int, int, list[str]]:
    """Right, found, planted, and what went wrong."""
    right = found = planted = 0
    wrong: list[str] = []
    for made in reports:
        got = {(c.type, c.begin, c.end): c for c in read(made.text)}
        said = {(p.type, p.begin, p.end): p for p in made.planted}
        right += len(got.keys() & said.keys())
        found, planted = found + len(got), planted + len(said)
        wrong += [f"found {c}" for key, c in got.items() if key not in said]
        wrong += [f"missed {p}" for key, p in said.items() if key not in got]
    return right, found, planted, wrong


def read(text: str):
    return extract(text, dated=DATED, zone=ZONE, rules_only=True)


def test_every_identifier_found_is_planted_and_nearly_every_planted_one_is_found() -> None:
    right, found, planted, wrong = counted([report(seed) for seed in SEEDS])
    assert right == found, wrong
    assert right / planted >= 0.98, wrong


def test_the_value_of_each_is_its_normal_form() -> None:
    for seed in SEEDS:
        made = report(seed)
        got = {(c.type, c.begin, c.end): c for c in read(made.text)}
        for planted in made.planted:
            each = got.get((planted.type, planted.begin, planted.end))
            if each is None or planted.value is None:
                continue
            if planted.type != "Temporal":
                assert each.value == planted.value, (planted, each)
            elif planted.value != "relative":
                assert isinstance(each.value, Instant), (planted, each)
                local = each.value.begin.astimezone(tz_of_zone())
                assert local.isoformat(" ").startswith(planted.value), (planted, each)
            else:
                assert isinstance(each.value, Instant), (planted, each)


def tz_of_zone():
    from zoneinfo import ZoneInfo

    return ZoneInfo(ZONE)


@pytest.mark.parametrize(
    ("how", "precision", "recall"),
    [("lower", 0.99, 0.95), ("ocr", 0.95, 0.8), ("typing", 0.95, 0.8)],
)
def test_noise_costs_recall_before_precision(how: str, precision: float, recall: float) -> None:
    right, found, planted, wrong = counted([noisy(report(s), how, s) for s in SEEDS])
    assert right / found >= precision, wrong
    assert right / planted >= recall, wrong


@pytest.mark.parametrize(
    "text",
    [
        "Crime number 12/345678/20 refers.",
        "The A136 and the M9 were closed; DDG 70, CTF 50 and L 12 took part.",
        "Order 57170414 was cancelled after an account of the day was given.",
        "Firmware version 10.2.0.1 was installed, see section 4.2.",
        "In 12 the men and at 30 all were there; IN12 AND THE OTHERS WENT.",
        "The ratio was 10:15 and the score 3-1.",
        "Parcel 490154203237518 was late.",
        "He may march to the sun; second to none, mon ami.",
        "Room 7, floor 3, 205/55 R16 and 12.5 per cent.",
        "Weighs 20 pounds; call 999 at once.",
        "The M1 2nd exit and the B1 3rd gate.",
        "Card game 4111 was won by 4111 1111 1111 1112 points.",
    ],
)
def test_numbers_that_identify_nothing_are_left_alone(text: str) -> None:
    assert [(c.type, c.text) for c in read(text)] == []


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("yesterday", (2024, 1, 9, 0), (2024, 1, 10, 0)),
        ("yesterday evening", (2024, 1, 9, 16), (2024, 1, 10, 0)),
        ("last night", (2024, 1, 9, 18), (2024, 1, 10, 6)),
        ("this morning", (2024, 1, 10, 0), (2024, 1, 10, 12)),
        ("last Tuesday", (2024, 1, 9, 0), (2024, 1, 10, 0)),
        ("last Wednesday", (2024, 1, 3, 0), (2024, 1, 4, 0)),
        ("two days ago", (2024, 1, 8, 0), (2024, 1, 9, 0)),
        ("last week", (2024, 1, 1, 0), (2024, 1, 8, 0)),
        ("last month", (2023, 12, 1, 0), (2024, 1, 1, 0)),
        ("last year", (2023, 1, 1, 0), (2024, 1, 1, 0)),
        ("20 December", (2023, 12, 20, 0), (2023, 12, 21, 0)),
    ],
)
def test_relative_times_count_from_the_report(
    text: str, begin: tuple[int, ...], end: tuple[int, ...]
) -> None:
    (each,) = read(f"He was seen {text}.")
    assert isinstance(each.value, Instant)
    assert each.text == text
    assert each.value.begin == datetime(*begin, tzinfo=UTC)  # type: ignore[misc]
    assert each.value.end == datetime(*end, tzinfo=UTC)  # type: ignore[misc]


def test_two_days_later_counts_from_the_day_the_text_named() -> None:
    *_, later = read("He left on 14 May 2019 and came back two days later.")
    assert isinstance(later.value, Instant)
    assert later.value.begin.date() == date(2019, 5, 15)  # 16 May in summer time begins in UTC
    assert "2019-05-14" in later.said


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("He came back two days later.", "not named"),
        ("He came on Tuesday evening.", "not stated"),
        ("He came next Friday.", "not stated"),
        ("He came on 04/03/2020.", "say which"),
        ("He came on 04/03/20.", "century"),
        ("He came at 14:30.", "day is not stated"),
        ("He came on Tuesday 4 March 2015.", "Wednesday"),
        ("He paid $500.", "currency"),
    ],
)
def test_what_can_be_read_in_two_ways_has_no_value_and_says_why(text: str, reason: str) -> None:
    (each,) = read(text)
    assert each.value is None
    assert reason in each.said


def test_without_a_date_relative_times_stay_open_and_without_a_zone_clocks_do() -> None:
    (each,) = extract("He was seen yesterday.", rules_only=True)
    assert each.value is None
    assert "report's date" in each.said
    (each,) = extract("Seen at 14:30 on 4 March 2015.", rules_only=True)
    assert each.value is None
    assert "zone" in each.said


HOSTILE = {
    "digits": "1", "spaces": " ", "at": "@", "letters": "a", "addresses": "a@", "www": "www.",
    "dots": "1.", "slashes": "1/", "colons": "1:", "brackets": "(", "months": "jan ", "hex": "ab:",
    "banks": "GB82 ", "accounts": "account ", "money": "£1,", "lines": "\n", "marks": "A1 ",
    "Arabic digits": "\u0663", "combining": "a\u0301", "letters that grow": "\u0130",
}  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_ends_in_time_and_twice_as_much_takes_about_twice_as_long(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        began = time.process_time()
        read(text)
        return time.process_time() - began

    seconds(1_000)
    short, long = seconds(25_000), seconds(100_000)
    assert long < 5
    assert long < 12 * short + 0.2, (short, long)
