"""By whom, for whom and when a request object was made (RFC 9101 section 4, FAPI 2.0 Message Signing section 5.3.1)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.utils import timezone
from oauthlib.oauth2.rfc6749 import errors

from oauth_server.protocol.models import Application
from oauth_server.vocabulary import ClientPreset, OAuthError

AHEAD: Final = timedelta(seconds=10)
"""How far the client's clock may run before ours."""
LONGEST_LIFE: Final = timedelta(minutes=60)
ALWAYS: Final = ("iss", "aud", "exp", "nbf")
"""What FAPI wants in every object; elsewhere what is there must be right."""


def hold(client: Application, claims: Mapping[str, Any]) -> None:
    """Raise `invalid_request_object` unless the object is of this client, for this server, and for now.

    An object that comes again is no replay to fear: it begins a request anew, which only the person can finish.
    """
    strict = client.preset == ClientPreset.FAPI
    if strict and (missing := [name for name in ALWAYS if name not in claims]):
        raise refused(f"The request object has no {missing[0]}.")
    if claims.get("iss", client.client_id) != client.client_id:
        raise refused("The iss of the request object is not the client.")
    audience = claims.get("aud", settings.ISSUER)
    if settings.ISSUER not in (audience if isinstance(audience, list) else [audience]):
        raise refused("The aud of the request object is not this server.")
    _hold_times({name: _seconds(name, claims[name]) for name in ("exp", "nbf", "iat") if name in claims}, strict)


def _hold_times(times: Mapping[str, float], strict: bool) -> None:
    now = timezone.now().timestamp()
    if times.get("exp", now + 1) <= now:
        raise refused("The request object has expired.")
    if max(times.get("nbf", now), times.get("iat", now)) > now + AHEAD.total_seconds():
        raise refused("The request object is of the future.")
    if strict and times["nbf"] < now - LONGEST_LIFE.total_seconds():
        raise refused("The request object is older than 60 minutes.")
    if strict and times["exp"] - times["nbf"] > LONGEST_LIFE.total_seconds():
        raise refused("The request object is to be good for more than 60 minutes.")


def _seconds(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise refused(f"The {name} of the request object is no number.")
    return float(value)


def refused(description: str) -> errors.OAuth2Error:
    """Return the error of a request object that is not taken."""
    return errors.CustomOAuth2Error(OAuthError.INVALID_REQUEST_OBJECT, description=description)
