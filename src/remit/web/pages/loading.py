"""Loading files: what each row will become, what is asked, then the loads with their progress."""

import threading
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import UploadFile

from remit.authority.conditions import refused
from remit.errors import BadInput, Misuse, NotFound, Refused, RemitError, Unavailable
from remit.sources.words import MEANINGS
from remit.web.desk import AtDesk, Checked, Desk, given
from remit.web.uploads import MOST_WAITING, Loading, Loadings

__all__ = ["router"]

router = APIRouter()

_ANSWERS = ("source", "zone", "keep", "authority", "from_", "to")

_AUTHORITY = ("authority", "subject", "from_", "to")
"""What the authority of a load is named by; one may be given for all files that come together."""

_MEANINGS = {means: meaning.label for means, meaning in MEANINGS.items()}
"""What a column may be said to mean, and how the form says it."""


@router.get("/cases/{case}/load")
def choose(case: str, request: Request, desk: AtDesk) -> Response:
    """Choose files; those that wait, those under way, and how many are done."""
    found_case = desk.case(case)
    mine = _loadings(request).of(desk.actor.id, case)
    return desk.page(
        "load.html",
        case=found_case,
        waiting=[one for one in mine if one.state in ("planning", "waiting")],
        under_way=[one for one in mine if one.state == "loading"],
        failed_ones=[one for one in mine if one.state == "failed"],
        done=sum(one.state == "done" for one in mine),
        most=MOST_WAITING,
        said="",
    )


@router.post("/cases/{case}/load")
async def upload(case: str, request: Request, desk: Checked) -> Response:
    """Take files and show what they would become."""
    if not desk.actor.of_the_force or desk.actor.id not in desk.case(case).members:
        raise refused("role.needed", role="member of the case, of the force")
    async with request.form(max_files=MOST_WAITING) as form:
        files = [one for one in form.getlist("file") if isinstance(one, UploadFile)]
        sent = [one for one in files if one.filename]
        if not sent:
            raise Misuse("choose a file first")
        because = given(form, "because")
        under = {name: said for name in _AUTHORITY if (said := given(form, name))}
        loadings = _loadings(request)
        taken = [loadings.take(desk.actor.id, case, one, because) for one in sent]
        for one in taken:
            one.answers = dict(under)
    if len(taken) == 1:
        return RedirectResponse(f"/cases/{case}/load/{taken[0].token}", 303)
    for one in taken:
        one.state = "planning"
    threading.Thread(target=_look_all, args=(desk, loadings, taken), daemon=True).start()
    return RedirectResponse(f"/cases/{case}/load", 303)


@router.post("/cases/{case}/load/all")
async def start_all(case: str, request: Request, desk: Checked) -> Response:
    """Load every file that waits and leaves nothing open, one after the other; or let all go."""
    desk.case(case)
    form, loadings = await request.form(), _loadings(request)
    mine = [one for one in loadings.of(desk.actor.id, case) if one.state == "waiting"]
    if given(form, "do") == "let-go":
        for one in mine:
            loadings.forget(one)
        return RedirectResponse(f"/cases/{case}/load", 303)
    ready = [one for one in mine if one.plan is not None and not one.asked]
    for one in ready:
        one.state = "loading"
    because = given(form, "because")
    args = (desk, loadings, ready, because)
    threading.Thread(target=_load_all, args=args, daemon=True).start()
    return RedirectResponse(f"/cases/{case}/load", 303)


