"""Remits: what is granted, to whom and until when; submitting, and the overseer's decisions."""

import re

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from remit.errors import Misuse
from remit.ledger.note import sign_note
from remit.web.desk import AtDesk, Checked, given
from remit.web.exercise_keys import has_key, key_of

__all__ = ["router"]

router = APIRouter()


@router.get("/remits")
def list_(desk: AtDesk) -> Response:
    """Every remit and its state."""
    return desk.page("remits.html", remits=desk.house.remits.list())


@router.post("/remits")
async def submit(request: Request, desk: Checked) -> Response:
    """Put a document before the oversight body."""
    document = given(await request.form(), "document")
    if document is None:
        raise Misuse("a remit is submitted as its document")
    made = desk.house.remits.submit(desk.actor, document + "\n")
    return RedirectResponse(f"/remits/{made.id}?version={made.version}", 303)


@router.get("/remits/{remit}")
def one(remit: str, desk: AtDesk, version: str | None = None) -> Response:
    """One remit: its document, its history, and what can be decided."""
    held = desk.house.remits.get(remit, _version(version))
    return desk.page(
        "remit.html",
        held=held,
        history=desk.house.remits.history(remit),
        can_sign=has_key(desk),
    )


@router.post("/remits/{remit}")
async def decide(remit: str, request: Request, desk: Checked) -> Response:
    """Approve, refuse, suspend or revoke."""
    form = await request.form()
    remits = desk.house.remits
    what, because = given(form, "do"), given(form, "because") or ""
    if what == "approve":
        note = given(form, "note")
        if note is None:
            document = remits.get(remit, _version(given(form, "version"))).document
            note = sign_note(document, [key_of(desk)])
        else:
            note = note.replace("\r\n", "\n") + "\n"
        remits.approve(desk.actor, remit, note)
    elif what in ("refuse", "suspend", "revoke"):
        {"refuse": remits.refuse, "suspend": remits.suspend, "revoke": remits.revoke}[what](
            desk.actor, remit, because
        )
    else:
        raise Misuse("choose what is decided: approve, refuse, suspend or revoke")
    return RedirectResponse(f"/remits/{remit}", 303)


def _version(text: str | None) -> int | None:
    """The number of a version; None for the latest. Raises `Misuse` for what is no number."""
    if text is None:
        return None
    if not re.fullmatch(r"[1-9][0-9]{0,8}", text):
        raise Misuse("a version of a remit is a number: 1, 2, 3")
    return int(text)
