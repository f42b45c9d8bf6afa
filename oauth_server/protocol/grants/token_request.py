"""A token request on its way to its grant (RFC 6749 section 3.2): who asks, with what, proved by which key."""

from dataclasses import dataclass
from datetime import datetime

from oauth_server.protocol.models.client import Client
from oauth_server.protocol.strict_form import Form


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """`client` has proved itself; `received_at` is when the request came; `jkt` is the thumbprint of the key whose
    possession it proved (RFC 9449 section 5), None where it sent no proof."""

    client: Client
    form: Form
    received_at: datetime
    jkt: str | None = None
