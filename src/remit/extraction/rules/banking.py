"""Bank accounts, sort codes, IBANs, payment cards."""

import re
from collections.abc import Iterator

from remit.errors import BadInput
from remit.extraction.candidate import CHECKED, CUED
from remit.extraction.rules.anchors import AFTER, Found, Reading, cleaned
from remit.ontology.types import bankaccount, card, iban, sortcode

__all__ = ["found"]

_IBAN = re.compile(rf"[A-Za-z]{{2}}[0-9]{{2}}(?:[ -]?[A-Za-z0-9]{{1,4}}){{3,9}}{AFTER}")
_CARD = re.compile(rf"[0-9](?:[ -]?[0-9]){{11,18}}(?![ -]?[0-9]){AFTER}")
_MASKED = re.compile(rf"(?:[X*#•]{{4}}[ -]?){{3}}[0-9]{{4}}{AFTER}")
_CARD_CUE = re.compile(
    r"\b(?:cards?|visa|mastercard|amex|american express|maestro|debit|credit|pan)\b", re.IGNORECASE
)
_SORT = re.compile(rf"[0-9]{{2}}([ .-]?)[0-9]{{2}}\1[0-9]{{2}}{AFTER}(?!-[0-9])")
_SORT_CUE = re.compile(r"\b(?:sort ?-?codes?|s/c|sc)\b", re.IGNORECASE)
_ACCOUNT_CUE = re.compile(r"\b(?:accounts?|acct|acc|a/c)\b", re.IGNORECASE)
_ACCOUNT_LEFT = re.compile(
    r"\b(?P<cue>accounts?|acct|acc|a/c)\.?(?:[ \t:.#,]|\b(?:number|numbers|no|num|is|was|held)\b"
    r"|\b(?:ending|in|the|name[d]?)\b){1,6}\Z",
    re.IGNORECASE,
)
_EIGHT = re.compile(rf"[0-9]{{8}}{AFTER}(?![.,/-][0-9])")
_BETWEEN = re.compile(
    r"(?:[ \t,;:/|]|\band\b|\b(?:account|acct|acc|a/c)\b|\b(?:number|no|num)\b|[.#]){1,8}([0-9]{8})"
    rf"{AFTER}(?![.,/-][0-9])",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"(?:[ \t,;:/|]|\band\b|\bsort ?-?code\b|\b(?:at|with)\b|[.#]|\bs/c\b){1,8}"
    rf"([0-9]{{2}}([ .-]?)[0-9]{{2}}\2[0-9]{{2}}){AFTER}(?!-[0-9])",
    re.IGNORECASE,
)


def found(reading: Reading) -> Iterator[Found]:
    """Accounts as far as they are stated; cards and IBANs whose check digits hold."""
    text = reading.text
    for at in reading.lettered:
        if text[at + 2 : at + 4].isdecimal() and (match := _IBAN.match(text, at)):
            yield from _iban(text, at, match.end())
    for at in reading.numbered:
        if at and text[at - 1] in "+./£$€#":
            continue
        if match := _CARD.match(text, at):
            yield from _card(reading, at, match.end())
        if match := _SORT.match(text, at):
            yield from _sort(reading, match)
        if match := _EIGHT.match(text, at):
            yield from _number(reading, match)
    if "*" in text or "XXXX" in text or "•" in text or "####" in text:
        for match in _MASKED.finditer(text):
            value = cleaned(card.clean, match.group())
            if value and reading.near(_CARD_CUE, match.start(), match.end()):
                yield Found("Card", *match.span(), value, CUED, "card", card.TYPE.describe(value))


def _iban(text: str, at: int, end: int) -> Iterator[Found]:
    length = iban.LENGTHS.get(text[at : at + 2].upper())
    if length is None:
        return
    count, stop = 0, at
    while stop < end and count < length:
        count += text[stop].isalnum()
        stop += 1
    if count < length or text[stop : stop + 1].isalnum():
        return
    value = cleaned(iban.clean, text[at:stop])
    if value:
        yield Found("IBAN", at, stop, value, CHECKED, "iban", "check digits right")


def _card(reading: Reading, at: int, end: int) -> Iterator[Found]:
    raw = reading.text[at:end]
    hit = reading.near(_CARD_CUE, at, end, after=12)
    value = hit and cleaned(card.clean, raw)
    if value:
        said = "check digit right; only its first six and last four digits are given as value"
        yield Found("Card", at, end, value, CHECKED, "card", said)


def _sort(reading: Reading, match: re.Match[str]) -> Iterator[Found]:
    text, (at, end) = reading.text, match.span()
    named = reading.near(_SORT_CUE, at, end)
    follows = _BETWEEN.match(text, end)
    if follows and (named or match[1] or reading.near(_ACCOUNT_CUE, at, follows.end())):
        if match[1] != "-" and not named and not reading.near(_ACCOUNT_CUE, at, follows.end()):
            return
        value = _pair(match.group(), follows[1])
        if value:
            said = "sort code and account number together; no check digit"
            yield Found("Account", at, follows.end(), value, CUED, "account", said)
            return
    if named:
        code = cleaned(sortcode.clean, match.group())
        if code:
            yield Found("SortCode", at, end, code, CUED, "sort code", f"named by {named!r}")


def _number(reading: Reading, match: re.Match[str]) -> Iterator[Found]:
    text, (at, end) = reading.text, match.span()
    left = _ACCOUNT_LEFT.search(text[max(0, at - 36) : at])
    if left is None:
        return
    if back := _BACK.match(text, end):
        value = _pair(back[1], match.group())
        named = _SORT_CUE.search(text[end : back.end()])
        if value and (named or back[2]):
            said = "sort code and account number together; no check digit"
            yield Found("Account", at, back.end(), value, CUED, "account", said)
            return
    if cleaned(bankaccount.number, match.group()):
        said = f"named by {left['cue']!r}; without its sort code the number means no one account"
        yield Found("Account", at, end, None, CUED, "account", said)


def _pair(code: str, number: str) -> str | None:
    try:
        return bankaccount.pair(code, number)
    except BadInput:
        return None
