"""Who is who in a case: what a machine proposed, what was adopted, and whom to look at next."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from remit.errors import Misuse, NotFound, Refused
from remit.ontology.judged import MISREAD, PROPOSED, proposed
from remit.ontology.judged import misread as kind_misread
from remit.web.desk import AtDesk, Checked, given
from remit.web.pages.inquiry import asked_again

__all__ = ["router"]

router = APIRouter()

PAIRS = 20
"""Pairs of the queue on one page."""


@router.get("/cases/{case}/identity/review")
def review(case: str, desk: AtDesk, because: str = "", kind: str = "person") -> Response:
    """What was proposed and adopted, in what state it is, and the pairs that wait for a person.

    Two acts: one for what was decided, and one for the pairs, where there are any.
    """
    found_case = desk.case(case)
    of = proposed(kind)
    facts: dict[str, Any] = {"because": because, "state": None, "conditions": ()}
    facts |= {"kind": of, "kinds": tuple(PROPOSED)}
    try:
        decided = desk.use("resolve.proposals", case, because, kind=of)
        facts |= _state(decided.result) | {"decided_under": decided.act}
        if facts["newest"] or facts["adopted"]:
            waits = desk.use("resolve.queue", case, because, limit=PAIRS, kind=of)
            facts["queue"] = waits.result
    except Refused as refused:
        return asked_again(desk, refused, "review.html", found_case, facts)
    return desk.page("review.html", case=found_case, **facts)


@router.post("/cases/{case}/identity/review")
async def decide(case: str, request: Request, desk: Checked) -> Response:
    """Work it out anew, adopt what was worked out, or drop an adoption; leads back to the page."""
    form = await request.form()
    reason = given(form, "reason") or ""
    asked_for = given(form, "because") or ""
    because = asked_for or ("" if desk.line(case) else reason)
    verb, names = {
        "propose": ("resolve.propose", ("kind",)),
        "adopt": ("resolve.adopt", ("resolution", "reason")),
        "drop": ("resolve.drop", ("adoption", "reason")),
    }.get(given(form, "do") or "", ("", ()))
    if not verb:
        raise Misuse("work it out anew, adopt it, or drop an adoption")
    of = proposed(given(form, "kind") or "person")
    asked = {name: given(form, name) or "" for name in names if name != "kind"}
    asked |= {"kind": of} if "kind" in names else {}
    # it may take a minute, and meanwhile a handbrake must be within reach
    await run_in_threadpool(desk.use, verb, case, because, **asked)
    back = {"because": asked_for} if asked_for else {}
    back |= {"kind": of} if of != "person" else {}
    again = f"?{urlencode(back)}" if back else ""
    return RedirectResponse(f"/cases/{case}/identity/review{again}", 303)


@router.get("/cases/{case}/identity/misread")
def misread(case: str, desk: AtDesk, because: str = "", kind: str = "vehicle") -> Response:
    """Numbers that may be one misread, each pair with what speaks for and against it."""
    found_case = desk.case(case)
    of = kind_misread(kind)
    facts: dict[str, Any] = {"because": because, "kind": of, "kinds": tuple(MISREAD)}
    facts |= {"found": None, "conditions": ()}
    try:
        answer = desk.use("resolve.misread", case, because, kind=of, limit=PAIRS)
    except Refused as refused:
        return asked_again(desk, refused, "misread.html", found_case, facts)
    return desk.page("misread.html", case=found_case, **facts | {"found": answer.result})


@router.get("/cases/{case}/identity/{entity}/edges")
def edges(case: str, entity: str, desk: AtDesk, because: str = "") -> Response:
    """What a machine says for and against the mentions of one being one, and others."""
    found_case = desk.case(case)
    facts: dict[str, Any] = {"entity": entity, "because": because, "found": None, "said": ""}
    facts |= {"conditions": ()}
    try:
        answer = desk.use("resolve.edges", case, because, entity=entity)
    except NotFound as error:
        facts["said"] = str(error).partition(":")[0]
        return desk.page("edges.html", case=found_case, status=404, **facts)
    except Refused as refused:
        return asked_again(desk, refused, "edges.html", found_case, facts)
    return desk.page("edges.html", case=found_case, **facts | {"found": answer.result})


def _state(told: Mapping[str, Any]) -> dict[str, Any]:
    """What the page tells of proposals and adoptions: the newest, the one that counts, its model.

    `shown` is the resolution that the page describes: the adopted one, else the newest; `newest`
    one that nobody adopted and that is newer than what counts.
    """
    every = told["resolutions"]
    adopted = next((one for one in every if one["adopted"]), None)
    newest = every[0] if every and not every[0]["adopted"] else None
    shown = adopted or newest
    counting = next((one for one in told["adoptions"] if one["state"] == "counts"), None)
    figures = shown["figures"] if shown else {}
    return {
        "state": told,
        "adopted": adopted,
        "counting": counting,
        "newest": newest,
        "shown": shown,
        "sizes": _sizes(told["entities"] if adopted else figures),
        "withheld": (told["entities"] if adopted else figures).get("withheld", {}),
        "queue": None,
    }


def _sizes(figures: Mapping[str, Any]) -> list[tuple[int, int]]:
    """How many entities there are of each size, of two mentions and more; the smallest first."""
    by_size = figures.get("by_size", {})
    return [(int(size), n) for size, n in sorted(by_size.items(), key=_by_number) if int(size) > 1]


def _by_number(item: tuple[str, int]) -> int:
    return int(item[0])
