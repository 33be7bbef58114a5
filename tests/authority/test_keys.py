"""The key service: no remit, no key."""

import pytest
from tests.authority.office import Office, a_remit

from remit.authority.act import Act
from remit.authority.keys import KeyService
from remit.errors import Misuse, NotFound, Stopped

ODD = "Seen something odd"


def test_a_key_is_leased_to_an_open_act_and_wrapped_at_rest(office: Office) -> None:
    case = office.open_case()
    office.grant(a_remit())
    key = office.keys.create("load-1")
    found: list[bytes] = []
    act = office.use(
        "analyst-1", work=lambda a: found.append(office.keys.lease(a, "load-1")), case=case.id
    )
    assert found == [key]
    assert len(key) == 32
    with pytest.raises(Stopped, match="closed"):
        office.keys.lease(act, "load-1")
    with office.engine.connect() as conn:
        assert key not in conn.exec_driver_sql("SELECT wrapped FROM data_key").scalar_one()


class _Agrees:
    """Looks like an act, and agrees to everything."""

    id = "act-0123456789abcdef0123"

    def check(self) -> None:
        """Agree."""

    def recheck(self) -> None:
        """Agree."""


def test_no_key_is_leased_to_what_only_looks_like_an_act(office: Office) -> None:
    office.keys.create("load-1")
    case = office.open_case()
    office.grant(a_remit())
    with pytest.raises(Stopped, match="without an act"):
        office.keys.lease(_Agrees(), "load-1")
    copy = _Agrees()

    def work(act: Act) -> None:
        copy.id = act.id
        with pytest.raises(Stopped, match="without an act"):
            office.keys.lease(copy, "load-1")

    office.use("analyst-1", work=work, case=case.id)


def test_the_brake_stops_leases_at_once(office: Office) -> None:
    case = office.open_case()
    office.grant(a_remit())
    office.keys.create("load-1")

    def work(act: Act) -> None:
        office.brakes.pull(office["overseer-1"], "all", ODD)
        office.keys.lease(act, "load-1")

    with pytest.raises(Stopped, match="handbrake"):
        office.use("analyst-1", work=work, case=case.id)


def test_what_was_leased_is_forgotten_with_the_act(office: Office) -> None:
    case = office.open_case()
    office.grant(a_remit())
    office.keys.create("load-1")
    other = KeyService(office.log, bytes([5]) * 32)

    def work(act: Act) -> None:
        office.keys.lease(act, "load-1")
        office.log.commit(lambda batch: other.destroy(batch, "load-1"))
        office.keys.lease(act, "load-1")  # leased for minutes, as said

    act = office.use("analyst-1", work=work, case=case.id)
    assert act.id not in office.keys._leases


def test_a_destroyed_key_is_gone(office: Office) -> None:
    case = office.open_case()
    office.grant(a_remit())
    office.keys.create("load-1")

    def work(act: Act) -> None:
        office.keys.lease(act, "load-1")
        office.log.commit(lambda batch: office.keys.destroy(batch, "load-1"))
        office.keys.lease(act, "load-1")

    with pytest.raises(NotFound, match="what it sealed is gone"):
        office.use("analyst-1", work=work, case=case.id)


def test_a_key_is_made_once(office: Office) -> None:
    office.keys.create("load-1")
    with pytest.raises(Misuse, match="lease it"):
        office.keys.create("load-1")
