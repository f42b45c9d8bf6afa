"""No client authentication: a public client says who it is, and PKCE proves the rest (RFC 7591 section 2)."""

from django.http import HttpRequest

from oauth_server.protocol.client_authentication.presented import Presented
from oauth_server.protocol.strict_form import Form
from oauth_server.vocabulary import ClientAuthMethod


def recognise(request: HttpRequest, form: Form) -> Presented | None:
    """Return the client that the body names, None where the request authenticates in another way."""
    client_id = form.get("client_id")
    if client_id is None or form.get("client_secret") is not None or "Authorization" in request.headers:
        return None
    return Presented(ClientAuthMethod.NONE, client_id)
