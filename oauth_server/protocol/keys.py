"""Signing keys behind one port: `active_kid(algorithm)`, `sign(kid, input)` and `public_keys()` (RFC 7517, RFC 7515).

The private half is sealed in the database under SIGNING_KEYS_SECRET; a process opens each key once.
"""

import threading
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

from cryptography.fernet import InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from joserfc.jwk import ECKey, OKPKey, RSAKey

from accounts.tokens import sealed
from oauth_server.protocol.models import SigningKey
from oauth_server.vocabulary import SigningAlgorithm

CLOCK_SKEW = timedelta(minutes=5)
"""The first key signs on a node whose clock is behind that of the one that migrated, too."""
_SALT: Final = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=hashes.SHA256.digest_size)
_opened: dict[str, tuple[SigningAlgorithm, Any, dict[str, Any]]] = {}
_opening = threading.Lock()


def _es256(key: Any, signing_input: bytes) -> bytes:
    r, s = decode_dss_signature(key.sign(signing_input, ec.ECDSA(hashes.SHA256())))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


SIGNERS: Final[Mapping[SigningAlgorithm, Callable[[Any, bytes], bytes]]] = {
    SigningAlgorithm.RS256: lambda key, data: bytes(key.sign(data, padding.PKCS1v15(), hashes.SHA256())),
    SigningAlgorithm.PS256: lambda key, data: bytes(key.sign(data, _SALT, hashes.SHA256())),
    SigningAlgorithm.ES256: _es256,
    SigningAlgorithm.EDDSA: lambda key, data: bytes(key.sign(data)),
}
"""How each algorithm signs (RFC 7518 sections 3.3 to 3.5, RFC 8037 section 3.1)."""


def active_kid(algorithm: SigningAlgorithm) -> str:
    """Return the identifier of the key that signs by this algorithm now."""
    return next(kid for kid, (known, _, _) in _keys().items() if known == algorithm)


def sign(kid: str, signing_input: bytes) -> bytes:
    """Return the signature of a JWS signing input (RFC 7515 section 5.1); raise KeyError for an unknown key."""
    algorithm, private, _ = _keys()[kid]
    return SIGNERS[algorithm](private, signing_input)


def public_keys() -> list[dict[str, Any]]:
    """Return the public JSON Web Keys, those that sign before those that are retired."""
    return [public for _, _, public in _keys().values()]


def ensure_signing_key() -> None:
    """Make the first signing key of each algorithm; what this process had opened before is forgotten."""
    known = set(SigningKey.objects.values_list("algorithm", flat=True))
    for algorithm in SigningAlgorithm:
        if algorithm not in known:
            _make(algorithm)
    if known != set(SigningAlgorithm):
        with _opening:
            _opened.clear()


def sealer(purpose: str) -> MultiFernet:
    """Return what seals and opens values for one purpose, under every SIGNING_KEYS_SECRET, newest first."""
    return sealed.sealer(purpose, tuple(settings.SIGNING_KEYS_SECRET))


def _make(algorithm: SigningAlgorithm) -> None:
    private: Any
    if algorithm == SigningAlgorithm.ES256:
        private = ec.generate_private_key(ec.SECP256R1())
        public = ECKey.import_key(private.public_key()).as_dict(private=False)
    elif algorithm == SigningAlgorithm.EDDSA:
        private = ed25519.Ed25519PrivateKey.generate()
        public = OKPKey.import_key(private.public_key()).as_dict(private=False)
    else:
        private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        public = RSAKey.import_key(private.public_key()).as_dict(private=False)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    kid = uuid4().hex
    SigningKey.objects.create(
        kid=kid,
        algorithm=algorithm,
        sealed_private_key=sealer("signing keys").encrypt(pem),
        public_jwk={**public, "kid": kid, "use": "sig", "alg": algorithm},
        not_before=timezone.now() - CLOCK_SKEW,
    )


def _keys() -> dict[str, tuple[SigningAlgorithm, Any, dict[str, Any]]]:
    with _opening:
        if not _opened:
            _opened.update(_open_all())
    return _opened


def _open_all() -> dict[str, tuple[SigningAlgorithm, Any, dict[str, Any]]]:
    rows = SigningKey.objects.filter(withdrawn_at=None, not_before__lte=timezone.now()).order_by("-not_before")
    opened = {}
    for row in sorted(rows, key=lambda row: row.retired_at is not None):
        try:
            pem = sealer("signing keys").decrypt(bytes(row.sealed_private_key))
        except InvalidToken:
            raise ImproperlyConfigured(f"SIGNING_KEYS_SECRET does not open signing key {row.kid}.") from None
        private = serialization.load_pem_private_key(pem, password=None)
        opened[row.kid] = (SigningAlgorithm(row.algorithm), private, row.public_jwk)
    if not opened:
        raise ImproperlyConfigured("There is no signing key: run `manage.py migrate`.")
    return opened
