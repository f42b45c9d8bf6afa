"""Name and password with each request (RFC 7617): the one count of guesses, and no way around a second factor."""

from typing import Final

from allauth.core.internal.ratelimit import consume
from django.http import HttpRequest

from accounts.audit.record import AuditEventName, record
from accounts.models import User
from accounts.services.guessing import TooManyGuesses
from accounts.services.passwords import WrongPassword, authenticate_password
from accounts.services.registration import must_verify_first
from accounts.services.second_factor import has_second_factor
from accounts.tokens.standing import read
from accounts.validators import LONGEST_PASSWORD
from oauth_server.vocabulary import AccessTokenFacts, RefusalReason, TokenRefused

_LONGEST_LOGIN: Final = 254
"""Characters of an address, the longest name there is (RFC 5321 section 4.5.3.1)."""
_MINUTE: Final = 60


def verify(request: HttpRequest, login: str, password: str) -> AccessTokenFacts:
    """Return the facts of whoever `login` (user name or verified address) and `password` belong to.

    Raises TokenRefused, for an account with a second factor too, and for one whose address must be verified first and
    is not; TooManyGuesses, before any hash. When the person typed the password is not known: no `auth_time`.
    """
    if len(login) > _LONGEST_LOGIN or len(password) > LONGEST_PASSWORD:
        raise TokenRefused(RefusalReason.MALFORMED)
    if not _address_has_tries(request, take=False):
        raise TooManyGuesses(_MINUTE)
    try:
        user = authenticate_password(request, login, password)
    except WrongPassword as wrong:
        _address_has_tries(request, take=True)
        raise TokenRefused(RefusalReason.WRONG_PASSWORD) from wrong
    if has_second_factor(user):
        record(AuditEventName.SIGN_IN_REFUSED, person=user, detail={"reason": RefusalReason.SECOND_FACTOR})
        raise TokenRefused(RefusalReason.SECOND_FACTOR)
    if must_verify_first(user):
        raise TokenRefused(RefusalReason.ADDRESS_UNVERIFIED)
    standing = read(User, "id", user.pk)
    if standing is None:
        raise TokenRefused(RefusalReason.UNKNOWN)
    standing.refuse_if_disabled()
    return AccessTokenFacts(user=standing.user, roles=standing.roles)


def _address_has_tries(request: HttpRequest, *, take: bool) -> bool:
    """Return whether this address may try another wrong password within the minute, as at the other doors."""
    return bool(consume(request, app="allauth.account", action="login", limit_get=True, dry_run=not take))
