"""Is this access token good for our own API? (RFC 6750, 9068 section 4, 9449 section 7; ACCESS_TOKEN_VERIFIER)"""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from oauth_server.protocol import standing
from oauth_server.protocol.models.cap import NO_CAP
from oauth_server.protocol.standing import Standing
from oauth_server.protocol.tokens import access_claims, dpop, opaque
from oauth_server.protocol.tokens.refresh_token import RefreshTokenValue
from oauth_server.vocabulary import NOTHING_WITHHELD, AccessTokenFacts, RefusalReason, TokenRefused, Withheld


def verify_access_token(token: str, request: HttpRequest, *, audience: str | None = None) -> AccessTokenFacts:
    """Return what the access token of a request says, for a guard: `presented` in the words of the vocabulary."""
    return _facts(presented(token, request, audience=audience))


def presented(token: str, request: HttpRequest, *, audience: str | None = None) -> Standing:
    """Return the standing of the access token of a request, read in one statement; raise TokenRefused with the reason.

    `audience` is the resource that asks, without one our own API. A token of another kind, with another signature or
    out of its time is refused without a statement; one that was made for another resource, after it. A token that is
    bound to a key needs a proof with the request (RFC 9449 section 7), and costs one write more.
    """
    now = timezone.now()
    found = live(token, now)
    if found.audience != (audience or settings.API_RESOURCE):
        raise TokenRefused(RefusalReason.WRONG_AUDIENCE)
    dpop.hold(request, token, found.jkt or None, nonce_required=dpop.must_send_nonce(found.preset))
    return found


def live(token: str, now: datetime) -> Standing:
    """Return the standing of an access token that is good for some resource; raise TokenRefused with the reason.

    At most one statement. Whose it is, for whom, and whether its key is proved, is for the caller to ask.
    """
    found = _found(token, now)
    if found is None:
        raise TokenRefused(RefusalReason.UNKNOWN)
    if problem := found.problem(now):
        raise TokenRefused(problem)
    return found


def _found(token: str, now: datetime) -> Standing | None:
    """Return the standing of a token in either form; the form alone chooses how it is verified."""
    if opaque.is_opaque(token):
        return standing.of_opaque(token)
    if not access_claims.is_jwt(token):
        kinds = RefreshTokenValue.read(token) is not None or token.count(".") == 4
        raise TokenRefused(RefusalReason.WRONG_KIND if kinds else RefusalReason.MALFORMED)
    claims = access_claims.read(token)
    if not claims.is_of(now):
        raise TokenRefused(RefusalReason.EXPIRED)
    return standing.of_claims(claims)


def _facts(found: Standing) -> AccessTokenFacts:
    family = found.family
    return AccessTokenFacts(
        user=family.user if family else None,
        roles=family.roles if family else frozenset(),
        client_id=found.client_id,
        client_name=found.client_name,
        scopes=found.scope,
        audience=found.audience,
        sid=family.sid if family else None,
        session_id=family.session if family else None,
        auth_time=family.auth_time if family else None,
        acr=(family.acr or None) if family else None,
        amr=family.amr if family else (),
        expires=found.expires,
        confirmation=found.jkt or None,
        actor=found.actor,
        withheld=_withheld(found),
    )


def _withheld(found: Standing) -> Withheld:
    """Return what the caps take from the token and from the person."""
    if found.cap == NO_CAP:
        return NOTHING_WITHHELD
    roles = found.family.withheld_roles if found.family else frozenset()
    return Withheld(found.withheld_scopes, roles, roles_capped=found.cap.roles is not None)
