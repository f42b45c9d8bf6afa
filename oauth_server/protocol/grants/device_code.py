"""Device code grant: RFC 8628 sections 3.4 and 3.5; a poll waits, slows down, or spends what a person allowed."""

from dataclasses import replace
from typing import Any, Final

from django.utils import timezone
from oauthlib.oauth2.rfc6749.errors import CustomOAuth2Error, InvalidGrantError

from oauth_server.protocol.grants.answers import hold_audience, hold_key
from oauth_server.protocol.grants.first_tokens import absolute_lifetime, first_tokens, key_to_bind
from oauth_server.protocol.grants.token_request import TokenRequest
from oauth_server.protocol.models import DeviceGrant
from oauth_server.protocol.models.device_grant import Polled
from oauth_server.protocol.refusals import Refused
from oauth_server.protocol.tokens.digest import digest
from oauth_server.vocabulary import OAuthError

NO_GOOD: Final = "The device code is not known, spent, taken back, or was made for another client."
DESCRIPTIONS: Final = {
    OAuthError.EXPIRED_TOKEN: "The device code has expired: begin again.",
    OAuthError.ACCESS_DENIED: "The person did not allow it.",
    OAuthError.AUTHORIZATION_PENDING: "Nobody has decided yet.",
    OAuthError.SLOW_DOWN: "Wait 5 seconds longer between polls from now on.",
}


def answer(request: TokenRequest) -> dict[str, Any] | Refused:
    """Answer a poll: two statements while nobody has decided, three and the line in the trail for the tokens.

    What waits is returned, so that the pace stays noted; any other refusal is raised and changes nothing.
    """
    now = timezone.now()
    code = digest(request.form.required("device_code"))
    found = DeviceGrant.objects.polled(device_code=code, application=request.client.pk)
    if found is None:
        raise InvalidGrantError(description=NO_GOOD)
    if found.expires <= now:
        raise _refusal(OAuthError.EXPIRED_TOKEN)
    if found.status == DeviceGrant.DENIED:
        raise _refusal(OAuthError.ACCESS_DENIED)
    if found.status == DeviceGrant.AUTHORIZED:
        return _tokens(request, found)
    in_time = DeviceGrant.objects.keep_pace(found, now=now)
    return Refused(_refusal(OAuthError.AUTHORIZATION_PENDING if in_time else OAuthError.SLOW_DOWN))


def too_early(request: TokenRequest) -> Refused | None:
    """Refuse a poll that comes before its time; None for any other. Asked before the proof of the poll counts as used,
    so that however fast a device polls, no more rows are kept of it."""
    now = timezone.now()
    code = digest(request.form.required("device_code"))
    found = DeviceGrant.objects.polled(device_code=code, application=request.client.pk)
    waits = found is not None and found.status == DeviceGrant.AUTHORIZATION_PENDING and found.expires > now
    if found is None or not waits or not found.is_early(now):
        return None
    DeviceGrant.objects.keep_pace(found, now=now)
    return Refused(_refusal(OAuthError.SLOW_DOWN))


def _tokens(request: TokenRequest, found: Polled) -> dict[str, Any]:
    """Issue what was allowed, as the exchange of a code does; raise InvalidGrantError where it is spent or ended."""
    client, now = request.client, timezone.now()
    end = now + absolute_lifetime(client)
    family = found.grant and DeviceGrant.objects.redeem(
        grant=found.grant, application=client.pk, jkt=key_to_bind(request), now=now, expires=end
    )
    if not family or family.problem():
        raise InvalidGrantError(description=NO_GOOD)
    hold_key(family, request.jkt)
    hold_audience(family, request.form)
    return first_tokens(request, replace(family, expires=end), now=now)


def _refusal(error: OAuthError) -> CustomOAuth2Error:
    return CustomOAuth2Error(error, description=DESCRIPTIONS[error])
