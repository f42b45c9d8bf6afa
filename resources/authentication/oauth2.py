"""`Authorization: Bearer` or `DPoP` with an access token of an application; only the header counts.

RFC 6750 section 2.1, RFC 9449 section 7.1: the verifier holds a token to the scheme that it was made for.
"""

from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from oauth_server.vocabulary import CredentialKind
from resources.audience import resource_of
from resources.authentication.credential import HeaderCredential
from resources.principal import Principal


def _recognises(token: str) -> bool:
    return bool(token)


def _verify(token: str, request: HttpRequest) -> Principal:
    facts = import_string(settings.ACCESS_TOKEN_VERIFIER)(token, request, audience=resource_of(request.path))
    kind = CredentialKind.OAUTH2_MACHINE if facts.user is None else CredentialKind.OAUTH2
    return Principal.from_facts(kind, facts)


CREDENTIAL: Final = HeaderCredential("bearer", CredentialKind.OAUTH2, _recognises, _verify)
BOUND: Final = HeaderCredential("dpop", CredentialKind.OAUTH2, _recognises, _verify)
