"""The `access` cookie of our own pages, which counts only where there is no session cookie (contract: /api/login/)."""

from dataclasses import replace
from typing import Final

from django.http import HttpRequest

from accounts.tokens import cookies, jwt
from oauth_server.vocabulary import CredentialKind, TokenRefused
from resources.authentication.credential import AmbientCredential
from resources.principal import ANONYMOUS, Principal


def _present(request: HttpRequest) -> bool:
    return cookies.ACCESS in request.COOKIES


def _verify(request: HttpRequest) -> Principal:
    """Return whose token it is; nobody where it is no good: the browser sends it until it has expired, and after."""
    try:
        return Principal.from_facts(CredentialKind.JWT, jwt.verify_access(request.COOKIES[cookies.ACCESS]))
    except TokenRefused as refusal:
        return replace(ANONYMOUS, lost=refusal.reason)


CREDENTIAL: Final = AmbientCredential(CredentialKind.JWT, _present, _verify)
