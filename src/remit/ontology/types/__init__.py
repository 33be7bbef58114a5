"""Types of value: one file each, the same few verbs on each.

`clean(raw)` gives the normal form, None where nothing was stated, and raises `BadInput`
where the text is not such a value. `explain(raw)` says in a sentence what it was read as.
The docstring of each class is what users see. Read `valuetype.py` first.
"""

from typing import Any

from remit.ontology.types import (
    address,
    bankaccount,
    birth,
    card,
    cell,
    company,
    coordinate,
    cro,
    date,
    driver,
    duration,
    email,
    grid,
    handle,
    iban,
    iccid,
    identifier,
    imei,
    imsi,
    ip,
    mac,
    meaning,
    money,
    name,
    nino,
    phone,
    pnc,
    postcode,
    shape,
    sortcode,
    text,
    time,
    uprn,
    vrm,
)
from remit.ontology.types.valuetype import Ambiguous, ValueType, is_blank

__all__ = ["TYPES", "Ambiguous", "ValueType", "is_blank"]

TYPES: dict[str, ValueType[Any]] = {
    each.id: each
    for each in (
        address.TYPE,
        bankaccount.TYPE,
        birth.TYPE,
        card.TYPE,
        cell.TYPE,
        company.TYPE,
        coordinate.TYPE,
        cro.TYPE,
        date.TYPE,
        driver.TYPE,
        duration.TYPE,
        email.TYPE,
        grid.TYPE,
        handle.TYPE,
        iban.TYPE,
        iccid.TYPE,
        identifier.TYPE,
        imei.TYPE,
        imsi.TYPE,
        ip.TYPE,
        mac.TYPE,
        meaning.TYPE,
        money.TYPE,
        name.TYPE,
        nino.TYPE,
        phone.TYPE,
        pnc.TYPE,
        postcode.TYPE,
        shape.TYPE,
        sortcode.TYPE,
        text.TYPE,
        time.TYPE,
        uprn.TYPE,
        vrm.TYPE,
    )
}
"""Every type of value there is, by id."""
