"""What the API knows of its caller; a third party sees of the person only what its scopes name."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from oauth_server.vocabulary import Scope
from resources.guard import GuardedView
from resources.policy import methods_open_to
from resources.principal import Principal


class WhoAmIView(GuardedView, APIView):
    """`GET /api/whoami/`."""

    def get(self, request: Request) -> Response:
        """Return how the caller authenticated, for which client and scopes, who the person is, what it may do."""
        principal = self.principal
        return Response(
            {
                "authentication": principal.kind,
                "auth_time": principal.auth_time,
                "client": _client(principal),
                "acting": _acting(principal),
                "scopes": None if principal.scopes is None else sorted(principal.scopes),
                **_person(principal),
                "may": methods_open_to(principal),
            }
        )


def _client(principal: Principal) -> dict[str, str | None] | None:
    if principal.client_id is None:
        return None
    return {"client_id": principal.client_id, "name": principal.client_name}


def _acting(principal: Principal) -> dict[str, Any] | None:
    """Return who acts for the person, by subject and client (RFC 8693 section 4.1); None where nobody does."""
    if not principal.is_acting or principal.actor is None:
        return None
    return {"sub": principal.actor["sub"], "client_id": principal.actor["client_id"]}


def _person(principal: Principal) -> dict[str, Any]:
    user = principal.user
    person: dict[str, Any] = {"username": user.get_username()}
    if principal.has_scope(Scope.EMAIL):
        person["email"] = user.email
    if principal.has_scope(Scope.PROFILE):
        person |= {"first_name": user.first_name, "last_name": user.last_name}
    if principal.has_scope(Scope.ROLES):
        person["roles"] = sorted(principal.roles)
    return person
