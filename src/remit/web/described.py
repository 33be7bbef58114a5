"""What the API's own description says beside its routes: how one signs in, and its problems."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, Field

from remit.errors import Misuse
from remit.web.desk import COOKIE
from remit.web.failing import PROBLEM

__all__ = ["PROBLEMS", "Problem", "describe", "known_parameters"]


class FailedCondition(BaseModel):
    """One condition that failed."""

    condition: str
    who_can_change_it: str
    what_to_do: str
    code: str


class Wrong(BaseModel):
    """One parameter that could not be understood."""

    where: str
    what: str


class Problem(BaseModel):
    """Problem details: RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    act: str | None = Field(None, description="the act under which a refusal is recorded")
    conditions: list[FailedCondition] | None = None
    errors: list[Wrong] | None = None


PROBLEMS: dict[int | str, dict[str, Any]] = {
    400: {"description": "Not JSON, or a file or value that is not what it says it is"},
    401: {"description": "Not signed in"},
    403: {"description": "Refused: every condition that failed"},
    404: {"description": "Nothing of that name in what you may see"},
    411: {"description": "A question that does not say how long it is"},
    413: {"description": "Too large"},
    422: {"description": "Cannot be understood"},
    429: {"description": "Too many requests in a minute"},
    500: {"description": "Damaged, or failed"},
    503: {"description": "Unavailable: no ledger, so no act"},
}
"""What every route of the API may answer beside its answer."""


def describe(app: FastAPI) -> None:
    """Let the app's OpenAPI say how one signs in, and what its problems look like."""
    made: dict[str, Any] = {}

    def openapi() -> dict[str, Any]:
        if not made:
            made.update(_made(app))
        return made

    app.openapi = openapi  # type: ignore[method-assign]  # as FastAPI says


def _made(app: FastAPI) -> dict[str, Any]:
    described = get_openapi(title=app.title, version=app.version, routes=app.routes)
    schemas = described["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    model = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= model.pop("$defs")
    schemas["Problem"] = model
    content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    problems = {str(code): {**said, "content": content} for code, said in PROBLEMS.items()}
    for path in described["paths"].values():
        for operation in path.values():
            operation["responses"] |= problems
    described["components"]["securitySchemes"] = {
        "session": {"type": "http", "scheme": "bearer"},
        "page": {"type": "apiKey", "in": "cookie", "name": COOKIE},
    }
    described["security"] = [{"session": []}, {"page": []}]
    return described


def known_parameters(request: Request) -> None:
    """Refuse a parameter in the address that nothing takes. Raises `Misuse`."""
    path = request.scope["route"].path_format
    described = request.app.openapi()["paths"].get(path, {}).get(request.method.lower(), {})
    known = {p["name"] for p in described.get("parameters", ()) if p["in"] == "query"}
    if unknown := sorted(set(request.query_params) - known):
        takes = ", ".join(sorted(known)) or "none"
        raise Misuse(f"{unknown[0][:40]} is no parameter here; there are: {takes}")
