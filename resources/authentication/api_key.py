"""`X-API-Key`, or what API_KEY_HEADER names: a person's key, narrowed by its scopes, or a service's, a machine."""

from typing import Final

from django.http import HttpRequest

from accounts.tokens import api_key
from oauth_server.vocabulary import CredentialKind
from resources.authentication.credential import HeaderCredential
from resources.principal import Principal


def _verify(key: str, request: HttpRequest) -> Principal:
    del request
    facts = api_key.verify(key)
    kind = CredentialKind.SERVICE_KEY if facts.user is None else CredentialKind.API_KEY
    return Principal.from_facts(kind, facts)


CREDENTIAL: Final = HeaderCredential("", CredentialKind.API_KEY, api_key.well_formed, _verify)
