"""Which device a track is of: as the file states it, or as somebody answered. Never invented."""

from typing import NamedTuple

from remit.errors import BadInput, Misuse
from remit.ontology.types import identifier, imei, is_blank, vrm
from remit.sources.answers import Answers, Question, Reading
from remit.sources.trackcolumns import DEVICE

__all__ = ["NOT_STATED", "Device", "asked", "device_of"]

NOT_STATED = "not stated"
"""The answer where nobody knows: the fixes are of the track alone."""

_OFFERED = ("imei: NUMBER", "vrm: MARK", "serial: NUMBER", NOT_STATED)


class Device(NamedTuple):
    """Which device a file is of."""

    kind: str
    prop: str
    raw: str
    value: str
    key: str | None


def device_of(text: str) -> Device | None:
    """The device that a text states; None where it says that nobody knows.

    Raises `BadInput` where it is none of `imei: …`, `vrm: …`, `serial: …`.

    >>> device_of("vrm: AB12 CDE").key, device_of("not stated")
    ('AB12CDE', None)
    """
    if is_blank(text) or text.strip().casefold() == NOT_STATED:
        return None
    what, colon, number = text.partition(":")
    raw, what = number.strip(), what.strip().casefold()
    if not colon and (bare := _bare(text)) is not None:
        return bare
    if what == "imei" and (value := imei.clean(raw)):
        return Device("handset", "imei", raw, value, imei.key(value))
    if what == "vrm" and (mark := vrm.clean(raw)):
        return Device("vehicle", "vrm", raw, mark, mark)
    if what in ("serial", "device", "tracker") and (made := identifier.clean(raw)):
        return Device("device", "serial", raw, made, f"serial {made}")
    raise BadInput(f"{text[:40]!r} says no device: write {', '.join(_OFFERED)}")


def _bare(text: str) -> Device | None:
    """A number without a word: an IMEI by its check digit, or nothing."""
    try:
        value = imei.clean(text)
    except BadInput:
        return None
    return Device("handset", "imei", text, value, imei.key(value)) if value else None


def asked(stated: bool, answers: Answers) -> tuple[Reading, list[Question]]:
    """The device that was answered, and the question where nobody said."""
    given = answers.choices.get(DEVICE)
    if given is not None:
        try:
            device_of(given)
        except BadInput as wrong:
            raise Misuse(f"--set {DEVICE}: {wrong.reason}") from None
        return Reading(serials=given), []
    if stated or answers.yes:
        return Reading(), []
    ask = "the file does not say which device recorded it: which one was it?"
    return Reading(), [Question(DEVICE, ask, _OFFERED, free=True)]
