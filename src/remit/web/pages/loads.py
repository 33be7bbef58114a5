"""What was loaded into a case: counts, what was noticed in each delivery, what was rejected."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from remit.errors import Refused
from remit.web.desk import AtDesk

__all__ = ["router"]

router = APIRouter()


@router.get("/cases/{case}/loads")
def list_(case: str, desk: AtDesk, because: str = "") -> Response:
    """Every delivery, the latest first."""
    found_case = desk.case(case)
    facts: dict[str, Any] = {
        "because": because,
        "loads": None,
        "feeds": (),
        "left_out": 0,
        "conditions": (),
    }
    try:
        answer = desk.use("load.list", case, because)
    except Refused as refused:
        if not desk.needs_reason(refused):
            raise
        facts["conditions"] = refused.conditions
        return desk.page("loads.html", case=found_case, status=403, said="", **facts)
    facts |= answer.result
    return desk.page("loads.html", case=found_case, said="", **facts)


@router.get("/cases/{case}/loads/{load}/rejected")
def rejected(
    case: str, load: str, desk: AtDesk, because: str = "", after: Annotated[int, Query(ge=0)] = 0
) -> Response:
    """The rejected rows of one delivery: why each was, and what was received."""
    found_case = desk.case(case)
    facts: dict[str, Any] = {"because": because, "load": load, "found": None, "conditions": ()}
    try:
        answer = desk.use("load.rejects", case, because, load=load, after=after)
    except Refused as refused:
        if not desk.needs_reason(refused):
            raise
        facts["conditions"] = refused.conditions
        return desk.page("rejected.html", case=found_case, status=403, said="", **facts)
    facts |= {"found": answer.result, "after": after}
    return desk.page("rejected.html", case=found_case, said="", **facts)
