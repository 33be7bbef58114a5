"""Hostile values are shown as what they are, wherever they are shown: never obeyed."""

import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
import yaml
from tests.house import BECAUSE, load
from tests.web.visitor import Site, Visitor

SCRIPT = "<script>alert(1)</script>"
BREAKS = "\"'><img src=x onerror=alert(2)>"
BIDI = "\u202egnp.exe\u202c\u2066\u2069"
LONG = "Wolfeschlegelsteinhausen" * 80
TEMPLATE = "{{ 7 * 191 }}{% if 1 %}"
EVIL = f"{SCRIPT}{BREAKS}{BIDI}{TEMPLATE}"

STEERS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Characters that turn what stands after them around."""


class _Page(HTMLParser):
    """Every element of a page, with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))


def harmless(text: str) -> None:
    """Only our own scripts, no picture, no handler, no address of a script, nothing turned."""
    for tag, attributes in _Page(text).elements:
        assert tag not in ("img", "iframe", "object", "embed", "base", "style"), tag
        assert not any(name.startswith("on") for name in attributes), (tag, attributes)
        if tag == "script" and attributes.get("type") == "application/json":
            assert not attributes.get("src"), "facts for a drawing, which no browser runs"
        elif tag == "script":
            assert str(attributes.get("src", "")).startswith("/static/")
        for name in ("href", "src", "action", "hx-get"):
            address = attributes.get(name)
            assert address is None or address[:1] in ("/", "#", "?"), address
            assert address is None or not address.startswith("//")
    assert not STEERS.search(text), "what is written is what is read"
    assert "1337" not in re.sub(r"[0-9a-f]{8,}", "", text), "a value is no template"


@pytest.fixture(scope="module")
def evil(site: Site) -> dict[str, str]:
    """Hostile values in every place that takes text; addresses that show them."""
    analyst = site.visitor("analyst")
    form = {
        "reference": "01/123/26",
        "title": EVIL,
        "purpose": "exercise",
        "legal_basis": "exercise",
    }
    case = analyst.post("/cases", form).headers["location"]
    assert site.visitor("supervisor").post(f"{case}/open").status_code == 303
    line = {"question": f"Who is {EVIL}?", "because": f"{BECAUSE} {EVIL}"}
    root = f"/cases/{site.case}"
    assert analyst.post(f"{root}/lines", line).status_code == 303
    cell = '"' + f"Zed {EVIL}".replace('"', '""') + '"'
    text = f"name,address,note\n{cell},{cell},{cell}\nZed {LONG},{cell},{cell}\n"
    loaded = load(site.house, site.folder, text, "evil'onload=alert(3)<b>.csv").result["load"]
    seen = f"name,time,category,place\n{cell},2026-03-01T10:00:00Z,{cell},{cell}\n"
    load(site.house, site.folder, seen, "seen.csv")
    because = f"{BECAUSE} {EVIL}"
    found = site.ask(analyst, "search.text", query="zed", because=because).json()
    act = found["act"]
    hits = site.ask(analyst, "search.people", query="zed").json()["result"]["hits"]
    overseer = site.house.actors.get("overseer-1")
    site.house.brakes.pull(
        overseer, "capability:read-ledger", f"Stopped: {SCRIPT}{BREAKS}{TEMPLATE}"
    )
    asked = f"because={quote(because)}"
    things = "&".join(f"thing={hit['entity']}" for hit in hits)
    return {
        "cases": "/cases",
        "case": case,
        "case with lines": root,
        "people": f"{root}/search?query=zed&{asked}",
        "text": f"{root}/search?kind=text&query=zed&{asked}",
        "a query": f"{root}/search?query={quote(EVIL)}&{asked}",
        "a long query": f"{root}/search?query={LONG}&{asked}",
        "a wrong kind": f"{root}/search?kind={quote(EVIL)}&query=x",
        "record": f"{root}/records/{loaded}/2?{asked}",
        "record of a long name": f"{root}/records/{loaded}/3?{asked}",
        "entity": f"{root}/entities/{hits[0]['entity']}?{asked}",
        "no entity": f"{root}/entities/{quote(EVIL, safe='')}?{asked}",
        "path": f"{root}/paths?a={quote(EVIL)}&b={hits[0]['entity']}&{asked}",
        "chart": f"{root}/chart?grow=true&{things}&{asked}",
        "no chart": f"{root}/chart?thing={quote(EVIL)}&{asked}",
        "time and map": f"{root}/time-and-map?since=2026-03-01&until=2026-03-01&{asked}",
        "no time": f"{root}/time-and-map?since={quote(EVIL)}&{asked}",
        "products": f"{root}/products?{asked}",
        "no product": f"{root}/products/{quote(EVIL, safe='')}?{asked}",
        "act": f"/acts/{act}",
        "acts": "/acts",
        "brakes": "/brakes",
        "release": f"/brakes/release?scope={quote(EVIL)}",
        "ledger": "/ledger",
        "no remit": f"/remits/{quote(EVIL, safe='')}",
        "no entry": f"/ledger?entry={quote(EVIL)}",
        "nothing": f"/{quote(EVIL, safe='')}",
    }


