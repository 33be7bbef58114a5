"""Loading by the page: plan, questions, reconciliation, and what becomes of the file."""

import os
import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import httpx
import pytest
from tests.house import BECAUSE
from tests.web.visitor import Site, Visitor

from remit.sources.previewing import preview
from remit.web import guard
from remit.web.uploads import WAITS, Loadings

GOOD = b"name,dob\nOrla Quinn,14/03/1991\nPia Rask,30/13/1984\nQuill Stone,02/11/1970\n"
"""Three rows, of which one has a month that there is not."""

ASKS = b"name,dob\nOrla Quinn,04/03/1991\nPia Rask,05/06/1984\n"
"""Dates that can be read two ways."""


def tmp(site: Site) -> list[str]:
    """What lies in the workspace's folder for uploads."""
    folder = site.house.workspace.home / "tmp"
    return sorted(os.listdir(folder)) if folder.is_dir() else []


def upload(
    site: Site,
    visitor: Visitor,
    content: bytes,
    name: str = "people.csv",
    because: str = BECAUSE,
) -> httpx.Response:
    sent = {"file": (name, content, "text/csv")}
    return visitor.post(f"/cases/{site.case}/load", {"because": because}, files=sent)


def loaded(visitor: Visitor, address: str, **form: str) -> str:
    """Load it, and the page once it is done or has failed."""
    assert visitor.post(address, {"because": BECAUSE, **form}).status_code == 303
    for _ in range(2_000):
        text = visitor.get(address).text
        if "is being loaded" not in text:
            return text
    raise AssertionError("it did not end")


