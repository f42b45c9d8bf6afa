"""Acting for a person from the pages: the token, which stays in the administrator's own browser session."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest

from oauth_server.protocol.services.administration_client import ActingToken
from oauth_server.protocol.services.grant_revocation import revoke_grant
from oauth_server.protocol.tokens.verify import verify_access_token
from oauth_server.vocabulary import CredentialKind, TokenRefused
from resources.principal import Principal

KEPT: Final = "acting"


@dataclass(frozen=True, slots=True)
class Acting:
    """Who is acted for, as the guard sees it right now, by which token, until when, and why."""

    principal: Principal
    token: str
    until: datetime | None
    reason: str

    @property
    def person(self) -> Any:
        """The person."""
        return self.principal.user


def begin(request: HttpRequest, token: ActingToken, *, reason: str) -> None:
    """Keep a token in the session, in place of one that was there, which ends."""
    end(request)
    request.session[KEPT] = {"token": token.value, "grant": token.grant, "reason": reason}


def current(request: HttpRequest) -> Acting | None:
    """Return whom the administrator of this browser acts for; None where nobody, or not any more.

    The token hangs on the administrator's sign-in: with that, it ends.
    """
    kept = request.session.get(KEPT)
    if kept is None:
        return None
    try:
        facts = verify_access_token(kept["token"], request)
    except TokenRefused:
        del request.session[KEPT]
        return None
    principal = Principal.from_facts(CredentialKind.OAUTH2, facts)
    return Acting(principal, kept["token"], facts.expires, kept["reason"])


def end(request: HttpRequest) -> None:
    """End acting: the token is refused at its next use."""
    kept = request.session.pop(KEPT, None)
    if kept is not None:
        revoke_grant(grant_id=kept["grant"])
