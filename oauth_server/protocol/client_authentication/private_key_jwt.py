"""A client that signs: private_key_jwt (RFC 7521 section 4.2, RFC 7523 section 3, OpenID Connect Core section 9)."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from oauthlib.oauth2.rfc6749.errors import InvalidRequestError

from oauth_server.protocol.client_authentication.client_keys import keys_of
from oauth_server.protocol.client_authentication.presented import WRONG, Presented
from oauth_server.protocol.models import UsedIdentifier
from oauth_server.protocol.models.client import Client
from oauth_server.protocol.models.presets import STRONG_ALGORITHMS
from oauth_server.protocol.refusals import ClientRefused
from oauth_server.protocol.strict_form import Form
from oauth_server.protocol.tokens import client_jws
from oauth_server.protocol.tokens.client_jws import JwsRefused
from oauth_server.vocabulary import ClientAuthMethod, ClientPreset, MediaType, SigningAlgorithm

logger = logging.getLogger(__name__)
JWT_BEARER: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ALGORITHMS: Final = tuple(SigningAlgorithm)
TYPS: Final = (None, MediaType.CLIENT_ASSERTION, "JWT")
AHEAD: Final = timedelta(seconds=30)
"""A client's clock may be this much before ours: 10 s at least and 60 s at most (FAPI 2.0 section 5.3.2.1)."""
LONGEST_LIFE: Final = timedelta(hours=1)
"""An assertion that lives longer is refused: its `jti` is kept until it ends. Libraries make theirs for an hour."""
CLOCKS: Final = timedelta(minutes=2)
"""A used `jti` is kept so much longer, for a node whose clock is behind that of the one that purges."""
LONGEST_JTI: Final = 255
LONGEST_CLIENT_ID: Final = 255


def recognise(request: HttpRequest, form: Form) -> Presented | None:
    """Return the client that an assertion says it is of, None where there is no assertion.

    Raises InvalidRequestError where half of the two parameters is there, ClientRefused for what cannot be an assertion.
    """
    assertion, kind = form.get("client_assertion"), form.get("client_assertion_type")
    if assertion is None and kind is None:
        return None
    if assertion is None or kind is None:
        raise InvalidRequestError(description="client_assertion and client_assertion_type belong together.")
    if kind != JWT_BEARER:
        raise ClientRefused(f"client_assertion_type must be {JWT_BEARER}.")
    try:
        subject = client_jws.parse(assertion).claims.get("sub")
    except JwsRefused as refusal:
        raise ClientRefused(str(refusal)) from None
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_CLIENT_ID:
        raise ClientRefused("The assertion has no sub.")
    if form.get("client_id") not in {None, subject}:
        raise ClientRefused("client_id is not the client of the assertion.")
    return Presented(ClientAuthMethod.PRIVATE_KEY_JWT, subject, assertion=assertion)


def problem(presented: Presented, client: Client, now: datetime) -> str | None:
    """Return what is wrong with the assertion, None where it proves the client; from then on it is used.

    The signature is looked at first: what is said of the claims is said to who holds the key.
    """
    assertion = presented.assertion or ""
    try:
        kid = client_jws.parse(assertion).kid
        _, claims = client_jws.verify(assertion, jwks=keys_of(client, kid), algorithms=algorithms_of(client), typs=TYPS)
    except JwsRefused as refusal:
        logger.info("An assertion of client %s: %s", client.client_id, refusal)
        return WRONG
    return _problem_of_claims(claims, client, now) or _problem_of_use(claims, client)


def algorithms_of(client: Client) -> tuple[SigningAlgorithm, ...]:
    """Return what the client may sign with: what it registered, and under FAPI 2.0 none but the strong ones."""
    allowed = STRONG_ALGORITHMS if client.preset == ClientPreset.FAPI else ALGORITHMS
    registered = client.token_endpoint_auth_signing_alg
    return tuple(algorithm for algorithm in allowed if not registered or algorithm == registered)


def audiences_of(client: Client) -> tuple[str, ...]:
    """Return what `aud` may be: the issuer, and for older clients the token endpoint (RFC 7523 section 3)."""
    if client.preset == ClientPreset.FAPI:
        return (settings.ISSUER,)
    return settings.ISSUER, settings.ISSUER + reverse("oauth2_provider:token")


def _problem_of_claims(claims: Mapping[str, Any], client: Client, now: datetime) -> str | None:
    moment = now.timestamp()
    if claims.get("iss") != client.client_id or claims.get("sub") != client.client_id:
        return "iss and sub of the assertion must be the client."
    if not isinstance(claims.get("aud"), str) or claims["aud"] not in audiences_of(client):
        return "aud of the assertion must be the issuer, as one string."
    if not all(_is_time(claims[name]) for name in ("exp", "iat", "nbf") if name in claims):
        return "A time of the assertion is no number of seconds."
    if "exp" not in claims or not moment < claims["exp"] <= moment + (LONGEST_LIFE + AHEAD).total_seconds():
        return "The assertion has no exp, or has expired, or lives for more than an hour."
    if max(claims.get("iat", 0), claims.get("nbf", 0)) > moment + AHEAD.total_seconds():
        return "The assertion is from the future."
    return None


def _problem_of_use(claims: Mapping[str, Any], client: Client) -> str | None:
    jti = claims.get("jti")
    if not isinstance(jti, str) or not 0 < len(jti) <= LONGEST_JTI:
        return "The assertion has no jti."
    expires = datetime.fromtimestamp(claims["exp"], UTC) + CLOCKS
    first = UsedIdentifier.objects.use("client_assertion", client.client_id, jti, expires=expires)
    return None if first else "The assertion was used before."


def _is_time(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0
