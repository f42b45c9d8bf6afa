"""The playground's own client: first-party, public, PKCE, back to our own origin only; made when it is first used."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.urls import reverse

from oauth_server.console.developer.quickstart_facts import facts_of
from oauth_server.protocol.models import Application
from oauth_server.protocol.models.presets import CODE
from oauth_server.protocol.services.clients import Registration, amend_client, built_in_client
from oauth_server.vocabulary import SCOPES, ClientAuthMethod, GrantType, Scope

CLIENT_ID: Final = "playground"
NAME: Final = "Playground"
OF_IT: Final = tuple(scope for scope, facts in SCOPES.items() if not facts.staff and scope != Scope.OFFLINE_ACCESS)
"""Nothing of administrators, and nothing that outlives the sign-in."""
LIFETIMES: Final = {
    "access_token_lifetime": timedelta(minutes=5),
    "refresh_idle_lifetime": timedelta(minutes=15),
    "refresh_absolute_lifetime": timedelta(hours=1),
}


def callback() -> str:
    """Return the address that answers come back to."""
    return settings.ISSUER + reverse("developer_playground_callback")


def own_client() -> Application:
    """Return the playground's client, made or put right where it must be.

    An administrator who disables it is obeyed: nothing here enables it again.
    """
    wanted = _registration()
    found = built_in_client(wanted, client_id=CLIENT_ID)
    if found.redirect_uris != callback() or found.scopes != " ".join(OF_IT):
        amend_client(wanted, client_id=CLIENT_ID)
        found.refresh_from_db()
    return found


def described() -> Application:
    """Return the client as it is or would be, without making it: for the page before its first use."""
    return Application(client_id=CLIENT_ID, **_registration().columns())


def is_walkable(client: Application) -> bool:
    """Return whether the playground can go the whole way for a client: it comes back here, and needs no secret or key
    of its developer's, which are never asked for."""
    return (
        client.enabled
        and client.token_endpoint_auth_method == ClientAuthMethod.NONE
        and GrantType.AUTHORIZATION_CODE in client.grant_types.split()
        and callback() in client.redirect_uris.split()
        and not client.dpop_bound_access_tokens
        and not client.require_signed_request_object
    )


def is_pasteable(client: Application) -> bool:
    """Return whether one call of curl exchanges a code of the client: with its secret in the header, and no proof."""
    return (
        client.token_endpoint_auth_method == ClientAuthMethod.CLIENT_SECRET_BASIC
        and not client.dpop_bound_access_tokens
        and not client.require_pushed_authorization_requests
        and not client.require_signed_request_object
    )


def redirect_uri_of(client: Application) -> str:
    """Return where answers for a client go: here where it may, else to the client itself."""
    return callback() if callback() in client.redirect_uris.split() else facts_of(client).redirect_uri


def _registration() -> Registration:
    return Registration(
        NAME,
        public=True,
        grant_types=CODE,
        redirect_uris=(callback(),),
        scopes=OF_IT,
        metadata={
            **LIFETIMES,
            "application_type": "native" if settings.ISSUER.startswith("http://") else "web",
            "token_endpoint_auth_method": str(ClientAuthMethod.NONE),
            "website": settings.ISSUER if settings.ISSUER.startswith("https://") else "",
        },
    )
