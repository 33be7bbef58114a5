"""A box for what must not be read without its key: AES-256-GCM with a random nonce in front.

>>> box = Box(bytes(32))
>>> box.open_text(box.seal_text("Aylin Demir"))
'Aylin Demir'
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from remit.errors import Damaged, Misuse

__all__ = ["KEY_BYTES", "NONCE_BYTES", "Box"]

KEY_BYTES = 32
"""Length of a key: AES-256."""

NONCE_BYTES = 12
"""Bytes; NIST SP 800-38D section 8.2. Random nonces allow 2^32 seals under one key."""

_TAG = 16


class Box:
    """Seals and opens under one key of 32 bytes.

    `about` says what the sealed value belongs to (a row, a column); it is not stored, and a
    value moved elsewhere does not open. Raises `Misuse` on a key of another length.
    """

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise Misuse(f"a box takes a key of {KEY_BYTES} bytes, not {len(key)}")
        self._cipher = AESGCM(key)

    def seal(self, plain: bytes, about: bytes = b"") -> bytes:
        """The nonce, the encrypted bytes and the tag, in one piece."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, about)

    def seal_with(self, nonce: bytes, plain: bytes, about: bytes) -> bytes:
        """`seal` with a nonce that the caller has just drawn at random and uses for nothing else.

        For the ledger alone, which draws salt and nonce in one call: a nonce used twice under
        one key gives both values away.
        """
        return nonce + self._cipher.encrypt(nonce, plain, about)

    def open(self, sealed: bytes, about: bytes = b"") -> bytes:
        """What was sealed. Raises `Damaged` where key, `about` or any bit differs."""
        if len(sealed) < NONCE_BYTES + _TAG:
            raise Damaged("a sealed value is too short to be whole")
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about)
        except InvalidTag as error:
            raise Damaged("a sealed value was altered, moved or sealed otherwise") from error

    def seal_text(self, text: str, about: bytes = b"") -> bytes:
        """`seal` for text, as UTF-8."""
        return self.seal(text.encode(), about)

    def open_text(self, sealed: bytes, about: bytes = b"") -> str:
        """`open` for text. Raises `Damaged` as `open` does."""
        return self.open(sealed, about).decode()
