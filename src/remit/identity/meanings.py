"""What a column of a table of people or organisations means for telling who is who.

>>> meanings(["rec_id", " given_name", "dob", "Gender", "soc_sec_id"], truth="rec_id")["dob"]
'born'
"""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from remit.errors import Misuse

__all__ = ["MEANINGS", "PROTECTED", "meanings"]

MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "name": "whole names, the words in any order",
        "forename": "first or middle names",
        "surname": "family names",
        "alias": "other names of the same, several divided by `;` or `|`",
        "organisation": "names of organisations",
        "born": "dates of birth, or of founding",
        "postcode": "postal codes",
        "address": "a street, a house, a district",
        "place": "a town, a region, a country",
        "text": "an occupation, a category: words that many share",
        "registered": "numbers in a register: two that differ are two organisations",
        "identifier": "numbers and codes that belong to one: phones, e-mails, registrations",
        "ignored": "not compared",
    }
)
"""What a column may mean, and what that is."""

PROTECTED = frozenset(
    (
        *("gender", "sex", "ethnicity", "ethnic", "race", "religion", "belief", "nationality"),
        *("origin", "orientation", "disability", "marital", "pregnancy"),
    )
)
"""Words that mark a protected characteristic (Equality Act 2010 section 4), or a proxy of one."""

_HEADERS = (
    ("ignored", r"(unique|rec(ord)?|row)_?(id|no|number)|id|cluster|source(_dataset)?|src"),
    ("forename", r"(first|given|fore|christian|middle|second)_?names?|forenames?|initials?"),
    ("surname", r"(sur|last|family|maiden)_?names?|surnames?"),
    (
        "alias",
        r"(alias|aka|also_known_as|other_names?|former_names?|nick_?names?|trading_names?|"
        r"trading_as|weak_alias|previous_names?|brand_?names?)(es)?",
    ),
    ("organisation", r"(company|organi[sz]ation|business|legal|entity|firm|charity)(_?names?)?"),
    ("name", r"(full_?|person_?|display_?)?names?|first_and_surname|subject|person"),
    ("born", r"dob|(date_?of_?)?birth(_?da(te|y))?|born|incorporat(ed|ion)(_?date)?|founded"),
    ("postcode", r"(post|postal|zip)_?code(_\w+)?|postcode\w*|zip"),
    ("address", r"(street|house)(_\w+)?|address(_?\w+)?|line_?\d|road|flat"),
    ("place", r"birth_?place|place(_\w+)?|suburb|city|town|county|state|region|country|locality"),
    ("text", r"occupation|profession|job(_title)?|role|sector|industry|category|type"),
    (
        "registered",
        r"(company|charity|registered)_?(no|number)|crn|companies_?house(_?(no|number|id))?|lei|"
        r"registration_?(no|number)",
    ),
    (
        "identifier",
        r"(tele|mobile_?)?phones?(_?(no|number))?|mobile|msisdn|e?_?mail(_address)?|nino|ni_?no|"
        r"national_insurance\w*|soc_sec_id|ssn|pnc\w*|cro\w*|passport\w*|licen[cs]e\w*|\w*_?number|"
        r"registration\w*|vat\w*|lei|crn|imei|imsi|vrm|account\w*",
    ),
)
_SIGNS = re.compile(r"[^a-z0-9]+")


def meanings(
    header: Sequence[str], *, truth: str | None = None, given: Mapping[str, str] | None = None
) -> dict[str, str]:
    """What each column means: as `given`, else by its heading; `ignored` where that says nothing.

    The column of the truth, and any that speaks of a protected characteristic, is ignored
    whatever is given. Raises `Misuse` for a meaning or a column that there is not.
    """
    given = dict(given or {})
    for column, meaning in given.items():
        if column not in header:
            raise Misuse(f"{column}: no such column; there are: {', '.join(header)}")
        if meaning not in MEANINGS:
            raise Misuse(f"{column}={meaning}: no such meaning; there are: {', '.join(MEANINGS)}")
    found = {column: _meaning(column, truth, given.get(column)) for column in header}
    if "organisation" in found.values():
        return found
    return {c: "identifier" if m == "registered" else m for c, m in found.items()}


def _meaning(column: str, truth: str | None, given: str | None) -> str:
    words = _SIGNS.sub("_", column.strip().lower()).strip("_")
    if column == truth or PROTECTED & set(words.split("_")):
        return "ignored"
    if given is not None:
        return given
    return next((to for to, said in _HEADERS if re.fullmatch(said, words)), "ignored")
