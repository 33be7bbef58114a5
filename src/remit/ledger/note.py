"""Signed notes and checkpoints, as in C2SP signed-note, tlog-checkpoint and tlog-cosignature.

A note is text, a blank line, and a line for each signature. A checkpoint is a note whose text
says which log, how many entries and which root. Reading is strict: what was read must be what
would be written, so that no two texts mean the same note.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from remit.errors import BadInput

__all__ = [
    "COSIGNATURE",
    "ED25519",
    "Checkpoint",
    "Signature",
    "Signer",
    "Verifier",
    "open_note",
    "parse_note",
    "sign_note",
]

ED25519 = 1
"""Signature type of a log or a person."""

COSIGNATURE = 4
"""Signature type of a witness: the time is signed with the text."""

_NAME = re.compile(r"[^\s+]+")
_SIZE = re.compile(r"0|[1-9][0-9]{0,17}")  # below 2^63, as databases count
_LAST_TIME = (1 << 63) - 1
_MOST_SIGNATURES = 100


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who claims to have signed, and the bytes."""

    name: str
    key_id: bytes
    """4 bytes."""
    signature: bytes

    def line(self) -> str:
        """The line as it stands in a note."""
        return f"— {self.name} {_b64(self.key_id + self.signature)}\n"


class Signer:
    """Signs notes with one Ed25519 key (seed of 32 bytes) under a name."""

    def __init__(self, name: str, seed: bytes, kind: int = ED25519) -> None:
        if not _NAME.fullmatch(name):
            raise BadInput(f"{name!r} cannot name a key: it has a space or a plus sign")
        self.name = name
        self.kind = kind
        self._seed = seed
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        public = self._key.public_key().public_bytes_raw()
        self._id = _key_id(name, kind, public)
        self.vkey = f"{name}+{self._id.hex()}+{_b64(bytes([kind]) + public)}"

    @classmethod
    def read(cls, text: str) -> "Signer":
        """The signer in `PRIVATE+KEY+name+id+key` form. Raises `BadInput`."""
        parts = text.strip().split("+", 4)
        if len(parts) != 5 or parts[:2] != ["PRIVATE", "KEY"]:
            raise BadInput("not a private signing key")
        key = _unb64(parts[4])
        if len(key) != 33 or key[0] not in (ED25519, COSIGNATURE):
            raise BadInput("not an Ed25519 signing key")
        signer = cls(parts[2], key[1:], key[0])
        if signer._id.hex() != parts[3]:
            raise BadInput("the signing key does not match its id")
        return signer

    def write(self) -> str:
        """The private key in the form `read` takes. Keep it secret."""
        return f"PRIVATE+KEY+{self.name}+{self._id.hex()}+{_b64(bytes([self.kind]) + self._seed)}"

    def sign(self, text: str, *, at: int = 0) -> str:
        """The signature line over `text`. A witness signs `at`, in seconds since 1970, with it."""
        if self.kind == COSIGNATURE:
            stamp = at.to_bytes(8, "big")
            signed = stamp + self._key.sign(_cosigned(text, at))
        else:
            signed = self._key.sign(text.encode())
        return Signature(self.name, self._id, signed).line()


class Verifier:
    """Checks signatures of one key, given as a C2SP vkey. Raises `BadInput` when it is not one."""

    def __init__(self, vkey: str) -> None:
        parts = vkey.split("+", 2)
        key = _unb64(parts[2]) if len(parts) == 3 else b""
        if len(key) != 33 or key[0] not in (ED25519, COSIGNATURE):
            raise BadInput(f"{vkey!r} is not an Ed25519 verifier key")
        self.vkey = vkey
        self.name, self.kind = parts[0], key[0]
        self.key_id = _key_id(self.name, self.kind, key[1:])
        if self.key_id.hex() != parts[1] or not _NAME.fullmatch(self.name):
            raise BadInput(f"{vkey!r}: the key does not match its id")
        self._key = Ed25519PublicKey.from_public_bytes(key[1:])

    def claims(self, signature: Signature) -> bool:
        """Whether the line says it is from this key."""
        return signature.name == self.name and signature.key_id == self.key_id

    def verify(self, text: str, signature: bytes) -> bool:
        """Whether the bytes are this key's signature over `text`."""
        signed = text.encode()
        if self.kind == COSIGNATURE:
            at = int.from_bytes(signature[:8], "big")
            if len(signature) != 72 or at > _LAST_TIME:
                return False
            signed = _cosigned(text, at)
            signature = signature[8:]
        try:
            self._key.verify(signature, signed)
        except InvalidSignature:
            return False
        return True


