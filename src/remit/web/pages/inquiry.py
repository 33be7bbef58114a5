"""Asking: search, one thing, one record, a path. Each page with an answer is one act."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from remit.errors import Misuse, Refused, Stopped
from remit.inquiry.alike import MODES
from remit.web.desk import AtDesk, Desk

__all__ = ["KINDS", "asked_again", "router"]

router = APIRouter()

KINDS = ("people", "vehicles", "phones", "places", "text")
"""The kinds of search, in the order of their tabs."""

PER_PAGE = 50


@router.get("/cases/{case}/search")
def search(
    case: str,
    desk: AtDesk,
    kind: str = "people",
    query: str = "",
    because: str = "",
    mode: str = "",
    after: str | None = None,
) -> Response:
    """Search one kind of thing; without a query, the empty form."""
    found_case = desk.case(case)
    if kind not in KINDS:
        raise Misuse(f"search is for {', '.join(KINDS)}")
    facts: dict[str, Any] = {"kind": kind, "kinds": KINDS, "query": query, "because": because}
    facts |= {"mode": mode, "modes": MODES}
    how = {"mode": mode} if mode and kind == "people" else {}
    facts |= {"found": None, "after": after, "conditions": (), "said": ""}
    if not query.strip():
        return desk.page("search.html", case=found_case, **facts)
    try:
        answer = desk.use(
            f"search.{kind}", case, because, query=query, limit=PER_PAGE, after=after, **how
        )
    except Misuse as error:
        return desk.page("search.html", case=found_case, status=422, **facts | {"said": str(error)})
    except Refused as refused:
        return asked_again(desk, refused, "search.html", found_case, facts)
    return desk.page("search.html", case=found_case, **facts | {"found": answer.result})


@router.get("/cases/{case}/suggest")
def suggest(case: str, desk: AtDesk, query: str = "") -> Response:
    """Labels that begin with what was typed, from what this act may see and nothing else."""
    labels: list[dict[str, str]] = []
    if len(query.strip()) > 1 and desk.line(case):
        try:
            labels = desk.use("search.suggest", case, prefix=query).result["suggestions"]
        except Refused:
            labels = []
    return desk.page("suggestions.html", labels=labels)


@router.get("/cases/{case}/entities/{entity}")
def entity(case: str, entity: str, desk: AtDesk, because: str = "") -> Response:
    """Everything recorded of one thing."""
    found_case = desk.case(case)
    facts: dict[str, Any] = {"thing": None, "because": because, "conditions": (), "said": ""}
    try:
        answer = desk.use("show.entity", case, because, entity=entity)
    except Refused as refused:
        return asked_again(desk, refused, "entity.html", found_case, facts)
    return desk.page("entity.html", case=found_case, **facts | {"thing": answer.result})


@router.get("/cases/{case}/records/{load}/{row}")
def record(case: str, load: str, row: int, desk: AtDesk, because: str = "") -> Response:
    """One row as received, beside what was made of it."""
    found_case = desk.case(case)
    facts: dict[str, Any] = {"record": None, "because": because, "conditions": (), "said": ""}
    try:
        answer = desk.use("show.record", case, because, load=load, row=row)
    except Refused as refused:
        return asked_again(desk, refused, "record.html", found_case, facts)
    return desk.page("record.html", case=found_case, **facts | {"record": answer.result})


@router.get("/cases/{case}/paths")
def path(case: str, desk: AtDesk, a: str = "", b: str = "", because: str = "") -> Response:
    """The shortest connection between two things."""
    found_case = desk.case(case)
    facts: dict[str, Any] = {"a": a, "b": b, "because": because, "path": None}
    facts |= {"conditions": (), "said": ""}
    if not (a.strip() and b.strip()):
        return desk.page("path.html", case=found_case, **facts)
    try:
        answer = desk.use("path.between", case, because, a=a.strip(), b=b.strip())
    except Refused as refused:
        return asked_again(desk, refused, "path.html", found_case, facts)
    return desk.page("path.html", case=found_case, **facts | {"path": answer.result})


def asked_again(
    desk: Desk, refused: Refused, template: str, case: Any, facts: dict[str, Any]
) -> Response:
    """The same page with its form kept, where a reason is all that is missing."""
    if isinstance(refused, Stopped) or not desk.needs_reason(refused):
        raise refused
    desk.act = refused.act
    facts = facts | {"conditions": refused.conditions}
    return desk.page(template, case=case, status=403, **facts)
