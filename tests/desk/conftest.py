"""A case with something to find: a stolen handset in use, and an account that passes money on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.house import load, opened

from remit.house import House

THEFTS = """\
Crime number,From,To,Offence,Location,Postcode,Easting,Northing,Victim name,Stolen IMEI
OB/26/1,21/02/2026 10:00,21/02/2026 10:05,Theft from person,Mill Lane,SW1A 1AA,530000,180000,\
Aylin Demir,490154203237518
OB/26/2,22/02/2026 10:00,22/02/2026 10:05,Theft from person,Mill Lane,SW1A 1AA,530000,180000,\
Chidi Okafor,356938035643809
"""

CALLS = """\
Caller,Called,Type,Start,Duration,Cell,Cell longitude,Cell latitude,IMEI
+447700900417,+447700900419,voice,2026-03-03T12:00:00Z,65,,,,490154203237518
+447700900417,+447700900419,voice,2026-03-04T12:00:00Z,65,,,,356938035643809
+447700900500,+447700900501,voice,2026-02-03T12:00:00Z,65,,,,490154203237518
"""

PAYMENTS = """\
From sort code,From account,To sort code,To account,When,Amount,Reference
00-00-01,10000001,00-00-02,20000002,2026-03-02T09:00:00+00:00,900.00,STOCK
00-00-02,20000002,00-00-03,30000003,2026-03-02T10:00:00+00:00,450.00,thanks
00-00-02,20000002,00-00-04,40000004,2026-03-02T11:00:00+00:00,440.00,thanks
00-00-01,10000001,00-00-02,20000002,2026-03-16T09:00:00+00:00,900.00,STOCK
00-00-02,20000002,00-00-03,30000003,2026-03-16T10:00:00+00:00,450.00,thanks
00-00-02,20000002,00-00-04,40000004,2026-03-16T11:00:00+00:00,440.00,thanks
"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """The house, with thefts and calls loaded."""
    with opened(tmp_path / "house") as made:
        load(made, tmp_path, THEFTS, "thefts.csv", zone="Europe/London")
        load(made, tmp_path, CALLS, "calls.csv")
        yield made
