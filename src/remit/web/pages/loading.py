"""Loading a file: what each row will become, what is asked, then the load with its progress.

An upload lies in the workspace's `tmp` under a random name until it is loaded or let go, and
is then overwritten and removed. It is never run and never served.
"""

import os
import secrets
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import UploadFile

from remit.authority.conditions import refused
from remit.errors import BadInput, Misuse, NotFound, RemitError
from remit.house import House
from remit.sources.plan import preview
from remit.web.desk import AtDesk, Checked, Desk, given

__all__ = ["Loading", "Loadings", "router"]

router = APIRouter()

CHUNK = 1 << 20
MOST_WAITING = 50
"""Uploads that wait to be loaded at once."""

_ANSWERS = ("source", "zone")


@dataclass
class Loading:
    """One upload on its way in."""

    token: str
    actor: str
    case: str
    path: Path
    name: str
    state: str = "waiting"
    """waiting, loading, done or failed"""
    rows: int = 0
    rate: float = 0.0
    result: dict[str, Any] = field(default_factory=dict)
    act: str | None = None
    generation: int = 0
    """Of brakes, remits and memberships, when it was answered."""
    error: RemitError | None = None


class Loadings:
    """The uploads of this process."""

    def __init__(self, house: House) -> None:
        self._folder = house.workspace.home / "tmp"
        self._all: dict[str, Loading] = {}
        for left_over in self._folder.glob("upload-*/*"):
            if not (left_over.is_symlink() or left_over.parent.is_symlink()):
                _wipe(left_over)

    def take(self, actor: str, case: str, upload: UploadFile) -> Loading:
        """Keep an upload under a random name."""
        if len([one for one in self._all.values() if one.state == "waiting"]) >= MOST_WAITING:
            raise Misuse("too many files wait to be loaded: load or let go of one first")
        token = secrets.token_urlsafe(16)
        folder = self._folder / f"upload-{token}"
        folder.mkdir(mode=0o700, parents=True)
        name = Path(upload.filename or "file").name[:200]
        loading = Loading(token, actor, case, folder / name, name)
        with loading.path.open("wb") as out:
            while chunk := upload.file.read(CHUNK):
                out.write(chunk)
        self._all[token] = loading
        return loading

    def get(self, token: str, actor: str, case: str) -> Loading:
        """An upload of this person, in this case. Raises `NotFound`."""
        loading = self._all.get(token)
        if loading is None or (loading.actor, loading.case) != (actor, case):
            raise NotFound("no such upload: it was loaded, let go, or is another person's")
        return loading

    def let_go(self, loading: Loading) -> None:
        """Overwrite and remove the file."""
        if loading.path.exists():
            _wipe(loading.path)


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
        request.app.state.loading.let_go(loading)
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
    if given(form, "do") == "let-go":
        loadings.let_go(loading)
        loading.state = "failed"
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


def _wipe(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        for start in range(0, size, CHUNK):
            file.write(bytes(min(CHUNK, size - start)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    path.parent.rmdir()
