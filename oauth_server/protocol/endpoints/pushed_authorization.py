"""The pushed authorization request endpoint (RFC 9126, RFC 9449 section 10.1)."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from oauthlib.oauth2.rfc6749.errors import InvalidRequestError

from accounts.client_address import client_address
from oauth_server.protocol.client_authentication import authenticate
from oauth_server.protocol.endpoints.json_answers import form_endpoint, no_store
from oauth_server.protocol.models import Application
from oauth_server.protocol.models.client import Client
from oauth_server.protocol.services import authorization_request, clients, refused_requests, stored_requests
from oauth_server.protocol.services.authorization_request import RequestRefused
from oauth_server.protocol.services.refused_requests import Endpoint
from oauth_server.protocol.strict_form import Form
from oauth_server.protocol.tokens import dpop


@form_endpoint
def pushed_authorization(request: HttpRequest, form: Form, received_at: datetime) -> JsonResponse:
    """Authenticate the client, validate what it asks, and keep it under a reference that is good once."""
    clients.acquaint(form.get("client_id"), address=client_address(request))
    client = authenticate(request, form)
    with refused_requests.noted(client.client_id, Endpoint.PUSHED_REQUEST):
        return _kept(request, form, client, received_at)


def _kept(request: HttpRequest, form: Form, client: Client, received_at: datetime) -> JsonResponse:
    if form.get("request_uri"):
        raise InvalidRequestError(description="request_uri cannot be pushed.")
    application = Application.objects.get(pk=client.pk)
    if client.is_public or application.registration_source != Application.RegistrationSource.MANUAL:
        stored_requests.hold_to_numbers(client_address(request))
    proof = dpop.presented(request, now=received_at, nonce_required=dpop.must_send_nonce(client.preset))
    sent = {name: [value] for name, value in form.values.items()}
    try:
        asked, known = authorization_request.received(
            sent | {"client_id": [client.client_id], "resource": form.resources},
            client=application,
            pushed=True,
            jkt=proof.jkt if proof else "",
        )
    except RequestRefused as refusal:
        raise refusal.cause from refusal
    with transaction.atomic():
        if proof:
            proof.use()
        request_uri = stored_requests.push(asked, known, now=received_at)
    lifetime = int(settings.PUSHED_REQUEST_LIFETIME.total_seconds())
    return no_store({"request_uri": request_uri, "expires_in": lifetime}, status=201)
