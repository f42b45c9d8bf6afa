"""What people hold, in software: an authenticator app (RFC 6238), and a passkey with its browser (WebAuthn)."""

import base64
import hashlib
import hmac
import secrets
import struct
import time
from dataclasses import dataclass, field
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

ORIGIN: Final = "http://localhost:8000"
FLAG: Final = AuthenticatorData.FLAG
STEP: Final = 30
"""Seconds that a code of an authenticator app is shown."""
HURRIED: Final = 2
"""Seconds that a program needs to send a code."""


@dataclass
class SoftAuthenticator:
    """One key. `verifies`: whether it asks its owner for a PIN or a finger before it answers."""

    origin: str = ORIGIN
    verifies: bool = True
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    user_handle: bytes = b""

    def create(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer `navigator.credentials.create` for the `publicKey` options, without attestation."""
        self.user_handle = websafe_decode(options["user"]["id"])
        public_key: Any = ES256.from_cryptography_key(self.key.public_key())  # type: ignore[no-untyped-call] # - fido2's own
        attested = AttestedCredentialData.create(bytes(16), self.credential_id, public_key)
        data = AuthenticatorData.create(self._rp_id_hash(options["rp"]["id"]), self._flags() | FLAG.AT, 0, attested)
        made = AttestationObject.create("none", data, {})
        client_data = self._client_data(CollectedClientData.TYPE.CREATE, options)
        response = {"clientDataJSON": websafe_encode(client_data), "attestationObject": websafe_encode(made)}
        return self._credential(response) | {"clientExtensionResults": {"credProps": {"rk": True}}}

    def get(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer `navigator.credentials.get` for the `publicKey` options."""
        client_data = self._client_data(CollectedClientData.TYPE.GET, options)
        data = AuthenticatorData.create(self._rp_id_hash(options["rpId"]), self._flags(), 0)
        signature = self.key.sign(bytes(data) + client_data.hash, ec.ECDSA(SHA256()))
        return self._credential(
            {
                "clientDataJSON": websafe_encode(client_data),
                "authenticatorData": websafe_encode(data),
                "signature": websafe_encode(signature),
                "userHandle": websafe_encode(self.user_handle),
            }
        )

    def _flags(self) -> Any:
        return FLAG.UP | FLAG.UV if self.verifies else FLAG.UP

    def _client_data(self, kind: str, options: dict[str, Any]) -> CollectedClientData:
        return CollectedClientData.create(kind, options["challenge"], self.origin)

    def _rp_id_hash(self, rp_id: str) -> bytes:
        return hashlib.sha256(rp_id.encode()).digest()

    def _credential(self, response: dict[str, str]) -> dict[str, Any]:
        name = websafe_encode(self.credential_id)
        return {"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}}


@dataclass
class AuthenticatorApp:
    """An authenticator app that shows the codes of one seed (RFC 6238), and never one twice."""

    secret: str
    shown: list[int] = field(default_factory=list)

    def code(self) -> str:
        """Return the code of now, or of the next step where that was shown already."""
        step = max(int(time.time()) // STEP, *(used + 1 for used in self.shown), 0)
        self.shown.append(step)
        return self.at(step)

    def before(self) -> str:
        """Return the code of the step before: what setting the app up may take, so that all later ones are unused.

        Some seconds of this step are still left: after it, that code is too old.
        """
        left = STEP - time.time() % STEP
        if left < HURRIED:
            time.sleep(left)
        return self.at(int(time.time()) // STEP - 1)

    def at(self, step: int) -> str:
        """Return the code of a time step (RFC 4226 section 5.3)."""
        mac = hmac.digest(base64.b32decode(self.secret), struct.pack(">Q", step), "sha1")
        (value,) = struct.unpack_from(">I", mac, mac[-1] & 0x0F)
        return f"{(value & 0x7FFFFFFF) % 10**6:06}"
