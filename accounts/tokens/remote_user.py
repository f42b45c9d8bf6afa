"""A name that a trusted proxy vouches for: an account that is there and may sign in, or nobody."""

from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.models.user import comparable, username_validator
from accounts.tokens.standing import read
from oauth_server.vocabulary import AccessTokenFacts, RefusalReason, TokenRefused

_LONGEST = 150
"""Characters of a user name."""


def verify(value: str) -> AccessTokenFacts:
    """Return the facts of the person whose user name a header holds, as WSGI gives it (bytes as Latin-1, PEP 3333).

    Raises TokenRefused for two names in one header (a comma is part of none), an unknown name, a disabled account.
    When and how the person signed in is the proxy's knowledge, not ours: no `auth_time`, no `amr`. One statement.
    """
    try:
        name = value.encode("latin-1").decode()
    except UnicodeError as malformed:
        raise TokenRefused(RefusalReason.MALFORMED) from malformed
    if len(name) > _LONGEST or not _is_name(name):
        raise TokenRefused(RefusalReason.MALFORMED)
    standing = read(User, "username_key", comparable(name))
    if standing is None:
        raise TokenRefused(RefusalReason.UNKNOWN)
    standing.refuse_if_disabled()
    return AccessTokenFacts(user=standing.user, roles=standing.roles)


def _is_name(name: str) -> bool:
    try:
        username_validator(name)
    except ValidationError:
        return False
    return True
