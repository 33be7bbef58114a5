"""Sums of money."""

import re
from collections.abc import Iterator
from decimal import Decimal

from remit.extraction.candidate import CHECKED, SHAPED
from remit.extraction.rules.anchors import Found, Reading, cleaned
from remit.ontology.types import money

__all__ = ["found"]

_SUM = (
    r"(?P<sum>[0-9]{1,3}(?:,[0-9]{3}){1,4}(?![0-9])(?:\.[0-9]{1,2})?|[0-9]{1,12}(?:\.[0-9]{1,2})?)"
)
_SCALE = r"(?:[ \u00a0]?(?P<scale>thousand|million|billion|trillion|mn|bn|tn|[kKmM])(?![^\W_]))?"
_SIGNED = re.compile(rf"{_SUM}{_SCALE}(?![^\W_])(?!,[0-9])(?!\.[0-9])", re.IGNORECASE)
_WORDED = re.compile(
    rf"{_SUM}{_SCALE}[ \u00a0-]?(?P<unit>pounds?(?: sterling)?|quid|euros?|pence|gbp|eur|usd|"
    rf"(?:us |u\.s\. |american |australian |canadian )?dollars?|cents?|"
    rf"[a-z]{{4,9}} (?:pounds|dollars|dinars?|lira|riyals?|rupees?)|dinars?|lira|riyals?|rupees?|"
    rf"roubles?|rubles?|yen|yuan|dirhams?|francs?)\b",
    re.IGNORECASE,
)
_STEM = re.compile(
    r"pound|quid|euro|penc|gbp|eur|usd|doll|cent|dina|lira|riya|rupe|rou?bl|yen|yuan|dirh|fran"
)
_LEFT = re.compile(
    r"(?<![^\W_])(?:(?:US|AU|A|C|CA|NZ|HK)?\$|[£€₹₺₦]|(?:GBP|EUR|USD|AUD|CAD) ?)[ ]?\Z"
)
_TIMES = {
    "thousand": 3, "k": 3, "million": 6, "m": 6, "mn": 6, "billion": 9, "bn": 9,
    "trillion": 12, "tn": 12,
}  # fmt: skip
_CODES = {
    "pound": "GBP", "pounds": "GBP", "pounds sterling": "GBP", "pound sterling": "GBP",
    "quid": "GBP", "gbp": "GBP", "euro": "EUR", "euros": "EUR", "eur": "EUR", "usd": "USD",
    "us dollars": "USD", "u.s. dollars": "USD", "american dollars": "USD",
    "australian dollars": "AUD", "canadian dollars": "CAD", "yen": "JPY",
}  # fmt: skip
_SIGNS = {"US$": "USD", "AU$": "AUD", "A$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD",
          "HK$": "HKD"}  # fmt: skip
_WEIGHT = re.compile(r"\b(?:weigh(?:s|ed|ing)?|weight|lbs?|stone)\b[^.;]*\Z", re.IGNORECASE)


def found(reading: Reading) -> Iterator[Found]:
    """Sums with a sign, a code or the name of a currency."""
    text, low = reading.text, reading.lower
    for at in reading.numbered:
        left = _LEFT.search(text[max(0, at - 5) : at]) if at else None
        if left and (match := _SIGNED.match(text, at)):
            begin = at - len(left.group())
            sign = left.group().strip()
            end = match.end()
            yield _sum(text, begin, end, match, _SIGNS.get(sign.upper(), sign))
        elif _STEM.search(low, at, at + 40) and (match := _WORDED.match(text, at)):
            unit = match["unit"].lower()
            if unit.startswith("pound") and _WEIGHT.search(text[max(0, at - 30) : at]):
                continue
            if at and text[at - 1] in "./,:-":
                continue
            yield _sum(text, at, match.end(), match, _CODES.get(unit, ""), unit)


def _sum(text: str, begin: int, end: int, match: re.Match[str], code: str, unit: str = "") -> Found:
    number = Decimal(match["sum"].replace(",", ""))
    if match["scale"]:
        number = number.scaleb(_TIMES[match["scale"].lower()])
    if unit == "pence":
        number, code = number / 100, "GBP"
    value = None
    if code:
        shown = f"{number:.2f}" if money.PLACES.get(code, 2) == 2 else f"{number:f}"
        raw = f"{code}{shown}" if len(code) == 1 else f"{code} {shown}"
        value = cleaned(money.clean, raw)
    if value is None:
        said = "the currency is not stated: several use this word or sign"
        return Found("Money", begin, end, None, SHAPED, "money", said)
    return Found("Money", begin, end, value, CHECKED, "money", money.TYPE.describe(value))
