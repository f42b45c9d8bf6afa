"""Client secrets: one SHA-256, for they are 128 random characters (RFC 6749 section 2.3.1)."""

import hashlib
from typing import Any

from django.contrib.auth.hashers import BasePasswordHasher
from django.utils.crypto import constant_time_compare


class ClientSecretSHA256(BasePasswordHasher):
    """`client_secret_sha256$$<64 hexadecimal digits>`; never for a password that a person chose."""

    algorithm = "client_secret_sha256"

    def salt(self) -> str:
        """Return no salt: the secret is random already."""
        return ""

    def encode(self, password: str, salt: str) -> str:
        """Return the stored form of a secret."""
        return f"{self.algorithm}$${hashlib.sha256(password.encode()).hexdigest()}"

    def verify(self, password: str, encoded: str) -> bool:
        """Return whether the secret is the stored one, in constant time."""
        return constant_time_compare(encoded, self.encode(password, ""))

    def decode(self, encoded: str) -> dict[str, Any]:
        """Return the parts of the stored form."""
        algorithm, _, digest = encoded.split("$", 2)
        return {"algorithm": algorithm, "salt": "", "hash": digest}

    def safe_summary(self, encoded: str) -> Any:
        """Return what the admin may show: nothing of the digest."""
        return {"algorithm": self.algorithm}

    def must_update(self, encoded: str) -> bool:
        """Return False: there is nothing to strengthen."""
        return False

    def harden_runtime(self, password: str, encoded: str) -> None:
        """Do nothing: the comparison is constant in time."""
