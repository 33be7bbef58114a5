"""The app: pages, API and static files over one house."""

import time
from collections.abc import Callable, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from remit.errors import (
    BadInput,
    Damaged,
    Misuse,
    NotFound,
    Refused,
    RemitError,
    Unavailable,
)
from remit.house import House
from remit.web import api
from remit.web.described import describe
from remit.web.desk import Desk, NotSignedIn, at_desk, case_or_none
from remit.web.failing import bare, problem, wants_json
from remit.web.granted import Granted
from remit.web.guard import Guard
from remit.web.pages import (
    acts,
    analyses,
    brakes,
    cases,
    drawings,
    held,
    identity,
    inquiry,
    ledger,
    loading,
    loads,
    products,
    remits,
    review,
    signing_in,
    texts,
)
from remit.web.uploads import Loadings

__all__ = ["HOSTS", "STATUS", "create_app"]

HOSTS = ("127.0.0.1", "localhost")
"""Names that the app answers to where no others are given."""

STATUS: dict[type[RemitError], tuple[int, str]] = {
    Refused: (403, "Refused"),
    NotFound: (404, "Not found"),
    BadInput: (400, "Not what it says it is"),
    Misuse: (422, "Cannot be understood"),
    Unavailable: (503, "Unavailable"),
    Damaged: (500, "Damaged"),
}
"""HTTP status and title of each kind of error; a subclass takes its base's."""


def create_app(
    house: House,
    *,
    hosts: Sequence[str] = HOSTS,
    secure_cookies: bool = False,
    clock: Callable[[], float] = time.monotonic,
) -> FastAPI:
    """The app over `house`. `secure_cookies` where it is served by TLS, as it should be.

    `clock` tells the seconds by which requests are limited.
    """
    app = FastAPI(
        title="Remit",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    app.state.house = house
    app.state.secure_cookies = secure_cookies
    app.state.granted = Granted(house)
    app.state.loading = Loadings(house)
    for page in (
        signing_in,
        texts,
        cases,
        inquiry,
        analyses,
        review,  # before `identity`, which takes any other word for an entity
        identity,
        drawings,
        loading,
        loads,
        products,
        held,
        remits,
        brakes,
        ledger,
        acts,
    ):
        app.include_router(page.router, include_in_schema=False)
    app.include_router(api.router(house))
    describe(app)
    static = Path(__file__).parent / "static"
    app.mount("/static", StaticFiles(directory=static), name="static")
    app.add_exception_handler(NotSignedIn, _sign_in)
    app.add_exception_handler(RemitError, _failed)
    app.add_exception_handler(RequestValidationError, _misunderstood)
    app.add_exception_handler(HTTPException, _http)
    app.add_middleware(Guard, hosts=hosts, clock=clock)
    return app


def _sign_in(request: Request, _error: Exception) -> Response:
    if wants_json(request):
        return problem(401, "Not signed in", "Redeem a one-time link, or send a session token.")
    return RedirectResponse("/sign-in", 303)


def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, RemitError)
    status, title = next(v for kind, v in STATUS.items() if isinstance(error, kind))
    conditions = error.conditions if isinstance(error, Refused) else ()
    act = error.act if isinstance(error, Refused) else None
    if not wants_json(request):
        return _framed(request, status, title, _said(error), conditions=conditions, act=act)
    listed = [
        {
            "condition": c.condition,
            "who_can_change_it": c.who_can_change_it,
            "what_to_do": c.what_to_do,
            "code": c.code,
        }
        for c in conditions
    ]
    more = {"conditions": listed} if conditions else {}
    return problem(status, title, str(error), **more, **({"act": act} if act else {}))


def _said(error: RemitError) -> str:
    """What a page says of it: a file's name stands as it is, not as a sentence's first word."""
    return f"The file {error}" if isinstance(error, BadInput) and error.file else str(error)


def _misunderstood(request: Request, error: Exception) -> Response:
    """Parameters of the wrong kind: which, and what they should have been. Repeats no value."""
    assert isinstance(error, RequestValidationError)
    wrong = [
        {"where": ".".join(str(part) for part in one["loc"]), "what": str(one["msg"])}
        for one in error.errors()
    ]
    unread = any(one["type"] == "json_invalid" for one in error.errors())
    status, title = (400, "Not JSON") if unread else (422, "Cannot be understood")
    said = "; ".join(f"{one['where']}: {one['what']}" for one in wrong)
    if wants_json(request):
        return problem(status, title, said, errors=wrong)
    return _framed(request, status, title, said)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if wants_json(request):
        answer: Response = problem(error.status_code, str(error.detail), "")
    else:
        missing = error.status_code == 404
        title = "No such page" if missing else HTTPStatus(error.status_code).phrase
        said = "There is nothing at this address." if missing else str(error.detail)
        answer = _framed(request, error.status_code, title, said)
    answer.headers.update(error.headers or {})
    return answer


def _framed(request: Request, status: int, title: str, said: str, **more: Any) -> Response:
    """The page that says what failed: in its frame for someone signed in, else bare."""
    try:
        desk: Desk = at_desk(request)
    except (NotSignedIn, Refused):
        return bare(status, title, said, **more)
    case = case_or_none(desk, request.path_params.get("case"))
    facts = {"conditions": (), "act": None} | more
    return desk.page("failed.html", case=case, status=status, title=title, said=said, **facts)
