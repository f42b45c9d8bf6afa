"""A shared secret: in the Authorization header or in the body (RFC 6749 section 2.3.1)."""

import base64
import binascii
import hashlib
from datetime import datetime
from urllib.parse import unquote_plus

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from oauth_server.protocol.client_authentication.presented import WRONG, Presented
from oauth_server.protocol.hashers import ClientSecretSHA256
from oauth_server.protocol.models.client import Client
from oauth_server.protocol.refusals import ClientRefused
from oauth_server.protocol.strict_form import Form
from oauth_server.vocabulary import ClientAuthMethod

NOBODY = f"{ClientSecretSHA256.algorithm}$${hashlib.sha256(b'').hexdigest()}"
"""The digest of no secret, which is never taken: compared with where a client has none."""


def recognise_basic(request: HttpRequest, form: Form) -> Presented | None:
    """Return what the Authorization header holds, None where there is no header.

    Raises ClientRefused for a header that is not well-formed Basic, both parts form-urlencoded.
    """
    header = request.headers.get("Authorization")
    if header is None:
        return None
    scheme, _, credentials = header.partition(" ")
    try:
        if scheme.lower() != "basic":
            raise ValueError(scheme)
        client_id, colon, secret = base64.b64decode(credentials.strip(), validate=True).decode().partition(":")
        client_id, secret = (unquote_plus(part, errors="strict") for part in (client_id, secret))
        if not colon or "\x00" in client_id + secret:
            raise ValueError(scheme)
    except (ValueError, binascii.Error):
        raise ClientRefused("The Authorization header is not well-formed Basic.", by_header=True) from None
    return Presented(ClientAuthMethod.CLIENT_SECRET_BASIC, client_id, secret)


def recognise_post(request: HttpRequest, form: Form) -> Presented | None:
    """Return what the body holds, None where it has no client_secret."""
    secret = form.get("client_secret")
    if secret is None:
        return None
    return Presented(ClientAuthMethod.CLIENT_SECRET_POST, form.required("client_id"), secret)


def problem(presented: Presented, client: Client, now: datetime) -> str | None:
    """Return what is wrong with the secret, None where it is the client's, or the one before while that still counts.

    One SHA-256, compared with both in constant time, whether they are there, and count, or not.
    """
    newest, older = _compare(presented, client.secret, client.older_secret)
    newest &= client.secret_expires is None or now < client.secret_expires
    older &= client.older_secret_expires is not None and now < client.older_secret_expires
    return None if presented.secret and (newest or older) else WRONG


def matches(presented: Presented, client: Client) -> tuple[bool, bool]:
    """Return whether the secret is the client's newest, and whether the one before, good or not."""
    newest, older = _compare(presented, client.secret, client.older_secret)
    return newest, older


def take_as_long(presented: Presented) -> None:
    """Compare with nobody's secret, so that an unknown client costs what a known one does."""
    _compare(presented, NOBODY, NOBODY)


def _compare(presented: Presented, *stored: str) -> list[bool]:
    digest = ClientSecretSHA256().encode(presented.secret or "", "")
    return [constant_time_compare(kept or NOBODY, digest) for kept in stored]
