"""Loading a file: what each row will become, what is asked, then the load with its progress."""

import threading
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import UploadFile

from remit.authority.conditions import refused
from remit.errors import BadInput, Misuse, NotFound, RemitError, Unavailable
from remit.sources.plan import preview
from remit.web.desk import AtDesk, Checked, Desk, given
from remit.web.uploads import Loading, Loadings

__all__ = ["router"]

router = APIRouter()

_ANSWERS = ("source", "zone")


@router.get("/cases/{case}/load")
def choose(case: str, desk: AtDesk) -> Response:
    """Choose a file."""
    return desk.page("load.html", case=desk.case(case), plan=None, loading=None, said="")


@router.post("/cases/{case}/load")
async def upload(case: str, request: Request, desk: Checked) -> Response:
    """Take a file and show what it would become."""
    if not desk.actor.of_the_force or desk.actor.id not in desk.case(case).members:
        raise refused("role.needed", role="member of the case, of the force")
    async with request.form() as form:
        sent = form.get("file")
        if not isinstance(sent, UploadFile) or not sent.filename:
            raise Misuse("choose a file first")
        loading = request.app.state.loading.take(desk.actor.id, case, sent)
    return RedirectResponse(f"/cases/{case}/load/{loading.token}", 303)


@router.get("/cases/{case}/load/{token}")
def look(case: str, token: str, request: Request, desk: AtDesk) -> Response:
    """What each row will become, and what is asked; or how far the load is."""
    found_case = desk.case(case)
    loading: Loading = request.app.state.loading.get(token, desk.actor.id, case)
    if loading.state == "done" and loading.generation != desk.house.generation():
        raise NotFound(f"the answer of {loading.act} was given; what is allowed has changed since")
    if loading.state != "waiting":
        desk.act = loading.act
        return desk.page("load.html", case=found_case, plan=None, loading=loading, said="")
    answers = dict(request.query_params)
    try:
        plan = preview(loading.path, **_answers(answers)).as_dict()
    except BadInput as error:
        request.app.state.loading.forget(loading)
        raise BadInput(error.reason, file=loading.name, row=error.row) from error
    return desk.page(
        "load.html", case=found_case, plan=plan, loading=loading, said="", answers=answers
    )


@router.post("/cases/{case}/load/{token}")
async def start(case: str, token: str, request: Request, desk: Checked) -> Response:
    """Load it, or let it go."""
    loadings: Loadings = request.app.state.loading
    loading = loadings.get(token, desk.actor.id, case)
    form = await request.form()
    if given(form, "do") == "let-go" and loading.state == "waiting":
        loadings.forget(loading)
        return RedirectResponse(f"/cases/{case}/load", 303)
    if loading.state == "waiting":
        loading.state = "loading"
        because = given(form, "because")
        params = _answers({key: str(value) for key, value in form.items()})
        args = (desk, loadings, loading, because, params)
        threading.Thread(target=_load, args=args, daemon=True).start()
    return RedirectResponse(f"/cases/{case}/load/{token}", 303)


def _load(
    desk: Desk, loadings: Loadings, loading: Loading, because: str | None, params: dict[str, Any]
) -> None:
    def progress(rows: int, rate: float) -> None:
        loading.rows, loading.rate = rows, rate

    loading.generation = desk.house.generation()
    try:
        answer = desk.use(
            "load.file",
            loading.case,
            because,
            path=str(loading.path),
            progress=progress,
            **params,
        )
        loading.result, loading.act = answer.result, answer.act
        loading.state = "done"
    except RemitError as error:
        loading.error, loading.state = error, "failed"
    except Exception:
        loading.error, loading.state = Unavailable("Something failed here."), "failed"
        raise  # to the operator's log
    finally:
        loadings.let_go(loading)


def _answers(form: dict[str, str]) -> dict[str, Any]:
    """Answers to the plan's questions, from a form."""
    known: dict[str, Any] = {name: form[name] for name in _ANSWERS if form.get(name)}
    if form.get("order") in ("day-first", "month-first"):
        known["day_first"] = form["order"] == "day-first"
    choices = {
        key.removeprefix("set-"): value
        for key, value in form.items()
        if key.startswith("set-") and value
    }
    if choices:
        known["choices"] = choices
    if form.get("yes"):
        known["yes"] = True
    return known
