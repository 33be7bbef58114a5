"""Judging in tests: people of rows brought in, by load and row."""

from tests.store.building import IDS, Building

from remit.store import judgements
from remit.store.judgements import Judged, Stands, Verdict
from remit.store.view import View

__all__ = ["Who", "judge", "judge_unseen", "mention", "withdraw"]

Who = tuple[str, int]
"""The person of a row: load and position."""


def mention(who: Who) -> str:
    """The id of the mention."""
    return IDS.mention(*who, "who", "person")


def judge(
    building: Building,
    case: str | None,
    a: Who,
    b: Who,
    verdict: Verdict = "same",
    *,
    of_case: bool = False,
    withdraws: str | None = None,
) -> str:
    """Judge two people under an act of the first analyst; the judgement's id."""
    with building.act("test-read.any", case) as act:
        assert isinstance(act.hand, View)
        one, other = (_stands(act.hand, who) for who in (a, b))
        made = Judged(one, other, verdict, f"why {a} {b}", of_case, withdraws=withdraws)
        return act.release(act.hand.judge(made))


def withdraw(building: Building, case: str | None, a: Who, b: Who, judgement: str) -> str:
    """Take a judgement on two people back."""
    return judge(building, case, a, b, "withdrawn", withdraws=judgement)


def judge_unseen(
    building: Building,
    case: str,
    a: Who,
    b: Who,
    verdict: Verdict,
    handling: str,
    of: tuple[str, str] = ("who", "person"),
) -> None:
    """Judge two as somebody who may see both does; `handling` is that of the second, and `of` says
    what of the rows: by its slot, and its kind."""
    names = (IDS.mention(*who, *of) for who in (a, b))
    one, other = Stands(next(names), *a, "ordinary"), Stands(next(names), *b, handling)
    with building.act("test-load.any", case) as act:
        made = Judged(one, other, verdict, "seen by somebody else", of_case=False)
        act.release(judgements.judge(building.box, act, made))


def _stands(view: View, who: Who) -> Stands:
    asked = "SELECT id AS mention, load, pos, handling FROM mention WHERE id = ?"
    (row,) = view.run(asked, [mention(who)]).to_pylist() or [None]
    return Stands(**row) if row else Stands(mention(who), *who, "ordinary")
