"""Acts: one's own, and why one of them was allowed or was not."""

from fastapi import APIRouter
from fastapi.responses import Response

from remit.authority.capability import registered
from remit.web.desk import AtDesk, case_or_none

__all__ = ["router"]

router = APIRouter()


@router.get("/acts")
def list_(desk: AtDesk) -> Response:
    """One's own latest acts."""
    return desk.page("acts.html", acts=desk.house.acts.of_actor(desk.actor, 200))


@router.get("/acts/{act}")
def one(act: str, desk: AtDesk) -> Response:
    """Why this was allowed: remit, purpose, reason, conditions, and its places in the ledger."""
    found = desk.house.acts.get(act, desk.actor)
    remit = desk.house.remits.get(found.remit, found.version) if found.remit else None
    verb = registered().get(found.verb)
    return desk.page(
        "act.html", case=case_or_none(desk, found.case), found=found, held=remit, verb=verb
    )
