"""The one form in which codes and tokens are kept: SHA-256 (RFC 9700 section 2.2.2, OWASP ASVS 5.0 6.5.2)."""

import hashlib


def digest(value: str) -> str:
    """Return the SHA-256 of a code or token as 64 hexadecimal digits; no salt, for the value is random already."""
    return hashlib.sha256(value.encode()).hexdigest()
