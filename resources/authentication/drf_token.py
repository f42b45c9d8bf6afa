"""`Authorization: Token`: the lasting token of a person's own scripts."""

import re
from typing import Final

from django.http import HttpRequest

from accounts.tokens import drf_token
from oauth_server.vocabulary import CredentialKind
from resources.authentication.credential import HeaderCredential
from resources.principal import Principal

_FORM: Final = re.compile(r"[0-9a-f]{40}")


def _recognises(token: str) -> bool:
    return _FORM.fullmatch(token) is not None


def _verify(token: str, request: HttpRequest) -> Principal:
    del request
    return Principal.from_facts(CredentialKind.DRF_TOKEN, drf_token.verify(token))


CREDENTIAL: Final = HeaderCredential("token", CredentialKind.DRF_TOKEN, _recognises, _verify)
