"""`Authorization: Bearer` with the JWT of our own apps, told from all others by its unverified header and claims."""

from typing import Final

from django.http import HttpRequest

from accounts.tokens import jwt
from oauth_server.vocabulary import CredentialKind
from resources.authentication.credential import HeaderCredential
from resources.principal import Principal


def _verify(token: str, request: HttpRequest) -> Principal:
    del request
    return Principal.from_facts(CredentialKind.JWT, jwt.verify_access(token))


CREDENTIAL: Final = HeaderCredential("bearer", CredentialKind.JWT, jwt.first_party, _verify)