def words(text: str) -> str:
    main = text[text.index("<main") : text.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def test_the_plan_stands_on_the_page_as_it_is(site: Site, tmp_path: Path) -> None:
    visitor = site.visitor("data-engineer")
    address = upload(site, visitor, GOOD).headers["location"]
    page = visitor.get(address)
    assert page.status_code == 200
    said = words(page.text)
    path = tmp_path / "people.csv"
    path.write_bytes(GOOD)
    plan = preview(path).as_dict()
    for fact in (plan["file"], plan["title"], plan["handling"], plan["retention"]):
        assert str(fact) in said
    for column in plan["columns"]:
        assert column["column"] in said
        for evidence in column["evidence"]:
            assert " ".join(evidence.split()) in said
    assert len(plan["sample"]) == 3
    for row in plan["sample"]:
        shown = f"rejected: {row['reason']}" if row["reason"] else " · ".join(row["becomes"])
        assert f"{row['row']} {' '.join(shown.split())}" in said
    assert any(row["reason"] for row in plan["sample"])
    visitor.post(address, {"do": "let-go"})


def test_what_the_file_does_not_say_is_asked_and_answered_by_a_plain_form(site: Site) -> None:
    visitor = site.visitor("data-engineer")
    address = upload(site, visitor, ASKS).headers["location"]
    text = visitor.get(address).text
    (name,) = re.findall(r'<select id="q1" name="([^"]+)"', text)
    form = text[text.index('id="q1"') : text.index("</select>")]
    choices = [unescape(one) for one in re.findall(r'<option value="([^"]+)"', form)]
    assert len(choices) == 2, "day first, or month first"
    answered = visitor.get(address, params={unescape(name): choices[0]})
    assert answered.status_code == 200
    assert 'id="q1"' not in answered.text
    kept = dict(
        re.findall(r'<input type="hidden" name="(set-[^"]+)" value="([^"]*)"', answered.text)
    )
    assert kept == {name: choices[0]}
    done = loaded(visitor, address, **{unescape(name): choices[0]})
    assert "2 rows received = 2 accepted + 0 rejected" in words(done)


def test_a_load_reconciles_on_the_page_and_names_each_rejected_row(site: Site) -> None:
    visitor = site.visitor("data-engineer")
    address = upload(site, visitor, GOOD, "reconciled.csv").headers["location"]
    done = words(loaded(visitor, address))
    assert "reconciled.csv is loaded." in done
    assert "3 rows received = 2 accepted + 1 rejected" in done
    assert "Rejected rows" in done
    assert re.search(r"\b3 [^.]*30/13/1984", done), done
    assert tmp(site) == []


def test_a_load_sent_twice_is_made_once(site: Site) -> None:
    visitor = site.visitor("data-engineer")
    address = upload(site, visitor, b"name\nUna Vane\n", "twice.csv").headers["location"]
    before = site.house.acts.of_actor(site.house.actors.get("data-engineer"), 500)
    for _ in range(3):
        assert visitor.post(address, {"because": BECAUSE}).status_code == 303
    loaded(visitor, address)
    acts = site.house.acts.of_actor(site.house.actors.get("data-engineer"), 500)
    assert len(acts) == len(before) + 1
    again = upload(site, visitor, b"name\nUna Vane\n", "twice.csv").headers["location"]
    loaded(visitor, again)
    hits = site.ask(visitor, "search.people", query="una vane").json()["result"]
    assert hits["total_visible"] == 1
    assert hits["hits"][0]["rows_in_all"] == 1, "the same file again adds nothing"


def test_what_is_let_go_is_gone(site: Site) -> None:
    visitor = site.visitor("data-engineer")
    address = upload(site, visitor, GOOD).headers["location"]
    assert len(tmp(site)) == 1
    assert visitor.post(address, {"do": "let-go"}).status_code == 303
    assert tmp(site) == []
    assert visitor.get(address).status_code in (200, 404)
    assert "Orla" not in visitor.get(address).text
    assert visitor.post(address, {"because": BECAUSE}).status_code in (303, 404)
    assert "is loaded" not in visitor.get(address).text


def test_an_upload_is_one_persons_in_one_case(site: Site) -> None:
    mine, theirs = site.visitor("data-engineer"), site.visitor("analyst")
    address = upload(site, mine, GOOD).headers["location"]
    assert theirs.get(address).status_code == 404
    assert theirs.post(address, {"because": BECAUSE}).status_code == 404
    assert theirs.post(address, {"do": "let-go"}).status_code == 404
    assert len(tmp(site)) == 1
    mine.post(address, {"do": "let-go"})


def test_a_file_is_looked_at_for_a_reason_and_under_an_act(site: Site) -> None:
    visitor = site.visitor("data-engineer")
    address = upload(site, visitor, GOOD, because="").headers["location"]
    asked = visitor.get(address)
    assert asked.status_code == 403
    assert "A reason is due" in asked.text
    assert "Orla" not in asked.text
    page = visitor.get(address, params={"because": BECAUSE})
    assert page.status_code == 200
    assert "Orla" in page.text
    (act, *_) = site.house.acts.of_actor(site.house.actors.get("data-engineer"), 1)
    assert act.verb == "load.plan"
    visitor.post(address, {"do": "let-go"})
    assert tmp(site) == []


def test_several_files_wait_together_and_one_that_cannot_be_read_stops_no_other(
    site: Site,
) -> None:
    visitor = site.visitor("data-engineer")
    names = {
        "a.csv": b"name\nAva One\n",
        "b.csv": ASKS.replace(b"dob", b"born"),
        "c.bin": b"\x00" * 400,
    }
    sent = [("file", (name, content, "text/csv")) for name, content in names.items()]
    where = f"/cases/{site.case}/load"
    answer = visitor.post(where, {"because": BECAUSE}, files=sent)
    assert answer.headers["location"] == where
    for _ in range(2_000):
        said = words(visitor.get(where).text)
        if "being looked at" not in said:
            break
    assert "2 wait to be loaded" in said
    assert "leaves 1 open" in said
    assert "c.bin" in said
    assert "neither text nor a known format" in said
    assert visitor.post(f"{where}/all", {"do": "load"}).status_code == 303
    for _ in range(2_000):
        said = words(visitor.get(where).text)
        if "rows done" not in said:
            break
    assert "1 waits to be loaded" in said
    listed = words(visitor.get(f"/cases/{site.case}/loads", params={"because": BECAUSE}).text)
    assert "a.csv" in listed
    visitor.post(f"{where}/all", {"do": "let-go"})
    assert tmp(site) == []


def test_a_mapping_is_corrected_by_hand_and_kept_as_a_profile(site: Site) -> None:
    visitor = site.visitor("data-engineer")
    content = b"Who,Tag\nUma Iles,x\n"
    address = upload(site, visitor, content, "list.csv").headers["location"]
    assert "not understood" in visitor.get(address).text
    corrected = visitor.get(address, params={"mean-Who": "name", "mean-Tag": ""})
    assert "as you said" in corrected.text
    assert "person: Uma Iles" in corrected.text
    done = words(loaded(visitor, address, keep="Door list"))
    assert "kept for the next file of its layout, as Door list" in done
    again = upload(site, visitor, content.replace(b"Iles", b"Jay"), "next.csv")
    page = visitor.get(again.headers["location"])
    assert "as kept from an earlier file" in page.text
    assert "person: Uma Jay" in page.text
    visitor.post(again.headers["location"], {"do": "let-go"})


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 400, b"PK\x03\x04broken", b"\x7fELF" + b"\x00" * 64, b"\xff" * 999]
)
def test_what_is_no_table_says_so_once_and_leaves_nothing(site: Site, content: bytes) -> None:
    visitor = site.visitor("data-engineer")
    address = upload(site, visitor, content).headers["location"]
    answer = visitor.get(address)
    assert answer.status_code == 400, answer.text
    assert "people.csv" in words(answer.text)
    assert "/tmp" not in answer.text
    assert "upload-" not in words(answer.text)
    assert tmp(site) == []
    assert visitor.get(address).status_code == 404
    assert visitor.post(address, {"because": BECAUSE}).status_code == 404


