"""The words of headers, and what each is taken to mean. One table, for people to read."""

from typing import NamedTuple

__all__ = ["HEADERS", "KEEPERS", "MEANINGS", "ROLES", "VALUE_ROLES", "Meaning"]


class Meaning(NamedTuple):
    """One thing a column can mean."""

    label: str
    type: str | None
    """Value type its content must read as; None where any text will do."""
    headers: str
    """Headers that say so, in lower case, separated by bars."""


MEANINGS: dict[str, Meaning] = {
    "name": Meaning(
        "a person's name",
        "name",
        "name|full name|fullname|person name|person|nominal|nominal name|account holder|"
        "account holder name|account name|holder|subscriber|subscriber name",
    ),
    "first_name": Meaning(
        "first names",
        "name",
        "first name|firstname|first names|forename|forenames|given name|given names|fname",
    ),
    "middle_name": Meaning("middle names", "name", "middle name|middle names|middlename"),
    "last_name": Meaning(
        "last name", "name", "last name|lastname|surname|family name|lname|familyname"
    ),
    "alias": Meaning("another name", "name", "alias|aliases|aka|nickname|also known as"),
    "date_of_birth": Meaning(
        "date of birth", "date", "dob|date of birth|birth date|birthdate|dateofbirth|d o b|born"
    ),
    "role": Meaning(
        "the person's role", None, "role|involvement|person role|nominal role|involvement type"
    ),
    "phone": Meaning(
        "a telephone number",
        "phone",
        "phone|telephone|tel|mobile|mob|phone number|telephone number|mobile number|msisdn|"
        "contact number|phone no|telephone no|tel no|mobile no|mobile phone|cell phone|landline",
    ),
    "vrm": Meaning(
        "a registration mark",
        "vrm",
        "vrm|vrn|reg|registration|registration number|registration mark|number plate|plate|"
        "reg no|reg number|vehicle registration|vehicle reg|vehicle|car reg|licence plate|index",
    ),
    "email": Meaning("an e-mail address", "email", "email|e mail|email address|e mail address"),
    "address": Meaning(
        "an address",
        "address",
        "address|home address|full address|street address|postal address|residence|"
        "address 1|address 2|address 3|address line 1|address line 2|address line 3|town|city|"
        "address line|house number|street|post town|county",
    ),
    "postcode": Meaning("a postcode", "postcode", "postcode|post code|pcode|postal code"),
    "organisation": Meaning(
        "an organisation",
        None,
        "organisation|organization|company|company name|employer|business|business name|"
        "organisation name",
    ),
    "trading_name": Meaning(
        "another name of the organisation",
        None,
        "trading name|trading as|trading names|t a|company alias|previous company name|"
        "former company name",
    ),
    "nino": Meaning(
        "a National Insurance number",
        "nino",
        "nino|ni number|ni no|national insurance|national insurance number|national insurance no",
    ),
    "pnc": Meaning("a PNC id", "pnc", "pnc|pnc id|pncid|pnc number|pnc no|pnc ref"),
    "cro": Meaning("a CRO number", "cro", "cro|cro number|cro no|cro ref"),
    "driver_number": Meaning(
        "a driver number",
        "driver_number",
        "driver number|driver no|driving licence|driving licence number|driving licence no",
    ),
    "imei": Meaning("an IMEI", "imei", "imei|imei number|imei no|handset imei|device imei|imeisv"),
    "imsi": Meaning("an IMSI", "imsi", "imsi|imsi number|imsi no|sim imsi"),
    "cell": Meaning(
        "a mobile network cell",
        "cell",
        "cell|cell id|cellid|cell identity|cgi|ecgi|cell global identity|first cell|start cell",
    ),
    "ip": Meaning("an IP address", "ip", "ip address|ipaddress|source ip|ip addr"),
    "sort_code": Meaning("a sort code", "sort_code", "sort code|sortcode|branch sort code"),
    "account": Meaning(
        "an account number",
        "identifier",
        "account|account number|account no|bank account|acct no|bank account number",
    ),
    "iban": Meaning("an IBAN", "iban", "iban|iban number"),
    "card": Meaning(
        "a payment card, to be masked",
        "card",
        "card number|card no|payment card|pan|debit card|credit card|masked card number",
    ),
    "company_number": Meaning(
        "a company number",
        "company_number",
        "company number|company no|company registration number|company reg no|"
        "companies house number|crn",
    ),
    "uprn": Meaning("a property reference number", "uprn", "uprn|unique property reference number"),
    "longitude": Meaning("longitude", None, "longitude|lon|long|lng|location longitude"),
    "latitude": Meaning("latitude", None, "latitude|lat|location latitude"),
    "easting": Meaning("easting", None, "easting|eastings|east"),
    "northing": Meaning("northing", None, "northing|northings|north"),
    "grid": Meaning(
        "a grid reference", "grid", "grid reference|grid ref|gridref|ngr|os grid reference"
    ),
    "place": Meaning(
        "the name of a place",
        None,
        "location|place|site|premises|venue|place name|block",
    ),
    "time": Meaning(
        "when it happened",
        "time",
        "date|date time|datetime|timestamp|date and time|occurred|occurred at|when|start|"
        "date occurred|occurred date|incident date|offence date|event date|event time|"
        "date of offence|date of incident|from date|date from|date start|start date|start time|"
        "committed from|incident date time|offence date time|date recorded|recorded date|captured|"
        "captured at|read at|arrested|arrested at|date arrested|executed|executed at|"
        "date executed|seized|seized at|date seized|searched at|date searched",
    ),
    "until": Meaning(
        "when it ended",
        "time",
        "until|end|to date|date to|date end|end date|end time|committed to|end datetime|released|"
        "released at|date released",
    ),
    "clock": Meaning("the time of day", None, "time|time of day|incident time|time occurred|hour"),
    "category": Meaning(
        "the kind of event",
        None,
        "type|crime type|offence|offence type|category|incident type|event type|primary type|"
        "crime category|offence category|warrant type",
    ),
    "outcome": Meaning("the outcome", None, "outcome|result|disposal|last outcome"),
    "reference": Meaning(
        "a reference",
        "identifier",
        "reference|ref|crime number|crime no|crime ref|crime reference|incident number|urn|id|uid|"
        "crime id|incident ref|incident reference|record id|case number|custody number|ref no|"
        "reference number|report number|warrant number|warrant no|occurrence number",
    ),
    "item": Meaning(
        "an item of property",
        "identifier",
        "property reference|property ref|property number|exhibit|exhibit reference|exhibit ref|"
        "exhibit number|exhibit no",
    ),
    "text": Meaning(
        "free text",
        "text",
        "notes|note|description|summary|details|narrative|free text|mo|modus operandi|comments|"
        "comment|remarks|circumstances|text|report",
    ),
}