SHOWS = ("cases", "case", "case with lines", "people", "text", "a query", "record", "entity", "act",
         "chart", "time and map")  # fmt: skip
"""Pages on which the value itself has to stand: a page that left it out would prove nothing."""


def test_hostile_values_are_shown_and_not_obeyed(site: Site, evil: dict[str, str]) -> None:
    visitor = site.visitor("analyst")
    for name, address in evil.items():
        answer = visitor.get(address)
        assert answer.status_code < 500, name
        assert answer.headers["content-type"].startswith("text/html")
        harmless(answer.text)
        assert SCRIPT not in answer.text, name
        if name in SHOWS:
            assert SCRIPT in unescape(answer.text), name


def test_the_overseers_pages_show_them_and_obey_nothing(site: Site, evil: dict[str, str]) -> None:
    visitor = site.visitor("overseer-1")
    for name in ("brakes", "release", "ledger"):
        text = visitor.get(evil[name]).text
        harmless(text)
    assert SCRIPT in unescape(visitor.get("/brakes").text)


def test_a_remits_text_is_only_text(site: Site) -> None:
    held = site.house.remits.get("remit-show").document
    document = yaml.safe_load(held)
    document |= {"title": f"Show {EVIL}", "conditions": f"Nothing but {EVIL}", "version": 2}
    document |= {"supersedes": 1, "supplier": SCRIPT}
    supervisor = site.visitor("supervisor")
    sent = {"document": yaml.safe_dump(document, allow_unicode=True, sort_keys=False)}
    made = supervisor.post("/remits", sent)
    assert made.status_code == 303, made.text
    for who in ("supervisor", "overseer-1"):
        visitor = site.visitor(who)
        for path in (made.headers["location"], "/remits", "/brakes", "/ledger"):
            text = visitor.get(path).text
            harmless(text)
        assert SCRIPT in unescape(visitor.get(made.headers["location"]).text)


def test_hostile_columns_and_rows_are_harmless_in_the_plan(site: Site) -> None:
    visitor = site.visitor("data-engineer")
    column = '"' + EVIL.replace('"', '""') + '"'
    text = f"name,{column},dob\nZed,{column},04/03/1991\n{column},x,99/99/1991\n"
    sent = {"file": ("plan.csv", text.encode(), "text/csv")}
    where = f"/cases/{site.case}/load"
    address = visitor.post(where, {"because": BECAUSE}, files=sent).headers["location"]
    page = visitor.get(address)
    assert page.status_code == 200
    harmless(page.text)
    assert SCRIPT in unescape(page.text)
    answers = {"source": EVIL, f"set-{EVIL}": EVIL, EVIL: EVIL, "order": EVIL, "zone": EVIL}
    answered = visitor.get(address, params=answers)
    assert answered.status_code in (200, 404, 422)
    harmless(answered.text)
    for _ in range(2_000):
        visitor.post(address, {"because": BECAUSE, "yes": "yes"})
        done = visitor.get(address).text
        if "is being loaded" not in done:
            break
    harmless(done)
    assert "Rejected rows" in done


def test_a_link_of_a_hostile_kind_signs_nobody_in(site: Site) -> None:
    visitor: Visitor = site.visitor()
    answer = visitor.get("/sign-in", params={"token": EVIL})
    assert answer.status_code == 403
    harmless(answer.text)


def test_a_file_that_is_written_out_has_a_name_of_ours(site: Site) -> None:
    visitor = site.visitor("analyst")
    name = quote('product-1"; filename=evil.html', safe="")
    answer = visitor.post(f"/cases/{site.case}/products/{name}/export", {"because": BECAUSE})
    assert answer.status_code in (403, 404)
    assert "evil" not in answer.headers.get("content-disposition", "")
