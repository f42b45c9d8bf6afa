"""First-party JSON Web Tokens by simplejwt, under a key of their own (contract: First-party credentials)."""

from datetime import timedelta

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from oauth_server.settings import env


def first_party_key(secret: str) -> str:
    """Derive the HMAC key of first-party tokens, 256 bits as 64 hexadecimal digits, from a secret (RFC 5869)."""
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"first-party jwt").derive(secret.encode())
    return key.hex()


FIRST_PARTY_KEYS = [first_party_key(secret) for secret in env.SIGNING_KEYS_SECRET]
"""Newest first: the first signs, all verify."""

SIMPLE_JWT = {
    "ALGORITHM": "HS256",
    "SIGNING_KEY": FIRST_PARTY_KEYS[0],
    "ISSUER": env.ISSUER,
    "AUDIENCE": f"{env.ISSUER}/api",
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=5),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=7),
    "SLIDING_TOKEN_LIFETIME": timedelta(minutes=5),
    "SLIDING_TOKEN_REFRESH_LIFETIME": timedelta(days=7),
    "UPDATE_LAST_LOGIN": False,
    "USER_ID_FIELD": "subject",
    "USER_ID_CLAIM": "user_id",
    "LEEWAY": 0,
}
