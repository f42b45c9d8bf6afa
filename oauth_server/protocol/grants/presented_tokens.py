"""The tokens of a token exchange: is each one ours, alive, and in the right hands? (RFC 8693 section 2.1)"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from oauthlib.oauth2.rfc6749.errors import CustomOAuth2Error, InvalidRequestError

from oauth_server.protocol.grants.token_request import TokenRequest
from oauth_server.protocol.models.client import Client
from oauth_server.protocol.models.family import Family
from oauth_server.protocol.standing import Standing
from oauth_server.protocol.strict_form import Form
from oauth_server.protocol.tokens import access_claims
from oauth_server.protocol.tokens.verify import live
from oauth_server.vocabulary import OAuthError, TokenRefused, TokenTypeIdentifier, person_acts

TAKEN: Final = (TokenTypeIdentifier.ACCESS_TOKEN, TokenTypeIdentifier.JWT)
"""The types of a token that can be exchanged; as JWT, an access token that is one."""
MOST_ACTORS: Final = 3
"""How deep `act` may go."""


def subject_of(request: TokenRequest, now: datetime) -> Standing:
    """Return the token on whose behalf the request is made: alive, and meant for a resource that the client serves.

    Raises InvalidRequestError (section 2.2.2), or `invalid_dpop_proof` where a bound token came without a proof.
    """
    found = _live(request.form, "subject_token", now)
    if found.audience not in request.client.introspects:
        raise InvalidRequestError(description="subject_token is not meant for a resource of this client.")
    if person_acts(found.actor):
        raise InvalidRequestError(description="A token by which one person acts for another is not passed on.")
    _hold_key(found, request, "subject_token")
    return found


def actor_of(request: TokenRequest, now: datetime) -> Standing | None:
    """Return the token of whoever is to act, which is a machine's of this client, or was sent to a resource of its own;
    None where the request brings none. Raises as `subject_of` does."""
    form, client = request.form, request.client
    if form.get("actor_token") is None:
        if form.get("actor_token_type") is not None:
            raise InvalidRequestError(description="actor_token_type goes with actor_token only.")
        return None
    found = _live(form, "actor_token", now)
    if found.client_id != client.client_id and found.audience not in client.introspects:
        raise InvalidRequestError(description="actor_token is neither this client's own nor meant for its resource.")
    if found.family is not None:
        raise InvalidRequestError(description="A person acts for another by the subject's identifier only.")
    if found.actor is not None:
        raise InvalidRequestError(description="actor_token is itself used by somebody else.")
    _hold_key(found, request, "actor_token")
    return found


def administrator_of(request: TokenRequest, now: datetime) -> tuple[Standing, Family]:
    """Return the token of a person who wants to act for another, this client's own that nobody else uses, and its
    family.

    Raises as `subject_of` does.
    """
    request.form.required("actor_token")
    found = _live(request.form, "actor_token", now)
    if found.family is None or found.client_id != request.client.client_id or found.actor is not None:
        raise InvalidRequestError(description="actor_token is not that of a person who uses this client.")
    _hold_key(found, request, "actor_token")
    return found, found.family


def act_of(client: Client, subject: Standing, actor: Standing | None) -> dict[str, Any]:
    """Return the `act` claim (section 4.1): the client of the actor token, or else the one that asks, above whoever
    acted before. Raises InvalidRequestError beyond MOST_ACTORS, and for one whom `may_act` does not name."""
    name = actor.client_id if actor else client.client_id
    act: dict[str, Any] = {"sub": name, "client_id": name}
    if subject.may_act is not None and not _is_named(act, subject.may_act):
        raise InvalidRequestError(description="subject_token names another as the one who may act.")
    if subject.actor is not None:
        act["act"] = subject.actor
    if _depth(act) > MOST_ACTORS:
        raise InvalidRequestError(description=f"No more than {MOST_ACTORS} may act one after the other.")
    return act


def _is_named(act: Mapping[str, Any], may_act: Mapping[str, Any]) -> bool:
    """Return whether `may_act` (section 4.4) names this actor, by claims that all fit; an empty one names nobody."""
    identity = {"iss": settings.ISSUER, **act}
    return bool(may_act) and all(claim in identity and identity[claim] == value for claim, value in may_act.items())


def _depth(act: Any) -> int:
    return 1 + _depth(act.get("act")) if act else 0


def _live(form: Form, name: str, now: datetime) -> Standing:
    value, kind = form.required(name), form.required(f"{name}_type")
    if kind not in TAKEN:
        raise InvalidRequestError(description=f"This {name}_type is not taken.")
    try:
        if kind == TokenTypeIdentifier.JWT and not access_claims.is_jwt(value):
            raise InvalidRequestError(description=f"{name} is no JWT.")
        return live(value, now)
    except TokenRefused:
        raise InvalidRequestError(description=f"{name} is unknown, expired, revoked, or of another kind.") from None


def _hold_key(found: Standing, request: TokenRequest, name: str) -> None:
    """Raise where a bound token came without a proof (RFC 9449): of its own key, where the client got it itself; of any
    key of the client, where it was sent to the client's resource, which has seen the other proof."""
    if not found.jkt or found.jkt == request.jkt:
        return
    if request.jkt is None or found.client_id == request.client.client_id:
        said = f"{name} is bound to a key: send a proof of possession, so that what it becomes is bound too."
        raise CustomOAuth2Error(OAuthError.INVALID_DPOP_PROOF, description=said)
