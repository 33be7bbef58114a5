"""The method `money.passing`: accounts through which money passes."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from remit.inquiry.finding import Evidence, Finding, Looker, Method, earlier, outcome, reported
from remit.inquiry.material import material
from remit.inquiry.money.capability import MONEY
from remit.inquiry.money.passed import FEWEST, FLOOR, SHARE, Passed, passed
from remit.inquiry.money.payments import UNKNOWN, Payments, payments, said
from remit.inquiry.recorded import told

__all__ = ["METHOD", "passing"]

METHOD = Method(
    name="money.passing",
    version="1",
    line="money",
    question="which accounts pay out most of what they take in within a day, and to whom",
    needs=("payment",),
)

MOST_PAYEES = 20
"""Accounts paid that are told with one finding; how many more is said."""

_AGAINST = (
    "Rent, a loan repaid or a bill that is shared is passed on at once as well; the records say "
    "what moved, not why, and not who gave the order."
)


@MONEY.verb("passing")
def passing(view: Looker, *, seeds: Sequence[str] | None = None) -> dict[str, Any]:
    """Accounts that pay out most of several credits within a day, and whom they pay each time.

    Accounts are consolidated: a payment that several statements tell of counts once.
    """
    found = material(view, seeds)  # of every load: who holds an account stands in others
    parameters = {"floor": said(FLOOR), "share": SHARE, "fewest": FEWEST, "hours": 24}
    before = earlier(view, METHOD, found, parameters)
    if before is not None:
        return before
    moved = payments(view, found)
    findings = [_finding(view, moved, one) for one in passed(moved, view.check)]
    looked_at = {
        "payments": len(moved.at),
        "accounts": len(moved.accounts),
        "told_more_than_once": moved.repeated,
    }
    return outcome(view, METHOD, found, findings, parameters=parameters, looked_at=looked_at)


def _finding(view: Looker, moved: Payments, one: Passed) -> Finding:
    label = moved.labels[one.account]
    came = int(moved.minor[one.credits].sum())
    went = sum(int(moved.minor[some].sum()) for some in one.onward)
    payees = _named(moved, [int(n) for some in one.onward for n in moved.payee[some]])
    payers = _named(moved, [int(n) for n in moved.payer[one.credits]])
    evidence = [
        _evidence(moved, int(credit), some)
        for credit, some in zip(one.credits, one.onward, strict=True)
    ]
    things = [moved.accounts[one.account], *payers, *payees[:MOST_PAYEES]]
    people: tuple[str, ...] = ()
    if reported(one.expected):
        people, whose = told(view, things)
        evidence += whose
    again = f", {len(one.again):,} of them more than once" if one.again else ""
    against = [_AGAINST]
    if one.others:
        against.insert(0, f"{one.others:,} other credits of that size were not passed on.")
    if len(payees) > MOST_PAYEES:
        against.append(f"{len(payees) - MOST_PAYEES:,} more accounts were paid, not listed here.")
    rows = [row for part in evidence[: len(one.credits)] for row in part.rows]
    return Finding(
        kind="money-passed-on",
        statement=(
            f"{label} took in {said(came)} in {len(one.credits):,} payments and paid out "
            f"{said(went)} within a day of each, to {len(payees):,} accounts{again}."
        ),
        basis="assessment",
        things=tuple(dict.fromkeys([*things, *people])),
        rows=tuple(dict.fromkeys(rows)),
        expected=one.expected,
        against=tuple(against),
        begin=_moment(int(moved.at[one.credits[0]])),
        end=_moment(max(int(moved.at[some].max()) for some in one.onward)),
        evidence=tuple(evidence),
    )


def _named(moved: Payments, numbers: Sequence[int]) -> list[str]:
    return [moved.accounts[n] for n in dict.fromkeys(numbers) if n != UNKNOWN]


def _evidence(moved: Payments, credit: int, onward: Any) -> Evidence:
    payer = int(moved.payer[credit])
    source = "an account not named" if payer == UNKNOWN else moved.labels[payer]
    went = int(moved.minor[onward].sum())
    text = (
        f"{said(int(moved.minor[credit]))} from {source} on "
        f"{_moment(int(moved.at[credit])):%d %b %Y %H:%M} UTC; {said(went)} paid out in "
        f"{len(onward):,} payments by {_moment(int(moved.at[onward].max())):%d %b %Y %H:%M} UTC."
    )
    return Evidence(text, (moved.rows[credit], *(moved.rows[n] for n in onward)))


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)
