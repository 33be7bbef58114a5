"""Enrolment and sign-in: two sides stay apart, links work once, sessions end."""

from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from sqlalchemy import update
from tests.authority.office import Office

from remit.authority import tables
from remit.authority.actor import Actor
from remit.authority.rows import stamp
from remit.authority.signin import IDLE, LIFE, SignIn
from remit.errors import Misuse, NotFound, Refused


@pytest.fixture
def signin(office: Office) -> SignIn:
    return SignIn(office.log, office.box)


@pytest.mark.parametrize("role", ["analyst", "supervisor", "data-engineer"])
def test_nobody_is_of_the_force_and_of_the_oversight_body(office: Office, role: str) -> None:
    with pytest.raises(Refused, match="may not hold"):
        office.actors.enrol(Actor("both", "B", frozenset({role, "overseer"})))
    office.actors.enrol(Actor("turncoat", "T", frozenset({role})))
    with pytest.raises(Refused, match="may not hold"):
        office.actors.enrol(Actor("turncoat", "T", frozenset({"overseer"})))


@pytest.mark.parametrize("role", ["analyst", "supervisor", "data-engineer", "overseer"])
def test_an_inspector_holds_no_other_role(office: Office, role: str) -> None:
    with pytest.raises(Refused, match="may not hold"):
        office.actors.enrol(Actor("both", "B", frozenset({role, "inspector"})))
    office.actors.enrol(Actor("joined", "J", frozenset({role})))
    office.actors.enrol(Actor("joined", "J", frozenset({"inspector"})))


def test_roles_come_from_a_closed_list(office: Office) -> None:
    with pytest.raises(Misuse, match="roles from"):
        office.actors.enrol(Actor("root", "R", frozenset({"administrator"})))


def test_the_retired_are_gone_and_names_are_sealed(office: Office) -> None:
    office.actors.retire("analyst-1")
    with pytest.raises(NotFound):
        office.actors.get("analyst-1")
    with pytest.raises(NotFound):
        office.actors.retire("analyst-1")
    with office.engine.connect() as conn:
        assert "Test" not in str(conn.exec_driver_sql("SELECT * FROM actor").all())


def test_a_link_works_once(office: Office, signin: SignIn) -> None:
    link = signin.link(office["analyst-1"])
    session = signin.redeem(link)
    found = signin.session(session)
    assert found is not None
    assert found.id == "analyst-1"
    with pytest.raises(NotFound, match="was used, is too old or never was"):
        signin.redeem(link)
    with pytest.raises(NotFound, match="was used, is too old or never was"):
        signin.redeem("made up")
    with pytest.raises(NotFound, match="was used, is too old or never was"):
        signin.redeem(signin.link(office["analyst-1"], minutes=-1))


def test_tokens_are_not_in_the_database(office: Office, signin: SignIn) -> None:
    link = signin.link(office["analyst-1"])
    session = signin.redeem(link)
    with office.engine.connect() as conn:
        kept = str(conn.exec_driver_sql("SELECT * FROM sign_in_link").all())
        kept += str(conn.exec_driver_sql("SELECT * FROM sign_in_session").all())
    assert link not in kept
    assert session not in kept


@pytest.mark.parametrize(("column", "age"), [("started_at", LIFE), ("seen_at", IDLE)])
def test_a_session_ends_by_itself(
    office: Office, signin: SignIn, column: str, age: timedelta
) -> None:
    session = signin.redeem(signin.link(office["analyst-1"]))
    before = stamp(datetime.now(UTC) - age)
    with office.engine.begin() as conn:
        conn.execute(update(tables.sign_in_session).values({column: before}))
    assert signin.session(session) is None


def test_use_keeps_a_session_awake(office: Office, signin: SignIn) -> None:
    session = signin.redeem(signin.link(office["analyst-1"]))
    almost = stamp(datetime.now(UTC) - IDLE + timedelta(minutes=1))
    with office.engine.begin() as conn:
        conn.execute(update(tables.sign_in_session).values(seen_at=almost))
    assert signin.session(session) is not None
    later = datetime.now(UTC) + timedelta(minutes=30)
    with patch("remit.authority.signin.datetime") as clock:
        clock.now.return_value = later
        assert signin.session(session) is not None


def test_a_session_can_be_ended_and_ends_with_enrolment(office: Office, signin: SignIn) -> None:
    one = signin.redeem(signin.link(office["analyst-1"]))
    two = signin.redeem(signin.link(office["analyst-2"]))
    signin.end(one)
    signin.end(one)
    office.actors.retire("analyst-2")
    assert signin.session(one) is None
    assert signin.session(two) is None
    assert signin.session("made up") is None


def test_a_form_token_belongs_to_its_session(signin: SignIn) -> None:
    assert signin.csrf("one") == signin.csrf("one")
    assert signin.csrf("one") != signin.csrf("two")
