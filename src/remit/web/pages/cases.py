"""Cases: the list, one case, its members and its lines of enquiry."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from remit.authority.enquiry import Line
from remit.authority.purposes import legal_bases, purposes
from remit.errors import Misuse, NotFound
from remit.web.desk import LINE_COOKIE, AtDesk, Checked, Desk, given

__all__ = ["router"]

router = APIRouter()


@router.get("/cases")
def list_(desk: AtDesk) -> Response:
    """The cases of the signed-in person."""
    cases = [] if desk.overseer else desk.house.cases.list(desk.actor)
    return desk.page(
        "cases.html",
        cases=cases,
        purposes=purposes(),
        legal_bases=legal_bases(),
    )


@router.post("/cases")
async def propose(request: Request, desk: Checked) -> Response:
    """Propose a case; a second person opens it."""
    form = await request.form()
    wanted = [given(form, name) for name in ("reference", "title", "purpose", "legal_basis")]
    if None in wanted:
        raise Misuse("a case needs a reference, a title, a purpose and a legal basis")
    case = desk.house.cases.propose(desk.actor, *(text or "" for text in wanted))
    return RedirectResponse(f"/cases/{case.id}", 303)


@router.get("/cases/{case}")
def one(case: str, desk: AtDesk) -> Response:
    """One case: members, lines of enquiry, own acts in it."""
    found = desk.case(case)
    house = desk.house
    acts = [act for act in house.acts.of_actor(desk.actor, 200) if act.case == case][:12]
    people = [actor for actor in house.actors.all() if "overseer" not in actor.roles]
    return desk.page(
        "case.html",
        case=found,
        lines=house.lines.list(case) if desk.actor.id in found.members else [],
        chosen=desk.line(case),
        acts=acts,
        others=[actor for actor in people if actor.id not in found.members],
        names={actor.id: actor.name for actor in people},
    )


@router.post("/cases/{case}/open")
def open_(case: str, desk: Checked) -> Response:
    """Open a proposed case as the second person."""
    desk.house.cases.open(desk.actor, case)
    return RedirectResponse(f"/cases/{case}", 303)


@router.post("/cases/{case}/members")
async def assign(case: str, request: Request, desk: Checked) -> Response:
    """Make someone a member."""
    who = given(await request.form(), "actor")
    if who is None:
        raise Misuse("choose who is to be a member")
    desk.house.cases.assign(desk.actor, case, desk.house.actors.get(who))
    return RedirectResponse(f"/cases/{case}", 303)


@router.post("/cases/{case}/lines")
async def line(case: str, request: Request, desk: Checked) -> Response:
    """Open a line of enquiry, or choose one that is open; searches inherit its reason."""
    form = await request.form()
    chosen = given(form, "line")
    if chosen is None:
        question, because = given(form, "question"), given(form, "because")
        if question is None or because is None:
            raise Misuse("a line of enquiry needs a question and why it is asked")
        chosen = desk.house.lines.open(desk.actor, case, question, because).id
    elif chosen not in {known.id for known in _lines(desk, case)}:
        raise NotFound(f"no line of enquiry {chosen} in this case")
    answer = RedirectResponse(f"/cases/{case}", 303)
    answer.set_cookie(
        LINE_COOKIE,
        f"{case}:{chosen}",
        httponly=True,
        samesite="lax",
        secure=request.app.state.secure_cookies,
    )
    return answer


def _lines(desk: Desk, case: str) -> list[Line]:
    desk.case(case)
    return list(desk.house.lines.list(case))
