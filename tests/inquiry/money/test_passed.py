"""Which accounts pass money on, and which only have rent to pay."""

import numpy as np

from remit.inquiry.money.passed import passed
from remit.inquiry.money.payments import UNKNOWN, Payments

DAY = 86_400


def ordinary(seed: int, many: int = 300, days: int = 56) -> list[tuple[int, int, int, int]]:
    """Payments of accounts 0 to `many`: wages twice, rent the day after for some, shopping."""
    draw = np.random.default_rng(seed)
    rows = []
    employer, landlord, shop = many, many + 1, many + 2
    for account in range(many):
        wages = int(draw.integers(150_000, 300_000))
        for month in (0, 1):
            at = month * 28 * DAY + 9 * 3600
            rows.append((employer, account, at, wages))
            if draw.random() < 0.4:
                rows.append((account, landlord, at + DAY // 2, int(wages * 0.4)))
        for day in range(days):
            if draw.random() < 0.3:
                second = day * DAY + int(draw.integers(8 * 3600, 22 * 3600))
                rows.append((account, shop, second, int(draw.integers(200, 6_000))))
    return rows


def payments(rows: list[tuple[int, int, int, int]]) -> Payments:
    rows = sorted(rows, key=lambda row: row[2])
    payer, payee, at, minor = (np.array(column, np.int64) for column in zip(*rows, strict=True))
    many = int(max(payer.max(), payee.max())) + 1
    names = [f"account-{n}" for n in range(many)]
    return Payments(
        payer, payee, at, minor, [("load", n) for n in range(len(rows))], names, names, 0
    )


def passing(account: int, at: int, payees: range) -> list[tuple[int, int, int, int]]:
    """A credit of 1,200 that leaves within hours, in equal parts."""
    each = 116_000 // len(payees)
    paid = [(account, payee, at + 3_600 * n, each) for n, payee in enumerate(payees, 1)]
    return [(299, account, at, 120_000), *paid]


def test_an_account_that_passes_on_twice_stands_out_with_those_it_pays() -> None:
    rows = ordinary(1) + passing(7, 10 * DAY, range(20, 27)) + passing(7, 24 * DAY, range(20, 27))
    first, *others = passed(payments(rows))
    assert (first.account, len(first.credits), len(first.again)) == (7, 2, 7)
    assert first.expected < 0.001
    assert first.others == 2, "its wages were not passed on"
    assert all(one.expected > 0.05 for one in others)


def test_rent_after_wages_is_nothing() -> None:
    assert all(one.expected > 0.05 for seed in range(5) for one in passed(payments(ordinary(seed))))


def test_once_is_chance() -> None:
    rows = ordinary(2) + passing(7, 10 * DAY, range(20, 27))
    assert all(one.account != 7 for one in passed(payments(rows)))


def test_a_firm_from_which_much_leaves_every_day_passes_nothing_on() -> None:
    daily = [(40, 41 + n % 5, day * DAY + n * 3_600, 90_000) for day in range(56) for n in range(6)]
    credits = [(299, 40, day * DAY + 5 * 3_600, 100_000) for day in range(0, 56, 4)]
    told = [one for one in passed(payments(ordinary(3) + daily + credits)) if one.account == 40]
    assert told
    assert told[0].expected > 0.05


def test_times_shuffled_tell_nothing() -> None:
    rows = ordinary(4) + passing(7, 10 * DAY, range(20, 27)) + passing(7, 24 * DAY, range(20, 27))
    draw = np.random.default_rng(0)
    for _ in range(10):
        at = draw.permutation([row[2] for row in rows])
        shuffled = [(a, b, int(t), m) for (a, b, _, m), t in zip(rows, at, strict=True)]
        assert all(one.expected > 0.0042 for one in passed(payments(shuffled)))


def test_who_was_not_named_is_paid_by_nobody() -> None:
    rows = ordinary(5, many=50)
    moved = payments(rows)
    moved.payee[moved.payee == 52] = UNKNOWN
    assert isinstance(passed(moved), list)
