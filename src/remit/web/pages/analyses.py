"""Findings of a case: what would be looked for, what was found, and what persons decided of it."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from remit.desk.playbook import analyse
from remit.errors import Misuse, NotFound, Refused
from remit.products.yardstick import BANDS
from remit.web.desk import AtDesk, Checked, Desk, given
from remit.web.pages.inquiry import asked_again

__all__ = ["LINES", "router"]

router = APIRouter()

LINES = {
    "crimes": "Crimes",
    "phones": "Phones",
    "movements": "Movements",
    "money": "Money",
    "people": "People",
}
"""Lines of enquiry in the order of the page."""


@router.get("/cases/{case}/analyses")
def analyses(case: str, desk: AtDesk, because: str = "", analysis: str = "") -> Response:
    """The latest analysis of the case, or the one named, by line of enquiry; and what would run.

    Three acts: one lists the analyses, one plans a new one, one reads.
    """
    found_case = desk.case(case)
    facts: dict[str, Any] = {"because": because, "conditions": (), "told": None, "said": ""}
    try:
        made = desk.use("analyse.list", case, because).result["analyses"]
        facts |= {"made": made, "plan": desk.use("analyse.plan", case, because).result["plan"]}
        wanted = analysis or (made[0]["analysis"] if made else "")
        if wanted:
            facts |= _told(desk.use("analyse.read", case, because, analysis=wanted).result)
    except NotFound as error:
        facts["said"] = str(error)
        return desk.page("analyses.html", case=found_case, status=404, **facts)
    except Refused as refused:
        return asked_again(desk, refused, "analyses.html", found_case, facts)
    return desk.page("analyses.html", case=found_case, **facts)


@router.post("/cases/{case}/analyses")
async def act(case: str, request: Request, desk: Checked) -> Response:
    """Analyse the case anew, decide of one finding, or make a product of what was accepted.

    Leads back to the page, or to the product.
    """
    form = await request.form()
    because, analysis = given(form, "because") or "", given(form, "analysis") or ""
    if given(form, "do") == "analyse":
        seeds = [seed.strip() for seed in (given(form, "seeds") or "").split(",") if seed.strip()]
        question = given(form, "question")
        # it may take minutes, and meanwhile a handbrake must be within reach
        done = await run_in_threadpool(_analyse, desk, case, because, seeds, question)
        return _back(case, because, done, "")
    if given(form, "do") == "product":
        made = await run_in_threadpool(
            desk.use, "product.case-analysis", case, because, analysis=analysis
        )
        again = f"?{urlencode({'because': because})}" if because else ""
        return RedirectResponse(f"/cases/{case}/products/{made.result['product']}{again}", 303)
    finding, state = given(form, "finding") or "", given(form, "state") or ""
    if state not in ("accepted", "rejected", "noted", "withdrawn"):
        raise Misuse("analyse the case, or accept, reject or note a finding")
    reason = given(form, "reason") or ""
    asked: dict[str, Any] = {"analysis": analysis, "finding": finding, "state": state}
    asked["reason"] = reason
    asked |= {name: given(form, name) for name in ("yardstick", "confidence") if given(form, name)}
    desk.use("analyse.decide", case, because or ("" if desk.line(case) else reason), **asked)
    return _back(case, because, analysis, finding)


def _analyse(desk: Desk, case: str, because: str, seeds: list[str], question: str | None) -> str:
    def use(verb: str, **params: Any) -> Any:
        return desk.use(verb, case, because, **params)

    name: str = analyse(use, seeds=seeds, question=question).answer["analysis"]
    return name


def _back(case: str, because: str, analysis: str, finding: str) -> Response:
    asked = {name: text for name, text in (("because", because), ("analysis", analysis)) if text}
    again = f"?{urlencode(asked)}" if asked else ""
    place = f"#{finding}" if finding else ""
    return RedirectResponse(f"/cases/{case}/analyses{again}{place}", 303)


def _told(told: Mapping[str, Any]) -> dict[str, Any]:
    """What the page shows of an analysis: findings numbered in their order, by line."""
    by_line: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for number, one in enumerate(told["findings"], 1):
        by_line[one["line"]].append({**one, "number": number})
    order = [*LINES, *sorted(set(by_line) - set(LINES))]
    groups = [
        (LINES.get(line, line.capitalize()), line, by_line[line])
        for line in order
        if line in by_line
    ]
    new = set((told["changed"] or {}).get("new", ()))
    states = Counter(one["state"] for one in told["findings"])
    return {"told": told, "groups": groups, "new": new, "states": states, "bands": BANDS}
