"""The device authorization endpoint: RFC 8628 sections 3.1 and 3.2."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.utils.http import urlencode
from oauthlib.oauth2.rfc6749.errors import UnauthorizedClientError

from accounts.client_address import client_address
from accounts.services import guessing
from oauth_server.protocol.client_authentication import authenticate
from oauth_server.protocol.endpoints.json_answers import form_endpoint, no_store
from oauth_server.protocol.models.client import Client
from oauth_server.protocol.refusals import TooManyRequests
from oauth_server.protocol.services import refused_requests
from oauth_server.protocol.services.device_authorization import begin
from oauth_server.protocol.services.refused_requests import Endpoint
from oauth_server.protocol.strict_form import Form
from oauth_server.protocol.tokens import dpop
from oauth_server.vocabulary import GrantType

VERIFICATION_URI: Final = f"{settings.ISSUER}/device"
COUNTER: Final = "device_authorization"
MOST: Final = 300
"""Requests of one client from one address in 15 minutes: an office full of devices, not a flood of rows."""


@form_endpoint
def device_authorization(request: HttpRequest, form: Form, received_at: datetime) -> JsonResponse:
    """Answer a client that is registered for the grant with its two codes and where the person goes."""
    client = authenticate(request, form)
    with refused_requests.noted(client.client_id, Endpoint.DEVICE):
        return _begun(request, form, client, received_at)


def _begun(request: HttpRequest, form: Form, client: Client, received_at: datetime) -> JsonResponse:
    if GrantType.DEVICE_CODE not in client.grant_types:
        raise UnauthorizedClientError(description="The client is not registered for this grant_type.")
    address = client_address(request)
    try:
        guessing.spend(COUNTER, f"{client.client_id} {address}", limit=MOST)
    except guessing.TooManyGuesses as refused:
        raise TooManyRequests(refused.retry_after, "Too many devices ask from this address.") from None
    proof = dpop.presented(request, now=received_at)
    with transaction.atomic():
        jkt = proof.use() if proof else None
        agent = request.headers.get("User-Agent", "").replace("\x00", "")
        begun = begin(client=client, form=form, jkt=jkt, address=address, user_agent=agent)
    return no_store(
        {
            "device_code": begun.device_code,
            "user_code": begun.user_code,
            "verification_uri": VERIFICATION_URI,
            "verification_uri_complete": f"{VERIFICATION_URI}?{urlencode({'user_code': begun.user_code})}",
            "expires_in": int(settings.DEVICE_CODE_LIFETIME.total_seconds()),
            "interval": int(settings.DEVICE_POLLING_INTERVAL.total_seconds()),
        }
    )
