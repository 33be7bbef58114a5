"""What is held back, on its pages: an independent reviewer decides, and nobody else is told."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from tests.house import BECAUSE, load
from tests.web.test_loading import loaded, upload, words
from tests.web.visitor import ROLES, Site, Visitor, opened_site

from remit.house import Answer

NOTES = (
    "name,notes\nAna Lund,My solicitor says no\nBo Ek,Seen at the pier\nCy Dahl,off the record\n"
)
CALLS = (
    b"Caller,Called,Type,Start,Duration,Cell,Cell longitude,Cell latitude,IMEI\n"
    b"+447700900001,+447700900002,voice,2026-03-01T12:00:00Z,65,,,,\n"
    b"+447700900003,+447700900002,voice,2026-03-01T12:00:00Z,65,,,,\n"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with opened_site(tmp_path_factory.mktemp("site")) as made:
        yield made


@pytest.fixture
def held(site: Site) -> Answer:
    """A load of its own with two rows held back."""
    site.count = getattr(site, "count", 0) + 1  # type: ignore[attr-defined]
    text = f"{NOTES}Nobody,{site.count}\n"  # type: ignore[attr-defined]
    return load(site.house, site.folder, text, f"notes-{site.count}.csv")  # type: ignore[attr-defined]


def reviewer(site: Site) -> Visitor:
    return site.visitor("independent-reviewer")


def reason(path: str) -> str:
    return f"{path}?because={BECAUSE.replace(' ', '+')}"


def test_the_reviewer_s_first_page_is_what_waits(site: Site, held: Answer) -> None:
    visitor = reviewer(site)
    assert visitor.get("/").headers["location"] == "/held"
    assert visitor.get("/held").status_code == 403
    assert "A reason is due" in visitor.get("/held").text
    page = visitor.get(reason("/held"))
    assert page.status_code == 200
    assert held.result["load"] in page.text
    assert "Legal professional privilege: 1" in words(page.text)
    assert "solicitor says" not in page.text, "no content"
    assert page.headers["x-remit-act"].startswith("act-")


def test_rows_are_read_and_decided_on(site: Site, held: Answer) -> None:
    visitor, of = reviewer(site), held.result["load"]
    address = f"/held/{site.case}/{of}"
    said = words(visitor.get(reason(address)).text)
    assert "My solicitor says no" in said
    assert "Seen at the pier" not in said
    assert visitor.post(address, {"do": "release", "because": BECAUSE}).status_code == 422
    form = {"do": "release", "row": "2", "because": BECAUSE}
    assert visitor.post(address, form).headers["location"] == address
    said = words(visitor.get(reason(address)).text)
    assert "My solicitor says no" not in said
    assert "off the record" in said
    form = {"do": "seal", "which": "all", "because": BECAUSE}
    assert visitor.post(address, form).headers["location"] == "/held"
    assert of not in visitor.get(reason("/held")).text
    analyst = site.visitor("analyst")
    shown = analyst.get(reason(f"/cases/{site.case}/records/{of}/2"))
    assert "My solicitor says no" in unescape(shown.text)
    assert analyst.get(reason(f"/cases/{site.case}/records/{of}/4")).status_code == 404


def test_a_decision_needs_its_reason(site: Site, held: Answer) -> None:
    address = f"/held/{site.case}/{held.result['load']}"
    answer = reviewer(site).post(address, {"do": "seal", "which": "all"})
    assert answer.status_code == 403
    assert "justification" in answer.text


@pytest.mark.parametrize("who", ROLES)
def test_nobody_else_is_told(site: Site, held: Answer, who: str) -> None:
    visitor = site.visitor(who)
    for address in ("/held", f"/held/{site.case}/{held.result['load']}"):
        answer = visitor.get(reason(address))
        assert answer.status_code == 403
        assert "solicitor" not in answer.text
        assert "Who can change it" in answer.text
    rail = re.findall(r'<span class="shut" title="([^"]*)">', visitor.get("/cases").text)
    if not who.startswith("overseer"):
        assert any("independent reviewer" in why for why in rail)


def test_the_reviewer_is_shown_no_case(site: Site, held: Answer) -> None:
    visitor = reviewer(site)
    for path in ("", "/search", "/load", "/loads"):
        assert visitor.get(f"/cases/{site.case}{path}").status_code == 404
    asked = {"query": "demir", "because": BECAUSE}
    answer = visitor.request("POST", f"/api/cases/{site.case}/acts/search.people", json=asked)
    assert answer.status_code == 403


def test_the_authority_is_asked_for_on_the_page(site: Site) -> None:
    visitor = site.visitor("data-engineer")
    address = upload(site, visitor, CALLS, "calls.csv").headers["location"]
    page = visitor.get(address).text
    assert "communications data are held under an authority" in page
    assert re.search(r'<button name="do" value="load" disabled>', page)
    given = "authority=URN-7&subject=07700900001&from_=2026-03-01&to=2026-03-31"
    page = visitor.get(f"{address}?{given}").text
    assert "held under an authority" not in page
    form = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
    done = words(loaded(visitor, address, **{k: v for k, v in form.items() if k != "csrf"}))
    assert "2 rows received = 1 accepted + 1 rejected, 1 of them held back" in done
    assert "outside authority URN-7: about none of its subjects" in done
    loads = words(visitor.get(reason(f"/cases/{site.case}/loads")).text)
    assert "under URN-7" in loads
    assert "1 held back" in loads


def test_the_preview_shows_nothing_of_a_row_that_would_be_held(site: Site) -> None:
    visitor = site.visitor("data-engineer")
    address = upload(site, visitor, f"{NOTES}x,preview\n".encode()).headers["location"]
    said = words(visitor.get(address).text)
    assert "Bo Ek" in said
    assert "Ana Lund" not in said
    assert "held back, as the text speaks of advice from a lawyer" in said
