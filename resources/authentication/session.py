"""The browser's session, which counts only where no header does; unsafe methods need the CSRF token."""

from dataclasses import replace
from typing import Final

from django.conf import settings
from django.http import HttpRequest

from accounts.tokens import browser_session
from oauth_server.vocabulary import CredentialKind, TokenRefused
from resources.authentication.credential import AmbientCredential
from resources.principal import ANONYMOUS, Principal


def _present(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def _verify(request: HttpRequest) -> Principal:
    """Return who is signed in; nobody where nobody is, or the sign-in is over."""
    try:
        facts = browser_session.verify(request)
    except TokenRefused as refusal:
        return replace(ANONYMOUS, lost=refusal.reason)
    return ANONYMOUS if facts is None else Principal.from_facts(CredentialKind.SESSION, facts)


CREDENTIAL: Final = AmbientCredential(CredentialKind.SESSION, _present, _verify)