@router.get("/cases/{case}/load/{token}")
def look(case: str, token: str, request: Request, desk: AtDesk) -> Response:
    """What each row will become, and what is asked; or how far the load is."""
    found_case = desk.case(case)
    loadings = _loadings(request)
    loading = loadings.get(token, desk.actor.id, case)
    if loading.state == "done" and loading.generation != desk.house.generation():
        raise NotFound(f"the answer of {loading.act} was given; what is allowed has changed since")
    if loading.state not in ("planning", "waiting"):
        desk.act = loading.act
        return desk.page("load_one.html", case=found_case, plan=None, loading=loading, said="")
    asked = dict(request.query_params)
    loading.because = asked.pop("because", None) or loading.because
    before = loading.answers
    loading.answers = {name: said for name, said in (before | asked).items() if said}
    facts: dict[str, Any] = {"loading": loading, "answers": loading.answers, "said": ""}
    try:
        _plan(desk, loading)
    except Refused as error:
        if not desk.needs_reason(error):
            loadings.forget(loading)
            raise
        facts |= {"plan": None, "conditions": error.conditions}
        return desk.page("load_one.html", case=found_case, status=403, **facts)
    except Misuse:  # an answer that answers nothing is not held against the file
        loading.answers = before
        raise
    except BadInput as error:
        loadings.forget(loading)
        raise BadInput(error.reason, file=loading.name, row=error.row) from error
    facts |= {"plan": loading.plan, "meanings": _MEANINGS}
    return desk.page("load_one.html", case=found_case, **facts)


@router.post("/cases/{case}/load/{token}")
async def start(case: str, token: str, request: Request, desk: Checked) -> Response:
    """Load it, or let it go."""
    loadings = _loadings(request)
    loading = loadings.get(token, desk.actor.id, case)
    form = await request.form()
    if given(form, "do") == "let-go" and loading.state == "waiting":
        loadings.forget(loading)
        return RedirectResponse(f"/cases/{case}/load", 303)
    if loading.state == "waiting":
        loading.state = "loading"
        given_now = {key: str(value) for key, value in form.items() if value}
        loading.answers = loading.answers | given_now
        args = (desk, loadings, [loading], given(form, "because"))
        threading.Thread(target=_load_all, args=args, daemon=True).start()
    return RedirectResponse(f"/cases/{case}/load/{token}", 303)


def _loadings(request: Request) -> Loadings:
    found: Loadings = request.app.state.loading
    return found


def _plan(desk: Desk, loading: Loading) -> None:
    """Work out what a file would become, in an act."""
    known = _answers(loading.answers)
    for name in ("keep", "agreed"):
        known.pop(name, None)
    answer = desk.use("load.plan", loading.case, loading.because, path=str(loading.path), **known)
    loading.plan = answer.result


def _look_all(desk: Desk, loadings: Loadings, taken: list[Loading]) -> None:
    """Plan files one after the other: one that cannot be read says so and stops no other."""
    for one in taken:
        try:
            _plan(desk, one)
            one.state = "waiting"
        except BadInput as error:
            one.error, one.state = BadInput(error.reason, file=one.name, row=error.row), "failed"
        except RemitError as error:
            one.error, one.state = error, "failed"
        except Exception:
            one.error, one.state = Unavailable("Something failed here."), "failed"
            raise  # to the operator's log
        finally:
            if one.state != "waiting":
                loadings.let_go(one)


def _load_all(desk: Desk, loadings: Loadings, ready: list[Loading], because: str | None) -> None:
    for one in ready:
        _load(desk, loadings, one, because or one.because, _answers(one.answers))


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
    except RemitError as error:
        loading.error = error
    except Exception:
        loading.error = Unavailable("Something failed here.")
        raise  # to the operator's log
    finally:
        loadings.let_go(loading)  # before anybody is told that it is over
        loading.state = "failed" if loading.error else "done"


def _answers(form: dict[str, str]) -> dict[str, Any]:
    """Answers to the plan's questions, from a form."""
    known: dict[str, Any] = {name: form[name] for name in _ANSWERS if form.get(name)}
    if form.get("order") in ("day-first", "month-first"):
        known["day_first"] = form["order"] == "day-first"
    choices: dict[str, str] = {}
    for key, value in form.items():
        kind, _, column = key.partition("-")
        if kind in ("set", "mean") and column and value:
            choices[column] = ", ".join(filter(None, (choices.get(column), value)))
    if choices:
        known["choices"] = choices
    if form.get("subject"):
        known["subject"] = [part.strip() for part in form["subject"].split(",")]
    agreed: dict[str, Any] = {
        name: form[f"agreed-{name}"] for name in ("from", "to") if form.get(f"agreed-{name}")
    }
    if form.get("agreed-types"):
        agreed["types"] = [one.strip() for one in form["agreed-types"].split(",")]
    if agreed:
        known["agreed"] = agreed
    if form.get("yes"):
        known["yes"] = True
    return known
