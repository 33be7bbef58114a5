"""The desk: who is asking, in which case, and the page that answers.

A request's desk knows the signed-in person and turns an answer of the house into a page or
JSON. Forms that change anything carry the session's token and come from our own pages.
"""

import hmac
from collections.abc import AsyncIterator, Mapping
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse

from remit.authority.actor import INDEPENDENT, Actor
from remit.authority.case import Case
from remit.errors import Condition, NotFound, Refused
from remit.house import Answer, House
from remit.web.granted import Granted
from remit.web.shown import Frame, environment

__all__ = ["COOKIE", "LINE_COOKIE", "AtDesk", "Desk", "NotSignedIn", "at_desk"]

COOKIE = "remit_session"
LINE_COOKIE = "remit_line"


class NotSignedIn(Exception):
    """Nobody is signed in; pages lead to the sign-in page, the API answers 401."""


class Desk:
    """One request's person, house and page."""

    def __init__(self, request: Request, house: House, actor: Actor, session: str) -> None:
        self.request = request
        self.house = house
        self.actor = actor
        self.session = session
        self.act: str | None = None
        """The act of what is shown, once there is one."""

    @property
    def overseer(self) -> bool:
        """Whether the person sits on the overseer's side, where no case content is shown."""
        return "overseer" in self.actor.roles

    def case(self, case_id: str) -> Case:
        """A case the person is a member of. Raises `NotFound`, whatever the reason."""
        return self.house.cases.get(case_id, self.actor)

    def granted(self) -> frozenset[str]:
        """Capabilities that a live remit admits this person's role to."""
        granted: Granted = self.request.app.state.granted
        return granted.to(self.actor)

    def line(self, case_id: str) -> str | None:
        """The line of enquiry chosen in this case, if any; an independent reviewer has none."""
        if INDEPENDENT in self.actor.roles:
            return None
        case, _, line = self.request.cookies.get(LINE_COOKIE, "").partition(":")
        return line or None if case == case_id else None

    def use(
        self,
        verb: str,
        case: str | None,
        because: str | None = None,
        *,
        purpose: str | None = None,
        **params: Any,
    ) -> Answer:
        """Run a verb in one act of this person. A reason given here goes before the line's."""
        answer = self.house.use(
            self.actor,
            verb,
            case=case,
            purpose=purpose,
            because=because or None,
            line=self.line(case) if case else None,
            **params,
        )
        self.act = answer.act
        return answer

    def page(
        self, template: str, *, case: Case | None = None, status: int = 200, **facts: Any
    ) -> HTMLResponse:
        """The page, in its frame: strip, rail and foot line."""
        frame = Frame.of(self, case)
        text = (
            environment()
            .get_template(template)
            .render(
                frame=frame,
                desk=self,
                case=case,
                csrf=self.house.signin.csrf(self.session),
                **facts,
            )
        )
        return HTMLResponse(text, status, {"X-Remit-Act": self.act} if self.act else None)

    def needs_reason(self, refused: Refused) -> bool:
        """Whether a reason given in the form would answer everything that failed."""
        codes = {condition.code for condition in refused.conditions}
        return bool(codes) and all(code.startswith("justification.") for code in codes)


def at_desk(request: Request) -> Desk:
    """The desk of this request. Raises `NotSignedIn`, or `Refused` on a foreign form."""
    house: House = request.app.state.house
    bearer = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
    session = bearer or request.cookies.get(COOKIE, "")
    actor = house.signin.session(session) if session else None
    if actor is None:
        raise NotSignedIn
    if request.headers.get("sec-fetch-site") == "cross-site" and request.url.path != "/":
        raise Refused([_FOREIGN])
    return Desk(request, house, actor, session)


async def checked(request: Request, desk: Annotated[Desk, Depends(at_desk)]) -> AsyncIterator[Desk]:
    """The desk of a request that changes something: it carries the token and is our own."""
    try:
        await _check_own(request, desk)
        yield desk
    finally:
        await request.close()  # files that came with it, whatever became of it


async def _check_own(request: Request, desk: Desk) -> None:
    if desk.session != request.cookies.get(COOKIE):  # it came in a header, which no form can set
        return
    origin = request.headers.get("origin")
    if origin not in (None, "null") and urlsplit(origin).netloc != request.headers.get("host"):
        raise Refused([_FOREIGN])
    token = request.headers.get("x-csrf-token") or str((await request.form()).get("csrf", ""))
    if not hmac.compare_digest(token.encode(), desk.house.signin.csrf(desk.session).encode()):
        raise Refused([_FOREIGN])


AtDesk = Annotated[Desk, Depends(at_desk)]
Checked = Annotated[Desk, Depends(checked)]

_FOREIGN = Condition(
    condition="the request did not come from one of our own pages",
    who_can_change_it="You",
    what_to_do="Open the page here, signed in, and send the form from it.",
    code="web.foreign",
)


def case_or_none(desk: Desk, case_id: str | None) -> Case | None:
    """The case, if the person is a member of it; None otherwise."""
    if case_id is None:
        return None
    try:
        return desk.case(case_id)
    except NotFound:
        return None


def given(form: Mapping[str, Any], name: str) -> str | None:
    """A form's text field, trimmed; None when it is empty."""
    value = form.get(name)
    return value.strip() or None if isinstance(value, str) else None
