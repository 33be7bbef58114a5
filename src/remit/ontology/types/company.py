"""Numbers of companies on the British register."""

import re

from remit.errors import BadInput
from remit.ontology.types.valuetype import ValueType, is_blank, plain

__all__ = ["REGISTERS", "TYPE", "Company", "clean", "register"]

REGISTERS = {
    "": "England and Wales",
    "SC": "Scotland",
    "NI": "Northern Ireland",
    "R": "Northern Ireland, before partition",
    "OC": "limited liability partnership, England and Wales",
    "SO": "limited liability partnership, Scotland",
    "NC": "limited liability partnership, Northern Ireland",
    "LP": "limited partnership, England and Wales",
    "SL": "limited partnership, Scotland",
    "NL": "limited partnership, Northern Ireland",
    "FC": "overseas company",
    "SF": "overseas company, Scotland",
    "NF": "overseas company, Northern Ireland",
    "OE": "overseas entity",
    "BR": "branch of an overseas company",
    "RC": "royal charter, England and Wales",
    "SR": "royal charter, Scotland",
    "NR": "royal charter, Northern Ireland",
    "IP": "registered society, England and Wales",
    "SP": "registered society, Scotland",
    "NP": "registered society, Northern Ireland",
    "NO": "registered society, Northern Ireland",
    "RS": "registered society",
    "CE": "charitable incorporated organisation",
    "CS": "charitable incorporated organisation, Scotland",
    "IC": "investment company",
    "SI": "investment company, Scotland",
    "NV": "investment company, Northern Ireland",
    "ZC": "not obliged to register, England and Wales",
    "SZ": "not obliged to register, Scotland",
    "NZ": "not obliged to register, Northern Ireland",
    "AC": "assurance company, England and Wales",
    "SA": "assurance company, Scotland",
    "NA": "assurance company, Northern Ireland",
    "GE": "European economic interest grouping, England and Wales",
    "GS": "European economic interest grouping, Scotland",
    "GN": "European economic interest grouping, Northern Ireland",
    "SE": "European public company, England and Wales",
    "ES": "European public company, Scotland",
    "EN": "European public company, Northern Ireland",
    "FE": "further education corporation",
    "SG": "qualifying partnership, Scotland",
}
"""Prefix to register."""

_SHAPE = re.compile(r"(?P<prefix>R|[A-Z]{2})?(?P<rest>\d{1,8}|\d{4,5}[A-Z]{1,2}|\d{4}CUS)")


class Company(ValueType[str]):
    """The number of a company or partnership at Companies House.

    Eight characters: digits for England and Wales, else letters for the register and digits
    (`SC123456`). Zeros in front, which old papers and spreadsheets leave off, are filled in:
    the number on the register has them. There is no check digit. A number stays with its
    company when the name changes.

    >>> clean("445790"), clean("sc 1234"), register("OC301234")
    ('00445790', 'SC001234', 'limited liability partnership, England and Wales')
    """

    id = "company_number"
    title = "company number"
    source = "Companies Act 2006 s 1066; Companies House, list of number prefixes"

    def clean(self, raw: str) -> str | None:
        """The eight characters; None where nothing was stated."""
        if is_blank(raw):
            return None
        text = re.sub(r"[\s.\-]+", "", plain(raw, 40).upper().lstrip("'").removesuffix(".0"))
        if not text or is_blank(text):
            return None
        found = _SHAPE.fullmatch(text)
        prefix = (found and found["prefix"]) or ""
        room = 8 - len(prefix)
        if found is None or not text.isascii() or len(found["rest"]) > room:
            raise BadInput("a company number has eight characters, such as 00445790 or SC123456")
        if prefix not in REGISTERS:
            raise BadInput(f"{prefix} is no register of Companies House")
        if not found["rest"].isdecimal() and not prefix:
            raise BadInput("a company number without a register is digits alone")
        if not found["rest"].strip("0"):
            return None
        return prefix + found["rest"].zfill(room)

    def describe(self, value: str) -> str:
        """The number, with the register it is on."""
        return f"{value} ({register(value)})"


def register(value: str) -> str:
    """The register of a clean number."""
    prefix = re.match(r"[A-Z]*", value)
    return REGISTERS.get(prefix[0] if prefix else "", "register not known")


TYPE = Company()
clean = TYPE.clean
