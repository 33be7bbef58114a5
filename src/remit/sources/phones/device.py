"""The device that a download was made of, and its place in the rows of the download."""

import re
from dataclasses import dataclass

from remit.ontology.types import iccid, imei, phone
from remit.sources.building import Building
from remit.sources.phones.model import Model

__all__ = ["Device"]

_WORDS = {
    "imei": re.compile(r"imei(?:\(?\d\)?)?$"),
    "number": re.compile(r"(?:msisdn|phonenumber|ownnumber|number)(?:\(?\d\)?)?$"),
    "imsi": re.compile(r"imsi(?:\(?\d\)?)?$"),
    "iccid": re.compile(r"iccid(?:\(?\d\)?)?$"),
    "serial": re.compile(r"(?:serialnumber|serial)$"),
    "make": re.compile(r"(?:manufacturer|devicename|phonemodel|devicemodel|detectedmodel|model)$"),
}
"""What the names of a report's metadata end in; they differ from version to version."""

_PLAIN = re.compile(r"[^a-z0-9()]+")


@dataclass(slots=True)
class Device:
    """The device, as its report says: kept from the first row for all that follow."""

    download: str
    """What the download is known by where the report states no IMEI."""
    imei: str | None = None
    number: str | None = None
    """The one number that the report states; None where it states none, or several."""
    label: str | None = None
    stated: bool = False

    def read(self, row: Building, model: Model) -> None:
        """Take the device from its row, and say in that row what it states."""
        found: dict[str, list[str]] = {}
        for key in model.values:
            plain = _PLAIN.sub("", key.lower().rpartition(".")[2].partition(" (")[0])
            for what, words in _WORDS.items():
                if words.search(plain) and not (what == "number" and "serial" in plain):
                    found.setdefault(what, []).append(key)
                    break
        makes = [model.get(key) for key in found.get("make", ())]
        self.label = " ".join(dict.fromkeys(make for make in makes if make)) or self.label
        handsets = self._handsets(row, model, found)
        numbers = self._things(row, model, found.get("number", ()), "phone", "number", "phone")
        sims = self._things(row, model, found.get("imsi", ()), "sim", "imsi", "imsi")
        if len(sims) == 1:
            self._cards(row, model, found.get("iccid", ()), sims[0])
        held = handsets[0] if handsets else self.put(row)
        for number in numbers:
            row.link("number-in-handset" if self.imei else "recorded-with", number, held)
        for sim in sims:
            row.link("handset-with-sim" if self.imei else "recorded-with", held, sim)
        if len(numbers) == 1 and self.number in (None, row.mentions[numbers[0]].key):
            self.number = row.mentions[numbers[0]].key
            if len(sims) == 1:
                row.link("number-of-sim", numbers[0], sims[0])
        for other in handsets[1:]:
            row.link("recorded-with", held, other)
        self.stated = self.imei is not None

    def put(self, row: Building) -> str:
        """Add the device to a row: the handset by its IMEI, else the device of this download."""
        if self.imei is not None:
            return row.add("device", "handset", self.imei, self.label or f"IMEI {self.imei}", None)
        label = self.label or f"the device of download {self.download}"
        return row.add("device", "device", f"download {self.download}", label, None)

    def _handsets(self, row: Building, model: Model, found: dict[str, list[str]]) -> list[str]:
        slots: list[str] = []
        for key in found.get("imei", ()):
            claim = row.claim("imei", "imei", model.column(key), imei.clean)
            if claim is None or claim[2] is None:
                continue
            claims = [claim]
            if self.label and not slots:
                makes = (row.claim("make", "text", model.column(k)) for k in found.get("make", ()))
                claims += [one for one in makes if one]
            same = imei.key(claim[2])
            if self.imei is None:
                self.imei = same
            if any(row.mentions[slot].key == same for slot in slots):
                continue
            label = self.label if not slots and self.label else f"IMEI {claim[2]}"
            slots.append(row.add("device", "handset", same, label, None, tuple(claims)))
        return slots

    def _things(
        self,
        row: Building,
        model: Model,
        keys: "list[str] | tuple[()]",
        kind: str,
        prop: str,
        type_: str,
    ) -> list[str]:
        slots: list[str] = []
        for key in keys:
            claim = row.claim(prop, type_, model.column(key))
            if claim is None or claim[2] is None:
                continue
            if kind == "phone" and not claim[2].startswith("+"):
                continue
            if any(row.mentions[slot].key == claim[2] for slot in slots):
                continue
            label = phone.national(claim[2]) if kind == "phone" else claim[2]
            slots.append(row.add(f"own-{kind}", kind, claim[2], label, None, (claim,)))
        return slots

    def _cards(self, row: Building, model: Model, keys: "list[str] | tuple[()]", sim: str) -> None:
        """The card's number is a property of the one subscription; of two nobody can tell."""
        claims = [row.claim("iccid", "iccid", model.column(key), iccid.clean) for key in keys]
        said = tuple(claim for claim in claims if claim)
        if said:
            m = row.mentions[sim]
            row.mentions[sim] = type(m)(m.slot, m.kind, m.key, m.label, m.role, m.claims + said)

    def own(self, row: Building) -> str | None:
        """Add the device's own number to a row; None where the report does not state one."""
        if self.number is None:
            return None
        return row.add("own-phone", "phone", self.number, phone.national(self.number), None)
