"""Addresses that nobody would type: answered, never with a failure of ours."""

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.gate.ways import routes
from tests.house import BECAUSE
from tests.web.visitor import Site, Visitor

from remit.web.app import create_app

NUMBERS = ("-1", "0", "2", "1.5", "1e3", "x", "9" * 18, "9" * 30, "\u0662", "%00", "0x10", " 2")


class _Seconds:
    """A clock that goes on a second with every look, so that no limit is met."""

    now = 0.0

    def __call__(self) -> float:
        self.now += 1.0
        return self.now


@pytest.fixture(scope="module")
def visitor(site: Site) -> Visitor:
    """The analyst, who may ask as often as it takes."""
    made = Visitor(create_app(site.house, clock=_Seconds()), "10.7.0.1")
    link = site.house.signin.link(site.house.actors.get("analyst"))
    made.get("/sign-in", params={"token": link})
    made.csrf = site.house.signin.csrf(made.cookies["remit_session"])
    return made


@pytest.mark.parametrize("number", NUMBERS, ids=ascii)
def test_a_number_that_is_none_or_too_large_is_answered(
    site: Site, visitor: Visitor, number: str
) -> None:
    because = quote(BECAUSE)
    for path in (
        f"/cases/{site.case}/records/{site.load}/{quote(number)}?because={because}",
        f"/ledger?entry={quote(number)}",
        f"/remits/remit-search?version={quote(number)}",
        f"/api/acts?limit={quote(number)}",
        f"/cases/{site.case}/search?query=demir&because={because}&after={quote(number)}",
    ):
        answer = visitor.get(path)
        assert answer.status_code in (200, 400, 404, 422), path
        assert answer.text


def test_no_text_in_an_address_or_a_form_breaks_a_page(site: Site, visitor: Visitor) -> None:
    ways = [way.split(" ") for way in routes(site) if "/api/" not in way]  # type: ignore[arg-type]
    words = st.text(max_size=30) | st.sampled_from(("..", "%", "\x00", "*", "?", '"', "'", "\\"))
    fields = ("query", "because", "kind", "after", "a", "b", "scope", "do", "entry", "version")
    more = ("title", "reference", "purpose", "first", "last", "note-1", "note-2", "set-x", "line")
    form = st.dictionaries(st.sampled_from(fields + more), words, max_size=6)

    @settings(max_examples=150)
    @given(way=st.sampled_from(ways), word=words.filter(bool), form=form)
    def answered(way: list[str], word: str, form: dict[str, str]) -> None:
        method, path = way
        path = path.replace("{case}", site.case)
        for name in ("entity", "load", "row", "token", "product", "figure", "remit", "act"):
            path = path.replace(f"{{{name}}}", quote(word, safe=""))
        if path == "/sign-out":
            return
        answer = visitor.get(path, params=form) if method == "GET" else visitor.post(path, form)
        assert answer.status_code < 500, (way, word, form, answer.text)

    answered()
