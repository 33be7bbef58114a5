"""Types of value: one file each, the same few verbs on each.

`clean(raw)` gives the normal form, None where nothing was stated, and raises `BadInput`
where the text is not such a value. `explain(raw)` says in a sentence what it was read as.
The docstring of each class is what users see. Read `valuetype.py` first.
"""

from typing import Any

from remit.ontology.types import (
    address,
    coordinate,
    date,
    email,
    grid,
    identifier,
    name,
    phone,
    postcode,
    text,
    time,
    vrm,
)
from remit.ontology.types.valuetype import Ambiguous, ValueType, is_blank

__all__ = ["TYPES", "Ambiguous", "ValueType", "is_blank"]

TYPES: dict[str, ValueType[Any]] = {
    each.id: each
    for each in (
        address.TYPE,
        coordinate.TYPE,
        date.TYPE,
        email.TYPE,
        grid.TYPE,
        identifier.TYPE,
        name.TYPE,
        phone.TYPE,
        postcode.TYPE,
        text.TYPE,
        time.TYPE,
        vrm.TYPE,
    )
}
"""Every type of value there is, by id."""