def test_an_upload_that_is_too_large_is_not_taken(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "LARGEST", 1_000)
    visitor = site.visitor("data-engineer")
    answer = upload(site, visitor, GOOD * 100)
    assert answer.status_code == 413
    assert "Nothing was kept" in answer.text
    assert tmp(site) == []


HOSTILE = (
    "../../../../etc/cron.d/evil.csv",
    "..\\..\\windows\\evil.csv",
    "/etc/passwd",
    "..",
    ".",
    "people\x00.csv",
    "a" * 5_000 + ".csv",
    "\U0001f50d" * 300 + ".csv",
    "-rf.csv",
    "$(touch evil).csv",
    "<script>alert(1)</script>.csv",
    "\u202evsc.exe.csv",
    "con\r\nset-cookie: a=b.csv",
)


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: ascii(name[:24]))
def test_a_hostile_name_of_a_file_is_only_a_name(site: Site, name: str) -> None:
    visitor = site.visitor("data-engineer")
    before = {p for p in site.folder.rglob("*") if "/tmp/upload-" not in str(p)}
    answer = _named(site, visitor, name)
    assert answer.status_code in (303, 400, 422), answer.text
    if answer.status_code == 303:
        address = answer.headers["location"]
        (folder,) = (site.house.workspace.home / "tmp").glob("upload-*")
        (file,) = folder.iterdir()
        assert file.read_bytes() == GOOD
        assert file.stat().st_mode & 0o111 == 0, "it cannot be run"
        assert folder.stat().st_mode & 0o077 == 0, "nobody else looks"
        page = visitor.get(address)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        visitor.post(address, {"do": "let-go"})
    assert tmp(site) == []
    after = {p for p in site.folder.rglob("*") if "/tmp/upload-" not in str(p)}
    assert {p for p in after - before if p.suffix not in (".sqlite-wal", ".sqlite-shm")} == set()


def _named(site: Site, visitor: Visitor, name: str) -> httpx.Response:
    """An upload whose name is sent byte for byte, as no browser would."""
    disposition = b'form-data; name="file"; filename="' + name.encode().replace(b'"', b"%22") + b'"'
    if "\r" in name:
        disposition = disposition.replace(b"\r\n", b"%0D%0A")
    parts = [
        b'--b\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n' + visitor.csrf.encode(),
        b'--b\r\nContent-Disposition: form-data; name="because"\r\n\r\n' + BECAUSE.encode(),
        b"--b\r\nContent-Disposition: " + disposition + b"\r\n\r\n" + GOOD,
        b"--b--\r\n",
    ]
    headers = {"content-type": "multipart/form-data; boundary=b"}
    where = f"/cases/{site.case}/load"
    return visitor.request("POST", where, content=b"\r\n".join(parts), headers=headers)


def test_what_an_ended_process_left_is_swept_when_the_next_begins(site: Site) -> None:
    folder = site.house.workspace.home / "tmp" / "upload-left"
    folder.mkdir(parents=True)
    (folder / "people.csv").write_bytes(GOOD)
    Loadings(site.house)
    assert tmp(site) == []


def test_an_upload_that_nobody_comes_back_for_is_let_go(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = site.visitor("data-engineer")
    address = upload(site, visitor, GOOD).headers["location"]
    later = site.house.now() + WAITS + timedelta(minutes=1)
    monkeypatch.setattr(site.house, "now", lambda: later)
    other = upload(site, visitor, GOOD).headers["location"]
    assert visitor.get(address).status_code == 404
    assert len(tmp(site)) == 1
    visitor.post(other, {"do": "let-go"})
    assert tmp(site) == []


def test_a_load_that_has_begun_is_not_let_go_under_its_hands(site: Site) -> None:
    visitor = site.visitor("data-engineer")
    address = upload(site, visitor, b"name\nVera Wain\n", "begun.csv").headers["location"]
    visitor.post(address, {"because": BECAUSE})
    visitor.post(address, {"do": "let-go"})
    assert "1 rows received = 1 accepted" in words(loaded(visitor, address))
