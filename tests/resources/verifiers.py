"""A second verifier of access tokens, as a service of its own would bring: `USER-SCOPE+SCOPE`, `~` for `:`."""

from django.http import HttpRequest

from accounts.models import User
from oauth_server.vocabulary import AccessTokenFacts, RefusalReason, TokenRefused

asked: list[str] = []


def verify(token: str, request: HttpRequest, *, audience: str) -> AccessTokenFacts:
    """Return the facts that the token names (`machine`: no person); refuse one that names nobody."""
    asked.append(token)
    name, _, scopes = token.partition("-")
    user = None if name == "machine" else User.objects.filter(username=name).first()
    if user is None and name != "machine":
        raise TokenRefused(RefusalReason.UNKNOWN)
    return AccessTokenFacts(
        user=user, client_id="a-client", client_name="A client", scopes=frozenset(scopes.replace("~", ":").split("+"))
    )
