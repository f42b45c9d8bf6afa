"""Values that we hand out and only we can read: encrypted and dated under a key of their own purpose."""

from cryptography.fernet import InvalidToken

from oauth_server.protocol import keys


def seal(purpose: str, value: str) -> str:
    """Return `value` encrypted for `purpose`, fit for a URL."""
    return keys.sealer(purpose).encrypt(value.encode()).decode()


def open_sealed(purpose: str, sealed: str, *, seconds: int) -> str | None:
    """Return the value, or None where it is not ours, for another purpose, or older than `seconds`."""
    try:
        return keys.sealer(purpose).decrypt(sealed.encode(), ttl=seconds).decode()
    except (InvalidToken, ValueError):
        return None
