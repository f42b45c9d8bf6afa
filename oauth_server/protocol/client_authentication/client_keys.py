"""The keys of a client: registered inline, or fetched from its `jwks_uri` (RFC 7591 section 2, RFC 7517 section 5)."""

import hashlib
import logging
import threading
import time
from typing import Any, Final

from django.core.cache import cache

from oauth_server.protocol.fetch_shares import share_of
from oauth_server.protocol.fetching import FetchRefused, fetch_json
from oauth_server.protocol.models.client import Client
from oauth_server.protocol.tokens import client_jwks

logger = logging.getLogger(__name__)
FRESH: Final = 600.0
"""Seconds that a copy serves without a question: so long may a key count that the client took away."""
KEPT: Final = 3600
"""Seconds that a copy serves while the client's server does not answer."""
BETWEEN: Final = 10
"""Seconds between two fetches for one client and one cause (none kept, or an unknown key), whoever asks: forged
identifiers make nobody hammer the client's server, and a new key counts at once."""
MOST_WAITING: Final = 4
SECONDS_TO_WAIT: Final = 2.0
_waiting: Final = threading.BoundedSemaphore(MOST_WAITING)


def keys_of(client: Client, kid: str | None) -> Any:
    """Return the JWK Set of a client, which holds the key `kid` if the client has it anywhere; None where it has none.

    What a client's server does wrong makes no error here: without its keys nothing that it signed is genuine. Never to
    be called inside a transaction, for this may fetch.
    """
    if not client.jwks_uri:
        return client.jwks
    name = "client-keys:" + hashlib.sha256(f"{client.client_id}\0{client.jwks_uri}".encode()).hexdigest()
    kept = cache.get(name)
    fresh = bool(kept) and time.time() - kept["fetched"] < FRESH
    known = bool(kept) and client_jwks.holds_kid(kept["jwks"], kid)
    if fresh and known:
        return kept["jwks"]
    asked = f"{name}:{'kid' if fresh else 'all'}"
    if cache.add(asked, "asking", BETWEEN):
        kept = _fetched(name, client) or kept
        cache.set(asked, "answered", BETWEEN)
    elif not known:
        kept = _awaited(name, asked)
    return kept["jwks"] if kept else None


def _fetched(name: str, client: Client) -> dict[str, Any] | None:
    try:
        with share_of(client):
            jwks = fetch_json(client.jwks_uri)
        client_jwks.check(jwks)
    except (FetchRefused, client_jwks.JwksRefused) as refusal:
        logger.warning("The keys of client %s: %s", client.client_id, refusal)
        return None
    kept = {"jwks": jwks, "fetched": time.time()}
    cache.set(name, kept, KEPT)
    return kept


def _awaited(name: str, asked: str) -> Any:
    """Return what another request is fetching at this moment; None where none is, or it takes too long."""
    if not _waiting.acquire(blocking=False):
        return None
    try:
        until = time.monotonic() + SECONDS_TO_WAIT
        while cache.get(asked) == "asking" and time.monotonic() < until:
            time.sleep(0.05)
        return cache.get(name)
    finally:
        _waiting.release()
