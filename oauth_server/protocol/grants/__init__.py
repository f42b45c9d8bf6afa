"""The registry of grants: one line a grant (RFC 6749 sections 4 and 6); metadata is derived from it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from oauth_server.protocol.grants import authorization_code, client_credentials, refresh_token
from oauth_server.protocol.models.client import Client
from oauth_server.protocol.refusals import Refused
from oauth_server.protocol.strict_form import Form
from oauth_server.vocabulary import GrantType

Answer = Callable[[Client, Form, datetime], dict[str, Any] | Refused]
"""Takes the client, the form and when the request came; runs inside the transaction of the endpoint."""

GRANTS: Final[Mapping[GrantType, Answer]] = {
    GrantType.AUTHORIZATION_CODE: authorization_code.answer,
    GrantType.REFRESH_TOKEN: refresh_token.answer,
    GrantType.CLIENT_CREDENTIALS: client_credentials.answer,
}
