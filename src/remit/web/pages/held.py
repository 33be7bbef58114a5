"""What is held back: for an independent reviewer, who is of no case and decides on its rows."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from remit.errors import Misuse, Refused
from remit.sources.authority import EXCEEDS
from remit.sources.privilege import shipped
from remit.web.desk import AtDesk, Checked, Desk, given

__all__ = ["NO_CASE", "router"]

router = APIRouter()

NO_CASE = "none"
"""Stands in an address for a load that is of no case."""

PER_PAGE = 50
"""Held rows on one page."""


@router.get("/held")
def list_(desk: AtDesk, because: str = "") -> Response:
    """Loads with rows that are held back, of every case that one has no part in."""
    facts: dict[str, Any] = {"because": because, "loads": None, "conditions": (), "said": ""}
    try:
        answer = desk.use("quarantine.list", None, because, purpose=_purpose(desk))
    except Refused as refused:
        return _asked_again(desk, refused, "held.html", facts)
    facts |= {"loads": answer.result["loads"], "titles": _titles()}
    return desk.page("held.html", **facts)


@router.get("/held/{case}/{held}")
def read(
    case: str,
    held: str,
    desk: AtDesk,
    because: str = "",
    after: Annotated[int, Query(ge=0)] = 0,
) -> Response:
    """The rows of one load that are held back, and the form to decide on them."""
    facts: dict[str, Any] = {"because": because, "held": None, "load": held, "of_case": case}
    facts |= {"conditions": (), "said": "", "after": after}
    params: dict[str, Any] = {"load": held, "after": after, "limit": PER_PAGE}
    try:
        answer = desk.use(
            "quarantine.read", _case(case), because, purpose=_purpose(desk, case), **params
        )
    except Refused as refused:
        return _asked_again(desk, refused, "held_load.html", facts)
    facts |= {"held": answer.result, "titles": _titles()}
    return desk.page("held_load.html", **facts)


@router.post("/held/{case}/{held}")
async def decide(case: str, held: str, request: Request, desk: Checked) -> Response:
    """Release rows, or seal them for good."""
    form = await request.form()
    because, do = given(form, "because"), given(form, "do")
    if do not in ("release", "seal"):
        raise Misuse("a decision is to release rows or to seal them for good")
    rows = [str(row) for row in form.getlist("row")]
    if given(form, "which") != "all" and not rows:
        raise Misuse("choose the rows that are meant, or say that all of them are")
    params: dict[str, Any] = {"load": held}
    if given(form, "which") != "all":
        params["rows"] = rows
    answer = desk.use(
        f"quarantine.{do}", _case(case), because, purpose=_purpose(desk, case), **params
    )
    if answer.result["held"]:
        return RedirectResponse(f"/held/{case}/{held}", 303)
    return RedirectResponse("/held", 303)


def _case(case: str) -> str | None:
    return None if case == NO_CASE else case


def _purpose(desk: Desk, case: str = NO_CASE) -> str | None:
    """The case's purpose; outside a case, that for which the data were got."""
    if case != NO_CASE:
        return None
    return "exercise" if desk.house.exercise else "investigation"


def _titles() -> Mapping[str, str]:
    """What each ground is called."""
    grounds = {ground: one.title for ground, one in shipped().grounds.items()}
    return grounds | {EXCEEDS: "Beyond the authority of the load"}


def _asked_again(desk: Desk, refused: Refused, template: str, facts: dict[str, Any]) -> Response:
    """The same page, where a reason is all that is missing."""
    if not desk.needs_reason(refused):
        raise refused
    desk.act = refused.act
    return desk.page(template, status=403, **facts | {"conditions": refused.conditions})
