"""International bank account numbers (IBAN)."""

import re

from remit.errors import BadInput
from remit.ontology.types.checks import remainder97
from remit.ontology.types.valuetype import ValueType, is_blank, plain

__all__ = ["LENGTHS", "TYPE", "Iban", "clean", "domestic"]

_LENGTHS = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 "
    "DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 "
    "IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 "
    "MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 "
    "SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
)
LENGTHS = {entry[:2]: int(entry[2:]) for entry in _LENGTHS.split()}
"""Characters by country, as the registry of ISO 13616 lists them."""

_SHAPE = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_BRITISH = re.compile(r"GB\d{2}[A-Z]{4}(\d{2})(\d{2})(\d{2})(\d{8})")


class Iban(ValueType[str]):
    """An international bank account number.

    Upper case without spaces. Country, its length, and the two check digits (remainder 1 by
    97) are checked; a wrong one is refused and never put right. A British one holds sort code
    and account number, so the account is the same thing whichever way it is written
    (`domestic`).

    >>> clean("GB82 WEST 1234 5698 7654 32"), domestic("GB82WEST12345698765432")
    ('GB82WEST12345698765432', '12-34-56 98765432')
    >>> clean("GB82 WEST 1234 5698 7654 33")
    Traceback (most recent call last):
    remit.errors.BadInput: the check digits of this IBAN are wrong: a character is not as it was
    """

    id = "iban"
    title = "IBAN"
    source = "ISO 13616-1 and its registry; ISO/IEC 7064, MOD 97-10"

    def clean(self, raw: str) -> str | None:
        """The number without spaces; None where nothing was stated."""
        if is_blank(raw):
            return None
        text = re.sub(r"[\s.\-]+", "", plain(raw, 80).upper()).removeprefix("IBAN").lstrip(":")
        if not text or is_blank(text):
            return None
        if not _SHAPE.fullmatch(text) or not text.isascii():
            raise BadInput("an IBAN is two letters, two digits and the number of an account")
        length = LENGTHS.get(text[:2])
        if length is None:
            raise BadInput(f"no IBAN is known here for the country {text[:2]}")
        if len(text) != length:
            raise BadInput(f"an IBAN of {text[:2]} has {length} characters, not {len(text)}")
        if text[2:4] in ("00", "01", "99") or remainder97(text) != 1:
            raise BadInput("the check digits of this IBAN are wrong: a character is not as it was")
        return text

    def describe(self, value: str) -> str:
        """The number in groups of four."""
        return " ".join(value[n : n + 4] for n in range(0, len(value), 4))


def domestic(value: str) -> str | None:
    """Sort code and account number of a clean British IBAN; None for another country."""
    found = _BRITISH.fullmatch(value)
    return None if found is None else "{}-{}-{} {}".format(*found.groups())


TYPE = Iban()
clean = TYPE.clean
