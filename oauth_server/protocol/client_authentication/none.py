"""No client authentication: a public client says who it is, and PKCE proves the rest (RFC 7591 section 2)."""

from datetime import datetime

from django.http import HttpRequest

from oauth_server.protocol.client_authentication.presented import Presented
from oauth_server.protocol.models.client import Client
from oauth_server.protocol.strict_form import Form
from oauth_server.vocabulary import ClientAuthMethod

PROOFS = ("client_secret", "client_assertion", "client_assertion_type")


def recognise(request: HttpRequest, form: Form) -> Presented | None:
    """Return the client that the body names, None where the request authenticates in another way."""
    client_id = form.get("client_id")
    if client_id is None or any(form.get(name) for name in PROOFS) or "Authorization" in request.headers:
        return None
    return Presented(ClientAuthMethod.NONE, client_id)


def problem(presented: Presented, client: Client, now: datetime) -> str | None:
    """Return None: there is nothing to be wrong."""
    return None
