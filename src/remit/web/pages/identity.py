"""Who is who: a person as judged, two put next to each other, and a verdict with its reason."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from remit.errors import Misuse, Refused
from remit.ontology.judged import kind_of_judged
from remit.web.desk import AtDesk, Checked, given
from remit.web.pages.inquiry import asked_again

__all__ = ["router"]

router = APIRouter()

_LISTS = {"review": "#queue", "misread": ""}
"""Where a match card was opened from that leads back to the pairs that wait, and where on it."""


@router.get("/cases/{case}/identity")
def match(
    case: str,
    desk: AtDesk,
    a: str = "",
    b: str = "",
    thing: Annotated[list[str] | None, Query()] = None,
    verdict: str = "",
    withdraw: str = "",
    because: str = "",
    next: str = "",
) -> Response:
    """Two next to each other, and what a verdict would change; without two, the form."""
    found_case = desk.case(case)
    ticked = [one for one in thing or [] if one.strip()]
    if len(ticked) == 2:
        a, b = ticked
    facts: dict[str, Any] = {"a": a, "b": b, "verdict": verdict, "withdraw": withdraw}
    facts |= {"because": because, "card": None, "conditions": (), "said": ""}
    facts["next"] = next if next in _LISTS else ""
    if ticked and len(ticked) != 2:
        facts["said"] = f"tick two people: {len(ticked)} were ticked"
        return desk.page("match.html", case=found_case, status=422, **facts)
    if not (a.strip() and b.strip()) and not withdraw:
        return desk.page("match.html", case=found_case, **facts)
    asked = {"withdraw": withdraw} if withdraw else {"a": a, "b": b, "verdict": verdict or "same"}
    try:
        answer = desk.use("resolve.preview", case, because, **asked)
    except Misuse as error:
        return desk.page("match.html", case=found_case, status=422, **facts | {"said": str(error)})
    except Refused as refused:
        return asked_again(desk, refused, "match.html", found_case, facts)
    return desk.page("match.html", case=found_case, **facts | {"card": answer.result})


@router.post("/cases/{case}/identity")
async def judge(case: str, request: Request, desk: Checked) -> Response:
    """Judge two, or take a judgement back; leads to what they are now, or to the next pair."""
    form = await request.form()
    reason = given(form, "reason") or ""
    asked_for = given(form, "because") or ""
    because = asked_for or ("" if desk.line(case) else reason)
    if given(form, "do") == "withdraw":
        asked = {"judgement": given(form, "withdraw") or "", "reason": reason}
        made = desk.use("resolve.withdraw", case, because, **asked)
    elif given(form, "do") == "judge":
        ends = {name: given(form, name) or "" for name in ("a", "b", "verdict")}
        alone = given(form, "case_only") is not None
        made = desk.use("resolve.judge", case, because, reason=reason, case_only=alone, **ends)
    else:
        raise Misuse("judge two, or take a judgement back")
    again = f"?{urlencode({'because': asked_for})}" if asked_for else ""
    entity = made.result["a"]["entity"]
    after = given(form, "next") or ""
    if after in _LISTS:
        kind = kind_of_judged(entity)
        back = {"because": asked_for} if asked_for else {}
        back |= {"kind": kind} if kind != "person" else {}
        query = f"?{urlencode(back)}" if back else ""
        return RedirectResponse(f"/cases/{case}/identity/{after}{query}{_LISTS[after]}", 303)
    return RedirectResponse(f"/cases/{case}/identity/{entity}{again}", 303)


@router.get("/cases/{case}/identity/{entity}")
def history(case: str, entity: str, desk: AtDesk, because: str = "", as_at: str = "") -> Response:
    """One of any kind: the mentions, who judged them one and why, what was merged and split."""
    found_case = desk.case(case)
    facts: dict[str, Any] = {"who": None, "entity": entity, "because": because, "as_at": as_at}
    facts |= {"conditions": (), "said": ""}
    try:
        answer = desk.use("resolve.history", case, because, entity=entity, as_at=as_at or None)
    except Misuse as error:
        facts["said"] = str(error)
        return desk.page("identity.html", case=found_case, status=422, **facts)
    except Refused as refused:
        return asked_again(desk, refused, "identity.html", found_case, facts)
    return desk.page("identity.html", case=found_case, **facts | {"who": answer.result})
