"""The JSON API: plural nouns to read, and one route for each declared verb.

`POST /api/cases/{case}/acts/{verb}` takes `purpose`, `because` or `line`, and the verb's own
parameters as its function declares them; every answer carries its act. Lists come in pages:
`next` is the cursor of the page after. Errors are problem details (RFC 9457).
"""

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends
from pydantic import BaseModel, ConfigDict, Field, create_model

from remit.authority.capability import Verb, registered
from remit.authority.purposes import purposes
from remit.house import House
from remit.web.described import known_parameters
from remit.web.desk import AtDesk, Checked, Desk, at_desk, checked

__all__ = ["NOT_OVER_HTTP", "Act", "router"]

NOT_OVER_HTTP = frozenset({"load.file", "load.plan", "extract.file", "assure.names"})
"""Verbs that take a file of this machine; the page takes an upload instead."""


class Act(BaseModel):
    """An answer, and the act under which it was allowed."""

    act: str
    result: Any


class Asked(BaseModel):
    """What every act is asked with."""

    model_config = ConfigDict(extra="forbid")

    purpose: str | None = Field(None, description="one of /api/purposes; the case's if left out")
    because: str | None = Field(None, description="why this is needed now")
    line: str | None = Field(None, description="a line of enquiry that says why")


def router(house: House) -> APIRouter:
    """The API over `house`."""
    made = APIRouter(prefix="/api", dependencies=[Depends(at_desk), Depends(known_parameters)])
    for verb in registered().values():
        if verb.id not in NOT_OVER_HTTP:
            _add(made, verb)
    made.add_api_route("/verbs", _verbs, summary="What can be asked")
    made.add_api_route("/purposes", _purposes, summary="The closed list of purposes")
    made.add_api_route("/cases", _cases, summary="Cases you are a member of")
    made.add_api_route("/remits", _remits, summary="Remits and their states")
    made.add_api_route("/brakes", _brakes, summary="Handbrakes, on and released")
    made.add_api_route("/ledgers/head", _head, summary="The signed head of the ledger")
    made.add_api_route("/acts", _acts, summary="Your own latest acts")
    return made


def _add(made: APIRouter, verb: Verb) -> None:
    """One POST route for a verb, its body checked against the function's own parameters."""
    fields: dict[str, Any] = {
        p.name: (p.type, ... if p.required else p.default) for p in verb.parameters
    }
    name = "".join(part.title() for part in verb.id.replace("-", ".").split("."))
    model = create_model(name, __base__=Asked, **fields)

    def answer(case: str, asked: Any, desk: Checked) -> Act:
        given = asked.model_dump(exclude={"purpose", "because", "line"})
        done = desk.house.use(
            desk.actor,
            verb.id,
            case=case,
            purpose=asked.purpose,
            because=asked.because,
            line=asked.line,
            **given,
        )
        return Act(act=done.act, result=_plain(done.result))

    answer.__annotations__ = {
        "case": str,
        "asked": Annotated[model, Body()],
        "desk": Annotated[Desk, Depends(checked)],
        "return": Act,
    }
    endpoint: Callable[..., Act] = answer
    made.add_api_route(
        f"/cases/{{case}}/acts/{verb.id}",
        endpoint,
        methods=["POST"],
        name=verb.id,
        summary=verb.help.split("\n")[0],
        description=verb.help,
        response_model=Act,
    )


def _plain(result: Any) -> Any:
    """Bytes as text where they are text, else as hex; JSON has no bytes."""
    if isinstance(result, dict):
        return {key: _plain(value) for key, value in result.items()}
    if isinstance(result, list | tuple):
        return [_plain(value) for value in result]
    if isinstance(result, bytes):
        try:
            return result.decode()
        except UnicodeDecodeError:
            return result.hex()
    return result


def _verbs(_desk: AtDesk) -> list[dict[str, Any]]:
    return [
        {"verb": v.id, "operation": v.operation, "risk": v.capability.risk, "help": v.help}
        for v in registered().values()
    ]


def _purposes(_desk: AtDesk) -> list[str]:
    return sorted(purposes())


def _cases(desk: AtDesk) -> list[dict[str, Any]]:
    return [] if desk.overseer else [_case(c) for c in desk.house.cases.list(desk.actor)]


def _case(case: Any) -> dict[str, Any]:
    return {**asdict(case), "members": sorted(case.members)}


def _remits(_desk: AtDesk) -> list[dict[str, Any]]:
    return [
        {
            "remit": held.remit.id,
            "version": held.remit.version,
            "capability": held.remit.capability,
            "title": held.remit.title,
            "state": held.state,
            "document": held.document,
        }
        for held in _desk.house.remits.list()
    ]


def _brakes(desk: AtDesk) -> list[dict[str, Any]]:
    return [asdict(brake) for brake in desk.house.brakes.history()]


def _head(desk: AtDesk) -> dict[str, Any]:
    head = desk.house.log.head()
    return {"size": head.size, "root": head.root.hex(), "checkpoint": desk.house.log.checkpoint()}


def _acts(desk: AtDesk, limit: int = 100) -> list[dict[str, Any]]:
    return [asdict(act) for act in desk.house.acts.of_actor(desk.actor, min(max(limit, 1), 1000))]