def sign_note(text: str, signers: Iterable[Signer]) -> str:
    """A note over `text`, which must end with a newline. Raises `BadInput`."""
    if not text.endswith("\n"):
        raise BadInput("the text of a note ends with a newline")
    return text + "\n" + "".join(signer.sign(text) for signer in signers)


def parse_note(note: str | bytes) -> tuple[str, list[Signature]]:
    """Text and signature lines of a note, nothing verified. Raises `BadInput` when malformed."""
    try:
        whole = note.decode() if isinstance(note, bytes) else note
    except UnicodeDecodeError as error:
        raise BadInput("a note is UTF-8") from error
    cut = whole.rfind("\n\n")
    if cut < 0 or any(c < " " and c != "\n" for c in whole):
        raise BadInput("not a signed note")
    text, lines = whole[: cut + 1], whole[cut + 2 :]
    if not lines.endswith("\n"):
        raise BadInput("a signature line does not end")
    signatures = [_signature(line) for line in lines[:-1].split("\n")]
    if len(signatures) > _MOST_SIGNATURES:
        raise BadInput("too many signatures")
    if text + "\n" + "".join(s.line() for s in signatures) != whole:
        raise BadInput("the note is not in its one written form")
    return text, signatures


def open_note(note: str | bytes, verifiers: Sequence[Verifier]) -> tuple[str, list[str]]:
    """Text of a note and the names of the keys that signed it.

    Lines of unknown keys are passed over; a line that claims a known key and does not verify
    condemns the note. Raises `BadInput`; when no known key has signed, no name is returned and
    the text may not be trusted.
    """
    text, signatures = parse_note(note)
    names = []
    for signature in signatures:
        for verifier in verifiers:
            if verifier.claims(signature):
                if not verifier.verify(text, signature.signature):
                    raise BadInput(f"the signature of {signature.name} does not verify")
                names.append(verifier.name)
    return text, list(dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log says of itself: origin, size, root, and lines of its own."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def text(self) -> str:
        """The text that is signed."""
        lines = (self.origin, str(self.size), _b64(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """The checkpoint in a note's text. Raises `BadInput`."""
        lines = text.split("\n")
        if len(lines) < 4 or lines[-1] or not _SIZE.fullmatch(lines[1]) or not all(lines[:-1]):
            raise BadInput("not a checkpoint")
        checkpoint = cls(lines[0], int(lines[1]), _unb64(lines[2]), tuple(lines[3:-1]))
        if len(checkpoint.root) != 32 or checkpoint.text() != text:
            raise BadInput("not a checkpoint")
        return checkpoint


def _signature(line: str) -> Signature:
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != "—" or not _NAME.fullmatch(parts[1]):
        raise BadInput("not a signature line")
    signed = _unb64(parts[2])
    if len(signed) < 5:
        raise BadInput("a signature is too short")
    return Signature(parts[1], signed[:4], signed[4:])


def _cosigned(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def _key_id(name: str, kind: int, public: bytes) -> bytes:
    return sha256(f"{name}\n".encode() + bytes([kind]) + public).digest()[:4]


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _unb64(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadInput("not base64") from error
    if _b64(data) != text:
        raise BadInput("base64 not in its one written form")
    return data
