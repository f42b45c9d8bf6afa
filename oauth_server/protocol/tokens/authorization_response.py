"""The authorization response as a signed JWT (JARM section 2.1)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone

from oauth_server.protocol.tokens import jws
from oauth_server.vocabulary import ClientPreset, MediaType, SigningAlgorithm

LIFETIME: Final = timedelta(minutes=5)
TYP: Final = MediaType.ID_TOKEN
"""JARM names no type of its own: the plain one. No ID token is without `sub`, no response has one."""


def issue(parameters: Mapping[str, str], *, client: Any) -> str:
    """Return the response's parameters, `iss` among them, signed for `client` by the algorithm that it registered."""
    expires = timezone.now() + LIFETIME
    claims = {**parameters, "aud": client.client_id, "exp": int(expires.timestamp())}
    return jws.sign(claims, typ=TYP, algorithm=algorithm_of(client))


def algorithm_of(client: Any) -> SigningAlgorithm:
    """Return `authorization_signed_response_alg`; left out it is RS256 (section 3), which FAPI does not take."""
    if client.authorization_signed_response_alg:
        return SigningAlgorithm(client.authorization_signed_response_alg)
    return SigningAlgorithm.PS256 if client.preset == ClientPreset.FAPI else SigningAlgorithm.RS256
