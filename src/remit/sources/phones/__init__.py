"""Phone downloads: what the models of a handset's download say, whatever layout they came in.

A model is one row. It becomes what it states and no more: a call between two numbers, a message
with its text, a position, an entry of an address book. That somebody is in an address book is not
that they know the owner; a position that an account brought along is not one of this device.
Deleted state, confidence of decoding, application and origin stay with every row. A password is
kept as a record with its value masked, the number of a payment card likewise.

Read `model.py`, then `mapper.py`.
"""

from remit.sources.phones.layouts import kind_of, told
from remit.sources.phones.mapper import PhoneRows, mapper
from remit.sources.phones.masking import masked
from remit.sources.phones.profiles import PROFILES
from remit.sources.phones.questions import asked, columns

__all__ = [
    "PROFILES",
    "PhoneRows",
    "asked",
    "columns",
    "kind_of",
    "mapper",
    "masked",
    "told",
]
