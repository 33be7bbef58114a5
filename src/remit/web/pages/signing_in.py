"""Signing in by a one-time link, and out."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from remit.authority.actor import INDEPENDENT
from remit.authority.signin import LIFE
from remit.errors import NotFound, Refused
from remit.house import House
from remit.web.desk import COOKIE, AtDesk, Checked
from remit.web.shown import environment

__all__ = ["router"]

router = APIRouter()


@router.get("/")
def start(desk: AtDesk) -> Response:
    """The first page of each side: of the force's, the case, where there is but one open."""
    if desk.overseer:
        return RedirectResponse("/remits", 303)
    if INDEPENDENT in desk.actor.roles:
        return RedirectResponse("/held", 303)
    mine = [case for case in desk.house.cases.list(desk.actor) if case.state == "open"]
    return RedirectResponse(f"/cases/{mine[0].id}" if len(mine) == 1 else "/cases", 303)


@router.get("/sign-in")
def sign_in(request: Request, token: str | None = None) -> Response:
    """Redeem a one-time link. A browser that only looks ahead does not use it up."""
    ahead = "prefetch" in request.headers.get("sec-purpose", request.headers.get("purpose", ""))
    house: House = request.app.state.house
    if token is None or ahead:
        kept = request.cookies.get(COOKIE)
        ended = kept is not None and house.signin.session(kept) is None
        answer = _page(200, "", ended=ended)
        if ended:
            answer.delete_cookie(COOKIE)  # it is told once
        return answer
    try:
        session = house.signin.redeem(token)
    except (Refused, NotFound) as error:
        return _page(403, str(error))
    if earlier := request.cookies.get(COOKIE):  # nobody is two people in one browser
        house.signin.end(earlier)
    opened = RedirectResponse("/", 303)
    opened.set_cookie(
        COOKIE,
        session,
        max_age=int(LIFE.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=request.app.state.secure_cookies,
    )
    return opened


@router.post("/sign-out")
def sign_out(desk: Checked) -> Response:
    """End the session."""
    desk.house.signin.end(desk.session)
    answer = RedirectResponse("/sign-in", 303)
    answer.delete_cookie(COOKIE)
    return answer


def _page(status: int, said: str, *, ended: bool = False) -> HTMLResponse:
    page = environment().get_template("sign_in.html")
    return HTMLResponse(page.render(said=said, ended=ended), status)
