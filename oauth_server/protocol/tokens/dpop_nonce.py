"""Nonces of the server for DPoP proofs: sealed and dated, so that every worker knows them and none keeps them.

RFC 9449 sections 8 and 9.
"""

from typing import Final

from oauth_server.protocol.tokens.sealed_value import open_sealed, seal

PURPOSE: Final = "dpop nonce"
LIFETIME: Final = 300
"""Seconds for which a nonce is good."""
LONGEST: Final = 256


def new() -> str:
    """Return a nonce for the next proof."""
    return seal(PURPOSE, "")


def is_good(nonce: str) -> bool:
    """Return whether this server gave the nonce within the last LIFETIME seconds."""
    return len(nonce) <= LONGEST and nonce.isascii() and open_sealed(PURPOSE, nonce, seconds=LIFETIME) is not None
