"""The registry of grants: one line a grant (RFC 6749 sections 4 and 6); metadata is derived from it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from oauth_server.protocol.grants import (
    authorization_code,
    client_credentials,
    device_code,
    refresh_token,
    token_exchange,
)
from oauth_server.protocol.grants.token_request import TokenRequest
from oauth_server.protocol.refusals import Refused
from oauth_server.vocabulary import GrantType

Answer = Callable[[TokenRequest], dict[str, Any] | Refused]
"""Runs inside the transaction of the endpoint."""

GRANTS: Final[Mapping[GrantType, Answer]] = {
    GrantType.AUTHORIZATION_CODE: authorization_code.answer,
    GrantType.REFRESH_TOKEN: refresh_token.answer,
    GrantType.CLIENT_CREDENTIALS: client_credentials.answer,
    GrantType.DEVICE_CODE: device_code.answer,
    GrantType.TOKEN_EXCHANGE: token_exchange.answer,
}
TOO_EARLY: Final[Mapping[GrantType, Callable[[TokenRequest], Refused | None]]] = {
    GrantType.DEVICE_CODE: device_code.too_early,
}
"""What is refused before its DPoP proof counts as used; asked where there is one."""
