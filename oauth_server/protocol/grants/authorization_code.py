"""Authorization code grant: RFC 6749 section 4.1.3 with PKCE (RFC 7636 section 4.6), replay ends the family."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django.utils import timezone
from oauthlib.oauth2.rfc6749.errors import InvalidGrantError, InvalidRequestError
from oauthlib.oauth2.rfc6749.grant_types.authorization_code import code_challenge_method_s256

from accounts.audit.record import AuditEventName, record
from oauth_server.protocol.grants.answers import hold_audience, hold_key
from oauth_server.protocol.grants.first_tokens import absolute_lifetime, first_tokens, key_to_bind
from oauth_server.protocol.grants.token_request import TokenRequest
from oauth_server.protocol.models import Grant
from oauth_server.protocol.models.client import Client
from oauth_server.protocol.models.family import Family
from oauth_server.protocol.refusals import Refused
from oauth_server.protocol.strict_form import Form
from oauth_server.protocol.tokens.digest import digest
from oauth_server.vocabulary import GrantType

NO_GOOD: Final = "The code is not known, expired, spent, or was made for another client."
VERIFIER: Final = re.compile(r"[A-Za-z0-9._~-]{43,128}", re.ASCII)


def answer(request: TokenRequest) -> dict[str, Any] | Refused:
    """Spend the code and issue what it stands for: at most three statements, and its line in the trail.

    What does not fit the authorization request is raised, so that the code stays unspent; a second use is returned,
    so that the revocation stays.
    """
    client, form = request.client, request.form
    now = timezone.now()
    code = digest(form.required("code"))
    end = now + absolute_lifetime(client)
    family = Grant.objects.consume(code=code, application=client.pk, now=now, expires=end, jkt=key_to_bind(request))
    if family is None:
        return _judge(code, client, now)
    if family.problem():
        raise InvalidGrantError(description=NO_GOOD)
    hold_key(family, request.jkt)
    _hold_to_request(family, form)
    hold_audience(family, form)
    family = replace(family, expires=end)
    return first_tokens(request, family, now=now)


def _judge(code: str, client: Client, now: datetime) -> Refused:
    """A code that this client has spent before ends all that came of it (RFC 6749 section 4.1.2)."""
    spent = Grant.objects.of_code(code)
    if spent and spent.consumed and spent.application == client.pk and Grant.objects.revoke(spent.grant, now=now):
        told = {"grant": spent.grant, "grant_type": GrantType.AUTHORIZATION_CODE}
        record(AuditEventName.TOKEN_REUSED, person=spent.person, client=client.client_id, detail=told)
    return Refused(InvalidGrantError(description=NO_GOOD))


def _hold_to_request(family: Family, form: Form) -> None:
    """Raise where the redirect URI or the code verifier is not that of the authorization request."""
    redirect_uri, verifier = form.get("redirect_uri"), form.get("code_verifier")
    if redirect_uri is None and not family.code_challenge:
        raise InvalidRequestError(description="redirect_uri is required where no code_challenge was used.")
    if redirect_uri is not None and redirect_uri != family.redirect_uri:
        raise InvalidGrantError(description="redirect_uri is not that of the authorization request.")
    if verifier is not None and not VERIFIER.fullmatch(verifier):
        raise InvalidRequestError(description="code_verifier has 43 to 128 unreserved characters.")
    if bool(verifier) != bool(family.code_challenge):
        raise InvalidGrantError(description="code_verifier goes with a code_challenge, and only with one.")
    if verifier and not code_challenge_method_s256(verifier, family.code_challenge):
        raise InvalidGrantError(description="code_verifier is not that of the code_challenge.")
