"""`Authorization: Basic` (RFC 7617), for testing: off unless BASIC_AUTHENTICATION=on, and not advertised then."""

import binascii
import re
from base64 import b64decode
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from rest_framework import status

from accounts.services.basic_authentication import verify
from accounts.services.guessing import TooManyGuesses
from oauth_server.vocabulary import CredentialKind, RefusalReason, TokenRefused
from resources.authentication.credential import HeaderCredential
from resources.denial import Denial, Denied
from resources.principal import Principal
from resources.steps import STEP_OF

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


class Locked(Denied):
    """The guesses at this account are spent; `wait` is in seconds, for Retry-After."""

    def __init__(self, wait: int) -> None:
        denial = Denial(
            status.HTTP_429_TOO_MANY_REQUESTS,
            "Too many wrong passwords; wait.",
            step=STEP_OF[RefusalReason.TOO_MANY_GUESSES],
            reason=RefusalReason.TOO_MANY_GUESSES,
            kind=CredentialKind.BASIC,
        )
        super().__init__(denial)
        self.wait = wait


def offered() -> bool:
    """Return whether this server takes Basic, and so says that it does."""
    return bool(settings.BASIC_AUTHENTICATION)


def _recognises(token: str) -> bool:
    return bool(token)


def _verify(token: str, request: HttpRequest) -> Principal:
    login, password = _decoded(token)
    try:
        facts = verify(request, login, password)
    except TooManyGuesses as spent:
        raise Locked(spent.retry_after) from spent
    return Principal.from_facts(CredentialKind.BASIC, facts)


def _decoded(token: str) -> tuple[str, str]:
    """Return name and password (RFC 7617 section 2): UTF-8 (section 2.1), without control characters."""
    try:
        text = b64decode(token, validate=True).decode()
    except (binascii.Error, ValueError) as malformed:
        raise TokenRefused(RefusalReason.MALFORMED) from malformed
    login, colon, password = text.partition(":")
    if not colon or _CONTROL.search(text):
        raise TokenRefused(RefusalReason.MALFORMED)
    return login, password


CREDENTIAL: Final = HeaderCredential("basic", CredentialKind.BASIC, _recognises, _verify, ambient=True, offered=offered)