HEADERS: dict[str, str] = {
    header: means for means, meaning in MEANINGS.items() for header in meaning.headers.split("|")
}
"""Header in lower case → meaning."""

ROLES: dict[str, str | None] = {
    "suspect": "suspect",
    "accused": "suspect",
    "defendant": "suspect",
    "offender": "suspect",
    "arrested": "suspect",
    "convicted": "convicted",
    "victim": "victim",
    "complainant": "victim",
    "aggrieved": "victim",
    "witness": "witness",
    "subject": None,
    "keeper": "third-party",
    "owner": "third-party",
    "caller": "third-party",
    "informant": "third-party",
    "occupier": "third-party",
    "occupant": "third-party",
    "associate": "third-party",
    "stolen": None,
}
"""Words in a header that say whose column it is, and the category that the header claims.

An offender is recorded as a suspect: only a record that says convicted claims a conviction.
"""

KEEPERS = ("keeper", "owner")
"""Words for somebody who keeps the vehicle of the row."""

VALUE_ROLES: dict[str, str] = {
    **{word: role for word, role in ROLES.items() if role is not None},
    "injured party": "victim",
    "ip": "victim",
    "third party": "third-party",
    "third-party": "third-party",
    "reporting person": "third-party",
    "person reporting": "third-party",
    "other": "third-party",
}
"""Values of a role column → category; any other value claims none."""
