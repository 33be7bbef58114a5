"""Sums of money, each in a stated currency."""

import re

from remit.errors import BadInput
from remit.ontology.types.valuetype import Ambiguous, ValueType, is_blank, plain

__all__ = ["PLACES", "TYPE", "Money", "clean", "known", "minor"]

_NONE, _THREE = (
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
    "BHD IQD JOD KWD LYD OMR TND",
)
PLACES = dict.fromkeys(_NONE.split(), 0) | dict.fromkeys(_THREE.split(), 3)
"""Decimal places of currencies that do not have two (ISO 4217)."""

_LISTED = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN "
    "BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD "
    "FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY "
    "KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP "
    "MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR "
    "RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT "
    "TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW"
)
_CODES = frozenset(_LISTED.split())
"""Currencies of ISO 4217 in use; funds and metals left out."""

_SIGNS = {"£": "GBP", "€": "EUR", "₹": "INR", "₺": "TRY", "₦": "NGN"}
"""Signs of one currency only; `$`, `¥` and `kr` are signs of several."""

_DOLLARS = ("USD", "AUD", "CAD")
_WRITTEN = re.compile(
    r"(?P<minus>-)?\s*(?P<before>[A-Z]{3}|[£€₹₺₦$])?\s*(?P<late>-)?"
    r"(?P<whole>\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.(?P<part>\d{1,3}))?\s*(?P<after>[A-Z]{3})?"
)


class Money(ValueType[str]):
    """A sum of money: a currency, and a number in that currency's own decimal places.

    `£1,234.5` is `GBP 1234.50`. A sum without a currency is asked, unless the source has one
    (`currency`); `$` is asked too, since several currencies use it. More decimal places than
    the currency has are refused, as is a comma for the point: it cannot be told from
    thousands. A minus in front is kept; whether money came or went is for the source to say.
    Sums are counted in the smallest coin (`minor`), so none is ever rounded.

    >>> clean("£1,234.5"), clean("-12.00 EUR"), minor("GBP 1234.50")
    ('GBP 1234.50', 'EUR -12.00', 123450)
    >>> clean("1234.50", currency="GBP"), clean("JPY 500")
    ('GBP 1234.50', 'JPY 500')
    """

    id = "money"
    title = "sum of money"
    source = "ISO 4217 (codes and decimal places)"

    def clean(self, raw: str, *, currency: str | None = None) -> str | None:
        """Currency and sum; None where nothing was stated.

        Raises `Ambiguous` where the currency has to be told.
        """
        if is_blank(raw):
            return None
        text = plain(raw, 60).upper()
        if is_blank(text):
            return None
        found = _WRITTEN.fullmatch(text)
        if found is None or not all(mark.isascii() or mark in _SIGNS for mark in text):
            raise BadInput("a sum of money reads GBP 1234.50 or £1,234.50")
        if found["minus"] and found["late"]:
            raise BadInput("a sum of money has one sign")
        code = _currency(text, found["before"], found["after"], currency)
        places, part = PLACES.get(code, 2), found["part"] or ""
        if len(part) > places:
            raise BadInput(f"{code} has {places} decimal places, not {len(part)}")
        whole = str(int(found["whole"].replace(",", "")))
        number = f"{whole}.{part.ljust(places, '0')}" if places else whole
        minus = "-" if (found["minus"] or found["late"]) and number.strip("0.") else ""
        return f"{code} {minus}{number}"

    def describe(self, value: str) -> str:
        """The sum with commas between thousands."""
        code, _, number = value.partition(" ")
        whole, point, part = number.partition(".")
        return f"{code} {int(whole):,}{point}{part}" if whole != "-0" else value


def minor(value: str) -> int:
    """A clean sum in the smallest coin of its currency."""
    return int(value.partition(" ")[2].replace(".", ""))


def known(code: str) -> bool:
    """Whether it is the code of a currency in use.

    >>> known("GBP"), known("XYZ")
    (True, False)
    """
    return code in _CODES


def _currency(text: str, before: str | None, after: str | None, known: str | None) -> str:
    said = [_SIGNS.get(mark, mark) for mark in (before, after) if mark]
    if said == ["$"] or not said:
        if known is not None:
            return known
        reason = f"{text[:40]!r} does not say its currency"
        raise Ambiguous(reason, needs="currency", choices=_DOLLARS if said else ("GBP", "EUR"))
    if len(set(said)) > 1 and not (said[0] == "$" and said[1].endswith("D")):
        raise BadInput(f"{text[:40]!r} names two currencies")
    if said[-1] not in _CODES:
        raise BadInput(f"{said[-1]} is no currency in use")
    return said[-1]


TYPE = Money()
clean = TYPE.clean
