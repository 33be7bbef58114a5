"""Texts: what each may name, marked in it, for a person to promote or to reject."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from remit.errors import Misuse, Refused
from remit.web.desk import AtDesk, Checked, given

__all__ = ["marked", "router"]

router = APIRouter()


@router.get("/cases/{case}/texts")
def list_(case: str, desk: AtDesk, because: str = "") -> Response:
    """The loads that have text in them."""
    found_case = desk.case(case)
    facts: dict[str, Any] = {"because": because, "texts": None, "conditions": (), "said": ""}
    try:
        answer = desk.use("extract.texts", case, because)
    except Refused as refused:
        if not desk.needs_reason(refused):
            raise
        facts["conditions"] = refused.conditions
        return desk.page("texts.html", case=found_case, status=403, **facts)
    facts["texts"] = answer.result["texts"]
    return desk.page("texts.html", case=found_case, **facts)


@router.get("/cases/{case}/texts/{text}")
def review(
    case: str, text: str, desk: AtDesk, because: str = "", after: int = 0, type: str = ""
) -> Response:
    """The texts of one load with what they may name, some rows at a time."""
    found_case = desk.case(case)
    facts: dict[str, Any] = {"because": because, "load": text, "after": after, "type": type}
    facts |= {"rows": None, "conditions": (), "said": "", "next": None, "kinds": []}
    try:
        answer = desk.use(
            "extract.candidates", case, because, load=text, after=after, relations=True
        )
    except Refused as refused:
        if not desk.needs_reason(refused):
            raise
        facts["conditions"] = refused.conditions
        return desk.page("text.html", case=found_case, status=403, **facts)
    rows = answer.result["rows"]
    cited = {one["row"]: one for one in answer.result["cited"]}
    facts["kinds"] = sorted({one["type"] for row in rows for one in row["candidates"]})
    facts["rows"] = [
        {
            **row,
            "pieces": marked(row["text"], row["candidates"]),
            "cited": cited.get(row["row"]),
            "candidates": [one for one in row["candidates"] if type in ("", one["type"])],
            "relations": [
                {**one, "pieces": marked(one["sentence"], _ends(one))}
                for one in _once(row["relations"])
            ],
        }
        for row in rows
    ]
    facts["chains"] = answer.result["chains"]
    facts["cited"] = cited
    facts["next"] = answer.result["next"]
    return desk.page("text.html", case=found_case, **facts)


@router.post("/cases/{case}/texts/{text}")
async def decide(case: str, text: str, request: Request, desk: Checked) -> Response:
    """Promote or reject the candidates that were ticked, or all that fit a rule."""
    form = await request.form()
    verb = {"promote": "extract.promote", "reject": "extract.reject"}.get(given(form, "do") or "")
    if verb is None:
        raise Misuse("promote or reject")
    because = given(form, "because")
    rule = {name: given(form, name) for name in ("type", "by", "text")}
    rule = {name: said for name, said in rule.items() if said}
    if given(form, "which") == "rule":
        desk.use(verb, case, because, load=text, **rule)
    else:
        named = [str(one) for one in form.getlist("candidate")]
        if not named:
            raise Misuse("tick the candidates first")
        desk.use(verb, case, because, load=text, candidates=named)
    after = given(form, "after") or "0"
    again = f"/cases/{case}/texts/{text}?after={int(after) if after.isdecimal() else 0}"
    return RedirectResponse(again, 303)


def _once(relations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What holds both ways is shown one way."""
    shown: dict[tuple[str, frozenset[int]], dict[str, Any]] = {}
    for one in relations:
        ends = frozenset((one["source"]["begin"], one["target"]["begin"]))
        shown.setdefault((one["relation"], ends), one)
    return list(shown.values())


def _ends(relation: dict[str, Any]) -> list[dict[str, Any]]:
    """Source and target of a relation by their place in its sentence."""
    at = relation["begin"]
    return [
        {"begin": one["begin"] - at, "end": one["end"] - at}
        for one in (relation["source"], relation["target"])
    ]


def marked(text: str, found: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any] | None]]:
    """The text in pieces: those that are candidates with what is proposed, the others without.

    >>> marked("call Ann", [{"begin": 5, "end": 8, "type": "Person"}])
    [('call ', None), ('Ann', {'begin': 5, 'end': 8, 'type': 'Person'})]
    """
    pieces: list[tuple[str, dict[str, Any] | None]] = []
    at = 0
    for one in sorted(found, key=lambda one: (one["begin"], -one["end"])):
        if one["begin"] < at:
            continue
        if one["begin"] > at:
            pieces.append((text[at : one["begin"]], None))
        pieces.append((text[one["begin"] : one["end"]], one))
        at = one["end"]
    return [*pieces, (text[at:], None)] if at < len(text) else pieces
