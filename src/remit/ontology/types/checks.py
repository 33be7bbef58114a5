"""Check digits and letters: worked out for real, and never used to repair a number.

Each finds every single wrong digit; none finds every swap or every two errors.

>>> luhn("7992739871"), letter23("020073319"), remainder97("GB82WEST12345698765432")
('3', 'Z', 1)
"""

__all__ = ["LETTERS", "letter23", "luhn", "remainder97"]

LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"
"""Check letters by remainder, 0 first; I, O and S are left out because they look like digits."""


def luhn(digits: str) -> str:
    """The digit that completes `digits` (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 if place % 2 else 2)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def letter23(digits: str) -> str:
    """The letter of the remainder by 23 (Criminal Justice System Data Standards Catalogue)."""
    return LETTERS[int(digits) % len(LETTERS)]


def remainder97(code: str) -> int:
    """Remainder of an IBAN by 97, 1 where it is right (ISO 13616, ISO/IEC 7064 MOD 97-10).

    The first four characters go to the end, and letters count from A = 10.
    """
    return int("".join(str(int(mark, 36)) for mark in code[4:] + code[:4])) % 97
