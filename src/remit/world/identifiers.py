"""Identifiers that look right and belong to nobody.

| identifier | range | why nobody has it |
| --- | --- | --- |
| mobile number | 07700 900000 to 900999, then 07700 9, 2, 4, 5 and 6 | the first thousand Ofcom keeps for drama; no number of the other blocks is in the numbering plan (libphonenumber) |
| landline | 020 7946 0000 to 0999 | Ofcom keeps it for drama |
| registration mark | age identifiers 45 to 49, 95 to 99 | given out from 2045 on |
| IMEI | type allocation codes that begin 00 | test equipment (GSMA TS.06) |
| sort code | 00-10-00 to 00-89-99 | the banks' table of modulus weights begins at 01-00-04 |
| NINO | prefix QQ | Q is never used in a prefix (HMRC, NIM39110) |
| PNC, CRO | serials from 9000000 and from 900000 | more than are given out in a year |
| postcode | area LH | no such area |

Each list is in chance order, so neighbours do not have neighbouring numbers, and no value repeats.

>>> luhn("00123456000001"), pnc(2012, 9000123), cro(9, 900123)
('4', '2012/9000123Z', '900123/09C')
"""  # noqa: E501

from math import gcd

import numpy as np

from remit.world.draws import Draws, Ints

__all__ = ["accounts", "cro", "imeis", "landline", "luhn", "marks", "mobiles", "nino", "pnc"]

MOBILE_BLOCKS = "92456"
"""The figure after 07700: blocks of 100,000 outside the numbering plan, drama's first."""

DRAMA = 1_000
"""Mobile numbers that Ofcom keeps for drama: 07700 900000 to 900999."""

AGES = ("45", "46", "47", "48", "49", "95", "96", "97", "98", "99")
LETTERS = "ABCDEFGHJKLMNOPRSTUVWXYZ"
SECOND = "ABCDEFGHJKLMNOPRSTUVWXY"
CHECK = "ZABCDEFGHJKLMNPQRTUVWXY"
"""Check letters of PNC and CRO by the remainder of 23."""


def mobiles(draws: Draws, n: int) -> list[str]:
    """`n` mobile numbers in E.164, at most 500,000; up to 1,000 are all from drama's range."""
    if n <= DRAMA:
        return [f"+447700900{serial:03}" for serial in _spread(draws, n, DRAMA).tolist()]
    space = len(MOBILE_BLOCKS) * 100_000
    return [
        f"+447700{MOBILE_BLOCKS[serial // 100_000]}{serial % 100_000:05}"
        for serial in _spread(draws, n, space).tolist()
    ]


def landline(serial: int) -> str:
    """The landline of that serial, 0 to 999, in E.164."""
    return f"+442079460{serial:03}"


def marks(draws: Draws, n: int) -> list[str]:
    """`n` registration marks of the current style, without space."""
    size = len(LETTERS)
    return [
        f"L{SECOND[s // (10 * size**3)]}{AGES[s // size**3 % 10]}"
        f"{LETTERS[s // size**2 % size]}{LETTERS[s // size % size]}{LETTERS[s % size]}"
        for s in _spread(draws, n, len(SECOND) * 10 * size**3).tolist()
    ]


def imeis(draws: Draws, n: int) -> list[str]:
    """`n` handset numbers of 15 digits, the last the Luhn digit."""
    found = []
    for serial in _spread(draws, n, 40_000_000).tolist():
        body = f"00{440_100 + serial // 1_000_000:06}{serial % 1_000_000:06}"
        found.append(body + luhn(body))
    return found


def accounts(draws: Draws, n: int) -> list[tuple[str, str]]:
    """`n` accounts as sort code (00-10-00) and number of eight digits."""
    serials = _spread(draws, n, 80_000_000).tolist()
    codes = draws.whole(n, 120).tolist()
    return [
        (f"00-{10 + code % 80}-{code // 2 % 100:02}", f"{serial + 10_000_000:08}")
        for code, serial in zip(codes, serials, strict=True)
    ]


def luhn(body: str) -> str:
    """Check digit of an IMEI's first 14 digits (ISO/IEC 7812-1, Annex B)."""
    total = 0
    for place, figure in enumerate(reversed(body)):
        value = int(figure) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def pnc(year: int, serial: int) -> str:
    """Police National Computer identity: year, serial of seven digits, check letter modulo 23."""
    return f"{year}/{serial:07}{CHECK[int(f'{year % 100:02}{serial:07}') % 23]}"


def cro(year: int, serial: int) -> str:
    """Criminal Records Office number: serial of six digits, year, check letter modulo 23."""
    return f"{serial:06}/{year % 100:02}{CHECK[int(f'{year % 100:02}{serial:06}') % 23]}"


def nino(serial: int) -> str:
    """National Insurance number with the prefix QQ."""
    return f"QQ{serial % 1_000_000:06}{'ABCD'[serial // 1_000_000 % 4]}"


def _spread(draws: Draws, n: int, space: int) -> Ints:
    """`n` different numbers below `space` in an order that looks like chance."""
    if n > space:
        raise ValueError(f"{n:,} asked for, and there are {space:,}")
    step = space * 618 // 1000 + draws.one(max(space // 10, 1))
    while gcd(step, space) != 1:
        step += 1
    return np.asarray((np.arange(n, dtype=np.int64) * step + draws.one(space)) % space)
