"""The handbrake: pulling it in one screen, releasing it with two signatures, the force's reply."""

import re

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from remit.authority.capability import registered
from remit.errors import Misuse
from remit.ledger.note import sign_note
from remit.web.desk import AtDesk, Checked, given
from remit.web.exercise_keys import keys_beside

__all__ = ["router"]

router = APIRouter()


@router.get("/brakes")
def list_(desk: AtDesk) -> Response:
    """Brakes that are on, their history, and the pull."""
    house = desk.house
    capabilities = sorted({verb.capability.id for verb in registered().values()})
    live = [held.remit for held in house.remits.list() if held.state == "live"]
    scopes = [
        ("all", "Everything"),
        *((f"class:{risk}", f"All {risk}-risk work") for risk in ("standard", "sensitive", "high")),
        *((f"capability:{name}", f"Capability {name}") for name in capabilities),
        *((f"remit:{remit.id}", f"Remit {remit.id}") for remit in live),
        *((f"supplier:{name}", f"Supplier {name}") for name in sorted({r.supplier for r in live})),
    ]
    return desk.page("brakes.html", brakes=house.brakes.history()[::-1], scopes=scopes)


@router.post("/brakes")
async def pull(request: Request, desk: Checked) -> Response:
    """Pull it. Returns when the stop is durable."""
    form = await request.form()
    scope, because = given(form, "scope"), given(form, "because")
    if scope is None or because is None:
        raise Misuse("choose what is stopped and say why; the reason is published")
    desk.house.brakes.pull(desk.actor, scope, because)
    return RedirectResponse("/brakes", 303)


@router.get("/brakes/release")
def statement(desk: AtDesk, scope: str, because: str = "") -> Response:
    """The statement that two overseers sign."""
    text = desk.house.brakes.statement(scope, because) if because else None
    return desk.page("release.html", scope=scope, because=because, statement=text)


@router.post("/brakes/release")
async def release(request: Request, desk: Checked) -> Response:
    """Release with two signed notes; in an exercise the two keys may sign here."""
    form = await request.form()
    scope, because = given(form, "scope"), given(form, "because")
    if scope is None or because is None:
        raise Misuse("say what is released and why; the reason is published")
    if given(form, "do") == "exercise-keys":
        text = desk.house.brakes.statement(scope, because)
        notes = [sign_note(text, [key]) for key in keys_beside(desk)]
    else:
        notes = [
            re.sub(r"\r\n", "\n", note) + "\n"
            for note in (given(form, "note-1"), given(form, "note-2"))
            if note is not None
        ]
    desk.house.brakes.release(scope, because, notes)
    return RedirectResponse("/brakes", 303)


@router.post("/brakes/reply")
async def reply(request: Request, desk: Checked) -> Response:
    """The force's reply, on the public record."""
    form = await request.form()
    text = given(form, "text")
    if text is None:
        raise Misuse("write the reply; it is published")
    desk.house.brakes.reply(desk.actor, text, scope=given(form, "scope"))
    return RedirectResponse("/brakes", 303)
