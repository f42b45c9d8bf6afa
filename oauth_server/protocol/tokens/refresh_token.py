"""Refresh tokens on the wire, `selector.secret`, and the seal of a successor (RFC 9700 section 4.14.2)."""

import json
import re
import secrets
from dataclasses import dataclass
from typing import Any, Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from oauth_server.protocol.tokens import opaque
from oauth_server.protocol.tokens.digest import digest

NONCE_BYTES: Final = 12
_FORM = re.compile(r"([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})", re.ASCII)


@dataclass(frozen=True, slots=True)
class RefreshTokenValue:
    """What a client holds: a selector that names the family for ever, and a secret of its own generation."""

    selector: str
    secret: str

    @classmethod
    def first(cls) -> Self:
        """Return the first token of a new family."""
        return cls(secrets.token_urlsafe(16), opaque.new())

    @classmethod
    def read(cls, value: str) -> Self | None:
        """Return the token of a wire value; None where it has not our form."""
        match = _FORM.fullmatch(value)
        return cls(*match.groups()) if match else None

    def successor(self) -> Self:
        """Return a token of the next generation of this family."""
        return type(self)(self.selector, opaque.new())

    def __str__(self) -> str:
        return f"{self.selector}.{self.secret}"

    @property
    def selector_digest(self) -> str:
        """The form in which the selector is kept."""
        return digest(self.selector)

    @property
    def checksum(self) -> str:
        """The form in which the whole token is kept."""
        return digest(str(self))

    def seal(self, answer: dict[str, Any]) -> bytes:
        """Return an answer encrypted (AES-256-GCM) so that only who holds this token can have it opened."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher().encrypt(nonce, json.dumps(answer).encode(), None)

    def open(self, sealed: bytes) -> dict[str, Any] | None:
        """Return the answer that was sealed under this token; None under another."""
        try:
            opened = self._cipher().decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None)
        except (InvalidTag, ValueError):
            return None
        answer: dict[str, Any] = json.loads(opened)
        return answer

    def _cipher(self) -> AESGCM:
        key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"refresh token successor").derive(str(self).encode())
        return AESGCM(key)
