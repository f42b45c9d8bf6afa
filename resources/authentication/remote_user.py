"""Whom a proxy has signed in: only where REMOTE_USER_HEADER and TRUSTED_PROXIES are set; it creates nobody."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest

from accounts.client_address import is_trusted_proxy
from accounts.tokens import remote_user
from oauth_server.vocabulary import CredentialKind
from resources.authentication.credential import AmbientCredential
from resources.authentication.header import variable
from resources.principal import Principal


def _present(request: HttpRequest) -> bool:
    """Return whether one of our proxies names somebody; what anybody else writes there is not read."""
    name = settings.REMOTE_USER_HEADER
    return bool(name) and variable(name) in request.META and is_trusted_proxy(request.META.get("REMOTE_ADDR", ""))


def _verify(request: HttpRequest) -> Principal:
    named = request.META[variable(settings.REMOTE_USER_HEADER)]
    return Principal.from_facts(CredentialKind.REMOTE_USER, remote_user.verify(named))


CREDENTIAL: Final = AmbientCredential(CredentialKind.REMOTE_USER, _present, _verify)
