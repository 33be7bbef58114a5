"""How failures are told: as a problem to a program, as a page to a person.

Neither says anything of the inside. Problems are as in RFC 9457, with `act` where the refusal
was recorded as one.
"""

from collections.abc import Sequence

from fastapi import Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from remit.errors import Condition
from remit.web.shown import environment

__all__ = ["PROBLEM", "bare", "problem", "told", "wants_json"]

PROBLEM = "application/problem+json"


def wants_json(request: Request) -> bool:
    """Whether the question came to the API."""
    return request.url.path.startswith("/api/")


def problem(status: int, title: str, detail: str, **more: object) -> JSONResponse:
    """Problem details: RFC 9457."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return JSONResponse(body, status, media_type=PROBLEM)


def bare(
    status: int,
    title: str,
    said: str = "",
    *,
    conditions: Sequence[Condition] = (),
    act: str | None = None,
) -> HTMLResponse:
    """A page without a frame, for someone who is not signed in, or where a frame may fail too."""
    facts = {"title": title, "said": said, "conditions": conditions, "act": act}
    return HTMLResponse(environment().get_template("bare.html").render(**facts), status)


def told(request: Request, status: int, title: str, said: str) -> Response:
    """A failure in the form that the request is answered in."""
    return problem(status, title, said) if wants_json(request) else bare(status, title, said)
