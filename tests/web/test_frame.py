"""The frame around every page: what is stopped comes first, the ledger's state last."""

import os
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from tests.house import BECAUSE
from tests.ledger.ledgers import WITNESS
from tests.web.visitor import Site, opened_site

from remit.ledger.note import Verifier
from remit.ledger.witness import WitnessState


def foot(text: str) -> str:
    """The foot line of a page, as words."""
    cut = text[text.index('<footer class="foot">') : text.index("</footer>")]
    return " ".join(re.sub(r"<[^>]+>", " ", cut).split())


def pages(site: Site) -> list[str]:
    """Pages of every kind that a member of the case can open without data."""
    root = f"/cases/{site.case}"
    plain = ["/cases", root, f"{root}/search", f"{root}/paths", f"{root}/load"]
    return [*plain, "/remits", "/remits/remit-search", "/brakes", "/ledger", "/acts", "/nothing"]


def data_pages(site: Site) -> list[str]:
    """Pages that hold data, with a reason given."""
    root, because = f"/cases/{site.case}", f"because={quote(BECAUSE)}"
    return [
        f"{root}/search?query=demir&{because}",
        f"{root}/records/{site.load}/2?{because}",
        f"{root}/products?{because}",
        f"{root}/paths?a=person-1&b=person-2&{because}",
        f"{root}/entities/person-1?{because}",
    ]


def test_every_page_says_first_that_the_handbrake_is_on(site: Site) -> None:
    visitor = site.visitor("analyst")
    with site.braked():
        for path in pages(site) + data_pages(site):
            text = visitor.get(path).text
            body = text[text.index("<body>") :]
            strip = body[body.index('<header class="strip"') :]
            first = re.search(r"<a [^>]*>(.*?)</a>", strip, re.S)
            assert first is not None
            assert 'class="braked"' in first[0], path
            assert "Handbrake on" in first[0]
    assert "Handbrake on" not in visitor.get("/cases").text


def test_under_the_handbrake_every_page_of_data_is_the_refused_page(site: Site) -> None:
    visitor = site.visitor("analyst")
    asked = data_pages(site)
    with site.braked():
        for path in asked:
            answer = visitor.get(path)
            assert answer.status_code == 403, path
            assert "<h1>Refused</h1>" in answer.text
            assert "handbrake" in answer.text.split("<h1>")[1]
            assert re.search(r"recorded as <a[^>]*>act-", answer.text), path
            assert "Demir" not in answer.text
        made = {"first": "2026-01", "last": "2026-02", "because": BECAUSE}
        assert visitor.post(f"/cases/{site.case}/products", made).status_code == 403
    assert visitor.get(asked[0]).status_code == 200


def test_the_handbrake_itself_opens_while_it_is_on(site: Site) -> None:
    with site.braked():
        for who in ("overseer-1", "analyst"):
            answer = site.visitor(who).get("/brakes")
            assert answer.status_code == 200
            assert "Stopped while a test looks" in answer.text


def test_a_page_that_is_not_there_is_a_404_in_its_frame(site: Site) -> None:
    answer = site.visitor("analyst").get("/no/such/page")
    assert answer.status_code == 404
    assert "No such page" in answer.text
    assert '<nav class="rail"' in answer.text
    bare = site.visitor().get("/no/such/page")
    assert bare.status_code == 404
    assert '<nav class="rail"' not in bare.text


def test_a_case_of_others_and_one_that_is_not_look_the_same(site: Site) -> None:
    analyst, supervisor = (site.house.actors.get(who) for who in ("analyst", "supervisor"))
    theirs = site.house.cases.propose(analyst, "01/2/26", "Not theirs", "exercise", "exercise").id
    site.house.cases.open(supervisor, theirs)
    visitor = site.visitor("data-engineer")
    answers = [visitor.get(f"/cases/{case}/search") for case in (theirs, "case-000000000000")]
    texts = [
        re.sub(r"case-\w+|ledger [\d,]+ entries|\d\d:\d\d", "", answer.text) for answer in answers
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert texts[0] == texts[1]
    assert "Not theirs" not in answers[0].text


def test_the_foot_says_that_nobody_has_cosigned_and_then_who_and_when(tmp_path: Path) -> None:
    with opened_site(tmp_path) as site:
        visitor, log = site.visitor("analyst"), site.house.log
        assert "no witness has cosigned it" in foot(visitor.get("/cases").text)
        state = WitnessState(tmp_path / "witness.sqlite", WITNESS, [log.vkey], exercise=True)
        size = log.head().size
        status, line = state.add_checkpoint(f"old 0\n\n{log.checkpoint()}".encode())
        assert status == 200, line
        log.cosign(size, line, Verifier(WITNESS.vkey))
        said = foot(visitor.get("/cases").text)
        assert f"cosigned by {WITNESS.name}" in said
        assert re.search(
            r"cosigned by \S+ (\d+ (hours?|days?|minutes?)|less than a minute) ago", said
        )
        assert "entries since" not in said
        site.house.lines.open(site.house.actors.get("analyst"), site.case, "Who?", BECAUSE)
        assert re.search(r"ago, 1 entr(y|ies) since", foot(visitor.get("/cases").text))


def test_a_cosignature_that_was_tampered_with_breaks_no_page(tmp_path: Path) -> None:
    with opened_site(tmp_path) as site:
        visitor, log = site.visitor("analyst"), site.house.log
        for line in ("nonsense", "— a.b AAAA\n", "", "— a.b " + "/" * 96 + "\n"):
            log.cosign(log.head().size, line, Verifier(WITNESS.vkey))
            answer = visitor.get("/cases")
            assert answer.status_code == 200
            assert "no witness has cosigned it" in foot(answer.text)


@pytest.mark.parametrize("header", [None, "HX-Request"])
def test_every_page_is_whole_with_and_without_scripts(site: Site, header: str | None) -> None:
    """Parts are cut out of whole pages by the browser, so nothing depends on it."""
    visitor = site.visitor("analyst")
    sent = {header: "true"} if header else {}
    for path in pages(site) + data_pages(site):
        text = visitor.get(path, headers=sent).text
        assert text.lstrip().startswith("<!doctype html>"), path
        assert text.rstrip().endswith("</html>")
        assert text.count('<main id="main"') == 1


def test_suggestions_are_a_part_of_a_page(site: Site) -> None:
    visitor = site.visitor("analyst")
    root = f"/cases/{site.case}"
    assert visitor.get(f"{root}/suggest?query=ayl").text.strip() == "", "no line of enquiry yet"
    visitor.post(f"{root}/lines", {"question": "Who is that?", "because": BECAUSE})
    text = visitor.get(f"{root}/suggest?query=ayl").text
    assert text.strip().startswith("<option")
    assert "<html" not in text


def test_no_test_here_left_a_file_behind(site: Site) -> None:
    assert os.listdir(site.house.workspace.home / "tmp") == []
