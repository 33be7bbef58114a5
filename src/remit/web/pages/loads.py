"""What was loaded into a case: counts, and what was noticed in each delivery."""

from typing import Any

from fastapi import APIRouter
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
