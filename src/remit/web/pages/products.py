"""Products: making one, reading it with facts and assessments apart, writing it out."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from remit.errors import Misuse, NotFound, Refused
from remit.house import Answer
from remit.web.desk import AtDesk, Checked, given

__all__ = ["archive", "router"]

router = APIRouter()

PER_PAGE = 200
"""Rows behind a figure on one page."""

_FIGURE = re.compile(r"\{(F\d+)\}")
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")

KINDS = {"crime": "Crime", "stop-search": "Stops and searches", "event": "Other events"}
"""What a problem profile describes, and how the form names it."""


@router.get("/cases/{case}/products")
def list_(case: str, desk: AtDesk, because: str = "") -> Response:
    """The products of a case, and the form for a new one."""
    found_case = desk.case(case)
    facts: dict[str, Any] = {"because": because, "made": None, "conditions": (), "said": ""}
    facts["kinds"] = KINDS
    try:
        answer = desk.use("product.list", case, because)
    except Refused as refused:
        if not desk.needs_reason(refused):
            raise
        facts["conditions"] = refused.conditions
        return desk.page("products.html", case=found_case, status=403, **facts)
    facts["made"] = answer.result["products"]
    return desk.page("products.html", case=found_case, **facts)


@router.post("/cases/{case}/products")
async def make(case: str, request: Request, desk: Checked) -> Response:
    """Make a problem profile."""
    form = await request.form()
    first, last = given(form, "first") or "", given(form, "last") or ""
    if not (_MONTH.fullmatch(first) and _MONTH.fullmatch(last)):
        raise Misuse("give the first and the last month as YYYY-MM")
    answer = desk.use(
        "product.problem-profile",
        case,
        given(form, "because"),
        from_=first,
        to=last,
        category=given(form, "category"),
        area=given(form, "area"),
        kind=_one_of(KINDS, given(form, "kind") or "crime"),
        title=given(form, "title"),
    )
    return RedirectResponse(f"/cases/{case}/products/{answer.result['product']}", 303)


@router.get("/cases/{case}/products/{product}")
def read(case: str, product: str, desk: AtDesk, because: str = "") -> Response:
    """A product on the screen; each figure leads to its rows."""
    found_case = desk.case(case)
    facts: dict[str, Any] = {"because": because, "product": None, "conditions": (), "said": ""}
    try:
        answer = desk.use("product.read", case, because, product=product)
    except Refused as refused:
        if not desk.needs_reason(refused):
            raise
        facts["conditions"] = refused.conditions
        return desk.page("product.html", case=found_case, status=403, **facts)
    facts |= {"product": answer.result, "cut": _cut, "counted": _counted}
    return desk.page("product.html", case=found_case, **facts)


@router.get("/cases/{case}/products/{product}/rows/{figure}")
def rows(
    case: str,
    product: str,
    figure: str,
    desk: AtDesk,
    because: str = "",
    after: Annotated[int, Query(ge=0)] = 0,
) -> Response:
    """The rows behind one figure, a page of them; `after` says how many went before."""
    found_case = desk.case(case)
    answer = desk.use("product.rows", case, because, product=product, figure=figure)
    lines = [line.rsplit(",", 2) for line in answer.result["csv"].splitlines()[1:]]
    listed = [
        {"file": line[0].partition(",")[2].strip('"'), "row": line[1], "load": line[2]}
        for line in lines
    ]
    shown = listed[after : after + PER_PAGE]
    facts: dict[str, Any] = {"product": product, "figure": figure, "because": because}
    return desk.page(
        "rows.html", case=found_case, rows=shown, count=len(listed), after=after, **facts
    )


@router.post("/cases/{case}/products/{product}/export")
async def export(case: str, product: str, request: Request, desk: Checked) -> Response:
    """Write a product out, as one ZIP: a disclosure, with a reason of its own."""
    because = given(await request.form(), "because")
    answer = desk.use("product.export", case, because, product=product)
    return archive(_name(product), answer)


def archive(name: str, answer: Answer) -> Response:
    """The files of an act as `name`.zip, to be saved; the answer names the act."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as out:
        for path, data in sorted(answer.result["files"].items()):
            out.writestr(path, data)
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.zip"',
        "X-Remit-Act": answer.act,
    }
    return Response(held.getvalue(), media_type="application/zip", headers=headers)


def _cut(text: str) -> list[tuple[str, str]]:
    """Text and the figures in it: `("text", …)` and `("figure", id)` in order."""
    parts = _FIGURE.split(text)
    kinds = ("text", "figure")
    return [(kinds[n % 2], part) for n, part in enumerate(parts) if part]


def _counted(rows: Sequence[Sequence[str]]) -> list[int]:
    """Columns of a table that hold nothing but a figure each: they stand to the right.

    >>> _counted([["Burglary", "{F1}"], ["Robbery", "{F2}"]])
    [1]
    """
    return [
        n for n, cells in enumerate(zip(*rows, strict=True)) if all(map(_FIGURE.fullmatch, cells))
    ]


def _one_of(known: Mapping[str, str], value: str) -> str:
    if value not in known:
        raise Misuse(f"a problem profile describes {', '.join(known)}")
    return value


def _name(product: str) -> str:
    if not re.fullmatch(r"product-[0-9a-f]+", product):
        raise NotFound(f"no product {product}")
    return product
