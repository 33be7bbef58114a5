"""Signing in: a link opens once, in its time, for one person; a session ends."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx
import pytest
from tests.web.visitor import ROLES, Site, Visitor, opened_site

from remit.authority.actor import Actor
from remit.authority.signin import IDLE, LIFE


def redeem(visitor: Visitor, token: str, **sent: Any) -> httpx.Response:
    return visitor.get("/sign-in", params={"token": token}, **sent)


def link(site: Site, who: str = "analyst", minutes: int = 30) -> str:
    return site.house.signin.link(site.house.actors.get(who), minutes)


def is_signed_in(visitor: Visitor) -> bool:
    answer = visitor.get("/acts")
    if answer.status_code == 303:
        assert answer.headers["location"] == "/sign-in"
    return answer.status_code == 200


def at(moment: datetime) -> Any:
    """Sign-in with its clock at `moment`."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return moment.astimezone(tz)

    return patch("remit.authority.signin.datetime", Clock)


def test_a_link_opens_once(site: Site) -> None:
    token = link(site)
    first, second = site.visitor(), site.visitor()
    assert redeem(first, token).status_code == 303
    assert redeem(second, token).status_code == 403
    assert is_signed_in(first)
    assert not is_signed_in(second)


def test_a_link_that_is_too_old_does_not_open(site: Site) -> None:
    visitor = site.visitor()
    assert redeem(visitor, link(site, minutes=0)).status_code == 403
    assert not is_signed_in(visitor)


def test_a_browser_that_looks_ahead_does_not_use_the_link_up(site: Site) -> None:
    token, visitor = link(site), site.visitor()
    assert redeem(visitor, token, headers={"Sec-Purpose": "prefetch;prerender"}).status_code == 200
    assert "remit_session" not in visitor.cookies
    assert redeem(visitor, token).status_code == 303


def test_a_wrong_link_says_the_same_whoever_it_might_be_for(site: Site) -> None:
    used, old = link(site), link(site, "supervisor", minutes=0)
    redeem(site.visitor(), used)
    said = {redeem(site.visitor(), token).text for token in (used, old, "analyst", "nobody", "")}
    plain = site.visitor().get("/sign-in").text
    assert len(said - {plain}) == 1
    assert "Exercise analyst" not in plain + "".join(said)


@pytest.mark.parametrize("who", ROLES)
def test_a_link_signs_in_one_person_on_their_own_side(site: Site, who: str) -> None:
    visitor = site.visitor(who)
    name = site.house.actors.get(who).name
    start = visitor.get("/").headers["location"]
    assert start == ("/remits" if who.startswith("overseer") else f"/cases/{site.case}")
    assert name in visitor.get(start).text


def test_who_has_several_cases_open_chooses(site: Site) -> None:
    house = site.house
    analyst, supervisor = (house.actors.get(who) for who in ("analyst", "supervisor"))
    reference = "INT-2026/0042"
    case = house.cases.propose(analyst, reference, "A second case", "exercise", "exercise")
    house.cases.open(supervisor, case.id)
    try:
        assert site.visitor("analyst").get("/").headers["location"] == "/cases"
    finally:
        house.cases.close(supervisor, case.id)
    start = site.visitor("analyst").get("/").headers["location"]
    assert start == f"/cases/{site.case}"


def test_the_cookie_cannot_be_read_by_scripts_nor_sent_from_elsewhere(site: Site) -> None:
    cookie = redeem(site.visitor(), link(site)).headers["set-cookie"]
    flags = {part.strip().casefold() for part in cookie.split(";")[1:]}
    assert {"httponly", "samesite=lax", "path=/"} <= flags
    assert f"max-age={int(LIFE.total_seconds())}" in flags
    assert not any(flag.startswith("domain") for flag in flags)
    assert "secure" not in flags, "plain http on the loopback address would lose it"


def test_over_tls_every_cookie_is_secure(tmp_path: Path) -> None:
    with opened_site(tmp_path, secure_cookies=True) as site:
        visitor = site.visitor()
        signed_in = redeem(visitor, link(site))
        visitor.csrf = site.house.signin.csrf(visitor.cookies["remit_session"])
        asked = {"question": "Who is that?", "because": "A test of the cookies"}
        chosen = visitor.post(f"/cases/{site.case}/lines", asked)
        for answer in (signed_in, chosen):
            flags = answer.headers["set-cookie"].casefold()
            assert "; secure" in flags
            assert "; httponly" in flags


def test_signing_out_ends_the_session_and_not_the_cookie_alone(site: Site) -> None:
    visitor = site.visitor("analyst")
    kept = visitor.cookies["remit_session"]
    assert visitor.post("/sign-out").headers["location"] == "/sign-in"
    assert "remit_session" not in visitor.cookies
    visitor.cookies["remit_session"] = kept
    assert not is_signed_in(visitor)
    assert visitor.get("/api/cases", headers={"Authorization": f"Bearer {kept}"}).status_code == 401


def test_a_session_ends_by_itself_idle_or_not(site: Site) -> None:
    visitor = site.visitor("analyst")
    began = datetime.now().astimezone()
    with at(began + IDLE + timedelta(minutes=1)):
        assert not is_signed_in(visitor)
    step, now = IDLE / 2, began
    while now + step < began + LIFE - timedelta(minutes=1):
        now += step
        with at(now):
            assert is_signed_in(visitor), "it was used"
    with at(began + LIFE + timedelta(minutes=1)):
        assert not is_signed_in(visitor)


def test_a_session_chosen_by_somebody_else_is_never_taken_up(site: Site) -> None:
    visitor = site.visitor()
    visitor.cookies["remit_session"] = "planted-by-another"
    redeem(visitor, link(site))
    assert visitor.cookies["remit_session"] != "planted-by-another"
    planted = site.visitor()
    planted.cookies["remit_session"] = "planted-by-another"
    assert not is_signed_in(planted)


def test_signing_in_again_ends_the_session_there_was(site: Site) -> None:
    visitor = site.visitor("analyst")
    before = visitor.cookies["remit_session"]
    redeem(visitor, link(site, "supervisor"))
    assert is_signed_in(visitor)
    visitor.cookies["remit_session"] = before
    assert not is_signed_in(visitor)


def test_a_forged_or_cut_cookie_is_no_session(site: Site) -> None:
    visitor = site.visitor("analyst")
    real = visitor.cookies["remit_session"]
    for forged in (real[:-1], real + "a", real.swapcase(), "", "../../etc", "' OR 1=1", "a" * 4000):
        visitor.cookies["remit_session"] = forged
        assert not is_signed_in(visitor), forged


def test_someone_whose_access_ended_is_signed_in_no_more(site: Site) -> None:
    site.house.actors.enrol(Actor("leaver", "A leaver", frozenset({"analyst"})))
    visitor = site.visitor("leaver")
    assert is_signed_in(visitor)
    site.house.actors.retire("leaver")
    assert not is_signed_in(visitor)
