"""Passkeys and security keys: one relying party, ISSUER, whatever host a request names (WebAuthn section 7.2)."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

import structlog
from allauth.mfa.models import Authenticator
from django.conf import settings
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    RegistrationResponse,
    UserVerificationRequirement,
)

from accounts.models import User

MALFORMED: Final = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError, RecursionError)
"""What the parser of WebAuthn answers raises for an answer that no authenticator gives."""

log = structlog.get_logger(__name__)


class PasskeyRefused(Exception):
    """The answer of the authenticator does not prove what was asked; what exactly is wrong is not said."""


def relying_party() -> dict[str, str]:
    """Return the relying party of every passkey, by its members in WebAuthn section 5.4.2."""
    host = urlsplit(settings.ISSUER).hostname or ""
    return {"id": host, "name": host}


def begin(user: User | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the request options (WebAuthn section 5.5, as JSON) and the state that `finish` needs.

    With `user` any of their keys will do, as a second factor; without, the authenticator names the person and has to
    verify them.
    """
    keys = [] if user is None else [_public_key(row) for row in keys_of(user)]
    verification = UserVerificationRequirement.REQUIRED if user is None else UserVerificationRequirement.PREFERRED
    options, state = _server().authenticate_begin(credentials=keys or None, user_verification=verification)
    asked: dict[str, Any] = dict(options)["publicKey"]
    return asked, {"challenge": state["challenge"], "user_verification": str(verification.value)}


def finish(user: User, state: Mapping[str, Any], answer: Mapping[str, Any]) -> Authenticator:
    """Return the key of `user` that answered; raise PasskeyRefused."""
    rows = {_public_key(row).credential_id: row for row in keys_of(user)}
    try:
        used = _server().authenticate_complete(state, [_public_key(row) for row in rows.values()], answer)
    except MALFORMED as fault:
        log.info("passkey_refused", user=str(user.subject))
        raise PasskeyRefused from fault
    return rows[used.credential_id]


def person_of(answer: Mapping[str, Any]) -> User:
    """Return the person whom the authenticator's user handle names; raise PasskeyRefused. Proves nothing yet."""
    try:
        handle = AuthenticationResponse.from_dict(answer).response.user_handle
        subject = UUID(bytes=handle or b"")
    except MALFORMED as fault:
        raise PasskeyRefused from fault
    user = User.objects.filter(subject=subject).first()
    if user is None:
        raise PasskeyRefused
    return user


def verifies_person(answer: Mapping[str, Any]) -> bool:
    """Return whether an answer that `finish` accepted says that the authenticator verified the person."""
    return bool(AuthenticationResponse.from_dict(answer).response.authenticator_data.is_user_verified())


def comes_from_here(answer: Mapping[str, Any], *, registration: bool = False) -> bool:
    """Return whether the answer can be read and was made on a page of ISSUER."""
    kind = RegistrationResponse if registration else AuthenticationResponse
    try:
        origin = kind.from_dict(answer).response.client_data.origin
    except MALFORMED:
        return False
    return _is_issuer(origin)


def keys_of(user: User) -> list[Authenticator]:
    """Return the rows of a person's passkeys and security keys."""
    return list(Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.WEBAUTHN).order_by("pk"))


def has_passkey(user: User) -> bool:
    """Return whether one of the keys signs its owner in by itself, as far as it said so when it was made."""
    return any(row.wrap().is_passwordless for row in keys_of(user))


def _public_key(row: Authenticator) -> AttestedCredentialData:
    key: AttestedCredentialData = row.wrap().authenticator_data.credential_data
    return key


def _server() -> Fido2Server:
    return Fido2Server(PublicKeyCredentialRpEntity(**relying_party()), verify_origin=_is_issuer)


def _is_issuer(origin: Any) -> bool:
    return bool(origin == settings.ISSUER)
